/*
 * test_filing.c - what filing settles and refuses: case and rule of time, who may file for
 * whom, what the register of persons keeps to itself.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "catalog/catalog_import.h"

/* A pack of one procedure with a single case, whose time is the only one there is. */
static enum rc import_one_case(struct ctx *c, void *arg)
{
    struct import_report r = {.mem = arg};
    return catalog_import_file(
        c, S("one-case"),
        S("{\"format\":\"motcua.procedures/1\",\"title\":\"Một trường hợp\",\"as_of\":\"2026-11-21\","
          "\"procedures\":[{\"code\":\"9.000001\",\"name\":\"Thủ tục một trường hợp\",\"field\":\"Hộ "
          "tịch\","
          "\"level\":\"commune\",\"agency_type\":\"UBND cấp xã\",\"online_level\":\"full\","
          "\"components\":[],\"result\":\"Giấy\","
          "\"cases\":[{\"name\":\"Trường hợp duy nhất\",\"deadline_working_days\":5}],"
          "\"steps\":[{\"order\":1,\"name\":\"Tiếp nhận\",\"role\":\"Một cửa\",\"hours\":1},"
          "{\"order\":2,\"name\":\"Thẩm định\",\"role\":\"Công chức\",\"hours\":4},"
          "{\"order\":3,\"name\":\"Ký duyệt\",\"role\":\"Lãnh đạo\",\"hours\":2},"
          "{\"order\":4,\"name\":\"Trả kết quả\",\"role\":\"Một cửa\",\"hours\":1}],"
          "\"source\":\"thử\",\"verified\":true}]}"),
        &r);
}

static void the_only_case_is_kept(void **state)
{
    struct authority *a = *state;
    struct arena *mem = arena_new((size_t)8 << 20);
    assert_int_equal(
        as(a, (struct actor *)(uintptr_t)access_system(), "2026-11-19T14:00", import_one_case, mem),
        RC_OK);
    arena_free(mem);
    struct step s = {.filing = full_filing(a, "9.000001")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_true(s.dossier.case_id.set);
    assert_str(s.dossier.case_name, "Trường hợp duy nhất");
    assert_str(instant_iso(a->e->c.mem, s.dossier.work.due_at), "2026-11-27T17:30:00+07:00");
    /* One filed before its case was kept: the only case still gives the time. */
    OK(a, &a->clerk, NULL, file, &s);
    assert_int_equal(
        engine_script(
            a->e,
            str_c(a->e->c.mem, str_fmt(a->e->c.mem, "UPDATE dossier SET case_id = NULL WHERE id = %lld",
                                       (long long)s.ref.id.v))),
        RC_OK);
    OK(a, &a->clerk, NULL, accept, &s);
}

/* A version without a rule closes intake; a dossier that has none all the same is refused. */
static void no_rule_is_refused(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", file, &s);
    assert_int_equal(engine_script(a->e, "UPDATE procedure_deadline SET rule = NULL"), RC_OK);
    REFUSED(a, &a->clerk, NULL, accept, &s, RC_INVALID, "catalog.closed.no_deadline");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(the_only_case_is_kept),
        AUTHORITY_TEST(no_rule_is_refused),
    };
    return cmocka_run_group_tests_name("filing rules", tests, NULL, NULL);
}
