/*
 * guard.c - before a handler is reached: is this our host, did our page send it, who asks,
 * may they. Refusals only; what they look like is problem.c.
 *
 * CSRF has three locks, each enough alone in a current browser: SameSite=Lax on the cookie,
 * Origin / Sec-Fetch-Site (a request with neither is refused), and the form token, which is
 * bound to the session (to "visitor" where there is none) and masked anew on each page.
 */
#include "web/internal.h"

#include <string.h>

#define NONCE 8
#define ACTOR 8
#define MAC 16

/* ---- host and origin -------------------------------------------------------------------- */

bool web__is_loopback_name(str host)
{
    ptrdiff_t colon = host.n;
    for (ptrdiff_t i = host.n; i > 0 && colon == host.n; i--)
        if (host.p[i - 1] == ':')
            colon = i - 1;
        else if (host.p[i - 1] == ']')
            break;
    str name = str_sub(host, 0, colon);
    return str_eq_nocase(name, S("localhost")) || str_eq(name, S("127.0.0.1")) ||
           str_eq(name, S("[::1]"));
}

/* Without a base URL only loopback names are ours: another name that leads here is DNS rebinding. */
bool web__host_ok(const struct web_call *wc)
{
    str host = wc->http->req.host;
    if (wc->w->any_host)
        return true;
    return wc->w->authority.p ? str_eq_nocase(host, wc->w->authority) : web__is_loopback_name(host);
}

bool web__origin_ok(const struct web_call *wc)
{
    const struct http_request *q = &wc->http->req;
    str origin = http_header(q, S("origin")), site = http_header(q, S("sec-fetch-site"));
    if (http_header_count(q, S("origin")) > 1 || http_header_count(q, S("sec-fetch-site")) > 1)
        return false;
    if (site.p && !str_eq(site, S("same-origin")))
        return false;
    if (!origin.p)
        return site.p != NULL;
    if (wc->w->authority.p)
        return str_eq(origin, wc->w->origin);
    return str_starts(origin, S("http://")) && str_eq_nocase(str_sub(origin, 7, origin.n), q->host);
}

/* ---- form tokens --------------------------------------------------------------------------
 * nonce, number of the account the page was made for (masked, 0 = visitor), a tag for the
 * session and one for the account. The first tag is what opens a change; the second says, when
 * the session is over, who was given this page, and opens nothing.
 */

static struct crypto_mac tag(const struct web_call *wc, const char *what, str nonce, str of)
{
    struct buf b = buf_new(wc->http->mem, 512);
    buf_add_c(&b, what);
    buf_add(&b, nonce);
    buf_add(&b, of);
    return crypto_mac(&wc->w->csrf, buf_str(&b));
}

struct form_token {
    unsigned char nonce[NONCE], actor[ACTOR], session[MAC], owner[MAC];
};
_Static_assert(sizeof(struct form_token) == NONCE + ACTOR + 2 * MAC, "bytes only");

static void mask_actor(const struct web_call *wc, struct form_token *t)
{
    const struct crypto_mac pad = tag(wc, "mask ", (str){(const char *)t->nonce, NONCE}, S(""));
    for (int i = 0; i < ACTOR; i++)
        t->actor[i] ^= pad.b[i];
}

static void session_tag(const struct web_call *wc, const struct form_token *t, unsigned char to[MAC])
{
    const str nonce = {(const char *)t->nonce, NONCE};
    const struct crypto_mac m = tag(wc, "form ", nonce, wc->r.who.session ? wc->session : S("visitor"));
    memcpy(to, m.b, MAC);
}

static void owner_tag(const struct web_call *wc, const struct form_token *t, unsigned char to[MAC])
{
    const str nonce = {(const char *)t->nonce, NONCE}, actor = {(const char *)t->actor, ACTOR};
    const struct crypto_mac m = tag(wc, "owner ", nonce, actor);
    memcpy(to, m.b, MAC);
}

str req_form_token(struct req *r)
{
    struct form_token t = {0};
    ctx_random(&r->c, t.nonce, NONCE);
    memcpy(t.actor, &r->who.actor_id, ACTOR);
    mask_actor(r->call, &t);
    session_tag(r->call, &t, t.session);
    owner_tag(r->call, &t, t.owner);
    return hex_of(r->c.mem, (const unsigned char *)&t, sizeof t);
}

bool web__token_ok(const struct web_call *wc, str token)
{
    struct form_token t;
    unsigned char want[MAC];
    if (!token.p || !hex_parse(token, (unsigned char *)&t, sizeof t))
        return false;
    session_tag(wc, &t, want);
    return crypto_equal(want, t.session, MAC);
}

bool web__token_owner(const struct web_call *wc, str token, int64_t *ret_actor)
{
    struct form_token t;
    unsigned char want[MAC];
    if (!token.p || !hex_parse(token, (unsigned char *)&t, sizeof t))
        return false;
    owner_tag(wc, &t, want);
    if (!crypto_equal(want, t.owner, MAC))
        return false;
    mask_actor(wc, &t);
    memcpy(ret_actor, t.actor, ACTOR);
    return true;
}

/* A page has one key; all its forms may share it, since it is spent per route. */
str req_form_key(struct req *r)
{
    unsigned char raw[16];
    if (!r->call->form_key.p) {
        ctx_random(&r->c, raw, sizeof raw);
        r->call->form_key = hex_of(r->c.mem, raw, sizeof raw);
    }
    return r->call->form_key;
}

