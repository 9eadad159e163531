/* i18n.c - looks texts up by binary search; see i18n.h. */
#include "core/i18n.h"

#include <string.h>

#include "core/buf.h"
#include "core/i18n_table.h"

#define TEXT_MAX ((size_t)64 * 1024)

str text_at(enum lang lang, int index)
{
    BUG_IF(index < 0 || index >= text_row_count || (unsigned)lang >= LANG_COUNT);
    return str_of(text_rows[index].text[lang]);
}

static int find(const char *key)
{
    int low = 0, high = text_row_count;
    while (low < high) {
        const int middle = low + (high - low) / 2, order = strcmp(key, text_rows[middle].key);
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

bool text_has(const char *key)
{
    return find(key) >= 0;
}

str text_get(enum lang lang, const char *key)
{
    return text_at(lang, find(key));
}

/* {0} {1} ... are replaced; any other brace is text. An argument not given is left out. */
str text_fmt(struct arena *mem, enum lang lang, const char *key, const str *args, int count)
{
    const str text = text_get(lang, key);
    struct buf b = buf_new(mem, TEXT_MAX);
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i + 2 < text.n; i++) {
        const int number = text.p[i + 1] - '0';
        if (text.p[i] != '{' || text.p[i + 2] != '}' || number < 0 || number > 9)
            continue;
        buf_add(&b, str_sub(text, from, i - from));
        if (number < count)
            buf_add(&b, args[number]);
        from = i + 3;
        i += 2;
    }
    buf_add(&b, str_sub(text, from, text.n - from));
    return buf_str(&b);
}

str text_number(struct arena *mem, enum lang lang, int64_t n)
{
    char text[32];
    size_t at = sizeof text;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    for (int count = 0; count == 0 || rest; count++, rest /= 10) {
        if (count && count % 3 == 0)
            text[--at] = lang == LANG_VI ? '.' : ',';
        text[--at] = (char)('0' + rest % 10);
    }
    if (n < 0)
        text[--at] = '-';
    return str_dup(mem, (str){text + at, (ptrdiff_t)(sizeof text - at)});
}

str text_money(struct arena *mem, enum lang lang, int64_t vnd)
{
    const str number = text_number(mem, lang, vnd);
    return vnd == 0 ? text_get(lang, "core.money.free") : text_fmt(mem, lang, "core.money", &number, 1);
}

str text_money_slip(struct arena *mem, enum lang lang, int64_t vnd)
{
    const str number = text_number(mem, lang, vnd);
    return text_fmt(mem, lang, "core.money.slip", &number, 1);
}

str text_weekday(enum lang lang, date d)
{
    static const char *const keys[] = {"core.weekday.1", "core.weekday.2", "core.weekday.3",
                                       "core.weekday.4", "core.weekday.5", "core.weekday.6",
                                       "core.weekday.7"};
    return text_get(lang, keys[date_weekday(d) - 1]);
}

static str month_name(enum lang lang, int32_t month)
{
    static const char *const keys[] = {"core.month.01", "core.month.02", "core.month.03",
                                       "core.month.04", "core.month.05", "core.month.06",
                                       "core.month.07", "core.month.08", "core.month.09",
                                       "core.month.10", "core.month.11", "core.month.12"};
    return text_get(lang, keys[month - 1]);
}

str text_day(struct arena *mem, enum lang lang, date d)
{
    if (date_is_none(d))
        return S("");
    const struct civil c = date_civil(d);
    const str args[] = {lang == LANG_VI ? str_fmt(mem, "%02d", c.day) : str_fmt(mem, "%d", c.day),
                        month_name(lang, c.month), str_fmt(mem, "%d", c.year)};
    return text_fmt(mem, lang, "core.day", args, 3);
}

str text_date(struct arena *mem, enum lang lang, date d)
{
    if (date_is_none(d))
        return S("");
    const str args[] = {text_weekday(lang, d), text_day(mem, lang, d)};
    return text_fmt(mem, lang, "core.date", args, 2);
}

str text_time(struct arena *mem, enum lang lang, instant t)
{
    if (instant_is_none(t))
        return S("");
    const int minutes = (int)(instant_time_of_day(t) / MINUTE_US);
    const str args[] = {text_date(mem, lang, instant_date(t)),
                        str_fmt(mem, "%02d:%02d", minutes / 60, minutes % 60)};
    return text_fmt(mem, lang, "core.time", args, 2);
}
