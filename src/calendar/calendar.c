/*
 * calendar.c - a version compiled into sums: worked days before each day, the day of each
 * worked number, doubtful days before each day. See calendar.h.
 */
#include "calendar/calendar.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_DAY 10957 /* 2000-01-01 */
#define LAST_DAY 47481  /* 2099-12-31 */
#define DAYS (LAST_DAY - FIRST_DAY + 1)

struct calendar {
    str version;
    struct calendar_day *entries; /* by date */
    ptrdiff_t entry_count;
    int32_t worked_count;
    uint8_t kind[DAYS];
    uint16_t worked_before[DAYS + 1]; /* [i]: worked days before day i */
    uint16_t day_of[DAYS + 1];        /* [n]: day of the n-th worked day, from 0 */
    uint16_t doubtful_before[CONFIDENCE_MISSING][DAYS + 1]; /* days of medium, low, missing */
};
_Static_assert(DAYS < UINT16_MAX, "day numbers fit their sums");

static const char *const kind_words[DAY_KIND_COUNT] = {
    "working", "rest", "holiday", "compensatory", "swap_off", "makeup_workday", "unsettled"};
static const char *const confidence_words[] = {"high", "medium", "low", "missing"};

static int find_word(const char *const *words, int count, str word)
{
    for (int i = 0; i < count; i++)
        if (str_eq(str_of(words[i]), word))
            return i;
    return -1;
}

str calendar_kind_word(enum day_kind kind)
{
    BUG_IF((unsigned)kind >= DAY_KIND_COUNT);
    return str_of(kind_words[kind]);
}

bool calendar_kind_parse(str word, enum day_kind *ret_kind)
{
    const int at = find_word(kind_words, DAY_KIND_COUNT, word);
    if (at < DAY_HOLIDAY)
        return false;
    *ret_kind = (enum day_kind)at;
    return true;
}

str calendar_confidence_word(enum confidence c)
{
    BUG_IF((unsigned)c > CONFIDENCE_MISSING);
    return str_of(confidence_words[c]);
}

bool calendar_confidence_parse(str word, enum confidence *ret_confidence)
{
    const int at = find_word(confidence_words, CONFIDENCE_MISSING, word);
    if (at < 0)
        return false;
    *ret_confidence = (enum confidence)at;
    return true;
}

date calendar_first(void)
{
    return (date){FIRST_DAY};
}

date calendar_last(void)
{
    return (date){LAST_DAY};
}

static int index_of(date d)
{
    BUG_IF(d.day < FIRST_DAY || d.day > LAST_DAY);
    return d.day - FIRST_DAY;
}

static bool kind_works(unsigned kind)
{
    return kind == DAY_WORKING || kind == DAY_MAKEUP;
}

static bool is_rest(unsigned rest_days, date d)
{
    return rest_days >> date_weekday(d) & 1;
}

static int by_date(const void *a, const void *b)
{
    const struct calendar_day *x = a, *y = b;
    return (x->on.day > y->on.day) - (x->on.day < y->on.day);
}

static enum rc check(struct ctx *c, const struct calendar_source *s)
{
    if (s->first_year > s->last_year || s->first_year < 2000 || s->last_year > 2099)
        return fail(c, RC_INVALID, "first_year", "calendar.source.years");
    if ((s->rest_days & ~0xfeu) || (s->rest_days & 0xfe) == 0xfe)
        return fail(c, RC_INVALID, "rest_weekdays", "calendar.source.rest_days");
    for (ptrdiff_t i = 0; i < s->day_count; i++) {
        const struct calendar_day *d = &s->days[i];
        const str field = str_fmt(c->mem, "days[%td]", i);
        const int year = date_civil(d->on).year;
        if (year < s->first_year || year > s->last_year)
            return fail_at(c, RC_INVALID, field, "calendar.source.outside");
        if (d->kind == DAY_MAKEUP && !is_rest(s->rest_days, d->on))
            return fail_at(c, RC_INVALID, field, "calendar.source.not_rest");
    }
    return RC_OK;
}

