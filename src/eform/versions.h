/*
 * versions.h - forms as they are kept: versions that are added, then published, never edited; and
 * what was filled in, beside the thing it belongs to (a dossier, whatever else its kind names).
 * A draft and a filled form keep the version they were made with.
 *
 * Personal data: answers stand in the table and in the personal part of their event, never in
 * the payload; erasing the part leaves the record whole.
 */
#ifndef MOTCUA_EFORM_VERSIONS_H
#define MOTCUA_EFORM_VERSIONS_H

#include "eform/eform.h"
#include "record/record.h"

/* eform.added, eform.published (eform_version); eform.filled (eform_filled). */
extern const struct record_kind eform_kinds[];
/* What was filled in stands as its event told. */
extern const struct record_replayer eform_replayers[];

struct eform_version {
    int64_t id, version;
    str pub, code;
    struct eform_words name;
    date from, until;           /* until DATE_NONE = open */
    instant created, published; /* INSTANT_NONE: not yet */
};
struct eform_versions {
    struct eform_version *v;
    ptrdiff_t n;
};
/* Every version of every form, by form, newest first. */
MUST_USE enum rc eform_list(struct ctx *c, struct eform_versions *ret_list);

/* Checks and stores it unpublished, as a text that ends in one line end. The same text again answers
   the same version; another text under a version that is there: RC_CONFLICT. RC_INVALID as eform_read.
 */
MUST_USE enum rc eform_add(struct ctx *c, str source, struct eform_version *ret_version);
/* In force from its day on, not before today once others are in force. RC_NOT_FOUND; RC_CONFLICT: it
   is published, or a later version of the form already is. */
MUST_USE enum rc eform_publish(struct ctx *c, str pub);
/* With its definition and the very text that was added. RC_NOT_FOUND. */
MUST_USE enum rc eform_get(struct ctx *c, str pub, struct eform_version *ret_version,
                           struct eform *ret_form, str *ret_source);
/* What is filled in for this procedure on that day. RC_NOT_FOUND: it has no form. */
MUST_USE enum rc eform_in_force(struct ctx *c, str procedure, date day,
                                struct eform_version *ret_version, struct eform *ret_form);
/* Has it one at all? Cheaper than the form. */
MUST_USE enum rc eform_serves(struct ctx *c, str procedure, date day, bool *ret_serves);
/* The version before this one of the same form; RC_NOT_FOUND for the first. */
MUST_USE enum rc eform_before(struct ctx *c, const struct eform_version *version,
                              struct eform *ret_form);

/* What a new folder needs: the shipped forms, published. Safe to repeat. */
MUST_USE enum rc eform_install(struct ctx *c);

/* ---- the burden (share of fields cut) ---- */

struct eform_change {
    const struct eform_field *field; /* of the newer form, else of the older */
    bool added, removed;
};
struct eform_burden {
    int64_t asked, asked_before; /* fields somebody has to fill in */
    int64_t known;               /* of `asked`: the State has it in a source that may be reused */
    int64_t unfounded;           /* of `asked`: no ground is given */
    int64_t cut;                 /* per mille of asked_before; < 0 = more are asked */
    struct eform_change *v;      /* fields of both, in the order of the newer */
    ptrdiff_t n;
};
/* Is the field a question? Computed ones, and what this filing told already, are not. */
bool eform_asks(const struct eform_field *f);
/* `before` NULL: the first version, nothing is cut. */
void eform_compare(struct arena *mem, const struct eform *before, const struct eform *now,
                   struct eform_burden *ret_burden);

/* ---- what was filled in ---- */

struct eform_about {
    str kind; /* "dossier" */
    int64_t object;
    str pub;
};
/* Once for one thing: RC_CONFLICT. `answers` as eform_write(all = false) gave them. */
MUST_USE enum rc eform_keep(struct ctx *c, int64_t version, const struct eform_about *about,
                            str answers);
/* Judged again by the version it was filled in with. RC_NOT_FOUND: nothing was. */
MUST_USE enum rc eform_kept(struct ctx *c, const struct eform_about *about, struct eform *ret_form,
                            struct eform_filled *ret_filled);
/* The newest answers of that account to any version of the form; RC_NOT_FOUND. */
MUST_USE enum rc eform_earlier(struct ctx *c, int64_t account, str code, str *ret_answers);

#endif
