/* bench_verbs.h - the verbs and what they share; inside the folder only. */
#ifndef MOTCUA_BENCH_VERBS_H
#define MOTCUA_BENCH_VERBS_H

#include "bench/bench.h"

enum rc bench_lookup(struct cli *cli);
enum rc bench_submit(struct cli *cli);
enum rc bench_worklist(struct cli *cli);
enum rc bench_http(struct cli *cli);

/* --dossiers, --connections, --seconds. */
MUST_USE enum rc bench_sizes(struct cli *cli, int64_t *ret_dossiers, int64_t *ret_connections,
                             int64_t *ret_seconds);
/* The program of a floor: in --floors, or build/bench beside this program. */
const char *bench_floor(struct cli *cli, const char *name);
/* `motcua serve` of this program on a free port. */
MUST_USE enum rc bench_serve(struct cli *cli, const char *dir, struct bench_child **ret_child);
/* Behind the last colon; 0 when there is none. */
int bench_port_of(str url);

#endif
