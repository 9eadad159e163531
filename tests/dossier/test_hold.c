/*
 * test_hold.c - what holds the clock of a dossier and what lets it go on, each by data: the process
 * of the procedure and the rule set of the day of reception.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_hold.h"

#include "record/lib_record.h"

#include "casework/ledger.h"
#include "dossier/dossier_clock.h"
#include "dossier/dossier_consult.h"
#include "dossier/dossier_hold.h"

#define PROCEDURE HOLD_PROCEDURE /* 3 working days; received 19/11 14:00, due 25/11 17:30 */

static date day(const char *text)
{
    date d;
    BUG_IF(!date_parse(str_of(text), &d));
    return d;
}

static struct step received(struct authority *a)
{
    struct step s = {.filing = full_filing(a, PROCEDURE),
                     .reason = S("Chờ xác minh"),
                     .kind = S("extension"),
                     .sign = true};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    return s;
}

static const char *due_of(struct authority *a, struct step *s)
{
    OK(a, &a->officer, NULL, look, s);
    return str_c(a->e->c.mem, instant_iso(a->e->c.mem, s->dossier.work.due_at));
}

/* From 19/11 on the rule set says otherwise. */
struct decree {
    enum rule_key key;
    const char *value;
};
static enum rc decree(struct ctx *c, void *arg)
{
    const struct decree *d = arg;
    struct ruleset s;
    int64_t version;
    const enum rc rc = ruleset_on(c, instant_date(c->now), &s);
    if (rc)
        return rc;
    struct ruleset_change to = {.code = S("nd118"),
                                .seen = 1,
                                .key = d->key,
                                .to = s.value[d->key],
                                .valid_from = day("2026-11-19"),
                                .reason = S("Nghị định sửa đổi")};
    to.to.value = str_of(d->value);
    return ruleset_set(c, &to, &version);
}

/* ---- after a supplement ---- */

static void completed(struct authority *a, struct step *s)
{
    static const struct supplement_item items[] = {{0, S_INIT("Giấy xác nhận nơi thường trú")}};
    s->supplement = (struct supplement_in){.reason = S("Thiếu giấy tờ"), .items = items, .n = 1};
    OK(a, &a->officer, "2026-11-20T09:00", ask, s);
    s->papers = (const struct filing_paper[]){{.name = S_INIT("Giấy xác nhận"), .complete = true}};
    s->papers_n = 1;
    OK(a, &a->clerk, "2026-11-23T09:00", complete, s);
}

static void a_supplement_restarts_from_zero(void **state)
{
    struct authority *a = *state;
    struct step s = received(a);
    completed(a, &s);
    assert_string_equal(due_of(a, &s), "2026-11-27T17:30:00+07:00");
}

static void a_process_may_say_that_it_goes_on(void **state)
{
    struct authority *a = *state;
    const struct process_edit goes_on = {"\"clock\": \"restart\"", "\"clock\": \"resume\""};
    hold_publish(a, "2026-11-18T08:00", &goes_on);
    struct step s = received(a);
    completed(a, &s);
    assert_string_equal(due_of(a, &s), "2026-11-26T17:30:00+07:00"); /* one day was lost */
}

static void a_rule_set_may_say_that_it_goes_on(void **state)
{
    struct authority *a = *state;
    struct step old = {.filing = full_filing(a, PROCEDURE)};
    OK(a, &a->clerk, "2026-11-18T14:00", receive, &old);
    hold_as_control(a, "2026-11-18T15:00", decree, &(struct decree){RULE_RESTART, "resume"});
    struct step s = received(a);
    completed(a, &s);
    assert_string_equal(due_of(a, &s), "2026-11-26T17:30:00+07:00");
    completed(a, &old); /* keeps its own: from zero */
    assert_string_equal(due_of(a, &old), "2026-11-27T17:30:00+07:00");
}

/* ---- how many extensions ---- */

static void extended(struct authority *a, struct step *s, const char *when, const char *to)
{
    s->to = day(to);
    OK(a, &a->officer, when, apologise, s);
    OK(a, &a->leader, NULL, decide, s);
}

