/* petition_read.c - lists, the timeline, what is published, contacts, and the replay. */
#include "petition/petition_internal.h"

#include "access/access.h"
#include "core/json.h"
#include "org/org.h"

#define TIMELINE_MAX 200

/* ---- lists ---- */

struct reach_of {
    int64_t agency, tree, every;
};
static struct reach_of reach_of(struct ctx *c)
{
    const struct access_scope s = access_scope(c->actor, PERM_PETITION_READ);
    return (struct reach_of){s.agency, s.tree, s.all};
}

static enum work_status status_of(str word)
{
    enum work_status s = WORK_WAITING;
    BUG_IF(!work_status_parse(word, &s));
    return s;
}

#define TAKE_ROWS(rows, to)                                                                            \
    do {                                                                                               \
        (to)->v = NEW_N(c->mem, struct petition_row, (rows).n);                                        \
        (to)->n = (rows).n;                                                                            \
        for (ptrdiff_t i = 0; i < (rows).n; i++)                                                       \
            (to)->v[i] = (struct petition_row){(rows).v[i].id,                                         \
                                               (rows).v[i].pub,                                        \
                                               (rows).v[i].code,                                       \
                                               (rows).v[i].title,                                      \
                                               (rows).v[i].agency,                                     \
                                               (rows).v[i].channel,                                    \
                                               (rows).v[i].step_name,                                  \
                                               status_of((rows).v[i].status),                          \
                                               (rows).v[i].filed_at,                                   \
                                               (rows).v[i].stage_due_at,                               \
                                               0};                                                     \
    } while (0)

enum rc petition_list(struct ctx *c, enum petition_list which, const struct petition_row *after,
                      int64_t max, struct petition_rows *ret)
{
    const struct reach_of r = reach_of(c);
    if (which == PETITIONS_OPEN || which == PETITIONS_LATE) {
        struct q_petition_list_open_rows rows;
        const struct q_petition_list_open_in in = {
            .agency = r.agency,
            .tree = r.tree,
            .every = r.every,
            .before = which == PETITIONS_LATE ? c->now : (instant){INT64_MAX},
            .after_due = after ? after->stage_due_at : (instant){INT64_MIN + 1},
            .after_id = after ? after->id : 0,
            .max = max,
        };
        const enum rc rc = q_petition_list_open(c, &in, &rows);
        if (rc)
            return rc;
        TAKE_ROWS(rows, ret);
        for (ptrdiff_t i = 0; i < rows.n; i++)
            ret->v[i].reminders = rows.v[i].reminders;
        return RC_OK;
    }
    struct q_petition_list_rest_rows rows;
    const struct q_petition_list_rest_in in = {.agency = r.agency,
                                               .tree = r.tree,
                                               .every = r.every,
                                               .waiting = which == PETITIONS_WAITING,
                                               .before_id = after ? after->id : INT64_MAX,
                                               .max = max};
    const enum rc rc = q_petition_list_rest(c, &in, &rows);
    if (!rc)
        TAKE_ROWS(rows, ret);
    return rc;
}

enum rc petition_late_count(struct ctx *c, int64_t *ret_n)
{
    const struct reach_of r = reach_of(c);
    struct q_petition_late_count_row row;
    const enum rc rc = q_petition_late_count(c, r.agency, r.tree, r.every, c->now, &row);
    if (!rc)
        *ret_n = row.n;
    return rc;
}

enum rc petition_mine(struct ctx *c, struct petition_rows *ret)
{
    struct q_petition_of_account_rows rows;
    const enum rc rc = q_petition_of_account(c, c->actor->account, &rows);
    if (rc)
        return rc;
    struct petition_row *v = NEW_N(c->mem, struct petition_row, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct petition_row){.pub = rows.v[i].pub,
                                     .code = rows.v[i].code,
                                     .title = rows.v[i].title,
                                     .status = status_of(rows.v[i].status),
                                     .filed_at = rows.v[i].filed_at,
                                     .stage_due_at = INSTANT_NONE};
    *ret = (struct petition_rows){v, rows.n};
    return RC_OK;
}

