/*
 * test_table.c - what the process says, the engine does: the table state x act x actor is made from
 * the process of a sample procedure and every cell is tried on a real piece of work, on both
 * engines. The expectation is read from the definition here, not by the engine's own rules. Then
 * what a table cannot say: a stale version, two officers at once, what an act asks for, guards and
 * waivers, parts, branches, automatic steps, publishing and moving to another version.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_authority.h"

#include "casework/parts.h"
#include "core/embed.h"
#include "job/job.h"

#include <string.h>

static struct actor control = {.kind = ACTOR_STAFF,
                               .account = 990,
                               .staff = 0,
                               .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE};
static struct actor colleague, elsewhere;

static str shipped(void)
{
    for (const struct embed *p = embed_packs; p->name; p++)
        if (strcmp(p->name, "processes/joint.json") == 0)
            return (str){(const char *)p->bytes, (ptrdiff_t)p->size};
    fail_msg("the sample is not shipped");
    return STR_NONE;
}

/* ---- one unit of work, as a test writes it ---- */

struct doing {
    struct authority *a;
    str text; /* a file */
    struct process_id process, to;
    struct process_publish publish;
    struct work_id id;
    struct work w;
    struct work_act act;
    struct work_move move;
    struct work_migrate migrate;
    struct work_part *parts;
    ptrdiff_t parts_n;
    struct process_version version;
    struct process_order *orders;
    ptrdiff_t orders_n;
    struct process_move_row *moves;
    ptrdiff_t moves_n;
    struct work_waiver *waivers;
    ptrdiff_t waivers_n;
    struct work_action *actions;
    ptrdiff_t actions_n;
    str key, note;
    bool claim;
};

static enum rc import_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return process_import(c, d->text, &d->process);
}

static enum rc publish_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return process_publish(c, d->process, &d->publish);
}

static enum rc version_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return process_version_get(c, d->process, &d->version);
}

static enum rc open_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_open(c,
                     &(struct work_new){.kind = S("dossier"),
                                        .process = d->process,
                                        .receiving_agency_id = d->a->commune,
                                        .competent_agency_id = d->a->commune,
                                        .receiving_unit_id = OPT_INT(d->a->one_stop),
                                        .competent_unit_id = OPT_INT(d->a->division),
                                        .opened_at = c->now},
                     &d->id);
}

static enum rc get_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_get(c, d->id, &d->w);
}

static enum rc take_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_take(c, d->id, &d->act, &d->move);
}

static enum rc claim_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_claim(c, d->id, d->act.seen_version, d->claim);
}

static enum rc actions_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    const enum rc rc = work_get(c, d->id, &d->w);
    return rc ? rc : work_actions(c, &d->w, &d->actions, &d->actions_n);
}

static enum rc parts_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_parts(c, d->id, &d->parts, &d->parts_n);
}

static enum rc part_done_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_part_done(c, d->id, d->act.seen_version, d->key, d->note);
}

static enum rc waive_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_waive(c, d->id, d->act.seen_version, d->key, d->note);
}

static enum rc waivers_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_waivers(c, d->id, &d->waivers, &d->waivers_n);
}

static enum rc migrate_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_migrate(c, d->id, &d->migrate);
}

static enum rc order_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return process_move(c, d->process, &d->migrate);
}

static enum rc preview_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return process_move_preview(c, d->process, &d->migrate, &d->moves, &d->moves_n);
}

static enum rc orders_it(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return process_orders(c, S("mau.phoi-hop"), &d->orders, &d->orders_n);
}

#define RUNS(who, fn)                                                                                  \
    do {                                                                                               \
        const enum rc rc_ = as(d.a, who, NULL, fn, &d);                                                \
        if (rc_)                                                                                       \
            fail_msg("%s: %s", rc_name(rc_), last_fault(d.a));                                         \
    } while (0)
#define NOT(who, fn, code, why)                                                                        \
    do {                                                                                               \
        assert_int_equal(as(d.a, who, NULL, fn, &d), code);                                            \
        assert_string_equal(last_fault(d.a), why);                                                     \
    } while (0)

