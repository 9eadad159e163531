/*
 * lib_server.h - a server for the tests of http, with a handler that shows what it was
 * given: GET /const (2,000 bytes), /echo (method, path, query, headers, body), /pool
 * (answered by a worker), /later (by a worker after 50 ms), /held (by a worker, once let go),
 * /file?N, /sum (length and checksum of the body), /full (the arena overflows), /bad-reply,
 * /early (on_head says 404).
 */
#ifndef MOTCUA_TESTS_HTTP_LIB_SERVER_H
#define MOTCUA_TESTS_HTTP_LIB_SERVER_H

#include "http/http.h"

struct test_server {
    struct http_server *http;
    struct arena *mem;
    struct ctx c;
    int port;
    char folder[64];
};

/* `config` may be NULL; listen, spool and handler are filled in. Fails the test when it cannot. */
void test_server_start(struct test_server *t, const struct http_config *config);
void test_server_stop(struct test_server *t);
/* Lets every /held of this server be answered, those to come too. */
void test_server_let_go(void);

#endif
