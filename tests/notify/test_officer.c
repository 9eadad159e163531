/*
 * test_officer.c - the officer of an online filing is told within the time of the rule set (NĐ 118/2025
 * Điều 17.2: 2 hours); when nobody is there to be told, or it is told too late, the head of the
 * one-stop or the leaders hear of it.
 */
#include "db/lib_engine.h"
#include "dossier/lib_hold.h"
#include "notify/lib_told.h"

#include "core/buf.h"

#define SYSTEM ((struct actor *)(uintptr_t)access_system())

static ptrdiff_t kinds_of(struct notices all, const char *kind)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < all.n; i++)
        n += str_eq(all.v[i].kind, str_of(kind));
    return n;
}

static enum rc add_leader(struct ctx *c, void *arg)
{
    struct authority *a = arg;
    const struct account_new account = {
        .kind = ACCOUNT_STAFF, .login = S("lanhdao01"), .staff = a->leader.staff};
    struct grant g = {
        .agency = a->commune, .role = ROLE_LEADER, .from = instant_date(c->now), .to = DATE_NONE};
    int64_t id;
    enum rc rc = access_account_add(c, &account, &a->leader.account);
    g.account = a->leader.account;
    return rc ? rc : access_grant(c, &g, &id);
}

static enum rc close_desk(struct ctx *c, void *arg)
{
    (void)arg;
    return access_account_disable(c, told.clerk, S("nghỉ việc"));
}

static enum rc open_desk(struct ctx *c, void *arg)
{
    (void)arg;
    return access_account_enable(c, told.clerk, S("trở lại"));
}

static enum rc remind(struct ctx *c, void *arg)
{
    bool more;
    (void)arg;
    return notify_remind(c, &more);
}

static void at_once(struct authority *a, const char *when, enum rc (*fn)(struct ctx *, void *),
                    void *arg)
{
    told_at(when);
    if (as(a, SYSTEM, when, fn, arg))
        fail_msg("%s", last_fault(a));
}

struct seen {
    struct notice_untold *v;
    ptrdiff_t n;
};
static enum rc see(struct ctx *c, void *arg)
{
    struct seen *x = arg;
    return notify_untold(c, 10, &x->v, &x->n);
}

static ptrdiff_t untold(struct authority *a)
{
    struct seen x = {0};
    assert_int_equal(as(a, SYSTEM, NULL, see, &x), RC_OK);
    return x.n;
}

static void in_time_nobody_is_alarmed(void **state)
{
    struct authority *a = *state;
    at_once(a, "2026-11-19T14:00", add_leader, a);
    (void)told_file("2026-11-19T14:10");
    told_follow();
    at_once(a, "2026-11-20T09:00", remind, NULL);
    assert_int_equal(kinds_of(told_of(&a->clerk), "officer_filed"), 1);
    assert_int_equal(kinds_of(told_of(&a->leader), "officer_untold"), 0);
    assert_int_equal(untold(a), 0);
}

static void nobody_there_alarms_the_leaders_once_and_is_tried_again(void **state)
{
    struct authority *a = *state;
    at_once(a, "2026-11-19T14:00", add_leader, a);
    at_once(a, "2026-11-19T14:05", close_desk, NULL);
    const struct dossier_ref ref = told_file("2026-11-19T14:10");
    told_follow();
    at_once(a, "2026-11-19T16:05", remind, NULL); /* two working hours are over at 16:10 */
    assert_int_equal(kinds_of(told_of(&a->leader), "officer_untold"), 0);
    at_once(a, "2026-11-19T16:15", remind, NULL);
    at_once(a, "2026-11-19T16:20", remind, NULL);
    const struct notices leader = told_of(&a->leader);
    assert_int_equal(kinds_of(leader, "officer_untold"), 1);
    assert_true(str_has(leader.v[0].subject, ref.code));
    assert_true(str_has(leader.v[0].body, S("trước thứ Năm 19/11/2026, 16:10")));
    assert_int_equal(untold(a), 1);
    struct buf b = buf_new(a->e->c.mem, 1024);
    notify_metrics(&b);
    assert_true(str_has(buf_str(&b), S("\nmotcua_officer_untold 1\n")));
    at_once(a, "2026-11-19T16:25", open_desk, NULL);
    at_once(a, "2026-11-19T16:30", remind, NULL);
    assert_int_equal(kinds_of(told_of(&a->clerk), "officer_filed"), 1);
    at_once(a, "2026-11-19T16:35", remind, NULL);
    assert_int_equal(kinds_of(told_of(&a->leader), "officer_untold"), 1);
    assert_int_equal(untold(a), 0);
}

static void told_too_late_alarms_too(void **state)
{
    struct authority *a = *state;
    at_once(a, "2026-11-19T14:00", add_leader, a);
    (void)told_file("2026-11-19T14:10");
    told_at("2026-11-20T09:00"); /* the job did not run */
    told_follow();
    assert_int_equal(kinds_of(told_of(&a->clerk), "officer_filed"), 1);
    assert_int_equal(kinds_of(told_of(&a->leader), "officer_untold"), 1);
    assert_int_equal(untold(a), 0);
}

static void answered_by_somebody_needs_no_alarm(void **state)
{
    struct authority *a = *state;
    at_once(a, "2026-11-19T14:00", add_leader, a);
    at_once(a, "2026-11-19T14:05", close_desk, NULL);
    struct step s = {.ref = told_file("2026-11-19T14:10")};
    told_follow();
    OK(a, &a->clerk, "2026-11-19T15:00", accept, &s);
    at_once(a, "2026-11-20T09:00", remind, NULL);
    assert_int_equal(kinds_of(told_of(&a->leader), "officer_untold"), 0);
    assert_int_equal(untold(a), 0);
}

static enum rc four_hours(struct ctx *c, void *arg)
{
    struct ruleset s;
    int64_t version;
    (void)arg;
    const enum rc rc = ruleset_on(c, instant_date(c->now), &s);
    if (rc)
        return rc;
    struct ruleset_change to = {.code = S("nd118"),
                                .seen = 1,
                                .key = RULE_NOTICE,
                                .to = s.value[RULE_NOTICE],
                                .valid_from = date_add(instant_date(c->now), 1),
                                .reason = S("Nghị định sửa đổi")};
    to.to.value = S("4 h");
    return ruleset_set(c, &to, &version);
}

static void the_time_is_the_rule_sets(void **state)
{
    struct authority *a = *state;
    hold_as_control(a, "2026-11-18T08:00", four_hours, NULL);
    at_once(a, "2026-11-19T14:00", add_leader, a);
    at_once(a, "2026-11-19T14:05", close_desk, NULL);
    (void)told_file("2026-11-19T14:10");
    told_follow();
    at_once(a, "2026-11-19T17:00", remind, NULL);
    assert_int_equal(kinds_of(told_of(&a->leader), "officer_untold"), 0);
    at_once(a, "2026-11-20T09:00", remind, NULL);
    assert_int_equal(kinds_of(told_of(&a->leader), "officer_untold"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TOLD_TEST(in_time_nobody_is_alarmed),
        TOLD_TEST(nobody_there_alarms_the_leaders_once_and_is_tried_again),
        TOLD_TEST(told_too_late_alarms_too),
        TOLD_TEST(answered_by_somebody_needs_no_alarm),
        TOLD_TEST(the_time_is_the_rule_sets),
    };
    return cmocka_run_group_tests_name("notify_officer", tests, NULL, NULL);
}
