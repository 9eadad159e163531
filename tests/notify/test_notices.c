/* test_notices.c - from an event of a dossier to the page and the mailbox of those it concerns:
   once, in their language, by their channel, within quotas, and what happens when it fails. */
#include "db/lib_engine.h"
#include "notify/lib_told.h"

#include "core/setting.h"
#include "dossier/dossier_mend.h"
#include "crypto/crypto.h"
#include "job/job.h"
#include "job/outbox.h"
#include "mail/mail.h"
#include "record/verify.h"

#define SYSTEM ((struct actor *)(uintptr_t)access_system())

static const struct notice *kind_of(struct notices all, const char *kind)
{
    for (ptrdiff_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].kind, str_of(kind)))
            return &all.v[i];
    return NULL;
}

/* ---- once, and to whom ---- */

static void test_notify__online_filing_tells_citizen_and_clerk(void **state)
{
    struct authority *a = *state;
    const struct dossier_ref ref = told_file("2026-11-19T14:10");
    told_follow();
    told_follow();
    const struct notices citizen = told_of(&a->citizen), clerk = told_of(&a->clerk),
                         stranger = told_of(&a->stranger);
    assert_int_equal(citizen.n, 1);
    assert_str(citizen.v[0].kind, "received");
    assert_true(str_has(citizen.v[0].subject, ref.code));
    assert_true(str_has(citizen.v[0].body, S("thứ Sáu 20/11/2026, 14:10"))); /* 8 working hours */
    assert_true(str_has(citizen.v[0].body, S("https://mot-cua.example.vn/my/dossiers/")));
    assert_false(str_has(citizen.v[0].body, S("Lê Minh Họa")));
    assert_false(str_has(citizen.v[0].body, S("051196000017")));
    assert_int_equal(clerk.n, 1);
    assert_str(clerk.v[0].kind, "officer_filed");
    assert_true(str_has(clerk.v[0].body, S("/work/dossiers/")));
    assert_str(clerk.v[0].mail, ""); /* staff get mail when they choose it */
    assert_int_equal(stranger.n, 0);
}

static void test_notify__counter_filing_tells_the_date_once(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    told_follow();
    const struct notices all = told_of(&a->citizen);
    assert_int_equal(all.n, 1);
    assert_str(all.v[0].kind, "accepted");
    assert_true(str_has(all.v[0].subject, S("thứ Tư 25/11/2026, 17:30"))); /* 24/11 is a holiday */
}

static void test_notify__each_change_has_its_words(void **state)
{
    struct authority *a = *state;
    const struct supplement_item items[] = {{0, S("Bản chính hộ khẩu")}, {0, S("Ảnh")}};
    struct step s = {.ref = told_file("2026-11-19T14:10")};
    s.supplement = (struct supplement_in){.reason = S("Thiếu giấy tờ"), .items = items, .n = 2};
    OK(a, &a->clerk, "2026-11-19T15:00", ask, &s);
    told_follow();
    const struct notice *asked = kind_of(told_of(&a->citizen), "supplement");
    assert_non_null(asked);
    assert_true(str_has(asked->body, S("Số nội dung: 2.")));
    assert_false(str_has(asked->body, S("hộ khẩu"))); /* what exactly stands on the page */
    s.ref = told_file("2026-11-19T16:00");
    s.ground = S("not_competent");
    s.reason = S("Không đúng thẩm quyền");
    OK(a, &a->clerk, "2026-11-19T16:30", refuse, &s);
    told_follow();
    const struct notice *refused = kind_of(told_of(&a->citizen), "refused");
    assert_non_null(refused);
    assert_false(str_has(refused->body, S("thẩm quyền")));
}

/* ---- about a result ---- */

static enum rc ask_mend(struct ctx *c, void *arg)
{
    struct step *s = arg;
    const struct mend_in in = {s->ref.version, s->kind, s->reason};
    return dossier_ask_mend(c, s->ref.id, &in, &s->ref);
}

static enum rc decide_mend(struct ctx *c, void *arg)
{
    struct step *s = arg;
    const struct mend_decision in = {.seen_version = s->ref.version,
                                     .done = s->sign,
                                     .file_id = s->act.file_id,
                                     .file_name = S("ket-qua-moi.pdf"),
                                     .note = s->text};
    return dossier_decide_mend(c, s->ref.id, &in, &s->ref);
}

