/*
 * pg.c - one PostgreSQL connection by plain libpq: prepared statements with declared types,
 * everything in binary format, and what a SQLSTATE means to us. Leaves out pools and
 * repetition (store.c, workers.c).
 *
 * Invariants: 1. a result is cleared before the call that got it ends, also when the arena
 * unwinds; 2. a serialisation failure or deadlock sets `repeat`, a lost connection `broken`;
 * 3. COMMIT counts only when the server answers COMMIT.
 */
#include "db/driver.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/log.h"

#define MAX_INPUTS 64

enum oid { /* pg_type.dat; part of the protocol */
           O_BOOL = 16,
           O_BYTEA = 17,
           O_CHAR = 18,
           O_NAME = 19,
           O_INT8 = 20,
           O_INT2 = 21,
           O_INT4 = 23,
           O_TEXT = 25,
           O_UNKNOWN = 705,
           O_BPCHAR = 1042,
           O_VARCHAR = 1043,
           O_NUMERIC = 1700,
           O_XID8 = 5069
};

struct pg {
    struct db base;
    PGconn *h;
    bool *prepared; /* by query number */
    int prepared_count;
};

struct result {
    PGresult *r;
    struct arena_defer defer;
};

static struct pg *pg_of(struct db *d)
{
    return (struct pg *)d;
}

/* ---- codes ---- */

static bool state_is(const char *state, const char *prefix)
{
    return strncmp(state, prefix, strlen(prefix)) == 0;
}

