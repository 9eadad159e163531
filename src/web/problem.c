/*
 * problem.c - the one table of what can be wrong with a request: status, stable code, words.
 * Written as an RFC 9457 document for /api and as a page for people. Nothing of the inside
 * is told: a request id leads to the log line. When you add a row to enum problem, add it
 * here and its two texts.
 */
#include <string.h>

#include "core/utf8.h"
#include "web/form_read.h"
#include "web/internal.h"
#include "web/page.h"
#include "web/web_tpl.h"

static const struct {
    int status;
    const char *code;
    const char *title, *detail; /* message keys */
} table[PROBLEM_COUNT] = {
    [PROBLEM_NONE] = {500, "failed", "web.problem.failed", "web.problem.failed.next"},
    [PROBLEM_NOT_FOUND] = {404, "not-found", "web.problem.not_found", "web.problem.not_found.next"},
    [PROBLEM_INVALID] = {422, "invalid", "web.problem.invalid", "web.problem.invalid.next"},
    [PROBLEM_DENIED] = {403, "denied", "web.problem.denied", "web.problem.denied.next"},
    [PROBLEM_CONFLICT] = {409, "conflict", "web.problem.conflict", "web.problem.conflict.next"},
    [PROBLEM_BUSY] = {503, "busy", "web.problem.busy", "web.problem.busy.next"},
    [PROBLEM_UNAVAILABLE] = {503, "unavailable", "web.problem.busy", "web.problem.busy.next"},
    [PROBLEM_FAILED] = {500, "failed", "web.problem.failed", "web.problem.failed.next"},
    [PROBLEM_MALFORMED] = {400, "malformed", "web.problem.malformed", "web.problem.malformed.next"},
    [PROBLEM_SIGN_IN] = {401, "sign-in-needed", "web.problem.sign_in", "web.problem.sign_in.next"},
    [PROBLEM_TOKEN] = {401, "token-needed", "web.problem.token", "web.problem.token.next"},
    [PROBLEM_COOKIE] = {401, "cookie-refused", "web.problem.token", "web.problem.cookie.next"},
    [PROBLEM_ORIGIN] = {403, "foreign-origin", "web.problem.origin", "web.problem.origin.next"},
    [PROBLEM_FORM_TOKEN] = {403, "form-too-old", "web.problem.form_token",
                            "web.problem.form_token.next"},
    [PROBLEM_PENDING] = {403, "account-pending", "web.problem.pending", "web.problem.pending.next"},
    [PROBLEM_OVER] = {403, "standing-in-over", "web.problem.over", "web.problem.over.next"},
    [PROBLEM_METHOD] = {405, "method-not-allowed", "web.problem.method", "web.problem.malformed.next"},
    [PROBLEM_MEDIA] = {415, "media-type", "web.problem.media", "web.problem.media.next"},
    [PROBLEM_STALE] = {412, "stale", "web.problem.stale", "web.problem.stale.next"},
    [PROBLEM_NO_VERSION] = {428, "version-needed", "web.problem.no_version",
                            "web.problem.no_version.next"},
    [PROBLEM_NO_KEY] = {400, "key-needed", "web.problem.no_key", "web.problem.no_key.next"},
    [PROBLEM_KEY_REUSED] = {422, "key-reused", "web.problem.key_reused", "web.problem.key_reused.next"},
    [PROBLEM_RATE] = {429, "too-many-requests", "web.problem.rate", "web.problem.rate.next"},
    [PROBLEM_HOST] = {421, "host-not-ours", "web.problem.host", "web.problem.host.next"},
};

int web__problem_status(enum problem p)
{
    return table[p].status;
}

