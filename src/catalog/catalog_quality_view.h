/* catalog_quality_view.h - views of the quality report; inside the folder only. */
#ifndef MOTCUA_CATALOG_QUALITY_VIEW_H
#define MOTCUA_CATALOG_QUALITY_VIEW_H

#include "catalog/catalog_import.h"
#include "catalog/catalog_view.h"
#include "web/page.h"

/* `before`: a number, or FORM_NO_INT from the newest on. */
MUST_USE enum rc catalog__quality_list(struct req *r, int64_t before, struct quality_list_view *ret);
MUST_USE enum rc catalog__quality_import(struct req *r, int64_t no, struct quality_import_view *ret);
/* `from`: the line to begin with, counted from 1; RC_NOT_FOUND: no such line, kind or import. */
MUST_USE enum rc catalog__quality_kind(struct req *r, int64_t no, str kind, int64_t from,
                                       struct quality_kind_view *ret);

#endif
