/* access_grant.c - roles of an account: bound to an agency or unit, with dates. */
#include <string.h>

#include "access/access_sql.h"
#include "access/inner.h"
#include "org/org.h"

static bool role_stored(str word, enum role *ret)
{
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (str_eq(word, str_of(role_word((enum role)i)))) {
            *ret = (enum role)i;
            return true;
        }
    return false;
}

#define GRANTS_FILL(c, rows, of, ret)                                                                  \
    do {                                                                                               \
        struct grant *v_ = NEW_N((c)->mem, struct grant, (rows).n);                                    \
        ptrdiff_t n_ = 0;                                                                              \
        for (ptrdiff_t i_ = 0; i_ < (rows).n; i_++) {                                                  \
            v_[n_] = (struct grant){.id = (rows).v[i_].id,                                             \
                                    .account = (of),                                                   \
                                    .agency = (rows).v[i_].agency_id.v,                                \
                                    .unit = (rows).v[i_].unit_id.v,                                    \
                                    .agency_name = (rows).v[i_].agency_name,                           \
                                    .unit_name = (rows).v[i_].unit_name,                               \
                                    .from = (rows).v[i_].valid_from,                                   \
                                    .to = (rows).v[i_].valid_to};                                      \
            if (role_stored((rows).v[i_].role, &v_[n_].role))                                          \
                n_++;                                                                                  \
        }                                                                                              \
        *(ret) = (struct grants){v_, n_};                                                              \
    } while (0)

static enum rc all_grants(struct ctx *c, int64_t account, struct grants *ret)
{
    struct q_grant_of_account_rows rows;
    const enum rc rc = q_grant_of_account(c, account, &rows);
    if (!rc)
        GRANTS_FILL(c, rows, account, ret);
    return rc;
}

enum rc access_grant_list(struct ctx *c, int64_t account, date on, struct grants *ret)
{
    struct q_grant_of_day_rows rows;
    if (date_is_none(on))
        return all_grants(c, account, ret);
    const enum rc rc = q_grant_of_day(c, account, on, &rows);
    if (!rc)
        GRANTS_FILL(c, rows, account, ret);
    return rc;
}

enum rc access_grant_list_from(struct ctx *c, int64_t account, date on, struct grants *ret)
{
    struct grants all;
    const enum rc rc = all_grants(c, account, &all);
    if (rc)
        return rc;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < all.n; i++) {
        const struct grant *g = &all.v[i];
        if (date_is_none(g->to) || (g->to.day > on.day && g->to.day > g->from.day))
            all.v[n++] = *g;
    }
    *ret = (struct grants){all.v, n};
    return RC_OK;
}

/* A grant without agency holds in every post, one without unit in every unit of its agency. */
unsigned access__roles_in(const struct grants *all, int64_t agency, int64_t unit)
{
    unsigned roles = 0;
    for (ptrdiff_t i = 0; i < all->n; i++) {
        const struct grant *g = &all->v[i];
        if ((!g->agency || g->agency == agency) && (!g->unit || g->unit == unit))
            roles |= 1u << g->role;
    }
    return roles;
}

/* Roles that work on dossiers need an agency; those that keep house may do without. */
static bool needs_agency(enum role role)
{
    return role == ROLE_CLERK || role == ROLE_OFFICER || role == ROLE_LEADER || role == ROLE_INSPECTOR;
}

static enum rc check_place(struct ctx *c, const struct grant *g)
{
    struct agency a;
    struct unit u;
    enum rc rc = RC_OK;
    if (!g->agency && (needs_agency(g->role) || g->unit))
        return fail(c, RC_INVALID, "agency", "access.agency_missing");
    if (g->agency)
        rc = org_agency_by_id(c, g->agency, &a);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "agency", "access.agency_unknown");
    if (!rc && g->unit) {
        rc = org_unit_by_id(c, g->unit, &u);
        if (rc == RC_NOT_FOUND || (!rc && u.agency != g->agency))
            return fail(c, RC_INVALID, "unit", "access.unit_unknown");
    }
    return rc;
}

static enum rc check_grant(struct ctx *c, const struct grant *g, const struct account *a)
{
    struct grants now;
    if (!role_is_staff(g->role) || a->kind != ACCOUNT_STAFF)
        return fail(c, RC_INVALID, "role", "access.role_staff");
    if (date_is_none(g->from) || (!date_is_none(g->to) && g->to.day <= g->from.day))
        return fail(c, RC_INVALID, "from", "access.period");
    enum rc rc = check_place(c, g);
    if (!rc)
        rc = access_grant_list(c, g->account, g->from, &now);
    for (ptrdiff_t i = 0; !rc && i < now.n; i++)
        if (now.v[i].role == g->role && now.v[i].agency == g->agency && now.v[i].unit == g->unit)
            rc = fail(c, RC_CONFLICT, "role", "access.role_held");
    return rc;
}

enum rc access_grant(struct ctx *c, const struct grant *g, int64_t *ret_id)
{
    struct account a;
    struct q_grant_add_row row;
    enum rc rc = access_account_by_id(c, g->account, &a);
    if (!rc)
        rc = check_grant(c, g, &a);
    if (rc)
        return rc;
    const struct q_grant_add_in in = {
        .account_id = g->account,
        .role = str_of(role_word(g->role)),
        .agency_id = access__id_or_null(g->agency),
        .unit_id = access__id_or_null(g->unit),
        .valid_from = g->from,
        .valid_to = g->to,
    };
    rc = q_grant_add(c, &in, &row);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("role", in.role), EV_INT("agency", g->agency),
                                           EV_INT("unit", g->unit),  EV_DATE("from", g->from),
                                           EV_DATE("to", g->to),     EV_INT("grant", row.id)};
    rc = access__event(c, "access.role_granted", g->account, a.pub, members, 6);
    if (!rc)
        *ret_id = row.id;
    return rc;
}

enum rc access_revoke(struct ctx *c, int64_t account, int64_t grant, date to, str reason)
{
    struct q_grant_by_id_row g;
    struct account a;
    int64_t changed = 0;
    enum rc rc = q_grant_by_id(c, grant, &g);
    if (!rc && g.account_id != account)
        rc = RC_NOT_FOUND;
    if (!rc)
        rc = access_account_by_id(c, account, &a);
    if (!rc && date_is_none(to))
        rc = fail(c, RC_INVALID, "to", "access.period");
    if (!rc && to.day < g.valid_from.day)
        to = g.valid_from;
    if (!rc && str_eq(g.role, S("administrator")))
        rc = access__administrator_left(c, grant, 0);
    if (!rc)
        rc = q_grant_end(c, grant, to, &changed);
    if (!rc && !changed)
        rc = fail(c, RC_CONFLICT, NULL, "access.role_ended");
    const struct event_member members[] = {EV_TEXT("role", g.role), EV_INT("grant", grant),
                                           EV_DATE("to", to), EV_TEXT("reason", reason)};
    return rc ? rc : access__event(c, "access.role_revoked", a.id, a.pub, members, 4);
}
