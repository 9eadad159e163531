/* test_signin.c - passwords, delays, locks, second factor, sessions: successes and refusals. */
#include "db/lib_engine.h"
#include "access/lib_access.h"

#include "access/access_sql.h"
#include "access/inner.h"

static void later(struct engine *e, int64_t us)
{
    e->c.now.us += us;
}

static void test_signin__opens_a_session(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct actor a;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, " CanBo01 ", ACCESS_PASSWORD, &in), RC_OK);
    assert_true(in.kind == ACCOUNT_STAFF && in.pending == PENDING_NOTHING);
    assert_int_equal(in.token.n, 52);
    assert_int_equal(access_actor(e, in.token, &a), RC_OK);
    assert_true(a.kind == ACTOR_STAFF && actor_has_role(&a, ROLE_CLERK) &&
                !actor_has_role(&a, ROLE_OFFICER));
    assert_true(a.agency == house.commune && a.unit == house.commune_desk);
    assert_str(a.unit_name, "TB.MC");
    assert_int_equal(access_actor(e, S("0000000000000000000000000000000000000000000000000000"), &a),
                     RC_NOT_FOUND);
    assert_int_equal(access_actor(e, S(""), &a), RC_NOT_FOUND);
}

static void test_signin__wrong_password_and_unknown_login_look_alike(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", "sai", &in), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wrong");
    assert_int_equal(access_do_signin(e, "nobody", "sai", &in), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wrong");
    assert_int_equal(access_do_signin(e, "không có/đâu", "sai", &in), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wrong");
}

static enum rc read_log(struct ctx *c, void *arg)
{
    return access_signin_log(c, 0, 0, 200, arg);
}

/* A guesser asks ten times a second for nearly three hours. */
static void guess_for_hours(struct engine *e, const char *login, int64_t *evaluated)
{
    struct signin_log log;
    for (int i = 0; i < 100000; i++) {
        struct signin s = {.login = str_of(login), .password = S("đoán mò")};
        const struct arena_mark mark = arena_mark(e->c.mem);
        assert_int_equal(access_signin_try(&e->c, &s), RC_INVALID);
        e->c.faults = NULL;
        arena_reset(e->c.mem, mark);
        later(e, SECOND_US / 10);
    }
    assert_int_equal(engine_read(e, read_log, &log), RC_OK);
    *evaluated = log.n;
}

static void test_signin__of_100000_guesses_few_are_evaluated(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    int64_t known = 0, all = 0;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    guess_for_hours(e, "canbo01", &known);
    guess_for_hours(e, "khongco", &all);
    print_message("evaluated %lld of a known login, %lld of an unknown one\n", (long long)known,
                  (long long)(all - known));
    assert_true(known <= 30 && all - known == known); /* alike */
    /* Locked, also for the right password and in a process that remembers nothing. */
    access__guess_forget_all();
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wait");
    later(e, 13 * HOUR_US);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
}

static enum rc enable(struct ctx *c, void *arg)
{
    return access_account_enable(c, *(int64_t *)arg, S("khôi phục khẩn"));
}

static void test_signin__locks_after_five_and_can_be_unlocked(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    int64_t id = access_make(e, "canbo01", ROLE_CLERK);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(access_do_signin(e, "canbo01", "sai", &in), RC_INVALID);
        assert_string_equal(house_fault(e), "access.signin.wrong");
        later(e, 20 * SECOND_US);
    }
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wait");
    assert_str(e->c.faults->args[0], "720");
    assert_int_equal(engine_write(e, enable, &id), RC_OK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
}

static void test_signin__twins_are_evaluated_once(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", "sai", &in), RC_INVALID);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in),
                     RC_INVALID); /* a second too early */
    assert_string_equal(house_fault(e), "access.signin.wait_short");
    later(e, 2 * SECOND_US);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
}

static enum rc disable(struct ctx *c, void *arg)
{
    return access_account_disable(c, *(int64_t *)arg, S("nghỉ việc"));
}

