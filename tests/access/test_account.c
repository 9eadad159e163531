/* test_account.c - accounts, roles, passwords, one-time codes, tokens; each refusal. */
#include "db/lib_engine.h"
#include "access/lib_access.h"

#include "access/common.h"
#include "access/inner.h"

/* ---- adding ---- */

struct adding {
    struct account_new in;
    int64_t id;
};
static enum rc add(struct ctx *c, void *arg)
{
    struct adding *a = arg;
    return access_account_add(c, &a->in, &a->id);
}

static void test_account__refusals_of_adding(void **state)
{
    static const struct {
        struct account_new in;
        enum rc rc;
        const char *key;
    } bad[] = {
        {{.kind = ACCOUNT_STAFF, .login = S_INIT("ab"), .name = S_INIT("x")},
         RC_INVALID,
         "access.login"},
        {{.kind = ACCOUNT_STAFF, .login = S_INIT("cán bộ"), .name = S_INIT("x")},
         RC_INVALID,
         "access.login"},
        {{.kind = ACCOUNT_STAFF, .login = S_INIT("a b c"), .name = S_INIT("x")},
         RC_INVALID,
         "access.login"},
        {{.kind = ACCOUNT_STAFF, .login = S_INIT("0912345678"), .name = S_INIT("x")},
         RC_INVALID,
         "access.login_staff"},
        {{.kind = ACCOUNT_STAFF, .login = S_INIT("a@b.vn"), .name = S_INIT("x")},
         RC_INVALID,
         "access.login_staff"},
        {{.kind = ACCOUNT_CITIZEN, .login = S_INIT("lan1996"), .name = S_INIT("x")},
         RC_INVALID,
         "access.login_citizen"},
        {{.kind = ACCOUNT_STAFF, .login = S_INIT("CANBO01"), .name = S_INIT("x")},
         RC_CONFLICT,
         "access.login_taken"},
        {{.kind = ACCOUNT_STAFF, .login = S_INIT("moi"), .name = S_INIT("")},
         RC_INVALID,
         "access.name"},
        {{.kind = ACCOUNT_STAFF, .login = S_INIT("moi"), .staff = 999999},
         RC_INVALID,
         "access.staff_unknown"},
    };
    struct engine *e = *state;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct adding a = {.in = bad[i].in};
        assert_int_equal(engine_write(e, add, &a), bad[i].rc);
        assert_string_equal(house_fault(e), bad[i].key);
    }
    struct adding a = {.in = {.kind = ACCOUNT_STAFF, .login = S("clerk.tb"), .staff = house.clerk}};
    assert_int_equal(engine_write(e, add, &a), RC_OK);
    a.in.login = S("clerk.tb2");
    assert_int_equal(engine_write(e, add, &a), RC_CONFLICT);
    assert_string_equal(house_fault(e), "access.staff_has_account");
}

static enum rc look_around(struct ctx *c, void *arg)
{
    struct account a;
    struct accounts list;
    (void)arg;
    assert_int_equal(access_account_by_login(c, S("canbo02"), &a), RC_OK);
    assert_true(a.has_password && !a.disabled && !a.totp && a.kind == ACCOUNT_STAFF);
    assert_int_equal(access_account_by_pub(c, a.pub, &a), RC_OK);
    assert_int_equal(access_account_by_pub(c, S("x"), &a), RC_NOT_FOUND);
    assert_int_equal(access_account_by_login(c, S("canbo9"), &a), RC_NOT_FOUND);
    assert_int_equal(access_account_list(c, STR_NONE, STR_NONE, 2, &list), RC_OK);
    assert_int_equal(list.n, 2);
    assert_str(list.v[1].login, "canbo01");
    assert_int_equal(access_account_list(c, STR_NONE, list.v[1].login, 9, &list), RC_OK);
    assert_int_equal(list.n, 2);
    assert_int_equal(access_account_list(c, S("CANBO"), STR_NONE, 9, &list), RC_OK);
    assert_int_equal(list.n, 3);
    assert_int_equal(access_account_list(c, S("nguyễn"), STR_NONE, 9, &list), RC_OK);
    assert_int_equal(list.n, 1);
    assert_str(list.v[0].login, "+84912345678");
    return RC_OK;
}

