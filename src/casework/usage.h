/*
 * usage.h - who used how much of the time of a piece of work: by step and by agency, what the
 * clock stood left out, beside the share that the process gives. Counted from the start that
 * counts: a restart from zero forgets what was before (the passes keep it). Parts and consulted
 * agencies have rows of their own; their time runs beside that of the step. A part at the agency
 * that has its step anyway adds nothing to the hours of that agency.
 */
#ifndef MOTCUA_CASEWORK_USAGE_H
#define MOTCUA_CASEWORK_USAGE_H

#include "casework/casework.h"

struct work_use {
    str step;           /* or the part; of a consultation or an agency: absent */
    int64_t agency_id;  /* that had it */
    int64_t used_us;    /* working time the clock ran */
    int64_t share_us;   /* 0: none is given */
    int64_t times;      /* passes, parts, or questions */
    bool consult, over; /* over its share */
    bool within;        /* a part at the agency of its step: counted there already */
};
struct work_usage {
    struct work_use *steps, *agencies;
    ptrdiff_t steps_n, agencies_n;
};
/* Until c->now, or until the work was finished. RC_NOT_FOUND: its clock was never started. */
MUST_USE enum rc work_usage(struct ctx *c, struct work_id id, struct work_usage *ret_usage);

#endif
