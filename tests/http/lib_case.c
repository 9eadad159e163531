/* lib_case.c - see lib_case.h. One function for each word; the table `words` lists them. */
#include "http/lib_case.h"

#include <stdio.h>
#include <string.h>

#include "core/buf.h"
#include "host/file.h"
#include "http/lib_client.h"

struct pair {
    struct pair *next;
    str name, value;
};

struct session {
    struct session *next;
    str actor;
    struct pair *cookies;
};

struct part { /* of a form */
    struct part *next;
    str name, filename, media, content;
};

struct case_run {
    const struct case_config *config;
    struct arena *mem;
    const char *name;
    int line;
    struct pair *vars;
    struct session *sessions, *session;
    /* the request being built */
    str method, path, body, media;
    struct pair *headers;
    struct part *parts, **last_part;
    bool has_file;
    /* the last answer */
    struct answer answer;
    /* the case being run */
    bool failed;
    str failure;
};

static bool wrong(struct case_run *r, const char *what, str detail)
{
    if (!r->failed)
        r->failure = str_fmt(r->mem, "%s:%d: %s: %.*s", r->name, r->line, what, STR_ARG(detail));
    r->failed = true;
    return false;
}

/* ---- variables ---- */

static struct pair *find(struct pair *list, str name)
{
    while (list && !str_eq(list->name, name))
        list = list->next;
    return list;
}

static void set(struct arena *mem, struct pair **list, str name, str value)
{
    struct pair *p = find(*list, name);
    if (!p) {
        p = NEW(mem, struct pair);
        p->name = str_dup(mem, name);
        p->next = *list;
        *list = p;
    }
    p->value = str_dup(mem, value);
}

void case_let(struct case_run *r, const char *name, str value)
{
    set(r->mem, &r->vars, str_of(name), value);
}

/* ${name} becomes its value; an unknown name is a mistake of the case. */
static bool expand(struct case_run *r, str s, str *ret_text)
{
    struct buf b = buf_new(r->mem, 1 << 20);
    ptrdiff_t at;
    while ((at = str_find(s, S("${"))) >= 0) {
        buf_add(&b, str_sub(s, 0, at));
        struct str_cut close = str_cut(str_sub(s, at + 2, s.n), '}');
        struct pair *var = find(r->vars, close.head);
        if (!close.found || !var)
            return wrong(r, "no such variable", close.head);
        buf_add(&b, var->value);
        s = close.tail;
    }
    buf_add(&b, s);
    *ret_text = buf_str(&b);
    return true;
}

/* ---- sessions ---- */

void case_set_cookie(struct case_run *r, str name, str value)
{
    set(r->mem, &r->session->cookies, name, value);
}

static bool word_as(struct case_run *r, str actor)
{
    for (struct session *s = r->sessions; s; s = s->next)
        if (str_eq(s->actor, actor)) {
            r->session = s;
            return true;
        }
    struct session *s = NEW(r->mem, struct session);
    s->actor = str_dup(r->mem, actor);
    s->next = r->sessions;
    r->sessions = r->session = s;
    if (str_eq(actor, S("nobody")))
        return true;
    if (!r->config->sign_in || !r->config->sign_in(r, actor, r->config->arg))
        return wrong(r, "cannot sign in", actor);
    return true;
}

static void keep_cookies(struct case_run *r)
{
    str line;
    for (int i = 0; (line = answer_header_at(&r->answer, S("set-cookie"), i)).p; i++) {
        struct str_cut attributes = str_cut(line, ';'), cut = str_cut(attributes.head, '=');
        bool gone = str_has(attributes.tail, S("Max-Age=0"));
        set(r->mem, &r->session->cookies, cut.head, gone ? S("") : cut.tail);
    }
}

/* ---- the request ---- */

static void begin(struct case_run *r, str method, str path)
{
    r->method = method;
    r->path = path;
    r->body = r->media = STR_NONE;
    r->headers = NULL;
    r->parts = NULL;
    r->last_part = &r->parts;
    r->has_file = false;
}

static void add_part(struct case_run *r, struct part part)
{
    struct part *p = NEW(r->mem, struct part);
    *p = part;
    p->next = NULL;
    *r->last_part = p;
    r->last_part = &p->next;
}

