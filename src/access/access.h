/*
 * access.h - who is there and what they may do: accounts, roles, sessions, tokens, and the
 * one authorisation function. Leaves out: pages (account), cookies and CSRF (web), names
 * of staff (org), hashing itself (crypto).
 *
 * Invariants: 1. authz() is the only place that decides; rows are fetched with the scope it
 * gives; 2. nothing is allowed that perm.c does not allow; 3. a person works in one post
 * at a time: a session has one agency and unit, switching is an act of its own; 4. secrets
 * (passwords, tokens, codes) are stored as hashes only; 5. the last active administrator
 * can neither be disabled nor lose the role; 6. a password is never checked inside a
 * transaction; 7. every change of an account is an event in the record.
 */
#ifndef MOTCUA_ACCESS_ACCESS_H
#define MOTCUA_ACCESS_ACCESS_H

#include "access/perm.h"
#include "core/ctx.h"
#include "core/i18n.h"
#include "record/record.h"

extern const struct record_kind access_kinds[];

enum actor_kind { ACTOR_CITIZEN, ACTOR_STAFF, ACTOR_TOKEN, ACTOR_SYSTEM };

/* The actor of a unit of work; c->actor NULL means nobody is signed in. */
struct actor {
    enum actor_kind kind;
    int64_t account, session, token; /* 0 = none */
    str account_pub, login, name;
    int64_t person;       /* citizens: their person; 0 = none */
    int64_t staff;        /* staff: the member of staff */
    int64_t agency, unit; /* the post worked in; 0 = bound to none */
    int64_t acting_for;   /* account whose post is stood in for; 0 = none */
    unsigned roles;       /* bit per enum role, in this post */
    uint64_t token_perms; /* ACTOR_TOKEN: bit per enum perm */
    enum lang lang;
    bool mfa, must_change, must_enrol; /* second factor given; only these pages are open */
};

struct crypto_keys;
/* Once at start: the keys of the data folder (reset codes, totp secrets at rest). */
void access_configure(const struct crypto_keys *keys);

/* ---- authorisation -------------------------------------------------------------- */

/* May `a` (NULL = nobody) use `perm` on something that stands to them as `relation`?
   REACH_ALL for permissions without an object. RC_OK; RC_DENIED: may be known, may not be
   done; RC_NOT_FOUND: not theirs to know of (answer 404). */
MUST_USE enum rc authz(const struct actor *a, enum perm perm, enum reach relation);
/* The farthest relation at which `a` may use `perm`. */
enum reach access_reach(const struct actor *a, enum perm perm);

/* The owner side and the authority side of an object, to find the relation. 0 = none. */
struct access_object {
    int64_t owner, filer;         /* persons */
    int64_t account;              /* an account that is its subject */
    int64_t handler, receiver;    /* staff */
    int64_t unit;                 /* in whose hands it is */
    int64_t receiving, competent; /* agencies */
};
MUST_USE enum rc access_relation(struct ctx *c, const struct access_object *o,
                                 enum reach *ret_relation);
/* Both in one: `return` it. */
MUST_USE enum rc access_check(struct ctx *c, enum perm perm, const struct access_object *o);

/* Row scope for SQL: a member that does not apply is -1 and matches no row.
   (:all = 1 OR owner = :person OR handler = :staff OR unit = :unit OR receiving = :agency OR
   competent = :agency OR EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :tree ...)) */
struct access_scope {
    int64_t all; /* 1 or 0 */
    int64_t person, staff, unit, agency, tree;
};
struct access_scope access_scope(const struct actor *a, enum perm perm);

/* For record_setup.by. */
struct event_by access_by(const struct actor *a);
/* A system actor for jobs and commands: every permission, no session. */
const struct actor *access_system(void);

/* ---- accounts ------------------------------------------------------------------- */

enum account_kind { ACCOUNT_CITIZEN, ACCOUNT_STAFF };
enum account_state { ACCOUNT_ACTIVE, ACCOUNT_DISABLED };
struct account {
    int64_t id, person, staff;
    str pub, login, name, email, phone;
    enum account_kind kind;
    enum account_state state;
    bool must_change, totp; /* a new password is due; a second factor is enrolled */
    instant created, last_seen, locked_until, password_at;
    enum lang lang;
};
struct account_new {
    enum account_kind kind;
    str login, name, email, phone; /* login: [a-z0-9._-@]{3,64}, or a phone for citizens */
    int64_t person, staff;
    str password_hash; /* access_password_hash; absent = by reset code only */
    bool must_change;
};
MUST_USE enum rc access_account_add(struct ctx *c, const struct account_new *in, int64_t *ret_id);
MUST_USE enum rc access_account_by_login(struct ctx *c, str login, struct account *ret_account);
MUST_USE enum rc access_account_by_pub(struct ctx *c, str pub, struct account *ret_account);
struct accounts {
    struct account *v;
    ptrdiff_t n;
};
/* By login, after `after`; what: absent or the beginning of a login or folded name. */
MUST_USE enum rc access_account_list(struct ctx *c, str what, str after, int64_t max,
                                     struct accounts *ret);
