/*
 * casework.c - opening, reading and moving a piece of work. The clock stands in
 * casework_clock.c, process versions in casework_process.c.
 */
#include "casework/casework_internal.h"

static bool in_role(const struct actor *a, enum role role)
{
    return (a->roles >> role & 1u) != 0;
}

enum rc casework__led_here(struct ctx *c, const struct work *w)
{
    return w->synced ? fail(c, RC_CONFLICT, NULL, "casework.synced") : RC_OK;
}

static struct opt_int opt_staff(const struct actor *a)
{
    return a && a->staff ? OPT_INT(a->staff) : OPT_INT_NONE;
}

enum rc work_get(struct ctx *c, struct work_id id, struct work *ret_work)
{
    struct q_work_get_row r;
    const enum rc rc = q_work_get(c, id.v, &r);
    if (rc)
        return rc;
    struct work w = {
        .id = {r.id},
        .kind = r.kind,
        .process = {r.process_version_id},
        .step_id = r.step_id,
        .step_rank = r.rank,
        .step_key = r.step_key,
        .step_name = r.step_name,
        .has_parts = r.has_parts,
        .automatic = r.automatic,
        .step_role_text = r.role_text,
        .step_kind = casework__step_kind(r.step_kind),
        .agency_id = r.agency_id,
        .unit_id = r.unit_id,
        .handler_id = r.handler_id,
        .receiving_agency_id = r.receiving_agency_id,
        .competent_agency_id = r.competent_agency_id,
        .receiving_unit_id = r.receiving_unit_id,
        .competent_unit_id = r.competent_unit_id,
        .step_since = r.step_since,
        .opened_at = r.opened_at,
        .due_at = r.due_at,
        .finished_at = r.finished_at,
        .closed_at = r.closed_at,
        .due_provisional = r.due_provisional,
        .missed_at = r.missed_at,
        .clock_running = str_eq(r.clock_state, S("running")),
        .clock_paused = !instant_is_none(r.pause_until),
        .synced = r.synced,
        .version = r.version,
    };
    w.role = casework__role(c->mem, r.role);
    BUG_IF(!work_status_parse(r.status, &w.status));
    *ret_work = w;
    return RC_OK;
}

enum rc casework__first_step(struct ctx *c, const struct work_new *in,
                             struct q_process_in_force_row *ret_step)
{
    struct q_process_step_at_row step;
    enum rc rc = q_process_in_force(c, in->process.v, instant_date(in->opened_at), ret_step);
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = q_process_step_at(c, in->process.v, 1, &step);
    *ret_step = (struct q_process_in_force_row){in->process.v, step.id, step.role, step.place};
    return rc;
}

enum rc work_open(struct ctx *c, const struct work_new *in, struct work_id *ret_id)
{
    struct q_process_in_force_row step;
    struct q_work_insert_row row;
    const struct work w = {.receiving_agency_id = in->receiving_agency_id,
                           .receiving_unit_id = in->receiving_unit_id,
                           .competent_agency_id = in->competent_agency_id,
                           .competent_unit_id = in->competent_unit_id};
    struct q_work_insert_in to = {
        .kind = in->kind,
        .status = work_status_code(WORK_WAITING),
        .handler_id = in->handler_id,
        .receiving_agency_id = in->receiving_agency_id,
        .receiving_unit_id = in->receiving_unit_id,
        .competent_agency_id = in->competent_agency_id,
        .competent_unit_id = in->competent_unit_id,
        .opened_at = in->opened_at,
        .due_sort = FAR_FUTURE,
    };
    enum rc rc = casework__first_step(c, in, &step);
    if (!rc)
        rc = casework__locate(c, &w, step.place, &to.agency_id, &to.unit_id);
    if (rc)
        return rc;
    to.process_version_id = step.id;
    to.step_id = step.step_id;
    to.role = step.role;
    rc = q_work_insert(c, &to, &row);
    if (!rc)
        rc = q_work_pass_open(c,
                              &(struct q_work_pass_open_in){.work_id = row.id,
                                                            .step_id = step.step_id,
                                                            .unit_id = to.unit_id,
                                                            .handler_id = in->handler_id,
                                                            .entered_at = in->opened_at},
                              NULL);
    if (!rc)
        ret_id->v = row.id;
    return rc;
}

