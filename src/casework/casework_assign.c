/* casework_assign.c - see assign.h. */
#include "casework/assign.h"

#include "casework/casework_assign_sql.h"
#include "casework/casework_internal.h"

#define LOAD_MAX 1000

/* ---- who may give ---- */

enum rc work_leads(struct ctx *c, int64_t agency, int64_t unit, bool *ret_leads)
{
    const struct actor *a = c->actor;
    struct q_assign_head_row head = {0};
    enum rc rc = RC_OK;
    *ret_leads = actor_has_role(a, ROLE_LEADER) && a->agency == agency;
    if (*ret_leads || !a || !a->staff || !unit)
        return rc;
    /* Who stands in for the head leads the unit. */
    rc = q_assign_head(c, a->for_staff ? a->for_staff : a->staff, unit, instant_date(c->now), &head);
    *ret_leads = !rc && head.n > 0;
    return rc;
}

enum rc work_may_assign(struct ctx *c, const struct work *w, const char **ret_hindrance)
{
    const struct actor *a = c->actor;
    bool leads = false;
    *ret_hindrance = w->synced                     ? "casework.synced"
                     : work_status_open(w->status) ? NULL
                                                   : "casework.over";
    if (*ret_hindrance || (a && a->kind == ACTOR_SYSTEM))
        return RC_OK;
    if (a && a->staff && w->handler_id.set &&
        (w->handler_id.v == a->staff || w->handler_id.v == a->for_staff))
        return RC_OK;
    const enum rc rc = work_leads(c, w->agency_id, w->unit_id.v, &leads);
    if (!rc && !leads)
        *ret_hindrance = "casework.assign.not_yours";
    return rc;
}

/* ---- who may get ---- */

struct target {
    str name;
    struct opt_int unit; /* of the grant that fits */
};

static bool fits(const struct work *w, const struct q_assign_grants_row *g)
{
    if (g->agency_id.set && g->agency_id.v != w->agency_id)
        return false;
    return !w->unit_id.set || !g->unit_id.set || g->unit_id.v == w->unit_id.v;
}

static enum rc hindrance_of_place(struct ctx *c, const struct work *w, int64_t staff, struct target *t,
                                  const char **ret_key)
{
    struct q_assign_grants_rows grants;
    const enum rc rc =
        q_assign_grants(c, staff, str_of(role_word(w->role)), instant_date(c->now), &grants);
    *ret_key = grants.n ? "casework.assign.elsewhere" : "casework.assign.no_role";
    for (ptrdiff_t i = 0; !rc && i < grants.n; i++)
        if (fits(w, &grants.v[i])) {
            *ret_key = NULL;
            t->unit = grants.v[i].unit_id;
            return RC_OK;
        }
    return rc;
}

static enum rc hindrance_of_target(struct ctx *c, const struct work *w, int64_t staff, struct target *t,
                                   const char **ret_key)
{
    struct q_assign_account_row account;
    struct q_work_guarded_row guarded = {0};
    enum rc rc = q_assign_account(c, staff, &account);
    *ret_key = "casework.assign.unknown";
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    t->name = account.name;
    *ret_key = "casework.assign.disabled";
    if (!str_eq(account.state, S("active")))
        return RC_OK;
    *ret_key = "casework.assign.has_it";
    if (w->handler_id.set && w->handler_id.v == staff)
        return RC_OK;
    rc = hindrance_of_place(c, w, staff, t, ret_key);
    if (!rc && !*ret_key)
        rc = q_work_guarded(c, w->id.v, w->step_rank, staff, &guarded);
    if (guarded.hard + guarded.soft > 0)
        *ret_key = guarded.hard ? "casework.separation_of_duties" : "casework.separation_waivable";
    return rc;
}

enum rc work_may_get(struct ctx *c, const struct work *w, int64_t staff, const char **ret_hindrance)
{
    struct target t = {0};
    return hindrance_of_target(c, w, staff, &t, ret_hindrance);
}

/* ---- the act ---- */

