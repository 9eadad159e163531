/*
 * http_const.c - the http layer and nothing else: every request gets the same 2,000 bytes.
 * What any page costs at least; shown beside nginx serving a file of that size.
 *
 *   http_const PORT [LOOPS]     serves until SIGTERM or SIGINT, then prints one line:
 *                               requests, CPU microseconds a request, refusals
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "host/clock.h"
#include "http/http.h"

static char page[2000];

static void handle(struct http_call *call, void *arg)
{
    (void)arg;
    static const struct http_header html[] = {{{"Content-Type", 12}, {"text/html; charset=utf-8", 24}}};
    http_answer(call, &(struct http_reply){.status = 200,
                                           .headers = html,
                                           .header_n = 1,
                                           .body = {page, (ptrdiff_t)sizeof page}});
}

static int serve(struct ctx *c, int64_t port, int64_t loops)
{
    struct http_server *s;
    struct http_metrics m;
    sigset_t ends;
    int which;
    struct http_config config = {
        .listen = {str_fmt(c->mem, "127.0.0.1:%lld", (long long)port)},
        .loops = (int)loops,
        .spool = "/tmp",
        .handler = handle,
    };
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    if (http_server_start(c, &config, &s) != RC_OK) {
        fprintf(stderr, "http_const: %s\n", c->faults->key);
        return 1;
    }
    int64_t before = host_cpu_us();
    sigwait(&ends, &which);
    int64_t cpu = host_cpu_us() - before;
    http_server_metrics(s, &m);
    http_server_stop(s, 100);
    int64_t refused = 0;
    for (int i = 0; i < HTTP_REFUSAL_COUNT; i++)
        refused += m.refused[i];
    printf("%lld requests, %lld.%02lld us CPU a request, %lld refused\n", (long long)m.requests,
           (long long)(m.requests ? cpu / m.requests : 0),
           (long long)(m.requests ? cpu * 100 / m.requests % 100 : 0), (long long)refused);
    return 0;
}

int main(int argc, char **argv)
{
    struct ctx c = {.mem = arena_new(1 << 20)};
    int64_t port = 0, loops = 1;
    if (argc < 2 || !str_to_i64(str_of(argv[1]), &port) ||
        (argc > 2 && !str_to_i64(str_of(argv[2]), &loops))) {
        fprintf(stderr, "usage: http_const PORT [LOOPS]\n");
        return 2;
    }
    memset(page, 'x', sizeof page);
    return serve(&c, port, loops);
}
