/*
 * notify_dossier.c - what the events of a dossier tell whom: the citizen of each change that
 * concerns them, the officers of the one-stop unit of an online filing (NĐ 118/2025 Điều 17.2:
 * within 2 hours) and once more when their answer is nearly due, the head of the one-stop of the
 * silence of an agency that was asked (Điều 19). No name, no identity number, no
 * reason leaves by mail: those are read on the page of the dossier.
 */
#include "notify/notify_internal.h"

#include <stdatomic.h>

#include "access/access.h"
#include "calendar/clock.h"
#include "calendar/versions.h"
#include "core/buf.h"
#include "dossier/dossier_read.h"
#include "notify/notify_sql.h"
#include "org/org.h"

#define AT_ONCE 50 /* reminders in one unit */
#define UNTOLD_MAX 1000
#define REMIND_HOURS 2 /* working hours before the answer is due */
#define DAY_HOURS 8    /* of a rule that is written in days */

#define OF_CASE                                                                                        \
    (NOTICE_BIT(NOTICE_CODE) | NOTICE_BIT(NOTICE_PROCEDURE) | NOTICE_BIT(NOTICE_AGENCY) |              \
     NOTICE_BIT(NOTICE_AT) | NOTICE_BIT(NOTICE_LINK))
#define CODE NOTICE_BIT(NOTICE_CODE)

enum which {
    RECEIVED,
    ACCEPTED,
    SUPPLEMENT,
    REFUSED,
    RESULT_READY,
    EXTENDED,
    APOLOGY,
    DATE_MOVED,
    WITHDRAWN,
    STOPPED,
    CANCELLED,
    PAUSED,
    RESUMED,
    MENDING,
    MENDED,
    REISSUED,
    MEND_REFUSED,
    OFFICER_FILED,
    OFFICER_REPLY_DUE,
    OFFICER_SILENT,
    OFFICER_MEND,
    OFFICER_UNTOLD,
};
static const struct notice_kind kinds[] = {
    [RECEIVED] = {"received", "notify.kind.received", OF_CASE | NOTICE_BIT(NOTICE_REPLY_BY),
                  CODE | NOTICE_BIT(NOTICE_REPLY_BY)},
    [ACCEPTED] = {"accepted", "notify.kind.accepted", OF_CASE | NOTICE_BIT(NOTICE_DUE),
                  CODE | NOTICE_BIT(NOTICE_DUE)},
    [SUPPLEMENT] = {"supplement", "notify.kind.supplement",
                    OF_CASE | NOTICE_BIT(NOTICE_ITEMS) | NOTICE_BIT(NOTICE_ANSWER_BY),
                    CODE | NOTICE_BIT(NOTICE_ITEMS)},
    [REFUSED] = {"refused", "notify.kind.refused", OF_CASE, CODE},
    [RESULT_READY] = {"result_ready", "notify.kind.result_ready", OF_CASE | NOTICE_BIT(NOTICE_HOW),
                      CODE},
    [EXTENDED] = {"extended", "notify.kind.extended",
                  OF_CASE | NOTICE_BIT(NOTICE_DUE) | NOTICE_BIT(NOTICE_OLD_DUE),
                  CODE | NOTICE_BIT(NOTICE_DUE)},
    [APOLOGY] = {"apology", "notify.kind.apology",
                 OF_CASE | NOTICE_BIT(NOTICE_DUE) | NOTICE_BIT(NOTICE_OLD_DUE),
                 CODE | NOTICE_BIT(NOTICE_DUE)},
    [DATE_MOVED] = {"date_moved", "notify.kind.date_moved",
                    OF_CASE | NOTICE_BIT(NOTICE_DUE) | NOTICE_BIT(NOTICE_OLD_DUE),
                    CODE | NOTICE_BIT(NOTICE_DUE)},
    [WITHDRAWN] = {"withdrawn", "notify.kind.withdrawn", OF_CASE, CODE},
    [STOPPED] = {"stopped", "notify.kind.stopped", OF_CASE, CODE},
    [CANCELLED] = {"cancelled", "notify.kind.cancelled", OF_CASE, CODE},
    [PAUSED] = {"paused", "notify.kind.paused",
                OF_CASE | NOTICE_BIT(NOTICE_UNTIL) | NOTICE_BIT(NOTICE_OLD_DUE),
                CODE | NOTICE_BIT(NOTICE_UNTIL)},
    [RESUMED] = {"resumed", "notify.kind.resumed", OF_CASE | NOTICE_BIT(NOTICE_DUE),
                 CODE | NOTICE_BIT(NOTICE_DUE)},
    [MENDING] = {"mending", "notify.kind.mending", OF_CASE | NOTICE_BIT(NOTICE_UNTIL), CODE},
    [MENDED] = {"mended", "notify.kind.mended", OF_CASE | NOTICE_BIT(NOTICE_HOW), CODE},
    [REISSUED] = {"reissued", "notify.kind.reissued", OF_CASE | NOTICE_BIT(NOTICE_HOW), CODE},
    [MEND_REFUSED] = {"mend_refused", "notify.kind.mend_refused", OF_CASE, CODE},
    [OFFICER_FILED] = {"officer_filed", "notify.kind.officer_filed",
                       OF_CASE | NOTICE_BIT(NOTICE_REPLY_BY), CODE | NOTICE_BIT(NOTICE_REPLY_BY)},
    [OFFICER_REPLY_DUE] = {"officer_reply_due", "notify.kind.officer_reply_due",
                           OF_CASE | NOTICE_BIT(NOTICE_REPLY_BY), CODE | NOTICE_BIT(NOTICE_REPLY_BY)},
    [OFFICER_SILENT] = {"officer_silent", "notify.kind.officer_silent",
                        OF_CASE | NOTICE_BIT(NOTICE_ASKED) | NOTICE_BIT(NOTICE_UNTIL),
                        CODE | NOTICE_BIT(NOTICE_ASKED)},
    [OFFICER_MEND] = {"officer_mend", "notify.kind.officer_mend", OF_CASE | NOTICE_BIT(NOTICE_UNTIL),
                      CODE},
    [OFFICER_UNTOLD] = {"officer_untold", "notify.kind.officer_untold",
                        OF_CASE | NOTICE_BIT(NOTICE_UNTIL), CODE | NOTICE_BIT(NOTICE_UNTIL)},
    {0},
};

