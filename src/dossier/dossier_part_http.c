/*
 * dossier_part_http.c - the parts of inter-linked dossiers: the list at one's own place, and the
 * parts of one dossier with the answer to one's own.
 */
#include "dossier/dossier_part.h"

#include "casework/casework_words_view.h"
#include "dossier/dossier_desk.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_part_view.h"
#include "dossier/dossier_tpl.h"
#include "web/module.h"
#include "web/page.h"

#define WAITING_MAX 100

struct part_form_in {
    str part, note;
};
static const struct field part_fields[] = {
    {"part", F_CODE, .required = true, .max = 40, .at = offsetof(struct part_form_in, part)},
    {"note", F_LINES, .required = true, .max = 2000, .hint = "dossier.part.note.hint",
     .at = offsetof(struct part_form_in, note)},
    {0}};
static const struct form part_form = {"dossier.part.", part_fields, sizeof(struct part_form_in), NULL};

/* ---- one dossier ---- */

static struct web_tag tag_of(const struct saying *s, const struct work_part *x)
{
    static const struct {
        const char *tone, *icon, *key;
    } looks[] = {{"accent", "half", "dossier.part.open"},
                 {"ok", "check", "dossier.part.done"},
                 {"mute", "cross", "dossier.part.overtaken"}};
    const int at = !x->outcome.n ? 0 : str_eq(x->outcome, S("done")) ? 1 : 2;
    return (struct web_tag){.tone = str_of(looks[at].tone),
                            .icon = str_of(looks[at].icon),
                            .text = text_get(s->lang, looks[at].key)};
}

static str share_of(const struct saying *s, const struct worktime *w, int64_t minutes)
{
    const str share[] = {clock_time_text(s->mem, s->lang, w, minutes * MINUTE_US)};
    return minutes ? dossier_say(s, "dossier.part.share", share, 1) : STR_NONE;
}

static struct part_row_view row_of(const struct saying *s, const struct worktime *w,
                                   const struct dossier_part *p)
{
    const bool open = instant_is_none(p->x.closed_at);
    const int64_t us = open ? worktime_between(w, p->x.opened_at, s->now) : p->x.working_us;
    const str by[] = {p->handler, p->x.note};
    return (struct part_row_view){
        .name = p->x.name,
        .under = p->place,
        .took = clock_time_text(s->mem, s->lang, w, us),
        .share = share_of(s, w, p->x.minutes),
        .note = p->handler.n ? dossier_say(s, "dossier.part.said", by, 2) : p->x.note,
        .tag = tag_of(s, &p->x),
    };
}

/* Those one may answer, to choose from; the only one is chosen. */
static struct web_fields fields_of(struct req *r, const struct saying *s, const struct dossier_part *p,
                                   ptrdiff_t n)
{
    struct web_field *x = NEW_N(s->mem, struct web_field, 2);
    struct web_option *o = NEW_N(s->mem, struct web_option, n);
    ptrdiff_t mine = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        if (p[i].x.mine)
            o[mine++] = (struct web_option){.value = p[i].x.key, .text = p[i].x.name};
    x[0] = form_field(r, &part_form, &r->values, S("part"));
    x[1] = form_field(r, &part_form, &r->values, S("note"));
    field_select(r, &x[0], o, mine);
    return mine ? (struct web_fields){x, 2} : (struct web_fields){0};
}

static enum rc parts_show(struct req *r)
{
    struct saying s;
    struct desk_facts f;
    struct dossier_part *parts;
    struct dossier_parts_view v = {.errors = req_errors(r)};
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (!rc)
        rc = dossier_parts(&r->c, f.d.id, &parts, &v.rows_n);
    if (rc)
        return rc;
    struct part_row_view *rows = NEW_N(s.mem, struct part_row_view, v.rows_n);
    for (ptrdiff_t i = 0; i < v.rows_n; i++)
        rows[i] = row_of(&s, f.w, &parts[i]);
    dossier_view_head(&s, &f, TAB_NONE, r->version, &v.head);
    v.rows = rows;
    v.fields = fields_of(r, &s, parts, v.rows_n);
    if (v.fields.n)
        v.action = HREF(s.mem, "/work/dossiers/{}/parts", f.d.pub);
    v.back = HREF(s.mem, "/work/dossiers/{}", f.d.pub);
    v.version = dossier_number(&s, f.d.work.version);
    return show_page(r,
                     (&(struct page){.title = "dossier.part.heading",
                                     .title_arg = f.d.code,
                                     .section = "parts",
                                     .layout = LAYOUT_STAFF}),
                     tpl_dossier_parts, &v);
}

/* Back to the list: who has answered may perhaps not read the dossier any more. */
static enum rc part_answer(struct req *r)
{
    const struct part_form_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc =
            dossier_part_done(&r->c, d.id, &(struct part_answer){r->version, in->part, in->note}, &ref);
    return rc ? rc : see_other(r, HREF_TO("/work/parts"));
}

/* ---- at one's own place ---- */

static struct part_row_view waiting_row(const struct saying *s, const struct part_waiting *p)
{
    const struct words_due_in due = {.w = s->w,
                                     .status = WORK_PROCESSING,
                                     .due = p->due_at,
                                     .finished = INSTANT_NONE,
                                     .since = INSTANT_NONE,
                                     .now = s->now};
    return (struct part_row_view){
        .to = HREF(s->mem, "/work/dossiers/{}/parts", p->pub),
        .name = p->name,
        .code = p->code,
        .under = p->procedure,
        .note = p->lead,
        .took = clock_time_text(s->mem, s->lang, s->w, worktime_between(s->w, p->opened_at, s->now)),
        .share = share_of(s, s->w, p->minutes),
        .due = words_due(s->mem, s->lang, &due),
    };
}

static enum rc waiting_show(struct req *r)
{
    struct saying s;
    struct part_waiting *list;
    struct dossier_parts_waiting_view v = {0};
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_parts_waiting(&r->c, WAITING_MAX, &list, &v.rows_n);
    if (rc)
        return rc;
    struct part_row_view *rows = NEW_N(s.mem, struct part_row_view, v.rows_n);
    for (ptrdiff_t i = 0; i < v.rows_n; i++)
        rows[i] = waiting_row(&s, &list[i]);
    v.rows = rows;
    v.more = v.rows_n == WAITING_MAX ? text_get(s.lang, "dossier.part.more") : STR_NONE;
    v.empty = (struct web_empty){.heading = text_get(s.lang, "dossier.part.empty"),
                                 .text = text_get(s.lang, "dossier.part.empty.text"),
                                 .link = text_get(s.lang, "dossier.part.empty.link"),
                                 .to = HREF_TO("/work")};
    return show_page(
        r,
        (&(struct page){.title = "dossier.part.waiting", .section = "parts", .layout = LAYOUT_STAFF}),
        tpl_dossier_parts_waiting, &v);
}

static const struct nav nav[] = {
    {NAV_STAFF, "dossier.nav", "dossier.part.nav", "/work/parts", PERM_WORKLIST, "parts", NULL}, {0}};
static const struct route routes[] = {
    {GET, "/work/parts", waiting_show, .need = PERM_WORKLIST},
    {GET, "/work/dossiers/:pub/parts", parts_show, .need = PERM_DOSSIER_READ},
    {POST, "/work/dossiers/:pub/parts", .write = part_answer, .again = parts_show,
     .need = PERM_DOSSIER_READ, .form = &part_form, .flags = ROUTE_VERSION},
    {0}};
const struct module dossier_part_module = {.name = "dossier_part", .routes = routes, .nav = nav};
