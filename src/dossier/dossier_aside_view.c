/* dossier_aside_view.c - what stands beside the step panel: clock, four statuses, person. */
#include "core/ident.h"
#include "dossier/dossier_make_view.h"

/* ---- the clock ---- */

#define LEDGER_LONG 12 /* more days than this: counted ones are drawn together too */

static str short_day(const struct saying *s, date d)
{
    const struct civil c = date_civil(d);
    const str wd = words_weekday(s->lang, d);
    return str_fmt(s->mem, "%.*s %02d/%02d", STR_ARG(wd), c.day, c.month);
}

static str short_span(const struct saying *s, date from, date to)
{
    const struct civil a = date_civil(from), b = date_civil(to);
    return a.month == b.month ? str_fmt(s->mem, "%02d–%02d/%02d", a.day, b.day, b.month)
                              : str_fmt(s->mem, "%02d/%02d–%02d/%02d", a.day, a.month, b.day, b.month);
}

static bool runs_on(const struct clock_days *days, ptrdiff_t from, ptrdiff_t k)
{
    const struct clock_day *a = &days->v[from], *b = &days->v[k];
    if (a->recount || b->recount || b->due || a->due || a->counted != b->counted)
        return false;
    return a->counted ? days->n > LEDGER_LONG : a->why == b->why && !a->entry && !b->entry;
}

static struct dossier_ledger_view ledger_row(const struct saying *s, const struct clock_days *days,
                                             ptrdiff_t from, ptrdiff_t to)
{
    const struct clock_day *first = &days->v[from], *last = &days->v[to];
    struct dossier_ledger_view row = {
        .kind = last->due       ? S("due")
                : last->counted ? S("")
                                : S("off"),
        .day = from == to ? short_day(s, first->on) : short_span(s, first->on, last->on),
        .why = clock_why_text(s->mem, s->lang, last),
        .number = last->counted && last->number < 1000 ? dossier_number(s, last->number) : S("–"),
    };
    if (from != to && last->counted) {
        const str n = dossier_number(s, last->number - first->number + 1);
        row.why = dossier_say(s, "dossier.clock.days", &n, 1);
    }
    return row;
}

ptrdiff_t dossier_ledger(const struct saying *s, const struct clock_days *days,
                         struct dossier_ledger_view *rows)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < days->n;) {
        ptrdiff_t k = i;
        while (k + 1 < days->n && runs_on(days, i, k + 1))
            k++;
        rows[n++] = ledger_row(s, days, i, k);
        i = k + 1;
    }
    return n;
}

