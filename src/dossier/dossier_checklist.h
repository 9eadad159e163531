/*
 * dossier_checklist.h - the check-list of acceptance (NĐ 118/2025, Điều 17.1): for each paper
 * whether it is there, in order, and what the registers say of it; whether the owner has an
 * account of the portal. Kept with the dossier; what is ticked decides whether papers are missing.
 */
#ifndef MOTCUA_DOSSIER_CHECKLIST_H
#define MOTCUA_DOSSIER_CHECKLIST_H

#include "dossier/dossier.h"

struct checklist_line {
    int64_t paper_id;
    bool present, complete;
    str held; /* matches | differs | not_held: the datum of the registers */
    str note; /* needed where paper and register differ */
};
struct checklist_in {
    int64_t seen_version;
    str account; /* found | made | none; `none` needs the note */
    str note;
    const struct checklist_line *lines;
    ptrdiff_t n;
};
/*
 * Before acceptance, by who receives; every paper of the dossier has one line. A paper is in order
 * when it is there, or when the registers have it and the citizen need not bring it (Điều 17.1 b).
 * A later check takes the place of an earlier one, which stays. RC_CONFLICT once it is answered;
 * RC_INVALID with faults at lines (`present_<paper>` and so on).
 */
MUST_USE enum rc dossier_check(struct ctx *c, struct dossier_id id, const struct checklist_in *in,
                               struct dossier_ref *ret_ref);

/* The newest; `n` 0 and `at` INSTANT_NONE: nobody has ticked anything. */
struct checklist {
    instant at;
    str by, account, note;
    struct checklist_line *lines;
    ptrdiff_t n;
};
MUST_USE enum rc dossier_checklist(struct ctx *c, struct dossier_id id, struct checklist *ret_list);

#endif
