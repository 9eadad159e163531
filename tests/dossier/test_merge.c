/*
 * test_merge.c - a district ends with open dossiers in every state: all go on with its
 * successor, none is orphaned, no date changes. MOTCUA_MERGE=5004 for as many as the security
 * plan asks for (row 41).
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "casework/ledger.h"
#include "dossier/dossier_place.h"
#include "dossier/dossier_clock.h"
#include "host/console.h"
#include "org/org.h"

#include <stdlib.h>

struct district {
    int64_t id, one_stop, division, orphan; /* orphan: ended, replaced by nobody */
    struct actor clerk, officer, leader;
    struct step s;
    int64_t n;
    int64_t *ids, *due;
    char next[64], pub[32];
};

static enum rc open_agency(struct ctx *c, int64_t parent, const char *code, int64_t *ret_id)
{
    date from;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    return org_agency_open(c,
                           &(struct agency){.code = str_of(code),
                                            .name = str_fmt(c->mem, "Ủy ban nhân dân huyện %s", code),
                                            .kind = AGENCY_DISTRICT,
                                            .level = 2,
                                            .parent = parent,
                                            .from = from,
                                            .to = DATE_NONE},
                           ret_id);
}

static enum rc open_unit(struct ctx *c, int64_t agency, const char *code, enum unit_kind kind,
                         int64_t *ret_id)
{
    date from;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    return org_unit_open(c,
                         &(struct unit){.agency = agency,
                                        .code = str_of(code),
                                        .name = str_of(code),
                                        .kind = kind,
                                        .from = from,
                                        .to = DATE_NONE},
                         ret_id);
}

struct setting_up {
    struct authority *a;
    struct district *d;
};

static enum rc set_up(struct ctx *c, void *arg)
{
    const struct setting_up *u = arg;
    struct district *d = u->d;
    date from;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    enum rc rc = open_agency(c, u->a->province, "H48.55", &d->id);
    if (!rc)
        rc = open_agency(c, u->a->province, "H48.56", &d->orphan);
    if (!rc)
        rc = open_unit(c, d->id, "H48.55.MC", UNIT_ONE_STOP, &d->one_stop);
    if (!rc)
        rc = open_unit(c, d->id, "H48.55.TP", UNIT_DIVISION, &d->division);
    return rc ? rc : org_unit_take(c, d->one_stop, S("*"), from);
}

static struct actor at(struct actor who, int64_t agency, int64_t unit)
{
    who.agency = agency;
    who.unit = unit;
    return who;
}

static void act(struct authority *a, struct district *d, struct actor *who, const char *action)
{
    d->s.act = (struct act_in){.seen_version = d->s.ref.version, .action = str_of(action)};
    if (str_eq(d->s.act.action, S("issue")))
        OK(a, who, NULL, store, &d->s);
    OK(a, who, NULL, act, &d->s);
}

/* One in each state in turn: filed, accepted, taken on, submitted, approved, issued. */
static void take_in(struct authority *a, struct district *d, int64_t i)
{
    const int64_t state = i % 6;
    d->s.filing = full_filing(a, "1.004873");
    d->s.filing.receiving_agency_id = d->s.filing.competent_agency_id = d->id;
    if (state == 0)
        OK(a, &d->clerk, NULL, file, &d->s);
    else
        OK(a, &d->clerk, NULL, receive, &d->s);
    if (state >= 2) {
        d->s.claim = true;
        OK(a, &d->officer, NULL, claim, &d->s);
    }
    if (state >= 3)
        act(a, d, &d->officer, "submit");
    if (state >= 4)
        act(a, d, &d->leader, "approve");
    if (state >= 5)
        act(a, d, &d->clerk, "issue");
    d->ids[i] = d->s.ref.id.v;
}

static enum rc read_due(struct ctx *c, void *arg)
{
    struct district *d = arg;
    enum rc rc = RC_OK;
    for (int64_t i = 0; !rc && i < d->n; i++) {
        struct work w;
        const struct arena_mark mark = arena_mark(c->mem);
        rc = work_get(c, (struct work_id){d->ids[i]}, &w);
        d->due[i] = w.due_at.us;
        arena_reset(c->mem, mark);
    }
    return rc;
}

static enum rc close_it(struct ctx *c, void *arg)
{
    const struct setting_up *u = arg;
    const date on = instant_date(c->now);
    enum rc rc = org_unit_close(c, u->d->one_stop, on, S("Kết thúc cấp huyện"));
    if (!rc)
        rc = org_unit_close(c, u->d->division, on, S("Kết thúc cấp huyện"));
    if (!rc)
        rc = org_agency_close(c, u->d->id, on, u->a->commune, S("Kết thúc cấp huyện"));
    return rc ? rc : org_agency_close(c, u->d->orphan, on, 0, S("Kết thúc cấp huyện"));
}

static enum rc step_merge(struct ctx *c, void *arg)
{
    struct district *d = arg;
    struct job_run run = {.cursor = str_of(d->next), .next = S("")};
    const enum rc rc = dossier_job_mergers(c, &run);
    if (!rc)
        (void)snprintf(d->next, sizeof d->next, "%.*s", STR_ARG(run.next));
    return rc;
}

static void run(struct authority *a, struct district *d)
{
    d->next[0] = 0;
    do
        OK(a, NULL, NULL, merge, d);
    while (d->next[0]);
}