static void test_account__finding_and_listing(void **state)
{
    struct engine *e = *state;
    (void)access_make(e, "canbo02", ROLE_CLERK);
    (void)access_make(e, "canbo01", ROLE_OFFICER);
    (void)access_make(e, "canbo03", ROLE_LEADER);
    (void)access_make_citizen(e, "0912345678");
    assert_int_equal(engine_read(e, look_around, NULL), RC_OK);
}

/* ---- roles ---- */

struct granting {
    struct grant g;
    int64_t id;
};
static enum rc give(struct ctx *c, void *arg)
{
    struct granting *g = arg;
    return access_grant(c, &g->g, &g->id);
}
static enum rc take(struct ctx *c, void *arg)
{
    struct granting *g = arg;
    return access_revoke(c, g->g.account, g->id, g->g.to, S("chuyển công tác"));
}

static void test_account__refusals_of_granting(void **state)
{
    struct engine *e = *state;
    const int64_t staff = access_make(e, "canbo01", ROLE_CLERK),
                  citizen = access_make_citizen(e, "0912345678");
    const date from = DAY(2026, 1, 1);
    const struct {
        struct grant g;
        enum rc rc;
        const char *key;
    } bad[] = {
        {{.account = 999999, .role = ROLE_OFFICER}, RC_NOT_FOUND, ""},
        {{.account = citizen, .role = ROLE_CLERK, .agency = house.commune},
         RC_INVALID,
         "access.role_staff"},
        {{.account = staff, .role = ROLE_CITIZEN, .agency = house.commune},
         RC_INVALID,
         "access.role_staff"},
        {{.account = staff, .role = ROLE_OFFICER}, RC_INVALID, "access.agency_missing"},
        {{.account = staff, .role = ROLE_OFFICER, .agency = 999999},
         RC_INVALID,
         "access.agency_unknown"},
        {{.account = staff, .role = ROLE_OFFICER, .agency = house.commune, .unit = house.centre_desk},
         RC_INVALID,
         "access.unit_unknown"},
        {{.account = staff, .role = ROLE_ADMINISTRATOR, .unit = house.centre_desk},
         RC_INVALID,
         "access.agency_missing"},
        {{.account = staff, .role = ROLE_CLERK, .agency = house.commune, .unit = house.commune_desk},
         RC_CONFLICT,
         "access.role_held"},
        {{.account = staff, .role = ROLE_OFFICER, .agency = house.commune, .to = DAY(2026, 1, 1)},
         RC_INVALID,
         "access.period"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct granting g = {.g = bad[i].g};
        g.g.from = from;
        g.g.to = g.g.to.day ? g.g.to : DATE_NONE;
        assert_int_equal(engine_write(e, give, &g), bad[i].rc);
        assert_string_equal(house_fault(e), bad[i].key);
    }
}

struct count {
    int64_t n;
};
static enum rc administrators(struct ctx *c, void *arg)
{
    return access_administrators(c, &((struct count *)arg)->n);
}
static enum rc grants_of(struct ctx *c, void *arg)
{
    struct granting *g = arg;
    struct grants list;
    const enum rc rc = access_grant_list(c, g->g.account, DATE_NONE, &list);
    assert_int_equal(list.n, 1);
    g->id = list.v[0].id;
    return rc;
}
static enum rc disable(struct ctx *c, void *arg)
{
    return access_account_disable(c, *(int64_t *)arg, S("kiểm tra"));
}

static void test_account__the_last_administrator_stays(void **state)
{
    struct engine *e = *state;
    struct granting g = {.g = {.to = DAY(2026, 11, 19)}};
    struct count n = {0};
    int64_t first = access_make(e, "quantri", ROLE_ADMINISTRATOR);
    g.g.account = first;
    assert_int_equal(engine_read(e, grants_of, &g), RC_OK);
    assert_int_equal(engine_write(e, disable, &first), RC_CONFLICT);
    assert_string_equal(house_fault(e), "access.last_administrator");
    assert_int_equal(engine_write(e, take, &g), RC_CONFLICT);
    int64_t second = access_make(e, "quantri2", ROLE_ADMINISTRATOR);
    assert_int_equal(engine_write(e, take, &g), RC_OK);
    assert_int_equal(engine_write(e, take, &g), RC_CONFLICT); /* nobody else would be left */
    assert_int_equal(engine_write(e, disable, &first), RC_OK);
    assert_int_equal(engine_write(e, disable, &second), RC_CONFLICT);
    assert_int_equal(engine_read(e, administrators, &n), RC_OK);
    assert_int_equal(n.n, 1);
}

static enum rc open_grants(struct ctx *c, void *arg)
{
    struct granting *g = arg;
    struct grants list;
    const enum rc rc = access_grant_list_from(c, g->g.account, instant_date(c->now), &list);
    g->id = list.n;
    return rc;
}

static void test_account__a_grant_is_ended_at_its_own_account_only(void **state)
{
    struct engine *e = *state;
    const int64_t mine = access_make(e, "canbo01", ROLE_CLERK),
                  other = access_make(e, "canbo02", ROLE_CLERK);
    struct granting g = {.g = {.account = mine}}, open = {.g = {.account = mine}};
    assert_int_equal(engine_read(e, grants_of, &g), RC_OK);
    g.g.to = DAY(2026, 11, 19);
    g.g.account = other;
    assert_int_equal(engine_write(e, take, &g), RC_NOT_FOUND);
    g.g.account = mine;
    assert_int_equal(engine_write(e, take, &g), RC_OK);
    assert_int_equal(engine_write(e, take, &g), RC_CONFLICT);
    assert_string_equal(house_fault(e), "access.role_ended");
    assert_int_equal(engine_read(e, open_grants, &open), RC_OK);
    assert_int_equal(open.id, 0);
}

static void test_account__a_grant_of_tomorrow_can_be_ended_today(void **state)
{
    struct engine *e = *state;
    const int64_t id = access_make(e, "canbo01", ROLE_CLERK);
    struct granting g = {.g = {.account = id,
                               .role = ROLE_OFFICER,
                               .agency = house.commune,
                               .from = DAY(2026, 11, 20),
                               .to = DATE_NONE}},
                    open = {.g = {.account = id}};
    struct signed_in in;
    struct actor a;
    assert_int_equal(engine_write(e, give, &g), RC_OK);
    assert_int_equal(engine_read(e, open_grants, &open), RC_OK);
    assert_int_equal(open.id, 2);
    g.g.to = DAY(2026, 11, 19);
    assert_int_equal(engine_write(e, take, &g), RC_OK);
    assert_int_equal(engine_read(e, open_grants, &open), RC_OK);
    assert_int_equal(open.id, 1);
    assert_int_equal(engine_write(e, give, &g), RC_INVALID); /* not for a period before itself */
    e->c.now.us += DAY_US;
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(access_actor(e, in.token, &a), RC_OK);
    assert_false(actor_has_role(&a, ROLE_OFFICER));
}

static enum rc idle(struct ctx *c, void *arg)
{
    return access_disable_idle(c, 100, &((struct count *)arg)->n);
}

static void test_account__idle_accounts_are_disabled(void **state)
{
    struct engine *e = *state;
    struct count n = {0};
    struct signed_in in;
    (void)access_make(e, "quantri", ROLE_ADMINISTRATOR);
    (void)access_make(e, "canbo01", ROLE_CLERK);
    (void)access_make(e, "canbo02", ROLE_CLERK);
    (void)access_make_citizen(e, "0912345678");
    e->c.now.us += 40 * DAY_US;
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    e->c.now.us += 6 * DAY_US;
    assert_int_equal(engine_write(e, idle, &n), RC_OK);
    assert_int_equal(n.n, 1); /* not who signed in, not the last administrator, not citizens */
    assert_int_equal(access_do_signin(e, "canbo02", ACCESS_PASSWORD, &in), RC_INVALID);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(access_do_signin(e, "quantri", ACCESS_PASSWORD, &in), RC_OK);
}

/* ---- passwords ---- */

static void test_account__password_rules(void **state)
{
    static const struct {
        const char *password;
        enum account_kind kind;
        bool mfa;
        const char *key; /* "" = taken */
    } cases[] = {
        {"Ngựa ô qua cầu 7 nhịp", ACCOUNT_STAFF, false, ""},
        {"Abcdef1!xyz45", ACCOUNT_STAFF, false, "access.password.short"},
        {"abcdefgh1234567!", ACCOUNT_STAFF, false, "access.password.classes"},
        {"Sông Trà Khúc!", ACCOUNT_STAFF, false, "access.password.classes"},
        {"xuanhevui", ACCOUNT_STAFF, true, ""},
        {"xuanhe7", ACCOUNT_STAFF, true, "access.password.short"},
        {"quả mít chín", ACCOUNT_CITIZEN, false, ""},
        {"chín tôm á", ACCOUNT_CITIZEN, false, ""}, /* ten letters, more bytes */
        {"ngắn", ACCOUNT_CITIZEN, false, "access.password.short"},
        {"1234567890", ACCOUNT_CITIZEN, false, "access.password.common"},
        {"9876543210", ACCOUNT_CITIZEN, false, "access.password.common"},
        {"aaaaabbbbb", ACCOUNT_CITIZEN, false, "access.password.common"},
        {"Mật khẩu 2026", ACCOUNT_CITIZEN, false, ""},
        {"MatKhau2026!", ACCOUNT_CITIZEN, false, "access.password.common"},
        {"!!1Password123", ACCOUNT_STAFF, false, "access.password.common"},
        {"xin canbo01 vào", ACCOUNT_CITIZEN, false, "access.password.login"},
        {"x\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", ACCOUNT_CITIZEN, false, "access.password.long"},
    };
    struct engine *e = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        e->c.faults = NULL;
        const enum rc rc = access_password_rules(&e->c, str_of(cases[i].password), S("canbo01"),
                                                 cases[i].kind, cases[i].mfa);
        if (strcmp(house_fault(e), cases[i].key) != 0 || (rc == RC_OK) != !*cases[i].key)
            fail_msg("%s: %s, want %s", cases[i].password, house_fault(e), cases[i].key);
    }
    char long_one[300];
    memset(long_one, 'x', sizeof long_one);
    assert_int_equal(access_password_rules(&e->c, (str){long_one, 201}, S("a"), ACCOUNT_CITIZEN, false),
                     RC_INVALID);
    assert_true(access__is_common(S("password")) && access__is_common(S("123password2026!")));
    assert_false(access__is_common(S("passwordless")) || access__is_common(S("")));
}

