/*
 * test_assign.c - whose desk a dossier lies on: given, handed on, all of a desk at once; every
 * refusal, after which nothing has changed.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"
#include "lib_office.h"

#include "dossier/dossier_assign.h"

struct giving {
    struct dossier_ref ref;
    struct work_assign in;
    struct hand_over_in desk;
    struct handed_over done;
    struct colleagues list;
};

static enum rc step_give(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return dossier_assign(c, g->ref.id, &g->in, &g->ref);
}

static enum rc step_hand_over(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return dossier_hand_over(c, &g->desk, &g->done);
}

static enum rc step_desks(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return work_desks(c, &g->list);
}

static enum rc step_colleagues(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return work_colleagues(c, ROLE_OFFICER, c->actor->agency, c->actor->unit, &g->list);
}

static struct step received(struct authority *a)
{
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    return s;
}

static struct giving to(const struct step *s, const struct actor *who, const char *reason)
{
    return (struct giving){
        .ref = s->ref,
        .in = {.seen_version = s->ref.version, .to = who->staff, .reason = str_of(reason)}};
}

static int64_t handler(struct authority *a, struct step *s)
{
    OK(a, &a->leader, NULL, look, s);
    return s->dossier.work.handler_id.v;
}

static void leader_head_and_holder_give(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    struct giving g = to(&s, &a->officer, "");
    OK(a, &a->leader, "2026-11-19T15:00", give, &g);
    assert_int_equal(handler(a, &s), a->officer.staff);
    /* What lies on a desk leaves it with a reason. */
    g.in = (struct work_assign){g.ref.version, office.colleague.staff, S("")};
    REFUSED(a, &office.head, NULL, give, &g, RC_INVALID, "casework.assign.reason");
    g.in.reason = S("chia đều việc");
    OK(a, &office.head, NULL, give, &g);
    assert_int_equal(handler(a, &s), office.colleague.staff);
    g.in = (struct work_assign){g.ref.version, office.head.staff, S("vượt thẩm quyền")};
    OK(a, &office.colleague, NULL, give, &g);
    assert_int_equal(handler(a, &s), office.head.staff);
    assert_int_equal(s.dossier.work.status, WORK_ACCEPTED);
    OK(a, &a->clerk, NULL, timeline, &s);
    assert_str(s.events[0].kind, "dossier.assigned");
    assert_str(s.events[0].to_name, "Hồ Văn Trưởng");
    assert_str(s.events[0].note, "vượt thẩm quyền");
    assert_str(s.events[0].actor, "Võ Thị Bên");
}

static void to_whom_it_may_not_go(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    const struct {
        const struct actor *who;
        const char *key;
    } cases[] = {
        {&office.elsewhere, "casework.assign.elsewhere"},
        {&office.gone, "casework.assign.disabled"},
        {&a->clerk, "casework.assign.no_role"},
        {&a->other_clerk, "casework.assign.unknown"}, /* no account */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct giving g = to(&s, cases[i].who, "");
        REFUSED(a, &a->leader, NULL, give, &g, RC_INVALID, cases[i].key);
    }
    struct giving g = to(&s, &a->officer, "");
    OK(a, &a->leader, NULL, give, &g);
    REFUSED(a, &a->leader, NULL, give, &g, RC_CONFLICT, "casework.somebody_was_first");
    g.in.seen_version = g.ref.version;
    g.in.reason = S("x");
    REFUSED(a, &a->leader, NULL, give, &g, RC_INVALID, "casework.assign.has_it");
    assert_int_equal(handler(a, &s), a->officer.staff);
    assert_int_equal(s.dossier.work.version, g.ref.version);
}

static void who_may_not_give(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    struct giving g = to(&s, &office.colleague, "");
    REFUSED(a, &a->officer, NULL, give, &g, RC_DENIED, "casework.assign.not_yours");
    assert_int_equal(as(a, &a->clerk, NULL, step_give, &g), RC_DENIED);
    assert_int_equal(as(a, &a->other_clerk, NULL, step_give, &g), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->citizen, NULL, step_give, &g), RC_NOT_FOUND);
    assert_int_equal(as(a, NULL, NULL, step_give, &g), RC_NOT_FOUND);
    assert_int_equal(handler(a, &s), 0);
    /* Once it is over, nobody. */
    s.version = s.ref.version;
    s.reason = S("nhập nhầm");
    OK(a, &a->leader, NULL, cancel, &s);
    g.in.seen_version = s.ref.version;
    REFUSED(a, &a->leader, NULL, give, &g, RC_CONFLICT, "casework.over");
}

