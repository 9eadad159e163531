/*
 * org_successor.c - see successor.h: the lines of an ended agency, read from CSV, and which of
 * them fits a case.
 */
#include "org/successor.h"

#include "core/buf.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "org/inner.h"
#include "org/org_sql.h"

#define CSV_MAX ((size_t)24 << 10) /* it stands in the event whole */
#define AREA_MAX 100
#define FIELD_MAX 200

/* ---- areas ---- */

/* Kinds of commune as addresses write them, folded; all spellings of one kind share a number. */
static const struct {
    const char *word;
    int kind;
} area_kinds[] = {{"xa ", 1},       {"x. ", 1},  {"x.", 1},  {"phuong ", 2},  {"p. ", 2}, {"p.", 2},
                  {"thi tran ", 3}, {"tt. ", 3}, {"tt.", 3}, {"dac khu ", 4}, {0}};

struct area {
    str name;  /* folded, without its kind */
    str exact; /* with its marks; absent when written without any */
    int kind;  /* 0 = not said */
};

/* The last `words` words of a text. */
static str last_words(str text, ptrdiff_t words)
{
    const str s = str_trim(text);
    ptrdiff_t at = s.n;
    while (words > 0 && at > 0) {
        while (at > 0 && s.p[at - 1] != ' ')
            at--;
        if (--words > 0)
            while (at > 0 && s.p[at - 1] == ' ')
                at--;
    }
    return str_sub(s, at, s.n);
}

static struct area area_of(struct arena *mem, str text)
{
    struct area a = {.name = fold(mem, text)};
    ptrdiff_t words = 1;
    for (int i = 0; area_kinds[i].word && !a.kind; i++)
        if (str_starts(a.name, str_of(area_kinds[i].word))) {
            const ptrdiff_t n = str_of(area_kinds[i].word).n;
            a.kind = area_kinds[i].kind;
            a.name = str_trim(str_sub(a.name, n, a.name.n));
        }
    for (ptrdiff_t i = 0; i < a.name.n; i++)
        words += a.name.p[i] == ' ';
    str tail = last_words(text, words); /* as written, "P.Hòa" without its "P." */
    if (a.kind && str_find(tail, S(".")) >= 0)
        tail = str_cut(tail, '.').tail;
    if (fold_has_marks(tail))
        a.exact = fold_exact(mem, tail);
    return a;
}

static bool same_area(const struct area *a, const struct area *b)
{
    if (!a->name.n || (a->kind && b->kind && a->kind != b->kind))
        return false;
    return str_eq(a->name, b->name) && (!a->exact.n || !b->exact.n || str_eq(a->exact, b->exact));
}

bool org_address_in(struct arena *mem, str address, str area)
{
    const struct area want = area_of(mem, area);
    struct str_cut cut = {.tail = address, .found = address.n > 0};
    while (cut.found) {
        cut = str_cut(cut.tail, str_has(cut.tail, S(",")) ? ',' : ';');
        const struct area part = area_of(mem, cut.head);
        if (same_area(&part, &want))
            return true;
    }
    return false;
}

/* ---- which line fits ---- */

enum rc org_successors(struct ctx *c, int64_t agency, struct successor_list *ret_list)
{
    struct q_agency_successors_rows rows;
    const enum rc rc = q_agency_successors(c, agency, &rows);
    if (rc)
        return rc;
    struct successor_list list = {rows.n ? rows.v[0].no : 0,
                                  NEW_N(c->mem, struct successor_line, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct successor_line){.successor = rows.v[i].successor_id,
                                            .code = rows.v[i].code,
                                            .name = rows.v[i].name,
                                            .area = rows.v[i].area,
                                            .procedure = rows.v[i].procedure_code,
                                            .field = rows.v[i].field};
    *ret_list = list;
    return RC_OK;
}

static bool field_is(struct arena *mem, str field, const struct succession_case *k)
{
    return str_eq(field, k->field_code) ||
           (k->field.n && str_eq(fold(mem, field), fold(mem, k->field)));
}

static bool fits(struct arena *mem, const struct successor_line *l, const struct succession_case *k)
{
    if (l->procedure.n && !str_eq(l->procedure, k->procedure))
        return false;
    if (l->field.n && !field_is(mem, l->field, k))
        return false;
    return !l->area.n || org_address_in(mem, k->address, l->area);
}

/* Two lines that differ in the area alone and lead to two agencies: the address does not decide. */
static bool rivals(const struct successor_line *a, const struct successor_line *b)
{
    return a->area.n && b->area.n && a->successor != b->successor &&
           str_eq(a->procedure, b->procedure) && str_eq(a->field, b->field);
}

/* The successor by the lines: 0 = none fits, -1 = two do. */
static int64_t chosen(struct arena *mem, const struct successor_list *list,
                      const struct succession_case *k)
{
    const struct successor_line *first = NULL;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct successor_line *l = &list->v[i];
        if ((first && !rivals(first, l)) || !fits(mem, l, k))
            continue;
        if (first)
            return -1;
        first = l;
    }
    return first ? first->successor : 0;
}

/* A successor began no earlier than what it replaces ended, so the walk moves forward in
   time; the bound is for data written by other hands. */
enum rc org_successor_of(struct ctx *c, int64_t id, date on, const struct succession_case *k,
                         struct agency *ret_agency)
{
    struct successor_list list;
    struct agency a;
    for (int steps = 0; steps < 32 && id > 0; steps++) {
        enum rc rc = org_agency_by_id(c, id, &a);
        if (!rc && (date_is_none(a.to) || a.to.day > on.day)) {
            *ret_agency = a;
            return RC_OK;
        }
        if (!rc)
            rc = org_successors(c, id, &list);
        if (rc)
            return rc;
        id = chosen(c->mem, &list, k);
        id = id ? id : a.replaced_by;
    }
    return RC_NOT_FOUND;
}

