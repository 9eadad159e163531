/* org_unit.c - units, the procedures they take, published hours, counters and duty. */
#include "org/inner.h"
#include "org/org_sql.h"

#define PERIODS_MAX 28 /* of a week's published hours: four a day */

static const char *const unit_words[UNIT_KIND_COUNT] = {
    [UNIT_ONE_STOP] = "one_stop",
    [UNIT_DIVISION] = "division",
    [UNIT_LEADERSHIP] = "leadership",
};

str org_unit_kind_word(enum unit_kind kind)
{
    BUG_IF((unsigned)kind >= UNIT_KIND_COUNT);
    return str_of(unit_words[kind]);
}

bool org_unit_kind_parse(str word, enum unit_kind *ret_kind)
{
    for (unsigned i = 0; i < UNIT_KIND_COUNT; i++)
        if (str_eq(word, str_of(unit_words[i]))) {
            *ret_kind = (enum unit_kind)i;
            return true;
        }
    return false;
}

static enum unit_kind kind_stored(str word)
{
    enum unit_kind kind = UNIT_DIVISION;
    return org_unit_kind_parse(word, &kind) ? kind : UNIT_DIVISION;
}

#define UNIT_FILL(u, r)                                                                                \
    ((u) = (struct unit){.id = (r)->id,                                                                \
                         .agency = (r)->agency_id,                                                     \
                         .pub = (r)->pub,                                                              \
                         .code = (r)->code,                                                            \
                         .name = (r)->name,                                                            \
                         .name_en = (r)->name_en,                                                      \
                         .kind = kind_stored((r)->kind),                                               \
                         .hours_set = (r)->hours_set,                                                  \
                         .from = (r)->valid_from,                                                      \
                         .to = (r)->valid_to})

enum rc org_unit_by_id(struct ctx *c, int64_t id, struct unit *ret_unit)
{
    struct q_unit_by_id_row row;
    const enum rc rc = q_unit_by_id(c, id, &row);
    if (!rc)
        UNIT_FILL(*ret_unit, &row);
    return rc;
}

enum rc org_unit_by_pub(struct ctx *c, str pub, struct unit *ret_unit)
{
    struct q_unit_by_pub_row row;
    const enum rc rc = q_unit_by_pub(c, pub, &row);
    if (!rc)
        UNIT_FILL(*ret_unit, &row);
    return rc;
}

enum rc org_unit_by_code(struct ctx *c, str code, struct unit *ret_unit)
{
    struct q_unit_by_code_row row;
    const enum rc rc = q_unit_by_code(c, code, &row);
    if (!rc)
        UNIT_FILL(*ret_unit, &row);
    return rc;
}

