/*
 * test_authz.c - the one decision: every role x permission x relation against the table as it
 * is written down in tests/access/matrix/perms.tsv, and what scope and relation say of objects.
 */
#include "db/lib_engine.h"
#include "org/lib_house.h"

#include "access/access.h"

static struct actor actor_with(enum role role)
{
    return (struct actor){.kind = role == ROLE_CITIZEN ? ACTOR_CITIZEN : ACTOR_STAFF,
                          .account = 1,
                          .person = role == ROLE_CITIZEN ? 11 : 0,
                          .staff = role_is_staff(role) ? 21 : 0,
                          .agency = role_is_staff(role) ? 31 : 0,
                          .unit = role_is_staff(role) ? 41 : 0,
                          .roles = 1u << role};
}

static void read_golden(char golden[PERM_COUNT][ROLE_COUNT][16])
{
    char line[512], name[64];
    FILE *f = fopen("tests/access/matrix/perms.tsv", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        enum perm perm = PERM_NONE;
        if (*line == '#')
            continue;
        char *at = line;
        int used = 0;
        assert_int_equal(sscanf(at, "%63s%n", name, &used), 1);
        if (!perm_parse(name, &perm))
            fail_msg("unknown permission %s", name);
        for (int role = 0; role < ROLE_COUNT; role++) {
            at += used;
            assert_int_equal(sscanf(at, "%15s%n", golden[perm][role], &used), 1);
        }
    }
    (void)fclose(f);
}

static void test_authz__every_cell_is_as_written_down(void **state)
{
    static char golden[PERM_COUNT][ROLE_COUNT][16];
    int cells = 0;
    (void)state;
    read_golden(golden);
    for (unsigned perm = PERM_NONE + 1; perm < PERM_COUNT; perm++)
        for (unsigned role = 0; role < ROLE_COUNT; role++) {
            const struct actor a = actor_with((enum role)role);
            const struct actor *who = role == ROLE_ANYBODY ? NULL : &a;
            const enum reach reach = access_reach(who, (enum perm)perm);
            const char *want = golden[perm][role];
            if (strcmp(reach_word(reach), want) != 0)
                fail_msg("%s %s: %s, written down \"%s\"", perm_word((enum perm)perm),
                         role_word((enum role)role), reach_word(reach), want);
            for (unsigned relation = REACH_OWN; relation < REACH_COUNT; relation++, cells++) {
                const enum rc rc = authz(who, (enum perm)perm, (enum reach)relation);
                assert_int_equal(rc == RC_OK, reach >= relation);
                assert_true(rc == RC_OK || rc == RC_DENIED || rc == RC_NOT_FOUND);
            }
        }
    print_message("%d cells\n", cells);
}

static void test_authz__denied_if_seen_else_not_found(void **state)
{
    const struct actor clerk = actor_with(ROLE_CLERK), officer = actor_with(ROLE_OFFICER),
                       citizen = actor_with(ROLE_CITIZEN);
    (void)state;
    /* the officer reads it, but it is not in his unit's hands */
    assert_int_equal(authz(&officer, PERM_DOSSIER_PROCESS, REACH_AGENCY), RC_DENIED);
    assert_int_equal(authz(&officer, PERM_DOSSIER_PROCESS, REACH_BELOW), RC_NOT_FOUND);
    assert_int_equal(authz(&clerk, PERM_DOSSIER_APPROVE, REACH_UNIT), RC_DENIED);
    assert_int_equal(authz(&clerk, PERM_DOSSIER_READ, REACH_BELOW), RC_NOT_FOUND);
    assert_int_equal(authz(&citizen, PERM_DOSSIER_TRACK, REACH_HELD), RC_NOT_FOUND);
    assert_int_equal(authz(&citizen, PERM_SETTING_MANAGE, REACH_ALL), RC_DENIED);
    assert_int_equal(authz(NULL, PERM_SIGNED_IN, REACH_ALL), RC_DENIED);
    assert_int_equal(authz(NULL, PERM_PUBLIC, REACH_ALL), RC_OK);
    assert_int_equal(authz(access_system(), PERM_BACKUP, REACH_ALL), RC_OK);
}

static void test_authz__pending_accounts_reach_nothing_else(void **state)
{
    struct actor a = actor_with(ROLE_ADMINISTRATOR);
    (void)state;
    assert_int_equal(authz(&a, PERM_USER_MANAGE, REACH_ALL), RC_OK);
    a.pending = PENDING_PASSWORD;
    assert_int_equal(authz(&a, PERM_USER_MANAGE, REACH_ALL), RC_DENIED);
    assert_int_equal(authz(&a, PERM_SIGNED_IN, REACH_ALL), RC_OK);
    a.pending = PENDING_ENROL;
    assert_int_equal(authz(&a, PERM_USER_MANAGE, REACH_ALL), RC_DENIED);
    assert_int_equal(authz(&a, PERM_PUBLIC, REACH_ALL), RC_OK);
}

