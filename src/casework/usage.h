/*
 * usage.h - who used how much of the time of a piece of work: by step and by agency, what the
 * clock stood left out, beside the share that the process gives. Counted from the start that
 * counts: a restart from zero forgets what was before (the passes keep it). Consulted agencies
 * have rows of their own; their time runs beside that of the step.
 */
#ifndef MOTCUA_CASEWORK_USAGE_H
#define MOTCUA_CASEWORK_USAGE_H

#include "casework/casework.h"

struct work_use {
    str step;           /* of a consultation or an agency: absent */
    int64_t agency_id;  /* that had it */
    int64_t used_us;    /* working time the clock ran */
    int64_t share_us;   /* 0: none is given */
    int64_t times;      /* passes, or questions */
    bool consult, over; /* over its share */
};
struct work_usage {
    struct work_use *steps, *agencies;
    ptrdiff_t steps_n, agencies_n;
};
/* Until c->now, or until the work was finished. RC_NOT_FOUND: its clock was never started. */
MUST_USE enum rc work_usage(struct ctx *c, struct work_id id, struct work_usage *ret_usage);

#endif
