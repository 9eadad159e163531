/*
 * test_tamper.c - 2,000 random acts against a sealed record, each found and named. Each act
 * and its verification run in a unit that is rolled back, so every act meets the same
 * record. Prints its seed; MOTCUA_SEED repeats a run, MOTCUA_MUTATIONS makes it longer.
 */
#include "db/lib_engine.h"
#include "record/lib_record.h"

#include <time.h>

#include "core/hash.h"
#include "record/lib_tamper.h"

static enum rc attack(struct ctx *c, void *arg)
{
    struct attack *a = arg;
    enum rc rc = tamper_strike(c, a);
    if (!rc && a->changed)
        rc = record_test_verify(c, a->head, &a->found);
    return rc ? rc : RC_CONFLICT; /* nothing of it stays */
}

static bool named(const struct findings *f, enum record_fault fault, int64_t seq, int64_t event)
{
    for (int i = 0; i < f->n; i++)
        if (f->v[i].fault == fault && (!seq || f->v[i].seq == seq) &&
            (!event || f->v[i].event == event))
            return true;
    return false;
}

static bool covered(const struct findings *f, int64_t seq)
{
    for (int i = 0; i < f->n; i++)
        if (f->v[i].fault == FAULT_REORDERED && f->v[i].seq <= seq && f->v[i].until >= seq)
            return true;
    return false;
}

/* Who was moved must be named where it stands now, and nobody who was not. */
static bool moves_named(const struct attack *a, bool three)
{
    for (int i = 0; i < a->found.n; i++)
        if (a->found.v[i].fault != FAULT_REORDERED)
            return false;
    for (int64_t seq = 1; seq <= TAMPER_EVENTS; seq++) {
        const bool moved = seq == a->seq || seq == a->other || (three && seq == a->third);
        if (covered(&a->found, seq) != moved)
            return false;
    }
    return true;
}

static bool right(const struct attack *a)
{
    const struct findings *f = &a->found;
    const int64_t id = tamper_event(a, a->seq);
    switch (a->act) {
    case ACT_PAYLOAD:
    case ACT_LEGAL:
    case ACT_ACTOR:
    case ACT_CHANNEL:
        return named(f, FAULT_EDITED, a->seq, id) && f->n == 1;
    case ACT_DELETE_EVENT:
        return named(f, FAULT_DELETED, a->seq, id) && f->n == 1;
    case ACT_DELETE_SEAL:
        return named(f, a->seq == TAMPER_EVENTS ? FAULT_TRUNCATED : FAULT_MISSING, a->seq, 0) &&
               named(f, FAULT_UNSEALED, 0, id) && f->n == 2;
    case ACT_DELETE_BOTH:
        return named(f, a->seq == TAMPER_EVENTS ? FAULT_TRUNCATED : FAULT_MISSING, a->seq, 0) &&
               f->n == 1;
    case ACT_CUT_OFF:
        return named(f, FAULT_TRUNCATED, a->seq, 0) && f->n == 1;
    case ACT_CUT_OFF_SEALS:
        return named(f, FAULT_TRUNCATED, a->seq, 0) && named(f, FAULT_UNSEALED, 0, id);
    case ACT_SWAP_IDS: /* an id is part of what was sealed: both are edited */
        return named(f, FAULT_EDITED, a->seq, 0) && named(f, FAULT_EDITED, a->other, 0);
    case ACT_SWAP_SEALED:
    case ACT_SWAP_SEALS:
        return moves_named(a, false);
    case ACT_ROTATE_SEALS:
        return moves_named(a, true);
    case ACT_LEAF:
    case ACT_CHAIN:
        return named(f, FAULT_SEAL, a->seq, id) && f->n == 1;
    case ACT_BODY:
    case ACT_SALT:
        return named(f, FAULT_PRIVATE, a->seq, id) && f->n == 1;
    case ACT_INSERT_OLD:
        return named(f, FAULT_UNSEALED, 0, 1000 + a->seq) && f->n == 1;
    case ACT_NONE:
    case ACT_COUNT:
        return f->n == 0;
    }
    return false;
}

static enum rc read_head(struct ctx *c, void *arg)
{
    return record_get_head(c, arg);
}

static long number_of(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : otherwise;
}

static void test_tamper__names_each_of_many_random_acts(void **state)
{
    struct engine *e = *state;
    struct q_tamper_seals_rows seals;
    struct record_head head;
    struct attack a;
    const long seed = number_of("MOTCUA_SEED", (long)time(NULL)),
               wanted = number_of("MOTCUA_MUTATIONS", 2000);
    long done = 0, by_act[ACT_COUNT] = {0};
    record_test_fill(e, TAMPER_EVENTS);
    assert_int_equal(engine_read(e, tamper_seals, &seals), RC_OK);
    assert_int_equal(seals.n, TAMPER_EVENTS);
    assert_int_equal(engine_read(e, read_head, &head), RC_OK);
    print_message("seed %ld\n", seed);
    tamper_seed((uint64_t)seed);
    while (done < wanted) {
        const struct arena_mark mark = arena_mark(e->c.mem);
        tamper_choose(&a, &seals, &head);
        assert_int_equal(engine_write(e, attack, &a), RC_CONFLICT);
        if (a.changed && !right(&a)) {
            for (int i = 0; i < a.found.n; i++)
                print_error("  %s seq %lld event %lld\n", record_fault_word(a.found.v[i].fault),
                            (long long)a.found.v[i].seq, (long long)a.found.v[i].event);
            fail_msg("seed %ld: act %d on %lld, %lld, %lld: not what was done", seed, (int)a.act,
                     (long long)a.seq, (long long)a.other, (long long)a.third);
        }
        done += a.changed != 0;
        by_act[a.act] += a.changed != 0;
        arena_reset(e->c.mem, mark);
    }
    for (int i = 0; i < ACT_COUNT; i++)
        assert_true(wanted < 1000 || by_act[i] > 0);
    print_message("%ld acts, all found and named\n", done);
}

