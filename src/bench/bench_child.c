/*
 * bench_child.c - the server, or its floor, as a process of its own: started without a shell,
 * heard on its standard output, ended by SIGTERM. What it uses is read from /proc.
 */
#include "bench/bench.h"

#include <signal.h>
#include <string.h>
#include <uv.h>

#include "host/clock.h"
#include "host/console.h"

#define SAID_MAX 4096
#define READY_MS 60000

struct bench_child {
    uv_loop_t loop;
    uv_process_t process;
    uv_pipe_t out;
    uv_timer_t limit;
    const char *ready;
    char said[SAID_MAX];
    size_t said_n;
    str rest;
    int64_t begun_us, ready_us;
    int exit;
    bool started, is_ready, ended, late;
};

const char *bench_self(struct cli *cli)
{
    char path[4096];
    BUG_IF(host_real_path("/proc/self/exe", path, sizeof path) != RC_OK);
    return str_c(cli->c.mem, str_of(path));
}

static void give_room(uv_handle_t *handle, size_t wanted, uv_buf_t *ret)
{
    struct bench_child *b = handle->data;
    (void)wanted;
    if (b->said_n >= SAID_MAX - 1)
        b->said_n = 0; /* nobody waits for what it says later */
    *ret = uv_buf_init(b->said + b->said_n, (unsigned)(SAID_MAX - 1 - b->said_n));
}

static void look_for_ready(struct bench_child *b)
{
    str all = {b->said, (ptrdiff_t)b->said_n};
    const str ready = str_of(b->ready);
    while (all.n) {
        const struct str_cut line = str_cut(all, '\n');
        if (line.found && str_starts(line.head, ready)) {
            b->rest = str_trim(str_sub(line.head, ready.n, line.head.n));
            b->is_ready = true;
            b->ready_us = host_monotonic_us() - b->begun_us;
            uv_stop(&b->loop);
            return;
        }
        all = line.tail;
    }
}

static void heard(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct bench_child *b = stream->data;
    (void)buf;
    if (n < 0) {
        uv_read_stop(stream);
        return;
    }
    b->said_n += (size_t)n;
    if (!b->is_ready)
        look_for_ready(b);
}

static void ended(uv_process_t *process, int64_t status, int by)
{
    struct bench_child *b = process->data;
    b->exit = by ? 128 + by : (int)status;
    b->ended = true;
    uv_stop(&b->loop);
}

static void too_late(uv_timer_t *timer)
{
    struct bench_child *b = timer->data;
    b->late = true;
    uv_stop(&b->loop);
}

static void free_child(struct bench_child *b)
{
    if (b->started) {
        uv_close((uv_handle_t *)&b->process, NULL);
        uv_close((uv_handle_t *)&b->out, NULL);
        uv_close((uv_handle_t *)&b->limit, NULL);
        uv_run(&b->loop, UV_RUN_DEFAULT);
        uv_loop_close(&b->loop);
    }
}

static bool begin(struct bench_child *b, const char *const *argv)
{
    uv_stdio_container_t io[3] = {
        {.flags = UV_IGNORE},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&b->out},
        {.flags = UV_INHERIT_FD, .data.fd = 2}};
    const uv_process_options_t o = {.exit_cb = ended,
                                    .file = argv[0],
                                    .args = (char **)(uintptr_t)argv,
                                    .stdio_count = 3,
                                    .stdio = io};
    uv_loop_init(&b->loop);
    uv_pipe_init(&b->loop, &b->out, 0);
    uv_timer_init(&b->loop, &b->limit);
    b->process.data = b->out.data = b->limit.data = b;
    b->begun_us = host_monotonic_us();
    b->started = true;
    return uv_spawn(&b->loop, &b->process, &o) == 0 &&
           uv_read_start((uv_stream_t *)&b->out, give_room, heard) == 0;
}

enum rc bench_child_start(struct cli *cli, const char *const *argv, const char *ready,
                          struct bench_child **ret_child)
{
    struct bench_child *b = NEW(cli->c.mem, struct bench_child);
    b->ready = ready ? ready : "\n"; /* no line begins so */
    if (!begin(b, argv)) {
        cli_err(cli, "%s cannot be started", argv[0]);
        return RC_UNAVAILABLE;
    }
    *ret_child = b;
    if (!ready)
        return RC_OK;
    uv_timer_start(&b->limit, too_late, READY_MS, 0);
    while (!b->is_ready && !b->ended && !b->late)
        uv_run(&b->loop, UV_RUN_DEFAULT);
    uv_timer_stop(&b->limit);
    if (b->is_ready)
        return RC_OK;
    cli_err(cli, "%s did not become ready", argv[0]);
    bench_child_stop(b);
    return RC_UNAVAILABLE;
}

str bench_child_said(const struct bench_child *b)
{
    return b->rest;
}

int64_t bench_child_ready_us(const struct bench_child *b)
{
    return b->ready_us;
}

int64_t bench_child_pid(const struct bench_child *b)
{
    return b->process.pid;
}

int bench_child_stop(struct bench_child *b)
{
    if (!b)
        return 0;
    if (!b->ended)
        uv_process_kill(&b->process, SIGTERM);
    while (!b->ended)
        uv_run(&b->loop, UV_RUN_DEFAULT);
    free_child(b);
    return b->exit;
}

int bench_child_run(struct cli *cli, const char *const *argv)
{
    struct bench_child *b;
    if (bench_child_start(cli, argv, NULL, &b) != RC_OK)
        return -1;
    while (!b->ended)
        uv_run(&b->loop, UV_RUN_DEFAULT);
    free_child(b);
    return b->exit;
}

int bench_free_port(void)
{
    struct sockaddr_in at = {0};
    uv_loop_t loop;
    uv_tcp_t tcp;
    int size = (int)sizeof at, port = 0;
    uv_loop_init(&loop);
    uv_tcp_init(&loop, &tcp);
    uv_ip4_addr("127.0.0.1", 0, &at);
    if (uv_tcp_bind(&tcp, (const struct sockaddr *)&at, 0) == 0 &&
        uv_tcp_getsockname(&tcp, (struct sockaddr *)&at, &size) == 0)
        port = ntohs(at.sin_port);
    uv_close((uv_handle_t *)&tcp, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    return port;
}

/* ---- /proc ---- */

int64_t bench_resident_kb(struct cli *cli, int64_t pid)
{
    int64_t kb = 0;
    const str text = bench_proc(cli, str_fmt(cli->c.mem, "/proc/%lld/status", (long long)pid).p);
    const ptrdiff_t at = str_find(text, S("VmRSS:"));
    if (at < 0)
        return 0;
    const str value = str_trim(str_cut(str_sub(text, at + 6, 40), 'k').head);
    return str_to_i64(value, &kb) ? kb : 0;
}

int bench_processes(struct cli *cli, int64_t pid, int64_t *pids, int max)
{
    int n = 0;
    pids[n++] = pid;
    for (int i = 0; i < n; i++) {
        str text = bench_proc(cli, str_fmt(cli->c.mem, "/proc/%lld/task/%lld/children",
                                           (long long)pids[i], (long long)pids[i])
                                       .p);
        while (text.n && n < max) {
            const struct str_cut cut = str_cut(text, ' ');
            n += str_to_i64(cut.head, &pids[n]);
            text = cut.found ? cut.tail : S("");
        }
    }
    return n;
}
