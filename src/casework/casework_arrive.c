/* casework_arrive.c - see arrive.h. */
#include "casework/arrive.h"

#include "casework/assign.h"
#include "casework/casework_internal.h"

/* ---- moved in ---- */

static bool may_stand_at(const struct work_arrival *in, const struct q_process_steps_row *step)
{
    return !in->accepted || !str_eq(step->kind, step_kind_word(STEP_RECEIVE));
}

/* The step named, or the first at which the status occurs. */
static enum rc find_step(struct ctx *c, int64_t process, const struct work_arrival *in,
                         struct q_process_steps_row *ret_step)
{
    struct q_process_steps_rows steps;
    bool named = false;
    enum rc rc = q_process_steps(c, process, &steps);
    for (ptrdiff_t i = 0; !rc && i < steps.n; i++) {
        struct q_process_state_row occurs;
        if (in->step.n ? !str_eq(in->step, steps.v[i].key) : !may_stand_at(in, &steps.v[i]))
            continue;
        named = true;
        rc = q_process_state(c, process, steps.v[i].rank, work_status_code(in->status), &occurs);
        if (!rc && occurs.n) {
            *ret_step = steps.v[i];
            return RC_OK;
        }
    }
    if (rc)
        return rc;
    return in->step.n && !named ? fail(c, RC_INVALID, "step", "casework.arrive.no_step")
                                : fail(c, RC_INVALID, "status", "casework.arrive.no_state");
}

static enum rc insert(struct ctx *c, const struct work_new *at, int64_t process,
                      const struct q_process_steps_row *step, struct q_work_insert_in *to,
                      int64_t *ret_id)
{
    struct q_work_insert_row row;
    to->kind = at->kind;
    to->process_version_id = process;
    to->step_id = step->id;
    to->receiving_agency_id = at->receiving_agency_id;
    to->receiving_unit_id = at->receiving_unit_id;
    to->competent_agency_id = at->competent_agency_id;
    to->competent_unit_id = at->competent_unit_id;
    to->opened_at = at->opened_at;
    to->due_sort = FAR_FUTURE;
    const enum rc rc = q_work_insert(c, to, &row);
    if (!rc)
        *ret_id = row.id;
    return rc;
}

/* Reception was elsewhere and took none of our time; who did it counts for the guards. */
static enum rc pass_of_reception(struct ctx *c, int64_t id, const struct work_arrival *in,
                                 const struct q_process_in_force_row *first)
{
    const enum rc rc =
        q_work_pass_open(c,
                         &(struct q_work_pass_open_in){.work_id = id,
                                                       .step_id = first->step_id,
                                                       .unit_id = in->at.receiving_unit_id,
                                                       .handler_id = in->received_by,
                                                       .entered_at = in->at.opened_at},
                         NULL);
    return rc ? rc
              : q_work_pass_close(c,
                                  &(struct q_work_pass_close_in){.work_id = id,
                                                                 .handler_id = in->received_by,
                                                                 .left_at = in->since,
                                                                 .action = S("moved_in"),
                                                                 .working_us = 0},
                                  NULL);
}

static enum rc give_desk(struct ctx *c, int64_t id, struct opt_int staff, const char **ret_hindrance)
{
    struct work w;
    int64_t changed;
    *ret_hindrance = NULL;
    if (!staff.set)
        return RC_OK;
    enum rc rc = work_get(c, (struct work_id){id}, &w);
    if (!rc)
        rc = work_may_get(c, &w, staff.v, ret_hindrance);
    if (rc || *ret_hindrance)
        return rc;
    if (!w.unit_id.set && w.role == ROLE_OFFICER) {
        *ret_hindrance = "casework.arrive.no_unit";
        return RC_OK;
    }
    return q_work_handler(c,
                          &(struct q_work_handler_in){.id = id,
                                                      .was_version = w.version,
                                                      .handler_id = staff,
                                                      .status = work_status_code(w.status),
                                                      .unit_id = w.unit_id,
                                                      .competent_unit_id = w.competent_unit_id},
                          &changed);
}

