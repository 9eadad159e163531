/*
 * record_seal.c - gives events their gapless number and links them into the chain. On
 * SQLite it runs in the writer's transaction before each commit; on PostgreSQL as a unit of
 * its own, by whoever holds the advisory lock. The primary key of seal is the fence: a
 * sequencer that worked from an old head cannot commit.
 *
 * Order on PostgreSQL: by id, up to the first event whose transaction may not be the oldest
 * still running. If B depends on A, A was committed before B was written, so A's id is the
 * smaller one; and A cannot be skipped, because the scan stops at it (invariant 5).
 */
#include <string.h>

#include "db/db.h"
#include "record/inner.h"
#include "record/record_sql.h"

#define BATCH 512

struct sealing {
    struct record_head head;
    int64_t last_event;  /* SQLite: the last sealed id */
    int64_t before_txid; /* transactions below have ended */
    int64_t low_txid;    /* PostgreSQL: all below is sealed */
};

static enum rc seal_one(struct ctx *c, struct sealing *s, const struct event_row *e)
{
    const struct digest leaf = record__leaf(e), chain = record__chain(s->head.chain, &leaf);
    const str leaf_bytes = {(const char *)leaf.b, sizeof leaf.b};
    const str chain_bytes = {(const char *)chain.b, sizeof chain.b};
    const enum rc rc = q_seal_add(c, s->head.seq + 1, e->id, leaf_bytes, chain_bytes, NULL);
    if (rc)
        return rc;
    s->head.seq++;
    s->last_event = e->id;
    memcpy(s->head.chain, chain.b, sizeof chain.b);
    return RC_OK;
}

static enum rc tell_tallies(struct ctx *c, const struct event_row *v, ptrdiff_t n, int64_t first_seq)
{
    for (const struct record_tally *t = record__setup()->tallies; t && t->name; t++) {
        const enum rc rc = t->fn(c, v, n, first_seq);
        if (rc)
            return rc;
    }
    return RC_OK;
}

/* Seals one batch; *ret_more says that another may follow at once. */
static enum rc seal_batch(struct ctx *c, struct sealing *s, bool *ret_more)
{
    struct q_seal_pending_rows rows;
    const bool pg = db_is_postgresql(c->db);
    enum rc rc = q_seal_pending(c, pg ? 0 : s->last_event, s->low_txid, BATCH, &rows);
    if (rc)
        return rc;
    struct event_row *v = NEW_N(c->mem, struct event_row, rows.n);
    const int64_t first_seq = s->head.seq + 1;
    ptrdiff_t n = 0;
    for (; n < rows.n && rows.v[n].txid < s->before_txid; n++) {
        v[n] = EVENT_ROW(&rows.v[n]);
        rc = seal_one(c, s, &v[n]);
        if (rc)
            return rc;
    }
    *ret_more = rows.n == BATCH && n == rows.n;
    /* What was seen and left behind bounds the mark; past a full batch nothing is known. */
    int64_t low = s->before_txid;
    for (ptrdiff_t i = n; i < rows.n; i++)
        low = rows.v[i].txid < low ? rows.v[i].txid : low;
    if (rows.n < BATCH)
        s->low_txid = low;
    return n ? tell_tallies(c, v, n, first_seq) : RC_OK;
}

static enum rc find_head(struct ctx *c, struct sealing *s)
{
    struct q_seal_head_row head;
    const enum rc rc = q_seal_head(c, &head);
    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (rc)
        return rc;
    BUG_IF(head.chain.n != sizeof s->head.chain);
    s->head.seq = head.seq;
    s->last_event = head.event_id;
    memcpy(s->head.chain, head.chain.p, sizeof s->head.chain);
    return RC_OK;
}

/* *ret_ours false: another process is sealing, leave it to it. */
static enum rc begin(struct ctx *c, struct sealing *s, bool *ret_ours)
{
    struct q_seal_lease_row lease;
    struct q_seal_mark_get_row mark = {0};
    enum rc rc = q_seal_lease(c, &lease);
    if (!rc && lease.won && db_is_postgresql(c->db))
        rc = q_seal_mark_get(c, &mark);
    if (rc)
        return rc;
    *s = (struct sealing){.before_txid = lease.before_txid, .low_txid = mark.low_txid};
    *ret_ours = lease.won != 0;
    return lease.won ? find_head(c, s) : RC_OK;
}

enum rc record_seal(struct ctx *c, void *unused)
{
    (void)unused;
    struct sealing s;
    bool more = false;
    enum rc rc = begin(c, &s, &more);
    const int64_t low = rc ? 0 : s.low_txid;
    while (!rc && more) {
        const struct arena_mark mark = arena_mark(c->mem);
        rc = seal_batch(c, &s, &more);
        if (!rc) /* after a failure the reasons lie there */
            arena_reset(c->mem, mark);
    }
    if (!rc && s.low_txid != low && db_is_postgresql(c->db))
        rc = q_seal_mark_set(c, s.low_txid, NULL);
    return rc;
}
