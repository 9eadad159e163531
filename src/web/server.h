/*
 * server.h - what app starts: the dispatcher over an HTTP server. Everything is passed in,
 * nothing is global, so a test runs several beside each other.
 */
#ifndef MOTCUA_WEB_SERVER_H
#define MOTCUA_WEB_SERVER_H

#include "web/module.h"
#include "web/web.h"

struct store;
struct file_store;
struct crypto_keys;
struct web;

struct web_config {
    const struct module *const *modules; /* ends with NULL; web_module is one of them */
    const char *const
        *groups; /* headings of links (module.h) that stand first; ends with NULL; may be NULL */
    const struct web_auth *auth;
    struct store *store;
    struct file_store *files;
    const struct crypto_keys *keys;
    str listen[4];
    bool insecure_ok; /* beyond loopback without TLS in front */
    str base_url;     /* "https://mot-cua.example.vn"; absent: loopback names, plain http */
    str fronts;       /* numeric addresses of TLS fronts, whose word on who asks is taken; see http.h */
    const char *spool;
    int workers;                    /* 0 = 2 x cores */
    bool demo;                      /* the chrome says so on every page */
    void (*metrics)(struct buf *b); /* more lines for /metrics; may be NULL */
};

/* RC_INVALID "web.routes.wrong" or "web.base_url.wrong", or what http_server_start says. */
MUST_USE enum rc web_start(struct ctx *c, const struct web_config *config, struct web **ret_web);
/* "http://127.0.0.1:8080" or the base URL. */
str web_origin(const struct web *w);
int web_port(const struct web *w, int i);
/* Lets what has begun finish, then frees it. */
void web_stop(struct web *w, int drain_ms);

/* Deletes idempotency rows older than 30 days; a low-priority unit, cut into small ones by
   the caller: *ret_gone < max means done. */
MUST_USE enum rc web_idempotency_sweep(struct ctx *c, int64_t max, int64_t *ret_gone);
/* The same for forms held for somebody who had to sign in again, when their hour is over. */
MUST_USE enum rc web_held_sweep(struct ctx *c, int64_t max, int64_t *ret_gone);

/* `motcua routes [--json]`: one line a route, sorted, for the golden file. */
str web_routes_text(struct arena *mem, const struct module *const *modules, bool json);
/* openapi.json of all API routes. */
str web_openapi(struct arena *mem, const struct module *const *modules, str origin);

/* Routes every server has (language, theme, favicon, openapi.json, health) and settings. */
extern const struct module web_module;

#endif