struct setting_password {
    struct password_change p;
    struct actor *actor;
    bool must_change;
};
static enum rc set_password(struct ctx *c, void *arg)
{
    struct setting_password *s = arg;
    c->actor = s->actor;
    const enum rc rc = s->must_change ? access_password_set(c, s->p.account, s->p.hash, true)
                                      : access_password_change(c, &s->p);
    c->actor = NULL;
    return rc;
}
static enum rc change(struct engine *e, struct setting_password *s, const char *old, const char *new)
{
    s->p.old = str_of(old);
    s->p.password = str_of(new);
    e->c.faults = NULL;
    const enum rc rc = access_password_try(&e->c, &s->p);
    return rc ? rc : engine_write(e, set_password, s);
}

static void test_account__changing_the_password(void **state)
{
    struct engine *e = *state;
    struct signed_in here, there;
    struct actor a, other;
    struct setting_password s = {.actor = &a};
    static const char first[] = "Đò ngang Tịnh Kỳ 3 bến", second[] = "Tỏi Lý Sơn 5 tép, muối";
    s.p.account = access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &here), RC_OK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &there), RC_OK);
    assert_int_equal(access_actor(e, here.token, &a), RC_OK);
    assert_int_equal(change(e, &s, "sai", first), RC_INVALID);
    assert_string_equal(house_fault(e), "access.password.old_wrong");
    e->c.now.us += 2 * SECOND_US;
    assert_int_equal(change(e, &s, ACCESS_PASSWORD, "ngắn"), RC_INVALID);
    assert_string_equal(house_fault(e), "access.password.short");
    assert_int_equal(change(e, &s, ACCESS_PASSWORD, ACCESS_PASSWORD), RC_INVALID);
    assert_string_equal(house_fault(e), "access.password.used");
    assert_int_equal(change(e, &s, ACCESS_PASSWORD, first), RC_OK);
    assert_int_equal(access_actor(e, here.token, &other), RC_OK);
    assert_int_equal(access_actor(e, there.token, &other), RC_NOT_FOUND);
    assert_int_equal(change(e, &s, first, second), RC_OK);
    assert_int_equal(change(e, &s, second, first), RC_INVALID); /* one of the last ten */
    assert_string_equal(house_fault(e), "access.password.used");
    assert_int_equal(access_do_signin(e, "canbo01", second, &here), RC_OK);
    s.actor = NULL;
    s.must_change = true;
    assert_int_equal(engine_write(e, set_password, &s), RC_OK);
    assert_int_equal(access_actor(e, here.token, &other), RC_NOT_FOUND);
    assert_int_equal(access_do_signin(e, "canbo01", second, &here), RC_OK);
    assert_int_equal(here.pending, PENDING_PASSWORD);
}

