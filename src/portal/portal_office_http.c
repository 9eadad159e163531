/*
 * portal_office_http.c - where to go in person: the one-stop units, their published hours day by
 * day (Saturday morning too where it is), and who is at which counter today. Names of staff on duty
 * are published by law.
 */
#include "org/org.h"
#include "portal/portal_tpl.h"
#include "portal/portal_words_view.h"

static str either(const struct req *r, str vi, str en)
{
    return r->lang == LANG_EN && en.n ? en : vi;
}

enum rc portal__offices(struct req *r)
{
    struct one_stop *v;
    ptrdiff_t n;
    const enum rc rc = org_one_stops(&r->c, instant_date(r->c.now), &v, &n);
    if (rc)
        return rc;
    struct office_row *rows = NEW_N(r->c.mem, struct office_row, n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = (struct office_row){.to = HREF(r->c.mem, "/offices/{}", v[i].code),
                                      .agency = either(r, v[i].agency, v[i].agency_en),
                                      .name = either(r, v[i].name, v[i].name_en)};
    const struct offices_view view = {rows, n};
    const struct page page = {.title = "portal.offices.title", .section = "offices"};
    return show_page(r, &page, tpl_portal_offices, &view);
}

/* A unit that is there today and open to the public. */
static enum rc find(struct req *r, struct unit *ret_unit)
{
    const date today = instant_date(r->c.now);
    const enum rc rc = org_unit_by_code(&r->c, param(r, "code"), ret_unit);
    if (rc)
        return rc;
    const bool ended = !date_is_none(ret_unit->to) && ret_unit->to.day <= today.day;
    return ret_unit->kind != UNIT_ONE_STOP || ended || ret_unit->from.day > today.day ? RC_NOT_FOUND
                                                                                      : RC_OK;
}

static enum rc add_hours(struct req *r, const struct unit *u, struct office_view *v)
{
    struct unit_hours *hours;
    ptrdiff_t n;
    const enum rc rc = org_unit_hours(&r->c, u->id, &hours, &n);
    if (rc)
        return rc;
    const date today = instant_date(r->c.now);
    struct office_day *days = NEW_N(r->c.mem, struct office_day, 7);
    for (int i = 0; i < 7; i++) {
        const str text = org_day_hours_text(r->c.mem, hours, n, i + 1);
        days[i] = (struct office_day){
            .day = text_weekday(r->lang, date_add(today, i + 1 - date_weekday(today))),
            .hours = text.n ? text : text_get(r->lang, "portal.office.closed"),
            .today = i + 1 == date_weekday(today)};
    }
    v->days = days;
    v->days_n = 7;
    v->published = n > 0;
    return RC_OK;
}

static enum rc add_desks(struct req *r, const struct unit *u, struct office_view *v)
{
    struct duty *duties;
    ptrdiff_t n;
    const date today = instant_date(r->c.now);
    const enum rc rc = org_duty_list(&r->c, u->id, today, date_add(today, 1), &duties, &n);
    if (rc)
        return rc;
    struct office_desk *desks = NEW_N(r->c.mem, struct office_desk, n);
    for (ptrdiff_t i = 0; i < n; i++)
        desks[i] = (struct office_desk){duties[i].number, duties[i].name};
    v->desks = desks;
    v->desks_n = n;
    return RC_OK;
}

enum rc portal__office(struct req *r)
{
    struct unit u;
    struct agency a;
    struct office_view v = {0};
    enum rc rc = find(r, &u);
    if (!rc)
        rc = org_agency_by_id(&r->c, u.agency, &a);
    if (!rc)
        rc = add_hours(r, &u, &v);
    if (!rc)
        rc = add_desks(r, &u, &v);
    if (rc)
        return rc;
    v.name = either(r, u.name, u.name_en);
    v.agency = either(r, a.name, a.name_en);
    const struct page page = {
        .title = "portal.office.title", .title_arg = v.agency, .section = "offices"};
    return show_page(r, &page, tpl_portal_office, &v);
}
