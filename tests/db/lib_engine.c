/* lib_engine.c - see lib_engine.h. */
#include "db/lib_engine.h"

#include <libpq-fe.h>
#include <unistd.h>

#include "db/driver.h"
#include "host/file.h"

#define MEMORY ((size_t)256 << 20)

static char pg_url[256]; /* of this program's database */

bool engine_is_postgresql(void)
{
    const char *server = getenv("MOTCUA_TEST_DATABASE");
    return server && *server;
}

/* ---- PostgreSQL: one database a program, emptied before each test ---- */

static void pg_do(const char *url, const char *sql)
{
    PGconn *h = PQconnectdb(url);
    PGresult *r = PQexec(h, sql);
    const ExecStatusType status = PQresultStatus(r);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        (void)fprintf(stderr, "lib_engine: %s: %s\n", sql, PQerrorMessage(h));
        exit(70);
    }
    PQclear(r);
    PQfinish(h);
}

/* A database of this program: the one in use (kept NULL), or one that was kept under that name. */
static const char *pg_name(char *to, size_t size, const char *kept)
{
    (void)snprintf(to, size, "motcua_%d%s%s", (int)getpid(), kept ? "_" : "", kept ? kept : "");
    return to;
}

static void pg_drop_one(const char *kept)
{
    char sql[128], name[64];
    (void)snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)",
                   pg_name(name, sizeof name, kept));
    pg_do(getenv("MOTCUA_TEST_DATABASE"), sql);
}

static void pg_copy(const char *from, const char *to)
{
    char sql[192], a[64], b[64];
    (void)snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE %s", pg_name(b, sizeof b, to),
                   pg_name(a, sizeof a, from));
    pg_do(getenv("MOTCUA_TEST_DATABASE"), sql);
}

/* ---- what was kept ---- */

#define KEPT_MAX 4
static struct kept {
    const char *name;
    struct ctx c; /* its random numbers go on where they were */
    char file[96];
} kept[KEPT_MAX];
static int kept_n;

static struct kept *find_kept(const char *name)
{
    for (int i = 0; i < kept_n; i++)
        if (strcmp(kept[i].name, name) == 0)
            return &kept[i];
    return NULL;
}

static void forget_all(void)
{
    for (int i = 0; i < kept_n; i++)
        if (engine_is_postgresql())
            pg_drop_one(kept[i].name);
        else
            (void)unlink(kept[i].file);
}

static void pg_drop(void)
{
    pg_drop_one(NULL);
}

/* The server's URL ends with the name of a database to begin from. */
static void pg_make(void)
{
    const char *server = getenv("MOTCUA_TEST_DATABASE");
    const char *slash = strrchr(server, '/');
    char sql[64];
    (void)snprintf(pg_url, sizeof pg_url, "%.*s/motcua_%d", (int)(slash - server), server,
                   (int)getpid());
    (void)snprintf(sql, sizeof sql, "CREATE DATABASE motcua_%d", (int)getpid());
    pg_do(server, sql);
    (void)atexit(pg_drop);
}

