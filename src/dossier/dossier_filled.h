/* dossier_filled.h - what was filled in for a dossier, by whoever filed it. */
#ifndef MOTCUA_DOSSIER_FILLED_H
#define MOTCUA_DOSSIER_FILLED_H

#include "dossier/dossier_read.h"
#include "eform/versions.h"

/* Of what dossier_get gave. For staff numbers of persons are masked, except on `paper` for who said
   what for in the last ten minutes (dossier_filled_view). RC_NOT_FOUND: nothing was filled in. */
MUST_USE enum rc dossier_filled(struct ctx *c, const struct dossier *d, bool paper,
                                struct eform *ret_form, struct eform_filled *ret_filled);
/* The actor will read it in full, for a purpose; in the record (person.viewed of the owner). Refusals
   as dossier_view_owner's; RC_NOT_FOUND: nothing was filled in. */
MUST_USE enum rc dossier_filled_view(struct ctx *c, const struct dossier *d, str purpose, str note);

#endif