/* Two changes at once, both knowing the old one: the second no longer does. */
static void test_account__a_change_overtaken_by_another_is_refused(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct setting_password slow = {
        .p = {.old = S(ACCESS_PASSWORD), .password = S("Cá bống sông Trà 7 kho")}};
    struct setting_password quick = {
        .p = {.old = S(ACCESS_PASSWORD), .password = S("Đò ngang Tịnh Kỳ 3 bến")}};
    slow.p.account = quick.p.account = access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_password_try(&e->c, &slow.p), RC_OK);
    assert_int_equal(access_password_try(&e->c, &quick.p), RC_OK);
    assert_int_equal(engine_write(e, set_password, &quick), RC_OK);
    assert_int_equal(engine_write(e, set_password, &slow), RC_INVALID);
    assert_string_equal(house_fault(e), "access.password.old_wrong");
    assert_int_equal(access_do_signin(e, "canbo01", "Đò ngang Tịnh Kỳ 3 bến", &in), RC_OK);
}

static void test_account__administrators_change_theirs_every_two_months(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    (void)access_make(e, "quantri", ROLE_ADMINISTRATOR);
    e->c.now.us += 61 * DAY_US;
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(in.pending, PENDING_NOTHING);
    assert_int_equal(access_do_signin(e, "quantri", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(in.pending, PENDING_PASSWORD);
}

/* ---- one-time codes ---- */

struct issuing {
    int64_t account;
    str code;
};
static enum rc issue_code(struct ctx *c, void *arg)
{
    const struct issuing *i = arg;
    return access_reset_issue(c, i->account, i->code);
}
static enum rc reset(struct ctx *c, void *arg)
{
    return access_reset(c, arg);
}
static enum rc use_code(struct engine *e, struct reset *r)
{
    e->c.faults = NULL;
    const enum rc rc = access_reset_try(&e->c, r);
    return rc ? rc : engine_write(e, reset, r);
}

static void test_account__reset_by_a_one_time_code(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct actor a;
    struct issuing i = {.code = S("abcde-fghjk")};
    static const char fresh[] = "Mía đường 9 phên, gừng";
    struct reset r = {
        .login = S("canbo01"), .code = S("wrong-wrong"), .password = S("Mía đường 9 phên, gừng")};
    i.account = access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(engine_write(e, issue_code, &i), RC_OK);
    assert_int_equal(access_actor(e, in.token, &a), RC_NOT_FOUND);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in),
                     RC_INVALID); /* the old one is dead */
    assert_int_equal(use_code(e, &r), RC_INVALID);
    assert_string_equal(house_fault(e), "access.reset.wrong");
    r.code = S("ABCDE FGHJK");                     /* as people type */
    assert_int_equal(use_code(e, &r), RC_INVALID); /* too soon after a wrong one */
    e->c.now.us += 3 * SECOND_US;
    r.password = S("ngắn");
    assert_int_equal(use_code(e, &r), RC_INVALID);
    assert_string_equal(house_fault(e), "access.password.short");
    r.password = str_of(fresh);
    assert_int_equal(use_code(e, &r), RC_OK);
    assert_int_equal(access_do_signin(e, "canbo01", fresh, &in), RC_OK);
    assert_int_equal(use_code(e, &r), RC_INVALID); /* once */
    r.login = S("khongco");
    assert_int_equal(use_code(e, &r), RC_INVALID);
    assert_string_equal(house_fault(e), "access.reset.wrong");
}

