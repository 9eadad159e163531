/* casework_internal.h - shared inside the folder only. */
#ifndef MOTCUA_CASEWORK_INTERNAL_H
#define MOTCUA_CASEWORK_INTERNAL_H

#include "casework/casework.h"
#include "casework/casework_process_sql.h"
#include "casework/casework_sql.h"
#include "casework/ledger.h"
#include "casework/parts.h"

/* Sorts after every real due date, and is a valid time on both engines. */
#define FAR_FUTURE ((instant){INT64_C(9000000000000000)})

enum step_kind casework__step_kind(str code);
enum role casework__role(struct arena *mem, str word);
/* The version in force on the day of opened_at, else the one that was named; and its first step. */
MUST_USE enum rc casework__first_step(struct ctx *c, const struct work_new *in,
                                      struct q_process_in_force_row *ret_step);
/* RC_CONFLICT: another system leads it (arrive.h). Asked by whatever changes a work. */
MUST_USE enum rc casework__led_here(struct ctx *c, const struct work *w);
/* Working time between two instants by the hours of the unit in charge. */
MUST_USE enum rc casework__working_us(struct ctx *c, const struct work *w, instant from, instant to,
                                      int64_t *ret_us);
/* The last entry of the ledger: the clock holds no due date any more. */
MUST_USE enum rc casework__clock_end(struct ctx *c, const struct work *w, instant at);

/* Pauses whose limit is not after `upto` run on from their limits. */
MUST_USE enum rc casework__clock_lapse(struct ctx *c, struct work_id id, instant upto);
struct casework_pause {
    instant at, until;
    str ground;
    struct opt_int consult_id; /* the consultation that holds it */
    str hold;                  /* key of the process' ground; absent: the case's own */
};
/* May that ground of the process hold the work until then (a day; NONE: not asked)? `*ret_ground` is
   it in words. RC_INVALID at "hold" or "until"; RC_CONFLICT: its time is used up. */
MUST_USE enum rc casework__hold_check(struct ctx *c, struct work_id id, str key, bool consult,
                                      date until, str *ret_ground);
MUST_USE enum rc casework__clock_pause(struct ctx *c, struct work_id id,
                                       const struct casework_pause *in);
/* RC_NOT_FOUND: nothing of this consultation (none: of no one) holds it. */
MUST_USE enum rc casework__clock_resume(struct ctx *c, struct work_id id, instant at, str ground,
                                        struct opt_int consult);
MUST_USE enum rc casework__clock_calendar(struct ctx *c, struct work_id id, int64_t version, str ground,
                                          struct clock_change *ret_change);
MUST_USE enum rc casework__consult_silent(struct ctx *c, const struct consult *n);
/* The work has ended: what was asked about it waits for nothing any more. */
MUST_USE enum rc casework__consults_over(struct ctx *c, const struct work *w);
/* Counted anew by the calendar in force; what it holds is held to its new date. `n` has that. */
MUST_USE enum rc casework__consult_redate(struct ctx *c, struct consult *n, str hours_set);
/* What a consultation holds, if it holds it still, is held until then instead, from now on. */
MUST_USE enum rc casework__clock_hold_until(struct ctx *c, struct work_id id, int64_t consult,
                                            instant until);

/* ---- process versions ---- */

str casework__hash(struct arena *mem, str content);
/* Lists as tables keep them: a line each, key, blank, words. */
struct def_choices casework__choices(struct arena *mem, str text);
struct def_words casework__words(struct arena *mem, str text); /* keys, with blanks between */
MUST_USE enum rc casework__version_add(struct ctx *c, const struct process_def *def, str content,
                                       struct process_id *ret_process);
MUST_USE enum rc casework__version_publish(struct ctx *c, struct process_id id,
                                           const struct process_def *def,
                                           const struct process_publish *in);
/* `extra`: one member more, or its name NULL. */
MUST_USE enum rc casework__process_event(struct ctx *c, const char *kind, struct process_id id,
                                         struct event_member extra, str reason);

/* ---- one piece of work ---- */

/* Where a step or part of that place lies for this work. RC_INVALID: the place is gone. */
MUST_USE enum rc casework__locate(struct ctx *c, const struct work *w, str place, int64_t *ret_agency,
                                  struct opt_int *ret_unit);
/* One thing of a process as the file spells it, on one line. */
enum line_of { LINE_FACT, LINE_STEP, LINE_ACTION, LINE_GUARD, LINE_PARALLEL, LINE_HOLD };
str casework__line(struct arena *mem, enum line_of what, const void *thing);
/* Arrived at a step that others work beside: opens their parts that were never opened. */
MUST_USE enum rc casework__parts_open(struct ctx *c, const struct work *w);
/* Leaving it: RC_CONFLICT while parts are open, unless the lead may go on; then `note`. `ends`: the
   work is over, whatever is open is overtaken. */
MUST_USE enum rc casework__parts_leave(struct ctx *c, const struct work *w, bool ends, str note);

#endif
