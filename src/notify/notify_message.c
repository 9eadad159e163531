/*
 * notify_message.c - what goes out besides the page: who chose what, quotas, letters. A message that
 * is asked for is an event whose row in the outbox comes with it; sending is the outbox's.
 */
#include "notify/notify_internal.h"

#include "access/access.h"
#include "job/job.h"
#include "job/outbox.h"
#include "mail/mail.h"
#include "notify/notify_sql.h"
#include "person/person.h"

#define KEPT_DAYS 30          /* a letter that was not sent by then is of no use */
#define STALE_US (3 * DAY_US) /* what happened longer ago is not mailed: the page has it */
#define RELEASE_AT_ONCE 50
#define HELD_MAX 1000

static int64_t per_person = 20, in_all = 3000; /* an hour */
const struct setting notify_settings[] = {
    {.name = "notify_person_hour",
     .kind = SET_INT,
     .min = 1,
     .max = 1000,
     .def = "20",
     .help = "messages outside the page to one person in an hour; more wait",
     .to = &per_person},
    {.name = "notify_all_hour",
     .kind = SET_INT,
     .min = 1,
     .max = 1000000,
     .def = "3000",
     .help = "messages outside the page in an hour; more wait",
     .to = &in_all},
    {0},
};

/* ---- channels ---- */

static const struct channel {
    const char *code, *event, *not_connected; /* destination of the outbox, what asks it, refusal */
} channels[] = {
    {OUTBOX_MAIL, "notice.mail_asked", NULL},
    {OUTBOX_SMS, "notice.sms_asked", "notify.choice.sms.not_connected"},
    {OUTBOX_ZALO, "notice.zalo_asked", "notify.choice.zalo.not_connected"},
};
#define CHANNELS ((int)(sizeof channels / sizeof *channels))

static bool chosen(const struct notice_choice *k, int channel)
{
    return channel == 0 ? k->mail : channel == 1 ? k->sms : k->zalo;
}

/* ---- choices ---- */

enum rc notice_choice_get(struct ctx *c, int64_t account, struct notice_choice *ret)
{
    struct account a;
    struct q_notice_choice_get_row r;
    enum rc rc = access_account_by_id(c, account, &a);
    if (!rc)
        rc = notice__address(c, &a, &ret->address);
    if (rc)
        return rc;
    ret->mail = a.kind == ACCOUNT_CITIZEN;
    ret->sms = ret->zalo = false;
    ret->lang = a.lang;
    rc = q_notice_choice_get(c, account, &r);
    if (!rc) {
        ret->mail = r.mail;
        ret->sms = r.sms;
        ret->zalo = r.zalo;
        ret->lang = str_eq(r.lang, S("en")) ? LANG_EN : LANG_VI;
    }
    ret->mail = ret->mail && ret->address.n;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc notice_choice_put(struct ctx *c, const struct notice_choice *in)
{
    const int64_t account = c->actor->account;
    const str lang = in->lang == LANG_EN ? S("en") : S("vi");
    struct notice_choice was;
    enum rc rc = notice_choice_get(c, account, &was);
    if (rc)
        return rc;
    if (in->mail && !was.address.n)
        rc = fail(c, RC_INVALID, "mail", "notify.choice.mail.no_address");
    for (int i = 1; i < CHANNELS; i++)
        if (chosen(in, i) && !outbox_is_connected(str_of(channels[i].code)))
            rc = fail(c, RC_INVALID, channels[i].code, channels[i].not_connected);
    if (rc)
        return rc;
    rc = q_notice_choice_put(
        c, &(struct q_notice_choice_put_in){account, in->mail, in->sms, in->zalo, lang}, NULL);
    const struct event_member members[] = {EV_BOOL("mail", in->mail), EV_BOOL("sms", in->sms),
                                           EV_BOOL("zalo", in->zalo), EV_TEXT("lang", lang)};
    return rc ? rc
              : record_append(c, &(struct event){.kind = "notice.choice_made",
                                                 .object = account,
                                                 .object_pub = c->actor->account_pub,
                                                 .members = members,
                                                 .member_count = 4});
}

/* ---- asking ---- */

static enum rc within_quota(struct ctx *c, str recipient, bool *ret_within)
{
    const instant since = {c->now.us - HOUR_US};
    struct q_notice_asked_of_person_row one;
    struct q_notice_asked_in_all_row all;
    enum rc rc = q_notice_asked_of_person(c, recipient, since, &one);
    if (!rc)
        rc = q_notice_asked_in_all(c, since, in_all, &all);
    if (!rc)
        *ret_within = one.n < per_person && all.n < in_all;
    return rc;
}

static enum rc enclose(struct ctx *c, const struct notice_out *o, int64_t event)
{
    const struct letter l = {o->address, o->subject, o->body};
    const instant until = {c->now.us + KEPT_DAYS * DAY_US};
    return outbox_enclose(c, event, mail_letter_pack(c->mem, &l), until);
}

/* The event asks; its row in the outbox comes by the rule, the letter goes along. */
static enum rc ask(struct ctx *c, const struct notice_out *o, const struct channel *k,
                   int64_t *ret_event)
{
    struct event_row row;
    const struct event e = {.kind = k->event, .object = o->id, .object_pub = o->pub};
    enum rc rc = record_append_row(c, &e, &row);
    if (!rc)
        rc = enclose(c, o, row.id);
    if (!rc && k == &channels[0])
        rc = job_ask(c, "outbox.mail", S(""), S(""));
    if (!rc)
        *ret_event = row.id;
    return rc;
}

/* Asked for, or why not. */
static enum rc add_message(struct ctx *c, const struct notice_out *o, const struct channel *k)
{
    struct q_notice_message_add_in in = {o->id,  o->recipient, str_of(k->code), S("asked"),
                                         c->now, INSTANT_NONE, OPT_INT_NONE};
    bool within = true;
    enum rc rc = RC_OK;
    if (!outbox_is_connected(in.channel))
        in.state = S("not_connected");
    else if (c->now.us - o->at.us > STALE_US)
        in.state = S("stale");
    else
        rc = within_quota(c, o->recipient, &within);
    if (!rc && !within)
        in.state = S("held");
    if (!rc && str_eq(in.state, S("asked"))) {
        int64_t event = 0;
        rc = ask(c, o, k, &event);
        in.asked_at = c->now;
        in.event_id = OPT_INT(event);
    }
    return rc ? rc : q_notice_message_add(c, &in, NULL);
}

enum rc notice__send(struct ctx *c, const struct notice_out *o)
{
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < CHANNELS; i++)
        if (chosen(&o->choice, i))
            rc = add_message(c, o, &channels[i]);
    return rc;
}

