/*
 * casework_process_check.c - the static checks of publishing: what a process means as a graph of
 * states (step, status, clock), walked whole. Every fault is told at its place in the file. What
 * is false alone (a word, a type) never gets here: the reader refuses it.
 */
#include "casework/casework_internal.h"
#include "casework/process_def.h"

#include "calendar/clock.h"

enum { C_NONE, C_RUNNING, C_STOPPED, C_ENDED, C_COUNT }; /* how the clock stands in a state */
#define NODES (PROCESS_STEPS_MAX * WORK_STATUS_COUNT * C_COUNT)
#define DAY_MINUTES 480 /* a working day (law notes 9.2) */

struct check {
    struct ctx *c;
    const struct process_def *def;
    bool seen[NODES], ends[NODES];
    bool bad;
};

static void tell(struct check *k, str at, const char *key, const str *args, int n)
{
    k->bad = true;
    (void)fail_args(k->c, RC_INVALID, str_c(k->c->mem, at), key, args, n);
}

static void tell_one(struct check *k, str at, const char *key, str arg)
{
    tell(k, at, key, &arg, 1);
}

static str at_step(struct check *k, ptrdiff_t s, const char *below)
{
    return str_fmt(k->c->mem, "/steps/%td%s", s, below);
}

static str at_action(struct check *k, ptrdiff_t s, ptrdiff_t a, const char *below)
{
    return str_fmt(k->c->mem, "/steps/%td/actions/%td%s", s, a, below);
}

static ptrdiff_t step_at(const struct process_def *def, str key)
{
    const struct def_step *s = process_def_step(def, key);
    return s ? s - def->steps.v : -1;
}

/* ---- references and what stands twice ---- */

static void check_choices(struct check *k, const struct def_choices *list, str at)
{
    for (ptrdiff_t i = 0; i < list->n; i++)
        for (ptrdiff_t j = 0; j < i; j++)
            if (str_eq(list->v[i].key, list->v[j].key))
                tell(k, str_fmt(k->c->mem, "%.*s/%td/key", STR_ARG(at), i), "casework.file.twice", NULL,
                     0);
}

static const struct def_fact *fact_of(const struct process_def *def, str key)
{
    for (ptrdiff_t i = 0; i < def->facts.n; i++)
        if (str_eq(def->facts.v[i].key, key))
            return &def->facts.v[i];
    return NULL;
}

static bool has_value(const struct def_fact *f, str value)
{
    for (ptrdiff_t i = 0; i < f->values.n; i++)
        if (str_eq(f->values.v[i].key, value))
            return true;
    return false;
}

static void check_when(struct check *k, const struct def_when *w, str at)
{
    const struct def_fact *f = fact_of(k->def, w->fact);
    if (!f) {
        tell_one(k, str_fmt(k->c->mem, "%.*s/fact", STR_ARG(at)), "casework.check.no_such_fact",
                 w->fact);
        return;
    }
    for (ptrdiff_t i = 0; i < w->is.n; i++)
        if (!has_value(f, w->is.v[i]))
            tell_one(k, str_fmt(k->c->mem, "%.*s/is/%td", STR_ARG(at), i),
                     "casework.check.no_such_value", w->is.v[i]);
}

/* What the engine takes by itself cannot be asked for anything, and touches no clock. */
static bool asks_nothing(const struct def_action *a)
{
    return !a->needs_note && !a->needs_file && !a->reasons.n && !a->papers.n && !a->clock &&
           a->by == TAKEN_BY_STEP;
}

static void check_action(struct check *k, ptrdiff_t s, ptrdiff_t i)
{
    const struct def_action *a = &k->def->steps.v[s].actions.v[i];
    if (a->to.n && step_at(k->def, a->to) < 0)
        tell_one(k, at_action(k, s, i, "/to"), "casework.check.no_such_step", a->to);
    if (a->status == WORK_WITHDRAWN || a->status == WORK_CANCELLED)
        tell(k, at_action(k, s, i, "/status"), "casework.check.outside", NULL, 0);
    for (int w = 0; w < WORK_STATUS_COUNT; w++)
        if ((a->from >> w & 1u) && !work_status_open((enum work_status)w))
            tell_one(k, at_action(k, s, i, "/from"), "casework.check.from_over",
                     work_status_code((enum work_status)w));
    if (a->automatic && !asks_nothing(a))
        tell(k, at_action(k, s, i, "/automatic"), "casework.check.automatic_asks", NULL, 0);
    if (str_eq(a->code, S("claim")) &&
        (a->to.n || a->automatic || !asks_nothing(a) || a->when || !work_status_open(a->status)))
        tell(k, at_action(k, s, i, "/code"), "casework.check.claim", NULL, 0);
    check_choices(k, &a->reasons, at_action(k, s, i, "/reasons"));
    if (a->when)
        check_when(k, a->when, at_action(k, s, i, "/when"));
}

