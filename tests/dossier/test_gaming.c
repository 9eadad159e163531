/*
 * test_gaming.c - attempts to make the published on-time rate better than the work was (security
 * rules 4, rows 1-6). Each script has a dossier that is accepted on 19/11, due on 25/11 and in truth
 * ready on 27/11: late. Whatever somebody tries in between, it is counted late once, at every moment
 * at which figures are published, and nothing more is counted in time.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "casework/ledger.h"
#include "dossier/dossier_consult.h"
#include "dossier/dossier_hold.h"
#include "dossier/dossier_mend.h"
#include "dossier/figures.h"

#define PROCEDURE "1.004873" /* 3 working days */

/* One script: its dossier and its applicant. */
struct game {
    struct authority *a;
    struct step s;
    struct actor owner;
};

static date day(const char *text)
{
    date d;
    BUG_IF(!date_parse(str_of(text), &d));
    return d;
}

#define TRY(g, who, when, fn, rc, key) REFUSED((g)->a, &(g)->a->who, when, fn, &(g)->s, rc, key)
#define DO(g, who, when, fn) OK((g)->a, &(g)->a->who, when, fn, &(g)->s)

/* ---- times that are written ---- */

static void file_in_the_future(struct game *g)
{
    const struct step was = g->s;
    g->s.filing.filed_at = (instant){g->a->e->c.now.us + 3 * DAY_US};
    TRY(g, clerk, "2026-11-20T08:00", file, RC_INVALID, "dossier.filed_in_future");
    g->s = was;
}

static void correct_part(struct game *g, const char *part, const char *becomes)
{
    g->s.part = str_of(part);
    g->s.becomes = str_of(becomes);
    TRY(g, clerk, "2026-11-26T08:00", correct, RC_INVALID, "dossier.part_unknown");
}
static void correct_the_acceptance(struct game *g)
{
    correct_part(g, "accepted_at", "2026-11-24T14:00");
}
static void correct_the_filing(struct game *g)
{
    correct_part(g, "filed_at", "2026-11-24T14:00");
}
static void correct_the_due_date(struct game *g)
{
    correct_part(g, "due_at", "2026-12-25T17:30");
}
static void correct_the_status(struct game *g)
{
    correct_part(g, "status", "returned");
}
static void correct_the_punctuality(struct game *g)
{
    correct_part(g, "punctuality", "on_time");
}

/* ---- extensions ---- */

static void letter(struct game *g, const char *kind, const char *to)
{
    g->s.kind = str_of(kind);
    g->s.to = day(to);
    g->s.sign = true;
}
static void extend_on_the_last_day(struct game *g)
{
    letter(g, "extension", "2026-11-30");
    TRY(g, officer, "2026-11-25T08:00", apologise, RC_INVALID, "calendar.extension.late");
}
static void extend_when_late(struct game *g)
{
    letter(g, "extension", "2026-11-30");
    TRY(g, officer, "2026-11-26T08:00", apologise, RC_INVALID, "calendar.extension.late");
}
static void extend_into_the_past(struct game *g)
{
    letter(g, "extension", "2026-11-20");
    TRY(g, officer, "2026-11-23T08:00", apologise, RC_INVALID, "calendar.extension.not_later");
}
static void extend_to_a_day_off(struct game *g)
{
    letter(g, "extension", "2026-11-29");
    TRY(g, officer, "2026-11-23T08:00", apologise, RC_INVALID, "calendar.extension.rest_day");
}
static void extend_without_a_reason(struct game *g)
{
    letter(g, "extension", "2026-11-30");
    g->s.reason = S(" ");
    TRY(g, officer, "2026-11-23T08:00", apologise, RC_INVALID, "dossier.reason_needed");
}
static void extend_by_the_counter(struct game *g)
{
    letter(g, "extension", "2026-11-30");
    TRY(g, clerk, "2026-11-23T08:00", apologise, RC_DENIED, "");
}
static void draft_early_sign_late(struct game *g)
{
    letter(g, "extension", "2026-11-30");
    DO(g, officer, "2026-11-24T08:00", apologise);
    TRY(g, leader, "2026-11-25T17:00", decide, RC_INVALID, "calendar.extension.late");
}
static void sign_ones_own_draft(struct game *g)
{
    letter(g, "extension", "2026-11-30");
    DO(g, leader, "2026-11-23T08:00", apologise);
    TRY(g, leader, NULL, decide, RC_DENIED, "dossier.extension.own_draft");
}
static void never_sign_the_extension(struct game *g)
{
    letter(g, "extension", "2026-11-30");
    DO(g, officer, "2026-11-23T08:00", apologise);
}
/* To 26/11, and still ready on the 27th. */
static void extend_twice(struct game *g)
{
    letter(g, "extension", "2026-11-26");
    DO(g, officer, "2026-11-23T08:00", apologise);
    DO(g, leader, NULL, decide);
    letter(g, "extension", "2026-11-30");
    TRY(g, officer, "2026-11-25T08:00", apologise, RC_CONFLICT, "calendar.extension.second");
}
static void apologise_instead_of_working(struct game *g)
{
    letter(g, "apology", "2026-11-30");
    DO(g, officer, "2026-11-26T08:00", apologise);
    DO(g, leader, NULL, decide);
}
static void apologise_before_it_is_due(struct game *g)
{
    letter(g, "apology", "2026-11-30");
    TRY(g, officer, "2026-11-24T08:00", apologise, RC_INVALID, "dossier.not_late");
}

