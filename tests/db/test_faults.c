/*
 * test_faults.c - a disk that fails under SQLite: every write of a unit in turn, disk full or
 * input/output error, once or from then on. Whatever the answer, the store holds exactly what
 * was acknowledged, and the next unit works. A failed fsync ends the process, and what it had
 * acknowledged is there afterwards.
 */
#include "db/lib_sqlite.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/lib_sample.h"
#include "db/lib_sample_sql.h"
#include "db/lib_vfs.h"
#include "host/log.h"

#define MOST_FAULTS 400

static void open_on_vfs(struct engine *e)
{
    engine_config(e)->vfs = VFS_NAME;
    engine_config(e)->checkpoint_pages = 20;
    engine_reopen(e);
    assert_int_equal(store_migrate(e->store, sample_migrations), RC_OK);
}

struct load {
    int64_t unit;
    int rows;
};

/* Rows of one unit: all or none. */
static enum rc put_rows(struct ctx *c, void *arg)
{
    const struct load *load = arg;
    char *text = arena_alloc(c->mem, 1000);
    memset(text, 'y', 1000);
    enum rc rc = RC_OK;
    for (int i = 0; i < load->rows && rc == RC_OK; i++)
        rc = q_sample_add_text(c, str_fmt(c->mem, "%lld-%d %.1000s", (long long)load->unit, i, text),
                               load->unit, NULL);
    return rc;
}

struct tally {
    int64_t rows[MOST_FAULTS * 2 + 4];
};

static enum rc add_up(void *arg, const struct q_sample_each_row *row)
{
    struct tally *t = arg;
    t->rows[row->n]++;
    return RC_OK;
}

static enum rc tally(struct ctx *c, void *arg)
{
    return q_sample_each(c, 0, add_up, arg);
}

static void sweep(struct engine *e, int rows, enum vfs_fault how, bool stays)
{
    struct tally want = {{0}}, got = {{0}};
    int64_t k = 1;
    bool reached = true;
    open_on_vfs(e);
    for (; reached && k < MOST_FAULTS; k++) {
        struct load load = {k, rows}, next = {MOST_FAULTS + k, 1};
        const struct arena_mark mark = arena_mark(e->c.mem);
        vfs_fail_write(k, how, stays);
        const enum rc rc = engine_write(e, put_rows, &load);
        reached = vfs_failed();
        vfs_fail_write(0, how, false);
        assert_true(rc == RC_OK || rc == RC_UNAVAILABLE);
        want.rows[k] = rc == RC_OK ? rows : 0;
        assert_int_equal(engine_write(e, put_rows, &next), RC_OK);
        want.rows[MOST_FAULTS + k] = 1;
        arena_reset(e->c.mem, mark);
    }
    assert_true(k > 3 && k < MOST_FAULTS);
    assert_int_equal(engine_read(e, tally, &got), RC_OK);
    assert_memory_equal(&got, &want, sizeof got);
    engine_reopen(e);
    memset(&got, 0, sizeof got);
    assert_int_equal(engine_read(e, tally, &got), RC_OK);
    assert_memory_equal(&got, &want, sizeof got);
}

static void disk_full_once(void **state)
{
    sweep(*state, 6, VFS_FULL, false);
}

static void disk_full_from_then_on(void **state)
{
    sweep(*state, 6, VFS_FULL, true);
}

static void input_output_error_once(void **state)
{
    sweep(*state, 6, VFS_IO, false);
}

static void input_output_error_from_then_on(void **state)
{
    sweep(*state, 6, VFS_IO, true);
}

/* More pages than the writer's cache: SQLite writes in the middle of the unit. */
static enum rc put_large(struct ctx *c, void *arg)
{
    const struct load *load = arg;
    struct load part = *load;
    part.rows = 1;
    char *text = arena_alloc(c->mem, (size_t)16 << 20);
    memset(text, 'z', (size_t)16 << 20);
    enum rc rc = put_rows(c, &part);
    return rc ? rc : q_counter_set(c, (str){text, 16 << 20}, load->unit, NULL);
}

