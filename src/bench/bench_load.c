/*
 * bench_load.c - a load over HTTP/1.1 on one thread: connections that are kept, requests made
 * before. Closed loop: each connection asks again when it was answered. Open loop: requests
 * come by a timetable; one that finds no free connection waits, and its wait counts, so that a
 * slow server does not slow its own test down.
 */
#include "bench/bench.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "host/clock.h"

#define ANSWER_MAX ((size_t)1 << 20)
#define LATENCIES_MAX ((ptrdiff_t)4 << 20)
#define WAITING_MAX 65536
#define GRACE_US (5 * SECOND_US) /* for what is under way when the time is over */

struct run;
struct line {
    struct run *run;
    int no;
    uv_tcp_t tcp;
    uv_connect_t connect;
    char *answer, made[BENCH_REQUEST_MAX];
    size_t got;
    int64_t asked_us; /* 0 = free */
    bool open, connected;
};

struct run {
    const struct bench_load *load;
    struct bench_figures f;
    uv_loop_t loop;
    uv_timer_t tick;
    struct line *lines;
    int64_t *latency;
    ptrdiff_t latency_n;
    int64_t next_request, begun_us, until_us, planned;
    int64_t waiting[WAITING_MAX]; /* ring of moments at which requests were due */
    int64_t waiting_from, waiting_to;
    int alive;
    str *body; /* of the last answer, when somebody wants it */
    struct arena *mem;
};

static void ask(struct line *l, int64_t due_us);

static void close_line(struct line *l)
{
    if (!l->open)
        return;
    l->open = false;
    l->run->alive--;
    uv_close((uv_handle_t *)&l->tcp, NULL);
    if (!l->run->alive)
        uv_stop(&l->run->loop);
}

static void broke(struct line *l)
{
    l->run->f.broken++;
    close_line(l);
}

static void count(struct run *r, int64_t us, int64_t status)
{
    if (r->latency_n < LATENCIES_MAX)
        r->latency[r->latency_n++] = us;
    r->f.answers++;
    if (status == 503 || status == 429)
        r->f.refused++;
    else if (status >= 200 && status < 400)
        r->f.ok++;
    else
        r->f.other++;
}

/* Whole answer of `n` bytes? Its status and the place of its body. */
static bool whole(str got, int64_t *ret_status, str *ret_body)
{
    int64_t length = 0;
    const ptrdiff_t end = str_find(got, S("\r\n\r\n"));
    if (end < 0)
        return false;
    const str head = str_sub(got, 0, end + 2);
    const ptrdiff_t at = str_find(head, S("Content-Length: "));
    if (at >= 0 && !str_to_i64(str_cut(str_sub(head, at + 16, 24), '\r').head, &length))
        return false;
    *ret_body = str_sub(got, end + 4, length);
    return str_to_i64(str_sub(got, 9, 3), ret_status) && got.n >= end + 4 + length;
}

/* Free now: the next request, in a closed loop at once, in an open one when one waits. */
static void go_on(struct line *l)
{
    struct run *r = l->run;
    const int64_t now = host_monotonic_us();
    if (now >= r->until_us && r->waiting_from == r->waiting_to && (r->f.answers || r->load->rate))
        close_line(l);
    else if (r->waiting_from < r->waiting_to)
        ask(l, r->waiting[r->waiting_from++ % WAITING_MAX]);
    else if (!r->load->rate)
        ask(l, now);
}

static void give_room(uv_handle_t *handle, size_t wanted, uv_buf_t *ret)
{
    struct line *l = handle->data;
    (void)wanted;
    *ret = uv_buf_init(l->answer + l->got, (unsigned)(ANSWER_MAX - l->got));
}

static void answered(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct line *l = stream->data;
    struct run *r = l->run;
    int64_t status;
    str body;
    (void)buf;
    if (n < 0) {
        broke(l);
        return;
    }
    l->got += (size_t)n;
    if (!l->asked_us || !whole((str){l->answer, (ptrdiff_t)l->got}, &status, &body)) {
        if (l->got == ANSWER_MAX)
            broke(l);
        return;
    }
    count(r, host_monotonic_us() - l->asked_us, status);
    r->f.bytes = body.n;
    if (r->load->heard)
        r->load->heard(r->load->arg, l->no, status, (str){l->answer, (ptrdiff_t)l->got});
    if (r->body)
        *r->body = str_dup(r->mem, body);
    l->asked_us = 0;
    l->got = 0;
    go_on(l);
}

static void ask(struct line *l, int64_t due_us)
{
    struct run *r = l->run;
    const str q = r->load->make ? (str){l->made, (ptrdiff_t)r->load->make(r->load->arg, l->no, l->made)}
                                : r->load->request[r->next_request++ % r->load->request_n];
    uv_buf_t buf = uv_buf_init((char *)(uintptr_t)q.p, (unsigned)q.n);
    l->asked_us = due_us;
    /* a request is small and the socket empty: all of it goes at once */
    if (uv_try_write((uv_stream_t *)&l->tcp, &buf, 1) != (int)q.n)
        broke(l);
}