static void as_many_extensions_as_the_rule_set_says(void **state)
{
    struct authority *a = *state;
    struct step old = {.filing = full_filing(a, PROCEDURE)};
    OK(a, &a->clerk, "2026-11-18T07:30", receive, &old);
    old.kind = S("extension");
    old.reason = S("Chờ xác minh");
    old.sign = true;
    hold_as_control(a, "2026-11-18T08:00", decree, &(struct decree){RULE_EXTENSION_MAX, "2"});
    struct step s = received(a);
    extended(a, &s, "2026-11-23T09:00", "2026-11-27");
    extended(a, &s, "2026-11-26T09:00", "2026-12-01");
    assert_string_equal(due_of(a, &s), "2026-12-01T17:30:00+07:00");
    s.to = day("2026-12-03");
    REFUSED(a, &a->officer, "2026-11-30T09:00", apologise, &s, RC_CONFLICT,
            "calendar.extension.second");
    extended(a, &old, "2026-11-20T09:00", "2026-11-25"); /* keeps its own set: one */
    old.to = day("2026-11-27");
    REFUSED(a, &a->officer, "2026-11-23T09:00", apologise, &old, RC_CONFLICT,
            "calendar.extension.second");
}

/* ---- held by a letter, by a question ---- */

struct held {
    struct step s;
    struct pause_in in;
    struct resume_in on;
    struct consult_in ask;
    struct consult_answer said;
    struct asked_consult *list;
    struct work_hold *grounds;
    ptrdiff_t n, grounds_n;
};

static enum rc step_pause(struct ctx *c, void *arg)
{
    struct held *x = arg;
    x->in.seen_version = x->s.ref.version;
    return dossier_pause(c, x->s.ref.id, &x->in, &x->s.ref);
}

static enum rc step_go_on(struct ctx *c, void *arg)
{
    struct held *x = arg;
    x->on.seen_version = x->s.ref.version;
    return dossier_resume(c, x->s.ref.id, &x->on, &x->s.ref);
}

static enum rc step_consult(struct ctx *c, void *arg)
{
    struct held *x = arg;
    x->ask.seen_version = x->s.ref.version;
    return dossier_ask_consult(c, x->s.ref.id, &x->ask, &x->s.ref);
}

static enum rc step_answer(struct ctx *c, void *arg)
{
    struct held *x = arg;
    const enum rc rc = dossier_consults_asked(c, 10, &x->list, &x->n);
    return rc ? rc : dossier_answer_consult(c, x->list[0].pub, &x->said);
}

static enum rc step_grounds(struct ctx *c, void *arg)
{
    struct held *x = arg;
    return work_holds(c, (struct work_id){x->s.ref.id.v}, &x->grounds, &x->grounds_n);
}

static enum rc silent_job(struct ctx *c, void *arg)
{
    struct job_run run = {0};
    (void)arg;
    return dossier_job_silent(c, &run);
}

static enum rc resume_job(struct ctx *c, void *arg)
{
    struct job_run run = {0};
    (void)arg;
    return dossier_job_resume(c, &run);
}

static struct held begun(struct authority *a)
{
    hold_publish(a, "2026-11-18T08:00", &hold_grounds);
    struct held x = {.s = received(a),
                     .in = {.hold = S("finance"),
                            .until = day("2026-11-25"),
                            .reason = S("Chờ chứng từ nộp tiền"),
                            .letter = S("12/TB-UBND ngày 20/11/2026"),
                            .file_name = S("thong-bao.pdf")},
                     .on = {.note = S("Đã có chứng từ")},
                     .ask = {.agency = S("H48.102"),
                             .question = S("Đã đăng ký ở xã chưa?"),
                             .days = 2,
                             .hold = S("opinion")},
                     .said = {.answer = S("Chưa")}};
    OK(a, &a->leader, "2026-11-20T08:00", store, &x.s);
    x.in.file_id = x.s.act.file_id;
    return x;
}

