/* handover_internal.h - shared by giving and reading; inside the folder only. */
#ifndef MOTCUA_HANDOVER_INTERNAL_H
#define MOTCUA_HANDOVER_INTERNAL_H

#include "dossier/dossier_act.h"
#include "handover/handover.h"

/* Until when paper follows work that is elsewhere since then. */
struct transfer {
    str ruleset;
    int64_t version;
    instant since;
    bool other_agency;
};
MUST_USE enum rc handover__by(struct ctx *c, const struct transfer *t, instant *ret_by);

#endif
