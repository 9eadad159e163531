/*
 * dossier_arrive.c - dossiers moved in from the system in use before: the same rows as a filing
 * leaves, the work put down at its step, the clock counted from what was told. See dossier_arrive.h.
 */
#include "dossier/dossier_arrive.h"

#include "calendar/versions.h"
#include "casework/arrive.h"
#include "casework/ledger.h"
#include "core/fold.h"
#include "dossier/dossier_arrive_internal.h"
#include "dossier/dossier_internal.h"

void dossier__arrival_note(struct arrived *to, const char *member, const char *key, str arg)
{
    if (to->note_n < ARRIVAL_NOTES)
        to->notes[to->note_n++] = (struct arrival_note){member, key, arg};
}

/* ---- what was told, in order ---- */

static enum rc after(struct ctx *c, const char *member, instant at, instant before)
{
    if (instant_is_none(at))
        return RC_OK;
    if (at.us > c->now.us)
        return fail(c, RC_INVALID, member, "dossier.arrive.future");
    return instant_is_none(before) || at.us >= before.us
               ? RC_OK
               : fail(c, RC_INVALID, member, "dossier.arrive.order");
}

enum rc dossier__arrival_times(struct ctx *c, const struct arrival *in)
{
    const instant filed = in->filing.filed_at;
    const instant begun = instant_is_none(in->accepted_at) ? filed : in->accepted_at;
    const struct {
        const char *member;
        instant at, before;
    } times[] = {
        {"accepted_at", in->accepted_at, filed}, {"since", in->since, filed},
        {"asked_at", in->asked_at, begun},       {"extended_at", in->extended_at, in->accepted_at},
        {"finished_at", in->finished_at, begun}, {"returned_at", in->returned_at, in->finished_at},
    };
    enum rc rc = instant_is_none(filed) ? fail(c, RC_INVALID, "received_at", "dossier.arrive.needed")
                                        : after(c, "received_at", filed, INSTANT_NONE);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (after(c, times[i].member, times[i].at, times[i].before))
            rc = RC_INVALID;
    return rc;
}

/* Letters, digits, dot, dash and underscore: it stands in addresses. */
enum rc dossier__arrival_code(struct ctx *c, const struct arrival *in)
{
    bool good = in->code.n > 0 && in->code.n <= 60;
    for (ptrdiff_t i = 0; good && i < in->code.n; i++) {
        const char ch = in->code.p[i];
        good = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
               (i && (ch == '.' || ch == '-' || ch == '_'));
    }
    return good ? RC_OK : fail(c, RC_INVALID, "code", "dossier.arrive.code");
}

enum rc dossier__arrival_known(struct ctx *c, const struct arrival *in,
                               struct q_dossier_arrival_by_row *ret_row)
{
    struct q_dossier_id_of_code_row taken;
    enum rc rc = authz(c->actor, PERM_ARRIVAL_MANAGE, REACH_ALL);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_DENIED : rc;
    rc = q_dossier_arrival_by(c, in->source, in->code, ret_row);
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = q_dossier_id_of_code(c, in->code, &taken);
    return rc ? rc : fail(c, RC_INVALID, "code", "dossier.arrive.code_taken");
}

enum rc dossier__arrival_ref(struct ctx *c, int64_t id, struct arrived *ret)
{
    struct q_dossier_head_row head;
    struct work w;
    enum rc rc = q_dossier_head(c, id, &head);
    if (!rc)
        rc = work_get(c, (struct work_id){id}, &w);
    if (rc)
        return rc;
    ret->ref = (struct dossier_ref){{id}, head.pub, head.code, w.version};
    ret->due_at = w.due_at;
    return RC_OK;
}

/* ---- the rows of a filing ---- */

