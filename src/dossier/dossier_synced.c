/*
 * dossier_synced.c - dossiers that a ministry's system settles: stored to be shown and counted, and
 * brought up to date by what it tells next. Nobody acts on them here. See dossier_arrive.h.
 */
#include "calendar/versions.h"
#include "casework/arrive.h"
#include "dossier/dossier_arrive_internal.h"
#include "dossier/dossier_internal.h"

/* The procedure as the catalogue has it now; it need not be open for intake here. */
static enum rc find_filed(struct ctx *c, const struct arrival *in, struct dossier_filed *f)
{
    struct procedure_full full;
    const struct filing *filing = &in->filing;
    f->filed_at = filing->filed_at;
    enum rc rc = catalog_get_terms(c, filing->procedure_code, &full);
    if (rc == RC_NOT_FOUND || (!rc && !full.head.version_id.set))
        return fail(c, RC_INVALID, "procedure", "dossier.arrive.no_procedure");
    if (!rc && !str_eq(full.head.processing_system, S("ministry_central")))
        return fail(c, RC_INVALID, "procedure", "dossier.arrive.not_ministry");
    if (rc)
        return rc;
    f->intake.head = full.head;
    f->intake.version_id = full.head.version_id.v;
    rc = dossier__check_words(c, filing);
    if (!rc)
        rc = dossier__rules_of_day(c, f);
    if (!rc)
        rc = org_agency_by_id(c, filing->receiving_agency_id, &f->receiving);
    if (!rc)
        rc = org_agency_by_id(
            c, filing->competent_agency_id ? filing->competent_agency_id : filing->receiving_agency_id,
            &f->competent);
    return rc ? rc : dossier__find_people(c, filing, &f->people);
}

static struct work_synced state_of(struct ctx *c, const struct arrival *in)
{
    const bool over = !work_status_open(in->status);
    const bool finished = over || in->status == WORK_ISSUED;
    const instant begun = instant_is_none(in->accepted_at) ? in->filing.filed_at : in->accepted_at;
    const instant done = instant_is_none(in->finished_at) ? c->now : in->finished_at;
    return (struct work_synced){
        .status = in->status,
        .since = finished                     ? done
                 : instant_is_none(in->since) ? begun
                                              : in->since,
        .due_at = in->due_at,
        .finished_at = finished ? done : INSTANT_NONE,
        .closed_at = !over                              ? INSTANT_NONE
                     : instant_is_none(in->returned_at) ? done
                                                        : in->returned_at,
        .ground = in->source,
    };
}

static enum rc put_state(struct ctx *c, struct dossier_id id, const struct arrival *in,
                         const struct work_synced *state)
{
    struct calendar_use use;
    static const char *const words[] = {
        [DUE_EARLY] = "early", [DUE_ON_TIME] = "on_time", [DUE_LATE] = "late"};
    struct q_dossier_set_synced_in to = {.id = id.v,
                                         .accepted_at = in->accepted_at,
                                         .returned_at = in->returned_at,
                                         .punctuality = S("none"),
                                         .delivery_status = S("none")};
    if (in->status == WORK_ISSUED)
        to.delivery_status = S("ready");
    else if (in->status == WORK_RETURNED)
        to.delivery_status = S("handed_over");
    if (!instant_is_none(state->finished_at) && !instant_is_none(in->due_at)) {
        const enum rc rc = calendar_current(c, STR_NONE, &use);
        if (rc)
            return rc;
        to.punctuality = str_of(words[clock_punctuality(use.w, in->due_at, state->finished_at)]);
    }
    return q_dossier_set_synced(c, &to, NULL);
}

