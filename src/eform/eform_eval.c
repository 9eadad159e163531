/*
 * eform_eval.c - the one evaluator of rules. Nodes stand after what they use, so a rule is one
 * pass over its array. What is absent makes comparisons false and sums absent; what passes the
 * range of a number, and division by zero, is absent. ANY (eform_check.c) stays ANY unless the
 * other side decides alone.
 */
#include "eform/eform_internal.h"

static const struct eform_value absent = {.kind = EFORM_ABSENT};
static const struct eform_value any = {.kind = EFORM_ANY};

static struct eform_value truth(bool yes)
{
    return (struct eform_value){.kind = EFORM_BOOL, .n = yes};
}

static bool holds(const struct eform_value *v)
{
    return v->kind == EFORM_BOOL && v->n;
}

static struct eform_value logic(enum eform_op op, const struct eform_value *a,
                                const struct eform_value *b)
{
    const bool decided = op == OP_OR; /* yes decides an or, no an and */
    const bool a_any = a->kind == EFORM_ANY, b_any = b->kind == EFORM_ANY;
    if ((!a_any && holds(a) == decided) || (!b_any && holds(b) == decided))
        return truth(decided);
    return a_any || b_any ? any : truth(!decided);
}

static struct eform_value compare(enum eform_op op, const struct eform_value *a,
                                  const struct eform_value *b)
{
    if (a->kind == EFORM_ABSENT || b->kind == EFORM_ABSENT)
        return truth(false);
    if (a->kind == EFORM_ANY || b->kind == EFORM_ANY)
        return any;
    const bool words = a->kind == EFORM_WORD;
    const int order = words ? str_cmp(a->text, b->text) : (a->n > b->n) - (a->n < b->n);
    const bool is[] = {[OP_EQ] = order == 0,
                       [OP_NE] = order != 0,
                       [OP_LT] = order<0, [OP_LE] = order <= 0, [OP_GT] = order> 0,
                       [OP_GE] = order >= 0};
    return truth(is[op]);
}

static struct eform_value compute(enum eform_op op, enum eform_kind kind, const struct eform_value *a,
                                  const struct eform_value *b)
{
    struct eform_value v = {.kind = kind};
    bool over = false;
    if (a->kind == EFORM_ABSENT || b->kind == EFORM_ABSENT)
        return absent;
    if (a->kind == EFORM_ANY || b->kind == EFORM_ANY)
        return any;
    if (op == OP_ADD)
        over = __builtin_add_overflow(a->n, b->n, &v.n);
    else if (op == OP_SUB)
        over = __builtin_sub_overflow(a->n, b->n, &v.n);
    else if (op == OP_MUL)
        over = __builtin_mul_overflow(a->n, b->n, &v.n);
    else if (b->n == 0 || (a->n == INT64_MIN && b->n == -1))
        over = true;
    else
        v.n = a->n / b->n;
    return over ? absent : v;
}

static struct eform_value apart(enum eform_op op, const struct eform_value *a,
                                const struct eform_value *b)
{
    if (a->kind == EFORM_ABSENT || b->kind == EFORM_ABSENT)
        return absent;
    if (a->kind == EFORM_ANY || b->kind == EFORM_ANY)
        return any;
    struct eform_value v = {.kind = EFORM_NUM, .n = b->n - a->n};
    if (op == OP_YEARS) {
        const struct civil from = date_civil((date){(int32_t)a->n}),
                           to = date_civil((date){(int32_t)b->n});
        const bool before = to.month < from.month || (to.month == from.month && to.day < from.day);
        v.n = to.year - from.year - before;
    }
    return v;
}

static bool has(const struct eform_value *set, str word)
{
    for (ptrdiff_t i = 0; i < set->set_n; i++)
        if (str_eq(set->set[i], word))
            return true;
    return false;
}

static struct eform_value over_rows(const struct eform_node *x, const struct eform_filled *f)
{
    const struct eform *form = f->form;
    const ptrdiff_t group = x->op == OP_COUNT ? x->at : form->fields[x->at].group;
    const ptrdiff_t rows = f->shown[group] ? f->rows[group] : 0;
    struct eform_value v = {.kind = x->kind};
    if (f->rows[group] < 0) /* how many is not known while a definition is checked */
        return any;
    if (x->op == OP_COUNT)
        v.n = rows;
    for (ptrdiff_t i = 0; x->op != OP_COUNT && i < rows; i++) {
        const struct eform_value *cell = &f->cells[x->at][i].v;
        if (x->op == OP_ANY)
            v.n = v.n || holds(cell);
        else if (cell->kind == x->kind && __builtin_add_overflow(v.n, cell->n, &v.n))
            return absent;
    }
    return v;
}

