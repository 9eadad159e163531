/*
 * store.c - the store as its callers see it: opening, the pool of connections, reading,
 * and one run of a unit of work. How units are brought together is writer.c (SQLite) and
 * workers.c (PostgreSQL).
 */
#include "db/driver.h"

#include <stdlib.h>
#include <string.h>

#include "host/clock.h"
#include "host/file.h"
#include "host/log.h"
#include "host/random.h"
#include "host/thread.h"

#define POOL_WAIT_US (5 * SECOND_US)
#define SEAL_MEMORY ((size_t)64 << 20)

/* ---- connections ---- */

static void pool_init(struct db_pool *pool, int max,
                      enum rc (*connect)(struct store *s, struct db **ret_db))
{
    pool->max = max;
    pool->connect = connect;
    BUG_IF(pthread_mutex_init(&pool->lock, NULL));
    host_cond_init(&pool->freed);
}

/* Every connection has been put back by now. */
static void pool_done(struct db_pool *pool)
{
    while (pool->idle) {
        struct db *d = pool->idle;
        pool->idle = d->next;
        pool->open--;
        d->driver->close(d);
    }
    BUG_IF(pool->open);
    (void)pthread_cond_destroy(&pool->freed);
    (void)pthread_mutex_destroy(&pool->lock);
}

/* An idle one, or a place for a new one; RC_BUSY when neither comes in time. */
static enum rc wait_place(struct db_pool *pool, struct db **ret_db)
{
    const struct timespec until = host_monotonic_after(POOL_WAIT_US);
    bool late = false;
    (void)pthread_mutex_lock(&pool->lock);
    while (!pool->idle && pool->open >= pool->max && !late)
        late = pthread_cond_timedwait(&pool->freed, &pool->lock, &until) != 0;
    struct db *d = pool->idle;
    const bool place = d || pool->open < pool->max;
    if (d)
        pool->idle = d->next;
    else if (place)
        pool->open++;
    (void)pthread_mutex_unlock(&pool->lock);
    *ret_db = d;
    return place ? RC_OK : RC_BUSY;
}

static void give_place_back(struct db_pool *pool)
{
    (void)pthread_mutex_lock(&pool->lock);
    pool->open--;
    (void)pthread_cond_signal(&pool->freed);
    (void)pthread_mutex_unlock(&pool->lock);
}

enum rc db__pool_take(struct store *s, struct db_pool *pool, struct db **ret_db)
{
    struct db *d;
    enum rc rc = wait_place(pool, &d);
    if (rc == RC_OK && !d) {
        rc = pool->connect(s, &d);
        if (rc)
            give_place_back(pool);
    }
    if (rc)
        return rc;
    d->dead = RC_OK;
    d->repeat = false;
    *ret_db = d;
    return RC_OK;
}

/* NULL: none is idle at this moment. */
static struct db *take_idle(struct db_pool *pool)
{
    (void)pthread_mutex_lock(&pool->lock);
    struct db *d = pool->idle;
    if (d)
        pool->idle = d->next;
    (void)pthread_mutex_unlock(&pool->lock);
    if (d) {
        d->dead = RC_OK;
        d->repeat = false;
    }
    return d;
}

void db__pool_put(struct db_pool *pool, struct db *d)
{
    if (d->broken) {
        d->driver->close(d);
        give_place_back(pool);
        return;
    }
    (void)pthread_mutex_lock(&pool->lock);
    d->next = pool->idle;
    pool->idle = d;
    (void)pthread_cond_signal(&pool->freed);
    (void)pthread_mutex_unlock(&pool->lock);
}

/* ---- opening ---- */

static int or_default(int given, int otherwise)
{
    return given > 0 ? given : otherwise;
}

static void fill_defaults(struct store_config *k)
{
    k->readers = or_default(k->readers, k->url ? 32 : 2 * host_cores());
    k->queue_max = or_default(k->queue_max, 1024);
    k->batch_max = or_default(k->batch_max, 128);
    k->batch_ms = or_default(k->batch_ms, 20);
    k->checkpoint_pages = or_default(k->checkpoint_pages, 1000);
}

/* Connections for reading are opened long after store_open: their names are ours. */
static bool keep_names(struct store_config *k)
{
    const char *const url = k->url, *const path = k->path, *const vfs = k->vfs;
    k->url = url ? strdup(url) : NULL;
    k->path = path ? strdup(path) : NULL;
    k->vfs = vfs ? strdup(vfs) : NULL;
    return !url == !k->url && !path == !k->path && !vfs == !k->vfs;
}

