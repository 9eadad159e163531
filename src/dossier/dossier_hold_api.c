/* dossier_hold_api.c - the held clock for machines: the grounds there are, pause, run on. */
#include "dossier/dossier_api.h"
#include "dossier/dossier_hold.h"
#include "casework/ledger.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

#define AT(m) .at = offsetof(struct work_hold, m)
static const struct api_field hold_fields[] = {
    {"hold", A_TEXT, AT(key)},
    {"name", A_TEXT, AT(name)},
    {"article", A_TEXT, AT(article)},
    {"limit", A_TEXT, AT(limit), .doc = "a rule of time, from its first use"},
    {"byConsultation", A_BOOL, AT(consult), .doc = "by asking another agency; else by a letter"},
    {"until", A_TIME, AT(until), .doc = "the latest moment it may hold"},
    {"usedUp", A_BOOL, AT(used_up)},
    {0}};
#undef AT
static const struct api_table hold_api = {"Hold", hold_fields, sizeof(struct work_hold)};

struct holds_facts {
    struct {
        struct work_hold *v;
        ptrdiff_t n;
    } holds;
};
static const struct api_field holds_fields[] = {
    {"holds", A_LIST, .at = offsetof(struct holds_facts, holds), &hold_api}, {0}};
static const struct api_table holds_api = {"Holds", holds_fields, sizeof(struct holds_facts)};

static enum rc list(struct req *r)
{
    struct holds_facts x = {0};
    struct dossier d;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = work_holds(&r->c, d.work.id, &x.holds.v, &x.holds.n);
    return rc ? rc : show_json(r, 200, &holds_api, &x);
}

struct pause_body {
    str hold, reason, letter, file;
    date until;
};
static const struct field pause_fields[] = {
    {"hold", F_TEXT, .required = true, .max = 40, .at = offsetof(struct pause_body, hold)},
    {"until", F_DATE, .required = true, .at = offsetof(struct pause_body, until)},
    {"letter", F_TEXT, .required = true, .max = 120, .at = offsetof(struct pause_body, letter)},
    {"file", F_PUBID, .required = true, .at = offsetof(struct pause_body, file)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct pause_body, reason)},
    {0}};
static const struct form pause_form = {"dossier.hold.", pause_fields, sizeof(struct pause_body), NULL};

static enum rc pause_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct pause_body *in = r->in;
    struct file f = {0};
    const enum rc rc = dossier_api_file(r, in->file, S("file"), &f);
    const struct pause_in act = {.seen_version = r->version,
                                 .hold = in->hold,
                                 .until = in->until,
                                 .reason = in->reason,
                                 .letter = in->letter,
                                 .file_id = f.id.v,
                                 .file_name = f.name};
    return rc ? rc : dossier_pause(&r->c, d->id, &act, ref);
}

static enum rc pause(struct req *r)
{
    return dossier_api_act(r, pause_rule);
}

struct resume_body {
    str note;
};
static const struct field resume_fields[] = {
    {"note", F_LINES, .required = true, .max = 2000, .at = offsetof(struct resume_body, note)}, {0}};
static const struct form resume_form = {"dossier.resume.", resume_fields, sizeof(struct resume_body),
                                        NULL};

static enum rc resume_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct resume_body *in = r->in;
    return dossier_resume(&r->c, d->id, &(struct resume_in){r->version, in->note}, ref);
}

static enum rc resume(struct req *r)
{
    return dossier_api_act(r, resume_rule);
}

static const struct route routes[] = {
    {GET, "/api/v1/dossiers/:pub/holds", list, .need = PERM_DOSSIER_PROCESS, .flags = ROUTE_API,
     .out = &holds_api, .doc = "Grounds by which its process lets the clock be held"},
    {POST, "/api/v1/dossiers/:pub/pauses", .write = pause, .need = PERM_DOSSIER_APPROVE,
     .form = &pause_form, .flags = ROUTE_API | ROUTE_VERSION | ROUTE_KEY, .out = &dossier_api,
     .doc = "Hold the clock by a ground and a letter, until a day"},
    {POST, "/api/v1/dossiers/:pub/resumptions", .write = resume, .need = PERM_DOSSIER_PROCESS,
     .form = &resume_form, .flags = ROUTE_API | ROUTE_VERSION | ROUTE_KEY, .out = &dossier_api,
     .doc = "Let it run on before the limit"},
    {0}};
extern const struct module dossier_hold_api_module;
const struct module dossier_hold_api_module = {.name = "dossier_hold_api", .routes = routes};