/* ---- supplements ---- */

static struct supplement_item items[1];
static void ask_for(struct game *g)
{
    items[0].text = S("Tờ khai");
    g->s.supplement = (struct supplement_in){.reason = S("Thiếu"), .items = items, .n = 1};
}
static void ask_when_late(struct game *g)
{
    ask_for(g);
    TRY(g, officer, "2026-11-26T08:00", ask, RC_CONFLICT, "dossier.supplement_late");
}
static void ask_for_nothing(struct game *g)
{
    g->s.supplement = (struct supplement_in){.reason = S("Thiếu")};
    TRY(g, officer, "2026-11-24T08:00", ask, RC_INVALID, "dossier.supplement_items_needed");
}
static void ask_with_an_empty_line(struct game *g)
{
    const struct supplement_item empty[] = {{0, S("  ")}};
    g->s.supplement = (struct supplement_in){.reason = S("Thiếu"), .items = empty, .n = 1};
    TRY(g, officer, "2026-11-24T08:00", ask, RC_INVALID, "dossier.supplement_item_empty");
}
static void ask_from_the_counter(struct game *g)
{
    ask_for(g);
    TRY(g, clerk, "2026-11-20T08:00", ask, RC_DENIED, "casework.not_your_step");
}
static void bring(struct game *g, const char *when)
{
    const struct filing_paper brought = {
        .name = S("Tờ khai"), .form = S("original"), .quantity = 1, .complete = true};
    g->s.papers = &brought;
    g->s.papers_n = 1;
    DO(g, clerk, when, complete);
}
/* Once is the law's: from 20/11 it is due on 26/11. */
static void ask_twice(struct game *g)
{
    ask_for(g);
    DO(g, officer, "2026-11-20T08:00", ask);
    bring(g, "2026-11-20T10:00");
    TRY(g, officer, "2026-11-20T11:00", ask, RC_CONFLICT, "dossier.supplement_once");
}
static void complete_with_nothing(struct game *g)
{
    ask_for(g);
    DO(g, officer, "2026-11-20T08:00", ask);
    g->s.papers_n = 0;
    TRY(g, clerk, "2026-11-20T09:00", complete, RC_INVALID, "dossier.papers_needed");
    bring(g, "2026-11-20T10:00");
}

/* ---- pauses ---- */

