/*
 * signin.h - signing in, sessions, passwords, second factors, tokens. What takes time (argon2id)
 * or must be remembered although it was refused happens in the `_try` step, on a pool thread
 * and outside any transaction; what changes things happens in the unit that follows.
 *
 * Invariants: 1. a `_try` answers the same, and takes as long, for an unknown login as for a
 * wrong password; 2. guesses are slowed by login before a password is looked at: at most
 * five are evaluated before the lock; 3. a refused try is counted and logged even though
 * the unit never runs; 4. a session's name changes when a code raises its rights, at sign-in
 * and at enrolment; switching posts keeps it: the account's rights stay the same, and a second
 * click under the old name would sign the person out.
 */
#ifndef MOTCUA_ACCESS_SIGNIN_H
#define MOTCUA_ACCESS_SIGNIN_H

#include "access/access.h"

/* ---- signing in -------------------------------------------------------------------- */

struct signin {
    str login, password;
    str address, agent; /* for the sign-in log */
    enum lang lang;
    /* from the try to the unit */
    int64_t account;
    str verified; /* the hash the password was right for */
    str token, new_hash;
};
struct signed_in {
    str token; /* the cookie's value */
    int64_t session, account;
    enum account_kind kind;
    enum pending pending; /* where to go first */
};
/* RC_INVALID "password" access.signin.wrong or access.signin.wait (minutes in {0}); RC_BUSY. */
MUST_USE enum rc access_signin_try(struct ctx *c, struct signin *s);
/* The unit: opens the session. RC_INVALID "password" if the account or its password changed
   meanwhile: whoever knew only the old one does not get in. */
MUST_USE enum rc access_signin(struct ctx *c, const struct signin *s, struct signed_in *ret);

/* The second factor of a session that waits for it (PENDING_CODE). */
struct signin_code {
    int64_t account, session;
    str code, address, agent;
    int64_t step; /* from the try to the unit */
    str token;
};
/* RC_INVALID "code": wrong, used, or to be waited for as with passwords. */
MUST_USE enum rc access_code_try(struct ctx *c, struct signin_code *s);
/* *ret_token: the session's new name, for the cookie. */
MUST_USE enum rc access_code(struct ctx *c, const struct signin_code *s, str *ret_token);

/* ---- sessions ------------------------------------------------------------------------ */

/* The actor behind a cookie's value. RC_NOT_FOUND: none, over, idle too long, revoked. */
MUST_USE enum rc access_session_find(struct ctx *c, str token, struct actor *ret_actor);
/* Remembered in memory, written by access_flush (low priority, every 30 s). */
void access_session_seen(int64_t session, instant now);
MUST_USE enum rc access_flush(struct ctx *c, bool *ret_more); /* *ret_more: call again */
MUST_USE enum rc access_signout(struct ctx *c, int64_t session);
/* All of an account but `keep` (0 = all). */
MUST_USE enum rc access_signout_all(struct ctx *c, int64_t account, int64_t keep);
/* The same because c->actor asked for it: all but the session they ask from. */
MUST_USE enum rc access_signout_everywhere(struct ctx *c);
/* Work in another of one's posts. RC_NOT_FOUND: not one's own. */
MUST_USE enum rc access_switch_post(struct ctx *c, const struct actor *a, int64_t agency, int64_t unit);
/* Ends what is over and removes what ended long ago; a job. */
MUST_USE enum rc access_session_sweep(struct ctx *c, int64_t *ret_count);

struct signin_entry {
    int64_t id;
    instant at;
    str outcome; /* ok, password, code, reset, old (the present password), signed_out */
    str account_pub, login, address, agent;
};
struct signin_log {
    struct signin_entry *v;
    ptrdiff_t n;
};
/* Newest first, before `before` (0 = from the newest); account 0 = everybody. */
MUST_USE enum rc access_signin_log(struct ctx *c, int64_t account, int64_t before, int64_t max,
                                   struct signin_log *ret);

/* ---- passwords ------------------------------------------------------------------------ */

/* RC_INVALID "password": staff 14 letters of four classes, 8 with a second factor; citizens
   10 (settings; law.md 12.2); holds the login; among the commonest. */
MUST_USE enum rc access_password_rules(struct ctx *c, str password, str login, enum account_kind kind,
                                       bool mfa);
struct password_change {
    int64_t account;
    str old, password;
    str address, agent; /* for the sign-in log */
    str verified, hash; /* from the try to the unit: the stored one that was right, and the new */
};
/* RC_INVALID "old" wrong, "password" against the rules or one of the last ten. */
MUST_USE enum rc access_password_try(struct ctx *c, struct password_change *p);
/* The unit. RC_INVALID "old" if the password was changed meanwhile. */
MUST_USE enum rc access_password_change(struct ctx *c, const struct password_change *p);
/* Ends the account's other sessions (c->actor's own stays). */
MUST_USE enum rc access_password_set(struct ctx *c, int64_t account, str hash, bool must_change);

/* `code` from crypto_code_new, printed or mailed, good for 24 h; the old password dies now and
   sessions end. */
MUST_USE enum rc access_reset_issue(struct ctx *c, int64_t account, str code);
/* The same, for a code that is mailed: *ret_event is what the letter goes along with (outbox). */
MUST_USE enum rc access_reset_mail(struct ctx *c, int64_t account, str code, str address,
                                   int64_t *ret_event);
instant access_reset_until(instant issued);
struct reset {
    str login, code, password;
    str address, agent;
    int64_t account; /* from the try to the unit */
    str hash;
};
/* RC_INVALID "code" access.reset.wrong (also for unknown logins), "password". */
MUST_USE enum rc access_reset_try(struct ctx *c, struct reset *r);
MUST_USE enum rc access_reset(struct ctx *c, const struct reset *r);

/* ---- second factor, tokens ---------------------------------------------------------------- */

/* Stores a secret (CRYPTO_TOTP_SECRET_SIZE random bytes) that does not count yet. */
MUST_USE enum rc access_totp_begin(struct ctx *c, int64_t account, str secret);
/* The secret begun, to show again; RC_NOT_FOUND if none or already on. */
MUST_USE enum rc access_totp_begun(struct ctx *c, int64_t account, str *ret_secret);
/* RC_INVALID "code". From now on asked at every sign-in; c->actor's session counts as done and is
   named `token` (crypto_token_new, drawn before the unit) from now on, for the cookie. */
MUST_USE enum rc access_totp_confirm(struct ctx *c, int64_t account, str code, str token);
MUST_USE enum rc access_totp_remove(struct ctx *c, int64_t account, str reason);

struct token {
    int64_t id;
    str pub, name;
    uint64_t perms; /* bit per enum perm */
    date until;     /* last day it works */
    bool ended;
};
struct tokens {
    struct token *v;
    ptrdiff_t n;
};
/* `token` from crypto_token_new: shown once, stored as a hash. RC_INVALID "perms": one that
   tokens never get or the account does not have; "until": past, or over a year. */
MUST_USE enum rc access_token_issue(struct ctx *c, int64_t account, const struct token *t, str token);
/* RC_NOT_FOUND: none, over, ended, account disabled. */
MUST_USE enum rc access_token_find(struct ctx *c, str token, struct actor *ret_actor);
MUST_USE enum rc access_token_list(struct ctx *c, int64_t account, struct tokens *ret);
MUST_USE enum rc access_token_end(struct ctx *c, int64_t account, str pub, str reason);

#endif
