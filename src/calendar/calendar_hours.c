/*
 * calendar_hours.c - working hours of a unit over a calendar. Days are sums of minutes, so
 * both directions (time between, instant after) cost the same for a day and for a year.
 */
#include "calendar/calendar.h"

#include "core/buf.h"

#define DAY_MINUTES 1440

struct worktime {
    const struct calendar *cal;
    struct hours hours;
    int32_t first, days;
    uint32_t minutes_before[]; /* days + 1 of them */
};

struct hours hours_usual(void)
{
    const struct hours_day day = {2, {{450, 690}, {810, 1050}}};
    return (struct hours){{day, day, day, day, day, day}};
}

static bool day_valid(const struct hours_day *d)
{
    if (d->count < 0 || d->count > HOURS_SPANS)
        return false;
    for (int i = 0; i < d->count; i++)
        if (d->span[i].from < (i ? d->span[i - 1].to : 0) || d->span[i].to <= d->span[i].from ||
            d->span[i].to > DAY_MINUTES)
            return false;
    return true;
}

bool hours_valid(const struct hours *h)
{
    for (int i = 0; i < 8; i++)
        if (!day_valid(&h->day[i]))
            return false;
    return h->day[0].count > 0;
}

static bool parse_span(str s, struct hours_span *ret_span)
{
    const struct str_cut ends = str_cut(str_trim(s), '-');
    int64_t from, to;
    if (!time_of_day_parse(ends.head, &from) || !time_of_day_parse(ends.tail, &to))
        return false;
    *ret_span = (struct hours_span){(int16_t)(from / MINUTE_US), (int16_t)(to / MINUTE_US)};
    return true;
}

static bool parse_day(str s, struct hours_day *ret_day)
{
    struct hours_day day = {0};
    for (struct str_cut cut = {.tail = s, .found = true}; cut.found;) {
        cut = str_cut(cut.tail, ',');
        if (day.count == HOURS_SPANS || !parse_span(cut.head, &day.span[day.count]))
            return false;
        day.count++;
    }
    *ret_day = day;
    return day_valid(ret_day);
}

/* "1-5 07:30-11:30": weekdays, one or a range, then the spans. */
static bool parse_group(str s, struct hours *h)
{
    const struct str_cut parts = str_cut(str_trim(s), ' ');
    const str days = parts.head;
    struct hours_day day;
    if ((days.n != 1 && days.n != 3) || (days.n == 3 && days.p[1] != '-'))
        return false;
    const int first = days.p[0] - '0', last = days.p[days.n - 1] - '0';
    if (first < 1 || last > 7 || first > last || !parse_day(str_trim(parts.tail), &day))
        return false;
    for (int i = first; i <= last; i++) {
        if (h->day[i].count)
            return false;
        h->day[i] = day;
    }
    if (first == 1 || h->day[0].count == 0)
        h->day[0] = day;
    return true;
}

bool hours_parse(str s, struct hours *ret_hours)
{
    struct hours h = {0};
    for (struct str_cut cut = {.tail = s, .found = true}; cut.found;) {
        cut = str_cut(cut.tail, ';');
        if (!parse_group(cut.head, &h))
            return false;
    }
    *ret_hours = h;
    return true;
}

static bool day_eq(const struct hours_day *a, const struct hours_day *b)
{
    bool same = a->count == b->count;
    for (int i = 0; same && i < a->count; i++)
        same = a->span[i].from == b->span[i].from && a->span[i].to == b->span[i].to;
    return same;
}

bool hours_eq(const struct hours *a, const struct hours *b)
{
    bool same = true;
    for (int i = 0; same && i < 8; i++)
        same = day_eq(&a->day[i], &b->day[i]);
    return same;
}

str hours_write(struct arena *mem, const struct hours *h)
{
    struct buf b = buf_new(mem, 1024);
    for (int first = 1, last; first <= 7; first = last + 1) {
        const struct hours_day *day = &h->day[first];
        for (last = first; last < 7 && day_eq(day, &h->day[last + 1]); last++)
            continue;
        if (day->count == 0)
            continue;
        buf_fmt(&b, last > first ? "%s%d-%d" : "%s%d", b.n ? "; " : "", first, last);
        for (int i = 0; i < day->count; i++) {
            const struct hours_span s = day->span[i];
            buf_fmt(&b, "%s%02d:%02d-%02d:%02d", i ? "," : " ", s.from / 60, s.from % 60, s.to / 60,
                    s.to % 60);
        }
    }
    return buf_str(&b);
}

