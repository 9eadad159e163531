/* test_petition.c - a petition's ways on the case engine: every outcome, every refusal at its place,
   times from the rules, what the public may read, and the record. */
#include "db/lib_engine.h"
#include "petition/lib_petition.h"

#include "record/verify.h"

static struct deed sent(struct authority *a, const char *when)
{
    struct deed d = {.in = sample_petition()};
    MUST(a, NULL, when, send, &d);
    return d;
}

static void take(struct authority *a, struct actor *who, const char *when, struct deed *d,
                 struct petition_act act)
{
    d->act = act;
    MUST(a, who, when, do, d);
}

static struct deed answered(struct authority *a)
{
    struct deed d = sent(a, "2026-11-19T14:00");
    take(a, &a->clerk, "2026-11-19T15:00", &d, act_of("accept"));
    take(a, &a->officer, "2026-11-25T09:00", &d, full_answer());
    take(a, &a->leader, "2026-11-26T09:00", &d, act_of("approve"));
    return d;
}

static struct petition_act publication(void)
{
    return (struct petition_act){.action = S("publish"),
                                 .public_title = S("Bỏ bản sao hộ khẩu"),
                                 .public_text = S("Thủ tục vẫn đòi bản sao hộ khẩu."),
                                 .public_answer = S("Sẽ sửa trong tháng 12."),
                                 .checked = true};
}

static void due_is(instant due, const char *want)
{
    instant t;
    assert_true(instant_parse(str_of(want), &t));
    assert_int_equal(due.us, t.us);
}

/* ---- sending ---- */

static void refused(struct authority *a, struct deed d, const char *field, const char *key)
{
    assert_int_equal(as(a, NULL, "2026-11-19T14:00", deed_send, &d), RC_INVALID);
    const struct fault *f = a->e->c.faults;
    while (f && !(str_eq(f->field, str_of(field)) && strcmp(f->key, key) == 0))
        f = f->next;
    if (!f)
        fail_msg("not told at %s: %s", field, key);
    a->e->c.faults = NULL;
}

static void test_petition__sending_is_checked(void **state)
{
    struct authority *a = *state;
    const struct deed good = {.in = sample_petition()};
    struct deed d = good;
    d.in.matter = S("complaint");
    refused(a, d, "matter", "petition.send.complaint");
    d.in.matter = S("denunciation");
    refused(a, d, "matter", "petition.send.denunciation");
    d = good;
    d.in.agency = S("H99.999");
    refused(a, d, "agency", "petition.wrong.agency");
    d = good;
    d.in.title = S("Bỏ");
    refused(a, d, "title", "petition.wrong.title");
    d = good;
    d.in.body = S("Ngắn");
    refused(a, d, "body", "petition.wrong.body");
    d = good;
    d.in.name = S(" ");
    refused(a, d, "name", "petition.wrong.name");
    d = good;
    d.in.phone = d.in.email = S("");
    refused(a, d, "phone", "petition.send.contact");
    d = good;
    d.in.phone = S("12");
    refused(a, d, "phone", "petition.wrong.phone");
    d = good;
    d.in.email = S("a b@c");
    refused(a, d, "email", "petition.wrong.email");
    d.which = PETITIONS_OPEN;
    MUST(a, &a->clerk, NULL, list, &d);
    assert_int_equal(d.rows.n, 0);
}

