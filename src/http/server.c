/*
 * server.c - settings with their defaults, start, stop, counters. When you add a limit,
 * give it its default here and a test in tests/http.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/file.h"
#include "http/http_internal.h"

#define LOOPS_MAX 64

bool http_listen_is_loopback(str listen)
{
    struct host_addr a;
    return host_addr_parse(listen, &a) && host_addr_is_loopback(&a);
}

static void set_limits(struct http_limits *l)
{
#define DEFAULT(field, value)                                                                          \
    if (l->field <= 0)                                                                                 \
    l->field = (value)
    DEFAULT(head_bytes, 16 * 1024);
    DEFAULT(headers, 100);
    DEFAULT(body_bytes, 25 * 1024 * 1024);
    DEFAULT(body_memory, 64 * 1024);
    if (l->call_memory == 0)
        l->call_memory = (size_t)32 * 1024 * 1024;
    DEFAULT(head_ms, 10000);
    DEFAULT(idle_ms, 60000);
    DEFAULT(stall_ms, 30000);
    DEFAULT(rate, 1024);
    DEFAULT(grace_ms, 10000);
    DEFAULT(connections, 10000);
    DEFAULT(per_peer, 1024);
    if (l->headers > HTTP__HEADERS_MAX)
        l->headers = HTTP__HEADERS_MAX;
}

static void set_defaults(struct http_config *config)
{
    int cores = host_cores();
    set_limits(&config->limits);
    if (config->loops <= 0)
        config->loops = cores < 4 ? cores : 4;
    if (config->loops > LOOPS_MAX)
        config->loops = LOOPS_MAX;
    if (config->workers <= 0)
        config->workers = 2 * cores;
    if (config->queue <= 0)
        config->queue = 512;
}

/* ---- start ---- */

struct sockets { /* one listening socket for each loop and address */
    int fds[LOOPS_MAX][4];
    int loop_n, listen_n;
};

static void close_sockets(struct sockets *k)
{
    for (int i = 0; i < k->loop_n; i++)
        for (int j = 0; j < 4; j++)
            if (k->fds[i][j] >= 0)
                close(k->fds[i][j]);
}

static enum rc open_address(struct ctx *c, struct http_server *s, struct sockets *k, str listen)
{
    struct host_addr addr, bound;
    if (!host_addr_parse(listen, &addr))
        return fail_args(c, RC_INVALID, "listen", "http.listen.malformed", &listen, 1);
    if (!s->config.insecure_ok && !host_addr_is_loopback(&addr))
        return fail_args(c, RC_INVALID, "listen", "http.listen.not_loopback", &listen, 1);
    int j = k->listen_n++;
    for (int i = 0; i < k->loop_n; i++) {
        int fd = host_listen(&addr, true, 1024, &bound);
        if (fd < 0) {
            str args[] = {listen, str_dup(c->mem, str_of(strerror(-fd)))};
            return fail_args(c, RC_UNAVAILABLE, "listen", "http.listen.taken", args, 2);
        }
        k->fds[i][j] = fd;
        host_addr_set_port(&addr, host_addr_port(&bound)); /* port 0: the others follow the first */
    }
    s->ports[j] = host_addr_port(&addr);
    return RC_OK;
}

/* SO_REUSEPORT would let a second server of ours share the port: it must be refused. */
static enum rc probe_address(struct ctx *c, str listen)
{
    struct host_addr addr, bound;
    if (!host_addr_parse(listen, &addr))
        return RC_OK; /* open_address says so */
    int fd = host_listen(&addr, false, 1, &bound);
    if (fd < 0) {
        str args[] = {listen, str_dup(c->mem, str_of(strerror(-fd)))};
        return fail_args(c, RC_UNAVAILABLE, "listen", "http.listen.taken", args, 2);
    }
    close(fd);
    return RC_OK;
}

static enum rc open_sockets(struct ctx *c, struct http_server *s, struct sockets *k)
{
    memset(k->fds, 0xff, sizeof k->fds);
    k->loop_n = s->config.loops;
    k->listen_n = 0;
    for (int i = 0; i < 4; i++) {
        if (!s->config.listen[i].p)
            continue;
        enum rc rc = probe_address(c, s->config.listen[i]);
        if (rc == RC_OK)
            rc = open_address(c, s, k, s->config.listen[i]);
        if (rc != RC_OK)
            return rc;
    }
    if (k->listen_n == 0) {
        str none = S("");
        return fail_args(c, RC_INVALID, "listen", "http.listen.malformed", &none, 1);
    }
    s->listen_n = k->listen_n;
    return RC_OK;
}

static enum rc check_spool(struct ctx *c, const char *spool)
{
    int fd;
    if (spool && host_file_open(spool, HOST_TEMP, &fd) == RC_OK) {
        host_file_close(fd);
        return RC_OK;
    }
    str arg = str_of(spool ? spool : "");
    return fail_args(c, RC_UNAVAILABLE, "spool", "http.spool.missing", &arg, 1);
}

