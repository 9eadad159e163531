/*
 * test_delegate.c - standing in for somebody: who may name whom, for when; the post of the other,
 * in one's own name, until the day it ends; each refusal.
 */
#include <string.h>

#include "db/lib_engine.h" /* on both engines */
#include "access/lib_access.h"

#include "access/delegate.h"
#include "record/record.h"
#include "record/verify.h"

struct naming {
    struct delegation d;
    str pub, reason;
    struct delegations list;
    struct accounts people;
    int64_t account;
    date since;
};

static enum rc name(struct ctx *c, void *arg)
{
    struct naming *n = arg;
    return access_delegate(c, &n->d, &n->pub);
}

static enum rc end(struct ctx *c, void *arg)
{
    struct naming *n = arg;
    return access_delegation_end(c, n->pub, n->reason);
}

static enum rc stand_in(struct ctx *c, void *arg)
{
    struct naming *n = arg;
    return access_stand_in(c, n->pub);
}

static enum rc list(struct ctx *c, void *arg)
{
    struct naming *n = arg;
    const enum rc rc = access_delegation_list(c, n->account, n->since, &n->list);
    return rc ? rc : access_agency_accounts(c, house.commune, &n->people);
}

static enum rc today(struct ctx *c, void *arg)
{
    struct naming *n = arg;
    return access_stand_ins(c, n->account, &n->list);
}

static enum rc disable(struct ctx *c, void *arg)
{
    return access_account_disable(c, *(int64_t *)arg, S("thôi việc"));
}

static enum rc go_home(struct ctx *c, void *arg)
{
    (void)arg;
    return access_switch_post(c, c->actor, house.commune, house.commune_division);
}

static enum rc idle(struct ctx *c, void *arg)
{
    return access_disable_idle(c, 100, arg);
}

/* The office: an officer, a colleague, a leader, somebody of the desk, an administrator. */
struct people {
    int64_t officer, colleague, leader, clerk, admin, citizen;
    struct actor as_officer, as_colleague, as_leader, as_admin;
    str colleague_token;
};

static struct actor actor_of(int64_t account, enum role role)
{
    return (struct actor){.kind = ACTOR_STAFF,
                          .account = account,
                          .agency = role == ROLE_ADMINISTRATOR ? 0 : house.commune,
                          .unit = role == ROLE_ADMINISTRATOR ? 0 : house.commune_division,
                          .roles = 1u << ROLE_ANYBODY | 1u << role};
}

static struct people make(struct engine *e)
{
    struct people p = {.officer = access_make(e, "chuyenvien", ROLE_OFFICER),
                       .colleague = access_make(e, "dongnghiep", ROLE_OFFICER),
                       .leader = access_make(e, "lanhdao", ROLE_LEADER),
                       .clerk = access_make(e, "tiepnhan", ROLE_CLERK),
                       .admin = access_make(e, "quantri", ROLE_ADMINISTRATOR),
                       .citizen = access_make_citizen(e, "0912345678")};
    struct signed_in in;
    p.as_officer = actor_of(p.officer, ROLE_OFFICER);
    p.as_leader = actor_of(p.leader, ROLE_LEADER);
    p.as_admin = actor_of(p.admin, ROLE_ADMINISTRATOR);
    assert_int_equal(access_do_signin(e, "dongnghiep", ACCESS_PASSWORD, &in), RC_OK);
    p.colleague_token = test_keep(in.token);
    assert_int_equal(access_actor(e, p.colleague_token, &p.as_colleague), RC_OK);
    return p;
}

/* Thursday 19 to Wednesday 25 November, the officer away, the colleague for them. */
static struct naming leave(const struct people *p)
{
    return (struct naming){.d = {.kind = DELEGATION_LEAVE,
                                 .from_account = p->officer,
                                 .to_account = p->colleague,
                                 .agency = house.commune,
                                 .unit = house.commune_division,
                                 .from = DAY(2026, 11, 19),
                                 .to = DAY(2026, 11, 26),
                                 .reason = S("nghỉ phép")},
                           .reason = S("về sớm")};
}

static struct naming signing(const struct people *p)
{
    struct naming n = leave(p);
    n.d.kind = DELEGATION_SIGNING;
    n.d.from_account = p->leader;
    n.d.form = S("KT");
    return n;
}

static enum rc did(struct engine *e, struct actor *who, enum rc (*fn)(struct ctx *, void *), void *arg)
{
    e->c.faults = NULL;
    e->c.actor = who;
    const enum rc rc = engine_write(e, fn, arg);
    e->c.actor = NULL;
    return rc;
}

