/*
 * arrival_http.c - files of dossiers of other systems on screen, for administrators: sent, tried by a
 * job, looked at, taken in or discarded.
 */
#include "arrival/arrival_http.h"

#include "arrival/arrival_tpl.h"
#include "job/job.h"
#include "web/page.h"

#define TEXT_MAX ((int64_t)4 << 20)
#define FILES_AT_ONCE 150

static const struct page list_page = {
    .title = "arrival.heading", .section = "arrivals", .layout = LAYOUT_STAFF};
static const struct page new_page = {
    .title = "arrival.new.heading", .section = "arrivals", .layout = LAYOUT_STAFF};

static struct web_link back(const struct req *r)
{
    return (struct web_link){.text = text_get(r->lang, "arrival.heading"),
                             .to = HREF_TO("/admin/arrivals")};
}

/* ---- the list ---- */

struct look_in {
    int64_t before, skip;
};
static const struct field list_fields[] = {
    {"before", F_INT, .min = 1, .max = INT64_MAX, .at = offsetof(struct look_in, before)}, {0}};
static const struct form list_form = {"arrival.", list_fields, sizeof(struct look_in), NULL};
static const struct field look_fields[] = {
    {"skip", F_INT, .min = 0, .max = 10000000, .at = offsetof(struct look_in, skip)}, {0}};
static const struct form look_form = {"arrival.", look_fields, sizeof(struct look_in), NULL};

static enum rc list(struct req *r)
{
    const struct look_in *in = r->in;
    const bool first = in->before == FORM_NO_INT;
    struct arrival_runs all;
    struct arrival_list_view v = {0};
    const enum rc rc = arrival_list(&r->c, first ? INT64_MAX : in->before, ARRIVAL_LIST_PAGE + 1, &all);
    if (rc)
        return rc;
    arrival__view_list(r, &all, first, &v);
    return show_page(r, &list_page, tpl_arrival_list, &v);
}

/* ---- a new file ---- */

struct new_in {
    str kind, source;
    struct form_file file;
    struct form_rows papers;
};
static const struct field new_fields[] = {
    {"kind", F_CHOICE, .required = true, .choices = "moved|synced", .options = "arrival.kind.",
     .at = offsetof(struct new_in, kind)},
    {"source", F_TEXT, .required = true, .max = 40, .hint = "arrival.new.source.hint",
     .at = offsetof(struct new_in, source)},
    {"file", F_FILE, .required = true, .text = true, .max = TEXT_MAX, .hint = "arrival.new.file.hint",
     .at = offsetof(struct new_in, file)},
    {"papers", F_FILE, .many = true, .max_rows = FILES_AT_ONCE, .hint = "arrival.new.papers.hint",
     .at = offsetof(struct new_in, papers)},
    {0}};
static const struct form new_form = {"arrival.new.", new_fields, sizeof(struct new_in), NULL};

static enum rc new_show(struct req *r)
{
    struct arrival_new_view v = {
        .errors = req_errors(r), .back = back(r), .fields = form_fields(r, &new_form, &r->values)};
    arrival__view_columns(r, &v);
    return show_page(r, &new_page, tpl_arrival_new, &v);
}

/* Where the file is broken is told at the field that brought it. */
static void place_faults(struct req *r)
{
    for (struct fault *f = r->c.faults; f; f = f->next)
        if (str_starts(f->field, S("line "))) {
            f->args[1] = text_fmt(r->c.mem, r->lang, f->key, f->args, 1);
            f->args[0] = str_sub(f->field, 5, f->field.n - 5);
            f->field = S("file");
            f->key = "arrival.file.at_line";
        }
}

/* Read before the unit: a file may be long. */
static enum rc read_table(struct req *r)
{
    const struct new_in *in = r->in;
    enum arrival_kind kind = ARRIVAL_MOVED;
    struct arrival_table *t = NEW(r->c.mem, struct arrival_table);
    if (!arrival_kind_parse(in->kind, &kind))
        return RC_INVALID;
    const enum rc rc = arrival_table_read(&r->c, kind, in->file.text, t);
    r->kept = t;
    place_faults(r);
    return rc;
}

