/* lib_office.c - see lib_office.h. */
#include "lib_office.h"

#include "org/org.h"

struct office office;

struct member {
    const char *login, *name;
    struct actor *to; /* with agency, unit and role; staff 0: made */
    bool head, off;
    enum role more; /* in the one-stop unit */
};

static enum rc add_staff(struct ctx *c, const struct authority *a, const struct member *m)
{
    date from;
    int64_t post;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    if (m->to->staff || !m->to->unit)
        return RC_OK;
    enum rc rc = org_staff_add(c, &(struct staff){.code = str_of(m->login), .name = str_of(m->name)},
                               &m->to->staff);
    struct staff_post p = {.staff = m->to->staff,
                           .unit = m->to->unit,
                           .title = S("Công chức"),
                           .head = m->head,
                           .from = from,
                           .to = DATE_NONE};
    if (!rc)
        rc = org_staff_appoint(c, &p, &post);
    p.unit = a->one_stop;
    return rc || !m->more ? rc : org_staff_appoint(c, &p, &post);
}

static enum rc add_roles(struct ctx *c, const struct authority *a, const struct member *m)
{
    struct grant g = {.account = m->to->account,
                      .agency = m->to->agency,
                      .unit = actor_has_role(m->to, ROLE_LEADER) ? 0 : m->to->unit,
                      .to = DATE_NONE};
    enum rc rc = RC_OK;
    BUG_IF(!date_parse(S("2018-01-01"), &g.from));
    for (int role = ROLE_CLERK; !rc && role < ROLE_COUNT; role++) {
        int64_t id;
        g.role = (enum role)role;
        if (actor_has_role(m->to, g.role))
            rc = access_grant(c, &g, &id);
    }
    g.role = m->more;
    g.unit = a->one_stop;
    int64_t id;
    return rc || !m->more ? rc : access_grant(c, &g, &id);
}

static enum rc add(struct ctx *c, const struct authority *a, const struct member *m)
{
    enum rc rc = add_staff(c, a, m);
    if (!rc)
        rc = access_account_add(c,
                                &(struct account_new){.kind = ACCOUNT_STAFF,
                                                      .login = str_of(m->login),
                                                      .name = str_of(m->name),
                                                      .staff = m->to->staff},
                                &m->to->account);
    if (!rc)
        rc = add_roles(c, a, m);
    m->to->name = str_of(m->name);
    m->to->kind = ACTOR_STAFF;
    return rc || !m->off ? rc : access_account_disable(c, m->to->account, S("thôi việc"));
}

static enum rc build(struct ctx *c, void *arg)
{
    struct authority *a = arg;
    const struct actor officer = {
        .agency = a->commune, .unit = a->division, .roles = 1u << ROLE_ANYBODY | 1u << ROLE_OFFICER};
    office = (struct office){.colleague = officer,
                             .head = officer,
                             .elsewhere = officer,
                             .both = officer,
                             .gone = officer,
                             .deputy = officer};
    office.elsewhere.unit = a->one_stop;
    office.deputy.roles = 1u << ROLE_ANYBODY | 1u << ROLE_LEADER;
    office.admin.roles = 1u << ROLE_ANYBODY | 1u << ROLE_ADMINISTRATOR;
    const struct member members[] = {
        {"clerk", "Bùi Thị Mẫu", &a->clerk, .head = false},
        {"officer", "Đặng Văn Thử", &a->officer, .head = false},
        {"leader", "Phan Minh Họa", &a->leader, .head = false},
        {"colleague", "Võ Thị Bên", &office.colleague, .head = false},
        {"head", "Hồ Văn Trưởng", &office.head, .head = true},
        {"elsewhere", "Mai Thị Xa", &office.elsewhere, .head = false},
        {"both", "Lâm Văn Hai", &office.both, .more = ROLE_CLERK},
        {"gone", "Tạ Thị Nghỉ", &office.gone, .off = true},
        {"deputy", "Trịnh Văn Phó", &office.deputy, .head = false},
        {"admin", "Quản trị", &office.admin, .head = false},
    };
    enum rc rc = RC_OK;
    for (size_t i = 0; !rc && i < sizeof members / sizeof *members; i++)
        rc = add(c, a, &members[i]);
    return rc;
}

int office_setup(void **state)
{
    const int bad = authority_setup(state);
    if (bad)
        return bad;
    struct authority *a = *state;
    const enum rc rc = as(a, (struct actor *)(uintptr_t)access_system(), "2026-01-05T08:00", build, a);
    if (rc)
        print_error("office: %s %s\n", rc_name(rc), last_fault(a));
    return rc ? -1 : 0;
}
