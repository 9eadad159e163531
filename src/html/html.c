/* html.c - escaping by place, and links; see html.h. */
#include "html/html.h"

#include <string.h>

enum { MAX_FILLED = 16384, MAX_LINK = 8192 };

html html_trusted(str markup)
{
    return (html){markup};
}

void html_raw(struct html_out *o, str markup)
{
    buf_add(o->b, markup);
}

/*
 * What a byte needs: nothing; an entity; to go. 0xE2, 0xD8 and 0xEF may begin a character that goes.
 */
static str entity(unsigned char ch)
{
    switch (ch) {
    case '&':
        return S("&amp;");
    case '<':
        return S("&lt;");
    case '>':
        return S("&gt;");
    case '"':
        return S("&quot;");
    default:
        return S("&#39;");
    }
}

/*
 * Length of a character that must not reach a page, 0 if it may: U+061C, U+200E, U+200F,
 * U+202A..202E, U+2066..2069 reorder the text around them; U+FEFF hides in it.
 */
static ptrdiff_t reorders(const unsigned char *p, ptrdiff_t n)
{
    if (n >= 2 && p[0] == 0xd8 && p[1] == 0x9c)
        return 2;
    if (n >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf)
        return 3;
    if (n < 3 || p[0] != 0xe2)
        return 0;
    if (p[1] == 0x80 && (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae)))
        return 3;
    return p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9 ? 3 : 0;
}

enum what { PASS, ENTITY, GONE, LOOK };

static enum what what(unsigned char ch)
{
    if (ch == '&' || ch == '<' || ch == '>' || ch == '"' || ch == '\'')
        return ENTITY;
    if ((ch < 0x20 && ch != '\n' && ch != '\t') || ch == 0x7f)
        return GONE;
    return ch == 0xe2 || ch == 0xd8 || ch == 0xef ? LOOK : PASS;
}

/* One set of escapes serves text and quoted attributes; the two names keep the places apart. */
static void escape(struct html_out *o, str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.n;) {
        const enum what w = what(p[i]);
        const ptrdiff_t skip = w == LOOK ? reorders(p + i, s.n - i) : w != PASS;
        if (skip == 0) {
            i++;
            continue;
        }
        buf_add(o->b, str_sub(s, from, i - from));
        if (w == ENTITY)
            buf_add(o->b, entity(p[i]));
        i += skip;
        from = i;
    }
    buf_add(o->b, str_sub(s, from, s.n - from));
}

void html_text_str(struct html_out *o, str s)
{
    escape(o, s);
}

void html_text_html(struct html_out *o, html h)
{
    buf_add(o->b, h.s);
}

void html_text_href(struct html_out *o, href h)
{
    escape(o, h.s);
}

void html_text_int(struct html_out *o, int v)
{
    html_text_i64(o, v);
}

void html_text_unsigned(struct html_out *o, unsigned v)
{
    html_text_i64(o, v);
}

void html_text_i64(struct html_out *o, int64_t v)
{
    escape(o, text_number(o->b->mem, o->lang, v));
}

void html_attr_str(struct html_out *o, str s)
{
    escape(o, s);
}

void html_attr_int(struct html_out *o, int v)
{
    buf_i64(o->b, v);
}

void html_attr_unsigned(struct html_out *o, unsigned v)
{
    buf_i64(o->b, v);
}

void html_attr_i64(struct html_out *o, int64_t v)
{
    buf_i64(o->b, v);
}

void html_link_href(struct html_out *o, href h)
{
    escape(o, h.s);
}

/* ---- percent-encoding --------------------------------------------------------------- */

static bool unreserved(unsigned char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
           ch == '-' || ch == '.' || ch == '_' || ch == '~';
}

static void percent(struct buf *b, str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const unsigned char ch = (unsigned char)s.p[i];
        if (unreserved(ch)) {
            buf_char(b, s.p[i]);
            continue;
        }
        buf_char(b, '%');
        buf_char(b, digits[ch >> 4]);
        buf_char(b, digits[ch & 15]);
    }
}

