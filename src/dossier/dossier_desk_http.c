/*
 * dossier_desk_http.c - the screen of one dossier and what is done on it: the step's act,
 * claiming, completing a supplement, returning. Every change carries the version that was
 * seen; a refused one redraws the screen with what was typed and who was first.
 * The small pages (correct, cancel, cash, refuse, supplement) stand in
 * dossier_form_http.c, letters of apology in dossier_extend_http.c, papers and record in
 * dossier_tab_http.c.
 */
#include "access/access.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_small.h"
#include "dossier/dossier_tpl.h"
#include "dossier/dossier_make_view.h"
#include "file/file.h"
#include "web/module.h"
#include "web/page.h"

/* ---- forms ---- */

struct act_form_in {
    str action, note, reason, fact;
    int64_t cash;
    struct form_rows paper;
    struct form_file file;
};
static const struct field act_fields[] = {
    {"action", F_CODE, .required = true, .max = 40, .at = offsetof(struct act_form_in, action)},
    {"reason", F_CODE, .max = 40, .at = offsetof(struct act_form_in, reason)},
    {"fact", F_TEXT, .max = 100, .at = offsetof(struct act_form_in, fact)},
    {"paper_*", F_BOOL, .max_rows = 32, .at = offsetof(struct act_form_in, paper)},
    {"note", F_LINES, .max = 2000, .at = offsetof(struct act_form_in, note)},
    {"cash", F_MONEY, .at = offsetof(struct act_form_in, cash)},
    {"file", F_FILE, .at = offsetof(struct act_form_in, file)},
    {0}};
static const struct form act_form = {"dossier.act.", act_fields, sizeof(struct act_form_in), NULL};

struct claim_in {
    bool claim;
};
static const struct field claim_fields[] = {
    {"claim", F_BOOL, .hidden = true, .at = offsetof(struct claim_in, claim)}, {0}};
static const struct form claim_form = {"dossier.claiming.", claim_fields, sizeof(struct claim_in),
                                       NULL};

struct complete_in {
    struct form_rows have;
    str extra;
};
static const struct field complete_fields[] = {
    {"have_*", F_BOOL, .max_rows = 100, .at = offsetof(struct complete_in, have)},
    {"extra", F_TEXT, .max = 300, .at = offsetof(struct complete_in, extra)},
    {0}};
static const struct form complete_form = {"dossier.complete.", complete_fields,
                                          sizeof(struct complete_in), NULL};

struct return_form_in {
    str how, collector, document, authority, authority_note, note;
    int64_t cash;
};
static const struct field return_fields[] = {
    {"how", F_CHOICE, .required = true, .choices = "counter|post|online",
     .at = offsetof(struct return_form_in, how)},
    {"collector", F_TEXT, .max = 200, .at = offsetof(struct return_form_in, collector)},
    {"authority", F_CHOICE, .choices = "owner|filer|authorised", .options = "dossier.give.authority.",
     .at = offsetof(struct return_form_in, authority)},
    {"authority_note", F_TEXT, .max = 300, .at = offsetof(struct return_form_in, authority_note)},
    {"document", F_TEXT, .max = 100, .at = offsetof(struct return_form_in, document)},
    {"cash", F_MONEY, .at = offsetof(struct return_form_in, cash)},
    {"note", F_LINES, .max = 2000, .at = offsetof(struct return_form_in, note)},
    {0}};
static const struct form return_form = {"dossier.return.", return_fields, sizeof(struct return_form_in),
                                        NULL};

/* ---- the panel ---- */

static bool offers(const struct desk_facts *f, const char *code)
{
    for (ptrdiff_t i = 0; i < f->actions_n; i++)
        if (str_eq(f->actions[i].code, str_of(code)) && !f->actions[i].hindrance)
            return true;
    return false;
}

static const char *hindrance_of(const struct desk_facts *f)
{
    const char *why = f->actions_n ? NULL : f->d.work.synced ? "casework.synced" : "casework.over";
    for (ptrdiff_t i = 0; i < f->actions_n; i++) {
        if (!f->actions[i].hindrance)
            return NULL;
        why = f->actions[i].hindrance;
    }
    return why;
}

