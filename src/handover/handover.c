/* dossier_handover.c - giving paper on and taking it over; reading stands in dossier_handover_read.c.
 */
#include "handover/handover_internal.h"

#include "handover/handover_sql.h"
#include "org/org.h"
#include "ruleset/ruleset.h"

/* Of the set the dossier was taken in under (Điều 18, 20); a set that says nothing of another
   level means the same rule. */
enum rc handover__by(struct ctx *c, const struct transfer *t, instant *ret_by)
{
    struct ruleset rules;
    enum rc rc = ruleset_of(c, t->ruleset, t->version, &rules);
    if (rc)
        return rc;
    rc = t->other_agency ? ruleset_by(c, &rules, RULE_TRANSFER_LEVEL, t->since, ret_by) : RC_NOT_FOUND;
    return rc == RC_NOT_FOUND ? ruleset_by(c, &rules, RULE_TRANSFER, t->since, ret_by) : rc;
}

static str field_of(struct ctx *c, const char *part, int64_t id)
{
    return str_fmt(c->mem, "%s_%lld", part, (long long)id);
}

/* ---- giving ---- */

static enum rc check_target(struct ctx *c, int64_t to, struct unit *ret_unit)
{
    const date today = instant_date(c->now);
    const enum rc rc = org_unit_by_id(c, to, ret_unit);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    if (rc || ret_unit->from.day > today.day ||
        (!date_is_none(ret_unit->to) && ret_unit->to.day <= today.day))
        return fail(c, RC_INVALID, "to", "handover.to_unknown");
    return to == c->actor->unit ? fail(c, RC_INVALID, "to", "handover.to_self") : RC_OK;
}

/* May this dossier go from here to there? What is somewhere else is told like what is unknown. */
static enum rc check_giving(struct ctx *c, const struct dossier_act *a, const struct paper_place *place,
                            const struct unit *to, str field)
{
    const struct work *w = &a->work;
    const int64_t from = c->actor->unit;
    const bool paper = place->unit_id;
    const bool mine = paper ? place->unit_id == from
                            : (w->receiving_unit_id.set && w->receiving_unit_id.v == from) ||
                                  (w->competent_unit_id.set && w->competent_unit_id.v == from);
    if (!mine)
        return fail_at(c, RC_CONFLICT, field, "handover.not_here");
    if (!instant_is_none(w->closed_at))
        return fail_at(c, RC_CONFLICT, field, "handover.over");
    if (place->handover_id)
        return fail_at(c, RC_CONFLICT, field, "handover.on_its_way");
    const bool follows =
        w->unit_id.set ? w->unit_id.v == to->id
                       : to->agency == w->competent_agency_id || to->agency == w->receiving_agency_id;
    return follows ? RC_OK : fail_at(c, RC_CONFLICT, field, "handover.elsewhere");
}

static enum rc load(struct ctx *c, struct dossier_id id, struct dossier_act *ret_act,
                    struct paper_place *ret_place)
{
    const enum rc rc = dossier_act_open(c, id, ret_act);
    return rc ? rc : dossier_paper_place(c, id, ret_place);
}

struct giving {
    int64_t sheet;
    str pub;
    struct unit to;
};

static enum rc give_one(struct ctx *c, const struct giving *g, const struct handover_in *in,
                        ptrdiff_t i)
{
    const struct dossier_id id = in->ids[i];
    struct dossier_act a;
    struct paper_place place;
    struct dossier_ref ref;
    instant due = INSTANT_NONE;
    enum rc rc = load(c, id, &a, &place);
    if (rc == RC_NOT_FOUND)
        return fail_at(c, RC_CONFLICT, in->fields ? in->fields[i] : S("dossiers"), "handover.not_here");
    if (!rc)
        rc = check_giving(c, &a, &place, &g->to,
                          in->fields ? in->fields[i] : str_fmt(c->mem, "d_%.*s", STR_ARG(a.head.pub)));
    if (!rc)
        rc = handover__by(c,
                          &(struct transfer){a.head.ruleset, a.head.ruleset_version, a.work.step_since,
                                             g->to.agency != c->actor->agency},
                          &due);
    if (!rc)
        rc = q_handover_line_insert(
            c,
            &(struct q_handover_line_insert_in){.handover_id = g->sheet,
                                                .dossier_id = id.v,
                                                .rank = i + 1,
                                                .form = place.unit_id ? S("paper") : S("electronic"),
                                                .sets = a.head.sets,
                                                .due_at = due},
            NULL);
    if (!rc && place.unit_id)
        rc = dossier_place_send(c, id, g->sheet);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, a.work.version);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("sheet", g->pub));
    dossier_act_say(&a, EV_INT("from_unit", c->actor->unit));
    dossier_act_say(&a, EV_INT("to_unit", g->to.id));
    dossier_act_say(&a, EV_TEXT("form", place.unit_id ? S("paper") : S("electronic")));
    dossier_act_say(&a, EV_TIME("transfer_by", due));
    dossier_act_say_personal(&a, EV_TEXT("note", g->to.name));
    return dossier_act_end(c, &a, "dossier.handed_over", INSTANT_NONE, &ref);
}

