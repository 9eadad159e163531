/*
 * casework.c - opening, reading and moving a piece of work. The clock stands in
 * casework_clock.c, process versions in casework_process.c.
 */
#include "casework/casework_internal.h"

static bool in_role(const struct actor *a, enum role role)
{
    return (a->roles >> role & 1u) != 0;
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
        .process = {r.process_version_id},
        .step_id = r.step_id,
        .step_rank = r.rank,
        .step_name = r.step_name,
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
        .version = r.version,
    };
    w.role = casework__role(w.step_kind);
    BUG_IF(!work_status_parse(r.status, &w.status));
    *ret_work = w;
    return RC_OK;
}

enum rc work_open(struct ctx *c, const struct work_new *in, struct work_id *ret_id)
{
    struct q_process_step_at_row step;
    enum rc rc = q_process_step_at(c, in->process.v, 1, &step);
    if (rc)
        return rc;
    const enum step_kind kind = casework__step_kind(step.kind);
    BUG_IF(kind != STEP_RECEIVE);
    struct q_work_insert_row row;
    rc = q_work_insert(c,
                       &(struct q_work_insert_in){
                           .process_version_id = in->process.v,
                           .step_id = step.id,
                           .status = work_status_code(WORK_WAITING),
                           .role = step.role,
                           .agency_id = in->receiving_agency_id,
                           .unit_id = in->receiving_unit_id,
                           .handler_id = in->handler_id,
                           .receiving_agency_id = in->receiving_agency_id,
                           .receiving_unit_id = in->receiving_unit_id,
                           .competent_agency_id = in->competent_agency_id,
                           .competent_unit_id = in->competent_unit_id,
                           .opened_at = in->opened_at,
                           .due_sort = FAR_FUTURE,
                       },
                       &row);
    if (!rc)
        rc = q_work_pass_open(c,
                              &(struct q_work_pass_open_in){.work_id = row.id,
                                                            .step_id = step.id,
                                                            .unit_id = in->receiving_unit_id,
                                                            .handler_id = in->handler_id,
                                                            .entered_at = in->opened_at},
                              NULL);
    if (!rc)
        ret_id->v = row.id;
    return rc;
}

bool work_is_mine(const struct work *w, const struct actor *a)
{
    if (!a || !a->staff || !in_role(a, w->role))
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
    if (!rc && guarded.n > 0)
        *ret_key = "casework.separation_of_duties";
    return rc;
}

/* What was asked for comes from the citizen, or over the counter that received the case;
   every other act belongs to the step. */
static bool brings_what_was_asked(const struct work *w, const struct actor *a, str code)
{
    return a && str_eq(code, S("complete")) &&
           (actor_is_citizen(a) || (a->agency == w->receiving_agency_id && in_role(a, ROLE_CLERK)));
}

enum rc work_actions(struct ctx *c, const struct work *w, struct work_action **ret_actions,
                     ptrdiff_t *ret_n)
{
    struct q_process_actions_rows rows;
    const char *hindrance;
    enum rc rc = q_process_actions(c, w->step_id, work_status_code(w->status), &rows);
    if (!rc)
        rc = hindrance_of(c, w, &hindrance);
    if (rc)
        return rc;
    struct work_action *list = NEW_N(c->mem, struct work_action, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const bool brings = brings_what_was_asked(w, c->actor, rows.v[i].code);
        list[i] = (struct work_action){.code = rows.v[i].code,
                                       .needs_note = rows.v[i].needs_note,
                                       .needs_file = rows.v[i].needs_file,
                                       .hindrance = brings ? NULL : hindrance};
        BUG_IF(!work_status_parse(rows.v[i].to_status, &list[i].to_status));
    }
    *ret_actions = list;
    *ret_n = rows.n;
    return RC_OK;
}

/* Where a step of this place lies for this work. */
static void locate(const struct work *w, str place, int64_t *agency, struct opt_int *unit)
{
    if (str_eq(place, S("receiving_unit"))) {
        *agency = w->receiving_agency_id;
        *unit = w->receiving_unit_id;
    } else {
        *agency = w->competent_agency_id;
        *unit = str_eq(place, S("competent_unit")) ? w->competent_unit_id : OPT_INT_NONE;
    }
}

static enum rc close_pass(struct ctx *c, const struct work *w, str action, struct work_move *move)
{
    enum rc rc = casework__working_us(c, w, w->step_since, c->now, &move->took_us);
    if (!rc)
        rc = q_work_pass_close(c,
                               &(struct q_work_pass_close_in){.work_id = w->id.v,
                                                              .handler_id = opt_staff(c->actor),
                                                              .left_at = c->now,
                                                              .action = action,
                                                              .working_us = move->took_us},
                               NULL);
    return rc;
}

/* Writes the new place and status. A work that stays keeps its desk; one that moves goes on
   the pile of the next place, or back to who had it in that step before. */
