/*
 * dossier_arrive.h - dossiers that did not begin here: moved in from the system in use before, with
 * their codes, dates and files, to be settled here; or synced from another system (a ministry's,
 * processing_system = ministry_central), which settles them: shown and counted here, never acted on.
 * Leaves out: files of rows and their report (arrival), the work itself (casework/arrive.h).
 *
 * Invariants: 1. a dossier is known by its system and its code there: told again it is the same
 * one; 2. what does not fit is refused with the member it concerns, and nothing of it is stored;
 * 3. the due date of a moved-in dossier is counted here, by the rule set of its reception and from
 * what was told; the other system's date stays beside it; 4. nothing that happened elsewhere becomes
 * an act of somebody here: one event says what was told.
 * Needs PERM_ARRIVAL_MANAGE: RC_DENIED.
 */
#ifndef MOTCUA_DOSSIER_DOSSIER_ARRIVE_H
#define MOTCUA_DOSSIER_DOSSIER_ARRIVE_H

#include "dossier/dossier.h"

/* A time in which the clock stood there; `restart`: it began anew at the end (a supplement). */
struct arrival_stand {
    instant from, to;
    bool restart;
};

struct arrival {
    str source, code; /* the system, a word; its code there, kept as the dossier's code */
    str content_hash; /* of the row */
    struct filing
        filing; /* as filed there: filed_at, places, people, papers; origin, outside_id are set here */
    str case_name; /* by name or code; absent: the only one */
    enum work_status status;
    str told_status;              /* in its own words */
    str step;                     /* key; absent: where the status occurs first */
    int64_t division_id;          /* the unit that settles it; 0 = as for a filing */
    int64_t handler, received_by; /* staff; 0 = not told */
    instant accepted_at;          /* INSTANT_NONE: not accepted yet */
    instant since;                /* at this step since; INSTANT_NONE: since acceptance, or arrival */
    instant due_at;               /* as told; INSTANT_NONE */
    instant finished_at;          /* the result stood ready, or it was over */
    instant returned_at;
    const struct arrival_stand *stands; /* moved in: in order, none overlaps */
    ptrdiff_t stand_n;
    str stand_ground;
    instant extended_at; /* moved in: one extension, asked then */
    date extended_to;
    instant asked_at; /* of a supplement that is open */
    str asked_for;
    bool paid; /* its fees were settled there */
};

enum arrived_as { ARRIVED_STORED, ARRIVED_UPDATED, ARRIVED_UNCHANGED, ARRIVED_DIFFERS };
/* Stored, and something told was not taken: which member, and why. */
struct arrival_note {
    const char *member, *key;
    str arg;
};
#define ARRIVAL_NOTES 8
struct arrived {
    enum arrived_as as; /* DIFFERS: moved in before from another content; stays as it is here */
    struct dossier_ref ref;
    instant due_at; /* as counted here; INSTANT_NONE: the clock stands, or never began */
    struct arrival_note notes[ARRIVAL_NOTES];
    int note_n;
};
/* RC_INVALID with faults at members of the row, as dossier_file and work_arrive; "code": another
   dossier has it; "status": over; times not in order. */
MUST_USE enum rc dossier_move_in(struct ctx *c, const struct arrival *in, struct arrived *ret);
/* Stores it, or brings what was stored up to date: an event each. RC_INVALID also at "procedure": it
   is settled here, not by a ministry's system. */
MUST_USE enum rc dossier_put_synced(struct ctx *c, const struct arrival *in, struct arrived *ret);

/* Where a dossier came from. RC_NOT_FOUND: it began here. */
struct arrival_facts {
    str source, code, told_status;
    bool synced;
    instant due_at, arrived_at, told_at; /* due_at: as told there */
};
MUST_USE enum rc dossier_arrival_of(struct ctx *c, struct dossier_id id, struct arrival_facts *ret);

#endif
