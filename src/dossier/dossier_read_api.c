/*
 * dossier_read_api.c - dossiers for machines: the facts by role, the timeline, lists, public
 * tracking. What is not the actor's is not found. Leaves out: row ids; a paper is named by
 * its number in the dossier, a file by its public id.
 */
#include "dossier/dossier_api.h"
#include "dossier/dossier_extend.h"
#include "dossier/dossier_list.h"
#include "dossier/dossier_mend.h"
#include "web/api.h"
#include "web/web.h"

#define PAGE 50

/* ---- parts ------------------------------------------------------------------------------------ */

struct file_facts {
    struct dossier_file x;
    int64_t paper_no;
};
#define AT(m) .at = offsetof(struct file_facts, m)
static const struct api_field file_fields[] = {
    {"id", A_TEXT, AT(x.pub)},
    {"kind", A_TEXT, AT(x.kind), .doc = "paper, draft or result"},
    {"paperNo", A_INT, AT(paper_no)},
    {"name", A_TEXT, AT(x.name)},
    {"mediaType", A_TEXT, AT(x.mime)},
    {"size", A_INT, AT(x.size), .doc = "bytes"},
    {"sha256", A_TEXT, AT(x.hash)},
    {"addedAt", A_TIME, AT(x.added_at)},
    {"replacedAt", A_TIME, AT(x.replaced_at), .doc = "another result took its place"},
    {0}};
#undef AT
static const struct api_table file_api = {"DossierFile", file_fields, sizeof(struct file_facts)};

struct paper_facts {
    struct dossier_paper x;
    int64_t no, component;
};
#define AT(m) .at = offsetof(struct paper_facts, m)
static const struct api_field paper_fields[] = {
    {"no", A_INT, AT(no), .doc = "names the paper in this dossier"},
    {"component", A_INT, AT(component),
     .doc = "its number in the procedure; null: brought in addition"},
    {"name", A_TEXT, AT(x.name)},
    {"form", A_TEXT, AT(x.form)},
    {"quantity", A_INT, AT(x.quantity)},
    {"complete", A_BOOL, AT(x.complete)},
    {"note", A_TEXT, AT(x.note)},
    {0}};
#undef AT
static const struct api_table paper_api = {"DossierPaper", paper_fields, sizeof(struct paper_facts)};

struct fee_facts {
    str kind, note;
    int64_t amount;
};
static const struct api_field fee_fields[] = {{"kind", A_TEXT, .at = offsetof(struct fee_facts, kind)},
                                              {"amount", A_MONEY,
                                               .at = offsetof(struct fee_facts, amount),
                                               .doc = "null: fixed by another body, see the note"},
                                              {"note", A_TEXT, .at = offsetof(struct fee_facts, note)},
                                              {0}};
static const struct api_table fee_api = {"DossierFee", fee_fields, sizeof(struct fee_facts)};

struct supplement_facts {
    struct dossier_supplement x;
    struct {
        const str *v;
        ptrdiff_t n;
    } items;
};
#define AT(m) .at = offsetof(struct supplement_facts, m)
static const struct api_field supplement_fields[] = {{"askedAt", A_TIME, AT(x.asked_at)},
                                                     {"answerBy", A_TIME, AT(x.answer_by)},
                                                     {"completedAt", A_TIME, AT(x.completed_at)},
                                                     {"reason", A_TEXT, AT(x.reason)},
                                                     {"items", A_TEXTS, AT(items)},
                                                     {0}};
#undef AT
static const struct api_table supplement_api = {"DossierSupplement", supplement_fields,
                                                sizeof(struct supplement_facts)};

#define AT(m) .at = offsetof(struct dossier_extension, m)
static const struct api_field extension_fields[] = {
    {"kind", A_TEXT, AT(kind), .doc = "extension moves the due date, apology does not"},
    {"state", A_TEXT, AT(state), .doc = "draft, replaced, signed, declined"},
    {"reason", A_TEXT, AT(reason)},
    {"wasDueAt", A_TIME, AT(was_due_at)},
    {"newDueAt", A_TIME, AT(new_due_at)},
    {"draftedAt", A_TIME, AT(drafted_at)},
    {"decidedAt", A_TIME, AT(decided_at)},
    {"count", A_INT, AT(no), .doc = "of the signed ones: how often a day was promised anew"},
    {0}};
