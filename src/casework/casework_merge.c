/* casework_merge.c - see merge.h. */
#include "casework/merge.h"

#include "casework/casework_internal.h"
#include "org/org.h"

#define IDS_AT_ONCE 2000
#define TAKEN_AT_ONCE 25

/* Who answers for it on that day: its successor, else what stood above it. */
static enum rc heir_of(struct ctx *c, int64_t agency, date on, int64_t *ret_heir)
{
    struct agency a, heir;
    enum rc rc = org_agency_successor(c, agency, on, &heir);
    for (int64_t at = agency; rc == RC_NOT_FOUND;) {
        rc = org_agency_by_id(c, at, &a);
        if (rc || !a.parent)
            return rc ? rc : RC_NOT_FOUND;
        at = a.parent;
        rc = org_agency_successor(c, at, on, &heir);
    }
    if (!rc)
        *ret_heir = heir.id;
    return rc;
}

/* The counter of the heir; none where it has no one-stop unit. */
static enum rc counter_of(struct ctx *c, int64_t agency, date on, struct opt_int *ret_unit)
{
    struct unit u;
    const enum rc rc = org_unit_one_stop(c, agency, on, &u);
    *ret_unit = rc ? OPT_INT_NONE : OPT_INT(u.id);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What lay on a desk of the old agency lies on the pile of the same place at the new one. */
static enum rc hand_on(struct ctx *c, const struct work *w, int64_t from, int64_t to)
{
    struct opt_int counter;
    struct q_work_take_over_in in = {.id = w->id.v,
                                     .was_version = w->version,
                                     .agency_id = w->agency_id,
                                     .unit_id = w->unit_id,
                                     .handler_id = w->handler_id,
                                     .receiving_agency_id = w->receiving_agency_id,
                                     .receiving_unit_id = w->receiving_unit_id,
                                     .competent_agency_id = w->competent_agency_id,
                                     .competent_unit_id = w->competent_unit_id};
    int64_t changed;
    enum rc rc = counter_of(c, to, instant_date(c->now), &counter);
    if (rc)
        return rc;
    if (in.agency_id == from) {
        const bool at_counter =
            w->receiving_unit_id.set && w->unit_id.set && w->unit_id.v == w->receiving_unit_id.v;
        in.agency_id = to;
        in.unit_id = at_counter ? counter : OPT_INT_NONE;
        in.handler_id = OPT_INT_NONE;
    }
    if (in.receiving_agency_id == from) {
        in.receiving_agency_id = to;
        in.receiving_unit_id = counter;
    }
    if (in.competent_agency_id == from) {
        in.competent_agency_id = to;
        in.competent_unit_id = OPT_INT_NONE;
    }
    rc = q_work_take_over(c, &in, &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    return rc ? rc : q_work_parts_take_over(c, w->id.v, from, to, NULL);
}

static enum rc new_pass(struct ctx *c, const struct work *w, const struct work *after)
{
    int64_t us;
    enum rc rc = casework__working_us(c, w, w->step_since, c->now, &us);
    if (!rc)
        rc = q_work_pass_close(c,
                               &(struct q_work_pass_close_in){.work_id = w->id.v,
                                                              .handler_id = w->handler_id,
                                                              .left_at = c->now,
                                                              .action = S("taken_over"),
                                                              .working_us = us},
                               NULL);
    return rc ? rc
              : q_work_pass_open(c,
                                 &(struct q_work_pass_open_in){.work_id = w->id.v,
                                                               .step_id = after->step_id,
                                                               .unit_id = after->unit_id,
                                                               .entered_at = c->now},
                                 NULL);
}

static enum rc take_one(struct ctx *c, const struct merge_told *told, int64_t id, int64_t from,
                        int64_t to)
{
    struct work w;
    struct work_taken_over x = {.id = {id}, .from = from, .to = to};
    enum rc rc = work_get(c, x.id, &w);
    if (!rc)
        rc = hand_on(c, &w, from, to);
    if (!rc)
        rc = work_get(c, x.id, &x.after);
    if (!rc && w.agency_id == from)
        rc = new_pass(c, &w, &x.after);
    return rc ? rc : told->fn(c, told->arg, &x);
}

/* "12/4000": the agency that is looked through, and up to which id it was. */
static int64_t read_cursor(str cursor, int64_t agency)
{
    const struct str_cut cut = str_cut(cursor, '/');
    int64_t was, after;
    return str_to_i64(cut.head, &was) && was == agency && str_to_i64(cut.tail, &after) ? after : 0;
}

enum rc work_follow_mergers(struct ctx *c, const struct merge_told *told, str cursor, str *ret_next)
{
    struct q_work_ended_agency_row ended;
    struct q_work_of_ended_rows rows;
    struct q_work_last_id_row last;
    int64_t heir = 0;
    const date today = instant_date(c->now);
    *ret_next = S("");
    enum rc rc = q_work_ended_agency(c, str_of(told->kind), today, &ended);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    rc = heir_of(c, ended.id, today, &heir);
    int64_t after = read_cursor(cursor, ended.id);
    if (!rc)
        rc = q_work_last_id(c, &last);
    if (!rc)
        rc = q_work_of_ended(c,
                             &(struct q_work_of_ended_in){.kind = str_of(told->kind),
                                                          .agency = ended.id,
                                                          .after = after,
                                                          .upto = after + IDS_AT_ONCE,
                                                          .max = TAKEN_AT_ONCE},
                             &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = take_one(c, told, rows.v[i].id, ended.id, heir);
    if (rc)
        return rc;
    after = rows.n == TAKEN_AT_ONCE ? rows.v[rows.n - 1].id : after + IDS_AT_ONCE;
    if (after >= last.id && rows.n < TAKEN_AT_ONCE) {
        rc = q_work_agency_followed(c, str_of(told->kind), ended.id, c->now, NULL);
        after = 0; /* perhaps another agency ended too */
    }
    *ret_next = str_fmt(c->mem, "%lld/%lld", (long long)ended.id, (long long)after);
    return rc;
}
