/*
 * test_backup.c - backup and restore beside a store that goes on: the checkpoint, the
 * configuration, files that go while they are read, and what reaches the disk before the
 * database gets its name. SQLite only: PostgreSQL is copied by its own tools.
 */
#include "record/lib_record.h"

#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "backup/backup.h"
#include "host/file.h"
#include "host/thread.h"

#define SHARD "files/ab"
#define STORED "files/ab/0000000000000000000000000000000000000000000000000000000000000c"
#define ROUNDS 3

static char synced[8192]; /* what fsync was called for, one path a line */

/* Instead of the C library's: what the program asks to be on the disk, in order. */
int fsync(int fd)
{
    char link[64], path[256];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t n = readlink(link, path, sizeof path - 1);
    const size_t used = strlen(synced);
    if (n > 0 && used + (size_t)n + 2 < sizeof synced)
        (void)snprintf(synced + used, sizeof synced - used, "%.*s\n", (int)n, path);
    return (int)syscall(SYS_fsync, fd);
}

static int setup(void **state)
{
    if (engine_setup_sqlite(state))
        return -1;
    const struct engine *e = *state;
    if (store_migrate(e->store, embed_migrations))
        return -1;
    record_test_wire(e->store);
    return 0;
}
#define BACKUP_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, engine_teardown)

static const char *in(struct engine *e, const char *name)
{
    return str_fmt(e->c.mem, "%s/%s", e->dir, name).p;
}

static void put(const char *path, const char *text)
{
    assert_int_equal(host_file_replace(path, str_of(text), 0600), RC_OK);
}

/* A folder's other half: secret, and one stored file. */
static void fill_folder(struct engine *e)
{
    assert_int_equal(mkdir(in(e, "files"), 0700), 0);
    assert_int_equal(mkdir(in(e, SHARD), 0700), 0);
    put(in(e, "secret"), "x\n");
    put(in(e, STORED), "giấy tờ");
}

static enum rc back_up_and_restore(struct engine *e, const char *archive, const char *dir)
{
    struct backup_count written, read;
    enum rc rc = backup_write(&e->c, e->store, e->dir, archive, &written);
    if (!rc)
        rc = backup_restore(&e->c, archive, dir, &read);
    if (!rc)
        assert_int_equal(written.files, read.files);
    return rc;
}

static void test_backup__carries_the_configuration(void **state)
{
    struct engine *e = *state;
    str conf;
    fill_folder(e);
    put(in(e, "motcua.conf"), "site_name = Phường Thử\n");
    assert_int_equal(back_up_and_restore(e, in(e, "b.tar"), in(e, "two")), RC_OK);
    assert_int_equal(host_file_get(e->c.mem, in(e, "two/motcua.conf"), 100, &conf), RC_OK);
    assert_str(conf, "site_name = Phường Thử\n");
}

/* A name whose file is gone when it is opened, like one the sweep took in between. */
static void test_backup__goes_on_when_a_file_was_swept(void **state)
{
    struct engine *e = *state;
    struct host_entry entry;
    fill_folder(e);
    assert_int_equal(symlink("nowhere", in(e, SHARD "/gone")), 0);
    assert_int_equal(back_up_and_restore(e, in(e, "b.tar"), in(e, "two")), RC_OK);
    assert_int_equal(host_file_stat(in(e, "two/" STORED), &entry), RC_OK);
    assert_int_equal(host_file_stat(in(e, "two/" SHARD "/gone"), &entry), RC_NOT_FOUND);
}

static void test_backup__restore_syncs_folders_before_the_database_is_named(void **state)
{
    struct engine *e = *state;
    char shard[128];
    fill_folder(e);
    *synced = 0;
    assert_int_equal(back_up_and_restore(e, in(e, "b.tar"), in(e, "two")), RC_OK);
    (void)snprintf(shard, sizeof shard, "%s/two/" SHARD "\n", e->dir);
    const char *last_file = strstr(synced, "/two/" STORED "\n");
    assert_non_null(last_file);
    assert_non_null(strstr(last_file, shard));
}

/* ---- while writes go on ---- */

struct writing {
    struct engine *e;
    struct arena *mem;
    struct host_thread thread;
    atomic_bool stop;
    int failed;
};

static enum rc happen(struct ctx *c, void *arg)
{
    (void)arg;
    return record_append(c, &(struct event){.kind = "test.happened",
                                            .object = 1,
                                            .object_pub = S("00000000000000000000000001")});
}

static void *write_on(void *arg)
{
    struct writing *w = arg;
    while (!atomic_load(&w->stop)) {
        struct ctx c = engine_ctx(w->mem, 2);
        w->failed += store_write(w->e->store, &c, happen, NULL) != RC_OK;
        w->failed += record_checkpoint(w->e->store, w->mem, w->e->dir) != RC_OK;
        arena_clear(w->mem);
    }
    return NULL;
}

static enum rc read_head(struct ctx *c, void *arg)
{
    return record_get_head(c, arg);
}

/* The restored database must know at least what its checkpoint says. */
static void check_restored(struct engine *e, const char *dir)
{
    struct record_head stored, checkpoint;
    const char *original = engine_config(e)->path;
    assert_int_equal(record_head_read(e->c.mem, dir, &checkpoint), RC_OK);
    engine_config(e)->path = str_fmt(e->c.mem, "%s/motcua.db", dir).p;
    engine_reopen(e);
    assert_int_equal(engine_read(e, read_head, &stored), RC_OK);
    assert_true(checkpoint.seq > 0);
    assert_true(checkpoint.seq <= stored.seq);
    engine_config(e)->path = original;
    engine_reopen(e);
    record_test_wire(e->store);
}

static void test_backup__beside_writes_is_not_cut_off(void **state)
{
    struct engine *e = *state;
    fill_folder(e);
    record_test_fill(e, 20);
    assert_int_equal(record_head_write(e->c.mem, e->dir, &(struct record_head){0}, e->c.now), RC_OK);
    assert_int_equal(record_checkpoint(e->store, e->c.mem, e->dir), RC_OK);
    for (int i = 0; i < ROUNDS; i++) {
        struct writing w = {.e = e, .mem = arena_new((size_t)1 << 20)};
        const char *dir = str_fmt(e->c.mem, "%s/two%d", e->dir, i).p;
        const char *archive = str_fmt(e->c.mem, "%s/b%d.tar", e->dir, i).p;
        assert_int_equal(host_thread_start(&w.thread, "writes", write_on, &w), 0);
        const enum rc rc = back_up_and_restore(e, archive, dir);
        atomic_store(&w.stop, true);
        host_thread_join(&w.thread);
        arena_free(w.mem);
        assert_int_equal(rc, RC_OK);
        assert_int_equal(w.failed, 0);
        check_restored(e, dir);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BACKUP_TEST(test_backup__carries_the_configuration),
        BACKUP_TEST(test_backup__goes_on_when_a_file_was_swept),
        BACKUP_TEST(test_backup__restore_syncs_folders_before_the_database_is_named),
        BACKUP_TEST(test_backup__beside_writes_is_not_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