/* ---- what waited for a quota, and what is sent again ---- */

/* Where it would go now: the address may have been corrected since. */
static enum rc address_now(struct ctx *c, int64_t account, str recipient, str *ret_address)
{
    struct notice_choice k;
    struct person p;
    int64_t person = 0;
    if (account) {
        const enum rc rc = notice_choice_get(c, account, &k);
        *ret_address = rc ? STR_NONE : k.address;
        return rc;
    }
    const struct str_cut cut = str_cut(recipient, ':');
    if (str_eq(cut.head, S("address"))) {
        *ret_address = cut.tail;
        return RC_OK;
    }
    if (!str_to_i64(cut.tail, &person))
        return RC_FAILED;
    const enum rc rc = person_by_id(c, person, &p);
    *ret_address = rc || !mail_address_valid(p.email) ? STR_NONE : p.email;
    return rc;
}

static const struct channel *channel_of(str code)
{
    for (int i = 0; i < CHANNELS; i++)
        if (str_eq(code, str_of(channels[i].code)))
            return &channels[i];
    return NULL;
}

static enum rc release(struct ctx *c, const struct q_notice_message_held_row *r)
{
    const struct channel *k = channel_of(r->channel);
    struct notice_out o = {.id = r->notice_id,
                           .account = r->account_id.v,
                           .pub = r->pub,
                           .recipient = r->recipient,
                           .subject = r->subject,
                           .body = r->body};
    int64_t event = 0;
    enum rc rc = address_now(c, o.account, o.recipient, &o.address);
    if (rc || !k)
        return rc ? rc : RC_FAILED;
    if (!o.address.n || c->now.us - r->at.us > STALE_US)
        return q_notice_message_state(c, o.id, r->channel, S("stale"), NULL);
    rc = ask(c, &o, k, &event);
    return rc ? rc : q_notice_message_asked(c, o.id, r->channel, c->now, event, NULL);
}

enum rc notify_release(struct ctx *c, int64_t *ret_sent)
{
    struct q_notice_message_held_rows rows;
    enum rc rc = q_notice_message_held(c, RELEASE_AT_ONCE, &rows);
    *ret_sent = 0;
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        bool within = false;
        rc = within_quota(c, rows.v[i].recipient, &within);
        if (!rc && within)
            rc = release(c, &rows.v[i]);
        *ret_sent += within;
    }
    return rc;
}

enum rc notice_held(struct ctx *c, int64_t *ret_n)
{
    struct q_notice_held_count_row r;
    const enum rc rc = q_notice_held_count(c, HELD_MAX, &r);
    if (!rc)
        *ret_n = r.n;
    return rc;
}

enum rc notice_again(struct ctx *c, str pub)
{
    struct q_notice_get_row n;
    struct q_notice_message_get_row m;
    struct notice_out o = {.pub = pub};
    enum rc rc = q_notice_get(c, pub, &n);
    if (!rc)
        rc = q_notice_message_get(c, n.id, S(OUTBOX_MAIL), &m);
    if (!rc)
        rc = address_now(c, n.account_id.v, n.recipient, &o.address);
    if (rc)
        return rc;
    if (!o.address.n)
        return fail(c, RC_INVALID, NULL, "notify.again.no_address");
    o.id = n.id;
    o.subject = n.subject;
    o.body = n.body;
    rc = outbox_again_of(c, OUTBOX_MAIL, "notice", n.id);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_CONFLICT, NULL, "notify.again.not_parked");
    if (!rc)
        rc = enclose(c, &o, m.event_id.v);
    if (!rc)
        rc = job_ask(c, "outbox.mail", S(""), S(""));
    return rc ? rc
              : record_append(
                    c, &(struct event){.kind = "notice.sent_again", .object = n.id, .object_pub = pub});
}