static void issue(struct authority *a, struct step *s)
{
    static const char *const words[] = {"submit", "approve", "issue"};
    struct actor *const who[] = {&a->officer, &a->leader, &a->clerk};
    for (int i = 0; i < 3; i++) {
        OK(a, &a->clerk, NULL, store, s);
        s->act.seen_version = s->ref.version;
        s->act.action = str_of(words[i]);
        OK(a, who[i], "2026-11-20T09:00", act, s);
    }
}

static void test_notify__a_mended_result(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    issue(a, &s);
    s.kind = S("correction");
    s.reason = S("Sai ngày sinh");
    assert_int_equal(as(a, &a->citizen, "2026-11-25T09:00", ask_mend, &s), RC_OK);
    told_follow();
    const struct notice *asked = kind_of(told_of(&a->citizen), "mending"),
                        *clerk = kind_of(told_of(&a->clerk), "officer_mend");
    assert_non_null(asked);
    assert_true(str_has(asked->body, S("thứ Hai 30/11/2026, 17:30")));
    assert_false(str_has(asked->body, S("ngày sinh"))); /* the reason stands on the page */
    assert_non_null(clerk);
    s.text = S("Đúng như giấy khai sinh");
    assert_int_equal(as(a, &a->leader, "2026-11-26T09:00", decide_mend, &s), RC_OK);
    told_follow();
    assert_non_null(kind_of(told_of(&a->citizen), "mend_refused"));
    const ptrdiff_t before = told_of(&a->clerk).n;
    assert_int_equal(as(a, &a->clerk, NULL, ask_mend, &s), RC_OK);
    told_follow();
    assert_int_equal(told_of(&a->clerk).n, before); /* noted by the clerk */
    OK(a, &a->leader, NULL, store, &s);
    s.sign = true;
    assert_int_equal(as(a, &a->leader, "2026-11-27T09:00", decide_mend, &s), RC_OK);
    s.kind = S("reissue");
    assert_int_equal(as(a, &a->citizen, NULL, ask_mend, &s), RC_OK);
    OK(a, &a->leader, NULL, store, &s);
    assert_int_equal(as(a, &a->leader, "2026-11-30T09:00", decide_mend, &s), RC_OK);
    told_follow();
    const struct notices all = told_of(&a->citizen);
    assert_non_null(kind_of(all, "mended"));
    assert_non_null(kind_of(all, "reissued"));
    assert_true(str_has(kind_of(all, "mended")->body, S("xin lỗi")));
}

static enum rc look_at(struct ctx *c, void *arg)
{
    struct step *s = arg;
    struct notices all;
    const enum rc rc = notice_of_object(c, S("dossier"), s->id.v, 0, &all);
    s->amount = all.n;
    s->text = all.n ? all.v[0].mail : STR_NONE;
    return rc;
}

static void test_notify__without_account_by_the_address_left(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")}, quiet = s;
    s.filing.owner = (struct person){.kind = PERSON_NATURAL,
                                     .name = S("Đỗ Văn Mẫu"),
                                     .number = S("051196000099"),
                                     .email = S("mau@example.vn"),
                                     .birth = DATE_NONE};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    told_follow();
    s.id = s.ref.id;
    assert_int_equal(as(a, &a->clerk, NULL, look_at, &s), RC_OK);
    assert_int_equal(s.amount, 1);
    assert_str(s.text, "waiting");
    while (told.server.taken == 0)
        assert_true(told_turn());
    assert_true(strstr(told.server.rcpt, "mau@example.vn") != NULL);
    quiet.filing = full_filing(a, "1.004873");
    quiet.filing.owner = (struct person){.kind = PERSON_NATURAL,
                                         .name = S("Võ Thị Lặng"),
                                         .number = S("051196000098"),
                                         .phone = S("0912345777"),
                                         .birth = DATE_NONE};
    OK(a, &a->clerk, "2026-11-19T14:30", receive, &quiet);
    told_follow();
    quiet.id = quiet.ref.id;
    assert_int_equal(as(a, &a->clerk, NULL, look_at, &quiet), RC_OK);
    assert_int_equal(quiet.amount, 0); /* a telephone only: SMS is not connected */
}

/* ---- choices ---- */

static enum rc choose(struct ctx *c, void *arg)
{
    return notice_choice_put(c, arg);
}

