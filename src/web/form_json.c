/*
 * form_json.c - a JSON body as a form. Members are the fields' names in camelCase; a keyed
 * field is an object, a repeated one an array. Strict: no conversions between types, no
 * unknown member (400), null is absent.
 */
#include <string.h>

#include "core/json.h"
#include "core/utf8.h"
#include "web/form_read.h"

#define BODY_MAX ((ptrdiff_t)256 * 1024)

/* due_date and paper_* are dueDate and paper in JSON. */
str web__json_name(struct arena *mem, const char *field)
{
    char *to = arena_alloc(mem, strlen(field) + 1);
    ptrdiff_t n = 0;
    bool up = false;
    for (const char *p = field; *p && *p != '*'; p++) {
        if (*p == '_') {
            up = true;
            continue;
        }
        to[n++] = up && *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
        up = false;
    }
    return (str){to, n};
}

static bool keyed(const struct field *f)
{
    return str_ends(str_of(f->name), S("_*"));
}

static struct form_place place_of(struct ctx *c, const struct form *f, str member)
{
    for (ptrdiff_t i = 0; f->fields[i].name; i++)
        if (f->fields[i].kind != F_FILE && str_eq(web__json_name(c->mem, f->fields[i].name), member))
            return (struct form_place){.field = &f->fields[i], .index = i};
    return (struct form_place){0};
}

/* The value as the text its kind reads; false when the JSON type is another. */
static bool scalar(struct ctx *c, const struct field *f, struct json j, str *ret_text)
{
    int64_t number;
    bool yes;
    switch (f->kind) {
    case F_INT:
    case F_MONEY:
        if (!json_int(j, &number) || (f->kind == F_MONEY && number < 0))
            return false;
        *ret_text = str_fmt(c->mem, "%lld", (long long)number);
        return true;
    case F_BOOL:
        if (!json_bool(j, &yes))
            return false;
        *ret_text = yes ? S("true") : S("false");
        return true;
    case F_NONE:
    case F_FILE:
    case F_OBJECT:
        return false;
    case F_TEXT:
    case F_LINES:
    case F_DATE:
    case F_TIME:
    case F_CHOICE:
    case F_NATIONAL_ID:
    case F_TAX_CODE:
    case F_PHONE:
    case F_EMAIL:
    case F_CODE:
    case F_PUBID:
    case F_PASSWORD:
        break;
    }
    if (!json_is_text(j))
        return false;
    if (f->kind == F_PASSWORD) {
        *ret_text = utf8_nfc(c->mem, json_text(j));
        return true;
    }
    BUG_IF(!utf8_clean(c->mem, json_text(j), f->kind == F_LINES ? UTF8_TEXT : UTF8_LINE, ret_text));
    *ret_text = str_trim(*ret_text);
    return true;
}

static enum rc read_object(struct ctx *c, const struct form *f, struct json doc, const void **ret_in);

/* Faults inside carry the pointer from the top: /papers/2/quantity. */
static void put_object(struct ctx *c, struct form_bag *b, struct form_place at, struct json j)
{
    struct fault **end = &c->faults;
    const void *part = NULL;
    while (*end)
        end = &(*end)->next;
    str name = web__json_name(c->mem, at.field->name);
    str base = at.key.p ? str_fmt(c->mem, "/%.*s/%.*s", STR_ARG(name), STR_ARG(at.key))
                        : str_fmt(c->mem, "/%.*s", STR_ARG(name));
    if (!json_is_members(j))
        (void)fail_at(c, RC_INVALID, base, "web.form.type");
    else if (read_object(c, at.field->of, j, &part) != RC_OK)
        part = NULL;
    if (json_is_members(j))
        for (struct fault *x = *end; x; x = x->next) {
            str inner = web__json_pointer(c->mem, at.field->of, x->field);
            x->field = str_fmt(c->mem, "%.*s%.*s", STR_ARG(base), STR_ARG(inner));
        }
    web__bag_part(b, at, part);
}

static void put(struct ctx *c, struct form_bag *b, struct form_place at, struct json j)
{
    str text;
    if (json_is_absent(j))
        return;
    if (at.field->of)
        put_object(c, b, at, j);
    else if (scalar(c, at.field, j, &text))
        web__bag_put(b, at, text);
    else
        web__bag_wrong(b, at, "web.form.type");
}