/* Which event tells the citizen what. A new act of a dossier that concerns them: its row here. */
static const struct {
    const char *event;
    enum which tells;
} table[] = {
    {"dossier.filed", RECEIVED},           {"dossier.accepted", ACCEPTED},
    {"dossier.refused", REFUSED},          {"dossier.supplement_asked", SUPPLEMENT},
    {"dossier.issued", RESULT_READY},      {"dossier.extended", EXTENDED},
    {"dossier.apologised", APOLOGY},       {"dossier.calendar_changed", DATE_MOVED},
    {"dossier.withdrawn", WITHDRAWN},      {"dossier.stopped", STOPPED},
    {"dossier.cancelled", CANCELLED},      {"dossier.clock_paused", PAUSED},
    {"dossier.clock_resumed", RESUMED},    {"dossier.consult_asked", PAUSED},
    {"dossier.consult_answered", RESUMED}, {"dossier.consult_silent", RESUMED},
    {"dossier.mend_asked", MENDING},       {"dossier.mended", MENDED},
    {"dossier.reissued", REISSUED},        {"dossier.mend_refused", MEND_REFUSED},
};

/* ---- values ---- */

typedef str value_row[NOTICE_FIELD_COUNT];

/* A date that is not set says so. */
static void put_time(struct ctx *c, value_row v[LANG_COUNT], enum notice_field f, instant t)
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++)
        v[lang][f] = instant_is_none(t) ? text_get(lang, "notify.no_date") : text_time(c->mem, lang, t);
}

static instant member_time(const struct notice_event *e, str name)
{
    int64_t us = 0;
    return record_member_int(e->payload, name, &us) ? (instant){us} : INSTANT_NONE;
}

static enum rc put_supplement(struct ctx *c, const struct dossier *d, value_row v[LANG_COUNT])
{
    struct dossier_supplement *s;
    ptrdiff_t n = 0;
    const enum rc rc = dossier_supplements(c, d->id, &s, &n);
    for (enum lang lang = 0; !rc && lang < LANG_COUNT; lang++)
        v[lang][NOTICE_ITEMS] = text_number(c->mem, lang, n ? s[0].n : 0);
    if (!rc)
        put_time(c, v, NOTICE_ANSWER_BY, n ? s[0].answer_by : INSTANT_NONE);
    return rc;
}

static const char *how_key(str result_by)
{
    if (str_eq(result_by, S("post")))
        return "notify.how.post";
    return str_eq(result_by, S("online")) ? "notify.how.online" : "notify.how.counter";
}

