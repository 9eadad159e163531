/*
 * slip_read.c - a template line by line: a word, its settings, after a colon its text. What
 * is not known is refused with its line, so that a misspelt field never prints as nothing.
 */
#include <stdarg.h>

#include "core/utf8.h"
#include "slip/slip_parts.h"

#define CELL_MAX 2000 /* bytes of a text */
#define PIECES_MAX 40
#define MARGIN_MAX 50 /* mm; what the painter takes */
#define WIDTH_MIN 60  /* mm that margins leave at least */
#define CELL_MIN 7    /* mm of a column of a table */

struct reader {
    struct ctx *c;
    const struct slip_kind *kind;
    struct slip_template *t;
    int no, size_pt10;
    int open[SLIP_DEPTH], depth;
    int scope;             /* list whose columns may be named; -1 = none */
    int columns, segments; /* of the open block of columns; 0 = none */
    bool page, fits, title;
};

static enum rc refuse(struct reader *r, const char *key, str arg)
{
    const str args[] = {str_fmt(r->c->mem, "%d", r->no), arg};
    return fail_args(r->c, RC_INVALID, "template", key, args, 2);
}

/* ---- texts ---- */

static bool find_name(const struct reader *r, str name, struct slip_piece *p)
{
    if (r->scope >= 0) {
        p->source = SLIP_COLUMN;
        p->at = slip__column_at(&r->kind->lists[r->scope], name);
        if (p->at >= 0)
            return true;
    }
    p->source = SLIP_FIELD;
    p->at = slip__field_at(r->kind, name);
    return p->at >= 0;
}

/* "{name}", "{name|upper}", "{name|whole}", "{br}" */
static enum rc read_name(struct reader *r, str inside, struct slip_piece *p)
{
    const struct str_cut cut = str_cut(inside, '|');
    if (str_eq(inside, S("br"))) { /* a line end */
        p->words = S("\n");
        return RC_OK;
    }
    if (!find_name(r, cut.head, p))
        return refuse(r, "slip.wrong.field", cut.head);
    if (!cut.found)
        return RC_OK;
    p->upper = str_eq(cut.tail, S("upper"));
    p->whole = str_eq(cut.tail, S("whole"));
    return p->upper || p->whole ? RC_OK : refuse(r, "slip.wrong.word", cut.tail);
}

static enum rc read_line(struct reader *r, str s, struct slip_line *ret)
{
    struct slip_piece v[PIECES_MAX];
    int n = 0;
    bool bold = false;
    if (s.n > CELL_MAX)
        return refuse(r, "slip.wrong.long", STR_NONE);
    while (s.n > 0) {
        ptrdiff_t at = 0;
        while (at < s.n && s.p[at] != '{' && s.p[at] != '}' &&
               !(s.p[at] == '*' && at + 1 < s.n && s.p[at + 1] == '*'))
            at++;
        if (n + 2 > PIECES_MAX)
            return refuse(r, "slip.wrong.long", STR_NONE);
        if (at > 0)
            v[n++] = (struct slip_piece){.words = str_sub(s, 0, at), .bold = bold};
        if (at == s.n)
            break;
        const char mark = s.p[at];
        s = str_sub(s, at + (mark == '*' ? 2 : 1), s.n);
        if (mark == '*') {
            bold = !bold;
            continue;
        }
        const struct str_cut cut = str_cut(s, '}');
        if (mark == '}' || !cut.found)
            return refuse(r, "slip.wrong.brace", STR_NONE);
        v[n] = (struct slip_piece){.bold = bold};
        const enum rc rc = read_name(r, cut.head, &v[n++]);
        if (rc)
            return rc;
        s = cut.tail;
    }
    if (bold)
        return refuse(r, "slip.wrong.bold", STR_NONE);
    ret->v = NEW_N(r->c->mem, struct slip_piece, n + 1);
    for (int i = 0; i < n; i++)
        ret->v[i] = v[i];
    ret->n = n;
    return RC_OK;
}

