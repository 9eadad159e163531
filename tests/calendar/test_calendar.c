/* test_calendar.c - compiled versions, what packs are refused, hours of a unit. */
#include "lib_test.h"

#include "calendar/calendar.h"

static date day(const char *text)
{
    date d;
    if (!date_parse(str_of(text), &d))
        fail_msg("bad date %s", text);
    return d;
}

static void test_calendar__shipped_years_have_their_working_days(void **state)
{
    static const struct {
        const char *last_before, *last;
        int32_t days;
    } years[] = {{"2021-12-31", "2022-12-31", 249}, {"2022-12-31", "2023-12-31", 249},
                 {"2023-12-31", "2024-12-31", 251}, {"2024-12-31", "2025-12-31", 250},
                 {"2025-12-31", "2026-12-31", 249}, {"2026-12-31", "2027-12-31", 249}};
    const struct calendar *cal = calendar_shipped();
    (void)state;
    for (size_t i = 0; i < sizeof years / sizeof *years; i++)
        assert_int_equal(calendar_worked_between(cal, day(years[i].last_before), day(years[i].last)),
                         years[i].days);
}

static void test_calendar__knows_each_kind_of_day(void **state)
{
    const struct calendar *cal = calendar_shipped();
    (void)state;
    assert_int_equal(calendar_kind(cal, day("2026-11-24")), DAY_HOLIDAY);
    assert_int_equal(calendar_kind(cal, day("2026-04-27")), DAY_COMPENSATORY);
    assert_int_equal(calendar_kind(cal, day("2026-08-31")), DAY_SWAP_OFF);
    assert_int_equal(calendar_kind(cal, day("2026-08-22")), DAY_MAKEUP);
    assert_int_equal(calendar_kind(cal, day("2026-11-21")), DAY_REST);
    assert_int_equal(calendar_kind(cal, day("2027-02-04")), DAY_WORKING); /* unsettled */
    assert_true(calendar_works(cal, day("2026-08-22")) && !calendar_works(cal, day("2026-04-26")));
    assert_str(calendar_entry(cal, day("2026-11-24"))->name[LANG_EN], "Vietnam Culture Day");
    assert_null(calendar_entry(cal, day("2026-11-25")));
}

static void test_calendar__sums_agree_with_walking(void **state)
{
    const struct calendar *cal = calendar_shipped();
    int32_t count = 0;
    (void)state;
    for (date d = calendar_first(); d.day < calendar_last().day; d.day++) {
        const date next = date_add(d, 1);
        assert_int_equal(calendar_worked_between(cal, calendar_first(), next),
                         count += calendar_works(cal, next));
        date want = next;
        while (want.day <= calendar_last().day && !calendar_works(cal, want))
            want.day++;
        if (want.day <= calendar_last().day) {
            assert_int_equal(calendar_nth_worked(cal, d, 1).day, want.day);
            assert_int_equal(calendar_nth_worked(cal, next, 0).day, want.day);
        }
    }
    assert_true(date_is_none(calendar_nth_worked(cal, calendar_last(), 1)));
}

static void refused(struct ctx *c, const struct calendar_source *s, const char *key)
{
    const struct calendar *cal = NULL;
    c->faults = NULL;
    assert_int_equal(calendar_compile(c, c->mem, s, &cal), RC_INVALID);
    assert_string_equal(c->faults->key, key);
    assert_null(cal);
}

static void test_calendar__refuses_contradictory_versions(void **state)
{
    struct ctx *c = *state;
    struct calendar_day days[] = {{.on = day("2026-01-01"), .kind = DAY_HOLIDAY},
                                  {.on = day("2026-01-01"), .kind = DAY_SWAP_OFF}};
    struct calendar_source s = {
        .rest_days = REST_WEEKEND, .first_year = 2026, .last_year = 2026, .days = days, .day_count = 2};
    refused(c, &s, "calendar.source.twice");
    days[1].on = day("2027-01-01");
    refused(c, &s, "calendar.source.outside");
    days[1] = (struct calendar_day){.on = day("2026-01-05"), .kind = DAY_MAKEUP};
    refused(c, &s, "calendar.source.not_rest");
    assert_str(c->faults->field, "days[1]");
    s.rest_days = 0xfe;
    refused(c, &s, "calendar.source.rest_days");
    s.rest_days = 1;
    refused(c, &s, "calendar.source.rest_days");
    s.first_year = 2028;
    refused(c, &s, "calendar.source.years");
    s.first_year = 1999;
    refused(c, &s, "calendar.source.years");
}

