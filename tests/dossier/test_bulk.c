/* test_bulk.c - several approved with one press: each its own act, what changed is left. */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"
#include "lib_process.h"

#include "dossier/dossier_bulk.h"

struct pile {
    struct step s[3];
    struct bulk_item items[BULK_MAX + 1];
    ptrdiff_t n;
    struct bulk_done done;
    struct to_sign one;
};

static enum rc step_approve_many(struct ctx *c, void *arg)
{
    struct pile *p = arg;
    return dossier_approve_many(c, p->items, p->n, S("Đồng ý"), &p->done);
}

static enum rc step_to_sign(struct ctx *c, void *arg)
{
    struct pile *p = arg;
    return dossier_to_sign(c, p->items[0].pub, &p->one);
}

static void submit(struct authority *a, struct step *s)
{
    static char pubs[3][32];
    static int at;
    *s = (struct step){.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, s);
    OK(a, &a->officer, NULL, store, s);
    s->act.action = S("submit");
    s->act.note = S("Đủ điều kiện");
    s->act.seen_version = s->ref.version;
    OK(a, &a->officer, "2026-11-20T09:00", act, s);
    char *kept = pubs[at++ % 3]; /* the arena dies with the next unit */
    (void)snprintf(kept, sizeof pubs[0], "%.*s", STR_ARG(s->ref.pub));
    s->ref.pub = str_of(kept);
}

static void start(struct authority *a, struct pile *p)
{
    *p = (struct pile){.n = 3};
    for (int i = 0; i < 3; i++) {
        submit(a, &p->s[i]);
        p->items[i] = (struct bulk_item){p->s[i].ref.pub, p->s[i].ref.version};
    }
}

static void each_is_an_act_of_its_own(void **state)
{
    struct authority *a = *state;
    struct pile p;
    start(a, &p);
    OK(a, &a->leader, "2026-11-20T10:00", to_sign, &p);
    assert_str(p.one.proposal, "Đủ điều kiện");
    assert_int_equal(p.one.drafts_n, 1);
    assert_null(p.one.why);
    OK(a, &a->leader, NULL, approve_many, &p);
    assert_int_equal(p.done.done, 3);
    assert_int_equal(p.done.left_n, 0);
    for (int i = 0; i < 3; i++) {
        OK(a, &a->leader, NULL, look, &p.s[i]);
        assert_int_equal(p.s[i].dossier.work.status, WORK_APPROVED);
        OK(a, &a->leader, NULL, timeline, &p.s[i]);
        assert_str(p.s[i].events[0].note, "Đồng ý");
    }
    OK(a, &a->leader, NULL, to_sign, &p);
    assert_non_null(p.one.why);
}

static void what_changed_meanwhile_is_left(void **state)
{
    struct authority *a = *state;
    struct pile p;
    start(a, &p);
    p.s[1].act = (struct act_in){
        .seen_version = p.s[1].ref.version, .action = S("send_back"), .note = S("Thiếu căn cứ")};
    OK(a, &a->leader, "2026-11-20T10:00", act, &p.s[1]);
    p.items[p.n++] = (struct bulk_item){S("aaaaaaaaaaaaaaaaaaaaaaaaaa"), 1};
    OK(a, &a->leader, NULL, approve_many, &p);
    assert_int_equal(p.done.done, 2);
    assert_int_equal(p.done.left_n, 2);
    assert_string_equal(p.done.left[0].why, "dossier.sign.changed");
    assert_string_equal(p.done.left[1].why, "dossier.sign.gone");
    /* Seen as it is now, it is simply not there to be approved. */
    p.items[0] = (struct bulk_item){p.s[1].ref.pub, p.s[1].ref.version};
    p.n = 1;
    OK(a, &a->leader, NULL, approve_many, &p);
    assert_int_equal(p.done.done, 0);
    assert_string_equal(p.done.left[0].why, "dossier.sign.not_there");
}

/* Who examined it does not sign it, pressed one by one or together. */
static void separation_of_duties_holds(void **state)
{
    struct authority *a = *state;
    struct pile p;
    start(a, &p);
    struct actor both = a->leader;
    both.staff = a->officer.staff;
    OK(a, &both, NULL, approve_many, &p);
    assert_int_equal(p.done.done, 0);
    assert_int_equal(p.done.left_n, 3);
    assert_string_equal(p.done.left[0].why, "casework.separation_of_duties");
}

static void refused_presses(void **state)
{
    struct authority *a = *state;
    struct pile p;
    start(a, &p);
    REFUSED(a, &a->officer, NULL, approve_many, &p, RC_DENIED, "");
    REFUSED(a, &a->clerk, NULL, approve_many, &p, RC_DENIED, "");
    assert_int_equal(as(a, &a->citizen, NULL, step_approve_many, &p), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->other_clerk, NULL, step_to_sign, &p), RC_NOT_FOUND);
    p.n = 0;
    REFUSED(a, &a->leader, NULL, approve_many, &p, RC_INVALID, "dossier.sign.none");
    p.n = BULK_MAX + 1;
    REFUSED(a, &a->leader, NULL, approve_many, &p, RC_INVALID, "dossier.sign.too_many");
    p.n = 2;
    p.items[1] = p.items[0];
    REFUSED(a, &a->leader, NULL, approve_many, &p, RC_INVALID, "dossier.sign.twice");
}

/* What the process asks for with the signature, one press cannot give: left, the others go through. */
static void what_asks_for_more_is_left(void **state)
{
    struct authority *a = *state;
    struct pile p;
    start(a, &p);
    struct publishing asking = {
        .text = process_sample(a->e->c.mem, "\"code\": \"approve\",",
                               "\"code\": \"approve\", \"papers\": [\"seal_sheet\"],")};
    assert_int_equal(as(a, &process_control, "2026-11-20T10:00", process_as_told, &asking), RC_OK);
    struct step *s = &p.s[2];
    s->filing = full_filing(a, "1.004873");
    OK(a, &a->clerk, NULL, receive, s);
    s->act = (struct act_in){.seen_version = s->ref.version,
                             .action = S("submit"),
                             .note = S("ý kiến chưa về"),
                             .fact = {S("inspection"), S("not_needed")}};
    OK(a, &a->officer, NULL, act, s);
    char pub[32];
    (void)snprintf(pub, sizeof pub, "%.*s", STR_ARG(s->ref.pub));
    p.items[2] = (struct bulk_item){str_of(pub), s->ref.version};
    OK(a, &a->leader, NULL, approve_many, &p);
    assert_int_equal(p.done.done, 2);
    assert_int_equal(p.done.left_n, 1);
    assert_string_equal(p.done.left[0].why, "dossier.sign.asks_more");
    p.items[0] = p.items[2];
    OK(a, &a->leader, NULL, to_sign, &p); /* said before the press, too */
    assert_string_equal(p.one.why, "dossier.sign.asks_more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(each_is_an_act_of_its_own),  AUTHORITY_TEST(what_changed_meanwhile_is_left),
        AUTHORITY_TEST(separation_of_duties_holds), AUTHORITY_TEST(refused_presses),
        AUTHORITY_TEST(what_asks_for_more_is_left),
    };
    return cmocka_run_group_tests_name("approving several", tests, NULL, NULL);
}
