/* slip_parts.h - a template as it is read; inside the folder only. */
#ifndef MOTCUA_SLIP_SLIP_PARTS_H
#define MOTCUA_SLIP_SLIP_PARTS_H

#include "slip/slip.h"

#define SLIP_TEXT_MAX 32768 /* bytes of a template */
#define SLIP_OPS_MAX 600
#define SLIP_DEPTH 6
#define SLIP_SIDES_MAX 4  /* columns side by side */
#define SLIP_CELLS_MAX 20 /* of a table */

/* What stands in a line of text: words, or a field, or a column of the row. */
enum slip_source { SLIP_WORDS, SLIP_FIELD, SLIP_COLUMN };
struct slip_piece {
    enum slip_source source;
    str words;
    int at; /* which field or column */
    bool upper, whole, bold;
};
struct slip_line {
    struct slip_piece *v;
    int n;
};

enum slip_word {
    SLIP_PARA,
    SLIP_HEADING,
    SLIP_LABEL, /* field: label | value */
    SLIP_RULE,
    SLIP_LINE,
    SLIP_SPACE,
    SLIP_BREAK,
    SLIP_COLUMNS,
    SLIP_NEXT,
    SLIP_TABLE,
    SLIP_HEAD,
    SLIP_ROW,
    SLIP_EACH,
    SLIP_IF,
    SLIP_UNLESS,
    SLIP_QR,
    SLIP_END
};
/* How a text is set, in the painter's units (pdf/pdf.h). */
enum slip_align { SLIP_LEFT, SLIP_CENTER, SLIP_RIGHT, SLIP_JUSTIFY };
struct slip_look {
    int size_pt10, before_pt10, after_pt10, indent_mm10;
    enum slip_align align;
    bool bold, italic, keep;
};
enum slip_paper { SLIP_A4, SLIP_A5, SLIP_A4_LANDSCAPE };
struct slip_sheet {
    enum slip_paper paper;
    int top_mm, right_mm, bottom_mm, left_mm;
    bool numbered;
};
struct slip_op {
    enum slip_word word;
    int no; /* line of the text */
    struct slip_look look;
    bool dots, plain;
    int a, b;     /* numbers of the word */
    int at;       /* field of a condition, list of a table */
    bool of_list; /* the condition is of a list */
    int end;      /* index of the matching end */
    struct slip_line *cells;
    int cells_n;
    int weights[SLIP_CELLS_MAX], weights_n; /* of columns, and of a table's */
    enum slip_align aligns[SLIP_CELLS_MAX];
};
struct slip_template {
    const struct slip_kind *kind;
    struct slip_sheet page;
    struct slip_line title;
    int fits; /* pages of the sample at most */
    struct slip_op *ops;
    int n;
};

struct slip_rows {
    str *cells;
    ptrdiff_t n, cap;
};
struct slip_data {
    struct arena *mem;
    const struct slip_kind *kind;
    str *value;             /* by field */
    struct slip_rows *list; /* by list */
};

int slip__field_at(const struct slip_kind *k, str name);
int slip__list_at(const struct slip_kind *k, str name);
int slip__columns(const struct slip_list *l);
int slip__column_at(const struct slip_list *l, str name);

#endif
