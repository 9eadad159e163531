/*
 * dossier_desk.h - everything the screen of one dossier shows, read in one snapshot. Leaves
 * out words and looks (dossier_desk_view.c).
 */
#ifndef MOTCUA_DOSSIER_DESK_H
#define MOTCUA_DOSSIER_DESK_H

#include "calendar/clock.h"
#include "casework/parts.h"
#include "casework/ledger.h"
#include "dossier/dossier_arrive.h"
#include "dossier/dossier_checklist.h"
#include "dossier/dossier_end.h"
#include "dossier/dossier_extend.h"
#include "dossier/dossier_place.h"
#include "dossier/dossier_mend.h"
#include "dossier/dossier_given.h"
#include "dossier/dossier_read.h"

struct desk_facts {
    struct dossier d;
    struct person owner;
    struct dossier_paper *papers;
    struct dossier_file *files;
    struct dossier_event *events;
    struct dossier_supplement *supplements;
    struct dossier_told *told;
    struct dossier_extension *extensions;
    struct work_action *actions;
    struct work_pass *passes;
    struct process_step *steps;
    struct def_fact *asked; /* by a branch of what may be done */
    ptrdiff_t asked_n;
    ptrdiff_t papers_n, files_n, events_n, supplements_n, told_n, extensions_n, actions_n, passes_n,
        steps_n;
    struct checklist check;
    struct work_waiver *waivers; /* one person may hold two roles */
    ptrdiff_t waivers_n;
    struct def_choices waivable; /* of the current step */
    struct paper_place place;
    struct given *given;
    ptrdiff_t given_n;
    instant ready_at;       /* announced early; INSTANT_NONE */
    struct dossier_end end; /* `how` absent: it has not ended without a result */
    struct dossier_mend *mends;
    ptrdiff_t mends_n;
    struct consult *consults; /* asked of other agencies */
    str *consulted;           /* their names */
    ptrdiff_t consults_n;
    struct work_hold *holds; /* grounds of its process */
    ptrdiff_t holds_n;
    bool paused; /* by a letter: somebody may let it run on */
    struct dossier_money money;
    str sync;          /* how far the national portal has been told */
    ptrdiff_t parts_n; /* parallel parts, open or answered */
    bool may_assign;   /* the actor may give it to somebody */
    bool has_clock;
    struct clock_case clock;
    const struct worktime *w; /* the case's own, or the unit's before there is a clock */
    struct clock_days days;
    instant notice_by;            /* INSTANT_NONE before acceptance */
    int64_t step_us;              /* working time in this step so far */
    struct arrival_facts arrival; /* `source` absent: it began here */
};
MUST_USE enum rc dossier_desk(struct ctx *c, str pub, struct desk_facts *ret_facts);

#endif
