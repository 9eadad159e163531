/*
 * spawn.h - children for what must not happen in the server: reading foreign bytes and
 * painting PDFs. The server never execs. spawn_start forks the spawner, a small process
 * that starts one template per kind (the same binary, a hidden verb, warmed up with its
 * database or fonts); a template forks one sandboxed child per job. docs/internals/children.md.
 *
 * Invariants: 1. a child serves one job, holds one input and one output descriptor and ends;
 * 2. it has no network, opens no file, starts no program, and cannot lift its limits: 5 s CPU,
 * 10 s in all, 256 MiB; 3. when the server ends, spawner, templates and children end too;
 * 4. what a child answers is as hostile as what it read: callers check it.
 * When you add a kind, add it to the table in app, and to tests/host/test_sandbox.c.
 */
#ifndef MOTCUA_HOST_SPAWN_H
#define MOTCUA_HOST_SPAWN_H

#include "core/str.h"

#define SPAWN_KINDS_MAX 8
#define SPAWN_INPUT_MAX (16u << 20) /* of a job that hands over bytes */

struct spawn_kind {
    const char *verb, *name; /* argv[1], argv[2] of the template: "__reader" "magic" */
    /* What warm may open: files and folders, absolute, up to a NULL; reading only. */
    const char *const *may_read;
    bool threads; /* a library of its starts some */
    /* Once, in the template, before any job: load what every job needs. */
    bool (*warm)(void);
    /* In the child, locked down: reads `in`, answers by spawn_write. RC_INVALID says that the
       input is at fault; what was written before is then dropped. */
    enum rc (*work)(int in, int out);
};
/* All of the input, mapped; false when it is empty or longer than `max`. */
MUST_USE bool spawn_input(int in, size_t max, str *ret_bytes);
/* False once the reader is gone; work then returns RC_FAILED. */
MUST_USE bool spawn_write(int out, const void *bytes, size_t n);

/* First thing in main: serves a hidden verb and answers its exit code; -1 if argv has none.
   `kinds` ends with NULL. */
int spawn_child_main(int argc, char **argv, const struct spawn_kind *const *kinds);

/* Forks the spawner. Before any thread exists and before any secret is read. There is one
   spawner in a process. RC_UNAVAILABLE if the system refuses. */
MUST_USE enum rc spawn_start(const struct spawn_kind *const *kinds);
void spawn_stop(void);

struct spawn_job {
    const struct spawn_kind *kind;
    int fd;       /* input, read-only and at its start; -1: `bytes` are the input. Its offset moves. */
    str bytes;    /* at most SPAWN_INPUT_MAX */
    size_t limit; /* of the answer */
};
/*
 * Runs one job in a child and waits for it; any thread. The answer lies in `mem`.
 * RC_INVALID: the child found the input at fault, broke a limit or died of it, or answered too
 * much; RC_BUSY: too many jobs wait; RC_UNAVAILABLE: no spawner, or the system has no room.
 */
MUST_USE enum rc spawn_run(struct arena *mem, const struct spawn_job *job, str *ret_answer);

/* What the kernel gives: the start-up log and `motcua version` report it. */
struct spawn_protection {
    int landlock; /* version of the interface; 0 = none */
    bool seccomp;
};
struct spawn_protection spawn_protection(void);

#endif
