/*
 * form.h - one array parses, draws and documents a form (HTML pages, JSON bodies, query
 * parts and openapi.json). This is the edge: text is UTF-8 checked, NFC, trimmed, freed of
 * control and bidirectional characters here and nowhere else. Every fault of a form is
 * collected; what was typed is kept for the redraw. A name that is not declared is
 * refused with 400 and never reaches a handler.
 *
 *     struct accept_in { str note; int64_t pages; date born; struct form_rows paper; };
 *     static const struct field accept_fields[] = {
 *         {"note",    F_LINES, .max = 2000, .at = offsetof(struct accept_in, note)},
 *         {"pages",   F_INT, .required = true, .min = 1, .max = 99, .at = offsetof(struct accept_in,
 * pages)},
 *         {"born",    F_DATE, .at = offsetof(struct accept_in, born)},
 *         {"paper_*", F_FILE, .max_rows = 20, .at = offsetof(struct accept_in, paper)},
 *         {0}};
 *     const struct form accept_form = {"dossier.accept.", accept_fields, .size = sizeof(struct
 * accept_in)};
 *
 * Texts: the label `<form name><field name>` must exist in text.vi/.en (dossier.accept.note;
 * paper_* is dossier.accept.paper); a hint is drawn when `.hint` names a key; choices use
 * `<form name><field>.<value>`, or `.options` = "folder.prefix." for `folder.prefix.<value>`.
 */
#ifndef MOTCUA_WEB_FORM_H
#define MOTCUA_WEB_FORM_H

#include <stddef.h>

#include "core/ctx.h"
#include "file/file.h"

enum field_kind {
    F_NONE,
    F_TEXT,        /* str, one line */
    F_LINES,       /* str, several lines, \n only */
    F_INT,         /* int64_t; min..max; absent = FORM_NO_INT */
    F_MONEY,       /* int64_t dong, "15.000" or "15000" on pages, integer in JSON; >= 0 */
    F_DATE,        /* date; NAME_day NAME_month NAME_year on pages, also NAME=2026-11-25; ISO in JSON */
    F_TIME,        /* instant; 2026-11-19T14:00[+07:00] */
    F_BOOL,        /* bool; absent = false */
    F_CHOICE,      /* str, one of choices */
    F_NATIONAL_ID, /* str, 12 digits (or 9 of the old card), spaces dropped */
    F_TAX_CODE,    /* str, 10 digits with their check digit, 10-3, or 12 */
    F_PHONE,       /* str, +84... as core/ident.h writes it */
    F_EMAIL,       /* str, lower case domain */
    F_CODE,        /* str, letters digits . - _ / */
    F_PUBID,       /* str, 26 base32 letters */
    F_PASSWORD,    /* str, never trimmed, never redrawn; max 200 */
    F_FILE,        /* struct form_file; `.max` bytes of one file, `.max_rows` files */
    F_OBJECT,      /* JSON only: a form of its own, `.of`: const void *, NULL = absent */
};

#define FORM_NO_INT INT64_MIN

/* Bytes are on disk and synced before the unit; the rule gives them a row (file_add). */
struct form_file {
    str name; /* as sent, cleaned; never a path; absent = no file was sent */
    struct file_stored stored;
    struct file_upload *piece; /* of a field with `.piece`: synced, no more (file_partial.h) */
    str text;                  /* of a field with `.text`: all of it, as sent; nothing is stored */
};

/* What a keyed (`paper_*`) or repeated (`.many`) field collects, in order of arrival. */
struct form_row {
    str key; /* what stood for the star; absent for a repeated field */
    str text;
    int64_t number;
    date day;
    instant at;
    bool yes;
    struct form_file file;
    const void *part; /* F_OBJECT: the struct of `.of` */
};
struct form_rows {
    const struct form_row *v;
    ptrdiff_t n;
};

struct field {
    const char *name; /* ends in _* : keyed, `.at` is a struct form_rows */
    enum field_kind kind;
    bool required;
    bool many;        /* repeated, `.at` is a struct form_rows; in JSON an array */
    bool piece;       /* F_FILE: a piece of a file: its bytes are not looked at, nor stored */
    bool text;        /* F_FILE: a text of `.max` bytes, read into memory: CSV, JSON */
    bool hidden;      /* drawn as a hidden input; still parsed and checked */
    int64_t min, max; /* characters, value, bytes of a file (max; 0 = the setting), by kind */
    size_t at;
    const char *choices; /* F_CHOICE: "a|b|c" */
    const char *options; /* beginning of the choices' keys, with the dot */
    const char *hint;    /* message key */
    unsigned accept;     /* F_FILE: enum file_type set, judged by content; 0 = FILE_ANY */
    const char *autocomplete;
    int max_rows;          /* keyed or repeated: rows at most; 0 = 50 */
    const struct form *of; /* F_OBJECT */
};

struct form {
    const char *name; /* beginning of its message keys, with the dot: "folder.what." */
    const struct field *fields;
    size_t size; /* of the struct it fills */
    /* Rules over several fields, after each was read; calls fail(c, RC_INVALID, field, key). May be
     * NULL. */
    enum rc (*check)(struct ctx *c, const void *in);
};

/* What was typed, by input name (`born_day`), for the redraw and for a first filling. */
struct form_values {
    struct form_value *first;
};
/* The last one of that name; STR_NONE when there is none. */
str form_value(const struct form_values *v, str name);
/* Names that begin so, each once, in order of arrival; at most `max` of them. */
ptrdiff_t form_names(const struct form_values *v, str prefix, str *to, ptrdiff_t max);
void form_add(struct arena *mem, struct form_values *v, str name, str value);
void form_add_int(struct arena *mem, struct form_values *v, str name, int64_t value);
void form_add_date(struct arena *mem, struct form_values *v, const char *name,
                   date d); /* the three inputs */

/* Parse into NEW memory of f->size. RC_OK, or RC_INVALID with every fault collected in
   c->faults and the typed values in `values`; form_unknown(c) then tells 400 from 422. */
MUST_USE enum rc form_parse_urlencoded(struct ctx *c, const struct form *f, str body,
                                       struct form_values *values, const void **ret_in);
/* Strict: an object; unknown member 400, wrong type 422; keyed fields are objects,
   repeated ones arrays. Faults carry the member's JSON Pointer as field. */
MUST_USE enum rc form_parse_json(struct ctx *c, const struct form *f, str body, const void **ret_in);
/* True when a fault of the last parse was malformed input (undeclared name, broken UTF-8,
   bad escape): answered 400 instead of 422. */
bool form_malformed(const struct ctx *c);

#endif
