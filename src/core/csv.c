/* csv.c - one pass, no recursion; a quoted field is copied only when it holds a quote. */
#include "core/csv.h"

#include <string.h>

#include "core/utf8.h"

static char find_separator(str text)
{
    bool quoted = false, semicolon = false;
    for (ptrdiff_t i = 0; i < text.n && (quoted || text.p[i] != '\n'); i++) {
        if (text.p[i] == '"')
            quoted = !quoted;
        else if (!quoted && text.p[i] == ',')
            return ',';
        else if (!quoted && text.p[i] == ';')
            semicolon = true;
    }
    return semicolon ? ';' : ',';
}

struct csv csv_open(str text)
{
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_sub(text, 3, text.n);
    struct csv f = {.rest = text, .separator = find_separator(text), .columns = -1, .next_line = 1};
    if (!utf8_valid(text))
        f.why = "core.csv.utf8";
    else if (text.n && memchr(text.p, 0, (size_t)text.n))
        f.why = "core.csv.nul";
    return f;
}

static char at(const struct csv *f, ptrdiff_t i)
{
    return i < f->rest.n ? f->rest.p[i] : '\n';
}

static void skip(struct csv *f, ptrdiff_t n)
{
    f->rest = str_sub(f->rest, n, f->rest.n);
}

/* A field ends at the separator, the end of the line or of the text. */
static bool plain(struct csv *f, str *ret)
{
    ptrdiff_t n = 0;
    while (n < f->rest.n && at(f, n) != f->separator && at(f, n) != '\n' && at(f, n) != '\r') {
        if (at(f, n) == '"') {
            f->why = "core.csv.quote";
            return false;
        }
        n++;
    }
    *ret = str_sub(f->rest, 0, n);
    skip(f, n);
    return true;
}

static str without_doubles(struct arena *mem, str s)
{
    char *to = arena_alloc(mem, (size_t)s.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        to[n++] = s.p[i];
        i += s.p[i] == '"';
    }
    return (str){to, n};
}

static bool quoted(struct csv *f, struct arena *mem, str *ret)
{
    ptrdiff_t n = 1;
    bool doubles = false;
    for (;; n++) {
        if (n >= f->rest.n) {
            f->why = "core.csv.open_quote";
            return false;
        }
        f->next_line += at(f, n) == '\n';
        if (at(f, n) != '"')
            continue;
        if (n + 1 >= f->rest.n || at(f, n + 1) != '"')
            break;
        doubles = true;
        n++;
    }
    const str inner = str_sub(f->rest, 1, n - 1);
    *ret = doubles ? without_doubles(mem, inner) : inner;
    skip(f, n + 1);
    return true;
}

/* After a field: the separator (true, more follows), or the end of the line. */
static bool more_fields(struct csv *f, bool *ret_more)
{
    *ret_more = false;
    if (f->rest.n && f->rest.p[0] == f->separator) {
        *ret_more = true;
        skip(f, 1);
        return true;
    }
    if (f->rest.n >= 2 && f->rest.p[0] == '\r' && f->rest.p[1] == '\n')
        skip(f, 1);
    if (f->rest.n && f->rest.p[0] != '\n') {
        f->why = f->rest.p[0] == '\r' ? "core.csv.bare_cr" : "core.csv.quote";
        return false;
    }
    skip(f, 1);
    f->next_line++;
    return true;
}

static void skip_empty_lines(struct csv *f)
{
    while (f->rest.n) {
        const ptrdiff_t n = f->rest.p[0] == '\r' && at(f, 1) == '\n' && f->rest.n > 1;
        if (f->rest.p[n] != '\n')
            return;
        skip(f, n + 1);
        f->next_line++;
    }
}

enum csv_next csv_read(struct csv *f, struct arena *mem, struct csv_row *ret_row)
{
    bool more = true;
    int n = 0;
    if (f->why)
        return CSV_BAD;
    skip_empty_lines(f);
    f->line = f->next_line;
    if (!f->rest.n)
        return CSV_END;
    for (; more; n++) {
        if (n == CSV_FIELDS_MAX) {
            f->why = "core.csv.columns";
            return CSV_BAD;
        }
        const bool good =
            at(f, 0) == '"' && f->rest.n ? quoted(f, mem, &ret_row->v[n]) : plain(f, &ret_row->v[n]);
        if (!good || !more_fields(f, &more))
            return CSV_BAD;
    }
    ret_row->n = n;
    if (f->columns < 0)
        f->columns = n;
    if (n != f->columns)
        f->why = "core.csv.columns";
    return f->why ? CSV_BAD : CSV_ROW;
}

/* ---- writing ---- */

static bool is_formula(str s)
{
    int64_t n;
    return s.n && memchr("=+-@\t\r", s.p[0], 6) && !str_to_i64(s, &n);
}

static void add_field(struct buf *b, str s)
{
    const bool quoted = str_has(s, S(",")) || str_has(s, S(";")) || str_has(s, S("\"")) ||
                        str_has(s, S("\n")) || str_has(s, S("\r"));
    if (quoted)
        buf_char(b, '"');
    if (is_formula(s))
        buf_char(b, '\'');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.p[i]);
    }
    if (quoted)
        buf_char(b, '"');
}

void csv_add(struct buf *b, const str *v, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i)
            buf_char(b, ',');
        add_field(b, v[i]);
    }
    buf_add_c(b, "\r\n");
}
