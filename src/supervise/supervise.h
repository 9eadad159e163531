/*
 * supervise.h - what who leads sees of the work below: load of each officer, unit or agency, what
 * will probably be late, where time goes. Everything is counted now from the open work and from the
 * passes of the last days; every number opens its cases. Leaves out: indicators and reports.
 *
 * Invariants: 1. a head sees their unit, a leader their agency, control office and inspectors what
 * is below theirs: anything else is not found; 2. a prediction is a stated rule over counted times
 * (supervise_predict.c), never a mark on a person.
 */
#ifndef MOTCUA_SUPERVISE_SUPERVISE_H
#define MOTCUA_SUPERVISE_SUPERVISE_H

#include "casework/casework.h"
#include "core/ctx.h"

#define SUPERVISE_DAYS 30     /* over which time is counted */
#define SUPERVISE_LAST 400    /* last passes of a unit a median is taken of */
#define SUPERVISE_LOOK 1000   /* open cases a prediction looks at, nearest due date first */
#define SUPERVISE_CASES 100   /* cases shown behind a number */
#define SUPERVISE_SOON_DAYS 3 /* calendar days of "soon" */

enum supervise_level { SUPERVISE_TREE, SUPERVISE_AGENCY, SUPERVISE_UNIT };

/* What is looked at. */
struct supervise_place {
    enum supervise_level level;
    int64_t agency, unit;
    bool leads; /* the actor gives work there: their lists open its desks */
    bool home;  /* all of it is in the actor's own work lists */
    str agency_pub, unit_pub, agency_name, unit_name;
};
/* The place of these public ids (absent: one's own), if the actor may see it. RC_NOT_FOUND. */
MUST_USE enum rc supervise_place(struct ctx *c, str agency, str unit, struct supervise_place *ret);
/* Has the actor anything to supervise? */
MUST_USE enum rc supervise_may(struct ctx *c, bool *ret_may);

struct supervise_load {
    int64_t id; /* staff, unit or agency; 0 = with nobody yet */
    str pub, name;
    int64_t open, soon, overdue, waiting;
};
struct supervise_loads {
    struct supervise_load *v, all;
    ptrdiff_t n;
};
/* Officers of a unit, units of an agency (and its leaders), agencies below: by what is overdue. */
MUST_USE enum rc supervise_loads(struct ctx *c, const struct supervise_place *p,
                                 struct supervise_loads *ret);

/* Time taken in steps of a unit since SUPERVISE_DAYS, against the time given; most lost first. */
struct supervise_time {
    str name;
    int64_t passes, over; /* of these over their share */
    int64_t taken_us, given_us;
};
struct supervise_times {
    struct supervise_time *v;
    ptrdiff_t n;
};
MUST_USE enum rc supervise_times(struct ctx *c, const struct supervise_place *p,
                                 struct supervise_times *ret);

/* Cases behind a number. */
enum supervise_what { SHOW_OPEN, SHOW_SOON, SHOW_OVERDUE, SHOW_WAITING, SHOW_LATE_SOON, SHOW_STEP };
struct supervise_case {
    str pub, code, procedure, step, officer;
    instant due_at;
    int64_t taken_us, given_us; /* of a step; of a prediction: time needed, time left */
};
struct supervise_cases {
    struct supervise_case *v;
    ptrdiff_t n;
    bool more; /* than SUPERVISE_CASES */
};
struct supervise_ask {
    enum supervise_what what;
    str who;  /* public id of staff: of one officer; "-" = with nobody; absent = all */
    str step; /* SHOW_STEP: its name */
};
/* Of a unit. */
MUST_USE enum rc supervise_cases(struct ctx *c, const struct supervise_place *p,
                                 const struct supervise_ask *ask, struct supervise_cases *ret);

/* Open cases of a unit that will probably be late. The rule: working time left until the due date is
   less than the time the remaining steps need: for steps of this unit the median of its last
   SUPERVISE_LAST passes through that kind of step (its share while there are fewer than five), less
   what the present step has taken; for steps elsewhere their share. */
MUST_USE enum rc supervise_predict(struct ctx *c, const struct supervise_place *p,
                                   struct supervise_cases *ret);

#endif
