/*
 * idem.c - a changing request carries a key; its success is remembered with status and
 * place for 30 days, scoped to actor and route, so that a double click, a retry after a
 * cut line and the back button end at the same receipt. A refusal spends nothing. The same
 * key with another body is refused.
 *
 * Looked up and kept inside the unit: on SQLite twins run one after the other; on
 * PostgreSQL the second one fails at the unique key and is run again by the dispatcher.
 */
#include "web/internal.h"
#include "web/web_sql.h"

#define KEPT_DAYS 30

static str scope_of(struct web_call *wc)
{
    return str_fmt(wc->r.c.mem, "%lld", (long long)wc->r.who.actor_id);
}

static str route_of(struct web_call *wc)
{
    return str_fmt(wc->r.c.mem, "%.*s %s", STR_ARG(http_method_name(wc->r.route->method)),
                   wc->r.route->path);
}

static str hash_of(const struct web_call *wc)
{
    return (str){(const char *)wc->body_hash.b, sizeof wc->body_hash.b};
}

enum rc web__idem_find(struct web_call *wc, bool *ret_found)
{
    struct q_web_idempotency_get_row row;
    *ret_found = false;
    if (!wc->key.p)
        return RC_OK;
    enum rc rc = q_web_idempotency_get(&wc->r.c, scope_of(wc), route_of(wc), wc->key, &row);
    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (rc != RC_OK)
        return rc;
    if (!str_eq(row.body_hash, hash_of(wc)))
        return web__refuse(wc, RC_CONFLICT, PROBLEM_KEY_REUSED);
    wc->replayed = *ret_found = true;
    wc->reply.status = (int)row.status;
    wc->reply.place = row.place.n > 0 ? row.place : STR_NONE;
    wc->reply.body = S("");
    return RC_OK;
}

enum rc web__idem_keep(struct web_call *wc)
{
    if (!wc->key.p)
        return RC_OK;
    const struct q_web_idempotency_add_in in = {
        .scope = scope_of(wc),
        .route = route_of(wc),
        .key = wc->key,
        .body_hash = hash_of(wc),
        .status = wc->reply.status,
        .place = wc->reply.place.p ? wc->reply.place : S(""),
        .at = wc->r.c.now,
    };
    enum rc rc = q_web_idempotency_add(&wc->r.c, &in, NULL);
    if (rc == RC_CONFLICT)
        wc->twin = true;
    return rc;
}

enum rc web_idempotency_sweep(struct ctx *c, int64_t max, int64_t *ret_gone)
{
    instant before = {c->now.us - KEPT_DAYS * DAY_US};
    return q_web_idempotency_sweep(c, before, max, ret_gone);
}
