/*
 * applying_http.c - /work/applications: what one's own agency applied for, a new application, one of
 * them with its files, what was asked in addition, withdrawal.
 */
#include "applying/applying.h"
#include "applying/applying_tpl.h"
#include "applying/applying_view.h"
#include "dossier/dossier_page.h"
#include "dossier/dossier_words_view.h"
#include "file/file.h"
#include "web/module.h"
#include "web/page.h"

#define PAGE_ROWS 25
#define PAPERS_MAX 100
#define NEED PERM_INTERNAL_FILE

static struct web_links crumb(struct req *r, str text, href to)
{
    struct web_link *v = NEW(r->c.mem, struct web_link);
    *v = (struct web_link){.text = text, .to = to};
    return (struct web_links){v, 1};
}

static struct web_links crumb_home(struct req *r)
{
    return crumb(r, text_get(r->lang, "applying.heading"), HREF_TO("/work/applications"));
}

static enum rc show_form(struct req *r, const struct applying_form_view *v)
{
    const struct page page = {.title = "applying.title",
                              .title_arg = v->heading,
                              .section = "applications",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_applying_form, v);
}

static struct web_due due_of(const struct saying *s, enum work_status status, instant due,
                             instant finished)
{
    const struct words_due_in in = {.w = s->w,
                                    .status = status,
                                    .due = due,
                                    .finished = finished,
                                    .since = INSTANT_NONE,
                                    .now = s->now};
    return words_due(s->mem, s->lang, &in);
}

static struct web_tag tag_of(const struct saying *s, enum work_status status)
{
    const bool open = work_status_open(status);
    return (struct web_tag){open ? S("accent") : S("mute"), open ? S("hourglass") : S("check"),
                            words_citizen_status(s->lang, status)};
}

/* ---- the list ---- */

struct list_in {
    str after;
};
static const struct field list_fields[] = {
    {"after", F_CODE, .max = 40, .at = offsetof(struct list_in, after)}, {0}};
static const struct form list_form = {"applying.", list_fields, sizeof(struct list_in), NULL};

static struct applying_row row_of(const struct saying *s, const struct worklist_row *w)
{
    enum work_status status = WORK_WAITING;
    BUG_IF(!work_status_parse(w->status, &status));
    return (struct applying_row){.title = w->procedure_name,
                                 .under = w->code,
                                 .to = HREF(s->mem, "/work/applications/{}", w->pub),
                                 .tag = tag_of(s, status),
                                 .due = due_of(s, status, w->due_at, w->finished_at)};
}

static enum rc list_show(struct req *r)
{
    const struct list_in *in = r->in;
    struct saying s;
    struct worklist_page page;
    struct applying_list_view v = {.add = HREF_TO("/work/applications/new"), .next = HREF_NONE};
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = applying_list(&r->c, in->after, PAGE_ROWS, &page);
    if (rc)
        return rc;
    struct applying_row *rows = NEW_N(s.mem, struct applying_row, page.n);
    for (ptrdiff_t i = 0; i < page.n; i++)
        rows[i] = row_of(&s, &page.rows[i]);
    v.rows = rows;
    v.rows_n = page.n;
    v.empty = (struct web_empty){.heading = text_get(s.lang, "applying.none"),
                                 .text = text_get(s.lang, "applying.none.text"),
                                 .link = text_get(s.lang, "applying.add"),
                                 .to = v.add};
    if (page.more)
        v.next = HREF(s.mem, "/work/applications?after={}", page.next_cursor);
    const struct page p = {
        .title = "applying.heading", .section = "applications", .layout = LAYOUT_STAFF};
    return show_page(r, &p, tpl_applying_list, &v);
}

/* ---- a new one ---- */

static enum rc choose_show(struct req *r)
{
    struct procedure *list;
    ptrdiff_t n = 0;
    struct applying_choose_view v = {.crumbs = crumb_home(r),
                                     .empty = {.heading = text_get(r->lang, "applying.no_procedure"),
                                               .text = text_get(r->lang, "applying.no_procedure.text"),
                                               .link = text_get(r->lang, "applying.heading"),
                                               .to = HREF_TO("/work/applications")}};
    const enum rc rc = applying_procedures(&r->c, &list, &n);
    if (rc)
        return rc;
    struct applying_row *rows = NEW_N(r->c.mem, struct applying_row, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str under[] = {list[i].code, list[i].field};
        rows[i] =
            (struct applying_row){.title = list[i].name,
                                  .under = str_join(r->c.mem, under, list[i].field.n ? 2 : 1, S(" · ")),
                                  .to = HREF(r->c.mem, "/work/applications/new/{}", list[i].code)};
    }
    v.rows = rows;
    v.rows_n = n;
    const struct page p = {.title = "applying.add", .section = "applications", .layout = LAYOUT_STAFF};
    return show_page(r, &p, tpl_applying_choose, &v);
}

