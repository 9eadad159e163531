/*
 * record_verify.c - one pass over the seals with their events. A wrong leaf or a broken
 * link is kept aside (at most SUSPECTS_MAX of each) and explained at the end, when it is
 * known whether the piece fits elsewhere: moved, or changed.
 */
#include "record/verify.h"

#include <string.h>

#include "db/db.h"
#include "record/inner.h"
#include "record/record_sql.h"

#define SUSPECTS_MAX 512
#define REPLAYERS_MAX 32

/* A seal whose leaf is not that of its event, or whose chain does not follow. */
struct suspect {
    int64_t seq, event;
    str kind, object_pub;
    struct digest stored_leaf, real_leaf; /* leaf suspects */
    struct digest prev, chain;            /* link suspects: the chain before it, and its own */
    bool gone;                            /* event row missing: real_leaf unknown */
    int64_t belongs;                      /* 0 = nowhere */
};
struct suspects {
    struct suspect *v;
    int n;
};

struct record_verifier {
    struct ctx *c;
    const struct record_check *check;
    struct record_report report;
    int64_t expected;      /* next number */
    struct digest stored;  /* chain of the row before, as stored */
    struct digest derived; /* the same as it should have been */
    bool linked;           /* false after a gap: nothing to link to */
    struct suspects leaves, links;
    void *replay[REPLAYERS_MAX];
    struct {
        bool seen, equal;
    } checkpoint;
    int64_t low_txid;
};

static const char *const fault_words[FAULT_COUNT] = {
    [FAULT_EDITED] = "edited",         [FAULT_DELETED] = "deleted",     [FAULT_MISSING] = "missing",
    [FAULT_UNSEALED] = "unsealed",     [FAULT_REORDERED] = "reordered", [FAULT_SEAL] = "seal",
    [FAULT_PRIVATE] = "private",       [FAULT_TRUNCATED] = "truncated", [FAULT_REWRITTEN] = "rewritten",
    [FAULT_CHECKPOINT] = "checkpoint", [FAULT_STATE] = "state",
};

const char *record_fault_word(enum record_fault f)
{
    BUG_IF((unsigned)f >= FAULT_COUNT);
    return fault_words[f];
}

static void tell(struct record_verifier *v, const struct record_finding *f)
{
    v->report.findings++;
    if (v->check->found)
        v->check->found(v->check->arg, f);
}

static void tell_suspect(struct record_verifier *v, enum record_fault fault, const struct suspect *s,
                         str detail)
{
    tell(v, &(struct record_finding){fault, s->seq, s->seq, s->event, s->kind, s->object_pub, detail});
}

void record_found(struct record_verifier *v, str object_pub, const char *member, str state,
                  str replayed)
{
    const struct arena_mark mark = arena_mark(v->c->mem);
    const str detail = str_fmt(v->c->mem, "%s is %.*s, the record says %.*s", member, STR_ARG(state),
                               STR_ARG(replayed));
    tell(v, &(struct record_finding){FAULT_STATE, 0, 0, 0, STR_NONE, object_pub, detail});
    arena_reset(v->c->mem, mark);
}

static struct digest digest_from(str s)
{
    struct digest d = {{0}};
    if (s.n == (ptrdiff_t)sizeof d.b)
        memcpy(d.b, s.p, sizeof d.b);
    return d;
}

static bool keep(struct record_verifier *v, struct suspects *list, const struct suspect *s)
{
    if (list->n == SUSPECTS_MAX)
        return false;
    struct suspect *to = &list->v[list->n++];
    *to = *s;
    to->kind = str_dup(v->c->mem, s->kind);
    to->object_pub = str_dup(v->c->mem, s->object_pub);
    return true;
}

/* Two ways to be right: following what is stored, or what should have been stored. */
static bool follows(const struct record_verifier *v, const struct digest *leaf,
                    const struct digest *chain)
{
    const struct digest a = record__chain(v->stored.b, leaf), b = record__chain(v->derived.b, leaf);
    return digest_eq(&a, chain) || digest_eq(&b, chain);
}

