/*
 * test_life.c - a dossier from the counter to the citizen's hand, and every refusal on the way.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "casework/ledger.h"

static void from_counter_to_hand(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    assert_str(s.ref.code, "H48.101-261119-0001");
    OK(a, &a->officer, "2026-11-19T14:05", look, &s);
    assert_str(instant_iso(a->e->c.mem, s.dossier.work.due_at), "2026-11-25T17:30:00+07:00");
    assert_int_equal(s.dossier.work.status, WORK_ACCEPTED);
    assert_true(work_is_mine(&s.dossier.work, &a->officer));
    assert_str(s.dossier.ruleset, "nd118");
    /* Somebody else's step, somebody else's dossier. */
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    REFUSED(a, &a->clerk, NULL, act, &s, RC_DENIED, "");
    assert_int_equal(as(a, &a->other_clerk, NULL, step_look, &s), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->stranger, NULL, step_look, &s), RC_NOT_FOUND);
    assert_int_equal(as(a, NULL, NULL, step_look, &s), RC_NOT_FOUND);
    s.claim = true;
    OK(a, &a->officer, "2026-11-20T08:00", claim, &s);
    REFUSED(a, &a->officer, NULL, act, &s, RC_CONFLICT, "casework.somebody_was_first");
    s.act.seen_version = s.ref.version;
    OK(a, &a->officer, "2026-11-20T09:00", act, &s);
    OK(a, &a->leader, NULL, look, &s);
    assert_int_equal(s.dossier.work.status, WORK_APPROVING);
    /* Sent back with a reason only, to the same desk. */
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("send_back")};
    REFUSED(a, &a->leader, NULL, act, &s, RC_INVALID, "casework.note_needed");
    s.act.note = S("Bổ sung căn cứ");
    OK(a, &a->leader, "2026-11-20T10:00", act, &s);
    OK(a, &a->officer, NULL, look, &s);
    assert_true(s.dossier.work.handler_id.set && s.dossier.work.handler_id.v == a->officer.staff);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    OK(a, &a->officer, "2026-11-23T08:00", act, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("approve")};
    OK(a, &a->leader, "2026-11-23T09:00", act, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("issue")};
    REFUSED(a, &a->clerk, NULL, act, &s, RC_INVALID, "casework.file_needed");
    s.act.file_id = 1;
    s.act.file_name = S("ket-qua.pdf");
    OK(a, &a->clerk, "2026-11-23T10:00", act, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_int_equal(s.dossier.work.status, WORK_ISSUED);
    assert_str(s.dossier.punctuality, "early");
    s.ret = (struct return_in){.how = S("counter")};
    REFUSED(a, &a->clerk, NULL, give_back, &s, RC_INVALID, "dossier.collector_needed");
    s.ret.collector = S("Lê Minh Họa");
    OK(a, &a->clerk, "2026-11-24T08:00", give_back, &s);
    OK(a, &a->citizen, NULL, look, &s);
    assert_int_equal(s.dossier.work.status, WORK_RETURNED);
    OK(a, &a->clerk, NULL, timeline, &s);
    assert_int_equal(s.events_n, 9);
    assert_str(s.events[0].kind, "dossier.returned");
    assert_str(s.events[8].kind, "dossier.filed");
}

/* Looks at the dossier's files as that actor and opens each by its number. */
static ptrdiff_t files_seen(struct authority *a, struct actor *who, struct step *s)
{
    OK(a, who, NULL, look, s);
    OK(a, who, NULL, files, s);
    const ptrdiff_t n = s->files_n;
    for (ptrdiff_t i = 0; i < n; i++) {
        s->file_no = s->files[i].no;
        OK(a, who, NULL, open_file, s);
    }
    return n;
}

