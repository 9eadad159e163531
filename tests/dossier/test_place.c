/*
 * test_place.c - steps with the place agency:CODE: a leader's and a clerk's stand open to that agency's
 * leader or clerk, with their lists, and to nobody else there or elsewhere; what is not the step's
 * stays with the agencies of the dossier.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"
#include "lib_process.h"

#include "dossier/dossier_bulk.h"

/* Of the other commune, one of each role; and the leader of the province, above both. */
struct there {
    struct actor leader, officer, clerk, above;
};

static struct actor of(const struct actor *a, enum role role)
{
    struct actor x = *a;
    x.roles = 1u << ROLE_ANYBODY | 1u << role;
    return x;
}

static struct there begin(struct authority *a, struct step *s)
{
    struct publishing p = {.text = str_of(process_elsewhere)};
    struct there t = {.leader = of(&a->other_clerk, ROLE_LEADER),
                      .officer = of(&a->other_clerk, ROLE_OFFICER),
                      .clerk = of(&a->other_clerk, ROLE_CLERK),
                      .above = of(&a->leader, ROLE_LEADER)};
    t.leader.unit = t.above.unit = 0; /* leaders stand above the units */
    t.above.agency = a->province;
    const enum rc rc = as(a, &process_control, "2026-11-19T08:00", process_as_told, &p);
    if (rc)
        fail_msg("%s %s", rc_name(rc), last_fault(a));
    *s = (struct step){.filing = full_filing(a, "1.004873"), .claim = true};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, s);
    s->ref.pub = test_keep(s->ref.pub);
    return t;
}

static void go_on(struct authority *a, struct actor *who, const char *action, struct step *s)
{
    s->act = (struct act_in){.seen_version = s->ref.version, .action = str_of(action)};
    OK(a, who, NULL, act, s);
    s->ref.pub = test_keep(s->ref.pub);
}

static int64_t listed(struct authority *a, struct actor *who, enum worklist which)
{
    struct step l = {.which = which};
    OK(a, who, NULL, worklist, &l);
    const ptrdiff_t n = l.page.n;
    OK(a, who, NULL, counts, &l);
    assert_int_equal(l.counts[which], n);
    return n;
}

/* Neither opened, nor taken, nor acted on; and no list has it. */
static void out_of_reach(struct authority *a, struct actor *who, struct step *s, const char *action)
{
    s->act = (struct act_in){.seen_version = s->ref.version, .action = str_of(action)};
    s->version = s->ref.version;
    assert_int_equal(as(a, who, NULL, step_look, s), RC_NOT_FOUND);
    assert_int_not_equal(as(a, who, NULL, step_claim, s), RC_OK);
    assert_int_equal(as(a, who, NULL, step_act, s), RC_NOT_FOUND);
    assert_int_equal(listed(a, who, LIST_MINE), 0);
    assert_int_equal(listed(a, who, LIST_OPEN), 0);
}

/* It stands at their agency, and is somebody else's to do. */
static void reads_only(struct authority *a, struct actor *leader, struct step *s, const char *action)
{
    s->act = (struct act_in){.seen_version = s->ref.version, .action = str_of(action)};
    s->version = s->ref.version;
    assert_int_equal(as(a, leader, NULL, step_look, s), RC_OK);
    assert_int_not_equal(as(a, leader, NULL, step_claim, s), RC_OK);
    assert_int_not_equal(as(a, leader, NULL, step_act, s), RC_OK);
    assert_int_equal(listed(a, leader, LIST_MINE), 0);
}

/* What belongs to the dossier and not to the step. */
static void only_the_step(struct authority *a, struct actor *who, struct step *s)
{
    s->version = s->ref.version;
    s->reason = S("thử");
    s->part = S("note");
    s->becomes = S("khác");
    s->amount = 8000;
    assert_int_equal(as(a, who, NULL, step_cancel, s), RC_NOT_FOUND);
    assert_int_equal(as(a, who, NULL, step_correct, s), RC_NOT_FOUND);
    assert_int_equal(as(a, who, NULL, step_pay, s), RC_NOT_FOUND);
    assert_int_equal(as(a, who, NULL, step_apologise, s), RC_NOT_FOUND);
    assert_int_equal(as(a, who, NULL, step_decide, s), RC_NOT_FOUND);
    assert_int_equal(as(a, who, NULL, step_withdraw, s), RC_NOT_FOUND);
}

