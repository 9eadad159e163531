/*
 * utf8.c - see utf8.h. utf8proc works on a buffer of ours in two passes, so that nothing
 * of it is held while the arena may unwind.
 */
#include "core/utf8.h"

#include <utf8proc.h>

#include "core/buf.h"

/* The next code point and its length; -1 for broken bytes. */
static ptrdiff_t next(str s, ptrdiff_t at, utf8proc_int32_t *ret_point)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    if (*p < 0x80) {
        *ret_point = *p;
        return 1;
    }
    const utf8proc_ssize_t n = utf8proc_iterate(p, s.n - at, ret_point);
    return n > 0 ? (ptrdiff_t)n : -1;
}

bool utf8_valid(str s)
{
    utf8proc_int32_t point;
    for (ptrdiff_t i = 0, n; i < s.n; i += n)
        if ((n = next(s, i, &point)) < 0)
            return false;
    return true;
}

static bool plain_ascii(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x7f || (unsigned char)s.p[i] < 0x20)
            return false;
    return true;
}

str utf8_nfc(struct arena *mem, str s)
{
    const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    if (plain_ascii(s))
        return s;
    const unsigned char *bytes = (const unsigned char *)s.p;
    const utf8proc_ssize_t need = utf8proc_decompose(bytes, s.n, NULL, 0, how);
    BUG_IF(need < 0);
    utf8proc_int32_t *points = arena_alloc_n(mem, (size_t)need + 1, sizeof *points);
    BUG_IF(utf8proc_decompose(bytes, s.n, points, need, how) != need);
    const utf8proc_ssize_t n = utf8proc_reencode(points, need, how);
    BUG_IF(n < 0);
    return (str){(const char *)points, (ptrdiff_t)n};
}

/* Controls that change what a reader sees without being seen: ZWSP, LRM/RLM, embeddings,
   overrides, isolates, BOM. ZWJ and ZWNJ stay: other scripts spell with them. */
static bool hidden(utf8proc_int32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200b || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0x061c || c == 0xfeff ||
           c == 0x00ad;
}

static void add_line_end(struct buf *b, enum utf8_kind kind)
{
    buf_char(b, kind == UTF8_TEXT ? '\n' : ' ');
}

bool utf8_clean(struct arena *mem, str s, enum utf8_kind kind, str *ret_text)
{
    if (plain_ascii(s)) {
        *ret_text = kind == UTF8_LINE ? str_trim(s) : s;
        return true;
    }
    if (!utf8_valid(s))
        return false;
    struct buf b = buf_new(mem, (size_t)s.n + 1);
    utf8proc_int32_t c;
    for (ptrdiff_t i = 0, n; i < s.n; i += n) {
        n = next(s, i, &c);
        if (c == '\n' || c == 0x2028 || c == 0x2029 ||
            (c == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n')))
            add_line_end(&b, kind);
        else if (c == '\t')
            buf_char(&b, kind == UTF8_TEXT ? '\t' : ' ');
        else if (!hidden(c))
            buf_add(&b, str_sub(s, i, n));
    }
    const str text = utf8_nfc(mem, buf_str(&b));
    *ret_text = kind == UTF8_LINE ? str_trim(text) : text;
    return true;
}

static bool combining(utf8proc_int32_t c)
{
    const utf8proc_category_t k = utf8proc_category(c);
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME;
}

ptrdiff_t utf8_letters(str s)
{
    ptrdiff_t count = 0;
    utf8proc_int32_t c;
    for (ptrdiff_t i = 0; i < s.n; i += next(s, i, &c)) {
        BUG_IF(next(s, i, &c) < 0);
        count += !combining(c);
    }
    return count;
}

str utf8_cut(str s, ptrdiff_t max)
{
    ptrdiff_t count = 0;
    utf8proc_int32_t c;
    for (ptrdiff_t i = 0, n; i < s.n; i += n) {
        n = next(s, i, &c);
        BUG_IF(n < 0);
        if (!combining(c) && ++count > max)
            return str_sub(s, 0, i);
    }
    return s;
}

str utf8_upper(struct arena *mem, str s)
{
    /* No capital letter of Unicode 15 is longer than four bytes for one of at least one. */
    char *to = arena_alloc_n(mem, (size_t)s.n, 4);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n;) {
        utf8proc_int32_t letter;
        const utf8proc_ssize_t got =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, s.n - i, &letter);
        BUG_IF(got <= 0);
        n += utf8proc_encode_char(utf8proc_toupper(letter), (utf8proc_uint8_t *)to + n);
        i += got;
    }
    return (str){to, n};
}
