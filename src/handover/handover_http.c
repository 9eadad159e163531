/*
 * dossier_handover_http.c - the day's hand-overs of a unit, one sheet and its confirmation, and
 * paper that is not where the system has the work. Nothing here needs script: each unit to
 * give to is a form of its own.
 */
#include "access/access.h"
#include "casework/casework_words_view.h"
#include "handover/handover.h"
#include "handover/handover_view.h"
#include "dossier/dossier_page.h"
#include "handover/handover_tpl.h"
#include "org/org.h"
#include "web/module.h"
#include "web/page.h"

/* ---- forms ---- */

struct day_in {
    date day;
};
static const struct field day_fields[] = {{"day", F_DATE, .at = offsetof(struct day_in, day)}, {0}};
static const struct form day_form = {"handover.", day_fields, sizeof(struct day_in), NULL};

struct sheet_in {
    int64_t to;
    struct form_rows d;
    str codes, note;
};
static const struct field give_fields[] = {
    {"to", F_INT, .required = true, .min = 1, .max = INT64_MAX, .at = offsetof(struct sheet_in, to)},
    {"codes", F_LINES, .max = 2000, .hint = "handover.codes.hint",
     .at = offsetof(struct sheet_in, codes)},
    {"note", F_TEXT, .max = 300, .at = offsetof(struct sheet_in, note)},
    {"d_*", F_BOOL, .max_rows = HANDOVER_MAX + 1, .at = offsetof(struct sheet_in, d)},
    {0}};
static const struct form give_form = {"handover.", give_fields, sizeof(struct sheet_in), NULL};

struct take_in {
    struct form_rows take, difference;
    str remark;
};
static const struct field take_fields[] = {
    {"take_*", F_BOOL, .max_rows = HANDOVER_MAX, .at = offsetof(struct take_in, take)},
    {"difference_*", F_TEXT, .max = 300, .max_rows = HANDOVER_MAX,
     .at = offsetof(struct take_in, difference)},
    {"remark", F_TEXT, .max = 300, .at = offsetof(struct take_in, remark)},
    {0}};
static const struct form take_form = {"handover.", take_fields, sizeof(struct take_in), NULL};

/* ---- rows ---- */

static struct web_tag tag_of(const struct saying *s, const struct handover_sheet *h)
{
    const bool done = !instant_is_none(h->received_at);
    return (struct web_tag){done ? S("ok") : S("mute"), done ? S("check") : S("hourglass"),
                            text_get(s->lang, done ? "handover.received" : "handover.not_yet")};
}

static str route_of(const struct saying *s, const struct handover_sheet *h)
{
    const str args[] = {h->from_unit, h->to_unit};
    return dossier_say(s, "handover.route", args, 2);
}

static str count_of(const struct saying *s, int64_t n)
{
    const str number = text_number(s->mem, s->lang, n);
    return dossier_say(s, "handover.count", &number, 1);
}

static const struct handover_sheet_row_view *sheets_of(const struct saying *s,
                                                       const struct handover_list *l)
{
    struct handover_sheet_row_view *v = NEW_N(s->mem, struct handover_sheet_row_view, l->n);
    for (ptrdiff_t i = 0; i < l->n; i++)
        v[i] = (struct handover_sheet_row_view){
            .to = HREF(s->mem, "/work/handovers/{}", l->v[i].pub),
            .when = dossier_moment(s, l->v[i].gave_at),
            .route = route_of(s, &l->v[i]),
            .count = count_of(s, l->v[i].count),
            .tag = tag_of(s, &l->v[i]),
        };
    return v;
}

static struct handover_row_view misplaced_row(struct req *r, const struct saying *s,
                                              const struct misplaced *m)
{
    const struct words_due_in due = {.w = s->w,
                                     .status = WORK_PROCESSING,
                                     .due = m->due_at,
                                     .finished = INSTANT_NONE,
                                     .since = INSTANT_NONE,
                                     .now = s->now};
    const str name = str_fmt(s->mem, "d_%.*s", STR_ARG(m->pub));
    const str where[] = {m->paper_unit, m->work_unit};
    return (struct handover_row_view){
        .id = str_fmt(s->mem, "f-%.*s", STR_ARG(name)),
        .name = name,
        .code = m->code,
        .title = m->procedure,
        .under = m->owner,
        .ticked = !r->values.first || str_eq(form_value(&r->values, name), S("1")),
        .to = HREF(s->mem, "/work/dossiers/{}", m->pub),
        .due = words_due(s->mem, s->lang, &due),
        .where = dossier_say(s, "handover.paper_at", where, 2),
        .state = text_get(s->lang, m->on_its_way ? "handover.on_way" : "handover.lies"),
    };
}

