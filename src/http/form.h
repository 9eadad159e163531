/*
 * form.h - readers of what browsers send inside a request: urlencoded pairs (query and
 * body), cookies, multipart/form-data. Strict: what is malformed is refused, not mended.
 * Values are decoded once and valid UTF-8 without NUL; normalising them (NFC) is the
 * caller's. Each reader has a fuzzer in fuzz/.
 */
#ifndef MOTCUA_HTTP_FORM_H
#define MOTCUA_HTTP_FORM_H

#include "http/http.h"

/* application/x-www-form-urlencoded, a pair at a time. */
enum http_next { HTTP_PAIR, HTTP_END, HTTP_BAD };
struct http_pairs {
    str rest;
    int left;
};
/* `max` pairs at most: one more is HTTP_BAD. An absent str has none. */
struct http_pairs http_pairs(str encoded, int max);
/* The next pair, decoded into mem ('+' is a space). HTTP_BAD: bad escape, bad UTF-8, NUL,
   an empty name. A pair without '=' has an empty value. */
MUST_USE enum http_next http_pairs_next(struct http_pairs *it, struct arena *mem, str *ret_name,
                                        str *ret_value);
/* Is the media type of a Content-Type this one ("application/json")? Parameters are ignored. */
bool http_media_is(str content_type, str media);

/* A cookie of the request, as sent (no decoding). False when it is missing, malformed, or
   sent twice: an ambiguous cookie is no cookie. */
bool http_cookie(const struct http_request *r, str name, str *ret_value);
/* The same on one Cookie header's value, for other readers and the fuzzer. */
bool http_cookie_find(str header, str name, str *ret_value);

/* multipart/form-data (RFC 7578) from memory or spool, part by part, never whole in memory. */
struct http_part {
    str name;
    str filename; /* absent: a plain field; S(""): a file field left empty. UTF-8, as sent: a
                     label, never a path */
    str media;    /* Content-Type as sent; absent when not */
};
struct http_multipart_limits { /* 0 = the default in brackets */
    int parts;                 /* [200] */
    int64_t field_bytes;       /* [64 KiB] of a part without filename */
    int64_t file_bytes;        /* [the body's] of a part with one */
};
struct http_multipart_sink {
    /* Anything but RC_OK ends the reading with that code. `begin`'s strings live in c->mem. */
    enum rc (*begin)(void *arg, const struct http_part *part);
    enum rc (*data)(void *arg, str chunk); /* at most 64 KiB, borrowed for the call */
    enum rc (*end)(void *arg);
    void *arg;
};
/* RC_INVALID with http.multipart.malformed, .too_many_parts or .part_too_large (field = the
   part's name); RC_UNAVAILABLE when the spool cannot be read. Blocks on the spool: run it on a
   worker. A body that ends early, or goes on after the last boundary, is malformed. */
MUST_USE enum rc http_multipart_read(struct ctx *c, str content_type, const struct http_body *body,
                                     const struct http_multipart_limits *limits,
                                     const struct http_multipart_sink *sink);

#endif
