/* supervise_view.c - words, links and the chart of the pages of who leads. */
#include "supervise/supervise_view.h"

#include "calendar/calendar.h"
#include "calendar/clock.h"
#include "casework/casework_words_view.h"

#define BARS 12      /* rows of the chart */
#define CHART 324    /* its width */
#define LINE 40      /* height of a row: a name and a bar */
#define BAR_WIDE 280 /* of the longest bar; the number stands behind it */

static const char *const words[] = {
    [SHOW_OPEN] = "open",       [SHOW_SOON] = "soon",      [SHOW_OVERDUE] = "overdue",
    [SHOW_WAITING] = "waiting", [SHOW_LATE_SOON] = "late", [SHOW_STEP] = "step"};

str supervise__what_word(enum supervise_what what)
{
    return str_of(words[what]);
}

static str say(const struct supervise_saying *s, const char *key, const str *args, int n)
{
    return text_fmt(s->mem, s->lang, key, args, n);
}

static str number(const struct supervise_saying *s, int64_t n)
{
    return text_number(s->mem, s->lang, n);
}

static str plain(const struct supervise_saying *s, int64_t n)
{
    return str_fmt(s->mem, "%lld", (long long)n);
}

/* ---- links ---- */

static href cases(const struct supervise_saying *s, const struct supervise_place *p,
                  enum supervise_what what, str who)
{
    static const char *const lists[] = {
        [SHOW_OPEN] = "/work?list=unit", [SHOW_OVERDUE] = "/work?list=overdue", [SHOW_STEP] = NULL};
    if (p->level != SUPERVISE_UNIT) /* the actor's own lists hold the same */
        return p->home && !who.n && lists[what] ? (href){str_of(lists[what])} : HREF_NONE;
    const href to =
        HREF(s->mem, "/supervise/cases?unit={}&what={}", p->unit_pub, supervise__what_word(what));
    return who.n ? HREF_WITH(s->mem, to, "who", who) : to;
}

static struct web_links crumbs_of(const struct supervise_saying *s, const struct supervise_place *p,
                                  bool below)
{
    struct web_link *v = NEW_N(s->mem, struct web_link, 3);
    ptrdiff_t n = 0;
    v[n++] = (struct web_link){.text = text_get(s->lang, "supervise.nav"), .to = HREF_TO("/supervise")};
    if (p->level == SUPERVISE_UNIT && !below) /* two fit a line of a phone */
        v[n++] = (struct web_link){.text = p->agency_name,
                                   .to = HREF(s->mem, "/supervise?agency={}", p->agency_pub)};
    if (below)
        v[n++] = (struct web_link){.text = p->unit_name,
                                   .to = HREF(s->mem, "/supervise?unit={}", p->unit_pub)};
    return (struct web_links){v, n};
}

/* ---- rows ---- */

static str name_of(const struct supervise_saying *s, const struct supervise_place *p,
                   const struct supervise_load *l)
{
    if (l->name.n)
        return l->name;
    return text_get(s->lang, p->level == SUPERVISE_UNIT ? "supervise.nobody" : "supervise.no_unit");
}

static href down(const struct supervise_saying *s, const struct supervise_place *p,
                 const struct supervise_load *l)
{
    if (!l->pub.n)
        return HREF_NONE;
    return p->level == SUPERVISE_TREE     ? HREF(s->mem, "/supervise?agency={}", l->pub)
           : p->level == SUPERVISE_AGENCY ? HREF(s->mem, "/supervise?unit={}", l->pub)
           : p->leads                     ? HREF(s->mem, "/work?list=person&who={}", l->pub)
                                          : HREF_NONE;
}

static struct supervise_row row_of(const struct supervise_saying *s, const struct supervise_place *p,
                                   const struct supervise_load *l)
{
    const str who = l->pub.n ? l->pub : S("-");
    return (struct supervise_row){.name = name_of(s, p, l),
                                  .open = number(s, l->open),
                                  .soon = number(s, l->soon),
                                  .overdue = number(s, l->overdue),
                                  .waiting = number(s, l->waiting),
                                  .to = down(s, p, l),
                                  .to_open = cases(s, p, SHOW_OPEN, who),
                                  .to_soon = cases(s, p, SHOW_SOON, who),
                                  .to_overdue = cases(s, p, SHOW_OVERDUE, who),
                                  .to_waiting = cases(s, p, SHOW_WAITING, who),
                                  .late = l->overdue > 0};
}

