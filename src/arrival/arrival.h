/*
 * arrival.h - files of dossiers from other systems: moved in from the one in use before (`moved`),
 * or handled in a ministry's system and synced (`synced`). A file is staged as a run, every row is
 * tried without storing anything, the report says what did not fit, and then it is applied. Leaves
 * out: what an arriving dossier is (dossier_arrive.h), the pages (arrival_http.c).
 *
 * Invariants: 1. a malformed file (no UTF-8, unknown column, rows of unequal length) is refused whole;
 * 2. a row is taken in whole or not at all, whatever stops in between; 3. trying a row is taking it in
 * and undoing it: nothing fits in the try that is not taken afterwards, unless the data changed;
 * 4. the same file again stores nothing twice; 5. a report never holds what stands in personal columns.
 * When you add a column: its row in arrival_table.c, its reading in arrival_read.c, its text.
 * Needs PERM_ARRIVAL_MANAGE: RC_DENIED.
 */
#ifndef MOTCUA_ARRIVAL_ARRIVAL_H
#define MOTCUA_ARRIVAL_ARRIVAL_H

#include "core/ctx.h"
#include "core/i18n.h"
#include "file/file.h"
#include "record/record.h"

extern const struct record_kind arrival_kinds[];

enum arrival_kind { ARRIVAL_MOVED, ARRIVAL_SYNCED, ARRIVAL_KIND_COUNT };
str arrival_kind_word(enum arrival_kind k); /* moved | synced */
MUST_USE bool arrival_kind_parse(str word, enum arrival_kind *ret_kind);

/* ---- the file ---- */

#define ARRIVAL_COLUMNS 48
#define ARRIVAL_ROWS_MAX 50000
#define ARRIVAL_BYTES_MAX ((int64_t)16 << 20)

struct arrival_column {
    const char *member;
    unsigned kinds;    /* bit per enum arrival_kind */
    unsigned required; /* the same */
    bool personal;     /* its content is in no report */
    const char *sample;
};
extern const struct arrival_column arrival_columns[]; /* ends with a NULL member */

struct arrival_line {
    int line;        /* of the file */
    str code, cells; /* cells: in the order of `column`, a unit separator between */
};
struct arrival_table {
    int column[ARRIVAL_COLUMNS]; /* index into arrival_columns, in the order of the file */
    int columns;
    struct arrival_line *v;
    ptrdiff_t n;
};
/* CSV (core/csv.h; the first line names columns by member or by their label), or JSON: a list of
   objects, or {"dossiers": [...]}. RC_INVALID: field "line N" or "file". */
MUST_USE enum rc arrival_table_read(struct ctx *c, enum arrival_kind kind, str bytes,
                                    struct arrival_table *ret_table);
/* A file with every column and one row, to begin with. */
str arrival_sample(struct arena *mem, enum arrival_kind kind);
/* Names of files that the table speaks of, each once. */
ptrdiff_t arrival_table_files(struct arena *mem, const struct arrival_table *t, str **ret_names);

/* ---- a run ---- */

enum arrival_state { RUN_CHECKING, RUN_CHECKED, RUN_APPLYING, RUN_DONE, RUN_DISCARDED };
struct arrival_run {
    int64_t id;
    str pub, source, name, members;
    enum arrival_kind kind;
    enum arrival_state state;
    int64_t rows, line; /* line: gone through in this state up to there */
    instant opened_at, closed_at;
    int64_t unread, fits, refused, stored, updated, unchanged, differs; /* rows by outcome */
    int64_t faults, notes; /* lines of the report: that refused a row; that say what differs */
};
struct arrival_runs {
    struct arrival_run *v;
    ptrdiff_t n;
};

struct arrival_named_file {
    str name;
    struct file_stored stored;
};
struct arrival_open {
    enum arrival_kind kind;
    str source, name; /* a word of letters, digits, dashes; the file's name */
    str bytes;
    const struct arrival_table *table;
    const struct arrival_named_file *files;
    ptrdiff_t file_n;
};
/* Stages it: RC_INVALID "source". The rows are tried by arrival_step. */
MUST_USE enum rc arrival_open(struct ctx *c, const struct arrival_open *in, str *ret_pub);
/* A small unit: tries or takes in at most `max` rows more. *ret_more: some are left. */
MUST_USE enum rc arrival_step(struct ctx *c, str pub, int64_t max, bool *ret_more);
/* Takes in what fits, by arrival_step from now on. RC_CONFLICT: not checked, or applied already;
   `all_or_nothing`: also when a row was refused. */
MUST_USE enum rc arrival_apply(struct ctx *c, str pub, bool all_or_nothing);
/* RC_CONFLICT: begun or over. */
MUST_USE enum rc arrival_discard(struct ctx *c, str pub);
MUST_USE enum rc arrival_get(struct ctx *c, str pub, struct arrival_run *ret_run);
/* Newest first, below the id `before` (INT64_MAX: from the newest); without counts. */
MUST_USE enum rc arrival_list(struct ctx *c, int64_t before, int64_t max, struct arrival_runs *ret);

/* ---- the report ---- */

struct arrival_said {
    int64_t line;
    str code, member;
    const char *key;
    str arg, arg2;
    bool refused;
};
MUST_USE enum rc arrival_said(struct ctx *c, int64_t run, int64_t skip, int64_t max,
                              struct arrival_said **ret_v, ptrdiff_t *ret_n);
str arrival_said_text(struct arena *mem, enum lang lang, const struct arrival_said *s);
str arrival_column_label(enum lang lang, str member);
/* The whole of it as CSV; a cell that a spreadsheet would compute begins with an apostrophe. */
MUST_USE enum rc arrival_report(struct ctx *c, int64_t run, enum lang lang, str *ret_csv);

#endif
