/*
 * test_store.c - units of work on both engines: durable or not at all, run again without a
 * trace, beside each other, bounded; reading as a snapshot.
 */
#include "db/lib_engine.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "db/driver.h"
#include "db/lib_sample.h"
#include "db/lib_sample_sql.h"
#include "host/clock.h"

static int setup(void **state)
{
    if (engine_setup_empty(state))
        return -1;
    const struct engine *e = *state;
    return store_migrate(e->store, sample_migrations) ? -1 : 0;
}
#define STORE_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, engine_teardown)

/* ---- counters ---- */

static enum rc get(struct ctx *c, void *arg)
{
    struct q_counter_get_row row = {0};
    const enum rc rc = q_counter_get(c, S("n"), &row);
    *(int64_t *)arg = row.n;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc add_one(struct ctx *c, void *arg)
{
    int64_t n;
    const enum rc rc = get(c, &n);
    (void)arg;
    return rc ? rc : q_counter_set(c, S("n"), n + 1, NULL);
}

static int64_t value(struct engine *e)
{
    int64_t n = -1;
    assert_int_equal(engine_read(e, get, &n), RC_OK);
    return n;
}

/* ---- the unit ---- */

static void what_was_acknowledged_is_there_after_opening(void **state)
{
    struct engine *e = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(engine_write(e, add_one, NULL), RC_OK);
    engine_reopen(e);
    assert_int_equal(value(e), 5);
}

static enum rc add_and_refuse(struct ctx *c, void *arg)
{
    const enum rc rc = add_one(c, arg);
    return rc ? rc : fail(c, RC_DENIED, "n", "core.money");
}

static void a_unit_that_refuses_leaves_its_reason_only(void **state)
{
    struct engine *e = *state;
    assert_int_equal(engine_write(e, add_and_refuse, NULL), RC_DENIED);
    assert_non_null(e->c.faults);
    assert_str(e->c.faults->field, "n");
    assert_null(e->c.db);
    assert_int_equal(value(e), 0);
    assert_int_equal(engine_write(e, add_one, NULL), RC_OK);
    assert_null(e->c.faults);
    assert_int_equal(value(e), 1);
}

struct greedy {
    bool in_each;
    struct ctx *c;
};

static enum rc take_all(void *arg, const struct q_sample_each_row *row)
{
    const struct greedy *g = arg;
    (void)row;
    (void)arena_alloc(g->c->mem, SIZE_MAX / 2);
    return RC_OK;
}

static enum rc be_greedy(struct ctx *c, void *arg)
{
    struct greedy *g = arg;
    g->c = c;
    enum rc rc = add_one(c, NULL);
    if (rc == RC_OK)
        rc = q_sample_add_text(c, S("row"), 1, NULL);
    if (rc == RC_OK && g->in_each)
        rc = q_sample_each(c, 0, take_all, g);
    return rc ? rc : take_all(g, NULL);
}

static void a_unit_without_memory_is_undone(void **state)
{
    struct engine *e = *state;
    struct greedy g = {.in_each = false};
    for (int i = 0; i < 20; i++) { /* also while a query is open: its statement can be used again */
        g.in_each = i % 2;
        assert_int_equal(engine_write(e, be_greedy, &g), RC_UNAVAILABLE);
        assert_null(e->c.faults);
        assert_int_equal(value(e), i);
        assert_int_equal(engine_write(e, add_one, NULL), RC_OK);
    }
}

static enum rc read_greedily(struct ctx *c, void *arg)
{
    struct greedy *g = arg;
    g->c = c;
    return q_sample_each(c, 0, take_all, g);
}

static enum rc add_row(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_add_text(c, S("row"), 1, NULL);
}

static void a_reader_without_memory_gives_its_connection_back(void **state)
{
    struct engine *e = *state;
    struct greedy g = {.in_each = true};
    struct store_stats stats;
    assert_int_equal(engine_write(e, add_row, NULL), RC_OK);
    for (int i = 0; i < 100; i++)
        assert_int_equal(engine_read(e, read_greedily, &g), RC_UNAVAILABLE);
    store_get_stats(e->store, &stats);
    assert_in_range(stats.readers_open, 1, 2);
    assert_int_equal(value(e), 0);
}

struct rerun {
    int runs;
    int64_t drawn[2];
    size_t used[2];
};

/* The first run loses its transaction. */
static enum rc lose_once(struct ctx *c, void *arg)
{
    struct rerun *r = arg;
    const int run = r->runs++;
    BUG_IF(run > 1);
    assert_null(c->faults);
    r->used[run] = arena_used(c->mem);
    ctx_random(c, &r->drawn[run], sizeof r->drawn[run]);
    (void)fail(c, RC_INVALID, "left", "core.money");
    const enum rc rc = add_one(c, NULL);
    if (rc || run)
        return rc;
    return c->db->driver->script(
        c->db, db_is_postgresql(c->db) ? "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE='40001'; END $$"
                                       : "ROLLBACK");
}

static void a_unit_runs_again_without_a_trace(void **state)
{
    struct engine *e = *state;
    struct rerun r = {0};
    assert_int_equal(engine_write(e, lose_once, &r), RC_OK);
    assert_int_equal(r.runs, 2);
    assert_int_equal(r.drawn[0], r.drawn[1]);
    assert_int_equal(r.used[0], r.used[1]);
    assert_null(e->c.faults);
    assert_int_equal(value(e), 1);
}

static enum rc always_in_conflict(struct ctx *c, void *arg)
{
    ++*(int *)arg;
    return c->db->driver->script(
        c->db, db_is_postgresql(c->db) ? "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE='40001'; END $$"
                                       : "ROLLBACK");
}

static void repetition_ends(void **state)
{
    struct engine *e = *state;
    int runs = 0;
    assert_int_not_equal(engine_write(e, always_in_conflict, &runs), RC_OK);
    assert_in_range(runs, 2, 20);
    assert_int_equal(engine_write(e, add_one, NULL), RC_OK);
    assert_int_equal(value(e), 1);
}

/* ---- beside each other ---- */

struct rival {
    struct store *store;
    _Atomic int64_t *done, *busy;
    unsigned char seed;
};

static void *add_many(void *arg)
{
    const struct rival *r = arg;
    struct arena *mem = arena_new((size_t)1 << 20);
    for (int i = 0; i < 25; i++) {
        struct ctx c = engine_ctx(mem, r->seed);
        const enum rc rc = store_write(r->store, &c, add_one, NULL);
        atomic_fetch_add(rc == RC_OK ? r->done : r->busy, 1);
        if (rc != RC_OK && rc != RC_BUSY)
            abort();
        arena_clear(mem);
    }
    arena_free(mem);
    return NULL;
}

static void rivals_lose_no_update(void **state)
{
    struct engine *e = *state;
    _Atomic int64_t done = 0, busy = 0;
    pthread_t threads[12];
    struct rival r = {e->store, &done, &busy, 7};
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_many, &r), 0);
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(done + busy, 300);
    assert_int_equal(value(e), done);
    if (!engine_is_postgresql())
        assert_int_equal(busy, 0);
}

