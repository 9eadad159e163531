/*
 * eform_view.h - a definition as controls and as answers: what filing, the counter and the pages
 * of a dossier show of it. Inputs are called a_<group>.<field> (a_<group>.<row>.<field>): a page's
 * form declares one keyed field "a_*".
 */
#ifndef MOTCUA_EFORM_VIEW_H
#define MOTCUA_EFORM_VIEW_H

#include "eform/eform.h"
#include "web/web_view.h"

struct form_rows; /* web/form.h */

/* The control of a cell with what was typed; what is wrong only if `judged`. */
struct web_field eform_view_field(struct arena *mem, enum lang lang, const struct eform_filled *x,
                                  ptrdiff_t field, ptrdiff_t row);
/* Of the fields of one page the first address brings the list that all of them choose from. */
void eform_view_places(struct arena *mem, const struct areas *a, struct web_field *v, ptrdiff_t n);
/* The words of a cell's fault; STR_NONE when it has none. */
str eform_view_fault(struct arena *mem, enum lang lang, const struct eform_field *f,
                     const struct eform_cell *cell);
/* Takes what came for the cells of `group` that are drawn, or of -1 for all cells, as many rows as were
   typed: what did not come is empty. */
void eform_view_take(struct arena *mem, struct eform_filled *x, const struct form_rows *rows,
                     ptrdiff_t group);
/* Is the field drawn: shown, and neither computed nor a file? */
bool eform_view_drawn(const struct eform_filled *x, ptrdiff_t field, ptrdiff_t row);

/* What a group says, for reading; rows one after the other. `known` by field (NULL: none): those
   nobody has to change; the others lead to `change` (HREF_NONE: nowhere). */
struct web_answers eform_view_answers(struct arena *mem, enum lang lang, const struct eform_filled *x,
                                      ptrdiff_t group, const bool *known, href change);
struct eform_view_group {
    str heading;
    struct web_answers answers;
};
/* All groups that say anything. */
ptrdiff_t eform_view_groups(struct arena *mem, enum lang lang, const struct eform_filled *x,
                            struct eform_view_group **ret_v);

/* A filled form on the page of what it belongs to. */
struct eform_filled_view {
    str name;
    href pdf;
    bool may_whole; /* the numbers are masked, and `whole` asks what for */
    href whole;
    struct eform_view_group *groups;
    ptrdiff_t groups_n;
};

struct eform_sample_view {
    href back, pdf;
    str back_text, name, lead;
    bool doubtful;
    struct web_notice doubt;
    struct eform_view_group *groups;
    ptrdiff_t groups_n;
};

/* ---- the control office ---- */

struct eform_version_row {
    href to;
    str name, code, version, state;
};
struct eform_list_view {
    struct eform_version_row *rows;
    ptrdiff_t rows_n;
    bool may_add;
    struct web_errors errors;
    struct web_fields fields;
};
struct eform_field_row {
    str name, path, why, source;
    bool tagged;
    struct web_tag tag; /* added, removed, not asked */
};
struct eform_version_view {
    str heading, lead, procedures, ground;
    bool doubtful, may_publish;
    struct web_notice doubt;
    struct web_errors errors;
    struct web_stats stats;
    struct eform_field_row *rows;
    ptrdiff_t rows_n;
    href file, publish;
};

#endif
