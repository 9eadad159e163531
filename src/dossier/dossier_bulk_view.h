/* dossier_bulk_view.h - what the leader's pages of signing show, ready to read. */
#ifndef MOTCUA_DOSSIER_BULK_VIEW_H
#define MOTCUA_DOSSIER_BULK_VIEW_H

#include "web/web_view.h"

struct sign_row_view {
    str id, name, value, title, under; /* procedure; code · applicant */
    href to;
    struct web_due due;
    bool ticked;
    str proposal, by; /* what the officer proposes, who and when */
    const struct web_link *drafts;
    ptrdiff_t drafts_n;
    str why; /* not theirs to approve; absent = may be ticked */
};
struct dossier_sign_view { /* the list, and what was ticked of it */
    struct web_errors errors;
    struct web_notice notice;
    bool noticed;
    str heading, now;
    const struct sign_row_view *rows;
    ptrdiff_t rows_n;
    struct web_empty empty;
    struct web_fields fields;
    href next, back;
    bool looking; /* the second page: proposals and drafts, and the button that approves */
    bool any;
    str button;
};

#endif
