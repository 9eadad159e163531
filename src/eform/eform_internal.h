/* eform_internal.h - rules in their compiled form; inside the folder only. */
#ifndef MOTCUA_EFORM_INTERNAL_H
#define MOTCUA_EFORM_INTERNAL_H

#include "eform/eform.h"

#define EXPR_BYTES_MAX 500
#define EXPR_NODES_MAX 120
#define EXPR_DEPTH_MAX 24

enum eform_op {
    OP_VALUE, /* a constant */
    OP_TODAY,
    OP_FIELD,
    OP_COUNT, /* rows of a group */
    OP_SUM,   /* of a field over the rows of its group */
    OP_ANY,
    OP_FILLED,
    OP_HAS,
    OP_YEARS,
    OP_DAYS,
    OP_MONEY,
    OP_NOT,
    OP_NEG,
    OP_AND,
    OP_OR,
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,
};
struct eform_node {
    enum eform_op op;
    enum eform_kind kind;
    struct eform_value v; /* OP_VALUE */
    ptrdiff_t at;         /* field, or group of OP_COUNT */
    int left, right;      /* nodes before this one; -1 */
};
struct eform_expr {
    const struct eform_node *v;
    int n; /* the last is the root */
};

/* The kind a field's value has; a computed one's is that of its rule. */
enum eform_kind eform__kind(enum eform_type t);

/* Orders fields and groups; refuses circles and what can never be reached. Faults with places. */
MUST_USE enum rc eform__check(struct ctx *c, struct eform *f);
/* Shown-ness and values in order; values of the other cells stand there already. */
void eform__evaluate(struct eform_filled *x, date today);
/* One of `order`. */
void eform__evaluate_one(struct eform_filled *x, ptrdiff_t at, date today);
struct eform_filled eform__blank(struct arena *mem, const struct eform *f);
/* Reads cell.text by the field's type. */
void eform__read_cell(struct ctx *c, const struct eform_field *field, struct eform_cell *cell);
/* fail with a place built from pieces. */
enum rc eform__refuse(struct ctx *c, str place, const char *key, str arg);
str eform__place(struct arena *mem, const struct eform *f, ptrdiff_t field, const char *member);

#endif