struct pause {
    struct work_id id;
    str ground;
};
static enum rc pause_clock(struct ctx *c, void *arg)
{
    const struct pause *p = arg;
    return work_clock_pause(c, p->id, c->now, (instant){c->now.us + 9 * DAY_US}, p->ground);
}
static void pause_it(struct game *g, const char *when, str ground, const char *key)
{
    struct pause p = {{g->s.ref.id.v}, ground};
    assert_int_not_equal(as(g->a, &g->a->officer, when, pause_clock, &p), RC_OK);
    assert_string_equal(last_fault(g->a), key);
}
static void pause_without_a_ground(struct game *g)
{
    pause_it(g, "2026-11-24T08:00", STR_NONE, "casework.clock.ground_needed");
}
static void pause_when_late(struct game *g)
{
    pause_it(g, "2026-11-26T08:00", S("Điều 1"), "casework.clock.overdue");
}
/* The process of this procedure names no ground, so no letter and no question finds one. */
static enum rc hold_it(struct ctx *c, void *arg)
{
    const struct step *s = arg;
    struct dossier_ref ref;
    return dossier_pause(c, s->ref.id,
                         &(struct pause_in){.seen_version = s->ref.version,
                                            .hold = S("finance"),
                                            .until = day("2026-11-27"),
                                            .reason = S("Chờ"),
                                            .letter = S("1/TB"),
                                            .file_id = 1,
                                            .file_name = S("tb.pdf")},
                         &ref);
}
static void hold_by_a_ground_nobody_named(struct game *g)
{
    assert_int_equal(as(g->a, &g->a->leader, "2026-11-24T08:00", hold_it, &g->s), RC_INVALID);
    assert_string_equal(last_fault(g->a), "casework.hold.unknown");
}
static void hold_by_the_officer(struct game *g)
{
    assert_int_equal(as(g->a, &g->a->officer, "2026-11-24T08:00", hold_it, &g->s), RC_DENIED);
}
static enum rc ask_holding(struct ctx *c, void *arg)
{
    const struct step *s = arg;
    struct dossier_ref ref;
    return dossier_ask_consult(c, s->ref.id,
                               &(struct consult_in){.seen_version = s->ref.version,
                                                    .agency = S("H48.102"),
                                                    .question = S("Ý kiến?"),
                                                    .days = 5,
                                                    .hold = S("opinion")},
                               &ref);
}
static void hold_by_a_question(struct game *g)
{
    assert_int_equal(as(g->a, &g->a->officer, "2026-11-24T08:00", ask_holding, &g->s), RC_INVALID);
    assert_string_equal(last_fault(g->a), "casework.hold.unknown");
}

/* ---- ends, and filing again ---- */

static void refuse_when_late(struct game *g)
{
    g->s.ground = S("other");
    DO(g, officer, "2026-11-26T08:00", refuse);
}
static void cancel_by_the_clerk(struct game *g)
{
    TRY(g, clerk, "2026-11-26T08:00", cancel, RC_DENIED, "dossier.cancel_leader");
}
static void cancel_when_late(struct game *g)
{
    DO(g, leader, "2026-11-26T08:00", cancel);
}
static void file_again(struct game *g, const char *when)
{
    g->s.act = (struct act_in){0};
    DO(g, clerk, when, receive);
}
static void cancel_and_file_again(struct game *g)
{
    DO(g, leader, "2026-11-24T08:00", cancel);
    file_again(g, "2026-11-24T09:00");
}
static void withdraw_on_paper_and_file_again(struct game *g)
{
    DO(g, clerk, "2026-11-24T08:00", store);
    DO(g, clerk, NULL, withdraw);
    file_again(g, "2026-11-25T08:00");
}
static void stop_on_paper_and_file_again(struct game *g)
{
    g->s.how = S("stop");
    DO(g, clerk, "2026-11-24T08:00", store);
    DO(g, clerk, NULL, withdraw);
    file_again(g, "2026-11-25T08:00");
}
static void withdraw_without_a_request(struct game *g)
{
    TRY(g, clerk, "2026-11-24T08:00", withdraw, RC_INVALID, "dossier.withdraw.request_needed");
}
static void withdraw_when_late(struct game *g)
{
    OK(g->a, &g->owner, "2026-11-26T08:00", withdraw, &g->s);
}

