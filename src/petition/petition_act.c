/*
 * petition_act.c - the acts on a petition. Whether one may be taken, by whom and with what, is the
 * process'; what is stored and what happens to the clock is said here, one row an action.
 */
#include "petition/petition_internal.h"

#include "access/access.h"
#include "casework/ledger.h"
#include "core/fold.h"
#include "core/utf8.h"

#define TEXT_MAX 8000

/* ---- personal data in what is to be published ---- */

/* Nine digits or more, whatever stands between two of them: a telephone or an identity number. */
static bool has_long_number(str text)
{
    int digits = 0, gap = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        const char ch = text.p[i];
        const bool digit = ch >= '0' && ch <= '9';
        gap = digit ? 0 : gap + 1;
        digits = digit ? digits + 1 : gap > 1 ? 0 : digits;
        if (digits >= 9)
            return true;
    }
    return false;
}

const char *petition__personal(struct arena *mem, str text, const struct petition *p)
{
    const str name = fold(mem, p->name);
    if (has_long_number(text))
        return "petition.publish.number";
    if (str_has(text, S("@")))
        return "petition.publish.address";
    if (str_has(name, S(" ")) && str_has(fold(mem, text), name))
        return "petition.publish.name";
    return NULL;
}

/* ---- what each action wants ---- */

static enum rc want(struct ctx *c, str text, const char *field, const char *key)
{
    if (!str_trim(text).n || utf8_letters(text) > TEXT_MAX)
        return fail(c, RC_INVALID, field, key);
    return RC_OK;
}

static enum rc check_forward(struct ctx *c, const struct petition *p, const struct petition_act *in)
{
    (void)p;
    return want(c, in->forwarded_to, "forwarded_to", "petition.act.forwarded_to");
}

static enum rc check_merge(struct ctx *c, const struct petition *p, const struct petition_act *in)
{
    struct q_petition_id_of_code_row other;
    struct petition o;
    enum rc rc = q_petition_id_of_code(c, str_trim(in->into), &other);
    if (!rc)
        rc = petition_get_by_id(c, (struct petition_id){other.id}, &o);
    if (rc == RC_NOT_FOUND || (!rc && (other.id == p->id.v || o.merged_into)))
        return fail(c, RC_INVALID, "into", "petition.act.into");
    return rc;
}

static const char *const criterion_fields[PETITION_CRITERIA] = {
    "criterion_1", "criterion_2", "criterion_3", "criterion_4", "criterion_5", "criterion_6"};

static char criterion_mark(str word)
{
    if (str_eq(word, S("met")))
        return '+';
    if (str_eq(word, S("not")))
        return '-';
    return str_eq(word, S("none")) ? '0' : 0;
}

static enum rc check_submit(struct ctx *c, const struct petition *p, const struct petition_act *in)
{
    static const char *const outcomes[] = {"amend", "replace", "abolish", "propose",
                                           "issue", "keep",    NULL};
    enum rc rc = want(c, in->answer, "answer", "petition.act.answer");
    (void)p;
    for (int i = 0; i < PETITION_CRITERIA; i++)
        if (!criterion_mark(in->criteria[i]))
            rc = fail(c, RC_INVALID, criterion_fields[i], "petition.act.criterion");
    if (!str_among(in->outcome, outcomes))
        rc = fail(c, RC_INVALID, "outcome", "petition.act.outcome");
    return rc;
}

static enum rc clean(struct ctx *c, const struct petition *p, str text, const char *field)
{
    const char *found = petition__personal(c->mem, text, p);
    if (found)
        return fail(c, RC_INVALID, field, found);
    return want(c, text, field, "petition.publish.empty");
}

static enum rc check_publish(struct ctx *c, const struct petition *p, const struct petition_act *in)
{
    enum rc rc = RC_OK;
    if (clean(c, p, in->public_title, "public_title") || clean(c, p, in->public_text, "public_text") ||
        clean(c, p, in->public_answer, "public_answer"))
        rc = RC_INVALID;
    if (!in->checked)
        rc = fail(c, RC_INVALID, "checked", "petition.publish.unchecked");
    return rc;
}

/* ---- what each action stores ---- */

static enum rc keep_end(struct ctx *c, const struct petition *p, const struct petition_act *in,
                        str reason)
{
    struct q_petition_id_of_code_row other = {0};
    const str words[] = {reason, str_trim(in->note)};
    const bool merge = str_eq(in->action, S("merge"));
    const enum rc rc = merge ? q_petition_id_of_code(c, str_trim(in->into), &other) : RC_OK;
    const str why = !reason.n               ? str_trim(in->note)
                    : !str_trim(in->note).n ? reason
                                            : str_join(c->mem, words, 2, S(". "));
    return rc ? rc
              : q_petition_set_ended(c, p->id.v, why.n ? why : STR_NONE,
                                     in->forwarded_to.n ? str_trim(in->forwarded_to) : STR_NONE,
                                     merge ? OPT_INT(other.id) : OPT_INT_NONE, NULL);
}

