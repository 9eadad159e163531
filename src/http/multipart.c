/*
 * multipart.c - multipart/form-data (RFC 7578) as browsers send it, over a window that
 * slides along the body; see form.h.
 *
 * Strict: nothing before the first boundary, nothing after the last one, each part with
 * one Content-Disposition: form-data and a name, no filename*, no encodings. What is
 * refused is the whole body: a sink must not keep what it was given before RC_OK.
 */
#include <string.h>

#include "core/utf8.h"
#include "host/file.h"
#include "http/form.h"
#include "http/http_internal.h"

#define WINDOW ((size_t)64 * 1024)
#define PART_HEAD ((ptrdiff_t)8 * 1024)
#define BOUNDARY_MAX 70

struct window {
    str now;    /* what is to be read, contiguous */
    bool last;  /* nothing follows it */
    int fd;     /* -1: the body is `now` */
    int64_t at; /* next byte of the file */
    char *buf;
};

static bool fill(struct window *w)
{
    if (w->last)
        return true;
    size_t kept = (size_t)w->now.n, got = 0;
    memmove(w->buf, w->now.p, kept);
    if (host_file_read_at(w->fd, w->at, w->buf + kept, WINDOW - kept, &got) != RC_OK)
        return false;
    w->at += (int64_t)got;
    w->last = got < WINDOW - kept;
    w->now = (str){w->buf, (ptrdiff_t)(kept + got)};
    return true;
}

static void skip(struct window *w, ptrdiff_t n)
{
    w->now = str_sub(w->now, n, w->now.n);
}

/* ---- parameters: `; name="value"` ---- */

/* A quoted string as browsers write it: \" and \\ are escapes, %22 is a quotation mark, any
   other backslash is itself (old ones send whole Windows paths). */
static bool take_quoted(struct arena *mem, str *rest, str *ret_value)
{
    char *to = arena_alloc(mem, (size_t)rest->n);
    ptrdiff_t n = 0, i = 1;
    for (; i < rest->n && rest->p[i] != '"'; i++) {
        char ch = rest->p[i];
        char next = i + 1 < rest->n ? rest->p[i + 1] : 0;
        if (ch == '\\' && (next == '"' || next == '\\')) {
            ch = next;
            i++;
        } else if (ch == '%' && str_starts(str_sub(*rest, i, 3), S("%22"))) {
            ch = '"';
            i += 2;
        }
        to[n++] = ch;
    }
    if (i >= rest->n)
        return false;
    *ret_value = (str){to, n};
    *rest = str_sub(*rest, i + 1, rest->n);
    return true;
}

static bool take_value(struct arena *mem, str *rest, str *ret_value)
{
    if (str_starts(*rest, S("\"")))
        return take_quoted(mem, rest, ret_value);
    ptrdiff_t end = str_find(*rest, S(";"));
    str value = str_trim(str_sub(*rest, 0, end < 0 ? rest->n : end));
    *rest = str_sub(*rest, end < 0 ? rest->n : end, rest->n);
    *ret_value = value;
    return http__is_token(value);
}

struct wanted {
    str name;
    str *to; /* absent before */
};

/* "main; a=b; c="d"": the parameters wanted; false when malformed or one comes twice. */
static bool parameters(struct arena *mem, str header, const struct wanted *wanted, int n)
{
    str rest = str_sub(header, str_cut(header, ';').head.n, header.n);
    while ((rest = str_trim(rest)).n > 0) {
        str name, value;
        if (rest.p[0] != ';')
            return false;
        rest = str_trim(str_sub(rest, 1, rest.n));
        struct str_cut cut = str_cut(rest, '=');
        name = cut.head;
        rest = cut.tail;
        if (!cut.found || !http__is_token(name) || str_ends(name, S("*")) ||
            !take_value(mem, &rest, &value))
            return false;
        for (int i = 0; i < n; i++)
            if (str_eq_nocase(name, wanted[i].name)) {
                if (wanted[i].to->p)
                    return false;
                *wanted[i].to = value;
            }
    }
    return true;
}

