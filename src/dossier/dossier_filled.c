/* dossier_filled.c - see dossier_filled.h. */
#include "dossier/dossier_filled.h"

#include "access/access.h"
#include "person/person.h"

#define SEEN_US (10 * MINUTE_US) /* so long a purpose that was told holds */

static struct eform_about about(const struct dossier *d)
{
    return (struct eform_about){S("dossier"), d->id.v, d->pub};
}

static enum rc sees_whole(struct ctx *c, const struct dossier *d, bool paper, bool *ret_whole)
{
    struct dossier_viewing *v = NULL;
    ptrdiff_t n = 0;
    enum rc rc = RC_OK;
    bool whole = c->actor->kind == ACTOR_CITIZEN;
    if (!whole && paper && authz(c->actor, PERM_PERSON_UNMASK, REACH_ALL) == RC_OK)
        rc = dossier_viewings(c, d, &v, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        whole = whole ||
                (v[i].form && v[i].account == c->actor->account && c->now.us - v[i].at.us < SEEN_US);
    *ret_whole = whole;
    return rc;
}

enum rc dossier_filled(struct ctx *c, const struct dossier *d, bool paper, struct eform *ret_form,
                       struct eform_filled *ret_filled)
{
    bool whole = false;
    const struct eform_about thing = about(d);
    enum rc rc = eform_kept(c, &thing, ret_form, ret_filled);
    if (!rc)
        rc = sees_whole(c, d, paper, &whole);
    if (!rc && !whole)
        eform_mask(c->mem, ret_filled);
    return rc;
}

enum rc dossier_filled_view(struct ctx *c, const struct dossier *d, str purpose, str note)
{
    struct eform f;
    struct eform_filled x;
    struct person owner;
    const struct eform_about thing = about(d);
    enum rc rc = authz(c->actor, PERM_PERSON_UNMASK, REACH_ALL);
    if (!rc)
        rc = eform_kept(c, &thing, &f, &x);
    if (rc)
        return rc;
    return person_view(
        c, d->owner_id,
        &(struct person_viewing){.purpose = purpose, .note = note, .about = d->pub, .part = S("form")},
        &owner);
}