/* A name over its bar: late, near, the rest, and the number behind it. */
static struct supervise_bar bar_of(const struct supervise_saying *s, const struct supervise_place *p,
                                   const struct supervise_load *l, int64_t most, int64_t i)
{
    const int64_t late = l->overdue * BAR_WIDE / most, near = l->soon * BAR_WIDE / most;
    const int64_t all = l->open * BAR_WIDE / most;
    return (struct supervise_bar){.name = name_of(s, p, l),
                                  .number = number(s, l->open),
                                  .name_y = plain(s, i * LINE + 14),
                                  .bar_y = plain(s, i * LINE + 20),
                                  .number_y = plain(s, i * LINE + 31),
                                  .number_x = plain(s, all + 6),
                                  .late = plain(s, late),
                                  .near_x = plain(s, late),
                                  .near = plain(s, near),
                                  .rest_x = plain(s, late + near),
                                  .rest = plain(s, all - late - near > 0 ? all - late - near : 0)};
}

static void add_rows(const struct supervise_saying *s, const struct supervise_facts *f,
                     struct supervise_view *v)
{
    const struct supervise_loads *l = &f->loads;
    struct supervise_row *rows = NEW_N(s->mem, struct supervise_row, l->n);
    struct supervise_bar *bars = NEW_N(s->mem, struct supervise_bar, BARS);
    int64_t most = 1;
    for (ptrdiff_t i = 0; i < l->n; i++)
        most = l->v[i].open > most ? l->v[i].open : most;
    for (ptrdiff_t i = 0; i < l->n; i++) {
        rows[i] = row_of(s, &f->place, &l->v[i]);
        if (i < BARS)
            bars[v->bars_n++] = bar_of(s, &f->place, &l->v[i], most, i);
    }
    v->rows = rows;
    v->rows_n = l->n;
    v->bars = bars;
    v->box = str_fmt(s->mem, "0 0 %d %lld", CHART, (long long)v->bars_n * LINE);
    v->height = plain(s, v->bars_n * LINE);
}

/* What the drawing says, in words: who has most that is late, or that nothing is. */
static str finding_of(const struct supervise_saying *s, const struct supervise_facts *f)
{
    const struct supervise_load *first = f->loads.n ? &f->loads.v[0] : NULL;
    if (!first || !first->overdue)
        return text_get(s->lang, "supervise.finding.none");
    const str args[] = {name_of(s, &f->place, first), number(s, first->overdue),
                        number(s, f->loads.all.overdue)};
    return say(s, "supervise.finding", args, 3);
}

static struct web_stats stats_of(const struct supervise_saying *s, const struct supervise_facts *f)
{
    const struct supervise_load *all = &f->loads.all;
    const struct supervise_place *p = &f->place;
    struct web_stat *v = NEW_N(s->mem, struct web_stat, 5);
    const struct {
        int64_t n;
        const char *key;
        enum supervise_what what;
    } list[] = {{all->open, "supervise.open", SHOW_OPEN},
                {all->overdue, "supervise.overdue", SHOW_OVERDUE},
                {all->soon, "supervise.soon", SHOW_SOON},
                {all->waiting, "supervise.waiting", SHOW_WAITING},
                {f->predicted.n, "supervise.predicted", SHOW_LATE_SOON}};
    const ptrdiff_t n = p->level == SUPERVISE_UNIT ? 5 : 4;
    for (ptrdiff_t i = 0; i < n; i++) {
        const href to = cases(s, p, list[i].what, STR_NONE);
        v[i] = (struct web_stat){.number = number(s, list[i].n),
                                 .unit = i == 4 && f->predicted.more ? S("+") : STR_NONE,
                                 .text = text_get(s->lang, list[i].key),
                                 .note = to.s.p ? text_get(s->lang, "supervise.cases") : STR_NONE,
                                 .to = to,
                                 .late = i == 1 && list[i].n > 0};
    }
    return (struct web_stats){v, n};
}

/* ---- times ---- */

static str time_text(const struct supervise_saying *s, int64_t us)
{
    return clock_time_text(s->mem, s->lang, s->w, us);
}

static void add_times(const struct supervise_saying *s, const struct supervise_facts *f,
                      struct supervise_view *v)
{
    struct supervise_time_row *rows = NEW_N(s->mem, struct supervise_time_row, f->times.n);
    for (ptrdiff_t i = 0; i < f->times.n; i++) {
        const struct supervise_time *t = &f->times.v[i];
        const int64_t lost = t->taken_us - t->given_us;
        const str much = time_text(s, lost < 0 ? -lost : lost);
        rows[i] = (struct supervise_time_row){
            .name = t->name,
            .passes = number(s, t->passes),
            .over = number(s, t->over),
            .taken = time_text(s, t->taken_us),
            .given = time_text(s, t->given_us),
            .note = say(s, lost > 0 ? "supervise.lost" : "supervise.saved", &much, 1),
            .to = f->place.level == SUPERVISE_UNIT
                      ? HREF_WITH(s->mem, cases(s, &f->place, SHOW_STEP, STR_NONE), "step", t->name)
                      : HREF_NONE,
            .late = lost > 0};
    }
    v->times = rows;
    v->times_n = f->times.n;
    v->units = f->place.level == SUPERVISE_AGENCY;
    v->timed = f->place.level != SUPERVISE_TREE;
}

