/* test_result.c - results in parts, originals, letters, early word: who took what, and refusals. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_life.h"

#include "dossier/dossier_mend.h"
#include "result/result.h"

struct giving {
    struct step s;
    struct give_in in;
    int64_t items[4];
    struct giveables list;
    struct given *given;
    ptrdiff_t given_n;
    struct postings day, open;
    date on;
    instant at;
    int64_t file;
};

static enum rc step_add(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return result_add(c, g->s.ref.id, g->s.ref.version, g->file, S("ket-qua-2.pdf"), &g->s.ref);
}

static enum rc step_part(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    g->in.seen_version = g->s.ref.version;
    return result_give_part(c, g->s.ref.id, &g->in, &g->s.ref);
}

static enum rc step_originals(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    g->in.seen_version = g->s.ref.version;
    return result_return_originals(c, g->s.ref.id, &g->in, &g->s.ref);
}

static enum rc step_delivered(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return result_delivered(c, g->s.ref.id, g->s.ref.version, g->on, &g->s.ref);
}

static enum rc step_announce(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return result_announce(c, g->s.ref.id, g->s.ref.version, g->at, &g->s.ref);
}

static enum rc step_giveables(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return dossier_giveables(c, g->s.ref.id, &g->list);
}

static enum rc step_given(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return dossier_given(c, g->s.ref.id, &g->given, &g->given_n);
}

static enum rc step_postings(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    return dossier_postings(c, instant_date(c->now), &g->day, &g->open);
}

static void act(struct authority *a, struct giving *g, struct actor *who, const char *when,
                const char *action)
{
    g->s.act = (struct act_in){.seen_version = g->s.ref.version, .action = str_of(action)};
    if (str_eq(g->s.act.action, S("issue")))
        OK(a, who, NULL, store, &g->s);
    OK(a, who, when, act, &g->s);
}

/* Accepted, examined, signed; issued with one result when `issued`. */
static void start(struct authority *a, struct giving *g, bool issued)
{
    *g = (struct giving){.s = {.filing = full_filing(a, "1.004873")}};
    for (ptrdiff_t i = 0; i < g->s.filing.paper_n; i++)
        full_papers[i].form = S("original");
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &g->s);
    act(a, g, &a->officer, "2026-11-20T09:00", "submit");
    act(a, g, &a->leader, "2026-11-20T10:00", "approve");
    if (issued)
        act(a, g, &a->clerk, "2026-11-20T11:00", "issue");
    g->in = (struct give_in){.to = {.how = S("counter"),
                                    .collector = S("Lê Minh Họa"),
                                    .document = S("CCCD 051196000017"),
                                    .authority = S("owner")},
                             .items = g->items,
                             .n = 1};
}

static void results_leave_in_parts(void **state)
{
    struct authority *a = *state;
    struct giving g;
    start(a, &g, true);
    OK(a, &a->clerk, NULL, store, &g.s);
    g.file = g.s.file.id.v;
    OK(a, &a->clerk, NULL, add, &g);
    OK(a, &a->clerk, NULL, giveables, &g);
    assert_int_equal(g.list.results_n, 2);
    g.items[0] = g.list.results[0].id;
    OK(a, &a->clerk, "2026-11-23T08:00", part, &g);
    OK(a, &a->clerk, NULL, giveables, &g);
    assert_int_equal(g.list.results_n, 1);
    REFUSED(a, &a->clerk, NULL, part, &g, RC_CONFLICT, "dossier.given.not_here");
    g.s.ret = (struct return_in){.how = S("counter"),
                                 .collector = S("Trần Thị Thử"),
                                 .authority = S("authorised"),
                                 .authority_note = S("Giấy ủy quyền số 1")};
    REFUSED(a, &a->clerk, NULL, give_back, &g.s, RC_INVALID, "dossier.given.document_needed");
    g.s.ret.document = S("CCCD 051196000018");
    OK(a, &a->clerk, "2026-11-24T08:00", give_back, &g.s);
    OK(a, &a->clerk, NULL, given, &g);
    assert_int_equal(g.given_n, 2);
    assert_str(g.given[0].what, "result");
    assert_str(g.given[0].authority, "authorised");
    assert_str(g.given[0].document, "CCCD 051196000018");
    assert_str(g.given[1].what, "part");
    assert_int_equal(g.given[1].n, 1);
    OK(a, &a->citizen, NULL, look, &g.s);
    OK(a, &a->citizen, NULL, timeline, &g.s);
    assert_str(g.s.events[0].kind, "dossier.returned");
    assert_str(g.s.events[1].kind, "dossier.part_given");
    assert_str(g.s.events[2].kind, "dossier.result_added");
}

