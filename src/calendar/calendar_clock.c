/*
 * calendar_clock.c - from the ledger of a case to its due instant. See clock.h. No question
 * here loops over days; loops go over the stops of the case.
 */
#include "calendar/calendar_clock.h"

static instant later(instant a, instant b)
{
    return a.us > b.us ? a : b;
}

static bool in_range(instant t)
{
    return t.us >= instant_at(calendar_first(), 0).us && t.us < instant_at(calendar_last(), 0).us;
}

static enum rc check_case(struct ctx *c, const struct clock_case *k)
{
    if (!in_range(k->start) || (!instant_is_none(k->extended_at) && !in_range(k->extended_at)))
        return fail(c, RC_INVALID, NULL, "calendar.out_of_range");
    for (ptrdiff_t i = 0; i < k->stop_count; i++) {
        const struct clock_stop *s = &k->stops[i];
        if (!in_range(s->from) || (!instant_is_none(s->to) && !in_range(s->to)))
            return fail(c, RC_INVALID, NULL, "calendar.out_of_range");
        if ((i && s->from.us < k->stops[i - 1].from.us) ||
            (!instant_is_none(s->to) && s->to.us < s->from.us))
            return fail(c, RC_INVALID, NULL, "calendar.stops_order");
    }
    return RC_OK;
}

/* The worked days up to the new date of an extension; when a later calendar has given that day
   off, up to the next worked one. */
static int32_t extension_days(const struct calendar *cal, date at, date to)
{
    const date last = calendar_nth_worked(cal, to, 0);
    return date_is_none(last) ? 0 : calendar_worked_between(cal, at, last);
}

/* An extension is a new start with the worked days up to the new date; a restart after it
   drops it. */
enum rc clock__settle(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                      struct settled *ret)
{
    const enum rc rc = check_case(c, k);
    if (rc)
        return rc;
    struct settled s = {.w = w, .k = k, .begun = k->start, .rule = k->rule, .stands = INSTANT_NONE};
    for (ptrdiff_t i = 0; i < k->stop_count; i++) {
        if (instant_is_none(k->stops[i].to))
            s.stands = instant_is_none(s.stands) ? k->stops[i].from : s.stands;
        else if (k->stops[i].restart)
            s.begun = later(s.begun, k->stops[i].to);
    }
    if (!instant_is_none(k->extended_at) && k->extended_at.us >= s.begun.us) {
        const date at = instant_date(k->extended_at);
        if (k->extended_to.day <= at.day || k->extended_to.day > calendar_last().day)
            return fail(c, RC_INVALID, NULL, "calendar.extension.not_later");
        s.begun = k->extended_at;
        s.rule = (struct due_rule){.unit = DUE_WORKING_DAYS,
                                   .n = extension_days(worktime_calendar(w), at, k->extended_to)};
        if (s.rule.n < 1)
            return fail(c, RC_INVALID, NULL, "calendar.extension.not_later");
    }
    *ret = s;
    return RC_OK;
}

/* The next stretch of standing after `from`, in order, without overlaps. */
bool clock__next_stop(const struct settled *s, struct stop_walk *walk)
{
    while (walk->i < s->k->stop_count) {
        const struct clock_stop *stop = &s->k->stops[walk->i++];
        const instant a = later(stop->from, later(walk->from, walk->b));
        if (instant_is_none(stop->to) || stop->to.us <= a.us)
            continue;
        walk->a = a;
        walk->b = stop->to;
        walk->stop = stop;
        return true;
    }
    return false;
}

static struct stop_walk walk_from(instant from)
{
    return (struct stop_walk){.from = from, .b = from};
}

static date next_worked(const struct settled *s, date d, int32_t n)
{
    return date_is_none(d) || d.day > calendar_last().day
               ? DATE_NONE
               : calendar_nth_worked(worktime_calendar(s->w), d, n);
}

static instant end_of_first_day(const struct settled *s)
{
    return instant_at(date_add(instant_date(s->begun), 1), 0);
}

static instant close_of(const struct settled *s, date d)
{
    return date_is_none(d) ? INSTANT_NONE : worktime_close(s->w, d);
}

/* `due` worked days, moved by every close the clock stood through. */
static instant due_by_closes(const struct settled *s, date due, instant count_from)
{
    struct stop_walk walk = walk_from(count_from);
    while (!date_is_none(due) && clock__next_stop(s, &walk) && walk.a.us < worktime_close(s->w, due).us)
        due = next_worked(s, due, worktime_closes_between(s->w, walk.a, walk.b));
    return close_of(s, due);
}

