/*
 * eform_check.c - what a definition must not be: a circle, or a field nobody can ever see. To
 * find the latter its condition is tried with every answer of the choices and yes/no fields it
 * hangs on, everything else being ANY; past REACH_TRIES answers it counts as reachable.
 */
#include "eform/eform_internal.h"

#define NODES_MAX (EFORM_FIELDS_MAX + EFORM_GROUPS_MAX)
#define REACH_TRIES 256

struct walk {
    struct eform *f;
    ptrdiff_t *order, n;
    unsigned char colour[NODES_MAX]; /* 0 new, 1 open, 2 done */
    ptrdiff_t circle;                /* -1: none */
};

typedef void visit_fn(void *arg, ptrdiff_t node);

static void uses(const struct eform *f, const struct eform_expr *e, visit_fn *fn, void *arg)
{
    for (int i = 0; e && i < e->n; i++) {
        const struct eform_node *x = &e->v[i];
        if (x->op == OP_FIELD || x->op == OP_SUM || x->op == OP_ANY)
            fn(arg, x->at);
        else if (x->op == OP_COUNT)
            fn(arg, f->fields_n + x->at);
    }
}

/* What a node's value and whether it is shown hang on. */
static void depends(const struct eform *f, ptrdiff_t node, visit_fn *fn, void *arg)
{
    if (node >= f->fields_n) {
        uses(f, f->groups[node - f->fields_n].show, fn, arg);
        return;
    }
    fn(arg, f->fields_n + f->fields[node].group);
    uses(f, f->fields[node].show, fn, arg);
    uses(f, f->fields[node].value, fn, arg);
}

static void visit(void *arg, ptrdiff_t node)
{
    struct walk *w = arg;
    if (w->colour[node] == 1 && w->circle < 0)
        w->circle = node;
    if (w->colour[node])
        return;
    w->colour[node] = 1;
    depends(w->f, node, visit, w);
    w->colour[node] = 2;
    w->order[w->n++] = node;
}

str eform__place(struct arena *mem, const struct eform *f, ptrdiff_t node, const char *member)
{
    if (node >= f->fields_n)
        return str_fmt(mem, "groups[%td].%s", node - f->fields_n, member);
    const struct eform_field *x = &f->fields[node];
    return str_fmt(mem, "groups[%td].fields[%td].%s", x->group, node - f->groups[x->group].first,
                   member);
}

static str name_of(const struct eform *f, ptrdiff_t node)
{
    return node < f->fields_n ? f->fields[node].path : f->groups[node - f->fields_n].key;
}

static enum rc put_in_order(struct ctx *c, struct eform *f)
{
    struct walk *w = NEW(c->mem, struct walk);
    w->f = f;
    w->circle = -1;
    w->order = NEW_N(c->mem, ptrdiff_t, f->fields_n + f->groups_n);
    for (ptrdiff_t i = 0; i < f->fields_n + f->groups_n; i++)
        visit(w, i);
    if (w->circle >= 0) {
        if (w->circle < f->fields_n && !f->fields[w->circle].show && !f->fields[w->circle].value)
            w->circle = f->fields_n + f->fields[w->circle].group; /* it is the group's condition */
        const bool value = w->circle < f->fields_n && f->fields[w->circle].value;
        return eform__refuse(c, eform__place(c->mem, f, w->circle, value ? "value" : "show"),
                             "eform.bad.circle", name_of(f, w->circle));
    }
    f->order = w->order;
    return RC_OK;
}

/* ---- reach ---- */

struct reach {
    const struct eform *f;
    bool in[NODES_MAX]; /* what the target hangs on, itself too */
    ptrdiff_t finite[NODES_MAX], finite_n, tries;
};

static void collect(void *arg, ptrdiff_t node)
{
    struct reach *r = arg;
    if (r->in[node])
        return;
    r->in[node] = true;
    depends(r->f, node, collect, r);
}

static ptrdiff_t answers_of(const struct eform_field *f)
{
    return f->type == EFORM_CHOICE ? f->choices_n : f->type == EFORM_YES_NO ? 2 : 0;
}

static void find_finite(struct reach *r, ptrdiff_t target)
{
    r->tries = 1;
    for (ptrdiff_t i = 0; i < r->f->fields_n && r->tries <= REACH_TRIES; i++)
        if (r->in[i] && i != target && answers_of(&r->f->fields[i])) {
            r->finite[r->finite_n++] = i;
            r->tries *= answers_of(&r->f->fields[i]) + 1;
        }
}

/* Try number `no`: each choice has one of its answers, or none. */
static void answer(const struct reach *r, struct eform_filled *x, ptrdiff_t no)
{
    for (ptrdiff_t i = 0; i < r->f->fields_n; i++)
        if (r->in[i])
            x->cells[i][0].v = (struct eform_value){.kind = EFORM_ANY};
    for (ptrdiff_t i = 0; i < r->finite_n; i++) {
        const struct eform_field *f = &r->f->fields[r->finite[i]];
        const ptrdiff_t n = answers_of(f) + 1, at = no % n;
        struct eform_value v = {.kind = EFORM_ABSENT};
        no /= n;
        if (at < n - 1 && f->type == EFORM_CHOICE)
            v = (struct eform_value){.kind = EFORM_WORD, .text = f->choices[at].value};
        else if (at < n - 1)
            v = (struct eform_value){.kind = EFORM_BOOL, .n = at};
        x->cells[r->finite[i]][0].v = v;
    }
}

static bool reachable(const struct eform *f, struct eform_filled *x, struct reach *r, ptrdiff_t target)
{
    *r = (struct reach){.f = f};
    collect(r, target);
    find_finite(r, target);
    if (r->tries > REACH_TRIES)
        return true;
    for (ptrdiff_t no = 0; no < r->tries; no++) {
        answer(r, x, no);
        for (ptrdiff_t i = 0; i < f->fields_n + f->groups_n; i++)
            if (r->in[f->order[i]])
                eform__evaluate_one(x, f->order[i], (date){0});
        if (target < f->fields_n ? x->cells[target][0].shown : x->shown[target - f->fields_n])
            return true;
    }
    return false;
}

static enum rc check_reach(struct ctx *c, const struct eform *f)
{
    enum rc rc = RC_OK;
    struct eform_filled x = eform__blank(c->mem, f);
    struct reach *r = NEW(c->mem, struct reach);
    for (ptrdiff_t i = 0; i < f->groups_n; i++)
        if (f->groups[i].repeats)
            x.rows[i] = -1;
    for (ptrdiff_t i = 0; i < f->fields_n + f->groups_n; i++) {
        const struct eform_expr *show =
            i < f->fields_n ? f->fields[i].show : f->groups[i - f->fields_n].show;
        if (show && !reachable(f, &x, r, i))
            rc = eform__refuse(c, eform__place(c->mem, f, i, "show"), "eform.bad.unreachable",
                               name_of(f, i));
    }
    return rc;
}

enum rc eform__check(struct ctx *c, struct eform *f)
{
    const enum rc rc = put_in_order(c, f);
    return rc ? rc : check_reach(c, f);
}
