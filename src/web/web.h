/*
 * web.h - what a handler sees: routes as data, the request, the answers. The dispatcher
 * does session, permission, CSRF, form, idempotency, transaction and headers, so that no
 * handler can forget one. web_routes_check stops the boot on a route without `.need`, a
 * changing page route without `.form`, two routes for one address, or a handler missing.
 *
 * Life of a request: docs/internals/requests.md. GET: pool thread, snapshot, nothing
 * written. POST: pool thread `.before` (no transaction), then `.write` as a unit of the
 * writer; the answer leaves after the commit is durable. A refused `.write` (anything but
 * RC_OK) is rolled back and answered by `.again` (a read that redraws the page from
 * r->values and r->c.faults) or, without one, by the error page or problem+json.
 */
#ifndef MOTCUA_WEB_WEB_H
#define MOTCUA_WEB_WEB_H

#include "access/perm.h"
#include "core/ctx.h"
#include "core/i18n.h"
#include "html/html.h"
#include "http/http.h"
#include "web/form.h"

struct req;
typedef enum rc route_fn(struct req *r);

enum route_flag {
    ROUTE_API = 1,    /* JSON; bearer token only, cookies are refused */
    ROUTE_REPEAT = 2, /* safe to run twice: no idempotency row (sign-in, language) */
    ROUTE_VERSION =
        4, /* needs If-Match (API, else 428) or the hidden input `_version` (pages): r->version */
    ROUTE_KEY = 8,      /* API: Idempotency-Key is required */
    ROUTE_PENDING = 16, /* open to an account that first has to change its password or enrol */
    ROUTE_DATA = 32,    /* answers a file or text, no page */
    ROUTE_SHORT = 128,  /* a GET of a few look-ups by key: on SQLite answered on the loop thread */
    ROUTE_JSON = 256,   /* asked by the script of a page: refusals are problem+json, too */
    ROUTE_INLINE = 64,  /* a GET answered on the loop thread: no database, no file, never blocks */
};

struct route {
    enum http_method method; /* GET (answers HEAD too) POST PUT PATCH */
    const char *path;        /* "/dossiers/:pub/files/:no"; a literal segment wins over a parameter */
    route_fn *read;          /* GET; a POST with it instead of .write changes nothing */
    enum perm need;
    const struct form *form;     /* body of a changing route; query part of a GET */
    route_fn *write;             /* POST PUT PATCH, in the unit of work */
    route_fn *before;            /* pool thread, no transaction: passwords, files, PDFs */
    route_fn *again;             /* read that redraws after a refusal */
    route_fn *after;             /* pool thread, when .read's snapshot is closed: PDFs */
    unsigned flags;              /* enum route_flag */
    int64_t body_max;            /* bytes; 0 = 64 KiB, or the upload setting when the form has files */
    const struct api_table *out; /* API: what a 2xx answer holds, for openapi.json */
    const char *doc;             /* API: one line for openapi.json */
};

/* Who asks. Filled by the port below from the session cookie or the bearer token. */
struct web_who {
    struct actor *actor; /* NULL = visitor */
    int64_t actor_id;    /* scope of idempotency keys; 0 = visitor */
    int64_t session;     /* row id; 0 for visitors and tokens */
    str name, office;    /* shown in the chrome */
    bool staff;
    bool over;    /* in a post that was somebody else's, and that has ended */
    href pending; /* where an account has to go first (new password, second factor) */
    bool has_lang;
    enum lang lang;
};

/* The port to accounts (filled by access, connected by app, faked in tests). `session`
   and `token` run in a read snapshot: RC_NOT_FOUND = unknown, expired, idle or revoked. */
struct web_auth {
    enum rc (*session)(struct ctx *c, str token, struct web_who *ret_who);
    enum rc (*token)(struct ctx *c, str bearer, struct web_who *ret_who);
    bool (*may)(const struct actor *a, enum perm need); /* `a` NULL = visitor */
    void (*seen)(int64_t session, instant at);          /* memory only; a job flushes it */
};

