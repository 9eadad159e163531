/*
 * dossier_check.c - completeness (NĐ 118/2025 Điều 17, 19.5): accepted with a due date,
 * asked once to complete. Refusals stand in dossier_end.c.
 */
#include "dossier/dossier_end.h"
#include "dossier/dossier_end_sql.h"
#include "dossier/dossier_internal.h"

#include "calendar/versions.h"
#include "casework/ledger.h"
#include "org/org.h"

static enum rc hours_of(struct ctx *c, const struct work *w, str *ret_set)
{
    struct unit unit;
    *ret_set = STR_NONE;
    if (!w->receiving_unit_id.set)
        return RC_OK;
    const enum rc rc = org_unit_by_id(c, w->receiving_unit_id.v, &unit);
    if (!rc)
        *ret_set = unit.hours_set;
    return rc;
}

/* The rule of time of the version, case and channel the dossier was filed under. */
static enum rc rule_of(struct ctx *c, const struct q_dossier_head_row *h, str *ret_rule)
{
    const enum rc rc = catalog_version_rule(c, h->procedure_version_id,
                                            h->case_id.set ? h->case_id.v : 0, h->channel, ret_rule);
    if (rc)
        return rc;
    return ret_rule->n ? RC_OK : fail(c, RC_INVALID, "procedure", "catalog.closed.no_deadline");
}

enum rc dossier__start_clock(struct ctx *c, struct dossier_act *a, instant legal)
{
    struct ruleset rules;
    struct clock_start start = {.at = legal};
    enum rc rc = dossier__ruleset(c, a, &rules);
    if (!rc)
        rc = rule_of(c, &a->head, &start.rule);
    if (!rc)
        rc = hours_of(c, &a->work, &start.hours_set);
    if (rc)
        return rc;
    start.ground = ruleset_ground(&rules, RULE_START);
    rc = work_clock_start(c, (struct work_id){a->id.v}, &start);
    if (!rc)
        rc = work_get(c, (struct work_id){a->id.v}, &a->work);
    if (rc)
        return rc;
    dossier_act_say(a, EV_TEXT("rule", start.rule));
    return RC_OK;
}

/* What the authority cancelled or ended on paper and takes in again counts from its first reception:
   filing anew gains no time. */
#define AGAIN_DAYS 30
static enum rc first_reception(struct ctx *c, const struct dossier_act *a, instant legal,
                               instant *ret_begun)
{
    struct q_dossier_first_reception_rows rows;
    const enum rc rc = q_dossier_first_reception(
        c,
        &(struct q_dossier_first_reception_in){.id = a->id.v,
                                               .owner = a->head.owner_id,
                                               .procedure = a->head.procedure_id,
                                               .since = (instant){c->now.us - AGAIN_DAYS * DAY_US},
                                               .day_us = DAY_US},
        &rows);
    if (!rc)
        *ret_begun = rows.n && rows.v[0].accepted_at.us < legal.us ? rows.v[0].accepted_at : legal;
    return rc;
}

enum rc dossier__accept(struct ctx *c, struct dossier_act *a, const struct accept_in *in, instant legal,
                        struct dossier_ref *ret_ref)
{
    struct q_dossier_papers_missing_row missing;
    struct work_move move;
    int64_t number = 0;
    instant begun = legal;
    enum rc rc = q_dossier_papers_missing(c, a->id.v, &missing);
    if (!rc && missing.n)
        return fail(c, RC_INVALID, "papers", "dossier.papers_missing");
    if (!rc)
        rc = work_take(c, (struct work_id){a->id.v},
                       &(struct work_act){
                           .seen_version = in->seen_version, .action = S("accept"), .note = in->note},
                       &move);
    if (!rc)
        rc = q_dossier_set_accepted(
            c, a->id.v, legal, c->actor && c->actor->staff ? OPT_INT(c->actor->staff) : OPT_INT_NONE,
            NULL);
    if (!rc)
        rc = first_reception(c, a, legal, &begun);
    if (!rc)
        rc = dossier__start_clock(c, a, begun);
    if (!rc)
        rc = dossier__place_taken_in(c, a);
    if (!rc && in->cash)
        rc = dossier__take_cash(c, a, in->cash, &number);
    if (rc)
        return rc;
    dossier_act_say_move(a, &move);
    if (begun.us != legal.us)
        dossier_act_say(a, EV_TIME("first_reception", begun));
    if (number)
        dossier_act_say(a, EV_INT("cash_number", number));
    dossier_act_say_personal(a, EV_TEXT("note", in->note));
    return dossier_act_end(c, a, "dossier.accepted", legal, ret_ref);
}

