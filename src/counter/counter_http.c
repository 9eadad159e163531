/*
 * counter_http.c - intake at the counter: one form that is looked at as often as one
 * likes (POST /counter/look changes nothing; what is typed is too personal for an address) and
 * sent once. Enter looks; the three buttons of the right column decide.
 */
#include "access/access.h"
#include "counter/counter_form.h"
#include "counter/counter_http.h"
#include "counter/counter_tpl.h"
#include "web/module.h"
#include "web/page.h"

/* ---- the form ---- */

struct counter_in {
    str who, who_was, take, person, find, find_was, choose, procedure, visit, last, act;
    str owner_name, owner_number, owner_phone, owner_email, owner_address, owner_tax_code;
    date owner_birth;
    str authority, authority_note, filer_name, filer_number, filer_phone;
    str channel, competent, extra, note, result_by, result_address;
    int64_t procedure_case, sets, cash;
    instant filed_at;
    struct form_rows have, form, count, remark, file, a;
    bool fresh;
};
#define AT(x) .at = offsetof(struct counter_in, x)
static const struct field counter_fields[] = {
    {"who", F_TEXT, .max = 100, AT(who)},
    {"who_was", F_TEXT, .max = 100, .hidden = true, AT(who_was)},
    {"take", F_CODE, .max = 40, AT(take)},
    {"person", F_PUBID, .hidden = true, AT(person)},
    {"owner_name", F_TEXT, .max = 120, AT(owner_name)},
    {"owner_number", F_NATIONAL_ID, AT(owner_number)},
    {"owner_birth", F_DATE, AT(owner_birth)},
    {"owner_tax_code", F_TAX_CODE, AT(owner_tax_code)},
    {"owner_phone", F_PHONE, AT(owner_phone)},
    {"owner_email", F_EMAIL, AT(owner_email)},
    {"owner_address", F_TEXT, .max = 300, AT(owner_address)},
    {"fresh", F_BOOL, AT(fresh)},
    {"authority", F_CHOICE, .choices = "self|parent|guardian|authorised|representative", AT(authority)},
    {"authority_note", F_TEXT, .max = 300, AT(authority_note)},
    {"filer_number", F_NATIONAL_ID, AT(filer_number)},
    {"filer_name", F_TEXT, .max = 120, AT(filer_name)},
    {"filer_phone", F_PHONE, AT(filer_phone)},
    {"find", F_TEXT, .max = 200, AT(find)},
    {"find_was", F_TEXT, .max = 200, .hidden = true, AT(find_was)},
    {"choose", F_CODE, .max = 40, AT(choose)},
    {"procedure", F_CODE, .max = 40, .hidden = true, AT(procedure)},
    {"case", F_INT, .min = 0, .max = INT64_MAX, AT(procedure_case)},
    {"channel", F_CHOICE, .choices = "direct|postal", .options = "dossier.channel.", AT(channel)},
    {"competent", F_CODE, .max = 40, AT(competent)},
    {"have_*", F_BOOL, .max_rows = 100, AT(have)},
    {"form_*", F_CHOICE, .choices = "original|copy|present_only|electronic_form|electronic|not_needed",
     .options = "dossier.form.", .max_rows = 100, AT(form)},
    {"count_*", F_INT, .min = 0, .max = 99, .max_rows = 100, AT(count)},
    {"remark_*", F_TEXT, .max = 200, .max_rows = 100, AT(remark)},
    {"file_*", F_FILE, .max_rows = 100, AT(file)},         /* by component, and file_extra */
    {"a_*", F_LINES, .max = 2000, .max_rows = 300, AT(a)}, /* the procedure's form */
    {"extra", F_TEXT, .max = 300, AT(extra)},
    {"note", F_TEXT, .max = 500, AT(note)},
    {"result_by", F_CHOICE, .choices = "counter|post|online", .options = "dossier.return.how.",
     AT(result_by)},
    {"result_address", F_TEXT, .max = 300, AT(result_address)},
    {"sets", F_INT, .min = 1, .max = 99, AT(sets)},
    {"cash", F_MONEY, AT(cash)},
    {"filed_at", F_TIME, AT(filed_at)},
    {"visit", F_PUBID, .hidden = true, AT(visit)},
    {"last", F_PUBID, .hidden = true, AT(last)},
    {"do", F_CHOICE, .hidden = true, .choices = "look|all|accept|next|supplement|refuse", AT(act)},
    {0}};
