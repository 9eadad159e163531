/*
 * result_http.c - giving back: a part of the results, originals, one more result, the day
 * a letter arrived, word of an early result; and the day's list for the post. Each act is a small
 * page of one form (tpl/form.html).
 */
#include "access/access.h"
#include "dossier/dossier_page.h"
#include "dossier/dossier_small.h"
#include "result/result.h"
#include "result/result_tpl.h"
#include "result/result_view.h"
#include "web/module.h"
#include "web/page.h"

#define ITEMS_MAX 100

/* ---- forms ---- */

struct give_form_in {
    struct form_rows item;
    str how, collector, authority, authority_note, document, note;
};
#define AT(field) .at = offsetof(struct give_form_in, field)
static const struct field give_fields[] = {{"item_*", F_BOOL, .max_rows = ITEMS_MAX, AT(item)},
                                           {"how", F_CHOICE, .required = true,
                                            .choices = "counter|post", .options = "dossier.return.how.",
                                            AT(how)},
                                           {"collector", F_TEXT, .max = 200, AT(collector)},
                                           {"authority", F_CHOICE, .choices = "owner|filer|authorised",
                                            .options = "dossier.give.authority.", AT(authority)},
                                           {"authority_note", F_TEXT, .max = 300, AT(authority_note)},
                                           {"document", F_TEXT, .max = 100, AT(document)},
                                           {"note", F_LINES, .max = 2000, AT(note)},
                                           {0}};
static const struct form part_form = {"result.give.", give_fields, sizeof(struct give_form_in), NULL};
static const struct form originals_form = {"result.give.", give_fields, sizeof(struct give_form_in),
                                           NULL};

struct more_in {
    struct form_file file;
};
static const struct field more_fields[] = {{"file", F_FILE, .at = offsetof(struct more_in, file)}, {0}};
static const struct form more_form = {"result.give.", more_fields, sizeof(struct more_in), NULL};

struct arrived_in {
    date on;
};
static const struct field arrived_fields[] = {
    {"on", F_DATE, .required = true, .at = offsetof(struct arrived_in, on)}, {0}};
static const struct form arrived_form = {"result.give.", arrived_fields, sizeof(struct arrived_in),
                                         NULL};

struct early_in {
    instant ready_at;
};
static const struct field early_fields[] = {
    {"ready_at", F_TIME, .required = true, .at = offsetof(struct early_in, ready_at)}, {0}};
static const struct form early_form = {"result.give.", early_fields, sizeof(struct early_in), NULL};

/* ---- the small pages ---- */

static const struct dossier_small pages[] = {
    {.form = &part_form,
     .heading = "result.give.part",
     .intro = "result.give.part.intro",
     .button = "result.give.part.go",
     .slug = "part"},
    {.form = &originals_form,
     .heading = "result.give.originals",
     .intro = "result.give.originals.intro",
     .button = "result.give.originals.go",
     .slug = "originals"},
    {.form = &more_form,
     .heading = "result.give.more",
     .intro = "result.give.more.intro",
     .button = "result.give.more.go",
     .slug = "result",
     .multipart = true},
    {.form = &arrived_form,
     .heading = "result.give.arrived",
     .intro = "result.give.arrived.intro",
     .button = "result.give.arrived.go",
     .slug = "delivered"},
    {.form = &early_form,
     .heading = "result.give.early",
     .intro = "result.give.early.intro",
     .button = "result.give.early.go",
     .slug = "early"},
};
enum { PAGE_PART, PAGE_ORIGINALS, PAGE_MORE, PAGE_ARRIVED, PAGE_EARLY };

/* A box for each that may be given, then who takes it. */
static enum rc give_fields_of(struct req *r, const struct saying *s, const struct desk_facts *f,
                              const struct dossier_small *k, struct web_fields *ret_fields)
{
    static const char *const rest[] = {"how",      "collector", "authority", "authority_note",
                                       "document", "note"};
    struct giveables g;
    const enum rc rc = dossier_giveables(&r->c, f->d.id, &g);
    if (rc)
        return rc;
    const bool results = k->form == &part_form;
    const struct giveable *list = results ? g.results : g.papers;
    const ptrdiff_t n = results ? g.results_n : g.papers_n;
    struct web_field *x = NEW_N(s->mem, struct web_field, n + 6);
    for (ptrdiff_t i = 0; i < n; i++) {
        x[i] = form_field(r, k->form, &r->values, str_fmt(s->mem, "item_%lld", (long long)list[i].id));
        x[i].label = list[i].name;
        x[i].optional = false;
    }
    if (!r->values.first) {
        form_add(s->mem, &r->values, S("how"), S("counter"));
        form_add(s->mem, &r->values, S("collector"), f->d.filer_name);
    }
    for (int i = 0; i < 6; i++)
        x[n + i] = form_field(r, k->form, &r->values, str_of(rest[i]));
    *ret_fields = (struct web_fields){x, n + 6};
    return RC_OK;
}

static enum rc show(struct req *r, int which)
{
    struct dossier_small page = pages[which];
    const struct dossier_small *k = &page;
    struct saying s;
    struct desk_facts f;
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    if (which == PAGE_PART && f.d.work.status == WORK_RETURNED) {
        page.heading = "result.give.mended";
        page.intro = "result.give.mended.intro";
    }
    struct web_fields fields = form_fields(r, k->form, &r->values);
    if (which == PAGE_PART || which == PAGE_ORIGINALS)
        rc = give_fields_of(r, &s, &f, k, &fields);
    return rc ? rc : dossier_small_of(r, k, &s, &f, fields);
}

