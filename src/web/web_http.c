/* web_http.c - the pages every server has: language, theme, and what machines ask. */
#include "file/file_partial.h"
#include "web/internal.h"
#include "web/settings.h"
#include "web/web_http.h"

struct choice_in {
    str lang, theme, back;
};
static const struct field language_fields[] = {
    {"lang", F_CHOICE, .required = true, .hidden = true, .choices = "vi|en",
     .at = offsetof(struct choice_in, lang)},
    {"back", F_TEXT, .max = 500, .hidden = true, .at = offsetof(struct choice_in, back)},
    {0}};
static const struct form language_form = {"web.language.", language_fields, sizeof(struct choice_in),
                                          NULL};
static const struct field theme_fields[] = {
    {"theme", F_CHOICE, .required = true, .hidden = true, .choices = "auto|light|dark",
     .at = offsetof(struct choice_in, theme)},
    {"back", F_TEXT, .max = 500, .hidden = true, .at = offsetof(struct choice_in, back)},
    {0}};
static const struct form theme_form = {"web.look.", theme_fields, sizeof(struct choice_in), NULL};

/* Only a path of this site: "//host" and "/\host" are addresses elsewhere. */
href web_back(struct req *r, str path)
{
    bool local =
        path.n > 0 && path.p[0] == '/' && !(path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\'));
    struct buf b = buf_new(r->c.mem, 4096);
    for (ptrdiff_t i = 0; local && i < path.n; i++) {
        unsigned char ch = (unsigned char)path.p[i];
        bool plain = ch > ' ' && ch < 0x7f && ch != '"' && ch != '<' && ch != '>' && ch != '\\';
        if (plain)
            buf_char(&b, path.p[i]);
        else
            buf_fmt(&b, "%%%02X", ch);
    }
    return local && !buf_full(&b) ? (href){buf_str(&b)} : HREF_TO("/");
}

static void keep(struct req *r, const char *name, str value)
{
    r->call->reply.cookie =
        str_fmt(r->c.mem, "%s=%.*s; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax%s", name,
                STR_ARG(value), r->call->w->secure ? "; Secure" : "");
}

static enum rc set_language(struct req *r)
{
    const struct choice_in *in = r->in;
    keep(r, "lang", in->lang);
    return see_other(r, web_back(r, in->back));
}

static enum rc set_theme(struct req *r)
{
    const struct choice_in *in = r->in;
    keep(r, "theme", in->theme);
    return see_other(r, web_back(r, in->back));
}

static enum rc openapi(struct req *r)
{
    return show_bytes(r, S("application/json"), r->call->w->openapi, STR_NONE);
}

const struct route web_routes[] = {
    {POST, "/language", .need = PERM_PUBLIC, .form = &language_form, .write = set_language,
     .flags = ROUTE_REPEAT | ROUTE_PENDING},
    {POST, "/theme", .need = PERM_PUBLIC, .form = &theme_form, .write = set_theme,
     .flags = ROUTE_REPEAT | ROUTE_PENDING},
    {GET, "/uploads", web__partials, .need = PERM_SIGNED_IN, .flags = ROUTE_DATA | ROUTE_JSON},
    {POST, "/uploads", .need = PERM_SIGNED_IN, .form = &web__partial_form, .write = web__partial_begin,
     .flags = ROUTE_REPEAT | ROUTE_DATA | ROUTE_JSON},
    {POST, "/uploads/:pub", .need = PERM_SIGNED_IN, .form = &web__piece_form,
     .write = web__partial_piece, .flags = ROUTE_REPEAT | ROUTE_DATA | ROUTE_JSON,
     .body_max = FILE_PIECE_MAX + 16 * 1024},
    {POST, "/uploads/:pub/finish", .need = PERM_SIGNED_IN, .form = &web__partial_field_form,
     .before = web__partial_join, .write = web__partial_finish,
     .flags = ROUTE_REPEAT | ROUTE_DATA | ROUTE_JSON},
    {GET, "/held/:token", web__held_show, .need = PERM_SIGNED_IN},
    {GET, "/favicon.ico", web__favicon, PERM_PUBLIC, .flags = ROUTE_DATA | ROUTE_INLINE},
    {GET, "/robots.txt", web__robots, PERM_PUBLIC, .flags = ROUTE_DATA | ROUTE_INLINE},
    {GET, "/openapi.json", openapi, PERM_PUBLIC, .flags = ROUTE_DATA | ROUTE_INLINE},
    {GET, "/livez", web__livez, PERM_PUBLIC, .flags = ROUTE_DATA | ROUTE_INLINE},
    {GET, "/readyz", web__readyz, PERM_PUBLIC, .after = web__readyz_after, .flags = ROUTE_DATA},
    {GET, "/metrics", web__metrics, PERM_PUBLIC, .flags = ROUTE_DATA | ROUTE_INLINE},
    {0},
};