/* The process' own word for it, ours, or at least the code. */
static str action_text(const struct saying *s, const struct work_action *a, const char *kind)
{
    const char *key = str_c(s->mem, str_fmt(s->mem, "dossier.act.%s.%.*s", kind, STR_ARG(a->code)));
    const bool hint = kind[0] == 'h';
    if (a->label.n && !hint)
        return a->label;
    return text_has(key) ? text_get(s->lang, key) : hint ? STR_NONE : a->code;
}

static struct web_field choices(struct req *r, const struct saying *s, const struct desk_facts *f,
                                const struct form_values *v)
{
    struct web_field x = form_field(r, &act_form, v, S("action"));
    struct web_option *o = NEW_N(s->mem, struct web_option, f->actions_n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->actions_n; i++) {
        const str code = f->actions[i].code;
        if (f->actions[i].hindrance)
            continue;
        o[n++] = (struct web_option){
            .value = code,
            .text = action_text(s, &f->actions[i], "action"),
            .hint = action_text(s, &f->actions[i], "hint"),
        };
    }
    if (!x.value.n && n)
        x.value = o[0].value;
    field_radios(r, &x, o, n);
    return x;
}

/* ---- what the process asks for with an act ---- */

#define ASKED_MAX 100

static bool asks(const struct desk_facts *f, ptrdiff_t i)
{
    static const char *const own_pages[] = {"supplement", "refuse", NULL};
    return !f->actions[i].hindrance && !str_among(f->actions[i].code, own_pages);
}

static ptrdiff_t ask_reason(struct req *r, const struct desk_facts *f, struct web_field *x)
{
    struct web_option *o = NEW_N(r->c.mem, struct web_option, ASKED_MAX);
    ptrdiff_t n = 0;
    o[n++] = (struct web_option){.value = S(""), .text = S("–")};
    for (ptrdiff_t i = 0; i < f->actions_n; i++)
        for (ptrdiff_t k = 0; asks(f, i) && k < f->actions[i].reasons.n && n < ASKED_MAX; k++)
            o[n++] = (struct web_option){.value = f->actions[i].reasons.v[k].key,
                                         .text = f->actions[i].reasons.v[k].name};
    if (n == 1)
        return 0;
    *x = form_field(r, &act_form, &r->values, S("reason"));
    field_select(r, x, o, n);
    return 1;
}

/* The values of the facts that decide where an act leads: "inspection=needed". */
static ptrdiff_t ask_fact(struct req *r, const struct desk_facts *f, struct web_field *x)
{
    struct web_option *o = NEW_N(r->c.mem, struct web_option, ASKED_MAX);
    ptrdiff_t n = 0;
    str label = STR_NONE;
    for (ptrdiff_t k = 0; k < f->asked_n; k++) {
        const struct def_fact *q = &f->asked[k];
        bool wanted = false;
        for (ptrdiff_t i = 0; i < f->actions_n; i++)
            wanted =
                wanted || (asks(f, i) && f->actions[i].fact.p && str_eq(f->actions[i].fact, q->key));
        for (ptrdiff_t v = 0; wanted && v < q->values.n && n < ASKED_MAX; v++)
            o[n++] = (struct web_option){
                .value = str_fmt(r->c.mem, "%.*s=%.*s", STR_ARG(q->key), STR_ARG(q->values.v[v].key)),
                .text = q->values.v[v].name};
        if (wanted)
            label = q->name;
    }
    if (!n)
        return 0;
    *x = form_field(r, &act_form, &r->values, S("fact"));
    x->label = label;
    x->optional = false;
    if (!x->error.p)
        x->error = req_error_at(r, S("facts"));
    field_radios(r, x, o, n);
    return 1;
}

