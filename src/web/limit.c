/*
 * limit.c - from where somebody asks, and how often they may: guesses at receipts' secrets by
 * address and by code, requests to /api by account or address. Counted in memory (access_rate):
 * a GET writes nothing, and another process starts from nothing, which costs a guesser of 60
 * bits little more than it gives.
 *
 * Invariant: beyond a limit nothing is looked up, so that a known code answers like an unknown one.
 * Whom a TLS front speaks for is decided in http (front.c).
 */
#include <netinet/in.h>

#include "host/net.h"
#include "web/internal.h"
#include "web/settings.h"

/* ---- from where -------------------------------------------------------------------------- */

/* A bare address, as one that can be listened on. */
static bool parse(struct arena *mem, str text, struct host_addr *ret_addr)
{
    const bool six = str_has(text, S(":"));
    return host_addr_parse(str_fmt(mem, six ? "[%.*s]:0" : "%.*s:0", STR_ARG(text)), ret_addr);
}

/* Who has one address of a /64 has them all. Absent: a TLS front on this machine that was not
   named, or does not say; behind its one address stands everybody, so it is not counted. */
static str network(const struct req *r)
{
    struct host_addr addr;
    const str peer = req_peer(r);
    if (!parse(r->c.mem, peer, &addr) || (r->call->w->secure && host_addr_is_loopback(&addr)))
        return STR_NONE;
    if (!str_has(peer, S(":")))
        return peer;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)(const void *)&addr.sa;
    return hex_of(r->c.mem, &six->sin6_addr, 8);
}

/* ---- guesses ------------------------------------------------------------------------------- */

static struct access_window from_address(void)
{
    return (struct access_window){'t', web_settings_now.guesses_from, 10 * MINUTE_US};
}
static struct access_window at_code(void)
{
    return (struct access_window){'d', web_settings_now.guesses_at, HOUR_US};
}

static enum rc too_many(struct req *r, int64_t wait_us)
{
    const str minutes = text_number(r->c.mem, r->lang, (wait_us + MINUTE_US - 1) / MINUTE_US);
    r->call->wait_us = wait_us;
    (void)fail_args(&r->c, RC_BUSY, NULL, "web.rate.wait", &minutes, 1);
    return web__refuse(r->call, RC_BUSY, PROBLEM_RATE);
}

enum rc req_guess(struct req *r, str code, str secret)
{
    const struct access_window from = from_address(), at = at_code();
    const str net = network(r);
    struct access_rate rate = {0};
    if (net.n)
        rate = access_rate(&from, net, 0, r->c.now);
    if (!rate.over && secret.n)
        rate = access_rate(&at, code, 0, r->c.now);
    return rate.over ? too_many(r, rate.reset_us) : RC_OK;
}

void req_guessed(struct req *r, str code, str secret)
{
    const struct access_window from = from_address(), at = at_code();
    const str net = network(r);
    if (net.n)
        (void)access_rate(&from, net, 1, r->c.now);
    if (secret.n)
        (void)access_rate(&at, code, 1, r->c.now);
}

/* ---- the API --------------------------------------------------------------------------------- */

enum rc web__api_rate(struct web_call *wc)
{
    const struct access_window w = {'a', web_settings_now.api_minute, MINUTE_US};
    struct req *r = &wc->r;
    const str who =
        r->who.actor_id ? str_fmt(r->c.mem, "account %lld", (long long)r->who.actor_id) : network(r);
    if (!who.n || !w.limit)
        return RC_OK;
    wc->rate = access_rate(&w, who, 1, r->c.now);
    wc->wait_us = wc->rate.reset_us;
    return wc->rate.over ? RC_BUSY : RC_OK;
}

/* As draft-ietf-httpapi-ratelimit-headers has them: what is allowed, what is left of it. */
void web__rate_headers(struct web_call *wc)
{
    struct arena *mem = wc->r.c.mem;
    web__header(wc, S("ratelimit-policy"),
                str_fmt(mem, "\"api\";q=%lld;w=60", (long long)wc->rate.limit));
    web__header(wc, S("ratelimit"),
                str_fmt(mem, "\"api\";r=%lld;t=%lld", (long long)wc->rate.left,
                        (long long)((wc->rate.reset_us + SECOND_US - 1) / SECOND_US)));
}