enum rc dossier_accept(struct ctx *c, struct dossier_id id, const struct accept_in *in,
                       struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    const enum rc rc = dossier__step_begin(c, id, PERM_DOSSIER_RECEIVE, &a);
    return rc ? rc : dossier__accept(c, &a, in, c->now, ret_ref);
}

enum rc dossier_receive(struct ctx *c, const struct filing *in, const struct accept_in *accept,
                        struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct dossier_ref filed;
    if (actor_is_citizen(c->actor)) /* told beside what else only the authority may say */
        (void)fail(c, RC_INVALID, "accept", "dossier.staff_only");
    if (actor_is_citizen(c->actor) && accept->cash)
        (void)fail(c, RC_INVALID, "cash", "dossier.staff_only");
    enum rc rc = dossier_file(c, in, &filed);
    if (!rc)
        rc = dossier_act_begin(c, filed.id, PERM_DOSSIER_RECEIVE, &a);
    if (rc) {
        if (rc == RC_CONFLICT)
            *ret_ref = filed;
        return rc;
    }
    const struct accept_in now = {
        .seen_version = filed.version, .note = accept->note, .cash = accept->cash};
    return dossier__accept(c, &a, &now, a.head.filed_at, ret_ref);
}

/* ---- supplement ---- */

static enum rc put_items(struct ctx *c, int64_t supplement, const struct supplement_in *in)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < in->n; i++)
        rc = q_dossier_supplement_item_insert(
            c, supplement, i + 1, in->items[i].paper_id ? OPT_INT(in->items[i].paper_id) : OPT_INT_NONE,
            in->items[i].text, NULL);
    return rc;
}

/* In processing the notice has its own time (Điều 19.5), and none asks any more once it is due: what
   is asked later does not stop the clock. */
static enum rc check_in_time(struct ctx *c, const struct dossier_act *a)
{
    struct dossier d;
    instant by;
    if (instant_is_none(a->head.accepted_at))
        return RC_OK;
    enum rc rc = dossier_get_by_id(c, a->id, &d);
    if (!rc)
        rc = dossier_notice_by(c, &d, &by);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    const instant due = a->work.due_at;
    const bool late = c->now.us > by.us || (!instant_is_none(due) && c->now.us > due.us);
    return late ? fail(c, RC_CONFLICT, NULL, "dossier.supplement_late") : RC_OK;
}

static enum rc check_supplement(struct ctx *c, const struct dossier_act *a,
                                const struct supplement_in *in)
{
    struct q_dossier_supplement_asked_row asked;
    if (in->n == 0)
        return fail(c, RC_INVALID, "items", "dossier.supplement_items_needed");
    for (ptrdiff_t i = 0; i < in->n; i++)
        if (str_trim(in->items[i].text).n == 0)
            return fail(c, RC_INVALID, "items", "dossier.supplement_item_empty");
    const instant since = instant_is_none(a->head.accepted_at) ? a->head.filed_at : a->head.accepted_at;
    const enum rc rc = q_dossier_supplement_asked(c, a->id.v, since, &asked);
    if (!rc && asked.n)
        return fail(c, RC_CONFLICT, NULL, "dossier.supplement_once");
    return rc;
}

/* In processing it ends after the time of the rule set (which may know no such limit); before
   acceptance nothing has begun that could end. dossier_stop_unanswered keeps the promise. */