static void check_guards(struct check *k)
{
    const struct process_def *def = k->def;
    for (ptrdiff_t i = 0; i < def->guards.n; i++) {
        const struct def_guard *g = &def->guards.v[i];
        const str at = str_fmt(k->c->mem, "/guards/%td/apart", i);
        for (int side = 0; side < 2; side++)
            if (step_at(def, side ? g->b : g->a) < 0)
                tell_one(k, str_fmt(k->c->mem, "%.*s/%d", STR_ARG(at), side),
                         "casework.check.no_such_step", side ? g->b : g->a);
        for (ptrdiff_t j = 0; j < i; j++) {
            const struct def_guard *o = &def->guards.v[j];
            if ((str_eq(g->a, o->a) && str_eq(g->b, o->b)) ||
                (str_eq(g->a, o->b) && str_eq(g->b, o->a)))
                tell(k, at, "casework.file.twice", NULL, 0);
        }
    }
}

static void check_parts(struct check *k, ptrdiff_t i)
{
    const struct def_parallel *p = &k->def->parallel.v[i];
    const struct def_step *lead = process_def_step(k->def, p->at);
    if (!lead)
        tell_one(k, str_fmt(k->c->mem, "/parallel/%td/at", i), "casework.check.no_such_step", p->at);
    for (ptrdiff_t j = 0; j < i; j++)
        if (str_eq(k->def->parallel.v[j].at, p->at))
            tell(k, str_fmt(k->c->mem, "/parallel/%td/at", i), "casework.file.twice", NULL, 0);
    for (ptrdiff_t n = 0; n < p->parts.n; n++) {
        const str at = str_fmt(k->c->mem, "/parallel/%td/parts/%td", i, n);
        if (lead && p->parts.v[n].minutes > lead->minutes)
            tell_one(k, str_fmt(k->c->mem, "%.*s/minutes", STR_ARG(at)), "casework.check.part_share",
                     lead->name);
        for (ptrdiff_t j = 0; j < n; j++)
            if (str_eq(p->parts.v[j].key, p->parts.v[n].key))
                tell(k, str_fmt(k->c->mem, "%.*s/key", STR_ARG(at)), "casework.file.twice", NULL, 0);
    }
}

static void check_holds(struct check *k)
{
    const struct def_holds *holds = &k->def->holds;
    for (ptrdiff_t i = 0; i < holds->n; i++) {
        struct due_rule limit;
        BUG_IF(!due_rule_parse(holds->v[i].limit, &limit));
        if (limit.unit == DUE_SAME_DAY)
            tell(k, str_fmt(k->c->mem, "/holds/%td/limit", i), "casework.check.hold_limit", NULL, 0);
        for (ptrdiff_t j = 0; j < i; j++)
            if (str_eq(holds->v[j].key, holds->v[i].key))
                tell(k, str_fmt(k->c->mem, "/holds/%td/key", i), "casework.file.twice", NULL, 0);
    }
}

static void check_references(struct check *k)
{
    const struct process_def *def = k->def;
    for (ptrdiff_t s = 0; s < def->steps.n; s++) {
        if (step_at(def, def->steps.v[s].key) != s)
            tell(k, at_step(k, s, "/key"), "casework.file.twice", NULL, 0);
        for (ptrdiff_t a = 0; a < def->steps.v[s].actions.n; a++)
            check_action(k, s, a);
    }
    for (ptrdiff_t f = 0; f < def->facts.n; f++) {
        if (fact_of(def, def->facts.v[f].key) != &def->facts.v[f])
            tell(k, str_fmt(k->c->mem, "/facts/%td/key", f), "casework.file.twice", NULL, 0);
        check_choices(k, &def->facts.v[f].values, str_fmt(k->c->mem, "/facts/%td/values", f));
    }
    check_guards(k);
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        check_parts(k, i);
    check_holds(k);
}