struct new_in {
    str unit, note;
    struct form_rows files;
};
static const struct field new_fields[] = {
    {"unit", F_TEXT, .required = true, .max = 40, .at = offsetof(struct new_in, unit)},
    {"file_*", F_FILE, .max_rows = PAPERS_MAX, .at = offsetof(struct new_in, files)},
    {"note", F_LINES, .max = 1000, .at = offsetof(struct new_in, note)},
    {0}};
static const struct form new_form = {"applying.", new_fields, sizeof(struct new_in), NULL};

/* What the procedure asks for; of other kinds than internal there is no page here. */
static enum rc intake_of(struct req *r, struct procedure_intake *ret)
{
    const enum rc rc = catalog_intake(&r->c, param(r, "code"), 0, S("online"), ret);
    return !rc && !str_eq(ret->head.kind, S("internal")) ? RC_NOT_FOUND : rc;
}

static enum rc places_field(struct req *r, str procedure, struct web_field *field)
{
    struct applying_place *places;
    ptrdiff_t n = 0;
    const enum rc rc = applying_places(&r->c, procedure, &places, &n);
    if (rc)
        return rc;
    struct web_option *o = NEW_N(r->c.mem, struct web_option, n + 1);
    o[0] = (struct web_option){.value = S(""), .text = text_get(r->lang, "applying.choose")};
    for (ptrdiff_t i = 0; i < n; i++)
        o[i + 1] = (struct web_option){.value = places[i].unit, .text = places[i].name};
    field_select(r, field, o, n + 1);
    return RC_OK;
}

/* Where to, a field for each paper, and a note. */
static enum rc new_fields_of(struct req *r, const struct procedure_intake *in, struct web_fields *ret)
{
    struct web_field *v = NEW_N(r->c.mem, struct web_field, in->components_n + 2);
    ptrdiff_t n = 0;
    v[n] = form_field(r, &new_form, &r->values, S("unit"));
    const enum rc rc = places_field(r, in->head.code, &v[n++]);
    for (ptrdiff_t i = 0; i < in->components_n; i++) {
        v[n] = form_field(r, &new_form, &r->values,
                          str_fmt(r->c.mem, "file_%lld", (long long)in->components[i].id));
        v[n].optional = !in->components[i].required;
        v[n++].label = in->components[i].name;
    }
    v[n++] = form_field(r, &new_form, &r->values, S("note"));
    *ret = (struct web_fields){v, n};
    return rc;
}

static enum rc new_show(struct req *r)
{
    struct procedure_intake in;
    struct applying_form_view v = {.errors = req_errors(r), .multipart = true};
    enum rc rc = intake_of(r, &in);
    if (!rc)
        rc = new_fields_of(r, &in, &v.fields);
    if (rc)
        return rc;
    v.crumbs = crumb(r, text_get(r->lang, "applying.add"), HREF_TO("/work/applications/new"));
    v.under = in.head.code;
    v.heading = in.head.name;
    v.hint = text_get(r->lang, "applying.hint");
    v.button = text_get(r->lang, "applying.send");
    v.action = HREF(r->c.mem, "/work/applications/new/{}", in.head.code);
    v.back = HREF_TO("/work/applications");
    return show_form(r, &v);
}

/* Of each paper the files that came for it; a required one without any is said at its field. */
static enum rc papers_of(struct req *r, const struct procedure_intake *in,
                         const struct form_rows *files, struct filing_paper *to, ptrdiff_t *ret_n)
{
    enum rc rc = RC_OK;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; !rc && i < in->components_n; i++) {
        const struct procedure_component *k = &in->components[i];
        const str key = str_fmt(r->c.mem, "%lld", (long long)k->id);
        to[n] = (struct filing_paper){
            .component_id = k->id, .form = S("electronic"), .quantity = 1, .complete = true};
        rc = dossier_keep_files(r, files, key, &to[n]);
        if (!rc && !to[n].file_n && k->required)
            (void)fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "file_%.*s", STR_ARG(key)),
                          "applying.paper_missing");
        n += to[n].file_n > 0;
    }
    *ret_n = n;
    return !rc && r->c.faults ? RC_INVALID : rc;
}

