/*
 * bench_submit.c - submissions over HTTP by many connections at once, each answered when it is
 * durable: filed and accepted by the API, three papers whose files were sent before, events,
 * outbox. The floor replays the statements of one such submission in group commits, without HTTP
 * and without rules. Server and floor take turns, so that a busy machine hits both.
 */
#include "bench/bench_filing.h"
#include "bench/bench_verbs.h"

#include "host/file.h"

#define BAR 50 /* percent of the floor's rate */
#define WARM_US (SECOND_US / 2)

struct submit {
    struct bench_folder folder;
    struct bench_filer filer;
    struct bench_load load;
    struct bench_figures server, floor;
    struct bench_report *report;
    int64_t turns;
    struct bench_ratios ratios;
    struct bench_lives lives; /* for the floor */
};

static enum rc find_filer(struct cli *cli, struct submit *b)
{
    struct cli_data *data;
    enum rc rc = bench_open(cli, b->folder.dir, &data);
    if (rc)
        return rc;
    rc = bench_filer_new(cli, data->store, &b->filer);
    cli_data_close(data);
    return rc;
}

/* Submissions as they go over the line: the floor files two to be warm, remembers two others. */
static enum rc keep_requests(struct cli *cli, struct submit *b)
{
    enum rc rc = RC_OK;
    b->lives.acts = 1;
    for (int i = 0; !rc && i < BENCH_LIVES; i++) {
        char request[BENCH_REQUEST_MAX];
        if (i == BENCH_LIVES / 2)
            bench_filer_again(&b->filer, 2);
        const size_t n = bench_filing(&b->filer, 0, request);
        rc = bench_keep_request(cli, b->folder.dir, &b->lives, i, (str){request, (ptrdiff_t)n});
    }
    return rc;
}

static enum rc turn(struct cli *cli, struct submit *b, struct bench_figures *ret_figures)
{
    struct bench_child *child;
    enum rc rc = bench_serve(cli, b->folder.dir, &child);
    if (rc)
        return rc;
    b->load.port = b->filer.port = bench_port_of(bench_child_said(child));
    rc = bench_filer_send_files(cli, &b->filer);
    if (!rc)
        rc = keep_requests(cli, b);
    if (!rc)
        rc = bench_warm_and_load(cli, &b->load, WARM_US, ret_figures);
    bench_child_stop(child);
    return rc;
}

/* The floor says "done N US CPU_US" and ends by itself. */
enum rc bench_replay(struct cli *cli, const char *dir, const struct bench_load *load,
                     const struct bench_lives *lives, struct bench_figures *ret_figures)
{
    struct bench_child *child;
    struct bench_figures f = {0};
    const char *argv[6 + BENCH_LIVES * BENCH_ACTS_MAX] = {
        bench_floor(cli, "submit_floor"), dir, str_fmt(cli->c.mem, "%d", load->connections).p,
        str_fmt(cli->c.mem, "%lld", (long long)(load->us / 1000)).p,
        str_fmt(cli->c.mem, "%d", lives->acts).p};
    for (int i = 0; i < BENCH_LIVES * lives->acts; i++)
        argv[5 + i] = lives->requests[i];
    enum rc rc = bench_child_start(cli, argv, "done ", &child);
    if (rc)
        return rc;
    const struct str_cut units = str_cut(bench_child_said(child), ' ');
    const struct str_cut us = str_cut(units.tail, ' ');
    if (!str_to_i64(units.head, &f.answers) || !str_to_i64(us.head, &f.us) ||
        !str_to_i64(us.tail, &f.cpu_us))
        rc = RC_FAILED;
    f.ok = f.answers;
    bench_child_stop(child);
    *ret_figures = f;
    return rc;
}

enum rc bench_keep_request(struct cli *cli, const char *dir, struct bench_lives *lives, int at,
                           str request)
{
    lives->requests[at] = str_fmt(cli->c.mem, "%s/request-%d", dir, at + 1).p;
    return host_file_replace(lives->requests[at], request, 0600);
}

static enum rc rounds(struct cli *cli, struct submit *b)
{
    enum rc rc = RC_OK;
    for (int64_t i = 0; !rc && i < b->turns; i++) {
        struct bench_figures server = {0}, floor = {0};
        rc = turn(cli, b, &server);
        if (!rc)
            rc = bench_replay(cli, b->folder.dir, &b->load, &b->lives, &floor);
        bench_add(&b->server, &server);
        bench_add(&b->floor, &floor);
        if (!rc)
            bench_ratio_add(&b->ratios, bench_rate(&server), bench_rate(&floor));
    }
    return rc;
}

enum rc bench_submit(struct cli *cli)
{
    struct submit *b = NEW(cli->c.mem, struct submit);
    struct bench_sizes s;
    enum rc rc = bench_get_sizes(cli, &s);
    if (!rc)
        rc = bench_folder(cli, "submit-", s.dossiers, &b->folder);
    if (!rc)
        rc = find_filer(cli, b);
    if (rc)
        return rc;
    b->turns = s.turns;
    b->report = bench_report_new(cli, "submit", s.dossiers, s.connections, s.seconds);
    b->load = (struct bench_load){.connections = (int)s.connections,
                                  .us = s.seconds * SECOND_US,
                                  .make = bench_filing,
                                  .arg = &b->filer};
    rc = rounds(cli, b);
    if (rc)
        return rc;
    bench_print(b->report, "submissions, closed loop", &b->server);
    bench_print(b->report, "floor", &b->floor);
    bench_judge(b->report, "submit, rate of its floor", &b->ratios, BAR, BENCH_AT_LEAST);
    return bench_report_end(b->report, b->server.ok == b->server.answers && !b->server.broken);
}
