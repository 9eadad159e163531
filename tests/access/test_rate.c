/* test_rate.c - counts in windows of time: what takes, what only looks, when a window ends. */
#include "lib_test.h"

#include "access/inner.h"

static const struct access_window three = {'x', 3, MINUTE_US};

static int forget(void **state)
{
    (void)state;
    access__guess_forget_all();
    return 0;
}

static void test_rate__the_one_after_the_limit_is_over(void **state)
{
    (void)state;
    const instant now = {1000 * SECOND_US};
    for (int64_t i = 1; i <= 3; i++) {
        const struct access_rate r = access_rate(&three, S("a"), 1, now);
        assert_false(r.over);
        assert_int_equal(r.limit, 3);
        assert_int_equal(r.left, 3 - i);
        assert_int_equal(r.reset_us, MINUTE_US);
    }
    const struct access_rate r = access_rate(&three, S("a"), 1, (instant){now.us + SECOND_US});
    assert_true(r.over);
    assert_int_equal(r.left, 0);
    assert_int_equal(r.reset_us, MINUTE_US - SECOND_US);
}

static void test_rate__looking_takes_nothing(void **state)
{
    (void)state;
    const instant now = {1000 * SECOND_US};
    for (int i = 0; i < 10; i++)
        assert_int_equal(access_rate(&three, S("a"), 0, now).left, 3);
    for (int i = 0; i < 3; i++) {
        assert_false(access_rate(&three, S("a"), 0, now).over);
        (void)access_rate(&three, S("a"), 1, now);
    }
    assert_true(access_rate(&three, S("a"), 0, now).over);
}

static void test_rate__a_window_ends(void **state)
{
    (void)state;
    const instant now = {1000 * SECOND_US};
    for (int i = 0; i < 5; i++)
        (void)access_rate(&three, S("a"), 1, (instant){now.us + i * SECOND_US});
    assert_true(access_rate(&three, S("a"), 0, (instant){now.us + MINUTE_US - 1}).over);
    const struct access_rate r = access_rate(&three, S("a"), 1, (instant){now.us + MINUTE_US});
    assert_false(r.over);
    assert_int_equal(r.left, 2);
    /* A clock set back must not lock anybody out for years. */
    assert_false(access_rate(&three, S("a"), 1, (instant){now.us - DAY_US}).over);
}

static void test_rate__names_and_uses_are_apart(void **state)
{
    (void)state;
    const struct access_window other = {'y', 3, MINUTE_US};
    const instant now = {1000 * SECOND_US};
    for (int i = 0; i < 4; i++)
        (void)access_rate(&three, S("a"), 1, now);
    assert_true(access_rate(&three, S("a"), 0, now).over);
    assert_false(access_rate(&three, S("b"), 0, now).over);
    assert_false(access_rate(&other, S("a"), 0, now).over);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_rate__the_one_after_the_limit_is_over, forget),
        cmocka_unit_test_setup(test_rate__looking_takes_nothing, forget),
        cmocka_unit_test_setup(test_rate__a_window_ends, forget),
        cmocka_unit_test_setup(test_rate__names_and_uses_are_apart, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