/* name = value; \n in the value is a line end */
static bool word_form(struct case_run *r, str s)
{
    struct str_cut cut = str_cut(s, '=');
    struct buf b = buf_new(r->mem, 1 << 20);
    str value = str_trim(cut.tail);
    for (ptrdiff_t i = 0; i < value.n; i++)
        if (str_starts(str_sub(value, i, 2), S("\\n"))) {
            buf_add(&b, S("\r\n"));
            i++;
        } else {
            buf_char(&b, value.p[i]);
        }
    if (!cut.found)
        return wrong(r, "form wants NAME = VALUE", s);
    add_part(r, (struct part){.name = str_trim(cut.head), .content = buf_str(&b)});
    return true;
}

/* name = file name | media | content, or @path of a file */
static bool word_file(struct case_run *r, str s)
{
    struct str_cut name = str_cut(s, '='), file = str_cut(name.tail, '|'),
                   media = str_cut(file.tail, '|');
    str content = str_trim(media.tail);
    if (!media.found)
        return wrong(r, "file wants NAME = FILE | MEDIA | CONTENT", s);
    if (str_starts(content, S("@")) &&
        host_file_get(r->mem, str_c(r->mem, str_sub(content, 1, content.n)), 64 << 20, &content) !=
            RC_OK)
        return wrong(r, "cannot read", content);
    add_part(r, (struct part){.name = str_trim(name.head),
                              .filename = str_trim(file.head),
                              .media = str_trim(media.head),
                              .content = content});
    r->has_file = true;
    return true;
}

static str attribute(struct case_run *r, str tag, const char *name)
{
    ptrdiff_t at = str_find(tag, str_fmt(r->mem, " %s=\"", name));
    if (at < 0)
        return STR_NONE;
    str rest = str_sub(tag, at + (ptrdiff_t)strlen(name) + 3, tag.n);
    return str_cut(rest, '"').head;
}

static str unescape(struct case_run *r, str s)
{
    static const struct {
        const char *from;
        char to;
    } entities[] = {{"&amp;", '&'},  {"&lt;", '<'},  {"&gt;", '>'},
                    {"&quot;", '"'}, {"&#34;", '"'}, {"&#39;", '\''}};
    struct buf b = buf_new(r->mem, 1 << 20);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        for (size_t k = 0; ch == '&' && k < sizeof entities / sizeof *entities; k++)
            if (str_starts(str_sub(s, i, s.n), str_of(entities[k].from))) {
                ch = entities[k].to;
                i += (ptrdiff_t)strlen(entities[k].from) - 1;
                break;
            }
        buf_char(&b, ch);
    }
    return buf_str(&b);
}

/* The part of the page that is the form with this action; the whole page without one. */
static str form_of(struct case_run *r, str action)
{
    str page = r->answer.body;
    while (action.n > 0) {
        ptrdiff_t at = str_find(page, S("<form"));
        if (at < 0)
            return STR_NONE;
        page = str_sub(page, at, page.n);
        ptrdiff_t end = str_find(page, S("</form>"));
        str form = str_sub(page, 0, end < 0 ? page.n : end);
        if (str_eq(unescape(r, attribute(r, str_cut(form, '>').head, "action")), action))
            return form;
        page = str_sub(page, 5, page.n);
    }
    return page;
}

/* Takes over the hidden fields of the page read last (of its form with that action). */
static bool word_hidden(struct case_run *r, str action)
{
    str rest = form_of(r, action);
    ptrdiff_t at;
    int n = 0;
    while ((at = str_find(rest, S("<input"))) >= 0) {
        struct str_cut tag = str_cut(str_sub(rest, at, rest.n), '>');
        rest = tag.tail;
        if (!str_eq(attribute(r, tag.head, "type"), S("hidden")))
            continue;
        str name = unescape(r, attribute(r, tag.head, "name"));
        add_part(r,
                 (struct part){.name = name, .content = unescape(r, attribute(r, tag.head, "value"))});
        n++;
    }
    return n > 0 || wrong(r, "no hidden field on the page", action);
}

static bool word_json(struct case_run *r, str s)
{
    r->media = S("application/json");
    r->body = r->body.p ? str_fmt(r->mem, "%.*s\n%.*s", STR_ARG(r->body), STR_ARG(s)) : s;
    return true;
}

static bool word_body(struct case_run *r, str s)
{
    r->body = r->body.p ? str_fmt(r->mem, "%.*s\n%.*s", STR_ARG(r->body), STR_ARG(s)) : s;
    return true;
}

