/*
 * assign.h - whose desk a piece of work lies on: assigned by who leads the unit, handed on by
 * who has it, all of a desk at once when somebody leaves. Claiming stands in casework.h.
 * Leaves out: the case's event (the case writes it), words for pages, substitution while
 * somebody is away (access_delegate.h): the work stays on the absent one's desk.
 *
 * Invariants: 1. work is given only to somebody who may take its step today: active account, the
 * role, in the unit (or agency) where it lies, not barred by the separation of duties; 2. what
 * lies on a desk leaves it with a reason; 3. nothing but the desk changes: step, status and clock
 * stay. When you add a ground of refusal, also say it in casework_assign.c's `hindrance_of_target`.
 */
#ifndef MOTCUA_CASEWORK_ASSIGN_H
#define MOTCUA_CASEWORK_ASSIGN_H

#include "casework/casework.h"

struct work_assign {
    int64_t seen_version; /* 0: of now (a whole desk is handed over) */
    int64_t to;           /* staff */
    str reason;           /* needed when it lies on a desk */
};
struct work_assigned {
    struct opt_int from; /* whose desk it lay on */
    int64_t to;
    str from_name, to_name;
    struct work after;
};
/* RC_CONFLICT: another version was seen, over; RC_DENIED: neither leader, head of the unit nor on
   one's own desk; RC_INVALID "to": unknown, disabled, of another unit, without the role, barred,
   has it already; "reason". */
MUST_USE enum rc work_assign(struct ctx *c, struct work_id id, const struct work_assign *in,
                             struct work_assigned *ret_assigned);

/* May the actor give this to somebody: NULL, or the message key that says why not. */
MUST_USE enum rc work_may_assign(struct ctx *c, const struct work *w, const char **ret_hindrance);
/* May it be given to `staff`: NULL, or why not. */
MUST_USE enum rc work_may_get(struct ctx *c, const struct work *w, int64_t staff,
                              const char **ret_hindrance);

/* Those who may take steps of this role in a unit (0: anywhere in the agency), by name, with what
   already lies on their desks (counting stops at 1,000). */
struct colleague {
    int64_t staff, open;
    str pub, name;
    bool away; /* somebody stands in for them today */
};
struct colleagues {
    struct colleague *v;
    ptrdiff_t n;
};
MUST_USE enum rc work_colleagues(struct ctx *c, enum role role, int64_t agency, int64_t unit,
                                 struct colleagues *ret_list);
/* Everybody with a post there; `gone`: only those on whose desk something lies, also who has left
   within a year. */
MUST_USE enum rc work_staff_of(struct ctx *c, int64_t agency, int64_t unit, bool gone,
                               struct colleagues *ret_list);
/* RC_NOT_FOUND. Without the load. */
MUST_USE enum rc work_colleague_by_pub(struct ctx *c, str pub, struct colleague *ret_colleague);
/* Those whose desks the actor may empty: oneself, the unit of its head, the agency of its leader. */
MUST_USE enum rc work_desks(struct ctx *c, struct colleagues *ret_list);

/* Does the actor lead: role leader in the agency, or head of the unit by their post. */
MUST_USE enum rc work_leads(struct ctx *c, int64_t agency, int64_t unit, bool *ret_leads);

/* What lies open of one kind of work on a desk, by due date: at most `max`. */
struct desk_work {
    struct work_id *v;
    ptrdiff_t n;
};
MUST_USE enum rc work_on_desk(struct ctx *c, str kind, int64_t staff, int64_t max,
                              struct desk_work *ret_list);

#endif
