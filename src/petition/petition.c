/*
 * petition.c - a petition from its sending on: who may send what where, reading within reach, what is
 * owed next. The acts stand in petition_act.c.
 */
#include "petition/petition_internal.h"

#include "access/access.h"
#include "calendar/versions.h"
#include "casework/ledger.h"
#include "casework/process.h"
#include "core/fold.h"
#include "core/ident.h"
#include "core/utf8.h"
#include "mail/mail.h"
#include "org/org.h"

#define ALIKE_DAYS 60
#define PROCESS "petition"

const struct record_kind petition_kinds[] = {
    {"petition.sent", "petition"},
    {"petition.accepted", "petition"},
    {"petition.forwarded", "petition"},
    {"petition.asked", "petition"},
    {"petition.clarified", "petition"},
    {"petition.refused", "petition"},
    {"petition.merged", "petition"},
    {"petition.submitted", "petition"},
    {"petition.answered", "petition"},
    {"petition.sent_back", "petition"},
    {"petition.published", "petition"},
    {"petition.withheld", "petition"},
    {"petition.reminded", "petition"},
    {"petition.noted", "petition"},
    {"petition.recounted", "petition"},
    {"petition.migrated", "petition"},
    {"petition.contact_set", "agency"},
    {"petition.time_set", "petition_rule"},
    {"petition.files_added", "petition"},
    {"petition.taken_over", "petition"},
    {0},
};

/* ---- reading ---- */

enum rc petition_get_by_id(struct ctx *c, struct petition_id id, struct petition *ret)
{
    struct q_petition_get_row r;
    struct work w;
    enum rc rc = q_petition_get(c, id.v, &r);
    if (!rc)
        rc = work_get(c, (struct work_id){id.v}, &w);
    if (rc)
        return rc;
    *ret = (struct petition){
        .id = id,
        .work = w,
        .pub = r.pub,
        .code = r.code,
        .channel = r.channel,
        .outside_id = r.outside_id,
        .agency = r.agency,
        .title = r.title,
        .body = r.body,
        .agency_id = r.agency_id,
        .account_id = r.account_id.v,
        .merged_into = r.merged_into.v,
        .name = r.sender_name,
        .phone = r.sender_phone,
        .email = r.sender_email,
        .address = r.sender_address,
        .hide_name = r.hide_name,
        .lang = str_eq(r.lang, S("en")) ? LANG_EN : LANG_VI,
        .filed_at = r.filed_at,
        .entered_at = r.entered_at,
        .stage_due_at = r.stage_due_at,
        .answered_at = r.answered_at,
        .published_at = r.published_at,
        .question = r.question,
        .clarified = r.clarified,
        .forwarded_to = r.forwarded_to,
        .ended_reason = r.ended_reason,
        .criteria = r.criteria,
        .outcome = r.outcome,
        .answer = r.answer,
        .public_title = r.public_title,
        .public_text = r.public_text,
        .public_answer = r.public_answer,
        .public_name = r.public_name,
    };
    return RC_OK;
}

enum rc petition__check(struct ctx *c, const struct petition *p, enum perm perm)
{
    const struct access_object object = {
        .handler = p->work.handler_id.v,
        .unit = p->work.unit_id.v,
        .receiving = p->work.receiving_agency_id,
        .competent = p->work.competent_agency_id,
    };
    return access_check(c, perm, &object);
}

enum rc petition_get(struct ctx *c, str pub, struct petition *ret)
{
    struct q_petition_id_of_row row;
    struct petition p;
    enum rc rc = q_petition_id_of(c, pub, &row);
    if (!rc)
        rc = petition_get_by_id(c, (struct petition_id){row.id}, &p);
    if (!rc)
        rc = petition__check(c, &p, PERM_PETITION_READ);
    if (!rc)
        *ret = p;
    return rc == RC_DENIED ? RC_NOT_FOUND : rc;
}

/* The sender knows what they wrote of themselves; whoever else has the link shall not read it. */
enum rc petition_follow(struct ctx *c, str pub, struct petition *ret)
{
    struct q_petition_id_of_row row;
    enum rc rc = q_petition_id_of(c, pub, &row);
    if (!rc)
        rc = petition_get_by_id(c, (struct petition_id){row.id}, ret);
    if (rc)
        return rc;
    ret->name = ret->phone = ret->email = ret->address = STR_NONE;
    ret->criteria = STR_NONE;
    if (ret->work.status != WORK_ISSUED && ret->work.status != WORK_RETURNED)
        ret->answer = ret->outcome = STR_NONE;
    return RC_OK;
}

