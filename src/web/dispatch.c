/*
 * dispatch.c - the way of a request: loop thread -> worker -> (writer) -> answer. See
 * docs/internals/requests.md. Every step that can refuse answers through web__refuse, so
 * that a refusal has one look; nothing is sent from here but by web__send.
 */
#include <stdatomic.h>
#include <string.h>

#include "core/utf8.h"
#include "host/random.h"
#include "web/form_read.h"
#include "web/internal.h"

#define TRIES_MAX 3

enum rc web__refuse(struct web_call *wc, enum rc rc, enum problem p)
{
    wc->problem = p;
    return rc;
}

void web__send(struct web_call *wc)
{
    BUG_IF(!wc->reply.ready);
    const struct http_reply reply = {
        .status = wc->reply.status,
        .headers = wc->reply.headers,
        .header_n = wc->reply.header_n,
        .body = wc->reply.body,
        .file = wc->reply.file,
        .compress = wc->reply.compress,
    };
    http_answer(wc->http, &reply);
}

/* When there is no room for anything else: memory, workers. Touches no arena. */
static void send_busy(struct http_call *call)
{
    static const struct http_header headers[] = {
        {S_INIT("content-type"), S_INIT("text/plain; charset=utf-8")},
        {S_INIT("retry-after"), S_INIT("5")},
        {S_INIT("cache-control"), S_INIT("no-store")},
        {S_INIT("x-content-type-options"), S_INIT("nosniff")},
    };
    const struct http_reply reply = {.status = 503,
                                     .headers = headers,
                                     .header_n = 4,
                                     .body = S("Máy chủ đang bận. / The server is busy.\n")};
    http_answer(call, &reply);
}

/* ---- refusals ------------------------------------------------------------------------------- */

struct attempt {
    struct web_call *wc;
    enum problem p;
};

/* Faults are set back: the store clears them before each run. */
static enum rc redraw_in_read(struct ctx *c, void *arg)
{
    struct attempt *a = arg;
    struct web_call *wc = a->wc;
    web__reply_begin(wc);
    c->faults = NULL;
    enum rc rc = wc->r.route->again(&wc->r);
    if (rc == RC_OK && wc->reply.status != 303) { /* else there is nothing left to mend here */
        wc->reply.status = web__problem_status(a->p);
        web__problem_headers(wc, a->p);
    }
    return rc;
}

static bool is_redrawn(const struct web_call *wc, enum problem p)
{
    return wc->gated && wc->r.route->again &&
           (p == PROBLEM_INVALID || p == PROBLEM_MALFORMED || p == PROBLEM_CONFLICT ||
            p == PROBLEM_DENIED || p == PROBLEM_STALE || p == PROBLEM_BUSY ||
            p == PROBLEM_UNAVAILABLE || p == PROBLEM_FORM_TOKEN);
}

/* What has no field of its own stands in the error summary in the table's words. */
static void add_general_fault(struct web_call *wc, enum problem p)
{
    static const char *const keys[PROBLEM_COUNT] = {
        [PROBLEM_CONFLICT] = "web.problem.conflict.next",
        [PROBLEM_DENIED] = "web.problem.denied",
        [PROBLEM_STALE] = "web.problem.stale.next",
        [PROBLEM_BUSY] = "web.problem.busy.next",
        [PROBLEM_UNAVAILABLE] = "web.problem.busy.next",
        [PROBLEM_FORM_TOKEN] = "web.problem.form_token.next",
        [PROBLEM_INVALID] = "web.problem.invalid.next",
        [PROBLEM_MALFORMED] = "web.problem.malformed.next",
    };
    if (wc->faults)
        return;
    struct fault *x = NEW(wc->r.c.mem, struct fault);
    x->rc = RC_INVALID;
    x->key = keys[p];
    wc->faults = x;
}

static bool redraw(struct web_call *wc, enum problem p)
{
    struct attempt a = {wc, p};
    wc->faults = wc->r.c.faults;
    add_general_fault(wc, p);
    return store_read(wc->w->cfg.store, &wc->r.c, redraw_in_read, &a) == RC_OK;
}

