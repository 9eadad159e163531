/*
 * query.h - what generated query code (build/gen/<folder>/<file>_sql.c) calls. Nobody
 * else includes it. A query is data: texts of both engines, a letter for each input,
 * a place for each output column; the drivers do the rest.
 *
 * Letters: i int, t text, m time, d date, b bool, x blob; upper case = may be NULL.
 */
#ifndef MOTCUA_DB_QUERY_H
#define MOTCUA_DB_QUERY_H

#include "db/db.h"

struct db_column {
    const char *name;
    size_t at; /* offset in the row struct */
    char type;
};

struct db_query {
    const char *name;
    const char *sql[2]; /* SQLite with ?N, PostgreSQL with $N */
    const char *in;     /* a letter for each input */
    const struct db_column *columns;
    int column_count;
    size_t row_size;
    _Atomic int number; /* given at first use; indexes the statements of a connection */
};

struct db_value {
    int64_t i;
    str s;
    bool null;
};
struct db_value db_of_int(int64_t v);
struct db_value db_of_opt(struct opt_int v);
struct db_value db_of_text(str v);
struct db_value db_of_time(instant v);
struct db_value db_of_date(date v);
struct db_value db_of_bool(bool v);

MUST_USE enum rc db_exec(struct ctx *c, struct db_query *q, const struct db_value *in,
                         int64_t *ret_changed);
/* RC_NOT_FOUND without a row; a second row is RC_FAILED. Texts are copied to c->mem. */
MUST_USE enum rc db_one(struct ctx *c, struct db_query *q, const struct db_value *in, void *ret_row);
/* All rows in c->mem, an array of q->row_size. */
MUST_USE enum rc db_many(struct ctx *c, struct db_query *q, const struct db_value *in, void **ret_rows,
                         ptrdiff_t *ret_n);
/* fn for each row; the row and its texts live until fn returns. Stops at the first rc
   other than RC_OK and answers it. */
MUST_USE enum rc db_each(struct ctx *c, struct db_query *q, const struct db_value *in,
                         enum rc (*fn)(void *arg, const void *row), void *arg);

#endif
