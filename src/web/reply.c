/* reply.c - the answer being built, and the headers every answer carries. */
#include "web/internal.h"

#include <string.h>

#include "pdf/pdf.h"
#include "web/form_read.h"

static const struct http_header page_headers[] = {
    {S_INIT("content-security-policy"),
     S_INIT("default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src "
            "'self'; connect-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'")},
    {S_INIT("cross-origin-opener-policy"), S_INIT("same-origin")},
    {S_INIT("permissions-policy"),
     S_INIT("camera=(), geolocation=(), microphone=(), payment=(), usb=()")},
};
static const struct http_header data_headers[] = {
    {S_INIT("content-security-policy"), S_INIT("default-src 'none'; sandbox; frame-ancestors 'none'")},
};
/* same-origin, not no-referrer: under that, browsers send `Origin: null` with our own forms. */
static const struct http_header all_headers[] = {
    {S_INIT("x-content-type-options"), S_INIT("nosniff")},
    {S_INIT("referrer-policy"), S_INIT("same-origin")},
    {S_INIT("cross-origin-resource-policy"), S_INIT("same-origin")},
};

void web__reply_begin(struct web_call *wc)
{
    wc->reply = (struct reply){0};
    wc->shown = NULL;
}

void web__header(struct web_call *wc, str name, str value)
{
    BUG_IF(wc->reply.header_n == HEADERS_MAX);
    wc->reply.headers[wc->reply.header_n++] = (struct http_header){name, value};
}

static void add_all(struct web_call *wc, const struct http_header *h, size_t n)
{
    for (size_t i = 0; i < n; i++)
        web__header(wc, h[i].name, h[i].value);
}

static str header_of(const struct web_call *wc, str name)
{
    for (int i = 0; i < wc->reply.header_n; i++)
        if (str_eq(wc->reply.headers[i].name, name))
            return wc->reply.headers[i].value;
    return STR_NONE;
}

/* Does If-None-Match name the answer's own tag? Weak comparison, as RFC 9110 asks. */
static bool not_modified(const struct web_call *wc)
{
    str tag = header_of(wc, S("etag")), asked = http_header(&wc->http->req, S("if-none-match"));
    if (!tag.p || !asked.p || wc->reply.status != 200 || !wc->r.route || wc->r.route->method != GET)
        return false;
    for (struct str_cut cut = str_cut(asked, ',');; cut = str_cut(cut.tail, ',')) {
        str one = str_trim(cut.head);
        if (str_starts(one, S("W/")))
            one = str_sub(one, 2, one.n - 2);
        if (str_eq(one, tag) || str_eq(one, S("*")))
            return true;
        if (!cut.found)
            return false;
    }
}

/* What belongs to one person is kept by nobody; the rest is asked for again each time. */
void web__finish(struct web_call *wc)
{
    struct reply *p = &wc->reply;
    str type = header_of(wc, S("content-type"));
    bool page = type.p && str_starts(type, S("text/html")), personal = wc->r.who.actor || p->cookie.p;
    BUG_IF(p->status == 0);
    if (not_modified(wc)) {
        p->status = 304;
        p->body = S("");
    }
    if (page)
        add_all(wc, page_headers, sizeof page_headers / sizeof *page_headers);
    else
        add_all(wc, data_headers, sizeof data_headers / sizeof *data_headers);
    add_all(wc, all_headers, sizeof all_headers / sizeof *all_headers);
    if (wc->w->secure)
        web__header(wc, S("strict-transport-security"), S("max-age=31536000"));
    if (!header_of(wc, S("cache-control")).p)
        web__header(wc, S("cache-control"),
                    personal || p->status >= 400 ? S("no-store") : S("private, no-cache"));
    if (page)
        web__header(wc, S("vary"), S("Cookie, Accept-Language, Save-Data"));
    if (p->place.p)
        web__header(wc, S("location"), p->place);
    if (p->cookie.p)
        web__header(wc, S("set-cookie"), p->cookie);
    web__header(wc, S("x-request-id"), wc->request_id);
    if (wc->rate.limit)
        web__rate_headers(wc);
    p->ready = true;
}

/* ---- what handlers call ------------------------------------------------------------------- */

enum rc see_other(struct req *r, href to)
{
    r->call->reply.status = 303;
    r->call->reply.place = to.s;
    r->call->reply.body = S("");
    return RC_OK;
}