static void test_authz__tokens_have_no_more_than_their_list(void **state)
{
    struct actor a = actor_with(ROLE_CLERK);
    (void)state;
    a.kind = ACTOR_TOKEN;
    a.token_perms = UINT64_C(1) << PERM_DOSSIER_READ | UINT64_C(1) << PERM_DOSSIER_APPROVE;
    assert_int_equal(authz(&a, PERM_DOSSIER_READ, REACH_AGENCY), RC_OK);
    assert_int_equal(authz(&a, PERM_API, REACH_ALL), RC_OK);
    assert_int_not_equal(authz(&a, PERM_DOSSIER_RECEIVE, REACH_AGENCY), RC_OK); /* not in its list */
    assert_int_not_equal(authz(&a, PERM_DOSSIER_APPROVE, REACH_UNIT), RC_OK);   /* not of its account */
    assert_int_not_equal(authz(&a, PERM_SIGNED_IN, REACH_ALL), RC_OK);
    a.kind = ACTOR_STAFF;
    assert_int_not_equal(authz(&a, PERM_API, REACH_ALL), RC_OK); /* sessions are refused on /api */
    for (unsigned perm = PERM_CATALOG_MANAGE; perm < PERM_COUNT; perm++)
        if (perm != PERM_ORG_READ && perm != PERM_FIGURES_READ)
            assert_false(perm_for_tokens((enum perm)perm));
    assert_false(perm_for_tokens(PERM_PERSON_UNMASK) || perm_for_tokens(PERM_SIGNED_IN));
}

static void test_authz__scope_names_only_what_is_reached(void **state)
{
    const struct actor citizen = actor_with(ROLE_CITIZEN), officer = actor_with(ROLE_OFFICER);
    struct actor inspector = actor_with(ROLE_INSPECTOR);
    (void)state;
    struct access_scope s = access_scope(NULL, PERM_DOSSIER_READ);
    assert_true(!s.all && s.person == -1 && s.staff == -1 && s.unit == -1 && s.agency == -1 &&
                s.tree == -1);
    s = access_scope(&citizen, PERM_DOSSIER_TRACK);
    assert_true(!s.all && s.person == 11 && s.staff == -1 && s.unit == -1 && s.agency == -1 &&
                s.tree == -1);
    s = access_scope(&officer, PERM_WORKLIST);
    assert_true(!s.all && s.person == -1 && s.staff == 21 && s.unit == 41 && s.agency == -1 &&
                s.tree == -1);
    s = access_scope(&inspector, PERM_DOSSIER_READ);
    assert_true(!s.all && s.agency == 31 && s.tree == 31);
    s = access_scope(&inspector, PERM_RECORD_READ);
    assert_int_equal(s.all, 1);
    inspector.agency = 0;
    s = access_scope(&inspector, PERM_DOSSIER_READ);
    assert_true(s.agency == -1 && s.tree == -1);
}

struct question {
    struct actor who;
    struct access_object o;
    enum perm perm;
    enum reach relation;
    enum rc rc;
};
static enum rc ask(struct ctx *c, void *arg)
{
    struct question *q = arg;
    c->actor = &q->who;
    q->rc = access_check(c, q->perm, &q->o);
    const enum rc rc = access_relation(c, &q->o, &q->relation);
    c->actor = NULL;
    return rc;
}

static void expect(struct engine *e, struct question *q, enum reach relation, enum rc rc)
{
    assert_int_equal(engine_read(e, ask, q), RC_OK);
    assert_int_equal(q->relation, relation);
    assert_int_equal(q->rc, rc);
}

static void test_authz__relation_of_an_object(void **state)
{
    struct engine *e = *state;
    struct question q = {.who = actor_with(ROLE_INSPECTOR), .perm = PERM_DOSSIER_READ};
    q.who.agency = house.province;
    q.o = (struct access_object){
        .owner = 11, .handler = 5, .unit = 6, .receiving = house.centre, .competent = house.commune};
    expect(e, &q, REACH_BELOW, RC_OK);
    q.who.agency = house.department;
    expect(e, &q, REACH_ALL, RC_NOT_FOUND);
    q.who = actor_with(ROLE_CLERK);
    q.who.agency = house.centre;
    expect(e, &q, REACH_AGENCY, RC_OK);
    q.perm = PERM_DOSSIER_APPROVE;
    expect(e, &q, REACH_AGENCY, RC_DENIED);
    q.who.agency = 0; /* bound to nothing: 0 is no agency of anybody */
    q.o.receiving = 0;
    q.o.competent = 0;
    q.perm = PERM_DOSSIER_READ;
    expect(e, &q, REACH_ALL, RC_NOT_FOUND);
    q.who = actor_with(ROLE_CITIZEN);
    q.perm = PERM_DOSSIER_TRACK;
    expect(e, &q, REACH_OWN, RC_OK);
    q.o.owner = 12;
    expect(e, &q, REACH_ALL, RC_NOT_FOUND);
    q.o.filer = 11;
    expect(e, &q, REACH_OWN, RC_OK);
}

static void test_authz__words_come_back(void **state)
{
    (void)state;
    enum role role = ROLE_COUNT;
    enum perm perm = PERM_NONE;
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        assert_true(role_parse(role_word((enum role)i), &role) && role == i);
    for (unsigned i = PERM_NONE + 1; i < PERM_COUNT; i++)
        assert_true(perm_parse(perm_word((enum perm)i), &perm) && perm == i);
    assert_false(role_parse("king", &role) || perm_parse("NONE", &perm) || perm_parse("", &perm));
    assert_string_equal(perm_word((enum perm)999), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(test_authz__every_cell_is_as_written_down),
        HOUSE_TEST(test_authz__denied_if_seen_else_not_found),
        HOUSE_TEST(test_authz__pending_accounts_reach_nothing_else),
        HOUSE_TEST(test_authz__tokens_have_no_more_than_their_list),
        HOUSE_TEST(test_authz__scope_names_only_what_is_reached),
        HOUSE_TEST(test_authz__relation_of_an_object),
        HOUSE_TEST(test_authz__words_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