/* ---- giving ---- */

typedef enum rc give_rule(struct ctx *c, struct dossier_id id, const struct give_in *in,
                          struct dossier_ref *ret_ref);

static enum rc give(struct req *r, give_rule *rule)
{
    const struct give_form_in *in = r->in;
    int64_t *items = NEW_N(r->c.mem, int64_t, in->item.n);
    struct give_in act = {
        .seen_version = r->version,
        .to = {in->how, in->collector, in->document, in->authority, in->authority_note},
        .note = in->note,
        .items = items};
    struct dossier d;
    struct dossier_ref ref;
    for (ptrdiff_t i = 0; i < in->item.n; i++)
        if (in->item.v[i].yes && str_to_i64(in->item.v[i].key, &items[act.n]))
            act.n++;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = rule(&r->c, d.id, &act, &ref);
    return dossier_small_done(r, rc, d.pub);
}

static enum rc part_show(struct req *r)
{
    return show(r, PAGE_PART);
}

static enum rc part(struct req *r)
{
    return give(r, result_give_part);
}

static enum rc originals_show(struct req *r)
{
    return show(r, PAGE_ORIGINALS);
}

static enum rc originals(struct req *r)
{
    return give(r, result_return_originals);
}

/* ---- one more result, the letter, early word ---- */

static enum rc more_show(struct req *r)
{
    return show(r, PAGE_MORE);
}

static enum rc more(struct req *r)
{
    const struct more_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    int64_t file_id = 0;
    str name = STR_NONE;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_page_file(r, &in->file, &file_id, &name);
    if (!rc)
        rc = result_add(&r->c, d.id, r->version, file_id, name, &ref);
    return dossier_small_done(r, rc, d.pub);
}

static enum rc arrived_show(struct req *r)
{
    return show(r, PAGE_ARRIVED);
}

static enum rc arrived(struct req *r)
{
    const struct arrived_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = result_delivered(&r->c, d.id, r->version, in->on, &ref);
    return dossier_small_done(r, rc, d.pub);
}

static enum rc early_show(struct req *r)
{
    return show(r, PAGE_EARLY);
}

static enum rc early(struct req *r)
{
    const struct early_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = result_announce(&r->c, d.id, r->version, in->ready_at, &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* ---- the list for the post ---- */

struct day_in {
    date day;
};
static const struct field day_fields[] = {{"day", F_DATE, .at = offsetof(struct day_in, day)}, {0}};
static const struct form day_form = {"handover.", day_fields, sizeof(struct day_in), NULL};

static const struct posting_row_view *rows_of(const struct saying *s, const struct postings *l)
{
    struct posting_row_view *v = NEW_N(s->mem, struct posting_row_view, l->n);
    for (ptrdiff_t i = 0; i < l->n; i++)
        v[i] = (struct posting_row_view){
            .to = HREF(s->mem, "/work/dossiers/{}", l->v[i].pub),
            .code = l->v[i].code,
            .owner = l->v[i].owner,
            .address = l->v[i].address,
            .slip = l->v[i].slip,
            .when = dossier_moment(s, l->v[i].sent_at),
            .arrived = text_day(s->mem, s->lang, l->v[i].delivered_on),
        };
    return v;
}

static href post_day(const struct saying *s, date day)
{
    return HREF(s->mem, "/work/post?day={}", date_iso(s->mem, day));
}

static enum rc post_show(struct req *r)
{
    const struct day_in *in = r->in;
    struct saying s;
    struct postings of_day, open;
    const date today = instant_date(r->c.now);
    const date day = date_is_none(in->day) || in->day.day > today.day ? today : in->day;
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_postings(&r->c, day, &of_day, &open);
    if (rc)
        return rc;
    const str shown = text_day(s.mem, s.lang, day);
    const struct result_post_view v = {
        .heading = text_get(s.lang, "result.post.title"),
        .day_heading = dossier_say(&s, "result.post.day_of", &shown, 1),
        .rows = rows_of(&s, &of_day),
        .rows_n = of_day.n,
        .open = rows_of(&s, &open),
        .open_n = open.n,
        .before = post_day(&s, date_add(day, -1)),
        .after = day.day < today.day ? post_day(&s, date_add(day, 1)) : HREF_NONE,
        .today = HREF_TO("/work/post"),
    };
    const struct page page = {.title = "result.post.title", .section = "post", .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_result_post, &v);
}

static const struct nav nav[] = {
    {NAV_STAFF, "dossier.nav", "result.post.nav", "/work/post", PERM_DOSSIER_RETURN, "post", NULL},
    {0}};

static const struct route routes[] = {
    DOSSIER_SMALL("part", part, PERM_DOSSIER_RETURN),
    DOSSIER_SMALL("originals", originals, PERM_DOSSIER_RETURN),
    DOSSIER_SMALL("result", more, PERM_DOSSIER_RETURN),
    DOSSIER_SMALL("delivered", arrived, PERM_DOSSIER_RETURN),
    DOSSIER_SMALL("early", early, PERM_WORKLIST),
    {GET, "/work/post", post_show, .need = PERM_DOSSIER_RETURN, .form = &day_form},
    {0}};
extern const struct module result_module;
const struct module result_module = {.name = "result", .nav = nav, .routes = routes};
