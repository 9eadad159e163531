/* test_job.c - schedule, lease, fence, retry and parking; two workers, one that stalls, one that
   dies. */
#include "db/lib_engine.h"
#include "job/lib_job.h"

#include "host/clock.h"
#include "host/thread.h"
#include "job/inner.h"

static struct job_worker worker(struct engine *e, const char *name)
{
    return (struct job_worker){.store = e->store, .name = name};
}

/* ---- schedule ---- */

static void test_job__daily_is_local_time(void **state)
{
    static const struct job_kind k = {"t", NULL, .daily = JOB_DAILY(2, 30)};
    const instant day = instant_at((date){20776}, 0); /* midnight of a Vietnamese day */
    (void)state;
    assert_int_equal(job__next(&k, day).us, day.us + 150 * MINUTE_US);
    assert_int_equal(job__next(&k, (instant){day.us + 150 * MINUTE_US}).us,
                     day.us + DAY_US + 150 * MINUTE_US);
    assert_int_equal(job__next(&k, (instant){day.us + 23 * HOUR_US}).us,
                     day.us + DAY_US + 150 * MINUTE_US);
}

static void test_job__waits_grow_to_an_hour(void **state)
{
    (void)state;
    const instant now = {0};
    assert_int_equal(job__retry(1, now).us, 10 * SECOND_US);
    assert_int_equal(job__retry(2, now).us, 20 * SECOND_US);
    assert_int_equal(job__retry(4, now).us, 80 * SECOND_US);
    assert_int_equal(job__retry(30, now).us, HOUR_US);
}

static void test_job__runs_when_due(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    assert_int_equal(job_prepare(&w), RC_OK);
    assert_false(job_turn(&w));
    job_test_pass(10 * MINUTE_US);
    assert_true(job_turn(&w));
    assert_false(job_turn(&w));
    assert_int_equal(job_test_written(e), 1);
    const struct job *j = job_test_find(e, "test.every", "");
    assert_int_equal(j->run_at.us, host_now().us + 10 * MINUTE_US);
    assert_int_equal(j->runs, 1);
    assert_true(j->last_at.us == host_now().us && !j->last_error.p && !j->running);
    job_test_pass(12 * HOUR_US + 30 * MINUTE_US); /* 02:40 */
    assert_true(job_turn(&w) && job_turn(&w));
    assert_false(job_turn(&w));
    assert_int_equal(job_test_find(e, "test.daily", "")->runs, 1);
}

static void test_job__prepare_keeps_what_is_nearer(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    assert_int_equal(job_prepare(&w), RC_OK);
    const instant first = job_test_find(e, "test.every", "")->run_at;
    job_test_pass(4 * MINUTE_US);
    assert_int_equal(job_prepare(&w), RC_OK);
    assert_int_equal(job_test_find(e, "test.every", "")->run_at.us, first.us);
}

/* ---- asking ---- */

static void test_job__asked_twice_runs_once_and_is_gone(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    assert_int_equal(job_test_ask(e, "test.outside", "one"), RC_OK);
    assert_int_equal(job_test_ask(e, "test.outside", "one"), RC_OK);
    assert_int_equal(job_test_ask(e, "test.outside", "two"), RC_OK);
    assert_true(job_turn(&w) && job_turn(&w));
    assert_false(job_turn(&w));
    assert_int_equal(job_test_written(e), 2);
    assert_null(job_test_find(e, "test.outside", "one"));
}

static void test_job__asked_for_while_it_runs_it_runs_again(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    assert_int_equal(job_test_ask(e, "test.asks", "k"), RC_OK);
    assert_true(job_turn(&w) && job_turn(&w));
    assert_false(job_turn(&w));
    assert_int_equal(job_test.units, 2);
}

static void test_job__goes_on_where_it_stopped(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    assert_int_equal(job_test_ask(e, "test.counts", "k"), RC_OK);
    w.ending = true; /* after the first small unit */
    assert_true(job_turn(&w));
    assert_int_equal(job_test_written(e), 1);
    assert_str(job_test_find(e, "test.counts", "k")->cursor, "1");
    w.ending = false;
    assert_true(job_turn(&w));
    assert_int_equal(job_test_written(e), 10);
    assert_int_equal(job_test.units, 10);
    assert_null(job_test_find(e, "test.counts", "k"));
}

