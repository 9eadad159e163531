/*
 * held.c - nothing typed is lost when a session ends in between: the fields of a form that came
 * too late are boxed under a name only that browser is told, and come back as the filled form
 * once the same account has signed in. Never sent on by itself: its owner looks and sends again.
 *
 * Invariants: 1. only what our own page sent is held: Origin was checked before, and the form's
 * token says for whom the page was made; 2. it is shown to that account and to nobody else;
 * 3. the database alone cannot open it: the key is made of the name; 4. passwords are not
 * among the fields, an hour and HELD_MAX forms of one account are the end of it.
 */
#include "core/hash.h"
#include "web/form_read.h"
#include "web/internal.h"
#include "web/web_http.h"
#include "web/web_sql.h"

#define HELD_US HOUR_US
#define HELD_MAX 20
#define HELD_BYTES ((size_t)256 * 1024)
#define END '\xff' /* after each text: valid UTF-8 never has it */

static struct crypto_key key_of(const struct web *w, str name)
{
    const struct crypto_mac mac = crypto_mac(&w->held, name);
    struct crypto_key key;
    _Static_assert(sizeof key.b == sizeof mac.b, "a tag is as long as a key");
    for (size_t i = 0; i < sizeof key.b; i++)
        key.b[i] = mac.b[i];
    return key;
}

static str hash_of(struct arena *mem, str name)
{
    const struct digest d = sha256_of(name);
    return str_dup(mem, (str){(const char *)d.b, sizeof d.b});
}

static void put(struct buf *b, str s)
{
    buf_add(b, s);
    buf_char(b, END);
}

/* ---- keeping ------------------------------------------------------------------------------ */

struct holding {
    str hash, boxed;
    int64_t owner;
};

static enum rc add(struct ctx *c, void *arg)
{
    const struct holding *h = arg;
    enum rc rc = q_web_held_add(c, h->hash, h->owner, h->boxed, (instant){c->now.us + HELD_US}, NULL);
    return rc ? rc : q_web_held_crowd_out(c, h->owner, HELD_MAX, NULL);
}

static enum rc keep(struct web_call *wc, int64_t owner, str *ret_name)
{
    struct arena *mem = wc->r.c.mem;
    const str name = crypto_token_new(mem);
    const struct crypto_key key = key_of(wc->w, name);
    struct buf b = buf_new(mem, HELD_BYTES);
    put(&b, wc->r.path);
    web__values_write(&b, &wc->r.values, END);
    if (buf_full(&b))
        return RC_INVALID;
    struct holding h = {hash_of(mem, name), crypto_secret_seal(mem, &key, buf_str(&b)), owner};
    *ret_name = name;
    return store_write(wc->w->cfg.store, &wc->r.c, add, &h);
}

/* Nothing to keep: a form without a redraw, or on a visitor's page. Back to that page, as far
   as it has the same address. */
static href page_of(struct web_call *wc)
{
    const struct route_match m = web__route_find(wc->w->routes, GET, wc->r.path);
    return HREF(wc->r.c.mem, "/sign-in?back={}", m.route ? wc->r.path : S("/"));
}

bool web__hold(struct web_call *wc)
{
    struct req *r = &wc->r;
    int64_t owner = 0;
    str name;
    href to;
    const enum rc rc = wc->api ? RC_DENIED : web__read_held(wc, &owner);
    wc->problem = PROBLEM_SIGN_IN; /* whatever is wrong with the body comes after that */
    if (rc != RC_OK)
        return false;
    if (owner == 0 || !r->route->again)
        to = page_of(wc);
    else if (keep(wc, owner, &name) == RC_OK)
        to = HREF(r->c.mem, "/sign-in?back=/held/{}", name);
    else
        return false;
    wc->problem = PROBLEM_NONE;
    web__reply_begin(wc);
    (void)see_other(r, to);
    web__finish(wc);
    return true;
}

/* ---- showing it again ---------------------------------------------------------------------- */

static bool take(str *rest, str *ret)
{
    const struct str_cut one = str_cut(*rest, END);
    *ret = one.head;
    *rest = one.tail;
    return one.found;
}

static enum rc find(struct req *r, str *ret_path)
{
    struct web_call *wc = r->call;
    struct arena *mem = r->c.mem;
    struct q_web_held_get_row row;
    const str name = param(r, "token");
    const struct crypto_key key = key_of(wc->w, name);
    str plain, field, value;
    enum rc rc = q_web_held_get(&r->c, hash_of(mem, name), r->who.actor_id, r->c.now, &row);
    if (rc != RC_OK)
        return rc;
    if (!crypto_secret_open(mem, &key, row.boxed, &plain) || !take(&plain, ret_path))
        return RC_NOT_FOUND;
    while (take(&plain, &field) && take(&plain, &value))
        form_add(mem, &r->values, field, value);
    return RC_OK;
}

/* As the route would draw it after a refusal; may they still, is asked again. */
static enum rc draw(struct req *r, str path)
{
    struct web_call *wc = r->call;
    const struct route_match asked = wc->match, m = web__route_find(wc->w->routes, POST, path);
    if (!m.route || !m.route->again || m.route->flags & ROUTE_API)
        return RC_NOT_FOUND;
    if (!wc->w->cfg.auth->may(r->who.actor, m.route->need))
        return RC_DENIED;
    wc->match = m;
    web__clean_params(wc);
    r->route = m.route;
    r->path = path;
    wc->held = true;
    const enum rc rc = m.route->again(r);
    if (rc != RC_OK) {
        wc->match = asked;
        r->route = asked.route;
        wc->held = false;
    }
    return rc;
}

enum rc web__held_show(struct req *r)
{
    str path;
    enum rc rc = find(r, &path);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_NOT_FOUND, NULL, "web.held.gone");
    return rc ? rc : draw(r, path);
}

enum rc web_held_sweep(struct ctx *c, int64_t max, int64_t *ret_gone)
{
    return q_web_held_sweep(c, c->now, max, ret_gone);
}