struct signing {
    struct bulk_item item;
    struct bulk_done done;
};
static enum rc sign_many(struct ctx *c, void *arg)
{
    struct signing *x = arg;
    return dossier_approve_many(c, &x->item, 1, STR_NONE, &x->done);
}

static void a_leader_of_the_named_agency_signs_there(void **state)
{
    struct authority *a = *state;
    struct step s;
    struct there t = begin(a, &s);
    out_of_reach(a, &t.leader, &s, "approve"); /* not yet */
    go_on(a, &a->officer, "submit", &s);
    out_of_reach(a, &t.officer, &s, "approve");
    out_of_reach(a, &t.clerk, &s, "approve");
    out_of_reach(a, &t.above, &s, "approve");
    s.act.seen_version = s.ref.version;
    REFUSED(a, &a->leader, NULL, act, &s, RC_DENIED, "casework.not_your_step");
    assert_int_equal(listed(a, &a->leader, LIST_SIGN), 0);
    assert_int_equal(listed(a, &t.leader, LIST_SIGN), 1);
    assert_int_equal(listed(a, &t.leader, LIST_MINE), 1);
    OK(a, &t.leader, NULL, look, &s);
    only_the_step(a, &t.leader, &s);
    OK(a, &t.leader, NULL, claim, &s);
    s.ref.pub = test_keep(s.ref.pub);
    struct signing x = {.item = {s.ref.pub, s.ref.version}};
    assert_int_equal(as(a, &t.above, NULL, sign_many, &x), RC_OK); /* each stays, as unknown */
    assert_int_equal(x.done.done, 0);
    assert_int_equal(as(a, &t.leader, NULL, sign_many, &x), RC_OK);
    assert_int_equal(x.done.done, 1);
    reads_only(a, &t.leader, &s, "approve"); /* it went on */
}

static void a_clerk_of_the_named_agency_acts_there(void **state)
{
    struct authority *a = *state;
    struct step s;
    struct there t = begin(a, &s);
    go_on(a, &a->officer, "submit", &s);
    go_on(a, &t.leader, "approve", &s);
    out_of_reach(a, &t.officer, &s, "register");
    reads_only(a, &t.leader, &s, "register");
    out_of_reach(a, &t.above, &s, "register");
    s.act.seen_version = s.ref.version;
    REFUSED(a, &a->clerk, NULL, act, &s, RC_DENIED, "casework.not_your_step");
    assert_int_equal(listed(a, &t.clerk, LIST_OPEN), 1);
    assert_int_equal(listed(a, &a->clerk, LIST_OPEN), 0);
    struct actor both = t.clerk; /* and an officer: finds the steps of both */
    both.roles |= 1u << ROLE_OFFICER;
    assert_int_equal(listed(a, &both, LIST_OPEN), 1);
    OK(a, &t.clerk, NULL, look, &s);
    only_the_step(a, &t.clerk, &s);
    OK(a, &t.clerk, NULL, claim, &s);
    s.ref.pub = test_keep(s.ref.pub);
    assert_int_equal(listed(a, &t.clerk, LIST_MINE), 1);
    go_on(a, &t.clerk, "register", &s);
    out_of_reach(a, &t.clerk, &s, "register");
    go_on(a, &a->leader, "approve", &s); /* the lead signs */
    OK(a, &a->clerk, NULL, look, &s);
    assert_str(s.dossier.work.step_key, "issue");
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(a_leader_of_the_named_agency_signs_there),
                                       AUTHORITY_TEST(a_clerk_of_the_named_agency_acts_there)};
    return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
