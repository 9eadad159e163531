/* dossier_small_http.c - see dossier_small.h: one way to draw the small pages. */
#include "dossier/dossier_small.h"

#include "dossier/dossier_make_view.h"
#include "dossier/dossier_tpl.h"
#include "web/page.h"

enum rc dossier_small_of(struct req *r, const struct dossier_small *k, const struct saying *s,
                         const struct desk_facts *f, struct web_fields fields)
{
    struct dossier_form_view v = {0};
    dossier_view_head(s, f, TAB_NONE, r->version, &v.head);
    v.errors = req_errors(r);
    v.heading = text_get(s->lang, k->heading);
    v.intro = k->intro_text.p ? k->intro_text : text_get(s->lang, k->intro);
    v.button = text_get(s->lang, k->button);
    v.fields = fields;
    v.action = HREF(s->mem, "/work/dossiers/{}/{}", f->d.pub, str_of(k->slug));
    v.back = HREF(s->mem, "/work/dossiers/{}", f->d.pub);
    v.version = dossier_number(s, f->d.work.version);
    v.danger = k->danger;
    v.multipart = k->multipart;
    v.nothing = k->nothing;
    return show_page(
        r,
        (&(struct page){
            .title = k->heading, .title_arg = f->d.code, .section = "mine", .layout = LAYOUT_STAFF}),
        tpl_dossier_form, &v);
}

enum rc dossier_small(struct req *r, const struct dossier_small *k, dossier_small_fields *fields)
{
    struct saying s;
    struct desk_facts f;
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    return dossier_small_of(r, k, &s, &f,
                            fields ? fields(r, &s, &f) : form_fields(r, k->form, &r->values));
}

static struct dossier_group_view group_of(const struct saying *s, const char *heading,
                                          const struct dossier_row_view *rows, ptrdiff_t n)
{
    return (struct dossier_group_view){.heading = text_get(s->lang, heading),
                                       .count = text_number(s->mem, s->lang, n),
                                       .columns = S("5"),
                                       .rows = rows,
                                       .rows_n = n};
}

enum rc dossier_small_list(struct req *r, const struct saying *s, const struct dossier_small_list *k)
{
    struct dossier_group_view groups[2];
    ptrdiff_t groups_n = 0;
    if (k->n)
        groups[groups_n++] = group_of(s, k->group, k->rows, k->n);
    if (k->n_2)
        groups[groups_n++] = group_of(s, k->group_2, k->rows_2, k->n_2);
    const struct dossier_work_view v = {
        .heading = text_get(s->lang, k->title),
        .now = text_time(s->mem, s->lang, s->now),
        .groups = groups,
        .groups_n = groups_n,
        .any = groups_n > 0,
        .empty = {text_get(s->lang, "dossier.empty"), text_get(s->lang, k->none),
                  text_get(s->lang, "dossier.list.unit"), HREF_TO("/work?list=unit")},
    };
    return show_page(r,
                     (&(struct page){.title = k->title, .section = k->section, .layout = LAYOUT_STAFF}),
                     tpl_dossier_work, &v);
}

enum rc dossier_small_done(struct req *r, enum rc rc, str pub)
{
    struct dossier d;
    if (rc)
        return rc;
    rc = dossier_get(&r->c, pub, &d);
    if (rc == RC_NOT_FOUND)
        return see_other(r, HREF_TO("/work"));
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/dossiers/{}", pub));
}
