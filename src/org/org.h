/*
 * org.h - the authority: agencies as an effective-dated tree, their units, counters,
 * published hours, posts, staff and who is on duty. Leaves out: accounts and rights
 * (access), working-time arithmetic (calendar), people outside (person).
 *
 * Invariants: 1. an agency row is one identity in one period; a code, once given, is never
 * renamed in place: a changed agency is closed (valid_to, replaced_by) and a new row
 * begins; 2. a code names at most one agency on any day; 3. valid_to is the first day it
 * no longer exists; 4. a parent exists on every day its child does; 5. agency_below holds
 * every (ancestor, descendant) pair, itself included, and is written here only.
 */
#ifndef MOTCUA_ORG_ORG_H
#define MOTCUA_ORG_ORG_H

#include "core/ctx.h"
#include "core/i18n.h"
#include "record/record.h"

extern const struct record_kind org_kinds[];

enum agency_kind {
    AGENCY_PROVINCE,
    AGENCY_CENTRE,
    AGENCY_DEPARTMENT,
    AGENCY_DISTRICT,
    AGENCY_COMMUNE,
    AGENCY_DIVISION,
    AGENCY_OTHER,
    AGENCY_KIND_COUNT
};
/* "province" ... as stored and in the API; false for an unknown word. */
str org_kind_word(enum agency_kind kind);
MUST_USE bool org_kind_parse(str word, enum agency_kind *ret_kind);

struct agency {
    int64_t id;
    str pub, code, name, name_en; /* name_en absent: not translated */
    enum agency_kind kind;
    int64_t level;  /* 1 province, 2 below it, 3 ... as in the code */
    int64_t parent; /* 0 = none */
    date from, to;  /* to DATE_NONE = still exists */
    int64_t replaced_by;
    str legacy_code; /* QCVN 102:2016 form, e.g. 000.00.12.H48; absent if never had one */
};
struct agencies {
    struct agency *v;
    ptrdiff_t n;
};

/* law.md 3.1, the present form (H48.12.5), <= 35 characters, and the older one (000.00.12.H48). */
bool org_code_valid(str code);
bool org_legacy_code_valid(str code);

MUST_USE enum rc org_agency_by_id(struct ctx *c, int64_t id, struct agency *ret_agency);
MUST_USE enum rc org_agency_by_pub(struct ctx *c, str pub, struct agency *ret_agency);
/* By code, or by legacy code, as it was on `on`. RC_NOT_FOUND. */
MUST_USE enum rc org_agency_by_code(struct ctx *c, str code, date on, struct agency *ret_agency);
/* All of a day, by code; `parent` 0 = the whole tree, else its children. */
MUST_USE enum rc org_agency_list(struct ctx *c, int64_t parent, date on, struct agencies *ret_list);
/* Parents up to the root, nearest first. */
MUST_USE enum rc org_agency_parents(struct ctx *c, int64_t id, struct agencies *ret_list);
/* Follows replaced_by to the agency that answers today for what `id` once did. */
MUST_USE enum rc org_agency_successor(struct ctx *c, int64_t id, date on, struct agency *ret_agency);
/* True if `id` is `root` or stands below it. */
MUST_USE enum rc org_agency_is_below(struct ctx *c, int64_t root, int64_t id, bool *ret_below);

/* In: everything but id and pub. RC_INVALID per field; RC_CONFLICT: the code is taken then. */
MUST_USE enum rc org_agency_open(struct ctx *c, const struct agency *a, int64_t *ret_id);
/* Ends it on `to`; `replaced_by` 0 = by nobody. RC_CONFLICT while children or units live on. */
MUST_USE enum rc org_agency_close(struct ctx *c, int64_t id, date to, int64_t replaced_by, str reason);

enum unit_kind { UNIT_ONE_STOP, UNIT_DIVISION, UNIT_LEADERSHIP, UNIT_KIND_COUNT };
struct unit {
    int64_t id, agency;
    str pub, code, name, name_en;
    enum unit_kind kind;
    str hours_set; /* code of the calendar's working-hours set; absent: the default one */
    date from, to;
};
struct units {
    struct unit *v;
    ptrdiff_t n;
};
str org_unit_kind_word(enum unit_kind kind);
MUST_USE bool org_unit_kind_parse(str word, enum unit_kind *ret_kind);
MUST_USE enum rc org_unit_by_id(struct ctx *c, int64_t id, struct unit *ret_unit);
MUST_USE enum rc org_unit_by_pub(struct ctx *c, str pub, struct unit *ret_unit);
MUST_USE enum rc org_unit_by_code(struct ctx *c, str code, struct unit *ret_unit);
MUST_USE enum rc org_unit_list(struct ctx *c, int64_t agency, date on, struct units *ret_list);
/* The one-stop unit of an agency; RC_NOT_FOUND if it has none. */
MUST_USE enum rc org_unit_one_stop(struct ctx *c, int64_t agency, date on, struct unit *ret_unit);
/* The one-stop units of a day with their agencies, province first. */
struct one_stop {
    str code, name, name_en, agency, agency_en; /* _en absent: not translated */
};
MUST_USE enum rc org_one_stops(struct ctx *c, date on, struct one_stop **ret_v, ptrdiff_t *ret_n);
MUST_USE enum rc org_unit_open(struct ctx *c, const struct unit *u, int64_t *ret_id);
MUST_USE enum rc org_unit_close(struct ctx *c, int64_t id, date to, str reason);