/* Before the cut-off of a worked day: its close; else the close of the next one. */
static instant due_same_day(const struct settled *s)
{
    const date today = instant_date(s->begun);
    const int64_t now = instant_time_of_day(s->begun), cutoff = s->rule.cutoff * MINUTE_US;
    const bool in_time = s->rule.cutoff_strict ? now < cutoff + MINUTE_US : now < cutoff;
    if (in_time && calendar_works(worktime_calendar(s->w), today) &&
        s->begun.us < worktime_close(s->w, today).us)
        return due_by_closes(s, today, s->begun);
    return due_by_closes(s, next_worked(s, today, 1), end_of_first_day(s));
}

/* Calendar days: a day is lost when the clock stands at its end; the last one moves to the
   first worked day at whose close the clock runs. */
static instant due_days(const struct settled *s)
{
    struct stop_walk walk = walk_from(end_of_first_day(s));
    int64_t last = (int64_t)instant_date(s->begun).day + s->rule.n;
    while (clock__next_stop(s, &walk) && instant_date(walk.a).day <= last)
        last += instant_date(walk.b).day - instant_date(walk.a).day;
    if (last > calendar_last().day)
        return INSTANT_NONE;
    date due = next_worked(s, (date){(int32_t)last}, 0);
    walk = walk_from(end_of_first_day(s));
    while (!date_is_none(due) && clock__next_stop(s, &walk)) {
        const instant close = worktime_close(s->w, due);
        if (walk.a.us < close.us && close.us <= walk.b.us)
            due = next_worked(s, due, worktime_closes_between(s->w, (instant){close.us - 1}, walk.b));
    }
    return close_of(s, due);
}

static instant due_hours(const struct settled *s)
{
    struct stop_walk walk = walk_from(s->begun);
    instant due = worktime_after(s->w, s->begun, s->rule.n * HOUR_US);
    while (!instant_is_none(due) && clock__next_stop(s, &walk) && walk.a.us < due.us) {
        const int64_t lost = worktime_between(s->w, walk.a, walk.b);
        due = lost ? worktime_after(s->w, due, lost) : due;
    }
    return due;
}

static instant due_wall(const struct settled *s)
{
    struct stop_walk walk = walk_from(s->begun);
    instant due = {s->begun.us + s->rule.n * HOUR_US};
    while (clock__next_stop(s, &walk) && walk.a.us < due.us)
        due.us += walk.b.us - walk.a.us;
    return in_range(due) ? due : INSTANT_NONE;
}

static instant due_of(const struct settled *s)
{
    const date first = instant_date(s->begun);
    switch (s->rule.unit) {
    case DUE_WORKING_DAYS:
        return due_by_closes(s, next_worked(s, first, s->rule.n), end_of_first_day(s));
    case DUE_HOURS:
        return due_hours(s);
    case DUE_DAYS:
        return due_days(s);
    case DUE_SAME_DAY:
        return due_same_day(s);
    case DUE_WALL_HOURS:
        return due_wall(s);
    case DUE_UNIT_COUNT:
        break;
    }
    BUG_IF(true);
}

enum rc clock_due(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                  struct clock_due *ret_due)
{
    struct settled s;
    const enum rc rc = clock__settle(c, w, k, &s);
    if (rc)
        return rc;
    struct clock_due d = {.due = INSTANT_NONE, .begun = s.begun, .stands = s.stands};
    if (instant_is_none(s.stands)) {
        d.due = due_of(&s);
        if (instant_is_none(d.due))
            return fail(c, RC_INVALID, NULL, "calendar.out_of_range");
        d.confidence =
            calendar_confidence(worktime_calendar(w), instant_date(s.begun), instant_date(d.due));
        d.provisional = d.confidence >= CONFIDENCE_LOW;
    }
    *ret_due = d;
    return RC_OK;
}

enum rc clock_check_extension(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                              instant asked, date to, const struct extension_rule *rule)
{
    struct clock_due now;
    const str most = str_fmt(c->mem, "%lld", (long long)rule->most);
    if (k->extensions >= rule->most)
        return fail_args(c, RC_CONFLICT, "to", "calendar.extension.second", &most, 1);
    const enum rc rc = clock_due(c, w, k, &now);
    if (rc)
        return rc;
    if (!instant_is_none(now.stands))
        return fail(c, RC_INVALID, "to", "calendar.extension.stands");
    const date due = instant_date(now.due);
    if (due.day - instant_date(asked).day < rule->before_days || asked.us >= now.due.us) {
        const str days = str_fmt(c->mem, "%lld", (long long)rule->before_days);
        return fail_args(c, RC_INVALID, "to", "calendar.extension.late", &days, 1);
    }
    if (date_is_none(to) || to.day <= due.day || to.day > calendar_last().day)
        return fail(c, RC_INVALID, "to", "calendar.extension.not_later");
    if (!calendar_works(worktime_calendar(w), to))
        return fail(c, RC_INVALID, "to", "calendar.extension.rest_day");
    return RC_OK;
}

