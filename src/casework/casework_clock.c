/*
 * casework_clock.c - the ledger of one piece of work and the projection due_at. The
 * arithmetic is calendar's; here stands what happened to this clock, in order.
 */
#include "casework/casework_internal.h"

#include "calendar/versions.h"

/* The ledger as the pure clock wants it, and the calendar and hours of its last beginning.
   False when the clock was never started, or by words that are no rule. */
static bool read_ledger(struct ctx *c, const struct q_work_clock_ledger_rows *rows,
                        struct clock_case *ret_case, struct calendar_use *ret_use)
{
    struct clock_stop *stops = NEW_N(c->mem, struct clock_stop, rows->n);
    struct clock_case k = {.stops = stops, .extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    bool started = false;
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        const struct q_work_clock_ledger_row *r = &rows->v[i];
        if (r->hours_id.set)
            *ret_use =
                (struct calendar_use){.version = r->calendar_version_id.v, .hours = r->hours_id.v};
        if (str_eq(r->kind, S("start"))) {
            started = true;
            k.start = r->at;
            if (!due_rule_parse(r->rule, &k.rule))
                return false;
        } else if (str_eq(r->kind, S("stop"))) {
            stops[k.stop_count++] =
                (struct clock_stop){.from = r->at, .to = INSTANT_NONE, .ground = r->ground};
        } else if (str_eq(r->kind, S("restart")) && k.stop_count) {
            stops[k.stop_count - 1].to = r->at;
            stops[k.stop_count - 1].restart = true;
        }
    }
    *ret_case = k;
    return started;
}

static enum rc derive(struct ctx *c, struct work_id id, struct clock_due *ret_due, bool *ret_started)
{
    struct q_work_clock_ledger_rows rows;
    struct clock_case k;
    struct calendar_use use = {0};
    enum rc rc = q_work_clock_ledger(c, id.v, &rows);
    if (rc)
        return rc;
    *ret_due = (struct clock_due){.due = INSTANT_NONE, .stands = INSTANT_NONE};
    *ret_started = read_ledger(c, &rows, &k, &use);
    if (!*ret_started)
        return RC_OK;
    rc = calendar_pinned(c, use.version, use.hours, &use.w);
    return rc ? rc : clock_due(c, use.w, &k, ret_due);
}

enum rc work_check_due(struct ctx *c, struct work_id after, int64_t max,
                       struct work_due_check *ret_check)
{
    struct q_work_due_list_rows rows;
    enum rc rc = q_work_due_list(c, after.v, max, &rows);
    if (rc)
        return rc;
    struct work_due_check k = {
        .faults = NEW_N(c->mem, struct work_due_fault, rows.n), .seen = rows.n, .last = after};
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        struct clock_due due;
        bool started;
        k.last.v = rows.v[i].id;
        rc = derive(c, k.last, &due, &started);
        if (rc && rc != RC_NOT_FOUND) /* a calendar that is gone gives no date */
            return rc;
        const instant derived = rc ? INSTANT_NONE : due.due;
        if (derived.us != rows.v[i].due_at.us)
            k.faults[k.n++] = (struct work_due_fault){k.last, rows.v[i].due_at, derived};
    }
    *ret_check = k;
    return RC_OK;
}

enum rc work_clock_case(struct ctx *c, struct work_id id, struct clock_case *ret_case,
                        const struct worktime **ret_w)
{
    struct q_work_clock_ledger_rows rows;
    struct calendar_use use = {0};
    const enum rc rc = q_work_clock_ledger(c, id.v, &rows);
    if (rc)
        return rc;
    if (!read_ledger(c, &rows, ret_case, &use))
        return RC_NOT_FOUND;
    return calendar_pinned(c, use.version, use.hours, ret_w);
}