static void originals_go_back_once(void **state)
{
    struct authority *a = *state;
    struct giving g;
    start(a, &g, true);
    OK(a, &a->clerk, NULL, giveables, &g);
    assert_true(g.list.papers_n > 0);
    g.items[0] = g.list.papers[0].id;
    const ptrdiff_t before = g.list.papers_n;
    OK(a, &a->clerk, NULL, originals, &g);
    OK(a, &a->clerk, NULL, giveables, &g);
    assert_int_equal(g.list.papers_n, before - 1);
    REFUSED(a, &a->clerk, NULL, originals, &g, RC_CONFLICT, "dossier.given.not_here");
    OK(a, &a->clerk, NULL, given, &g);
    assert_str(g.given[0].what, "originals");
}

/* Refused in processing; `g` has its papers, all originals. */
static void refused(struct authority *a, struct giving *g)
{
    *g = (struct giving){.s = {.filing = full_filing(a, "1.004222"),
                               .ground = S("not_eligible"),
                               .reason = S("Không đủ điều kiện")}};
    for (ptrdiff_t i = 0; i < g->s.filing.paper_n; i++)
        full_papers[i].form = S("original");
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &g->s);
    g->in =
        (struct give_in){.to = {.how = S("counter"), .collector = S("Lê Minh Họa")}, .items = g->items};
    OK(a, &a->clerk, NULL, giveables, g);
    for (g->in.n = 0; g->in.n < g->list.papers_n && g->in.n < 4; g->in.n++)
        g->items[g->in.n] = g->list.papers[g->in.n].id;
    assert_true(g->in.n > 1);
    assert_int_equal(g->in.n, g->list.papers_n);
}

/* What is given back stands in one book, whichever page it is noted on. */
static void papers_go_back_in_one_place(void **state)
{
    struct authority *a = *state;
    struct giving g;
    refused(a, &g);
    const ptrdiff_t all = g.in.n;
    OK(a, &a->officer, "2026-11-20T09:00", refuse, &g.s);
    g.in.n = 1;
    OK(a, &a->clerk, NULL, originals, &g);
    OK(a, &a->clerk, NULL, end, &g.s);
    assert_str(g.s.end.papers, "due");
    g.s.settlement = (struct settlement_in){.papers_back = true, .papers_to = S("Trần Thị Thử")};
    OK(a, &a->clerk, "2026-11-20T10:00", settle, &g.s);
    OK(a, &a->clerk, NULL, end, &g.s);
    assert_str(g.s.end.papers, "returned");
    assert_str(g.s.end.papers_to, "Trần Thị Thử");
    OK(a, &a->clerk, NULL, given, &g);
    assert_int_equal(g.given_n, 2);
    assert_str(g.given[0].what, "originals");
    assert_int_equal(g.given[0].n, all - 1);
    REFUSED(a, &a->clerk, NULL, originals, &g, RC_CONFLICT, "dossier.given.not_here");

    refused(a, &g); /* the last paper settles what the end owed */
    OK(a, &a->officer, "2026-11-20T09:00", refuse, &g.s);
    OK(a, &a->clerk, NULL, originals, &g);
    OK(a, &a->clerk, NULL, end, &g.s);
    assert_str(g.s.end.papers, "returned");
    g.s.settlement.papers_back = true;
    REFUSED(a, &a->clerk, NULL, settle, &g.s, RC_CONFLICT, "dossier.settle.nothing_due");

    refused(a, &g); /* given back before it ended: nothing is owed */
    OK(a, &a->clerk, NULL, originals, &g);
    OK(a, &a->officer, "2026-11-20T09:00", refuse, &g.s);
    OK(a, &a->clerk, NULL, end, &g.s);
    assert_str(g.s.end.papers, "none");
}