/* /dossiers/:pub/files/:no asks for a signed-in actor only: the rule says which files. */
static void drafts_are_the_authoritys_own(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->officer, NULL, store, &s);
    s.act.seen_version = s.ref.version;
    s.act.action = S("submit");
    OK(a, &a->officer, NULL, act, &s);
    assert_int_equal(files_seen(a, &a->officer, &s), 1);
    assert_int_equal(files_seen(a, &a->citizen, &s), 0);
    s.file_no = 1;
    assert_int_equal(as(a, &a->citizen, NULL, step_open_file, &s), RC_NOT_FOUND);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("approve")};
    OK(a, &a->leader, NULL, act, &s);
    OK(a, &a->clerk, NULL, store, &s);
    s.act.seen_version = s.ref.version;
    s.act.action = S("issue");
    OK(a, &a->clerk, NULL, act, &s);
    assert_int_equal(files_seen(a, &a->clerk, &s), 2);
    assert_int_equal(files_seen(a, &a->citizen, &s), 1);
    assert_str(s.files[0].kind, "result");
    assert_int_equal(s.files[0].no, 2);
    s.file_no = 1;
    assert_int_equal(as(a, &a->citizen, NULL, step_open_file, &s), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->stranger, NULL, step_open_file, &s), RC_NOT_FOUND);
    s.file_no = 3;
    assert_int_equal(as(a, &a->clerk, NULL, step_open_file, &s), RC_NOT_FOUND);
}

static void three_different_people(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    struct actor both = a->clerk;
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    both.unit = a->division;
    both.roles |= 1u << ROLE_OFFICER;
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    REFUSED(a, &both, NULL, act, &s, RC_DENIED, "casework.separation_of_duties");
}

