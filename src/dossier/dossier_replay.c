/*
 * dossier_replay.c - compares each dossier with what its events say. Every event carries the
 * version, status and due date it left behind; the one that speaks of the stored version
 * must agree with the state, and each dossier must have such an event. Memory stays flat:
 * one indexed read for each event, and a second pass only when the numbers do not add up.
 */
#include "dossier/dossier_internal.h"

struct replay {
    int64_t matched;
    struct ctx *c;
    struct record_verifier *v;
};

static enum rc begin(struct ctx *c, void **ret_self)
{
    *ret_self = NEW(c->mem, struct replay);
    return RC_OK;
}

static str number(struct ctx *c, int64_t n)
{
    return str_fmt(c->mem, "%lld", (long long)n);
}

static enum rc compare(struct ctx *c, struct replay *r, struct record_verifier *v,
                       const struct event_row *e)
{
    struct q_dossier_replay_state_row state;
    int64_t version = 0, due = 0, desk = 0;
    str status = STR_NONE;
    const enum rc rc = q_dossier_replay_state(c, e->object, &state);
    if (rc == RC_NOT_FOUND) {
        record_found(v, e->object_pub, "dossier", S("gone"), e->kind);
        return RC_OK;
    }
    if (rc || !record_member_int(e->payload, S("version"), &version) || version < state.version)
        return rc;
    if (version > state.version) {
        record_found(v, e->object_pub, "version", number(c, state.version), number(c, version));
        return RC_OK;
    }
    r->matched++;
    if (record_member_int(e->payload, S("to_staff"), &desk) &&
        (!state.handler_id.set || state.handler_id.v != desk))
        record_found(v, e->object_pub, "handler", number(c, state.handler_id.v), number(c, desk));
    if (record_member_text(c->mem, e->payload, S("status"), &status) && !str_eq(status, state.status))
        record_found(v, e->object_pub, "status", state.status, status);
    const bool has_due = record_member_int(e->payload, S("due_at"), &due);
    if (has_due != !instant_is_none(state.due_at) || (has_due && due != state.due_at.us))
        record_found(v, e->object_pub, "due_at",
                     instant_is_none(state.due_at) ? S("none") : instant_iso(c->mem, state.due_at),
                     has_due ? instant_iso(c->mem, (instant){due}) : S("none"));
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

static enum rc without_event(void *arg, const struct q_dossier_versions_row *row)
{
    struct replay *r = arg;
    struct q_dossier_last_event_row last;
    int64_t version = 0;
    const enum rc rc = q_dossier_last_event(r->c, row->id, &last);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    if (rc || !record_member_int(last.payload, S("version"), &version) || version != row->version)
        record_found(r->v, row->pub, "version", number(r->c, row->version), number(r->c, version));
    return RC_OK;
}

static enum rc finish(struct ctx *c, void *self, struct record_verifier *v)
{
    struct replay *r = self;
    struct q_dossier_count_row all;
    enum rc rc = q_dossier_count(c, &all);
    if (rc || all.n == r->matched)
        return rc;
    r->c = c;
    r->v = v;
    return q_dossier_versions(c, without_event, r);
}

const struct record_replayer dossier_replayers[] = {
    {.object = "dossier", .begin = begin, .event = event, .finish = finish},
    {0},
};
