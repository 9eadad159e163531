/*
 * arrival_table.c - the columns a file of arrivals may have, and reading one: CSV, or JSON that
 * says the same. What a cell means is read in arrival_read.c.
 */
#include "arrival/arrival_internal.h"

#include <stdio.h>
#include <string.h>

#include "core/buf.h"
#include "core/csv.h"
#include "core/fold.h"
#include "core/json.h"
#include "core/utf8.h"

#define MOVED (1u << ARRIVAL_MOVED)
#define SYNCED (1u << ARRIVAL_SYNCED)
#define BOTH (MOVED | SYNCED)

const struct arrival_column arrival_columns[] = {
    {"code", BOTH, BOTH, false, "H48.101-261109-0012"},
    {"procedure", BOTH, BOTH, false, "1.004873"},
    {"case", MOVED, 0, false, ""},
    {"channel", BOTH, 0, false, "direct"},
    {"receiving", BOTH, BOTH, false, "H48.101"},
    {"competent", BOTH, 0, false, ""},
    {"unit", MOVED, 0, false, ""},
    {"status", BOTH, BOTH, false, "processing"},
    {"step", MOVED, 0, false, ""},
    {"received_at", BOTH, BOTH, false, "2026-11-09T09:00"},
    {"accepted_at", BOTH, 0, false, "2026-11-09T09:15"},
    {"since", BOTH, 0, false, ""},
    {"due_at", BOTH, 0, false, "2026-11-12"},
    {"finished_at", BOTH, 0, false, ""},
    {"returned_at", SYNCED, 0, false, ""},
    {"asked_at", MOVED, 0, false, ""},
    {"asked_for", MOVED, 0, true, ""},
    {"paused", MOVED, 0, false, "2026-11-10T08:00/2026-11-11T08:00"},
    {"restarted", MOVED, 0, false, ""},
    {"stand_ground", MOVED, 0, false, ""},
    {"extended_at", MOVED, 0, false, ""},
    {"extended_to", MOVED, 0, false, ""},
    {"handler", MOVED, 0, false, ""},
    {"received_by", MOVED, 0, false, ""},
    {"owner_kind", BOTH, 0, false, "person"},
    {"owner_name", BOTH, BOTH, true, "Lê Minh Họa"},
    {"owner_number", BOTH, 0, true, "051196000017"},
    {"owner_tax_code", BOTH, 0, true, ""},
    {"owner_birth", BOTH, 0, true, ""},
    {"owner_phone", BOTH, 0, true, ""},
    {"owner_email", BOTH, 0, true, ""},
    {"owner_address", BOTH, 0, true, ""},
    {"authority", MOVED, 0, false, ""},
    {"authority_note", MOVED, 0, true, ""},
    {"filer_name", MOVED, 0, true, ""},
    {"filer_number", MOVED, 0, true, ""},
    {"filer_phone", MOVED, 0, true, ""},
    {"result_by", MOVED, 0, false, ""},
    {"result_address", MOVED, 0, true, ""},
    {"sets", MOVED, 0, false, ""},
    {"note", MOVED, 0, true, ""},
    {"paid", MOVED, 0, false, ""},
    {"files", MOVED, 0, false, ""},
    {0},
};

str arrival_kind_word(enum arrival_kind k)
{
    return k == ARRIVAL_MOVED ? S("moved") : S("synced");
}

bool arrival_kind_parse(str word, enum arrival_kind *ret_kind)
{
    for (int k = 0; k < ARRIVAL_KIND_COUNT; k++)
        if (str_eq(word, arrival_kind_word((enum arrival_kind)k))) {
            *ret_kind = (enum arrival_kind)k;
            return true;
        }
    return false;
}

int arrival__column(str member)
{
    for (int i = 0; arrival_columns[i].member; i++)
        if (str_eq(member, str_of(arrival_columns[i].member)))
            return i;
    return -1;
}

str arrival_column_label(enum lang lang, str member)
{
    const int i = arrival__column(member);
    char key[64];
    if (i < 0)
        return member;
    (void)snprintf(key, sizeof key, "arrival.col.%s", arrival_columns[i].member);
    return text_get(lang, key);
}

static enum rc bad(struct ctx *c, int line, const char *key, str arg)
{
    return fail_args(c, RC_INVALID, str_c(c->mem, str_fmt(c->mem, "line %d", line)), key, &arg, 1);
}

