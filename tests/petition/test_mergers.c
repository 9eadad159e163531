/*
 * test_mergers.c - an agency ends with open petitions: they go on at the one that replaced it, at
 * several by the commune of the sender's address, or at the agency above until somebody says; dates
 * stay, each move stands once in the record, and nothing is left behind.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_district.h"
#include "petition/lib_petition.h"

#include "casework/ledger.h"
#include "org/org.h"
#include "org/successor.h"
#include "petition/petition_merge.h"
#include "record/verify.h"

enum { SENT_IN, ACCEPTED, ASKED, SUBMITTED, ANSWERED, REFUSED, STATES };
enum { AT_COMMUNE, AT_OTHER, NO_ADDRESS, TWO_ADDRESSES, ADDRESSES };
static const char *const addresses[ADDRESSES] = {
    [AT_COMMUNE] = "Thôn 1, phường Bến Lụa, huyện Thử",
    [AT_OTHER] = "Suối Ngọc, huyện Thử",
    [NO_ADDRESS] = "",
    [TWO_ADDRESSES] = "phường Bến Lụa, xã Suối Ngọc",
};
#define MOST STATES

static struct actor control = {
    .kind = ACTOR_STAFF, .account = 990, .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE};

struct story {
    struct district of; /* first: what its steps are given */
    struct authority *a;
    int64_t count, late;
    int n;
    struct deed d[MOST];
    instant due[MOST], stage[MOST];
    int64_t version[MOST];
    struct actor clerk, officer, leader;
    struct unplaced_petitions waits;
    struct heirs_in in;
    struct heir_item item[HEIRS_AT_ONCE + 1];
    struct heirs_named done;
    char next[64];
};

static enum rc job(struct ctx *c, void *arg)
{
    struct story *t = arg;
    struct job_run run = {.cursor = str_of(t->next), .next = S("")};
    const enum rc rc = petition_job_mergers(c, &run);
    (void)snprintf(t->next, sizeof t->next, "%.*s", STR_ARG(run.next));
    return rc;
}

static enum rc look_at_all(struct ctx *c, void *arg)
{
    struct story *t = arg;
    struct work_due_check check;
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < t->n; i++)
        rc = petition_get_by_id(c, t->d[i].ref.id, &t->d[i].p);
    if (!rc)
        rc = work_check_due(c, (struct work_id){0}, 100, &check);
    if (!rc)
        assert_int_equal(check.n, 0);
    return rc;
}

static enum rc unplaced(struct ctx *c, void *arg)
{
    struct story *t = arg;
    const enum rc rc = petition_unplaced(c, t->of.id, 10, &t->waits);
    return rc ? rc : petition_unplaced_count(c, 0, &t->count);
}

static enum rc name(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return petition_name_heirs(c, &t->in, &t->done);
}

static enum rc late(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return petition_late_count(c, &t->late);
}

static void must(struct story *t, struct actor *who, const char *when,
                 enum rc (*fn)(struct ctx *c, void *arg))
{
    const enum rc rc = as(t->a, who, when, fn, t);
    if (rc)
        fail_msg("%s: %s", rc_name(rc), last_fault(t->a));
}

static struct actor at(struct actor who, int64_t agency, int64_t unit)
{
    who.agency = agency;
    who.unit = unit;
    return who;
}

static void begin(struct story *t)
{
    must(t, (struct actor *)(uintptr_t)access_system(), "2026-11-16T08:00", district_open);
    t->clerk = at(t->a->clerk, t->of.id, t->of.unit);
    t->officer = at(t->a->officer, t->of.id, 0);
    t->leader = at(t->a->leader, t->of.id, 0);
}

static void send_to_district(struct story *t, const char *address)
{
    struct deed *d = &t->d[t->n++];
    d->in = sample_petition();
    d->in.agency = S("H48.55");
    d->in.address = str_of(address);
    MUST(t->a, NULL, "2026-11-16T09:00", send, d);
    d->ref.pub = test_keep(d->ref.pub);
    d->ref.code = test_keep(d->ref.code);
}

