/*
 * test_process.c - the process file (read, written, refused at its place) and the static checks:
 * the shipped sample is right, and each of its breakings is named where it stands.
 */
#include "lib_test.h"

#include "casework/process.h"
#include "core/embed.h"

#include <string.h>

static struct arena *mem;

static str sample(void)
{
    for (const struct embed *p = embed_packs; p->name; p++)
        if (strcmp(p->name, "processes/joint.json") == 0)
            return (str){(const char *)p->bytes, (ptrdiff_t)p->size};
    fail_msg("the sample is not shipped");
    return STR_NONE;
}

/* The sample with one place written otherwise; every `was` must be there. */
static str with(const char *was, const char *is)
{
    const str all = sample(), old = str_of(was), new = str_of(is);
    const ptrdiff_t at = str_find(all, old);
    if (at < 0)
        fail_msg("not in the sample: %s", was);
    return str_fmt(mem, "%.*s%.*s%.*s", (int)at, all.p, STR_ARG(new), (int)(all.n - at - old.n),
                   all.p + at + old.n);
}

static struct ctx ctx_new(void)
{
    return (struct ctx){.mem = mem, .now = {1}};
}

static bool told(const struct ctx *c, const char *at, const char *key)
{
    for (const struct fault *f = c->faults; f; f = f->next)
        if (str_eq(f->field, str_of(at)) && strcmp(f->key, key) == 0)
            return true;
    return false;
}

static void list_faults(const struct ctx *c)
{
    for (const struct fault *f = c->faults; f; f = f->next)
        print_error("  %.*s %s %.*s\n", STR_ARG(f->field), f->key, STR_ARG(f->args[0]));
}

static void written_as_read(void **state)
{
    (void)state;
    struct ctx c = ctx_new();
    struct process_def def;
    if (process_read(&c, sample(), &def))
        list_faults(&c);
    assert_null(c.faults);
    assert_true(str_eq(process_write(mem, &def), sample()));
    assert_int_equal(def.steps.n, 6);
    assert_int_equal(def.steps.v[1].actions.v[1].when->is.n, 1);
    assert_true(def.guards.v[0].waivable && !def.guards.v[1].waivable);
    if (process_check(&c, &def))
        list_faults(&c);
    assert_null(c.faults);
}

/* Any layout and order of members comes out in the one spelling. */
static void one_spelling(void **state)
{
    (void)state;
    struct ctx c = ctx_new();
    struct process_def def;
    const str text = with("\"name\": \"Tiếp nhận\", \"kind\": \"receive\"",
                          "\"kind\":\"receive\",\n\n \"name\":\"Tiếp nhận\"");
    assert_int_equal(process_read(&c, text, &def), RC_OK);
    assert_true(str_eq(process_write(mem, &def), sample()));
}

