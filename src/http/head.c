/*
 * head.c - the refusals llhttp does not make: the shape of the request line and of each
 * header line, then what the headers mean together. Pure: no socket, no clock.
 *
 * Three passes, each cheap: http__head_scan while bytes arrive (finds the end, refuses bare
 * CR or LF and control bytes at once); http__head_lines over the whole head before llhttp
 * sees it; http__head_meaning over what llhttp made of it. All three must agree.
 */
#include <string.h>

#include "core/utf8.h"
#include "http/http_internal.h"

static const str method_names[METHOD_COUNT] = {
    [GET] = {"GET", 3},     [HEAD] = {"HEAD", 4},     [POST] = {"POST", 4},       [PUT] = {"PUT", 3},
    [PATCH] = {"PATCH", 5}, [DELETE] = {"DELETE", 6}, [OPTIONS] = {"OPTIONS", 7},
};

str http_method_name(enum http_method m)
{
    return m > METHOD_NONE && m < METHOD_COUNT ? method_names[m] : S("");
}

static enum http_method method_of(str s)
{
    for (int m = GET; m < METHOD_COUNT; m++)
        if (str_eq(s, method_names[m]))
            return (enum http_method)m;
    return METHOD_NONE;
}

/* 1 = token character (RFC 9110, 5.6.2), 2 = control byte other than tab; a row is 16 bytes */
/* clang-format off */
static const unsigned char kind[256] = {
    2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 2, 2, 2, 2, 2, 2,
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 2,
};
/* clang-format on */

bool http__is_token(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (kind[(unsigned char)s.p[i]] != 1)
            return false;
    return s.n > 0;
}

bool http__field_value_ok(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (kind[(unsigned char)s.p[i]] == 2)
            return false;
    return true;
}

enum http__scan http__head_scan(const char *p, size_t n, size_t *at)
{
    size_t i = *at;
    while (i < n) {
        unsigned char b = (unsigned char)p[i];
        if (kind[b] != 2) {
            i++;
            continue;
        }
        if (b != '\r')
            return HTTP__SCAN_BAD; /* a good LF is stepped over with its CR */
        if (i + 1 == n)
            break;
        if (p[i + 1] != '\n')
            return HTTP__SCAN_BAD;
        if (i == 0)
            return HTTP__SCAN_BAD; /* the caller has skipped the one empty line allowed */
        if (i + 3 >= n && !(i + 2 < n && p[i + 2] != '\r'))
            break; /* cannot tell yet whether the empty line follows */
        if (p[i + 2] == '\r' && p[i + 3] == '\n') {
            *at = i + 4;
            return HTTP__SCAN_DONE;
        }
        i += 2;
    }
    *at = i;
    return HTTP__SCAN_MORE;
}

#define REFUSE(status, what) ((struct http__why){(status), (what)})

static struct http__why request_line(str line)
{
    struct str_cut method = str_cut(line, ' ');
    struct str_cut target = str_cut(method.tail, ' ');
    if (!method.found || !http__is_token(method.head))
        return REFUSE(400, "request line");
    if (!target.found)
        return REFUSE(400, "HTTP/0.9");
    for (ptrdiff_t i = 0; i < target.head.n; i++) {
        unsigned char b = (unsigned char)target.head.p[i];
        if (b <= 0x20 || b >= 0x7f)
            return REFUSE(400, "target bytes");
    }
    str v = target.tail;
    if (target.head.n == 0 || v.n != 8 || !str_starts(v, S("HTTP/")) || v.p[5] < '0' || v.p[5] > '9' ||
        v.p[6] != '.' || v.p[7] < '0' || v.p[7] > '9')
        return REFUSE(400, "request line");
    if (str_eq(method.head, S("PRI")))
        return REFUSE(400, "HTTP/2 preface");
    if (!str_eq(v, S("HTTP/1.1")) && !str_eq(v, S("HTTP/1.0")))
        return REFUSE(505, "version");
    if (method_of(method.head) == METHOD_NONE)
        return REFUSE(501, "method");
    return HTTP__FINE;
}

static struct http__why header_line(str line)
{
    if (line.p[0] == ' ' || line.p[0] == '\t')
        return REFUSE(400, "folded header");
    struct str_cut colon = str_cut(line, ':');
    if (!colon.found || !http__is_token(colon.head))
        return REFUSE(400, "header name"); /* also a space before the colon */
    if (!utf8_valid(colon.tail))
        return REFUSE(400, "header bytes");
    return HTTP__FINE;
}

struct http__why http__head_lines(str raw, int header_max)
{
    int headers = -1;
    while (raw.n > 2) { /* the empty line is left */
        const char *lf = memchr(raw.p, '\n', (size_t)raw.n);
        BUG_IF(!lf || lf == raw.p);
        str line = str_span(raw.p, lf - 1);
        raw = str_span(lf + 1, raw.p + raw.n);
        struct http__why why = headers < 0 ? request_line(line) : header_line(line);
        if (why.status)
            return why;
        if (++headers > header_max)
            return REFUSE(431, "too many headers");
    }
    return HTTP__FINE;
}

/* ---- what the headers mean ---- */

static bool digits(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0 && s.n <= 18;
}

static struct http__why lengths(struct http__head *h, str length, str encoding)
{
    h->content_length = -1;
    if (encoding.p) {
        if (length.p)
            return REFUSE(400, "transfer-encoding with content-length");
        if (!str_eq_nocase(encoding, S("chunked")) || h->minor == 0)
            return REFUSE(400, "transfer-encoding");
        h->chunked = true;
    }
    if (length.p && (!digits(length) || !str_to_i64(length, &h->content_length)))
        return REFUSE(400, "content-length");
    return HTTP__FINE;
}

