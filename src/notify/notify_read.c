/* notify_read.c - what pages show of notices, and their replay against the record. */
#include "notify/notify_internal.h"

#include "access/access.h"
#include "notify/notify_sql.h"

#define OF_OBJECT_MAX 200
#define UNREAD_MAX 100

/* ---- lists ---- */

/* "" for none; before it was asked for the message's own word, then the outbox's. */
static str mail_state(str message, str outbox)
{
    if (!message.n)
        return S("");
    return str_eq(message, S("asked")) && outbox.n ? outbox : message;
}

static enum lang lang_of(str word)
{
    return str_eq(word, S("en")) ? LANG_EN : LANG_VI;
}

enum rc notice_mine(struct ctx *c, int64_t before, int64_t max, struct notices *ret)
{
    struct q_notice_of_account_rows rows;
    const enum rc rc =
        q_notice_of_account(c, c->actor->account, before ? before : INT64_MAX, max, &rows);
    if (rc)
        return rc;
    struct notice *v = NEW_N(c->mem, struct notice, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_notice_of_account_row *r = &rows.v[i];
        v[i] = (struct notice){.id = r->id,
                               .pub = r->pub,
                               .kind = r->kind,
                               .object_kind = r->object_kind,
                               .object_pub = r->object_pub,
                               .subject = r->subject,
                               .body = r->body,
                               .account = true,
                               .lang = lang_of(r->lang),
                               .at = r->at,
                               .read_at = r->read_at,
                               .sent_at = r->sent_at,
                               .mail = mail_state(r->mail_state, r->outbox_state)};
    }
    *ret = (struct notices){v, rows.n};
    return RC_OK;
}

enum rc notice_unread(struct ctx *c, int64_t *ret_n)
{
    struct q_notice_unread_count_row r;
    const enum rc rc = q_notice_unread_count(c, c->actor->account, UNREAD_MAX, &r);
    if (!rc)
        *ret_n = r.n;
    return rc;
}

enum rc notice_read(struct ctx *c)
{
    return q_notice_read_all(c, c->actor->account, c->now, NULL);
}

enum rc notice_of_object(struct ctx *c, str object_kind, int64_t object, int64_t account,
                         struct notices *ret)
{
    struct q_notice_of_object_rows rows;
    const enum rc rc = q_notice_of_object(c, object_kind, object, account, OF_OBJECT_MAX, &rows);
    if (rc)
        return rc;
    struct notice *v = NEW_N(c->mem, struct notice, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_notice_of_object_row *r = &rows.v[i];
        v[i] = (struct notice){.id = r->id,
                               .pub = r->pub,
                               .kind = r->kind,
                               .object_kind = object_kind,
                               .name = r->name,
                               .subject = r->subject,
                               .body = r->body,
                               .account = r->account_id.set,
                               .lang = lang_of(r->lang),
                               .at = r->at,
                               .read_at = r->read_at,
                               .sent_at = r->sent_at,
                               .mail = mail_state(r->mail_state, r->outbox_state),
                               .attempts = r->attempts.v,
                               .last_error = r->last_error};
    }
    *ret = (struct notices){v, rows.n};
    return RC_OK;
}

enum rc notice_parked(struct ctx *c, int64_t max, struct notices *ret)
{
    struct q_notice_parked_rows rows;
    const enum rc rc = q_notice_parked(c, max, &rows);
    if (rc)
        return rc;
    struct notice *v = NEW_N(c->mem, struct notice, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_notice_parked_row *r = &rows.v[i];
        v[i] = (struct notice){.pub = r->pub,
                               .kind = r->kind,
                               .object_kind = r->object_kind,
                               .object_pub = r->object_pub,
                               .name = r->name,
                               .at = r->at,
                               .read_at = INSTANT_NONE,
                               .sent_at = INSTANT_NONE,
                               .mail = S("parked"),
                               .attempts = r->attempts,
                               .last_error = r->last_error};
    }
    *ret = (struct notices){v, rows.n};
    return RC_OK;
}

