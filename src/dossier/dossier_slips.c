/*
 * dossier_slips.c - the facts of a dossier's papers in words, put into the template that was in
 * force when the paper came to be. Papers are Vietnamese whoever reads.
 */
#include "casework/ledger.h"
#include "core/ident.h"
#include "dossier/dossier_end.h"
#include "dossier/dossier_extend.h"
#include "dossier/dossier_internal.h"
#include "dossier/dossier_pdf.h"
#include "dossier/dossier_slip_words.h"
#include "dossier/dossier_words.h"
#include "org/org.h"

#define VI LANG_VI

/* ---- the receipt, whose facts every paper of a dossier has ---- */

static str boxes(struct arena *mem, str result_by)
{
    static const struct {
        const char *way, *key;
    } ways[] = {{"counter", "dossier.slip.by_counter"},
                {"post", "dossier.slip.by_post"},
                {"online", "dossier.slip.by_online"}};
    str parts[3];
    for (size_t i = 0; i < 3; i++) {
        const bool chosen = str_eq(result_by, str_of(ways[i].way));
        const str label = text_get(VI, ways[i].key);
        parts[i] = str_fmt(mem, "%s %.*s", chosen ? "☑" : "☐", STR_ARG(label));
    }
    return str_join(mem, parts, 3, S("   "));
}

/* "15.000 đồng (đã thu, số 12)", or whose rule fixes it. */
static str fees(struct arena *mem, const struct receipt *r)
{
    int64_t sum = 0;
    bool open = false;
    for (ptrdiff_t i = 0; i < r->fees_n; i++) {
        sum += r->fees[i].amount.set ? r->fees[i].amount.v : 0;
        open = open || !r->fees[i].amount.set;
    }
    const str amount = text_money_slip(mem, VI, sum);
    if (r->paid) {
        const str args[] = {text_money_slip(mem, VI, r->paid),
                            str_fmt(mem, "%07lld", (long long)r->cash_number)};
        return text_fmt(mem, VI, "dossier.slip.fee_paid", args, 2);
    }
    if (open && !sum)
        return text_get(VI, "dossier.slip.fee_open");
    return sum ? text_fmt(mem, VI, "dossier.slip.fee_due", &amount, 1)
               : text_get(VI, "dossier.slip.fee_none");
}

static void put_person(struct arena *mem, struct slip_data *s, const struct receipt *r)
{
    const struct person *p = &r->owner;
    slip_put(s, "owner", p->name);
    slip_put(s, "owner_number",
             p->number.n     ? ident_person_mask(mem, p->number)
             : p->tax_code.n ? p->tax_code
                             : p->old_number);
    slip_put(s, "owner_phone", p->phone.n ? ident_phone_national(mem, p->phone) : STR_NONE);
    slip_put(s, "owner_address", p->address);
    slip_put(s, "owner_email", p->email);
    slip_put(s, "filer", r->dossier.filer_id != r->dossier.owner_id ? r->dossier.filer_name : STR_NONE);
    slip_put(s, "filer_signs", r->dossier.filer_name);
}

static void put_papers(struct arena *mem, struct slip_data *s, const struct receipt *r)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < r->papers_n; i++) {
        const struct dossier_paper *p = &r->papers[i];
        const str cells[] = {str_fmt(mem, "%d", n + 1), p->name, dossier_form_text(VI, p->form),
                             str_fmt(mem, "%lld", (long long)p->quantity)};
        if (p->complete) {
            slip_row(s, "papers", cells);
            n++;
        }
    }
}

static void put_tracking(struct arena *mem, struct slip_data *s, const struct receipt *r, str base_url)
{
    const struct str_cut host = str_cut(base_url, ':');
    const str code = r->dossier.code;
    slip_put(s, "tracking_url",
             str_fmt(mem, "%.*s/t/%.*s?s=%.*s", STR_ARG(base_url), STR_ARG(code), STR_ARG(r->secret)));
    slip_put(s, "tracking_page",
             str_fmt(mem, "%.*s/tracking",
                     STR_ARG(host.found ? str_sub(host.tail, 2, host.tail.n) : base_url)));
    slip_put(s, "secret", r->secret);
}

