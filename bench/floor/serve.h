/*
 * serve.h - a floor that answers over HTTP: the HTTP layer, a snapshot, what the floor asks of the
 * database, and a constant body, on the thread that would answer the page (ROUTE_SHORT: on the loop
 * while a reader is free). GET /metrics gives its CPU. Included once by a floor, which defines
 * floor_ask.
 */
#ifndef MOTCUA_BENCH_FLOOR_SERVE_H
#define MOTCUA_BENCH_FLOOR_SERVE_H

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "floor/folder.h"

#include "host/clock.h"
#include "http/http.h"

static struct floor_folder folder;
static struct arena *kept; /* as long as the process */
static bool is_short;      /* what the page's route is */
static str page;

/* In a read; `path` of the request, with its first slash. */
static enum rc floor_ask(struct ctx *c, str path);

struct asked {
    struct http_call *call;
    struct ctx c;
};

static enum rc ask_in_read(struct ctx *c, void *arg)
{
    const struct asked *a = arg;
    return floor_ask(c, a->call->req.path);
}

static void answer(struct http_call *call, int status, str body)
{
    static const struct http_header head[] = {{{"Content-Type", 12}, {"text/html; charset=utf-8", 24}}};
    http_answer(call,
                &(struct http_reply){.status = status, .headers = head, .header_n = 1, .body = body});
}

static void answer_read(const struct asked *a, enum rc rc)
{
    answer(a->call, rc ? 500 : 200, rc ? S("wrong") : page);
}

static void work(void *arg)
{
    struct asked *a = arg;
    answer_read(a, store_read(folder.store, &a->c, ask_in_read, a));
}

static void handle(struct http_call *call, void *arg)
{
    (void)arg;
    if (str_eq(call->req.path, S("/metrics"))) {
        answer(call, 200,
               str_fmt(call->mem, "\nmotcua_process_cpu_microseconds_total %lld\n",
                       (long long)host_cpu_us()));
        return;
    }
    struct asked *a = NEW(call->mem, struct asked);
    *a = (struct asked){.call = call, .c = {.mem = call->mem, .now = host_now()}};
    enum rc rc;
    if (is_short && store_read_at_once(folder.store, &a->c, ask_in_read, a, &rc))
        answer_read(a, rc);
    else if (http_pool_run(http_call_server(call), work, a) != RC_OK)
        answer(call, 503, S("busy"));
}

static int serve(struct ctx *c)
{
    struct http_server *s;
    sigset_t ends;
    int which;
    const struct http_config config = {
        .listen = {S("127.0.0.1:0")}, .spool = "/tmp", .handler = handle};
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    if (http_server_start(c, &config, &s) != RC_OK)
        return 1;
    printf("ready http://127.0.0.1:%d\n", http_server_port(s, 0));
    fflush(stdout);
    sigwait(&ends, &which);
    http_server_stop(s, 1000);
    return 0;
}

/* Opens the folder, serves bodies of `bytes` until SIGTERM; the exit code. */
static int floor_serve(const char *dir, int64_t bytes, bool short_route)
{
    struct ctx c = {.mem = arena_new((size_t)64 << 20)};
    kept = arena_new((size_t)1 << 30);
    char *body = arena_alloc(kept, (size_t)bytes);
    memset(body, 'x', (size_t)bytes);
    page = (str){body, (ptrdiff_t)bytes};
    is_short = short_route;
    if (floor_open(c.mem, dir, &folder) != RC_OK)
        return 1;
    const int code = serve(&c);
    floor_close(&folder);
    return code;
}

#endif