static void take(struct story *t, struct actor *who, int i, struct petition_act act)
{
    t->d[i].act = act;
    MUST(t->a, who, NULL, do, &t->d[i]);
}

/* One in each state that is open, and one that is over. */
static void in_all_states(struct story *t)
{
    for (int i = 0; i < STATES; i++)
        send_to_district(t, "");
    for (int i = ACCEPTED; i <= ANSWERED; i++)
        take(t, &t->clerk, i, act_of("accept"));
    take(t, &t->officer, ASKED,
         (struct petition_act){.action = S("supplement"), .note = S("Văn bản nào?")});
    take(t, &t->officer, SUBMITTED, full_answer());
    take(t, &t->officer, ANSWERED, full_answer());
    take(t, &t->leader, ANSWERED, act_of("approve"));
    take(t, &t->clerk, REFUSED,
         (struct petition_act){
             .action = S("refuse"), .reason = S("complaint"), .note = S("Gửi Chủ tịch.")});
}

static void keep_dates(struct story *t)
{
    must(t, NULL, NULL, look_at_all);
    for (int i = 0; i < t->n; i++) {
        t->due[i] = t->d[i].p.work.due_at;
        t->stage[i] = t->d[i].p.stage_due_at;
    }
}

static void end_and_follow(struct story *t)
{
    keep_dates(t);
    must(t, (struct actor *)(uintptr_t)access_system(), "2026-11-17T08:00", district_end);
    if (t->of.csv.n)
        must(t, (struct actor *)(uintptr_t)access_system(), NULL, district_list);
}

static void run_job(struct story *t)
{
    do
        must(t, NULL, NULL, job);
    while (t->next[0]);
    must(t, NULL, NULL, look_at_all);
    for (int i = 0; i < t->n; i++) {
        assert_int_equal(t->d[i].p.work.due_at.us, t->due[i].us);
        assert_int_equal(t->d[i].p.stage_due_at.us, t->stage[i].us);
    }
}

static void is_with(const struct story *t, int i, int64_t agency)
{
    const struct petition *p = &t->d[i].p;
    assert_int_equal(p->agency_id, agency);
    assert_int_equal(p->work.agency_id, agency);
    assert_int_equal(p->work.receiving_agency_id, agency);
    assert_int_equal(p->work.competent_agency_id, agency);
}

static enum rc verify(struct ctx *c, void *arg)
{
    const struct record_check check = {0};
    return record_verify(c, &check, arg);
}

static int64_t findings(struct authority *a)
{
    struct record_report report;
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    return report.findings;
}

static enum rc timeline_outside(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_timeline(c, &d->p, false, &d->events, &d->events_n);
}

static int told(const struct deed *d)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < d->events_n; i++)
        n += str_eq(d->events[i].kind, S("petition.taken_over"));
    return n;
}

static void test_mergers__one_replaced_it(void **state)
{
    struct story t = {.of = {.a = *state}, .a = *state};
    struct authority *a = t.a;
    t.of.heir = a->commune;
    begin(&t);
    in_all_states(&t);
    end_and_follow(&t);
    run_job(&t);
    for (int i = SENT_IN; i < REFUSED; i++)
        is_with(&t, i, a->commune);
    is_with(&t, REFUSED, t.of.id); /* what is over stays */
    assert_int_equal(t.d[SENT_IN].p.work.unit_id.v, a->one_stop);
    for (int i = 0; i < STATES; i++)
        t.version[i] = t.d[i].p.work.version;
    run_job(&t);
    for (int i = 0; i < STATES; i++) /* twice changes nothing */
        assert_int_equal(t.d[i].p.work.version, t.version[i]);
    /* Both timelines say it, once, and which agency has it. */
    MUST(a, &a->leader, NULL, timeline, &t.d[ACCEPTED]);
    assert_int_equal(told(&t.d[ACCEPTED]), 1);
    assert_str(t.d[ACCEPTED].events[0].note, "Ủy ban nhân dân phường Bến Lụa");
    assert_int_equal(as(a, NULL, NULL, timeline_outside, &t.d[SENT_IN]), RC_OK);
    assert_int_equal(told(&t.d[SENT_IN]), 1);
    assert_str(t.d[SENT_IN].events[0].note, "Ủy ban nhân dân phường Bến Lụa");
    must(&t, &control, NULL, unplaced);
    assert_int_equal(t.count, 0);
}

