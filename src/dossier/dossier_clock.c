/*
 * dossier_clock.c - what time itself does to the clocks of dossiers, by jobs: the limit of a
 * pause, the silence of a consulted agency, a calendar that was published late. Each is an
 * event that keeps the due date before and after. The clocks are casework's (ledger.h).
 */
#include "dossier/dossier_clock.h"

#include "casework/ledger.h"
#include "dossier/dossier_internal.h"

#define AT_ONCE 20 /* in one unit */

static enum rc tell(struct ctx *c, const struct clock_change *x, struct dossier_act *a,
                    const char *kind)
{
    struct dossier_ref ref;
    dossier_act_say(a, EV_TIME("was_due_at", x->was_due));
    dossier_act_say(a, EV_BOOL("provisional", x->provisional));
    return dossier_act_end(c, a, kind, x->at, &ref);
}

static enum rc resumed(struct ctx *c, void *arg, const struct clock_change *x)
{
    struct dossier_act a;
    (void)arg;
    const enum rc rc = dossier_act_begin(c, (struct dossier_id){x->id.v}, PERM_DOSSIER_PROCESS, &a);
    return rc ? rc : tell(c, x, &a, "dossier.clock_resumed");
}

static enum rc silent(struct ctx *c, void *arg, const struct clock_change *x)
{
    struct dossier_act a;
    (void)arg;
    const enum rc rc = dossier_act_begin(c, (struct dossier_id){x->id.v}, PERM_DOSSIER_PROCESS, &a);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("consult", x->consult->pub));
    dossier_act_say(&a, EV_INT("asked_agency", x->consult->agency_id));
    dossier_act_say(&a, EV_TIME("answer_due_at", x->consult->due_at));
    if (instant_is_none(x->was_due) && !instant_is_none(x->due))
        dossier_act_say(&a, EV_INT("resumed", 1));
    return tell(c, x, &a, "dossier.consult_silent");
}

static enum rc recounted(struct ctx *c, void *arg, const struct clock_change *x)
{
    struct dossier_act a;
    (void)arg;
    const enum rc rc = dossier_act_begin(c, (struct dossier_id){x->id.v}, PERM_DOSSIER_PROCESS, &a);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_INT("was_calendar", x->was_calendar));
    dossier_act_say(&a, EV_INT("calendar", x->calendar));
    if (!x->consult)
        return tell(c, x, &a, "dossier.calendar_changed");
    dossier_act_say(&a, EV_TEXT("consult", x->consult->pub));
    dossier_act_say(&a, EV_INT("asked_agency", x->consult->agency_id));
    dossier_act_say(&a, EV_TIME("was_answer_due_at", x->was_answer_by));
    dossier_act_say(&a, EV_TIME("answer_due_at", x->consult->due_at));
    return tell(c, x, &a, "dossier.consult_redated");
}

static void as_system(struct ctx *c)
{
    c->actor = (struct actor *)(uintptr_t)access_system();
}

enum rc dossier_job_resume(struct ctx *c, struct job_run *run)
{
    const struct clock_told told = {"dossier", resumed, NULL};
    int64_t n = 0;
    as_system(c);
    const enum rc rc = work_clock_resume_due(c, &told, AT_ONCE, &n);
    return rc || n < AT_ONCE ? rc : job_more(run, S("more"));
}

enum rc dossier_job_silent(struct ctx *c, struct job_run *run)
{
    const struct clock_told told = {"dossier", silent, NULL};
    int64_t n = 0;
    as_system(c);
    const enum rc rc = work_consult_silent_due(c, &told, AT_ONCE, &n);
    return rc || n < AT_ONCE ? rc : job_more(run, S("more"));
}

enum rc dossier_job_calendar(struct ctx *c, struct job_run *run)
{
    const struct clock_told told = {"dossier", recounted, NULL};
    str next;
    as_system(c);
    const enum rc rc = work_calendar_apply(c, &told, run->cursor, &next);
    return rc || !next.n ? rc : job_more(run, next);
}
