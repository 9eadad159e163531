/*
 * api.h - what leaves through /api/v1: one declared field table per resource. Nothing
 * reaches the API by being added to a facts struct or a page. The same tables make the
 * schemas of openapi.json. Names are camelCase, money integer VND, times ISO 8601 +07:00.
 *
 *     static const struct api_field step_fields[] = {{"name", A_TEXT, .at = offsetof(struct step,
 * name)}, {0}}; const struct api_table step_api = {"Step", step_fields, sizeof(struct step)}; static
 * const struct api_field dossier_fields[] = {
 *         {"id", A_TEXT, .at = offsetof(struct dossier, pub)},
 *         {"dueAt", A_TIME, .at = offsetof(struct dossier, due_at)},
 *         {"note", A_TEXT, .at = offsetof(struct dossier, note), .need = PERM_DOSSIER_PROCESS},
 *         {"steps", A_LIST, .at = offsetof(struct dossier, steps), .of = &step_api},   // {const T *v;
 * ptrdiff_t n;} {0}};
 */
#ifndef MOTCUA_WEB_API_H
#define MOTCUA_WEB_API_H

#include "access/perm.h"
#include "core/ctx.h"

enum api_type {
    A_NONE,
    A_TEXT,   /* str; absent = null */
    A_INT,    /* int64_t; INT64_MIN = null */
    A_MONEY,  /* int64_t VND; INT64_MIN = null */
    A_BOOL,   /* bool */
    A_DATE,   /* date; none = null */
    A_TIME,   /* instant; none = null */
    A_OBJECT, /* a struct at `at`, written by `of` */
    A_REF,    /* a pointer to a struct at `at`; NULL = null */
    A_LIST,   /* {const T *v; ptrdiff_t n;} at `at`, each written by `of` */
    A_TEXTS,  /* {const str *v; ptrdiff_t n;} at `at` */
};

struct api_field {
    const char *name;
    enum api_type type;
    size_t at;
    const struct api_table *of;
    enum perm need;  /* 0 = whoever may call the route */
    const char *doc; /* for openapi.json */
};

struct api_table {
    const char *name; /* schema name, CamelCase */
    const struct api_field *fields;
    size_t size;
};

/* Cursor of a list: the last row's sort keys (up to 4), opaque outside. */
struct api_cursor {
    int64_t key[4];
    int n;
};
str api_cursor_text(struct arena *mem, const struct api_cursor *at);
MUST_USE bool api_cursor_parse(str s, struct api_cursor *ret_at);
/* A cursor a rule made, in letters fit for an address; absent stays absent. False: none of ours. */
str api_cursor_wrap(struct arena *mem, str inside);
MUST_USE bool api_cursor_unwrap(struct arena *mem, str s, str *ret_inside);

#endif
