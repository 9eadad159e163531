/*
 * dossier_part.h - what other units and agencies do beside the step of one dossier: the parallel
 * parts of inter-linked procedures (thủ tục hành chính liên thông, NĐ 118/2025/NĐ-CP Điều 20). The
 * dossier stays one, with one lead and one clock; casework/parts.h opens and closes the parts by
 * the process, here they are seen and answered.
 *
 * Invariants: 1. who holds an open part may read the dossier, and nothing else of it is theirs;
 * 2. a part is answered once, in words, and the answer is an event of the dossier.
 */
#ifndef MOTCUA_DOSSIER_PART_H
#define MOTCUA_DOSSIER_PART_H

#include "casework/parts.h"
#include "dossier/dossier.h"

struct dossier_part {
    struct work_part x;
    str place, handler; /* unit or agency; who answered, absent while open */
};
MUST_USE enum rc dossier_parts(struct ctx *c, struct dossier_id id, struct dossier_part **ret_parts,
                               ptrdiff_t *ret_n);
/* Refused as work_part_done; RC_NOT_FOUND also for who holds no part and may not read it. */
struct part_answer {
    int64_t seen_version;
    str key, note;
};
MUST_USE enum rc dossier_part_done(struct ctx *c, struct dossier_id id, const struct part_answer *in,
                                   struct dossier_ref *ret_ref);

/* Open parts at the actor's place in the actor's roles, the oldest first, at most `max`. */
struct part_waiting {
    str pub, code, procedure, key, name, lead; /* lead: the agency that settles it */
    instant opened_at, due_at;                 /* due_at: of the dossier */
    int64_t minutes;
};
MUST_USE enum rc dossier_parts_waiting(struct ctx *c, int64_t max, struct part_waiting **ret_list,
                                       ptrdiff_t *ret_n);

#endif