/* The successor's people go on where the old agency's stood; the sender as before. */
static void test_mergers__the_successor_goes_on(void **state)
{
    struct story t = {.of = {.a = *state}, .a = *state};
    struct authority *a = t.a;
    t.of.heir = a->commune;
    begin(&t);
    in_all_states(&t);
    end_and_follow(&t);
    run_job(&t);
    for (int i = 0; i < STATES; i++)
        t.d[i].ref.version = t.d[i].p.work.version;
    assert_int_equal(as(a, &a->other_clerk, NULL, deed_look, &t.d[SENT_IN]), RC_NOT_FOUND);
    (void)last_fault(a);
    take(&t, &a->clerk, SENT_IN, act_of("accept"));
    take(&t, &a->officer, ACCEPTED, full_answer());
    t.d[ASKED].text = S("Thông tư 1.");
    MUST(a, NULL, NULL, clarify, &t.d[ASKED]);
    take(&t, &a->officer, ASKED, full_answer());
    take(&t, &a->leader, SUBMITTED, act_of("approve"));
    take(&t, &a->clerk, ANSWERED,
         (struct petition_act){.action = S("withhold"), .note = S("Việc riêng.")});
    struct actor boss = at(control, a->province, 0);
    must(&t, &boss, "2027-02-01T08:00", late);
    t.d[0].which = PETITIONS_LATE;
    MUST(a, &boss, NULL, list, &t.d[0]);
    assert_int_equal(t.late, t.d[0].rows.n);
    assert_int_equal(t.late, 4);
    must(&t, &a->other_clerk, NULL, late);
    assert_int_equal(t.late, 0);
}

static void test_mergers__record_verifies(void **state)
{
    struct story t = {.of = {.a = *state}, .a = *state};
    struct authority *a = t.a;
    t.of.heir = a->commune;
    begin(&t);
    in_all_states(&t);
    end_and_follow(&t);
    run_job(&t);
    if (engine_is_postgresql())
        assert_int_equal(as(a, &a->leader, NULL, record_seal, NULL), RC_OK);
    assert_int_equal(findings(a), 0);
    const str sql = str_fmt(a->e->c.mem, "UPDATE petition SET agency_id = %lld WHERE agency_id = %lld",
                            (long long)a->other_commune, (long long)t.of.id);
    assert_int_equal(engine_script(a->e, str_c(a->e->c.mem, sql)), RC_OK);
    assert_int_equal(findings(a), 1); /* the one that is over */
}