/* ---- handing over ---- */

#define WORKERS_OF_PG 4

struct gate {
    sem_t entered, open;
};

static enum rc wait_at(struct ctx *c, void *arg)
{
    struct gate *g = arg;
    (void)c;
    (void)sem_post(&g->entered);
    (void)sem_wait(&g->open);
    return RC_OK;
}

static _Atomic int finished, order[64];

static void note_done(struct store_unit *u, enum rc rc)
{
    u->rc = rc;
    order[atomic_fetch_add(&finished, 1)] = (int)(intptr_t)u->arg;
}

struct parcel {
    struct store_unit u;
    struct ctx c;
};

static void parcel_init(struct parcel *p, enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    *p = (struct parcel){.c = engine_ctx(arena_new((size_t)1 << 20), 3)};
    p->u = (struct store_unit){.c = &p->c, .fn = fn, .arg = arg, .done = note_done};
}

/* Holds up whatever takes units; the gate's keepers end when it opens. */
static int hold(struct engine *e, struct gate *g, struct parcel *keepers)
{
    const int n = engine_is_postgresql() ? WORKERS_OF_PG : 1;
    finished = 0;
    (void)sem_init(&g->entered, 0, 0);
    (void)sem_init(&g->open, 0, 0);
    for (int i = 0; i < n; i++) {
        parcel_init(&keepers[i], wait_at, g);
        assert_int_equal(store_submit(e->store, &keepers[i].u), RC_OK);
        (void)sem_wait(&g->entered);
    }
    return n;
}