bool work_is_mine(const struct work *w, const struct actor *a)
{
    if (!a || !a->staff || !in_role(a, w->role) || w->synced)
        return false;
    if (w->handler_id.set)
        return w->handler_id.v == a->staff || (a->for_staff && w->handler_id.v == a->for_staff);
    return w->unit_id.set ? w->unit_id.v == a->unit : w->agency_id == a->agency;
}

/* A colleague of the same place may act too: what lies on an absent desk must not be stuck. */
static bool at_my_place(const struct work *w, const struct actor *a)
{
    return a && a->staff && in_role(a, w->role) &&
           (w->unit_id.set ? w->unit_id.v == a->unit : w->agency_id == a->agency);
}

static enum rc hindrance_of(struct ctx *c, const struct work *w, const char **ret_key)
{
    const struct actor *a = c->actor;
    *ret_key = NULL;
    if (a && a->kind == ACTOR_SYSTEM)
        return RC_OK;
    if (!at_my_place(w, a)) {
        *ret_key = "casework.not_your_step";
        return RC_OK;
    }
    struct q_work_guarded_row guarded;
    const enum rc rc = q_work_guarded(c, w->id.v, w->step_rank, a->staff, &guarded);
    if (!rc && guarded.hard + guarded.soft > 0)
        *ret_key = guarded.hard ? "casework.separation_of_duties" : "casework.separation_waivable";
    return rc;
}

/* What was asked for comes from the applicant, or over the counter that received the case;
   every other act belongs to the step. */
static bool brings_what_was_asked(const struct work *w, const struct actor *a,
                                  const struct q_process_actions_row *action)
{
    return a && action->by_applicant &&
           (actor_is_citizen(a) || (a->agency == w->receiving_agency_id && in_role(a, ROLE_CLERK)));
}

/* ---- branches ---- */

struct def_words casework__words(struct arena *mem, str text)
{
    struct def_words words = {NEW_N(mem, str, text.n / 2 + 1), 0};
    while (text.n) {
        const struct str_cut cut = str_cut(text, ' ');
        words.v[words.n++] = cut.head;
        text = cut.tail;
    }
    return words;
}

/* What is known of the facts of one work: said now, or before. Read when a branch asks. */
struct known {
    const struct work *w;
    const struct work_fact *said;
    ptrdiff_t said_n;
    struct q_work_facts_rows rows;
    bool read;
};

static enum rc fact_value(struct ctx *c, struct known *k, str key, str *ret_value)
{
    enum rc rc = RC_OK;
    *ret_value = STR_NONE;
    for (ptrdiff_t i = 0; i < k->said_n; i++)
        if (str_eq(k->said[i].key, key))
            *ret_value = k->said[i].value;
    if (ret_value->p)
        return RC_OK;
    if (!k->read)
        rc = q_work_facts(c, k->w->id.v, &k->rows);
    k->read = !rc;
    for (ptrdiff_t i = 0; !rc && i < k->rows.n; i++)
        if (str_eq(k->rows.v[i].key, key))
            *ret_value = k->rows.v[i].value;
    return rc;
}

enum holds { HOLDS_NOT, HOLDS, HOLDS_UNKNOWN };

static enum rc condition(struct ctx *c, struct known *k, const struct q_process_actions_row *a,
                         enum holds *ret_holds)
{
    str value;
    *ret_holds = HOLDS;
    if (!a->when_fact.p)
        return RC_OK;
    const enum rc rc = fact_value(c, k, a->when_fact, &value);
    if (rc)
        return rc;
    *ret_holds = value.p ? HOLDS_NOT : HOLDS_UNKNOWN;
    const struct def_words is = casework__words(c->mem, a->when_is);
    for (ptrdiff_t i = 0; value.p && i < is.n; i++)
        if (str_eq(is.v[i], value))
            *ret_holds = HOLDS;
    return RC_OK;
}

/* The first of that code (absent: of those the engine takes) whose condition holds. Where an
   answer is missing it is asked for by name: *ret_fact, and the action it would decide. */
static enum rc choose(struct ctx *c, struct known *k, const struct q_process_actions_rows *rows,
                      str code, const struct q_process_actions_row **ret_action, str *ret_fact)
{
    *ret_action = NULL;
    *ret_fact = STR_NONE;
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        enum holds holds;
        if (code.p ? !str_eq(rows->v[i].code, code) : !rows->v[i].automatic)
            continue;
        const enum rc rc = condition(c, k, &rows->v[i], &holds);
        if (rc)
            return rc;
        if (holds == HOLDS_NOT)
            continue;
        *ret_action = &rows->v[i];
        if (holds == HOLDS_UNKNOWN)
            *ret_fact = rows->v[i].when_fact;
        return RC_OK;
    }
    return RC_OK;
}

