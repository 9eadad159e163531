/*
 * result.h - the acts of giving back beside the last one (dossier_return): further results and results
 * in parts, originals taken for comparison, the day a letter arrived, word that a result will be
 * ready early (NĐ 118/2025, Điều 22). What was given stands in dossier's book (dossier_given.h).
 */
#ifndef MOTCUA_RESULT_H
#define MOTCUA_RESULT_H

#include "dossier/dossier_given.h"

/* One more result of an approved or issued dossier, from a file already stored. */
MUST_USE enum rc result_add(struct ctx *c, struct dossier_id id, int64_t seen_version, int64_t file_id,
                            str name, struct dossier_ref *ret_ref);

/* Some of the results of an issued dossier; the last act gives the rest and ends it. Afterwards what a
   correction or a re-issue put in their place. RC_INVALID "items"; RC_CONFLICT when it is not issued,
   or one of them was given before or was replaced. */
MUST_USE enum rc result_give_part(struct ctx *c, struct dossier_id id, const struct give_in *in,
                                  struct dossier_ref *ret_ref);
/* Papers go back to whom they belong, while it is open or after; each once. */
MUST_USE enum rc result_return_originals(struct ctx *c, struct dossier_id id, const struct give_in *in,
                                         struct dossier_ref *ret_ref);
/* What went by post arrived that day. RC_CONFLICT: nothing is on its way; RC_INVALID at `on`. */
MUST_USE enum rc result_delivered(struct ctx *c, struct dossier_id id, int64_t seen_version, date on,
                                  struct dossier_ref *ret_ref);
/* The result will be ready before the promised day. RC_INVALID at ready_at when it would not be
   early; RC_CONFLICT when nothing is promised or it is ready already. */
MUST_USE enum rc result_announce(struct ctx *c, struct dossier_id id, int64_t seen_version,
                                 instant ready_at, struct dossier_ref *ret_ref);

#endif
