/*
 * http.h - the HTTP/1.1 server: bytes in, one struct http_call out, one answer back.
 * Knows nothing of routes, sessions, templates or government; parsers of form bodies
 * and cookies stand in http/form.h. llhttp reads, libuv moves; the adapter refuses
 * what is ambiguous (README.md lists it), so a handler only ever sees one reading.
 *
 * Invariants: 1. every call that reaches the handler is answered exactly once, by
 * http_answer, from any thread; 2. a call, its arena and the body of its reply live
 * until the answer has left; nobody touches them after http_answer; 3. a connection runs
 * one call at a time, in order; 4. a body longer than body_memory never lies whole in
 * memory; 5. an arrival is read from the wall clock, deadlines from the monotonic one. When you add a
 * limit, add its default in server.c and its test.
 */
#ifndef MOTCUA_HTTP_HTTP_H
#define MOTCUA_HTTP_HTTP_H

#include "core/ctx.h"

enum http_method { METHOD_NONE, GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, METHOD_COUNT };
str http_method_name(enum http_method m);

struct http_header {
    str name, value; /* value trimmed, no control bytes, valid UTF-8 */
};

struct http_body {
    int64_t n; /* bytes; 0 = none */
    str mem;   /* all of it when fd < 0 */
    int fd;    /* unlinked spool file when n > body_memory, else -1; closed with the call */
};

struct http_request {
    enum http_method method;
    str target; /* as sent */
    str path;   /* percent-decoded once: begins with '/', valid UTF-8, no control byte, no dot
                   segment, no encoded '/'; "*" for OPTIONS * */
    str query;  /* raw, without '?'; absent when there is none; see http_pairs in form.h */
    str host;   /* authority as sent: never build links from it */
    const struct http_header *headers;
    int header_n;
    struct http_body body;
    str peer;        /* numeric address without port; behind a front of ours the one it names */
    instant arrived; /* when the request was complete (in on_head: when its head was) */
};

/* One request being answered. `mem` is the unit's arena (limits.call_memory); `user` is the
   handler's own. Everything in req lives as long as the call. */
struct http_call {
    struct arena *mem;
    struct http_request req;
    void *user;
};

/* By name, ASCII case ignored. Absent when not sent; the first one when sent twice. */
str http_header(const struct http_request *r, str name);
/* How often a header was sent, to refuse doubles. */
int http_header_count(const struct http_request *r, str name);
/* May the answer be gzipped: Accept-Encoding names gzip, or * where it does not, with a weight
   above 0. What is no weight is no consent. */
bool http_accepts_gzip(const struct http_request *r);
/* The whole body in memory: itself, or read from the spool into c->mem. RC_INVALID
   (http.body.too_large) when longer than max, RC_UNAVAILABLE when the spool cannot be read. */
MUST_USE enum rc http_body_all(struct ctx *c, const struct http_body *body, int64_t max, str *ret_body);

/* A range of an open file as the body; read in the background, never whole in memory. The
   descriptor passes to http, which closes it with the call, unless it is borrowed: then it
   must stay open as long as the call (call->mem closes it). */
struct http_file {
    int fd;
    int64_t from, n;
    bool borrowed;
};

struct http_reply {
    int status;                        /* 200..599 */
    const struct http_header *headers; /* copied by http_answer; 20 KiB in all */
    int header_n;                 /* not Content-Length, Connection, Date, Transfer-Encoding: ours */
    str body;                     /* must live in call->mem or for ever */
    const struct http_file *file; /* instead of body */
    bool compress;                /* may be gzipped: text > 1 KiB without secrets beside user input
                                     (BREACH); adds Vary; use weak ETags with it */
    bool close;                   /* end the connection after this answer */
};

/* Answers the call: thread-safe, returns at once, the bytes leave from the call's loop. HEAD
   sends the head only. A header with control bytes becomes a 500. Call it exactly once. */
void http_answer(struct http_call *call, const struct http_reply *reply);

/* In on_head only: this request's body may have at most n bytes (0 = no body allowed);
   more is refused with 413. The default is limits.body_bytes. */
void http_limit_body(struct http_call *call, int64_t n);

