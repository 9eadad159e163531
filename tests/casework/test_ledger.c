/* test_ledger.c - the clock ledger: pauses, extension, consultations, a new calendar. */
#include "db/lib_engine.h" /* on both engines */

#include "calendar/lib_oracle.h"
#include "calendar/versions.h"
#include "casework/ledger.h"
#include "casework/usage.h"

static const struct record_kind *const kinds[] = {calendar_kinds, NULL};

static int setup(void **state)
{
    static const struct record_setup wiring = {.kinds = kinds};
    record_configure(&wiring);
    return engine_setup(state);
}
#define LEDGER_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, engine_teardown)

static instant at(const char *text)
{
    instant t;
    assert_true(instant_parse(str_of(text), &t));
    return t;
}

/* One call of a test, made in a unit of its own at `when`. */
struct call {
    struct work_id id;
    const char *when, *until, *ground;
    date to;
    int64_t days, consult;
    struct consult_ask ask;
    struct work w;
    struct work_usage use;
    struct clock_change seen[4];
    int64_t seen_n;
    str next;
};

static enum rc open(struct ctx *c, void *arg)
{
    static const struct process_step_in steps[] = {
        {S_INIT("Tiếp nhận"), S_INIT("Một cửa"), STEP_RECEIVE, 60},
        {S_INIT("Thẩm định"), S_INIT("Phòng"), STEP_PROCESS, 900},
        {S_INIT("Ký"), S_INIT("Lãnh đạo"), STEP_APPROVE, 240},
        {S_INIT("Trả"), S_INIT("Một cửa"), STEP_ISSUE, 60}};
    struct call *x = arg;
    struct process_id process;
    enum rc rc = calendar_install(c);
    if (!rc)
        rc = process_put(
            c,
            &(struct process_in){
                .code = S("1.1"), .name = S("Thử"), .kind = S("dossier"), .steps = steps, .n = 4},
            &process);
    if (!rc)
        rc = work_open(c,
                       &(struct work_new){.kind = S("dossier"),
                                          .process = process,
                                          .receiving_agency_id = 1,
                                          .competent_agency_id = 2,
                                          .opened_at = c->now},
                       &x->id);
    return rc ? rc
              : work_clock_start(
                    c, x->id,
                    &(struct clock_start){.rule = S("10 wd"), .ground = S("Điều 17.3"), .at = c->now});
}

static enum rc pause(struct ctx *c, void *arg)
{
    struct call *x = arg;
    return work_clock_pause(c, x->id, at(x->when), at(x->until), str_of(x->ground));
}

static enum rc resume(struct ctx *c, void *arg)
{
    struct call *x = arg;
    return work_clock_resume(c, x->id, c->now, S("xong"));
}

static enum rc stop(struct ctx *c, void *arg)
{
    return work_clock_stop(c, ((struct call *)arg)->id, c->now, S("Điều 19.5"));
}

static enum rc restart(struct ctx *c, void *arg)
{
    return work_clock_start(
        c, ((struct call *)arg)->id,
        &(struct clock_start){.rule = S("10 wd"), .ground = S("Điều 19.5"), .at = c->now});
}

static enum rc extend(struct ctx *c, void *arg)
{
    struct call *x = arg;
    const struct extension_rule rule = {.before_days = x->days, .most = 1};
    return work_clock_extend(c, x->id, c->now, x->to, &rule, str_of(x->ground));
}

static enum rc ask(struct ctx *c, void *arg)
{
    struct call *x = arg;
    return work_consult_ask(c, x->id, &x->ask, &x->consult);
}

static enum rc answer(struct ctx *c, void *arg)
{
    return work_consult_answer(c, ((struct call *)arg)->consult, S("Đồng ý"));
}

static enum rc end(struct ctx *c, void *arg)
{
    struct call *x = arg;
    struct work_move move;
    struct work w;
    const enum rc rc = work_get(c, x->id, &w);
    return rc ? rc : work_end(c, x->id, w.version, WORK_REFUSED, &move);
}

static enum rc look(struct ctx *c, void *arg)
{
    struct call *x = arg;
    return work_get(c, x->id, &x->w);
}

static enum rc usage(struct ctx *c, void *arg)
{
    struct call *x = arg;
    return work_usage(c, x->id, &x->use);
}

static enum rc check_due(struct ctx *c, void *arg)
{
    struct work_due_check k;
    (void)arg;
    const enum rc rc = work_check_due(c, (struct work_id){0}, 100, &k);
    assert_true(rc || k.n == 0);
    return rc;
}

