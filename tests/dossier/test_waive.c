/* test_waive.c - one person, two roles: only where the process lets it, by a leader, with a reason. */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "casework/parts.h"
#include "dossier/dossier_waive.h"

struct waiving {
    struct step s;
    str step, reason;
    struct def_choices steps;
    struct work_waiver *given;
    ptrdiff_t given_n;
};

static enum rc step_waive(struct ctx *c, void *arg)
{
    struct waiving *w = arg;
    return dossier_waive(c, w->s.ref.id, w->s.ref.version, w->step, w->reason, &w->s.ref);
}

static enum rc step_waivable(struct ctx *c, void *arg)
{
    struct waiving *w = arg;
    struct work work;
    const enum rc rc = work_get(c, (struct work_id){w->s.ref.id.v}, &work);
    return rc ? rc : work_waivable(c, &work, &w->steps);
}

static enum rc step_waivers(struct ctx *c, void *arg)
{
    struct waiving *w = arg;
    return work_waivers(c, (struct work_id){w->s.ref.id.v}, &w->given, &w->given_n);
}

/* Submitted by the officer of a commune where the officer also signs. */
static struct actor start(struct authority *a, struct waiving *w)
{
    struct actor both = a->officer;
    both.roles |= 1u << ROLE_LEADER;
    *w = (struct waiving){.s = {.filing = full_filing(a, "1.004873")},
                          .reason = S("Xã chỉ có một công chức tư pháp")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &w->s);
    w->s.act = (struct act_in){.seen_version = w->s.ref.version, .action = S("submit")};
    OK(a, &a->officer, "2026-11-20T09:00", act, &w->s);
    w->s.act = (struct act_in){.seen_version = w->s.ref.version, .action = S("approve")};
    return both;
}

static void a_leader_lets_one_do_both(void **state)
{
    struct authority *a = *state;
    struct waiving w;
    assert_int_equal(engine_script(a->e, "UPDATE process_guard SET waivable = TRUE"), RC_OK);
    struct actor both = start(a, &w);
    REFUSED(a, &both, NULL, act, &w.s, RC_DENIED, "casework.separation_waivable");
    OK(a, &a->leader, NULL, waivable, &w);
    assert_true(w.steps.n > 0);
    for (ptrdiff_t i = 0; i < w.steps.n; i++) { /* each step the approval is kept apart from */
        char key[64];
        OK(a, &a->leader, NULL, waivable, &w);
        (void)snprintf(key, sizeof key, "%.*s", STR_ARG(w.steps.v[i].key));
        w.step = str_of(key);
        OK(a, &a->leader, NULL, waive, &w);
    }
    w.s.act.seen_version = w.s.ref.version;
    OK(a, &both, NULL, act, &w.s);
    OK(a, &a->clerk, NULL, waivers, &w);
    assert_true(w.given_n > 0);
    assert_str(w.given[0].reason, "Xã chỉ có một công chức tư pháp");
    OK(a, &a->clerk, NULL, look, &w.s);
    OK(a, &a->clerk, NULL, timeline, &w.s);
    assert_str(w.s.events[1].kind, "dossier.guard_waived");
    assert_str(w.s.events[1].note, "Xã chỉ có một công chức tư pháp");
}

static void refused_waivers(void **state)
{
    struct authority *a = *state;
    struct waiving w;
    struct actor both = start(a, &w);
    w.step = S("nowhere");
    /* The process of the starter pack lets nobody. */
    REFUSED(a, &a->leader, NULL, waive, &w, RC_INVALID, "casework.not_waivable");
    REFUSED(a, &both, NULL, act, &w.s, RC_DENIED, "casework.separation_of_duties");
    assert_int_equal(as(a, &a->officer, NULL, step_waive, &w), RC_DENIED);
    (void)last_fault(a);
    assert_int_equal(as(a, &a->clerk, NULL, step_waive, &w), RC_DENIED);
    (void)last_fault(a);
    assert_int_equal(as(a, &a->other_clerk, NULL, step_waive, &w), RC_NOT_FOUND);
    w.reason = S(" ");
    REFUSED(a, &a->leader, NULL, waive, &w, RC_INVALID, "casework.note_needed");
    w.s.ref.version--;
    assert_int_equal(as(a, &a->leader, NULL, step_waive, &w), RC_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(a_leader_lets_one_do_both),
        AUTHORITY_TEST(refused_waivers),
    };
    return cmocka_run_group_tests_name("two roles", tests, NULL, NULL);
}
