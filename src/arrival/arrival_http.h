/* arrival_http.h - inside the folder: rows of the module's descriptor, and what makes the views. */
#ifndef MOTCUA_ARRIVAL_HTTP_H
#define MOTCUA_ARRIVAL_HTTP_H

#include "arrival/arrival.h"
#include "arrival/arrival_view.h"
#include "web/module.h"
#include "web/web.h"

#define ARRIVAL_LIST_PAGE 50
#define ARRIVAL_SAID_PAGE 100

extern const struct route arrival_routes[];
extern const struct nav arrival_nav[];

/* `n` may be one more than a page: then there is a next one. */
void arrival__view_list(struct req *r, const struct arrival_runs *all, bool first,
                        struct arrival_list_view *v);
void arrival__view_columns(struct req *r, struct arrival_new_view *v);
void arrival__view_run(struct req *r, const struct arrival_run *run, struct arrival_run_view *v);
void arrival__view_said(struct req *r, const struct arrival_run *run, const struct arrival_said *said,
                        ptrdiff_t n, int64_t skip, struct arrival_run_view *v);

#endif
