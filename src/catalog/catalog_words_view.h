/* catalog_words_view.h - views made from the facts of the catalogue; inside the folder only. */
#ifndef MOTCUA_CATALOG_WORDS_VIEW_H
#define MOTCUA_CATALOG_WORDS_VIEW_H

#include "catalog/catalog.h"
#include "catalog/catalog_view.h"
#include "web/page.h"

/* What was asked of the list. */
struct catalog_list_in {
    str q, field, agency, audience, level, cursor;
    bool open;
};
extern const struct form catalog_list_form;

/* Why a procedure takes no dossiers; absent when it does. */
str catalog__closed_words(const struct req *r, str intake, bool brief);
MUST_USE enum rc catalog__list_view(struct req *r, const struct catalog_list_in *in,
                                    struct catalog_list_view *ret);
MUST_USE enum rc catalog__procedure_view(struct req *r, const struct procedure_full *f,
                                         struct procedure_view *ret);

#endif
