/*
 * test_lives.c - ten thousand random lives of cases at once on one virtual clock: both decrees,
 * pauses, consultations, restarts, the 15 days, extensions, calendars published late. Every due
 * date equals lives.py, which counts days by itself; the record verifies; every life ends.
 * The seed is printed; MOTCUA_SEED repeats a run. Fewer lives on PostgreSQL.
 */
#include "db/lib_engine.h" /* on both engines */

#include "calendar/lib_oracle.h"
#include "record/lib_record.h"

#include "access/access.h"
#include "calendar/versions.h"
#include "casework/ledger.h"
#include "casework/merge.h"
#include "org/org.h"

#ifdef __SANITIZE_ADDRESS__
#define LIVES 1000 /* each step costs ten times as much */
#else
#define LIVES 10000
#endif
#define AT_ONCE 500 /* steps in one unit */

static const struct record_kind life_kinds[] = {{"life.step", "life"}, {0}};
static const struct record_kind *const kinds[] = {life_kinds, calendar_kinds, process_kinds, org_kinds,
                                                  NULL};

struct life {
    struct work_id id;
    int64_t consult[8];
    int consults;
};
struct lives {
    struct engine *e;
    struct oracle oracle;
    struct process_id process;
    struct life *v;
    int64_t n, steps, ended, province, agency, agencies;
    bool merging; /* until the jobs of the next morning */
    char *line;
    size_t room;
    bool more, alone; /* alone: a refusal that must undo what it wrote */
};

static int setup(void **state)
{
    static const struct record_setup wiring = {.kinds = kinds, .by = access_by};
    record_configure(&wiring);
    return engine_setup(state);
}

/* ---- one step ---- */

struct step {
    str op, a, b;
    int64_t no;
    bool refused;
    str due;
};

static struct step read_step(struct ctx *c, str line)
{
    str part[7];
    struct step s;
    for (int i = 0; i < 7; i++) {
        const struct str_cut cut = str_cut(line, '|');
        part[i] = cut.head;
        line = cut.tail;
    }
    s = (struct step){.op = part[0],
                      .a = part[3],
                      .b = part[4],
                      .no = -1,
                      .refused = !str_eq(part[5], S("ok")),
                      .due = part[6]};
    assert_true(!part[1].n || str_to_i64(part[1], &s.no));
    assert_true(instant_parse(part[2], &c->now));
    return s;
}

static enum rc take(struct ctx *c, struct life *l, const char *action)
{
    struct work w;
    struct work_move move;
    const enum rc rc = work_get(c, l->id, &w);
    return rc ? rc
              : work_take(c, l->id,
                          &(struct work_act){.seen_version = w.version,
                                             .action = str_of(action),
                                             .note = S("vì thế"),
                                             .has_file = true},
                          &move);
}

static enum rc end(struct ctx *c, struct life *l, enum work_status how)
{
    struct work w;
    struct work_move move;
    const enum rc rc = work_get(c, l->id, &w);
    return rc ? rc : work_end(c, l->id, w.version, how, &move);
}

static enum rc start(struct ctx *c, struct life *l, const struct step *s)
{
    const struct clock_start in = {.rule = s->a,
                                   .hours_set = str_fmt(c->mem, "h%.*s", STR_ARG(s->b)),
                                   .ground = S("Điều 17.3"),
                                   .at = c->now};
    return work_clock_start(c, l->id, &in);
}

static enum rc begin(struct ctx *c, struct lives *x, struct life *l, const struct step *s)
{
    const struct work_new in = {.kind = S("dossier"),
                                .process = x->process,
                                .receiving_agency_id = x->agency,
                                .competent_agency_id = x->agency,
                                .opened_at = c->now};
    enum rc rc = work_open(c, &in, &l->id);
    if (!rc)
        rc = take(c, l, "accept");
    return rc ? rc : start(c, l, s);
}

