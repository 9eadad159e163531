/* arrival_page_view.c - runs and their reports in words. */
#include "arrival/arrival_http.h"

static str number(const struct req *r, int64_t n)
{
    return text_number(r->c.mem, r->lang, n);
}

static str plain(const struct req *r, int64_t n)
{
    return str_fmt(r->c.mem, "%lld", (long long)n);
}

static str kind_text(const struct req *r, enum arrival_kind k)
{
    return text_get(r->lang, k == ARRIVAL_MOVED ? "arrival.kind.moved" : "arrival.kind.synced");
}

static struct web_tag state_tag(const struct req *r, enum arrival_state s)
{
    static const struct {
        const char *tone, *icon, *key;
    } tags[] = {
        [RUN_CHECKING] = {"accent", "hourglass", "arrival.state.checking"},
        [RUN_CHECKED] = {"warn", "dot", "arrival.state.checked"},
        [RUN_APPLYING] = {"accent", "hourglass", "arrival.state.applying"},
        [RUN_DONE] = {"ok", "check", "arrival.state.done"},
        [RUN_DISCARDED] = {"mute", "ring", "arrival.state.discarded"},
    };
    return (struct web_tag){str_of(tags[s].tone), str_of(tags[s].icon), text_get(r->lang, tags[s].key)};
}

void arrival__view_list(struct req *r, const struct arrival_runs *all, bool first,
                        struct arrival_list_view *v)
{
    const ptrdiff_t n = all->n > ARRIVAL_LIST_PAGE ? ARRIVAL_LIST_PAGE : all->n;
    struct arrival_row_view *rows = NEW_N(r->c.mem, struct arrival_row_view, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct arrival_run *x = &all->v[i];
        rows[i] = (struct arrival_row_view){.to = HREF(r->c.mem, "/admin/arrivals/{}", x->pub),
                                            .when = text_time(r->c.mem, r->lang, x->opened_at),
                                            .name = x->name,
                                            .source = x->source,
                                            .kind = kind_text(r, x->kind),
                                            .rows = number(r, x->rows),
                                            .state = state_tag(r, x->state)};
    }
    v->rows = rows;
    v->rows_n = n;
    v->none = n == 0;
    v->empty = (struct web_empty){.heading = text_get(r->lang, "arrival.none"),
                                  .text = text_get(r->lang, "arrival.none.text")};
    v->has_pages = all->n > n || !first;
    if (v->has_pages && n)
        v->pages = (struct web_pages){
            .from = rows[0].when,
            .to = rows[n - 1].when,
            .previous = first ? HREF_NONE : HREF_TO("/admin/arrivals"),
            .next = all->n > n ? HREF(r->c.mem, "/admin/arrivals?before={}", plain(r, all->v[n - 1].id))
                               : HREF_NONE};
}

void arrival__view_columns(struct req *r, struct arrival_new_view *v)
{
    struct arrival_column_view *rows = NEW_N(r->c.mem, struct arrival_column_view, ARRIVAL_COLUMNS);
    ptrdiff_t n = 0;
    for (; arrival_columns[n].member; n++) {
        const struct arrival_column *c = &arrival_columns[n];
        const bool moved = c->kinds & 1u << ARRIVAL_MOVED, synced = c->kinds & 1u << ARRIVAL_SYNCED;
        const str words[] = {text_get(r->lang, moved && synced ? "arrival.columns.both"
                                               : moved         ? "arrival.kind.moved"
                                                               : "arrival.kind.synced"),
                             text_get(r->lang, "arrival.columns.required")};
        rows[n] = (struct arrival_column_view){
            .member = str_of(c->member),
            .label = arrival_column_label(r->lang, str_of(c->member)),
            .kinds = str_join(r->c.mem, words, c->required ? 2 : 1, S(" · "))};
    }
    v->columns = rows;
    v->columns_n = n;
}

/* ---- one run ---- */

