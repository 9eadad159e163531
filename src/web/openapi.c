/*
 * openapi.c - openapi.json (3.1) out of the route table, the forms and the field tables, so
 * that it cannot say anything else than the server does. Made once at start. Also the plain
 * list of routes that stands in the golden file.
 */
#include <stdlib.h>
#include <string.h>

#include "web/form_read.h"
#include "web/internal.h"

#define DOCUMENT_MAX ((size_t)4 << 20)
#define TABLES_MAX 128

struct document {
    struct arena *mem;
    struct buf b;
    const struct api_table *tables[TABLES_MAX];
    int table_n;
};

static void quoted(struct document *d, const char *name, str value)
{
    buf_fmt(&d->b, "\"%s\":", name);
    buf_json(&d->b, value);
}

/* ---- schemas -------------------------------------------------------------------------------- */

static void add_table(struct document *d, const struct api_table *t)
{
    for (int i = 0; i < d->table_n; i++)
        if (d->tables[i] == t)
            return;
    BUG_IF(d->table_n == TABLES_MAX);
    d->tables[d->table_n++] = t;
    for (const struct api_field *f = t->fields; f->name; f++)
        if (f->of)
            add_table(d, f->of);
}

static void api_type(struct document *d, const struct api_field *f)
{
    static const char *const types[] = {
        [A_TEXT] = "\"type\":[\"string\",\"null\"]",
        [A_INT] = "\"type\":[\"integer\",\"null\"],\"format\":\"int64\"",
        [A_MONEY] = "\"type\":[\"integer\",\"null\"],\"format\":\"int64\",\"x-unit\":\"VND\"",
        [A_BOOL] = "\"type\":\"boolean\"",
        [A_DATE] = "\"type\":[\"string\",\"null\"],\"format\":\"date\"",
        [A_TIME] = "\"type\":[\"string\",\"null\"],\"format\":\"date-time\"",
        [A_TEXTS] = "\"type\":\"array\",\"items\":{\"type\":\"string\"}",
    };
    const char *of = f->of ? f->of->name : "";
    if (f->type == A_LIST)
        buf_fmt(&d->b, "\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/%s\"}", of);
    else if (f->type == A_OBJECT)
        buf_fmt(&d->b, "\"$ref\":\"#/components/schemas/%s\"", of);
    else if (f->type == A_REF)
        buf_fmt(&d->b, "\"anyOf\":[{\"$ref\":\"#/components/schemas/%s\"},{\"type\":\"null\"}]", of);
    else
        buf_add_c(&d->b, types[f->type]);
}

static void table_schema(struct document *d, const struct api_table *t)
{
    bool first = true;
    buf_fmt(&d->b, "\"%s\":{\"type\":\"object\",\"properties\":{", t->name);
    for (const struct api_field *f = t->fields; f->name; f++) {
        buf_fmt(&d->b, "%s\"%s\":{", first ? "" : ",", f->name);
        api_type(d, f);
        if (f->doc) {
            buf_char(&d->b, ',');
            quoted(d, "description", str_of(f->doc));
        }
        if (f->need)
            buf_fmt(&d->b, ",\"x-permission\":\"%s\"", perm_word(f->need));
        buf_char(&d->b, '}');
        first = false;
    }
    buf_add_c(&d->b, "}}");
}

static void text_bounds(struct document *d, const struct field *f)
{
    buf_fmt(&d->b, "\"type\":\"string\",\"maxLength\":%lld", (long long)web__kind_limit(f));
    if (f->min > 0)
        buf_fmt(&d->b, ",\"minLength\":%lld", (long long)f->min);
}

static void choice_type(struct document *d, const struct field *f)
{
    str rest = str_of(f->choices);
    buf_add_c(&d->b, "\"type\":\"string\",\"enum\":[");
    for (struct str_cut cut = str_cut(rest, '|');; cut = str_cut(cut.tail, '|')) {
        buf_json(&d->b, cut.head);
        if (!cut.found)
            break;
        buf_char(&d->b, ',');
    }
    buf_char(&d->b, ']');
}

static void form_members(struct document *d, const struct form *form);

static void field_type(struct document *d, const struct field *f)
{
    static const char *const types[] = {
        [F_DATE] = "\"type\":\"string\",\"format\":\"date\"",
        [F_TIME] = "\"type\":\"string\",\"format\":\"date-time\"",
        [F_BOOL] = "\"type\":\"boolean\"",
        [F_NATIONAL_ID] = "\"type\":\"string\",\"pattern\":\"^([0-9]{12}|[0-9]{9})$\"",
        [F_TAX_CODE] = "\"type\":\"string\",\"pattern\":\"^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$\"",
        [F_PHONE] = "\"type\":\"string\",\"maxLength\":24",
        [F_PUBID] = "\"type\":\"string\",\"pattern\":\"^[0-9a-hjkmnp-tv-z]{26}$\"",
        [F_PASSWORD] = "\"type\":\"string\",\"format\":\"password\",\"maxLength\":200",
        [F_FILE] = "\"type\":\"string\",\"contentEncoding\":\"binary\"",
    };
    if (f->kind == F_CHOICE)
        choice_type(d, f);
    else if (f->kind == F_OBJECT)
        form_members(d, f->of);
    else if (f->kind == F_INT || f->kind == F_MONEY) {
        buf_add_c(&d->b, "\"type\":\"integer\"");
        if (f->min || f->max || f->kind == F_MONEY)
            buf_fmt(&d->b, ",\"minimum\":%lld", (long long)f->min);
        if (f->max)
            buf_fmt(&d->b, ",\"maximum\":%lld", (long long)f->max);
    } else if ((size_t)f->kind < sizeof types / sizeof *types && types[f->kind])
        buf_add_c(&d->b, types[f->kind]);
    else
        text_bounds(d, f);
}