static struct actor *engine_itself(void)
{
    return (struct actor *)(uintptr_t)access_system();
}

/* A published version of the file. */
static void publish(struct doing *d_, str text)
{
    struct doing d = *d_;
    d.text = text;
    d.publish = (struct process_publish){.seen_edit = 1,
                                         .valid_from = instant_date(d.a->e->c.now),
                                         .reason = S("Thử"),
                                         .unstaffed = true};
    RUNS(&control, import_it);
    RUNS(&control, publish_it);
    d_->process = d.process;
}

static str replaced(struct arena *mem, str all, const char *was, const char *is)
{
    const ptrdiff_t at = str_find(all, str_of(was));
    if (at < 0)
        fail_msg("not there: %s", was);
    const str head = str_sub(all, 0, at), tail = str_sub(all, at + str_of(was).n, all.n);
    return str_fmt(mem, "%.*s%s%.*s", STR_ARG(head), is, STR_ARG(tail));
}

/* ---- the table ---- */

struct state {
    ptrdiff_t step;
    enum work_status status;
};
/* An act that leads to a state, from the one `before`; -1: the work opens in it. */
struct found {
    struct state at;
    int before;
    const struct def_action *by;
};

static struct state after(const struct process_def *def, struct state s, const struct def_action *a)
{
    return (struct state){a->to.n ? process_def_step(def, a->to) - def->steps.v : s.step, a->status};
}

/* What happens without anybody: the sample's automatic actions ask for no fact. */
static struct state settle(const struct process_def *def, struct state s)
{
    const struct def_actions *list = &def->steps.v[s.step].actions;
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (list->v[i].automatic && (list->v[i].from >> s.status & 1u))
            return settle(def, after(def, s, &list->v[i]));
    return s;
}

static int find_states(const struct process_def *def, struct found *v)
{
    int n = 0;
    v[n++] = (struct found){{0, WORK_WAITING}, -1, NULL};
    for (int i = 0; i < n; i++) {
        const struct def_actions *list = &def->steps.v[v[i].at.step].actions;
        for (ptrdiff_t a = 0; work_status_open(v[i].at.status) && a < list->n; a++) {
            if (!(list->v[a].from >> v[i].at.status & 1u) || str_eq(list->v[a].code, S("claim")))
                continue;
            const struct state to = settle(def, after(def, v[i].at, &list->v[a]));
            int k = 0;
            while (k < n && (v[k].at.step != to.step || v[k].at.status != to.status))
                k++;
            if (k == n)
                v[n++] = (struct found){to, i, &list->v[a]};
        }
    }
    return n;
}

/* Everything an act may ask for, and the fact of its branch. */
static struct work_act asked(const struct def_action *a, int64_t version, struct work_fact *fact)
{
    struct work_act x = {.seen_version = version,
                         .action = a->code,
                         .note = S("vì thử"),
                         .reason = a->reasons.n ? a->reasons.v[0].key : STR_NONE,
                         .has_file = true,
                         .papers = a->papers};
    if (a->when) {
        *fact = (struct work_fact){a->when->fact, a->when->is.v[0]};
        x.facts = fact;
        x.facts_n = 1;
    }
    return x;
}

static void drive(struct doing *d_, const struct found *v, int to)
{
    struct doing d = *d_;
    struct work_fact fact;
    if (v[to].before < 0) {
        RUNS(engine_itself(), open_it);
        RUNS(NULL, get_it);
    } else {
        drive(&d, v, v[to].before);
        d.act = asked(v[to].by, d.w.version, &fact);
        RUNS(engine_itself(), take_it);
        d.w = d.move.after;
    }
    *d_ = d;
}

struct person_row {
    const char *name;
    struct actor *who;
    enum role role;
    int64_t agency, unit;
    bool citizen;
};

static bool stands_at(const struct doing *d, const struct def_step *s, const struct person_row *p)
{
    if (!p->who || p->citizen || p->role != s->role)
        return false;
    if (str_eq(s->place, S("receiving_unit")))
        return p->unit == d->a->one_stop;
    return str_eq(s->place, S("competent_unit")) ? p->unit == d->a->division
                                                 : p->agency == d->a->commune;
}