#define REFUSED(e, who, fn, n, rc, key)                                                                \
    do {                                                                                               \
        assert_int_equal(did((e), (who), (fn), (n)), (rc));                                            \
        assert_string_equal(house_fault(e), (key));                                                    \
    } while (0)

static int64_t open_ones(struct engine *e, int64_t account)
{
    struct naming n = {.account = account, .since = DAY(2025, 1, 1)};
    assert_int_equal(did(e, NULL, list, &n), RC_OK);
    int64_t open = 0;
    for (ptrdiff_t i = 0; i < n.list.n; i++)
        open += instant_is_none(n.list.v[i].ended);
    return open;
}

static void test_delegate__refusals(void **state)
{
    struct engine *e = *state;
    struct people p = make(e);
    struct naming n;
#define BAD(who, base, change, rc, key)                                                                \
    do {                                                                                               \
        n = base(&p);                                                                                  \
        change;                                                                                        \
        REFUSED(e, (who), name, &n, (rc), (key));                                                      \
    } while (0)
    BAD(&p.as_officer, leave, n.d.to_account = p.officer, RC_INVALID, "access.delegation.self");
    BAD(&p.as_officer, leave, n.d.to_account = 999, RC_INVALID, "access.delegation.unknown");
    BAD(&p.as_officer, leave, n.d.to_account = p.citizen, RC_INVALID, "access.delegation.unknown");
    BAD(&p.as_officer, leave, n.d.to_account = p.admin, RC_INVALID, "access.delegation.elsewhere");
    BAD(&p.as_officer, leave, n.d.from = DAY(2026, 11, 18), RC_INVALID, "access.delegation.past");
    BAD(&p.as_officer, leave, n.d.to = DAY(2026, 11, 19), RC_INVALID, "access.period");
    BAD(&p.as_officer, leave, n.d.to = DAY(2027, 12, 1), RC_INVALID, "access.delegation.long");
    BAD(&p.as_officer, leave, n.d.reason = S(" "), RC_INVALID, "access.delegation.reason");
    BAD(&p.as_officer, leave, n.d.unit = house.commune_desk, RC_INVALID, "access.delegation.nothing");
    BAD(&p.as_officer, leave, n.d.kind = DELEGATION_SIGNING, RC_INVALID, "access.delegation.nothing");
    BAD(&p.as_leader, signing, n.d.form = STR_NONE, RC_INVALID, "access.delegation.form");
    BAD(&p.as_leader, signing, n.d.form = S("XX"), RC_INVALID, "access.delegation.form");
    BAD(&p.as_colleague, leave, (void)0, RC_DENIED, "access.delegation.not_yours");
    BAD(NULL, leave, (void)0, RC_DENIED, "access.delegation.not_yours");
    /* A leader of another agency. */
    struct actor other = p.as_leader;
    other.agency = house.department;
    BAD(&other, leave, (void)0, RC_DENIED, "access.delegation.not_yours");
    assert_int_equal(open_ones(e, p.officer), 0);
    assert_int_equal(did(e, &p.as_admin, disable, &p.colleague), RC_OK);
    BAD(&p.as_officer, leave, (void)0, RC_INVALID, "access.delegation.disabled");
#undef BAD
}

static void test_delegate__no_chains_and_one_at_a_time(void **state)
{
    struct engine *e = *state;
    struct people p = make(e);
    struct naming n = leave(&p), back;
    assert_int_equal(did(e, &p.as_officer, name, &n), RC_OK);
    REFUSED(e, &p.as_officer, name, &n, RC_CONFLICT, "access.delegation.taken");
    /* The substitute is not away meanwhile, and nobody makes them so. */
    back = leave(&p);
    back.d.from_account = p.colleague;
    back.d.to_account = p.clerk;
    REFUSED(e, &p.as_leader, name, &back, RC_INVALID, "access.delegation.chain");
    back.d.to_account = p.officer;
    REFUSED(e, &p.as_leader, name, &back, RC_INVALID, "access.delegation.chain");
    /* Nor does the officer who is away look after another. */
    back = signing(&p);
    back.d.to_account = p.officer;
    REFUSED(e, &p.as_leader, name, &back, RC_INVALID, "access.delegation.chain");
    /* After it, they may. */
    back = leave(&p);
    back.d.from_account = p.colleague;
    back.d.to_account = p.clerk;
    back.d.from = DAY(2026, 11, 26);
    back.d.to = DAY(2026, 11, 27);
    assert_int_equal(did(e, &p.as_leader, name, &back), RC_OK);
    /* Another's absence is set by the administrator too. */
    n = leave(&p);
    n.d.from_account = p.clerk;
    n.d.unit = house.commune_desk;
    n.d.to_account = p.officer;
    n.d.from = DAY(2026, 12, 1);
    n.d.to = DAY(2026, 12, 2);
    assert_int_equal(did(e, &p.as_admin, name, &n), RC_OK);
}

