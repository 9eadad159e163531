/* test_times.c - the times of petitions set from a day on, reminders read again, on both engines. */
#include "db/lib_engine.h"
#include "petition/lib_petition.h"

#include "petition/petition_times.h"
#include "record/verify.h"

struct setting_of {
    struct petition_time in, *v;
    ptrdiff_t n;
    instant filed, due;
    struct petition p;
    struct petition_reminder *letters;
    ptrdiff_t letters_n;
};
static enum rc set(struct ctx *c, void *arg)
{
    return petition_time_set(c, &((struct setting_of *)arg)->in);
}
static enum rc list(struct ctx *c, void *arg)
{
    struct setting_of *s = arg;
    return petition_times(c, &s->v, &s->n);
}
static enum rc due(struct ctx *c, void *arg)
{
    struct setting_of *s = arg;
    str article;
    return petition_by(c, "forward", s->filed, &s->due, &article);
}
static enum rc letters(struct ctx *c, void *arg)
{
    struct setting_of *s = arg;
    return petition_reminders(c, &s->p, &s->letters, &s->letters_n);
}

static struct actor control_of(const struct authority *a)
{
    struct actor control = a->leader;
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    control.agency = a->province;
    control.unit = 0;
    return control;
}

static struct petition_time sample(void)
{
    struct petition_time t = {.key = S("forward"),
                              .value = S("3 wd"),
                              .article = S("Nghị định mới, Điều 7"),
                              .reason = S("Rút ngắn theo nghị định mới")};
    assert_true(date_parse(S("2026-12-01"), &t.from));
    return t;
}

static void refused(struct authority *a, struct actor *who, struct petition_time in, enum rc rc,
                    const char *key)
{
    struct setting_of s = {.in = in};
    assert_int_equal(as(a, who, "2026-11-19T14:00", set, &s), rc);
    assert_string_equal(last_fault(a), key);
}

static void test_times__what_is_refused(void **state)
{
    struct authority *a = *state;
    struct actor control = control_of(a);
    struct petition_time t = sample();
    assert_int_equal(as(a, &a->clerk, "2026-11-19T14:00", set, &(struct setting_of){.in = t}),
                     RC_DENIED);
    (void)last_fault(a);
    t.key = S("classify");
    refused(a, &control, t, RC_INVALID, "petition.times.wrong.key");
    t = sample();
    t.value = S("soon");
    refused(a, &control, t, RC_INVALID, "petition.times.wrong.value");
    t = sample();
    t.article = S(" ");
    refused(a, &control, t, RC_INVALID, "petition.times.wrong.article");
    t = sample();
    t.reason = STR_NONE;
    refused(a, &control, t, RC_INVALID, "petition.times.wrong.reason");
    t = sample();
    assert_true(date_parse(S("2026-11-19"), &t.from)); /* today has begun */
    refused(a, &control, t, RC_INVALID, "petition.times.wrong.from");
    t.from = DATE_NONE;
    refused(a, &control, t, RC_INVALID, "petition.times.wrong.from");
    t = sample();
    t.value = S("5 wd");
    refused(a, &control, t, RC_CONFLICT, "petition.times.wrong.same");
}

static enum rc verify(struct ctx *c, void *arg)
{
    const struct record_check check = {0};
    return record_verify(c, &check, arg);
}

static int64_t findings(struct authority *a, const char *sql)
{
    struct record_report report;
    assert_int_equal(engine_script(a->e, sql), RC_OK);
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    return report.findings;
}

static void test_times__from_a_day_on(void **state)
{
    struct authority *a = *state;
    struct actor control = control_of(a);
    struct setting_of s = {.in = sample()};
    assert_int_equal(as(a, &control, "2026-11-19T14:00", set, &s), RC_OK);
    refused(a, &control, sample(), RC_CONFLICT, "petition.times.wrong.taken");
    assert_int_equal(as(a, &a->clerk, NULL, list, &s), RC_OK);
    assert_int_equal(s.n, 6);
    assert_str(s.v[0].key, "refuse"); /* as the law tells them */
    assert_str(s.v[1].value, "3 wd");
    assert_str(s.v[1].reason, "Rút ngắn theo nghị định mới");
    assert_str(s.v[2].value, "5 wd");
    assert_false(s.v[2].reason.n > 0);
    /* Sent on the last day of the old time it keeps it; on the first of the new one it does not. */
    assert_true(instant_parse(S("2026-11-30T09:00"), &s.filed));
    assert_int_equal(as(a, NULL, NULL, due, &s), RC_OK);
    const instant old = s.due;
    assert_true(instant_parse(S("2026-12-01T09:00"), &s.filed));
    assert_int_equal(as(a, NULL, NULL, due, &s), RC_OK);
    assert_true(s.due.us < old.us);
    if (engine_is_postgresql())
        assert_int_equal(as(a, &control, NULL, record_seal, NULL), RC_OK);
    assert_int_equal(findings(a, "SELECT 1"), 0);
    assert_int_equal(findings(a, "UPDATE petition_rule SET value = '9 wd' WHERE label = 'decided'"), 1);
    assert_int_equal(findings(a, "UPDATE petition_rule SET value = '3 wd', article = 'x' WHERE label = "
                                 "'decided'"),
                     1);
    assert_int_equal(findings(a, "DELETE FROM petition_rule WHERE label = 'decided'"), 2);
}

static void test_times__reminders_are_read_again(void **state)
{
    struct authority *a = *state;
    struct actor control = control_of(a);
    struct deed d = {.in = sample_petition()};
    struct setting_of s = {0};
    MUST(a, NULL, "2026-11-19T14:00", send, &d);
    d.text = S("Đề nghị phân loại ngay.");
    MUST(a, &control, "2026-11-30T09:00", remind, &d);
    MUST(a, &control, "2026-12-01T09:00", remind, &d);
    MUST(a, &control, NULL, look, &d);
    s.p = d.p;
    assert_int_equal(as(a, &control, NULL, letters, &s), RC_OK);
    assert_int_equal(s.letters_n, 2);
    assert_int_equal(s.letters[1].no, 2);
    assert_str(s.letters[1].text, "Đề nghị phân loại ngay.");
    assert_true(s.letters[0].sent_at.us < s.letters[1].sent_at.us);
    d.which = PETITIONS_LATE;
    MUST(a, &control, NULL, list, &d);
    assert_int_equal(d.rows.v[0].reminders, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PETITION_TEST(test_times__what_is_refused),
        PETITION_TEST(test_times__from_a_day_on),
        PETITION_TEST(test_times__reminders_are_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
