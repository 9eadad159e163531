/*
 * dossier_counter.h - what the intake page shows for what was typed so far: the person, the
 * procedure with its papers and fees, the due date that acceptance would promise. Reads only;
 * nothing here refuses, the rules do that when the dossier is filed.
 */
#ifndef MOTCUA_DOSSIER_COUNTER_H
#define MOTCUA_DOSSIER_COUNTER_H

#include "calendar/clock.h"
#include "catalog/catalog.h"
#include "dossier/dossier_read.h"
#include "org/org.h"

/* As typed; texts may be anything. */
struct counter_asked {
    str who, take, person;       /* words; a chosen person's public id, "new"; the one before */
    str find, choose, procedure; /* words; a chosen code; the one before */
    str procedure_case, channel, visit;
    instant filed_at; /* INSTANT_NONE = now */
    str hours_set;
};
struct counter_facts {
    bool known, searched; /* a person is settled; `found` answers a search */
    struct person person;
    struct persons found;
    bool chosen, asked;
    struct procedure_intake intake;
    struct procedure_page hits;
    struct procedure_case *cases;
    ptrdiff_t cases_n;
    int64_t case_id;
    struct procedure closed; /* chosen, and why it cannot be taken in */
    const char *closed_why;
    bool needs_competent;
    struct agencies agencies;
    str competent; /* name, when it is settled */
    int64_t fee;
    bool fee_open;
    bool promised;
    struct clock_due due;
    struct clock_days days;
    struct due_rule rule;
    const struct worktime *w;
    struct worklist_page same;
    struct dossier visit; /* first dossier of the visit; code absent = none */
};
MUST_USE enum rc dossier__counter(struct ctx *c, const struct counter_asked *in,
                                  struct counter_facts *ret_facts);

#endif
