/* portal_words_view.h - views of the public pages; inside the folder only. */
#ifndef MOTCUA_PORTAL_WORDS_VIEW_H
#define MOTCUA_PORTAL_WORDS_VIEW_H

#include "dossier/dossier_words_view.h"
#include "portal/portal_view.h"
#include "web/page.h"

MUST_USE enum rc portal__home_view(struct req *r, struct home_view *ret);
/* The public figures into the home page; RC_BUSY, RC_UNAVAILABLE: it may do without. */
MUST_USE enum rc portal__figures(struct req *r, struct home_view *v);
void portal__figures_forget(void); /* tests */
/* Without the secret: code and degree of completion only (law: look-up privacy). */
MUST_USE enum rc portal__tracking_view(struct req *r, const struct dossier *d, bool full, str secret,
                                       struct tracking_view *ret);

/* Handlers of portal_office_http.c. */
enum rc portal__offices(struct req *r);
enum rc portal__office(struct req *r);

#endif
