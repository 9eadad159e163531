/* server.c - puts the pieces together and starts the HTTP server; see server.h. */
#include <stdatomic.h>

#include "web/form_read.h"
#include "web/internal.h"
#include "web/settings.h"

#define PROCESS_MEMORY ((size_t)64 << 20)

int64_t web__form_file_max(void)
{
    return web_settings_now.file_mb << 20;
}
int64_t web__form_body_max(void)
{
    return web_settings_now.body_mb << 20;
}

/* "https://host" or "http://host", nothing behind it. */
static bool take_base_url(struct web *w, str url)
{
    str rest;
    w->secure = str_starts(url, S("https://"));
    if (w->secure)
        rest = str_sub(url, 8, url.n - 8);
    else if (str_starts(url, S("http://")))
        rest = str_sub(url, 7, url.n - 7);
    else
        return false;
    for (ptrdiff_t i = 0; i < rest.n; i++) {
        char ch = rest.p[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '-' ||
              ch == ':' || ch == '[' || ch == ']'))
            return false;
    }
    w->origin = str_dup(w->mem, url);
    w->authority = str_dup(w->mem, rest);
    return rest.n > 0;
}

static enum rc prepare(struct ctx *c, struct web *w)
{
    str why = STR_NONE;
    w->routes = web__routes(w->mem, w->cfg.modules, &why);
    if (!w->routes)
        return fail_args(c, RC_INVALID, NULL, "web.routes.wrong", &why, 1);
    if (w->cfg.base_url.p && w->cfg.base_url.n > 0 && !take_base_url(w, w->cfg.base_url))
        return fail_args(c, RC_INVALID, "base_url", "web.base_url.wrong", &w->cfg.base_url, 1);
    w->any_host = !w->authority.p && w->cfg.insecure_ok;
    w->cookie = w->secure ? "__Host-mc" : "mc";
    w->csrf = crypto_keys_get(w->cfg.keys, "csrf");
    w->held = crypto_keys_get(w->cfg.keys, "held");
    w->files = web__static_new(w->mem);
    w->counts = web__counts_new(w->mem);
    w->ready = web__ready_new(w->mem, w->cfg.store, w->cfg.spool);
    return w->ready ? RC_OK : RC_UNAVAILABLE;
}

/* A TLS front named by the base URL may stand on this or another machine. */
static enum rc serve(struct ctx *c, struct web *w)
{
    struct http_config k = {
        .insecure_ok = w->cfg.insecure_ok || w->secure,
        .fronts = w->cfg.fronts,
        .workers = w->cfg.workers,
        .spool = w->cfg.spool,
        .limits = {.body_bytes = web__form_body_max() + (1 << 20)},
        .handler = web__handle,
        .on_head = web__on_head,
        .on_done = web__done,
        .on_refusal = web__refused,
        .arg = w,
    };
    for (int i = 0; i < 4; i++)
        k.listen[i] = w->cfg.listen[i];
    return http_server_start(c, &k, &w->http);
}

/* Where the first address led, for links, when no base URL says it. */
static void find_origin(struct web *w)
{
    str listen = w->cfg.listen[0];
    ptrdiff_t colon = listen.n;
    while (colon > 0 && listen.p[colon - 1] != ':')
        colon--;
    if (!w->origin.p)
        w->origin =
            str_fmt(w->mem, "http://%.*s:%d", (int)(colon - 1), listen.p, http_server_port(w->http, 0));
    w->openapi = web_openapi(w->mem, w->cfg.modules, w->origin);
    atomic_store(&w->open, true);
}

enum rc web_start(struct ctx *c, const struct web_config *config, struct web **ret_web)
{
    struct arena *mem = arena_new(PROCESS_MEMORY);
    if (!mem)
        return RC_UNAVAILABLE;
    struct web *w = NEW(mem, struct web);
    w->mem = mem;
    w->cfg = *config;
    enum rc rc = prepare(c, w);
    if (rc == RC_OK)
        rc = serve(c, w);
    if (rc == RC_OK)
        find_origin(w);
    if (rc != RC_OK) {
        web__ready_free(w->ready);
        arena_free(mem);
        return rc;
    }
    *ret_web = w;
    return RC_OK;
}

str web_origin(const struct web *w)
{
    return w->origin;
}

int web_port(const struct web *w, int i)
{
    return http_server_port(w->http, i);
}

void web_stop(struct web *w, int drain_ms)
{
    if (!w)
        return;
    http_server_stop(w->http, drain_ms);
    web__ready_free(w->ready);
    crypto_wipe(&w->csrf, sizeof w->csrf);
    crypto_wipe(&w->held, sizeof w->held);
    arena_free(w->mem);
}