/* Texts between bars; a bar inside braces belongs to the name. */
static enum rc read_cells(struct reader *r, str s, struct slip_op *op, int max)
{
    op->cells = NEW_N(r->c->mem, struct slip_line, max);
    op->cells_n = 0;
    for (ptrdiff_t from = 0, at = 0, inside = 0; at <= s.n; at++) {
        if (at < s.n && (s.p[at] == '{' || s.p[at] == '}'))
            inside = s.p[at] == '{';
        if (at < s.n && (s.p[at] != '|' || inside))
            continue;
        if (op->cells_n == max)
            return refuse(r, "slip.wrong.cells", STR_NONE);
        const enum rc rc =
            read_line(r, str_trim(str_sub(s, from, at - from)), &op->cells[op->cells_n++]);
        if (rc)
            return rc;
        from = at + 1;
    }
    return RC_OK;
}

/* ---- settings ---- */

static bool number(str s, int64_t min, int64_t max, int *ret)
{
    int64_t n;
    if (!str_to_i64(s, &n) || n < min || n > max)
        return false;
    *ret = (int)n;
    return true;
}

/* "11" or "11.5" points, as tenths. */
static bool points(str s, int min, int max, int *ret)
{
    const struct str_cut cut = str_cut(s, '.');
    int whole, tenth = 0;
    if (!number(cut.head, 0, 99, &whole) ||
        (cut.found && (cut.tail.n != 1 || !number(cut.tail, 0, 9, &tenth))))
        return false;
    *ret = 10 * whole + tenth;
    return *ret >= min && *ret <= max;
}

/* Words that a line's text may be set with: bold center size=12 before=6 … */
static enum rc read_style(struct reader *r, str word, struct slip_op *op)
{
    const struct str_cut cut = str_cut(word, '=');
    struct slip_look *s = &op->look;
    int mm;
    if (cut.found && str_eq(cut.head, S("size")) && points(cut.tail, 60, 240, &s->size_pt10))
        return RC_OK;
    if (cut.found && str_eq(cut.head, S("before")) && points(cut.tail, 0, 600, &s->before_pt10))
        return RC_OK;
    if (cut.found && str_eq(cut.head, S("after")) && points(cut.tail, 0, 600, &s->after_pt10))
        return RC_OK;
    if (cut.found && str_eq(cut.head, S("indent")) && number(cut.tail, 0, 40, &mm)) {
        s->indent_mm10 = 10 * mm;
        return RC_OK;
    }
    static const struct {
        const char *word;
        enum slip_align align;
    } aligns[] = {
        {"left", SLIP_LEFT}, {"center", SLIP_CENTER}, {"right", SLIP_RIGHT}, {"justify", SLIP_JUSTIFY}};
    for (size_t i = 0; i < sizeof aligns / sizeof *aligns; i++)
        if (str_eq(word, str_of(aligns[i].word))) {
            s->align = aligns[i].align;
            return RC_OK;
        }
    bool *const flags[] = {&s->bold, &s->italic, &s->keep, &op->dots, &op->plain};
    static const char *const names[] = {"bold", "italic", "keep", "dots", "plain"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(word, str_of(names[i]))) {
            *flags[i] = true;
            return RC_OK;
        }
    return refuse(r, "slip.wrong.word", word);
}

/* The next word of `rest`; absent at the end. */
static str next(str *rest)
{
    *rest = str_trim(*rest);
    ptrdiff_t n = 0;
    while (n < rest->n && rest->p[n] != ' ')
        n++;
    const str word = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n - n);
    return word;
}

static enum rc read_styles(struct reader *r, str settings, struct slip_op *op)
{
    enum rc rc = RC_OK;
    for (str word = next(&settings); !rc && word.n; word = next(&settings))
        rc = read_style(r, word, op);
    return rc;
}

static enum rc numbers(struct reader *r, str settings, int min, int max, int *to, int want)
{
    int n = 0;
    for (str word = next(&settings); word.n; word = next(&settings))
        if (n == want || !number(word, min, max, &to[n++]))
            return refuse(r, "slip.wrong.number", word);
    return n == want ? RC_OK : refuse(r, "slip.wrong.number", STR_NONE);
}

/* ---- the sheet ---- */

