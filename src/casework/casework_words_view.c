/* casework_words_view.c - see casework_words_view.h. */
#include "casework/casework_words_view.h"

static bool this_year(date d, instant now)
{
    return date_civil(d).year == date_civil(instant_date(now)).year;
}

static str clock_time(struct arena *mem, instant t)
{
    const int64_t minutes = instant_time_of_day(t) / MINUTE_US;
    return str_fmt(mem, "%02lld:%02lld", (long long)(minutes / 60), (long long)(minutes % 60));
}

str words_day(struct arena *mem, enum lang lang, date d, instant now)
{
    const str whole = text_date(mem, lang, d);
    return this_year(d, now) ? str_sub(whole, 0, whole.n - 5) : whole; /* "/2026", " 2026" */
}

str words_moment(struct arena *mem, enum lang lang, instant t, instant now)
{
    const date day = instant_date(t);
    const str clock = clock_time(mem, t);
    if (day.day == instant_date(now).day)
        return text_fmt(mem, lang, "casework.words.today", &clock, 1);
    if (lang == LANG_EN || !this_year(day, now))
        return text_time(mem, lang, t);
    const str parts[] = {words_day(mem, lang, day, now), clock};
    return str_join(mem, parts, 2, S(", "));
}

str words_weekday(enum lang lang, date d)
{
    static const char *const keys[] = {
        "casework.words.wd.1", "casework.words.wd.2", "casework.words.wd.3", "casework.words.wd.4",
        "casework.words.wd.5", "casework.words.wd.6", "casework.words.wd.7"};
    return text_get(lang, keys[date_weekday(d) - 1]);
}

static const struct {
    const char *tone, *icon, *tag, *citizen;
} looks[WORK_STATUS_COUNT] = {
    [WORK_WAITING] = {"mute", "ring", "casework.status.waiting", "casework.citizen.waiting"},
    [WORK_SUPPLEMENT] = {"mute", "pause", "casework.status.supplement", "casework.citizen.supplement"},
    [WORK_ACCEPTED] = {"accent", "dot", "casework.status.accepted", "casework.citizen.accepted"},
    [WORK_PROCESSING] = {"accent", "half", "casework.status.processing", "casework.citizen.processing"},
    [WORK_APPROVING] = {"accent", "pen", "casework.status.approving", "casework.citizen.approving"},
    [WORK_APPROVED] = {"accent", "pen", "casework.status.approved", "casework.citizen.approved"},
    [WORK_ISSUED] = {"ok", "check", "casework.status.issued", "casework.citizen.issued"},
    [WORK_RETURNED] = {"ok", "check", "casework.status.returned", "casework.citizen.returned"},
    [WORK_REFUSED] = {"bad", "cross", "casework.status.refused", "casework.citizen.refused"},
    [WORK_WITHDRAWN] = {"mute", "cross", "casework.status.withdrawn", "casework.citizen.withdrawn"},
    [WORK_STOPPED] = {"mute", "cross", "casework.status.stopped", "casework.citizen.stopped"},
    [WORK_CANCELLED] = {"mute", "cross", "casework.status.cancelled", "casework.citizen.cancelled"},
    [WORK_FORWARDED] = {"mute", "check", "casework.status.forwarded", "casework.citizen.forwarded"},
};

struct web_tag words_status(enum lang lang, enum work_status s)
{
    BUG_IF((unsigned)s >= WORK_STATUS_COUNT);
    return (struct web_tag){.tone = str_of(looks[s].tone),
                            .icon = str_of(looks[s].icon),
                            .text = text_get(lang, looks[s].tag)};
}

str words_citizen_status(enum lang lang, enum work_status s)
{
    BUG_IF((unsigned)s >= WORK_STATUS_COUNT);
    return text_get(lang, looks[s].citizen);
}

/* ---- due chip ---- */

static struct web_due chip(const char *tone, const char *icon, str text, str when)
{
    return (struct web_due){.tone = str_of(tone), .icon = str_of(icon), .text = text, .when = when};
}

/* No clock runs: what it waits for, and since when. */
static struct web_due resting(struct arena *mem, enum lang lang, const struct words_due_in *in)
{
    const bool stands = in->status == WORK_SUPPLEMENT;
    str since = S("");
    if (in->paused)
        return chip("mute", "pause", text_get(lang, "casework.words.paused"), since);
    if (!stands && in->status != WORK_WAITING)
        return chip("mute", "ring", text_get(lang, "casework.words.no_due"), since);
    if (!instant_is_none(in->since)) {
        since = words_moment(mem, lang, in->since, in->now);
        since = text_fmt(mem, lang, "casework.words.since", &since, 1);
    }
    return stands ? chip("mute", "pause", text_get(lang, "casework.words.stands"), since)
                  : chip("mute", "ring", text_get(lang, "casework.words.waiting"), since);
}