static struct slip_data *common(struct ctx *c, const struct slip_kind *kind, const struct receipt *r,
                                const struct ruleset *rules, str base_url)
{
    struct arena *mem = c->mem;
    struct slip_data *s = slip_data_new(mem, kind);
    const struct dossier *d = &r->dossier;
    const str number = kind->form == SLIP_NO_FORM ? STR_NONE : ruleset_form(rules, kind->form);
    slip_put(s, "form_no", number.n ? text_fmt(mem, VI, "ruleset.form_number", &number, 1) : STR_NONE);
    slip_put(s, "agency", slip_words_lines(mem, r->agency));
    slip_put(s, "agency_name", r->agency);
    slip_put(s, "unit", r->unit.n ? r->unit : text_get(VI, "dossier.slip.one_stop"));
    slip_put(s, "place", r->place);
    slip_put(s, "code", d->code);
    slip_put(s, "procedure", d->procedure_name);
    slip_put(s, "procedure_code", d->procedure_code);
    slip_put(s, "sets", str_fmt(mem, "%02lld", (long long)d->sets));
    slip_put(s, "time_rule", r->time_text);
    slip_put(s, "received_at",
             slip_words_moment(mem, instant_is_none(d->accepted_at) ? d->filed_at : d->accepted_at));
    slip_put(s, "due_at", slip_words_moment(mem, d->work.due_at));
    slip_put(s, "result_by", boxes(mem, d->result_by));
    slip_put(s, "fees", fees(mem, r));
    slip_put(s, "clerk", d->received_by);
    slip_put(s, "competent", d->competent_agency);
    slip_put(s, "ruleset", rules->name);
    put_person(mem, s, r);
    put_papers(mem, s, r);
    put_tracking(mem, s, r, base_url);
    return s;
}

static enum rc finish(struct ctx *c, const struct ruleset *rules, struct slip_data *s,
                      const struct slip_kind *kind, instant at, struct pdf_doc **ret_doc)
{
    slip_put(s, "date", slip_words_day(c->mem, instant_date(at)));
    return slip_fill(c, rules, kind, s, at, ret_doc);
}

enum rc dossier_receipt_doc(struct ctx *c, const struct receipt *r, str base_url,
                            struct pdf_doc **ret_doc)
{
    const struct slip_kind *kind = slip_kind_of(S("receipt"));
    struct ruleset rules;
    BUG_IF(!kind);
    const enum rc rc = dossier_ruleset(c, &r->dossier, &rules);
    return rc ? rc
              : finish(c, &rules, common(c, kind, r, &rules, base_url), kind, r->dossier.accepted_at,
                       ret_doc);
}

/* ---- which papers there are ---- */

struct papers {
    struct dossier_event *events;
    struct dossier_supplement *supplements;
    struct dossier_extension *extensions;
    ptrdiff_t events_n, supplements_n, extensions_n;
};

static enum rc read_papers(struct ctx *c, const struct dossier *d, struct papers *p)
{
    enum rc rc = dossier_timeline(c, d, &p->events, &p->events_n);
    if (!rc)
        rc = dossier_supplements(c, d->id, &p->supplements, &p->supplements_n);
    return rc ? rc : dossier_extensions(c, d->id, &p->extensions, &p->extensions_n);
}

static const struct dossier_supplement *last_supplement(const struct papers *p)
{
    const struct dossier_supplement *last = NULL;
    for (ptrdiff_t i = 0; i < p->supplements_n; i++)
        if (!last || p->supplements[i].asked_at.us > last->asked_at.us)
            last = &p->supplements[i];
    return last;
}