static bool listed(const struct work_action *list, ptrdiff_t n, str code)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq(list[i].code, code))
            return true;
    return str_eq(code, S("claim"));
}

static enum process_clock clock_of(str word)
{
    for (int k = 0; k < CLOCK_COUNT; k++)
        if (str_eq(word, process_clock_word((enum process_clock)k)))
            return (enum process_clock)k;
    BUG_IF(true);
}

static struct work_action action_of(struct ctx *c, const struct q_process_actions_row *a, str fact)
{
    struct work_action x = {.code = a->code,
                            .label = a->label,
                            .clock = clock_of(a->clock),
                            .needs_note = a->needs_note,
                            .needs_file = a->needs_file,
                            .by_applicant = a->by_applicant,
                            .fact = fact};
    if (a->reasons.p)
        x.reasons = casework__choices(c->mem, a->reasons);
    if (a->papers.p)
        x.papers = casework__words(c->mem, a->papers);
    BUG_IF(!work_status_parse(a->to_status, &x.to_status));
    return x;
}

enum rc work_actions(struct ctx *c, const struct work *w, struct work_action **ret_actions,
                     ptrdiff_t *ret_n)
{
    struct q_process_actions_rows rows;
    struct known known = {.w = w};
    const char *hindrance;
    *ret_actions = NULL;
    *ret_n = 0;
    if (w->synced)
        return RC_OK;
    enum rc rc = q_process_actions(c, w->step_id, work_status_code(w->status), &rows);
    if (!rc)
        rc = hindrance_of(c, w, &hindrance);
    if (rc)
        return rc;
    struct work_action *list = NEW_N(c->mem, struct work_action, rows.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_process_actions_row *a;
        str fact;
        if (rows.v[i].automatic || listed(list, n, rows.v[i].code))
            continue;
        rc = choose(c, &known, &rows, rows.v[i].code, &a, &fact);
        if (rc)
            return rc;
        if (!a)
            continue;
        list[n] = action_of(c, a, fact);
        list[n++].hindrance = brings_what_was_asked(w, c->actor, a) ? NULL : hindrance;
    }
    *ret_actions = list;
    *ret_n = n;
    return RC_OK;
}

/* ---- moving ---- */

static enum rc close_pass(struct ctx *c, const struct work *w, str action, struct opt_int by,
                          int64_t *ret_us)
{
    const enum rc rc = casework__working_us(c, w, w->step_since, c->now, ret_us);
    return rc ? rc
              : q_work_pass_close(c,
                                  &(struct q_work_pass_close_in){.work_id = w->id.v,
                                                                 .handler_id = by,
                                                                 .left_at = c->now,
                                                                 .action = action,
                                                                 .working_us = *ret_us},
                                  NULL);
}