struct http_limits {     /* 0 = the default in brackets */
    int64_t head_bytes;  /* [16 KiB] request line and headers; more: 431 */
    int headers;         /* [100] */
    int64_t body_bytes;  /* [25 MiB] */
    int64_t body_memory; /* [64 KiB] */
    size_t call_memory;  /* [32 MiB] of each call's arena */
    int head_ms;         /* [10,000] from the first byte of the head (or from accept) */
    int idle_ms;         /* [60,000] between requests */
    int stall_ms;        /* [30,000] a body or an answer may stand still */
    int64_t rate;        /* [1,024] bytes per second a body, or an answer, must move ... */
    int grace_ms;        /* [10,000] ... once this much time has passed */
    int connections;     /* [10,000] in all; at the cap the longest waiting one makes room */
    int per_peer;        /* [1,024] of one address (IPv6: one /64) */
};

/* Why the server answered by itself; the order of http_metrics.refused. */
enum http_refusal {
    HTTP_REFUSED_MALFORMED, /* 400, 417 */
    HTTP_REFUSED_HEAD,      /* 431, 501, 505 */
    HTTP_REFUSED_BODY,      /* 413 */
    HTTP_REFUSED_SLOW,      /* 408, or cut while an answer was leaving */
    HTTP_REFUSED_CROWDED,   /* 503, or closed to make room: caps of all and of one peer */
    HTTP_REFUSED_RESOURCE,  /* 503, 500: memory, spool, a reply that cannot be sent */
    HTTP_REFUSAL_COUNT
};

struct http_done { /* for the access log; strings live during the hook only */
    const struct http_call *call;
    int status;
    int64_t sent_bytes, took_us;
    bool cut; /* the peer went away before the answer had left */
};

struct http_config {
    str listen[4];     /* "127.0.0.1:8080", "[::1]:8080", port 0 = any free one; unused ones absent */
    bool insecure_ok;  /* may listen beyond loopback without TLS */
    str fronts;        /* "127.0.0.1, 10.0.0.2": proxies, at most 8, whose last X-Forwarded-For hop is
                          the peer; limits.per_peer does not hold for them, they must hold their own */
    int loops;         /* [cores, at most 4] threads that move bytes */
    int workers;       /* [2 x cores] threads of http_pool_run */
    int queue;         /* [512] jobs waiting for a worker */
    const char *spool; /* folder for bodies; must exist */
    struct http_limits limits;
    /* On a loop thread, request complete, inside arena_run(call->mem): answer, or hand the
       call to another thread as the last act. Must not block. Unwinding answers 503. */
    void (*handler)(struct http_call *call, void *arg);
    /* Optional, same rules, head complete, body not yet read: may answer early (an error),
       or set the body's limit; must not hand the call over. */
    void (*on_head)(struct http_call *call, void *arg);
    void (*on_done)(const struct http_done *done, void *arg); /* optional */
    void (*on_refusal)(enum http_refusal why, int status, str peer, const char *what,
                       void *arg); /* optional */
    void *arg;
};

struct http_server;

/* Binds and serves; calls may reach the handler before this returns (http_call_server tells
   them where they are). RC_INVALID with http.listen.malformed or http.listen.not_loopback (field
   "listen"), or http.front.malformed ("trusted_front"), RC_UNAVAILABLE with http.listen.taken,
   http.spool.missing or http.start.failed. */
MUST_USE enum rc http_server_start(struct ctx *c, const struct http_config *config,
                                   struct http_server **ret_server);
/* The port of config.listen[i], as bound. */
int http_server_port(const struct http_server *s, int i);
/* Stops accepting, lets what has begun finish for at most drain_ms, cuts the rest, waits until
   every call handed out is answered, then frees the server. From any thread but its own. */
void http_server_stop(struct http_server *s, int drain_ms);

/* Runs fn(arg) on a worker. RC_BUSY when the queue is full: answer 503 with Retry-After. */
MUST_USE enum rc http_pool_run(struct http_server *s, void (*fn)(void *arg), void *arg);
/* The server a call came through. */
struct http_server *http_call_server(const struct http_call *call);

struct http_metrics {
    int64_t requests;    /* answered by the handler */
    int64_t by_class[6]; /* all answers, [2] = 2xx ... */
    int64_t refused[HTTP_REFUSAL_COUNT];
    int64_t bytes_in, bytes_out;
    int64_t accepted;
    int64_t connections, calls;         /* at this moment */
    int64_t pool_waiting, pool_running; /* at this moment */
    int64_t spooled;                    /* bodies that went to a spool file */
};
void http_server_metrics(const struct http_server *s, struct http_metrics *ret_metrics);

/* Is this "host:port" inside the machine: 127.0.0.0/8 or ::1? False when malformed. */
bool http_listen_is_loopback(str listen);

#endif
