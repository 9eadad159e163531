/*
 * org_import.c - units and staff from CSV. First every line is read and checked by itself,
 * so that one answer names all that is wrong (the first FAULTS_MAX lines); only then rows
 * are written, and the unit of work undoes them all if one is refused.
 */
#include "core/csv.h"
#include "core/ident.h"
#include "core/utf8.h"
#include "org/inner.h"
#include "org/org_sql.h"

#define ROWS_MAX 20000
#define FAULTS_MAX 20

static const struct org__column unit_columns[] = {
    {"agency", true}, {"code", true},        {"kind", true},
    {"name", true},   {"name_en", false},    {"hours_set", false},
    {"from", true},   {"procedures", false}, {0}};
enum { U_AGENCY, U_CODE, U_KIND, U_NAME, U_NAME_EN, U_HOURS, U_FROM, U_PROCEDURES };
static const struct org__column staff_columns[] = {{"code", true},   {"name", true}, {"email", false},
                                                   {"phone", false}, {"unit", true}, {"title", true},
                                                   {"head", false},  {"from", true}, {0}};
enum { P_CODE, P_NAME, P_EMAIL, P_PHONE, P_UNIT, P_TITLE, P_HEAD, P_FROM };

/* The line is the fault's field for machines and {0} of its message for people. */
enum rc org__fail_line(struct ctx *c, int line, const char *key)
{
    const str number = str_fmt(c->mem, "%d", line);
    const char *field = str_c(c->mem, str_fmt(c->mem, "line %d", line));
    return fail_args(c, RC_INVALID, field, key, &number, 1);
}

static int column_of(const struct org__column *columns, str name)
{
    for (int i = 0; columns[i].name; i++)
        if (str_eq(str_trim(name), str_of(columns[i].name)))
            return i;
    return -1;
}

/* place[i]: the declared column that stands at i in this file. */
static enum rc read_header(struct ctx *c, struct csv *f, const struct org__column *columns, int *place)
{
    struct csv_row row;
    unsigned seen = 0;
    const enum csv_next next = csv_read(f, c->mem, &row);
    if (next == CSV_BAD)
        return org__fail_line(c, f->line, f->why);
    if (next == CSV_END)
        return org__fail_line(c, 1, "org.import.empty");
    for (int i = 0; i < row.n; i++) {
        place[i] = column_of(columns, row.v[i]);
        if (place[i] < 0 || seen & 1u << place[i])
            return org__fail_line(c, f->line, "org.import.column");
        seen |= 1u << place[i];
    }
    for (int i = 0; columns[i].name; i++)
        if (columns[i].required && !(seen & 1u << i))
            return org__fail_line(c, f->line, "org.import.column_missing");
    return RC_OK;
}

static enum rc take_line(struct ctx *c, const struct csv_row *row, const struct org__column *columns,
                         const int *place, struct org__line *l)
{
    for (int i = 0; i < row->n; i++) {
        str s;
        if (!utf8_clean(c->mem, row->v[i], UTF8_LINE, &s))
            return org__fail_line(c, l->number, "core.csv.utf8");
        if (s.n)
            l->v[place[i]] = s;
    }
    for (int i = 0; columns[i].name; i++)
        if (columns[i].required && !l->v[i].p)
            return org__fail_line(c, l->number, "org.import.cell_empty");
    return RC_OK;
}

enum rc org__read_table(struct ctx *c, str text, const struct org__column *columns,
                        struct org__table *ret)
{
    struct csv f = csv_open(text);
    int place[CSV_FIELDS_MAX], bad = 0;
    struct csv_row row;
    enum csv_next next;
    enum rc rc = read_header(c, &f, columns, place);
    if (rc)
        return rc;
    struct org__table t = {NEW_N(c->mem, struct org__line, ROWS_MAX), 0};
    while (bad < FAULTS_MAX && (next = csv_read(&f, c->mem, &row)) != CSV_END) {
        if (next == CSV_BAD)
            return org__fail_line(c, f.line, f.why);
        if (t.n == ROWS_MAX)
            return org__fail_line(c, f.line, "org.import.too_long");
        t.v[t.n] = (struct org__line){.number = f.line};
        if (take_line(c, &row, columns, place, &t.v[t.n++])) {
            rc = RC_INVALID;
            bad++;
        }
    }
    *ret = t;
    return rc;
}

/* 2026-11-19 or 19/11/2026. */
static bool read_date(str s, date *ret)
{
    const struct str_cut day = str_cut(s, '/'), month = str_cut(day.tail, '/');
    int64_t d, m, y;
    if (!day.found)
        return date_parse(s, ret);
    if (!month.found || !str_to_i64(day.head, &d) || !str_to_i64(month.head, &m) ||
        !str_to_i64(month.tail, &y) || d < 1 || d > 31 || m < 1 || m > 12 || y < 1 || y > 9999)
        return false;
    const struct civil civil = {(int32_t)y, (int32_t)m, (int32_t)d};
    if (!civil_valid(civil))
        return false;
    *ret = date_from_civil(civil);
    return true;
}

static bool same_text(str a, str b)
{
    return !!a.p == !!b.p && str_eq(a, b);
}

/* A rule refused a line: its reason stays, under the line's number. */
static enum rc blame_line(struct ctx *c, int number, enum rc rc)
{
    if (rc == RC_INVALID || rc == RC_CONFLICT)
        return org__fail_line(c, number, "org.import.line_refused");
    return rc;
}

/* ---- units ---- */

