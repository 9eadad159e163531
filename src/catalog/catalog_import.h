/*
 * catalog_import.h - three sources: the starter pack (packs/procedures), the national
 * catalogue rows (JSONL) and full records (JSON). Real and dirty: what is odd is counted
 * and named in the quality report; a malformed file is refused whole with line and reason.
 */
#ifndef MOTCUA_CATALOG_IMPORT_H
#define MOTCUA_CATALOG_IMPORT_H

#include "core/ctx.h"

struct defect {
    const char *kind; /* unit_other, times_differ, fee_suspicious, note_as_paper, missing_part … */
    str code, detail;
};
/* `mem` outlives the units of work of the run; only it and zeroes are given. */
struct import_report {
    struct arena *mem;
    int64_t read, stored, merged, unchanged, notes;
    struct defect *defects;
    ptrdiff_t defects_n, defects_room;
};
/* One file's bytes; `name` is for messages. Decides by content which of the three it is. One
   call is one unit of work; RC_INVALID: field "line N" or "file", nothing is stored. Adds to
   *report: give each run of the unit a fresh copy, it may be run again. */
MUST_USE enum rc catalog_import_file(struct ctx *c, str name, str bytes, struct import_report *report);
/* Stores the report of a whole run. */
MUST_USE enum rc catalog_import_store(struct ctx *c, str source, const struct import_report *report);

/* ---- what was stored of it, for staff ---- */

struct catalog_import_facts {
    int64_t id, number; /* number: counted from the first import on */
    instant at;
    str source;
    int64_t read, stored, merged, unchanged, notes, defects;
};
struct catalog_imports {
    struct catalog_import_facts *v;
    ptrdiff_t n;
};
/* Newest first, below the number `before`; INT64_MIN (FORM_NO_INT): from the newest. */
MUST_USE enum rc catalog_import_list(struct ctx *c, int64_t before, int64_t max,
                                     struct catalog_imports *ret);
/* RC_NOT_FOUND: no import has that number. */
MUST_USE enum rc catalog_import_get(struct ctx *c, int64_t number, struct catalog_import_facts *ret);

struct defect_kind {
    str kind;
    int64_t n, procedures;
};
struct defect_kinds {
    struct defect_kind *v;
    ptrdiff_t n;
};
/* The most frequent first. */
MUST_USE enum rc catalog_defect_kinds(struct ctx *c, int64_t import, struct defect_kinds *ret);

struct defect_line {
    str code, detail, name; /* name: absent when no procedure has that code */
};
struct defect_lines {
    struct defect_line *v;
    ptrdiff_t n;
};
#define CATALOG_DEFECTS_PAGE 100
/* So many at most, after the first `skip`. */
MUST_USE enum rc catalog_defect_list(struct ctx *c, int64_t import, str kind, int64_t skip,
                                     struct defect_lines *ret, int64_t *ret_total);

#endif
