/*
 * catalog_search.c - search keys and lists. A word is looked for twice: with its marks
 * (exact: ă â ê ô ơ ư đ kept, the tone at the end of the word, so hòa = hoà) and without
 * (fold). Hits with marks stand first; codes and initials find too.
 */
#include "catalog/catalog_draft.h"

#include "catalog/catalog_search_sql.h"
#include "catalog/catalog_sql.h"
#include "core/buf.h"
#include "core/fold.h"

#define HITS 200
#define WORDS 12
#define FACET_MAX 200

/* Letters and digits of any script stay, everything else parts words. */
static str words_of(struct ctx *c, str s)
{
    char *to = arena_alloc(c->mem, (size_t)s.n);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const unsigned char ch = (unsigned char)s.p[i];
        const bool keep = ch >= 0x80 || (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') ||
                          (ch >= 'A' && ch <= 'Z');
        to[i] = keep ? s.p[i] : ' ';
    }
    return (str){to, s.n};
}

enum rc catalog__index(struct ctx *c, int64_t id, const struct draft *d)
{
    struct buf body = buf_new(c->mem, 8192);
    buf_add(&body, fold(c->mem, d->field.n ? d->field : S("")));
    buf_char(&body, ' ');
    buf_add(&body, fold(c->mem, d->agency.n ? d->agency : S("")));
    for (ptrdiff_t i = 0; i < d->parts_n; i++)
        if (str_eq(str_of(d->parts[i].kind), S("result"))) {
            buf_char(&body, ' ');
            buf_add(&body, fold(c->mem, d->parts[i].name));
        }
    const str name = words_of(c, fold(c->mem, d->name)),
              exact = words_of(c, fold_exact(c->mem, d->name));
    enum rc rc = q_procedure_search_drop(c, id, NULL);
    return rc ? rc : q_procedure_search_put(c, id, name, exact, words_of(c, buf_str(&body)), NULL);
}

/* "khai & sinh:*" or {name_exact} : "khai" AND "sinh" * - values of a parameter, made of
   letters and digits only. Absent when nothing is left to look for. */
static str query_of(struct ctx *c, str key, const char *columns)
{
    const bool pg = db_is_postgresql(c->db);
    struct buf b = buf_new(c->mem, 2048);
    str rest = words_of(c, key);
    int n = 0;
    if (!pg)
        buf_fmt(&b, "{%s} : (", columns);
    while (n < WORDS) {
        rest = str_trim(rest);
        if (!rest.n)
            break;
        const struct str_cut cut = str_cut(rest, ' ');
        rest = cut.found ? cut.tail : S("");
        if (n++)
            buf_add(&b, pg ? S(" & ") : S(" AND "));
        buf_add(&b, pg ? S("'") : S("\""));
        buf_add(&b, cut.head);
        buf_add(&b, pg ? S("'") : S("\""));
        if (!str_trim(rest).n)
            buf_add(&b, pg ? S(":*") : S(" *"));
    }
    if (!pg)
        buf_char(&b, ')');
    return n && !buf_full(&b) ? buf_str(&b) : STR_NONE;
}

struct hits {
    int64_t id[HITS];
    ptrdiff_t n;
};

static void add_hits(struct hits *h, const struct q_procedure_search_exact_rows *rows)
{
    for (ptrdiff_t i = 0; i < rows->n && h->n < HITS; i++) {
        ptrdiff_t at = 0;
        while (at < h->n && h->id[at] != rows->v[i].id)
            at++;
        if (at == h->n)
            h->id[h->n++] = rows->v[i].id;
    }
}

static bool is_code_part(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.'))
            return false;
    return s.n >= 3;
}

static bool is_one_word(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] < 'a' || s.p[i] > 'z')
            return false;
    return s.n >= 3 && s.n <= 24;
}

static enum rc find(struct ctx *c, str text, struct hits *h)
{
    struct q_procedure_search_exact_rows rows;
    const str key = fold(c->mem, text);
    const str exact =
        fold_has_marks(text) ? query_of(c, fold_exact(c->mem, text), "name_exact") : STR_NONE;
    const str folded = query_of(c, key, "name_fold body_fold");
    const str pattern = str_fmt(c->mem, "%%%.*s%%", STR_ARG(key));
    enum rc rc = RC_OK;
    if (is_code_part(key)) {
        rc = q_procedure_search_code(c, pattern, HITS, &rows);
        if (!rc)
            add_hits(h, &rows);
    }
    if (!rc && exact.n) {
        rc = q_procedure_search_exact(c, exact, HITS, &rows);
        if (!rc)
            add_hits(h, &rows);
    }
    if (!rc && folded.n && !is_code_part(key)) {
        rc = q_procedure_search_fold(c, folded, HITS, &rows);
        if (!rc)
            add_hits(h, &rows);
    }
    if (!rc && is_one_word(key)) {
        rc = q_procedure_search_initials(c, pattern, 20, &rows);
        if (!rc)
            add_hits(h, &rows);
    }
    return rc;
}