static enum rc ask(struct ctx *c, struct life *l, const struct step *s)
{
    const struct consult_ask in = {.agency_id = 3,
                                   .question = S("Có tranh chấp không?"),
                                   .rule = s->a,
                                   .ground = s->b.n ? S("Điều 12") : STR_NONE};
    assert_true(l->consults < 8);
    const enum rc rc = work_consult_ask(c, l->id, &in, &l->consult[l->consults]);
    l->consults += !rc;
    return rc;
}

static enum rc clock_step(struct ctx *c, struct life *l, const struct step *s)
{
    static const struct extension_rule once = {.before_days = 1, .most = 1};
    instant until;
    date to;
    int64_t no;
    if (str_eq(s->op, S("pause")))
        return instant_parse(s->a, &until) ? work_clock_pause(c, l->id, c->now, until, S("Niêm yết"))
                                           : RC_FAILED;
    if (str_eq(s->op, S("resume")))
        return work_clock_resume(c, l->id, c->now, S("xong"));
    if (str_eq(s->op, S("extend")))
        return date_parse(s->a, &to) ? work_clock_extend(c, l->id, c->now, to, &once, S("Điều 19.6"))
                                     : RC_FAILED;
    if (str_eq(s->op, S("ask")))
        return ask(c, l, s);
    if (str_eq(s->op, S("answer")))
        return str_to_i64(s->a, &no) ? work_consult_answer(c, l->consult[no - 1], S("Không"))
                                     : RC_FAILED;
    if (str_eq(s->op, S("supplement"))) {
        const enum rc rc = take(c, l, "supplement");
        return rc ? rc : work_clock_stop(c, l->id, c->now, S("Điều 19.5"));
    }
    if (str_eq(s->op, S("complete"))) {
        const enum rc rc = take(c, l, "complete");
        return rc ? rc : start(c, l, s);
    }
    if (str_eq(s->op, S("continue"))) {
        const enum rc rc = take(c, l, "complete");
        return rc ? rc : work_clock_continue(c, l->id, c->now, S("Quy trình"));
    }
    return str_eq(s->op, S("due")) ? RC_OK : take(c, l, str_c(c->mem, s->op));
}

static enum rc life_step(struct ctx *c, struct lives *x, struct life *l, const struct step *s)
{
    if (str_eq(s->op, S("begin")))
        return begin(c, x, l, s);
    if (str_eq(s->op, S("withdraw")))
        return end(c, l, WORK_WITHDRAWN);
    if (str_eq(s->op, S("close")))
        return end(c, l, WORK_STOPPED);
    return clock_step(c, l, s);
}

static enum rc write_event(struct ctx *c, struct life *l, str op, instant due)
{
    const struct event_member told[] = {EV_TEXT("step", op), EV_TIME("due_at", due)};
    const struct event e = {.kind = "life.step",
                            .object = l->id.v,
                            .object_pub = str_fmt(c->mem, "%lld", (long long)l->id.v),
                            .members = told,
                            .member_count = 2};
    return record_append(c, &e);
}

static enum rc check_due(struct ctx *c, struct lives *x, struct life *l, const struct step *s)
{
    struct work w;
    instant want = INSTANT_NONE;
    const enum rc rc = work_get(c, l->id, &w);
    if (rc || str_eq(s->due, S("*")))
        return rc;
    assert_true(str_eq(s->due, S("-")) || instant_parse(s->due, &want));
    if (w.due_at.us != want.us)
        fail_msg("life %lld, %.*s at %.*s: due %.*s, the law says %.*s", (long long)s->no,
                 STR_ARG(s->op), STR_ARG(instant_iso(c->mem, c->now)),
                 STR_ARG(instant_iso(c->mem, w.due_at)), STR_ARG(s->due));
    if (!x->merging && work_status_open(w.status) &&
        (w.agency_id != x->agency || w.receiving_agency_id != x->agency ||
         w.competent_agency_id != x->agency))
        fail_msg("life %lld lies at an agency that is no more", (long long)s->no);
    x->ended += !work_status_open(w.status);
    return write_event(c, l, s->op, w.due_at);
}

/* ---- between the steps ---- */