/* What the file says of a cell. */
static enum rc says(const struct doing *d, const struct process_def *def, struct state s, str code,
                    const struct person_row *p, const struct def_action **ret_action)
{
    const struct def_step *step = &def->steps.v[s.step];
    *ret_action = NULL;
    for (ptrdiff_t i = 0; i < step->actions.n && !*ret_action; i++) {
        const struct def_action *a = &step->actions.v[i];
        if (str_eq(a->code, code) && (a->from >> s.status & 1u) && !a->automatic &&
            !str_eq(code, S("claim")))
            *ret_action = a;
    }
    if (!*ret_action)
        return RC_INVALID;
    if ((*ret_action)->by == TAKEN_BY_APPLICANT && p->who &&
        (p->citizen || (p->role == ROLE_CLERK && p->agency == d->a->commune)))
        return RC_OK;
    return stands_at(d, step, p) ? RC_OK : RC_DENIED;
}

/* Every code of the process once, and one it does not know. */
static ptrdiff_t all_codes(const struct process_def *def, str *to)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t s = 0; s < def->steps.n; s++)
        for (ptrdiff_t a = 0; a < def->steps.v[s].actions.n; a++) {
            const str code = def->steps.v[s].actions.v[a].code;
            ptrdiff_t i = 0;
            while (i < n && !str_eq(to[i], code))
                i++;
            if (i == n)
                to[n++] = code;
        }
    to[n++] = S("sell");
    return n;
}

/* One cell; the work is driven anew after it moved. Says whether it was allowed. */
static bool try_cell(struct doing *d, const struct process_def *def, const struct found *v, int at,
                     str code, const struct person_row *p)
{
    const struct def_action *a;
    struct work_fact fact;
    const struct def_action none = {.code = code};
    const enum rc want = says(d, def, v[at].at, code, p, &a);
    d->act = asked(a ? a : &none, d->w.version, &fact);
    const enum rc got = as(d->a, p->who, NULL, take_it, d);
    const char *why = last_fault(d->a);
    if (got != want)
        fail_msg("step %.*s, %.*s, %.*s by %s: %s %s, the process says %s",
                 STR_ARG(def->steps.v[v[at].at.step].key), STR_ARG(work_status_code(v[at].at.status)),
                 STR_ARG(code), p->name, rc_name(got), why, rc_name(want));
    if (!got) {
        const struct state to = settle(def, after(def, v[at].at, a));
        assert_str(d->move.after.step_key,
                   def->steps.v[to.step].key.p ? str_c(d->a->e->c.mem, def->steps.v[to.step].key) : "");
        assert_int_equal(d->move.to, to.status);
        assert_int_equal(d->move.clock, a->clock);
    }
    return got == RC_OK;
}

static void every_cell(void **state)
{
    struct doing d = {.a = *state};
    struct process_def def;
    struct found v[64];
    str codes[40];
    struct authority *a = d.a;
    publish(&d, shipped());
    assert_int_equal(process_read(&a->e->c, shipped(), &def), RC_OK);
    const struct person_row people[] = {
        {"nobody", NULL, ROLE_ANYBODY, 0, 0, false},
        {"citizen", &a->citizen, ROLE_CITIZEN, 0, 0, true},
        {"clerk", &a->clerk, ROLE_CLERK, a->commune, a->one_stop, false},
        {"clerk of another commune", &a->other_clerk, ROLE_CLERK, a->other_commune, a->other_one_stop,
         false},
        {"officer", &a->officer, ROLE_OFFICER, a->commune, a->division, false},
        {"officer of another unit", &elsewhere, ROLE_OFFICER, a->commune, a->one_stop, false},
        {"leader", &a->leader, ROLE_LEADER, a->commune, a->division, false},
        {"control office", &control, ROLE_CONTROL_OFFICE, 0, 0, false},
    };
    const int states = find_states(&def, v);
    const ptrdiff_t codes_n = all_codes(&def, codes);
    int cells = 0, allowed = 0;
    for (int s = 0; s < states; s++) {
        const struct arena_mark mark = arena_mark(a->e->c.mem);
        drive(&d, v, s);
        for (ptrdiff_t code = 0; code < codes_n; code++)
            for (size_t p = 0; p < sizeof people / sizeof *people; p++) {
                cells++;
                if (!try_cell(&d, &def, v, s, codes[code], &people[p]))
                    continue;
                allowed++;
                drive(&d, v, s);
            }
        arena_reset(a->e->c.mem, mark);
    }
    /* The sample's own counts: a state or an act that disappears is seen here. */
    assert_int_equal(states, 13);
    assert_int_equal(codes_n, 12);
    assert_int_equal(cells, 13 * 12 * 8);
    assert_int_equal(allowed, 21);
}

