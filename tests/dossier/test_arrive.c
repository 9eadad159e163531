/*
 * test_arrive.c - dossiers that did not begin here: moved in at their step with their clock counted
 * from what was told, and synced ones that nobody can act on.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "casework/ledger.h"
#include "dossier/dossier_arrive.h"
#include "dossier/dossier_consult.h"
#include "dossier/figures.h"
#include "org/org.h"
#include "record/verify.h"

struct told {
    struct arrival in;
    struct arrived out;
    struct arrival_facts facts;
    struct dossier_figures figures;
    struct step s;
};

static struct actor admin = {
    .kind = ACTOR_STAFF, .account = 3001, .roles = 1u << ROLE_ANYBODY | 1u << ROLE_ADMINISTRATOR};

static instant at(const char *text)
{
    instant t;
    assert_true(instant_parse(str_of(text), &t));
    return t;
}

static enum rc move_in(struct ctx *c, void *arg)
{
    struct told *t = arg;
    const enum rc rc = dossier_move_in(c, &t->in, &t->out);
    t->s.ref = t->out.ref;
    if (!rc) {
        t->s.ref.pub = test_keep(t->out.ref.pub);
        t->s.ref.code = t->in.code;
    }
    return rc;
}

static enum rc sync(struct ctx *c, void *arg)
{
    struct told *t = arg;
    const enum rc rc = dossier_put_synced(c, &t->in, &t->out);
    t->s.ref = t->out.ref;
    if (!rc)
        t->s.ref.pub = test_keep(t->out.ref.pub);
    return rc;
}

static enum rc where_from(struct ctx *c, void *arg)
{
    struct told *t = arg;
    return dossier_arrival_of(c, t->s.ref.id, &t->facts);
}

static enum rc figures(struct ctx *c, void *arg)
{
    return dossier_figures(c, &((struct told *)arg)->figures);
}

static void found(void *arg, const struct record_finding *f)
{
    (void)arg;
    fail_msg("%s: %.*s", record_fault_word(f->fault), STR_ARG(f->detail));
}

static enum rc seal(struct ctx *c, void *arg)
{
    (void)arg;
    return record_seal(c, NULL);
}

/* Record, state and due dates agree. */
static enum rc check(struct ctx *c, void *arg)
{
    struct record_report report;
    struct work_due_check due;
    const enum rc rc = record_verify(c, &(struct record_check){.found = found}, &report);
    (void)arg;
    return rc ? rc : work_check_due(c, (struct work_id){0}, 100, &due) || due.n ? RC_FAILED : RC_OK;
}

static void all_agrees(struct authority *a)
{
    (void)engine_write(a->e, seal, NULL);
    assert_int_equal(engine_read(a->e, check, NULL), RC_OK);
}

#define TAKEN(a, t, fn)                                                                                \
    do {                                                                                               \
        const enum rc rc_ = as((a), &admin, "2026-11-19T14:00", fn, (t));                              \
        if (rc_)                                                                                       \
            fail_msg("%s: %s", rc_name(rc_), last_fault(a));                                           \
    } while (0)
#define NOT_TAKEN(a, t, fn, rc, key)                                                                   \
    do {                                                                                               \
        assert_int_equal(as((a), &admin, "2026-11-19T14:00", fn, (t)), (rc));                          \
        assert_string_equal(last_fault(a), (key));                                                     \
    } while (0)

/* Received on the 9th, lies with the division since the 10th. */
static struct told sample(struct authority *a)
{
    struct told t = {.in = {.source = S("mc-cu"),
                            .code = S("H48.101-261109-0012"),
                            .content_hash = S("1"),
                            .filing = full_filing(a, "1.004873"),
                            .status = WORK_PROCESSING,
                            .told_status = S("Đang xử lý"),
                            .accepted_at = at("2026-11-09T09:00"),
                            .since = at("2026-11-10T08:00"),
                            .due_at = at("2026-11-13T17:30"),
                            .finished_at = INSTANT_NONE,
                            .returned_at = INSTANT_NONE,
                            .extended_at = INSTANT_NONE,
                            .extended_to = DATE_NONE,
                            .asked_at = INSTANT_NONE,
                            .stand_ground = S("Theo hệ thống cũ")}};
    t.in.filing.filed_at = at("2026-11-09T09:00");
    t.in.filing.papers = NULL;
    t.in.filing.paper_n = 0;
    return t;
}

