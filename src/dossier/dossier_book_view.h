/* dossier_book_view.h - what the page of the follow-up book shows. */
#ifndef MOTCUA_DOSSIER_DOSSIER_BOOK_VIEW_H
#define MOTCUA_DOSSIER_DOSSIER_BOOK_VIEW_H

#include "web/web_view.h"

struct dossier_book_year {
    str year;
    struct web_links volumes;
};
struct dossier_book_view {
    str agency;
    const struct dossier_book_year *years;
    ptrdiff_t years_n;
};

#endif
