/*
 * dossier_person_http.c - the owner's identity number in full: asked for with a purpose, shown
 * once in the answer to that, and in the record before it is shown.
 */
#include "core/ident.h"
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
static enum rc page_of(struct req *r, const struct person *seen)
{
    struct saying s;
    struct desk_facts f;
    struct dossier_person_view v = {.errors = req_errors(r),
                                    .fields = form_fields(r, &view_form, &r->values)};
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_desk(&r->c, param(r, "pub"), &f);
    if (rc)
        return rc;
    dossier_view_head(&s, &f, TAB_NONE, 0, &v.head);
    v.action = HREF(s.mem, "/work/dossiers/{}/person", f.d.pub);
    v.back = HREF(s.mem, "/work/dossiers/{}", f.d.pub);
    v.shown = seen != NULL;
    if (seen)
        v.facts = facts_of(&s, seen);
    const struct page page = {.title = "dossier.view.title",
                              .title_arg = f.d.code,
                              .section = "mine",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_dossier_person, &v);
}

static enum rc person_ask(struct req *r)
{
    return page_of(r, NULL);
}

static enum rc person_show(struct req *r)
{
    const struct view_in *in = r->in;
    struct dossier d;
    struct person owner;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_view_owner(&r->c, d.id, in->purpose, in->note, &owner);
    return rc ? rc : page_of(r, &owner);
}

static const struct route routes[] = {
    {GET, "/work/dossiers/:pub/person", person_ask, .need = PERM_PERSON_UNMASK},
    {POST, "/work/dossiers/:pub/person", .write = person_show, .again = person_ask,
     .need = PERM_PERSON_UNMASK, .form = &view_form, .flags = ROUTE_REPEAT},
    {0}};
const struct module dossier_person_module = {.name = "dossier_person", .routes = routes};
