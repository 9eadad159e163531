/*
 * dossier_bulk_http.c - signing several: the list with boxes, then what was ticked with proposals
 * and drafts, then one press. Plain forms, one column, made for a phone.
 */
#include "access/access.h"
#include "casework/casework_words_view.h"
#include "dossier/dossier_bulk.h"
#include "dossier/dossier_bulk_view.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_list.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_tpl.h"
#include "web/module.h"
#include "web/page.h"

/* ---- forms ---- */

struct list_in {
    str after, left;
    int64_t done;
};
static const struct field list_fields[] = {
    {"after", F_CODE, .max = 60, .at = offsetof(struct list_in, after)},
    {"done", F_INT, .min = 0, .max = BULK_MAX, .at = offsetof(struct list_in, done)},
    {"left", F_CODE, .max = BULK_MAX * 27, .at = offsetof(struct list_in, left)},
    {0}};
static const struct form list_form = {"dossier.sign.", list_fields, sizeof(struct list_in), NULL};

struct look_in {
    struct form_rows d;
};
static const struct field look_fields[] = {
    {"d_*", F_BOOL, .max_rows = BULK_MAX, .at = offsetof(struct look_in, d)}, {0}};
static const struct form look_form = {"dossier.sign.", look_fields, sizeof(struct look_in), NULL};

struct sign_in {
    struct form_rows d;
    str note;
};
static const struct field sign_fields[] = {
    {"d_*", F_INT, .min = 1, .max = INT64_MAX, .max_rows = BULK_MAX + 1,
     .at = offsetof(struct sign_in, d)},
    {"note", F_LINES, .max = 2000, .at = offsetof(struct sign_in, note)},
    {0}};
static const struct form sign_form = {"dossier.sign.", sign_fields, sizeof(struct sign_in), NULL};

/* ---- rows ---- */

static str box_name(const struct saying *s, str pub)
{
    return str_fmt(s->mem, "d_%.*s", STR_ARG(pub));
}

static struct web_due due_of(const struct saying *s, instant due, bool provisional)
{
    const struct words_due_in in = {.w = s->w,
                                    .status = WORK_APPROVING,
                                    .due = due,
                                    .finished = INSTANT_NONE,
                                    .since = INSTANT_NONE,
                                    .provisional = provisional,
                                    .now = s->now};
    return words_due(s->mem, s->lang, &in);
}

static struct sign_row_view list_row(const struct saying *s, const struct worklist_row *w)
{
    const str under[] = {w->code, w->owner_name};
    const str name = box_name(s, w->pub);
    return (struct sign_row_view){
        .id = str_fmt(s->mem, "f-%.*s", STR_ARG(name)),
        .name = name,
        .title = w->procedure_name,
        .under = str_join(s->mem, under, 2, S(" · ")),
        .due = due_of(s, w->due_at, w->due_provisional),
    };
}

static struct sign_row_view look_row(struct req *r, const struct saying *s, const struct to_sign *t)
{
    const str under[] = {t->d.code, t->d.owner_name};
    const str name = box_name(s, t->d.pub);
    struct web_link *drafts = NEW_N(s->mem, struct web_link, t->drafts_n);
    for (ptrdiff_t i = 0; i < t->drafts_n; i++)
        drafts[i] = (struct web_link){
            .text = t->drafts[i].name,
            .to = HREF(s->mem, "/dossiers/{}/files/{}", t->d.pub, dossier_number(s, t->drafts[i].no))};
    struct sign_row_view v = {
        .id = str_fmt(s->mem, "f-%.*s", STR_ARG(name)),
        .name = name,
        .value = dossier_number(s, t->d.work.version),
        .title = t->d.procedure_name,
        .under = str_join(s->mem, under, 2, S(" · ")),
        .to = HREF(s->mem, "/work/dossiers/{}", t->d.pub),
        .due = due_of(s, t->d.work.due_at, t->d.work.due_provisional),
        .ticked = r->route->form != &sign_form || form_value(&r->values, name).n,
        .proposal = t->proposal,
        .drafts = drafts,
        .drafts_n = t->drafts_n,
        .why = t->why ? text_get(s->lang, t->why) : STR_NONE,
    };
    if (t->proposed_by.n) {
        const str by[] = {t->proposed_by, dossier_moment(s, t->proposed_at)};
        v.by = dossier_say(s, "dossier.sign.proposed", by, 2);
    }
    return v;
}

/* ---- the list ---- */