static enum rc file_new(struct req *r)
{
    const struct new_in *in = r->in;
    struct procedure_intake intake;
    struct dossier_ref ref;
    ptrdiff_t n = 0;
    enum rc rc = intake_of(r, &intake);
    if (rc)
        return rc;
    struct filing_paper *papers = NEW_N(r->c.mem, struct filing_paper, intake.components_n + 1);
    rc = papers_of(r, &intake, &in->files, papers, &n);
    if (!rc)
        rc = applying_file(
            &r->c, &(struct applying_in){intake.head.code, in->unit, in->note, papers, n}, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/applications/{}", ref.pub));
}

/* ---- one of them ---- */

static void add_files(const struct saying *s, const struct applying_facts *f,
                      struct applying_one_view *v)
{
    struct web_link *links = NEW_N(s->mem, struct web_link, f->files_n);
    for (ptrdiff_t i = 0; i < f->files_n; i++)
        links[i] = (struct web_link){.text = f->files[i].name,
                                     .to = HREF(s->mem, "/work/applications/{}/files/{}", f->d.pub,
                                                dossier_number(s, f->files[i].no)),
                                     .count = str_eq(f->files[i].kind, S("result"))
                                                  ? text_get(s->lang, "applying.result")
                                                  : STR_NONE};
    v->files = links;
    v->files_n = f->files_n;
}

static struct applying_one_view one_of(struct req *r, const struct saying *s,
                                       const struct applying_facts *f)
{
    const enum work_status now = f->d.work.status;
    const str under[] = {f->d.code, f->d.receiving_agency};
    struct applying_one_view v = {
        .crumbs = crumb_home(r),
        .heading = f->d.procedure_name,
        .under = str_join(s->mem, under, 2, S(" · ")),
        .tag = tag_of(s, now),
        .due = due_of(s, now, f->d.work.due_at, f->d.work.finished_at),
        .events = words_timeline(&r->c, s->lang, f->events, f->events_n, false),
        .complete = HREF_NONE,
        .withdraw = HREF_NONE,
        .track = HREF(s->mem, "/t/{}?s={}", f->d.code, f->secret),
    };
    if (now == WORK_REFUSED)
        v.promise = f->d.refusal_reason;
    if (f->may_complete) {
        v.asked_heading = f->asked[0].reason;
        v.asked = f->asked[0].items;
        v.asked_n = f->asked[0].n;
        v.complete = HREF(s->mem, "/work/applications/{}/supplement", f->d.pub);
    }
    if (f->may_withdraw)
        v.withdraw = HREF(s->mem, "/work/applications/{}/withdraw", f->d.pub);
    add_files(s, f, &v);
    return v;
}

static enum rc one_show(struct req *r)
{
    struct saying s;
    struct applying_facts f;
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = applying_get(&r->c, param(r, "pub"), &f);
    if (rc)
        return rc;
    const struct applying_one_view v = one_of(r, &s, &f);
    const struct page p = {.title = "applying.title",
                           .title_arg = f.d.code,
                           .section = "applications",
                           .layout = LAYOUT_STAFF};
    return show_page(r, &p, tpl_applying_one, &v);
}

static enum rc file_show(struct req *r)
{
    struct file f;
    int64_t no;
    if (!str_to_i64(param(r, "no"), &no))
        return RC_NOT_FOUND;
    const enum rc rc = applying_file_get(&r->c, param(r, "pub"), no, &f);
    return rc ? rc : show_file(r, &f);
}

/* ---- acts ---- */

static struct applying_form_view act_view(struct req *r, const struct applying_facts *f,
                                          const char *slug)
{
    return (struct applying_form_view){
        .crumbs = crumb(r, f->d.code, HREF(r->c.mem, "/work/applications/{}", f->d.pub)),
        .errors = req_errors(r),
        .under = f->d.procedure_name,
        .version = str_fmt(r->c.mem, "%lld", (long long)f->d.work.version),
        .action = HREF(r->c.mem, "/work/applications/{}/{}", f->d.pub, str_of(slug)),
        .back = HREF(r->c.mem, "/work/applications/{}", f->d.pub)};
}

struct complete_in {
    struct form_rows files;
    str note;
};
static const struct field complete_fields[] = {
    {"file_*", F_FILE, .max_rows = PAPERS_MAX, .at = offsetof(struct complete_in, files)},
    {"note", F_LINES, .max = 1000, .at = offsetof(struct complete_in, note)},
    {0}};
static const struct form complete_form = {"applying.", complete_fields, sizeof(struct complete_in),
                                          NULL};

/* A field for each paper of the dossier, by its place in it, and one for anything else. */
static struct web_fields complete_fields_of(struct req *r, const struct applying_facts *f)
{
    struct web_field *v = NEW_N(r->c.mem, struct web_field, f->papers_n + 2);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->papers_n; i++)
        if (f->papers[i].component_id.set) {
            v[n] = form_field(r, &complete_form, &r->values, str_fmt(r->c.mem, "file_%d", (int)i + 1));
            v[n++].label = f->papers[i].name;
        }
    v[n] = form_field(r, &complete_form, &r->values, S("file_0"));
    v[n++].label = text_get(r->lang, "applying.other");
    v[n++] = form_field(r, &complete_form, &r->values, S("note"));
    return (struct web_fields){v, n};
}