/* ---- what a table cannot say ---- */

/* A new work at the step of that key, in that status. */
static void at_state(struct doing *d, const char *key, enum work_status status)
{
    struct process_def def;
    struct found v[64];
    assert_int_equal(process_read(&d->a->e->c, shipped(), &def), RC_OK);
    const int n = find_states(&def, v);
    for (int i = 0; i < n; i++)
        if (str_eq(def.steps.v[v[i].at.step].key, str_of(key)) && v[i].at.status == status) {
            drive(d, v, i);
            d->act = (struct work_act){.seen_version = d->w.version, .note = S("vì thử")};
            return;
        }
    fail_msg("no such state");
}

static void asked_for(void **state)
{
    struct doing d = {.a = *state};
    const struct work_fact unknown = {S("inspection"), S("perhaps")};
    publish(&d, shipped());
    at_state(&d, "receive", WORK_WAITING);
    d.act.action = S("refuse");
    NOT(&d.a->clerk, take_it, RC_INVALID, "casework.reason_needed");
    d.act.reason = S("because");
    NOT(&d.a->clerk, take_it, RC_INVALID, "casework.reason_needed");
    d.act.reason = S("not_competent");
    d.act.note = S("  ");
    NOT(&d.a->clerk, take_it, RC_INVALID, "casework.note_needed");
    at_state(&d, "assess", WORK_ACCEPTED);
    d.act.action = S("submit");
    NOT(&d.a->officer, take_it, RC_INVALID, "casework.fact_needed");
    d.act.facts = &unknown;
    d.act.facts_n = 1;
    NOT(&d.a->officer, take_it, RC_INVALID, "casework.fact_unknown"); /* said at the fact */
    at_state(&d, "inspect", WORK_PROCESSING);
    d.act.action = S("submit");
    NOT(&d.a->officer, take_it, RC_INVALID, "casework.paper_needed");
    d.act.papers = (struct def_words){(str[]){S_INIT("inspection_minutes")}, 1};
    d.act.facts = &unknown;
    d.act.facts_n = 1;
    NOT(&d.a->officer, take_it, RC_INVALID, "casework.fact_unknown");
    at_state(&d, "issue", WORK_APPROVED);
    d.act.action = S("issue");
    NOT(&d.a->clerk, take_it, RC_INVALID, "casework.file_needed");
    const int64_t version = d.w.version;
    RUNS(NULL, get_it);
    assert_int_equal(d.w.version, version); /* what was refused changed nothing */
}

static void two_at_once(void **state)
{
    struct doing d = {.a = *state};
    publish(&d, shipped());
    at_state(&d, "assess", WORK_ACCEPTED);
    d.claim = true;
    RUNS(&d.a->officer, claim_it);
    NOT(&colleague, claim_it, RC_CONFLICT, "casework.somebody_was_first");
    d.act.action = S("supplement");
    NOT(&colleague, take_it, RC_CONFLICT, "casework.somebody_was_first");
    RUNS(NULL, get_it);
    assert_int_equal(d.w.status, WORK_PROCESSING); /* the process says so of a claim */
    d.act.seen_version = d.w.version;
    NOT(&colleague, claim_it, RC_CONFLICT, "casework.on_anothers_desk");
    RUNS(&colleague, take_it); /* an absent desk holds nothing up */
    assert_int_equal(d.move.clock, CLOCK_STOP);
}