static enum rc tell(struct ctx *c, void *arg, const struct clock_change *change)
{
    struct call *x = arg;
    (void)c;
    assert_true(x->seen_n < 4);
    x->seen[x->seen_n++] = *change;
    return RC_OK;
}

static enum rc chores(struct ctx *c, void *arg)
{
    struct call *x = arg;
    const struct clock_told told = {"dossier", tell, x};
    int64_t n;
    enum rc rc = work_clock_resume_due(c, &told, 10, &n);
    if (!rc)
        rc = work_consult_silent_due(c, &told, 10, &n);
    return rc ? rc : work_calendar_apply(c, &told, S(""), &x->next);
}

/* A calendar with one more day off. */
static enum rc publish(struct ctx *c, void *arg)
{
    (void)arg;
    return oracle_publish(c, S("2026-11-27"), S("2026-11-26"));
}

static enum rc run(struct engine *e, const char *when, enum rc (*fn)(struct ctx *, void *),
                   struct call *x)
{
    e->c.faults = NULL;
    e->c.now = at(when);
    return engine_write(e, fn, x);
}
#define RUNS(when, fn) assert_int_equal(run(e, when, fn, &x), RC_OK)
#define REFUSED(rc, when, fn, why)                                                                     \
    do {                                                                                               \
        assert_int_equal(run(e, when, fn, &x), rc);                                                    \
        assert_string_equal(e->c.faults->key, why);                                                    \
    } while (0)

static void due_is(struct engine *e, struct call *x, const char *due)
{
    assert_int_equal(engine_read(e, look, x), RC_OK);
    if (due)
        assert_str(instant_iso(e->c.mem, x->w.due_at),
                   str_c(e->c.mem, str_fmt(e->c.mem, "%s:00+07:00", due)));
    else
        assert_true(instant_is_none(x->w.due_at));
    assert_int_equal(engine_read(e, check_due, NULL), RC_OK);
}

static void a_pause_has_a_ground_and_a_limit(void **state)
{
    struct engine *e = *state;
    struct call x = {.when = "2026-11-18T10:00", .until = "2026-11-20T10:00", .ground = ""};
    RUNS("2026-11-16T09:00", open);
    due_is(e, &x, "2026-12-01T17:30");
    REFUSED(RC_INVALID, "2026-11-18T10:00", pause, "casework.clock.ground_needed");
    x.ground = "Chờ nghĩa vụ tài chính";
    x.until = x.when;
    REFUSED(RC_INVALID, "2026-11-18T10:00", pause, "casework.clock.limit");
    x.until = "2026-11-20T10:00";
    REFUSED(RC_INVALID, "2026-11-18T09:00", pause, "casework.clock.future");
    x.when = "2026-11-13T10:00";
    REFUSED(RC_INVALID, "2026-11-18T10:00", pause, "casework.clock.order");
    x.when = "2026-11-18T10:00";
    REFUSED(RC_CONFLICT, "2026-11-18T10:00", resume, "casework.clock.no_pause");
    RUNS("2026-11-18T10:00", pause);
    due_is(e, &x, NULL);
    assert_true(x.w.clock_paused && !x.w.clock_running);
    REFUSED(RC_CONFLICT, "2026-11-18T11:00", pause, "casework.clock.not_running");
    RUNS("2026-11-19T09:00", resume); /* one close was lost */
    due_is(e, &x, "2026-12-02T17:30");
    assert_true(x.w.clock_running && !x.w.clock_paused);
    x.when = "2026-12-03T10:00";
    x.until = "2026-12-09T10:00";
    REFUSED(RC_CONFLICT, "2026-12-03T10:00", pause, "casework.clock.overdue");
}

static void past_its_limit_it_runs_on_by_itself(void **state)
{
    struct engine *e = *state;
    struct call x = {.when = "2026-11-18T10:00", .until = "2026-11-20T10:00", .ground = "Niêm yết"};
    RUNS("2026-11-16T09:00", open);
    RUNS("2026-11-18T10:00", pause);
    RUNS("2026-11-20T09:59", chores);
    assert_int_equal(x.seen_n, 0);
    RUNS("2026-11-23T08:00", chores);
    assert_int_equal(x.seen_n, 1);
    assert_true(instant_is_none(x.seen[0].was_due) && x.seen[0].due.us == at("2026-12-03T17:30").us);
    due_is(e, &x, "2026-12-03T17:30");
    assert_int_equal(x.w.version, 2); /* seen as a change */
    /* The same when another act is first: the limit counts, not the act. */
    x.when = "2026-11-23T10:00";
    x.until = "2026-11-25T10:00";
    RUNS("2026-11-23T10:00", pause);
    RUNS("2026-11-26T08:00", stop);
    due_is(e, &x, NULL);
    assert_true(!x.w.clock_paused);
    RUNS("2026-11-30T08:00", restart);
    due_is(e, &x, "2026-12-14T17:30");
    RUNS("2026-11-30T09:00", chores);
    assert_int_equal(x.seen_n, 1);
}