static void missing_papers_and_supplement(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    s.filing.paper_n = 0;
    REFUSED(a, &a->clerk, "2026-11-16T09:00", receive, &s, RC_INVALID, "dossier.papers_missing");
    OK(a, &a->clerk, "2026-11-16T09:00", file, &s);
    REFUSED(a, &a->clerk, NULL, accept, &s, RC_INVALID, "dossier.papers_missing");
    REFUSED(a, &a->clerk, NULL, ask, &s, RC_INVALID, "dossier.supplement_items_needed");
    const struct supplement_item items[] = {{0, S("Tờ khai")}};
    s.supplement = (struct supplement_in){.reason = S("Thiếu tờ khai"), .items = items, .n = 1};
    OK(a, &a->clerk, NULL, ask, &s);
    REFUSED(a, &a->clerk, NULL, complete, &s, RC_INVALID, "dossier.papers_needed");
    s.papers = full_papers;
    s.papers_n = full_filing(a, "1.004873").paper_n;
    OK(a, &a->clerk, "2026-11-18T10:00", complete, &s);
    REFUSED(a, &a->clerk, NULL, ask, &s, RC_CONFLICT, "dossier.supplement_once");
    OK(a, &a->clerk, "2026-11-19T14:00", accept, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_str(instant_iso(a->e->c.mem, s.dossier.work.due_at), "2026-11-25T17:30:00+07:00");
}

/* law.md 9.3, restart: accepted 16/11, 10 working days; asked 18/11; complete 23/11 10:00 -> 8/12. */
static void restart_from_zero(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004222")}; /* 7 working days */
    OK(a, &a->clerk, "2026-11-16T09:00", receive, &s);
    const struct supplement_item items[] = {{0, S("Giấy tờ chứng minh")}};
    s.supplement = (struct supplement_in){.reason = S("Chưa rõ"), .items = items, .n = 1};
    OK(a, &a->officer, "2026-11-18T10:00", ask, &s);
    OK(a, &a->officer, NULL, look, &s);
    assert_true(instant_is_none(s.dossier.work.due_at));
    const struct filing_paper extra = {
        .name = S("Giấy xác nhận"), .form = S("original"), .quantity = 1, .complete = true};
    s.papers = &extra;
    s.papers_n = 1;
    OK(a, &a->clerk, "2026-11-23T10:00", complete, &s);
    OK(a, &a->officer, NULL, look, &s);
    assert_str(instant_iso(a->e->c.mem, s.dossier.work.due_at), "2026-12-03T17:30:00+07:00");
    assert_int_equal(s.dossier.work.status, WORK_PROCESSING);
    OK(a, &a->officer, NULL, timeline, &s);
    assert_int_equal(s.events[0].took_us, 0); /* waiting for papers is nobody's time */
    assert_int_equal(s.events[1].took_us, 17 * HOUR_US);
}

static void refused_filings(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    struct filing *f = &s.filing;
    f->filed_at = (instant){a->e->c.now.us + DAY_US};
    REFUSED(a, &a->clerk, NULL, file, &s, RC_INVALID, "dossier.filed_in_future");
    f->filed_at = (instant){a->e->c.now.us - 2 * DAY_US};
    OK(a, &a->clerk, NULL, file, &s); /* paper entered late */
    f->filed_at = INSTANT_NONE;
    f->authority = S("friend");
    REFUSED(a, &a->clerk, NULL, file, &s, RC_INVALID, "dossier.authority_unknown");
    f->authority = S("authorised");
    REFUSED(a, &a->clerk, NULL, file, &s, RC_INVALID, "dossier.authority_note_needed");
    f->authority = S("self");
    f->result_by = S("post");
    REFUSED(a, &a->clerk, NULL, file, &s, RC_INVALID, "dossier.address_needed");
    f->result_by = S("counter");
    f->sets = 0;
    REFUSED(a, &a->clerk, NULL, file, &s, RC_INVALID, "dossier.sets_bounds");
    f->sets = 1;
    f->procedure_code = S("9.999999");
    assert_int_equal(as(a, &a->clerk, NULL, step_file, &s), RC_NOT_FOUND);
    f->procedure_code = S("1.010833");
    REFUSED(a, &a->clerk, NULL, file, &s, RC_INVALID, "catalog.closed.no_deadline");
    f->procedure_code = S("1.004873");
    full_papers[0].component_id = 999999;
    REFUSED(a, &a->clerk, NULL, file, &s, RC_INVALID, "dossier.component_unknown");
    s.filing = full_filing(a, "1.004873");
    f->outside_id = S("DVC-1");
    f->origin = ORIGIN_NATIONAL_PORTAL;
    OK(a, &a->clerk, NULL, file, &s);
    REFUSED(a, &a->clerk, NULL, file, &s, RC_CONFLICT, "dossier.outside_seen");
}

static void withdrawn_cancelled_corrected(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = online_filing(a, "1.004873")};
    OK(a, &a->citizen, "2026-11-19T14:00", file, &s);
    REFUSED(a, &a->citizen, NULL, withdraw, &s, RC_INVALID, "dossier.reason_needed");
    s.reason = S("Không cần nữa");
    assert_int_equal(as(a, &a->stranger, NULL, step_withdraw, &s), RC_NOT_FOUND);
    s.part = S("sets");
    s.becomes = S("2");
    OK(a, &a->clerk, NULL, correct, &s);
    s.part = S("status");
    REFUSED(a, &a->clerk, NULL, correct, &s, RC_INVALID, "dossier.part_unknown");
    OK(a, &a->citizen, NULL, withdraw, &s);
    REFUSED(a, &a->citizen, NULL, withdraw, &s, RC_CONFLICT, "casework.over");
    s = (struct step){.filing = full_filing(a, "1.004873"), .reason = S("Nhập nhầm người")};
    OK(a, &a->clerk, NULL, file, &s);
    OK(a, &a->clerk, NULL, cancel, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_int_equal(s.dossier.work.status, WORK_CANCELLED);
    assert_false(instant_is_none(s.dossier.cancelled_at));
}

static void refusal_needs_reason(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", file, &s);
    s.reason = S("Không thuộc thẩm quyền");
    REFUSED(a, &a->clerk, NULL, refuse, &s, RC_INVALID, "dossier.refuse.ground_needed");
    s.ground = S("weather");
    REFUSED(a, &a->clerk, NULL, refuse, &s, RC_INVALID, "dossier.refuse.ground_needed");
    s.ground = S("not_competent");
    s.reason = S(" ");
    REFUSED(a, &a->clerk, NULL, refuse, &s, RC_INVALID, "dossier.reason_needed");
    s.reason = S("Không thuộc thẩm quyền");
    OK(a, &a->clerk, NULL, refuse, &s);
    OK(a, &a->citizen, NULL, look, &s);
    assert_int_equal(s.dossier.work.status, WORK_REFUSED);
    assert_str(s.dossier.refusal_reason, "Không thuộc thẩm quyền");
    OK(a, &a->citizen, NULL, timeline, &s);
    assert_str(s.events[0].kind, "dossier.refused");
    assert_str(s.events[0].note, "Không thuộc thẩm quyền");
}

static void late_ones_are_listed(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    s.which = LIST_OVERDUE;
    OK(a, &a->officer, "2026-11-26T08:00", worklist, &s);
    assert_int_equal(s.page.n, 1);
    OK(a, &a->officer, NULL, counts, &s);
    assert_int_equal(s.counts[LIST_OVERDUE], 1);
    assert_int_equal(s.counts[LIST_UNIT], 1);
}

static enum rc check_due(struct ctx *c, void *arg)
{
    return work_check_due(c, (struct work_id){0}, 10, arg);
}

/* What `motcua check` compares; a withdrawn one keeps its last promise. */
static void due_dates_are_what_their_ledgers_say(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004222"), .reason = S("Không cần nữa")};
    struct work_due_check check;
    const struct supplement_item items[] = {{0, S("Giấy tờ chứng minh")}};
    s.supplement = (struct supplement_in){.reason = S("Chưa rõ"), .items = items, .n = 1};
    OK(a, &a->clerk, "2026-11-16T09:00", receive, &s);
    OK(a, &a->clerk, NULL, receive, &s);
    OK(a, &a->officer, NULL, ask, &s);
    OK(a, &a->clerk, NULL, receive, &s);
    OK(a, &a->citizen, NULL, withdraw, &s);
    OK(a, &a->clerk, NULL, file, &s);
    assert_int_equal(as(a, &a->clerk, NULL, check_due, &check), RC_OK);
    assert_int_equal(check.seen, 4);
    assert_int_equal(check.n, 0);
    assert_int_equal(check.last.v, s.ref.id.v);
    assert_int_equal(
        engine_script(a->e, "UPDATE work SET due_at = due_at + 1 WHERE status = 'accepted'"), RC_OK);
    assert_int_equal(as(a, &a->clerk, NULL, check_due, &check), RC_OK);
    assert_int_equal(check.n, 1);
    assert_int_equal(check.faults[0].stored.us, check.faults[0].derived.us + 1);
}

static void tracking_tells_little_without_secret(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->clerk, NULL, look, &s);
    s.code = s.ref.code;
    s.secret = dossier_secret(a->e->c.mem, &s.dossier);
    OK(a, NULL, NULL, track, &s);
    assert_true(s.full);
    s.secret = S("0000000000000");
    OK(a, NULL, NULL, track, &s);
    assert_false(s.full);
    s.code = S("H48.101-261119-9999");
    assert_int_equal(as(a, NULL, NULL, step_track, &s), RC_NOT_FOUND);
}

