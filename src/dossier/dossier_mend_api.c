/* dossier_mend_api.c - wrong and lost results for machines: applicants ask, leaders decide. */
#include "dossier/dossier_api.h"
#include "dossier/dossier_mend.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

#define REQUESTS_MAX 200

struct mend_body {
    str kind, reason;
};
static const struct field mend_fields[] = {
    {"kind", F_CHOICE, .required = true, .choices = "correction|reissue",
     .at = offsetof(struct mend_body, kind)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct mend_body, reason)},
    {0}};
static const struct form mend_form = {"dossier.api.", mend_fields, sizeof(struct mend_body), NULL};

static enum rc ask_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct mend_body *in = r->in;
    return dossier_ask_mend(&r->c, d->id, &(struct mend_in){r->version, in->kind, in->reason}, ref);
}

static enum rc ask(struct req *r)
{
    return dossier_api_act(r, ask_rule);
}

struct decide_body {
    str decision, note, file;
};
static const struct field decide_fields[] = {
    {"decision", F_CHOICE, .required = true, .choices = "done|refused",
     .at = offsetof(struct decide_body, decision)},
    {"note", F_LINES, .max = 2000, .at = offsetof(struct decide_body, note)},
    {"file", F_PUBID, .at = offsetof(struct decide_body, file)},
    {0}};
static const struct form decide_form = {"dossier.api.", decide_fields, sizeof(struct decide_body),
                                        NULL};

static enum rc decide_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct decide_body *in = r->in;
    struct file f;
    const enum rc rc = dossier_api_file_maybe(r, in->file, &f);
    const struct mend_decision act = {r->version, str_eq(in->decision, S("done")), f.id.v, f.name,
                                      in->note};
    return rc ? rc : dossier_decide_mend(&r->c, d->id, &act, ref);
}

static enum rc decide(struct req *r)
{
    return dossier_api_act(r, decide_rule);
}

#define AT(m) .at = offsetof(struct mend_request, m)
static const struct api_field request_fields[] = {
    {"dossier", A_TEXT, AT(pub)},
    {"code", A_TEXT, AT(code)},
    {"procedureName", A_TEXT, AT(procedure)},
    {"ownerName", A_TEXT, AT(owner)},
    {"kind", A_TEXT, AT(x.kind), .doc = "correction or reissue"},
    {"reason", A_TEXT, AT(x.reason)},
    {"askedBy", A_TEXT, AT(x.asked_by), .doc = "applicant or authority"},
    {"state", A_TEXT, AT(x.state), .doc = "open, done or refused"},
    {"note", A_TEXT, AT(x.note)},
    {"openedAt", A_TIME, AT(x.opened_at)},
    {"dueAt", A_TIME, AT(x.due_at), .doc = "of a correction, by the rule set"},
    {"closedAt", A_TIME, AT(x.closed_at)},
    {"late", A_BOOL, AT(x.late)},
    {0}};
#undef AT
static const struct api_table request_api = {"MendRequest", request_fields,
                                             sizeof(struct mend_request)};
struct requests_facts {
    struct {
        struct mend_request *v;
        ptrdiff_t n;
    } items;
};
static const struct api_field requests_fields[] = {
    {"items", A_LIST, .at = offsetof(struct requests_facts, items), &request_api,
     .doc = "at most 200: open ones by date, answered ones newest first"},
    {0}};
static const struct api_table requests_api = {"MendRequestList", requests_fields,
                                              sizeof(struct requests_facts)};

struct requests_in {
    str state;
};
static const struct field requests_in_fields[] = {
    {"state", F_CHOICE, .choices = "open|answered", .at = offsetof(struct requests_in, state)}, {0}};
static const struct form requests_form = {"dossier.mend.list.", requests_in_fields,
                                          sizeof(struct requests_in), NULL};

static enum rc requests(struct req *r)
{
    const struct requests_in *in = r->in;
    struct requests_facts f;
    const enum rc rc = dossier_mend_list(&r->c, str_eq(in->state, S("answered")), REQUESTS_MAX,
                                         &f.items.v, &f.items.n);
    return rc ? rc : show_json(r, 200, &requests_api, &f);
}

static const struct route routes[] = {
    {GET, "/api/v1/mends", requests, .need = PERM_DOSSIER_CORRECT, .form = &requests_form,
     .flags = ROUTE_API, .out = &requests_api,
     .doc = "Requests about results at one's agency: open, or answered in the last 30 days"},
    {POST, "/api/v1/dossiers/:pub/mends", .write = ask, .need = PERM_API, .form = &mend_form,
     .flags = ROUTE_API | ROUTE_VERSION | ROUTE_KEY, .out = &dossier_api,
     .doc = "Ask for a wrong result to be corrected, or a lost one to be issued again"},
    {POST, "/api/v1/dossiers/:pub/mend-decisions", .write = decide, .need = PERM_DOSSIER_APPROVE,
     .form = &decide_form, .flags = ROUTE_API | ROUTE_VERSION | ROUTE_KEY, .out = &dossier_api,
     .doc = "Put the new result in the place of the old one, or refuse"},
    {0}};
extern const struct module dossier_mend_api_module;
const struct module dossier_mend_api_module = {.name = "dossier_mend_api", .routes = routes};
