/* casework_words_view.c - see casework_words_view.h. */
#include "casework/casework_words_view.h"

str words_moment(struct arena *mem, enum lang lang, instant t, instant now)
{
    const date day = instant_date(t), today = instant_date(now);
    const int64_t minutes = instant_time_of_day(t) / MINUTE_US;
    const str clock =
        str_fmt(mem, "%02lld:%02lld", (long long)(minutes / 60), (long long)(minutes % 60));
    if (day.day == today.day) {
        const str args[] = {clock};
        return text_fmt(mem, lang, "casework.words.today", args, 1);
    }
    const struct civil c = date_civil(day);
    if (lang == LANG_EN || c.year != date_civil(today).year)
        return text_time(mem, lang, t);
    const str weekday = text_weekday(lang, day);
    return str_fmt(mem, "%.*s %02d/%02d, %.*s", STR_ARG(weekday), c.day, c.month, STR_ARG(clock));
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

struct web_due words_due(struct arena *mem, enum lang lang, const struct words_due_in *in)
{
    if (!instant_is_none(in->stands)) {
        const str args[] = {text_day(mem, lang, instant_date(in->stands))};
        return (struct web_due){.tone = S("mute"),
                                .icon = S("pause"),
                                .text = text_fmt(mem, lang, "casework.words.stands", args, 1),
                                .when = S("")};
    }
    if (instant_is_none(in->due))
        return (struct web_due){.tone = S("mute"),
                                .icon = S("ring"),
                                .text = text_get(lang, "casework.words.no_due"),
                                .when = S("")};
    const str when = words_moment(mem, lang, in->due, in->now);
    if (!instant_is_none(in->finished)) {
        const bool late = clock_state(in->w, in->due, in->finished, false) == DUE_LATE;
        return (struct web_due){.tone = late ? S("bad") : S("ok"),
                                .icon = late ? S("warn") : S("check"),
                                .text = clock_state_text(mem, lang, in->w, in->due, in->finished),
                                .when = when};
    }
    const struct due_distance d = clock_distance(in->w, in->due, in->now);
    const bool near = !d.late && d.days <= 1;
    return (struct web_due){.tone = d.late ? S("bad")
                                    : near ? S("warn")
                                           : S(""),
                            .icon = d.late ? S("warn") : S("clock"),
                            .text = clock_distance_text(mem, lang, d),
                            .when = when};
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

static str short_weekday(enum lang lang, date d)
{
    static const char *const vi[] = {"", "T2", "T3", "T4", "T5", "T6", "T7", "CN"};
    static const char *const en[] = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return str_of((lang == LANG_EN ? en : vi)[date_weekday(d)]);
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
        const int64_t minutes = instant_time_of_day(due) / MINUTE_US;
        const str args[] = {
            note, str_fmt(mem, "%02lld:%02lld", (long long)(minutes / 60), (long long)(minutes % 60))};
        note = text_fmt(mem, s->lang, "casework.words.due_day", args, 2);
    }
    s->v[s->n++] = (struct web_day){
        .state = state_of(all, i),
        .weekday = s->small ? short_weekday(s->lang, d->on) : text_weekday(s->lang, d->on),
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
