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

/* "petitions[2].title" is a place in the file: it is told with the words of the fault. */
static void tell_places(struct req *r)
{
    for (struct fault *f = r->c.faults; f; f = f->next) {
        if (!str_starts(f->field, S("petitions[")))
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

static const struct route routes[] = {
    {GET, "/work/petitions/exchange", exchange_show, .need = PERM_PETITION_READ, .form = &look_form},
    {POST, "/work/petitions/exchange", .need = PERM_PETITION_HANDLE, .form = &import_form,
     .write = exchange_write, .again = exchange_show, .body_max = 3 * PETITION_EXCHANGE_BYTES},
    {GET, "/work/petitions/exchange.json", exchange_file, .need = PERM_PETITION_READ,
     .flags = ROUTE_DATA},
    {0},
};
extern const struct module petition_exchange_module;
const struct module petition_exchange_module = {.name = "petition_exchange", .routes = routes};
