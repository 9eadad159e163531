/* dossier_consult.c - see dossier_consult.h; the question and its clock are casework's (ledger.h). */
#include "dossier/dossier_consult.h"

#include "casework/ledger.h"
#include "dossier/dossier_consult_sql.h"
#include "dossier/dossier_internal.h"
#include "org/org.h"

#define DAYS_MAX 30

enum rc dossier_ask_consult(struct ctx *c, struct dossier_id id, const struct consult_in *in,
                            struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct agency asked;
    struct consult n;
    int64_t consult;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_PROCESS, &a);
    if (!rc && (in->days < 1 || in->days > DAYS_MAX))
        return fail(c, RC_INVALID, "days", "dossier.consult.days_bounds");
    if (!rc) {
        rc = org_agency_by_code(c, in->agency, instant_date(c->now), &asked);
        if (rc == RC_NOT_FOUND)
            return fail(c, RC_INVALID, "agency", "dossier.consult.agency_unknown");
    }
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = work_consult_ask(
            c, (struct work_id){id.v},
            &(struct consult_ask){.agency_id = asked.id,
                                  .unit_id = OPT_INT_NONE,
                                  .question = in->question,
                                  .hold = in->hold,
                                  .rule = str_fmt(c->mem, "%lld wd", (long long)in->days)},
            &consult);
    if (!rc)
        rc = work_consult_get(c, consult, &n);
    if (rc)
        return rc;
    if (in->hold.n) {
        dossier_act_say(&a, EV_TEXT("hold", in->hold));
        dossier_act_say(&a, EV_TIME("until", n.due_at));
        dossier_act_say(&a, EV_TIME("was_due_at", a.work.due_at));
    }
    dossier_act_say(&a, EV_INT("asked_agency", asked.id));
    dossier_act_say(&a, EV_INT("days", in->days));
    dossier_act_say_personal(&a, EV_TEXT("note", in->question));
    return dossier_act_end(c, &a, "dossier.consult_asked", INSTANT_NONE, ret_ref);
}

/* The question is an object of its own: it lies with the agency asked, not with the dossier's. */
static enum rc begin(struct ctx *c, str pub, struct q_dossier_consult_get_row *ret_row)
{
    struct q_dossier_consult_get_row row;
    enum rc rc = q_dossier_consult_get(c, pub, &row);
    if (rc)
        return rc;
    const bool mine = c->actor && c->actor->agency == row.agency_id;
    const struct access_object object = {.unit = row.unit_id.set ? row.unit_id.v
                                                 : mine          ? c->actor->unit
                                                                 : 0,
                                         .competent = row.agency_id};
    rc = access_check(c, PERM_DOSSIER_PROCESS, &object);
    if (!rc)
        *ret_row = row;
    return rc == RC_DENIED ? RC_NOT_FOUND : rc;
}

enum rc dossier_consult_get(struct ctx *c, str pub, struct asked_consult *ret_consult)
{
    struct q_dossier_consult_get_row r;
    const enum rc rc = begin(c, pub, &r);
    if (!rc)
        *ret_consult = (struct asked_consult){.id = r.id,
                                              .dossier = {r.dossier_id},
                                              .pub = r.pub,
                                              .code = r.code,
                                              .procedure = r.procedure,
                                              .asking = r.asking,
                                              .question = r.question,
                                              .answer = r.answer,
                                              .asked_at = r.asked_at,
                                              .due_at = r.due_at,
                                              .answered_at = r.answered_at};
    return rc;
}

static enum rc put_file(struct ctx *c, int64_t dossier, const struct consult_answer *in)
{
    if (!in->file_id)
        return RC_OK;
    return q_dossier_file_insert(
        c,
        &(struct q_dossier_file_insert_in){
            .dossier_id = dossier,
            .kind = S("consult"),
            .file_id = in->file_id,
            .name = in->file_name,
            .added_at = c->now,
            .added_by = c->actor->account ? OPT_INT(c->actor->account) : OPT_INT_NONE,
        },
        NULL);
}

enum rc dossier_answer_consult(struct ctx *c, str pub, const struct consult_answer *in)
{
    struct q_dossier_consult_get_row r;
    struct dossier_act a = {0};
    struct dossier_ref ref;
    enum rc rc = begin(c, pub, &r);
    if (rc)
        return rc;
    a.id.v = r.dossier_id;
    rc = q_dossier_head(c, a.id.v, &a.head);
    if (!rc)
        rc = work_get(c, (struct work_id){a.id.v}, &a.work);
    const bool held = !rc && a.work.clock_paused;
    if (!rc)
        rc = work_consult_answer(c, r.id, in->answer);
    if (!rc)
        rc = put_file(c, a.id.v, in);
    if (!rc)
        rc = work_get(c, (struct work_id){a.id.v}, &a.work);
    if (!rc)
        rc = work_touch(c, (struct work_id){a.id.v}, a.work.version);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_INT("asked_agency", r.agency_id));
    dossier_act_say(&a, EV_BOOL("file", in->file_id != 0));
    if (held && a.work.clock_running)
        dossier_act_say(&a, EV_INT("resumed", 1));
    dossier_act_say_personal(&a, EV_TEXT("note", in->answer));
    return dossier_act_end(c, &a, "dossier.consult_answered", INSTANT_NONE, &ref);
}

/* Whose answer may be given by who asks: of the unit alone, or (1) of the whole agency. */
static int64_t answers_whole(const struct actor *who)
{
    return access_reach(who, PERM_DOSSIER_PROCESS) >= REACH_AGENCY ? 1 : 0;
}

enum rc dossier_consults_asked(struct ctx *c, int64_t max, struct asked_consult **ret, ptrdiff_t *ret_n)
{
    struct q_dossier_consults_asked_rows rows;
    const struct actor *who = c->actor;
    const enum rc rc = q_dossier_consults_asked(c, who ? who->agency : 0, who ? who->unit : 0,
                                                answers_whole(who), max, &rows);
    if (rc)
        return rc;
    struct asked_consult *list = NEW_N(c->mem, struct asked_consult, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct asked_consult){.pub = rows.v[i].pub,
                                         .code = rows.v[i].code,
                                         .procedure = rows.v[i].procedure,
                                         .asking = rows.v[i].asking,
                                         .asked_at = rows.v[i].asked_at,
                                         .due_at = rows.v[i].due_at,
                                         .answered_at = INSTANT_NONE};
    *ret = list;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc dossier_consults_asked_count(struct ctx *c, int64_t *ret_n)
{
    struct q_dossier_consults_asked_count_row row;
    const struct actor *who = c->actor;
    const enum rc rc = q_dossier_consults_asked_count(c, who ? who->agency : 0, who ? who->unit : 0,
                                                      answers_whole(who), &row);
    if (!rc)
        *ret_n = row.n;
    return rc;
}
