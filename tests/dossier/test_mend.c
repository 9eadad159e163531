/*
 * test_mend.c - after the result: a wrong one is corrected, a lost one issued again, the old one
 * stays and is shown as replaced; every refusal of it.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "dossier/dossier_mend.h"

struct mend {
    struct step s;
    struct mend_in ask;
    struct mend_decision decision;
    struct dossier_mend *list;
    ptrdiff_t n;
    bool answered;
    struct mend_request *requests;
    ptrdiff_t requests_n;
    int64_t waiting;
};

static enum rc step_ask_mend(struct ctx *c, void *arg)
{
    struct mend *m = arg;
    m->ask.seen_version = m->s.ref.version;
    return dossier_ask_mend(c, m->s.ref.id, &m->ask, &m->s.ref);
}

static enum rc step_decide_mend(struct ctx *c, void *arg)
{
    struct mend *m = arg;
    m->decision.seen_version = m->s.ref.version;
    return dossier_decide_mend(c, m->s.ref.id, &m->decision, &m->s.ref);
}

static enum rc step_mends(struct ctx *c, void *arg)
{
    struct mend *m = arg;
    return dossier_mends(c, m->s.ref.id, &m->list, &m->n);
}

static enum rc step_requests(struct ctx *c, void *arg)
{
    struct mend *m = arg;
    const enum rc rc = dossier_mend_count(c, &m->waiting);
    return rc ? rc : dossier_mend_list(c, m->answered, 10, &m->requests, &m->requests_n);
}

/* Up to the issue of the result, 23/11 10:00. */
static struct mend issued(struct authority *a)
{
    struct mend m = {.s = {.filing = full_filing(a, "1.004873")},
                     .ask = {.kind = S("correction"), .reason = S("Sai ngày sinh")}};
    struct step *s = &m.s;
    OK(a, &a->clerk, "2026-11-19T14:00", receive, s);
    REFUSED(a, &a->clerk, NULL, ask_mend, &m, RC_CONFLICT, "dossier.mend.no_result");
    s->act = (struct act_in){.seen_version = s->ref.version, .action = S("submit")};
    OK(a, &a->officer, "2026-11-20T09:00", act, s);
    s->act = (struct act_in){.seen_version = s->ref.version, .action = S("approve")};
    OK(a, &a->leader, NULL, act, s);
    OK(a, &a->clerk, NULL, store, s);
    s->act.seen_version = s->ref.version;
    s->act.action = S("issue");
    OK(a, &a->clerk, "2026-11-23T10:00", act, s);
    return m;
}

static void corrected_with_an_apology(void **state)
{
    struct authority *a = *state;
    struct mend m = issued(a);
    REFUSED(a, &a->leader, "2026-11-25T09:00", decide_mend, &m, RC_CONFLICT, "dossier.mend.none");
    REFUSED(a, &a->officer, NULL, ask_mend, &m, RC_DENIED, "");
    assert_int_equal(as(a, &a->stranger, NULL, step_ask_mend, &m), RC_NOT_FOUND);
    m.s.ref.version--;
    REFUSED(a, &a->citizen, NULL, ask_mend, &m, RC_CONFLICT, "casework.somebody_was_first");
    m.s.ref.version++;
    OK(a, &a->citizen, NULL, ask_mend, &m);
    REFUSED(a, &a->clerk, NULL, ask_mend, &m, RC_CONFLICT, "dossier.mend.open");
    OK(a, &a->citizen, NULL, mends, &m);
    assert_str(m.list[0].asked_by, "applicant");
    assert_str(instant_iso(a->e->c.mem, m.list[0].due_at), "2026-11-30T17:30:00+07:00");
    m.decision.done = true;
    REFUSED(a, &a->clerk, NULL, decide_mend, &m, RC_DENIED, "");
    REFUSED(a, &a->leader, NULL, decide_mend, &m, RC_INVALID, "casework.file_needed");
    OK(a, &a->leader, NULL, store, &m.s);
    m.decision.file_id = m.s.file.id.v;
    m.decision.file_name = S("ket-qua-sua.pdf");
    REFUSED(a, &a->leader, NULL, decide_mend, &m, RC_INVALID, "dossier.mend.apology_needed");
    m.decision.note = S("Xin lỗi ông vì sai sót");
    OK(a, &a->leader, "2026-12-01T08:00", decide_mend, &m);
    OK(a, &a->citizen, NULL, mends, &m);
    assert_str(m.list[0].state, "done");
    assert_true(m.list[0].late);
    /* Both files stay; the old one says that it was replaced. */
    OK(a, &a->citizen, NULL, look, &m.s);
    OK(a, &a->citizen, NULL, files, &m.s);
    assert_int_equal(m.s.files_n, 2);
    assert_false(instant_is_none(m.s.files[0].replaced_at));
    assert_true(instant_is_none(m.s.files[1].replaced_at));
    assert_str(m.s.dossier.punctuality, "early");
    OK(a, &a->citizen, NULL, timeline, &m.s);
    assert_str(m.s.events[0].kind, "dossier.mended");
    assert_str(m.s.events[0].note, "Xin lỗi ông vì sai sót");
}

