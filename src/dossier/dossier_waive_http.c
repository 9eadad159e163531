/* dossier_waive_http.c - the leader's page that lets one person hold two roles of one dossier. */
#include "casework/parts.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_tpl.h"
#include "dossier/dossier_waive.h"
#include "web/module.h"
#include "web/page.h"

struct waive_in {
    str step, reason;
};
static const struct field waive_fields[] = {
    {"step", F_CODE, .required = true, .max = 60, .at = offsetof(struct waive_in, step)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct waive_in, reason)},
    {0}};
static const struct form waive_form = {"dossier.waive.", waive_fields, sizeof(struct waive_in), NULL};

/* Which step it is about is chosen; where there is none, that is said. */
static enum rc fields_of(struct req *r, const struct saying *s, const struct desk_facts *f,
                         struct dossier_form_view *v)
{
    struct def_choices steps;
    const enum rc rc = work_waivable(&r->c, &f->d.work, &steps);
    if (rc)
        return rc;
    struct web_option *o = NEW_N(s->mem, struct web_option, steps.n);
    for (ptrdiff_t i = 0; i < steps.n; i++)
        o[i] = (struct web_option){.value = steps.v[i].key, .text = steps.v[i].name};
    v->fields = form_fields(r, &waive_form, &r->values);
    field_select(r, fields_get(v->fields, "step"), o, steps.n);
    v->intro = steps.n ? dossier_say(s, "dossier.waive.intro", &f->d.work.step_name, 1)
                       : text_get(s->lang, "dossier.waive.none");
    return RC_OK;
}

static enum rc waive_show(struct req *r)
{
    struct saying s;
    struct desk_facts f;
    struct dossier_form_view v = {.errors = req_errors(r)};
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (!rc)
        rc = fields_of(r, &s, &f, &v);
    if (rc)
        return rc;
    dossier_view_head(&s, &f, TAB_NONE, r->version, &v.head);
    v.heading = text_get(s.lang, "dossier.waive.heading");
    v.button = text_get(s.lang, "dossier.waive.go");
    v.action = HREF(s.mem, "/work/dossiers/{}/waive", f.d.pub);
    v.back = HREF(s.mem, "/work/dossiers/{}", f.d.pub);
    v.version = dossier_number(&s, f.d.work.version);
    const struct page page = {.title = "dossier.waive.heading",
                              .title_arg = f.d.code,
                              .section = "mine",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_dossier_form, &v);
}

static enum rc waive(struct req *r)
{
    const struct waive_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_waive(&r->c, d.id, r->version, in->step, in->reason, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/dossiers/{}", d.pub));
}

static const struct route routes[] = {
    {GET, "/work/dossiers/:pub/waive", waive_show, .need = PERM_DOSSIER_APPROVE},
    {POST, "/work/dossiers/:pub/waive", .write = waive, .again = waive_show,
     .need = PERM_DOSSIER_APPROVE, .form = &waive_form, .flags = ROUTE_VERSION},
    {0}};
const struct module dossier_waive_module = {.name = "dossier_waive", .routes = routes};