static uint32_t day_minutes(const struct hours_day *d)
{
    int minutes = 0;
    for (int i = 0; i < d->count; i++)
        minutes += d->span[i].to - d->span[i].from;
    return (uint32_t)minutes;
}

const struct hours_day *worktime_hours(const struct worktime *w, date d)
{
    const int weekday = date_weekday(d);
    const bool own = calendar_kind(w->cal, d) != DAY_MAKEUP && w->hours.day[weekday].count;
    return &w->hours.day[own ? weekday : 0];
}

const struct worktime *worktime_compile(struct arena *mem, const struct calendar *cal,
                                        const struct hours *h)
{
    BUG_IF(!hours_valid(h));
    const int32_t first = calendar_first().day, days = calendar_last().day - first + 1;
    struct worktime *w = arena_alloc(mem, sizeof *w + ((size_t)days + 1) * sizeof *w->minutes_before);
    w->cal = cal;
    w->hours = *h;
    w->first = first;
    w->days = days;
    for (int32_t i = 0; i < days; i++) {
        const date d = {first + i};
        w->minutes_before[i + 1] =
            w->minutes_before[i] + (calendar_works(cal, d) ? day_minutes(worktime_hours(w, d)) : 0);
    }
    return w;
}

const struct calendar *worktime_calendar(const struct worktime *w)
{
    return w->cal;
}

int64_t worktime_usual_day_us(const struct worktime *w)
{
    return day_minutes(&w->hours.day[0]) * MINUTE_US;
}

instant worktime_close(const struct worktime *w, date d)
{
    const struct hours_day *day = worktime_hours(w, d);
    BUG_IF(!calendar_works(w->cal, d));
    return instant_at(d, day->span[day->count - 1].to * MINUTE_US);
}

/* Worked time before `t`, since the calendar begins. */
static int64_t position(const struct worktime *w, instant t)
{
    const date d = instant_date(t);
    const int32_t at = d.day - w->first;
    BUG_IF(at < 0 || at >= w->days);
    int64_t us = w->minutes_before[at] * MINUTE_US;
    if (!calendar_works(w->cal, d))
        return us;
    const struct hours_day *day = worktime_hours(w, d);
    const int64_t now = instant_time_of_day(t);
    for (int i = 0; i < day->count; i++) {
        const int64_t from = day->span[i].from * MINUTE_US, to = day->span[i].to * MINUTE_US;
        if (now > from)
            us += (now < to ? now : to) - from;
    }
    return us;
}

int64_t worktime_between(const struct worktime *w, instant a, instant b)
{
    return position(w, b) - position(w, a);
}

/* The day in which position `us` > 0 is reached: before < us <= after. */
static int32_t day_reaching(const struct worktime *w, int64_t us)
{
    int32_t low = 0, high = w->days;
    while (low + 1 < high) {
        const int32_t middle = low + (high - low) / 2;
        if (w->minutes_before[middle] * MINUTE_US < us)
            low = middle;
        else
            high = middle;
    }
    return low;
}

instant worktime_after(const struct worktime *w, instant t, int64_t us)
{
    BUG_IF(us <= 0);
    const int64_t goal = position(w, t) + us;
    if (goal > w->minutes_before[w->days] * MINUTE_US)
        return INSTANT_NONE;
    const int32_t at = day_reaching(w, goal);
    const date d = {w->first + at};
    const struct hours_day *day = worktime_hours(w, d);
    int64_t rest = goal - w->minutes_before[at] * MINUTE_US;
    for (int i = 0; i < day->count; i++) {
        const int64_t from = day->span[i].from * MINUTE_US, to = day->span[i].to * MINUTE_US;
        if (rest <= to - from)
            return instant_at(d, from + rest);
        rest -= to - from;
    }
    BUG_IF(true);
}

/* Worked days closed at or before `t`. */
static int32_t closed(const struct worktime *w, instant t)
{
    const date d = instant_date(t);
    const int32_t before = calendar_worked_between(w->cal, calendar_first(), d);
    return before - (calendar_works(w->cal, d) && worktime_close(w, d).us > t.us);
}

int32_t worktime_closes_between(const struct worktime *w, instant a, instant b)
{
    return closed(w, b) - closed(w, a);
}