/* ---- replay: every notice has its event and stands as it was written ---- */

const struct record_kind notify_kinds[] = {
    {"notice.written", "notice"},      {"notice.mail_asked", "notice"},
    {"notice.sms_asked", "notice"},    {"notice.zalo_asked", "notice"},
    {"notice.sent_again", "notice"},   {"notice.template_changed", "notice_template"},
    {"notice.choice_made", "account"}, {0},
};

struct replay {
    int64_t written;
};

static enum rc begin(struct ctx *c, void **ret_self)
{
    *ret_self = NEW(c->mem, struct replay);
    return RC_OK;
}

static enum rc compare_notice(struct ctx *c, struct record_verifier *v, const struct event_row *e)
{
    struct q_notice_by_id_row n;
    int64_t event = 0, version = 0;
    str kind = STR_NONE;
    const enum rc rc = q_notice_by_id(c, e->object, &n);
    if (rc == RC_NOT_FOUND)
        record_found(v, e->object_pub, "notice", S("gone"), e->kind);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    if (!record_member_text(c->mem, e->payload, S("kind"), &kind) ||
        !record_member_int(e->payload, S("event"), &event) ||
        !record_member_int(e->payload, S("template"), &version) || !str_eq(kind, n.kind) ||
        event != n.event_id || version != n.template_version)
        record_found(v, e->object_pub, "notice", n.kind, kind);
    return RC_OK;
}

static enum rc notice_event(struct ctx *c, void *self, struct record_verifier *v,
                            const struct event_row *e, int64_t seq)
{
    struct replay *r = self;
    (void)seq;
    if (!str_eq(e->kind, S("notice.written")))
        return RC_OK;
    r->written++;
    const struct arena_mark mark = arena_mark(c->mem);
    const enum rc rc = compare_notice(c, v, e);
    arena_reset(c->mem, mark);
    return rc;
}

static enum rc notice_finish(struct ctx *c, void *self, struct record_verifier *v)
{
    const struct replay *r = self;
    struct q_notice_count_row all;
    const enum rc rc = q_notice_count(c, &all);
    if (!rc && all.n != r->written)
        record_found(v, S("notice"), "rows", str_fmt(c->mem, "%lld", (long long)all.n),
                     str_fmt(c->mem, "%lld", (long long)r->written));
    return rc;
}

static enum rc template_event(struct ctx *c, void *self, struct record_verifier *v,
                              const struct event_row *e, int64_t seq)
{
    struct q_notice_template_get_row t;
    int64_t version = 0;
    str vi = STR_NONE, en = STR_NONE;
    (void)self;
    (void)seq;
    if (!record_member_int(e->payload, S("version"), &version))
        return RC_OK;
    const enum rc rc = q_notice_template_get(c, e->object_pub, version, &t);
    if (rc == RC_NOT_FOUND) {
        record_found(v, e->object_pub, "template", S("gone"), e->kind);
        return RC_OK;
    }
    if (rc)
        return rc;
    if (!record_member_text(c->mem, e->payload, S("words_vi"), &vi) ||
        !record_member_text(c->mem, e->payload, S("words_en"), &en) ||
        !str_eq(vi, notice__hash(c->mem, t.subject_vi, t.body_vi)) ||
        !str_eq(en, notice__hash(c->mem, t.subject_en, t.body_en)))
        record_found(v, e->object_pub, "template", S("other words"), vi);
    return RC_OK;
}

static enum rc template_finish(struct ctx *c, void *self, struct record_verifier *v)
{
    (void)c;
    (void)self;
    (void)v;
    return RC_OK;
}

const struct record_replayer notify_replayers[] = {
    {.object = "notice", .begin = begin, .event = notice_event, .finish = notice_finish},
    {.object = "notice_template", .begin = begin, .event = template_event, .finish = template_finish},
    {0},
};
