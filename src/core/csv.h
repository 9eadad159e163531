/*
 * csv.h - reads CSV (RFC 4180), strictly: rows of equal length, quotes only around whole
 * fields, UTF-8, no NUL, no bare CR. A byte-order mark at the start is skipped; `;` separates
 * when the first line has one outside quotes and no comma, as spreadsheets here write it.
 * Writing: csv_add; what is written is read back, but for what a spreadsheet would run.
 */
#ifndef MOTCUA_CORE_CSV_H
#define MOTCUA_CORE_CSV_H

#include "core/buf.h"
#include "core/str.h"

#define CSV_FIELDS_MAX 64

enum csv_next { CSV_ROW, CSV_END, CSV_BAD };
struct csv {
    str rest;
    char separator;
    int line;    /* of the row just read, from 1 */
    int columns; /* of the first row; -1 before it */
    int next_line;
    const char *why; /* after CSV_BAD: a message key */
};
struct csv_row {
    str v[CSV_FIELDS_MAX]; /* unquoted, not trimmed; in the text itself or in mem */
    int n;
};

struct csv csv_open(str text);
/* Empty lines are skipped. After CSV_BAD nothing more can be read. */
MUST_USE enum csv_next csv_read(struct csv *f, struct arena *mem, struct csv_row *ret_row);

/* A row of n fields, with quotes where needed. What a spreadsheet would take for a formula (= + - @, a
   tabulator) gets an apostrophe before it; a number stays one. */
void csv_add(struct buf *b, const str *v, ptrdiff_t n);

#endif
