/*
 * figures.h - what is counted of one kind of work, for public figures: an index range for each number,
 * never all that ever was. Overdue is what is open with its due date before the moment asked.
 */
#ifndef MOTCUA_CASEWORK_FIGURES_H
#define MOTCUA_CASEWORK_FIGURES_H

#include "core/ctx.h"

struct work_figures {
    int64_t settled,
        late; /* finished in [from, now): with a result or refused; late: after its due date */
    int64_t open, overdue;               /* not closed at `now`; of these past their due date */
    int64_t settled_synced, open_synced; /* of these led by another system (arrive.h) */
};
MUST_USE enum rc work_figures(struct ctx *c, str kind, instant from, instant now,
                              struct work_figures *ret);

#endif