#undef AT
static const struct api_table extension_api = {"DossierExtension", extension_fields,
                                               sizeof(struct dossier_extension)};

#define AT(m) .at = offsetof(struct dossier_told, m)
static const struct api_field told_fields[] = {{"who", A_TEXT, AT(who), .doc = "owner or filer"},
                                               {"part", A_TEXT, AT(part)},
                                               {"told", A_TEXT, AT(told)},
                                               {0}};
#undef AT
static const struct api_table told_api = {"DossierTold", told_fields, sizeof(struct dossier_told)};

#define AT(m) .at = offsetof(struct def_choice, m)
static const struct api_field choice_fields[] = {
    {"key", A_TEXT, AT(key)}, {"name", A_TEXT, AT(name)}, {0}};
#undef AT
static const struct api_table choice_api = {"DossierChoice", choice_fields, sizeof(struct def_choice)};

#define AT(m) .at = offsetof(struct def_fact, m)
static const struct api_field fact_fields[] = {{"key", A_TEXT, AT(key)},
                                               {"name", A_TEXT, AT(name)},
                                               {"values", A_LIST, AT(values), &choice_api},
                                               {0}};
#undef AT
static const struct api_table fact_api = {"DossierFact", fact_fields, sizeof(struct def_fact)};

struct action_facts {
    struct work_action x;
    const struct def_fact *fact;
    bool allowed;
};
static const struct api_field action_fields[] = {
    {"code", A_TEXT, .at = offsetof(struct action_facts, x.code)},
    {"label", A_TEXT, .at = offsetof(struct action_facts, x.label), .doc = "the process' own word"},
    {"allowed", A_BOOL, .at = offsetof(struct action_facts, allowed)},
    {"needsNote", A_BOOL, .at = offsetof(struct action_facts, x.needs_note)},
    {"needsFile", A_BOOL, .at = offsetof(struct action_facts, x.needs_file)},
    {"reasons", A_LIST, .at = offsetof(struct action_facts, x.reasons), &choice_api,
     .doc = "one must be given, by its key"},
    {"papers", A_TEXTS, .at = offsetof(struct action_facts, x.papers),
     .doc = "keys of papers that must be brought"},
    {"fact", A_REF, .at = offsetof(struct action_facts, fact), &fact_api,
     .doc = "decides where it leads and must be said; null when it is known"},
    {0}};
static const struct api_table action_api = {"DossierAction", action_fields,
                                            sizeof(struct action_facts)};

#define AT(m) .at = offsetof(struct dossier_mend, m)
static const struct api_field mend_fields[] = {
    {"kind", A_TEXT, AT(kind), .doc = "correction or reissue"},
    {"reason", A_TEXT, AT(reason)},
    {"askedBy", A_TEXT, AT(asked_by), .doc = "applicant or authority"},
    {"state", A_TEXT, AT(state), .doc = "open, done or refused"},
    {"note", A_TEXT, AT(note), .doc = "the apology, or why it is refused"},
    {"openedAt", A_TIME, AT(opened_at)},
    {"dueAt", A_TIME, AT(due_at), .doc = "of a correction, by the rule set"},
    {"closedAt", A_TIME, AT(closed_at)},
    {"late", A_BOOL, AT(late)},
    {0}};
#undef AT
static const struct api_table mend_api = {"DossierMend", mend_fields, sizeof(struct dossier_mend)};

/* ---- the dossier ------------------------------------------------------------------------------ */