/* ---- what only a checkpoint can tell ---- */

static enum rc reseal_from_nothing(struct ctx *c, void *arg)
{
    struct attack *a = arg;
    enum rc rc = q_tamper_payload(c, tamper_event(a, 3), S("{\"number\":99}"), NULL);
    if (!rc)
        rc = q_tamper_delete_seals_from(c, 1, NULL);
    if (!rc)
        rc = record_seal(c, NULL);
    if (!rc)
        rc = record_test_verify(c, a->head, &a->found);
    return rc ? rc : RC_CONFLICT;
}

static void test_tamper__a_rewritten_chain_differs_from_the_checkpoint(void **state)
{
    struct engine *e = *state;
    struct q_tamper_seals_rows seals;
    struct record_head head;
    struct attack a = {.seals = &seals, .head = &head};
    record_test_fill(e, TAMPER_EVENTS);
    assert_int_equal(engine_read(e, tamper_seals, &seals), RC_OK);
    assert_int_equal(engine_read(e, read_head, &head), RC_OK);
    assert_int_equal(engine_write(e, reseal_from_nothing, &a), RC_CONFLICT);
    /* PostgreSQL's sequencer does not look behind its mark: the seals stay away. */
    assert_true(named(&a.found, engine_is_postgresql() ? FAULT_TRUNCATED : FAULT_REWRITTEN, 0, 0));
}

static enum rc verify_wanting_checkpoint(struct ctx *c, void *arg)
{
    struct attack *a = arg;
    const struct record_check check = {.needs_checkpoint = true};
    return record_verify(c, &check, &a->found.report);
}

static void test_tamper__a_missing_checkpoint_is_a_finding(void **state)
{
    struct engine *e = *state;
    struct attack a = {0};
    assert_int_equal(engine_read(e, verify_wanting_checkpoint, &a), RC_OK);
    assert_int_equal(a.found.report.findings, 0);
    record_test_fill(e, 3);
    assert_int_equal(engine_read(e, verify_wanting_checkpoint, &a), RC_OK);
    assert_int_equal(a.found.report.findings, 1);
}

/* ---- replay ---- */

struct counting {
    int64_t events, last_seq;
};
static enum rc count_begin(struct ctx *c, void **ret_self)
{
    *ret_self = NEW(c->mem, struct counting);
    return RC_OK;
}
static enum rc count_event(struct ctx *c, void *self, struct record_verifier *v,
                           const struct event_row *e, int64_t seq)
{
    struct counting *n = self;
    (void)c;
    (void)v;
    assert_str(e->object_kind, "gadget");
    assert_true(seq > n->last_seq);
    n->last_seq = seq;
    n->events++;
    return RC_OK;
}
static enum rc count_finish(struct ctx *c, void *self, struct record_verifier *v)
{
    const struct counting *n = self;
    record_found(v, S("somewhere"), "events", str_fmt(c->mem, "%d", (int)n->events), S("more"));
    return RC_OK;
}
static const struct record_replayer replayers[] = {{"gadget", count_begin, count_event, count_finish},
                                                   {0}};

static void test_tamper__replays_and_tells_what_differs(void **state)
{
    struct engine *e = *state;
    struct attack a = {.act = ACT_NONE};
    struct q_tamper_seals_rows seals;
    record_test_fill(e, TAMPER_EVENTS);
    assert_int_equal(engine_read(e, tamper_seals, &seals), RC_OK);
    a.seals = &seals;
    a.seq = 1;
    record_test_wiring.replayers = replayers;
    record_configure(&record_test_wiring);
    assert_int_equal(engine_write(e, attack, &a), RC_CONFLICT);
    record_test_wiring.replayers = NULL;
    record_configure(&record_test_wiring);
    assert_int_equal(a.found.n, 1);
    assert_int_equal(a.found.v[0].fault, FAULT_STATE);
    assert_str(a.found.v[0].object_pub, "somewhere");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RECORD_TEST(test_tamper__names_each_of_many_random_acts),
        RECORD_TEST(test_tamper__a_rewritten_chain_differs_from_the_checkpoint),
        RECORD_TEST(test_tamper__a_missing_checkpoint_is_a_finding),
        RECORD_TEST(test_tamper__replays_and_tells_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
