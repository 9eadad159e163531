/*
 * dossier_consult_http.c - consultation: the page that asks another agency, the list of what one's own
 * agency is asked, and the page that answers, which shows no more than the question.
 */
#include "dossier/dossier_consult.h"

#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_small.h"
#include "dossier/dossier_tpl.h"
#include "org/org.h"
#include "web/module.h"
#include "web/page.h"

#define LIST_MAX 200

/* ---- ask ---- */

struct consult_form_in {
    str agency, question, hold;
    int64_t days;
};
static const struct field consult_fields[] = {
    {"agency", F_TEXT, .required = true, .max = 60, .at = offsetof(struct consult_form_in, agency)},
    {"question", F_LINES, .required = true, .max = 2000, .hint = "dossier.consult.question.hint",
     .at = offsetof(struct consult_form_in, question)},
    {"days", F_INT, .required = true, .min = 1, .max = 30,
     .at = offsetof(struct consult_form_in, days)},
    {"hold", F_TEXT, .max = 40, .hint = "dossier.consult.hold.hint",
     .at = offsetof(struct consult_form_in, hold)},
    {0}};
static const struct form consult_form = {"dossier.consult.", consult_fields,
                                         sizeof(struct consult_form_in), NULL};

static ptrdiff_t add_options(struct web_option *o, ptrdiff_t n, const struct agencies *list)
{
    for (ptrdiff_t i = 0; i < list->n && n < LIST_MAX; i++)
        o[n++] = (struct web_option){.value = list->v[i].code, .text = list->v[i].name};
    return n;
}

/* The top agencies of today and those right below them. */
static enum rc agency_options(struct ctx *c, struct web_option **ret, ptrdiff_t *ret_n)
{
    struct web_option *o = NEW_N(c->mem, struct web_option, LIST_MAX);
    struct agencies top, below;
    const date today = instant_date(c->now);
    enum rc rc = org_agency_list(c, 0, today, &top);
    ptrdiff_t n = rc ? 0 : add_options(o, 0, &top);
    for (ptrdiff_t i = 0; !rc && i < top.n; i++) {
        rc = org_agency_list(c, top.v[i].id, today, &below);
        if (!rc)
            n = add_options(o, n, &below);
    }
    *ret = o;
    *ret_n = n;
    return rc;
}

/* The grounds that let the question hold the clock; without any, the field is not there. */
static void offer_holds(struct req *r, const struct saying *s, const struct desk_facts *f,
                        struct web_fields *fields)
{
    struct web_option *o = NEW_N(s->mem, struct web_option, f->holds_n + 1);
    o[0] = (struct web_option){.value = S(""), .text = text_get(s->lang, "dossier.consult.hold.none")};
    const ptrdiff_t n = 1 + dossier__hold_options(s, f, true, o + 1);
    if (n > 1)
        field_select(r, fields_get(*fields, "hold"), o, n);
    else
        fields->n--; /* it stands last */
}

static enum rc consult_show(struct req *r)
{
    static const struct dossier_small page = {&consult_form,
                                              "dossier.consult.heading",
                                              "dossier.consult.intro",
                                              "dossier.consult.go",
                                              "consult",
                                              .danger = false};
    struct saying s;
    struct desk_facts f;
    struct web_option *o;
    ptrdiff_t n;
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (!rc)
        rc = agency_options(&r->c, &o, &n);
    if (rc)
        return rc;
    struct web_fields fields = form_fields(r, &consult_form, &r->values);
    field_select(r, fields_get(fields, "agency"), o, n);
    offer_holds(r, &s, &f, &fields);
    return dossier_small_of(r, &page, &s, &f, fields);
}

