/*
 * test_extend.c - the letter of apology: who drafts and signs it, when it may still extend the
 * time, and that late stays late.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

static date day(const char *text)
{
    date d;
    BUG_IF(!date_parse(str_of(text), &d));
    return d;
}

/* 1.004873: 3 working days; received 19/11 14:00, due 25/11 17:30 (24/11 is a holiday). */
static struct step received(struct authority *a)
{
    struct step s = {.filing = full_filing(a, "1.004873"),
                     .reason = S("Chờ xác minh"),
                     .kind = S("extension"),
                     .to = day("2026-11-27"),
                     .sign = true};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    return s;
}

/* What waits for the actor's signature; the number beside the link is that of the list. */
static enum rc step_to_sign(struct ctx *c, void *arg)
{
    struct extension_waiting *list;
    ptrdiff_t n;
    int64_t counted;
    enum rc rc = dossier_extensions_waiting(c, 10, &list, &n);
    if (!rc)
        rc = dossier_extensions_waiting_count(c, &counted);
    if (rc)
        return rc;
    assert_int_equal(n, counted);
    *(int64_t *)arg = counted;
    return RC_OK;
}

static int64_t to_sign(struct authority *a, struct actor *who)
{
    int64_t n = -1;
    OK(a, who, NULL, to_sign, &n);
    return n;
}

static const char *due_of(struct authority *a, struct step *s)
{
    OK(a, &a->officer, NULL, look, s);
    return str_c(a->e->c.mem, instant_iso(a->e->c.mem, s->dossier.work.due_at));
}

static void signed_it_moves_the_date(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    OK(a, &a->officer, "2026-11-23T09:00", apologise, &s);
    assert_string_equal(due_of(a, &s), "2026-11-25T17:30:00+07:00");
    OK(a, &a->citizen, NULL, letters, &s); /* a draft is the authority's own */
    assert_int_equal(s.letters_n, 0);
    struct actor elsewhere = a->leader;
    elsewhere.agency = a->other_commune;
    assert_int_equal(to_sign(a, &a->leader), 1);
    assert_int_equal(to_sign(a, &elsewhere), 0);
    OK(a, &a->leader, "2026-11-24T16:00", decide, &s);
    assert_int_equal(to_sign(a, &a->leader), 0);
    assert_string_equal(due_of(a, &s), "2026-11-27T17:30:00+07:00");
    OK(a, &a->citizen, NULL, letters, &s);
    assert_int_equal(s.letters_n, 1);
    assert_int_equal(s.letters[0].no, 1);
    assert_str(s.letters[0].reason, "Chờ xác minh");
    OK(a, &a->citizen, NULL, look, &s);
    OK(a, &a->citizen, NULL, timeline, &s);
    assert_str(s.events[0].kind, "dossier.extended");
    assert_str(s.events[0].note, "Chờ xác minh");
    assert_int_equal(s.events[0].due_at.us, s.dossier.work.due_at.us);
    /* Once. */
    s.to = day("2026-12-01");
    REFUSED(a, &a->officer, "2026-11-25T09:00", apologise, &s, RC_CONFLICT,
            "calendar.extension.second");
}

static void a_day_before_at_the_latest(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    s.to = day("2026-11-25");
    REFUSED(a, &a->officer, "2026-11-23T09:00", apologise, &s, RC_INVALID,
            "calendar.extension.not_later");
    s.to = day("2026-11-28"); /* a Saturday */
    REFUSED(a, &a->officer, NULL, apologise, &s, RC_INVALID, "calendar.extension.rest_day");
    s.to = DATE_NONE;
    REFUSED(a, &a->officer, NULL, apologise, &s, RC_INVALID, "calendar.extension.not_later");
    s.to = day("2026-11-27");
    REFUSED(a, &a->officer, "2026-11-25T08:00", apologise, &s, RC_INVALID, "calendar.extension.late");
    /* A draft that was in time is not signed too late. */
    OK(a, &a->officer, "2026-11-24T09:00", apologise, &s);
    REFUSED(a, &a->leader, "2026-11-25T08:00", decide, &s, RC_INVALID, "calendar.extension.late");
    assert_string_equal(due_of(a, &s), "2026-11-25T17:30:00+07:00");
    /* On the day itself only an apology is left; it replaces the draft. */
    s.kind = S("apology");
    OK(a, &a->officer, "2026-11-25T09:00", apologise, &s);
    OK(a, &a->officer, NULL, letters, &s);
    assert_int_equal(s.letters_n, 2);
    assert_str(s.letters[0].state, "replaced");
    OK(a, &a->leader, NULL, decide, &s);
    assert_string_equal(due_of(a, &s), "2026-11-25T17:30:00+07:00");
}

