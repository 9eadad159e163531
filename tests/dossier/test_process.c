/*
 * test_process.c - a dossier follows the process the control office published: branches, reasons,
 * papers, a word of its own, automatic steps; and a running one is moved to another version, by an
 * event that its replay agrees with.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"
#include "lib_process.h"

static enum rc migrate(struct ctx *c, void *arg)
{
    struct publishing *p = arg;
    return work_migrate(c, p->work, &p->move);
}

struct passing {
    struct dossier_id id;
    struct work_pass *v;
    ptrdiff_t n;
};

static struct act_in act(struct step *s, const char *action)
{
    return (struct act_in){.seen_version = s->ref.version, .action = str_of(action)};
}

static void as_published(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    struct publishing p = {.text = process_sample(a->e->c.mem, PROCESS_AS_SHIPPED)};
    assert_int_equal(as(a, &process_control, "2026-11-19T08:00", process_as_told, &p), RC_OK);
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->officer, NULL, look, &s);
    assert_int_equal(s.dossier.work.process.v, p.id.v); /* not the catalogue's template */
    assert_str(s.dossier.work.step_key, "assess");
    s.act = act(&s, "submit");
    s.act.note = S("ý kiến chưa về");
    REFUSED(a, &a->officer, "2026-11-20T09:00", act, &s, RC_INVALID, "casework.fact_needed");
    s.act.fact = (struct work_fact){S("inspection"), S("needed")};
    OK(a, &a->officer, NULL, act, &s);
    s.act = act(&s, "submit");
    REFUSED(a, &a->officer, NULL, act, &s, RC_INVALID, "casework.paper_needed");
    s.act.papers = (struct def_words){(str[]){S_INIT("inspection_minutes")}, 1};
    OK(a, &a->officer, NULL, act, &s);
    s.act = act(&s, "return"); /* has an act of its own */
    REFUSED(a, &a->leader, NULL, act, &s, RC_INVALID, "casework.no_such_action");
    s.act = act(&s, "sell");
    REFUSED(a, &a->leader, NULL, act, &s, RC_INVALID, "casework.no_such_action");
    s.act = act(&s, "approve");
    OK(a, &a->leader, "2026-11-23T09:00", act, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_str(s.dossier.work.step_key, "issue"); /* booked by the process itself */
}

/* The process lists the grounds it may be refused on. */
static void refused_on_listed_grounds(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = online_filing(a, "1.004873")};
    struct publishing p = {.text = process_sample(a->e->c.mem, PROCESS_AS_SHIPPED)};
    assert_int_equal(as(a, &process_control, "2026-11-19T08:00", process_as_told, &p), RC_OK);
    OK(a, &a->citizen, "2026-11-19T14:00", file, &s);
    s.version = s.ref.version;
    s.reason = S("Không đúng nơi");
    s.ground = S("barred");
    REFUSED(a, &a->clerk, "2026-11-19T15:00", refuse, &s, RC_INVALID, "casework.reason_needed");
    s.ground = S("not_competent");
    OK(a, &a->clerk, NULL, refuse, &s);
}

static void moved_to_another_version(void **state)
{
    struct authority *a = *state;
    static const struct work_case cases[] = {{"dossier", dossier_migrated}, {NULL, NULL}};
    struct step s = {.filing = full_filing(a, "1.004873")};
    struct publishing p = {.text = process_sample(a->e->c.mem, PROCESS_AS_SHIPPED)};
    struct publishing later = {.text =
                                   process_sample(a->e->c.mem, "\"minutes\": 960", "\"minutes\": 900")};
    work_configure(cases);
    assert_int_equal(as(a, &process_control, "2026-11-19T08:00", process_as_told, &p), RC_OK);
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    assert_int_equal(as(a, &process_control, "2026-11-20T08:00", process_as_told, &later), RC_OK);
    later.work = (struct work_id){s.ref.id.v};
    later.move = (struct work_migrate){
        .seen_version = s.ref.version, .to = later.id, .reason = S("Sửa thời gian bước")};
    assert_int_equal(as(a, &process_control, NULL, migrate, &later), RC_OK);
    OK(a, &a->officer, NULL, look, &s);
    assert_int_equal(s.dossier.work.process.v, later.id.v);
    OK(a, &a->officer, NULL, timeline, &s);
    assert_str(s.events[0].kind, "dossier.migrated");
    assert_str(s.events[0].note, "Sửa thời gian bước");
    s.act = act(&s, "submit"); /* somebody saw it before it was moved */
    REFUSED(a, &a->officer, NULL, act, &s, RC_CONFLICT, "casework.somebody_was_first");
}

