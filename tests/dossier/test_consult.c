/*
 * test_consult.c - another agency is asked: who may ask and answer, that the one asked sees the
 * question and nothing else, and that the dossier's clock runs on.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "dossier/dossier_consult.h"

struct consultation {
    struct step s;
    struct consult_in ask;
    struct consult_answer said;
    struct asked_consult *list, seen;
    ptrdiff_t n;
};

static enum rc step_consult(struct ctx *c, void *arg)
{
    struct consultation *x = arg;
    x->ask.seen_version = x->s.ref.version;
    return dossier_ask_consult(c, x->s.ref.id, &x->ask, &x->s.ref);
}
static enum rc step_asked(struct ctx *c, void *arg)
{
    struct consultation *x = arg;
    int64_t counted;
    enum rc rc = dossier_consults_asked(c, 10, &x->list, &x->n);
    if (!rc)
        rc = dossier_consults_asked_count(c, &counted); /* the number beside the link */
    if (!rc)
        assert_int_equal(counted, x->n);
    return rc;
}
static enum rc step_see(struct ctx *c, void *arg)
{
    struct consultation *x = arg;
    return dossier_consult_get(c, x->list[0].pub, &x->seen);
}
static enum rc step_answer(struct ctx *c, void *arg)
{
    struct consultation *x = arg;
    return dossier_answer_consult(c, x->list[0].pub, &x->said);
}

static void asked_and_answered(void **state)
{
    struct authority *a = *state;
    struct actor other = a->other_clerk;
    struct consultation x = {
        .s = {.filing = full_filing(a, "1.004873")},
        .ask = {.agency = S("H48.102"), .question = S("Đã đăng ký ở xã chưa?"), .days = 2}};
    other.roles = 1u << ROLE_ANYBODY | 1u << ROLE_OFFICER;
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &x.s);
    REFUSED(a, &a->clerk, NULL, consult, &x, RC_DENIED, "");
    assert_int_equal(as(a, &other, NULL, step_consult, &x), RC_NOT_FOUND);
    x.ask.days = 0;
    REFUSED(a, &a->officer, NULL, consult, &x, RC_INVALID, "dossier.consult.days_bounds");
    x.ask.days = 2;
    x.ask.agency = S("H48.999");
    REFUSED(a, &a->officer, NULL, consult, &x, RC_INVALID, "dossier.consult.agency_unknown");
    x.ask.agency = S("H48.102");
    x.ask.question = S(" ");
    REFUSED(a, &a->officer, NULL, consult, &x, RC_INVALID, "casework.consult.question_needed");
    x.ask.question = S("Đã đăng ký ở xã chưa?");
    x.s.ref.version--;
    REFUSED(a, &a->officer, NULL, consult, &x, RC_CONFLICT, "casework.somebody_was_first");
    x.s.ref.version++;
    OK(a, &a->officer, "2026-11-20T08:00", consult, &x);
    OK(a, &a->officer, NULL, look, &x.s);
    assert_str(instant_iso(a->e->c.mem, x.s.dossier.work.due_at), "2026-11-25T17:30:00+07:00");
    OK(a, &a->officer, NULL, asked, &x);
    assert_int_equal(x.n, 0);
    OK(a, &other, NULL, asked, &x);
    assert_int_equal(x.n, 1);
    assert_str(instant_iso(a->e->c.mem, x.list[0].due_at), "2026-11-25T17:30:00+07:00");
    /* The question, and nothing else of the dossier. */
    OK(a, &other, NULL, see, &x);
    assert_str(x.seen.question, "Đã đăng ký ở xã chưa?");
    assert_int_equal(as(a, &other, NULL, step_look, &x.s), RC_NOT_FOUND);
    struct actor *const not_asked[] = {&a->officer, &a->leader, &a->other_clerk, &a->citizen, NULL};
    for (size_t i = 0; i < sizeof not_asked / sizeof *not_asked; i++) {
        assert_int_equal(as(a, not_asked[i], NULL, step_see, &x), RC_NOT_FOUND);
        x.said.answer = S("Rồi");
        assert_int_equal(as(a, not_asked[i], NULL, step_answer, &x), RC_NOT_FOUND);
    }
    x.said.answer = S(" ");
    REFUSED(a, &other, "2026-11-23T08:00", answer, &x, RC_INVALID, "casework.consult.answer_needed");
    x.said.answer = S("Chưa đăng ký");
    OK(a, &other, NULL, answer, &x);
    assert_int_equal(as(a, &other, NULL, step_answer, &x), RC_CONFLICT);
    last_fault(a);
    OK(a, &other, NULL, asked, &x);
    assert_int_equal(x.n, 0);
    OK(a, &a->citizen, NULL, look, &x.s);
    OK(a, &a->citizen, NULL, timeline, &x.s);
    assert_str(x.s.events[0].kind, "dossier.consult_answered");
    assert_true(x.s.events[0].note.n == 0); /* the authority's own */
}

static void over_is_over(void **state)
{
    struct authority *a = *state;
    struct consultation x = {
        .s = {.filing = full_filing(a, "1.004873"), .reason = S("Thôi")},
        .ask = {.agency = S("H48.102"), .question = S("Đã đăng ký ở xã chưa?"), .days = 2}};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &x.s);
    OK(a, &a->citizen, NULL, withdraw, &x.s);
    assert_int_equal(as(a, &a->officer, NULL, step_consult, &x), RC_CONFLICT);
    assert_string_equal(last_fault(a), "casework.over");
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(asked_and_answered),
                                       AUTHORITY_TEST(over_is_over)};
    return cmocka_run_group_tests_name("dossier_consult", tests, NULL, NULL);
}
