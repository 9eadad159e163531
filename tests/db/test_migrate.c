/* test_migrate.c - the schema goes forward, whole or not at all, and never silently differs. */
#include "db/lib_engine.h"

#include <pthread.h>

#include "db/lib_sample.h"
#include "db/lib_sample_sql.h"

#define FILE_OF(name, text)                                                                            \
    {                                                                                                  \
        (name), (const unsigned char *)(text), sizeof(text) - 1, ""                                    \
    }

#define COUNTER "CREATE TABLE counter (name @text NOT NULL PRIMARY KEY, n @int NOT NULL) @strict;\n"
#define FIRST FILE_OF("0001_counter.sql", COUNTER)
#define SECOND FILE_OF("0002_row.sql", "INSERT INTO counter (name, n) VALUES ('n', 1);\n")
#define THIRD FILE_OF("0003_more.sql", "UPDATE counter SET n = n + 1;\n")

static enum rc get(struct ctx *c, void *arg)
{
    struct q_counter_get_row row = {0};
    const enum rc rc = q_counter_get(c, S("n"), &row);
    *(int64_t *)arg = row.n;
    return rc;
}

static int64_t value(struct engine *e)
{
    int64_t n = -1;
    return engine_read(e, get, &n) == RC_OK ? n : -1;
}

static void each_migration_runs_once(void **state)
{
    const struct embed one[] = {FIRST, SECOND, {0}}, two[] = {FIRST, SECOND, THIRD, {0}};
    struct engine *e = *state;
    assert_int_equal(store_migrate(e->store, one), RC_OK);
    assert_int_equal(value(e), 1);
    assert_int_equal(store_migrate(e->store, one), RC_OK);
    assert_int_equal(value(e), 1);
    assert_int_equal(store_migrate(e->store, two), RC_OK);
    assert_int_equal(value(e), 2);
    engine_reopen(e);
    assert_int_equal(store_migrate(e->store, two), RC_OK);
    assert_int_equal(value(e), 2);
}

static void an_applied_migration_is_frozen(void **state)
{
    const struct embed one[] = {FIRST, SECOND, {0}};
    const struct embed edited[] = {
        FIRST, FILE_OF("0002_row.sql", "INSERT INTO counter (name, n) VALUES ('n', 5);\n"), THIRD, {0}};
    struct engine *e = *state;
    assert_int_equal(store_migrate(e->store, one), RC_OK);
    assert_int_equal(store_migrate(e->store, edited), RC_CONFLICT);
    assert_int_equal(value(e), 1); /* nothing behind it was run */
}

static void an_older_program_is_refused(void **state)
{
    const struct embed two[] = {FIRST, SECOND, THIRD, {0}}, one[] = {FIRST, SECOND, {0}};
    struct engine *e = *state;
    assert_int_equal(store_migrate(e->store, two), RC_OK);
    assert_int_equal(store_migrate(e->store, one), RC_CONFLICT);
}

static void a_broken_migration_leaves_nothing(void **state)
{
    const struct embed broken[] = {
        FIRST,
        SECOND,
        FILE_OF(
            "0003_more.sql",
            "UPDATE counter SET n = 7; CREATE TABLE more (id @id); INSERT INTO nowhere VALUES (1);\n"),
        {0}};
    const struct embed mended[] = {
        FIRST, SECOND, FILE_OF("0003_more.sql", "CREATE TABLE more (id @id) @strict;\n"), {0}};
    struct engine *e = *state;
    assert_int_equal(store_migrate(e->store, broken), RC_FAILED);
    assert_int_equal(value(e), 1);
    assert_int_equal(store_migrate(e->store, mended), RC_OK);
}

static void bad_names_are_refused(void **state)
{
    const struct embed lists[][3] = {{FIRST, FILE_OF("0001_again.sql", "SELECT 1;"), {0}},
                                     {FILE_OF("counter.sql", COUNTER), {0}},
                                     {FILE_OF("0001_counter.txt", COUNTER), {0}},
                                     {FILE_OF("1_counter.sql", COUNTER), {0}},
                                     {FILE_OF("0000_counter.sql", COUNTER), {0}}};
    struct engine *e = *state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        assert_int_equal(store_migrate(e->store, lists[i]), RC_INVALID);
    assert_int_equal(value(e), -1);
}

static void an_unknown_word_is_refused(void **state)
{
    const struct embed list[] = {FILE_OF("0001_x.sql", "CREATE TABLE x (id @identity) @strict;\n"),
                                 {0}};
    struct engine *e = *state;
    assert_int_equal(store_migrate(e->store, list), RC_INVALID);
}

static void blocks_are_for_one_engine(void **state)
{
    const struct embed list[] = {
        FIRST,
        FILE_OF("0002_row.sql", "-- @postgresql  a reason\n"
                                "INSERT INTO counter (name, n) VALUES ('n', (ARRAY[5,6])[1]);\n"
                                "-- @sqlite\n"
                                "INSERT OR REPLACE INTO counter (name, n) VALUES ('n', 4);\n"
                                "-- @both\n"
                                "UPDATE counter SET n = n + 10;\n"
                                "-- a remark with an @unknown word\n"),
        {0}};
    struct engine *e = *state;
    assert_int_equal(store_migrate(e->store, list), RC_OK);
    assert_int_equal(value(e), engine_is_postgresql() ? 15 : 14);
}

static void *migrate(void *arg)
{
    const struct embed two[] = {FIRST, SECOND, THIRD, {0}};
    struct store *s = NULL;
    if (store_open(arg, &s) || store_migrate(s, two))
        abort();
    store_close(s);
    return NULL;
}

static void two_servers_may_start_together(void **state)
{
    struct engine *e = *state;
    pthread_t threads[4];
    if (!engine_is_postgresql()) /* a folder has one owner */
        return;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, migrate, &e->config), 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(value(e), 2);
}

static void the_program_s_own_schema_applies(void **state)
{
    struct engine *e = *state;
    assert_int_equal(store_migrate(e->store, embed_migrations), RC_OK);
    assert_int_equal(store_migrate(e->store, embed_migrations), RC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ENGINE_TEST_EMPTY(each_migration_runs_once),
        ENGINE_TEST_EMPTY(an_applied_migration_is_frozen),
        ENGINE_TEST_EMPTY(an_older_program_is_refused),
        ENGINE_TEST_EMPTY(a_broken_migration_leaves_nothing),
        ENGINE_TEST_EMPTY(bad_names_are_refused),
        ENGINE_TEST_EMPTY(an_unknown_word_is_refused),
        ENGINE_TEST_EMPTY(blocks_are_for_one_engine),
        ENGINE_TEST_EMPTY(two_servers_may_start_together),
        ENGINE_TEST_EMPTY(the_program_s_own_schema_applies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
