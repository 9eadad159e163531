/*
 * send.c - the answer: head, body or file range, then the next request or the end. Most
 * answers leave in one try-write from where they lie; only what the socket does not take
 * at once is queued.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "host/clock.h"
#include "http/http_internal.h"

const char *http__reason(int status)
{
    static const struct {
        int status;
        const char *text;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "Other"; /* the phrase has no meaning; a client reads the number */
}

/* ---- the head ---- */

struct out {
    char *p;
    size_t n, cap;
    bool full;
};

static void put(struct out *o, str s)
{
    if ((size_t)s.n > o->cap - o->n) {
        o->full = true;
        return;
    }
    memcpy(o->p + o->n, s.p, (size_t)s.n);
    o->n += (size_t)s.n;
}

static void put_number(struct out *o, int64_t v)
{
    char text[20];
    int at = (int)sizeof text;
    do
        text[--at] = (char)('0' + v % 10);
    while ((v /= 10) > 0);
    put(o, (str){text + at, (ptrdiff_t)sizeof text - at});
}

static void put_2(char *to, int v)
{
    to[0] = (char)('0' + v / 10);
    to[1] = (char)('0' + v % 10);
}

/* IMF-fixdate, made once a second. */
static str http_date(struct http__loop *l)
{
    static const char days[] = "MonTueWedThuFriSatSun",
                      months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t second = host_now().us / SECOND_US;
    if (second != l->date_second) {
        date day = {(int32_t)(second / 86400)};
        struct civil c = date_civil(day);
        int rest = (int)(second % 86400);
        memcpy(l->date, "Mon, 01 Jan 2000 00:00:00 GMT", 29);
        memcpy(l->date, days + (ptrdiff_t)3 * (date_weekday(day) - 1), 3);
        put_2(l->date + 5, c.day);
        memcpy(l->date + 8, months + (ptrdiff_t)3 * (c.month - 1), 3);
        put_2(l->date + 12, c.year / 100);
        put_2(l->date + 14, c.year % 100);
        put_2(l->date + 17, rest / 3600);
        put_2(l->date + 20, rest / 60 % 60);
        put_2(l->date + 23, rest % 60);
        l->date_second = second;
    }
    return (str){l->date, 29};
}

static bool ours(str name)
{
    return str_eq_nocase(name, S("content-length")) || str_eq_nocase(name, S("connection")) ||
           str_eq_nocase(name, S("date")) || str_eq_nocase(name, S("transfer-encoding"));
}

static int64_t body_size(const struct http__call *call)
{
    if (call->reply.file)
        return call->file.n;
    return call->gzip ? (int64_t)call->gzip_n : call->reply.body.n;
}

static void put_status(struct out *o, int status)
{
    put(o, S("HTTP/1.1 "));
    put_number(o, status);
    put(o, S(" "));
    put(o, str_of(http__reason(status)));
    put(o, S("\r\n"));
}

static bool put_fields(struct out *o, const struct http_reply *r)
{
    for (int i = 0; i < r->header_n; i++) {
        const struct http_header *h = &r->headers[i];
        if (!http__is_token(h->name) || !http__field_value_ok(h->value) || ours(h->name))
            return false;
        put(o, h->name);
        put(o, S(": "));
        put(o, h->value);
        put(o, S("\r\n"));
    }
    return true;
}

/* The caller's headers are written down at once, by its own thread: they need not live longer. */
void http__take_reply(struct http__call *call, const struct http_reply *reply)
{
    struct out o = {call->fields_small, 0, sizeof call->fields_small, false};
    call->reply = *reply;
    call->reply.headers = NULL;
    if (reply->file) {
        call->file = *reply->file;
        call->reply.file = &call->file;
    }
    bool fine = reply->status >= 200 && reply->status <= 599 && put_fields(&o, reply);
    if (fine && o.full) {
        free(call->fields_big);
        call->fields_big = malloc(HTTP__FIELDS_MAX);
        o = (struct out){call->fields_big, 0, call->fields_big ? HTTP__FIELDS_MAX : 0, false};
        fine = put_fields(&o, reply) && !o.full;
    }
    call->fields = (str){o.p, (ptrdiff_t)o.n};
    if (!fine) {
        call->reply = (struct http_reply){.status = 500};
        call->fields = S("");
        call->bad_reply = true;
    }
}

