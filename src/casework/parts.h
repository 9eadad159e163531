/*
 * parts.h - what stands beside the step of one piece of work: the parallel parts of other units
 * and agencies (one lead, one clock), a leader's waiver of a guard, and the move to another
 * version of the process.
 *
 * Invariants: 1. parts open when the work first reaches the lead's step, and never twice; 2. the
 * lead's step is left when all are done, or, where the process says so, by the lead with a
 * reason: then the open ones are overtaken; 3. a waiver is one work's, has a leader's reason and
 * does not hold for who gave it; 4. each act adds one to the work's version, and the case writes
 * the event.
 */
#ifndef MOTCUA_CASEWORK_PARTS_H
#define MOTCUA_CASEWORK_PARTS_H

#include "casework/casework.h"
#include "job/kind.h"

/* ---- parallel parts ---- */

struct work_part {
    int64_t id, step_id, minutes;
    str key, name, step_name, note, outcome; /* outcome: absent while open; done | overtaken */
    enum role role;
    int64_t agency_id;
    struct opt_int unit_id, handler_id;
    bool join_all; /* the lead waits for it */
    instant opened_at, closed_at;
    int64_t working_us;
    bool mine; /* the actor may finish it */
};
MUST_USE enum rc work_parts(struct ctx *c, struct work_id id, struct work_part **ret_parts,
                            ptrdiff_t *ret_n);
/* Finished by somebody with its role at its place. RC_DENIED not yours; RC_CONFLICT changed
   meanwhile, or not open; RC_NOT_FOUND; RC_INVALID "note": what came of it must be said. */
MUST_USE enum rc work_part_done(struct ctx *c, struct work_id id, int64_t seen_version, str part_key,
                                str note);

/* ---- guards ---- */

/* Lets one person do the current step and `other_step` (its key) of this work. The actor is a
   leader of the competent or receiving agency: else RC_DENIED. RC_INVALID "reason" missing,
   "step" no guard that may be waived; RC_CONFLICT changed meanwhile, over. */
MUST_USE enum rc work_waive(struct ctx *c, struct work_id id, int64_t seen_version, str other_step,
                            str reason);
/* Of the current step: the other steps of guards that may be waived, for the leader's page. */
MUST_USE enum rc work_waivable(struct ctx *c, const struct work *w, struct def_choices *ret_steps);
struct work_waiver {
    str step_a, step_b, given_by, reason;
    instant given_at;
};
MUST_USE enum rc work_waivers(struct ctx *c, struct work_id id, struct work_waiver **ret_waivers,
                              ptrdiff_t *ret_n);

/* ---- to another version ---- */

/* Steps of the old version and what they are in the new one; a step that is not named is the one
   of the same key. */
struct work_step_map {
    str from, to;
};
struct work_migrate {
    int64_t seen_version;
    struct process_id to;
    const struct work_step_map *map;
    ptrdiff_t n;
    str reason;
};
/* Moves one running work to another published version of its process: an explicit act of somebody
   with PERM_PROCESS_MANAGE (or of the job that carries out their order), told to its case, which
   writes the event. Clock, desk, passes and open parts stay; who did what still counts for the
   guards of the new version. RC_INVALID "reason"; "to": not published, or another process; "map": the
   current step has no counterpart, or its status does not occur there; RC_CONFLICT changed meanwhile,
   over. */
struct work_migrated {
    int64_t from_no, to_no;
    str from_step, to_step, reason;
};
MUST_USE enum rc work_migrate(struct ctx *c, struct work_id id, const struct work_migrate *in);

/* Who is told, by kind of work. Once, before the store is used; the list ends with a NULL kind. */
struct work_case {
    const char *kind;
    enum rc (*migrated)(struct ctx *c, struct work_id id, const struct work_migrated *m);
};
void work_configure(const struct work_case *cases);

/* What an order would do with what runs now, by step and status. The same refusals, but for the
   reason; nothing is changed. */
struct process_move_row {
    str step_key, step_name, to_key, to_name; /* to_key: absent when it stays */
    enum work_status status;
    int64_t n;
};
MUST_USE enum rc process_move_preview(struct ctx *c, struct process_id from,
                                      const struct work_migrate *in, struct process_move_row **ret_rows,
                                      ptrdiff_t *ret_n);
/* All running work of one version: an order, carried out by the job casework.move in small units.
   The same refusals as work_migrate, asked once of the versions. What has no counterpart is left
   where it is and counted as refused. */
MUST_USE enum rc process_move(struct ctx *c, struct process_id from, const struct work_migrate *in);
struct process_order {
    int64_t id, from_no, to_no, moved, refused;
    str reason, ordered_by;
    instant ordered_at, done_at; /* INSTANT_NONE: still going on */
};
MUST_USE enum rc process_orders(struct ctx *c, str code, struct process_order **ret_orders,
                                ptrdiff_t *ret_n);
extern const struct job_kind casework_jobs[];

#endif
