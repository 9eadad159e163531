/* access_delegate.c - see delegate.h. */
#include "access/delegate.h"

#include "access/access_delegate_sql.h"
#include "access/inner.h"
#include "core/utf8.h"

#define LONGEST_DAYS 366
#define ACCOUNTS_MAX 500

static const char *const kinds[DELEGATION_KIND_COUNT] = {"leave", "signing"};

str delegation_kind_word(enum delegation_kind kind)
{
    BUG_IF((unsigned)kind >= DELEGATION_KIND_COUNT);
    return str_of(kinds[kind]);
}

bool delegation_kind_parse(str word, enum delegation_kind *ret_kind)
{
    for (int i = 0; i < DELEGATION_KIND_COUNT; i++)
        if (str_eq(word, str_of(kinds[i]))) {
            *ret_kind = (enum delegation_kind)i;
            return true;
        }
    return false;
}

bool delegation_holds(const struct delegation *d, date on)
{
    return instant_is_none(d->ended) && d->from.day <= on.day && d->to.day > on.day;
}

/* What of another's post can be handed on: the roles that work on dossiers. */
unsigned access__delegated_roles(const struct grants *of, int64_t agency, int64_t unit, bool signing)
{
    const unsigned work = 1u << ROLE_CLERK | 1u << ROLE_OFFICER | 1u << ROLE_LEADER;
    return access__roles_in(of, agency, unit) & (signing ? 1u << ROLE_LEADER : work);
}

/* ---- who may ---- */

enum rc access_may_delegate(struct ctx *c, int64_t account, int64_t agency)
{
    const struct actor *a = c->actor;
    if (a && a->acting_for)
        return fail(c, RC_DENIED, NULL, "access.delegation.acting");
    if (a && (a->kind == ACTOR_SYSTEM || (a->account && a->account == account)))
        return RC_OK;
    if (actor_has_role(a, ROLE_LEADER) && agency && a->agency == agency)
        return RC_OK;
    return access_reach(a, PERM_USER_MANAGE) == REACH_ALL
               ? RC_OK
               : fail(c, RC_DENIED, NULL, "access.delegation.not_yours");
}

/* ---- what is asked ---- */

static enum rc check_words(struct ctx *c, const struct delegation *d)
{
    static const char *const forms[] = {"KT", "TUQ", "TL", NULL};
    enum rc rc = RC_OK;
    if (d->from.day < instant_date(c->now).day)
        rc = fail(c, RC_INVALID, "from", "access.delegation.past");
    if (date_is_none(d->to) || d->to.day <= d->from.day)
        rc = fail(c, RC_INVALID, "to", "access.period");
    else if (d->to.day > d->from.day + LONGEST_DAYS)
        rc = fail(c, RC_INVALID, "to", "access.delegation.long");
    if (!str_trim(d->reason).n || utf8_letters(d->reason) > 500)
        rc = fail(c, RC_INVALID, "reason", "access.delegation.reason");
    if (d->form.n && !str_among(d->form, forms))
        rc = fail(c, RC_INVALID, "form", "access.delegation.form");
    return rc;
}

static enum rc check_post(struct ctx *c, const struct delegation *d)
{
    struct grants of;
    const bool signing = d->kind == DELEGATION_SIGNING;
    const enum rc rc = access_grant_list(c, d->from_account, d->from, &of);
    if (rc)
        return rc;
    const unsigned roles = d->agency ? access__delegated_roles(&of, d->agency, d->unit, signing) : 0;
    if (!roles)
        return fail(c, RC_INVALID, "place", "access.delegation.nothing");
    if (roles & 1u << ROLE_LEADER && !d->form.n)
        return fail(c, RC_INVALID, "form", "access.delegation.form");
    return RC_OK;
}

static bool works_there(const struct grants *of, int64_t agency)
{
    for (ptrdiff_t i = 0; i < of->n; i++)
        if (of->v[i].agency == agency)
            return true;
    return false;
}

static enum rc check_substitute(struct ctx *c, const struct delegation *d, struct account *ret_to)
{
    struct grants of;
    struct q_delegation_chain_row chain;
    if (d->to_account == d->from_account)
        return fail(c, RC_INVALID, "to_account", "access.delegation.self");
    enum rc rc = access_account_by_id(c, d->to_account, ret_to);
    if (rc == RC_NOT_FOUND || (!rc && ret_to->kind != ACCOUNT_STAFF))
        return fail(c, RC_INVALID, "to_account", "access.delegation.unknown");
    if (!rc && ret_to->disabled)
        return fail(c, RC_INVALID, "to_account", "access.delegation.disabled");
    if (!rc)
        rc = access_grant_list(c, d->to_account, d->from, &of);
    if (!rc && !works_there(&of, d->agency))
        return fail(c, RC_INVALID, "to_account", "access.delegation.elsewhere");
    if (!rc)
        rc = q_delegation_chain(c, d->from_account, d->to_account, d->from, d->to, &chain);
    return !rc && chain.n ? fail(c, RC_INVALID, "to_account", "access.delegation.chain") : rc;
}

