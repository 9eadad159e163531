/*
 * ledger.h - the clock ledger of a piece of work: what started, stopped and moved its legal
 * clock, each with its ground, and the due date that follows. Leaves out: the arithmetic
 * (calendar/clock.h) and the words for people.
 *
 * Invariants: 1. work.due_at is written by casework_clock.c alone, from the ledger; 2. an
 * entry is never changed.
 */
#ifndef MOTCUA_CASEWORK_LEDGER_H
#define MOTCUA_CASEWORK_LEDGER_H

#include "calendar/clock.h"
#include "casework/casework.h"

struct clock_start {
    str rule;      /* "3 wd" "8 h" "15 d" "same_day_15h" */
    str hours_set; /* working hours of the unit; absent = the default set */
    str ground;    /* the article that starts it */
    instant at;    /* legal time of acceptance */
};
/* Starts, or after a stop restarts from zero (NĐ 118/2025 Điều 19.5). */
MUST_USE enum rc work_clock_start(struct ctx *c, struct work_id id, const struct clock_start *in);
/* Stops while the citizen completes; there is no due date until the restart. */
MUST_USE enum rc work_clock_stop(struct ctx *c, struct work_id id, instant at, str ground);

struct clock_entry {
    str kind, rule, ground;
    instant at, entered_at, due_at;
    int64_t calendar_version_id, hours_id;
};
MUST_USE enum rc work_clock_ledger(struct ctx *c, struct work_id id, struct clock_entry **ret_entries,
                                   ptrdiff_t *ret_n);

/* The ledger as the pure clock takes it: for explanations, distances, shares of steps.
   RC_NOT_FOUND while the clock was never started. */
MUST_USE enum rc work_clock_case(struct ctx *c, struct work_id id, struct clock_case *ret_case,
                                 const struct worktime **ret_worktime);

/* `motcua check`: up to `max` works after `after` whose ledger gives another date. */
struct work_due_check {
    struct work_due_fault {
        struct work_id id;
        instant stored, derived; /* INSTANT_NONE = none */
    } * faults;
    ptrdiff_t n;
    int64_t seen; /* how many were looked at; < max = no more */
    struct work_id last;
};
MUST_USE enum rc work_check_due(struct ctx *c, struct work_id after, int64_t max,
                                struct work_due_check *ret_check);

#endif
