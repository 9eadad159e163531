/*
 * keep.c - the housekeeping of a server: small units of low priority at their intervals.
 * Nothing here decides anything; each task is safe to run twice and says when it is done.
 */
#include "app/keep.h"

#include <stdlib.h>
#include <time.h>

#include "access/signin.h"
#include "app/wire.h"
#include "db/db.h"
#include "file/file.h"
#include "host/clock.h"
#include "host/log.h"
#include "host/random.h"
#include "host/thread.h"
#include "web/server.h"

#define MEMORY ((size_t)32 << 20)
#define AT_ONCE 200 /* rows in one unit */

struct app_keep {
    struct store *store;
    struct host_thread thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool closing;
    int64_t due[8]; /* monotonic microseconds, by task */
    int shard;
};

struct run {
    struct app_keep *k;
    bool more;
};

static enum rc flush_seen(struct ctx *c, void *arg)
{
    (void)arg;
    return access_flush(c);
}

static enum rc disable_idle(struct ctx *c, void *arg)
{
    struct run *r = arg;
    int64_t count = 0;
    enum rc rc = access_disable_idle(c, AT_ONCE, &count);
    r->more = count == AT_ONCE;
    return rc;
}

static enum rc sweep_sessions(struct ctx *c, void *arg)
{
    int64_t count;
    (void)arg;
    return access_session_sweep(c, &count);
}

static enum rc sweep_keys(struct ctx *c, void *arg)
{
    struct run *r = arg;
    int64_t gone = 0;
    enum rc rc = web_idempotency_sweep(c, AT_ONCE, &gone);
    r->more = gone == AT_ONCE;
    return rc;
}

static enum rc sweep_files(struct ctx *c, void *arg)
{
    struct run *r = arg;
    int removed;
    r->k->shard = (r->k->shard + 1) % FILE_SHARDS;
    return file_sweep(c, app_parts()->files, (instant){c->now.us - DAY_US}, r->k->shard, &removed);
}

static const struct task {
    const char *name;
    int64_t every_s;
    bool at_end; /* once more before the store closes */
    enum rc (*fn)(struct ctx *c, void *arg);
} tasks[] = {
    {"access.flush", 30, true, flush_seen},
    {"access.disable_idle", 6 * 3600, false, disable_idle},
    {"access.session_sweep", 3600, false, sweep_sessions},
    {"web.idempotency_sweep", 3600, false, sweep_keys},
    {"file.sweep", 300, false, sweep_files},
};
#define TASKS (sizeof tasks / sizeof *tasks)

static void run_task(struct app_keep *k, const struct task *t)
{
    struct run r = {.k = k, .more = true};
    for (int i = 0; i < 1000 && r.more; i++) {
        struct arena *mem = arena_new(MEMORY);
        if (!mem)
            return;
        struct ctx c = {.mem = mem, .now = host_now(), .rng = host_rng_new()};
        r.more = false;
        enum rc rc = store_write_low(k->store, &c, t->fn, &r);
        if (rc != RC_OK)
            LOG(LOG_WARN, "app.keep_failed", LOG_STR("task", t->name), LOG_STR("rc", rc_name(rc)));
        arena_free(mem);
    }
}

/* True when it is time to end. */
static bool wait_second(struct app_keep *k)
{
    struct timespec until = {0};
    const int64_t at = host_monotonic_us() + SECOND_US;
    until.tv_sec = at / SECOND_US;
    until.tv_nsec = at % SECOND_US * 1000;
    (void)pthread_mutex_lock(&k->lock);
    while (!k->closing && pthread_cond_timedwait(&k->wake, &k->lock, &until) == 0)
        ;
    bool closing = k->closing;
    (void)pthread_mutex_unlock(&k->lock);
    return closing;
}

static void *keep_main(void *arg)
{
    struct app_keep *k = arg;
    while (!wait_second(k))
        for (size_t i = 0; i < TASKS; i++)
            if (host_monotonic_us() >= k->due[i]) {
                run_task(k, &tasks[i]);
                k->due[i] = host_monotonic_us() + tasks[i].every_s * SECOND_US;
            }
    for (size_t i = 0; i < TASKS; i++)
        if (tasks[i].at_end)
            run_task(k, &tasks[i]);
    return NULL;
}

enum rc app_keep_start(struct store *s, struct app_keep **ret_keep)
{
    struct app_keep *k = calloc(1, sizeof *k);
    pthread_condattr_t monotonic;
    if (!k)
        return RC_UNAVAILABLE;
    k->store = s;
    for (size_t i = 0; i < TASKS; i++)
        k->due[i] = host_monotonic_us() + tasks[i].every_s * SECOND_US;
    BUG_IF(pthread_mutex_init(&k->lock, NULL) || pthread_condattr_init(&monotonic));
    BUG_IF(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) ||
           pthread_cond_init(&k->wake, &monotonic));
    (void)pthread_condattr_destroy(&monotonic);
    if (host_thread_start(&k->thread, "keep", keep_main, k)) {
        free(k);
        return RC_UNAVAILABLE;
    }
    *ret_keep = k;
    return RC_OK;
}

void app_keep_stop(struct app_keep *k)
{
    if (!k)
        return;
    (void)pthread_mutex_lock(&k->lock);
    k->closing = true;
    (void)pthread_cond_signal(&k->wake);
    (void)pthread_mutex_unlock(&k->lock);
    host_thread_join(&k->thread);
    (void)pthread_cond_destroy(&k->wake);
    (void)pthread_mutex_destroy(&k->lock);
    free(k);
}
