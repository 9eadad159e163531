/*
 * test_part.c - an inter-linked procedure: another agency has a part beside the officer's step. It
 * sees the dossier while the part is open and no longer, answers once, and the lead waits for it.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "dossier/dossier_part.h"

#define PROCEDURE S("1.004873")

static struct actor control = {
    .kind = ACTOR_STAFF, .account = 990, .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE};

/* The procedure's process with a part for the other commune's clerk. */
static enum rc link(struct ctx *c, void *arg)
{
    struct def_part part = {.key = S("residence"),
                            .name = S("Kiểm tra nơi cư trú"),
                            .role = ROLE_CLERK,
                            .place = S("agency:H48.102"),
                            .minutes = 240};
    struct def_parallel beside = {.join = JOIN_ALL, .parts = {&part, 1}};
    struct process_id now, draft;
    struct process_version version;
    struct process_def def;
    (void)arg;
    enum rc rc = process_of_code(c, PROCEDURE, S("dossier"), instant_date(c->now), &now);
    if (!rc)
        rc = process_version_get(c, now, &version);
    if (!rc)
        rc = process_read(c, version.content, &def);
    if (rc)
        return rc;
    def.is_template = false;
    def.time = S("3 wd");
    for (ptrdiff_t i = 0; i < def.steps.n; i++)
        if (def.steps.v[i].kind == STEP_PROCESS)
            beside.at = def.steps.v[i].key;
    def.parallel = (struct def_parallels){&beside, 1};
    rc = process_draft(c, &def, &draft);
    return rc ? rc
              : process_publish(c, draft,
                                &(struct process_publish){.seen_edit = 1,
                                                          .valid_from = instant_date(c->now),
                                                          .reason = S("Liên thông"),
                                                          .unstaffed = true});
}

struct parting {
    struct step s;
    struct part_answer answer;
    struct dossier_part *parts;
    struct part_waiting *waiting;
    ptrdiff_t n, waiting_n;
};
static enum rc answer(struct ctx *c, void *arg)
{
    struct parting *p = arg;
    return dossier_part_done(c, p->s.ref.id, &p->answer, &p->s.ref);
}
static enum rc parts(struct ctx *c, void *arg)
{
    struct parting *p = arg;
    return dossier_parts(c, p->s.ref.id, &p->parts, &p->n);
}
static enum rc waiting(struct ctx *c, void *arg)
{
    struct parting *p = arg;
    return dossier_parts_waiting(c, 10, &p->waiting, &p->waiting_n);
}

static void must(struct authority *a, struct actor *who, const char *when,
                 enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    const enum rc rc = as(a, who, when, fn, arg);
    if (rc)
        fail_msg("%s: %s", rc_name(rc), last_fault(a));
}
static void not(struct authority * a, struct actor *who, enum rc (*fn)(struct ctx *c, void *arg),
                void *arg, enum rc rc, const char *why)
{
    assert_int_equal(as(a, who, NULL, fn, arg), rc);
    assert_string_equal(last_fault(a), why);
}

static void another_agency_answers_beside(void **state)
{
    struct authority *a = *state;
    struct parting p = {0};
    struct step *s = &p.s;
    must(a, &control, "2026-11-19T08:00", link, NULL);
    s->filing = full_filing(a, "1.004873");
    OK(a, &a->clerk, "2026-11-19T14:00", receive, s);
    OK(a, &a->officer, NULL, look, s);
    must(a, &a->other_clerk, NULL, waiting, &p);
    assert_int_equal(p.waiting_n, 1);
    assert_str(p.waiting[0].code, "H48.101-261119-0001");
    assert_str(p.waiting[0].lead, "Ủy ban nhân dân phường Bến Lụa");
    must(a, &a->clerk, NULL, waiting, &p); /* another place */
    assert_int_equal(p.waiting_n, 0);
    OK(a, &a->other_clerk, NULL, look, s); /* reads it, and does nothing else with it */
    s->claim = true;
    assert_int_equal(as(a, &a->other_clerk, NULL, step_claim, s), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->other_clerk, NULL, step_cancel, s), RC_NOT_FOUND);
    OK(a, &a->officer, "2026-11-20T08:00", claim, s);
    s->act = (struct act_in){.seen_version = s->ref.version, .action = S("submit")};
    REFUSED(a, &a->officer, NULL, act, s, RC_CONFLICT, "casework.parts_open"); /* the lead waits */
    p.answer = (struct part_answer){s->ref.version, S("residence"), S(" ")};
    not(a, &a->other_clerk, answer, &p, RC_INVALID, "casework.part_note");
    p.answer.note = S("Có cư trú tại xã, văn bản 12/UBND");
    not(a, &a->officer, answer, &p, RC_DENIED, "casework.not_your_step");
    not(a, &a->stranger, answer, &p, RC_NOT_FOUND, "");
    p.answer.seen_version--;
    not(a, &a->other_clerk, answer, &p, RC_CONFLICT, "casework.somebody_was_first");
    p.answer.seen_version++;
    p.answer.key = S("other");
    not(a, &a->other_clerk, answer, &p, RC_NOT_FOUND, "");
    p.answer.key = S("residence");
    must(a, &a->other_clerk, "2026-11-20T10:00", answer, &p);
    assert_int_equal(as(a, &a->other_clerk, NULL, step_look, s),
                     RC_NOT_FOUND); /* it is over for them */
    p.answer.seen_version = s->ref.version;
    not(a, &a->other_clerk, answer, &p, RC_NOT_FOUND, "");
    must(a, &a->officer, NULL, parts, &p);
    assert_int_equal(p.n, 1);
    assert_str(p.parts[0].place, "Ủy ban nhân dân xã Suối Ngọc");
    assert_str(p.parts[0].handler, "Lý Thị Khác");
    assert_str(p.parts[0].x.note, "Có cư trú tại xã, văn bản 12/UBND");
    /* 19/11 14:00 to 20/11 10:00: three and a half hours, then two and a half */
    assert_int_equal(p.parts[0].x.working_us, 6 * HOUR_US);
    s->act.seen_version = s->ref.version;
    OK(a, &a->officer, "2026-11-20T11:00", act, s);
    OK(a, &a->officer, NULL, look, s);
    OK(a, &a->officer, NULL, timeline, s);
    assert_str(s->events[1].kind, "dossier.part_done");
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(another_agency_answers_beside)};
    return cmocka_run_group_tests_name("part", tests, NULL, NULL);
}