/* A work that moves goes on the pile of the next place, or back to who had it there before. */
static enum rc next_place(struct ctx *c, const struct work *w, const struct q_process_step_at_row *step,
                          struct q_work_move_in *in)
{
    struct q_work_last_handler_row last;
    in->step_id = step->id;
    enum rc rc = casework__locate(c, w, step->place, &in->agency_id, &in->unit_id);
    if (rc)
        return rc;
    rc = q_work_last_handler(c, w->id.v, step->id, &last);
    in->handler_id = rc ? OPT_INT_NONE : last.handler_id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Writes the new place and status. A work that stays keeps its desk. */
static enum rc put_down(struct ctx *c, const struct work *w, enum work_status to,
                        struct opt_int to_rank, struct opt_int by)
{
    struct q_work_move_in in = {
        .id = w->id.v,
        .was_version = w->version,
        .step_id = w->step_id,
        .status = work_status_code(to),
        .role = str_of(role_word(w->role)),
        .agency_id = w->agency_id,
        .unit_id = w->unit_id,
        .handler_id = by.set ? by : w->handler_id,
        .step_since = c->now,
        .finished_at = w->finished_at,
        .closed_at = work_status_open(to) ? INSTANT_NONE : c->now,
    };
    struct q_process_step_at_row step;
    enum rc rc = RC_OK;
    if (to_rank.set) {
        rc = q_process_step_at(c, w->process.v, to_rank.v, &step);
        if (!rc)
            rc = next_place(c, w, &step, &in);
        if (rc)
            return rc;
        in.role = step.role;
    }
    if (instant_is_none(in.finished_at) && (to == WORK_ISSUED || !work_status_open(to)))
        in.finished_at = c->now;
    int64_t changed;
    rc = q_work_move(c, &in, &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!rc && !work_status_open(to))
        rc = casework__consults_over(c, w);
    if (!rc && work_status_open(to))
        rc = q_work_pass_open(c,
                              &(struct q_work_pass_open_in){.work_id = w->id.v,
                                                            .step_id = in.step_id,
                                                            .unit_id = in.unit_id,
                                                            .handler_id = in.handler_id,
                                                            .entered_at = c->now},
                              NULL);
    if (!rc && !instant_is_none(in.finished_at) && instant_is_none(w->finished_at))
        rc = casework__clock_end(c, w, c->now);
    return rc;
}

/* One action, by the engine or by somebody; *ret_after is the work as it then is. */
static enum rc carry_out(struct ctx *c, const struct work *w, const struct q_process_actions_row *a,
                         struct opt_int by, int64_t *ret_us, struct work *ret_after)
{
    enum work_status to;
    BUG_IF(!work_status_parse(a->to_status, &to));
    enum rc rc = close_pass(c, w, a->code, by, ret_us);
    if (!rc)
        rc = put_down(c, w, to, a->to_rank, by);
    if (!rc)
        rc = work_get(c, w->id, ret_after);
    if (!rc && a->to_rank.set && ret_after->has_parts)
        rc = casework__parts_open(c, ret_after);
    return rc;
}

/* What the process does by itself on arrival. Publishing refuses a circle, so it ends. */
static enum rc go_on(struct ctx *c, struct known *k, struct work *after)
{
    for (int hops = 0; after->automatic && work_status_open(after->status); hops++) {
        struct q_process_actions_rows rows;
        const struct q_process_actions_row *a;
        const struct work w = *after;
        int64_t us;
        str fact;
        BUG_IF(hops == PROCESS_STEPS_MAX * WORK_STATUS_COUNT);
        enum rc rc = q_process_actions(c, w.step_id, work_status_code(w.status), &rows);
        if (!rc)
            rc = choose(c, k, &rows, STR_NONE, &a, &fact);
        if (rc || !a)
            return rc;
        if (fact.p)
            return fail_args(c, RC_INVALID, "facts", "casework.fact_needed", &fact, 1);
        rc = carry_out(c, &w, a, OPT_INT_NONE, &us, after);
        if (rc)
            return rc;
    }
    return RC_OK;
}

/* Every fact said must be one of the process, with one of its values. */
static enum rc check_facts(struct ctx *c, const struct work *w, const struct work_act *in)
{
    struct def_fact *facts = NULL;
    ptrdiff_t n = 0;
    const enum rc rc = in->facts_n ? process_facts(c, w->process, &facts, &n) : RC_OK;
    for (ptrdiff_t i = 0; !rc && i < in->facts_n; i++) {
        bool known = false;
        for (ptrdiff_t f = 0; f < n; f++)
            for (ptrdiff_t v = 0; str_eq(facts[f].key, in->facts[i].key) && v < facts[f].values.n; v++)
                known = known || str_eq(facts[f].values.v[v].key, in->facts[i].value);
        if (!known)
            return fail_args(c, RC_INVALID, "facts", "casework.fact_unknown", &in->facts[i].key, 1);
    }
    return rc;
}

static enum rc keep_facts(struct ctx *c, const struct work *w, const struct work_act *in)
{
    enum rc rc = check_facts(c, w, in);
    for (ptrdiff_t i = 0; !rc && i < in->facts_n; i++)
        rc = q_work_fact_put(c, w->id.v, in->facts[i].key, in->facts[i].value, c->now, NULL);
    return rc;
}

static enum rc find_action(struct ctx *c, struct known *k, const struct work_act *in,
                           struct q_process_actions_row *ret_action)
{
    const struct work *w = k->w;
    struct q_process_actions_rows rows;
    const struct q_process_actions_row *a = NULL;
    str fact = STR_NONE;
    enum rc rc = q_process_actions(c, w->step_id, work_status_code(w->status), &rows);
    if (!rc && in->action.n && !str_eq(in->action, S("claim")))
        rc = choose(c, k, &rows, in->action, &a, &fact);
    if (rc)
        return rc;
    if (!a) /* a value nobody knows leads nowhere either */
        rc = check_facts(c, w, in);
    if (rc)
        return rc;
    if (!a || a->automatic)
        return fail(c, RC_INVALID, "action", "casework.no_such_action");
    if (fact.p)
        return fail_args(c, RC_INVALID, "facts", "casework.fact_needed", &fact, 1);
    *ret_action = *a;
    return RC_OK;
}

static enum rc may_take(struct ctx *c, const struct work *w, const struct q_process_actions_row *a)
{
    const char *hindrance;
    if (brings_what_was_asked(w, c->actor, a))
        return RC_OK;
    const enum rc rc = hindrance_of(c, w, &hindrance);
    if (!rc && hindrance)
        return fail(c, RC_DENIED, NULL, hindrance);
    return rc;
}

static bool has_word(const struct def_words *list, str word)
{
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], word))
            return true;
    return false;
}

