/* test_query.c - every kind, type, NULL and refusal of a generated query, on both engines. */
#include "db/lib_engine.h"
#include "db/lib_sample.h"
#include "db/lib_sample_sql.h"

#define RUNS(fn, arg) assert_int_equal(engine_write(e, fn, arg), RC_OK)
#define REFUSES(rc, fn, arg) assert_int_equal(engine_write(e, fn, arg), rc)

static int setup(void **state)
{
    if (engine_setup_empty(state))
        return -1;
    const struct engine *e = *state;
    return store_migrate(e->store, sample_migrations) ? -1 : 0;
}
#define SAMPLE_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, engine_teardown)

static const struct q_sample_add_in full = {
    .n = INT64_MIN,
    .n_null = {true, INT64_MAX},
    .t = {"Đặng Thị Ần", 15},
    .t_null = {"", 0},
    .m = {-1},
    .m_null = {INT64_MAX},
    .d = {-719162},
    .d_null = {INT32_MAX},
    .b = true,
    .x = {"\0\xff'\0", 4},
    .x_null = {"", 0},
};

static const struct q_sample_add_in empty = {
    .t = {"", 0}, .m_null = {INT64_MIN}, .d_null = {INT32_MIN}, .x = {"", 0}};

static enum rc add_and_get(struct ctx *c, void *arg)
{
    struct q_sample_add_row added;
    struct q_sample_get_row *row = arg;
    struct q_sample_add_in in = full;
    in.t = str_of("Đặng Thị Ần");
    enum rc rc = q_sample_add(c, &in, &added);
    return rc ? rc : q_sample_get(c, added.id, row);
}

static void values_come_back(void **state)
{
    struct engine *e = *state;
    struct q_sample_get_row row;
    RUNS(add_and_get, &row);
    assert_true(row.id > 0);
    assert_int_equal(row.n, INT64_MIN);
    assert_true(row.n_null.set && row.n_null.v == INT64_MAX);
    assert_str(row.t, "Đặng Thị Ần");
    assert_non_null(row.t_null.p);
    assert_int_equal(row.t_null.n, 0);
    assert_int_equal(row.m.us, -1);
    assert_int_equal(row.m_null.us, INT64_MAX);
    assert_int_equal(row.d.day, -719162);
    assert_int_equal(row.d_null.day, INT32_MAX);
    assert_true(row.b);
    assert_int_equal(row.x.n, 4);
    assert_memory_equal(row.x.p, "\0\xff'\0", 4);
    assert_non_null(row.x_null.p);
    assert_int_equal(row.x_null.n, 0);
}

/* SQLite answers the id of an insert without asking for it: it must be that insert's own. */
static enum rc add_two(struct ctx *c, void *arg)
{
    struct q_sample_add_row one, two;
    struct q_sample_get_row *rows = arg;
    struct q_sample_add_in in = full;
    in.t = S("first");
    assert_int_equal(q_sample_add(c, &in, &one), RC_OK);
    assert_int_equal(q_sample_child(c, one.id, S("x"), NULL), RC_OK); /* of another table */
    in.t = S("second");
    assert_int_equal(q_sample_add(c, &in, &two), RC_OK);
    assert_int_equal(q_sample_child(c, two.id, S("y"), NULL), RC_OK);
    assert_int_equal(q_sample_get(c, one.id, &rows[0]), RC_OK);
    return q_sample_get(c, two.id, &rows[1]);
}

static void each_insert_tells_its_own_id(void **state)
{
    struct engine *e = *state;
    struct q_sample_get_row rows[2];
    RUNS(add_two, rows);
    assert_str(rows[0].t, "first");
    assert_str(rows[1].t, "second");
    assert_true(rows[0].id < rows[1].id);
}

static enum rc add_empty(struct ctx *c, void *arg)
{
    struct q_sample_add_row added;
    const enum rc rc = q_sample_add(c, &empty, &added);
    return rc ? rc : q_sample_get(c, added.id, arg);
}

static void nulls_come_back(void **state)
{
    struct engine *e = *state;
    struct q_sample_get_row row;
    RUNS(add_empty, &row);
    assert_false(row.n_null.set);
    assert_null(row.t_null.p);
    assert_null(row.x_null.p);
    assert_int_equal(row.m_null.us, INSTANT_NONE.us);
    assert_int_equal(row.d_null.day, DATE_NONE.day);
    assert_false(row.b);
    assert_non_null(row.t.p);
    assert_int_equal(row.x.n, 0);
}

