/*
 * calendar_http.c - the calendar for the control office and administrators: versions, a
 * decision typed as an edit of the one in force, its diff, and the second person who puts it
 * in force.
 */
#include "calendar/calendar_http.h"

#include "access/access.h"
#include "calendar/calendar_tpl.h"
#include "calendar/edit.h"
#include "web/page.h"

struct typed_in {
    str number, holidays, swaps, makeups;
    date on, from, to;
};
static const struct field typed_fields[] = {
    {"number", F_TEXT, .required = true, .max = 60, .hint = "calendar.type.number.hint",
     .at = offsetof(struct typed_in, number)},
    {"on", F_DATE, .required = true, .at = offsetof(struct typed_in, on)},
    {"from", F_DATE, .required = true, .hint = "calendar.type.from.hint",
     .at = offsetof(struct typed_in, from)},
    {"to", F_DATE, .required = true, .at = offsetof(struct typed_in, to)},
    {"holidays", F_LINES, .max = 8000, .hint = "calendar.type.holidays.hint",
     .at = offsetof(struct typed_in, holidays)},
    {"swaps", F_LINES, .max = 4000, .hint = "calendar.type.swaps.hint",
     .at = offsetof(struct typed_in, swaps)},
    {"makeups", F_LINES, .max = 4000, .hint = "calendar.type.makeups.hint",
     .at = offsetof(struct typed_in, makeups)},
    {0}};
static const struct form typed_form = {"calendar.type.", typed_fields, sizeof(struct typed_in), NULL};
static const struct field no_fields[] = {{0}};
static const struct form no_form = {"calendar.", no_fields, sizeof(int), NULL};

/* ---- words ---- */

static struct web_tag state_tag(struct req *r, enum calendar_state s)
{
    static const struct {
        const char *tone, *icon, *key;
    } looks[] = {[CALENDAR_IN_FORCE] = {"ok", "check", "calendar.state.in_force"},
                 [CALENDAR_WAITING] = {"warn", "hourglass", "calendar.state.waiting"},
                 [CALENDAR_OUTDATED] = {"mute", "cross", "calendar.state.outdated"},
                 [CALENDAR_FORMER] = {"mute", "ring", "calendar.state.former"}};
    return (struct web_tag){str_of(looks[s].tone), str_of(looks[s].icon),
                            text_get(r->lang, looks[s].key)};
}

static str years(struct req *r, const struct calendar_version *v)
{
    return str_fmt(r->c.mem, "%d–%d", v->first_year, v->last_year);
}

static str day_text(struct req *r, date d)
{
    return date_is_none(d) ? S("") : text_date(r->c.mem, r->lang, d);
}

static str decision(struct req *r, const struct calendar_sheet *s)
{
    const str args[] = {s->number, day_text(r, s->decided)};
    return s->number.n ? text_fmt(r->c.mem, r->lang, "calendar.decision", args, 2)
                       : text_get(r->lang, "calendar.decision.pack");
}

static str kind_text(struct req *r, enum day_kind k)
{
    static const char *const keys[DAY_KIND_COUNT] = {[DAY_HOLIDAY] = "calendar.kind.holiday",
                                                     [DAY_COMPENSATORY] = "calendar.kind.compensatory",
                                                     [DAY_SWAP_OFF] = "calendar.kind.swap_off",
                                                     [DAY_MAKEUP] = "calendar.kind.makeup",
                                                     [DAY_UNSETTLED] = "calendar.kind.unsettled"};
    BUG_IF(!keys[k]);
    return text_get(r->lang, keys[k]);
}

static str doubt(struct req *r, const struct calendar_day *d)
{
    return d->confidence >= CONFIDENCE_LOW ? text_get(r->lang, "calendar.doubt") : S("");
}

static str say_day(struct req *r, const struct calendar_day *d)
{
    if (!d)
        return text_get(r->lang, "calendar.ordinary");
    const str parts[] = {kind_text(r, d->kind), d->name[r->lang], doubt(r, d)};
    return str_join(r->c.mem, parts, parts[2].n ? 3 : 2, S(", "));
}

/* ---- the list ---- */