static enum rc put_on_desk(struct ctx *c, const struct work *w, int64_t to, const struct target *t)
{
    /* What no unit of the agency has yet becomes the unit's whose officer gets it. */
    const bool open = !w->unit_id.set && w->role == ROLE_OFFICER && t->unit.set;
    int64_t changed;
    const enum rc rc = q_work_handler(
        c,
        &(struct q_work_handler_in){.id = w->id.v,
                                    .was_version = w->version,
                                    .handler_id = OPT_INT(to),
                                    .status = work_status_code(w->status),
                                    .unit_id = open ? t->unit : w->unit_id,
                                    .competent_unit_id = open && w->agency_id == w->competent_agency_id
                                                             ? t->unit
                                                             : w->competent_unit_id},
        &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first") : rc;
}

/* RC_OK, or the refusal with its place. */
static enum rc check(struct ctx *c, const struct work *w, const struct work_assign *in,
                     struct target *t)
{
    const char *why;
    if (in->seen_version && w->version != in->seen_version)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    enum rc rc = work_may_assign(c, w, &why);
    if (!rc && why)
        return fail(c, work_status_open(w->status) && !w->synced ? RC_DENIED : RC_CONFLICT, NULL, why);
    if (!rc)
        rc = hindrance_of_target(c, w, in->to, t, &why);
    if (!rc && why)
        rc = fail(c, RC_INVALID, "to", why);
    if (rc != RC_OK && rc != RC_INVALID)
        return rc;
    if (w->handler_id.set && !str_trim(in->reason).n)
        rc = fail(c, RC_INVALID, "reason", "casework.assign.reason");
    return rc;
}

static enum rc name_of(struct ctx *c, int64_t staff, str *ret_name)
{
    struct q_assign_self_row row;
    const enum rc rc = q_assign_self(c, staff, &row);
    if (!rc)
        *ret_name = row.name;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc work_assign(struct ctx *c, struct work_id id, const struct work_assign *in,
                    struct work_assigned *ret_assigned)
{
    struct work w;
    struct target t = {0};
    struct work_assigned done = {.to = in->to};
    enum rc rc = work_get(c, id, &w);
    if (!rc)
        rc = check(c, &w, in, &t);
    if (!rc)
        rc = put_on_desk(c, &w, in->to, &t);
    if (!rc)
        rc = work_get(c, id, &done.after);
    if (!rc && w.handler_id.set)
        rc = name_of(c, w.handler_id.v, &done.from_name);
    if (rc)
        return rc;
    done.from = w.handler_id;
    done.to_name = t.name;
    *ret_assigned = done;
    return RC_OK;
}

/* ---- lists ---- */

static enum rc add_loads(struct ctx *c, struct colleagues *list)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < list->n; i++) {
        struct q_assign_load_row load;
        rc = q_assign_load(c, list->v[i].staff, LOAD_MAX, instant_date(c->now), &load);
        list->v[i].open = rc ? 0 : load.n;
        list->v[i].away = !rc && load.away > 0;
    }
    return rc;
}

enum rc work_colleagues(struct ctx *c, enum role role, int64_t agency, int64_t unit,
                        struct colleagues *ret_list)
{
    struct q_assign_colleagues_rows rows;
    const enum rc rc =
        q_assign_colleagues(c, str_of(role_word(role)), agency, unit, instant_date(c->now), &rows);
    if (rc)
        return rc;
    struct colleagues list = {NEW_N(c->mem, struct colleague, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct colleague){
            .staff = rows.v[i].staff_id, .pub = rows.v[i].pub, .name = rows.v[i].name};
    *ret_list = list;
    return add_loads(c, ret_list);
}

static enum rc own_desk(struct ctx *c, struct colleagues *ret_list)
{
    struct q_assign_self_row self;
    const enum rc rc = q_assign_self(c, c->actor->staff, &self);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    struct colleagues list = {NEW(c->mem, struct colleague), 1};
    list.v[0] = (struct colleague){.staff = c->actor->staff, .pub = self.pub, .name = self.name};
    *ret_list = list;
    return add_loads(c, ret_list);
}

enum rc work_staff_of(struct ctx *c, int64_t agency, int64_t unit, bool gone,
                      struct colleagues *ret_list)
{
    struct q_assign_staff_rows rows;
    const date today = instant_date(c->now);
    enum rc rc = q_assign_staff(c, agency, unit, today, gone ? date_add(today, -366) : today, &rows);
    if (rc)
        return rc;
    struct colleagues list = {NEW_N(c->mem, struct colleague, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct colleague){
            .staff = rows.v[i].staff_id, .pub = rows.v[i].pub, .name = rows.v[i].name};
    rc = add_loads(c, &list);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < list.n; i++)
        if (!gone || list.v[i].open)
            list.v[n++] = list.v[i];
    list.n = n;
    *ret_list = list;
    return rc;
}

enum rc work_desks(struct ctx *c, struct colleagues *ret_list)
{
    const struct actor *a = c->actor;
    bool leads;
    *ret_list = (struct colleagues){0};
    if (!a || !a->staff)
        return RC_OK;
    const enum rc rc = work_leads(c, a->agency, a->unit, &leads);
    if (rc || !leads)
        return rc ? rc : own_desk(c, ret_list);
    return work_staff_of(c, a->agency, actor_has_role(a, ROLE_LEADER) ? 0 : a->unit, true, ret_list);
}

enum rc work_colleague_by_pub(struct ctx *c, str pub, struct colleague *ret_colleague)
{
    struct q_assign_by_pub_row row;
    const enum rc rc = q_assign_by_pub(c, pub, &row);
    if (!rc)
        *ret_colleague = (struct colleague){.staff = row.staff_id, .pub = pub, .name = row.name};
    return rc;
}

enum rc work_on_desk(struct ctx *c, str kind, int64_t staff, int64_t max, struct desk_work *ret_list)
{
    struct q_assign_desk_rows rows;
    const enum rc rc = q_assign_desk(c, kind, staff, max, &rows);
    if (rc)
        return rc;
    struct desk_work list = {NEW_N(c->mem, struct work_id, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i].v = rows.v[i].id;
    *ret_list = list;
    return RC_OK;
}