static void test_calendar__refuses_malformed_packs(void **state)
{
#define PACK(days)                                                                                     \
    "{\"pack\":\"calendar\",\"code\":\"vn\",\"version\":\"1\",\"rest_weekdays\":[6,7],\"first_year\":" \
    "2026,\"last_year\":2026,\"sources\":{\"s\":\"law\"},\"days\":" days "}"
#define DAY(kind, sure, extra)                                                                         \
    "{\"on\":\"2026-01-01\",\"kind\":\"" kind "\",\"confidence\":\"" sure                              \
    "\",\"vi\":\"a\",\"en\":\"b\",\"source\":\"s\"" extra "}"
    static const struct {
        const char *text, *field, *key;
    } rows[] = {
        {"{", NULL, "calendar.pack.syntax"},
        {"{\"pack\":\"plan\"}", "pack", "calendar.pack.member"},
        {"{\"holidays\":[]}", "holidays", "calendar.pack.unknown"},
        {PACK("{}"), "days", "calendar.pack.member"},
        {PACK("[{}]"), "days[0].on", "calendar.pack.member"},
        {PACK("[" DAY("working", "high", "") "]"), "days[0].kind", "calendar.pack.member"},
        {PACK("[" DAY("holiday", "sure", "") "]"), "days[0].confidence", "calendar.pack.member"},
        {PACK("[" DAY("holiday", "missing", "") "]"), "days[0].confidence", "calendar.pack.member"},
        {PACK("[" DAY("holiday", "high", ",\"colour\":1") "]"), "days[0].colour",
         "calendar.pack.unknown"},
    };
    struct ctx *c = *state;
    struct calendar_source s = {.code = S("untouched")};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        c->faults = NULL;
        assert_int_equal(calendar_read_pack(c, str_of(rows[i].text), &s), RC_INVALID);
        assert_string_equal(c->faults->key, rows[i].key);
        if (rows[i].field)
            assert_str(c->faults->field, rows[i].field);
    }
    assert_str(s.code, "untouched");
    assert_int_equal(calendar_read_pack(c, S(PACK("[" DAY("holiday", "high", "") "]")), &s), RC_OK);
    assert_str(s.days[0].source, "law");
}

static void test_hours__are_read_strictly(void **state)
{
    static const char *const bad[] = {"",
                                      "1-5",
                                      "1-5 ",
                                      "0-5 07:30-11:30",
                                      "1-8 07:30-11:30",
                                      "5-1 07:30-11:30",
                                      "1-5 11:30-07:30",
                                      "1-5 07:30-11:30,11:00-12:00",
                                      "1-5 07:30",
                                      "1 07:30-11:30; 1 13:00-14:00",
                                      "1-5 07:30-24:30",
                                      "1-5 1:00-2:00,3:00-4:00,5:00-6:00,7:00-8:00,9:00-9:30",
                                      "1-5 07:30-07:30",
                                      "1-5 07:30-11:30;"};
    struct ctx *c = *state;
    struct hours h;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (hours_parse(str_of(bad[i]), &h))
            fail_msg("took \"%s\"", bad[i]);
    assert_true(hours_parse(S("1-5 07:30-11:30,13:30-17:30; 6 07:30-11:30"), &h));
    assert_int_equal(h.day[0].span[1].to, 1050);
    assert_int_equal(h.day[7].count, 0);
    assert_true(hours_valid(&h));
    h = hours_usual();
    assert_str(hours_write(c->mem, &h), "1-5 07:30-11:30,13:30-17:30");
    h.day[0].count = 0;
    assert_false(hours_valid(&h));
}

static void test_worktime__counts_only_worked_days(void **state)
{
    struct ctx *c = *state;
    const struct worktime *w;
    struct hours h;
    instant friday = INSTANT_NONE, monday = INSTANT_NONE, saturday = INSTANT_NONE;
    assert_true(instant_parse(S("2026-11-20T17:00"), &friday) &&
                instant_parse(S("2026-11-23T08:00"), &monday) &&
                instant_parse(S("2026-11-21T10:00"), &saturday));
    assert_int_equal(worktime_between(worktime_shipped(), friday, monday), HOUR_US);
    assert_int_equal(worktime_between(worktime_shipped(), monday, friday), -HOUR_US);
    assert_true(hours_parse(S("1-5 07:30-11:30,13:30-17:30; 6 07:30-11:30"), &h));
    w = worktime_compile(c->mem, calendar_shipped(), &h);
    assert_int_equal(worktime_between(w, friday, saturday),
                     30 * MINUTE_US); /* open, but not a working day */
    assert_int_equal(worktime_usual_day_us(w), 8 * HOUR_US);
    assert_int_equal(worktime_hours(w, day("2026-08-22"))->count,
                     2); /* a worked Saturday has a whole day */
    assert_int_equal(worktime_closes_between(w, friday, monday), 1);
    assert_int_equal(worktime_after(w, friday, HOUR_US).us, monday.us);
    assert_true(instant_is_none(worktime_after(w, friday, INT64_C(300000) * HOUR_US)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_calendar__shipped_years_have_their_working_days),
        TEST(test_calendar__knows_each_kind_of_day),
        TEST(test_calendar__sums_agree_with_walking),
        TEST(test_calendar__refuses_contradictory_versions),
        TEST(test_calendar__refuses_malformed_packs),
        TEST(test_hours__are_read_strictly),
        TEST(test_worktime__counts_only_worked_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
