/* dossier_arrive_internal.h - shared by moving in and syncing; inside the folder only. */
#ifndef MOTCUA_DOSSIER_ARRIVE_INTERNAL_H
#define MOTCUA_DOSSIER_ARRIVE_INTERNAL_H

#include "dossier/dossier_arrive.h"
#include "dossier/dossier_arrive_sql.h"

void dossier__arrival_note(struct arrived *to, const char *member, const char *key, str arg);
/* None in the future, each after what comes before it. Faults at every one. */
MUST_USE enum rc dossier__arrival_times(struct ctx *c, const struct arrival *in);
MUST_USE enum rc dossier__arrival_code(struct ctx *c, const struct arrival *in);
/* May the actor; the row of what arrived before, RC_NOT_FOUND: nothing, and the code is free. */
MUST_USE enum rc dossier__arrival_known(struct ctx *c, const struct arrival *in,
                                        struct q_dossier_arrival_by_row *ret_row);
MUST_USE enum rc dossier__put_arrival(struct ctx *c, struct dossier_id id, const struct arrival *in,
                                      bool synced);
/* Reference and due date as they are now. */
MUST_USE enum rc dossier__arrival_ref(struct ctx *c, int64_t id, struct arrived *ret);

#endif