/* Which procedures a one-stop unit takes, and a division settles: by national code; '*' = all of
   its agency's level, for one-stop units only. */
MUST_USE enum rc org_unit_take(struct ctx *c, int64_t unit, str procedure, date from);
MUST_USE enum rc org_unit_drop(struct ctx *c, int64_t unit, str procedure, date to);
MUST_USE enum rc org_unit_takes(struct ctx *c, int64_t unit, str procedure, date on, bool *ret_takes);

/* Published hours: weekday 1 Monday .. 7 Sunday, microseconds since midnight. */
struct unit_hours {
    int64_t weekday, from_us, to_us;
};
MUST_USE enum rc org_unit_set_hours(struct ctx *c, int64_t unit, const struct unit_hours *v,
                                    ptrdiff_t n);
MUST_USE enum rc org_unit_hours(struct ctx *c, int64_t unit, struct unit_hours **ret_v,
                                ptrdiff_t *ret_n);
/* "07:30–11:30, 13:30–17:30" of one weekday, empty when closed; a week with equal days as one. */
str org_day_hours_text(struct arena *mem, const struct unit_hours *v, ptrdiff_t n, int64_t weekday);
str org_week_hours_text(struct arena *mem, enum lang lang, const struct unit_hours *v, ptrdiff_t n);
/* The reverse for one weekday, with a dash of any length; blank = closed. Adds to *ret_n of `max`;
   false: no such hours. Order and overlap are org_unit_set_hours's to say. */
MUST_USE bool org_day_hours_parse(str text, int64_t weekday, struct unit_hours *to, ptrdiff_t max,
                                  ptrdiff_t *ret_n);

struct counter {
    int64_t id, unit;
    str pub, number, name; /* number as people read it: "3" or "A3" */
    bool open;
};
MUST_USE enum rc org_counter_add(struct ctx *c, int64_t unit, str number, str name, int64_t *ret_id);
MUST_USE enum rc org_counter_list(struct ctx *c, int64_t unit, struct counter **ret_v,
                                  ptrdiff_t *ret_n);

/* Staff: a person in posts of units, for a time. Names of staff are published (law.md 1.3). */
struct staff {
    int64_t id;
    str pub, code, name, email, phone; /* code: the staff number, unique */
};
struct staff_post {
    int64_t id, staff, unit, agency;
    str title; /* the post: "Chuyên viên" */
    bool head; /* leads its unit */
    date from, to;
};
struct staff_member {
    struct staff staff;
    struct staff_post post;
};
MUST_USE enum rc org_staff_by_id(struct ctx *c, int64_t id, struct staff *ret_staff);
MUST_USE enum rc org_staff_by_code(struct ctx *c, str code, struct staff *ret_staff);
MUST_USE enum rc org_staff_add(struct ctx *c, const struct staff *s, int64_t *ret_id);
MUST_USE enum rc org_staff_appoint(struct ctx *c, const struct staff_post *p, int64_t *ret_id);
MUST_USE enum rc org_staff_leave(struct ctx *c, int64_t post, date to, str reason);
/* Posts of one person on a day; staff of a unit on a day, heads first. */
MUST_USE enum rc org_staff_posts(struct ctx *c, int64_t staff, date on, struct staff_post **ret_v,
                                 ptrdiff_t *ret_n);
MUST_USE enum rc org_unit_staff(struct ctx *c, int64_t unit, date on, struct staff_member **ret_v,
                                ptrdiff_t *ret_n);
/* On duty at a counter on a day; setting it replaces who was there. staff 0 = nobody. */
MUST_USE enum rc org_duty_set(struct ctx *c, int64_t counter, date day, int64_t staff);
MUST_USE enum rc org_duty_get(struct ctx *c, int64_t counter, date day, int64_t *ret_staff);
/* Who is on duty at the counters of a unit from `from` up to, not including, `to`. */
struct duty {
    int64_t counter, staff;
    date day;
    str number, code, name; /* of the counter; of the staff */
};
MUST_USE enum rc org_duty_list(struct ctx *c, int64_t unit, date from, date to, struct duty **ret_v,
                               ptrdiff_t *ret_n);

/* CSV (core/csv.h, header line): refused whole, RC_INVALID with a fault per bad line (field
   "line N"). Same rows again change nothing. Columns: src/org/README.md. */
struct org_import {
    int64_t read, added, unchanged;
};
MUST_USE enum rc org_import_units(struct ctx *c, str csv, struct org_import *ret_counts);
MUST_USE enum rc org_import_staff(struct ctx *c, str csv, struct org_import *ret_counts);

#endif
