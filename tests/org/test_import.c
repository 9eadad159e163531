/* test_import.c - units and staff from CSV: taken once, refused whole with line and reason. */
#include "db/lib_engine.h"
#include "org/lib_house.h"

struct import {
    str csv;
    bool staff;
    struct org_import counts;
};

static enum rc import(struct ctx *c, void *arg)
{
    struct import *i = arg;
    return i->staff ? org_import_staff(c, i->csv, &i->counts) : org_import_units(c, i->csv, &i->counts);
}

static enum rc takes(struct ctx *c, void *arg)
{
    struct unit u;
    bool yes = false;
    (void)arg;
    assert_int_equal(org_unit_by_code(c, S("TB.MC2"), &u), RC_OK);
    assert_str(u.name, "Điểm tiếp nhận thôn 3");
    assert_int_equal(org_unit_takes(c, u.id, S("2.000815"), DAY(2026, 1, 1), &yes), RC_OK);
    assert_true(yes);
    return RC_OK;
}

static void test_import__units_once(void **state)
{
    struct engine *e = *state;
    struct import i = {
        .csv = S("agency;code;kind;name;from;procedures\n"
                 "H48.101;TB.MC2;one_stop; Điểm tiếp nhận thôn 3 ;01/01/2026;1.001193 2.000815\n"
                 "H48.12;STP.VP;division;\"Văn phòng; tổng hợp\";2026-01-01;\n")};
    assert_int_equal(engine_write(e, import, &i), RC_OK);
    assert_true(i.counts.read == 2 && i.counts.added == 2 && i.counts.unchanged == 0);
    assert_int_equal(engine_write(e, import, &i), RC_OK);
    assert_true(i.counts.read == 2 && i.counts.added == 0 && i.counts.unchanged == 2);
    assert_int_equal(engine_read(e, takes, NULL), RC_OK);
}

static enum rc posts(struct ctx *c, void *arg)
{
    struct staff s;
    struct staff_post *v;
    ptrdiff_t n;
    (void)arg;
    assert_int_equal(org_staff_by_code(c, S("CB100"), &s), RC_OK);
    assert_str(s.phone, "+84912345678");
    assert_int_equal(org_staff_posts(c, s.id, DAY(2026, 2, 1), &v, &n), RC_OK);
    assert_int_equal(n, 2);
    return RC_OK;
}

static void test_import__staff_in_two_posts(void **state)
{
    struct engine *e = *state;
    struct import i = {
        .staff = true,
        .csv =
            S("code,name,email,phone,unit,title,head,from\r\n"
              "CB100,Nguyễn Văn Thử,thu@vidu.vn,0912 345 678,TB.MC,Công chức,0,2026-01-01\r\n"
              "CB100,Nguyễn Văn Thử,thu@vidu.vn,0912 345 678,TB.VHXH,Trưởng phòng,1,2026-01-01\r\n")};
    assert_int_equal(engine_write(e, import, &i), RC_OK);
    assert_true(i.counts.added == 2);
    assert_int_equal(engine_write(e, import, &i), RC_OK);
    assert_true(i.counts.added == 0 && i.counts.unchanged == 2);
    assert_int_equal(engine_read(e, posts, NULL), RC_OK);
}

static bool blamed(const struct engine *e, const char *field, const char *key)
{
    for (const struct fault *f = e->c.faults; f; f = f->next)
        if (str_eq(f->field, str_of(field)) && strcmp(f->key, key) == 0)
            return true;
    return false;
}

static enum rc count_units(struct ctx *c, void *arg)
{
    struct units list;
    const enum rc rc = org_unit_list(c, house.commune, DAY(2026, 1, 1), &list);
    *(ptrdiff_t *)arg = list.n;
    return rc;
}

static void test_import__refuses_a_file_whole(void **state)
{
    static const struct {
        bool staff;
        str csv;
        const char *line, *key;
    } bad[] = {
        {false, S_INIT(""), "line 1", "org.import.empty"},
        {false, S_INIT("agency,code,kind,name\n"), "line 1", "org.import.column_missing"},
        {false, S_INIT("agency,code,kind,name,from,colour\n"), "line 1", "org.import.column"},
        {false, S_INIT("agency,code,kind,name,from,code\n"), "line 1", "org.import.column"},
        {false,
         S_INIT(
             "agency,code,kind,name,from\nH48.101,A1,division,x,2026-01-01\nH48.101,A2,division,x\n"),
         "line 3", "core.csv.columns"},
        {false,
         S_INIT("agency,code,kind,name,from\nH48.101,A1,division,x,2026-01-01\nH48.101,,division,x,"
                "2026-01-01\n"),
         "line 3", "org.import.cell_empty"},
        {false,
         S_INIT("agency,code,kind,name,from\nH48.101,A1,division,x,2026-01-01\nH48.101,A2,room,x,2026-"
                "01-01\n"),
         "line 3", "org.import.kind"},
        {false,
         S_INIT("agency,code,kind,name,from\nH48.101,A1,division,x,2026-01-01\nH48.101,A2,division,x,"
                "31/02/2026\n"),
         "line 3", "org.import.date"},
        {false,
         S_INIT("agency,code,kind,name,from\nH48.101,A1,division,x,2026-01-01\nH48.999,A2,division,x,"
                "2026-01-01\n"),
         "line 3", "org.import.agency"},
        {false,
         S_INIT("agency,code,kind,name,from\nH48.101,A1,division,x,2026-01-01\nH48.101,TB.MC,division,"
                "x,2026-01-01\n"),
         "line 3", "org.import.differs"},
        {false,
         S_INIT("agency,code,kind,name,from\nH48.101,A1,division,x,2026-01-01\nH48.101,A "
                "B,division,x,2026-01-01\n"),
         "line 3", "org.import.line_refused"},
        {true, S_INIT("code,name,unit,title,from,head\nC1,x,TB.MC,x,2026-01-01,yes\n"), "line 2",
         "org.import.head"},
        {true, S_INIT("code,name,unit,title,from,head\nC1,x,NO,x,2026-01-01,1\n"), "line 2",
         "org.import.unit"},
        {true, S_INIT("code,name,unit,title,from\nCB001,another,TB.MC,x,2026-01-01\n"), "line 2",
         "org.import.differs"},
        {true, S_INIT("code,name,unit,title,from,phone\nC1,x,TB.MC,x,2026-01-01,12\n"), "line 2",
         "org.import.line_refused"},
    };
    struct engine *e = *state;
    ptrdiff_t n = 0;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct import im = {.csv = bad[i].csv, .staff = bad[i].staff};
        assert_int_equal(engine_write(e, import, &im), RC_INVALID);
        if (!blamed(e, bad[i].line, bad[i].key))
            fail_msg("case %d: %s", (int)i, house_fault(e));
    }
    assert_int_equal(engine_read(e, count_units, &n), RC_OK);
    assert_int_equal(n, 2);
}

static void test_import__names_every_bad_line(void **state)
{
    struct engine *e = *state;
    struct import i = {.csv = S("agency,code,kind,name,from\n,A1,division,x,2026-01-01\nH48.101,A2,"
                                "division,,2026-01-01\n")};
    assert_int_equal(engine_write(e, import, &i), RC_INVALID);
    assert_true(blamed(e, "line 2", "org.import.cell_empty") &&
                blamed(e, "line 3", "org.import.cell_empty"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(test_import__units_once),
        HOUSE_TEST(test_import__staff_in_two_posts),
        HOUSE_TEST(test_import__refuses_a_file_whole),
        HOUSE_TEST(test_import__names_every_bad_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