static void test_account__codes_expire_and_cannot_be_guessed(void **state)
{
    struct engine *e = *state;
    struct issuing i = {.code = S("abcde-fghjk")};
    struct reset r = {
        .login = S("canbo01"), .code = S("abcde-fghjk"), .password = S("Mía đường 9 phên, gừng")};
    int evaluated = 0;
    i.account = access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(engine_write(e, issue_code, &i), RC_OK);
    e->c.now.us += 25 * HOUR_US;
    assert_int_equal(use_code(e, &r), RC_INVALID);
    assert_int_equal(engine_write(e, issue_code, &i), RC_OK);
    r.code = S("99999-99999");
    for (int n = 0; n < 1000; n++, e->c.now.us += SECOND_US) {
        assert_int_equal(use_code(e, &r), RC_INVALID);
        evaluated += strcmp(house_fault(e), "access.reset.wrong") == 0;
    }
    assert_int_equal(evaluated, 5);
}

/* What was tried stands in the log, and an account is not locked out of signing in by it. */
static enum rc newest_refusal(struct ctx *c, void *arg)
{
    struct signin_log log;
    const enum rc rc = access_signin_log(c, 0, 0, 1, &log);
    assert_int_equal(log.n, 1);
    *(struct signin_entry *)arg = log.v[0];
    return rc;
}

