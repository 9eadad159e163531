/*
 * casework_parts.c - what stands beside the step: places, parallel parts, waivers of guards.
 */
#include "casework/casework_internal.h"
#include "casework/parts.h"

#include "org/org.h"

static enum rc gone(struct ctx *c, enum rc rc, str place)
{
    return rc == RC_NOT_FOUND ? fail_args(c, RC_INVALID, "place", "casework.place_gone", &place, 1)
                              : rc;
}

/* A unit or agency named by its code. */
static enum rc named_place(struct ctx *c, str place, int64_t *ret_agency, struct opt_int *ret_unit)
{
    const struct str_cut cut = str_cut(place, ':');
    struct agency agency;
    struct unit unit;
    enum rc rc;
    *ret_unit = OPT_INT_NONE;
    if (str_eq(cut.head, S("agency"))) {
        rc = org_agency_by_code(c, cut.tail, instant_date(c->now), &agency);
        if (!rc)
            *ret_agency = agency.id;
        return gone(c, rc, place);
    }
    rc = org_unit_by_code(c, cut.tail, &unit);
    if (!rc) {
        *ret_agency = unit.agency;
        *ret_unit = OPT_INT(unit.id);
    }
    return gone(c, rc, place);
}

enum rc casework__locate(struct ctx *c, const struct work *w, str place, int64_t *ret_agency,
                         struct opt_int *ret_unit)
{
    if (str_has(place, S(":")))
        return named_place(c, place, ret_agency, ret_unit);
    const bool receiving = str_starts(place, S("receiving"));
    *ret_agency = receiving ? w->receiving_agency_id : w->competent_agency_id;
    *ret_unit = OPT_INT_NONE;
    if (str_ends(place, S("_unit")))
        *ret_unit = receiving ? w->receiving_unit_id : w->competent_unit_id;
    return RC_OK;
}

/* ---- parts ---- */

static bool was_opened(const struct q_work_parts_rows *have, int64_t step, str key)
{
    for (ptrdiff_t i = 0; i < have->n; i++)
        if (have->v[i].step_id == step && str_eq(have->v[i].key, key))
            return true;
    return false;
}

enum rc casework__parts_open(struct ctx *c, const struct work *w)
{
    struct q_process_parts_rows parts;
    struct q_work_parts_rows have;
    enum rc rc = q_process_parts(c, w->process.v, w->step_rank, &parts);
    if (!rc)
        rc = q_work_parts(c, w->id.v, &have);
    for (ptrdiff_t i = 0; !rc && i < parts.n; i++) {
        struct q_work_part_insert_in in = {.work_id = w->id.v,
                                           .step_id = w->step_id,
                                           .key = parts.v[i].key,
                                           .name = parts.v[i].name,
                                           .role = parts.v[i].role,
                                           .minutes = parts.v[i].minutes,
                                           .join_all = parts.v[i].join_all,
                                           .opened_at = c->now};
        if (was_opened(&have, w->step_id, parts.v[i].key))
            continue;
        rc = casework__locate(c, w, parts.v[i].place, &in.agency_id, &in.unit_id);
        if (!rc)
            rc = q_work_part_insert(c, &in, NULL);
    }
    return rc;
}

