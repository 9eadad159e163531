/*
 * conn.c - one connection: bytes in, deadlines, the end. What the bytes mean is head.c's
 * and parse.c's; what happens to a complete request is call.c's.
 *
 * Deadlines are looked at by a sweep over all connections (HTTP__SWEEP_MS), so a deadline
 * costs nothing while it is kept. They count from the first byte of a head, never from the
 * last byte received: who sends a byte a second gains nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "http/http_internal.h"

static bool reads(const struct http__conn *c)
{
    return c->state == HTTP__IDLE || c->state == HTTP__HEAD || c->state == HTTP__BODY ||
           c->state == HTTP__LINGER;
}

/* ---- the list of those that wait, longest first ---- */

static void stop_waiting(struct http__conn *c)
{
    struct http__loop *l = c->loop;
    if (!c->waiting)
        return;
    *(c->wait_prev ? &c->wait_prev->wait_next : &l->wait_first) = c->wait_next;
    *(c->wait_next ? &c->wait_next->wait_prev : &l->wait_last) = c->wait_prev;
    c->waiting = false;
}

static void start_waiting(struct http__conn *c)
{
    struct http__loop *l = c->loop;
    c->wait_next = NULL;
    c->wait_prev = l->wait_last;
    *(l->wait_last ? &l->wait_last->wait_next : &l->wait_first) = c;
    l->wait_last = c;
    c->waiting = true;
}

void http__conn_enter(struct http__conn *c, enum http__state state)
{
    bool waits = state == HTTP__IDLE || state == HTTP__HEAD;
    c->state = state;
    c->since = c->moved = uv_now(&c->loop->uv);
    c->queued = 0;
    stop_waiting(c);
    if (waits)
        start_waiting(c);
}

/* ---- the end ---- */

static void on_closed(uv_handle_t *h)
{
    struct http__conn *c = (struct http__conn *)h;
    struct http__loop *l = c->loop;
    *(c->prev ? &c->prev->next : &l->conns) = c->next;
    if (c->next)
        c->next->prev = c->prev;
    if (c->peer_key)
        http__peers_leave(l->server->peers, c->peer_key);
    l->conn_n--;
    http__count(&l->stats.connections, -1);
    free(c->in);
    free(c);
    http__loop_check_end(l);
}

void http__conn_close(struct http__conn *c)
{
    if (c->state == HTTP__CLOSING)
        return;
    bool ours = c->state < HTTP__CALL;
    http__conn_enter(c, HTTP__CLOSING);
    struct http__call *call = c->call;
    c->call = NULL;
    if (call) {
        call->conn = NULL;
        if (ours && !call->busy)
            http__call_release(call, true);
        /* otherwise the answer, the write or the file operation it waits for releases it */
    }
    uv_close((uv_handle_t *)&c->tcp, on_closed);
}

static void on_shutdown(uv_shutdown_t *req, int status)
{
    (void)req, (void)status; /* the peer's end or the deadline closes */
}

void http__conn_linger(struct http__conn *c)
{
    if (c->eof || uv_shutdown(&c->shutdown, (uv_stream_t *)&c->tcp, on_shutdown) < 0) {
        http__conn_close(c);
        return;
    }
    http__conn_enter(c, HTTP__LINGER);
    c->in_n = c->running ? c->in_n : 0;
    http__conn_read(c, true);
}

void http__conn_refuse(struct http__conn *c, enum http_refusal why, int status, const char *what)
{
    const struct http_config *config = &c->loop->server->config;
    http__count(&c->loop->stats.refused[why], 1);
    if (config->on_refusal)
        config->on_refusal(why, status, c->peer, what, config->arg);
    struct http__call *call = c->call;
    c->call = NULL;
    if (call) {
        call->conn = NULL;
        http__call_release(call, true);
    }
    if (status == 0) {
        http__conn_close(c);
        return;
    }
    http__send_refusal(c, status);
    http__conn_linger(c);
}

/* ---- bytes ---- */

static size_t use_head(struct http__conn *c, const char *p, size_t n)
{
    int64_t limit = c->loop->server->config.limits.head_bytes;
    if (c->state == HTTP__IDLE) {
        http__conn_enter(c, HTTP__HEAD);
        c->scanned = 0;
        c->skipped = false;
    }
    if (c->scanned == 0 && p[0] == '\r' && !c->skipped) { /* one empty line: RFC 9112, 2.2 */
        if (n == 1)
            return 0;
        c->skipped = true;
        if (p[1] == '\n')
            return 2;
    }
    enum http__scan found = http__head_scan(p, n, &c->scanned);
    if (found == HTTP__SCAN_BAD) {
        http__conn_refuse(c, HTTP_REFUSED_MALFORMED, 400, "bytes of the head");
        return n;
    }
    if ((int64_t)c->scanned > limit) {
        http__conn_refuse(c, HTTP_REFUSED_HEAD, 431, "head too long");
        return n;
    }
    if (found == HTTP__SCAN_MORE)
        return 0;
    size_t head = c->scanned;
    c->scanned = 0;
    c->fresh = false;
    http__call_begin(c, p, head);
    return head;
}