static enum rc null_inputs(struct ctx *c, void *arg)
{
    return q_sample_maybe(c, STR_NONE, OPT_INT_NONE, INSTANT_NONE, DATE_NONE, arg);
}

static void null_inputs_are_typed(void **state)
{
    struct engine *e = *state;
    struct q_sample_maybe_row row;
    assert_int_equal(engine_read(e, null_inputs, &row), RC_OK);
    assert_int_equal(row.same, 1);
}

static enum rc get_missing(struct ctx *c, void *arg)
{
    return q_sample_get(c, 404, arg);
}

static void one_without_a_row_is_not_found(void **state)
{
    struct engine *e = *state;
    struct q_sample_get_row row = {.n = 7};
    assert_int_equal(engine_read(e, get_missing, &row), RC_NOT_FOUND);
    assert_int_equal(row.n, 7);
}

static enum rc fill(struct ctx *c, void *arg)
{
    static const char *const texts[] = {"b", "B", "a", "đ", "e", "Đ", "10", "9"};
    (void)arg;
    enum rc rc = RC_OK;
    for (size_t i = 0; i < 8 && rc == RC_OK; i++)
        rc = q_sample_add_text(c, str_of(texts[i]), (int64_t)i, NULL);
    return rc;
}

static enum rc any(struct ctx *c, void *arg)
{
    return q_sample_any(c, arg);
}

static void one_with_two_rows_fails(void **state)
{
    struct engine *e = *state;
    struct q_sample_any_row row = {.id = 7};
    RUNS(fill, NULL);
    assert_int_equal(engine_read(e, any, &row), RC_FAILED);
    assert_int_equal(row.id, 7);
}

static enum rc texts(struct ctx *c, void *arg)
{
    return q_sample_texts(c, arg);
}

static void texts_sort_by_bytes_on_both(void **state)
{
    static const char *const want[] = {"10", "9", "B", "a", "b", "e", "Đ", "đ"};
    struct engine *e = *state;
    struct q_sample_texts_rows rows;
    assert_int_equal(engine_read(e, texts, &rows), RC_OK);
    assert_int_equal(rows.n, 0);
    RUNS(fill, NULL);
    assert_int_equal(engine_read(e, texts, &rows), RC_OK);
    assert_int_equal(rows.n, 8);
    for (ptrdiff_t i = 0; i < 8; i++)
        assert_str(rows.v[i].t, want[i]);
}

static enum rc fill_many(struct ctx *c, void *arg)
{
    (void)arg;
    enum rc rc = RC_OK;
    for (int64_t i = 0; i < 1000 && rc == RC_OK; i++)
        rc = q_sample_add_text(c, str_fmt(c->mem, "row %lld", (long long)i), i, NULL);
    return rc;
}

static void many_grows(void **state)
{
    struct engine *e = *state;
    struct q_sample_texts_rows rows;
    RUNS(fill_many, NULL);
    assert_int_equal(engine_read(e, texts, &rows), RC_OK);
    assert_int_equal(rows.n, 1000);
    for (ptrdiff_t i = 1; i < rows.n; i++)
        assert_true(str_cmp(rows.v[i - 1].t, rows.v[i].t) < 0);
}

struct walk {
    struct ctx *c;
    int64_t seen, stop_at;
    bool nested;
};

static enum rc count_row(void *arg, const struct q_sample_each_row *row)
{
    struct walk *w = arg;
    (void)row;
    w->seen++;
    return RC_OK;
}

static enum rc visit(void *arg, const struct q_sample_each_row *row)
{
    struct walk *w = arg, inner = {.c = w->c};
    struct q_sample_get_row again;
    assert_true(row->t.n > 0);
    w->seen++;
    if (w->nested) { /* the same query and another while the first is open */
        assert_int_equal(q_sample_each(w->c, row->n, count_row, &inner), RC_OK);
        assert_int_equal(inner.seen, 8 - row->n);
        assert_int_equal(q_sample_get(w->c, row->id, &again), RC_OK);
        assert_int_equal(again.n, row->n);
    }
    return w->seen == w->stop_at ? RC_DENIED : RC_OK;
}

static enum rc walk(struct ctx *c, void *arg)
{
    struct walk *w = arg;
    w->c = c;
    const enum rc rc = q_sample_each(c, 0, visit, w);
    struct q_sample_texts_rows rows; /* a refusing callback is not a refused query */
    assert_int_equal(q_sample_texts(c, &rows), RC_OK);
    return rc;
}