static enum rc close_part(struct ctx *c, const struct work *w, const struct q_work_parts_row *p,
                          const char *outcome, str note)
{
    struct q_work_part_close_in in = {
        .id = p->id,
        .handler_id = c->actor && c->actor->staff ? OPT_INT(c->actor->staff) : OPT_INT_NONE,
        .closed_at = c->now,
        .outcome = str_of(outcome),
        .note = note.n ? note : STR_NONE,
    };
    int64_t changed;
    enum rc rc = casework__working_us(c, w, p->opened_at, c->now, &in.working_us);
    if (!rc)
        rc = q_work_part_close(c, &in, &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.part_closed") : rc;
}

enum rc casework__parts_leave(struct ctx *c, const struct work *w, bool ends, str note)
{
    struct q_work_parts_rows rows;
    enum rc rc = q_work_parts(c, w->id.v, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        const struct q_work_parts_row *p = &rows.v[i];
        if (!instant_is_none(p->closed_at) || p->step_id != w->step_id)
            continue;
        if (!ends && p->join_all)
            return fail_args(c, RC_CONFLICT, NULL, "casework.parts_open", &p->name, 1);
        if (!ends && !str_trim(note).n)
            return fail(c, RC_INVALID, "note", "casework.overtake_note");
        rc = close_part(c, w, p, "overtaken", STR_NONE);
    }
    return rc;
}

static bool at_its_place(struct ctx *c, const struct q_work_parts_row *p)
{
    const struct actor *a = c->actor;
    return a && a->staff && actor_has_role(a, casework__role(c->mem, p->role)) &&
           (p->unit_id.set ? p->unit_id.v == a->unit : p->agency_id == a->agency);
}

enum rc work_parts(struct ctx *c, struct work_id id, struct work_part **ret_parts, ptrdiff_t *ret_n)
{
    struct q_work_parts_rows rows;
    const enum rc rc = q_work_parts(c, id.v, &rows);
    if (rc)
        return rc;
    struct work_part *list = NEW_N(c->mem, struct work_part, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_work_parts_row *r = &rows.v[i];
        list[i] = (struct work_part){.id = r->id,
                                     .step_id = r->step_id,
                                     .minutes = r->minutes,
                                     .key = r->key,
                                     .name = r->name,
                                     .step_name = r->step_name,
                                     .note = r->note,
                                     .outcome = r->outcome,
                                     .role = casework__role(c->mem, r->role),
                                     .agency_id = r->agency_id,
                                     .unit_id = r->unit_id,
                                     .handler_id = r->handler_id,
                                     .join_all = r->join_all,
                                     .opened_at = r->opened_at,
                                     .closed_at = r->closed_at,
                                     .working_us = r->working_us.v,
                                     .mine = instant_is_none(r->closed_at) && at_its_place(c, r)};
    }
    *ret_parts = list;
    *ret_n = rows.n;
    return RC_OK;
}

static enum rc open_part(struct ctx *c, struct work_id id, str key, struct q_work_parts_row *ret_part)
{
    struct q_work_parts_rows rows;
    const enum rc rc = q_work_parts(c, id.v, &rows);
    if (rc)
        return rc;
    for (ptrdiff_t i = rows.n; i-- > 0;) /* the newest of that name */
        if (str_eq(rows.v[i].key, key)) {
            *ret_part = rows.v[i];
            return instant_is_none(rows.v[i].closed_at)
                       ? RC_OK
                       : fail(c, RC_CONFLICT, NULL, "casework.part_closed");
        }
    return RC_NOT_FOUND;
}

/* The work as somebody saw it, still going on. */
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

enum rc work_part_done(struct ctx *c, struct work_id id, int64_t seen_version, str part_key, str note)
{
    struct q_work_parts_row part;
    struct work w;
    enum rc rc = seen_open(c, id, seen_version, &w);
    if (!rc)
        rc = open_part(c, id, part_key, &part);
    if (rc)
        return rc;
    if (!at_its_place(c, &part))
        return fail(c, RC_DENIED, NULL, "casework.not_your_step");
    if (!str_trim(note).n)
        return fail(c, RC_INVALID, "note", "casework.part_note");
    rc = close_part(c, &w, &part, "done", note);
    return rc ? rc : work_touch(c, id, seen_version);
}

/* ---- waivers ---- */

static bool leads_it(const struct actor *a, const struct work *w)
{
    return a && a->staff && actor_has_role(a, ROLE_LEADER) &&
           (a->agency == w->competent_agency_id || a->agency == w->receiving_agency_id);
}

static enum rc waivable(struct ctx *c, const struct work *w, str key, int64_t *ret_step)
{
    struct q_work_waivable_rows rows;
    const enum rc rc = q_work_waivable(c, w->process.v, w->step_rank, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        if (str_eq(rows.v[i].key, key)) {
            *ret_step = rows.v[i].step_id;
            return RC_OK;
        }
    return rc ? rc : fail(c, RC_INVALID, "step", "casework.not_waivable");
}

enum rc work_waive(struct ctx *c, struct work_id id, int64_t seen_version, str other_step, str reason)
{
    struct work w;
    int64_t other = 0;
    enum rc rc = seen_open(c, id, seen_version, &w);
    if (rc)
        return rc;
    if (!leads_it(c->actor, &w))
        return fail(c, RC_DENIED, NULL, "casework.leaders_only");
    if (!str_trim(reason).n)
        return fail(c, RC_INVALID, "reason", "casework.note_needed");
    rc = waivable(c, &w, other_step, &other);
    if (!rc)
        rc = q_work_waiver_insert(c,
                                  &(struct q_work_waiver_insert_in){.work_id = id.v,
                                                                    .step_a_id = w.step_id,
                                                                    .step_b_id = other,
                                                                    .given_by = c->actor->staff,
                                                                    .given_at = c->now,
                                                                    .reason = reason},
                                  NULL);
    return rc ? rc : work_touch(c, id, seen_version);
}

enum rc work_waivable(struct ctx *c, const struct work *w, struct def_choices *ret_steps)
{
    struct q_work_waivable_rows rows;
    const enum rc rc = q_work_waivable(c, w->process.v, w->step_rank, &rows);
    if (rc)
        return rc;
    struct def_choices list = {NEW_N(c->mem, struct def_choice, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct def_choice){rows.v[i].key, rows.v[i].name};
    *ret_steps = list;
    return RC_OK;
}

enum rc work_waivers(struct ctx *c, struct work_id id, struct work_waiver **ret_waivers,
                     ptrdiff_t *ret_n)
{
    struct q_work_waivers_rows rows;
    const enum rc rc = q_work_waivers(c, id.v, &rows);
    if (rc)
        return rc;
    struct work_waiver *list = NEW_N(c->mem, struct work_waiver, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct work_waiver){rows.v[i].step_a, rows.v[i].step_b, rows.v[i].given_by,
                                       rows.v[i].reason, rows.v[i].given_at};
    *ret_waivers = list;
    *ret_n = rows.n;
    return RC_OK;
}
