/*
 * access_session.c - sessions: finding the actor behind a cookie, idling, ending. When a
 * session was last used is kept in memory and written now and then, so that no GET writes.
 */
#include <pthread.h>

#include "access/access_delegate_sql.h"
#include "access/access_sql.h"
#include "access/inner.h"

#define SEEN_SLOTS 16384 /* a power of two; full: the request is not remembered */
#define SEEN_PROBES 16
#define FLUSH_MAX 512

struct seen {
    int64_t session, at_us;
    bool dirty;
};
static struct seen seen[SEEN_SLOTS];
static pthread_mutex_t seen_lock = PTHREAD_MUTEX_INITIALIZER;

/* Under the lock. A slot untouched for a day is as good as empty. */
static struct seen *seen_slot(int64_t session, int64_t now_us)
{
    const size_t start = (size_t)((uint64_t)session * UINT64_C(0x9e3779b97f4a7c15) >> 40) % SEEN_SLOTS;
    struct seen *free_slot = NULL;
    for (size_t i = 0; i < SEEN_PROBES; i++) {
        struct seen *s = &seen[(start + i) % SEEN_SLOTS];
        if (s->session == session)
            return s;
        if (!free_slot && (!s->session || (!s->dirty && s->at_us < now_us - DAY_US)))
            free_slot = s;
    }
    if (free_slot)
        *free_slot = (struct seen){.session = session};
    return free_slot;
}

void access_session_seen(int64_t session, instant now)
{
    (void)pthread_mutex_lock(&seen_lock);
    struct seen *s = seen_slot(session, now.us);
    if (s && now.us > s->at_us) {
        s->at_us = now.us;
        s->dirty = true;
    }
    (void)pthread_mutex_unlock(&seen_lock);
}

static instant last_seen(int64_t session, instant stored, instant now)
{
    (void)pthread_mutex_lock(&seen_lock);
    const struct seen *s = seen_slot(session, now.us);
    const int64_t us = s && s->at_us > stored.us ? s->at_us : stored.us;
    (void)pthread_mutex_unlock(&seen_lock);
    return (instant){us};
}

/* A unit may run again, so marks are taken off only for what the copy holds; a mark lost to a
   failed commit costs at most one later write. */
enum rc access_flush(struct ctx *c, bool *ret_more)
{
    struct seen *batch = NEW_N(c->mem, struct seen, FLUSH_MAX);
    ptrdiff_t n = 0;
    enum rc rc = RC_OK;
    (void)pthread_mutex_lock(&seen_lock);
    for (size_t i = 0; i < SEEN_SLOTS && n < FLUSH_MAX; i++)
        if (seen[i].dirty)
            batch[n++] = seen[i];
    (void)pthread_mutex_unlock(&seen_lock);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        rc = q_session_seen(c, batch[i].session, (instant){batch[i].at_us}, NULL);
    (void)pthread_mutex_lock(&seen_lock);
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        struct seen *s = seen_slot(batch[i].session, batch[i].at_us);
        if (s && s->at_us == batch[i].at_us)
            s->dirty = false;
    }
    (void)pthread_mutex_unlock(&seen_lock);
    *ret_more = n == FLUSH_MAX;
    return rc;
}

struct digest access__token_hash(str token)
{
    return sha256_of(token);
}

str access__digest_str(struct arena *mem, struct digest d)
{
    return str_dup(mem, (str){(const char *)d.b, sizeof d.b});
}

static bool idle_too_long(const struct q_session_find_row *r, unsigned roles, instant now)
{
    int64_t minutes = access__limits.citizen_idle_minutes;
    if (str_eq(r->kind, S("staff")))
        minutes = roles & 1u << ROLE_ADMINISTRATOR ? access__limits.admin_idle_minutes
                                                   : access__limits.staff_idle_minutes;
    return now.us - last_seen(r->id, r->seen_at, now).us > minutes * MINUTE_US ||
           now.us - r->created_at.us > access__limits.session_hours * HOUR_US;
}

static enum pending pending_of(const struct q_session_find_row *r, unsigned roles, instant now)
{
    const bool admin = roles & 1u << ROLE_ADMINISTRATOR, staff = str_eq(r->kind, S("staff"));
    const bool aged = admin && !instant_is_none(r->password_at) &&
                      now.us - r->password_at.us > access__limits.admin_password_days * DAY_US;
    if (r->totp_on && !r->mfa)
        return PENDING_CODE;
    if (r->must_change || aged)
        return PENDING_PASSWORD;
    return !r->totp_on && (admin || (staff && access__limits.staff_totp)) ? PENDING_ENROL
                                                                          : PENDING_NOTHING;
}

