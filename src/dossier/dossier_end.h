/*
 * dossier_end.h - how a dossier ends without a result: refused with a ground (Điều 17, 19), stopped
 * or withdrawn by the applicant until the decision is signed (Điều 21, Mẫu 05), cancelled because it
 * was entered by mistake; then what is given back. Ended late is late: no end hides it.
 */
#ifndef MOTCUA_DOSSIER_END_H
#define MOTCUA_DOSSIER_END_H

#include "dossier/dossier.h"

/* Words of the list, ended by NULL; texts dossier.refuse.ground.<word>. */
extern const char *const dossier_refusal_grounds[];
#define DOSSIER_REFUSAL_GROUNDS "not_competent|not_eligible|papers_invalid|already_settled|barred|other"

struct refusal_in {
    int64_t seen_version;
    str ground; /* of the list */
    str reason; /* in words; reaches the citizen */
};
/* At intake or in processing. RC_INVALID at ground, reason; RC_CONFLICT, RC_DENIED as work_take. */
MUST_USE enum rc dossier_refuse(struct ctx *c, struct dossier_id id, const struct refusal_in *in,
                                struct dossier_ref *ret_ref);

struct withdrawal_in {
    int64_t seen_version;
    str how;         /* withdraw | stop */
    str reason;      /* the applicant's */
    int64_t file_id; /* staff: the signed request; 0 = none */
    str file_name;
};
/* By the owner or filer; or by who received it, for an applicant who asked on paper: then the
   request is needed. RC_CONFLICT once the decision is signed; RC_INVALID at how, reason, file. */
MUST_USE enum rc dossier_withdraw(struct ctx *c, struct dossier_id id, const struct withdrawal_in *in,
                                  struct dossier_ref *ret_ref);
/* Entered by mistake: counted apart, stays visible with its reason. After the day of acceptance a
   leader does it (RC_DENIED "dossier.cancel_leader"). */
MUST_USE enum rc dossier_cancel(struct ctx *c, struct dossier_id id, int64_t seen_version, str reason,
                                struct dossier_ref *ret_ref);

struct settlement_in {
    int64_t seen_version;
    bool papers_back;
    str papers_to; /* who took them */
    str refund;    /* refunded | kept; absent: as it was */
    str note;      /* why it is kept, or how it was refunded */
};
/* What was given back after such an end. RC_CONFLICT when nothing is due; RC_INVALID at papers_to,
   refund, note. */
MUST_USE enum rc dossier_settle(struct ctx *c, struct dossier_id id, const struct settlement_in *in,
                                struct dossier_ref *ret_ref);

struct dossier_end {
    str how, ground, asked_by; /* refused withdrawn stopped cancelled; applicant authority time */
    instant at, papers_at, refund_at;
    str papers, papers_to;   /* none due returned */
    str refund, refund_note; /* none open refunded kept */
};
/* RC_NOT_FOUND: it has not ended so. */
MUST_USE enum rc dossier_end(struct ctx *c, struct dossier_id id, struct dossier_end *ret_end);

#endif