static void connected(uv_connect_t *connect, int status)
{
    struct line *l = connect->data;
    if (status != 0 || uv_read_start((uv_stream_t *)&l->tcp, give_room, answered) != 0)
        broke(l);
    else {
        l->connected = true;
        go_on(l);
    }
}

/* The timetable: what has become due since the last tick goes to free connections. */
static void tick(uv_timer_t *timer)
{
    struct run *r = timer->data;
    const int64_t now = host_monotonic_us();
    const int64_t end = now < r->until_us ? now : r->until_us;
    const int64_t due = r->load->rate ? (end - r->begun_us) * r->load->rate / SECOND_US : 0;
    for (; r->planned < due; r->planned++) {
        if (r->waiting_to - r->waiting_from == WAITING_MAX)
            r->f.broken++;
        else
            r->waiting[r->waiting_to++ % WAITING_MAX] =
                r->begun_us + r->planned * SECOND_US / r->load->rate;
    }
    for (int i = 0; i < r->load->connections; i++) {
        struct line *l = &r->lines[i];
        if (l->open && l->connected && !l->asked_us)
            go_on(l);
        else if (l->open && now > r->until_us + GRACE_US)
            broke(l);
    }
}

static int by_size(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void bench_sort(int64_t *v, ptrdiff_t n)
{
    qsort(v, (size_t)n, sizeof *v, by_size);
}

static void sum_up(struct run *r)
{
    r->f.us = host_monotonic_us() - r->begun_us;
    if (!r->latency_n)
        return;
    bench_sort(r->latency, r->latency_n);
    r->f.p50_us = r->latency[r->latency_n / 2];
    r->f.p99_us = r->latency[r->latency_n * 99 / 100];
    r->f.max_us = r->latency[r->latency_n - 1];
}

static void run(struct run *r)
{
    struct sockaddr_in to;
    uv_loop_init(&r->loop);
    uv_ip4_addr("127.0.0.1", r->load->port, &to);
    r->begun_us = host_monotonic_us();
    r->until_us = r->begun_us + r->load->us;
    uv_timer_init(&r->loop, &r->tick);
    r->tick.data = r;
    uv_timer_start(&r->tick, tick, 1, r->load->rate ? 1 : 100);
    for (int i = 0; i < r->load->connections; i++) {
        struct line *l = &r->lines[i];
        *l = (struct line){.run = r, .no = i, .answer = malloc(ANSWER_MAX), .open = true};
        BUG_IF(!l->answer);
        r->alive++;
        uv_tcp_init(&r->loop, &l->tcp);
        uv_tcp_nodelay(&l->tcp, 1);
        l->tcp.data = l->connect.data = l;
        if (uv_tcp_connect(&l->connect, &l->tcp, (const struct sockaddr *)&to, connected) != 0)
            broke(l);
    }
    while (r->alive)
        uv_run(&r->loop, UV_RUN_DEFAULT);
    uv_close((uv_handle_t *)&r->tick, NULL);
    uv_run(&r->loop, UV_RUN_DEFAULT);
    uv_loop_close(&r->loop);
    for (int i = 0; i < r->load->connections; i++)
        free(r->lines[i].answer);
    sum_up(r);
}

static enum rc run_load(struct cli *cli, const struct bench_load *load, str *body,
                        struct bench_figures *ret_figures)
{
    struct run *r = NEW(cli->c.mem, struct run);
    r->load = load;
    r->mem = cli->c.mem;
    r->body = body;
    r->lines = NEW_N(cli->c.mem, struct line, load->connections);
    r->latency = malloc((size_t)LATENCIES_MAX * sizeof *r->latency);
    if (!r->latency)
        return RC_UNAVAILABLE;
    run(r);
    free(r->latency);
    *ret_figures = r->f;
    return r->f.answers ? RC_OK : RC_UNAVAILABLE;
}

enum rc bench_load(struct cli *cli, const struct bench_load *load, struct bench_figures *ret_figures)
{
    return run_load(cli, load, NULL, ret_figures);
}

enum rc bench_ask(struct cli *cli, int port, str request, str *ret_body)
{
    struct bench_figures f;
    const struct bench_load load = {
        .port = port, .connections = 1, .us = 0, .request = &request, .request_n = 1};
    const enum rc rc = run_load(cli, &load, ret_body, &f);
    return rc || f.ok ? rc : RC_FAILED;
}

enum rc bench_get(struct cli *cli, int port, const char *path, str *ret_body)
{
    return bench_ask(cli, port,
                     str_fmt(cli->c.mem, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", path, port),
                     ret_body);
}