static void drop_names(struct store_config *k)
{
    free((char *)(uintptr_t)k->url);
    free((char *)(uintptr_t)k->path);
    free((char *)(uintptr_t)k->vfs);
}

enum rc store_open(const struct store_config *config, struct store **ret_store)
{
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        return RC_UNAVAILABLE;
    s->config = *config;
    fill_defaults(&s->config);
    if (!keep_names(&s->config)) {
        drop_names(&s->config);
        free(s);
        return RC_UNAVAILABLE;
    }
    pool_init(&s->readers, s->config.readers, config->url ? db__pg_connect : db__sqlite_connect_reader);
    const enum rc rc = config->url ? db__workers_start(s) : db__writer_start(s);
    if (rc) {
        pool_done(&s->readers);
        drop_names(&s->config);
        free(s);
        return rc;
    }
    *ret_store = s;
    return RC_OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    db__workers_stop(s);
    if (s->writer) { /* readers first: the last connection cuts the WAL */
        pool_done(&s->readers);
        db__writer_stop(s);
    } else {
        pool_done(&s->readers);
    }
    drop_names(&s->config);
    free(s);
}

bool store_is_postgresql(const struct store *s)
{
    return s->config.url != NULL;
}

bool db_is_postgresql(const struct db *db)
{
    return store_is_postgresql(db->store);
}

void store_on_seal(struct store *s, enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    s->seal = fn;
    s->seal_arg = arg;
}

void store_get_stats(struct store *s, struct store_stats *ret_stats)
{
    (void)pthread_mutex_lock(&s->readers.lock);
    const int open = s->readers.open;
    (void)pthread_mutex_unlock(&s->readers.lock);
    *ret_stats = (struct store_stats){
        .commits = atomic_load(&s->commits),
        .units = atomic_load(&s->units),
        .reruns = atomic_load(&s->reruns),
        .refused = atomic_load(&s->refused),
        .wal_pages = atomic_load(&s->wal_pages),
        .queued = s->writer ? db__writer_queued(s) : 0,
        .readers_open = open,
    };
}

/* ---- running ---- */

enum rc db__verb(struct db *d, enum db_verb verb)
{
    return d->driver->verb(d, verb);
}

void db__start_unit(struct store_unit *u)
{
    BUG_IF(u->c->db); /* a unit inside a unit */
    u->start = arena_mark(u->c->mem);
    u->drawn = u->c->rng.drawn;
    u->rc = RC_FAILED;
}

static void call_unit(void *arg)
{
    struct store_unit *u = arg;
    u->rc = u->fn(u->c, u->arg);
}

void db__run_unit(struct db *d, struct store_unit *u)
{
    struct ctx *c = u->c;
    arena_reset(c->mem, u->start);
    c->faults = NULL;
    c->rng.drawn = u->drawn;
    c->db = d;
    d->dead = RC_OK;
    d->repeat = false;
    const bool whole = arena_run(c->mem, call_unit, u);
    c->db = NULL;
    if (!whole)
        u->rc = RC_UNAVAILABLE;
    if (u->rc == RC_OK && d->dead)
        u->rc = d->dead;
    if (!whole || u->rc == RC_OK)
        c->faults = NULL;
}

struct seal_run {
    struct store *s;
    struct ctx c;
    enum rc rc;
};

static void call_seal(void *arg)
{
    struct seal_run *run = arg;
    run->rc = run->s->seal(&run->c, run->s->seal_arg);
}

enum rc db__run_seal(struct store *s, struct db *d)
{
    if (!s->seal)
        return RC_OK;
    struct seal_run run = {.s = s, .c = {.mem = arena_new(SEAL_MEMORY), .db = d, .now = host_now()}};
    if (!run.c.mem)
        return RC_UNAVAILABLE;
    run.c.rng = host_rng_new();
    d->dead = RC_OK;
    if (!arena_run(run.c.mem, call_seal, &run))
        run.rc = RC_UNAVAILABLE;
    if (run.rc == RC_OK)
        run.rc = d->dead;
    if (run.rc)
        LOG(LOG_ERROR, "db.seal_failed", LOG_STR("rc", rc_name(run.rc)));
    arena_free(run.c.mem);
    return run.rc;
}

