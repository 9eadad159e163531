/* test_clock.c - the vectors of the law, stops, restarts, extensions, shares, states, words. */
#include "lib_test.h"

#include "calendar/calendar_module.h"
#include "calendar/clock.h"

static instant at(const char *text)
{
    instant t;
    if (!instant_parse(str_of(text), &t))
        fail_msg("bad instant %s", text);
    return t;
}

static date day(const char *text)
{
    date d;
    if (!date_parse(str_of(text), &d))
        fail_msg("bad date %s", text);
    return d;
}

static struct clock_case kase(const char *rule, const char *start)
{
    struct clock_case k = {.start = at(start), .extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    if (!due_rule_parse(str_of(rule), &k.rule))
        fail_msg("bad rule %s", rule);
    return k;
}

static struct clock_due due_of(struct ctx *c, const struct clock_case *k)
{
    struct clock_due d;
    assert_int_equal(clock_due(c, worktime_shipped(), k, &d), RC_OK);
    return d;
}

static void assert_due(struct ctx *c, const struct clock_case *k, const char *want)
{
    const str got = instant_iso(c->mem, due_of(c, k).due);
    const str wanted = instant_iso(c->mem, at(want));
    if (!str_eq(got, wanted))
        fail_msg("%.*s from %.*s: got %.*s, want %s", STR_ARG(due_rule_write(c->mem, k->rule)),
                 STR_ARG(instant_iso(c->mem, k->start)), STR_ARG(got), want);
}

static void test_clock__vectors_of_the_law(void **state)
{
    static const struct {
        const char *rule, *start, *due;
    } rows[] = {
        {"3 wd", "2026-11-19T14:00", "2026-11-25T17:30"},
        {"3 wd", "2026-11-20T16:50", "2026-11-26T17:30"},
        {"5 wd", "2026-02-12T10:00", "2026-02-26T17:30"},
        {"7 wd", "2026-04-24T08:00", "2026-05-08T17:30"},
        {"2 wd", "2026-12-30T10:00", "2027-01-04T17:30"},
        {"2 wd", "2025-04-25T10:00", "2025-04-28T17:30"},
        {"8 h", "2026-11-20T16:00", "2026-11-23T16:00"},
        {"8 h", "2026-11-23T16:30", "2026-11-25T16:30"},
        {"2 h", "2026-11-20T11:00", "2026-11-20T15:00"},
        {"2 h", "2026-11-21T22:00", "2026-11-23T09:30"},
        {"2 h_wall", "2026-11-21T22:00", "2026-11-22T00:00"},
        {"8 h", "2026-02-13T17:00", "2026-02-23T17:00"},
        {"same_day_15h", "2026-11-20T14:59", "2026-11-20T17:30"},
        {"same_day_15h", "2026-11-20T15:00", "2026-11-23T17:30"},
        {"same_day_15h", "2026-11-23T15:30", "2026-11-25T17:30"},
        {"8 h", "2026-11-20T13:30", "2026-11-23T11:30"},
        {"1 h", "2026-11-20T12:00", "2026-11-20T14:30"},
        {"8 h", "2026-01-09T16:30", "2026-01-10T16:30"},
        {"3 wd", "2026-11-21T09:00", "2026-11-26T17:30"},
        {"15 d", "2026-11-20T10:00", "2026-12-07T17:30"},
        {"10 wd", "2026-11-16T09:00", "2026-12-01T17:30"},
        {"3 wd", "2026-11-16T09:00", "2026-11-19T17:30"}, /* the notice that asks for completion */
        {"15 d", "2026-11-18T10:00", "2026-12-03T17:30"}, /* closes when nothing comes */
        {"same_day_after_15h", "2026-11-20T15:00", "2026-11-20T17:30"},
        {"same_day_after_15h", "2026-11-20T15:01", "2026-11-23T17:30"},
        {"same_day_15h", "2026-11-21T09:00", "2026-11-23T17:30"}, /* a Saturday: the next worked day */
        {"same_day_18h", "2026-11-20T17:45", "2026-11-23T17:30"}, /* closed already */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct clock_case k = kase(rows[i].rule, rows[i].start);
        assert_due(*state, &k, rows[i].due);
    }
}

static void test_clock__a_completed_dossier_starts_again(void **state)
{
    struct ctx *c = *state;
    struct clock_stop ask = {.from = at("2026-11-18T10:00"), .to = INSTANT_NONE, .restart = true};
    struct clock_case k = kase("10 wd", "2026-11-16T09:00");
    k.stops = &ask;
    k.stop_count = 1;
    const struct clock_due waiting = due_of(c, &k);
    assert_true(instant_is_none(waiting.due));
    assert_int_equal(waiting.stands.us, ask.from.us);
    ask.to = at("2026-11-23T10:00");
    assert_due(c, &k, "2026-12-08T17:30");
    assert_int_equal(due_of(c, &k).begun.us, ask.to.us);
}

static void test_clock__a_stop_takes_the_days_it_closes(void **state)
{
    struct clock_stop stops[] = {{.from = at("2026-11-17T10:00"), .to = at("2026-11-19T10:00")},
                                 {.from = at("2026-11-18T10:00"), .to = at("2026-11-20T18:00")}};
    struct clock_case k = kase("3 wd", "2026-11-16T09:00");
    k.stops = stops;
    k.stop_count = 1; /* 17 and 18 are lost: 19, 20, 23 */
    assert_due(*state, &k, "2026-11-23T17:30");
    k.stop_count = 2; /* overlapping; 17 to 20 are lost: 23, 25, 26 */
    assert_due(*state, &k, "2026-11-26T17:30");
    stops[0] = (struct clock_stop){.from = at("2026-11-17T09:00"), .to = at("2026-11-17T15:00")};
    k.stop_count = 1; /* ran at the close: not lost */
    assert_due(*state, &k, "2026-11-19T17:30");
    const struct clock_stop after_close = {.from = at("2026-11-19T17:30"),
                                           .to = at("2026-11-20T10:00")};
    const struct clock_stop until_close = {.from = at("2026-11-17T09:00"),
                                           .to = at("2026-11-17T17:30")};
    k.stops = &after_close; /* begins as the last day closes: it is too late to matter */
    assert_due(*state, &k, "2026-11-19T17:30");
    k.stops = &until_close; /* ends as the day closes: nothing of it was left */
    assert_due(*state, &k, "2026-11-20T17:30");
    k.stops = stops;
    k.rule =
        kase("8 h", "2026-11-16T09:00").rule; /* 2.5 + 4 on the 16th, 1.5 until 09:00 on the 17th */
    assert_due(*state, &k, "2026-11-17T09:00");
    k.rule = kase("10 h", "2026-11-16T09:00").rule; /* 2 more after 15:00 */
    assert_due(*state, &k, "2026-11-17T17:00");
    k.rule = kase("30 h_wall", "2026-11-16T09:00").rule; /* 24 until the stop, 6 after it */
    assert_due(*state, &k, "2026-11-17T21:00");
    stops[0] = (struct clock_stop){.from = at("2026-11-16T10:00"), .to = at("2026-11-18T10:00")};
    k.rule = kase("same_day_15h", "2026-11-16T09:00").rule;
    assert_due(*state, &k, "2026-11-18T17:30");
    k.rule =
        kase("5 d", "2026-11-16T09:00").rule; /* the 17th is lost: 18, 19, 20, 21, 22, then Monday */
    assert_due(*state, &k, "2026-11-23T17:30");
}

static void test_clock__refuses_a_broken_ledger(void **state)
{
    struct ctx *c = *state;
    struct clock_stop stops[] = {{.from = at("2026-11-18T10:00"), .to = at("2026-11-17T10:00")},
                                 {.from = at("2026-11-16T10:00"), .to = at("2026-11-16T11:00")}};
    struct clock_case k = kase("3 wd", "2026-11-16T09:00");
    struct clock_due d;
    k.stops = stops;
    k.stop_count = 1;
    assert_int_equal(clock_due(c, worktime_shipped(), &k, &d), RC_INVALID);
    assert_string_equal(c->faults->key, "calendar.stops_order");
    stops[0].to = at("2026-11-19T10:00");
    k.stop_count = 2;
    assert_int_equal(clock_due(c, worktime_shipped(), &k, &d), RC_INVALID);
    k.stop_count = 0;
    k.start = at("1999-12-31T10:00");
    c->faults = NULL;
    assert_int_equal(clock_due(c, worktime_shipped(), &k, &d), RC_INVALID);
    assert_string_equal(c->faults->key, "calendar.out_of_range");
    const char *const rules[] = {"9999 wd", "9999 d", "9999 h", "9999 h_wall"};
    for (int i = 0; i < 4; i++) {
        k = kase(rules[i], "2098-12-31T10:00");
        assert_int_equal(clock_due(c, worktime_shipped(), &k, &d), RC_INVALID);
        k.start = at("2099-12-31T16:59:59");
        assert_int_equal(clock_due(c, worktime_shipped(), &k, &d), RC_INVALID);
    }
}

static void test_clock__one_extension_in_time_to_a_later_worked_day(void **state)
{
    struct ctx *c = *state;
    static const struct {
        const char *asked, *to, *key;
    } refused[] = {
        {"2026-12-01T08:00", "2026-12-04", "calendar.extension.late"},
        {"2026-11-30T17:00", "2026-12-01", "calendar.extension.not_later"},
        {"2026-11-30T17:00", "2026-11-30", "calendar.extension.not_later"},
        {"2026-11-30T17:00", "2026-12-05", "calendar.extension.rest_day"},
    };
    static const struct extension_rule once = {.before_days = 1, .most = 1};
    struct clock_case k = kase("10 wd", "2026-11-16T09:00"); /* due 01/12 */
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        c->faults = NULL;
        assert_int_equal(clock_check_extension(c, worktime_shipped(), &k, at(refused[i].asked),
                                               day(refused[i].to), &once),
                         RC_INVALID);
        assert_string_equal(c->faults->key, refused[i].key);
    }
    assert_int_equal(clock_check_extension(c, worktime_shipped(), &k, at("2026-11-30T17:00"),
                                           day("2026-12-04"), &once),
                     RC_OK);
    k.extended_at = at("2026-11-30T17:00");
    k.extended_to = day("2026-12-04");
    k.extensions = 1;
    assert_due(c, &k, "2026-12-04T17:30");
    c->faults = NULL;
    assert_int_equal(clock_check_extension(c, worktime_shipped(), &k, at("2026-12-01T08:00"),
                                           day("2026-12-08"), &once),
                     RC_CONFLICT);
    assert_string_equal(c->faults->key, "calendar.extension.second");
    struct clock_stop stop = {.from = at("2026-12-01T10:00"), .to = at("2026-12-03T10:00")};
    k.stops = &stop;
    k.stop_count = 1; /* the extended date moves with a stop */
    assert_due(c, &k, "2026-12-08T17:30");
    stop.restart = true; /* and a restart leaves it behind */
    assert_due(c, &k, "2026-12-17T17:30");
    stop.to = INSTANT_NONE;
    k.extended_at = INSTANT_NONE;
    k.extensions = 0;
    c->faults = NULL;
    assert_int_equal(clock_check_extension(c, worktime_shipped(), &k, at("2026-12-01T10:00"),
                                           day("2026-12-08"), &once),
                     RC_INVALID);
    assert_string_equal(c->faults->key, "calendar.extension.stands");
}

