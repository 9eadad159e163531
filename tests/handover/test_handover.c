/* test_handover.c - paper goes from unit to unit with a sheet, and where it lies is known. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_life.h"

#include "handover/handover.h"

struct passing {
    struct step s;
    struct dossier_id ids[HANDOVER_MAX + 1];
    struct handover_in give;
    struct takeover_line lines[2];
    struct takeover_in take;
    struct handover_sheet sheet;
    struct handover_list day, waiting, of;
    struct misplaced_list list;
    struct paper_place place;
    str pub;
    char pub_kept[32];
};

static enum rc step_hand_over(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    const enum rc rc = handover_pass(c, &p->give, &p->pub);
    if (!rc) { /* the arena dies with the next unit */
        (void)snprintf(p->pub_kept, sizeof p->pub_kept, "%.*s", STR_ARG(p->pub));
        p->pub = str_of(p->pub_kept);
    }
    return rc;
}

static enum rc step_take_over(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return handover_confirm(c, p->pub, &p->take);
}

static enum rc step_sheet(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return handover_get(c, p->pub, &p->sheet);
}

static enum rc step_day(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return handover_day(c, instant_date(c->now), &p->day, &p->waiting);
}

static enum rc step_outgoing(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return handover_outgoing(c, &p->list);
}

static enum rc step_misplaced(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return handover_misplaced(c, &p->list);
}

static enum rc step_place(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return dossier_paper_place(c, p->s.ref.id, &p->place);
}

static enum rc step_of(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return handover_passages(c, p->s.ref.id, &p->of);
}

/* Two dossiers accepted at the counter, on a sheet to the division. */
static void start(struct authority *a, struct passing *p, const char *when)
{
    *p = (struct passing){.s = {.filing = full_filing(a, "1.004873")}};
    OK(a, &a->clerk, when, receive, &p->s);
    p->ids[0] = p->s.ref.id;
    OK(a, &a->clerk, NULL, receive, &p->s);
    p->ids[1] = p->s.ref.id;
    p->give = (struct handover_in){.to_unit = a->division, .ids = p->ids, .n = 2};
    p->lines[0] = (struct takeover_line){p->ids[0].v, true, STR_NONE};
    p->lines[1] = (struct takeover_line){p->ids[1].v, true, STR_NONE};
    p->take = (struct takeover_in){.lines = p->lines, .n = 2};
}

static void paper_follows_the_work(void **state)
{
    struct authority *a = *state;
    struct passing p;
    start(a, &p, "2026-11-19T14:00");
    /* What is accepted at 14:00 has to be given the same day. */
    OK(a, &a->clerk, NULL, outgoing, &p);
    assert_int_equal(p.list.n, 2);
    assert_str(instant_iso(a->e->c.mem, p.list.v[0].due_at), "2026-11-19T17:30:00+07:00");
    assert_int_equal(p.list.v[0].work_unit_id, a->division);
    OK(a, &a->clerk, "2026-11-19T15:30", hand_over, &p);
    OK(a, &a->clerk, NULL, outgoing, &p);
    assert_int_equal(p.list.n, 0);
    OK(a, &a->officer, NULL, misplaced, &p);
    assert_int_equal(p.list.n, 2);
    assert_true(p.list.v[0].on_its_way);
    OK(a, &a->clerk, NULL, place, &p);
    assert_str(p.place.unit, "Bộ phận Một cửa");
    assert_str(p.place.on_its_way_to, "Tư pháp – Hộ tịch");
    OK(a, &a->officer, NULL, day, &p);
    assert_int_equal(p.waiting.n, 1);
    assert_int_equal(p.day.n, 1);
    assert_int_equal(p.day.v[0].count, 2);
    /* One is not taken: it stays where it was, and is to be given again. */
    p.lines[1] = (struct takeover_line){p.ids[1].v, false, S("Thiếu một bộ")};
    OK(a, &a->officer, "2026-11-19T16:00", take_over, &p);
    OK(a, &a->clerk, NULL, sheet, &p);
    assert_int_equal(p.sheet.n, 2);
    assert_true(p.sheet.lines[0].taken);
    assert_true(p.sheet.lines[1].answered && !p.sheet.lines[1].taken);
    assert_str(p.sheet.lines[1].difference, "Thiếu một bộ");
    assert_str(p.sheet.lines[0].form, "paper");
    OK(a, &a->clerk, NULL, outgoing, &p);
    assert_int_equal(p.list.n, 1);
    assert_int_equal(p.list.v[0].dossier_id, p.ids[1].v);
    p.s.ref.id = p.ids[0];
    OK(a, &a->clerk, NULL, place, &p);
    assert_str(p.place.unit, "Tư pháp – Hộ tịch");
    assert_int_equal(p.place.on_its_way_to.n, 0);
    OK(a, &a->clerk, NULL, of, &p);
    assert_int_equal(p.of.n, 1);
    assert_int_equal(p.of.v[0].n, 2);
}

