/* lib_tamper.c - see lib_tamper.h. */
#include "record/lib_tamper.h"

int64_t tamper_event(const struct attack *a, int64_t seq)
{
    return a->seals->v[seq - 1].event_id;
}

static const char junk[32] = "a leaf or a salt of other making";

static enum rc swap_seqs(struct ctx *c, int64_t x, int64_t y)
{
    enum rc rc = q_tamper_seal_seq(c, x, 1000000, NULL);
    if (!rc)
        rc = q_tamper_seal_seq(c, y, x, NULL);
    return rc ? rc : q_tamper_seal_seq(c, 1000000, y, NULL);
}

static enum rc swap_event_ids(struct ctx *c, int64_t x, int64_t y)
{
    enum rc rc = q_tamper_move_event(c, x, 1000000, NULL);
    if (!rc)
        rc = q_tamper_move_event(c, y, x, NULL);
    return rc ? rc : q_tamper_move_event(c, 1000000, y, NULL);
}

static enum rc swap_sealed(struct ctx *c, const struct attack *a)
{
    enum rc rc = q_tamper_seal_event(c, a->seq, 1000000, NULL);
    if (!rc)
        rc = q_tamper_seal_event(c, a->other, tamper_event(a, a->seq), NULL);
    return rc ? rc : q_tamper_seal_event(c, a->seq, tamper_event(a, a->other), NULL);
}

static enum rc delete_or_cut(struct ctx *c, struct attack *a)
{
    enum rc rc = RC_OK;
    switch ((int)a->act) {
    case ACT_DELETE_EVENT:
        return q_tamper_delete_event(c, tamper_event(a, a->seq), &a->changed);
    case ACT_DELETE_SEAL:
        return q_tamper_delete_seal(c, a->seq, &a->changed);
    case ACT_DELETE_BOTH:
        rc = q_tamper_delete_event(c, tamper_event(a, a->seq), NULL);
        return rc ? rc : q_tamper_delete_seal(c, a->seq, &a->changed);
    case ACT_CUT_OFF:
        rc = q_tamper_delete_events_from(c, a->seq, NULL);
        return rc ? rc : q_tamper_delete_seals_from(c, a->seq, &a->changed);
    default:
        return q_tamper_delete_seals_from(c, a->seq, &a->changed);
    }
}

static enum rc move(struct ctx *c, struct attack *a)
{
    enum rc rc = RC_OK;
    a->changed = 1;
    switch ((int)a->act) {
    case ACT_SWAP_IDS:
        return swap_event_ids(c, tamper_event(a, a->seq), tamper_event(a, a->other));
    case ACT_SWAP_SEALED:
        return swap_sealed(c, a);
    case ACT_SWAP_SEALS:
        return swap_seqs(c, a->seq, a->other);
    default:
        rc = swap_seqs(c, a->seq, a->other);
        return rc ? rc : swap_seqs(c, a->other, a->third);
    }
}

enum rc tamper_strike(struct ctx *c, struct attack *a)
{
    const int64_t event = tamper_event(a, a->seq);
    switch (a->act) {
    case ACT_PAYLOAD:
        return q_tamper_payload(c, event, S("{\"number\":99}"), &a->changed);
    case ACT_LEGAL:
        return q_tamper_legal(c, event, (instant){1}, &a->changed);
    case ACT_ACTOR:
        return q_tamper_actor(c, event, 12345, &a->changed);
    case ACT_CHANNEL: /* empty is not absent */
        return q_tamper_channel(c, event, S(""), &a->changed);
    case ACT_DELETE_EVENT:
    case ACT_DELETE_SEAL:
    case ACT_DELETE_BOTH:
    case ACT_CUT_OFF:
    case ACT_CUT_OFF_SEALS:
        return delete_or_cut(c, a);
    case ACT_SWAP_IDS:
    case ACT_SWAP_SEALED:
    case ACT_SWAP_SEALS:
    case ACT_ROTATE_SEALS:
        return move(c, a);
    case ACT_LEAF:
        return q_tamper_seal_leaf(c, a->seq, (str){junk, 32}, &a->changed);
    case ACT_CHAIN:
        return q_tamper_seal_chain(c, a->seq, (str){junk, 32}, &a->changed);
    case ACT_BODY:
        return q_tamper_private_body(c, event, S("{\"n\":1,\"name\":\"x\"}"), &a->changed);
    case ACT_SALT:
        return q_tamper_private_salt(c, event, (str){junk, 32}, &a->changed);
    case ACT_INSERT_OLD:
        a->changed = 1;
        return q_tamper_insert(c, 1000 + a->seq, c->now, a->seq, NULL);
    case ACT_NONE:
    case ACT_COUNT:
        a->changed = 1;
        return RC_OK;
    }
    return RC_FAILED;
}

enum rc tamper_seals(struct ctx *c, void *arg)
{
    return q_tamper_seals(c, arg);
}

static uint64_t random_state;
static int64_t draw(int64_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (int64_t)(random_state % (uint64_t)below);
}

void tamper_seed(uint64_t seed)
{
    random_state = seed * 2 + 1;
}

void tamper_choose(struct attack *a, const struct q_tamper_seals_rows *seals,
                   const struct record_head *head)
{
    *a = (struct attack){.act = (enum act)draw(ACT_COUNT), .seals = seals, .head = head};
    a->seq = 1 + draw(TAMPER_EVENTS - 2);
    a->other = a->seq + 1 + draw(TAMPER_EVENTS - a->seq - 1);
    a->third = a->other + 1 + draw(TAMPER_EVENTS - a->other);
    const bool alone = a->act != ACT_SWAP_IDS && a->act != ACT_SWAP_SEALED &&
                       a->act != ACT_SWAP_SEALS && a->act != ACT_ROTATE_SEALS;
    if (alone) /* the last two as well */
        a->seq = 1 + draw(TAMPER_EVENTS);
}
