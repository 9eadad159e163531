/* access_password.c - rules of passwords, changing one, resetting one by a one-time code. */
#include "access/access_sql.h"
#include "access/common.h"
#include "access/inner.h"
#include "core/fold.h"
#include "core/utf8.h"

#define HISTORY 10
#define PASSWORD_BYTES_MAX 200

/* Lower, upper, digit, anything else (letters with marks count as such). */
static int classes(str s)
{
    bool lower = false, upper = false, digit = false, other = false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char ch = s.p[i];
        lower |= ch >= 'a' && ch <= 'z';
        upper |= ch >= 'A' && ch <= 'Z';
        digit |= ch >= '0' && ch <= '9';
        other |= !((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9'));
    }
    return lower + upper + digit + other;
}

/* Few different bytes, or each the next of the one before: 1111…, abcd…, 9876… */
static bool monotonous(str s)
{
    bool up = true, down = true;
    unsigned char met[256] = {0};
    int kinds = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const unsigned char ch = (unsigned char)s.p[i];
        kinds += !met[ch];
        met[ch] = 1;
        up &= i == 0 || s.p[i] == s.p[i - 1] + 1 || (s.p[i - 1] == '9' && s.p[i] == '0');
        down &= i == 0 || s.p[i] == s.p[i - 1] - 1 || (s.p[i - 1] == '0' && s.p[i] == '9');
    }
    return kinds < 4 || up || down;
}

enum rc access_password_rules(struct ctx *c, str password, str login, enum account_kind kind, bool mfa)
{
    const bool staff = kind == ACCOUNT_STAFF;
    const int64_t least = !staff ? access__limits.citizen_password
                          : mfa  ? access__limits.staff_password_mfa
                                 : access__limits.staff_password;
    const str number = str_fmt(c->mem, "%lld", (long long)least);
    if (!utf8_valid(password) || password.n > PASSWORD_BYTES_MAX)
        return fail(c, RC_INVALID, "password", "access.password.long");
    if (utf8_letters(password) < least)
        return fail_args(c, RC_INVALID, "password", "access.password.short", &number, 1);
    if (staff && !mfa && classes(password) < 4)
        return fail(c, RC_INVALID, "password", "access.password.classes");
    const str folded = fold(c->mem, password);
    if (login.n >= 3 && str_has(folded, login))
        return fail(c, RC_INVALID, "password", "access.password.login");
    if (monotonous(password) || access__is_common(folded))
        return fail(c, RC_INVALID, "password", "access.password.common");
    return RC_OK;
}

/* ---- changing ---- */

struct known {
    int64_t account;
    struct account a;
    struct q_account_by_id_row row;
    struct q_password_history_rows history;
};

static enum rc load(struct ctx *c, void *arg)
{
    struct known *k = arg;
    enum rc rc = access_account_by_id(c, k->account, &k->a);
    if (!rc)
        rc = q_account_by_id(c, k->account, &k->row);
    return rc ? rc : q_password_history(c, k->account, HISTORY, &k->history);
}

static enum rc check_reuse(struct ctx *c, const struct known *k, str password)
{
    bool stale;
    const ptrdiff_t last = k->a.kind == ACCOUNT_STAFF ? k->history.n : 1;
    for (ptrdiff_t i = 0; i < last && i < k->history.n; i++) {
        const enum rc rc = crypto_password_verify(k->history.v[i].hash, password, &stale);
        if (!rc)
            return fail(c, RC_INVALID, "password", "access.password.used");
        if (rc == RC_BUSY)
            return rc;
    }
    return RC_OK;
}

/* Rules, reuse, and the hash: what both ways to a new password share. */
static enum rc prepare(struct ctx *c, const struct known *k, str password, str *ret_hash)
{
    enum rc rc = access_password_rules(c, password, k->a.login, k->a.kind, k->a.totp);
    if (!rc)
        rc = check_reuse(c, k, password);
    if (!rc)
        rc = crypto_password_hash(c->mem, password, ret_hash);
    return rc;
}

static enum rc check_old(struct ctx *c, const struct known *k, const struct password_change *p)
{
    int64_t wait = 0;
    bool stale;
    const str what = access__guess_account(c->mem, k->account);
    if (access__guess('p', what, access__limits.staff_lock_minutes, c->now, &wait))
        return access__wait(c, "old", wait);
    const enum rc rc = crypto_password_verify(k->row.password_hash, p->old, &stale);
    if (rc == RC_DENIED) {
        struct access_failure why = {.account = k->account,
                                     .login = k->a.login,
                                     .address = p->address,
                                     .agent = p->agent,
                                     .outcome = "old"};
        return access__refuse(c, &why, "old", "access.password.old_wrong");
    }
    if (!rc)
        access__guess_right('p', what);
    return rc;
}

enum rc access_password_try(struct ctx *c, struct password_change *p)
{
    struct known k = {.account = p->account};
    enum rc rc = store_read(access__store(), c, load, &k);
    if (!rc)
        rc = check_old(c, &k, p);
    p->verified = k.row.password_hash;
    return rc ? rc : prepare(c, &k, p->password, &p->hash);
}

