/*
 * bench_submit.c - submissions by many callers at once, each durable before the next: filed and
 * accepted, three papers with a file each, events sealed. The floor replays the statements of
 * one such submission in group commits, without rules. In this process: what is measured is
 * the unit of work, from the rule to the disk.
 */
#include "bench/bench_filing.h"
#include "bench/bench_verbs.h"

#include <stdatomic.h>

#include "host/clock.h"
#include "host/random.h"
#include "host/thread.h"

#define ROUNDS 3
#define BAR 50 /* percent of the floor's rate */
#define CALLER_MEMORY ((size_t)16 << 20)
#define SAMPLES 65536

struct calling {
    struct store *store;
    struct bench_filer filer;
    _Atomic int64_t next, acknowledged, refused;
    _Atomic bool stop;
    bool aloud; /* print each code once it is acknowledged */
    struct cli *cli;
    pthread_mutex_t print;
};
struct caller {
    struct calling *all;
    struct host_thread thread;
    int64_t *latency, n, sample_n;
    struct dossier_ref ref;
    char code[64];
};

static enum rc unit(struct ctx *c, void *arg)
{
    struct caller *w = arg;
    return bench_file_one(c, &w->all->filer, w->n, &w->ref);
}

static void acknowledge(struct caller *w)
{
    struct calling *all = w->all;
    atomic_fetch_add(&all->acknowledged, 1);
    if (!all->aloud)
        return;
    pthread_mutex_lock(&all->print);
    cli_printf(all->cli, "%.*s\n", STR_ARG(w->ref.code));
    cli_flush(all->cli);
    pthread_mutex_unlock(&all->print);
}

static void *call_on(void *arg)
{
    struct caller *w = arg;
    struct calling *all = w->all;
    struct arena *mem = arena_new(CALLER_MEMORY);
    while (mem && !all->stop) {
        struct ctx c = {.mem = mem, .now = host_now(), .rng = host_rng_new()};
        const int64_t begun = host_monotonic_us();
        w->n = atomic_fetch_add(&all->next, 1);
        if (store_write(all->store, &c, unit, w) == RC_OK)
            acknowledge(w);
        else
            atomic_fetch_add(&all->refused, 1);
        if (w->sample_n < SAMPLES)
            w->latency[w->sample_n++] = host_monotonic_us() - begun;
        arena_clear(mem);
    }
    arena_free(mem);
    return NULL;
}

static void sum_up(struct cli *cli, struct caller *callers, int64_t n, struct bench_figures *f)
{
    int64_t total = 0, at = 0;
    for (int64_t i = 0; i < n; i++)
        total += callers[i].sample_n;
    int64_t *all = NEW_N(cli->c.mem, int64_t, total + 1);
    for (int64_t i = 0; i < n; i++)
        for (int64_t k = 0; k < callers[i].sample_n; k++)
            all[at++] = callers[i].latency[k];
    bench_sort(all, total);
    f->p50_us = all[total / 2];
    f->p99_us = all[total * 99 / 100];
    f->max_us = all[total ? total - 1 : 0];
}

static enum rc run(struct cli *cli, struct calling *all, int64_t n, int64_t us,
                   struct bench_figures *ret_figures)
{
    struct caller *callers = NEW_N(cli->c.mem, struct caller, n);
    struct bench_figures f = {0};
    const int64_t begun = host_monotonic_us(), cpu = host_cpu_us();
    int64_t started = 0;
    all->stop = false;
    all->acknowledged = all->refused = 0;
    for (; started < n; started++) {
        struct caller *w = &callers[started];
        w->all = all;
        w->latency = NEW_N(cli->c.mem, int64_t, SAMPLES);
        if (host_thread_start(&w->thread, "caller", call_on, w) != 0)
            break;
    }
    while (host_monotonic_us() - begun < us && cli_alive(cli))
        host_sleep_us(10000);
    all->stop = true;
    for (int64_t i = 0; i < started; i++)
        host_thread_join(&callers[i].thread);
    f.us = host_monotonic_us() - begun;
    f.cpu_us = host_cpu_us() - cpu;
    f.answers = all->acknowledged + all->refused;
    f.ok = all->acknowledged;
    f.refused = all->refused;
    sum_up(cli, callers, started, &f);
    *ret_figures = f;
    return started == n && f.answers ? RC_OK : RC_UNAVAILABLE;
}

struct find {
    struct arena *keep;
    struct bench_filer *filer;
};
static enum rc find(struct ctx *c, void *arg)
{
    const struct find *f = arg;
    return bench_filer_find(c, f->keep, f->filer);
}

static enum rc turn(struct cli *cli, struct calling *all, const char *dir, int64_t callers, int64_t us,
                    struct bench_figures *sum)
{
    struct cli_data *data;
    struct bench_figures f = {0};
    struct store_stats before, after;
    enum rc rc = bench_open(cli, dir, &data);
    if (rc)
        return rc;
    all->store = data->store;
    rc = store_read(data->store, &cli->c, find, &(struct find){cli->c.mem, &all->filer});
    store_get_stats(data->store, &before);
    if (!rc)
        rc = run(cli, all, callers, us, &f);
    store_get_stats(data->store, &after);
    if (!rc && !all->aloud)
        cli_printf(cli, "  %lld units in %lld commits\n", (long long)(after.units - before.units),
                   (long long)(after.commits - before.commits));
    cli_data_close(data);
    bench_add(sum, &f);
    return rc;
}

/* The floor says "N units in M us, CPU K us" and ends by itself. */
static enum rc floor_turn(struct cli *cli, const char *dir, const char *const extra[2],
                          struct bench_figures *sum)
{
    struct bench_child *child;
    struct bench_figures f = {0};
    const char *const argv[] = {bench_floor(cli, "submit_floor"), dir, extra[0], extra[1], NULL};
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
    bench_add(sum, &f);
    return rc;
}

static int64_t rate(const struct bench_figures *f)
{
    return f->us ? f->ok * SECOND_US / f->us : 0;
}

enum rc bench_submit(struct cli *cli)
{
    struct calling all = {.cli = cli, .aloud = cli_flag(cli, "aloud")};
    struct bench_folder folder;
    struct bench_figures rules = {0}, floor = {0};
    int64_t dossiers, callers, seconds;
    enum rc rc = bench_sizes(cli, &dossiers, &callers, &seconds);
    if (!rc)
        rc = bench_folder(cli, dossiers, &folder);
    if (rc)
        return rc;
    pthread_mutex_init(&all.print, NULL);
    if (all.aloud)
        return turn(cli, &all, folder.dir, callers, seconds * SECOND_US, &rules);
    bench_print_machine(cli);
    const char *const extra[2] = {str_fmt(cli->c.mem, "%lld", (long long)callers).p,
                                  str_fmt(cli->c.mem, "%lld", (long long)(seconds * 1000)).p};
    for (int i = 0; !rc && i < ROUNDS; i++) {
        rc = turn(cli, &all, folder.dir, callers, seconds * SECOND_US, &rules);
        if (!rc)
            rc = floor_turn(cli, folder.dir, extra, &floor);
    }
    if (rc)
        return rc;
    bench_print(cli, "submissions", &rules);
    bench_print(cli, "floor", &floor);
    const bool good = rate(&rules) * 100 >= rate(&floor) * BAR && !rules.refused;
    cli_printf(cli, "submit: %.*s x the rate of its floor with %lld callers (bar 0.50)%s\n",
               STR_ARG(bench_ratio(cli, rate(&rules), rate(&floor))), (long long)callers,
               good ? "" : " MISSED");
    return good ? RC_OK : cli_wrong(cli);
}