static enum rc list_page(struct req *r)
{
    struct calendar_sheet *list;
    ptrdiff_t n;
    const enum rc rc = calendar_sheets(&r->c, &list, &n);
    if (rc)
        return rc;
    struct calendar_row_view *rows = NEW_N(r->c.mem, struct calendar_row_view, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct calendar_version *v = &list[i].version;
        rows[i] = (struct calendar_row_view){
            .version = v->version,
            .years = years(r, v),
            .decision = decision(r, &list[i]),
            .who = list[i].typed_by,
            .published =
                instant_is_none(v->published) ? S("–") : text_time(r->c.mem, r->lang, v->published),
            .state = state_tag(r, list[i].state),
            .to = HREF(r->c.mem, "/admin/calendar/{}", v->pub)};
    }
    const struct calendars_view view = {rows, n, HREF_TO("/admin/calendar/new")};
    const struct page page = {
        .title = "calendar.heading", .layout = LAYOUT_STAFF, .section = "calendar"};
    return show_page(r, &page, tpl_calendar_calendars, &view);
}

/* ---- one version ---- */

static struct web_tag change_tag(struct req *r, const struct calendar_change *x)
{
    if (!x->was)
        return (struct web_tag){S("ok"), S("check"), text_get(r->lang, "calendar.change.added")};
    if (!x->now)
        return (struct web_tag){S("bad"), S("cross"), text_get(r->lang, "calendar.change.removed")};
    return (struct web_tag){S("warn"), S("pen"), text_get(r->lang, "calendar.change.changed")};
}

