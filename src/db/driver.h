/*
 * driver.h - inside src/db only: what the two engines give to store.c and query.c, and the
 * pieces they share. A driver never decides what a unit does; store.c and writer.c do.
 */
#ifndef MOTCUA_DB_DRIVER_H
#define MOTCUA_DB_DRIVER_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/query.h"

enum db_verb { /* the statements around the queries */
               DB_BEGIN_READ,
               DB_BEGIN_WRITE,
               DB_COMMIT,
               DB_ROLLBACK,
               DB_SAVE, /* savepoints nest under one name; the newest is meant */
               DB_RELEASE,
               DB_BACK, /* undo to the newest savepoint, which stays */
               DB_VERB_COUNT
};

struct db_call {
    struct db_query *q;
    const struct db_value *in;
    struct arena *mem;
    void *row; /* q->row_size bytes, filled before each call of `to` */
    enum rc (*to)(struct db_call *call);
    void *sink;
    int64_t changed;
};

struct db_driver {
    enum rc (*run)(struct db *d, struct db_call *call);
    enum rc (*verb)(struct db *d, enum db_verb verb);
    /* Text without parameters and rows, several statements: migrations. */
    enum rc (*script)(struct db *d, const char *sql);
    void (*close)(struct db *d);
};

struct db {
    const struct db_driver *driver;
    struct store *store;
    struct db *next; /* in the pool */
    enum rc dead;    /* a query was refused: what every later one answers */
    bool repeat;     /* the engine asks for the unit to run again */
    bool broken;     /* the connection is of no further use */
};

/* Connections that wait for work, newest first, so that few stay warm. */
struct db_pool {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct db *idle;
    int open, max;
    enum rc (*connect)(struct store *s, struct db **ret_db);
};

struct db_writer;  /* writer.c: SQLite's one writing thread */
struct db_workers; /* workers.c: PostgreSQL's threads for store_submit */

struct store {
    struct store_config config;
    struct db_pool readers; /* PostgreSQL: all connections */
    struct db_writer *writer;
    struct db_workers *workers;
    enum rc (*seal)(struct ctx *c, void *arg);
    void *seal_arg;
    _Atomic int64_t commits, units, reruns, refused, wal_pages;
};

/* query.c: from a driver's column into the row; false = the value does not fit its type. */
bool db__set_int(void *row, const struct db_column *col, int64_t v);
bool db__set_bytes(void *row, const struct db_column *col, str v);
bool db__set_null(void *row, const struct db_column *col);
bool db__may_be_null(char type);
/* Inputs are the same on both engines: no NULL where none may be, no NUL in text, UTF-8. */
enum rc db__check_in(const struct db_query *q, const struct db_value *in);
/* The number of a query, given at first use, from 0 on. */
int db__query_number(struct db_query *q);

/* store.c */
enum rc db__verb(struct db *d, enum db_verb verb);
void db__start_unit(struct store_unit *u);
/* One run of a unit on `d`, from its start; inside the boundary. u->rc holds the answer. */
void db__run_unit(struct db *d, struct store_unit *u);
enum rc db__run_seal(struct store *s, struct db *d);
enum rc db__pool_take(struct store *s, struct db_pool *pool, struct db **ret_db);
void db__pool_put(struct db_pool *pool, struct db *d);

/* sqlite.c */
enum rc db__sqlite_connect_reader(struct store *s, struct db **ret_db);
enum rc db__sqlite_connect_writer(struct store *s, struct db **ret_db);
bool db__sqlite_in_transaction(const struct db *d);
/* `whole`: waits a little for readers and cuts the WAL. */
void db__sqlite_checkpoint(struct db *d, bool whole);
enum rc db__sqlite_copy(struct db *d, const char *path);

/* writer.c */
enum rc db__writer_start(struct store *s);
void db__writer_stop(struct store *s);
enum rc db__writer_submit(struct store *s, struct store_unit *u);
enum rc db__writer_wait(struct store *s, struct store_unit *u);
int db__writer_queued(struct store *s);

/* pg.c */
enum rc db__pg_connect(struct store *s, struct db **ret_db);

/* workers.c */
enum rc db__workers_start(struct store *s);
void db__workers_stop(struct store *s);
enum rc db__workers_submit(struct store *s, struct store_unit *u);
enum rc db__pg_write(struct store *s, struct store_unit *u);

#endif