/* ---- branches ---- */

static bool same_act(const struct def_action *a, const struct def_action *b, int status)
{
    return str_eq(a->code, b->code) && (a->from >> status & 1u) && (b->from >> status & 1u);
}

static bool takes_value(const struct def_action *a, const struct def_fact *f, str value)
{
    if (!a->when)
        return true;
    for (ptrdiff_t i = 0; str_eq(a->when->fact, f->key) && i < a->when->is.n; i++)
        if (str_eq(a->when->is.v[i], value))
            return true;
    return false;
}

/* The first value of the fact that no action of this code takes; absent when all are taken. */
static str open_value(const struct def_actions *list, const struct def_action *first, int status,
                      const struct def_fact *f)
{
    for (ptrdiff_t v = 0; v < f->values.n; v++) {
        bool taken = false;
        for (ptrdiff_t i = 0; i < list->n; i++)
            taken = taken || (same_act(&list->v[i], first, status) &&
                              takes_value(&list->v[i], f, f->values.v[v].key));
        if (!taken)
            return f->values.v[v].key;
    }
    return STR_NONE;
}

/* The variants of one code in one state, told at the first of them. */
static void check_branch(struct check *k, ptrdiff_t s, ptrdiff_t a, int status)
{
    const struct def_actions *list = &k->def->steps.v[s].actions;
    const struct def_action *first = &list->v[a];
    const struct def_action *otherwise = NULL;
    for (ptrdiff_t i = a; i < list->n; i++) {
        if (!same_act(&list->v[i], first, status))
            continue;
        if (otherwise) /* nothing gets past it */
            tell(k, at_action(k, s, i, "/code"), "casework.check.branch_twice", NULL, 0);
        if (!list->v[i].when)
            otherwise = &list->v[i];
        if (list->v[i].automatic != first->automatic)
            tell(k, at_action(k, s, i, "/automatic"), "casework.check.branch_mixed", NULL, 0);
    }
    const struct def_fact *f = first->when ? fact_of(k->def, first->when->fact) : NULL;
    if (otherwise || !f)
        return;
    const str value = open_value(list, first, status, f);
    if (value.p)
        tell_one(k, at_action(k, s, a, "/when"), "casework.check.branch_open", value);
}

static void check_branches(struct check *k)
{
    for (ptrdiff_t s = 0; s < k->def->steps.n; s++) {
        const struct def_actions *list = &k->def->steps.v[s].actions;
        for (ptrdiff_t a = 0; a < list->n; a++)
            for (int status = 0; status < WORK_STATUS_COUNT; status++) {
                bool first = list->v[a].from >> status & 1u;
                for (ptrdiff_t i = 0; i < a; i++)
                    first = first && !same_act(&list->v[i], &list->v[a], status);
                if (first)
                    check_branch(k, s, a, status);
            }
    }
}

/* ---- the graph ---- */

static int node(ptrdiff_t step, int status, int clock)
{
    return (int)((step * WORK_STATUS_COUNT + status) * C_COUNT + clock);
}

/* How the clock stands after the action; -1 when it cannot do that. */
static int clock_after(const struct def_action *a, int clock)
{
    if (clock != C_ENDED && (a->status == WORK_ISSUED || !work_status_open(a->status)))
        return a->clock == CLOCK_NONE ? C_ENDED : -1;
    switch ((int)a->clock) {
    case CLOCK_START:
        return clock == C_NONE ? C_RUNNING : -1;
    case CLOCK_STOP:
        return clock == C_RUNNING ? C_STOPPED : -1;
    case CLOCK_RESUME:
    case CLOCK_RESTART:
        return clock == C_STOPPED ? C_RUNNING : -1;
    default:
        return clock;
    }
}

/* The node an action leads to. */
static int follow(const struct process_def *def, ptrdiff_t s, const struct def_action *a, int clock)
{
    const int after = clock_after(a, clock);
    const ptrdiff_t to = a->to.n ? step_at(def, a->to) : s;
    return node(to, (int)a->status, after < 0 ? clock : after);
}

struct at {
    ptrdiff_t step;
    int status, clock;
};

