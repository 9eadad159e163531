/*
 * job.h - jobs as rows with a lease. Leaves out what a job does (kind.h, its module) and the
 * outbox (outbox.h).
 *
 * Invariants: 1. a lease raises the row's token, and only the newest token settles: the late
 * result of a worker that stalled is refused with all it wrote; 2. the work and its settling
 * are one transaction; 3. attempts count when the lease is taken, so a job that kills its
 * process is parked too; 4. a job is parked after `tries` and stays, with its reason, until
 * somebody runs it again; 5. what the job is not to blame for (RC_BUSY, RC_UNAVAILABLE) is
 * tried again for ever; 6. asked for while it runs, it runs once more.
 */
#ifndef MOTCUA_JOB_JOB_H
#define MOTCUA_JOB_JOB_H

#include "job/kind.h"

/* Every kind of the program: arrays that end with {0}, the list with NULL. Once, before the
   store is used (tests: again with their own). BUG on two kinds of one name or no schedule
   rules kept. */
void job_configure(const struct job_kind *const *lists);

/* Inside a unit of work: asks for the job. `key` "" = the scheduled one now, with the arg of its kind;
   another key = one queued piece of work, gone when it is done. Asked twice before it ran, it runs
   once. BUG on an unknown kind. */
MUST_USE enum rc job_ask(struct ctx *c, const char *name, str key, str arg);
/* The same, not before `at`. */
MUST_USE enum rc job_ask_at(struct ctx *c, const char *name, str key, str arg, instant at);
/* Takes a parked or waiting job up again, at once; an event. RC_NOT_FOUND. */
MUST_USE enum rc job_again(struct ctx *c, str pub);

struct job {
    int64_t id;
    str pub, name, key, cursor;
    const struct job_kind *kind; /* NULL: unknown to this program */
    bool parked, running;        /* running: under a lease that is not over */
    instant run_at, last_at;
    int64_t attempts, runs, failures;
    str last_error; /* "failed", "invalid access.login"; absent after a success */
};
struct jobs {
    struct job *v;
    ptrdiff_t n;
};
/* Parked first, then by name; at most `max`. */
MUST_USE enum rc job_list(struct ctx *c, int64_t max, struct jobs *ret_jobs);
struct job_counts {
    int64_t waiting, running, parked, overdue; /* overdue: due for over five minutes */
};
MUST_USE enum rc job_count(struct ctx *c, struct job_counts *ret_counts);

/* ---- running ---- */

/* Whoever runs jobs: a thread of the server, or a test. */
struct job_worker {
    struct store *store;
    const char *name;    /* unique among the processes of the database */
    _Atomic bool ending; /* stop between two small units */
};
/* The scheduled kinds' rows; on SQLite also frees what a process that is gone had leased. */
MUST_USE enum rc job_prepare(struct job_worker *w);
/* Takes the job that is due longest and runs its units. False: nothing was due. */
bool job_turn(struct job_worker *w);

/* The server's thread: looks every second, runs what is due, and the kinds of `every_s`. */
struct job_runner;
MUST_USE enum rc job_runner_start(struct store *s, struct job_runner **ret_runner);
struct buf;
/* Lines for /metrics, as the runner saw it at most a minute ago. */
void job_metrics(struct buf *b);
void job_runner_stop(struct job_runner *r); /* accepts NULL; finishes the small unit at hand */

#endif
