/*
 * cookie.c - one cookie out of a Cookie header (RFC 6265, 4.2); see form.h. Other people's
 * cookies on the same host may look as they like: only the one asked for is judged.
 */
#include "http/form.h"
#include "http/http_internal.h"

static bool cookie_octets(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char b = (unsigned char)s.p[i];
        if (b <= 0x20 || b >= 0x7f || b == '"' || b == ',' || b == ';' || b == '\\')
            return false;
    }
    return true;
}

/* How often `name` stands in the header; *value is the last one. */
static int find(str header, str name, str *value)
{
    int n = 0;
    while (header.n > 0) {
        struct str_cut pair = str_cut(header, ';');
        struct str_cut cut = str_cut(str_trim(pair.head), '=');
        header = pair.tail;
        if (!cut.found || !str_eq(cut.head, name))
            continue;
        n++;
        *value = cut.tail;
    }
    return n;
}

static bool judge(int n, str value, str *ret_value)
{
    if (n == 1 && value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
        value = str_sub(value, 1, value.n - 2);
    if (n != 1 || !cookie_octets(value))
        return false;
    *ret_value = value;
    return true;
}

bool http_cookie_find(str header, str name, str *ret_value)
{
    str value = STR_NONE;
    int n = find(header, name, &value);
    return judge(n, value, ret_value);
}

bool http_cookie(const struct http_request *r, str name, str *ret_value)
{
    str value = STR_NONE;
    int n = 0;
    for (int i = 0; i < r->header_n; i++)
        if (str_eq_nocase(r->headers[i].name, S("cookie")))
            n += find(r->headers[i].value, name, &value);
    return judge(n, value, ret_value);
}
