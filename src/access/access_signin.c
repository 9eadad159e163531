/*
 * access_signin.c - signing in with a password, then, where one is enrolled, with a code. A
 * wrong try is counted in memory before the password is looked at, and written down after:
 * the account's counter and lock, a row of the log, the lock as an event.
 */
#include "access/access_sql.h"
#include "access/inner.h"

enum rc access__log(struct ctx *c, int64_t account, str login, const char *outcome, str address,
                    str agent)
{
    const struct crypto_key key = access__key("signin");
    const struct crypto_mac mac = crypto_mac(&key, login);
    const struct q_signin_log_add_in in = {
        .at = c->now,
        .account_id = access__id_or_null(account),
        .login_hash = {(const char *)mac.b, sizeof mac.b},
        .outcome = str_of(outcome),
        .address = address,
        .agent = str_sub(agent, 0, 200),
    };
    return q_signin_log_add(c, &in, NULL);
}

static enum rc count_failure(struct ctx *c, const struct access_failure *f)
{
    struct q_signin_account_row a;
    enum rc rc = q_signin_account(c, f->login, &a);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    const int64_t failures = a.failures + 1, minutes = access__lock_minutes(f->login);
    const bool locks = failures >= access__limits.failures;
    const instant until = locks ? (instant){c->now.us + minutes * MINUTE_US} : INSTANT_NONE;
    rc = q_signin_failed(c, a.id, locks ? 0 : failures, c->now, until, NULL);
    if (rc || !locks)
        return rc;
    const struct event_member members[] = {EV_INT("failures", failures), EV_INT("minutes", minutes)};
    return access__event(c, "access.account_locked", a.id, a.pub, members, 2);
}

static enum rc write_failure(struct ctx *c, void *arg)
{
    const struct access_failure *f = arg;
    const enum rc rc = f->counts ? count_failure(c, f) : RC_OK;
    return rc ? rc : access__log(c, f->account, f->login, f->outcome, f->address, f->agent);
}

/* Whatever becomes of the note, the answer is the refusal. */
enum rc access__refuse(struct ctx *c, struct access_failure *f, const char *field, const char *key)
{
    const enum rc rc = store_write(access__store(), c, write_failure, f);
    if (rc == RC_BUSY || rc == RC_UNAVAILABLE)
        return rc;
    return fail(c, RC_INVALID, field, key);
}

enum rc access__wait(struct ctx *c, const char *field, int64_t wait_us)
{
    const str minutes = str_fmt(c->mem, "%lld", (long long)((wait_us + MINUTE_US - 1) / MINUTE_US));
    return fail_args(c, RC_INVALID, field,
                     wait_us > MINUTE_US ? "access.signin.wait" : "access.signin.wait_short", &minutes,
                     1);
}

static bool locked(instant until, instant now)
{
    return !instant_is_none(until) && until.us > now.us;
}

struct found {
    str login;
    struct q_signin_account_row row;
    bool known;
};