static void faults_of_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *was, *is, *at, *key;
    } cases[] = {
        {"\"motcua.process/1\"", "\"motcua.process/2\"", "/format", "casework.file.word"},
        {"\"time\": \"5 wd\"", "\"time\": \"five\"", "/time", "casework.file.word"},
        {"\"time\": \"5 wd\"", "\"tima\": \"5 wd\"", "/tima", "casework.file.unknown"},
        {" \"kind\": \"dossier\",\n", "", "/kind", "casework.file.missing"},
        {"\"template\": true", "\"template\": \"yes\"", "/template", "casework.file.bool"},
        {"\"minutes\": 60", "\"minutes\": -1", "/steps/0/minutes", "casework.file.number"},
        {"\"role\": \"clerk\"", "\"role\": \"citizen\"", "/steps/0/role", "casework.file.word"},
        {"\"place\": \"receiving_unit\"", "\"place\": \"unit:\"", "/steps/0/place",
         "casework.file.word"},
        {"\"key\": \"receive\"", "\"key\": \"Receive\"", "/steps/0/key", "casework.file.word"},
        {"\"name\": \"Tiếp nhận\"", "\"name\": \" Tiếp nhận\"", "/steps/0/name", "casework.file.text"},
        {"\"from\": [\"waiting\"]", "\"from\": [\"waiting\", \"waiting\"]", "/steps/0/actions/0/from/1",
         "casework.file.twice"},
        {"\"from\": [\"waiting\"]", "\"from\": []", "/steps/0/actions/0/from", "casework.file.list"},
        {"\"status\": \"accepted\"", "\"status\": \"lost\"", "/steps/0/actions/0/status",
         "casework.file.word"},
        {"\"apart\": [\"receive\", \"assess\"]", "\"apart\": [\"receive\"]", "/guards/0/apart",
         "casework.file.pair"},
        {"\"apart\": [\"receive\", \"assess\"]", "\"apart\": [\"receive\", \"receive\"]",
         "/guards/0/apart/1", "casework.file.twice"},
        {"\"is\": [\"needed\"]", "\"is\": \"needed\"", "/steps/1/actions/1/when/is",
         "casework.file.list"},
        {"\"facts\": [", "\"facts\": [ 1, ", "/facts/0", "casework.file.object"},
        {"\"template\": true", "\"template\": true, \"template\": true", "/", "casework.file.json"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ctx c = ctx_new();
        struct process_def def;
        assert_int_equal(process_read(&c, with(cases[i].was, cases[i].is), &def), RC_INVALID);
        if (!told(&c, cases[i].at, cases[i].key)) {
            list_faults(&c);
            fail_msg("not told: %s %s", cases[i].at, cases[i].key);
        }
    }
}