static void issued_again_or_refused(void **state)
{
    struct authority *a = *state;
    struct mend m = issued(a);
    m.ask.kind = S("miracle");
    REFUSED(a, &a->citizen, "2026-11-25T09:00", ask_mend, &m, RC_INVALID, "dossier.mend.kind_unknown");
    m.ask.kind = S("reissue");
    m.ask.reason = S(" ");
    REFUSED(a, &a->citizen, NULL, ask_mend, &m, RC_INVALID, "dossier.reason_needed");
    m.ask.reason = S("Bị mất");
    OK(a, &a->clerk, NULL, ask_mend, &m);
    REFUSED(a, &a->leader, NULL, decide_mend, &m, RC_INVALID, "dossier.reason_needed");
    m.decision.note = S("Không phải của ông");
    OK(a, &a->leader, NULL, decide_mend, &m);
    OK(a, &a->clerk, NULL, ask_mend, &m);
    OK(a, &a->leader, NULL, store, &m.s);
    m.decision =
        (struct mend_decision){.done = true, .file_id = m.s.file.id.v, .file_name = S("cap-lai.pdf")};
    OK(a, &a->leader, NULL, decide_mend, &m);
    OK(a, &a->citizen, NULL, mends, &m);
    assert_int_equal(m.n, 2);
    assert_str(m.list[0].state, "refused");
    assert_str(m.list[1].state, "done");
    assert_false(m.list[1].late);
}

/* Who may correct at an agency sees what waits there and what was answered, nobody else anything. */
static void listed_for_the_agency(void **state)
{
    struct authority *a = *state;
    struct mend m = issued(a);
    OK(a, &a->clerk, "2026-11-25T09:00", requests, &m);
    assert_int_equal(m.requests_n, 0);
    assert_int_equal(m.waiting, 0);
    OK(a, &a->citizen, NULL, ask_mend, &m);
    struct actor *const there[] = {&a->clerk, &a->leader};
    for (size_t i = 0; i < 2; i++) {
        OK(a, there[i], "2026-12-01T08:00", requests, &m);
        assert_int_equal(m.requests_n, 1);
        assert_int_equal(m.waiting, 1);
        assert_str(m.requests[0].code, "H48.101-261119-0001");
        assert_str(m.requests[0].x.reason, "Sai ngày sinh");
        assert_str(m.requests[0].x.state, "open");
        assert_true(m.requests[0].x.late);
    }
    OK(a, &a->other_clerk, NULL, requests, &m);
    assert_int_equal(m.requests_n, 0);
    assert_int_equal(m.waiting, 0);
    assert_int_equal(as(a, &a->officer, NULL, step_requests, &m), RC_DENIED);
    assert_int_not_equal(as(a, &a->citizen, NULL, step_requests, &m), RC_OK);
    m.decision = (struct mend_decision){.note = S("Ngày sinh đúng")};
    OK(a, &a->leader, "2026-12-01T09:00", decide_mend, &m);
    OK(a, &a->clerk, NULL, requests, &m);
    assert_int_equal(m.requests_n, 0);
    m.answered = true;
    OK(a, &a->clerk, "2026-12-30T09:00", requests, &m);
    assert_int_equal(m.requests_n, 1);
    assert_str(m.requests[0].x.state, "refused");
    assert_str(m.requests[0].x.note, "Ngày sinh đúng");
    OK(a, &a->other_clerk, NULL, requests, &m);
    assert_int_equal(m.requests_n, 0);
    OK(a, &a->clerk, "2027-01-02T09:00", requests, &m); /* longer than 30 days ago */
    assert_int_equal(m.requests_n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(corrected_with_an_apology),
        AUTHORITY_TEST(issued_again_or_refused),
        AUTHORITY_TEST(listed_for_the_agency),
    };
    return cmocka_run_group_tests_name("dossier_mend", tests, NULL, NULL);
}
