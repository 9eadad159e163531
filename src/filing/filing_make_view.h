/* filing_make_view.h - from facts to what the pages show; shared inside the folder only. */
#ifndef MOTCUA_FILING_MAKE_VIEW_H
#define MOTCUA_FILING_MAKE_VIEW_H

#include "dossier/dossier_list.h"
#include "dossier/dossier_pdf.h"
#include "eform/eform_view.h"
#include "filing/filing.h"
#include "filing/filing_internal.h"
#include "filing/filing_view.h"
#include "web/web.h"

/* What words depend on besides the fact itself. */
struct filing_words {
    struct arena *mem;
    enum lang lang;
    instant now;
};
struct filing_words filing__words(const struct req *r);
str filing__say(const struct filing_words *w, const char *key, const str *args, int count);

str filing__size(const struct filing_words *w, enum file_type type, int64_t size); /* PDF · 120 kB */
str filing__fee(const struct filing_words *w, const struct fee_line *lines, ptrdiff_t n);

/* "case" "whom" … "paper-3": the last piece of a question's address. */
str filing__slug(struct arena *mem, const struct filing_draft *d, ptrdiff_t step);
/* The step of that name; -1. */
ptrdiff_t filing__step(const struct filing_draft *d, str slug);
href filing__question(struct arena *mem, const struct filing_draft *d,
                      ptrdiff_t step); /* past the end: check */

void filing__view_start(const struct filing_words *w, const struct procedure_full *p,
                        struct filing_start_view *v);
/* Everything but the fields and errors. */
void filing__view_question(const struct filing_words *w, const struct filing_draft *d, ptrdiff_t step,
                           str to, struct filing_question_view *v);
struct filing_promise {
    struct due_rule rule;
    instant by;
};
void filing__view_check(const struct filing_words *w, const struct filing_draft *d,
                        const struct filing_promise *promise, struct filing_check_view *v);

/* A dossier with what stands around it. */
struct filing_facts {
    struct dossier d;
    struct procedure_full procedure;
    struct filing_promise promise; /* of an online filing still unanswered */
    struct fee_line *fees;
    struct dossier_paper *papers;
    struct dossier_file *files;
    struct dossier_event *events;
    struct dossier_supplement *supplements; /* newest first */
    ptrdiff_t fees_n, papers_n, files_n, events_n, supplements_n;
    struct web_notice *notices; /* what must not be missed */
    ptrdiff_t notices_n;
    struct web_days days;                     /* n = 0: no clock yet */
    struct web_timeline views;                /* who saw the owner's number */
    struct dossier_slip slips[DOSSIER_SLIPS]; /* papers to print */
    int slips_n;
    bool may_mend; /* a result is there and nothing was asked about it that waits */
    str secret, phone;
    struct eform_filled *filled; /* NULL: the procedure had no form */
};
void filing__view_sent(const struct filing_words *w, const struct filing_facts *f, str origin,
                       struct filing_sent_view *v);
void filing__view_my(const struct filing_words *w, const struct filing_head *drafts, ptrdiff_t n,
                     const struct worklist_page *page, struct filing_my_view *v);
void filing__view_mine(const struct filing_words *w, const struct filing_facts *f,
                       struct filing_mine_view *v);
/* May still be withdrawn: not signed, not over. */
bool filing__may_withdraw(const struct dossier *d);

#endif