static void held_by_a_ground_and_a_letter(void **state)
{
    struct authority *a = *state;
    struct held x = begun(a);
    const struct pause_in right = x.in;
    OK(a, &a->officer, NULL, grounds, &x);
    assert_int_equal(x.grounds_n, 2);
    assert_str(x.grounds[0].name, "Chờ nộp tiền");
    REFUSED(a, &a->officer, NULL, pause, &x, RC_DENIED, "");
    REFUSED(a, &a->clerk, NULL, pause, &x, RC_DENIED, "");
    assert_int_equal(as(a, &a->other_clerk, NULL, step_pause, &x), RC_NOT_FOUND);
    x.in.hold = S("weather");
    REFUSED(a, &a->leader, NULL, pause, &x, RC_INVALID, "casework.hold.unknown");
    x.in.hold = S("opinion");
    REFUSED(a, &a->leader, NULL, pause, &x, RC_INVALID, "casework.hold.by_consult");
    x.in = right;
    x.in.letter = S(" ");
    REFUSED(a, &a->leader, NULL, pause, &x, RC_INVALID, "dossier.hold.letter_needed");
    x.in = right;
    x.in.file_id = 0;
    REFUSED(a, &a->leader, NULL, pause, &x, RC_INVALID, "dossier.hold.file_needed");
    x.in = right;
    x.in.reason = STR_NONE;
    REFUSED(a, &a->leader, NULL, pause, &x, RC_INVALID, "dossier.reason_needed");
    x.in = right;
    x.in.until = day("2026-11-30"); /* 20/11 and four worked days, 24/11 off: 27/11 is the last */
    REFUSED(a, &a->leader, NULL, pause, &x, RC_INVALID, "casework.hold.too_long");
    x.in.until = day("2026-11-24"); /* a day off */
    REFUSED(a, &a->leader, NULL, pause, &x, RC_INVALID, "casework.hold.rest_day");
    x.in.until = day("2026-11-19");
    REFUSED(a, &a->leader, NULL, pause, &x, RC_INVALID, "casework.clock.limit");
    x.in = right;
    x.s.ref.version--;
    REFUSED(a, &a->leader, NULL, pause, &x, RC_CONFLICT, "casework.somebody_was_first");
    x.s.ref.version++;
    OK(a, &a->leader, "2026-11-20T09:00", pause, &x);
    OK(a, &a->officer, NULL, look, &x.s);
    assert_true(instant_is_none(x.s.dossier.work.due_at) && x.s.dossier.work.clock_paused);
    /* Why, and the letter, are the applicant's to read. */
    OK(a, &a->citizen, NULL, look, &x.s);
    OK(a, &a->citizen, NULL, timeline, &x.s);
    assert_str(x.s.events[0].kind, "dossier.clock_paused");
    assert_str(x.s.events[0].note, "Chờ chứng từ nộp tiền");
    OK(a, &a->citizen, NULL, files, &x.s);
    assert_str(x.s.files[x.s.files_n - 1].name, "thong-bao.pdf");
    REFUSED(a, &a->leader, "2026-11-20T10:00", pause, &x, RC_CONFLICT, "casework.clock.not_running");
}

static void somebody_lets_it_run_on_and_the_ground_has_one_limit(void **state)
{
    struct authority *a = *state;
    struct held x = begun(a);
    REFUSED(a, &a->officer, NULL, go_on, &x, RC_CONFLICT, "casework.clock.no_pause");
    OK(a, &a->leader, "2026-11-20T09:00", pause, &x);
    REFUSED(a, &a->clerk, NULL, go_on, &x, RC_DENIED, "");
    x.on.note = S(" ");
    REFUSED(a, &a->officer, NULL, go_on, &x, RC_INVALID, "dossier.reason_needed");
    x.on.note = S("Đã có chứng từ");
    OK(a, &a->officer, "2026-11-23T09:00", go_on, &x); /* the close of 20/11 was lost */
    assert_string_equal(due_of(a, &x.s), "2026-11-26T17:30:00+07:00");
    OK(a, &a->citizen, NULL, look, &x.s);
    OK(a, &a->citizen, NULL, timeline, &x.s);
    assert_str(x.s.events[0].kind, "dossier.clock_resumed");
    assert_true(!x.s.events[0].note.n); /* the authority's own */
    /* Again, to the limit that began with the first use; then nobody may. */
    x.in.until = day("2026-11-30");
    REFUSED(a, &a->leader, "2026-11-25T09:00", pause, &x, RC_INVALID, "casework.hold.too_long");
    x.in.until = day("2026-11-27");
    OK(a, &a->leader, NULL, pause, &x);
    assert_int_equal(as(a, NULL, "2026-11-27T17:31", resume_job, NULL), RC_OK);
    assert_string_equal(due_of(a, &x.s), "2026-12-01T17:30:00+07:00");
    x.s.ref.version = x.s.dossier.work.version;
    x.in.until = day("2026-12-01");
    REFUSED(a, &a->leader, "2026-11-30T09:00", pause, &x, RC_CONFLICT, "casework.hold.used_up");
    (void)record_test_agrees(a->e);
}