static enum rc taken_over(struct ctx *c, void *arg, const struct work_taken_over *x)
{
    (void)c;
    (void)arg;
    assert_true(x->from != x->to && work_status_open(x->after.status));
    return RC_OK;
}

/* The agency of all lives ends; the next one answers for it. */
static enum rc merge(struct ctx *c, struct lives *x)
{
    const date today = instant_date(c->now);
    const int64_t was = x->agency;
    const struct agency a = {.code = str_fmt(c->mem, "H48.%lld", (long long)(101 + x->agencies++)),
                             .name = S("Ủy ban nhân dân xã"),
                             .kind = AGENCY_COMMUNE,
                             .level = 2,
                             .parent = x->province,
                             .from = was ? today : date_add(today, -1000),
                             .to = DATE_NONE};
    enum rc rc = org_agency_open(c, &a, &x->agency);
    x->merging = was != 0;
    return rc || !was ? rc : org_agency_close(c, was, today, x->agency, S("sáp nhập"));
}

static enum rc told_nobody(struct ctx *c, void *arg, const struct clock_change *change)
{
    (void)c;
    (void)arg;
    (void)change;
    return RC_OK;
}

/* What the jobs of a case do in a morning, to their end. */
static enum rc jobs(struct ctx *c, struct lives *x)
{
    const struct merge_told heirs = {.kind = "dossier", .fn = taken_over};
    const struct clock_told told = {"dossier", told_nobody, NULL};
    int64_t n;
    enum rc rc;
    do
        rc = work_clock_resume_due(c, &told, 50, &n);
    while (!rc && n == 50);
    do
        rc = rc ? rc : work_consult_silent_due(c, &told, 50, &n);
    while (!rc && n == 50);
    str next = S("");
    do
        rc = rc ? rc : work_calendar_apply(c, &told, next, &next);
    while (!rc && next.n);
    next = S("");
    do
        rc = rc ? rc : work_follow_mergers(c, &heirs, next, &next);
    while (!rc && next.n);
    x->merging = false;
    return rc;
}

/* ---- the story ---- */

static enum rc one(struct ctx *c, struct lives *x, const struct step *s)
{
    if (str_eq(s->op, S("jobs")))
        return jobs(c, x);
    if (str_eq(s->op, S("merge")))
        return merge(c, x);
    if (str_eq(s->op, S("calendar")))
        return oracle_publish(c, s->a, str_fmt(c->mem, "life-%lld", (long long)s->no));
    assert_in_range(s->no, 0, x->n - 1);
    struct life *l = &x->v[s->no];
    const enum rc rc = life_step(c, x, l, s);
    if ((rc != RC_OK) != s->refused)
        fail_msg("life %lld, %.*s at %.*s: %s (%s)", (long long)s->no, STR_ARG(s->op),
                 STR_ARG(instant_iso(c->mem, c->now)), rc_name(rc), c->faults ? c->faults->key : "");
    c->faults = NULL;
    return rc ? RC_OK : check_due(c, x, l, s);
}

static bool next_line(struct lives *x)
{
    const ssize_t n = getline(&x->line, &x->room, x->oracle.from);
    x->more = n > 0;
    if (x->more)
        x->line[n - 1] = 0;
    /* Refused after it wrote: in a unit of its own, which is undone. */
    x->alone = x->more && strncmp(x->line, "ask|", 4) == 0 && strstr(x->line, "|no|");
    return x->more;
}

static enum rc many(struct ctx *c, void *arg)
{
    struct lives *x = arg;
    c->actor = (struct actor *)(uintptr_t)access_system();
    for (int i = 0; x->more && !x->alone && i < AT_ONCE; i++) {
        const struct arena_mark mark = arena_mark(c->mem);
        const struct step s = read_step(c, str_of(x->line));
        const enum rc rc = one(c, x, &s);
        arena_reset(c->mem, mark);
        if (rc)
            return rc;
        x->steps++;
        (void)next_line(x);
    }
    return record_seal(c, NULL);
}

