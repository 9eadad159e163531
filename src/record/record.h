/*
 * record.h - the record: one event for everything that happens, appended in the
 * transaction of the change itself, sealed into a hash chain before (SQLite) or at most
 * a second after (PostgreSQL) the commit. Bytes of a leaf: docs/internals/record.md.
 * Leaves out: what an event means (its module), figures (tallies), who may read it.
 *
 * Invariants: 1. rows of event and seal are inserted, never changed or deleted;
 * 2. seal.seq has no gaps and starts at 1; 3. chain = H(0x02 | previous chain | leaf),
 * leaf = H(0x00 | canonical bytes of the event); 4. personal data stands in
 * event_private only, the leaf covers H(salt | body): erasing it breaks nothing;
 * 5. an event that depends on another is sealed after it.
 * When you add a kind: list it in <module>_kinds[], document it in the folder's README,
 * and teach the replayer of its object. When you add a column to event: raise
 * RECORD_VERSION, extend record_leaf.c, docs/internals/record.md and tests/record/verify.py.
 */
#ifndef MOTCUA_RECORD_RECORD_H
#define MOTCUA_RECORD_RECORD_H

#include "core/ctx.h"

struct store;

/* A kind a module may append: "dossier.accepted" about a "dossier". Lists end with {0}. */
struct record_kind {
    const char *name;   /* <module>.<what happened>, lower case, in the past tense */
    const char *object; /* kind of the thing it happened to */
};

/* One member of the payload. Build lists with the macros; order does not matter. An
   absent text, INSTANT_NONE and DATE_NONE are written as null. */
enum event_type { EVENT_TEXT, EVENT_INT, EVENT_BOOL, EVENT_TIME, EVENT_DATE };
struct event_member {
    const char *name; /* [a-z][a-z0-9_]*, unique in its event */
    enum event_type type;
    str text;
    int64_t n;
};
#define EV_TEXT(name, value) ((struct event_member){(name), EVENT_TEXT, (value), 0})
#define EV_INT(name, value) ((struct event_member){(name), EVENT_INT, STR_NONE, (value)})
#define EV_BOOL(name, value) ((struct event_member){(name), EVENT_BOOL, STR_NONE, (value) ? 1 : 0})
#define EV_TIME(name, value) ((struct event_member){(name), EVENT_TIME, STR_NONE, (value).us})
#define EV_DATE(name, value) ((struct event_member){(name), EVENT_DATE, STR_NONE, (value).day})

/* What figures are counted by; 0 and absent where the object has no such thing. */
struct event_measure {
    int64_t receiving, competent; /* agency ids */
    int64_t version;              /* procedure version id */
    str channel, origin;
};

/* What to append. Who did it is not said here: it is c->actor, asked of record_setup.by. */
struct event {
    const char *kind;
    int64_t object;
    str object_pub;
    instant legal; /* when it happened in law; INSTANT_NONE or zeroed = c->now */
    str purpose;   /* why personal data was touched; absent mostly */
    struct event_measure measure;
    const struct event_member *members; /* nothing personal in here */
    int member_count;
    const struct event_member *personal; /* goes to event_private under a fresh salt */
    int personal_count;
};

/* An event as stored. */
struct event_row {
    int64_t id;
    instant at, legal; /* entry and legal time */
    str kind, object_kind, object_pub;
    int64_t object;
    int64_t actor, acting_for, agency; /* accounts, agency; 0 = the system, nobody, none */
    str purpose;
    struct event_measure measure;
    str payload;      /* canonical JSON object: members sorted, no blanks */
    str private_hash; /* 32 bytes, or absent */
};

/* Appends and runs the projections of its kind, all in the unit's transaction. The kind
   must be declared, member names unique: BUG otherwise. RC_INVALID if a text is not UTF-8
   or the payload passes 32 KiB. */
MUST_USE enum rc record_append(struct ctx *c, const struct event *e);
/* The same, and hands the stored event back. */
MUST_USE enum rc record_append_row(struct ctx *c, const struct event *e, struct event_row *ret_row);