static void test_notify__choice_of_channel_and_language(void **state)
{
    struct authority *a = *state;
    struct notice_choice k = {.mail = false, .lang = LANG_EN};
    assert_int_equal(as(a, &a->citizen, NULL, choose, &k), RC_OK);
    (void)told_file("2026-11-19T14:10");
    told_follow();
    const struct notices all = told_of(&a->citizen);
    assert_true(str_has(all.v[0].body, S("We received dossier")));
    assert_true(str_has(all.v[0].body, S("Friday 20 November 2026, 14:10")));
    assert_str(all.v[0].mail, "");
    k.sms = true;
    assert_int_equal(as(a, &a->citizen, NULL, choose, &k), RC_INVALID);
    assert_string_equal(last_fault(a), "notify.choice.sms.not_connected");
    k = (struct notice_choice){.zalo = true};
    assert_int_equal(as(a, &a->citizen, NULL, choose, &k), RC_INVALID);
    assert_string_equal(last_fault(a), "notify.choice.zalo.not_connected");
    assert_int_equal(engine_script(a->e, "UPDATE account SET email = NULL"), RC_OK);
    k = (struct notice_choice){.mail = true};
    assert_int_equal(as(a, &a->citizen, NULL, choose, &k), RC_INVALID);
    assert_string_equal(last_fault(a), "notify.choice.mail.no_address");
}

static void test_notify__without_a_mail_server_it_says_so(void **state)
{
    struct authority *a = *state;
    told_connect(false);
    (void)told_file("2026-11-19T14:10");
    told_follow();
    assert_str(told_of(&a->citizen).v[0].mail, "not_connected");
    told_connect(true);
    assert_false(told_turn() && told.server.taken > 0);
}

static void test_notify__long_ago_is_not_mailed(void **state)
{
    struct authority *a = *state;
    (void)told_file("2026-11-16T09:00");
    told_at("2026-11-20T09:00");
    told_follow();
    assert_str(told_of(&a->citizen).v[0].mail, "stale");
}

/* ---- sending, twins ---- */

static str message_id(void)
{
    const char *at = strstr(told.server.data, "Message-ID: <");
    assert_non_null(at);
    return str_dup(told.a->e->c.mem, str_cut(str_of(at), '\r').head);
}

static void test_notify__letter_arrives(void **state)
{
    struct authority *a = *state;
    const struct dossier_ref ref = told_file("2026-11-19T14:10");
    told_follow();
    assert_str(told_of(&a->citizen).v[0].mail, "waiting");
    assert_true(told_turn());
    assert_int_equal(told.server.taken, 1);
    assert_true(strstr(told.server.rcpt, "hoa@example.vn") != NULL);
    assert_true(str_has(smtp_text(&told.server, a->e->c.mem), ref.code));
    assert_str(told_of(&a->citizen).v[0].mail, "sent");
}

/* The process dies when the server has the letter and before that was written down: the twin
   carries the same name, and only one notice and one row are there. */
static void test_notify__crash_between_sending_and_marking(void **state)
{
    struct authority *a = *state;
    (void)told_file("2026-11-19T14:10");
    told_follow();
    struct job_run run = {.arg = S(OUTBOX_MAIL), .cursor = S(""), .store = a->e->store};
    struct ctx c = engine_ctx(a->e->c.mem, 5);
    c.now = a->e->c.now;
    assert_int_equal(outbox_before(&c, &run), RC_OK); /* and no unit behind it */
    assert_int_equal(told.server.taken, 1);
    const str first = message_id();
    assert_str(told_of(&a->citizen).v[0].mail, "waiting");
    assert_true(told_turn());
    assert_int_equal(told.server.taken, 2);
    assert_true(str_eq(message_id(), first));
    assert_str(told_of(&a->citizen).v[0].mail, "sent");
    assert_int_equal(told_of(&a->citizen).n, 1);
}

static enum rc follow_and_die(struct ctx *c, void *arg)
{
    bool more;
    const enum rc rc = notify_follow(c, &more);
    (void)arg;
    return rc ? rc : fail(c, RC_INVALID, NULL, "core.rc.failed");
}

static void test_notify__crash_while_writing(void **state)
{
    struct authority *a = *state;
    (void)told_file("2026-11-19T14:10");
    if (engine_is_postgresql())
        assert_int_equal(as(a, SYSTEM, NULL, record_seal, NULL), RC_OK);
    assert_int_equal(as(a, SYSTEM, NULL, follow_and_die, NULL), RC_INVALID);
    (void)last_fault(a);
    assert_int_equal(told_of(&a->citizen).n, 0);
    told_follow();
    assert_int_equal(told_of(&a->citizen).n, 1);
}

