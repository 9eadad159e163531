/*
 * kind.h - what a module says of its jobs: one constant array, named in its descriptor
 * (web/module.h). A job is a unit of work like a request: safe to run twice, behind all
 * requests, and cut into small units: a handler that has more to do says where it stopped.
 *
 *     static enum rc sweep(struct ctx *c, struct job_run *run)
 *     {
 *         int64_t gone;
 *         const enum rc rc = web_idempotency_sweep(c, AT_ONCE, &gone);
 *         return rc || gone < AT_ONCE ? rc : job_more(run, S("more"));
 *     }
 *     const struct job_kind web_jobs[] = {
 *         {"web.idempotency_sweep", sweep, .every_min = 60, .title = "web.job.idempotency"}, {0}};
 */
#ifndef MOTCUA_JOB_KIND_H
#define MOTCUA_JOB_KIND_H

#include "core/ctx.h"

struct store;

/* One small unit of one job, as its handler sees it. */
struct job_run {
    str arg;    /* what it was queued with; the kind's own for a scheduled one */
    str cursor; /* where the last unit stopped; "" = at the beginning */
    str next;   /* set it by job_more: there is more to do, from here */
    void *kept; /* from `before` to `unit` */
    struct store *store;
};

struct job_kind {
    const char *name; /* <module>.<verb_noun> */
    /* In the transaction. Anything but RC_OK undoes it and counts as a failure. */
    enum rc (*unit)(struct ctx *c, struct job_run *run);
    /* Outside any transaction, before `unit`: slow reads, deliveries. It may have run for
       nothing when the unit is refused, so what it does outside must bear repeating. */
    enum rc (*before)(struct ctx *c, struct job_run *run);
    int every_min;     /* schedule: so many minutes after the last run; 0 = none */
    int daily;         /* or JOB_DAILY(2, 30): every day at 02:30 local time */
    int lease_s;       /* how long one unit may take; 0 = 60 */
    int tries;         /* leases without success until it is parked; 0 = 10 */
    const char *arg;   /* of the scheduled row */
    const char *title; /* message key: what administrators read */
    /* What this process keeps in memory (last seen): run by every process every `every_s`
       seconds and once before its store closes; no row, no lease. */
    int every_s;
};
#define JOB_DAILY(hour, minute) ((hour)*60 + (minute) + 1)

static inline enum rc job_more(struct job_run *run, str next)
{
    run->next = next;
    return RC_OK;
}

#endif
