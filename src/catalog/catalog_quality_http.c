/* catalog_quality_http.c - the quality reports of imports, for staff. */
#include "catalog/catalog_quality_view.h"
#include "catalog/catalog_tpl.h"

struct list_in {
    int64_t before, from;
};
static const struct field list_fields[] = {
    {"before", F_INT, .min = 1, .max = 1000000000, .at = offsetof(struct list_in, before)}, {0}};
static const struct form list_form = {"catalog.quality.", list_fields, sizeof(struct list_in), NULL};
static const struct field kind_fields[] = {
    {"cursor", F_INT, .min = 1, .max = 1000000000, .at = offsetof(struct list_in, from)}, {0}};
static const struct form kind_form = {"catalog.quality.", kind_fields, sizeof(struct list_in), NULL};

static const struct page look = {
    .title = "catalog.quality.title", .section = "quality", .layout = LAYOUT_STAFF};

static struct page page_of(str heading)
{
    struct page page = look;
    page.title_arg = heading;
    return page;
}

static int64_t number_of(const struct req *r)
{
    int64_t number;
    return str_to_i64(param(r, "number"), &number) ? number : 0;
}

static enum rc list(struct req *r)
{
    const struct list_in *in = r->in;
    struct quality_list_view view;
    const enum rc rc = catalog__quality_list(r, in->before, &view);
    if (rc)
        return rc;
    const struct page page = page_of(text_get(r->lang, "catalog.quality.heading"));
    return show_page(r, &page, tpl_catalog_quality, &view);
}

static enum rc import(struct req *r)
{
    struct quality_import_view view;
    const enum rc rc = catalog__quality_import(r, number_of(r), &view);
    if (rc)
        return rc;
    const struct page page = page_of(view.heading);
    return show_page(r, &page, tpl_catalog_quality_import, &view);
}

static enum rc kind(struct req *r)
{
    const struct list_in *in = r->in;
    struct quality_kind_view view;
    const enum rc rc = catalog__quality_kind(r, number_of(r), param(r, "kind"), in->from, &view);
    if (rc)
        return rc;
    const struct page page = page_of(view.heading);
    return show_page(r, &page, tpl_catalog_quality_kind, &view);
}

const struct route catalog_quality_routes[] = {
    {GET, "/admin/catalog", list, .need = PERM_CATALOG_READ, .form = &list_form},
    {GET, "/admin/catalog/:number", import, .need = PERM_CATALOG_READ},
    {GET, "/admin/catalog/:number/:kind", kind, .need = PERM_CATALOG_READ, .form = &kind_form},
    {0},
};
