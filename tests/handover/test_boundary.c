/*
 * test_boundary.c - received regardless of boundaries (NĐ 118/2025, Điều 40): taken in at the one-stop
 * of one commune, decided by another, given at the first. Whose code it bears follows the rule set of
 * the day; the paper goes over with a sheet; each agency does its own part and no other; and it is
 * counted once, as received by the one and settled by the other.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_life.h"

#include "dossier/dossier_pdf.h"
#include "dossier/figures.h"
#include "handover/handover.h"
#include "org/org.h"

struct passing {
    struct step s;
    struct handover_in give;
    struct takeover_line line;
    struct takeover_in take;
    struct misplaced_list list;
    struct paper_place place;
    struct event_rows events;
    struct dossier_figures figures;
    int64_t agency, booked;
    str pub;
};

static enum rc step_hand_over(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    const enum rc rc = handover_pass(c, &p->give, &p->pub);
    p->pub = rc ? STR_NONE : test_keep(p->pub);
    return rc;
}

static enum rc step_take_over(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return handover_confirm(c, p->pub, &p->take);
}

static enum rc step_outgoing(struct ctx *c, void *arg)
{
    return handover_outgoing(c, &((struct passing *)arg)->list);
}

static enum rc step_place(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return dossier_paper_place(c, p->s.ref.id, &p->place);
}

static enum rc step_count(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    const enum rc rc = dossier_book_count(c, p->agency, 2026, &p->booked);
    return rc ? rc : dossier_figures(c, &p->figures);
}

static enum rc step_events(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return record_list_object(c, S("dossier"), p->s.ref.id.v, 0, 50, &p->events);
}

/* The other one-stop takes what its neighbours settle. */
static enum rc step_take_all(struct ctx *c, void *arg)
{
    struct unit u;
    struct passing *p = arg;
    const enum rc rc = org_unit_one_stop(c, p->s.filing.receiving_agency_id, instant_date(c->now), &u);
    return rc ? rc : org_unit_take(c, u.id, S("*"), instant_date(c->now));
}

/* Received by the other commune, for the commune. */
static void receive_there(struct authority *a, struct passing *p, const char *when)
{
    *p = (struct passing){.s = {.filing = full_filing(a, "1.004873"), .claim = true}};
    p->s.filing.receiving_agency_id = a->other_commune;
    p->s.filing.competent_agency_id = a->commune;
    REFUSED(a, &a->clerk, when, receive, &p->s, RC_DENIED, ""); /* received where one works */
    REFUSED(a, &a->other_clerk, NULL, receive, &p->s, RC_INVALID, "dossier.unit_does_not_take");
    OK(a, (struct actor *)(uintptr_t)access_system(), NULL, take_all, p);
    OK(a, &a->other_clerk, NULL, receive, &p->s);
    p->s.ref.pub = test_keep(p->s.ref.pub);
}

static void go_on(struct authority *a, struct actor *who, const char *action, struct step *s)
{
    s->act.seen_version = s->ref.version;
    s->act.action = str_of(action);
    OK(a, who, NULL, act, s);
    s->ref.pub = test_keep(s->ref.pub);
}

static void not_theirs(struct authority *a, struct actor *who, const char *action, struct step *s)
{
    s->act.seen_version = s->ref.version;
    s->act.action = str_of(action);
    assert_int_equal(as(a, who, NULL, step_act, s), RC_DENIED); /* seen, not done */
}

static void count(struct authority *a, struct passing *p, int64_t agency, int64_t booked)
{
    p->agency = agency;
    OK(a, &a->other_clerk, NULL, count, p);
    assert_int_equal(p->booked, booked);
}

static void paper_goes_over(struct authority *a, struct passing *p)
{
    OK(a, &a->other_clerk, NULL, outgoing, p);
    assert_int_equal(p->list.n, 1);
    assert_int_equal(p->list.v[0].work_unit_id, a->division);
    p->give = (struct handover_in){.to_unit = a->division, .ids = &p->s.ref.id, .n = 1};
    OK(a, &a->other_clerk, NULL, hand_over, p);
    p->line = (struct takeover_line){p->s.ref.id.v, true, STR_NONE};
    p->take = (struct takeover_in){.lines = &p->line, .n = 1};
    OK(a, &a->officer, "2026-11-19T16:00", take_over, p);
    OK(a, &a->officer, NULL, place, p);
    assert_str(p->place.unit, "Tư pháp – Hộ tịch");
    OK(a, &a->officer, NULL, look, &p->s);
    p->s.ref.version = p->s.dossier.work.version;
}

static void received_here_decided_there_given_here(void **state)
{
    struct authority *a = *state;
    struct actor officer_here = a->other_clerk, leader_here = a->other_clerk;
    struct passing p;
    officer_here.roles = 1u << ROLE_ANYBODY | 1u << ROLE_OFFICER;
    leader_here.roles = 1u << ROLE_ANYBODY | 1u << ROLE_LEADER;
    receive_there(a, &p, "2026-11-19T14:00");
    assert_str(p.s.ref.code, "H48.101-261119-0001"); /* the competent agency's (Điều 28) */
    paper_goes_over(a, &p);
    assert_int_equal(p.s.dossier.work.unit_id.v, a->division);
    const instant due = p.s.dossier.work.due_at;
    not_theirs(a, &officer_here, "submit", &p.s);
    go_on(a, &a->officer, "submit", &p.s);
    not_theirs(a, &leader_here, "approve", &p.s);
    go_on(a, &a->leader, "approve", &p.s);
    OK(a, &a->other_clerk, NULL, look, &p.s); /* back at the one-stop that received it */
    assert_int_equal(p.s.dossier.work.unit_id.v, a->other_one_stop);
    assert_int_equal(p.s.dossier.work.due_at.us, due.us);
    OK(a, &a->other_clerk, NULL, store, &p.s);
    not_theirs(a, &a->clerk, "issue", &p.s);
    go_on(a, &a->other_clerk, "issue", &p.s);
    p.s.ret = (struct return_in){.how = S("counter"), .collector = S("Lê Minh Họa")};
    assert_int_equal(as(a, &a->clerk, NULL, step_give_back, &p.s), RC_DENIED);
    OK(a, &a->other_clerk, "2026-11-20T09:00", give_back, &p.s);
    /* The book of who received it; every event of it measured for both; once in the figures. */
    count(a, &p, a->other_commune, 1);
    count(a, &p, a->commune, 0);
    assert_int_equal(p.figures.received, 1);
    assert_int_equal(p.figures.work.settled, 1);
    assert_int_equal(p.figures.work.late, 0);
    OK(a, &a->clerk, NULL, events, &p);
    assert_true(p.events.n >= 6);
    for (ptrdiff_t i = 0; i < p.events.n; i++) {
        assert_int_equal(p.events.v[i].measure.receiving, a->other_commune);
        assert_int_equal(p.events.v[i].measure.competent, a->commune);
    }
}

/* Under the older rules the code was the receiving agency's (TT 01/2018, Điều 19). */
static void the_older_rules_name_the_receiver(void **state)
{
    struct authority *a = *state;
    struct passing p;
    receive_there(a, &p, "2025-05-13T14:00");
    assert_str(p.s.ref.code, "H48.102-250513-0001");
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(received_here_decided_there_given_here),
                                       AUTHORITY_TEST(the_older_rules_name_the_receiver)};
    return cmocka_run_group_tests_name("boundary", tests, NULL, NULL);
}