/* Every one is with an agency that is there, its date as before, and derived the same. */
static enum rc check_all(struct ctx *c, void *arg)
{
    const struct setting_up *u = arg;
    struct work_due_check check;
    enum rc rc = RC_OK;
    for (int64_t i = 0; !rc && i < u->d->n; i++) {
        struct work w;
        const struct arena_mark mark = arena_mark(c->mem);
        rc = work_get(c, (struct work_id){u->d->ids[i]}, &w);
        assert_int_equal(w.due_at.us, u->d->due[i]);
        assert_int_equal(w.agency_id, u->a->commune);
        assert_int_equal(w.receiving_agency_id, u->a->commune);
        assert_int_equal(w.competent_agency_id, u->a->commune);
        assert_true(!w.unit_id.set || w.unit_id.v == u->a->one_stop || w.unit_id.v == u->a->division);
        arena_reset(c->mem, mark);
    }
    if (!rc)
        rc = work_check_due(c, (struct work_id){0}, u->d->n + 1, &check);
    assert_int_equal(check.n, 0);
    return rc;
}

static void start(struct authority *a, struct setting_up *u, int64_t n)
{
    struct district *d = u->d;
    d->n = n;
    d->ids = calloc((size_t)n, sizeof *d->ids);
    d->due = calloc((size_t)n, sizeof *d->due);
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), "2026-11-16T09:00", set_up, u),
                     RC_OK);
    d->clerk = at(a->clerk, d->id, d->one_stop);
    d->officer = at(a->officer, d->id, d->division);
    d->leader = at(a->leader, d->id, d->division);
    for (int64_t i = 0; i < n; i++) {
        const struct arena_mark mark = arena_mark(a->e->c.mem);
        take_in(a, d, i);
        (void)snprintf(d->pub, sizeof d->pub, "%.*s", STR_ARG(d->s.ref.pub));
        arena_reset(a->e->c.mem, mark);
    }
    d->s = (struct step){.ref = {.id = d->s.ref.id, .pub = str_of(d->pub)}};
    assert_int_equal(as(a, NULL, NULL, read_due, d), RC_OK);
}

static enum rc step_place(struct ctx *c, void *arg)
{
    struct district *d = arg;
    struct paper_place place;
    const enum rc rc = dossier_paper_place(c, (struct dossier_id){d->ids[1]}, &place);
    assert_str(place.unit, "Bộ phận Một cửa");
    return rc;
}

static void none_is_orphaned_and_no_date_changes(void **state)
{
    struct authority *a = *state;
    struct district d = {0};
    struct setting_up u = {a, &d};
    const char *many = host_env("MOTCUA_MERGE");
    int64_t n = 48;
    if (many && (!str_to_i64(str_of(many), &n) || n < 6 || n % 6))
        fail_msg("MOTCUA_MERGE: a number of dossiers in six states"); /* the last one is issued */
    start(a, &u, n);
    run(a, &d);
    assert_int_equal(
        as(a, (struct actor *)(uintptr_t)access_system(), "2026-11-17T09:00", close_it, &u), RC_OK);
    run(a, &d);
    assert_int_equal(as(a, NULL, NULL, check_all, &u), RC_OK);
    run(a, &d);
    assert_int_equal(as(a, NULL, NULL, check_all, &u), RC_OK); /* twice changes nothing */
    /* The successor sees it and works on; the paper lies with its one-stop unit. */
    OK(a, &a->clerk, NULL, look, &d.s);
    OK(a, &a->clerk, NULL, timeline, &d.s);
    assert_str(d.s.events[0].kind, "dossier.taken_over");
    OK(a, &a->clerk, NULL, place, &d);
    d.s.ref.version = d.s.dossier.work.version;
    d.s.ret = (struct return_in){.how = S("counter"), .collector = S("Lê Minh Họa")};
    OK(a, &a->clerk, NULL, give_back, &d.s);
    free(d.ids);
    free(d.due);
}

static enum rc close_without_heir(struct ctx *c, void *arg)
{
    const struct setting_up *u = arg;
    const date on = instant_date(c->now);
    enum rc rc = org_unit_close(c, u->d->one_stop, on, S("Kết thúc"));
    if (!rc)
        rc = org_unit_close(c, u->d->division, on, S("Kết thúc"));
    return rc ? rc : org_agency_close(c, u->d->id, on, 0, S("Kết thúc"));
}

static enum rc with_province(struct ctx *c, void *arg)
{
    const struct setting_up *u = arg;
    struct work w;
    const enum rc rc = work_get(c, (struct work_id){u->d->ids[0]}, &w);
    assert_int_equal(w.agency_id, u->a->province);
    return rc;
}

/* Replaced by nobody: the nearest above that is still there has it. */
static void without_a_successor_the_one_above_has_it(void **state)
{
    struct authority *a = *state;
    struct district d = {0};
    struct setting_up u = {a, &d};
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    start(a, &u, 2);
    assert_int_equal(as(a, system, "2026-11-17T09:00", close_without_heir, &u), RC_OK);
    run(a, &d);
    assert_int_equal(as(a, NULL, NULL, with_province, &u), RC_OK);
    free(d.ids);
    free(d.due);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(none_is_orphaned_and_no_date_changes),
        AUTHORITY_TEST(without_a_successor_the_one_above_has_it),
    };
    return cmocka_run_group_tests_name("districts that ended", tests, NULL, NULL);
}
