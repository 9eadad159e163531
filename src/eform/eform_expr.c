/*
 * eform_expr.c - the language of rules: read, typed, never run here (eform_eval.c).
 *
 *   a or b · a and b · not a · = != < <= > >= · + - * / · ( )
 *   yes no today 18 2025-07-01 "text" group.field
 *   filled(g.f) has(g.f, "value") years(d, d) days(d, d) dong(n) count(g) sum(g.f) any(g.f)
 *
 * No loops: the cost of a rule is its nodes times the rows of the groups it counts over.
 */
#include <string.h>

#include "eform/eform_internal.h"

struct reader {
    struct arena *mem;
    const struct eform *f;
    ptrdiff_t group; /* whose rows may be named plainly; -1 */
    str s;
    ptrdiff_t at;
    int depth;
    const char *why;
    struct eform_node v[EXPR_NODES_MAX];
    int n;
};

static int bad(struct reader *r, const char *why)
{
    if (!r->why)
        r->why = why;
    return -1;
}

static int put(struct reader *r, struct eform_node x)
{
    if (r->n == EXPR_NODES_MAX)
        return bad(r, "eform.bad.long");
    r->v[r->n] = x;
    return r->n++;
}

/* ---- words ---- */

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

static bool is_name(char ch)
{
    return (ch >= 'a' && ch <= 'z') || is_digit(ch) || ch == '_';
}

static void skip(struct reader *r)
{
    while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\n'))
        r->at++;
}

static bool take(struct reader *r, const char *mark)
{
    skip(r);
    const ptrdiff_t n = (ptrdiff_t)strlen(mark);
    if (!str_eq(str_sub(r->s, r->at, n), str_of(mark)))
        return false;
    if (is_name(mark[n - 1]) && r->at + n < r->s.n &&
        (is_name(r->s.p[r->at + n]) || r->s.p[r->at + n] == '.'))
        return false;
    r->at += n;
    return true;
}

static str word(struct reader *r)
{
    skip(r);
    const ptrdiff_t from = r->at;
    while (r->at < r->s.n && is_name(r->s.p[r->at]))
        r->at++;
    return str_sub(r->s, from, r->at - from);
}

/* ---- what is compared and computed ---- */

static bool fits(enum eform_kind a, enum eform_kind b)
{
    return a == b;
}

static int two(struct reader *r, enum eform_op op, enum eform_kind kind, int left, int right)
{
    if (left < 0 || right < 0)
        return -1;
    return put(r, (struct eform_node){.op = op, .kind = kind, .left = left, .right = right});
}

static int compare(struct reader *r, enum eform_op op, int left, int right)
{
    if (left < 0 || right < 0)
        return -1;
    const enum eform_kind a = r->v[left].kind, b = r->v[right].kind;
    const bool ordered = a == EFORM_NUM || a == EFORM_DONG || a == EFORM_DAY;
    const bool equality = op == OP_EQ || op == OP_NE;
    if (!fits(a, b) || a == EFORM_SET || !(ordered || equality))
        return bad(r, "eform.bad.types");
    return two(r, op, EFORM_BOOL, left, right);
}

/* A choice is compared with one of its own values only. */
static int check_choice(struct reader *r, int node)
{
    if (node < 0)
        return -1;
    const struct eform_node *x = &r->v[node];
    if (x->op != OP_EQ && x->op != OP_NE)
        return node;
    for (int side = 0; side < 2; side++) {
        const struct eform_node *field = &r->v[side ? x->right : x->left];
        const struct eform_node *value = &r->v[side ? x->left : x->right];
        if (field->op != OP_FIELD || value->op != OP_VALUE ||
            r->f->fields[field->at].type != EFORM_CHOICE)
            continue;
        const struct eform_field *f = &r->f->fields[field->at];
        bool known = false;
        for (ptrdiff_t i = 0; i < f->choices_n; i++)
            known = known || str_eq(f->choices[i].value, value->v.text);
        if (!known)
            return bad(r, "eform.bad.choice");
    }
    return node;
}