/* RC_CONFLICT "access.last_administrator". Ends all sessions. */
MUST_USE enum rc access_account_disable(struct ctx *c, int64_t id, str reason);
MUST_USE enum rc access_account_enable(struct ctx *c, int64_t id, str reason);
/* Idle longer than the setting (45 days): disabled, except the last administrator. A job. */
MUST_USE enum rc access_disable_idle(struct ctx *c, int64_t *ret_count);

struct grant {
    int64_t id, account, agency, unit; /* 0 = bound to none (administrator) */
    enum role role;
    date from, to;
};
MUST_USE enum rc access_grant(struct ctx *c, const struct grant *g, int64_t *ret_id);
MUST_USE enum rc access_revoke(struct ctx *c, int64_t grant, date to, str reason);
MUST_USE enum rc access_grant_list(struct ctx *c, int64_t account, struct grant **ret_v,
                                   ptrdiff_t *ret_n);

/* ---- passwords: rules here, hashing through crypto, never inside a transaction ---- */

/* RC_INVALID "password": too short (14 with four classes; 8 with a second factor, law.md
   12.2, settings), contains the login, or one of the commonest. */
MUST_USE enum rc access_password_check(struct ctx *c, str password, str login, bool mfa);
/* Before-step only: takes the time argon2id takes. */
MUST_USE enum rc access_password_hash(struct ctx *c, str password, str *ret_hash);

/* ---- signing in: three steps ------------------------------------------------------ */

struct signin {
    /* in */
    str login, password, code; /* code: TOTP, absent if not asked yet */
    str address, agent;        /* for the sign-in log */
    enum lang lang;
    /* between the steps */
    int64_t account;
    str hash, totp_secret;
    bool known, refused, verified, code_ok, needs_code;
    const char *refusal; /* message key */
    str token;           /* drawn in step 2 */
    int64_t totp_step;
};
struct signed_in {
    str token; /* the cookie's value, 52 letters */
    int64_t session, account;
    bool must_change, must_enrol;
    enum account_kind kind;
};
/* 1 a read: finds the account, refuses while delayed or locked (uniform answer). */
MUST_USE enum rc access_signin_find(struct ctx *c, struct signin *s);
/* 2 on a pool thread, no transaction: argon2id, TOTP, the new token. Same time if unknown. */
MUST_USE enum rc access_signin_verify(struct ctx *c, struct signin *s);
/* 3 a write: counts, logs, opens the session. RC_INVALID "password" uniform refusal (commit
   it: see access_signin_refused), RC_INVALID "code" when the second factor is asked. */
MUST_USE enum rc access_signin(struct ctx *c, struct signin *s, struct signed_in *ret);
/* 3' a write when steps 1-2 refused: logs and counts; commits with RC_OK. */
MUST_USE enum rc access_signin_refused(struct ctx *c, const struct signin *s);

/* ---- sessions ---------------------------------------------------------------------- */

/* The actor behind a cookie's value. RC_NOT_FOUND: none, over, idle too long, revoked. */
MUST_USE enum rc access_session_find(struct ctx *c, str token, struct actor *ret_actor);
/* Remembered in memory, written by access_flush (low priority, every 30 s). */
void access_session_seen(int64_t session, instant now);
MUST_USE enum rc access_flush(struct ctx *c);
MUST_USE enum rc access_signout(struct ctx *c, int64_t session);
/* All but `keep` (0 = all). */
MUST_USE enum rc access_signout_all(struct ctx *c, int64_t account, int64_t keep);
/* Work in another of one's posts. RC_NOT_FOUND: not one's own. */
MUST_USE enum rc access_switch_post(struct ctx *c, int64_t session, int64_t agency, int64_t unit);

/* ---- changing, resetting, second factor, tokens -------------------------------------- */

/* In the unit, with a hash made before; `old_verified` says the before-step checked it. */
MUST_USE enum rc access_password_set(struct ctx *c, int64_t account, str hash, bool must_change);
/* Last ten may not come back (before-step: compares with argon2id). */
MUST_USE enum rc access_password_reused(struct ctx *c, int64_t account, str password, bool *ret_reused);
/* `code` from crypto_code_new, printed or mailed, valid 24 h, five tries; sessions end now. */
MUST_USE enum rc access_reset_new(struct ctx *c, int64_t account, str code);
MUST_USE enum rc access_reset_use(struct ctx *c, str login, str code, str new_hash);
/* TOTP: begin stores a secret (CRYPTO_TOTP_SECRET_SIZE random bytes), confirm turns it on. */
MUST_USE enum rc access_totp_begin(struct ctx *c, int64_t account, str secret);
MUST_USE enum rc access_totp_confirm(struct ctx *c, int64_t account, str code);
MUST_USE enum rc access_totp_remove(struct ctx *c, int64_t account, str reason);

/* API tokens (`token` from crypto_token_new): shown once, stored as a hash, with permissions
   and an end. RC_INVALID for a permission tokens never get or the account lacks. */
MUST_USE enum rc access_token_new(struct ctx *c, int64_t account, str name, uint64_t perms, date until,
                                  str token);
MUST_USE enum rc access_token_find(struct ctx *c, str token, struct actor *ret_actor);
MUST_USE enum rc access_token_revoke(struct ctx *c, int64_t id, str reason);

#endif
