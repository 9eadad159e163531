/* dossier_filled.h - what was filled in for a dossier, by whoever filed it. */
#ifndef MOTCUA_DOSSIER_FILLED_H
#define MOTCUA_DOSSIER_FILLED_H

#include "dossier/dossier_read.h"
#include "eform/versions.h"

/* Of what dossier_get gave. For staff numbers of persons are masked; on `paper` only for those who may
   not unmask, as on papers that were scanned. RC_NOT_FOUND: nothing was filled in. */
MUST_USE enum rc dossier_filled(struct ctx *c, const struct dossier *d, bool paper,
                                struct eform *ret_form, struct eform_filled *ret_filled);

#endif
