/*
 * bench.h - what the benches share: a folder of N dossiers, a child process that serves, a load
 * over HTTP and what became of it. Figures are printed, never judged alone: a bench runs its
 * floor (bench/floor) in the same minute and prints the ratio. Leaves out: rules, pages.
 *
 * Invariant: only a folder that a bench made itself (with the marker `bench`) is ever
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
    const char *dir;
    int64_t dossiers;
    struct bench_target *targets;
    ptrdiff_t targets_n;
};
/* DIR/<prefix>N, made when missing: the demo's dossiers by the real rules, then copies of them. */
MUST_USE enum rc bench_folder(struct cli *cli, const char *prefix, int64_t dossiers,
                              struct bench_folder *ret_folder);
/* Opened by this process, as a server would; closed before a child may have it. */
MUST_USE enum rc bench_open(struct cli *cli, const char *dir, struct cli_data **ret_data);
/* n numbers spread over 0..below-1, the same in every run. */
int64_t bench_spread(int64_t i, int64_t below);

/* ---- children ---- */

struct bench_child;
/* Starts argv (ends with NULL) and waits until it prints a line that begins with `ready` (NULL:
   does not wait); bench_child_said is the rest of that line, bench_child_ready_us the time from
   start to there. RC_UNAVAILABLE otherwise. */
MUST_USE enum rc bench_child_start(struct cli *cli, const char *const *argv, const char *ready,
                                   struct bench_child **ret_child);
str bench_child_said(const struct bench_child *child);
int64_t bench_child_ready_us(const struct bench_child *child);
int64_t bench_child_pid(const struct bench_child *child);
/* SIGTERM, waits for its end; the exit code, or 128 + signal. Accepts NULL. */
int bench_child_stop(struct bench_child *child);
/* Runs to its end without a word; the exit code. */
int bench_child_run(struct cli *cli, const char *const *argv);
/* A port of loopback that was free a moment ago, for programs that cannot choose; 0 = none. */
int bench_free_port(void);
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
    /* or each made when a connection has its turn, in at most BENCH_REQUEST_MAX bytes; returns their
       number. `heard`, when it is set, gets each whole answer. */
    size_t (*make)(void *arg, int connection, char *to);
    void (*heard)(void *arg, int connection, int64_t status, str answer);
    void *arg;
};
#define BENCH_REQUEST_MAX 4096
struct bench_figures {
    int64_t answers, ok, refused, other, broken; /* refused: 503 and 429; broken: connections */
    int64_t p50_us, p99_us, max_us, us, bytes;   /* bytes: of the last body */
    int64_t cpu_us;                              /* of the server, by its own accounting */
};
MUST_USE enum rc bench_load(struct cli *cli, const struct bench_load *load,
                            struct bench_figures *ret_figures);
/* One request, GET of a path or one that stands there whole; the body of a good answer.
   RC_FAILED when it was refused. */
MUST_USE enum rc bench_get(struct cli *cli, int port, const char *path, str *ret_body);
MUST_USE enum rc bench_ask(struct cli *cli, int port, str request, str *ret_body);
/* The load between two readings of /metrics: cpu_us is filled. */
MUST_USE enum rc bench_load_accounted(struct cli *cli, const struct bench_load *load,
                                      struct bench_figures *ret_figures);

void bench_add(struct bench_figures *sum, const struct bench_figures *f);
int64_t bench_rate(const struct bench_figures *f);   /* good answers a second */
int64_t bench_cpu_ns(const struct bench_figures *f); /* an answer */
/* Ascending, in place. */
void bench_sort(int64_t *v, ptrdiff_t n);

/* ---- the report ---- */

struct bench_report;
struct bench_report *bench_report_new(struct cli *cli, const char *name, int64_t dossiers,
                                      int64_t connections, int64_t seconds);
void bench_print(struct bench_report *r, const char *what, const struct bench_figures *f);
void bench_note(struct bench_report *r, str note);

#define BENCH_TURNS 16
struct bench_ratios { /* of one turn each */
    int64_t percent[BENCH_TURNS];
    ptrdiff_t n;
};
enum bench_side { BENCH_AT_MOST, BENCH_AT_LEAST };
void bench_ratio_add(struct bench_ratios *all, int64_t of, int64_t to);
/* "the page grows 2.31 times (2.20 to 2.54)" */
str bench_spread_text(struct arena *mem, const char *what, struct bench_ratios *all);
/* `bar` in hundredths. */
void bench_judge(struct bench_report *r, const char *what, struct bench_ratios *all, int64_t bar,
                 enum bench_side side);
/* Exit code 1 when a bar was missed, or the load was not `clean`. */
enum rc bench_report_end(struct bench_report *r, bool clean);
str bench_hundredths(struct arena *mem, int64_t percent); /* "1.53" */

#endif