static enum rc put_reply_by(struct ctx *c, const struct dossier *d, value_row v[LANG_COUNT])
{
    struct due_rule rule;
    instant by = INSTANT_NONE;
    const enum rc rc = dossier_reply_by(c, d->filed_at, &rule, &by);
    put_time(c, v, NOTICE_REPLY_BY, rc ? INSTANT_NONE : by);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc put_values(struct ctx *c, const struct notice_event *e, const struct dossier *d,
                          value_row v[LANG_COUNT])
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        v[lang][NOTICE_CODE] = d->code;
        v[lang][NOTICE_PROCEDURE] = d->procedure_name;
        v[lang][NOTICE_AGENCY] = d->competent_agency;
        v[lang][NOTICE_HOW] = text_get(lang, how_key(d->result_by));
        v[lang][NOTICE_ITEMS] = S("");
        v[lang][NOTICE_LINK] = S("");
        v[lang][NOTICE_ASKED] = S("");
    }
    const instant mend_by = member_time(e, S("mend_by"));
    put_time(c, v, NOTICE_UNTIL, instant_is_none(mend_by) ? member_time(e, S("until")) : mend_by);
    put_time(c, v, NOTICE_AT, e->at);
    /* A promise made anew moves no due date of the record, and is what the citizen is told. */
    const instant promised = member_time(e, S("new_due_at"));
    put_time(c, v, NOTICE_DUE, instant_is_none(promised) ? member_time(e, S("due_at")) : promised);
    put_time(c, v, NOTICE_OLD_DUE, member_time(e, S("was_due_at")));
    put_time(c, v, NOTICE_ANSWER_BY, INSTANT_NONE);
    return put_reply_by(c, d, v);
}

/* ---- whom ---- */

struct whom {
    struct notice_accounts accounts;
    int64_t person; /* without an account: who, and the address they left */
    str address, path;
};

static enum rc address_left(struct ctx *c, const struct dossier *d, struct whom *to)
{
    struct person p;
    enum rc rc = person_by_id(c, d->owner_id, &p);
    if (!rc && !p.email.n && d->filer_id != d->owner_id)
        rc = person_by_id(c, d->filer_id, &p);
    to->person = p.id;
    to->address = p.email;
    to->path = S("/tracking");
    return rc;
}

/* Whose matter it is and who came for them: by their accounts; without any, by the e-mail address they
   left. */
static enum rc citizens(struct ctx *c, const struct dossier *d, struct whom *to)
{
    enum rc rc = RC_OK;
    *to = (struct whom){.path = str_fmt(c->mem, "/my/dossiers/%.*s", STR_ARG(d->pub))};
    if (d->owner_account_id.set)
        to->accounts = (struct notice_accounts){{d->owner_account_id.v}, 1};
    else
        rc = notice_accounts_of_person(c, d->owner_id, &to->accounts);
    if (!rc && !to->accounts.n && d->filer_id != d->owner_id)
        rc = notice_accounts_of_person(c, d->filer_id, &to->accounts);
    return rc || to->accounts.n ? rc : address_left(c, d, to);
}

static enum rc officers(struct ctx *c, const struct dossier *d, struct whom *to)
{
    *to = (struct whom){.path = str_fmt(c->mem, "/work/dossiers/%.*s", STR_ARG(d->pub))};
    if (!d->work.receiving_unit_id.set)
        return RC_OK;
    return notice_accounts_of_unit(c, d->work.receiving_unit_id.v, role_word(ROLE_CLERK),
                                   instant_date(c->now), &to->accounts);
}

static enum rc tell_all(struct ctx *c, const struct notice_event *e, const struct whom *to,
                        const struct notice_kind *kind, value_row v[LANG_COUNT])
{
    struct notice_tell t = {.kind = kind,
                            .person = to->person,
                            .address = to->address,
                            .path = to->path,
                            .values = (const str(*)[NOTICE_FIELD_COUNT])v};
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < to->accounts.n; i++) {
        t.account = to->accounts.v[i];
        rc = notice_tell(c, e, &t);
    }
    return rc || to->accounts.n ? rc : notice_tell(c, e, &t);
}

static bool anybody(const struct whom *to)
{
    return to->accounts.n > 0 || to->address.n > 0;
}

/* ---- the officers' answer ---- */

