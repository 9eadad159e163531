/*
 * dossier_small.h - the small pages of one dossier: one form each, at
 * /work/dossiers/:pub/<slug>. A page shows the form it posts; what is refused comes back with what
 * was typed.
 */
#ifndef MOTCUA_DOSSIER_SMALL_H
#define MOTCUA_DOSSIER_SMALL_H

#include "dossier/dossier_page.h"

struct web_fields; /* web/web_view.h */

struct dossier_small {
    const struct form *form;
    const char *heading, *intro, *button, *slug; /* message keys; the last part of the address */
    bool danger, multipart;
    bool nothing;   /* to do now: the intro alone */
    str intro_text; /* instead of intro */
};
/* Draws it; `fields` NULL = all of the form. */
typedef struct web_fields dossier_small_fields(struct req *r, const struct saying *s,
                                               const struct desk_facts *f);
MUST_USE enum rc dossier_small(struct req *r, const struct dossier_small *k,
                               dossier_small_fields *fields);
/* The same with what was read already. */
MUST_USE enum rc dossier_small_of(struct req *r, const struct dossier_small *k, const struct saying *s,
                                  const struct desk_facts *f, struct web_fields fields);
/* A list of one group beside the work lists, or of two; empty, it says so and leads to the unit's. */
struct dossier_row_view; /* dossier/dossier_view.h */
struct dossier_small_list {
    const char *title, *section, *group, *none; /* message keys, and the place in the navigation */
    const struct dossier_row_view *rows;
    ptrdiff_t n;
    const char *group_2; /* message key; NULL = one group */
    const struct dossier_row_view *rows_2;
    ptrdiff_t n_2;
};
MUST_USE enum rc dossier_small_list(struct req *r, const struct saying *s,
                                    const struct dossier_small_list *k);
/* After the act: back to the screen of the dossier. */
MUST_USE enum rc dossier_small_done(struct req *r, enum rc rc, str pub);

/* The two rows of such a page: name_show, name, name_form; for files that know web/web.h. */
#define DOSSIER_SMALL(slug, name, perm)                                                                \
    {GET, "/work/dossiers/:pub/" slug, name##_show, .need = perm},                                     \
    {                                                                                                  \
        POST, "/work/dossiers/:pub/" slug, .write = name, .again = name##_show, .need = perm,          \
                                           .form = &name##_form, .flags = ROUTE_VERSION                \
    }

#endif
