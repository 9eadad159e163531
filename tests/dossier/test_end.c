/*
 * test_end.c - how a dossier ends without a result: every refusal of it, what is given back, and
 * that no end takes a late one out of the figures.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "dossier/figures.h"

static struct step received(struct authority *a, const char *procedure)
{
    struct step s = {
        .filing = full_filing(a, procedure), .ground = S("not_eligible"), .reason = S("Không cần nữa")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    return s;
}

static void refused_with_a_ground(void **state)
{
    struct authority *a = *state;
    struct step s = received(a, "1.004222");
    s.amount = 20000;
    OK(a, &a->clerk, NULL, pay, &s);
    OK(a, &a->clerk, NULL, look, &s);
    s.ref.version = s.dossier.work.version;
    assert_int_equal(as(a, &a->citizen, NULL, step_end, &s), RC_NOT_FOUND);
    REFUSED(a, &a->clerk, "2026-11-20T08:00", settle, &s, RC_CONFLICT, "dossier.settle.nothing_due");
    REFUSED(a, &a->clerk, NULL, refuse, &s, RC_DENIED, "casework.not_your_step");
    OK(a, &a->officer, NULL, refuse, &s);
    REFUSED(a, &a->officer, NULL, refuse, &s, RC_INVALID, "casework.no_such_action");
    OK(a, &a->clerk, NULL, end, &s);
    assert_str(s.end.how, "refused");
    assert_str(s.end.ground, "not_eligible");
    assert_str(s.end.papers, "due");
    assert_str(s.end.refund, "open");
    REFUSED(a, &a->clerk, NULL, settle, &s, RC_INVALID, "dossier.settle.nothing_said");
    s.settlement = (struct settlement_in){.papers_back = true};
    REFUSED(a, &a->clerk, NULL, settle, &s, RC_INVALID, "dossier.collector_needed");
    s.settlement.papers_to = S("Lê Minh Họa");
    s.settlement.refund = S("gambled");
    REFUSED(a, &a->clerk, NULL, settle, &s, RC_INVALID, "dossier.settle.refund_unknown");
    s.settlement.refund = S("kept");
    REFUSED(a, &a->clerk, NULL, settle, &s, RC_INVALID, "dossier.reason_needed");
    s.settlement.note = S("Điều 24");
    REFUSED(a, &a->officer, NULL, settle, &s, RC_DENIED, "");
    OK(a, &a->clerk, NULL, settle, &s);
    REFUSED(a, &a->clerk, NULL, settle, &s, RC_CONFLICT, "dossier.settle.nothing_due");
    OK(a, &a->clerk, NULL, end, &s);
    assert_str(s.end.papers, "returned");
    assert_str(s.end.refund, "kept");
}

static void withdrawn_on_paper(void **state)
{
    struct authority *a = *state;
    struct step s = received(a, "1.004873");
    s.how = S("forget");
    REFUSED(a, &a->citizen, NULL, withdraw, &s, RC_INVALID, "dossier.withdraw.how_unknown");
    s.how = S("stop");
    REFUSED(a, &a->officer, NULL, withdraw, &s, RC_DENIED, "");
    assert_int_equal(as(a, &a->other_clerk, NULL, step_withdraw, &s), RC_NOT_FOUND);
    REFUSED(a, &a->clerk, NULL, withdraw, &s, RC_INVALID, "dossier.withdraw.request_needed");
    OK(a, &a->clerk, NULL, store, &s);
    OK(a, &a->clerk, NULL, withdraw, &s);
    OK(a, &a->citizen, NULL, look, &s);
    assert_int_equal(s.dossier.work.status, WORK_STOPPED);
    OK(a, &a->citizen, NULL, timeline, &s);
    assert_str(s.events[0].kind, "dossier.stop_asked");
    assert_str(s.events[0].note, "Không cần nữa");
    OK(a, &a->clerk, NULL, files, &s);
    assert_int_equal(s.files_n, 1);
}

static void not_after_the_signature(void **state)
{
    struct authority *a = *state;
    struct step s = received(a, "1.004873");
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    OK(a, &a->officer, NULL, act, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("approve")};
    OK(a, &a->leader, NULL, act, &s);
    s.act = (struct act_in){0};
    REFUSED(a, &a->citizen, NULL, withdraw, &s, RC_CONFLICT, "dossier.withdraw.decided");
    s.how = S("stop");
    REFUSED(a, &a->citizen, NULL, withdraw, &s, RC_CONFLICT, "dossier.withdraw.decided");
}

static void cancelled_by_the_clerk_on_the_day_only(void **state)
{
    struct authority *a = *state;
    struct step s = received(a, "1.004873");
    REFUSED(a, &a->clerk, "2026-11-20T08:00", cancel, &s, RC_DENIED, "dossier.cancel_leader");
    s.ref.version--;
    REFUSED(a, &a->leader, NULL, cancel, &s, RC_CONFLICT, "casework.somebody_was_first");
    s.ref.version++;
    OK(a, &a->leader, NULL, cancel, &s);
    REFUSED(a, &a->leader, NULL, cancel, &s, RC_CONFLICT, "casework.over");
}

/* Filed again after the authority's own end, the first reception counts; another matter does not. */
static void first_reception_counts(void **state)
{
    struct authority *a = *state;
    struct step s = received(a, "1.004873"), again;
    OK(a, &a->leader, "2026-11-24T08:00", cancel, &s);
    again = (struct step){.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-25T08:00", receive, &again);
    OK(a, &a->clerk, NULL, look, &again);
    assert_str(instant_iso(a->e->c.mem, again.dossier.work.due_at), "2026-11-25T17:30:00+07:00");
    again = (struct step){.filing = full_filing(a, "1.004873")}; /* carried on already: another one */
    OK(a, &a->clerk, "2026-11-26T08:00", receive, &again);
    OK(a, &a->clerk, NULL, look, &again);
    assert_str(instant_iso(a->e->c.mem, again.dossier.work.due_at), "2026-12-01T17:30:00+07:00");
    again = (struct step){.filing = full_filing(a, "1.004222")};
    OK(a, &a->clerk, NULL, receive, &again);
    OK(a, &a->clerk, NULL, look, &again);
    assert_true(again.dossier.work.due_at.us > again.dossier.accepted_at.us + 7 * DAY_US);
}

static enum rc figures(struct ctx *c, void *arg)
{
    return dossier_figures(c, arg);
}

static void no_end_hides_a_late_one(void **state)
{
    struct authority *a = *state;
    struct dossier_figures f;
    struct step s = received(a, "1.004873"), other = received(a, "1.004873");
    OK(a, &a->citizen, "2026-11-27T08:00", withdraw, &s);
    OK(a, &a->leader, NULL, cancel, &other);
    assert_int_equal(as(a, &a->clerk, "2026-11-27T09:00", figures, &f), RC_OK);
    assert_int_equal(f.work.settled, 2);
    assert_int_equal(f.work.late, 2);
}

static void asked_late_stops_no_clock(void **state)
{
    struct authority *a = *state;
    struct step s = received(a, "1.004222"); /* 7 working days */
    const struct supplement_item items[] = {{0, S("Tờ khai")}};
    s.supplement = (struct supplement_in){.reason = S("Thiếu"), .items = items, .n = 1};
    REFUSED(a, &a->officer, "2026-11-26T08:00", ask, &s, RC_CONFLICT, "dossier.supplement_late");
    OK(a, &a->officer, "2026-11-25T17:00", ask, &s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(refused_with_a_ground),
        AUTHORITY_TEST(withdrawn_on_paper),
        AUTHORITY_TEST(not_after_the_signature),
        AUTHORITY_TEST(cancelled_by_the_clerk_on_the_day_only),
        AUTHORITY_TEST(first_reception_counts),
        AUTHORITY_TEST(no_end_hides_a_late_one),
        AUTHORITY_TEST(asked_late_stops_no_clock),
    };
    return cmocka_run_group_tests_name("dossier_end", tests, NULL, NULL);
}