static void goes_on_where_it_stood(void **state)
{
    struct authority *a = *state;
    struct told t = sample(a);
    t.in.received_by = a->clerk.staff;
    t.in.handler = a->officer.staff;
    struct step twin = {.filing = full_filing(a, "1.004873")};
    twin.filing.filed_at = t.in.filing.filed_at;
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &twin);
    OK(a, &a->clerk, NULL, look, &twin);
    TAKEN(a, &t, move_in);
    assert_int_equal(t.out.as, ARRIVED_STORED);
    assert_int_equal(t.out.note_n, 1); /* the officer has no account in this small authority */
    assert_string_equal(t.out.notes[0].member, "handler");
    assert_int_equal(t.out.due_at.us, twin.dossier.work.due_at.us);
    OK(a, &a->officer, NULL, look, &t.s);
    const struct dossier *d = &t.s.dossier;
    assert_str(d->code, "H48.101-261109-0012");
    assert_int_equal(d->work.status, WORK_PROCESSING);
    assert_int_equal(d->work.step_kind, STEP_PROCESS);
    assert_int_equal(d->work.step_since.us, t.in.since.us);
    assert_int_equal(d->filed_at.us, t.in.filing.filed_at.us);
    assert_str(d->ruleset, "nd118");
    assert_int_equal(as(a, &a->officer, NULL, where_from, &t), RC_OK);
    assert_false(t.facts.synced);
    assert_int_equal(t.facts.due_at.us, t.in.due_at.us);
    /* a clerk who took it in there may not examine it, an officer goes on */
    t.s.claim = true;
    OK(a, &a->officer, NULL, claim, &t.s);
    t.s.act = (struct act_in){.seen_version = t.s.ref.version, .action = S("submit")};
    OK(a, &a->officer, NULL, act, &t.s);
    all_agrees(a);
}

static void told_again_it_is_the_same_one(void **state)
{
    struct authority *a = *state;
    struct told t = sample(a);
    TAKEN(a, &t, move_in);
    const int64_t id = t.out.ref.id.v;
    TAKEN(a, &t, move_in);
    assert_int_equal(t.out.as, ARRIVED_UNCHANGED);
    assert_int_equal(t.out.ref.id.v, id);
    t.in.content_hash = S("2");
    t.in.status = WORK_APPROVING;
    TAKEN(a, &t, move_in);
    assert_int_equal(t.out.as, ARRIVED_DIFFERS);
    OK(a, &a->officer, NULL, look, &t.s);
    assert_int_equal(t.s.dossier.work.status, WORK_PROCESSING);
    /* the serial of its day goes on behind it */
    struct step late = {.filing = full_filing(a, "1.004873")};
    late.filing.filed_at = at("2026-11-09T10:00");
    OK(a, &a->clerk, NULL, receive, &late);
    assert_str(late.ref.code, "H48.101-261109-0013");
    all_agrees(a);
}

static void the_clock_stands_where_it_stood(void **state)
{
    struct authority *a = *state;
    struct told plain = sample(a), paused = sample(a), anew = sample(a), late = sample(a);
    const struct arrival_stand pause = {at("2026-11-10T08:00"), at("2026-11-12T08:00"), false};
    const struct arrival_stand restart = {at("2026-11-10T08:00"), at("2026-11-16T08:00"), true};
    const struct arrival_stand after_due = {at("2026-11-18T08:00"), at("2026-11-19T08:00"), false};
    TAKEN(a, &plain, move_in);
    paused.in.code = S("CU-2");
    paused.in.stands = &pause;
    paused.in.stand_n = 1;
    TAKEN(a, &paused, move_in);
    assert_int_equal(paused.out.due_at.us, plain.out.due_at.us + 4 * DAY_US);
    anew.in.code = S("CU-3");
    anew.in.stands = &restart;
    anew.in.stand_n = 1;
    TAKEN(a, &anew, move_in);
    assert_int_equal(anew.out.due_at.us, plain.out.due_at.us + 7 * DAY_US);
    late.in.code = S("CU-4");
    late.in.stands = &after_due;
    late.in.stand_n = 1;
    TAKEN(a, &late, move_in);
    assert_int_equal(late.out.due_at.us, plain.out.due_at.us);
    assert_int_equal(late.out.note_n, 1);
    assert_string_equal(late.out.notes[0].key, "dossier.arrive.stand_late");
    all_agrees(a);
}

