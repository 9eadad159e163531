/* lib_test.h - what every cmocka program includes, and an arena for each test. */
#ifndef MOTCUA_TESTS_LIB_TEST_H
#define MOTCUA_TESTS_LIB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
/* cmocka's `fail` gives way to ctx.h's; fail_msg is made again without it. */
#undef fail
#undef fail_msg
#define fail_msg(...)                                                                                  \
    do {                                                                                               \
        print_error(__VA_ARGS__);                                                                      \
        print_error("\n");                                                                             \
        _fail(__FILE__, __LINE__);                                                                     \
    } while (0)

#include "core/ctx.h"

#define assert_str(got, want)                                                                          \
    do {                                                                                               \
        const str got_ = (got), want_ = str_of(want);                                                  \
        if (!str_eq(got_, want_))                                                                      \
            fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(got_), STR_ARG(want_));                    \
    } while (0)

/* A new temporary folder called NAME-XXXXXX, in TMPDIR if that is set: tools/run_tests puts
   it in memory. False when there is none. */
static inline bool test_folder(char *path, size_t max, const char *name)
{
    const char *in = getenv("TMPDIR");
    const int n = snprintf(path, max, "%s/%s-XXXXXX", in && *in ? in : "/tmp", name);
    return n > 0 && (size_t)n < max && mkdtemp(path) != NULL;
}

/* A unit of work without a database, at 2026-11-19T14:00+07:00. */
static inline int test_setup(void **state)
{
    struct arena *mem = arena_new((size_t)64 << 20);
    struct ctx *c = NEW(mem, struct ctx);
    c->mem = mem;
    c->now = (instant){INT64_C(1795071600) * SECOND_US};
    *state = c;
    return 0;
}

static inline int test_teardown(void **state)
{
    struct ctx *c = *state;
    arena_free(c->mem);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

/* A text that outlives the unit of work it was read in; the program's, nobody frees it. */
static inline str test_keep(str s)
{
    static char all[16384];
    static ptrdiff_t used;
    assert_true(used + s.n <= (ptrdiff_t)sizeof all);
    char *to = memcpy(all + used, s.p, (size_t)s.n);
    used += s.n;
    return (str){to, s.n};
}

#endif
