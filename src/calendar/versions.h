/*
 * versions.h - calendars and working hours as they are kept: versions that are added, then
 * published, never edited; sets of hours by code. Compiled forms are kept for the life of
 * the process under the hash of their content, shared by all threads and stores.
 *
 * A case keeps the ids of `struct calendar_use` it was accepted under; a calendar published
 * later is applied to it by an event of its own (casework).
 */
#ifndef MOTCUA_CALENDAR_VERSIONS_H
#define MOTCUA_CALENDAR_VERSIONS_H

#include "calendar/clock.h"
#include "record/record.h"

/* calendar.added, calendar.proposed, calendar.published (calendar_version), calendar.hours_set
 * (hours_set). */
extern const struct record_kind calendar_kinds[];

#define CALENDAR_CODE S("vn") /* the calendar of public servants */
#define HOURS_USUAL S("usual")

struct calendar_version {
    int64_t id;
    str pub, code, version;
    int first_year, last_year;
    instant created, published; /* published INSTANT_NONE: not yet in force */
};
struct calendar_versions {
    struct calendar_version *v;
    ptrdiff_t n;
};
MUST_USE enum rc calendar_list(struct ctx *c, str code, struct calendar_versions *ret_list);

/* Checks by compiling, stores it unpublished. The same content again answers the same id;
   other content under a known version: RC_CONFLICT. RC_INVALID as calendar_compile. */
MUST_USE enum rc calendar_add(struct ctx *c, const struct calendar_source *source, int64_t *ret_id);
/* In force from now on. RC_NOT_FOUND; RC_CONFLICT: it is already; RC_DENIED: somebody typed it
   and nobody else has confirmed it (edit.h). */
MUST_USE enum rc calendar_publish(struct ctx *c, int64_t id);
/* The version as data, for editing a copy and for showing it. */
MUST_USE enum rc calendar_get(struct ctx *c, int64_t id, struct calendar_source *ret_source);

/* A new row under `code`; RC_INVALID for hours that are not valid or an empty name. The same
   hours again add nothing. */
MUST_USE enum rc hours_set_put(struct ctx *c, str code, str name, str name_en, const struct hours *h,
                               int64_t *ret_id);

/* What a new folder needs: the shipped calendar, published unless one is in force, and the
   usual hours. Safe to repeat. */
MUST_USE enum rc calendar_install(struct ctx *c);

/* What deadlines are computed with. */
struct calendar_use {
    int64_t version, hours; /* ids to keep with the case */
    const struct worktime *w;
};
/* In force now, for a unit's set of hours; absent or unknown code: the usual ones.
   RC_NOT_FOUND: no calendar is published. */
MUST_USE enum rc calendar_current(struct ctx *c, str hours_code, struct calendar_use *ret_use);
/* As a case kept it. */
MUST_USE enum rc calendar_pinned(struct ctx *c, int64_t version, int64_t hours,
                                 const struct worktime **ret_w);

#endif