/* Who received it may not examine it, nor be given it. */
static void separation_of_duties_is_asked(void **state)
{
    struct authority *a = *state;
    struct actor both = office.both;
    both.unit = a->one_stop;
    both.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CLERK;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &both, "2026-11-19T14:00", receive, &s);
    struct giving g = to(&s, &office.both, "");
    REFUSED(a, &a->leader, NULL, give, &g, RC_INVALID, "casework.separation_of_duties");
    assert_int_equal(handler(a, &s), 0);
}

static void a_desk_is_handed_over(void **state)
{
    struct authority *a = *state;
    struct actor both = office.both;
    struct step s[3];
    both.unit = a->one_stop;
    both.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CLERK;
    for (int i = 0; i < 3; i++) {
        s[i] = (struct step){.filing = full_filing(a, "1.004873")};
        OK(a, i ? &a->clerk : &both, "2026-11-19T14:00", receive, &s[i]);
        struct giving g = to(&s[i], &a->officer, "");
        OK(a, &a->leader, NULL, give, &g);
    }
    struct giving g = {.desk = {a->officer.staff, office.both.staff, S("")}};
    REFUSED(a, &a->officer, NULL, hand_over, &g, RC_INVALID, "casework.assign.reason");
    g.desk.reason = S("nghỉ hưu");
    REFUSED(a, &office.colleague, NULL, hand_over, &g, RC_DENIED, "casework.assign.not_yours");
    g.desk.to = a->officer.staff;
    REFUSED(a, &a->officer, NULL, hand_over, &g, RC_INVALID, "casework.assign.has_it");
    g.desk.to = office.elsewhere.staff;
    REFUSED(a, &a->officer, NULL, hand_over, &g, RC_INVALID, "casework.assign.elsewhere");
    assert_int_equal(handler(a, &s[1]), a->officer.staff);
    /* Two go, the one he received stays, and goes to somebody else. */
    g.desk.to = office.both.staff;
    OK(a, &a->officer, NULL, hand_over, &g);
    assert_int_equal(g.done.n, 2);
    assert_int_equal(g.done.left, 1);
    assert_int_equal(handler(a, &s[0]), a->officer.staff);
    assert_int_equal(handler(a, &s[2]), office.both.staff);
    g.desk.to = office.colleague.staff;
    OK(a, &office.head, NULL, hand_over, &g);
    assert_int_equal(g.done.n, 1);
    assert_int_equal(g.done.left, 0);
    assert_int_equal(handler(a, &s[0]), office.colleague.staff);
    REFUSED(a, &a->officer, NULL, hand_over, &g, RC_INVALID, "dossier.hand_over.empty");
}

static void lists_name_who_may_be_chosen(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    struct giving g = to(&s, &a->officer, "");
    OK(a, &a->officer, NULL, colleagues, &g);
    assert_int_equal(g.list.n, 4); /* officer, colleague, head, both: not the disabled one */
    OK(a, &a->leader, NULL, give, &g);
    OK(a, &a->officer, NULL, desks, &g);
    assert_int_equal(g.list.n, 1);
    assert_int_equal(g.list.v[0].staff, a->officer.staff);
    assert_int_equal(g.list.v[0].open, 1);
    OK(a, &office.head, NULL, desks, &g);
    assert_int_equal(g.list.n, 1); /* the only one with something on it */
    OK(a, &office.colleague, NULL, desks, &g);
    assert_int_equal(g.list.n, 1);
    assert_int_equal(g.list.v[0].staff, office.colleague.staff);
    assert_int_equal(as(a, &a->citizen, NULL, step_desks, &g), RC_OK);
    assert_int_equal(g.list.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(leader_head_and_holder_give),
        OFFICE_TEST(to_whom_it_may_not_go),
        OFFICE_TEST(who_may_not_give),
        OFFICE_TEST(separation_of_duties_is_asked),
        OFFICE_TEST(a_desk_is_handed_over),
        OFFICE_TEST(lists_name_who_may_be_chosen),
    };
    return cmocka_run_group_tests_name("assign", tests, NULL, NULL);
}
