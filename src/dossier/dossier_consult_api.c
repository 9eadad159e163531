/* dossier_consult_api.c - consultation for machines: ask another agency, answer what is asked. */
#include "dossier/dossier_api.h"
#include "dossier/dossier_consult.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

struct consult_body {
    str agency, question, hold;
    int64_t days;
};
static const struct field consult_fields[] = {
    {"agency", F_TEXT, .required = true, .max = 60, .at = offsetof(struct consult_body, agency)},
    {"question", F_LINES, .required = true, .max = 2000, .at = offsetof(struct consult_body, question)},
    {"days", F_INT, .required = true, .min = 1, .max = 30, .at = offsetof(struct consult_body, days)},
    {"hold", F_TEXT, .max = 40, .at = offsetof(struct consult_body, hold)},
    {0}};
static const struct form consult_form = {"dossier.consult.", consult_fields,
                                         sizeof(struct consult_body), NULL};

static enum rc ask_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct consult_body *in = r->in;
    const struct consult_in act = {r->version, in->agency, in->question, in->days, in->hold};
    return dossier_ask_consult(&r->c, d->id, &act, ref);
}

static enum rc ask(struct req *r)
{
    return dossier_api_act(r, ask_rule);
}

#define AT(m) .at = offsetof(struct asked_consult, m)
static const struct api_field asked_fields[] = {{"id", A_TEXT, AT(pub)},
                                                {"dossier", A_TEXT, AT(code), .doc = "its code"},
                                                {"procedure", A_TEXT, AT(procedure)},
                                                {"asking", A_TEXT, AT(asking)},
                                                {"question", A_TEXT, AT(question)},
                                                {"answer", A_TEXT, AT(answer)},
                                                {"askedAt", A_TIME, AT(asked_at)},
                                                {"dueAt", A_TIME, AT(due_at)},
                                                {"answeredAt", A_TIME, AT(answered_at)},
                                                {0}};
#undef AT
static const struct api_table asked_api = {"Consultation", asked_fields, sizeof(struct asked_consult)};

static enum rc show(struct req *r)
{
    struct asked_consult x;
    const enum rc rc = dossier_consult_get(&r->c, param(r, "consultation"), &x);
    return rc ? rc : show_json(r, 200, &asked_api, &x);
}

struct answer_body {
    str answer, file;
};
static const struct field answer_fields[] = {
    {"answer", F_LINES, .required = true, .max = 4000, .at = offsetof(struct answer_body, answer)},
    {"file", F_PUBID, .at = offsetof(struct answer_body, file)},
    {0}};
static const struct form answer_form = {"dossier.consult.answer.", answer_fields,
                                        sizeof(struct answer_body), NULL};

static enum rc answer(struct req *r)
{
    const struct answer_body *in = r->in;
    struct asked_consult x;
    struct file f;
    enum rc rc = dossier_api_file_maybe(r, in->file, &f);
    if (!rc)
        rc = dossier_answer_consult(&r->c, param(r, "consultation"),
                                    &(struct consult_answer){in->answer, f.id.v, f.name});
    if (!rc)
        rc = dossier_consult_get(&r->c, param(r, "consultation"), &x);
    return rc ? rc : show_created(r, HREF(r->c.mem, "/api/v1/consultations/{}", x.pub), &asked_api, &x);
}

static const struct route routes[] = {
    {POST, "/api/v1/dossiers/:pub/consultations", .write = ask, .need = PERM_DOSSIER_PROCESS,
     .form = &consult_form, .flags = ROUTE_API | ROUTE_VERSION | ROUTE_KEY, .out = &dossier_api,
     .doc = "Ask another agency, with a time of its own"},
    {GET, "/api/v1/consultations/:consultation", show, .need = PERM_DOSSIER_PROCESS, .flags = ROUTE_API,
     .out = &asked_api, .doc = "A question, for the agency that is asked"},
    {POST, "/api/v1/consultations/:consultation/answers", .write = answer, .need = PERM_DOSSIER_PROCESS,
     .form = &answer_form, .flags = ROUTE_API | ROUTE_KEY, .out = &asked_api, .doc = "Answer it, once"},
    {0}};
extern const struct module dossier_consult_api_module;
const struct module dossier_consult_api_module = {.name = "dossier_consult_api", .routes = routes};
