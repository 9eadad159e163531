/* test_clock.c - what time itself does to the clock of a dossier: each an event with both dates. */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "calendar/lib_oracle.h"
#include "record/lib_record.h"

#include "casework/ledger.h"
#include "dossier/dossier_clock.h"
#include "dossier/dossier_words_view.h"
#include "org/org.h"

struct chore {
    struct work_id id;
    instant until;
    int64_t consult;
    struct job_run run;
};

static instant at(const char *text)
{
    instant t;
    assert_true(instant_parse(str_of(text), &t));
    return t;
}

static enum rc pause(struct ctx *c, void *arg)
{
    struct chore *x = arg;
    return work_clock_pause(c, x->id, c->now, x->until, S("Chờ nộp thuế"));
}

static enum rc ask(struct ctx *c, void *arg)
{
    struct chore *x = arg;
    return work_consult_ask(
        c, x->id, &(struct consult_ask){.agency_id = 1, .question = S("Ý kiến?"), .rule = S("1 wd")},
        &x->consult);
}

static enum rc resume_job(struct ctx *c, void *arg)
{
    return dossier_job_resume(c, &((struct chore *)arg)->run);
}

static enum rc silent_job(struct ctx *c, void *arg)
{
    return dossier_job_silent(c, &((struct chore *)arg)->run);
}

static enum rc calendar_job(struct ctx *c, void *arg)
{
    return dossier_job_calendar(c, &((struct chore *)arg)->run);
}

/* One more day off, on Wednesday. */
static enum rc publish(struct ctx *c, void *arg)
{
    (void)arg;
    return oracle_publish(c, S("2026-11-25"), S("2026-11-20"));
}

static enum rc story(struct ctx *c, void *arg)
{
    struct step *s = arg;
    struct web_days days;
    const enum rc rc = words_dossier_days(c, LANG_VI, &s->dossier, &days);
    if (!rc)
        s->text = days.basis;
    return rc;
}

/* Every line of the day-by-day list, as staff read it. */
static enum rc by_days(struct ctx *c, void *arg)
{
    struct step *s = arg;
    struct clock_case k;
    const struct worktime *w;
    struct clock_days days;
    enum rc rc = work_clock_case(c, s->dossier.work.id, &k, &w);
    if (!rc)
        rc = clock_explain(c, w, &k, &days);
    s->text = S("");
    for (ptrdiff_t i = 0; !rc && i < days.n; i++) {
        const str line = clock_day_text(c->mem, LANG_VI, &days.v[i]);
        s->text = str_fmt(c->mem, "%.*s\n%.*s", STR_ARG(s->text), STR_ARG(line));
    }
    return rc;
}

static void says(str text, const char *part)
{
    if (!str_has(text, str_of(part)))
        fail_msg("%.*s", STR_ARG(text));
}

static struct chore accepted(struct authority *a, struct step *s)
{
    *s = (struct step){.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, s);
    OK(a, &a->clerk, NULL, look, s);
    return (struct chore){.id = {s->ref.id.v}};
}
#define RUNS(when, fn) assert_int_equal(as(a, NULL, when, fn, &x), RC_OK)

static void last_event(struct authority *a, struct step *s, const char *kind, const char *was,
                       const char *due)
{
    OK(a, &a->clerk, NULL, timeline, s);
    assert_str(s->events[0].kind, kind);
    assert_true(was ? s->events[0].was_due_at.us == at(was).us
                    : instant_is_none(s->events[0].was_due_at));
    if (due)
        assert_int_equal(s->events[0].due_at.us, at(due).us);
    (void)record_test_agrees(a->e);
}

static void a_late_calendar_moves_what_runs_and_keeps_both_dates(void **state)
{
    struct authority *a = *state;
    struct step s;
    struct chore x = accepted(a, &s);
    RUNS("2026-11-20T09:00", publish);
    RUNS("2026-11-20T09:05", calendar_job);
    assert_int_equal(x.run.next.n, 0);
    OK(a, &a->clerk, NULL, look, &s);
    assert_str(instant_iso(a->e->c.mem, s.dossier.work.due_at), "2026-11-26T17:30:00+07:00");
    assert_int_equal(as(a, &a->citizen, NULL, story, &s), RC_OK);
    says(s.text, "lịch nghỉ được công bố thay đổi nên ngày hẹn được tính lại; trước là");
    assert_int_equal(as(a, &a->clerk, NULL, by_days, &s), RC_OK);
    says(s.text, "từ ngày này tính theo lịch 2026-11-20: hạn thứ Tư 25/11/2026, 17:30 thành thứ Năm "
                 "26/11/2026, 17:30");
    last_event(a, &s, "dossier.calendar_changed", "2026-11-25T17:30", "2026-11-26T17:30");
    const ptrdiff_t n = s.events_n;
    RUNS("2026-11-20T09:10", calendar_job);
    OK(a, &a->clerk, NULL, timeline, &s);
    assert_int_equal(s.events_n, n);
    /* What somebody still had on the screen is stale: its date has moved. */
    s.claim = true;
    REFUSED(a, &a->officer, NULL, claim, &s, RC_CONFLICT, "casework.somebody_was_first");
}

static enum rc ask_held(struct ctx *c, void *arg)
{
    struct chore *x = arg;
    return work_consult_ask(
        c, x->id,
        &(struct consult_ask){
            .agency_id = 1, .question = S("Ý kiến?"), .rule = S("2 wd"), .ground = S("Luật A, Điều 6")},
        &x->consult);
}

