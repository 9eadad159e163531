/*
 * tplgen.c - compiles src/FOLDER/tpl/x.html to C: tplgen FOLDER KEYS OUT FILE... writes OUT.h
 * with `void tpl_FOLDER_x(struct html_out *o, const struct VIEW *v);` for each file, and OUT.c.
 *
 * It knows field, if, else, each, partial and text key, and follows the HTML closely enough
 * to know where each of them stands: text, quoted attribute, link attribute, fragment. The
 * rest is left to the C compiler: types by _Generic (html/html.h), names by the view struct,
 * and #line brings its complaints to the template's own line.
 *
 * Refused here: a field in a script, style, comment, tag name or unquoted attribute; inline
 * script and style (the pages' CSP would drop them); a branch that ends in another place of
 * the HTML than it began; open blocks; unknown text keys.
 *
 * When you add a context, also add its writer to html/html.h and a row to tests/html.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum st { TEXT, LT, TAG, SPACE, NAME, AFTER_NAME, VALUE, DQ, SQ, UNQ, SCRIPT, RCDATA, DECL };
enum link { LINK_START, LINK_HREF, LINK_STATIC, LINK_FRAG };

/* Where in the HTML we are; blocks save and compare it. */
struct at {
    enum st st;
    enum link link; /* in a link attribute: what its value has so far */
    bool closing;   /* </x> */
    bool tight;     /* in a tag: a space must come before the next name */
    bool ws_done;   /* white space here would be seen by nobody */
    int pre;        /* depth of <pre>, where white space counts */
    char tag[32], attr[40];
};

struct block {
    bool each, has_else;
    struct at start, then;
    int line;
};

static const char *folder, *file;
static const char *src, *p;
static int line;
static struct at at;
static struct block blocks[64];
static int depth, level, loops, level_var[32];
static char **keys;
static size_t keys_n;
static char *used[64]; /* folders of partials */
static size_t used_n;
static FILE *c, *h;
static char *text; /* static output not yet written */
static size_t text_n, text_cap;
static int pending_ws; /* 0, ' ' or '\n' */

