/*
 * dossier_waive.h - communes where one person holds two roles: where the process lets a guard be
 * waived, a leader lets the same person do two steps of one dossier, with a reason. It stands with
 * the dossier and in its record, and does not hold for the leader who gave it.
 */
#ifndef MOTCUA_DOSSIER_WAIVE_H
#define MOTCUA_DOSSIER_WAIVE_H

#include "dossier/dossier.h"

/* `other_step`: key of the step that may be done by who does the current one. RC_DENIED not a
   leader's; RC_INVALID at step, reason; RC_CONFLICT changed meanwhile, over. */
MUST_USE enum rc dossier_waive(struct ctx *c, struct dossier_id id, int64_t seen_version,
                               str other_step, str reason, struct dossier_ref *ret_ref);

#endif
