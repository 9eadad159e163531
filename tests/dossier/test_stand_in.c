/*
 * test_stand_in.c - acting in another's post: the event says for whom and how is signed, the other's
 * desk is open, and the separation of duties counts the real person.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"
#include "lib_office.h"

#include "dossier/dossier_assign.h"
#include "dossier/dossier_pdf.h"
#include "pdf/pdf.h"

/* As access_session_find makes it (tests/access/test_delegate.c). */
static struct actor in_post_of(const struct actor *who, const struct actor *other, const char *form)
{
    struct actor a = *who;
    a.agency = other->agency;
    a.unit = other->unit;
    a.roles = other->roles;
    a.acting_for = other->account;
    a.for_staff = other->staff;
    a.for_name = other->name;
    a.sign_form = form ? str_of(form) : STR_NONE;
    return a;
}

static struct step submitted(struct authority *a, struct actor *by)
{
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    OK(a, by, "2026-11-20T09:00", act, &s);
    return s;
}

static void a_deputy_signs_for_the_leader(void **state)
{
    struct authority *a = *state;
    struct actor deputy = in_post_of(&office.colleague, &a->leader, "KT");
    struct step s = submitted(a, &a->officer);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("approve")};
    REFUSED(a, &office.colleague, NULL, act, &s, RC_DENIED, "");
    OK(a, &deputy, "2026-11-23T09:00", act, &s);
    OK(a, &a->clerk, NULL, look, &s);
    OK(a, &a->clerk, NULL, timeline, &s);
    assert_str(s.events[0].actor, "Võ Thị Bên");
    assert_str(s.events[0].acting_for, "Phan Minh Họa");
    assert_str(s.events[0].sign_form, "KT");
    assert_false(s.events[1].acting_for.n);
}

/* What the paper of its apology says, as it is given to the painter. */
static enum rc step_letter(struct ctx *c, void *arg)
{
    struct step *s = arg;
    struct pdf_doc *doc;
    struct dossier d;
    enum rc rc = dossier_get(c, s->ref.pub, &d);
    if (!rc)
        rc = dossier_slip_doc(c, &d, S("apology"), S("https://motcua.example.vn"), &doc);
    if (!rc)
        s->sign = str_has(pdf_bytes(doc), S("TUQ. THỦ TRƯỞNG"));
    return rc;
}

static void its_paper_says_how_it_was_signed(void **state)
{
    struct authority *a = *state;
    struct actor deputy = in_post_of(&office.colleague, &a->leader, "TUQ");
    struct actor *signers[] = {&deputy, &a->leader};
    for (int i = 0; i < 2; i++) {
        struct step s = {.filing = full_filing(a, "1.004873"),
                         .kind = S("extension"),
                         .reason = S("chờ xác minh"),
                         .sign = true};
        OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
        assert_true(date_parse(S("2026-11-27"), &s.to));
        OK(a, &a->officer, "2026-11-23T09:00", apologise, &s);
        OK(a, signers[i], "2026-11-24T09:00", decide, &s);
        OK(a, &a->clerk, NULL, letter, &s);
        assert_int_equal(s.sign, i == 0);
    }
}

/* Who examined does not sign, whosever post they stand in; nor does who received examine. */
static void the_real_person_counts(void **state)
{
    struct authority *a = *state;
    struct actor deputy = in_post_of(&a->officer, &a->leader, "KT");
    struct actor examiner = in_post_of(&a->clerk, &a->officer, NULL);
    struct step s = submitted(a, &a->officer);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("approve")};
    REFUSED(a, &deputy, NULL, act, &s, RC_DENIED, "casework.separation_of_duties");
    s = (struct step){.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    REFUSED(a, &examiner, NULL, act, &s, RC_DENIED, "casework.separation_of_duties");
}

static enum rc step_give(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_assign(
        c, s->ref.id, &(struct work_assign){s->ref.version, office.both.staff, S("vắng mặt")}, &s->ref);
}

static void the_others_desk_is_open(void **state)
{
    struct authority *a = *state;
    struct actor instead = in_post_of(&office.colleague, &a->officer, NULL);
    struct actor head = in_post_of(&office.colleague, &office.head, NULL);
    struct step s = {.filing = full_filing(a, "1.004873"), .claim = true};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->officer, "2026-11-20T08:00", claim, &s);
    OK(a, &instead, NULL, look, &s);
    assert_true(work_is_mine(&s.dossier.work, &instead));
    assert_false(work_is_mine(&s.dossier.work, &office.colleague));
    /* Puts it back for them, and hands it on; without standing in neither. */
    s.claim = false;
    REFUSED(a, &office.colleague, NULL, claim, &s, RC_CONFLICT, "casework.on_anothers_desk");
    REFUSED(a, &office.colleague, NULL, give, &s, RC_DENIED, "casework.assign.not_yours");
    OK(a, &instead, NULL, claim, &s);
    s.claim = true;
    OK(a, &a->officer, NULL, claim, &s);
    OK(a, &head, NULL, give, &s); /* the head's own right */
    OK(a, &a->leader, NULL, look, &s);
    assert_int_equal(s.dossier.work.handler_id.v, office.both.staff);
}

/* What access gives when the last day is over: no role, and nothing is done. */
static void after_the_end_nothing_is_done(void **state)
{
    struct authority *a = *state;
    struct actor over = in_post_of(&office.colleague, &a->leader, "KT");
    struct step s = submitted(a, &a->officer);
    over.roles = 0;
    over.post_over = true;
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("approve")};
    assert_int_equal(as(a, &over, NULL, step_act, &s), RC_NOT_FOUND);
    OK(a, &a->leader, NULL, look, &s);
    assert_int_equal(s.dossier.work.version, s.ref.version);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_deputy_signs_for_the_leader), OFFICE_TEST(its_paper_says_how_it_was_signed),
        OFFICE_TEST(the_real_person_counts),        OFFICE_TEST(the_others_desk_is_open),
        OFFICE_TEST(after_the_end_nothing_is_done),
    };
    return cmocka_run_group_tests_name("stand_in", tests, NULL, NULL);
}
