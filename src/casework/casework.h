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
    str kind; /* whose case it is: "dossier" … the engine only keeps it */
    struct process_id process;
    enum work_status status;
    int64_t step_id, step_rank;
    str step_key, step_name, step_role_text;
    bool has_parts; /* others work beside this step: parts.h */
    bool automatic; /* the step has actions the engine takes by itself */
    enum step_kind step_kind;
    enum role role; /* who acts now */
    int64_t agency_id;
    struct opt_int unit_id, handler_id;
    int64_t receiving_agency_id, competent_agency_id;
    struct opt_int receiving_unit_id, competent_unit_id;
    instant step_since, opened_at, due_at, finished_at, closed_at;
    instant missed_at; /* a due date that had passed when the clock was stopped: it stays late */
    bool due_provisional, clock_running, clock_paused; /* paused: stands, and runs on by itself */
    bool synced; /* led by another system (arrive.h): every act here is RC_CONFLICT casework.synced */
    int64_t version;
};

struct work_new {
    str kind;                  /* as in its process */
    struct process_id process; /* any version of it: opened on the one in force that day */
    int64_t receiving_agency_id, competent_agency_id;
    struct opt_int receiving_unit_id, competent_unit_id, handler_id;
    instant opened_at; /* legal time of arrival */
};
/* Opens at the first step, WORK_WAITING, no clock, on the version in force on the day of
   opened_at (the one given, when none is). RC_INVALID: a place of the process is gone. */
MUST_USE enum rc work_open(struct ctx *c, const struct work_new *in, struct work_id *ret_id);
MUST_USE enum rc work_get(struct ctx *c, struct work_id id, struct work *ret_work);

/* What the actor may do with a work, by its step and status, each code once; a refusal says
   why. Not in it: what the engine takes by itself, and "claim". */
struct work_action {
    str code;  /* accept submit approve send_back issue return refuse supplement … */
    str label; /* the process' own word for it; absent mostly */
    enum work_status to_status;
    enum process_clock clock;
    bool needs_note, needs_file;
    bool by_applicant;
    struct def_choices reasons; /* one must be chosen */
    struct def_words papers;    /* the case must bring them */
    str fact;                   /* must be said with it (process_facts); absent: known, or no branch */
    const char *hindrance;      /* message key, NULL = allowed: separation of duties, not your step */
};
MUST_USE enum rc work_actions(struct ctx *c, const struct work *w, struct work_action **ret_actions,
                              ptrdiff_t *ret_n);

/* On one's own desk, or free in one's unit and role. */
bool work_is_mine(const struct work *w, const struct actor *a);

/*
 * Takes the action: checks version, step, role, unit, guards and required parts, closes the
 * pass, moves; then what the process does by itself. RC_CONFLICT somebody was first, or parts
 * are open; RC_DENIED not yours or separation of duties; RC_INVALID at "action" no such action
 * here, "note", "reason", "file", "papers", "facts": missing or unknown. `has_file` says that
 * the case brought the file an action needs. The actor becomes the handler of the pass that
 * ends. What is to happen to the clock is `clock`: the case knows rule and ground, and does it.
 */
struct work_fact {
    str key, value;
};
struct work_act {
    int64_t seen_version;
    str action, note, reason; /* reason: key of one of the action's */
    bool has_file;
    struct def_words papers; /* keys of those brought */
    const struct work_fact *facts;
    ptrdiff_t facts_n;
};
struct work_move {
    enum work_status from, to;
    str from_step, to_step, reason; /* reason: in words; absent mostly */
    enum process_clock clock;
    int64_t took_us; /* working time of the pass that ended */
    struct work after;
};
MUST_USE enum rc work_take(struct ctx *c, struct work_id id, const struct work_act *in,
                           struct work_move *ret_move);
/* Takes it on one's own desk from the unit's pile, or from those that no unit of the agency has
   yet; or puts it back (`claim` false). The action "claim" of the process, where it has one,
   says the status it then has. RC_DENIED as work_take; RC_CONFLICT: on another's desk, on none, waiting
   for the citizen, or over. */
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