static void neither_lateness_nor_a_signature_is_hidden(void **state)
{
    struct authority *a = *state;
    struct held x = begun(a);
    x.in.until = day("2026-11-30");
    REFUSED(a, &a->leader, "2026-11-26T09:00", pause, &x, RC_CONFLICT, "casework.clock.overdue");
    struct held y = {.s = received(a), .in = x.in};
    y.s.act = (struct act_in){.seen_version = y.s.ref.version, .action = S("submit")};
    OK(a, &a->officer, "2026-11-20T09:00", act, &y.s);
    y.s.act = (struct act_in){.seen_version = y.s.ref.version, .action = S("approve")};
    OK(a, &a->leader, NULL, act, &y.s);
    REFUSED(a, &a->leader, NULL, pause, &y, RC_CONFLICT, "dossier.hold.decided");
}

static void a_question_holds_it_until_the_answer(void **state)
{
    struct authority *a = *state;
    struct actor other = a->other_clerk;
    struct held x = begun(a);
    other.roles = 1u << ROLE_ANYBODY | 1u << ROLE_OFFICER;
    x.ask.hold = S("finance");
    REFUSED(a, &a->officer, NULL, consult, &x, RC_INVALID, "casework.hold.by_letter");
    x.ask.hold = S("opinion");
    x.ask.days = 4;
    REFUSED(a, &a->officer, NULL, consult, &x, RC_INVALID, "casework.hold.too_long");
    x.ask.days = 2;
    OK(a, &a->officer, "2026-11-20T09:00", consult, &x);
    OK(a, &a->officer, NULL, look, &x.s);
    assert_true(instant_is_none(x.s.dossier.work.due_at) && x.s.dossier.work.clock_paused);
    REFUSED(a, &a->officer, NULL, go_on, &x, RC_CONFLICT, "casework.clock.no_pause");
    OK(a, &other, "2026-11-23T09:00", answer, &x);
    assert_string_equal(due_of(a, &x.s), "2026-11-26T17:30:00+07:00");
}

static void silence_lets_it_run_on(void **state)
{
    struct authority *a = *state;
    struct held x = begun(a);
    OK(a, &a->officer, "2026-11-20T09:00", consult, &x); /* 23/11 and 25/11 */
    assert_int_equal(as(a, NULL, "2026-11-26T08:00", silent_job, NULL), RC_OK);
    assert_string_equal(due_of(a, &x.s), "2026-11-30T17:30:00+07:00");
    x.s.ref.version = x.s.dossier.work.version;
    REFUSED(a, &a->officer, NULL, consult, &x, RC_INVALID, "casework.hold.too_long");
    (void)record_test_agrees(a->e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(a_supplement_restarts_from_zero),
        AUTHORITY_TEST(a_process_may_say_that_it_goes_on),
        AUTHORITY_TEST(a_rule_set_may_say_that_it_goes_on),
        AUTHORITY_TEST(as_many_extensions_as_the_rule_set_says),
        AUTHORITY_TEST(held_by_a_ground_and_a_letter),
        AUTHORITY_TEST(somebody_lets_it_run_on_and_the_ground_has_one_limit),
        AUTHORITY_TEST(neither_lateness_nor_a_signature_is_hidden),
        AUTHORITY_TEST(a_question_holds_it_until_the_answer),
        AUTHORITY_TEST(silence_lets_it_run_on),
    };
    return cmocka_run_group_tests_name("dossier_hold", tests, NULL, NULL);
}
