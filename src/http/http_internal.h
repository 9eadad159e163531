/*
 * http_internal.h - what the files of this folder share: loop, connection, call, and the
 * reading of a head. Nobody else includes it.
 *
 * Who owns what: a connection belongs to its loop's thread. A call belongs to the loop
 * while it is read and sent, to the handler in between (call->phase says which). When a
 * connection dies, its call's `conn` becomes NULL and the call is released by whatever it
 * still waits for: the answer, a write, a file operation.
 */
#ifndef MOTCUA_HTTP_INTERNAL_H
#define MOTCUA_HTTP_INTERNAL_H

#include <llhttp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <uv.h>

#include "host/net.h"
#include "host/thread.h"
#include "http/http.h"

#define HTTP__SLICE ((size_t)64 * 1024) /* one read, one spool write, one file read */
#define HTTP__LINGER_MS 2000            /* bounded drain after an early answer */
#define HTTP__LINGER_BYTES (1024 * 1024)
#define HTTP__SWEEP_MS 100
#define HTTP__GZIP_FROM 1024
#define HTTP__FIELDS_MAX ((size_t)20 * 1024) /* header lines of a reply */
#define HTTP__HEADERS_MAX 1000

/* ---- head.c: the shape of a head; pure ---- */

enum http__scan { HTTP__SCAN_MORE, HTTP__SCAN_DONE, HTTP__SCAN_BAD };
/* Looks for the end of the head in p[0..n) from *at on; *at moves, also between calls. DONE:
 *at is the length of the head with its empty line. BAD: bare CR or LF, control byte. */
enum http__scan http__head_scan(const char *p, size_t n, size_t *at);

struct http__why {
    int status;
    const char *what; /* for the log; a constant */
};
#define HTTP__FINE ((struct http__why){0, NULL})

struct http__head {
    enum http_method method;
    int minor; /* HTTP/1.minor */
    str target, path, query, host;
    struct http_header headers[HTTP__HEADERS_MAX];
    int header_n, header_max;
    int64_t content_length; /* -1 = none sent */
    bool chunked, expect, keep_alive, trailers, broken;
};
/* Request line and header lines: what llhttp lets pass is refused here. */
struct http__why http__head_lines(str raw, int header_max);
/* After llhttp has filled h: Host, lengths, Expect, target. `mem` takes the decoded path. */
struct http__why http__head_meaning(struct http__head *h, struct arena *mem);
bool http__is_token(str s);
bool http__field_value_ok(str s);

/* ---- parse.c: llhttp's side ---- */

struct http__call;
/* Reads a complete head into h; `raw` must outlive h. The parser is left ready for the body. */
struct http__why http__parse_head(llhttp_t *parser, struct http__head *h, str raw);
enum http__feed {
    HTTP__FEED_MORE,
    HTTP__FEED_COMPLETE,
    HTTP__FEED_BAD,
    HTTP__FEED_TOO_LARGE,
    HTTP__FEED_NO_MEMORY
};
/* Body bytes: the content goes to the call's buffer; *ret_used says how many were taken. */
enum http__feed http__parse_body(llhttp_t *parser, struct http__call *call, const char *p, size_t n,
                                 size_t *ret_used);

/* ---- the running server ---- */

enum http__state {               /* of a connection */
                   HTTP__IDLE,   /* nothing of the next request has arrived */
                   HTTP__HEAD,   /* part of a head has */
                   HTTP__BODY,   /* call exists, its body is being read */
                   HTTP__CALL,   /* with the handler */
                   HTTP__SEND,   /* the answer is leaving */
                   HTTP__LINGER, /* answered early; what still comes is thrown away */
                   HTTP__CLOSING
};

struct http__conn {
    uv_tcp_t tcp; /* first */
    uv_shutdown_t shutdown;
    struct http__loop *loop;
    struct http__conn *next, *prev;           /* every connection of the loop */
    struct http__conn *wait_next, *wait_prev; /* those in IDLE and HEAD, longest first */
    enum http__state state;
    bool waiting, reading, eof, fresh, running, skipped;
    uint64_t since; /* the state's deadline counts from here (uv_now) */
    uint64_t moved; /* last progress of a body or an answer */
    size_t queued;  /* write queue at the last sweep */
    size_t scanned; /* of the head, already looked at */
    size_t drained;
    char *in; /* read, not yet used */
    size_t in_n, in_cap;
    struct http__call *call;
    llhttp_t parser;
    uint64_t peer_key; /* 0 = not counted: a front */
    bool front;
    str peer;
    char peer_text[HOST_ADDR_TEXT];
};

enum http__phase { HTTP__READING, HTTP__HANDLER, HTTP__SENDING };