static void test_signin__disabled_accounts_look_like_wrong_passwords(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct actor a;
    int64_t id = access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(engine_write(e, disable, &id), RC_OK);
    assert_int_equal(access_actor(e, in.token, &a), RC_NOT_FOUND); /* at once */
    assert_int_equal(engine_write(e, disable, &id), RC_CONFLICT);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wrong");
    assert_int_equal(engine_write(e, enable, &id), RC_OK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
}

/* Between the look at the password and the unit somebody changes it. */
struct overtaking {
    int64_t account;
    str hash;
};
static enum rc overtake(struct ctx *c, void *arg)
{
    const struct overtaking *o = arg;
    return access_password_set(c, o->account, o->hash, false);
}

static void test_signin__a_password_changed_meanwhile_is_noticed(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    static const char fresh[] = "Đò ngang Tịnh Kỳ 3 bến";
    struct overtaking o = {.account = access_make(e, "canbo01", ROLE_CLERK)};
    struct signin s = {.login = S("canbo01"), .password = S(ACCESS_PASSWORD)};
    assert_int_equal(access_signin_try(&e->c, &s), RC_OK);
    s.new_hash = s.verified; /* as if it were due for a stronger one */
    assert_int_equal(crypto_password_hash(e->c.mem, str_of(fresh), &o.hash), RC_OK);
    assert_int_equal(engine_write(e, overtake, &o), RC_OK);
    assert_int_equal(access_end_signin(e, &s, &in), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wrong");
    e->c.faults = NULL;
    assert_int_equal(access_do_signin(e, "canbo01", fresh, &in), RC_OK); /* not written over */
}

/* ---- sessions ---- */

static enum rc flush(struct ctx *c, void *arg)
{
    bool more;
    return access_flush(c, arg ? arg : &more);
}

/* Who is seen beside many others is written down too: a restart must not find them idle. */
static void test_signin__everybody_seen_is_written(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct actor a;
    bool more = true;
    int units = 0;
    (void)access_make_citizen(e, "0912345678");
    assert_int_equal(access_do_signin(e, "+84 912 345 678", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(access_actor(e, in.token, &a), RC_OK);
    for (int64_t i = 0; i < 1500; i++)
        access_session_seen(a.session + 1000 + i, e->c.now);
    access_session_seen(a.session, e->c.now);
    for (; more; units++)
        assert_int_equal(engine_write(e, flush, &more), RC_OK);
    assert_int_equal(units, 3);
    assert_int_equal(engine_write(e, flush, &more), RC_OK);
    assert_false(more);
}

static void test_signin__idle_sessions_end(void **state)
{
    struct engine *e = *state;
    struct signed_in staff, citizen;
    struct actor a;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    (void)access_make_citizen(e, "0912345678");
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &staff), RC_OK);
    assert_int_equal(access_do_signin(e, "+84 912 345 678", ACCESS_PASSWORD, &citizen), RC_OK);
    assert_true(citizen.kind == ACCOUNT_CITIZEN);
    for (int i = 0; i < 4; i++) { /* used every ten minutes */
        later(e, 10 * MINUTE_US);
        assert_int_equal(access_actor(e, staff.token, &a), RC_OK);
        access_session_seen(a.session, e->c.now);
    }
    assert_int_equal(engine_write(e, flush, NULL), RC_OK);
    later(e, 16 * MINUTE_US);
    assert_int_equal(access_actor(e, staff.token, &a), RC_NOT_FOUND);
    assert_int_equal(access_actor(e, citizen.token, &a), RC_OK);
    assert_true(a.kind == ACTOR_CITIZEN && actor_has_role(&a, ROLE_CITIZEN) && !a.agency);
    later(e, 30 * MINUTE_US);
    assert_int_equal(access_actor(e, citizen.token, &a), RC_NOT_FOUND);
}

static void test_signin__sessions_end_after_their_hours(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct actor a;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    for (int i = 0; i < 72; i++) {
        later(e, 10 * MINUTE_US);
        access_session_seen(in.session, e->c.now);
    }
    assert_int_equal(access_actor(e, in.token, &a), RC_OK);
    later(e, MINUTE_US);
    assert_int_equal(access_actor(e, in.token, &a), RC_NOT_FOUND);
}

static enum rc sign_out(struct ctx *c, void *arg)
{
    return access_signout(c, *(int64_t *)arg);
}
static enum rc sweep(struct ctx *c, void *arg)
{
    return access_session_sweep(c, arg);
}

static void test_signin__out_ends_the_session(void **state)
{
    struct engine *e = *state;
    struct signed_in in, other;
    struct actor a;
    int64_t swept = 0;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &other), RC_OK);
    assert_false(str_eq(in.token, other.token));
    assert_int_equal(engine_write(e, sign_out, &in.session), RC_OK);
    assert_int_equal(engine_write(e, sign_out, &in.session), RC_OK);
    assert_int_equal(access_actor(e, in.token, &a), RC_NOT_FOUND);
    assert_int_equal(access_actor(e, other.token, &a), RC_OK);
    later(e, 13 * HOUR_US);
    assert_int_equal(engine_write(e, sweep, &swept), RC_OK);
    assert_int_equal(swept, 1);
}

