/* pdf.c - the builder: blocks become bytes at once; see pdf.h, pdf_parts.h. */
#include "pdf/pdf_parts.h"

#include "core/buf.h"
#include "core/utf8.h"

const struct pdf_page pdf_page_document = {.paper = PDF_A4,
                                           .top_mm10 = 200,
                                           .right_mm10 = 150,
                                           .bottom_mm10 = 200,
                                           .left_mm10 = 300,
                                           .numbered = true};

struct pdf_doc {
    struct arena *mem;
    struct buf b;
    bool bad;
    int columns; /* weights of the open block of columns, 0 = none; counted down by column_next */
    int cells;   /* columns of the open table, 0 = none */
    bool ended;
};

static void put(struct pdf_doc *d, int v)
{
    const uint32_t u = (uint32_t)v;
    const char four[4] = {(char)(u & 255), (char)(u >> 8 & 255), (char)(u >> 16 & 255),
                          (char)(u >> 24)};
    buf_add(&d->b, (str){four, 4});
}

static void put_bytes(struct pdf_doc *d, str s)
{
    put(d, (int)s.n);
    buf_add(&d->b, s);
}

static void put_text(struct pdf_doc *d, str s)
{
    if (!utf8_valid(s)) {
        d->bad = true;
        return;
    }
    put_bytes(d, utf8_nfc(d->mem, s));
}

static void put_style(struct pdf_doc *d, const struct pdf_style *s)
{
    put(d, s->size_pt10);
    put(d, (int)s->align);
    put(d, s->bold | s->italic << 1 | s->keep_next << 2);
    put(d, s->before_pt10);
    put(d, s->after_pt10);
    put(d, s->indent_mm10);
    put(d, s->hang_mm10);
    put(d, s->lead_pct ? s->lead_pct : 100);
}

/* Blocks stand outside tables; rows inside. */
static void begin(struct pdf_doc *d, enum pdf_tag tag, bool in_table)
{
    d->bad = d->bad || in_table != (d->cells > 0);
    buf_char(&d->b, (char)tag);
}

struct pdf_doc *pdf_new(struct arena *mem, const struct pdf_page *page, str title, instant created)
{
    struct pdf_doc *d = NEW(mem, struct pdf_doc);
    *d = (struct pdf_doc){.mem = mem, .b = buf_new(mem, PDF_INPUT_MAX)};
    buf_add(&d->b, S(PDF_MAGIC));
    put(d, (int)page->paper);
    put(d, page->top_mm10);
    put(d, page->right_mm10);
    put(d, page->bottom_mm10);
    put(d, page->left_mm10);
    put(d, page->numbered);
    put_text(d, title);
    put(d, (int)(created.us / SECOND_US / 65536));
    put(d, (int)(created.us / SECOND_US % 65536));
    return d;
}

static void para(struct pdf_doc *d, const struct pdf_style *s, int level, const struct pdf_run *runs,
                 int n)
{
    begin(d, PDF_PARA, false);
    put_style(d, s);
    put(d, level);
    put(d, n);
    for (int i = 0; i < n; i++) {
        put(d, runs[i].bold | runs[i].italic << 1 | runs[i].whole << 2);
        put_text(d, runs[i].text);
    }
}

void pdf_para(struct pdf_doc *d, const struct pdf_style *s, str text)
{
    para(d, s, 0, &(struct pdf_run){.text = text}, 1);
}

void pdf_para_runs(struct pdf_doc *d, const struct pdf_style *s, const struct pdf_run *runs, int n)
{
    para(d, s, 0, runs, n);
}

void pdf_heading(struct pdf_doc *d, const struct pdf_style *s, int level, str text)
{
    para(d, s, level, &(struct pdf_run){.text = text}, 1);
}

void pdf_field(struct pdf_doc *d, const struct pdf_style *s, str label, str value, bool leader)
{
    begin(d, PDF_FIELD, false);
    put_style(d, s);
    put_text(d, label);
    put_text(d, value);
    put(d, leader);
}

static void block(struct pdf_doc *d, enum pdf_tag tag, int a, int b)
{
    begin(d, tag, false);
    put(d, a);
    put(d, b);
}

void pdf_rule_under(struct pdf_doc *d, int pct)
{
    block(d, PDF_RULE_UNDER, pct, 0);
}

