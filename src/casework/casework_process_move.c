/*
 * casework_process_move.c - running work to another version of its process: one by one, or all
 * of a version as an order that a job carries out in small units.
 */
#include "casework/casework_internal.h"
#include "casework/parts.h"

#include "core/buf.h"
#include "job/job.h"

#define AT_ONCE 40

static const struct work_case *known_cases;

void work_configure(const struct work_case *cases)
{
    known_cases = cases;
}

static enum rc tell_case(struct ctx *c, const struct work *w, const struct work_migrated *m)
{
    for (const struct work_case *k = known_cases; k && k->kind; k++)
        if (str_eq(str_of(k->kind), w->kind))
            return k->migrated(c, w->id, m);
    BUG_IF(true); /* a kind of work nobody answers for would lose its event */
}

/* ---- the two versions ---- */

struct route {
    struct q_process_version_get_row from, to;
    struct q_process_steps_rows was, is;
};

static enum rc versions(struct ctx *c, struct process_id from, struct process_id to, struct route *r)
{
    enum rc rc = q_process_version_get(c, from.v, &r->from);
    if (!rc)
        rc = q_process_version_get(c, to.v, &r->to);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "to", "casework.move.other_process");
    if (rc)
        return rc;
    if (from.v == to.v || !str_eq(r->from.code, r->to.code) || !str_eq(r->from.kind, r->to.kind))
        return fail(c, RC_INVALID, "to", "casework.move.other_process");
    if (!str_eq(r->to.state, S("published")))
        return fail(c, RC_INVALID, "to", "casework.move.not_published");
    rc = q_process_steps(c, from.v, &r->was);
    return rc ? rc : q_process_steps(c, to.v, &r->is);
}

static const struct q_process_steps_row *step_of(const struct q_process_steps_rows *rows, str key)
{
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].key, key))
            return &rows->v[i];
    return NULL;
}

/* The step of the new version that stands for one of the old; NULL: none. */
static const struct q_process_steps_row *counterpart(const struct route *r,
                                                     const struct work_migrate *in, str key)
{
    for (ptrdiff_t i = 0; i < in->n; i++)
        if (str_eq(in->map[i].from, key))
            return step_of(&r->is, in->map[i].to);
    return step_of(&r->is, key);
}

static enum rc check_map(struct ctx *c, const struct route *r, const struct work_migrate *in)
{
    for (ptrdiff_t i = 0; i < in->n; i++)
        if (!step_of(&r->was, in->map[i].from) || (in->map[i].to.n && !step_of(&r->is, in->map[i].to)))
            return fail_args(c, RC_INVALID, "map", "casework.check.no_such_step", &in->map[i].from, 1);
    return RC_OK;
}

/* ---- one ---- */

static enum rc move_passes(struct ctx *c, struct work_id id, const struct route *r,
                           const struct work_migrate *in)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < r->was.n; i++) {
        const struct q_process_steps_row *to = counterpart(r, in, r->was.v[i].key);
        rc = q_work_pass_repin(c, id.v, r->was.v[i].id, to ? OPT_INT(to->id) : OPT_INT_NONE, NULL);
    }
    return rc;
}

static enum rc repin(struct ctx *c, const struct work *w, const struct q_process_steps_row *to,
                     struct process_id process)
{
    struct q_work_repin_in in = {.id = w->id.v,
                                 .was_version = w->version,
                                 .process_version_id = process.v,
                                 .step_id = to->id,
                                 .role = to->role};
    int64_t changed;
    enum rc rc = casework__locate(c, w, to->place, &in.agency_id, &in.unit_id);
    if (!rc)
        rc = q_work_repin(c, &in, &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first") : rc;
}

/* The step must be there, and its state must occur: else nobody could go on. */
static enum rc goes(struct ctx *c, enum work_status status, const struct q_process_steps_row *to,
                    struct process_id process, bool *ret_goes)
{
    struct q_process_state_row row = {0};
    const enum rc rc =
        to ? q_process_state(c, process.v, to->rank, work_status_code(status), &row) : RC_OK;
    *ret_goes = row.n > 0;
    return rc;
}

static enum rc check_state(struct ctx *c, const struct work *w, const struct q_process_steps_row *to,
                           struct process_id process)
{
    bool yes = false;
    const enum rc rc = goes(c, w->status, to, process, &yes);
    return !rc && !yes
               ? fail_args(c, RC_INVALID, "map", "casework.move.no_counterpart", &w->step_name, 1)
               : rc;
}

static enum rc seen_open(struct ctx *c, struct work_id id, int64_t seen_version, struct work *ret_work)
{
    const enum rc rc = work_get(c, id, ret_work);
    if (rc)
        return rc;
    if (ret_work->version != seen_version)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!work_status_open(ret_work->status))
        return fail(c, RC_CONFLICT, NULL, "casework.over");
    return casework__led_here(c, ret_work);
}

