/*
 * merge.h - open work of an agency that ended: taken over by the one that answers for it since,
 * or, where nobody was named, by the agency above it. Nothing stays with an agency that is no
 * more; due dates do not change. Leaves out: ending an agency (org).
 */
#ifndef MOTCUA_CASEWORK_MERGE_H
#define MOTCUA_CASEWORK_MERGE_H

#include "casework/casework.h"

/* One piece of work that was taken over; its version was raised. */
struct work_taken_over {
    struct work_id id;
    int64_t from, to; /* agencies */
    struct work after;
};
struct merge_told {
    const char *kind; /* of work */
    enum rc (*fn)(struct ctx *c, void *arg, const struct work_taken_over *x);
    void *arg;
};
/* A bounded piece, from `cursor` on ("" at first); `ret_next` is where to go on, "" at the end.
   An agency whose work was looked through once is not looked at again. */
MUST_USE enum rc work_follow_mergers(struct ctx *c, const struct merge_told *told, str cursor,
                                     str *ret_next);

#endif