/* "Đã ký 3 hồ sơ." and, one by one, what was left: as it stands now, if it is still in reach. */
static enum rc tell_done(struct req *r, const struct saying *s, const struct list_in *in,
                         struct dossier_sign_view *v)
{
    if (in->done == FORM_NO_INT)
        return RC_OK;
    str codes[BULK_MAX];
    ptrdiff_t n = 0;
    enum rc rc = RC_OK;
    for (struct str_cut cut = str_cut(in->left, '.'); !rc && cut.head.n && n < BULK_MAX;
         cut = str_cut(cut.tail, '.')) {
        struct dossier d;
        rc = dossier_get(&r->c, cut.head, &d);
        codes[n++] = rc ? text_get(s->lang, "dossier.sign.out_of_reach") : d.code;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    const str number = text_number(s->mem, s->lang, in->done);
    const str left = str_join(s->mem, codes, n, S(", "));
    v->notice = (struct web_notice){.tone = n ? S("warn") : S("ok"),
                                    .icon = n ? S("warn") : S("check"),
                                    .strong = dossier_say(s, "dossier.sign.done", &number, 1),
                                    .text = n ? dossier_say(s, "dossier.sign.left", &left, 1) : S(""),
                                    .status = true};
    v->noticed = true;
    return rc;
}

static enum rc list_show(struct req *r)
{
    const struct list_in *in = r->in;
    const struct worklist_filter only = {.step = S("approve")};
    struct saying s;
    struct worklist_page page;
    struct dossier_sign_view v = {0};
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_worklist(&r->c, LIST_UNIT, &only, in->after, BULK_MAX, &page);
    if (!rc)
        rc = tell_done(r, &s, in, &v);
    if (rc)
        return rc;
    struct sign_row_view *rows = NEW_N(s.mem, struct sign_row_view, page.n);
    for (ptrdiff_t i = 0; i < page.n; i++)
        rows[i] = list_row(&s, &page.rows[i]);
    v.heading = text_get(s.lang, "dossier.sign.title");
    v.now = dossier_moment(&s, s.now);
    v.rows = rows;
    v.rows_n = page.n;
    v.empty = (struct web_empty){.heading = text_get(s.lang, "dossier.sign.empty"),
                                 .text = text_get(s.lang, "dossier.sign.empty.text"),
                                 .link = text_get(s.lang, "dossier.list.overdue"),
                                 .to = HREF_TO("/work?list=overdue")};
    v.next = page.more ? HREF(s.mem, "/work/sign?after={}", page.next_cursor) : HREF_NONE;
    const struct page p = {.title = "dossier.sign.title", .section = "sign", .layout = LAYOUT_STAFF};
    return show_page(r, &p, tpl_dossier_sign, &v);
}

/* ---- what was ticked ---- */

/* Keys of the boxes, on the look page and after a refused press. */
static ptrdiff_t asked(struct req *r, str *pubs)
{
    str names[BULK_MAX];
    const ptrdiff_t n = form_names(&r->values, S("d_"), names, BULK_MAX);
    for (ptrdiff_t i = 0; i < n; i++)
        pubs[i] = str_sub(names[i], 2, names[i].n);
    return n;
}

/* What is out of reach by now is not shown. */
static enum rc look_rows(struct req *r, const struct saying *s, struct dossier_sign_view *v)
{
    str pubs[BULK_MAX];
    const ptrdiff_t n = asked(r, pubs);
    struct sign_row_view *rows = NEW_N(r->c.mem, struct sign_row_view, n);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        struct to_sign one;
        rc = dossier_to_sign(&r->c, pubs[i], &one);
        if (!rc) {
            rows[v->rows_n++] = look_row(r, s, &one);
            v->any = v->any || !one.why;
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    v->rows = rows;
    return rc;
}

static enum rc look_show(struct req *r)
{
    struct saying s;
    struct dossier_sign_view v = {.errors = req_errors(r), .looking = true};
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = look_rows(r, &s, &v);
    if (rc)
        return rc;
    v.heading = text_get(s.lang, "dossier.sign.heading");
    v.now = dossier_moment(&s, s.now);
    v.button = text_get(s.lang, "dossier.sign.go");
    v.fields = form_fields(r, &sign_form, &r->values);
    v.back = HREF_TO("/work/sign");
    v.empty = (struct web_empty){.heading = text_get(s.lang, "dossier.sign.nothing"),
                                 .text = text_get(s.lang, "dossier.sign.none"),
                                 .link = text_get(s.lang, "dossier.sign.title"),
                                 .to = HREF_TO("/work/sign")};
    const struct page p = {.title = "dossier.sign.heading", .section = "sign", .layout = LAYOUT_STAFF};
    return show_page(r, &p, tpl_dossier_sign, &v);
}

static enum rc sign(struct req *r)
{
    const struct sign_in *in = r->in;
    struct bulk_item *items = NEW_N(r->c.mem, struct bulk_item, in->d.n);
    struct bulk_done done;
    for (ptrdiff_t i = 0; i < in->d.n; i++)
        items[i] = (struct bulk_item){in->d.v[i].key, in->d.v[i].number};
    const enum rc rc = dossier_approve_many(&r->c, items, in->d.n, in->note, &done);
    if (rc)
        return rc;
    str *left = NEW_N(r->c.mem, str, done.left_n);
    for (ptrdiff_t i = 0; i < done.left_n; i++)
        left[i] = done.left[i].pub;
    const str n = str_fmt(r->c.mem, "%lld", (long long)done.done);
    return see_other(r, done.left_n ? HREF(r->c.mem, "/work/sign?done={}&left={}", n,
                                           str_join(r->c.mem, left, done.left_n, S(".")))
                                    : HREF(r->c.mem, "/work/sign?done={}", n));
}

static const struct nav nav[] = {
    {NAV_STAFF, "dossier.nav", "dossier.sign.nav", "/work/sign", PERM_DOSSIER_APPROVE, "sign", NULL},
    {0}};

static const struct route routes[] = {
    {GET, "/work/sign", list_show, .need = PERM_DOSSIER_APPROVE, .form = &list_form},
    {GET, "/work/sign/look", look_show, .need = PERM_DOSSIER_APPROVE, .form = &look_form},
    {POST, "/work/sign", .write = sign, .again = look_show, .need = PERM_DOSSIER_APPROVE,
     .form = &sign_form},
    {0}};
const struct module dossier_bulk_module = {.name = "dossier_bulk", .nav = nav, .routes = routes};
