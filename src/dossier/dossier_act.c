/*
 * dossier_act.c - examination, signature, result, return. Ends without a
 * result stand in dossier_end.c.
 * `returned` waits for nothing: no fee, letter or partner holds a result back.
 */
#include "dossier/dossier_internal.h"
#include "dossier/dossier_given.h"

static enum perm perm_for(str action)
{
    if (str_eq(action, S("approve")))
        return PERM_DOSSIER_APPROVE;
    return str_eq(action, S("issue")) ? PERM_DOSSIER_RETURN : PERM_DOSSIER_PROCESS;
}

/* An act the process alone knows is allowed to whom its step belongs to: work_take decides. */
static enum rc begin_act(struct ctx *c, struct dossier_id id, str action, struct dossier_act *a)
{
    static const char *const usual[] = {"submit", "approve", "issue", NULL};
    static const enum perm perms[] = {PERM_DOSSIER_PROCESS, PERM_DOSSIER_APPROVE, PERM_DOSSIER_RECEIVE};
    enum rc rc = RC_DENIED;
    if (str_among(action, usual))
        return dossier__step_begin(c, id, perm_for(action), a);
    for (size_t i = 0; rc == RC_DENIED && i < sizeof perms / sizeof *perms; i++)
        rc = dossier__step_begin(c, id, perms[i], a);
    return rc;
}

static enum rc put_file(struct ctx *c, const struct dossier_act *a, const struct act_in *in)
{
    if (!in->file_id)
        return RC_OK;
    return q_dossier_file_insert(
        c,
        &(struct q_dossier_file_insert_in){
            .dossier_id = a->id.v,
            .kind = str_eq(in->action, S("issue")) ? S("result") : S("draft"),
            .file_id = in->file_id,
            .name = in->file_name,
            .added_at = c->now,
            .added_by = c->actor && c->actor->account ? OPT_INT(c->actor->account) : OPT_INT_NONE,
        },
        NULL);
}

enum rc dossier_act(struct ctx *c, struct dossier_id id, const struct act_in *in,
                    struct dossier_ref *ret_ref)
{
    static const char *const others[] = {"accept", "supplement", "complete", "refuse",
                                         "return", "claim",      NULL};
    struct dossier_act a;
    struct work_move move;
    if (str_among(in->action, others))
        return fail(c, RC_INVALID, "action", "casework.no_such_action");
    enum rc rc = begin_act(c, id, in->action, &a);
    if (!rc)
        rc = work_take(c, (struct work_id){id.v},
                       &(struct work_act){.seen_version = in->seen_version,
                                          .action = in->action,
                                          .note = in->note,
                                          .reason = in->reason,
                                          .papers = in->papers,
                                          .facts = &in->fact,
                                          .facts_n = in->fact.key.n > 0,
                                          .has_file = in->file_id != 0},
                       &move);
    if (!rc)
        rc = put_file(c, &a, in);
    if (!rc)
        rc = dossier_act_moved(c, &a, &move, move.to == WORK_REFUSED ? in->note : STR_NONE);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("action", in->action));
    if (move.reason.n)
        dossier_act_say(&a, EV_TEXT("ground", in->reason));
    if (in->fact.key.n)
        dossier_act_say(&a, EV_TEXT("fact", in->fact.key));
    if (in->fact.key.n)
        dossier_act_say(&a, EV_TEXT("fact_value", in->fact.value));
    dossier_act_say_move(&a, &move);
    dossier_act_say_personal(&a, EV_TEXT("note", in->note));
    return dossier_act_end(c, &a, move.to == WORK_ISSUED ? "dossier.issued" : "dossier.moved",
                           INSTANT_NONE, ret_ref);
}

enum rc dossier_claim(struct ctx *c, struct dossier_id id, int64_t seen_version, bool claim,
                      struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    enum rc rc = dossier_act_begin(c, id, PERM_WORKLIST, &a);
    if (!rc)
        rc = work_claim(c, (struct work_id){id.v}, seen_version, claim);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_BOOL("claimed", claim));
    return dossier_act_end(c, &a, "dossier.claimed", INSTANT_NONE, ret_ref);
}

enum rc dossier_return(struct ctx *c, struct dossier_id id, const struct return_in *in,
                       struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct work_move move;
    int64_t number = 0, given = 0;
    const bool post = str_eq(in->how, S("post"));
    const struct taker taker = {in->how, in->collector, in->document, in->authority,
                                in->authority_note};
    enum rc rc = dossier_check_taker(c, &taker);
    if (!rc)
        rc = dossier__step_begin(c, id, PERM_DOSSIER_RETURN, &a);
    if (!rc)
        rc = work_take(c, (struct work_id){id.v},
                       &(struct work_act){
                           .seen_version = in->seen_version, .action = S("return"), .note = in->note},
                       &move);
    if (!rc)
        rc = dossier_act_moved(c, &a, &move, STR_NONE);
    if (!rc)
        rc = q_dossier_set_returned(c, id.v, c->now, in->collector,
                                    post ? S("posted") : S("handed_over"), NULL);
    if (!rc)
        rc = dossier__put_given(c, &a, "result", &taker, in->note, &given);
    if (!rc && in->cash)
        rc = dossier__take_cash(c, &a, in->cash, &number);
    if (rc)
        return rc;
    dossier_act_say_move(&a, &move);
    if (number)
        dossier_act_say(&a, EV_INT("cash_number", number));
    dossier_act_say_personal(&a, EV_TEXT("note", in->note));
    return dossier_act_end(c, &a, "dossier.returned", INSTANT_NONE, ret_ref);
}