const struct form counter__form = {"counter.", counter_fields, sizeof(struct counter_in), NULL};

static const struct field start_fields[] = {{"person", F_PUBID, .hidden = true, AT(person)},
                                            {"visit", F_PUBID, .hidden = true, AT(visit)},
                                            {"last", F_PUBID, .hidden = true, AT(last)},
                                            {0}};
static const struct form start_form = {"counter.", start_fields, sizeof(struct counter_in), NULL};

/* ---- looking ---- */

static str typed(const struct req *r, const char *name)
{
    return form_value(&r->values, str_of(name));
}

/* From what was typed, not from the parsed form: a redraw has only that. */
static struct counter_asked asked_of(const struct req *r)
{
    struct counter_asked in = {
        .who = typed(r, "who"),
        .take = typed(r, "take"),
        .person = typed(r, "person"),
        .find = typed(r, "find"),
        .choose = typed(r, "choose"),
        .procedure = typed(r, "procedure"),
        .procedure_case = typed(r, "case"),
        .channel = str_eq(typed(r, "channel"), S("postal")) ? S("postal") : S("direct"),
        .visit = typed(r, "visit"),
        .filed_at = INSTANT_NONE,
        .fresh = typed(r, "fresh").n > 0,
    };
    if (!instant_parse(typed(r, "filed_at"), &in.filed_at))
        in.filed_at = INSTANT_NONE;
    return in;
}

/* A number of nine digits is that of an old card. */
static struct person owner_of(const struct counter_in *in)
{
    const bool old = ident_old_card_shape(in->owner_number);
    return (struct person){.kind = in->owner_tax_code.n ? PERSON_BUSINESS : PERSON_NATURAL,
                           .name = in->owner_name,
                           .number = old ? STR_NONE : in->owner_number,
                           .old_number = old ? in->owner_number : STR_NONE,
                           .tax_code = in->owner_tax_code,
                           .birth = in->owner_birth,
                           .phone = in->owner_phone,
                           .email = in->owner_email,
                           .address = in->owner_address};
}

/* "Quầy 3 · Bộ phận Một cửa" for who is on duty, and who is at the others. */
static void name_counter(struct req *r, const struct saying *s, const struct counter_facts *f,
                         struct counter_view *v)
{
    str *parts = NEW_N(s->mem, str, f->duties_n);
    for (ptrdiff_t i = 0; i < f->duties_n; i++) {
        const str at[] = {f->duties[i].number, f->duties[i].name};
        parts[i] = dossier_say(s, "counter.duty", at, 2);
    }
    const struct duty *own = counter__duty_of(f->duties, f->duties_n, r->c.actor->staff);
    const str at[] = {own ? own->number : STR_NONE, v->heading};
    if (own)
        v->heading = dossier_say(s, "counter.at", at, 2);
    v->duty = f->duties_n ? str_join(s->mem, parts, f->duties_n, S(" · "))
                          : text_get(s->lang, "counter.duty.nobody");
}

/* The form of the procedure that is chosen, with what was typed into it. */
static enum rc form_of(struct req *r, const struct counter_facts *f, const struct person *typed_owner,
                       struct counter_form *ret_form)
{
    const struct counter_in *in = r->route->method == POST ? r->in : NULL;
    const str authority = typed(r, "authority");
    const struct person *owner = f->known ? &f->person : typed_owner->name.n ? typed_owner : NULL;
    *ret_form = (struct counter_form){0};
    if (!f->chosen)
        return RC_OK;
    return counter__form_read(r, f->intake.head.code, owner,
                              !authority.n || str_eq(authority, S("self")), in ? &in->a : NULL,
                              ret_form);
}

