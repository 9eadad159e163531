/*
 * test_oracle.c - ten thousand random cases against oracle.py, which counts day by day in
 * another language. The seed is printed; MOTCUA_SEED repeats a run.
 */
#include "calendar/lib_oracle.h"

#include "calendar/clock.h"
#include "core/embed.h"

/* The shipped pack with Saturdays worked and without make-up days. */
static const struct calendar *saturdays(struct ctx *c)
{
    const struct calendar *cal;
    struct calendar_source s;
    const struct embed *e = embed_packs;
    while (strcmp(e->name, "calendars/vn.json"))
        e++;
    assert_int_equal(calendar_read_pack(c, (str){(const char *)e->bytes, (ptrdiff_t)e->size}, &s),
                     RC_OK);
    struct calendar_day *days = NEW_N(c->mem, struct calendar_day, s.day_count);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.day_count; i++)
        if (s.days[i].kind != DAY_MAKEUP)
            days[n++] = s.days[i];
    s.days = days;
    s.day_count = n;
    s.rest_days = 1u << 7;
    assert_int_equal(calendar_compile(c, c->mem, &s, &cal), RC_OK);
    return cal;
}

struct known {
    str hours;
    bool saturdays;
    const struct worktime *w;
} known[8];
static int known_count;

static const struct worktime *worktime_of(struct ctx *c, str calendar, str text)
{
    static const struct calendar *with_saturdays;
    const bool six = str_eq(calendar, S("1"));
    struct hours h;
    for (int i = 0; i < known_count; i++)
        if (known[i].saturdays == six && str_eq(known[i].hours, text))
            return known[i].w;
    assert_true(hours_parse(text, &h));
    assert_str(hours_write(c->mem, &h), str_c(c->mem, text));
    if (six && !with_saturdays)
        with_saturdays = saturdays(c);
    const struct worktime *w = worktime_compile(c->mem, six ? with_saturdays : calendar_shipped(), &h);
    assert_true(known_count < 8);
    known[known_count++] = (struct known){text, six, w};
    return w;
}

static ptrdiff_t read_stops(str text, struct clock_stop *stops)
{
    ptrdiff_t n = 0;
    for (struct str_cut cut = {.tail = text, .found = text.n > 0}; cut.found; n++) {
        cut = str_cut(cut.tail, ',');
        const struct str_cut from = str_cut(cut.head, '/'), to = str_cut(from.tail, '/');
        stops[n] = (struct clock_stop){.restart = str_eq(to.tail, S("r"))};
        assert_true(instant_parse(from.head, &stops[n].from) && instant_parse(to.head, &stops[n].to));
    }
    return n;
}

static void check_case(struct ctx *c, str line)
{
    str part[8];
    struct clock_stop stops[4];
    struct clock_due got;
    struct clock_days days;
    instant want;
    str rest = line;
    for (int i = 0; i < 8; i++) {
        const struct str_cut cut = str_cut(rest, '|');
        part[i] = cut.head;
        rest = cut.tail;
    }
    struct clock_case k = {.stops = stops, .extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    const struct str_cut extension = str_cut(part[4], '/');
    assert_true(due_rule_parse(part[1], &k.rule) && instant_parse(part[2], &k.start) &&
                instant_parse(part[6], &want));
    if (part[4].n)
        assert_true(instant_parse(extension.head, &k.extended_at) &&
                    date_parse(extension.tail, &k.extended_to));
    k.stop_count = read_stops(part[3], stops);
    const struct worktime *w = worktime_of(c, part[0], part[5]);
    const struct arena_mark mark = arena_mark(c->mem);
    if (clock_due(c, w, &k, &got) != RC_OK || got.due.us != want.us ||
        !str_eq(calendar_confidence_word(got.confidence), part[7]))
        fail_msg("%.*s\n  got %.*s", STR_ARG(line), STR_ARG(instant_iso(c->mem, got.due)));
    /* The explanation ends at the due date and counts as many days as the rule says. */
    assert_int_equal(clock_explain(c, w, &k, &days), RC_OK);
    int64_t counted = 0;
    for (ptrdiff_t i = 0; i < days.n; i++)
        counted += days.v[i].counted;
    assert_true(days.n > 0 && days.v[days.n - 1].due);
    if (!part[4].n && (k.rule.unit == DUE_WORKING_DAYS || k.rule.unit == DUE_DAYS))
        if (counted != k.rule.n)
            fail_msg("%.*s\n  explained %lld days", STR_ARG(line), (long long)counted);
    arena_reset(c->mem, mark);
}

static void test_clock__agrees_with_a_day_by_day_oracle(void **state)
{
    struct ctx *c = *state;
    static const char *const cases[] = {"10000", NULL};
    int count = 0;
    str text = oracle_says(c->mem, "tests/calendar/oracle.py", cases);
    for (int i = 0; i < 6; i++) /* compiled before the marks of single cases */
        (void)worktime_of(c, i % 2 ? S("1") : S("0"),
                          i < 2   ? S("1-5 07:30-11:30,13:30-17:30")
                          : i < 4 ? S("1-5 07:00-11:30,13:30-17:00; 6 07:30-11:30")
                                  : S("1-4 08:00-12:00,13:00-17:00; 5 08:00-12:00,13:00-16:00; 6 "
                                      "08:00-10:00,10:30-12:00"));
    while (text.n) {
        const struct str_cut cut = str_cut(text, '\n');
        check_case(c, cut.head);
        text = cut.tail;
        count++;
    }
    assert_int_equal(count, 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_clock__agrees_with_a_day_by_day_oracle)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
