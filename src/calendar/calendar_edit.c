/* calendar_edit.c - see edit.h: reading a typed decision, the copy, the diff. */
#include "calendar/calendar_edit.h"

#include "calendar/calendar_sql.h"

#define LINE_DAYS 40 /* in one line of a decision */
#define DAYS_MAX 400

struct typing {
    struct ctx *c;
    const struct calendar_decision *in;
    unsigned rest_days;
    str source;
    struct calendar_day *v;
    ptrdiff_t n;
};

/* ---- lines ---- */

/* "06/02/2027", or as a machine writes it. */
static bool read_date(str s, date *ret_date)
{
    s = str_trim(s);
    const struct str_cut day = str_cut(s, '/'), month = str_cut(day.tail, '/');
    int64_t d, m, y;
    if (date_parse(s, ret_date))
        return true;
    if (!str_to_i64(day.head, &d) || !str_to_i64(month.head, &m) || !str_to_i64(month.tail, &y) ||
        d < 1 || d > 31 || m < 1 || m > 12 || y < 2000 || y > 2099)
        return false;
    const date made = date_from_civil((struct civil){(int)y, (int)m, (int)d});
    if (date_civil(made).day != (int)d)
        return false;
    *ret_date = made;
    return true;
}

static bool read_span(str s, date *from, date *to)
{
    if (read_date(s, from)) {
        *to = *from;
        return true;
    }
    for (ptrdiff_t i = 1; i + 1 < s.n; i++)
        if (s.p[i] == '-' && read_date(str_sub(s, 0, i), from) && read_date(str_sub(s, i + 1, s.n), to))
            return from->day <= to->day && to->day - from->day < LINE_DAYS;
    return false;
}

static enum rc refuse(struct typing *t, const char *field, const char *key, int64_t line)
{
    const str arg = str_fmt(t->c->mem, "%lld", (long long)line);
    return fail_args(t->c, RC_INVALID, field, key, &arg, 1);
}

static enum rc add_day(struct typing *t, date on, const struct calendar_day *like, const char *field,
                       int64_t line)
{
    const bool rests = (t->rest_days >> date_weekday(on) & 1u) != 0;
    if (on.day < t->in->from.day || on.day > t->in->to.day)
        return refuse(t, field, "calendar.edit.outside", line);
    if (like->kind == DAY_SWAP_OFF && rests)
        return refuse(t, field, "calendar.edit.swap_rests", line);
    if (like->kind == DAY_MAKEUP && !rests)
        return refuse(t, field, "calendar.edit.makeup_works", line);
    for (ptrdiff_t i = 0; i < t->n; i++)
        if (t->v[i].on.day == on.day)
            return refuse(t, field, "calendar.edit.twice", line);
    if (t->n == DAYS_MAX)
        return refuse(t, field, "calendar.edit.many", line);
    t->v[t->n] = *like;
    t->v[t->n++].on = on;
    return RC_OK;
}

static enum rc read_line(struct typing *t, str text, enum day_kind kind, const char *field,
                         int64_t line)
{
    const struct str_cut parts = str_cut(text, ':'), names = str_cut(parts.tail, '|');
    const str vi = str_trim(names.head), en = str_trim(names.tail);
    date from, to;
    if (!parts.found || !read_span(str_trim(parts.head), &from, &to) || !vi.n)
        return refuse(t, field, "calendar.edit.line", line);
    const struct calendar_day like = {.kind = kind,
                                      .confidence = CONFIDENCE_HIGH,
                                      .name = {[LANG_VI] = vi, [LANG_EN] = en.n ? en : vi},
                                      .source = t->source};
    enum rc rc = RC_OK;
    for (date d = from; !rc && d.day <= to.day; d = date_add(d, 1))
        rc = add_day(t, d, &like, field, line);
    return rc;
}

static enum rc read_lines(struct typing *t, str text, enum day_kind kind, const char *field)
{
    int64_t line = 0;
    enum rc rc = RC_OK;
    for (struct str_cut cut = {.tail = text, .found = text.n > 0}; !rc && cut.found;) {
        cut = str_cut(cut.tail, '\n');
        line++;
        if (str_trim(cut.head).n)
            rc = read_line(t, cut.head, kind, field, line);
    }
    return rc;
}

/* ---- the copy ---- */

static enum rc check_span(struct ctx *c, const struct calendar_decision *in, struct calendar_source *s)
{
    if (!str_trim(in->number).n)
        return fail(c, RC_INVALID, "number", "calendar.edit.number");
    if (in->on.day > instant_date(c->now).day)
        return fail(c, RC_INVALID, "on", "calendar.edit.future");
    const struct civil a = date_civil(in->from), b = date_civil(in->to);
    if (in->to.day < in->from.day || a.year < s->first_year)
        return fail(c, RC_INVALID, "to", "calendar.edit.span");
    if (b.year <= s->last_year)
        return RC_OK;
    if (a.year != s->last_year + 1 || b.year != a.year || a.month != 1 || a.day != 1 || b.month != 12 ||
        b.day != 31)
        return fail(c, RC_INVALID, "to", "calendar.edit.whole_year");
    s->last_year = b.year;
    return RC_OK;
}

