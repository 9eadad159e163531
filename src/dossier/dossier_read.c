/* dossier_read.c - see dossier_read.h. What is not within reach is not found. */
#include "dossier/dossier_internal.h"
#include "dossier/dossier_mend.h"

#include "crypto/crypto.h"
#include "file/file.h"
#include "job/outbox.h"

static struct crypto_key receipt_key;
static bool configured;

void dossier_configure(const struct crypto_key *key)
{
    receipt_key = *key;
    configured = true;
}

str dossier_secret(struct arena *mem, const struct dossier *d)
{
    BUG_IF(!configured);
    return crypto_receipt_secret(mem, &receipt_key, d->pub, d->secret_generation);
}

enum rc dossier_get_by_id(struct ctx *c, struct dossier_id id, struct dossier *ret_dossier)
{
    struct q_dossier_get_row r;
    struct dossier d = {.id = id};
    enum rc rc = q_dossier_get(c, id.v, &r);
    if (!rc)
        rc = work_get(c, (struct work_id){id.v}, &d.work);
    if (rc)
        return rc;
    d.pub = r.pub;
    d.code = r.code;
    d.ruleset = r.ruleset;
    d.ruleset_version = r.ruleset_version;
    d.secret_generation = r.secret_generation;
    d.procedure_id = r.procedure_id;
    d.procedure_version_id = r.procedure_version_id;
    d.procedure_pub = r.procedure_pub;
    d.procedure_code = r.procedure_code;
    d.procedure_name = r.procedure_name;
    d.case_id = r.case_id;
    d.case_name = r.case_name;
    d.channel = r.channel;
    d.origin = r.origin;
    d.outside_id = r.outside_id;
    d.receiving_agency = r.receiving_agency;
    d.competent_agency = r.competent_agency;
    d.unit = r.unit;
    d.handler = r.handler;
    d.owner_id = r.owner_id;
    d.filer_id = r.filer_id;
    d.owner_account_id = r.owner_account_id;
    d.owner_name = r.owner_name;
    d.filer_name = r.filer_name;
    d.authority = r.authority;
    d.authority_note = r.authority_note;
    d.result_by = r.result_by;
    d.result_address = r.result_address;
    d.note = r.note;
    d.refusal_reason = r.refusal_reason;
    d.sets = r.sets;
    d.filed_at = r.filed_at;
    d.entered_at = r.entered_at;
    d.accepted_at = r.accepted_at;
    d.returned_at = r.returned_at;
    d.cancelled_at = r.cancelled_at;
    d.received_by = r.received_by;
    d.collector = r.collector;
    d.punctuality = r.punctuality;
    d.money_status = r.money_status;
    d.delivery_status = r.delivery_status;
    *ret_dossier = d;
    return RC_OK;
}

enum rc dossier_sync(struct ctx *c, struct dossier_id id, str *ret_state)
{
    return outbox_state(c, OUTBOX_NATIONAL_PORTAL, "dossier", id.v, ret_state);
}

enum rc dossier_get(struct ctx *c, str pub, struct dossier *ret_dossier)
{
    struct q_dossier_id_of_row row;
    struct dossier_act a;
    const bool citizen = actor_is_citizen(c->actor);
    enum rc rc = q_dossier_id_of(c, pub, &row);
    if (!rc)
        rc = dossier_act_begin(c, (struct dossier_id){row.id},
                               citizen ? PERM_DOSSIER_TRACK : PERM_DOSSIER_READ, &a);
    if (rc == RC_DENIED)
        return RC_NOT_FOUND;
    return rc ? rc : dossier_get_by_id(c, (struct dossier_id){row.id}, ret_dossier);
}

enum rc dossier_track(struct ctx *c, str code, str secret, struct dossier *ret_dossier, bool *ret_full)
{
    struct q_dossier_id_of_code_row row;
    struct dossier d;
    enum rc rc = q_dossier_id_of_code(c, code, &row);
    if (!rc)
        rc = dossier_get_by_id(c, (struct dossier_id){row.id}, &d);
    if (rc)
        return rc;
    BUG_IF(!configured);
    *ret_full = crypto_receipt_match(&receipt_key, d.pub, d.secret_generation, secret);
    *ret_dossier = d;
    return RC_OK;
}