struct facts {
    struct dossier d;
    str status, secret, sync;
    struct {
        struct paper_facts *v;
        ptrdiff_t n;
    } papers;
    struct {
        struct file_facts *v;
        ptrdiff_t n;
    } files;
    struct {
        struct fee_facts *v;
        ptrdiff_t n;
    } fees;
    struct {
        struct supplement_facts *v;
        ptrdiff_t n;
    } supplements;
    struct {
        struct action_facts *v;
        ptrdiff_t n;
    } actions;
    struct {
        struct dossier_told *v;
        ptrdiff_t n;
    } told;
    struct {
        struct dossier_extension *v;
        ptrdiff_t n;
    } extensions;
    struct {
        struct dossier_mend *v;
        ptrdiff_t n;
    } mends;
    struct api_beside beside;
};
#define AT(m) .at = offsetof(struct facts, m)
#define STAFF .need = PERM_DOSSIER_READ
static const struct api_field facts_fields[] = {
    {"id", A_TEXT, AT(d.pub)},
    {"code", A_TEXT, AT(d.code)},
    {"version", A_INT, AT(d.work.version), .doc = "as in the ETag"},
    {"procedureCode", A_TEXT, AT(d.procedure_code)},
    {"procedureName", A_TEXT, AT(d.procedure_name)},
    {"caseName", A_TEXT, AT(d.case_name)},
    {"channel", A_TEXT, AT(d.channel)},
    {"origin", A_TEXT, AT(d.origin)},
    {"outsideId", A_TEXT, AT(d.outside_id), STAFF},
    {"status", A_TEXT, AT(status)},
    {"step", A_TEXT, AT(d.work.step_name)},
    {"stepSince", A_TIME, AT(d.work.step_since), STAFF},
    {"receivingAgency", A_TEXT, AT(d.receiving_agency)},
    {"competentAgency", A_TEXT, AT(d.competent_agency)},
    {"unit", A_TEXT, AT(d.unit)},
    {"handler", A_TEXT, AT(d.handler), STAFF},
    {"ownerName", A_TEXT, AT(d.owner_name)},
    {"filerName", A_TEXT, AT(d.filer_name)},
    {"authority", A_TEXT, AT(d.authority), .doc = "self, parent, guardian, authorised, representative"},
    {"authorityNote", A_TEXT, AT(d.authority_note)},
    {"resultBy", A_TEXT, AT(d.result_by)},
    {"resultAddress", A_TEXT, AT(d.result_address)},
    {"note", A_TEXT, AT(d.note)},
    {"sets", A_INT, AT(d.sets)},
    {"filedAt", A_TIME, AT(d.filed_at), .doc = "legal time of arrival"},
    {"enteredAt", A_TIME, AT(d.entered_at), STAFF},
    {"acceptedAt", A_TIME, AT(d.accepted_at)},
    {"dueAt", A_TIME, AT(d.work.due_at), .doc = "null while the clock stands still"},
    {"dueProvisional", A_BOOL, AT(d.work.due_provisional), .doc = "rests on an unpublished calendar"},
    {"clockRunning", A_BOOL, AT(d.work.clock_running)},
    {"finishedAt", A_TIME, AT(d.work.finished_at)},
    {"returnedAt", A_TIME, AT(d.returned_at)},
    {"cancelledAt", A_TIME, AT(d.cancelled_at)},
    {"refusalReason", A_TEXT, AT(d.refusal_reason)},
    {"receivedBy", A_TEXT, AT(d.received_by), STAFF},
    {"collector", A_TEXT, AT(d.collector), STAFF},
    {"punctuality", A_TEXT, AT(d.punctuality), .doc = "early, on_time, late or none"},
    {"moneyStatus", A_TEXT, AT(d.money_status)},
    {"deliveryStatus", A_TEXT, AT(d.delivery_status)},
    {"syncStatus", A_TEXT, AT(sync), STAFF,
     .doc = "with the national portal: none, not_connected, waiting, failed, parked, sent"},
    {"trackingSecret", A_TEXT, AT(secret), .doc = "opens the public tracking in full"},
    {"papers", A_LIST, AT(papers), &paper_api},
    {"files", A_LIST, AT(files), &file_api},
    {"fees", A_LIST, AT(fees), &fee_api},
    {"supplements", A_LIST, AT(supplements), &supplement_api},
    {"extensions", A_LIST, AT(extensions), &extension_api,
     .doc = "letters of apology; applicants see the signed ones"},
    {"mends", A_LIST, AT(mends), &mend_api,
     .doc = "wrong or lost results: asked for, and what came of it"},
    {"checkList", A_REF, AT(beside.checklist), &dossier__checklist_api, STAFF,
     .doc = "as it was ticked last; null before"},
    {"parts", A_LIST, AT(beside.parts), &dossier__part_api, STAFF,
     .doc = "of other units and agencies, beside the step"},
    {"waivers", A_LIST, AT(beside.waivers), &dossier__waiver_api, STAFF,
     .doc = "two steps that one person may do"},
    {"end", A_REF, AT(beside.end), &dossier__end_api, STAFF,
     .doc = "without a result, and what is to be given back; null otherwise"},
    {"actions", A_LIST, AT(actions), &action_api, STAFF,
     .doc = "what the step offers, and whether this account may"},
    {"toldOtherwise", A_LIST, AT(told), &told_api, STAFF,
     .doc = "told when filing, and otherwise in the register of persons"},
    {0}};
