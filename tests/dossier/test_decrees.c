/*
 * test_decrees.c - random lives of dossiers under both decrees, by the acts of people: received,
 * asked once and in time, completed or closed after fifteen days (118 only), sent back, refused,
 * withdrawn, returned; calendars published late. Every due date equals tests/casework/lives.py,
 * written from the law; the record verifies and replays. The seed is printed; MOTCUA_SEED
 * repeats a run.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "calendar/lib_oracle.h"
#include "record/lib_record.h"

#include "dossier/dossier_clock.h"

#define LIVES 120

struct story {
    struct authority *a;
    struct dossier_ref life[LIVES];
    int64_t over;
    str days; /* given off, of a new calendar */
    int64_t no;
    struct job_run run;
};

struct line {
    str op, a, due;
    const char *when;
    int64_t no;
    bool refused;
};

static struct line read_line(struct arena *mem, str text)
{
    str part[7];
    struct line l;
    for (int i = 0; i < 7; i++) {
        const struct str_cut cut = str_cut(text, '|');
        part[i] = cut.head;
        text = cut.tail;
    }
    l = (struct line){.op = part[0],
                      .a = part[3],
                      .due = part[6],
                      .when = str_c(mem, part[2]),
                      .no = -1,
                      .refused = !str_eq(part[5], S("ok"))};
    assert_true(!part[1].n || str_to_i64(part[1], &l.no));
    return l;
}

/* ---- acts ---- */

static enum rc act(struct story *x, struct actor *who, const struct line *l, struct step *s)
{
    s->act = (struct act_in){
        .seen_version = s->ref.version, .action = l->op, .note = S("vì thế"), .file_id = 1};
    if (!str_eq(l->op, S("issue")))
        s->act.file_id = 0;
    s->act.file_name = S("ket-qua.pdf");
    return as(x->a, who, l->when, step_act, s);
}

static enum rc by_people(struct story *x, const struct line *l, struct step *s)
{
    static const struct supplement_item items[] = {{0, S_INIT("Giấy tờ chứng minh")}};
    static const struct filing_paper extra = {
        .name = S_INIT("Giấy xác nhận"), .form = S_INIT("original"), .quantity = 1, .complete = true};
    struct authority *a = x->a;
    s->reason = S("Không đủ điều kiện");
    s->ground = S("not_competent");
    if (str_eq(l->op, S("supplement"))) {
        s->supplement = (struct supplement_in){
            .seen_version = s->ref.version, .reason = S("Chưa rõ"), .items = items, .n = 1};
        return as(a, &a->officer, l->when, step_ask, s);
    }
    if (str_eq(l->op, S("complete"))) {
        s->papers = &extra;
        s->papers_n = 1;
        return as(a, &a->clerk, l->when, step_complete, s);
    }
    if (str_eq(l->op, S("return"))) {
        s->ret = (struct return_in){
            .seen_version = s->ref.version, .how = S("counter"), .collector = S("Lê Minh Họa")};
        return as(a, &a->clerk, l->when, step_give_back, s);
    }
    if (str_eq(l->op, S("refuse")))
        return as(a, &a->officer, l->when, step_refuse, s);
    if (str_eq(l->op, S("withdraw")))
        return as(a, &a->citizen, l->when, step_withdraw, s);
    const bool signs = str_eq(l->op, S("approve")) || str_eq(l->op, S("send_back"));
    return act(x, signs ? &a->leader : str_eq(l->op, S("issue")) ? &a->clerk : &a->officer, l, s);
}