static struct at where(int n)
{
    return (struct at){n / C_COUNT / WORK_STATUS_COUNT, n / C_COUNT % WORK_STATUS_COUNT, n % C_COUNT};
}

static bool is_result(enum work_status s)
{
    return s == WORK_RETURNED || s == WORK_FORWARDED;
}

static bool has_clock(const struct process_def *def)
{
    for (ptrdiff_t s = 0; s < def->steps.n; s++)
        for (ptrdiff_t a = 0; a < def->steps.v[s].actions.n; a++)
            if (def->steps.v[s].actions.v[a].clock)
                return true;
    return def->time.n > 0;
}

static const char *clock_fault(const struct process_def *def, const struct def_action *a, int clock)
{
    /* What is passed on to whom it belongs was not ours to measure. */
    const bool finishes = a->status == WORK_ISSUED || a->status == WORK_RETURNED;
    if (finishes && clock == C_NONE && has_clock(def))
        return "casework.check.clock_never";
    if (finishes && clock == C_STOPPED)
        return "casework.check.clock_stands";
    return clock_after(a, clock) < 0 ? "casework.check.clock" : NULL;
}

/* Everything that can be reached; clock faults once an action. */
static void walk(struct check *k)
{
    const struct process_def *def = k->def;
    int *line = NEW_N(k->c->mem, int, NODES);
    bool *told = NEW_N(k->c->mem, bool, PROCESS_STEPS_MAX * 32);
    ptrdiff_t n = 0;
    line[n++] = node(0, WORK_WAITING, C_NONE);
    k->seen[line[0]] = true;
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct at at = where(line[i]);
        const struct def_actions *list = &def->steps.v[at.step].actions;
        for (ptrdiff_t a = 0; work_status_open((enum work_status)at.status) && a < list->n; a++) {
            if (!(list->v[a].from >> at.status & 1u))
                continue;
            const char *fault = clock_fault(def, &list->v[a], at.clock);
            if (fault && !told[at.step * 32 + a])
                tell(k, at_action(k, at.step, a, "/clock"), fault, NULL, 0);
            told[at.step * 32 + a] |= fault != NULL;
            const int to = follow(def, at.step, &list->v[a], at.clock);
            if (!k->seen[to])
                line[n++] = to;
            k->seen[to] = true;
        }
    }
}

/* Which of them has a way to an end: from the ends backwards, until nothing is added. */
static void mark_ends(struct check *k)
{
    for (bool more = true; more;) {
        more = false;
        for (int n = 0; n < NODES; n++) {
            if (!k->seen[n] || k->ends[n])
                continue;
            const struct at at = where(n);
            const struct def_actions *list = &k->def->steps.v[at.step].actions;
            bool ends = !work_status_open((enum work_status)at.status);
            for (ptrdiff_t a = 0; !ends && a < list->n; a++)
                ends = (list->v[a].from >> at.status & 1u) &&
                       k->ends[follow(k->def, at.step, &list->v[a], at.clock)];
            k->ends[n] = ends;
            more = more || ends;
        }
    }
}

static bool seen_state(const struct check *k, ptrdiff_t step, int status)
{
    for (int clock = 0; clock < C_COUNT; clock++)
        if (k->seen[node(step, status, clock)])
            return true;
    return false;
}

static bool stuck_state(const struct check *k, ptrdiff_t step, int status)
{
    for (int clock = 0; clock < C_COUNT; clock++)
        if (k->seen[node(step, status, clock)] && !k->ends[node(step, status, clock)])
            return true;
    return false;
}

static unsigned all_from(const struct def_actions *list)
{
    unsigned set = 0;
    for (ptrdiff_t a = 0; a < list->n; a++)
        if (!str_eq(list->v[a].code, S("claim")))
            set |= list->v[a].from;
    return set;
}

static void check_state(struct check *k, ptrdiff_t s, int status)
{
    const struct def_step *step = &k->def->steps.v[s];
    const str args[] = {step->name, work_status_code((enum work_status)status)};
    if (!seen_state(k, s, status) || !work_status_open((enum work_status)status))
        return;
    if (!(all_from(&step->actions) >> status & 1u))
        tell(k, at_step(k, s, "/actions"), "casework.check.dead_end", args, 2);
    else if (stuck_state(k, s, status))
        tell(k, at_step(k, s, "/actions"), "casework.check.no_end", args, 2);
}

