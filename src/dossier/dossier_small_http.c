/* dossier_small_http.c - see dossier_small.h: one way to draw the small pages. */
#include "dossier/dossier_small.h"

#include "dossier/dossier_make_view.h"
#include "dossier/dossier_tpl.h"
#include "web/page.h"

enum rc dossier__small_of(struct req *r, const struct dossier_small *k, const struct saying *s,
                          const struct desk_facts *f, struct web_fields fields)
{
    struct dossier_form_view v = {0};
    dossier__view_head(s, f, TAB_NONE, r->version, &v.head);
    v.errors = req_errors(r);
    v.heading = text_get(s->lang, k->heading);
    v.intro = k->intro_text.p ? k->intro_text : text_get(s->lang, k->intro);
    v.button = text_get(s->lang, k->button);
    v.fields = fields;
    v.action = HREF(s->mem, "/work/dossiers/{}/{}", f->d.pub, str_of(k->slug));
    v.back = HREF(s->mem, "/work/dossiers/{}", f->d.pub);
    v.version = dossier__number(s, f->d.work.version);
    v.danger = k->danger;
    v.multipart = k->multipart;
    return show_page(
        r,
        (&(struct page){
            .title = k->heading, .title_arg = f->d.code, .section = "mine", .layout = LAYOUT_STAFF}),
        tpl_dossier_form, &v);
}

enum rc dossier__small(struct req *r, const struct dossier_small *k, dossier_small_fields *fields)
{
    struct saying s;
    struct desk_facts f;
    enum rc rc = dossier__saying(r, &s);
    if (!rc)
        rc = dossier__desk(&r->c, param(r, "pub"), &f);
    if (rc)
        return rc;
    return dossier__small_of(r, k, &s, &f,
                             fields ? fields(r, &s, &f) : form_fields(r, k->form, &r->values));
}

enum rc dossier__small_done(struct req *r, enum rc rc, str pub)
{
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/dossiers/{}", pub));
}