/* By member, or by the label people read in either language. */
static int column_named(struct arena *mem, str head)
{
    const str name = str_trim(head);
    const int exact = arrival__column(name);
    const str key = fold(mem, name);
    for (int i = 0; exact < 0 && arrival_columns[i].member; i++) {
        const str member = str_of(arrival_columns[i].member);
        if (str_eq(key, fold(mem, arrival_column_label(LANG_VI, member))) ||
            str_eq(key, fold(mem, arrival_column_label(LANG_EN, member))))
            return i;
    }
    return exact;
}

static enum rc add_column(struct ctx *c, enum arrival_kind kind, str head, int line,
                          struct arrival_table *t)
{
    const int at = column_named(c->mem, head);
    if (at < 0 || !(arrival_columns[at].kinds & 1u << kind))
        return bad(c, line, "arrival.file.column", head);
    for (int i = 0; i < t->columns; i++)
        if (t->column[i] == at)
            return bad(c, line, "arrival.file.column_twice", head);
    t->column[t->columns++] = at;
    return RC_OK;
}

static enum rc check_columns(struct ctx *c, enum arrival_kind kind, const struct arrival_table *t)
{
    for (int at = 0; arrival_columns[at].member; at++) {
        bool there = !(arrival_columns[at].required & 1u << kind);
        for (int i = 0; i < t->columns; i++)
            there = there || t->column[i] == at;
        if (!there)
            return bad(c, 1, "arrival.file.column_missing", str_of(arrival_columns[at].member));
    }
    return RC_OK;
}

/* Texts as forms have them: NFC, no controls, trimmed. */
static str cell_of(struct arena *mem, str raw)
{
    str clean;
    return utf8_clean(mem, raw, UTF8_TEXT, &clean) ? str_trim(clean) : S("");
}

static str joined(struct arena *mem, const struct arrival_table *t, const str *cell)
{
    str parts[ARRIVAL_COLUMNS];
    for (int i = 0; i < t->columns; i++)
        parts[i] = cell[t->column[i]];
    return str_join(mem, parts, t->columns, S("\x1f"));
}

void arrival__cells(const struct arrival_table *t, str joined, str *cell)
{
    for (int i = 0; i < ARRIVAL_COLUMNS; i++)
        cell[i] = S("");
    for (int i = 0; i < t->columns; i++) {
        const struct str_cut cut = str_cut(joined, '\x1f');
        cell[t->column[i]] = cut.head;
        joined = cut.found ? cut.tail : S("");
    }
}

/* Columns of JSON that come later in the file are empty in earlier rows: they stand at the end. */
static enum rc add_line(struct ctx *c, struct arrival_table *t, ptrdiff_t *room, int line,
                        const str *cell)
{
    if (t->n == ARRIVAL_ROWS_MAX)
        return bad(c, line, "arrival.file.too_many", str_fmt(c->mem, "%d", ARRIVAL_ROWS_MAX));
    if (t->n == *room) {
        const ptrdiff_t more = *room ? *room * 2 : 256;
        struct arrival_line *grown = NEW_N(c->mem, struct arrival_line, more);
        if (t->n)
            memcpy(grown, t->v, (size_t)t->n * sizeof *grown);
        t->v = grown;
        *room = more;
    }
    t->v[t->n++] =
        (struct arrival_line){line, cell[arrival__column(S("code"))], joined(c->mem, t, cell)};
    return RC_OK;
}

static enum rc read_csv(struct ctx *c, enum arrival_kind kind, str bytes, struct arrival_table *t)
{
    struct csv f = csv_open(bytes);
    struct csv_row row;
    ptrdiff_t room = 0;
    enum csv_next next = csv_read(&f, c->mem, &row);
    enum rc rc = next == CSV_ROW ? RC_OK : fail(c, RC_INVALID, "file", "arrival.file.empty");
    for (int i = 0; !rc && i < row.n; i++)
        rc = add_column(c, kind, row.v[i], f.line, t);
    if (!rc)
        rc = check_columns(c, kind, t);
    while (!rc && (next = csv_read(&f, c->mem, &row)) == CSV_ROW) {
        str cell[ARRIVAL_COLUMNS] = {0};
        for (int i = 0; i < row.n; i++)
            cell[t->column[i]] = cell_of(c->mem, row.v[i]);
        rc = add_line(c, t, &room, f.line, cell);
    }
    return rc || next != CSV_BAD ? rc : bad(c, f.line, f.why, S(""));
}

