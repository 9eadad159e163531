/*
 * job_worker.c - one turn of a worker: lease, small units, settling. Each step is a unit of low
 * priority; between lease and settling nothing is held but the lease.
 */
#include "db/db.h"
#include "host/clock.h"
#include "host/log.h"
#include "host/random.h"
#include "job/inner.h"
#include "job/job_sql.h"

#define MEMORY ((size_t)32 << 20)
#define UNITS_MAX 1000 /* in one turn; then others have theirs */
#define BUSY_WAIT_US (5 * SECOND_US)

/* One lease in the hands of a worker. */
struct turn {
    struct job_worker *w;
    struct arena *mem;
    const struct job_kind *kind;
    struct q_job_next_row row; /* token: ours */
    struct job_run run;
    bool leased;
    /* settling a failure */
    enum rc rc;
    str error;
    bool parked;
};

static instant lease_end(const struct job_kind *k, instant now)
{
    return (instant){now.us + (k && k->lease_s ? k->lease_s : JOB_LEASE_S) * SECOND_US};
}

static int64_t tries_of(const struct turn *t)
{
    return t->kind->tries ? t->kind->tries : JOB_TRIES;
}

static enum rc write_low(struct turn *t, enum rc (*fn)(struct ctx *c, void *arg))
{
    struct ctx c = {.mem = t->mem, .now = host_now(), .rng = host_rng_new()};
    return store_write_low(t->w->store, &c, fn, t);
}

/* ---- taking ---- */

static enum rc park(struct ctx *c, struct turn *t, const char *why)
{
    const struct q_job_failed_in in = {t->row.id,       t->row.token, S("parked"), c->now,
                                       t->row.attempts, str_of(why),  c->now};
    t->parked = true;
    t->error = str_of(why);
    return q_job_failed(c, &in, NULL);
}

/* What this program does not know, or has tried often enough without hearing of an end, is
   parked here. */
static enum rc lease(struct ctx *c, void *arg)
{
    struct turn *t = arg;
    int64_t changed = 0;
    t->leased = t->parked = false;
    enum rc rc = q_job_next(c, c->now, &t->row);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    t->kind = job__kind(t->row.name);
    if (!t->kind)
        return park(c, t, "no such kind of job");
    if (t->row.attempts >= tries_of(t))
        return park(c, t, "no worker came back from it");
    rc = q_job_lease(c, t->row.id, t->row.token, str_of(t->w->name), lease_end(t->kind, c->now),
                     &changed);
    if (rc || !changed) /* somebody was first: they have it */
        return rc;
    t->row.token++;
    t->row.attempts++;
    t->leased = true;
    return RC_OK;
}

/* ---- one small unit ---- */

static enum rc settle(struct ctx *c, struct turn *t)
{
    const instant next = t->row.key.n ? INSTANT_NONE : job__next(t->kind, c->now);
    int64_t changed = 0;
    if (t->run.next.p)
        return q_job_goes_on(c, t->row.id, t->row.token, t->run.next, NULL);
    if (instant_is_none(next)) {
        const enum rc rc = q_job_remove(c, t->row.id, t->row.token, t->row.asked, &changed);
        if (rc || changed)
            return rc;
    }
    const struct q_job_done_in in = {t->row.id, t->row.token, t->row.asked,
                                     instant_is_none(next) ? c->now : next, c->now};
    return q_job_done(c, &in, NULL);
}

static enum rc work(struct ctx *c, void *arg)
{
    struct turn *t = arg;
    int64_t held = 0;
    t->run.next = STR_NONE;
    t->rc = RC_OK;
    enum rc rc = q_job_hold(c, t->row.id, t->row.token, lease_end(t->kind, c->now), &held);
    if (!rc && !held)
        return RC_CONFLICT; /* the lease is another's by now */
    if (!rc) {
        rc = t->kind->unit(c, &t->run);
        t->rc = rc;
        t->error = c->faults ? str_of(c->faults->key) : STR_NONE;
    }
    return rc ? rc : settle(c, t);
}

struct outside {
    struct turn *t;
    struct ctx c;
    enum rc rc;
};
static void run_before(void *arg)
{
    struct outside *o = arg;
    o->rc = o->t->kind->before(&o->c, &o->t->run);
}

static enum rc before(struct turn *t)
{
    if (!t->kind->before)
        return RC_OK;
    struct outside o = {t, {.mem = t->mem, .now = host_now(), .rng = host_rng_new()}, RC_OK};
    if (!arena_run(t->mem, run_before, &o))
        o.rc = RC_UNAVAILABLE;
    t->rc = o.rc;
    t->error = o.c.faults ? str_of(o.c.faults->key) : STR_NONE;
    return o.rc;
}

/* ---- what becomes of a failure ---- */

static enum rc give_back(struct ctx *c, void *arg)
{
    const struct turn *t = arg;
    const int64_t wait = t->rc == RC_OK ? 0 : BUSY_WAIT_US;
    return q_job_release(c, t->row.id, t->row.token, (instant){c->now.us + wait}, NULL);
}

