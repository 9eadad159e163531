/* catalog_view.h - what the pages of the catalogue show. */
#ifndef MOTCUA_CATALOG_VIEW_H
#define MOTCUA_CATALOG_VIEW_H

#include "web/web_view.h"

struct procedure_row {
    str name, code, field, agency, deadline,
        closed; /* closed: why it takes no dossiers; absent = open */
    href to;
};

struct catalog_list_view {
    str heading, asked; /* what was searched, kept in the field */
    struct web_field field, agency, audience, level, open;
    const struct procedure_row *rows;
    ptrdiff_t rows_n;
    bool none;
    struct web_empty empty;
    struct web_pages pages;
    bool has_pages;
};

struct procedure_paper {
    str name, group, note, count;
    struct web_tag tag;
    bool is_note, starts_group;
};
struct procedure_time {
    str who, time, note;
};
struct procedure_step {
    str name, text;
};

struct procedure_view {
    struct web_links crumbs;
    str name, lead, code;
    struct web_facts facts;
    bool open, has_days, has_times, has_fees, has_steps, has_requirements, has_audience, has_legal,
        has_agencies;
    bool unverified;
    str closed;         /* why */
    href start, sample; /* sample: HREF_NONE = no form of its own */
    str promise;        /* "thứ Sáu 27/11/2026, 17:30" */
    struct web_days days;
    struct web_notice doubt; /* what is not verified */
    const struct procedure_paper *papers;
    ptrdiff_t papers_n;
    const struct procedure_step *steps, *process;
    ptrdiff_t steps_n, process_n;
    bool has_process, process_is_template;
    const struct procedure_time *times, *fees;
    ptrdiff_t times_n, fees_n;
    const str *audience, *legal, *agencies;
    ptrdiff_t audience_n, legal_n, agencies_n;
    str requirements, legal_title, announced, version;
};

/* ---- the quality report, for staff ---- */

struct quality_import {
    str number, when, source, read, stored, merged, unchanged, notes, defects;
    href to;
};
struct quality_list_view {
    const struct quality_import *rows;
    ptrdiff_t rows_n;
    bool none, has_pages;
    struct web_empty empty;
    struct web_pages pages;
};

struct quality_kind {
    str name, why, places, procedures, width; /* width: of 1000 */
    href to;
};
struct quality_import_view {
    str heading, most; /* most: what there is most of */
    bool clean;
    struct web_facts facts;
    struct web_empty empty;
    const struct quality_kind *rows;
    ptrdiff_t rows_n;
};

struct quality_line {
    str code, name, detail;
    href to; /* HREF_NONE: it was not stored */
};
struct quality_kind_view {
    struct web_link back;
    str heading, why;
    bool has_pages;
    struct web_pages pages;
    const struct quality_line *rows;
    ptrdiff_t rows_n;
};

#endif
