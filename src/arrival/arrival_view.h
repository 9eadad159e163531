/* arrival_view.h - what the pages of arrivals show. */
#ifndef MOTCUA_ARRIVAL_VIEW_H
#define MOTCUA_ARRIVAL_VIEW_H

#include "web/web_view.h"

struct arrival_row_view {
    href to;
    str when, name, source, kind, rows;
    struct web_tag state;
};
struct arrival_list_view {
    bool has_done;
    struct web_notice done;
    bool none;
    struct web_empty empty;
    const struct arrival_row_view *rows;
    ptrdiff_t rows_n;
    bool has_pages;
    struct web_pages pages;
};

struct arrival_column_view {
    str member, label, kinds;
};
struct arrival_new_view {
    struct web_errors errors;
    struct web_link back;
    struct web_fields fields;
    const struct arrival_column_view *columns;
    ptrdiff_t columns_n;
};

struct arrival_said_view {
    str line, code, column, why;
    struct web_tag tag;
};
struct arrival_run_view {
    struct web_errors errors;
    struct web_link back;
    str heading;
    struct web_tag state;
    str lead;
    struct web_facts facts;
    bool may_apply, may_discard, going;
    href apply, discard, report, again;
    struct web_field strict;
    str apply_text;
    bool said;
    str said_heading;
    const struct arrival_said_view *rows;
    ptrdiff_t rows_n;
    bool has_pages;
    struct web_pages pages;
};

#endif
