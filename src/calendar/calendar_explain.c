/*
 * calendar_explain.c - the day-by-day list that leads to a due date, and how times and
 * distances are said. The list is made for people on demand; dates never depend on it.
 */
#include "calendar/calendar_clock.h"

#include "core/buf.h"

#define EXPLAIN_MAX 4000 /* days; a longer list helps nobody */

struct explain {
    const struct settled *s;
    struct clock_due due;
    date first, last, begun;
    int64_t counted;
};

/* The stop in which the clock stands at `t`, or NULL. */
static const struct clock_stop *stop_at(const struct settled *s, instant t)
{
    for (ptrdiff_t i = 0; i < s->k->stop_count; i++) {
        const struct clock_stop *stop = &s->k->stops[i];
        if (stop->from.us < t.us && (instant_is_none(stop->to) || t.us <= stop->to.us))
            return stop;
    }
    return NULL;
}

static void say_stopped(struct clock_day *row, const struct clock_stop *stop)
{
    row->why = stop->ground.n ? "calendar.why.stopped" : "calendar.why.stopped.plain";
    row->ground = stop->ground;
}

static void say_off(const struct calendar *cal, struct clock_day *row)
{
    static const char *const keys[DAY_KIND_COUNT] = {
        [DAY_REST] = "calendar.why.rest",
        [DAY_HOLIDAY] = "calendar.why.holiday",
        [DAY_COMPENSATORY] = "calendar.why.compensatory",
        [DAY_SWAP_OFF] = "calendar.why.swap_off",
    };
    row->why = keys[calendar_kind(cal, row->on)];
    BUG_IF(!row->why);
}

static void say_counted(struct explain *e, struct clock_day *row, const char *key)
{
    row->counted = true;
    row->number = ++e->counted;
    row->why = row->entry && row->entry->kind == DAY_MAKEUP ? "calendar.why.makeup" : key;
}

/* Hours: what was used of the day, of the unit's hours or of the wall's. */
static void say_hours(const struct explain *e, struct clock_day *row)
{
    const struct settled *s = e->s;
    const instant day = instant_at(row->on, 0), next = instant_at(date_add(row->on, 1), 0);
    const instant from = day.us > s->begun.us ? day : s->begun,
                  to = next.us < e->due.due.us ? next : e->due.due;
    const int64_t us = s->rule.unit == DUE_HOURS ? clock__running(s, from, to) : to.us - from.us;
    const struct clock_stop *stop = stop_at(s, to);
    row->number = us / MINUTE_US;
    if (us > 0) {
        row->counted = true;
        row->why = "calendar.why.hours";
    } else if (stop) {
        say_stopped(row, stop);
    } else if (!calendar_works(worktime_calendar(s->w), row->on)) {
        say_off(worktime_calendar(s->w), row);
    } else {
        row->why = "calendar.why.no_hours";
    }
}

static void say_working_day(struct explain *e, struct clock_day *row)
{
    const struct settled *s = e->s;
    if (!calendar_works(worktime_calendar(s->w), row->on)) {
        say_off(worktime_calendar(s->w), row);
        return;
    }
    const struct clock_stop *stop = stop_at(s, worktime_close(s->w, row->on));
    if (stop)
        say_stopped(row, stop);
    else
        say_counted(e, row,
                    s->rule.unit == DUE_SAME_DAY ? "calendar.why.next_day" : "calendar.why.counted");
}

static void say_calendar_day(struct explain *e, struct clock_day *row)
{
    const struct settled *s = e->s;
    const bool works = calendar_works(worktime_calendar(s->w), row->on);
    const struct clock_stop *stop = stop_at(s, instant_at(date_add(row->on, 1), 0));
    if (e->counted == s->rule.n && works)
        row->why = "calendar.why.moved";
    else if (e->counted == s->rule.n)
        say_off(worktime_calendar(s->w), row);
    else if (stop)
        say_stopped(row, stop);
    else {
        row->counted = true;
        row->number = ++e->counted;
        row->why = "calendar.why.day";
    }
}

static void say_first(struct explain *e, struct clock_day *row)
{
    const struct settled *s = e->s;
    const bool same_day = s->rule.unit == DUE_SAME_DAY && instant_date(e->due.due).day == row->on.day;
    if (same_day)
        say_counted(e, row, "calendar.why.same_day");
    else if (s->begun.us == s->k->start.us)
        row->why = s->rule.unit == DUE_SAME_DAY ? "calendar.why.after_cutoff" : "calendar.why.first";
    else
        row->why =
            s->begun.us == s->k->extended_at.us ? "calendar.why.extended" : "calendar.why.complete";
}

/* Days that a restart or an extension has left behind. */
static void say_before(const struct explain *e, struct clock_day *row)
{
    const struct settled *s = e->s;
    const struct clock_stop *stop = stop_at(s, instant_at(date_add(row->on, 1), 0));
    if (stop)
        say_stopped(row, stop);
    else
        row->why = s->begun.us == s->k->extended_at.us ? "calendar.why.before_extension"
                                                       : "calendar.why.restarted";
}

static void say_day(struct explain *e, struct clock_day *row)
{
    const struct settled *s = e->s;
    const enum due_unit unit = s->rule.unit;
    const bool stands = !instant_is_none(s->stands);
    for (ptrdiff_t i = 0; i < s->k->recount_n; i++)
        if (instant_date(s->k->recounts[i].at).day == row->on.day)
            row->recount = &s->k->recounts[i];
    row->entry = calendar_entry(worktime_calendar(s->w), row->on);
    row->due = !stands && instant_date(e->due.due).day == row->on.day;
    if (row->on.day < e->begun.day)
        say_before(e, row);
    else if (!stands && (unit == DUE_HOURS || unit == DUE_WALL_HOURS))
        say_hours(e, row);
    else if (row->on.day == e->begun.day)
        say_first(e, row);
    else if (unit == DUE_DAYS)
        say_calendar_day(e, row);
    else
        say_working_day(e, row);
}

