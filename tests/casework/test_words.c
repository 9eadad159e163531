/*
 * test_words.c - the due chip, moments and days as people read them, in both languages: one
 * row a case, for staff and citizens alike.
 */
#include "lib_test.h"

#include "casework/casework_words_view.h"

static struct arena *mem;

static instant at(const char *text)
{
    instant t = INSTANT_NONE;
    assert_true(!*text || instant_parse(str_of(text), &t));
    return t;
}

/* "tone icon text|when" */
static str chip(enum lang lang, const struct words_due_in *in)
{
    const struct web_due d = words_due(mem, lang, in);
    return str_fmt(mem, "%.*s %.*s %.*s|%.*s", STR_ARG(d.tone), STR_ARG(d.icon), STR_ARG(d.text),
                   STR_ARG(d.when));
}

static void due_chips(void **state)
{
    (void)state;
    static const struct {
        enum work_status status;
        const char *due, *finished, *since;
        bool provisional;
        const char *vi, *en;
    } cases[] = {
        {WORK_PROCESSING, "2026-11-26T17:30", "", "", false,
         " clock Còn 2 ngày làm việc|thứ Năm 26/11, 17:30",
         " clock 2 working days left|Thursday 26 November 2026, 17:30"},
        {WORK_PROCESSING, "2026-11-26T17:30", "", "", true,
         " clock Còn 2 ngày làm việc|thứ Năm 26/11, 17:30 (tạm tính)",
         " clock 2 working days left|Thursday 26 November 2026, 17:30 (provisional)"},
        {WORK_APPROVING, "2026-11-23T11:30", "", "", false,
         "warn clock Còn 3 giờ 15 phút|hôm nay, 11:30",
         "warn clock 3 hours 15 minutes left|today, 11:30"},
        {WORK_PROCESSING, "2026-11-20T17:30", "", "2026-11-18T09:00", false,
         "bad warn Quá 1 ngày làm việc|thứ Sáu 20/11, 17:30",
         "bad warn 1 working day overdue|Friday 20 November 2026, 17:30"},
        {WORK_WAITING, "", "", "2026-11-23T08:00", false, "mute ring Chờ tiếp nhận|từ hôm nay, 08:00",
         "mute ring To be accepted|since today, 08:00"},
        {WORK_SUPPLEMENT, "", "", "2026-11-18T10:00", false,
         "mute pause Đồng hồ dừng|từ thứ Tư 18/11, 10:00",
         "mute pause Clock stopped|since Wednesday 18 November 2026, 10:00"},
        {WORK_SUPPLEMENT, "", "", "", false, "mute pause Đồng hồ dừng|", "mute pause Clock stopped|"},
        {WORK_PROCESSING, "", "", "", false, "mute ring Chưa có hạn trả|",
         "mute ring No due date yet|"},
        {WORK_ISSUED, "2026-11-25T17:30", "2026-11-23T08:00", "", false,
         "ok check Trả sớm 1 ngày làm việc|hẹn thứ Tư 25/11, 17:30",
         "ok check Returned 1 working day early|due Wednesday 25 November 2026, 17:30"},
        {WORK_RETURNED, "2026-11-20T17:30", "2026-11-20T17:00", "", false,
         "ok check Trả đúng hạn|hẹn thứ Sáu 20/11, 17:30",
         "ok check Returned on time|due Friday 20 November 2026, 17:30"},
        {WORK_RETURNED, "2025-12-30T17:30", "2026-01-05T08:00", "", false,
         "bad warn Trả chậm 2 ngày làm việc|hẹn thứ Ba 30/12/2025, 17:30",
         "bad warn Returned 2 working days late|due Tuesday 30 December 2025, 17:30"},
        /* What ended without a result was neither early nor late. */
        {WORK_REFUSED, "2026-11-25T17:30", "2026-11-20T08:00", "", false,
         "mute ring Đã kết thúc|hẹn thứ Tư 25/11, 17:30",
         "mute ring Over|due Wednesday 25 November 2026, 17:30"},
        {WORK_WITHDRAWN, "", "2026-11-20T08:00", "", false, "mute ring Đã kết thúc|",
         "mute ring Over|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct words_due_in in = {.w = worktime_shipped(),
                                        .status = cases[i].status,
                                        .due = at(cases[i].due),
                                        .finished = at(cases[i].finished),
                                        .since = at(cases[i].since),
                                        .provisional = cases[i].provisional,
                                        .now = at("2026-11-23T08:15")};
        assert_str(chip(LANG_VI, &in), cases[i].vi);
        assert_str(chip(LANG_EN, &in), cases[i].en);
    }
}

static void days_and_moments(void **state)
{
    (void)state;
    const instant now = at("2026-11-23T08:15");
    assert_str(words_moment(mem, LANG_VI, at("2026-11-23T17:30"), now), "hôm nay, 17:30");
    assert_str(words_moment(mem, LANG_VI, at("2026-12-06T07:05"), now), "Chủ nhật 06/12, 07:05");
    assert_str(words_moment(mem, LANG_VI, at("2027-01-04T07:05"), now), "thứ Hai 04/01/2027, 07:05");
    assert_str(words_day(mem, LANG_VI, instant_date(at("2026-11-25T00:00")), now), "thứ Tư 25/11");
    assert_str(words_day(mem, LANG_VI, instant_date(at("2027-01-04T00:00")), now),
               "thứ Hai 04/01/2027");
    assert_str(words_day(mem, LANG_EN, instant_date(at("2026-11-25T00:00")), now),
               "Wednesday 25 November");
    assert_str(words_weekday(LANG_VI, instant_date(now)), "T2");
    assert_str(words_weekday(LANG_VI, instant_date(at("2026-11-29T00:00"))), "CN");
    assert_str(words_weekday(LANG_EN, instant_date(now)), "Mon");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(due_chips),
        cmocka_unit_test(days_and_moments),
    };
    mem = arena_new((size_t)1 << 20);
    const int bad = cmocka_run_group_tests_name("words", tests, NULL, NULL);
    arena_free(mem);
    return bad;
}
