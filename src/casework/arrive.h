/*
 * arrive.h - work that did not begin here: moved in from a system in use before, put down at the
 * step it stood at and led here from now on; or synced, led by another system (a ministry's) and
 * shown here. Leaves out: reading files (arrival), the case's row and event (the case).
 *
 * Invariants: 1. what happened elsewhere is told, never acted: passes of it take no working time of
 * ours; 2. the clock of moved-in work is the ledger's like any other (ledger.h): only its entries
 * have earlier legal times; 3. a synced work is changed by work_synced_put alone, every other
 * function of this folder refuses it (casework.synced), except that work of an agency that ended is
 * handed on; 4. its due date is an entry `told`, so that `motcua check` derives it too.
 */
#ifndef MOTCUA_CASEWORK_ARRIVE_H
#define MOTCUA_CASEWORK_ARRIVE_H

#include "casework/casework.h"

struct work_arrival {
    struct work_new at; /* opened_at: its legal arrival there; handler_id: whose desk, if they may */
    str step;           /* key; absent: the first step of the process at which the status occurs */
    enum work_status status;    /* an open one */
    bool accepted;              /* its clock began: it is past reception */
    instant since;              /* when it came to that step */
    struct opt_int received_by; /* staff who took it in: counts for the separation of duties */
};
/* Opens it there, with no clock. RC_INVALID at "status": the process has no such state, "step": no
   such step, or the status does not occur at it. `ret_hindrance`: why the desk named was not given
   it (it lies on the unit's pile then); NULL. */
MUST_USE enum rc work_arrive(struct ctx *c, const struct work_arrival *in, struct work_id *ret_id,
                             const char **ret_hindrance);
/* Pauses whose limit is over have run on from it. */
MUST_USE enum rc work_clock_settle(struct ctx *c, struct work_id id);
/* The result stood ready elsewhere at that moment: the clock ends there. */
MUST_USE enum rc work_finished_at(struct ctx *c, struct work_id id, instant at);

/* ---- led by another system ---- */

/* The steps a synced case of that kind of work stands at: one published process for all of them. */
MUST_USE enum rc work_synced_process(struct ctx *c, str kind, struct process_id *ret_process);

struct work_synced {
    enum work_status status;
    instant since;                  /* when it came to that */
    instant due_at;                 /* as told; INSTANT_NONE = not told */
    instant finished_at, closed_at; /* closed exactly when the status is over */
    str ground;                     /* who told it: kept in the ledger with each new date */
};
/* Opens one; `at` as work_open's, no handler. */
MUST_USE enum rc work_synced_open(struct ctx *c, const struct work_new *at,
                                  const struct work_synced *in, struct work_id *ret_id);
/* What the other system says now; adds one to the version. RC_CONFLICT "casework.not_synced". */
MUST_USE enum rc work_synced_put(struct ctx *c, struct work_id id, const struct work_synced *in);

#endif