/* Writes an entry, derives anew, keeps the projection. */
static enum rc enter(struct ctx *c, struct work_id id, struct q_work_clock_insert_in *entry,
                     const char *state)
{
    struct clock_due due;
    bool started;
    entry->work_id = id.v;
    entry->entered_at = c->now;
    entry->due_at = INSTANT_NONE;
    enum rc rc = q_work_clock_insert(c, entry, NULL);
    if (!rc)
        rc = derive(c, id, &due, &started);
    BUG_IF(!rc && !started);
    return rc ? rc
              : q_work_due(c,
                           &(struct q_work_due_in){
                               .id = id.v,
                               .due_at = due.due,
                               .due_sort = instant_is_none(due.due) ? FAR_FUTURE : due.due,
                               .due_provisional = due.provisional,
                               .clock_state = str_of(state),
                           },
                           NULL);
}

enum rc work_clock_start(struct ctx *c, struct work_id id, const struct clock_start *in)
{
    struct q_work_clock_ledger_rows rows;
    struct due_rule rule;
    struct calendar_use use;
    if (!due_rule_parse(in->rule, &rule))
        return fail(c, RC_INVALID, "rule", "casework.rule_unknown");
    enum rc rc = q_work_clock_ledger(c, id.v, &rows);
    if (!rc)
        rc = calendar_current(c, in->hours_set, &use);
    if (rc)
        return rc;
    struct q_work_clock_insert_in entry = {
        .kind = rows.n ? S("restart") : S("start"),
        .at = in->at,
        .rule = in->rule,
        .hours_id = OPT_INT(use.hours),
        .calendar_version_id = OPT_INT(use.version),
        .ground = in->ground,
    };
    return enter(c, id, &entry, "running");
}

enum rc work_clock_stop(struct ctx *c, struct work_id id, instant at, str ground)
{
    struct q_work_clock_insert_in entry = {
        .kind = S("stop"), .at = at, .rule = STR_NONE, .ground = ground};
    return enter(c, id, &entry, "stopped");
}

/* The due date stays as the promise it was; only the clock has stopped counting, so that what
   waits to be collected is in no list of late ones. */
enum rc casework__clock_end(struct ctx *c, const struct work *w, instant at)
{
    if (!w->clock_running)
        return RC_OK;
    enum rc rc = q_work_clock_insert(c,
                                     &(struct q_work_clock_insert_in){.work_id = w->id.v,
                                                                      .kind = S("end"),
                                                                      .at = at,
                                                                      .entered_at = c->now,
                                                                      .rule = STR_NONE,
                                                                      .ground = S(""),
                                                                      .due_at = w->due_at},
                                     NULL);
    return rc ? rc
              : q_work_due(c,
                           &(struct q_work_due_in){.id = w->id.v,
                                                   .due_at = w->due_at,
                                                   .due_sort = FAR_FUTURE,
                                                   .due_provisional = w->due_provisional,
                                                   .clock_state = S("ended")},
                           NULL);
}

enum rc casework__working_us(struct ctx *c, const struct work *w, instant from, instant to,
                             int64_t *ret_us)
{
    struct clock_case k;
    struct calendar_use use;
    enum rc rc = work_clock_case(c, w->id, &k, &use.w);
    if (rc == RC_NOT_FOUND)
        rc = calendar_current(c, STR_NONE, &use);
    if (!rc)
        *ret_us = worktime_between(use.w, from, to);
    return rc;
}

enum rc work_clock_ledger(struct ctx *c, struct work_id id, struct clock_entry **ret_entries,
                          ptrdiff_t *ret_n)
{
    struct q_work_clock_ledger_rows rows;
    const enum rc rc = q_work_clock_ledger(c, id.v, &rows);
    if (rc)
        return rc;
    struct clock_entry *list = NEW_N(c->mem, struct clock_entry, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct clock_entry){.kind = rows.v[i].kind,
                                       .rule = rows.v[i].rule,
                                       .ground = rows.v[i].ground,
                                       .hours_id = rows.v[i].hours_id.v,
                                       .at = rows.v[i].at,
                                       .entered_at = rows.v[i].entered_at,
                                       .due_at = rows.v[i].due_at,
                                       .calendar_version_id = rows.v[i].calendar_version_id.v};
    *ret_entries = list;
    *ret_n = rows.n;
    return RC_OK;
}
