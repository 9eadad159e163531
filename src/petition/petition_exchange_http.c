/* petition_exchange_http.c - petitions from and for the national system: a page, and the file. */
#include "petition/petition_exchange.h"
#include "petition/petition_http.h"

#include "access/access.h"
#include "petition/petition_tpl.h"
#include "web/page.h"

struct look_in {
    int64_t fresh, known;
};
static const struct field look_fields[] = {
    {"fresh", F_INT, .min = 0, .max = PETITION_EXCHANGE_MAX, .at = offsetof(struct look_in, fresh)},
    {"known", F_INT, .min = 0, .max = PETITION_EXCHANGE_MAX, .at = offsetof(struct look_in, known)},
    {0}};
static const struct form look_form = {"petition.exchange.", look_fields, sizeof(struct look_in), NULL};

struct import_in {
    str file;
};
static const struct field import_fields[] = {
    {"file", F_LINES, .required = true, .max = PETITION_EXCHANGE_BYTES,
     .hint = "petition.exchange.file.hint", .at = offsetof(struct import_in, file)},
    {0}};
static const struct form import_form = {"petition.exchange.", import_fields, sizeof(struct import_in),
                                        NULL};

static enum rc exchange_show(struct req *r)
{
    const struct look_in *in = r->route->method == GET ? r->in : NULL;
    struct petition_exchange_view v = {
        .errors = req_errors(r),
        .may_import = access_reach(r->who.actor, PERM_PETITION_HANDLE) > REACH_NOTHING,
        .action = HREF_TO("/work/petitions/exchange"),
        .file = HREF_TO("/work/petitions/exchange.json"),
    };
    if (v.may_import)
        v.fields = form_fields(r, &import_form, &r->values);
    if (in && in->fresh != FORM_NO_INT && in->known != FORM_NO_INT) {
        const str n[] = {text_number(r->c.mem, r->lang, in->fresh),
                         text_number(r->c.mem, r->lang, in->known)};
        v.has_done = true;
        v.done =
            (struct web_notice){.tone = S("ok"),
                                .icon = S("check"),
                                .text = text_fmt(r->c.mem, r->lang, "petition.exchange.done", n, 2),
                                .status = true};
    }
    const struct page page = {
        .title = "petition.exchange", .layout = LAYOUT_STAFF, .section = "petition_work"};
    return show_page(r, &page, tpl_petition_exchange, &v);
}

/* A place in the file is told with the words of its fault. */
static void tell_places(struct req *r)
{
    for (struct fault *f = r->c.faults; f; f = f->next) {
        if (!str_starts(f->field, S("/petitions/")))
            continue;
        const str why = page_fault_text(r->c.mem, r->lang, f->key, f->args, f->field);
        f->args[0] = f->field;
        f->args[1] = why;
        f->key = "petition.exchange.at";
        f->field = S("file");
    }
}

static enum rc exchange_write(struct req *r)
{
    const struct import_in *in = r->in;
    struct petition_imported n;
    const enum rc rc = petition_import(&r->c, in->file, &n);
    tell_places(r);
    return rc ? rc
              : see_other(r, HREF(r->c.mem, "/work/petitions/exchange?fresh={}&known={}",
                                  str_fmt(r->c.mem, "%lld", (long long)n.fresh),
                                  str_fmt(r->c.mem, "%lld", (long long)n.known)));
}

static enum rc exchange_file(struct req *r)
{
    str text;
    const enum rc rc = petition_export(&r->c, &text);
    return rc ? rc : show_bytes(r, S("application/json"), text, S("petitions.json"));
}

/* ---- for machines ---- */

struct sender_in {
    str name, phone, email, address;
    bool hide_name;
};
#define AT(m) .at = offsetof(struct sender_in, m)
static const struct field sender_fields[] = {{"name", F_TEXT, .required = true, .max = 100, AT(name)},
                                             {"phone", F_TEXT, .max = 20, AT(phone)},
                                             {"email", F_TEXT, .max = 120, AT(email)},
                                             {"address", F_TEXT, .max = 300, AT(address)},
                                             {"hide_name", F_BOOL, AT(hide_name)},
                                             {0}};
#undef AT
static const struct form sender_form = {"petition.enter.", sender_fields, sizeof(struct sender_in),
                                        NULL};
struct taken_in {
    str number, agency, title, text;
    instant filed_at;
    const struct sender_in *sender;
};
#define AT(m) .at = offsetof(struct taken_in, m)
static const struct field taken_fields[] = {
    {"number", F_CODE, .required = true, .max = 60, AT(number)},
    {"filed_at", F_TIME, .required = true, AT(filed_at)},
    {"agency", F_CODE, .required = true, .max = 40, AT(agency)},
    {"title", F_TEXT, .required = true, .max = 200, AT(title)},
    {"text", F_LINES, .required = true, .max = 6000, AT(text)},
    {"sender", F_OBJECT, .required = true, .of = &sender_form, AT(sender)},
    {0}};