static int arithmetic(struct reader *r, enum eform_op op, int left, int right)
{
    if (left < 0 || right < 0)
        return -1;
    const enum eform_kind a = r->v[left].kind, b = r->v[right].kind;
    const bool sums = op == OP_ADD || op == OP_SUB;
    enum eform_kind kind = EFORM_ABSENT;
    if ((a == EFORM_NUM || a == EFORM_DONG) && a == b && (sums || a == EFORM_NUM))
        kind = a;
    else if (!sums && a == EFORM_DONG && b == EFORM_NUM)
        kind = EFORM_DONG;
    else if (op == OP_MUL && a == EFORM_NUM && b == EFORM_DONG)
        kind = EFORM_DONG;
    else if (op == OP_DIV && a == EFORM_DONG && b == EFORM_DONG)
        kind = EFORM_NUM;
    return kind ? two(r, op, kind, left, right) : bad(r, "eform.bad.types");
}

/* ---- names ---- */

static ptrdiff_t find_group(const struct eform *f, str key)
{
    for (ptrdiff_t i = 0; i < f->groups_n; i++)
        if (str_eq(f->groups[i].key, key))
            return i;
    return -1;
}

/* The field named next; -1 and why. */
static ptrdiff_t field_of(struct reader *r)
{
    const str group = word(r);
    if (!group.n || !take(r, "."))
        return bad(r, "eform.bad.syntax");
    const str key = word(r);
    const ptrdiff_t at = eform_find(r->f, str_fmt(r->mem, "%.*s.%.*s", STR_ARG(group), STR_ARG(key)));
    return at < 0 ? bad(r, "eform.bad.field") : at;
}

/* A field of a group that repeats has a value in a row of that group only. */
static int field(struct reader *r)
{
    const ptrdiff_t at = field_of(r);
    if (at < 0)
        return -1;
    const struct eform_field *f = &r->f->fields[at];
    if (f->type == EFORM_FILE)
        return bad(r, "eform.bad.types");
    if (f->type == EFORM_COMPUTED && f->kind == EFORM_ABSENT) /* it waits for itself */
        return bad(r, "eform.bad.circle");
    if (r->f->groups[f->group].repeats && f->group != r->group)
        return bad(r, "eform.bad.rows");
    return put(r,
               (struct eform_node){.op = OP_FIELD, .kind = f->kind, .at = at, .left = -1, .right = -1});
}

static int constant(struct reader *r, enum eform_kind kind, int64_t n, str text)
{
    return put(r, (struct eform_node){.op = OP_VALUE,
                                      .kind = kind,
                                      .v = {.kind = kind, .n = n, .text = text},
                                      .left = -1,
                                      .right = -1});
}

static int expression(struct reader *r);

static int close(struct reader *r, int node)
{
    return node < 0 || take(r, ")") ? node : bad(r, "eform.bad.syntax");
}

static int rows_of(struct reader *r, enum eform_op op)
{
    ptrdiff_t at;
    enum eform_kind kind = EFORM_NUM;
    if (op == OP_COUNT) {
        at = find_group(r->f, word(r));
        if (at < 0)
            return bad(r, "eform.bad.field");
        if (!r->f->groups[at].repeats)
            return bad(r, "eform.bad.rows");
    } else {
        at = field_of(r);
        if (at < 0)
            return -1;
        if (!r->f->groups[r->f->fields[at].group].repeats)
            return bad(r, "eform.bad.rows");
        kind = r->f->fields[at].kind;
        if (op == OP_ANY ? kind != EFORM_BOOL : kind != EFORM_NUM && kind != EFORM_DONG)
            return bad(r, "eform.bad.types");
    }
    return close(
        r, put(r, (struct eform_node){.op = op, .kind = kind, .at = at, .left = -1, .right = -1}));
}