/* ---- quotas ---- */

static enum rc release(struct ctx *c, void *arg)
{
    return notify_release(c, arg);
}
static enum rc held(struct ctx *c, void *arg)
{
    return notice_held(c, arg);
}

static void test_notify__quota_of_a_person(void **state)
{
    static const struct setting *const lists[] = {notify_settings};
    struct authority *a = *state;
    struct settings *s = settings_new(a->e->c.mem, lists, 1);
    str why;
    int64_t n = 0;
    assert_int_equal(settings_set(s, S("notify_person_hour"), S("2"), SET_FLAG, &why), RC_OK);
    for (int i = 0; i < 3; i++)
        (void)told_file("2026-11-19T14:10");
    told_follow();
    const struct notices all = told_of(&a->citizen);
    assert_int_equal(all.n, 3); /* the page has all of them */
    assert_str(all.v[0].mail, "held");
    assert_str(all.v[1].mail, "waiting");
    assert_int_equal(as(a, SYSTEM, NULL, held, &n), RC_OK);
    assert_int_equal(n, 1);
    assert_int_equal(as(a, SYSTEM, "2026-11-19T14:40", release, &n), RC_OK);
    assert_int_equal(n, 0);
    assert_int_equal(as(a, SYSTEM, "2026-11-19T15:11", release, &n), RC_OK);
    assert_int_equal(n, 1);
    assert_str(told_of(&a->citizen).v[0].mail, "waiting");
    assert_int_equal(settings_set(s, S("notify_all_hour"), S("1"), SET_FLAG, &why), RC_OK);
    (void)told_file("2026-11-19T15:30");
    told_follow();
    assert_str(told_of(&a->citizen).v[0].mail, "held");
}

/* ---- what cannot be sent ---- */

static enum rc parked(struct ctx *c, void *arg)
{
    return notice_parked(c, 10, arg);
}
static enum rc again(struct ctx *c, void *arg)
{
    return notice_again(c, *(const str *)arg);
}

static void test_notify__refused_letter_is_looked_after(void **state)
{
    struct authority *a = *state;
    struct notices all;
    (void)told_file("2026-11-19T14:10");
    told_follow();
    told.server.to_rcpt = "550 no such mailbox";
    assert_true(told_turn());
    assert_str(told_of(&a->citizen).v[0].mail, "parked");
    assert_int_equal(as(a, SYSTEM, NULL, parked, &all), RC_OK);
    assert_int_equal(all.n, 1);
    str pub = all.v[0].pub;
    assert_int_equal(
        engine_script(a->e, "UPDATE account SET email = 'moi@example.vn' WHERE kind = 'citizen'"),
        RC_OK);
    told.server.to_rcpt = NULL;
    assert_int_equal(as(a, &a->leader, NULL, again, &pub), RC_OK);
    assert_true(told_turn());
    assert_true(strstr(told.server.rcpt, "moi@example.vn") != NULL); /* the address of now */
    assert_str(told_of(&a->citizen).v[0].mail, "sent");
    assert_int_equal(as(a, &a->leader, NULL, again, &pub), RC_CONFLICT);
    assert_string_equal(last_fault(a), "notify.again.not_parked");
    str none = S("00000000000000000000000000");
    assert_int_equal(as(a, &a->leader, NULL, again, &none), RC_NOT_FOUND);
    assert_int_equal(engine_script(a->e, "UPDATE account SET email = NULL"), RC_OK);
    assert_int_equal(as(a, &a->leader, NULL, again, &pub), RC_INVALID);
    assert_string_equal(last_fault(a), "notify.again.no_address");
}

static enum rc mail_counts(struct ctx *c, void *arg)
{
    struct outbox_counts *k = arg;
    for (int i = 0;; i++) {
        const enum rc rc = outbox_count(c, i, k);
        if (rc || str_eq(str_of(k->destination->name), S(OUTBOX_MAIL)))
            return rc;
    }
}

