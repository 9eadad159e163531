/*
 * catalog_draft.h - a procedure on its way in: what each reader (pack, row, full record)
 * fills and catalog_store.c writes. Inside the folder only. Absent texts stay absent:
 * nothing is invented for what a source does not say.
 */
#ifndef MOTCUA_CATALOG_DRAFT_H
#define MOTCUA_CATALOG_DRAFT_H

#include "casework/casework.h"
#include "catalog/catalog.h"
#include "catalog/catalog_import.h"
#include "core/hash.h"
#include "core/json.h"

enum source_rank { SOURCE_ROW, SOURCE_RECORD, SOURCE_PACK };

/* Lines of a version; `case_no` is the 1-based rank of a case, 0 = every case. */
struct draft_deadline {
    int64_t case_no;
    str channel, rule, text, note;
};
struct draft_fee {
    int64_t case_no;
    str channel, kind, currency, unit, note;
    struct opt_int amount;
};
struct draft_component {
    int64_t case_no, originals, copies;
    str code, name, group_name, form, form_name, note;
    bool required, is_note;
};
struct draft_part {
    const char *kind;
    str code, name, text;
};

#define DRAFT_LINES 400

struct draft {
    enum source_rank rank;
    str code, name, field, field_code, kind, level, agency, promulgator, state, system, online_level;
    str description, requirements, decision_no, decision_issuer, source, content_hash;
    date decision_date;
    bool inactive, steps_are_template, code_blanks;
    str audiences[64], cases[64], unverified[32];
    struct draft_deadline deadlines[64];
    struct draft_fee fees[128];
    struct draft_component components[DRAFT_LINES];
    struct draft_part parts[DRAFT_LINES];
    struct process_step_in steps[24];
    ptrdiff_t audiences_n, cases_n, unverified_n, deadlines_n, fees_n, components_n, parts_n, steps_n;
};

/* Adding with a bound: false past it; the reader then reports `too_long`. */
bool draft_add_text(str *list, ptrdiff_t *n, ptrdiff_t max, str text);
bool draft_add_part(struct draft *d, const char *kind, str code, str name, str text);

/* "(nếu có)", "chỉ khi …": a paper needed in some cases only. */
bool draft_is_conditional(struct ctx *c, str name);
void report_defect(struct ctx *c, struct import_report *r, const char *kind, str code, str detail);

/* Text of the source, cleaned: NFC, control characters gone, runs of blanks joined (lines kept
   when `lines`). Absent when empty. */
str draft_text(struct ctx *c, struct json j, bool lines);

/* Readers: one record each. RC_INVALID with field "line N" or the member at fault. */
MUST_USE enum rc catalog__read_pack_item(struct ctx *c, struct json item, struct draft *d,
                                         struct import_report *r);
MUST_USE enum rc catalog__read_row(struct ctx *c, struct json row, struct draft *d,
                                   struct import_report *r);
MUST_USE enum rc catalog__read_record(struct ctx *c, struct json data, struct draft *d,
                                      struct import_report *r);

/* Writes it: new version, merge or nothing, counted in the report. */
MUST_USE enum rc catalog__store(struct ctx *c, const struct draft *d, struct import_report *r);

struct q_procedure_by_code_row;
struct procedure catalog__head(const struct q_procedure_by_code_row *r);

/* Search keys of one procedure. */
MUST_USE enum rc catalog__index(struct ctx *c, int64_t id, const struct draft *d);

#endif
