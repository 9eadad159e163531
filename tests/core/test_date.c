/* test_date.c - civil dates, instants and their text forms. */
#include "lib_test.h"

#include "core/date.h"

static date ymd(int y, int m, int d)
{
    return date_from_civil((struct civil){y, m, d});
}

static void test_date__every_day_of_the_calendar_converts_back(void **state)
{
    (void)state;
    int32_t expect = ymd(1, 1, 1).day;
    struct civil c = {1, 1, 1};
    assert_int_equal(expect, -719162);
    for (; c.year < 9999; expect++) {
        const struct civil back = date_civil((date){expect});
        assert_int_equal(date_from_civil(c).day, expect);
        assert_true(back.year == c.year && back.month == c.month && back.day == c.day);
        c.day++;
        if (!civil_valid(c))
            c.day = 1, c.month++;
        if (c.month == 13)
            c.month = 1, c.year++;
    }
}

static void test_date__weekdays_are_iso(void **state)
{
    (void)state;
    assert_int_equal(date_weekday(ymd(2026, 11, 24)), 2);
    assert_int_equal(date_weekday(ymd(1970, 1, 1)), 4);
    assert_int_equal(date_weekday(ymd(1969, 12, 29)), 1);
    assert_int_equal(date_weekday(ymd(1969, 12, 28)), 7);
    assert_int_equal(date_weekday(date_add(ymd(2026, 11, 22), 1)), 1);
}

static void test_date__instants_split_at_vietnamese_midnight(void **state)
{
    struct ctx *c = *state;
    instant t;
    assert_true(instant_parse(S("2026-11-19T16:59:59Z"), &t));
    assert_str(date_iso(c->mem, instant_date(t)), "2026-11-19");
    assert_true(instant_parse(S("2026-11-19T17:00:00Z"), &t));
    assert_str(date_iso(c->mem, instant_date(t)), "2026-11-20");
    assert_int_equal(instant_time_of_day(t), 0);
    assert_true(instant_parse(S("1969-12-31T23:00"), &t));
    assert_int_equal(instant_time_of_day(t), 23 * HOUR_US);
    assert_str(date_iso(c->mem, instant_date(t)), "1969-12-31");
    assert_int_equal(instant_at(instant_date(t), 23 * HOUR_US).us, t.us);
    assert_true(date_is_none(instant_date(INSTANT_NONE)));
    assert_int_equal(instant_time_of_day((instant){INT64_MAX}) >= 0, 1);
}

static void test_date__parses_only_the_strict_forms(void **state)
{
    static const char *const bad_dates[] = {"",           "2026-02-29",  "2026-13-01", "2026-1-1",
                                            "0000-01-01", "2026-11-19 ", "26-11-19",   "2026/11/19",
                                            "2026-00-10", "2026-04-31",  "-026-11-19", "2026-11-1a"};
    static const char *const bad_instants[] = {
        "2026-11-19",        "2026-11-19T24:00",      "2026-11-19T14:60",       "2026-11-19T14:00:60",
        "2026-11-19T14",     "2026-11-19T14:00+7:00", "2026-11-19T14:00+15:00", "2026-11-19T14:00x",
        "2026-11-19T14:00+", "2026-11-19T14:00:00Zx"};
    struct ctx *c = *state;
    date d = {7};
    instant t = {7};
    int64_t us = 7;
    for (size_t i = 0; i < sizeof bad_dates / sizeof *bad_dates; i++)
        assert_false(date_parse(str_of(bad_dates[i]), &d));
    for (size_t i = 0; i < sizeof bad_instants / sizeof *bad_instants; i++)
        assert_false(instant_parse(str_of(bad_instants[i]), &t));
    assert_false(time_of_day_parse(S("24:01"), &us) || time_of_day_parse(S("730"), &us) ||
                 time_of_day_parse(S("07:60"), &us) || time_of_day_parse(S("007:30"), &us) ||
                 time_of_day_parse(S(""), &us));
    assert_true(d.day == 7 && t.us == 7 && us == 7);
    assert_true(date_parse(S("2024-02-29"), &d));
    assert_true(instant_parse(S("2026-11-19T14:00"), &t));
    assert_int_equal(t.us, c->now.us);
    assert_true(instant_parse(S("2026-11-19T03:30:00-03:30"), &t));
    assert_int_equal(t.us, c->now.us);
    assert_true(time_of_day_parse(S("7:30"), &us) && us == 7 * HOUR_US + 30 * MINUTE_US);
    assert_true(time_of_day_parse(S("24:00"), &us) && us == DAY_US);
}

static void test_date__writes_iso_and_the_code_of_the_day(void **state)
{
    struct ctx *c = *state;
    assert_str(instant_iso(c->mem, c->now), "2026-11-19T14:00:00+07:00");
    assert_str(instant_compact(c->mem, c->now), "261119");
    assert_null(instant_iso(c->mem, INSTANT_NONE).p);
    assert_null(date_iso(c->mem, DATE_NONE).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_date__every_day_of_the_calendar_converts_back),
        TEST(test_date__weekdays_are_iso),
        TEST(test_date__instants_split_at_vietnamese_midnight),
        TEST(test_date__parses_only_the_strict_forms),
        TEST(test_date__writes_iso_and_the_code_of_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
