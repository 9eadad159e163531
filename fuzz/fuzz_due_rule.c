/* fuzz_due_rule.c - a rule that is taken is written back the same, and gives a date or a reason;
   working hours and calendar packs are read without harm. */
#include "fuzz.h"

#include "calendar/clock.h"

static void try_rule(struct ctx *c, struct due_rule r)
{
    struct clock_case k = {
        .start = {INT64_C(1795071600) * SECOND_US}, .rule = r, .extended_at = INSTANT_NONE};
    struct clock_due d;
    struct clock_days days;
    if (clock_due(c, worktime_shipped(), &k, &d) != RC_OK) {
        FUZZ_CHECK(c->faults);
        return;
    }
    FUZZ_CHECK(d.due.us > k.start.us);
    if (clock_explain(c, worktime_shipped(), &k, &days) == RC_OK)
        FUZZ_CHECK(days.n > 0 && days.v[days.n - 1].due);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx c = {.mem = fuzz_arena()};
    const str s = {(const char *)bytes, (ptrdiff_t)n};
    struct due_rule r, again;
    struct hours h, h2;
    struct calendar_source source;
    const struct calendar *cal;
    if (due_rule_parse(s, &r)) {
        FUZZ_CHECK(due_rule_parse(due_rule_write(c.mem, r), &again));
        FUZZ_CHECK(again.unit == r.unit && again.n == r.n && again.cutoff == r.cutoff &&
                   again.cutoff_strict == r.cutoff_strict);
        FUZZ_CHECK(due_rule_text(c.mem, LANG_VI, r).n > 0);
        try_rule(&c, r);
    }
    if (hours_parse(s, &h))
        FUZZ_CHECK(hours_valid(&h) && hours_parse(hours_write(c.mem, &h), &h2));
    if (calendar_read_pack(&c, s, &source) == RC_OK)
        FUZZ_CHECK(calendar_compile(&c, c.mem, &source, &cal) == RC_OK || c.faults);
    return 0;
}