static void guards_and_waivers(void **state)
{
    struct doing d = {.a = *state};
    struct actor both = d.a->clerk, signer = d.a->officer;
    publish(&d, shipped());
    at_state(&d, "receive", WORK_WAITING);
    d.act.action = S("accept");
    RUNS(&d.a->clerk, take_it);
    both.unit = d.a->division; /* the same person, in the other post */
    both.roles |= 1u << ROLE_OFFICER;
    d.act = (struct work_act){
        .seen_version = d.move.after.version, .action = S("supplement"), .note = S("thiếu")};
    NOT(&both, take_it, RC_DENIED, "casework.separation_waivable");
    d.key = S("receive");
    d.note = S("xã chỉ có một người");
    NOT(&both, waive_it, RC_DENIED, "casework.leaders_only");
    d.key = S("sign");
    NOT(&d.a->leader, waive_it, RC_INVALID, "casework.not_waivable");
    d.key = S("receive");
    d.note = S(" ");
    NOT(&d.a->leader, waive_it, RC_INVALID, "casework.note_needed");
    d.note = S("xã chỉ có một người");
    both.roles |= 1u << ROLE_LEADER; /* nobody lets themselves */
    RUNS(&both, waive_it);
    NOT(&both, waive_it, RC_CONFLICT, "casework.somebody_was_first");
    d.act.seen_version++;
    NOT(&both, take_it, RC_DENIED, "casework.separation_waivable");
    RUNS(&d.a->leader, waive_it);
    d.act.seen_version++;
    RUNS(&both, take_it);
    RUNS(NULL, waivers_it);
    assert_int_equal(d.waivers_n, 2);
    assert_str(d.waivers[1].reason, "xã chỉ có một người");
    /* What may not be waived, nobody waives. */
    at_state(&d, "assess", WORK_PROCESSING);
    const struct work_fact no = {S("inspection"), S("not_needed")};
    d.act.action = S("submit");
    d.act.facts = &no;
    d.act.facts_n = 1;
    RUNS(&d.a->officer, take_it);
    signer.roles |= 1u << ROLE_LEADER;
    d.act = (struct work_act){.seen_version = d.move.after.version, .action = S("approve")};
    NOT(&signer, take_it, RC_DENIED, "casework.separation_of_duties");
    RUNS(&d.a->leader, take_it);
}

static void parts_beside(void **state)
{
    struct doing d = {.a = *state};
    const struct work_fact no = {S("inspection"), S("not_needed")};
    publish(&d, shipped());
    at_state(&d, "assess", WORK_ACCEPTED);
    RUNS(&colleague, parts_it);
    assert_int_equal(d.parts_n, 2);
    assert_true(d.parts[0].mine && !d.parts[0].outcome.p);
    d.key = S("land");
    d.note = S("đồng ý");
    NOT(&d.a->clerk, part_done_it, RC_DENIED, "casework.not_your_step");
    d.note = S("");
    NOT(&colleague, part_done_it, RC_INVALID, "casework.part_note");
    d.note = S("đồng ý");
    RUNS(&colleague, part_done_it);
    NOT(&colleague, part_done_it, RC_CONFLICT, "casework.somebody_was_first");
    d.act.seen_version++;
    NOT(&colleague, part_done_it, RC_CONFLICT, "casework.part_closed");
    d.key = S("weather");
    NOT(&colleague, part_done_it, RC_NOT_FOUND, "");
    d.act.action = S("submit");
    d.act.facts = &no;
    d.act.facts_n = 1;
    d.act.note = S("");
    NOT(&d.a->officer, take_it, RC_INVALID, "casework.overtake_note");
    d.act.note = S("hết thời gian chờ");
    RUNS(&d.a->officer, take_it);
    RUNS(NULL, parts_it);
    assert_str(d.parts[0].outcome, "done");
    assert_str(d.parts[1].outcome, "overtaken");
    /* Sent back, they are not asked again. */
    d.act = (struct work_act){
        .seen_version = d.move.after.version, .action = S("send_back"), .note = S("xem lại")};
    RUNS(&d.a->leader, take_it);
    RUNS(NULL, parts_it);
    assert_int_equal(d.parts_n, 2);
    /* And the fact that was said is known. */
    d.act = (struct work_act){.seen_version = d.move.after.version, .action = S("submit")};
    RUNS(&d.a->officer, take_it);
    assert_str(d.move.after.step_key, "sign");
}

