/* lib_access.c - see lib_access.h. */
#include "access/lib_access.h"

#include "access/inner.h"

static struct crypto_keys *keys;
static str hash; /* of ACCESS_PASSWORD, made once: argon2id is slow by design */

int access_setup(void **state)
{
    const int rc = house_setup(state);
    struct engine *e = *state;
    static struct arena *forever;
    if (!forever)
        forever = arena_new(65536);
    assert_int_equal(crypto_start(), RC_OK);
    assert_int_equal(crypto_keys_open(e->dir, &keys), RC_OK);
    access_configure(e->store, keys);
    access__guess_forget_all();
    if (!hash.p)
        assert_int_equal(crypto_password_hash(forever, S(ACCESS_PASSWORD), &hash), RC_OK);
    return rc;
}

int access_teardown(void **state)
{
    access_configure(NULL, NULL);
    crypto_keys_free(keys);
    return engine_teardown(state);
}

struct making {
    struct account_new account;
    enum role role;
    int64_t id, agency, unit;
};

static enum rc make(struct ctx *c, void *arg)
{
    struct making *m = arg;
    int64_t grant;
    const enum rc rc = access_account_add(c, &m->account, &m->id);
    if (rc || m->role == ROLE_CITIZEN)
        return rc;
    return access_grant(c,
                        &(struct grant){.account = m->id,
                                        .role = m->role,
                                        .agency = m->agency,
                                        .unit = m->unit,
                                        .from = DAY(2025, 7, 1),
                                        .to = DATE_NONE},
                        &grant);
}

int64_t access_make(struct engine *e, const char *login, enum role role)
{
    const bool house_keeper = role == ROLE_ADMINISTRATOR || role == ROLE_CONTROL_OFFICE;
    struct making m = {.account = {.kind = ACCOUNT_STAFF,
                                   .login = str_of(login),
                                   .name = str_of(login),
                                   .password_hash = hash},
                       .role = role,
                       .agency = house_keeper ? 0 : house.commune,
                       .unit = role == ROLE_CLERK                            ? house.commune_desk
                               : role == ROLE_OFFICER || role == ROLE_LEADER ? house.commune_division
                                                                             : 0};
    assert_int_equal(engine_write(e, make, &m), RC_OK);
    return m.id;
}

int64_t access_make_citizen(struct engine *e, const char *login)
{
    struct making m = {.account = {.kind = ACCOUNT_CITIZEN,
                                   .login = str_of(login),
                                   .name = S("Nguyễn Thị Thử"),
                                   .password_hash = hash},
                       .role = ROLE_CITIZEN};
    assert_int_equal(engine_write(e, make, &m), RC_OK);
    return m.id;
}

struct signing {
    struct signin s;
    struct signed_in out;
};

static enum rc sign_in(struct ctx *c, void *arg)
{
    struct signing *s = arg;
    return access_signin(c, &s->s, &s->out);
}

enum rc access_do_signin(struct engine *e, const char *login, const char *password,
                         struct signed_in *ret)
{
    struct signin s = {.login = str_of(login),
                       .password = str_of(password),
                       .address = S("203.0.113.7"),
                       .agent = S("test")};
    e->c.faults = NULL;
    const enum rc rc = access_signin_try(&e->c, &s);
    return rc ? rc : access_end_signin(e, &s, ret);
}

enum rc access_end_signin(struct engine *e, const struct signin *s, struct signed_in *ret)
{
    struct signing unit = {.s = *s};
    const enum rc rc = engine_write(e, sign_in, &unit);
    if (!rc)
        *ret = unit.out;
    return rc;
}

struct looking {
    str token;
    struct actor *ret;
};

static enum rc look(struct ctx *c, void *arg)
{
    const struct looking *l = arg;
    return access_session_find(c, l->token, l->ret);
}

enum rc access_actor(struct engine *e, str token, struct actor *ret)
{
    struct looking l = {token, ret};
    return engine_read(e, look, &l);
}
