/*
 * eform_admin_http.c - forms for the control office: versions, what each asks and cuts, adding one as
 * text and publishing it. What is exported is the text that was added.
 */
#include "eform/eform_page_view.h"
#include "eform/eform_tpl.h"
#include "web/module.h"
#include "web/page.h"

struct add_in {
    str source;
};
static const struct field add_fields[] = {{"source", F_LINES, .required = true, .max = EFORM_SOURCE_MAX,
                                           .hint = "eform.admin.source.hint",
                                           .at = offsetof(struct add_in, source)},
                                          {0}};
static const struct form add_form = {"eform.admin.", add_fields, sizeof(struct add_in), NULL};
static const struct field none_fields[] = {{0}};
static const struct form none_form = {"eform.admin.", none_fields, 1, NULL};

static enum rc list_show(struct req *r)
{
    struct eform_versions list;
    struct eform_list_view v;
    const enum rc rc = eform_list(&r->c, &list);
    if (rc)
        return rc;
    eform__view_list(r, &list, &v);
    v.errors = req_errors(r);
    v.fields = form_fields(r, &add_form, &r->values);
    return show_page(
        r, (&(struct page){.title = "eform.admin.title", .section = "forms", .layout = LAYOUT_STAFF}),
        tpl_eform_list, &v);
}

/* Each fault is told with its place in the definition; all of them at the one field. */
static void tell_places(struct req *r)
{
    for (struct fault *x = r->c.faults; x; x = x->next) {
        const str text = text_fmt(r->c.mem, r->lang, x->key, x->args, 3);
        x->args[0] = x->field.n ? x->field : S("…");
        x->args[1] = text;
        x->key = "eform.at";
        x->field = S("source");
    }
}

static enum rc add(struct req *r)
{
    struct eform_version v;
    const enum rc rc = eform_add(&r->c, ((const struct add_in *)r->in)->source, &v);
    if (rc == RC_INVALID || rc == RC_CONFLICT)
        tell_places(r);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/forms/{}", v.pub));
}

static enum rc version_show(struct req *r)
{
    struct eform_version version;
    struct eform f, before;
    struct eform_burden burden;
    struct eform_version_view v;
    str source;
    enum rc rc = eform_get(&r->c, param(r, "pub"), &version, &f, &source);
    if (rc)
        return rc;
    rc = eform_before(&r->c, &version, &before);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    eform_compare(r->c.mem, rc ? NULL : &before, &f, &burden);
    eform__view_version(r, &version, &f, &burden, &v);
    v.errors = req_errors(r);
    const struct page page = {
        .title = "eform.admin.one", .title_arg = v.heading, .section = "forms", .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_eform_version, &v);
}

static enum rc publish(struct req *r)
{
    const enum rc rc = eform_publish(&r->c, param(r, "pub"));
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/forms/{}", param(r, "pub")));
}

static enum rc export_show(struct req *r)
{
    struct eform_version version;
    struct eform f;
    str source;
    const enum rc rc = eform_get(&r->c, param(r, "pub"), &version, &f, &source);
    if (rc)
        return rc;
    return show_bytes(r, S("application/json"), source,
                      str_fmt(r->c.mem, "%.*s-%lld.json", STR_ARG(f.code), (long long)f.version));
}

static const struct route routes[] = {
    {GET, "/admin/forms", list_show, .need = PERM_CATALOG_READ},
    {POST, "/admin/forms", .write = add, .again = list_show, .need = PERM_CATALOG_MANAGE,
     .form = &add_form, .body_max = 4 * EFORM_SOURCE_MAX},
    {GET, "/admin/forms/:pub", version_show, .need = PERM_CATALOG_READ},
    {GET, "/admin/forms/:pub/export", export_show, .need = PERM_CATALOG_READ, .flags = ROUTE_DATA},
    {POST, "/admin/forms/:pub/publish", .write = publish, .again = version_show,
     .need = PERM_CATALOG_MANAGE, .form = &none_form},
    {0}};
static const struct nav navs[] = {
    {NAV_STAFF, "catalog.nav", "eform.nav", "/admin/forms", PERM_CATALOG_READ, "forms", NULL}, {0}};
extern const struct module eform_admin_module;
const struct module eform_admin_module = {.name = "eform_admin", .nav = navs, .routes = routes};