static enum rc note_failure(struct ctx *c, void *arg)
{
    struct turn *t = arg;
    const bool blameless = t->rc == RC_UNAVAILABLE; /* disk, memory: for ever, but seldom */
    const int64_t half = tries_of(t) / 2,
                  attempts = blameless && t->row.attempts > half ? half : t->row.attempts;
    t->parked = attempts >= tries_of(t);
    const str error = t->error.p ? str_fmt(c->mem, "%s %.*s", rc_name(t->rc), STR_ARG(t->error))
                                 : str_of(rc_name(t->rc));
    const struct q_job_failed_in in = {t->row.id,
                                       t->row.token,
                                       t->parked ? S("parked") : S("waiting"),
                                       job__retry(attempts, c->now),
                                       attempts,
                                       error,
                                       c->now};
    return q_job_failed(c, &in, NULL);
}

static void log_end(const struct turn *t, enum rc rc)
{
    if (t->parked)
        LOG(LOG_ERROR, "job.parked", {"job", t->row.name, 0}, {"why", t->error, 0},
            LOG_INT("attempts", t->row.attempts));
    else
        LOG(LOG_WARN, "job.failed", {"job", t->row.name, 0}, LOG_STR("rc", rc_name(rc)),
            {"why", t->error, 0}, LOG_INT("attempts", t->row.attempts));
}

/* RC_CONFLICT that the handler did not answer is the fence: the job is another's. */
static void end_badly(struct turn *t, enum rc rc)
{
    if (rc == RC_CONFLICT && t->rc != RC_CONFLICT) {
        LOG(LOG_WARN, "job.late", {"job", t->row.name, 0}, LOG_INT("token", t->row.token));
        return;
    }
    t->rc = rc;
    const enum rc noted = write_low(t, rc == RC_BUSY ? give_back : note_failure);
    log_end(t, noted ? noted : rc);
}

/* ---- a turn ---- */

/* Units until the job is done, refused, or others should have their turn. */
static void run_units(struct turn *t)
{
    for (int i = 0; i < UNITS_MAX; i++) {
        struct arena *mem = arena_new(MEMORY);
        if (!mem)
            return; /* the lease ends by itself */
        struct arena *outer = t->mem;
        t->mem = mem;
        t->rc = RC_OK;
        t->error = STR_NONE;
        enum rc rc = before(t);
        if (rc == RC_OK)
            rc = write_low(t, work);
        const str next = rc == RC_OK && t->run.next.p ? str_dup(outer, t->run.next) : STR_NONE;
        job__counted(rc == RC_OK);
        if (rc != RC_OK)
            end_badly(t, rc);
        t->mem = outer;
        arena_free(mem);
        if (!next.p)
            return;
        t->run.cursor = next;
        t->row.attempts = 1;
        if (t->w->ending)
            break;
    }
    t->rc = RC_OK;
    if (write_low(t, give_back) != RC_OK)
        LOG(LOG_WARN, "job.not_given_back", {"job", t->row.name, 0});
}

static enum rc peek(struct ctx *c, void *arg)
{
    struct turn *t = arg;
    return q_job_next(c, c->now, &t->row);
}

/* A look costs a read; the writer is asked only when something is due. */
static enum rc take(struct turn *t)
{
    struct ctx c = {.mem = t->mem, .now = host_now()};
    const enum rc rc = store_read(t->w->store, &c, peek, t);
    return rc ? rc : write_low(t, lease);
}

bool job_turn(struct job_worker *w)
{
    struct arena *mem = arena_new(MEMORY);
    if (!mem)
        return false;
    struct turn t = {.w = w, .mem = mem};
    const enum rc rc = take(&t);
    if (rc == RC_OK && t.parked)
        log_end(&t, RC_OK);
    const bool worked = rc == RC_OK && (t.leased || t.parked);
    if (rc == RC_OK && t.leased) {
        t.run = (struct job_run){t.row.about, t.row.cursor, STR_NONE, NULL, w->store};
        run_units(&t);
    }
    arena_free(mem);
    return worked;
}

/* ---- at the start ---- */

static enum rc prepare(struct ctx *c, void *arg)
{
    const struct turn *t = arg;
    enum rc rc = store_is_postgresql(t->w->store) ? RC_OK : q_job_free_all(c, c->now, NULL);
    const struct job_kind *k;
    for (int i = 0; !rc && (k = job__kind_at(i)) != NULL; i++) {
        const instant next = job__next(k, c->now);
        if (!instant_is_none(next))
            rc = q_job_schedule(c, ctx_new_pubid(c), str_of(k->name), str_of(k->arg ? k->arg : ""),
                                next, NULL);
    }
    return rc;
}

enum rc job_prepare(struct job_worker *w)
{
    struct arena *mem = arena_new(MEMORY);
    if (!mem)
        return RC_UNAVAILABLE;
    struct turn t = {.w = w, .mem = mem};
    const enum rc rc = write_low(&t, prepare);
    arena_free(mem);
    return rc;
}
