/* org_words.c - published hours as people read them. */
#include "org/org.h"

str org_day_hours_text(struct arena *mem, const struct unit_hours *v, ptrdiff_t n, int64_t weekday)
{
    str *parts = NEW_N(mem, str, n);
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        if (v[i].weekday == weekday)
            parts[count++] = str_fmt(mem, "%02d:%02d–%02d:%02d", (int)(v[i].from_us / HOUR_US),
                                     (int)(v[i].from_us / MINUTE_US % 60), (int)(v[i].to_us / HOUR_US),
                                     (int)(v[i].to_us / MINUTE_US % 60));
    return str_join(mem, parts, count, S(", "));
}

/* Parts "07:30" and "11:30" of "07:30 – 11:30". */
static bool parse_span(str span, struct unit_hours *to)
{
    static const char *const dashes[] = {"–", "—", "-"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        const str dash = str_of(dashes[i]);
        const ptrdiff_t at = str_find(span, dash);
        if (at < 0)
            continue;
        const str to_text = str_trim(str_sub(span, at + dash.n, span.n));
        if (str_eq(to_text, S("24:00")))
            to->to_us = DAY_US;
        else if (!time_of_day_parse(to_text, &to->to_us))
            return false;
        return time_of_day_parse(str_trim(str_sub(span, 0, at)), &to->from_us);
    }
    return false;
}

bool org_day_hours_parse(str text, int64_t weekday, struct unit_hours *to, ptrdiff_t max,
                         ptrdiff_t *ret_n)
{
    if (!str_trim(text).n)
        return true;
    for (struct str_cut cut = str_cut(text, ',');; cut = str_cut(cut.tail, ',')) {
        struct unit_hours x = {.weekday = weekday};
        if (*ret_n == max || !parse_span(str_trim(cut.head), &x))
            return false;
        to[(*ret_n)++] = x;
        if (!cut.found)
            return true;
    }
}

static str weekday_text(enum lang lang, int64_t weekday)
{
    return text_weekday(lang, (date){(int32_t)(3 + weekday)}); /* day 4 was a Monday */
}

/* "thứ Hai–thứ Sáu 07:30–11:30, 13:30–17:30; thứ Bảy 07:30–11:30": equal days in a row as one. */
str org_week_hours_text(struct arena *mem, enum lang lang, const struct unit_hours *v, ptrdiff_t n)
{
    str parts[7];
    ptrdiff_t count = 0;
    for (int64_t from = 1, to; from <= 7; from = to + 1) {
        const str spans = org_day_hours_text(mem, v, n, from);
        for (to = from; to < 7 && str_eq(spans, org_day_hours_text(mem, v, n, to + 1)); to++)
            ;
        if (!spans.n)
            continue;
        const str first = weekday_text(lang, from), last = weekday_text(lang, to);
        parts[count++] =
            from == to ? str_fmt(mem, "%.*s %.*s", STR_ARG(first), STR_ARG(spans))
                       : str_fmt(mem, "%.*s–%.*s %.*s", STR_ARG(first), STR_ARG(last), STR_ARG(spans));
    }
    return str_join(mem, parts, count, S("; "));
}
