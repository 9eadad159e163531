/* supervise.c - who may look where, loads, times, the cases behind a number. See supervise.h. */
#include "supervise/supervise.h"

#include "casework/assign.h"
#include "org/org.h"
#include "supervise/supervise_sql.h"

static const instant beginning = {INT64_MIN + 1};
static const instant end_of_time = {INT64_MAX};

/* ---- who may look where ---- */

/* Control office and inspectors see what is below theirs; bound to none, everything. */
static bool oversees(const struct actor *a)
{
    return actor_has_role(a, ROLE_CONTROL_OFFICE) || actor_has_role(a, ROLE_INSPECTOR);
}

static enum rc sees_agency(struct ctx *c, int64_t agency, bool *ret_sees)
{
    const struct actor *a = c->actor;
    *ret_sees = a && actor_has_role(a, ROLE_LEADER) && a->agency == agency;
    if (*ret_sees || !a || !oversees(a))
        return RC_OK;
    *ret_sees = a->agency == 0;
    return a->agency ? org_agency_is_below(c, a->agency, agency, ret_sees) : RC_OK;
}

static enum rc of_agency(struct ctx *c, int64_t id, struct supervise_place *p)
{
    struct agency a;
    const enum rc rc = org_agency_by_id(c, id, &a);
    if (rc)
        return rc;
    p->agency = a.id;
    p->agency_pub = a.pub;
    p->agency_name = a.name;
    return RC_OK;
}

static enum rc at_unit(struct ctx *c, str pub, struct supervise_place *p)
{
    struct unit u;
    bool sees = false;
    enum rc rc = org_unit_by_pub(c, pub, &u);
    if (!rc)
        rc = sees_agency(c, u.agency, &sees);
    p->leads = !rc && actor_has_role(c->actor, ROLE_LEADER) && c->actor->agency == u.agency;
    if (!rc && !sees)
        rc = c->actor->unit == u.id ? work_leads(c, u.agency, u.id, &sees) : RC_NOT_FOUND;
    if (!rc && !sees)
        rc = RC_NOT_FOUND;
    if (!rc)
        rc = of_agency(c, u.agency, p);
    p->leads = p->leads || (!rc && !oversees(c->actor));
    p->level = SUPERVISE_UNIT;
    p->unit = rc ? 0 : u.id;
    p->unit_pub = rc ? STR_NONE : u.pub;
    p->unit_name = rc ? STR_NONE : u.name;
    return rc;
}

static enum rc at_agency(struct ctx *c, str pub, struct supervise_place *p)
{
    struct agency a;
    bool sees = false;
    enum rc rc = org_agency_by_pub(c, pub, &a);
    if (!rc)
        rc = sees_agency(c, a.id, &sees);
    if (!rc && !sees)
        rc = RC_NOT_FOUND;
    p->level = SUPERVISE_AGENCY;
    return rc ? rc : of_agency(c, a.id, p);
}

/* Without a choice: everything below, the agency led, or the unit of its head. */
static enum rc at_home(struct ctx *c, struct supervise_place *p)
{
    const struct actor *a = c->actor;
    struct unit u;
    bool leads = false;
    p->home = true;
    if (oversees(a)) {
        p->level = SUPERVISE_TREE;
        p->home = a->agency != 0;
        return a->agency ? of_agency(c, a->agency, p) : RC_OK;
    }
    if (actor_has_role(a, ROLE_LEADER)) {
        p->level = SUPERVISE_AGENCY;
        return of_agency(c, a->agency, p);
    }
    enum rc rc = work_leads(c, a->agency, a->unit, &leads);
    if (!rc && !leads)
        return RC_NOT_FOUND;
    if (!rc)
        rc = org_unit_by_id(c, a->unit, &u);
    return rc ? rc : at_unit(c, u.pub, p);
}