enum problem web__problem_of(const struct web_call *wc, enum rc rc)
{
    static const enum problem by_rc[RC_COUNT] = {
        [RC_OK] = PROBLEM_FAILED,
        [RC_NOT_FOUND] = PROBLEM_NOT_FOUND,
        [RC_INVALID] = PROBLEM_INVALID,
        [RC_DENIED] = PROBLEM_DENIED,
        [RC_CONFLICT] = PROBLEM_CONFLICT,
        [RC_BUSY] = PROBLEM_BUSY,
        [RC_UNAVAILABLE] = PROBLEM_UNAVAILABLE,
        [RC_FAILED] = PROBLEM_FAILED,
    };
    if (wc->problem)
        return wc->problem;
    BUG_IF((unsigned)rc >= RC_COUNT);
    if (rc == RC_INVALID && form_malformed(&wc->r.c))
        return PROBLEM_MALFORMED;
    /* A rule that finds another version than the one sent says so at the field `version`. */
    if (rc == RC_CONFLICT && wc->r.c.faults && str_eq(wc->r.c.faults->field, S("version")))
        return PROBLEM_STALE;
    return by_rc[rc];
}

/* ---- faults in words ------------------------------------------------------------------- */

str web__field_label(struct arena *mem, enum lang lang, const struct form *f, const struct field *x)
{
    str name = str_of(x->name);
    if (str_ends(name, S("_*")))
        name = str_sub(name, 0, name.n - 2);
    return text_get(lang, str_c(mem, str_fmt(mem, "%s%.*s", f->name, STR_ARG(name))));
}

/* "Số định danh" -> "số định danh" inside a sentence; "CCCD" stays. */
static str lowered(struct arena *mem, str label)
{
    ptrdiff_t first = utf8_cut(label, 1).n;
    str second = str_sub(label, first, 1);
    if (first != 1 || (second.n && second.p[0] >= 'A' && second.p[0] <= 'Z')) {
        if (!str_starts(label, S("Đ")))
            return label;
        return str_fmt(mem, "đ%.*s", STR_ARG(str_sub(label, first, label.n)));
    }
    str head = str_lower_ascii(mem, str_sub(label, 0, 1));
    return str_fmt(mem, "%.*s%.*s", STR_ARG(head), STR_ARG(str_sub(label, 1, label.n)));
}

static void replace(struct buf *b, str text, str what, str by)
{
    for (ptrdiff_t at = str_find(text, what); at >= 0; at = str_find(text, what)) {
        buf_add(b, str_sub(text, 0, at));
        buf_add(b, by);
        text = str_sub(text, at + what.n, text.n);
    }
    buf_add(b, text);
}

static str with_label(struct arena *mem, str text, str label)
{
    if (!str_has(text, S("abel}")))
        return text;
    struct buf low = buf_new(mem, 4096), both = buf_new(mem, 4096);
    replace(&low, text, S("{label}"), lowered(mem, label));
    replace(&both, buf_str(&low), S("{Label}"), label);
    return buf_str(&both);
}

str page_fault_text(struct arena *mem, enum lang lang, const char *key, const str args[3], str label)
{
    return with_label(mem, text_fmt(mem, lang, key, args, 3), label);
}

str web__fault_text(struct arena *mem, enum lang lang, const struct form *f, const struct fault *x)
{
    str text = text_fmt(mem, lang, x->key, x->args, 3);
    struct form_place at = {0};
    if (f && x->field.n && x->field.p[0] == '/')
        at = web__json_place(mem, &f, x->field);
    else if (f && x->field.p)
        at = web__form_place(f, str_has(x->field, S(".")) ? str_cut(x->field, '.').head : x->field);
    if (f && !at.field && x->field.p) /* "paper" of the keyed field paper_* as a whole */
        at = web__form_place(f, str_fmt(mem, "%.*s_x", STR_ARG(x->field)));
    return with_label(mem, text, at.field ? web__field_label(mem, lang, f, at.field) : x->field);
}

str web__problem_title(const struct web_call *wc, enum problem p)
{
    return text_get(wc->r.lang, table[p].title);
}
str web__problem_detail(const struct web_call *wc, enum problem p)
{
    if (p == PROBLEM_RATE && wc->rate.over)
        return text_get(wc->r.lang, "web.problem.rate.api");
    return text_get(wc->r.lang, table[p].detail);
}

/* ---- the two ways to say it ---------------------------------------------------------------- */

