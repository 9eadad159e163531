/* casework_internal.h - shared inside the folder only. */
#ifndef MOTCUA_CASEWORK_INTERNAL_H
#define MOTCUA_CASEWORK_INTERNAL_H

#include "casework/casework.h"
#include "casework/casework_sql.h"
#include "casework/ledger.h"

/* Sorts after every real due date, and is a valid time on both engines. */
#define FAR_FUTURE ((instant){INT64_C(9000000000000000)})

enum step_kind casework__step_kind(str code);
enum role casework__role(enum step_kind k);
/* Working time between two instants by the hours of the unit in charge. */
MUST_USE enum rc casework__working_us(struct ctx *c, const struct work *w, instant from, instant to,
                                      int64_t *ret_us);
/* The last entry of the ledger: the clock holds no due date any more. */
MUST_USE enum rc casework__clock_end(struct ctx *c, const struct work *w, instant at);

/* Pauses whose limit is not after `upto` run on from their limits. */
MUST_USE enum rc casework__clock_lapse(struct ctx *c, struct work_id id, instant upto);
struct casework_pause {
    instant at, until;
    str ground;
    struct opt_int consult_id; /* the consultation that holds it */
};
MUST_USE enum rc casework__clock_pause(struct ctx *c, struct work_id id,
                                       const struct casework_pause *in);
/* RC_NOT_FOUND: nothing of this consultation (none: of no one) holds it. */
MUST_USE enum rc casework__clock_resume(struct ctx *c, struct work_id id, instant at, str ground,
                                        struct opt_int consult);
MUST_USE enum rc casework__clock_calendar(struct ctx *c, struct work_id id, int64_t version, str ground,
                                          struct clock_change *ret_change);
MUST_USE enum rc casework__consult_silent(struct ctx *c, const struct consult *n);

#endif
