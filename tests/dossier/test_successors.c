/*
 * test_successors.c - a district ends and several answer for it: by the commune of the applicant's
 * address, by data; what the data do not say lies with the province and is placed by a person, or by
 * a later list. No date changes, nothing is left behind: not a question either.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_district.h"
#include "lib_life.h"

#include "casework/ledger.h"
#include "dossier/dossier_clock.h"
#include "dossier/dossier_consult.h"
#include "dossier/dossier_merge.h"
#include "org/org.h"
#include "org/successor.h"

enum { AT_COMMUNE, AT_OTHER, NO_ADDRESS, TWO_ADDRESSES, FILED };
static const char *const addresses[FILED] = {
    [AT_COMMUNE] = "Thôn 1, phường Bến Lụa, huyện Thử",
    [AT_OTHER] = "Suối Ngọc, huyện Thử",
    [NO_ADDRESS] = "",
    [TWO_ADDRESSES] = "phường Bến Lụa, xã Suối Ngọc",
};

static struct actor control = {
    .kind = ACTOR_STAFF, .account = 990, .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE};

struct story {
    struct district of; /* first: what its steps are given */
    struct authority *a;
    struct step s[FILED], asks;
    struct asked_consult *asked;
    ptrdiff_t asked_n;
    int64_t agency[FILED], due[FILED], version[FILED], held[FILED];
    struct unplaced_dossier *list;
    ptrdiff_t n;
    int64_t count;
    struct heirs_in in;
    struct heir_item item[HEIRS_AT_ONCE + 1];
    struct heirs_named done;
};

static enum rc look_at_all(struct ctx *c, void *arg)
{
    struct story *t = arg;
    struct work_due_check check;
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < FILED; i++) {
        struct work w;
        rc = work_get(c, (struct work_id){t->s[i].ref.id.v}, &w);
        t->agency[i] = w.competent_agency_id;
        t->held[i] = w.agency_id;
        t->due[i] = w.due_at.us;
        t->version[i] = w.version;
    }
    if (!rc)
        rc = work_check_due(c, (struct work_id){0}, 100, &check);
    if (!rc)
        assert_int_equal(check.n, 0);
    return rc;
}

static enum rc unplaced(struct ctx *c, void *arg)
{
    struct story *t = arg;
    enum rc rc = dossier_unplaced(c, t->of.id, 10, &t->list, &t->n);
    return rc ? rc : dossier_unplaced_count(c, 0, &t->count);
}

static enum rc place(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return dossier_name_heirs(c, &t->in, &t->done);
}

static enum rc ask_district(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return dossier_ask_consult(c, t->asks.ref.id,
                               &(struct consult_in){.seen_version = t->asks.ref.version,
                                                    .agency = S("H48.55"),
                                                    .question = S("Đã đăng ký chưa?"),
                                                    .days = 5},
                               &t->asks.ref);
}
static enum rc asked(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return dossier_consults_asked(c, 10, &t->asked, &t->asked_n);
}

static void must(struct story *t, struct actor *who, const char *when,
                 enum rc (*fn)(struct ctx *c, void *arg))
{
    const enum rc rc = as(t->a, who, when, fn, t);
    if (rc)
        fail_msg("%s: %s", rc_name(rc), last_fault(t->a));
}

struct turn {
    char next[64];
};
static enum rc job(struct ctx *c, void *arg)
{
    struct turn *at = arg;
    struct job_run run = {.cursor = str_of(at->next), .next = S("")};
    const enum rc rc = dossier_job_mergers(c, &run);
    (void)snprintf(at->next, sizeof at->next, "%.*s", STR_ARG(run.next));
    return rc;
}
static void run_job(struct story *t)
{
    struct turn at = {{0}};
    do
        assert_int_equal(as(t->a, NULL, NULL, job, &at), RC_OK);
    while (at.next[0]);
}

