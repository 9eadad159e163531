/*
 * ledger.h - the clock ledger of a piece of work: what started, stopped and moved its legal
 * clock, each with its ground, and the due date that follows; and what other agencies were
 * asked, each question with a clock of its own. Leaves out: the arithmetic (calendar/clock.h),
 * who may do it, the words for people. The case calls it inside its act and writes the event.
 *
 * Invariants: 1. work.due_at is written by casework_clock.c alone, from the ledger; 2. an
 * entry is never changed, each keeps the due date it led to; 3. entries stand in order of
 * their legal time, none in the future; 4. a pause has a ground and a limit: past it the clock
 * runs on from the limit, whoever comes first (work_clock_resume_due, the next entry, the end);
 * 5. a due date that had passed is not healed by a later stop (work.missed_at).
 * When you add a kind of entry, also extend take_row() in casework_clock.c, the texts
 * casework.ledger.* and tests/casework/lives.py.
 */
#ifndef MOTCUA_CASEWORK_LEDGER_H
#define MOTCUA_CASEWORK_LEDGER_H

#include "calendar/clock.h"
#include "casework/casework.h"

struct clock_start {
    str rule;      /* "3 wd" "8 h" "15 d" "same_day_15h" */
    str hours_set; /* working hours of the unit; absent = the default set */
    str ground;    /* the article that starts it */
    instant at;    /* legal time of acceptance */
};
/* Starts, or after a stop restarts from zero (NĐ 118/2025 Điều 19.5). */
MUST_USE enum rc work_clock_start(struct ctx *c, struct work_id id, const struct clock_start *in);
/* Stops while the citizen completes; there is no due date until it restarts or goes on. */
MUST_USE enum rc work_clock_stop(struct ctx *c, struct work_id id, instant at, str ground);
/* After a stop, where the process says so: counts on from where it stood. RC_CONFLICT: no stop. */
MUST_USE enum rc work_clock_continue(struct ctx *c, struct work_id id, instant at, str ground);
/*
 * Holds the clock from `at` to `until` at the latest; it then counts on from where it stood.
 * RC_INVALID: no ground, a limit that is not after `at`; RC_CONFLICT: it does not run, or its
 * due date has passed (no pause hides a late one).
 */
MUST_USE enum rc work_clock_pause(struct ctx *c, struct work_id id, instant at, instant until,
                                  str ground);
/* RC_CONFLICT: no pause holds it (one of a consultation ends with the consultation). */
MUST_USE enum rc work_clock_resume(struct ctx *c, struct work_id id, instant at, str ground);
/* So often in the life of a case, and so long before the due date, as the rule says: refused as by
   clock_check_extension (`to`), and RC_INVALID without a ground. */
MUST_USE enum rc work_clock_extend(struct ctx *c, struct work_id id, instant asked, date to,
                                   const struct extension_rule *rule, str ground);

/* ---- grounds by which its process lets it be held (process_def.h, holds) ---- */

struct work_hold {
    str key, name, article, limit;
    bool consult;  /* by asking another agency; else by a letter */
    instant until; /* to there at the latest, from its first use on this work or from now */
    bool used_up;  /* that has passed */
};
/* None while the clock does not run. */
MUST_USE enum rc work_holds(struct ctx *c, struct work_id id, struct work_hold **ret_holds,
                            ptrdiff_t *ret_n);
/* Holds it by that ground (not one of consultations) until the close of that day. As work_clock_pause,
   and RC_INVALID at "hold" (none such) or "until" (past its limit, a day off); RC_CONFLICT: used up. */
MUST_USE enum rc work_hold(struct ctx *c, struct work_id id, str key, date until, instant *ret_until);

struct clock_entry {
    str kind; /* start stop restart continue pause resume extend calendar end */
    str rule, ground;
    instant at, entered_at;
    instant due_at; /* what the clock said after it; INSTANT_NONE: it stood */
    instant limit;  /* of a pause */
    date extended_to;
    int64_t calendar_version_id, hours_id, consult_id; /* 0 = says nothing of it */
};
MUST_USE enum rc work_clock_ledger(struct ctx *c, struct work_id id, struct clock_entry **ret_entries,
                                   ptrdiff_t *ret_n);

/* The ledger as the pure clock takes it: for explanations, distances, shares of steps.
   RC_NOT_FOUND while the clock was never started. */
MUST_USE enum rc work_clock_case(struct ctx *c, struct work_id id, struct clock_case *ret_case,
                                 const struct worktime **ret_worktime);

/* ---- consultation of another agency ---- */

struct consult_ask {
    int64_t agency_id;
    struct opt_int unit_id;
    str question;
    str rule, hours_set; /* its time and the hours of the one asked */
    str hold; /* key of a ground of the process that lets it hold the main clock; absent: it runs on */
    str ground; /* or what lets it, in the case's own words */
};
/* From c->now. RC_INVALID: question or rule; held, as work_hold until its due date. */
MUST_USE enum rc work_consult_ask(struct ctx *c, struct work_id id, const struct consult_ask *in,
                                  int64_t *ret_id);
/* Also after its time, but once: RC_CONFLICT. Ends what it held. */
MUST_USE enum rc work_consult_answer(struct ctx *c, int64_t consult, str answer);

struct consult {
    int64_t id;
    struct work_id work;
    str pub;
    int64_t agency_id;
    struct opt_int unit_id;
    str question, rule, ground, answer;
    instant asked_at, due_at, answered_at, silent_at;
};
MUST_USE enum rc work_consult_get(struct ctx *c, int64_t id, struct consult *ret_consult);
MUST_USE enum rc work_consults(struct ctx *c, struct work_id id, struct consult **ret_list,
                               ptrdiff_t *ret_n);

/* ---- what time itself does: for the jobs of the case ---- */

/* A clock that was moved by nobody's hand. `version` of the work was raised. */
struct clock_change {
    struct work_id id;
    instant at; /* in law */
    instant was_due, due;
    bool provisional;
    int64_t was_calendar, calendar;
    const struct consult *consult; /* of silence; of a question that has a new date */
    instant was_answer_by;         /* then: the old one */
};
struct clock_told {
    const char *kind; /* of work */
    enum rc (*fn)(struct ctx *c, void *arg, const struct clock_change *change);
    void *arg;
};
/* Pauses past their limit run on from it; at most `max`. */
MUST_USE enum rc work_clock_resume_due(struct ctx *c, const struct clock_told *told, int64_t max,
                                       int64_t *ret_n);
/* Consultations past their time without an answer: marked silent, what they held runs on
   (NĐ 118/2025 Điều 19: the lead unit then tells the head of the one-stop). */
MUST_USE enum rc work_consult_silent_due(struct ctx *c, const struct clock_told *told, int64_t max,
                                         int64_t *ret_n);
/* The calendar in force, for running clocks that count with another one, then for questions that wait
   (told when their date moved): a bounded piece, from `cursor` on ("" at first). `ret_next` is where to
   go on, "" at the end. */
MUST_USE enum rc work_calendar_apply(struct ctx *c, const struct clock_told *told, str cursor,
                                     str *ret_next);

/* `motcua check`: up to `max` works after `after` whose ledger gives another date. */
struct work_due_check {
    struct work_due_fault {
        struct work_id id;
        instant stored, derived; /* INSTANT_NONE = none */
    } * faults;
    ptrdiff_t n;
    int64_t seen; /* how many were looked at; < max = no more */
    struct work_id last;
};
MUST_USE enum rc work_check_due(struct ctx *c, struct work_id after, int64_t max,
                                struct work_due_check *ret_check);

#endif
