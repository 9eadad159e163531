/*
 * test_supervise.c - who may look where, what is counted, what is predicted, and the cases behind
 * the numbers; all of it agrees with the lists.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_life.h"
#include "dossier/lib_office.h"

#include "casework/ledger.h"
#include "dossier/dossier_assign.h"
#include "org/org.h"
#include "supervise/supervise.h"

struct looking {
    str agency, unit;
    struct supervise_ask ask;
    struct supervise_place place;
    struct supervise_loads loads;
    struct supervise_times times;
    struct supervise_cases cases, predicted;
    bool may;
};

static enum rc look(struct ctx *c, void *arg)
{
    struct looking *l = arg;
    enum rc rc = supervise_place(c, l->agency, l->unit, &l->place);
    if (!rc)
        rc = supervise_loads(c, &l->place, &l->loads);
    if (!rc)
        rc = supervise_times(c, &l->place, &l->times);
    if (!rc)
        rc = supervise_predict(c, &l->place, &l->predicted);
    if (!rc && l->place.level == SUPERVISE_UNIT)
        rc = supervise_cases(c, &l->place, &l->ask, &l->cases);
    return rc;
}

static enum rc may(struct ctx *c, void *arg)
{
    struct looking *l = arg;
    return supervise_may(c, &l->may);
}

struct pubs {
    int64_t agency, other, unit, desk, staff;
    str a, o, u, d, s;
};

static enum rc find(struct ctx *c, void *arg)
{
    struct pubs *p = arg;
    struct agency a, o;
    struct unit u, d;
    struct staff s;
    enum rc rc = org_agency_by_id(c, p->agency, &a);
    if (!rc)
        rc = org_agency_by_id(c, p->other, &o);
    if (!rc)
        rc = org_unit_by_id(c, p->unit, &u);
    if (!rc)
        rc = org_unit_by_id(c, p->desk, &d);
    if (!rc)
        rc = org_staff_by_id(c, p->staff, &s);
    if (!rc) {
        p->a = test_keep(a.pub);
        p->o = test_keep(o.pub);
        p->u = test_keep(u.pub);
        p->d = test_keep(d.pub);
        p->s = test_keep(s.pub);
    }
    return rc;
}

static struct pubs pubs_of(struct authority *a)
{
    struct pubs p = {
        a->commune, a->other_commune, a->division, a->one_stop, a->officer.staff, {0}, {0}, {0}, {0},
        {0}};
    assert_int_equal(as(a, &a->leader, NULL, find, &p), RC_OK);
    return p;
}

static enum rc as_seen(struct authority *a, struct actor *who, struct looking *l)
{
    return as(a, who, NULL, look, l);
}

static void each_sees_their_own(void **state)
{
    struct authority *a = *state;
    const struct pubs p = pubs_of(a);
    struct actor control = a->leader, elsewhere = a->leader;
    struct looking l = {0};
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    control.agency = a->province;
    control.unit = 0;
    elsewhere.agency = a->other_commune;
    assert_int_equal(as_seen(a, &office.head, &l), RC_OK);
    assert_int_equal(l.place.level, SUPERVISE_UNIT);
    assert_int_equal(l.place.unit, a->division);
    assert_int_equal(as_seen(a, &a->leader, &l), RC_OK);
    assert_int_equal(l.place.level, SUPERVISE_AGENCY);
    assert_int_equal(as_seen(a, &control, &l), RC_OK);
    assert_int_equal(l.place.level, SUPERVISE_TREE);
    /* Not a head's other unit, nor their agency; not another's agency; nobody else at all. */
    const struct {
        struct actor *who;
        str agency, unit;
        enum rc rc;
    } cells[] = {
        {&office.head, p.a, {0}, RC_NOT_FOUND},
        {&office.head, {0}, p.d, RC_NOT_FOUND},
        {&a->leader, p.o, {0}, RC_NOT_FOUND},
        {&a->leader, {0}, p.d, RC_OK},
        {&elsewhere, p.a, {0}, RC_NOT_FOUND},
        {&elsewhere, {0}, p.u, RC_NOT_FOUND},
        {&control, p.o, {0}, RC_OK},
        {&control, {0}, p.u, RC_OK},
        {&a->officer, {0}, {0}, RC_NOT_FOUND},
        {&a->officer, {0}, p.u, RC_NOT_FOUND},
        {&a->clerk, {0}, {0}, RC_NOT_FOUND},
        {&a->citizen, {0}, {0}, RC_NOT_FOUND},
        {NULL, {0}, {0}, RC_NOT_FOUND},
        {&control, S("nowhere"), {0}, RC_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        l = (struct looking){.agency = cells[i].agency, .unit = cells[i].unit};
        if (as_seen(a, cells[i].who, &l) != cells[i].rc)
            fail_msg("cell %zu", i);
    }
    control.agency = a->other_commune;
    l = (struct looking){.unit = p.u};
    assert_int_equal(as_seen(a, &control, &l), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->officer, NULL, may, &l), RC_OK);
    assert_false(l.may);
    assert_int_equal(as(a, &office.head, NULL, may, &l), RC_OK);
    assert_true(l.may);
}

static struct step received(struct authority *a, const char *when)
{
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, when, receive, &s);
    return s;
}

static void claim(struct authority *a, struct actor *who, struct step *s, const char *when)
{
    s->claim = true;
    OK(a, who, when, claim, s);
}

