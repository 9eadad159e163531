/*
 * merge.h - open work of an agency that ended: taken over by the one that answers for it since. One
 * or several do (org/successor.h); where the data name none, the agency above has it, and it is
 * listed until a person, or a later list of successors, names one. Nothing stays with an agency that
 * is no more: not a part, not a question either; due dates do not change. Leaves out: ending an
 * agency, and its list of successors (org).
 */
#ifndef MOTCUA_CASEWORK_MERGE_H
#define MOTCUA_CASEWORK_MERGE_H

#include "casework/casework.h"
#include "org/successor.h"

/* One piece of work that was taken over; its version was raised. */
struct work_taken_over {
    struct work_id id;
    int64_t from, to; /* agencies; from is the one that ended */
    bool unplaced;    /* with the agency above, until a successor is named */
    str reason;       /* of who named it; absent = the data did */
    struct work after;
};
struct merge_told {
    const char *kind; /* of work */
    enum rc (*fn)(struct ctx *c, void *arg, const struct work_taken_over *x);
    /* What the list of successors is asked with; NULL = nothing is known. */
    enum rc (*about)(struct ctx *c, void *arg, struct work_id id, struct succession_case *ret_case);
    /* Of a case by its public id, for work_name_heirs. */
    enum rc (*id_of)(struct ctx *c, str pub, struct work_id *ret_id);
    void *arg;
};
/* A bounded piece, from `cursor` on ("" at first); `ret_next` is where to go on, "" at the end.
   An agency whose work was looked through once is not looked at again, but for what is not placed
   yet and was not asked of the newest list. */
MUST_USE enum rc work_follow_mergers(struct ctx *c, const struct merge_told *told, str cursor,
                                     str *ret_next);

/* ---- a person names the agency for what waits ---- */

#define HEIRS_AT_ONCE 50 /* in one unit of work */
struct heir_item {
    str pub; /* of the case */
    int64_t seen_version;
};
struct heirs_in {
    int64_t ended;
    str agency; /* code: a living one, or the one that holds them: then they stay there */
    str reason;
    const struct heir_item *items;
    ptrdiff_t n;
};
struct heirs_named {
    int64_t done;
    int64_t left; /* changed meanwhile, over, or placed by somebody else */
};
/* Each is told like one that was taken over. RC_INVALID "cases" none or too many, "agency" not there
   any more, "reason" missing. Who may is the case's to ask. */
MUST_USE enum rc work_name_heirs(struct ctx *c, const struct merge_told *told,
                                 const struct heirs_in *in, struct heirs_named *ret_done);

#endif
