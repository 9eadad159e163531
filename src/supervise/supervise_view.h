/* supervise_view.h - what the pages of who leads show. */
#ifndef MOTCUA_SUPERVISE_SUPERVISE_VIEW_H
#define MOTCUA_SUPERVISE_SUPERVISE_VIEW_H

#include "supervise/supervise.h"
#include "web/web_view.h"

struct supervise_row { /* an officer, a unit, an agency */
    str name, open, soon, overdue, waiting;
    href to; /* one level down; HREF_NONE: no further */
    href to_open, to_soon, to_overdue, to_waiting;
    bool late;
};
struct supervise_bar { /* of the chart: a name over a bar */
    str name, number, name_y, bar_y, number_y, number_x;
    str late, near_x, near, rest_x, rest; /* widths and places */
};
struct supervise_time_row {
    str name, passes, over, taken, given, note;
    href to; /* the passes behind it */
    bool late;
};
struct supervise_case_row {
    href to;
    str title, code, step, officer, when, note;
};
struct supervise_view {
    str heading, line, place, finding, head, box, height;
    struct web_links crumbs;
    struct web_stats stats;
    const struct supervise_row *rows;
    const struct supervise_bar *bars;
    const struct supervise_time_row *times;
    ptrdiff_t rows_n, bars_n, times_n;
    struct web_empty empty;
    str rule;   /* of the prediction */
    bool units; /* times are of units */
    bool timed; /* times are counted at this level */
};
struct supervise_cases_view {
    str heading, line, note, taken_head, given_head;
    struct web_links crumbs;
    const struct supervise_case_row *rows;
    ptrdiff_t rows_n;
    struct web_empty empty;
    bool times, more; /* times: two columns of working time */
    str more_text;
};

struct worktime;
struct supervise_saying {
    struct arena *mem;
    enum lang lang;
    instant now;
    const struct worktime *w;
};
struct supervise_facts {
    struct supervise_place place;
    struct supervise_loads loads;
    struct supervise_times times;
    struct supervise_cases predicted;
};
void supervise__view(const struct supervise_saying *s, const struct supervise_facts *f,
                     struct supervise_view *ret_view);
void supervise__view_cases(const struct supervise_saying *s, const struct supervise_place *p,
                           const struct supervise_ask *ask, const struct supervise_cases *list,
                           struct supervise_cases_view *ret_view);
/* Words of the address. */
str supervise__what_word(enum supervise_what what);

#endif
