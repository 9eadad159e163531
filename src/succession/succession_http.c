/*
 * succession_http.c - /admin/successions: agencies that ended, the list of who answers for what of
 * each, and the open dossiers and petitions it does not say a word of, placed by the control office.
 */
#include "casework/casework_words_view.h"
#include "dossier/dossier_merge.h"
#include "dossier/dossier_page.h"
#include "org/org.h"
#include "org/successor.h"
#include "petition/petition_merge.h"
#include "succession/succession_tpl.h"
#include "succession/succession_view.h"
#include "web/module.h"
#include "web/page.h"

#define AGENCIES_MAX 300
#define CSV_MAX 24000
#define NEED PERM_SUCCESSION_MANAGE

/* ---- forms ---- */

struct done_in {
    int64_t lines, done, left;
};
static const struct field done_fields[] = {
    {"lines", F_INT, .hidden = true, .min = 0, .max = SUCCESSOR_LINES,
     .at = offsetof(struct done_in, lines)},
    {"done", F_INT, .hidden = true, .min = 0, .max = 2 * HEIRS_AT_ONCE,
     .at = offsetof(struct done_in, done)},
    {"left", F_INT, .hidden = true, .min = 0, .max = 2 * HEIRS_AT_ONCE,
     .at = offsetof(struct done_in, left)},
    {0}};
static const struct form done_form = {"succession.", done_fields, sizeof(struct done_in), NULL};

struct naming_in {
    struct form_rows d, p; /* dossiers, petitions */
    str agency, reason;
};
static const struct field naming_fields[] = {
    {"d_*", F_INT, .min = 1, .max = INT64_MAX, .max_rows = HEIRS_AT_ONCE + 1,
     .at = offsetof(struct naming_in, d)},
    {"p_*", F_INT, .min = 1, .max = INT64_MAX, .max_rows = HEIRS_AT_ONCE + 1,
     .at = offsetof(struct naming_in, p)},
    {"agency", F_TEXT, .required = true, .max = 40, .at = offsetof(struct naming_in, agency)},
    {"reason", F_LINES, .required = true, .max = 1000, .at = offsetof(struct naming_in, reason)},
    {0}};
static const struct form naming_form = {"succession.", naming_fields, sizeof(struct naming_in), NULL};

struct list_in {
    str list, basis;
};
static const struct field list_fields[] = {
    {"list", F_LINES, .required = true, .max = CSV_MAX, .hint = "succession.list.hint",
     .at = offsetof(struct list_in, list)},
    {"basis", F_TEXT, .required = true, .max = 300, .hint = "succession.basis.hint",
     .at = offsetof(struct list_in, basis)},
    {0}};
static const struct form list_form = {"succession.", list_fields, sizeof(struct list_in), NULL};

/* ---- words ---- */

static str number_of(struct req *r, int64_t n)
{
    return text_number(r->c.mem, r->lang, n);
}

static str say(struct req *r, const char *key, str arg)
{
    return text_fmt(r->c.mem, r->lang, key, &arg, 1);
}

static str name_of(struct req *r, const struct agency *a)
{
    return r->lang == LANG_EN && a->name_en.n ? a->name_en : a->name;
}

/* One, several by a list, or nobody yet. */
static enum rc heirs_of(struct req *r, const struct agency *a, str *ret_text)
{
    struct successor_list list;
    struct agency heir;
    enum rc rc = org_successors(&r->c, a->id, &list);
    if (!rc && list.n)
        *ret_text = say(r, "succession.by_list", number_of(r, list.n));
    if (rc || list.n)
        return rc;
    *ret_text = text_get(r->lang, "succession.by_nobody");
    if (!a->replaced_by)
        return RC_OK;
    rc = org_agency_by_id(&r->c, a->replaced_by, &heir);
    if (!rc)
        *ret_text = name_of(r, &heir);
    return rc;
}

static struct web_links crumb(struct req *r, str text, href to)
{
    struct web_link *v = NEW(r->c.mem, struct web_link);
    *v = (struct web_link){.text = text, .to = to};
    return (struct web_links){v, 1};
}

/* Of both kinds. */
static enum rc count_waiting(struct req *r, int64_t ended, int64_t *ret_n)
{
    int64_t dossiers = 0, petitions = 0;
    enum rc rc = dossier_unplaced_count(&r->c, ended, &dossiers);
    if (!rc)
        rc = petition_unplaced_count(&r->c, ended, &petitions);
    *ret_n = dossiers + petitions;
    return rc;
}