static ptrdiff_t ask_papers(struct req *r, const struct desk_facts *f, struct web_field *x)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->actions_n; i++)
        for (ptrdiff_t k = 0; asks(f, i) && k < f->actions[i].papers.n && n < 32; k++) {
            const str key = f->actions[i].papers.v[k];
            x[n] = form_field(r, &act_form, &r->values, str_fmt(r->c.mem, "paper_%.*s", STR_ARG(key)));
            x[n++].label = text_fmt(r->c.mem, r->lang, "dossier.act.paper_of", &key, 1);
        }
    return n;
}

static void act_panel(struct req *r, const struct saying *s, const struct desk_facts *f,
                      struct dossier_panel_view *v)
{
    static const char *const with_file[] = {"submit", "approve", "issue", NULL};
    struct web_field *x = NEW_N(s->mem, struct web_field, 40);
    ptrdiff_t n = 0;
    bool file = false;
    x[n++] = choices(r, s, f, &r->values);
    n += ask_fact(r, f, &x[n]);
    n += ask_reason(r, f, &x[n]);
    n += ask_papers(r, f, &x[n]);
    x[n++] = form_field(r, &act_form, &r->values, S("note"));
    if (offers(f, "accept") && f->money.due > f->money.paid)
        x[n++] = form_field(r, &act_form, &r->values, S("cash"));
    for (ptrdiff_t i = 0; i < f->actions_n; i++)
        file = file || f->actions[i].needs_file || str_among(f->actions[i].code, with_file);
    if (file) {
        x[n] = form_field(r, &act_form, &r->values, S("file"));
        if (offers(f, "issue")) { /* nothing is issued without one */
            x[n].label = text_get(s->lang, "dossier.act.result");
            x[n].optional = false;
        }
        n++;
    }
    v->fields = (struct web_fields){x, n};
    v->multipart = file;
    v->action = HREF(s->mem, "/work/dossiers/{}/act", f->d.pub);
    v->button =
        text_get(s->lang, n && offers(f, "issue") ? "dossier.act.action.issue" : "dossier.act.go");
    v->aside = text_get(s->lang, "dossier.act.separate");
}

static void return_panel(struct req *r, const struct saying *s, const struct desk_facts *f,
                         struct dossier_panel_view *v)
{
    struct web_field *x = NEW_N(s->mem, struct web_field, 7);
    ptrdiff_t n = 0;
    if (!form_value(&r->values, S("how")).n) {
        form_add(s->mem, &r->values, S("how"), f->d.result_by);
        form_add(s->mem, &r->values, S("collector"), f->d.filer_name);
    }
    x[n++] = form_field(r, &return_form, &r->values, S("how"));
    x[n++] = form_field(r, &return_form, &r->values, S("collector"));
    x[n++] = form_field(r, &return_form, &r->values, S("authority"));
    x[n++] = form_field(r, &return_form, &r->values, S("authority_note"));
    x[n++] = form_field(r, &return_form, &r->values, S("document"));
    if (f->money.due > f->money.paid)
        x[n++] = form_field(r, &return_form, &r->values, S("cash"));
    x[n++] = form_field(r, &return_form, &r->values, S("note"));
    v->fields = (struct web_fields){x, n};
    v->action = HREF(s->mem, "/work/dossiers/{}/return", f->d.pub);
    v->button = text_get(s->lang, "dossier.act.action.return");
}

/* What was asked for, and a box for each paper; what was missing is ticked by the clerk. */
static void complete_panel(struct req *r, const struct saying *s, const struct desk_facts *f,
                           struct dossier_panel_view *v)
{
    struct web_field *x = NEW_N(s->mem, struct web_field, f->papers_n + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->papers_n; i++) {
        if (!f->papers[i].component_id.set)
            continue;
        const str name = str_fmt(s->mem, "have_%lld", (long long)f->papers[i].component_id.v);
        x[n] = form_field(r, &complete_form, &r->values, name);
        x[n].label = f->papers[i].name;
        if (!f->papers[i].complete)
            x[n].hint = text_get(s->lang, "dossier.paper.missing");
        n++;
    }
    x[n++] = form_field(r, &complete_form, &r->values, S("extra"));
    v->fields = (struct web_fields){x, n};
    v->action = HREF(s->mem, "/work/dossiers/{}/complete", f->d.pub);
    v->button = text_get(s->lang, "dossier.act.action.complete");
}