static enum rc start_failed(struct ctx *c, const char *why)
{
    str arg = str_dup(c->mem, str_of(why));
    return fail_args(c, RC_UNAVAILABLE, NULL, "http.start.failed", &arg, 1);
}

static enum rc start_loops(struct ctx *c, struct http_server *s, struct sockets *k)
{
    for (int i = 0; i < k->loop_n; i++) {
        struct http__loop *l = calloc(1, sizeof *l);
        if (!l)
            return start_failed(c, strerror(ENOMEM));
        l->server = s;
        pthread_mutex_init(&l->lock, NULL);
        s->loops[s->loop_n++] = l;
    }
    for (int i = 0; i < k->loop_n; i++) {
        int e = http__loop_start(s->loops[i], k->fds[i], k->listen_n);
        memset(k->fds[i], 0xff, sizeof k->fds[i]); /* libuv closes them */
        if (e < 0)
            return start_failed(c, strerror(-e));
    }
    return RC_OK;
}

static enum rc start_parts(struct ctx *c, struct http_server *s, struct sockets *k)
{
    enum rc rc = check_spool(c, s->config.spool);
    if (rc == RC_OK)
        rc = http__fronts_read(c, s, s->config.fronts);
    if (rc == RC_OK)
        rc = open_sockets(c, s, k);
    if (rc != RC_OK)
        return rc;
    s->spool = strdup(s->config.spool);
    s->config.spool = s->spool;
    s->peers = http__peers_new(s->config.limits.per_peer);
    s->pool = http__pool_new(s->config.workers, s->config.queue);
    if (!s->spool || !s->peers || !s->pool)
        return start_failed(c, strerror(ENOMEM));
    return start_loops(c, s, k);
}

enum rc http_server_start(struct ctx *c, const struct http_config *config,
                          struct http_server **ret_server)
{
    BUG_IF(!config->handler);
    struct http_server *s = calloc(1, sizeof *s);
    if (!s)
        return start_failed(c, strerror(ENOMEM));
    s->config = *config;
    set_defaults(&s->config);
    struct sockets k = {.loop_n = 0};
    enum rc rc = start_parts(c, s, &k);
    if (rc != RC_OK) {
        close_sockets(&k);
        http_server_stop(s, 0);
        return rc;
    }
    *ret_server = s;
    return RC_OK;
}

int http_server_port(const struct http_server *s, int i)
{
    BUG_IF(i < 0 || i >= s->listen_n);
    return s->ports[i];
}

/* ---- stop ---- */

static void free_loop(struct http__loop *l)
{
    while (l->free_calls) {
        struct http__call *call = l->free_calls;
        l->free_calls = call->next;
        arena_free(call->pub.mem);
        free(call);
    }
    pthread_mutex_destroy(&l->lock);
    free(l);
}

void http_server_stop(struct http_server *s, int drain_ms)
{
    if (!s)
        return;
    for (int i = 0; i < s->loop_n; i++)
        if (s->loops[i]->started)
            http__loop_ask_stop(s->loops[i], drain_ms < 0 ? 0 : drain_ms);
    for (int i = 0; i < s->loop_n; i++)
        http__loop_end(s->loops[i]);
    http__pool_free(s->pool);
    for (int i = 0; i < s->loop_n; i++)
        free_loop(s->loops[i]);
    http__peers_free(s->peers);
    free(s->spool);
    free(s);
}

/* ---- counters ---- */

static int64_t get(const _Atomic int64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void http_server_metrics(const struct http_server *s, struct http_metrics *ret_metrics)
{
    struct http_metrics m = {0};
    for (int i = 0; i < s->loop_n; i++) {
        const struct http__stats *st = &s->loops[i]->stats;
        m.requests += get(&st->requests);
        for (int k = 0; k < 6; k++)
            m.by_class[k] += get(&st->by_class[k]);
        for (int k = 0; k < HTTP_REFUSAL_COUNT; k++)
            m.refused[k] += get(&st->refused[k]);
        m.bytes_in += get(&st->bytes_in);
        m.bytes_out += get(&st->bytes_out);
        m.accepted += get(&st->accepted);
        m.connections += get(&st->connections);
        m.calls += get(&st->calls);
        m.spooled += get(&st->spooled);
    }
    http__pool_metrics(s->pool, &m);
    *ret_metrics = m;
}

/* ---- body ---- */

enum rc http_body_all(struct ctx *c, const struct http_body *body, int64_t max, str *ret_body)
{
    if (body->n > max)
        return fail(c, RC_INVALID, NULL, "http.body.too_large");
    if (body->fd < 0) {
        *ret_body = body->mem;
        return RC_OK;
    }
    char *to = arena_alloc(c->mem, (size_t)body->n);
    size_t got;
    if (host_file_read_at(body->fd, 0, to, (size_t)body->n, &got) != RC_OK || got != (size_t)body->n)
        return fail(c, RC_UNAVAILABLE, NULL, "http.body.unreadable");
    *ret_body = (str){to, (ptrdiff_t)body->n};
    return RC_OK;
}