static void form_members(struct document *d, const struct form *form)
{
    bool first = true;
    buf_add_c(&d->b, "\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    for (const struct field *f = form->fields; f->name; f++) {
        bool keyed = str_ends(str_of(f->name), S("_*"));
        buf_fmt(&d->b, "%s\"%.*s\":{", first ? "" : ",", STR_ARG(web__json_name(d->mem, f->name)));
        if (keyed)
            buf_add_c(&d->b, "\"type\":\"object\",\"additionalProperties\":{");
        if (f->many)
            buf_add_c(&d->b, "\"type\":\"array\",\"items\":{");
        field_type(d, f);
        buf_add_c(&d->b, keyed || f->many ? "}}" : "}");
        first = false;
    }
    buf_add_c(&d->b, "}");
    first = true;
    for (const struct field *f = form->fields; f->name; f++)
        if (f->required) {
            buf_fmt(&d->b, "%s\"%.*s\"", first ? ",\"required\":[" : ",",
                    STR_ARG(web__json_name(d->mem, f->name)));
            first = false;
        }
    if (!first)
        buf_char(&d->b, ']');
}

/* ---- paths -------------------------------------------------------------------------------------- */

static void header_parameter(struct document *d, const char *name)
{
    buf_fmt(&d->b,
            ",{\"name\":\"%s\",\"in\":\"header\",\"required\":true,\"schema\":{\"type\":\"string\"}}",
            name);
}

/* Every list begins with the language, so each further one has a comma in front. */
static void parameters(struct document *d, const struct route *r)
{
    buf_add_c(
        &d->b,
        "\"parameters\":[{\"name\":\"lang\",\"in\":\"query\",\"schema\":{\"type\":\"string\",\"enum\":"
        "[\"vi\",\"en\"]}}");
    for (const char *p = strchr(r->path, ':'); p; p = strchr(p, ':')) {
        size_t n = strcspn(++p, "/");
        buf_fmt(
            &d->b,
            ",{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}",
            (int)n, p);
    }
    for (const struct field *f = r->method == GET && r->form ? r->form->fields : NULL; f && f->name;
         f++) {
        buf_fmt(&d->b, ",{\"name\":\"%s\",\"in\":\"query\",\"required\":%s,\"schema\":{", f->name,
                f->required ? "true" : "false");
        field_type(d, f);
        buf_add_c(&d->b, "}}");
    }
    if (r->flags & ROUTE_KEY)
        header_parameter(d, "Idempotency-Key");
    if (r->flags & ROUTE_VERSION)
        header_parameter(d, "If-Match");
    buf_char(&d->b, ']');
}

static void request_body(struct document *d, const struct route *r)
{
    if (r->method == GET)
        return;
    bool files = web__form_has_files(r->form);
    buf_fmt(&d->b, ",\"requestBody\":{\"content\":{\"%s\":{\"schema\":",
            files ? "multipart/form-data" : "application/json");
    buf_char(&d->b, '{');
    form_members(d, r->form);
    buf_add_c(&d->b, "}}}}");
}

static void responses(struct document *d, const struct route *r)
{
    buf_add_c(&d->b, ",\"responses\":{\"2XX\":{\"description\":\"done\"");
    if (r->out)
        buf_fmt(
            &d->b,
            ",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/%s\"}}}",
            r->out->name);
    buf_add_c(&d->b, "},\"default\":{\"description\":\"refused\",\"content\":{\"application/"
                     "problem+json\":{\"schema\":"
                     "{\"$ref\":\"#/components/schemas/Problem\"}}}}}");
}

static void operation(struct document *d, const struct route *r)
{
    str method = str_lower_ascii(d->mem, http_method_name(r->method));
    buf_fmt(&d->b, "\"%.*s\":{", STR_ARG(method));
    quoted(d, "summary", str_of(r->doc));
    buf_fmt(&d->b, ",\"x-permission\":\"%s\",", perm_word(r->need));
    if (r->need != PERM_PUBLIC)
        buf_add_c(&d->b, "\"security\":[{\"token\":[]}],");
    parameters(d, r);
    request_body(d, r);
    responses(d, r);
    buf_char(&d->b, '}');
}

