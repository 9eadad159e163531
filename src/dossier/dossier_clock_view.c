/*
 * dossier_clock_view.c - what happened to the clock of a dossier and who used its time: rows
 * for staff, sentences for citizens.
 */
#include "casework/ledger.h"
#include "casework/usage.h"
#include "core/buf.h"
#include "dossier/dossier_make_view.h"
#include "org/org.h"

/* ---- the ledger ---- */

static const struct {
    const char *kind, *staff, *plain; /* plain NULL: nothing a citizen has to be told */
} entries[] = {
    {"start", "dossier.ledger.start", NULL},
    {"stop", "dossier.ledger.stop", "dossier.story.stop"},
    {"restart", "dossier.ledger.restart", "dossier.story.restart"},
    {"continue", "dossier.ledger.continue", "dossier.story.continue"},
    {"pause", "dossier.ledger.pause", "dossier.story.pause"},
    {"resume", "dossier.ledger.resume", "dossier.story.resume"},
    {"extend", "dossier.ledger.extend", "dossier.story.extend"},
    {"calendar", "dossier.ledger.calendar", "dossier.story.calendar"},
    {"told", "dossier.ledger.told", NULL},
    {"end", "dossier.ledger.end", NULL},
};
#define KINDS (sizeof entries / sizeof *entries)

static size_t entry_of(const struct clock_entry *e)
{
    size_t i = 0;
    while (i < KINDS && !str_eq(e->kind, str_of(entries[i].kind)))
        i++;
    BUG_IF(i == KINDS);
    return i;
}

static str moment_or_none(const struct saying *s, instant t)
{
    return instant_is_none(t) ? text_get(s->lang, "dossier.ledger.stands") : dossier_moment(s, t);
}

static struct dossier_clock_row row_of(const struct saying *s, const struct clock_entry *e)
{
    const str limit = instant_is_none(e->limit) ? STR_NONE : dossier_moment(s, e->limit);
    struct dossier_clock_row row = {.when = dossier_moment(s, e->at),
                                    .what = text_get(s->lang, entries[entry_of(e)].staff),
                                    .ground = e->ground,
                                    .due = moment_or_none(s, e->due_at)};
    if (limit.n && !str_eq(e->kind, S("told")))
        row.note = dossier_say(s, "dossier.ledger.limit", &limit, 1);
    return row;
}

static enum rc view_ledger(struct ctx *c, const struct saying *s, const struct desk_facts *f,
                           struct dossier_tab_view *v)
{
    struct clock_entry *list;
    ptrdiff_t n;
    const enum rc rc = work_clock_ledger(c, f->d.work.id, &list, &n);
    if (rc)
        return rc;
    struct dossier_clock_row *rows = NEW_N(c->mem, struct dossier_clock_row, n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = row_of(s, &list[i]);
    v->ledger = rows;
    v->ledger_n = n;
    return RC_OK;
}

/* ---- grounds that may hold it ---- */

ptrdiff_t dossier__hold_options(const struct saying *s, const struct desk_facts *f, bool consult,
                                struct web_option *o)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->holds_n; i++) {
        const struct work_hold *h = &f->holds[i];
        const str args[] = {h->name, h->article, text_day(s->mem, s->lang, instant_date(h->until))};
        if (h->consult == consult && !h->used_up)
            o[n++] = (struct web_option){.value = h->key,
                                         .text = dossier_say(s, "dossier.hold.option", args, 3)};
    }
    return n;
}

/* ---- who used how much ---- */

static enum rc agency_name(struct ctx *c, int64_t id, str *ret_name)
{
    struct agency a;
    const enum rc rc = org_agency_by_id(c, id, &a);
    if (!rc)
        *ret_name = a.name;
    return rc;
}

static struct dossier_use_row use_row(const struct saying *s, const struct work_use *u, str agency)
{
    struct dossier_use_row row = {
        .step = u->consult ? text_get(s->lang, "dossier.use.consult") : u->step,
        .agency = agency,
        .used = clock_time_text(s->mem, s->lang, s->w, u->used_us),
        .share = u->share_us ? clock_time_text(s->mem, s->lang, s->w, u->share_us) : S("–")};
    if (u->over)
        row.over = (struct web_tag){S("bad"), S("warn"), text_get(s->lang, "dossier.use.over")};
    return row;
}

static enum rc use_rows(struct ctx *c, const struct saying *s, const struct work_use *u, ptrdiff_t n,
                        const struct dossier_use_row **ret_rows)
{
    struct dossier_use_row *rows = NEW_N(c->mem, struct dossier_use_row, n);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        str agency = STR_NONE;
        rc = agency_name(c, u[i].agency_id, &agency);
        rows[i] = use_row(s, &u[i], agency);
    }
    *ret_rows = rows;
    return rc;
}

enum rc dossier__view_clock(struct ctx *c, const struct saying *s, const struct desk_facts *f,
                            struct dossier_tab_view *v)
{
    struct work_usage use;
    if (!f->has_clock)
        return RC_OK;
    enum rc rc = view_ledger(c, s, f, v);
    if (!rc)
        rc = work_usage(c, f->d.work.id, &use);
    if (!rc)
        rc = use_rows(c, s, use.steps, use.steps_n, &v->uses);
    if (!rc)
        rc = use_rows(c, s, use.agencies, use.agencies_n, &v->agencies);
    if (rc)
        return rc;
    v->uses_n = use.steps_n;
    v->agencies_n = use.agencies_n;
    return RC_OK;
}

/* ---- for citizens ---- */

str words_clock_story(struct ctx *c, enum lang lang, const struct clock_entry *list, ptrdiff_t n)
{
    struct buf b = buf_new(c->mem, 8192);
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct clock_entry *e = &list[i];
        const char *key = entries[entry_of(e)].plain;
        const instant was = i ? list[i - 1].due_at : INSTANT_NONE;
        if (!key || (str_eq(e->kind, S("calendar")) && was.us == e->due_at.us))
            continue; /* a calendar that moved nothing */
        const struct saying s = {.mem = c->mem, .lang = lang, .now = c->now};
        const str args[] = {dossier_moment(&s, e->at), e->ground, moment_or_none(&s, e->due_at),
                            moment_or_none(&s, was),
                            instant_is_none(e->limit) ? STR_NONE : dossier_moment(&s, e->limit)};
        if (b.n)
            buf_char(&b, ' ');
        buf_add(&b,
                text_fmt(c->mem, lang,
                         e->consult_id && str_eq(e->kind, S("pause")) ? "dossier.story.consult" : key,
                         args, 5));
    }
    return buf_str(&b);
}