static void all_parts_are_waited_for(void **state)
{
    struct doing d = {.a = *state};
    const struct work_fact no = {S("inspection"), S("not_needed")};
    struct arena *mem = d.a->e->c.mem;
    publish(&d, replaced(mem, shipped(), "\"join\": \"lead\"", "\"join\": \"all\""));
    at_state(&d, "receive", WORK_WAITING);
    d.act.action = S("accept");
    RUNS(&d.a->clerk, take_it);
    d.act = (struct work_act){.seen_version = d.move.after.version,
                              .action = S("submit"),
                              .note = S("vội"),
                              .facts = &no,
                              .facts_n = 1};
    NOT(&d.a->officer, take_it, RC_CONFLICT, "casework.parts_open");
    d.note = S("đồng ý");
    d.key = S("land");
    RUNS(&colleague, part_done_it);
    d.act.seen_version++;
    d.key = S("justice");
    RUNS(&colleague, part_done_it);
    d.act.seen_version++;
    RUNS(&d.a->officer, take_it);
    /* Of the same text nothing is left for those who come after. */
    publish(&d, shipped());
}

static void offered_on_pages(void **state)
{
    struct doing d = {.a = *state};
    publish(&d, shipped());
    at_state(&d, "assess", WORK_ACCEPTED);
    RUNS(&d.a->officer, actions_it);
    assert_int_equal(d.actions_n, 3); /* submit once, supplement, refuse; no claim */
    assert_str(d.actions[0].code, "submit");
    assert_str(d.actions[0].fact, "inspection");
    assert_null(d.actions[0].hindrance);
    assert_int_equal(d.actions[2].reasons.n, 1);
    RUNS(&d.a->clerk, actions_it);
    assert_string_equal(d.actions[0].hindrance, "casework.not_your_step");
}

/* ---- publishing ---- */

static void refused_at_publishing(void **state)
{
    struct doing d = {.a = *state};
    struct arena *mem = d.a->e->c.mem;
    const date today = instant_date(d.a->e->c.now);
    d.text = replaced(mem, shipped(), "{\"code\": \"return\", \"from\": [\"issued\"]",
                      "{\"code\": \"return\", \"from\": [\"approved\"]");
    d.publish = (struct process_publish){
        .seen_edit = 1, .valid_from = today, .reason = S("Thử"), .unstaffed = true};
    NOT(&d.a->clerk, import_it, RC_DENIED, "");
    RUNS(&control, import_it);
    NOT(&d.a->leader, publish_it, RC_DENIED, "");
    NOT(&control, publish_it, RC_INVALID, "casework.check.dead_end");
    RUNS(NULL, version_it); /* nothing changed */
    assert_int_equal(d.version.state, PROCESS_DRAFT);
    assert_int_equal(d.version.edit, 1);
    d.text = shipped();
    RUNS(&control, import_it);
    d.publish.seen_edit = 2;
    NOT(&control, publish_it, RC_CONFLICT, "casework.process.changed");
    d.publish.seen_edit = 1;
    d.publish.reason = S(" ");
    NOT(&control, publish_it, RC_INVALID, "casework.note_needed");
    d.publish.reason = S("Thử");
    d.publish.valid_from.day--;
    NOT(&control, publish_it, RC_INVALID, "casework.process.past");
    d.publish.valid_from = today;
    d.publish.unstaffed = false; /* nobody of this authority has an account */
    NOT(&control, publish_it, RC_INVALID, "casework.check.unstaffed");
    d.publish.unstaffed = true;
    RUNS(&control, publish_it);
    NOT(&control, publish_it, RC_CONFLICT, "casework.process.changed");
    RUNS(NULL, version_it);
    assert_true(str_eq(d.version.content, shipped())); /* the export is the import */
    d.text = S("{\"format\": \"motcua.process/1\",}");
    NOT(&control, import_it, RC_INVALID, "casework.file.json");
    d.text = replaced(mem, shipped(), "\"kind\": \"dossier\"", "\"kind\": \"petition\"");
    NOT(&control, import_it, RC_INVALID, "casework.process.other_kind");
}

