/*
 * lib_engine.h - a fresh, migrated store for each test: SQLite in a temporary folder, or, when
 * MOTCUA_TEST_DATABASE names a server (tools/with_postgres), a database of this program on
 * PostgreSQL. `make test` and ./check run every program that includes this on both.
 *
 *     static void keeps_order(void **state) { struct engine *e = *state; ... }
 *     ENGINE_TEST(keeps_order),
 */
#ifndef MOTCUA_TESTS_DB_LIB_ENGINE_H
#define MOTCUA_TESTS_DB_LIB_ENGINE_H

#include "lib_test.h"

#include "db/db.h"
#include "host/lock.h"

struct engine {
    struct store *store;
    struct ctx c; /* at 2026-11-19T14:00+07:00, a fixed seed, no actor */
    char dir[64]; /* the temporary data folder, on both engines */
    char path[96];
    struct host_lock *lock;
    struct store_config config;
};

#define ENGINE_TEST(fn) cmocka_unit_test_setup_teardown(fn, engine_setup, engine_teardown)
/* The same with an empty database: no migration was run. */
#define ENGINE_TEST_EMPTY(fn) cmocka_unit_test_setup_teardown(fn, engine_setup_empty, engine_teardown)

int engine_setup(void **state);
int engine_setup_empty(void **state);
int engine_setup_sqlite(void **state); /* lib_sqlite.h */
int engine_teardown(void **state);
bool engine_is_postgresql(void);
/* From now on the first opening, too, is made with what `fn` changes; NULL ends it. */
void engine_adjust(void (*fn)(struct store_config *config));

/* What stands in the store now is the beginning of later tests of this program that ask for it by
   that name (a literal): made once, copied then. The random numbers go on where they are. The store
   is opened anew. */
void engine_keep(struct engine *e, const char *name);
/* False: nothing was kept under that name. */
bool engine_setup_kept(void **state, const char *name);

/* Closes and opens the store on the same data. */
void engine_reopen(struct engine *e);
/* Before engine_reopen: what the next opening uses. */
struct store_config *engine_config(struct engine *e);

/* A unit with e->c; the arena is not cleared in between. */
enum rc engine_write(struct engine *e, enum rc (*fn)(struct ctx *c, void *arg), void *arg);
enum rc engine_read(struct engine *e, enum rc (*fn)(struct ctx *c, void *arg), void *arg);
/* SQL for preparing and looking; of one statement or several, no rows. */
enum rc engine_script(struct engine *e, const char *sql);

/* A second actor of the same time and place: arena and ctx of its own. */
struct ctx engine_ctx(struct arena *mem, unsigned char seed);

#endif