static enum rc counter_show(struct req *r)
{
    struct saying s;
    struct counter_facts f;
    struct counter_view view;
    struct counter_asked in = asked_of(r);
    struct unit unit = {0};
    struct counter_form form;
    in.owner = r->in ? owner_of(r->in) : (struct person){.birth = DATE_NONE};
    enum rc rc = dossier_saying(r, &s);
    if (!rc && r->c.actor->unit)
        rc = org_unit_by_id(&r->c, r->c.actor->unit, &unit);
    in.hours_set = unit.hours_set;
    if (!rc)
        rc = counter__read(&r->c, &in, &f);
    if (!rc)
        rc = form_of(r, &f, &in.owner, &form);
    if (rc)
        return rc;
    counter__view(r, &s, &f, &view);
    counter__form_view(r, &form, &view);
    view.heading = unit.name.n ? unit.name : text_get(r->lang, "counter.nav");
    name_counter(r, &s, &f, &view);
    return show_page(
        r, (&(struct page){.title = "counter.nav", .section = "counter", .layout = LAYOUT_COUNTER}),
        tpl_counter_counter, &view);
}

/* ---- taking in ---- */

static const struct form_row *row_of(const struct form_rows *rows, str key)
{
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].key, key))
            return &rows->v[i];
    return NULL;
}

/* A paper that was scanned and not ticked is there, and not in order. */
static struct filing_paper paper_of(const struct counter_in *in, str key)
{
    const struct form_row *have = row_of(&in->have, key), *form = row_of(&in->form, key);
    const struct form_row *count = row_of(&in->count, key), *remark = row_of(&in->remark, key);
    struct filing_paper p = {
        .form = form ? form->text : STR_NONE,
        .quantity = count && count->number != FORM_NO_INT ? count->number : 1,
        .note = remark && remark->text.n ? remark->text : STR_NONE,
        .complete = have && have->yes,
    };
    if (!str_eq(key, S("extra")))
        return str_to_i64(key, &p.component_id) ? p : (struct filing_paper){.component_id = -1};
    p.name = in->extra;
    p.form = S("original");
    p.complete = true;
    return p;
}

/* Keys of what was ticked, scanned or named in addition, each once. */
static ptrdiff_t keys_of(const struct counter_in *in, str *to)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < in->have.n; i++)
        if (in->have.v[i].yes)
            to[n++] = in->have.v[i].key;
    for (ptrdiff_t i = -1; i < in->file.n; i++) {
        const str key = i < 0 ? S("extra") : in->file.v[i].key;
        bool met = i < 0 && !in->extra.n;
        for (ptrdiff_t k = 0; k < n; k++)
            met = met || str_eq(to[k], key);
        if (!met)
            to[n++] = key;
    }
    return n;
}

/* What is required and neither ticked nor scanned the rule adds as missing. */
static enum rc papers_of(struct req *r, const struct counter_in *in, struct filing *to)
{
    const ptrdiff_t most = in->have.n + in->file.n + 1;
    struct filing_paper *list = NEW_N(r->c.mem, struct filing_paper, most);
    str *keys = NEW_N(r->c.mem, str, most);
    const ptrdiff_t n = keys_of(in, keys);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        list[i] = paper_of(in, keys[i]);
        if (str_eq(keys[i], S("extra")) && !in->extra.n)
            return fail(&r->c, RC_INVALID, "extra", "dossier.paper_name_needed");
        rc = dossier_keep_files(r, &in->file, keys[i], &list[i]);
    }
    to->papers = list;
    to->paper_n = n;
    return rc;
}

/* Nobody becomes a second person, or another one's, unseen. */
static enum rc nobody_alike(struct ctx *c, const struct counter_in *in, const struct person *owner)
{
    struct persons alike;
    bool taken;
    const enum rc rc = counter__alike(c, owner, &alike, &taken);
    if (rc || !alike.n || (in->fresh && !taken))
        return rc;
    return taken ? fail(c, RC_INVALID, "owner_number", "counter.number_taken")
                 : fail(c, RC_INVALID, "owner_name", "counter.alike_first");
}

