/*
 * access.c - authorisation: who reaches what. Everything that decides is here and in the
 * table of perm.c; everything else asks.
 */
#include "access/access.h"

#include "access/inner.h"
#include "org/org.h"

const struct record_kind access_kinds[] = {
    {"access.account_added", "account"},
    {"access.account_disabled", "account"},
    {"access.account_enabled", "account"},
    {"access.role_granted", "account"},
    {"access.role_revoked", "account"},
    {"access.password_set", "account"},
    {"access.reset_issued", "account"},
    {"access.reset_mailed", "account"},
    {"access.reset_used", "account"},
    {"access.totp_enrolled", "account"},
    {"access.totp_removed", "account"},
    {"access.token_issued", "account"},
    {"access.token_revoked", "account"},
    {"access.account_locked", "account"},
    {"access.signed_out_everywhere", "account"},
    {"access.delegated", "account"},
    {"access.delegation_ended", "account"},
    {"access.stood_in", "account"},
    {0},
};

static const struct actor system_actor = {.kind = ACTOR_SYSTEM, .lang = LANG_VI};

const struct actor *access_system(void)
{
    return &system_actor;
}

struct event_by access_by(const struct actor *a)
{
    return (struct event_by){a->account, a->acting_for, a->agency};
}

bool actor_has_role(const struct actor *a, enum role role)
{
    return a && (a->roles & 1u << role);
}

bool actor_is_citizen(const struct actor *a)
{
    return a && (a->kind == ACTOR_CITIZEN || (a->kind == ACTOR_TOKEN && !a->staff && a->person));
}

static enum reach widest(unsigned roles, enum perm perm)
{
    enum reach reach = perm_reach(ROLE_ANYBODY, perm);
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        const enum reach r = roles & 1u << i ? perm_reach((enum role)i, perm) : REACH_NOTHING;
        reach = r > reach ? r : reach;
    }
    return reach;
}

enum reach access_reach(const struct actor *a, enum perm perm)
{
    BUG_IF(perm <= PERM_NONE || perm >= PERM_COUNT);
    if (!a)
        return perm_reach(ROLE_ANYBODY, perm);
    if (a->kind == ACTOR_SYSTEM)
        return REACH_ALL;
    if (a->pending && perm != PERM_PUBLIC && perm != PERM_SIGNED_IN)
        return REACH_NOTHING;
    if (a->post_over && perm == PERM_SIGNED_IN) /* the way back to one's own post */
        return REACH_ALL;
    if (a->kind == ACTOR_TOKEN && perm == PERM_API)
        return REACH_ALL;
    if (a->kind == ACTOR_TOKEN && perm != PERM_PUBLIC && !(a->token_perms & UINT64_C(1) << perm))
        return REACH_NOTHING;
    return widest(a->roles, perm);
}

enum rc authz(const struct actor *a, enum perm perm, enum reach relation)
{
    BUG_IF(relation <= REACH_NOTHING || relation >= REACH_COUNT);
    if (access_reach(a, perm) >= relation)
        return RC_OK;
    const enum perm sees = perm_sees(perm);
    if (sees == PERM_NONE || relation == REACH_ALL)
        return RC_DENIED;
    return sees != perm && access_reach(a, sees) >= relation ? RC_DENIED : RC_NOT_FOUND;
}

static bool same(int64_t a, int64_t b)
{
    return a != 0 && a == b;
}

/* The nearest relation that needs no look at the tree; REACH_ALL if there is none. */
static enum reach near_relation(const struct actor *a, const struct access_object *o)
{
    if (same(a->person, o->owner) || same(a->person, o->filer) || same(a->account, o->account))
        return REACH_OWN;
    if (same(a->staff, o->handler) || same(a->staff, o->receiver) || same(a->for_staff, o->handler))
        return REACH_HELD;
    if (same(a->unit, o->unit))
        return REACH_UNIT;
    if (same(a->agency, o->receiving) || same(a->agency, o->competent))
        return REACH_AGENCY;
    return REACH_ALL;
}

enum rc access_relation(struct ctx *c, const struct access_object *o, enum reach *ret_relation)
{
    const struct actor *a = c->actor;
    const int64_t agencies[2] = {o->receiving, o->competent};
    enum reach relation = a ? near_relation(a, o) : REACH_ALL;
    for (int i = 0; i < 2 && a && a->agency && relation == REACH_ALL; i++) {
        bool below = false;
        const enum rc rc = agencies[i] ? org_agency_is_below(c, a->agency, agencies[i], &below) : RC_OK;
        if (rc)
            return rc;
        if (below)
            relation = REACH_BELOW;
    }
    *ret_relation = relation;
    return RC_OK;
}

enum rc access_check(struct ctx *c, enum perm perm, const struct access_object *o)
{
    enum reach relation;
    const enum rc rc = access_relation(c, o, &relation);
    if (rc)
        return rc;
    /* Nobody's permission ends at "everything": what is not related at all is not theirs. */
    if (relation == REACH_ALL && access_reach(c->actor, perm) < REACH_ALL)
        return perm_sees(perm) != PERM_NONE && access_reach(c->actor, perm_sees(perm)) == REACH_ALL
                   ? RC_DENIED
                   : RC_NOT_FOUND;
    return authz(c->actor, perm, relation);
}

static int64_t id_or_none(bool applies, int64_t id)
{
    return applies && id ? id : -1;
}

struct access_scope access_scope(const struct actor *a, enum perm perm)
{
    const enum reach reach = access_reach(a, perm);
    const struct actor nobody = {0}, *who = a ? a : &nobody;
    return (struct access_scope){
        .all = reach == REACH_ALL ? 1 : 0,
        .person = id_or_none(reach >= REACH_OWN, who->person),
        .staff = id_or_none(reach >= REACH_HELD, who->staff),
        .unit = id_or_none(reach >= REACH_UNIT, who->unit),
        .agency = id_or_none(reach >= REACH_AGENCY, who->agency),
        .tree = id_or_none(reach >= REACH_BELOW, who->agency),
    };
}