static enum rc find_case(struct ctx *c, const struct arrival *in, int64_t *ret_case)
{
    struct procedure_full full;
    *ret_case = 0;
    if (!in->case_name.n)
        return RC_OK;
    const enum rc rc = catalog_get_terms(c, in->filing.procedure_code, &full);
    for (ptrdiff_t i = 0; !rc && i < full.cases_n; i++)
        if (str_eq(full.cases[i].code, in->case_name) ||
            str_eq_nocase(full.cases[i].name, in->case_name)) {
            *ret_case = full.cases[i].id;
            return RC_OK;
        }
    return rc ? rc : fail(c, RC_INVALID, "case", "dossier.arrive.no_case");
}

static int64_t component_named(struct ctx *c, const struct dossier_filed *f, str name)
{
    const str key = fold(c->mem, name);
    for (ptrdiff_t i = 0; name.n && i < f->intake.components_n; i++)
        if (str_eq(f->intake.components[i].code, name) ||
            str_eq(fold(c->mem, f->intake.components[i].name), key))
            return f->intake.components[i].id;
    return 0;
}

/* What came with files, and of an accepted one every required paper: it was complete there. */
static void name_papers(struct ctx *c, const struct arrival *in, const struct dossier_filed *f,
                        struct filing *to)
{
    const bool complete = !instant_is_none(in->accepted_at);
    struct filing_paper *list =
        NEW_N(c->mem, struct filing_paper, in->filing.paper_n + f->intake.components_n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < in->filing.paper_n; i++) {
        list[n] = in->filing.papers[i];
        list[n].component_id = component_named(c, f, list[n].name);
        list[n].form = S("copy");
        list[n].quantity = 1;
        list[n++].complete = true;
    }
    for (ptrdiff_t i = 0; complete && i < f->intake.components_n; i++) {
        const struct procedure_component *m = &f->intake.components[i];
        bool named = !m->required;
        for (ptrdiff_t k = 0; k < in->filing.paper_n; k++)
            named = named || list[k].component_id == m->id;
        if (!named)
            list[n++] = (struct filing_paper){
                .component_id = m->id, .form = m->form, .quantity = 1, .complete = true};
    }
    to->papers = list;
    to->paper_n = n;
}

static enum rc find_filed(struct ctx *c, const struct arrival *in, struct filing *filing,
                          struct dossier_filed *f)
{
    struct unit division;
    f->filed_at = filing->filed_at;
    f->places_on = instant_date(c->now);
    enum rc rc = dossier__check_words(c, filing);
    if (!rc)
        rc = find_case(c, in, &filing->case_id);
    if (!rc)
        rc = catalog_intake(c, filing->procedure_code, filing->case_id,
                            dossier_channel_code(filing->channel), &f->intake);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "procedure", "dossier.arrive.no_procedure");
    if (!rc)
        rc = dossier__rules_of_day(c, f);
    if (!rc)
        rc = dossier__find_places(c, filing, f);
    if (!rc && in->division_id) {
        rc = org_unit_by_id(c, in->division_id, &division);
        f->competent_unit = OPT_INT(in->division_id);
        if (!rc && division.agency != f->competent.id)
            rc = fail(c, RC_INVALID, "unit", "dossier.arrive.unit_elsewhere");
    }
    if (!rc)
        rc = dossier__find_people(c, filing, &f->people);
    if (!rc)
        rc = dossier__check_applicant(c, f);
    if (!rc)
        name_papers(c, in, f, filing);
    return rc;
}

/* H48.101-261121-0012: what is given on that day from now on comes after 0012. */
static enum rc raise_serial(struct ctx *c, str code)
{
    int64_t day = 0, last = 0;
    ptrdiff_t dash = code.n - 1;
    while (dash >= 0 && code.p[dash] != '-')
        dash--;
    if (dash < 8 || code.p[dash - 7] != '-' || !str_to_i64(str_sub(code, dash - 6, 6), &day) ||
        !str_to_i64(str_sub(code, dash + 1, code.n - dash - 1), &last))
        return RC_OK;
    const struct civil on = {(int32_t)(2000 + day / 10000), (int32_t)(day / 100 % 100),
                             (int32_t)(day % 100)};
    if (!civil_valid(on) || last < 1 || last > 999999999)
        return RC_OK;
    return q_dossier_serial_raise(c, str_sub(code, 0, dash - 7), date_from_civil(on), last, NULL);
}