static enum rc passes(struct ctx *c, void *arg)
{
    struct passing *p = arg;
    return work_passes(c, (struct work_id){p->id.v}, &p->v, &p->n);
}

/* From one examination to the one before: with a note, to the desk it came from, the clock runs on, no
   part opens again, and what decided the branch is known, until it is said otherwise. */
static void back_to_the_examination_before(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    struct publishing p = {.text = process_sample(a->e->c.mem, PROCESS_AS_SHIPPED)};
    struct passing been = {0};
    struct actor inspector = a->officer;
    inspector.staff += 500;
    inspector.account += 500;
    assert_int_equal(as(a, &process_control, "2026-11-19T08:00", process_as_told, &p), RC_OK);
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    s.act = act(&s, "submit");
    s.act.note = S("ý kiến chưa về");
    s.act.fact = (struct work_fact){S("inspection"), S("needed")};
    OK(a, &a->officer, "2026-11-20T09:00", act, &s);
    OK(a, &a->officer, NULL, look, &s);
    const instant due = s.dossier.work.due_at;
    s.act = act(&s, "send_back");
    REFUSED(a, &inspector, "2026-11-20T14:00", act, &s, RC_INVALID, "casework.note_needed");
    s.act.note = S("Giấy tờ chưa đủ căn cứ");
    REFUSED(a, &a->leader, NULL, act, &s, RC_DENIED, "casework.not_your_step");
    assert_int_equal(as(a, &a->other_clerk, NULL, step_act, &s), RC_NOT_FOUND);
    s.act.seen_version--;
    REFUSED(a, &inspector, NULL, act, &s, RC_CONFLICT, "casework.somebody_was_first");
    s.act.seen_version++;
    OK(a, &inspector, NULL, act, &s);
    OK(a, &a->officer, NULL, look, &s);
    assert_str(s.dossier.work.step_key, "assess");
    assert_int_equal(s.dossier.work.status, WORK_PROCESSING);
    assert_int_equal(s.dossier.work.handler_id.v, a->officer.staff);
    assert_int_equal(s.dossier.work.due_at.us, due.us);
    assert_true(s.dossier.work.clock_running);
    been.id = s.ref.id;
    assert_int_equal(as(a, &a->officer, NULL, passes, &been), RC_OK);
    assert_int_equal(been.n, 4); /* received, assessed, inspected, assessed again */
    assert_str(been.v[2].action, "send_back");
    assert_int_equal(been.v[2].working_us, 3 * HOUR_US); /* 9:00 to 11:30, 13:30 to 14:00 */
    OK(a, &a->officer, NULL, timeline, &s);
    assert_str(s.events[0].to_step, "Thẩm định, lấy ý kiến");
    assert_str(s.events[0].note, "Giấy tờ chưa đủ căn cứ");
    s.act = act(&s, "submit"); /* asks for nothing that was said before; the parts are over */
    OK(a, &a->officer, "2026-11-23T08:00", act, &s);
    OK(a, &a->officer, NULL, look, &s);
    assert_str(s.dossier.work.step_key, "inspect");
    s.act = act(&s, "send_back");
    s.act.note = S("Không phải kiểm tra");
    OK(a, &inspector, NULL, act, &s);
    s.act = act(&s, "submit");
    s.act.fact = (struct work_fact){S("inspection"), S("not_needed")};
    OK(a, &a->officer, "2026-11-23T09:00", act, &s);
    OK(a, &a->officer, NULL, look, &s);
    assert_str(s.dossier.work.step_key, "sign");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(as_published),
        AUTHORITY_TEST(refused_on_listed_grounds),
        AUTHORITY_TEST(moved_to_another_version),
        AUTHORITY_TEST(back_to_the_examination_before),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
