/*
 * html.h - what compiled templates (tools/tplgen.c) write with: one writer for each place
 * of the HTML, chosen by the generator, one function for each type, chosen by _Generic. A
 * type that has no business in a place (a str in href, a bool in text) does not compile.
 *
 * Invariants: 1. everything is escaped for its place; only `html` passes as it is; 2. only
 * `href` stands at the start of a link attribute, and an href is made from a literal whose
 * gaps are percent-encoded; 3. controls and bidirectional overrides never reach the page,
 * so a name cannot reorder the text around it.
 *
 * Whole numbers in text are counts and are written as people read them (12.480 / 12,480);
 * years, codes and identity numbers are strs. In attributes numbers are plain digits.
 */
#ifndef MOTCUA_HTML_HTML_H
#define MOTCUA_HTML_HTML_H

#include "core/buf.h"
#include "core/i18n.h"

/* Trusted markup. html_trusted is for view builders only; what it gets must not hold input. */
typedef struct html {
    str s;
} html;
html html_trusted(str markup);

/* A link: a path of this site, or an outside address that was checked. */
typedef struct href {
    str s;
} href;
#define HREF_NONE ((href){STR_NONE})
/* HREF_TO("/procedures"): no gaps. HREF(mem, "/t/{}?q={}", code, query): the strs fill the
   gaps in order, percent-encoded; a gap filled with "." or ".." becomes "-". */
#define HREF_TO(literal) ((href){S(literal)})
#define HREF(mem, pattern, ...)                                                                        \
    href_fill((mem), S(pattern), (const str[]){__VA_ARGS__},                                           \
              (int)(sizeof((const str[]){__VA_ARGS__}) / sizeof(str)))
href href_fill(struct arena *mem, str pattern, const str *pieces, int count);
/* An address from outside (a law's page): http or https only, otherwise HREF_NONE. */
href href_outside(struct arena *mem, str url);
/* The same link with one more query piece: name is a literal. */
#define HREF_WITH(mem, link, name, value) href_with((mem), (link), S(name), (value))
href href_with(struct arena *mem, href link, str name, str value);

/* The page being written. In templates its fields are {{@icons}}, {{@csrf}}, {{@once}}; the
   two last are what req_form_token and req_form_key answer (web/web.h). */
struct html_out {
    struct buf *b;
    enum lang lang;
    href icons; /* the SVG sprite; <use href="{{@icons}}#clock"> */
    str csrf;   /* for the hidden field of forms; empty where there is no session */
    str once;   /* idempotency key of the forms of this page */
};

/* Called by generated code; usable by hand. */
void html_raw(struct html_out *o, str markup);

#define html_text(o, x)                                                                                \
    _Generic((x), str                                                                                  \
             : html_text_str, html                                                                     \
             : html_text_html, href                                                                    \
             : html_text_href, int                                                                     \
             : html_text_int, unsigned                                                                 \
             : html_text_unsigned, int64_t                                                             \
             : html_text_i64)((o), (x))
#define html_attr(o, x)                                                                                \
    _Generic((x), str                                                                                  \
             : html_attr_str, href                                                                     \
             : html_link_href, int                                                                     \
             : html_attr_int, unsigned                                                                 \
             : html_attr_unsigned, int64_t                                                             \
             : html_attr_i64)((o), (x))
#define html_link(o, x) _Generic((x), href : html_link_href)((o), (x))
/* After the # of a link. */
#define html_frag(o, x)                                                                                \
    _Generic((x), str                                                                                  \
             : html_frag_str, int                                                                      \
             : html_attr_int, unsigned                                                                 \
             : html_attr_unsigned, int64_t                                                             \
             : html_attr_i64)((o), (x))
#define html_true(x)                                                                                   \
    _Generic((x), bool                                                                                 \
             : html_true_bool, str                                                                     \
             : html_true_str, html                                                                     \
             : html_true_html, href                                                                    \
             : html_true_href, int                                                                     \
             : html_true_int, unsigned                                                                 \
             : html_true_unsigned, int64_t                                                             \
             : html_true_i64, default                                                                  \
             : html_true_pointer)(x)
#define html_arg(o, x)                                                                                 \
    _Generic((x), str                                                                                  \
             : html_arg_str, int                                                                       \
             : html_arg_int, unsigned                                                                  \
             : html_arg_unsigned, int64_t                                                              \
             : html_arg_i64)((o), (x))

void html_text_str(struct html_out *o, str s);
void html_text_html(struct html_out *o, html h);
void html_text_href(struct html_out *o, href h);
void html_text_int(struct html_out *o, int v);
void html_text_unsigned(struct html_out *o, unsigned v);
void html_text_i64(struct html_out *o, int64_t v);
void html_attr_str(struct html_out *o, str s);
void html_attr_int(struct html_out *o, int v);
void html_attr_unsigned(struct html_out *o, unsigned v);
void html_attr_i64(struct html_out *o, int64_t v);
void html_link_href(struct html_out *o, href h);
void html_frag_str(struct html_out *o, str s);
bool html_true_bool(bool v);
bool html_true_str(str s);
bool html_true_html(html h);
bool html_true_href(href h);
bool html_true_int(int v);
bool html_true_unsigned(unsigned v);
bool html_true_i64(int64_t v);
bool html_true_pointer(const void *p);
str html_arg_str(struct html_out *o, str s);
str html_arg_int(struct html_out *o, int v);
str html_arg_unsigned(struct html_out *o, unsigned v);
str html_arg_i64(struct html_out *o, int64_t v);
/* The text `index` with {0} {1} {2} filled; not yet escaped. */
str html_filled(struct html_out *o, int index, const str *args, int count);

#endif