static size_t make_head(struct http__call *call)
{
    struct http__loop *l = call->loop;
    struct out o = {l->head_buf, 0, sizeof l->head_buf, false};
    int status = call->reply.status;
    put_status(&o, status);
    put(&o, S("Date: "));
    put(&o, http_date(l));
    if (status != 204 && status != 304) {
        put(&o, S("\r\nContent-Length: "));
        put_number(&o, body_size(call));
    }
    if (!call->keep_alive)
        put(&o, S("\r\nConnection: close"));
    else if (call->http10)
        put(&o, S("\r\nConnection: keep-alive"));
    if (call->reply.compress)
        put(&o, call->gzip ? S("\r\nVary: Accept-Encoding\r\nContent-Encoding: gzip")
                           : S("\r\nVary: Accept-Encoding"));
    put(&o, S("\r\n"));
    put(&o, call->fields);
    put(&o, S("\r\n"));
    BUG_IF(o.full); /* HTTP__FIELDS_MAX leaves room */
    return o.n;
}

#define PLAIN                                                                                          \
    "Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nCache-Control: "    \
    "no-store\r\n"

/* The answer of the server itself, as little as will do; whatever the socket does not take
   at once is not worth waiting for. */
void http__send_refusal(struct http__conn *c, int status)
{
    char text[512];
    struct out o = {text, 0, sizeof text, false};
    str reason = str_of(http__reason(status));
    put_status(&o, status);
    put(&o, S("Date: "));
    put(&o, http_date(c->loop));
    put(&o, S("\r\nContent-Length: "));
    put_number(&o, reason.n + 1);
    put(&o, S("\r\nConnection: close\r\n" PLAIN));
    if (status == 503)
        put(&o, S("Retry-After: 5\r\n"));
    put(&o, S("\r\n"));
    put(&o, reason);
    put(&o, S("\n"));
    BUG_IF(o.full);
    uv_buf_t buf = uv_buf_init(text, (unsigned)o.n);
    int sent = uv_try_write((uv_stream_t *)&c->tcp, &buf, 1);
    http__count(&c->loop->stats.by_class[status / 100], 1);
    http__count(&c->loop->stats.bytes_out, sent > 0 ? sent : 0);
}

/* ---- gzip ---- */

/* "q=" and 0 to 1 with at most three digits; absent is 1. */
static bool weight_above_zero(str given)
{
    if (!given.p)
        return true;
    const str w = str_trim(given), value = str_sub(w, 2, w.n);
    if (w.n < 3 || w.n > 7 || !str_eq_nocase(str_sub(w, 0, 2), S("q=")))
        return false;
    bool above = value.p[0] == '1';
    if ((!above && value.p[0] != '0') || (value.n > 1 && value.p[1] != '.'))
        return false;
    const bool whole = above;
    for (ptrdiff_t i = 2; i < value.n; i++) {
        if (value.p[i] < '0' || value.p[i] > '9' || (whole && value.p[i] != '0'))
            return false;
        above |= value.p[i] != '0';
    }
    return above;
}

bool http_accepts_gzip(const struct http_request *r)
{
    bool any = false;
    for (str rest = http_header(r, S("accept-encoding")); rest.n > 0;) {
        const struct str_cut item = str_cut(rest, ','), parts = str_cut(item.head, ';');
        const str name = str_trim(parts.head);
        const bool yes = weight_above_zero(parts.found ? parts.tail : STR_NONE);
        if (str_eq_nocase(name, S("gzip")))
            return yes;
        any |= yes && str_eq(name, S("*"));
        rest = item.tail;
    }
    return any;
}

static bool deflate_all(z_stream *z, struct http__call *call)
{
    str body = call->reply.body;
    size_t cap = (size_t)body.n; /* not smaller: not worth it */
    char *to = malloc(cap);
    if (!to)
        return false;
    z->next_in = (unsigned char *)(uintptr_t)body.p;
    z->avail_in = (unsigned)body.n;
    z->next_out = (unsigned char *)to;
    z->avail_out = (unsigned)cap;
    if (deflate(z, Z_FINISH) != Z_STREAM_END) {
        free(to);
        return false;
    }
    call->gzip = to;
    call->gzip_n = cap - z->avail_out;
    return true;
}