static void life_step(struct story *x, const struct line *l)
{
    struct authority *a = x->a;
    struct step s = {.ref = x->life[l->no]};
    enum rc rc = RC_OK;
    if (str_eq(l->op, S("begin"))) {
        s.filing = full_filing(a, "1.004873");
        rc = as(a, &a->clerk, l->when, step_receive, &s);
    } else if (!str_eq(l->op, S("due")) && !str_eq(l->op, S("close"))) {
        OK(a, &a->clerk, NULL, look, &s);
        s.ref = x->life[l->no];
        s.ref.version = s.dossier.work.version;
        rc = by_people(x, l, &s);
    }
    if ((rc != RC_OK) != l->refused)
        fail_msg("%lld %.*s at %s: %s %s", (long long)l->no, STR_ARG(l->op), l->when, rc_name(rc),
                 last_fault(a));
    (void)last_fault(a);
    if (rc)
        return;
    x->life[l->no] = s.ref;
    instant want = INSTANT_NONE;
    OK(a, &a->clerk, NULL, look, &s);
    assert_true(str_eq(l->due, S("-")) || instant_parse(l->due, &want));
    if (s.dossier.work.due_at.us != want.us)
        fail_msg("%lld %.*s at %s: due %.*s, the law says %.*s", (long long)l->no, STR_ARG(l->op),
                 l->when, STR_ARG(instant_iso(a->e->c.mem, s.dossier.work.due_at)), STR_ARG(l->due));
    assert_str(s.dossier.ruleset,
               s.dossier.accepted_at.us < INT64_C(1751302800000000) ? "nd61" : "nd118");
    assert_true(!str_eq(l->op, S("close")) || s.dossier.work.status == WORK_STOPPED);
    x->over += !work_status_open(s.dossier.work.status);
}

/* ---- what time does ---- */

static enum rc jobs(struct ctx *c, void *arg)
{
    struct story *x = arg;
    int64_t n;
    enum rc rc = dossier_job_resume(c, &x->run);
    if (!rc)
        rc = dossier_stop_unanswered(c, 20, &n);
    do {
        x->run.cursor = x->run.next;
        x->run.next = S("");
        rc = rc ? rc : dossier_job_calendar(c, &x->run);
    } while (!rc && x->run.next.n);
    return rc;
}

static enum rc publish(struct ctx *c, void *arg)
{
    const struct story *x = arg;
    return oracle_publish(c, x->days, str_fmt(c->mem, "life-%lld", (long long)x->no));
}

static void one(struct story *x, const struct line *l)
{
    x->days = l->a;
    x->no = l->no;
    if (str_eq(l->op, S("jobs")))
        assert_int_equal(as(x->a, NULL, l->when, jobs, x), RC_OK);
    else if (str_eq(l->op, S("calendar")))
        assert_int_equal(as(x->a, NULL, l->when, publish, x), RC_OK);
    else
        life_step(x, l);
}

/* ---- the story ---- */

/* A morning with nobody's dossier in hand changes nothing: not played. */
static bool idle(const char *text, const char *next)
{
    return strncmp(text, "jobs|", 5) == 0 && strncmp(next, "jobs|", 5) == 0;
}

static void every_act_keeps_the_dates_of_the_law(void **state)
{
    struct story x = {.a = *state};
    const bool few = engine_is_postgresql();
    const char *const count[] = {few ? "20" : "120", "dossiers", NULL};
    char *text = NULL, *next = NULL;
    size_t room = 0, next_room = 0;
    /* The calendar was there before the first of them. */
    assert_int_equal(engine_script(x.a->e, "UPDATE calendar_version SET published_at = 1"), RC_OK);
    struct oracle lives = oracle_ask("tests/casework/lives.py", count);
    bool more = getline(&text, &room, lives.from) > 0;
    while (more) {
        more = getline(&next, &next_room, lives.from) > 0;
        text[strcspn(text, "\n")] = 0;
        const struct line l = read_line(x.a->e->c.mem, str_of(text));
        if (!more || !idle(text, next))
            one(&x, &l);
        char *was = text;
        text = next;
        next = was;
        const size_t old = room;
        room = next_room;
        next_room = old;
    }
    oracle_done(&lives);
    assert_int_equal(x.over, few ? 20 : LIVES);
    (void)record_test_agrees(x.a->e);
    free(text);
    free(next);
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(every_act_keeps_the_dates_of_the_law)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