static bool boundary_of(struct arena *mem, str content_type, str *ret_delimiter)
{
    str boundary = STR_NONE;
    struct wanted w = {S("boundary"), &boundary};
    if (!http_media_is(content_type, S("multipart/form-data")) ||
        !parameters(mem, content_type, &w, 1) || boundary.n < 1 || boundary.n > BOUNDARY_MAX ||
        boundary.p[boundary.n - 1] == ' ')
        return false;
    for (ptrdiff_t i = 0; i < boundary.n; i++) {
        char ch = boundary.p[i];
        bool alnum = ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z') || (ch >= '0' && ch <= '9');
        if (!alnum && (ch == 0 || !strchr("'()+_,-./:=? ", ch)))
            return false;
    }
    *ret_delimiter = str_fmt(mem, "\r\n--%.*s", STR_ARG(boundary));
    return true;
}

/* ---- a part's head ---- */

static bool plain_encoding(str value)
{
    return str_eq_nocase(value, S("7bit")) || str_eq_nocase(value, S("8bit")) ||
           str_eq_nocase(value, S("binary"));
}

static bool part_disposition(struct arena *mem, str value, struct http_part *part)
{
    struct wanted w[] = {{S("name"), &part->name}, {S("filename"), &part->filename}};
    if (part->name.p || !str_eq_nocase(str_trim(str_cut(value, ';').head), S("form-data")))
        return false;
    return parameters(mem, value, w, 2) && part->name.n > 0 && utf8_valid(part->name) &&
           utf8_valid(part->filename);
}

static bool part_line(struct arena *mem, str line, struct http_part *part)
{
    struct str_cut colon = str_cut(line, ':');
    str value = str_trim(colon.tail);
    if (!colon.found || !http__is_token(colon.head) || !utf8_valid(value))
        return false;
    if (str_eq_nocase(colon.head, S("content-disposition")))
        return part_disposition(mem, value, part);
    if (str_eq_nocase(colon.head, S("content-type"))) {
        bool twice = part->media.p != NULL;
        part->media = str_dup(mem, value);
        return !twice;
    }
    if (str_eq_nocase(colon.head, S("content-transfer-encoding")))
        return plain_encoding(value);
    return true;
}

/* Reads the head of a part from the window; what it keeps lies in mem. */
static enum rc part_head(struct window *w, struct arena *mem, struct http_part *part)
{
    size_t at = 0;
    if (w->now.n < PART_HEAD && !fill(w))
        return RC_UNAVAILABLE;
    size_t n = (size_t)(w->now.n < PART_HEAD ? w->now.n : PART_HEAD);
    if (n == 0 || http__head_scan(w->now.p, n, &at) != HTTP__SCAN_DONE)
        return RC_INVALID;
    *part = (struct http_part){0};
    str head = str_sub(w->now, 0, (ptrdiff_t)at - 2);
    while (head.n > 0) {
        ptrdiff_t end = str_find(head, S("\r\n"));
        if (!part_line(mem, str_sub(head, 0, end), part))
            return RC_INVALID;
        head = str_sub(head, end + 2, head.n);
    }
    skip(w, (ptrdiff_t)at);
    return part->name.p ? RC_OK : RC_INVALID;
}

/* ---- a part's body ---- */

struct reading {
    struct ctx *c;
    struct window w;
    str delimiter; /* CRLF -- boundary */
    struct http_multipart_limits limits;
    const struct http_multipart_sink *sink;
};

static enum rc malformed(struct ctx *c)
{
    return fail(c, RC_INVALID, NULL, "http.multipart.malformed");
}

static enum rc unreadable(struct ctx *c)
{
    return fail(c, RC_UNAVAILABLE, NULL, "http.body.unreadable");
}