static bool is_json(const struct web_call *wc)
{
    return wc->r.route && wc->r.route->flags & ROUTE_JSON;
}

/* A page that wants a signature first, or a page of an account that must go elsewhere first. */
static bool send_elsewhere(struct web_call *wc, enum problem p)
{
    struct req *r = &wc->r;
    bool get = r->route && r->route->method == GET;
    if (wc->api || is_json(wc) || !get || (p != PROBLEM_SIGN_IN && p != PROBLEM_PENDING))
        return false;
    web__reply_begin(wc);
    if (p == PROBLEM_PENDING)
        return see_other(r, r->who.pending) == RC_OK;
    return see_other(r, HREF(r->c.mem, "/sign-in?back={}", r->path)) == RC_OK;
}

void web__answer_problem(struct web_call *wc, enum rc rc)
{
    enum problem p = web__problem_of(wc, rc);
    if (!send_elsewhere(wc, p) && !(is_redrawn(wc, p) && redraw(wc, p))) {
        if (!wc->r.c.faults && is_redrawn(wc, p))
            wc->r.c.faults = wc->faults;
        if (wc->api || is_json(wc))
            web__problem_json(wc, p);
        else
            web__problem_page(wc, p);
    }
    web__finish(wc);
    web__send(wc);
}

/* ---- writing ---------------------------------------------------------------------------------- */

static void answer_replay(struct web_call *wc);
static void submit(struct web_call *wc);

static enum rc unit(struct ctx *c, void *arg)
{
    struct web_call *wc = arg;
    bool found;
    (void)c;
    web__reply_begin(wc);
    wc->problem = PROBLEM_NONE;
    wc->twin = wc->replayed = false;
    enum rc rc = web__idem_find(wc, &found);
    if (rc != RC_OK || found)
        return rc;
    rc = wc->r.route->write(&wc->r);
    if (rc != RC_OK)
        return rc;
    rc = web__idem_keep(wc);
    if (rc == RC_OK)
        web__finish(wc);
    return rc;
}

static void guarded_failed(void *arg)
{
    struct web_call *wc = arg;
    if (wc->twin && wc->tries < TRIES_MAX)
        submit(wc);
    else
        web__answer_problem(wc, wc->unit.rc);
}
static void guarded_replay(void *arg)
{
    answer_replay(arg);
}

static void on_worker(struct web_call *wc, void (*fn)(void *arg))
{
    if (!arena_run(wc->r.c.mem, fn, wc))
        send_busy(wc->http);
}
static void work_failed(void *arg)
{
    on_worker(arg, guarded_failed);
}
static void work_replay(void *arg)
{
    on_worker(arg, guarded_replay);
}

/* On a thread of the store: hands over, no more. */
static void unit_done(struct store_unit *u, enum rc rc)
{
    struct web_call *wc = u->arg;
    u->rc = rc;
    if (rc == RC_OK && !wc->replayed) {
        web__send(wc);
        return;
    }
    if (http_pool_run(wc->w->http, rc == RC_OK ? work_replay : work_failed, wc) != RC_OK)
        send_busy(wc->http);
}

static void submit(struct web_call *wc)
{
    wc->tries++;
    wc->unit = (struct store_unit){.c = &wc->r.c, .fn = unit, .arg = wc, .done = unit_done};
    enum rc rc = store_submit(wc->w->cfg.store, &wc->unit);
    if (rc != RC_OK)
        web__answer_problem(wc, rc);
}

/* The same key again: a page goes to the same place; the API gets the same status, place
   and the resource as it is now. */