enum rc petition_alike(struct ctx *c, const struct petition *p, struct petition_alike **ret,
                       ptrdiff_t *ret_n)
{
    struct q_petition_alike_rows rows;
    const instant since = {p->filed_at.us - ALIKE_DAYS * DAY_US};
    const enum rc rc = q_petition_alike(c, fold(c->mem, p->title), p->id.v, since, &rows);
    if (rc)
        return rc;
    struct petition_alike *v = NEW_N(c->mem, struct petition_alike, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct petition_alike){rows.v[i].code, rows.v[i].pub, rows.v[i].title,
                                       rows.v[i].sender_name, rows.v[i].filed_at};
    *ret = v;
    *ret_n = rows.n;
    return RC_OK;
}

/* ---- times ---- */

enum rc petition_rule(struct ctx *c, const char *rule, date day, str *ret_value, str *ret_article)
{
    struct q_petition_rule_on_row r;
    const enum rc rc = q_petition_rule_on(c, str_of(rule), day, &r);
    if (rc)
        return rc;
    *ret_value = r.value;
    *ret_article = r.article;
    return RC_OK;
}

enum rc petition_by(struct ctx *c, const char *rule, instant from, instant *ret_by, str *ret_article)
{
    struct calendar_use use;
    struct clock_due due;
    struct clock_case k = {.start = from, .extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    str value;
    enum rc rc = petition_rule(c, rule, instant_date(from), &value, ret_article);
    if (!rc && !due_rule_parse(value, &k.rule))
        rc = RC_FAILED;
    if (!rc)
        rc = calendar_current(c, STR_NONE, &use);
    if (!rc)
        rc = clock_due(c, use.w, &k, &due);
    if (!rc)
        *ret_by = due.due;
    return rc;
}

/* Until it is classified, forwarding is what may take longest; then the clock of the work; then to
   publish. Nothing is owed while the sender is asked, and when it is over. */
enum rc petition__set_stage(struct ctx *c, struct petition_id id)
{
    struct petition p;
    instant due = INSTANT_NONE;
    str article;
    enum rc rc = petition_get_by_id(c, id, &p);
    if (rc)
        return rc;
    if (p.work.status == WORK_WAITING)
        rc = petition_by(c, "forward", p.work.step_since, &due, &article);
    else if (p.work.status == WORK_ISSUED)
        rc = petition_by(c, "publish", p.answered_at, &due, &article);
    else if (work_status_open(p.work.status) && p.work.status != WORK_SUPPLEMENT)
        due = p.work.due_at;
    return rc ? rc : q_petition_set_stage(c, id.v, due, NULL);
}

/* ---- the event ---- */

#define MEMBERS 6
#define MORE 3

/* What was said, beside; and what this kind of event tells more, up to MORE, open to everybody. */
struct telling {
    const struct petition_said *said;
    const struct event_member *more;
    int n, more_n;
};

static enum rc append(struct ctx *c, const struct petition *p, const char *kind,
                      const struct telling *t)
{
    struct petition now;
    struct event_member personal[8];
    int personals = 0;
    const enum rc rc = petition_get_by_id(c, p->id, &now);
    if (rc)
        return rc;
    for (int i = 0; i < t->n && personals < 8; i++)
        if (t->said[i].text.n)
            personal[personals++] = EV_TEXT(t->said[i].name, t->said[i].text);
    struct event_member members[MEMBERS + MORE] = {
        EV_TEXT("code", now.code),          EV_TEXT("status", work_status_code(now.work.status)),
        EV_TEXT("step", now.work.step_key), EV_INT("version", now.work.version),
        EV_TIME("due_at", now.work.due_at), EV_TIME("stage_due_at", now.stage_due_at),
    };
    for (int i = 0; i < t->more_n; i++)
        members[MEMBERS + i] = t->more[i];
    return record_append(c, &(struct event){
                                .kind = kind,
                                .object = now.id.v,
                                .object_pub = now.pub,
                                .legal = now.filed_at.us > c->now.us ? INSTANT_NONE : c->now,
                                .measure = {.receiving = now.work.receiving_agency_id,
                                            .competent = now.work.competent_agency_id,
                                            .channel = now.channel},
                                .members = members,
                                .member_count = MEMBERS + t->more_n,
                                .personal = personal,
                                .personal_count = personals,
                            });
}

enum rc petition__event(struct ctx *c, const struct petition *p, const char *kind,
                        const struct petition_said *said, int n)
{
    return append(c, p, kind, &(struct telling){.said = said, .n = n});
}

enum rc petition__event_files(struct ctx *c, const struct petition *p, const struct petition_said *said,
                              int n, int64_t files)
{
    const struct event_member count = EV_INT("files", files);
    return append(c, p, "petition.files_added",
                  &(struct telling){.said = said, .n = n, .more = &count, .more_n = 1});
}

enum rc petition__event_taken_over(struct ctx *c, const struct petition *p,
                                   const struct work_taken_over *x)
{
    const struct petition_said said[] = {{"reason", x->reason}};
    const struct event_member more[MORE] = {EV_INT("from_agency", x->from), EV_INT("to_agency", x->to),
                                            EV_BOOL("unplaced", true)};
    return append(c, p, "petition.taken_over",
                  &(struct telling){.said = said, .n = 1, .more = more, .more_n = x->unplaced ? 3 : 2});
}

/* ---- sending ---- */

static enum rc check_matter(struct ctx *c, str matter)
{
    if (str_eq(matter, S("complaint")))
        return fail(c, RC_INVALID, "matter", "petition.send.complaint");
    if (str_eq(matter, S("denunciation")))
        return fail(c, RC_INVALID, "matter", "petition.send.denunciation");
    return RC_OK;
}

/* What it says, and somebody who can be answered. */
static enum rc check_words(struct ctx *c, const struct petition_in *in, str *ret_phone)
{
    enum rc rc = check_matter(c, in->matter);
    *ret_phone = STR_NONE;
    if (utf8_letters(str_trim(in->title)) < 5)
        rc = fail(c, RC_INVALID, "title", "petition.wrong.title");
    if (utf8_letters(str_trim(in->body)) < 20)
        rc = fail(c, RC_INVALID, "body", "petition.wrong.body");
    if (!str_trim(in->name).n)
        rc = fail(c, RC_INVALID, "name", "petition.wrong.name");
    if (in->phone.n && !ident_phone_parse(c->mem, in->phone, ret_phone))
        rc = fail(c, RC_INVALID, "phone", "petition.wrong.phone");
    if (in->email.n && !mail_address_valid(in->email))
        rc = fail(c, RC_INVALID, "email", "petition.wrong.email");
    if (!in->phone.n && !in->email.n && !actor_is_citizen(c->actor))
        rc = fail(c, RC_INVALID, "phone", "petition.send.contact");
    if (!instant_is_none(in->filed_at) && in->filed_at.us > c->now.us)
        rc = fail(c, RC_INVALID, "filed_at", "petition.send.future");
    return rc;
}

struct places {
    struct agency about, receiving;
    struct unit one_stop;
};

/* Whose one-stop unit takes it: its own, that of an agency above, or the province's centre. */
static enum rc find_places(struct ctx *c, str code, struct places *to)
{
    const date today = instant_date(c->now);
    struct agencies above, beside;
    enum rc rc = org_agency_by_code(c, code, today, &to->about);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "agency", "petition.wrong.agency");
    if (!rc)
        rc = org_unit_one_stop(c, to->about.id, today, &to->one_stop);
    to->receiving = to->about;
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = org_agency_parents(c, to->about.id, &above);
    for (ptrdiff_t i = 0; !rc && i < above.n; i++) {
        to->receiving = above.v[i];
        rc = org_unit_one_stop(c, above.v[i].id, today, &to->one_stop);
        if (rc != RC_NOT_FOUND)
            return rc;
        rc = org_agency_list(c, above.v[i].id, today, &beside);
        for (ptrdiff_t k = 0; !rc && k < beside.n; k++)
            if (beside.v[k].kind == AGENCY_CENTRE) {
                to->receiving = beside.v[k];
                return org_unit_one_stop(c, beside.v[k].id, today, &to->one_stop);
            }
    }
    return rc ? rc : fail(c, RC_INVALID, "agency", "petition.wrong.agency");
}

