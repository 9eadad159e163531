/*
 * dossier_list.h - lists of dossiers: the work list of a desk, unit, agency or reach, its
 * numbers, search, a citizen's own. The scope is part of every query; a page continues after
 * its last row, so nothing is shown twice or skipped.
 */
#ifndef MOTCUA_DOSSIER_LIST_H
#define MOTCUA_DOSSIER_LIST_H

#include "dossier/dossier_read.h"

enum worklist {
    LIST_MINE,
    LIST_STAND_IN, /* on the desks of those somebody stands in for today */
    LIST_PERSON,   /* on the desk of `who`: for who leads there */
    LIST_UNIT,
    LIST_OPEN, /* no unit of the agency has it yet: for officers, and for clerks at their own steps */
    LIST_WAITING,
    LIST_SIGN, /* submitted, to be signed */
    LIST_SUPPLEMENT,
    LIST_CONSULT, /* another agency was asked */
    LIST_TODAY,
    LIST_OVERDUE,
    LIST_READY,
    LIST_COUNT
};
struct worklist_row {
    str pub, code, procedure_name, owner_name, channel, step_name, status, handler;
    instant due_at, finished_at, step_since;
    instant reply_by; /* of a work list: when what waits online is to be answered */
    bool due_provisional, clock_running, mine, asking; /* asking: another agency */
    bool synced;                                       /* led by another system: only to be read */
    int64_t version;
};
struct worklist_page {
    struct worklist_row *rows;
    ptrdiff_t n;
    bool more;
    str next_cursor;   /* opaque */
    int64_t elsewhere; /* dossier_same_matter: more of them, out of reach */
};
/* What a list is narrowed to; absent = any. */
struct worklist_filter {
    str field;   /* name in the catalogue */
    str step;    /* its kind: receive process approve issue */
    str channel; /* direct online postal */
    str who;     /* LIST_PERSON: public id of a member of staff */
};
/* Has somebody a desk (takes in, examines, signs)? LIST_MINE is for those; of the others it
   is LIST_UNIT. What LIST_UNIT and the rest cover: the unit of who has one, the whole agency
   of a leader, that and the agencies below of the control office and inspectors. */
enum worklist_span { SPAN_UNIT, SPAN_AGENCY, SPAN_BELOW };
bool dossier_has_desk(const struct actor *a);
enum worklist_span dossier_worklist_span(const struct actor *a);
/* At most `max` rows by due date after `cursor` (absent = from the start). `only` NULL = all.
   RC_INVALID for a cursor, field, step or channel nobody knows; RC_NOT_FOUND: LIST_PERSON of
   somebody the actor does not lead. */
MUST_USE enum rc dossier_worklist(struct ctx *c, enum worklist which,
                                  const struct worklist_filter *only, str cursor, int64_t max,
                                  struct worklist_page *ret_page);
/* The number beside a list; stops counting at 1,000. A field nobody knows has none. */
MUST_USE enum rc dossier_worklist_count(struct ctx *c, enum worklist which,
                                        const struct worklist_filter *only, int64_t *ret_n);
/* All of them. */
MUST_USE enum rc dossier_worklist_counts(struct ctx *c, const struct worklist_filter *only,
                                         int64_t ret_counts[LIST_COUNT]);
/* Code, folded name, phone or identity number; staff in reach only, newest first. */
MUST_USE enum rc dossier_search(struct ctx *c, str text, int64_t max, struct worklist_page *ret_page);
/* The citizen's own: filed by the account, or theirs as owner or filer wherever it was taken in. */
MUST_USE enum rc dossier_mine(struct ctx *c, str cursor, int64_t max, struct worklist_page *ret_page);
/* Open or recent ones of the same person and procedure: the duplicate warning. Those out of
   reach are counted in `elsewhere`, up to ten rows, and not shown. */
MUST_USE enum rc dossier_same_matter(struct ctx *c, int64_t person_id, int64_t procedure_id,
                                     struct worklist_page *ret_page);

#endif