/* Staff may be given a longer idle time than citizens: the sweep keeps to it. */
static void test_signin__the_sweep_keeps_to_the_longest_idle_time(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct actor a;
    int64_t swept = 0;
    const struct access_limits before = access__limits;
    access__limits.staff_idle_minutes = 480;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    later(e, 5 * HOUR_US);
    assert_int_equal(engine_write(e, sweep, &swept), RC_OK);
    assert_int_equal(swept, 0);
    const enum rc rc = access_actor(e, in.token, &a);
    later(e, 4 * HOUR_US + MINUTE_US);
    assert_int_equal(engine_write(e, sweep, &swept), RC_OK);
    access__limits = before;
    assert_int_equal(rc, RC_OK);
    assert_int_equal(swept, 1);
}

struct switching {
    struct actor a;
    int64_t agency, unit;
};
static enum rc switch_post(struct ctx *c, void *arg)
{
    const struct switching *s = arg;
    return access_switch_post(c, &s->a, s->agency, s->unit);
}
static enum rc second_post(struct ctx *c, void *arg)
{
    int64_t id;
    return access_grant(c,
                        &(struct grant){.account = *(int64_t *)arg,
                                        .role = ROLE_OFFICER,
                                        .agency = house.department,
                                        .unit = house.department_division,
                                        .from = DAY(2026, 1, 1),
                                        .to = DATE_NONE},
                        &id);
}

static void test_signin__one_post_at_a_time(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct switching s = {.agency = house.department, .unit = house.department_division};
    int64_t id = access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(access_actor(e, in.token, &s.a), RC_OK);
    assert_int_equal(engine_write(e, switch_post, &s), RC_NOT_FOUND);
    assert_int_equal(engine_write(e, second_post, &id), RC_OK);
    assert_int_equal(engine_write(e, switch_post, &s), RC_OK);
    assert_int_equal(access_actor(e, in.token, &s.a), RC_OK);
    assert_true(s.a.agency == house.department && actor_has_role(&s.a, ROLE_OFFICER) &&
                !actor_has_role(&s.a, ROLE_CLERK));
}

/* ---- second factor ---- */

struct totp {
    struct actor a;
    str code, token; /* token: the session's new name */
};
static enum rc totp_begin(struct ctx *c, void *arg)
{
    return access_totp_begin(c, ((struct totp *)arg)->a.account, S("12345678901234567890"));
}
static enum rc totp_confirm(struct ctx *c, void *arg)
{
    struct totp *t = arg;
    c->actor = &t->a;
    const enum rc rc = access_totp_confirm(c, t->a.account, t->code, t->token);
    c->actor = NULL;
    return rc;
}
/* The second factor of a session's account, confirmed with the code of now. */
static void enrol(struct engine *e, str session)
{
    struct totp t = {.token = crypto_token_new(e->c.mem)};
    assert_int_equal(access_actor(e, session, &t.a), RC_OK);
    assert_int_equal(engine_write(e, totp_begin, &t), RC_OK);
    t.code = crypto_totp_code(e->c.mem, S("12345678901234567890"), e->c.now);
    assert_int_equal(engine_write(e, totp_confirm, &t), RC_OK);
}
static enum rc code_unit(struct ctx *c, void *arg)
{
    str token;
    struct signin_code *s = arg;
    const enum rc rc = access_code(c, s, &token);
    return rc;
}

