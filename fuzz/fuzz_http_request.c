/*
 * fuzz_http_request.c - head and body of a request, at once and byte by byte: both readings
 * agree, and what is accepted keeps the promises of http.h. The first byte of an input
 * chooses the size of the second reading's steps.
 */
#include "fuzz.h"

#include <string.h>

#include "core/utf8.h"
#include "http/http_internal.h"

struct outcome {
    struct http__why why;
    bool head;  /* complete */
    size_t end; /* of the head, then of the message */
    enum http__feed body;
    int64_t body_n;
};

static struct http__head head;

static void check_head(str raw)
{
    FUZZ_CHECK(head.method > METHOD_NONE && head.method < METHOD_COUNT);
    FUZZ_CHECK(head.path.n > 0 && (head.path.p[0] == '/' || head.method == OPTIONS));
    FUZZ_CHECK(utf8_valid(head.path) && !memchr(head.path.p, 0, (size_t)head.path.n));
    FUZZ_CHECK(!str_has(head.path, S("/../")) && !str_has(head.path, S("/./")) &&
               !str_ends(head.path, S("/..")));
    FUZZ_CHECK(!(head.chunked && head.content_length >= 0));
    int hosts = 0;
    for (int i = 0; i < head.header_n; i++) {
        hosts += str_eq_nocase(head.headers[i].name, S("host"));
        FUZZ_CHECK(http__is_token(head.headers[i].name) && http__field_value_ok(head.headers[i].value));
        FUZZ_CHECK(utf8_valid(head.headers[i].value));
        FUZZ_CHECK(head.headers[i].name.p >= raw.p && head.headers[i].name.p < raw.p + raw.n);
    }
    FUZZ_CHECK(hosts == 1);
}

static size_t find_end(const char *p, size_t n, size_t step, struct outcome *o)
{
    size_t at = 0;
    for (size_t seen = step < n ? step : n;; seen = n - seen < step ? n : seen + step) {
        enum http__scan found = http__head_scan(p, seen, &at);
        if (found == HTTP__SCAN_BAD)
            o->why = (struct http__why){400, "scan"};
        if (found == HTTP__SCAN_DONE)
            return at;
        if (found == HTTP__SCAN_BAD || seen == n)
            return 0;
    }
}

static void read_body(llhttp_t *parser, struct arena *mem, const char *p, size_t n, size_t step,
                      struct outcome *o)
{
    struct http__call *call = NEW(mem, struct http__call);
    call->limit = 100000;
    o->body = HTTP__FEED_MORE;
    for (size_t at = 0; at < n && o->body == HTTP__FEED_MORE;) {
        size_t used, part = n - at < step ? n - at : step;
        o->body = http__parse_body(parser, call, p + at, part, &used);
        FUZZ_CHECK(used <= part && (used > 0 || o->body != HTTP__FEED_MORE));
        at += used;
        o->end += used;
        FUZZ_CHECK(call->body_n <= call->limit && (size_t)call->body_n == call->body_len);
    }
    o->body_n = call->body_n;
    if (o->body == HTTP__FEED_COMPLETE && !head.chunked)
        FUZZ_CHECK(call->body_n == head.content_length);
    free(call->body);
}

static struct outcome read_request(struct arena *mem, const char *p, size_t n, size_t step)
{
    struct outcome o = {0};
    llhttp_t parser;
    o.end = find_end(p, n, step, &o);
    if (o.why.status || o.end == 0)
        return o;
    str raw = {p, (ptrdiff_t)o.end};
    head.header_max = 100;
    o.why = http__head_lines(raw, head.header_max);
    if (!o.why.status)
        o.why = http__parse_head(&parser, &head, raw);
    if (!o.why.status)
        o.why = http__head_meaning(&head, mem);
    if (o.why.status)
        return o;
    o.head = true;
    check_head(raw);
    if (head.chunked || head.content_length > 0)
        read_body(&parser, mem, p + o.end, n - o.end, step, &o);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n < 1)
        return 0;
    struct arena *mem = fuzz_arena();
    size_t step = bytes[0] % 16 + 1;
    const char *p = (const char *)bytes + 1;
    struct outcome whole = read_request(mem, p, n - 1, n), parts = read_request(mem, p, n - 1, step);
    FUZZ_CHECK(whole.why.status == parts.why.status && whole.head == parts.head);
    bool over = whole.body == HTTP__FEED_TOO_LARGE || parts.body == HTTP__FEED_TOO_LARGE;
    bool bad = whole.body == HTTP__FEED_BAD || parts.body == HTTP__FEED_BAD;
    if (whole.head && !over && !bad) /* a refusal may fall earlier or later */
        FUZZ_CHECK(whole.body == parts.body && whole.body_n == parts.body_n && whole.end == parts.end);
    return 0;
}
