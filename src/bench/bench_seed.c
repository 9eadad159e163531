/*
 * bench_seed.c - a folder of N dossiers. The first 2,000 are the demo's and went through the
 * rules; the others are copies of them by bench.sql, in large units. A folder made before is
 * taken as it is.
 */
#include "bench/bench.h"
#include "bench/bench_seed.h"

#include "bench/bench_sql.h"
#include "dossier/dossier_read.h"
#include "host/clock.h"
#include "host/file.h"

#define TEMPLATES "2000"
#define COPIES 20 /* of all templates, in one unit */
#define TARGETS 2048

enum rc bench_open(struct cli *cli, const char *dir, struct cli_data **ret_data)
{
    return cli_data_open(cli->app, dir, NULL, false, ret_data);
}

int64_t bench_spread(int64_t i, int64_t below)
{
    const uint64_t mixed = ((uint64_t)i + 1) * UINT64_C(0x9E3779B97F4A7C15);
    return (int64_t)((mixed >> 11) % (uint64_t)(below > 0 ? below : 1));
}

struct copying {
    int64_t first, last;
    struct q_bench_strides_row of;
    struct bench_tree tree;
};

/* Every other copy lies in the tree, the others where the demo's own do: the officer with most in
   hand stays the demo's. */
static enum rc copy(struct ctx *c, const struct copying *w, int64_t n)
{
    const struct q_bench_strides_row *of = &w->of;
    const int64_t spread = w->tree.communes ? n % 2 : 0, communes = spread ? w->tree.communes : 1;
    const str mark = str_fmt(c->mem, "c%05lld", (long long)n);
    enum rc rc = q_bench_copy_person(c, n, mark, of->person, NULL);
    if (!rc)
        rc = q_bench_copy_work(c,
                               &(struct q_bench_copy_work_in){.n = n,
                                                              .stride = of->dossier,
                                                              .spread = spread,
                                                              .communes = communes,
                                                              .agency = w->tree.agency,
                                                              .unit = w->tree.unit,
                                                              .staff = w->tree.staff},
                               NULL);
    if (!rc)
        rc = q_bench_copy_dossier(c,
                                  &(struct q_bench_copy_dossier_in){.n = n,
                                                                    .mark = mark,
                                                                    .stride = of->dossier,
                                                                    .person_stride = of->person,
                                                                    .spread = spread,
                                                                    .communes = communes,
                                                                    .agency = w->tree.agency},
                                  NULL);
    if (!rc)
        rc = q_bench_copy_paper(c, n, of->dossier, of->paper, NULL);
    if (!rc)
        rc = q_bench_copy_pass(c, n, of->dossier, NULL);
    if (!rc)
        rc = q_bench_copy_clock(c, n, of->dossier, NULL);
    if (!rc)
        rc = q_bench_copy_event(c, n, mark, of->dossier, of->event, NULL);
    return rc ? rc : q_bench_copy_seal(c, n, of->seal, of->event, NULL);
}

static enum rc copies(struct ctx *c, void *arg)
{
    const struct copying *w = arg;
    enum rc rc = RC_OK;
    for (int64_t n = w->first; !rc && n <= w->last; n++)
        rc = copy(c, w, n);
    return rc;
}

static enum rc strides(struct ctx *c, void *arg)
{
    return q_bench_strides(c, arg);
}

static enum rc fill(struct cli *cli, const char *dir, int64_t dossiers)
{
    struct cli_data *data;
    struct copying w = {0};
    enum rc rc = bench_open(cli, dir, &data);
    if (rc)
        return rc;
    rc = bench_grow_tree(cli, data->store, &w.tree);
    if (!rc)
        rc = store_read(data->store, &cli->c, strides, &w.of);
    const int64_t n = !rc && dossiers > w.of.dossier ? (dossiers - 1) / w.of.dossier : 0;
    for (w.first = 1; !rc && w.first <= n; w.first = w.last + 1) {
        w.last = w.first + COPIES - 1 < n ? w.first + COPIES - 1 : n;
        rc = store_write(data->store, &cli->c, copies, &w);
        cli_progress(cli, "copies", w.last, n);
    }
    cli_data_close(data);
    return rc;
}

static enum rc make(struct cli *cli, const char *dir, int64_t dossiers)
{
    const char *const argv[] = {bench_self(cli), "demo",    "--data",           dir, "--dossiers",
                                TEMPLATES,       "--until", "2026-11-19T17:00", NULL};
    const int64_t begun = host_monotonic_us();
    enum rc rc = host_dir_make(dir);
    if (!rc && bench_child_run(cli, argv) != 0)
        rc = RC_FAILED;
    if (!rc)
        rc = fill(cli, dir, dossiers);
    if (!rc)
        rc = host_file_replace(str_fmt(cli->c.mem, "%s/bench", dir).p, S("test data\n"), 0600);
    if (!rc)
        cli_err(cli, "seeded %lld dossiers in %lld ms", (long long)dossiers,
                (long long)((host_monotonic_us() - begun) / 1000));
    return rc;
}

static enum rc choose(struct ctx *c, void *arg)
{
    struct bench_folder *f = arg;
    struct q_bench_strides_row of;
    enum rc rc = q_bench_strides(c, &of);
    f->targets = NEW_N(c->mem, struct bench_target, TARGETS);
    for (int64_t i = 0; !rc && i < TARGETS; i++) {
        struct q_bench_dossiers_rows rows;
        rc = q_bench_dossiers(c, bench_spread(i, of.dossier - 100), 1, &rows);
        if (rc || !rows.n)
            continue;
        const struct dossier d = {.pub = rows.v[0].pub,
                                  .secret_generation = rows.v[0].secret_generation};
        f->targets[f->targets_n++] = (struct bench_target){rows.v[0].code, dossier_secret(c->mem, &d)};
    }
    return rc;
}

enum rc bench_folder(struct cli *cli, const char *prefix, int64_t dossiers,
                     struct bench_folder *ret_folder)
{
    struct bench_folder f = {.dossiers = dossiers};
    struct host_entry e;
    struct cli_data *data;
    f.dir = str_fmt(cli->c.mem, "%s/%s%lld", cli->data, prefix, (long long)dossiers).p;
    enum rc rc = host_dir_make(cli->data);
    if (!rc)
        rc = host_file_stat(str_fmt(cli->c.mem, "%s/bench", f.dir).p, &e);
    if (rc == RC_NOT_FOUND) {
        rc = host_file_stat(f.dir, &e) == RC_OK ? RC_CONFLICT : make(cli, f.dir, dossiers);
        if (rc == RC_CONFLICT)
            cli_err(cli, "%s is not a folder of a finished bench; remove it or name another", f.dir);
    }
    if (!rc)
        rc = bench_open(cli, f.dir, &data);
    if (rc)
        return rc;
    rc = store_read(data->store, &cli->c, choose, &f);
    cli_data_close(data);
    *ret_folder = f;
    return rc;
}