static void test_delegate__the_others_post_in_ones_own_name(void **state)
{
    struct engine *e = *state;
    struct people p = make(e);
    struct naming n = signing(&p), none = {.pub = S("nobody")};
    struct actor a;
    assert_int_equal(did(e, &p.as_leader, name, &n), RC_OK);
    n.pub = test_keep(n.pub);
    assert_int_equal(did(e, &p.as_officer, stand_in, &n), RC_NOT_FOUND);
    assert_int_equal(did(e, &p.as_colleague, stand_in, &none), RC_NOT_FOUND);
    assert_int_equal(did(e, &p.as_colleague, stand_in, &n), RC_OK);
    assert_int_equal(access_actor(e, p.colleague_token, &a), RC_OK);
    assert_int_equal(a.account, p.colleague);
    assert_int_equal(a.acting_for, p.leader);
    assert_str(a.for_name, "lanhdao");
    assert_str(a.sign_form, "KT");
    assert_int_equal(a.roles, 1u << ROLE_LEADER);
    assert_int_equal(access_by(&a).acting_for, p.leader);
    assert_int_equal(access_reach(&a, PERM_DOSSIER_APPROVE), REACH_AGENCY);
    /* Who stands in hands nothing on. */
    struct naming on = leave(&p);
    on.d.from_account = p.colleague;
    on.d.to_account = p.clerk;
    REFUSED(e, &a, name, &on, RC_DENIED, "access.delegation.acting");
    assert_int_equal(did(e, &a, go_home, NULL), RC_OK);
    assert_int_equal(access_actor(e, p.colleague_token, &a), RC_OK);
    assert_int_equal(a.acting_for, 0);
    assert_int_equal(a.roles, 1u << ROLE_OFFICER);
}

static void test_delegate__after_the_end_nothing_is_done(void **state)
{
    struct engine *e = *state;
    struct people p = make(e);
    struct naming n = leave(&p);
    struct actor a;
    const instant thursday = e->c.now;
    assert_int_equal(did(e, &p.as_officer, name, &n), RC_OK);
    n.pub = test_keep(n.pub);
    assert_int_equal(did(e, &p.as_colleague, stand_in, &n), RC_OK);
    assert_int_equal(access_actor(e, p.colleague_token, &a), RC_OK);
    assert_int_equal(a.roles, 1u << ROLE_OFFICER);
    assert_false(a.post_over);
    /* Before the first day, and from the first day without it. */
    for (int64_t days = 1; days <= 7; days += 6) {
        e->c.now.us = thursday.us + days * DAY_US;
        access_session_seen(p.as_colleague.session, e->c.now);
        e->c.now.us -= days == 1 ? 2 * DAY_US : 0;
        n.account = p.colleague;
        assert_int_equal(did(e, NULL, today, &n), RC_OK);
        assert_int_equal(n.list.n, 0);
        REFUSED(e, &p.as_colleague, stand_in, &n, RC_CONFLICT, "access.delegation.over");
    }
    e->c.now = thursday;
    n.reason = S("");
    REFUSED(e, &p.as_officer, end, &n, RC_INVALID, "access.delegation.reason");
    n.reason = S("về sớm");
    struct actor stranger = actor_of(p.clerk, ROLE_CLERK);
    assert_int_equal(did(e, &stranger, end, &n), RC_NOT_FOUND);
    assert_int_equal(did(e, &p.as_colleague, end, &n), RC_OK); /* given back */
    REFUSED(e, &p.as_officer, end, &n, RC_CONFLICT, "access.delegation.over");
    assert_int_equal(access_actor(e, p.colleague_token, &a), RC_OK);
    assert_true(a.post_over);
    assert_int_equal(a.roles, 0);
    assert_int_equal(access_reach(&a, PERM_WORKLIST), REACH_NOTHING);
    assert_int_equal(access_reach(&a, PERM_SIGNED_IN), REACH_ALL);
    REFUSED(e, &p.as_colleague, stand_in, &n, RC_CONFLICT, "access.delegation.over");
}

