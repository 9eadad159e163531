/*
 * dossier_list_view.c - work lists as tables in groups: late, today, day by day, then what
 * has no running clock. Rows come by due date; a group keeps their order.
 */
#include "dossier/dossier_make_view.h"

enum bucket { LATE, DATED, READY, WAITING, STANDING };

static enum work_status status_of(const struct worklist_row *r)
{
    enum work_status status;
    BUG_IF(!work_status_parse(r->status, &status));
    return status;
}

static enum bucket bucket_of(const struct saying *s, const struct worklist_row *r)
{
    if (r->clock_running && !instant_is_none(r->due_at))
        return r->due_at.us < s->now.us ? LATE : DATED;
    const enum work_status status = status_of(r);
    return status == WORK_WAITING ? WAITING : status == WORK_SUPPLEMENT ? STANDING : READY;
}

static bool same_group(const struct saying *s, const struct worklist_row *a,
                       const struct worklist_row *b)
{
    const enum bucket x = bucket_of(s, a);
    return x == bucket_of(s, b) &&
           (x != DATED || instant_date(a->due_at).day == instant_date(b->due_at).day);
}

static str heading_of(const struct saying *s, const struct worklist_row *r)
{
    static const char *const keys[] = {
        [LATE] = "dossier.work.late",         [DATED] = "dossier.work.today",
        [READY] = "dossier.work.ready",       [WAITING] = "dossier.work.waiting",
        [STANDING] = "dossier.work.standing",
    };
    const enum bucket b = bucket_of(s, r);
    if (b == DATED && instant_date(r->due_at).day != instant_date(s->now).day) {
        const str day = words_day(s->mem, s->lang, instant_date(r->due_at), s->now);
        return dossier_say(s, "dossier.work.day", &day, 1);
    }
    return text_get(s->lang, keys[b]);
}

static str step_note(const struct saying *s, const struct worklist_row *r)
{
    if (!instant_is_none(r->reply_by)) {
        const str by = words_moment(s->mem, s->lang, r->reply_by, s->now);
        const bool late = s->now.us > r->reply_by.us;
        return dossier_say(s, late ? "dossier.work.reply_late" : "dossier.work.reply_by", &by, 1);
    }
    const int64_t day = worktime_usual_day_us(s->w);
    const int64_t us = worktime_between(s->w, r->step_since, s->now);
    /* From a day on, hours say nothing more. */
    const str there = clock_time_text(s->mem, s->lang, s->w, us > day ? us - us % day : us);
    const str args[] = {r->handler, there};
    if (r->handler.n && !r->mine)
        return dossier_say(s, "dossier.work.held", args, 2);
    return dossier_say(s, "dossier.work.there", &there, 1);
}

/* Once accepted, a dossier has a clock; without a date it stands. */
static bool paused(const struct worklist_row *r)
{
    const enum work_status status = status_of(r);
    return instant_is_none(r->due_at) && status >= WORK_ACCEPTED && status <= WORK_APPROVED;
}

static struct dossier_row_view row_view(const struct saying *s, const struct worklist_row *r,
                                        const struct worklist_facts *f)
{
    const bool may_claim = f && f->may_claim && !r->synced;
    const str channel = words_channel(s->lang, r->channel);
    const struct words_due_in due = {.w = s->w,
                                     .status = status_of(r),
                                     .due = r->due_at,
                                     .finished = r->finished_at,
                                     .since = r->step_since,
                                     .provisional = r->due_provisional,
                                     .paused = paused(r),
                                     .now = s->now};
    return (struct dossier_row_view){
        .due = words_due(s->mem, s->lang, &due),
        .title = r->procedure_name,
        .under = str_fmt(s->mem, "%.*s · %.*s", STR_ARG(r->code), STR_ARG(channel)),
        .to = HREF(s->mem, "/work/dossiers/{}", r->pub),
        .person = r->owner_name,
        .step = r->step_name,
        .step_note = r->synced ? S("") : step_note(s, r),
        .tag = r->synced   ? dossier_synced_tag(s->lang)
               : r->asking ? (struct web_tag){S("mute"), S("hourglass"),
                                              text_get(s->lang, "dossier.list.consult")}
                           : words_status(s->lang, status_of(r)),
        .claim = may_claim && !r->handler.n && status_of(r) != WORK_SUPPLEMENT
                     ? HREF(s->mem, "/work/dossiers/{}/claim", r->pub)
                     : HREF_NONE,
        .tick = f && !r->synced && (f->leads || (f->assigns && r->mine))
                    ? str_fmt(s->mem, "d_%.*s", STR_ARG(r->pub))
                    : STR_NONE,
        .code = r->code,
        .version = str_fmt(s->mem, "%lld", (long long)r->version),
    };
}

static str count_text(const struct saying *s, ptrdiff_t n)
{
    const str number = text_number(s->mem, s->lang, n);
    return dossier_say(s, n == 1 ? "dossier.work.count.one" : "dossier.work.count", &number, 1);
}

/* Rows without a due date come in the order of their number: each kind is gathered. */
static void group_rows(const struct saying *s, const struct worklist_facts *f,
                       struct dossier_work_view *v)
{
    const struct worklist_page *p = &f->page;
    struct dossier_group_view *groups = NEW_N(s->mem, struct dossier_group_view, p->n);
    bool *taken = NEW_N(s->mem, bool, p->n);
    for (ptrdiff_t i = 0; i < p->n; i++) {
        if (taken[i])
            continue;
        struct dossier_row_view *rows = NEW_N(s->mem, struct dossier_row_view, p->n - i);
        struct dossier_group_view *g = &groups[v->groups_n++];
        *g = (struct dossier_group_view){.heading = heading_of(s, &p->rows[i]),
                                         .columns = v->ticking ? S("6") : S("5"),
                                         .rows = rows};
        for (ptrdiff_t k = i; k < p->n; k++)
            if (!taken[k] && same_group(s, &p->rows[i], &p->rows[k])) {
                taken[k] = true;
                rows[g->rows_n] = row_view(s, &p->rows[k], f);
                rows[g->rows_n++].ticking = v->ticking;
            }
        g->count = count_text(s, g->rows_n);
    }
    v->groups = groups;
}