/* Newest of those kinds. */
static const struct dossier_event *event_of(const struct papers *p, const char *const *kinds)
{
    for (ptrdiff_t i = 0; i < p->events_n; i++)
        if (str_among(p->events[i].kind, kinds))
            return &p->events[i];
    return NULL;
}

static const char *const refused_kinds[] = {"dossier.refused", NULL};
static const char *const stopped_kinds[] = {"dossier.stopped", "dossier.withdrawn", NULL};
static const char *const signed_kinds[] = {"dossier.apologised", "dossier.extended", NULL};
static const char *const asked_kinds[] = {"dossier.supplement_asked", NULL};

static const struct dossier_extension *letter_of(const struct papers *p)
{
    const struct dossier_extension *draft = dossier_draft_waiting(p->extensions, p->extensions_n);
    return draft ? draft : dossier_last_signed(p->extensions, p->extensions_n);
}

/* When the paper came to be. False: there is none. */
static bool exists(const struct dossier *d, const struct papers *p, const struct slip_kind *k,
                   bool citizen, struct dossier_slip *ret)
{
    const struct dossier_event *e = NULL;
    const struct dossier_extension *letter = letter_of(p);
    const struct dossier_supplement *asked = last_supplement(p);
    struct dossier_slip x = {.kind = k, .at = INSTANT_NONE};
    bool there = false;
    switch (k->form) {
    case RULE_FORM_RECEIPT:
        there = !instant_is_none(d->accepted_at);
        x.at = d->accepted_at;
        break;
    case RULE_FORM_SUPPLEMENT:
        there = asked != NULL;
        x.at = there ? asked->asked_at : x.at;
        break;
    case RULE_FORM_REFUSAL:
    case RULE_FORM_STOP:
        e = event_of(p, k->form == RULE_FORM_REFUSAL ? refused_kinds : stopped_kinds);
        there = e != NULL;
        x.at = there ? e->at : x.at;
        break;
    case RULE_FORM_APOLOGY:
        there = letter != NULL;
        x.draft = there && instant_is_none(letter->decided_at);
        x.at = !there ? x.at : x.draft ? letter->drafted_at : letter->decided_at;
        break;
    case RULE_FORM_CONTROL_SHEET:
        there = !citizen && !instant_is_none(d->accepted_at);
        x.at = d->work.step_since;
        break;
    case RULE_CODE_OWNER:
    case RULE_START:
    case RULE_REPLY:
    case RULE_NOTICE:
    case RULE_TRANSFER:
    case RULE_TRANSFER_LEVEL:
    case RULE_RETURN_NOTICE:
    case RULE_RESTART:
    case RULE_CLOSE_UNANSWERED:
    case RULE_EXTENSION_BEFORE:
    case RULE_EXTENSION_MAX:
    case RULE_CORRECTION:
    case RULE_FORM_FOLLOW_UP_BOOK:
    case RULE_COUNT:
    default:
        break;
    }
    *ret = x;
    return there;
}

enum rc dossier_slips(struct ctx *c, const struct dossier *d, struct dossier_slip *to, int *ret_n)
{
    struct papers p = {0};
    struct ruleset rules;
    const bool citizen = !c->actor || actor_is_citizen(c->actor);
    int n = 0;
    enum rc rc = dossier_ruleset(c, d, &rules);
    if (!rc)
        rc = read_papers(c, d, &p);
    for (const struct slip_kind *const *k = dossier_slip_kinds; !rc && *k; k++) {
        if ((*k)->form == SLIP_NO_FORM || (*k)->form == RULE_FORM_FOLLOW_UP_BOOK ||
            !exists(d, &p, *k, citizen, &to[n]))
            continue;
        to[n].number = ruleset_form(&rules, (*k)->form);
        /* A set without that form has no such paper (NĐ 61 knows no notice that processing stops). */
        n += to[n].number.n > 0;
    }
    *ret_n = n;
    return rc;
}

/* ---- what each says beyond the common ---- */