static enum rc replay_in_read(struct ctx *c, void *arg)
{
    struct web_call *wc = arg;
    int status = wc->reply.status;
    str place = wc->reply.place;
    struct route_match m = web__route_find(wc->w->routes, GET, str_cut(place, '?').head);
    (void)c;
    if (!wc->api || !place.p || !m.route || !(m.route->flags & ROUTE_API) || m.route->form)
        return RC_OK;
    wc->match = m;
    wc->r.route = m.route;
    web__reply_begin(wc);
    enum rc rc = wc->w->cfg.auth->may(wc->r.c.actor, m.route->need) ? m.route->read(&wc->r) : RC_DENIED;
    wc->reply.status = status;
    wc->reply.place = place;
    return rc;
}

static void answer_replay(struct web_call *wc)
{
    enum rc rc = store_read(wc->w->cfg.store, &wc->r.c, replay_in_read, wc);
    if (rc != RC_OK) {
        web__answer_problem(wc, rc);
        return;
    }
    web__header(wc, S("idempotent-replayed"), S("true"));
    web__finish(wc);
    web__send(wc);
}

static enum rc gate_in_read(struct ctx *c, void *arg)
{
    (void)c;
    return web__gate(arg);
}

/* A POST that changes nothing: its values are too personal for an address. */
static enum rc look_in_read(struct ctx *c, void *arg)
{
    struct web_call *wc = arg;
    (void)c;
    return wc->r.route->read(&wc->r);
}

static void look(struct web_call *wc)
{
    enum rc rc = store_read(wc->w->cfg.store, &wc->r.c, look_in_read, wc);
    if (rc != RC_OK) {
        web__answer_problem(wc, rc);
        return;
    }
    web__finish(wc);
    web__send(wc);
}

static void change(struct web_call *wc)
{
    struct req *r = &wc->r;
    enum rc rc = RC_OK;
    if (!wc->api && !web__origin_ok(wc))
        rc = web__refuse(wc, RC_DENIED, PROBLEM_ORIGIN);
    if (rc == RC_OK)
        rc = store_read(wc->w->cfg.store, &r->c, gate_in_read, wc);
    if (rc == RC_OK)
        rc = web__read_body(wc);
    if (rc == RC_OK && r->route->before)
        rc = r->route->before(r);
    if (rc != RC_OK && wc->problem == PROBLEM_SIGN_IN && !is_json(wc) && web__hold(wc))
        web__send(wc);
    else if (rc != RC_OK)
        web__answer_problem(wc, rc);
    else if (r->route->read)
        look(wc);
    else
        submit(wc);
}

/* ---- reading ------------------------------------------------------------------------------------ */

static enum rc read_in_read(struct ctx *c, void *arg)
{
    struct web_call *wc = arg;
    (void)c;
    enum rc rc = web__gate(wc);
    if (rc == RC_OK)
        rc = web__read_query(wc);
    return rc == RC_OK ? wc->r.route->read(&wc->r) : rc;
}

/* The snapshot is closed before what takes long: painting. */
static enum rc read_and_after(struct web_call *wc)
{
    enum rc rc = store_read(wc->w->cfg.store, &wc->r.c, read_in_read, wc);
    return rc == RC_OK && wc->r.route->after ? wc->r.route->after(&wc->r) : rc;
}

static void answer_read(struct web_call *wc, enum rc rc)
{
    if (rc != RC_OK) {
        web__answer_problem(wc, rc);
        return;
    }
    web__finish(wc);
    web__send(wc);
}

/* No such page: the chrome still knows who asks. */
static void answer_nothing(struct web_call *wc)
{
    enum rc rc = RC_NOT_FOUND;
    if (!wc->api && wc->session.p && store_read(wc->w->cfg.store, &wc->r.c, gate_in_read, wc) != RC_OK)
        wc->r.who = (struct web_who){0};
    if (wc->match.allowed)
        rc = web__refuse(wc, RC_INVALID, PROBLEM_METHOD);
    if (wc->api && web__api_rate(wc) != RC_OK)
        rc = web__refuse(wc, RC_BUSY, PROBLEM_RATE);
    web__answer_problem(wc, rc);
}