static void test_signin__second_factor(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    struct totp t = {0};
    struct actor a;
    const str key = S("12345678901234567890");
    (void)access_make(e, "quantri", ROLE_ADMINISTRATOR);
    assert_int_equal(access_do_signin(e, "quantri", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(in.pending, PENDING_ENROL); /* administrators must */
    assert_int_equal(access_actor(e, in.token, &t.a), RC_OK);
    assert_int_equal(authz(&t.a, PERM_USER_MANAGE, REACH_ALL), RC_DENIED);
    t.token = crypto_token_new(e->c.mem);
    assert_int_equal(engine_write(e, totp_begin, &t), RC_OK);
    t.code = S("000000");
    assert_int_equal(engine_write(e, totp_confirm, &t), RC_INVALID);
    t.code = crypto_totp_code(e->c.mem, key, e->c.now);
    assert_int_equal(engine_write(e, totp_confirm, &t), RC_OK);
    assert_int_equal(engine_write(e, totp_begin, &t), RC_CONFLICT);
    assert_int_equal(access_actor(e, in.token, &a), RC_NOT_FOUND); /* the old name is gone */
    assert_int_equal(access_actor(e, t.token, &a), RC_OK);
    assert_int_equal(a.pending, PENDING_NOTHING);
    assert_int_equal(authz(&a, PERM_USER_MANAGE, REACH_ALL), RC_OK);
    /* From now on every sign-in waits for a code. */
    assert_int_equal(access_do_signin(e, "quantri", ACCESS_PASSWORD, &in), RC_OK);
    assert_int_equal(in.pending, PENDING_CODE);
    struct signin_code s = {.account = in.account, .session = in.session, .code = t.code};
    assert_int_equal(access_code_try(&e->c, &s), RC_INVALID); /* used when enrolling */
    assert_string_equal(house_fault(e), "access.code.wrong");
    later(e, 40 * SECOND_US);
    s.code = crypto_totp_code(e->c.mem, key, e->c.now);
    e->c.faults = NULL;
    assert_int_equal(access_code_try(&e->c, &s), RC_OK);
    assert_int_equal(engine_write(e, code_unit, &s), RC_OK);
    assert_int_equal(access_actor(e, in.token, &a), RC_NOT_FOUND); /* the old name is gone */
    assert_int_equal(access_actor(e, s.token, &a), RC_OK);
    assert_int_equal(a.pending, PENDING_NOTHING);
    assert_int_equal(engine_write(e, code_unit, &s), RC_INVALID); /* a step is used once */
}

static void test_signin__codes_cannot_be_guessed(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    int evaluated = 0;
    (void)access_make(e, "quantri", ROLE_ADMINISTRATOR);
    assert_int_equal(access_do_signin(e, "quantri", ACCESS_PASSWORD, &in), RC_OK);
    enrol(e, in.token);
    for (int i = 0; i < 1000; i++) {
        struct signin_code s = {.account = in.account, .session = in.session, .code = S("123456")};
        e->c.faults = NULL;
        assert_int_equal(access_code_try(&e->c, &s), RC_INVALID);
        evaluated += strcmp(house_fault(e), "access.code.wrong") == 0;
        later(e, SECOND_US);
    }
    assert_true(evaluated <= 5);
}

/* ---- the lock of the row, in a process that remembers no guesses ---- */

static enum rc locked_until(struct ctx *c, void *arg)
{
    struct account a;
    const enum rc rc = access_account_by_login(c, S("canbo01"), &a);
    *(instant *)arg = a.locked_until;
    return rc;
}

static void lock_by_guessing(struct engine *e, const char *login)
{
    struct signed_in in;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(access_do_signin(e, login, "sai", &in), RC_INVALID);
        later(e, 20 * SECOND_US);
    }
    access__guess_forget_all();
}

struct late {
    int64_t account;
    instant at;
};
static enum rc fail_late(struct ctx *c, void *arg)
{
    const struct late *l = arg;
    return q_signin_failed(c, l->account, 1, l->at, INSTANT_NONE, NULL);
}

static void test_signin__a_late_wrong_try_does_not_lift_the_lock(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    instant before, after;
    const int64_t id = access_make(e, "canbo01", ROLE_CLERK);
    lock_by_guessing(e, "canbo01");
    assert_int_equal(engine_read(e, locked_until, &before), RC_OK);
    assert_true(before.us > e->c.now.us);
    /* A try that began before the lock is written down after it. */
    struct late late = {id, e->c.now};
    assert_int_equal(engine_write(e, fail_late, &late), RC_OK);
    assert_int_equal(engine_read(e, locked_until, &after), RC_OK);
    assert_int_equal(after.us, before.us);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wait");
}

static void test_signin__a_locked_account_gets_no_code_looked_at(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    enrol(e, in.token);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    later(e, 40 * SECOND_US);
    lock_by_guessing(e, "canbo01");
    struct signin_code s = {.account = in.account, .session = in.session};
    s.code = crypto_totp_code(e->c.mem, S("12345678901234567890"), e->c.now);
    e->c.faults = NULL;
    assert_int_equal(access_code_try(&e->c, &s), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wait");
    later(e, 13 * HOUR_US);
    access__guess_forget_all();
    e->c.faults = NULL;
    s.code = crypto_totp_code(e->c.mem, S("12345678901234567890"), e->c.now);
    assert_int_equal(access_code_try(&e->c, &s), RC_OK);
}

/* Five wrong codes lock; who may unlock accounts lifts that too. */
static void test_signin__unlocking_lifts_the_second_factor(void **state)
{
    struct engine *e = *state;
    struct signed_in in;
    int64_t id = access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &in), RC_OK);
    enrol(e, in.token);
    for (int i = 0; i < 5; i++) {
        struct signin_code s = {.account = in.account, .session = in.session, .code = S("123456")};
        assert_int_equal(access_code_try(&e->c, &s), RC_INVALID);
        later(e, 30 * SECOND_US);
    }
    struct signin_code s = {.account = in.account, .session = in.session};
    s.code = crypto_totp_code(e->c.mem, S("12345678901234567890"), e->c.now);
    e->c.faults = NULL;
    assert_int_equal(access_code_try(&e->c, &s), RC_INVALID);
    assert_string_equal(house_fault(e), "access.signin.wait");
    assert_int_equal(engine_write(e, enable, &id), RC_OK);
    e->c.faults = NULL;
    assert_int_equal(access_code_try(&e->c, &s), RC_OK);
}