static int by_address(const void *a, const void *b)
{
    const struct route *x = *(const struct route *const *)a, *y = *(const struct route *const *)b;
    int order = strcmp(x->path, y->path);
    return order ? order : (int)x->method - (int)y->method;
}

static const struct route **sorted(struct arena *mem, const struct module *const *modules,
                                   bool api_only, size_t *ret_n)
{
    size_t n = 0, at = 0;
    for (const struct module *const *m = modules; *m; m++)
        for (const struct route *r = (*m)->routes; r && r->path; r++)
            n += !api_only || (r->flags & ROUTE_API);
    const struct route **v = NEW_N(mem, const struct route *, n + 1);
    for (const struct module *const *m = modules; *m; m++)
        for (const struct route *r = (*m)->routes; r && r->path; r++)
            if (!api_only || (r->flags & ROUTE_API))
                v[at++] = r;
    if (n > 1)
        qsort(v, n, sizeof *v, by_address);
    *ret_n = n;
    return v;
}

static str braces(struct arena *mem, const char *path)
{
    struct buf b = buf_new(mem, 512);
    bool inside = false;
    for (const char *p = path; *p; p++) {
        if (inside && *p == '/') {
            buf_char(&b, '}');
            inside = false;
        }
        inside |= *p == ':';
        buf_char(&b, *p == ':' ? '{' : *p);
    }
    if (inside)
        buf_char(&b, '}');
    return buf_str(&b);
}

static const char problem_schema[] =
    "\"Problem\":{\"type\":\"object\",\"description\":\"RFC "
    "9457\",\"properties\":{\"type\":{\"type\":\"string\"},"
    "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"code\":{\"type\":\"string\"},"
    "\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\"},\"errors\":{\"type\":"
    "\"array\",\"items\":"
    "{\"type\":\"object\",\"properties\":{\"pointer\":{\"type\":\"string\"},\"code\":{\"type\":"
    "\"string\"},"
    "\"detail\":{\"type\":\"string\"}}}}}}";

str web_openapi(struct arena *mem, const struct module *const *modules, str origin)
{
    struct document d = {.mem = mem, .b = buf_new(mem, DOCUMENT_MAX)};
    size_t n;
    const struct route **routes = sorted(mem, modules, true, &n);
    buf_add_c(
        &d.b,
        "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"motcua\",\"version\":\"1\"},\"servers\":[{");
    quoted(&d, "url", origin);
    buf_add_c(&d.b, "}],\"paths\":{");
    for (size_t i = 0; i < n; i++) {
        bool same = i > 0 && strcmp(routes[i]->path, routes[i - 1]->path) == 0;
        if (!same) {
            buf_add_c(&d.b, i ? "}," : "");
            quoted(&d, str_c(mem, braces(mem, routes[i]->path)), S(""));
            d.b.n -= 2; /* the empty value quoted() wrote */
            buf_char(&d.b, '{');
        } else {
            buf_char(&d.b, ',');
        }
        if (routes[i]->out)
            add_table(&d, routes[i]->out);
        operation(&d, routes[i]);
    }
    buf_add_c(&d.b, n ? "}" : "");
    buf_add_c(
        &d.b,
        "},\"components\":{\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
        "\"schemas\":{");
    buf_add_c(&d.b, problem_schema);
    for (int i = 0; i < d.table_n; i++) {
        buf_char(&d.b, ',');
        table_schema(&d, d.tables[i]);
    }
    buf_add_c(&d.b, "}}}\n");
    BUG_IF(buf_full(&d.b));
    return buf_str(&d.b);
}

/* ---- the list of routes ----------------------------------------------------------------------------
 */

static const char *kind_of(const struct route *r)
{
    return r->flags & ROUTE_API    ? "api"
           : r->method != GET      ? "form"
           : r->flags & ROUTE_DATA ? "data"
                                   : "page";
}

str web_routes_text(struct arena *mem, const struct module *const *modules, bool json)
{
    struct buf b = buf_new(mem, DOCUMENT_MAX);
    size_t n;
    const struct route **routes = sorted(mem, modules, false, &n);
    buf_add_c(&b, json ? "[" : "");
    for (size_t i = 0; i < n; i++) {
        const struct route *r = routes[i];
        str method = http_method_name(r->method);
        if (json)
            buf_fmt(&b,
                    "%s\n{\"method\":\"%.*s\",\"path\":\"%s\",\"need\":\"%s\",\"kind\":\"%s\",\"form\":"
                    "%s%s%s}",
                    i ? "," : "", STR_ARG(method), r->path, perm_word(r->need), kind_of(r),
                    r->form ? "\"" : "", r->form ? r->form->name : "null", r->form ? "\"" : "");
        else
            buf_fmt(&b, "%-5.*s %-56s %-20s %s\n", STR_ARG(method), r->path, perm_word(r->need),
                    kind_of(r));
    }
    buf_add_c(&b, json ? "\n]\n" : "");
    BUG_IF(buf_full(&b));
    return buf_str(&b);
}
