/*
 * dossier_merge.h - open dossiers of agencies that ended: those whose successor the data did not
 * name lie with the agency above, and here the control office names one, several at a time. Leaves
 * out: which successor answers (org/successor.h), handing on (casework/merge.h, a job).
 */
#ifndef MOTCUA_DOSSIER_MERGE_H
#define MOTCUA_DOSSIER_MERGE_H

#include "casework/merge.h"
#include "dossier/dossier.h"

struct unplaced_dossier {
    struct dossier_id id;
    str pub, code, procedure, field, address, held_by; /* address: the applicant's */
    instant due_at;
    int64_t version;
};
/* Of one agency that ended, by due date. RC_DENIED without PERM_SUCCESSION_MANAGE. */
MUST_USE enum rc dossier_unplaced(struct ctx *c, int64_t ended, int64_t max,
                                  struct unplaced_dossier **ret, ptrdiff_t *ret_n);
/* `ended` 0 = of all. */
MUST_USE enum rc dossier_unplaced_count(struct ctx *c, int64_t ended, int64_t *ret_n);

/* As work_name_heirs: each is an event (dossier.taken_over), due dates stay. RC_DENIED. */
MUST_USE enum rc dossier_name_heirs(struct ctx *c, const struct heirs_in *in,
                                    struct heirs_named *ret_done);
/* What the successors' list of an agency is asked again for, at once: after it was set. */
MUST_USE enum rc dossier_ask_successors(struct ctx *c);

#endif
