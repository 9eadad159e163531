/* inner.h - what the files of org share among themselves; nobody else includes it. */
#ifndef MOTCUA_ORG_INNER_H
#define MOTCUA_ORG_INNER_H

#include "db/db.h"
#include "org/org.h"

/* A date far in the future, where SQL wants an end that never comes. */
#define ORG_FOREVER ((date){INT32_MAX})

/* A name as people write it: 1 to `max` letters. RC_INVALID "org.name" at `field`. */
MUST_USE enum rc org__check_name(struct ctx *c, const char *field, str name, ptrdiff_t max);
/* A short code of ours: letters, digits, dot, dash, underscore; 1 to 40. "org.code". */
MUST_USE enum rc org__check_code(struct ctx *c, const char *field, str code);
/* to absent, or after from. "org.period". */
MUST_USE enum rc org__check_period(struct ctx *c, date from, date to);
/* Is [from, to) within [outer_from, outer_to)? */
bool org__within(date from, date to, date outer_from, date outer_to);

/* CSV with a header line in any order of columns (org_import.c). */
#define ORG__COLUMNS 8
struct org__column {
    const char *name;
    bool required;
};
struct org__line {
    int number;
    str v[ORG__COLUMNS]; /* trimmed and cleaned; absent when empty */
};
struct org__table {
    struct org__line *v;
    ptrdiff_t n;
};
/* RC_INVALID with a fault per bad line, `field` "line N". `columns` ends with a NULL name. */
MUST_USE enum rc org__read_table(struct ctx *c, str text, const struct org__column *columns,
                                 struct org__table *ret);
enum rc org__fail_line(struct ctx *c, int line, const char *key);

static inline struct opt_int org__id_or_null(int64_t id)
{
    return id ? OPT_INT(id) : OPT_INT_NONE;
}

#endif
