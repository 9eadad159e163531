/*
 * test_clock.c - who is told when a clock is held and runs on, and that the head of the one-stop hears
 * of the silence of an agency that was asked (NĐ 118/2025 Điều 19).
 */
#include "db/lib_engine.h"
#include "dossier/lib_hold.h"
#include "notify/lib_told.h"

#include "dossier/dossier_clock.h"
#include "dossier/dossier_consult.h"
#include "dossier/dossier_hold.h"
#include "org/org.h"

static const struct notice *kind_of(struct notices all, const char *kind)
{
    for (ptrdiff_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].kind, str_of(kind)))
            return &all.v[i];
    return NULL;
}

struct held {
    struct step s;
    str hold;
    date until;
    struct consult_answer said;
};

static enum rc step_pause(struct ctx *c, void *arg)
{
    struct held *x = arg;
    return dossier_pause(c, x->s.ref.id,
                         &(struct pause_in){.seen_version = x->s.ref.version,
                                            .hold = S("finance"),
                                            .until = x->until,
                                            .reason = S("Chờ chứng từ nộp tiền"),
                                            .letter = S("12/TB-UBND"),
                                            .file_id = x->s.act.file_id,
                                            .file_name = S("thong-bao.pdf")},
                         &x->s.ref);
}

static enum rc step_go_on(struct ctx *c, void *arg)
{
    struct held *x = arg;
    return dossier_resume(c, x->s.ref.id, &(struct resume_in){x->s.ref.version, S("Đã có")}, &x->s.ref);
}

static enum rc step_consult(struct ctx *c, void *arg)
{
    struct held *x = arg;
    return dossier_ask_consult(
        c, x->s.ref.id,
        &(struct consult_in){x->s.ref.version, S("H48.102"), S("Đã đăng ký ở xã chưa?"), 1, x->hold},
        &x->s.ref);
}

static enum rc step_answer(struct ctx *c, void *arg)
{
    struct held *x = arg;
    struct asked_consult *list;
    ptrdiff_t n;
    const enum rc rc = dossier_consults_asked(c, 10, &list, &n);
    return rc ? rc : dossier_answer_consult(c, list[0].pub, &x->said);
}

static enum rc silent_job(struct ctx *c, void *arg)
{
    struct job_run run = {0};
    (void)arg;
    return dossier_job_silent(c, &run);
}

static struct held begun(struct authority *a)
{
    hold_publish(a, "2026-11-18T08:00", &hold_grounds);
    struct held x = {.s = {.filing = full_filing(a, HOLD_PROCEDURE)}, .said = {.answer = S("Chưa")}};
    BUG_IF(!date_parse(S("2026-11-25"), &x.until));
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &x.s);
    return x;
}

static void a_pause_and_its_end_are_told(void **state)
{
    struct authority *a = *state;
    struct held x = begun(a);
    OK(a, &a->leader, "2026-11-20T08:00", store, &x.s);
    OK(a, &a->leader, "2026-11-20T09:00", pause, &x);
    told_follow();
    const struct notice *paused = kind_of(told_of(&a->citizen), "paused");
    assert_non_null(paused);
    assert_true(str_has(paused->body, S("chậm nhất đến thứ Tư 25/11/2026, 17:30")));
    assert_true(str_has(paused->body, S("Ngày hẹn trước khi dừng: thứ Tư 25/11/2026, 17:30")));
    assert_false(str_has(paused->body, S("chứng từ"))); /* why stands on the page */
    OK(a, &a->officer, "2026-11-23T09:00", go_on, &x);
    told_follow();
    const struct notice *resumed = kind_of(told_of(&a->citizen), "resumed");
    assert_non_null(resumed);
    assert_true(str_has(resumed->subject, S("thứ Năm 26/11/2026, 17:30")));
}

static void a_question_tells_only_when_it_holds(void **state)
{
    struct authority *a = *state;
    struct actor other = a->other_clerk;
    struct held x = begun(a);
    other.roles = 1u << ROLE_ANYBODY | 1u << ROLE_OFFICER;
    OK(a, &a->officer, "2026-11-20T09:00", consult, &x);
    OK(a, &other, "2026-11-20T10:00", answer, &x);
    told_follow();
    assert_null(kind_of(told_of(&a->citizen), "paused"));
    assert_null(kind_of(told_of(&a->citizen), "resumed"));
    OK(a, &a->officer, NULL, look, &x.s);
    x.s.ref.version = x.s.dossier.work.version;
    x.hold = S("opinion");
    OK(a, &a->officer, "2026-11-20T11:00", consult, &x);
    OK(a, &other, "2026-11-23T10:00", answer, &x);
    told_follow();
    assert_non_null(kind_of(told_of(&a->citizen), "paused"));
    assert_non_null(kind_of(told_of(&a->citizen), "resumed"));
}

static enum rc head(struct ctx *c, void *arg)
{
    const struct authority *a = arg;
    const struct staff_post post = {.staff = a->officer.staff,
                                    .unit = a->one_stop,
                                    .title = S("Trưởng bộ phận"),
                                    .head = true,
                                    .from = instant_date(c->now),
                                    .to = DATE_NONE};
    const struct account_new account = {
        .kind = ACCOUNT_STAFF, .login = S("motcua00"), .staff = a->officer.staff};
    int64_t id;
    enum rc rc = org_staff_appoint(c, &post, &id);
    if (!rc)
        rc = access_account_add(c, &account, &((struct authority *)arg)->officer.account);
    return rc;
}

static void silence_is_told_to_the_head_of_the_one_stop(void **state)
{
    struct authority *a = *state;
    struct held x = begun(a);
    OK(a, &a->officer, "2026-11-20T09:00", consult, &x);
    assert_int_equal(as(a, NULL, "2026-11-24T08:00", silent_job, NULL), RC_OK);
    told_follow();
    const struct notice *clerk = kind_of(told_of(&a->clerk), "officer_silent"); /* no head yet */
    assert_non_null(clerk);
    assert_true(str_has(clerk->body, S("hạn thứ Hai 23/11/2026, 17:30")));
    assert_null(kind_of(told_of(&a->citizen), "officer_silent"));
    assert_null(kind_of(told_of(&a->citizen), "resumed"));
    const struct notices before = told_of(&a->clerk);
    if (as(a, (struct actor *)(uintptr_t)access_system(), "2026-11-24T08:30", head, a))
        fail_msg("%s", last_fault(a));
    struct held y = {.s = {.filing = full_filing(a, HOLD_PROCEDURE)}};
    OK(a, &a->clerk, "2026-11-25T08:00", receive, &y.s);
    OK(a, &a->officer, "2026-11-25T09:00", consult, &y);
    assert_int_equal(as(a, NULL, "2026-11-27T08:00", silent_job, NULL), RC_OK);
    told_follow();
    assert_non_null(kind_of(told_of(&a->officer), "officer_silent"));
    assert_int_equal(told_of(&a->clerk).n, before.n); /* the head is there: nobody else */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TOLD_TEST(a_pause_and_its_end_are_told),
        TOLD_TEST(a_question_tells_only_when_it_holds),
        TOLD_TEST(silence_is_told_to_the_head_of_the_one_stop),
    };
    return cmocka_run_group_tests_name("notify_clock", tests, NULL, NULL);
}