static void pg_empty(void)
{
    if (!*pg_url)
        pg_make();
    else
        pg_do(pg_url,
              "SET client_min_messages=warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

/* ---- the folder ---- */

static enum rc remove_entry(void *arg, const struct host_entry *e)
{
    char path[512];
    const char *dir = arg;
    struct arena *mem = arena_new(MEMORY);
    (void)snprintf(path, sizeof path, "%s/%s", dir, e->name);
    enum rc rc = e->dir ? host_dir_each(mem, path, remove_entry, path) : host_file_remove(path);
    if (e->dir && rc == RC_OK)
        rc = host_dir_remove(path);
    arena_free(mem);
    return rc;
}

static void remove_folder(char *dir)
{
    struct arena *mem = arena_new(MEMORY);
    if (host_dir_each(mem, dir, remove_entry, dir) || host_dir_remove(dir))
        (void)fprintf(stderr, "lib_engine: cannot remove %s\n", dir);
    arena_free(mem);
}

struct ctx engine_ctx(struct arena *mem, unsigned char seed)
{
    struct ctx c = {.mem = mem, .now = {INT64_C(1795071600) * SECOND_US}};
    c.rng.seed[0] = seed;
    return c;
}

static void (*adjust)(struct store_config *config);

void engine_adjust(void (*fn)(struct store_config *config))
{
    adjust = fn;
}

static void copy_file(const char *from, const char *to)
{
    char bytes[65536];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t n = 0;
    BUG_IF(!in || !out);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        BUG_IF(fwrite(bytes, 1, n, out) != n);
    BUG_IF(ferror(in) || fclose(out));
    (void)fclose(in);
}

static void take_kept(const struct kept *k, const struct engine *e, bool pg)
{
    if (!pg) {
        copy_file(k->file, e->path);
        return;
    }
    pg_drop_one(NULL);
    pg_copy(k->name, NULL);
}

static int open_engine(void **state, bool pg, const struct kept *k)
{
    struct engine *e = calloc(1, sizeof *e);
    if (!test_folder(e->dir, sizeof e->dir, "test") || host_lock_take(e->dir, &e->lock))
        return -1;
    (void)snprintf(e->path, sizeof e->path, "%s/motcua.db", e->dir);
    if (k)
        take_kept(k, e, pg);
    else if (pg)
        pg_empty();
    e->config = (struct store_config){.url = pg ? pg_url : NULL, .path = e->path, .lock = e->lock};
    if (adjust)
        adjust(&e->config);
    e->c = engine_ctx(arena_new(MEMORY), 1);
    if (k)
        e->c.rng = k->c.rng;
    *state = e;
    return store_open(&e->config, &e->store) ? -1 : 0;
}

int engine_setup_empty(void **state)
{
    return open_engine(state, engine_is_postgresql(), NULL);
}

int engine_setup_sqlite(void **state)
{
    return open_engine(state, false, NULL);
}

bool engine_setup_kept(void **state, const char *name)
{
    const struct kept *k = find_kept(name);
    return k && open_engine(state, engine_is_postgresql(), k) == 0;
}

void engine_keep(struct engine *e, const char *name)
{
    const bool pg = engine_is_postgresql();
    struct kept *k = &kept[kept_n];
    if (adjust || find_kept(name)) /* what is opened in a way of its own is not a pattern */
        return;
    BUG_IF(kept_n == KEPT_MAX);
    *k = (struct kept){.name = name, .c = e->c};
    (void)snprintf(k->file, sizeof k->file, "%s-%s", e->dir, name);
    if (!kept_n++)
        (void)atexit(forget_all);
    store_close(e->store);
    if (pg)
        pg_copy(NULL, name);
    else
        copy_file(e->path, k->file);
    e->store = NULL;
    BUG_IF(store_open(&e->config, &e->store));
}

int engine_setup(void **state)
{
    if (!adjust && engine_setup_kept(state, "migrated"))
        return 0;
    if (engine_setup_empty(state))
        return -1;
    struct engine *e = *state;
    if (store_migrate(e->store, embed_migrations))
        return -1;
    engine_keep(e, "migrated");
    return 0;
}

int engine_teardown(void **state)
{
    struct engine *e = *state;
    store_close(e->store);
    host_lock_release(e->lock);
    arena_free(e->c.mem);
    remove_folder(e->dir);
    free(e);
    return 0;
}

struct store_config *engine_config(struct engine *e)
{
    return &e->config;
}

void engine_reopen(struct engine *e)
{
    store_close(e->store);
    e->store = NULL;
    /* the caller's names are gone once store_open has returned */
    struct store_config k = e->config;
    char path[512] = "";
    if (k.path) {
        (void)snprintf(path, sizeof path, "%s", k.path);
        k.path = path;
    }
    assert_int_equal(store_open(&k, &e->store), RC_OK);
    memset(path, 0, sizeof path);
}

enum rc engine_write(struct engine *e, enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    return store_write(e->store, &e->c, fn, arg);
}

enum rc engine_read(struct engine *e, enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    return store_read(e->store, &e->c, fn, arg);
}

struct script {
    const char *sql;
};

static enum rc run_script(struct ctx *c, void *arg)
{
    const struct script *script = arg;
    return c->db->driver->script(c->db, script->sql);
}

enum rc engine_script(struct engine *e, const char *sql)
{
    struct script script = {sql};
    return engine_write(e, run_script, &script);
}
