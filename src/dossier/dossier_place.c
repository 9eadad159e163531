/* dossier_place.c - where the paper lies; see dossier_place.h. */
#include "dossier/dossier_place.h"

#include "dossier/dossier_internal.h"
#include "dossier/dossier_place_sql.h"

enum rc dossier__place_taken_in(struct ctx *c, const struct dossier_act *a)
{
    if (str_eq(a->head.channel, S("online")) || !a->work.receiving_unit_id.set)
        return RC_OK;
    return q_dossier_place_put(c, a->id.v, a->work.receiving_unit_id.v, c->now, NULL);
}

enum rc dossier__place_over(struct ctx *c, struct dossier_id id)
{
    return q_dossier_place_over(c, id.v, NULL);
}

enum rc dossier__place_succeed(struct ctx *c, struct dossier_id id, const struct work *after)
{
    const struct opt_int heir =
        after->receiving_unit_id.set ? after->receiving_unit_id : after->competent_unit_id;
    return q_dossier_place_succeed(c, id.v, heir, c->now, instant_date(c->now), NULL);
}

enum rc dossier_place_send(struct ctx *c, struct dossier_id id, int64_t handover)
{
    return q_dossier_place_send(c, id.v, handover, NULL);
}

enum rc dossier_place_arrive(struct ctx *c, struct dossier_id id, int64_t handover, int64_t unit)
{
    return q_dossier_place_arrive(c, id.v, handover, unit, c->now, NULL);
}

enum rc dossier_place_stay(struct ctx *c, struct dossier_id id, int64_t handover)
{
    return q_dossier_place_stay(c, id.v, handover, NULL);
}

enum rc dossier_paper_place(struct ctx *c, struct dossier_id id, struct paper_place *ret_place)
{
    struct q_dossier_place_get_row row;
    const enum rc rc = q_dossier_place_get(c, id.v, &row);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    *ret_place = rc ? (struct paper_place){.since = INSTANT_NONE}
                    : (struct paper_place){.unit_id = row.unit_id.v,
                                           .handover_id = row.handover_id.v,
                                           .unit = row.unit,
                                           .on_its_way_to = row.to_unit,
                                           .since = row.since};
    return RC_OK;
}