/* So many working hours before it is due; RC_NOT_FOUND without rule set or calendar. */
static enum rc remind_at(struct ctx *c, const struct dossier *d, instant *ret_at)
{
    struct calendar_use use;
    struct clock_due due;
    struct due_rule rule = {0};
    instant by;
    enum rc rc = dossier_reply_by(c, d->filed_at, &rule, &by);
    const int32_t hours = rule.unit == DUE_HOURS ? rule.n : rule.n * DAY_HOURS;
    if (!rc)
        rc = calendar_current(c, STR_NONE, &use);
    const struct clock_case k = {
        .start = d->filed_at,
        .rule = {.unit = DUE_HOURS, .n = hours > REMIND_HOURS ? hours - REMIND_HOURS : 1},
        .extended_at = INSTANT_NONE,
        .extended_to = DATE_NONE};
    if (!rc)
        rc = clock_due(c, use.w, &k, &due);
    if (!rc)
        *ret_at = due.due;
    return rc;
}

static enum rc plan_reminder(struct ctx *c, const struct notice_event *e, const struct dossier *d)
{
    instant at;
    const enum rc rc = remind_at(c, d, &at);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    return q_notice_reminder_put(c, d->id.v, e->id, at, NULL);
}

/* Answered meanwhile: nobody is reminded. */
static enum rc remind(struct ctx *c, int64_t dossier, int64_t event)
{
    struct notice_event e = {.id = event, .object = dossier, .object_kind = S("dossier"), .at = c->now};
    struct dossier d;
    struct whom to;
    value_row v[LANG_COUNT];
    enum rc rc = dossier_get_by_id(c, (struct dossier_id){dossier}, &d);
    if (rc || d.work.status != WORK_WAITING)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    e.object_pub = d.pub;
    rc = officers(c, &d, &to);
    if (!rc)
        rc = put_values(c, &e, &d, v);
    return rc || !anybody(&to) ? rc : tell_all(c, &e, &to, &kinds[OFFICER_REPLY_DUE], v);
}

/* ---- officers who were not told in time (Điều 17.2: 2 hours) ---- */

/* Heads of the one-stop; without one, `otherwise`. */
static enum rc heads(struct ctx *c, const struct dossier *d, struct notice_accounts otherwise,
                     struct whom *to)
{
    struct notice_accounts found = {0};
    enum rc rc = RC_OK;
    if (d->work.receiving_unit_id.set)
        rc = notice_accounts_of_heads(c, d->work.receiving_unit_id.v, instant_date(c->now), &found);
    *to = (struct whom){.path = str_fmt(c->mem, "/work/dossiers/%.*s", STR_ARG(d->pub)),
                        .accounts = found.n ? found : otherwise};
    return rc;
}

/* The alarm: to the heads, or the leaders of the agency that received it. */
static enum rc alarm(struct ctx *c, const struct notice_event *e, const struct dossier *d, instant by)
{
    struct notice_accounts leaders = {0};
    struct whom to;
    value_row v[LANG_COUNT];
    enum rc rc = notice_accounts_of_agency(c, d->work.receiving_agency_id, role_word(ROLE_LEADER),
                                           instant_date(c->now), &leaders);
    if (!rc)
        rc = heads(c, d, leaders, &to);
    if (rc || !anybody(&to))
        return rc;
    rc = put_values(c, e, d, v);
    put_time(c, v, NOTICE_UNTIL, by);
    return rc ? rc : tell_all(c, e, &to, &kinds[OFFICER_UNTOLD], v);
}