static enum rc keep_question(struct ctx *c, const struct petition *p, const struct petition_act *in,
                             str reason)
{
    (void)reason;
    return q_petition_set_question(c, p->id.v, str_trim(in->note), NULL);
}

static enum rc keep_answer(struct ctx *c, const struct petition *p, const struct petition_act *in,
                           str reason)
{
    char *marks = arena_alloc(c->mem, PETITION_CRITERIA);
    (void)reason;
    for (int i = 0; i < PETITION_CRITERIA; i++)
        marks[i] = criterion_mark(in->criteria[i]);
    return q_petition_set_answer(c, p->id.v, (str){marks, PETITION_CRITERIA}, in->outcome,
                                 str_trim(in->answer), NULL);
}

static enum rc keep_answered(struct ctx *c, const struct petition *p, const struct petition_act *in,
                             str reason)
{
    (void)in;
    (void)reason;
    return q_petition_set_answered(c, p->id.v, c->now, NULL);
}

static enum rc keep_public(struct ctx *c, const struct petition *p, const struct petition_act *in,
                           str reason)
{
    (void)reason;
    return q_petition_set_published(c,
                                    &(struct q_petition_set_published_in){
                                        .id = p->id.v,
                                        .title = str_trim(in->public_title),
                                        .text = str_trim(in->public_text),
                                        .answer = str_trim(in->public_answer),
                                        .name = p->hide_name ? STR_NONE : p->name,
                                        .now = c->now,
                                        .by = c->actor->account,
                                    },
                                    NULL);
}

static const struct deed {
    const char *action, *event;
    enum rc (*check)(struct ctx *c, const struct petition *p, const struct petition_act *in);
    enum rc (*keep)(struct ctx *c, const struct petition *p, const struct petition_act *in, str reason);
} deeds[] = {
    {"accept", "petition.accepted", NULL, NULL},
    {"forward", "petition.forwarded", check_forward, keep_end},
    {"supplement", "petition.asked", NULL, keep_question},
    {"refuse", "petition.refused", NULL, keep_end},
    {"merge", "petition.merged", check_merge, keep_end},
    {"submit", "petition.submitted", check_submit, keep_answer},
    {"approve", "petition.answered", NULL, keep_answered},
    {"send_back", "petition.sent_back", NULL, NULL},
    {"publish", "petition.published", check_publish, keep_public},
    {"withhold", "petition.withheld", NULL, NULL},
};

static const struct deed *deed_of(str action)
{
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (str_eq(action, str_of(deeds[i].action)))
            return &deeds[i];
    return NULL;
}

/* ---- the clock ---- */

/* It begins with the petition as it was complete, not with the day somebody classified it. */
static enum rc start_clock(struct ctx *c, const struct petition *p)
{
    struct clock_start start = {.at = p->work.step_since};
    enum rc rc = petition_rule(c, "process", instant_date(p->filed_at), &start.rule, &start.ground);
    return rc ? rc : work_clock_start(c, (struct work_id){p->id.v}, &start);
}

/* While the sender is asked it stands, for as long as the rule gives for that, no longer. */
static enum rc hold_clock(struct ctx *c, const struct petition *p)
{
    instant until;
    str ground;
    const enum rc rc = petition_by(c, "ask", c->now, &until, &ground);
    return rc ? rc : work_clock_pause(c, (struct work_id){p->id.v}, c->now, until, ground);
}

static enum rc run_on(struct ctx *c, const struct petition *p)
{
    str value, ground;
    struct work w;
    enum rc rc = work_get(c, (struct work_id){p->id.v}, &w);
    if (rc || !w.clock_paused)
        return rc; /* its limit has passed: it runs already */
    rc = petition_rule(c, "ask", instant_date(p->filed_at), &value, &ground);
    return rc ? rc : work_clock_resume(c, (struct work_id){p->id.v}, c->now, ground);
}

static enum rc move_clock(struct ctx *c, const struct petition *p, enum process_clock clock)
{
    if (clock == CLOCK_START)
        return start_clock(c, p);
    if (clock == CLOCK_STOP)
        return hold_clock(c, p);
    return clock == CLOCK_RESUME ? run_on(c, p) : RC_OK;
}

/* ---- acting ---- */

/* Of the same matter as another: it leaves the process, counted apart, while it is being classified. */
static enum rc merge(struct ctx *c, const struct petition *p, const struct work_act *act,
                     struct work_move *ret_move)
{
    if (p->work.status != WORK_WAITING)
        return fail(c, RC_INVALID, "action", "casework.no_such_action");
    if (!work_is_mine(&p->work, c->actor))
        return fail(c, RC_DENIED, NULL, "casework.not_your_step");
    return work_end(c, (struct work_id){p->id.v}, act->seen_version, WORK_CANCELLED, ret_move);
}

static enum rc take(struct ctx *c, const struct petition *p, const struct work_act *act,
                    struct work_move *ret_move)
{
    if (str_eq(act->action, S("merge")))
        return merge(c, p, act, ret_move);
    enum rc rc = work_take(c, (struct work_id){p->id.v}, act, ret_move);
    return rc ? rc : move_clock(c, p, ret_move->clock);
}