static void claim_button(const struct saying *s, const struct desk_facts *f,
                         struct dossier_panel_view *v, const struct actor *a)
{
    const struct work *w = &f->d.work;
    const bool mine = w->handler_id.set && w->handler_id.v == a->staff;
    if (hindrance_of(f) || (w->handler_id.set && !mine) || w->status == WORK_SUPPLEMENT)
        return;
    v->claim = HREF(s->mem, "/work/dossiers/{}/claim", f->d.pub);
    v->claim_text = text_get(s->lang, mine ? "dossier.unclaim" : "dossier.claim");
    v->claim_value = mine ? S("0") : S("1");
}

static void asked(const struct saying *s, const struct desk_facts *f, struct dossier_panel_view *v)
{
    if (f->d.work.status != WORK_SUPPLEMENT || !f->supplements_n)
        return;
    const struct dossier_supplement *last = &f->supplements[0];
    const str args[] = {dossier_moment(s, last->asked_at), instant_is_none(last->answer_by)
                                                               ? STR_NONE
                                                               : dossier_moment(s, last->answer_by)};
    v->asked = last->items;
    v->asked_n = last->n;
    v->asked_head = dossier_say(s, args[1].n ? "dossier.asked.until" : "dossier.asked", args, 2);
}

static void panel(struct req *r, const struct saying *s, const struct desk_facts *f,
                  struct dossier_panel_view *v)
{
    const char *why = hindrance_of(f);
    v->version = dossier_number(s, f->d.work.version);
    v->errors = req_errors(r);
    v->heading = why ? dossier_say(s, "dossier.step.theirs", &f->d.work.step_name, 1)
                     : dossier_say(s, "dossier.step.yours", &f->d.work.step_name, 1);
    asked(s, f, v);
    if (why) {
        v->hindered = true;
        v->why = (struct web_notice){
            .tone = S("info"), .icon = S("lock"), .strong = text_get(s->lang, why), .text = S("")};
    } else if (offers(f, "return")) {
        return_panel(r, s, f, v);
    } else if (offers(f, "complete")) {
        complete_panel(r, s, f, v);
    } else {
        act_panel(r, s, f, v);
    }
    claim_button(s, f, v, r->c.actor);
}

/* ---- reading ---- */

/* Whose step it is does what the step is for; the rest is for the agencies of the dossier. */
static bool may(const struct req *r, const struct desk_facts *f, enum perm need)
{
    return !dossier_by_step_only(r->c.actor, &f->d.work) &&
           authz(r->c.actor, need, REACH_UNIT) == RC_OK;
}

static bool is_late(const struct desk_facts *f, instant now)
{
    const struct work *w = &f->d.work;
    return !instant_is_none(w->due_at) && instant_is_none(w->finished_at) && w->due_at.us < now.us;
}

static bool has_result(const struct desk_facts *f)
{
    return f->d.work.status == WORK_ISSUED || f->d.work.status == WORK_RETURNED;
}

/* It runs, nothing is decided yet, and its process has a ground that a letter may name. */
static bool may_pause(const struct desk_facts *f)
{
    bool found = false;
    for (ptrdiff_t i = 0; i < f->holds_n; i++)
        found = found || (!f->holds[i].consult && !f->holds[i].used_up);
    return found && f->d.work.clock_running && f->d.work.status < WORK_APPROVED;
}

static bool was_mended(const struct desk_facts *f)
{
    return f->mends_n && str_eq(f->mends[f->mends_n - 1].state, S("done"));
}

