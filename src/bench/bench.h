/*
 * bench.h - what the benches share: a folder of N dossiers, a child process that serves, a load
 * over HTTP and what became of it. Figures are printed, never judged alone: a bench runs its
 * floor (bench/floor) in the same minute and prints the ratio. Leaves out: rules, pages.
 *
 * Invariant: only a folder that a bench made itself (DIR/N with the marker `bench`) is ever
 * filled; rows of bench.sql are test data whose record does not verify.
 */
#ifndef MOTCUA_BENCH_BENCH_H
#define MOTCUA_BENCH_BENCH_H

#include "cli/cli.h"

/* ---- the folder ---- */

struct bench_target {
    str code, secret; /* of one dossier, for public tracking */
};
struct bench_folder {
    const char *dir; /* DIR/N */
    int64_t dossiers;
    struct bench_target *targets;
    ptrdiff_t targets_n;
};
/* DIR/N, made when missing: the demo's dossiers by the real rules, then copies of them. */
MUST_USE enum rc bench_folder(struct cli *cli, int64_t dossiers, struct bench_folder *ret_folder);
/* Opened by this process, as a server would; closed before a child may have it. */
MUST_USE enum rc bench_open(struct cli *cli, const char *dir, struct cli_data **ret_data);
/* n numbers spread over 0..below-1, the same in every run. */
int64_t bench_spread(int64_t i, int64_t below);

/* ---- children ---- */

struct bench_child;
/* Starts argv (ends with NULL) and waits until it prints a line that begins with `ready`; the
   rest of that line is *ret_rest, `us` from start to there. RC_UNAVAILABLE otherwise. */
MUST_USE enum rc bench_child_start(struct cli *cli, const char *const *argv, const char *ready,
                                   struct bench_child **ret_child);
str bench_child_said(const struct bench_child *child);
int64_t bench_child_ready_us(const struct bench_child *child);
int64_t bench_child_pid(const struct bench_child *child);
/* SIGTERM, waits for its end; the exit code, or 128 + signal. Accepts NULL. */
int bench_child_stop(struct bench_child *child);
/* Runs to its end without a word; the exit code. */
int bench_child_run(struct cli *cli, const char *const *argv);
/* This program's own file. */
const char *bench_self(struct cli *cli);
/* Resident kilobytes of a process, from /proc; 0 when it is gone. */
int64_t bench_resident_kb(struct cli *cli, int64_t pid);
/* Processes below `pid`, itself first; at most `max`. */
int bench_processes(struct cli *cli, int64_t pid, int64_t *ret_pids, int max);

/* A file of /proc; empty when it is not there. */
str bench_proc(struct cli *cli, const char *path);

/* ---- load over HTTP ---- */

struct bench_load {
    int port, connections;
    int64_t us;         /* how long */
    int64_t rate;       /* requests a second on a timetable (open loop); 0 = closed loop */
    const str *request; /* whole requests, taken in turn */
    ptrdiff_t request_n;
};
struct bench_figures {
    int64_t answers, ok, refused, other, broken; /* refused: 503 and 429; broken: connections */
    int64_t p50_us, p99_us, max_us, us, bytes;   /* bytes: of the last body */
    int64_t cpu_us;                              /* of the server, by its own accounting */
};
MUST_USE enum rc bench_load(struct cli *cli, const struct bench_load *load,
                            struct bench_figures *ret_figures);
/* One GET; the body. */
MUST_USE enum rc bench_get(struct cli *cli, int port, const char *path, str *ret_body);
/* The load between two readings of /metrics: cpu_us is filled. */
MUST_USE enum rc bench_load_accounted(struct cli *cli, const struct bench_load *load,
                                      struct bench_figures *ret_figures);

/* ---- printing ---- */

void bench_print_machine(struct cli *cli);
void bench_print(struct cli *cli, const char *what, const struct bench_figures *f);
void bench_add(struct bench_figures *sum, const struct bench_figures *f);
/* "1.53" */
str bench_ratio(struct cli *cli, int64_t of, int64_t to);
/* Ascending, in place. */
void bench_sort(int64_t *v, ptrdiff_t n);

#endif