/* Anybody for themselves, online and now; the other channels are entered by who receives there. */
static enum rc may_send(struct ctx *c, const struct petition_in *in, const struct places *at)
{
    const bool staff = c->actor && c->actor->staff;
    const struct access_object object = {.receiving = at->receiving.id, .competent = at->about.id};
    if (str_eq(in->channel, S("online")))
        return staff || in->outside_id.n || !instant_is_none(in->filed_at)
                   ? fail(c, RC_DENIED, NULL, "petition.send.staff")
                   : RC_OK;
    if (c->actor && c->actor->kind == ACTOR_SYSTEM)
        return RC_OK;
    return staff ? access_check(c, PERM_PETITION_HANDLE, &object) : RC_DENIED;
}

static enum rc open_work(struct ctx *c, const struct places *at, instant filed, struct work_id *ret)
{
    struct process_id process;
    struct process_version first;
    enum rc rc = process_of_code(c, S(PROCESS), S("petition"), instant_date(c->now), &process);
    if (rc == RC_NOT_FOUND) { /* a demo tells of days before its folder was made */
        rc = process_version_by(c, S(PROCESS), 1, &first);
        process = first.id;
    }
    return rc ? rc
              : work_open(c,
                          &(struct work_new){
                              .kind = S("petition"),
                              .process = process,
                              .receiving_agency_id = at->receiving.id,
                              .receiving_unit_id = OPT_INT(at->one_stop.id),
                              .competent_agency_id = at->about.id,
                              .opened_at = filed,
                          },
                          ret);
}