static void after_three_it_is_the_next_morning(void **state)
{
    struct authority *a = *state;
    struct passing p;
    start(a, &p, "2026-11-20T15:10"); /* a Friday */
    OK(a, &a->clerk, NULL, outgoing, &p);
    assert_str(instant_iso(a->e->c.mem, p.list.v[0].due_at), "2026-11-23T17:30:00+07:00");
}

static void what_is_over_lies_nowhere(void **state)
{
    struct authority *a = *state;
    struct passing p;
    start(a, &p, "2026-11-19T14:00");
    p.s.reason = S("Nhập nhầm");
    OK(a, &a->clerk, NULL, hand_over, &p);
    OK(a, &a->clerk, NULL, look, &p.s);
    p.s.ref.version = p.s.dossier.work.version;
    OK(a, &a->clerk, NULL, cancel, &p.s);
    OK(a, &a->clerk, NULL, place, &p);
    assert_int_equal(p.place.unit.n, 0);
    /* The receiver confirms what came; what is over stays nowhere. */
    OK(a, &a->officer, NULL, take_over, &p);
    OK(a, &a->clerk, NULL, place, &p);
    assert_int_equal(p.place.unit.n, 0);
    p.give.n = 1;
    p.give.ids = &p.ids[1];
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_CONFLICT, "handover.over");
}

static void refused_sheets(void **state)
{
    struct authority *a = *state;
    struct actor nowhere = a->clerk;
    struct passing p;
    start(a, &p, "2026-11-19T14:00");
    nowhere.unit = 0;
    assert_int_equal(as(a, &a->citizen, NULL, step_hand_over, &p), RC_DENIED);
    REFUSED(a, &nowhere, NULL, hand_over, &p, RC_DENIED, "handover.no_unit");
    p.give.n = 0;
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_INVALID, "handover.none");
    p.give.n = HANDOVER_MAX + 1;
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_INVALID, "handover.too_many");
    p.give.n = 2;
    p.ids[1] = p.ids[0];
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_INVALID, "handover.twice");
    p.ids[1].v = 999999;
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_CONFLICT, "handover.not_here");
    p.ids[1] = p.s.ref.id;
    p.give.to_unit = 999999;
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_INVALID, "handover.to_unknown");
    p.give.to_unit = a->one_stop;
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_INVALID, "handover.to_self");
    p.give.to_unit = a->other_one_stop;
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_CONFLICT, "handover.elsewhere");
    p.give.to_unit = a->division;
    REFUSED(a, &a->other_clerk, NULL, hand_over, &p, RC_CONFLICT, "handover.not_here");
    OK(a, &a->clerk, NULL, hand_over, &p);
    REFUSED(a, &a->clerk, NULL, hand_over, &p, RC_CONFLICT, "handover.on_its_way");
}

static void refused_confirmations(void **state)
{
    struct authority *a = *state;
    struct passing p;
    start(a, &p, "2026-11-19T14:00");
    OK(a, &a->clerk, NULL, hand_over, &p);
    assert_int_equal(as(a, &a->other_clerk, NULL, step_sheet, &p), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->other_clerk, NULL, step_take_over, &p), RC_NOT_FOUND);
    REFUSED(a, &a->clerk, NULL, take_over, &p, RC_DENIED, "handover.not_yours");
    p.take.n = 1;
    REFUSED(a, &a->officer, NULL, take_over, &p, RC_INVALID, "handover.every_line");
    p.take.n = 2;
    p.lines[1].taken = false;
    REFUSED(a, &a->officer, NULL, take_over, &p, RC_INVALID, "handover.say_difference");
    p.lines[1].taken = true;
    OK(a, &a->officer, NULL, take_over, &p);
    REFUSED(a, &a->officer, NULL, take_over, &p, RC_CONFLICT, "handover.confirmed");
}

/* What came online has no paper, and may still be on a sheet. */
static void an_electronic_dossier_has_no_paper(void **state)
{
    struct authority *a = *state;
    struct passing p = {.s = {.filing = online_filing(a, "1.004873")}};
    OK(a, &a->citizen, "2026-11-19T14:00", file, &p.s);
    OK(a, &a->clerk, NULL, accept, &p.s);
    OK(a, &a->clerk, NULL, place, &p);
    assert_int_equal(p.place.unit.n, 0);
    OK(a, &a->clerk, NULL, outgoing, &p);
    assert_int_equal(p.list.n, 0);
    p.ids[0] = p.s.ref.id;
    p.give = (struct handover_in){.to_unit = a->division, .ids = p.ids, .n = 1};
    OK(a, &a->clerk, NULL, hand_over, &p);
    OK(a, &a->officer, NULL, sheet, &p);
    assert_str(p.sheet.lines[0].form, "electronic");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(paper_follows_the_work),    AUTHORITY_TEST(after_three_it_is_the_next_morning),
        AUTHORITY_TEST(what_is_over_lies_nowhere), AUTHORITY_TEST(refused_sheets),
        AUTHORITY_TEST(refused_confirmations),     AUTHORITY_TEST(an_electronic_dossier_has_no_paper),
    };
    return cmocka_run_group_tests_name("hand-overs", tests, NULL, NULL);
}