static void sort(struct calendar_day *v, ptrdiff_t n)
{
    for (ptrdiff_t i = 1; i < n; i++)
        for (ptrdiff_t k = i; k > 0 && v[k].on.day < v[k - 1].on.day; k--) {
            const struct calendar_day day = v[k];
            v[k] = v[k - 1];
            v[k - 1] = day;
        }
}

/* What stood outside the span, and what was typed. */
static void splice(struct ctx *c, struct calendar_source *s, struct typing *t)
{
    struct calendar_day *all = NEW_N(c->mem, struct calendar_day, s->day_count + t->n);
    ptrdiff_t n = 0, k = 0;
    sort(t->v, t->n);
    for (ptrdiff_t i = 0; i < s->day_count; i++) {
        const struct calendar_day *d = &s->days[i];
        for (; k < t->n && t->v[k].on.day < d->on.day; k++)
            all[n++] = t->v[k];
        if (d->on.day < t->in->from.day || d->on.day > t->in->to.day)
            all[n++] = *d;
    }
    while (k < t->n)
        all[n++] = t->v[k++];
    s->days = all;
    s->day_count = n;
}

/* "2026-11-22", "2026-11-22.2" …: the day it was typed. */
static enum rc name_version(struct ctx *c, struct calendar_source *s)
{
    const str today = date_iso(c->mem, instant_date(c->now));
    struct q_calendar_version_by_name_row row;
    enum rc rc = RC_OK;
    for (int no = 1; rc == RC_OK && no < 1000; no++) {
        s->version = no == 1 ? today : str_fmt(c->mem, "%.*s.%d", STR_ARG(today), no);
        rc = q_calendar_version_by_name(c, s->code, s->version, &row);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc ? rc : RC_FAILED;
}

enum rc calendar__edit(struct ctx *c, const struct calendar_decision *in,
                       const struct calendar_source *base, struct calendar_source *ret_source)
{
    struct calendar_source s = *base;
    struct calendar_change *changes;
    ptrdiff_t n;
    struct typing t = {.c = c, .in = in, .rest_days = base->rest_days};
    enum rc rc = check_span(c, in, &s);
    if (rc)
        return rc;
    t.v = NEW_N(c->mem, struct calendar_day, DAYS_MAX);
    const str of[] = {str_trim(in->number), text_date(c->mem, LANG_VI, in->on)};
    t.source = text_fmt(c->mem, LANG_VI, "calendar.edit.source", of, 2);
    rc = read_lines(&t, in->holidays, DAY_HOLIDAY, "holidays");
    if (!rc)
        rc = read_lines(&t, in->swaps, DAY_SWAP_OFF, "swaps");
    if (!rc)
        rc = read_lines(&t, in->makeups, DAY_MAKEUP, "makeups");
    if (rc)
        return rc;
    splice(c, &s, &t);
    rc = calendar_diff(c, base, &s, &changes, &n);
    if (!rc && n == 0 && s.last_year == base->last_year)
        return fail(c, RC_INVALID, "holidays", "calendar.edit.same");
    if (!rc)
        rc = name_version(c, &s);
    if (!rc)
        *ret_source = s;
    return rc;
}

/* ---- diff ---- */

static bool same_day(const struct calendar_day *a, const struct calendar_day *b)
{
    return a->kind == b->kind && a->confidence == b->confidence &&
           str_eq(a->name[LANG_VI], b->name[LANG_VI]) && str_eq(a->name[LANG_EN], b->name[LANG_EN]);
}

enum rc calendar_diff(struct ctx *c, const struct calendar_source *was,
                      const struct calendar_source *now, struct calendar_change **ret_list,
                      ptrdiff_t *ret_n)
{
    struct calendar_change *list =
        NEW_N(c->mem, struct calendar_change, was->day_count + now->day_count);
    ptrdiff_t n = 0, i = 0, k = 0;
    while (i < was->day_count || k < now->day_count) {
        const struct calendar_day *a = i < was->day_count ? &was->days[i] : NULL,
                                  *b = k < now->day_count ? &now->days[k] : NULL;
        const bool has_a = a && (!b || a->on.day <= b->on.day),
                   has_b = b && (!a || b->on.day <= a->on.day);
        i += has_a;
        k += has_b;
        if (!(has_a && has_b && same_day(a, b)))
            list[n++] = (struct calendar_change){
                .on = has_a ? a->on : b->on, .was = has_a ? a : NULL, .now = has_b ? b : NULL};
    }
    *ret_list = list;
    *ret_n = n;
    return RC_OK;
}