/* send Name: value; an empty value leaves out what would be sent by itself */
static bool word_send(struct case_run *r, str s)
{
    struct str_cut cut = str_cut(s, ':');
    if (!cut.found)
        return wrong(r, "send wants NAME: VALUE", s);
    set(r->mem, &r->headers, cut.head, str_trim(cut.tail));
    return true;
}

static void put_escaped(struct buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool plain = (ch >= '0' && ch <= '9') || ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z') ||
                     ch == '-' || ch == '_';
        if (plain)
            buf_char(b, (char)ch);
        else if (ch == ' ')
            buf_char(b, '+');
        else
            buf_fmt(b, "%%%02X", ch);
    }
}

static void put_multipart(struct case_run *r, struct buf *b)
{
    for (struct part *p = r->parts; p; p = p->next) {
        buf_add(b, S("--case-boundary\r\nContent-Disposition: form-data; name=\""));
        buf_add(b, p->name);
        if (p->filename.p) {
            buf_add(b, S("\"; filename=\""));
            buf_add(b, p->filename);
            buf_add(b, S("\"\r\nContent-Type: "));
            buf_add(b, p->media);
        } else {
            buf_char(b, '"');
        }
        buf_add(b, S("\r\n\r\n"));
        buf_add(b, p->content);
        buf_add(b, S("\r\n"));
    }
    buf_add(b, S("--case-boundary--\r\n"));
}

static void make_body(struct case_run *r)
{
    struct buf b = buf_new(r->mem, (size_t)80 << 20);
    if (!r->parts)
        return;
    if (r->has_file) {
        put_multipart(r, &b);
        r->media = S("multipart/form-data; boundary=case-boundary");
    } else {
        for (struct part *p = r->parts; p; p = p->next) {
            put_escaped(&b, p->name);
            buf_char(&b, '=');
            put_escaped(&b, p->content);
            if (p->next)
                buf_char(&b, '&');
        }
        r->media = S("application/x-www-form-urlencoded");
    }
    r->body = buf_str(&b);
}

static void put_header(struct case_run *r, struct buf *b, const char *name, str value)
{
    for (struct pair *h = r->headers; h; h = h->next)
        if (str_eq_nocase(h->name, str_of(name)))
            return; /* the case says otherwise */
    buf_fmt(b, "%s: %.*s\r\n", name, STR_ARG(value));
}

static str make_request(struct case_run *r)
{
    struct buf b = buf_new(r->mem, (size_t)81 << 20);
    str origin = r->config->origin ? str_of(r->config->origin)
                                   : str_fmt(r->mem, "http://localhost:%d", r->config->port);
    make_body(r);
    buf_fmt(&b, "%.*s %.*s HTTP/1.1\r\n", STR_ARG(r->method), STR_ARG(r->path));
    put_header(r, &b, "Host", str_sub(origin, str_find(origin, S("//")) + 2, origin.n));
    put_header(r, &b, "Connection", S("close"));
    if (!str_eq(r->method, S("GET")) && !str_eq(r->method, S("HEAD"))) {
        put_header(r, &b, "Origin", origin);
        put_header(r, &b, "Sec-Fetch-Site", S("same-origin"));
        buf_fmt(&b, "Content-Length: %td\r\n", r->body.n);
    }
    if (r->media.p)
        put_header(r, &b, "Content-Type", r->media);
    struct buf cookies = buf_new(r->mem, 1 << 16);
    for (struct pair *c = r->session->cookies; c; c = c->next)
        if (c->value.n > 0)
            buf_fmt(&cookies, "%s%.*s=%.*s", cookies.n ? "; " : "", STR_ARG(c->name),
                    STR_ARG(c->value));
    if (cookies.n)
        put_header(r, &b, "Cookie", buf_str(&cookies));
    for (struct pair *h = r->headers; h; h = h->next)
        if (h->value.n > 0)
            buf_fmt(&b, "%.*s: %.*s\r\n", STR_ARG(h->name), STR_ARG(h->value));
    buf_add(&b, S("\r\n"));
    buf_add(&b, r->body);
    return buf_str(&b);
}

/* -> status [start of Location]: sends the request built so far */
static bool word_arrow(struct case_run *r, str s)
{
    struct str_cut cut = str_cut(s, ' ');
    str place = str_trim(cut.tail);
    int64_t status;
    if (!r->method.p || !str_to_i64(cut.head, &status))
        return wrong(r, "-> wants a request before it and a status", s);
    bool ok = client_once(r->config->port, r->mem, make_request(r), &r->answer);
    r->method = STR_NONE;
    if (!ok)
        return wrong(r, "no answer", r->path);
    keep_cookies(r);
    if (r->answer.status != status)
        return wrong(r, "status",
                     str_fmt(r->mem, "%d, wanted %lld", r->answer.status, (long long)status));
    if (!str_starts(answer_header(&r->answer, S("location")), place))
        return wrong(r, "location", answer_header(&r->answer, S("location")));
    return true;
}

