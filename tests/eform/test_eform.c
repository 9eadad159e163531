/* test_eform.c - definitions and answers: what is taken, what is refused and where. */
#include "eform/lib_eform.h"

#include "core/embed.h"
#include "eform/versions.h"

static void test_eform__shipped_forms_are_read_and_labelled(void **state)
{
    struct ctx *c = *state;
    int n = 0;
    for (const struct embed *e = embed_packs; e->name; e++) {
        struct eform f;
        struct eform_filled x;
        str again, answers;
        if (!str_starts(str_of(e->name), S("forms/")))
            continue;
        const enum rc rc = eform_read(c, (str){(const char *)e->bytes, (ptrdiff_t)e->size}, &f);
        if (rc)
            fail_msg("%s: %.*s %s", e->name, STR_ARG(c->faults->field), c->faults->key);
        assert_false(f.verified); /* none was compared with the official text */
        assert_int_equal(eform_open(c, &f, f.sample, &x), RC_OK);
        eform_judge(c, &x);
        assert_true(x.valid);
        assert_int_equal(eform_write(c, &x, false, &answers), RC_OK);
        assert_int_equal(eform_open(c, &f, answers, &x), RC_OK);
        eform_judge(c, &x);
        assert_true(x.valid);
        assert_int_equal(eform_write(c, &x, false, &again), RC_OK);
        assert_true(str_eq(answers, again));
        n++;
    }
    assert_true(n >= 3);
}

/* ---- refused, at its place ---- */

struct refusal {
    const char *groups, *place, *key;
};
#define A(fields) GROUP("a", "", fields)
/* clang-format off: a line a refusal */
static const struct refusal refusals[] = {
    {A(FIELD("x", "text", ",\"show\":\"a.y = 1\"")), "groups[0].fields[0].show", "eform.bad.field"},
    {A(FIELD("x", "number", "") "," FIELD("y", "text", ",\"show\":\"a.x = \\\"1\\\"\"")),
     "groups[0].fields[1].show", "eform.bad.types"},
    {A(FIELD("x", "number", ",\"show\":\"a.x + 1\"")), "groups[0].fields[0].show", "eform.bad.types"},
    {A(FIELD("x", "number", "") "," FIELD("m", "computed", ",\"value\":\"a.x + dong(1)\"")),
     "groups[0].fields[1].value", "eform.bad.types"},
    {A(FIELD("x", "yes_no", ",\"show\":\"a.y\"") "," FIELD("y", "yes_no", ",\"show\":\"a.x\"")),
     "groups[0].fields[0].show", "eform.bad.circle"},
    {A(FIELD("x", "yes_no", ",\"show\":\"a.x\"")), "groups[0].fields[0].show", "eform.bad.circle"},
    {A(FIELD("n", "number", "") "," FIELD("x", "computed", ",\"value\":\"a.x + a.n\"")),
     "groups[0].fields[1].value", "eform.bad.circle"},
    {GROUP("a", ",\"show\":\"a.x\"", FIELD("x", "yes_no", "")), "groups[0].show", "eform.bad.circle"},
    {A(FIELD("x", "text", ",\"show\":\"no\"")), "groups[0].fields[0].show", "eform.bad.unreachable"},
    {A(FIELD("c", "choice", CHOICES) "," FIELD("x", "text",
                                               ",\"show\":\"a.c = \\\"x\\\" and a.c = \\\"y\\\"\"")),
     "groups[0].fields[1].show", "eform.bad.unreachable"},
    {A(FIELD("c", "choice", CHOICES)) "," GROUP("b", ",\"show\":\"a.c = \\\"x\\\"\"",
                                                FIELD("y", "text", ",\"show\":\"a.c = \\\"y\\\"\"")),
     "groups[1].fields[0].show", "eform.bad.unreachable"},
    {A(FIELD("c", "choice", CHOICES) "," FIELD("x", "text", ",\"show\":\"a.c = \\\"w\\\"\"")),
     "groups[0].fields[1].show", "eform.bad.choice"},
    {A(FIELD("s", "choices", CHOICES) "," FIELD("x", "text", ",\"show\":\"has(a.s, \\\"w\\\")\"")),
     "groups[0].fields[1].show", "eform.bad.choice"},
    {GROUP("r", ",\"repeat\":{\"min\":0,\"max\":3}",
           FIELD("n", "number", "")) "," A(FIELD("x", "text", ",\"show\":\"r.n = 1\"")),
     "groups[1].fields[0].show", "eform.bad.rows"},
    {A(FIELD("n", "number", "") "," FIELD("x", "text", ",\"show\":\"sum(a.n) = 1\"")),
     "groups[0].fields[1].show", "eform.bad.rows"},
    {A(FIELD("x", "text", ",\"show\":\"yes and (no\"")), "groups[0].fields[0].show",
     "eform.bad.syntax"},
    {A(FIELD("x", "text", ",\"show\":\"yes yes\"")), "groups[0].fields[0].show", "eform.bad.syntax"},
    {A(FIELD("x", "txt", "")), "groups[0].fields[0].type", "eform.bad.type"},
    {A(FIELD("x", "text", "") "," FIELD("x", "text", "")), "groups[0].fields[1].key",
     "eform.bad.twice"},
    {A(FIELD("x", "text", "")) "," A(FIELD("y", "text", "")), "groups[1].key", "eform.bad.twice"},
    {A(FIELD("X", "text", "")), "groups[0].fields[0].key", "eform.bad.key"},
    {A(FIELD("x", "choice", "")), "groups[0].fields[0].choices", "eform.bad.choices"},
    {A(FIELD("x", "text", CHOICES)), "groups[0].fields[0].choices", "eform.bad.choices"},
    {A(FIELD("x", "computed", "")), "groups[0].fields[0].value", "eform.bad.value"},
    {A(FIELD("x", "text", ",\"value\":\"yes\"")), "groups[0].fields[0].value", "eform.bad.value"},
    {A(FIELD("x", "text", ",\"colour\":\"red\"")), "groups[0].fields[0].colour", "eform.bad.member"},
    {A(FIELD("x", "text", ",\"prefill\":[\"self.salary\"]")), "groups[0].fields[0].prefill",
     "eform.bad.prefill"},
    {A(FIELD("x", "text", ",\"source\":\"gossip\"")), "groups[0].fields[0].source", "eform.bad.source"},
    {A(FIELD("x", "text", ",\"check\":\"filled(a.x)\"")), "groups[0].fields[0].say", "eform.bad.words"},
    {A(FIELD("x", "number", ",\"min\":5,\"max\":4")), "groups[0].fields[0].max", "eform.bad.limits"},
    {A(FIELD("x", "number", ",\"min\":\"5\"")), "groups[0].fields[0].min", "eform.bad.number"},
    {A(FIELD("x", "text", ",\"required\":1")), "groups[0].fields[0].required", "eform.bad.yes_no"},
    {GROUP("r", ",\"repeat\":{\"min\":0,\"max\":3}", FIELD("f", "file", "")),
     "groups[0].fields[0].type", "eform.bad.file_rows"},
    {GROUP("r", ",\"repeat\":{\"min\":4,\"max\":3}", FIELD("f", "text", "")), "groups[0].repeat",
     "eform.bad.limits"},
    {A(FIELD("x", "text", "")) "],\"sample\":{\"a\":{\"x\":\"\"}},\"extra\":[1", "extra",
     "eform.bad.member"},
    {A(FIELD("x", "number",
             ",\"required\":true")) "],\"sample\":{\"a\":{\"x\":\"mười\"}},\"until\":\"2030-01-"
                                    "01\",\"verified\":true,\"source\":[1",
     "12", "eform.bad.json"},
    {"", "groups", "eform.bad.list"},
    {A(""), "groups[0].fields", "eform.bad.list"},
};
/* clang-format on */

