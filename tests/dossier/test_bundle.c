/* test_bundle.c - all files at once: what one may see of them, written down before. */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "dossier/dossier_bundle.h"

struct taking {
    struct step s;
    struct dossier_bundle b;
    struct bundle_taking *v;
    ptrdiff_t n;
};

static enum rc step_take(struct ctx *c, void *arg)
{
    struct taking *t = arg;
    return dossier_bundle_take(c, t->s.ref.pub);
}

static enum rc step_get(struct ctx *c, void *arg)
{
    struct taking *t = arg;
    return dossier_bundle_get(c, t->s.ref.pub, &t->b);
}

static enum rc step_takings(struct ctx *c, void *arg)
{
    struct taking *t = arg;
    return dossier_bundle_takings(c, t->s.ref.id, &t->v, &t->n);
}

static void it_holds_what_one_may_see(void **state)
{
    struct authority *a = *state;
    static char pub[32];
    struct taking t = {.s = {.filing = full_filing(a, "1.004873")}};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &t.s);
    (void)snprintf(pub, sizeof pub, "%.*s", STR_ARG(t.s.ref.pub));
    t.s.ref.pub = str_of(pub);
    REFUSED(a, &a->clerk, NULL, take, &t, RC_INVALID, "dossier.bundle.empty");
    assert_int_equal(as(a, &a->other_clerk, NULL, step_take, &t), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->stranger, NULL, step_take, &t), RC_NOT_FOUND);
    assert_int_equal(as(a, NULL, NULL, step_take, &t), RC_NOT_FOUND);
    OK(a, &a->officer, NULL, store, &t.s);
    t.s.act.action = S("submit");
    t.s.act.seen_version = t.s.ref.version;
    OK(a, &a->officer, NULL, act, &t.s); /* with a draft */
    t.s.ref.pub = str_of(pub);
    const int64_t version = t.s.ref.version;
    REFUSED(a, &a->leader, NULL, get, &t, RC_DENIED, "dossier.bundle.ask_first");
    OK(a, &a->leader, NULL, take, &t);
    OK(a, &a->leader, NULL, get, &t);
    assert_int_equal(t.b.n, 1);
    assert_str(t.b.members[0].name, "01 van-ban.pdf");
    assert_str(t.b.name, "H48.101-261119-0001.zip");
    /* The draft is not the citizen's to see; somebody else's taking is not one's own. */
    REFUSED(a, &a->citizen, NULL, take, &t, RC_INVALID, "dossier.bundle.empty");
    REFUSED(a, &a->officer, NULL, get, &t, RC_DENIED, "dossier.bundle.ask_first");
    REFUSED(a, &a->leader, "2026-11-19T14:20", get, &t, RC_DENIED, "dossier.bundle.ask_first");
    OK(a, &a->leader, NULL, takings, &t);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.v[0].files, 1);
    OK(a, &a->leader, NULL, look, &t.s);
    assert_int_equal(t.s.dossier.work.version, version);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(it_holds_what_one_may_see),
    };
    return cmocka_run_group_tests_name("all files at once", tests, NULL, NULL);
}
