/*
 * dossier.c - what all acts share: finding the dossier within reach, the event, the
 * consequences of a move. The acts stand in dossier_file.c (filing), dossier_check.c
 * (completeness), dossier_act.c (processing, return, withdrawal), dossier_amend.c.
 */
#include "dossier/dossier_internal.h"

#include "casework/parts.h"
#include "dossier/dossier_read.h"

#include "casework/ledger.h"

static const char *const channels[CHANNEL_COUNT] = {"direct", "online", "postal"};
static const char *const origins[ORIGIN_COUNT] = {"counter", "own_portal", "national_portal",
                                                  "ministry_system"};

str dossier_channel_code(enum dossier_channel c)
{
    BUG_IF((unsigned)c >= CHANNEL_COUNT);
    return str_of(channels[c]);
}

str dossier_origin_code(enum dossier_origin o)
{
    BUG_IF((unsigned)o >= ORIGIN_COUNT);
    return str_of(origins[o]);
}

/* Every kind of event a dossier writes. When you add one, add texts dossier.event.* and
   dossier.did.*, and its line in dossier_replay.c. */
const struct record_kind dossier_kinds[] = {
    {"dossier.filed", "dossier"},
    {"dossier.checked", "dossier"},
    {"dossier.accepted", "dossier"},
    {"dossier.supplement_asked", "dossier"},
    {"dossier.supplement_completed", "dossier"},
    {"dossier.refused", "dossier"},
    {"dossier.moved", "dossier"},
    {"dossier.claimed", "dossier"},
    {"dossier.assigned", "dossier"},
    {"dossier.part_done", "dossier"},
    {"bundle.taken", "bundle"}, /* the dossier itself does not change */
    {"dossier.result_added", "dossier"},
    {"dossier.part_given", "dossier"},
    {"dossier.originals_returned", "dossier"},
    {"dossier.delivered", "dossier"},
    {"dossier.announced", "dossier"},
    {"dossier.guard_waived", "dossier"},
    {"dossier.handed_over", "dossier"},
    {"dossier.handover_received", "dossier"},
    {"dossier.issued", "dossier"},
    {"dossier.returned", "dossier"},
    {"dossier.withdrawn", "dossier"},
    {"dossier.stopped", "dossier"},
    {"dossier.stop_asked", "dossier"},
    {"dossier.settled", "dossier"},
    {"dossier.mend_asked", "dossier"},
    {"dossier.mended", "dossier"},
    {"dossier.reissued", "dossier"},
    {"dossier.mend_refused", "dossier"},
    {"dossier.cancelled", "dossier"},
    {"dossier.corrected", "dossier"},
    {"dossier.scanned", "dossier"},
    {"dossier.paid", "dossier"},
    {"dossier.apology_drafted", "dossier"},
    {"dossier.apology_declined", "dossier"},
    {"dossier.apologised", "dossier"},
    {"dossier.extended", "dossier"},
    {"dossier.clock_paused", "dossier"},
    {"dossier.clock_resumed", "dossier"},
    {"dossier.consult_asked", "dossier"},
    {"dossier.consult_answered", "dossier"},
    {"dossier.consult_silent", "dossier"},
    {"dossier.consult_redated", "dossier"},
    {"dossier.calendar_changed", "dossier"},
    {"dossier.taken_over", "dossier"},
    {"dossier.migrated", "dossier"},
    {"dossier.moved_in", "dossier"},
    {"dossier.synced", "dossier"},
    {0},
};

/* What no division has yet lies with each of the agency. */
static int64_t unit_of(const struct actor *a, const struct work *w)
{
    if (w->unit_id.set)
        return w->unit_id.v;
    const bool open = w->role == ROLE_OFFICER && a && a->agency == w->agency_id;
    return open && actor_has_role(a, ROLE_OFFICER) ? a->unit : 0;
}

static struct access_object object_of(const struct actor *a, const struct q_dossier_head_row *h,
                                      const struct work *w)
{
    return (struct access_object){
        .owner = h->owner_id,
        .filer = h->filer_id,
        .account = h->owner_account_id.v,
        .handler = w->handler_id.v,
        .unit = unit_of(a, w),
        .receiving = h->receiving_agency_id,
        .competent = h->competent_agency_id,
    };
}

