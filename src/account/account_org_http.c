/* account_org_http.c - units and staff for administrators, their CSV files, the sign-in log. */
#include "account/account_page_view.h"

#include "account/account_tpl.h"
#include "file/file.h"
#include "org/org.h"

#define CSV_MAX (4 << 20)
#define PAGE 100

/* ---- units and staff ---- */

static str hours_text(struct req *r, const struct unit *u, enum rc *rc)
{
    struct unit_hours *v;
    ptrdiff_t n;
    *rc = org_unit_hours(&r->c, u->id, &v, &n);
    return *rc || !n ? text_get(r->lang, "account.unit.hours.default")
                     : org_week_hours_text(r->c.mem, r->lang, v, n);
}

static str kind_text(struct req *r, enum unit_kind kind)
{
    static const char *const keys[UNIT_KIND_COUNT] = {"account.unit.one_stop", "account.unit.division",
                                                      "account.unit.leadership"};
    return text_get(r->lang, keys[kind]);
}

static enum rc fill_unit(struct req *r, const struct unit *u, struct unit_row *row)
{
    struct staff_member *m;
    ptrdiff_t n;
    enum rc rc = org_unit_staff(&r->c, u->id, instant_date(r->c.now), &m, &n);
    if (rc)
        return rc;
    str *names = NEW_N(r->c.mem, str, n);
    for (ptrdiff_t i = 0; i < n; i++)
        names[i] = str_fmt(r->c.mem, "%.*s (%.*s)", STR_ARG(m[i].staff.name), STR_ARG(m[i].post.title));
    *row = (struct unit_row){.code = u->code,
                             .name = u->name,
                             .kind = kind_text(r, u->kind),
                             .hours = hours_text(r, u, &rc),
                             .people = str_join(r->c.mem, names, n, S(", "))};
    if (u->kind == UNIT_ONE_STOP)
        row->duty = HREF(r->c.mem, "/work/duty/{}", u->pub);
    return rc;
}

static enum rc fill_agency(struct req *r, const struct agency *a, struct agency_rows *to)
{
    struct units units;
    enum rc rc = org_unit_list(&r->c, a->id, instant_date(r->c.now), &units);
    if (rc)
        return rc;
    struct unit_row *rows = NEW_N(r->c.mem, struct unit_row, units.n);
    for (ptrdiff_t i = 0; !rc && i < units.n; i++)
        rc = fill_unit(r, &units.v[i], &rows[i]);
    *to = (struct agency_rows){a->code, a->name, rows, units.n};
    return rc;
}

struct units_in {
    int64_t read, added;
};
static const struct field units_fields[] = {
    {"read", F_INT, .hidden = true, .min = 0, .max = 1000000, .at = offsetof(struct units_in, read)},
    {"added", F_INT, .hidden = true, .min = 0, .max = 1000000, .at = offsetof(struct units_in, added)},
    {0},
};
static const struct form units_form = {"account.units.", units_fields, sizeof(struct units_in), NULL};

static enum rc units_page(struct req *r)
{
    const struct units_in *in = r->in;
    struct agencies all;
    struct units_view view = {.import_units = HREF_TO("/admin/units/import"),
                              .import_staff = HREF_TO("/admin/staff/import"),
                              .manages = access_reach(r->who.actor, PERM_ORG_MANAGE) == REACH_ALL};
    enum rc rc = org_agency_list(&r->c, 0, instant_date(r->c.now), &all);
    if (rc)
        return rc;
    struct agency_rows *rows = NEW_N(r->c.mem, struct agency_rows, all.n);
    for (ptrdiff_t i = 0; !rc && i < all.n; i++)
        rc = fill_agency(r, &all.v[i], &rows[i]);
    view.agencies = rows;
    view.agencies_n = all.n;
    view.has_done = in->read != FORM_NO_INT && in->added != FORM_NO_INT;
    if (view.has_done) {
        const str args[] = {text_number(r->c.mem, r->lang, in->read),
                            text_number(r->c.mem, r->lang, in->added)};
        view.done =
            (struct web_notice){.tone = S("ok"),
                                .icon = S("check"),
                                .text = text_fmt(r->c.mem, r->lang, "account.import.done", args, 2),
                                .status = true};
    }
    const struct page page = {
        .title = "account.units.heading", .layout = LAYOUT_STAFF, .section = "units"};
    return rc ? rc : show_page(r, &page, tpl_account_units, &view);
}

/* ---- CSV ---- */

struct import_in {
    str csv;
};
static const struct field import_fields[] = {
    {"csv", F_LINES, .required = true, .max = CSV_MAX, .hint = "account.import.csv.hint",
     .at = offsetof(struct import_in, csv)},
    {0},
};
static const struct form import_units_form = {"account.import.", import_fields,
                                              sizeof(struct import_in), NULL};

