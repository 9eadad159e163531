/* test_template.c - the words of notices: each refusal at its place, nothing changed; versions with
   their days. */
#include "db/lib_engine.h"
#include "notify/lib_told.h"

#include "record/verify.h"

static struct notice_template draft(const char *body)
{
    struct notice_template t = {.reason = S("Rõ hơn")};
    BUG_IF(!date_parse(S("2026-11-20"), &t.from));
    t.words[LANG_VI] = (struct notice_words){S("Hồ sơ {code}"), str_of(body)};
    t.words[LANG_EN] = (struct notice_words){S("Dossier {code}"), S("Due {due}.")};
    return t;
}

struct saving {
    struct notice_template t;
    int64_t seen;
    const char *kind;
};
static enum rc save(struct ctx *c, void *arg)
{
    struct saving *s = arg;
    return notice_template_save(c, notice_kind_of(str_of(s->kind ? s->kind : "accepted")), &s->t,
                                s->seen);
}

static enum rc in_force(struct ctx *c, void *arg)
{
    struct saving *s = arg;
    return notice_template_on(c, S("accepted"), instant_date(c->now), &s->t);
}

static int64_t version_at(struct authority *a, const char *when)
{
    struct saving s;
    assert_int_equal(as(a, &a->leader, when, in_force, &s), RC_OK);
    return s.t.version;
}

static void refused(struct authority *a, struct saving s, const char *field, const char *key)
{
    assert_int_equal(as(a, &a->leader, "2026-11-19T14:00", save, &s), RC_INVALID);
    const struct fault *f = a->e->c.faults;
    while (f && !(str_eq(f->field, str_of(field)) && strcmp(f->key, key) == 0))
        f = f->next;
    if (!f)
        fail_msg("not told at %s: %s", field, key);
    a->e->c.faults = NULL;
    assert_int_equal(version_at(a, "2027-01-01T08:00"), 1);
}

static str repeat(struct arena *mem, const char *what, int n)
{
    str s = S("{due} ");
    for (int i = 0; i < n; i++)
        s = str_fmt(mem, "%.*s%s", STR_ARG(s), what);
    return s;
}

static void test_template__refused_at_its_place(void **state)
{
    struct authority *a = *state;
    struct saving s = {.t = draft("Hẹn {due}. {name}"), .seen = 1};
    refused(a, s, "body_vi", "notify.template.unknown");
    s.t = draft("Hẹn {due}, cần {items}"); /* a field of another kind */
    refused(a, s, "body_vi", "notify.template.unknown");
    s.t = draft("Hẹn {due");
    refused(a, s, "body_vi", "notify.template.brace");
    s.t = draft("Hẹn due} {due}");
    refused(a, s, "body_vi", "notify.template.brace");
    s.t = draft("Sẽ có kết quả.");
    refused(a, s, "body_vi", "notify.template.missing");
    s.t = draft(" \n ");
    refused(a, s, "body_vi", "notify.template.empty");
    s.t = draft("Hẹn {due}");
    s.t.words[LANG_EN].subject = S("Dossier {code}\nBcc: x");
    refused(a, s, "subject_en", "notify.template.line");
    s.t = draft("Hẹn {due}");
    s.t.words[LANG_VI].body = repeat(a->e->c.mem, "{procedure} {procedure} ", 25);
    refused(a, s, "body_vi", "notify.template.long"); /* short as typed, long when filled */
    s.t = draft("Hẹn {due}");
    s.t.words[LANG_VI].subject = S("{code} {agency} {agency} {agency} {agency}");
    refused(a, s, "subject_vi", "notify.template.long");
    s.t = draft("Hẹn {due}");
    BUG_IF(!date_parse(S("2026-11-18"), &s.t.from));
    refused(a, s, "from", "notify.template.past");
    s.t = draft("Hẹn {due}");
    s.t.reason = S(" ");
    refused(a, s, "reason", "notify.template.reason");
}

static enum rc verify(struct ctx *c, void *arg)
{
    const struct record_check check = {0};
    return record_verify(c, &check, arg);
}

static void test_template__version_from_its_day(void **state)
{
    struct authority *a = *state;
    struct saving s = {.t = draft("Hẹn bạn {due}, mã {code}."), .seen = 1};
    struct record_report report;
    assert_int_equal(as(a, &a->leader, "2026-11-19T14:00", save, &s), RC_OK);
    assert_int_equal(version_at(a, "2026-11-19T23:00"), 1);
    assert_int_equal(version_at(a, "2026-11-20T00:10"), 2);
    assert_int_equal(as(a, &a->leader, "2026-11-19T14:00", save, &s), RC_CONFLICT);
    assert_string_equal(last_fault(a), "notify.template.newer");
    struct step d = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-20T09:00", receive, &d);
    told_follow();
    assert_true(str_has(told_of(&a->citizen).v[0].body, S("Hẹn bạn thứ Năm 26/11/2026, 17:30, mã ")));
    told_follow(); /* all is sealed */
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    assert_int_equal(report.findings, 0);
    assert_int_equal(
        engine_script(a->e, "UPDATE notice_template SET body_vi = 'khác' WHERE version = 2"), RC_OK);
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    assert_int_equal(report.findings, 1);
}

/* Every kind that ships has words, in both languages, and its title. */
static enum rc each_kind(struct ctx *c, void *arg)
{
    const struct notice_kind *k;
    int *n = arg;
    for (int i = 0; (k = notice_kind_at(i)) != NULL; i++, (*n)++) {
        struct notice_template t;
        struct notice_words sample[LANG_COUNT];
        enum rc rc = notice_template_on(c, str_of(k->code), instant_date(c->now), &t);
        if (!rc)
            rc = notice_template_check(c, k, &t, sample);
        if (rc || !text_has(k->title) || str_has(sample[LANG_EN].body, S("{")))
            fail_msg("%s: %s", k->code, rc_name(rc));
    }
    return RC_OK;
}

static void test_template__shipped_words_pass(void **state)
{
    struct authority *a = *state;
    int n = 0;
    assert_int_equal(engine_read(a->e, each_kind, &n), RC_OK);
    assert_true(n >= 12);
    assert_null(notice_kind_of(S("unknown")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TOLD_TEST(test_template__refused_at_its_place),
        TOLD_TEST(test_template__version_from_its_day),
        TOLD_TEST(test_template__shipped_words_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