static enum rc new_write(struct req *r)
{
    const struct new_in *in = r->in;
    struct arrival_named_file *files = NEW_N(r->c.mem, struct arrival_named_file, in->papers.n);
    struct arrival_open open = {.source = in->source,
                                .name = in->file.name,
                                .bytes = in->file.text,
                                .table = r->kept,
                                .files = files};
    str pub;
    BUG_IF(!arrival_kind_parse(in->kind, &open.kind));
    for (ptrdiff_t i = 0; i < in->papers.n; i++)
        if (in->papers.v[i].file.name.p)
            files[open.file_n++] =
                (struct arrival_named_file){in->papers.v[i].file.name, in->papers.v[i].file.stored};
    enum rc rc = arrival_open(&r->c, &open, &pub);
    if (!rc)
        rc = job_ask(&r->c, "arrival.work", pub, pub);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/arrivals/{}", pub));
}

static enum rc sample(struct req *r)
{
    enum arrival_kind kind;
    if (!arrival_kind_parse(param(r, "kind"), &kind))
        return RC_NOT_FOUND;
    const str name = str_fmt(r->c.mem, "%.*s.csv", STR_ARG(param(r, "kind")));
    return show_bytes(r, S("text/csv; charset=utf-8"), arrival_sample(r->c.mem, kind), name);
}

/* ---- one run ---- */

struct apply_in {
    bool strict;
};
static const struct field apply_fields[] = {{"strict", F_BOOL, .at = offsetof(struct apply_in, strict)},
                                            {0}};
static const struct form apply_form = {"arrival.apply.", apply_fields, sizeof(struct apply_in), NULL};
static const struct field none_fields[] = {{0}};
static const struct form none_form = {"arrival.", none_fields, 1, NULL};

static enum rc run_page(struct req *r, int64_t skip)
{
    struct arrival_run run;
    struct arrival_said *said;
    ptrdiff_t n;
    struct arrival_run_view v = {.errors = req_errors(r), .back = back(r)};
    enum rc rc = arrival_get(&r->c, param(r, "pub"), &run);
    if (!rc)
        rc = arrival_said(&r->c, run.id, skip, ARRIVAL_SAID_PAGE, &said, &n);
    if (rc)
        return rc;
    arrival__view_run(r, &run, &v);
    arrival__view_said(r, &run, said, n, skip, &v);
    v.strict = form_field(r, &apply_form, &r->values, S("strict"));
    const struct page page = {
        .title = "arrival.title", .title_arg = run.name, .section = "arrivals", .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_arrival_run, &v);
}

static enum rc run_show(struct req *r)
{
    const struct look_in *in = r->in;
    return run_page(r, in->skip == FORM_NO_INT ? 0 : in->skip);
}

static enum rc run_again(struct req *r)
{
    return run_page(r, 0);
}

static enum rc report(struct req *r)
{
    struct arrival_run run;
    str csv;
    enum rc rc = arrival_get(&r->c, param(r, "pub"), &run);
    if (!rc)
        rc = arrival_report(&r->c, run.id, r->lang, &csv);
    return rc ? rc : show_bytes(r, S("text/csv; charset=utf-8"), csv, S("report.csv"));
}

static enum rc apply(struct req *r)
{
    const struct apply_in *in = r->in;
    const str pub = param(r, "pub");
    enum rc rc = arrival_apply(&r->c, pub, in->strict);
    if (!rc)
        rc = job_ask(&r->c, "arrival.work", pub, pub);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/arrivals/{}", pub));
}

static enum rc discard(struct req *r)
{
    const enum rc rc = arrival_discard(&r->c, param(r, "pub"));
    return rc ? rc : see_other(r, HREF_TO("/admin/arrivals"));
}

const struct nav arrival_nav[] = {{NAV_STAFF, "account.admin", "arrival.heading", "/admin/arrivals",
                                   PERM_ARRIVAL_MANAGE, "arrivals", NULL},
                                  {0}};

#define MANAGE .need = PERM_ARRIVAL_MANAGE
const struct route arrival_routes[] = {
    {GET, "/admin/arrivals", list, MANAGE, .form = &list_form},
    {GET, "/admin/arrivals/new", new_show, MANAGE},
    {POST, "/admin/arrivals/new", .before = read_table, .write = new_write, .again = new_show, MANAGE,
     .form = &new_form},
    {GET, "/admin/arrivals/sample/:kind", sample, MANAGE, .flags = ROUTE_DATA},
    {GET, "/admin/arrivals/:pub", run_show, MANAGE, .form = &look_form},
    {GET, "/admin/arrivals/:pub/report.csv", report, MANAGE, .flags = ROUTE_DATA},
    {POST, "/admin/arrivals/:pub/apply", .write = apply, .again = run_again, MANAGE,
     .form = &apply_form},
    {POST, "/admin/arrivals/:pub/discard", .write = discard, .again = run_again, MANAGE,
     .form = &none_form},
    {0},
};