static void test_clock__what_rests_on_doubtful_days_is_provisional(void **state)
{
    static const struct {
        const char *rule, *start;
        enum confidence confidence;
    } rows[] = {
        {"3 wd", "2026-11-19T14:00", CONFIDENCE_HIGH},
        {"3 wd", "2026-08-20T14:00", CONFIDENCE_MEDIUM},
        {"2 wd", "2027-02-03T10:00", CONFIDENCE_LOW},
        {"2 wd", "2026-12-30T10:00", CONFIDENCE_HIGH},
        {"1 wd", "2027-02-02T10:00", CONFIDENCE_HIGH},
        {"3 wd", "2027-12-30T10:00", CONFIDENCE_MISSING},
        {"1 wd", "2021-05-05T10:00", CONFIDENCE_MISSING},
        {"1 wd", "2027-08-31T10:00", CONFIDENCE_LOW},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct clock_case k = kase(rows[i].rule, rows[i].start);
        const struct clock_due d = due_of(*state, &k);
        if (d.confidence != rows[i].confidence)
            fail_msg("row %zu: %d", i, (int)d.confidence);
        assert_true(d.provisional == (rows[i].confidence >= CONFIDENCE_LOW));
    }
}

static void test_clock__steps_share_the_time(void **state)
{
    struct ctx *c = *state;
    struct clock_case k = kase("3 wd", "2026-11-19T14:00");
    const int64_t shares[] = {4, 12, 8}, bad[] = {-1, 5}, zero[] = {0, 0};
    instant steps[3];
    assert_int_equal(clock_split(c, worktime_shipped(), &k, shares, 3, steps), RC_OK);
    assert_int_equal(steps[0].us, at("2026-11-20T11:30").us);
    assert_int_equal(steps[1].us, at("2026-11-23T17:30").us);
    assert_int_equal(steps[2].us, at("2026-11-25T17:30").us);
    k = kase("8 h", "2026-11-20T16:00");
    const int64_t halves[] = {1, 1, 0};
    assert_int_equal(clock_split(c, worktime_shipped(), &k, halves, 3, steps), RC_OK);
    assert_int_equal(steps[0].us, at("2026-11-23T10:00").us);
    assert_true(steps[1].us == at("2026-11-23T16:00").us && steps[2].us == steps[1].us);
    struct clock_stop stop = {.from = at("2026-11-23T07:30"), .to = at("2026-11-23T13:30")};
    k.stops = &stop;
    k.stop_count = 1;
    assert_int_equal(clock_split(c, worktime_shipped(), &k, halves, 2, steps), RC_OK);
    assert_int_equal(steps[0].us, at("2026-11-23T16:00").us);
    assert_int_equal(steps[1].us, at("2026-11-25T10:00").us);
    k = kase("3 h_wall", "2026-11-21T22:00");
    assert_int_equal(clock_split(c, worktime_shipped(), &k, (const int64_t[]){1, 2}, 2, steps), RC_OK);
    assert_int_equal(steps[0].us, at("2026-11-21T23:00").us);
    assert_int_equal(clock_split(c, worktime_shipped(), &k, bad, 2, steps), RC_INVALID);
    assert_int_equal(clock_split(c, worktime_shipped(), &k, zero, 2, steps), RC_INVALID);
    assert_string_equal(c->faults->key, "calendar.shares");
}

