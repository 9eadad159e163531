/*
 * delegate.h - standing in: somebody on leave names a substitute for a post, a leader lets a deputy
 * sign for a time. Dates, a reason, revocable, in the record. Leaves out: pages (account), what
 * lies on whose desk (casework).
 *
 * Invariants: 1. nobody stands in for oneself, and who stands in for somebody hands nothing on, nor
 * is stood in for meanwhile: no chains; 2. who stands in works in the other's post by an act of
 * their own (access_stand_in) and stays themselves: `acting_for` is in every event, and the
 * separation of duties counts the real person; 3. roles are the other's of today in that post, of
 * those that work on dossiers; signing is the leader's alone; 4. the day it ends nothing more can
 * be done with it: each request asks again.
 */
#ifndef MOTCUA_ACCESS_DELEGATE_H
#define MOTCUA_ACCESS_DELEGATE_H

#include "access/access.h"

enum delegation_kind { DELEGATION_LEAVE, DELEGATION_SIGNING, DELEGATION_KIND_COUNT };
str delegation_kind_word(enum delegation_kind kind); /* "leave" "signing", as stored */
MUST_USE bool delegation_kind_parse(str word, enum delegation_kind *ret_kind);

struct delegation {
    int64_t id;
    str pub;
    enum delegation_kind kind;
    str form;                         /* how is signed: "KT", "TUQ", "TL"; absent: not signing */
    int64_t from_account, to_account; /* who is away; who stands in */
    int64_t agency, unit;             /* the post; unit 0 = the whole agency's */
    date from, to;                    /* `to`: the first day without it */
    str reason;
    str from_name, to_name, agency_name, unit_name; /* out */
    instant ended;                                  /* before its time; INSTANT_NONE = not */
};
struct delegations {
    struct delegation *v;
    ptrdiff_t n;
};

/* By oneself, the leader of that agency or who manages accounts; never while standing in. RC_DENIED;
   RC_INVALID "to_account": oneself, unknown, disabled, not of the agency, part of a chain; "kind",
   "form", "place": no role there to hand on; "from": past; "to": before it or over a year; "reason";
   RC_CONFLICT "from": the post is stood in for then. */
MUST_USE enum rc access_delegate(struct ctx *c, const struct delegation *d, str *ret_pub);
/* By any of these, or given back by who stands in. RC_NOT_FOUND; RC_CONFLICT: over already. */
MUST_USE enum rc access_delegation_end(struct ctx *c, str pub, str reason);
/* Given by or to the account, the latest first: open ones, and those over since `since`. */
MUST_USE enum rc access_delegation_list(struct ctx *c, int64_t account, date since,
                                        struct delegations *ret);
/* Today's of which the account is the one who stands in. */
MUST_USE enum rc access_stand_ins(struct ctx *c, int64_t account, struct delegations *ret);
/* Today's holds on that day. */
bool delegation_holds(const struct delegation *d, date on);
/* May c->actor name a substitute for this account in this agency? */
MUST_USE enum rc access_may_delegate(struct ctx *c, int64_t account, int64_t agency);

/* The session works in that post from now on, until access_switch_post. RC_NOT_FOUND: not one's
   own; RC_CONFLICT "access.delegation.over". */
MUST_USE enum rc access_stand_in(struct ctx *c, str pub);

/* Active accounts of staff with a role in the agency today: to choose from. */
MUST_USE enum rc access_agency_accounts(struct ctx *c, int64_t agency, struct accounts *ret);

#endif
