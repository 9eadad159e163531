/*
 * test_power_cut.c - what is left of a SQLite store when the power goes: 1,000 images by seed
 * of a workload in group commits. Every unit that was acknowledged is there, every unit is
 * there whole or not at all, the file is sound. That the test can fail is shown with
 * synchronous=OFF. MOTCUA_IMAGES and MOTCUA_SEED choose another number and seed.
 */
#include "db/lib_sqlite.h"

#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "db/lib_sample.h"
#include "db/lib_sample_sql.h"
#include "db/lib_vfs.h"
#include "host/file.h"

#define THREADS 8
#define UNITS_EACH 60
#define UNITS (THREADS * UNITS_EACH)

struct lane {
    struct store *store;
    int64_t first;
};

/* Two rows in one unit; every seventh unit is long; the WAL is checkpointed often. */
static enum rc put_pair(struct ctx *c, void *arg)
{
    const int64_t unit = *(const int64_t *)arg;
    const int rows = unit % 7 == 0 ? 4 : 0;
    enum rc rc = q_counter_set(c, str_fmt(c->mem, "%lld a", (long long)unit), unit, NULL);
    for (int i = 0; i < rows && rc == RC_OK; i++) {
        char *text = arena_alloc(c->mem, 3000);
        memset(text, 'x', 3000);
        rc = q_counter_set(c, str_fmt(c->mem, "%lld filler %d %.3000s", (long long)unit, i, text), 0,
                           NULL);
    }
    return rc ? rc : q_counter_set(c, str_fmt(c->mem, "%lld b", (long long)unit), unit, NULL);
}

static void *run_lane(void *arg)
{
    const struct lane *lane = arg;
    struct arena *mem = arena_new((size_t)64 << 20);
    for (int64_t i = 0; i < UNITS_EACH; i++) {
        int64_t unit = lane->first + i;
        struct ctx c = engine_ctx(mem, (unsigned char)unit);
        if (store_write(lane->store, &c, put_pair, &unit) == RC_OK)
            vfs_mark(unit);
        arena_clear(mem);
    }
    arena_free(mem);
    return NULL;
}

static enum rc weaken(void *handle, void *arg)
{
    return sqlite3_exec(handle, arg, NULL, NULL, NULL) == SQLITE_OK ? RC_OK : RC_FAILED;
}