static enum rc see_consult(struct ctx *c, void *arg)
{
    struct chore *x = arg;
    struct consult n;
    const enum rc rc = work_consult_get(c, x->consult, &n);
    if (!rc)
        x->until = n.due_at;
    return rc;
}

/* 25/11 is off now: what waits for the agency asked waits a day longer, and holds a day longer. */
static void a_question_is_counted_by_the_new_calendar_too(void **state)
{
    struct authority *a = *state;
    struct step s;
    struct chore x = accepted(a, &s);
    RUNS("2026-11-20T08:00", ask_held); /* 23/11, 25/11 */
    RUNS("2026-11-20T08:01", see_consult);
    assert_int_equal(x.until.us, at("2026-11-25T17:30").us);
    RUNS("2026-11-20T09:00", publish);
    RUNS("2026-11-20T09:05", calendar_job);
    assert_int_equal(x.run.next.n, 0);
    RUNS("2026-11-20T09:06", see_consult);
    assert_int_equal(x.until.us, at("2026-11-26T17:30").us);
    last_event(a, &s, "dossier.consult_redated", NULL, NULL);
    assert_str(s.events[1].kind, "dossier.calendar_changed");
    RUNS("2026-11-26T10:00", resume_job); /* the old limit is none any more */
    OK(a, &a->clerk, NULL, look, &s);
    assert_true(s.dossier.work.clock_paused);
    RUNS("2026-11-26T17:31", resume_job);
    OK(a, &a->clerk, NULL, look, &s); /* the closes of 20, 23 and 26/11 were lost: 27/11, 30/11, 1/12 */
    assert_str(instant_iso(a->e->c.mem, s.dossier.work.due_at), "2026-12-01T17:30:00+07:00");
    /* Again, and nothing more happens. */
    OK(a, &a->clerk, NULL, timeline, &s);
    const ptrdiff_t n = s.events_n;
    RUNS("2026-11-27T09:10", calendar_job);
    OK(a, &a->clerk, NULL, timeline, &s);
    assert_int_equal(s.events_n, n);
}

static void a_pause_is_over_by_itself(void **state)
{
    struct authority *a = *state;
    struct step s;
    struct chore x = accepted(a, &s);
    x.until = at("2026-11-23T10:00");
    RUNS("2026-11-20T09:00", pause);
    OK(a, &a->citizen, NULL, look, &s);
    assert_int_equal(as(a, &a->citizen, NULL, story, &s), RC_OK);
    says(s.text, "thời gian tạm dừng theo quy định (Chờ nộp thuế), chậm nhất");
    RUNS("2026-11-23T10:05", resume_job);
    last_event(a, &s, "dossier.clock_resumed", NULL, "2026-11-26T17:30");
}

static void silence_is_an_event(void **state)
{
    struct authority *a = *state;
    struct step s;
    struct chore x = accepted(a, &s);
    RUNS("2026-11-19T15:00", ask);
    RUNS("2026-11-20T17:00", silent_job);
    OK(a, &a->clerk, NULL, timeline, &s);
    const ptrdiff_t n = s.events_n;
    RUNS("2026-11-21T08:00", silent_job);
    last_event(a, &s, "dossier.consult_silent", "2026-11-25T17:30", NULL);
    assert_int_equal(s.events_n, n + 1);
}

static enum rc end_commune(struct ctx *c, void *arg)
{
    const struct authority *a = arg;
    const date today = instant_date(c->now);
    struct units units;
    enum rc rc = org_unit_list(c, a->commune, today, &units);
    for (ptrdiff_t i = 0; !rc && i < units.n; i++)
        rc = org_unit_close(c, units.v[i].id, today, S("sáp nhập"));
    return rc ? rc : org_agency_close(c, a->commune, today, a->other_commune, S("sáp nhập"));
}

static enum rc merger_job(struct ctx *c, void *arg)
{
    return dossier_job_mergers(c, &((struct chore *)arg)->run);
}

static void an_agency_that_ends_leaves_no_orphan(void **state)
{
    struct authority *a = *state;
    struct step s;
    struct chore x = accepted(a, &s);
    const instant due = s.dossier.work.due_at;
    assert_int_equal(as(a, &a->other_clerk, NULL, step_look, &s), RC_NOT_FOUND);
    assert_int_equal(as(a, NULL, "2026-11-20T09:00", end_commune, a), RC_OK);
    do {
        x.run.cursor = x.run.next;
        x.run.next = S("");
        RUNS("2026-11-20T09:05", merger_job);
    } while (x.run.next.n);
    OK(a, &a->other_clerk, NULL, look, &s); /* theirs now */
    const struct work *w = &s.dossier.work;
    assert_true(w->agency_id == a->other_commune && w->receiving_agency_id == a->other_commune);
    assert_true(w->receiving_unit_id.v == a->other_one_stop && !w->handler_id.set);
    assert_int_equal(w->due_at.us, due.us);
    OK(a, &a->other_clerk, NULL, timeline, &s);
    assert_str(s.events[0].kind, "dossier.taken_over");
    (void)record_test_agrees(a->e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(a_late_calendar_moves_what_runs_and_keeps_both_dates),
        AUTHORITY_TEST(a_question_is_counted_by_the_new_calendar_too),
        AUTHORITY_TEST(a_pause_is_over_by_itself),
        AUTHORITY_TEST(silence_is_an_event),
        AUTHORITY_TEST(an_agency_that_ends_leaves_no_orphan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
