/*
 * outbox_send.c - the job of a destination: a batch is read, handed over row by row outside any
 * transaction, and what came of it is written under the job's lease. A worker that stalled
 * may have sent twice; it cannot mark twice. Receivers know a twin by the event's id and
 * time: after a restore from a backup, ids are given anew.
 */
#include "db/db.h"
#include "host/clock.h"
#include "job/inner.h"
#include "job/outbox_inner.h"
#include "job/outbox_sql.h"

#define BATCH 20
#define TRIES 10

struct batch {
    const struct outbox_destination *to;
    struct q_outbox_due_rows rows;
    enum rc *came; /* RC_COUNT: was not tried */
    str *why;
    bool any_sent;
};

static enum rc read_due(struct ctx *c, void *arg)
{
    struct batch *b = arg;
    const str name = str_of(b->to->name);
    enum rc rc = q_outbox_due(c, name, S("waiting"), c->now, BATCH, &b->rows);
    if (!rc && !b->rows.n)
        rc = q_outbox_due(c, name, S("failed"), c->now, BATCH, &b->rows);
    return rc;
}

static enum rc hand_over(struct ctx *c, struct batch *b, ptrdiff_t i)
{
    const struct q_outbox_due_row *r = &b->rows.v[i];
    struct outbox_item item = {r->id,   r->event_id, r->object_id, r->object_kind, r->object_pub,
                               r->kind, r->payload,  r->at,        STR_NONE,       r->attempts};
    if (r->body.p && r->until_at.us > c->now.us && !outbox__open(c->mem, r->body, &item.letter))
        return RC_FAILED;
    c->faults = NULL;
    const enum rc rc = b->to->deliver(c, &item);
    b->why[i] = c->faults ? str_of(c->faults->key) : STR_NONE;
    c->faults = NULL;
    return rc;
}

enum rc outbox_before(struct ctx *c, struct job_run *run)
{
    struct batch *b = NEW(c->mem, struct batch);
    run->kept = b;
    b->to = outbox__destination(run->arg);
    if (!b->to)
        return RC_INVALID;
    if (!outbox_is_connected(run->arg))
        return RC_OK;
    const enum rc rc = store_read(run->store, c, read_due, b);
    if (rc)
        return rc;
    b->came = NEW_N(c->mem, enum rc, b->rows.n);
    b->why = NEW_N(c->mem, str, b->rows.n);
    bool reached = true;
    for (ptrdiff_t i = 0; i < b->rows.n; i++) {
        b->came[i] = reached ? hand_over(c, b, i) : RC_COUNT;
        reached &= b->came[i] != RC_UNAVAILABLE && b->came[i] != RC_BUSY;
    }
    return RC_OK;
}

static enum rc note(struct ctx *c, struct batch *b, ptrdiff_t i)
{
    const struct q_outbox_due_row *r = &b->rows.v[i];
    const enum rc came = b->came[i];
    if (came == RC_OK) {
        b->any_sent = true;
        const enum rc rc = q_outbox_sent(c, r->id, c->now, NULL);
        return rc || !r->body.p ? rc : q_outbox_letter_destroy(c, r->event_id, NULL);
    }
    const bool unreached = came == RC_UNAVAILABLE || came == RC_BUSY,
               refused = came == RC_INVALID || came == RC_DENIED,
               parked = refused || (!unreached && r->attempts + 1 >= TRIES);
    const str why = b->why[i].p ? str_fmt(c->mem, "%s %.*s", rc_name(came), STR_ARG(b->why[i]))
                                : str_of(rc_name(came));
    return q_outbox_not_sent(c, r->id, parked ? S("parked") : S("failed"),
                             job__retry(r->attempts + 1, c->now), why, NULL);
}

enum rc outbox_unit(struct ctx *c, struct job_run *run)
{
    struct batch *b = run->kept;
    enum rc rc = q_outbox_letters_over(c, c->now, NULL);
    b->any_sent = false;
    for (ptrdiff_t i = 0; !rc && i < b->rows.n; i++)
        if (b->came[i] != RC_COUNT)
            rc = note(c, b, i);
    return rc || !b->any_sent ? rc : job_more(run, S("more"));
}
