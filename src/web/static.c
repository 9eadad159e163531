/*
 * static.c - style sheets, icons, fonts, scripts: compiled in, served from memory on the
 * loop thread under /static/<bundle>/<name>, kept by browsers for a year. The bundle is one
 * hash over all files, so that a style sheet may name its fonts relatively. Text is gzipped
 * once at start.
 */
#include <string.h>
#include <zlib.h>

#include "core/embed.h"
#include "web/internal.h"
#include "web/web_http.h"

struct static_file {
    str name, type, plain, gzip; /* gzip absent where it gains nothing */
    href to;
};
struct static_files {
    str bundle;
    struct static_file *v;
    ptrdiff_t n;
};

static str type_of(str name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".woff2", "font/woff2"},
        {".png", "image/png"},
        {".txt", "text/plain; charset=utf-8"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ends(name, str_of(types[i].ending)))
            return str_of(types[i].type);
    return S("application/octet-stream");
}

static str gzip(struct arena *mem, str plain)
{
    z_stream z = {0};
    size_t room = (size_t)plain.n + 64;
    unsigned char *to = arena_alloc(mem, room);
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return STR_NONE;
    z.next_in = (Bytef *)(uintptr_t)plain.p;
    z.avail_in = (uInt)plain.n;
    z.next_out = to;
    z.avail_out = (uInt)room;
    int done = deflate(&z, Z_FINISH);
    str out = {(const char *)to, (ptrdiff_t)z.total_out};
    (void)deflateEnd(&z);
    return done == Z_STREAM_END && out.n < plain.n * 9 / 10 ? out : STR_NONE;
}

static struct static_file load(struct arena *mem, const struct embed *e, str bundle)
{
    struct static_file f = {.name = str_of(e->name),
                            .type = type_of(str_of(e->name)),
                            .plain = {(const char *)e->bytes, (ptrdiff_t)e->size}};
    bool packed = str_ends(f.name, S(".woff2")) || str_ends(f.name, S(".png"));
    f.gzip = packed ? STR_NONE : gzip(mem, f.plain);
    f.to = (href){str_fmt(mem, "/static/%.*s/%s", STR_ARG(bundle), e->name)};
    return f;
}

struct static_files *web__static_new(struct arena *mem)
{
    struct static_files *s = NEW(mem, struct static_files);
    struct sha256 all;
    sha256_start(&all);
    for (const struct embed *e = embed_static; e->name; e++, s->n++)
        sha256_add_str(&all, str_fmt(mem, "%s %s\n", e->name, e->hash));
    struct digest d = sha256_end(&all);
    s->bundle = str_sub(digest_hex(mem, &d), 0, 16);
    s->v = NEW_N(mem, struct static_file, s->n);
    for (ptrdiff_t i = 0; i < s->n; i++)
        s->v[i] = load(mem, &embed_static[i], s->bundle);
    return s;
}

static const struct static_file *find(const struct static_files *s, str name)
{
    ptrdiff_t low = 0, high = s->n; /* sorted by name (tools/embed.c) */
    while (low < high) {
        ptrdiff_t mid = low + (high - low) / 2;
        int order = str_cmp(s->v[mid].name, name);
        if (order == 0)
            return &s->v[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

href web__static_href(const struct web *w, const char *name)
{
    const struct static_file *f = find(w->files, str_of(name));
    return f ? f->to : HREF_NONE;
}

/* A page of an older version may still ask for its bundle: it gets today's file, unkept. */
bool web__static(struct web_call *wc)
{
    str path = wc->http->req.path;
    enum http_method method = wc->http->req.method;
    if (!str_starts(path, S("/static/")) || (method != GET && method != HEAD))
        return false;
    struct str_cut cut = str_cut(str_sub(path, 8, path.n - 8), '/');
    const struct static_file *f = find(wc->w->files, cut.tail);
    if (!f)
        return false;
    bool kept = str_eq(cut.head, wc->w->files->bundle),
         packed = f->gzip.p && http_accepts_gzip(&wc->http->req);
    web__reply_begin(wc);
    web__header(wc, S("content-type"), f->type);
    web__header(wc, S("cache-control"),
                kept ? S("public, max-age=31536000, immutable") : S("no-cache"));
    web__header(wc, S("x-content-type-options"), S("nosniff"));
    web__header(wc, S("cross-origin-resource-policy"), S("same-origin"));
    if (f->gzip.p)
        web__header(wc, S("vary"), S("Accept-Encoding"));
    if (packed)
        web__header(wc, S("content-encoding"), S("gzip"));
    wc->reply.status = 200;
    wc->reply.body = packed ? f->gzip : f->plain;
    wc->reply.ready = true;
    return true;
}

enum rc web__favicon(struct req *r)
{
    const struct static_file *f = find(r->call->w->files, S("favicon.svg"));
    return f ? show_bytes(r, f->type, f->plain, STR_NONE) : RC_NOT_FOUND;
}

enum rc web__robots(struct req *r)
{
    return show_bytes(r, S("text/plain; charset=utf-8"),
                      S("User-agent: *\nDisallow: /work\nDisallow: /admin\nDisallow: /account\n"),
                      STR_NONE);
}
