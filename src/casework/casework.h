/*
 * casework.h - the case engine: the step a piece of work stands at and who may act on it.
 * Process versions stand in process.h, the statuses in status.h, its clock in ledger.h. It
 * knows no particular case; the case has the same id, calls these functions inside its unit
 * of work and writes the event.
 *
 * Invariants: 1. a work stays on the process version it was opened with; 2. every pass
 * through a step is a row of work_pass, with the working time it took; 3. due_at is
 * written by casework_clock.c alone, from the ledger work_clock; 4. each change adds one
 * to `version`, and a caller who saw another version gets RC_CONFLICT; 5. nothing is
 * deleted.
 */
#ifndef MOTCUA_CASEWORK_CASEWORK_H
#define MOTCUA_CASEWORK_CASEWORK_H

#include "access/access.h"
#include "casework/process.h"
#include "casework/status.h"
#include "core/ctx.h"
#include "db/db.h"

struct work_id {
    int64_t v;
};

/* ---- one piece of work ---- */

struct work {
    struct work_id id;
    struct process_id process;
    enum work_status status;
    int64_t step_id, step_rank;
    str step_name, step_role_text;
    enum step_kind step_kind;
    enum role role; /* who acts now */
    int64_t agency_id;
    struct opt_int unit_id, handler_id;
    int64_t receiving_agency_id, competent_agency_id;
    struct opt_int receiving_unit_id, competent_unit_id;
    instant step_since, opened_at, due_at, finished_at, closed_at;
    instant missed_at; /* a due date that had passed when the clock was stopped: it stays late */
    bool due_provisional, clock_running, clock_paused; /* paused: stands, and runs on by itself */
    int64_t version;
};

struct work_new {
    struct process_id process;
    int64_t receiving_agency_id, competent_agency_id;
    struct opt_int receiving_unit_id, competent_unit_id, handler_id;
    instant opened_at; /* legal time of arrival */
};
/* Opens at the first step, WORK_WAITING, no clock. */
MUST_USE enum rc work_open(struct ctx *c, const struct work_new *in, struct work_id *ret_id);
MUST_USE enum rc work_get(struct ctx *c, struct work_id id, struct work *ret_work);

/* What the actor may do with a work, by its step and status; a refusal says why. */
struct work_action {
    str code; /* accept submit approve send_back issue return refuse supplement */
    enum work_status to_status;
    bool needs_note, needs_file;
    const char *hindrance; /* message key, NULL = allowed: separation of duties, not your step */
};
MUST_USE enum rc work_actions(struct ctx *c, const struct work *w, struct work_action **ret_actions,
                              ptrdiff_t *ret_n);

/* On one's own desk, or free in one's unit and role. */
bool work_is_mine(const struct work *w, const struct actor *a);

/*
 * Takes the action: checks version, step, role, unit, guards and required parts, closes the
 * pass, moves. RC_CONFLICT somebody was first; RC_DENIED not yours or separation of duties;
 * RC_INVALID no such action here, or note missing. `has_file` says that the case brought the
 * file an action needs. The actor becomes the handler of the pass that ends.
 */
struct work_act {
    int64_t seen_version;
    str action, note;
    bool has_file;
};
struct work_move {
    enum work_status from, to;
    str from_step, to_step;
    int64_t took_us; /* working time of the pass that ended */
    struct work after;
};
MUST_USE enum rc work_take(struct ctx *c, struct work_id id, const struct work_act *in,
                           struct work_move *ret_move);
/* Takes it on one's own desk from the unit's pile, or from those that no unit of the agency has
   yet; or puts it back (`claim` false). RC_DENIED as
   work_take; RC_CONFLICT: on another's desk, on none, waiting for the citizen, or over. */
MUST_USE enum rc work_claim(struct ctx *c, struct work_id id, int64_t seen_version, bool claim);
/* Something beside the steps changed (a correction, a payment): the next version.
   RC_CONFLICT when another was seen. */
MUST_USE enum rc work_touch(struct ctx *c, struct work_id id, int64_t seen_version);
/* Outside the process: withdrawn by the applicant, stopped, cancelled. Ends the clock. */
MUST_USE enum rc work_end(struct ctx *c, struct work_id id, int64_t seen_version, enum work_status how,
                          struct work_move *ret_move);

/* ---- where it went ---- */

struct work_pass {
    str step_name;
    struct opt_int unit_id, handler_id;
    instant entered_at, left_at;
    str action;
    int64_t working_us, share_minutes;
};
MUST_USE enum rc work_passes(struct ctx *c, struct work_id id, struct work_pass **ret_passes,
                             ptrdiff_t *ret_n);

#endif
