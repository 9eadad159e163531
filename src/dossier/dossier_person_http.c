/*
 * dossier_person_http.c - the owner's identity number in full: asked for with a purpose, shown
 * once in the answer to that, and in the record before it is shown. So is the filled form, whose
 * paper then shows the numbers for a while.
 */
#include "core/ident.h"
#include "dossier/dossier_filled.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_tpl.h"
#include "web/module.h"
#include "web/page.h"

struct view_in {
    str purpose, note;
};
static const struct field view_fields[] = {
    {"purpose", F_CHOICE, .required = true, .choices = PERSON_PURPOSES, .options = "dossier.purpose.",
     .at = offsetof(struct view_in, purpose)},
    {"note", F_TEXT, .max = 300, .hint = "dossier.view.note.hint",
     .at = offsetof(struct view_in, note)},
    {0}};
static const struct form view_form = {"dossier.view.", view_fields, sizeof(struct view_in), NULL};

static struct dossier_pairs_view facts_of(const struct saying *s, const struct person *p)
{
    struct dossier_pair_view *v = NEW_N(s->mem, struct dossier_pair_view, 4);
    ptrdiff_t n = 0;
    v[n++] = dossier_pair(s, "dossier.person.name", p->name);
    if (p->number.n)
        v[n++] = dossier_pair(s, "dossier.person.number", ident_person_show(s->mem, p->number));
    if (p->old_number.n)
        v[n++] = dossier_pair(s, "dossier.person.old_number", p->old_number);
    if (!date_is_none(p->birth))
        v[n++] = dossier_pair(s, "dossier.person.birth", text_day(s->mem, s->lang, p->birth));
    return (struct dossier_pairs_view){v, n};
}

/* `seen` NULL: the purpose is asked. */
static enum rc page_of(struct req *r, bool form, const struct person *seen)
{
    struct saying s;
    struct desk_facts f;
    struct dossier_person_view v = {.errors = req_errors(r),
                                    .fields = form_fields(r, &view_form, &r->values)};
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    dossier_view_head(&s, &f, TAB_NONE, 0, &v.head);
    v.heading = text_get(s.lang, form ? "dossier.view.form_heading" : "dossier.view.heading");
    v.intro = text_get(s.lang, form ? "dossier.view.form_intro" : "dossier.view.intro");
    v.action = form ? HREF(s.mem, "/work/dossiers/{}/form", f.d.pub)
                    : HREF(s.mem, "/work/dossiers/{}/person", f.d.pub);
    v.back = form ? HREF(s.mem, "/work/dossiers/{}/papers", f.d.pub)
                  : HREF(s.mem, "/work/dossiers/{}", f.d.pub);
    v.shown = seen != NULL;
    if (seen)
        v.facts = facts_of(&s, seen);
    const struct page page = {.title = form ? "dossier.view.form_title" : "dossier.view.title",
                              .title_arg = f.d.code,
                              .section = "mine",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_dossier_person, &v);
}

static enum rc person_ask(struct req *r)
{
    return page_of(r, false, NULL);
}

static enum rc form_ask(struct req *r)
{
    return page_of(r, true, NULL);
}

static enum rc person_show(struct req *r)
{
    const struct view_in *in = r->in;
    struct dossier d;
    struct person owner;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_view_owner(&r->c, d.id, in->purpose, in->note, &owner);
    return rc ? rc : page_of(r, false, &owner);
}

static enum rc form_view(struct req *r)
{
    const struct view_in *in = r->in;
    struct dossier d;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_filled_view(&r->c, &d, in->purpose, in->note);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/dossiers/{}/form.pdf", d.pub));
}

static const struct route routes[] = {
    {GET, "/work/dossiers/:pub/person", person_ask, .need = PERM_PERSON_UNMASK},
    {POST, "/work/dossiers/:pub/person", .write = person_show, .again = person_ask,
     .need = PERM_PERSON_UNMASK, .form = &view_form, .flags = ROUTE_REPEAT},
    {GET, "/work/dossiers/:pub/form", form_ask, .need = PERM_PERSON_UNMASK},
    {POST, "/work/dossiers/:pub/form", .write = form_view, .again = form_ask,
     .need = PERM_PERSON_UNMASK, .form = &view_form, .flags = ROUTE_REPEAT},
    {0}};
const struct module dossier_person_module = {.name = "dossier_person", .routes = routes};
