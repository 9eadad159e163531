/* filing_module.c - what online filing gives to the program: see web/module.h. */
#include "filing/filing.h"
#include "filing/filing_http.h"
#include "job/kind.h"
#include "web/module.h"

static const struct nav nav[] = {
    {NAV_PUBLIC, NULL, "filing.nav.my", "/my", PERM_DOSSIER_TRACK, "my", NULL},
    {0},
};

#define DRAFTS_AT_ONCE 50 /* in one unit */

static enum rc expire(struct ctx *c, struct job_run *run)
{
    int64_t gone = 0;
    const enum rc rc = filing_expire(c, DRAFTS_AT_ONCE, &gone);
    return rc || gone < DRAFTS_AT_ONCE ? rc : job_more(run, S("more"));
}

static const struct job_kind jobs[] = {
    {"filing.expire", expire, .daily = JOB_DAILY(1, 0), .title = "filing.job.expire"},
    {0},
};

extern const struct module filing_module;
const struct module filing_module = {
    .name = "filing",
    .nav = nav,
    .routes = filing_routes,
    .jobs = jobs,
};