#undef AT
const struct api_table dossier_api = {"Dossier", facts_fields, sizeof(struct facts)};

static int64_t component_no(const struct procedure_component *all, ptrdiff_t n, struct opt_int id)
{
    for (ptrdiff_t i = 0; id.set && i < n; i++)
        if (all[i].id == id.v)
            return all[i].rank;
    return INT64_MIN;
}

static enum rc read_papers(struct ctx *c, struct facts *f)
{
    struct dossier_paper *papers;
    struct procedure_component *components;
    ptrdiff_t n;
    enum rc rc = dossier_papers(c, f->d.id, &papers, &f->papers.n);
    if (!rc)
        rc = catalog_version_components(c, f->d.procedure_version_id, &components, &n);
    if (rc)
        return rc;
    f->papers.v = NEW_N(c->mem, struct paper_facts, f->papers.n);
    for (ptrdiff_t i = 0; i < f->papers.n; i++)
        f->papers.v[i] =
            (struct paper_facts){papers[i], i + 1, component_no(components, n, papers[i].component_id)};
    return RC_OK;
}

static enum rc read_files(struct ctx *c, struct facts *f)
{
    struct dossier_file *files;
    const enum rc rc = dossier_files(c, &f->d, &files, &f->files.n);
    if (rc)
        return rc;
    f->files.v = NEW_N(c->mem, struct file_facts, f->files.n);
    for (ptrdiff_t i = 0; i < f->files.n; i++) {
        struct file_facts *to = &f->files.v[i];
        *to = (struct file_facts){.x = files[i], .paper_no = INT64_MIN};
        for (ptrdiff_t k = 0; files[i].paper_id.set && k < f->papers.n; k++)
            if (f->papers.v[k].x.id == files[i].paper_id.v)
                to->paper_no = k + 1;
    }
    return RC_OK;
}

static enum rc read_actions(struct ctx *c, struct facts *f)
{
    struct work_action *actions;
    struct def_fact *asked;
    ptrdiff_t asked_n;
    enum rc rc = work_actions(c, &f->d.work, &actions, &f->actions.n);
    if (!rc)
        rc = process_facts(c, f->d.work.process, &asked, &asked_n);
    if (rc)
        return rc;
    f->actions.v = NEW_N(c->mem, struct action_facts, f->actions.n);
    for (ptrdiff_t i = 0; i < f->actions.n; i++) {
        f->actions.v[i] = (struct action_facts){.x = actions[i], .allowed = !actions[i].hindrance};
        for (ptrdiff_t k = 0; k < asked_n; k++)
            if (str_eq(asked[k].key, actions[i].fact))
                f->actions.v[i].fact = &asked[k];
    }
    return RC_OK;
}

static enum rc read_rest(struct ctx *c, struct facts *f)
{
    struct fee_line *fees;
    struct dossier_supplement *asked;
    enum rc rc = dossier_fees(c, f->d.id, &fees, &f->fees.n);
    if (!rc)
        rc = dossier_supplements(c, f->d.id, &asked, &f->supplements.n);
    if (!rc)
        rc = dossier_told_otherwise(c, f->d.id, &f->told.v, &f->told.n);
    if (!rc)
        rc = dossier_extensions(c, f->d.id, &f->extensions.v, &f->extensions.n);
    if (rc)
        return rc;
    f->fees.v = NEW_N(c->mem, struct fee_facts, f->fees.n);
    for (ptrdiff_t i = 0; i < f->fees.n; i++)
        f->fees.v[i] = (struct fee_facts){fees[i].kind, fees[i].note,
                                          fees[i].amount.set ? fees[i].amount.v : INT64_MIN};
    f->supplements.v = NEW_N(c->mem, struct supplement_facts, f->supplements.n);
    for (ptrdiff_t i = 0; i < f->supplements.n; i++)
        f->supplements.v[i] = (struct supplement_facts){asked[i], {asked[i].items, asked[i].n}};
    return read_actions(c, f);
}

