/* test_csv.c - what is read, and each thing that is refused with its line. */
#include "lib_test.h"

#include "core/csv.h"

static void test_csv__reads_plain_and_quoted_fields(void **state)
{
    struct ctx *c = *state;
    struct csv f = csv_open(S("\xEF\xBB\xBF"
                              "a,b,c\r\n\r\n1,\"x,\"\"y\"\"\nz\",\n,,last"));
    struct csv_row r;
    assert_int_equal(csv_read(&f, c->mem, &r), CSV_ROW);
    assert_int_equal(r.n, 3);
    assert_str(r.v[2], "c");
    assert_int_equal(csv_read(&f, c->mem, &r), CSV_ROW);
    assert_int_equal(f.line, 3);
    assert_str(r.v[1], "x,\"y\"\nz");
    assert_str(r.v[2], "");
    assert_int_equal(csv_read(&f, c->mem, &r), CSV_ROW);
    assert_int_equal(f.line, 5);
    assert_str(r.v[2], "last");
    assert_int_equal(csv_read(&f, c->mem, &r), CSV_END);
}

static void test_csv__takes_semicolons_of_spreadsheets(void **state)
{
    struct ctx *c = *state;
    struct csv f = csv_open(S("a;b\n1,5;2"));
    struct csv_row r;
    assert_int_equal(csv_read(&f, c->mem, &r), CSV_ROW);
    assert_int_equal(csv_read(&f, c->mem, &r), CSV_ROW);
    assert_str(r.v[0], "1,5");
}

static void test_csv__refuses_with_line_and_reason(void **state)
{
    static const struct {
        str text;
        int line;
        const char *why;
    } bad[] = {
        {S_INIT("a,b\n1"), 2, "core.csv.columns"},
        {S_INIT("a,b\n1,2,3\n"), 2, "core.csv.columns"},
        {S_INIT("a,b\n1,x\"y\n"), 2, "core.csv.quote"},
        {S_INIT("a,b\n1,\"x\"y\n"), 2, "core.csv.quote"},
        {S_INIT("a,b\n\"1\n2\",3\n4,\"x"), 4, "core.csv.open_quote"},
        {S_INIT("a,b\r1,2"), 1, "core.csv.bare_cr"},
        {S_INIT("a,b\n1,\xff"), 0, "core.csv.utf8"},
        {S_INIT("a,b\n1,\0"), 0, "core.csv.nul"},
    };
    struct ctx *c = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct csv f = csv_open(bad[i].text);
        struct csv_row r;
        enum csv_next next = CSV_ROW;
        while (next == CSV_ROW)
            next = csv_read(&f, c->mem, &r);
        assert_int_equal(next, CSV_BAD);
        assert_string_equal(f.why, bad[i].why);
        assert_int_equal(f.line, bad[i].line);
        assert_int_equal(csv_read(&f, c->mem, &r), CSV_BAD);
    }
}

static void test_csv__refuses_too_many_columns(void **state)
{
    struct ctx *c = *state;
    struct csv_row r;
    char wide[CSV_FIELDS_MAX + 1];
    memset(wide, ',', sizeof wide);
    struct csv f = csv_open((str){wide, sizeof wide});
    assert_int_equal(csv_read(&f, c->mem, &r), CSV_BAD);
    f = csv_open((str){wide, CSV_FIELDS_MAX - 1});
    assert_int_equal(csv_read(&f, c->mem, &r), CSV_ROW);
    assert_int_equal(r.n, CSV_FIELDS_MAX);
}

/* What is written is read back; what a spreadsheet would run is no formula any more. */
static void test_csv__writes_what_is_read_back(void **state)
{
    struct ctx *c = *state;
    static const str in[] = {S_INIT("a,b"), S_INIT("x;\"y\"\r\nz"), S_INIT(""), S_INIT("-12"),
                             S_INIT("đơn")};
    static const char *const formulas[] = {"=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "=\"a\",b"};
    struct buf b = buf_new(c->mem, 1000);
    struct csv_row r;
    csv_add(&b, in, 5);
    csv_add(&b, in, 5);
    struct csv f = csv_open(buf_str(&b));
    for (int row = 0; row < 2; row++) {
        assert_int_equal(csv_read(&f, c->mem, &r), CSV_ROW);
        for (int i = 0; i < 5; i++)
            assert_true(str_eq(r.v[i], in[i]));
    }
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        const str v[] = {str_of(formulas[i]), S("1")};
        b = buf_new(c->mem, 1000);
        csv_add(&b, v, 2);
        f = csv_open(buf_str(&b));
        assert_int_equal(csv_read(&f, c->mem, &r), CSV_ROW);
        assert_true(r.v[0].p[0] == '\'' && str_eq(str_sub(r.v[0], 1, r.v[0].n), v[0]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_csv__reads_plain_and_quoted_fields), TEST(test_csv__takes_semicolons_of_spreadsheets),
        TEST(test_csv__refuses_with_line_and_reason),  TEST(test_csv__refuses_too_many_columns),
        TEST(test_csv__writes_what_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