static void test_petition__staff_enter_what_came_otherwise(void **state)
{
    struct authority *a = *state;
    struct deed d = {.in = sample_petition()}, twin;
    d.in.channel = S("post");
    d.in.outside_id = S("PAKN.2026.123");
    assert_true(instant_parse(S("2026-11-18T09:00"), &d.in.filed_at));
    MUST(a, &a->clerk, "2026-11-19T14:00", send, &d);
    MUST(a, &a->clerk, NULL, look, &d);
    assert_str(d.p.code, "PAKN-261118-0001");
    due_is(d.p.stage_due_at, "2026-11-26T17:30"); /* 5 wd from the 18th; the 24th is a holiday */
    twin = d;
    MUST_NOT(a, &a->clerk, NULL, send, &twin, RC_CONFLICT, "petition.outside_seen");
    twin.in.outside_id = STR_NONE;
    assert_true(instant_parse(S("2026-11-20T09:00"), &twin.in.filed_at));
    MUST_NOT(a, &a->clerk, "2026-11-19T14:00", send, &twin, RC_INVALID, "petition.send.future");
    twin.in.filed_at = INSTANT_NONE;
    assert_int_equal(as(a, &a->other_clerk, NULL, deed_send, &twin), RC_NOT_FOUND); /* not theirs */
    (void)last_fault(a);
    assert_int_equal(as(a, NULL, NULL, deed_send, &twin), RC_DENIED);
    (void)last_fault(a);
    twin.in.channel = S("online");
    MUST_NOT(a, &a->clerk, NULL, send, &twin, RC_DENIED, "petition.send.staff");
}

/* ---- the ways ---- */

static void test_petition__answered_and_published(void **state)
{
    struct authority *a = *state;
    struct deed d = sent(a, "2026-11-19T14:00");
    MUST(a, &a->clerk, NULL, look, &d);
    due_is(d.p.stage_due_at, "2026-11-27T17:30");
    take(a, &a->clerk, "2026-11-19T15:00", &d, act_of("accept"));
    assert_int_equal(d.p.work.status, WORK_ACCEPTED);
    due_is(d.p.work.due_at, "2026-12-11T17:30"); /* 15 wd from when it was complete, not classified */
    due_is(d.p.stage_due_at, "2026-12-11T17:30");
    take(a, &a->officer, "2026-11-25T09:00", &d, full_answer());
    assert_str(d.p.criteria, "+++++0");
    take(a, &a->leader, "2026-11-26T09:00", &d, act_of("approve"));
    assert_int_equal(d.p.work.status, WORK_ISSUED);
    due_is(d.p.stage_due_at, "2026-11-30T17:30"); /* published within 2 wd */
    MUST(a, NULL, NULL, published, &d);
    assert_int_equal(d.publics.n, 0);
    take(a, &a->clerk, "2026-11-26T10:00", &d, publication());
    assert_int_equal(d.p.work.status, WORK_RETURNED);
    assert_true(instant_is_none(d.p.stage_due_at));
    MUST(a, NULL, NULL, published, &d);
    assert_int_equal(d.publics.n, 1);
    assert_str(d.publics.v[0].name, "Lê Minh Họa");
    assert_str(d.publics.v[0].answer, "Sẽ sửa trong tháng 12.");
}

static void test_petition__name_stays_hidden(void **state)
{
    struct authority *a = *state;
    struct deed d = {.in = sample_petition()};
    d.in.hide_name = true;
    MUST(a, NULL, "2026-11-19T14:00", send, &d);
    take(a, &a->clerk, NULL, &d, act_of("accept"));
    take(a, &a->officer, NULL, &d, full_answer());
    take(a, &a->leader, NULL, &d, act_of("approve"));
    take(a, &a->clerk, NULL, &d, publication());
    MUST(a, NULL, NULL, published, &d);
    assert_false(d.publics.v[0].name.n > 0);
}

static void unpublishable(struct authority *a, struct deed d, struct petition_act act,
                          const char *field, const char *key)
{
    d.act = act;
    assert_int_equal(as(a, &a->clerk, NULL, deed_do, &d), RC_INVALID);
    const struct fault *f = a->e->c.faults;
    while (f && !(str_eq(f->field, str_of(field)) && strcmp(f->key, key) == 0))
        f = f->next;
    if (!f)
        fail_msg("not told at %s: %s", field, key);
    a->e->c.faults = NULL;
    MUST(a, NULL, NULL, published, &d);
    assert_int_equal(d.publics.n, 0);
}