/* One group for each unit they go to, in order of the first of them. */
static void groups_of(struct req *r, const struct saying *s, const struct misplaced_list *l,
                      struct handover_day_view *v)
{
    struct handover_group_view *g = NEW_N(s->mem, struct handover_group_view, l->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < l->n; i++) {
        const str to = dossier_number(s, l->v[i].work_unit_id);
        ptrdiff_t at = 0;
        while (at < n && !str_eq(g[at].to, to))
            at++;
        if (at == n) {
            g[n++] = (struct handover_group_view){
                .heading = dossier_say(s, "handover.to_unit", &l->v[i].work_unit, 1),
                .to = to,
                .id = str_fmt(s->mem, "to-%.*s", STR_ARG(to)),
                .rows =
                    NEW_N(s->mem, struct handover_row_view, l->n < HANDOVER_MAX ? l->n : HANDOVER_MAX),
            };
        }
        if (g[at].rows_n == HANDOVER_MAX)
            continue;
        g[at].rows[g[at].rows_n++] = misplaced_row(r, s, &l->v[i]);
    }
    v->groups = g;
    v->groups_n = n;
}

/* ---- the day ---- */

/* The units of the agency but one's own, to choose from. */
static enum rc other_units(struct req *r, const struct saying *s, struct handover_day_view *v)
{
    struct units units;
    const struct actor *a = r->c.actor;
    const enum rc rc = org_unit_list(&r->c, a->agency, instant_date(s->now), &units);
    if (rc)
        return rc;
    struct web_option *o = NEW_N(s->mem, struct web_option, units.n);
    struct web_field *x = NEW_N(s->mem, struct web_field, 3);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < units.n; i++)
        if (units.v[i].id != a->unit)
            o[n++] =
                (struct web_option){.value = dossier_number(s, units.v[i].id), .text = units.v[i].name};
    x[0] = form_field(r, &give_form, &r->values, S("to"));
    field_select(r, &x[0], o, n);
    x[1] = form_field(r, &give_form, &r->values, S("codes"));
    x[2] = form_field(r, &give_form, &r->values, S("note"));
    v->other = (struct web_fields){x, 3};
    return RC_OK;
}

static href day_href(const struct saying *s, date day)
{
    return HREF(s->mem, "/work/handovers?day={}", date_iso(s->mem, day));
}

static void days_of(const struct saying *s, date day, struct handover_day_view *v)
{
    const date today = instant_date(s->now);
    const str shown = text_day(s->mem, s->lang, day);
    v->day_heading = dossier_say(s, "handover.day_of", &shown, 1);
    v->before = day_href(s, date_add(day, -1));
    v->after = day.day < today.day ? day_href(s, date_add(day, 1)) : HREF_NONE;
    v->today = HREF_TO("/work/handovers");
}

static date day_asked(struct req *r, instant now)
{
    const struct day_in *in = r->route->form == &day_form ? r->in : NULL;
    const date today = instant_date(now);
    return in && !date_is_none(in->day) && in->day.day <= today.day ? in->day : today;
}

static enum rc day_facts(struct req *r, date day, struct handover_list *sheets,
                         struct handover_list *waiting, struct misplaced_list *give)
{
    enum rc rc = handover_day(&r->c, day, sheets, waiting);
    return rc ? rc : handover_outgoing(&r->c, give);
}

static enum rc day_show(struct req *r)
{
    struct saying s;
    struct handover_list sheets, waiting;
    struct misplaced_list give;
    struct handover_day_view v = {.errors = req_errors(r)};
    const date day = day_asked(r, r->c.now);
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = day_facts(r, day, &sheets, &waiting, &give);
    if (!rc)
        rc = other_units(r, &s, &v);
    if (rc)
        return rc;
    v.may_give = r->c.actor->unit != 0;
    v.heading = text_get(s.lang, "handover.title");
    v.now = dossier_moment(&s, s.now);
    v.unmatched = HREF_TO("/work/handovers/unmatched");
    v.waiting = sheets_of(&s, &waiting);
    v.waiting_n = waiting.n;
    v.sheets = sheets_of(&s, &sheets);
    v.sheets_n = sheets.n;
    groups_of(r, &s, &give, &v);
    v.groups_more = give.more ? text_get(s.lang, "handover.more") : STR_NONE;
    days_of(&s, day, &v);
    const struct page page = {
        .title = "handover.title", .section = "handovers", .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_handover_day, &v);
}

