/*
 * query.c - what is the same for both engines around one query: checking inputs, placing
 * columns into the row struct, keeping rows in the unit's arena, and the rule that a unit
 * whose query was refused can only fail.
 */
#include "db/driver.h"

#include <ctype.h>
#include <string.h>

#include "core/utf8.h"
#include "host/log.h"

struct db_value db_of_int(int64_t v)
{
    return (struct db_value){.i = v};
}

struct db_value db_of_opt(struct opt_int v)
{
    return (struct db_value){.i = v.v, .null = !v.set};
}

struct db_value db_of_text(str v)
{
    return (struct db_value){.s = v, .null = !v.p};
}

struct db_value db_of_time(instant v)
{
    return (struct db_value){.i = v.us, .null = v.us == INSTANT_NONE.us};
}

struct db_value db_of_date(date v)
{
    return (struct db_value){.i = v.day, .null = v.day == DATE_NONE.day};
}

struct db_value db_of_bool(bool v)
{
    return (struct db_value){.i = v};
}

static _Atomic int query_count;

int db__query_number(struct db_query *q)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    int number = atomic_load_explicit(&q->number, memory_order_acquire);
    if (number)
        return number - 1;
    (void)pthread_mutex_lock(&lock);
    number = atomic_load(&q->number);
    if (!number) {
        number = atomic_fetch_add(&query_count, 1) + 1;
        atomic_store_explicit(&q->number, number, memory_order_release);
    }
    (void)pthread_mutex_unlock(&lock);
    return number - 1;
}

bool db__may_be_null(char type)
{
    return isupper((unsigned char)type);
}

/* ---- columns ---- */

bool db__set_int(void *row, const struct db_column *col, int64_t v)
{
    void *at = (char *)row + col->at;
    switch (col->type) {
    case 'i':
        *(int64_t *)at = v;
        return true;
    case 'I':
        *(struct opt_int *)at = OPT_INT(v);
        return true;
    case 'm':
    case 'M':
        ((instant *)at)->us = v;
        return true;
    case 'd':
    case 'D':
        ((date *)at)->day = (int32_t)v;
        return v > INT32_MIN && v <= INT32_MAX;
    case 'b':
        *(bool *)at = v != 0;
        return v == 0 || v == 1;
    default:
        return false;
    }
}

bool db__set_bytes(void *row, const struct db_column *col, str v)
{
    *(str *)(void *)((char *)row + col->at) = v.p ? v : S("");
    return strchr("tTxX", col->type) != NULL;
}

bool db__set_null(void *row, const struct db_column *col)
{
    void *at = (char *)row + col->at;
    switch (col->type) {
    case 'I':
        *(struct opt_int *)at = OPT_INT_NONE;
        return true;
    case 'M':
        *(instant *)at = INSTANT_NONE;
        return true;
    case 'D':
        *(date *)at = DATE_NONE;
        return true;
    case 'T':
    case 'X':
        *(str *)at = STR_NONE;
        return true;
    default:
        return false;
    }
}

static void keep_texts(const struct db_query *q, struct arena *mem, void *row)
{
    for (int i = 0; i < q->column_count; i++)
        if (strchr("tTxX", q->columns[i].type)) {
            str *s = (str *)(void *)((char *)row + q->columns[i].at);
            *s = str_dup(mem, *s);
        }
}

/* ---- inputs ---- */

static enum rc refused(const struct db_query *q, int input, const char *why)
{
    LOG(LOG_ERROR, "db.bad_input", LOG_STR("query", q->name), LOG_INT("input", input + 1),
        LOG_STR("why", why));
    return RC_FAILED;
}

/* What PostgreSQL refuses, SQLite shall not store. */
static bool storable(str s)
{
    return s.n == 0 || (!memchr(s.p, 0, (size_t)s.n) && utf8_valid(s));
}

