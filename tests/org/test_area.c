/* test_area.c - the tree of addresses: areas of a day, one line taken apart and put together. */
#include "db/lib_engine.h" /* on both engines */
#include "org/lib_house.h"

#include "org/area.h"

static const struct area communes[] = {{S_INIT("phường Bến Lụa"), S_INIT("H48.101")},
                                       {S_INIT("xã Bến Lụa"), S_INIT("H48.102")},
                                       {S_INIT("xã Suối Ngọc"), S_INIT("H48.103")},
                                       {S_INIT("đặc khu Lý Sơn"), S_INIT("H48.104")}};
static const struct area_province provinces[] = {
    {{S_INIT("tỉnh Trà Giang"), S_INIT("H48")}, communes, 4},
    {{S_INIT("thành phố Hà Nội"), S_INIT("01")}, NULL, 0}};
static const struct areas areas = {provinces, 2};

static void test_area__a_commune_is_found_by_its_beginning(void **state)
{
    struct engine *e = *state;
    static const struct {
        const char *typed;
        ptrdiff_t found;
    } cases[] = {
        {"phường Bến Lụa", 0}, {"PHUONG BEN LUA", 0},   {"xã Bến Lụa", 1},  {"Bến Lụa", AREA_SEVERAL},
        {"ben", AREA_SEVERAL}, {"suoi ng", 2},          {"xã Suối", 2},     {"xa b", AREA_NONE},
        {"xa be", 1},          {"Lý Sơn", 3},           {"s", AREA_NONE},   {"", AREA_NONE},
        {"xã", AREA_NONE},     {"Cầu Giấy", AREA_NONE}, {"xã ", AREA_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (area_commune(e->c.mem, &provinces[0], str_of(cases[i].typed)) != cases[i].found)
            fail_msg("%s", cases[i].typed);
}

static void test_area__a_line_is_taken_apart_and_put_together(void **state)
{
    struct engine *e = *state;
    struct arena *mem = e->c.mem;
    static const struct {
        const char *line, *rest, *commune;
        ptrdiff_t province;
        bool stands;
    } cases[] = {
        {"Số 2, tổ 4, phường Bến Lụa, tỉnh Trà Giang", "Số 2, tổ 4", "phường Bến Lụa", 0, true},
        {"tổ 4, suoi ngoc, Trà Giang", "tổ 4", "suoi ngoc", 0, true},
        {"tổ 4, xã Cũ, tỉnh Trà Giang", "tổ 4", "xã Cũ", 0, false},
        {"Trà Giang", "", "", 0, false},
        {"tổ 4, xã Suối Ngọc", "tổ 4", "xã Suối Ngọc", 0, true},
        {"12 Tràng Tiền, phường Cửa Nam, TP. Hà Nội", "12 Tràng Tiền", "phường Cửa Nam", 1, true},
        {"Tổ 3, Trà Giang", "Tổ 3", "", 0, false},
        {"Paris, France", "Paris, France", "", -1, true},
        {"Tổ 4", "Tổ 4", "", -1, true},
        {"", "", "", -1, true},
        {",,", ",,", "", -1, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const str line = str_of(cases[i].line);
        const struct area_address x = area_read(mem, &areas, line);
        assert_str(x.rest, cases[i].rest);
        assert_str(x.commune, cases[i].commune);
        assert_int_equal(x.province, cases[i].province);
        assert_int_equal(area_stands(mem, &areas, line), cases[i].stands);
        /* What was put together once stays so. */
        const str again = area_write(mem, &areas, &x);
        const struct area_address y = area_read(mem, &areas, again);
        assert_true(str_eq(area_write(mem, &areas, &y), again));
    }
    assert_str(area_write(mem, &areas, &(struct area_address){0, S("suoi"), S(" tổ 4 ")}),
               "tổ 4, xã Suối Ngọc, tỉnh Trà Giang");
    assert_str(area_write(mem, &areas, &(struct area_address){0, S(""), S("")}), "");
    assert_str(area_write(mem, &areas, &(struct area_address){-1, S("x"), S("Lyon")}), "Lyon");
}

static void test_area__a_clerk_types_the_beginning(void **state)
{
    struct engine *e = *state;
    static const char *const cases[][2] = {
        {"Tổ 4, suoi", "Tổ 4, xã Suối Ngọc, tỉnh Trà Giang"},
        {"Tổ 4, ly son, tra giang", "Tổ 4, đặc khu Lý Sơn, tỉnh Trà Giang"},
        {"xã Suối Ngọc", "xã Suối Ngọc, tỉnh Trà Giang"},
        {"Tổ 4, ben lua", "Tổ 4, ben lua"}, /* two of them: it is not guessed */
        {"Suối", "Suối"},                   /* may be the name of a hamlet */
        {"Tổ 4, Paris", "Tổ 4, Paris"},
        {"12 Tràng Tiền, Cửa Nam, ha noi", "12 Tràng Tiền, Cửa Nam, thành phố Hà Nội"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(area_complete(e->c.mem, &areas, str_of(cases[i][0])), cases[i][1]);
}

struct asking {
    date on;
    struct areas areas;
};
static enum rc ask(struct ctx *c, void *arg)
{
    struct asking *q = arg;
    return org_areas(c, q->on, &q->areas);
}

static enum rc found(struct ctx *c, void *arg)
{
    int64_t province, id;
    struct agency a = {.code = S("H51"),
                       .name = S("UBND tỉnh Quảng Ngãi"),
                       .kind = AGENCY_PROVINCE,
                       .level = 1,
                       .from = DAY(2025, 7, 1),
                       .to = DATE_NONE};
    (void)arg;
    enum rc rc = org_agency_open(c, &a, &province);
    a = (struct agency){.code = S("H51.101"),
                        .name = S("Ủy ban nhân dân phường Cẩm Thành"),
                        .kind = AGENCY_COMMUNE,
                        .level = 2,
                        .parent = province,
                        .from = DAY(2026, 1, 1),
                        .to = DATE_NONE};
    return rc ? rc : org_agency_open(c, &a, &id);
}

static void test_area__the_tree_of_a_day(void **state)
{
    struct engine *e = *state;
    struct asking q = {.on = DAY(2025, 12, 31)};
    assert_int_equal(engine_read(e, ask, &q), RC_OK);
    assert_int_equal(q.areas.n, 34); /* the country's, no authority yet */
    assert_str(q.areas.v[0].area.name, "thành phố Hà Nội");
    assert_int_equal(engine_write(e, found, NULL), RC_OK);
    assert_int_equal(engine_read(e, ask, &q), RC_OK);
    assert_int_equal(q.areas.n, 34); /* its own province stands first, once */
    assert_str(q.areas.v[0].area.name, "tỉnh Quảng Ngãi");
    assert_str(q.areas.v[0].area.code, "H51");
    assert_int_equal(q.areas.v[0].n, 0);
    q.on = DAY(2026, 1, 1);
    assert_int_equal(engine_read(e, ask, &q), RC_OK);
    assert_int_equal(q.areas.v[0].n, 1);
    assert_str(q.areas.v[0].communes[0].name, "phường Cẩm Thành");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_area__a_commune_is_found_by_its_beginning,
                                        house_setup_bare, engine_teardown),
        cmocka_unit_test_setup_teardown(test_area__a_line_is_taken_apart_and_put_together,
                                        house_setup_bare, engine_teardown),
        cmocka_unit_test_setup_teardown(test_area__a_clerk_types_the_beginning, house_setup_bare,
                                        engine_teardown),
        cmocka_unit_test_setup_teardown(test_area__the_tree_of_a_day, house_setup_bare,
                                        engine_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
