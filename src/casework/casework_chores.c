/*
 * casework_chores.c - what time itself does to clocks: limits of pauses, silence of the
 * consulted, a calendar that was published. The case's jobs call it with a function that
 * writes the case's event; each unit is bounded and safe to repeat.
 */
#include "casework/casework_internal.h"

#include "calendar/versions.h"

#define IDS_AT_ONCE 2000
#define CHANGES_AT_ONCE 25

/* The work as it stood before, as it stands after; told to the case. */
static enum rc told_of(struct ctx *c, const struct clock_told *told, struct clock_change *change,
                       const struct q_work_clock_now_row *was)
{
    struct q_work_clock_now_row now;
    enum rc rc = work_touch(c, change->id, was->version);
    if (!rc)
        rc = q_work_clock_now(c, change->id.v, &now);
    if (rc)
        return rc;
    change->was_due = was->due_at;
    change->due = now.due_at;
    change->provisional = now.due_provisional;
    return told->fn(c, told->arg, change);
}

enum rc work_clock_resume_due(struct ctx *c, const struct clock_told *told, int64_t max, int64_t *ret_n)
{
    struct q_work_paused_until_rows rows;
    enum rc rc = q_work_paused_until(c, str_of(told->kind), c->now, max, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct clock_change change = {.id = {rows.v[i].id}, .at = c->now};
        struct q_work_clock_now_row was;
        rc = q_work_clock_now(c, change.id.v, &was);
        if (!rc)
            rc = casework__clock_lapse(c, change.id, c->now);
        if (!rc)
            rc = told_of(c, told, &change, &was);
    }
    if (!rc)
        *ret_n = rows.n;
    return rc;
}

enum rc work_consult_silent_due(struct ctx *c, const struct clock_told *told, int64_t max,
                                int64_t *ret_n)
{
    struct q_work_consult_late_rows rows;
    enum rc rc = q_work_consult_late(c, str_of(told->kind), c->now, max, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct consult n;
        struct q_work_clock_now_row was;
        rc = work_consult_get(c, rows.v[i].id, &n);
        if (!rc)
            rc = q_work_clock_now(c, n.work.v, &was);
        if (!rc)
            rc = casework__consult_silent(c, &n);
        n.silent_at = c->now;
        struct clock_change change = {.id = n.work, .at = c->now, .consult = &n};
        if (!rc)
            rc = told_of(c, told, &change, &was);
    }
    if (!rc)
        *ret_n = rows.n;
    return rc;
}

static enum rc apply_one(struct ctx *c, const struct clock_told *told, int64_t id,
                         const struct calendar_use *use)
{
    struct clock_change change = {.id = {id}, .at = c->now};
    struct q_work_clock_now_row was;
    enum rc rc = q_work_clock_now(c, id, &was);
    if (!rc)
        rc = casework__clock_calendar(c, change.id, use->version,
                                      calendar_version(worktime_calendar(use->w)), &change);
    return rc ? rc : told_of(c, told, &change, &was);
}

/* "7/4000": the version that is being applied, and up to which id it was. */
static int64_t read_cursor(str cursor, int64_t version)
{
    const struct str_cut cut = str_cut(cursor, '/');
    int64_t was, after;
    return str_to_i64(cut.head, &was) && was == version && str_to_i64(cut.tail, &after) ? after : 0;
}

static enum rc apply_piece(struct ctx *c, const struct clock_told *told, const struct calendar_use *use,
                           int64_t *after)
{
    struct q_work_other_calendar_rows rows;
    enum rc rc = q_work_other_calendar(c,
                                       &(struct q_work_other_calendar_in){.kind = str_of(told->kind),
                                                                          .after = *after,
                                                                          .upto = *after + IDS_AT_ONCE,
                                                                          .version = use->version,
                                                                          .max = CHANGES_AT_ONCE},
                                       &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = apply_one(c, told, rows.v[i].id, use);
    if (!rc)
        *after = rows.n == CHANGES_AT_ONCE ? rows.v[rows.n - 1].id : *after + IDS_AT_ONCE;
    return rc;
}

/* A question that waits for an answer gets the date it has by this calendar; told when it moved. */
static enum rc redate(struct ctx *c, const struct clock_told *told,
                      const struct q_work_consult_other_calendar_row *row,
                      const struct calendar_use *use)
{
    struct consult n;
    struct q_work_clock_now_row was;
    enum rc rc = work_consult_get(c, row->id, &n);
    const instant by = rc ? INSTANT_NONE : n.due_at;
    if (!rc)
        rc = q_work_clock_now(c, n.work.v, &was);
    if (!rc)
        rc = casework__consult_redate(c, &n, row->hours_set);
    if (rc || n.due_at.us == by.us)
        return rc;
    struct clock_change change = {.id = n.work,
                                  .at = c->now,
                                  .was_calendar = row->calendar_version_id.v,
                                  .calendar = use->version,
                                  .consult = &n,
                                  .was_answer_by = by};
    return told_of(c, told, &change, &was);
}

static enum rc redate_some(struct ctx *c, const struct clock_told *told, const struct calendar_use *use,
                           bool *ret_more)
{
    struct q_work_consult_other_calendar_rows rows;
    enum rc rc =
        q_work_consult_other_calendar(c, str_of(told->kind), use->version, CHANGES_AT_ONCE, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = redate(c, told, &rows.v[i], use);
    *ret_more = !rc && rows.n == CHANGES_AT_ONCE;
    return rc;
}

enum rc work_calendar_apply(struct ctx *c, const struct clock_told *told, str cursor, str *ret_next)
{
    struct q_work_calendar_applied_row applied;
    struct q_work_last_id_row last;
    struct calendar_use use;
    *ret_next = S("");
    enum rc rc = calendar_current(c, STR_NONE, &use);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    rc = q_work_calendar_applied(c, str_of(told->kind), &applied);
    if (rc == RC_OK && applied.version_id == use.version)
        return RC_OK;
    if (!rc || rc == RC_NOT_FOUND)
        rc = q_work_last_id(c, &last);
    int64_t after = read_cursor(cursor, use.version);
    bool more = false;
    if (!rc && after < last.id)
        rc = apply_piece(c, told, &use, &after);
    if (!rc && after >= last.id)
        rc = redate_some(c, told, &use, &more);
    if (rc)
        return rc;
    if (after >= last.id && !more)
        return q_work_calendar_set(c, str_of(told->kind), use.version, NULL);
    *ret_next = str_fmt(c->mem, "%lld/%lld", (long long)use.version, (long long)after);
    return RC_OK;
}