enum rc db__check_in(const struct db_query *q, const struct db_value *in)
{
    for (int i = 0; q->in[i]; i++) {
        if (in[i].null && !db__may_be_null(q->in[i]))
            return refused(q, i, "NULL where none may be");
        const bool text = q->in[i] == 't' || q->in[i] == 'T';
        if (text && !in[i].null && !storable(in[i].s))
            return RC_INVALID;
    }
    return RC_OK;
}

/* ---- the four kinds ---- */

static enum rc run(struct ctx *c, struct db_call *call)
{
    struct db *d = c->db;
    BUG_IF(!d);
    if (d->dead)
        return d->dead;
    const enum rc rc = db__check_in(call->q, call->in);
    call->mem = c->mem;
    if (rc) {
        d->dead = rc;
        return rc;
    }
    if (call->q->row_size)
        call->row = arena_alloc(c->mem, call->q->row_size);
    return d->driver->run(d, call);
}

enum rc db_exec(struct ctx *c, struct db_query *q, const struct db_value *in, int64_t *ret_changed)
{
    struct db_call call = {.q = q, .in = in};
    const enum rc rc = run(c, &call);
    if (rc == RC_OK && ret_changed)
        *ret_changed = call.changed;
    return rc;
}

struct one {
    void *kept;
};

static enum rc to_one(struct db_call *call)
{
    struct one *one = call->sink;
    if (one->kept) {
        LOG(LOG_ERROR, "db.more_than_one_row", LOG_STR("query", call->q->name));
        return RC_FAILED;
    }
    one->kept = arena_alloc(call->mem, call->q->row_size);
    memcpy(one->kept, call->row, call->q->row_size);
    keep_texts(call->q, call->mem, one->kept);
    return RC_OK;
}

enum rc db_one(struct ctx *c, struct db_query *q, const struct db_value *in, void *ret_row)
{
    struct one one = {NULL};
    struct db_call call = {.q = q, .in = in, .to = to_one, .sink = &one};
    const enum rc rc = run(c, &call);
    if (rc)
        return rc;
    if (!one.kept)
        return RC_NOT_FOUND;
    memcpy(ret_row, one.kept, q->row_size);
    return RC_OK;
}

struct many {
    char *rows;
    ptrdiff_t n, cap;
};

static enum rc to_many(struct db_call *call)
{
    struct many *many = call->sink;
    const size_t size = call->q->row_size;
    if (many->n == many->cap) {
        const ptrdiff_t cap = many->cap ? many->cap * 2 : 16;
        char *rows = arena_alloc_n(call->mem, (size_t)cap, size);
        if (many->n)
            memcpy(rows, many->rows, (size_t)many->n * size);
        many->rows = rows;
        many->cap = cap;
    }
    void *at = many->rows + (size_t)many->n * size;
    memcpy(at, call->row, size);
    keep_texts(call->q, call->mem, at);
    many->n++;
    return RC_OK;
}

enum rc db_many(struct ctx *c, struct db_query *q, const struct db_value *in, void **ret_rows,
                ptrdiff_t *ret_n)
{
    struct many many = {0};
    struct db_call call = {.q = q, .in = in, .to = to_many, .sink = &many};
    const enum rc rc = run(c, &call);
    if (rc)
        return rc;
    *ret_rows = many.rows;
    *ret_n = many.n;
    return RC_OK;
}

struct each {
    enum rc (*fn)(void *arg, const void *row);
    void *arg;
};

/* The callback's refusal stops the query, but it is not the query that was refused. */
static enum rc to_each(struct db_call *call)
{
    const struct each *each = call->sink;
    return each->fn(each->arg, call->row);
}

enum rc db_each(struct ctx *c, struct db_query *q, const struct db_value *in,
                enum rc (*fn)(void *arg, const void *row), void *arg)
{
    struct each each = {fn, arg};
    struct db_call call = {.q = q, .in = in, .to = to_each, .sink = &each};
    return run(c, &call);
}
