/* test_json.c - strict reading, absent values, order of members. */
#include "lib_test.h"

#include "core/json.h"

static void test_json__refuses_what_is_not_strict(void **state)
{
    static const str bad[] = {S_INIT(""),
                              S_INIT("{"),
                              S_INIT("{\"a\":1,\"a\":2}"),
                              S_INIT("[1] x"),
                              S_INIT("\"text\""),
                              S_INIT("[\"\xff\"]"),
                              S_INIT("[\"\\u0000\"]"),
                              S_INIT("[\"\\ud800\"]"),
                              S_INIT("[01]"),
                              S_INIT("[99999999999999999999]"),
                              S_INIT("[1,]"),
                              S_INIT("[\"a\0b\"]"),
                              S_INIT("[1]\0")};
    struct ctx *c = *state;
    struct json doc = {NULL};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (json_parse(c->mem, bad[i], &doc, NULL))
            fail_msg("took %.*s", STR_ARG(bad[i]));
    assert_null(doc.node);
    char deep[5000];
    memset(deep, '[', sizeof deep);
    assert_false(json_parse(c->mem, (str){deep, sizeof deep}, &doc, NULL));
}

static void test_json__tells_line_and_column(void **state)
{
    struct ctx *c = *state;
    struct json doc;
    struct json_error e = {0};
    assert_false(json_parse(c->mem, S("{\n  \"a\": 1,\n  \"b\": x\n}"), &doc, &e));
    assert_int_equal(e.line, 3);
    assert_int_equal(e.column, 8);
    assert_true(e.what.n > 0);
}

static void test_json__answers_absent_for_another_type(void **state)
{
    struct ctx *c = *state;
    struct json doc;
    int64_t v = 7;
    bool b = true;
    assert_true(json_parse(
        c->mem,
        S("{\"n\":9223372036854775807,\"t\":\"hòa\",\"l\":[1,2],\"z\":null,\"f\":false,\"r\":1.5}"),
        &doc, NULL));
    assert_true(json_int(json_get(doc, "n"), &v) && v == INT64_MAX);
    assert_str(json_text_of(doc, "t"), "hòa");
    assert_int_equal(json_count(json_get(doc, "l")), 2);
    assert_int_equal(json_count(doc), 6);
    assert_true(json_is_absent(json_get(doc, "z")) && json_is_absent(json_get(doc, "none")));
    assert_true(json_bool(json_get(doc, "f"), &b) && !b);
    assert_false(json_int(json_get(doc, "t"), &v) || json_int(json_get(doc, "r"), &v) ||
                 json_bool(json_get(doc, "n"), &b));
    assert_null(json_text_of(doc, "n").p);
    assert_null(json_text(json_get(json_get(json_get(doc, "x"), "y"), "z")).p);
    assert_true(json_is_absent(json_item(json_get(doc, "l"), 2)) &&
                json_is_absent(json_item(json_get(doc, "l"), -1)));
    assert_int_equal(json_int_of(doc, "t", -3), -3);
    assert_true(json_bool_of(doc, "none", true) && !json_bool_of(doc, "f", true));
    assert_true(json_is_members(doc) && !json_is_list(doc) && json_is_list(json_get(doc, "l")));
    assert_str(json_text(json_get_str(doc, S("t"))), "hòa");
}

static void test_json__walks_in_order_and_writes(void **state)
{
    struct ctx *c = *state;
    struct json doc;
    const char *const want[] = {"b", "a", "c"};
    int i = 0;
    assert_true(json_parse(c->mem, S("{\"b\": 1, \"a\": [true], \"c\": {}}"), &doc, NULL));
    for (struct json_walk it = json_walk(doc); json_next(&it); i++)
        assert_str(it.key, want[i]);
    assert_int_equal(i, 3);
    struct json_walk none = json_walk(json_get(doc, "a"));
    assert_false(json_next(&none));
    assert_str(json_write(c->mem, doc, false), "{\"b\":1,\"a\":[true],\"c\":{}}");
    assert_str(json_write(c->mem, doc, true), "{\"a\":[true],\"b\":1,\"c\":{}}");
    assert_str(json_write(c->mem, json_get(doc, "b"), false), "1");
    assert_str(json_write(c->mem, json_get(doc, "x"), false), "null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_json__refuses_what_is_not_strict),
        TEST(test_json__tells_line_and_column),
        TEST(test_json__answers_absent_for_another_type),
        TEST(test_json__walks_in_order_and_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
