/* handover_view.h - what the pages of hand-over show, ready to read. */
#ifndef MOTCUA_HANDOVER_VIEW_H
#define MOTCUA_HANDOVER_VIEW_H

#include "web/web_view.h"

struct handover_row_view {            /* a dossier to give, or one that is elsewhere */
    str id, name, code, title, under; /* the box's id and name */
    bool ticked;
    href to;
    struct web_due due;
    str where; /* "Bộ phận Một cửa → Tư pháp – Hộ tịch" */
    str state;
};
struct handover_group_view { /* for one unit */
    str heading, to, id;
    struct handover_row_view *rows;
    ptrdiff_t rows_n;
};
struct handover_sheet_row_view {
    href to;
    str when, route, count;
    struct web_tag tag;
};
struct handover_day_view {
    struct web_errors errors;
    str heading, now, day_heading;
    href before, after, today, unmatched;
    const struct handover_sheet_row_view *waiting, *sheets;
    ptrdiff_t waiting_n, sheets_n;
    const struct handover_group_view *groups;
    ptrdiff_t groups_n;
    str groups_more; /* there are more of them than are shown; absent = no */
    struct web_fields other;
    bool may_give;
};
struct handover_line_view {
    href to;
    str code, title, under, form, due, answer; /* answer: as confirmed */
    struct web_field take, difference;
};
struct handover_sheet_view {
    href sheet; /* to be printed */
    struct web_errors errors;
    str heading, given, received, note, receiver_note;
    href action, back, print; /* action HREF_NONE: nothing to confirm here */
    const struct handover_line_view *lines;
    ptrdiff_t lines_n;
    struct web_fields fields;
    struct web_tag tag;
};
struct handover_misplaced_view {
    str heading, intro;
    href back;
    const struct handover_row_view *rows;
    ptrdiff_t rows_n;
    str more;
    struct web_empty empty;
};

#endif