static const struct {
    const char *was, *is, *at, *key;
} broken[] = {
    {"\"to\": \"assess\", \"status\": \"accepted\"", "\"to\": \"nowhere\", \"status\": \"accepted\"",
     "/steps/0/actions/0/to", "casework.check.no_such_step"},
    /* A dead end: the inspection cannot be left any more. */
    {"{\"code\": \"submit\", \"from\": [\"processing\"], \"to\": \"sign\", \"status\": "
     "\"approving\", "
     "\"papers\": [\"inspection_minutes\"]},\n   {\"code\": \"send_back\", \"from\": "
     "[\"processing\"], "
     "\"to\": \"assess\", \"status\": \"processing\", \"needs_note\": true}",
     "{\"code\": \"wait\", \"from\": [\"supplement\"], \"status\": \"processing\"}", "/steps/2/actions",
     "casework.check.dead_end"},
    /* A circle without a way out. */
    {"{\"code\": \"submit\", \"from\": [\"processing\"], \"to\": \"sign\", \"status\": "
     "\"approving\", "
     "\"papers\": [\"inspection_minutes\"]},\n   {\"code\": \"send_back\", \"from\": "
     "[\"processing\"], "
     "\"to\": \"assess\", \"status\": \"processing\", \"needs_note\": true}",
     "{\"code\": \"wait\", \"from\": [\"processing\"], \"status\": \"processing\"}", "/steps/2/actions",
     "casework.check.no_end"},
    {"\"to\": \"inspect\", \"status\": \"processing\"", "\"to\": \"sign\", \"status\": \"approving\"",
     "/steps/2", "casework.check.unreached"},
    {"\"from\": [\"approving\"], \"to\": \"book\"",
     "\"from\": [\"approving\", \"issued\"], \"to\": \"book\"", "/steps/3/actions/0/from",
     "casework.check.never"},
    {"{\"code\": \"return\", \"from\": [\"issued\"], \"status\": \"returned\"}",
     "{\"code\": \"drop\", \"from\": [\"issued\"], \"status\": \"refused\"}", "/steps",
     "casework.check.no_result"},
    {"\"status\": \"returned\"", "\"status\": \"withdrawn\"", "/steps/5/actions/1/status",
     "casework.check.outside"},
    {"\"is\": [\"not_needed\"]", "\"is\": [\"needed\"]", "/steps/1/actions/1/when",
     "casework.check.branch_open"},
    {"\"is\": [\"not_needed\"]", "\"is\": [\"maybe\"]", "/steps/1/actions/2/when/is/0",
     "casework.check.no_such_value"},
    {"\"when\": {\"fact\": \"inspection\", \"is\": [\"needed\"]}, ", "", "/steps/1/actions/2/code",
     "casework.check.branch_twice"},
    {"\"fact\": \"inspection\"", "\"fact\": \"weather\"", "/steps/1/actions/1/when/fact",
     "casework.check.no_such_fact"},
    {"\"to\": \"issue\", \"status\": \"approved\"", "\"to\": \"book\", \"status\": \"approved\"",
     "/steps/4/actions", "casework.check.automatic_loop"},
    {"\"automatic\": true, ", "\"automatic\": true, \"needs_note\": true, ",
     "/steps/4/actions/0/automatic", "casework.check.automatic_asks"},
    {"\"clock\": \"start\"", "\"clock\": \"stop\"", "/steps/0/actions/0/clock", "casework.check.clock"},
    {", \"clock\": \"start\"", "", "/steps/5/actions/0/clock", "casework.check.clock_never"},
    {"\"clock\": \"restart\"", "\"clock\": \"none\"", "/steps/5/actions/0/clock",
     "casework.check.clock_stands"},
    {"\"time\": \"5 wd\"", "\"time\": \"3 wd\"", "/steps", "casework.check.shares"},
    {" \"template\": true,\n \"time\": \"5 wd\",\n", "", "/time", "casework.check.no_time"},
    {"\"apart\": [\"assess\", \"sign\"]", "\"apart\": [\"assess\", \"seal\"]", "/guards/1/apart/1",
     "casework.check.no_such_step"},
    {"\"apart\": [\"assess\", \"sign\"]", "\"apart\": [\"assess\", \"receive\"]", "/guards/1/apart",
     "casework.file.twice"},
    {"\"at\": \"assess\"", "\"at\": \"nowhere\"", "/parallel/0/at", "casework.check.no_such_step"},
    {"\"minutes\": 480},\n   {\"key\": \"justice\"", "\"minutes\": 2000},\n   {\"key\": \"justice\"",
     "/parallel/0/parts/0/minutes", "casework.check.part_share"},
    {"\"key\": \"justice\"", "\"key\": \"land\"", "/parallel/0/parts/1/key", "casework.file.twice"},
    {"\"code\": \"claim\", \"from\": [\"accepted\"]",
     "\"code\": \"claim\", \"to\": \"sign\", \"from\": [\"accepted\"]", "/steps/1/actions/0/code",
     "casework.check.claim"},
    {"\"from\": [\"issued\"]", "\"from\": [\"issued\", \"refused\"]", "/steps/5/actions/1/from",
     "casework.check.from_over"},
};

static void faults_of_the_process(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct ctx c = ctx_new();
        struct process_def def;
        const enum rc rc = process_read(&c, with(broken[i].was, broken[i].is), &def);
        if (rc)
            list_faults(&c);
        assert_int_equal(rc, RC_OK);
        assert_int_equal(process_check(&c, &def), RC_INVALID);
        if (!told(&c, broken[i].at, broken[i].key)) {
            list_faults(&c);
            fail_msg("not told: %s %s", broken[i].at, broken[i].key);
        }
    }
}

static void what_differs(void **state)
{
    (void)state;
    struct ctx c = ctx_new();
    struct process_def before, after;
    assert_int_equal(process_read(&c, sample(), &before), RC_OK);
    assert_int_equal(process_diff(mem, &before, &before).n, 0);
    assert_int_equal(process_read(&c, with("\"minutes\": 960", "\"minutes\": 900"), &after), RC_OK);
    struct process_changes d = process_diff(mem, &before, &after);
    assert_int_equal(d.n, 1);
    assert_str(d.v[0].at, "/steps/assess");
    assert_true(str_has(d.v[0].before, S("\"minutes\": 960")));
    assert_true(str_has(d.v[0].after, S("\"minutes\": 900")));
    assert_int_equal(process_read(&c, with("  {\"apart\": [\"assess\", \"sign\"]},\n", ""), &after),
                     RC_OK);
    d = process_diff(mem, &before, &after);
    assert_int_equal(d.n, 1);
    assert_str(d.v[0].at, "/guards/assess/sign");
    assert_true(!d.v[0].after.p);
}

