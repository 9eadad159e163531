/* access_token.c - second factors (TOTP, secrets boxed at rest) and API tokens (hash only). */
#include "access/access_sql.h"
#include "access/inner.h"
#include "core/utf8.h"

/* ---- second factor ---- */

enum rc access__totp_check(struct ctx *c, int64_t account, str code, bool must_be_on, int64_t *ret_step)
{
    struct q_totp_get_row row;
    str secret;
    const struct crypto_key key = access__key("totp");
    const enum rc rc = q_totp_get(c, account, &row);
    if (rc)
        return rc;
    if (row.totp_on != must_be_on || !crypto_secret_open(c->mem, &key, row.totp_secret, &secret) ||
        crypto_totp_verify(secret, code, c->now, row.totp_step, ret_step))
        return fail(c, RC_INVALID, "code", "access.code.wrong");
    return RC_OK;
}

enum rc access_totp_begin(struct ctx *c, int64_t account, str secret)
{
    struct q_totp_get_row row;
    const struct crypto_key key = access__key("totp");
    const enum rc rc = q_totp_get(c, account, &row);
    if (rc)
        return rc;
    if (row.totp_on)
        return fail(c, RC_CONFLICT, NULL, "access.code.enrolled");
    return q_totp_set(c, account, crypto_secret_seal(c->mem, &key, secret), false, 0, NULL);
}

enum rc access_totp_begun(struct ctx *c, int64_t account, str *ret_secret)
{
    struct q_totp_get_row row;
    const struct crypto_key key = access__key("totp");
    const enum rc rc = q_totp_get(c, account, &row);
    if (rc)
        return rc;
    return !row.totp_on && crypto_secret_open(c->mem, &key, row.totp_secret, ret_secret) ? RC_OK
                                                                                         : RC_NOT_FOUND;
}

/* Whoever had read the cookie before has nothing now. */
static enum rc rename_session(struct ctx *c, int64_t account, str token)
{
    int64_t changed = 0;
    if (!c->actor || c->actor->account != account || !c->actor->session)
        return RC_OK;
    const str hash = access__digest_str(c->mem, access__token_hash(token));
    const enum rc rc = q_session_rename(c, c->actor->session, hash, true, &changed);
    return !rc && !changed ? RC_NOT_FOUND : rc;
}

enum rc access_totp_confirm(struct ctx *c, int64_t account, str code, str token)
{
    struct account a;
    struct q_totp_get_row row;
    int64_t step = 0;
    enum rc rc = access_account_by_id(c, account, &a);
    if (!rc)
        rc = access__totp_check(c, account, code, false, &step);
    if (!rc)
        rc = q_totp_get(c, account, &row);
    if (!rc)
        rc = q_totp_set(c, account, row.totp_secret, true, step, NULL);
    if (!rc)
        rc = rename_session(c, account, token);
    return rc ? rc : access__event(c, "access.totp_enrolled", account, a.pub, NULL, 0);
}

enum rc access_totp_remove(struct ctx *c, int64_t account, str reason)
{
    struct account a;
    enum rc rc = access_account_by_id(c, account, &a);
    if (!rc)
        rc = q_totp_set(c, account, STR_NONE, false, 0, NULL);
    if (!rc)
        rc = access_signout_all(c, account, 0);
    const struct event_member members[] = {EV_TEXT("reason", reason)};
    return rc ? rc : access__event(c, "access.totp_removed", account, a.pub, members, 1);
}

/* ---- tokens ---- */

static enum rc roles_of(struct ctx *c, const struct account *a, struct grants *ret_grants,
                        unsigned *ret_roles)
{
    const enum rc rc = access_grant_list(c, a->id, instant_date(c->now), ret_grants);
    if (rc)
        return rc;
    if (a->kind == ACCOUNT_CITIZEN)
        *ret_roles = 1u << ROLE_CITIZEN;
    else
        *ret_roles = ret_grants->n
                         ? access__roles_in(ret_grants, ret_grants->v[0].agency, ret_grants->v[0].unit)
                         : 0;
    return RC_OK;
}

static bool roles_have(unsigned roles, enum perm perm)
{
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        if (roles & 1u << role && perm_reach((enum role)role, perm) > REACH_NOTHING)
            return true;
    return false;
}

