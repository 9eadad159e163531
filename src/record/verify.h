/*
 * verify.h - replays the chain and names what is wrong: edited, deleted, inserted,
 * reordered, cut off, private parts changed, state that differs from its replay. Reads a
 * snapshot row by row; memory does not grow with the record. What it cannot see: a whole
 * chain rewritten by somebody who also replaced every checkpoint kept outside.
 */
#ifndef MOTCUA_RECORD_VERIFY_H
#define MOTCUA_RECORD_VERIFY_H

#include "record/record.h"

enum record_fault {
    FAULT_EDITED,     /* the event's bytes are not those that were sealed */
    FAULT_DELETED,    /* sealed, but the event is gone */
    FAULT_MISSING,    /* numbers without a seal, inside the record */
    FAULT_UNSEALED,   /* an event the sealer never saw: inserted, or its seal removed */
    FAULT_REORDERED,  /* a seal that belongs to another number */
    FAULT_SEAL,       /* the seal itself was changed */
    FAULT_PRIVATE,    /* the personal part is not the one that was covered */
    FAULT_TRUNCATED,  /* the checkpoint knows a later number */
    FAULT_REWRITTEN,  /* another chain than the checkpoint saw */
    FAULT_CHECKPOINT, /* no checkpoint, or it cannot be read */
    FAULT_STATE,      /* state differs from the replay of its events */
    FAULT_COUNT
};
const char *record_fault_word(enum record_fault f); /* "edited" ... */

struct record_finding {
    enum record_fault fault;
    int64_t seq, until, event; /* first and last number; 0 = not about one */
    str kind, object_pub;      /* of the event, or of the object in question */
    str detail;                /* English, for the command line: where it belongs, what differs */
};
struct record_report {
    int64_t sealed, unsealed, erased, private_parts, findings;
    struct record_head head;
};
struct record_check {
    bool has_checkpoint, needs_checkpoint;
    struct record_head checkpoint;
    void (*found)(void *arg, const struct record_finding *f);
    void *arg;
};
/* RC_OK also with findings; the caller counts them. Runs inside a read. */
MUST_USE enum rc record_verify(struct ctx *c, const struct record_check *check,
                               struct record_report *ret_report);

/* DIR/record.head. RC_NOT_FOUND, RC_INVALID. */
MUST_USE enum rc record_head_read(struct arena *mem, const char *data_dir,
                                  struct record_head *ret_head);
MUST_USE enum rc record_head_write(struct arena *mem, const char *data_dir,
                                   const struct record_head *head, instant now);

/* Brings record.head up to the record; RC_CONFLICT (logged) when it is missing although there
   are events, ahead of the record, or of another chain: then it is evidence and stays. */
MUST_USE enum rc record_checkpoint(struct store *s, struct arena *mem, const char *data_dir);

#endif
