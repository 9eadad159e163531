/* test_successor.c - an ended agency with several successors: which line fits a case, and lists
   that are refused with their lines. */
#include "db/lib_engine.h" /* on both engines */
#include "org/lib_house.h"

#include "org/successor.h"

struct setting {
    int64_t id, lines;
    str csv, reason;
};
static enum rc set_list(struct ctx *c, void *arg)
{
    struct setting *s = arg;
    return org_successors_set(c, s->id, s->csv, s->reason, &s->lines);
}

static enum rc open_district(struct ctx *c, void *arg)
{
    struct setting *s = arg;
    return org_agency_open(c,
                           &(struct agency){.code = S("H48.61"),
                                            .name = S("Ủy ban nhân dân huyện"),
                                            .kind = AGENCY_DISTRICT,
                                            .level = 2,
                                            .parent = house.province,
                                            .from = DAY(2025, 7, 1),
                                            .to = DATE_NONE},
                           &s->id);
}
static enum rc end_district(struct ctx *c, void *arg)
{
    struct setting *s = arg;
    return org_agency_close(c, s->id, DAY(2026, 1, 1), 0, S("kết thúc"));
}

struct asking {
    int64_t id;
    struct succession_case k;
    struct agency a;
    ptrdiff_t ended;
};
static enum rc ask(struct ctx *c, void *arg)
{
    struct asking *x = arg;
    struct agencies ended;
    enum rc rc = org_agencies_ended(c, 10, &ended);
    x->ended = rc ? -1 : ended.n;
    return rc ? rc : org_successor_of(c, x->id, DAY(2026, 1, 2), &x->k, &x->a);
}

static enum rc areas(struct ctx *c, void *arg)
{
    static const struct {
        const char *address, *area;
        bool in;
    } cells[] = {
        {"Thôn 3, xã Nghĩa Lâm, huyện Tư Nghĩa, tỉnh Quảng Ngãi", "xã Nghĩa Lâm", true},
        {"Thôn 3; Nghĩa Lâm; Tư Nghĩa", "Xã Nghĩa Lâm", true},
        {"thon 3, x. nghia lam", "xã Nghĩa Lâm", true},
        {"X.Nghĩa Lâm", "Nghĩa Lâm", true},
        {"Tổ 2, P.Nghĩa Lộ", "phường Nghĩa Lộ", true},
        {"TT. La Hà, Tư Nghĩa", "thị trấn La Hà", true},
        {"Đặc khu Lý Sơn", "đặc khu Lý Sơn", true},
        {"phường Nghĩa Lâm", "xã Nghĩa Lâm", false},           /* another kind */
        {"thôn Nghĩa Lâm, xã Tịnh Hà", "xã Nghĩa Lâm", false}, /* a village of that name */
        {"xã Nghĩa Lãm", "xã Nghĩa Lâm", false},               /* other marks */
        {"xã Nghĩa Lâm Đông", "xã Nghĩa Lâm", false},
        {"", "xã Nghĩa Lâm", false},
        {",,;", "Nghĩa Lâm", false},
    };
    (void)arg;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (org_address_in(c->mem, str_of(cells[i].address), str_of(cells[i].area)) != cells[i].in)
            fail_msg("cell %zu: %s", i, cells[i].address);
    return RC_OK;
}

static void test_successor__areas_of_addresses(void **state)
{
    assert_int_equal(engine_read(*state, areas, NULL), RC_OK);
}

static const char list[] = "successor,area,procedure,field\n"
                           "H48.12,,1.001193,\n"            /* whatever the address */
                           "H48.12,xã Nghĩa Lâm,,Đất đai\n" /* that field, of that commune alone */
                           "H48.101,xã Nghĩa Lâm,,\n"
                           "H48.12,xã Nghĩa Thắng,,\n";