static void let_go(struct gate *g, struct parcel *keepers, int n, int wait_for)
{
    for (int i = 0; i < 2 * n; i++) /* a keeper may run again with its batch */
        (void)sem_post(&g->open);
    while (finished < wait_for)
        host_sleep_us(1000);
    for (int i = 0; i < n; i++)
        arena_free(keepers[i].c.mem);
}

static enum rc add_named(struct ctx *c, void *arg)
{
    const int64_t i = (int64_t)(intptr_t)arg;
    const enum rc rc = q_counter_set(c, str_fmt(c->mem, "unit %lld", (long long)i), i, NULL);
    return i == 3 && rc == RC_OK ? RC_DENIED : rc;
}

static enum rc count_named(struct ctx *c, void *arg)
{
    struct q_counter_get_row row;
    int64_t *n = arg;
    for (int i = 1; i <= 8; i++)
        *n += q_counter_get(c, str_fmt(c->mem, "unit %d", i), &row) == RC_OK;
    return RC_OK;
}

static void units_together_stand_or_fall_alone(void **state)
{
    struct engine *e = *state;
    struct gate g;
    struct parcel keepers[WORKERS_OF_PG], p[8];
    struct store_stats before, after;
    const int n = hold(e, &g, keepers);
    store_get_stats(e->store, &before);
    for (int i = 0; i < 8; i++) {
        parcel_init(&p[i], add_named, (void *)(intptr_t)(i + 1));
        assert_int_equal(store_submit(e->store, &p[i].u), RC_OK);
    }
    let_go(&g, keepers, n, n + 8);
    int64_t there = 0;
    assert_int_equal(engine_read(e, count_named, &there), RC_OK);
    assert_int_equal(there, 7);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(p[i].u.rc, i == 2 ? RC_DENIED : RC_OK);
        arena_free(p[i].c.mem);
    }
    store_get_stats(e->store, &after);
    if (!engine_is_postgresql())
        assert_int_equal(after.commits - before.commits, 1); /* one fsync for all */
}

static void a_lost_batch_runs_again_one_by_one(void **state)
{
    struct engine *e = *state;
    struct gate g;
    struct parcel keepers[WORKERS_OF_PG], p[8], loser;
    struct rerun r = {0};
    const int n = hold(e, &g, keepers);
    for (int i = 0; i < 8; i++) {
        if (i == 4) {
            parcel_init(&loser, lose_once, &r);
            assert_int_equal(store_submit(e->store, &loser.u), RC_OK);
        }
        parcel_init(&p[i], add_named, (void *)(intptr_t)(i + 1));
        assert_int_equal(store_submit(e->store, &p[i].u), RC_OK);
    }
    let_go(&g, keepers, n, n + 9);
    int64_t there = 0;
    assert_int_equal(engine_read(e, count_named, &there), RC_OK);
    assert_int_equal(there, 7);
    assert_int_equal(value(e), 1);
    assert_int_equal(loser.u.rc, RC_OK);
    for (int i = 0; i < 8; i++)
        arena_free(p[i].c.mem);
    arena_free(loser.c.mem);
}

static void a_full_queue_is_busy(void **state)
{
    struct engine *e = *state;
    struct gate g;
    struct parcel keepers[WORKERS_OF_PG], p[4];
    struct store_stats stats;
    engine_config(e)->queue_max = 3;
    engine_reopen(e);
    const int n = hold(e, &g, keepers);
    for (int i = 0; i < 4; i++) {
        parcel_init(&p[i], add_named, (void *)(intptr_t)(i + 1));
        assert_int_equal(store_submit(e->store, &p[i].u), i < 3 ? RC_OK : RC_BUSY);
    }
    store_get_stats(e->store, &stats);
    assert_int_equal(stats.refused, 1);
    p[3].u.low = true; /* the other queue has room */
    assert_int_equal(store_submit(e->store, &p[3].u), RC_OK);
    let_go(&g, keepers, n, n + 4);
    for (int i = 0; i < 4; i++)
        arena_free(p[i].c.mem);
}

static void low_units_wait_for_the_others(void **state)
{
    struct engine *e = *state;
    struct gate g;
    struct parcel keepers[WORKERS_OF_PG], p[6];
    if (engine_is_postgresql()) /* four workers: the order of ending is not theirs to choose */
        return;
    const int n = hold(e, &g, keepers);
    for (int i = 0; i < 6; i++) {
        parcel_init(&p[i], add_named, (void *)(intptr_t)(i + 4));
        p[i].u.low = i < 3;
        assert_int_equal(store_submit(e->store, &p[i].u), RC_OK);
    }
    let_go(&g, keepers, n, n + 6);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(order[n + i], i < 3 ? i + 7 : i + 1);
        arena_free(p[i].c.mem);
    }
}

