/* str.c - see str.h. */
#include "core/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

str str_of(const char *cstring)
{
    return cstring ? (str){cstring, (ptrdiff_t)strlen(cstring)} : STR_NONE;
}

str str_span(const char *from, const char *to)
{
    return (str){from, to - from};
}

bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0);
}

static char lower(char ch)
{
    return ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
}

bool str_eq_nocase(str a, str b)
{
    if (a.n != b.n)
        return false;
    for (ptrdiff_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(str a, str b)
{
    const ptrdiff_t n = a.n < b.n ? a.n : b.n;
    const int order = n ? memcmp(a.p, b.p, (size_t)n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_among(str s, const char *const *words)
{
    for (; *words; words++)
        if (str_eq(s, str_of(*words)))
            return true;
    return false;
}

bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

ptrdiff_t str_find(str s, str needle)
{
    if (needle.n == 0)
        return 0;
    if (s.n < needle.n)
        return -1;
    const char *at = memmem(s.p, (size_t)s.n, needle.p, (size_t)needle.n);
    return at ? at - s.p : -1;
}

bool str_has(str s, str needle)
{
    return str_find(s, needle) >= 0;
}

str str_sub(str s, ptrdiff_t from, ptrdiff_t count)
{
    if (from < 0)
        from = 0;
    if (from > s.n)
        from = s.n;
    if (count < 0)
        count = 0;
    if (count > s.n - from)
        count = s.n - from;
    return (str){s.p ? s.p + from : NULL, count};
}

static bool is_space(char ch)
{
    return ch == ' ' || (ch >= '\t' && ch <= '\r');
}

str str_trim(str s)
{
    while (s.n && is_space(s.p[0]))
        s = str_sub(s, 1, s.n - 1);
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct str_cut str_cut(str s, char sep)
{
    const char *at = s.n ? memchr(s.p, sep, (size_t)s.n) : NULL;
    if (!at)
        return (struct str_cut){s, STR_NONE, false};
    return (struct str_cut){str_span(s.p, at), str_span(at + 1, s.p + s.n), true};
}

bool str_to_i64(str s, int64_t *v)
{
    const bool negative = s.n > 0 && s.p[0] == '-';
    int64_t total = 0;
    if (negative)
        s = str_sub(s, 1, s.n - 1);
    if (s.n == 0)
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        const int digit = s.p[i] - '0';
        if (__builtin_mul_overflow(total, (int64_t)10, &total) ||
            __builtin_add_overflow(total, negative ? -digit : digit, &total))
            return false;
    }
    *v = total;
    return true;
}

bool str_to_u64_hex(str s, uint64_t *v)
{
    uint64_t total = 0;
    if (s.n == 0 || s.n > 16)
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char ch = lower(s.p[i]);
        if (ch >= '0' && ch <= '9')
            total = total << 4 | (uint64_t)(ch - '0');
        else if (ch >= 'a' && ch <= 'f')
            total = total << 4 | (uint64_t)(ch - 'a' + 10);
        else
            return false;
    }
    *v = total;
    return true;
}

str str_dup(struct arena *mem, str s)
{
    if (!s.p)
        return STR_NONE;
    char *copy = arena_alloc(mem, (size_t)s.n);
    if (s.n)
        memcpy(copy, s.p, (size_t)s.n);
    return (str){copy, s.n};
}

const char *str_c(struct arena *mem, str s)
{
    char *copy = arena_alloc(mem, (size_t)s.n + 1);
    if (s.n)
        memcpy(copy, s.p, (size_t)s.n);
    return copy;
}

str str_lower_ascii(struct arena *mem, str s)
{
    char *copy = arena_alloc(mem, (size_t)s.n);
    for (ptrdiff_t i = 0; i < s.n; i++)
        copy[i] = lower(s.p[i]);
    return (str){copy, s.n};
}

str str_join(struct arena *mem, const str *parts, ptrdiff_t count, str sep)
{
    ptrdiff_t total = count > 1 ? sep.n * (count - 1) : 0;
    for (ptrdiff_t i = 0; i < count; i++)
        total += parts[i].n;
    char *text = arena_alloc(mem, (size_t)total), *to = text;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (i && sep.n)
            to = mempcpy(to, sep.p, (size_t)sep.n);
        if (parts[i].n)
            to = mempcpy(to, parts[i].p, (size_t)parts[i].n);
    }
    return (str){text, total};
}

str str_fmt(struct arena *mem, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    BUG_IF(n < 0);
    char *text = arena_alloc(mem, (size_t)n + 1);
    (void)vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    return (str){text, n};
}
