/*
 * figures.h - the public figures of this month so far: what came in, what was settled and how
 * much of it in time, what is open now. Live counts over index ranges of the month and of what
 * is open; the tallies will give them by agency and period.
 */
#ifndef MOTCUA_DOSSIER_FIGURES_H
#define MOTCUA_DOSSIER_FIGURES_H

#include "casework/figures.h"

struct dossier_figures {
    instant at;               /* the moment they hold for */
    date from;                /* first day of its month */
    int64_t received, online; /* accepted since `from`, cancelled ones left out; of these online */
    int64_t synced;           /* and of these in a ministry's system (dossier_arrive.h) */
    struct work_figures work;
};
MUST_USE enum rc dossier_figures(struct ctx *c, struct dossier_figures *ret);

#endif