void html_frag_str(struct html_out *o, str s)
{
    percent(o->b, s);
}

/* A browser walks up for "..", also when it is written %2e%2e. */
static str no_dots(str piece)
{
    return str_eq(piece, S(".")) || str_eq(piece, S("..")) ? S("-") : piece;
}

href href_fill(struct arena *mem, str pattern, const str *pieces, int count)
{
    struct buf b = buf_new(mem, MAX_LINK);
    int used = 0;
    for (;;) {
        const ptrdiff_t gap = str_find(pattern, S("{}"));
        buf_add(&b, gap < 0 ? pattern : str_sub(pattern, 0, gap));
        if (gap < 0)
            break;
        BUG_IF(used == count);
        percent(&b, no_dots(pieces[used++]));
        pattern = str_sub(pattern, gap + 2, pattern.n);
    }
    BUG_IF(used != count);
    return buf_full(&b) ? HREF_NONE : (href){buf_str(&b)};
}

href href_with(struct arena *mem, href link, str name, str value)
{
    struct buf b = buf_new(mem, MAX_LINK);
    const struct str_cut hash = str_cut(link.s, '#');
    buf_add(&b, hash.head);
    buf_char(&b, str_find(hash.head, S("?")) < 0 ? '?' : '&');
    percent(&b, name);
    buf_char(&b, '=');
    percent(&b, value);
    if (hash.found) {
        buf_char(&b, '#');
        buf_add(&b, hash.tail);
    }
    return buf_full(&b) ? link : (href){buf_str(&b)};
}

href href_outside(struct arena *mem, str url)
{
    const bool web = (url.n > 8 && str_eq_nocase(str_sub(url, 0, 8), S("https://"))) ||
                     (url.n > 7 && str_eq_nocase(str_sub(url, 0, 7), S("http://")));
    if (!web || url.n > MAX_LINK / 4)
        return HREF_NONE;
    struct buf b = buf_new(mem, MAX_LINK);
    for (ptrdiff_t i = 0; i < url.n; i++) {
        const unsigned char ch = (unsigned char)url.p[i];
        if (unreserved(ch) || (ch < 0x7f && strchr(":/?#[]@!$&()*+,;=%", ch) && ch))
            buf_char(&b, url.p[i]);
        else
            percent(&b, str_sub(url, i, 1));
    }
    return (href){buf_str(&b)};
}

/* ---- conditions and arguments ------------------------------------------------------- */

bool html_true_bool(bool v)
{
    return v;
}

bool html_true_str(str s)
{
    return s.n > 0;
}

bool html_true_html(html h)
{
    return h.s.n > 0;
}

bool html_true_href(href h)
{
    return h.s.n > 0;
}

bool html_true_int(int v)
{
    return v != 0;
}

bool html_true_unsigned(unsigned v)
{
    return v != 0;
}

bool html_true_i64(int64_t v)
{
    return v != 0;
}

bool html_true_pointer(const void *p)
{
    return p != NULL;
}

str html_arg_str(struct html_out *o, str s)
{
    (void)o;
    return s;
}

str html_arg_int(struct html_out *o, int v)
{
    return html_arg_i64(o, v);
}

str html_arg_unsigned(struct html_out *o, unsigned v)
{
    return html_arg_i64(o, v);
}

str html_arg_i64(struct html_out *o, int64_t v)
{
    return text_number(o->b->mem, o->lang, v);
}

str html_filled(struct html_out *o, int index, const str *args, int count)
{
    str text = text_at(o->lang, index);
    struct buf b = buf_new(o->b->mem, MAX_FILLED);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        const int which =
            i + 2 < text.n && text.p[i] == '{' && text.p[i + 2] == '}' ? text.p[i + 1] - '0' : -1;
        if (which < 0 || which >= count) {
            buf_char(&b, text.p[i]);
            continue;
        }
        buf_add(&b, args[which]);
        i += 2;
    }
    return buf_str(&b);
}