static void check_graph(struct check *k)
{
    const struct process_def *def = k->def;
    bool result = false;
    walk(k);
    mark_ends(k);
    for (ptrdiff_t s = 0; s < def->steps.n; s++) {
        bool reached = false;
        for (int status = 0; status < WORK_STATUS_COUNT; status++) {
            reached = reached || seen_state(k, s, status);
            result = result || (is_result((enum work_status)status) && seen_state(k, s, status));
            check_state(k, s, status);
        }
        if (!reached)
            tell_one(k, at_step(k, s, ""), "casework.check.unreached", def->steps.v[s].name);
        for (ptrdiff_t a = 0; reached && a < def->steps.v[s].actions.n; a++)
            for (int status = 0; status < WORK_STATUS_COUNT; status++)
                if ((def->steps.v[s].actions.v[a].from >> status & 1u) && !seen_state(k, s, status) &&
                    work_status_open((enum work_status)status))
                    tell_one(k, at_action(k, s, a, "/from"), "casework.check.never",
                             work_status_code((enum work_status)status));
    }
    if (!result)
        tell(k, S("/steps"), "casework.check.no_result", NULL, 0);
}

/* ---- automatic actions ---- */

/* May the engine, arriving here, walk for ever? Every automatic action is followed, whatever its
   condition: `colour` 1 = on the way, 2 = known to end. */
static bool circles(const struct check *k, int n, unsigned char *colour)
{
    const struct at at = where(n);
    const struct def_actions *list = &k->def->steps.v[at.step].actions;
    bool found = colour[n] == 1;
    if (colour[n])
        return found;
    colour[n] = 1;
    for (ptrdiff_t a = 0; !found && a < list->n; a++)
        found = list->v[a].automatic && (list->v[a].from >> at.status & 1u) &&
                circles(k, follow(k->def, at.step, &list->v[a], C_NONE) / C_COUNT * C_COUNT, colour);
    colour[n] = 2;
    return found;
}

static void check_automatic(struct check *k)
{
    unsigned char *colour = NEW_N(k->c->mem, unsigned char, NODES);
    for (ptrdiff_t s = 0; s < k->def->steps.n; s++)
        for (int status = 0; status < WORK_STATUS_COUNT; status++)
            if (circles(k, node(s, status, C_NONE), colour))
                tell(k, at_step(k, s, "/actions"), "casework.check.automatic_loop", NULL, 0);
}

/* ---- shares of the time ---- */

static int64_t legal_minutes(str time)
{
    struct due_rule rule;
    BUG_IF(!due_rule_parse(time, &rule));
    switch ((int)rule.unit) {
    case DUE_HOURS:
    case DUE_WALL_HOURS:
        return (int64_t)rule.n * 60;
    case DUE_SAME_DAY:
        return DAY_MINUTES;
    default:
        return (int64_t)rule.n * DAY_MINUTES; /* of calendar days not more than these are worked */
    }
}

void process_shares(const struct process_def *def, int64_t *ret_most, int64_t *ret_legal)
{
    int64_t until[PROCESS_STEPS_MAX] = {0}, most = 0;
    for (ptrdiff_t s = 0; s < def->steps.n; s++) {
        until[s] += def->steps.v[s].minutes;
        most = until[s] > most ? until[s] : most;
        for (ptrdiff_t a = 0; a < def->steps.v[s].actions.n; a++) {
            const str to = def->steps.v[s].actions.v[a].to;
            const ptrdiff_t t = to.n ? step_at(def, to) : -1;
            if (t > s && until[t] < until[s])
                until[t] = until[s];
        }
    }
    *ret_most = most;
    *ret_legal = def->time.n ? legal_minutes(def->time) : 0;
}

static void check_shares(struct check *k)
{
    const struct process_def *def = k->def;
    int64_t most, legal;
    if (!def->time.n) {
        if (!def->is_template)
            tell(k, S("/time"), "casework.check.no_time", NULL, 0);
        return;
    }
    process_shares(def, &most, &legal);
    const str args[] = {str_fmt(k->c->mem, "%lld", (long long)most),
                        str_fmt(k->c->mem, "%lld", (long long)legal)};
    if (most > legal)
        tell(k, S("/steps"), "casework.check.shares", args, 2);
}

