/* test_arena.c - lifetimes, unwinding, and strings and buffers on top of them. */
#include "lib_test.h"

#include "core/buf.h"

static int closed;

static void count_close(void *arg)
{
    closed = closed * 10 + *(int *)arg;
}

static void test_arena__reset_runs_what_was_deferred_newest_first(void **state)
{
    struct ctx *c = *state;
    static int one = 1, two = 2, three = 3;
    closed = 0;
    arena_defer(c->mem, NEW(c->mem, struct arena_defer), count_close, &one);
    const struct arena_mark mark = arena_mark(c->mem);
    struct arena_defer *early = NEW(c->mem, struct arena_defer);
    arena_defer(c->mem, early, count_close, &three);
    arena_defer(c->mem, NEW(c->mem, struct arena_defer), count_close, &two);
    arena_undefer(c->mem, early);
    arena_reset(c->mem, mark);
    assert_int_equal(closed, 32);
}

struct greedy {
    struct arena *mem;
    int *owner, done;
};

static void take_too_much(void *arg)
{
    struct greedy *g = arg;
    arena_defer(g->mem, NEW(g->mem, struct arena_defer), count_close, g->owner);
    for (int i = 0; i < 100; i++)
        (void)arena_alloc(g->mem, 100000);
    g->done = 1;
}

static void test_arena__past_the_limit_unwinds_and_gives_back(void **state)
{
    (void)state;
    static int seven = 7;
    struct arena *a = arena_new(1 << 20);
    struct greedy g = {a, &seven, 0};
    const size_t before = arena_used(a);
    closed = 0;
    assert_false(arena_run(a, take_too_much, &g));
    assert_int_equal(g.done, 0);
    assert_int_equal(closed, 7);
    assert_int_equal(arena_used(a), before);
    arena_free(a);
}

static void test_arena__a_failing_block_unwinds_too(void **state)
{
    (void)state;
    static int seven = 7;
    struct arena *a = arena_new((size_t)1 << 30);
    for (size_t n = 1; n <= 5; n++) {
        struct greedy g = {a, &seven, 0};
        arena_fail_after(n);
        assert_false(arena_run(a, take_too_much, &g));
        assert_int_equal(g.done, 0);
    }
    arena_fail_after(0);
    struct greedy g = {a, &seven, 0};
    assert_true(arena_run(a, take_too_much, &g));
    arena_free(a);
}

static void test_arena__memory_is_zeroed_again_after_reset(void **state)
{
    struct ctx *c = *state;
    const struct arena_mark mark = arena_mark(c->mem);
    memset(arena_alloc(c->mem, 64), 0xff, 64);
    arena_reset(c->mem, mark);
    const unsigned char *p = arena_alloc(c->mem, 64);
    for (int i = 0; i < 64; i++)
        assert_int_equal(p[i], 0);
}

static void test_str__cuts_finds_and_compares(void **state)
{
    (void)state;
    const struct str_cut cut = str_cut(S("a=b=c"), '=');
    assert_true(cut.found);
    assert_str(cut.head, "a");
    assert_str(cut.tail, "b=c");
    assert_false(str_cut(S("abc"), '=').found);
    assert_int_equal(str_find(S("hello"), S("llo")), 2);
    assert_int_equal(str_find(S("he"), S("hello")), -1);
    assert_true(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("b"), S("ab")) > 0 &&
                str_cmp(S("a"), S("a")) == 0);
    assert_true(str_eq_nocase(S("Host"), S("hOST")) && !str_eq_nocase(S("Host"), S("Hosts")));
    assert_str(str_sub(S("abc"), 1, 100), "bc");
    assert_str(str_sub(S("abc"), 9, 1), "");
    assert_str(str_trim(S(" \t a b \n")), "a b");
}

static void test_str__numbers_refuse_trailing_text(void **state)
{
    static const char *const bad[] = {
        "", "-", "1a", " 1", "+1", "9223372036854775808", "-9223372036854775809", "1 "};
    int64_t v = 5;
    uint64_t u = 5;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(str_to_i64(str_of(bad[i]), &v));
    assert_int_equal(v, 5);
    assert_true(str_to_i64(S("-9223372036854775808"), &v) && v == INT64_MIN);
    assert_false(str_to_u64_hex(S("12345678123456781"), &u) || str_to_u64_hex(S("g"), &u) ||
                 str_to_u64_hex(S(""), &u));
    assert_true(str_to_u64_hex(S("fFffFFFFffffffff"), &u) && u == UINT64_MAX);
}

static void test_buf__remembers_overflow(void **state)
{
    struct ctx *c = *state;
    struct buf b = buf_new(c->mem, 10);
    buf_add(&b, S("12345"));
    assert_false(buf_full(&b));
    buf_add(&b, S("678901"));
    buf_add(&b, S("x"));
    assert_true(buf_full(&b));
    assert_str(buf_str(&b), "12345");
}

static void test_buf__writes_json_strings(void **state)
{
    struct ctx *c = *state;
    struct buf b = buf_new(c->mem, 1000);
    buf_json(&b, S("a\"b\\c\n\x01đ\x7f"));
    buf_fmt(&b, "%d", 42);
    buf_hex(&b, "\x0f\xa0", 2);
    buf_i64(&b, INT64_MIN);
    assert_str(buf_str(&b), "\"a\\\"b\\\\c\\n\\u0001đ\\u007f\"420fa0-9223372036854775808");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_arena__reset_runs_what_was_deferred_newest_first),
        TEST(test_arena__past_the_limit_unwinds_and_gives_back),
        TEST(test_arena__a_failing_block_unwinds_too),
        TEST(test_arena__memory_is_zeroed_again_after_reset),
        TEST(test_str__cuts_finds_and_compares),
        TEST(test_str__numbers_refuse_trailing_text),
        TEST(test_buf__remembers_overflow),
        TEST(test_buf__writes_json_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
