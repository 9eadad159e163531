/*
 * dossier_act.h - one act on one dossier, for the rules of this folder and of the capabilities that
 * stand on it: begin checks reach and permission, what is said stands in one event, end writes it.
 * What an act changes in between is its own; the work itself is moved by casework.
 */
#ifndef MOTCUA_DOSSIER_ACT_H
#define MOTCUA_DOSSIER_ACT_H

#include "dossier/dossier.h"
#include "dossier/dossier_sql.h"
#include "record/record.h"

#define DOSSIER_ACT_PARTS 16

/* One act on one dossier: what it found, and the event it is going to write. */
struct dossier_act {
    struct dossier_id id;
    struct q_dossier_head_row head;
    struct work work; /* as found */
    struct event_member member[DOSSIER_ACT_PARTS], personal[DOSSIER_ACT_PARTS];
    int members, personals;
};

/* Finds the dossier and checks that the actor may do `perm` to it: 404 for what is out of
   reach, RC_DENIED for what may be seen only, RC_CONFLICT for what another system leads. */
MUST_USE enum rc dossier_act_begin(struct ctx *c, struct dossier_id id, enum perm perm,
                                   struct dossier_act *ret_act);
/* The same without asking who acts: for a rule that knows its own reach. RC_NOT_FOUND. */
MUST_USE enum rc dossier_act_open(struct ctx *c, struct dossier_id id, struct dossier_act *ret_act);
void dossier_act_say(struct dossier_act *a, struct event_member m); /* into the payload */
void dossier_act_say_personal(struct dossier_act *a,
                              struct event_member m); /* beside it, under a salt */
/* Steps, statuses and working time of a move. */
void dossier_act_say_move(struct dossier_act *a, const struct work_move *m);
/* Appends `kind` and fills the answer. `legal` INSTANT_NONE = now. */
MUST_USE enum rc dossier_act_end(struct ctx *c, struct dossier_act *a, const char *kind, instant legal,
                                 struct dossier_ref *ret_ref);
/* The work moved: what follows from its new status (finished, punctuality, delivery). */
MUST_USE enum rc dossier_act_moved(struct ctx *c, struct dossier_act *a, const struct work_move *m,
                                   str refusal);

#endif