/* Events of one object, oldest first: its timeline. Pages by id: events after `after`. */
struct event_rows {
    struct event_row *v;
    ptrdiff_t n;
};
MUST_USE enum rc record_list_object(struct ctx *c, str object_kind, int64_t object, int64_t after,
                                    int64_t max, struct event_rows *ret_rows);
/* The personal parts of an object's events as canonical JSON, in the order of
   record_list_object. Events without one, or whose part was erased, are left out. */
struct event_private {
    int64_t event;
    str json;
};
struct event_privates {
    struct event_private *v;
    ptrdiff_t n;
};
MUST_USE enum rc record_list_private(struct ctx *c, str object_kind, int64_t object,
                                     struct event_privates *ret_parts);
/* Destroys salt and body; the chain still verifies. RC_NOT_FOUND if nothing is left. The
   caller appends the event that says who erased and why. */
MUST_USE enum rc record_erase_private(struct ctx *c, int64_t event);
/* A member of a payload or personal part, of our own canonical spelling only: any other is
   answered as if it were absent. False if absent, null or of the other type. */
MUST_USE bool record_member_text(struct arena *mem, str payload, str name, str *ret_text);
MUST_USE bool record_member_int(str payload, str name, int64_t *ret_n);

/* Last sealed number and chain value; seq 0 and 32 zero bytes in an empty record. */
struct record_head {
    int64_t seq;
    unsigned char chain[32];
};
MUST_USE enum rc record_get_head(struct ctx *c, struct record_head *ret_head);

/* ---- wiring: arrays that app/ fills; process lifetime --------------------------- */

struct event_by {
    int64_t account, acting_for, agency;
};
/* In the unit of work, for kinds that start with `prefix` ("" = all). */
struct record_projection {
    const char *prefix;
    enum rc (*fn)(struct ctx *c, const struct event_row *e);
};
/* In the sealing transaction, per batch of events in their sealed order; seq of v[0] given. */
struct record_tally {
    const char *name;
    enum rc (*fn)(struct ctx *c, const struct event_row *v, ptrdiff_t n, int64_t first_seq);
};
/* Compares the state of one object kind with the replay of its events: verify feeds every
   event of that kind of object in sealed order to `event`, then calls `finish`. `self` is
   made by `begin` in c->mem; what differs is told to record_found. Object "": every event. */
struct record_verifier;
struct record_replayer {
    const char *object;
    enum rc (*begin)(struct ctx *c, void **ret_self);
    enum rc (*event)(struct ctx *c, void *self, struct record_verifier *v, const struct event_row *e,
                     int64_t seq);
    enum rc (*finish)(struct ctx *c, void *self, struct record_verifier *v);
};
/* State and record disagree: about which object, which member, what stands here and there. */
void record_found(struct record_verifier *v, str object_pub, const char *member, str state,
                  str replayed);
struct record_setup {
    const struct record_kind *const *kinds;       /* ended by NULL */
    const struct record_projection *projections;  /* ended by prefix NULL */
    const struct record_tally *tallies;           /* ended by name NULL */
    const struct record_replayer *replayers;      /* ended by object NULL */
    struct event_by (*by)(const struct actor *a); /* access_by; never called with NULL */
};
/* Once, before the store is used (tests: again with their own). The struct is copied, its
   arrays are not. */
void record_configure(const struct record_setup *setup);

/* ---- sealing (record_seal.c) ---------------------------------------------------- */

/* Seals what may be sealed, in order, and runs the tallies. SQLite: given to
   store_on_seal. PostgreSQL: a unit of its own; one process at a time (advisory lock). */
MUST_USE enum rc record_seal(struct ctx *c, void *unused);
/* Keeps DIR/record.head and, on PostgreSQL, seals every second; stops before the store. */
struct record_keeper;
MUST_USE enum rc record_keeper_start(struct store *s, const char *data_dir,
                                     struct record_keeper **ret_keeper);
void record_keeper_stop(struct record_keeper *k); /* accepts NULL */

#endif