static enum rc complete_show(struct req *r)
{
    struct applying_facts f;
    const enum rc rc = applying_get(&r->c, param(r, "pub"), &f);
    if (rc)
        return rc;
    if (!f.may_complete && r->route->method == GET)
        return see_other(r, HREF(r->c.mem, "/work/applications/{}", f.d.pub));
    struct applying_form_view v = act_view(r, &f, "supplement");
    v.heading = text_get(r->lang, "applying.supplement.heading");
    v.hint = f.asked_n ? f.asked[0].reason : STR_NONE;
    v.asked = f.asked_n ? f.asked[0].items : NULL;
    v.asked_n = f.asked_n ? f.asked[0].n : 0;
    v.button = text_get(r->lang, "applying.supplement.go");
    v.fields = complete_fields_of(r, &f);
    v.multipart = true;
    return show_form(r, &v);
}

static enum rc complete(struct req *r)
{
    const struct complete_in *in = r->in;
    struct applying_facts f;
    ptrdiff_t n = 0;
    enum rc rc = applying_get(&r->c, param(r, "pub"), &f);
    if (rc)
        return rc;
    struct filing_paper *papers = NEW_N(r->c.mem, struct filing_paper, f.papers_n + 1);
    for (ptrdiff_t i = -1; !rc && i < f.papers_n; i++) {
        if (i >= 0 && !f.papers[i].component_id.set)
            continue;
        papers[n] = (struct filing_paper){
            .component_id = i >= 0 ? f.papers[i].component_id.v : 0,
            .name = i >= 0 ? f.papers[i].name : text_get(LANG_VI, "applying.said.supplement"),
            .form = S("electronic"),
            .quantity = 1,
            .complete = true,
            .note = in->note};
        rc = dossier_keep_files(r, &in->files, str_fmt(r->c.mem, "%d", (int)i + 1), &papers[n]);
        n += !rc && papers[n].file_n > 0;
    }
    if (!rc && !n)
        return fail(&r->c, RC_INVALID, "file_0", "applying.supplement.none");
    if (!rc)
        rc = applying_complete(&r->c, f.d.pub, r->version, papers, n);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/applications/{}", f.d.pub));
}

struct withdraw_in {
    str reason;
};
static const struct field withdraw_fields[] = {
    {"reason", F_LINES, .required = true, .max = 1000, .at = offsetof(struct withdraw_in, reason)},
    {0}};
static const struct form withdraw_form = {"applying.", withdraw_fields, sizeof(struct withdraw_in),
                                          NULL};

static enum rc withdraw_show(struct req *r)
{
    struct applying_facts f;
    const enum rc rc = applying_get(&r->c, param(r, "pub"), &f);
    if (rc)
        return rc;
    if (!f.may_withdraw && r->route->method == GET)
        return see_other(r, HREF(r->c.mem, "/work/applications/{}", f.d.pub));
    struct applying_form_view v = act_view(r, &f, "withdraw");
    v.heading = text_get(r->lang, "applying.withdraw.heading");
    v.button = text_get(r->lang, "applying.withdraw.go");
    v.fields = form_fields(r, &withdraw_form, &r->values);
    v.danger = true;
    return show_form(r, &v);
}

static enum rc withdraw(struct req *r)
{
    const struct withdraw_in *in = r->in;
    const enum rc rc =
        applying_withdraw(&r->c, param(r, "pub"),
                          &(struct withdrawal_in){
                              .seen_version = r->version, .how = S("withdraw"), .reason = in->reason});
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/applications/{}", param(r, "pub")));
}

static const struct nav nav[] = {
    {NAV_STAFF, "notify.nav.own", "applying.heading", "/work/applications", NEED, "applications", NULL},
    {0}};
static const struct route routes[] = {
    {GET, "/work/applications", list_show, .need = NEED, .form = &list_form},
    {GET, "/work/applications/new", choose_show, .need = NEED},
    {GET, "/work/applications/new/:code", new_show, .need = NEED},
    {POST, "/work/applications/new/:code", .write = file_new, .again = new_show, .need = NEED,
     .form = &new_form},
    {GET, "/work/applications/:pub", one_show, .need = NEED},
    {GET, "/work/applications/:pub/files/:no", file_show, .need = NEED, .flags = ROUTE_DATA},
    {GET, "/work/applications/:pub/supplement", complete_show, .need = NEED},
    {POST, "/work/applications/:pub/supplement", .write = complete, .again = complete_show,
     .need = NEED, .form = &complete_form, .flags = ROUTE_VERSION},
    {GET, "/work/applications/:pub/withdraw", withdraw_show, .need = NEED},
    {POST, "/work/applications/:pub/withdraw", .write = withdraw, .again = withdraw_show, .need = NEED,
     .form = &withdraw_form, .flags = ROUTE_VERSION},
    {0}};
extern const struct module applying_module;
const struct module applying_module = {.name = "applying", .nav = nav, .routes = routes};