static enum rc check_token(struct ctx *c, const struct account *a, const struct token *t)
{
    struct grants grants;
    unsigned roles = 0;
    const date today = instant_date(c->now);
    const enum rc rc = roles_of(c, a, &grants, &roles);
    if (rc)
        return rc;
    if (!t->name.n || !utf8_valid(t->name) || utf8_letters(t->name) > 100)
        return fail(c, RC_INVALID, "name", "access.name");
    if (date_is_none(t->until) || t->until.day < today.day || t->until.day > today.day + 366)
        return fail(c, RC_INVALID, "until", "access.token.until");
    if (!t->perms || t->perms >> PERM_COUNT || t->perms & UINT64_C(1) << PERM_NONE)
        return fail(c, RC_INVALID, "perms", "access.token.perms");
    for (unsigned i = PERM_NONE + 1; i < PERM_COUNT; i++)
        if (t->perms & UINT64_C(1) << i &&
            (!perm_for_tokens((enum perm)i) || !roles_have(roles, (enum perm)i)))
            return fail(c, RC_INVALID, "perms", "access.token.perms");
    return RC_OK;
}

static str perms_text(struct ctx *c, uint64_t perms)
{
    str list[PERM_COUNT];
    ptrdiff_t n = 0;
    for (unsigned i = PERM_NONE + 1; i < PERM_COUNT; i++)
        if (perms & UINT64_C(1) << i)
            list[n++] = str_of(perm_word((enum perm)i));
    return str_join(c->mem, list, n, S(" "));
}

enum rc access_token_issue(struct ctx *c, int64_t account, const struct token *t, str token)
{
    struct account a;
    enum rc rc = access_account_by_id(c, account, &a);
    if (!rc && a.disabled)
        rc = RC_NOT_FOUND;
    if (!rc)
        rc = check_token(c, &a, t);
    if (rc)
        return rc;
    const struct q_token_add_in in = {
        .pub = ctx_new_pubid(c),
        .token_hash = access__digest_str(c->mem, access__token_hash(token)),
        .account_id = account,
        .name = t->name,
        .perms = (int64_t)t->perms,
        .at = c->now,
        .until_day = t->until,
    };
    rc = q_token_add(c, &in, NULL);
    const struct event_member members[] = {EV_TEXT("token", in.pub),
                                           EV_TEXT("perms", perms_text(c, t->perms)),
                                           EV_DATE("until", t->until)};
    return rc ? rc : access__event(c, "access.token_issued", account, a.pub, members, 3);
}

enum rc access_token_find(struct ctx *c, str token, struct actor *ret_actor)
{
    struct q_token_find_row r;
    struct grants grants;
    unsigned roles = 0;
    enum rc rc = q_token_find(c, access__digest_str(c->mem, access__token_hash(token)),
                              instant_date(c->now), &r);
    if (rc)
        return rc;
    const struct account a = {.id = r.account_id,
                              .kind = str_eq(r.kind, S("staff")) ? ACCOUNT_STAFF : ACCOUNT_CITIZEN};
    rc = roles_of(c, &a, &grants, &roles);
    if (rc)
        return rc;
    *ret_actor = (struct actor){
        .kind = ACTOR_TOKEN,
        .account = r.account_id,
        .token = r.id,
        .account_pub = r.pub,
        .login = r.login,
        .name = r.name,
        .person = r.person_id.v,
        .staff = r.staff_id.v,
        .agency = grants.n ? grants.v[0].agency : 0,
        .unit = grants.n ? grants.v[0].unit : 0,
        .agency_name = grants.n ? grants.v[0].agency_name : STR_NONE,
        .unit_name = grants.n ? grants.v[0].unit_name : STR_NONE,
        .roles = roles,
        .token_perms = (uint64_t)r.perms,
        .lang = str_eq(r.lang, S("en")) ? LANG_EN : LANG_VI,
    };
    return RC_OK;
}

enum rc access_token_list(struct ctx *c, int64_t account, struct tokens *ret)
{
    struct q_token_list_rows rows;
    const enum rc rc = q_token_list(c, account, &rows);
    if (rc)
        return rc;
    struct token *v = NEW_N(c->mem, struct token, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct token){rows.v[i].id,        rows.v[i].pub,
                              rows.v[i].name,      (uint64_t)rows.v[i].perms,
                              rows.v[i].until_day, !instant_is_none(rows.v[i].ended_at)};
    *ret = (struct tokens){v, rows.n};
    return RC_OK;
}

enum rc access_token_end(struct ctx *c, int64_t account, str pub, str reason)
{
    struct account a;
    int64_t changed = 0;
    enum rc rc = access_account_by_id(c, account, &a);
    if (!rc)
        rc = q_token_end(c, account, pub, c->now, &changed);
    if (!rc && !changed)
        rc = RC_NOT_FOUND;
    const struct event_member members[] = {EV_TEXT("token", pub), EV_TEXT("reason", reason)};
    return rc ? rc : access__event(c, "access.token_revoked", account, a.pub, members, 2);
}