static void put_act(struct ctx *c, struct slip_data *s, const struct dossier_event *e)
{
    if (!e)
        return;
    slip_put(s, "acted_at", slip_words_moment(c->mem, e->at));
    slip_put(s, "acted_by", e->actor);
}

static void put_supplement(struct ctx *c, struct slip_data *s, const struct papers *p)
{
    const struct dossier_supplement *x = last_supplement(p);
    slip_put(s, "reason", x->reason);
    slip_put(s, "answer_by", slip_words_moment(c->mem, x->answer_by));
    for (ptrdiff_t i = 0; i < x->n; i++) {
        const str cells[] = {str_fmt(c->mem, "%td", i + 1), x->items[i]};
        slip_row(s, "items", cells);
    }
    put_act(c, s, event_of(p, asked_kinds));
    slip_put(s, "acted_at", slip_words_moment(c->mem, x->asked_at));
}

/* KT., TUQ. or TL. before the head's title, by the delegation it was signed under (Nghị định
   30/2020, phụ lục I); the head's own signature has none. */
static void put_sign_form(struct slip_data *s, const struct dossier_event *e)
{
    if (e)
        slip_put(s, "sign_form", e->sign_form);
}

static void put_letter(struct ctx *c, struct slip_data *s, const struct papers *p)
{
    const struct dossier_extension *x = letter_of(p);
    const bool draft = instant_is_none(x->decided_at);
    slip_put(s, "reason", x->reason);
    slip_put(s, "was_due_at", slip_words_moment(c->mem, x->was_due_at));
    slip_put(s, "new_due_at", slip_words_moment(c->mem, x->new_due_at));
    slip_put(s, "extends", str_eq(x->kind, S("extension")) ? S("1") : STR_NONE);
    slip_put(s, "acted_by", x->drafter);
    slip_put(s, "signer", draft ? STR_NONE : x->decider);
    slip_put(s, "draft", draft ? S("1") : STR_NONE);
    for (ptrdiff_t i = 0; !draft && i < p->events_n; i++)
        if (str_among(p->events[i].kind, signed_kinds) && p->events[i].at.us == x->decided_at.us)
            put_sign_form(s, &p->events[i]);
}

/* What happens to what was paid. */
static str refund(struct ctx *c, const struct receipt *r, const struct dossier_end *end)
{
    const str paid = text_money_slip(c->mem, VI, r->paid);
    if (!r->paid)
        return text_get(VI, "dossier.slip.refund_none");
    if (str_eq(end->refund, S("refunded")))
        return text_fmt(c->mem, VI, "dossier.slip.refund_done", &paid, 1);
    return text_fmt(c->mem, VI,
                    str_eq(end->refund, S("kept")) ? "dossier.slip.refund_kept"
                                                   : "dossier.slip.refund_paid",
                    &paid, 1);
}

static enum rc put_stop(struct ctx *c, struct slip_data *s, const struct papers *p,
                        const struct receipt *r, const struct ruleset *rules)
{
    const struct dossier_event *e = event_of(p, stopped_kinds);
    struct dossier_end end;
    const enum rc rc = dossier_end(c, r->dossier.id, &end);
    if (rc)
        return rc;
    const bool asked = !str_eq(end.asked_by, S("time"));
    put_act(c, s, e);
    put_sign_form(s, e);
    slip_put(s, "reason", r->dossier.refusal_reason.n ? r->dossier.refusal_reason : e->note);
    slip_put(s, "stop_by",
             text_get(VI, asked ? "dossier.slip.stop_asked" : "dossier.slip.stop_unanswered"));
    slip_put(s, "ground", asked ? STR_NONE : ruleset_ground(rules, RULE_CLOSE_UNANSWERED));
    slip_put(s, "refund", refund(c, r, &end));
    return RC_OK;
}