enum rc petition_published(struct ctx *c, const struct petition_public *before, int64_t max,
                           struct petition_publics *ret)
{
    struct q_petition_public_list_rows rows;
    const enum rc rc = q_petition_public_list(c, before ? before->published_at : (instant){INT64_MAX},
                                              before ? before->id : INT64_MAX, max, &rows);
    if (rc)
        return rc;
    struct petition_public *v = NEW_N(c->mem, struct petition_public, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_petition_public_list_row *r = &rows.v[i];
        v[i] =
            (struct petition_public){r->id,   r->code,   r->title,    r->text,        r->answer,
                                     r->name, r->agency, r->filed_at, r->answered_at, r->published_at};
    }
    *ret = (struct petition_publics){v, rows.n};
    return RC_OK;
}

/* ---- the timeline ---- */

/* What was said with an event that its sender may read too. */
static bool for_sender(str kind)
{
    static const char *const open[] = {"petition.asked", "petition.clarified", "petition.refused",
                                       "petition.forwarded", NULL};
    return str_among(kind, open);
}

static str note_of(struct ctx *c, const struct event_privates *parts, int64_t event)
{
    for (ptrdiff_t i = 0; i < parts->n; i++) {
        struct json j;
        if (parts->v[i].event != event || !json_parse(c->mem, parts->v[i].json, &j, NULL))
            continue;
        const str reason = json_text_of(j, "reason"), note = json_text_of(j, "note");
        const str both[] = {reason, note};
        return reason.n && note.n ? str_join(c->mem, both, 2, S(". ")) : reason.n ? reason : note;
    }
    return STR_NONE;
}

/* Whoever reads it reads which agency has it now. */
static str heir_of(struct ctx *c, const struct event_row *e)
{
    struct agency a;
    int64_t to = 0;
    return record_member_int(e->payload, S("to_agency"), &to) && org_agency_by_id(c, to, &a) == RC_OK
               ? a.name
               : STR_NONE;
}

static str with_heir(struct ctx *c, const struct event_row *e, str note)
{
    const str heir = heir_of(c, e), both[] = {heir, note};
    return heir.n && note.n ? str_join(c->mem, both, 2, S(". ")) : heir.n ? heir : note;
}

enum rc petition_timeline(struct ctx *c, const struct petition *p, bool inside,
                          struct petition_event **ret, ptrdiff_t *ret_n)
{
    static const char *const hidden[] = {"petition.submitted", "petition.sent_back",
                                         "petition.reminded",  "petition.noted",
                                         "petition.migrated",  NULL};
    struct event_rows rows;
    struct event_privates parts;
    ptrdiff_t n = 0;
    enum rc rc = record_list_object(c, S("petition"), p->id.v, 0, TIMELINE_MAX, &rows);
    if (!rc)
        rc = record_list_private(c, S("petition"), p->id.v, &parts);
    if (rc)
        return rc;
    struct petition_event *v = NEW_N(c->mem, struct petition_event, rows.n);
    for (ptrdiff_t i = rows.n - 1; i >= 0; i--) {
        const struct event_row *e = &rows.v[i];
        struct account a;
        if (!inside && str_among(e->kind, hidden))
            continue;
        v[n] = (struct petition_event){.at = e->at, .kind = e->kind};
        if (inside && e->actor && access_account_by_id(c, e->actor, &a) == RC_OK)
            v[n].actor = a.name;
        if (inside || for_sender(e->kind))
            v[n].note = note_of(c, &parts, e->id);
        if (str_eq(e->kind, S("petition.taken_over")))
            v[n].note = with_heir(c, e, v[n].note);
        n++;
    }
    *ret = v;
    *ret_n = n;
    return RC_OK;
}

enum rc petition_reminders(struct ctx *c, const struct petition *p, struct petition_reminder **ret_v,
                           ptrdiff_t *ret_n)
{
    struct q_petition_reminders_rows rows;
    const enum rc rc = q_petition_reminders(c, p->id.v, &rows);
    if (rc)
        return rc;
    struct petition_reminder *v = NEW_N(c->mem, struct petition_reminder, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        struct account a;
        v[i] = (struct petition_reminder){.no = rows.v[i].no,
                                          .text = rows.v[i].text,
                                          .was_due_at = rows.v[i].was_due_at,
                                          .sent_at = rows.v[i].sent_at};
        if (access_account_by_id(c, rows.v[i].sent_by, &a) == RC_OK)
            v[i].by = a.name;
    }
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}

/* ---- where to send to ---- */