static struct web_links more_links(struct req *r, const struct saying *s, const struct desk_facts *f)
{
    struct web_link *v = NEW_N(s->mem, struct web_link, 26);
    const bool open = work_status_open(f->d.work.status);
    ptrdiff_t n = 0;
    if (f->d.work.synced)
        return (struct web_links){v, 0};
#define MORE(key, address)                                                                             \
    v[n++] = (struct web_link)                                                                         \
    {                                                                                                  \
        .text = text_get(s->lang, key), .to = HREF(s->mem, address, f->d.pub)                          \
    }
    if (may(r, f, PERM_DOSSIER_RECEIVE) && f->d.work.status == WORK_WAITING)
        MORE("dossier.more.checklist", "/work/dossiers/{}/checklist");
    if (f->parts_n)
        MORE("dossier.more.parts", "/work/dossiers/{}/parts");
    if (!instant_is_none(f->d.accepted_at))
        MORE("dossier.more.receipt", "/dossiers/{}/receipt.pdf");
    const enum work_status status = f->d.work.status;
    const bool gives = may(r, f, PERM_DOSSIER_RETURN);
    if (open && f->waivable.n && may(r, f, PERM_DOSSIER_APPROVE))
        MORE("dossier.waive.heading", "/work/dossiers/{}/waive");
    if (gives && (status == WORK_APPROVED || status == WORK_ISSUED))
        MORE("result.give.more", "/work/dossiers/{}/result");
    if (gives && status == WORK_ISSUED)
        MORE("result.give.part", "/work/dossiers/{}/part");
    if (gives && status == WORK_RETURNED && was_mended(f))
        MORE("result.give.mended", "/work/dossiers/{}/part");
    if (gives && f->papers_n && !instant_is_none(f->d.accepted_at))
        MORE("result.give.originals", "/work/dossiers/{}/originals");
    if (gives && str_eq(f->d.delivery_status, S("posted")))
        MORE("result.give.arrived", "/work/dossiers/{}/delivered");
    if (!dossier_by_step_only(r->c.actor, &f->d.work) && !instant_is_none(f->d.work.due_at) &&
        instant_is_none(f->d.work.finished_at) && !is_late(f, s->now))
        MORE("result.give.early", "/work/dossiers/{}/early");
    if (may(r, f, PERM_PAYMENT_TAKE) && dossier_takes_cash(f->d.work.status) &&
        f->money.due > f->money.paid)
        MORE("dossier.more.pay", "/work/dossiers/{}/pay");
    if (may(r, f, PERM_DOSSIER_PROCESS) && f->d.work.clock_running)
        MORE(is_late(f, s->now) ? "dossier.more.apology" : "dossier.more.extension",
             "/work/dossiers/{}/apology");
    if (may(r, f, PERM_DOSSIER_APPROVE) && dossier_draft_waiting(f->extensions, f->extensions_n))
        MORE("dossier.more.sign_apology", "/work/dossiers/{}/apology-decision");
    if (may(r, f, PERM_DOSSIER_APPROVE) && may_pause(f))
        MORE("dossier.more.pause", "/work/dossiers/{}/pause");
    if (may(r, f, PERM_DOSSIER_PROCESS) && f->paused)
        MORE("dossier.more.resume", "/work/dossiers/{}/resume");
    if (may(r, f, PERM_DOSSIER_RECEIVE) && open && f->d.work.status < WORK_APPROVED)
        MORE("dossier.more.withdraw", "/work/dossiers/{}/withdraw");
    if (may(r, f, PERM_DOSSIER_RETURN) && dossier__unsettled(f))
        MORE("dossier.more.settle", "/work/dossiers/{}/settle");
    if (may(r, f, PERM_DOSSIER_PROCESS) && open && !has_result(f) && !instant_is_none(f->d.accepted_at))
        MORE("dossier.more.consult", "/work/dossiers/{}/consult");
    if (may(r, f, PERM_DOSSIER_CORRECT) && has_result(f) && !dossier_mend_waiting(f->mends, f->mends_n))
        MORE("dossier.more.mend", "/work/dossiers/{}/mend");
    if (may(r, f, PERM_DOSSIER_APPROVE) && dossier_mend_waiting(f->mends, f->mends_n))
        MORE("dossier.more.mend_decision", "/work/dossiers/{}/mend-decision");
    if (may(r, f, PERM_DOSSIER_CORRECT))
        MORE("dossier.more.correct", "/work/dossiers/{}/correct");
    if (may(r, f, PERM_DOSSIER_CORRECT) && open)
        MORE("dossier.more.cancel", "/work/dossiers/{}/cancel");
    if (f->may_assign)
        v[n++] = (struct web_link){.text = text_get(s->lang, "dossier.more.assign"),
                                   .to = href_with(s->mem, HREF_TO("/work/assign"),
                                                   str_fmt(s->mem, "d_%.*s", STR_ARG(f->d.pub)),
                                                   dossier_number(s, f->d.work.version))};
#undef MORE
    return (struct web_links){v, n};
}