static enum rc import_page(struct req *r, const char *lead, href action)
{
    struct account_form_view view = account__form(r, &import_units_form, action);
    view.lead = text_get(r->lang, lead);
    fields_get(view.fields, "csv")->rows = 12;
    const struct page page = {
        .title = "account.import.heading", .layout = LAYOUT_STAFF, .section = "units"};
    return show_page(r, &page, tpl_account_form, &view);
}

static enum rc import_units_page(struct req *r)
{
    return import_page(r, "account.import.units", HREF_TO("/admin/units/import"));
}

static enum rc import_staff_page(struct req *r)
{
    return import_page(r, "account.import.staff", HREF_TO("/admin/staff/import"));
}

static enum rc import_done(struct req *r, enum rc rc, const struct org_import *counts)
{
    if (rc)
        return rc;
    return see_other(r, HREF(r->c.mem, "/admin/units?read={}&added={}",
                             str_fmt(r->c.mem, "%lld", (long long)counts->read),
                             str_fmt(r->c.mem, "%lld", (long long)counts->added)));
}

static enum rc import_units_write(struct req *r)
{
    const struct import_in *in = r->in;
    struct org_import counts;
    return import_done(r, org_import_units(&r->c, in->csv, &counts), &counts);
}

static enum rc import_staff_write(struct req *r)
{
    const struct import_in *in = r->in;
    struct org_import counts;
    return import_done(r, org_import_staff(&r->c, in->csv, &counts), &counts);
}

/* ---- sign-in log ---- */

struct log_in {
    int64_t before;
};
static const struct field log_fields[] = {
    {"before", F_INT, .hidden = true, .min = 1, .max = INT64_MAX,
     .at = offsetof(struct log_in, before)},
    {0},
};
static const struct form log_form = {"account.signins.", log_fields, sizeof(struct log_in), NULL};

static struct web_tag outcome_tag(struct req *r, str outcome)
{
    const bool good = str_eq(outcome, S("ok")) || str_eq(outcome, S("signed_out"));
    return (struct web_tag){good ? S("ok") : S("bad"), good ? S("check") : S("warn"),
                            account__outcome(r, outcome)};
}

static void fill_log(struct req *r, const struct signin_log *log, struct signins_view *v)
{
    struct signin_row *rows = NEW_N(r->c.mem, struct signin_row, log->n);
    for (ptrdiff_t i = 0; i < log->n; i++)
        rows[i] = (struct signin_row){
            account__moment(r, log->v[i].at),
            log->v[i].login.p ? log->v[i].login : text_get(r->lang, "account.unknown"),
            log->v[i].address, log->v[i].agent, outcome_tag(r, log->v[i].outcome)};
    v->rows = rows;
    v->rows_n = log->n;
    v->none = log->n == 0;
    v->empty =
        (struct web_empty){text_get(r->lang, "account.signins.none"), STR_NONE, STR_NONE, HREF_NONE};
    if (log->n < PAGE)
        return;
    v->has_pages = true;
    v->pages =
        (struct web_pages){.from = rows[0].when,
                           .to = rows[log->n - 1].when,
                           .next = HREF(r->c.mem, "/admin/sign-ins?before={}",
                                        str_fmt(r->c.mem, "%lld", (long long)log->v[log->n - 1].id))};
}

static enum rc log_page(struct req *r)
{
    const struct log_in *in = r->in;
    struct signin_log log;
    struct signins_view view = {0};
    const enum rc rc =
        access_signin_log(&r->c, 0, in->before == FORM_NO_INT ? 0 : in->before, PAGE, &log);
    if (rc)
        return rc;
    fill_log(r, &log, &view);
    const struct page page = {
        .title = "account.signins.heading", .layout = LAYOUT_STAFF, .section = "signins"};
    return show_page(r, &page, tpl_account_signins, &view);
}

const struct route account_org_routes[] = {
    {GET, "/admin/units", units_page, .need = PERM_ORG_READ, .form = &units_form},
    {GET, "/admin/units/import", import_units_page, .need = PERM_ORG_MANAGE},
    {POST, "/admin/units/import", .need = PERM_ORG_MANAGE, .form = &import_units_form,
     .write = import_units_write, .again = import_units_page, .body_max = 3 * CSV_MAX},
    {GET, "/admin/staff/import", import_staff_page, .need = PERM_ORG_MANAGE},
    {POST, "/admin/staff/import", .need = PERM_ORG_MANAGE, .form = &import_units_form,
     .write = import_staff_write, .again = import_staff_page, .body_max = 3 * CSV_MAX},
    {GET, "/admin/sign-ins", log_page, .need = PERM_SIGNIN_LOG_READ, .form = &log_form},
    {0},
};