static void each_visits_stops_and_nests(void **state)
{
    struct engine *e = *state;
    RUNS(fill, NULL);
    struct walk all = {.seen = 0}, some = {.stop_at = 3}, nested = {.nested = true};
    assert_int_equal(engine_read(e, walk, &all), RC_OK);
    assert_int_equal(all.seen, 8);
    assert_int_equal(engine_read(e, walk, &some), RC_DENIED);
    assert_int_equal(some.seen, 3);
    assert_int_equal(engine_read(e, walk, &nested), RC_OK);
    assert_int_equal(nested.seen, 8);
}

static enum rc rename_rows(struct ctx *c, void *arg)
{
    int64_t *changed = arg;
    enum rc rc = q_sample_rename(c, S("a"), S("z"), &changed[0]);
    if (rc == RC_OK)
        rc = q_sample_rename(c, S("a"), S("z"), &changed[1]);
    return rc ? rc : q_sample_rename(c, S("z"), S("a"), NULL);
}

static void exec_counts_changes(void **state)
{
    struct engine *e = *state;
    int64_t changed[2] = {-1, -1};
    RUNS(fill, NULL);
    RUNS(rename_rows, changed);
    assert_int_equal(changed[0], 1);
    assert_int_equal(changed[1], 0);
}

static enum rc sums(struct ctx *c, void *arg)
{
    return q_sample_sums(c, arg);
}

static enum rc add_large(struct ctx *c, void *arg)
{
    const enum rc rc = q_sample_add_text(c, S("large"), INT64_MAX - 100, NULL);
    (void)arg;
    return rc ? rc : q_sample_add_text(c, S("chữ"), -1000000, NULL);
}

static void sums_are_whole_numbers(void **state)
{
    struct engine *e = *state;
    struct q_sample_sums_row row;
    assert_int_equal(engine_read(e, sums, &row), RC_OK);
    assert_int_equal(row.many, 0);
    assert_false(row.total.set);
    assert_false(row.any_true);
    RUNS(add_large, NULL);
    assert_int_equal(engine_read(e, sums, &row), RC_OK);
    assert_int_equal(row.total.v, INT64_MAX - 1000100);
    assert_int_equal(row.longest, 5);
    assert_true(row.any_true);
    assert_str(row.text_of, "::a:b");
}

static enum rc add_over(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_add_text(c, S("over"), INT64_MAX - 100, NULL);
}

static void a_sum_that_runs_over_is_no_number(void **state)
{
    struct engine *e = *state;
    struct q_sample_sums_row row;
    RUNS(add_large, NULL);
    RUNS(add_over, NULL);
    assert_int_not_equal(engine_read(e, sums, &row), RC_OK);
}

static enum rc twice(struct ctx *c, void *arg)
{
    struct q_sample_texts_rows rows;
    (void)arg;
    assert_int_equal(q_sample_add_text(c, S("one"), 1, NULL), RC_OK);
    const enum rc rc = q_sample_add_text(c, S("one"), 1, NULL);
    assert_int_equal(rc, RC_CONFLICT);
    assert_null(c->faults);
    assert_int_equal(q_sample_texts(c, &rows), RC_CONFLICT); /* the unit can only fail */
    return RC_OK;                                            /* even when it says otherwise */
}

static void a_duplicate_is_a_conflict(void **state)
{
    struct engine *e = *state;
    struct q_sample_texts_rows rows;
    REFUSES(RC_CONFLICT, twice, NULL);
    assert_int_equal(engine_read(e, texts, &rows), RC_OK);
    assert_int_equal(rows.n, 0);
}

static enum rc no_parent(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_child(c, 404, S("x"), NULL);
}

static enum rc check_fails(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_add_text(c, S("refused"), 1, NULL);
}

static enum rc nul_in_text(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_add_text(c, S("a\0b"), 1, NULL);
}

static enum rc not_utf8(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_add_text(c, S("a\xff"), 1, NULL);
}

static enum rc null_text(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_add_text(c, STR_NONE, 1, NULL);
}

static enum rc no_table(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_no_table(c, 1, NULL);
}

static enum rc null_column(struct ctx *c, void *arg)
{
    struct q_sample_null_where_none_row row;
    (void)arg;
    return q_sample_null_where_none(c, &row);
}

static enum rc wrong_type(struct ctx *c, void *arg)
{
    struct q_sample_wrong_type_row row;
    (void)arg;
    return q_sample_wrong_type(c, &row);
}

static enum rc wrong_count(struct ctx *c, void *arg)
{
    struct q_sample_wrong_count_row row;
    (void)arg;
    return q_sample_wrong_count(c, &row);
}

