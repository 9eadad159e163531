/*
 * catalog_import.c - decides by content which source a file is, reads it record by record,
 * refuses a malformed file whole. What is odd but readable becomes a line of the report.
 */
#include "catalog/catalog_draft.h"

#include "catalog/catalog_sql.h"
#include "core/utf8.h"

#define REPORT_DEFECTS 100000

void report_defect(struct ctx *c, struct import_report *r, const char *kind, str code, str detail)
{
    if (r->defects_n == r->defects_room) {
        BUG_IF(r->defects_room >= REPORT_DEFECTS);
        const ptrdiff_t room = r->defects_room ? r->defects_room * 2 : 256;
        struct defect *grown = NEW_N(r->mem, struct defect, room);
        for (ptrdiff_t i = 0; i < r->defects_n; i++)
            grown[i] = r->defects[i];
        r->defects = grown;
        r->defects_room = room;
    }
    (void)c;
    r->defects[r->defects_n++] =
        (struct defect){kind, str_dup(r->mem, code), str_dup(r->mem, utf8_cut(detail, 200))};
}

bool draft_add_text(str *list, ptrdiff_t *n, ptrdiff_t max, str text)
{
    if (!text.n)
        return true;
    for (ptrdiff_t i = 0; i < *n; i++)
        if (str_eq(list[i], text))
            return true;
    if (*n == max)
        return false;
    list[(*n)++] = text;
    return true;
}

bool draft_add_part(struct draft *d, const char *kind, str code, str name, str text)
{
    if (!name.n && !text.n)
        return true;
    if (d->parts_n == DRAFT_LINES)
        return false;
    d->parts[d->parts_n++] = (struct draft_part){kind, code, name.n ? name : S(""), text};
    return true;
}

/* Blanks and tabs run together; new lines too, unless they are kept. */
static str join_blanks(struct ctx *c, str s, bool lines)
{
    char *to = arena_alloc(c->mem, (size_t)s.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const bool line = s.p[i] == '\n';
        const char ch = line && lines ? '\n' : line || s.p[i] == '\t' || s.p[i] == '\r' ? ' ' : s.p[i];
        const char last = n ? to[n - 1] : '\n';
        if (ch == ' ' && (last == ' ' || last == '\n'))
            continue;
        if (ch == '\n' && last == ' ')
            n--;
        to[n++] = ch;
    }
    return str_trim((str){to, n});
}

str draft_text(struct ctx *c, struct json j, bool lines)
{
    str clean;
    const str raw = json_text(j);
    if (!raw.n || !utf8_clean(c->mem, raw, UTF8_TEXT, &clean))
        return STR_NONE;
    clean = join_blanks(c, clean, lines);
    return clean.n ? clean : STR_NONE;
}

typedef enum rc reader(struct ctx *c, struct json j, struct draft *d, struct import_report *r);

/* One record: read, checked, stored. What it needs in passing is given back. */
static enum rc import_one(struct ctx *c, reader *fill, struct json j, struct import_report *r)
{
    struct draft *d = NEW(c->mem, struct draft);
    d->decision_date = DATE_NONE;
    enum rc rc = fill(c, j, d, r);
    if (!rc) {
        r->read++;
        rc = catalog__store(c, d, r);
    }
    return rc;
}

static enum rc bad_line(struct ctx *c, int64_t line, str what)
{
    const str args[] = {what};
    const str field = str_fmt(c->mem, "line %lld", (long long)line);
    return fail_args(c, RC_INVALID, str_c(c->mem, field), "catalog.import.malformed", args, 1);
}

static enum rc import_rows(struct ctx *c, str bytes, struct import_report *r)
{
    int64_t line = 0;
    enum rc rc = RC_OK;
    while (!rc && bytes.n) {
        struct str_cut cut = str_cut(bytes, '\n');
        struct json row;
        struct json_error error = {0};
        const struct arena_mark mark = arena_mark(c->mem);
        line++;
        bytes = cut.found ? cut.tail : S("");
        if (!str_trim(cut.head).n)
            continue;
        if (!json_parse(c->mem, cut.head, &row, &error))
            return bad_line(c, line, error.what);
        rc = import_one(c, catalog__read_row, row, r);
        if (rc == RC_INVALID)
            return bad_line(c, line, c->faults ? c->faults->field : S("?"));
        if (!rc)
            arena_reset(c->mem, mark);
    }
    return rc;
}

static enum rc import_pack(struct ctx *c, struct json list, struct import_report *r)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < json_count(list); i++)
        rc = import_one(c, catalog__read_pack_item, json_item(list, i), r);
    return rc;
}

/* JSON lines: the first line is a whole object of its own and another one follows. */
static bool is_lines(struct ctx *c, str bytes)
{
    struct json j;
    const struct str_cut cut = str_cut(bytes, '\n');
    return cut.found && str_trim(cut.tail).n && json_parse(c->mem, cut.head, &j, NULL);
}

enum rc catalog_import_file(struct ctx *c, str name, str bytes, struct import_report *r)
{
    struct json doc;
    struct json_error error = {0};
    (void)name;
    BUG_IF(!r->mem || r->mem == c->mem);
    if (!utf8_valid(bytes))
        return fail(c, RC_INVALID, "file", "catalog.import.not_utf8");
    if (is_lines(c, bytes))
        return import_rows(c, bytes, r);
    if (!json_parse(c->mem, bytes, &doc, &error))
        return bad_line(c, error.line, error.what);
    if (json_is_list(json_get(doc, "procedures")))
        return import_pack(c, json_get(doc, "procedures"), r);
    if (json_is_members(json_get(doc, "data")) &&
        json_is_list(json_get(json_get(doc, "data"), "executionMethods")))
        return import_one(c, catalog__read_record, json_get(doc, "data"), r);
    if (json_is_list(json_get(doc, "categories")))
        return import_one(c, catalog__read_row, doc, r);
    return fail(c, RC_INVALID, "file", "catalog.import.unknown_source");
}

enum rc catalog_import_store(struct ctx *c, str source, const struct import_report *r)
{
    struct q_catalog_import_insert_row row;
    enum rc rc = q_catalog_import_insert(c,
                                         &(struct q_catalog_import_insert_in){.at = c->now,
                                                                              .source = source,
                                                                              .read = r->read,
                                                                              .stored = r->stored,
                                                                              .merged = r->merged,
                                                                              .unchanged = r->unchanged,
                                                                              .notes = r->notes},
                                         &row);
    for (ptrdiff_t i = 0; !rc && i < r->defects_n; i++)
        rc = q_catalog_defect_insert(c, row.id, str_of(r->defects[i].kind), r->defects[i].code,
                                     r->defects[i].detail, NULL);
    return rc;
}
