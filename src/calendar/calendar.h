/*
 * calendar.h - which days are worked, and which hours of them. A calendar version (days
 * off, substitute days, worked Saturdays, each with how sure we are) is compiled once into
 * sums over 2000..2099; after that no question loops over days. What a deadline is made of
 * is clock.h's.
 *
 * Invariants: 1. a compiled calendar never changes and may be read by every thread; 2. a
 * day has at most one entry in a version; 3. a version, once published, is never edited,
 * a correction is a new version.
 */
#ifndef MOTCUA_CALENDAR_CALENDAR_H
#define MOTCUA_CALENDAR_CALENDAR_H

#include "core/ctx.h"
#include "core/i18n.h"

enum day_kind {
    DAY_WORKING,
    DAY_REST,         /* weekly rest */
    DAY_HOLIDAY,      /* of the law; also when it falls on a rest day */
    DAY_COMPENSATORY, /* a holiday fell on a rest day */
    DAY_SWAP_OFF,     /* an ordinary day, given off by decision */
    DAY_MAKEUP,       /* a rest day worked for a swap_off */
    DAY_UNSETTLED,    /* source only: may still become a day off; counts as its weekday says */
    DAY_KIND_COUNT
};
/* How sure a day is; the lowest of a span decides. Below medium a date is provisional. */
enum confidence { CONFIDENCE_HIGH, CONFIDENCE_MEDIUM, CONFIDENCE_LOW, CONFIDENCE_MISSING };

str calendar_kind_word(enum day_kind kind); /* "holiday" ... as in packs and tables */
MUST_USE bool calendar_kind_parse(str word, enum day_kind *ret_kind);
str calendar_confidence_word(enum confidence c);
MUST_USE bool calendar_confidence_parse(str word, enum confidence *ret_confidence);

struct calendar_day {
    date on;
    enum day_kind kind; /* never WORKING or REST: those are not stored */
    enum confidence confidence;
    str name[LANG_COUNT];
    str source; /* the decision or law, or why there is none */
};

/* A version as data, from a pack or the tables. */
struct calendar_source {
    str code, version;         /* "vn", "2026-11-21" */
    unsigned rest_days;        /* bit 1 Monday .. bit 7 Sunday; the usual is REST_WEEKEND */
    int first_year, last_year; /* years it has data for; outside, a date is MISSING */
    const struct calendar_day *days;
    ptrdiff_t day_count;
};
#define REST_WEEKEND (1u << 6 | 1u << 7)

/* First and last day anything is computed for. */
date calendar_first(void);
date calendar_last(void);

struct calendar;
/* RC_INVALID (field `days[N]`): a day twice or out of range, a worked day that is no rest
   day, a year with no end. Copies what it keeps into `mem`. */
MUST_USE enum rc calendar_compile(struct ctx *c, struct arena *mem,
                                  const struct calendar_source *source,
                                  const struct calendar **ret_calendar);
/* A pack (packs/calendars): strict, RC_INVALID with the place of the first fault. */
MUST_USE enum rc calendar_read_pack(struct ctx *c, str text, struct calendar_source *ret_source);
/* The shipped pack, compiled once for the process. */
const struct calendar *calendar_shipped(void);

str calendar_version(const struct calendar *cal);
/* Days outside first..last are a BUG; clock.h checks before. */
bool calendar_works(const struct calendar *cal, date d);
enum day_kind calendar_kind(const struct calendar *cal, date d);
/* The entry of a day, NULL for ordinary ones. */
const struct calendar_day *calendar_entry(const struct calendar *cal, date d);
/* Worked days in (after, upto]; negative when upto < after. */
int32_t calendar_worked_between(const struct calendar *cal, date after, date upto);
/* The n-th worked day after `d` (n >= 1), or the first from `d` on (n = 0); DATE_NONE past the end. */
date calendar_nth_worked(const struct calendar *cal, date d, int32_t n);
/* The lowest confidence of the days from..to. */
enum confidence calendar_confidence(const struct calendar *cal, date from, date to);

/* Working hours of a unit. Minutes since midnight; spans in order, apart. day[0] is an
   ordinary working day: worked Saturdays have its hours, and worked days without own ones. */
#define HOURS_SPANS 4
struct hours_span {
    int16_t from, to;
};
struct hours_day {
    int8_t count;
    struct hours_span span[HOURS_SPANS];
};
struct hours {
    struct hours_day day[8]; /* [1] Monday .. [7] Sunday */
};
/* 07:30-11:30, 13:30-17:30 from Monday to Friday. */
struct hours hours_usual(void);
bool hours_valid(const struct hours *h);
bool hours_eq(const struct hours *a, const struct hours *b);
/* "1-5 07:30-11:30,13:30-17:30; 6 07:30-11:30": weekdays and their spans; day[0] is what
   Monday has, or the first day given. */
MUST_USE bool hours_parse(str s, struct hours *ret_hours);
str hours_write(struct arena *mem, const struct hours *h);

/* A calendar seen with a unit's hours: worked time as sums of minutes before each day. */
struct worktime;
/* `hours` must be valid. Lives in `mem`, borrows `cal`. */
const struct worktime *worktime_compile(struct arena *mem, const struct calendar *cal,
                                        const struct hours *h);
/* The shipped calendar with the usual hours. */
const struct worktime *worktime_shipped(void);

const struct calendar *worktime_calendar(const struct worktime *w);
const struct hours_day *worktime_hours(const struct worktime *w, date d); /* of a worked day */
int64_t worktime_usual_day_us(const struct worktime *w); /* of an ordinary day: 8 hours */
/* End of the last span of a worked day. */
instant worktime_close(const struct worktime *w, date d);
/* Worked microseconds in [a, b]; negative when b < a. */
int64_t worktime_between(const struct worktime *w, instant a, instant b);
/* The earliest instant at which `us` > 0 are used up after `t`; INSTANT_NONE past the end. */
instant worktime_after(const struct worktime *w, instant t, int64_t us);
/* Worked days whose close lies in (a, b]. */
int32_t worktime_closes_between(const struct worktime *w, instant a, instant b);

#endif