static enum rc check_list(struct ctx *c, const struct handover_in *in)
{
    if (in->n < 1)
        return fail(c, RC_INVALID, "dossiers", "handover.none");
    if (in->n > HANDOVER_MAX)
        return fail(c, RC_INVALID, "dossiers", "handover.too_many");
    for (ptrdiff_t i = 0; i < in->n; i++)
        for (ptrdiff_t k = 0; k < i; k++)
            if (in->ids[i].v == in->ids[k].v)
                return fail(c, RC_INVALID, "dossiers", "handover.twice");
    return RC_OK;
}

enum rc handover_pass(struct ctx *c, const struct handover_in *in, str *ret_pub)
{
    struct giving g = {0};
    struct q_handover_insert_row row;
    enum rc rc = authz(c->actor, PERM_WORKLIST, REACH_UNIT);
    if (!rc && !c->actor->unit)
        return fail(c, RC_DENIED, NULL, "handover.no_unit");
    if (!rc)
        rc = check_list(c, in);
    if (!rc)
        rc = check_target(c, in->to_unit, &g.to);
    if (rc)
        return rc;
    g.pub = ctx_new_pubid(c);
    rc = q_handover_insert(c,
                           &(struct q_handover_insert_in){.pub = g.pub,
                                                          .from_unit_id = c->actor->unit,
                                                          .to_unit_id = in->to_unit,
                                                          .gave_by = c->actor->account,
                                                          .gave_at = c->now,
                                                          .note = in->note.n ? in->note : STR_NONE},
                           &row);
    g.sheet = row.id;
    for (ptrdiff_t i = 0; !rc && i < in->n; i++)
        rc = give_one(c, &g, in, i);
    if (!rc)
        *ret_pub = g.pub;
    return rc;
}

/* ---- taking over ---- */

static const struct takeover_line *line_for(const struct takeover_in *in, int64_t dossier)
{
    for (ptrdiff_t i = 0; i < in->n; i++)
        if (in->lines[i].dossier_id == dossier)
            return &in->lines[i];
    return NULL;
}

static enum rc check_lines(struct ctx *c, const struct q_handover_lines_rows *rows,
                           const struct takeover_in *in)
{
    enum rc rc = in->n == rows->n ? RC_OK : fail(c, RC_INVALID, "dossiers", "handover.every_line");
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        const struct takeover_line *l = line_for(in, rows->v[i].dossier_id);
        if (!l)
            return fail_at(c, RC_INVALID, field_of(c, "take", rows->v[i].dossier_id),
                           "handover.every_line");
        if (!l->taken && !str_trim(l->difference).n)
            rc = fail_at(c, RC_INVALID, field_of(c, "difference", l->dossier_id),
                         "handover.say_difference");
    }
    return rc;
}

static enum rc take_one(struct ctx *c, const struct q_handover_row *h, const struct takeover_line *l)
{
    struct dossier_act a;
    struct paper_place place;
    struct dossier_ref ref;
    enum rc rc = load(c, (struct dossier_id){l->dossier_id}, &a, &place);
    if (!rc)
        rc = q_handover_line_confirm(c, h->id, l->dossier_id, l->taken ? S("yes") : S("no"),
                                     l->difference.n ? l->difference : STR_NONE, NULL);
    if (!rc)
        rc = l->taken ? dossier_place_arrive(c, a.id, h->id, h->to_unit_id)
                      : dossier_place_stay(c, a.id, h->id);
    if (!rc)
        rc = work_touch(c, (struct work_id){l->dossier_id}, a.work.version);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("sheet", h->pub));
    dossier_act_say(&a, EV_BOOL("taken", l->taken));
    dossier_act_say_personal(&a, EV_TEXT("note", l->difference));
    return dossier_act_end(c, &a, "dossier.handover_received", INSTANT_NONE, &ref);
}

enum rc handover_confirm(struct ctx *c, str pub, const struct takeover_in *in)
{
    struct handover_sheet seen;
    struct q_handover_row h;
    struct q_handover_lines_rows rows;
    int64_t changed;
    enum rc rc = handover_get(c, pub, &seen); /* in reach at all? */
    if (!rc)
        rc = q_handover_get(c, pub, &h);
    if (!rc && c->actor->unit != h.to_unit_id)
        return fail(c, RC_DENIED, NULL, "handover.not_yours");
    if (!rc && !instant_is_none(h.received_at))
        return fail(c, RC_CONFLICT, NULL, "handover.confirmed");
    if (!rc)
        rc = q_handover_lines(c, h.id, &rows);
    if (!rc)
        rc = check_lines(c, &rows, in);
    if (!rc)
        rc = q_handover_confirm(c, h.id, c->actor->account, c->now, in->note.n ? in->note : STR_NONE,
                                &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "handover.confirmed");
    for (ptrdiff_t i = 0; !rc && i < in->n; i++)
        rc = take_one(c, &h, &in->lines[i]);
    return rc;
}
