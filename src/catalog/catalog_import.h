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

#endif
