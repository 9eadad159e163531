/* test_checklist.c - what a clerk ticks before acceptance decides whether papers are missing. */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "dossier/dossier_checklist.h"

struct ticking {
    struct step s;
    struct checklist_line lines[8];
    struct checklist_in in;
    struct checklist list;
};

static enum rc step_check(struct ctx *c, void *arg)
{
    struct ticking *t = arg;
    t->in.seen_version = t->s.ref.version;
    return dossier_check(c, t->s.ref.id, &t->in, &t->s.ref);
}

static enum rc step_checklist(struct ctx *c, void *arg)
{
    struct ticking *t = arg;
    return dossier_checklist(c, t->s.ref.id, &t->list);
}

static void start(struct authority *a, struct ticking *t)
{
    *t = (struct ticking){.s = {.filing = full_filing(a, "1.004873")}};
    OK(a, &a->clerk, "2026-11-19T14:00", file, &t->s);
    OK(a, &a->clerk, NULL, list_papers, &t->s);
    assert_in_range(t->s.list_n, 1, 8);
    for (ptrdiff_t i = 0; i < t->s.list_n; i++)
        t->lines[i] = (struct checklist_line){
            .paper_id = t->s.list[i].id, .present = true, .complete = true, .held = S("not_held")};
    t->in = (struct checklist_in){.account = S("found"), .lines = t->lines, .n = t->s.list_n};
}

static void what_is_ticked_as_missing_is_missing(void **state)
{
    struct authority *a = *state;
    struct ticking t;
    start(a, &t);
    OK(a, &a->clerk, NULL, checklist, &t);
    assert_true(instant_is_none(t.list.at));
    t.lines[0].complete = false;
    t.lines[0].held = S("differs");
    t.lines[0].note = S("Ngày sinh khác");
    OK(a, &a->clerk, NULL, check, &t);
    OK(a, &a->clerk, NULL, checklist, &t);
    assert_str(t.list.account, "found");
    assert_int_equal(t.list.n, t.in.n);
    assert_str(t.list.lines[0].note, "Ngày sinh khác");
    REFUSED(a, &a->clerk, NULL, accept, &t.s, RC_INVALID, "dossier.papers_missing");
    /* The registers have it: it need not be brought. The newest check holds. */
    t.lines[0].present = false;
    t.lines[0].complete = true;
    t.lines[0].held = S("matches");
    OK(a, &a->clerk, NULL, check, &t);
    OK(a, &a->clerk, NULL, accept, &t.s);
    OK(a, &a->clerk, NULL, look, &t.s);
    OK(a, &a->clerk, NULL, timeline, &t.s);
    assert_str(t.s.events[0].kind, "dossier.accepted");
    assert_str(t.s.events[1].kind, "dossier.checked");
    REFUSED(a, &a->clerk, NULL, check, &t, RC_CONFLICT, "dossier.check.answered");
}

static void refused_check_lists(void **state)
{
    struct authority *a = *state;
    struct ticking t;
    start(a, &t);
    REFUSED(a, &a->officer, NULL, check, &t, RC_DENIED, "");
    assert_int_equal(as(a, &a->other_clerk, NULL, step_check, &t), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->citizen, NULL, step_check, &t), RC_NOT_FOUND);
    t.in.n--;
    REFUSED(a, &a->clerk, NULL, check, &t, RC_INVALID, "dossier.check.every_paper");
    t.in.n++;
    t.lines[0].paper_id = 999999;
    REFUSED(a, &a->clerk, NULL, check, &t, RC_INVALID, "dossier.check.every_paper");
    t.lines[0].paper_id = t.s.list[0].id;
    t.lines[0].held = S("maybe");
    REFUSED(a, &a->clerk, NULL, check, &t, RC_INVALID, "dossier.check.held_unknown");
    t.lines[0].held = S("differs");
    REFUSED(a, &a->clerk, NULL, check, &t, RC_INVALID, "dossier.check.say_difference");
    t.lines[0].held = S("not_held");
    t.lines[0].present = false;
    REFUSED(a, &a->clerk, NULL, check, &t, RC_INVALID, "dossier.check.absent");
    t.lines[0].present = true;
    t.in.account = S("perhaps");
    REFUSED(a, &a->clerk, NULL, check, &t, RC_INVALID, "dossier.check.account_unknown");
    t.in.account = S("none");
    REFUSED(a, &a->clerk, NULL, check, &t, RC_INVALID, "dossier.check.say_no_account");
    t.in.note = S("Người nước ngoài chưa có số định danh");
    t.s.ref.version--;
    REFUSED(a, &a->clerk, NULL, check, &t, RC_CONFLICT, "casework.somebody_was_first");
    t.s.ref.version++;
    OK(a, &a->clerk, NULL, checklist, &t);
    assert_int_equal(t.list.n, 0);
    OK(a, &a->clerk, NULL, check, &t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(what_is_ticked_as_missing_is_missing),
        AUTHORITY_TEST(refused_check_lists),
    };
    return cmocka_run_group_tests_name("check-lists", tests, NULL, NULL);
}