static void refusals_have_one_code_on_both(void **state)
{
    struct engine *e = *state;
    RUNS(fill, NULL);
    REFUSES(RC_INVALID, no_parent, NULL);
    REFUSES(RC_INVALID, check_fails, NULL);
    REFUSES(RC_INVALID, nul_in_text, NULL);
    REFUSES(RC_INVALID, not_utf8, NULL);
    REFUSES(RC_FAILED, null_text, NULL);
    REFUSES(RC_FAILED, no_table, NULL);
    REFUSES(RC_FAILED, null_column, NULL);
    REFUSES(RC_FAILED, wrong_type, NULL);
    REFUSES(RC_FAILED, wrong_count, NULL);
    struct q_sample_texts_rows rows;
    assert_int_equal(engine_read(e, texts, &rows), RC_OK);
    assert_int_equal(rows.n, 8);
}

static enum rc write_in_read(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_add_text(c, S("sneaked in"), 1, NULL);
}

static void reading_cannot_write(void **state)
{
    struct engine *e = *state;
    struct q_sample_texts_rows rows;
    assert_int_equal(engine_read(e, write_in_read, NULL), RC_FAILED);
    assert_int_equal(engine_read(e, texts, &rows), RC_OK);
    assert_int_equal(rows.n, 0);
}

static enum rc like(struct ctx *c, void *arg)
{
    struct q_sample_like_rows rows;
    int64_t *n = arg;
    const enum rc rc = q_sample_like(c, S("b%"), &rows);
    *n = rc ? -1 : rows.n;
    return rc;
}

static void like_minds_the_case_on_both(void **state)
{
    struct engine *e = *state;
    int64_t n = 0;
    RUNS(fill, NULL);
    assert_int_equal(engine_read(e, like, &n), RC_OK);
    assert_int_equal(n, 1);
}

static enum rc divide(struct ctx *c, void *arg)
{
    return q_sample_division(c, -7, 2, arg);
}

static void division_cuts_towards_zero_on_both(void **state)
{
    struct engine *e = *state;
    struct q_sample_division_row row;
    assert_int_equal(engine_read(e, divide, &row), RC_OK);
    assert_int_equal(row.q, -3);
    assert_int_equal(row.r, -1);
}

static enum rc inner_duplicate(struct ctx *c, void *arg)
{
    (void)arg;
    assert_int_equal(q_sample_add_text(c, S("inner"), 1, NULL), RC_OK);
    return q_sample_add_text(c, S("outer"), 1, NULL);
}

static enum rc inner_good(struct ctx *c, void *arg)
{
    (void)arg;
    return q_sample_add_text(c, S("good"), 1, NULL);
}

static enum rc outer(struct ctx *c, void *arg)
{
    (void)arg;
    assert_int_equal(q_sample_add_text(c, S("outer"), 1, NULL), RC_OK);
    assert_int_equal(db_nested(c, inner_duplicate, NULL), RC_CONFLICT);
    assert_int_equal(db_nested(c, inner_good, NULL), RC_OK);
    return q_sample_add_text(c, S("after"), 1, NULL);
}

static void nested_undoes_only_its_own(void **state)
{
    struct engine *e = *state;
    struct q_sample_texts_rows rows;
    RUNS(outer, NULL);
    assert_int_equal(engine_read(e, texts, &rows), RC_OK);
    assert_int_equal(rows.n, 3);
    assert_str(rows.v[0].t, "after");
    assert_str(rows.v[1].t, "good");
    assert_str(rows.v[2].t, "outer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(values_come_back),
        SAMPLE_TEST(each_insert_tells_its_own_id),
        SAMPLE_TEST(nulls_come_back),
        SAMPLE_TEST(null_inputs_are_typed),
        SAMPLE_TEST(one_without_a_row_is_not_found),
        SAMPLE_TEST(one_with_two_rows_fails),
        SAMPLE_TEST(texts_sort_by_bytes_on_both),
        SAMPLE_TEST(many_grows),
        SAMPLE_TEST(each_visits_stops_and_nests),
        SAMPLE_TEST(exec_counts_changes),
        SAMPLE_TEST(sums_are_whole_numbers),
        SAMPLE_TEST(a_sum_that_runs_over_is_no_number),
        SAMPLE_TEST(a_duplicate_is_a_conflict),
        SAMPLE_TEST(refusals_have_one_code_on_both),
        SAMPLE_TEST(reading_cannot_write),
        SAMPLE_TEST(like_minds_the_case_on_both),
        SAMPLE_TEST(division_cuts_towards_zero_on_both),
        SAMPLE_TEST(nested_undoes_only_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
