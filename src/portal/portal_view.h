/* portal_view.h - what the public home and tracking pages show. */
#ifndef MOTCUA_PORTAL_VIEW_H
#define MOTCUA_PORTAL_VIEW_H

#include "web/web_view.h"

struct life_event {
    str icon, name, text;
    href to;
};

struct track_form {
    str code, secret, error;
};

struct home_view {
    struct web_links frequent;
    bool has_notice;
    struct web_notice notice;
    struct track_form track;
    const struct life_event *events;
    ptrdiff_t events_n;
    str all;                         /* "Xem tất cả 63 thủ tục" */
    bool shows_figures, has_figures; /* has: there is something to count */
    str figures_at;                  /* "Tính đến 08:15 hôm nay" */
    struct web_stats figures;
};

struct track_view {
    struct track_form track;
    bool asked, found;
};

/* Where to go in person. */
struct office_row {
    href to;
    str agency, name;
};
struct offices_view {
    const struct office_row *rows;
    ptrdiff_t rows_n;
};
struct office_day {
    str day, hours;
    bool today;
};
struct office_desk {
    str counter, who;
};
struct office_view {
    str agency, name;
    bool published; /* has hours of its own */
    const struct office_day *days;
    ptrdiff_t days_n;
    const struct office_desk *desks; /* who is on duty today */
    ptrdiff_t desks_n;
};

struct tracking_view {
    href back;
    str code, procedure, heading, who;
    str must; /* what the citizen must do, or that nothing is to be done */
    bool full, promised, has_days, has_todo, provisional;
    str promise;
    struct web_tag pace;
    str rule; /* "Luật cho thủ tục này 3 ngày làm việc. …" */
    struct web_days days;
    struct web_timeline timeline, todo;
    bool has_supplement;
    str supplement_reason;
    const str *supplement_items;
    ptrdiff_t supplement_items_n;
    struct web_links papers; /* to print */
    href own;
    const struct web_notice *notices;
    ptrdiff_t notices_n;
};

#endif
