/*
 * dossier_end.c - see dossier_end.h. Each end is one event; what is to be given back is a row beside
 * the dossier, settled once more by an act of its own.
 */
#include "dossier/dossier_end.h"

#include "dossier/dossier_end_sql.h"
#include "dossier/dossier_given.h"
#include "dossier/dossier_internal.h"

const char *const dossier_refusal_grounds[] = {
    "not_competent", "not_eligible", "papers_invalid", "already_settled", "barred", "other", NULL};

enum rc dossier__ended(struct ctx *c, const struct dossier_act *a, const struct dossier_end *in)
{
    struct q_dossier_end_paid_row holds;
    struct giveables here;
    enum rc rc = dossier_giveables(c, a->id, &here);
    if (!rc)
        rc = q_dossier_end_paid(c, a->id.v, &holds);
    return rc ? rc
              : q_dossier_end_insert(c,
                                     &(struct q_dossier_end_insert_in){
                                         .dossier_id = a->id.v,
                                         .how = in->how,
                                         .ground = in->ground,
                                         .asked_by = in->asked_by,
                                         .at = c->now,
                                         .papers = here.papers_n ? S("due") : S("none"),
                                         .refund = holds.paid ? S("open") : S("none"),
                                     },
                                     NULL);
}

enum rc dossier_refuse(struct ctx *c, struct dossier_id id, const struct refusal_in *in,
                       struct dossier_ref *ret_ref)
{
    static const enum perm perms[] = {PERM_DOSSIER_RECEIVE, PERM_DOSSIER_PROCESS, PERM_DOSSIER_APPROVE};
    struct dossier_act a;
    struct work_move move;
    enum rc rc = RC_DENIED;
    for (size_t i = 0; rc == RC_DENIED && i < sizeof perms / sizeof *perms; i++)
        rc = dossier__step_begin(c, id, perms[i], &a);
    if (!rc && !str_among(in->ground, dossier_refusal_grounds))
        return fail(c, RC_INVALID, "ground", "dossier.refuse.ground_needed");
    if (!rc && !str_trim(in->reason).n)
        return fail(c, RC_INVALID, "reason", "dossier.reason_needed");
    if (!rc)
        rc = work_take(c, (struct work_id){id.v},
                       &(struct work_act){.seen_version = in->seen_version,
                                          .action = S("refuse"),
                                          .note = in->reason,
                                          .reason = in->ground /* where the process lists reasons */},
                       &move);
    if (!rc)
        rc = dossier_act_moved(c, &a, &move, in->reason);
    if (!rc)
        rc = dossier__ended(c, &a,
                            &(struct dossier_end){
                                .how = S("refused"), .ground = in->ground, .asked_by = S("authority")});
    if (rc)
        return rc;
    dossier_act_say_move(&a, &move);
    dossier_act_say(&a, EV_TEXT("ground", in->ground));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->reason));
    return dossier_act_end(c, &a, "dossier.refused", INSTANT_NONE, ret_ref);
}

/* ---- by the applicant ---- */

/* The applicant's own, or on paper by who received it; `ret_staff` says which. */
static enum rc begin_withdrawal(struct ctx *c, struct dossier_id id, const struct withdrawal_in *in,
                                struct dossier_act *a, bool *ret_staff)
{
    *ret_staff = !actor_is_citizen(c->actor);
    const enum rc rc =
        dossier_act_begin(c, id, *ret_staff ? PERM_DOSSIER_RECEIVE : PERM_DOSSIER_WITHDRAW, a);
    if (rc)
        return rc;
    if (!str_eq(in->how, S("withdraw")) && !str_eq(in->how, S("stop")))
        return fail(c, RC_INVALID, "how", "dossier.withdraw.how_unknown");
    if (!str_trim(in->reason).n)
        return fail(c, RC_INVALID, "reason", "dossier.reason_needed");
    if (*ret_staff && !in->file_id)
        return fail(c, RC_INVALID, "file", "dossier.withdraw.request_needed");
    if (a->work.status >= WORK_APPROVED && work_status_open(a->work.status))
        return fail(c, RC_CONFLICT, NULL, "dossier.withdraw.decided");
    return RC_OK;
}

static enum rc put_request(struct ctx *c, const struct dossier_act *a, const struct withdrawal_in *in)
{
    const struct filing_paper request = {
        .name = in->file_name, .files = &in->file_id, .file_names = &in->file_name, .file_n = 1};
    struct q_dossier_papers_rows papers;
    const enum rc rc = q_dossier_papers(c, a->id.v, &papers);
    struct filing_paper paper = request;
    paper.form = S("electronic");
    paper.quantity = 1;
    paper.complete = true;
    return rc ? rc : dossier__put_paper(c, a->id, papers.n + 1, &paper);
}

enum rc dossier_withdraw(struct ctx *c, struct dossier_id id, const struct withdrawal_in *in,
                         struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct work_move move;
    bool staff = false;
    const bool stops = str_eq(in->how, S("stop"));
    enum rc rc = begin_withdrawal(c, id, in, &a, &staff);
    if (!rc)
        rc = work_end(c, (struct work_id){id.v}, in->seen_version,
                      stops ? WORK_STOPPED : WORK_WITHDRAWN, &move);
    if (!rc)
        rc = dossier_act_moved(c, &a, &move, STR_NONE);
    if (!rc)
        rc = dossier__ended(c, &a,
                            &(struct dossier_end){.how = stops ? S("stopped") : S("withdrawn"),
                                                  .asked_by = staff ? S("authority") : S("applicant")});
    if (!rc && staff)
        rc = put_request(c, &a, in);
    if (rc)
        return rc;
    dossier_act_say_move(&a, &move);
    dossier_act_say(&a, EV_BOOL("on_paper", staff));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->reason));
    return dossier_act_end(c, &a, stops ? "dossier.stop_asked" : "dossier.withdrawn", INSTANT_NONE,
                           ret_ref);
}

