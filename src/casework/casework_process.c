/*
 * casework_process.c - processes by kinds of steps: the actions, statuses and guards that the
 * kinds bring, as the same data everything else is. What catalogues give becomes a published
 * version here.
 * When you add a kind of step, give it its rows in `usual` and its place in `places`.
 */
#include "casework/casework_internal.h"

#include "core/utf8.h"

static const struct {
    enum role role;
    const char *place;
    enum work_status arrival; /* of a work that moves forward into such a step */
} places[STEP_KIND_COUNT] = {
    [STEP_RECEIVE] = {ROLE_CLERK, "receiving_unit", WORK_WAITING},
    [STEP_PROCESS] = {ROLE_OFFICER, "competent_unit", WORK_PROCESSING},
    [STEP_APPROVE] = {ROLE_LEADER, "competent_leaders", WORK_APPROVING},
    [STEP_ISSUE] = {ROLE_CLERK, "receiving_unit", WORK_APPROVED},
};

#define IN(status) (1u << WORK_##status)

/* The usual actions of each kind, in the order in which a page offers them. */
static const struct usual {
    enum step_kind kind;
    const char *code;
    unsigned from;
    enum {
        TO_HERE,
        TO_NEXT,
        TO_LAST_PROCESS,
        TO_BACK
    } target;            /* back: where the one before is alike */
    enum work_status to; /* WORK_STATUS_COUNT: the arrival status of the next step */
    enum process_clock clock;
    enum process_by by;
    bool needs_note, needs_file;
} usual[] = {
    {STEP_RECEIVE, "accept", IN(WAITING), TO_NEXT, WORK_ACCEPTED, .clock = CLOCK_START},
    {STEP_RECEIVE, "supplement", IN(WAITING), TO_HERE, WORK_SUPPLEMENT, .needs_note = true},
    {STEP_RECEIVE, "refuse", IN(WAITING), TO_HERE, WORK_REFUSED, .needs_note = true},
    {STEP_RECEIVE, "complete", IN(SUPPLEMENT), TO_HERE, WORK_WAITING, .by = TAKEN_BY_APPLICANT},
    {STEP_PROCESS, "submit", IN(ACCEPTED) | IN(PROCESSING), TO_NEXT, WORK_STATUS_COUNT,
     .needs_note = false},
    {STEP_PROCESS, "supplement", IN(ACCEPTED) | IN(PROCESSING), TO_HERE, WORK_SUPPLEMENT,
     .clock = CLOCK_STOP, .needs_note = true},
    {STEP_PROCESS, "refuse", IN(ACCEPTED) | IN(PROCESSING), TO_HERE, WORK_REFUSED, .needs_note = true},
    {STEP_PROCESS, "send_back", IN(ACCEPTED) | IN(PROCESSING), TO_BACK, WORK_PROCESSING,
     .needs_note = true},
    {STEP_PROCESS, "claim", IN(ACCEPTED), TO_HERE, WORK_PROCESSING, .needs_note = false},
    {STEP_PROCESS, "complete", IN(SUPPLEMENT), TO_HERE, WORK_PROCESSING, .clock = CLOCK_RESTART,
     .by = TAKEN_BY_APPLICANT},
    {STEP_APPROVE, "approve", IN(APPROVING), TO_NEXT, WORK_STATUS_COUNT, .needs_note = false},
    {STEP_APPROVE, "send_back", IN(APPROVING), TO_LAST_PROCESS, WORK_PROCESSING, .needs_note = true},
    {STEP_APPROVE, "refuse", IN(APPROVING), TO_HERE, WORK_REFUSED, .needs_note = true},
    {STEP_ISSUE, "issue", IN(APPROVED), TO_HERE, WORK_ISSUED, .needs_file = true},
    {STEP_ISSUE, "return", IN(ISSUED), TO_HERE, WORK_RETURNED, .needs_note = false},
};
#define USUAL ((ptrdiff_t)(sizeof usual / sizeof *usual))

/* Reception first, issue last, an approval between them, never a kind before its turn. */
static enum rc check_steps(struct ctx *c, const struct process_step_in *steps, ptrdiff_t n)
{
    bool approved = false;
    if (n < 3 || n > PROCESS_STEPS_MAX || steps[0].kind != STEP_RECEIVE ||
        steps[n - 1].kind != STEP_ISSUE)
        return fail(c, RC_INVALID, "steps", "casework.process.ends");
    for (ptrdiff_t i = 0; i < n; i++) {
        if (steps[i].minutes < 0)
            return fail(c, RC_INVALID, "steps", "casework.process.share");
        if (i && steps[i].kind < steps[i - 1].kind)
            return fail(c, RC_INVALID, "steps", "casework.process.order");
        if (i && (steps[i].kind == STEP_RECEIVE || (steps[i].kind == STEP_ISSUE && i != n - 1)))
            return fail(c, RC_INVALID, "steps", "casework.process.ends");
        approved = approved || steps[i].kind == STEP_APPROVE;
    }
    return approved ? RC_OK : fail(c, RC_INVALID, "steps", "casework.process.unsigned");
}

