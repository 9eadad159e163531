/*
 * bench_worklist.c - an officer's first page over HTTP, with the numbers beside the lists, among
 * 10,000 dossiers and among N, in a tree of 500 units. The officer is the one with most in hand, signed
 * in as people are. The floor is the HTTP layer with the rows and numbers of the indexes alone: no
 * session, nothing joined. Judged is how much more the page grows than its floor does.
 */
#include "bench/bench_sql.h"
#include "bench/bench_verbs.h"

#include "access/signin.h"
#include "demo/demo.h"

#define WARM_US (SECOND_US / 2)
#define SMALL 10000
#define BAR 125

struct officer {
    int64_t staff, unit, in_hand;
    str login, session;
};
struct side {
    struct bench_folder folder;
    struct officer officer;
    struct bench_figures page, floor, page_all, floor_all;
};
struct worklist {
    struct side small, large;
    struct bench_load load;
    struct bench_report *report;
    int64_t turns;
    struct bench_ratios grew, page, floor, ready, resident;
};

/* ---- the officer ---- */

static enum rc find_officer(struct ctx *c, void *arg)
{
    struct officer *o = arg;
    struct q_bench_busiest_row row;
    const enum rc rc = q_bench_busiest(c, &row);
    if (!rc)
        *o = (struct officer){row.handler_id, row.unit_id, row.n, row.login, STR_NONE};
    return rc;
}

static enum rc open_session(struct ctx *c, void *arg)
{
    struct signed_in in;
    const enum rc rc = access_signin(c, arg, &in);
    if (!rc)
        ((struct signin *)arg)->token = str_dup(c->mem, in.token);
    return rc;
}

static enum rc sign_in(struct cli *cli, struct side *s)
{
    struct cli_data *data;
    enum rc rc = bench_open(cli, s->folder.dir, &data);
    if (rc)
        return rc;
    rc = store_read(data->store, &cli->c, find_officer, &s->officer);
    struct signin in = {.login = s->officer.login,
                        .password = S(DEMO_PASSWORD),
                        .address = S("127.0.0.1"),
                        .agent = S("bench"),
                        .lang = LANG_VI};
    if (!rc)
        rc = access_signin_try(&cli->c, &in);
    if (!rc)
        rc = store_write(data->store, &cli->c, open_session, &in);
    s->officer.session = in.token;
    cli_data_close(data);
    if (rc)
        cli_err(cli, "no officer of the demo can sign in: %s", rc_name(rc));
    return rc;
}

/* ---- turns ---- */

static enum rc load(struct cli *cli, struct worklist *w, int port, str request,
                    struct bench_figures *ret_figures)
{
    w->load.port = port;
    w->load.request = &request;
    w->load.request_n = 1;
    return bench_warm_and_load(cli, &w->load, WARM_US, ret_figures);
}

/* The list itself, not a page that asks to sign in. */
static enum rc check_list(struct cli *cli, int port, str request)
{
    str page;
    const enum rc rc = bench_ask(cli, port, request, &page);
    if (!rc && !str_has(page, S("/work/dossiers/"))) {
        cli_err(cli, "the server answers without the list: this is not the officer's page");
        return RC_FAILED;
    }
    return rc;
}

static enum rc page_turn(struct cli *cli, struct worklist *w, struct side *s)
{
    struct bench_child *child;
    enum rc rc = bench_serve(cli, s->folder.dir, &child);
    if (rc)
        return rc;
    const int port = bench_port_of(bench_child_said(child));
    const str request =
        str_fmt(cli->c.mem, "GET /work HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: mc=%.*s\r\n\r\n", port,
                STR_ARG(s->officer.session));
    if (s == &w->large)
        bench_rest(cli, w->report, child, &w->ready, &w->resident);
    rc = check_list(cli, port, request);
    s->page = (struct bench_figures){0};
    if (!rc)
        rc = load(cli, w, port, request, &s->page);
    bench_add(&s->page_all, &s->page);
    bench_child_stop(child);
    return rc;
}