/* A step with the place agency:CODE is reached by who has its role there, as long as it stands there.
 */
static bool at_their_step(const struct actor *a, const struct work *w)
{
    return a && a->staff && a->agency == w->agency_id && !w->unit_id.set &&
           actor_has_role(a, w->role) && work_status_open(w->status);
}

/* Who leads an agency reads what stands there: it is in their lists, and theirs to answer for. */
static bool leads_there(const struct actor *a, const struct work *w)
{
    return a && a->staff && a->agency == w->agency_id && actor_has_role(a, ROLE_LEADER) &&
           work_status_open(w->status);
}

bool dossier_by_step_only(const struct actor *a, const struct work *w)
{
    const bool by_step = at_their_step(a, w) && w->role != ROLE_OFFICER;
    return (by_step || leads_there(a, w)) && w->agency_id != w->receiving_agency_id &&
           w->agency_id != w->competent_agency_id;
}

/* What lets in beside the agencies of the dossier. Whose step it is reads it, takes it on their desk,
   gives it to a colleague and does what the step is for (`of_step`); letters, waivers, corrections and
   money stay with the agencies it belongs to. Who has a part in it reads it, wherever it lies. */
static enum rc let_in(struct ctx *c, const struct dossier_act *a, enum perm perm, bool of_step,
                      enum rc rc)
{
    bool holds = false;
    if (rc != RC_NOT_FOUND && rc != RC_DENIED)
        return rc;
    of_step =
        of_step || perm == PERM_DOSSIER_READ || perm == PERM_WORKLIST || perm == PERM_DOSSIER_ASSIGN;
    if (of_step && at_their_step(c->actor, &a->work))
        return authz(c->actor, perm, REACH_UNIT);
    if (perm != PERM_DOSSIER_READ)
        return rc;
    if (leads_there(c->actor, &a->work))
        return authz(c->actor, perm, REACH_AGENCY);
    const enum rc read = dossier__holds_part(c, a->id, &holds);
    return read ? read : holds ? authz(c->actor, perm, REACH_UNIT) : rc;
}

enum rc dossier_act_open(struct ctx *c, struct dossier_id id, struct dossier_act *ret_act)
{
    struct dossier_act a = {.id = id};
    enum rc rc = q_dossier_head(c, id.v, &a.head);
    if (!rc)
        rc = work_get(c, (struct work_id){id.v}, &a.work);
    if (!rc)
        *ret_act = a;
    return rc;
}

/* What another system leads is read here; only the system hands it on with its agency. */
static bool reads(const struct actor *who, enum perm perm)
{
    return perm == PERM_DOSSIER_READ || perm == PERM_DOSSIER_TRACK || perm == PERM_WORKLIST ||
           (who && who->kind == ACTOR_SYSTEM);
}

static enum rc begin(struct ctx *c, struct dossier_id id, enum perm perm, bool of_step,
                     struct dossier_act *ret_act)
{
    struct dossier_act a;
    enum rc rc = dossier_act_open(c, id, &a);
    if (rc)
        return rc;
    const struct access_object object = object_of(c->actor, &a.head, &a.work);
    rc = let_in(c, &a, perm, of_step, access_check(c, perm, &object));
    if (!rc && a.work.synced && !reads(c->actor, perm))
        return fail(c, RC_CONFLICT, NULL, "casework.synced");
    if (!rc)
        *ret_act = a;
    return rc;
}

enum rc dossier_act_begin(struct ctx *c, struct dossier_id id, enum perm perm,
                          struct dossier_act *ret_act)
{
    return begin(c, id, perm, false, ret_act);
}

enum rc dossier__step_begin(struct ctx *c, struct dossier_id id, enum perm perm,
                            struct dossier_act *ret_act)
{
    return begin(c, id, perm, true, ret_act);
}

void dossier_act_say(struct dossier_act *a, struct event_member m)
{
    BUG_IF(a->members == DOSSIER_ACT_PARTS);
    a->member[a->members++] = m;
}

void dossier_act_say_personal(struct dossier_act *a, struct event_member m)
{
    if (m.type == EVENT_TEXT && !m.text.n)
        return;
    BUG_IF(a->personals == DOSSIER_ACT_PARTS);
    a->personal[a->personals++] = m;
}