/* ---- random processes ---- */

static uint64_t seed = 20261122;

static int draw(int below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((seed >> 33) % (uint64_t)below);
}

#define STEPS 6
static const char *const keys[STEPS] = {"a", "b", "c", "d", "e", "f"};
static const enum work_status open_ones[] = {WORK_WAITING, WORK_ACCEPTED, WORK_PROCESSING};
static const enum work_status ends[] = {WORK_RETURNED, WORK_REFUSED};

/* A few steps, each with a few actions to anywhere: some have dead ends, some none. */
static struct process_def drawn(void)
{
    struct process_def def = {.code = S("x"), .kind = S("x"), .name = S("X"), .is_template = true};
    def.steps = (struct def_steps){NEW_N(mem, struct def_step, STEPS), 2 + draw(STEPS - 2)};
    for (ptrdiff_t s = 0; s < def.steps.n; s++) {
        struct def_actions list = {NEW_N(mem, struct def_action, 4), 1 + draw(4)};
        for (ptrdiff_t i = 0; i < list.n; i++) {
            struct def_action *a = &list.v[i];
            a->code = str_fmt(mem, "act_%td", i);
            a->from = 1u << open_ones[draw(3)] | (draw(2) ? 1u << open_ones[draw(3)] : 0);
            if (draw(4))
                a->to = str_of(keys[draw((int)def.steps.n)]);
            a->status = draw(3) ? open_ones[draw(3)] : ends[draw(2)];
        }
        def.steps.v[s] = (struct def_step){.key = str_of(keys[s]),
                                           .name = S("Bước"),
                                           .role = ROLE_CLERK,
                                           .place = S("receiving_unit"),
                                           .actions = list};
    }
    return def;
}

/* The answer, worked out another way: steps x statuses, forward from the first state, and for each
   state a walk of its own that looks for an end. */
struct walk {
    const struct process_def *def;
    bool at[STEPS][WORK_STATUS_COUNT];
    bool result; /* returned was met */
};

static void go(struct walk *w, ptrdiff_t s, enum work_status status)
{
    if (w->at[s][status])
        return;
    w->at[s][status] = true;
    w->result = w->result || status == WORK_RETURNED;
    const struct def_actions *list = &w->def->steps.v[s].actions;
    for (ptrdiff_t i = 0; work_status_open(status) && i < list->n; i++)
        if (list->v[i].from >> status & 1u)
            go(w, list->v[i].to.n ? process_def_step(w->def, list->v[i].to) - w->def->steps.v : s,
               list->v[i].status);
}

static bool meets_end(const struct walk *w)
{
    for (ptrdiff_t s = 0; s < w->def->steps.n; s++)
        if (w->at[s][WORK_RETURNED] || w->at[s][WORK_REFUSED])
            return true;
    return false;
}

static bool used(const struct walk *w, ptrdiff_t s)
{
    bool reached = false, all = true;
    for (int status = 0; status < WORK_STATUS_COUNT; status++)
        reached = reached || w->at[s][status];
    for (ptrdiff_t i = 0; i < w->def->steps.v[s].actions.n; i++)
        for (int k = 0; k < 3; k++)
            if (w->def->steps.v[s].actions.v[i].from >> open_ones[k] & 1u)
                all = all && w->at[s][open_ones[k]];
    return reached && all;
}