/* GET what Location says */
static bool word_follow(struct case_run *r, str s)
{
    (void)s;
    str place = answer_header(&r->answer, S("location"));
    ptrdiff_t host = str_find(place, S("://"));
    if (host >= 0) {
        str rest = str_sub(place, host + 3, place.n);
        place = str_sub(rest, str_find(rest, S("/")), rest.n);
    }
    if (!str_starts(place, S("/")))
        return wrong(r, "nothing to follow", place);
    begin(r, S("GET"), place);
    return true;
}

/* ---- what must have come back ---- */

static bool word_has(struct case_run *r, str s)
{
    return str_has(r->answer.body, s) || wrong(r, "the body has not", s);
}

static bool word_hasnt(struct case_run *r, str s)
{
    return !str_has(r->answer.body, s) || wrong(r, "the body has", s);
}

/* header Name [part of its value] */
static bool word_header(struct case_run *r, str s)
{
    struct str_cut cut = str_cut(s, ' ');
    str value = answer_header(&r->answer, cut.head);
    if (!value.p)
        return wrong(r, "no header", cut.head);
    return str_has(value, str_trim(cut.tail)) || wrong(r, "header", value);
}

static bool word_noheader(struct case_run *r, str s)
{
    str value = answer_header(&r->answer, s);
    return !value.p || wrong(r, "header", value);
}

static bool take_quoted(str *s, str *ret_text)
{
    *s = str_trim(*s);
    if (!str_starts(*s, S("'")))
        return false;
    struct str_cut cut = str_cut(str_sub(*s, 1, s->n), '\'');
    *ret_text = cut.head;
    *s = cut.tail;
    return cut.found && cut.head.n > 0;
}

/* grab NAME between 'a' 'b' | grab NAME header Name */
static bool word_grab(struct case_run *r, str s)
{
    struct str_cut name = str_cut(s, ' '), how = str_cut(str_trim(name.tail), ' ');
    str from, to, rest = how.tail;
    if (str_eq(how.head, S("header"))) {
        str value = answer_header(&r->answer, str_trim(rest));
        if (!value.p)
            return wrong(r, "no header to grab", rest);
        set(r->mem, &r->vars, name.head, value);
        return true;
    }
    if (!str_eq(how.head, S("between")) || !take_quoted(&rest, &from) || !take_quoted(&rest, &to))
        return wrong(r, "grab wants NAME between 'a' 'b'", s);
    ptrdiff_t at = str_find(r->answer.body, from);
    str tail = str_sub(r->answer.body, at + from.n, r->answer.body.n);
    ptrdiff_t end = at < 0 ? -1 : str_find(tail, to);
    if (end < 0)
        return wrong(r, "nothing to grab", s);
    set(r->mem, &r->vars, name.head, unescape(r, str_sub(tail, 0, end)));
    return true;
}

/* let NAME = VALUE */
static bool word_let(struct case_run *r, str s)
{
    struct str_cut cut = str_cut(s, '=');
    if (!cut.found)
        return wrong(r, "let wants NAME = VALUE", s);
    set(r->mem, &r->vars, str_trim(cut.head), str_trim(cut.tail));
    return true;
}

/* ---- lines ---- */

static const struct word {
    const char *name;
    bool (*fn)(struct case_run *r, str s);
    bool of_request; /* belongs to a request not yet sent */
} words[] = {
    {"as", word_as, false},         {"let", word_let, false},      {"form", word_form, true},
    {"file", word_file, true},      {"hidden", word_hidden, true}, {"json", word_json, true},
    {"body", word_body, true},      {"send", word_send, true},     {"->", word_arrow, true},
    {"follow", word_follow, false}, {"has", word_has, false},      {"hasnt", word_hasnt, false},
    {"header", word_header, false}, {"grab", word_grab, false},    {"noheader", word_noheader, false},
};

static bool is_method(str s)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (str_eq(s, str_of(methods[i])))
            return true;
    return false;
}