void dossier_act_say_move(struct dossier_act *a, const struct work_move *m)
{
    dossier_act_say(a, EV_TEXT("from_status", work_status_code(m->from)));
    dossier_act_say(a, EV_TEXT("to_status", work_status_code(m->to)));
    dossier_act_say(a, EV_TEXT("from_step", m->from_step));
    dossier_act_say(a, EV_TEXT("to_step", m->to_step));
    dossier_act_say(a, EV_INT("took_us", m->took_us));
}

enum rc dossier_act_end(struct ctx *c, struct dossier_act *a, const char *kind, instant legal,
                        struct dossier_ref *ret_ref)
{
    struct work after;
    enum rc rc = work_get(c, (struct work_id){a->id.v}, &after);
    if (rc)
        return rc;
    /* What a replay compares with the state: the last event of a dossier says it all. */
    dossier_act_say(a, EV_INT("version", after.version));
    dossier_act_say(a, EV_TEXT("status", work_status_code(after.status)));
    dossier_act_say(a, EV_TIME("due_at", after.due_at));
    if (c->actor && c->actor->acting_for && c->actor->sign_form.n)
        dossier_act_say(a, EV_TEXT("sign_form", c->actor->sign_form));
    const struct event event = {
        .kind = kind,
        .object = a->id.v,
        .object_pub = a->head.pub,
        .legal = legal,
        .measure = {.receiving = a->head.receiving_agency_id,
                    .competent = a->head.competent_agency_id,
                    .version = a->head.procedure_version_id,
                    .channel = a->head.channel,
                    .origin = a->head.origin},
        .members = a->member,
        .member_count = a->members,
        .personal = a->personal,
        .personal_count = a->personals,
    };
    rc = record_append(c, &event);
    if (!rc)
        *ret_ref = (struct dossier_ref){a->id, a->head.pub, a->head.code, after.version};
    return rc;
}

/* Early, on time or late (law.md 9.2, rule 7: early is an earlier working day). */
static enum rc punctuality_of(struct ctx *c, const struct work *w, str *ret_word)
{
    struct clock_case k;
    const struct worktime *hours;
    *ret_word = S("none");
    if (instant_is_none(w->due_at))
        return RC_OK;
    const enum rc rc = work_clock_case(c, w->id, &k, &hours);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    static const char *const words[] = {
        [DUE_EARLY] = "early", [DUE_ON_TIME] = "on_time", [DUE_LATE] = "late"};
    *ret_word = instant_is_none(w->missed_at)
                    ? str_of(words[clock_punctuality(hours, w->due_at, c->now)])
                    : S("late"); /* no stop heals a date that had passed */
    return RC_OK;
}

enum rc dossier_act_moved(struct ctx *c, struct dossier_act *a, const struct work_move *m, str refusal)
{
    str word;
    enum rc rc = RC_OK;
    if (!instant_is_none(m->after.closed_at))
        rc = dossier__place_over(c, a->id);
    if (rc || instant_is_none(m->after.finished_at) || !instant_is_none(a->work.finished_at))
        return rc;
    rc = punctuality_of(c, &m->after, &word);
    if (rc)
        return rc;
    dossier_act_say(a, EV_TEXT("punctuality", word));
    return q_dossier_set_finished(c, a->id.v, word, m->to == WORK_ISSUED ? S("ready") : S("none"),
                                  refusal, NULL);
}

enum rc dossier_migrated(struct ctx *c, struct work_id id, const struct work_migrated *m)
{
    struct dossier_act a = {.id = {id.v}};
    struct dossier_ref ref;
    enum rc rc = q_dossier_head(c, id.v, &a.head);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_INT("from_process", m->from_no));
    dossier_act_say(&a, EV_INT("to_process", m->to_no));
    dossier_act_say(&a, EV_TEXT("from_step", m->from_step));
    dossier_act_say(&a, EV_TEXT("to_step", m->to_step));
    dossier_act_say_personal(&a, EV_TEXT("reason", m->reason));
    return dossier_act_end(c, &a, "dossier.migrated", INSTANT_NONE, &ref);
}