static void test_notify__provider_that_does_not_answer(void **state)
{
    struct authority *a = *state;
    struct outbox_counts k;
    (void)told_file("2026-11-19T14:10");
    told_follow();
    mail_config_now.server = S("smtp://127.0.0.1:1"); /* nobody listens */
    assert_true(told_turn());
    assert_str(told_of(&a->citizen).v[0].mail, "failed");
    assert_int_equal(as(a, SYSTEM, "2026-11-19T14:24", mail_counts, &k), RC_OK);
    assert_false(outbox_is_silent(&k, a->e->c.now));
    assert_int_equal(as(a, SYSTEM, "2026-11-19T14:26", mail_counts, &k), RC_OK);
    assert_true(outbox_is_silent(&k, a->e->c.now));
    told_connect(true);
    told_at("2026-11-19T14:40");
    while (told.server.taken == 0)
        assert_true(told_turn());
    assert_int_equal(as(a, SYSTEM, NULL, mail_counts, &k), RC_OK);
    assert_false(outbox_is_silent(&k, a->e->c.now));
}

/* ---- the officers' answer ---- */

static enum rc remind(struct ctx *c, void *arg)
{
    return notify_remind(c, arg);
}
static void remind_at(struct authority *a, const char *when)
{
    bool more;
    told_at(when);
    assert_int_equal(as(a, SYSTEM, when, remind, &more), RC_OK);
}

static void test_notify__reminds_before_the_answer_is_due(void **state)
{
    struct authority *a = *state;
    struct step answered = {.ref = told_file("2026-11-19T14:10")};
    const struct dossier_ref open = told_file("2026-11-19T14:11");
    told_follow();
    OK(a, &a->clerk, "2026-11-19T16:00", accept, &answered);
    told_follow();
    remind_at(a, "2026-11-20T10:00"); /* six working hours: 10:10 */
    assert_null(kind_of(told_of(&a->clerk), "officer_reply_due"));
    remind_at(a, "2026-11-20T10:15");
    remind_at(a, "2026-11-20T10:20");
    const struct notice *due = kind_of(told_of(&a->clerk), "officer_reply_due");
    assert_non_null(due);
    assert_true(str_has(due->subject, open.code));
    ptrdiff_t n = 0;
    const struct notices all = told_of(&a->clerk);
    for (ptrdiff_t i = 0; i < all.n; i++)
        n += str_eq(all.v[i].kind, S("officer_reply_due"));
    assert_int_equal(n, 1);
}

/* ---- reading, and the record ---- */

static enum rc unread(struct ctx *c, void *arg)
{
    return notice_unread(c, arg);
}
static enum rc read_all(struct ctx *c, void *arg)
{
    (void)arg;
    return notice_read(c);
}
static enum rc verify(struct ctx *c, void *arg)
{
    const struct record_check check = {0};
    return record_verify(c, &check, arg);
}

static void test_notify__read_and_verified(void **state)
{
    struct authority *a = *state;
    struct record_report report;
    int64_t n = 0;
    (void)told_file("2026-11-19T14:10");
    told_follow();
    assert_int_equal(as(a, &a->citizen, NULL, unread, &n), RC_OK);
    assert_int_equal(n, 1);
    assert_int_equal(as(a, &a->citizen, NULL, read_all, NULL), RC_OK);
    assert_int_equal(as(a, &a->citizen, NULL, unread, &n), RC_OK);
    assert_int_equal(n, 0);
    told_follow();
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    assert_int_equal(report.findings, 0);
    assert_int_equal(engine_script(a->e, "UPDATE notice SET kind = 'refused' WHERE kind = 'received'"),
                     RC_OK);
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    assert_int_equal(report.findings, 1);
    assert_int_equal(engine_script(a->e, "DELETE FROM notice_message; DELETE FROM notice"), RC_OK);
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    assert_true(report.findings > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TOLD_TEST(test_notify__online_filing_tells_citizen_and_clerk),
        TOLD_TEST(test_notify__counter_filing_tells_the_date_once),
        TOLD_TEST(test_notify__each_change_has_its_words),
        TOLD_TEST(test_notify__without_account_by_the_address_left),
        TOLD_TEST(test_notify__choice_of_channel_and_language),
        TOLD_TEST(test_notify__without_a_mail_server_it_says_so),
        TOLD_TEST(test_notify__long_ago_is_not_mailed),
        TOLD_TEST(test_notify__letter_arrives),
        TOLD_TEST(test_notify__crash_between_sending_and_marking),
        TOLD_TEST(test_notify__crash_while_writing),
        TOLD_TEST(test_notify__quota_of_a_person),
        TOLD_TEST(test_notify__a_mended_result),
        TOLD_TEST(test_notify__refused_letter_is_looked_after),
        TOLD_TEST(test_notify__provider_that_does_not_answer),
        TOLD_TEST(test_notify__reminds_before_the_answer_is_due),
        TOLD_TEST(test_notify__read_and_verified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
