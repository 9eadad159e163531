/* succession_view.h - what the pages of ended agencies show. */
#ifndef MOTCUA_SUCCESSION_SUCCESSION_VIEW_H
#define MOTCUA_SUCCESSION_SUCCESSION_VIEW_H

#include "web/web_view.h"

struct succession_row { /* an agency that ended */
    str name, code, ended, by, waiting;
    href to;
    bool waits; /* dossiers, for a person */
};
struct succession_overview_view {
    const struct succession_row *rows;
    ptrdiff_t rows_n;
    struct web_empty empty;
};
struct succession_line_row {
    str no, area, procedure, field, successor;
};
struct succession_case_row { /* a dossier to place */
    str id, name, value, title, under, address;
    struct web_due due;
    bool ticked;
};
struct succession_agency_view {
    struct web_links crumbs;
    struct web_errors errors;
    struct web_notice notice;
    bool noticed;
    str heading, line, rest;
    const struct succession_line_row *lines;
    const struct succession_case_row *cases;
    ptrdiff_t lines_n, cases_n;
    href edit, action;
    str more; /* not all are shown; absent = they are */
    struct web_fields fields;
};
struct succession_list_view { /* the form that sets the list */
    struct web_links crumbs;
    struct web_errors errors;
    str heading;
    href action, back;
    struct web_fields fields;
};

#endif