/* ---- all that ended ---- */

static enum rc fill_row(struct req *r, const struct agency *a, struct succession_row *to)
{
    int64_t n = 0;
    *to = (struct succession_row){.name = name_of(r, a),
                                  .code = a->code,
                                  .ended = text_date(r->c.mem, r->lang, date_add(a->to, -1)),
                                  .to = HREF(r->c.mem, "/admin/successions/{}", a->pub)};
    enum rc rc = heirs_of(r, a, &to->by);
    if (!rc)
        rc = count_waiting(r, a->id, &n);
    to->waiting = number_of(r, n);
    to->waits = n > 0;
    return rc;
}

static enum rc overview(struct req *r)
{
    struct agencies all;
    struct succession_overview_view v = {.empty = {.heading = text_get(r->lang, "succession.none"),
                                                   .text = text_get(r->lang, "succession.none.text"),
                                                   .link = text_get(r->lang, "account.units.heading"),
                                                   .to = HREF_TO("/admin/units")}};
    enum rc rc = org_agencies_ended(&r->c, AGENCIES_MAX, &all);
    if (rc)
        return rc;
    struct succession_row *rows = NEW_N(r->c.mem, struct succession_row, all.n);
    for (ptrdiff_t i = 0; !rc && i < all.n; i++)
        rc = fill_row(r, &all.v[i], &rows[i]);
    v.rows = rows;
    v.rows_n = all.n;
    const struct page page = {
        .title = "succession.heading", .section = "successions", .layout = LAYOUT_STAFF};
    return rc ? rc : show_page(r, &page, tpl_succession_overview, &v);
}

/* ---- one of them ---- */

/* An agency that has no last day has no page here. */
static enum rc ended_agency(struct req *r, struct agency *ret)
{
    const enum rc rc = org_agency_by_pub(&r->c, param(r, "pub"), ret);
    return !rc && date_is_none(ret->to) ? RC_NOT_FOUND : rc;
}

static enum rc read_lines(struct req *r, const struct agency *a, struct succession_agency_view *v)
{
    struct successor_list list;
    const enum rc rc = org_successors(&r->c, a->id, &list);
    if (rc)
        return rc;
    struct succession_line_row *rows = NEW_N(r->c.mem, struct succession_line_row, list.n);
    const str any = text_get(r->lang, "succession.any");
    for (ptrdiff_t i = 0; i < list.n; i++)
        rows[i] =
            (struct succession_line_row){.no = number_of(r, i + 1),
                                         .area = list.v[i].area.n ? list.v[i].area : any,
                                         .procedure = list.v[i].procedure.n ? list.v[i].procedure : any,
                                         .field = list.v[i].field.n ? list.v[i].field : any,
                                         .successor = list.v[i].name};
    v->lines = rows;
    v->lines_n = list.n;
    return RC_OK;
}

/* A case of either kind, as its row shows it. */
struct waiting {
    const char *prefix; /* of its box in the form */
    str pub, title, code, of, address;
    instant due_at;
    int64_t version;
};
static struct succession_case_row case_row(struct req *r, const struct saying *s,
                                           const struct waiting *x)
{
    const str under[] = {x->code, x->of};
    const str name = str_fmt(s->mem, "%s%.*s", x->prefix, STR_ARG(x->pub));
    const struct words_due_in due = {.w = s->w,
                                     .status = WORK_PROCESSING,
                                     .due = x->due_at,
                                     .finished = INSTANT_NONE,
                                     .since = INSTANT_NONE,
                                     .now = s->now};
    return (struct succession_case_row){
        .id = str_fmt(s->mem, "f-%.*s", STR_ARG(name)),
        .name = name,
        .value = str_fmt(s->mem, "%lld", (long long)x->version),
        .title = x->title,
        .under = str_join(s->mem, under, 2, S(" · ")),
        .address = x->address.n ? x->address : text_get(r->lang, "succession.no_address"),
        .due = words_due(s->mem, s->lang, &due),
        .ticked = form_value(&r->values, name).n > 0};
}

static struct succession_case_row dossier_row(struct req *r, const struct saying *s,
                                              const struct unplaced_dossier *d)
{
    const struct waiting x = {"d_",
                              d->pub,
                              d->procedure,
                              d->code,
                              d->field.n ? d->field : text_get(r->lang, "succession.any"),
                              d->address,
                              d->due_at,
                              d->version};
    return case_row(r, s, &x);
}