enum rc process_check(struct ctx *c, const struct process_def *def)
{
    struct check *k = NEW(c->mem, struct check);
    k->c = c;
    k->def = def;
    BUG_IF(def->steps.n < 1 || def->steps.n > PROCESS_STEPS_MAX);
    check_references(k);
    check_branches(k);
    if (!k->bad) { /* what refers to nothing has no graph */
        check_graph(k);
        check_automatic(k);
        check_shares(k);
    }
    return k->bad ? RC_INVALID : RC_OK;
}

/* ---- people ---- */

/* How many hold the role where the step lies: at its named place, or at the best staffed of those
   that a relative place may mean. */
static enum rc holders(struct ctx *c, enum role role, str place, int64_t *ret_n)
{
    const struct str_cut cut = str_cut(place, ':');
    const date today = instant_date(c->now);
    const str word = str_of(role_word(role));
    struct q_process_holders_at_row row;
    enum rc rc;
    if (cut.found)
        rc = q_process_holders_at(c, word, today, str_eq(cut.head, S("unit")) ? cut.tail : S(""),
                                  str_eq(cut.head, S("agency")) ? cut.tail : S(""), &row);
    else if (str_ends(place, S("_unit")))
        rc = q_process_holders_unit(c, word, today, &row);
    else
        rc = q_process_holders(c, word, today, &row);
    if (!rc)
        *ret_n = row.n;
    return rc;
}

static bool apart(const struct process_def *def, str a, str b)
{
    for (ptrdiff_t i = 0; i < def->guards.n; i++) {
        const struct def_guard *g = &def->guards.v[i];
        if (!g->waivable &&
            ((str_eq(g->a, a) && str_eq(g->b, b)) || (str_eq(g->a, b) && str_eq(g->b, a))))
            return true;
    }
    return false;
}

/* Steps of the same people before and with `s` that no two may share: so many people it takes. */
static int64_t people_needed(const struct process_def *def, ptrdiff_t s)
{
    ptrdiff_t group[PROCESS_STEPS_MAX], n = 0;
    group[n++] = s;
    for (ptrdiff_t i = 0; i < s; i++) {
        const struct def_step *x = &def->steps.v[i], *y = &def->steps.v[s];
        bool all = x->role == y->role && str_eq(x->place, y->place);
        for (ptrdiff_t j = 0; all && j < n; j++)
            all = apart(def, x->key, def->steps.v[group[j]].key);
        if (all)
            group[n++] = i;
    }
    return n;
}

static enum rc check_staffed(struct check *k, enum role role, str place, str at)
{
    int64_t n = 0;
    const enum rc rc = holders(k->c, role, place, &n);
    const str args[] = {str_of(role_word(role)), place};
    if (!rc && !n)
        tell(k, at, "casework.check.unstaffed", args, 2);
    return rc;
}

static enum rc check_guarded(struct check *k, ptrdiff_t s)
{
    const struct def_step *step = &k->def->steps.v[s];
    const int64_t needed = people_needed(k->def, s);
    int64_t n = 0;
    const enum rc rc = holders(k->c, step->role, step->place, &n);
    const str args[] = {str_fmt(k->c->mem, "%lld", (long long)needed),
                        str_fmt(k->c->mem, "%lld", (long long)n)};
    if (!rc && n && n < needed)
        tell(k, at_step(k, s, "/role"), "casework.check.guard_people", args, 2);
    return rc;
}

enum rc process_check_staff(struct ctx *c, const struct process_def *def)
{
    struct check *k = NEW(c->mem, struct check);
    enum rc rc = RC_OK;
    k->c = c;
    k->def = def;
    for (ptrdiff_t s = 0; !rc && s < def->steps.n; s++) {
        rc = check_staffed(k, def->steps.v[s].role, def->steps.v[s].place, at_step(k, s, "/role"));
        if (!rc)
            rc = check_guarded(k, s);
    }
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        for (ptrdiff_t n = 0; !rc && n < def->parallel.v[i].parts.n; n++) {
            const struct def_part *p = &def->parallel.v[i].parts.v[n];
            rc = check_staffed(k, p->role, p->place,
                               str_fmt(c->mem, "/parallel/%td/parts/%td/role", i, n));
        }
    if (rc)
        return rc;
    return k->bad ? RC_INVALID : RC_OK;
}
