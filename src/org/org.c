/*
 * org.c - agencies: codes, kinds, the tree, opening and closing. Units stand in org_unit.c,
 * staff in org_staff.c, files of both in org_import.c.
 */
#include "org/org.h"

#include "core/utf8.h"
#include "org/inner.h"
#include "org/org_sql.h"
#include "org/successor.h"

const struct record_kind org_kinds[] = {
    {"org.agency_opened", "agency"},  {"org.agency_closed", "agency"},
    {"org.successors_set", "agency"}, {"org.unit_opened", "unit"},
    {"org.unit_closed", "unit"},      {"org.hours_set", "unit"},
    {"org.procedure_taken", "unit"},  {"org.procedure_dropped", "unit"},
    {"org.counter_added", "counter"}, {"org.duty_set", "counter"},
    {"org.staff_added", "staff"},     {"org.staff_appointed", "staff"},
    {"org.staff_left", "staff"},      {0},
};

static const char *const kind_words[AGENCY_KIND_COUNT] = {
    [AGENCY_PROVINCE] = "province", [AGENCY_CENTRE] = "centre",   [AGENCY_DEPARTMENT] = "department",
    [AGENCY_DISTRICT] = "district", [AGENCY_COMMUNE] = "commune", [AGENCY_DIVISION] = "division",
    [AGENCY_OTHER] = "other",
};

str org_kind_word(enum agency_kind kind)
{
    BUG_IF((unsigned)kind >= AGENCY_KIND_COUNT);
    return str_of(kind_words[kind]);
}

bool org_kind_parse(str word, enum agency_kind *ret_kind)
{
    for (unsigned i = 0; i < AGENCY_KIND_COUNT; i++)
        if (str_eq(word, str_of(kind_words[i]))) {
            *ret_kind = (enum agency_kind)i;
            return true;
        }
    return false;
}

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

static bool is_upper_alnum(char ch)
{
    return is_digit(ch) || (ch >= 'A' && ch <= 'Z');
}

static bool digits(str s, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]))
            return false;
    return s.n == n;
}

/* The level-1 group: a letter A to Y and two digits. */
static bool top_group(str s)
{
    return s.n == 3 && s.p[0] >= 'A' && s.p[0] <= 'Y' && is_digit(s.p[1]) && is_digit(s.p[2]);
}

bool org_code_valid(str code)
{
    struct str_cut cut = str_cut(code, '.');
    if (code.n > 35 || !top_group(cut.head))
        return false;
    while (cut.found) {
        cut = str_cut(cut.tail, '.');
        if (cut.head.n < 1 || cut.head.n > 10)
            return false;
        for (ptrdiff_t i = 0; i < cut.head.n; i++)
            if (!is_upper_alnum(cut.head.p[i]))
                return false;
    }
    return true;
}

bool org_legacy_code_valid(str code)
{
    const struct str_cut a = str_cut(code, '.'), b = str_cut(a.tail, '.'), d = str_cut(b.tail, '.');
    return digits(a.head, 3) && digits(b.head, 2) && digits(d.head, 2) && d.found && top_group(d.tail);
}

enum rc org__check_name(struct ctx *c, const char *field, str name, ptrdiff_t max)
{
    if (!utf8_valid(name) || name.n == 0 || utf8_letters(name) > max)
        return fail(c, RC_INVALID, field, "org.name");
    return RC_OK;
}

enum rc org__check_code(struct ctx *c, const char *field, str code)
{
    bool good = code.n >= 1 && code.n <= 40;
    for (ptrdiff_t i = 0; good && i < code.n; i++) {
        const char ch = code.p[i];
        good = is_upper_alnum(ch) || (ch >= 'a' && ch <= 'z') || ch == '.' || ch == '-' || ch == '_';
    }
    return good ? RC_OK : fail(c, RC_INVALID, field, "org.code");
}

enum rc org__check_period(struct ctx *c, date from, date to)
{
    if (date_is_none(from) || (!date_is_none(to) && to.day <= from.day))
        return fail(c, RC_INVALID, "to", "org.period");
    return RC_OK;
}

bool org__within(date from, date to, date outer_from, date outer_to)
{
    if (from.day < outer_from.day)
        return false;
    return date_is_none(outer_to) || (!date_is_none(to) && to.day <= outer_to.day);
}