/* ---- giving ---- */

static enum rc ids_of(struct req *r, const struct sheet_in *in, struct dossier_id *ids,
                      ptrdiff_t *ret_n)
{
    ptrdiff_t n = 0;
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < in->d.n; i++)
        if (in->d.v[i].yes)
            rc = dossier_find(&r->c, in->d.v[i].key, &ids[n++]);
    for (struct str_cut cut = str_cut(in->codes, '\n'); !rc && n <= HANDOVER_MAX;
         cut = str_cut(cut.tail, '\n')) {
        if (str_trim(cut.head).n)
            rc = dossier_find(&r->c, str_trim(cut.head), &ids[n++]);
        if (!cut.found)
            break;
    }
    *ret_n = n;
    return rc;
}

static enum rc give(struct req *r)
{
    const struct sheet_in *in = r->in;
    struct dossier_id ids[2 * HANDOVER_MAX + 2];
    struct handover_in act = {.to_unit = in->to, .note = in->note, .ids = ids};
    str pub;
    enum rc rc = ids_of(r, in, ids, &act.n);
    if (!rc)
        rc = handover_pass(&r->c, &act, &pub);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/handovers/{}", pub));
}

/* ---- one sheet ---- */

static str name_of(const struct saying *s, const char *part, int64_t id)
{
    return str_fmt(s->mem, "%s_%lld", part, (long long)id);
}

static struct handover_line_view line_of(struct req *r, const struct saying *s,
                                         const struct handover_line *l)
{
    const str take = name_of(s, "take", l->dossier_id), sets = dossier_number(s, l->sets);
    const bool paper = str_eq(l->form, S("paper"));
    const char *answer = l->taken ? "handover.taken" : "handover.not_taken";
    struct handover_line_view v = {
        .to = HREF(s->mem, "/work/dossiers/{}", l->dossier_pub),
        .code = l->code,
        .title = l->procedure,
        .under = l->owner,
        .form = paper ? dossier_say(s, "handover.paper", &sets, 1)
                      : text_get(s->lang, "handover.electronic"),
        .due = dossier_moment(s, l->due_at),
        .take = form_field(r, &take_form, &r->values, take),
        .difference = form_field(r, &take_form, &r->values, name_of(s, "difference", l->dossier_id)),
    };
    const str said[] = {text_get(s->lang, l->answered ? answer : "handover.not_yet"), l->difference};
    v.answer = str_join(s->mem, said, l->difference.n ? 2 : 1, S(" · "));
    if (!r->values.first)
        v.take.chosen = true;
    return v;
}

static void sheet_words(const struct saying *s, const struct handover_sheet *h,
                        struct handover_sheet_view *v)
{
    const str gave[] = {h->gave_by, h->from_unit, h->from_agency, dossier_moment(s, h->gave_at)};
    v->heading = route_of(s, h);
    v->given = dossier_say(s, "handover.given_by", gave, 4);
    v->note = h->note;
    v->tag = tag_of(s, h);
    v->back = HREF_TO("/work/handovers");
    v->sheet = HREF(s->mem, "/work/handovers/{}/sheet.pdf", h->pub);
    if (instant_is_none(h->received_at))
        return;
    const str took[] = {h->received_by, h->to_unit, h->to_agency, dossier_moment(s, h->received_at)};
    v->received = dossier_say(s, "handover.received_by", took, 4);
    v->receiver_note = h->receiver_note;
}

