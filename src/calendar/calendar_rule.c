/* calendar_rule.c - how a deadline is written: "3 wd", "8 h", "15 d", "same_day_15h". See clock.h. */
#include "calendar/clock.h"

static const char *const unit_words[DUE_UNIT_COUNT] = {[DUE_WORKING_DAYS] = "wd",
                                                       [DUE_HOURS] = "h",
                                                       [DUE_DAYS] = "d",
                                                       [DUE_SAME_DAY] = "",
                                                       [DUE_WALL_HOURS] = "h_wall"};

#define RULE_MAX 9999

/* "15h" or "14h30", minutes since midnight. */
static bool parse_cutoff(str s, int16_t *ret_minutes)
{
    const struct str_cut cut = str_cut(s, 'h');
    int64_t hour, minute = 0;
    if (!cut.found || cut.head.n > 2 || !str_to_i64(cut.head, &hour) || hour < 1 || hour > 23)
        return false;
    if (cut.tail.n && (cut.tail.n != 2 || !str_to_i64(cut.tail, &minute) || minute < 0 || minute > 59))
        return false;
    *ret_minutes = (int16_t)(hour * 60 + minute);
    return true;
}

static bool parse_same_day(str s, struct due_rule *ret_rule)
{
    const bool strict = str_starts(s, S("after_"));
    struct due_rule r = {.unit = DUE_SAME_DAY, .cutoff_strict = strict};
    if (!parse_cutoff(strict ? str_sub(s, 6, s.n) : s, &r.cutoff))
        return false;
    *ret_rule = r;
    return true;
}

bool due_rule_parse(str s, struct due_rule *ret_rule)
{
    static const str same_day = S_INIT("same_day_");
    ptrdiff_t digits = 0;
    int64_t n;
    s = str_trim(s);
    if (str_starts(s, same_day))
        return parse_same_day(str_sub(s, same_day.n, s.n), ret_rule);
    while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
        digits++;
    if (digits > 4 || !str_to_i64(str_sub(s, 0, digits), &n) || n < 1 || n > RULE_MAX)
        return false;
    const str unit = str_trim(str_sub(s, digits, s.n));
    for (int i = 0; i < DUE_UNIT_COUNT; i++)
        if (unit.n && str_eq(unit, str_of(unit_words[i]))) {
            *ret_rule = (struct due_rule){.unit = (enum due_unit)i, .n = (int32_t)n};
            return true;
        }
    return false;
}

static str cutoff_word(struct arena *mem, struct due_rule r)
{
    const int hour = r.cutoff / 60, minute = r.cutoff % 60;
    return minute ? str_fmt(mem, "%dh%02d", hour, minute) : str_fmt(mem, "%dh", hour);
}

str due_rule_write(struct arena *mem, struct due_rule r)
{
    BUG_IF((unsigned)r.unit >= DUE_UNIT_COUNT);
    if (r.unit == DUE_SAME_DAY)
        return str_fmt(mem, "same_day_%s%.*s", r.cutoff_strict ? "after_" : "",
                       STR_ARG(cutoff_word(mem, r)));
    return str_fmt(mem, "%d %s", r.n, unit_words[r.unit]);
}

str due_rule_text(struct arena *mem, enum lang lang, struct due_rule r)
{
    static const char *const one[DUE_UNIT_COUNT] = {
        [DUE_WORKING_DAYS] = "calendar.rule.wd.one",
        [DUE_HOURS] = "calendar.rule.h.one",
        [DUE_DAYS] = "calendar.rule.d.one",
        [DUE_SAME_DAY] = "calendar.rule.same_day",
        [DUE_WALL_HOURS] = "calendar.rule.h_wall.one",
    };
    static const char *const many[DUE_UNIT_COUNT] = {
        [DUE_WORKING_DAYS] = "calendar.rule.wd",
        [DUE_HOURS] = "calendar.rule.h",
        [DUE_DAYS] = "calendar.rule.d",
        [DUE_SAME_DAY] = "calendar.rule.same_day",
        [DUE_WALL_HOURS] = "calendar.rule.h_wall",
    };
    const str arg = r.unit == DUE_SAME_DAY ? str_fmt(mem, "%02d:%02d", r.cutoff / 60, r.cutoff % 60)
                                           : text_number(mem, lang, r.n);
    return text_fmt(mem, lang, r.n == 1 ? one[r.unit] : many[r.unit], &arg, 1);
}