/* Who had it: "Tư pháp – Hộ tịch (Đặng Văn Thử)", the step when nobody took it on. */
static enum rc holder(struct ctx *c, const struct work_pass *p, str *ret)
{
    struct unit unit = {.name = STR_NONE};
    struct staff staff = {.name = STR_NONE};
    enum rc rc = p->unit_id.set ? org_unit_by_id(c, p->unit_id.v, &unit) : RC_OK;
    if (!rc && p->handler_id.set)
        rc = org_staff_by_id(c, p->handler_id.v, &staff);
    const str place = unit.name.n ? unit.name : p->step_name;
    *ret = staff.name.n ? str_fmt(c->mem, "%.*s (%.*s)", STR_ARG(place), STR_ARG(staff.name)) : place;
    return rc;
}

static enum rc put_passes(struct ctx *c, struct slip_data *s, const struct receipt *r)
{
    struct work_pass *v;
    struct clock_case clock;
    const struct worktime *w;
    ptrdiff_t n;
    str before = r->unit.n ? r->unit : text_get(VI, "dossier.slip.one_stop"), now;
    enum rc rc = work_passes(c, r->dossier.work.id, &v, &n);
    if (!rc)
        rc = work_clock_case(c, r->dossier.work.id, &clock, &w);
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        const int64_t share = v[i].share_minutes * MINUTE_US;
        const bool over = !instant_is_none(v[i].left_at);
        rc = holder(c, &v[i], &now);
        const str args[] = {clock_time_text(c->mem, VI, w, v[i].working_us),
                            clock_time_text(c->mem, VI, w, share)};
        const str cells[] = {
            str_fmt(c->mem, "%td", i + 1),
            before,
            now,
            slip_words_moment(c->mem, v[i].entered_at),
            !over || !share           ? S("")
            : v[i].working_us > share ? text_get(VI, "dossier.slip.late")
                                      : text_get(VI, v[i].working_us == share ? "dossier.slip.on_time"
                                                                              : "dossier.slip.early"),
            over && share ? text_fmt(c->mem, VI, "dossier.slip.used", args, 2) : S("")};
        slip_row(s, "passes", cells);
        before = now;
    }
    return rc;
}

static enum rc put_rest(struct ctx *c, const struct slip_kind *k, struct slip_data *s,
                        const struct papers *p, const struct receipt *r, const struct ruleset *rules)
{
    if (k->form == RULE_FORM_SUPPLEMENT)
        put_supplement(c, s, p);
    if (k->form == RULE_FORM_APOLOGY)
        put_letter(c, s, p);
    if (k->form == RULE_FORM_STOP)
        return put_stop(c, s, p, r, rules);
    if (k->form == RULE_FORM_REFUSAL) {
        put_act(c, s, event_of(p, refused_kinds));
        slip_put(s, "reason", r->dossier.refusal_reason);
    }
    return k->form == RULE_FORM_CONTROL_SHEET ? put_passes(c, s, r) : RC_OK;
}

enum rc dossier_slip_doc(struct ctx *c, const struct dossier *d, str paper, str base_url,
                         struct pdf_doc **ret_doc)
{
    struct dossier_slip have[DOSSIER_SLIPS];
    const struct dossier_slip *x = NULL;
    struct papers p = {0};
    struct receipt r;
    struct ruleset rules;
    int n = 0;
    enum rc rc = dossier_slips(c, d, have, &n);
    for (int i = 0; i < n; i++)
        if (str_eq(paper, str_of(have[i].kind->key)))
            x = &have[i];
    if (rc || !x)
        return rc ? rc : RC_NOT_FOUND;
    rc = dossier__slip_facts(c, d->id, &r);
    if (!rc)
        rc = dossier_ruleset(c, d, &rules);
    if (!rc)
        rc = read_papers(c, d, &p);
    if (rc)
        return rc;
    struct slip_data *s = common(c, x->kind, &r, &rules, base_url);
    rc = put_rest(c, x->kind, s, &p, &r, &rules);
    return rc ? rc : finish(c, &rules, s, x->kind, x->at, ret_doc);
}
