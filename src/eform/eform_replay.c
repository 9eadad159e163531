/*
 * eform_replay.c - compares what was filled in with the event that says so: version, what it belongs
 * to, who, when, and the answers with the personal part. Where that part was erased, the answers have
 * to be gone too. When you add a column to eform_filled: say it in the event and compare it here.
 */
#include "eform/eform_internal.h"
#include "eform/eform_sql.h"
#include "eform/versions.h"

struct replay {
    int64_t filled;
};

static enum rc begin(struct ctx *c, void **ret_self)
{
    *ret_self = NEW(c->mem, struct replay);
    return RC_OK;
}

static void number(struct ctx *c, struct record_verifier *v, const struct event_row *e,
                   const char *member, int64_t state, int64_t told)
{
    if (state != told)
        record_found(v, e->object_pub, member, str_fmt(c->mem, "%lld", (long long)state),
                     str_fmt(c->mem, "%lld", (long long)told));
}

/* The words themselves are personal: what differs is named, not told. */
static enum rc answers(struct ctx *c, struct record_verifier *v, const struct event_row *e, str state)
{
    struct event_privates parts;
    str told = S("");
    const enum rc rc = record_list_private(c, e->object_kind, e->object, &parts);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < parts.n; i++)
        if (parts.v[i].event == e->id &&
            !record_member_text(c->mem, parts.v[i].json, S("answers"), &told))
            told = S("");
    if (!str_eq(state, told))
        record_found(v, e->object_pub, "answers", S("what is stored"),
                     told.n ? S("what was filled in") : S("erased"));
    return RC_OK;
}

static enum rc compare(struct ctx *c, struct record_verifier *v, const struct event_row *e)
{
    struct q_eform_filled_state_row state;
    int64_t version = 0, thing = 0;
    str kind = STR_NONE;
    const enum rc rc = q_eform_filled_state(c, e->object, &state);
    if (rc == RC_NOT_FOUND) {
        record_found(v, e->object_pub, "filled form", S("gone"), e->kind);
        return RC_OK;
    }
    if (rc)
        return rc;
    if (!str_eq(state.pub, e->object_pub))
        record_found(v, e->object_pub, "pub", state.pub, e->object_pub);
    if (record_member_int(e->payload, S("version"), &version))
        number(c, v, e, "version", state.version_id, version);
    if (record_member_int(e->payload, S("thing"), &thing))
        number(c, v, e, "thing", state.object_id, thing);
    if (record_member_text(c->mem, e->payload, S("kind"), &kind) && !str_eq(kind, state.object_kind))
        record_found(v, e->object_pub, "kind", state.object_kind, kind);
    number(c, v, e, "account", state.account_id, e->actor);
    number(c, v, e, "filled_at", state.filled_at.us, e->at.us);
    return answers(c, v, e, state.answers);
}

static enum rc event(struct ctx *c, void *self, struct record_verifier *v, const struct event_row *e,
                     int64_t seq)
{
    struct replay *r = self;
    (void)seq;
    if (!str_eq(e->kind, S("eform.filled")))
        return RC_OK;
    r->filled++;
    const struct arena_mark mark = arena_mark(c->mem);
    const enum rc rc = compare(c, v, e);
    arena_reset(c->mem, mark);
    return rc;
}

static enum rc finish(struct ctx *c, void *self, struct record_verifier *v)
{
    const struct replay *r = self;
    struct q_eform_filled_count_row all;
    const enum rc rc = q_eform_filled_count(c, &all);
    if (!rc && all.n != r->filled)
        record_found(v, S("eform_filled"), "rows", str_fmt(c->mem, "%lld", (long long)all.n),
                     str_fmt(c->mem, "%lld", (long long)r->filled));
    return rc;
}

const struct record_replayer eform_replayers[] = {
    {.object = "eform_filled", .begin = begin, .event = event, .finish = finish},
    {0},
};
