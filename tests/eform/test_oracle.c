/* test_oracle.c - random rules and answers against oracle.py, which computes them on trees in another
   language. The seed is printed; MOTCUA_SEED repeats a run. */
#include "calendar/lib_oracle.h"
#include "eform/lib_eform.h"

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
    static const char *const count[] = {"6000", NULL};
    int cases = 0;
    assert_int_equal(eform_read(c, lib_eform_plain(), &f), RC_OK);
    str rest = oracle_says(c->mem, "tests/eform/oracle.py", count);
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
