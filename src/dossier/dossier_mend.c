/* dossier_mend.c - see dossier_mend.h. */
#include "dossier/dossier_mend.h"

#include "dossier/dossier_internal.h"
#include "dossier/dossier_mend_sql.h"

#define CORRECTION S("correction")

static enum rc due_of(struct ctx *c, const struct dossier_act *a, str kind, instant *ret_due)
{
    struct ruleset rules;
    *ret_due = INSTANT_NONE;
    if (!str_eq(kind, CORRECTION))
        return RC_OK;
    enum rc rc = dossier__ruleset(c, a, &rules);
    if (!rc)
        rc = ruleset_by(c, &rules, RULE_CORRECTION, c->now, ret_due);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* NULL = may be asked for now, about the result `ret_old`; else why not. */
static enum rc hindrance_of(struct ctx *c, const struct work *w, const char **ret_why, int64_t *ret_old)
{
    struct q_dossier_mend_open_row open;
    struct q_dossier_mend_result_row result;
    *ret_why = "dossier.mend.no_result";
    if (w->status != WORK_ISSUED && w->status != WORK_RETURNED)
        return RC_OK;
    enum rc rc = q_dossier_mend_result(c, w->id.v, &result);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    rc = q_dossier_mend_open(c, w->id.v, &open);
    *ret_why = rc == RC_NOT_FOUND ? NULL : "dossier.mend.open";
    *ret_old = result.id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc check_ask(struct ctx *c, const struct dossier_act *a, const struct mend_in *in,
                         int64_t *ret_old)
{
    const char *why;
    if (!str_eq(in->kind, CORRECTION) && !str_eq(in->kind, S("reissue")))
        return fail(c, RC_INVALID, "kind", "dossier.mend.kind_unknown");
    if (!str_trim(in->reason).n)
        return fail(c, RC_INVALID, "reason", "dossier.reason_needed");
    const enum rc rc = hindrance_of(c, &a->work, &why, ret_old);
    return rc || !why ? rc : fail(c, RC_CONFLICT, NULL, why);
}

enum rc dossier_may_mend(struct ctx *c, const struct dossier *d, bool *ret_may)
{
    const char *why;
    int64_t old;
    const enum rc rc = hindrance_of(c, &d->work, &why, &old);
    *ret_may = !rc && !why;
    return rc;
}

enum rc dossier_ask_mend(struct ctx *c, struct dossier_id id, const struct mend_in *in,
                         struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    instant due = INSTANT_NONE;
    int64_t old = 0;
    const bool citizen = actor_is_citizen(c->actor);
    enum rc rc = dossier_act_begin(c, id, citizen ? PERM_DOSSIER_FILE : PERM_DOSSIER_CORRECT, &a);
    if (!rc)
        rc = check_ask(c, &a, in, &old);
    if (!rc)
        rc = due_of(c, &a, in->kind, &due);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = q_dossier_mend_insert(
            c,
            &(struct q_dossier_mend_insert_in){.dossier_id = id.v,
                                               .kind = in->kind,
                                               .reason = in->reason,
                                               .asked_by = citizen ? S("applicant") : S("authority"),
                                               .opened_at = c->now,
                                               .due_at = due,
                                               .old_file = old},
            NULL);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("kind", in->kind));
    dossier_act_say(&a, EV_TIME("mend_by", due));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->reason));
    return dossier_act_end(c, &a, "dossier.mend_asked", INSTANT_NONE, ret_ref);
}

static enum rc check_decision(struct ctx *c, const struct mend_decision *in, str kind)
{
    if (in->done && !in->file_id)
        return fail(c, RC_INVALID, "file", "casework.file_needed");
    const bool needs_note = !in->done || str_eq(kind, CORRECTION);
    if (needs_note && !str_trim(in->note).n)
        return fail(c, RC_INVALID, "note",
                    in->done ? "dossier.mend.apology_needed" : "dossier.reason_needed");
    return RC_OK;
}

/* The new file, and where it stands among the dossier's. */
static enum rc put_result(struct ctx *c, const struct dossier_act *a, const struct mend_decision *in,
                          struct opt_int *ret_new)
{
    struct q_dossier_mend_result_row row;
    *ret_new = OPT_INT_NONE;
    if (!in->done)
        return RC_OK;
    enum rc rc = q_dossier_file_insert(c,
                                       &(struct q_dossier_file_insert_in){
                                           .dossier_id = a->id.v,
                                           .kind = S("result"),
                                           .file_id = in->file_id,
                                           .name = in->file_name,
                                           .added_at = c->now,
                                           .added_by = OPT_INT(c->actor->account),
                                       },
                                       NULL);
    if (!rc)
        rc = q_dossier_mend_result(c, a->id.v, &row);
    if (!rc)
        *ret_new = OPT_INT(row.id);
    return rc;
}

