/*
 * test_rate.c - what group commit is for: 64 callers on a disk whose fsync takes 1 ms, units of
 * five rows, many in one commit against one commit each. A ratio within one run, because these
 * machines are noisy; the rates are printed. MOTCUA_RATE_MS makes the runs longer.
 */
#include "db/lib_sqlite.h"

#include <pthread.h>
#include <stdatomic.h>

#include "db/lib_sample.h"
#include "db/lib_sample_sql.h"
#include "db/lib_vfs.h"
#include "host/clock.h"

#define CALLERS 64
#define FSYNC_US 1000
#define LEAST_RATIO 6

static _Atomic int64_t next_unit, acknowledged;
static _Atomic bool stop;

static enum rc five_rows(struct ctx *c, void *arg)
{
    const int64_t unit = *(const int64_t *)arg;
    enum rc rc = RC_OK;
    for (int i = 0; i < 5 && rc == RC_OK; i++)
        rc = q_sample_add_text(
            c, str_fmt(c->mem, "%lld-%d, two hundred bytes of it: %0200d", (long long)unit, i, i), unit,
            NULL);
    return rc;
}

static void *call_on(void *arg)
{
    struct arena *mem = arena_new((size_t)1 << 20);
    while (!stop) {
        int64_t unit = atomic_fetch_add(&next_unit, 1);
        struct ctx c = engine_ctx(mem, 1);
        if (store_write(arg, &c, five_rows, &unit))
            abort();
        atomic_fetch_add(&acknowledged, 1);
        arena_clear(mem);
    }
    arena_free(mem);
    return NULL;
}

struct rate {
    int64_t units_a_second, units, commits, cpu_us_a_unit;
};

static struct rate measure(struct engine *e, int batch_max, int64_t fsync_us, int64_t ms)
{
    pthread_t threads[CALLERS];
    struct store_stats before, after;
    engine_config(e)->batch_max = batch_max;
    engine_reopen(e);
    vfs_slow_sync(fsync_us);
    store_get_stats(e->store, &before);
    stop = false;
    acknowledged = 0;
    const int64_t from = host_monotonic_us(), cpu = host_cpu_us();
    for (size_t i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_on, e->store), 0);
    host_sleep_us(ms * 1000);
    stop = true;
    for (size_t i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    const int64_t us = host_monotonic_us() - from, n = acknowledged;
    store_get_stats(e->store, &after);
    vfs_slow_sync(0);
    return (struct rate){n * 1000000 / us, n, after.commits - before.commits,
                         (host_cpu_us() - cpu) / n};
}

static void print(const char *what, struct rate r)
{
    print_message("%s: %lld units/s, %lld commits, %lld us CPU a unit\n", what,
                  (long long)r.units_a_second, (long long)r.commits, (long long)r.cpu_us_a_unit);
}

static void many_units_share_one_fsync(void **state)
{
    struct engine *e = *state;
    int64_t ms = 500;
    const char *longer = getenv("MOTCUA_RATE_MS");
    if (longer && !str_to_i64(str_of(longer), &ms))
        ms = 500;
    engine_config(e)->vfs = VFS_NAME;
    engine_reopen(e);
    assert_int_equal(store_migrate(e->store, sample_migrations), RC_OK);
    const struct rate alone = measure(e, 1, FSYNC_US, ms), together = measure(e, 0, FSYNC_US, ms);
    print("fsync 1 ms, one commit each", alone);
    print("fsync 1 ms, group commit", together);
    print("fsync free, group commit", measure(e, 0, 0, ms));
    engine_config(e)->vfs = NULL;
    print("this disk, one commit each", measure(e, 1, 0, ms));
    print("this disk, group commit", measure(e, 0, 0, ms));
    /* Rates are printed; what is demanded is counted, so that a busy machine changes nothing: one
       fsync a unit alone, one for many together. */
    assert_true(alone.commits >= alone.units);
    assert_true(together.units >= LEAST_RATIO * together.commits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SQLITE_TEST(many_units_share_one_fsync)};
    vfs_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
