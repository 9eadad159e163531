/* dossier_make_view.h - view builders and the facts they take; inside the folder only. */
#ifndef MOTCUA_DOSSIER_MAKE_VIEW_H
#define MOTCUA_DOSSIER_MAKE_VIEW_H

#include "catalog/catalog.h"
#include "dossier/dossier_desk.h"
#include "dossier/dossier_list.h"
#include "dossier/dossier_page.h"
#include "dossier/dossier_view.h"

struct worklist_facts {
    enum worklist which;
    enum worklist_span span;
    struct worklist_filter only;
    struct facet *fields; /* to choose from */
    ptrdiff_t fields_n;
    str list; /* as in the address */
    struct worklist_page page;
    int64_t before; /* rows on the pages before */
    bool first, may_claim, counter;
    bool assigns, leads; /* may hand on their own; gives to others */
};
/* Message key of a list's name. */
const char *dossier__list_key(enum worklist_span span, enum worklist which);
void dossier__view_work(const struct saying *s, const struct worklist_facts *f,
                        struct dossier_work_view *ret_view);
/* The same address, narrowed. */
href dossier__narrowed(struct arena *mem, href to, const struct worklist_filter *only);
void dossier__view_filter(const struct saying *s, const struct worklist_facts *f,
                          struct dossier_filter_view *ret_view);
void dossier__view_search(const struct saying *s, enum worklist_span span, str text,
                          const struct worklist_page *p, struct dossier_work_view *ret_view);

void dossier__view_papers(const struct saying *s, const struct desk_facts *f,
                          struct dossier_papers_view *ret_view);
/* Clock, statuses, person: everything beside the panel. */
void dossier__view_aside(const struct saying *s, const struct desk_facts *f,
                         struct dossier_desk_view *v);
void dossier__view_passes(const struct saying *s, const struct desk_facts *f,
                          struct dossier_tab_view *v);
/* It ended without a result, and papers or money are still to be given back. */
bool dossier__unsettled(const struct desk_facts *f);
/* The grounds of its process that can still hold the clock, by a consultation or by a letter: into
   `o`, with room for holds_n; how many. */
ptrdiff_t dossier__hold_options(const struct saying *s, const struct desk_facts *f, bool consult,
                                struct web_option *o);
/* The ledger of the clock and who used how much; nothing without a clock. */
MUST_USE enum rc dossier__view_clock(struct ctx *c, const struct saying *s, const struct desk_facts *f,
                                     struct dossier_tab_view *v);

#endif