static void closing_finishes_what_is_queued(void **state)
{
    struct engine *e = *state;
    struct parcel p[8];
    int64_t there = 0;
    finished = 0;
    for (int i = 0; i < 8; i++) {
        parcel_init(&p[i], add_named, (void *)(intptr_t)(i + 1));
        assert_int_equal(store_submit(e->store, &p[i].u), RC_OK);
    }
    engine_reopen(e);
    assert_int_equal(finished, 8);
    assert_int_equal(engine_read(e, count_named, &there), RC_OK);
    assert_int_equal(there, 7);
    for (int i = 0; i < 8; i++)
        arena_free(p[i].c.mem);
}

static enum rc refuse(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    return RC_DENIED;
}

static void commits_are_counted(void **state)
{
    struct engine *e = *state;
    struct store_stats before, after;
    store_get_stats(e->store, &before);
    assert_int_equal(engine_write(e, add_one, NULL), RC_OK);
    assert_int_equal(engine_write(e, refuse, NULL), RC_DENIED);
    assert_int_equal(store_write_low(e->store, &e->c, add_one, NULL), RC_OK);
    store_get_stats(e->store, &after);
    assert_int_equal(after.commits - before.commits, 2);
    assert_int_equal(after.units - before.units, 3);
}

/* ---- the sealer ---- */

struct seal {
    int runs;
    enum rc rc;
};

static enum rc seal(struct ctx *c, void *arg)
{
    struct seal *s = arg;
    s->runs++;
    assert_true(c->now.us > 0);
    const enum rc rc = q_counter_set(c, S("sealed"), s->runs, NULL);
    return rc ? rc : s->rc;
}

static enum rc get_sealed(struct ctx *c, void *arg)
{
    struct q_counter_get_row row = {0};
    const enum rc rc = q_counter_get(c, S("sealed"), &row);
    *(int64_t *)arg = row.n;
    return rc;
}

static void the_sealer_runs_in_the_commit(void **state)
{
    struct engine *e = *state;
    struct seal s = {0};
    int64_t n = 0;
    store_on_seal(e->store, seal, &s);
    assert_int_equal(engine_write(e, refuse, NULL), RC_DENIED);
    assert_int_equal(s.runs, 0);
    assert_int_equal(engine_write(e, add_one, NULL), RC_OK);
    assert_int_equal(s.runs, engine_is_postgresql() ? 0 : 1);
    assert_int_equal(store_seal_run(e->store), RC_OK);
    assert_int_equal(s.runs, engine_is_postgresql() ? 1 : 2);
    assert_int_equal(engine_read(e, get_sealed, &n), RC_OK);
    assert_int_equal(n, s.runs);
}

static void a_sealer_that_fails_keeps_nothing(void **state)
{
    struct engine *e = *state;
    struct seal s = {.rc = RC_FAILED};
    int64_t n = 0;
    store_on_seal(e->store, seal, &s);
    assert_int_equal(store_seal_run(e->store), RC_FAILED);
    if (!engine_is_postgresql()) {
        assert_int_equal(engine_write(e, add_one, NULL), RC_FAILED);
        assert_int_equal(value(e), 0);
    }
    assert_int_equal(engine_read(e, get_sealed, &n), RC_NOT_FOUND);
    s.rc = RC_OK;
    assert_int_equal(engine_write(e, add_one, NULL), RC_OK);
    assert_int_equal(value(e), 1);
}

/* ---- reading ---- */

struct snapshot {
    struct engine *e;
    struct ctx writer;
    int64_t first, second;
};

static enum rc read_around_a_write(struct ctx *c, void *arg)
{
    struct snapshot *s = arg;
    enum rc rc = get(c, &s->first);
    if (rc == RC_OK)
        rc = store_write(s->e->store, &s->writer, add_one, NULL);
    return rc ? rc : get(c, &s->second);
}

static void a_read_is_a_snapshot(void **state)
{
    struct engine *e = *state;
    struct snapshot s = {.e = e, .writer = engine_ctx(arena_new((size_t)1 << 20), 9)};
    assert_int_equal(engine_write(e, add_one, NULL), RC_OK);
    assert_int_equal(engine_read(e, read_around_a_write, &s), RC_OK);
    assert_int_equal(s.first, 1);
    assert_int_equal(s.second, 1);
    assert_int_equal(value(e), 2);
    arena_free(s.writer.mem);
}

