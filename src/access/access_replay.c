/*
 * access_replay.c - compares who stands in for whom with what the record says: every row has the
 * event that made it, with its people and days, and one that ended early the event that ended it.
 */
#include "access/access_delegate_sql.h"
#include "access/delegate.h"
#include "access/inner.h"
#include "record/record.h"

struct replay {
    int64_t made, ended;
};

static enum rc begin(struct ctx *c, void **ret_self)
{
    *ret_self = NEW(c->mem, struct replay);
    return RC_OK;
}

static void compare_text(struct ctx *c, struct record_verifier *v, const struct event_row *e,
                         const char *member, str state)
{
    str said = STR_NONE;
    if (!record_member_text(c->mem, e->payload, str_of(member), &said) || !str_eq(said, state))
        record_found(v, e->object_pub, member, state, said);
}

static enum rc compare(struct ctx *c, struct replay *r, struct record_verifier *v,
                       const struct event_row *e)
{
    struct q_delegation_list_row row;
    const bool made = str_eq(e->kind, S("access.delegated"));
    str pub = STR_NONE;
    int64_t to = 0;
    if (!made && !str_eq(e->kind, S("access.delegation_ended")))
        return RC_OK;
    const bool said = record_member_text(c->mem, e->payload, S("delegation"), &pub);
    const enum rc rc = said ? q_delegation_by_pub(c, pub, &row) : RC_NOT_FOUND;
    if (rc == RC_NOT_FOUND)
        record_found(v, e->object_pub, "delegation", S("gone"), pub);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    r->made += made;
    r->ended += !made;
    if (!made && instant_is_none(row.ended_at))
        record_found(v, e->object_pub, "ended", S("no"), S("yes"));
    if (!record_member_int(e->payload, S("to_account"), &to) || to != row.to_account_id)
        record_found(v, e->object_pub, "to_account",
                     str_fmt(c->mem, "%lld", (long long)row.to_account_id),
                     str_fmt(c->mem, "%lld", (long long)to));
    compare_text(c, v, e, "kind", row.kind);
    compare_text(c, v, e, "from", date_iso(c->mem, row.valid_from));
    compare_text(c, v, e, "to", date_iso(c->mem, row.valid_to));
    return RC_OK;
}

static enum rc event(struct ctx *c, void *self, struct record_verifier *v, const struct event_row *e,
                     int64_t seq)
{
    (void)seq;
    const struct arena_mark mark = arena_mark(c->mem);
    const enum rc rc = compare(c, self, v, e);
    arena_reset(c->mem, mark);
    return rc;
}

/* Rows nobody's event made, or that ended without one. */
static enum rc finish(struct ctx *c, void *self, struct record_verifier *v)
{
    const struct replay *r = self;
    struct q_delegation_totals_row all;
    const enum rc rc = q_delegation_totals(c, &all);
    if (!rc && all.made != r->made)
        record_found(v, STR_NONE, "delegations", str_fmt(c->mem, "%lld", (long long)all.made),
                     str_fmt(c->mem, "%lld", (long long)r->made));
    if (!rc && all.ended != r->ended)
        record_found(v, STR_NONE, "delegations ended", str_fmt(c->mem, "%lld", (long long)all.ended),
                     str_fmt(c->mem, "%lld", (long long)r->ended));
    return rc;
}

const struct record_replayer access_replayers[] = {
    {.object = "account", .begin = begin, .event = event, .finish = finish},
    {0},
};