const char *dossier__list_key(enum worklist_span span, enum worklist which)
{
    static const char *const spans[] = {[SPAN_UNIT] = "dossier.list.unit",
                                        [SPAN_AGENCY] = "dossier.list.agency",
                                        [SPAN_BELOW] = "dossier.list.below"};
    static const char *const keys[LIST_COUNT] = {
        "dossier.list.mine",  "dossier.list.stand_in",   "dossier.list.person",
        "dossier.list.unit",  "dossier.list.open",       "dossier.list.waiting",
        "dossier.list.sign",  "dossier.list.supplement", "dossier.list.consult",
        "dossier.list.today", "dossier.list.overdue",    "dossier.list.ready"};
    if (which == LIST_UNIT)
        return spans[span];
    return keys[which];
}

static struct web_empty empty_of(const struct saying *s, const struct worklist_facts *f, bool narrowed)
{
    const enum worklist which = f->which;

    static const char *const keys[LIST_COUNT] = {
        "dossier.empty.mine",  "dossier.empty.stand_in",   "dossier.empty.person",
        "dossier.empty.unit",  "dossier.empty.open",       "dossier.empty.waiting",
        "dossier.empty.sign",  "dossier.empty.supplement", "dossier.empty.consult",
        "dossier.empty.today", "dossier.empty.overdue",    "dossier.empty.ready"};
    const bool unit = which != LIST_UNIT;
    if (narrowed)
        return (struct web_empty){.heading = text_get(s->lang, "dossier.filter.nothing"),
                                  .text = text_get(s->lang, "dossier.filter.hint"),
                                  .link = text_get(s->lang, "dossier.filter.clear"),
                                  .to = HREF(s->mem, "/work?list={}", f->list)};
    return (struct web_empty){
        .heading = text_get(s->lang, "dossier.empty"),
        .text = text_get(s->lang, keys[which]),
        .link = text_get(s->lang, dossier__list_key(f->span, unit ? LIST_UNIT : LIST_WAITING)),
        .to = unit ? HREF_TO("/work?list=unit") : HREF_TO("/work?list=waiting"),
    };
}

static struct web_pages pages_of(const struct saying *s, const struct worklist_facts *f)
{
    const struct worklist_page *p = &f->page;
    href here = dossier__narrowed(s->mem, HREF(s->mem, "/work?list={}", f->list), &f->only);
    if (f->only.who.n)
        here = HREF_WITH(s->mem, here, "who", f->only.who);
    struct web_pages v = {
        .from = text_number(s->mem, s->lang, f->before + 1),
        .to = text_number(s->mem, s->lang, f->before + p->n),
        .total = f->first && !p->more ? text_number(s->mem, s->lang, p->n) : STR_NONE,
    };
    if (!f->first)
        v.previous = here;
    if (p->more) {
        v.next = HREF_WITH(s->mem, here, "after", p->next_cursor);
        v.next = HREF_WITH(s->mem, v.next, "n", dossier_number(s, f->before + p->n));
    }
    return v;
}

void dossier__view_work(const struct saying *s, const struct worklist_facts *f,
                        struct dossier_work_view *ret_view)
{
    struct dossier_work_view v = {
        .heading = text_get(s->lang, dossier__list_key(f->span, f->which)),
        .now = text_time(s->mem, s->lang, s->now),
        .intake = f->counter ? HREF_TO("/counter") : HREF_NONE,
        .posts = f->which == LIST_STAND_IN ? HREF_TO("/account/stand-ins") : HREF_NONE,
        .any = f->page.n > 0,
        .paged = f->page.n > 0,
        .filtering = true,
    };
    for (ptrdiff_t i = 0; i < f->page.n; i++)
        v.ticking = v.ticking || f->leads || (f->assigns && f->page.rows[i].mine);
    group_rows(s, f, &v);
    dossier__view_filter(s, f, &v.filter);
    v.narrowed = v.filter.chips.n > 0;
    v.empty = empty_of(s, f, v.narrowed);
    v.pages = pages_of(s, f);
    *ret_view = v;
}

void dossier__view_search(const struct saying *s, enum worklist_span span, str text,
                          const struct worklist_page *p, struct dossier_work_view *ret_view)
{
    struct dossier_row_view *rows = NEW_N(s->mem, struct dossier_row_view, p->n);
    struct dossier_group_view *group = NEW(s->mem, struct dossier_group_view);
    for (ptrdiff_t i = 0; i < p->n; i++)
        rows[i] = row_view(s, &p->rows[i], NULL);
    *group = (struct dossier_group_view){text_get(s->lang, "dossier.search.found"), count_text(s, p->n),
                                         S("5"), rows, p->n};
    *ret_view = (struct dossier_work_view){
        .heading = text.n ? dossier_say(s, "dossier.search.heading", &text, 1)
                          : text_get(s->lang, "dossier.search.none_asked"),
        .now = text_get(s->lang, "dossier.search.how"),
        .groups = group,
        .groups_n = 1,
        .any = p->n > 0,
        .empty = {.heading = text_get(s->lang, "dossier.search.nothing"),
                  .text = text_get(s->lang, "dossier.search.hint"),
                  .link = text_get(s->lang, dossier__list_key(span, LIST_UNIT)),
                  .to = HREF_TO("/work?list=unit")},
    };
}
