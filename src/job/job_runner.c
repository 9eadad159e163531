/*
 * job_runner.c - the server's thread for jobs: wakes every second, runs what is due one after
 * the other, and what this process must write from its memory.
 */
#include <stdio.h>
#include <stdlib.h>

#include "db/db.h"
#include "host/clock.h"
#include "host/log.h"
#include "host/random.h"
#include "host/thread.h"
#include "job/inner.h"

#define MEMORY ((size_t)32 << 20)
#define KINDS_MAX 64
#define LOOK_EVERY_US MINUTE_US

struct job_runner {
    struct job_worker worker;
    char name[20];
    struct host_thread thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int64_t look;           /* when to look for the gauges; monotonic */
    int64_t due[KINDS_MAX]; /* kinds of `every_s`: monotonic microseconds */
};

struct memory_run {
    const struct job_kind *kind;
    struct job_run run;
};
static enum rc run_unit(struct ctx *c, void *arg)
{
    struct memory_run *m = arg;
    return m->kind->unit(c, &m->run);
}

static void write_memory(struct job_runner *r, const struct job_kind *k)
{
    struct arena *mem = arena_new(MEMORY);
    if (!mem)
        return;
    struct memory_run m = {k, {.arg = S(""), .cursor = S(""), .store = r->worker.store}};
    struct ctx c = {.mem = mem, .now = host_now(), .rng = host_rng_new()};
    const enum rc rc = store_write_low(r->worker.store, &c, run_unit, &m);
    if (rc != RC_OK)
        LOG(LOG_WARN, "job.failed", LOG_STR("job", k->name), LOG_STR("rc", rc_name(rc)));
    arena_free(mem);
}

/* `all`: before the store closes. */
static void write_memories(struct job_runner *r, bool all)
{
    const struct job_kind *k;
    for (int i = 0; (k = job__kind_at(i)) != NULL; i++)
        if (k->every_s && (all || host_monotonic_us() >= r->due[i])) {
            write_memory(r, k);
            r->due[i] = host_monotonic_us() + k->every_s * SECOND_US;
        }
}

/* True when it is time to end. */
static bool wait_second(struct job_runner *r)
{
    const struct timespec until = host_monotonic_after(SECOND_US);
    (void)pthread_mutex_lock(&r->lock);
    while (!r->worker.ending && pthread_cond_timedwait(&r->wake, &r->lock, &until) == 0)
        ;
    (void)pthread_mutex_unlock(&r->lock);
    return r->worker.ending;
}

static void *run(void *arg)
{
    struct job_runner *r = arg;
    while (!wait_second(r)) {
        write_memories(r, false);
        while (!r->worker.ending && job_turn(&r->worker))
            ;
        if (host_monotonic_us() >= r->look) {
            job__look(r->worker.store);
            r->look = host_monotonic_us() + LOOK_EVERY_US;
        }
    }
    write_memories(r, true);
    return NULL;
}

static void runner_free(struct job_runner *r)
{
    (void)pthread_cond_destroy(&r->wake);
    (void)pthread_mutex_destroy(&r->lock);
    free(r);
}

/* Unique among the processes of a database. */
static void give_name(struct job_runner *r)
{
    uint64_t number;
    host_random(&number, sizeof number);
    (void)snprintf(r->name, sizeof r->name, "%016llx", (unsigned long long)number);
    r->worker.name = r->name;
}

enum rc job_runner_start(struct store *s, struct job_runner **ret_runner)
{
    struct job_runner *r = calloc(1, sizeof *r);
    const struct job_kind *k;
    if (!r)
        return RC_UNAVAILABLE;
    r->worker.store = s;
    give_name(r);
    for (int i = 0; (k = job__kind_at(i)) != NULL; i++)
        r->due[i] = host_monotonic_us() + k->every_s * SECOND_US;
    BUG_IF(pthread_mutex_init(&r->lock, NULL));
    host_cond_init(&r->wake);
    enum rc rc = job_prepare(&r->worker);
    if (rc == RC_OK && host_thread_start(&r->thread, "jobs", run, r))
        rc = RC_UNAVAILABLE;
    if (rc != RC_OK) {
        runner_free(r);
        return rc;
    }
    *ret_runner = r;
    return RC_OK;
}

void job_runner_stop(struct job_runner *r)
{
    if (!r)
        return;
    (void)pthread_mutex_lock(&r->lock);
    r->worker.ending = true;
    (void)pthread_cond_signal(&r->wake);
    (void)pthread_mutex_unlock(&r->lock);
    host_thread_join(&r->thread);
    runner_free(r);
}
