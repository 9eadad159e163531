/*
 * dossier_handover.h - paper goes from unit to unit with a hand-over sheet (NĐ 118/2025, Điều 18):
 * who gives, which dossiers, until when it had to be; the receiver confirms each or says what is
 * otherwise. Where the paper lies (dossier_place.h) is kept beside where the system says the work is,
 * so that what does not match is a list. Leaves out: how a sheet looks on paper (its template, slip).
 *
 * Invariants: 1. paper lies with one unit; on its way it still counts as the giver's; 2. a
 * sheet is confirmed once, line by line; 3. what is over lies nowhere.
 */
#ifndef MOTCUA_HANDOVER_H
#define MOTCUA_HANDOVER_H

#include "dossier/dossier_place.h"

#define HANDOVER_MAX 50 /* dossiers of one sheet */

struct handover_in {
    int64_t to_unit;
    str note;
    const struct dossier_id *ids;
    const str *fields; /* where a fault of each stands; NULL: d_<pub> */
    ptrdiff_t n;
};
/*
 * The actor's unit gives. Paper must lie there, and goes where the system has the work; what is
 * with no unit (leaders, nobody yet) may go to any unit of its agencies. A dossier without paper
 * goes as an electronic line. RC_INVALID at to, dossiers; RC_CONFLICT when one of them is not
 * there or belongs elsewhere (at its field). All or none.
 */
MUST_USE enum rc handover_pass(struct ctx *c, const struct handover_in *in, str *ret_pub);

struct takeover_line {
    int64_t dossier_id;
    bool taken;
    str difference; /* needed for what was not taken */
};
struct takeover_in {
    str note;
    const struct takeover_line *lines;
    ptrdiff_t n;
};
/* By somebody of the unit it was given to. RC_CONFLICT when it is confirmed already, RC_INVALID
   with faults at `take_<dossier>`, `difference_<dossier>`. */
MUST_USE enum rc handover_confirm(struct ctx *c, str pub, const struct takeover_in *in);

/* ---- reading: facts for pages and slips ---- */

struct handover_line {
    int64_t dossier_id;
    str dossier_pub, code, procedure, owner, form; /* paper | electronic */
    int64_t sets;
    instant due_at;
    bool answered, taken;
    str difference;
};
struct handover_sheet {
    str pub, from_unit, from_agency, to_unit, to_agency;
    int64_t from_unit_id, to_unit_id;
    str gave_by, received_by, note, receiver_note; /* absent = not yet, nothing */
    instant gave_at, received_at;
    int64_t count; /* of lines; they themselves only where one sheet was asked for */
    struct handover_line *lines;
    ptrdiff_t n;
};
/* For staff of either unit, leaders of their agencies, the control office; else RC_NOT_FOUND. */
MUST_USE enum rc handover_get(struct ctx *c, str pub, struct handover_sheet *ret_sheet);
struct handover_list {
    struct handover_sheet *v;
    ptrdiff_t n;
};
/* Of the actor's unit: what was given or received on that day, and what waits to be confirmed. */
MUST_USE enum rc handover_day(struct ctx *c, date day, struct handover_list *ret_day,
                              struct handover_list *ret_waiting);
/* The passages of one dossier, oldest first: for the control sheet and its page. */
MUST_USE enum rc handover_passages(struct ctx *c, struct dossier_id id, struct handover_list *ret_list);

/* Paper that is not where the system has the work. */
struct misplaced {
    int64_t dossier_id;
    str pub, code, procedure, owner, paper_unit, work_unit; /* work_unit absent: with no unit */
    int64_t work_unit_id;                                   /* 0 = with no unit */
    bool on_its_way;
    instant since, due_at; /* since when the work is there; until when the paper has to follow */
};
struct misplaced_list {
    struct misplaced *v;
    ptrdiff_t n;
    bool more;
};
/* Lies with the actor's unit and is awaited elsewhere: what is to be handed over. */
MUST_USE enum rc handover_outgoing(struct ctx *c, struct misplaced_list *ret_list);
/* Paper and system differ, in all units of the actor's agency (S49), longest first. */
MUST_USE enum rc handover_misplaced(struct ctx *c, struct misplaced_list *ret_list);

struct pdf_doc;
/* The sheet a hand-over was given with; reach as handover_get. */
MUST_USE enum rc handover_doc(struct ctx *c, str pub, struct pdf_doc **ret_doc);

#endif
