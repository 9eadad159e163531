/*
 * lib_site.h - the dispatcher under test: a server on a free port over a fresh store, with a
 * small module of routes (notes) and a fake of accounts, so that the engine is tested without
 * any capability. Form labels borrow texts of the chrome.
 *
 * Cookies: citizen, citizen-again (the same account), clerk, former-clerk, pending. Tokens:
 * token-clerk, token-citizen. site_revoke ends a session.
 */
#ifndef MOTCUA_TESTS_WEB_LIB_SITE_H
#define MOTCUA_TESTS_WEB_LIB_SITE_H

#include "db/lib_engine.h"
#include "web/server.h"

struct site {
    struct engine *engine;
    struct web *web;
    struct arena *mem;
    struct crypto_keys *keys;
    struct file_store *files;
    int port;
};

/* NULL base_url: loopback. */
void site_start(struct site *s, struct engine *e, const char *base_url);
void site_stop(struct site *s);
void site_front(const char *address); /* before site_start; NULL: none is set */
void site_revoke(const char *cookie); /* NULL: nobody is revoked */
int64_t site_notes(struct site *s);   /* how many were stored */
/* How many forms are held; none of them shows `plain` as it was typed. */
int64_t site_held(struct site *s, str plain);
extern const struct module site_module;

#endif