/* Worked time in from..to without the stops. */
int64_t clock__running(const struct settled *s, instant from, instant to)
{
    struct stop_walk walk = walk_from(from);
    if (to.us <= from.us)
        return 0;
    int64_t us = worktime_between(s->w, from, to);
    while (clock__next_stop(s, &walk) && walk.a.us < to.us)
        us -= worktime_between(s->w, walk.a, walk.b.us < to.us ? walk.b : to);
    return us;
}

/* The instant at which `us` of running time are used after `from`. */
static instant running_after(const struct settled *s, instant from, int64_t us)
{
    struct stop_walk walk = walk_from(from);
    instant t = worktime_after(s->w, from, us);
    while (!instant_is_none(t) && clock__next_stop(s, &walk) && walk.a.us < t.us) {
        const int64_t lost = worktime_between(s->w, walk.a, walk.b);
        t = lost ? worktime_after(s->w, t, lost) : t;
    }
    return t;
}

enum rc clock_used(struct ctx *c, const struct worktime *w, const struct clock_case *k, instant now,
                   int64_t *ret_us)
{
    struct settled s;
    enum rc rc = clock__settle(c, w, k, &s);
    if (rc)
        return rc;
    if (!in_range(now))
        return fail(c, RC_INVALID, NULL, "calendar.out_of_range");
    if (!instant_is_none(s.stands) && now.us > s.stands.us)
        now = s.stands;
    *ret_us = clock__running(&s, s.begun, now);
    return RC_OK;
}

enum rc clock_spent(struct ctx *c, const struct worktime *w, const struct clock_case *k, instant from,
                    instant to, int64_t *ret_us)
{
    struct settled s;
    const enum rc rc = clock__settle(c, w, k, &s);
    if (rc)
        return rc;
    if (!in_range(from) || !in_range(to))
        return fail(c, RC_INVALID, NULL, "calendar.out_of_range");
    if (!instant_is_none(s.stands) && to.us > s.stands.us)
        to = s.stands;
    *ret_us = clock__running(&s, from, to);
    return RC_OK;
}

/* total * part / whole without overflow. */
static int64_t share_of(int64_t total, int64_t part, int64_t whole)
{
    return total / whole * part + total % whole * part / whole;
}

#define SHARE_MAX 100000

enum rc clock_split(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                    const int64_t *shares, ptrdiff_t count, instant *at)
{
    struct settled s;
    struct clock_due due;
    int64_t whole = 0, part = 0;
    enum rc rc = clock__settle(c, w, k, &s);
    if (!rc)
        rc = clock_due(c, w, k, &due);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (shares[i] < 0 || shares[i] > SHARE_MAX)
            return fail(c, RC_INVALID, "shares", "calendar.shares");
        whole += shares[i];
    }
    if (whole <= 0 || whole > SHARE_MAX || !instant_is_none(due.stands))
        return fail(c, RC_INVALID, "shares", "calendar.shares");
    const bool by_day = s.rule.unit == DUE_WORKING_DAYS || s.rule.unit == DUE_DAYS;
    const instant from = by_day ? end_of_first_day(&s) : s.begun;
    const int64_t total = s.rule.unit == DUE_WALL_HOURS ? 0 : clock__running(&s, from, due.due);
    for (ptrdiff_t i = 0; i < count; i++) {
        part += shares[i];
        const int64_t used = share_of(total ? total : due.due.us - from.us, part, whole);
        at[i] = part == whole ? due.due
                : used == 0   ? from
                : total       ? running_after(&s, from, used)
                              : (instant){from.us + used};
    }
    return RC_OK;
}

enum due_state clock_state(const struct worktime *w, instant due, instant finished, bool by_instant)
{
    if (finished.us > due.us)
        return DUE_LATE;
    if (by_instant)
        return finished.us < due.us ? DUE_EARLY : DUE_ON_TIME;
    const int32_t days =
        calendar_worked_between(worktime_calendar(w), instant_date(finished), instant_date(due));
    return days > 0 ? DUE_EARLY : DUE_ON_TIME;
}

struct due_distance clock_distance(const struct worktime *w, instant due, instant now)
{
    struct due_distance d = {.late = now.us > due.us};
    const instant a = d.late ? due : now, b = d.late ? now : due;
    d.days = calendar_worked_between(worktime_calendar(w), instant_date(a), instant_date(b));
    d.worked = worktime_between(w, a, b);
    if (d.days == 0)
        d.us = d.worked ? d.worked : instant_date(a).day == instant_date(b).day ? b.us - a.us : 0;
    return d;
}