enum rc dossier_decide_mend(struct ctx *c, struct dossier_id id, const struct mend_decision *in,
                            struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct q_dossier_mend_open_row open = {0};
    struct opt_int made = OPT_INT_NONE;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_APPROVE, &a);
    if (rc)
        return rc;
    rc = q_dossier_mend_open(c, id.v, &open);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_CONFLICT, NULL, "dossier.mend.none");
    if (!rc)
        rc = check_decision(c, in, open.kind);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = put_result(c, &a, in, &made);
    if (!rc)
        rc = q_dossier_mend_close(
            c,
            &(struct q_dossier_mend_close_in){.id = open.id,
                                              .state = in->done ? S("done") : S("refused"),
                                              .new_file = made,
                                              .closed_at = c->now,
                                              .closed_by = c->actor->account,
                                              .note = in->note.p ? in->note : S("")},
            NULL);
    if (rc)
        return rc;
    const bool correction = str_eq(open.kind, CORRECTION);
    dossier_act_say(&a, EV_TEXT("kind", open.kind));
    dossier_act_say(&a, EV_TIME("mend_by", open.due_at));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->note));
    return dossier_act_end(c, &a,
                           !in->done    ? "dossier.mend_refused"
                           : correction ? "dossier.mended"
                                        : "dossier.reissued",
                           INSTANT_NONE, ret_ref);
}

/* ---- reading ---- */

static bool is_late(const struct ctx *c, instant due, instant closed)
{
    const instant until = instant_is_none(closed) ? c->now : closed;
    return !instant_is_none(due) && until.us > due.us;
}

enum rc dossier_mends(struct ctx *c, struct dossier_id id, struct dossier_mend **ret, ptrdiff_t *ret_n)
{
    struct q_dossier_mends_rows rows;
    const enum rc rc = q_dossier_mends(c, id.v, &rows);
    if (rc)
        return rc;
    struct dossier_mend *list = NEW_N(c->mem, struct dossier_mend, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_dossier_mends_row *r = &rows.v[i];
        list[i] = (struct dossier_mend){.kind = r->kind,
                                        .reason = r->reason,
                                        .asked_by = r->asked_by,
                                        .state = r->state,
                                        .note = r->note,
                                        .opened_at = r->opened_at,
                                        .due_at = r->due_at,
                                        .closed_at = r->closed_at,
                                        .old_file = r->old_file,
                                        .new_file = r->new_file,
                                        .late = is_late(c, r->due_at, r->closed_at)};
    }
    *ret = list;
    *ret_n = rows.n;
    return RC_OK;
}

const struct dossier_mend *dossier_mend_waiting(const struct dossier_mend *v, ptrdiff_t n)
{
    while (n-- > 0)
        if (str_eq(v[n].state, S("open")))
            return &v[n];
    return NULL;
}

instant dossier_mend_replaced(const struct dossier_mend *v, ptrdiff_t n, int64_t file)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (v[i].new_file.set && v[i].old_file.set && v[i].old_file.v == file)
            return v[i].closed_at;
    return INSTANT_NONE;
}

/* ---- of an agency ---- */

static enum rc list_open(struct ctx *c, const struct access_scope *s, int64_t max,
                         struct mend_request **ret, ptrdiff_t *ret_n)
{
    struct q_dossier_mends_open_rows rows;
    const enum rc rc = q_dossier_mends_open(c, s->all, s->agency, max, &rows);
    if (rc)
        return rc;
    struct mend_request *v = NEW_N(c->mem, struct mend_request, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_dossier_mends_open_row *r = &rows.v[i];
        v[i] = (struct mend_request){r->pub,
                                     r->code,
                                     r->procedure,
                                     r->owner,
                                     {.kind = r->kind,
                                      .reason = r->reason,
                                      .asked_by = r->asked_by,
                                      .state = S("open"),
                                      .opened_at = r->opened_at,
                                      .due_at = r->due_at,
                                      .closed_at = INSTANT_NONE,
                                      .late = is_late(c, r->due_at, INSTANT_NONE)}};
    }
    *ret = v;
    *ret_n = rows.n;
    return RC_OK;
}

static enum rc list_answered(struct ctx *c, const struct access_scope *s, int64_t max,
                             struct mend_request **ret, ptrdiff_t *ret_n)
{
    struct q_dossier_mends_answered_rows rows;
    const instant since = {c->now.us - DOSSIER_MEND_DAYS * DAY_US};
    const enum rc rc = q_dossier_mends_answered(c, s->all, s->agency, since, max, &rows);
    if (rc)
        return rc;
    struct mend_request *v = NEW_N(c->mem, struct mend_request, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_dossier_mends_answered_row *r = &rows.v[i];
        v[i] = (struct mend_request){r->pub,
                                     r->code,
                                     r->procedure,
                                     r->owner,
                                     {.kind = r->kind,
                                      .reason = r->reason,
                                      .asked_by = r->asked_by,
                                      .state = r->state,
                                      .note = r->note,
                                      .opened_at = r->opened_at,
                                      .due_at = r->due_at,
                                      .closed_at = r->closed_at,
                                      .late = is_late(c, r->due_at, r->closed_at)}};
    }
    *ret = v;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc dossier_mend_list(struct ctx *c, bool answered, int64_t max, struct mend_request **ret,
                          ptrdiff_t *ret_n)
{
    const struct access_scope s = access_scope(c->actor, PERM_DOSSIER_CORRECT);
    const enum rc rc = authz(c->actor, PERM_DOSSIER_CORRECT, REACH_AGENCY);
    if (rc)
        return rc;
    return answered ? list_answered(c, &s, max, ret, ret_n) : list_open(c, &s, max, ret, ret_n);
}

enum rc dossier_mend_count(struct ctx *c, int64_t *ret_waiting)
{
    struct q_dossier_mends_open_count_row row;
    const struct access_scope s = access_scope(c->actor, PERM_DOSSIER_CORRECT);
    const enum rc rc = q_dossier_mends_open_count(c, s.all, s.agency, &row);
    if (!rc)
        *ret_waiting = row.n;
    return rc;
}