static void work(void *arg);
static void hand_over(struct web_call *wc)
{
    if (http_pool_run(wc->w->http, work, wc) != RC_OK)
        send_busy(wc->http);
}

/* A loop thread waits for nobody: without a free connection a worker begins anew. */
static void answer_read_at_once(struct web_call *wc)
{
    enum rc rc;
    wc->on_loop = false;
    if (store_read_at_once(wc->w->cfg.store, &wc->r.c, read_in_read, wc, &rc))
        answer_read(wc, rc);
    else
        hand_over(wc);
}

static void guarded_work(void *arg)
{
    struct web_call *wc = arg;
    struct req *r = &wc->r;
    web__cookies(wc);
    web__preferences(wc);
    if (!web__host_ok(wc))
        web__answer_problem(wc, web__refuse(wc, RC_DENIED, PROBLEM_HOST));
    else if (!r->route)
        answer_nothing(wc);
    else if (wc->on_loop)
        answer_read_at_once(wc);
    else if (r->route->method == GET)
        answer_read(wc, read_and_after(wc));
    else
        change(wc);
}

static void work(void *arg)
{
    on_worker(arg, guarded_work);
}

/* ---- on the loop thread ----------------------------------------------------------------------------
 */

/* To no route of ours a small body may come: it is told 404 or 405, not 413. */
static int64_t body_limit(const struct route *route)
{
    if (!route)
        return (int64_t)64 * 1024;
    if (route->method == GET)
        return 0;
    if (route->body_max)
        return route->body_max;
    return web__form_has_files(route->form) ? web__form_body_max() : (int64_t)64 * 1024;
}

static struct web_call *call_new(struct web *w, struct http_call *call)
{
    struct web_call *wc = NEW(call->mem, struct web_call);
    wc->w = w;
    wc->http = call;
    wc->match = web__route_find(w->routes, call->req.method, call->req.path);
    wc->api = str_starts(call->req.path, S("/api/"));
    wc->r.route = wc->match.route;
    wc->r.path = call->req.path;
    wc->r.call = wc;
    wc->r.c.mem = call->mem;
    call->user = wc;
    return wc;
}

void web__on_head(struct http_call *call, void *arg)
{
    struct web_call *wc = call_new(arg, call);
    http_limit_body(call, body_limit(wc->r.route));
}

static void request_id(struct web_call *wc)
{
    str given = http_header(&wc->http->req, S("x-request-id"));
    bool good = given.p && given.n >= 8 && given.n <= 64;
    for (ptrdiff_t i = 0; good && i < given.n; i++)
        good = (given.p[i] >= '0' && given.p[i] <= '9') || (given.p[i] >= 'a' && given.p[i] <= 'z') ||
               (given.p[i] >= 'A' && given.p[i] <= 'Z') || given.p[i] == '-';
    wc->request_id = good ? given : ctx_new_pubid(&wc->r.c);
}

void web__clean_params(struct web_call *wc)
{
    for (int i = 0; i < wc->match.param_n; i++)
        if (!utf8_clean(wc->http->mem, wc->match.params[i], UTF8_LINE, &wc->match.params[i]))
            wc->match.params[i] = S("");
}

void web__handle(struct http_call *call, void *arg)
{
    struct web *w = arg;
    if (!atomic_load(&w->open)) {
        send_busy(call);
        return;
    }
    struct web_call *wc = call->user ? call->user : call_new(w, call);
    wc->r.c.now = call->req.arrived;
    wc->r.c.rng = host_rng_new();
    request_id(wc);
    web__clean_params(wc);
    if (web__static(wc)) {
        web__send(wc);
        return;
    }
    if (wc->r.route && wc->r.route->flags & ROUTE_INLINE) {
        answer_read(wc, wc->r.route->read(&wc->r));
        return;
    }
    /* Handing over to a worker costs more than a few look-ups in SQLite do. */
    wc->on_loop = wc->r.route && wc->r.route->flags & ROUTE_SHORT;
    if (wc->on_loop)
        work(wc);
    else
        hand_over(wc);
}