static void put_member(struct ctx *c, struct form_bag *b, struct form_place at, struct json j)
{
    if (keyed(at.field) && json_is_members(j)) {
        for (struct json_walk it = json_walk(j); json_next(&it);) {
            at.key = it.key;
            if (web__form_key_is_good(it.key))
                put(c, b, at, it.value);
            else
                web__bag_malformed(b, it.key, "web.form.unknown");
        }
    } else if (at.field->many && json_is_list(j)) {
        for (ptrdiff_t i = 0; i < json_count(j); i++) {
            at.key = at.field->of ? str_fmt(c->mem, "%td", i) : STR_NONE;
            put(c, b, at, json_item(j, i));
        }
    } else if (keyed(at.field) || at.field->many) {
        if (!json_is_absent(j))
            web__bag_wrong(b, at, "web.form.type");
    } else {
        put(c, b, at, j);
    }
}

static enum rc read_object(struct ctx *c, const struct form *f, struct json doc, const void **ret_in)
{
    struct form_values none = {0};
    struct form_bag *b = web__bag_new(c, f, &none);
    for (struct json_walk it = json_walk(doc); json_next(&it);) {
        struct form_place at = place_of(c, f, it.key);
        if (at.field)
            put_member(c, b, at, it.value);
        else
            web__bag_malformed(b, it.key, "web.form.unknown");
    }
    return web__bag_bind(b, ret_in);
}

enum rc form_parse_json(struct ctx *c, const struct form *f, str body, const void **ret_in)
{
    struct json doc;
    if (body.n <= BODY_MAX && json_parse(c->mem, body, &doc, NULL) && json_is_members(doc))
        return read_object(c, f, doc, ret_in);
    struct form_values none = {0};
    web__bag_malformed(web__bag_new(c, f, &none), S(""), "web.form.damaged");
    return RC_INVALID;
}

struct form_place web__json_place(struct arena *mem, const struct form **f, str pointer)
{
    struct form_place at = {0};
    struct str_cut cut = str_cut(str_sub(pointer, 1, pointer.n - 1), '/');
    for (;;) {
        at.field = NULL;
        for (const struct field *x = (*f)->fields; x->name && !at.field; x++)
            if (str_eq(web__json_name(mem, x->name), cut.head))
                at.field = x;
        if (at.field && at.field->many && cut.found)
            cut = str_cut(cut.tail, '/');
        if (!at.field || !at.field->of || !cut.found)
            return at;
        *f = at.field->of;
        cut = str_cut(cut.tail, '/');
    }
}

/* A rule's owner_name is /owner/name where the form has an object `owner`. */
static str nested_pointer(struct arena *mem, const struct form *f, str field)
{
    for (const struct field *x = f->fields; x->name; x++) {
        ptrdiff_t n = str_of(x->name).n;
        if (x->of && !x->many && str_starts(field, str_of(x->name)) && field.n > n + 1 &&
            field.p[n] == '_')
            return str_fmt(mem, "/%.*s/%.*s", STR_ARG(web__json_name(mem, x->name)),
                           STR_ARG(web__json_name(mem, str_c(mem, str_sub(field, n + 1, field.n)))));
    }
    return STR_NONE;
}

/* A fault's field as JSON Pointer: born -> /born, paper_a/b -> /paper/a~1b, names.2 -> /names/2. */
str web__json_pointer(struct arena *mem, const struct form *f, str field)
{
    struct form_place at = f ? web__form_place(f, field) : (struct form_place){0};
    struct str_cut row = str_cut(field, '.');
    if (!field.p || field.n == 0)
        return S("");
    if (field.p[0] == '/')
        return field;
    str nested = f ? nested_pointer(mem, f, field) : STR_NONE;
    if (nested.p)
        return nested;
    if (at.field && at.key.p)
        return str_fmt(mem, "/%.*s/%.*s", STR_ARG(web__json_name(mem, at.field->name)),
                       STR_ARG(at.key));
    if (row.found && f && web__form_place(f, row.head).field)
        return str_fmt(mem, "/%.*s/%.*s", STR_ARG(web__json_name(mem, str_c(mem, row.head))),
                       STR_ARG(row.tail));
    return str_fmt(mem, "/%.*s", STR_ARG(web__json_name(mem, str_c(mem, field))));
}