/* Open parts go on where the new step has parts too, those it has more begin; else they are over. */
static enum rc move_parts(struct ctx *c, const struct work *w, int64_t step)
{
    struct work after;
    enum rc rc = q_work_part_repin(c, w->id.v, w->step_id, step, NULL);
    if (!rc)
        rc = work_get(c, w->id, &after);
    if (rc)
        return rc;
    return after.has_parts ? casework__parts_open(c, &after)
                           : casework__parts_leave(c, &after, true, STR_NONE);
}

static enum rc migrate(struct ctx *c, const struct work *w, const struct route *r,
                       const struct work_migrate *in)
{
    const struct q_process_steps_row *to = counterpart(r, in, w->step_key);
    enum rc rc = check_state(c, w, to, in->to);
    if (!rc)
        rc = repin(c, w, to, in->to);
    if (!rc)
        rc = move_passes(c, w->id, r, in);
    if (!rc)
        rc = q_work_pass_here(c, w->id.v, to->id, NULL);
    if (!rc)
        rc = move_parts(c, w, to->id);
    return rc ? rc
              : tell_case(c, w,
                          &(struct work_migrated){.from_no = r->from.no,
                                                  .to_no = r->to.no,
                                                  .from_step = w->step_name,
                                                  .to_step = to->name,
                                                  .reason = in->reason});
}

static enum rc may_move(struct ctx *c, const struct work_migrate *in)
{
    const enum rc rc = authz(c->actor, PERM_PROCESS_MANAGE, REACH_ALL);
    if (rc)
        return rc;
    return str_trim(in->reason).n ? RC_OK : fail(c, RC_INVALID, "reason", "casework.note_needed");
}

enum rc work_migrate(struct ctx *c, struct work_id id, const struct work_migrate *in)
{
    struct route r;
    struct work w;
    enum rc rc = may_move(c, in);
    if (!rc)
        rc = seen_open(c, id, in->seen_version, &w);
    if (!rc)
        rc = versions(c, w.process, in->to, &r);
    if (!rc)
        rc = check_map(c, &r, in);
    return rc ? rc : migrate(c, &w, &r, in);
}

/* ---- all of a version ---- */

static str map_text(struct arena *mem, const struct work_migrate *in)
{
    struct buf b = buf_new(mem, 64 * 1024);
    for (ptrdiff_t i = 0; i < in->n; i++)
        buf_fmt(&b, "%.*s %.*s\n", STR_ARG(in->map[i].from), STR_ARG(in->map[i].to));
    BUG_IF(buf_full(&b));
    return buf_str(&b);
}

static const struct q_process_steps_row *step_by(const struct q_process_steps_rows *rows, int64_t id)
{
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (rows->v[i].id == id)
            return &rows->v[i];
    BUG_IF(true);
}

static enum rc preview_row(struct ctx *c, const struct route *r, const struct work_migrate *in,
                           const struct q_process_move_states_row *state,
                           struct process_move_row *ret_row)
{
    const struct q_process_steps_row *was = step_by(&r->was, state->step_id),
                                     *to = counterpart(r, in, was->key);
    struct process_move_row row = {.step_key = was->key, .step_name = was->name, .n = state->n};
    bool yes = false;
    BUG_IF(!work_status_parse(state->status, &row.status));
    const enum rc rc = goes(c, row.status, to, in->to, &yes);
    if (yes) {
        row.to_key = to->key;
        row.to_name = to->name;
    }
    *ret_row = row;
    return rc;
}

enum rc process_move_preview(struct ctx *c, struct process_id from, const struct work_migrate *in,
                             struct process_move_row **ret_rows, ptrdiff_t *ret_n)
{
    struct route r;
    struct q_process_move_states_rows states = {0};
    enum rc rc = authz(c->actor, PERM_PROCESS_MANAGE, REACH_ALL);
    if (!rc)
        rc = versions(c, from, in->to, &r);
    if (!rc)
        rc = check_map(c, &r, in);
    if (!rc)
        rc = q_process_move_states(c, from.v, &states);
    struct process_move_row *rows = NEW_N(c->mem, struct process_move_row, states.n);
    for (ptrdiff_t i = 0; !rc && i < states.n; i++)
        rc = preview_row(c, &r, in, &states.v[i], &rows[i]);
    if (rc)
        return rc;
    *ret_rows = rows;
    *ret_n = states.n;
    return RC_OK;
}