void http__gzip(struct http__call *call)
{
    str body = call->reply.body;
    if (body.n <= HTTP__GZIP_FROM || body.n > INT32_MAX || !http_accepts_gzip(&call->pub.req))
        return;
    z_stream z = {0};
    if (deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    deflate_all(&z, call);
    deflateEnd(&z);
}

/* ---- bytes ---- */

static void finish(struct http__call *call)
{
    struct http__conn *c = call->conn;
    bool again = call->keep_alive;
    http__count(&call->loop->stats.by_class[call->reply.status / 100], 1);
    http__count(&call->loop->stats.bytes_out, call->handed);
    http__call_release(call, false);
    c->call = NULL;
    if (!again) {
        http__conn_linger(c);
        return;
    }
    http__conn_enter(c, HTTP__IDLE);
    http__conn_go_on(c);
}

static void fail_sending(struct http__call *call)
{
    http__conn_close(call->conn); /* in SEND it leaves the call to us */
    http__call_release(call, true);
}

static void next_slice(struct http__call *call);

static void on_sent(uv_write_t *req, int status)
{
    struct http__call *call = (struct http__call *)((char *)req - offsetof(struct http__call, write));
    call->busy = false;
    if (!call->conn)
        http__call_release(call, true);
    else if (status < 0)
        fail_sending(call);
    else
        next_slice(call);
}

static void send_bufs(struct http__call *call, const uv_buf_t *bufs, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        call->handed += (int64_t)bufs[i].len;
    call->busy = true;
    if (uv_write(&call->write, (uv_stream_t *)&call->conn->tcp, bufs, n, on_sent) < 0) {
        call->busy = false;
        fail_sending(call);
    }
}

static void on_slice(uv_fs_t *fs)
{
    struct http__call *call = (struct http__call *)((char *)fs - offsetof(struct http__call, fs));
    ssize_t n = fs->result;
    uv_fs_req_cleanup(fs);
    call->busy = false;
    if (!call->conn) {
        http__call_release(call, true);
    } else if (n <= 0) { /* the file is shorter than promised: only cutting tells the peer */
        fail_sending(call);
    } else {
        call->file.from += n;
        call->file.n -= n;
        uv_buf_t buf = uv_buf_init(call->chunk, (unsigned)n);
        send_bufs(call, &buf, 1);
    }
}

static void next_slice(struct http__call *call)
{
    if (!call->reply.file || call->file.n <= 0 || call->pub.req.method == HEAD) {
        finish(call);
        return;
    }
    if (!call->chunk)
        call->chunk = malloc(HTTP__SLICE);
    size_t want = call->file.n < (int64_t)HTTP__SLICE ? (size_t)call->file.n : HTTP__SLICE;
    uv_buf_t buf = uv_buf_init(call->chunk, (unsigned)want);
    call->busy = call->chunk != NULL;
    if (!call->chunk ||
        uv_fs_read(&call->loop->uv, &call->fs, call->file.fd, &buf, 1, call->file.from, on_slice) < 0) {
        call->busy = false;
        fail_sending(call);
    }
}

/* What the socket did not take at once: the head is copied out of the loop's buffer. */
static void send_rest(struct http__call *call, uv_buf_t *bufs, unsigned n, size_t sent)
{
    if (sent < bufs[0].len) {
        size_t left = bufs[0].len - sent;
        call->head = malloc(left);
        if (!call->head) {
            fail_sending(call);
            return;
        }
        memcpy(call->head, bufs[0].base + sent, left);
        bufs[0] = uv_buf_init(call->head, (unsigned)left);
        send_bufs(call, bufs, n);
        return;
    }
    sent -= bufs[0].len;
    bufs[1].base += sent;
    bufs[1].len -= sent;
    send_bufs(call, bufs + 1, 1);
}

static void report_bad_reply(struct http__call *call)
{
    const struct http_config *config = &call->loop->server->config;
    http__count(&call->loop->stats.refused[HTTP_REFUSED_RESOURCE], 1);
    if (config->on_refusal)
        config->on_refusal(HTTP_REFUSED_RESOURCE, 500, call->conn->peer, "reply head", config->arg);
}

void http__send(struct http__call *call)
{
    struct http__conn *c = call->conn;
    call->phase = HTTP__SENDING;
    call->keep_alive = call->keep_alive && !call->reply.close && !call->loop->draining;
    http__conn_enter(c, HTTP__SEND);
    if (call->bad_reply)
        report_bad_reply(call);
    size_t head = make_head(call);
    bool no_body = call->pub.req.method == HEAD || call->reply.file || call->reply.status == 204 ||
                   call->reply.status == 304;
    uv_buf_t bufs[2] = {uv_buf_init(call->loop->head_buf, (unsigned)head), uv_buf_init(NULL, 0)};
    if (!no_body) {
        bufs[1].base = call->gzip ? call->gzip : (char *)(uintptr_t)call->reply.body.p;
        bufs[1].len = (size_t)body_size(call);
    }
    unsigned n = bufs[1].len > 0 ? 2 : 1;
    int r = uv_try_write((uv_stream_t *)&c->tcp, bufs, n);
    if (r < 0 && r != UV_EAGAIN) {
        fail_sending(call);
        return;
    }
    size_t sent = r > 0 ? (size_t)r : 0;
    call->handed = (int64_t)sent;
    if (sent == bufs[0].len + bufs[1].len)
        next_slice(call);
    else
        send_rest(call, bufs, n, sent);
}
