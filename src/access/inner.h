/* inner.h - what the files of access share among themselves; nobody else includes it. */
#ifndef MOTCUA_ACCESS_INNER_H
#define MOTCUA_ACCESS_INNER_H

#include "access/access.h"
#include "access/signin.h"
#include "core/hash.h"
#include "crypto/crypto.h"
#include "db/db.h"

struct access_limits {
    int64_t staff_password, staff_password_mfa, citizen_password; /* letters at least */
    int64_t failures;                                             /* before a lock */
    int64_t staff_lock_minutes, citizen_lock_minutes;
    int64_t staff_idle_minutes, admin_idle_minutes, citizen_idle_minutes, session_hours;
    int64_t account_idle_days, admin_password_days, reset_hours;
    bool staff_totp;
};
extern struct access_limits access__limits;

/* What access_configure was given; BUG before. */
struct store *access__store(void);
struct crypto_key access__key(const char *name);

static inline struct opt_int access__id_or_null(int64_t id)
{
    return id ? OPT_INT(id) : OPT_INT_NONE;
}

/* ---- guesses, in memory: by what is guessed at, whether it exists or not ---- */

/* Takes one try: RC_OK, and it counts as failed until access__guess_right. RC_BUSY: too
   early or locked, *ret_wait_us until the next. `kind` keeps uses apart: 's' sign-in ... */
MUST_USE enum rc access__guess(char kind, str what, int64_t lock_minutes, instant now,
                               int64_t *ret_wait_us);
void access__guess_right(char kind, str what);
/* Sign-in 's' and one-time codes 'r' are counted by login, second factors 'c' and old passwords
   'p' by account: its number as text. */
str access__guess_account(struct arena *mem, int64_t account);
/* All of them, when somebody with the right to says so. */
void access__guess_forget(struct arena *mem, int64_t account, str login);
void access__guess_forget_all(void); /* tests */
/* How long after `failures` in a row; the lock comes with the last one allowed. */
int64_t access__guess_delay_us(int64_t failures, int64_t lock_minutes);

/* Citizens sign in with a telephone number or mail address, staff never do: how long a lock
   lasts follows from the login's form, so that it says nothing about who exists. */
bool access__login_is_citizens(str login);
int64_t access__lock_minutes(str login);

/* ---- in a unit ---- */

/* A refused try, remembered although the request is refused. */
struct access_failure {
    int64_t account; /* 0 = unknown */
    str login, address, agent;
    const char *outcome;
    bool counts; /* towards the lock of the account */
};
/* Writes it down in a unit of its own and answers RC_INVALID with the key; RC_BUSY, RC_UNAVAILABLE. */
MUST_USE enum rc access__refuse(struct ctx *c, struct access_failure *f, const char *field,
                                const char *key);
/* RC_INVALID: too early, the minutes in {0}. */
MUST_USE enum rc access__wait(struct ctx *c, const char *field, int64_t wait_us);
/* Row of the sign-in log; account 0 = unknown. */
MUST_USE enum rc access__log(struct ctx *c, int64_t account, str login, const char *outcome,
                             str address, str agent);
/* Event about an account; members may be NULL. */
MUST_USE enum rc access__event(struct ctx *c, const char *kind, int64_t account, str pub,
                               const struct event_member *v, int n);
/* The roles of a post among today's grants. */
unsigned access__roles_in(const struct grants *all, int64_t agency, int64_t unit);
/* Those of a post that can be handed on. */
unsigned access__delegated_roles(const struct grants *of, int64_t agency, int64_t unit, bool signing);
/* The account is disabled: nobody stands in for it, and it for nobody. */
MUST_USE enum rc access__delegations_stop(struct ctx *c, int64_t account, str reason);
/* RC_CONFLICT "access.last_administrator" if nobody is left without this grant or account. */
MUST_USE enum rc access__administrator_left(struct ctx *c, int64_t but_grant, int64_t but_account);
struct digest access__token_hash(str token);
str access__digest_str(struct arena *mem, struct digest d);
/* Right code, or RC_INVALID "code"; *ret_step to be stored. */
MUST_USE enum rc access__totp_check(struct ctx *c, int64_t account, str code, bool must_be_on,
                                    int64_t *ret_step);

#endif