static enum rc head_of(struct ctx *c, int64_t id, struct procedure *to)
{
    struct q_procedure_by_code_row r;
    const enum rc rc = q_procedure_by_id(c, id, &r);
    if (!rc)
        *to = catalog__head(&r);
    return rc;
}

static str text_or_empty(str s)
{
    return s.n ? s : S("");
}

/* Hits in order; the cursor is how many were shown. */
static enum rc list_hits(struct ctx *c, const struct procedure_filter *f, struct procedure_page *page)
{
    struct hits *h = NEW(c->mem, struct hits);
    int64_t skip = 0;
    if (f->cursor.n && (!str_to_i64(f->cursor, &skip) || skip < 0))
        return fail(c, RC_INVALID, "cursor", "catalog.cursor_unknown");
    enum rc rc = find(c, f->text, h);
    int64_t seen = 0;
    for (ptrdiff_t i = 0; !rc && i < h->n; i++) {
        struct q_procedure_passes_row passes;
        rc = q_procedure_passes(c,
                                &(struct q_procedure_passes_in){
                                    h->id[i], text_or_empty(f->field), text_or_empty(f->agency),
                                    text_or_empty(f->audience), text_or_empty(f->level), f->open_only},
                                &passes);
        if (rc || !passes.n || seen++ < skip)
            continue;
        if (page->n == f->max) {
            page->more = true;
            page->next_cursor = str_fmt(c->mem, "%lld", (long long)(skip + f->max));
            break;
        }
        rc = head_of(c, h->id[i], &page->rows[page->n]);
        page->n += !rc;
    }
    return rc;
}

static enum rc list_names(struct ctx *c, const struct procedure_filter *f, struct procedure_page *page)
{
    struct q_procedure_list_rows rows;
    int64_t after_id = 0;
    const struct str_cut cursor = str_cut(f->cursor, '.');
    if (f->cursor.n && !str_to_i64(cursor.head, &after_id))
        return fail(c, RC_INVALID, "cursor", "catalog.cursor_unknown");
    enum rc rc = q_procedure_list(c,
                                  &(struct q_procedure_list_in){.field = text_or_empty(f->field),
                                                                .agency = text_or_empty(f->agency),
                                                                .audience = text_or_empty(f->audience),
                                                                .level = text_or_empty(f->level),
                                                                .open_only = f->open_only,
                                                                .after_key = text_or_empty(cursor.tail),
                                                                .after_id = after_id,
                                                                .max = f->max + 1},
                                  &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n && i < f->max; i++) {
        rc = head_of(c, rows.v[i].id, &page->rows[i]);
        page->n += !rc;
    }
    if (!rc && rows.n > f->max) {
        page->more = true;
        page->next_cursor = str_fmt(c->mem, "%lld.%.*s", (long long)rows.v[f->max - 1].id,
                                    STR_ARG(rows.v[f->max - 1].name_key));
    }
    return rc;
}

enum rc catalog_list(struct ctx *c, const struct procedure_filter *f, struct procedure_page *ret_page)
{
    BUG_IF(f->max < 1 || f->max > HITS);
    struct procedure_page page = {.rows = NEW_N(c->mem, struct procedure, f->max)};
    const enum rc rc = str_trim(f->text).n ? list_hits(c, f, &page) : list_names(c, f, &page);
    if (!rc)
        *ret_page = page;
    return rc;
}

enum rc catalog_list_count(struct ctx *c, const struct procedure_filter *f, int64_t *ret_n)
{
    struct q_procedure_list_count_row row;
    const enum rc rc =
        q_procedure_list_count(c,
                               &(struct q_procedure_list_count_in){
                                   text_or_empty(f->field), text_or_empty(f->agency),
                                   text_or_empty(f->audience), text_or_empty(f->level), f->open_only},
                               &row);
    if (!rc)
        *ret_n = row.n;
    return rc;
}

enum rc catalog_facets(struct ctx *c, enum facet_kind kind, struct facet **ret_facets, ptrdiff_t *ret_n)
{
    struct q_facet_fields_rows rows = {0};
    const enum rc rc = kind == FACET_FIELD        ? q_facet_fields(c, &rows)
                       : kind == FACET_OPEN_FIELD ? q_facet_open_fields(c, &rows)
                       : kind == FACET_AGENCY     ? q_facet_agencies(c, FACET_MAX, &rows)
                       : kind == FACET_AUDIENCE   ? q_facet_audiences(c, &rows)
                                                  : q_facet_levels(c, &rows);
    if (rc)
        return rc;
    struct facet *list = NEW_N(c->mem, struct facet, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct facet){rows.v[i].name, rows.v[i].n};
    *ret_facets = list;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc catalog_count(struct ctx *c, int64_t *ret_total, int64_t *ret_open)
{
    struct q_procedure_count_row row;
    const enum rc rc = q_procedure_count(c, &row);
    if (!rc) {
        *ret_total = row.total;
        *ret_open = row.open;
    }
    return rc;
}
