/*
 * dossier_merge.c - open dossiers of an agency that ended go on at the one that answers for it
 * since: a job, an event each, so that none is orphaned. Codes, due dates and rule sets stay.
 */
#include "casework/merge.h"
#include "dossier/dossier_clock.h"
#include "dossier/dossier_internal.h"

static enum rc taken_over(struct ctx *c, void *arg, const struct work_taken_over *x)
{
    struct dossier_act a;
    struct dossier_ref ref;
    (void)arg;
    enum rc rc = dossier_act_begin(c, (struct dossier_id){x->id.v}, PERM_DOSSIER_PROCESS, &a);
    if (!rc)
        rc = q_dossier_take_over(c, x->id.v, x->after.receiving_agency_id, x->after.competent_agency_id,
                                 NULL);
    if (!rc)
        rc = dossier__place_succeed(c, a.id, &x->after);
    if (rc)
        return rc;
    a.head.receiving_agency_id = x->after.receiving_agency_id;
    a.head.competent_agency_id = x->after.competent_agency_id;
    dossier_act_say(&a, EV_INT("from_agency", x->from));
    dossier_act_say(&a, EV_INT("to_agency", x->to));
    return dossier_act_end(c, &a, "dossier.taken_over", INSTANT_NONE, &ref);
}

enum rc dossier_job_mergers(struct ctx *c, struct job_run *run)
{
    const struct merge_told told = {"dossier", taken_over, NULL};
    str next;
    c->actor = (struct actor *)(uintptr_t)access_system();
    const enum rc rc = work_follow_mergers(c, &told, run->cursor, &next);
    return rc || !next.n ? rc : job_more(run, next);
}
