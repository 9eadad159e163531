/*
 * input.c - what came with the request into r->in: the query of a GET, the body of a
 * changing request, its idempotency key, the version it was made for.
 */
#include <string.h>

#include "core/utf8.h"
#include "web/form_read.h"
#include "web/internal.h"

/* What mail programs and chat applications hang on links. Ignored, never an error. */
static bool is_tracking(str name)
{
    static const char *const names[] = {"fbclid", "zarsrc", "gclid", "mc_cid", "mc_eid", "igshid"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return str_starts(name, S("utm_"));
}

static void take_lang(struct web_call *wc, str value)
{
    if (str_eq(value, S("vi")))
        wc->r.lang = LANG_VI;
    else if (str_eq(value, S("en")))
        wc->r.lang = LANG_EN;
}

enum rc web__read_query(struct web_call *wc)
{
    static const struct field none[] = {{0}};
    static const struct form empty = {"web.none.", none, 1, NULL};
    struct req *r = &wc->r;
    const struct form *f = r->route->form && r->route->method == GET ? r->route->form : &empty;
    struct form_bag *b = web__bag_new(&r->c, f, &r->values);
    struct http_pairs it = http_pairs(wc->http->req.query, FORM_INPUTS_MAX);
    const void *in = NULL;
    str name, value;
    for (;;) {
        enum http_next next = http_pairs_next(&it, r->c.mem, &name, &value);
        if (next == HTTP_BAD)
            web__bag_malformed(b, S(""), "web.form.damaged");
        if (next != HTTP_PAIR)
            break;
        if (str_eq(name, S("lang")))
            take_lang(wc, value);
        else if (web__form_reserved(name))
            web__bag_malformed(b, name, "web.form.unknown");
        else if (!is_tracking(name))
            web__bag_text(b, name, value);
    }
    enum rc rc = web__bag_bind(b, &in);
    if (rc == RC_OK && r->route->method == GET)
        r->in = in;
    return rc;
}

/* ---- bodies -------------------------------------------------------------------------------- */

/* Keyed, so that a kept hash of a form with a password in it helps nobody to guess it. */
static void keep_hash(struct web_call *wc, struct digest inputs)
{
    struct buf b = buf_new(wc->r.c.mem, (size_t)64 * 1024);
    buf_add(&b, wc->r.path);
    buf_char(&b, '\n');
    buf_add(&b, (str){(const char *)inputs.b, sizeof inputs.b});
    struct crypto_mac mac = crypto_mac(&wc->w->csrf, buf_str(&b));
    memcpy(wc->body_hash.b, mac.b, sizeof wc->body_hash.b);
}

static enum rc read_urlencoded(struct web_call *wc)
{
    struct req *r = &wc->r;
    str body;
    struct digest hash = {0};
    enum rc rc = http_body_all(&r->c, &wc->http->req.body, wc->http->req.body.n, &body);
    if (rc != RC_OK)
        return rc;
    rc = web__form_urlencoded(&r->c, r->route->form, body, &r->values, &hash, &r->in);
    keep_hash(wc, hash);
    return rc;
}

static enum rc read_json(struct web_call *wc)
{
    struct req *r = &wc->r;
    str body;
    enum rc rc = http_body_all(&r->c, &wc->http->req.body, wc->http->req.body.n, &body);
    if (rc != RC_OK)
        return rc;
    keep_hash(wc, sha256_of(body));
    return form_parse_json(&r->c, r->route->form, body.n ? body : S("{}"), &r->in);
}

static enum rc read_multipart(struct web_call *wc, str type, int64_t actor)
{
    struct req *r = &wc->r;
    struct digest hash = {0};
    const struct form_body body = {.keeper = {&wc->w->csrf, actor},
                                   .content_type = type,
                                   .body = &wc->http->req.body,
                                   .files = wc->w->cfg.files};
    enum rc rc = web__form_multipart(&r->c, r->route->form, &body, &r->values, &hash, &r->in);
    keep_hash(wc, hash);
    return rc;
}

static enum rc read_by_type(struct web_call *wc, int64_t actor)
{
    const struct http_request *q = &wc->http->req;
    str type = http_header(q, S("content-type"));
    bool files = web__form_has_files(wc->r.route->form);
    if (http_header_count(q, S("content-type")) > 1 || http_header_count(q, S("content-encoding")) > 0)
        return web__refuse(wc, RC_INVALID, PROBLEM_MEDIA);
    if (files && http_media_is(type, S("multipart/form-data")))
        return read_multipart(wc, type, actor);
    if (wc->api && (http_media_is(type, S("application/json")) || (!type.p && q->body.n == 0)))
        return read_json(wc);
    if (!wc->api && http_media_is(type, S("application/x-www-form-urlencoded")))
        return read_urlencoded(wc);
    return web__refuse(wc, RC_INVALID, PROBLEM_MEDIA);
}

/* ---- a form whose session is over ---------------------------------------------------------- */

struct token_sink {
    struct buf text;
    bool here;
    str found;
};
static enum rc token_begin(void *arg, const struct http_part *part)
{
    struct token_sink *k = arg;
    k->here = !part->filename.p && str_eq(part->name, S("_token")) && !k->found.p;
    return RC_OK;
}
static enum rc token_data(void *arg, str chunk)
{
    struct token_sink *k = arg;
    if (k->here)
        buf_add(&k->text, chunk);
    return RC_OK;
}
static enum rc token_end(void *arg)
{
    struct token_sink *k = arg;
    if (k->here)
        k->found = buf_str(&k->text);
    return RC_OK;
}

/* The token alone, before a byte of a file is stored for somebody who is not signed in. */
static enum rc find_token(struct web_call *wc, str type, str *ret_token)
{
    struct token_sink k = {.text = buf_new(wc->r.c.mem, 512)};
    const struct http_multipart_sink sink = {token_begin, token_data, token_end, &k};
    const struct http_multipart_limits limits = {.parts = FORM_INPUTS_MAX};
    enum rc rc = http_multipart_read(&wc->r.c, type, &wc->http->req.body, &limits, &sink);
    *ret_token = k.found;
    return rc;
}

enum rc web__read_held(struct web_call *wc, int64_t *ret_owner)
{
    struct req *r = &wc->r;
    str type = http_header(&wc->http->req, S("content-type")), token = STR_NONE;
    const bool files = http_media_is(type, S("multipart/form-data"));
    enum rc rc = files ? find_token(wc, type, &token) : RC_OK;
    if (rc == RC_OK && files && !web__token_owner(wc, token, ret_owner))
        rc = RC_DENIED;
    if (rc == RC_OK)
        rc = read_by_type(wc, files ? *ret_owner : 0);
    /* What is wrong with it is said when it is sent again. */
    if (rc == RC_INVALID && wc->problem != PROBLEM_MEDIA && !form_malformed(&r->c))
        rc = RC_OK;
    if (rc == RC_OK && !web__token_owner(wc, form_value(&r->values, S("_token")), ret_owner))
        rc = RC_DENIED;
    r->c.faults = NULL;
    return rc;
}

/* ---- key and version ------------------------------------------------------------------------- */

static bool key_is_good(str key)
{
    for (ptrdiff_t i = 0; i < key.n; i++)
        if (key.p[i] < '!' || key.p[i] > '~')
            return false;
    return key.n >= 8 && key.n <= 128;
}

static str unquoted(str s)
{
    return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? str_sub(s, 1, s.n - 2) : s;
}

static enum rc take_key(struct web_call *wc)
{
    const struct route *route = wc->r.route;
    if (route->flags & ROUTE_REPEAT)
        return RC_OK;
    str key = wc->api ? unquoted(http_header(&wc->http->req, S("idempotency-key")))
                      : form_value(&wc->r.values, S("_key"));
    if (!key.p && wc->api && !(route->flags & ROUTE_KEY))
        return RC_OK;
    if (!key.p || !key_is_good(key))
        return web__refuse(wc, RC_INVALID, PROBLEM_NO_KEY);
    wc->key = key;
    return RC_OK;
}

/* "v12", as req_etag wrote it. A weak tag or another one cannot match: stale. */
static enum rc take_version(struct web_call *wc)
{
    const struct http_request *q = &wc->http->req;
    str tag = wc->api ? http_header(q, S("if-match")) : form_value(&wc->r.values, S("_version"));
    if (!tag.p && !(wc->r.route->flags & ROUTE_VERSION))
        return RC_OK;
    if (!tag.p || http_header_count(q, S("if-match")) > 1)
        return web__refuse(wc, RC_INVALID, PROBLEM_NO_VERSION);
    if (wc->api && (!str_starts(tag, S("\"v")) || !str_ends(tag, S("\""))))
        return web__refuse(wc, RC_CONFLICT, PROBLEM_STALE);
    str number = wc->api ? str_sub(tag, 2, tag.n - 3) : tag;
    if (!str_to_i64(number, &wc->r.version) || wc->r.version < 1)
        return web__refuse(wc, RC_CONFLICT, PROBLEM_STALE);
    return RC_OK;
}

enum rc web__read_body(struct web_call *wc)
{
    enum rc rc = wc->http->req.query.p && wc->http->req.query.n > 0 ? web__read_query(wc) : RC_OK;
    if (rc != RC_OK)
        return rc;
    rc = read_by_type(wc, wc->r.who.actor_id);
    /* The token first: what a foreign page sent is not even told what is wrong with it. */
    if (!wc->api && wc->problem != PROBLEM_MEDIA && (rc == RC_OK || rc == RC_INVALID) &&
        !web__token_ok(wc, form_value(&wc->r.values, S("_token"))))
        return web__refuse(wc, RC_DENIED, PROBLEM_FORM_TOKEN);
    if (rc == RC_OK)
        rc = take_key(wc);
    if (rc == RC_OK)
        rc = take_version(wc);
    return rc;
}