enum rc petition_do(struct ctx *c, struct petition_id id, const struct petition_act *in,
                    struct petition_ref *ret_ref)
{
    const struct deed *d = deed_of(in->action);
    struct petition p;
    struct work_move move;
    enum rc rc = petition_get_by_id(c, id, &p);
    if (!rc)
        rc = petition__check(c, &p, PERM_PETITION_HANDLE);
    if (!rc && !d)
        rc = fail(c, RC_INVALID, "action", "casework.no_such_action");
    if (!rc && in->seen_version != p.work.version)
        rc = fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!rc && d->check)
        rc = d->check(c, &p, in);
    const struct work_act act = {
        .seen_version = in->seen_version, .action = in->action, .note = in->note, .reason = in->reason};
    if (!rc)
        rc = take(c, &p, &act, &move);
    if (!rc && d->keep)
        rc = d->keep(c, &p, in, move.reason);
    if (!rc)
        rc = petition__set_stage(c, id);
    if (rc)
        return rc;
    const struct petition_said said[] = {{"note", str_trim(in->note)},
                                         {"reason", move.reason},
                                         {"forwarded_to", str_trim(in->forwarded_to)},
                                         {"into", str_trim(in->into)}};
    rc = petition__event(c, &p, d->event, said, 4);
    if (!rc)
        *ret_ref = (struct petition_ref){id, p.pub, p.code, move.after.version};
    return rc;
}

/* The engine lets a citizen bring what was asked; who has the public id is taken for the sender. */
enum rc petition_clarify(struct ctx *c, str pub, int64_t seen_version, str text)
{
    static const struct actor sender = {.kind = ACTOR_CITIZEN, .roles = 1u << ROLE_CITIZEN};
    struct actor *asked = c->actor;
    struct petition p;
    struct work_move move;
    struct q_petition_id_of_row row;
    enum rc rc = q_petition_id_of(c, pub, &row);
    if (!rc)
        rc = petition_get_by_id(c, (struct petition_id){row.id}, &p);
    if (rc)
        return rc;
    if (p.work.status != WORK_SUPPLEMENT || p.work.version != seen_version)
        return fail(c, RC_CONFLICT, NULL, "petition.clarify.not_asked");
    rc = want(c, text, "text", "petition.clarify.empty");
    if (!rc && !actor_is_citizen(asked))
        c->actor = (struct actor *)(uintptr_t)&sender;
    if (!rc)
        rc = take(c, &p, &(struct work_act){.seen_version = seen_version, .action = S("complete")},
                  &move);
    if (!rc)
        rc = q_petition_set_clarified(c, p.id.v, str_trim(text), NULL);
    if (!rc)
        rc = petition__set_stage(c, p.id);
    c->actor = asked;
    const struct petition_said said[] = {{"note", str_trim(text)}};
    return rc ? rc : petition__event(c, &p, "petition.clarified", said, 1);
}

enum rc petition_remind(struct ctx *c, struct petition_id id, str text)
{
    struct petition p;
    struct q_petition_reminder_next_row next;
    enum rc rc = petition_get_by_id(c, id, &p);
    if (!rc)
        rc = petition__check(c, &p, PERM_PETITION_REMIND);
    if (rc)
        return rc;
    if (instant_is_none(p.stage_due_at) || p.stage_due_at.us >= c->now.us)
        return fail(c, RC_CONFLICT, NULL, "petition.remind.not_late");
    rc = want(c, text, "text", "petition.remind.empty");
    if (!rc)
        rc = q_petition_reminder_next(c, id.v, &next);
    if (!rc)
        rc = q_petition_reminder_add(c,
                                     &(struct q_petition_reminder_add_in){.petition_id = id.v,
                                                                          .no = next.no,
                                                                          .text = str_trim(text),
                                                                          .was_due_at = p.stage_due_at,
                                                                          .sent_by = c->actor->account,
                                                                          .sent_at = c->now},
                                     NULL);
    const struct petition_said said[] = {{"note", str_trim(text)}};
    return rc ? rc : petition__event(c, &p, "petition.reminded", said, 1);
}

enum rc petition_set_outside(struct ctx *c, struct petition_id id, str outside_id)
{
    struct petition p;
    struct q_petition_by_outside_row seen;
    enum rc rc = petition_get_by_id(c, id, &p);
    if (!rc)
        rc = petition__check(c, &p, PERM_PETITION_HANDLE);
    if (!rc && !str_trim(outside_id).n)
        rc = fail(c, RC_INVALID, "outside_id", "petition.outside_empty");
    if (rc)
        return rc;
    rc = q_petition_by_outside(c, str_trim(outside_id), &seen);
    if (rc == RC_OK && seen.id != id.v)
        return fail(c, RC_CONFLICT, "outside_id", "petition.outside_seen");
    if (rc == RC_OK || rc == RC_NOT_FOUND)
        rc = q_petition_set_outside(c, id.v, str_trim(outside_id), NULL);
    const struct petition_said said[] = {{"outside_id", str_trim(outside_id)}};
    return rc ? rc : petition__event(c, &p, "petition.noted", said, 1);
}
