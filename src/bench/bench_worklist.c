/*
 * bench_worklist.c - an officer's first page: ten rows by due date and the numbers beside the
 * lists, in one snapshot, among 10,000 dossiers and among N. The officer is the one with most
 * in hand. What is measured is the rule with its statements; the page around it costs the same
 * at every size. The floor reads as many rows, and counts as often, in the index alone.
 */
#include "bench/bench_sql.h"
#include "bench/bench_verbs.h"

#include "access/access.h"
#include "dossier/dossier_read.h"
#include "host/clock.h"

#define SMALL 10000
#define ROWS 10 /* as many as the officer has among 10,000 */
#define COUNT_MAX 1000
#define PAGES 300
#define BAR 125

struct page {
    struct actor officer;
    int64_t rows, in_hand;
    int64_t us[PAGES], cpu_us, floor_cpu_us;
};

static enum rc find_officer(struct ctx *c, void *arg)
{
    struct page *p = arg;
    struct q_bench_busiest_row row;
    const enum rc rc = q_bench_busiest(c, &row);
    if (rc)
        return rc;
    p->in_hand = row.n;
    p->officer = (struct actor){.kind = ACTOR_STAFF,
                                .staff = row.handler_id,
                                .agency = row.agency_id,
                                .unit = row.unit_id,
                                .roles = 1u << ROLE_ANYBODY | 1u << ROLE_OFFICER};
    return RC_OK;
}

static enum rc read_page(struct ctx *c, void *arg)
{
    struct page *p = arg;
    struct worklist_page list;
    int64_t counts[LIST_COUNT];
    c->actor = &p->officer;
    enum rc rc = dossier_worklist(c, LIST_MINE, NULL, STR_NONE, ROWS, &list);
    p->rows = rc ? 0 : list.n;
    return rc ? rc : dossier_worklist_counts(c, NULL, counts);
}

static enum rc read_floor(struct ctx *c, void *arg)
{
    struct page *p = arg;
    struct q_bench_work_rows rows;
    struct q_bench_work_count_row count;
    enum rc rc = q_bench_work(c, p->officer.staff, ROWS + 1, &rows);
    for (int i = 0; !rc && i < LIST_COUNT; i++)
        rc = q_bench_work_count(c, p->officer.staff, COUNT_MAX, &count);
    return rc;
}

static enum rc repeat(struct cli *cli, struct store *s, struct page *p)
{
    enum rc rc = RC_OK;
    struct arena *mem = arena_new((size_t)16 << 20);
    if (!mem)
        return RC_UNAVAILABLE;
    for (int i = 0; !rc && i < PAGES; i++) {
        struct ctx c = {.mem = mem, .now = cli->c.now};
        int64_t at = host_monotonic_us(), cpu = host_cpu_us();
        rc = store_read(s, &c, read_page, p);
        p->us[i] = host_monotonic_us() - at;
        p->cpu_us += host_cpu_us() - cpu;
        arena_clear(mem);
        cpu = host_cpu_us();
        if (!rc)
            rc = store_read(s, &c, read_floor, p);
        p->floor_cpu_us += host_cpu_us() - cpu;
        arena_clear(mem);
    }
    arena_free(mem);
    bench_sort(p->us, PAGES);
    return rc;
}

static enum rc measure(struct cli *cli, int64_t dossiers, struct page *p)
{
    struct bench_folder folder;
    struct cli_data *data;
    enum rc rc = bench_folder(cli, dossiers, &folder);
    if (!rc)
        rc = bench_open(cli, folder.dir, &data);
    if (rc)
        return rc;
    rc = store_read(data->store, &cli->c, find_officer, p);
    if (!rc)
        rc = repeat(cli, data->store, p);
    cli_data_close(data);
    if (!rc)
        cli_printf(cli,
                   "%8lld dossiers: %lld rows of %lld in hand, p50 %lld us, p99 %lld us, CPU %lld us a "
                   "page, floor %lld us\n",
                   (long long)dossiers, (long long)p->rows, (long long)p->in_hand,
                   (long long)p->us[PAGES / 2], (long long)p->us[PAGES * 99 / 100],
                   (long long)(p->cpu_us / PAGES), (long long)(p->floor_cpu_us / PAGES));
    return rc;
}

enum rc bench_worklist(struct cli *cli)
{
    struct page *small = NEW(cli->c.mem, struct page), *large = NEW(cli->c.mem, struct page);
    int64_t dossiers, connections, seconds;
    enum rc rc = bench_sizes(cli, &dossiers, &connections, &seconds);
    if (rc)
        return rc;
    bench_print_machine(cli);
    rc = measure(cli, SMALL, small);
    if (!rc)
        rc = measure(cli, dossiers, large);
    if (rc)
        return rc;
    const str grew = bench_ratio(cli, large->cpu_us, small->cpu_us);
    const str floor = bench_ratio(cli, large->floor_cpu_us, small->floor_cpu_us);
    const bool good =
        large->cpu_us * small->floor_cpu_us * 100 <= small->cpu_us * large->floor_cpu_us * BAR;
    cli_printf(cli, "worklist: grows %.*s times, its floor %.*s times (bar 1.25 x the floor)%s\n",
               STR_ARG(grew), STR_ARG(floor), good ? "" : " MISSED");
    return good ? RC_OK : cli_wrong(cli);
}