static void test_eform__a_definition_that_cannot_work_is_refused_at_its_place(void **state)
{
    struct ctx *c = *state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct eform f = {0};
        c->faults = NULL;
        assert_int_equal(eform_read(c, lib_eform(c->mem, "0.1", 1, refusals[i].groups), &f),
                         RC_INVALID);
        bool met = false;
        for (const struct fault *x = c->faults; x; x = x->next)
            met = met ||
                  (!strcmp(x->key, refusals[i].key) && (str_eq(x->field, str_of(refusals[i].place)) ||
                                                        !strcmp(refusals[i].key, "eform.bad.json")));
        if (!met)
            fail_msg("%s: got %.*s %s, want %s %s", refusals[i].groups, STR_ARG(c->faults->field),
                     c->faults->key, refusals[i].place, refusals[i].key);
        assert_null(f.code.p); /* nothing was given out */
    }
}

static void test_eform__rules_are_bounded(void **state)
{
    struct ctx *c = *state;
    struct eform f;
    const char *why = NULL;
    assert_int_equal(eform_read(c, lib_eform_plain(), &f), RC_OK);
    char deep[300] = {0};
    memset(deep, '(', 100);
    memcpy(deep + 100, "yes", 3);
    memset(deep + 103, ')', 100);
    assert_null(eform_compile(c->mem, &f, -1, str_of(deep), &why));
    assert_string_equal(why, "eform.bad.long");
    str wide = S("1");
    for (int i = 0; i < 200; i++)
        wide = str_fmt(c->mem, "%.*s+1", STR_ARG(wide));
    why = NULL;
    assert_null(eform_compile(c->mem, &f, -1, wide, &why));
    assert_string_equal(why, "eform.bad.long");
    why = NULL;
    assert_null(eform_compile(c->mem, &f, -1, str_fmt(c->mem, "%600s", "yes"), &why));
    assert_string_equal(why, "eform.bad.long");
}