enum rc dossier_papers(struct ctx *c, struct dossier_id id, struct dossier_paper **ret_papers,
                       ptrdiff_t *ret_n)
{
    struct q_dossier_papers_rows rows;
    const enum rc rc = q_dossier_papers(c, id.v, &rows);
    if (rc)
        return rc;
    struct dossier_paper *list = NEW_N(c->mem, struct dossier_paper, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct dossier_paper){.id = rows.v[i].id,
                                         .component_id = rows.v[i].component_id,
                                         .name = rows.v[i].name,
                                         .form = rows.v[i].form,
                                         .note = rows.v[i].note,
                                         .quantity = rows.v[i].quantity,
                                         .complete = rows.v[i].complete};
    *ret_papers = list;
    *ret_n = rows.n;
    return RC_OK;
}

/* Drafts are the authority's own; a result is the citizen's once it is issued. */
static bool may_see(const struct actor *a, const struct dossier *d, str kind)
{
    if (a && !actor_is_citizen(a))
        return true;
    if (str_eq(kind, S("result")))
        return d->work.status == WORK_ISSUED || d->work.status == WORK_RETURNED;
    return str_eq(kind, S("paper")) || str_eq(kind, S("letter")); /* why it was held, to them */
}

enum rc dossier_files(struct ctx *c, const struct dossier *d, struct dossier_file **ret_files,
                      ptrdiff_t *ret_n)
{
    struct q_dossier_files_rows rows;
    struct dossier_mend *mends = NULL;
    ptrdiff_t n = 0, mends_n = 0;
    enum rc rc = q_dossier_files(c, d->id.v, &rows);
    if (!rc && !instant_is_none(d->work.finished_at))
        rc = dossier_mends(c, d->id, &mends, &mends_n);
    if (rc)
        return rc;
    struct dossier_file *list = NEW_N(c->mem, struct dossier_file, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        struct file f;
        if (!may_see(c->actor, d, rows.v[i].kind))
            continue;
        rc = file_get(c, (struct file_id){rows.v[i].file_id}, &f);
        if (rc)
            return rc;
        list[n++] =
            (struct dossier_file){.id = rows.v[i].id,
                                  .no = i + 1,
                                  .file_id = rows.v[i].file_id,
                                  .size = f.size,
                                  .paper_id = rows.v[i].paper_id,
                                  .pub = f.pub,
                                  .kind = rows.v[i].kind,
                                  .name = rows.v[i].name,
                                  .mime = file_type_mime(f.type),
                                  .hash = digest_hex(c->mem, &f.sha),
                                  .added_at = rows.v[i].added_at,
                                  .replaced_at = dossier_mend_replaced(mends, mends_n, rows.v[i].id)};
    }
    *ret_files = list;
    *ret_n = n;
    return rc;
}

/* ---- timeline: the events of the record, in the words of their payload ---- */

/* What several events share is read once: who acted for which agency, and the personal parts. */
struct timeline {
    struct event_rows events;
    struct event_privates parts;
    struct dossier_event *list; /* newest first */
};

static struct dossier_event *at(const struct timeline *t, ptrdiff_t i)
{
    return &t->list[t->events.n - 1 - i];
}

static enum rc who_did(struct ctx *c, const struct timeline *t, ptrdiff_t i)
{
    const struct event_row *e = &t->events.v[i];
    struct q_dossier_actor_row row;
    if (!e->actor)
        return RC_OK;
    for (ptrdiff_t k = 0; k < i; k++)
        if (t->events.v[k].actor == e->actor && t->events.v[k].agency == e->agency &&
            t->events.v[k].acting_for == e->acting_for) {
            at(t, i)->actor = at(t, k)->actor;
            at(t, i)->acting_for = at(t, k)->acting_for;
            at(t, i)->office = at(t, k)->office;
            return RC_OK;
        }
    const enum rc rc = q_dossier_actor(c, e->actor, e->agency, &row);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    if (str_eq(row.kind, S("staff"))) {
        at(t, i)->actor = row.name;
        at(t, i)->office = row.office;
    }
    if (!e->acting_for)
        return RC_OK;
    const enum rc other = q_dossier_actor(c, e->acting_for, e->agency, &row);
    if (!other)
        at(t, i)->acting_for = row.name;
    return other == RC_NOT_FOUND ? RC_OK : other;
}

