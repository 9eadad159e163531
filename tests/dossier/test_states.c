/*
 * test_states.c - every act in every state, by who may take it: allowed or refused as the table says.
 * Whatever is refused says why, and leaves the dossier as it was; what is allowed is undone, so that
 * each cell meets the same dossier. A version that is no longer the newest is refused in every cell.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "dossier/dossier_mend.h"

enum state {
    AT_WAITING,
    AT_SUPPLEMENT,
    AT_ACCEPTED,
    AT_APPROVING,
    AT_APPROVED,
    AT_ISSUED,
    AT_RETURNED,
    AT_REFUSED,
    AT_WITHDRAWN,
    AT_STOPPED,
    AT_CANCELLED,
    STATES
};

/* ---- one cell ---- */

struct cell {
    struct step s;
    enum rc (*act)(struct ctx *c, void *arg);
    bool allowed;
};

static enum rc ask_mend(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_ask_mend(c, s->ref.id,
                            &(struct mend_in){s->ref.version, S("correction"), S("Sai tên")}, &s->ref);
}
static enum rc decide_mend(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_decide_mend(
        c, s->ref.id, &(struct mend_decision){.seen_version = s->ref.version, .note = S("Không sai")},
        &s->ref);
}
static enum rc submit(struct ctx *c, void *arg)
{
    struct step *s = arg;
    s->act = (struct act_in){.seen_version = s->ref.version, .action = S("submit")};
    return step_act(c, s);
}
static enum rc approve(struct ctx *c, void *arg)
{
    struct step *s = arg;
    s->act = (struct act_in){.seen_version = s->ref.version, .action = S("approve")};
    return step_act(c, s);
}
static enum rc send_back(struct ctx *c, void *arg)
{
    struct step *s = arg;
    s->act =
        (struct act_in){.seen_version = s->ref.version, .action = S("send_back"), .note = S("Xem lại")};
    return step_act(c, s);
}
static enum rc issue(struct ctx *c, void *arg)
{
    struct step *s = arg;
    const enum rc rc = step_store(c, s);
    s->act.seen_version = s->ref.version;
    s->act.action = S("issue");
    return rc ? rc : step_act(c, s);
}

/* Takes the act and undoes it. */
static enum rc try(struct ctx *c, void *arg)
{
    struct cell *x = arg;
    const enum rc rc = x->act(c, &x->s);
    x->allowed = !rc;
    return rc ? rc : RC_INVALID;
}

enum who { CLERK, OFFICER, LEADER, CITIZEN };

/* + allowed, - refused; in the order of enum state. */
static const struct {
    const char *name;
    enum rc (*act)(struct ctx *c, void *arg);
    enum who who;
    const char *cells;
} acts[] = {
    /* waiting supplement accepted approving approved issued returned refused withdrawn stopped
       cancelled */
    {"accept", step_accept, CLERK, "+----------"},
    {"ask", step_ask, CLERK, "+----------"},
    {"ask in processing", step_ask, OFFICER, "--+--------"},
    {"complete", step_complete, CITIZEN, "-+---------"},
    {"refuse at intake", step_refuse, CLERK, "+----------"},
    {"refuse in processing", step_refuse, OFFICER, "--+--------"},
    {"refuse to sign", step_refuse, LEADER, "---+-------"},
    {"submit", submit, OFFICER, "--+--------"},
    {"approve", approve, LEADER, "---+-------"},
    {"send back", send_back, LEADER, "---+-------"},
    {"issue", issue, CLERK, "----+------"},
    {"return", step_give_back, CLERK, "-----+-----"},
    {"withdraw", step_withdraw, CITIZEN, "++++-------"},
    {"cancel", step_cancel, LEADER, "++++++-----"},
    {"draft an extension", step_apologise, OFFICER, "--+--------"},
    {"sign an extension", step_decide, LEADER, "-----------"},
    {"ask to mend", ask_mend, CITIZEN, "-----++----"},
    {"decide a mend", decide_mend, LEADER, "-----------"},
    {"settle", step_settle, CLERK, "-------++++"},
};
#define ACTS (sizeof acts / sizeof *acts)

/* ---- a dossier in each state ---- */