struct slow_read {
    struct store *store;
    _Atomic int *inside, *most;
};

static enum rc dwell(struct ctx *c, void *arg)
{
    const struct slow_read *s = arg;
    int64_t n;
    const enum rc rc = get(c, &n);
    const int inside = atomic_fetch_add(s->inside, 1) + 1;
    if (inside > *s->most)
        *s->most = inside;
    host_sleep_us(5000);
    atomic_fetch_sub(s->inside, 1);
    return rc;
}

static void *read_slowly(void *arg)
{
    const struct slow_read *s = arg;
    struct ctx c = engine_ctx(arena_new((size_t)1 << 20), 1);
    if (store_read(s->store, &c, dwell, arg))
        abort();
    arena_free(c.mem);
    return NULL;
}

static void readers_are_bounded(void **state)
{
    struct engine *e = *state;
    _Atomic int inside = 0, most = 0;
    pthread_t threads[10];
    struct store_stats stats;
    engine_config(e)->readers = 3;
    engine_reopen(e);
    struct slow_read s = {e->store, &inside, &most};
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_slowly, &s), 0);
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    store_get_stats(e->store, &stats);
    assert_in_range(most, 1, 3);
    assert_in_range(stats.readers_open, 1, 3);
}

/* ---- reading without waiting ---- */

struct holding {
    struct engine *e;
    sem_t reading, go_on;
};
static enum rc stay(struct ctx *c, void *arg)
{
    struct holding *h = arg;
    (void)c;
    (void)sem_post(&h->reading);
    while (sem_wait(&h->go_on))
        ;
    return RC_OK;
}
static void *hold_reader(void *arg)
{
    struct holding *h = arg;
    struct arena *mem = arena_new(65536);
    struct ctx c = engine_ctx(mem, 3);
    assert_int_equal(store_read(h->e->store, &c, stay, h), RC_OK);
    arena_free(mem);
    return NULL;
}

static void a_read_at_once_waits_for_nobody(void **state)
{
    struct engine *e = *state;
    struct holding h = {.e = e};
    pthread_t other;
    int64_t n = -1;
    enum rc rc = RC_FAILED;
    engine_config(e)->readers = 1;
    engine_reopen(e);
    assert_int_equal(value(e), 0); /* opens the connection */
    assert_int_equal(sem_init(&h.reading, 0, 0) | sem_init(&h.go_on, 0, 0), 0);
    assert_int_equal(pthread_create(&other, NULL, hold_reader, &h), 0);
    while (sem_wait(&h.reading))
        ;
    const int64_t from = host_monotonic_us();
    assert_false(store_read_at_once(e->store, &e->c, get, &n, &rc));
    assert_true(host_monotonic_us() - from < SECOND_US);
    assert_int_equal(n, -1); /* was not called */
    (void)sem_post(&h.go_on);
    (void)pthread_join(other, NULL);
    const bool read = store_read_at_once(e->store, &e->c, get, &n, &rc);
    assert_true(read == !engine_is_postgresql());
    if (read)
        assert_true(rc == RC_OK && n == 0);
    (void)sem_destroy(&h.reading);
    (void)sem_destroy(&h.go_on);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(what_was_acknowledged_is_there_after_opening),
        STORE_TEST(a_unit_that_refuses_leaves_its_reason_only),
        STORE_TEST(a_unit_without_memory_is_undone),
        STORE_TEST(a_reader_without_memory_gives_its_connection_back),
        STORE_TEST(a_unit_runs_again_without_a_trace),
        STORE_TEST(repetition_ends),
        STORE_TEST(rivals_lose_no_update),
        STORE_TEST(units_together_stand_or_fall_alone),
        STORE_TEST(a_lost_batch_runs_again_one_by_one),
        STORE_TEST(a_full_queue_is_busy),
        STORE_TEST(low_units_wait_for_the_others),
        STORE_TEST(closing_finishes_what_is_queued),
        STORE_TEST(commits_are_counted),
        STORE_TEST(the_sealer_runs_in_the_commit),
        STORE_TEST(a_sealer_that_fails_keeps_nothing),
        STORE_TEST(a_read_is_a_snapshot),
        STORE_TEST(readers_are_bounded),
        STORE_TEST(a_read_at_once_waits_for_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