static enum rc read_desk(struct req *r, struct saying *ret_saying, struct desk_facts *ret_facts)
{
    enum rc rc = dossier_saying(r, ret_saying);
    return rc ? rc : dossier_desk(&r->c, param(r, "pub"), ret_facts);
}

static enum rc desk_show(struct req *r)
{
    struct saying s;
    struct desk_facts f;
    struct dossier_desk_view v = {0};
    const enum rc rc = read_desk(r, &s, &f);
    if (rc)
        return rc;
    dossier_view_head(&s, &f, TAB_STEP, r->version, &v.head);
    panel(r, &s, &f, &v.panel);
    dossier__view_papers(&s, &f, &v.papers);
    v.events = words_timeline(&r->c, r->lang, f.events, f.events_n < 5 ? f.events_n : 5, true);
    if (f.events_n > 5) {
        const str n = text_number(s.mem, s.lang, f.events_n);
        v.all_events = HREF(s.mem, "/work/dossiers/{}/record", f.d.pub);
        v.all_events_text = dossier_say(&s, "dossier.timeline.all", &n, 1);
    }
    dossier__view_aside(&s, &f, &v);
    v.more = more_links(r, &s, &f);
    if ((f.owner.number.n || f.owner.old_number.n) &&
        authz(r->c.actor, PERM_PERSON_UNMASK, REACH_ALL) == RC_OK)
        v.unmask = HREF(s.mem, "/work/dossiers/{}/person", f.d.pub);
    return show_page(r,
                     (&(struct page){.title = "dossier.desk.title",
                                     .title_arg = f.d.code,
                                     .section = "mine",
                                     .layout = LAYOUT_STAFF}),
                     tpl_dossier_desk, &v);
}

/* ---- acting ---- */

static enum rc take_step(struct req *r, const struct dossier *d, const struct act_form_in *in)
{
    const struct str_cut fact = str_cut(in->fact, '=');
    struct act_in act = {.seen_version = r->version,
                         .action = in->action,
                         .note = in->note,
                         .reason = in->reason,
                         .fact = {fact.head, fact.tail}};
    struct dossier_ref ref;
    act.papers.v = NEW_N(r->c.mem, str, in->paper.n);
    for (ptrdiff_t i = 0; i < in->paper.n; i++)
        if (in->paper.v[i].yes)
            act.papers.v[act.papers.n++] = in->paper.v[i].key;
    const enum rc rc = dossier_page_file(r, &in->file, &act.file_id, &act.file_name);
    return rc ? rc : dossier_act(&r->c, d->id, &act, &ref);
}

/* What needs more than a line has its own page. With something typed already that page is drawn
   at once, so that nothing is lost; there is no place for a file, and that is said. */
static enum rc own_page(struct req *r, const struct act_form_in *in, str pub)
{
    if (!in->note.n && !in->file.name.p)
        return see_other(r, HREF(r->c.mem, "/work/dossiers/{}/{}", pub, in->action));
    if (in->file.name.p)
        return fail(&r->c, RC_INVALID, "reason", "dossier.act.no_file_here");
    return str_eq(in->action, S("refuse"))
               ? fail(&r->c, RC_INVALID, "ground", "dossier.refuse.ground_needed")
               : fail(&r->c, RC_INVALID, "more", "dossier.supplement_items_needed");
}