/* Fills the journal. */
static void run_workload(struct engine *e, const char *planted)
{
    pthread_t threads[THREADS];
    struct lane lanes[THREADS];
    engine_config(e)->vfs = VFS_NAME;
    engine_config(e)->checkpoint_pages = 48;
    engine_config(e)->on_connect = planted ? weaken : NULL;
    engine_config(e)->on_connect_arg = (void *)(uintptr_t)planted;
    store_close(e->store);
    (void)unlink(e->path);
    vfs_record(true);
    assert_int_equal(store_open(&e->config, &e->store), RC_OK);
    assert_int_equal(store_migrate(e->store, sample_migrations), RC_OK);
    vfs_mark(-1);
    for (int i = 0; i < THREADS; i++) {
        lanes[i] = (struct lane){e->store, (int64_t)i * UNITS_EACH};
        assert_int_equal(pthread_create(&threads[i], NULL, run_lane, &lanes[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    vfs_record(false);
}

struct seen {
    bool acknowledged[UNITS], schema;
    int64_t lost, half, broken, acknowledged_count;
};

static void hear(void *arg, int64_t mark)
{
    struct seen *s = arg;
    if (mark < 0) {
        s->schema = true;
        return;
    }
    s->acknowledged[mark] = true;
    s->acknowledged_count++;
}

static int read_unit(void *arg, int n, char **values, char **names)
{
    unsigned char *parts = arg;
    char *end;
    (void)n;
    (void)names;
    const long unit = strtol(values[0], &end, 10);
    parts[unit] |= end[1] == 'a' ? 1 : 2;
    return 0;
}

static int read_word(void *arg, int n, char **values, char **names)
{
    (void)n;
    (void)names;
    (void)snprintf(arg, 32, "%s", values[0]);
    return 0;
}

static void check_image(const char *dir, struct seen *s)
{
    char path[128], word[32] = "";
    unsigned char parts[UNITS] = {0};
    sqlite3 *h = NULL;
    (void)snprintf(path, sizeof path, "%s/motcua.db", dir);
    int code = sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(h, "PRAGMA synchronous=OFF; PRAGMA quick_check", read_word, word, NULL);
    if (s->schema && code == SQLITE_OK)
        code = sqlite3_exec(h, "SELECT name FROM counter WHERE name NOT LIKE '%filler%'", read_unit,
                            parts, NULL);
    (void)sqlite3_close(h);
    if (code != SQLITE_OK || strcmp(word, "ok") != 0) {
        s->broken += s->schema;
        return;
    }
    for (int i = 0; i < UNITS; i++) {
        s->lost += s->acknowledged[i] && parts[i] != 3;
        s->half += parts[i] == 1 || parts[i] == 2;
    }
}

static int64_t number_from(const char *name, int64_t otherwise)
{
    int64_t v = otherwise;
    const char *text = getenv(name);
    return text && !str_to_i64(str_of(text), &v) ? otherwise : v;
}

static int by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static struct seen check_images(struct engine *e, int64_t images)
{
    struct seen s = {.lost = 0};
    char dir[96];
    const int64_t seed = number_from("MOTCUA_SEED", 20261119);
    int64_t *at = calloc((size_t)images, sizeof *at);
    struct rng rng = {.drawn = 0};
    memcpy(rng.seed, &seed, sizeof seed);
    struct ctx c = {.mem = e->c.mem, .rng = rng};
    for (int64_t i = 0; i < images; i++) {
        uint32_t r;
        ctx_random(&c, &r, sizeof r);
        at[i] = (int64_t)(r % (uint64_t)vfs_events());
    }
    qsort(at, (size_t)images, sizeof *at, by_number);
    (void)snprintf(dir, sizeof dir, "%s/image", e->dir);
    assert_int_equal(host_dir_make(dir), RC_OK);
    for (int64_t i = 0; i < images; i++) {
        vfs_image(at[i], (uint64_t)(seed + i), dir, hear, &s);
        check_image(dir, &s);
    }
    free(at);
    print_message("seed %lld: %lld images over %lld events, %lld units acknowledged before the last; "
                  "lost %lld, half %lld, "
                  "broken %lld\n",
                  (long long)seed, (long long)images, (long long)vfs_events(),
                  (long long)s.acknowledged_count, (long long)s.lost, (long long)s.half,
                  (long long)s.broken);
    return s;
}

static void nothing_acknowledged_is_lost(void **state)
{
    struct engine *e = *state;
    run_workload(e, NULL);
    const struct seen s = check_images(e, number_from("MOTCUA_IMAGES", 1000));
    assert_true(s.acknowledged_count > UNITS / 2);
    assert_int_equal(s.lost, 0);
    assert_int_equal(s.half, 0);
    assert_int_equal(s.broken, 0);
}

static void without_synchronous_the_test_fails(void **state)
{
    struct engine *e = *state;
    run_workload(e, "PRAGMA synchronous=OFF");
    const struct seen s = check_images(e, 100);
    assert_true(s.lost > 0);
    assert_true(s.broken > 0);
}

static void synchronous_normal_loses_what_was_acknowledged(void **state)
{
    struct engine *e = *state;
    run_workload(e, "PRAGMA synchronous=NORMAL");
    const struct seen s = check_images(e, 100);
    assert_true(s.lost > 0);
    assert_int_equal(s.half, 0); /* `broken` is the schema, lost like a unit */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(nothing_acknowledged_is_lost),
        SQLITE_TEST(without_synchronous_the_test_fails),
        SQLITE_TEST(synchronous_normal_loses_what_was_acknowledged),
    };
    vfs_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
