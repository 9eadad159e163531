/*
 * test_applying.c - an agency's own staff file an internal procedure and follow it: as its applicant,
 * and as nobody else.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_life.h"

#include "applying/applying.h"
#include "applying/lib_applying.h"
#include "org/org.h"

struct story {
    struct authority *a;
    struct step s;
    str unit, pub;
    struct applying_in in;
    struct filing_paper paper;
    struct dossier_ref ref;
    struct procedure *procedures;
    struct applying_place *places;
    struct worklist_page page;
    struct applying_facts f;
    struct withdrawal_in out;
    ptrdiff_t procedures_n, places_n;
    int64_t component, version;
};

static enum rc look_around(struct ctx *c, void *arg)
{
    struct story *t = arg;
    struct procedure_intake in;
    struct unit u;
    enum rc rc = applying_procedures(c, &t->procedures, &t->procedures_n);
    if (!rc)
        rc = applying_places(c, S("9.000001"), &t->places, &t->places_n);
    if (!rc)
        rc = catalog_intake(c, S("9.000001"), 0, S("online"), &in);
    if (!rc)
        rc = org_unit_by_id(c, t->a->one_stop, &u);
    if (rc)
        return rc;
    t->component = in.components[0].id;
    t->unit = test_keep(u.code);
    return RC_OK;
}
static enum rc file_it(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return applying_file(c, &t->in, &t->ref);
}
static enum rc list(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return applying_list(c, STR_NONE, 10, &t->page);
}
static enum rc get(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return applying_get(c, t->pub, &t->f);
}
static enum rc complete(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return applying_complete(c, t->pub, t->version, &t->paper, 1);
}
static enum rc withdraw(struct ctx *c, void *arg)
{
    struct story *t = arg;
    return applying_withdraw(c, t->pub, &t->out);
}

static void must(struct story *t, struct actor *who, const char *when,
                 enum rc (*fn)(struct ctx *c, void *arg))
{
    const enum rc rc = as(t->a, who, when, fn, t);
    if (rc)
        fail_msg("%s: %s", rc_name(rc), last_fault(t->a));
    assert_ptr_equal(t->a->e->c.actor, who); /* nobody stays in another's place */
}
static void not(struct story * t, struct actor *who, enum rc (*fn)(struct ctx *c, void *arg),
                enum rc rc, const char *why)
{
    assert_int_equal(as(t->a, who, NULL, fn, t), rc);
    assert_string_equal(last_fault(t->a), why);
    assert_ptr_equal(t->a->e->c.actor, who);
}

/* The clerk of the other commune applies to this one. */
static void begin(struct story *t)
{
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    must(t, system, "2026-11-19T08:00", applying_add_procedure);
    must(t, &t->a->other_clerk, "2026-11-19T09:00", look_around);
    t->paper = (struct filing_paper){
        .component_id = t->component, .form = S("electronic"), .quantity = 1, .complete = true};
    t->in = (struct applying_in){S("9.000001"), t->unit, S("Kế hoạch năm 2027"), &t->paper, 1};
}

static void filed(struct story *t)
{
    begin(t);
    must(t, &t->a->other_clerk, NULL, file_it);
    t->pub = test_keep(t->ref.pub);
    t->s.ref = (struct dossier_ref){t->ref.id, t->pub, STR_NONE, t->ref.version};
    t->s.id = t->ref.id;
}

static void an_agency_files_and_follows(void **state)
{
    struct story t = {.a = *state};
    struct authority *a = t.a;
    filed(&t);
    assert_int_equal(t.procedures_n, 1);
    assert_str(t.procedures[0].code, "9.000001");
    assert_true(t.places_n >= 1);
    must(&t, &a->other_clerk, NULL, list);
    assert_int_equal(t.page.n, 1);
    must(&t, &a->other_clerk, NULL, get);
    assert_str(t.f.d.owner_name, "Ủy ban nhân dân xã Suối Ngọc");
    assert_str(t.f.d.receiving_agency, "Ủy ban nhân dân phường Bến Lụa");
    assert_true(t.f.may_withdraw && !t.f.may_complete);
    assert_true(t.f.secret.n > 0);
    /* Whoever receives takes it in as any other, and the applicant reads on. */
    t.s.accept = (struct accept_in){.seen_version = t.ref.version};
    t.s.version = t.ref.version;
    OK(a, &a->clerk, "2026-11-19T14:00", accept, &t.s);
    must(&t, &a->other_clerk, NULL, get);
    assert_int_equal(t.f.d.work.status, WORK_ACCEPTED);
    assert_str(instant_iso(a->e->c.mem, t.f.d.work.due_at), "2026-11-27T17:30:00+07:00");
    /* As staff they have nothing to do with it, not even who filed it. */
    assert_int_equal(as(a, &a->other_clerk, NULL, step_look, &t.s), RC_NOT_FOUND);
}

