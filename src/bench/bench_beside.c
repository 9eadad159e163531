/*
 * bench_beside.c - nginx serving a static file of the same size, printed beside a page. Not judged
 * and not needed: a machine without nginx is told so. One process, no log, a free port of loopback;
 * its CPU comes from /proc, its own accounting has none.
 */
#include "bench/bench_verbs.h"

#include <string.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/file.h"

#define TRIES 100
#define PAUSE_US 20000

static const char *find_nginx(void)
{
    static const char *const places[] = {"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"};
    struct host_entry e;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (host_file_stat(places[i], &e) == RC_OK)
            return places[i];
    return NULL;
}

static enum rc write_folder(struct cli *cli, const char *dir, int port, int64_t bytes)
{
    struct arena *mem = cli->c.mem;
    char *page = arena_alloc(mem, (size_t)bytes);
    memset(page, 'x', (size_t)bytes);
    const str conf =
        str_fmt(mem,
                "daemon off; master_process off; pid %s/pid; error_log %s/error.log;\n"
                "events { worker_connections 4096; }\n"
                "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n"
                "  client_body_temp_path %s/t1; proxy_temp_path %s/t2; fastcgi_temp_path %s/t3;\n"
                "  uwsgi_temp_path %s/t4; scgi_temp_path %s/t5;\n"
                "  server { listen 127.0.0.1:%d; root %s; default_type text/html; } }\n",
                dir, dir, dir, dir, dir, dir, dir, port, dir);
    enum rc rc = host_dir_make(dir);
    if (!rc)
        rc = host_file_replace(str_fmt(mem, "%s/page", dir).p, (str){page, (ptrdiff_t)bytes}, 0644);
    return rc ? rc : host_file_replace(str_fmt(mem, "%s/nginx.conf", dir).p, conf, 0644);
}

/* User and system time of one process, in microseconds: fields 14 and 15 of its stat. */
static int64_t cpu_us(struct cli *cli, int64_t pid)
{
    const str stat = bench_proc(cli, str_fmt(cli->c.mem, "/proc/%lld/stat", (long long)pid).p);
    const long ticks = sysconf(_SC_CLK_TCK);
    ptrdiff_t at = stat.n;
    int64_t user = 0, system = 0;
    while (at > 0 && stat.p[at - 1] != ')')
        at--;
    str rest = str_trim(str_sub(stat, at, stat.n)); /* the third field comes first */
    for (int field = 3; field <= 15; field++) {
        const struct str_cut cut = str_cut(rest, ' ');
        if (field >= 14 && !str_to_i64(cut.head, field == 14 ? &user : &system))
            return 0;
        rest = cut.tail;
    }
    return ticks > 0 ? (user + system) * SECOND_US / ticks : 0;
}

static enum rc wait_for(struct cli *cli, int port)
{
    str page;
    enum rc rc = RC_UNAVAILABLE;
    for (int i = 0; rc && i < TRIES; i++) {
        rc = bench_get(cli, port, "/page", &page);
        if (rc)
            host_sleep_us(PAUSE_US);
    }
    return rc;
}

static enum rc measure(struct cli *cli, const struct bench_sizes *s, int port, int64_t pid,
                       struct bench_figures *ret_figures)
{
    const str request = str_fmt(cli->c.mem, "GET /page HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", port);
    const struct bench_load load = {.port = port,
                                    .connections = (int)s->connections,
                                    .us = s->seconds * SECOND_US,
                                    .request = &request,
                                    .request_n = 1};
    enum rc rc = wait_for(cli, port);
    const int64_t before = cpu_us(cli, pid);
    if (!rc)
        rc = bench_load(cli, &load, ret_figures);
    ret_figures->cpu_us = cpu_us(cli, pid) - before;
    return rc;
}

void bench_beside(struct cli *cli, struct bench_report *r, const char *dir, int64_t bytes,
                  const struct bench_sizes *sizes)
{
    struct bench_child *child;
    struct bench_figures f = {0};
    const char *const nginx = find_nginx();
    const int port = bench_free_port();
    const char *const here = str_fmt(cli->c.mem, "%s/nginx", dir).p;
    if (!nginx || !port) {
        bench_note(r, S("nginx is not installed: nothing stands beside"));
        return;
    }
    const char *const argv[] = {nginx,
                                "-p",
                                here,
                                "-c",
                                str_fmt(cli->c.mem, "%s/nginx.conf", here).p,
                                "-e",
                                str_fmt(cli->c.mem, "%s/error.log", here).p,
                                NULL};
    enum rc rc = write_folder(cli, here, port, bytes);
    if (!rc)
        rc = bench_child_start(cli, argv, NULL, &child);
    if (rc) {
        bench_note(r, S("nginx could not be started: nothing stands beside"));
        return;
    }
    rc = measure(cli, sizes, port, bench_child_pid(child), &f);
    bench_child_stop(child);
    if (rc)
        bench_note(r, S("nginx did not answer: nothing stands beside"));
    else
        bench_print(r, "nginx, a file of that size", &f);
}
