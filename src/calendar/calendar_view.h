/* calendar_view.h - what the calendar's pages show. */
#ifndef MOTCUA_CALENDAR_CALENDAR_VIEW_H
#define MOTCUA_CALENDAR_CALENDAR_VIEW_H

#include "web/web_view.h"

struct calendar_row_view {
    str version, years, decision, who, published;
    struct web_tag state;
    href to;
};
struct calendars_view {
    const struct calendar_row_view *rows;
    ptrdiff_t rows_n;
    href type;
};

struct calendar_change_view {
    str day, was, now;
    struct web_tag mark;
};
struct calendar_day_view {
    str day, kind, name, source, doubt;
};
struct calendar_year_view {
    str year, worked;
    const struct calendar_day_view *days;
    ptrdiff_t days_n;
};
struct calendar_sheet_view {
    bool has_notice, may_confirm, compares;
    struct web_notice notice;
    str heading, base;
    struct web_tag state;
    struct web_facts facts;
    const struct calendar_change_view *changes;
    ptrdiff_t changes_n;
    const struct calendar_year_view *years;
    ptrdiff_t years_n;
    href confirm;
};

struct calendar_type_view {
    struct web_errors errors;
    struct web_fields fields;
    href action;
};

#endif
