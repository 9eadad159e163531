/* dossier_part.c - see dossier_part.h. */
#include "dossier/dossier_part.h"

#include "dossier/dossier_internal.h"
#include "dossier/dossier_part_sql.h"

enum rc dossier__holds_part(struct ctx *c, struct dossier_id id, bool *ret_holds)
{
    struct work_part *parts;
    ptrdiff_t n;
    const enum rc rc = work_parts(c, (struct work_id){id.v}, &parts, &n);
    *ret_holds = false;
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        *ret_holds = *ret_holds || parts[i].mine;
    return rc;
}

enum rc dossier_parts(struct ctx *c, struct dossier_id id, struct dossier_part **ret_parts,
                      ptrdiff_t *ret_n)
{
    struct work_part *parts;
    struct q_dossier_part_places_rows at;
    ptrdiff_t n;
    enum rc rc = work_parts(c, (struct work_id){id.v}, &parts, &n);
    if (!rc)
        rc = q_dossier_part_places(c, id.v, &at);
    if (rc)
        return rc;
    struct dossier_part *list = NEW_N(c->mem, struct dossier_part, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        list[i].x = parts[i];
        for (ptrdiff_t k = 0; k < at.n; k++)
            if (at.v[k].id == parts[i].id) {
                const str names[] = {at.v[k].unit, at.v[k].agency};
                list[i].place = at.v[k].unit.n ? str_join(c->mem, names, 2, S(", ")) : at.v[k].agency;
                list[i].handler = at.v[k].handler;
            }
    }
    *ret_parts = list;
    *ret_n = n;
    return RC_OK;
}

enum rc dossier_part_done(struct ctx *c, struct dossier_id id, const struct part_answer *in,
                          struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_READ, &a);
    if (!rc)
        rc = work_part_done(c, (struct work_id){id.v}, in->seen_version, in->key, in->note);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("part", in->key));
    dossier_act_say_personal(&a, EV_TEXT("note", in->note));
    return dossier_act_end(c, &a, "dossier.part_done", INSTANT_NONE, ret_ref);
}

enum rc dossier_parts_waiting(struct ctx *c, int64_t max, struct part_waiting **ret_list,
                              ptrdiff_t *ret_n)
{
    const struct actor *who = c->actor;
    struct q_dossier_parts_waiting_rows rows = {0};
    enum rc rc = RC_OK;
    if (who && who->staff)
        rc = q_dossier_parts_waiting(
            c,
            &(struct q_dossier_parts_waiting_in){.agency = who->agency,
                                                 .unit = who->unit,
                                                 .clerk = actor_has_role(who, ROLE_CLERK),
                                                 .officer = actor_has_role(who, ROLE_OFFICER),
                                                 .leader = actor_has_role(who, ROLE_LEADER),
                                                 .max = max},
            &rows);
    if (rc)
        return rc;
    struct part_waiting *list = NEW_N(c->mem, struct part_waiting, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_dossier_parts_waiting_row *r = &rows.v[i];
        list[i] = (struct part_waiting){.pub = r->pub,
                                        .code = r->code,
                                        .procedure = r->procedure_name,
                                        .key = r->key,
                                        .name = r->name,
                                        .lead = r->lead,
                                        .opened_at = r->opened_at,
                                        .due_at = r->due_at,
                                        .minutes = r->minutes};
    }
    *ret_list = list;
    *ret_n = rows.n;
    return RC_OK;
}