enum rc org_unit_list(struct ctx *c, int64_t agency, date on, struct units *ret_list)
{
    struct q_unit_of_agency_rows rows;
    const enum rc rc = q_unit_of_agency(c, agency, on, &rows);
    if (rc)
        return rc;
    struct unit *v = NEW_N(c->mem, struct unit, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        UNIT_FILL(v[i], &rows.v[i]);
    *ret_list = (struct units){v, rows.n};
    return RC_OK;
}

enum rc org_unit_one_stop(struct ctx *c, int64_t agency, date on, struct unit *ret_unit)
{
    struct units all;
    const enum rc rc = org_unit_list(c, agency, on, &all);
    for (ptrdiff_t i = 0; !rc && i < all.n; i++)
        if (all.v[i].kind == UNIT_ONE_STOP) {
            *ret_unit = all.v[i];
            return RC_OK;
        }
    return rc ? rc : RC_NOT_FOUND;
}

enum rc org_one_stops(struct ctx *c, date on, struct one_stop **ret_v, ptrdiff_t *ret_n)
{
    struct q_unit_one_stops_rows rows;
    const enum rc rc = q_unit_one_stops(c, on, &rows);
    if (rc)
        return rc;
    struct one_stop *v = NEW_N(c->mem, struct one_stop, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct one_stop){rows.v[i].code, rows.v[i].name, rows.v[i].name_en,
                                 rows.v[i].agency_name, rows.v[i].agency_name_en};
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}

static enum rc check_unit(struct ctx *c, const struct unit *u)
{
    struct agency agency;
    struct unit same;
    enum rc rc = org__check_code(c, "code", u->code);
    if (org__check_name(c, "name", u->name, 200) ||
        (u->name_en.p && org__check_name(c, "name_en", u->name_en, 200)) ||
        (u->hours_set.p && org__check_code(c, "hours_set", u->hours_set)) ||
        org__check_period(c, u->from, u->to))
        rc = RC_INVALID;
    if (rc)
        return rc;
    rc = org_agency_by_id(c, u->agency, &agency);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "agency", "org.agency_unknown");
    if (!rc && !org__within(u->from, u->to, agency.from, agency.to))
        return fail(c, RC_INVALID, "from", "org.parent_period");
    if (!rc)
        rc = org_unit_by_code(c, u->code, &same);
    if (!rc)
        return fail(c, RC_CONFLICT, "code", "org.code_taken");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc append(struct ctx *c, const char *kind, int64_t object, str pub,
                      const struct event_member *v, int n)
{
    return record_append(
        c, &(struct event){
               .kind = kind, .object = object, .object_pub = pub, .members = v, .member_count = n});
}

enum rc org_unit_open(struct ctx *c, const struct unit *u, int64_t *ret_id)
{
    struct q_unit_add_row row;
    enum rc rc = check_unit(c, u);
    if (rc)
        return rc;
    const struct q_unit_add_in in = {
        .pub = ctx_new_pubid(c),
        .agency_id = u->agency,
        .code = u->code,
        .name = u->name,
        .name_en = u->name_en,
        .kind = org_unit_kind_word(u->kind),
        .hours_set = u->hours_set,
        .valid_from = u->from,
        .valid_to = u->to,
    };
    rc = q_unit_add(c, &in, &row);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("code", u->code), EV_TEXT("name", u->name),
                                           EV_TEXT("kind", in.kind), EV_INT("agency", u->agency),
                                           EV_DATE("from", u->from)};
    rc = append(c, "org.unit_opened", row.id, in.pub, members, sizeof members / sizeof *members);
    if (!rc)
        *ret_id = row.id;
    return rc;
}

enum rc org_unit_close(struct ctx *c, int64_t id, date to, str reason)
{
    struct unit u;
    int64_t changed = 0;
    enum rc rc = org_unit_by_id(c, id, &u);
    if (rc)
        return rc;
    if (!date_is_none(u.to))
        return fail(c, RC_CONFLICT, NULL, "org.already_closed");
    if (date_is_none(to) || org__check_period(c, u.from, to))
        return fail(c, RC_INVALID, "to", "org.period");
    rc = q_unit_end(c, id, to, &changed);
    if (!rc && !changed)
        rc = RC_CONFLICT;
    const struct event_member members[] = {EV_DATE("to", to), EV_TEXT("reason", reason)};
    return rc ? rc : append(c, "org.unit_closed", id, u.pub, members, 2);
}

static bool procedure_code_good(str code)
{
    if (str_eq(code, S("*")))
        return true;
    for (ptrdiff_t i = 0; i < code.n; i++)
        if (code.p[i] <= ' ' || code.p[i] > '~')
            return false;
    return code.n >= 1 && code.n <= 60;
}

enum rc org_unit_takes(struct ctx *c, int64_t unit, str procedure, date on, bool *ret_takes)
{
    struct q_unit_procedure_open_row row;
    const enum rc rc = q_unit_procedure_open(c, unit, procedure, on, &row);
    if (!rc)
        *ret_takes = row.found > 0;
    return rc;
}