static str text_member(struct ctx *c, str payload, str name)
{
    str text = STR_NONE;
    return record_member_text(c->mem, payload, name, &text) ? text : STR_NONE;
}

static str note_of(struct ctx *c, const struct timeline *t, int64_t event)
{
    for (ptrdiff_t i = 0; i < t->parts.n; i++)
        if (t->parts.v[i].event == event) {
            const str note = text_member(c, t->parts.v[i].json, S("note"));
            return note.p ? note : text_member(c, t->parts.v[i].json, S("reason"));
        }
    return STR_NONE;
}

/* Reasons concern the citizen; notes are the authority's own. */
static bool shows_note(const struct ctx *c, const struct event_row *e)
{
    static const char *const told[] = {"dossier.mend_asked",   "dossier.mended",
                                       "dossier.reissued",     "dossier.mend_refused",
                                       "dossier.refused",      "dossier.supplement_asked",
                                       "dossier.withdrawn",    "dossier.stopped",
                                       "dossier.stop_asked",   "dossier.announced",
                                       "dossier.apologised",   "dossier.extended",
                                       "dossier.clock_paused", NULL};
    return e->private_hash.p && ((c->actor && !actor_is_citizen(c->actor)) || str_among(e->kind, told));
}

static struct dossier_event event_of(struct ctx *c, const struct event_row *e)
{
    int64_t us;
    struct dossier_event to = {.event_id = e->id,
                               .at = e->at,
                               .legal_at = e->legal,
                               .kind = e->kind,
                               .from_step = text_member(c, e->payload, S("from_step")),
                               .to_step = text_member(c, e->payload, S("to_step")),
                               .sign_form = text_member(c, e->payload, S("sign_form")),
                               .to_name = text_member(c, e->payload, S("to_name")),
                               .due_at = INSTANT_NONE,
                               .was_due_at = INSTANT_NONE};
    if (record_member_int(e->payload, S("took_us"), &us))
        to.took_us = us;
    static const char *const sets[] = {"dossier.accepted",      "dossier.supplement_completed",
                                       "dossier.extended",      "dossier.calendar_changed",
                                       "dossier.clock_resumed", NULL};
    if (str_among(e->kind, sets) && record_member_int(e->payload, S("due_at"), &us))
        to.due_at.us = us;
    if (str_eq(e->kind, S("dossier.apologised")) && record_member_int(e->payload, S("new_due_at"), &us))
        to.due_at.us = us; /* promised; the legal date stays */
    if (record_member_int(e->payload, S("was_due_at"), &us))
        to.was_due_at.us = us;
    return to;
}

static enum rc read_parts(struct ctx *c, int64_t id, struct timeline *t)
{
    bool wanted = false;
    for (ptrdiff_t i = 0; i < t->events.n; i++)
        wanted = wanted || shows_note(c, &t->events.v[i]);
    return wanted ? record_list_private(c, S("dossier"), id, &t->parts) : RC_OK;
}

enum rc dossier_timeline(struct ctx *c, const struct dossier *d, struct dossier_event **ret_events,
                         ptrdiff_t *ret_n)
{
    struct timeline t = {.list = NULL};
    enum rc rc = record_list_object(c, S("dossier"), d->id.v, 0, 500, &t.events);
    if (!rc)
        rc = read_parts(c, d->id.v, &t);
    if (rc)
        return rc;
    t.list = NEW_N(c->mem, struct dossier_event, t.events.n);
    for (ptrdiff_t i = 0; !rc && i < t.events.n; i++) {
        *at(&t, i) = event_of(c, &t.events.v[i]);
        if (shows_note(c, &t.events.v[i]))
            at(&t, i)->note = note_of(c, &t, t.events.v[i].id);
        rc = who_did(c, &t, i);
    }
    *ret_events = t.list;
    *ret_n = t.events.n;
    return rc;
}