static ptrdiff_t outcome(struct req *r, const struct arrival_run *run, struct web_fact *v)
{
    const struct {
        const char *key;
        int64_t n;
    } rows[] = {{"arrival.run.fits", run->fits},       {"arrival.run.stored", run->stored},
                {"arrival.run.updated", run->updated}, {"arrival.run.unchanged", run->unchanged},
                {"arrival.run.differs", run->differs}, {"arrival.run.refused", run->refused},
                {"arrival.run.unread", run->unread}};
    ptrdiff_t n = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].n)
            v[n++] = (struct web_fact){.term = text_get(r->lang, rows[i].key),
                                       .value = number(r, rows[i].n)};
    return n;
}

void arrival__view_run(struct req *r, const struct arrival_run *run, struct arrival_run_view *v)
{
    static const char *const leads[] = {[RUN_CHECKING] = "arrival.run.checking",
                                        [RUN_CHECKED] = "arrival.run.checked",
                                        [RUN_APPLYING] = "arrival.run.applying",
                                        [RUN_DONE] = "arrival.run.done",
                                        [RUN_DISCARDED] = "arrival.run.discarded"};
    struct web_fact *facts = NEW_N(r->c.mem, struct web_fact, 10);
    ptrdiff_t n = 0;
    facts[n++] = (struct web_fact){.term = text_get(r->lang, "arrival.list.kind"),
                                   .value = kind_text(r, run->kind)};
    facts[n++] =
        (struct web_fact){.term = text_get(r->lang, "arrival.list.source"), .value = run->source};
    facts[n++] = (struct web_fact){.term = text_get(r->lang, "arrival.list.rows"),
                                   .value = number(r, run->rows)};
    n += outcome(r, run, facts + n);
    v->facts = (struct web_facts){facts, n};
    v->heading = run->name;
    v->state = state_tag(r, run->state);
    v->lead = text_get(r->lang, leads[run->state]);
    v->going = run->state == RUN_CHECKING || run->state == RUN_APPLYING;
    const int64_t takes = run->fits;
    v->may_apply = run->state == RUN_CHECKED && takes > 0;
    v->may_discard = run->state == RUN_CHECKED || run->state == RUN_CHECKING;
    v->again = HREF(r->c.mem, "/admin/arrivals/{}", run->pub);
    v->apply = HREF(r->c.mem, "/admin/arrivals/{}/apply", run->pub);
    v->discard = HREF(r->c.mem, "/admin/arrivals/{}/discard", run->pub);
    v->report = HREF(r->c.mem, "/admin/arrivals/{}/report.csv", run->pub);
    const str count = number(r, takes);
    v->apply_text = text_fmt(r->c.mem, r->lang, "arrival.run.apply", &count, 1);
}

void arrival__view_said(struct req *r, const struct arrival_run *run, const struct arrival_said *said,
                        ptrdiff_t n, int64_t skip, struct arrival_run_view *v)
{
    const int64_t all = run->faults + run->notes;
    struct arrival_said_view *rows = NEW_N(r->c.mem, struct arrival_said_view, n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = (struct arrival_said_view){
            .line = plain(r, said[i].line),
            .code = said[i].code,
            .column = arrival_column_label(r->lang, said[i].member),
            .why = arrival_said_text(r->c.mem, r->lang, &said[i]),
            .tag = said[i].refused
                       ? (struct web_tag){S("bad"), S("warn"), text_get(r->lang, "arrival.refused")}
                       : (struct web_tag){S("mute"), S("info"), text_get(r->lang, "arrival.taken")}};
    v->rows = rows;
    v->rows_n = n;
    v->said = all > 0;
    const str counts[] = {number(r, run->refused), number(r, run->notes)};
    v->said_heading = text_fmt(r->c.mem, r->lang, "arrival.run.said", counts, 2);
    v->has_pages = all > ARRIVAL_SAID_PAGE;
    const str before = plain(r, skip > ARRIVAL_SAID_PAGE ? skip - ARRIVAL_SAID_PAGE : 0);
    v->pages = (struct web_pages){
        .from = number(r, skip + 1),
        .to = number(r, skip + n),
        .total = number(r, all),
        .previous = skip ? HREF(r->c.mem, "/admin/arrivals/{}?skip={}", run->pub, before) : HREF_NONE,
        .next = skip + n < all
                    ? HREF(r->c.mem, "/admin/arrivals/{}?skip={}", run->pub, plain(r, skip + n))
                    : HREF_NONE};
}