enum rc access_password_change(struct ctx *c, const struct password_change *p)
{
    struct q_account_by_id_row now;
    const enum rc rc = q_account_by_id(c, p->account, &now);
    if (!rc && !(now.password_hash.p && str_eq(now.password_hash, p->verified)))
        return fail(c, RC_INVALID, "old", "access.password.old_wrong");
    return rc ? rc : access_password_set(c, p->account, p->hash, false);
}

enum rc access_password_set(struct ctx *c, int64_t account, str hash, bool must_change)
{
    struct account a;
    enum rc rc = access_account_by_id(c, account, &a);
    if (!rc)
        rc = q_password_set(c, account, hash, c->now, must_change, NULL);
    if (!rc)
        rc = q_password_history_add(c, account, hash, c->now, NULL);
    if (!rc)
        rc = q_reset_remove(c, account, NULL);
    if (!rc)
        rc = access_signout_all(c, account,
                                c->actor && c->actor->account == account ? c->actor->session : 0);
    const struct event_member members[] = {EV_BOOL("must_change", must_change)};
    return rc ? rc : access__event(c, "access.password_set", account, a.pub, members, 1);
}

/* ---- resetting ---- */

instant access_reset_until(instant issued)
{
    return (instant){issued.us + access__limits.reset_hours * HOUR_US};
}

enum rc access_reset_issue(struct ctx *c, int64_t account, str code)
{
    struct account a;
    const struct crypto_key key = access__key("reset");
    const struct crypto_mac mac = crypto_code_mac(&key, code);
    const instant until = access_reset_until(c->now);
    enum rc rc = access_account_by_id(c, account, &a);
    if (!rc)
        rc = q_password_clear(c, account, NULL);
    if (!rc)
        rc = q_reset_remove(c, account, NULL);
    if (!rc)
        rc = q_reset_add(c, account, (str){(const char *)mac.b, sizeof mac.b}, c->now, until, NULL);
    if (!rc)
        rc = access_signout_all(c, account, 0);
    if (rc)
        return rc;
    access__guess_forget(c->mem, account, a.login);
    const struct event_member members[] = {EV_TIME("until", until)};
    return access__event(c, "access.reset_issued", account, a.pub, members, 1);
}

enum rc access_reset_mail(struct ctx *c, int64_t account, str code, str address, int64_t *ret_event)
{
    struct account a;
    struct event_row row;
    enum rc rc = access_reset_issue(c, account, code);
    if (!rc)
        rc = access_account_by_id(c, account, &a);
    if (rc)
        return rc;
    const struct event_member personal[] = {EV_TEXT("address", address)};
    rc = record_append_row(c,
                           &(struct event){.kind = "access.reset_mailed",
                                           .object = account,
                                           .object_pub = a.pub,
                                           .personal = personal,
                                           .personal_count = 1},
                           &row);
    if (!rc)
        *ret_event = row.id;
    return rc;
}

struct reset_check {
    struct known known;
    str login, code;
    bool right;
};

static enum rc check_reset_code(struct ctx *c, int64_t account, str code, bool *ret_right)
{
    struct q_reset_get_row row;
    const struct crypto_key key = access__key("reset");
    const struct crypto_mac mac = crypto_code_mac(&key, code);
    const enum rc rc = q_reset_get(c, account, &row);
    *ret_right = !rc && row.until_at.us > c->now.us &&
                 crypto_equal_str(row.code_hash, (str){(const char *)mac.b, sizeof mac.b});
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc find_reset(struct ctx *c, void *arg)
{
    struct reset_check *k = arg;
    struct account a;
    enum rc rc = access_account_by_login(c, k->login, &a);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    if (a.disabled)
        return RC_OK;
    k->known.account = a.id;
    rc = check_reset_code(c, a.id, k->code, &k->right);
    return rc ? rc : load(c, &k->known);
}

enum rc access_reset_try(struct ctx *c, struct reset *r)
{
    struct reset_check k = {.code = r->code};
    int64_t wait = 0;
    if (!access_login_clean(c->mem, r->login, &k.login))
        k.login = str_sub(str_lower_ascii(c->mem, r->login), 0, 64);
    if (access__guess('r', k.login, access__lock_minutes(k.login), c->now, &wait))
        return access__wait(c, "code", wait);
    enum rc rc = store_read(access__store(), c, find_reset, &k);
    if (!rc && !k.right) {
        struct access_failure why = {.account = k.known.account,
                                     .login = k.login,
                                     .address = r->address,
                                     .agent = r->agent,
                                     .outcome = "reset"};
        return access__refuse(c, &why, "code", "access.reset.wrong");
    }
    if (rc)
        return rc;
    access__guess_right('r', k.login);
    r->account = k.known.account;
    return prepare(c, &k.known, r->password, &r->hash);
}

enum rc access_reset(struct ctx *c, const struct reset *r)
{
    struct account a;
    bool right = false;
    enum rc rc = access_account_by_id(c, r->account, &a);
    if (!rc)
        rc = check_reset_code(c, r->account, r->code, &right);
    if (!rc && (!right || a.disabled)) /* used, replaced or disabled in between */
        return fail(c, RC_INVALID, "code", "access.reset.wrong");
    if (!rc)
        rc = access_password_set(c, r->account, r->hash, false);
    return rc ? rc : access__event(c, "access.reset_used", r->account, a.pub, NULL, 0);
}
