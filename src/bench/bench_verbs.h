/* bench_verbs.h - the verbs and what they share; inside the folder only. */
#ifndef MOTCUA_BENCH_VERBS_H
#define MOTCUA_BENCH_VERBS_H

#include "bench/bench.h"

enum rc bench_lookup(struct cli *cli);
enum rc bench_submit(struct cli *cli);
enum rc bench_life(struct cli *cli);
enum rc bench_worklist(struct cli *cli);
enum rc bench_http(struct cli *cli);

/* --dossiers, --connections, --seconds, --turns. */
struct bench_sizes {
    int64_t dossiers, connections, seconds, turns;
};
MUST_USE enum rc bench_get_sizes(struct cli *cli, struct bench_sizes *ret_sizes);
/* The program of a floor: in --floors, or build/bench beside this program. */
const char *bench_floor(struct cli *cli, const char *name);
/* `motcua serve` of this program on a free port. */
MUST_USE enum rc bench_serve(struct cli *cli, const char *dir, struct bench_child **ret_child);
/* Behind the last colon; 0 when there is none. */
int bench_port_of(str url);
/* Unmeasured for a while, then measured. */
MUST_USE enum rc bench_warm_and_load(struct cli *cli, struct bench_load *load, int64_t warm_us,
                                     struct bench_figures *ret_figures);
/* Requests of lives of a dossier, of `acts` requests each, as files for the floor: of two owners, and
   of the same two again. */
#define BENCH_ACTS_MAX 8
#define BENCH_LIVES 4
struct bench_lives {
    int acts;
    const char *requests[BENCH_LIVES * BENCH_ACTS_MAX];
};
MUST_USE enum rc bench_keep_request(struct cli *cli, const char *dir, struct bench_lives *lives, int at,
                                    str request);
/* The floor: the statements of the third life, replayed as the load would ask for them. */
MUST_USE enum rc bench_replay(struct cli *cli, const char *dir, const struct bench_load *load,
                              const struct bench_lives *lives, struct bench_figures *ret_figures);

/* A server that has just become ready: how long it took and what it keeps when it rests. */
void bench_rest(struct cli *cli, struct bench_report *r, const struct bench_child *child,
                struct bench_ratios *ready, struct bench_ratios *resident);
void bench_judge_rest(struct bench_report *r, struct bench_ratios *ready,
                      struct bench_ratios *resident);
/* nginx with a file of so many bytes, under the same load; says so when it is not there. */
void bench_beside(struct cli *cli, struct bench_report *r, const char *dir, int64_t bytes,
                  const struct bench_sizes *sizes);

#endif