static _Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static _Noreturn void die(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    (void)fprintf(stderr, "%s:%d: error: ", file, line);
    (void)vfprintf(stderr, fmt, args);
    (void)fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *grow(void *old, size_t size)
{
    void *got = realloc(old, size);
    if (!got) {
        (void)fprintf(stderr, "tplgen: no memory\n");
        exit(1);
    }
    return got;
}

static char *slurp(const char *path)
{
    FILE *in = fopen(path, "rb");
    size_t n = 0, cap = 1 << 16;
    char *got = grow(NULL, cap);
    if (!in) {
        (void)fprintf(stderr, "tplgen: cannot read %s\n", path);
        exit(1);
    }
    for (int ch = getc(in); ch != EOF; ch = getc(in)) {
        if (n + 2 > cap)
            got = grow(got, cap *= 2);
        got[n++] = (char)ch;
    }
    got[n] = 0;
    (void)fclose(in);
    return got;
}

/* ---- static output ------------------------------------------------------------------ */

static void keep(int ch)
{
    if (text_n + 1 > text_cap)
        text = grow(text, text_cap = text_cap ? text_cap * 2 : 4096);
    text[text_n++] = (char)ch;
}

static void flush_ws(void)
{
    if (pending_ws && !at.ws_done)
        keep(pending_ws);
    if (pending_ws)
        at.ws_done = true;
    pending_ws = 0;
}

/* C17 promises 4,095 bytes in a literal, so long runs are written in pieces. */
static void flush(void)
{
    flush_ws();
    for (size_t i = 0; i < text_n;) {
        const size_t end = text_n - i > 2000 ? i + 2000 : text_n;
        (void)fprintf(c, "    html_raw(o, S(\"");
        for (; i < end; i++) {
            const unsigned char ch = (unsigned char)text[i];
            if (ch == '"' || ch == '\\')
                (void)fprintf(c, "\\%c", ch);
            else if (ch == '\n')
                (void)fprintf(c, "\\n");
            else if (ch < 0x20 || ch == '?' || ch > 0x7e)
                (void)fprintf(c, "\\%03o", ch);
            else
                (void)fputc(ch, c);
        }
        (void)fprintf(c, "\"));\n");
    }
    text_n = 0;
}

/* ---- following the HTML ------------------------------------------------------------- */

static bool one_of(const char *name, const char *list)
{
    const size_t n = strlen(name);
    for (const char *s = n ? strstr(list, name) : NULL; s; s = strstr(s + 1, name))
        if (s[-1] == ' ' && (s[n] == ' ' || !s[n]))
            return true;
    return false;
}

/* White space beside these is seen by nobody. */
static bool is_block(const char *name)
{
    return one_of(name,
                  " html head body header nav main footer section article aside div p ul ol li dl dt dd"
                  " table thead tbody tfoot tr th td caption form fieldset legend h1 h2 h3 h4 h5 h6"
                  " details summary hr meta link title script option select template ");
}

static bool is_link(const char *name)
{
    return one_of(name,
                  " href src action formaction cite data poster xlink:href ping manifest background ");
}

static void add_name(char *name, size_t size, int ch)
{
    const size_t n = strlen(name);
    if (n + 2 > size)
        die("name too long: %s", name);
    name[n] = (char)tolower(ch);
    name[n + 1] = 0;
}

static void tag_ends(void)
{
    at.st = TEXT;
    at.ws_done = is_block(at.tag);
    if (at.closing) {
        if (!strcmp(at.tag, "pre"))
            at.pre--;
        return;
    }
    if (!strcmp(at.tag, "style"))
        die("no inline style: the page's CSP drops it");
    if (!strcmp(at.tag, "script"))
        at.st = SCRIPT;
    else if (!strcmp(at.tag, "textarea") || !strcmp(at.tag, "title"))
        at.st = RCDATA;
    else if (!strcmp(at.tag, "pre"))
        at.pre++;
}

static void attr_named(void)
{
    if (!strcmp(at.attr, "style") || !strncmp(at.attr, "on", 2))
        die("no inline %s: the page's CSP drops it", at.attr);
    if (one_of(at.attr, " srcdoc http-equiv srcset "))
        die("attribute %s is not for templates", at.attr);
}

static void name_starts(int ch)
{
    if (at.tight)
        die("a space is missing before this attribute");
    at.attr[0] = 0;
    at.link = LINK_START;
    at.st = NAME;
    add_name(at.attr, sizeof at.attr, ch);
}

/* One character inside a tag but outside a quoted value. */
static void in_tag(int ch)
{
    const bool space = isspace(ch) || ch == '/';
    switch ((int)at.st) {
    case TAG:
        if (isalnum(ch) || ch == '-' || ch == ':')
            add_name(at.tag, sizeof at.tag, ch);
        else if (space)
            at.st = SPACE;
        else if (ch != '>')
            die("unexpected '%c' in a tag's name", ch);
        break;
    case SPACE:
    case AFTER_NAME:
        if (ch == '=' && at.st == AFTER_NAME)
            at.st = VALUE;
        else if (!space && ch != '>')
            name_starts(ch);
        break;
    case NAME:
        if (ch == '=' || space || ch == '>')
            attr_named();
        if (ch == '=')
            at.st = VALUE;
        else if (space)
            at.st = AFTER_NAME;
        else if (ch != '>')
            add_name(at.attr, sizeof at.attr, ch);
        break;
    case VALUE:
        if (ch == '>')
            die("attribute %s has no value", at.attr);
        if (!isspace(ch))
            at.st = ch == '"' ? DQ : ch == '\'' ? SQ : UNQ;
        break;
    case UNQ:
        if (isspace(ch))
            at.st = SPACE;
        break;
    default:
        break;
    }
    if (space)
        at.tight = false;
    if (ch == '>' && at.st != DQ && at.st != SQ)
        tag_ends();
}

static void in_value(int ch)
{
    if (ch == (at.st == DQ ? '"' : '\'')) {
        at.st = SPACE;
        at.tight = true;
        return;
    }
    if (ch == '#')
        at.link = LINK_FRAG;
    else if (at.link == LINK_START)
        at.link = LINK_STATIC;
}

static bool closes_here(void)
{
    const size_t n = strlen(at.tag);
    return p[0] == '<' && p[1] == '/' && !strncasecmp(p + 2, at.tag, n) &&
           !isalnum((unsigned char)p[2 + n]);
}

/* Text, script, title, textarea: nothing to follow but where the next tag begins. */
static void in_text(int ch)
{
    if (at.st == SCRIPT && !isspace(ch) && !closes_here())
        die("no inline script: the page's CSP drops it");
    if (ch != '<' || (at.st != TEXT && !closes_here()))
        return;
    at.st = LT;
}

static void after_lt(int ch)
{
    at.closing = ch == '/';
    at.tag[0] = at.attr[0] = 0;
    at.tight = false;
    if (ch == '!') {
        at.st = DECL;
        return;
    }
    if (ch != '/' && !isalpha(ch))
        die("a lone '<'; write &lt;");
    at.st = TAG;
    if (ch != '/')
        add_name(at.tag, sizeof at.tag, ch);
}

/* Before "<block" white space is seen by nobody either. */
static bool before_block(void)
{
    char name[32] = "";
    const char *s = p + 1 + (p[1] == '/');
    while (isalnum((unsigned char)*s) && strlen(name) < sizeof name - 2)
        add_name(name, sizeof name, *s++);
    return *p == '<' && is_block(name);
}

static bool collapses(int ch)
{
    if (!isspace(ch))
        return false;
    return (at.st == TEXT && !at.pre) || at.st == SPACE || at.st == AFTER_NAME || at.st == TAG ||
           at.st == NAME;
}

static void static_char(int ch)
{
    const enum st was = at.st;
    if (collapses(ch)) {
        const int as = was == TEXT && (ch == '\n' || pending_ws == '\n') ? '\n' : ' ';
        pending_ws = as;
        if (was != TEXT)
            at.ws_done = false, in_tag(ch);
        return;
    }
    if (pending_ws &&
        ((was == TEXT && pending_ws == '\n' && before_block()) || (was != TEXT && ch == '>')))
        pending_ws = 0;
    flush_ws();
    keep(ch);
    at.ws_done = false;
    if (was == TEXT || was == SCRIPT || was == RCDATA)
        in_text(ch);
    else if (was == LT)
        after_lt(ch);
    else if (was == DECL)
        at.st = ch == '>' ? TEXT : DECL, at.ws_done = ch == '>';
    else if (was == DQ || was == SQ)
        in_value(ch);
    else
        in_tag(ch);
}

/* ---- expressions -------------------------------------------------------------------- */

static void line_mark(void)
{
    (void)fprintf(c, "#line %d \"%s\"\n", line, file);
}

/* `name`, `a.b`, `../name`, `.` (the row itself), `@name` (of the page, struct html_out). */
static void expr(const char *what, char *out, size_t size)
{
    const char *s = what;
    int up = 0;
    const bool page = *s == '@';
    if (page)
        s++;
    for (; !strncmp(s, "../", 3); s += 3)
        up++;
    if (up > level)
        die("nothing above here: %s", what);
    const int var = level_var[level - up];
    if (!strcmp(s, ".") && !page) {
        (void)snprintf(out, size, "(*v%d)", var);
        return;
    }
    for (const char *t = s; *t; t++)
        if (!(islower((unsigned char)*t) || *t == '_' ||
              (t > s && (isdigit((unsigned char)*t) || *t == '.'))))
            die("not a field: %s", what);
    if (!*s)
        die("a field's name is missing");
    if (page)
        (void)snprintf(out, size, "o->%s", s);
    else
        (void)snprintf(out, size, "v%d->%s", var, s);
}

/* The writer for a field here, or NULL with the reason in *why. */
static const char *writer(const char **why)
{
    if (at.st == TEXT || at.st == RCDATA)
        return "html_text";
    if (at.st == DQ || at.st == SQ) {
        if (!is_link(at.attr))
            return "html_attr";
        if (at.link == LINK_FRAG)
            return "html_frag";
        if (at.link == LINK_START)
            return "html_link";
        *why = "a link is one href field; join its pieces with HREF()";
        return NULL;
    }
    if (at.st == SCRIPT)
        *why = "no field in a script";
    else if (at.st == VALUE || at.st == UNQ)
        *why = "no field in an unquoted attribute";
    else
        *why = "no field in a tag outside an attribute's value";
    return NULL;
}

static void field_done(void)
{
    if ((at.st == DQ || at.st == SQ) && at.link == LINK_START)
        at.link = LINK_HREF;
    at.ws_done = false;
}

static void field(const char *what)
{
    char e[300];
    const char *why = NULL, *fn = writer(&why);
    if (!fn)
        die("{{%s}}: %s", what, why);
    expr(what, e, sizeof e);
    flush();
    line_mark();
    (void)fprintf(c, "    %s(o, %s);\n", fn, e);
    field_done();
}

static size_t key_index(const char *key)
{
    for (size_t i = 0; i < keys_n; i++)
        if (!strcmp(keys[i], key))
            return i;
    die("unknown text key %s", key);
}

/* {{t "key"}} or {{t "key" a b c}}: the fields fill {0} {1} {2}. */
static void text_key(char *rest)
{
    char *end = *rest == '"' ? strchr(rest + 1, '"') : NULL;
    const char *why = NULL, *fn = writer(&why);
    if (!end)
        die("expected {{t \"folder.key\"}}");
    if (!fn || (strcmp(fn, "html_text") && strcmp(fn, "html_attr")))
        die("no text key here: %s", why ? why : "a link is an href field");
    *end = 0;
    const size_t index = key_index(rest + 1);
    flush();
    line_mark();
    char *save = NULL, *word = strtok_r(end + 1, " ", &save);
    if (!word)
        (void)fprintf(c, "    %s(o, text_at(o->lang, %zu));\n", fn, index);
    else {
        int n = 0;
        (void)fprintf(c, "    %s(o, html_filled(o, %zu, (const str[]){", fn, index);
        for (; word; word = strtok_r(NULL, " ", &save), n++) {
            char e[300];
            expr(word, e, sizeof e);
            (void)fprintf(c, "%shtml_arg(o, %s)", n ? ", " : "", e);
        }
        (void)fprintf(c, "}, %d));\n", n);
    }
    field_done();
}

/* ---- blocks ------------------------------------------------------------------------- */

/* A block may begin right after a name; what follows it must then bring its own space. */
static void settle(void)
{
    if (at.st == NAME)
        attr_named();
    if (at.st == TAG || at.st == NAME || at.st == AFTER_NAME) {
        at.tight = at.tight || at.st == TAG || at.st == NAME;
        at.st = SPACE;
    }
    if (at.st == LT || at.st == VALUE || at.st == UNQ || at.st == DECL || at.st == SCRIPT)
        die("no block in the middle of a tag or an unquoted attribute");
}

static void open_block(bool each)
{
    if (depth == 64 || level == 31)
        die("blocks nest too deep");
    settle();
    flush();
    line_mark();
    blocks[depth++] = (struct block){.each = each, .start = at, .line = line};
}

static void open_if(const char *what)
{
    char e[300];
    const bool no = *what == '!';
    expr(what + no, e, sizeof e);
    open_block(false);
    (void)fprintf(c, "    if (%shtml_true(%s)) {\n", no ? "!" : "", e);
}

/* `rows` counts in rows_n; a list {v, n} is named `list.v` (or `v`) and counts in list.n. */
static void open_each(const char *what)
{
    char e[300], count[320];
    expr(what, e, sizeof e);
    const size_t n = strlen(e);
    const bool list = e[n - 1] == 'v' && (e[n - 2] == '.' || e[n - 2] == '>');
    (void)snprintf(count, sizeof count, "%.*s%s", (int)(list ? n - 1 : n), e, list ? "n" : "_n");
    open_block(true);
    const int id = ++loops;
    (void)fprintf(c,
                  "    for (ptrdiff_t i%d = 0; i%d < %s; i%d++) {\n"
                  "    __typeof__(&%s[0]) v%d = &%s[i%d];\n    (void)v%d;\n",
                  id, id, count, id, e, id, e, id, id);
    level_var[++level] = id;
}

/* Both branches must leave the HTML in the same place. */
static void join(const struct at *other)
{
    if (at.st != other->st || at.pre != other->pre || (at.st != TEXT && strcmp(at.tag, other->tag)) ||
        ((at.st == DQ || at.st == SQ) && strcmp(at.attr, other->attr)))
        die("this block ends in another place of the HTML than it began");
    at.tight = at.tight || other->tight;
    at.ws_done = at.ws_done && other->ws_done;
    if (other->link > at.link)
        at.link = other->link;
}

static void do_else(void)
{
    struct block *b = depth ? &blocks[depth - 1] : NULL;
    if (!b || b->each || b->has_else)
        die("{{else}} without its {{#if}}");
    settle();
    flush();
    b->has_else = true;
    b->then = at;
    join(&b->start);
    at = b->start;
    (void)fprintf(c, "    } else {\n");
}

static void close_block(bool each)
{
    struct block *b = depth ? &blocks[depth - 1] : NULL;
    if (!b || b->each != each)
        die("{{/%s}} closes nothing", each ? "each" : "if");
    settle();
    flush();
    join(b->has_else ? &b->then : &b->start);
    (void)fprintf(c, "    }\n");
    level -= each;
    depth--;
}

static void use_folder(const char *name)
{
    for (size_t i = 0; i < used_n; i++)
        if (!strcmp(used[i], name))
            return;
    if (used_n == sizeof used / sizeof *used)
        die("too many folders");
    used[used_n++] = strdup(name);
}

static void c_name(char *s)
{
    for (; *s; s++)
        if (!isalnum((unsigned char)*s))
            *s = '_';
}

/* {{> folder/_name}}: the same view; {{> folder/_name f}}: &v->f; {{> folder/_name *f}}: v->f. */
static void partial(char *rest)
{
    char e[300] = "", *save = NULL;
    char *which = strtok_r(rest, " ", &save), *arg = strtok_r(NULL, " ", &save);
    char *slash = which ? strchr(which, '/') : NULL;
    if (!slash || strtok_r(NULL, " ", &save))
        die("expected {{> folder/_name field}}");
    if (at.st != TEXT)
        die("a partial stands in text only");
    *slash = 0;
    use_folder(which);
    c_name(slash + 1);
    flush();
    line_mark();
    if (arg && strcmp(arg, ".")) {
        const bool star = *arg == '*';
        expr(arg + star, e, sizeof e);
        (void)fprintf(c, "    tpl_%s_%s(o, %s%s);\n", which, slash + 1, star ? "" : "&", e);
    } else {
        (void)fprintf(c, "    tpl_%s_%s(o, v%d);\n", which, slash + 1, level_var[level]);
    }
    at.ws_done = false;
}

static void command(char *s)
{
    if (*s == '!')
        return;
    if (!strncmp(s, "#if ", 4))
        open_if(s + 4);
    else if (!strncmp(s, "#each ", 6))
        open_each(s + 6);
    else if (!strcmp(s, "else"))
        do_else();
    else if (!strcmp(s, "/if") || !strcmp(s, "/each"))
        close_block(s[1] == 'e');
    else if (*s == '>')
        partial(s + 1);
    else if (!strncmp(s, "t ", 2))
        text_key(s + 2);
    else
        field(s);
}

/* p stands on "{{"; leaves it on the last brace. */
static void mustache(void)
{
    char body[400];
    const char *end = strstr(p, "}}");
    if (!end || end - p > (ptrdiff_t)sizeof body)
        die("{{ is never closed");
    const char *from = p + 2;
    while (from < end && isspace((unsigned char)*from))
        from++;
    size_t n = (size_t)(end - from);
    while (n && isspace((unsigned char)from[n - 1]))
        n--;
    memcpy(body, from, n);
    body[n] = 0;
    command(body);
    for (; p < end + 1; p++)
        line += *p == '\n';
}

/* ---- files -------------------------------------------------------------------------- */

static void skip_comment(void)
{
    const char *end = strstr(p, "-->");
    const char *field_at = strstr(p, "{{");
    if (!end)
        die("a comment is never closed");
    if (field_at && field_at < end)
        die("no field in a comment; use {{! }}");
    for (; p < end + 2; p++)
        line += *p == '\n';
}

static void function_name(char *out, size_t size)
{
    const char *base = strrchr(file, '/');
    base = base ? base + 1 : file;
    const char *dot = strrchr(base, '.');
    (void)snprintf(out, size, "tpl_%s_%.*s", folder, (int)(dot ? dot - base : (ptrdiff_t)strlen(base)),
                   base);
    c_name(out);
}

/* First line: <!-- view: struct x -->, or <!-- view: none --> when only {{@page}} fields are used. */
static void begin(void)
{
    char view[100], name[200];
    if (!strncmp(src, "<!-- view: none -->", 19))
        (void)snprintf(view, sizeof view, "void");
    else if (sscanf(src, "<!-- view: %99[a-z0-9_ ] -->", view) != 1 || strncmp(view, "struct ", 7))
        die("the first line must be <!-- view: struct name -->");
    function_name(name, sizeof name);
    (void)fprintf(h, "void %s(struct html_out *o, const %s *v);\n", name, view);
    (void)fprintf(c, "\nvoid %s(struct html_out *o, const %s *v0)\n{\n    (void)v0;\n", name, view);
}

static void compile(const char *path)
{
    file = path;
    line = 1;
    src = slurp(path);
    at = (struct at){.st = TEXT, .ws_done = true};
    depth = level = loops = pending_ws = 0;
    level_var[0] = 0;
    begin();
    for (p = src; *p; p++) {
        if (p[0] == '{' && p[1] == '{') {
            mustache();
        } else if (at.st == TEXT && !strncmp(p, "<!--", 4)) {
            skip_comment();
        } else {
            static_char((unsigned char)*p);
            line += *p == '\n';
        }
    }
    if (depth) {
        line = blocks[depth - 1].line;
        die("{{#%s}} is never closed", blocks[depth - 1].each ? "each" : "if");
    }
    if (at.st != TEXT || at.pre)
        die("the file ends inside <%s>", at.tag);
    pending_ws = 0;
    flush();
    (void)fprintf(c, "}\n");
    free((void *)(size_t)src);
}

static void read_keys(const char *path)
{
    char *all = slurp(path), *save = NULL;
    for (char *k = strtok_r(all, "\n", &save); k; k = strtok_r(NULL, "\n", &save)) {
        keys = grow(keys, (keys_n + 1) * sizeof *keys);
        keys[keys_n++] = k;
    }
}

static void write_out(const char *prefix, const char *end, const char *head, const char *body)
{
    char path[1000];
    (void)snprintf(path, sizeof path, "%s%s", prefix, end);
    FILE *out = fopen(path, "wb");
    if (!out || fputs(head, out) < 0 || fputs(body, out) < 0 || fclose(out)) {
        (void)fprintf(stderr, "tplgen: cannot write %s\n", path);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    char *c_body = NULL, *h_body = NULL, *head = NULL;
    size_t size = 0;
    if (argc < 4) {
        (void)fprintf(stderr, "usage: tplgen FOLDER KEYS OUT FILE...\n");
        return 2;
    }
    folder = argv[1];
    read_keys(argv[2]);
    c = open_memstream(&c_body, &size);
    h = open_memstream(&h_body, &size);
    if (!c || !h)
        return 1;
    (void)fprintf(h,
                  "/* made by tools/tplgen.c */\n#pragma once\n#include \"html/html.h\"\n#include "
                  "\"%s/%s_view.h\"\n\n",
                  folder, folder);
    for (int i = 4; i < argc; i++)
        compile(argv[i]);
    (void)fclose(c);
    (void)fclose(h);
    FILE *top = open_memstream(&head, &size);
    if (!top)
        return 1;
    (void)fprintf(top, "/* made by tools/tplgen.c */\n#include \"%s/%s_tpl.h\"\n", folder, folder);
    for (size_t i = 0; i < used_n; i++)
        if (strcmp(used[i], folder))
            (void)fprintf(top, "#include \"%s/%s_tpl.h\"\n", used[i], used[i]);
    (void)fclose(top);
    write_out(argv[3], ".c", head, c_body);
    write_out(argv[3], ".h", "", h_body);
    return 0;
}
