/*
 * test_part.c - an inter-linked procedure: another agency has a part beside the officer's step. It
 * sees the dossier while the part is open and no longer, answers once, and the lead waits for it.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"
#include "lib_process.h"

#include "casework/usage.h"
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

struct using
{
    struct work_id id;
    struct work_usage use;
};
static enum rc usage(struct ctx *c, void *arg)
{
    struct using *u = arg;
    return work_usage(c, u->id, &u->use);
}

static int64_t used_by(const struct work_usage *u, int64_t agency)
{
    for (ptrdiff_t i = 0; i < u->agencies_n; i++)
        if (u->agencies[i].agency_id == agency && !u->agencies[i].consult)
            return u->agencies[i].used_us;
    return -1;
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
    struct using u = {.id = {s->ref.id.v}}; /* one clock, and behind it the hours of both */
    must(a, NULL, "2026-11-20T10:30", usage, &u);
    assert_int_equal(used_by(&u.use, a->other_commune), 6 * HOUR_US);
    assert_int_equal(used_by(&u.use, a->commune), 6 * HOUR_US + HOUR_US / 2);
    assert_int_equal(u.use.agencies_n, 2);
    s->act.seen_version = s->ref.version;
    OK(a, &a->officer, "2026-11-20T11:00", act, s);
    OK(a, &a->officer, NULL, look, s);
    OK(a, &a->officer, NULL, timeline, s);
    assert_str(s->events[1].kind, "dossier.part_done");
}

/* The same procedure in order: the other agency verifies after the officer, before the leader. */
static enum rc link_in_order(struct ctx *c, void *arg)
{
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
    struct def_step *steps = NEW_N(c->mem, struct def_step, def.steps.n + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < def.steps.n; i++) {
        struct def_step *own = &steps[n++], *next = &steps[n];
        *own = def.steps.v[i];
        if (own->kind != STEP_PROCESS)
            continue;
        own->minutes -= 120;
        *next = *own;
        next->key = S("verify");
        next->name = S("Xác minh nơi cư trú");
        next->place = S("agency:H48.102");
        next->minutes = 120;
        /* It arrives there in processing: what is only done before that does not occur. */
        next->actions = (struct def_actions){NEW_N(c->mem, struct def_action, own->actions.n), 0};
        for (ptrdiff_t k = 0; k < own->actions.n; k++)
            if (own->actions.v[k].from & ~(1u << WORK_ACCEPTED)) {
                next->actions.v[next->actions.n] = own->actions.v[k];
                next->actions.v[next->actions.n++].from &= ~(1u << WORK_ACCEPTED);
            }
        own->actions.v = NEW_N(c->mem, struct def_action, own->actions.n);
        memcpy(own->actions.v, def.steps.v[i].actions.v,
               (size_t)own->actions.n * sizeof *own->actions.v);
        for (ptrdiff_t k = 0; k < own->actions.n; k++)
            if (str_eq(own->actions.v[k].code, S("submit"))) {
                own->actions.v[k].to = next->key;
                own->actions.v[k].status = WORK_PROCESSING;
            }
        n++;
    }
    def.steps = (struct def_steps){steps, n};
    def.is_template = false;
    def.time = S("3 wd");
    rc = process_draft(c, &def, &draft);
    return rc ? rc
              : process_publish(c, draft,
                                &(struct process_publish){.seen_edit = 1,
                                                          .valid_from = instant_date(c->now),
                                                          .reason = S("Liên thông nối tiếp"),
                                                          .unstaffed = true});
}

/* One date for the citizen from beginning to end; behind it each agency's own hours. */
static void agencies_one_after_the_other(void **state)
{
    struct authority *a = *state;
    struct actor there = a->other_clerk;
    struct step s = {0};
    there.roles = 1u << ROLE_ANYBODY | 1u << ROLE_OFFICER;
    must(a, &control, "2026-11-19T08:00", link_in_order, NULL);
    s.filing = full_filing(a, "1.004873");
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->officer, NULL, look, &s);
    const instant due = s.dossier.work.due_at;
    assert_int_equal(as(a, &there, NULL, step_look, &s), RC_NOT_FOUND); /* not yet theirs */
    s.claim = true;
    OK(a, &a->officer, NULL, claim, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    OK(a, &a->officer, "2026-11-19T16:00", act, &s);
    struct using u = {.id = {s.ref.id.v}};
    assert_int_equal(as(a, NULL, "2026-11-20T09:30", usage, &u), RC_OK);
    assert_int_equal(used_by(&u.use, a->commune), 2 * HOUR_US);
    assert_int_equal(used_by(&u.use, a->other_commune), 3 * HOUR_US + HOUR_US / 2);
    OK(a, &a->leader, NULL, look, &s);
    assert_int_equal(s.dossier.work.agency_id, a->other_commune);
    assert_int_equal(s.dossier.work.competent_agency_id, a->commune); /* the lead */
    assert_int_equal(s.dossier.work.due_at.us, due.us);               /* one clock */
    /* It is theirs now, and goes on to the leader of the competent agency. */
    OK(a, &there, "2026-11-20T10:00", look, &s);
    s.ref.version = s.dossier.work.version;
    s.ref.pub = test_keep(s.dossier.pub);
    OK(a, &there, NULL, claim, &s); /* theirs there; with the lead it stays where it was */
    s.ref.pub = test_keep(s.ref.pub);
    OK(a, &there, NULL, look, &s);
    assert_int_equal(s.dossier.work.unit_id.v, a->other_one_stop);
    assert_int_equal(s.dossier.work.competent_unit_id.v, a->division);
    s.act.seen_version = s.dossier.work.version;
    OK(a, &there, NULL, act, &s);
    OK(a, &a->leader, NULL, look, &s);
    assert_int_equal(s.dossier.work.agency_id, a->commune);
    assert_int_equal(s.dossier.work.due_at.us, due.us);
}

/* Parts of the agency that has the step anyway are listed and not counted again. */
static void parts_within_the_agency(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    struct publishing p = {.text = process_sample(a->e->c.mem, PROCESS_AS_SHIPPED)};
    must(a, &process_control, "2026-11-19T08:00", process_as_told, &p);
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    struct using u = {.id = {s.ref.id.v}};
    must(a, NULL, "2026-11-19T16:00", usage, &u);
    assert_int_equal(u.use.agencies_n, 1);
    assert_int_equal(used_by(&u.use, a->commune), 2 * HOUR_US);
    ptrdiff_t within = 0;
    for (ptrdiff_t i = 0; i < u.use.steps_n; i++)
        within += u.use.steps[i].within && u.use.steps[i].used_us == 2 * HOUR_US;
    assert_int_equal(within, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(another_agency_answers_beside),
                                       AUTHORITY_TEST(parts_within_the_agency),
                                       AUTHORITY_TEST(agencies_one_after_the_other)};
    return cmocka_run_group_tests_name("part", tests, NULL, NULL);
}
