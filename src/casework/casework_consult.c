/*
 * casework_consult.c - what other agencies were asked about a piece of work, each question
 * with its own time. Only one with a ground holds the clock of the work, until its due date
 * at the latest; silence is noted and helps nobody to more time.
 */
#include "casework/casework_internal.h"

#include "calendar/versions.h"

/* By the calendar in force. */
static enum rc due_of(struct ctx *c, str rule, str hours_set, instant asked,
                      struct opt_int *ret_version, instant *ret_due)
{
    struct calendar_use use;
    struct clock_due due;
    struct clock_case k = {.start = asked, .extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    if (!due_rule_parse(rule, &k.rule))
        return fail(c, RC_INVALID, "rule", "casework.rule_unknown");
    enum rc rc = calendar_current(c, hours_set, &use);
    if (!rc)
        rc = clock_due(c, use.w, &k, &due);
    if (rc)
        return rc;
    *ret_version = OPT_INT(use.version);
    *ret_due = due.due;
    return RC_OK;
}

enum rc work_consult_ask(struct ctx *c, struct work_id id, const struct consult_ask *in,
                         int64_t *ret_id)
{
    struct q_work_consult_insert_row row;
    struct opt_int version = OPT_INT_NONE;
    struct work w;
    struct q_work_consult_insert_in q = {.pub = ctx_new_pubid(c),
                                         .work_id = id.v,
                                         .agency_id = in->agency_id,
                                         .unit_id = in->unit_id,
                                         .question = in->question,
                                         .rule = in->rule,
                                         .ground = in->ground,
                                         .hours_set = in->hours_set,
                                         .asked_at = c->now};
    if (!str_trim(in->question).n)
        return fail(c, RC_INVALID, "question", "casework.consult.question_needed");
    enum rc rc = work_get(c, id, &w);
    if (!rc && !work_status_open(w.status))
        return fail(c, RC_CONFLICT, NULL, "casework.over");
    if (!rc)
        rc = casework__led_here(c, &w);
    if (!rc)
        rc = due_of(c, in->rule, in->hours_set, c->now, &version, &q.due_at);
    if (!rc && in->hold.n)
        rc = casework__hold_check(c, id, in->hold, true, instant_date(q.due_at), &q.ground);
    q.calendar_version_id = version.v;
    if (!rc)
        rc = q_work_consult_insert(c, &q, &row);
    if (!rc)
        rc = q_work_count_asks(c, id.v, NULL);
    if (!rc && q.ground.n)
        rc = casework__clock_pause(c, id,
                                   &(struct casework_pause){.at = c->now,
                                                            .until = q.due_at,
                                                            .ground = q.ground,
                                                            .hold = in->hold,
                                                            .consult_id = OPT_INT(row.id)});
    if (!rc)
        *ret_id = row.id;
    return rc;
}

enum rc work_consult_get(struct ctx *c, int64_t id, struct consult *ret_consult)
{
    struct q_work_consult_get_row r;
    const enum rc rc = q_work_consult_get(c, id, &r);
    if (!rc)
        *ret_consult = (struct consult){.id = r.id,
                                        .work = {r.work_id},
                                        .pub = r.pub,
                                        .agency_id = r.agency_id,
                                        .unit_id = r.unit_id,
                                        .question = r.question,
                                        .rule = r.rule,
                                        .ground = r.ground,
                                        .answer = r.answer,
                                        .asked_at = r.asked_at,
                                        .due_at = r.due_at,
                                        .answered_at = r.answered_at,
                                        .silent_at = r.silent_at};
    return rc;
}

enum rc work_consults(struct ctx *c, struct work_id id, struct consult **ret_list, ptrdiff_t *ret_n)
{
    struct q_work_consults_rows rows;
    const enum rc rc = q_work_consults(c, id.v, &rows);
    if (rc)
        return rc;
    struct consult *list = NEW_N(c->mem, struct consult, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct consult){.id = rows.v[i].id,
                                   .work = id,
                                   .pub = rows.v[i].pub,
                                   .agency_id = rows.v[i].agency_id,
                                   .unit_id = rows.v[i].unit_id,
                                   .question = rows.v[i].question,
                                   .rule = rows.v[i].rule,
                                   .ground = rows.v[i].ground,
                                   .answer = rows.v[i].answer,
                                   .asked_at = rows.v[i].asked_at,
                                   .due_at = rows.v[i].due_at,
                                   .answered_at = rows.v[i].answered_at,
                                   .silent_at = rows.v[i].silent_at};
    *ret_list = list;
    *ret_n = rows.n;
    return RC_OK;
}

/* What it held runs on, unless its limit was first. */
static enum rc let_go(struct ctx *c, const struct consult *n, instant at)
{
    if (!n->ground.n)
        return RC_OK;
    const enum rc rc = casework__clock_resume(c, n->work, at, n->ground, OPT_INT(n->id));
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc work_consult_answer(struct ctx *c, int64_t consult, str answer)
{
    struct consult n;
    int64_t changed;
    if (!str_trim(answer).n)
        return fail(c, RC_INVALID, "answer", "casework.consult.answer_needed");
    enum rc rc = work_consult_get(c, consult, &n);
    if (!rc)
        rc = q_work_consult_answer(c, consult, c->now, answer, &changed);
    if (!rc && !changed)
        return fail(c, RC_CONFLICT, NULL, "casework.consult.answered");
    if (!rc)
        rc = q_work_count_asks(c, n.work.v, NULL);
    return rc ? rc : let_go(c, &n, c->now);
}

enum rc casework__consult_silent(struct ctx *c, const struct consult *n)
{
    int64_t changed;
    enum rc rc = q_work_consult_silent(c, n->id, c->now, &changed);
    if (!rc && !changed)
        return fail(c, RC_CONFLICT, NULL, "casework.consult.answered");
    if (!rc)
        rc = q_work_count_asks(c, n->work.v, NULL);
    return rc ? rc : let_go(c, n, c->now);
}

enum rc casework__consults_over(struct ctx *c, const struct work *w)
{
    int64_t changed;
    const enum rc rc = q_work_consults_over(c, w->id.v, c->now, &changed);
    return rc || !changed ? rc : q_work_count_asks(c, w->id.v, NULL);
}

enum rc casework__consult_redate(struct ctx *c, struct consult *n, str hours_set)
{
    struct opt_int version;
    const instant was = n->due_at;
    enum rc rc = due_of(c, n->rule, hours_set, n->asked_at, &version, &n->due_at);
    if (!rc)
        rc = q_work_consult_redate(c, n->id, version.v, n->due_at, NULL);
    return rc || !n->ground.n || n->due_at.us == was.us
               ? rc
               : casework__clock_hold_until(c, n->work, n->id, n->due_at);
}
