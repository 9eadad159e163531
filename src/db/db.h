/*
 * db.h - the database of a data folder: SQLite (one writer thread, many readers) or
 * PostgreSQL (a pool). Holds units of work and transactions; queries are generated
 * from .sql files (tools/sqlgen.c, docs/internals/db.md) and called as q_NAME(c, ...).
 *
 * Invariants: 1. a caller of store_write hears RC_OK only after the commit is durable;
 * 2. a unit that does not answer RC_OK leaves nothing behind; 3. a unit may run more
 * than once (batch rolled back, serialisation failure) and must have no outside effect:
 * each run starts from the same arena, no faults, the same rng; 4. on SQLite one
 * connection writes and checkpoints, and the data folder's lock is held; 5. an fsync
 * that failed ends the process, it is never repeated.
 */
#ifndef MOTCUA_DB_DB_H
#define MOTCUA_DB_DB_H

#include "core/ctx.h"
#include "core/embed.h"

struct store;
struct db; /* one connection inside a transaction: c->db */
struct host_lock;

/* SQL NULL for `int?`; text? and blob? use STR_NONE, time? INSTANT_NONE, date? DATE_NONE. */
struct opt_int {
    bool set;
    int64_t v;
};
#define OPT_INT(x) ((struct opt_int){true, (x)})
#define OPT_INT_NONE ((struct opt_int){0})

struct store_config {
    const char *url;              /* postgresql://...; NULL = SQLite */
    const char *path;             /* SQLite: the database file, made when missing */
    const struct host_lock *lock; /* SQLite: the held lock of the data folder (host/lock.h) */
    int readers;                  /* connections for reading at most; 0 = 2 x cores, PostgreSQL 32 */
    int queue_max;                /* units waiting at most, then RC_BUSY; 0 = 1,024 */
    int batch_max;                /* units in one commit at most; 0 = 128 */
    int batch_ms;                 /* a commit takes no more units after this; 0 = 20 */
    int checkpoint_pages;         /* SQLite: pages in the WAL that call for a checkpoint; 0 = 1,000 */
    /* SQLite: called for every new connection, before its first query, with the sqlite3*; tests
       look at it or weaken it. Must not keep the handle. */
    enum rc (*on_connect)(void *sqlite3_handle, void *arg);
    void *on_connect_arg;
    const char *vfs; /* SQLite: name of the VFS, NULL = the system's; tests inject faults here */
};

/* RC_UNAVAILABLE when it cannot be reached or opened, RC_FAILED when it is not ours or
   the library is unfit; the reason is logged. */
MUST_USE enum rc store_open(const struct store_config *config, struct store **ret_store);
/* Waits for running units, finishes what is queued, checkpoints. Accepts NULL. */
void store_close(struct store *s);
bool store_is_postgresql(const struct store *s);

/* Brings the schema to the newest migration of `list` (normally embed_migrations), each in
   a transaction of its own. RC_CONFLICT: a migration already applied has another checksum,
   or the database is newer than this binary; RC_INVALID: numbers with gaps. Logged. */
MUST_USE enum rc store_migrate(struct store *s, const struct embed *list);

/* A snapshot, read-only, on the calling thread. What fn answers; RC_BUSY when no
   connection came free in time, RC_UNAVAILABLE when fn ran out of memory. */
MUST_USE enum rc store_read(struct store *s, struct ctx *c, enum rc (*fn)(struct ctx *c, void *arg),
                            void *arg);

/* The same for callers that must not wait: only if a connection is idle at this moment. False: fn
   was not called. Always false on PostgreSQL, where a read goes over the network. */
MUST_USE bool store_read_at_once(struct store *s, struct ctx *c,
                                 enum rc (*fn)(struct ctx *c, void *arg), void *arg, enum rc *ret_rc);

/* Runs fn as a unit of work and waits until it is durable. What fn answers; RC_BUSY when
   the queue is full or the conflicts do not end, RC_UNAVAILABLE for no memory, full disk,
   or closing. On SQLite fn runs on the writer's thread while the caller sleeps. */
MUST_USE enum rc store_write(struct store *s, struct ctx *c, enum rc (*fn)(struct ctx *c, void *arg),
                             void *arg);
/* The same behind all ordinary units: jobs, counters, last-seen. */
MUST_USE enum rc store_write_low(struct store *s, struct ctx *c,
                                 enum rc (*fn)(struct ctx *c, void *arg), void *arg);

struct store_unit {
    struct ctx *c; /* mem, now, actor, rng filled by the caller; left alone until done */
    enum rc (*fn)(struct ctx *c, void *arg);
    void *arg;
    /* After the commit is durable or the unit has failed; on a thread of the store: it may
       only hand over (uv_async_send, a condition), not work, wait or write. */
    void (*done)(struct store_unit *u, enum rc rc);
    bool low;
    /* the store's own */
    struct store_unit *next;
    struct arena_mark start;
    uint64_t drawn;
    enum rc rc;
};
/* Queues and returns; RC_BUSY or RC_UNAVAILABLE: not queued, done is not called. */
MUST_USE enum rc store_submit(struct store *s, struct store_unit *u);

/* The sealer: on SQLite fn runs in the writer's transaction before every COMMIT that had a
   successful unit; its failure rolls the batch back. One only, set before the first write. */
void store_on_seal(struct store *s, enum rc (*fn)(struct ctx *c, void *arg), void *arg);
/* Runs the sealer as a unit of its own: PostgreSQL's timer, and a report that waits for it. */
MUST_USE enum rc store_seal_run(struct store *s);

/* Inside a unit: runs fn so that its failure undoes only what fn did, and the unit may go
   on. Without it a query that was refused (RC_CONFLICT, RC_INVALID ...) leaves the unit
   nothing but to fail: every later query answers the same code, on both engines. Where a
   duplicate is expected, ON CONFLICT DO NOTHING is cheaper. */
MUST_USE enum rc db_nested(struct ctx *c, enum rc (*fn)(struct ctx *c, void *arg), void *arg);
bool db_is_postgresql(const struct db *db);

/* Writes a consistent copy of a SQLite store to `path` (must not exist) while it runs. */
MUST_USE enum rc store_copy(struct store *s, const char *path);

struct store_stats {
    int64_t commits, units, reruns, refused; /* since opening; refused = queue full */
    int64_t wal_pages;
    int queued, readers_open;
};
void store_get_stats(struct store *s, struct store_stats *ret_stats);

#endif