static enum rc put_down(struct ctx *c, const struct work_arrival *in,
                        const struct q_process_in_force_row *first,
                        const struct q_process_steps_row *step, struct work_id *ret_id)
{
    const struct work places = {.receiving_agency_id = in->at.receiving_agency_id,
                                .receiving_unit_id = in->at.receiving_unit_id,
                                .competent_agency_id = in->at.competent_agency_id,
                                .competent_unit_id = in->at.competent_unit_id};
    struct q_work_insert_in to = {.status = work_status_code(in->status), .role = step->role};
    struct work w;
    enum rc rc = casework__locate(c, &places, step->place, &to.agency_id, &to.unit_id);
    if (!rc)
        rc = insert(c, &in->at, first->id, step, &to, &ret_id->v);
    if (!rc)
        rc = q_work_arrived(c, ret_id->v, in->since, false, NULL);
    if (!rc && step->id != first->step_id)
        rc = pass_of_reception(c, ret_id->v, in, first);
    if (!rc)
        rc = q_work_pass_open(c,
                              &(struct q_work_pass_open_in){.work_id = ret_id->v,
                                                            .step_id = step->id,
                                                            .unit_id = to.unit_id,
                                                            .entered_at = in->since},
                              NULL);
    if (!rc)
        rc = work_get(c, *ret_id, &w);
    return !rc && w.has_parts ? casework__parts_open(c, &w) : rc;
}

enum rc work_arrive(struct ctx *c, const struct work_arrival *in, struct work_id *ret_id,
                    const char **ret_hindrance)
{
    struct q_process_in_force_row first = {0};
    struct q_process_steps_row step = {0};
    BUG_IF(in->since.us < in->at.opened_at.us || in->since.us > c->now.us);
    if (!work_status_open(in->status))
        return fail(c, RC_INVALID, "status", "casework.arrive.over");
    enum rc rc = casework__first_step(c, &in->at, &first);
    if (!rc)
        rc = find_step(c, first.id, in, &step);
    if (!rc)
        rc = put_down(c, in, &first, &step, ret_id);
    return rc ? rc : give_desk(c, ret_id->v, in->at.handler_id, ret_hindrance);
}

enum rc work_clock_settle(struct ctx *c, struct work_id id)
{
    return casework__clock_lapse(c, id, c->now);
}

enum rc work_finished_at(struct ctx *c, struct work_id id, instant at)
{
    struct work w;
    enum rc rc = work_get(c, id, &w);
    if (!rc)
        rc = casework__led_here(c, &w);
    if (!rc)
        rc = q_work_finished_at(c, id.v, at, NULL);
    return rc ? rc : casework__clock_end(c, &w, at);
}

/* ---- led by another system ---- */

#define SYNCED_CODE "synced"

enum rc work_synced_process(struct ctx *c, str kind, struct process_id *ret_process)
{
    struct process_step_in steps[STEP_KIND_COUNT];
    static const char *const names[STEP_KIND_COUNT] = {
        [STEP_RECEIVE] = "casework.synced.receive",
        [STEP_PROCESS] = "casework.synced.process",
        [STEP_APPROVE] = "casework.synced.approve",
        [STEP_ISSUE] = "casework.synced.issue",
    };
    const enum rc rc = process_of_code(c, S(SYNCED_CODE), kind, instant_date(c->now), ret_process);
    if (rc != RC_NOT_FOUND)
        return rc;
    for (int i = 0; i < STEP_KIND_COUNT; i++)
        steps[i] =
            (struct process_step_in){.name = text_get(LANG_VI, names[i]), .kind = (enum step_kind)i};
    return process_put(c,
                       &(struct process_in){.code = S(SYNCED_CODE),
                                            .name = text_get(LANG_VI, "casework.synced.name"),
                                            .kind = kind,
                                            .steps = steps,
                                            .n = STEP_KIND_COUNT},
                       ret_process);
}

static enum step_kind kind_of(const struct work_synced *in)
{
    static const enum step_kind kinds[WORK_STATUS_COUNT] = {
        [WORK_WAITING] = STEP_RECEIVE,   [WORK_SUPPLEMENT] = STEP_PROCESS,
        [WORK_ACCEPTED] = STEP_PROCESS,  [WORK_PROCESSING] = STEP_PROCESS,
        [WORK_APPROVING] = STEP_APPROVE, [WORK_APPROVED] = STEP_ISSUE,
        [WORK_ISSUED] = STEP_ISSUE,      [WORK_RETURNED] = STEP_ISSUE,
        [WORK_REFUSED] = STEP_PROCESS,   [WORK_WITHDRAWN] = STEP_PROCESS,
        [WORK_STOPPED] = STEP_PROCESS,   [WORK_CANCELLED] = STEP_PROCESS,
        [WORK_FORWARDED] = STEP_PROCESS,
    };
    return kinds[in->status];
}

