/* test_filled.c - the filled form of a dossier: its numbers in full for its owner, and for staff once
   they said what for. */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "dossier/dossier_filled.h"

struct reading {
    struct step s;
    struct dossier d;
    bool paper;
    str purpose, note;
    struct eform f;
    struct eform_filled x;
    struct dossier_viewing *v;
    ptrdiff_t n;
};

/* The sample of the shipped form. */
static enum rc step_fill(struct ctx *c, void *arg)
{
    struct reading *t = arg;
    struct eform_version v;
    const struct eform_about about = {S("dossier"), t->s.ref.id.v, t->s.ref.pub};
    enum rc rc = eform_install(c);
    if (!rc)
        rc = eform_in_force(c, S("2.000635"), instant_date(c->now), &v, &t->f);
    return rc ? rc : eform_keep(c, v.id, &about, t->f.sample);
}
static enum rc step_read(struct ctx *c, void *arg)
{
    struct reading *t = arg;
    const enum rc rc = dossier_get(c, t->s.ref.pub, &t->d);
    return rc ? rc : dossier_filled(c, &t->d, t->paper, &t->f, &t->x);
}
static enum rc step_view(struct ctx *c, void *arg)
{
    struct reading *t = arg;
    const enum rc rc = dossier_get(c, t->s.ref.pub, &t->d);
    return rc ? rc : dossier_filled_view(c, &t->d, t->purpose, t->note);
}
static enum rc step_viewings(struct ctx *c, void *arg)
{
    struct reading *t = arg;
    return dossier_viewings(c, &t->d, &t->v, &t->n);
}

/* The requester's number as it is read. */
static str number(struct authority *a, struct actor *who, const char *when, struct reading *t)
{
    assert_int_equal(as(a, who, when, step_read, t), RC_OK);
    return eform_cell(&t->x, eform_find(&t->f, S("requester.number")), 0)->v.text;
}

static void numbers_are_whole_for_a_purpose_only(void **state)
{
    struct authority *a = *state;
    static char pub[32];
    struct reading t = {.s = {.filing = full_filing(a, "1.004873")}};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &t.s);
    (void)snprintf(pub, sizeof pub, "%.*s", STR_ARG(t.s.ref.pub));
    t.s.ref.pub = str_of(pub);
    assert_int_equal(as(a, &a->officer, NULL, step_read, &t), RC_NOT_FOUND);
    t.purpose = S("examine");
    assert_int_equal(as(a, &a->officer, NULL, step_view, &t), RC_NOT_FOUND); /* nothing is filled in */
    OK(a, &a->clerk, NULL, fill, &t);

    t.paper = true;
    assert_str(number(a, &a->citizen, NULL, &t), "051185000055");
    assert_string_not_equal(str_c(a->e->c.mem, number(a, &a->officer, NULL, &t)), "051185000055");
    t.purpose = S("curiosity");
    REFUSED(a, &a->officer, NULL, view, &t, RC_INVALID, "person.purpose");
    t.purpose = S("other");
    REFUSED(a, &a->officer, NULL, view, &t, RC_INVALID, "person.purpose_note");
    t.purpose = S("examine");
    assert_int_equal(as(a, &a->citizen, NULL, step_view, &t), RC_DENIED);
    assert_int_equal(as(a, &a->other_clerk, NULL, step_view, &t), RC_NOT_FOUND);

    OK(a, &a->officer, NULL, view, &t);
    assert_str(number(a, &a->officer, "2026-11-19T14:09", &t), "051185000055");
    assert_string_not_equal(str_c(a->e->c.mem, number(a, &a->leader, NULL, &t)), "051185000055");
    t.paper = false; /* the page stays masked */
    assert_string_not_equal(str_c(a->e->c.mem, number(a, &a->officer, NULL, &t)), "051185000055");
    t.paper = true;
    assert_string_not_equal(str_c(a->e->c.mem, number(a, &a->officer, "2026-11-19T14:20", &t)),
                            "051185000055");
    OK(a, &a->citizen, NULL, viewings, &t);
    assert_int_equal(t.n, 1);
    assert_true(t.v[0].form);
    assert_str(t.v[0].purpose, "examine");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(numbers_are_whole_for_a_purpose_only),
    };
    return cmocka_run_group_tests_name("the filled form of a dossier", tests, NULL, NULL);
}
