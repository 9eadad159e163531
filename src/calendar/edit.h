/*
 * edit.h - a decision on days off (Tết, swaps, worked Saturdays) typed as an edit of a copy of
 * the calendar in force: proposed by one person, seen as a diff, put in force by another.
 * Leaves out how running cases hear of it (casework).
 *
 * Invariants: 1. whoever typed a proposal never confirms it; 2. a proposal is confirmed only
 * while the version it was copied from is in force, so that nothing is undone unseen; 3. in the
 * span that a decision settles, what it says replaces everything that stood there.
 */
#ifndef MOTCUA_CALENDAR_EDIT_H
#define MOTCUA_CALENDAR_EDIT_H

#include "calendar/versions.h"

struct calendar_decision {
    str number; /* "1234/QĐ-TTg" */
    date on;    /* of the decision */
    /* What it settles: inside the calendar's years, or a whole year after its last. */
    date from, to;
    /* Lines "06/02/2027 - 12/02/2027: Tết Nguyên đán | Lunar New Year"; one day or several, the
       English name may be left out. Holidays with their substitute days, ordinary days given off
       for a worked rest day, rest days worked. */
    str holidays, swaps, makeups;
};
/* RC_INVALID at the field, with the line; also when it changes nothing. Event calendar.added,
   calendar.proposed. */
MUST_USE enum rc calendar_propose(struct ctx *c, const struct calendar_decision *in, str *ret_pub);
/* In force from now on. RC_DENIED calendar.confirm.own: the typist; RC_CONFLICT: it is in force
   already, or another version came into force since it was typed. RC_NOT_FOUND. */
MUST_USE enum rc calendar_confirm(struct ctx *c, str pub);

enum calendar_state { CALENDAR_IN_FORCE, CALENDAR_WAITING, CALENDAR_OUTDATED, CALENDAR_FORMER };
struct calendar_sheet {
    struct calendar_version version;
    enum calendar_state state; /* waiting to be confirmed; typed over a version that is no more */
    str base;                  /* version it was copied from; absent for packs */
    str number;
    date decided, from, to;
    str typed_by, confirmed_by; /* names */
    int64_t typist;             /* account */
};
MUST_USE enum rc calendar_sheets(struct ctx *c, struct calendar_sheet **ret_list, ptrdiff_t *ret_n);
MUST_USE enum rc calendar_sheet_get(struct ctx *c, str pub, struct calendar_sheet *ret_sheet);

/* A day that two versions say differently of; NULL = an ordinary day there. */
struct calendar_change {
    date on;
    const struct calendar_day *was, *now;
};
MUST_USE enum rc calendar_diff(struct ctx *c, const struct calendar_source *was,
                               const struct calendar_source *now, struct calendar_change **ret_list,
                               ptrdiff_t *ret_n);
/* Against the version it was copied from; nothing for a pack. */
MUST_USE enum rc calendar_sheet_diff(struct ctx *c, const struct calendar_sheet *s,
                                     struct calendar_change **ret_list, ptrdiff_t *ret_n);

#endif
