/*
 * test_amend.c - what changes beside the steps: who holds the work, corrections, completions,
 * cash, the citizen's own list.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

/* ---- desks ---- */

static void a_desk_is_its_owners(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    struct actor colleague = a->officer;
    colleague.staff = a->leader.staff; /* another member of staff of the same division */
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    s.claim = false;
    REFUSED(a, &a->officer, NULL, claim, &s, RC_CONFLICT, "casework.on_no_desk");
    s.claim = true;
    OK(a, &a->officer, NULL, claim, &s);
    REFUSED(a, &colleague, NULL, claim, &s, RC_CONFLICT, "casework.on_anothers_desk");
    s.claim = false;
    REFUSED(a, &colleague, NULL, claim, &s, RC_CONFLICT, "casework.on_anothers_desk");
    OK(a, &a->officer, NULL, claim, &s);
    s.claim = true;
    OK(a, &colleague, NULL, claim, &s);
}

static void what_waits_for_the_citizen_is_on_no_desk(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873"), .claim = true};
    const struct supplement_item items[] = {{0, S("Giấy tờ chứng minh")}};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    s.supplement = (struct supplement_in){.reason = S("Chưa rõ"), .items = items, .n = 1};
    OK(a, &a->officer, NULL, ask, &s);
    REFUSED(a, &a->officer, NULL, claim, &s, RC_CONFLICT, "casework.waits_for_citizen");
}

/* ---- corrections ---- */

static void correct_to(struct authority *a, struct step *s, const char *part, const char *becomes,
                       enum rc rc, const char *key)
{
    s->part = str_of(part);
    s->becomes = str_of(becomes);
    assert_int_equal(as(a, &a->clerk, NULL, step_correct, s), rc);
    const struct fault *f = a->e->c.faults;
    if (rc)
        assert_str(f->field, "becomes");
    assert_string_equal(last_fault(a), key);
}

static void a_corrected_dossier_passes_as_a_filing(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873"), .reason = S("Nhập nhầm")};
    s.filing.outside_id = S("DVC-1");
    OK(a, &a->clerk, "2026-11-19T14:00", file, &s);
    s.filing.outside_id = S("DVC-2");
    s.filing.authority = S("authorised");
    s.filing.authority_note = S("Giấy ủy quyền số 1");
    s.filing.filer =
        (struct person){.name = S("Trần Thị Thử"), .number = S("051196000018"), .birth = DATE_NONE};
    OK(a, &a->clerk, NULL, file, &s);
    correct_to(a, &s, "result_by", "drone", RC_INVALID, "dossier.result_by_unknown");
    correct_to(a, &s, "result_by", "post", RC_INVALID, "dossier.address_needed");
    correct_to(a, &s, "result_address", "Số 1, đường Kẻ Lạ", RC_OK, "");
    correct_to(a, &s, "result_by", "post", RC_OK, "");
    correct_to(a, &s, "result_address", "", RC_INVALID, "dossier.address_needed");
    correct_to(a, &s, "authority_note", " ", RC_INVALID, "dossier.authority_note_needed");
    correct_to(a, &s, "sets", "0", RC_INVALID, "dossier.sets_bounds");
    correct_to(a, &s, "sets", "hai", RC_INVALID, "dossier.sets_bounds");
    correct_to(a, &s, "outside_id", "DVC-1", RC_CONFLICT, "dossier.outside_seen");
    correct_to(a, &s, "outside_id", "DVC-2", RC_OK, "");
    correct_to(a, &s, "outside_id", "DVC-3", RC_OK, "");
}

/* ---- completions ---- */

static void a_completion_changes_what_it_tells(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    const struct supplement_item items[] = {{0, S("Giấy tờ chứng minh")}};
    full_papers[0].note = S("Bản chụp mờ");
    full_papers[0].form = S("copy");
    full_papers[0].quantity = 3;
    full_papers[0].complete = false;
    OK(a, &a->clerk, "2026-11-19T14:00", file, &s);
    s.supplement = (struct supplement_in){.reason = S("Chưa rõ"), .items = items, .n = 1};
    OK(a, &a->clerk, NULL, ask, &s);
    const struct filing_paper told[] = {{.component_id = full_papers[0].component_id},
                                        {.name = S("Giấy xác nhận"), .complete = true}};
    s.papers = told;
    s.papers_n = 2;
    OK(a, &a->clerk, NULL, complete, &s);
    OK(a, &a->clerk, NULL, list_papers, &s);
    const struct dossier_paper *first = &s.list[0], *added = &s.list[s.list_n - 1];
    assert_str(first->note, "Bản chụp mờ");
    assert_str(first->form, "copy");
    assert_int_equal(first->quantity, 3);
    assert_false(first->complete); /* brought, and still not in order */
    assert_str(added->name, "Giấy xác nhận");
    assert_str(added->form, "original");
    assert_int_equal(added->quantity, 1);
    REFUSED(a, &a->clerk, NULL, accept, &s, RC_INVALID, "dossier.papers_missing");
}

/* ---- not completed in time ---- */

static enum rc stop_unanswered(struct ctx *c, void *arg)
{
    return dossier_stop_unanswered(c, 10, arg);
}

static enum rc asked_when(struct ctx *c, void *arg)
{
    struct step *s = arg;
    struct dossier_supplement *list;
    ptrdiff_t n;
    const enum rc rc = dossier_supplements(c, s->ref.id, &list, &n);
    s->answer_by = rc || !n ? INSTANT_NONE : list[0].answer_by;
    return rc;
}

