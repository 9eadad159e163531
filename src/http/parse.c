/*
 * parse.c - llhttp's side of the adapter. Its callbacks only note where things lie and
 * copy body bytes; they never touch an arena. llhttp is compiled strict (Makefile).
 * Chunk extensions and trailers are refused: nobody we serve sends them, and a chunked
 * body whose framing is much longer than its content is an attack, not a body.
 */
#include <stdlib.h>
#include <string.h>

#include "http/http_internal.h"

static int on_url(llhttp_t *parser, const char *at, size_t n)
{
    struct http__head *h = parser->data;
    if (h->target.p && h->target.p + h->target.n != at)
        h->broken = true;
    h->target = (str){h->target.p ? h->target.p : at, h->target.n + (ptrdiff_t)n};
    return 0;
}

static int on_field(llhttp_t *parser, const char *at, size_t n)
{
    struct http__head *h = parser->data;
    if (h->header_n >= h->header_max) {
        h->broken = true;
        return 0;
    }
    h->headers[h->header_n++] = (struct http_header){{at, (ptrdiff_t)n}, {at + n, 0}};
    return 0;
}

static int on_value(llhttp_t *parser, const char *at, size_t n)
{
    struct http__head *h = parser->data;
    if (h->header_n == 0 || h->headers[h->header_n - 1].value.n != 0) {
        h->broken = true;
        return 0;
    }
    h->headers[h->header_n - 1].value = (str){at, (ptrdiff_t)n};
    return 0;
}

static int on_headers_complete(llhttp_t *parser)
{
    struct http__head *h = parser->data;
    parser->upgrade = 0; /* nothing to upgrade to: the offer is ignored (RFC 9110, 7.8) */
    h->keep_alive = llhttp_should_keep_alive(parser) != 0;
    h->minor = parser->http_minor;
    return HPE_PAUSED;
}

static int on_message_complete(llhttp_t *parser)
{
    (void)parser;
    return HPE_PAUSED;
}

/* Framing bytes between pieces of content: llhttp takes a bare LF as the very last line end. */
static bool framing_ok(struct http__call *call, const char *to)
{
    for (const char *p = call->framing; p < to; p++) {
        if ((*p == '\n') != (call->framing_last == '\r'))
            return false;
        call->framing_last = *p;
    }
    return true;
}

static int on_body(llhttp_t *parser, const char *at, size_t n)
{
    struct http__call *call = parser->data;
    if (!framing_ok(call, at) || call->framing_last == '\r')
        return HPE_INVALID_CHUNK_SIZE;
    call->framing = at + n;
    call->framing_last = 0;
    if ((int64_t)n > call->limit - call->body_n)
        return HPE_USER;
    if (n > call->body_cap - call->body_len) {
        size_t cap = call->body_cap ? call->body_cap : 4096;
        while (cap - call->body_len < n)
            cap *= 2;
        char *grown = realloc(call->body, cap);
        if (!grown) {
            call->body_cap = SIZE_MAX; /* told apart from HPE_USER for the limit */
            return HPE_USER;
        }
        call->body = grown;
        call->body_cap = cap;
    }
    memcpy(call->body + call->body_len, at, n);
    call->body_len += n;
    call->body_n += (int64_t)n;
    return 0;
}

static int refuse_span(llhttp_t *parser, const char *at, size_t n)
{
    (void)parser, (void)at, (void)n;
    return HPE_INVALID_CHUNK_SIZE;
}

static const llhttp_settings_t head_settings = {
    .on_url = on_url,
    .on_header_field = on_field,
    .on_header_value = on_value,
    .on_headers_complete = on_headers_complete,
};

static const llhttp_settings_t body_settings = {
    .on_body = on_body,
    .on_message_complete = on_message_complete,
    .on_header_field = refuse_span,
    .on_header_value = refuse_span,
    .on_chunk_extension_name = refuse_span,
    .on_chunk_extension_value = refuse_span,
};

static enum http_method method_from(uint8_t llhttp_method)
{
    switch (llhttp_method) {
    case HTTP_GET:
        return GET;
    case HTTP_HEAD:
        return HEAD;
    case HTTP_POST:
        return POST;
    case HTTP_PUT:
        return PUT;
    case HTTP_PATCH:
        return PATCH;
    case HTTP_DELETE:
        return DELETE;
    case HTTP_OPTIONS:
        return OPTIONS;
    default:
        return METHOD_NONE;
    }
}

struct http__why http__parse_head(llhttp_t *parser, struct http__head *h, str raw)
{
    int header_max = h->header_max;
    memset(h, 0, offsetof(struct http__head, headers));
    h->header_n = 0;
    h->header_max = header_max;
    h->chunked = h->expect = h->keep_alive = h->trailers = h->broken = false;
    llhttp_init(parser, HTTP_REQUEST, &head_settings);
    parser->data = h;
    llhttp_errno_t e = llhttp_execute(parser, raw.p, (size_t)raw.n);
    if (e != HPE_PAUSED || h->broken || !h->target.p || llhttp_get_error_pos(parser) != raw.p + raw.n)
        return (struct http__why){400, llhttp_errno_name(e)};
    h->method = method_from(parser->method);
    if (h->method == METHOD_NONE)
        return (struct http__why){501, "method"};
    for (int i = 0; i < h->header_n; i++)
        h->headers[i].value = str_trim(h->headers[i].value);
    return HTTP__FINE;
}

enum http__feed http__parse_body(llhttp_t *parser, struct http__call *call, const char *p, size_t n,
                                 size_t *ret_used)
{
    parser->settings = (void *)(uintptr_t)&body_settings;
    parser->data = call;
    if (llhttp_get_errno(parser) == HPE_PAUSED)
        llhttp_resume(parser);
    call->framing = p;
    llhttp_errno_t e = llhttp_execute(parser, p, n);
    size_t used = e == HPE_OK ? n : (size_t)(llhttp_get_error_pos(parser) - p);
    call->raw_n += (int64_t)used;
    *ret_used = used;
    if (e == HPE_USER)
        return call->body_cap == SIZE_MAX ? HTTP__FEED_NO_MEMORY : HTTP__FEED_TOO_LARGE;
    if (!framing_ok(call, p + used) || call->raw_n > 8 * call->body_n + 4096)
        return HTTP__FEED_BAD;
    if (e == HPE_PAUSED)
        return HTTP__FEED_COMPLETE;
    return e == HPE_OK ? HTTP__FEED_MORE : HTTP__FEED_BAD;
}
