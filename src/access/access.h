/*
 * access.h - who is there and what they may do: actors, the one authorisation function,
 * accounts and roles. Signing in, sessions, passwords and tokens stand in signin.h. Leaves
 * out: pages (account), cookies and CSRF (web), names of staff (org), hashing (crypto).
 *
 * Invariants: 1. authz() is the only place that decides; rows are fetched with the scope it
 * gives; 2. nothing is allowed that perm.c does not allow; 3. a person works in one post
 * at a time: a session has one agency and unit, switching is an act of its own; 4. secrets
 * (passwords, tokens, codes) are stored as hashes, second factors boxed; 5. the last active
 * administrator can neither be disabled nor lose the role; 6. every change of an account
 * is an event in the record.
 */
#ifndef MOTCUA_ACCESS_ACCESS_H
#define MOTCUA_ACCESS_ACCESS_H

#include "access/perm.h"
#include "core/ctx.h"
#include "core/i18n.h"
#include "core/setting.h"
#include "record/record.h"

extern const struct record_kind access_kinds[];
extern const struct record_replayer access_replayers[]; /* who stands in for whom */
extern const struct setting access_settings[];

struct store;
struct crypto_keys;
/* Once at start: what the steps outside a transaction need. Tests: again with their own. */
void access_configure(struct store *s, const struct crypto_keys *keys);

enum actor_kind { ACTOR_CITIZEN, ACTOR_STAFF, ACTOR_TOKEN, ACTOR_SYSTEM };

/* What an account must do before it may do anything else. */
enum pending { PENDING_NOTHING, PENDING_CODE, PENDING_PASSWORD, PENDING_ENROL };

/* The actor of a unit of work; c->actor NULL means nobody is signed in. */
struct actor {
    enum actor_kind kind;
    int64_t account, session, token; /* 0 = none */
    str account_pub, login, name;
    str agency_name, unit_name; /* of the post worked in */
    int64_t person;             /* citizens: their person; 0 = none */
    int64_t staff;              /* staff: the member of staff */
    int64_t agency, unit;       /* the post worked in; 0 = bound to none */
    int64_t acting_for;         /* account whose post is stood in for; 0 = none (delegate.h) */
    int64_t for_staff;          /* and its member of staff */
    str for_name, sign_form;    /* its name; "KT" "TUQ" "TL", absent = nothing is signed */
    bool post_over;             /* standing in has ended: nothing can be done in this post */
    unsigned roles;             /* bit per enum role, in this post */
    uint64_t token_perms;       /* ACTOR_TOKEN: bit per enum perm */
    enum lang lang;
    enum pending pending;
};
bool actor_has_role(const struct actor *a, enum role role);
/* Signed in as a citizen, or a token of a citizen's account. */
bool actor_is_citizen(const struct actor *a);

/* ---- authorisation -------------------------------------------------------------- */

/* May `a` (NULL = nobody) use `perm` on something that stands to them as `relation`?
   REACH_ALL for permissions without an object. RC_OK; RC_DENIED: may be known, may not be
   done; RC_NOT_FOUND: not theirs to know of (answer 404). */
MUST_USE enum rc authz(const struct actor *a, enum perm perm, enum reach relation);
/* The farthest relation at which `a` may use `perm`; a route asks for more than nothing. */
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
/* Both in one for c->actor: `return` it. */
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
/* The actor of jobs and commands: every permission, no session. */
const struct actor *access_system(void);

/* ---- how often ------------------------------------------------------------------ */

/* How often `what` was done in a window of time that begins with the first; in memory, so that a
   GET writes nothing. `kind` keeps uses apart: 't' and 'd' guesses at a secret, 'a' the API. */
struct access_window {
    char kind;
    int64_t limit, length_us;
};
struct access_rate {
    int64_t limit, left, reset_us; /* until the window ends */
    bool over;                     /* beyond the limit; a look (take 0): the next would be */
};
struct access_rate access_rate(const struct access_window *w, str what, int64_t take, instant now);

/* ---- accounts ------------------------------------------------------------------- */

enum account_kind { ACCOUNT_CITIZEN, ACCOUNT_STAFF };
struct account {
    int64_t id, person, staff; /* 0 = none */
    str pub, login, name, email, phone;
    enum account_kind kind;
    bool disabled, must_change, totp; /* a new password is due; a second factor is on */
    bool has_password;
    instant created, last_seen, locked_until; /* INSTANT_NONE = never, not */
    enum lang lang;
};
struct accounts {
    struct account *v;
    ptrdiff_t n;
};
/* Lower case, or a telephone number as +84...; false: no login at all. */
MUST_USE bool access_login_clean(struct arena *mem, str typed, str *ret_login);
struct account_new {
    enum account_kind kind;
    str login, name, email, phone; /* name of staff: absent = as in org */
    int64_t person, staff;
    str password_hash; /* crypto_password_hash; absent = by reset code only */
    bool must_change;
    enum lang lang;
};
/* RC_INVALID "login" "name" "staff"; RC_CONFLICT "login", "staff" (has one already). */
MUST_USE enum rc access_account_add(struct ctx *c, const struct account_new *in, int64_t *ret_id);
/* A citizen's account with a person of its own, who has no number until a clerk has seen one:
   knowing somebody's number is no claim to their dossiers. */
MUST_USE enum rc access_register(struct ctx *c, const struct account_new *in, int64_t *ret_id);
MUST_USE enum rc access_account_by_id(struct ctx *c, int64_t id, struct account *ret_account);
MUST_USE enum rc access_account_by_login(struct ctx *c, str login, struct account *ret_account);
MUST_USE enum rc access_account_by_pub(struct ctx *c, str pub, struct account *ret_account);
/* By login after `after` (absent: from the start); what: absent, or the beginning of a login
   or of a folded name. */
MUST_USE enum rc access_account_list(struct ctx *c, str what, str after, int64_t max,
                                     struct accounts *ret);
/* RC_CONFLICT "access.last_administrator". Ends all sessions and tokens. */
MUST_USE enum rc access_account_disable(struct ctx *c, int64_t id, str reason);
/* Also lifts a lock. */
MUST_USE enum rc access_account_enable(struct ctx *c, int64_t id, str reason);
/* Idle longer than the setting (45 days): disabled, except the last administrator. A job. */
MUST_USE enum rc access_disable_idle(struct ctx *c, int64_t max, int64_t *ret_count);
/* "Who may administer": active accounts that hold the role today. */
MUST_USE enum rc access_administrators(struct ctx *c, int64_t *ret_count);

struct grant {
    int64_t id, account, agency, unit; /* 0 = bound to none (administrator, control office) */
    str agency_name, unit_name;        /* out */
    enum role role;
    date from, to; /* to DATE_NONE = open */
};
struct grants {
    struct grant *v;
    ptrdiff_t n;
};
/* RC_INVALID "role" "agency" "unit" "from"; RC_CONFLICT: has it already. */
MUST_USE enum rc access_grant(struct ctx *c, const struct grant *g, int64_t *ret_id);
/* `to` is the first day without it; one that has not begun never does. RC_NOT_FOUND: no grant of
   this account; RC_CONFLICT "access.last_administrator", "access.role_ended". */
MUST_USE enum rc access_revoke(struct ctx *c, int64_t account, int64_t grant, date to, str reason);
/* Of one account on a day; DATE_NONE = all that ever were. */
MUST_USE enum rc access_grant_list(struct ctx *c, int64_t account, date on, struct grants *ret);
/* On a day and after it: those that can still be ended. */
MUST_USE enum rc access_grant_list_from(struct ctx *c, int64_t account, date on, struct grants *ret);

#endif
