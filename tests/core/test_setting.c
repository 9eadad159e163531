/* test_setting.c - sources and their order, bounds, and what stops the boot. */
#include "core/setting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static int64_t minutes;
static bool strict;
static str title, mode, key;
static const struct setting rows_a[] = {
    {.name = "minutes",
     .kind = SET_INT,
     .min = 1,
     .max = 480,
     .def = "15",
     .help = "h",
     .to = &minutes},
    {.name = "strict", .kind = SET_BOOL, .def = "false", .help = "h", .to = &strict},
    {0}};
static const struct setting rows_b[] = {
    {.name = "title", .kind = SET_TEXT, .max = 8, .def = "", .help = "h", .to = &title},
    {.name = "mode",
     .kind = SET_CHOICE,
     .choices = "fast|slow",
     .def = "slow",
     .help = "h",
     .to = &mode},
    {.name = "key", .kind = SET_TEXT, .max = 99, .def = "", .help = "h", .secret = true, .to = &key},
    {0}};
static const struct setting *const lists[] = {rows_a, NULL, rows_b};

static struct arena *mem;
static int set_up(void **state)
{
    (void)state;
    mem = arena_new(1 << 20);
    return 0;
}
static int tear_down(void **state)
{
    (void)state;
    arena_free(mem);
    return 0;
}
static struct settings *fresh(void)
{
    return settings_new(mem, lists, 3);
}

static void test_setting__defaults_fill_every_variable(void **state)
{
    (void)state;
    minutes = 0;
    mode = STR_NONE;
    (void)fresh();
    assert_int_equal(minutes, 15);
    assert_true(str_eq(mode, S("slow")));
}

static void test_setting__file_then_environment_then_flag(void **state)
{
    (void)state;
    struct settings *s = fresh();
    int line = 0;
    str why = STR_NONE;
    char *const env[] = {(char *)(uintptr_t) "MOTCUA_SET_MINUTES=30",
                         (char *)(uintptr_t) "MOTCUA_DATA=/x", (char *)(uintptr_t) "HOME=/", NULL};
    assert_int_equal(settings_read(s, S("# note\n\nminutes = 20\ntitle= Mot cua\n"), &line, &why),
                     RC_OK);
    assert_int_equal(minutes, 20);
    assert_true(str_eq(title, S("Mot cua")));
    assert_int_equal(settings_env(s, env, &why), RC_OK);
    assert_int_equal(minutes, 30);
    assert_int_equal(settings_set(s, S("minutes"), S("40"), SET_FLAG, &why), RC_OK);
    assert_int_equal(minutes, 40);
    assert_int_equal(settings_env(s, env, &why), RC_OK);
    assert_int_equal(minutes, 40);
}

static void refused(const char *name, const char *value, enum rc want)
{
    struct settings *s = fresh();
    str why = STR_NONE;
    int64_t before = minutes;
    assert_int_equal(settings_set(s, str_of(name), str_of(value), SET_FLAG, &why), want);
    assert_true(why.n > 0);
    assert_int_equal(minutes, before);
}

static void test_setting__each_refusal(void **state)
{
    (void)state;
    refused("minuts", "20", RC_NOT_FOUND);
    refused("minutes", "0", RC_INVALID);
    refused("minutes", "481", RC_INVALID);
    refused("minutes", "20 ", RC_INVALID);
    refused("minutes", "", RC_INVALID);
    refused("strict", "yes", RC_INVALID);
    refused("title", "too long!", RC_INVALID);
    refused("mode", "fas", RC_INVALID);
    refused("mode", "", RC_INVALID);
    refused("key", "s3cret", RC_INVALID);
}

static void test_setting__file_names_its_bad_line(void **state)
{
    (void)state;
    int line = 0;
    str why = STR_NONE;
    assert_int_equal(settings_read(fresh(), S("minutes = 20\nminuts = 3"), &line, &why), RC_NOT_FOUND);
    assert_int_equal(line, 2);
    assert_int_equal(settings_read(fresh(), S("\n\nminutes 20"), &line, &why), RC_INVALID);
    assert_int_equal(line, 3);
}

static void test_setting__unknown_environment_name_is_refused(void **state)
{
    (void)state;
    char *const env[] = {(char *)(uintptr_t) "MOTCUA_SET_MINUTS=30", NULL};
    str why = STR_NONE;
    assert_int_equal(settings_env(fresh(), env, &why), RC_NOT_FOUND);
}

static void see(void *arg, const struct setting *row, str value, enum setting_origin from)
{
    (void)from;
    if (row->secret)
        *(bool *)arg = str_eq(value, S("(secret)"));
}
static void test_setting__secret_is_never_listed(void **state)
{
    (void)state;
    struct settings *s = fresh();
    bool hidden = false;
    int line;
    str why;
    assert_int_equal(settings_read(s, S("key = s3cret"), &line, &why), RC_OK);
    assert_true(str_eq(key, S("s3cret")));
    settings_each(s, see, &hidden);
    assert_true(hidden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_setting__defaults_fill_every_variable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_setting__file_then_environment_then_flag, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_setting__each_refusal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_setting__file_names_its_bad_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_setting__unknown_environment_name_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_setting__secret_is_never_listed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
