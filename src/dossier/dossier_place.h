/*
 * dossier_place.h - where the paper of a dossier lies: with the unit that took it in, from acceptance
 * until it is over. Who passes it on (handover) says so here; on its way it still lies with the giver.
 */
#ifndef MOTCUA_DOSSIER_PLACE_H
#define MOTCUA_DOSSIER_PLACE_H

#include "dossier/dossier.h"

/* Zero and absent names: it has none, or it is over. */
struct paper_place {
    int64_t unit_id, handover_id; /* handover_id: the sheet it is on its way with */
    str unit, on_its_way_to;
    instant since;
};
MUST_USE enum rc dossier_paper_place(struct ctx *c, struct dossier_id id,
                                     struct paper_place *ret_place);

/* On its way with that sheet; then it arrives with a unit, or stays where it was. */
MUST_USE enum rc dossier_place_send(struct ctx *c, struct dossier_id id, int64_t handover);
MUST_USE enum rc dossier_place_arrive(struct ctx *c, struct dossier_id id, int64_t handover,
                                      int64_t unit);
MUST_USE enum rc dossier_place_stay(struct ctx *c, struct dossier_id id, int64_t handover);

#endif
