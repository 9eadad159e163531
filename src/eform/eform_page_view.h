/* eform_page_view.h - the pages of the control office about forms. */
#ifndef MOTCUA_EFORM_PAGE_VIEW_H
#define MOTCUA_EFORM_PAGE_VIEW_H

#include "eform/eform_view.h"
#include "eform/versions.h"
#include "web/web.h"

void eform__view_list(struct req *r, const struct eform_versions *list, struct eform_list_view *v);
void eform__view_version(struct req *r, const struct eform_version *version, const struct eform *f,
                         const struct eform_burden *burden, struct eform_version_view *v);

#endif
