/*
 * workers.c - units of work on PostgreSQL: each on a connection of the pool, SERIALIZABLE,
 * repeated when the server finds a conflict. Units handed over by store_submit run on a few
 * threads. SQLite has writer.c instead.
 */
#include "db/driver.h"

#include <stdlib.h>

#include "host/clock.h"
#include "host/random.h"
#include "host/thread.h"

#define WORKERS 4
#define MAX_RUNS 12
#define FIRST_PAUSE_US 500
#define MAX_PAUSE_US 50000

struct db_workers {
    struct store *store;
    struct host_thread threads[WORKERS];
    int started;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct store_unit *first[2], *last[2]; /* ordinary, low */
    int n[2];
    bool closing;
};

/* One run in a transaction of its own. */
static void run_once(struct db *d, struct store_unit *u)
{
    u->rc = db__verb(d, DB_BEGIN_WRITE);
    if (u->rc)
        return;
    db__run_unit(d, u);
    if (u->rc == RC_OK)
        u->rc = db__verb(d, DB_COMMIT);
    const bool repeat = d->repeat;
    if (u->rc && db__verb(d, DB_ROLLBACK))
        d->broken = true;
    d->repeat = repeat;
}

/* Grows with each run and differs between rivals. */
static void pause_before(int run)
{
    uint16_t spread;
    const int64_t most = FIRST_PAUSE_US << run;
    host_random(&spread, sizeof spread);
    host_sleep_us((most < MAX_PAUSE_US ? most : MAX_PAUSE_US) * (1 + spread % 1000) / 1000);
}

enum rc db__pg_write(struct store *s, struct store_unit *u)
{
    struct db *d;
    u->rc = db__pool_take(s, &s->readers, &d);
    if (u->rc)
        return u->rc;
    run_once(d, u);
    for (int run = 1; u->rc && d->repeat && !d->broken && run < MAX_RUNS; run++) {
        atomic_fetch_add(&s->reruns, 1);
        pause_before(run);
        run_once(d, u);
    }
    if (u->rc && d->repeat)
        u->rc = RC_BUSY;
    db__pool_put(&s->readers, d);
    atomic_fetch_add(&s->units, 1);
    if (u->rc == RC_OK)
        atomic_fetch_add(&s->commits, 1);
    return u->rc;
}

static struct store_unit *take(struct db_workers *w)
{
    const int from = w->n[0] ? 0 : 1;
    struct store_unit *u = w->first[from];
    if (u) {
        w->first[from] = u->next;
        w->n[from]--;
    }
    return u;
}

static void *worker_main(void *arg)
{
    struct db_workers *w = arg;
    for (;;) {
        struct store_unit *u;
        (void)pthread_mutex_lock(&w->lock);
        while (!(u = take(w)) && !w->closing)
            (void)pthread_cond_wait(&w->wake, &w->lock);
        (void)pthread_mutex_unlock(&w->lock);
        if (!u)
            return NULL;
        (void)db__pg_write(w->store, u);
        u->done(u, u->rc);
    }
}

enum rc db__workers_submit(struct store *s, struct store_unit *u)
{
    struct db_workers *w = s->workers;
    const int to = u->low ? 1 : 0;
    enum rc rc = RC_OK;
    db__start_unit(u);
    u->next = NULL;
    (void)pthread_mutex_lock(&w->lock);
    if (w->closing) {
        rc = RC_UNAVAILABLE;
    } else if (w->n[to] >= s->config.queue_max) {
        rc = RC_BUSY;
    } else {
        *(w->n[to] ? &w->last[to]->next : &w->first[to]) = u;
        w->last[to] = u;
        w->n[to]++;
        (void)pthread_cond_signal(&w->wake);
    }
    (void)pthread_mutex_unlock(&w->lock);
    if (rc == RC_BUSY)
        atomic_fetch_add(&s->refused, 1);
    return rc;
}

static void start_threads(struct db_workers *w)
{
    while (w->started < WORKERS &&
           host_thread_start(&w->threads[w->started], "units", worker_main, w) == 0)
        w->started++;
}

enum rc db__workers_start(struct store *s)
{
    struct db *d;
    const enum rc rc = db__pool_take(s, &s->readers, &d); /* a wrong address is told at start */
    if (rc)
        return rc;
    db__pool_put(&s->readers, d);
    struct db_workers *w = calloc(1, sizeof *w);
    if (!w)
        return RC_UNAVAILABLE;
    w->store = s;
    BUG_IF(pthread_mutex_init(&w->lock, NULL));
    BUG_IF(pthread_cond_init(&w->wake, NULL));
    s->workers = w;
    start_threads(w);
    if (w->started == WORKERS)
        return RC_OK;
    db__workers_stop(s);
    return RC_UNAVAILABLE;
}

void db__workers_stop(struct store *s)
{
    struct db_workers *w = s->workers;
    if (!w)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->closing = true;
    (void)pthread_cond_broadcast(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < w->started; i++)
        host_thread_join(&w->threads[i]);
    (void)pthread_cond_destroy(&w->wake);
    (void)pthread_mutex_destroy(&w->lock);
    free(w);
    s->workers = NULL;
}
