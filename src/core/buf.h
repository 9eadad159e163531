/*
 * buf.h - builds text in an arena, always with a maximum. Overflow is remembered and
 * checked once at the end (buf_full); what is past the maximum is dropped.
 */
#ifndef MOTCUA_CORE_BUF_H
#define MOTCUA_CORE_BUF_H

#include "core/str.h"

struct buf {
    struct arena *mem;
    char *p;
    size_t n, cap, max;
    bool full;
};

struct buf buf_new(struct arena *mem, size_t max);
void buf_add(struct buf *b, str s);
void buf_add_c(struct buf *b, const char *literal);
void buf_char(struct buf *b, char ch);
void buf_i64(struct buf *b, int64_t v);
void buf_hex(struct buf *b, const void *bytes, size_t n); /* lower case */
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes; `s` must be valid UTF-8. */
void buf_json(struct buf *b, str s);
bool buf_full(const struct buf *b);
str buf_str(const struct buf *b); /* borrowed from the arena; valid until more is added */

#endif