static void test_petition__nothing_personal_is_published(void **state)
{
    struct authority *a = *state;
    const struct deed d = answered(a);
    struct petition_act act = publication();
    act.public_text = S("Gọi tôi theo số 0912 345 218 nhé.");
    unpublishable(a, d, act, "public_text", "petition.publish.number");
    act.public_text = S("Số 051.196.000.017 của tôi.");
    unpublishable(a, d, act, "public_text", "petition.publish.number");
    act = publication();
    act.public_answer = S("Đã gửi tới hoa@example.vn.");
    unpublishable(a, d, act, "public_answer", "petition.publish.address");
    act = publication();
    act.public_title = S("Đề nghị của ông LÊ MINH HOẠ"); /* folded: another place of the tone */
    unpublishable(a, d, act, "public_title", "petition.publish.name");
    act = publication();
    act.public_text = S(" ");
    unpublishable(a, d, act, "public_text", "petition.publish.empty");
    act = publication();
    act.checked = false;
    unpublishable(a, d, act, "checked", "petition.publish.unchecked");
}

static void test_petition__forwarded_refused_withheld(void **state)
{
    struct authority *a = *state;
    struct deed d = sent(a, "2026-11-19T14:00");
    d.act = (struct petition_act){.action = S("forward"), .reason = S("conduct"), .note = S("Của xã.")};
    MUST_NOT(a, &a->clerk, NULL, do, &d, RC_INVALID, "petition.act.forwarded_to");
    d.act.forwarded_to = S("Ủy ban nhân dân xã Suối Ngọc");
    d.act.reason = S("none such");
    MUST_NOT(a, &a->clerk, NULL, do, &d, RC_INVALID, "casework.reason_needed");
    d.act.reason = S("conduct");
    MUST(a, &a->clerk, NULL, do, &d);
    assert_int_equal(d.p.work.status, WORK_FORWARDED);
    assert_true(instant_is_none(d.p.stage_due_at));
    assert_true(str_has(d.p.ended_reason, S("hành vi")));
    struct deed r = sent(a, "2026-11-19T14:00");
    r.act = (struct petition_act){.action = S("refuse"), .reason = S("complaint")};
    MUST_NOT(a, &a->clerk, NULL, do, &r, RC_INVALID, "casework.note_needed");
    r.act.note = S("Gửi Chủ tịch Ủy ban nhân dân xã.");
    MUST(a, &a->clerk, NULL, do, &r);
    assert_int_equal(r.p.work.status, WORK_REFUSED);
    assert_true(str_has(r.p.ended_reason, S("Luật Khiếu nại")));
    MUST(a, NULL, NULL, follow, &r);
    assert_true(str_has(r.p.ended_reason, S("Gửi Chủ tịch")));
    struct deed w = answered(a);
    w.act = act_of("withhold");
    MUST_NOT(a, &a->clerk, NULL, do, &w, RC_INVALID, "casework.note_needed");
    w.act.note = S("Việc riêng.");
    MUST(a, &a->clerk, NULL, do, &w);
    MUST(a, NULL, NULL, published, &w);
    assert_int_equal(w.publics.n, 0);
}

static void test_petition__the_sender_is_asked(void **state)
{
    struct authority *a = *state;
    struct deed d = sent(a, "2026-11-19T14:00");
    d.text = S("Năm 2026.");
    MUST_NOT(a, NULL, NULL, clarify, &d, RC_CONFLICT, "petition.clarify.not_asked");
    take(a, &a->clerk, "2026-11-20T09:00", &d,
         (struct petition_act){.action = S("supplement"), .note = S("Ở xã nào?")});
    assert_int_equal(d.p.work.status, WORK_SUPPLEMENT);
    assert_true(instant_is_none(d.p.stage_due_at));
    d.text = S(" ");
    MUST_NOT(a, NULL, NULL, clarify, &d, RC_INVALID, "petition.clarify.empty");
    d.text = S("Phường Bến Lụa.");
    MUST(a, NULL, "2026-11-23T09:00", clarify, &d);
    assert_int_equal(d.p.work.status, WORK_WAITING);
    due_is(d.p.stage_due_at, "2026-12-01T17:30");
    take(a, &a->clerk, "2026-11-23T10:00", &d, act_of("accept"));
    due_is(d.p.work.due_at, "2026-12-15T17:30"); /* from the day it was complete */
    take(a, &a->officer, "2026-11-25T09:00", &d,
         (struct petition_act){.action = S("supplement"), .note = S("Văn bản nào?")});
    MUST(a, &a->citizen, "2026-11-27T09:00", clarify, &d);
    assert_int_equal(d.p.work.status, WORK_PROCESSING);
    due_is(d.p.work.due_at, "2026-12-17T17:30"); /* it stood for two days */
}

