/*
 * pdf.h - a paper, described block by block and painted by a child (host/spawn.h). Knows
 * nothing of government: a receipt, a slip, a report are built by their folders from these
 * blocks. Typeface: Liberation Serif, DejaVu Sans for ☐ ☑ ✓.
 *
 * Invariants: 1. the same description gives the same bytes, on every machine with the same
 * fonts; 2. text is embedded, subset and extractable as NFC; 3. a description that is wrong
 * (too long, unbalanced columns) is remembered and refused by pdf_paint, never painted by half.
 * Lengths are in tenths of a millimetre (…_mm10), type and gaps in tenths of a point (…_pt10).
 * When you add a block, also change pdf_write.c, pdf_read.c, pdf_paint.c and the fuzz corpus.
 */
#ifndef MOTCUA_PDF_PDF_H
#define MOTCUA_PDF_PDF_H

#include "core/ctx.h"
#include "host/spawn.h"

enum pdf_paper { PDF_A4, PDF_A5, PDF_A4_LANDSCAPE };
enum pdf_align { PDF_LEFT, PDF_CENTER, PDF_RIGHT, PDF_JUSTIFY };

struct pdf_page {
    enum pdf_paper paper;
    int top_mm10, right_mm10, bottom_mm10, left_mm10;
    bool numbered; /* centred above the text from page 2 */
};
/* NĐ 30/2020, annex I: A4, margins 20 15 20 30 mm, numbered. */
extern const struct pdf_page pdf_page_document;

struct pdf_style {
    int size_pt10; /* 60 .. 480 */
    enum pdf_align align;
    bool bold, italic;
    bool keep_next; /* stays on the page of the block that follows */
    int before_pt10, after_pt10;
    int indent_mm10; /* of the first line */
    int hang_mm10;   /* of the lines after the first */
    int lead_pct;    /* line distance, 100 = the font's own; 0 = 100 */
};

struct pdf_doc;

/* `created` stands in the file's properties; title too. */
struct pdf_doc *pdf_new(struct arena *mem, const struct pdf_page *page, str title, instant created);

/* A paragraph; '\n' breaks the line. */
void pdf_para(struct pdf_doc *d, const struct pdf_style *s, str text);
struct pdf_run {
    str text;
    bool bold, italic; /* added to the paragraph's own */
    bool whole;        /* not broken at a hyphen or between words: codes, addresses */
};
void pdf_para_runs(struct pdf_doc *d, const struct pdf_style *s, const struct pdf_run *runs, int n);
/* As pdf_para, marked as heading of `level` 1..3 for readers and screen readers. */
void pdf_heading(struct pdf_doc *d, const struct pdf_style *s, int level, str text);
/* "label: value"; weight and slant of the style are the value's. Dots fill the rest of the last
   line when `leader`. */
void pdf_field(struct pdf_doc *d, const struct pdf_style *s, str label, str value, bool leader);

/* A line centred under the last paragraph, `pct` of its longest line wide. */
void pdf_rule_under(struct pdf_doc *d, int pct);
/* A line over the whole column; stays with the block that follows. */
void pdf_rule(struct pdf_doc *d, int before_pt10, int after_pt10);
void pdf_space(struct pdf_doc *d, int pt10);
void pdf_new_page(struct pdf_doc *d);

/* A QR code (level M) with a quiet zone, `size_mm10` wide. */
void pdf_qr(struct pdf_doc *d, str payload, int size_mm10, enum pdf_align align);
/* The same symbol for a page: the data of an SVG path over a square of *ret_side modules, quiet
   zone included. False for a payload that is empty or longer than 1,000 bytes. */
MUST_USE bool pdf_qr_path(struct arena *mem, str payload, str *ret_path, int *ret_side);
/* A PNG, at most 50 megapixels, scaled into the box. */
void pdf_image(struct pdf_doc *d, str png, int width_mm10, int height_mm10, enum pdf_align align);

/* Blocks side by side, never cut by a page end: heads, signatures. Weights of the widths; no
   columns inside columns, no tables inside. */
#define PDF_COLUMNS_MAX 4
void pdf_columns(struct pdf_doc *d, const int *weights, int n);
void pdf_column_next(struct pdf_doc *d);
void pdf_columns_end(struct pdf_doc *d);

/* A table: header rows come again on every page; a row is cut only if it is longer than a page. */
#define PDF_CELLS_MAX 20
struct pdf_cell_style {
    int weight; /* of the width */
    enum pdf_align align;
};
struct pdf_table {
    int size_pt10;
    bool no_borders;
    int n; /* columns */
    struct pdf_cell_style col[PDF_CELLS_MAX];
};
void pdf_table(struct pdf_doc *d, const struct pdf_table *t);
void pdf_table_header(struct pdf_doc *d, const str *cells); /* bold, centred; t->n cells */
void pdf_table_row(struct pdf_doc *d, const str *cells);
void pdf_table_end(struct pdf_doc *d);

/* The description as bytes (tests, fuzzing); absent if it is wrong. */
str pdf_bytes(const struct pdf_doc *d);

/* Paints in a child; not inside a unit of work. RC_INVALID "pdf.bad" when the description is wrong
   or asks too much (200 pages, 8 MiB), RC_BUSY, RC_UNAVAILABLE as spawn_run. */
#define PDF_SIZE_MAX ((size_t)8 << 20)
MUST_USE enum rc pdf_paint(struct ctx *c, const struct pdf_doc *d, str *ret_pdf);

extern const struct spawn_kind pdf_painter; /* for the table in app */

#endif