enum rc org_unit_take(struct ctx *c, int64_t unit, str procedure, date from)
{
    struct unit u;
    bool takes = false;
    if (!procedure_code_good(procedure) || date_is_none(from))
        return fail(c, RC_INVALID, "procedure", "org.procedure_code");
    enum rc rc = org_unit_by_id(c, unit, &u);
    /* A division names what it settles; "everything" is a one-stop unit's word. */
    const bool division = !rc && u.kind == UNIT_DIVISION && !str_eq(procedure, S("*"));
    if (!rc && u.kind != UNIT_ONE_STOP && !division)
        return fail(c, RC_INVALID, "unit", "org.not_one_stop");
    if (!rc)
        rc = org_unit_takes(c, unit, procedure, from, &takes);
    if (rc || takes)
        return rc;
    rc = q_unit_procedure_add(c, unit, procedure, from, NULL);
    const struct event_member members[] = {EV_TEXT("procedure", procedure), EV_DATE("from", from)};
    return rc ? rc : append(c, "org.procedure_taken", unit, u.pub, members, 2);
}

enum rc org_unit_drop(struct ctx *c, int64_t unit, str procedure, date to)
{
    struct unit u;
    int64_t changed = 0;
    enum rc rc = org_unit_by_id(c, unit, &u);
    if (!rc)
        rc = q_unit_procedure_end(c, unit, procedure, to, &changed);
    if (!rc && !changed)
        rc = RC_NOT_FOUND;
    const struct event_member members[] = {EV_TEXT("procedure", procedure), EV_DATE("to", to)};
    return rc ? rc : append(c, "org.procedure_dropped", unit, u.pub, members, 2);
}

/* In order, inside the week, none inside another. */
static enum rc check_hours(struct ctx *c, const struct unit_hours *v, ptrdiff_t n)
{
    if (n > PERIODS_MAX)
        return fail(c, RC_INVALID, "hours", "org.hours");
    for (ptrdiff_t i = 0; i < n; i++) {
        const bool follows = i == 0 || v[i].weekday > v[i - 1].weekday ||
                             (v[i].weekday == v[i - 1].weekday && v[i].from_us >= v[i - 1].to_us);
        if (!follows || v[i].weekday < 1 || v[i].weekday > 7 || v[i].from_us < 0 ||
            v[i].to_us > DAY_US || v[i].from_us >= v[i].to_us)
            return fail(c, RC_INVALID, "hours", "org.hours");
    }
    return RC_OK;
}

/* "1 07:30-11:30, 1 13:30-17:30": as the record keeps it. */
static str hours_text(struct ctx *c, const struct unit_hours *v, ptrdiff_t n)
{
    str *parts = NEW_N(c->mem, str, n);
    for (ptrdiff_t i = 0; i < n; i++)
        parts[i] = str_fmt(c->mem, "%d %02d:%02d-%02d:%02d", (int)v[i].weekday,
                           (int)(v[i].from_us / HOUR_US), (int)(v[i].from_us / MINUTE_US % 60),
                           (int)(v[i].to_us / HOUR_US), (int)(v[i].to_us / MINUTE_US % 60));
    return str_join(c->mem, parts, n, S(", "));
}

enum rc org_unit_set_hours(struct ctx *c, int64_t unit, const struct unit_hours *v, ptrdiff_t n)
{
    struct unit u;
    enum rc rc = check_hours(c, v, n);
    if (!rc)
        rc = org_unit_by_id(c, unit, &u);
    if (!rc)
        rc = q_unit_hours_clear(c, unit, NULL);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        rc = q_unit_hours_add(c, unit, v[i].weekday, v[i].from_us, v[i].to_us, NULL);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("hours", hours_text(c, v, n))};
    return append(c, "org.hours_set", unit, u.pub, members, 1);
}

