/*
 * lib_front.h - a server in front of an engine's store for tests of pages: whoever is signed in is
 * named by the cookie `mc`, so a case says `as clerk` and is the clerk; to the API a bearer token of
 * that name is theirs. One way for every
 * folder's pages; what the pages show is the folder's own.
 */
#ifndef MOTCUA_TESTS_WEB_LIB_FRONT_H
#define MOTCUA_TESTS_WEB_LIB_FRONT_H

#include "db/lib_engine.h"
#include "http/lib_case.h"

#include "access/access.h"
#include "web/module.h"
#include "web/server.h"

struct front_actor {
    const char *cookie;
    struct actor *actor;
};
struct front_config {
    struct engine *e;
    const struct module *const *modules;
    const struct front_actor *actors; /* ends with a NULL cookie; must outlive the server */
    const char *listen;               /* NULL: a free port of 127.0.0.1 */
    str office;                       /* of staff, in the chrome */
    int64_t file_mb;                  /* 0: as the setting says */
    bool demo;
};
struct front {
    struct web *web;
    struct arena *mem;
    struct crypto_keys *keys;
    struct file_store *files;
    int port;
};

/* One at a time. 0, or -1 with what was wrong on stderr. */
int front_start(struct front *f, const struct front_config *config);
void front_stop(struct front *f);
/* For struct case_config. */
bool front_sign_in(struct case_run *run, str actor, void *arg);
/* Starts, runs every *.case of the folder (`prepare` before each file), stops. Exit code. */
int front_run_cases(const struct front_config *config, const char *folder,
                    void (*prepare)(struct case_run *run, void *arg));

#endif