/* ---- answers ---- */

static const char family[] =
    GROUP("a", "", FIELD("c", "choice", CHOICES ",\"required\":true") "," FIELD("why", "text", ",\"show\":\"a.c = \\\"z\\\"\",\"required\":true,\"max\":10")) "," GROUP(
        "r", ",\"repeat\":{\"min\":1,\"max\":3},\"show\":\"a.c != \\\"x\\\"\"",
        FIELD("n", "number", ",\"required\":true,\"min\":1,\"max\":9") "," FIELD(
            "d", "date",
            ",\"max\":0,\"need\":\"r.n > 5\",\"check\":\"r.d >= 2000-01-01\",\"say\":{\"vi\":\"Từ năm "
            "2000\",\"en\":\"Since 2000\"}")) "," GROUP("t", "",
                                                        FIELD("total", "computed", ",\"value\":\"sum(r.n) * 2\"") "," FIELD(
                                                            "rows", "computed",
                                                            ",\"value\":\"count(r)\"") "," FIELD("ok",
                                                                                                 "decla"
                                                                                                 "ratio"
                                                                                                 "n",
                                                                                                 ""));

static struct eform_filled judged(struct ctx *c, const struct eform *f, const char *answers)
{
    struct eform_filled x;
    assert_int_equal(eform_open(c, f, str_of(answers), &x), RC_OK);
    eform_judge(c, &x);
    return x;
}

static const struct eform_cell *at(const struct eform_filled *x, const char *path, ptrdiff_t row)
{
    const ptrdiff_t field = eform_find(x->form, str_of(path));
    assert_true(field >= 0);
    return eform_cell(x, field, row);
}

static void test_eform__answers_are_judged_by_conditions_and_rows(void **state)
{
    struct ctx *c = *state;
    struct eform f;
    assert_int_equal(eform_read(c, lib_eform(c->mem, "0.1", 1, family), &f), RC_OK);
    struct eform_filled x = judged(c, &f, "");
    assert_false(x.valid);
    assert_string_equal(at(&x, "a.c", 0)->fault, "web.form.required_choice");
    assert_string_equal(at(&x, "t.ok", 0)->fault, "web.form.required_tick");
    assert_false(at(&x, "a.why", 0)->shown);
    x = judged(c, &f,
               "{\"a\":{\"c\":\"x\",\"why\":\"hidden\"},\"r\":[{\"n\":\"5\"}],\"t\":{\"ok\":\"yes\"}}");
    assert_true(x.valid); /* the rows are not shown and count for nothing */
    assert_int_equal(at(&x, "t.total", 0)->v.n, 0);
    x = judged(c, &f,
               "{\"a\":{\"c\":\"z\",\"why\":\"quá mười chữ "
               "rồi\"},\"r\":[{\"n\":\"5\"},{\"n\":\"6\"},{\"n\":\"10\"}],"
               "\"t\":{\"ok\":\"1\"}}");
    assert_string_equal(at(&x, "a.why", 0)->fault, "web.form.too_long");
    assert_null(at(&x, "r.n", 0)->fault);
    assert_string_equal(at(&x, "r.d", 1)->fault, "web.form.required"); /* n > 5 asks for it */
    assert_false(at(&x, "r.d", 0)->required);
    assert_string_equal(at(&x, "r.n", 2)->fault, "web.form.out_of_range");
    x = judged(c, &f,
               "{\"a\":{\"c\":\"y\"},\"r\":[{\"n\":\"5\",\"d\":\"1999-12-31\"},{\"n\":\"9\",\"d\":"
               "\"2026-11-20\"}],"
               "\"t\":{\"ok\":\"yes\"}}");
    assert_string_equal(at(&x, "r.d", 0)->fault, "eform.rule");
    assert_str(at(&x, "r.d", 0)->said->vi, "Từ năm 2000");
    assert_string_equal(at(&x, "r.d", 1)->fault, "web.form.date_past");
    assert_int_equal(at(&x, "t.total", 0)->v.n, 28);
    assert_int_equal(at(&x, "t.rows", 0)->v.n, 2);
}

