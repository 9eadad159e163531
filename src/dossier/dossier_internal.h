/* dossier_internal.h - shared by the acts; inside the folder only. */
#ifndef MOTCUA_DOSSIER_INTERNAL_H
#define MOTCUA_DOSSIER_INTERNAL_H

#include "calendar/clock.h"
#include "catalog/catalog.h"
#include "dossier/dossier.h"
#include "dossier/dossier_act.h"
#include "dossier/dossier_read.h"
#include "dossier/dossier_sql.h"
#include "org/org.h"
#include "ruleset/ruleset.h"

/* dossier_act_begin for what the process gives the step to do, followed by work_take: beside the
   agencies of the dossier whose step it is may. */
MUST_USE enum rc dossier__step_begin(struct ctx *c, struct dossier_id id, enum perm perm,
                                     struct dossier_act *ret_act);

/* Does the actor hold an open part of it (dossier_part.h)? */
MUST_USE enum rc dossier__holds_part(struct ctx *c, struct dossier_id id, bool *ret_holds);

/* It ended without a result: `how`, `ground` and `asked_by` are given, what is to be given back is
   found (dossier_end.c). */
struct dossier_end;
MUST_USE enum rc dossier__ended(struct ctx *c, const struct dossier_act *a,
                                const struct dossier_end *in);

/* Authority, way of the result and sets: what holds at filing and after each correction. */
MUST_USE enum rc dossier__check_words(struct ctx *c, const struct filing *in);
/* May the actor file this: staff where they receive, citizens online for themselves. */
MUST_USE enum rc dossier__may_file(struct ctx *c, const struct filing *in);
/* Owner and filer as the register has them, and what was told of them otherwise. */
struct dossier_people {
    struct person owner, filer;
    struct dossier_told *told;
    ptrdiff_t told_n;
};
/* RC_INVALID with faults at owner_* or filer_*. */
MUST_USE enum rc dossier__find_people(struct ctx *c, const struct filing *in,
                                      struct dossier_people *ret_people);
/* Notes what was told otherwise: on the dossier and in the event of the act. */
MUST_USE enum rc dossier__put_told(struct ctx *c, struct dossier_act *a,
                                   const struct dossier_people *p);

/* What a filing was found to be, before it is stored: dossier_file.c, dossier_arrive.c. */
struct dossier_filed {
    struct procedure_intake intake;
    struct ruleset rules;
    struct agency receiving, competent;
    struct unit one_stop;
    struct opt_int competent_unit;
    struct dossier_people people;
    instant filed_at;
    date places_on; /* the day units are looked up for */
};
/* RC_INVALID at "filed_at": no rule set knows the day. */
MUST_USE enum rc dossier__rules_of_day(struct ctx *c, struct dossier_filed *f);
MUST_USE enum rc dossier__find_places(struct ctx *c, const struct filing *in, struct dossier_filed *f);
MUST_USE enum rc dossier__check_applicant(struct ctx *c, const struct dossier_filed *f);
MUST_USE enum rc dossier__work_of(struct ctx *c, const struct dossier_filed *f,
                                  struct work_new *ret_new);
/* Rows of the filing: id, pub, code, channel and origin stand in *a. */
MUST_USE enum rc dossier__insert(struct ctx *c, const struct filing *in, const struct dossier_filed *f,
                                 int64_t due, struct dossier_act *a);
MUST_USE enum rc dossier__put_papers(struct ctx *c, struct dossier_id id, const struct filing *in,
                                     const struct dossier_filed *f);
MUST_USE enum rc dossier__put_fees(struct ctx *c, struct dossier_id id, const struct dossier_filed *f);
/* Starts its clock by the rule it was filed under, or begins it anew; a->work is read again. */
MUST_USE enum rc dossier__start_clock(struct ctx *c, struct dossier_act *a, instant legal);

/* The set and version of the dossier's day of reception. */
MUST_USE enum rc dossier__ruleset(struct ctx *c, const struct dossier_act *a, struct ruleset *ret_set);

/* Something is given to somebody: the row, and what the event says of the taker (dossier_given.c). */
struct taker;
MUST_USE enum rc dossier__put_given(struct ctx *c, struct dossier_act *a, const char *what,
                                    const struct taker *t, str note, int64_t *ret_id);

/* All papers that lie here go back to one taker (dossier_given.c). */
MUST_USE enum rc dossier__give_papers(struct ctx *c, struct dossier_act *a, const struct taker *t);
/* Nothing lies here any more: what an end without a result still owed is settled (dossier_end.c). */
MUST_USE enum rc dossier__end_papers_back(struct ctx *c, struct dossier_id id, str to);

/* Where paper lies: from acceptance with who took it in, until it is over (dossier_place.c). */
MUST_USE enum rc dossier__place_taken_in(struct ctx *c, const struct dossier_act *a);
MUST_USE enum rc dossier__place_over(struct ctx *c, struct dossier_id id);
/* Its unit ended with the agency: it lies with the heir's, which received it or settles it. */
MUST_USE enum rc dossier__place_succeed(struct ctx *c, struct dossier_id id, const struct work *after);
/* What every paper of a dossier says, accepted or not (dossier_pdf.h). */
struct receipt;
MUST_USE enum rc dossier__slip_facts(struct ctx *c, struct dossier_id id, struct receipt *ret_receipt);

/* Papers of a filing or of a completion, with their files. */
MUST_USE enum rc dossier__put_paper(struct ctx *c, struct dossier_id id, int64_t rank,
                                    const struct filing_paper *p);
MUST_USE enum rc dossier__put_files(struct ctx *c, struct dossier_id id, int64_t paper_id,
                                    const struct filing_paper *p);
/* Takes cash inside a running act: numbers it, settles the money status. */
MUST_USE enum rc dossier__take_cash(struct ctx *c, struct dossier_act *a, int64_t amount,
                                    int64_t *ret_number);
/* Acceptance proper, shared by the check of an online filing and the counter. */
MUST_USE enum rc dossier__accept(struct ctx *c, struct dossier_act *a, const struct accept_in *in,
                                 instant legal, struct dossier_ref *ret_ref);

#endif