/* The seal's own fields: number and link. Says whether a wrong leaf is the seal's fault. */
static void check_link(struct record_verifier *v, struct suspect *s, bool *ret_seal_wrong)
{
    *ret_seal_wrong = false;
    if (s->seq != v->expected) {
        const str detail = s->seq == v->expected + 1
                               ? str_fmt(v->c->mem, "number %lld", (long long)v->expected)
                               : str_fmt(v->c->mem, "numbers %lld to %lld", (long long)v->expected,
                                         (long long)s->seq - 1);
        tell(v, &(struct record_finding){FAULT_MISSING, v->expected, s->seq - 1, 0, STR_NONE, STR_NONE,
                                         detail});
        v->linked = false;
    }
    const bool good = !v->linked || follows(v, &s->stored_leaf, &s->chain);
    if (!good && !s->gone && follows(v, &s->real_leaf, &s->chain)) {
        *ret_seal_wrong = true;
        tell_suspect(v, FAULT_SEAL, s, S("its leaf was changed, the event was not"));
    } else if (!good) {
        s->prev = v->stored;
        if (!keep(v, &v->links, s))
            tell_suspect(v, FAULT_SEAL, s, S("the chain breaks here"));
    }
    const struct digest *leaf = *ret_seal_wrong ? &s->real_leaf : &s->stored_leaf;
    v->derived = v->linked ? record__chain(v->derived.b, leaf) : s->chain;
    v->stored = s->chain;
    v->linked = true;
    v->expected = s->seq + 1;
}

static void check_event(struct record_verifier *v, const struct suspect *s, bool seal_wrong)
{
    if (s->gone)
        tell_suspect(v, FAULT_DELETED, s, S("sealed, but no longer there"));
    else if (!seal_wrong && !digest_eq(&s->real_leaf, &s->stored_leaf) && !keep(v, &v->leaves, s))
        tell_suspect(v, FAULT_EDITED, s, S("not what was sealed"));
}

static void check_private(struct record_verifier *v, const struct q_verify_sealed_row *r,
                          const struct suspect *s)
{
    if (!r->body.p) {
        v->report.erased += r->private_hash.p != NULL;
        return;
    }
    v->report.private_parts++;
    const struct digest real = record__private_hash(r->salt, r->body),
                        covered = digest_from(r->private_hash);
    if (!r->private_hash.p || !digest_eq(&real, &covered))
        tell_suspect(v, FAULT_PRIVATE, s, S("not what was sealed"));
}

static void check_checkpoint(struct record_verifier *v, const struct suspect *s)
{
    if (!v->check->has_checkpoint || s->seq != v->check->checkpoint.seq)
        return;
    v->checkpoint.seen = true;
    v->checkpoint.equal = memcmp(s->chain.b, v->check->checkpoint.chain, sizeof s->chain.b) == 0;
}

static enum rc replay(struct record_verifier *v, const struct event_row *e, int64_t seq)
{
    const struct record_replayer *r = record__setup()->replayers;
    for (int i = 0; r && r[i].object; i++) {
        if (r[i].object[0] && !str_eq(e->object_kind, str_of(r[i].object)))
            continue;
        const enum rc rc = r[i].event(v->c, v->replay[i], v, e, seq);
        if (rc)
            return rc;
    }
    return RC_OK;
}

static struct event_row row_of(const struct q_verify_sealed_row *r)
{
    return (struct event_row){
        .id = r->id.v,
        .at = r->at,
        .legal = r->legal_at,
        .kind = r->kind,
        .object_kind = r->object_kind,
        .object_pub = r->object_pub,
        .object = r->object_id.v,
        .actor = r->actor_id.v,
        .acting_for = r->acting_for_id.v,
        .agency = r->agency_id.v,
        .purpose = r->purpose,
        .measure = {r->receiving_id.v, r->competent_id.v, r->version_id.v, r->channel, r->origin},
        .payload = r->payload,
        .private_hash = r->private_hash,
    };
}