static enum rc read_facts(struct req *r, const struct dossier *d, struct facts **ret_facts)
{
    struct facts *f = NEW(r->c.mem, struct facts);
    f->d = *d;
    enum rc rc = read_papers(&r->c, f);
    if (!rc)
        rc = read_files(&r->c, f);
    if (!rc)
        rc = read_rest(&r->c, f);
    if (!rc)
        rc = dossier_sync(&r->c, f->d.id, &f->sync);
    if (!rc)
        rc = dossier_mends(&r->c, f->d.id, &f->mends.v, &f->mends.n);
    if (!rc)
        rc = dossier__api_beside(&r->c, f->d.id, &f->beside);
    if (rc)
        return rc;
    f->status = work_status_code(f->d.work.status);
    f->secret = dossier_secret(r->c.mem, &f->d);
    *ret_facts = f;
    return RC_OK;
}

enum rc dossier__api_get(struct req *r)
{
    struct facts *f;
    struct dossier d;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = read_facts(r, &d, &f);
    if (rc)
        return rc;
    req_etag(r, f->d.work.version);
    return show_json(r, 200, &dossier_api, f);
}

enum rc dossier__api_done(struct req *r, struct dossier_id id)
{
    struct facts *f;
    struct dossier d;
    enum rc rc = dossier_get_by_id(&r->c, id, &d);
    if (!rc)
        rc = read_facts(r, &d, &f);
    if (rc)
        return rc;
    req_etag(r, d.work.version);
    return show_created(r, HREF(r->c.mem, "/api/v1/dossiers/{}", d.pub), &dossier_api, f);
}

enum rc dossier__api_begin(struct req *r, struct dossier *ret_dossier)
{
    const enum rc rc = dossier_get(&r->c, param(r, "pub"), ret_dossier);
    if (!rc && ret_dossier->work.version != r->version)
        return fail(&r->c, RC_CONFLICT, "version", "casework.somebody_was_first");
    return rc;
}

enum rc dossier_api_act(struct req *r, dossier_api_rule *rule)
{
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier__api_begin(r, &d);
    if (!rc)
        rc = rule(r, &d, &ref);
    return rc ? rc : dossier__api_done(r, d.id);
}

enum rc dossier__api_file_bytes(struct req *r)
{
    struct facts f = {0};
    struct file file;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &f.d);
    if (!rc)
        rc = read_files(&r->c, &f);
    for (ptrdiff_t i = 0; !rc && i < f.files.n; i++)
        if (str_eq(f.files.v[i].x.pub, param(r, "file"))) {
            rc = file_get(&r->c, (struct file_id){f.files.v[i].x.file_id}, &file);
            return rc ? rc : show_file(r, &file);
        }
    return rc ? rc : RC_NOT_FOUND;
}

/* ---- timeline --------------------------------------------------------------------------------- */

struct event_facts {
    struct dossier_event x;
    int64_t seconds;
};
#define AT(m) .at = offsetof(struct event_facts, m)
static const struct api_field event_fields[] = {
    {"at", A_TIME, AT(x.at)},
    {"legalAt", A_TIME, AT(x.legal_at)},
    {"kind", A_TEXT, AT(x.kind)},
    {"actor", A_TEXT, AT(x.actor), .doc = "staff; null for the applicant's own acts"},
    {"office", A_TEXT, AT(x.office)},
    {"note", A_TEXT, AT(x.note)},
    {"fromStep", A_TEXT, AT(x.from_step)},
    {"toStep", A_TEXT, AT(x.to_step)},
    {"workingSeconds", A_INT, AT(seconds), .doc = "working time spent in the step that ended"},
    {"dueAt", A_TIME, AT(x.due_at)},
    {0}};
#undef AT
static const struct api_table event_api = {"DossierEvent", event_fields, sizeof(struct event_facts)};
struct events_facts {
    struct {
        struct event_facts *v;
        ptrdiff_t n;
    } items;
};
static const struct api_field events_fields[] = {
    {"items", A_LIST, .at = offsetof(struct events_facts, items), &event_api, .doc = "newest first"},
    {0}};
