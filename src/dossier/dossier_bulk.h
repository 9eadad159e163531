/*
 * dossier_bulk.h - several dossiers approved with one press (by a leader, from a phone): each is an
 * act of its own with its own event, all in one unit of work. What changed meanwhile, may not be
 * approved by this leader or asks for more than a note is left and named; the others go through.
 * Leaves out: signatures.
 */
#ifndef MOTCUA_DOSSIER_BULK_H
#define MOTCUA_DOSSIER_BULK_H

#include "dossier/dossier_read.h"

#define BULK_MAX 25 /* of one press: a unit of work stays short */

struct bulk_item {
    str pub;
    int64_t seen_version;
};
struct bulk_left {
    str pub;
    const char *why; /* message key */
};
struct bulk_done {
    int64_t done;
    struct bulk_left *left;
    ptrdiff_t left_n;
};
/* RC_INVALID "dossiers": none, too many, one twice. */
MUST_USE enum rc dossier_approve_many(struct ctx *c, const struct bulk_item *items, ptrdiff_t n,
                                      str note, struct bulk_done *ret_done);

/* What a leader needs to see of one before approving it. RC_NOT_FOUND as dossier_get. */
struct to_sign {
    struct dossier d;
    str proposal, proposed_by; /* of who submitted it; absent = said nothing */
    instant proposed_at;
    struct dossier_file *drafts;
    ptrdiff_t drafts_n;
    const char *why; /* not to be approved by this actor; NULL = may */
};
MUST_USE enum rc dossier_to_sign(struct ctx *c, str pub, struct to_sign *ret_one);

#endif