/* ---- the list from CSV ---- */

static const struct org__column columns[] = {
    {"successor", true}, {"area", false}, {"procedure", false}, {"field", false}, {0}};
enum { S_SUCCESSOR, S_AREA, S_PROCEDURE, S_FIELD };

static bool same_cell(str a, str b)
{
    return !!a.p == !!b.p && str_eq(a, b);
}

/* Said before, or after the rest, where nothing can come through any more. */
static const char *idle(const struct successor_line *list, ptrdiff_t n)
{
    const struct successor_line *l = &list[n];
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct successor_line *x = &list[i];
        if (same_cell(x->area, l->area) && same_cell(x->procedure, l->procedure) &&
            same_cell(x->field, l->field))
            return "org.successor.twice";
        if (!x->area.n && !x->procedure.n && !x->field.n)
            return "org.successor.after_rest";
    }
    return NULL;
}

static enum rc take(struct ctx *c, const struct agency *of, const struct org__line *from,
                    struct successor_line *to)
{
    const date today = instant_date(c->now);
    struct agency a;
    *to = (struct successor_line){.code = from->v[S_SUCCESSOR],
                                  .area = from->v[S_AREA],
                                  .procedure = from->v[S_PROCEDURE],
                                  .field = from->v[S_FIELD]};
    const enum rc rc = org_agency_by_code(c, to->code, of->to.day > today.day ? of->to : today, &a);
    if (rc == RC_NOT_FOUND || (!rc && a.id == of->id))
        return org__fail_line(c, from->number, "org.successor.unknown");
    if (rc)
        return rc;
    to->successor = a.id;
    to->name = a.name;
    if (utf8_letters(to->area) > AREA_MAX || utf8_letters(to->field) > FIELD_MAX ||
        (to->procedure.p && org__check_code(c, "procedure", to->procedure)))
        return org__fail_line(c, from->number, "org.successor.cell");
    return RC_OK;
}

static enum rc read_list(struct ctx *c, const struct agency *of, str csv, struct successor_list *ret)
{
    struct org__table t;
    enum rc worst = RC_OK, rc = org__read_table(c, csv, columns, &t);
    if (rc)
        return rc;
    if (!t.n)
        return org__fail_line(c, 1, "org.import.empty");
    if (t.n > SUCCESSOR_LINES)
        return org__fail_line(c, t.v[SUCCESSOR_LINES].number, "org.successor.too_many");
    struct successor_list list = {ret->no + 1, NEW_N(c->mem, struct successor_line, t.n), t.n};
    for (ptrdiff_t i = 0; i < t.n; i++) {
        rc = take(c, of, &t.v[i], &list.v[i]);
        const char *why = rc ? NULL : idle(list.v, i);
        if (why)
            rc = org__fail_line(c, t.v[i].number, why);
        if (rc && rc != RC_INVALID)
            return rc;
        worst = rc ? rc : worst;
    }
    *ret = list;
    return worst;
}

static void cell(struct buf *b, str s, bool last)
{
    const bool quoted = str_has(s, S(",")) || str_has(s, S("\"")) || str_has(s, S(";"));
    if (quoted)
        buf_char(b, '"');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.p[i]);
    }
    if (quoted)
        buf_char(b, '"');
    buf_char(b, last ? '\n' : ',');
}

str org_successors_csv(struct arena *mem, const struct successor_list *list)
{
    struct buf b = buf_new(mem, CSV_MAX);
    buf_add_c(&b, "successor,area,procedure,field\n");
    for (ptrdiff_t i = 0; i < list->n; i++) {
        cell(&b, list->v[i].code, false);
        cell(&b, list->v[i].area, false);
        cell(&b, list->v[i].procedure, false);
        cell(&b, list->v[i].field, true);
    }
    return buf_full(&b) ? STR_NONE : buf_str(&b);
}

static enum rc store(struct ctx *c, int64_t agency, const struct successor_list *list)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < list->n; i++)
        rc = q_agency_successor_add(
            c,
            &(struct q_agency_successor_add_in){.agency_id = agency,
                                                .no = list->no,
                                                .rank = i + 1,
                                                .successor_id = list->v[i].successor,
                                                .area = list->v[i].area,
                                                .procedure_code = list->v[i].procedure,
                                                .field = list->v[i].field,
                                                .set_at = c->now},
            NULL);
    return rc;
}

enum rc org_successors_set(struct ctx *c, int64_t agency, str csv, str reason, int64_t *ret_lines)
{
    struct successor_list list;
    struct agency a;
    enum rc rc = org_agency_by_id(c, agency, &a);
    if (!rc && date_is_none(a.to))
        return fail(c, RC_CONFLICT, NULL, "org.successor.not_ended");
    if (!rc && !str_trim(reason).n)
        return fail(c, RC_INVALID, "reason", "org.successor.reason");
    if (!rc)
        rc = org_successors(c, agency, &list);
    if (!rc)
        rc = read_list(c, &a, csv, &list);
    const str text = rc ? STR_NONE : org_successors_csv(c->mem, &list);
    if (!rc && !text.p)
        return org__fail_line(c, (int)list.n, "org.successor.too_many");
    if (!rc)
        rc = store(c, agency, &list);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_INT("no", list.no), EV_INT("lines", list.n),
                                           EV_TEXT("list", text), EV_TEXT("reason", reason)};
    rc = record_append(c, &(struct event){.kind = "org.successors_set",
                                          .object = agency,
                                          .object_pub = a.pub,
                                          .members = members,
                                          .member_count = sizeof members / sizeof *members});
    if (!rc)
        *ret_lines = list.n;
    return rc;
}