/* What the action asks for; the words of the reason that was chosen. */
static enum rc asked_for(struct ctx *c, const struct q_process_actions_row *a,
                         const struct work_act *in, str *ret_reason)
{
    const struct work_action x = action_of(c, a, STR_NONE);
    *ret_reason = STR_NONE;
    for (ptrdiff_t i = 0; i < x.reasons.n; i++)
        if (str_eq(x.reasons.v[i].key, in->reason))
            *ret_reason = x.reasons.v[i].name;
    if (x.reasons.n && !ret_reason->p)
        return fail(c, RC_INVALID, "reason", "casework.reason_needed");
    if (a->needs_note && str_trim(in->note).n == 0)
        return fail(c, RC_INVALID, "note", "casework.note_needed");
    if (a->needs_file && !in->has_file)
        return fail(c, RC_INVALID, "file", "casework.file_needed");
    for (ptrdiff_t i = 0; i < x.papers.n; i++)
        if (!has_word(&in->papers, x.papers.v[i]))
            return fail_args(c, RC_INVALID, "papers", "casework.paper_needed", &x.papers.v[i], 1);
    return RC_OK;
}

static bool leaves(const struct work *w, const struct q_process_actions_row *a, enum work_status to)
{
    return (a->to_rank.set && a->to_rank.v != w->step_rank) || !work_status_open(to);
}

enum rc work_take(struct ctx *c, struct work_id id, const struct work_act *in,
                  struct work_move *ret_move)
{
    struct work w;
    struct q_process_actions_row action = {0};
    struct work_move move = {0};
    struct known known = {.w = &w, .said = in->facts, .said_n = in->facts_n};
    enum rc rc = work_get(c, id, &w);
    if (!rc && w.version != in->seen_version)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!rc)
        rc = casework__led_here(c, &w);
    if (!rc)
        rc = find_action(c, &known, in, &action);
    if (!rc)
        rc = may_take(c, &w, &action);
    if (!rc)
        rc = asked_for(c, &action, in, &move.reason);
    if (!rc)
        rc = keep_facts(c, &w, in);
    if (rc)
        return rc;
    BUG_IF(!work_status_parse(action.to_status, &move.to));
    if (w.has_parts && leaves(&w, &action, move.to))
        rc = casework__parts_leave(c, &w, false, in->note);
    if (!rc)
        rc = carry_out(c, &w, &action, opt_staff(c->actor), &move.took_us, &move.after);
    if (!rc)
        rc = go_on(c, &known, &move.after);
    if (rc)
        return rc;
    move.from = w.status;
    move.to = move.after.status;
    move.from_step = w.step_name;
    move.to_step = move.after.step_name;
    move.clock = clock_of(action.clock);
    *ret_move = move;
    return RC_OK;
}

/* A desk is its owner's: nobody takes from it or clears it, and what waits for the citizen
   waits on no desk. (A colleague may still act on it: an absent desk holds nothing up.) */
static const char *claim_refused(const struct ctx *c, const struct work *w, bool claim)
{
    const int64_t me = c->actor ? c->actor->staff : 0;
    if (!work_status_open(w->status))
        return "casework.over";
    if (w->status == WORK_SUPPLEMENT)
        return "casework.waits_for_citizen";
    if (w->handler_id.set && w->handler_id.v != me && w->handler_id.v != c->actor->for_staff)
        return "casework.on_anothers_desk";
    return !claim && !w->handler_id.set ? "casework.on_no_desk" : NULL;
}

