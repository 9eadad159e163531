/*
 * arena.h - memory with one owner and one lifetime. Three lifetimes exist: process,
 * unit of work (ctx.mem), scratch (arena_mark/arena_reset).
 *
 * Invariants: 1. what arena_alloc returns is zeroed and never NULL; 2. past the limit,
 * or when the system has no memory, the running thread unwinds to its arena_run, which
 * runs every defer registered since and answers false; 3. an arena is used by one
 * thread at a time; 4. nothing unwinds through a foreign library's frames: callbacks
 * run by a library never touch an arena.
 */
#ifndef MOTCUA_CORE_ARENA_H
#define MOTCUA_CORE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "core/rc.h"

struct arena;

/* `limit` bytes at most over its life; NULL only when the system has no memory at all. */
struct arena *arena_new(size_t limit);
/* Runs what is deferred, newest first, and frees everything. Accepts NULL. */
void arena_free(struct arena *a);
/* As new: runs what is deferred, keeps one block for the next use. */
void arena_clear(struct arena *a);

/* Zeroed, aligned to 16. `size` may be 0. */
void *arena_alloc(struct arena *a, size_t size);
/* `count` things of `size` each; an overflowing product unwinds like a full arena. */
void *arena_alloc_n(struct arena *a, size_t count, size_t size);
size_t arena_used(const struct arena *a);

#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define NEW_N(a, type, n) ((type *)arena_alloc_n((a), (size_t)(n), sizeof(type)))

struct arena_mark {
    struct arena_block *block;
    size_t used, total;
    struct arena_defer *defers;
};

struct arena_mark arena_mark(struct arena *a);
/* Back to the mark: what was deferred since runs, what was allocated since is gone. */
void arena_reset(struct arena *a, struct arena_mark mark);

/* What must be closed carries its own node, so nothing leaks between taking and
   registering. `fn` must not allocate and cannot fail. */
struct arena_defer {
    struct arena_defer *next;
    void (*fn)(void *arg);
    void *arg;
};
void arena_defer(struct arena *a, struct arena_defer *node, void (*fn)(void *arg), void *arg);
/* Runs the node now and forgets it. It must be registered. */
void arena_undefer(struct arena *a, struct arena_defer *node);

/* The single unwinding boundary of the running thread. True if fn returned; false if it
   ran out of memory, in which case everything since the call is released. Boundaries of
   the same thread nest; the inner one catches. */
MUST_USE bool arena_run(struct arena *a, void (*fn)(void *arg), void *arg);

/* Tests: the n-th block request from now fails (0 = never); the limit of the fault sweep. */
void arena_fail_after(size_t n);

#endif
