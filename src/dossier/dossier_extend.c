/*
 * dossier_extend.c - see dossier_extend.h. The due date moves in casework's ledger alone; here are
 * the letter, who drafts and who signs it, and what the citizen is told.
 */
#include "dossier/dossier_extend.h"

#include "casework/ledger.h"
#include "dossier/dossier_extend_sql.h"
#include "dossier/dossier_internal.h"

#define EXTENSION S("extension")
#define APOLOGY S("apology")

/* What the clock says of a day is told at the field that asks for it. */
static enum rc at_new_due(struct ctx *c, const struct fault *before, enum rc rc)
{
    for (struct fault *at = c->faults; at && at != before; at = at->next)
        at->field = S("new_due");
    return rc;
}

static enum rc check_apology(struct ctx *c, const struct dossier_act *a, const struct worktime *w,
                             date to)
{
    const date today = instant_date(c->now);
    if (today.day < instant_date(a->work.due_at).day)
        return fail(c, RC_INVALID, NULL, "dossier.not_late");
    if (date_is_none(to) || to.day <= today.day)
        return fail(c, RC_INVALID, "new_due", "dossier.new_due_past");
    if (to.day > calendar_last().day || !calendar_works(worktime_calendar(w), to))
        return fail(c, RC_INVALID, "new_due", "calendar.extension.rest_day");
    return RC_OK;
}

/* Asked and signed that long before the due date, and that often: as the dossier's rule set says. */
static struct extension_rule extension_rule(const struct ruleset *rules)
{
    return (struct extension_rule){.before_days = ruleset_number(rules, RULE_EXTENSION_BEFORE),
                                   .most = ruleset_number(rules, RULE_EXTENSION_MAX)};
}

/* Is that letter possible now, and until when does it promise? */
static enum rc check_letter(struct ctx *c, const struct dossier_act *a, str kind, date to,
                            instant *ret_due)
{
    struct clock_case k;
    struct ruleset rules;
    const struct worktime *w;
    const struct fault *before = c->faults;
    if (!a->work.clock_running)
        return fail(c, RC_CONFLICT, NULL, "dossier.extension.no_clock");
    enum rc rc = dossier__ruleset(c, a, &rules);
    if (!rc)
        rc = work_clock_case(c, (struct work_id){a->id.v}, &k, &w);
    if (rc)
        return rc;
    const struct extension_rule rule = extension_rule(&rules);
    rc = str_eq(kind, EXTENSION)
             ? at_new_due(c, before, clock_check_extension(c, w, &k, c->now, to, &rule))
             : check_apology(c, a, w, to);
    if (!rc)
        *ret_due = worktime_close(w, to);
    return rc;
}

enum rc dossier_draft_extension(struct ctx *c, struct dossier_id id, const struct extension_in *in,
                                struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    instant due = INSTANT_NONE;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_PROCESS, &a);
    if (!rc && !str_eq(in->kind, EXTENSION) && !str_eq(in->kind, APOLOGY))
        return fail(c, RC_INVALID, "kind", "dossier.extension.kind_unknown");
    if (!rc && !str_trim(in->reason).n)
        return fail(c, RC_INVALID, "reason", "dossier.reason_needed");
    if (!rc)
        rc = check_letter(c, &a, in->kind, in->to, &due);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = q_dossier_apology_replace(c, id.v, NULL);
    if (!rc)
        rc = q_dossier_apology_insert(
            c,
            &(struct q_dossier_apology_insert_in){.dossier_id = id.v,
                                                  .kind = in->kind,
                                                  .reason = in->reason,
                                                  .was_due_at = a.work.due_at,
                                                  .new_due_at = due,
                                                  .drafted_by = c->actor->account,
                                                  .drafted_at = c->now},
            NULL);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("kind", in->kind));
    dossier_act_say(&a, EV_TIME("new_due_at", due));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->reason));
    return dossier_act_end(c, &a, "dossier.apology_drafted", INSTANT_NONE, ret_ref);
}

/* The signature is what counts in law: what it comes too late for does not happen. */
static enum rc apply(struct ctx *c, const struct dossier_act *a,
                     const struct q_dossier_apology_draft_row *draft)
{
    struct ruleset rules;
    instant due;
    const date to = instant_date(draft->new_due_at);
    enum rc rc = check_letter(c, a, draft->kind, to, &due);
    if (rc || !str_eq(draft->kind, EXTENSION))
        return rc;
    rc = dossier__ruleset(c, a, &rules);
    if (rc)
        return rc;
    const struct extension_rule rule = extension_rule(&rules);
    return work_clock_extend(c, (struct work_id){a->id.v}, c->now, to, &rule,
                             ruleset_ground(&rules, RULE_EXTENSION_BEFORE));
}