struct http__call {
    struct http_call pub; /* first */
    struct http__loop *loop;
    struct http__conn *conn; /* NULL when it has gone */
    struct http__call *next; /* free list, or answers waiting for the loop */
    enum http__phase phase;
    bool inline_answer, in_handler, busy, keep_alive, http10, has_body, body_done;
    uint64_t began; /* uv_hrtime */
    /* body being read */
    int64_t limit, body_n, raw_n;
    const char *framing; /* first byte not yet known to be content */
    char framing_last;
    char *body;
    size_t body_len, body_cap;
    int64_t spooled;
    int spool_fd;
    uv_fs_t fs;
    /* answer */
    struct http_reply reply;
    struct http_file file;
    char *gzip;
    size_t gzip_n;
    uv_write_t write;
    char *head, *chunk;
    int64_t handed; /* bytes given to libuv */
    str fields;     /* header lines of the reply */
    char *fields_big;
    bool bad_reply;
    char fields_small[1024]; /* last: not cleared */
};

struct http__stats {
    _Atomic int64_t requests, by_class[6], refused[HTTP_REFUSAL_COUNT], bytes_in, bytes_out, accepted,
        connections, calls, spooled;
};

struct http__loop {
    struct http_server *server;
    struct host_thread thread;
    bool opened, started;
    uv_loop_t uv;
    uv_async_t wake;
    uv_timer_t sweep;
    uv_tcp_t listeners[4];
    int listener_n;
    struct http__conn *conns, *wait_first, *wait_last;
    struct http__call *free_calls;
    int conn_n, free_n, call_n;
    bool draining, sweeping;
    uint64_t drain_until;
    pthread_mutex_t lock; /* guards answers and stop_ms */
    struct http__call *answers;
    int stop_ms; /* < 0 until asked to stop */
    int64_t date_second;
    char date[32];
    struct http__head parsed;
    char read_buf[HTTP__SLICE];
    char head_buf[24 * 1024];
    struct http__stats stats;
};

struct http__pool;
struct http__peers;

#define HTTP__FRONTS 8
struct http_server {
    struct http_config config;
    char *spool;
    struct http__loop *loops[64];
    int loop_n, listen_n;
    int ports[4];
    struct http__peers *peers;
    struct http__pool *pool;
    char fronts[HTTP__FRONTS][HOST_ADDR_TEXT];
    int front_n;
};

static inline void http__count(_Atomic int64_t *counter, int64_t by)
{
    /* one writer a counter: its loop */
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + by,
                          memory_order_relaxed);
}

/* loop.c */
MUST_USE int http__loop_start(struct http__loop *l, const int *listen_fds, int n);
void http__loop_ask_stop(struct http__loop *l, int drain_ms);
void http__loop_end(struct http__loop *l);
void http__loop_check_end(struct http__loop *l);
void http__loop_sweep_on(struct http__loop *l);

/* conn.c */
void http__conn_accept(struct http__loop *l, uv_stream_t *listener);
void http__conn_close(struct http__conn *c);
void http__conn_sweep(struct http__conn *c, uint64_t now);
void http__conn_drain(struct http__conn *c);
/* Goes on with what has been read; called when a call has ended or a spool write is done. */
void http__conn_go_on(struct http__conn *c);
void http__conn_enter(struct http__conn *c, enum http__state state);
void http__conn_read(struct http__conn *c, bool on);
/* Ends the connection with an answer of our own. */
void http__conn_refuse(struct http__conn *c, enum http_refusal why, int status, const char *what);
void http__conn_linger(struct http__conn *c);

/* call.c */
struct http__call *http__call_new(struct http__conn *c);
void http__call_release(struct http__call *call, bool cut);
/* The head is complete: parse, ask on_head, begin the body or the handler. */
void http__call_begin(struct http__conn *c, const char *head, size_t n);
/* The body has been read: calls the handler. */
void http__call_complete(struct http__call *call);
/* Body bytes for c->call; how many were used. */
size_t http__call_body(struct http__conn *c, const char *p, size_t n);
void http__call_answered(struct http__call *call);
void http__call_this_loop(const struct http__loop *l); /* once, by the loop's thread */

/* spool.c */
/* Should what is buffered go to the file now? */
bool http__spool_due(const struct http__call *call);
/* Starts the write; the connection rests until it is done. False: refused. */
bool http__spool_flush(struct http__call *call);

/* send.c */
void http__take_reply(struct http__call *call, const struct http_reply *reply);
void http__send(struct http__call *call);
void http__send_refusal(struct http__conn *c, int status);
void http__gzip(struct http__call *call);
const char *http__reason(int status);

/* pool.c */
struct http__pool *http__pool_new(int workers, int queue);
void http__pool_free(struct http__pool *p);
void http__pool_metrics(struct http__pool *p, struct http_metrics *m);

/* peer.c */
struct http__peers *http__peers_new(int per_peer);
void http__peers_free(struct http__peers *p);
uint64_t http__peers_key(const struct host_addr *a);
bool http__peers_enter(struct http__peers *p, uint64_t key);
void http__peers_leave(struct http__peers *p, uint64_t key);

/* front.c */
MUST_USE enum rc http__fronts_read(struct ctx *c, struct http_server *s, str list);
bool http__is_front(const struct http_server *s, str peer);
str http__peer_of(const struct http__conn *c, const struct http_request *r, struct arena *mem);

#endif