static void late_stays_late(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    s.kind = S("apology");
    REFUSED(a, &a->officer, "2026-11-24T17:00", apologise, &s, RC_INVALID, "dossier.not_late");
    s.to = day("2026-11-26");
    REFUSED(a, &a->officer, "2026-11-26T08:00", apologise, &s, RC_INVALID, "dossier.new_due_past");
    s.to = day("2026-11-30");
    OK(a, &a->officer, NULL, apologise, &s);
    OK(a, &a->leader, NULL, decide, &s);
    assert_string_equal(due_of(a, &s), "2026-11-25T17:30:00+07:00");
    /* A second promise is counted, and seen. */
    s.to = day("2026-12-02");
    OK(a, &a->officer, "2026-12-01T08:00", apologise, &s);
    OK(a, &a->leader, NULL, decide, &s);
    OK(a, &a->citizen, NULL, letters, &s);
    assert_int_equal(s.letters_n, 2);
    assert_int_equal(dossier_last_signed(s.letters, s.letters_n)->no, 2);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    OK(a, &a->officer, NULL, act, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("approve")};
    OK(a, &a->leader, NULL, act, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("issue"), .file_id = 1};
    s.act.file_name = S("ket-qua.pdf");
    OK(a, &a->clerk, "2026-12-02T08:00", act, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_str(s.dossier.punctuality, "late");
}

static void who_drafts_and_who_signs(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    REFUSED(a, &a->leader, "2026-11-23T09:00", decide, &s, RC_CONFLICT, "dossier.extension.none");
    REFUSED(a, &a->clerk, NULL, apologise, &s, RC_DENIED, "");
    assert_int_equal(as(a, &a->other_clerk, NULL, step_apologise, &s), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->stranger, NULL, step_apologise, &s), RC_NOT_FOUND);
    s.kind = S("excuse");
    REFUSED(a, &a->officer, NULL, apologise, &s, RC_INVALID, "dossier.extension.kind_unknown");
    s.kind = S("extension");
    s.reason = S("  ");
    REFUSED(a, &a->officer, NULL, apologise, &s, RC_INVALID, "dossier.reason_needed");
    s.reason = S("Chờ xác minh");
    s.ref.version--;
    REFUSED(a, &a->officer, NULL, apologise, &s, RC_CONFLICT, "casework.somebody_was_first");
    s.ref.version++;
    OK(a, &a->leader, NULL, apologise, &s); /* a leader may draft, and then not sign */
    REFUSED(a, &a->leader, NULL, decide, &s, RC_DENIED, "dossier.extension.own_draft");
    REFUSED(a, &a->officer, NULL, decide, &s, RC_DENIED, "");
    OK(a, &a->officer, NULL, apologise, &s);
    s.sign = false;
    s.reason = STR_NONE;
    REFUSED(a, &a->leader, NULL, decide, &s, RC_INVALID, "dossier.reason_needed");
    s.sign = true;
    s.ref.version--;
    REFUSED(a, &a->leader, NULL, decide, &s, RC_CONFLICT, "casework.somebody_was_first");
    s.ref.version++;
    s.sign = false;
    s.reason = S("Chưa đủ căn cứ");
    OK(a, &a->leader, NULL, decide, &s);
    REFUSED(a, &a->leader, NULL, decide, &s, RC_CONFLICT, "dossier.extension.none");
    assert_string_equal(due_of(a, &s), "2026-11-25T17:30:00+07:00");
    OK(a, &a->citizen, NULL, letters, &s);
    assert_int_equal(s.letters_n, 0);
}

static void no_clock_nothing_to_promise(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    const struct supplement_item items[] = {{0, S("Tờ khai")}};
    s.supplement = (struct supplement_in){.reason = S("Thiếu"), .items = items, .n = 1};
    OK(a, &a->officer, "2026-11-20T08:00", apologise, &s);
    OK(a, &a->officer, NULL, ask, &s);
    REFUSED(a, &a->officer, NULL, apologise, &s, RC_CONFLICT, "dossier.extension.no_clock");
    REFUSED(a, &a->leader, NULL, decide, &s, RC_CONFLICT, "dossier.extension.no_clock");
    OK(a, &a->citizen, NULL, withdraw, &s);
    REFUSED(a, &a->officer, NULL, apologise, &s, RC_CONFLICT, "dossier.extension.no_clock");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(signed_it_moves_the_date),
        AUTHORITY_TEST(a_day_before_at_the_latest),
        AUTHORITY_TEST(late_stays_late),
        AUTHORITY_TEST(who_drafts_and_who_signs),
        AUTHORITY_TEST(no_clock_nothing_to_promise),
    };
    return cmocka_run_group_tests_name("dossier_extend", tests, NULL, NULL);
}