static enum rc put_down(struct ctx *c, const struct work *w, enum work_status to,
                        struct opt_int to_rank, struct work_move *move)
{
    struct q_work_move_in in = {
        .id = w->id.v,
        .was_version = w->version,
        .step_id = w->step_id,
        .status = work_status_code(to),
        .role = S(""),
        .agency_id = w->agency_id,
        .unit_id = w->unit_id,
        .handler_id = opt_staff(c->actor).set ? opt_staff(c->actor) : w->handler_id,
        .step_since = c->now,
        .finished_at = w->finished_at,
        .closed_at = work_status_open(to) ? INSTANT_NONE : c->now,
    };
    struct q_process_step_at_row step;
    enum rc rc = q_process_step_at(c, w->process.v, to_rank.set ? to_rank.v : w->step_rank, &step);
    if (rc)
        return rc;
    in.role = step.role;
    move->to_step = step.name;
    if (to_rank.set) {
        struct q_work_last_handler_row last;
        in.step_id = step.id;
        locate(w, step.place, &in.agency_id, &in.unit_id);
        rc = q_work_last_handler(c, w->id.v, step.id, &last);
        if (rc && rc != RC_NOT_FOUND)
            return rc;
        in.handler_id = rc ? OPT_INT_NONE : last.handler_id;
    }
    if (instant_is_none(in.finished_at) && (to == WORK_ISSUED || !work_status_open(to)))
        in.finished_at = c->now;
    int64_t changed;
    rc = q_work_move(c, &in, &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
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

static enum rc find_action(struct ctx *c, const struct work *w, str code,
                           struct q_process_actions_row *ret_action)
{
    struct q_process_actions_rows rows;
    const enum rc rc = q_process_actions(c, w->step_id, work_status_code(w->status), &rows);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].code, code)) {
            *ret_action = rows.v[i];
            return RC_OK;
        }
    return fail(c, RC_INVALID, "action", "casework.no_such_action");
}

static enum rc may_take(struct ctx *c, const struct work *w, str code)
{
    const char *hindrance;
    if (brings_what_was_asked(w, c->actor, code))
        return RC_OK;
    const enum rc rc = hindrance_of(c, w, &hindrance);
    if (!rc && hindrance)
        return fail(c, RC_DENIED, NULL, hindrance);
    return rc;
}

enum rc work_take(struct ctx *c, struct work_id id, const struct work_act *in,
                  struct work_move *ret_move)
{
    struct work w;
    struct q_process_actions_row action = {0};
    enum rc rc = work_get(c, id, &w);
    if (!rc && w.version != in->seen_version)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!rc)
        rc = find_action(c, &w, in->action, &action);
    if (!rc)
        rc = may_take(c, &w, in->action);
    if (rc)
        return rc;
    if (action.needs_note && str_trim(in->note).n == 0)
        return fail(c, RC_INVALID, "note", "casework.note_needed");
    if (action.needs_file && !in->has_file)
        return fail(c, RC_INVALID, "file", "casework.file_needed");
    struct work_move move = {.from = w.status, .from_step = w.step_name};
    BUG_IF(!work_status_parse(action.to_status, &move.to));
    rc = close_pass(c, &w, in->action, &move);
    if (!rc)
        rc = put_down(c, &w, move.to, action.to_rank, &move);
    if (!rc)
        rc = work_get(c, id, &move.after);
    if (!rc)
        *ret_move = move;
    return rc;
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

enum rc work_claim(struct ctx *c, struct work_id id, int64_t seen_version, bool claim)
{
    struct work w;
    const char *hindrance;
    enum rc rc = work_get(c, id, &w);
    if (!rc && w.version != seen_version)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!rc)
        rc = hindrance_of(c, &w, &hindrance);
    if (rc)
        return rc;
    if (hindrance)
        return fail(c, RC_DENIED, NULL, hindrance);
    const char *why = claim_refused(c, &w, claim);
    if (why)
        return fail(c, RC_CONFLICT, NULL, why);
    /* Who takes an accepted one begins to examine it. */
    const enum work_status to = claim && w.status == WORK_ACCEPTED ? WORK_PROCESSING : w.status;
    /* What no unit of the agency has yet becomes the unit's that takes it on. */
    const bool open = claim && !w.unit_id.set && w.role == ROLE_OFFICER && c->actor->unit;
    int64_t changed;
    rc = q_work_handler(c,
                        &(struct q_work_handler_in){
                            .id = id.v,
                            .was_version = w.version,
                            .handler_id = claim ? opt_staff(c->actor) : OPT_INT_NONE,
                            .status = work_status_code(to),
                            .unit_id = open ? OPT_INT(c->actor->unit) : w.unit_id,
                            .competent_unit_id = open ? OPT_INT(c->actor->unit) : w.competent_unit_id},
                        &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first") : rc;
}

enum rc work_touch(struct ctx *c, struct work_id id, int64_t seen_version)
{
    int64_t changed;
    const enum rc rc = q_work_touch(c, id.v, seen_version, &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first") : rc;
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
    struct work_move move = {.from = w.status, .to = how, .from_step = w.step_name};
    rc = close_pass(c, &w, work_status_code(how), &move);
    if (!rc)
        rc = put_down(c, &w, how, OPT_INT_NONE, &move);
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