#undef AT
static const struct form taken_form = {"petition.exchange.api.", taken_fields, sizeof(struct taken_in),
                                       NULL};
struct api_in {
    struct form_rows petitions;
};
static const struct field api_fields[] = {{"petitions", F_OBJECT, .many = true, .required = true,
                                           .max_rows = PETITION_EXCHANGE_MAX, .of = &taken_form,
                                           .at = offsetof(struct api_in, petitions)},
                                          {0}};
static const struct form api_form = {"petition.exchange.api.", api_fields, sizeof(struct api_in), NULL};

static const struct api_field imported_fields[] = {
    {"taken", A_INT, .at = offsetof(struct petition_imported, fresh)},
    {"known", A_INT, .at = offsetof(struct petition_imported, known)},
    {0}};
static const struct api_table imported_api = {"PetitionsTakenIn", imported_fields,
                                              sizeof(struct petition_imported)};

static enum rc api_take_in(struct req *r)
{
    const struct api_in *in = r->in;
    const struct form_rows *rows = &in->petitions;
    struct petition_imported n;
    struct petition_in *v = NEW_N(r->c.mem, struct petition_in, rows->n);
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        const struct taken_in *p = rows->v[i].part;
        v[i] = (struct petition_in){.agency = p->agency,
                                    .title = p->title,
                                    .body = p->text,
                                    .name = p->sender->name,
                                    .phone = p->sender->phone,
                                    .email = p->sender->email,
                                    .address = p->sender->address,
                                    .hide_name = p->sender->hide_name,
                                    .outside_id = p->number,
                                    .filed_at = p->filed_at};
    }
    const enum rc rc = petition_take_in(&r->c, v, rows->n, &n);
    return rc ? rc : show_json(r, 200, &imported_api, &n);
}

#define AT(m) .at = offsetof(struct petition_outcome, m)
static const struct api_field outcome_fields[] = {
    {"number", A_TEXT, AT(number), .doc = "in the national petition system"},
    {"code", A_TEXT, AT(code)},
    {"agency", A_TEXT, AT(agency)},
    {"state", A_TEXT, AT(state)},
    {"filedAt", A_TIME, AT(filed_at)},
    {"dueAt", A_TIME, AT(due_at)},
    {"answeredAt", A_TIME, AT(answered_at)},
    {"publishedAt", A_TIME, AT(published_at)},
    {"outcome", A_TEXT, AT(outcome)},
    {"answer", A_TEXT, AT(answer)},
    {"forwardedTo", A_TEXT, AT(forwarded_to)},
    {"reason", A_TEXT, AT(reason)},
    {0}};
#undef AT
static const struct api_table outcome_api = {"PetitionOutcome", outcome_fields,
                                             sizeof(struct petition_outcome)};
static const struct api_field outcomes_fields[] = {{"items", A_LIST, .at = 0, .of = &outcome_api}, {0}};
static const struct api_table outcomes_api = {"PetitionOutcomes", outcomes_fields,
                                              sizeof(struct petition_outcomes)};

static enum rc api_outcomes(struct req *r)
{
    struct petition_outcomes all;
    const enum rc rc = petition_outcomes(&r->c, &all);
    return rc ? rc : show_json(r, 200, &outcomes_api, &all);
}

static const struct route routes[] = {
    {GET, "/work/petitions/exchange", exchange_show, .need = PERM_PETITION_READ, .form = &look_form},
    {POST, "/work/petitions/exchange", .need = PERM_PETITION_HANDLE, .form = &import_form,
     .write = exchange_write, .again = exchange_show, .body_max = 3 * PETITION_EXCHANGE_BYTES},
    {GET, "/work/petitions/exchange.json", exchange_file, .need = PERM_PETITION_READ,
     .flags = ROUTE_DATA},
    {POST, "/api/v1/petitions/imports", .need = PERM_PETITION_HANDLE, .form = &api_form,
     .write = api_take_in, .flags = ROUTE_API | ROUTE_KEY, .out = &imported_api,
     .doc = "Petitions of the national system, all or none; a number that is here already is left"},
    {GET, "/api/v1/petitions/outcomes", api_outcomes, .need = PERM_PETITION_READ, .flags = ROUTE_API,
     .out = &outcomes_api,
     .doc = "What became of petitions with a national number, newest first, at most 5,000"},
    {0},
};
extern const struct module petition_exchange_module;
const struct module petition_exchange_module = {.name = "petition_exchange", .routes = routes};
