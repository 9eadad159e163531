/*
 * bench_cli.c - `motcua bench ...`: the verbs, what they share of their command line, and
 * `bench http`, which loads any address for comparison (nginx, the HTTP layer alone).
 * `bench due` stands with the calendar.
 */
#include "bench/bench_verbs.h"

enum rc bench_get_sizes(struct cli *cli, struct bench_sizes *ret_sizes)
{
    struct bench_sizes s;
    const bool many = cli->verb->run != bench_submit;
    enum rc rc = cli_get_int(cli, "dossiers", many ? 1000000 : 20000, 2000, 100000000, &s.dossiers);
    if (!rc)
        rc = cli_get_int(cli, "connections", 64, 1, 1024, &s.connections);
    if (!rc)
        rc = cli_get_int(cli, "seconds", 3, 1, 600, &s.seconds);
    if (!rc)
        rc = cli_get_int(cli, "turns", 5, 1, BENCH_TURNS, &s.turns);
    if (!rc)
        *ret_sizes = s;
    return rc;
}

const char *bench_floor(struct cli *cli, const char *name)
{
    const str given = cli_get(cli, "floors");
    if (given.n)
        return str_fmt(cli->c.mem, "%s/%s", cli_path(cli, given), name).p;
    const str self = str_of(bench_self(cli));
    ptrdiff_t at = self.n;
    while (at > 0 && self.p[at - 1] != '/')
        at--;
    return str_fmt(cli->c.mem, "%.*sbench/%s", STR_ARG(str_sub(self, 0, at)), name).p;
}

enum rc bench_http(struct cli *cli)
{
    int64_t connections, seconds, rate;
    struct bench_figures f;
    const struct str_cut url = str_cut(str_of(cli->argv[0]), '/');
    const int port = bench_port_of(url.head);
    const str request = str_fmt(cli->c.mem, "GET /%.*s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
                                STR_ARG(url.tail), port);
    enum rc rc = cli_get_int(cli, "connections", 64, 1, 4096, &connections);
    if (!rc)
        rc = cli_get_int(cli, "seconds", 3, 1, 600, &seconds);
    if (!rc)
        rc = cli_get_int(cli, "rate", 0, 0, 10000000, &rate);
    if (!rc && !port)
        rc = cli_usage(cli, "wants an address such as 127.0.0.1:8080/page");
    if (rc)
        return rc;
    const struct bench_load load = {.port = port,
                                    .connections = (int)connections,
                                    .us = seconds * SECOND_US,
                                    .rate = rate,
                                    .request = &request,
                                    .request_n = 1};
    struct bench_report *r = bench_report_new(cli, "http", 0, connections, seconds);
    rc = bench_load(cli, &load, &f);
    if (rc) {
        cli_err(cli, "nobody answers on port %d", port);
        return rc;
    }
    bench_print(r, cli->argv[0], &f);
    return bench_report_end(r, true);
}

static const struct cli_option options[] = {
    {"dossiers", 0, "N", "how many stand in the folder (1000000; submit: 20000)"},
    {"connections", 0, "N", "at the same time (64)"},
    {"seconds", 0, "S", "of each turn (3)"},
    {"turns", 0, "N", "of server and floor; the middle ratio counts (5)"},
    {"floors", 0, "DIR", "where the floors' programs are (bench beside this program)"},
    {0},
};
static const struct cli_option http_options[] = {
    {"connections", 0, "N", "at the same time (64)"},
    {"seconds", 0, "S", "how long (3)"},
    {"rate", 0, "N", "requests a second on a timetable; without it as fast as they are answered"},
    {0},
};

extern const struct verb bench_verbs[];
const struct verb bench_verbs[] = {
    {.name = "bench lookup",
     .help = "public tracking of one dossier among N; seeds DIR/N",
     .data = CLI_OWN,
     .options = options,
     .run = bench_lookup},
    {.name = "bench submit",
     .help = "filing over the API, durable, by many at once; seeds DIR/submit-N",
     .data = CLI_OWN,
     .options = options,
     .run = bench_submit},
    {.name = "bench worklist",
     .help = "an officer's first page among 10,000 and among N",
     .data = CLI_OWN,
     .options = options,
     .run = bench_worklist},
    {.name = "bench life",
     .help = "whole lives of dossiers, each act durable, among 10,000 and among N; seeds DIR/life-N",
     .data = CLI_OWN,
     .options = options,
     .run = bench_life},
    {.name = "bench http",
     .operands = "127.0.0.1:PORT/PATH",
     .help = "loads any address, for comparison",
     .min = 1,
     .max = 1,
     .options = http_options,
     .run = bench_http},
    {0},
};