/* Who was found keeps what the register has; new contacts are added to it. */
static enum rc people_of(struct req *r, const struct counter_in *in, struct filing *to)
{
    struct person known;
    to->owner = owner_of(in);
    to->filer = (struct person){.kind = PERSON_NATURAL,
                                .name = in->filer_name,
                                .number = in->filer_number,
                                .phone = in->filer_phone,
                                .birth = DATE_NONE};
    if (!in->person.n)
        return nobody_alike(&r->c, in, &to->owner);
    const enum rc rc = person_by_pub(&r->c, in->person, &known);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "who", "counter.person_gone");
    to->owner.id = known.id;
    return rc;
}

/* Where the clerk is on duty today; 0 = at no counter. */
static enum rc counter_of(struct ctx *c, int64_t *ret_counter)
{
    struct duty *v = NULL;
    ptrdiff_t n = 0;
    const date today = instant_date(c->now);
    const enum rc rc =
        c->actor->unit ? org_duty_list(c, c->actor->unit, today, date_add(today, 1), &v, &n) : RC_OK;
    const struct duty *own = rc ? NULL : counter__duty_of(v, n, c->actor->staff);
    *ret_counter = own ? own->counter : 0;
    return rc;
}

static enum rc places_of(struct req *r, const struct counter_in *in, struct filing *to)
{
    struct agency agency;
    struct dossier first;
    enum rc rc = RC_OK;
    to->receiving_agency_id = r->c.actor->agency;
    to->receiving_unit_id = r->c.actor->unit;
    rc = counter_of(&r->c, &to->counter_id);
    if (rc)
        return rc;
    if (in->competent.n) {
        rc = org_agency_by_code(&r->c, in->competent, instant_date(r->c.now), &agency);
        if (rc == RC_NOT_FOUND)
            return fail(&r->c, RC_INVALID, "competent", "dossier.competent_needed");
        to->competent_agency_id = agency.id;
    }
    if (!rc && in->visit.n) {
        rc = dossier_get(&r->c, in->visit, &first);
        to->visit_id = rc ? 0 : first.id.v;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

/* Words typed after the last look name somebody, or something, the page does not show yet. */
static enum rc looked_at(struct ctx *c, const struct counter_in *in)
{
    if (!str_eq(in->who, in->who_was))
        return fail(c, RC_INVALID, "who", "counter.look_first");
    if (!str_eq(in->find, in->find_was))
        return fail(c, RC_INVALID, "find", "counter.look_first");
    if (!in->procedure.n)
        return fail(c, RC_INVALID, "find", "counter.procedure_needed");
    return RC_OK;
}

static enum rc filing_of(struct req *r, const struct counter_in *in, struct filing *ret_filing)
{
    const bool postal = str_eq(in->channel, S("postal"));
    struct filing f = {
        .procedure_code = in->procedure,
        .case_id = in->procedure_case == FORM_NO_INT ? 0 : in->procedure_case,
        .channel = postal ? CHANNEL_POSTAL : CHANNEL_DIRECT,
        .origin = ORIGIN_COUNTER,
        .authority = in->authority.n ? in->authority : S("self"),
        .authority_note = in->authority_note,
        .result_by = in->result_by.n ? in->result_by : S("counter"),
        .result_address = in->result_address,
        .note = in->note,
        .sets = in->sets == FORM_NO_INT ? 1 : in->sets,
        .filed_at = in->filed_at,
    };
    enum rc rc = looked_at(&r->c, in);
    if (rc)
        return rc;
    rc = papers_of(r, in, &f);
    if (!rc)
        rc = people_of(r, in, &f);
    if (!rc)
        rc = places_of(r, in, &f);
    if (!rc)
        *ret_filing = f;
    return rc;
}

static enum rc next_of(struct req *r, const struct counter_in *in, const struct dossier_ref *ref)
{
    struct dossier d;
    struct person owner;
    const str visit = in->visit.n ? in->visit : ref->pub;
    if (!str_eq(in->act, S("next")))
        return see_other(r, HREF(r->c.mem, "/counter/done/{}?visit={}", ref->pub, visit));
    enum rc rc = dossier_get(&r->c, ref->pub, &d);
    if (!rc)
        rc = person_by_id(&r->c, d.owner_id, &owner);
    return rc ? rc
              : see_other(r, HREF(r->c.mem, "/counter?person={}&visit={}&last={}", owner.pub, visit,
                                  ref->pub));
}

/* For whom it is filed, as far as the register or the page knows. */
static enum rc form_typed(struct req *r, const struct counter_in *in, const struct filing *filing,
                          struct counter_form *ret_form)
{
    struct person owner = filing->owner;
    enum rc rc = owner.id ? person_by_id(&r->c, owner.id, &owner) : RC_OK;
    if (!rc)
        rc = counter__form_read(r, in->procedure, &owner, str_eq(filing->authority, S("self")), &in->a,
                                ret_form);
    return rc ? rc : counter__form_check(r, ret_form);
}

static enum rc take_in(struct req *r)
{
    const struct counter_in *in = r->in;
    struct filing filing;
    struct dossier_ref ref;
    struct counter_form form;
    const bool ask = str_eq(in->act, S("supplement")), refuse = str_eq(in->act, S("refuse"));
    enum rc rc = filing_of(r, in, &filing);
    if (!rc)
        rc = form_typed(r, in, &filing, &form);
    if (rc)
        return rc;
    if (ask || refuse) { /* filed as it is; what is lacking, or why not, is said on the next page */
        rc = dossier_file(&r->c, &filing, &ref);
        if (!rc)
            rc = counter__form_keep(r, &form, &ref);
        return rc ? rc
                  : see_other(r, HREF(r->c.mem, "/work/dossiers/{}/{}", ref.pub,
                                      ask ? S("supplement") : S("refuse")));
    }
    const struct accept_in accept = {.note = in->note, .cash = in->cash == FORM_NO_INT ? 0 : in->cash};
    rc = dossier_receive(&r->c, &filing, &accept, &ref);
    if (!rc)
        rc = counter__form_keep(r, &form, &ref);
    return rc ? rc : next_of(r, in, &ref);
}

/* ---- taken in ---- */

struct done_in {
    str visit;
};
static const struct field done_fields[] = {
    {"visit", F_PUBID, .hidden = true, .at = offsetof(struct done_in, visit)}, {0}};
static const struct form done_form = {"counter.", done_fields, sizeof(struct done_in), NULL};

static enum rc done_show(struct req *r)
{
    const struct done_in *in = r->in;
    struct saying s;
    struct desk_facts f;
    struct counter_done_view view;
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    counter__view_done(&s, &f, in->visit.n ? in->visit : f.d.pub, &view);
    return show_page(r,
                     (&(struct page){.title = "counter.done.title",
                                     .title_arg = f.d.code,
                                     .section = "counter",
                                     .layout = LAYOUT_STAFF}),
                     tpl_counter_done, &view);
}

static const struct nav nav[] = {{NAV_STAFF, "dossier.nav.counter", "counter.nav", "/counter",
                                  PERM_DOSSIER_RECEIVE, "counter", NULL},
                                 {0}};

static const struct route routes[] = {
    {GET, "/counter", counter_show, .need = PERM_DOSSIER_RECEIVE, .form = &start_form},
    {POST, "/counter/look", counter_show, .again = counter_show, .need = PERM_DOSSIER_RECEIVE,
     .form = &counter__form, .flags = ROUTE_REPEAT},
    {POST, "/counter", .write = take_in, .again = counter_show, .need = PERM_DOSSIER_RECEIVE,
     .form = &counter__form},
    {GET, "/counter/done/:pub", done_show, .need = PERM_DOSSIER_RECEIVE, .form = &done_form},
    {0}};
extern const struct module counter_module;
const struct module counter_module = {.name = "counter", .nav = nav, .routes = routes};