enum theme { THEME_AUTO, THEME_LIGHT, THEME_DARK };

struct req {
    struct ctx c;
    const struct route *route;
    const void *in;            /* the parsed form, f->size bytes */
    struct form_values values; /* what was typed */
    struct web_who who;
    enum lang lang;
    enum theme theme;
    bool plain;            /* Save-Data: no web fonts */
    int64_t version;       /* If-Match or hidden `_version`; 0 = none */
    void *kept;            /* from .before to .write, from .read to .after */
    str path;              /* as asked, without the query part */
    struct web_call *call; /* the dispatcher's own */
};

/* A parameter of the path, percent-decoded and cleaned; BUG if the route has none such. */
str param(const struct req *r, const char *name);
/* A request header by lower-case name; STR_NONE. */
str req_header(const struct req *r, const char *name);
/* Numeric address of who asks, as the server saw it or a TLS front of ours told it. */
str req_peer(const struct req *r);

/* Guessing at a receipt's secret is counted by address and by code, in memory. Before the look-up:
   RC_OK, or RC_BUSY (answered 429 with Retry-After) so that a known and an unknown code cost and
   say the same; after a wrong one: req_guessed. `secret` empty: only the code was tried. */
MUST_USE enum rc req_guess(struct req *r, str code, str secret);
void req_guessed(struct req *r, str code, str secret);

/* Answers. All return RC_OK, so a handler ends with `return see_other(r, HREF(…));`
   Links are made with HREF and HREF_TO (html/html.h). */
enum rc see_other(struct req *r, href to);
enum layout { LAYOUT_PUBLIC, LAYOUT_QUESTION, LAYOUT_STAFF, LAYOUT_COUNTER };
/* Where a form or a sign-in was asked to return to; anything but a path of ours is "/". */
href web_back(struct req *r, str path);
/* A page: chrome around a compiled template, checked by the compiler:
   show_page(r, (&(struct page){.title = "dossier.show.title", .layout = LAYOUT_STAFF}),
   tpl_dossier_show, &view) Fields, error summary and paging links for the view: web/page.h. */
struct page {
    const char *title;   /* message key */
    str title_arg;       /* {0} */
    const char *section; /* which item of the navigation is current (module.h) */
    enum layout layout;
    int status; /* 0 = 200; a redraw has the refusal's */
    str search; /* staff: what was searched, kept in the field */
};
#define show_page(r, page, tpl, view) (tpl(page_begin((r), (page)), (view)), page_end(r))
struct html_out *page_begin(struct req *r, const struct page *p);
enum rc page_end(struct req *r);
/* JSON by the declared table; fields the actor may not see are left out. */
enum rc show_json(struct req *r, int status, const struct api_table *t, const void *facts);
enum rc show_created(struct req *r, href location, const struct api_table *t, const void *facts);
/* Bytes in r->c.mem, or a file of ours by path; always nosniff, `name` NULL = inline. */
enum rc show_bytes(struct req *r, str type, str bytes, str download_name);
/* `.after` of a paper: r->kept, a struct pdf_doc, painted by a child when the snapshot is closed;
   shown in the browser, from where it is printed. */
enum rc show_pdf(struct req *r);
enum rc show_file(struct req *r, const struct file *f); /* an attachment, never inline */

/* "https://mot-cua.example.vn": what addresses outside a page (QR, mail) begin with. */
str req_origin(const struct req *r);

/* Several as one ZIP; in .after, when the snapshot is closed. */
enum rc show_bundle(struct req *r, const struct file_member *v, ptrdiff_t n, str name);

/* Sign-in and sign-out: sets or clears the session cookie on the answer. */
void req_session(struct req *r, str token);
/* Strong ETag from the row's version; a GET whose If-None-Match has it answers 304. */
void req_etag(struct req *r, int64_t version);
/* Link rel="next" (RFC 8288): the address asked for with this cursor; absent cursor: none. */
void req_next(struct req *r, str cursor);
/* Values for the two hidden inputs of every form on the page. */
str req_form_token(struct req *r);
str req_form_key(struct req *r);

#endif