static bool port_ok(str s)
{
    return digits(s) && s.n <= 5;
}

static bool host6_ok(str host)
{
    struct str_cut close = str_cut(host, ']');
    struct host_addr a;
    char text[HOST_ADDR_TEXT + 8];
    if (!close.found || close.head.n >= HOST_ADDR_TEXT)
        return false;
    memcpy(text, close.head.p, (size_t)close.head.n);
    memcpy(text + close.head.n, "]:0", 3);
    if (!host_addr_parse((str){text, close.head.n + 3}, &a))
        return false;
    return close.tail.n == 0 ||
           (close.tail.p[0] == ':' && port_ok(str_sub(close.tail, 1, close.tail.n)));
}

static bool host_ok(str host)
{
    if (str_starts(host, S("[")))
        return host6_ok(host);
    struct str_cut colon = str_cut(host, ':');
    if (colon.found && !port_ok(colon.tail))
        return false;
    for (ptrdiff_t i = 0; i < colon.head.n; i++) {
        char ch = colon.head.p[i];
        bool letter = (ch | 0x20) >= 'a' && (ch | 0x20) <= 'z';
        if (!letter && !(ch >= '0' && ch <= '9') && ch != '.' && ch != '-' && ch != '_')
            return false;
    }
    return colon.head.n > 0 && colon.head.n <= 255;
}

static int hex(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch = (char)(ch | 0x20);
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* No segment of the decoded path may be "." or "..". */
static bool has_dot_segment(str path)
{
    for (str rest = str_sub(path, 1, path.n); rest.p;) {
        struct str_cut cut = str_cut(rest, '/');
        if (str_eq(cut.head, S(".")) || str_eq(cut.head, S("..")))
            return true;
        rest = cut.found ? cut.tail : STR_NONE;
    }
    return false;
}

static struct http__why decode_path(str raw, struct arena *mem, str *ret_path)
{
    char *to = arena_alloc(mem, (size_t)raw.n + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < raw.n; i++) {
        char ch = raw.p[i];
        if (ch == '#' || ch == '\\')
            return REFUSE(400, "path");
        if (ch == '%') {
            int high = i + 2 < raw.n ? hex(raw.p[i + 1]) : -1,
                low = i + 2 < raw.n ? hex(raw.p[i + 2]) : -1;
            if (i + 2 >= raw.n || high < 0 || low < 0)
                return REFUSE(400, "path escape");
            ch = (char)(high * 16 + low);
            i += 2;
            if (ch == '/' || ch == '\\' || ch == '\t' || kind[(unsigned char)ch] == 2)
                return REFUSE(400, "path escape");
        }
        to[n++] = ch;
    }
    str path = {to, n};
    if (!utf8_valid(path))
        return REFUSE(400, "path is not UTF-8");
    if (has_dot_segment(path))
        return REFUSE(400, "dot segment");
    *ret_path = path;
    return HTTP__FINE;
}

static struct http__why target_meaning(struct http__head *h, struct arena *mem)
{
    str t = h->target;
    if (str_eq(t, S("*"))) {
        h->path = t;
        return h->method == OPTIONS ? HTTP__FINE : REFUSE(400, "target");
    }
    if (t.p[0] != '/') { /* absolute form: only when it names the host the Host header names */
        ptrdiff_t scheme = str_starts(t, S("http://")) ? 7 : str_starts(t, S("https://")) ? 8 : 0;
        str rest = str_sub(t, scheme, t.n);
        ptrdiff_t slash = str_find(rest, S("/"));
        if (!scheme || slash < 0 || !str_eq_nocase(str_sub(rest, 0, slash), h->host))
            return REFUSE(400, "absolute target");
        t = str_sub(rest, slash, rest.n);
    }
    struct str_cut q = str_cut(t, '?');
    h->query = q.found ? q.tail : STR_NONE;
    return decode_path(q.head, mem, &h->path);
}

struct http__why http__head_meaning(struct http__head *h, struct arena *mem)
{
    str length = STR_NONE, encoding = STR_NONE, expect = STR_NONE;
    h->host = STR_NONE;
    for (int i = 0; i < h->header_n; i++) {
        str name = h->headers[i].name;
        str *to = NULL;
        if (name.n == 4 && str_eq_nocase(name, S("host")))
            to = &h->host;
        else if (name.n == 14 && str_eq_nocase(name, S("content-length")))
            to = &length;
        else if (name.n == 17 && str_eq_nocase(name, S("transfer-encoding")))
            to = &encoding;
        else if (name.n == 6 && str_eq_nocase(name, S("expect")))
            to = &expect;
        if (to && to->p)
            return REFUSE(400, "header twice");
        if (to)
            *to = h->headers[i].value;
    }
    if (!h->host.p || !host_ok(h->host))
        return REFUSE(400, "host");
    struct http__why why = lengths(h, length, encoding);
    if (why.status)
        return why;
    h->expect = expect.p != NULL;
    if (h->expect && !str_eq_nocase(expect, S("100-continue")))
        return REFUSE(417, "expect");
    h->expect = h->expect && h->minor == 1;
    return target_meaning(h, mem);
}

str http_header(const struct http_request *r, str name)
{
    for (int i = 0; i < r->header_n; i++)
        if (str_eq_nocase(r->headers[i].name, name))
            return r->headers[i].value;
    return STR_NONE;
}

int http_header_count(const struct http_request *r, str name)
{
    int n = 0;
    for (int i = 0; i < r->header_n; i++)
        n += str_eq_nocase(r->headers[i].name, name);
    return n;
}