/* INSTANT_NONE: the rule set of that day says nothing of it. */
static enum rc told_by(struct ctx *c, const struct dossier *d, instant *ret_by)
{
    struct ruleset rules;
    *ret_by = INSTANT_NONE;
    enum rc rc = dossier_ruleset(c, d, &rules);
    if (!rc)
        rc = ruleset_by(c, &rules, RULE_NOTICE, d->filed_at, ret_by);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Nobody was there, or it is too late already: kept, and looked after by notify_remind. */
static enum rc keep_promise(struct ctx *c, const struct notice_event *e, const struct dossier *d,
                            bool told)
{
    instant by;
    enum rc rc = told_by(c, d, &by);
    const bool late = !rc && !instant_is_none(by) && c->now.us > by.us;
    if (rc || instant_is_none(by) || (told && !late))
        return rc;
    rc = q_notice_officer_put(c,
                              &(struct q_notice_officer_put_in){d->id.v, e->id, d->filed_at, by,
                                                                told ? c->now : INSTANT_NONE},
                              NULL);
    return rc || !told ? rc : alarm(c, e, d, by);
}

static enum rc look_again(struct ctx *c, const struct q_notice_officer_open_row *row)
{
    struct notice_event e = {
        .id = row->event_id, .object = row->object_id, .object_kind = S("dossier"), .at = row->at};
    struct dossier d;
    struct whom to;
    value_row v[LANG_COUNT];
    enum rc rc = dossier_get_by_id(c, (struct dossier_id){row->object_id}, &d);
    if (rc == RC_NOT_FOUND || (!rc && d.work.status != WORK_WAITING))
        return q_notice_officer_set(c, row->object_id, INSTANT_NONE, row->alarmed_at, c->now, NULL);
    e.object_pub = d.pub;
    if (!rc)
        rc = officers(c, &d, &to);
    if (rc)
        return rc;
    const bool told = anybody(&to), late = c->now.us > row->by_at.us;
    const bool alarms = late && instant_is_none(row->alarmed_at);
    if (told)
        rc = put_values(c, &e, &d, v);
    if (!rc && told)
        rc = tell_all(c, &e, &to, &kinds[OFFICER_FILED], v);
    if (!rc && told)
        rc = plan_reminder(c, &e, &d);
    if (!rc && alarms)
        rc = alarm(c, &e, &d, row->by_at);
    return rc || (!told && !alarms)
               ? rc
               : q_notice_officer_set(c, row->object_id, told ? c->now : INSTANT_NONE,
                                      alarms ? c->now : row->alarmed_at, INSTANT_NONE, NULL);
}

static _Atomic int64_t untold;

/* All that are open, however many turns they fill: they are few, or an alarm in themselves. */
static enum rc look_after_untold(struct ctx *c)
{
    struct q_notice_officer_open_rows rows = {.n = AT_ONCE};
    struct q_notice_officer_missed_rows missed;
    enum rc rc = RC_OK;
    for (int64_t after = 0; !rc && rows.n == AT_ONCE;
         after = rows.n ? rows.v[rows.n - 1].object_id : after) {
        rc = q_notice_officer_open(c, after, AT_ONCE, &rows);
        for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
            rc = look_again(c, &rows.v[i]);
    }
    if (!rc)
        rc = q_notice_officer_missed(c, c->now, UNTOLD_MAX, &missed);
    if (!rc)
        atomic_store_explicit(&untold, missed.n, memory_order_relaxed);
    return rc;
}

enum rc notify_remind(struct ctx *c, bool *ret_more)
{
    struct q_notice_reminder_due_rows rows;
    enum rc rc = q_notice_reminder_due(c, c->now, AT_ONCE, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        rc = remind(c, rows.v[i].object_id, rows.v[i].event_id);
        if (!rc)
            rc = q_notice_reminder_done(c, rows.v[i].object_id, NULL);
    }
    *ret_more = !rc && rows.n == AT_ONCE;
    return rc || *ret_more ? rc : look_after_untold(c);
}

enum rc notify_untold(struct ctx *c, int64_t max, struct notice_untold **ret, ptrdiff_t *ret_n)
{
    struct q_notice_officer_missed_rows rows;
    enum rc rc = q_notice_officer_missed(c, c->now, max, &rows);
    struct notice_untold *list = rc ? NULL : NEW_N(c->mem, struct notice_untold, rows.n);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct dossier d;
        rc = dossier_get_by_id(c, (struct dossier_id){rows.v[i].object_id}, &d);
        if (!rc)
            list[i] = (struct notice_untold){d.code, d.receiving_agency, rows.v[i].at, rows.v[i].by_at};
    }
    *ret = list;
    *ret_n = rc ? 0 : rows.n;
    return rc;
}

void notify_metrics(struct buf *b)
{
    buf_fmt(b,
            "# HELP motcua_officer_untold Online filings whose officer was not told in time.\n"
            "# TYPE motcua_officer_untold gauge\nmotcua_officer_untold %lld\n",
            (long long)atomic_load_explicit(&untold, memory_order_relaxed));
}

/* ---- silence ---- */