void supervise__view(const struct supervise_saying *s, const struct supervise_facts *f,
                     struct supervise_view *ret_view)
{
    static const char *const heads[] = {[SUPERVISE_TREE] = "supervise.col.agency",
                                        [SUPERVISE_AGENCY] = "supervise.col.unit",
                                        [SUPERVISE_UNIT] = "supervise.col.officer"};
    const struct supervise_place *p = &f->place;
    const str last = number(s, SUPERVISE_LAST);
    struct supervise_view v = {
        .heading = finding_of(s, f),
        .place = p->level == SUPERVISE_UNIT ? p->unit_name
                 : p->agency_name.n         ? p->agency_name
                                            : text_get(s->lang, "supervise.everywhere"),
        .line = text_time(s->mem, s->lang, s->now),
        .finding = finding_of(s, f),
        .head = text_get(s->lang, heads[p->level]),
        .crumbs = crumbs_of(s, p, false),
        .stats = stats_of(s, f),
        .rule = p->level == SUPERVISE_UNIT ? say(s, "supervise.rule", &last, 1) : STR_NONE,
        .empty = {.heading = text_get(s->lang, "supervise.empty"),
                  .text = text_get(s->lang, "supervise.empty.text"),
                  .link = text_get(s->lang, "supervise.empty.link"),
                  .to = HREF_TO("/work")},
    };
    add_rows(s, f, &v);
    add_times(s, f, &v);
    *ret_view = v;
}

/* ---- the cases behind a number ---- */

static struct supervise_case_row case_row(const struct supervise_saying *s,
                                          const struct supervise_case *x, bool times)
{
    return (struct supervise_case_row){
        .to = HREF(s->mem, "/work/dossiers/{}", x->pub),
        .title = x->procedure,
        .code = x->code,
        .step = x->step,
        .officer = x->officer.n ? x->officer : text_get(s->lang, "supervise.nobody"),
        .when = times                        ? time_text(s, x->taken_us)
                : instant_is_none(x->due_at) ? text_get(s->lang, "supervise.no_due")
                                             : words_moment(s->mem, s->lang, x->due_at, s->now),
        .note = times ? time_text(s, x->given_us) : STR_NONE};
}

void supervise__view_cases(const struct supervise_saying *s, const struct supervise_place *p,
                           const struct supervise_ask *ask, const struct supervise_cases *list,
                           struct supervise_cases_view *ret_view)
{
    static const char *const heads[] = {
        [SHOW_OPEN] = "supervise.open",           [SHOW_SOON] = "supervise.soon",
        [SHOW_OVERDUE] = "supervise.overdue",     [SHOW_WAITING] = "supervise.waiting",
        [SHOW_LATE_SOON] = "supervise.predicted", [SHOW_STEP] = "supervise.step"};
    const bool predicted = ask->what == SHOW_LATE_SOON, step = ask->what == SHOW_STEP;
    struct supervise_case_row *rows = NEW_N(s->mem, struct supervise_case_row, list->n);
    const str args[] = {number(s, list->n), number(s, SUPERVISE_LAST), number(s, SUPERVISE_DAYS)};
    for (ptrdiff_t i = 0; i < list->n; i++)
        rows[i] = case_row(s, &list->v[i], predicted || step);
    *ret_view = (struct supervise_cases_view){
        .heading = step ? say(s, heads[ask->what], &ask->step, 1) : text_get(s->lang, heads[ask->what]),
        .line = p->unit_name,
        .note = predicted ? say(s, "supervise.rule", &args[1], 1)
                : step    ? say(s, "supervise.step.note", &args[2], 1)
                          : STR_NONE,
        .taken_head = text_get(s->lang, predicted ? "supervise.col.needed" : "supervise.col.taken"),
        .given_head = text_get(s->lang, predicted ? "supervise.col.left" : "supervise.col.given"),
        .crumbs = crumbs_of(s, p, true),
        .rows = rows,
        .rows_n = list->n,
        .empty = {.heading = text_get(s->lang, "supervise.cases.none"),
                  .text = text_get(s->lang, "supervise.cases.none.text"),
                  .link = p->unit_name,
                  .to = HREF(s->mem, "/supervise?unit={}", p->unit_pub)},
        .times = predicted || step,
        .more = list->more,
        .more_text = say(s, "supervise.more", args, 1)};
}
