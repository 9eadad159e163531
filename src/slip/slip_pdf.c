/* slip_pdf.c - a template and its data become the description that is painted. */
#include "core/utf8.h"
#include "pdf/pdf.h"
#include "slip/slip_parts.h"

static const enum pdf_align aligns[] = {[SLIP_LEFT] = PDF_LEFT,
                                        [SLIP_CENTER] = PDF_CENTER,
                                        [SLIP_RIGHT] = PDF_RIGHT,
                                        [SLIP_JUSTIFY] = PDF_JUSTIFY};
static const enum pdf_paper papers[] = {
    [SLIP_A4] = PDF_A4, [SLIP_A5] = PDF_A5, [SLIP_A4_LANDSCAPE] = PDF_A4_LANDSCAPE};
_Static_assert(SLIP_SIDES_MAX == PDF_COLUMNS_MAX && SLIP_CELLS_MAX == PDF_CELLS_MAX,
               "as the painter's");

static struct pdf_style style_of(const struct slip_look *l)
{
    return (struct pdf_style){.size_pt10 = l->size_pt10,
                              .align = aligns[l->align],
                              .bold = l->bold,
                              .italic = l->italic,
                              .keep_next = l->keep,
                              .before_pt10 = l->before_pt10,
                              .after_pt10 = l->after_pt10,
                              .indent_mm10 = l->indent_mm10};
}

struct filler {
    struct arena *mem;
    const struct slip_template *t;
    const struct slip_data *d;
    struct pdf_doc *doc;
    int list;      /* whose row is being filled; -1 = none */
    ptrdiff_t row; /* which */
};

static str cell(const struct filler *f, int column)
{
    const int n = slip__columns(&f->t->kind->lists[f->list]);
    return f->d->list[f->list].cells[f->row * n + column];
}

static str value(const struct filler *f, const struct slip_piece *p)
{
    if (p->source == SLIP_WORDS)
        return p->words;
    const str s = p->source == SLIP_COLUMN ? cell(f, p->at) : f->d->value[p->at];
    return p->upper ? utf8_upper(f->mem, s) : s;
}

static str text(const struct filler *f, const struct slip_line *line)
{
    str *parts = NEW_N(f->mem, str, line->n + 1);
    for (int i = 0; i < line->n; i++)
        parts[i] = value(f, &line->v[i]);
    return line->n == 1 ? parts[0] : str_join(f->mem, parts, line->n, S(""));
}

static void para(const struct filler *f, const struct slip_op *op)
{
    const struct slip_line *line = &op->cells[0];
    const struct pdf_style style = style_of(&op->look);
    struct pdf_run *runs = NEW_N(f->mem, struct pdf_run, line->n + 1);
    bool plain = true;
    for (int i = 0; i < line->n; i++) {
        const struct slip_piece *p = &line->v[i];
        runs[i] = (struct pdf_run){.text = value(f, p), .bold = p->bold, .whole = p->whole};
        plain = plain && !p->bold && !p->whole;
    }
    if (op->word == SLIP_HEADING)
        pdf_heading(f->doc, &style, 1, text(f, line));
    else if (plain)
        pdf_para(f->doc, &style, text(f, line));
    else
        pdf_para_runs(f->doc, &style, runs, line->n);
}

static void row(const struct filler *f, const struct slip_op *op, bool head)
{
    str *cells = NEW_N(f->mem, str, op->cells_n);
    for (int i = 0; i < op->cells_n; i++)
        cells[i] = text(f, &op->cells[i]);
    if (head)
        pdf_table_header(f->doc, cells);
    else
        pdf_table_row(f->doc, cells);
}

static void table(struct filler *f, const struct slip_op *op, int at)
{
    struct pdf_table t = {.size_pt10 = op->look.size_pt10, .no_borders = op->plain, .n = op->weights_n};
    for (int i = 0; i < t.n; i++)
        t.col[i] = (struct pdf_cell_style){op->weights[i], aligns[op->aligns[i]]};
    pdf_table(f->doc, &t);
    for (int i = at + 1; i < op->end; i++)
        if (f->t->ops[i].word == SLIP_HEAD)
            row(f, &f->t->ops[i], true);
    f->list = op->at;
    for (f->row = 0; f->row < f->d->list[op->at].n; f->row++)
        for (int i = at + 1; i < op->end; i++)
            if (f->t->ops[i].word == SLIP_ROW)
                row(f, &f->t->ops[i], false);
    f->list = -1;
    pdf_table_end(f->doc);
}

static bool holds(const struct filler *f, const struct slip_op *op)
{
    const bool there = op->of_list ? f->d->list[op->at].n > 0
                       : op->plain ? cell(f, op->at).n > 0
                                   : f->d->value[op->at].n > 0;
    return there == (op->word == SLIP_IF);
}