/* Điều 19: who asked tells the head of the one-stop; without one, those who check there. */
static enum rc tell_silence(struct ctx *c, const struct notice_event *e, const struct dossier *d)
{
    struct whom clerks, to;
    struct agency asked;
    value_row v[LANG_COUNT];
    int64_t agency = 0;
    enum rc rc = officers(c, d, &clerks);
    if (!rc)
        rc = heads(c, d, clerks.accounts, &to);
    if (rc || !anybody(&to) || !record_member_int(e->payload, S("asked_agency"), &agency))
        return rc;
    rc = put_values(c, e, d, v);
    if (!rc)
        rc = org_agency_by_id(c, agency, &asked);
    for (enum lang lang = 0; !rc && lang < LANG_COUNT; lang++)
        v[lang][NOTICE_ASKED] = asked.name;
    put_time(c, v, NOTICE_UNTIL, member_time(e, S("answer_due_at")));
    return rc ? rc : tell_all(c, e, &to, &kinds[OFFICER_SILENT], v);
}

/* ---- events ---- */

/* A question that holds nothing, an answer or a silence after which nothing runs on: the citizen has
   nothing to learn of the date. */
static bool moves_no_clock(const struct notice_event *e)
{
    int64_t n;
    if (str_eq(e->kind, S("dossier.consult_asked")))
        return instant_is_none(member_time(e, S("until")));
    return (str_eq(e->kind, S("dossier.consult_answered")) ||
            str_eq(e->kind, S("dossier.consult_silent"))) &&
           !record_member_int(e->payload, S("resumed"), &n);
}

/* NĐ 118/2025 Điều 17.2: those who check it hear of it at once, and again when the answer is late. */
static enum rc tell_officers(struct ctx *c, const struct notice_event *e, const struct dossier *d)
{
    struct whom to;
    value_row v[LANG_COUNT];
    enum rc rc = d->work.status == WORK_WAITING ? officers(c, d, &to) : RC_NOT_FOUND;
    if (!rc)
        rc = keep_promise(c, e, d, anybody(&to));
    if (rc || !anybody(&to))
        return rc; /* answered already, or nobody is there yet */
    rc = put_values(c, e, d, v);
    if (!rc)
        rc = tell_all(c, e, &to, &kinds[OFFICER_FILED], v);
    return rc ? rc : plan_reminder(c, e, d);
}

/* Asked for by the applicant: the one-stop that gave the result sees to it that it is answered. */
static enum rc tell_mend(struct ctx *c, const struct notice_event *e, const struct dossier *d)
{
    struct whom to;
    value_row v[LANG_COUNT];
    enum rc rc = officers(c, d, &to);
    for (ptrdiff_t i = 0; !rc && i < to.accounts.n; i++)
        if (to.accounts.v[i] == e->actor)
            return RC_OK; /* noted by one of them */
    if (rc || !anybody(&to))
        return rc;
    rc = put_values(c, e, d, v);
    return rc ? rc : tell_all(c, e, &to, &kinds[OFFICER_MEND], v);
}

static enum rc tell_citizens(struct ctx *c, const struct notice_event *e, const struct dossier *d,
                             enum which which)
{
    struct whom to;
    value_row v[LANG_COUNT];
    enum rc rc = citizens(c, d, &to);
    if (rc || !anybody(&to))
        return rc;
    rc = put_values(c, e, d, v);
    if (!rc && which == SUPPLEMENT)
        rc = put_supplement(c, d, v);
    return rc ? rc : tell_all(c, e, &to, &kinds[which], v);
}

static enum rc tell(struct ctx *c, const struct notice_event *e, enum which which)
{
    struct dossier d;
    /* At the counter the receipt is in one's hands. */
    if (which == RECEIVED && str_eq(e->channel, S("direct")))
        return RC_OK;
    if (which == DATE_MOVED && member_time(e, S("was_due_at")).us == member_time(e, S("due_at")).us)
        return RC_OK; /* counted by another calendar, to the same day */
    enum rc rc = dossier_get_by_id(c, (struct dossier_id){e->object}, &d);
    if (!rc && str_eq(e->kind, S("dossier.consult_silent")))
        rc = tell_silence(c, e, &d);
    if (!rc && which == MENDING)
        rc = tell_mend(c, e, &d);
    if (!rc && !moves_no_clock(e))
        rc = tell_citizens(c, e, &d, which);
    return rc || which != RECEIVED || !str_eq(e->channel, S("online")) ? rc : tell_officers(c, e, &d);
}

static enum rc gather(struct ctx *c, const struct notice_event *e)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_eq(e->kind, str_of(table[i].event)))
            return tell(c, e, table[i].tells);
    return RC_OK;
}

const struct notify_source notify_dossier_source = {"dossier", kinds, gather};