enum rc supervise_place(struct ctx *c, str agency, str unit, struct supervise_place *ret)
{
    struct supervise_place p = {.level = SUPERVISE_TREE};
    if (!c->actor || c->actor->kind == ACTOR_CITIZEN)
        return RC_NOT_FOUND;
    const enum rc rc = unit.n     ? at_unit(c, unit, &p)
                       : agency.n ? at_agency(c, agency, &p)
                                  : at_home(c, &p);
    if (!rc)
        *ret = p;
    return rc;
}

enum rc supervise_may(struct ctx *c, bool *ret_may)
{
    const struct actor *a = c->actor;
    *ret_may = a && (oversees(a) || actor_has_role(a, ROLE_LEADER));
    return !a || *ret_may || !a->unit ? RC_OK : work_leads(c, a->agency, a->unit, ret_may);
}

/* ---- loads ---- */

static instant soon_after(instant now)
{
    return instant_at(date_add(instant_date(now), SUPERVISE_SOON_DAYS + 1), 0);
}

#define LOADS_FILL(c, rows, id_of, to)                                                                 \
    do {                                                                                               \
        (to)->v = NEW_N((c)->mem, struct supervise_load, (rows).n);                                    \
        for ((to)->n = 0; (to)->n < (rows).n; (to)->n++) {                                             \
            struct supervise_load *l_ = &(to)->v[(to)->n];                                             \
            *l_ = (struct supervise_load){.id = (rows).v[(to)->n].id_of,                               \
                                          .pub = (rows).v[(to)->n].pub,                                \
                                          .name = (rows).v[(to)->n].name,                              \
                                          .open = (rows).v[(to)->n].open,                              \
                                          .soon = (rows).v[(to)->n].soon,                              \
                                          .overdue = (rows).v[(to)->n].overdue,                        \
                                          .waiting = (rows).v[(to)->n].waiting};                       \
            (to)->all.open += l_->open;                                                                \
            (to)->all.soon += l_->soon;                                                                \
            (to)->all.overdue += l_->overdue;                                                          \
            (to)->all.waiting += l_->waiting;                                                          \
        }                                                                                              \
    } while (0)

enum rc supervise_loads(struct ctx *c, const struct supervise_place *p, struct supervise_loads *ret)
{
    struct q_supervise_by_officer_rows officers;
    struct q_supervise_by_unit_rows units;
    struct q_supervise_by_agency_rows agencies;
    struct supervise_loads loads = {0};
    const instant soon = soon_after(c->now);
    enum rc rc;
    if (p->level == SUPERVISE_UNIT) {
        rc = q_supervise_by_officer(c, p->unit, c->now, soon, &officers);
        if (!rc)
            LOADS_FILL(c, officers, id.v, &loads);
    } else if (p->level == SUPERVISE_AGENCY) {
        rc = q_supervise_by_unit(c, p->agency, c->now, soon, &units);
        if (!rc)
            LOADS_FILL(c, units, id.v, &loads);
    } else {
        rc = q_supervise_by_agency(c, p->agency, c->now, soon, &agencies);
        if (!rc)
            LOADS_FILL(c, agencies, id, &loads);
    }
    if (!rc)
        *ret = loads;
    return rc;
}

/* ---- where time goes ---- */

static instant since(const struct ctx *c)
{
    return (instant){c->now.us - SUPERVISE_DAYS * DAY_US};
}

static enum rc times_of_units(struct ctx *c, int64_t agency, struct supervise_times *ret)
{
    struct units units;
    enum rc rc = org_unit_list(c, agency, instant_date(c->now), &units);
    if (rc)
        return rc;
    struct supervise_times list = {NEW_N(c->mem, struct supervise_time, units.n), 0};
    for (ptrdiff_t i = 0; !rc && i < units.n; i++) {
        struct q_supervise_unit_time_row row;
        rc = q_supervise_unit_time(c, units.v[i].id, since(c), &row);
        if (!rc && row.passes)
            list.v[list.n++] = (struct supervise_time){units.v[i].name, row.passes, row.over,
                                                       row.taken_us, row.minutes * MINUTE_US};
    }
    *ret = list;
    return rc;
}

