/*
 * bench_life.c - whole lives of dossiers over HTTP by many connections at once, each act a durable
 * request of its own by the one whose act it is: filed and accepted by the clerk, taken on and
 * submitted by the officer, approved by the leader, issued with its result and handed over by the
 * clerk. Among 10,000 dossiers and among N. The floor replays the statements of one such life in
 * group commits, without HTTP and without rules. Judged are the rate among N against that of the
 * floor, and how much slower the server gets than its floor does.
 */
#include "bench/bench_filing.h"
#include "bench/bench_verbs.h"

#include <string.h>

#define BAR_RATE 40
#define BAR_GROWTH 125
#define SMALL 10000
#define WARM_US (SECOND_US / 2)
#define CONNECTIONS_MAX 1024
#define PUB_LETTERS 26
#define PUB_UNKNOWN "PPPPPPPPPPPPPPPPPPPPPPPPPP" /* the floor puts its own there */

/* After filing, in their order. */
static const struct act {
    enum bench_who who;
    const char *place, *body;
} acts[] = {
    {BENCH_CLERK, "acceptances", "{}"},
    {BENCH_OFFICER, "claims", "{}"},
    {BENCH_OFFICER, "moves", "{\"action\":\"submit\"}"},
    {BENCH_LEADER, "moves", "{\"action\":\"approve\"}"},
    {BENCH_CLERK, "moves", NULL}, /* with its result: make_act */
    {BENCH_CLERK, "returns", "{\"how\":\"counter\",\"collector\":\"Người nộp hồ sơ\"}"},
};
#define ACTS ((int)(sizeof acts / sizeof *acts))

struct dossier_at { /* where the dossier of a connection stands */
    char pub[PUB_LETTERS + 1];
    int64_t version;
    int done; /* acts after filing; -1 = not filed */
};

struct side {
    struct bench_folder folder;
    struct bench_filer filer;
    struct bench_lives lives;
    struct bench_figures server, floor, server_all, floor_all;
    struct dossier_at at[CONNECTIONS_MAX];
};
struct life {
    struct side small, large;
    struct bench_load load;
    struct bench_report *report;
    int64_t turns;
    struct bench_ratios rate, grew, server, floor;
};

/* ---- one act after the other ---- */

static size_t make_act(struct side *s, const struct dossier_at *at, char *to)
{
    const struct act *a = &acts[at->done];
    char path[64], body[128];
    const str file = s->filer.files[0];
    (void)snprintf(path, sizeof path, "%s/%s", at->pub, a->place);
    if (!a->body)
        (void)snprintf(body, sizeof body, "{\"action\":\"issue\",\"file\":\"%.*s\"}", STR_ARG(file));
    else
        (void)snprintf(body, sizeof body, "%s", a->body);
    return bench_act(&s->filer, a->who, str_of(path), at->version, str_of(body), to);
}

static size_t next_request(void *arg, int connection, char *to)
{
    struct side *s = arg;
    struct dossier_at *at = &s->at[connection];
    return at->done < 0 ? bench_filing(&s->filer, connection, to) : make_act(s, at, to);
}

static str header(str answer, const char *name)
{
    const ptrdiff_t at = str_find(answer, str_of(name));
    return at < 0 ? S("") : str_cut(str_sub(answer, at + (ptrdiff_t)strlen(name), 200), '\r').head;
}

/* Where it stands now; what was refused is left there and another filed. */
static void heard(void *arg, int connection, int64_t status, str answer)
{
    struct side *s = arg;
    struct dossier_at *at = &s->at[connection];
    const str seen = header(answer, "etag: \"v"), place = header(answer, "location: ");
    const ptrdiff_t pub = str_find(place, S("/dossiers/"));
    const bool good = status == 201 && pub >= 0 && place.n >= pub + 10 + PUB_LETTERS &&
                      str_to_i64(str_cut(seen, '"').head, &at->version);
    at->done = good && at->done + 1 < ACTS ? at->done + 1 : -1;
    if (good)
        memcpy(at->pub, place.p + pub + 10, PUB_LETTERS);
}

/* ---- turns ---- */

/* One life for its versions; then the requests of more, for the floor. */
static enum rc keep_lives(struct cli *cli, struct side *s)
{
    int64_t versions[ACTS + 1] = {0};
    char request[BENCH_REQUEST_MAX];
    struct bench_load one = {
        .port = s->filer.port, .connections = 1, .make = next_request, .heard = heard, .arg = s};
    struct bench_figures f;
    enum rc rc = RC_OK;
    s->at[0].done = -1;
    for (int k = 0; !rc && k <= ACTS; k++) {
        versions[k] = s->at[0].version;
        rc = bench_load(cli, &one, &f);
        if (!rc && (!f.ok || s->at[0].done != (k < ACTS ? k : -1))) {
            cli_err(cli, "the server refuses act %d of a life", k + 1);
            rc = RC_FAILED;
        }
    }
    s->lives.acts = ACTS + 1;
    for (int i = 0; !rc && i < BENCH_LIVES * (ACTS + 1); i++) {
        if (i == BENCH_LIVES / 2 * (ACTS + 1))
            bench_filer_again(&s->filer, 2);
        struct dossier_at at = {PUB_UNKNOWN, versions[i % (ACTS + 1)], i % (ACTS + 1) - 1};
        const size_t n = at.done < 0 ? bench_filing(&s->filer, 0, request) : make_act(s, &at, request);
        rc = bench_keep_request(cli, s->folder.dir, &s->lives, i, (str){request, (ptrdiff_t)n});
    }
    return rc;
}

