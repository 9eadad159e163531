/*
 * writer.c - SQLite's one writing thread: takes units from two queues, runs each in a
 * savepoint, has the batch sealed, commits once for all, and only then tells the callers.
 * It also does every checkpoint. PostgreSQL has workers.c instead.
 *
 * Invariants: 1. nothing else holds the writing connection; 2. `done` is called once for
 * each unit taken, after COMMIT is durable or the unit has failed for good; 3. when SQLite
 * rolled the transaction back by itself, or the COMMIT or the sealer failed, nothing of the
 * batch stands, and its units run again, each in a transaction of its own.
 */
#include "db/driver.h"

#include <semaphore.h>
#include <stdlib.h>

#include "host/clock.h"
#include "host/thread.h"

#define WAL_TOO_LONG 16000 /* pages: then wait for readers and cut */
#define IDLE_US SECOND_US  /* a quiet second: checkpoint what is there */
#define LOW_EVERY 32       /* so many ordinary units, then one of low priority */

struct queue {
    struct store_unit *first, *last;
    int n;
};

struct db_writer {
    struct store *store;
    struct db *db;
    struct host_thread thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct queue high, low;
    bool closing;
    int since_low;
    int64_t checkpoint_at, pages_before;
};

/* ---- queues; the caller holds the lock ---- */

static void put(struct queue *q, struct store_unit *u)
{
    u->next = NULL;
    if (q->last)
        q->last->next = u;
    else
        q->first = u;
    q->last = u;
    q->n++;
}

static struct store_unit *take(struct queue *q)
{
    struct store_unit *u = q->first;
    q->first = u->next;
    if (!q->first)
        q->last = NULL;
    q->n--;
    u->next = NULL;
    return u;
}

static struct store_unit *take_any(struct db_writer *w)
{
    if (w->low.n && (!w->high.n || w->since_low >= LOW_EVERY)) {
        w->since_low = 0;
        return take(&w->low);
    }
    w->since_low++;
    return w->high.n ? take(&w->high) : NULL;
}

static struct store_unit *next_unit(struct db_writer *w)
{
    (void)pthread_mutex_lock(&w->lock);
    struct store_unit *u = take_any(w);
    (void)pthread_mutex_unlock(&w->lock);
    return u;
}

/* ---- running ---- */

static void run_saved(struct db_writer *w, struct store_unit *u)
{
    u->rc = db__verb(w->db, DB_SAVE);
    if (u->rc)
        return;
    db__run_unit(w->db, u);
    if (!db__sqlite_in_transaction(w->db))
        return;
    if (u->rc && db__verb(w->db, DB_BACK))
        (void)db__verb(w->db, DB_ROLLBACK);
    else if (db__verb(w->db, DB_RELEASE))
        (void)db__verb(w->db, DB_ROLLBACK);
}

/* Seals and commits the open transaction; rolled back unless RC_OK. */
static enum rc finish(struct db_writer *w)
{
    enum rc rc = db__run_seal(w->store, w->db);
    if (rc == RC_OK)
        rc = db__verb(w->db, DB_COMMIT);
    if (rc && db__sqlite_in_transaction(w->db))
        (void)db__verb(w->db, DB_ROLLBACK);
    if (rc == RC_OK)
        atomic_fetch_add(&w->store->commits, 1);
    return rc;
}

static void run_alone(struct db_writer *w, struct store_unit *u)
{
    atomic_fetch_add(&w->store->reruns, 1);
    u->rc = db__verb(w->db, DB_BEGIN_WRITE);
    if (u->rc)
        return;
    db__run_unit(w->db, u);
    if (u->rc == RC_OK)
        u->rc = finish(w);
    else if (db__sqlite_in_transaction(w->db))
        (void)db__verb(w->db, DB_ROLLBACK);
}

struct batch {
    struct queue units;
    int succeeded;
};

/* False when the transaction is gone. */
static bool run_together(struct db_writer *w, struct batch *b)
{
    const int64_t until = host_monotonic_us() + w->store->config.batch_ms * INT64_C(1000);
    for (;;) {
        struct store_unit *u = b->units.last;
        run_saved(w, u);
        if (!db__sqlite_in_transaction(w->db))
            return false;
        b->succeeded += u->rc == RC_OK;
        if (b->units.n >= w->store->config.batch_max || host_monotonic_us() >= until)
            return true;
        u = next_unit(w);
        if (!u)
            return true;
        put(&b->units, u);
    }
}

static void run_batch(struct db_writer *w, struct batch *b)
{
    const enum rc rc = db__verb(w->db, DB_BEGIN_WRITE);
    if (rc) {
        b->units.last->rc = rc;
        return;
    }
    bool stands = run_together(w, b);
    if (stands && !b->succeeded)
        (void)db__verb(w->db, DB_ROLLBACK);
    else if (stands)
        stands = finish(w) == RC_OK;
    for (struct store_unit *u = b->units.first; u && !stands; u = u->next)
        run_alone(w, u);
}