static void each_open_state_has_its_step(void **state)
{
    struct authority *a = *state;
    static const struct {
        enum work_status status;
        enum step_kind kind;
        bool accepted;
    } rows[] = {
        {WORK_WAITING, STEP_RECEIVE, false},   {WORK_SUPPLEMENT, STEP_RECEIVE, false},
        {WORK_SUPPLEMENT, STEP_PROCESS, true}, {WORK_ACCEPTED, STEP_PROCESS, true},
        {WORK_APPROVING, STEP_APPROVE, true},  {WORK_APPROVED, STEP_ISSUE, true},
        {WORK_ISSUED, STEP_ISSUE, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct told t = sample(a);
        t.in.code = str_fmt(a->e->c.mem, "CU.%zu", i);
        t.in.status = rows[i].status;
        t.in.asked_at = at("2026-11-10T10:00");
        t.in.asked_for = S("Bổ sung giấy chứng sinh");
        t.in.finished_at = at("2026-11-16T10:00");
        if (!rows[i].accepted)
            t.in.accepted_at = INSTANT_NONE;
        TAKEN(a, &t, move_in);
        OK(a, &a->clerk, NULL, look, &t.s);
        assert_int_equal(t.s.dossier.work.status, rows[i].status);
        assert_int_equal(t.s.dossier.work.step_kind, rows[i].kind);
        if (rows[i].status == WORK_ISSUED) {
            assert_str(t.s.dossier.punctuality, "late");
            t.s.ret = (struct return_in){
                .how = S("counter"), .collector = S("Lê Minh Họa"), .authority = S("owner")};
            OK(a, &a->clerk, NULL, give_back, &t.s);
        }
    }
    all_agrees(a);
}

static void what_does_not_fit_is_refused_at_its_place(void **state)
{
    struct authority *a = *state;
    struct told t = sample(a);
    assert_int_equal(as(a, &a->clerk, NULL, move_in, &t), RC_DENIED);
    assert_int_equal(as(a, &a->clerk, NULL, sync, &t), RC_DENIED);
    t.in.code = S("có dấu");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.code");
    t = sample(a);
    t.in.filing.procedure_code = S("9.999999");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.no_procedure");
    t = sample(a);
    t.in.accepted_at = at("2026-11-08T09:00");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.order");
    t.in.accepted_at = at("2026-12-08T09:00");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.future");
    t.in.accepted_at = INSTANT_NONE;
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.needed");
    t = sample(a);
    t.in.status = WORK_RETURNED;
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "casework.arrive.over");
    t = sample(a);
    t.in.step = S("nowhere");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "casework.arrive.no_step");
    t.in.step = S("approve");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "casework.arrive.no_state");
    t = sample(a);
    t.in.division_id = a->other_one_stop;
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.unit_elsewhere");
    t = sample(a);
    t.in.filing.filed_at = t.in.accepted_at = t.in.since = at("2017-01-03T09:00");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.ruleset_none");
    t = sample(a);
    t.in.case_name = S("không có");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.no_case");
    t = sample(a);
    t.in.status = WORK_SUPPLEMENT;
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.needed");
    struct step taken = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, NULL, receive, &taken);
    t = sample(a);
    t.in.code = test_keep(taken.ref.code);
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.code_taken");
    NOT_TAKEN(a, &t, sync, RC_INVALID, "dossier.arrive.code_taken");
    all_agrees(a);
}

/* ---- synced ---- */

static struct told ministry_sample(struct authority *a)
{
    struct told t = sample(a);
    assert_int_equal(engine_script(a->e, "UPDATE procedure SET processing_system = 'ministry_central', "
                                         "intake = 'ministry' WHERE code = '1.004873'"),
                     RC_OK);
    t.in.source = S("BTP");
    t.in.code = S("G15.1-261109-0099");
    t.in.filing.origin = ORIGIN_MINISTRY_SYSTEM;
    return t;
}

static void nobody_acts_on_a_synced_one(void **state)
{
    struct authority *a = *state;
    struct told t = ministry_sample(a);
    TAKEN(a, &t, sync);
    struct step *s = &t.s;
    OK(a, &a->clerk, NULL, look, s);
    assert_true(s->dossier.work.synced);
    assert_int_equal(s->dossier.work.due_at.us, t.in.due_at.us);
    s->accept = (struct accept_in){0};
    s->claim = true;
    s->supplement = (struct supplement_in){
        .reason = S("x"), .items = &(struct supplement_item){.text = S("x")}, .n = 1};
    s->papers = full_papers;
    s->papers_n = 1;
    s->reason = s->ground = s->how = s->text = S("x");
    s->part = S("note");
    s->becomes = S("khác");
    s->amount = 1000;
    s->kind = S("extension");
    s->act = (struct act_in){.seen_version = s->ref.version, .action = S("submit")};
    s->ret =
        (struct return_in){.how = S("counter"), .collector = S("Lê Minh Họa"), .authority = S("owner")};
#define SYNCED "casework.synced"
    REFUSED(a, &a->clerk, NULL, accept, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->clerk, NULL, ask, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->clerk, NULL, complete, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->clerk, NULL, refuse, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->clerk, NULL, give_back, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->clerk, NULL, cancel, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->clerk, NULL, correct, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->clerk, NULL, pay, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->leader, NULL, act, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->leader, NULL, apologise, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->leader, NULL, claim, s, RC_CONFLICT, SYNCED);
    REFUSED(a, &a->clerk, NULL, withdraw, s, RC_CONFLICT, SYNCED);
    OK(a, &a->clerk, NULL, look, s);
    assert_int_equal(s->dossier.work.version, 1);
    all_agrees(a);
}