/* ---- by mistake ---- */

/* The clerk's mistake is the clerk's to mend on the day; later it is a decision. */
static enum rc begin_cancel(struct ctx *c, struct dossier_id id, struct dossier_act *a)
{
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_CORRECT, a);
    if (rc || instant_is_none(a->head.accepted_at) ||
        instant_date(a->head.accepted_at).day == instant_date(c->now).day)
        return rc;
    rc = dossier_act_begin(c, id, PERM_DOSSIER_APPROVE, a);
    return rc == RC_DENIED ? fail(c, RC_DENIED, NULL, "dossier.cancel_leader") : rc;
}

enum rc dossier_cancel(struct ctx *c, struct dossier_id id, int64_t seen_version, str reason,
                       struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct work_move move;
    enum rc rc = begin_cancel(c, id, &a);
    if (!rc && !str_trim(reason).n)
        return fail(c, RC_INVALID, "reason", "dossier.reason_needed");
    if (!rc)
        rc = work_end(c, (struct work_id){id.v}, seen_version, WORK_CANCELLED, &move);
    if (!rc)
        rc = dossier_act_moved(c, &a, &move, STR_NONE);
    if (!rc)
        rc = q_dossier_set_cancelled(c, id.v, c->now, NULL);
    if (!rc)
        rc = dossier__ended(c, &a,
                            &(struct dossier_end){.how = S("cancelled"), .asked_by = S("authority")});
    if (rc)
        return rc;
    dossier_act_say_move(&a, &move);
    dossier_act_say_personal(&a, EV_TEXT("reason", reason));
    return dossier_act_end(c, &a, "dossier.cancelled", INSTANT_NONE, ret_ref);
}

/* ---- what is given back ---- */

enum rc dossier_end(struct ctx *c, struct dossier_id id, struct dossier_end *ret_end)
{
    struct q_dossier_end_get_row r;
    const enum rc rc = q_dossier_end_get(c, id.v, &r);
    if (!rc)
        *ret_end = (struct dossier_end){.how = r.how,
                                        .ground = r.ground,
                                        .asked_by = r.asked_by,
                                        .at = r.at,
                                        .papers = r.papers,
                                        .papers_to = r.papers_to,
                                        .papers_at = r.papers_at,
                                        .refund = r.refund,
                                        .refund_note = r.refund_note,
                                        .refund_at = r.refund_at};
    return rc;
}

static enum rc check_settlement(struct ctx *c, const struct dossier_end *was,
                                const struct settlement_in *in)
{
    if (in->papers_back && !str_eq(was->papers, S("due")))
        return fail(c, RC_CONFLICT, "papers_back", "dossier.settle.nothing_due");
    if (in->papers_back && !str_trim(in->papers_to).n)
        return fail(c, RC_INVALID, "papers_to", "dossier.collector_needed");
    if (!in->refund.n)
        return in->papers_back ? RC_OK : fail(c, RC_INVALID, NULL, "dossier.settle.nothing_said");
    if (!str_eq(in->refund, S("refunded")) && !str_eq(in->refund, S("kept")))
        return fail(c, RC_INVALID, "refund", "dossier.settle.refund_unknown");
    if (!str_eq(was->refund, S("open")))
        return fail(c, RC_CONFLICT, "refund", "dossier.settle.nothing_due");
    return str_trim(in->note).n ? RC_OK : fail(c, RC_INVALID, "note", "dossier.reason_needed");
}

enum rc dossier__end_papers_back(struct ctx *c, struct dossier_id id, str to)
{
    return q_dossier_end_papers_back(c, id.v, to, c->now, NULL);
}

static enum rc write_settlement(struct ctx *c, struct dossier_act *a, const struct settlement_in *in)
{
    enum rc rc = RC_OK;
    if (in->papers_back)
        rc = dossier__give_papers(c, a,
                                  &(struct taker){.how = S("counter"), .collector = in->papers_to});
    return rc || !in->refund.n ? rc
                               : q_dossier_end_refund(c, a->id.v, in->refund, in->note, c->now, NULL);
}

enum rc dossier_settle(struct ctx *c, struct dossier_id id, const struct settlement_in *in,
                       struct dossier_ref *ret_ref)
{
    struct dossier_act a = {0};
    struct dossier_end was = {0};
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_RETURN, &a);
    if (!rc) {
        rc = dossier_end(c, id, &was);
        if (rc == RC_NOT_FOUND)
            return fail(c, RC_CONFLICT, NULL, "dossier.settle.nothing_due");
    }
    if (!rc)
        rc = check_settlement(c, &was, in);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = write_settlement(c, &a, in);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_BOOL("papers_back", in->papers_back));
    dossier_act_say(&a, EV_TEXT("refund", in->refund.n ? in->refund : was.refund));
    dossier_act_say_personal(&a, EV_TEXT("note", in->note));
    return dossier_act_end(c, &a, "dossier.settled", INSTANT_NONE, ret_ref);
}