/* Everything is taken in at the district, or asked of it; then it ends. */
static void begin(struct story *t)
{
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    struct authority *a = t->a;
    must(t, system, "2026-11-16T09:00", district_open);
    struct actor clerk = a->clerk;
    clerk.agency = t->of.id;
    clerk.unit = t->of.unit;
    for (int i = 0; i < FILED; i++) {
        t->s[i].filing = full_filing(a, "1.004873");
        t->s[i].filing.receiving_agency_id = t->s[i].filing.competent_agency_id = t->of.id;
        t->s[i].filing.owner.number = test_keep(str_fmt(a->e->c.mem, "05119600002%d", i));
        t->s[i].filing.owner.address = str_of(addresses[i]);
        OK(a, &clerk, NULL, receive, &t->s[i]);
        t->s[i].ref.pub = test_keep(t->s[i].ref.pub);
    }
    t->asks.filing = full_filing(a, "1.004873");
    t->asks.filing.owner.address = S("xã Suối Ngọc");
    OK(a, &a->clerk, NULL, receive, &t->asks);
    must(t, &a->officer, NULL, ask_district);
    must(t, system, "2026-11-17T09:00", district_end);
    t->of.csv = S("successor,area,field\n"
                  "H48.101,phường Bến Lụa,\n"
                  "H48.102,xã Suối Ngọc,\n"
                  "H48.102,,Đất đai\n");
    must(t, system, NULL, district_list);
}

static void each_goes_where_the_list_says(void **state)
{
    struct story t = {.of = {.a = *state}, .a = *state};
    int64_t due[FILED];
    begin(&t);
    must(&t, NULL, NULL, look_at_all);
    memcpy(due, t.due, sizeof due);
    run_job(&t);
    must(&t, NULL, NULL, look_at_all);
    assert_memory_equal(due, t.due, sizeof due);
    assert_int_equal(t.agency[AT_COMMUNE], t.a->commune);
    assert_int_equal(t.held[AT_COMMUNE], t.a->commune);
    assert_int_equal(t.agency[AT_OTHER], t.a->other_commune);
    assert_int_equal(t.agency[NO_ADDRESS], t.a->province);
    assert_int_equal(t.held[TWO_ADDRESSES], t.a->province);
    must(&t, &control, NULL, unplaced);
    assert_int_equal(t.n, 2);
    assert_int_equal(t.count, 2);
    assert_str(t.list[1].address, addresses[TWO_ADDRESSES]);
    assert_str(t.list[0].code, "H48.55-261116-0003"); /* codes stay */
    /* Who was asked is no more: the one that answers for that address has the question now. */
    struct actor other = t.a->other_clerk;
    other.roles = 1u << ROLE_ANYBODY | 1u << ROLE_OFFICER;
    must(&t, &other, NULL, asked);
    assert_int_equal(t.asked_n, 1);
    /* Twice changes nothing; the successors work on. */
    const int64_t version = t.version[AT_COMMUNE];
    run_job(&t);
    must(&t, NULL, NULL, look_at_all);
    assert_int_equal(t.version[AT_COMMUNE], version);
    OK(t.a, &t.a->clerk, NULL, look, &t.s[AT_COMMUNE]);
    assert_int_equal(as(t.a, &t.a->other_clerk, NULL, step_look, &t.s[AT_COMMUNE]), RC_NOT_FOUND);
}

static void not(struct story * t, struct actor *who, enum rc rc, const char *why)
{
    assert_int_equal(as(t->a, who, NULL, place, t), rc);
    assert_string_equal(last_fault(t->a), why);
}