enum rc org_unit_hours(struct ctx *c, int64_t unit, struct unit_hours **ret_v, ptrdiff_t *ret_n)
{
    struct q_unit_hours_list_rows rows;
    const enum rc rc = q_unit_hours_list(c, unit, &rows);
    if (rc)
        return rc;
    struct unit_hours *v = NEW_N(c->mem, struct unit_hours, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct unit_hours){rows.v[i].weekday, rows.v[i].from_us, rows.v[i].to_us};
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc org_counter_add(struct ctx *c, int64_t unit, str number, str name, int64_t *ret_id)
{
    struct unit u;
    struct counter *others;
    ptrdiff_t n;
    struct q_counter_add_row row;
    enum rc rc = org__check_name(c, "name", name, 100);
    if (org__check_code(c, "number", number))
        rc = RC_INVALID;
    if (!rc)
        rc = org_unit_by_id(c, unit, &u);
    if (!rc && u.kind != UNIT_ONE_STOP)
        rc = fail(c, RC_INVALID, "unit", "org.not_one_stop");
    if (!rc)
        rc = org_counter_list(c, unit, &others, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (str_eq(others[i].number, number))
            rc = fail(c, RC_CONFLICT, "number", "org.code_taken");
    const str pub = ctx_new_pubid(c);
    if (!rc)
        rc = q_counter_add(c, &(struct q_counter_add_in){pub, unit, number, name, true}, &row);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("number", number), EV_TEXT("name", name),
                                           EV_INT("unit", unit)};
    rc = append(c, "org.counter_added", row.id, pub, members, 3);
    if (!rc)
        *ret_id = row.id;
    return rc;
}

enum rc org_counter_list(struct ctx *c, int64_t unit, struct counter **ret_v, ptrdiff_t *ret_n)
{
    struct q_counter_list_rows rows;
    const enum rc rc = q_counter_list(c, unit, &rows);
    if (rc)
        return rc;
    struct counter *v = NEW_N(c->mem, struct counter, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct counter){rows.v[i].id,     rows.v[i].unit_id, rows.v[i].pub,
                                rows.v[i].number, rows.v[i].name,    rows.v[i].open};
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}

/* Only who has a post in the counter's unit that day. */
static enum rc check_duty(struct ctx *c, int64_t unit, date day, int64_t staff)
{
    struct staff_post *posts;
    ptrdiff_t n;
    const enum rc rc = org_staff_posts(c, staff, day, &posts, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (posts[i].unit == unit)
            return RC_OK;
    return rc ? rc : fail(c, RC_INVALID, "staff", "org.duty_elsewhere");
}

enum rc org_duty_set(struct ctx *c, int64_t counter, date day, int64_t staff)
{
    struct q_counter_by_id_row row;
    enum rc rc = q_counter_by_id(c, counter, &row);
    if (!rc && staff)
        rc = check_duty(c, row.unit_id, day, staff);
    if (!rc)
        rc = q_duty_clear(c, counter, day, NULL);
    if (!rc && staff)
        rc = q_duty_add(c, counter, day, staff, NULL);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_DATE("day", day), EV_INT("staff", staff)};
    return append(c, "org.duty_set", counter, row.pub, members, 2);
}

enum rc org_duty_get(struct ctx *c, int64_t counter, date day, int64_t *ret_staff)
{
    struct q_duty_get_row row;
    const enum rc rc = q_duty_get(c, counter, day, &row);
    if (!rc)
        *ret_staff = row.staff_id;
    return rc;
}

enum rc org_duty_list(struct ctx *c, int64_t unit, date from, date to, struct duty **ret_v,
                      ptrdiff_t *ret_n)
{
    struct q_duty_list_rows rows;
    const enum rc rc = q_duty_list(c, unit, from, to, &rows);
    if (rc)
        return rc;
    struct duty *v = NEW_N(c->mem, struct duty, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct duty){.counter = rows.v[i].counter_id,
                             .staff = rows.v[i].staff_id,
                             .day = rows.v[i].day,
                             .number = rows.v[i].number,
                             .code = rows.v[i].code,
                             .name = rows.v[i].name};
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}