static bool play_line(struct case_run *r, str line)
{
    struct str_cut cut = str_cut(line, ' ');
    str rest;
    if (!expand(r, str_trim(cut.tail), &rest))
        return false;
    if (is_method(cut.head)) {
        if (r->method.p)
            return wrong(r, "a request without ->", r->path);
        begin(r, str_dup(r->mem, cut.head), rest);
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(cut.head, str_of(words[i].name))) {
            if (words[i].of_request && !r->method.p)
                return wrong(r, "belongs to a request", line);
            return words[i].fn(r, rest);
        }
    return wrong(r, "unknown word", cut.head);
}

bool case_play(struct case_run *r, str lines)
{
    while (lines.n > 0) {
        struct str_cut cut = str_cut(lines, '\n');
        str line = str_trim(cut.head);
        lines = cut.tail;
        if (line.n > 0 && line.p[0] != '#' && !play_line(r, line))
            return false;
    }
    return !r->method.p || wrong(r, "a request without ->", r->path);
}

static void end_case(struct case_run *r, str title, struct case_result *result)
{
    if (!title.p)
        return;
    if (!r->failed && r->method.p)
        wrong(r, "a request without ->", r->path);
    r->method = STR_NONE;
    result->failed += r->failed;
    result->passed += !r->failed;
    int number = result->passed + result->failed;
    if (r->failed && !result->first_failure.p)
        result->first_failure = r->failure;
    if (!r->config->quiet) {
        printf("%s %d - %.*s\n", r->failed ? "not ok" : "ok", number, STR_ARG(title));
        if (r->failed)
            printf("# %.*s\n# the answer began: %.*s%.*s\n", STR_ARG(r->failure),
                   STR_ARG(r->answer.head), STR_ARG(str_sub(r->answer.body, 0, 1500)));
    }
    r->failed = false;
    r->failure = STR_NONE;
}

static void begin_case(struct case_run *r)
{
    r->method = STR_NONE;
    r->answer = (struct answer){0};
    word_as(r, S("nobody"));
    r->session->cookies = NULL;
}

void case_run_text(const struct case_config *config, const char *name, str text, struct arena *mem,
                   struct case_result *result)
{
    struct case_run r = {.config = config, .mem = mem, .name = name};
    str title = STR_NONE;
    begin_case(&r);
    if (config->prepare)
        config->prepare(&r, config->arg);
    while (text.n > 0) {
        struct str_cut cut = str_cut(text, '\n');
        str line = str_trim(cut.head);
        text = cut.tail;
        r.line++;
        if (str_starts(line, S("=="))) {
            end_case(&r, title, result);
            title = str_trim(str_sub(line, 2, line.n));
            begin_case(&r);
        } else if (line.n > 0 && line.p[0] != '#' && !r.failed) {
            title.p ? (void)play_line(&r, line) : (void)wrong(&r, "a line before the first ==", line);
        }
    }
    if (!title.p) {
        wrong(&r, "no case", S(""));
        title = S("a case file without a case");
    }
    end_case(&r, title, result);
}

void case_run_file(const struct case_config *config, const char *path, struct arena *mem,
                   struct case_result *result)
{
    str text = S("");
    (void)!host_file_get(mem, path, 4 << 20, &text); /* missing: "no case" */
    case_run_text(config, path, text, mem, result);
}

struct names {
    struct arena *mem;
    str v[1000];
    int n;
};

static enum rc collect(void *arg, const struct host_entry *e)
{
    struct names *names = arg;
    if (str_ends(str_of(e->name), S(".case")) && names->n < 1000)
        names->v[names->n++] = str_dup(names->mem, str_of(e->name));
    return RC_OK;
}

int case_run_folder(const struct case_config *config, const char *folder, struct arena *mem)
{
    struct names *names = NEW(mem, struct names);
    struct case_result result = {0};
    names->mem = mem;
    if (host_dir_each(mem, folder, collect, names) != RC_OK || names->n == 0) {
        printf("not ok 1 - no *.case in %s\n1..1\n", folder);
        return 1;
    }
    for (int i = 1; i < names->n; i++)
        for (int j = i; j > 0 && str_cmp(names->v[j - 1], names->v[j]) > 0; j--) {
            str other = names->v[j];
            names->v[j] = names->v[j - 1];
            names->v[j - 1] = other;
        }
    for (int i = 0; i < names->n; i++)
        case_run_file(config, str_c(mem, str_fmt(mem, "%s/%.*s", folder, STR_ARG(names->v[i]))), mem,
                      &result);
    printf("1..%d\n", result.passed + result.failed);
    return result.failed > 0;
}
