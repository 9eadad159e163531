/*
 * notify_write.c - from the record to notices: sealed events in their order, each once. The place
 * where reading stopped moves in the same transaction as what was written, so after a crash
 * nothing is told twice and nothing is left out.
 */
#include "notify/notify_internal.h"

#include <string.h>

#include "access/access.h"
#include "job/outbox.h"
#include "mail/mail.h"
#include "notify/notify_sql.h"
#include "org/org.h"

#define AT_ONCE 50 /* events in one unit */

static const struct notify_source no_sources[] = {{0}};
static const struct notify_source *sources = no_sources;
static str origin;

void notify_configure(const struct notify_source *s)
{
    sources = s;
}

void notify_set_origin(str o)
{
    origin = o;
}

const struct notify_source *notify__source(str object)
{
    for (const struct notify_source *s = sources; s->object; s++)
        if (str_eq(object, str_of(s->object)))
            return s;
    return NULL;
}

const struct notice_kind *notice_kind_at(int i)
{
    for (const struct notify_source *s = sources; s->object; s++)
        for (const struct notice_kind *k = s->kinds; k->code; k++)
            if (i-- == 0)
                return k;
    return NULL;
}

const struct notice_kind *notice_kind_of(str code)
{
    const struct notice_kind *k;
    for (int i = 0; (k = notice_kind_at(i)) != NULL; i++)
        if (str_eq(code, str_of(k->code)))
            return k;
    return NULL;
}

enum rc notify_install(struct ctx *c)
{
    struct record_head head;
    enum rc rc = record_get_head(c, &head);
    if (!rc)
        rc = q_notice_cursor_begin(c, head.seq, NULL);
    return rc ? rc : notice__install_templates(c);
}

enum rc notify_skip(struct ctx *c)
{
    struct record_head head;
    struct q_notice_cursor_get_row at;
    enum rc rc = record_get_head(c, &head);
    if (!rc)
        rc = q_notice_cursor_get(c, &at);
    return rc ? rc : q_notice_cursor_move(c, at.seq, head.seq, NULL);
}

/* ---- whom ---- */

static void take(struct notice_accounts *to, int64_t id)
{
    for (ptrdiff_t i = 0; i < to->n; i++)
        if (to->v[i] == id)
            return;
    if (to->n < (ptrdiff_t)(sizeof to->v / sizeof *to->v))
        to->v[to->n++] = id;
}