static void what_is_asked_is_sent_and_withdrawn(void **state)
{
    struct story t = {.a = *state};
    struct authority *a = t.a;
    filed(&t);
    const struct supplement_item item = {.text = S("Bản có dấu")};
    t.s.supplement = (struct supplement_in){
        .seen_version = t.ref.version, .reason = S("Thiếu dấu"), .items = &item, .n = 1};
    OK(a, &a->clerk, "2026-11-19T10:00", ask, &t.s);
    must(&t, &a->other_clerk, NULL, get);
    assert_true(t.f.may_complete);
    assert_str(t.f.asked[0].items[0], "Bản có dấu");
    t.version = t.f.d.work.version - 1;
    not(&t, &a->other_clerk, complete, RC_CONFLICT, "casework.somebody_was_first");
    t.version++;
    not(&t, &a->clerk, complete, RC_NOT_FOUND, "");
    must(&t, &a->other_clerk, NULL, complete);
    must(&t, &a->other_clerk, NULL, get);
    assert_int_equal(t.f.d.work.status, WORK_WAITING);
    t.out = (struct withdrawal_in){
        .seen_version = t.f.d.work.version, .how = S("withdraw"), .reason = S(" ")};
    not(&t, &a->other_clerk, withdraw, RC_INVALID, "dossier.reason_needed");
    t.out.reason = S("Kế hoạch đổi");
    not(&t, &a->clerk, withdraw, RC_NOT_FOUND, "");
    must(&t, &a->other_clerk, NULL, withdraw);
    must(&t, &a->other_clerk, NULL, get);
    assert_int_equal(t.f.d.work.status, WORK_WITHDRAWN);
    assert_false(t.f.may_withdraw);
}

static void nobody_else(void **state)
{
    struct story t = {.a = *state};
    struct authority *a = t.a;
    filed(&t);
    must(&t, &a->clerk, NULL, list);
    assert_int_equal(t.page.n, 0); /* received by them, not asked by them */
    not(&t, &a->clerk, get, RC_NOT_FOUND, "");
    not(&t, &a->citizen, get, RC_DENIED, "");
    not(&t, NULL, list, RC_DENIED, "");
    not(&t, &a->citizen, file_it, RC_DENIED, "");
    struct actor unbound = a->other_clerk;
    unbound.agency = 0;
    not(&t, &unbound, file_it, RC_DENIED, "");
    struct actor over = a->other_clerk;
    over.post_over = true; /* a stand-in's time has ended */
    not(&t, &over, file_it, RC_DENIED, "");
    struct actor inspector = a->other_clerk;
    inspector.roles = 1u << ROLE_ANYBODY | 1u << ROLE_INSPECTOR;
    not(&t, &inspector, file_it, RC_DENIED, "");
}

static void what_is_refused(void **state)
{
    struct story t = {.a = *state};
    struct actor *who = &t.a->other_clerk;
    begin(&t);
    t.in.unit = S("H48.999");
    not(&t, who, file_it, RC_INVALID, "applying.unit_unknown");
    t.in.unit = t.unit;
    t.in.procedure = S("1.004873"); /* not an internal one */
    not(&t, who, file_it, RC_INVALID, "dossier.internal_only");
    t.in.procedure = S("9.999999");
    assert_int_equal(as(t.a, who, NULL, file_it, &t), RC_NOT_FOUND);
    (void)last_fault(t.a);
    must(&t, who, NULL, list);
    assert_int_equal(t.page.n, 0); /* nothing of them was kept */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(an_agency_files_and_follows),
        AUTHORITY_TEST(what_is_asked_is_sent_and_withdrawn),
        AUTHORITY_TEST(nobody_else),
        AUTHORITY_TEST(what_is_refused),
    };
    return cmocka_run_group_tests_name("an agency applies", tests, NULL, NULL);
}
