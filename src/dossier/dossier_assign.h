/*
 * dossier_assign.h - whose desk a dossier lies on: given to a colleague, handed on, all of a desk
 * at once. The rules stand in casework/assign.h; here are the reach, the event and the words.
 * Claiming is dossier_claim (dossier.h).
 */
#ifndef MOTCUA_DOSSIER_ASSIGN_H
#define MOTCUA_DOSSIER_ASSIGN_H

#include "casework/assign.h"
#include "dossier/dossier.h"

/* As work_assign; RC_NOT_FOUND out of reach. Event dossier.assigned. */
MUST_USE enum rc dossier_assign(struct ctx *c, struct dossier_id id, const struct work_assign *in,
                                struct dossier_ref *ret_ref);

#define HAND_OVER_AT_ONCE 50 /* in one unit of work */
struct hand_over_in {
    int64_t from, to; /* staff */
    str reason;
};
struct handed_over {
    int64_t n;    /* handed over now */
    int64_t left; /* still there: more than fit at once, or what `to` may not have */
};
/* The open dossiers of a desk, by due date, to one colleague; each is an event. What `to` may not
   have stays. RC_DENIED: neither one's own desk nor one led; RC_INVALID "from" nothing lies there,
   "to" the same person, or may have none of it (the first reason), "reason". */
MUST_USE enum rc dossier_hand_over(struct ctx *c, const struct hand_over_in *in,
                                   struct handed_over *ret_done);

#endif
