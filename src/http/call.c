/*
 * call.c - one request from its head to its answer. Runs the callbacks of web inside the
 * call's arena; an arena that is full becomes a 503 and nothing else is lost.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/clock.h"
#include "http/http_internal.h"

#define FREE_CALLS 32 /* kept by a loop, each with its first arena block */

static _Thread_local const struct http__loop *this_loop;

void http__call_this_loop(const struct http__loop *l)
{
    this_loop = l;
}

struct http_server *http_call_server(const struct http_call *call)
{
    return ((const struct http__call *)call)->loop->server;
}

struct http__call *http__call_new(struct http__conn *c)
{
    struct http__loop *l = c->loop;
    struct http__call *call = l->free_calls;
    struct arena *mem;
    if (call) {
        mem = call->pub.mem;
        l->free_calls = call->next;
        l->free_n--;
    } else {
        call = malloc(sizeof *call);
        mem = call ? arena_new(l->server->config.limits.call_memory) : NULL;
        if (!mem) {
            free(call);
            return NULL;
        }
    }
    memset(call, 0, offsetof(struct http__call, fields_small));
    call->pub.mem = mem;
    call->pub.req.body.fd = call->spool_fd = call->file.fd = -1;
    call->loop = l;
    call->conn = c;
    call->phase = HTTP__READING;
    call->limit = l->server->config.limits.body_bytes;
    call->began = uv_hrtime();
    l->call_n++;
    http__count(&l->stats.calls, 1);
    return call;
}

static void report_done(struct http__call *call, bool cut)
{
    const struct http_config *config = &call->loop->server->config;
    if (!config->on_done || call->phase != HTTP__SENDING)
        return;
    struct http_done done = {
        .call = &call->pub,
        .status = call->reply.status,
        .sent_bytes = call->handed,
        .took_us = (int64_t)((uv_hrtime() - call->began) / 1000),
        .cut = cut,
    };
    config->on_done(&done, config->arg);
}

void http__call_release(struct http__call *call, bool cut)
{
    struct http__loop *l = call->loop;
    BUG_IF(call->busy);
    report_done(call, cut);
    if (call->spool_fd >= 0)
        close(call->spool_fd);
    if (call->file.fd >= 0 && !call->file.borrowed)
        close(call->file.fd);
    free(call->body);
    free(call->gzip);
    free(call->fields_big);
    free(call->head);
    free(call->chunk);
    l->call_n--;
    http__count(&l->stats.calls, -1);
    if (l->free_n < FREE_CALLS) {
        arena_clear(call->pub.mem);
        call->next = l->free_calls;
        l->free_calls = call;
        l->free_n++;
    } else {
        arena_free(call->pub.mem);
        free(call);
    }
    if (l->draining)
        http__loop_check_end(l);
}

/* ---- the head ---- */

struct begin {
    struct http__call *call;
    str raw;
    struct http__why why;
};

static void fill_request(struct http__call *call, const struct http__head *h)
{
    struct http_request *r = &call->pub.req;
    r->method = h->method;
    r->target = h->target;
    r->path = h->path;
    r->query = h->query;
    r->host = h->host;
    r->header_n = h->header_n;
    struct http_header *headers = NEW_N(call->pub.mem, struct http_header, h->header_n);
    memcpy(headers, h->headers, sizeof *headers * (size_t)h->header_n);
    r->headers = headers;
    r->peer = http__peer_of(call->conn, r, call->pub.mem);
    r->arrived = host_now();
    call->http10 = h->minor == 0;
    call->keep_alive = h->keep_alive;
    call->has_body = h->chunked || h->content_length > 0;
}

static void begin_in_arena(void *arg)
{
    struct begin *b = arg;
    struct http__call *call = b->call;
    struct http__loop *l = call->loop;
    const struct http_config *config = &l->server->config;
    struct http__head *h = &l->parsed;
    h->header_max = config->limits.headers;
    b->raw = str_dup(call->pub.mem, b->raw);
    b->why = http__head_lines(b->raw, h->header_max);
    if (!b->why.status)
        b->why = http__parse_head(&call->conn->parser, h, b->raw);
    if (!b->why.status)
        b->why = http__head_meaning(h, call->pub.mem);
    if (b->why.status)
        return;
    fill_request(call, h);
    call->in_handler = true;
    if (config->on_head)
        config->on_head(&call->pub, config->arg);
}

static void begin_body(struct http__conn *c, struct http__call *call)
{
    const struct http__head *h = &c->loop->parsed;
    if (h->content_length > call->limit || (h->chunked && call->limit == 0)) {
        http__conn_refuse(c, HTTP_REFUSED_BODY, 413, "body too large");
        return;
    }
    if (h->expect) {
        uv_buf_t go = uv_buf_init((char *)(uintptr_t) "HTTP/1.1 100 Continue\r\n\r\n", 25);
        if (uv_try_write((uv_stream_t *)&c->tcp, &go, 1) != 25) {
            http__conn_close(c);
            return;
        }
    }
    http__conn_enter(c, HTTP__BODY);
}