static int text_constant(struct reader *r)
{
    if (!take(r, "\""))
        return bad(r, "eform.bad.syntax");
    const ptrdiff_t from = r->at;
    while (r->at < r->s.n && r->s.p[r->at] != '"')
        r->at++;
    if (r->at == r->s.n)
        return bad(r, "eform.bad.syntax");
    r->at++;
    return constant(r, EFORM_WORD, 0, str_sub(r->s, from, r->at - 1 - from));
}

static int has(struct reader *r)
{
    const int left = field(r);
    if (left < 0)
        return -1;
    if (r->v[left].kind != EFORM_SET)
        return bad(r, "eform.bad.types");
    if (!take(r, ","))
        return bad(r, "eform.bad.syntax");
    const int right = text_constant(r);
    if (right < 0)
        return -1;
    const struct eform_field *f = &r->f->fields[r->v[left].at];
    for (ptrdiff_t i = 0; i < f->choices_n; i++)
        if (str_eq(f->choices[i].value, r->v[right].v.text))
            return close(r, two(r, OP_HAS, EFORM_BOOL, left, right));
    return bad(r, "eform.bad.choice");
}

static int filled(struct reader *r)
{
    const int left = field(r);
    if (left < 0)
        return -1;
    return close(
        r, put(r, (struct eform_node){.op = OP_FILLED, .kind = EFORM_BOOL, .left = left, .right = -1}));
}

static int dates(struct reader *r, enum eform_op op)
{
    const int left = expression(r);
    if (left >= 0 && !take(r, ","))
        return bad(r, "eform.bad.syntax");
    const int right = left < 0 ? -1 : expression(r);
    if (right < 0)
        return -1;
    if (r->v[left].kind != EFORM_DAY || r->v[right].kind != EFORM_DAY)
        return bad(r, "eform.bad.types");
    return close(r, two(r, op, EFORM_NUM, left, right));
}

static int money(struct reader *r)
{
    const int left = expression(r);
    if (left < 0)
        return -1;
    if (r->v[left].kind != EFORM_NUM)
        return bad(r, "eform.bad.types");
    return close(
        r, put(r, (struct eform_node){.op = OP_MONEY, .kind = EFORM_DONG, .left = left, .right = -1}));
}

static int number(struct reader *r)
{
    date d;
    int64_t n;
    if (date_parse(str_sub(r->s, r->at, 10), &d)) {
        r->at += 10;
        return constant(r, EFORM_DAY, d.day, STR_NONE);
    }
    const ptrdiff_t from = r->at;
    while (r->at < r->s.n && is_digit(r->s.p[r->at]))
        r->at++;
    return str_to_i64(str_sub(r->s, from, r->at - from), &n) ? constant(r, EFORM_NUM, n, STR_NONE)
                                                             : bad(r, "eform.bad.syntax");
}

static int primary(struct reader *r)
{
    skip(r);
    const char ch = r->at < r->s.n ? r->s.p[r->at] : '\0';
    if (take(r, "(")) {
        return close(r, expression(r));
    }
    if (is_digit(ch))
        return number(r);
    if (ch == '"')
        return text_constant(r);
    if (take(r, "yes") || take(r, "no"))
        return constant(r, EFORM_BOOL, r->s.p[r->at - 1] == 's', STR_NONE);
    if (take(r, "today"))
        return put(r, (struct eform_node){.op = OP_TODAY, .kind = EFORM_DAY, .left = -1, .right = -1});
    if (take(r, "count("))
        return rows_of(r, OP_COUNT);
    if (take(r, "sum("))
        return rows_of(r, OP_SUM);
    if (take(r, "any("))
        return rows_of(r, OP_ANY);
    if (take(r, "filled("))
        return filled(r);
    if (take(r, "has("))
        return has(r);
    if (take(r, "years("))
        return dates(r, OP_YEARS);
    if (take(r, "days("))
        return dates(r, OP_DAYS);
    if (take(r, "dong("))
        return money(r);
    return field(r);
}

