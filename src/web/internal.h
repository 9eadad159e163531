/*
 * internal.h - shared inside web: the server, one call on its way, the answer being built.
 *
 * Invariants: 1. a call is answered exactly once, by web__send; 2. the answer is begun
 * afresh at each run of a handler (a unit may run more than once); 3. nothing is sent before
 * the commit; 4. who asks is read anew in every request, so a revoked session ends at once.
 */
#ifndef MOTCUA_WEB_INTERNAL_H
#define MOTCUA_WEB_INTERNAL_H

#include "access/access.h"
#include "core/buf.h"
#include "core/hash.h"
#include "crypto/crypto.h"
#include "db/db.h"
#include "http/form.h"
#include "web/api.h"
#include "web/route.h"
#include "web/server.h"
#include "web/web_view.h"

#define HEADERS_MAX 24
#define PAGE_MAX ((size_t)4 << 20)

/* What went wrong, beyond enum rc: rows of the table in problem.c, status and words. */
enum problem {
    PROBLEM_NONE,
    /* first the codes of enum rc, in its order */
    PROBLEM_NOT_FOUND,
    PROBLEM_INVALID,
    PROBLEM_DENIED,
    PROBLEM_CONFLICT,
    PROBLEM_BUSY,
    PROBLEM_UNAVAILABLE,
    PROBLEM_FAILED,
    PROBLEM_MALFORMED,
    PROBLEM_SIGN_IN,
    PROBLEM_TOKEN,  /* API: no bearer token, or not a good one */
    PROBLEM_COOKIE, /* API: a cookie instead of a token */
    PROBLEM_ORIGIN,
    PROBLEM_FORM_TOKEN,
    PROBLEM_PENDING,
    PROBLEM_OVER,
    PROBLEM_METHOD,
    PROBLEM_MEDIA,
    PROBLEM_STALE,
    PROBLEM_NO_VERSION,
    PROBLEM_NO_KEY,
    PROBLEM_KEY_REUSED,
    PROBLEM_HOST,
    PROBLEM_RATE,
    PROBLEM_COUNT
};

struct reply {
    int status;
    struct http_header headers[HEADERS_MAX];
    int header_n;
    str body;
    str place;  /* Location, kept with the idempotency key */
    str cookie; /* one Set-Cookie of the session */
    const struct http_file *file;
    bool compress, ready;
};

struct web_call {
    struct req r;
    struct web *w;
    struct http_call *http;
    struct route_match match;
    struct reply reply;
    enum problem problem; /* more exact than the rc that came back */
    struct fault *faults; /* of the refused write, for the redraw */
    str session;          /* the cookie's value; absent for a visitor */
    str request_id;
    str key; /* idempotency key; absent where none applies */
    struct digest body_hash;
    bool cookie_on_api, api;
    bool on_loop; /* a short read, not yet handed to a worker */
    bool gated;   /* may they: answered yes. Nothing of the route is drawn before */
    bool replayed, twin;
    int tries;
    struct store_unit unit;
    struct buf page;
    struct html_out out;
    const struct page *shown; /* the page being drawn */
    struct web_page *chrome;
    str form_key;
    struct access_rate rate; /* of the API; limit 0 = not counted */
    int64_t wait_us;         /* PROBLEM_RATE: Retry-After */
    bool held;               /* the page shows what was typed before the session ended */
};

struct web {
    struct web_config cfg;
    struct arena *mem;
    struct http_server *http;
    struct route_tree *routes;
    str origin, authority; /* of the base URL; origin is also what links are made of */
    bool secure, any_host;
    const char *cookie;
    struct crypto_key csrf, held;
    struct static_files *files;
    str openapi;
    struct web_counts *counts;
    struct web_ready *ready;
    _Atomic bool open; /* the port is known; before it nothing is answered */
};

/* dispatch.c */
void web__handle(struct http_call *call, void *arg);
void web__on_head(struct http_call *call, void *arg);
void web__send(struct web_call *wc);
enum rc web__refuse(struct web_call *wc, enum rc rc, enum problem p);
void web__answer_problem(struct web_call *wc, enum rc rc);
void web__clean_params(struct web_call *wc); /* of wc->match */

/* guard.c: who asks, and may they */
bool web__is_loopback_name(str host); /* port or not */
bool web__host_ok(const struct web_call *wc);
bool web__origin_ok(const struct web_call *wc);
bool web__token_ok(const struct web_call *wc, str token);
/* The account a page was made for, whatever became of its session; 0 = a visitor. */
bool web__token_owner(const struct web_call *wc, str token, int64_t *ret_actor);
void web__cookies(struct web_call *wc);
MUST_USE enum rc web__gate(struct web_call *wc); /* in a read: session or token, permission */
void web__preferences(struct web_call *wc);      /* language, theme, Save-Data */

/* input.c: body and query into r->in */
MUST_USE enum rc web__read_body(struct web_call *wc);
MUST_USE enum rc web__read_query(struct web_call *wc);
/* Of a form whose session is over: r->values, and whose page it was. Anything but RC_OK: it is not
   one that may be kept. */
MUST_USE enum rc web__read_held(struct web_call *wc, int64_t *ret_owner);

/* limit.c: once for each request to /api; RC_BUSY beyond the limit. */
MUST_USE enum rc web__api_rate(struct web_call *wc);
void web__rate_headers(struct web_call *wc);

/* held.c: true when the answer is ready: what was typed is kept, or there was nothing to keep. */
bool web__hold(struct web_call *wc);

/* idem.c */
MUST_USE enum rc web__idem_find(struct web_call *wc, bool *ret_found); /* sets the reply */
MUST_USE enum rc web__idem_keep(struct web_call *wc);

/* reply.c */
void web__reply_begin(struct web_call *wc);
void web__header(struct web_call *wc, str name, str value);
void web__finish(struct web_call *wc); /* security headers, caching, request id */

/* problem.c */
int web__problem_status(enum problem p);
enum problem web__problem_of(const struct web_call *wc, enum rc rc);
void web__problem_headers(struct web_call *wc, enum problem p);
void web__problem_json(struct web_call *wc, enum problem p);
void web__problem_page(struct web_call *wc, enum problem p);
str web__problem_title(const struct web_call *wc, enum problem p);
str web__problem_detail(const struct web_call *wc, enum problem p);
/* A fault in the reader's words, with the field's label. */
str web__fault_text(struct arena *mem, enum lang lang, const struct form *f, const struct fault *x);
str web__field_label(struct arena *mem, enum lang lang, const struct form *f, const struct field *x);

/* static.c */
struct static_files *web__static_new(struct arena *mem);
/* Answers and returns true when the path is one of ours. */
bool web__static(struct web_call *wc);
href web__static_href(const struct web *w, const char *name);

/* health.c */
struct web_counts *web__counts_new(struct arena *mem);

/* ready.c; NULL: no memory */
struct web_ready *web__ready_new(struct arena *mem, struct store *store, const char *spool);
void web__ready_free(struct web_ready *p);
/* RC_OK: the disk has room and the writer took a unit; an answer comes within two seconds. */
enum rc web__ready_ask(struct web_ready *p);
void web__done(const struct http_done *done, void *arg);
void web__refused(enum http_refusal why, int status, str peer, const char *what, void *arg);

/* api_write.c */
void web__json_facts(struct buf *b, const struct web_call *wc, const struct api_table *t,
                     const void *facts);

#endif