static void what_ends_paused_has_its_due_date(void **state)
{
    struct engine *e = *state;
    struct call x = {.when = "2026-11-18T10:00", .until = "2027-01-20T10:00", .ground = "Niêm yết"};
    RUNS("2026-11-16T09:00", open);
    RUNS("2026-11-18T10:00", pause);
    RUNS("2026-11-20T16:00", end);
    due_is(e, &x, "2026-12-03T17:30");
    assert_true(!x.w.clock_paused && !x.w.clock_running);
}

static void a_missed_date_stays_missed(void **state)
{
    struct engine *e = *state;
    struct call x = {0};
    RUNS("2026-11-16T09:00", open);
    RUNS("2026-12-02T10:00", stop);
    RUNS("2026-12-07T10:00", restart);
    due_is(e, &x, "2026-12-21T17:30");
    assert_int_equal(x.w.missed_at.us, at("2026-12-01T17:30").us);
}

static void one_extension_asked_in_time(void **state)
{
    struct engine *e = *state;
    struct call x = {.days = 2, .ground = "", .to = DATE_NONE};
    RUNS("2026-11-16T09:00", open);
    assert_true(date_parse(S("2026-12-07"), &x.to));
    REFUSED(RC_INVALID, "2026-11-27T09:00", extend, "casework.clock.ground_needed");
    x.ground = "Điều 19.6";
    REFUSED(RC_INVALID, "2026-11-30T09:00", extend, "calendar.extension.late");
    x.days = 1;
    RUNS("2026-11-30T09:00", extend);
    due_is(e, &x, "2026-12-07T17:30");
    assert_true(date_parse(S("2026-12-14"), &x.to));
    REFUSED(RC_CONFLICT, "2026-12-01T09:00", extend, "calendar.extension.second");
}

static void a_consultation_has_a_clock_of_its_own(void **state)
{
    struct engine *e = *state;
    struct call x = {.ask = {.agency_id = 3, .rule = S("x")}};
    RUNS("2026-11-16T09:00", open);
    REFUSED(RC_INVALID, "2026-11-17T09:00", ask, "casework.consult.question_needed");
    x.ask.question = S("Đất có tranh chấp không?");
    REFUSED(RC_INVALID, "2026-11-17T09:00", ask, "casework.rule_unknown");
    x.ask.rule = S("3 wd");
    RUNS("2026-11-17T09:00", ask);
    due_is(e, &x, "2026-12-01T17:30"); /* it holds nothing */
    RUNS("2026-11-18T09:00", answer);
    REFUSED(RC_CONFLICT, "2026-11-18T10:00", answer, "casework.consult.answered");
    x.ask.ground = S("Điều 12 Luật Đất đai");
    RUNS("2026-11-18T10:00", ask);
    due_is(e, &x, NULL);
    REFUSED(RC_CONFLICT, "2026-11-18T10:30", resume, "casework.clock.no_pause");
    RUNS("2026-11-19T10:00", answer);
    due_is(e, &x, "2026-12-02T17:30");
}

static void silence_is_noted_and_the_clock_runs_on(void **state)
{
    struct engine *e = *state;
    struct call x = {
        .ask = {.agency_id = 3, .question = S("Ý kiến?"), .rule = S("3 wd"), .ground = S("Điều 12")}};
    RUNS("2026-11-16T09:00", open);
    RUNS("2026-11-17T09:00", ask); /* until 20/11 17:30 */
    RUNS("2026-11-20T17:00", chores);
    assert_int_equal(x.seen_n, 0);
    RUNS("2026-11-25T08:00", chores); /* the pause first, then the silence */
    assert_int_equal(x.seen_n, 2);
    assert_null(x.seen[0].consult);
    assert_non_null(x.seen[1].consult);
    due_is(e, &x, "2026-12-07T17:30");
    RUNS("2026-11-25T09:00", chores);
    assert_int_equal(x.seen_n, 2);
    RUNS("2026-11-26T09:00", answer); /* late, and welcome */
    due_is(e, &x, "2026-12-07T17:30");
}

/* The jobs read the index of questions that wait (work_consult_open), which holds those of open work
   only: what ended is found neither late nor to be dated anew, though both queries ask no work for it.
 */