static struct web_due ended(struct arena *mem, enum lang lang, const struct words_due_in *in)
{
    str due = instant_is_none(in->due) ? S("") : words_moment(mem, lang, in->due, in->now);
    due = due.n ? text_fmt(mem, lang, "casework.words.was", &due, 1) : due;
    if (!due.n || (in->status != WORK_ISSUED && in->status != WORK_RETURNED))
        return chip("mute", "ring", text_get(lang, "casework.words.over"), due);
    const bool late = clock_punctuality(in->w, in->due, in->finished) == DUE_LATE;
    return chip(late ? "bad" : "ok", late ? "warn" : "check",
                clock_state_text(mem, lang, in->w, in->due, in->finished), due);
}

struct web_due words_due(struct arena *mem, enum lang lang, const struct words_due_in *in)
{
    if (!instant_is_none(in->finished))
        return ended(mem, lang, in);
    if (instant_is_none(in->due))
        return resting(mem, lang, in);
    const struct due_distance d = clock_distance(in->w, in->due, in->now);
    const char *tone = d.late ? "bad" : clock_near(d) ? "warn" : "";
    str when = words_moment(mem, lang, in->due, in->now);
    if (in->provisional)
        when = text_fmt(mem, lang, "casework.words.provisional", &when, 1);
    return chip(tone, d.late ? "warn" : "clock", clock_distance_text(mem, lang, d), when);
}

/* ---- day strip ---- */

#define DAYS_WHOLE 10

static str state_of(const struct clock_days *all, ptrdiff_t i)
{
    const struct clock_day *d = &all->v[i];
    if (d->due)
        return S("due");
    return d->counted ? S("day") : i == 0 ? S("got") : S("off");
}

struct strip {
    struct ctx *c;
    enum lang lang;
    bool small;
    date today;
    int64_t counted;
    struct web_day *v;
    ptrdiff_t n;
};

static void add_day(struct strip *s, const struct clock_days *all, ptrdiff_t i, instant due)
{
    const struct clock_day *d = &all->v[i];
    const struct civil c = date_civil(d->on);
    struct arena *mem = s->c->mem;
    s->counted += d->counted;
    str note = clock_why_text(mem, s->lang, d);
    if (d->due && !s->small) {
        const str args[] = {note, clock_time(mem, due)};
        note = text_fmt(mem, s->lang, "casework.words.due_day", args, 2);
    }
    s->v[s->n++] = (struct web_day){
        .state = state_of(all, i),
        .weekday = s->small ? words_weekday(s->lang, d->on) : text_weekday(s->lang, d->on),
        .day = str_fmt(mem, "%02d", c.day),
        .month = str_fmt(mem, "/%02d", c.month),
        .number = d->counted ? str_fmt(mem, "%lld", (long long)s->counted) : STR_NONE,
        .note = note,
        .today = d->on.day == s->today.day,
    };
}

/* Several days as one cell: "7 ngày làm việc, 02/12–10/12". */
static void add_span(struct strip *s, const struct clock_days *all, ptrdiff_t from, ptrdiff_t to)
{
    struct arena *mem = s->c->mem;
    int64_t counted = 0;
    bool today = false;
    for (ptrdiff_t i = from; i < to; i++) {
        counted += all->v[i].counted;
        today = today || all->v[i].on.day == s->today.day;
    }
    const struct civil a = date_civil(all->v[from].on), b = date_civil(all->v[to - 1].on);
    const str args[] = {str_fmt(mem, "%lld", (long long)counted)};
    s->counted += counted;
    s->v[s->n++] = (struct web_day){
        .state = counted ? S("day") : S("off"),
        .weekday = S(""),
        .day = str_fmt(mem, "%02d/%02d–%02d", a.day, a.month, b.day),
        .month = str_fmt(mem, "/%02d", b.month),
        .note = text_fmt(mem, s->lang, "casework.words.span", args, 1),
        .today = today,
    };
}

enum rc words_days(struct ctx *c, enum lang lang, const struct worktime *w, const struct clock_case *k,
                   bool small, struct web_days *ret_days)
{
    struct clock_days all;
    struct clock_due due;
    enum rc rc = clock_due(c, w, k, &due);
    if (!rc)
        rc = clock_explain(c, w, k, &all);
    if (rc)
        return rc;
    struct strip s = {.c = c, .lang = lang, .small = small, .today = instant_date(c->now)};
    s.v = NEW_N(c->mem, struct web_day, all.n);
    for (ptrdiff_t i = 0; i < all.n;) {
        /* First days, last days and what lies about today stay whole; full weeks between join. */
        const bool long_one = all.n > DAYS_WHOLE;
        const ptrdiff_t week = 8 - date_weekday(all.v[i].on);
        if (long_one && i >= 3 && i + week < all.n - 3 && date_weekday(all.v[i].on) == 1) {
            add_span(&s, &all, i, i + week);
            i += week;
        } else {
            add_day(&s, &all, i, due.due);
            i++;
        }
    }
    *ret_days = (struct web_days){.v = s.v, .n = s.n, .small = small};
    return RC_OK;
}
