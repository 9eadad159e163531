/* dossier_http.h - shared by the files of handlers of this folder. */
#ifndef MOTCUA_DOSSIER_HTTP_H
#define MOTCUA_DOSSIER_HTTP_H

#include "dossier/dossier_page.h"

struct req; /* web/web.h */

enum rc dossier__refuse_show(struct req *r);
/* The small page `refuse` or `supplement` with this reason filled in. */
MUST_USE enum rc dossier_small_with(struct req *r, str slug, str reason);

#endif