static enum rc read_page(struct reader *r, str settings)
{
    static const char *const words[] = {"A4", "A5", "A4-landscape"};
    static const int sides[][2] = {{210, 297}, {148, 210}, {297, 210}};
    static const enum slip_paper papers[] = {SLIP_A4, SLIP_A5, SLIP_A4_LANDSCAPE};
    const str paper = next(&settings);
    int mm[4], at = 0;
    while (at < 3 && !str_eq(paper, str_of(words[at])))
        at++;
    if (at == 3 || r->page)
        return refuse(r, "slip.wrong.page", paper);
    const enum rc rc = numbers(r, settings, 5, MARGIN_MAX, mm, 4);
    if (rc)
        return rc;
    if (sides[at][0] - mm[1] - mm[3] < WIDTH_MIN || sides[at][1] - mm[0] - mm[2] < WIDTH_MIN)
        return refuse(r, "slip.wrong.margins", STR_NONE);
    r->page = true;
    r->t->page = (struct slip_sheet){papers[at], mm[0], mm[1], mm[2], mm[3], false};
    return RC_OK;
}

static int width_mm(const struct reader *r)
{
    const struct slip_sheet *p = &r->t->page;
    const int side = p->paper == SLIP_A4 ? 210 : p->paper == SLIP_A5 ? 148 : 297;
    return side - p->left_mm - p->right_mm;
}

/* ---- blocks ---- */

/* "9c 57l 20c 14c": weight and how it stands. */
static enum rc read_table(struct reader *r, str text, struct slip_op *op)
{
    int sum = 0, n = 0;
    for (str word = next(&text); word.n; word = next(&text)) {
        const char how = word.p[word.n - 1];
        if (n == SLIP_CELLS_MAX || (how != 'l' && how != 'c' && how != 'r') ||
            !number(str_sub(word, 0, word.n - 1), 1, 100, &op->weights[n]))
            return refuse(r, "slip.wrong.number", word);
        op->aligns[n] = how == 'l' ? SLIP_LEFT : how == 'c' ? SLIP_CENTER : SLIP_RIGHT;
        sum += op->weights[n++];
    }
    if (!n)
        return refuse(r, "slip.wrong.cells", STR_NONE);
    for (int i = 0; i < n; i++)
        if (width_mm(r) * op->weights[i] < CELL_MIN * sum)
            return refuse(r, "slip.wrong.narrow", str_fmt(r->c->mem, "%d", i + 1));
    op->weights_n = n;
    return RC_OK;
}

static struct slip_op *top(const struct reader *r)
{
    return r->depth ? &r->t->ops[r->open[r->depth - 1]] : NULL;
}

static bool in_table(const struct reader *r)
{
    const struct slip_op *o = top(r);
    return o && o->word == SLIP_TABLE;
}

static enum rc open_block(struct reader *r, const struct slip_op *op)
{
    if (r->depth == SLIP_DEPTH)
        return refuse(r, "slip.wrong.deep", STR_NONE);
    r->open[r->depth++] = r->t->n;
    if (op->word == SLIP_TABLE || op->word == SLIP_EACH)
        r->scope = op->at;
    return RC_OK;
}

static enum rc read_end(struct reader *r, struct slip_op *op)
{
    struct slip_op *o = top(r);
    if (!o)
        return refuse(r, "slip.wrong.end", STR_NONE);
    if (o->word == SLIP_COLUMNS) {
        if (r->segments != r->columns)
            return refuse(r, "slip.wrong.columns", STR_NONE);
        r->columns = 0;
    }
    if (o->word == SLIP_TABLE || o->word == SLIP_EACH)
        r->scope = -1;
    o->end = r->t->n;
    op->a = r->open[--r->depth];
    return RC_OK;
}

static enum rc read_columns(struct reader *r, str settings, struct slip_op *op)
{
    int n = 0;
    for (str word = next(&settings); word.n; word = next(&settings))
        if (n == SLIP_SIDES_MAX || !number(word, 5, 100, &op->weights[n++]))
            return refuse(r, "slip.wrong.number", word);
    /* Conditions and lists may stand in columns, columns in neither lists nor columns. */
    if (n < 2 || r->columns || r->scope >= 0)
        return refuse(r, "slip.wrong.columns", STR_NONE);
    op->weights_n = r->columns = n;
    r->segments = 1;
    return open_block(r, op);
}