const struct api_table dossier__events_api = {"DossierEventList", events_fields,
                                              sizeof(struct events_facts)};

enum rc dossier__api_events(struct req *r)
{
    struct dossier d;
    struct dossier_event *events;
    struct events_facts f = {0};
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_timeline(&r->c, &d, &events, &f.items.n);
    if (rc)
        return rc;
    f.items.v = NEW_N(r->c.mem, struct event_facts, f.items.n);
    for (ptrdiff_t i = 0; i < f.items.n; i++)
        f.items.v[i] = (struct event_facts){events[i], events[i].took_us / SECOND_US};
    req_etag(r, d.work.version);
    return show_json(r, 200, &dossier__events_api, &f);
}

/* ---- lists ------------------------------------------------------------------------------------ */

#define AT(m) .at = offsetof(struct worklist_row, m)
static const struct api_field row_fields[] = {
    {"id", A_TEXT, AT(pub)},
    {"code", A_TEXT, AT(code)},
    {"version", A_INT, AT(version)},
    {"procedureName", A_TEXT, AT(procedure_name)},
    {"ownerName", A_TEXT, AT(owner_name)},
    {"channel", A_TEXT, AT(channel)},
    {"status", A_TEXT, AT(status)},
    {"step", A_TEXT, AT(step_name)},
    {"stepSince", A_TIME, AT(step_since)},
    {"replyBy", A_TIME, AT(reply_by), .doc = "until when what waits online is answered"},
    {"handler", A_TEXT, AT(handler), STAFF},
    {"mine", A_BOOL, AT(mine), STAFF},
    {"dueAt", A_TIME, AT(due_at)},
    {"dueProvisional", A_BOOL, AT(due_provisional)},
    {"clockRunning", A_BOOL, AT(clock_running)},
    {0}};
#undef AT
const struct api_table dossier__row_api = {"DossierSummary", row_fields, sizeof(struct worklist_row)};
struct list_facts {
    struct {
        const struct worklist_row *v;
        ptrdiff_t n;
    } items;
    str next;
};
static const struct api_field list_facts_fields[] = {
    {"items", A_LIST, .at = offsetof(struct list_facts, items), &dossier__row_api},
    {"nextCursor", A_TEXT, .at = offsetof(struct list_facts, next)},
    {0}};
const struct api_table dossier__list_api = {"DossierList", list_facts_fields,
                                            sizeof(struct list_facts)};

struct list_in {
    struct worklist_filter only;
    str list, q, cursor;
    int64_t limit;
};
#define AT(m) .at = offsetof(struct list_in, m)
static const struct field list_in_fields[] = {
    {"list", F_CHOICE,
     .choices = "mine|stand_in|unit|open|waiting|sign|supplement|consult|today|overdue|ready|own",
     AT(list)},
    {"field", F_TEXT, .max = 200, AT(only.field)},
    {"step", F_CHOICE, .choices = "receive|process|approve|issue", AT(only.step)},
    {"channel", F_CHOICE, .choices = "direct|online|postal", AT(only.channel)},
    {"q", F_TEXT, .max = 100, AT(q)},
    {"limit", F_INT, .min = 1, .max = 100, AT(limit)},
    {"cursor", F_CODE, .max = 400, AT(cursor)},
    {0}};
#undef AT
const struct form dossier__list_form = {"dossier.api.", list_in_fields, sizeof(struct list_in), NULL};

/* In the order of enum worklist. */
static enum rc read_list(struct req *r, const struct list_in *in, str cursor, int64_t max,
                         struct worklist_page *ret_page)
{
    static const char *const words[LIST_COUNT] = {"mine",    "stand_in", "person",  "unit",
                                                  "open",    "waiting",  "sign",    "supplement",
                                                  "consult", "today",    "overdue", "ready"};
    const bool citizen = actor_is_citizen(r->c.actor);
    int which = LIST_UNIT;
    if (in->q.n)
        return dossier_search(&r->c, in->q, max, ret_page);
    if (str_eq(in->list, S("own")) || (citizen && !in->list.n))
        return dossier_mine(&r->c, cursor, max, ret_page);
    for (int i = 0; i < LIST_COUNT; i++)
        if (str_eq(in->list, str_of(words[i])))
            which = i;
    return dossier_worklist(&r->c, (enum worklist)which, &in->only, cursor, max, ret_page);
}

