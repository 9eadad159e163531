/*
 * str.h - a borrowed run of bytes {pointer, signed length}. Never owns, never ends in
 * NUL by promise; C strings exist at library edges only (str_c). A str whose p is NULL
 * means "absent" (SQL NULL); S("") is present and empty.
 */
#ifndef MOTCUA_CORE_STR_H
#define MOTCUA_CORE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

typedef struct str {
    const char *p;
    ptrdiff_t n;
} str;

/* A literal only: sizeof keeps embedded NULs and refuses pointers by the "" in front. */
#define S(literal) ((str){("" literal), (ptrdiff_t)sizeof(literal) - 1})
/* The same as an initialiser of static tables. */
#define S_INIT(literal)                                                                                \
    {                                                                                                  \
        ("" literal), (ptrdiff_t)sizeof(literal) - 1                                                   \
    }
#define STR_NONE ((str){NULL, 0})
/* For printf-like calls: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

str str_of(const char *cstring); /* NULL gives STR_NONE */
str str_span(const char *from, const char *to);
bool str_eq(str a, str b);
bool str_eq_nocase(str a, str b); /* ASCII letters only */
int str_cmp(str a, str b);        /* by bytes; the shorter first */
bool str_starts(str s, str prefix);
bool str_among(str s, const char *const *words); /* equal to one of them; ends with NULL */
bool str_ends(str s, str suffix);
bool str_has(str s, str needle);
ptrdiff_t str_find(str s, str needle);               /* -1 when absent */
str str_sub(str s, ptrdiff_t from, ptrdiff_t count); /* clamped to s */
str str_trim(str s);                                 /* ASCII white space */
/* Cuts at the first `sep`: head before it, tail after; found says whether it was there. */
struct str_cut {
    str head, tail;
    bool found;
};
struct str_cut str_cut(str s, char sep);

/* Whole-string numbers: trailing text, a lone sign, overflow give false, *v untouched. */
MUST_USE bool str_to_i64(str s, int64_t *v);
MUST_USE bool str_to_u64_hex(str s, uint64_t *v);

str str_dup(struct arena *mem, str s);       /* absent stays absent */
const char *str_c(struct arena *mem, str s); /* NUL-terminated copy, for library edges */
str str_lower_ascii(struct arena *mem, str s);
str str_join(struct arena *mem, const str *parts, ptrdiff_t count, str sep);
/* printf into the arena; for messages and codes, not for building large text (buf.h). */
str str_fmt(struct arena *mem, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