static void allow_header(struct web_call *wc)
{
    struct buf b = buf_new(wc->r.c.mem, 128);
    for (unsigned i = 1; i < METHOD_COUNT; i++)
        if (wc->match.allowed & 1u << i) {
            if (b.n)
                buf_add_c(&b, ", ");
            buf_add(&b, http_method_name((enum http_method)i));
        }
    web__header(wc, S("allow"), buf_str(&b));
}

void web__problem_headers(struct web_call *wc, enum problem p)
{
    if (p == PROBLEM_METHOD)
        allow_header(wc);
    if (p == PROBLEM_BUSY || p == PROBLEM_UNAVAILABLE)
        web__header(wc, S("retry-after"), S("5"));
    if (p == PROBLEM_RATE)
        web__header(wc, S("retry-after"),
                    str_fmt(wc->r.c.mem, "%lld", (long long)(wc->wait_us / SECOND_US + 1)));
    if (p == PROBLEM_TOKEN || p == PROBLEM_COOKIE)
        web__header(wc, S("www-authenticate"), S("Bearer realm=\"motcua\""));
}

static void add_error(struct web_call *wc, struct buf *b, const struct fault *x)
{
    const struct form *f = wc->r.route ? wc->r.route->form : NULL;
    buf_add_c(b, "{\"pointer\":");
    buf_json(b, web__json_pointer(wc->r.c.mem, f, x->field));
    buf_add_c(b, ",\"code\":");
    buf_json(b, str_of(x->key));
    buf_add_c(b, ",\"detail\":");
    buf_json(b, web__fault_text(wc->r.c.mem, wc->r.lang, f, x));
    buf_add_c(b, "}");
}

void web__problem_json(struct web_call *wc, enum problem p)
{
    struct buf b = buf_new(wc->r.c.mem, PAGE_MAX);
    web__reply_begin(wc);
    buf_fmt(&b, "{\"type\":\"urn:motcua:problem:%s\",\"title\":", table[p].code);
    buf_json(&b, web__problem_title(wc, p));
    buf_fmt(&b, ",\"status\":%d,\"code\":\"%s\",\"detail\":", table[p].status, table[p].code);
    buf_json(&b, web__problem_detail(wc, p));
    buf_add_c(&b, ",\"instance\":");
    buf_json(&b, str_fmt(wc->r.c.mem, "urn:motcua:request:%.*s", STR_ARG(wc->request_id)));
    buf_add_c(&b, ",\"errors\":[");
    for (const struct fault *x = wc->r.c.faults; x; x = x->next) {
        add_error(wc, &b, x);
        if (x->next)
            buf_char(&b, ',');
    }
    buf_add_c(&b, "]}");
    web__problem_headers(wc, p);
    web__header(wc, S("content-type"), S("application/problem+json"));
    wc->reply.status = table[p].status;
    wc->reply.body = buf_str(&b);
}

static struct web_links links_of(struct web_call *wc, enum problem p)
{
    struct web_link *v = NEW_N(wc->r.c.mem, struct web_link, 2);
    ptrdiff_t n = 0;
    if (p == PROBLEM_SIGN_IN)
        v[n++] =
            (struct web_link){.text = text_get(wc->r.lang, "web.sign_in"), .to = HREF_TO("/sign-in")};
    v[n++] = (struct web_link){.text = text_get(wc->r.lang, "web.problem.home"), .to = HREF_TO("/")};
    return (struct web_links){v, n};
}

void web__problem_page(struct web_call *wc, enum problem p)
{
    struct req *r = &wc->r;
    const struct fault *x = r->c.faults;
    struct web_error_view view = {
        .heading = web__problem_title(wc, p),
        .text = x ? web__fault_text(r->c.mem, r->lang, r->route ? r->route->form : NULL, x) : STR_NONE,
        .next = web__problem_detail(wc, p),
        .reference = table[p].status >= 500 ? wc->request_id : STR_NONE,
        .links = links_of(wc, p),
    };
    web__reply_begin(wc);
    web__problem_headers(wc, p);
    (void)show_page(r, (&(struct page){.title = table[p].title, .status = table[p].status}),
                    tpl_web_error, &view);
}