/* ---- steps ---- */

static void act(struct game *g, struct actor *who, const char *when, const char *action)
{
    g->s.act.seen_version = g->s.ref.version;
    g->s.act.action = str_of(action);
    OK(g->a, who, when, act, &g->s);
}
static void issue_nothing(struct game *g)
{
    act(g, &g->a->officer, "2026-11-25T08:00", "submit");
    act(g, &g->a->leader, NULL, "approve");
    g->s.act = (struct act_in){.seen_version = g->s.ref.version, .action = S("issue")};
    TRY(g, clerk, NULL, act, RC_INVALID, "casework.file_needed");
}
static void issue_unsigned(struct game *g)
{
    g->s.act = (struct act_in){.seen_version = g->s.ref.version, .action = S("issue")};
    TRY(g, clerk, "2026-11-25T08:00", act, RC_INVALID, "casework.no_such_action");
}
static void return_what_is_not_there(struct game *g)
{
    g->s.ret = (struct return_in){.how = S("counter"), .collector = S("Ai đó")};
    TRY(g, clerk, "2026-11-25T08:00", give_back, RC_INVALID, "casework.no_such_action");
}
static void send_it_round_in_circles(struct game *g)
{
    act(g, &g->a->officer, "2026-11-24T08:00", "submit");
    g->s.act.note = S("Xem lại");
    act(g, &g->a->leader, "2026-11-25T16:00", "send_back");
    act(g, &g->a->officer, "2026-11-26T08:00", "submit");
    act(g, &g->a->leader, "2026-11-26T09:00", "send_back");
}
static void act_on_what_was_seen_before(struct game *g)
{
    g->s.act = (struct act_in){.seen_version = g->s.ref.version - 1, .action = S("submit")};
    TRY(g, officer, "2026-11-25T08:00", act, RC_CONFLICT, "casework.somebody_was_first");
}

static const struct {
    const char *name;
    void (*play)(struct game *g);
} scripts[] = {
#define SCRIPT(name)                                                                                   \
    {                                                                                                  \
#name, name                                                                                    \
    }
    SCRIPT(file_in_the_future),
    SCRIPT(correct_the_acceptance),
    SCRIPT(correct_the_filing),
    SCRIPT(correct_the_due_date),
    SCRIPT(correct_the_status),
    SCRIPT(correct_the_punctuality),
    SCRIPT(extend_on_the_last_day),
    SCRIPT(extend_when_late),
    SCRIPT(extend_into_the_past),
    SCRIPT(extend_to_a_day_off),
    SCRIPT(extend_without_a_reason),
    SCRIPT(extend_by_the_counter),
    SCRIPT(draft_early_sign_late),
    SCRIPT(sign_ones_own_draft),
    SCRIPT(never_sign_the_extension),
    SCRIPT(extend_twice),
    SCRIPT(apologise_instead_of_working),
    SCRIPT(apologise_before_it_is_due),
    SCRIPT(ask_when_late),
    SCRIPT(ask_for_nothing),
    SCRIPT(ask_with_an_empty_line),
    SCRIPT(ask_from_the_counter),
    SCRIPT(ask_twice),
    SCRIPT(complete_with_nothing),
    SCRIPT(pause_without_a_ground),
    SCRIPT(pause_when_late),
    SCRIPT(hold_by_a_ground_nobody_named),
    SCRIPT(hold_by_the_officer),
    SCRIPT(hold_by_a_question),
    SCRIPT(refuse_when_late),
    SCRIPT(cancel_by_the_clerk),
    SCRIPT(cancel_when_late),
    SCRIPT(cancel_and_file_again),
    SCRIPT(withdraw_on_paper_and_file_again),
    SCRIPT(stop_on_paper_and_file_again),
    SCRIPT(withdraw_without_a_request),
    SCRIPT(withdraw_when_late),
    SCRIPT(issue_nothing),
    SCRIPT(issue_unsigned),
    SCRIPT(return_what_is_not_there),
    SCRIPT(send_it_round_in_circles),
    SCRIPT(act_on_what_was_seen_before),
};
#define SCRIPTS ((int)(sizeof scripts / sizeof *scripts))