static void test_eform__rows_stay_between_their_bounds(void **state)
{
    struct ctx *c = *state;
    struct eform f;
    assert_int_equal(eform_read(c, lib_eform(c->mem, "0.1", 1, family), &f), RC_OK);
    struct eform_filled x = judged(c, &f,
                                   "{\"a\":{\"c\":\"y\"},\"r\":[{\"n\":\"1\"},{\"n\":\"1\"},{\"n\":"
                                   "\"1\"},{\"n\":\"1\"}],\"t\":{\"ok\":\"yes\"}}");
    assert_false(x.valid);
    assert_string_equal(x.group_fault[1], "eform.rows_many");
    assert_false(eform_set(&x, S("r.20.n"), S("1")));
    assert_false(eform_set(&x, S("r.01.n"), S("1")));
    assert_false(eform_set(&x, S("r.-1.n"), S("1")));
    assert_false(eform_set(&x, S("r.n"), S("1")));
    assert_false(eform_set(&x, S("a.0.c"), S("x")));
    assert_false(eform_set(&x, S("b.c"), S("x")));
    assert_true(eform_set(&x, S("r.2.n"), S("2")));
    assert_str(eform_name(c->mem, &f, eform_find(&f, S("r.n")), 2), "r.2.n");
    assert_int_equal(eform_open(c, &f, S("[1]"), &x), RC_INVALID);
    assert_int_equal(eform_open(c, &f, S("{"), &x), RC_INVALID);
}

static void test_eform__what_was_typed_is_kept_as_typed(void **state)
{
    struct ctx *c = *state;
    struct eform f;
    str typed, taken;
    assert_int_equal(eform_read(c, lib_eform_plain(), &f), RC_OK);
    struct eform_filled x = judged(
        c, &f,
        "{\"a\":{\"n1\":\"mười\",\"m1\":\"15.000\",\"d1\":\"2025-07-01\",\"s1\":[\"q\",\"p\"]}}");
    assert_string_equal(at(&x, "a.n1", 0)->fault, "web.form.int");
    assert_int_equal(eform_write(c, &x, true, &typed), RC_OK);
    assert_str(typed, "{\"a\":{\"n1\":\"mười\",\"m1\":\"15.000\",\"d1\":\"2025-07-01\",\"s1\":[\"q\","
                      "\"p\"]},\"r\":[]}");
    assert_int_equal(eform_write(c, &x, false, &taken), RC_OK);
    assert_str(taken, "{\"a\":{\"m1\":\"15000\",\"d1\":\"2025-07-01\",\"s1\":[\"q\",\"p\"]},\"r\":[]}");
    assert_str(eform_text(c->mem, LANG_VI, &f.fields[eform_find(&f, S("a.s1"))], &at(&x, "a.s1", 0)->v),
               "Q, P");
    assert_str(eform_text(c->mem, LANG_VI, &f.fields[eform_find(&f, S("a.d1"))], &at(&x, "a.d1", 0)->v),
               "01/07/2025");
}

/* ---- the burden ---- */

static void test_eform__the_share_of_fields_cut_is_counted(void **state)
{
    struct ctx *c = *state;
    struct eform old, new;
    struct eform_burden b;
    assert_int_equal(eform_read(c,
                                lib_eform(c->mem, "0.1", 1,
                                          A(FIELD("p", "text", "") "," FIELD("q", "text", "") "," FIELD(
                                              "r", "text", "") "," FIELD("s", "text", ""))),
                                &old),
                     RC_OK);
    assert_int_equal(
        eform_read(
            c,
            lib_eform(
                c->mem, "0.1", 2,
                A(FIELD("p", "text", ",\"why\":{\"vi\":\"Luật\",\"en\":\"Law\"}") "," FIELD(
                    "q", "text",
                    ",\"prefill\":[\"self.name\"],\"source\":\"population\"") "," FIELD("t", "text",
                                                                                        ",\"source\":"
                                                                                        "\"civil_"
                                                                                        "status\""))),
            &new),
        RC_OK);
    eform_compare(c->mem, &old, &new, &b);
    assert_int_equal(b.asked_before, 4);
    assert_int_equal(b.asked, 2); /* the register says q */
    assert_int_equal(b.cut, 500);
    assert_int_equal(b.known, 1);
    assert_int_equal(b.unfounded, 1);
    assert_int_equal(b.n, 5);
    assert_true(b.v[2].added && b.v[3].removed && b.v[4].removed);
    eform_compare(c->mem, NULL, &old, &b);
    assert_int_equal(b.cut, 0);
    assert_int_equal(b.asked, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_eform__shipped_forms_are_read_and_labelled),
        TEST(test_eform__a_definition_that_cannot_work_is_refused_at_its_place),
        TEST(test_eform__rules_are_bounded),
        TEST(test_eform__answers_are_judged_by_conditions_and_rows),
        TEST(test_eform__rows_stay_between_their_bounds),
        TEST(test_eform__what_was_typed_is_kept_as_typed),
        TEST(test_eform__the_share_of_fields_cut_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