enum rc show_bytes(struct req *r, str type, str bytes, str download_name)
{
    struct web_call *wc = r->call;
    web__header(wc, S("content-type"), type);
    if (download_name.p)
        web__header(wc, S("content-disposition"), file_disposition(r->c.mem, download_name));
    wc->reply.status = 200;
    wc->reply.body = bytes;
    return RC_OK;
}

enum rc show_pdf(struct req *r)
{
    str pdf;
    const enum rc rc = pdf_paint(&r->c, r->kept, &pdf);
    return rc ? rc : show_bytes(r, S("application/pdf"), pdf, STR_NONE);
}

enum rc show_file(struct req *r, const struct file *f)
{
    struct web_call *wc = r->call;
    struct http_file *body = NEW(r->c.mem, struct http_file);
    enum rc rc = file_open_read(&r->c, wc->w->cfg.files, f, &body->fd);
    if (rc != RC_OK)
        return rc;
    body->n = f->size;
    body->borrowed = true;
    web__header(wc, S("content-type"), file_type_mime(f->type));
    web__header(wc, S("content-disposition"), file_disposition(r->c.mem, f->name));
    wc->reply.status = 200;
    wc->reply.file = body;
    return RC_OK;
}

enum rc show_bundle(struct req *r, const struct file_member *v, ptrdiff_t n, str name)
{
    struct web_call *wc = r->call;
    struct http_file *body = NEW(r->c.mem, struct http_file);
    const enum rc rc = file_bundle(&r->c, wc->w->cfg.files, v, n, &body->fd, &body->n);
    if (rc != RC_OK)
        return rc;
    body->borrowed = true;
    web__header(wc, S("content-type"), S("application/zip"));
    web__header(wc, S("content-disposition"), file_disposition(r->c.mem, name));
    wc->reply.status = 200;
    wc->reply.file = body;
    return RC_OK;
}

enum rc show_json(struct req *r, int status, const struct api_table *t, const void *facts)
{
    struct web_call *wc = r->call;
    struct buf b = buf_new(r->c.mem, PAGE_MAX);
    web__json_facts(&b, wc, t, facts);
    if (buf_full(&b))
        return RC_UNAVAILABLE;
    web__header(wc, S("content-type"), S("application/json"));
    wc->reply.status = status;
    wc->reply.body = buf_str(&b);
    return RC_OK;
}

enum rc show_created(struct req *r, href location, const struct api_table *t, const void *facts)
{
    r->call->reply.place = location.s;
    return show_json(r, 201, t, facts);
}

void req_etag(struct req *r, int64_t version)
{
    web__header(r->call, S("etag"), str_fmt(r->c.mem, "\"v%lld\"", (long long)version));
}

void req_session(struct req *r, str token)
{
    struct web_call *wc = r->call;
    wc->reply.cookie =
        str_fmt(r->c.mem, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", wc->w->cookie, STR_ARG(token),
                wc->w->secure ? "; Secure" : "", token.p ? "" : "; Max-Age=0");
}

/* Made again from the decoded pairs, so that nothing odd of the query reaches the header. */
void req_next(struct req *r, str cursor)
{
    struct http_pairs it = http_pairs(r->call->http->req.query, FORM_INPUTS_MAX);
    struct buf b = buf_new(r->c.mem, (size_t)16 * 1024);
    str name, value;
    if (!cursor.n)
        return;
    buf_fmt(&b, "<%.*s", STR_ARG(r->path));
    buf_add(&b, HREF(r->c.mem, "?cursor={}", cursor).s);
    while (http_pairs_next(&it, r->c.mem, &name, &value) == HTTP_PAIR)
        if (!str_eq(name, S("cursor")))
            buf_add(&b, HREF(r->c.mem, "&{}={}", name, value).s);
    buf_add(&b, S(">; rel=\"next\""));
    web__header(r->call, S("link"), buf_str(&b));
}

str param(const struct req *r, const char *name)
{
    int n = 0;
    str rest = str_of(r->route->path + 1), want = str_of(name);
    for (struct str_cut cut = str_cut(rest, '/');; cut = str_cut(cut.tail, '/')) {
        bool is_param = cut.head.n > 0 && cut.head.p[0] == ':';
        if (is_param && str_eq(str_sub(cut.head, 1, cut.head.n - 1), want))
            return r->call->match.params[n];
        n += is_param;
        BUG_IF(!cut.found); /* a handler asks for a name its route does not have */
    }
}

str req_header(const struct req *r, const char *name)
{
    return http_header(&r->call->http->req, str_of(name));
}

str req_peer(const struct req *r)
{
    return r->call->http->req.peer;
}

str req_origin(const struct req *r)
{
    return web_origin(r->call->w);
}