/* Hands over what surely belongs to the part; *ret_end when the delimiter was met and eaten. */
static enum rc part_slice(struct reading *r, int64_t *left, str name, bool *ret_end)
{
    struct window *w = &r->w;
    if (w->now.n < (ptrdiff_t)WINDOW && !fill(w))
        return unreadable(r->c);
    str view = str_sub(w->now, 0, (ptrdiff_t)WINDOW);
    const char *hit = memmem(view.p, (size_t)view.n, r->delimiter.p, (size_t)r->delimiter.n);
    if (!hit && w->last && view.n == w->now.n)
        return malformed(r->c);
    ptrdiff_t n = hit ? hit - view.p : view.n - r->delimiter.n + 1;
    *left -= n;
    if (*left < 0)
        return fail_at(r->c, RC_INVALID, name, "http.multipart.part_too_large");
    enum rc rc = n > 0 ? r->sink->data(r->sink->arg, str_sub(view, 0, n)) : RC_OK;
    skip(w, hit ? n + r->delimiter.n : n);
    *ret_end = hit != NULL;
    return rc;
}

static enum rc read_part(struct reading *r)
{
    struct http_part part;
    enum rc rc = part_head(&r->w, r->c->mem, &part);
    if (rc != RC_OK)
        return rc == RC_INVALID ? malformed(r->c) : unreadable(r->c);
    int64_t left = part.filename.p ? r->limits.file_bytes : r->limits.field_bytes;
    bool end = false;
    rc = r->sink->begin(r->sink->arg, &part);
    while (rc == RC_OK && !end)
        rc = part_slice(r, &left, part.name, &end);
    return rc == RC_OK ? r->sink->end(r->sink->arg) : rc;
}

/* After a boundary: "--" and the end, or CRLF and a part. */
static enum rc after_boundary(struct reading *r, bool *ret_last)
{
    struct window *w = &r->w;
    if (w->now.n < 5 && !fill(w))
        return unreadable(r->c);
    if (str_starts(w->now, S("--"))) {
        str rest = str_sub(w->now, 2, w->now.n);
        if (!w->last || (rest.n > 0 && !str_eq(rest, S("\r\n"))))
            return malformed(r->c);
        *ret_last = true;
        return RC_OK;
    }
    if (!str_starts(w->now, S("\r\n")))
        return malformed(r->c);
    skip(w, 2);
    return RC_OK;
}

static enum rc read_all(struct reading *r)
{
    str first = str_sub(r->delimiter, 2, r->delimiter.n);
    if (!fill(&r->w))
        return unreadable(r->c);
    if (!str_starts(r->w.now, first))
        return malformed(r->c);
    skip(&r->w, first.n);
    for (int parts = 0;; parts++) {
        bool last = false;
        enum rc rc = after_boundary(r, &last);
        if (rc != RC_OK || last)
            return rc;
        if (parts >= r->limits.parts)
            return fail(r->c, RC_INVALID, NULL, "http.multipart.too_many_parts");
        rc = read_part(r);
        if (rc != RC_OK)
            return rc;
    }
}

enum rc http_multipart_read(struct ctx *c, str content_type, const struct http_body *body,
                            const struct http_multipart_limits *limits,
                            const struct http_multipart_sink *sink)
{
    struct reading r = {
        .c = c, .sink = sink, .limits = limits ? *limits : (struct http_multipart_limits){0}};
    if (r.limits.parts <= 0)
        r.limits.parts = 200;
    if (r.limits.field_bytes <= 0)
        r.limits.field_bytes = 64 * 1024;
    if (r.limits.file_bytes <= 0)
        r.limits.file_bytes = body->n;
    if (!boundary_of(c->mem, content_type, &r.delimiter))
        return malformed(c);
    r.w = (struct window){.now = body->mem, .last = body->fd < 0, .fd = body->fd};
    if (body->fd >= 0) {
        r.w.buf = arena_alloc(c->mem, WINDOW);
        r.w.now = (str){r.w.buf, 0};
    }
    return read_all(&r);
}
