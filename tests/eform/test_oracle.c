/* test_oracle.c - random rules and answers against oracle.py, which computes them on trees in another
   language. The seed is printed; MOTCUA_SEED repeats a run. */
#include "eform/lib_eform.h"

#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CASES "6000"

extern char **environ;

static str ask_oracle(struct arena *mem, const char *seed)
{
    char path[] = "/tmp/motcua-eform-XXXXXX",
         *argv[] = {(char[]){"python3"}, (char[]){"tests/eform/oracle.py"}, strdup(seed),
                    (char[]){CASES}, NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status, fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
    assert_int_equal(posix_spawn_file_actions_adddup2(&actions, fd, 1), 0);
    assert_int_equal(posix_spawnp(&pid, "python3", &actions, NULL, argv, environ), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    (void)posix_spawn_file_actions_destroy(&actions);
    free(argv[2]);
    const off_t n = lseek(fd, 0, SEEK_END);
    char *text = arena_alloc(mem, (size_t)n);
    assert_int_equal(pread(fd, text, (size_t)n, 0), n);
    (void)close(fd);
    (void)unlink(path);
    return (str){text, n};
}

static str told(struct arena *mem, const struct eform_value *v)
{
    if (v->kind == EFORM_ABSENT)
        return S("absent");
    if (v->kind == EFORM_BOOL)
        return v->n ? S("yes") : S("no");
    return v->kind == EFORM_DAY ? date_iso(mem, (date){(int32_t)v->n})
                                : str_fmt(mem, "%lld", (long long)v->n);
}

static void test_eform__rules_give_what_the_oracle_gives(void **state)
{
    struct ctx *c = *state;
    struct eform f;
    char seed[32];
    int cases = 0;
    const char *given = getenv("MOTCUA_SEED");
    (void)snprintf(seed, sizeof seed, "%s", given ? given : "");
    if (!given)
        (void)snprintf(seed, sizeof seed, "%lld", (long long)time(NULL));
    print_message("seed %s\n", seed);
    assert_int_equal(eform_read(c, lib_eform_plain(), &f), RC_OK);
    str rest = ask_oracle(c->mem, seed);
    while (rest.n) {
        const struct str_cut line = str_cut(rest, '\n');
        const struct str_cut rule = str_cut(line.head, '\t');
        const struct str_cut tail = str_cut(rule.tail, '\t');
        const struct arena_mark mark = arena_mark(c->mem);
        const char *why = NULL;
        struct eform_filled x;
        const struct eform_expr *e = eform_compile(c->mem, &f, -1, rule.head, &why);
        if (!e)
            fail_msg("%s: %.*s", why, STR_ARG(rule.head));
        assert_int_equal(eform_open(c, &f, tail.head, &x), RC_OK);
        eform_judge(c, &x);
        assert_true(x.valid);
        const struct eform_value v = eform_eval(e, &x, 0, instant_date(c->now));
        if (!str_eq(told(c->mem, &v), tail.tail))
            fail_msg("%.*s with %.*s: %.*s, oracle %.*s", STR_ARG(rule.head), STR_ARG(tail.head),
                     STR_ARG(told(c->mem, &v)), STR_ARG(tail.tail));
        arena_reset(c->mem, mark);
        rest = line.tail;
        cases++;
    }
    assert_true(cases > 4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_eform__rules_give_what_the_oracle_gives)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