static void test_successor__the_first_line_that_fits(void **state)
{
    struct engine *e = *state;
    struct setting s = {.csv = str_of(list), .reason = S("Nghị quyết 12/NQ-HĐND")};
    assert_int_equal(engine_write(e, open_district, &s), RC_OK);
    assert_int_equal(engine_write(e, end_district, &s), RC_OK);
    assert_int_equal(engine_write(e, set_list, &s), RC_OK);
    assert_int_equal(s.lines, 4);
    const struct {
        struct succession_case k;
        int64_t to; /* 0 = the data name none */
    } cells[] = {
        {{.procedure = S("1.001193"), .address = S("xã Nghĩa Lâm")}, house.department},
        {{.procedure = S("1.001193")}, house.department},
        {{.procedure = S("1.004873"), .address = S("Thôn 1, xã Nghĩa Lâm")}, house.commune},
        {{.field = S("đất đai"), .address = S("Nghĩa Lâm")}, house.department},
        {{.field_code = S("Đất đai"), .address = S("Nghĩa Lâm")}, house.department},
        {{.field = S("đất đai"), .address = S("Nghĩa Thắng")}, house.department},
        {{.address = S("Nghĩa Thắng")}, house.department},
        {{.address = S("xã Nghĩa Lâm, xã Nghĩa Thắng")}, 0}, /* two that differ in the area alone */
        {{.address = S("phường Trần Phú")}, 0},
        {{.procedure = S("2.000000")}, 0},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct asking x = {.id = s.id, .k = cells[i].k};
        const enum rc rc = engine_read(e, ask, &x);
        if (rc != (cells[i].to ? RC_OK : RC_NOT_FOUND) || (!rc && x.a.id != cells[i].to))
            fail_msg("cell %zu", i);
        assert_int_equal(x.ended, 1);
    }
    /* A new list takes the place of the old one. */
    s.csv = S("successor\nH48.101\n");
    assert_int_equal(engine_write(e, set_list, &s), RC_OK);
    struct asking x = {.id = s.id};
    assert_int_equal(engine_read(e, ask, &x), RC_OK);
    assert_true(x.a.id == house.commune);
}

static bool blamed(const struct engine *e, const char *line, const char *key)
{
    for (const struct fault *f = e->c.faults; f; f = f->next)
        if (!strcmp(f->key, key) && (!line || str_eq(f->field, str_of(line))))
            return true;
    return false;
}

static void test_successor__lists_that_are_refused(void **state)
{
    struct engine *e = *state;
    struct setting s = {.csv = str_of(list), .reason = S("NQ")};
    static const struct {
        const char *csv, *line, *key;
    } bad[] = {
        {"successor\n", "line 1", "org.import.empty"},
        {"area\nxã A\n", "line 1", "org.import.column_missing"},
        {"successor,city\nH48.101,x\n", "line 1", "org.import.column"},
        {"successor\nH48.999\n", "line 2", "org.successor.unknown"},
        {"successor\nH48.61\n", "line 2", "org.successor.unknown"}, /* itself */
        {"successor,area\nH48.101,xã A\nH48.12,xã A\n", "line 3", "org.successor.twice"},
        {"successor,area\nH48.101,\nH48.12,xã A\n", "line 3", "org.successor.after_rest"},
        {"successor,procedure\nH48.101,a b\n", "line 2", "org.successor.cell"},
        {"successor,area\n,xã A\nH48.999,xã B\n", "line 2", "org.import.cell_empty"},
    };
    assert_int_equal(engine_write(e, open_district, &s), RC_OK);
    assert_int_equal(engine_write(e, set_list, &s), RC_CONFLICT);
    assert_true(blamed(e, NULL, "org.successor.not_ended"));
    assert_int_equal(engine_write(e, end_district, &s), RC_OK);
    s.reason = S(" ");
    assert_int_equal(engine_write(e, set_list, &s), RC_INVALID);
    assert_true(blamed(e, "reason", "org.successor.reason"));
    s.reason = S("NQ");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        s.csv = str_of(bad[i].csv);
        assert_int_equal(engine_write(e, set_list, &s), RC_INVALID);
        if (!blamed(e, bad[i].line, bad[i].key))
            fail_msg("case %zu: %s", i, house_fault(e));
    }
    struct asking x = {.id = s.id, .k = {.address = S("Nghĩa Lâm")}};
    assert_int_equal(engine_read(e, ask, &x), RC_NOT_FOUND); /* nothing was kept of them */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(test_successor__areas_of_addresses),
        HOUSE_TEST(test_successor__the_first_line_that_fits),
        HOUSE_TEST(test_successor__lists_that_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
