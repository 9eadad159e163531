/* lib_job.c - see lib_job.h. */
#include "job/lib_job.h"

#include "host/clock.h"
#include "job/lib_job_sql.h"
#include "record/record.h"

struct job_test job_test;

static enum rc writes(struct ctx *c, struct job_run *run)
{
    job_test.units++;
    return q_job_test_write(c, run->arg.n ? run->arg : S("-"), NULL);
}

/* Ten small units. */
static enum rc counts(struct ctx *c, struct job_run *run)
{
    int64_t at = 0;
    job_test.units++;
    assert_true(!run->cursor.n || str_to_i64(run->cursor, &at));
    const enum rc rc = q_job_test_write(c, run->cursor, NULL);
    return rc || at == 9 ? rc : job_more(run, str_fmt(c->mem, "%lld", (long long)at + 1));
}

static enum rc fails(struct ctx *c, struct job_run *run)
{
    (void)run;
    job_test.units++;
    const enum rc rc = q_job_test_write(c, S("to be undone"), NULL);
    if (rc || job_test.fail_times == 0)
        return rc;
    job_test.fail_times--;
    return fail(c, job_test.fail_rc, NULL, "core.rc.failed");
}

static enum rc outside(struct ctx *c, struct job_run *run)
{
    (void)c;
    (void)run;
    job_test.befores++;
    if (job_test.outside)
        job_test.outside(&job_test);
    return RC_OK;
}

/* Asks for itself while it runs, once. */
static enum rc asks(struct ctx *c, struct job_run *run)
{
    (void)run;
    if (job_test.units++ == 0)
        return job_ask(c, "test.asks", S("k"), S(""));
    return RC_OK;
}

static const struct job_kind first[] = {
    {"test.every", writes, .every_min = 10, .arg = "scheduled"},
    {"test.daily", writes, .daily = JOB_DAILY(2, 30)},
    {"test.counts", counts, .lease_s = 60},
    {0},
};
static const struct job_kind second[] = {
    {"test.fails", fails, .tries = 4},
    {"test.outside", writes, .before = outside},
    {"test.asks", asks, .tries = 5},
    {0},
};
static const struct job_kind *const kinds[] = {first, second, NULL};

static const struct record_kind record_kinds[] = {{"job.run_again", "job"}, {0}};
static const struct record_kind *const all_kinds[] = {record_kinds, NULL};

int job_test_setup(void **state)
{
    static const struct record_setup setup = {.kinds = all_kinds};
    const int rc = engine_setup(state);
    struct engine *e = *state;
    record_configure(&setup);
    store_on_seal(e->store, record_seal, NULL);
    job_configure(kinds);
    job_test = (struct job_test){.e = e, .fail_rc = RC_FAILED};
    host_clock_set(e->c.now);
    assert_int_equal(engine_script(e, "DROP TABLE IF EXISTS job_test"), RC_OK);
    assert_int_equal(engine_script(e, "CREATE TABLE job_test (what TEXT NOT NULL)"), RC_OK);
    return rc;
}

int job_test_teardown(void **state)
{
    host_clock_set(INSTANT_NONE);
    return engine_teardown(state);
}

void job_test_pass(int64_t us)
{
    host_clock_set((instant){host_now().us + us});
    job_test.e->c.now = host_now();
}

struct asking {
    const char *name, *key;
};
static enum rc ask(struct ctx *c, void *arg)
{
    const struct asking *a = arg;
    return job_ask(c, a->name, str_of(a->key), str_of(a->key));
}

enum rc job_test_ask(struct engine *e, const char *name, const char *key)
{
    return engine_write(e, ask, &(struct asking){name, key});
}

static enum rc list(struct ctx *c, void *arg)
{
    return job_list(c, 1000, arg);
}

const struct job *job_test_find(struct engine *e, const char *name, const char *key)
{
    struct jobs all;
    assert_int_equal(engine_read(e, list, &all), RC_OK);
    for (ptrdiff_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].name, str_of(name)) && (!key || str_eq(all.v[i].key, str_of(key))))
            return &all.v[i];
    return NULL;
}

static enum rc count(struct ctx *c, void *arg)
{
    return q_job_test_count(c, arg);
}

int64_t job_test_written(struct engine *e)
{
    struct q_job_test_count_row row;
    assert_int_equal(engine_read(e, count, &row), RC_OK);
    return row.n;
}