static enum rc read_list(struct reader *r, str name, struct slip_op *op)
{
    op->at = slip__list_at(r->kind, name);
    if (op->at < 0)
        return refuse(r, "slip.wrong.list", name);
    if (r->scope >= 0 || (op->word == SLIP_TABLE && r->columns))
        return refuse(r, "slip.wrong.nested", name);
    return RC_OK;
}

static enum rc read_condition(struct reader *r, str name, struct slip_op *op)
{
    struct slip_piece p = {0};
    const int list = slip__list_at(r->kind, name);
    op->of_list = list >= 0;
    if (!op->of_list && !find_name(r, name, &p))
        return refuse(r, "slip.wrong.field", name);
    op->at = op->of_list ? list : p.at;
    op->plain = !op->of_list && p.source == SLIP_COLUMN;
    return open_block(r, op);
}

/* clang-format off: a line a word */
static const struct {
    const char *word;
    enum slip_word op;
    bool text; /* has a colon and a text */
} words[] = {
    {"p", SLIP_PARA, true},       {"h", SLIP_HEADING, true},        {"field", SLIP_LABEL, true},
    {"rule", SLIP_RULE, false},   {"line", SLIP_LINE, false},       {"space", SLIP_SPACE, false},
    {"break", SLIP_BREAK, false}, {"columns", SLIP_COLUMNS, false}, {"next", SLIP_NEXT, false},
    {"table", SLIP_TABLE, true},  {"head", SLIP_HEAD, true},        {"row", SLIP_ROW, true},
    {"each", SLIP_EACH, false},   {"if", SLIP_IF, false},           {"unless", SLIP_UNLESS, false},
    {"qr", SLIP_QR, true},        {"end", SLIP_END, false},
};
/* clang-format on */

static enum rc read_texts(struct reader *r, str settings, str text, struct slip_op *op)
{
    const struct slip_op *t = top(r);
    enum rc rc = read_styles(r, settings, op);
    if (rc)
        return rc;
    const bool row = op->word == SLIP_HEAD || op->word == SLIP_ROW;
    if (row != in_table(r))
        return refuse(r, "slip.wrong.place", STR_NONE);
    const int scope = r->scope;
    if (op->word == SLIP_HEAD)
        r->scope = -1; /* a header stands once: there is no row yet */
    rc = read_cells(r, text, op, row ? SLIP_CELLS_MAX : 2);
    r->scope = scope;
    if (!rc && op->cells_n != (row ? t->weights_n : op->word == SLIP_LABEL ? 2 : 1))
        return refuse(r, "slip.wrong.cells", STR_NONE);
    return rc;
}

static enum rc read_qr(struct reader *r, str settings, str text, struct slip_op *op)
{
    const enum rc rc = numbers(r, settings, 15, 60, &op->a, 1);
    if (rc)
        return rc;
    return in_table(r) ? refuse(r, "slip.wrong.place", STR_NONE) : read_cells(r, text, op, 1);
}

/* The words without a text; `settings` is the rest of the line. */
static enum rc read_plain(struct reader *r, str settings, struct slip_op *op)
{
    if (in_table(r) && op->word != SLIP_END)
        return refuse(r, "slip.wrong.place", STR_NONE);
    if (op->word == SLIP_RULE)
        return numbers(r, settings, 5, 100, &op->a, 1);
    if (op->word == SLIP_LINE || op->word == SLIP_SPACE)
        return numbers(r, settings, 0, 60, &op->a, 1);
    if (op->word == SLIP_COLUMNS)
        return read_columns(r, settings, op);
    if (op->word == SLIP_IF || op->word == SLIP_UNLESS)
        return read_condition(r, str_trim(settings), op);
    if (op->word == SLIP_EACH) {
        const enum rc rc = read_list(r, str_trim(settings), op);
        return rc ? rc : open_block(r, op);
    }
    if (str_trim(settings).n)
        return refuse(r, "slip.wrong.word", str_trim(settings));
    if (op->word == SLIP_END)
        return read_end(r, op);
    const struct slip_op *o = top(r);
    if (op->word == SLIP_NEXT && (!o || o->word != SLIP_COLUMNS || r->segments++ >= r->columns))
        return refuse(r, "slip.wrong.columns", STR_NONE);
    return op->word == SLIP_BREAK && r->columns ? refuse(r, "slip.wrong.place", STR_NONE) : RC_OK;
}