static enum rc add_changes(struct req *r, const struct calendar_sheet *s, struct calendar_sheet_view *v)
{
    struct calendar_change *list;
    ptrdiff_t n;
    const enum rc rc = calendar_sheet_diff(&r->c, s, &list, &n);
    if (rc)
        return rc;
    struct calendar_change_view *rows = NEW_N(r->c.mem, struct calendar_change_view, n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = (struct calendar_change_view){.day = text_date(r->c.mem, r->lang, list[i].on),
                                                .was = say_day(r, list[i].was),
                                                .now = say_day(r, list[i].now),
                                                .mark = change_tag(r, &list[i])};
    v->changes = rows;
    v->changes_n = n;
    v->compares = s->base.n > 0;
    v->base = s->base;
    return RC_OK;
}

static str worked_days(struct req *r, const struct calendar *cal, int year)
{
    const date before = date_add(date_from_civil((struct civil){year, 1, 1}), -1),
               last = date_from_civil((struct civil){year, 12, 31});
    const str n = text_number(r->c.mem, r->lang, calendar_worked_between(cal, before, last));
    return text_fmt(r->c.mem, r->lang, "calendar.year.worked", &n, 1);
}

/* The newest year first. */
static enum rc add_years(struct req *r, const struct calendar_sheet *s, struct calendar_sheet_view *v)
{
    struct calendar_source src;
    const struct calendar *cal;
    enum rc rc = calendar_get(&r->c, s->version.id, &src);
    if (!rc)
        rc = calendar_compile(&r->c, r->c.mem, &src, &cal);
    if (rc)
        return rc;
    const int count = src.last_year - src.first_year + 1;
    struct calendar_year_view *all = NEW_N(r->c.mem, struct calendar_year_view, count);
    struct calendar_day_view *days = NEW_N(r->c.mem, struct calendar_day_view, src.day_count);
    for (ptrdiff_t i = 0; i < src.day_count; i++) {
        const struct calendar_day *d = &src.days[i];
        days[i] = (struct calendar_day_view){.day = text_date(r->c.mem, r->lang, d->on),
                                             .kind = kind_text(r, d->kind),
                                             .name = d->name[r->lang],
                                             .source = d->source,
                                             .doubt = doubt(r, d)};
        struct calendar_year_view *y = &all[src.last_year - date_civil(d->on).year];
        y->days = y->days ? y->days : &days[i];
        y->days_n++;
    }
    for (int i = 0; i < count; i++) {
        all[i].year = str_fmt(r->c.mem, "%d", src.last_year - i);
        all[i].worked = worked_days(r, cal, src.last_year - i);
    }
    v->years = all;
    v->years_n = count;
    return RC_OK;
}

static void add_facts(struct req *r, const struct calendar_sheet *s, struct calendar_sheet_view *v)
{
    struct web_fact *f = NEW_N(r->c.mem, struct web_fact, 5);
    ptrdiff_t n = 0;
    const str span[] = {day_text(r, s->from), day_text(r, s->to)};
    f[n++] =
        (struct web_fact){.term = text_get(r->lang, "calendar.fact.decision"), .value = decision(r, s)};
    if (s->number.n) {
        f[n++] = (struct web_fact){.term = text_get(r->lang, "calendar.fact.settles"),
                                   .value = str_join(r->c.mem, span, 2, S(" – "))};
        f[n++] =
            (struct web_fact){.term = text_get(r->lang, "calendar.fact.typed"), .value = s->typed_by};
    }
    if (s->confirmed_by.n)
        f[n++] = (struct web_fact){.term = text_get(r->lang, "calendar.fact.confirmed"),
                                   .value = s->confirmed_by};
    if (!instant_is_none(s->version.published))
        f[n++] = (struct web_fact){.term = text_get(r->lang, "calendar.fact.published"),
                                   .value = text_time(r->c.mem, r->lang, s->version.published)};
    v->facts = (struct web_facts){f, n};
}

static void add_notice(struct req *r, const struct calendar_sheet *s, struct calendar_sheet_view *v)
{
    const bool own = r->c.actor && r->c.actor->account == s->typist;
    const str fault = r->c.faults ? text_get(r->lang, r->c.faults->key) : S("");
    if (!fault.n && (s->state == CALENDAR_IN_FORCE || s->state == CALENDAR_FORMER))
        return;
    v->may_confirm = s->state == CALENDAR_WAITING && s->number.n && !own;
    v->has_notice = true;
    v->notice = (struct web_notice){
        .tone = S("warn"),
        .icon = S("warn"),
        .text = fault.n ? fault
                        : text_get(r->lang, s->state == CALENDAR_OUTDATED ? "calendar.notice.outdated"
                                            : !s->number.n                ? "calendar.notice.pack"
                                            : own                         ? "calendar.notice.own"
                                                                          : "calendar.notice.confirm")};
}

static enum rc sheet_page(struct req *r)
{
    struct calendar_sheet s;
    struct calendar_sheet_view v = {0};
    enum rc rc = calendar_sheet_get(&r->c, param(r, "pub"), &s);
    if (!rc)
        rc = add_changes(r, &s, &v);
    if (!rc)
        rc = add_years(r, &s, &v);
    if (rc)
        return rc;
    v.heading = text_fmt(r->c.mem, r->lang, "calendar.sheet", &s.version.version, 1);
    v.state = state_tag(r, s.state);
    v.confirm = HREF(r->c.mem, "/admin/calendar/{}/confirm", s.version.pub);
    add_facts(r, &s, &v);
    add_notice(r, &s, &v);
    const struct page page = {.title = "calendar.sheet",
                              .title_arg = s.version.version,
                              .layout = LAYOUT_STAFF,
                              .section = "calendar"};
    return show_page(r, &page, tpl_calendar_sheet, &v);
}

static enum rc confirm(struct req *r)
{
    const enum rc rc = calendar_confirm(&r->c, param(r, "pub"));
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/calendar/{}", param(r, "pub")));
}

/* ---- typing ---- */

static enum rc type_page(struct req *r)
{
    const struct calendar_type_view view = {.errors = req_errors(r),
                                            .fields = form_fields(r, &typed_form, &r->values),
                                            .action = HREF_TO("/admin/calendar/new")};
    const struct page page = {
        .title = "calendar.type.heading", .layout = LAYOUT_STAFF, .section = "calendar"};
    return show_page(r, &page, tpl_calendar_type, &view);
}

static enum rc type(struct req *r)
{
    const struct typed_in *in = r->in;
    str pub;
    const enum rc rc = calendar_propose(&r->c,
                                        &(struct calendar_decision){.number = in->number,
                                                                    .on = in->on,
                                                                    .from = in->from,
                                                                    .to = in->to,
                                                                    .holidays = in->holidays,
                                                                    .swaps = in->swaps,
                                                                    .makeups = in->makeups},
                                        &pub);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/calendar/{}", pub));
}

const struct nav calendar_nav[] = {
    {NAV_STAFF, "account.admin", "calendar.heading", "/admin/calendar", PERM_CALENDAR_MANAGE,
     "calendar", NULL},
    {0},
};

#define MANAGE .need = PERM_CALENDAR_MANAGE
const struct route calendar_routes[] = {
    {GET, "/admin/calendar", list_page, MANAGE},
    {GET, "/admin/calendar/new", type_page, MANAGE},
    {POST, "/admin/calendar/new", MANAGE, .form = &typed_form, .write = type, .again = type_page},
    {GET, "/admin/calendar/:pub", sheet_page, MANAGE},
    {POST, "/admin/calendar/:pub/confirm", MANAGE, .form = &no_form, .write = confirm,
     .again = sheet_page},
    {0},
};