enum rc clock_explain(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                      struct clock_days *ret_days)
{
    struct settled s;
    struct explain e = {.s = &s};
    enum rc rc = clock__settle(c, w, k, &s);
    if (!rc)
        rc = clock_due(c, w, k, &e.due);
    if (rc)
        return rc;
    e.first = instant_date(k->start);
    e.begun = instant_date(s.begun);
    e.last = instant_date(e.due.due);
    if (!instant_is_none(s.stands))
        e.last = c->now.us > s.stands.us ? instant_date(c->now) : instant_date(s.stands);
    if (e.last.day - e.first.day >= EXPLAIN_MAX || e.last.day >= calendar_last().day)
        return fail(c, RC_INVALID, NULL, "calendar.explain.too_long");
    const ptrdiff_t n = e.last.day < e.first.day ? 0 : e.last.day - e.first.day + 1;
    struct clock_day *rows = NEW_N(c->mem, struct clock_day, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        rows[i].on = date_add(e.first, (int32_t)i);
        say_day(&e, &rows[i]);
    }
    *ret_days = (struct clock_days){rows, n};
    return RC_OK;
}

/* "3 giờ 15 phút", "45 phút", "2 giờ". */
static str duration(struct arena *mem, enum lang lang, int64_t us)
{
    const int64_t minutes = us / MINUTE_US;
    const str args[] = {text_number(mem, lang, minutes / 60), text_number(mem, lang, minutes % 60)};
    if (minutes < 60)
        return text_fmt(mem, lang, minutes == 1 ? "calendar.minutes.one" : "calendar.minutes", args + 1,
                        1);
    const char *hours = minutes / 60 == 1 ? "calendar.hours.one" : "calendar.hours";
    const str whole = text_fmt(mem, lang, hours, args, 1);
    return minutes % 60 == 0 ? whole
                             : str_fmt(mem, "%.*s %.*s", STR_ARG(whole),
                                       STR_ARG(duration(mem, lang, minutes % 60 * MINUTE_US)));
}

static str worked_days(struct arena *mem, enum lang lang, int64_t days)
{
    const str arg = text_number(mem, lang, days);
    return text_fmt(mem, lang, days == 1 ? "calendar.rule.wd.one" : "calendar.rule.wd", &arg, 1);
}

str clock_time_text(struct arena *mem, enum lang lang, const struct worktime *w, int64_t us)
{
    const int64_t day = worktime_usual_day_us(w), days = us / day, rest = us % day;
    if (days == 0)
        return duration(mem, lang, us);
    const str whole = worked_days(mem, lang, days);
    return rest < MINUTE_US
               ? whole
               : str_fmt(mem, "%.*s %.*s", STR_ARG(whole), STR_ARG(duration(mem, lang, rest)));
}

static str distance(struct arena *mem, enum lang lang, struct due_distance d, const char *key)
{
    const str arg = d.days ? worked_days(mem, lang, d.days) : duration(mem, lang, d.us);
    return text_fmt(mem, lang, key, &arg, 1);
}

str clock_distance_text(struct arena *mem, enum lang lang, struct due_distance d)
{
    if (d.late && d.days == 0 && d.us == 0)
        return text_get(lang, "calendar.late.resting");
    return distance(mem, lang, d, d.late ? "calendar.late" : "calendar.left");
}

str clock_state_text(struct arena *mem, enum lang lang, const struct worktime *w, instant due,
                     instant finished)
{
    const struct due_distance d = clock_distance(w, due, finished);
    if (!d.late)
        return d.days ? distance(mem, lang, d, "calendar.done.early")
                      : text_get(lang, "calendar.done.on_time");
    if (d.days == 0 && d.us == 0)
        return text_get(lang, "calendar.done.late.resting");
    return distance(mem, lang, d, "calendar.done.late");
}

/* ", từ ngày này tính theo lịch 2026-11-20: hạn thứ Tư … thành thứ Năm …" */
static str recount_text(struct arena *mem, enum lang lang, str why, const struct clock_recount *x)
{
    const bool moved =
        !instant_is_none(x->was_due) && !instant_is_none(x->due) && x->was_due.us != x->due.us;
    const str args[] = {why, x->calendar, moved ? text_time(mem, lang, x->was_due) : STR_NONE,
                        moved ? text_time(mem, lang, x->due) : STR_NONE};
    return text_fmt(mem, lang, moved ? "calendar.why.recount_moved" : "calendar.why.recount", args, 4);
}

str clock_why_text(struct arena *mem, enum lang lang, const struct clock_day *d)
{
    const bool hours = str_eq(str_of(d->why), S("calendar.why.hours"));
    const str args[] = {hours ? duration(mem, lang, d->number * MINUTE_US)
                              : text_number(mem, lang, d->number),
                        d->entry ? d->entry->name[lang] : S(""), d->ground};
    const str why = text_fmt(mem, lang, d->why, args, 3);
    return d->recount ? recount_text(mem, lang, why, d->recount) : why;
}

str clock_day_text(struct arena *mem, enum lang lang, const struct clock_day *d)
{
    const str args[] = {text_date(mem, lang, d->on), clock_why_text(mem, lang, d)};
    return text_fmt(mem, lang, d->due ? "calendar.day.due" : "calendar.day", args, 2);
}
