/*
 * dossier_slip_api.c - the papers of a dossier for machines: which there are by now for who asks, and
 * one of them as PDF. Which those are, and what they say, is dossier_slips.c.
 */
#include "dossier/dossier_api.h"
#include "dossier/dossier_pdf.h"
#include "core/i18n.h"
#include "pdf/pdf.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

struct slip_facts {
    str paper, title, form;
    instant at;
    bool draft;
};
#define AT(m) .at = offsetof(struct slip_facts, m)
static const struct api_field slip_fields[] = {
    {"paper", A_TEXT, AT(paper), .doc = "names it in …/slips/{paper}"},
    {"title", A_TEXT, AT(title)},
    {"form", A_TEXT, AT(form), .doc = "its number by the rule set"},
    {"at", A_TIME, AT(at), .doc = "when it came to be; null: as it stands now"},
    {"draft", A_BOOL, AT(draft), .doc = "waits for a signature; staff only"},
    {0}};
#undef AT
static const struct api_table slip_api = {"DossierSlip", slip_fields, sizeof(struct slip_facts)};
struct slips_facts {
    struct {
        struct slip_facts *v;
        ptrdiff_t n;
    } items;
};
static const struct api_field slips_fields[] = {
    {"items", A_LIST, .at = offsetof(struct slips_facts, items), &slip_api}, {0}};
static const struct api_table slips_api = {"DossierSlipList", slips_fields, sizeof(struct slips_facts)};

static enum rc list(struct req *r)
{
    struct dossier d;
    struct dossier_slip have[DOSSIER_SLIPS];
    int n = 0;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_slips(&r->c, &d, have, &n);
    if (rc)
        return rc;
    struct slips_facts f = {{NEW_N(r->c.mem, struct slip_facts, n), n}};
    for (int i = 0; i < n; i++)
        f.items.v[i] =
            (struct slip_facts){str_of(have[i].kind->key), text_get(r->lang, have[i].kind->title),
                                have[i].number, have[i].at, have[i].draft};
    req_etag(r, d.work.version);
    return show_json(r, 200, &slips_api, &f);
}

static enum rc slip(struct req *r)
{
    struct dossier d;
    struct pdf_doc *doc;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_slip_doc(&r->c, &d, param(r, "paper"), req_origin(r), &doc);
    if (!rc)
        r->kept = doc;
    return rc;
}

static const struct route routes[] = {
    {GET, "/api/v1/dossiers/:pub/slips", list, .need = PERM_API, .flags = ROUTE_API, .out = &slips_api,
     .doc = "Its papers to print, for who asks"},
    {GET, "/api/v1/dossiers/:pub/slips/:paper", slip, .after = show_pdf, .need = PERM_API,
     .flags = ROUTE_API, .doc = "One of them, as PDF"},
    {0}};
extern const struct module dossier_slip_api_module;
const struct module dossier_slip_api_module = {.name = "dossier_slip_api", .routes = routes};
