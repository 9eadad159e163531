/*
 * dossier_mend.h - after the result is issued: a wrong one is corrected within the rule set's days,
 * with an apology, and a lost one issued again (NĐ 118/2025 Điều 23). The new file takes the place
 * of the old one, which stays and is shown as replaced. Nothing of the time it took changes.
 */
#ifndef MOTCUA_DOSSIER_MEND_H
#define MOTCUA_DOSSIER_MEND_H

#include "dossier/dossier_read.h"

struct mend_in {
    int64_t seen_version;
    str kind; /* correction | reissue */
    str reason;
};
/* Asked by the owner or filer, or found by the authority. RC_CONFLICT: no result was issued, or one
   is open already; RC_INVALID at kind, reason. */
MUST_USE enum rc dossier_ask_mend(struct ctx *c, struct dossier_id id, const struct mend_in *in,
                                  struct dossier_ref *ret_ref);

/* Could it be asked for now: a result holds, and nothing that was asked about it waits. */
MUST_USE enum rc dossier_may_mend(struct ctx *c, const struct dossier *d, bool *ret_may);

struct mend_decision {
    int64_t seen_version;
    bool done;       /* else refused */
    int64_t file_id; /* the new result; 0 = none */
    str file_name;
    str note; /* of a correction: the apology; why it is refused */
};
/* By a leader. RC_CONFLICT nothing is open; RC_INVALID at file, note. */
MUST_USE enum rc dossier_decide_mend(struct ctx *c, struct dossier_id id,
                                     const struct mend_decision *in, struct dossier_ref *ret_ref);

struct dossier_mend {
    str kind, reason, asked_by, state, note; /* applicant authority; open done refused */
    instant opened_at, due_at, closed_at;
    struct opt_int old_file, new_file; /* ids of dossier_files */
    bool late; /* a correction that took, or takes, longer than the rule set has */
};
/* Of one dossier, oldest first. */
MUST_USE enum rc dossier_mends(struct ctx *c, struct dossier_id id, struct dossier_mend **ret,
                               ptrdiff_t *ret_n);
/* The one that waits, NULL = none. */
const struct dossier_mend *dossier_mend_waiting(const struct dossier_mend *v, ptrdiff_t n);
/* When that file was replaced; INSTANT_NONE = it holds. */
instant dossier_mend_replaced(const struct dossier_mend *v, ptrdiff_t n, int64_t file);

/* What waits for the actor's agency, which issued or received for it, those with a date first; or what
   it answered in the last DOSSIER_MEND_DAYS, the newest first. For who may correct: RC_DENIED. */
#define DOSSIER_MEND_DAYS 30
struct mend_request {
    str pub, code, procedure, owner;
    struct dossier_mend x;
};
MUST_USE enum rc dossier_mend_list(struct ctx *c, bool answered, int64_t max, struct mend_request **ret,
                                   ptrdiff_t *ret_n);
MUST_USE enum rc dossier_mend_count(struct ctx *c, int64_t *ret_waiting);

#endif