static enum rc put_rows(struct ctx *c, const struct arrival *in, const struct filing *filing,
                        const struct dossier_filed *f, struct dossier_act *a)
{
    int64_t due = 0;
    bool open;
    if (!dossier_fee_due(&f->intake, &due, &open))
        return fail(c, RC_INVALID, "procedure", "dossier.fee_bounds");
    enum rc rc = dossier__insert(c, filing, f, in->paid ? 0 : due, a);
    if (!rc)
        rc = dossier__put_papers(c, a->id, filing, f);
    if (!rc && !in->paid)
        rc = dossier__put_fees(c, a->id, f);
    if (!rc)
        rc = dossier__put_told(c, a, &f->people);
    if (!rc)
        rc = raise_serial(c, in->code);
    return rc ? rc : dossier__put_arrival(c, a->id, in, false);
}

enum rc dossier__put_arrival(struct ctx *c, struct dossier_id id, const struct arrival *in, bool synced)
{
    return q_dossier_arrival_insert(
        c,
        &(struct q_dossier_arrival_insert_in){.dossier_id = id.v,
                                              .source = in->source,
                                              .outside_code = in->code,
                                              .synced = synced,
                                              .told_status = in->told_status,
                                              .told_due_at = in->due_at,
                                              .content_hash = in->content_hash,
                                              .at = c->now},
        NULL);
}

/* ---- the clock ---- */

/* One stand of the clock; the rules of ours hold: what began after the due date is no pause. */
static enum rc put_stand(struct ctx *c, const struct arrival *in, const struct arrival_stand *s,
                         struct dossier_act *a, struct arrived *to)
{
    const struct work_id id = {a->id.v};
    struct dossier_act quiet = *a; /* the start has said the rule */
    struct fault *before = c->faults;
    enum rc rc = s->restart ? work_clock_stop(c, id, s->from, in->stand_ground)
                            : work_clock_pause(c, id, s->from, s->to, in->stand_ground);
    if (!rc && s->restart)
        rc = dossier__start_clock(c, &quiet, s->to);
    if (rc == RC_CONFLICT) {
        c->faults = before;
        dossier__arrival_note(to, "stood", "dossier.arrive.stand_late", instant_iso(c->mem, s->from));
        return RC_OK;
    }
    return rc == RC_INVALID ? fail(c, rc, "stood", "dossier.arrive.stands") : rc;
}

static enum rc put_extension(struct ctx *c, const struct arrival *in, const struct dossier_act *a,
                             struct arrived *to)
{
    struct ruleset rules;
    struct fault *before = c->faults;
    if (instant_is_none(in->extended_at) || date_is_none(in->extended_to))
        return RC_OK;
    enum rc rc = dossier__ruleset(c, a, &rules);
    if (!rc)
        rc = work_clock_extend(
            c, (struct work_id){a->id.v}, in->extended_at, in->extended_to,
            &(struct extension_rule){.before_days = ruleset_number(&rules, RULE_EXTENSION_BEFORE),
                                     .most = ruleset_number(&rules, RULE_EXTENSION_MAX)},
            ruleset_ground(&rules, RULE_EXTENSION_BEFORE));
    if (rc != RC_CONFLICT && rc != RC_INVALID)
        return rc;
    const char *why = c->faults != before ? c->faults->key : "dossier.arrive.stands";
    c->faults = before;
    dossier__arrival_note(to, "extended_to", why, date_iso(c->mem, in->extended_to));
    return RC_OK;
}