static enum rc check_free(struct ctx *c, const struct delegation *d)
{
    struct q_delegation_same_row same;
    const enum rc rc = q_delegation_same(c,
                                         &(struct q_delegation_same_in){.account = d->from_account,
                                                                        .agency = d->agency,
                                                                        .unit = d->unit,
                                                                        .from = d->from,
                                                                        .to = d->to},
                                         &same);
    return !rc && same.n ? fail(c, RC_CONFLICT, "from", "access.delegation.taken") : rc;
}

static enum rc check(struct ctx *c, const struct delegation *d, struct account *ret_from)
{
    struct account to;
    enum rc rc = access_may_delegate(c, d->from_account, d->agency);
    if (!rc)
        rc = access_account_by_id(c, d->from_account, ret_from);
    if (!rc && ret_from->disabled)
        return fail(c, RC_INVALID, "place", "access.delegation.nothing");
    if (!rc)
        rc = check_words(c, d);
    if (rc != RC_OK && rc != RC_INVALID)
        return rc;
    enum rc more = check_substitute(c, d, &to);
    rc = more ? more : rc;
    if (rc != RC_OK && rc != RC_INVALID)
        return rc;
    more = check_post(c, d);
    rc = more ? more : rc;
    return rc ? rc : check_free(c, d);
}

/* ---- the acts ---- */

static enum rc event(struct ctx *c, const char *kind, const struct delegation *d, str from_pub,
                     const struct event_member *more, str reason)
{
    const struct event_member members[] = {EV_TEXT("delegation", d->pub),
                                           EV_TEXT("kind", delegation_kind_word(d->kind)),
                                           EV_TEXT("form", d->form),
                                           EV_INT("to_account", d->to_account),
                                           EV_INT("agency", d->agency),
                                           EV_INT("unit", d->unit),
                                           EV_DATE("from", d->from),
                                           EV_DATE("to", d->to),
                                           more ? *more : EV_BOOL("early", false)};
    const struct event_member personal[] = {EV_TEXT("reason", reason)};
    return record_append(c, &(struct event){.kind = kind,
                                            .object = d->from_account,
                                            .object_pub = from_pub,
                                            .members = members,
                                            .member_count = 9,
                                            .personal = personal,
                                            .personal_count = reason.n ? 1 : 0});
}

enum rc access_delegate(struct ctx *c, const struct delegation *in, str *ret_pub)
{
    struct account from;
    struct delegation d = *in;
    enum rc rc = check(c, &d, &from);
    if (rc)
        return rc;
    d.pub = ctx_new_pubid(c);
    d.form = d.form.n ? d.form : STR_NONE;
    rc = q_delegation_add(c,
                          &(struct q_delegation_add_in){
                              .pub = d.pub,
                              .kind = delegation_kind_word(d.kind),
                              .form = d.form,
                              .from_account_id = d.from_account,
                              .to_account_id = d.to_account,
                              .agency_id = d.agency,
                              .unit_id = access__id_or_null(d.unit),
                              .valid_from = d.from,
                              .valid_to = d.to,
                              .reason = d.reason,
                              .made_by = access__id_or_null(c->actor->account),
                              .made_at = c->now,
                          },
                          NULL);
    if (!rc)
        rc = event(c, "access.delegated", &d, from.pub, NULL, d.reason);
    if (!rc)
        *ret_pub = d.pub;
    return rc;
}

static struct delegation from_row(const struct q_delegation_list_row *r)
{
    struct delegation d = {.id = r->id,
                           .pub = r->pub,
                           .form = r->form,
                           .from_account = r->from_account_id,
                           .to_account = r->to_account_id,
                           .agency = r->agency_id,
                           .unit = r->unit_id.v,
                           .from = r->valid_from,
                           .to = r->valid_to,
                           .reason = r->reason,
                           .from_name = r->from_name,
                           .to_name = r->to_name,
                           .agency_name = r->agency_name,
                           .unit_name = r->unit_name,
                           .ended = r->ended_at};
    BUG_IF(!delegation_kind_parse(r->kind, &d.kind));
    return d;
}

