/* calendar_proposal.c - see edit.h: one person types, another puts in force. */
#include "calendar/calendar_edit.h"

#include "access/access.h"
#include "calendar/calendar_sql.h"

enum rc calendar_propose(struct ctx *c, const struct calendar_decision *in, str *ret_pub)
{
    struct q_calendar_version_current_row base;
    struct q_calendar_version_by_id_row row;
    struct calendar_source was, s;
    int64_t id = 0;
    enum rc rc = q_calendar_version_current(c, CALENDAR_CODE, &base);
    if (!rc)
        rc = calendar_get(c, base.id, &was);
    if (!rc)
        rc = calendar__edit(c, in, &was, &s);
    if (!rc)
        rc = calendar_add(c, &s, &id);
    if (!rc)
        rc = q_calendar_version_by_id(c, id, &row);
    if (rc)
        return rc;
    const struct actor *a = c->actor;
    BUG_IF(!a || !a->account);
    rc = q_calendar_proposal_add(c,
                                 &(struct q_calendar_proposal_add_in){.version_id = id,
                                                                      .base_id = base.id,
                                                                      .number = str_trim(in->number),
                                                                      .decided_on = in->on,
                                                                      .settles_from = in->from,
                                                                      .settles_to = in->to,
                                                                      .typed_by = a->account,
                                                                      .typed_staff = a->staff,
                                                                      .typed_at = c->now},
                                 NULL);
    const struct event_member told[] = {EV_TEXT("version", row.version), EV_TEXT("base", was.version),
                                        EV_TEXT("decision", str_trim(in->number)),
                                        EV_DATE("decided_on", in->on)};
    const struct event e = {.kind = "calendar.proposed",
                            .object = id,
                            .object_pub = row.pub,
                            .members = told,
                            .member_count = 4};
    if (!rc)
        rc = record_append(c, &e);
    if (!rc)
        *ret_pub = row.pub;
    return rc;
}

enum rc calendar_confirm(struct ctx *c, str pub)
{
    struct q_calendar_proposal_get_row p;
    struct q_calendar_version_current_row current;
    const struct actor *a = c->actor;
    int64_t changed;
    enum rc rc = q_calendar_proposal_get(c, pub, &p);
    if (!rc)
        rc = q_calendar_version_current(c, CALENDAR_CODE, &current);
    if (rc)
        return rc;
    BUG_IF(!a || !a->account);
    if (a->account == p.typed_by || (a->staff && a->staff == p.typed_staff))
        return fail(c, RC_DENIED, NULL, "calendar.confirm.own");
    if (p.confirmed_by.set)
        return fail(c, RC_CONFLICT, NULL, "calendar.version.published");
    if (current.id != p.base_id)
        return fail(c, RC_CONFLICT, NULL, "calendar.confirm.base");
    rc = q_calendar_proposal_confirm(c, p.version_id, a->account, c->now, &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "calendar.version.published");
    return rc ? rc : calendar_publish(c, p.version_id);
}

/* ---- reading ---- */

static struct calendar_sheet sheet_of(const struct q_calendar_sheets_row *r, int64_t in_force)
{
    struct calendar_sheet s = {.version = {.id = r->id,
                                           .pub = r->pub,
                                           .code = CALENDAR_CODE,
                                           .version = r->version,
                                           .first_year = (int)r->first_year,
                                           .last_year = (int)r->last_year,
                                           .created = r->created_at,
                                           .published = r->published_at},
                               .base = r->base,
                               .number = r->number,
                               .decided = r->decided_on,
                               .from = r->settles_from,
                               .to = r->settles_to,
                               .typed_by = r->typed_by,
                               .confirmed_by = r->confirmed_by,
                               .typist = r->typist.v};
    if (r->id == in_force)
        s.state = CALENDAR_IN_FORCE;
    else if (!instant_is_none(r->published_at))
        s.state = CALENDAR_FORMER;
    else
        s.state = r->base_id.set && r->base_id.v != in_force ? CALENDAR_OUTDATED : CALENDAR_WAITING;
    return s;
}

enum rc calendar_sheets(struct ctx *c, struct calendar_sheet **ret_list, ptrdiff_t *ret_n)
{
    struct q_calendar_sheets_rows rows;
    struct q_calendar_version_current_row current = {0};
    enum rc rc = q_calendar_sheets(c, CALENDAR_CODE, &rows);
    if (!rc)
        rc = q_calendar_version_current(c, CALENDAR_CODE, &current);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    struct calendar_sheet *list = NEW_N(c->mem, struct calendar_sheet, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = sheet_of(&rows.v[i], current.id);
    *ret_list = list;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc calendar_sheet_get(struct ctx *c, str pub, struct calendar_sheet *ret_sheet)
{
    struct calendar_sheet *list;
    ptrdiff_t n;
    const enum rc rc = calendar_sheets(c, &list, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (str_eq(list[i].version.pub, pub)) {
            *ret_sheet = list[i];
            return RC_OK;
        }
    return rc ? rc : RC_NOT_FOUND;
}

enum rc calendar_sheet_diff(struct ctx *c, const struct calendar_sheet *s,
                            struct calendar_change **ret_list, ptrdiff_t *ret_n)
{
    struct q_calendar_version_by_name_row base;
    struct calendar_source was, now;
    *ret_n = 0;
    if (!s->base.n)
        return RC_OK;
    enum rc rc = q_calendar_version_by_name(c, CALENDAR_CODE, s->base, &base);
    if (!rc)
        rc = calendar_get(c, base.id, &was);
    if (!rc)
        rc = calendar_get(c, s->version.id, &now);
    return rc ? rc : calendar_diff(c, &was, &now, ret_list, ret_n);
}
