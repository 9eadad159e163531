/* buf.c - see buf.h. */
#include "core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct buf buf_new(struct arena *mem, size_t max)
{
    return (struct buf){.mem = mem, .max = max};
}

static char *room(struct buf *b, size_t more)
{
    if (b->full || more > b->max - b->n) {
        b->full = true;
        return NULL;
    }
    if (more > b->cap - b->n) {
        size_t cap = b->cap ? b->cap * 2 : 256;
        while (cap < b->n + more)
            cap *= 2;
        char *p = arena_alloc(b->mem, cap);
        if (b->n)
            memcpy(p, b->p, b->n);
        b->p = p;
        b->cap = cap;
    }
    char *at = b->p + b->n;
    b->n += more;
    return at;
}

void buf_add(struct buf *b, str s)
{
    char *at = s.n ? room(b, (size_t)s.n) : NULL;
    if (at)
        memcpy(at, s.p, (size_t)s.n);
}

void buf_add_c(struct buf *b, const char *literal)
{
    buf_add(b, str_of(literal));
}

void buf_char(struct buf *b, char ch)
{
    char *at = room(b, 1);
    if (at)
        *at = ch;
}

void buf_i64(struct buf *b, int64_t v)
{
    char text[24];
    const int n = snprintf(text, sizeof text, "%lld", (long long)v);
    buf_add(b, (str){text, n});
}

void buf_hex(struct buf *b, const void *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *p = bytes;
    char *at = n ? room(b, n * 2) : NULL;
    if (!at)
        return;
    for (size_t i = 0; i < n; i++) {
        *at++ = digits[p[i] >> 4];
        *at++ = digits[p[i] & 15];
    }
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    BUG_IF(n < 0);
    char *at = room(b, (size_t)n + 1);
    if (at) {
        (void)vsnprintf(at, (size_t)n + 1, fmt, again);
        b->n--;
    }
    va_end(again);
}

static void json_escape(struct buf *b, unsigned char ch)
{
    switch (ch) {
    case '"':
        buf_add(b, S("\\\""));
        break;
    case '\\':
        buf_add(b, S("\\\\"));
        break;
    case '\n':
        buf_add(b, S("\\n"));
        break;
    case '\t':
        buf_add(b, S("\\t"));
        break;
    case '\r':
        buf_add(b, S("\\r"));
        break;
    default:
        buf_fmt(b, "\\u%04x", ch);
    }
}

void buf_json(struct buf *b, str s)
{
    ptrdiff_t from = 0;
    buf_char(b, '"');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const unsigned char ch = (unsigned char)s.p[i];
        if (ch >= 0x20 && ch != '"' && ch != '\\' && ch != 0x7f)
            continue;
        buf_add(b, str_sub(s, from, i - from));
        json_escape(b, ch);
        from = i + 1;
    }
    buf_add(b, str_sub(s, from, s.n - from));
    buf_char(b, '"');
}

bool buf_full(const struct buf *b)
{
    return b->full;
}

str buf_str(const struct buf *b)
{
    return (str){b->p ? b->p : "", (ptrdiff_t)b->n};
}
