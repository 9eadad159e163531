/* test_org.c - the tree through time, codes, units, hours, duty; each refusal. */
#include "db/lib_engine.h"
#include "org/lib_house.h"

struct opening {
    struct agency a;
    int64_t id;
};

static enum rc open_agency(struct ctx *c, void *arg)
{
    struct opening *o = arg;
    return org_agency_open(c, &o->a, &o->id);
}

static struct agency district(void)
{
    return (struct agency){.code = S("H48.45"),
                           .name = S("UBND huyện Trà Bồng"),
                           .kind = AGENCY_DISTRICT,
                           .level = 2,
                           .parent = house.province,
                           .from = DAY(2025, 7, 1),
                           .to = DATE_NONE};
}

static void test_org__code_shapes(void **state)
{
    (void)state;
    assert_true(org_code_valid(S("H48")) && org_code_valid(S("H48.12.5")) &&
                org_code_valid(S("G01.AB9")));
    assert_false(org_code_valid(S("H4")) || org_code_valid(S("Z48")) || org_code_valid(S("H48.")));
    assert_false(org_code_valid(S("H48.12a")) || org_code_valid(S("H48.12345678901")) ||
                 org_code_valid(S("")));
    assert_false(org_code_valid(S("H48.1234567890.1234567890.1234567890.1")));
    assert_false(org_code_valid(S("H56.24(C)")) || org_code_valid(S("000.00.12.H48")));
    assert_true(org_legacy_code_valid(S("000.00.12.H48")));
    assert_false(org_legacy_code_valid(S("000.00.051.H04")) || org_legacy_code_valid(S("000.00.12")));
    assert_false(org_legacy_code_valid(S("0a0.00.12.H48")) ||
                 org_legacy_code_valid(S("000.00.12.H48.")));
}

