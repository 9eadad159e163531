/*
 * test_decrees.c - random lives of dossiers under both decrees, by the acts of people: received,
 * asked once and in time, completed or closed after fifteen days (118 only), sent back, refused,
 * withdrawn, returned; calendars published late. Every due date equals tests/casework/lives.py,
 * written from the law; the record verifies and replays. The seed is printed; MOTCUA_SEED
 * repeats a run.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "calendar/versions.h"
#include "dossier/dossier_clock.h"
#include "record/verify.h"

#define LIVES 120

extern char **environ;

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

static int by_day(const void *a, const void *b)
{
    return ((const struct calendar_day *)a)->on.day - ((const struct calendar_day *)b)->on.day;
}

static enum rc publish(struct ctx *c, void *arg)
{
    struct story *x = arg;
    struct calendar_versions all;
    struct calendar_source src;
    int64_t id;
    enum rc rc = calendar_list(c, CALENDAR_CODE, &all);
    if (!rc)
        rc = calendar_get(c, all.v[0].id, &src);
    if (rc)
        return rc;
    struct calendar_day *days = NEW_N(c->mem, struct calendar_day, src.day_count + 400);
    memcpy(days, src.days, (size_t)src.day_count * sizeof *days);
    for (struct str_cut cut = {.tail = x->days, .found = x->days.n > 0}; cut.found; src.day_count++) {
        cut = str_cut(cut.tail, ',');
        days[src.day_count] = (struct calendar_day){
            .kind = DAY_SWAP_OFF, .name = {S("Nghỉ"), S("Off")}, .source = S("decision")};
        assert_true(date_parse(cut.head, &days[src.day_count].on));
    }
    qsort(days, (size_t)src.day_count, sizeof *days, by_day);
    src.days = days;
    src.version = str_fmt(c->mem, "life-%lld", (long long)x->no);
    rc = calendar_add(c, &src, &id);
    return rc ? rc : calendar_publish(c, id);
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

static void found(void *arg, const struct record_finding *f)
{
    (void)arg;
    fail_msg("%.*s", STR_ARG(f->detail));
}

static enum rc seal(struct ctx *c, void *arg)
{
    (void)arg;
    return record_seal(c, NULL);
}

static enum rc verify(struct ctx *c, void *arg)
{
    struct record_report report;
    const struct record_check check = {.found = found};
    (void)arg;
    return record_verify(c, &check, &report);
}

static FILE *tell_lives(const char *seed, const char *count, pid_t *pid)
{
    char *argv[] = {(char[]){"python3"},  (char[]){"tests/casework/lives.py"},
                    strdup(seed),         strdup(count),
                    (char[]){"dossiers"}, NULL};
    posix_spawn_file_actions_t actions;
    int fd[2];
    assert_int_equal(pipe(fd), 0);
    assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
    assert_int_equal(posix_spawn_file_actions_adddup2(&actions, fd[1], 1), 0);
    assert_int_equal(posix_spawn_file_actions_addclose(&actions, fd[0]), 0);
    assert_int_equal(posix_spawnp(pid, "python3", &actions, NULL, argv, environ), 0);
    (void)posix_spawn_file_actions_destroy(&actions);
    free(argv[2]);
    free(argv[3]);
    (void)close(fd[1]);
    return fdopen(fd[0], "r");
}

/* A morning with nobody's dossier in hand changes nothing: not played. */
static bool idle(const char *text, const char *next)
{
    return strncmp(text, "jobs|", 5) == 0 && strncmp(next, "jobs|", 5) == 0;
}

static void every_act_keeps_the_dates_of_the_law(void **state)
{
    struct story x = {.a = *state};
    const bool few = engine_is_postgresql();
    const char *given = getenv("MOTCUA_SEED");
    char seed[32], *text = NULL, *next = NULL;
    size_t room = 0, next_room = 0;
    int status;
    pid_t pid;
    (void)snprintf(seed, sizeof seed, "%lld", (long long)time(NULL));
    print_message("lives seed %s\n", given ? given : seed);
    /* The calendar was there before the first of them. */
    assert_int_equal(engine_script(x.a->e, "UPDATE calendar_version SET published_at = 1"), RC_OK);
    FILE *from = tell_lives(given ? given : seed, few ? "20" : "120", &pid);
    assert_non_null(from);
    bool more = getline(&text, &room, from) > 0;
    while (more) {
        more = getline(&next, &next_room, from) > 0;
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
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(x.over, few ? 20 : LIVES);
    (void)engine_write(x.a->e, seal, NULL);
    assert_int_equal(engine_read(x.a->e, verify, NULL), RC_OK);
    (void)fclose(from);
    free(text);
    free(next);
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(every_act_keeps_the_dates_of_the_law)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
