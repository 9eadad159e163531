/*
 * worklist_floor.c - the floor of an officer's first page: the HTTP layer, a snapshot, the first
 * rows of the officer's index, the number beside each list from its index, and a constant body.
 * No session, no rules, nothing joined, no templates.
 *
 *   worklist_floor DIR BYTES STAFF UNIT     serves the folder of a bench on a free port until
 *                                           SIGTERM; GET anything, GET /metrics for its CPU
 */
#include "floor/serve.h"

#include "bench/bench_sql.h"

#define ROWS 26 /* a page, and one more tells of the next */
#define COUNT_MAX 1000

static int64_t staff, unit;

/* One row says how many a range of the index holds. */
static enum rc count_unit(struct ctx *c, instant from, instant to)
{
    struct q_bench_count_unit_row row;
    return q_bench_count_unit(c, unit, from, to, COUNT_MAX, &row);
}

static enum rc count_status(struct ctx *c, str status)
{
    struct q_bench_count_status_row row;
    return q_bench_count_status(c, unit, status, COUNT_MAX, &row);
}

static enum rc floor_ask(struct ctx *c, str path)
{
    static const instant beginning = {INT64_MIN + 1}, end = {INT64_MAX};
    const instant tomorrow = instant_at(date_add(instant_date(c->now), 1), 0);
    struct q_bench_work_rows rows;
    struct q_bench_count_mine_row mine;
    (void)path;
    enum rc rc = q_bench_work(c, staff, ROWS, &rows);
    if (!rc)
        rc = q_bench_count_mine(c, staff, COUNT_MAX, &mine);
    if (!rc)
        rc = count_unit(c, beginning, end);
    if (!rc)
        rc = count_unit(c, beginning, c->now);
    if (!rc)
        rc = count_unit(c, c->now, tomorrow);
    if (!rc)
        rc = count_status(c, S("waiting"));
    if (!rc)
        rc = count_status(c, S("supplement"));
    return rc ? rc : count_status(c, S("issued"));
}

int main(int argc, char **argv)
{
    int64_t bytes;
    if (argc != 5 || !str_to_i64(str_of(argv[2]), &bytes) || bytes < 1 ||
        !str_to_i64(str_of(argv[3]), &staff) || !str_to_i64(str_of(argv[4]), &unit)) {
        fprintf(stderr, "usage: worklist_floor DIR BYTES STAFF UNIT\n");
        return 2;
    }
    return floor_serve(argv[1], bytes, false);
}