/* ---- failing ---- */

static void test_job__fails_waits_and_succeeds(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    job_test.fail_times = 2;
    assert_int_equal(job_test_ask(e, "test.fails", "k"), RC_OK);
    assert_true(job_turn(&w));
    assert_false(job_turn(&w));
    const struct job *j = job_test_find(e, "test.fails", "k");
    assert_str(j->last_error, "failed core.rc.failed");
    assert_int_equal(j->run_at.us, host_now().us + 10 * SECOND_US);
    job_test_pass(10 * SECOND_US);
    assert_true(job_turn(&w));
    assert_int_equal(job_test_find(e, "test.fails", "k")->run_at.us, host_now().us + 20 * SECOND_US);
    assert_int_equal(job_test_written(e), 0); /* what a failing unit wrote is undone */
    job_test_pass(20 * SECOND_US);
    assert_true(job_turn(&w));
    assert_int_equal(job_test_written(e), 1);
    assert_null(job_test_find(e, "test.fails", "k"));
}

static enum rc again(struct ctx *c, void *arg)
{
    return job_again(c, *(const str *)arg);
}

static void test_job__poison_is_parked_and_can_be_taken_up(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    job_test.fail_times = 4;
    assert_int_equal(job_test_ask(e, "test.fails", "k"), RC_OK);
    for (int i = 0; i < 4; i++) {
        assert_true(job_turn(&w));
        job_test_pass(HOUR_US);
    }
    assert_false(job_turn(&w));
    const struct job *j = job_test_find(e, "test.fails", "k");
    assert_true(j->parked);
    assert_int_equal(j->failures, 4);
    assert_str(j->last_error, "failed core.rc.failed");
    str pub = j->pub, nobody = S("nobody");
    assert_int_equal(engine_write(e, again, &nobody), RC_NOT_FOUND);
    assert_int_equal(engine_write(e, again, &pub), RC_OK);
    assert_true(job_turn(&w));
    assert_null(job_test_find(e, "test.fails", "k"));
}

/* A full disk is nobody's fault: the housekeeping of tomorrow must not need a person. */
static void test_job__unavailable_is_never_parked(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    job_test.fail_times = 12;
    job_test.fail_rc = RC_UNAVAILABLE;
    assert_int_equal(job_test_ask(e, "test.fails", "k"), RC_OK);
    for (int i = 0; i < 12; i++) {
        assert_true(job_turn(&w));
        job_test_pass(HOUR_US);
    }
    assert_false(job_test_find(e, "test.fails", "k")->parked);
    assert_true(job_turn(&w));
    assert_int_equal(job_test_written(e), 1);
}

static void test_job__unknown_kind_is_parked(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    assert_int_equal(job_test_ask(e, "test.outside", "k"), RC_OK);
    assert_int_equal(engine_script(e, "UPDATE job SET name = 'gone.kind'"), RC_OK);
    assert_true(job_turn(&w));
    const struct job *j = job_test_find(e, "gone.kind", "k");
    assert_true(j->parked);
    assert_str(j->last_error, "no such kind of job");
}

/* ---- two workers ---- */

static struct job_worker other;

/* The lease of the first is over before it settles; the second takes the job and is done. */
static void stall(struct job_test *t)
{
    t->outside = NULL;
    job_test_pass((JOB_LEASE_S + 1) * SECOND_US);
    assert_true(job_turn(&other));
}

static void test_job__late_result_is_refused(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    other = worker(e, "b");
    job_test.outside = stall;
    assert_int_equal(job_test_ask(e, "test.outside", "k"), RC_OK);
    assert_true(job_turn(&w));
    assert_int_equal(job_test.befores, 2);
    assert_int_equal(job_test.units, 1); /* the first was stopped before its handler */
    assert_int_equal(job_test_written(e), 1);
    assert_false(job_turn(&w));
}

static void test_job__leased_is_not_taken(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    other = worker(e, "b");
    assert_int_equal(job_test_ask(e, "test.outside", "k"), RC_OK);
    assert_int_equal(engine_script(e, "UPDATE job SET token = 7, lease_by = 'a', attempts = 1, "
                                      "lease_until = run_at + 60000000"),
                     RC_OK);
    assert_true(job_test_find(e, "test.outside", "k")->running);
    assert_false(job_turn(&other));
    job_test_pass(61 * SECOND_US);
    assert_true(job_turn(&w));
}

