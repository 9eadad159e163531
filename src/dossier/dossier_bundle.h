/*
 * dossier_bundle.h - all files of a dossier in one download. What is in it is what the actor may see
 * of them one by one (dossier_files). Taking it is written down first: the event `bundle.taken`, of
 * who and how many; the download itself needs such an event of the same account, not older than
 * ten minutes. The dossier does not change.
 */
#ifndef MOTCUA_DOSSIER_BUNDLE_H
#define MOTCUA_DOSSIER_BUNDLE_H

#include "dossier/dossier_read.h"
#include "file/file.h"

/* RC_NOT_FOUND as dossier_get; RC_INVALID "dossier.bundle.empty" when there is nothing to take. */
MUST_USE enum rc dossier_bundle_take(struct ctx *c, str pub);

struct dossier_bundle {
    str name; /* H48.101-261119-0001.zip */
    struct file_member *members;
    ptrdiff_t n;
};
/* RC_DENIED "dossier.bundle.ask_first" when the taking was not written down. */
MUST_USE enum rc dossier_bundle_get(struct ctx *c, str pub, struct dossier_bundle *ret_bundle);

/* Who took it, newest first, the last 50: for staff. */
struct bundle_taking {
    instant at;
    str actor, office;
    int64_t files;
};
MUST_USE enum rc dossier_bundle_takings(struct ctx *c, struct dossier_id id,
                                        struct bundle_taking **ret_v, ptrdiff_t *ret_n);

#endif