static int unary(struct reader *r)
{
    if (!take(r, "-"))
        return primary(r);
    const int left = primary(r);
    if (left < 0)
        return -1;
    const enum eform_kind kind = r->v[left].kind;
    if (kind != EFORM_NUM && kind != EFORM_DONG)
        return bad(r, "eform.bad.types");
    return put(r, (struct eform_node){.op = OP_NEG, .kind = kind, .left = left, .right = -1});
}

static int product(struct reader *r)
{
    int left = unary(r);
    for (;;) {
        const enum eform_op op = take(r, "*") ? OP_MUL : take(r, "/") ? OP_DIV : OP_VALUE;
        if (left < 0 || op == OP_VALUE)
            return left;
        left = arithmetic(r, op, left, unary(r));
    }
}

static int sum(struct reader *r)
{
    int left = product(r);
    for (;;) {
        const enum eform_op op = take(r, "+") ? OP_ADD : take(r, "-") ? OP_SUB : OP_VALUE;
        if (left < 0 || op == OP_VALUE)
            return left;
        left = arithmetic(r, op, left, product(r));
    }
}

static int comparison(struct reader *r)
{
    static const struct {
        const char *mark;
        enum eform_op op;
    } marks[] = {{"!=", OP_NE}, {"<=", OP_LE}, {">=", OP_GE}, {"=", OP_EQ}, {"<", OP_LT}, {">", OP_GT}};
    const int left = sum(r);
    for (size_t i = 0; left >= 0 && i < sizeof marks / sizeof *marks; i++)
        if (take(r, marks[i].mark))
            return check_choice(r, compare(r, marks[i].op, left, sum(r)));
    return left;
}

static int negation(struct reader *r)
{
    int turns = 0;
    while (take(r, "not"))
        turns++;
    int node = comparison(r);
    if (node >= 0 && turns && r->v[node].kind != EFORM_BOOL)
        return bad(r, "eform.bad.types");
    for (; node >= 0 && turns; turns--)
        node = put(r, (struct eform_node){.op = OP_NOT, .kind = EFORM_BOOL, .left = node, .right = -1});
    return node;
}

static int logic(struct reader *r, enum eform_op op)
{
    int left = op == OP_OR ? logic(r, OP_AND) : negation(r);
    while (left >= 0 && take(r, op == OP_OR ? "or" : "and")) {
        const int right = op == OP_OR ? logic(r, OP_AND) : negation(r);
        if (right < 0)
            return -1;
        if (r->v[left].kind != EFORM_BOOL || r->v[right].kind != EFORM_BOOL)
            return bad(r, "eform.bad.types");
        left = two(r, op, EFORM_BOOL, left, right);
    }
    return left;
}

static int expression(struct reader *r)
{
    if (++r->depth > EXPR_DEPTH_MAX)
        return bad(r, "eform.bad.long");
    const int node = logic(r, OP_OR);
    r->depth--;
    return node;
}

const struct eform_expr *eform_compile(struct arena *mem, const struct eform *f, ptrdiff_t group,
                                       str text, const char **ret_why)
{
    struct reader *r = NEW(mem, struct reader);
    *r = (struct reader){.mem = mem, .f = f, .group = group, .s = text};
    const int root = text.n > EXPR_BYTES_MAX ? bad(r, "eform.bad.long") : expression(r);
    skip(r);
    if (root >= 0 && r->at < text.n)
        bad(r, "eform.bad.syntax");
    if (r->why) {
        *ret_why = r->why;
        return NULL;
    }
    struct eform_expr *e = NEW(mem, struct eform_expr);
    struct eform_node *v = NEW_N(mem, struct eform_node, r->n);
    memcpy(v, r->v, (size_t)r->n * sizeof *v);
    *e = (struct eform_expr){v, r->n};
    return e;
}

enum eform_kind eform_kind_of(const struct eform_expr *e)
{
    return e->v[e->n - 1].kind;
}