static enum rc on_seal(void *arg, const struct q_verify_sealed_row *r)
{
    struct record_verifier *v = arg;
    const struct event_row e = row_of(r);
    bool seal_wrong;
    struct suspect s = {
        .seq = r->seq,
        .event = r->sealed_id,
        .kind = e.kind,
        .object_pub = e.object_pub,
        .stored_leaf = digest_from(r->leaf),
        .chain = digest_from(r->chain),
        .gone = !r->id.set,
    };
    if (!s.gone)
        s.real_leaf = record__leaf(&e);
    v->report.sealed++;
    check_link(v, &s, &seal_wrong);
    check_event(v, &s, seal_wrong);
    check_checkpoint(v, &s);
    if (s.gone)
        return RC_OK;
    check_private(v, r, &s);
    return replay(v, &e, s.seq);
}

static enum rc on_unsealed(void *arg, const struct q_verify_unsealed_row *r)
{
    struct record_verifier *v = arg;
    /* PostgreSQL: young transactions wait for the sequencer, at most a second. */
    if (db_is_postgresql(v->c->db) && r->txid >= v->low_txid) {
        v->report.unsealed++;
        return RC_OK;
    }
    tell(v, &(struct record_finding){FAULT_UNSEALED, 0, 0, r->id, r->kind, r->object_pub,
                                     S("has no seal")});
    return RC_OK;
}

/* A wrong leaf that is somebody else's sealed leaf was moved; any other was edited. */
static void explain_leaves(struct record_verifier *v)
{
    for (int i = 0; i < v->leaves.n; i++) {
        struct suspect *s = &v->leaves.v[i];
        for (int j = 0; j < v->leaves.n && !s->belongs; j++)
            if (j != i && digest_eq(&s->real_leaf, &v->leaves.v[j].stored_leaf))
                s->belongs = v->leaves.v[j].seq;
        const struct arena_mark mark = arena_mark(v->c->mem);
        if (s->belongs)
            tell_suspect(v, FAULT_REORDERED, s,
                         str_fmt(v->c->mem, "was sealed as number %lld", (long long)s->belongs));
        else
            tell_suspect(v, FAULT_EDITED, s, S("not what was sealed"));
        arena_reset(v->c->mem, mark);
    }
}

static bool leads_to(const struct digest *chain, const struct suspect *s)
{
    const struct digest next = record__chain(chain->b, &s->stored_leaf);
    return digest_eq(&next, &s->chain);
}

/* The number at which suspect i's predecessor stands now; -1: nowhere, so the seal was
   changed rather than moved. Candidates are the suspects and the rows before them: wherever
   a piece was taken out or put in, one of these stands at the cut. */
static int64_t find_before(const struct suspects *links, int i)
{
    for (int j = 0; j < links->n; j++) {
        if (j != i && leads_to(&links->v[j].chain, &links->v[i]))
            return links->v[j].seq;
        if (leads_to(&links->v[j].prev, &links->v[i]))
            return links->v[j].seq - 1;
    }
    return -1;
}

/* Where the row that now stands at `at` belongs: it moved with the last suspect before it;
   0 when that one is not known yet. Before the first suspect everything stands right. */
static int64_t home_of(const struct suspects *links, const int64_t *before, int64_t at)
{
    for (int j = links->n - 1; j >= 0; j--) {
        const struct suspect *s = &links->v[j];
        if (s->seq <= at && before[j] >= 0)
            return s->belongs ? s->belongs + (at - s->seq) : 0;
    }
    return at;
}

/* A row belongs right after its predecessor, wherever that one belongs. Rows in a circle
   never settle and count as changed. */
static void settle_places(struct suspects *links)
{
    int64_t before[SUSPECTS_MAX];
    for (int i = 0; i < links->n; i++)
        before[i] = find_before(links, i);
    bool moved = true;
    while (moved) {
        moved = false;
        for (int i = 0; i < links->n; i++) {
            if (links->v[i].belongs || before[i] < 0)
                continue;
            const int64_t home = before[i] ? home_of(links, before, before[i]) : 0;
            if (!home && before[i])
                continue;
            links->v[i].belongs = home + 1;
            moved = true;
        }
    }
}