static struct eform_value one(const struct eform_node *x, const struct eform_value *a,
                              const struct eform_filled *f)
{
    if (x->op == OP_COUNT || x->op == OP_SUM || x->op == OP_ANY)
        return over_rows(x, f);
    if (x->op == OP_FILLED)
        return a->kind == EFORM_ANY ? any : truth(a->kind != EFORM_ABSENT);
    if (x->op == OP_NOT)
        return a->kind == EFORM_ANY ? any : truth(!holds(a));
    if (x->op == OP_NEG)
        return compute(OP_SUB, x->kind, &(struct eform_value){.kind = x->kind}, a);
    struct eform_value v = *a; /* dong() */
    v.kind = a->kind == EFORM_NUM ? EFORM_DONG : a->kind;
    return v;
}

static struct eform_value step(const struct eform_node *x, const struct eform_value *at,
                               const struct eform_filled *f)
{
    const struct eform_value *a = x->left < 0 ? &absent : &at[x->left];
    const struct eform_value *b = x->right < 0 ? &absent : &at[x->right];
    if (x->op == OP_AND || x->op == OP_OR)
        return logic(x->op, a, b);
    if (x->op >= OP_EQ && x->op <= OP_GE)
        return compare(x->op, a, b);
    if (x->op >= OP_ADD && x->op <= OP_DIV)
        return compute(x->op, x->kind, a, b);
    if (x->op == OP_YEARS || x->op == OP_DAYS)
        return apart(x->op, a, b);
    if (x->op == OP_HAS)
        return a->kind == EFORM_ANY ? any : truth(has(a, b->text));
    return one(x, a, f);
}

struct eform_value eform_eval(const struct eform_expr *e, const struct eform_filled *x, ptrdiff_t row,
                              date today)
{
    struct eform_value at[EXPR_NODES_MAX];
    for (int i = 0; i < e->n; i++) {
        const struct eform_node *n = &e->v[i];
        if (n->op == OP_VALUE)
            at[i] = n->v;
        else if (n->op == OP_TODAY)
            at[i] = (struct eform_value){.kind = EFORM_DAY, .n = today.day};
        else if (n->op == OP_FIELD)
            at[i] = x->cells[n->at][x->form->groups[x->form->fields[n->at].group].repeats ? row : 0].v;
        else
            at[i] = step(n, at, x);
    }
    return at[e->n - 1];
}

/* ---- a whole form, in the order of what depends on what ---- */

static bool may_show(const struct eform_expr *e, const struct eform_filled *x, ptrdiff_t row,
                     date today)
{
    if (!e)
        return true;
    const struct eform_value v = eform_eval(e, x, row, today);
    return v.kind == EFORM_ANY || holds(&v);
}

static void evaluate_cell(struct eform_filled *x, const struct eform_field *f, ptrdiff_t row,
                          date today)
{
    struct eform_cell *cell = &x->cells[f - x->form->fields][row];
    cell->shown = x->shown[f->group] && may_show(f->show, x, row, today);
    if (!cell->shown)
        cell->v = absent;
    else if (f->value)
        cell->v = eform_eval(f->value, x, row, today);
}

void eform__evaluate_one(struct eform_filled *x, ptrdiff_t at, date today)
{
    const struct eform *form = x->form;
    if (at >= form->fields_n) {
        const struct eform_group *g = &form->groups[at - form->fields_n];
        x->shown[at - form->fields_n] = may_show(g->show, x, 0, today);
        return;
    }
    const struct eform_field *f = &form->fields[at];
    const ptrdiff_t rows = form->groups[f->group].repeats ? x->rows[f->group] : 1;
    for (ptrdiff_t row = 0; row < (rows < 0 ? 1 : rows); row++)
        evaluate_cell(x, f, row, today);
}

void eform__evaluate(struct eform_filled *x, date today)
{
    for (ptrdiff_t i = 0; i < x->form->fields_n + x->form->groups_n; i++)
        eform__evaluate_one(x, x->form->order[i], today);
}