void http__call_begin(struct http__conn *c, const char *head, size_t n)
{
    struct http__call *call = http__call_new(c);
    if (!call) {
        http__conn_refuse(c, HTTP_REFUSED_RESOURCE, 503, "memory");
        return;
    }
    c->call = call;
    struct begin b = {call, {head, (ptrdiff_t)n}, HTTP__FINE};
    bool whole = arena_run(call->pub.mem, begin_in_arena, &b);
    call->in_handler = false;
    if (b.why.status) {
        enum http_refusal kind =
            b.why.status == 400 || b.why.status == 417 ? HTTP_REFUSED_MALFORMED : HTTP_REFUSED_HEAD;
        http__conn_refuse(c, kind, b.why.status, b.why.what);
    } else if (call->inline_answer) {
        call->keep_alive = call->keep_alive && !call->has_body;
        http__send(call);
    } else if (!whole) {
        http__conn_refuse(c, HTTP_REFUSED_RESOURCE, 503, "call memory");
    } else if (call->has_body) {
        begin_body(c, call);
    } else {
        http__call_complete(call);
    }
}

/* ---- the body ---- */

size_t http__call_body(struct http__conn *c, const char *p, size_t n)
{
    struct http__call *call = c->call;
    size_t used = 0;
    switch (http__parse_body(&c->parser, call, p, n < HTTP__SLICE ? n : HTTP__SLICE, &used)) {
    case HTTP__FEED_COMPLETE:
        call->body_done = true;
        break;
    case HTTP__FEED_MORE:
        break;
    case HTTP__FEED_BAD:
        http__conn_refuse(c, HTTP_REFUSED_MALFORMED, 400, "body framing");
        return n;
    case HTTP__FEED_TOO_LARGE:
        http__conn_refuse(c, HTTP_REFUSED_BODY, 413, "body too large");
        return n;
    case HTTP__FEED_NO_MEMORY:
        http__conn_refuse(c, HTTP_REFUSED_RESOURCE, 503, "memory");
        return n;
    }
    if (http__spool_due(call)) {
        if (!http__spool_flush(call))
            return n;
    } else if (call->body_done) {
        http__call_complete(call);
    }
    return used;
}

static void run_handler(void *arg)
{
    struct http__call *call = arg;
    const struct http_config *config = &call->loop->server->config;
    config->handler(&call->pub, config->arg);
}

static const struct http_header retry_soon[] = {{{"Retry-After", 11}, {"5", 1}}};

void http__call_complete(struct http__call *call)
{
    struct http__loop *l = call->loop;
    struct http_request *r = &call->pub.req;
    r->arrived = host_now();
    r->body.n = call->body_n;
    r->body.fd = call->spool_fd;
    r->body.mem =
        call->spool_fd >= 0 ? STR_NONE : (str){call->body ? call->body : "", (ptrdiff_t)call->body_len};
    http__conn_enter(call->conn, HTTP__CALL);
    http__count(&l->stats.requests, 1);
    call->phase = HTTP__HANDLER;
    call->in_handler = true;
    bool whole = arena_run(call->pub.mem, run_handler, call);
    if (!whole && this_loop == l) {
        static const struct http_reply full = {.status = 503, .headers = retry_soon, .header_n = 1};
        http__take_reply(call, &full);
        call->inline_answer = true;
        call->phase = HTTP__SENDING;
        http__count(&l->stats.refused[HTTP_REFUSED_RESOURCE], 1);
        /* a descriptor of an answer given before the unwinding is closed with the call */
    }
    /* Not whole: handed over, perhaps already being answered by another thread. Only the loop
       may look at inline_answer, and only the loop sets it. */
    if (call->inline_answer) {
        call->in_handler = false;
        http__send(call);
    }
}

void http_limit_body(struct http_call *call, int64_t n)
{
    ((struct http__call *)call)->limit = n;
}

void http_answer(struct http_call *pub, const struct http_reply *reply)
{
    struct http__call *call = (struct http__call *)pub;
    struct http__loop *l = call->loop;
    BUG_IF(call->phase == HTTP__SENDING);
    http__take_reply(call, reply);
    if (call->reply.compress && !reply->file)
        http__gzip(call);
    call->phase = HTTP__SENDING;
    if (this_loop == l && call->in_handler) {
        call->inline_answer = true;
        return;
    }
    pthread_mutex_lock(&l->lock);
    call->next = l->answers;
    l->answers = call;
    /* Under the lock: once the loop has taken the answer it may end and close the handle. */
    if (!call->next)
        uv_async_send(&l->wake);
    pthread_mutex_unlock(&l->lock);
}

void http__call_answered(struct http__call *call)
{
    call->in_handler = false;
    if (call->conn)
        http__send(call);
    else
        http__call_release(call, true);
}
