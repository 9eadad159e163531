/* dossier_filled.c - see dossier_filled.h. */
#include "dossier/dossier_filled.h"

#include "access/access.h"

static bool sees_whole(const struct ctx *c, bool paper)
{
    return c->actor->kind == ACTOR_CITIZEN ||
           (paper && authz(c->actor, PERM_PERSON_UNMASK, REACH_ALL) == RC_OK);
}

enum rc dossier_filled(struct ctx *c, const struct dossier *d, bool paper, struct eform *ret_form,
                       struct eform_filled *ret_filled)
{
    const enum rc rc =
        eform_kept(c, &(struct eform_about){S("dossier"), d->id.v, d->pub}, ret_form, ret_filled);
    if (!rc && !sees_whole(c, paper))
        eform_mask(c->mem, ret_filled);
    return rc;
}