static void disk_full_in_the_middle_of_a_unit(void **state)
{
    struct engine *e = *state;
    struct tally got = {{0}};
    open_on_vfs(e);
    for (int64_t k = 1; k < 6000; k += 701) {
        struct load load = {7, 1};
        const struct arena_mark mark = arena_mark(e->c.mem);
        vfs_fail_write(k, VFS_FULL, true);
        assert_int_equal(engine_write(e, put_large, &load), RC_UNAVAILABLE);
        assert_true(vfs_failed());
        vfs_fail_write(0, VFS_FULL, false);
        assert_int_equal(engine_read(e, tally, &got), RC_OK);
        assert_int_equal(got.rows[7], 0);
        arena_reset(e->c.mem, mark);
    }
    struct load load = {7, 1};
    assert_int_equal(engine_write(e, put_large, &load), RC_OK);
    assert_int_equal(engine_read(e, tally, &got), RC_OK);
    assert_int_equal(got.rows[7], 1);
}

/* ---- fsync ---- */

/* In a child of its own: writes until the k-th sync fails; tells each acknowledged unit. */
static void child_until_sync_fails(const char *dir, int64_t k, int tell)
{
    struct host_lock *lock = NULL;
    struct store *s = NULL;
    char path[128];
    const struct rlimit no_core = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &no_core);
    host_log_level(LOG_ERROR);
    if (!freopen("/dev/null", "w", stderr))
        _exit(1);
    (void)snprintf(path, sizeof path, "%s/motcua.db", dir);
    if (host_lock_take(dir, &lock))
        _exit(2);
    const struct store_config config = {
        .path = path, .lock = lock, .vfs = VFS_NAME, .checkpoint_pages = 8};
    if (store_open(&config, &s) || store_migrate(s, sample_migrations))
        _exit(3);
    vfs_fail_sync(k);
    for (int64_t unit = 1; unit < 200; unit++) {
        struct arena *mem = arena_new((size_t)1 << 20);
        struct ctx c = engine_ctx(mem, 1);
        struct load load = {unit, 3};
        if (store_write(s, &c, put_rows, &load) == RC_OK) {
            const unsigned char one = (unsigned char)unit;
            if (write(tell, &one, 1) != 1)
                _exit(4);
        }
        arena_free(mem);
    }
    _exit(0);
}

static void a_failed_fsync_ends_the_process(void **state)
{
    struct engine *e = *state;
    int ended = 0;
    store_close(e->store);
    e->store = NULL;
    host_lock_release(e->lock);
    for (int64_t k = 1; k <= 24; k++) {
        int ends[2], status = 0;
        unsigned char unit, last = 0;
        struct tally got = {{0}};
        (void)unlink(e->path);
        assert_int_equal(pipe(ends), 0);
        const pid_t pid = fork();
        if (pid == 0)
            child_until_sync_fails(e->dir, k, ends[1]);
        (void)close(ends[1]);
        while (read(ends[0], &unit, 1) == 1)
            last = unit;
        (void)close(ends[0]);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
        ended++;
        /* what was acknowledged is there, whole; of the rest at most the unit that was under way */
        assert_int_equal(host_lock_take(e->dir, &e->lock), RC_OK);
        e->config.lock = e->lock;
        assert_int_equal(store_open(&e->config, &e->store), RC_OK);
        assert_int_equal(engine_read(e, tally, &got), RC_OK);
        for (int64_t i = 1; i < 200; i++)
            assert_true(got.rows[i] == (i <= last ? 3 : 0) || (i == last + 1 && got.rows[i] == 3));
        store_close(e->store);
        e->store = NULL;
        host_lock_release(e->lock);
    }
    e->lock = NULL;
    assert_int_equal(ended, 24);
}

/* ---- settings ---- */

static int copy_value(void *arg, int n, char **values, char **names)
{
    char *to = arg;
    (void)n;
    (void)names;
    (void)snprintf(to + strlen(to), 64 - strlen(to), "%s ", values[0]);
    return 0;
}

struct settings_seen {
    char connection[4][64];
    int n;
};

static enum rc look(void *handle, void *arg)
{
    static const char sql[] =
        "PRAGMA journal_mode; PRAGMA synchronous; PRAGMA foreign_keys; PRAGMA mmap_size;"
        "PRAGMA trusted_schema; PRAGMA query_only";
    struct settings_seen *seen = arg;
    int no_checkpoint = -1;
    if (seen->n == 4)
        return RC_OK;
    char *to = seen->connection[seen->n++];
    if (sqlite3_exec(handle, sql, copy_value, to, NULL) ||
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &no_checkpoint))
        return RC_FAILED;
    (void)snprintf(to + strlen(to), 64 - strlen(to), "%s%d",
                   sqlite3_db_readonly(handle, "main") ? "ro " : "rw ", no_checkpoint);
    return RC_OK;
}