static enum rc tell(struct ctx *c, struct dossier_act *a, const struct arrival *in, bool first,
                    struct arrived *ret)
{
    dossier_act_say(a, EV_TEXT("code", in->code));
    dossier_act_say(a, EV_TEXT("source", in->source));
    dossier_act_say(a, EV_BOOL("first", first));
    dossier_act_say(a, EV_TIME("accepted_at", in->accepted_at));
    dossier_act_say(a, EV_TIME("finished_at", in->finished_at));
    dossier_act_say_personal(a, EV_TEXT("told_status", in->told_status));
    const enum rc rc = dossier_act_end(c, a, "dossier.synced", INSTANT_NONE, &ret->ref);
    return rc ? rc : dossier__arrival_ref(c, a->id.v, ret);
}

static enum rc store(struct ctx *c, const struct arrival *in, struct arrived *ret)
{
    struct dossier_filed f = {0};
    struct dossier_act a = {0};
    struct work_id id;
    struct work_new open = {.kind = S("dossier"), .opened_at = in->filing.filed_at};
    const struct work_synced state = state_of(c, in);
    enum rc rc = find_filed(c, in, &f);
    if (!rc)
        rc = work_synced_process(c, S("dossier"), &open.process);
    open.receiving_agency_id = f.receiving.id;
    open.competent_agency_id = f.competent.id;
    if (!rc)
        rc = work_synced_open(c, &open, &state, &id);
    if (rc)
        return rc;
    a.id.v = id.v;
    a.head = (struct q_dossier_head_row){.pub = ctx_new_pubid(c),
                                         .code = in->code,
                                         .channel = dossier_channel_code(in->filing.channel),
                                         .origin = dossier_origin_code(ORIGIN_MINISTRY_SYSTEM),
                                         .receiving_agency_id = f.receiving.id,
                                         .competent_agency_id = f.competent.id,
                                         .procedure_version_id = f.intake.version_id};
    rc = dossier__insert(c, &in->filing, &f, 0, &a);
    if (!rc)
        rc = dossier__put_told(c, &a, &f.people);
    if (!rc)
        rc = dossier__put_arrival(c, a.id, in, true);
    if (!rc)
        rc = put_state(c, a.id, in, &state);
    return rc ? rc : tell(c, &a, in, true, ret);
}

static enum rc update(struct ctx *c, const struct arrival *in,
                      const struct q_dossier_arrival_by_row *was, struct arrived *ret)
{
    struct dossier_act a = {.id = {was->dossier_id}};
    const struct work_synced state = state_of(c, in);
    ret->as = ARRIVED_UPDATED;
    enum rc rc = q_dossier_head(c, was->dossier_id, &a.head);
    if (!rc)
        rc = work_synced_put(c, (struct work_id){was->dossier_id}, &state);
    if (!rc)
        rc = put_state(c, a.id, in, &state);
    if (!rc)
        rc =
            q_dossier_arrival_told(c,
                                   &(struct q_dossier_arrival_told_in){.dossier_id = was->dossier_id,
                                                                       .told_status = in->told_status,
                                                                       .told_due_at = in->due_at,
                                                                       .content_hash = in->content_hash,
                                                                       .at = c->now},
                                   NULL);
    return rc ? rc : tell(c, &a, in, false, ret);
}

enum rc dossier_put_synced(struct ctx *c, const struct arrival *in, struct arrived *ret)
{
    struct q_dossier_arrival_by_row known;
    *ret = (struct arrived){.as = ARRIVED_STORED};
    const enum rc found = dossier__arrival_known(c, in, &known);
    if (found && found != RC_NOT_FOUND)
        return found;
    if (!found && !known.synced)
        return fail(c, RC_INVALID, "code", "casework.not_synced");
    if (!found && str_eq(known.content_hash, in->content_hash)) {
        ret->as = ARRIVED_UNCHANGED;
        return dossier__arrival_ref(c, known.dossier_id, ret);
    }
    enum rc rc = dossier__arrival_code(c, in);
    if (dossier__arrival_times(c, in))
        rc = RC_INVALID;
    if (rc)
        return rc;
    return found ? store(c, in, ret) : update(c, in, &known, ret);
}