static enum rc floor_turn(struct cli *cli, struct worklist *w, struct side *s)
{
    struct bench_child *child;
    const char *const argv[] = {bench_floor(cli, "worklist_floor"),
                                s->folder.dir,
                                str_fmt(cli->c.mem, "%lld", (long long)s->page.bytes).p,
                                str_fmt(cli->c.mem, "%lld", (long long)s->officer.staff).p,
                                str_fmt(cli->c.mem, "%lld", (long long)s->officer.unit).p,
                                NULL};
    enum rc rc = bench_child_start(cli, argv, "ready ", &child);
    if (rc)
        return rc;
    const int port = bench_port_of(bench_child_said(child));
    s->floor = (struct bench_figures){0};
    rc = load(cli, w, port,
              str_fmt(cli->c.mem, "GET /work HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", port), &s->floor);
    bench_add(&s->floor_all, &s->floor);
    bench_child_stop(child);
    return rc;
}

static enum rc rounds(struct cli *cli, struct worklist *w)
{
    struct side *const sides[] = {&w->small, &w->large};
    enum rc rc = RC_OK;
    for (int64_t i = 0; !rc && i < w->turns; i++) {
        for (int k = 0; !rc && k < 2; k++)
            rc = page_turn(cli, w, sides[k]);
        for (int k = 0; !rc && k < 2; k++)
            rc = floor_turn(cli, w, sides[k]);
        if (rc)
            return rc;
        const int64_t page = bench_cpu_ns(&w->large.page), floor = bench_cpu_ns(&w->large.floor);
        const int64_t page_small = bench_cpu_ns(&w->small.page),
                      floor_small = bench_cpu_ns(&w->small.floor);
        bench_ratio_add(&w->page, page, page_small);
        bench_ratio_add(&w->floor, floor, floor_small);
        bench_ratio_add(&w->grew, page * floor_small, page_small * floor);
    }
    return rc;
}

static void print_side(struct cli *cli, struct worklist *w, const char *what, const struct side *s)
{
    bench_note(w->report, str_fmt(cli->c.mem, "%lld dossiers: the officer has %lld in hand",
                                  (long long)s->folder.dossiers, (long long)s->officer.in_hand));
    bench_print(w->report, str_fmt(cli->c.mem, "page, %s", what).p, &s->page_all);
    bench_print(w->report, str_fmt(cli->c.mem, "floor, %s", what).p, &s->floor_all);
}

enum rc bench_worklist(struct cli *cli)
{
    struct worklist *w = NEW(cli->c.mem, struct worklist);
    struct bench_sizes s;
    enum rc rc = bench_get_sizes(cli, &s);
    const int64_t small = s.dossiers < SMALL ? 2000 : SMALL;
    if (!rc)
        rc = bench_folder(cli, "", small, &w->small.folder);
    if (!rc)
        rc = bench_folder(cli, "", s.dossiers, &w->large.folder);
    if (!rc)
        rc = sign_in(cli, &w->small);
    if (!rc)
        rc = sign_in(cli, &w->large);
    if (rc)
        return rc;
    w->turns = s.turns;
    w->report = bench_report_new(cli, "worklist", s.dossiers, s.connections, s.seconds);
    w->load = (struct bench_load){.connections = (int)s.connections, .us = s.seconds * SECOND_US};
    rc = rounds(cli, w);
    if (rc)
        return rc;
    print_side(cli, w, "few", &w->small);
    print_side(cli, w, "many", &w->large);
    bench_beside(cli, w->report, w->large.folder.dir, w->large.page_all.bytes, &s);
    bench_note(w->report, bench_spread_text(cli->c.mem, "the page grows", &w->page));
    bench_note(w->report, bench_spread_text(cli->c.mem, "its floor grows", &w->floor));
    bench_judge(w->report, "worklist, growth over that of its floor", &w->grew, BAR, BENCH_AT_MOST);
    bench_judge_rest(w->report, &w->ready, &w->resident);
    const struct bench_figures *small_all = &w->small.page_all, *large_all = &w->large.page_all;
    return bench_report_end(w->report,
                            small_all->ok == small_all->answers && large_all->ok == large_all->answers);
}
