/*
 * bench_lookup.c - the public tracking page of one dossier among N, by code and secret, against
 * the HTTP layer with the same statements and a constant body of the same size. Server and
 * floor take turns, so that a busy machine hits both. Also: memory at rest and time to ready.
 */
#include "bench/bench_verbs.h"

#include "host/clock.h"

#define ROUNDS 3
#define BAR 180 /* percent of the floor's CPU */
#define READY_MS 500
#define RESIDENT_KB 40960
#define PROCESSES_MAX 32

struct lookup {
    struct bench_folder folder;
    struct bench_load load;
    struct bench_figures closed, open, floor;
    int64_t ready_us, resident_kb, seconds;
    bool floors; /* the floor is there */
};

static void make_requests(struct cli *cli, struct lookup *b, int port)
{
    str *list = NEW_N(cli->c.mem, str, b->folder.targets_n);
    for (ptrdiff_t i = 0; i < b->folder.targets_n; i++)
        list[i] =
            str_fmt(cli->c.mem, "GET /t/%.*s?s=%.*s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
                    STR_ARG(b->folder.targets[i].code), STR_ARG(b->folder.targets[i].secret), port);
    b->load.port = port;
    b->load.request = list;
    b->load.request_n = b->folder.targets_n;
}

int bench_port_of(str url)
{
    int64_t port = 0;
    ptrdiff_t at = url.n;
    while (at > 0 && url.p[at - 1] != ':')
        at--;
    return str_to_i64(str_sub(url, at, url.n), &port) ? (int)port : 0;
}

enum rc bench_serve(struct cli *cli, const char *dir, struct bench_child **ret_child)
{
    /* One account asks for all: the limit of the API would be what is measured. */
    const char *const argv[] = {bench_self(cli),
                                "serve",
                                "--data",
                                dir,
                                "--listen",
                                "127.0.0.1:0",
                                "log_requests=false",
                                "api_requests_minute=10000000",
                                NULL};
    return bench_child_start(cli, argv, "motcua: ready ", ret_child);
}

static void print_resident(struct cli *cli, struct lookup *b, int64_t pid)
{
    int64_t pids[PROCESSES_MAX];
    const int n = bench_processes(cli, pid, pids, PROCESSES_MAX);
    b->resident_kb = bench_resident_kb(cli, pid);
    cli_printf(cli, "at rest: server %lld KiB", (long long)b->resident_kb);
    for (int i = 1; i < n; i++)
        cli_printf(cli, ", child %lld KiB", (long long)bench_resident_kb(cli, pids[i]));
    cli_printf(cli, "; ready after %lld ms\n", (long long)(b->ready_us / 1000));
}

/* One turn of the server; the first also measures rest and the open loop. */
static enum rc turn(struct cli *cli, struct lookup *b, int round)
{
    struct bench_child *child;
    struct bench_figures f = {0};
    enum rc rc = bench_serve(cli, b->folder.dir, &child);
    if (rc)
        return rc;
    make_requests(cli, b, bench_port_of(bench_child_said(child)));
    if (round == 0) {
        b->ready_us = bench_child_ready_us(child);
        host_sleep_us(SECOND_US);
        print_resident(cli, b, bench_child_pid(child));
    }
    b->load.rate = 0;
    rc = bench_load(cli, &b->load, &f); /* warm */
    if (!rc)
        rc = bench_load_accounted(cli, &b->load, &f);
    bench_add(&b->closed, &f);
    if (!rc && round == 0) {
        b->load.rate = f.answers * SECOND_US / (f.us ? f.us : 1) / 2;
        rc = bench_load_accounted(cli, &b->load, &b->open);
        b->load.rate = 0;
    }
    bench_child_stop(child);
    return rc;
}

static enum rc floor_turn(struct cli *cli, struct lookup *b, const char *program)
{
    struct bench_child *child;
    struct bench_figures f = {0};
    const char *const argv[] = {program, b->folder.dir,
                                str_fmt(cli->c.mem, "%lld", (long long)b->closed.bytes).p, NULL};
    enum rc rc = bench_child_start(cli, argv, "ready ", &child);
    if (rc)
        return rc;
    make_requests(cli, b, bench_port_of(bench_child_said(child)));
    rc = bench_load(cli, &b->load, &f);
    if (!rc)
        rc = bench_load_accounted(cli, &b->load, &f);
    bench_add(&b->floor, &f);
    bench_child_stop(child);
    return rc;
}

static int64_t cpu_ns(const struct bench_figures *f)
{
    return f->answers ? f->cpu_us * 1000 / f->answers : 0;
}

static enum rc judge(struct cli *cli, const struct lookup *b)
{
    const int64_t page = cpu_ns(&b->closed), floor = cpu_ns(&b->floor);
    const bool fast = page * 100 <= floor * BAR, small = b->resident_kb <= RESIDENT_KB;
    const bool soon = b->ready_us <= READY_MS * 1000, clean = b->closed.ok == b->closed.answers;
    cli_printf(cli, "lookup: %.*s x the CPU of its floor (bar 1.80)%s\n",
               STR_ARG(bench_ratio(cli, page, floor)), fast ? "" : " MISSED");
    cli_printf(cli, "memory: %lld KiB of %d%s\nready: %lld ms of %d%s\n", (long long)b->resident_kb,
               RESIDENT_KB, small ? "" : " MISSED", (long long)(b->ready_us / 1000), READY_MS,
               soon ? "" : " MISSED");
    if (!clean)
        cli_printf(cli, "lookup: some answers were no page\n");
    return fast && small && soon && clean ? RC_OK : cli_wrong(cli);
}

enum rc bench_lookup(struct cli *cli)
{
    struct lookup b = {0};
    int64_t dossiers, connections;
    const char *program = bench_floor(cli, "lookup_floor");
    enum rc rc = bench_sizes(cli, &dossiers, &connections, &b.seconds);
    if (!rc)
        rc = bench_folder(cli, dossiers, &b.folder);
    if (rc)
        return rc;
    bench_print_machine(cli);
    b.load = (struct bench_load){.connections = (int)connections, .us = b.seconds * SECOND_US};
    cli_printf(cli, "lookup among %lld dossiers, %lld connections, %d turns of %lld s\n",
               (long long)dossiers, (long long)connections, ROUNDS, (long long)b.seconds);
    for (int i = 0; !rc && i < ROUNDS; i++) {
        rc = turn(cli, &b, i);
        if (!rc)
            rc = floor_turn(cli, &b, program);
    }
    if (rc)
        return rc;
    bench_print(cli, "page, closed loop", &b.closed);
    bench_print(cli, "page, open loop at half", &b.open);
    bench_print(cli, "floor, closed loop", &b.floor);
    return judge(cli, &b);
}
