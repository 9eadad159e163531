/* dossier_person.c - the owner of a dossier seen in full: for a purpose, in the record, told. */
#include "dossier/dossier_internal.h"

enum rc dossier_view_owner(struct ctx *c, struct dossier_id id, str purpose, str note,
                           struct person *ret_owner)
{
    struct dossier_act a;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_READ, &a);
    if (!rc)
        rc = authz(c->actor, PERM_PERSON_UNMASK, REACH_ALL);
    if (!rc)
        rc = person_view(
            c, a.head.owner_id,
            &(struct person_viewing){.purpose = purpose, .note = note, .about = a.head.pub}, ret_owner);
    return rc;
}

enum rc dossier_viewings(struct ctx *c, const struct dossier *d, struct dossier_viewing **ret_v,
                         ptrdiff_t *ret_n)
{
    struct person_viewed *rows;
    ptrdiff_t n;
    enum rc rc = person_views(c, d->owner_id, d->pub, &rows, &n);
    if (rc)
        return rc;
    struct dossier_viewing *v = NEW_N(c->mem, struct dossier_viewing, n);
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        struct q_dossier_actor_row who = {.name = STR_NONE};
        rc = q_dossier_actor(c, rows[i].actor, rows[i].agency, &who);
        v[i] = (struct dossier_viewing){
            .at = rows[i].at, .actor = who.name, .office = who.office, .purpose = rows[i].purpose};
        v[i].account = rows[i].actor;
        v[i].form = str_eq(rows[i].part, S("form"));
        if (c->actor && !actor_is_citizen(c->actor))
            v[i].note = rows[i].note;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    *ret_v = v;
    *ret_n = n;
    return rc;
}