/* ---- cookies and preferences ---------------------------------------------------------------- */

void web__cookies(struct web_call *wc)
{
    str value;
    bool sent = http_cookie(&wc->http->req, str_of(wc->w->cookie), &value);
    if (sent && wc->api)
        wc->cookie_on_api = true;
    else if (sent && value.n > 0 && value.n <= 128)
        wc->session = value;
}

static bool lang_parse(str s, enum lang *ret_lang)
{
    if (!str_eq_nocase(s, S("vi")) && !str_eq_nocase(s, S("en")))
        return false;
    *ret_lang = str_eq_nocase(s, S("vi")) ? LANG_VI : LANG_EN;
    return true;
}

/* "en-GB,en;q=0.9,vi;q=0.8": the language of the highest weight that we have. */
static bool lang_accepted(str header, enum lang *ret_lang)
{
    int64_t best = 0;
    bool found = false;
    for (struct str_cut item = str_cut(header, ',');; item = str_cut(item.tail, ',')) {
        struct str_cut weighted = str_cut(str_trim(item.head), ';');
        str weight = str_trim(weighted.tail), name = str_cut(str_trim(weighted.head), '-').head;
        int64_t q = 1000, digits = 0;
        enum lang lang;
        if (weighted.found && str_starts(weight, S("q=0"))) {
            str after = str_sub(weight, 4, 3);
            q = after.n > 0 && str_to_i64(after, &digits) ? digits : 0;
            for (ptrdiff_t i = after.n; q && i < 3; i++)
                q *= 10;
        }
        if (lang_parse(name, &lang) && q > best) {
            best = q;
            *ret_lang = lang;
            found = true;
        }
        if (!item.found)
            return found;
    }
}

void web__preferences(struct web_call *wc)
{
    const struct http_request *q = &wc->http->req;
    struct req *r = &wc->r;
    str value;
    if (http_cookie(q, S("theme"), &value))
        r->theme = str_eq(value, S("light"))  ? THEME_LIGHT
                   : str_eq(value, S("dark")) ? THEME_DARK
                                              : THEME_AUTO;
    r->plain = str_eq_nocase(http_header(q, S("save-data")), S("on"));
    if (http_cookie(q, S("lang"), &value) && lang_parse(value, &r->lang))
        return;
    if (r->who.has_lang)
        r->lang = r->who.lang;
    else if (!lang_accepted(http_header(q, S("accept-language")), &r->lang))
        r->lang = LANG_VI;
}

/* ---- who, and may they ------------------------------------------------------------------------ */

static enum rc find_session(struct web_call *wc)
{
    if (!wc->session.p)
        return RC_OK;
    enum rc rc = wc->w->cfg.auth->session(&wc->r.c, wc->session, &wc->r.who);
    if (rc == RC_NOT_FOUND) {
        wc->r.who = (struct web_who){0};
        wc->r.c.faults = NULL;
        rc = RC_OK;
    }
    if (rc == RC_OK && wc->r.who.session)
        wc->w->cfg.auth->seen(wc->r.who.session, wc->r.c.now);
    return rc;
}

static enum rc find_token(struct web_call *wc)
{
    const struct http_request *q = &wc->http->req;
    str given = http_header(q, S("authorization"));
    if (!given.p)
        return RC_OK;
    struct str_cut cut = str_cut(given, ' ');
    enum rc rc = RC_NOT_FOUND;
    if (http_header_count(q, S("authorization")) == 1 && str_eq_nocase(cut.head, S("bearer")) &&
        cut.tail.n > 0 && cut.tail.n <= 256)
        rc = wc->w->cfg.auth->token(&wc->r.c, cut.tail, &wc->r.who);
    if (rc != RC_NOT_FOUND)
        return rc;
    wc->r.who = (struct web_who){0};
    wc->r.c.faults = NULL;
    return web__refuse(wc, RC_DENIED, PROBLEM_TOKEN);
}

enum rc web__gate(struct web_call *wc)
{
    const struct route *route = wc->r.route;
    struct web_who *who = &wc->r.who;
    enum rc rc = wc->api ? find_token(wc) : find_session(wc);
    if (wc->api && (rc == RC_OK || wc->problem == PROBLEM_TOKEN) && web__api_rate(wc) != RC_OK)
        rc = web__refuse(wc, RC_BUSY, PROBLEM_RATE);
    if (rc != RC_OK) {
        *who = (struct web_who){0};
        return rc;
    }
    wc->r.c.actor = who->actor;
    if (who->has_lang)
        web__preferences(wc);
    if (!route)
        return RC_OK;
    bool open = route->need == PERM_PUBLIC;
    if (who->pending.s.p && !open && !(route->flags & ROUTE_PENDING))
        return web__refuse(wc, RC_DENIED, PROBLEM_PENDING);
    wc->gated = wc->w->cfg.auth->may(who->actor, route->need);
    if (wc->gated)
        return RC_OK;
    if (who->actor)
        return web__refuse(wc, RC_DENIED, who->over ? PROBLEM_OVER : PROBLEM_DENIED);
    if (wc->api)
        return web__refuse(wc, RC_DENIED, wc->cookie_on_api ? PROBLEM_COOKIE : PROBLEM_TOKEN);
    return web__refuse(wc, RC_DENIED, PROBLEM_SIGN_IN);
}
