/* account_jobs.c - what is done to accounts and sessions when nobody asks. */
#include "account/account_module.h"

#include "access/signin.h"

#define AT_ONCE 100 /* rows in one unit */

static enum rc flush_seen(struct ctx *c, struct job_run *run)
{
    bool more = false;
    const enum rc rc = access_flush(c, &more);
    return rc || !more ? rc : job_more(run, S("more"));
}

static enum rc disable_idle(struct ctx *c, struct job_run *run)
{
    int64_t count = 0;
    const enum rc rc = access_disable_idle(c, AT_ONCE, &count);
    return rc || count < AT_ONCE ? rc : job_more(run, S("more"));
}

static enum rc sweep_sessions(struct ctx *c, struct job_run *run)
{
    int64_t count;
    (void)run;
    return access_session_sweep(c, &count);
}

const struct job_kind account_jobs[] = {
    {"access.flush", flush_seen, .every_s = 30},
    {"access.disable_idle", disable_idle, .daily = JOB_DAILY(1, 30),
     .title = "account.job.disable_idle"},
    {"access.session_sweep", sweep_sessions, .every_min = 60, .title = "account.job.session_sweep"},
    {0},
};