static void test_clock__states_and_distances(void **state)
{
    struct ctx *c = *state;
    const struct worktime *w = worktime_shipped();
    const instant due = at("2026-11-25T17:30");
    static const struct {
        const char *when, *vi, *en, *done;
    } rows[] = {
        {"2026-11-20T10:00", "Còn 2 ngày làm việc", "2 working days left", "Trả sớm 2 ngày làm việc"},
        {"2026-11-24T10:00", "Còn 1 ngày làm việc", "1 working day left", "Trả sớm 1 ngày làm việc"},
        {"2026-11-25T14:15", "Còn 3 giờ 15 phút", "3 hours 15 minutes left", "Trả đúng hạn"},
        {"2026-11-25T10:15", "Còn 5 giờ 15 phút", "5 hours 15 minutes left", "Trả đúng hạn"},
        {"2026-11-25T18:00", "Quá 30 phút", "30 minutes overdue", "Trả chậm 30 phút"},
        {"2026-11-26T08:00", "Quá 1 ngày làm việc", "1 working day overdue",
         "Trả chậm 1 ngày làm việc"},
        {"2026-11-27T17:00", "Quá 2 ngày làm việc", "2 working days overdue",
         "Trả chậm 2 ngày làm việc"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct due_distance d = clock_distance(w, due, at(rows[i].when));
        assert_str(clock_distance_text(c->mem, LANG_VI, d), rows[i].vi);
        assert_str(clock_distance_text(c->mem, LANG_EN, d), rows[i].en);
        assert_str(clock_state_text(c->mem, LANG_VI, w, due, at(rows[i].when)), rows[i].done);
    }
    const struct due_distance rest = clock_distance(w, at("2026-11-20T17:30"), at("2026-11-22T09:00"));
    assert_str(clock_distance_text(c->mem, LANG_VI, rest), "Quá hạn, đang là ngày nghỉ");
    assert_int_equal(clock_state(w, due, at("2026-11-25T09:00"), false), DUE_ON_TIME);
    assert_int_equal(clock_state(w, due, at("2026-11-25T09:00"), true), DUE_EARLY);
    assert_int_equal(clock_state(w, due, due, true), DUE_ON_TIME);
    assert_int_equal(clock_state(w, due, at("2026-11-24T09:00"), false), DUE_EARLY);
    assert_int_equal(clock_state(w, due, (instant){due.us + 1}, false), DUE_LATE);
}

static void test_clock__the_authority_chooses_day_or_minute_and_amber(void **state)
{
    struct ctx *c = *state;
    const struct worktime *w = worktime_shipped();
    const instant due = at("2026-11-25T17:30");
    const struct setting *const lists[] = {calendar_settings};
    struct settings *s = settings_new(c->mem, lists, 1);
    str why;
    assert_int_equal(clock_punctuality(w, due, at("2026-11-25T09:00")), DUE_ON_TIME);
    assert_true(clock_near(clock_distance(w, due, at("2026-11-23T10:00"))));
    assert_false(clock_near(clock_distance(w, due, at("2026-11-20T10:00"))));
    assert_false(clock_near(clock_distance(w, due, at("2026-11-26T10:00")))); /* red, not amber */
    assert_int_equal(settings_set(s, S("punctuality_by_instant_from"), S("20261125"), SET_FLAG, &why),
                     RC_OK);
    assert_int_equal(settings_set(s, S("due_amber_days"), S("3"), SET_FLAG, &why), RC_OK);
    assert_int_equal(clock_punctuality(w, due, at("2026-11-25T09:00")), DUE_EARLY);
    assert_int_equal(clock_punctuality(w, at("2026-11-24T17:30"), at("2026-11-24T09:00")), DUE_ON_TIME);
    assert_true(clock_near(clock_distance(w, due, at("2026-11-20T10:00"))));
    assert_int_equal(settings_set(s, S("due_amber_days"), S("61"), SET_FLAG, &why), RC_INVALID);
    (void)settings_new(c->mem, lists, 1); /* the defaults again */
}

static void test_clock__time_used_leaves_stops_out(void **state)
{
    struct ctx *c = *state;
    struct clock_stop stops[] = {{.from = at("2026-11-17T07:30"), .to = at("2026-11-17T13:30")},
                                 {.from = at("2026-11-18T13:30"), .to = INSTANT_NONE}};
    struct clock_case k = kase("5 wd", "2026-11-16T13:30");
    int64_t us;
    k.stops = stops;
    k.stop_count = 2;
    assert_int_equal(clock_used(c, worktime_shipped(), &k, at("2026-11-20T10:00"), &us), RC_OK);
    assert_int_equal(us, 12 * HOUR_US); /* 4 + 4 + 4 */
    assert_str(clock_time_text(c->mem, LANG_VI, worktime_shipped(), us), "1 ngày làm việc 4 giờ");
    assert_str(clock_time_text(c->mem, LANG_EN, worktime_shipped(), 16 * HOUR_US), "2 working days");
    assert_str(clock_time_text(c->mem, LANG_VI, worktime_shipped(), 61 * MINUTE_US), "1 giờ 1 phút");
    assert_int_equal(clock_used(c, worktime_shipped(), &k, at("2026-11-16T09:00"), &us), RC_OK);
    assert_int_equal(us, 0);
}

static void assert_days(struct ctx *c, const struct clock_case *k, const char *const *lines,
                        ptrdiff_t n)
{
    struct clock_days days;
    assert_int_equal(clock_explain(c, worktime_shipped(), k, &days), RC_OK);
    for (ptrdiff_t i = 0; i < days.n && i < n; i++)
        assert_str(clock_day_text(c->mem, LANG_VI, &days.v[i]), lines[i]);
    assert_int_equal(days.n, n);
}

static void test_clock__explains_working_days(void **state)
{
    static const char *const lines[] = {
        "thứ Năm 19/11/2026: ngày tiếp nhận, không tính",
        "thứ Sáu 20/11/2026: ngày làm việc thứ 1",
        "thứ Bảy 21/11/2026: ngày nghỉ hằng tuần, không tính",
        "Chủ nhật 22/11/2026: ngày nghỉ hằng tuần, không tính",
        "thứ Hai 23/11/2026: ngày làm việc thứ 2",
        "thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam, không tính",
        "thứ Tư 25/11/2026: ngày làm việc thứ 3, đến hạn",
    };
    const struct clock_case k = kase("3 wd", "2026-11-19T14:00");
    assert_days(*state, &k, lines, 7);
}

static void test_clock__explains_stops_restarts_and_worked_saturdays(void **state)
{
    static const char *const waiting[] = {
        "thứ Hai 16/11/2026: ngày tiếp nhận, không tính",
        "thứ Ba 17/11/2026: ngày làm việc thứ 1",
        "thứ Tư 18/11/2026: đồng hồ dừng: chờ bổ sung, không tính",
        "thứ Năm 19/11/2026: đồng hồ dừng: chờ bổ sung, không tính",
    };
    static const char *const complete[] = {
        "thứ Hai 16/11/2026: trước khi hồ sơ đầy đủ, không tính",
        "thứ Ba 17/11/2026: trước khi hồ sơ đầy đủ, không tính",
        "thứ Tư 18/11/2026: đồng hồ dừng: chờ bổ sung, không tính",
        "thứ Năm 19/11/2026: ngày hồ sơ đầy đủ, tính lại từ đầu, không tính",
        "thứ Sáu 20/11/2026: ngày làm việc thứ 1, đến hạn",
    };
    static const char *const saturday[] = {
        "thứ Sáu 25/04/2025: ngày tiếp nhận, không tính",
        "thứ Bảy 26/04/2025: Làm bù cho 02/05/2025 (30/4–1/5/2025), ngày làm việc thứ 1, đến hạn",
    };
    struct clock_stop ask = {.from = at("2026-11-18T10:00"),
                             .to = INSTANT_NONE,
                             .restart = true,
                             .ground = S("chờ bổ sung")};
    struct clock_case k = kase("1 wd", "2026-11-16T09:00");
    k.rule.n = 10;
    k.stops = &ask;
    k.stop_count = 1;
    assert_days(*state, &k, waiting, 4); /* up to now, 19/11 */
    ask.to = at("2026-11-19T10:00");
    k.rule.n = 1;
    assert_days(*state, &k, complete, 5);
    k = kase("1 wd", "2025-04-25T10:00");
    assert_days(*state, &k, saturday, 2);
}

static void test_clock__explains_hours_and_calendar_days(void **state)
{
    static const char *const hours[] = {
        "thứ Hai 23/11/2026: tính 1 giờ",
        "thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam, không tính",
        "thứ Tư 25/11/2026: tính 7 giờ, đến hạn",
    };
    static const char *const days[] = {
        "thứ Năm 19/11/2026: ngày tiếp nhận, không tính",
        "thứ Sáu 20/11/2026: ngày thứ 1",
        "thứ Bảy 21/11/2026: ngày thứ 2",
        "Chủ nhật 22/11/2026: ngày nghỉ hằng tuần, không tính",
        "thứ Hai 23/11/2026: ngày cuối rơi vào ngày nghỉ, chuyển sang ngày làm việc tiếp theo, đến hạn",
    };
    static const char *const same[] = {
        "thứ Sáu 20/11/2026: tiếp nhận trước giờ chốt, trả trong ngày, đến hạn"};
    struct clock_case k = kase("8 h", "2026-11-23T16:30");
    assert_days(*state, &k, hours, 3);
    k = kase("2 d", "2026-11-19T10:00");
    assert_days(*state, &k, days, 5);
    k = kase("same_day_15h", "2026-11-20T14:59");
    assert_days(*state, &k, same, 1);
}

static void test_clock__rules_are_read_strictly(void **state)
{
    static const char *const bad[] = {"",
                                      "wd",
                                      "0 wd",
                                      "-3 wd",
                                      "+3 wd",
                                      "3.5 wd",
                                      "10000 wd",
                                      "3 w",
                                      "3 wd x",
                                      "3",
                                      "same_day",
                                      "same_day_",
                                      "same_day_15",
                                      "same_day_25h",
                                      "same_day_15h6",
                                      "same_day_15h60",
                                      "same_day_-1h",
                                      "03wd h",
                                      "999999999999 d",
                                      "same_day_after_"};
    static const char *const good[] = {
        "3 wd", "8 h", "15 d", "2 h_wall", "same_day_15h", "same_day_14h30", "same_day_after_15h"};
    struct ctx *c = *state;
    struct due_rule r = {.n = 77};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (due_rule_parse(str_of(bad[i]), &r))
            fail_msg("took \"%s\"", bad[i]);
    assert_int_equal(r.n, 77);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(due_rule_parse(str_of(good[i]), &r));
        assert_str(due_rule_write(c->mem, r), good[i]);
    }
    assert_true(due_rule_parse(S(" 3wd "), &r));
    assert_str(due_rule_text(c->mem, LANG_VI, r), "3 ngày làm việc");
    r.n = 1;
    assert_str(due_rule_text(c->mem, LANG_EN, r), "1 working day");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_clock__vectors_of_the_law),
        TEST(test_clock__a_completed_dossier_starts_again),
        TEST(test_clock__a_stop_takes_the_days_it_closes),
        TEST(test_clock__refuses_a_broken_ledger),
        TEST(test_clock__one_extension_in_time_to_a_later_worked_day),
        TEST(test_clock__what_rests_on_doubtful_days_is_provisional),
        TEST(test_clock__steps_share_the_time),
        TEST(test_clock__states_and_distances),
        TEST(test_clock__the_authority_chooses_day_or_minute_and_amber),
        TEST(test_clock__time_used_leaves_stops_out),
        TEST(test_clock__explains_working_days),
        TEST(test_clock__explains_stops_restarts_and_worked_saturdays),
        TEST(test_clock__explains_hours_and_calendar_days),
        TEST(test_clock__rules_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