/* ---- to another version ---- */

static int told_cases;
static struct work_migrated last_told;

static enum rc tell(struct ctx *c, struct work_id id, const struct work_migrated *m)
{
    (void)c;
    (void)id;
    told_cases++;
    last_told = *m;
    return RC_OK;
}

static const struct work_case cases[] = {{"dossier", tell}, {NULL, NULL}};

/* The newer one: the inspection is called otherwise. */
static str newer(struct arena *mem)
{
    const str one = replaced(mem, shipped(), "\"to\": \"inspect\"", "\"to\": \"field_visit\"");
    return replaced(mem, one, "\"key\": \"inspect\"", "\"key\": \"field_visit\"");
}

static void stays_until_moved(void **state)
{
    struct doing d = {.a = *state}, later = {.a = *state};
    const struct work_step_map map = {S("inspect"), S("field_visit")};
    struct actor both;
    publish(&d, shipped());
    at_state(&d, "inspect", WORK_PROCESSING);
    publish(&later, newer(d.a->e->c.mem));
    RUNS(NULL, get_it);
    assert_int_equal(d.w.process.v, d.process.v); /* a case stays on its version */
    d.migrate =
        (struct work_migrate){.seen_version = d.w.version, .to = later.process, .reason = S("Sửa")};
    NOT(&d.a->leader, migrate_it, RC_DENIED, "");
    NOT(&control, migrate_it, RC_INVALID, "casework.move.no_counterpart");
    d.migrate.map = &map;
    d.migrate.n = 1;
    d.migrate.reason = S("");
    NOT(&control, migrate_it, RC_INVALID, "casework.note_needed");
    d.migrate.reason = S("Sửa");
    d.migrate.seen_version--;
    NOT(&control, migrate_it, RC_CONFLICT, "casework.somebody_was_first");
    d.migrate.seen_version++;
    told_cases = 0;
    RUNS(&control, migrate_it);
    assert_int_equal(told_cases, 1);
    assert_int_equal(last_told.to_no, last_told.from_no + 1);
    RUNS(NULL, get_it);
    assert_int_equal(d.w.process.v, later.process.v);
    assert_str(d.w.step_key, "field_visit");
    NOT(&control, migrate_it, RC_CONFLICT, "casework.somebody_was_first");
    d.migrate.seen_version = d.w.version;
    NOT(&control, migrate_it, RC_INVALID, "casework.move.other_process"); /* it is there already */
    /* New work opens on the newer one, whichever version is named. */
    RUNS(engine_itself(), open_it);
    RUNS(NULL, get_it);
    assert_int_equal(d.w.process.v, later.process.v);
    /* Who received it before the move may still not sign after it. */
    struct doing old = d;
    d = (struct doing){.a = old.a};
    publish(&d, shipped());
    at_state(&d, "receive", WORK_WAITING);
    d.act.action = S("accept");
    RUNS(&d.a->clerk, take_it);
    publish(&later, newer(d.a->e->c.mem));
    d.migrate = (struct work_migrate){.seen_version = d.move.after.version,
                                      .to = later.process,
                                      .map = &map,
                                      .n = 1,
                                      .reason = S("Sửa")};
    RUNS(&control, migrate_it);
    both = d.a->clerk;
    both.unit = d.a->division;
    both.roles |= 1u << ROLE_OFFICER;
    RUNS(NULL, get_it);
    d.act =
        (struct work_act){.seen_version = d.w.version, .action = S("supplement"), .note = S("thiếu")};
    NOT(&both, take_it, RC_DENIED, "casework.separation_waivable");
}

static enum rc run_order(struct ctx *c, void *arg)
{
    struct job_run *run = arg;
    run->next = STR_NONE;
    return casework_jobs[0].unit(c, run);
}