static enum rc sort_entries(struct ctx *c, struct arena *mem, const struct calendar_source *s,
                            struct calendar *cal)
{
    cal->entries = NEW_N(mem, struct calendar_day, s->day_count);
    cal->entry_count = s->day_count;
    for (ptrdiff_t i = 0; i < s->day_count; i++) {
        struct calendar_day d = s->days[i];
        for (int l = 0; l < LANG_COUNT; l++)
            d.name[l] = str_dup(mem, d.name[l]);
        d.source = str_dup(mem, d.source);
        cal->entries[i] = d;
    }
    qsort(cal->entries, (size_t)cal->entry_count, sizeof *cal->entries, by_date);
    for (ptrdiff_t i = 1; i < cal->entry_count; i++)
        if (cal->entries[i].on.day == cal->entries[i - 1].on.day)
            return fail_at(c, RC_INVALID, date_iso(c->mem, cal->entries[i].on),
                           "calendar.source.twice");
    return RC_OK;
}

static void sum_days(struct calendar *cal, const struct calendar_source *s)
{
    ptrdiff_t at = 0;
    int32_t worked = 0;
    for (int i = 0; i < DAYS; i++) {
        const date d = {FIRST_DAY + i};
        const int year = date_civil(d).year;
        enum confidence sure =
            year < s->first_year || year > s->last_year ? CONFIDENCE_MISSING : CONFIDENCE_HIGH;
        enum day_kind kind = is_rest(s->rest_days, d) ? DAY_REST : DAY_WORKING;
        if (at < cal->entry_count && cal->entries[at].on.day == d.day) {
            const struct calendar_day *e = &cal->entries[at++];
            sure = e->confidence;
            if (e->kind != DAY_UNSETTLED)
                kind = e->kind;
        }
        cal->kind[i] = (uint8_t)kind;
        cal->worked_before[i] = (uint16_t)worked;
        if (kind_works(kind))
            cal->day_of[worked++] = (uint16_t)i;
        for (int k = 0; k < CONFIDENCE_MISSING; k++)
            cal->doubtful_before[k][i + 1] =
                (uint16_t)(cal->doubtful_before[k][i] + ((int)sure == k + 1));
    }
    cal->worked_before[DAYS] = (uint16_t)worked;
    cal->worked_count = worked;
}

enum rc calendar_compile(struct ctx *c, struct arena *mem, const struct calendar_source *source,
                         const struct calendar **ret_calendar)
{
    enum rc rc = check(c, source);
    if (rc)
        return rc;
    struct calendar *cal = NEW(mem, struct calendar);
    cal->version = str_dup(mem, source->version);
    rc = sort_entries(c, mem, source, cal);
    if (rc)
        return rc;
    sum_days(cal, source);
    *ret_calendar = cal;
    return RC_OK;
}

str calendar_version(const struct calendar *cal)
{
    return cal->version;
}

enum day_kind calendar_kind(const struct calendar *cal, date d)
{
    return (enum day_kind)cal->kind[index_of(d)];
}

bool calendar_works(const struct calendar *cal, date d)
{
    return kind_works(cal->kind[index_of(d)]);
}

const struct calendar_day *calendar_entry(const struct calendar *cal, date d)
{
    const struct calendar_day key = {.on = d};
    return bsearch(&key, cal->entries, (size_t)cal->entry_count, sizeof key, by_date);
}

int32_t calendar_worked_between(const struct calendar *cal, date after, date upto)
{
    return (int32_t)cal->worked_before[index_of(upto) + 1] -
           (int32_t)cal->worked_before[index_of(after) + 1];
}

date calendar_nth_worked(const struct calendar *cal, date d, int32_t n)
{
    BUG_IF(n < 0);
    const int at = index_of(d);
    const int64_t number =
        n == 0 ? cal->worked_before[at] : (int64_t)cal->worked_before[at + 1] + n - 1;
    return number < cal->worked_count ? (date){FIRST_DAY + cal->day_of[number]} : DATE_NONE;
}

enum confidence calendar_confidence(const struct calendar *cal, date from, date to)
{
    const int a = index_of(from), b = index_of(to) + 1;
    for (int k = CONFIDENCE_MISSING; k > CONFIDENCE_HIGH; k--)
        if (cal->doubtful_before[k - 1][b] > cal->doubtful_before[k - 1][a])
            return (enum confidence)k;
    return CONFIDENCE_HIGH;
}