/* A process that dies of a job never says so; the leases it took count. */
static void test_job__deadly_job_is_parked(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "a");
    assert_int_equal(job_test_ask(e, "test.outside", "k"), RC_OK);
    assert_int_equal(engine_script(e, "UPDATE job SET attempts = 10, lease_by = 'dead', "
                                      "lease_until = run_at + 1000000"),
                     RC_OK);
    job_test_pass(2 * SECOND_US);
    assert_true(job_turn(&w));
    const struct job *j = job_test_find(e, "test.outside", "k");
    assert_true(j->parked);
    assert_str(j->last_error, "no worker came back from it");
    assert_int_equal(job_test.units, 0);
}

static void test_job__restart_takes_up_what_was_held(void **state)
{
    struct engine *e = *state;
    struct job_worker w = worker(e, "new");
    assert_int_equal(job_test_ask(e, "test.counts", "k"), RC_OK);
    assert_int_equal(
        engine_script(e, "UPDATE job SET token = 1, lease_by = 'dead', cursor = '4', attempts = 1, "
                         "lease_until = run_at + 60000000"),
        RC_OK);
    assert_int_equal(job_prepare(&w), RC_OK);
    if (engine_is_postgresql()) /* another process may well be alive: its lease runs out first */
        job_test_pass(61 * SECOND_US);
    assert_true(job_turn(&w));
    assert_int_equal(job_test_written(e), 6);
    assert_null(job_test_find(e, "test.counts", "k"));
}

#define MANY 60

static void *drain(void *arg)
{
    while (job_turn(arg))
        ;
    return NULL;
}

static void test_job__two_workers_share(void **state)
{
    struct engine *e = *state;
    struct job_worker w[2] = {worker(e, "a"), worker(e, "b")};
    struct host_thread threads[2];
    for (int i = 0; i < MANY; i++)
        assert_int_equal(job_test_ask(e, "test.outside", str_c(e->c.mem, str_fmt(e->c.mem, "k%d", i))),
                         RC_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(host_thread_start(&threads[i], "worker", drain, &w[i]), 0);
    for (int i = 0; i < 2; i++)
        host_thread_join(&threads[i]);
    for (int i = 0; i < 20 && job_test_find(e, "test.outside", NULL); i++) {
        job_test_pass(HOUR_US); /* PostgreSQL: one that lost too many races waits */
        (void)drain(&w[0]);
    }
    assert_int_equal(job_test_written(e), MANY); /* none twice, none left */
}

/* ---- the thread ---- */

static void test_job__runner_runs_and_stops(void **state)
{
    struct engine *e = *state;
    struct job_runner *r = NULL;
    host_clock_set(INSTANT_NONE);
    assert_int_equal(job_test_ask(e, "test.outside", "k"), RC_OK);
    assert_int_equal(job_runner_start(e->store, &r), RC_OK);
    for (int i = 0; i < 200 && !job_test.units; i++)
        host_sleep_us(50000);
    job_runner_stop(r);
    assert_int_equal(job_test.units, 1);
    assert_null(job_test_find(e, "test.outside", "k"));
    job_runner_stop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_job__daily_is_local_time),
        cmocka_unit_test(test_job__waits_grow_to_an_hour),
        JOB_TEST(test_job__runs_when_due),
        JOB_TEST(test_job__prepare_keeps_what_is_nearer),
        JOB_TEST(test_job__asked_twice_runs_once_and_is_gone),
        JOB_TEST(test_job__asked_for_while_it_runs_it_runs_again),
        JOB_TEST(test_job__goes_on_where_it_stopped),
        JOB_TEST(test_job__fails_waits_and_succeeds),
        JOB_TEST(test_job__poison_is_parked_and_can_be_taken_up),
        JOB_TEST(test_job__unavailable_is_never_parked),
        JOB_TEST(test_job__unknown_kind_is_parked),
        JOB_TEST(test_job__late_result_is_refused),
        JOB_TEST(test_job__leased_is_not_taken),
        JOB_TEST(test_job__deadly_job_is_parked),
        JOB_TEST(test_job__restart_takes_up_what_was_held),
        JOB_TEST(test_job__two_workers_share),
        JOB_TEST(test_job__runner_runs_and_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