static void test_delegate__a_disabled_account_ends_it(void **state)
{
    struct engine *e = *state;
    struct people p = make(e);
    struct naming n = leave(&p);
    assert_int_equal(did(e, &p.as_officer, name, &n), RC_OK);
    assert_int_equal(open_ones(e, p.colleague), 1);
    assert_int_equal(did(e, &p.as_admin, disable, &p.officer), RC_OK);
    assert_int_equal(open_ones(e, p.colleague), 0);
}

/* 60 days of leave are not idleness. */
static void test_delegate__who_is_on_leave_is_not_idle(void **state)
{
    struct engine *e = *state;
    struct people p = make(e);
    struct naming n = leave(&p);
    int64_t count = 0;
    n.d.to = DAY(2027, 2, 1);
    assert_int_equal(did(e, &p.as_officer, name, &n), RC_OK);
    e->c.now.us += 60 * DAY_US;
    assert_int_equal(did(e, &p.as_admin, idle, &count), RC_OK);
    assert_int_equal(count, 3); /* colleague, leader, clerk; the administrator is the last one */
    assert_int_equal(open_ones(e, p.officer), 0); /* the colleague was */
}

static void test_delegate__lists(void **state)
{
    struct engine *e = *state;
    struct people p = make(e);
    struct naming n = leave(&p), l = {.account = p.colleague, .since = DAY(2026, 11, 19)};
    assert_int_equal(did(e, &p.as_officer, name, &n), RC_OK);
    assert_int_equal(did(e, NULL, list, &l), RC_OK);
    assert_int_equal(l.list.n, 1);
    assert_str(l.list.v[0].from_name, "chuyenvien");
    assert_str(l.list.v[0].to_name, "dongnghiep");
    assert_true(delegation_holds(&l.list.v[0], DAY(2026, 11, 25)));
    assert_false(delegation_holds(&l.list.v[0], DAY(2026, 11, 26)));
    assert_int_equal(l.people.n, 4);
    l.since = DAY(2026, 11, 26);
    assert_int_equal(did(e, NULL, list, &l), RC_OK);
    assert_int_equal(l.list.n, 0);
}

/* ---- the record agrees, and says so when it does not ---- */

static int64_t differences;

static void found(void *arg, const struct record_finding *f)
{
    (void)arg;
    differences += f->fault == FAULT_STATE;
}

static enum rc seal(struct ctx *c, void *arg)
{
    (void)arg;
    return record_seal(c, NULL);
}

static enum rc verify(struct ctx *c, void *arg)
{
    struct record_report report;
    const struct record_check check = {.found = found};
    (void)arg;
    return record_verify(c, &check, &report);
}

static int64_t verified(struct engine *e)
{
    differences = 0;
    assert_int_equal(did(e, NULL, seal, NULL), RC_OK);
    assert_int_equal(engine_read(e, verify, NULL), RC_OK);
    return differences;
}

static void test_delegate__replay(void **state)
{
    struct engine *e = *state;
    struct people p = make(e);
    struct naming n = leave(&p);
    assert_int_equal(did(e, &p.as_officer, name, &n), RC_OK);
    n.pub = test_keep(n.pub);
    assert_int_equal(verified(e), 0);
    assert_int_equal(engine_script(e, "UPDATE delegation SET valid_to = valid_to + 30"), RC_OK);
    assert_int_equal(verified(e), 1); /* a longer time than was given */
    assert_int_equal(engine_script(e, "UPDATE delegation SET valid_to = valid_to - 30, ended_at = 5"),
                     RC_OK);
    assert_int_equal(verified(e), 1); /* ended by nobody's act */
    assert_int_equal(engine_script(e, "UPDATE delegation SET ended_at = NULL"), RC_OK);
    assert_int_equal(did(e, &p.as_officer, end, &n), RC_OK);
    assert_int_equal(verified(e), 0);
    assert_int_equal(engine_script(e, "UPDATE delegation SET ended_at = NULL"), RC_OK);
    assert_int_equal(verified(e), 2); /* its end is gone: at the event, and in the sum */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACCESS_TEST(test_delegate__refusals),
        ACCESS_TEST(test_delegate__no_chains_and_one_at_a_time),
        ACCESS_TEST(test_delegate__the_others_post_in_ones_own_name),
        ACCESS_TEST(test_delegate__after_the_end_nothing_is_done),
        ACCESS_TEST(test_delegate__a_disabled_account_ends_it),
        ACCESS_TEST(test_delegate__who_is_on_leave_is_not_idle),
        ACCESS_TEST(test_delegate__lists),
        ACCESS_TEST(test_delegate__replay),
    };
    return cmocka_run_group_tests_name("delegate", tests, NULL, NULL);
}