static enum rc engine_acts(struct ctx *c, void *arg)
{
    const struct told *t = arg;
    const struct work_id id = {t->s.ref.id.v};
    struct work_move move;
    int64_t consult;
    const struct clock_start start = {.rule = S("3 wd"), .at = c->now, .ground = S("x")};
    const enum rc got[] = {
        work_take(c, id, &(struct work_act){.seen_version = 1, .action = S("submit")}, &move),
        work_claim(c, id, 1, true),
        work_touch(c, id, 1),
        work_end(c, id, 1, WORK_STOPPED, &move),
        work_clock_pause(c, id, c->now, (instant){c->now.us + DAY_US}, S("x")),
        work_consult_ask(c, id,
                         &(struct consult_ask){.agency_id = 1, .question = S("x"), .rule = S("3 wd")},
                         &consult),
    };
    for (size_t i = 0; i < sizeof got / sizeof *got; i++)
        assert_int_equal(got[i], RC_CONFLICT);
    for (const struct fault *f = c->faults; f; f = f->next)
        assert_true(strcmp(f->key, "casework.synced") == 0 ||
                    strcmp(f->key, "casework.clock.overdue") == 0);
    assert_int_equal(work_clock_start(c, id, &start), RC_CONFLICT);
    return RC_CONFLICT;
}

static void the_engine_refuses_whoever_calls(void **state)
{
    struct authority *a = *state;
    struct told t = ministry_sample(a);
    TAKEN(a, &t, sync);
    assert_int_equal(as(a, NULL, NULL, engine_acts, &t), RC_CONFLICT);
    (void)last_fault(a);
    t.in.source = S("mc-cu");
    t.in.code = S("CU-1");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "catalog.closed.ministry");
    assert_int_equal(as(a, NULL, NULL, figures, &t), RC_OK);
    assert_int_equal(t.figures.received, 1);
    assert_int_equal(t.figures.synced, 1);
    assert_int_equal(t.figures.work.open_synced, 1);
}

static void a_later_file_brings_it_up_to_date(void **state)
{
    struct authority *a = *state;
    struct told t = sample(a);
    NOT_TAKEN(a, &t, sync, RC_INVALID, "dossier.arrive.not_ministry");
    t = ministry_sample(a);
    TAKEN(a, &t, sync);
    TAKEN(a, &t, sync);
    assert_int_equal(t.out.as, ARRIVED_UNCHANGED);
    t.in.content_hash = S("2");
    t.in.status = WORK_APPROVING;
    t.in.due_at = at("2026-11-20T17:30");
    TAKEN(a, &t, sync);
    assert_int_equal(t.out.as, ARRIVED_UPDATED);
    assert_int_equal(t.out.due_at.us, t.in.due_at.us);
    t.in.content_hash = S("3");
    t.in.status = WORK_RETURNED;
    t.in.finished_at = at("2026-11-18T10:00");
    t.in.returned_at = at("2026-11-19T10:00");
    TAKEN(a, &t, sync);
    OK(a, &a->clerk, NULL, look, &t.s);
    assert_int_equal(t.s.dossier.work.status, WORK_RETURNED);
    assert_str(t.s.dossier.punctuality, "early");
    assert_int_equal(t.s.dossier.returned_at.us, t.in.returned_at.us);
    OK(a, &a->clerk, NULL, timeline, &t.s);
    assert_int_equal(t.s.events_n, 3);
    assert_int_equal(as(a, NULL, NULL, figures, &t), RC_OK);
    assert_int_equal(t.figures.work.settled, 1);
    assert_int_equal(t.figures.work.settled_synced, 1);
    assert_int_equal(t.figures.work.open_synced, 0);
    assert_int_equal(t.figures.work.late, 0);
    /* what was moved in is not synced, and the other way round */
    t.in.source = S("mc-cu");
    t.in.content_hash = S("4");
    NOT_TAKEN(a, &t, sync, RC_INVALID, "dossier.arrive.code_taken");
    t.in.source = S("BTP");
    NOT_TAKEN(a, &t, move_in, RC_INVALID, "dossier.arrive.is_synced");
    all_agrees(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(goes_on_where_it_stood),
        AUTHORITY_TEST(told_again_it_is_the_same_one),
        AUTHORITY_TEST(the_clock_stands_where_it_stood),
        AUTHORITY_TEST(each_open_state_has_its_step),
        AUTHORITY_TEST(what_does_not_fit_is_refused_at_its_place),
        AUTHORITY_TEST(nobody_acts_on_a_synced_one),
        AUTHORITY_TEST(the_engine_refuses_whoever_calls),
        AUTHORITY_TEST(a_later_file_brings_it_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
