/* dossier_part_view.h - what the pages of parts show, ready to read. */
#ifndef MOTCUA_DOSSIER_PART_VIEW_H
#define MOTCUA_DOSSIER_PART_VIEW_H

#include "dossier/dossier_view.h"

struct part_row_view {
    href to;
    str name, code, under; /* under: procedure or place */
    str took, share, note; /* working time against its share; what came of it */
    struct web_tag tag;
    struct web_due due;
};
struct dossier_parts_view { /* of one dossier */
    struct dossier_head_view head;
    struct web_errors errors;
    const struct part_row_view *rows;
    ptrdiff_t rows_n;
    struct web_fields fields;
    href action, back; /* action HREF_NONE: nothing to answer here */
    str version;
};
struct dossier_parts_waiting_view { /* at the actor's place */
    const struct part_row_view *rows;
    ptrdiff_t rows_n;
    str more;
    struct web_empty empty;
};

#endif