static void a_question_is_over_with_its_work(void **state)
{
    struct engine *e = *state;
    struct call x = {.ask = {.agency_id = 3, .question = S("Ý kiến?"), .rule = S("3 wd")}},
                open_one = x;
    RUNS("2026-11-16T09:00", open);
    RUNS("2026-11-17T09:00", ask);
    open_one.ask = x.ask;
    assert_int_equal(run(e, "2026-11-17T09:00", open, &open_one), RC_OK);
    assert_int_equal(run(e, "2026-11-17T09:00", ask, &open_one), RC_OK);
    RUNS("2026-11-18T09:00", end);
    RUNS("2026-11-25T08:00", chores);
    assert_int_equal(x.seen_n, 1);
    assert_int_equal(x.seen[0].id.v, open_one.id.v);
    RUNS("2026-11-26T10:00", publish); /* dates neither of them anew */
    RUNS("2026-11-26T11:00", chores);
    for (int64_t i = 1; i < x.seen_n; i++)
        assert_int_equal(x.seen[i].id.v, open_one.id.v);
    RUNS("2026-11-26T12:00", answer); /* too late to matter, and kept */
}

static void a_new_calendar_is_applied_to_what_runs(void **state)
{
    struct engine *e = *state;
    struct call x = {0}, over = {0};
    RUNS("2026-11-16T09:00", open);
    assert_int_equal(run(e, "2026-11-16T09:00", open, &over), RC_OK);
    assert_int_equal(run(e, "2026-11-20T09:00", end, &over), RC_OK);
    RUNS("2026-11-26T09:00", chores);
    RUNS("2026-11-26T10:00", publish);
    RUNS("2026-11-26T11:00", chores);
    assert_true(x.next.n == 0 && x.seen_n == 1 && x.seen[0].id.v == x.id.v);
    assert_int_equal(x.seen[0].was_due.us, at("2026-12-01T17:30").us);
    assert_int_equal(x.seen[0].due.us, at("2026-12-02T17:30").us);
    assert_true(x.seen[0].was_calendar != x.seen[0].calendar);
    due_is(e, &x, "2026-12-02T17:30");
    RUNS("2026-11-26T12:00", chores);
    assert_int_equal(x.seen_n, 1);
    due_is(e, &over, "2026-12-01T17:30");
}

/* Working hours of 8 a day; the pause and what came before a restart are left out. */
static void hours_are_counted_by_step_and_agency(void **state)
{
    struct engine *e = *state;
    struct call x = {.when = "2026-11-17T07:30",
                     .until = "2026-11-18T07:30",
                     .ground = "Niêm yết",
                     .ask = {.agency_id = 3, .question = S("Ý kiến?"), .rule = S("1 wd")}};
    RUNS("2026-11-16T07:30", open);
    RUNS("2026-11-17T07:30", pause);
    RUNS("2026-11-18T07:30", chores);
    RUNS("2026-11-18T13:30", ask);
    RUNS("2026-11-20T09:30", usage);
    assert_int_equal(x.use.steps_n, 2);
    assert_str(x.use.steps[0].step, "Tiếp nhận");
    assert_true(x.use.steps[0].agency_id == 1 && x.use.steps[0].used_us == 26 * HOUR_US);
    assert_true(x.use.steps[0].share_us == HOUR_US && x.use.steps[0].over);
    assert_true(x.use.steps[1].consult && x.use.steps[1].agency_id == 3);
    assert_true(x.use.steps[1].used_us == 14 * HOUR_US && x.use.steps[1].share_us == 12 * HOUR_US);
    assert_int_equal(x.use.agencies_n, 2);
    assert_true(x.use.agencies[1].over && x.use.agencies[1].times == 1);
    RUNS("2026-11-20T09:30", stop);
    RUNS("2026-11-23T07:30", restart);
    RUNS("2026-11-23T09:30", usage);
    assert_int_equal(x.use.steps[0].used_us, 2 * HOUR_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(a_pause_has_a_ground_and_a_limit),
        LEDGER_TEST(past_its_limit_it_runs_on_by_itself),
        LEDGER_TEST(what_ends_paused_has_its_due_date),
        LEDGER_TEST(a_missed_date_stays_missed),
        LEDGER_TEST(one_extension_asked_in_time),
        LEDGER_TEST(a_consultation_has_a_clock_of_its_own),
        LEDGER_TEST(silence_is_noted_and_the_clock_runs_on),
        LEDGER_TEST(a_question_is_over_with_its_work),
        LEDGER_TEST(hours_are_counted_by_step_and_agency),
        LEDGER_TEST(a_new_calendar_is_applied_to_what_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
