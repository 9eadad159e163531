/* dossier_desk_view.c - the screen of one dossier: head, papers, timeline. */
#include "dossier/dossier_make_view.h"

str dossier_number(const struct saying *s, int64_t n)
{
    return str_fmt(s->mem, "%lld", (long long)n);
}

/* ---- head ---- */

static struct web_links crumbs(const struct saying *s, const struct desk_facts *f)
{
    struct web_link *v = NEW_N(s->mem, struct web_link, 2);
    v[0] = (struct web_link){.text = text_get(s->lang, "dossier.list.mine"), .to = HREF_TO("/work")};
    v[1] = (struct web_link){
        .text = f->d.code, .to = HREF(s->mem, "/work/dossiers/{}", f->d.pub), .current = true};
    return (struct web_links){v, 2};
}

static struct web_group tabs(const struct saying *s, const struct desk_facts *f, enum desk_tab tab)
{
    struct web_link *v = NEW_N(s->mem, struct web_link, 4);
    v[0] = (struct web_link){.text = text_get(s->lang, "dossier.tab.step"),
                             .to = HREF(s->mem, "/work/dossiers/{}", f->d.pub),
                             .current = tab == TAB_STEP};
    v[1] = (struct web_link){.text = text_get(s->lang, "dossier.tab.papers"),
                             .to = HREF(s->mem, "/work/dossiers/{}/papers", f->d.pub),
                             .current = tab == TAB_PAPERS,
                             .count = text_number(s->mem, s->lang, f->papers_n)};
    v[2] = (struct web_link){.text = text_get(s->lang, "dossier.tab.record"),
                             .to = HREF(s->mem, "/work/dossiers/{}/record", f->d.pub),
                             .current = tab == TAB_RECORD,
                             .count = text_number(s->mem, s->lang, f->events_n)};
    v[3] = (struct web_link){.text = text_get(s->lang, "dossier.tab.notices"), /* page of notify */
                             .to = HREF(s->mem, "/work/dossiers/{}/notices", f->d.pub)};
    return (struct web_group){text_get(s->lang, "dossier.tabs"), {v, 4}};
}

static str line_of(const struct saying *s, const struct desk_facts *f)
{
    const struct dossier *d = &f->d;
    const str born =
        date_is_none(f->owner.birth) ? STR_NONE : dossier_number(s, date_civil(f->owner.birth).year);
    const str who[] = {d->owner_name, born};
    const str filed[] = {words_channel(s->lang, d->channel), dossier_moment(s, d->filed_at)};
    str parts[4];
    ptrdiff_t n = 0;
    parts[n++] = born.n ? dossier_say(s, "dossier.head.person", who, 2) : d->owner_name;
    parts[n++] = dossier_say(s, "dossier.head.filed", filed, 2);
    if (d->case_name.n)
        parts[n++] = d->case_name;
    if (d->entered_at.us - d->filed_at.us > HOUR_US) {
        const str entered = dossier_moment(s, d->entered_at);
        parts[n++] = dossier_say(s, "dossier.head.entered", &entered, 1);
    }
    return str_join(s->mem, parts, n, S(" · "));
}

static struct web_tag holder_of(const struct saying *s, const struct desk_facts *f)
{
    const struct dossier *d = &f->d;
    const str place = d->work.synced ? f->arrival.source
                      : d->unit.n    ? d->unit
                                     : text_get(s->lang, "dossier.holder.leaders");
    const str text = d->handler.n ? dossier_say(s, "dossier.holder", &d->handler, 1) : place;
    return (struct web_tag){S("mute"), S("user"), text};
}

/* "Bùi Thị Mẫu vừa chuyển hồ sơ này lúc 09:12." when the newest event says who. */
static struct web_notice conflict_notice(const struct saying *s, const struct desk_facts *f)
{
    const struct dossier_event *last = f->events_n ? &f->events[0] : NULL;
    struct web_notice n = {.tone = S("warn"),
                           .icon = S("warn"),
                           .strong = text_get(s->lang, "dossier.moved.somebody"),
                           .text = text_get(s->lang, "dossier.moved.look"),
                           .status = true};
    if (last && last->actor.n) {
        const str args[] = {last->actor, dossier_moment(s, last->at)};
        n.strong = dossier_say(s, "dossier.moved.by", args, 2);
    }
    return n;
}