static enum rc read_block(struct reader *r, str word, str settings, bool colon, str text)
{
    struct slip_op op = {.no = r->no, .look = {.size_pt10 = r->size_pt10}};
    size_t at = 0;
    while (at < sizeof words / sizeof *words && !str_eq(word, str_of(words[at].word)))
        at++;
    if (at == sizeof words / sizeof *words)
        return refuse(r, "slip.wrong.word", word);
    if (words[at].text != colon)
        return refuse(r, "slip.wrong.colon", word);
    if (r->t->n == SLIP_OPS_MAX)
        return refuse(r, "slip.wrong.long", STR_NONE);
    op.word = words[at].op;
    enum rc rc = RC_OK;
    if (op.word == SLIP_TABLE) {
        const str list = next(&settings);
        rc = in_table(r) ? refuse(r, "slip.wrong.nested", list) : read_list(r, list, &op);
        if (!rc)
            rc = read_styles(r, settings, &op);
        if (!rc)
            rc = read_table(r, text, &op);
        if (!rc)
            rc = open_block(r, &op);
    } else {
        rc = op.word == SLIP_QR ? read_qr(r, settings, text, &op)
             : words[at].text   ? read_texts(r, settings, text, &op)
                                : read_plain(r, settings, &op);
    }
    if (!rc)
        r->t->ops[r->t->n++] = op;
    return rc;
}

/* Lines that describe the sheet stand before the first block. */
static enum rc read_sheet(struct reader *r, str word, str settings, bool colon, str text,
                          bool *ret_mine)
{
    *ret_mine = true;
    if (str_eq(word, S("page")) && !colon)
        return read_page(r, settings);
    if (str_eq(word, S("numbered")) && !colon && !str_trim(settings).n && r->page) {
        r->t->page.numbered = true;
        return RC_OK;
    }
    if (str_eq(word, S("fits")) && !colon && !r->fits) {
        r->fits = true;
        return numbers(r, settings, 1, 20, &r->t->fits, 1);
    }
    if (str_eq(word, S("size")) && !colon)
        return points(str_trim(settings), 60, 240, &r->size_pt10)
                   ? RC_OK
                   : refuse(r, "slip.wrong.number", str_trim(settings));
    if (str_eq(word, S("title")) && colon && !r->title) {
        r->title = true;
        return read_line(r, text, &r->t->title);
    }
    *ret_mine = false;
    return r->page && r->fits && r->title ? RC_OK : refuse(r, "slip.wrong.sheet", word);
}

static enum rc read_one(struct reader *r, str line)
{
    const struct str_cut cut = str_cut(line, ':');
    str settings = cut.head;
    const str word = next(&settings), text = str_trim(cut.tail);
    bool mine;
    if (!word.n || word.p[0] == '#')
        return RC_OK;
    const enum rc rc = read_sheet(r, word, settings, cut.found, text, &mine);
    return rc || mine ? rc : read_block(r, word, settings, cut.found, text);
}

enum rc slip_read(struct ctx *c, const struct slip_kind *kind, str text,
                  const struct slip_template **ret_template)
{
    struct reader r = {.c = c, .kind = kind, .scope = -1, .size_pt10 = 120};
    r.t = NEW(c->mem, struct slip_template);
    r.t->kind = kind;
    r.t->ops = NEW_N(c->mem, struct slip_op, SLIP_OPS_MAX);
    if (text.n > SLIP_TEXT_MAX || !utf8_valid(text))
        return refuse(&r, "slip.wrong.file", STR_NONE);
    enum rc rc = RC_OK;
    for (str rest = text; !rc && (rest.n || !r.no);) {
        const struct str_cut cut = str_cut(rest, '\n');
        const str line = str_trim(cut.head);
        rest = cut.tail;
        if (++r.no > 1)
            rc = read_one(&r, line);
        else if (!str_eq(line, S("slip 1")))
            rc = refuse(&r, "slip.wrong.file", STR_NONE);
    }
    if (!rc && r.depth) {
        r.no = top(&r)->no;
        rc = refuse(&r, "slip.wrong.open", STR_NONE);
    }
    if (!rc && !r.t->n)
        rc = refuse(&r, "slip.wrong.empty", STR_NONE);
    if (!rc)
        *ret_template = r.t;
    return rc;
}