static bool sound(const struct process_def *def)
{
    struct walk from_start = {.def = def};
    go(&from_start, 0, WORK_WAITING);
    bool good = from_start.result;
    for (ptrdiff_t s = 0; s < def->steps.n; s++) {
        good = good && used(&from_start, s);
        for (int k = 0; k < 3; k++) {
            struct walk from_here = {.def = def};
            if (!from_start.at[s][open_ones[k]])
                continue;
            go(&from_here, s, open_ones[k]);
            good = good && meets_end(&from_here);
        }
    }
    return good;
}

/* The same with a way through: from wherever one is, on to the next step and out at the last; and
   nothing is said of states that never occur. */
static void mend(struct process_def *def)
{
    for (ptrdiff_t s = 0; s < def->steps.n; s++) {
        struct def_action *a = &def->steps.v[s].actions.v[0];
        const bool last = s + 1 == def->steps.n;
        a->from = 1u << WORK_WAITING | 1u << WORK_ACCEPTED | 1u << WORK_PROCESSING;
        a->to = last ? STR_NONE : str_of(keys[s + 1]);
        a->status = last ? WORK_RETURNED : open_ones[draw(3)];
    }
    struct walk w = {.def = def};
    go(&w, 0, WORK_WAITING);
    for (ptrdiff_t s = 0; s < def->steps.n; s++) {
        struct def_actions *list = &def->steps.v[s].actions;
        ptrdiff_t n = 0;
        for (ptrdiff_t i = 0; i < list->n; i++) {
            for (int k = 0; k < 3; k++)
                if (!w.at[s][open_ones[k]])
                    list->v[i].from &= ~(1u << open_ones[k]);
            if (list->v[i].from)
                list->v[n++] = list->v[i];
        }
        list->n = n;
    }
}

/* Random acts, and from wherever they lead the nearest way out: the end is always met. */
static void live(const struct process_def *def)
{
    ptrdiff_t s = 0;
    enum work_status status = WORK_WAITING;
    for (int acts = 0; work_status_open(status); acts++) {
        const struct def_actions *list = &def->steps.v[s].actions;
        const struct def_action *may[4];
        int n = 0;
        for (ptrdiff_t i = 0; i < list->n; i++)
            if (list->v[i].from >> status & 1u)
                may[n++] = &list->v[i];
        assert_true(n > 0);          /* never stuck */
        assert_true(acts < 1000000); /* every state has a way out, so chance finds it */
        const struct def_action *a = may[draw(n)];
        s = a->to.n ? process_def_step(def, a->to) - def->steps.v : s;
        status = a->status;
    }
}

static void random_processes(void **state)
{
    (void)state;
    int taken = 0, refused = 0;
    for (int i = 0; i < 3000; i++) {
        const struct arena_mark mark = arena_mark(mem);
        const uint64_t begun = seed;
        struct ctx c = ctx_new();
        struct process_def def = drawn(), again;
        if (i % 2)
            mend(&def);
        const bool want = sound(&def);
        if ((process_check(&c, &def) == RC_OK) != want) {
            list_faults(&c);
            fail_msg("seed %llu: the oracle says %d\n%.*s", (unsigned long long)begun, want,
                     STR_ARG(process_write(mem, &def)));
        }
        assert_int_equal(process_read(&c, process_write(mem, &def), &again), RC_OK);
        assert_true(str_eq(process_write(mem, &again), process_write(mem, &def)));
        if (want)
            live(&def);
        taken += want;
        refused += !want;
        arena_reset(mem, mark);
    }
    print_message("%d of 3000 random processes were sound (seed 20261122)\n", taken);
    assert_true(taken > 1000 && refused > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_as_read),    cmocka_unit_test(one_spelling),
        cmocka_unit_test(faults_of_the_file), cmocka_unit_test(faults_of_the_process),
        cmocka_unit_test(what_differs),       cmocka_unit_test(random_processes),
    };
    mem = arena_new((size_t)256 << 20);
    const int bad = cmocka_run_group_tests_name("process", tests, NULL, NULL);
    arena_free(mem);
    return bad;
}
