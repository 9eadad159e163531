/*
 * date.h - civil dates and instants. Vietnam is UTC+7 all year: no time zone data, no
 * time_t, no local time. A date is a day of the proleptic Gregorian calendar, an
 * instant is microseconds since 1970-01-01T00:00Z.
 */
#ifndef MOTCUA_CORE_DATE_H
#define MOTCUA_CORE_DATE_H

#include "core/str.h"

typedef struct date {
    int32_t day; /* days since 1970-01-01; DATE_NONE = absent */
} date;
typedef struct instant {
    int64_t us; /* INSTANT_NONE = absent (SQL NULL) */
} instant;

#define DATE_NONE ((date){INT32_MIN})
#define INSTANT_NONE ((instant){INT64_MIN})
#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)

struct civil {
    int32_t year, month, day;
};

bool date_is_none(date d);
bool instant_is_none(instant t);
bool civil_valid(struct civil c); /* year 1..9999 */
date date_from_civil(struct civil c);
struct civil date_civil(date d);
int date_weekday(date d); /* 1 Monday .. 7 Sunday, as ISO 8601 */
date date_add(date d, int32_t days);

/* The Vietnamese civil day and the microseconds since its midnight. */
date instant_date(instant t);
int64_t instant_time_of_day(instant t);
instant instant_at(date d, int64_t time_of_day_us);

/* Strict: 2026-11-19; 2026-11-19T14:00[:SS][+07:00|Z]. Without an offset: +07:00. */
MUST_USE bool date_parse(str s, date *ret_date);
MUST_USE bool instant_parse(str s, instant *ret_instant);
/* 07:30 or 7:30, as microseconds since midnight; 24:00 is allowed. */
MUST_USE bool time_of_day_parse(str s, int64_t *ret_us);

str date_iso(struct arena *mem, date d);           /* 2026-11-19 */
str instant_iso(struct arena *mem, instant t);     /* 2026-11-19T14:00:00+07:00 */
str instant_compact(struct arena *mem, instant t); /* 261119: the day part of a dossier code */

#endif