static struct succession_case_row petition_row(struct req *r, const struct saying *s,
                                               const struct unplaced_petition *p)
{
    const struct waiting x = {
        "p_",       p->pub,    p->title,  p->code, text_get(r->lang, "succession.petition"),
        p->address, p->due_at, p->version};
    return case_row(r, s, &x);
}

/* Dossiers first; what one page does not hold comes when these are placed. */
static enum rc read_cases(struct req *r, const struct agency *a, struct succession_agency_view *v)
{
    struct saying s;
    struct unplaced_dossier *list;
    struct unplaced_petitions petitions = {0};
    ptrdiff_t n = 0;
    int64_t all = 0;
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_unplaced(&r->c, a->id, HEIRS_AT_ONCE, &list, &n);
    if (!rc)
        rc = petition_unplaced(&r->c, a->id, HEIRS_AT_ONCE - n, &petitions);
    if (!rc)
        rc = count_waiting(r, a->id, &all);
    if (rc)
        return rc;
    struct succession_case_row *rows = NEW_N(s.mem, struct succession_case_row, n + petitions.n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = dossier_row(r, &s, &list[i]);
    for (ptrdiff_t i = 0; i < petitions.n; i++)
        rows[n++] = petition_row(r, &s, &petitions.v[i]);
    v->cases = rows;
    v->cases_n = n;
    if (all > n) {
        const str args[] = {number_of(r, n), number_of(r, all)};
        v->more = text_fmt(s.mem, r->lang, "succession.more", args, 2);
    }
    return RC_OK;
}

/* Every agency of today, and first none. */
static enum rc choose_agency(struct req *r, struct web_fields fields)
{
    struct agencies all;
    const enum rc rc = org_agency_list(&r->c, 0, instant_date(r->c.now), &all);
    if (rc)
        return rc;
    struct web_option *o = NEW_N(r->c.mem, struct web_option, all.n + 1);
    o[0] = (struct web_option){.value = S(""), .text = text_get(r->lang, "succession.choose")};
    for (ptrdiff_t i = 0; i < all.n; i++)
        o[i + 1] = (struct web_option){.value = all.v[i].code, .text = name_of(r, &all.v[i])};
    field_select(r, fields_get(fields, "agency"), o, all.n + 1);
    return RC_OK;
}

static void tell_done(struct req *r, struct succession_agency_view *v)
{
    const struct done_in *in = r->route->form == &done_form ? r->in : NULL;
    if (!in || (in->lines == FORM_NO_INT && in->done == FORM_NO_INT))
        return;
    const bool left = in->left != FORM_NO_INT && in->left > 0;
    v->noticed = true;
    v->notice = (struct web_notice){
        .tone = left ? S("warn") : S("ok"),
        .icon = left ? S("warn") : S("check"),
        .strong = in->lines != FORM_NO_INT ? say(r, "succession.list.done", number_of(r, in->lines))
                                           : say(r, "succession.named", number_of(r, in->done)),
        .text = left ? say(r, "succession.left", number_of(r, in->left)) : S(""),
        .status = true};
}

static enum rc agency_show(struct req *r)
{
    struct agency a;
    struct succession_agency_view v = {.errors = req_errors(r)};
    enum rc rc = ended_agency(r, &a);
    if (!rc)
        rc = heirs_of(r, &a, &v.rest);
    if (!rc)
        rc = read_lines(r, &a, &v);
    if (!rc)
        rc = read_cases(r, &a, &v);
    v.fields = form_fields(r, &naming_form, &r->values);
    if (!rc)
        rc = choose_agency(r, v.fields);
    if (rc)
        return rc;
    tell_done(r, &v);
    v.crumbs = crumb(r, text_get(r->lang, "succession.heading"), HREF_TO("/admin/successions"));
    v.heading = name_of(r, &a);
    v.line = say(r, "succession.ended", text_date(r->c.mem, r->lang, date_add(a.to, -1)));
    v.action = HREF(r->c.mem, "/admin/successions/{}", a.pub);
    v.edit = HREF(r->c.mem, "/admin/successions/{}/list", a.pub);
    const struct page page = {.title = "succession.title",
                              .title_arg = v.heading,
                              .section = "successions",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_succession_agency, &v);
}

typedef enum rc naming(struct ctx *c, const struct heirs_in *in, struct heirs_named *ret_done);

/* Those of one kind; `done` counts on. */
static enum rc name_some(struct req *r, int64_t ended, const struct form_rows *rows, naming *fn,
                         struct heirs_named *done)
{
    const struct naming_in *in = r->in;
    struct heirs_named some = {0};
    struct heir_item *items = NEW_N(r->c.mem, struct heir_item, rows->n);
    for (ptrdiff_t i = 0; i < rows->n; i++)
        items[i] = (struct heir_item){rows->v[i].key, rows->v[i].number};
    const enum rc rc =
        fn(&r->c, &(struct heirs_in){ended, in->agency, in->reason, items, rows->n}, &some);
    done->done += some.done;
    done->left += some.left;
    return rc;
}

static enum rc name_heirs(struct req *r)
{
    const struct naming_in *in = r->in;
    struct agency a;
    struct heirs_named done = {0};
    enum rc rc = ended_agency(r, &a);
    if (!rc && (in->d.n || !in->p.n)) /* none of either is told too */
        rc = name_some(r, a.id, &in->d, dossier_name_heirs, &done);
    if (!rc && in->p.n)
        rc = name_some(r, a.id, &in->p, petition_name_heirs, &done);
    if (rc)
        return rc;
    return see_other(r, HREF(r->c.mem, "/admin/successions/{}?done={}&left={}", a.pub,
                             str_fmt(r->c.mem, "%lld", (long long)done.done),
                             str_fmt(r->c.mem, "%lld", (long long)done.left)));
}

/* ---- its list ---- */

/* The list that holds stands in the form, to be changed; the first one begins with its columns. */
static enum rc prefill(struct req *r, const struct agency *a)
{
    struct successor_list list;
    const enum rc rc = org_successors(&r->c, a->id, &list);
    if (!rc && !form_value(&r->values, S("list")).n)
        form_add(r->c.mem, &r->values, S("list"), org_successors_csv(r->c.mem, &list));
    return rc;
}

static enum rc list_show(struct req *r)
{
    struct agency a;
    enum rc rc = ended_agency(r, &a);
    if (!rc)
        rc = prefill(r, &a);
    if (rc)
        return rc;
    const struct succession_list_view v = {
        .crumbs = crumb(r, name_of(r, &a), HREF(r->c.mem, "/admin/successions/{}", a.pub)),
        .errors = req_errors(r),
        .heading = text_get(r->lang, "succession.list.heading"),
        .action = HREF(r->c.mem, "/admin/successions/{}/list", a.pub),
        .back = HREF(r->c.mem, "/admin/successions/{}", a.pub),
        .fields = form_fields(r, &list_form, &r->values)};
    fields_get(v.fields, "list")->rows = 12;
    const struct page page = {.title = "succession.list.title",
                              .title_arg = name_of(r, &a),
                              .section = "successions",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_succession_list, &v);
}

/* What waits is asked again at once, by the jobs. */
static enum rc set_list(struct req *r)
{
    const struct list_in *in = r->in;
    struct agency a;
    int64_t lines = 0;
    enum rc rc = ended_agency(r, &a);
    if (!rc)
        rc = org_successors_set(&r->c, a.id, in->list, in->basis, &lines);
    if (!rc)
        rc = dossier_ask_successors(&r->c);
    if (!rc)
        rc = petition_ask_successors(&r->c);
    return rc ? rc
              : see_other(r, HREF(r->c.mem, "/admin/successions/{}?lines={}", a.pub,
                                  str_fmt(r->c.mem, "%lld", (long long)lines)));
}

static enum rc count_unplaced(struct req *r, struct nav_count *ret_count)
{
    return count_waiting(r, 0, &ret_count->n);
}

static const struct nav nav[] = {{NAV_STAFF, "account.admin", "succession.heading",
                                  "/admin/successions", NEED, "successions", count_unplaced},
                                 {0}};
static const struct route routes[] = {
    {GET, "/admin/successions", overview, .need = NEED},
    {GET, "/admin/successions/:pub", agency_show, .need = NEED, .form = &done_form},
    {POST, "/admin/successions/:pub", .need = NEED, .form = &naming_form, .write = name_heirs,
     .again = agency_show},
    {GET, "/admin/successions/:pub/list", list_show, .need = NEED},
    {POST, "/admin/successions/:pub/list", .need = NEED, .form = &list_form, .write = set_list,
     .again = list_show, .body_max = 4 * CSV_MAX},
    {0}};
extern const struct module succession_module;
const struct module succession_module = {.name = "succession", .nav = nav, .routes = routes};