/* Điều 19.5 speaks of processing: 15 days, then it is stopped. */
static void what_is_not_completed_in_processing_is_stopped(void **state)
{
    struct authority *a = *state;
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    struct step s = {.filing = full_filing(a, "1.004873")}, kept;
    const struct supplement_item items[] = {{0, S("Giấy tờ chứng minh")}};
    int64_t n = 0;
    s.supplement = (struct supplement_in){.reason = S("Chưa rõ"), .items = items, .n = 1};
    OK(a, &a->clerk, "2026-11-16T09:00", receive, &s);
    OK(a, &a->officer, "2026-11-17T09:00", ask, &s);
    assert_int_equal(as(a, &a->clerk, NULL, asked_when, &s), RC_OK);
    assert_int_equal(instant_date(s.answer_by).day, date_from_civil((struct civil){2026, 12, 2}).day);
    kept = s;
    /* Before acceptance nothing runs that could end. */
    s.filing = full_filing(a, "1.004873");
    OK(a, &a->clerk, NULL, file, &s);
    OK(a, &a->clerk, NULL, ask, &s);
    assert_int_equal(as(a, &a->clerk, NULL, asked_when, &s), RC_OK);
    assert_true(instant_is_none(s.answer_by));
    assert_int_equal(as(a, system, "2026-12-02T16:00", stop_unanswered, &n), RC_OK);
    assert_int_equal(n, 0);
    assert_int_equal(as(a, system, "2026-12-04T16:00", stop_unanswered, &n), RC_OK);
    assert_int_equal(n, 1);
    assert_int_equal(as(a, system, NULL, stop_unanswered, &n), RC_OK);
    assert_int_equal(n, 0);
    s.ref.pub = kept.ref.pub;
    OK(a, &a->citizen, NULL, look, &kept);
    assert_int_equal(kept.dossier.work.status, WORK_STOPPED);
    s.dossier = kept.dossier;
    OK(a, &a->citizen, NULL, timeline, &s);
    assert_str(s.events[0].kind, "dossier.stopped");
    assert_str(s.events[0].note, "Không bổ sung trong 15 ngày (Nghị định 118/2025/NĐ-CP, Điều 19.5).");
}

/* ---- cash ---- */

static void what_ended_without_a_result_owes_nothing(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004222"),
                     .amount = 20000,
                     .reason = S("Nhầm"),
                     .ground = S("other")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->clerk, NULL, cancel, &s);
    REFUSED(a, &a->clerk, NULL, pay, &s, RC_CONFLICT, "dossier.pay_over");
    s.filing = full_filing(a, "1.004222");
    OK(a, &a->clerk, NULL, file, &s);
    OK(a, &a->clerk, NULL, refuse, &s);
    REFUSED(a, &a->clerk, NULL, pay, &s, RC_CONFLICT, "dossier.pay_over");
    s.filing = online_filing(a, "1.004222");
    OK(a, &a->citizen, NULL, file, &s);
    OK(a, &a->citizen, NULL, withdraw, &s);
    REFUSED(a, &a->clerk, NULL, pay, &s, RC_CONFLICT, "dossier.pay_over");
}

/* ---- the citizen's own list ---- */

static void ones_own_are_listed_wherever_they_were_taken_in(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", file, &s);
    OK(a, &a->citizen, NULL, mine, &s);
    assert_int_equal(s.page.n, 1);
    assert_str(s.page.rows[0].code, "H48.101-261119-0001");
    OK(a, &a->stranger, NULL, mine, &s);
    assert_int_equal(s.page.n, 0);
    /* Brought for somebody else: both see it, and one filed by the account is there once. */
    s.filing = full_filing(a, "1.004873");
    s.filing.authority = S("parent");
    s.filing.filer = (struct person){.id = a->stranger.person, .birth = DATE_NONE};
    OK(a, &a->clerk, NULL, file, &s);
    OK(a, &a->stranger, NULL, mine, &s);
    assert_int_equal(s.page.n, 1);
    s.filing = online_filing(a, "1.004873");
    OK(a, &a->citizen, NULL, file, &s);
    OK(a, &a->citizen, NULL, mine, &s);
    assert_int_equal(s.page.n, 3);
    assert_str(s.page.rows[0].code, "H48.101-261119-0003");
}

/* ---- the same matter ---- */

static enum rc same_matter(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_same_matter(c, s->dossier.owner_id, s->dossier.procedure_id, &s->page);
}

static void a_double_out_of_reach_is_a_number_only(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", file, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_int_equal(as(a, &a->clerk, NULL, same_matter, &s), RC_OK);
    assert_int_equal(s.page.n, 1);
    assert_int_equal(s.page.elsewhere, 0);
    assert_int_equal(as(a, &a->other_clerk, NULL, same_matter, &s), RC_OK);
    assert_int_equal(s.page.n, 0);
    assert_int_equal(s.page.elsewhere, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(a_desk_is_its_owners),
        AUTHORITY_TEST(what_waits_for_the_citizen_is_on_no_desk),
        AUTHORITY_TEST(a_corrected_dossier_passes_as_a_filing),
        AUTHORITY_TEST(a_completion_changes_what_it_tells),
        AUTHORITY_TEST(what_is_not_completed_in_processing_is_stopped),
        AUTHORITY_TEST(what_ended_without_a_result_owes_nothing),
        AUTHORITY_TEST(a_double_out_of_reach_is_a_number_only),
        AUTHORITY_TEST(ones_own_are_listed_wherever_they_were_taken_in),
    };
    return cmocka_run_group_tests_name("dossier amendments", tests, NULL, NULL);
}