static enum rc decide(struct ctx *c, const struct dossier_act *a,
                      const struct q_dossier_apology_draft_row *draft,
                      const struct extension_decision *in)
{
    enum rc rc = work_touch(c, (struct work_id){a->id.v}, in->seen_version);
    if (!rc && in->sign)
        rc = apply(c, a, draft);
    return rc ? rc
              : q_dossier_apology_decide(
                    c,
                    &(struct q_dossier_apology_decide_in){
                        .id = draft->id,
                        .state = in->sign ? S("signed") : S("declined"),
                        .decided_by = c->actor->account,
                        .decided_at = c->now,
                        .decided_note = str_trim(in->note).n ? in->note : STR_NONE},
                    NULL);
}

enum rc dossier_decide_extension(struct ctx *c, struct dossier_id id,
                                 const struct extension_decision *in, struct dossier_ref *ret_ref)
{
    struct dossier_act a = {0};
    struct q_dossier_apology_draft_row draft;
    struct q_dossier_apology_signed_row count = {0};
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_APPROVE, &a);
    if (!rc)
        rc = q_dossier_apology_draft(c, id.v, &draft);
    if (rc == RC_NOT_FOUND && a.id.v)
        return fail(c, RC_CONFLICT, NULL, "dossier.extension.none");
    if (rc)
        return rc;
    if (draft.drafted_by == c->actor->account)
        return fail(c, RC_DENIED, NULL, "dossier.extension.own_draft");
    if (!in->sign && !str_trim(in->note).n)
        return fail(c, RC_INVALID, "note", "dossier.reason_needed");
    rc = decide(c, &a, &draft, in);
    if (!rc)
        rc = q_dossier_apology_signed(c, id.v, &count);
    if (rc)
        return rc;
    const bool extends = str_eq(draft.kind, EXTENSION);
    dossier_act_say(&a, EV_TEXT("kind", draft.kind));
    dossier_act_say(&a, EV_TIME("was_due_at", draft.was_due_at));
    dossier_act_say(&a, EV_TIME("new_due_at", draft.new_due_at));
    dossier_act_say(&a, EV_INT("count", count.n));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->sign ? draft.reason : in->note));
    return dossier_act_end(c, &a,
                           !in->sign ? "dossier.apology_declined"
                           : extends ? "dossier.extended"
                                     : "dossier.apologised",
                           INSTANT_NONE, ret_ref);
}

/* ---- reading ---- */

enum rc dossier_extensions(struct ctx *c, struct dossier_id id, struct dossier_extension **ret,
                           ptrdiff_t *ret_n)
{
    struct q_dossier_apologies_rows rows;
    const bool all = c->actor && !actor_is_citizen(c->actor);
    ptrdiff_t n = 0;
    int64_t no = 0;
    const enum rc rc = q_dossier_apologies(c, id.v, &rows);
    if (rc)
        return rc;
    struct dossier_extension *list = NEW_N(c->mem, struct dossier_extension, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_dossier_apologies_row *r = &rows.v[i];
        const bool is_signed = str_eq(r->state, S("signed"));
        if (all || is_signed)
            list[n++] = (struct dossier_extension){.kind = r->kind,
                                                   .state = r->state,
                                                   .reason = r->reason,
                                                   .was_due_at = r->was_due_at,
                                                   .new_due_at = r->new_due_at,
                                                   .drafted_at = r->drafted_at,
                                                   .decided_at = r->decided_at,
                                                   .drafted_by = r->drafted_by,
                                                   .drafter = r->drafter,
                                                   .decider = r->decider,
                                                   .note = r->decided_note,
                                                   .no = is_signed ? ++no : 0};
    }
    *ret = list;
    *ret_n = n;
    return RC_OK;
}

const struct dossier_extension *dossier_last_signed(const struct dossier_extension *v, ptrdiff_t n)
{
    while (n-- > 0)
        if (v[n].no)
            return &v[n];
    return NULL;
}

const struct dossier_extension *dossier_draft_waiting(const struct dossier_extension *v, ptrdiff_t n)
{
    while (n-- > 0)
        if (str_eq(v[n].state, S("draft")))
            return &v[n];
    return NULL;
}

enum rc dossier_extensions_waiting(struct ctx *c, int64_t max, struct extension_waiting **ret,
                                   ptrdiff_t *ret_n)
{
    struct q_dossier_apology_waiting_rows rows;
    const struct access_scope scope = access_scope(c->actor, PERM_DOSSIER_APPROVE);
    const enum rc rc = q_dossier_apology_waiting(c, scope.agency, max, &rows);
    if (rc)
        return rc;
    struct extension_waiting *list = NEW_N(c->mem, struct extension_waiting, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct extension_waiting){
            rows.v[i].pub,        rows.v[i].code,       rows.v[i].procedure, rows.v[i].kind,
            rows.v[i].was_due_at, rows.v[i].new_due_at, rows.v[i].drafted_at};
    *ret = list;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc dossier_extensions_waiting_count(struct ctx *c, int64_t *ret_n)
{
    struct q_dossier_apology_waiting_count_row row;
    const struct access_scope scope = access_scope(c->actor, PERM_DOSSIER_APPROVE);
    const enum rc rc = q_dossier_apology_waiting_count(c, scope.agency, &row);
    if (!rc)
        *ret_n = row.n;
    return rc;
}