static void test_org__agency_refusals(void **state)
{
    struct engine *e = *state;
    struct opening o = {.a = district()};
    const struct {
        struct agency a;
        enum rc rc;
        const char *key;
    } bad[] = {
        {{.code = S("h48.45")}, RC_INVALID, "org.agency_code"},
        {{.legacy_code = S("12.H48")}, RC_INVALID, "org.legacy_code"},
        {{.name = S("")}, RC_INVALID, "org.name"},
        {{.level = 7}, RC_INVALID, "org.level"},
        {{.to = DAY(2025, 7, 1)}, RC_INVALID, "org.period"},
        {{.parent = 999999}, RC_INVALID, "org.parent_unknown"},
        {{.from = DAY(2025, 6, 30)}, RC_INVALID, "org.parent_period"},
        {{.code = S("H48.12")}, RC_CONFLICT, "org.code_taken"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        o.a = district();
        if (bad[i].a.code.p)
            o.a.code = bad[i].a.code;
        if (bad[i].a.legacy_code.p)
            o.a.legacy_code = bad[i].a.legacy_code;
        if (bad[i].a.name.p)
            o.a.name = bad[i].a.name;
        if (bad[i].a.level)
            o.a.level = bad[i].a.level;
        if (bad[i].a.parent)
            o.a.parent = bad[i].a.parent;
        if (bad[i].a.to.day)
            o.a.to = bad[i].a.to;
        if (bad[i].a.from.day)
            o.a.from = bad[i].a.from;
        assert_int_equal(engine_write(e, open_agency, &o), bad[i].rc);
        assert_string_equal(house_fault(e), bad[i].key);
    }
    o.a = district();
    assert_int_equal(engine_write(e, open_agency, &o), RC_OK);
}

struct closing {
    int64_t id, successor;
    date to;
};
static enum rc close_agency(struct ctx *c, void *arg)
{
    const struct closing *k = arg;
    return org_agency_close(c, k->id, k->to, k->successor, S("sáp nhập"));
}

struct lookup {
    str code;
    date on;
    struct agency a;
};
static enum rc by_code(struct ctx *c, void *arg)
{
    struct lookup *l = arg;
    return org_agency_by_code(c, l->code, l->on, &l->a);
}
static enum rc successor(struct ctx *c, void *arg)
{
    struct lookup *l = arg;
    return org_agency_successor(c, l->a.id, l->on, &l->a);
}

static void test_org__a_code_lives_on_in_another_period(void **state)
{
    struct engine *e = *state;
    struct opening old = {.a = district()}, next = {.a = district()};
    assert_int_equal(engine_write(e, open_agency, &old), RC_OK);
    struct closing k = {old.id, house.commune, DAY(2026, 1, 1)};
    assert_int_equal(engine_write(e, close_agency, &k), RC_OK);
    assert_int_equal(engine_write(e, close_agency, &k), RC_CONFLICT);
    assert_string_equal(house_fault(e), "org.already_closed");
    next.a.from = DAY(2025, 12, 31);
    assert_int_equal(engine_write(e, open_agency, &next), RC_CONFLICT);
    next.a.from = DAY(2026, 1, 1);
    next.a.legacy_code = S("000.00.45.H48");
    assert_int_equal(engine_write(e, open_agency, &next), RC_OK);
    struct lookup l = {.code = S("H48.45"), .on = DAY(2025, 12, 31)};
    assert_int_equal(engine_read(e, by_code, &l), RC_OK);
    assert_true(l.a.id == old.id && l.a.replaced_by == house.commune);
    l.on = DAY(2026, 11, 19);
    assert_int_equal(engine_read(e, by_code, &l), RC_OK);
    assert_true(l.a.id == next.id);
    l.code = S("000.00.45.H48");
    assert_int_equal(engine_read(e, by_code, &l), RC_OK);
    assert_true(l.a.id == next.id);
    l.a.id = old.id;
    assert_int_equal(engine_read(e, successor, &l), RC_OK);
    assert_true(l.a.id == house.commune);
    l.code = S("H48.99");
    assert_int_equal(engine_read(e, by_code, &l), RC_NOT_FOUND);
}

static void test_org__closing_waits_for_what_lives_below(void **state)
{
    struct engine *e = *state;
    struct closing k = {house.commune, 0, DAY(2026, 12, 1)};
    assert_int_equal(engine_write(e, close_agency, &k), RC_CONFLICT);
    assert_string_equal(house_fault(e), "org.still_alive_below");
    k = (struct closing){house.commune, house.commune, DAY(2026, 12, 1)};
    assert_int_equal(engine_write(e, close_agency, &k), RC_INVALID);
    assert_string_equal(house_fault(e), "org.successor");
    k = (struct closing){999999, 0, DAY(2026, 12, 1)};
    assert_int_equal(engine_write(e, close_agency, &k), RC_NOT_FOUND);
}

static enum rc walk(struct ctx *c, void *arg)
{
    struct agencies all, children, parents;
    bool below = false, above = true;
    (void)arg;
    assert_int_equal(org_agency_list(c, 0, DAY(2026, 1, 1), &all), RC_OK);
    assert_int_equal(all.n, 4);
    assert_str(all.v[0].code, "H48");
    assert_int_equal(org_agency_list(c, 0, DAY(2025, 6, 30), &all), RC_OK);
    assert_int_equal(all.n, 0);
    assert_int_equal(org_agency_list(c, house.province, DAY(2026, 1, 1), &children), RC_OK);
    assert_int_equal(children.n, 3);
    assert_int_equal(org_agency_parents(c, house.commune, &parents), RC_OK);
    assert_int_equal(parents.n, 1);
    assert_true(parents.v[0].id == house.province);
    assert_int_equal(org_agency_is_below(c, house.province, house.commune, &below), RC_OK);
    assert_int_equal(org_agency_is_below(c, house.commune, house.province, &above), RC_OK);
    assert_true(below && !above);
    return RC_OK;
}

static void test_org__walks_the_tree(void **state)
{
    struct engine *e = *state;
    assert_int_equal(engine_read(e, walk, NULL), RC_OK);
}

/* ---- units ---- */

static enum rc units_and_procedures(struct ctx *c, void *arg)
{
    struct unit u, wrong;
    struct units list;
    bool takes = true;
    int64_t id;
    (void)arg;
    assert_int_equal(org_unit_one_stop(c, house.commune, DAY(2026, 1, 1), &u), RC_OK);
    assert_true(u.id == house.commune_desk);
    assert_int_equal(org_unit_one_stop(c, house.department, DAY(2026, 1, 1), &u), RC_NOT_FOUND);
    assert_int_equal(org_unit_list(c, house.commune, DAY(2026, 1, 1), &list), RC_OK);
    assert_int_equal(list.n, 2);
    assert_int_equal(org_unit_takes(c, house.commune_desk, S("1.001193"), DAY(2026, 1, 1), &takes),
                     RC_OK);
    assert_false(takes);
    assert_int_equal(org_unit_take(c, house.commune_desk, S("1.001193"), DAY(2026, 1, 1)), RC_OK);
    assert_int_equal(org_unit_take(c, house.commune_desk, S("1.001193"), DAY(2026, 1, 1)), RC_OK);
    assert_int_equal(org_unit_takes(c, house.commune_desk, S("1.001193"), DAY(2025, 12, 31), &takes),
                     RC_OK);
    assert_false(takes);
    assert_int_equal(org_unit_takes(c, house.commune_desk, S("1.001193"), DAY(2026, 1, 1), &takes),
                     RC_OK);
    assert_true(takes);
    assert_int_equal(org_unit_drop(c, house.commune_desk, S("1.001193"), DAY(2026, 5, 1)), RC_OK);
    assert_int_equal(org_unit_drop(c, house.commune_desk, S("1.001193"), DAY(2026, 5, 1)),
                     RC_NOT_FOUND);
    assert_int_equal(org_unit_takes(c, house.commune_desk, S("1.001193"), DAY(2026, 5, 1), &takes),
                     RC_OK);
    assert_false(takes);
    assert_int_equal(org_unit_take(c, house.centre_desk, S("*"), DAY(2026, 1, 1)), RC_OK);
    assert_int_equal(org_unit_takes(c, house.centre_desk, S("2.000815"), DAY(2026, 1, 1), &takes),
                     RC_OK);
    assert_true(takes);
    assert_int_equal(org_unit_take(c, house.commune_division, S("*"), DAY(2026, 1, 1)), RC_INVALID);
    c->faults = NULL;
    assert_int_equal(org_unit_take(c, house.commune_division, S("1.001193"), DAY(2026, 1, 1)), RC_OK);
    assert_int_equal(org_unit_take(c, house.commune_desk, S("1 2"), DAY(2026, 1, 1)), RC_INVALID);
    wrong = (struct unit){.agency = house.commune,
                          .code = S("TB MC"),
                          .name = S("x"),
                          .from = DAY(2026, 1, 1),
                          .to = DATE_NONE};
    assert_int_equal(org_unit_open(c, &wrong, &id), RC_INVALID);
    wrong.code = S("TB.MC");
    assert_int_equal(org_unit_open(c, &wrong, &id), RC_CONFLICT);
    wrong.code = S("TB.MC2");
    wrong.agency = 999999;
    assert_int_equal(org_unit_open(c, &wrong, &id), RC_INVALID);
    wrong.agency = house.commune;
    wrong.from = DAY(2025, 1, 1);
    assert_int_equal(org_unit_open(c, &wrong, &id), RC_INVALID);
    assert_int_equal(org_unit_close(c, house.commune_division, DAY(2025, 7, 1), S("x")), RC_INVALID);
    assert_int_equal(org_unit_close(c, house.commune_division, DAY(2026, 7, 1), S("x")), RC_OK);
    assert_int_equal(org_unit_close(c, house.commune_division, DAY(2026, 7, 1), S("x")), RC_CONFLICT);
    return RC_OK;
}

static void test_org__units_and_the_procedures_they_take(void **state)
{
    struct engine *e = *state;
    assert_int_equal(engine_write(e, units_and_procedures, NULL), RC_OK);
}

static enum rc hours(struct ctx *c, void *arg)
{
    const struct unit_hours good[] = {{1, 7 * HOUR_US, 11 * HOUR_US},
                                      {1, 13 * HOUR_US, 17 * HOUR_US},
                                      {6, 7 * HOUR_US, 11 * HOUR_US}};
    const struct unit_hours bad[][2] = {
        {{1, 8 * HOUR_US, 7 * HOUR_US}, {2, 0, 1}},
        {{1, 7 * HOUR_US, 11 * HOUR_US}, {1, 10 * HOUR_US, 12 * HOUR_US}},
        {{2, 7 * HOUR_US, 11 * HOUR_US}, {1, 7 * HOUR_US, 11 * HOUR_US}},
        {{0, 0, 1}, {1, 0, 1}},
        {{1, 0, 1}, {8, 0, 1}},
        {{1, -1, 1}, {2, 0, 1}},
        {{1, 0, DAY_US + 1}, {2, 0, 1}}};
    struct unit_hours *v;
    ptrdiff_t n;
    (void)arg;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(org_unit_set_hours(c, house.commune_desk, bad[i], 2), RC_INVALID);
    for (int i = 0; i < 2; i++) /* replaces, does not add */
        assert_int_equal(org_unit_set_hours(c, house.commune_desk, good, 3), RC_OK);
    assert_int_equal(org_unit_hours(c, house.commune_desk, &v, &n), RC_OK);
    assert_int_equal(n, 3);
    assert_true(v[2].weekday == 6 && v[1].from_us == 13 * HOUR_US);
    return RC_OK;
}

static void test_org__published_hours(void **state)
{
    struct engine *e = *state;
    assert_int_equal(engine_write(e, hours, NULL), RC_OK);
}

static enum rc counters(struct ctx *c, void *arg)
{
    struct counter *v;
    ptrdiff_t n;
    int64_t id, other, on_duty = 0;
    const date day = DAY(2026, 11, 19);
    (void)arg;
    assert_int_equal(org_counter_add(c, house.commune_desk, S("1"), S("Hộ tịch"), &id), RC_OK);
    assert_int_equal(org_counter_add(c, house.commune_desk, S("1"), S("Đất đai"), &other), RC_CONFLICT);
    assert_int_equal(org_counter_add(c, house.commune_division, S("2"), S("x"), &other), RC_INVALID);
    assert_int_equal(org_counter_list(c, house.commune_desk, &v, &n), RC_OK);
    assert_true(n == 1 && v[0].id == id && v[0].open);
    assert_int_equal(org_duty_get(c, id, day, &on_duty), RC_NOT_FOUND);
    assert_int_equal(org_duty_set(c, id, day, house.officer), RC_INVALID); /* of another unit */
    assert_int_equal(org_duty_set(c, id, day, house.clerk), RC_OK);
    assert_int_equal(org_duty_set(c, id, day, house.clerk), RC_OK);
    assert_int_equal(org_duty_get(c, id, day, &on_duty), RC_OK);
    assert_true(on_duty == house.clerk);
    struct duty *duties;
    assert_int_equal(org_duty_list(c, house.commune_desk, day, date_add(day, 1), &duties, &n), RC_OK);
    assert_true(n == 1 && duties[0].counter == id && duties[0].staff == house.clerk);
    assert_str(duties[0].number, "1");
    assert_str(duties[0].code, "CB001");
    assert_int_equal(
        org_duty_list(c, house.commune_desk, date_add(day, 1), date_add(day, 9), &duties, &n), RC_OK);
    assert_int_equal(n, 0);
    assert_int_equal(org_duty_set(c, id, day, 0), RC_OK);
    assert_int_equal(org_duty_get(c, id, day, &on_duty), RC_NOT_FOUND);
    assert_int_equal(org_duty_set(c, 999999, day, house.clerk), RC_NOT_FOUND);
    return RC_OK;
}

static void test_org__counters_and_duty(void **state)
{
    struct engine *e = *state;
    assert_int_equal(engine_write(e, counters, NULL), RC_OK);
}

static enum rc posts(struct ctx *c, void *arg)
{
    struct staff_post *v, p = {.staff = house.officer,
                               .unit = house.department_division,
                               .title = S("Biệt phái"),
                               .from = DAY(2026, 1, 1),
                               .to = DAY(2026, 7, 1)};
    struct staff_member *m;
    struct staff s = {.code = S("CB001"), .name = S("x")};
    ptrdiff_t n;
    int64_t id;
    (void)arg;
    assert_int_equal(org_staff_add(c, &s, &id), RC_CONFLICT);
    s.code = S("CB 9");
    assert_int_equal(org_staff_add(c, &s, &id), RC_INVALID);
    s = (struct staff){.code = S("CB009"), .name = S("x"), .email = S("x@")};
    assert_int_equal(org_staff_add(c, &s, &id), RC_INVALID);
    s = (struct staff){.code = S("CB009"), .name = S("x"), .phone = S("12")};
    assert_int_equal(org_staff_add(c, &s, &id), RC_INVALID);
    assert_int_equal(org_staff_appoint(c, &p, &id), RC_OK);
    assert_int_equal(org_staff_posts(c, house.officer, DAY(2026, 3, 1), &v, &n), RC_OK);
    assert_int_equal(n, 2);
    assert_int_equal(org_staff_posts(c, house.officer, DAY(2026, 7, 1), &v, &n), RC_OK);
    assert_true(n == 1 && v[0].agency == house.commune);
    assert_int_equal(org_unit_staff(c, house.commune_division, DAY(2026, 7, 1), &m, &n), RC_OK);
    assert_int_equal(n, 2);
    assert_true(m[0].post.head && m[0].staff.id == house.leader);
    assert_int_equal(org_staff_leave(c, v[0].id, DAY(2025, 7, 1), S("chuyển công tác")), RC_INVALID);
    assert_int_equal(org_staff_leave(c, v[0].id, DAY(2026, 9, 1), S("chuyển công tác")), RC_OK);
    assert_int_equal(org_staff_leave(c, v[0].id, DAY(2026, 9, 1), S("chuyển công tác")), RC_CONFLICT);
    assert_int_equal(org_unit_staff(c, house.commune_division, DAY(2026, 9, 1), &m, &n), RC_OK);
    assert_int_equal(n, 1);
    p.unit = 999999;
    assert_int_equal(org_staff_appoint(c, &p, &id), RC_INVALID);
    p = (struct staff_post){.staff = house.officer,
                            .unit = house.commune_desk,
                            .title = S("x"),
                            .from = DAY(2025, 1, 1),
                            .to = DATE_NONE};
    assert_int_equal(org_staff_appoint(c, &p, &id), RC_INVALID);
    return RC_OK;
}

static void test_org__staff_and_posts(void **state)
{
    struct engine *e = *state;
    assert_int_equal(engine_write(e, posts, NULL), RC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(test_org__code_shapes),
        HOUSE_TEST(test_org__agency_refusals),
        HOUSE_TEST(test_org__a_code_lives_on_in_another_period),
        HOUSE_TEST(test_org__closing_waits_for_what_lives_below),
        HOUSE_TEST(test_org__walks_the_tree),
        HOUSE_TEST(test_org__units_and_the_procedures_they_take),
        HOUSE_TEST(test_org__published_hours),
        HOUSE_TEST(test_org__counters_and_duty),
        HOUSE_TEST(test_org__staff_and_posts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
