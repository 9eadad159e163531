/*
 * dossier_result.h - what is given back beside the last act (dossier_return): further results and
 * results in parts, originals taken for comparison, the day a letter arrived, word that a result will
 * be ready early (NĐ 118/2025, Điều 22). Everything that is given names who took it.
 */
#ifndef MOTCUA_DOSSIER_RESULT_H
#define MOTCUA_DOSSIER_RESULT_H

#include "dossier/dossier.h"

/* Who takes it. By post `collector` is the number of the slip; who is authorised shows a paper
   and says by what. */
struct taker {
    str how; /* counter | post | online */
    str collector, document;
    str authority; /* owner | filer | authorised; absent = not said */
    str authority_note;
};
/* RC_INVALID with faults at how, collector, authority, authority_note, document. */
MUST_USE enum rc dossier_check_taker(struct ctx *c, const struct taker *t);

/* One more result of an approved or issued dossier, from a file already stored. */
MUST_USE enum rc dossier_add_result(struct ctx *c, struct dossier_id id, int64_t seen_version,
                                    int64_t file_id, str name, struct dossier_ref *ret_ref);

struct give_in {
    int64_t seen_version;
    struct taker to;
    str note;
    const int64_t *items; /* results: their `no` among the files; originals: paper ids */
    ptrdiff_t n;
};
/* Some of the results of an issued dossier; the last act gives the rest and ends it. RC_INVALID
   "items"; RC_CONFLICT when it is not issued or one of them was given before. */
MUST_USE enum rc dossier_give_part(struct ctx *c, struct dossier_id id, const struct give_in *in,
                                   struct dossier_ref *ret_ref);
/* Papers go back to whom they belong, while it is open or after; each once. */
MUST_USE enum rc dossier_return_originals(struct ctx *c, struct dossier_id id, const struct give_in *in,
                                          struct dossier_ref *ret_ref);
/* What went by post arrived that day. RC_CONFLICT: nothing is on its way; RC_INVALID at `on`. */
MUST_USE enum rc dossier_delivered(struct ctx *c, struct dossier_id id, int64_t seen_version, date on,
                                   struct dossier_ref *ret_ref);
/* The result will be ready before the promised day. RC_INVALID at ready_at when it would not be
   early; RC_CONFLICT when nothing is promised or it is ready already. */
MUST_USE enum rc dossier_announce(struct ctx *c, struct dossier_id id, int64_t seen_version,
                                  instant ready_at, struct dossier_ref *ret_ref);

/* ---- reading ---- */

struct given {
    str what, how, collector, document, authority, authority_note, note, by;
    instant at;
    date delivered_on;
    const str *items;
    ptrdiff_t n;
};
/* Newest first. */
MUST_USE enum rc dossier_given(struct ctx *c, struct dossier_id id, struct given **ret_v,
                               ptrdiff_t *ret_n);
/* What may still be given: papers not returned, results not given. */
struct giveable {
    int64_t id; /* as give_in.items has it */
    str name;
};
struct giveables {
    struct giveable *results, *papers;
    ptrdiff_t results_n, papers_n;
};
MUST_USE enum rc dossier_giveables(struct ctx *c, struct dossier_id id, struct giveables *ret);
/* INSTANT_NONE: nothing was announced. */
MUST_USE enum rc dossier_announced(struct ctx *c, struct dossier_id id, instant *ret_ready_at);

/* The list that goes to the post with the letters, and what has not arrived yet (S54). */
struct posting {
    str pub, code, owner, address, slip, by;
    instant sent_at;
    date delivered_on;
};
struct postings {
    struct posting *v;
    ptrdiff_t n;
};
MUST_USE enum rc dossier_postings(struct ctx *c, date day, struct postings *ret_day,
                                  struct postings *ret_open);

#endif