/* Received 12, 18 and 19 November, three working days each; seen on Friday 20. */
static void loads_agree_with_their_cases(void **state)
{
    struct authority *a = *state;
    const struct pubs p = pubs_of(a);
    struct step late = received(a, "2026-11-12T09:00"), soon = received(a, "2026-11-18T09:00");
    (void)received(a, "2026-11-19T14:00");
    claim(a, &a->officer, &late, "2026-11-19T15:00");
    claim(a, &a->officer, &soon, "2026-11-20T08:00");
    struct looking l = {.unit = p.u};
    assert_int_equal(as_seen(a, &a->leader, &l), RC_OK);
    assert_int_equal(l.loads.n, 2);
    assert_int_equal(l.loads.v[0].id, a->officer.staff);
    assert_int_equal(l.loads.v[0].open, 2);
    assert_int_equal(l.loads.v[0].overdue, 1);
    assert_int_equal(l.loads.v[0].soon, 1);
    assert_int_equal(l.loads.v[1].id, 0);
    assert_int_equal(l.loads.v[1].open, 1);
    assert_int_equal(l.loads.all.open, 3);
    const struct {
        enum supervise_what what;
        str who;
        ptrdiff_t n;
    } asked[] = {{SHOW_OPEN, {0}, 3},    {SHOW_OPEN, p.s, 2},       {SHOW_OPEN, S("-"), 1},
                 {SHOW_OVERDUE, {0}, 1}, {SHOW_OVERDUE, S("-"), 0}, {SHOW_SOON, p.s, 1},
                 {SHOW_WAITING, {0}, 0}, {SHOW_WAITING, S("-"), 0}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        l.ask = (struct supervise_ask){asked[i].what, asked[i].who, STR_NONE};
        assert_int_equal(as_seen(a, &a->leader, &l), RC_OK);
        assert_int_equal(l.cases.n, asked[i].n);
    }
    l.ask = (struct supervise_ask){SHOW_OPEN, S("nobody-known"), STR_NONE};
    assert_int_equal(as_seen(a, &a->leader, &l), RC_NOT_FOUND);
    l = (struct looking){0};
    assert_int_equal(as_seen(a, &a->leader, &l), RC_OK); /* by unit */
    assert_int_equal(l.loads.n, 1);
    assert_int_equal(l.loads.v[0].id, a->division);
    assert_int_equal(l.loads.all.overdue, 1);
    struct actor control = a->leader;
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    control.agency = a->province;
    assert_int_equal(as_seen(a, &control, &l), RC_OK); /* by agency */
    assert_int_equal(l.loads.n, 1);
    assert_int_equal(l.loads.v[0].id, a->commune);
    assert_int_equal(l.loads.all.open, 3);
}

/* Without passes the shares count: a case whose time is nearly over cannot be done in them, a fresh
   one can. Five slow passes of the unit teach otherwise. */
static void what_is_predicted(void **state)
{
    struct authority *a = *state;
    const struct pubs p = pubs_of(a);
    struct step slow[5];
    for (int i = 0; i < 5; i++)
        slow[i] = received(a, "2026-11-09T08:00");
    struct step s = received(a, "2026-11-17T14:00"); /* due Friday 20, 17:30 */
    (void)received(a, "2026-11-20T08:00");
    struct looking l = {.unit = p.u, .ask = {SHOW_LATE_SOON, STR_NONE, STR_NONE}};
    claim(a, &a->officer, &s, "2026-11-20T17:20");
    assert_int_equal(as_seen(a, &a->leader, &l), RC_OK);
    assert_int_equal(l.predicted.n, 1);
    assert_str(l.predicted.v[0].code, "H48.101-261117-0001");
    assert_int_equal(l.predicted.v[0].given_us, 10 * MINUTE_US);
    assert_true(l.predicted.v[0].taken_us > 10 * MINUTE_US);
    assert_int_equal(l.cases.n, 1);
    for (int i = 0; i < 5; i++) { /* four are too few to learn from */
        slow[i].act = (struct act_in){.seen_version = slow[i].ref.version, .action = S("submit")};
        OK(a, &office.both, "2026-11-20T17:20", act, &slow[i]);
        assert_int_equal(as_seen(a, &a->leader, &l), RC_OK);
        assert_int_equal(l.predicted.n, i < 4 ? 1 : 2);
    }
    assert_str(l.predicted.v[1].code, "H48.101-261120-0001");
    assert_int_equal(l.times.n, 1);
    assert_int_equal(l.times.v[0].passes, 5);
    assert_int_equal(l.times.v[0].over, 5);
    l.ask = (struct supervise_ask){SHOW_STEP, STR_NONE, test_keep(l.times.v[0].name)};
    assert_int_equal(as_seen(a, &a->leader, &l), RC_OK);
    assert_int_equal(l.cases.n, 5);
    assert_int_equal(l.cases.v[0].taken_us * 5, l.times.v[0].taken_us);
    assert_str(l.cases.v[0].officer, "Lâm Văn Hai");
    l = (struct looking){.unit = STR_NONE};
    assert_int_equal(as_seen(a, &a->leader, &l), RC_OK); /* by unit */
    assert_int_equal(l.times.n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(each_sees_their_own),
        OFFICE_TEST(loads_agree_with_their_cases),
        OFFICE_TEST(what_is_predicted),
    };
    return cmocka_run_group_tests_name("supervise", tests, NULL, NULL);
}