void pdf_rule(struct pdf_doc *d, int before_pt10, int after_pt10)
{
    block(d, PDF_RULE, before_pt10, after_pt10);
}

void pdf_space(struct pdf_doc *d, int pt10)
{
    block(d, PDF_SPACE, pt10, 0);
}

void pdf_new_page(struct pdf_doc *d)
{
    d->bad = d->bad || d->columns > 0;
    block(d, PDF_NEW_PAGE, 0, 0);
}

void pdf_qr(struct pdf_doc *d, str payload, int size_mm10, enum pdf_align align)
{
    block(d, PDF_QR, size_mm10, 0);
    put(d, (int)align);
    put_bytes(d, payload);
}

void pdf_image(struct pdf_doc *d, str png, int width_mm10, int height_mm10, enum pdf_align align)
{
    block(d, PDF_IMAGE, width_mm10, height_mm10);
    put(d, (int)align);
    put_bytes(d, png);
}

void pdf_columns(struct pdf_doc *d, const int *weights, int n)
{
    begin(d, PDF_COLUMNS, false);
    d->bad = d->bad || d->columns > 0 || n < 1 || n > PDF_COLUMNS_MAX;
    put(d, n);
    for (int i = 0; i < n && !d->bad; i++)
        put(d, weights[i]);
    d->columns = n;
}

void pdf_column_next(struct pdf_doc *d)
{
    begin(d, PDF_COLUMN_NEXT, false);
    d->bad = d->bad || --d->columns < 1;
}

void pdf_columns_end(struct pdf_doc *d)
{
    begin(d, PDF_COLUMNS_END, false);
    d->bad = d->bad || d->columns != 1; /* as many columns as weights */
    d->columns = 0;
}

void pdf_table(struct pdf_doc *d, const struct pdf_table *t)
{
    begin(d, PDF_TABLE, false);
    d->bad = d->bad || d->columns > 0 || t->n < 1 || t->n > PDF_CELLS_MAX;
    if (d->bad)
        return;
    put(d, t->size_pt10);
    put(d, t->no_borders);
    put(d, t->n);
    for (int i = 0; i < t->n; i++) {
        put(d, t->col[i].weight);
        put(d, (int)t->col[i].align);
    }
    d->cells = t->n;
}

static void row(struct pdf_doc *d, enum pdf_tag tag, const str *cells)
{
    begin(d, tag, true);
    for (int i = 0; i < d->cells; i++)
        put_text(d, cells[i]);
}

void pdf_table_header(struct pdf_doc *d, const str *cells)
{
    row(d, PDF_ROW_HEADER, cells);
}

void pdf_table_row(struct pdf_doc *d, const str *cells)
{
    row(d, PDF_ROW, cells);
}

void pdf_table_end(struct pdf_doc *d)
{
    begin(d, PDF_TABLE_END, true);
    d->cells = 0;
}

str pdf_bytes(const struct pdf_doc *d)
{
    if (d->bad || d->columns || d->cells || buf_full(&d->b))
        return STR_NONE;
    str s = buf_str(&d->b);
    char *all = arena_alloc(d->mem, (size_t)s.n + 1);
    for (ptrdiff_t i = 0; i < s.n; i++)
        all[i] = s.p[i];
    all[s.n] = PDF_END;
    return (str){all, s.n + 1};
}

enum rc pdf_paint(struct ctx *c, const struct pdf_doc *d, str *ret_pdf)
{
    const struct spawn_job job = {
        .kind = &pdf_painter, .fd = -1, .bytes = pdf_bytes(d), .limit = PDF_SIZE_MAX};
    str pdf;
    if (!job.bytes.p)
        return fail(c, RC_INVALID, NULL, "pdf.bad");
    const enum rc rc = spawn_run(c->mem, &job, &pdf);
    if (rc == RC_INVALID)
        return fail(c, rc, NULL, "pdf.bad");
    if (rc != RC_OK)
        return fail(c, rc, NULL, "pdf.busy");
    /* The painter reads no foreign bytes but PNGs; what it hands back must still be a PDF. */
    if (!str_starts(pdf, S("%PDF-")) || !str_has(str_sub(pdf, pdf.n - 16, 16), S("%%EOF")))
        return fail(c, RC_INVALID, NULL, "pdf.bad");
    *ret_pdf = pdf;
    return RC_OK;
}