enum rc supervise_times(struct ctx *c, const struct supervise_place *p, struct supervise_times *ret)
{
    struct q_supervise_by_step_rows rows;
    *ret = (struct supervise_times){0};
    if (p->level == SUPERVISE_TREE)
        return RC_OK;
    if (p->level == SUPERVISE_AGENCY)
        return times_of_units(c, p->agency, ret);
    const enum rc rc = q_supervise_by_step(c, p->unit, since(c), &rows);
    if (rc)
        return rc;
    struct supervise_times list = {NEW_N(c->mem, struct supervise_time, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct supervise_time){rows.v[i].name, rows.v[i].passes, rows.v[i].over,
                                            rows.v[i].taken_us, rows.v[i].minutes * MINUTE_US};
    *ret = list;
    return RC_OK;
}

/* ---- the cases behind a number ---- */

static enum rc passes_of(struct ctx *c, const struct supervise_place *p, str step,
                         struct supervise_cases *ret)
{
    struct q_supervise_passes_rows rows;
    const enum rc rc = q_supervise_passes(c, p->unit, since(c), step, SUPERVISE_CASES + 1, &rows);
    if (rc)
        return rc;
    struct supervise_cases list = {NEW_N(c->mem, struct supervise_case, rows.n), rows.n,
                                   rows.n > SUPERVISE_CASES};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct supervise_case){.pub = rows.v[i].pub,
                                            .code = rows.v[i].code,
                                            .procedure = rows.v[i].procedure_name,
                                            .step = step,
                                            .officer = rows.v[i].handler_name,
                                            .due_at = INSTANT_NONE,
                                            .taken_us = rows.v[i].working_us,
                                            .given_us = rows.v[i].minutes * MINUTE_US};
    list.n -= list.more;
    *ret = list;
    return RC_OK;
}

static enum rc who_of(struct ctx *c, str who, int *with, int64_t *ret_staff)
{
    struct colleague x = {0};
    if (!who.n)
        return RC_OK;
    if (str_eq(who, S("-"))) {
        *with += Q_SUPERVISE_CASES_NOBODY;
        return RC_OK;
    }
    *with += Q_SUPERVISE_CASES_OFFICER;
    const enum rc rc = work_colleague_by_pub(c, who, &x);
    *ret_staff = x.staff;
    return rc;
}

enum rc supervise_cases(struct ctx *c, const struct supervise_place *p, const struct supervise_ask *ask,
                        struct supervise_cases *ret)
{
    struct q_supervise_cases_rows rows;
    const instant soon = soon_after(c->now);
    struct q_supervise_cases_in in = {
        .unit = p->unit, .max = SUPERVISE_CASES + 1, .from = beginning, .to = end_of_time};
    int with = ask->what == SHOW_WAITING ? Q_SUPERVISE_CASES_WAITING : Q_SUPERVISE_CASES_ALL;
    if (p->level != SUPERVISE_UNIT)
        return RC_NOT_FOUND;
    if (ask->what == SHOW_LATE_SOON)
        return supervise_predict(c, p, ret);
    if (ask->what == SHOW_STEP)
        return passes_of(c, p, ask->step, ret);
    if (ask->what == SHOW_OVERDUE)
        in.to = c->now;
    if (ask->what == SHOW_SOON)
        in.from = c->now, in.to = soon;
    enum rc rc = who_of(c, ask->who, &with, &in.who);
    if (!rc)
        rc = q_supervise_cases(c, with, &in, &rows);
    if (rc)
        return rc;
    struct supervise_cases list = {NEW_N(c->mem, struct supervise_case, rows.n), rows.n,
                                   rows.n > SUPERVISE_CASES};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct supervise_case){.pub = rows.v[i].pub,
                                            .code = rows.v[i].code,
                                            .procedure = rows.v[i].procedure_name,
                                            .step = rows.v[i].step_name,
                                            .officer = rows.v[i].handler_name,
                                            .due_at = rows.v[i].due_at};
    list.n -= list.more;
    *ret = list;
    return RC_OK;
}
