/* applying_view.h - what the pages of an agency that applies show. */
#ifndef MOTCUA_APPLYING_APPLYING_VIEW_H
#define MOTCUA_APPLYING_APPLYING_VIEW_H

#include "web/web_view.h"

struct applying_row { /* a dossier, or a procedure to choose */
    str title, under;
    href to;
    struct web_tag tag;
    struct web_due due;
};
struct applying_list_view {
    const struct applying_row *rows;
    ptrdiff_t rows_n;
    struct web_empty empty;
    href next, add;
};
struct applying_choose_view {
    struct web_links crumbs;
    const struct applying_row *rows;
    ptrdiff_t rows_n;
    struct web_empty empty;
};
struct applying_form_view { /* a filing, a completion, a withdrawal */
    struct web_links crumbs;
    struct web_errors errors;
    str under, heading, hint, version, button;
    const str *asked;
    ptrdiff_t asked_n;
    href action, back;
    struct web_fields fields;
    bool multipart, danger;
};
struct applying_one_view {
    struct web_links crumbs;
    str heading, under, promise, asked_heading;
    struct web_tag tag;
    struct web_due due;
    const str *asked;
    const struct web_link *files;
    ptrdiff_t asked_n, files_n;
    struct web_timeline events;
    href complete, withdraw, track;
};

#endif