static void test_petition__twins_are_merged(void **state)
{
    struct authority *a = *state;
    struct deed first = sent(a, "2026-11-19T14:00"), second = sent(a, "2026-11-20T14:00");
    second.act = act_of("merge");
    second.act.into = S("PAKN-261101-0009");
    MUST_NOT(a, &a->clerk, NULL, do, &second, RC_INVALID, "petition.act.into");
    second.act.into = second.ref.code; /* itself */
    MUST_NOT(a, &a->clerk, NULL, do, &second, RC_INVALID, "petition.act.into");
    second.act.into = first.ref.code;
    MUST(a, &a->clerk, NULL, do, &second);
    assert_int_equal(second.p.work.status, WORK_CANCELLED);
    assert_int_equal(second.p.merged_into, first.ref.id.v);
    struct deed third = sent(a, "2026-11-20T15:00");
    third.act = act_of("merge");
    third.act.into = second.ref.code; /* which is merged itself */
    MUST_NOT(a, &a->clerk, NULL, do, &third, RC_INVALID, "petition.act.into");
}

static void test_petition__answer_is_whole_and_signed_by_another(void **state)
{
    struct authority *a = *state;
    struct deed d = sent(a, "2026-11-19T14:00");
    take(a, &a->clerk, NULL, &d, act_of("accept"));
    d.act = full_answer();
    d.act.criteria[2] = S("");
    MUST_NOT(a, &a->officer, NULL, do, &d, RC_INVALID, "petition.act.criterion");
    d.act = full_answer();
    d.act.outcome = S("perhaps");
    MUST_NOT(a, &a->officer, NULL, do, &d, RC_INVALID, "petition.act.outcome");
    d.act = full_answer();
    d.act.answer = S("");
    MUST_NOT(a, &a->officer, NULL, do, &d, RC_INVALID, "petition.act.answer");
    struct actor both = a->officer;
    both.roles |= 1u << ROLE_LEADER;
    d.act = full_answer();
    MUST(a, &both, NULL, do, &d);
    d.act = act_of("approve");
    MUST_NOT(a, &both, NULL, do, &d, RC_DENIED, "casework.separation_of_duties");
    MUST_NOT(a, &a->clerk, NULL, do, &d, RC_DENIED, "casework.not_your_step");
    d.act = act_of("dance");
    MUST_NOT(a, &a->leader, NULL, do, &d, RC_INVALID, "casework.no_such_action");
    d.act = act_of("approve");
    d.ref.version--;
    MUST_NOT(a, &a->leader, NULL, do, &d, RC_CONFLICT, "casework.somebody_was_first");
    d.ref.version++;
    take(a, &a->leader, NULL, &d,
         (struct petition_act){.action = S("send_back"), .note = S("Nêu rõ điều khoản.")});
    assert_int_equal(d.p.work.status, WORK_PROCESSING);
}

/* ---- who reads, who reminds ---- */

