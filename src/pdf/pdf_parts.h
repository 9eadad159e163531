/*
 * pdf_parts.h - the description as it passes from the server to the painter; inside pdf only.
 * One block after the other: a tag letter and its numbers (int32, little endian) and strings
 * (length, bytes). The reader believes nothing: what it hands on is in range, valid UTF-8 and
 * balanced, so the painter need not ask again.
 */
#ifndef MOTCUA_PDF_PDF_PARTS_H
#define MOTCUA_PDF_PDF_PARTS_H

#include "pdf/pdf.h"

#define PDF_MAGIC "MPD1"
#define PDF_PAGES_MAX 200
#define PDF_INPUT_MAX ((size_t)4 << 20)

enum pdf_tag {
    PDF_PARA = 'P',
    PDF_FIELD = 'F',
    PDF_RULE_UNDER = 'U',
    PDF_RULE = 'R',
    PDF_SPACE = 'S',
    PDF_NEW_PAGE = 'N',
    PDF_QR = 'Q',
    PDF_IMAGE = 'I',
    PDF_COLUMNS = 'C',
    PDF_COLUMN_NEXT = 'c',
    PDF_COLUMNS_END = 'E',
    PDF_TABLE = 'T',
    PDF_ROW_HEADER = 'H',
    PDF_ROW = 'r',
    PDF_TABLE_END = 'e',
    PDF_END = 'Z'
};

struct pdf_block {
    enum pdf_tag tag;
    struct pdf_style style; /* PARA, FIELD */
    int level;              /* PARA: heading 1..3, 0 = text */
    struct pdf_run *run;    /* PARA; FIELD: label, value */
    str *cell;              /* rows */
    int n;                  /* of runs, columns, cells */
    int weight[PDF_COLUMNS_MAX];
    struct pdf_table *table; /* TABLE */
    int a, b;             /* RULE_UNDER: pct; RULE: gaps; SPACE: pt10; QR: size; IMAGE: width, height */
    enum pdf_align align; /* QR, IMAGE */
    str bytes;            /* QR, IMAGE */
    bool leader;          /* FIELD */
};

struct pdf_parsed {
    struct pdf_page page;
    str title;
    instant created;
    struct pdf_block *v;
    int n;
};

/* Allocates in `mem`; strings point into `bytes`. False when anything is out of order. */
bool pdf__read(struct arena *mem, str bytes, struct pdf_parsed *ret_doc);

/* Paints into `write`. False past the page limit, or when cairo or `write` fails. */
bool pdf__paint(const struct pdf_parsed *doc, bool (*write)(void *arg, const void *bytes, size_t n),
                void *arg);
/* Loads the fonts, once. False when one is missing. */
bool pdf__warm(void);
extern const char *const pdf__font_places[];

#endif
