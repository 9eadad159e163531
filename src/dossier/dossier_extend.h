/*
 * dossier_extend.h - the letter of apology (NĐ 118/2025 Điều 19.6, Mẫu 04): drafted by who examines
 * the dossier, signed by a leader who did not draft it, then read by the citizen. One kind extends
 * the time: asked and signed as long before the due date and as often as the rule set says; the
 * signature moves the date in the ledger. The other is for what can no longer be extended: it promises
 * a day and leaves the legal date, so that late stays late. How often a day was promised anew is
 * counted.
 */
#ifndef MOTCUA_DOSSIER_EXTEND_H
#define MOTCUA_DOSSIER_EXTEND_H

#include "dossier/dossier.h"

struct extension_in {
    int64_t seen_version;
    str kind; /* extension | apology */
    str reason;
    date to; /* a worked day; promised is its close */
};
/* A draft; one that waited is replaced by it. RC_CONFLICT: the clock stands or has ended, or the
   time was extended before; RC_INVALID at reason, new_due; "dossier.not_late" for an apology while
   an extension is still possible. */
MUST_USE enum rc dossier_draft_extension(struct ctx *c, struct dossier_id id,
                                         const struct extension_in *in, struct dossier_ref *ret_ref);

struct extension_decision {
    int64_t seen_version;
    bool sign; /* else declined: the note says why */
    str note;
};
/* RC_CONFLICT no draft; RC_DENIED the drafter's own; RC_INVALID what the draft asks for is no
   longer possible (a day too late), or a note is missing. */
MUST_USE enum rc dossier_decide_extension(struct ctx *c, struct dossier_id id,
                                          const struct extension_decision *in,
                                          struct dossier_ref *ret_ref);

struct dossier_extension {
    str kind, state, reason; /* extension | apology; draft replaced signed declined */
    instant was_due_at, new_due_at, drafted_at, decided_at;
    int64_t drafted_by; /* account */
    str drafter, decider, note;
    int64_t no; /* of the signed ones, from 1: how often a day was promised anew; else 0 */
};
/* Oldest first. Citizens and visitors see the signed ones. */
MUST_USE enum rc dossier_extensions(struct ctx *c, struct dossier_id id, struct dossier_extension **ret,
                                    ptrdiff_t *ret_n);
/* The newest signed one, NULL = none. */
const struct dossier_extension *dossier_last_signed(const struct dossier_extension *v, ptrdiff_t n);
/* The draft that waits for a signature, NULL = none. */
const struct dossier_extension *dossier_draft_waiting(const struct dossier_extension *v, ptrdiff_t n);

/* Drafts of the actor's agency that wait for a signature, at most `max`. */
struct extension_waiting {
    str pub, code, procedure, kind;
    instant was_due_at, new_due_at, drafted_at;
};
MUST_USE enum rc dossier_extensions_waiting(struct ctx *c, int64_t max, struct extension_waiting **ret,
                                            ptrdiff_t *ret_n);
/* How many wait in all. */
MUST_USE enum rc dossier_extensions_waiting_count(struct ctx *c, int64_t *ret_n);

#endif