static void test_petition__who_reads_what(void **state)
{
    struct authority *a = *state;
    struct deed d = answered(a);
    MUST(a, &a->leader, NULL, look, &d);
    assert_str(d.p.phone, "+84912345218");
    assert_int_equal(as(a, &a->other_clerk, NULL, deed_look, &d), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->citizen, NULL, deed_look, &d), RC_NOT_FOUND);
    assert_int_equal(as(a, NULL, NULL, deed_look, &d), RC_NOT_FOUND);
    (void)last_fault(a);
    MUST(a, NULL, NULL, follow, &d);
    assert_false(d.p.phone.n || d.p.name.n || d.p.email.n || d.p.criteria.n);
    assert_str(d.p.answer, "Quy định sẽ được sửa trong tháng 12.");
    d.ref.pub = S("00000000000000000000000000");
    assert_int_equal(as(a, NULL, NULL, deed_follow, &d), RC_NOT_FOUND);
}

static void test_petition__reminded_only_when_late(void **state)
{
    struct authority *a = *state;
    struct deed d = sent(a, "2026-11-19T14:00");
    struct actor control = a->leader;
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    control.agency = a->province;
    control.unit = 0;
    d.text = S("Đề nghị phân loại ngay.");
    MUST_NOT(a, &control, "2026-11-20T09:00", remind, &d, RC_CONFLICT, "petition.remind.not_late");
    d.which = PETITIONS_LATE;
    MUST(a, &control, NULL, list, &d);
    assert_int_equal(d.rows.n, 0);
    MUST(a, &control, "2026-11-30T09:00", list, &d);
    assert_int_equal(d.rows.n, 1);
    MUST(a, &a->other_clerk, NULL, list, &d);
    assert_int_equal(d.rows.n, 0);
    assert_int_equal(as(a, &a->leader, NULL, deed_remind, &d), RC_DENIED);
    (void)last_fault(a);
    d.text = S(" ");
    MUST_NOT(a, &control, NULL, remind, &d, RC_INVALID, "petition.remind.empty");
    d.text = S("Đề nghị phân loại ngay.");
    MUST(a, &control, NULL, remind, &d);
    MUST(a, &control, NULL, look, &d);
    MUST(a, &control, NULL, timeline, &d);
    assert_str(d.events[0].kind, "petition.reminded");
    assert_str(d.events[0].note, "Đề nghị phân loại ngay.");
    d.text = S("PAKN.7");
    MUST(a, &a->clerk, NULL, outside, &d);
    struct deed other = sent(a, "2026-11-30T10:00");
    other.text = S("PAKN.7");
    MUST_NOT(a, &a->clerk, NULL, outside, &other, RC_CONFLICT, "petition.outside_seen");
}

/* ---- the record ---- */

static enum rc verify(struct ctx *c, void *arg)
{
    const struct record_check check = {0};
    return record_verify(c, &check, arg);
}

static void test_petition__record_verifies(void **state)
{
    struct authority *a = *state;
    struct record_report report;
    struct deed d = answered(a);
    take(a, &a->clerk, NULL, &d, publication());
    if (engine_is_postgresql())
        assert_int_equal(as(a, &a->leader, NULL, record_seal, NULL), RC_OK);
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    assert_int_equal(report.findings, 0);
    assert_int_equal(engine_script(a->e, "UPDATE work SET status = 'refused' WHERE kind = 'petition'"),
                     RC_OK);
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    assert_int_equal(report.findings, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PETITION_TEST(test_petition__sending_is_checked),
        PETITION_TEST(test_petition__staff_enter_what_came_otherwise),
        PETITION_TEST(test_petition__answered_and_published),
        PETITION_TEST(test_petition__name_stays_hidden),
        PETITION_TEST(test_petition__nothing_personal_is_published),
        PETITION_TEST(test_petition__forwarded_refused_withheld),
        PETITION_TEST(test_petition__the_sender_is_asked),
        PETITION_TEST(test_petition__twins_are_merged),
        PETITION_TEST(test_petition__answer_is_whole_and_signed_by_another),
        PETITION_TEST(test_petition__who_reads_what),
        PETITION_TEST(test_petition__reminded_only_when_late),
        PETITION_TEST(test_petition__record_verifies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