static str pct(const struct saying *s, int64_t hundredths)
{
    return str_fmt(s->mem, "%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

static void bar(const struct saying *s, struct dossier_bar_view *to, const char *kind, int64_t x,
                int64_t w)
{
    *to = (struct dossier_bar_view){str_of(kind), pct(s, x), pct(s, w > 100 ? w - 100 : w)};
}

/* One bar a step, as wide as its share of the time; the present one filled as far as used. */
static void shares(const struct saying *s, const struct desk_facts *f, struct dossier_clock_view *v)
{
    struct dossier_bar_view *bars = NEW_N(s->mem, struct dossier_bar_view, f->steps_n + 1);
    int64_t total = 0, x = 0;
    for (ptrdiff_t i = 0; i < f->steps_n; i++)
        total += f->steps[i].minutes;
    for (ptrdiff_t i = 0; total && i < f->steps_n; i++) {
        const struct process_step *p = &f->steps[i];
        const int64_t w = p->minutes * 10000 / total;
        if (!w)
            continue;
        if (p->rank != f->d.work.step_rank) {
            bar(s, &bars[v->bars_n++], p->rank < f->d.work.step_rank ? "past" : "rest", x, w);
        } else {
            const int64_t all = p->minutes * MINUTE_US;
            const int64_t used = f->step_us >= all ? w : f->step_us * w / all;
            bar(s, &bars[v->bars_n++], "rest", x, w);
            bar(s, &bars[v->bars_n++], "on", x, used);
            const str args[] = {p->name, clock_time_text(s->mem, s->lang, f->w, f->step_us),
                                clock_time_text(s->mem, s->lang, f->w, all)};
            v->shares_text = dossier_say(s, "dossier.clock.share", args, 3);
        }
        x += w;
    }
    v->bars = bars;
}

static void clock_view(const struct saying *s, const struct desk_facts *f, struct dossier_clock_view *v)
{
    const struct work *w = &f->d.work;
    const struct words_due_in due = {.w = f->w,
                                     .status = w->status,
                                     .due = w->due_at,
                                     .finished = w->finished_at,
                                     .since = w->step_since,
                                     .paused = w->clock_paused,
                                     .now = s->now};
    v->label = text_get(s->lang, "dossier.clock.due");
    v->when = instant_is_none(w->due_at) ? text_get(s->lang, "dossier.clock.none")
                                         : text_time(s->mem, s->lang, w->due_at);
    v->due = words_due(s->mem, s->lang, &due);
    if (!instant_is_none(w->due_at))
        v->due.when = STR_NONE; /* it stands above */
    if (w->due_provisional)
        v->provisional = text_get(s->lang, "dossier.clock.provisional");
    if (!instant_is_none(w->missed_at)) {
        const str was = dossier_moment(s, w->missed_at);
        v->missed = dossier_say(s, "dossier.clock.missed", &was, 1);
    }
    if (!f->has_clock)
        return;
    v->rule = due_rule_text(s->mem, s->lang, f->clock.rule);
    struct dossier_ledger_view *rows = NEW_N(s->mem, struct dossier_ledger_view, f->days.n);
    v->days = rows;
    v->days_n = dossier_ledger(s, &f->days, rows);
    if (instant_is_none(w->finished_at))
        shares(s, f, v);
}

/* ---- statuses and people ---- */

static struct dossier_pair_view tagged(const struct saying *s, const char *key, struct web_tag tag)
{
    return (struct dossier_pair_view){.term = text_get(s->lang, key), .tag = tag, .tagged = true};
}

struct dossier_pair_view dossier_pair(const struct saying *s, const char *key, str value)
{
    return (struct dossier_pair_view){.term = text_get(s->lang, key), .value = value};
}

static struct web_tag money_tag(const struct saying *s, const struct desk_facts *f)
{
    struct web_tag tag = dossier_money_tag(s->lang, f->d.money_status);
    const int64_t left = f->money.due - f->money.paid;
    const str sum = text_money(s->mem, s->lang, left > 0 ? left : f->money.paid);
    if (f->money.paid || left > 0)
        tag.text = dossier_say(s, left > 0 ? "dossier.money.left" : "dossier.money.taken", &sum, 1);
    else if (f->money.open)
        tag.text = text_get(s->lang, "dossier.money.open");
    return tag;
}

static void statuses(const struct saying *s, const struct desk_facts *f, struct dossier_desk_view *v)
{
    struct dossier_pair_view *p = NEW_N(s->mem, struct dossier_pair_view, 4);
    p[0] = tagged(s, "dossier.status.work", words_status(s->lang, f->d.work.status));
    p[1] = tagged(s, "dossier.status.money", money_tag(s, f));
    p[2] = tagged(s, "dossier.status.delivery", dossier_delivery_tag(s->lang, f->d.delivery_status));
    p[3] = tagged(s, "dossier.status.sync", dossier_sync_tag(s->lang, f->sync));
    v->statuses = (struct dossier_pairs_view){p, 4};
}

/* "Lê Minh Hoạ (khai khi nộp, khác dữ liệu)" beside what the register has. */
static struct dossier_pair_view told(const struct saying *s, const struct dossier_told *t)
{
    const str word = str_eq(t->told, S("male"))     ? text_get(s->lang, "dossier.told.male")
                     : str_eq(t->told, S("female")) ? text_get(s->lang, "dossier.told.female")
                                                    : t->told;
    date day;
    const str value = str_eq(t->part, S("birth")) && date_parse(t->told, &day)
                          ? text_date(s->mem, s->lang, day)
                      : str_eq(t->part, S("phone")) ? ident_phone_national(s->mem, t->told)
                                                    : word;
    const bool owner = str_eq(t->who, S("owner"));
    const str key = str_fmt(s->mem, "dossier.told.%.*s", STR_ARG(t->part));
    const str args[] = {text_get(s->lang, str_c(s->mem, key)), value};
    return dossier_pair(s, owner ? "dossier.told.owner" : "dossier.told.filer",
                        dossier_say(s, "dossier.told.value", args, 2));
}

static void person(const struct saying *s, const struct desk_facts *f, struct dossier_desk_view *v)
{
    struct dossier_pair_view *p = NEW_N(s->mem, struct dossier_pair_view, 7 + f->told_n);
    const struct person *o = &f->owner;
    ptrdiff_t n = 0;
    p[n++] = dossier_pair(s, "dossier.person.name", o->name);
    if (o->number.n)
        p[n++] = dossier_pair(s, "dossier.person.number", person_number_shown(s->mem, o));
    if (o->tax_code.n)
        p[n++] = dossier_pair(s, "dossier.person.tax_code", o->tax_code);
    if (o->phone.n)
        p[n++] = dossier_pair(s, "dossier.person.phone", ident_phone_national(s->mem, o->phone));
    if (o->address.n)
        p[n++] = dossier_pair(s, "dossier.person.address", o->address);
    if (f->d.filer_id != f->d.owner_id)
        p[n++] = dossier_pair(s, "dossier.person.filer", f->d.filer_name);
    if (f->d.authority_note.n)
        p[n++] = dossier_pair(s, "dossier.person.authority", f->d.authority_note);
    for (ptrdiff_t i = 0; i < f->told_n; i++)
        p[n++] = told(s, &f->told[i]);
    v->person = (struct dossier_pairs_view){p, n};
}

/* How often a day was promised anew, and what waits for a signature. */
static ptrdiff_t apologies(const struct saying *s, const struct desk_facts *f,
                           struct dossier_pair_view *p)
{
    const struct dossier_extension *last = dossier_last_signed(f->extensions, f->extensions_n);
    const struct dossier_extension *draft = dossier_draft_waiting(f->extensions, f->extensions_n);
    ptrdiff_t n = 0;
    if (last) {
        const str args[] = {dossier_number(s, last->no), text_time(s->mem, s->lang, last->new_due_at)};
        p[n++] = dossier_pair(s, "dossier.beside.apology",
                              dossier_say(s, "dossier.beside.apology.count", args, 2));
    }
    if (draft) {
        const str when = dossier_moment(s, draft->drafted_at);
        p[n++] = dossier_pair(s, "dossier.beside.apology",
                              dossier_say(s, "dossier.beside.apology.draft", &when, 1));
    }
    return n;
}

bool dossier__unsettled(const struct desk_facts *f)
{
    return str_eq(f->end.papers, S("due")) || str_eq(f->end.refund, S("open"));
}

/* "Giấy tờ trả lại: chờ trả"; of an end without a result. */
static ptrdiff_t given_back(const struct saying *s, const struct desk_facts *f,
                            struct dossier_pair_view *p)
{
    const struct dossier_end *e = &f->end;
    ptrdiff_t n = 0;
    if (e->ground.n)
        p[n++] = dossier_pair(
            s, "dossier.beside.ground",
            text_get(s->lang,
                     str_c(s->mem, str_fmt(s->mem, "dossier.refuse.ground.%.*s", STR_ARG(e->ground)))));
    if (str_eq(e->papers, S("due")))
        p[n++] =
            dossier_pair(s, "dossier.beside.papers", text_get(s->lang, "dossier.settle.papers.due"));
    if (str_eq(e->papers, S("returned"))) {
        const str args[] = {dossier_moment(s, e->papers_at), e->papers_to};
        p[n++] = dossier_pair(s, "dossier.beside.papers",
                              dossier_say(s, "dossier.settle.papers.returned", args, 2));
    }
    if (e->refund.n && !str_eq(e->refund, S("none"))) {
        const str word = text_get(
            s->lang, str_c(s->mem, str_fmt(s->mem, "dossier.settle.refund.%.*s", STR_ARG(e->refund))));
        const str args[] = {word, e->refund_note};
        p[n++] = dossier_pair(s, "dossier.beside.refund",
                              str_join(s->mem, args, e->refund_note.n ? 2 : 1, S(": ")));
    }
    return n;
}

/* The result as it was mended last, or is being mended. */
static ptrdiff_t mends(const struct saying *s, const struct desk_facts *f, struct dossier_pair_view *p)
{
    if (!f->mends_n)
        return 0;
    const struct dossier_mend *last = &f->mends[f->mends_n - 1];
    const str key = str_fmt(s->mem, "dossier.mend.state.%.*s", STR_ARG(last->state));
    const instant at = instant_is_none(last->closed_at) ? last->due_at : last->closed_at;
    const str args[] = {text_get(s->lang, str_c(s->mem, str_fmt(s->mem, "dossier.mend.kind.%.*s",
                                                                STR_ARG(last->kind)))),
                        text_get(s->lang, str_c(s->mem, key)),
                        instant_is_none(at) ? STR_NONE : text_time(s->mem, s->lang, at),
                        last->late ? text_get(s->lang, "dossier.mend.late") : STR_NONE};
    str parts[4];
    ptrdiff_t n = 0;
    for (int i = 0; i < 4; i++)
        if (args[i].n)
            parts[n++] = args[i];
    *p = dossier_pair(s, "dossier.beside.mend", str_join(s->mem, parts, n, S(" · ")));
    return 1;
}

/* "Sở Y tế: chờ trả lời, hạn …": each question with its own time. */
static ptrdiff_t consults(const struct saying *s, const struct desk_facts *f,
                          struct dossier_pair_view *p)
{
    for (ptrdiff_t i = 0; i < f->consults_n; i++) {
        const struct consult *x = &f->consults[i];
        const bool answered = !instant_is_none(x->answered_at);
        const str args[] = {f->consulted[i],
                            text_time(s->mem, s->lang, answered ? x->answered_at : x->due_at),
                            x->answer};
        p[i] = dossier_pair(
            s, "dossier.beside.consult",
            dossier_say(s,
                        answered ? "dossier.consult.said"
                        : instant_is_none(x->silent_at)
                            ? (x->ground.n ? "dossier.consult.holding" : "dossier.consult.waiting")
                            : "dossier.consult.silent",
                        args, 3));
    }
    return f->consults_n;
}

static void beside(const struct saying *s, const struct desk_facts *f, struct dossier_desk_view *v)
{
    struct dossier_pair_view *p =
        NEW_N(s->mem, struct dossier_pair_view, 24 + f->waivers_n + f->consults_n);
    const struct dossier *d = &f->d;
    ptrdiff_t n = 0;
    p[n++] = dossier_pair(s, "dossier.beside.receiving", d->receiving_agency);
    if (!str_eq(d->receiving_agency, d->competent_agency))
        p[n++] = dossier_pair(s, "dossier.beside.competent", d->competent_agency);
    if (d->received_by.n)
        p[n++] = dossier_pair(s, "dossier.beside.received_by", d->received_by);
    for (ptrdiff_t i = 0; i < f->waivers_n; i++) {
        const struct work_waiver *x = &f->waivers[i];
        const str args[] = {x->step_a, x->step_b, x->given_by, x->reason};
        p[n++] = dossier_pair(s, "dossier.waived", dossier_say(s, "dossier.waived.text", args, 4));
    }
    if (!instant_is_none(f->ready_at) && instant_is_none(d->work.finished_at))
        p[n++] = dossier_pair(s, "dossier.announced_for", dossier_moment(s, f->ready_at));
    if (f->place.unit.n) {
        const str going[] = {f->place.unit, f->place.on_its_way_to};
        p[n++] = dossier_pair(s, "dossier.paper_place",
                              going[1].n ? dossier_say(s, "dossier.paper_going", going, 2) : going[0]);
    }
    p[n++] = dossier_pair(s, "dossier.beside.result_by",
                          text_get(s->lang, str_eq(d->result_by, S("post")) ? "dossier.slip.by_post"
                                            : str_eq(d->result_by, S("online"))
                                                ? "dossier.slip.by_online"
                                                : "dossier.slip.by_counter"));
    if (d->result_address.n)
        p[n++] = dossier_pair(s, "dossier.beside.address", d->result_address);
    if (d->outside_id.n)
        p[n++] = dossier_pair(s, "dossier.beside.outside", d->outside_id);
    if (d->note.n)
        p[n++] = dossier_pair(s, "dossier.beside.note", d->note);
    n += apologies(s, f, p + n);
    n += given_back(s, f, p + n);
    n += mends(s, f, p + n);
    n += consults(s, f, p + n);
    v->beside = (struct dossier_pairs_view){p, n};
}

void dossier__view_aside(const struct saying *s, const struct desk_facts *f,
                         struct dossier_desk_view *v)
{
    clock_view(s, f, &v->clock);
    statuses(s, f, v);
    person(s, f, v);
    beside(s, f, v);
}
