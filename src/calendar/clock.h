/*
 * clock.h - the legal clock: a pure function of the start, the rule, the ledger of stops,
 * restarts and extensions, a calendar version and the unit's hours. It explains itself
 * day by day. Leaves out: who may stop the clock (casework) and where dates are kept.
 *
 * Rules of law (law notes 9.2): the first day is not counted; a working-day deadline ends
 * at the close of its last day; an hour deadline uses up working hours, 8 of them are a
 * day; calendar days that end on a day off end on the next worked day, and so does an
 * extension; "after 15:00" means from 15:00 on unless the rule is strict; a completed dossier
 * starts again from zero.
 *
 * When you add a unit, also extend due_rule_parse, clock_due, clock_explain and oracle.py.
 */
#ifndef MOTCUA_CALENDAR_CLOCK_H
#define MOTCUA_CALENDAR_CLOCK_H

#include "calendar/calendar.h"

enum due_unit {
    DUE_WORKING_DAYS, /* wd */
    DUE_HOURS,        /* h: working hours */
    DUE_DAYS,         /* d: calendar days */
    DUE_SAME_DAY,     /* same_day_15h */
    DUE_WALL_HOURS,   /* h_wall: hours of the clock on the wall, for notices */
    DUE_UNIT_COUNT
};

struct due_rule {
    enum due_unit unit;
    int32_t n;          /* 1..9999; 0 for DUE_SAME_DAY */
    int16_t cutoff;     /* DUE_SAME_DAY: minutes since midnight */
    bool cutoff_strict; /* the cut-off minute itself is still today's */
};
/* "3 wd", "8 h", "15 d", "2 h_wall", "same_day_15h", "same_day_14h30", "same_day_after_15h"
   (strict). Nothing else: no sign, no fraction, no 0. */
MUST_USE bool due_rule_parse(str s, struct due_rule *ret_rule);
str due_rule_write(struct arena *mem, struct due_rule r);
str due_rule_text(struct arena *mem, enum lang lang, struct due_rule r); /* 3 ngày làm việc */

/* The clock stood from..to. `to` absent: it still stands. With `restart` the time begins
   again from zero at `to` (a supplement was complete). A working day is lost to a stop if
   the clock stands when the day closes. */
struct clock_stop {
    instant from, to;
    bool restart;
    str ground; /* message to people: the legal ground */
};

/* Another calendar came while the clock counted: told in the explanation, decides nothing. */
struct clock_recount {
    instant at;
    str calendar;         /* its version */
    instant was_due, due; /* INSTANT_NONE: it stood */
};

struct clock_case {
    instant start; /* acceptance */
    struct due_rule rule;
    const struct clock_stop *stops; /* in order of `from`; they may overlap */
    ptrdiff_t stop_count;
    instant extended_at; /* the last extension; INSTANT_NONE: none */
    date extended_to;
    int32_t extensions; /* how many there were */
    const struct clock_recount *recounts;
    ptrdiff_t recount_n;
};

struct clock_due {
    instant due;                /* INSTANT_NONE while the clock stands */
    instant begun;              /* the start that counts: acceptance, completion or extension */
    instant stands;             /* since when the clock stands; INSTANT_NONE while it runs */
    enum confidence confidence; /* the lowest of the days it rests on */
    bool provisional;           /* confidence is low or missing */
};
/* RC_INVALID: calendar.out_of_range, calendar.stops_order. */
MUST_USE enum rc clock_due(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                           struct clock_due *ret_due);

struct extension_rule {
    int64_t before_days; /* asked for so many days before the due date at the latest */
    int64_t most;        /* so many in the life of a case */
};
/* An extension goes to a later worked day. RC_CONFLICT calendar.extension.second: there were as many
   as there may be; RC_INVALID .late .not_later .rest_day. */
MUST_USE enum rc clock_check_extension(struct ctx *c, const struct worktime *w,
                                       const struct clock_case *k, instant asked, date to,
                                       const struct extension_rule *rule);

/* Where each step must be done: `shares` are hours or any weights, split over the time from
   the begun start to the due instant, stops left out; the last step ends when due. `at` has
   room for `count`. The clock must run. RC_INVALID: calendar.shares. */
MUST_USE enum rc clock_split(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                             const int64_t *shares, ptrdiff_t count, instant *at);

enum due_state { DUE_EARLY, DUE_ON_TIME, DUE_LATE };
/* How a finished one stands. Early is an earlier worked day; with `by_instant` any earlier instant. */
enum due_state clock_state(const struct worktime *w, instant due, instant finished, bool by_instant);

/* The same as the authority counts on the day it finished (setting punctuality_by_instant_from). */
enum due_state clock_punctuality(const struct worktime *w, instant due, instant finished);

/* How far `now` is from `due`: whole worked days when they differ, else worked hours of the
   day (or, past the close, hours of the wall). */
struct due_distance {
    bool late;
    int32_t days;
    int64_t us;     /* only when days is 0 */
    int64_t worked; /* worked microseconds between the two */
};
struct due_distance clock_distance(const struct worktime *w, instant due, instant now);
/* Amber, before red: not late, and no more worked days left than the setting due_amber_days. */
bool clock_near(struct due_distance d);
/* "Còn 2 ngày làm việc", "Còn 3 giờ 15 phút", "Quá 1 ngày làm việc". */
str clock_distance_text(struct arena *mem, enum lang lang, struct due_distance d);
/* Of a finished one: "Trả sớm 1 ngày làm việc", "Trả đúng hạn", "Trả chậm 2 ngày làm việc". */
str clock_state_text(struct arena *mem, enum lang lang, const struct worktime *w, instant due,
                     instant finished);
/* Working time used from the start to `now`, without the stops. */
MUST_USE enum rc clock_used(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                            instant now, int64_t *ret_us);
/* Working time from..to without the stops, whatever start counts; 0 when `to` is not later. */
MUST_USE enum rc clock_spent(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                             instant from, instant to, int64_t *ret_us);
/* "1 ngày 4 giờ", in working days of the unit's ordinary length. */
str clock_time_text(struct arena *mem, enum lang lang, const struct worktime *w, int64_t us);

/* One day of the explanation. */
struct clock_day {
    date on;
    bool counted, due;
    const char *why;                  /* message key; its arguments follow */
    int64_t number;                   /* {0}: which counted day it is, or the minutes used that day */
    const struct calendar_day *entry; /* {1}: its name; NULL if none */
    str ground;                       /* {2}: of a stop */
    const struct clock_recount *recount; /* from this day on by another calendar; NULL mostly */
};
struct clock_days {
    struct clock_day *v;
    ptrdiff_t n;
};
/* Every day from the acceptance to the due date (or to `now` while the clock stands). */
MUST_USE enum rc clock_explain(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                               struct clock_days *ret_days);
/* "ngày làm việc thứ 2", "Ngày Văn hóa Việt Nam, không tính". */
str clock_why_text(struct arena *mem, enum lang lang, const struct clock_day *d);
/* The same as one line: "thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam, không tính". */
str clock_day_text(struct arena *mem, enum lang lang, const struct clock_day *d);

#endif