static enum rc rc_of_state(const char *state)
{
    static const struct {
        const char *prefix;
        enum rc rc;
    } table[] = {{"23505", RC_CONFLICT}, {"23P01", RC_CONFLICT}, {"23", RC_INVALID},
                 {"22", RC_INVALID},     {"P0001", RC_INVALID},  {"54000", RC_INVALID},
                 {"40001", RC_BUSY},     {"40P01", RC_BUSY},     {"55P03", RC_BUSY},
                 {"53", RC_UNAVAILABLE}, {"57", RC_UNAVAILABLE}, {"58", RC_UNAVAILABLE},
                 {"08", RC_UNAVAILABLE}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (state_is(state, table[i].prefix))
            return table[i].rc;
    return RC_FAILED;
}

/* The server's sentence may quote values; it is logged for errors of our own text only (42). */
static enum rc refusal(struct pg *p, const PGresult *r, const char *what)
{
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    const char *why = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (PQstatus(p->h) != CONNECTION_OK) {
        p->base.broken = true;
        LOG(LOG_WARN, "db.connection_lost", LOG_STR("query", what),
            LOG_STR("state", state ? state : ""));
        return RC_UNAVAILABLE;
    }
    const enum rc rc = rc_of_state(state ? state : "");
    p->base.repeat = state && (state_is(state, "40001") || state_is(state, "40P01"));
    if (rc == RC_FAILED || rc == RC_UNAVAILABLE)
        LOG(LOG_ERROR, "db.query_failed", LOG_STR("query", what), LOG_STR("state", state ? state : ""),
            LOG_STR("why", state && why && state_is(state, "42") ? why : ""));
    return rc;
}

static enum rc run_text(struct pg *p, const char *sql, const char *what)
{
    PGresult *r = PQexec(p->h, sql);
    const ExecStatusType status = PQresultStatus(r);
    const enum rc rc =
        status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? RC_OK : refusal(p, r, what);
    PQclear(r);
    return rc;
}

/* ---- inputs ---- */

struct params {
    const char *v[MAX_INPUTS];
    int len[MAX_INPUTS], format[MAX_INPUTS], n;
    Oid type[MAX_INPUTS];
    int64_t number[MAX_INPUTS];
};

static Oid oid_of(char type)
{
    switch (type) {
    case 't':
    case 'T':
        return O_TEXT;
    case 'x':
    case 'X':
        return O_BYTEA;
    case 'b':
        return O_BOOL;
    default:
        return O_INT8;
    }
}

static void set_param(struct params *to, int at, const struct db_value *v)
{
    to->format[at] = 1;
    if (v->null) {
        to->v[at] = NULL;
        to->len[at] = 0;
    } else if (to->type[at] == O_INT8) {
        to->number[at] = (int64_t)htobe64((uint64_t)v->i);
        to->v[at] = (const char *)&to->number[at];
        to->len[at] = 8;
    } else if (to->type[at] == O_BOOL) {
        to->v[at] = v->i ? "\1" : "\0";
        to->len[at] = 1;
    } else {
        to->v[at] = v->s.p;
        to->len[at] = (int)v->s.n;
    }
}

static void set_types(struct params *to, const struct db_query *q)
{
    to->n = (int)strlen(q->in);
    BUG_IF(to->n > MAX_INPUTS);
    for (int i = 0; i < to->n; i++)
        to->type[i] = oid_of(q->in[i]);
}

/* ---- columns ---- */

static uint64_t big_endian(const char *p, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

/* Sums of bigint come as numeric: groups of four digits. A fraction or overflow is refused. */
static bool read_numeric(const char *p, int n, int64_t *ret)
{
    if (n < 8)
        return false;
    const int groups = (int16_t)big_endian(p, 2), weight = (int16_t)big_endian(p + 2, 2);
    const unsigned sign = (unsigned)big_endian(p + 4, 2);
    if (n < 8 + 2 * groups || (sign != 0 && sign != 0x4000) || groups > weight + 1)
        return false;
    int64_t v = 0;
    for (int i = 0; i <= weight; i++) {
        const int64_t digits = i < groups ? (int64_t)big_endian(p + 8 + 2 * i, 2) : 0;
        if (__builtin_mul_overflow(v, 10000, &v) || __builtin_sub_overflow(v, digits, &v))
            return false; /* counted downwards: the smallest number has no positive twin */
    }
    return sign ? (*ret = v, true) : !__builtin_sub_overflow(0, v, ret);
}

static bool read_int(Oid type, const char *p, int n, int64_t *ret)
{
    switch (type) {
    case O_INT8:
    case O_XID8:
        *ret = (int64_t)big_endian(p, 8);
        return n == 8;
    case O_INT4:
        *ret = (int32_t)(uint32_t)big_endian(p, 4);
        return n == 4;
    case O_INT2:
        *ret = (int16_t)(uint16_t)big_endian(p, 2);
        return n == 2;
    case O_BOOL:
        *ret = p[0] != 0;
        return n == 1;
    case O_NUMERIC:
        return read_numeric(p, n, ret);
    default:
        return false;
    }
}

static bool is_text(Oid type)
{
    return type == O_TEXT || type == O_VARCHAR || type == O_BPCHAR || type == O_NAME ||
           type == O_CHAR || type == O_UNKNOWN;
}

static bool read_column(const PGresult *r, int row, int at, void *to, const struct db_column *col)
{
    const Oid type = PQftype(r, at);
    const char *p = PQgetvalue(r, row, at);
    const int n = PQgetlength(r, row, at);
    int64_t v = 0;
    if (PQgetisnull(r, row, at))
        return db__set_null(to, col);
    if (is_text(type))
        return (col->type == 't' || col->type == 'T') && db__set_bytes(to, col, (str){p, n});
    if (type == O_BYTEA)
        return (col->type == 'x' || col->type == 'X') && db__set_bytes(to, col, (str){p, n});
    return read_int(type, p, n, &v) && db__set_int(to, col, v);
}

static enum rc read_row(const PGresult *r, int row, struct db_call *call)
{
    for (int i = 0; i < call->q->column_count; i++)
        if (!read_column(r, row, i, call->row, &call->q->columns[i])) {
            LOG(LOG_ERROR, "db.column_type", LOG_STR("query", call->q->name),
                LOG_STR("column", call->q->columns[i].name), LOG_INT("oid", (int64_t)PQftype(r, i)));
            return RC_FAILED;
        }
    return RC_OK;
}

/* ---- one query ---- */

static enum rc remember(struct pg *p, int number)
{
    if (number >= p->prepared_count) {
        const int count = number + 64;
        bool *grown = realloc(p->prepared, (size_t)count * sizeof *grown);
        if (!grown)
            return RC_UNAVAILABLE;
        memset(grown + p->prepared_count, 0, (size_t)(count - p->prepared_count) * sizeof *grown);
        p->prepared = grown;
        p->prepared_count = count;
    }
    return RC_OK;
}

static enum rc prepare(struct pg *p, struct db_query *q, const struct params *params, const char *name)
{
    const int number = db__query_number(q);
    enum rc rc = remember(p, number);
    if (rc || p->prepared[number])
        return rc;
    PGresult *r = PQprepare(p->h, name, q->sql[1], params->n, params->type);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        rc = refusal(p, r, q->name);
    else
        p->prepared[number] = true;
    PQclear(r);
    return rc;
}

static void clear_result(void *arg)
{
    const struct result *result = arg;
    PQclear(result->r);
}

static enum rc take_rows(const PGresult *r, struct db_call *call, bool *ret_refused)
{
    if (PQnfields(r) != call->q->column_count) {
        LOG(LOG_ERROR, "db.column_count", LOG_STR("query", call->q->name),
            LOG_INT("declared", call->q->column_count), LOG_INT("real", PQnfields(r)));
        return RC_FAILED;
    }
    for (int i = 0; i < PQntuples(r) && call->q->column_count; i++) {
        enum rc rc = read_row(r, i, call);
        *ret_refused = rc != RC_OK;
        if (rc == RC_OK)
            rc = call->to(call);
        if (rc)
            return rc;
    }
    *ret_refused = false;
    return RC_OK;
}

static int64_t changed_rows(PGresult *r)
{
    int64_t n = 0;
    const bool writes = strncmp(PQcmdStatus(r), "SELECT", 6) != 0;
    return writes && str_to_i64(str_of(PQcmdTuples(r)), &n) ? n : 0;
}

static enum rc execute(struct pg *p, struct db_call *call, const struct params *params,
                       const char *name, bool *ret_refused)
{
    struct result *result = NEW(call->mem, struct result);
    result->r = PQexecPrepared(p->h, name, params->n, params->v, params->len, params->format, 1);
    arena_defer(call->mem, &result->defer, clear_result, result);
    const ExecStatusType status = PQresultStatus(result->r);
    enum rc rc = RC_OK;
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        rc = refusal(p, result->r, call->q->name);
    if (rc == RC_OK)
        rc = take_rows(result->r, call, ret_refused);
    if (rc == RC_OK)
        call->changed = changed_rows(result->r);
    arena_undefer(call->mem, &result->defer);
    return rc;
}

static enum rc pg_run(struct db *d, struct db_call *call)
{
    struct pg *p = pg_of(d);
    struct params params;
    char name[24];
    bool refused = true;
    (void)snprintf(name, sizeof name, "q%d", db__query_number(call->q));
    set_types(&params, call->q);
    for (int i = 0; i < params.n; i++)
        set_param(&params, i, &call->in[i]);
    enum rc rc = prepare(p, call->q, &params, name);
    if (rc == RC_OK)
        rc = execute(p, call, &params, name, &refused);
    if (rc && refused)
        d->dead = rc;
    return rc;
}

static enum rc pg_verb(struct db *d, enum db_verb verb)
{
    static const char *const text[DB_VERB_COUNT] = {
        [DB_BEGIN_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        [DB_BEGIN_WRITE] = "BEGIN ISOLATION LEVEL SERIALIZABLE",
        [DB_COMMIT] = "COMMIT",
        [DB_ROLLBACK] = "ROLLBACK",
        [DB_SAVE] = "SAVEPOINT unit",
        [DB_RELEASE] = "RELEASE SAVEPOINT unit",
        [DB_BACK] = "ROLLBACK TO SAVEPOINT unit"};
    struct pg *p = pg_of(d);
    PGresult *r = PQexec(p->h, text[verb]);
    enum rc rc = PQresultStatus(r) == PGRES_COMMAND_OK ? RC_OK : refusal(p, r, text[verb]);
    if (rc == RC_OK && verb == DB_COMMIT && strcmp(PQcmdStatus(r), "COMMIT") != 0)
        rc = RC_FAILED; /* the transaction was already aborted */
    PQclear(r);
    return rc;
}

static enum rc pg_script(struct db *d, const char *sql)
{
    const enum rc rc = run_text(pg_of(d), sql, "script");
    if (rc)
        d->dead = rc;
    return rc;
}

static void pg_close(struct db *d)
{
    struct pg *p = pg_of(d);
    PQfinish(p->h);
    free(p->prepared);
    free(p);
}

static const struct db_driver driver = {pg_run, pg_verb, pg_script, pg_close};

/* ---- opening ---- */

static void drop_notice(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

static enum rc set_up(struct pg *p)
{
    const char *encoding = PQparameterStatus(p->h, "server_encoding");
    if (PQserverVersion(p->h) < 150000 || !encoding || strcmp(encoding, "UTF8") != 0) {
        LOG(LOG_ERROR, "db.server_unfit", LOG_INT("version", PQserverVersion(p->h)),
            LOG_STR("encoding", encoding ? encoding : ""));
        return RC_FAILED;
    }
    (void)PQsetNoticeProcessor(p->h, drop_notice, NULL);
    return run_text(p,
                    "SET client_encoding='UTF8'; SET timezone='UTC'; SET synchronous_commit=on;"
                    "SET standard_conforming_strings=on; SET lock_timeout='5s';"
                    "SET idle_in_transaction_session_timeout='60s'",
                    "settings");
}

enum rc db__pg_connect(struct store *s, struct db **ret_db)
{
    struct pg *p = calloc(1, sizeof *p);
    if (!p)
        return RC_UNAVAILABLE;
    p->base.driver = &driver;
    p->base.store = s;
    p->h = PQconnectdb(s->config.url);
    enum rc rc = RC_OK;
    if (PQstatus(p->h) != CONNECTION_OK) {
        LOG(LOG_ERROR, "db.cannot_connect", LOG_STR("engine", "postgresql"));
        rc = RC_UNAVAILABLE;
    }
    if (rc == RC_OK)
        rc = set_up(p);
    if (rc) {
        pg_close(&p->base);
        return rc;
    }
    *ret_db = &p->base;
    return RC_OK;
}