static void fill_actor(struct actor *a, const struct q_session_find_row *r, const struct grants *grants,
                       instant now)
{
    const bool staff = str_eq(r->kind, S("staff"));
    *a = (struct actor){
        .kind = staff ? ACTOR_STAFF : ACTOR_CITIZEN,
        .account = r->account_id,
        .session = r->id,
        .account_pub = r->pub,
        .login = r->login,
        .name = r->name,
        .person = r->person_id.v,
        .staff = r->staff_id.v,
        .agency = r->agency_id.v,
        .unit = r->unit_id.v,
        .agency_name = r->agency_name,
        .unit_name = r->unit_name,
        .lang = str_eq(r->lang, S("en")) ? LANG_EN : LANG_VI,
    };
    a->roles = staff ? access__roles_in(grants, a->agency, a->unit) : 1u << ROLE_CITIZEN;
    a->pending = pending_of(r, a->roles, now);
}

/* The other's roles of today in that post; none once it is over. */
static enum rc stand_in(struct ctx *c, int64_t delegation, struct actor *a)
{
    struct q_delegation_of_session_row d;
    struct grants of;
    const date today = instant_date(c->now);
    enum rc rc = q_delegation_of_session(c, delegation, &d);
    if (!rc)
        rc = access_grant_list(c, d.from_account_id, today, &of);
    if (rc)
        return rc;
    a->acting_for = d.from_account_id;
    a->for_staff = d.from_staff_id.v;
    a->for_name = d.from_name;
    a->sign_form = d.form;
    a->roles = 0;
    a->post_over =
        !instant_is_none(d.ended_at) || d.valid_from.day > today.day || d.valid_to.day <= today.day;
    if (!a->post_over)
        a->roles = access__delegated_roles(&of, a->agency, a->unit, str_eq(d.kind, S("signing")));
    return RC_OK;
}

enum rc access_session_find(struct ctx *c, str token, struct actor *ret_actor)
{
    struct q_session_find_row row;
    struct grants grants = {0};
    struct actor a;
    enum rc rc = q_session_find(c, access__digest_str(c->mem, access__token_hash(token)), &row);
    if (!rc && str_eq(row.kind, S("staff")))
        rc = access_grant_list(c, row.account_id, instant_date(c->now), &grants);
    if (rc)
        return rc;
    fill_actor(&a, &row, &grants, c->now);
    if (idle_too_long(&row, a.roles, c->now))
        return RC_NOT_FOUND;
    if (row.delegation_id.set && (rc = stand_in(c, row.delegation_id.v, &a)) != RC_OK)
        return rc;
    *ret_actor = a;
    return RC_OK;
}

enum rc access_signout(struct ctx *c, int64_t session)
{
    struct q_session_account_row row;
    int64_t changed = 0;
    enum rc rc = q_session_account(c, session, &row);
    if (!rc)
        rc = q_session_end(c, session, c->now, &changed);
    return rc || !changed ? rc
                          : access__log(c, row.account_id, S(""), "signed_out", STR_NONE, STR_NONE);
}

enum rc access_signout_all(struct ctx *c, int64_t account, int64_t keep)
{
    return q_session_end_all(c, account, keep, c->now, NULL);
}

enum rc access_signout_everywhere(struct ctx *c)
{
    struct account a;
    int64_t ended = 0;
    enum rc rc = access_account_by_id(c, c->actor->account, &a);
    if (!rc)
        rc = q_session_end_all(c, a.id, c->actor->session, c->now, &ended);
    const struct event_member members[] = {EV_INT("sessions", ended)};
    return rc ? rc : access__event(c, "access.signed_out_everywhere", a.id, a.pub, members, 1);
}

enum rc access_switch_post(struct ctx *c, const struct actor *a, int64_t agency, int64_t unit)
{
    struct grants grants;
    enum rc rc = access_grant_list(c, a->account, instant_date(c->now), &grants);
    bool own = false;
    for (ptrdiff_t i = 0; !rc && i < grants.n; i++)
        own |= grants.v[i].agency == agency && grants.v[i].unit == unit;
    if (!rc && !own)
        return RC_NOT_FOUND;
    return rc ? rc
              : q_session_post(c, a->session, access__id_or_null(agency), access__id_or_null(unit),
                               NULL);
}

/* Who may idle longest decides: the sweep does not know whose a session is, finding it does. */
static int64_t longest_idle(void)
{
    int64_t most = access__limits.citizen_idle_minutes;
    if (most < access__limits.staff_idle_minutes)
        most = access__limits.staff_idle_minutes;
    return most < access__limits.admin_idle_minutes ? access__limits.admin_idle_minutes : most;
}

enum rc access_session_sweep(struct ctx *c, int64_t *ret_count)
{
    const instant idle = {c->now.us - longest_idle() * MINUTE_US - HOUR_US};
    const instant made = {c->now.us - access__limits.session_hours * HOUR_US};
    int64_t ended = 0;
    enum rc rc = q_session_end_old(c, idle, made, c->now, &ended);
    if (!rc)
        rc = q_session_remove(c, (instant){c->now.us - 30 * DAY_US}, NULL);
    if (!rc)
        *ret_count = ended;
    return rc;
}
