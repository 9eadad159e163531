/* dossier_module.c - what dossiers give to the server. */
#include "access/access.h"
#include "dossier/dossier.h"
#include "dossier/dossier_clock.h"
#include "job/kind.h"
#include "web/module.h"

#define STOPS_AT_ONCE 20 /* in one unit */

/* Nobody does it: the time is over. */
static enum rc stop_unanswered(struct ctx *c, struct job_run *run)
{
    int64_t n = 0;
    c->actor = (struct actor *)(uintptr_t)access_system();
    const enum rc rc = dossier_stop_unanswered(c, STOPS_AT_ONCE, &n);
    return rc || n < STOPS_AT_ONCE ? rc : job_more(run, S("more"));
}

static const struct job_kind jobs[] = {
    {"dossier.stop_unanswered", stop_unanswered, .every_min = 60,
     .title = "dossier.job.stop_unanswered"},
    {"dossier.resume_paused", dossier_job_resume, .every_min = 5, .title = "dossier.job.resume"},
    {"dossier.note_silence", dossier_job_silent, .every_min = 10, .title = "dossier.job.silent"},
    {"dossier.follow_mergers", dossier_job_mergers, .daily = JOB_DAILY(0, 30),
     .title = "dossier.job.mergers"},
    {"dossier.apply_calendar", dossier_job_calendar, .every_min = 5, .title = "dossier.job.calendar"},
    {0},
};

extern const struct module dossier_module;
const struct module dossier_module = {
    .name = "dossier",
    .kinds = dossier_kinds,
    .replayers = dossier_replayers,
    .jobs = jobs,
};