static enum rc refused_alone(struct ctx *c, void *arg)
{
    struct lives *x = arg;
    c->actor = (struct actor *)(uintptr_t)access_system();
    const struct step s = read_step(c, str_of(x->line));
    const enum rc rc = life_step(c, x, &x->v[s.no], &s);
    assert_int_not_equal(rc, RC_OK);
    return rc;
}

static enum rc prepare(struct ctx *c, void *arg)
{
    static const struct process_step_in steps[] = {
        {S_INIT("Tiếp nhận"), S_INIT("Một cửa"), STEP_RECEIVE, 60},
        {S_INIT("Thẩm định"), S_INIT("Phòng"), STEP_PROCESS, 900},
        {S_INIT("Ký"), S_INIT("Lãnh đạo"), STEP_APPROVE, 240},
        {S_INIT("Trả"), S_INIT("Một cửa"), STEP_ISSUE, 60}};
    static const char *const hours[] = {
        "1-5 07:30-11:30,13:30-17:30", "1-5 07:00-11:30,13:30-17:00; 6 07:30-11:30",
        "1-4 08:00-12:00,13:00-17:00; 5 08:00-12:00,13:00-16:00; 6 08:00-10:00,10:30-12:00"};
    struct lives *x = arg;
    const struct agency province = {.code = S("H48"),
                                    .name = S("Ủy ban nhân dân tỉnh"),
                                    .kind = AGENCY_PROVINCE,
                                    .level = 1,
                                    .from = date_add(instant_date(c->now), -1000),
                                    .to = DATE_NONE};
    enum rc rc = calendar_install(c);
    if (!rc)
        rc = org_agency_open(c, &province, &x->province);
    if (!rc)
        rc = merge(c, x); /* the first one */
    for (int i = 0; !rc && i < 3; i++) {
        struct hours h;
        int64_t id;
        assert_true(hours_parse(str_of(hours[i]), &h));
        rc = hours_set_put(c, str_fmt(c->mem, "h%d", i), S("Giờ"), S("Hours"), &h, &id);
    }
    return rc ? rc
              : process_put(c,
                            &(struct process_in){.code = S("1.1"),
                                                 .name = S("Thử"),
                                                 .kind = S("dossier"),
                                                 .steps = steps,
                                                 .n = 4},
                            &x->process);
}

static enum rc check_all(struct ctx *c, void *arg)
{
    struct work_due_check k = {.last = {0}};
    enum rc rc = RC_OK;
    (void)arg;
    do {
        const struct arena_mark mark = arena_mark(c->mem);
        rc = work_check_due(c, k.last, 500, &k);
        assert_true(rc || k.n == 0);
        arena_reset(c->mem, mark);
    } while (!rc && k.seen == 500);
    return rc;
}

static void every_due_date_is_what_the_law_says(void **state)
{
    struct lives x = {.e = *state, .n = engine_is_postgresql() ? 250 : LIVES};
    struct engine *e = x.e;
    char count[16];
    const char *const args[] = {count, NULL};
    (void)snprintf(count, sizeof count, "%lld", (long long)x.n);
    assert_true(instant_parse(S("2022-02-28T08:00"), &e->c.now));
    assert_int_equal(engine_write(e, prepare, &x), RC_OK);
    x.v = calloc((size_t)x.n, sizeof *x.v);
    x.oracle = oracle_ask("tests/casework/lives.py", args);
    (void)next_line(&x);
    while (x.more) {
        assert_int_equal(engine_write(e, many, &x), RC_OK);
        if (!x.alone)
            continue;
        assert_int_not_equal(engine_write(e, refused_alone, &x), RC_OK);
        e->c.faults = NULL;
        (void)next_line(&x);
    }
    oracle_done(&x.oracle);
    assert_int_equal(x.ended, x.n); /* none lost, none stuck */
    assert_int_equal(engine_read(e, check_all, NULL), RC_OK);
    assert_true(record_test_agrees(e) > x.n);
    free(x.line);
    free(x.v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_due_date_is_what_the_law_says, setup, engine_teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