static void foreseen(struct doing *d_, int64_t waiting, int64_t inspected)
{
    struct doing d = *d_;
    const int64_t want[] = {waiting, inspected}, n[] = {45, 1};
    RUNS(&control, preview_it);
    assert_int_equal(d.moves_n, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(d.moves[i].n, n[i]);
        assert_int_equal(d.moves[i].to_key.n > 0, want[i] > 0);
    }
    assert_int_equal(d.moves[0].status, WORK_WAITING);
    assert_str(d.moves[1].step_key, "inspect");
}

/* What the order would do is told before, by the rule that the order follows. */
static void previewed(struct doing *d_)
{
    struct doing d = *d_;
    const struct work_step_map follows = {S("inspect"), S("field_visit")},
                               stays = {S("receive"), S("")}, wrong = {S("receive"), S("sign")},
                               unknown = {S("nowhere"), S("sign")};
    NOT(&d.a->leader, preview_it, RC_DENIED, "");
    foreseen(&d, 45, 0);
    d.migrate.n = 1;
    d.migrate.map = &follows;
    foreseen(&d, 45, 1);
    d.migrate.map = &stays;
    foreseen(&d, 0, 0);
    d.migrate.map = &wrong; /* nobody waits for reception where it is signed */
    foreseen(&d, 0, 0);
    d.migrate.map = &unknown;
    NOT(&control, preview_it, RC_INVALID, "casework.check.no_such_step");
    d.migrate = (struct work_migrate){.to = d.process};
    NOT(&control, preview_it, RC_INVALID, "casework.move.other_process");
}

static void all_of_a_version(void **state)
{
    struct doing d = {.a = *state}, later = {.a = *state};
    struct work_id stuck = {0};
    publish(&d, shipped());
    for (int i = 0; i < 45; i++)
        RUNS(engine_itself(), open_it);
    at_state(&d, "inspect", WORK_PROCESSING);
    stuck = d.id;
    publish(&later, newer(d.a->e->c.mem));
    d.migrate = (struct work_migrate){.to = later.process};
    previewed(&d);
    d.migrate = (struct work_migrate){.to = later.process, .reason = S("Quy trình mới")};
    RUNS(&control, order_it);
    RUNS(NULL, orders_it);
    assert_true(instant_is_none(d.orders[0].done_at));
    struct job_run run = {.arg = str_fmt(d.a->e->c.mem, "%lld", (long long)d.orders[0].id),
                          .cursor = S("")};
    int units = 0;
    told_cases = 0;
    do { /* bounded units, one after the other */
        assert_int_equal(as(d.a, NULL, NULL, run_order, &run), RC_OK);
        run.cursor = run.next;
        units++;
    } while (run.next.p);
    assert_int_equal(units, 2);
    assert_int_equal(told_cases, 45);
    RUNS(NULL, orders_it);
    assert_int_equal(d.orders[0].moved, 45);
    assert_int_equal(d.orders[0].refused, 1); /* its step has no counterpart */
    assert_false(instant_is_none(d.orders[0].done_at));
    d.id = stuck;
    RUNS(NULL, get_it);
    assert_int_equal(d.w.process.v, d.process.v);
}

static int setup(void **state)
{
    static const struct job_kind *const jobs[] = {casework_jobs, NULL};
    const int bad = authority_setup(state);
    if (bad)
        return bad;
    const struct authority *a = *state;
    job_configure(jobs);
    work_configure(cases);
    colleague = elsewhere = a->officer;
    colleague.staff += 100;
    elsewhere.staff += 200;
    elsewhere.unit = a->one_stop;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell),        cmocka_unit_test(asked_for),
        cmocka_unit_test(two_at_once),       cmocka_unit_test(guards_and_waivers),
        cmocka_unit_test(parts_beside),      cmocka_unit_test(all_parts_are_waited_for),
        cmocka_unit_test(offered_on_pages),  cmocka_unit_test(refused_at_publishing),
        cmocka_unit_test(stays_until_moved), cmocka_unit_test(all_of_a_version),
    };
    return cmocka_run_group_tests_name("table", tests, setup, authority_teardown);
}
