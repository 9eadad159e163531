/*
 * json.h - reading JSON, strictly: duplicate keys, broken UTF-8, \u0000, lone surrogates,
 * trailing bytes and depth over 2048 are refused (jansson). Values are borrowed from the
 * document, which belongs to the arena it was parsed into. Writing is buf_json's.
 *
 * An absent value answers every question with "absent", so lookups chain without checks:
 * json_text(json_get(json_get(doc, "a"), "b")).
 */
#ifndef MOTCUA_CORE_JSON_H
#define MOTCUA_CORE_JSON_H

#include "core/str.h"

struct json {
    const struct json_t *node; /* NULL = absent */
};

struct json_error {
    int line, column; /* from 1; 0 when not known */
    str what;         /* English, for logs and command lines */
};

/* An object or array at the top. False leaves *ret_doc untouched; `ret_error` may be NULL. */
MUST_USE bool json_parse(struct arena *mem, str text, struct json *ret_doc,
                         struct json_error *ret_error);

bool json_is_absent(struct json j);  /* absent or null */
bool json_is_members(struct json j); /* an object */
bool json_is_list(struct json j);    /* an array */
bool json_is_text(struct json j);

struct json json_get(struct json object, const char *key);
struct json json_get_str(struct json object, str key);
struct json json_item(struct json array, ptrdiff_t index);
ptrdiff_t json_count(struct json j); /* items of an array, members of an object; else 0 */

/* Absent when the value is not a string / number / boolean. No conversions between them. */
str json_text(struct json j);
MUST_USE bool json_int(struct json j, int64_t *ret_value);
MUST_USE bool json_bool(struct json j, bool *ret_value);
/* The same of a member, with what to answer when it is absent or of another type. */
str json_text_of(struct json object, const char *key);
int64_t json_int_of(struct json object, const char *key, int64_t otherwise);
bool json_bool_of(struct json object, const char *key, bool otherwise);

/* Members in the order of the text: for (it = json_walk(o); json_next(&it);) ... */
struct json_walk {
    const struct json_t *object;
    void *at;
    bool started;
    str key;
    struct json value;
};
struct json_walk json_walk(struct json object);
bool json_next(struct json_walk *it);

/* The value as compact text; `sorted` orders members by key (for hashes). Absent is "null". */
str json_write(struct arena *mem, struct json j, bool sorted);

#endif
