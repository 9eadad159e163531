/*
 * counter.h - what the intake page shows for what was typed so far: the person, the
 * procedure with its papers and fees, the due date that acceptance would promise. Reads only;
 * nothing here refuses, the rules do that when the dossier is filed.
 */
#ifndef MOTCUA_COUNTER_H
#define MOTCUA_COUNTER_H

#include "calendar/clock.h"
#include "catalog/catalog.h"
#include "dossier/dossier_list.h"
#include "org/org.h"

/* As typed; texts may be anything. */
struct counter_asked {
    str who, take, person;       /* words; a chosen person's public id, "new"; the one before */
    str find, choose, procedure; /* words; a chosen code; the one before */
    str procedure_case, channel, visit;
    instant filed_at; /* INSTANT_NONE = now */
    str hours_set;
    struct person owner; /* a new one, as far as it was typed */
    bool fresh;          /* said to be nobody of those alike */
};
struct counter_facts {
    bool known, searched; /* a person is settled; `found` answers a search */
    struct person person;
    struct persons found;
    struct persons alike; /* of the one who is settled, or typed anew: who may be the same */
    bool taken;           /* one of them has the very number, so it is that one */
    unsigned doubts;      /* enum ident_warning: what does not fit the number */
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
    struct duty *duties; /* today, at the counters of the actor's unit */
    ptrdiff_t duties_n;
    struct dossier visit; /* first dossier of the visit; code absent = none */
};
/* Who may be the same person: equal number or tax code (*ret_taken), old number, or name and birth.
   An equal telephone alone is a family's. */
MUST_USE enum rc counter__alike(struct ctx *c, const struct person *p, struct persons *ret_alike,
                                bool *ret_taken);
/* The counter of the list where that member of staff is on duty; NULL. */
const struct duty *counter__duty_of(const struct duty *v, ptrdiff_t n, int64_t staff);
MUST_USE enum rc counter__read(struct ctx *c, const struct counter_asked *in,
                               struct counter_facts *ret_facts);

#endif