/* "process", "process_2" …: the kind, numbered where it stands more than once. */
static str step_key(struct arena *mem, const struct process_step_in *steps, ptrdiff_t at)
{
    const str word = step_kind_word(steps[at].kind);
    ptrdiff_t before = 0;
    for (ptrdiff_t i = 0; i < at; i++)
        before += steps[i].kind == steps[at].kind;
    return before ? str_fmt(mem, "%.*s_%td", STR_ARG(word), before + 1) : word;
}

static ptrdiff_t last_process(const struct process_step_in *steps, ptrdiff_t at)
{
    while (at > 0 && steps[at].kind != STEP_PROCESS)
        at--;
    return at;
}

static struct def_actions usual_actions(struct arena *mem, const struct process_step_in *steps,
                                        ptrdiff_t at)
{
    struct def_actions list = {NEW_N(mem, struct def_action, USUAL), 0};
    for (ptrdiff_t i = 0; i < USUAL; i++) {
        const struct usual *u = &usual[i];
        if (u->kind != steps[at].kind || (u->target == TO_BACK && steps[at - 1].kind != u->kind))
            continue;
        struct def_action a = {.code = str_of(u->code),
                               .from = u->from,
                               .status = u->to,
                               .clock = u->clock,
                               .by = u->by,
                               .needs_note = u->needs_note,
                               .needs_file = u->needs_file};
        if (u->target == TO_NEXT) {
            a.to = step_key(mem, steps, at + 1);
            if (u->to == WORK_STATUS_COUNT)
                a.status = places[steps[at + 1].kind].arrival;
        } else if (u->target == TO_BACK) {
            a.to = step_key(mem, steps, at - 1);
        } else if (u->target == TO_LAST_PROCESS) {
            a.to = step_key(mem, steps, last_process(steps, at));
        }
        list.v[list.n++] = a;
    }
    return list;
}

/* A line as the file takes it; what a source left empty is named by its kind. */
static str line_of(struct arena *mem, str text, str otherwise)
{
    str clean;
    if (!utf8_clean(mem, text, UTF8_LINE, &clean) || !clean.n)
        return otherwise;
    return str_trim(utf8_cut(clean, 500));
}

/* Reception, examination and signature are three persons. */
static struct def_guards usual_guards(struct arena *mem, const struct process_step_in *steps,
                                      ptrdiff_t n)
{
    struct def_guards g = {NEW_N(mem, struct def_guard, n * n), 0};
    for (ptrdiff_t a = 0; a < n; a++)
        for (ptrdiff_t b = a + 1; b < n; b++)
            if (steps[a].kind != steps[b].kind && steps[b].kind != STEP_ISSUE)
                g.v[g.n++] =
                    (struct def_guard){.a = step_key(mem, steps, a), .b = step_key(mem, steps, b)};
    return g;
}

enum rc process_usual(struct ctx *c, const struct process_in *in, struct process_def *ret_def)
{
    const enum rc rc = check_steps(c, in->steps, in->n);
    if (rc)
        return rc;
    struct process_def def = {.code = in->code,
                              .kind = in->kind,
                              .name = line_of(c->mem, in->name, in->code),
                              .is_template = in->is_template};
    def.steps = (struct def_steps){NEW_N(c->mem, struct def_step, in->n), in->n};
    for (ptrdiff_t i = 0; i < in->n; i++) {
        const struct process_step_in *s = &in->steps[i];
        def.steps.v[i] = (struct def_step){.key = step_key(c->mem, in->steps, i),
                                           .name = line_of(c->mem, s->name, step_kind_word(s->kind)),
                                           .who = line_of(c->mem, s->role_text, STR_NONE),
                                           .kind = s->kind,
                                           .role = places[s->kind].role,
                                           .place = str_of(places[s->kind].place),
                                           .minutes = s->minutes,
                                           .actions = usual_actions(c->mem, in->steps, i)};
    }
    def.guards = usual_guards(c->mem, in->steps, in->n);
    *ret_def = def;
    return RC_OK;
}

enum rc process_put(struct ctx *c, const struct process_in *in, struct process_id *ret_process)
{
    struct process_def def;
    struct q_process_version_find_row found;
    struct q_process_version_last_row last;
    enum rc rc = process_usual(c, in, &def);
    if (rc)
        return rc;
    const str content = process_write(c->mem, &def);
    rc = q_process_version_find(c, def.code, casework__hash(c->mem, content), &found);
    if (rc != RC_NOT_FOUND) {
        if (!rc)
            ret_process->v = found.id;
        return rc;
    }
    rc = q_process_version_last(c, def.code, &last);
    if (!rc)
        rc = casework__version_add(c, &def, content, ret_process);
    if (!rc)
        rc = casework__version_publish(
            c, *ret_process, &def,
            &(struct process_publish){.valid_from = last.no
                                                        ? instant_date(c->now)
                                                        : date_from_civil((struct civil){2000, 1, 1}),
                                      .reason = S("")});
    return rc;
}
