/* urlencoded.c - pairs of a query or a form body, and media types; see form.h. */
#include <string.h>

#include "core/utf8.h"
#include "http/form.h"

struct http_pairs http_pairs(str encoded, int max)
{
    return (struct http_pairs){encoded, max};
}

static int hex(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch = (char)(ch | 0x20);
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

static bool decode(str s, struct arena *mem, str *ret_text)
{
    char *to = arena_alloc(mem, (size_t)s.n + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        if ((unsigned char)ch < 0x20 || ch == 0x7f)
            return false; /* nobody sends them bare */
        if (ch == '+')
            ch = ' ';
        if (ch == '%') {
            int high = i + 2 < s.n ? hex(s.p[i + 1]) : -1, low = i + 2 < s.n ? hex(s.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            ch = (char)(high * 16 + low);
            i += 2;
        }
        if (ch == 0)
            return false;
        to[n++] = ch;
    }
    *ret_text = (str){to, n};
    return utf8_valid(*ret_text);
}

enum http_next http_pairs_next(struct http_pairs *it, struct arena *mem, str *ret_name, str *ret_value)
{
    if (it->rest.n == 0)
        return HTTP_END;
    struct str_cut pair = str_cut(it->rest, '&');
    if (pair.found && pair.tail.n == 0)
        return HTTP_BAD; /* a separator that separates nothing */
    struct str_cut cut = str_cut(pair.head, '=');
    str name, value;
    if (it->left-- <= 0 || !decode(cut.head, mem, &name) || name.n == 0 ||
        !decode(cut.tail, mem, &value))
        return HTTP_BAD;
    it->rest = pair.tail;
    *ret_name = name;
    *ret_value = value;
    return HTTP_PAIR;
}

bool http_media_is(str content_type, str media)
{
    return str_eq_nocase(str_trim(str_cut(content_type, ';').head), media);
}