static enum rc put_supplement(struct ctx *c, const struct arrival *in, struct dossier_act *a)
{
    struct ruleset rules;
    struct q_dossier_supplement_insert_row row;
    const bool accepted = !instant_is_none(in->accepted_at);
    instant until = INSTANT_NONE;
    if (in->status != WORK_SUPPLEMENT)
        return RC_OK;
    if (instant_is_none(in->asked_at))
        return fail(c, RC_INVALID, "asked_at", "dossier.arrive.needed");
    enum rc rc = dossier__ruleset(c, a, &rules);
    if (!rc && accepted)
        rc = ruleset_by(c, &rules, RULE_CLOSE_UNANSWERED, in->asked_at, &until);
    if (rc == RC_NOT_FOUND)
        rc = RC_OK;
    if (!rc)
        rc = q_dossier_supplement_insert(
            c,
            &(struct q_dossier_supplement_insert_in){.dossier_id = a->id.v,
                                                     .asked_at = in->asked_at,
                                                     .asked_by = c->actor ? c->actor->account : 0,
                                                     .reason = in->asked_for,
                                                     .answer_by = until},
            &row);
    return rc || !accepted ? rc
                           : work_clock_stop(c, (struct work_id){a->id.v}, in->asked_at,
                                             ruleset_ground(&rules, RULE_RETURN_NOTICE));
}

/* Ready before it came here: early, on time or late as it was then. */
static enum rc put_finished(struct ctx *c, const struct arrival *in, struct dossier_act *a)
{
    struct clock_case k;
    const struct worktime *hours;
    static const char *const words[] = {
        [DUE_EARLY] = "early", [DUE_ON_TIME] = "on_time", [DUE_LATE] = "late"};
    if (in->status != WORK_ISSUED)
        return RC_OK;
    if (instant_is_none(in->finished_at))
        return fail(c, RC_INVALID, "finished_at", "dossier.arrive.needed");
    enum rc rc = work_get(c, a->work.id, &a->work);
    if (!rc)
        rc = work_clock_case(c, a->work.id, &k, &hours);
    if (!rc)
        rc = work_finished_at(c, a->work.id, in->finished_at);
    return rc ? rc
              : q_dossier_set_finished(
                    c, a->id.v,
                    str_of(words[clock_punctuality(hours, a->work.due_at, in->finished_at)]),
                    S("ready"), STR_NONE, NULL);
}

static enum rc put_clock(struct ctx *c, const struct arrival *in, struct dossier_act *a,
                         struct arrived *to)
{
    enum rc rc = RC_OK;
    if (!instant_is_none(in->accepted_at)) {
        rc = q_dossier_set_accepted(c, a->id.v, in->accepted_at,
                                    in->received_by ? OPT_INT(in->received_by) : OPT_INT_NONE, NULL);
        if (!rc)
            rc = dossier__start_clock(c, a, in->accepted_at);
        for (ptrdiff_t i = 0; !rc && i < in->stand_n; i++)
            rc = put_stand(c, in, &in->stands[i], a, to);
        if (!rc)
            rc = work_clock_settle(c, (struct work_id){a->id.v});
        if (!rc)
            rc = put_extension(c, in, a, to);
        if (!rc)
            rc = dossier__place_taken_in(c, a);
    }
    if (!rc)
        rc = put_supplement(c, in, a);
    return rc ? rc : put_finished(c, in, a);
}

/* ---- the act ---- */

static enum rc arrive(struct ctx *c, const struct arrival *in, const struct dossier_filed *f,
                      struct dossier_act *a, struct arrived *to)
{
    struct work_id id;
    const char *hindrance;
    const instant begun = instant_is_none(in->accepted_at) ? f->filed_at : in->accepted_at;
    struct work_arrival w = {.step = in->step,
                             .status = in->status,
                             .accepted = !instant_is_none(in->accepted_at),
                             .since = instant_is_none(in->since) ? begun : in->since};
    enum rc rc = dossier__work_of(c, f, &w.at);
    if (in->handler)
        w.at.handler_id = OPT_INT(in->handler);
    if (in->received_by)
        w.received_by = OPT_INT(in->received_by);
    if (!rc)
        rc = work_arrive(c, &w, &id, &hindrance);
    if (!rc)
        rc = work_get(c, id, &a->work);
    if (rc)
        return rc;
    a->id.v = id.v;
    if (hindrance)
        dossier__arrival_note(to, "handler", hindrance, S(""));
    return RC_OK;
}