enum rc process_move(struct ctx *c, struct process_id from, const struct work_migrate *in)
{
    struct route r;
    struct q_process_move_insert_row row;
    enum rc rc = may_move(c, in);
    if (!rc)
        rc = versions(c, from, in->to, &r);
    if (!rc)
        rc = check_map(c, &r, in);
    if (!rc)
        rc = q_process_move_insert(
            c,
            &(struct q_process_move_insert_in){.from_version_id = from.v,
                                               .to_version_id = in->to.v,
                                               .steps = map_text(c->mem, in),
                                               .reason = in->reason,
                                               .ordered_at = c->now,
                                               .ordered_by = c->actor && c->actor->account
                                                                 ? OPT_INT(c->actor->account)
                                                                 : OPT_INT_NONE},
            &row);
    if (!rc)
        rc = casework__process_event(c, "process.move_ordered", from, EV_INT("to_no", r.to.no),
                                     in->reason);
    if (rc)
        return rc;
    const str id = str_fmt(c->mem, "%lld", (long long)row.id);
    return job_ask(c, "casework.move", id, id);
}

/* One of an order. What cannot follow stays where it is; anything else ends the unit. */
static enum rc move_one(struct ctx *c, const struct route *r, struct work_migrate *in, int64_t id,
                        bool *ret_moved)
{
    struct work w;
    const enum rc got = work_get(c, (struct work_id){id}, &w);
    if (got)
        return got;
    const struct q_process_steps_row *to = counterpart(r, in, w.step_key);
    enum rc rc = casework__led_here(c, &w);
    if (!rc)
        rc = check_state(c, &w, to, in->to);
    *ret_moved = false;
    if (rc == RC_INVALID || rc == RC_CONFLICT) {
        c->faults = NULL;
        return RC_OK;
    }
    if (!rc)
        rc = migrate(c, &w, r, in);
    *ret_moved = rc == RC_OK;
    return rc;
}

static void read_map(struct arena *mem, str text, struct work_migrate *in)
{
    const struct def_choices lines = casework__choices(mem, text);
    struct work_step_map *map = NEW_N(mem, struct work_step_map, lines.n);
    for (ptrdiff_t i = 0; i < lines.n; i++)
        map[i] = (struct work_step_map){lines.v[i].key, lines.v[i].name};
    in->map = map;
    in->n = lines.n;
}

static enum rc move_unit(struct ctx *c, struct job_run *run)
{
    struct q_process_move_get_row order;
    struct q_process_move_works_rows works = {0};
    struct route r;
    int64_t id = 0, after = 0, moved = 0;
    c->actor = (struct actor *)(uintptr_t)access_system(); /* the order has its person's name */
    BUG_IF(!str_to_i64(run->arg, &id));
    if (run->cursor.n)
        BUG_IF(!str_to_i64(run->cursor, &after));
    enum rc rc = q_process_move_get(c, id, &order);
    if (rc || !instant_is_none(order.done_at)) /* asked for twice */
        return rc;
    struct work_migrate in = {.to = {order.to_version_id}, .reason = order.reason};
    read_map(c->mem, order.steps, &in);
    rc = versions(c, (struct process_id){order.from_version_id}, in.to, &r);
    if (!rc)
        rc = q_process_move_works(c, order.from_version_id, after, AT_ONCE, &works);
    for (ptrdiff_t i = 0; !rc && i < works.n; i++) {
        bool yes = false;
        rc = move_one(c, &r, &in, works.v[i].id, &yes);
        moved += yes;
    }
    const bool done = works.n < AT_ONCE;
    if (!rc)
        rc = q_process_move_count(c, id, moved, works.n - moved, done ? c->now : INSTANT_NONE, NULL);
    return rc || done ? rc : job_more(run, str_fmt(c->mem, "%lld", (long long)works.v[works.n - 1].id));
}

const struct job_kind casework_jobs[] = {
    {"casework.move", move_unit, .title = "casework.job.move"},
    {0},
};

enum rc process_orders(struct ctx *c, str code, struct process_order **ret_orders, ptrdiff_t *ret_n)
{
    struct q_process_move_list_rows rows;
    const enum rc rc = q_process_move_list(c, code, 50, &rows);
    if (rc)
        return rc;
    struct process_order *list = NEW_N(c->mem, struct process_order, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct process_order){.id = rows.v[i].id,
                                         .from_no = rows.v[i].from_no,
                                         .to_no = rows.v[i].to_no,
                                         .moved = rows.v[i].moved,
                                         .refused = rows.v[i].refused,
                                         .reason = rows.v[i].reason,
                                         .ordered_by = rows.v[i].ordered_by,
                                         .ordered_at = rows.v[i].ordered_at,
                                         .done_at = rows.v[i].done_at};
    *ret_orders = list;
    *ret_n = rows.n;
    return RC_OK;
}
