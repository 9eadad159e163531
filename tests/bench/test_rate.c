/*
 * test_rate.c - what group commit is worth to real submissions: 64 callers receive at the counter,
 * three papers with a file each, accepted at once, sealed, on a disk whose fsync takes 1 ms; many
 * in one commit against one commit each. A ratio within one run, printed. What is demanded is
 * counted while the writer is held until all of them wait, so that a busy machine changes
 * nothing. MOTCUA_RATE_MS makes the runs longer.
 */
#include "dossier/lib_life.h"

#include <pthread.h>
#include <stdatomic.h>

#include "db/lib_vfs.h"
#include "host/clock.h"
#include "host/random.h"
#include "record/record.h"

#define CALLERS 64
#define PAPERS 3
#define FSYNC_US 1000
#define LEAST_RATIO 6

static struct {
    struct store *store;
    struct actor *clerk;
    struct filing filing;
    instant now;
    _Atomic int64_t acknowledged;
    _Atomic bool stop, once, held, holding;
} all;

static enum rc receive(struct ctx *c, void *arg)
{
    struct dossier_ref ref;
    (void)arg;
    c->actor = all.clerk;
    return dossier_receive(c, &all.filing, &(struct accept_in){0}, &ref);
}

static void *call_on(void *arg)
{
    struct arena *mem = arena_new((size_t)4 << 20);
    (void)arg;
    do {
        struct ctx c = {.mem = mem, .now = all.now, .rng = host_rng_new()};
        if (store_write(all.store, &c, receive, NULL))
            abort();
        atomic_fetch_add(&all.acknowledged, 1);
        arena_clear(mem);
    } while (!all.stop && !all.once);
    arena_free(mem);
    return NULL;
}

static enum rc hold(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    all.holding = true;
    while (all.held)
        host_sleep_us(1000);
    return RC_OK;
}

static void *hold_writer(void *arg)
{
    struct arena *mem = arena_new((size_t)1 << 20);
    struct ctx c = {.mem = mem, .now = all.now, .rng = host_rng_new()};
    (void)arg;
    if (store_write(all.store, &c, hold, NULL))
        abort();
    arena_free(mem);
    return NULL;
}

struct rate {
    int64_t a_second, units, commits;
};

static struct rate measure(struct authority *a, int batch_max, int64_t ms)
{
    pthread_t threads[CALLERS];
    struct store_stats before, after;
    engine_config(a->e)->batch_max = batch_max;
    engine_reopen(a->e);
    store_on_seal(a->e->store, record_seal, NULL);
    all.store = a->e->store;
    all.stop = false;
    all.acknowledged = 0;
    vfs_slow_sync(FSYNC_US);
    store_get_stats(a->e->store, &before);
    const int64_t from = host_monotonic_us();
    for (size_t i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_on, NULL), 0);
    host_sleep_us(ms * 1000);
    all.stop = true;
    for (size_t i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    const int64_t us = host_monotonic_us() - from, n = all.acknowledged;
    store_get_stats(a->e->store, &after);
    vfs_slow_sync(0);
    return (struct rate){n * 1000000 / us, n, after.commits - before.commits};
}

static int queued(void)
{
    struct store_stats s;
    store_get_stats(all.store, &s);
    return s.queued;
}

/* One submission by each caller, all of them waiting at once: how many commits? */
static int64_t commits_for_all(struct authority *a)
{
    pthread_t holder, threads[CALLERS];
    struct store_stats before, after;
    engine_config(a->e)->batch_max = 0;
    engine_config(a->e)->batch_ms = 60000; /* how long a unit takes here says nothing */
    engine_reopen(a->e);
    store_on_seal(a->e->store, record_seal, NULL);
    all.store = a->e->store;
    all.once = all.held = true;
    all.holding = false;
    store_get_stats(all.store, &before);
    assert_int_equal(pthread_create(&holder, NULL, hold_writer, NULL), 0);
    while (!all.holding)
        host_sleep_us(1000);
    for (size_t i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_on, NULL), 0);
    for (int64_t from = host_monotonic_us();
         queued() < CALLERS && host_monotonic_us() - from < 60 * SECOND_US;)
        host_sleep_us(1000);
    all.held = false;
    for (size_t i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(pthread_join(holder, NULL), 0);
    store_get_stats(all.store, &after);
    all.once = false;
    return after.commits - before.commits;
}

/* Three papers with the file that was stored before. */
static void prepare(struct authority *a, struct step *s)
{
    static struct filing_paper papers[PAPERS];
    static str name = S_INIT("giay-to.pdf");
    OK(a, &a->clerk, "2026-11-19T09:00", store, s);
    all.filing = full_filing(a, "1.004222");
    for (ptrdiff_t i = 0; i < PAPERS; i++) {
        papers[i] = i < all.filing.paper_n ? all.filing.papers[i]
                                           : (struct filing_paper){.name = S("Giấy tờ khác"),
                                                                   .form = S("original"),
                                                                   .quantity = 1,
                                                                   .complete = true};
        papers[i].files = &s->act.file_id;
        papers[i].file_names = &name;
        papers[i].file_n = 1;
    }
    assert_true(all.filing.paper_n <= PAPERS);
    all.filing.papers = papers;
    all.filing.paper_n = PAPERS;
    all.clerk = &a->clerk;
    all.now = a->e->c.now;
}

static void test_bench__submissions_share_one_fsync(void **state)
{
    struct authority *a = *state;
    struct step s = {0};
    int64_t ms = 500;
    const char *longer = getenv("MOTCUA_RATE_MS");
    if (longer && !str_to_i64(str_of(longer), &ms))
        ms = 500;
    prepare(a, &s);
    engine_config(a->e)->vfs = VFS_NAME;
    const struct rate alone = measure(a, 1, ms), together = measure(a, 0, ms);
    print_message(
        "fsync 1 ms: %lld submissions/s in %lld commits, one commit each %lld/s, %lld.%02lld x\n",
        (long long)together.a_second, (long long)together.commits, (long long)alone.a_second,
        (long long)(together.a_second / alone.a_second),
        (long long)(together.a_second * 100 / alone.a_second % 100));
    assert_true(alone.commits >= alone.units);
    const int64_t commits = commits_for_all(a);
    print_message("%d submissions waiting at once: %lld commits\n", CALLERS, (long long)commits);
    assert_true(commits > 0 && CALLERS >= LEAST_RATIO * commits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(test_bench__submissions_share_one_fsync)};
    vfs_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