static size_t use_linger(struct http__conn *c, size_t n)
{
    c->drained += n;
    if (c->drained > HTTP__LINGER_BYTES)
        http__conn_close(c);
    return n;
}

/* Uses what it can of p[0..n); the rest waits for a call to end or for more bytes. */
static size_t use(struct http__conn *c, const char *p, size_t n)
{
    size_t used = 0, step = 1;
    c->running = true;
    while (used < n && step > 0) {
        if (c->state == HTTP__IDLE || c->state == HTTP__HEAD)
            step = use_head(c, p + used, n - used);
        else if (c->state == HTTP__BODY && !c->call->busy)
            step = http__call_body(c, p + used, n - used);
        else if (c->state == HTTP__LINGER)
            step = use_linger(c, n - used);
        else
            step = 0;
        used += step;
    }
    c->running = false;
    return used;
}

static void keep(struct http__conn *c, const char *p, size_t n)
{
    if (n == 0 || c->state == HTTP__CLOSING)
        return;
    if (n > c->in_cap - c->in_n) {
        size_t cap = c->in_n + n + 512;
        char *grown = realloc(c->in, cap);
        if (!grown) {
            http__conn_close(c);
            return;
        }
        c->in = grown;
        c->in_cap = cap;
    }
    memcpy(c->in + c->in_n, p, n);
    c->in_n += n;
    if (!reads(c) && (int64_t)c->in_n > c->loop->server->config.limits.head_bytes)
        http__conn_read(c, false); /* pipelined further than we care to store */
}

void http__conn_go_on(struct http__conn *c)
{
    if (c->running || c->state == HTTP__CLOSING)
        return;
    if (c->in_n > 0) {
        size_t used = use(c, c->in, c->in_n);
        BUG_IF(used > c->in_n);
        c->in_n -= used;
        memmove(c->in, c->in + used, c->in_n);
    }
    if (c->in_n == 0) {
        free(c->in);
        c->in = NULL;
        c->in_cap = 0;
    }
    bool resting = c->state == HTTP__BODY && c->call->busy;
    if (reads(c) && !resting) {
        if (c->eof)
            http__conn_close(c);
        else
            http__conn_read(c, true);
    }
}

static void on_alloc(uv_handle_t *h, size_t suggested, uv_buf_t *buf)
{
    (void)suggested;
    struct http__loop *l = ((struct http__conn *)h)->loop;
    *buf = uv_buf_init(l->read_buf, sizeof l->read_buf);
}

static void on_read(uv_stream_t *stream, ssize_t nread, const uv_buf_t *buf)
{
    struct http__conn *c = (struct http__conn *)stream;
    if (nread == UV_EOF) {
        c->eof = true;
        c->reading = false;
        uv_read_stop(stream);
        if (reads(c) && !(c->state == HTTP__BODY && c->call->busy))
            http__conn_close(c);
        return;
    }
    if (nread < 0)
        http__conn_close(c);
    if (nread <= 0)
        return;
    size_t n = (size_t)nread;
    http__count(&c->loop->stats.bytes_in, (int64_t)n);
    c->moved = c->state == HTTP__BODY ? uv_now(&c->loop->uv) : c->moved;
    if (c->in_n > 0) {
        keep(c, buf->base, n);
        http__conn_go_on(c);
        return;
    }
    size_t used = use(c, buf->base, n);
    keep(c, buf->base + used, n - used);
}

void http__conn_read(struct http__conn *c, bool on)
{
    if (c->reading == on || c->eof || c->state == HTTP__CLOSING)
        return;
    c->reading = on;
    if (on)
        uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read);
    else
        uv_read_stop((uv_stream_t *)&c->tcp);
}

/* ---- the beginning ---- */

/* No lingering: refused ones must not pile up. */
static void crowded(struct http__conn *c, const char *what)
{
    http__send_refusal(c, 503);
    http__conn_refuse(c, HTTP_REFUSED_CROWDED, 0, what);
}

