/*
 * dossier_given.h - the book of what was given to whom: results with the last act (dossier_return) or
 * in parts, originals taken for comparison, letters, early word (NĐ 118/2025, Điều 22). Everything that
 * is given names who took it. Who may do which of it, and its event, is for the acts to say (result).
 */
#ifndef MOTCUA_DOSSIER_GIVEN_H
#define MOTCUA_DOSSIER_GIVEN_H

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

struct give_in {
    int64_t seen_version;
    struct taker to;
    str note;
    const int64_t *items; /* results: their `no` among the files; originals: paper ids */
    ptrdiff_t n;
};
/* RC_INVALID "items"; RC_CONFLICT when one of them was given before, or the version is another. */
struct dossier_act; /* dossier_act.h */
MUST_USE enum rc dossier_given_some(struct ctx *c, struct dossier_act *a, bool results,
                                    const struct give_in *in);
/* One more result among the files. */
MUST_USE enum rc dossier_given_file(struct ctx *c, const struct dossier_act *a, int64_t file_id,
                                    str name);
/* The letter that is on its way, RC_NOT_FOUND; it arrived that day. */
MUST_USE enum rc dossier_given_on_way(struct ctx *c, struct dossier_id id, int64_t *ret_letter,
                                      instant *ret_at);
MUST_USE enum rc dossier_given_arrived(struct ctx *c, const struct dossier_act *a, int64_t letter,
                                       date on);
/* Said beforehand: it will be ready then. */
MUST_USE enum rc dossier_given_early(struct ctx *c, struct dossier_id id, instant ready_at);

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
/* What may still be given: papers not returned; results that hold and were not given, after the last
   act those of a correction or a re-issue. */
struct giveable {
    int64_t id; /* as give_in.items has it */
    int64_t no; /* among the files, the papers of the dossier */
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