/* All rows of agency have the same columns, so one macro reads them all. */
#define AGENCY_FILL(a, r)                                                                              \
    ((a) = (struct agency){.id = (r)->id,                                                              \
                           .pub = (r)->pub,                                                            \
                           .code = (r)->code,                                                          \
                           .name = (r)->name,                                                          \
                           .name_en = (r)->name_en,                                                    \
                           .kind = kind_stored((r)->kind),                                             \
                           .level = (r)->level,                                                        \
                           .parent = (r)->parent_id.v,                                                 \
                           .from = (r)->valid_from,                                                    \
                           .to = (r)->valid_to,                                                        \
                           .replaced_by = (r)->replaced_by_id.v,                                       \
                           .legacy_code = (r)->legacy_code})
#define AGENCIES_FILL(c, rows, ret)                                                                    \
    do {                                                                                               \
        struct agency *v_ = NEW_N((c)->mem, struct agency, (rows).n);                                  \
        for (ptrdiff_t i_ = 0; i_ < (rows).n; i_++)                                                    \
            AGENCY_FILL(v_[i_], &(rows).v[i_]);                                                        \
        *(ret) = (struct agencies){v_, (rows).n};                                                      \
    } while (0)

static enum agency_kind kind_stored(str word)
{
    enum agency_kind kind = AGENCY_OTHER;
    return org_kind_parse(word, &kind) ? kind : AGENCY_OTHER;
}

enum rc org_agency_by_id(struct ctx *c, int64_t id, struct agency *ret_agency)
{
    struct q_agency_by_id_row row;
    const enum rc rc = q_agency_by_id(c, id, &row);
    if (!rc)
        AGENCY_FILL(*ret_agency, &row);
    return rc;
}

enum rc org_agency_by_pub(struct ctx *c, str pub, struct agency *ret_agency)
{
    struct q_agency_by_pub_row row;
    const enum rc rc = q_agency_by_pub(c, pub, &row);
    if (!rc)
        AGENCY_FILL(*ret_agency, &row);
    return rc;
}

enum rc org_agency_by_code(struct ctx *c, str code, date on, struct agency *ret_agency)
{
    struct q_agency_by_code_rows rows;
    const enum rc rc = q_agency_by_code(c, code, on, &rows);
    if (rc)
        return rc;
    if (!rows.n)
        return RC_NOT_FOUND;
    AGENCY_FILL(*ret_agency, &rows.v[0]);
    return RC_OK;
}

static enum rc list_children(struct ctx *c, int64_t parent, date on, struct agencies *ret_list)
{
    struct q_agency_children_rows rows;
    const enum rc rc = q_agency_children(c, parent, on, &rows);
    if (!rc)
        AGENCIES_FILL(c, rows, ret_list);
    return rc;
}

enum rc org_agency_list(struct ctx *c, int64_t parent, date on, struct agencies *ret_list)
{
    struct q_agency_of_day_rows rows;
    if (parent)
        return list_children(c, parent, on, ret_list);
    const enum rc rc = q_agency_of_day(c, on, &rows);
    if (!rc)
        AGENCIES_FILL(c, rows, ret_list);
    return rc;
}

enum rc org_agency_parents(struct ctx *c, int64_t id, struct agencies *ret_list)
{
    struct q_agency_parents_rows rows;
    const enum rc rc = q_agency_parents(c, id, &rows);
    if (!rc)
        AGENCIES_FILL(c, rows, ret_list);
    return rc;
}

enum rc org_agency_successor(struct ctx *c, int64_t id, date on, struct agency *ret_agency)
{
    return org_successor_of(c, id, on, &(struct succession_case){0}, ret_agency);
}

enum rc org_agencies_ended(struct ctx *c, int64_t max, struct agencies *ret_list)
{
    struct q_agency_ended_rows rows;
    const enum rc rc = q_agency_ended(c, max, &rows);
    if (!rc)
        AGENCIES_FILL(c, rows, ret_list);
    return rc;
}

enum rc org_agency_is_below(struct ctx *c, int64_t root, int64_t id, bool *ret_below)
{
    struct q_agency_below_count_row row;
    const enum rc rc = q_agency_below_count(c, root, id, &row);
    if (!rc)
        *ret_below = row.found > 0;
    return rc;
}

static enum rc check_parent(struct ctx *c, const struct agency *a)
{
    struct agency parent;
    if (!a->parent)
        return RC_OK;
    const enum rc rc = org_agency_by_id(c, a->parent, &parent);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "parent", "org.parent_unknown");
    if (rc)
        return rc;
    if (!org__within(a->from, a->to, parent.from, parent.to))
        return fail(c, RC_INVALID, "parent", "org.parent_period");
    return RC_OK;
}

