/*
 * ruleset_http.c - rule sets on screen: everybody of the staff reads them, the control office
 * changes a value or takes a file, each with a day and a reason.
 */
#include "ruleset/ruleset_http.h"

#include "ruleset/ruleset_internal.h"
#include "ruleset/ruleset_tpl.h"
#include "web/page.h"

#define FILE_MAX (256 << 10)
#define WORDS_MAX 3

static const struct page list_page = {
    .title = "ruleset.heading", .section = "rulesets", .layout = LAYOUT_STAFF};

static struct page page_of(str name)
{
    return (struct page){
        .title = "ruleset.title", .title_arg = name, .section = "rulesets", .layout = LAYOUT_STAFF};
}

/* ---- reading ---- */

struct look_in {
    str done;
};
static const struct field look_fields[] = {
    {"done", F_CODE, .max = 10, .at = offsetof(struct look_in, done)}, {0}};
static const struct form look_form = {"ruleset.", look_fields, sizeof(struct look_in), NULL};

static struct web_notice done_notice(struct req *r)
{
    return (struct web_notice){
        .tone = S("ok"), .icon = S("check"), .text = text_get(r->lang, "ruleset.done"), .status = true};
}

static enum rc list(struct req *r)
{
    const struct look_in *in = r->in;
    struct ruleset_versions all;
    struct ruleset_list_view v = {.has_done = in->done.n > 0, .done = done_notice(r)};
    const enum rc rc = ruleset_list(&r->c, &all);
    if (rc)
        return rc;
    ruleset__view_list(r, &all, &v);
    return show_page(r, &list_page, tpl_ruleset_list, &v);
}

/* Where that version stands in the list; `version` 0 = the newest. */
static enum rc find(struct req *r, int64_t version, struct ruleset_versions *all, ptrdiff_t *ret_at)
{
    const str code = param(r, "code");
    const enum rc rc = ruleset_list(&r->c, all);
    ptrdiff_t at = -1;
    for (ptrdiff_t i = 0; !rc && i < all->n; i++)
        if (str_eq(all->v[i].set.code, code) && (!version || all->v[i].set.version == version))
            at = i;
    if (!rc && at < 0)
        return RC_NOT_FOUND;
    *ret_at = at;
    return rc;
}

static enum rc show(struct req *r, int64_t version)
{
    const struct look_in *in = r->in;
    struct ruleset_versions all;
    struct ruleset_show_view v = {.has_done = in->done.n > 0, .done = done_notice(r)};
    ptrdiff_t at;
    const enum rc rc = find(r, version, &all, &at);
    if (rc)
        return rc;
    ruleset__view_show(r, &all, at, &v);
    const struct page page = page_of(v.heading);
    return show_page(r, &page, tpl_ruleset_show, &v);
}

static enum rc show_newest(struct req *r)
{
    return show(r, 0);
}

static enum rc show_version(struct req *r)
{
    int64_t version;
    return str_to_i64(param(r, "version"), &version) && version > 0 ? show(r, version) : RC_NOT_FOUND;
}

static enum rc show_as_file(struct req *r)
{
    struct ruleset s;
    int64_t version;
    if (!str_to_i64(param(r, "version"), &version))
        return RC_NOT_FOUND;
    const enum rc rc = ruleset_of(&r->c, param(r, "code"), version, &s);
    const str name =
        rc ? STR_NONE : str_fmt(r->c.mem, "%.*s-%lld.json", STR_ARG(s.code), (long long)s.version);
    return rc ? rc : show_bytes(r, S("application/json"), ruleset_export(r->c.mem, &s), name);
}

/* ---- changing one value ---- */

struct change_in {
    str value, article, label, note, reason;
    date valid_from;
    int64_t seen;
};
static const struct field change_fields[] = {
    {"seen", F_INT, .required = true, .hidden = true, .min = 1, .max = INT64_MAX,
     .at = offsetof(struct change_in, seen)},
    {"value", F_TEXT, .max = 40, .at = offsetof(struct change_in, value)},
    {"article", F_TEXT, .max = 200, .hint = "ruleset.set.article.hint",
     .at = offsetof(struct change_in, article)},
    {"label", F_CHOICE, .choices = "found|known_unverified|inferred|decided",
     .options = "ruleset.label.", .at = offsetof(struct change_in, label)},
    {"note", F_TEXT, .max = 300, .at = offsetof(struct change_in, note)},
    {"valid_from", F_DATE, .required = true, .hint = "ruleset.set.valid_from.hint",
     .at = offsetof(struct change_in, valid_from)},
    {"reason", F_LINES, .required = true, .max = 500, .at = offsetof(struct change_in, reason)},
    {0}};
static const struct form change_form = {"ruleset.set.", change_fields, sizeof(struct change_in), NULL};

/* A word is chosen; everything else is typed, with how it is written beside it. */
static void draw_value(struct req *r, enum rule_key k, struct web_fields fields)
{
    struct web_field *x = fields_get(fields, "value");
    if (rule_key_kind(k) != RULE_WORD) {
        x->width = S("w12");
        if (rule_key_kind(k) == RULE_DUE)
            x->hint = text_get(r->lang, "ruleset.wrong.due");
        return;
    }
    const char *const *words = ruleset__choices(k);
    struct web_option *o = NEW_N(r->c.mem, struct web_option, WORDS_MAX);
    ptrdiff_t n = 0;
    for (; words[n]; n++)
        o[n] = (struct web_option){.value = str_of(words[n]),
                                   .text = ruleset__value_text(r, k, str_of(words[n]))};
    field_select(r, x, o, n);
}