static enum rc answer_by(struct ctx *c, const struct dossier_act *a, const struct ruleset *rules,
                         instant *ret_at)
{
    *ret_at = INSTANT_NONE;
    if (instant_is_none(a->head.accepted_at))
        return RC_OK;
    const enum rc rc = ruleset_by(c, rules, RULE_CLOSE_UNANSWERED, c->now, ret_at);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc dossier_ask_supplement(struct ctx *c, struct dossier_id id, const struct supplement_in *in,
                               struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct ruleset rules;
    struct q_dossier_supplement_insert_row row;
    struct work_move move;
    instant until = INSTANT_NONE;
    enum rc rc = dossier__step_begin(c, id, PERM_DOSSIER_RECEIVE, &a);
    if (rc == RC_DENIED) /* an officer asks in processing (Điều 19.5) */
        rc = dossier__step_begin(c, id, PERM_DOSSIER_PROCESS, &a);
    if (!rc)
        rc = check_supplement(c, &a, in);
    if (!rc)
        rc = work_take(c, (struct work_id){id.v},
                       &(struct work_act){.seen_version = in->seen_version,
                                          .action = S("supplement"),
                                          .note = in->reason},
                       &move);
    if (!rc)
        rc = check_in_time(c, &a);
    if (!rc)
        rc = dossier__ruleset(c, &a, &rules);
    if (!rc)
        rc = answer_by(c, &a, &rules, &until);
    if (!rc)
        rc = q_dossier_supplement_insert(
            c,
            &(struct q_dossier_supplement_insert_in){.dossier_id = id.v,
                                                     .asked_at = c->now,
                                                     .asked_by = c->actor->account,
                                                     .reason = in->reason,
                                                     .answer_by = until},
            &row);
    if (!rc)
        rc = put_items(c, row.id, in);
    if (!rc && move.clock == CLOCK_STOP && (a.work.clock_running || a.work.clock_paused))
        rc = work_clock_stop(c, (struct work_id){id.v}, c->now,
                             ruleset_ground(&rules, RULE_RETURN_NOTICE));
    if (rc)
        return rc;
    dossier_act_say_move(&a, &move);
    dossier_act_say(&a, EV_INT("items", in->n));
    dossier_act_say(&a, EV_TIME("answer_by", until));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->reason));
    return dossier_act_end(c, &a, "dossier.supplement_asked", INSTANT_NONE, ret_ref);
}

static enum rc stop_one(struct ctx *c, const struct q_dossier_unanswered_row *row)
{
    struct ruleset rules;
    struct dossier_act a;
    struct dossier_ref ref;
    struct work_move move;
    enum rc rc = dossier_act_begin(c, (struct dossier_id){row->id}, PERM_DOSSIER_PROCESS, &a);
    if (!rc)
        rc = dossier__ruleset(c, &a, &rules);
    if (!rc)
        rc = work_end(c, (struct work_id){row->id}, a.work.version, WORK_STOPPED, &move);
    if (rc)
        return rc;
    struct due_rule close;
    const str ground = ruleset_ground(&rules, RULE_CLOSE_UNANSWERED);
    const bool known = ruleset_due(&rules, RULE_CLOSE_UNANSWERED, &close);
    BUG_IF(!known); /* answer_by was set by it */
    const str args[] = {due_rule_text(c->mem, LANG_VI, close), ground};
    const str reason = text_fmt(c->mem, LANG_VI, "dossier.stopped.reason", args, 2);
    rc = dossier_act_moved(c, &a, &move, reason);
    if (!rc)
        rc = dossier__ended(c, &a, &(struct dossier_end){.how = S("stopped"), .asked_by = S("time")});
    if (rc)
        return rc;
    dossier_act_say_move(&a, &move);
    dossier_act_say(&a, EV_TEXT("ground", ground));
    dossier_act_say_personal(&a, EV_TEXT("reason", reason));
    return dossier_act_end(c, &a, "dossier.stopped", INSTANT_NONE, &ref);
}