static struct delegations from_rows(struct ctx *c, const struct q_delegation_list_row *v, ptrdiff_t n)
{
    struct delegations list = {NEW_N(c->mem, struct delegation, n), n};
    for (ptrdiff_t i = 0; i < n; i++)
        list.v[i] = from_row(&v[i]);
    return list;
}

enum rc access_delegation_list(struct ctx *c, int64_t account, date since, struct delegations *ret)
{
    struct q_delegation_list_rows rows;
    const enum rc rc = q_delegation_list(c, account, since, &rows);
    if (!rc)
        *ret = from_rows(c, rows.v, rows.n);
    return rc;
}

enum rc access_stand_ins(struct ctx *c, int64_t account, struct delegations *ret)
{
    struct q_delegation_list_rows rows;
    const date today = instant_date(c->now);
    const enum rc rc = q_delegation_today(c, account, today, &rows);
    if (!rc)
        *ret = from_rows(c, rows.v, rows.n);
    return rc;
}

static enum rc find(struct ctx *c, str pub, struct delegation *ret)
{
    struct q_delegation_list_row row;
    const enum rc rc = q_delegation_by_pub(c, pub, &row);
    if (!rc)
        *ret = from_row(&row);
    return rc;
}

enum rc access_delegation_end(struct ctx *c, str pub, str reason)
{
    struct delegation d;
    struct account from = {0};
    int64_t changed = 0;
    enum rc rc = find(c, pub, &d);
    if (!rc && !(c->actor && c->actor->account == d.to_account))
        rc = access_may_delegate(c, d.from_account, d.agency);
    if (rc == RC_DENIED) { /* one that is not theirs to know of */
        c->faults = NULL;
        return RC_NOT_FOUND;
    }
    if (!rc && !str_trim(reason).n)
        return fail(c, RC_INVALID, "reason", "access.delegation.reason");
    if (!rc && (!instant_is_none(d.ended) || d.to.day <= instant_date(c->now).day))
        return fail(c, RC_CONFLICT, NULL, "access.delegation.over");
    if (!rc)
        rc = q_delegation_end(c, d.id, c->now, access__id_or_null(c->actor->account), reason, &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "access.delegation.over");
    if (!rc)
        rc = access_account_by_id(c, d.from_account, &from);
    const struct event_member early = EV_BOOL("early", true);
    return rc ? rc : event(c, "access.delegation_ended", &d, from.pub, &early, reason);
}

enum rc access__delegations_stop(struct ctx *c, int64_t account, str reason)
{
    struct q_delegation_list_rows rows;
    const date today = instant_date(c->now);
    enum rc rc = q_delegation_list(c, account, today, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        const struct delegation d = from_row(&rows.v[i]);
        struct account from;
        const struct event_member early = EV_BOOL("early", true);
        if (!instant_is_none(d.ended))
            continue;
        rc = q_delegation_end(c, d.id, c->now, access__id_or_null(c->actor->account), reason, NULL);
        if (!rc)
            rc = access_account_by_id(c, d.from_account, &from);
        if (!rc)
            rc = event(c, "access.delegation_ended", &d, from.pub, &early, reason);
    }
    return rc;
}

enum rc access_stand_in(struct ctx *c, str pub)
{
    struct delegation d;
    struct account from;
    const struct actor *a = c->actor;
    enum rc rc = find(c, pub, &d);
    if (!rc && (!a || !a->session || a->account != d.to_account))
        return RC_NOT_FOUND;
    if (!rc && !delegation_holds(&d, instant_date(c->now)))
        return fail(c, RC_CONFLICT, NULL, "access.delegation.over");
    if (!rc)
        rc = q_session_stand_in(c, a->session, d.agency, access__id_or_null(d.unit), d.id, NULL);
    if (!rc)
        rc = access_account_by_id(c, d.from_account, &from);
    return rc ? rc : event(c, "access.stood_in", &d, from.pub, NULL, STR_NONE);
}

enum rc access_agency_accounts(struct ctx *c, int64_t agency, struct accounts *ret)
{
    struct q_agency_accounts_rows rows;
    const enum rc rc = q_agency_accounts(c, agency, instant_date(c->now), ACCOUNTS_MAX, &rows);
    if (rc)
        return rc;
    struct account *v = NEW_N(c->mem, struct account, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct account){.id = rows.v[i].id,
                                .pub = rows.v[i].pub,
                                .name = rows.v[i].name,
                                .login = rows.v[i].login,
                                .kind = ACCOUNT_STAFF};
    *ret = (struct accounts){v, rows.n};
    return RC_OK;
}
