/*
 * bench_tree.c - a tree of 500 units around the demo's few, by the real rules: communes with a
 * one-stop unit, a division and leaders, five members of staff each with accounts and roles. Made
 * before dossiers are copied, so that half of the copies lie there and permissions are asked of a
 * real tree. Leaves out: passwords; nobody signs in there.
 */
#include "bench/bench.h"
#include "bench/bench_seed.h"

#include "access/access.h"
#include "bench/bench_sql.h"
#include "org/org.h"

#define UNITS 500
#define PER_COMMUNE 3
#define AT_ONCE 10 /* communes in one unit of work */

struct growing {
    int64_t from, to; /* communes of this unit of work */
    int64_t root;
    date since;
    struct bench_tree *tree;
};

/* Ids are counted from the first of each kind by the copies: they must stand in a row. */
static void note(struct bench_tree *t, int64_t commune, int64_t agency, int64_t unit, int64_t staff)
{
    if (!commune) {
        t->agency = agency;
        t->unit = unit;
        t->staff = staff;
    }
    BUG_IF(agency != t->agency + commune || unit != t->unit + commune * PER_COMMUNE ||
           staff != t->staff + commune * BENCH_COMMUNE_STAFF);
    t->communes = commune + 1;
}

static enum rc open_agency(struct ctx *c, const struct growing *g, int64_t i, int64_t *ret_id)
{
    const struct agency a = {.code = str_fmt(c->mem, "H48.B%03lld", (long long)i),
                             .name = str_fmt(c->mem, "Ủy ban nhân dân xã mẫu %03lld", (long long)i),
                             .kind = AGENCY_COMMUNE,
                             .level = 2,
                             .parent = g->root,
                             .from = g->since,
                             .to = DATE_NONE};
    return org_agency_open(c, &a, ret_id);
}

static enum rc open_units(struct ctx *c, const struct growing *g, int64_t i, int64_t agency,
                          int64_t ret_units[PER_COMMUNE])
{
    static const struct {
        const char *slug, *name;
        enum unit_kind kind;
    } units[PER_COMMUNE] = {{"mc", "Bộ phận Một cửa", UNIT_ONE_STOP},
                            {"cm", "Bộ phận chuyên môn", UNIT_DIVISION},
                            {"ld", "Lãnh đạo", UNIT_LEADERSHIP}};
    enum rc rc = RC_OK;
    for (int k = 0; !rc && k < PER_COMMUNE; k++) {
        const struct unit u = {.agency = agency,
                               .code = str_fmt(c->mem, "b%03lld.%s", (long long)i, units[k].slug),
                               .name = str_of(units[k].name),
                               .kind = units[k].kind,
                               .from = g->since,
                               .to = DATE_NONE};
        rc = org_unit_open(c, &u, &ret_units[k]);
    }
    return rc;
}

static enum rc add_member(struct ctx *c, const struct growing *g, const struct grant *post, str login,
                          int64_t *ret_staff)
{
    int64_t id;
    struct grant grant = *post;
    const struct staff s = {.code = login, .name = str_fmt(c->mem, "Cán bộ %.*s", STR_ARG(login))};
    enum rc rc = org_staff_add(c, &s, ret_staff);
    if (!rc)
        rc = org_staff_appoint(c,
                               &(struct staff_post){.staff = *ret_staff,
                                                    .unit = post->unit,
                                                    .title = S("Công chức"),
                                                    .from = g->since,
                                                    .to = DATE_NONE},
                               &id);
    if (!rc)
        rc = access_account_add(
            c,
            &(struct account_new){
                .kind = ACCOUNT_STAFF, .login = login, .name = s.name, .staff = *ret_staff},
            &grant.account);
    return rc ? rc : access_grant(c, &grant, &id);
}

static enum rc commune(struct ctx *c, struct growing *g, int64_t i)
{
    static const struct {
        int unit;
        enum role role;
    } staff[BENCH_COMMUNE_STAFF] = {
        {0, ROLE_CLERK}, {0, ROLE_CLERK}, {1, ROLE_OFFICER}, {1, ROLE_OFFICER}, {2, ROLE_LEADER}};
    int64_t agency, units[PER_COMMUNE], first = 0;
    enum rc rc = open_agency(c, g, i, &agency);
    if (!rc)
        rc = open_units(c, g, i, agency, units);
    for (int k = 0; !rc && k < BENCH_COMMUNE_STAFF; k++) {
        int64_t id;
        const struct grant post = {.agency = agency,
                                   .unit = units[staff[k].unit],
                                   .role = staff[k].role,
                                   .from = g->since,
                                   .to = DATE_NONE};
        rc = add_member(c, g, &post, str_fmt(c->mem, "b%03lld.%d", (long long)i, k), &id);
        first = k ? first : id;
    }
    if (!rc)
        note(g->tree, i, agency, units[0], first);
    return rc;
}

static enum rc communes(struct ctx *c, void *arg)
{
    struct growing *g = arg;
    enum rc rc = RC_OK;
    c->actor = (struct actor *)(uintptr_t)access_system();
    for (int64_t i = g->from; !rc && i < g->to; i++)
        rc = commune(c, g, i);
    return rc;
}

static enum rc root(struct ctx *c, void *arg)
{
    struct growing *g = arg;
    struct q_bench_root_row row;
    const enum rc rc = q_bench_root(c, &row);
    if (rc)
        return rc;
    g->root = row.id;
    g->since = row.since;
    g->to = (UNITS - row.units + PER_COMMUNE - 1) / PER_COMMUNE;
    return RC_OK;
}

enum rc bench_grow_tree(struct cli *cli, struct store *store, struct bench_tree *ret_tree)
{
    struct growing g = {.tree = ret_tree};
    *ret_tree = (struct bench_tree){0};
    enum rc rc = store_read(store, &cli->c, root, &g);
    const int64_t all = rc ? 0 : g.to;
    for (int64_t i = 0; !rc && i < all; i = g.to) {
        g.from = i;
        g.to = i + AT_ONCE < all ? i + AT_ONCE : all;
        rc = store_write(store, &cli->c, communes, &g);
    }
    return rc;
}
