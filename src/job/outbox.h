/*
 * outbox.h - what has to reach somebody outside: rows written in the transaction of the event
 * they speak of, delivered by a job, at least once, in order for each object. Leaves out how a
 * partner is spoken to: a destination is a port (struct outbox_destination) that app connects.
 *
 * Invariants: 1. which events give rows is one table in app (struct outbox_rule), applied by one
 * projection: no rule of a module writes the outbox; 2. one row an event and destination, one
 * insert; 3. a row is `sent` only after its destination said so; without a connected
 * destination it waits; 4. a later event of an object is not sent before an earlier one;
 * 5. the letter of a row is sealed, and gone when the row is sent or its time is over;
 * 6. `record verify` names an event without its row.
 */
#ifndef MOTCUA_JOB_OUTBOX_H
#define MOTCUA_JOB_OUTBOX_H

#include "core/ctx.h"
#include "core/setting.h"
#include "job/kind.h"
#include "record/record.h"

#define OUTBOX_NATIONAL_PORTAL "national_portal"
#define OUTBOX_MAIL "mail"
#define OUTBOX_SMS "sms"
#define OUTBOX_ZALO "zalo"

struct crypto_keys;

struct outbox_rule {
    const char *kind; /* of the event */
    const char *destination;
};

struct outbox_item {
    int64_t id, event, object; /* event and `at` are what a receiver knows twins by */
    str object_kind, object_pub, kind, payload;
    instant at;
    str letter; /* opened; absent: none, or its time is over */
    int64_t attempts;
};

/* RC_OK: received. RC_INVALID, RC_DENIED: refused for good, parked at once. RC_UNAVAILABLE,
   RC_BUSY: the partner cannot be reached; the rest of the batch is not tried. Anything else is
   tried ten times. Outside any transaction; may be asked twice for one row. */
struct outbox_destination {
    const char *name;
    const char *text;        /* message key */
    bool (*connected)(void); /* NULL: no adapter yet, everything waits */
    enum rc (*deliver)(struct ctx *c, const struct outbox_item *item);
};

struct outbox_setup {
    const struct outbox_rule *rules;               /* ended by kind NULL */
    const struct outbox_destination *destinations; /* ended by name NULL */
    const struct crypto_keys *keys;                /* of the folder, for letters */
};
/* Once, before the store is used (tests: again with their own). */
void outbox_configure(const struct outbox_setup *setup);
/* A unit at every opening: notes since when each rule holds. */
MUST_USE enum rc outbox_install(struct ctx *c);

bool outbox_is_connected(str destination);

/* What goes along with the row of this event, sealed until it is sent; worth nothing after
   `until`. A second one replaces the first: whoever sends again says anew what and where to. */
MUST_USE enum rc outbox_enclose(struct ctx *c, int64_t event, str letter, instant until);

/* How far an object's rows are: "none", "not_connected", "waiting", "failed", "parked", "sent":
   the state of the first that was not sent. */
MUST_USE enum rc outbox_state(struct ctx *c, const char *destination, const char *object_kind,
                              int64_t object, str *ret_state);

/* ---- for the job of a destination: {"outbox.mail", outbox_unit, .before = outbox_before,
   .every_min = 1, .lease_s = 600, .arg = OUTBOX_MAIL} ---- */
MUST_USE enum rc outbox_before(struct ctx *c, struct job_run *run);
MUST_USE enum rc outbox_unit(struct ctx *c, struct job_run *run);

/* ---- for those who look after it ---- */
enum outbox_state_no { OUTBOX_WAITING, OUTBOX_FAILED, OUTBOX_PARKED, OUTBOX_SENT, OUTBOX_STATES };
#define OUTBOX_COUNT_MAX 100000 /* beyond this nobody counts: the number says "at least" */
struct outbox_counts {
    const struct outbox_destination *destination;
    bool connected;
    int64_t n[OUTBOX_STATES];
    instant oldest; /* that is to be sent: waiting, or to be tried again; INSTANT_NONE */
};
/* Somebody speaks to it, and for longer than the setting outbox_alarm_minutes nothing gets through:
   a provider that stopped answering. Said on pages, in /metrics, and once in the log. */
bool outbox_is_silent(const struct outbox_counts *k, instant now);
/* The i-th destination; RC_NOT_FOUND after the last. */
MUST_USE enum rc outbox_count(struct ctx *c, int i, struct outbox_counts *ret_counts);
/* Rows parked, of all destinations. */
MUST_USE enum rc outbox_count_parked(struct ctx *c, int64_t *ret_n);
struct outbox_parked {
    struct outbox_item *v;
    str *errors;
    ptrdiff_t n;
};
MUST_USE enum rc outbox_list_parked(struct ctx *c, str destination, int64_t max,
                                    struct outbox_parked *ret_parked);
/* All that is parked for it waits again; an event. RC_NOT_FOUND: no such destination. */
MUST_USE enum rc outbox_again(struct ctx *c, str destination);
/* What is parked of one object; the event is its owner's. RC_NOT_FOUND: nothing is. */
MUST_USE enum rc outbox_again_of(struct ctx *c, const char *destination, const char *object_kind,
                                 int64_t object);

/* ---- wiring ---- */
enum rc outbox_project(struct ctx *c, const struct event_row *e);
extern const struct setting outbox_settings[];
extern const struct record_projection outbox_projections[];
extern const struct record_replayer outbox_replayers[];

#endif
