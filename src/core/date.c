/*
 * date.c - see date.h. Days and civil dates convert by whole 400-year eras, without
 * tables and without loops (the method of H. Hinnant's "chrono-compatible low-level
 * date algorithms").
 */
#include "core/date.h"

#define VIETNAM_US (7 * HOUR_US)
#define EPOCH_SHIFT 719468 /* days from 0000-03-01 to 1970-01-01 */
#define ERA_DAYS 146097

bool date_is_none(date d)
{
    return d.day == INT32_MIN;
}

bool instant_is_none(instant t)
{
    return t.us == INT64_MIN;
}

static bool leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool civil_valid(struct civil c)
{
    static const int8_t length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (c.year < 1 || c.year > 9999 || c.month < 1 || c.month > 12 || c.day < 1)
        return false;
    return c.day <= length[c.month - 1] + (c.month == 2 && leap(c.year));
}

date date_from_civil(struct civil c)
{
    const int32_t y = c.month <= 2 ? c.year - 1 : c.year; /* the year starts in March */
    const int32_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    const int32_t of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
    const int32_t day = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return (date){era * ERA_DAYS + day - EPOCH_SHIFT};
}

struct civil date_civil(date d)
{
    const int64_t z = (int64_t)d.day + EPOCH_SHIFT;
    const int64_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
    const int32_t day = (int32_t)(z - era * ERA_DAYS);
    const int32_t of_era = (day - day / 1460 + day / 36524 - day / (ERA_DAYS - 1)) / 365;
    const int32_t of_year = day - (365 * of_era + of_era / 4 - of_era / 100);
    const int32_t m = (5 * of_year + 2) / 153;
    const int32_t month = m < 10 ? m + 3 : m - 9;
    return (struct civil){(int32_t)(of_era + era * 400) + (month <= 2), month,
                          of_year - (153 * m + 2) / 5 + 1};
}

int date_weekday(date d)
{
    const int64_t since_monday = ((int64_t)d.day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(since_monday < 0 ? since_monday + 8 : since_monday + 1);
}

date date_add(date d, int32_t days)
{
    date sum;
    BUG_IF(date_is_none(d) || __builtin_add_overflow(d.day, days, &sum.day));
    return sum;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Split before adding: an instant near the ends of int64 must not overflow. */
static int64_t local_days(instant t)
{
    const int64_t days = floor_div(t.us, DAY_US);
    return days + (t.us - days * DAY_US + VIETNAM_US >= DAY_US);
}

date instant_date(instant t)
{
    return instant_is_none(t) ? DATE_NONE : (date){(int32_t)local_days(t)};
}

int64_t instant_time_of_day(instant t)
{
    const int64_t rest = t.us - floor_div(t.us, DAY_US) * DAY_US + VIETNAM_US;
    return rest >= DAY_US ? rest - DAY_US : rest;
}

instant instant_at(date d, int64_t time_of_day_us)
{
    return (instant){(int64_t)d.day * DAY_US + time_of_day_us - VIETNAM_US};
}

/* Exactly `n` digits at the start of *s, which is moved past them. */
static bool digits(str *s, int n, int32_t *ret_value)
{
    int32_t v = 0;
    if (s->n < n)
        return false;
    for (int i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        v = v * 10 + (s->p[i] - '0');
    }
    *s = str_sub(*s, n, s->n - n);
    *ret_value = v;
    return true;
}

static bool mark(str *s, char ch)
{
    if (s->n == 0 || s->p[0] != ch)
        return false;
    *s = str_sub(*s, 1, s->n - 1);
    return true;
}

static bool take_date(str *s, date *ret_date)
{
    struct civil c;
    if (!digits(s, 4, &c.year) || !mark(s, '-') || !digits(s, 2, &c.month) || !mark(s, '-') ||
        !digits(s, 2, &c.day) || !civil_valid(c))
        return false;
    *ret_date = date_from_civil(c);
    return true;
}

bool date_parse(str s, date *ret_date)
{
    date d;
    if (!take_date(&s, &d) || s.n)
        return false;
    *ret_date = d;
    return true;
}

/* +07:00, -03:30, Z, or nothing, which means Vietnam. */
static bool take_offset(str *s, int64_t *ret_us)
{
    int32_t hours, minutes;
    *ret_us = VIETNAM_US;
    if (s->n == 0)
        return true;
    if (mark(s, 'Z')) {
        *ret_us = 0;
        return true;
    }
    const bool west = s->p[0] == '-';
    if ((!west && s->p[0] != '+') || !mark(s, s->p[0]) || !digits(s, 2, &hours) || !mark(s, ':') ||
        !digits(s, 2, &minutes) || hours > 14 || minutes > 59)
        return false;
    *ret_us = (west ? -1 : 1) * (hours * HOUR_US + minutes * MINUTE_US);
    return true;
}

bool instant_parse(str s, instant *ret_instant)
{
    date d;
    int32_t hour, minute, second = 0;
    int64_t offset;
    if (!take_date(&s, &d) || !mark(&s, 'T') || !digits(&s, 2, &hour) || !mark(&s, ':') ||
        !digits(&s, 2, &minute) || (mark(&s, ':') && !digits(&s, 2, &second)))
        return false;
    if (!take_offset(&s, &offset) || s.n || hour > 23 || minute > 59 || second > 59)
        return false;
    *ret_instant = (instant){(int64_t)d.day * DAY_US + hour * HOUR_US + minute * MINUTE_US +
                             second * SECOND_US - offset};
    return true;
}

bool time_of_day_parse(str s, int64_t *ret_us)
{
    int32_t hour, minute;
    if (!digits(&s, s.n == 4 ? 1 : 2, &hour) || !mark(&s, ':') || !digits(&s, 2, &minute) || s.n)
        return false;
    if (minute > 59 || hour > 24 || (hour == 24 && minute))
        return false;
    *ret_us = hour * HOUR_US + minute * MINUTE_US;
    return true;
}

str date_iso(struct arena *mem, date d)
{
    const struct civil c = date_civil(d);
    return date_is_none(d) ? STR_NONE : str_fmt(mem, "%04d-%02d-%02d", c.year, c.month, c.day);
}

str instant_iso(struct arena *mem, instant t)
{
    if (instant_is_none(t))
        return STR_NONE;
    const struct civil c = date_civil(instant_date(t));
    const int seconds = (int)(instant_time_of_day(t) / SECOND_US);
    return str_fmt(mem, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", c.year, c.month, c.day, seconds / 3600,
                   seconds / 60 % 60, seconds % 60);
}

str instant_compact(struct arena *mem, instant t)
{
    const struct civil c = date_civil(instant_date(t));
    return str_fmt(mem, "%02d%02d%02d", c.year % 100, c.month, c.day);
}
