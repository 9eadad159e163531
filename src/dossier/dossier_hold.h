/*
 * dossier_hold.h - the clock of a dossier held by a ground of its process, with a letter, and let go
 * on. The leader of the authority that answers for it pauses it, up to the limit of the ground; whoever
 * examines it lets it run on when what was waited for has come, and at the limit it runs on by itself.
 * The applicant is told both. Leaves out: stops for a supplement (dossier.h), consultations
 * (dossier_consult.h); the ledger is casework's.
 */
#ifndef MOTCUA_DOSSIER_HOLD_H
#define MOTCUA_DOSSIER_HOLD_H

#include "dossier/dossier.h"

struct pause_in {
    int64_t seen_version;
    str hold;           /* key of a ground of its process */
    date until;         /* held until the close of that day at the latest */
    str reason, letter; /* letter: its number and date */
    int64_t file_id;    /* the letter itself; the applicant may read it */
    str file_name;
};
/* By a leader; dossier.clock_paused. RC_INVALID at hold, until, reason, letter, file; RC_CONFLICT: the
   clock stands, its date has passed, a signature was given, the time of the ground is used up. */
MUST_USE enum rc dossier_pause(struct ctx *c, struct dossier_id id, const struct pause_in *in,
                               struct dossier_ref *ret_ref);

struct resume_in {
    int64_t seen_version;
    str note; /* what has come */
};
/* dossier.clock_resumed. RC_INVALID at note; RC_CONFLICT: no pause holds it. */
MUST_USE enum rc dossier_resume(struct ctx *c, struct dossier_id id, const struct resume_in *in,
                                struct dossier_ref *ret_ref);

#endif