static enum rc sheet_show(struct req *r)
{
    struct saying s;
    struct handover_sheet h;
    struct handover_sheet_view v = {.errors = req_errors(r)};
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = handover_get(&r->c, param(r, "pub"), &h);
    if (rc)
        return rc;
    struct handover_line_view *lines = NEW_N(s.mem, struct handover_line_view, h.n);
    for (ptrdiff_t i = 0; i < h.n; i++)
        lines[i] = line_of(r, &s, &h.lines[i]);
    v.lines = lines;
    v.lines_n = h.n;
    v.fields = form_fields(r, &take_form, &r->values);
    sheet_words(&s, &h, &v);
    if (instant_is_none(h.received_at) && r->c.actor->unit == h.to_unit_id)
        v.action = HREF(s.mem, "/work/handovers/{}", h.pub);
    const struct page page = {.title = "handover.sheet_title",
                              .title_arg = v.heading,
                              .section = "handovers",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_handover_sheet, &v);
}

static const struct form_row *row_for(const struct form_rows *rows, int64_t id)
{
    int64_t key;
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (str_to_i64(rows->v[i].key, &key) && key == id)
            return &rows->v[i];
    return NULL;
}

/* What is not ticked was not taken. */
static enum rc take(struct req *r)
{
    const struct take_in *in = r->in;
    struct handover_sheet h;
    enum rc rc = handover_get(&r->c, param(r, "pub"), &h);
    if (rc)
        return rc;
    struct takeover_line *lines = NEW_N(r->c.mem, struct takeover_line, h.n);
    for (ptrdiff_t i = 0; i < h.n; i++) {
        const struct form_row *take = row_for(&in->take, h.lines[i].dossier_id);
        const struct form_row *why = row_for(&in->difference, h.lines[i].dossier_id);
        lines[i] = (struct takeover_line){h.lines[i].dossier_id, take && take->yes,
                                          why ? why->text : STR_NONE};
    }
    const struct takeover_in act = {.note = in->remark, .lines = lines, .n = h.n};
    rc = handover_confirm(&r->c, h.pub, &act);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/handovers/{}", h.pub));
}

static enum rc sheet_read(struct req *r)
{
    struct pdf_doc *doc;
    const enum rc rc = handover_doc(&r->c, param(r, "pub"), &doc);
    if (!rc)
        r->kept = doc;
    return rc;
}

/* ---- paper that is elsewhere ---- */

static enum rc unmatched_show(struct req *r)
{
    struct saying s;
    struct misplaced_list l;
    struct handover_misplaced_view v = {0};
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = handover_misplaced(&r->c, &l);
    if (rc)
        return rc;
    struct handover_row_view *rows = NEW_N(s.mem, struct handover_row_view, l.n);
    for (ptrdiff_t i = 0; i < l.n; i++)
        rows[i] = misplaced_row(r, &s, &l.v[i]);
    v = (struct handover_misplaced_view){
        .heading = text_get(s.lang, "handover.unmatched"),
        .intro = text_get(s.lang, "handover.unmatched.intro"),
        .back = HREF_TO("/work/handovers"),
        .rows = rows,
        .rows_n = l.n,
        .more = l.more ? text_get(s.lang, "handover.more") : STR_NONE,
        .empty = {.heading = text_get(s.lang, "handover.matched"),
                  .text = text_get(s.lang, "handover.matched.text"),
                  .link = text_get(s.lang, "handover.back"),
                  .to = HREF_TO("/work/handovers")},
    };
    const struct page page = {
        .title = "handover.unmatched", .section = "handovers", .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_handover_misplaced, &v);
}

static const struct nav nav[] = {
    {NAV_STAFF, "dossier.nav", "handover.nav", "/work/handovers", PERM_WORKLIST, "handovers", NULL},
    {0}};

static const struct route routes[] = {
    {GET, "/work/handovers", day_show, .need = PERM_WORKLIST, .form = &day_form},
    {POST, "/work/handovers", .write = give, .again = day_show, .need = PERM_WORKLIST,
     .form = &give_form},
    {GET, "/work/handovers/:pub", sheet_show, .need = PERM_WORKLIST},
    {POST, "/work/handovers/:pub", .write = take, .again = sheet_show, .need = PERM_WORKLIST,
     .form = &take_form},
    {GET, "/work/handovers/:pub/sheet.pdf", sheet_read, .after = show_pdf, .need = PERM_DOSSIER_READ,
     .flags = ROUTE_DATA},
    {GET, "/work/handovers/unmatched", unmatched_show, .need = PERM_WORKLIST},
    {0}};
extern const struct module handover_module;
const struct module handover_module = {.name = "handover", .nav = nav, .routes = routes};