enum rc notice_accounts_of_unit(struct ctx *c, int64_t unit, const char *role, date day,
                                struct notice_accounts *ret)
{
    struct q_notice_account_of_unit_rows rows;
    const enum rc rc = q_notice_account_of_unit(c, unit, str_of(role), day, 10, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        take(ret, rows.v[i].id);
    return rc;
}

enum rc notice_accounts_of_heads(struct ctx *c, int64_t unit, date day, struct notice_accounts *ret)
{
    struct q_notice_account_of_heads_rows rows;
    const enum rc rc = q_notice_account_of_heads(c, unit, day, 10, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        take(ret, rows.v[i].id);
    return rc;
}

enum rc notice_accounts_of_agency(struct ctx *c, int64_t agency, const char *role, date day,
                                  struct notice_accounts *ret)
{
    struct q_notice_account_of_leaders_rows rows;
    const enum rc rc = q_notice_account_of_leaders(c, agency, str_of(role), day, 10, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        take(ret, rows.v[i].id);
    return rc;
}

enum rc notice_accounts_of_person(struct ctx *c, int64_t person, struct notice_accounts *ret)
{
    struct q_notice_account_of_person_rows rows;
    const enum rc rc = q_notice_account_of_person(c, person, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        take(ret, rows.v[i].id);
    return rc;
}

enum rc notice__address(struct ctx *c, const struct account *a, str *ret_address)
{
    struct staff s;
    enum rc rc = RC_OK;
    *ret_address = a->email;
    if (!a->email.n && a->staff) {
        rc = org_staff_by_id(c, a->staff, &s);
        if (!rc)
            *ret_address = s.email;
    }
    if (!rc && !mail_address_valid(*ret_address))
        *ret_address = STR_NONE;
    return rc;
}

/* ---- one notice ---- */

static str link_of(struct ctx *c, str path)
{
    return str_fmt(c->mem, "%.*s%.*s", STR_ARG(origin), STR_ARG(path));
}

/* Who it goes to and in which language; somebody without an account reads Vietnamese. */
static enum rc choice_of(struct ctx *c, const struct notice_tell *t, struct notice_out *o)
{
    o->account = t->account;
    if (t->account) {
        o->recipient = str_fmt(c->mem, "account:%lld", (long long)t->account);
        const enum rc rc = notice_choice_get(c, t->account, &o->choice);
        o->address = o->choice.address;
        return rc;
    }
    o->recipient = t->person ? str_fmt(c->mem, "person:%lld", (long long)t->person)
                             : str_fmt(c->mem, "address:%.*s", STR_ARG(t->address));
    o->address = mail_address_valid(t->address) ? t->address : STR_NONE;
    o->choice = (struct notice_choice){.mail = true, .lang = LANG_VI};
    return RC_OK;
}

static enum rc tell_record(struct ctx *c, const struct notice_event *e, const struct notice_tell *t,
                           const struct notice_template *words, const struct notice_out *o)
{
    const struct event_member members[] = {
        EV_TEXT("kind", str_of(t->kind->code)),
        EV_INT("template", words->version),
        EV_INT("event", e->id),
        EV_TEXT("object_kind", e->object_kind),
        EV_TEXT("object", e->object_pub),
    };
    const struct event_member personal[] = {
        EV_TEXT("recipient", o->recipient),
        EV_TEXT("words", notice__hash(c->mem, o->subject, o->body)),
    };
    return record_append(c, &(struct event){.kind = "notice.written",
                                            .object = o->id,
                                            .object_pub = o->pub,
                                            .members = members,
                                            .member_count = 5,
                                            .personal = personal,
                                            .personal_count = 2});
}

static enum rc store(struct ctx *c, const struct notice_event *e, const struct notice_tell *t,
                     const struct notice_template *words, struct notice_out *o)
{
    struct q_notice_add_rows rows;
    const struct q_notice_add_in in = {
        .pub = o->pub,
        .kind = str_of(t->kind->code),
        .template_version = words->version,
        .lang = o->choice.lang == LANG_EN ? S("en") : S("vi"),
        .event_id = e->id,
        .object_kind = e->object_kind,
        .object_id = e->object,
        .object_pub = e->object_pub,
        .recipient = o->recipient,
        .account_id = t->account ? OPT_INT(t->account) : OPT_INT_NONE,
        .subject = o->subject,
        .body = o->body,
        .at = c->now,
    };
    const enum rc rc = q_notice_add(c, &in, &rows);
    o->id = rc || !rows.n ? 0 : rows.v[0].id;
    return rc;
}

enum rc notice_tell(struct ctx *c, const struct notice_event *e, const struct notice_tell *t)
{
    struct notice_template words;
    struct notice_out o = {.at = e->at};
    str values[NOTICE_FIELD_COUNT];
    enum rc rc = choice_of(c, t, &o);
    if (!rc && !t->account && !o.address.n)
        return RC_OK; /* nobody can be reached */
    if (!rc)
        rc = notice_template_on(c, str_of(t->kind->code), instant_date(c->now), &words);
    if (rc)
        return rc;
    memcpy(values, t->values[o.choice.lang], sizeof values);
    values[NOTICE_LINK] = link_of(c, t->path);
    o.pub = ctx_new_pubid(c);
    o.subject = notice__fill(c->mem, words.words[o.choice.lang].subject, values);
    o.body = notice__fill(c->mem, words.words[o.choice.lang].body, values);
    rc = store(c, e, t, &words, &o);
    if (rc || !o.id)
        return rc; /* told before */
    rc = tell_record(c, e, t, &words, &o);
    return rc ? rc : notice__send(c, &o);
}

/* ---- following ---- */

static enum rc gather(struct ctx *c, const struct q_notice_sealed_row *r)
{
    const struct notify_source *s = notify__source(r->object_kind);
    const struct notice_event e = {
        .seq = r->seq,
        .id = r->id,
        .object = r->object_id,
        .actor = r->actor_id,
        .at = r->at,
        .kind = r->kind,
        .object_kind = r->object_kind,
        .object_pub = r->object_pub,
        .channel = r->channel,
        .payload = r->payload,
    };
    const enum rc rc = s ? s->gather(c, &e) : RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc notify_follow(struct ctx *c, bool *ret_more)
{
    struct q_notice_cursor_get_row at;
    struct q_notice_sealed_rows rows = {0};
    int64_t moved = 0;
    enum rc rc = q_notice_cursor_get(c, &at);
    if (!rc)
        rc = q_notice_sealed(c, at.seq, AT_ONCE, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = gather(c, &rows.v[i]);
    *ret_more = rows.n == AT_ONCE;
    if (rc || !rows.n)
        return rc;
    rc = q_notice_cursor_move(c, at.seq, rows.v[rows.n - 1].seq, &moved);
    return rc || moved ? rc : RC_BUSY; /* another process was here: undone, and read anew */
}