enum rc dossier_stop_unanswered(struct ctx *c, int64_t max, int64_t *ret_n)
{
    struct q_dossier_unanswered_rows rows;
    enum rc rc = q_dossier_unanswered(c, c->now, max, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = stop_one(c, &rows.v[i]);
    if (!rc)
        *ret_n = rows.n;
    return rc;
}

/* What the list already has: only what is told anew changes, and nothing complete is undone. */
static enum rc complete_paper(struct ctx *c, struct dossier_id id,
                              const struct q_dossier_papers_row *was, const struct filing_paper *p)
{
    const enum rc rc = q_dossier_paper_complete(
        c,
        &(struct q_dossier_paper_complete_in){.id = was->id,
                                              .dossier_id = id.v,
                                              .complete = was->complete || p->complete,
                                              .form = p->form.n ? p->form : was->form,
                                              .quantity = p->quantity > 0 ? p->quantity : was->quantity,
                                              .note = p->note.n ? p->note : was->note},
        NULL);
    return rc ? rc : dossier__put_files(c, id, was->id, p);
}

static enum rc add_paper(struct ctx *c, struct dossier_id id, int64_t rank, struct filing_paper p)
{
    if (!str_trim(p.name).n)
        return fail(c, RC_INVALID, "papers", "dossier.paper_name_needed");
    p.form = p.form.n ? p.form : S("original");
    p.quantity = p.quantity > 0 ? p.quantity : 1;
    return dossier__put_paper(c, id, rank, &p);
}

static enum rc put_completed(struct ctx *c, struct dossier_id id, const struct filing_paper *papers,
                             ptrdiff_t n)
{
    struct q_dossier_papers_rows have;
    enum rc rc = q_dossier_papers(c, id.v, &have);
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        ptrdiff_t at = 0;
        while (at < have.n && !(papers[i].component_id && have.v[at].component_id.set &&
                                have.v[at].component_id.v == papers[i].component_id))
            at++;
        rc = at < have.n ? complete_paper(c, id, &have.v[at], &papers[i])
                         : add_paper(c, id, have.n + i + 1, papers[i]);
    }
    return rc;
}

/* The time begins anew (Điều 19.5), unless the process of the procedure, or the rule set, says that it
   goes on. What stopped nothing (asked too late for that) has nothing to go on. */
static enum rc run_on(struct ctx *c, struct dossier_act *a, enum process_clock how)
{
    struct ruleset rules;
    if (how != CLOCK_RESTART && how != CLOCK_RESUME)
        return RC_OK;
    enum rc rc = dossier__ruleset(c, a, &rules);
    if (rc)
        return rc;
    if (how == CLOCK_RESTART && !ruleset_is(&rules, RULE_RESTART, S("resume")))
        return dossier__start_clock(c, a, c->now);
    if (a->work.clock_running)
        return RC_OK;
    rc = work_clock_continue(c, (struct work_id){a->id.v}, c->now,
                             how == CLOCK_RESUME ? text_get(LANG_VI, "dossier.ledger.by_process")
                                                 : ruleset_ground(&rules, RULE_RESTART));
    return rc ? rc : work_get(c, (struct work_id){a->id.v}, &a->work);
}

enum rc dossier_complete_supplement(struct ctx *c, struct dossier_id id, int64_t seen_version,
                                    const struct filing_paper *papers, ptrdiff_t n,
                                    struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct work_move move;
    const bool citizen = actor_is_citizen(c->actor);
    enum rc rc = dossier__step_begin(c, id, citizen ? PERM_DOSSIER_FILE : PERM_DOSSIER_RECEIVE, &a);
    if (rc == RC_DENIED && !citizen) /* the officer who asked */
        rc = dossier__step_begin(c, id, PERM_DOSSIER_PROCESS, &a);
    if (!rc && n == 0)
        return fail(c, RC_INVALID, "papers", "dossier.papers_needed");
    if (!rc)
        rc =
            work_take(c, (struct work_id){id.v},
                      &(struct work_act){.seen_version = seen_version, .action = S("complete")}, &move);
    if (!rc)
        rc = put_completed(c, id, papers, n);
    if (!rc)
        rc = q_dossier_supplement_done(c, id.v, c->now, NULL);
    if (!rc && !instant_is_none(a.head.accepted_at)) /* before acceptance it had not begun */
        rc = run_on(c, &a, move.clock);
    if (rc)
        return rc;
    dossier_act_say_move(&a, &move);
    dossier_act_say(&a, EV_INT("papers", n));
    return dossier_act_end(c, &a, "dossier.supplement_completed", INSTANT_NONE, ret_ref);
}