static enum rc check_agency(struct ctx *c, const struct agency *a)
{
    struct q_agency_code_taken_row taken;
    enum rc rc = RC_OK;
    if (!org_code_valid(a->code))
        rc = fail(c, RC_INVALID, "code", "org.agency_code");
    if (a->legacy_code.p && !org_legacy_code_valid(a->legacy_code))
        rc = fail(c, RC_INVALID, "legacy_code", "org.legacy_code");
    if (a->level < 1 || a->level > 6)
        rc = fail(c, RC_INVALID, "level", "org.level");
    if (org__check_name(c, "name", a->name, 200) ||
        (a->name_en.p && org__check_name(c, "name_en", a->name_en, 200)) ||
        org__check_period(c, a->from, a->to))
        rc = RC_INVALID;
    if (!rc)
        rc = check_parent(c, a);
    if (!rc)
        rc =
            q_agency_code_taken(c, a->code, a->from, date_is_none(a->to) ? ORG_FOREVER : a->to, &taken);
    if (!rc && taken.found)
        rc = fail(c, RC_CONFLICT, "code", "org.code_taken");
    return rc;
}

static enum rc insert_agency(struct ctx *c, const struct agency *a, str pub, int64_t *ret_id)
{
    const struct q_agency_add_in in = {
        .pub = pub,
        .code = a->code,
        .name = a->name,
        .name_en = a->name_en,
        .kind = org_kind_word(a->kind),
        .level = a->level,
        .parent_id = org__id_or_null(a->parent),
        .valid_from = a->from,
        .valid_to = a->to,
        .legacy_code = a->legacy_code,
    };
    struct q_agency_add_row row;
    enum rc rc = q_agency_add(c, &in, &row);
    if (!rc)
        rc = q_agency_below_self(c, row.id, NULL);
    if (!rc && a->parent)
        rc = q_agency_below_parents(c, row.id, a->parent, NULL);
    if (!rc)
        *ret_id = row.id;
    return rc;
}

enum rc org_agency_open(struct ctx *c, const struct agency *a, int64_t *ret_id)
{
    const str pub = ctx_new_pubid(c);
    int64_t id;
    enum rc rc = check_agency(c, a);
    if (!rc)
        rc = insert_agency(c, a, pub, &id);
    if (rc)
        return rc;
    const struct event_member members[] = {
        EV_TEXT("code", a->code),
        EV_TEXT("name", a->name),
        EV_TEXT("kind", org_kind_word(a->kind)),
        EV_INT("level", a->level),
        EV_INT("parent", a->parent),
        EV_DATE("from", a->from),
        EV_TEXT("legacy_code", a->legacy_code),
    };
    rc = record_append(c, &(struct event){.kind = "org.agency_opened",
                                          .object = id,
                                          .object_pub = pub,
                                          .members = members,
                                          .member_count = sizeof members / sizeof *members});
    if (!rc)
        *ret_id = id;
    return rc;
}

static enum rc check_close(struct ctx *c, const struct agency *a, date to, int64_t replaced_by)
{
    struct q_agency_alive_below_row alive;
    struct agency successor;
    if (!date_is_none(a->to))
        return fail(c, RC_CONFLICT, NULL, "org.already_closed");
    enum rc rc = org__check_period(c, a->from, to);
    if (!rc && date_is_none(to))
        rc = fail(c, RC_INVALID, "to", "org.period");
    if (!rc && replaced_by) {
        rc = org_agency_by_id(c, replaced_by, &successor);
        if (rc == RC_NOT_FOUND || (!rc && (replaced_by == a->id || successor.from.day > to.day)))
            return fail(c, RC_INVALID, "replaced_by", "org.successor");
    }
    if (!rc)
        rc = q_agency_alive_below(c, a->id, to, &alive);
    if (!rc && alive.found)
        rc = fail(c, RC_CONFLICT, NULL, "org.still_alive_below");
    return rc;
}

enum rc org_agency_close(struct ctx *c, int64_t id, date to, int64_t replaced_by, str reason)
{
    struct agency a;
    int64_t changed = 0;
    enum rc rc = org_agency_by_id(c, id, &a);
    if (!rc)
        rc = check_close(c, &a, to, replaced_by);
    if (!rc)
        rc = q_agency_end(c, id, to, org__id_or_null(replaced_by), &changed);
    if (!rc && !changed)
        rc = RC_CONFLICT;
    if (rc)
        return rc;
    const struct event_member members[] = {EV_DATE("to", to), EV_INT("replaced_by", replaced_by),
                                           EV_TEXT("reason", reason)};
    return record_append(c, &(struct event){.kind = "org.agency_closed",
                                            .object = id,
                                            .object_pub = a.pub,
                                            .members = members,
                                            .member_count = sizeof members / sizeof *members});
}
