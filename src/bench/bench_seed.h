/* bench_seed.h - what the parts of the seeding share; inside the folder only. */
#ifndef MOTCUA_BENCH_BENCH_SEED_H
#define MOTCUA_BENCH_BENCH_SEED_H

#include "bench/bench.h"
#include "db/db.h"

#define BENCH_COMMUNE_STAFF 5 /* two clerks, two officers, a leader: in this order */

/* Communes made in a row: agencies from `agency` on, three units each from `unit` on (one-stop,
   division, leaders), staff from `staff` on. */
struct bench_tree {
    int64_t communes, agency, unit, staff;
};
/* As many as make 500 units with those that are there. */
MUST_USE enum rc bench_grow_tree(struct cli *cli, struct store *store, struct bench_tree *ret_tree);

#endif