/* At the cap the one that has waited longest makes room: slow heads cannot lock others out. */
static bool make_room(struct http__loop *l)
{
    const struct http_config *config = &l->server->config;
    int cap = (config->limits.connections + l->server->loop_n - 1) / l->server->loop_n;
    if (l->conn_n <= cap)
        return true;
    struct http__conn *longest = l->wait_first;
    if (!longest)
        return false;
    http__conn_refuse(longest, HTTP_REFUSED_CROWDED, 0, "made room");
    return true;
}

static void greet(struct http__conn *c)
{
    struct http__loop *l = c->loop;
    struct host_addr peer = {.len = sizeof peer.sa};
    int len = (int)sizeof peer.sa;
    if (uv_tcp_getpeername(&c->tcp, (struct sockaddr *)&peer.sa, &len) < 0) {
        http__conn_close(c);
        return;
    }
    peer.len = (socklen_t)len;
    c->peer = host_addr_text(&peer, c->peer_text);
    c->front = http__is_front(l->server, c->peer);
    uint64_t key = c->front ? 0 : http__peers_key(&peer);
    if (key && !http__peers_enter(l->server->peers, key)) {
        crowded(c, "connections of one peer");
        return;
    }
    c->peer_key = key;
    if (!make_room(l)) {
        crowded(c, "connections");
        return;
    }
    uv_tcp_nodelay(&c->tcp, 1);
    http__conn_enter(c, HTTP__IDLE);
    http__conn_read(c, true);
}

void http__conn_accept(struct http__loop *l, uv_stream_t *listener)
{
    struct http__conn *c = calloc(1, sizeof *c);
    if (!c)
        return; /* libuv tries again with the next connection */
    c->loop = l;
    c->fresh = true;
    c->peer = S("");
    int e = uv_tcp_init(&l->uv, &c->tcp);
    BUG_IF(e < 0); /* without a socket it only fills the handle */
    c->next = l->conns;
    if (c->next)
        c->next->prev = c;
    l->conns = c;
    l->conn_n++;
    http__count(&l->stats.connections, 1);
    if (uv_accept(listener, (uv_stream_t *)&c->tcp) < 0) {
        http__conn_close(c);
        return;
    }
    http__count(&l->stats.accepted, 1);
    http__loop_sweep_on(l);
    greet(c);
}

/* ---- deadlines ---- */

static bool too_slow(const struct http__conn *c, int64_t bytes, uint64_t now)
{
    const struct http_limits *limits = &c->loop->server->config.limits;
    uint64_t took = now - c->since;
    if (now - c->moved > (uint64_t)limits->stall_ms)
        return true;
    return took > (uint64_t)limits->grace_ms && bytes < limits->rate * (int64_t)took / 1000;
}

static void sweep_body(struct http__conn *c, uint64_t now)
{
    if (c->call->busy) { /* our disk is slow, not the peer */
        c->since += now - c->moved;
        c->moved = now;
    } else if (too_slow(c, c->call->raw_n, now)) {
        http__conn_refuse(c, HTTP_REFUSED_SLOW, 408, "slow body");
    }
}

static void sweep_send(struct http__conn *c, uint64_t now)
{
    size_t queue = uv_stream_get_write_queue_size((uv_stream_t *)&c->tcp);
    if (queue != c->queued || queue == 0) /* nothing queued: our own file is being read */
        c->moved = now;
    c->queued = queue;
    if (too_slow(c, c->call->handed - (int64_t)queue, now)) {
        http__count(&c->loop->stats.refused[HTTP_REFUSED_SLOW], 1);
        http__conn_close(c);
    }
}

void http__conn_sweep(struct http__conn *c, uint64_t now)
{
    const struct http_limits *limits = &c->loop->server->config.limits;
    uint64_t waited = now - c->since;
    switch (c->state) {
    case HTTP__IDLE:
        if (waited > (uint64_t)(c->fresh ? limits->head_ms : limits->idle_ms))
            http__conn_close(c);
        break;
    case HTTP__HEAD:
        if (waited > (uint64_t)limits->head_ms)
            http__conn_refuse(c, HTTP_REFUSED_SLOW, 408, "slow head");
        break;
    case HTTP__BODY:
        sweep_body(c, now);
        break;
    case HTTP__SEND:
        sweep_send(c, now);
        break;
    case HTTP__LINGER:
        if (waited > HTTP__LINGER_MS)
            http__conn_close(c);
        break;
    case HTTP__CALL:
    case HTTP__CLOSING:
        break;
    }
}

void http__conn_drain(struct http__conn *c)
{
    if (c->state == HTTP__IDLE)
        http__conn_close(c);
}