static void found_by_code_and_name(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    static const char *const texts[] = {"H48.101-261119-0001", "le minh hoa", "051196000017",
                                        "0912345218"};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        s.text = str_of(texts[i]);
        OK(a, &a->clerk, NULL, search, &s);
        if (s.page.n != 1)
            fail_msg("%s: %td found", texts[i], s.page.n);
        OK(a, &a->other_clerk, NULL, search, &s);
        assert_int_equal(s.page.n, 0);
    }
}

static void cash_is_numbered(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004222")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_str(s.dossier.money_status, "due");
    s.amount = 1;
    s.amount = 999999999;
    REFUSED(a, &a->clerk, NULL, pay, &s, RC_INVALID, "dossier.cash_bounds");
    s.amount = 20000;
    OK(a, &a->clerk, NULL, pay, &s);
    assert_int_equal(s.number, 1);
    OK(a, &a->clerk, NULL, look, &s);
    assert_str(s.dossier.money_status, "paid");
    s.ref.version = s.dossier.work.version;
    REFUSED(a, &a->clerk, NULL, pay, &s, RC_CONFLICT, "dossier.nothing_due");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(from_counter_to_hand),
        AUTHORITY_TEST(drafts_are_the_authoritys_own),
        AUTHORITY_TEST(three_different_people),
        AUTHORITY_TEST(missing_papers_and_supplement),
        AUTHORITY_TEST(restart_from_zero),
        AUTHORITY_TEST(refused_filings),
        AUTHORITY_TEST(withdrawn_cancelled_corrected),
        AUTHORITY_TEST(refusal_needs_reason),
        AUTHORITY_TEST(late_ones_are_listed),
        AUTHORITY_TEST(due_dates_are_what_their_ledgers_say),
        AUTHORITY_TEST(tracking_tells_little_without_secret),
        AUTHORITY_TEST(found_by_code_and_name),
        AUTHORITY_TEST(cash_is_numbered),
    };
    return cmocka_run_group_tests_name("dossier", tests, NULL, NULL);
}