static enum rc server_turn(struct cli *cli, struct life *l, struct side *s)
{
    struct bench_child *child;
    enum rc rc = bench_serve(cli, s->folder.dir, &child);
    if (rc)
        return rc;
    l->load.port = s->filer.port = bench_port_of(bench_child_said(child));
    l->load.arg = s;
    rc = bench_filer_send_files(cli, &s->filer);
    if (!rc)
        rc = keep_lives(cli, s);
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        s->at[i].done = -1;
    s->server = (struct bench_figures){0};
    if (!rc)
        rc = bench_warm_and_load(cli, &l->load, WARM_US, &s->server);
    bench_child_stop(child);
    bench_add(&s->server_all, &s->server);
    return rc;
}

static enum rc turn(struct cli *cli, struct life *l)
{
    struct side *const sides[] = {&l->small, &l->large};
    enum rc rc = RC_OK;
    for (int k = 0; !rc && k < 2; k++)
        rc = server_turn(cli, l, sides[k]);
    for (int k = 0; !rc && k < 2; k++) {
        struct side *s = sides[k];
        rc = bench_replay(cli, s->folder.dir, &l->load, &s->lives, &s->floor);
        bench_add(&s->floor_all, &s->floor);
    }
    if (rc)
        return rc;
    const int64_t small = bench_rate(&l->small.server), large = bench_rate(&l->large.server),
                  small_floor = bench_rate(&l->small.floor), large_floor = bench_rate(&l->large.floor);
    bench_ratio_add(&l->rate, large, large_floor);
    bench_ratio_add(&l->server, small, large);
    bench_ratio_add(&l->floor, small_floor, large_floor);
    bench_ratio_add(&l->grew, small * large_floor, large * small_floor);
    return RC_OK;
}

static enum rc begin_side(struct cli *cli, const char *prefix, int64_t dossiers, struct side *s)
{
    struct cli_data *data;
    enum rc rc = bench_folder(cli, prefix, dossiers, &s->folder);
    if (!rc)
        rc = bench_open(cli, s->folder.dir, &data);
    if (rc)
        return rc;
    rc = bench_filer_new(cli, data->store, &s->filer);
    s->filer.waits = true;
    cli_data_close(data);
    return rc;
}

static bool clean(const struct bench_figures *f)
{
    return f->ok == f->answers && !f->broken;
}

enum rc bench_life(struct cli *cli)
{
    struct life *l = NEW(cli->c.mem, struct life);
    struct bench_sizes s;
    enum rc rc = bench_get_sizes(cli, &s);
    if (!rc)
        rc = begin_side(cli, "life-few-", s.dossiers < SMALL ? 2000 : SMALL, &l->small);
    if (!rc)
        rc = begin_side(cli, "life-", s.dossiers, &l->large);
    if (rc)
        return rc;
    l->report = bench_report_new(cli, "life", s.dossiers, s.connections, s.seconds);
    l->load = (struct bench_load){.connections = (int)s.connections,
                                  .us = s.seconds * SECOND_US,
                                  .make = next_request,
                                  .heard = heard};
    for (int64_t i = 0; !rc && i < s.turns; i++)
        rc = turn(cli, l);
    if (rc)
        return rc;
    bench_note(l->report, str_fmt(cli->c.mem, "a life is %d acts, each durable", ACTS + 1));
    bench_print(l->report, "acts, few", &l->small.server_all);
    bench_print(l->report, "floor, few", &l->small.floor_all);
    bench_print(l->report, "acts, many", &l->large.server_all);
    bench_print(l->report, "floor, many", &l->large.floor_all);
    bench_note(l->report, bench_spread_text(cli->c.mem, "an act grows", &l->server));
    bench_note(l->report, bench_spread_text(cli->c.mem, "its floor grows", &l->floor));
    bench_judge(l->report, "life, rate of its floor", &l->rate, BAR_RATE, BENCH_AT_LEAST);
    bench_judge(l->report, "life, growth over that of its floor", &l->grew, BAR_GROWTH, BENCH_AT_MOST);
    return bench_report_end(l->report, clean(&l->small.server_all) && clean(&l->large.server_all));
}
