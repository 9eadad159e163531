/*
 * test_hold.c - what holds the clock of a dossier and what lets it go on, each by data: the process
 * of the procedure and the rule set of the day of reception.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "casework/process.h"

#include <string.h>

#define PROCEDURE "1.004873" /* 3 working days; received 19/11 14:00, due 25/11 17:30 */

static date day(const char *text)
{
    date d;
    BUG_IF(!date_parse(str_of(text), &d));
    return d;
}

static struct actor control_office(struct authority *a)
{
    struct actor x = a->leader;
    x.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    return x;
}

static str replaced(struct arena *mem, str s, const char *was, const char *is)
{
    const ptrdiff_t at = str_find(s, str_of(was));
    if (at < 0)
        fail_msg("%s does not stand in\n%.*s", was, STR_ARG(s));
    const ptrdiff_t after = at + (ptrdiff_t)strlen(was);
    return str_fmt(mem, "%.*s%s%.*s", (int)at, s.p, is, (int)(s.n - after), s.p + after);
}

/* The process of the procedure with other words, in force at once. */
struct edit {
    const char *was, *is;
};
static enum rc publish(struct ctx *c, void *arg)
{
    const struct edit *edit = arg;
    struct process_version v;
    struct process_id draft;
    const struct process_publish how = {.seen_edit = 1,
                                        .reason = S("Luật chuyên ngành"),
                                        .valid_from = instant_date(c->now),
                                        .unstaffed = true};
    enum rc rc = process_version_by(c, S(PROCEDURE), 1, &v);
    if (!rc)
        rc = process_import(c, replaced(c->mem, v.content, edit->was, edit->is), &draft);
    return rc ? rc : process_publish(c, draft, &how);
}

static void by_control_office(struct authority *a, const char *when,
                              enum rc (*fn)(struct ctx *, void *), void *arg)
{
    struct actor control = control_office(a);
    if (as(a, &control, when, fn, arg))
        fail_msg("%s", last_fault(a));
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
    struct edit goes_on = {"\"clock\": \"restart\"", "\"clock\": \"resume\""};
    by_control_office(a, "2026-11-18T08:00", publish, &goes_on);
    struct step s = received(a);
    completed(a, &s);
    assert_string_equal(due_of(a, &s), "2026-11-26T17:30:00+07:00"); /* one day was lost */
}

/* ---- how many extensions ---- */

static enum rc two_extensions(struct ctx *c, void *arg)
{
    struct ruleset s;
    (void)arg;
    enum rc rc = ruleset_on(c, instant_date(c->now), &s);
    struct ruleset_change to = {.code = S("nd118"),
                                .seen = 1,
                                .key = RULE_EXTENSION_MAX,
                                .valid_from = day("2026-11-19"),
                                .reason = S("Nghị định sửa đổi")};
    int64_t version;
    if (rc)
        return rc;
    to.to = s.value[RULE_EXTENSION_MAX];
    to.to.value = S("2");
    return ruleset_set(c, &to, &version);
}

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
    by_control_office(a, "2026-11-18T08:00", two_extensions, NULL);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(a_supplement_restarts_from_zero),
        AUTHORITY_TEST(a_process_may_say_that_it_goes_on),
        AUTHORITY_TEST(as_many_extensions_as_the_rule_set_says),
    };
    return cmocka_run_group_tests_name("dossier_hold", tests, NULL, NULL);
}
