/*
 * petition_times.h - the times of petitions as the control office keeps them: which there are, and one
 * set from a day on, with a reason. Reading one for a petition is petition_rule (petition.h).
 *
 * Invariants: 1. a time that has begun is never changed, so no petition's due date moves; 2. every
 * one that was set stands in the record with its reason.
 */
#ifndef MOTCUA_PETITION_TIMES_H
#define MOTCUA_PETITION_TIMES_H

#include "petition/petition.h"

struct petition_time {
    str key; /* refuse forward ask process publish */
    date from;
    str value, article, reason; /* reason absent: shipped */
};
/* By key in the order of the law, the newest first. */
MUST_USE enum rc petition_times(struct ctx *c, struct petition_time **ret_v, ptrdiff_t *ret_n);

/* RC_DENIED without PERM_CATALOG_MANAGE; RC_INVALID at key, value, article, reason, or from (it has to
   be a day to come); RC_CONFLICT at from: one begins that day, at value: it is that already. */
MUST_USE enum rc petition_time_set(struct ctx *c, const struct petition_time *in);

/* Times that were set stand as their events say. */
extern const struct record_replayer petition_time_replayers[];

#endif