static enum rc consult(struct req *r)
{
    const struct consult_form_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_ask_consult(
            &r->c, d.id, &(struct consult_in){r->version, in->agency, in->question, in->days, in->hold},
            &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* ---- what is asked of us ---- */

static struct dossier_row_view row_of(const struct saying *s, const struct asked_consult *x)
{
    const struct words_due_in due = {.w = s->w,
                                     .status = WORK_PROCESSING,
                                     .due = x->due_at,
                                     .finished = INSTANT_NONE,
                                     .since = INSTANT_NONE,
                                     .now = s->now};
    return (struct dossier_row_view){
        .due = words_due(s->mem, s->lang, &due),
        .title = x->procedure,
        .under = x->code,
        .to = HREF(s->mem, "/work/consultations/{}", x->pub),
        .step = x->asking,
        .step_note = dossier_moment(s, x->asked_at),
        .tag = {S("mute"), S("hourglass"), text_get(s->lang, "dossier.consult.waits")},
        .claim = HREF_NONE,
        .code = x->code,
    };
}

static enum rc list_show(struct req *r)
{
    struct saying s;
    struct asked_consult *list;
    ptrdiff_t n = 0;
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_consults_asked(&r->c, LIST_MAX, &list, &n);
    if (rc)
        return rc;
    struct dossier_row_view *rows = NEW_N(s.mem, struct dossier_row_view, n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = row_of(&s, &list[i]);
    return dossier_small_list(r, &s,
                              &(struct dossier_small_list){.title = "dossier.consult.list",
                                                           .section = "consultations",
                                                           .group = "dossier.consult.waits",
                                                           .none = "dossier.consult.list.none",
                                                           .rows = rows,
                                                           .n = n});
}

static enum rc count_asked(struct req *r, struct nav_count *ret_count)
{
    const enum rc rc = dossier_consults_asked_count(&r->c, &ret_count->n);
    ret_count->hidden = !ret_count->n;
    return rc;
}

/* ---- answer ---- */

struct answer_in {
    str answer;
    struct form_file file;
};
static const struct field answer_fields[] = {
    {"answer", F_LINES, .required = true, .max = 4000, .at = offsetof(struct answer_in, answer)},
    {"file", F_FILE, .at = offsetof(struct answer_in, file)},
    {0}};
static const struct form answer_form = {"dossier.consult.answer.", answer_fields,
                                        sizeof(struct answer_in), NULL};

static struct dossier_pairs_view facts_of(const struct saying *s, const struct asked_consult *x)
{
    struct dossier_pair_view *p = NEW_N(s->mem, struct dossier_pair_view, 4);
    p[0] = dossier_pair(s, "dossier.consult.dossier", x->code);
    p[1] = dossier_pair(s, "dossier.consult.asking", x->asking);
    p[2] = dossier_pair(s, "dossier.consult.asked_at", text_time(s->mem, s->lang, x->asked_at));
    p[3] = dossier_pair(s, "dossier.consult.due", text_time(s->mem, s->lang, x->due_at));
    return (struct dossier_pairs_view){p, 4};
}

static enum rc answer_show(struct req *r)
{
    struct saying s;
    struct asked_consult x;
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_consult_get(&r->c, param(r, "pub"), &x);
    if (rc)
        return rc;
    const bool open = instant_is_none(x.answered_at);
    const struct dossier_consult_view v = {
        .heading = x.procedure,
        .facts = facts_of(&s, &x),
        .question = x.question,
        .answer = x.answer,
        .errors = req_errors(r),
        .fields = open ? form_fields(r, &answer_form, &r->values) : (struct web_fields){0},
        .action = open ? HREF(s.mem, "/work/consultations/{}", x.pub) : HREF_NONE};
    return show_page(r,
                     (&(struct page){.title = "dossier.consult.title",
                                     .title_arg = x.code,
                                     .section = "consultations",
                                     .layout = LAYOUT_STAFF}),
                     tpl_dossier_consult, &v);
}

static enum rc answer(struct req *r)
{
    const struct answer_in *in = r->in;
    struct consult_answer act = {.answer = in->answer};
    enum rc rc = dossier_page_file(r, &in->file, &act.file_id, &act.file_name);
    if (!rc)
        rc = dossier_answer_consult(&r->c, param(r, "pub"), &act);
    return rc ? rc : see_other(r, HREF_TO("/work/consultations"));
}

static const struct nav nav[] = {{NAV_STAFF, "dossier.nav", "dossier.consult.list",
                                  "/work/consultations", PERM_DOSSIER_PROCESS, "consultations",
                                  count_asked},
                                 {0}};

static const struct route routes[] = {
    {GET, "/work/consultations", list_show, .need = PERM_DOSSIER_PROCESS},
    {GET, "/work/consultations/:pub", answer_show, .need = PERM_DOSSIER_PROCESS},
    {POST, "/work/consultations/:pub", .write = answer, .again = answer_show,
     .need = PERM_DOSSIER_PROCESS, .form = &answer_form},
    DOSSIER_SMALL("consult", consult, PERM_DOSSIER_PROCESS),
    {0}};
const struct module dossier_consult_module = {.name = "dossier_consult", .nav = nav, .routes = routes};