static void tell_moved(struct record_verifier *v, const struct suspect *s, int64_t until)
{
    const struct arena_mark mark = arena_mark(v->c->mem);
    struct record_finding f = {.fault = FAULT_REORDERED,
                               .seq = s->seq,
                               .until = until,
                               .event = s->event,
                               .kind = s->kind,
                               .object_pub = s->object_pub};
    f.detail = until == s->seq
                   ? str_fmt(v->c->mem, "was sealed as number %lld", (long long)s->belongs)
                   : str_fmt(v->c->mem, "with those up to %lld, was sealed from number %lld",
                             (long long)until, (long long)s->belongs);
    tell(v, &f);
    arena_reset(v->c->mem, mark);
}

static void explain_links(struct record_verifier *v)
{
    settle_places(&v->links);
    for (int i = 0; i < v->links.n; i++) {
        const struct suspect *s = &v->links.v[i];
        if (!s->belongs)
            tell_suspect(v, FAULT_SEAL, s, S("the chain breaks here"));
        else if (s->belongs != s->seq)
            tell_moved(v, s, (i + 1 < v->links.n ? v->links.v[i + 1].seq : v->expected) - 1);
    }
}

static void explain_checkpoint(struct record_verifier *v)
{
    const struct record_check *k = v->check;
    const int64_t last = v->expected - 1;
    const struct arena_mark mark = arena_mark(v->c->mem);
    if (!k->has_checkpoint) {
        if (k->needs_checkpoint && last > 0)
            tell(v, &(struct record_finding){.fault = FAULT_CHECKPOINT,
                                             .detail = S("record.head is missing")});
    } else if (k->checkpoint.seq > last) {
        const str detail = str_fmt(v->c->mem, "cut off after number %lld, the checkpoint knows %lld",
                                   (long long)last, (long long)k->checkpoint.seq);
        tell(v, &(struct record_finding){FAULT_TRUNCATED, last + 1, k->checkpoint.seq, 0, STR_NONE,
                                         STR_NONE, detail});
    } else if (v->checkpoint.seen && !v->checkpoint.equal && !v->links.n) {
        tell(v, &(struct record_finding){FAULT_REWRITTEN, 1, k->checkpoint.seq, 0, STR_NONE, STR_NONE,
                                         S("the checkpoint saw another chain")});
    }
    arena_reset(v->c->mem, mark);
}

static enum rc start(struct record_verifier *v)
{
    const struct record_replayer *r = record__setup()->replayers;
    struct q_seal_mark_get_row mark;
    v->leaves.v = NEW_N(v->c->mem, struct suspect, SUSPECTS_MAX);
    v->links.v = NEW_N(v->c->mem, struct suspect, SUSPECTS_MAX);
    enum rc rc = q_seal_mark_get(v->c, &mark);
    v->low_txid = rc ? 0 : mark.low_txid;
    for (int i = 0; !rc && r && r[i].object; i++) {
        BUG_IF(i == REPLAYERS_MAX);
        rc = r[i].begin(v->c, &v->replay[i]);
    }
    return rc;
}

static enum rc finish_replay(struct record_verifier *v)
{
    const struct record_replayer *r = record__setup()->replayers;
    enum rc rc = RC_OK;
    for (int i = 0; !rc && r && r[i].object; i++)
        rc = r[i].finish(v->c, v->replay[i], v);
    return rc;
}

enum rc record_verify(struct ctx *c, const struct record_check *check, struct record_report *ret_report)
{
    struct record_verifier *v = NEW(c->mem, struct record_verifier);
    *v = (struct record_verifier){.c = c, .check = check, .expected = 1, .linked = true};
    enum rc rc = start(v);
    if (!rc)
        rc = q_verify_sealed(c, on_seal, v);
    if (!rc)
        rc = q_verify_unsealed(c, on_unsealed, v);
    if (rc)
        return rc;
    explain_leaves(v);
    explain_links(v);
    explain_checkpoint(v);
    rc = finish_replay(v);
    if (rc)
        return rc;
    v->report.head.seq = v->expected - 1;
    memcpy(v->report.head.chain, v->stored.b, sizeof v->stored.b);
    *ret_report = v->report;
    return RC_OK;
}
