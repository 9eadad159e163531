/*
 * lib_client.h - a small HTTP client for tests: raw sockets, exact bytes out, answers read
 * by the rules (Content-Length; no chunked answers exist here). Never retries, never
 * follows. Blocks at most `timeout_ms` on each read.
 */
#ifndef MOTCUA_TESTS_HTTP_LIB_CLIENT_H
#define MOTCUA_TESTS_HTTP_LIB_CLIENT_H

#include "core/str.h"

struct client {
    int fd; /* -1 = not connected, or ended */
    char *in;
    size_t n, cap;
};

struct answer {
    int status; /* 0 = the server closed without an answer */
    str head;   /* with its empty line */
    str body;
};

/* 127.0.0.1:port; false when refused. */
bool client_open(struct client *c, int port, int timeout_ms);
void client_close(struct client *c);
bool client_send(struct client *c, str bytes);
/* The next answer; strings in mem. `head_only` after a HEAD. False when what came is no answer. */
bool client_read(struct client *c, struct arena *mem, bool head_only, struct answer *ret_answer);
/* True if the server has ended the connection and nothing is left to read. */
bool client_ended(struct client *c);
/* Everything until the end (or the time-out). */
str client_rest(struct client *c, struct arena *mem);
/* A header of an answer by name; absent when not there. */
str answer_header(const struct answer *a, str name);
/* The n-th of that name (0 first). */
str answer_header_at(const struct answer *a, str name, int n);

/* Open, send, read one answer, close. */
bool client_once(int port, struct arena *mem, str bytes, struct answer *ret_answer);

/* The same bytes over `n` connections at once: each one's answer. False when one got none. */
struct client_twin {
    int status;
    char place[128]; /* Location */
};
bool client_twins(int port, str bytes, int n, struct client_twin *ret_twins);

#endif