static void a_letter_arrives(void **state)
{
    struct authority *a = *state;
    struct giving g;
    start(a, &g, true);
    REFUSED(a, &a->clerk, NULL, delivered, &g, RC_CONFLICT, "result.nothing_sent");
    g.s.ret = (struct return_in){.how = S("post"), .collector = S("EM123456789VN")};
    OK(a, &a->clerk, "2026-11-23T15:00", give_back, &g.s);
    OK(a, &a->clerk, NULL, postings, &g);
    assert_int_equal(g.day.n, 1);
    assert_int_equal(g.open.n, 1);
    assert_str(g.day.v[0].slip, "EM123456789VN");
    g.on = date_from_civil((struct civil){2026, 11, 22});
    REFUSED(a, &a->clerk, "2026-11-25T08:00", delivered, &g, RC_INVALID, "result.day_bounds");
    g.on = date_from_civil((struct civil){2026, 11, 26});
    REFUSED(a, &a->clerk, NULL, delivered, &g, RC_INVALID, "result.day_bounds");
    g.on = date_from_civil((struct civil){2026, 11, 24});
    REFUSED(a, &a->officer, NULL, delivered, &g, RC_DENIED, "");
    OK(a, &a->clerk, NULL, delivered, &g);
    OK(a, &a->clerk, NULL, look, &g.s);
    assert_str(g.s.dossier.delivery_status, "delivered");
    OK(a, &a->clerk, NULL, postings, &g);
    assert_int_equal(g.open.n, 0);
    REFUSED(a, &a->clerk, NULL, delivered, &g, RC_CONFLICT, "result.nothing_sent");
    assert_int_equal(as(a, &a->officer, NULL, step_postings, &g), RC_DENIED);
}

static enum rc step_mend(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    struct dossier_ref *ref = &g->s.ref;
    const struct mend_in ask = {ref->version, S("correction"), S("Sai ngày sinh")};
    return dossier_ask_mend(c, ref->id, &ask, ref);
}

static enum rc step_mended(struct ctx *c, void *arg)
{
    struct giving *g = arg;
    const struct mend_decision in = {g->s.ref.version, true, g->s.act.file_id, S("moi.pdf"),
                                     S("Xin lỗi")};
    return dossier_decide_mend(c, g->s.ref.id, &in, &g->s.ref);
}

static void mend(struct authority *a, struct giving *g, const char *when)
{
    OK(a, &a->clerk, when, mend, g);
    OK(a, &a->leader, NULL, store, &g->s);
    OK(a, &a->leader, NULL, mended, g);
    OK(a, &a->clerk, NULL, giveables, g);
    assert_int_equal(g->list.results_n, 1); /* what was replaced is given to nobody */
    assert_str(g->list.results[0].name, "moi.pdf");
    g->items[0] = g->list.results[0].id;
    g->in.n = 1;
}

/* Corrected before it was given, and once more after: the new one goes to somebody by name. */
static void a_mended_result_is_handed_over(void **state)
{
    struct authority *a = *state;
    struct giving g;
    start(a, &g, true);
    mend(a, &g, "2026-11-23T08:00");
    g.s.ret = (struct return_in){
        .seen_version = g.s.ref.version, .how = S("counter"), .collector = S("Lê Minh Họa")};
    OK(a, &a->clerk, "2026-11-23T09:00", give_back, &g.s);
    OK(a, &a->clerk, NULL, look, &g.s);
    const instant returned = g.s.dossier.returned_at;
    REFUSED(a, &a->clerk, NULL, part, &g, RC_CONFLICT,
            "dossier.given.not_here"); /* with the last act */
    mend(a, &g, "2026-11-25T08:00");
    REFUSED(a, &a->officer, NULL, part, &g, RC_DENIED, "");
    OK(a, &a->clerk, "2026-11-25T09:00", part, &g);
    REFUSED(a, &a->clerk, NULL, part, &g, RC_CONFLICT, "dossier.given.not_here");
    OK(a, &a->clerk, NULL, given, &g);
    assert_str(g.given[0].what, "part");
    assert_str(instant_iso(a->e->c.mem, g.given[0].at), "2026-11-25T09:00:00+07:00");
    OK(a, &a->clerk, NULL, look, &g.s);
    assert_int_equal(g.s.dossier.work.status, WORK_RETURNED);
    assert_int_equal(g.s.dossier.returned_at.us, returned.us);
}