static void checkpoint_if_due(struct db_writer *w)
{
    const int64_t pages = atomic_load(&w->store->wal_pages);
    if (pages < w->pages_before) /* the WAL began again */
        w->checkpoint_at = w->store->config.checkpoint_pages;
    w->pages_before = pages;
    if (pages < w->checkpoint_at)
        return;
    db__sqlite_checkpoint(w->db, pages >= WAL_TOO_LONG);
    const int64_t left = atomic_load(&w->store->wal_pages);
    /* what a reader holds back is not tried at every commit */
    w->checkpoint_at = left + w->store->config.checkpoint_pages;
}

static void release(struct store *s, struct batch *b)
{
    atomic_fetch_add(&s->units, b->units.n);
    while (b->units.n) {
        struct store_unit *u = take(&b->units);
        u->done(u, u->rc); /* from here on the unit is the caller's again */
    }
}

/* ---- the thread ---- */

/* A quiet time is used for the checkpoint. NULL: closing and nothing left. */
static struct store_unit *wait_unit(struct db_writer *w)
{
    struct store_unit *u;
    (void)pthread_mutex_lock(&w->lock);
    while (!(u = take_any(w)) && !w->closing) {
        const struct timespec until = host_monotonic_after(IDLE_US);
        const bool wal = atomic_load(&w->store->wal_pages) > 0;
        if (!wal) {
            (void)pthread_cond_wait(&w->wake, &w->lock);
        } else if (pthread_cond_timedwait(&w->wake, &w->lock, &until)) {
            (void)pthread_mutex_unlock(&w->lock);
            db__sqlite_checkpoint(w->db, false);
            w->checkpoint_at = w->store->config.checkpoint_pages;
            (void)pthread_mutex_lock(&w->lock);
        }
    }
    (void)pthread_mutex_unlock(&w->lock);
    return u;
}

static void *writer_main(void *arg)
{
    struct db_writer *w = arg;
    for (struct store_unit *u = wait_unit(w); u; u = wait_unit(w)) {
        struct batch b = {.succeeded = 0};
        put(&b.units, u);
        run_batch(w, &b);
        release(w->store, &b);
        checkpoint_if_due(w);
    }
    return NULL;
}

enum rc db__writer_start(struct store *s)
{
    struct db_writer *w = calloc(1, sizeof *w);
    if (!w)
        return RC_UNAVAILABLE;
    w->store = s;
    w->checkpoint_at = s->config.checkpoint_pages;
    enum rc rc = db__sqlite_connect_writer(s, &w->db);
    if (rc) {
        free(w);
        return rc;
    }
    BUG_IF(pthread_mutex_init(&w->lock, NULL));
    host_cond_init(&w->wake);
    if (host_thread_start(&w->thread, "writer", writer_main, w)) {
        w->db->driver->close(w->db);
        free(w);
        return RC_UNAVAILABLE;
    }
    s->writer = w;
    return RC_OK;
}

void db__writer_stop(struct store *s)
{
    struct db_writer *w = s->writer;
    if (!w)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->closing = true;
    (void)pthread_cond_signal(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
    host_thread_join(&w->thread);
    db__sqlite_checkpoint(w->db, true);
    w->db->driver->close(w->db);
    (void)pthread_cond_destroy(&w->wake);
    (void)pthread_mutex_destroy(&w->lock);
    free(w);
    s->writer = NULL;
}

/* ---- handing over ---- */

enum rc db__writer_submit(struct store *s, struct store_unit *u)
{
    struct db_writer *w = s->writer;
    enum rc rc = RC_OK;
    db__start_unit(u);
    (void)pthread_mutex_lock(&w->lock);
    struct queue *q = u->low ? &w->low : &w->high;
    if (w->closing)
        rc = RC_UNAVAILABLE;
    else if (q->n >= s->config.queue_max)
        rc = RC_BUSY;
    else
        put(q, u);
    if (rc == RC_OK)
        (void)pthread_cond_signal(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
    if (rc == RC_BUSY)
        atomic_fetch_add(&s->refused, 1);
    return rc;
}

struct waiting {
    struct store_unit u; /* first */
    sem_t durable;
};

static void wake_waiting(struct store_unit *u, enum rc rc)
{
    struct waiting *wait = (struct waiting *)u;
    (void)rc;
    BUG_IF(sem_post(&wait->durable));
}

enum rc db__writer_wait(struct store *s, struct store_unit *u)
{
    struct waiting wait = {.u = *u};
    BUG_IF(pthread_equal(pthread_self(), s->writer->thread.id)); /* a unit inside a unit */
    BUG_IF(sem_init(&wait.durable, 0, 0));
    wait.u.done = wake_waiting;
    enum rc rc = db__writer_submit(s, &wait.u);
    if (rc == RC_OK) {
        while (sem_wait(&wait.durable))
            ; /* a signal */
        rc = wait.u.rc;
    }
    (void)sem_destroy(&wait.durable);
    return rc;
}

int db__writer_queued(struct store *s)
{
    struct db_writer *w = s->writer;
    (void)pthread_mutex_lock(&w->lock);
    const int n = w->high.n + w->low.n;
    (void)pthread_mutex_unlock(&w->lock);
    return n;
}