static enum rc act(struct req *r)
{
    const struct act_form_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (rc)
        return rc;
    if (str_eq(in->action, S("supplement")) || str_eq(in->action, S("refuse")))
        return own_page(r, in, d.pub); /* nothing has happened yet */
    if (str_eq(in->action, S("accept")))
        rc = dossier_accept(&r->c, d.id,
                            &(struct accept_in){.seen_version = r->version,
                                                .note = in->note,
                                                .cash = in->cash == FORM_NO_INT ? 0 : in->cash},
                            &ref);
    else
        rc = take_step(r, &d, in);
    return dossier_small_done(r, rc, d.pub);
}

static enum rc act_again(struct req *r)
{
    const str action = form_value(&r->values, S("action"));
    const bool small = str_eq(action, S("supplement")) || str_eq(action, S("refuse"));
    return small ? dossier_small_with(r, action, form_value(&r->values, S("note"))) : desk_show(r);
}

static enum rc claim(struct req *r)
{
    const struct claim_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_claim(&r->c, d.id, r->version, in->claim, &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* A paper of ours by its component; what the form named and the dossier lacks is nobody's. */
static const struct dossier_paper *paper_of(const struct dossier_paper *list, ptrdiff_t n, str key)
{
    int64_t id;
    for (ptrdiff_t i = 0; str_to_i64(key, &id) && i < n; i++)
        if (list[i].component_id.set && list[i].component_id.v == id)
            return &list[i];
    return NULL;
}

static enum rc complete(struct req *r)
{
    const struct complete_in *in = r->in;
    struct dossier d;
    struct dossier_paper *have = NULL;
    struct dossier_ref ref;
    ptrdiff_t have_n = 0, n = 0;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_papers(&r->c, d.id, &have, &have_n);
    if (rc)
        return rc;
    struct filing_paper *papers = NEW_N(r->c.mem, struct filing_paper, in->have.n + 1);
    for (ptrdiff_t i = 0; i < in->have.n; i++) {
        const struct dossier_paper *p = paper_of(have, have_n, in->have.v[i].key);
        if (in->have.v[i].yes && p)
            papers[n++] = (struct filing_paper){.component_id = p->component_id.v,
                                                .form = p->form,
                                                .quantity = p->quantity > 0 ? p->quantity : 1,
                                                .complete = true};
    }
    if (in->extra.n)
        papers[n++] = (struct filing_paper){
            .name = in->extra, .form = S("original"), .quantity = 1, .complete = true};
    rc = dossier_complete_supplement(&r->c, d.id, r->version, papers, n, &ref);
    return dossier_small_done(r, rc, d.pub);
}

static enum rc give_back(struct req *r)
{
    const struct return_form_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_return(&r->c, d.id,
                            &(struct return_in){.seen_version = r->version,
                                                .how = in->how,
                                                .collector = in->collector,
                                                .document = in->document,
                                                .authority = in->authority,
                                                .authority_note = in->authority_note,
                                                .note = in->note,
                                                .cash = in->cash == FORM_NO_INT ? 0 : in->cash},
                            &ref);
    return dossier_small_done(r, rc, d.pub);
}

static const struct route routes[] = {
    {GET, "/work/dossiers/:pub", desk_show, .need = PERM_DOSSIER_READ},
    {POST, "/work/dossiers/:pub/act", .write = act, .again = act_again, .need = PERM_WORKLIST,
     .form = &act_form, .flags = ROUTE_VERSION},
    {POST, "/work/dossiers/:pub/claim", .write = claim, .again = desk_show, .need = PERM_WORKLIST,
     .form = &claim_form, .flags = ROUTE_VERSION | ROUTE_REPEAT},
    {POST, "/work/dossiers/:pub/complete", .write = complete, .again = desk_show,
     .need = PERM_DOSSIER_RECEIVE, .form = &complete_form, .flags = ROUTE_VERSION},
    {POST, "/work/dossiers/:pub/return", .write = give_back, .again = desk_show,
     .need = PERM_DOSSIER_RETURN, .form = &return_form, .flags = ROUTE_VERSION},
    {0}};
const struct module dossier_desk_module = {.name = "dossier_desk", .routes = routes};