static void label(const struct filler *f, const struct slip_op *op)
{
    const str v = text(f, &op->cells[1]);
    const struct pdf_style style = style_of(&op->look);
    pdf_field(f->doc, &style, text(f, &op->cells[0]), v, op->dots && !v.n);
}

static void block(const struct filler *f, const struct slip_op *op)
{
    switch (op->word) {
    case SLIP_PARA:
    case SLIP_HEADING:
        para(f, op);
        break;
    case SLIP_LABEL:
        label(f, op);
        break;
    case SLIP_RULE:
        pdf_rule_under(f->doc, op->a);
        break;
    case SLIP_LINE:
        pdf_rule(f->doc, 10 * op->a, 40);
        break;
    case SLIP_SPACE:
        pdf_space(f->doc, 10 * op->a);
        break;
    case SLIP_BREAK:
        pdf_new_page(f->doc);
        break;
    case SLIP_COLUMNS:
        pdf_columns(f->doc, op->weights, op->weights_n);
        break;
    case SLIP_NEXT:
        pdf_column_next(f->doc);
        break;
    case SLIP_QR: {
        const str payload = text(f, &op->cells[0]);
        if (payload.n)
            pdf_qr(f->doc, payload, 10 * op->a, PDF_LEFT);
        break;
    }
    case SLIP_TABLE:
    case SLIP_HEAD:
    case SLIP_ROW:
    case SLIP_EACH:
    case SLIP_IF:
    case SLIP_UNLESS:
    case SLIP_END:
    default:
        BUG_IF(true); /* has its own way in fill */
    }
}

/* Depth is bounded by the reader. */
static void fill(struct filler *f, int from, int to) // NOLINT(misc-no-recursion)
{
    for (int i = from; i < to; i++) {
        const struct slip_op *op = &f->t->ops[i];
        switch (op->word) {
        case SLIP_TABLE:
            table(f, op, i);
            i = op->end;
            break;
        case SLIP_EACH:
            f->list = op->at;
            for (f->row = 0; f->row < f->d->list[op->at].n; f->row++)
                fill(f, i + 1, op->end);
            f->list = -1;
            i = op->end;
            break;
        case SLIP_IF:
        case SLIP_UNLESS:
            if (holds(f, op))
                fill(f, i + 1, op->end);
            i = op->end;
            break;
        case SLIP_END: /* of columns: the others were stepped over */
            pdf_columns_end(f->doc);
            break;
        case SLIP_PARA:
        case SLIP_HEADING:
        case SLIP_LABEL:
        case SLIP_RULE:
        case SLIP_LINE:
        case SLIP_SPACE:
        case SLIP_BREAK:
        case SLIP_COLUMNS:
        case SLIP_NEXT:
        case SLIP_HEAD:
        case SLIP_ROW:
        case SLIP_QR:
        default:
            block(f, op);
        }
    }
}

struct pdf_doc *slip_doc(struct arena *mem, const struct slip_template *t, const struct slip_data *d,
                         instant created)
{
    struct filler f = {.mem = mem, .t = t, .d = d, .list = -1};
    const struct slip_sheet *p = &t->page;
    const struct pdf_page page = {papers[p->paper],  10 * p->top_mm,  10 * p->right_mm,
                                  10 * p->bottom_mm, 10 * p->left_mm, p->numbered};
    f.doc = pdf_new(mem, &page, text(&f, &t->title), created);
    fill(&f, 0, t->n);
    return f.doc;
}

/* Page objects are written in the clear: "/Type /Page", and "/Type /Pages" once. */
static int count_pages(str pdf)
{
    int n = 0;
    for (str rest = pdf; rest.n > 0;) {
        const ptrdiff_t at = str_find(rest, S("/Type /Page"));
        if (at < 0)
            break;
        rest = str_sub(rest, at + 11, rest.n - at - 11);
        n += rest.n > 0 && rest.p[0] != 's';
    }
    return n;
}

enum rc slip_try(struct ctx *c, const struct slip_kind *kind, str text, str *ret_pdf)
{
    const struct slip_template *t;
    str pdf = STR_NONE;
    enum rc rc = slip_read(c, kind, text, &t);
    if (rc)
        return rc;
    rc = pdf_paint(c, slip_doc(c->mem, t, slip_sample(c->mem, kind), c->now), &pdf);
    if (rc)
        return rc;
    if (count_pages(pdf) > t->fits) {
        const str args[] = {str_fmt(c->mem, "%d", count_pages(pdf)), str_fmt(c->mem, "%d", t->fits)};
        return fail_args(c, RC_INVALID, "template", "slip.overflow", args, 2);
    }
    *ret_pdf = pdf;
    return RC_OK;
}