enum rc dossier__api_list(struct req *r)
{
    const struct list_in *in = r->in;
    struct worklist_page page;
    str cursor;
    if (!api_cursor_unwrap(r->c.mem, in->cursor, &cursor))
        return fail(&r->c, RC_INVALID, "cursor", "dossier.cursor_unknown");
    const enum rc rc = read_list(r, in, cursor, in->limit == FORM_NO_INT ? PAGE : in->limit, &page);
    if (rc)
        return rc;
    const struct list_facts facts = {
        {page.rows, page.n}, api_cursor_wrap(r->c.mem, page.more ? page.next_cursor : STR_NONE)};
    req_next(r, facts.next);
    return show_json(r, 200, &dossier__list_api, &facts);
}

/* ---- public tracking -------------------------------------------------------------------------- */

struct tracked {
    struct dossier d;
    str status;
};
#define AT(m) .at = offsetof(struct tracked, m)
static const struct api_field tracked_fields[] = {
    {"procedureName", A_TEXT, AT(d.procedure_name)},
    {"caseName", A_TEXT, AT(d.case_name)},
    {"status", A_TEXT, AT(status)},
    {"step", A_TEXT, AT(d.work.step_name)},
    {"receivingAgency", A_TEXT, AT(d.receiving_agency)},
    {"competentAgency", A_TEXT, AT(d.competent_agency)},
    {"unit", A_TEXT, AT(d.unit), .doc = "who has it now"},
    {"filedAt", A_TIME, AT(d.filed_at)},
    {"acceptedAt", A_TIME, AT(d.accepted_at)},
    {"dueAt", A_TIME, AT(d.work.due_at)},
    {"dueProvisional", A_BOOL, AT(d.work.due_provisional)},
    {"clockRunning", A_BOOL, AT(d.work.clock_running)},
    {"finishedAt", A_TIME, AT(d.work.finished_at)},
    {"returnedAt", A_TIME, AT(d.returned_at)},
    {"punctuality", A_TEXT, AT(d.punctuality)},
    {"moneyStatus", A_TEXT, AT(d.money_status)},
    {"deliveryStatus", A_TEXT, AT(d.delivery_status)},
    {0}};
#undef AT
static const struct api_table tracked_api = {"TrackedDossier", tracked_fields, sizeof(struct tracked)};

struct track_facts {
    str code;
    int64_t done, total;
    const struct tracked *dossier;
};
static const struct api_field track_fields[] = {
    {"code", A_TEXT, .at = offsetof(struct track_facts, code)},
    {"stepsDone", A_INT, .at = offsetof(struct track_facts, done)},
    {"stepsTotal", A_INT, .at = offsetof(struct track_facts, total)},
    {"dossier", A_REF, .at = offsetof(struct track_facts, dossier), &tracked_api,
     .doc = "null without the receipt's secret"},
    {0}};
const struct api_table dossier__track_api = {"Tracking", track_fields, sizeof(struct track_facts)};

struct track_in {
    str secret;
};
static const struct field track_in_fields[] = {
    {"secret", F_CODE, .max = 64, .at = offsetof(struct track_in, secret)}, {0}};
const struct form dossier__track_form = {"dossier.api.", track_in_fields, sizeof(struct track_in),
                                         NULL};

enum rc dossier__api_track(struct req *r)
{
    const struct track_in *in = r->in;
    struct tracked t;
    struct process_step *steps;
    struct track_facts f = {0};
    bool full;
    const str code = param(r, "code");
    enum rc rc = req_guess(r, code, in->secret);
    if (rc)
        return rc;
    rc = dossier_track(&r->c, code, in->secret, &t.d, &full);
    if (rc == RC_NOT_FOUND || (!rc && in->secret.n && !full))
        req_guessed(r, code, in->secret);
    if (!rc)
        rc = process_steps(&r->c, t.d.work.process, &steps, &f.total);
    if (rc)
        return rc;
    const bool over = !instant_is_none(t.d.work.finished_at);
    f.code = t.d.code;
    f.done = over ? f.total : t.d.work.step_rank - 1;
    t.status = work_status_code(t.d.work.status);
    f.dossier = full ? &t : NULL;
    return show_json(r, 200, &dossier__track_api, &f);
}
