/*
 * casework_hold.c - the grounds by which a process lets the clock of its work be held: which there
 * are, until when each may hold, and holding by one. A ground has one limit in the life of a work,
 * counted from its first use: used again, by whomever, it holds no longer than that.
 */
#include "casework/casework_internal.h"

/* Until when it may hold: a pure count from its first use, or from now. */
static enum rc latest(struct ctx *c, const struct worktime *w, const struct q_work_holds_row *r,
                      instant *ret_until)
{
    struct clock_due due;
    struct clock_case k = {.start = instant_is_none(r->first_at) ? c->now : r->first_at,
                           .extended_at = INSTANT_NONE,
                           .extended_to = DATE_NONE};
    if (!due_rule_parse(r->time_limit, &k.rule))
        return fail(c, RC_INVALID, "hold", "casework.rule_unknown");
    const enum rc rc = clock_due(c, w, &k, &due);
    if (!rc)
        *ret_until = due.due;
    return rc;
}

enum rc work_holds(struct ctx *c, struct work_id id, struct work_hold **ret_holds, ptrdiff_t *ret_n)
{
    struct q_work_holds_rows rows;
    struct clock_case k;
    const struct worktime *w;
    *ret_holds = NULL;
    *ret_n = 0;
    enum rc rc = q_work_holds(c, id.v, &rows);
    if (rc || !rows.n)
        return rc;
    rc = work_clock_case(c, id, &k, &w);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    struct work_hold *list = NEW_N(c->mem, struct work_hold, rows.n);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        const struct q_work_holds_row *r = &rows.v[i];
        list[i] = (struct work_hold){.key = r->key,
                                     .name = r->name,
                                     .article = r->article,
                                     .limit = r->time_limit,
                                     .consult = r->consult};
        rc = latest(c, w, r, &list[i].until);
        list[i].used_up = !rc && list[i].until.us <= c->now.us;
    }
    *ret_holds = list;
    *ret_n = rows.n;
    return rc;
}

static enum rc too_long(struct ctx *c, const char *field, enum rc rc, const char *key, instant until)
{
    const str day = text_day(c->mem, LANG_VI, instant_date(until));
    return fail_args(c, rc, field, key, &day, 1);
}

/* Compared by the day: the hours of the one asked may end later than one's own. */
enum rc casework__hold_check(struct ctx *c, struct work_id id, str key, bool consult, date until,
                             str *ret_ground)
{
    struct work_hold *v;
    ptrdiff_t n, i = 0;
    const enum rc rc = work_holds(c, id, &v, &n);
    if (rc)
        return rc;
    while (i < n && !str_eq(v[i].key, key))
        i++;
    if (i == n)
        return fail(c, RC_INVALID, "hold", "casework.hold.unknown");
    if (v[i].consult != consult)
        return fail(c, RC_INVALID, "hold",
                    consult ? "casework.hold.by_letter" : "casework.hold.by_consult");
    if (v[i].used_up)
        return too_long(c, "hold", RC_CONFLICT, "casework.hold.used_up", v[i].until);
    if (until.day > instant_date(v[i].until).day)
        return too_long(c, consult ? "days" : "until", RC_INVALID, "casework.hold.too_long",
                        v[i].until);
    *ret_ground = str_fmt(c->mem, "%.*s, %.*s", STR_ARG(v[i].name), STR_ARG(v[i].article));
    return RC_OK;
}

enum rc work_hold(struct ctx *c, struct work_id id, str key, date until, instant *ret_until)
{
    struct casework_pause in = {.at = c->now, .hold = key, .consult_id = OPT_INT_NONE};
    struct clock_case k;
    const struct worktime *w;
    enum rc rc = work_clock_case(c, id, &k, &w);
    if (rc)
        return rc == RC_NOT_FOUND ? fail(c, RC_CONFLICT, NULL, "casework.clock.not_running") : rc;
    if (date_is_none(until) || until.day < instant_date(c->now).day)
        return fail(c, RC_INVALID, "until", "casework.clock.limit");
    rc = casework__hold_check(c, id, key, false, until, &in.ground);
    if (rc)
        return rc;
    if (!calendar_works(worktime_calendar(w), until))
        return fail(c, RC_INVALID, "until", "casework.hold.rest_day");
    in.until = worktime_close(w, until);
    rc = casework__clock_pause(c, id, &in);
    if (!rc)
        *ret_until = in.until;
    return rc;
}
