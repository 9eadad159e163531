/*
 * bench_lookup.c - the public tracking page of one dossier among N, by code and secret, against
 * the HTTP layer with the same statements and a constant body of the same size. Server and
 * floor take turns, so that a busy machine hits both; nginx with a file of that size stands
 * beside them. Also: memory at rest and time to ready.
 */
#include "bench/bench_verbs.h"

#include "host/clock.h"

#define WARM_US SECOND_US
#define CPU_BAR 180                   /* hundredths of the floor's CPU */
#define READY_BAR 50                  /* hundredths of a second */
#define RESIDENT_BAR 4000             /* hundredths of a MiB */
#define FULL_MARK "<ol class=\"tl\">" /* the timeline stands only on the full page */

struct lookup {
    struct bench_folder folder;
    struct bench_load load;
    struct bench_report *report;
    int64_t turns;
    struct bench_figures closed, open, floor;
    struct bench_ratios cpu, ready, resident;
    int64_t least_page_ns, least_floor_ns; /* of one turn */
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

void bench_rest(struct cli *cli, struct bench_report *r, const struct bench_child *child,
                struct bench_ratios *ready, struct bench_ratios *resident)
{
    enum { MAX = 32 };
    int64_t pids[MAX];
    struct buf b = buf_new(cli->c.mem, 4096);
    host_sleep_us(SECOND_US);
    const int n = bench_processes(cli, bench_child_pid(child), pids, MAX);
    const int64_t server = bench_resident_kb(cli, pids[0]);
    bench_ratio_add(ready, bench_child_ready_us(child), SECOND_US);
    bench_ratio_add(resident, server, 1024);
    buf_fmt(&b, "at rest: server %lld KiB", (long long)server);
    for (int i = 1; i < n; i++)
        buf_fmt(&b, ", child %lld KiB", (long long)bench_resident_kb(cli, pids[i]));
    bench_note(r, buf_str(&b));
}

void bench_judge_rest(struct bench_report *r, struct bench_ratios *ready, struct bench_ratios *resident)
{
    bench_judge(r, "ready after, seconds", ready, READY_BAR, BENCH_AT_MOST);
    bench_judge(r, "resident at rest, MiB", resident, RESIDENT_BAR, BENCH_AT_MOST);
}

enum rc bench_warm_and_load(struct cli *cli, struct bench_load *load, int64_t warm_us,
                            struct bench_figures *ret_figures)
{
    struct bench_figures warm;
    const int64_t us = load->us;
    load->us = warm_us;
    enum rc rc = bench_load(cli, load, &warm);
    load->us = us;
    return rc ? rc : bench_load_accounted(cli, load, ret_figures);
}

/* What is measured must be the page with its timeline, not the one without the secret. */
static enum rc check_full(struct cli *cli, const struct lookup *b)
{
    str page;
    const enum rc rc = bench_ask(cli, b->load.port, b->load.request[0], &page);
    if (!rc && !str_has(page, S(FULL_MARK))) {
        cli_err(cli, "the server answers without the timeline: these are not full pages");
        return RC_FAILED;
    }
    return rc;
}

static enum rc turn(struct cli *cli, struct lookup *b, int64_t round, struct bench_figures *ret_figures)
{
    struct bench_child *child;
    enum rc rc = bench_serve(cli, b->folder.dir, &child);
    if (rc)
        return rc;
    make_requests(cli, b, bench_port_of(bench_child_said(child)));
    bench_rest(cli, b->report, child, &b->ready, &b->resident);
    if (round == 0)
        rc = check_full(cli, b);
    if (!rc)
        rc = bench_warm_and_load(cli, &b->load, WARM_US, ret_figures);
    if (!rc && round == 0) {
        b->load.rate = bench_rate(ret_figures) / 2;
        rc = b->load.rate ? bench_load_accounted(cli, &b->load, &b->open) : RC_OK;
        b->load.rate = 0;
    }
    bench_child_stop(child);
    return rc;
}

static enum rc floor_turn(struct cli *cli, struct lookup *b, int64_t bytes,
                          struct bench_figures *ret_figures)
{
    struct bench_child *child;
    const char *const argv[] = {bench_floor(cli, "lookup_floor"), b->folder.dir,
                                str_fmt(cli->c.mem, "%lld", (long long)bytes).p, NULL};
    enum rc rc = bench_child_start(cli, argv, "ready ", &child);
    if (rc)
        return rc;
    make_requests(cli, b, bench_port_of(bench_child_said(child)));
    rc = bench_warm_and_load(cli, &b->load, WARM_US, ret_figures);
    bench_child_stop(child);
    return rc;
}

static int64_t least(int64_t so_far, int64_t ns)
{
    return so_far && so_far < ns ? so_far : ns;
}

static enum rc rounds(struct cli *cli, struct lookup *b)
{
    enum rc rc = RC_OK;
    for (int64_t i = 0; !rc && i < b->turns; i++) {
        struct bench_figures page = {0}, floor = {0};
        rc = turn(cli, b, i, &page);
        if (!rc)
            rc = floor_turn(cli, b, page.bytes, &floor);
        bench_add(&b->closed, &page);
        bench_add(&b->floor, &floor);
        if (rc)
            return rc;
        bench_ratio_add(&b->cpu, bench_cpu_ns(&page), bench_cpu_ns(&floor));
        b->least_page_ns = least(b->least_page_ns, bench_cpu_ns(&page));
        b->least_floor_ns = least(b->least_floor_ns, bench_cpu_ns(&floor));
    }
    return rc;
}

/* What others do on the machine only ever adds to the CPU of an answer. */
static void note_least(struct cli *cli, const struct lookup *b)
{
    struct bench_ratios one = {0};
    bench_ratio_add(&one, b->least_page_ns, b->least_floor_ns);
    const str ratio = bench_hundredths(cli->c.mem, one.percent[0]);
    bench_note(b->report,
               str_fmt(cli->c.mem, "least disturbed turns: page %lld us, floor %lld us, %.*s x",
                       (long long)(b->least_page_ns / 1000), (long long)(b->least_floor_ns / 1000),
                       STR_ARG(ratio)));
}

enum rc bench_lookup(struct cli *cli)
{
    struct lookup *b = NEW(cli->c.mem, struct lookup);
    struct bench_sizes s;
    enum rc rc = bench_get_sizes(cli, &s);
    if (!rc)
        rc = bench_folder(cli, "", s.dossiers, &b->folder);
    if (rc)
        return rc;
    b->turns = s.turns;
    b->report = bench_report_new(cli, "lookup", s.dossiers, s.connections, s.seconds);
    b->load = (struct bench_load){.connections = (int)s.connections, .us = s.seconds * SECOND_US};
    rc = rounds(cli, b);
    if (rc)
        return rc;
    bench_print(b->report, "page, closed loop", &b->closed);
    bench_print(b->report, "page, open loop at half", &b->open);
    bench_print(b->report, "floor, closed loop", &b->floor);
    note_least(cli, b);
    bench_beside(cli, b->report, b->folder.dir, b->closed.bytes, &s);
    bench_judge(b->report, "lookup, CPU of its floor", &b->cpu, CPU_BAR, BENCH_AT_MOST);
    bench_judge_rest(b->report, &b->ready, &b->resident);
    return bench_report_end(b->report, b->closed.ok == b->closed.answers && !b->closed.broken);
}