enum rc petition_contact_get(struct ctx *c, int64_t agency, struct petition_contact *ret)
{
    struct q_petition_contact_get_row r;
    const enum rc rc = q_petition_contact_get(c, agency, &r);
    if (!rc)
        *ret = (struct petition_contact){r.address, r.phone, r.email, r.web};
    return rc;
}

enum rc petition_contact_put(struct ctx *c, int64_t agency, const struct petition_contact *in)
{
    struct agency a;
    enum rc rc = authz(c->actor, PERM_ORG_MANAGE, REACH_ALL);
    if (!rc)
        rc = org_agency_by_id(c, agency, &a);
    if (rc)
        return rc;
    if (!in->address.n)
        return fail(c, RC_INVALID, "address", "petition.contact.empty");
    rc = q_petition_contact_put(
        c, &(struct q_petition_contact_put_in){agency, in->address, in->phone, in->email, in->web},
        NULL);
    const struct event_member members[] = {EV_TEXT("address", in->address), EV_TEXT("phone", in->phone),
                                           EV_TEXT("email", in->email), EV_TEXT("web", in->web)};
    return rc ? rc
              : record_append(c, &(struct event){.kind = "petition.contact_set",
                                                 .object = agency,
                                                 .object_pub = a.pub,
                                                 .members = members,
                                                 .member_count = 4});
}

/* ---- replay: each petition stands as its newest event left it ---- */

struct replay {
    int64_t sent, files;
};

static enum rc begin(struct ctx *c, void **ret_self)
{
    *ret_self = NEW(c->mem, struct replay);
    return RC_OK;
}

/* Who receives it, and whose it is: what its newest event says, also where it was taken over. */
static void compare_places(struct ctx *c, struct record_verifier *v, const struct event_row *e,
                           const struct q_petition_state_row *state)
{
    const struct event_measure *m = &e->measure;
    if (m->receiving != state->receiving_id)
        record_found(v, e->object_pub, "receiving",
                     str_fmt(c->mem, "%lld", (long long)state->receiving_id),
                     str_fmt(c->mem, "%lld", (long long)m->receiving));
    if (m->competent != state->competent_id || m->competent != state->agency_id)
        record_found(v, e->object_pub, "agency", str_fmt(c->mem, "%lld", (long long)state->agency_id),
                     str_fmt(c->mem, "%lld", (long long)m->competent));
}

static enum rc event(struct ctx *c, void *self, struct record_verifier *v, const struct event_row *e,
                     int64_t seq)
{
    struct q_petition_state_row state;
    struct replay *r = self;
    int64_t version = 0, files = 0;
    str status = STR_NONE;
    (void)seq;
    if (record_member_int(e->payload, S("files"), &files))
        r->files += files;
    r->sent += str_eq(e->kind, S("petition.sent"));
    const enum rc rc = q_petition_state(c, e->object, &state);
    if (rc == RC_NOT_FOUND) {
        record_found(v, e->object_pub, "petition", S("gone"), e->kind);
        return RC_OK;
    }
    if (rc || !record_member_int(e->payload, S("version"), &version) || version < state.version)
        return rc;
    if (version > state.version || !record_member_text(c->mem, e->payload, S("status"), &status) ||
        !str_eq(status, state.status))
        record_found(v, e->object_pub, "status", state.status, status);
    if (version == state.version)
        compare_places(c, v, e, &state);
    return RC_OK;
}

static enum rc finish(struct ctx *c, void *self, struct record_verifier *v)
{
    const struct replay *r = self;
    struct q_petition_count_row all;
    struct q_petition_file_count_row files;
    enum rc rc = q_petition_file_count(c, &files);
    if (!rc && files.n != r->files)
        record_found(v, S("petition"), "files", str_fmt(c->mem, "%lld", (long long)files.n),
                     str_fmt(c->mem, "%lld", (long long)r->files));
    if (!rc)
        rc = q_petition_count(c, &all);
    if (!rc && all.n != r->sent)
        record_found(v, S("petition"), "rows", str_fmt(c->mem, "%lld", (long long)all.n),
                     str_fmt(c->mem, "%lld", (long long)r->sent));
    return rc;
}

const struct record_replayer petition_replayers[] = {
    {.object = "petition", .begin = begin, .event = event, .finish = finish},
    {0},
};