static struct web_notice end_notice(const struct saying *s, const struct desk_facts *f)
{
    static const struct {
        enum work_status status;
        const char *key;
    } ends[] = {{WORK_CANCELLED, "dossier.ended.cancelled"},
                {WORK_REFUSED, "dossier.ended.refused"},
                {WORK_WITHDRAWN, "dossier.ended.withdrawn"},
                {WORK_STOPPED, "dossier.ended.stopped"}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (f->d.work.status == ends[i].status)
            return (struct web_notice){.tone = S("info"),
                                       .icon = S("info"),
                                       .strong = text_get(s->lang, ends[i].key),
                                       .text = f->d.refusal_reason.n ? f->d.refusal_reason : S("")};
    return (struct web_notice){0};
}

/* "Hồ sơ chuyển vào từ MC-CU ngày 19/11; hệ thống đó hẹn trả 25/11." */
static struct web_notice arrival_notice(const struct saying *s, const struct desk_facts *f)
{
    const struct arrival_facts *x = &f->arrival;
    const bool due = !instant_is_none(x->due_at);
    const str args[] = {x->source, dossier_moment(s, x->told_at), x->told_status,
                        due ? dossier_moment(s, x->due_at) : STR_NONE};
    return (struct web_notice){
        .tone = S("info"),
        .icon = x->synced ? S("sync") : S("info"),
        .strong =
            dossier_say(s, x->synced ? "dossier.synced.notice" : "dossier.moved_in.notice", args, 4),
        .text = dossier_say(s,
                            x->synced ? "dossier.synced.told"
                            : due     ? "dossier.moved_in.due"
                                      : "dossier.moved_in.told",
                            args, 4)};
}

void dossier_view_head(const struct saying *s, const struct desk_facts *f, enum desk_tab tab,
                       int64_t seen, struct dossier_head_view *ret_view)
{
    *ret_view = (struct dossier_head_view){
        .crumbs = crumbs(s, f),
        .heading = f->d.procedure_name,
        .line = line_of(s, f),
        .tag = words_status(s->lang, f->d.work.status),
        .holder = holder_of(s, f),
        .tabs = tabs(s, f, tab),
        .notice = seen && seen != f->d.work.version ? conflict_notice(s, f)
                  : f->arrival.source.n             ? arrival_notice(s, f)
                                                    : end_notice(s, f),
    };
    ret_view->noticed = ret_view->notice.strong.n > 0;
}

/* ---- papers ---- */

static str size_text(const struct saying *s, int64_t bytes)
{
    const str kb = text_number(s->mem, s->lang, (bytes + 1023) / 1024);
    return str_fmt(s->mem, "%.*s kB", STR_ARG(kb));
}

/* Files of one paper, or with `results` the drafts and results of the dossier. */
static const struct web_link *files_of(const struct saying *s, const struct desk_facts *f,
                                       int64_t paper, bool results, ptrdiff_t *ret_n)
{
    struct web_link *v = NEW_N(s->mem, struct web_link, f->files_n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->files_n; i++) {
        const struct dossier_file *x = &f->files[i];
        if (results ? x->paper_id.set : !x->paper_id.set || x->paper_id.v != paper)
            continue;
        v[n++] = (struct web_link){
            .text = instant_is_none(x->replaced_at)
                        ? x->name
                        : dossier_say(s, "dossier.file.replaced", &x->name, 1),
            .to = HREF(s->mem, "/dossiers/{}/files/{}", f->d.pub, dossier_number(s, x->no)),
            .count = size_text(s, x->size),
        };
    }
    *ret_n = n;
    return v;
}

/* "Có, khớp dữ liệu · note" */
static str checked_of(const struct saying *s, const struct desk_facts *f, int64_t paper)
{
    for (ptrdiff_t i = 0; i < f->check.n; i++) {
        const struct checklist_line *l = &f->check.lines[i];
        if (l->paper_id != paper)
            continue;
        const str parts[] = {
            text_get(s->lang, l->present ? "dossier.check.is_present" : "dossier.check.is_absent"),
            text_get(s->lang,
                     str_c(s->mem, str_fmt(s->mem, "dossier.check.held.%.*s", STR_ARG(l->held)))),
            l->note};
        return str_join(s->mem, parts, l->note.n ? 3 : 2, S(" · "));
    }
    return STR_NONE;
}

/* Who ticked, when, what was found of the owner's account. */
static str ticked_by(const struct saying *s, const struct checklist *k)
{
    if (instant_is_none(k->at))
        return STR_NONE;
    const str args[] = {k->by, dossier_moment(s, k->at)};
    const str parts[] = {dossier_say(s, "dossier.check.by", args, 2),
                         text_get(s->lang, str_c(s->mem, str_fmt(s->mem, "dossier.check.account.%.*s",
                                                                 STR_ARG(k->account)))),
                         k->note};
    return str_join(s->mem, parts, k->note.n ? 3 : 2, S(" · "));
}

/* "Trả lại bản chính: Tờ khai · Lê Minh Họa (chủ hồ sơ) · 24/11 08:00 · Bùi Thị Mẫu" */
static str given_line(const struct saying *s, const struct given *g)
{
    str parts[8];
    ptrdiff_t n = 0;
    const char *key = str_c(s->mem, str_fmt(s->mem, "dossier.given.%.*s", STR_ARG(g->what)));
    const str items = str_join(s->mem, g->items, g->n, S(", "));
    parts[n++] = g->n ? dossier_say(s, key, &items, 1) : text_get(s->lang, key);
    if (g->collector.n)
        parts[n++] = g->collector;
    if (g->authority.n)
        parts[n++] = text_get(s->lang, str_c(s->mem, str_fmt(s->mem, "dossier.give.authority.%.*s",
                                                             STR_ARG(g->authority))));
    if (g->authority_note.n)
        parts[n++] = g->authority_note;
    parts[n++] = dossier_moment(s, g->at);
    if (g->by.n)
        parts[n++] = g->by;
    if (!date_is_none(g->delivered_on)) {
        const str day = text_day(s->mem, s->lang, g->delivered_on);
        parts[n++] = dossier_say(s, "dossier.given.arrived", &day, 1);
    }
    if (g->note.n)
        parts[n++] = g->note;
    return str_join(s->mem, parts, n, S(" · "));
}

static const str *given_lines(const struct saying *s, const struct desk_facts *f)
{
    str *lines = NEW_N(s->mem, str, f->given_n);
    for (ptrdiff_t i = 0; i < f->given_n; i++)
        lines[i] = given_line(s, &f->given[i]);
    return lines;
}

void dossier__view_papers(const struct saying *s, const struct desk_facts *f,
                          struct dossier_papers_view *ret_view)
{
    struct dossier_paper_view *rows = NEW_N(s->mem, struct dossier_paper_view, f->papers_n);
    for (ptrdiff_t i = 0; i < f->papers_n; i++) {
        const struct dossier_paper *p = &f->papers[i];
        const str args[] = {dossier_form_text(s->lang, p->form), dossier_number(s, p->quantity)};
        rows[i] = (struct dossier_paper_view){
            .name = p->name,
            .note = p->note,
            .checked = checked_of(s, f, p->id),
            .form = p->quantity > 0 ? dossier_say(s, "dossier.paper.form", args, 2) : args[0],
            .check = p->complete ? (struct web_tag){S("ok"), S("check"),
                                                    text_get(s->lang, "dossier.paper.complete")}
                                 : (struct web_tag){S("warn"), S("warn"),
                                                    text_get(s->lang, "dossier.paper.missing")},
        };
        rows[i].files = files_of(s, f, p->id, false, &rows[i].files_n);
        if (rows[i].files_n && !str_starts(p->form, S("electronic"))) {
            const str scanned[] = {rows[i].form, dossier_number(s, rows[i].files_n)};
            rows[i].form = dossier_say(s, "dossier.paper.scanned", scanned, 2);
        }
    }
    *ret_view = (struct dossier_papers_view){.rows = rows,
                                             .rows_n = f->papers_n,
                                             .checked = ticked_by(s, &f->check),
                                             .given = given_lines(s, f),
                                             .given_n = f->given_n};
    ret_view->results = files_of(s, f, 0, true, &ret_view->results_n);
}

/* ---- passes ---- */

void dossier__view_passes(const struct saying *s, const struct desk_facts *f,
                          struct dossier_tab_view *v)
{
    struct dossier_ledger_view *rows = NEW_N(s->mem, struct dossier_ledger_view, f->passes_n);
    for (ptrdiff_t i = 0; i < f->passes_n; i++) {
        const struct work_pass *p = &f->passes[i];
        const bool open = instant_is_none(p->left_at);
        const str from = dossier_moment(s, p->entered_at);
        const str span[] = {from, open ? text_get(s->lang, "dossier.pass.still")
                                       : dossier_moment(s, p->left_at)};
        const str used[] = {clock_time_text(s->mem, s->lang, f->w, open ? f->step_us : p->working_us),
                            clock_time_text(s->mem, s->lang, f->w, p->share_minutes * MINUTE_US)};
        rows[i] = (struct dossier_ledger_view){
            .kind = S(""),
            .day = p->step_name,
            .why = dossier_say(s, "dossier.pass.span", span, 2),
            .number = p->share_minutes ? dossier_say(s, "dossier.pass.used", used, 2) : used[0],
        };
    }
    v->passes = rows;
    v->passes_n = f->passes_n;
}
