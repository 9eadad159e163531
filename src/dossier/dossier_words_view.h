/*
 * dossier_words_view.h - the words and shapes in which a dossier is shown, the same on
 * every page: state tags, due chips, the day strip, the timeline in its two vocabularies.
 * Pages of dossier and portal draw with these and nothing else.
 */
#ifndef MOTCUA_DOSSIER_WORDS_VIEW_H
#define MOTCUA_DOSSIER_WORDS_VIEW_H

#include "casework/casework_words_view.h"
#include "dossier/dossier_read.h"

str words_channel(enum lang lang, str channel);

/* The day strip of a dossier; RC_NOT_FOUND while its clock was never started. */
MUST_USE enum rc words_dossier_days(struct ctx *c, enum lang lang, const struct dossier *d,
                                    struct web_days *ret_days);

/* Newest first. Staff see actor, office and working time; citizens see sentence and moment. */
struct web_timeline words_timeline(struct ctx *c, enum lang lang, const struct dossier_event *events,
                                   ptrdiff_t n, bool staff);

/* Who saw the owner's identity number in full, and what for: staff by name and office, for citizens
   the office. */
MUST_USE enum rc words_viewings(struct ctx *c, enum lang lang, const struct dossier *d, bool staff,
                                struct web_timeline *ret_list);

/* What the citizen must not miss, beside the state: a day promised anew, a result
   that was mended. */
MUST_USE enum rc words_notices(struct ctx *c, enum lang lang, const struct dossier *d,
                               struct web_notice **ret_notices, ptrdiff_t *ret_n);

/* A paper to print: "Phiếu … (Mẫu số 03, PDF)". */
struct dossier_slip; /* dossier/dossier_pdf.h */
str words_slip(struct arena *mem, enum lang lang, const struct dossier_slip *slip);

/* What moved or held the clock since it began, in plain words; "" when nothing did. */
struct clock_entry; /* casework/ledger.h */
str words_clock_story(struct ctx *c, enum lang lang, const struct clock_entry *list, ptrdiff_t n);

#endif