struct read_run {
    struct ctx *c;
    enum rc (*fn)(struct ctx *c, void *arg);
    void *arg;
    enum rc rc;
};

static void call_read(void *arg)
{
    struct read_run *run = arg;
    run->rc = run->fn(run->c, run->arg);
}

/* On a connection that was taken; puts it back. */
static enum rc read_on(struct store *s, struct db *d, struct read_run *run)
{
    struct ctx *c = run->c;
    enum rc rc = db__verb(d, DB_BEGIN_READ);
    if (rc == RC_OK) {
        c->db = d;
        if (!arena_run(c->mem, call_read, run)) {
            run->rc = RC_UNAVAILABLE;
            c->faults = NULL;
        }
        c->db = NULL;
        rc = run->rc == RC_OK ? d->dead : run->rc;
        if (db__verb(d, DB_ROLLBACK))
            d->broken = true;
    }
    db__pool_put(&s->readers, d);
    return rc;
}

enum rc store_read(struct store *s, struct ctx *c, enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    struct read_run run = {c, fn, arg, RC_FAILED};
    struct db *d;
    BUG_IF(c->db);
    const enum rc rc = db__pool_take(s, &s->readers, &d);
    return rc ? rc : read_on(s, d, &run);
}

bool store_read_at_once(struct store *s, struct ctx *c, enum rc (*fn)(struct ctx *c, void *arg),
                        void *arg, enum rc *ret_rc)
{
    struct read_run run = {c, fn, arg, RC_FAILED};
    BUG_IF(c->db);
    struct db *d = s->config.url ? NULL : take_idle(&s->readers);
    if (d)
        *ret_rc = read_on(s, d, &run);
    return d != NULL;
}

static enum rc write_unit(struct store *s, struct store_unit *u)
{
    if (s->writer)
        return db__writer_wait(s, u);
    db__start_unit(u);
    return db__pg_write(s, u);
}

enum rc store_write(struct store *s, struct ctx *c, enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    struct store_unit u = {.c = c, .fn = fn, .arg = arg};
    return write_unit(s, &u);
}

enum rc store_write_low(struct store *s, struct ctx *c, enum rc (*fn)(struct ctx *c, void *arg),
                        void *arg)
{
    struct store_unit u = {.c = c, .fn = fn, .arg = arg, .low = true};
    return write_unit(s, &u);
}

enum rc store_submit(struct store *s, struct store_unit *u)
{
    return s->writer ? db__writer_submit(s, u) : db__workers_submit(s, u);
}

/* On SQLite a unit that does nothing is sealed like any other; PostgreSQL's is the sealer. */
static enum rc seal_unit(struct ctx *c, void *arg)
{
    struct store *s = arg;
    return s->writer || !s->seal ? RC_OK : s->seal(c, s->seal_arg);
}

enum rc store_seal_run(struct store *s)
{
    struct ctx c = {.mem = arena_new(SEAL_MEMORY), .now = host_now()};
    if (!c.mem)
        return RC_UNAVAILABLE;
    c.rng = host_rng_new();
    const enum rc rc = store_write(s, &c, seal_unit, s);
    arena_free(c.mem);
    return rc;
}

enum rc db_nested(struct ctx *c, enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    struct db *d = c->db;
    if (d->dead)
        return d->dead;
    enum rc rc = db__verb(d, DB_SAVE);
    if (rc)
        return d->dead = rc;
    rc = fn(c, arg);
    if (rc == RC_OK)
        rc = d->dead;
    const enum rc back = rc ? db__verb(d, DB_BACK) : RC_OK;
    const enum rc out = back ? back : db__verb(d, DB_RELEASE);
    d->dead = d->repeat ? RC_BUSY : out;
    return out ? out : rc;
}

struct copy {
    const char *path;
};

static enum rc copy_unit(struct ctx *c, void *arg)
{
    const struct copy *copy = arg;
    return db__sqlite_copy(c->db, copy->path);
}

enum rc store_copy(struct store *s, const char *path)
{
    struct copy copy = {path};
    struct ctx c = {.mem = arena_new(SEAL_MEMORY)};
    if (!c.mem)
        return RC_UNAVAILABLE;
    struct host_entry e;
    const enum rc rc = store_is_postgresql(s)              ? RC_INVALID
                       : host_file_stat(path, &e) == RC_OK ? RC_CONFLICT
                                                           : store_read(s, &c, copy_unit, &copy);
    arena_free(c.mem);
    return rc;
}