/* ---- signing out elsewhere ---- */

static enum rc out_everywhere(struct ctx *c, void *arg)
{
    c->actor = arg;
    const enum rc rc = access_signout_everywhere(c);
    c->actor = NULL;
    return rc;
}

static enum rc last_event(struct ctx *c, void *arg)
{
    const struct actor *a = arg;
    struct event_rows rows;
    const enum rc rc = record_list_object(c, S("account"), a->account, 0, 50, &rows);
    assert_true(rows.n > 0);
    assert_str(rows.v[rows.n - 1].kind, "access.signed_out_everywhere");
    assert_str(rows.v[rows.n - 1].payload, "{\"sessions\":2}");
    return rc;
}

static void test_signin__out_everywhere_else_is_an_event(void **state)
{
    struct engine *e = *state;
    struct signed_in here, second, third;
    struct actor a, gone;
    (void)access_make(e, "canbo01", ROLE_CLERK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &here), RC_OK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &second), RC_OK);
    assert_int_equal(access_do_signin(e, "canbo01", ACCESS_PASSWORD, &third), RC_OK);
    assert_int_equal(access_actor(e, here.token, &a), RC_OK);
    assert_int_equal(engine_write(e, out_everywhere, &a), RC_OK);
    assert_int_equal(access_actor(e, here.token, &gone), RC_OK);
    assert_int_equal(access_actor(e, second.token, &gone), RC_NOT_FOUND);
    assert_int_equal(access_actor(e, third.token, &gone), RC_NOT_FOUND);
    assert_int_equal(engine_read(e, last_event, &a), RC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACCESS_TEST(test_signin__opens_a_session),
        ACCESS_TEST(test_signin__wrong_password_and_unknown_login_look_alike),
        ACCESS_TEST(test_signin__of_100000_guesses_few_are_evaluated),
        ACCESS_TEST(test_signin__locks_after_five_and_can_be_unlocked),
        ACCESS_TEST(test_signin__twins_are_evaluated_once),
        ACCESS_TEST(test_signin__disabled_accounts_look_like_wrong_passwords),
        ACCESS_TEST(test_signin__a_password_changed_meanwhile_is_noticed),
        ACCESS_TEST(test_signin__idle_sessions_end),
        ACCESS_TEST(test_signin__everybody_seen_is_written),
        ACCESS_TEST(test_signin__sessions_end_after_their_hours),
        ACCESS_TEST(test_signin__out_ends_the_session),
        ACCESS_TEST(test_signin__the_sweep_keeps_to_the_longest_idle_time),
        ACCESS_TEST(test_signin__one_post_at_a_time),
        ACCESS_TEST(test_signin__second_factor),
        ACCESS_TEST(test_signin__codes_cannot_be_guessed),
        ACCESS_TEST(test_signin__unlocking_lifts_the_second_factor),
        ACCESS_TEST(test_signin__out_everywhere_else_is_an_event),
        ACCESS_TEST(test_signin__a_late_wrong_try_does_not_lift_the_lock),
        ACCESS_TEST(test_signin__a_locked_account_gets_no_code_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