static void say(struct dossier_act *a, const struct arrival *in, const struct dossier_filed *f)
{
    dossier_act_say(a, EV_TEXT("code", in->code));
    dossier_act_say(a, EV_TEXT("source", in->source));
    dossier_act_say(a, EV_TEXT("procedure", f->intake.head.code));
    dossier_act_say(a, EV_TEXT("ruleset", f->rules.code));
    dossier_act_say(a, EV_INT("ruleset_version", f->rules.version));
    dossier_act_say(a, EV_TIME("accepted_at", in->accepted_at));
    dossier_act_say(a, EV_TIME("told_due_at", in->due_at));
    dossier_act_say_personal(a, EV_TEXT("told_status", in->told_status));
    dossier_act_say_personal(a, EV_INT("owner", f->people.owner.id));
    dossier_act_say_personal(a, EV_INT("filer", f->people.filer.id));
}

static enum rc move_in(struct ctx *c, const struct arrival *in, struct arrived *ret)
{
    struct dossier_filed f = {0};
    struct filing filing = in->filing;
    struct dossier_act a = {0};
    enum rc rc = find_filed(c, in, &filing, &f);
    if (rc)
        return rc;
    a.head = (struct q_dossier_head_row){.pub = ctx_new_pubid(c),
                                         .code = in->code,
                                         .ruleset = f.rules.code,
                                         .ruleset_version = f.rules.version,
                                         .channel = dossier_channel_code(filing.channel),
                                         .origin = dossier_origin_code(filing.origin),
                                         .receiving_agency_id = f.receiving.id,
                                         .competent_agency_id = f.competent.id,
                                         .procedure_id = f.intake.head.id,
                                         .procedure_version_id = f.intake.version_id,
                                         .filed_at = f.filed_at,
                                         .accepted_at = in->accepted_at};
    if (f.intake.case_id)
        a.head.case_id = OPT_INT(f.intake.case_id);
    rc = arrive(c, in, &f, &a, ret);
    if (!rc)
        rc = put_rows(c, in, &filing, &f, &a);
    if (!rc)
        rc = put_clock(c, in, &a, ret);
    if (rc)
        return rc;
    say(&a, in, &f);
    rc = dossier_act_end(c, &a, "dossier.moved_in", f.filed_at, &ret->ref);
    return rc ? rc : dossier__arrival_ref(c, a.id.v, ret);
}

enum rc dossier_move_in(struct ctx *c, const struct arrival *in, struct arrived *ret)
{
    struct q_dossier_arrival_by_row known;
    *ret = (struct arrived){.as = ARRIVED_STORED};
    enum rc rc = dossier__arrival_known(c, in, &known);
    if (!rc && known.synced)
        return fail(c, RC_INVALID, "code", "dossier.arrive.is_synced");
    if (!rc)
        ret->as = str_eq(known.content_hash, in->content_hash) ? ARRIVED_UNCHANGED : ARRIVED_DIFFERS;
    if (!rc)
        return dossier__arrival_ref(c, known.dossier_id, ret);
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = dossier__arrival_code(c, in);
    if (dossier__arrival_times(c, in))
        rc = RC_INVALID;
    if (!rc && instant_is_none(in->accepted_at) && in->status != WORK_WAITING &&
        in->status != WORK_SUPPLEMENT)
        rc = fail(c, RC_INVALID, "accepted_at", "dossier.arrive.needed");
    if (!rc && !work_status_open(in->status))
        rc = fail(c, RC_INVALID, "status", "casework.arrive.over");
    return rc ? rc : move_in(c, in, ret);
}

enum rc dossier_arrival_of(struct ctx *c, struct dossier_id id, struct arrival_facts *ret)
{
    struct q_dossier_arrival_of_row r;
    const enum rc rc = q_dossier_arrival_of(c, id.v, &r);
    if (!rc)
        *ret = (struct arrival_facts){.source = r.source,
                                      .code = r.outside_code,
                                      .told_status = r.told_status,
                                      .synced = r.synced,
                                      .due_at = r.told_due_at,
                                      .arrived_at = r.arrived_at,
                                      .told_at = r.told_at};
    return rc;
}