static enum rc find(struct ctx *c, void *arg)
{
    struct found *f = arg;
    const enum rc rc = q_signin_account(c, f->login, &f->row);
    f->known = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Disabled accounts and those that wait for a reset look like wrong passwords. */
static bool usable(const struct found *f)
{
    return f->known && str_eq(f->row.state, S("active")) && f->row.password_hash.p;
}

static enum rc check_password(struct ctx *c, struct signin *s, const struct found *f)
{
    bool stale = false;
    const bool real = usable(f);
    const enum rc rc = crypto_password_verify(real ? f->row.password_hash : crypto_password_nobody(),
                                              s->password, &stale);
    if (rc == RC_BUSY)
        return fail(c, RC_BUSY, NULL, "access.signin.busy");
    if (rc || !real) {
        struct access_failure why = {.account = f->known ? f->row.id : 0,
                                     .login = f->login,
                                     .address = s->address,
                                     .agent = s->agent,
                                     .outcome = "password",
                                     .counts = true};
        return access__refuse(c, &why, "password", "access.signin.wrong");
    }
    if (stale && crypto_password_hash(c->mem, s->password, &s->new_hash))
        s->new_hash = STR_NONE;
    return RC_OK;
}

enum rc access_signin_try(struct ctx *c, struct signin *s)
{
    struct found f = {0};
    int64_t wait = 0;
    if (!access_login_clean(c->mem, s->login, &f.login))
        f.login = str_sub(str_lower_ascii(c->mem, s->login), 0, 64);
    if (access__guess('s', f.login, access__lock_minutes(f.login), c->now, &wait))
        return access__wait(c, "password", wait);
    enum rc rc = store_read(access__store(), c, find, &f);
    if (rc)
        return rc;
    if (f.known && locked(f.row.locked_until, c->now))
        return access__wait(c, "password", f.row.locked_until.us - c->now.us);
    rc = check_password(c, s, &f);
    if (rc)
        return rc;
    access__guess_right('s', f.login);
    s->account = f.row.id;
    s->verified = f.row.password_hash;
    s->token = crypto_token_new(c->mem);
    return RC_OK;
}

static enum rc open_session(struct ctx *c, const struct signin *s, int64_t *ret_session)
{
    struct grants grants;
    struct q_session_add_row row;
    enum rc rc = access_grant_list(c, s->account, instant_date(c->now), &grants);
    if (rc)
        return rc;
    const struct q_session_add_in in = {
        .token_hash = access__digest_str(c->mem, access__token_hash(s->token)),
        .account_id = s->account,
        .agency_id = access__id_or_null(grants.n ? grants.v[0].agency : 0),
        .unit_id = access__id_or_null(grants.n ? grants.v[0].unit : 0),
        .mfa = false,
        .lang = s->lang == LANG_EN ? S("en") : S("vi"),
        .at = c->now,
        .address = s->address,
        .agent = str_sub(s->agent, 0, 200),
    };
    rc = q_session_add(c, &in, &row);
    if (!rc)
        *ret_session = row.id;
    return rc;
}

enum rc access_signin(struct ctx *c, const struct signin *s, struct signed_in *ret)
{
    struct account a;
    struct actor actor;
    int64_t session = 0, same = 0;
    enum rc rc = access_account_by_id(c, s->account, &a);
    if (!rc && !a.disabled && !locked(a.locked_until, c->now))
        rc = q_signin_done(c, a.id, s->verified, c->now, &same);
    if (!rc && !same)
        return fail(c, RC_INVALID, "password", "access.signin.wrong");
    if (!rc && s->new_hash.p)
        rc = q_password_rehash(c, a.id, s->new_hash, NULL);
    if (!rc)
        rc = open_session(c, s, &session);
    if (!rc)
        rc = access__log(c, a.id, a.login, "ok", s->address, s->agent);
    if (!rc)
        rc = access_session_find(c, s->token, &actor);
    if (!rc)
        *ret = (struct signed_in){s->token, session, a.id, a.kind, actor.pending};
    return rc;
}

/* ---- the second factor ---- */

struct code_check {
    struct signin_code *s;
    struct account account;
};

static enum rc check_code(struct ctx *c, void *arg)
{
    struct code_check *k = arg;
    const enum rc rc = access_account_by_id(c, k->s->account, &k->account);
    return rc ? rc : access__totp_check(c, k->s->account, k->s->code, true, &k->s->step);
}

enum rc access_code_try(struct ctx *c, struct signin_code *s)
{
    struct code_check k = {.s = s};
    int64_t wait = 0;
    const str what = access__guess_account(c->mem, s->account);
    if (access__guess('c', what, access__limits.staff_lock_minutes, c->now, &wait))
        return access__wait(c, "code", wait);
    const enum rc rc = store_read(access__store(), c, check_code, &k);
    if ((!rc || rc == RC_INVALID) && locked(k.account.locked_until, c->now)) {
        c->faults = NULL; /* whether it was right is not said */
        return access__wait(c, "code", k.account.locked_until.us - c->now.us);
    }
    if (rc == RC_INVALID) {
        struct access_failure why = {.account = s->account,
                                     .login = k.account.login,
                                     .address = s->address,
                                     .agent = s->agent,
                                     .outcome = "code",
                                     .counts = true};
        return access__refuse(c, &why, "code", "access.code.wrong");
    }
    if (rc)
        return rc;
    access__guess_right('c', what);
    s->token = crypto_token_new(c->mem);
    return RC_OK;
}

enum rc access_code(struct ctx *c, const struct signin_code *s, str *ret_token)
{
    int64_t changed = 0;
    enum rc rc = q_totp_use(c, s->account, s->step, &changed);
    if (!rc && !changed)
        return fail(c, RC_INVALID, "code", "access.code.wrong");
    if (!rc)
        rc = q_session_rename(c, s->session, access__digest_str(c->mem, access__token_hash(s->token)),
                              true, &changed);
    if (!rc && !changed)
        rc = RC_NOT_FOUND;
    if (!rc)
        *ret_token = s->token;
    return rc;
}

enum rc access_signin_log(struct ctx *c, int64_t account, int64_t before, int64_t max,
                          struct signin_log *ret)
{
    struct q_signin_log_list_rows rows;
    const enum rc rc =
        q_signin_log_list(c, account, before ? before : INT64_MAX, max < 200 ? max : 200, &rows);
    if (rc)
        return rc;
    struct signin_entry *v = NEW_N(c->mem, struct signin_entry, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] =
            (struct signin_entry){rows.v[i].id,    rows.v[i].at,      rows.v[i].outcome, rows.v[i].pub,
                                  rows.v[i].login, rows.v[i].address, rows.v[i].agent};
    *ret = (struct signin_log){v, rows.n};
    return RC_OK;
}
