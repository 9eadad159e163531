/*
 * dossier_bulk_api.c - several dossiers approved with one request. The answer says how many went
 * through, what was left and why, and what waits now: after a line that broke, the same key brings
 * the last of these, and what is not in it any more went through.
 */
#include "core/i18n.h"
#include "dossier/dossier_api.h"
#include "dossier/dossier_bulk.h"
#include "dossier/dossier_list.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

struct left_facts {
    str pub, code, text;
};
#define AT(m) .at = offsetof(struct left_facts, m)
static const struct api_field left_fields[] = {{"dossier", A_TEXT, AT(pub)},
                                               {"code", A_TEXT, AT(code), .doc = "stable"},
                                               {"detail", A_TEXT, AT(text), .doc = "in words"},
                                               {0}};
#undef AT
static const struct api_table left_api = {"NotApproved", left_fields, sizeof(struct left_facts)};

struct approvals_facts {
    int64_t approved;
    struct {
        struct left_facts *v;
        ptrdiff_t n;
    } left;
    struct {
        const struct worklist_row *v;
        ptrdiff_t n;
    } waiting;
    bool more;
};
#define AT(m) .at = offsetof(struct approvals_facts, m)
static const struct api_field approvals_fields[] = {
    {"approved", A_INT, AT(approved), .doc = "null where nothing was asked for"},
    {"left", A_LIST, AT(left), &left_api},
    {"waiting", A_LIST, AT(waiting), &dossier__row_api,
     .doc = "for a signature, by due date, as many as one request may name"},
    {"more", A_BOOL, AT(more), .doc = "more than those wait"},
    {0}};
#undef AT
static const struct api_table approvals_api = {"Approvals", approvals_fields,
                                               sizeof(struct approvals_facts)};

static enum rc read_waiting(struct ctx *c, struct approvals_facts *f)
{
    struct worklist_page page;
    const enum rc rc = dossier_worklist(c, LIST_SIGN, NULL, STR_NONE, BULK_MAX, &page);
    if (rc)
        return rc;
    f->waiting.v = page.rows;
    f->waiting.n = page.n;
    f->more = page.more;
    return RC_OK;
}

static enum rc show(struct req *r)
{
    struct approvals_facts f = {.approved = INT64_MIN};
    const enum rc rc = read_waiting(&r->c, &f);
    return rc ? rc : show_json(r, 200, &approvals_api, &f);
}

struct item_body {
    str dossier;
    int64_t version;
};
static const struct field item_fields[] = {
    {"dossier", F_PUBID, .required = true, .at = offsetof(struct item_body, dossier)},
    {"version", F_INT, .required = true, .min = 1, .max = INT64_MAX,
     .at = offsetof(struct item_body, version)},
    {0}};
static const struct form item_form = {"dossier.api.", item_fields, sizeof(struct item_body), NULL};

struct approve_body {
    struct form_rows dossiers;
    str note;
};
static const struct field approve_fields[] = {
    {"dossiers", F_OBJECT, .required = true, .many = true, .max_rows = BULK_MAX + 1, .of = &item_form,
     .at = offsetof(struct approve_body, dossiers)},
    {"note", F_LINES, .max = 2000, .at = offsetof(struct approve_body, note)},
    {0}};
static const struct form approve_form = {"dossier.api.", approve_fields, sizeof(struct approve_body),
                                         NULL};

static enum rc approve(struct req *r)
{
    const struct approve_body *in = r->in;
    struct bulk_item *items = NEW_N(r->c.mem, struct bulk_item, in->dossiers.n);
    struct bulk_done done;
    for (ptrdiff_t i = 0; i < in->dossiers.n; i++) {
        const struct item_body *x = in->dossiers.v[i].part;
        items[i] = (struct bulk_item){x->dossier, x->version};
    }
    enum rc rc = dossier_approve_many(&r->c, items, in->dossiers.n, in->note, &done);
    struct approvals_facts f = {.approved = rc ? 0 : done.done};
    if (!rc)
        rc = read_waiting(&r->c, &f);
    if (rc)
        return rc;
    f.left.v = NEW_N(r->c.mem, struct left_facts, done.left_n);
    f.left.n = done.left_n;
    for (ptrdiff_t i = 0; i < done.left_n; i++)
        f.left.v[i] = (struct left_facts){done.left[i].pub, str_of(done.left[i].why),
                                          text_get(r->lang, done.left[i].why)};
    return show_created(r, HREF_TO("/api/v1/approvals"), &approvals_api, &f);
}

static const struct route routes[] = {
    {GET, "/api/v1/approvals", show, .need = PERM_DOSSIER_APPROVE, .flags = ROUTE_API,
     .out = &approvals_api, .doc = "What waits for a signature"},
    {POST, "/api/v1/approvals", .write = approve, .need = PERM_DOSSIER_APPROVE, .form = &approve_form,
     .flags = ROUTE_API | ROUTE_KEY, .out = &approvals_api,
     .doc = "Approve several, each at the version seen; what cannot be is left and named"},
    {0}};
extern const struct module dossier_bulk_api_module;
const struct module dossier_bulk_api_module = {.name = "dossier_bulk_api", .routes = routes};