static enum rc unit_from_line(struct ctx *c, const struct org__line *l, struct unit *u)
{
    struct agency a;
    *u = (struct unit){.code = l->v[U_CODE],
                       .name = l->v[U_NAME],
                       .name_en = l->v[U_NAME_EN],
                       .hours_set = l->v[U_HOURS],
                       .to = DATE_NONE};
    if (!org_unit_kind_parse(l->v[U_KIND], &u->kind))
        return org__fail_line(c, l->number, "org.import.kind");
    if (!read_date(l->v[U_FROM], &u->from))
        return org__fail_line(c, l->number, "org.import.date");
    const enum rc rc = org_agency_by_code(c, l->v[U_AGENCY], u->from, &a);
    if (rc == RC_NOT_FOUND)
        return org__fail_line(c, l->number, "org.import.agency");
    u->agency = a.id;
    return rc;
}

static bool same_unit(const struct unit *a, const struct unit *b)
{
    return a->agency == b->agency && a->kind == b->kind && a->from.day == b->from.day &&
           str_eq(a->name, b->name) && same_text(a->name_en, b->name_en) &&
           same_text(a->hours_set, b->hours_set);
}

/* Codes between blanks; the ones already taken are left alone. */
static enum rc take_procedures(struct ctx *c, int64_t unit, str codes, date from)
{
    struct str_cut cut = {STR_NONE, codes, true};
    enum rc rc = RC_OK;
    while (!rc && cut.found) {
        cut = str_cut(cut.tail, ' ');
        if (cut.head.n)
            rc = org_unit_take(c, unit, cut.head, from);
    }
    return rc;
}

static enum rc import_unit(struct ctx *c, const struct org__line *l, struct org_import *counts)
{
    struct unit u, old;
    int64_t id = 0;
    enum rc rc = unit_from_line(c, l, &u);
    if (rc)
        return rc;
    rc = org_unit_by_code(c, u.code, &old);
    if (!rc && !same_unit(&u, &old))
        return org__fail_line(c, l->number, "org.import.differs");
    if (!rc) {
        id = old.id;
        counts->unchanged++;
    } else if (rc == RC_NOT_FOUND) {
        rc = org_unit_open(c, &u, &id);
        counts->added++;
    }
    if (!rc && l->v[U_PROCEDURES].p)
        rc = take_procedures(c, id, l->v[U_PROCEDURES], u.from);
    return blame_line(c, l->number, rc);
}

/* ---- staff ---- */

static enum rc find_staff(struct ctx *c, const struct org__line *l, int64_t *ret_id)
{
    struct staff old;
    const struct staff s = {
        .code = l->v[P_CODE], .name = l->v[P_NAME], .email = l->v[P_EMAIL], .phone = l->v[P_PHONE]};
    str phone = STR_NONE;
    const enum rc rc = org_staff_by_code(c, s.code, &old);
    if (rc == RC_NOT_FOUND)
        return org_staff_add(c, &s, ret_id);
    if (rc)
        return rc;
    if (s.phone.p && !ident_phone_parse(c->mem, s.phone, &phone))
        return fail(c, RC_INVALID, "phone", "org.phone");
    if (!str_eq(old.name, s.name) || !same_text(old.email, s.email) || !same_text(old.phone, phone))
        return org__fail_line(c, l->number, "org.import.differs");
    *ret_id = old.id;
    return RC_OK;
}

static enum rc post_from_line(struct ctx *c, const struct org__line *l, struct staff_post *p)
{
    struct unit u;
    const str head = l->v[P_HEAD];
    *p = (struct staff_post){.title = l->v[P_TITLE], .to = DATE_NONE};
    if (head.p && !str_eq(head, S("1")) && !str_eq(head, S("0")))
        return org__fail_line(c, l->number, "org.import.head");
    if (!read_date(l->v[P_FROM], &p->from))
        return org__fail_line(c, l->number, "org.import.date");
    p->head = str_eq(head, S("1"));
    const enum rc rc = org_unit_by_code(c, l->v[P_UNIT], &u);
    if (rc == RC_NOT_FOUND)
        return org__fail_line(c, l->number, "org.import.unit");
    p->unit = u.id;
    return rc;
}

static enum rc import_post(struct ctx *c, const struct org__line *l, struct org_import *counts)
{
    struct staff_post p;
    struct q_staff_post_same_row same;
    int64_t id;
    enum rc rc = post_from_line(c, l, &p);
    if (rc)
        return rc;
    rc = find_staff(c, l, &p.staff);
    if (!rc)
        rc = q_staff_post_same(c, p.staff, p.unit, p.title, p.from, &same);
    if (!rc && same.found) {
        counts->unchanged++;
        return RC_OK;
    }
    if (!rc)
        rc = org_staff_appoint(c, &p, &id);
    counts->added++;
    return blame_line(c, l->number, rc);
}

static enum rc import(struct ctx *c, str csv, const struct org__column *columns,
                      enum rc (*row)(struct ctx *c, const struct org__line *l,
                                     struct org_import *counts),
                      struct org_import *ret_counts)
{
    struct org__table t;
    struct org_import counts = {0};
    enum rc rc = org__read_table(c, csv, columns, &t);
    for (ptrdiff_t i = 0; !rc && i < t.n; i++, counts.read++)
        rc = row(c, &t.v[i], &counts);
    if (!rc)
        *ret_counts = counts;
    return rc;
}

enum rc org_import_units(struct ctx *c, str csv, struct org_import *ret_counts)
{
    return import(c, csv, unit_columns, import_unit, ret_counts);
}

enum rc org_import_staff(struct ctx *c, str csv, struct org_import *ret_counts)
{
    return import(c, csv, staff_columns, import_post, ret_counts);
}