static void early_is_before_the_promised_day(void **state)
{
    struct authority *a = *state;
    struct giving g;
    start(a, &g, false); /* promised for 25/11 */
    BUG_IF(!instant_parse(S("2026-11-25T09:00"), &g.at));
    REFUSED(a, &a->clerk, NULL, announce, &g, RC_INVALID, "result.not_early");
    BUG_IF(!instant_parse(S("2026-11-19T09:00"), &g.at));
    REFUSED(a, &a->clerk, NULL, announce, &g, RC_INVALID, "result.not_early");
    BUG_IF(!instant_parse(S("2026-11-24T09:00"), &g.at));
    assert_int_equal(as(a, &a->other_clerk, NULL, step_announce, &g), RC_NOT_FOUND);
    OK(a, &a->clerk, NULL, announce, &g);
    OK(a, &a->citizen, NULL, look, &g.s);
    OK(a, &a->citizen, NULL, timeline, &g.s);
    assert_str(g.s.events[0].kind, "dossier.announced");
    assert_str(g.s.events[0].note, "thứ Ba 24/11/2026, 09:00");
    act(a, &g, &a->clerk, "2026-11-23T08:00", "issue");
    REFUSED(a, &a->clerk, NULL, announce, &g, RC_CONFLICT, "result.nothing_promised");
}

static void refused_givings(void **state)
{
    struct authority *a = *state;
    struct giving g;
    start(a, &g, false);
    REFUSED(a, &a->clerk, NULL, part, &g, RC_CONFLICT, "result.not_issued");
    REFUSED(a, &a->clerk, NULL, add, &g, RC_INVALID, "casework.file_needed");
    act(a, &g, &a->clerk, NULL, "issue");
    OK(a, &a->clerk, NULL, giveables, &g);
    g.items[0] = g.items[1] = g.list.results[0].id;
    REFUSED(a, &a->officer, NULL, part, &g, RC_DENIED, "");
    g.in.n = 0;
    REFUSED(a, &a->clerk, NULL, part, &g, RC_INVALID, "dossier.given.none");
    g.in.n = 2;
    REFUSED(a, &a->clerk, NULL, part, &g, RC_INVALID, "dossier.given.twice");
    g.in.n = 1;
    g.in.to.how = S("drone");
    REFUSED(a, &a->clerk, NULL, part, &g, RC_INVALID, "dossier.result_by_unknown");
    g.in.to.how = S("post");
    g.in.to.collector = S(" ");
    REFUSED(a, &a->clerk, NULL, part, &g, RC_INVALID, "dossier.postal_number_needed");
    g.in.to.how = S("counter");
    REFUSED(a, &a->clerk, NULL, part, &g, RC_INVALID, "dossier.collector_needed");
    g.in.to.collector = S("Lê Minh Họa");
    g.in.to.authority = S("friend");
    REFUSED(a, &a->clerk, NULL, part, &g, RC_INVALID, "dossier.given.authority_unknown");
    g.in.to.authority = S("authorised");
    REFUSED(a, &a->clerk, NULL, part, &g, RC_INVALID, "dossier.authority_note_needed");
    g.in.to.authority = S("owner");
    g.s.ref.version--;
    REFUSED(a, &a->clerk, NULL, part, &g, RC_CONFLICT, "casework.somebody_was_first");
    g.s.ref.version++;
    g.s.ret = (struct return_in){.how = S("counter"), .collector = S("Lê Minh Họa")};
    OK(a, &a->clerk, NULL, give_back, &g.s);
    g.file = 1;
    REFUSED(a, &a->clerk, NULL, add, &g, RC_CONFLICT, "result.not_approved");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(results_leave_in_parts),
        AUTHORITY_TEST(originals_go_back_once),
        AUTHORITY_TEST(a_letter_arrives),
        AUTHORITY_TEST(a_mended_result_is_handed_over),
        AUTHORITY_TEST(early_is_before_the_promised_day),
        AUTHORITY_TEST(refused_givings),
        AUTHORITY_TEST(papers_go_back_in_one_place),
    };
    return cmocka_run_group_tests_name("what is given back", tests, NULL, NULL);
}