static enum rc step_of(struct ctx *c, int64_t process, enum step_kind kind,
                       struct q_process_steps_row *ret_step)
{
    struct q_process_steps_rows steps;
    const enum rc rc = q_process_steps(c, process, &steps);
    for (ptrdiff_t i = 0; !rc && i < steps.n; i++)
        if (str_eq(steps.v[i].kind, step_kind_word(kind))) {
            *ret_step = steps.v[i];
            return RC_OK;
        }
    BUG_IF(!rc); /* work_synced_process gives every kind one */
    return rc;
}

/* The date told, where it is a new one; what is over is in no list of late ones any more. */
static enum rc put_due(struct ctx *c, struct work_id id, const struct work_synced *in, instant was,
                       bool told)
{
    const bool over = !instant_is_none(in->finished_at);
    const bool none = instant_is_none(in->due_at);
    enum rc rc = RC_OK;
    if (in->due_at.us != was.us || (!told && !none))
        rc = q_work_clock_insert(c,
                                 &(struct q_work_clock_insert_in){.work_id = id.v,
                                                                  .kind = S("told"),
                                                                  .at = c->now,
                                                                  .entered_at = c->now,
                                                                  .rule = STR_NONE,
                                                                  .limit_at = in->due_at,
                                                                  .extended_to = DATE_NONE,
                                                                  .ground = in->ground,
                                                                  .due_at = in->due_at},
                                 NULL);
    return rc ? rc
              : q_work_due(c,
                           &(struct q_work_due_in){.id = id.v,
                                                   .due_at = in->due_at,
                                                   .due_sort = over || none ? FAR_FUTURE : in->due_at,
                                                   .clock_state = over   ? S("ended")
                                                                  : none ? S("none")
                                                                         : S("running"),
                                                   .pause_until = INSTANT_NONE,
                                                   .missed_at = INSTANT_NONE},
                           NULL);
}

enum rc work_synced_open(struct ctx *c, const struct work_new *at, const struct work_synced *in,
                         struct work_id *ret_id)
{
    struct q_process_steps_row step = {0};
    struct q_work_insert_in to = {.status = work_status_code(in->status),
                                  .role = str_of(role_word(ROLE_ANYBODY)),
                                  .agency_id = at->competent_agency_id};
    enum rc rc = step_of(c, at->process.v, kind_of(in), &step);
    if (!rc)
        rc = insert(c, at, at->process.v, &step, &to, &ret_id->v);
    if (!rc)
        rc = q_work_arrived(c, ret_id->v, in->since, true, NULL);
    if (!rc)
        rc = q_work_pass_open(c,
                              &(struct q_work_pass_open_in){
                                  .work_id = ret_id->v, .step_id = step.id, .entered_at = in->since},
                              NULL);
    if (!rc)
        rc = q_work_synced_end(c, ret_id->v, in->finished_at, in->closed_at, NULL);
    return rc ? rc : put_due(c, *ret_id, in, INSTANT_NONE, false);
}

/* It went on: the pass that was open took none of our time. */
static enum rc next_pass(struct ctx *c, const struct work *w, int64_t step,
                         const struct work_synced *in)
{
    const instant left = in->since.us < w->step_since.us ? w->step_since : in->since;
    const enum rc rc = q_work_pass_close(
        c,
        &(struct q_work_pass_close_in){
            .work_id = w->id.v, .left_at = left, .action = S("synced"), .working_us = 0},
        NULL);
    return rc || !work_status_open(in->status)
               ? rc
               : q_work_pass_open(c,
                                  &(struct q_work_pass_open_in){
                                      .work_id = w->id.v, .step_id = step, .entered_at = left},
                                  NULL);
}

enum rc work_synced_put(struct ctx *c, struct work_id id, const struct work_synced *in)
{
    struct q_process_steps_row step = {0};
    struct work w;
    int64_t changed = 0;
    enum rc rc = work_get(c, id, &w);
    if (!rc && !w.synced)
        return fail(c, RC_CONFLICT, NULL, "casework.not_synced");
    if (!rc)
        rc = step_of(c, w.process.v, kind_of(in), &step);
    if (!rc && (step.id != w.step_id || work_status_open(in->status) != work_status_open(w.status)))
        rc = next_pass(c, &w, step.id, in);
    if (!rc)
        rc = q_work_synced_put(c,
                               &(struct q_work_synced_put_in){.id = id.v,
                                                              .was_version = w.version,
                                                              .step_id = step.id,
                                                              .status = work_status_code(in->status),
                                                              .step_since = in->since},
                               &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!rc)
        rc = q_work_synced_end(c, id.v, in->finished_at, in->closed_at, NULL);
    return rc ? rc : put_due(c, id, in, w.due_at, !instant_is_none(w.due_at));
}