/* Who takes an accepted one begins to examine it, where the process says so. */
static enum rc claimed_status(struct ctx *c, const struct work *w, enum work_status *ret_status)
{
    struct q_process_actions_rows rows;
    const enum rc rc = q_process_actions(c, w->step_id, work_status_code(w->status), &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        if (str_eq(rows.v[i].code, S("claim")))
            BUG_IF(!work_status_parse(rows.v[i].to_status, ret_status));
    return rc;
}

enum rc work_claim(struct ctx *c, struct work_id id, int64_t seen_version, bool claim)
{
    struct work w;
    const char *hindrance;
    enum rc rc = work_get(c, id, &w);
    if (!rc && w.version != seen_version)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!rc)
        rc = casework__led_here(c, &w);
    if (!rc)
        rc = hindrance_of(c, &w, &hindrance);
    if (rc)
        return rc;
    if (hindrance)
        return fail(c, RC_DENIED, NULL, hindrance);
    const char *why = claim_refused(c, &w, claim);
    if (why)
        return fail(c, RC_CONFLICT, NULL, why);
    enum work_status to = w.status;
    if (claim)
        rc = claimed_status(c, &w, &to);
    if (rc)
        return rc;
    /* What no unit of the agency has yet becomes the unit's that takes it on; of a case only at the
       competent agency, not at a step elsewhere. */
    const bool open = claim && !w.unit_id.set && w.role == ROLE_OFFICER && c->actor->unit;
    int64_t changed;
    rc = q_work_handler(
        c,
        &(struct q_work_handler_in){.id = id.v,
                                    .was_version = w.version,
                                    .handler_id = claim ? opt_staff(c->actor) : OPT_INT_NONE,
                                    .status = work_status_code(to),
                                    .unit_id = open ? OPT_INT(c->actor->unit) : w.unit_id,
                                    .competent_unit_id = open && w.agency_id == w.competent_agency_id
                                                             ? OPT_INT(c->actor->unit)
                                                             : w.competent_unit_id},
        &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first") : rc;
}

enum rc work_touch(struct ctx *c, struct work_id id, int64_t seen_version)
{
    int64_t changed;
    struct work w;
    enum rc rc = q_work_touch(c, id.v, seen_version, &changed);
    if (rc || changed == 1)
        return rc;
    rc = work_get(c, id, &w);
    if (!rc)
        rc = casework__led_here(c, &w);
    return rc ? rc : fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
}

enum rc work_end(struct ctx *c, struct work_id id, int64_t seen_version, enum work_status how,
                 struct work_move *ret_move)
{
    struct work w;
    BUG_IF(work_status_open(how));
    enum rc rc = work_get(c, id, &w);
    if (rc)
        return rc;
    if (w.version != seen_version)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!work_status_open(w.status) || (how == WORK_WITHDRAWN && w.status >= WORK_APPROVED))
        return fail(c, RC_CONFLICT, NULL, "casework.over");
    rc = casework__led_here(c, &w);
    if (rc)
        return rc;
    struct work_move move = {
        .from = w.status, .to = how, .from_step = w.step_name, .to_step = w.step_name};
    rc = w.has_parts ? casework__parts_leave(c, &w, true, STR_NONE) : RC_OK;
    if (!rc)
        rc = close_pass(c, &w, work_status_code(how), opt_staff(c->actor), &move.took_us);
    if (!rc)
        rc = put_down(c, &w, how, OPT_INT_NONE, opt_staff(c->actor));
    if (!rc)
        rc = work_get(c, id, &move.after);
    if (!rc)
        *ret_move = move;
    return rc;
}

enum rc work_passes(struct ctx *c, struct work_id id, struct work_pass **ret_passes, ptrdiff_t *ret_n)
{
    struct q_work_passes_rows rows;
    const enum rc rc = q_work_passes(c, id.v, &rows);
    if (rc)
        return rc;
    struct work_pass *list = NEW_N(c->mem, struct work_pass, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct work_pass){
            .step_name = rows.v[i].step_name,
            .unit_id = rows.v[i].unit_id,
            .handler_id = rows.v[i].handler_id,
            .entered_at = rows.v[i].entered_at,
            .left_at = rows.v[i].left_at,
            .action = rows.v[i].action,
            .working_us = rows.v[i].working_us.v,
            .share_minutes = rows.v[i].minutes,
        };
    *ret_passes = list;
    *ret_n = rows.n;
    return RC_OK;
}