static void a_person_places_the_rest(void **state)
{
    struct story t = {.of = {.a = *state}, .a = *state};
    begin(&t);
    run_job(&t);
    must(&t, NULL, NULL, look_at_all);
    const int64_t due = t.due[NO_ADDRESS];
    t.in = (struct heirs_in){t.of.id, S("H48.101"), S("Hỏi lại người nộp"), t.item, 1};
    t.item[0] = (struct heir_item){t.s[NO_ADDRESS].ref.pub, t.version[NO_ADDRESS] - 1};
    struct actor *const others[] = {&t.a->clerk, &t.a->leader};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        not(&t, others[i], RC_DENIED, "");
        assert_int_equal(as(t.a, others[i], NULL, unplaced, &t), RC_DENIED);
    }
    not(&t, &t.a->citizen, RC_DENIED, "");
    t.in.n = 0;
    not(&t, &control, RC_INVALID, "casework.heir.none");
    t.in.n = HEIRS_AT_ONCE + 1;
    not(&t, &control, RC_INVALID, "casework.heir.too_many");
    t.in.n = 1;
    t.in.reason = S(" ");
    not(&t, &control, RC_INVALID, "casework.note_needed");
    t.in.reason = S("Hỏi lại người nộp");
    t.in.agency = S("H48.55"); /* ended itself */
    not(&t, &control, RC_INVALID, "casework.heir.agency");
    t.in.agency = S("H48.101");
    must(&t, &control, NULL, place); /* a stale version is left */
    assert_true(t.done.done == 0 && t.done.left == 1);
    t.item[0].seen_version++;
    /* One that waits for nobody beside it: it is left, the other goes. */
    t.item[1] = (struct heir_item){t.s[AT_OTHER].ref.pub, t.version[AT_OTHER]};
    t.in.n = 2;
    must(&t, &control, NULL, place);
    assert_true(t.done.done == 1 && t.done.left == 1);
    must(&t, NULL, NULL, look_at_all);
    assert_int_equal(t.agency[NO_ADDRESS], t.a->commune);
    assert_int_equal(t.held[NO_ADDRESS], t.a->commune);
    assert_int_equal(t.due[NO_ADDRESS], due);
    OK(t.a, &t.a->clerk, NULL, look, &t.s[NO_ADDRESS]);
    OK(t.a, &t.a->clerk, NULL, timeline, &t.s[NO_ADDRESS]);
    assert_str(t.s[NO_ADDRESS].events[0].kind, "dossier.taken_over");
    assert_str(t.s[NO_ADDRESS].events[0].note, "Hỏi lại người nộp");
    /* The province keeps the other: named too, and nothing moves. */
    t.item[0] = (struct heir_item){t.s[TWO_ADDRESSES].ref.pub, t.version[TWO_ADDRESSES]};
    t.in.agency = S("H48");
    t.in.n = 1;
    must(&t, &control, NULL, place);
    assert_int_equal(t.done.done, 1);
    must(&t, NULL, NULL, look_at_all);
    assert_int_equal(t.agency[TWO_ADDRESSES], t.a->province);
    must(&t, &control, NULL, unplaced);
    assert_int_equal(t.count, 0);
}

static void a_later_list_is_asked_too(void **state)
{
    struct story t = {.of = {.a = *state}, .a = *state};
    begin(&t);
    run_job(&t);
    t.of.csv = S("successor,area\nH48.101,phường Bến Lụa\nH48.102,\n");
    must(&t, (struct actor *)(uintptr_t)access_system(), NULL, district_list);
    run_job(&t);
    must(&t, NULL, NULL, look_at_all);
    assert_int_equal(t.agency[NO_ADDRESS], t.a->other_commune);
    assert_int_equal(t.agency[TWO_ADDRESSES], t.a->commune);
    must(&t, &control, NULL, unplaced);
    assert_int_equal(t.n, 0);
    assert_int_equal(t.agency[AT_OTHER], t.a->other_commune); /* what was placed stays */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(each_goes_where_the_list_says),
        AUTHORITY_TEST(a_person_places_the_rest),
        AUTHORITY_TEST(a_later_list_is_asked_too),
    };
    return cmocka_run_group_tests_name("several successors", tests, NULL, NULL);
}