static void test_account__wrong_codes_and_old_passwords_are_logged(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct signin_entry entry;
    struct setting_password s = {.p = {.address = S("203.0.113.9"), .agent = S("x")}};
    struct reset r = {.login = S("canbo01"),
                      .code = S("wrong-wrong"),
                      .password = S("Mía đường 9 phên, gừng"),
                      .address = S("203.0.113.8")};
    s.p.account = access_make(e, "canbo01", ROLE_CLERK);
    for (int i = 0; i < 5; i++, e->c.now.us += 20 * SECOND_US)
        assert_int_equal(change(e, &s, "sai", "Đò ngang Tịnh Kỳ 3 bến"), RC_INVALID);
    assert_int_equal(engine_read(e, newest_refusal, &entry), RC_OK);
    assert_str(entry.outcome, "old");
    assert_str(entry.login, "canbo01");
    assert_str(entry.address, "203.0.113.9");
    assert_int_equal(change(e, &s, ACCESS_PASSWORD, "Đò ngang Tịnh Kỳ 3 bến"), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wait");
    for (int i = 0; i < 5; i++, e->c.now.us += 20 * SECOND_US)
        assert_int_equal(use_code(e, &r), RC_INVALID);
    assert_int_equal(engine_read(e, newest_refusal, &entry), RC_OK);
    assert_str(entry.outcome, "reset");
    assert_str(entry.address, "203.0.113.8");
    r.login = S("khongco");
    assert_int_equal(use_code(e, &r), RC_INVALID);
    assert_int_equal(engine_read(e, newest_refusal, &entry), RC_OK);
    assert_true(str_eq(entry.outcome, S("reset")) && !entry.login.p);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
}

/* ---- tokens ---- */

struct tokening {
    int64_t account;
    struct token t;
    str token;
    struct actor a;
    struct tokens list;
};
static enum rc issue_token(struct ctx *c, void *arg)
{
    struct tokening *t = arg;
    return access_token_issue(c, t->account, &t->t, t->token);
}
static enum rc find_token(struct ctx *c, void *arg)
{
    struct tokening *t = arg;
    return access_token_find(c, t->token, &t->a);
}
static enum rc list_tokens(struct ctx *c, void *arg)
{
    struct tokening *t = arg;
    return access_token_list(c, t->account, &t->list);
}
static enum rc end_token(struct ctx *c, void *arg)
{
    struct tokening *t = arg;
    return access_token_end(c, t->account, t->list.v[0].pub, S("không dùng nữa"));
}
#define BIT(perm) (UINT64_C(1) << (perm))

static void test_account__tokens(void **state)
{
    struct engine *e = *state;
    struct tokening t = {.account = access_make(e, "canbo01", ROLE_CLERK)};
    const uint64_t bad[] = {
        0,       BIT(PERM_USER_MANAGE), BIT(PERM_DOSSIER_APPROVE), BIT(PERM_PERSON_UNMASK),
        BIT(63), BIT(PERM_NONE)};
    t.token = crypto_token_new(e->c.mem);
    t.t = (struct token){.name = S("Hệ thống báo cáo"), .until = DAY(2027, 6, 30)};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        t.t.perms = bad[i];
        assert_int_equal(engine_write(e, issue_token, &t), RC_INVALID);
        assert_string_equal(house_fault(e), "access.token.perms");
    }
    t.t.perms = BIT(PERM_DOSSIER_READ) | BIT(PERM_DOSSIER_RECEIVE);
    t.t.until = DAY(2026, 11, 18);
    assert_int_equal(engine_write(e, issue_token, &t), RC_INVALID);
    t.t.until = DAY(2028, 1, 1);
    assert_int_equal(engine_write(e, issue_token, &t), RC_INVALID);
    t.t.until = DAY(2026, 11, 20);
    assert_int_equal(engine_write(e, issue_token, &t), RC_OK);
    assert_int_equal(engine_read(e, find_token, &t), RC_OK);
    assert_true(t.a.kind == ACTOR_TOKEN && t.a.agency == house.commune && t.a.session == 0);
    assert_int_equal(authz(&t.a, PERM_DOSSIER_READ, REACH_AGENCY), RC_OK);
    assert_int_not_equal(authz(&t.a, PERM_DOSSIER_RETURN, REACH_AGENCY), RC_OK);
    e->c.now.us += 2 * DAY_US; /* past its last day */
    assert_int_equal(engine_read(e, find_token, &t), RC_NOT_FOUND);
    e->c.now.us -= 2 * DAY_US;
    assert_int_equal(engine_read(e, list_tokens, &t), RC_OK);
    assert_int_equal(t.list.n, 1);
    assert_int_equal(engine_write(e, end_token, &t), RC_OK);
    assert_int_equal(engine_write(e, end_token, &t), RC_NOT_FOUND);
    assert_int_equal(engine_read(e, find_token, &t), RC_NOT_FOUND);
    t.token = S("x");
    assert_int_equal(engine_read(e, find_token, &t), RC_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACCESS_TEST(test_account__refusals_of_adding),
        ACCESS_TEST(test_account__finding_and_listing),
        ACCESS_TEST(test_account__refusals_of_granting),
        ACCESS_TEST(test_account__the_last_administrator_stays),
        ACCESS_TEST(test_account__a_grant_is_ended_at_its_own_account_only),
        ACCESS_TEST(test_account__a_grant_of_tomorrow_can_be_ended_today),
        ACCESS_TEST(test_account__idle_accounts_are_disabled),
        ACCESS_TEST(test_account__password_rules),
        ACCESS_TEST(test_account__changing_the_password),
        ACCESS_TEST(test_account__a_change_overtaken_by_another_is_refused),
        ACCESS_TEST(test_account__administrators_change_theirs_every_two_months),
        ACCESS_TEST(test_account__reset_by_a_one_time_code),
        ACCESS_TEST(test_account__codes_expire_and_cannot_be_guessed),
        ACCESS_TEST(test_account__wrong_codes_and_old_passwords_are_logged),
        ACCESS_TEST(test_account__tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