enum rc dossier_supplements(struct ctx *c, struct dossier_id id, struct dossier_supplement **ret,
                            ptrdiff_t *ret_n)
{
    struct q_dossier_supplements_rows rows;
    enum rc rc = q_dossier_supplements(c, id.v, &rows);
    if (rc)
        return rc;
    struct dossier_supplement *list = NEW_N(c->mem, struct dossier_supplement, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        struct q_dossier_supplement_items_rows items;
        rc = q_dossier_supplement_items(c, rows.v[i].id, &items);
        if (rc)
            return rc;
        str *texts = NEW_N(c->mem, str, items.n);
        for (ptrdiff_t k = 0; k < items.n; k++)
            texts[k] = items.v[k].text;
        list[i] = (struct dossier_supplement){.id = rows.v[i].id,
                                              .asked_at = rows.v[i].asked_at,
                                              .answer_by = rows.v[i].answer_by,
                                              .completed_at = rows.v[i].completed_at,
                                              .reason = rows.v[i].reason,
                                              .items = texts,
                                              .n = items.n};
    }
    *ret = list;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc dossier_fees(struct ctx *c, struct dossier_id id, struct fee_line **ret_lines, ptrdiff_t *ret_n)
{
    struct q_dossier_fees_rows rows;
    const enum rc rc = q_dossier_fees(c, id.v, &rows);
    if (rc)
        return rc;
    struct fee_line *list = NEW_N(c->mem, struct fee_line, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct fee_line){
            .kind = rows.v[i].kind, .note = rows.v[i].note, .amount = rows.v[i].amount};
    *ret_lines = list;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc dossier_money(struct ctx *c, struct dossier_id id, struct dossier_money *ret_money)
{
    struct q_dossier_fee_due_row sums;
    struct q_dossier_payments_rows rows;
    struct q_dossier_fees_rows lines;
    enum rc rc = q_dossier_fee_due(c, id.v, &sums);
    if (!rc)
        rc = q_dossier_payments(c, id.v, &rows);
    if (!rc)
        rc = q_dossier_fees(c, id.v, &lines);
    if (rc)
        return rc;
    struct dossier_money m = {.due = sums.due, .paid = sums.paid};
    if (rows.n)
        m.last_number = rows.v[rows.n - 1].number;
    for (ptrdiff_t i = 0; i < lines.n; i++)
        m.open = m.open || !lines.v[i].amount.set;
    *ret_money = m;
    return RC_OK;
}

enum rc dossier_file_get(struct ctx *c, str pub, int64_t no, struct file *ret_file)
{
    struct q_dossier_files_rows rows;
    struct dossier d;
    enum rc rc = dossier_get(c, pub, &d);
    if (!rc)
        rc = q_dossier_files(c, d.id.v, &rows);
    if (rc)
        return rc;
    if (no < 1 || no > rows.n || !may_see(c->actor, &d, rows.v[no - 1].kind))
        return RC_NOT_FOUND;
    rc = file_get(c, (struct file_id){rows.v[no - 1].file_id}, ret_file);
    if (!rc)
        ret_file->name = rows.v[no - 1].name;
    return rc;
}

enum rc dossier_find(struct ctx *c, str what, struct dossier_id *ret_id)
{
    struct q_dossier_id_of_row by_pub;
    struct q_dossier_id_of_code_row by_code;
    enum rc rc = q_dossier_id_of(c, what, &by_pub);
    ret_id->v = rc ? 0 : by_pub.id;
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = q_dossier_id_of_code(c, what, &by_code);
    ret_id->v = rc ? 0 : by_code.id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}
