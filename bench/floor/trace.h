/*
 * trace.h - what a rule asks of the database, remembered and asked again. A floor is linked with
 * --wrap of the four calls every query goes through (db/query.h), so that what it replays are
 * the statements and values of the real thing and nothing that somebody keeps in step by hand.
 * Included once by a floor.
 */
#ifndef MOTCUA_BENCH_FLOOR_TRACE_H
#define MOTCUA_BENCH_FLOOR_TRACE_H

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "db/query.h"

#define TRACE_VALUES 40
#define TRACE_CALLS 256

enum trace_how { TRACE_EXEC, TRACE_ONE, TRACE_MANY, TRACE_EACH };
struct trace_call {
    enum trace_how how;
    struct db_query *q;
    struct db_value in[TRACE_VALUES];
    int64_t made; /* the id it returned, when it is an insert that does */
};
struct trace {
    struct trace_call call[TRACE_CALLS];
    int n;
    struct arena *mem; /* of the values' texts */
    bool of_one;       /* remembers what one thread asks, not all */
    pthread_t thread;
};
static struct trace *_Atomic tracing; /* NULL = nothing is remembered */

enum rc __real_db_exec(struct ctx *c, struct db_query *q, const struct db_value *in, int64_t *ret);
enum rc __real_db_one(struct ctx *c, struct db_query *q, const struct db_value *in, void *ret);
enum rc __real_db_many(struct ctx *c, struct db_query *q, const struct db_value *in, void **ret,
                       ptrdiff_t *ret_n);
enum rc __real_db_each(struct ctx *c, struct db_query *q, const struct db_value *in,
                       enum rc (*fn)(void *arg, const void *row), void *arg);
enum rc __wrap_db_exec(struct ctx *c, struct db_query *q, const struct db_value *in, int64_t *ret);
enum rc __wrap_db_one(struct ctx *c, struct db_query *q, const struct db_value *in, void *ret);
enum rc __wrap_db_many(struct ctx *c, struct db_query *q, const struct db_value *in, void **ret,
                       ptrdiff_t *ret_n);
enum rc __wrap_db_each(struct ctx *c, struct db_query *q, const struct db_value *in,
                       enum rc (*fn)(void *arg, const void *row), void *arg);

static struct trace_call *trace_add(enum trace_how how, struct db_query *q, const struct db_value *in)
{
    if (!tracing || (tracing->of_one && !pthread_equal(tracing->thread, pthread_self())))
        return NULL;
    const size_t n = strlen(q->in);
    BUG_IF(tracing->n == TRACE_CALLS || n > TRACE_VALUES);
    struct trace_call *call = &tracing->call[tracing->n++];
    *call = (struct trace_call){.how = how, .q = q};
    for (size_t i = 0; i < n; i++) {
        call->in[i] = in[i];
        call->in[i].s = str_dup(tracing->mem, in[i].s);
    }
    return call;
}

enum rc __wrap_db_exec(struct ctx *c, struct db_query *q, const struct db_value *in, int64_t *ret)
{
    trace_add(TRACE_EXEC, q, in);
    return __real_db_exec(c, q, in, ret);
}

enum rc __wrap_db_one(struct ctx *c, struct db_query *q, const struct db_value *in, void *ret)
{
    struct trace_call *call = trace_add(TRACE_ONE, q, in);
    const enum rc rc = __real_db_one(c, q, in, ret);
    if (call && !rc && strstr(q->sql[0], "RETURNING id"))
        memcpy(&call->made, (const char *)ret + q->columns[0].at, sizeof call->made);
    return rc;
}

enum rc __wrap_db_many(struct ctx *c, struct db_query *q, const struct db_value *in, void **ret,
                       ptrdiff_t *ret_n)
{
    trace_add(TRACE_MANY, q, in);
    return __real_db_many(c, q, in, ret, ret_n);
}

enum rc __wrap_db_each(struct ctx *c, struct db_query *q, const struct db_value *in,
                       enum rc (*fn)(void *arg, const void *row), void *arg)
{
    trace_add(TRACE_EACH, q, in);
    return __real_db_each(c, q, in, fn, arg);
}

static enum rc trace_drop(void *arg, const void *row)
{
    (void)arg;
    (void)row;
    return RC_OK;
}

/* Asks again with these values; a query that found no row then may find none now. */
static enum rc trace_replay(struct ctx *c, const struct trace_call *call, const struct db_value *in,
                            int64_t *ret_made)
{
    void *rows;
    ptrdiff_t n;
    enum rc rc = RC_OK;
    if (call->how == TRACE_EXEC)
        return __real_db_exec(c, call->q, in, NULL);
    if (call->how == TRACE_MANY)
        return __real_db_many(c, call->q, in, &rows, &n);
    if (call->how == TRACE_EACH)
        return __real_db_each(c, call->q, in, trace_drop, NULL);
    char *row = arena_alloc(c->mem, call->q->row_size);
    rc = __real_db_one(c, call->q, in, row);
    if (!rc && call->made)
        memcpy(ret_made, row + call->q->columns[0].at, sizeof *ret_made);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

#endif