static str given(str s)
{
    return str_trim(s).n ? str_trim(s) : STR_NONE;
}

static enum rc store(struct ctx *c, const struct petition_in *in, const struct places *at, str phone,
                     struct petition_ref *ret_ref)
{
    const instant filed = instant_is_none(in->filed_at) ? c->now : in->filed_at;
    const bool own = actor_is_citizen(c->actor);
    struct q_petition_serial_next_row serial;
    struct work_id work;
    enum rc rc = q_petition_serial_next(c, instant_date(filed), &serial);
    if (!rc)
        rc = open_work(c, at, filed, &work);
    if (rc)
        return rc;
    const struct q_petition_insert_in row = {
        .id = work.v,
        .pub = ctx_new_pubid(c),
        .code = str_fmt(c->mem, "PAKN-%.*s-%04lld", STR_ARG(instant_compact(c->mem, filed)),
                        (long long)serial.last),
        .channel = in->channel,
        .outside_id = given(in->outside_id),
        .agency_id = at->about.id,
        .title = str_trim(in->title),
        .title_key = fold(c->mem, str_trim(in->title)),
        .body = str_trim(in->body),
        .sender_name = str_trim(in->name),
        .sender_phone = phone,
        .sender_email = given(in->email),
        .sender_address = given(in->address),
        .account_id = own ? OPT_INT(c->actor->account) : OPT_INT_NONE,
        .hide_name = in->hide_name,
        .lang = c->actor && c->actor->lang == LANG_EN ? S("en") : S("vi"),
        .filed_at = filed,
        .entered_at = c->now,
        .stage_due_at = INSTANT_NONE,
    };
    rc = q_petition_insert(c, &row, NULL);
    *ret_ref = (struct petition_ref){{work.v}, row.pub, row.code, 1};
    return rc ? rc : petition__set_stage(c, ret_ref->id);
}

enum rc petition_send(struct ctx *c, const struct petition_in *in, struct petition_ref *ret_ref)
{
    struct places at = {0};
    struct q_petition_by_outside_row seen;
    struct petition p;
    str phone;
    enum rc rc = check_words(c, in, &phone);
    const enum rc second = find_places(c, in->agency, &at);
    if (rc || second)
        return rc ? rc : second;
    rc = may_send(c, in, &at);
    if (!rc && in->outside_id.n && q_petition_by_outside(c, in->outside_id, &seen) == RC_OK)
        return fail(c, RC_CONFLICT, "outside_id", "petition.outside_seen");
    if (!rc)
        rc = store(c, in, &at, phone, ret_ref);
    if (!rc)
        rc = petition_get_by_id(c, ret_ref->id, &p);
    if (rc)
        return rc;
    ret_ref->version = p.work.version;
    const struct petition_said said[] = {{"title", p.title}, {"sender", p.name}};
    return petition__event(c, &p, "petition.sent", said, 2);
}