static void fill(struct req *r, const struct ruleset *s, const struct rule_value *now)
{
    form_add_int(r->c.mem, &r->values, S("seen"), s->version);
    form_add(r->c.mem, &r->values, S("value"), now->value);
    form_add(r->c.mem, &r->values, S("article"), now->article);
    form_add(r->c.mem, &r->values, S("label"), now->label);
    form_add(r->c.mem, &r->values, S("note"), now->note);
}

static enum rc change_show(struct req *r)
{
    struct ruleset_versions all;
    enum rule_key k;
    ptrdiff_t at;
    const enum rc rc = find(r, 0, &all, &at);
    if (rc || !rule_key_parse(param(r, "key"), &k))
        return rc ? rc : RC_NOT_FOUND;
    const struct ruleset *s = &all.v[at].set;
    const struct rule_value *now = &s->value[k];
    if (r->route->method == GET)
        fill(r, s, now);
    struct ruleset_form_view v = {
        .errors = req_errors(r),
        .back = {.text = s->name, .to = HREF(r->c.mem, "/admin/rulesets/{}", s->code)},
        .heading = ruleset__key_text(r, k),
        .facts = ruleset__value_facts(r, k, now),
        .action = HREF(r->c.mem, "/admin/rulesets/{}/values/{}", s->code, rule_key_word(k)),
        .fields = form_fields(r, &change_form, &r->values),
        .button = text_get(r->lang, "ruleset.set.button"),
    };
    v.lead = text_fmt(r->c.mem, r->lang, "ruleset.set.lead", &s->name, 1);
    draw_value(r, k, v.fields);
    const struct page page = page_of(v.heading);
    return show_page(r, &page, tpl_ruleset_form, &v);
}

static enum rc change_write(struct req *r)
{
    const struct change_in *in = r->in;
    int64_t version;
    struct ruleset_change x = {.code = param(r, "code"),
                               .seen = in->seen,
                               .to = {in->value, in->article, in->label, in->note},
                               .valid_from = in->valid_from,
                               .reason = in->reason};
    if (!rule_key_parse(param(r, "key"), &x.key))
        return RC_NOT_FOUND;
    const enum rc rc = ruleset_set(&r->c, &x, &version);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/rulesets/{}?done=1", x.code));
}

/* ---- a file ---- */

struct import_in {
    str file, reason;
    date valid_from;
};
static const struct field import_fields[] = {
    {"file", F_LINES, .required = true, .max = FILE_MAX, .hint = "ruleset.import.file.hint",
     .at = offsetof(struct import_in, file)},
    {"valid_from", F_DATE, .hint = "ruleset.import.valid_from.hint",
     .at = offsetof(struct import_in, valid_from)},
    {"reason", F_LINES, .required = true, .max = 500, .at = offsetof(struct import_in, reason)},
    {0}};
static const struct form import_form = {"ruleset.import.", import_fields, sizeof(struct import_in),
                                        NULL};

/* What the reader names ("rulesets[0].values.reply") is a place in the file. */
static void place_faults(struct req *r)
{
    for (struct fault *f = r->c.faults; f; f = f->next)
        if (f->field.n && !str_eq(f->field, S("valid_from")) && !str_eq(f->field, S("reason")) &&
            !str_eq(f->field, S("file"))) {
            f->args[0] = f->field;
            f->args[1] = text_get(r->lang, f->key);
            f->field = S("file");
            f->key = "ruleset.import.at";
        }
}

static enum rc import_show(struct req *r)
{
    const struct ruleset_form_view v = {
        .errors = req_errors(r),
        .back = {.text = text_get(r->lang, "ruleset.heading"), .to = HREF_TO("/admin/rulesets")},
        .heading = text_get(r->lang, "ruleset.import.heading"),
        .lead = text_get(r->lang, "ruleset.import.lead"),
        .action = HREF_TO("/admin/rulesets/import"),
        .fields = form_fields(r, &import_form, &r->values),
        .button = text_get(r->lang, "ruleset.import.button"),
    };
    const struct page page = page_of(v.heading);
    return show_page(r, &page, tpl_ruleset_form, &v);
}

static enum rc import_write(struct req *r)
{
    const struct import_in *in = r->in;
    int64_t n;
    const enum rc rc = ruleset_import(&r->c, in->file, in->valid_from, in->reason, &n);
    place_faults(r);
    return rc ? rc : see_other(r, HREF_TO("/admin/rulesets?done=1"));
}

const struct nav ruleset_nav[] = {{NAV_STAFF, "catalog.nav", "ruleset.heading", "/admin/rulesets",
                                   PERM_CATALOG_READ, "rulesets", NULL},
                                  {0}};

const struct route ruleset_routes[] = {
    {GET, "/admin/rulesets", list, .need = PERM_CATALOG_READ, .form = &look_form},
    {GET, "/admin/rulesets/import", import_show, .need = PERM_CATALOG_MANAGE},
    {POST, "/admin/rulesets/import", .need = PERM_CATALOG_MANAGE, .form = &import_form,
     .write = import_write, .again = import_show, .body_max = 3 * FILE_MAX},
    {GET, "/admin/rulesets/:code", show_newest, .need = PERM_CATALOG_READ, .form = &look_form},
    {GET, "/admin/rulesets/:code/versions/:version", show_version, .need = PERM_CATALOG_READ,
     .form = &look_form},
    {GET, "/admin/rulesets/:code/versions/:version/file", show_as_file, .need = PERM_CATALOG_READ,
     .flags = ROUTE_DATA},
    {GET, "/admin/rulesets/:code/values/:key", change_show, .need = PERM_CATALOG_MANAGE},
    {POST, "/admin/rulesets/:code/values/:key", .need = PERM_CATALOG_MANAGE, .form = &change_form,
     .write = change_write, .again = change_show},
    {0},
};
