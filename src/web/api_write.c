/*
 * api_write.c - facts as JSON by their declared table (api.h), and the cursor of lists.
 * Depth is bounded by the tables, which are constant; a table that holds itself is a BUG.
 */
#include <string.h>

#include "core/utf8.h"
#include "web/internal.h"

#define DEPTH_MAX 8

struct writer {
    struct buf *b;
    const struct web_call *wc;
    int depth;
};

static void write_struct(struct writer *w, const struct api_table *t, const void *facts);

static void write_text(struct writer *w, str s)
{
    if (s.p)
        buf_json(w->b, s);
    else
        buf_add_c(w->b, "null");
}

static void write_number(struct writer *w, int64_t v)
{
    if (v == INT64_MIN)
        buf_add_c(w->b, "null");
    else
        buf_i64(w->b, v);
}

static void write_list(struct writer *w, const struct api_field *f, const void *at)
{
    const struct list {
        const char *v;
        ptrdiff_t n;
    } *list = at;
    buf_char(w->b, '[');
    for (ptrdiff_t i = 0; i < list->n; i++) {
        if (i)
            buf_char(w->b, ',');
        if (f->type == A_TEXTS)
            write_text(w, ((const str *)(const void *)list->v)[i]);
        else
            write_struct(w, f->of, list->v + (size_t)i * f->of->size);
    }
    buf_char(w->b, ']');
}

static void write_value(struct writer *w, const struct api_field *f, const void *at)
{
    struct arena *mem = w->wc->http->mem;
    switch (f->type) {
    case A_TEXT:
        write_text(w, *(const str *)at);
        return;
    case A_INT:
    case A_MONEY:
        write_number(w, *(const int64_t *)at);
        return;
    case A_BOOL:
        buf_add_c(w->b, *(const bool *)at ? "true" : "false");
        return;
    case A_DATE:
        write_text(w, date_is_none(*(const date *)at) ? STR_NONE : date_iso(mem, *(const date *)at));
        return;
    case A_TIME:
        write_text(w, instant_is_none(*(const instant *)at) ? STR_NONE
                                                            : instant_iso(mem, *(const instant *)at));
        return;
    case A_OBJECT:
        write_struct(w, f->of, at);
        return;
    case A_REF:
        if (*(const void *const *)at)
            write_struct(w, f->of, *(const void *const *)at);
        else
            buf_add_c(w->b, "null");
        return;
    case A_LIST:
    case A_TEXTS:
        write_list(w, f, at);
        return;
    case A_NONE:
        break;
    }
    BUG_IF("an API field of no type");
}

static void write_struct(struct writer *w, const struct api_table *t, const void *facts)
{
    bool first = true;
    BUG_IF(++w->depth > DEPTH_MAX);
    buf_char(w->b, '{');
    for (const struct api_field *f = t->fields; f->name; f++) {
        if (f->need && !w->wc->w->cfg.auth->may(w->wc->r.c.actor, f->need))
            continue;
        if (!first)
            buf_char(w->b, ',');
        first = false;
        buf_char(w->b, '"');
        buf_add_c(w->b, f->name);
        buf_add_c(w->b, "\":");
        write_value(w, f, (const char *)facts + f->at);
    }
    buf_char(w->b, '}');
    w->depth--;
}

void web__json_facts(struct buf *b, const struct web_call *wc, const struct api_table *t,
                     const void *facts)
{
    struct writer w = {b, wc, 0};
    write_struct(&w, t, facts);
}

/* ---- cursors ----------------------------------------------------------------------------------- */

str api_cursor_text(struct arena *mem, const struct api_cursor *at)
{
    struct buf b = buf_new(mem, 128);
    BUG_IF(at->n < 1 || at->n > 4);
    for (int i = 0; i < at->n; i++)
        buf_fmt(&b, "%s%llx", i ? "-" : "", (unsigned long long)at->key[i]);
    return buf_str(&b);
}

bool api_cursor_parse(str s, struct api_cursor *ret_at)
{
    struct api_cursor at = {0};
    for (struct str_cut cut = str_cut(s, '-');; cut = str_cut(cut.tail, '-')) {
        uint64_t v;
        if (at.n == 4 || !str_to_u64_hex(cut.head, &v))
            return false;
        at.key[at.n++] = (int64_t)v;
        if (!cut.found)
            break;
    }
    *ret_at = at;
    return true;
}

str api_cursor_wrap(struct arena *mem, str inside)
{
    return inside.n ? hex_of(mem, (const unsigned char *)inside.p, (size_t)inside.n) : STR_NONE;
}

bool api_cursor_unwrap(struct arena *mem, str s, str *ret_inside)
{
    unsigned char *bytes = arena_alloc(mem, (size_t)s.n / 2 + 1);
    if (s.n && !hex_parse(s, bytes, (size_t)s.n / 2))
        return false;
    *ret_inside = s.n ? (str){(const char *)bytes, s.n / 2} : STR_NONE;
    return !s.n || utf8_valid(*ret_inside);
}