static void test_mergers__several_answer_for_it(void **state)
{
    struct story t = {.of = {.a = *state}, .a = *state};
    begin(&t);
    for (int i = 0; i < ADDRESSES; i++)
        send_to_district(&t, addresses[i]);
    t.of.csv =
        S("successor,area,field\nH48.101,phường Bến Lụa,\nH48.102,xã Suối Ngọc,\nH48.102,,Đất đai\n");
    end_and_follow(&t);
    run_job(&t);
    is_with(&t, AT_COMMUNE, t.a->commune);
    is_with(&t, AT_OTHER, t.a->other_commune);
    is_with(&t, NO_ADDRESS, t.a->province);
    is_with(&t, TWO_ADDRESSES, t.a->province);
    must(&t, &control, NULL, unplaced);
    assert_int_equal(t.waits.n, 2);
    assert_int_equal(t.count, 2);
    assert_str(t.waits.v[1].address, addresses[TWO_ADDRESSES]);
    struct actor *const others[] = {&t.a->clerk, &t.a->leader, &t.a->citizen};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(as(t.a, others[i], NULL, unplaced, &t), RC_DENIED);
    /* A later list is asked too. */
    t.of.csv = S("successor,area\nH48.101,phường Bến Lụa\nH48.102,\n");
    must(&t, (struct actor *)(uintptr_t)access_system(), NULL, district_list);
    run_job(&t);
    is_with(&t, NO_ADDRESS, t.a->other_commune);
    is_with(&t, TWO_ADDRESSES, t.a->commune);
    is_with(&t, AT_OTHER, t.a->other_commune); /* what was placed stays */
    must(&t, &control, NULL, unplaced);
    assert_true(t.waits.n == 0 && t.count == 0);
}

static void not(struct story * t, struct actor *who, enum rc rc, const char *why)
{
    assert_int_equal(as(t->a, who, NULL, name, t), rc);
    assert_string_equal(last_fault(t->a), why);
}

static void test_mergers__a_person_names_the_rest(void **state)
{
    struct story t = {.of = {.a = *state}, .a = *state};
    begin(&t);
    send_to_district(&t, "");
    send_to_district(&t, "");
    end_and_follow(&t);
    run_job(&t);
    is_with(&t, 0, t.a->province);
    const int64_t version = t.d[0].p.work.version;
    t.in = (struct heirs_in){t.of.id, S("H48.101"), S("Hỏi lại người gửi"), t.item, 0};
    t.item[0] = (struct heir_item){t.d[0].ref.pub, version - 1};
    t.item[1] = (struct heir_item){S("00000000000000000000000000"), version};
    not(&t, &t.a->leader, RC_DENIED, "");
    not(&t, &control, RC_INVALID, "casework.heir.none");
    t.in.n = HEIRS_AT_ONCE + 1;
    not(&t, &control, RC_INVALID, "casework.heir.too_many");
    t.in.n = 2;
    t.in.reason = S(" ");
    not(&t, &control, RC_INVALID, "casework.note_needed");
    t.in.reason = S("Hỏi lại người gửi");
    t.in.agency = S("H48.55"); /* ended itself */
    not(&t, &control, RC_INVALID, "casework.heir.agency");
    t.in.agency = S("H48.101");
    must(&t, &control, NULL, name); /* a stale one, and one that is not there */
    assert_true(t.done.done == 0 && t.done.left == 2);
    t.item[0].seen_version = version;
    t.in.n = 1;
    must(&t, &control, NULL, name);
    assert_int_equal(t.done.done, 1);
    run_job(&t);
    is_with(&t, 0, t.a->commune);
    is_with(&t, 1, t.a->province);
    MUST(t.a, &t.a->leader, NULL, timeline, &t.d[0]);
    assert_int_equal(told(&t.d[0]), 2);
    assert_str(t.d[0].events[0].note, "Ủy ban nhân dân phường Bến Lụa. Hỏi lại người gửi");
    assert_int_equal(as(t.a, NULL, NULL, timeline_outside, &t.d[0]), RC_OK);
    assert_str(t.d[0].events[0].note, "Ủy ban nhân dân phường Bến Lụa"); /* the reason stays inside */
    must(&t, &control, NULL, unplaced);
    assert_int_equal(t.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PETITION_TEST(test_mergers__one_replaced_it),
        PETITION_TEST(test_mergers__the_successor_goes_on),
        PETITION_TEST(test_mergers__record_verifies),
        PETITION_TEST(test_mergers__several_answer_for_it),
        PETITION_TEST(test_mergers__a_person_names_the_rest),
    };
    return cmocka_run_group_tests_name("petitions of agencies that ended", tests, NULL, NULL);
}