static struct step filed(struct authority *a)
{
    static struct supplement_item items[1];
    static struct filing_paper brought;
    items[0].text = S("Tờ khai");
    brought = (struct filing_paper){
        .name = S("Tờ khai"), .form = S("original"), .quantity = 1, .complete = true};
    struct step s = {.filing = online_filing(a, "1.004222"),
                     .reason = S("Lý do"),
                     .ground = S("other"),
                     .kind = S("extension"),
                     .sign = true,
                     .papers = &brought,
                     .papers_n = 1,
                     .supplement = {.reason = S("Thiếu"), .items = items, .n = 1},
                     .ret = {.how = S("counter"), .collector = S("Lê Minh Họa")},
                     .settlement = {.papers_back = true, .papers_to = S("Lê Minh Họa")}};
    BUG_IF(!date_parse(S("2026-12-10"), &s.to));
    OK(a, &a->citizen, "2026-11-19T14:00", file, &s);
    return s;
}

static void go(struct authority *a, struct actor *who, enum rc (*fn)(struct ctx *c, void *arg),
               struct step *s)
{
    const enum rc rc = as(a, who, "2026-11-19T15:00", fn, s);
    if (rc)
        fail_msg("on the way: %s %s", rc_name(rc), last_fault(a));
}

static struct step in_state(struct authority *a, enum state at)
{
    struct step s = filed(a);
    if (at == AT_SUPPLEMENT)
        go(a, &a->clerk, step_ask, &s);
    if (at == AT_REFUSED)
        go(a, &a->clerk, step_refuse, &s);
    if (at == AT_WITHDRAWN || at == AT_STOPPED) {
        s.how = at == AT_STOPPED ? S("stop") : S("withdraw");
        go(a, &a->citizen, step_withdraw, &s);
    }
    if (at == AT_CANCELLED)
        go(a, &a->clerk, step_cancel, &s);
    if (at < AT_ACCEPTED || at > AT_RETURNED)
        return s;
    go(a, &a->clerk, step_accept, &s);
    if (at > AT_ACCEPTED)
        go(a, &a->officer, submit, &s);
    if (at > AT_APPROVING)
        go(a, &a->leader, approve, &s);
    if (at > AT_APPROVED)
        go(a, &a->clerk, issue, &s);
    if (at > AT_ISSUED)
        go(a, &a->clerk, step_give_back, &s);
    return s;
}

static struct actor *actor_of(struct authority *a, enum who who)
{
    return who == CLERK     ? &a->clerk
           : who == OFFICER ? &a->officer
           : who == LEADER  ? &a->leader
                            : &a->citizen;
}

static void unchanged(struct authority *a, const struct step *was, const char *act, int state)
{
    struct step now = *was;
    OK(a, &a->citizen, NULL, look, &now);
    if (now.dossier.work.version != was->ref.version)
        fail_msg("%s in state %d left a trace", act, state);
}

/* A refusal is one of the expected kinds, and has its reason where the act is anybody's at all. */
static void refused_well(struct authority *a, enum rc rc, const char *act, int state)
{
    const char *why = last_fault(a);
    if (rc != RC_INVALID && rc != RC_CONFLICT && rc != RC_DENIED)
        fail_msg("%s in state %d: %s", act, state, rc_name(rc));
    if (rc != RC_DENIED && !*why)
        fail_msg("%s in state %d is refused without a reason", act, state);
}

static void every_act_in_every_state(void **state)
{
    struct authority *a = *state;
    for (int at = 0; at < STATES; at++) {
        const struct step s = in_state(a, (enum state)at);
        for (size_t i = 0; i < ACTS; i++) {
            struct cell x = {.s = s, .act = acts[i].act};
            const bool expected = acts[i].cells[at] == '+';
            enum rc rc = as(a, actor_of(a, acts[i].who), "2026-11-20T09:00", try, &x);
            if (x.allowed != expected)
                fail_msg("%s in state %d: %s (%s)", acts[i].name, at, x.allowed ? "allowed" : "refused",
                         last_fault(a));
            if (!expected)
                refused_well(a, rc, acts[i].name, at);
            unchanged(a, &s, acts[i].name, at);
            x = (struct cell){.s = s, .act = acts[i].act};
            x.s.ref.version--;
            rc = as(a, actor_of(a, acts[i].who), NULL, try, &x);
            if (x.allowed || (expected && rc != RC_CONFLICT))
                fail_msg("%s in state %d acts on an old version", acts[i].name, at);
            last_fault(a);
            unchanged(a, &s, acts[i].name, at);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(every_act_in_every_state)};
    return cmocka_run_group_tests_name("dossier_states", tests, NULL, NULL);
}