/* An applicant of its own, so that the scripts do not meet. */
static struct game begin(struct authority *a, int n)
{
    struct game g = {.a = a, .s = {.filing = full_filing(a, PROCEDURE), .reason = S("Lý do")}};
    struct arena *mem = a->e->c.mem;
    g.s.filing.owner.number = str_fmt(mem, "0511960%05d", 100 + n);
    g.s.filing.owner.name = str_fmt(mem, "Người Thứ %d", n);
    g.s.filing.owner.phone = STR_NONE;
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &g.s);
    OK(a, &a->clerk, NULL, look, &g.s);
    g.owner = a->citizen;
    g.owner.person = g.s.dossier.owner_id;
    return g;
}

/* The truth: whatever is still open is ready on 27/11. */
static void finish(struct game *g)
{
    struct step *s = &g->s;
    OK(g->a, &g->a->clerk, "2026-11-27T08:00", look, s);
    s->ref.version = s->dossier.work.version;
    const enum work_status was = s->dossier.work.status;
    if (!work_status_open(was))
        return;
    s->act = (struct act_in){0};
    if (was == WORK_ACCEPTED || was == WORK_PROCESSING)
        act(g, &g->a->officer, NULL, "submit");
    if (was != WORK_APPROVED)
        act(g, &g->a->leader, NULL, "approve");
    OK(g->a, &g->a->clerk, NULL, store, s);
    act(g, &g->a->clerk, "2026-11-27T09:00", "issue");
}

struct published {
    int64_t on_time, late;
};
static enum rc read_figures(struct ctx *c, void *arg)
{
    return dossier_figures(c, arg);
}
static struct published published(struct authority *a, const char *when)
{
    struct dossier_figures f;
    assert_int_equal(as(a, NULL, when, read_figures, &f), RC_OK);
    return (struct published){f.work.settled - f.work.late, f.work.late + f.work.overdue};
}

static void no_script_makes_the_rate_better(void **state)
{
    struct authority *a = *state;
    assert_true(SCRIPTS >= 30);
    for (int i = 0; i < SCRIPTS; i++) {
        struct game g = begin(a, i);
        scripts[i].play(&g);
        last_fault(a);
        const struct published before = published(a, "2026-11-26T18:00");
        finish(&g);
        const struct published after = published(a, "2026-11-28T09:00");
        /* One more late one with each script, at both moments, and never one in time. */
        if (after.late != i + 1 || after.on_time || before.on_time || before.late < 1)
            fail_msg("%s: %lld late, %lld in time after %d scripts", scripts[i].name,
                     (long long)after.late, (long long)after.on_time, i + 1);
    }
}

/* The other way round: what was in time is not made late by a correction of its result. */
struct mending {
    struct step *s;
    struct mend_in in;
};
static enum rc ask_mend(struct ctx *c, void *arg)
{
    struct mending *m = arg;
    return dossier_ask_mend(c, m->s->ref.id, &m->in, &m->s->ref);
}
static void a_later_correction_changes_no_figure(void **state)
{
    struct authority *a = *state;
    struct game g = begin(a, 1);
    finish(&g);
    struct mending m = {&g.s, {g.s.ref.version, S("correction"), S("Sai tên")}};
    assert_int_equal(as(a, &a->clerk, "2026-11-27T10:00", ask_mend, &m), RC_OK);
    const struct published after = published(a, "2026-11-28T09:00");
    assert_int_equal(after.late, 1);
    assert_int_equal(after.on_time, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(no_script_makes_the_rate_better),
        AUTHORITY_TEST(a_later_correction_changes_no_figure),
    };
    return cmocka_run_group_tests_name("dossier_gaming", tests, NULL, NULL);
}