static void connections_are_what_they_should_be(void **state)
{
    struct engine *e = *state;
    struct settings_seen seen = {.n = 0};
    struct tally got = {{0}};
    engine_config(e)->on_connect = look;
    engine_config(e)->on_connect_arg = &seen;
    engine_reopen(e);
    assert_int_equal(store_migrate(e->store, sample_migrations), RC_OK);
    assert_int_equal(engine_read(e, tally, &got), RC_OK);
    assert_int_equal(seen.n, 2);
    assert_string_equal(seen.connection[0], "wal 2 1 0 0 0 rw 0");
    assert_string_equal(seen.connection[1], "wal 2 1 0 0 1 ro 1");
}

static void readers_never_checkpoint(void **state)
{
    struct engine *e = *state;
    struct tally got = {{0}};
    struct store_stats stats;
    struct load load = {1, 30};
    engine_config(e)->vfs = VFS_NAME;
    engine_config(e)->checkpoint_pages = 100000;
    engine_reopen(e);
    assert_int_equal(store_migrate(e->store, sample_migrations), RC_OK);
    assert_int_equal(engine_write(e, put_rows, &load), RC_OK);
    vfs_fail_write(1, VFS_IO, true); /* whoever writes now is found out */
    for (int i = 0; i < 50; i++)
        assert_int_equal(engine_read(e, tally, &got), RC_OK);
    assert_false(vfs_failed());
    vfs_fail_write(0, VFS_IO, false);
    store_get_stats(e->store, &stats);
    assert_true(stats.wal_pages > 0);
}

static void a_file_of_another_program_is_refused(void **state)
{
    struct engine *e = *state;
    sqlite3 *h = NULL;
    struct store *s = NULL;
    store_close(e->store);
    e->store = NULL;
    (void)unlink(e->path);
    assert_int_equal(sqlite3_open(e->path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, "CREATE TABLE t (a)", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(h);
    assert_int_equal(store_open(&e->config, &s), RC_FAILED);
    FILE *f = fopen(e->path, "w");
    (void)fputs("this is no database, though it is long enough to have a header: 0123456789 0123456789 "
                "0123456789\n",
                f);
    (void)fclose(f);
    assert_int_equal(store_open(&e->config, &s), RC_FAILED);
    e->config.path = "/nowhere/at/all.db";
    assert_int_equal(store_open(&e->config, &s), RC_UNAVAILABLE);
    assert_null(s);
}

static void a_copy_is_the_state_of_one_moment(void **state)
{
    struct engine *e = *state;
    char copy[128];
    struct load load = {1, 30};
    struct tally got = {{0}};
    assert_int_equal(store_migrate(e->store, sample_migrations), RC_OK);
    assert_int_equal(engine_write(e, put_rows, &load), RC_OK);
    (void)snprintf(copy, sizeof copy, "%s/copy.db", e->dir);
    assert_int_equal(store_copy(e->store, copy), RC_OK);
    assert_int_equal(store_copy(e->store, copy), RC_CONFLICT);
    assert_int_equal(store_copy(e->store, "/nowhere/at/all.db"), RC_UNAVAILABLE);
    load.unit = 2;
    assert_int_equal(engine_write(e, put_rows, &load), RC_OK);
    e->config.path = copy;
    engine_reopen(e);
    assert_int_equal(engine_read(e, tally, &got), RC_OK);
    assert_int_equal(got.rows[1], 30);
    assert_int_equal(got.rows[2], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(disk_full_once),
        SQLITE_TEST(disk_full_from_then_on),
        SQLITE_TEST(input_output_error_once),
        SQLITE_TEST(input_output_error_from_then_on),
        SQLITE_TEST(disk_full_in_the_middle_of_a_unit),
        SQLITE_TEST(a_failed_fsync_ends_the_process),
        SQLITE_TEST(connections_are_what_they_should_be),
        SQLITE_TEST(readers_never_checkpoint),
        SQLITE_TEST(a_file_of_another_program_is_refused),
        SQLITE_TEST(a_copy_is_the_state_of_one_moment),
    };
    vfs_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
