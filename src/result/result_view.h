/* result_view.h - what the page of giving back and the list for the post show. */
#ifndef MOTCUA_RESULT_VIEW_H
#define MOTCUA_RESULT_VIEW_H

#include "web/web_view.h"

struct posting_row_view {
    href to;
    str code, owner, address, slip, when, arrived;
};
struct result_post_view {
    str heading, day_heading;
    const struct posting_row_view *rows, *open;
    ptrdiff_t rows_n, open_n;
    href before, after, today;
};

#endif
