/* catalog_http.c - the public pages of the catalogue. */
#include "catalog/catalog_tpl.h"
#include "catalog/catalog_words_view.h"

static const struct field list_fields[] = {
    {"q", F_TEXT, .max = 200, .at = offsetof(struct catalog_list_in, q)},
    {"field", F_TEXT, .max = 200, .at = offsetof(struct catalog_list_in, field)},
    {"agency", F_TEXT, .max = 200, .at = offsetof(struct catalog_list_in, agency)},
    {"audience", F_TEXT, .max = 200, .at = offsetof(struct catalog_list_in, audience)},
    {"level", F_TEXT, .max = 40, .at = offsetof(struct catalog_list_in, level)},
    {"open", F_BOOL, .at = offsetof(struct catalog_list_in, open)},
    {"cursor", F_TEXT, .max = 400, .at = offsetof(struct catalog_list_in, cursor)},
    {0},
};
const struct form catalog_list_form = {"catalog.list.", list_fields, sizeof(struct catalog_list_in),
                                       NULL};

static enum rc list(struct req *r)
{
    struct catalog_list_view view;
    const enum rc rc = catalog__list_view(r, r->in, &view);
    if (rc)
        return rc;
    const struct page page = {.title = "catalog.list.title", .section = "procedures"};
    return show_page(r, &page, tpl_catalog_list, &view);
}

static enum rc show(struct req *r)
{
    struct procedure_full full;
    struct procedure_view view;
    enum rc rc = catalog_get(&r->c, param(r, "code"), &full);
    if (!rc)
        rc = catalog__procedure_view(r, &full, &view);
    if (rc)
        return rc;
    const struct page page = {
        .title = "catalog.page.title", .title_arg = full.head.name, .section = "procedures"};
    return show_page(r, &page, tpl_catalog_procedure, &view);
}

const struct route catalog_routes[] = {
    {GET, "/procedures", list, .need = PERM_PUBLIC, .form = &catalog_list_form},
    {GET, "/procedures/:code", show, .need = PERM_PUBLIC},
    {0},
};
