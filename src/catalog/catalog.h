/*
 * catalog.h - procedures (thủ tục hành chính) with versions and all parts of NĐ 63/2010
 * Điều 8: what intake, pages and the API read. Imports stand in catalog_import.h.
 *
 * Invariants: 1. a stored version never changes; an import that differs makes the next one;
 * 2. importing the same source twice changes nothing; 3. a source of lower rank (bare row,
 * full record, pack) never overwrites a higher one; 4. a procedure without a settled
 * deadline is shown and closed for intake; 5. rows with neither originals nor copies are
 * notes, not papers; 6. what a source does not vouch for is named in `unverified`.
 */
#ifndef MOTCUA_CATALOG_CATALOG_H
#define MOTCUA_CATALOG_CATALOG_H

#include "core/ctx.h"
#include "db/db.h"

struct procedure {
    int64_t id;
    str pub, code, name, field, kind, level, agency, promulgator, state;
    str processing_system, online_level, intake, deadline_rule;
    struct opt_int version_id;
    int64_t source_rank;
};

struct procedure_case {
    int64_t id, rank;
    str code, name;
};
struct procedure_deadline {
    struct opt_int case_id;
    str channel, rule, text, note; /* rule absent = not settled */
};
struct procedure_fee {
    struct opt_int case_id, amount;
    str channel, kind, currency, unit, note;
};
struct procedure_component {
    int64_t id, rank, originals, copies;
    struct opt_int case_id;
    str code, name, group_name, form, form_name, note;
    bool required, is_note;
};
struct procedure_part {
    str kind, code, name, text; /* step result legal_basis audience agency channel template_step */
};

/* Everything the procedure page is made of. */
struct procedure_full {
    struct procedure head;
    int64_t version_no, sets;
    struct opt_int process_id; /* casework's process version */
    str description, requirements, decision_no, decision_issuer, source;
    date decision_date, valid_from;
    struct procedure_case *cases;
    struct procedure_deadline *deadlines;
    struct procedure_fee *fees;
    struct procedure_component *components;
    struct procedure_part *parts;
    str *unverified; /* names of the parts */
    ptrdiff_t cases_n, deadlines_n, fees_n, components_n, parts_n, unverified_n;
};
MUST_USE enum rc catalog_get(struct ctx *c, str code, struct procedure_full *ret_full);
/* The same without `parts` and `unverified`, the long texts of its page. */
MUST_USE enum rc catalog_get_terms(struct ctx *c, str code, struct procedure_full *ret_full);
/* A version that a dossier keeps. */
MUST_USE enum rc catalog_get_version(struct ctx *c, int64_t version_id,
                                     struct procedure_full *ret_full);

/* The most exact rule of time for case (0 = none chosen: the only one there is) and channel;
   absent = not settled. */
str catalog_rule(const struct procedure_full *full, int64_t case_id, str channel);

/* Of a version that a dossier keeps: its rule as above, and its papers with the notes. */
MUST_USE enum rc catalog_version_rule(struct ctx *c, int64_t version_id, int64_t case_id, str channel,
                                      str *ret_rule);
MUST_USE enum rc catalog_version_components(struct ctx *c, int64_t version_id,
                                            struct procedure_component **ret_components,
                                            ptrdiff_t *ret_n);

/* What a filing needs, for one case and channel. */
struct procedure_intake {
    struct procedure head;
    int64_t version_id, process_id, sets;
    int64_t case_id;                /* the one chosen, or the only one; 0 = the procedure has none */
    str case_name, rule, rule_text; /* rule as calendar reads it */
    struct procedure_component *components; /* papers of this case, notes left out */
    struct procedure_fee *fees;             /* lines that apply to case and channel */
    ptrdiff_t components_n, fees_n;
};
/* `case_id` 0 = none chosen; channel direct | online | postal. RC_NOT_FOUND no such procedure;
   RC_INVALID: "case" chosen wrongly or missing; "procedure" closed for intake, with the key of
   the reason (catalog.closed.no_deadline, .row_only, .inactive, .ministry). */
MUST_USE enum rc catalog_intake(struct ctx *c, str code, int64_t case_id, str channel,
                                struct procedure_intake *ret_intake);

/* ---- lists and search ---- */

struct procedure_filter {
    str field, agency, audience, level, text; /* absent = any */
    bool open_only;
    str cursor;
    int64_t max;
};
struct procedure_page {
    struct procedure *rows;
    ptrdiff_t n;
    bool more;
    str next_cursor;
};
/* With text: ranked, exact accents before folded ones, codes and their parts found
   ("khai sinh", "1.001193", "ket hon"); initials ("xntthn") match too. Without: by name. */
MUST_USE enum rc catalog_list(struct ctx *c, const struct procedure_filter *f,
                              struct procedure_page *ret_page);
/* How many the filter lets pass, its text and cursor left aside. */
MUST_USE enum rc catalog_list_count(struct ctx *c, const struct procedure_filter *f, int64_t *ret_n);
struct facet {
    str name;
    int64_t n;
};
/* Fields, agencies (who settles; the commonest), audiences, levels, fields with a procedure open
   for intake; with their numbers of procedures. */
enum facet_kind { FACET_FIELD, FACET_AGENCY, FACET_AUDIENCE, FACET_LEVEL, FACET_OPEN_FIELD };
MUST_USE enum rc catalog_facets(struct ctx *c, enum facet_kind kind, struct facet **ret_facets,
                                ptrdiff_t *ret_n);
MUST_USE enum rc catalog_count(struct ctx *c, int64_t *ret_total, int64_t *ret_open);

#endif