static str value_text(struct arena *mem, struct json j)
{
    int64_t n;
    bool yes;
    if (json_int(j, &n))
        return str_fmt(mem, "%lld", (long long)n);
    if (json_bool(j, &yes))
        return yes ? S("1") : S("0");
    return cell_of(mem, json_text(j));
}

/* Each member of each object is a column; a row is numbered as if the first line held them. */
static enum rc read_json(struct ctx *c, enum arrival_kind kind, str bytes, struct arrival_table *t)
{
    struct json doc;
    struct json_error error = {0};
    ptrdiff_t room = 0;
    if (!json_parse(c->mem, bytes, &doc, &error))
        return bad(c, error.line, "arrival.file.json", error.what);
    const struct json list = json_is_list(doc) ? doc : json_get(doc, "dossiers");
    enum rc rc = json_is_list(list) ? RC_OK : fail(c, RC_INVALID, "file", "arrival.file.no_list");
    for (ptrdiff_t i = 0; !rc && i < json_count(list); i++) {
        const int line = (int)i + 2;
        str cell[ARRIVAL_COLUMNS] = {0};
        struct json_walk it = json_walk(json_item(list, i));
        while (!rc && json_next(&it)) {
            const int at = column_named(c->mem, it.key);
            bool known = false;
            for (int k = 0; k < t->columns; k++)
                known = known || t->column[k] == at;
            if (!known)
                rc = add_column(c, kind, it.key, line, t);
            if (!rc)
                cell[at] = value_text(c->mem, it.value);
        }
        if (!rc)
            rc = add_line(c, t, &room, line, cell);
    }
    return rc ? rc : check_columns(c, kind, t);
}

enum rc arrival_table_read(struct ctx *c, enum arrival_kind kind, str bytes,
                           struct arrival_table *ret_table)
{
    struct arrival_table t = {0};
    if (bytes.n > ARRIVAL_BYTES_MAX)
        return fail(c, RC_INVALID, "file", "arrival.file.too_large");
    if (!utf8_valid(bytes))
        return fail(c, RC_INVALID, "file", "arrival.file.not_utf8");
    const str head = str_trim(bytes);
    const bool json = head.n && (head.p[0] == '[' || head.p[0] == '{');
    const enum rc rc = json ? read_json(c, kind, head, &t) : read_csv(c, kind, bytes, &t);
    if (rc)
        return rc;
    if (!t.n)
        return fail(c, RC_INVALID, "file", "arrival.file.empty");
    *ret_table = t;
    return RC_OK;
}

str arrival_sample(struct arena *mem, enum arrival_kind kind)
{
    struct buf head = buf_new(mem, 4096), row = buf_new(mem, 4096);
    for (int i = 0; arrival_columns[i].member; i++) {
        if (!(arrival_columns[i].kinds & 1u << kind))
            continue;
        buf_fmt(&head, "%s%s", head.n ? "," : "", arrival_columns[i].member);
        buf_fmt(&row, "%s%s", row.n ? "," : "", arrival_columns[i].sample);
    }
    const str parts[] = {buf_str(&head), buf_str(&row), S("")};
    return str_join(mem, parts, 3, S("\r\n"));
}

ptrdiff_t arrival_table_files(struct arena *mem, const struct arrival_table *t, str **ret_names)
{
    const int at = arrival__column(S("files"));
    ptrdiff_t n = 0, room = 64;
    str *list = NEW_N(mem, str, room);
    for (ptrdiff_t i = 0; i < t->n; i++) {
        str cell[ARRIVAL_COLUMNS];
        arrival__cells(t, t->v[i].cells, cell);
        for (str rest = cell[at]; rest.n;) {
            const struct arrival_named named = arrival__file_next(&rest);
            if (!named.file.n)
                continue;
            if (n == room) {
                str *grown = NEW_N(mem, str, room * 2);
                memcpy(grown, list, (size_t)n * sizeof *list);
                list = grown;
                room *= 2;
            }
            list[n++] = named.file;
        }
    }
    *ret_names = list;
    return n;
}
