/*
 * dossier_beside_api.c - what stands beside the steps, for machines: the check-list of acceptance,
 * the parts of other agencies, scans added later, a guard that is waived, what is given back after an
 * end without a result. Reading is part of a dossier's facts (dossier_read_api.c); the acts are
 * sub-resources like all others.
 */
#include "dossier/dossier_api.h"
#include "dossier/dossier_checklist.h"
#include "dossier/dossier_end.h"
#include "dossier/dossier_mend.h"
#include "dossier/dossier_part.h"
#include "dossier/dossier_waive.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

#define PARTS_MAX 100

/* ---- facts ------------------------------------------------------------------------------------- */

struct line_facts {
    int64_t paper_no;
    bool present, complete;
    str held, note;
};
#define AT(m) .at = offsetof(struct line_facts, m)
static const struct api_field line_fields[] = {
    {"paper", A_INT, AT(paper_no), .doc = "number of the paper in the dossier"},
    {"present", A_BOOL, AT(present)},
    {"complete", A_BOOL, AT(complete), .doc = "in order"},
    {"held", A_TEXT, AT(held), .doc = "by the registers: matches, differs or not_held"},
    {"note", A_TEXT, AT(note)},
    {0}};
#undef AT
static const struct api_table line_api = {"CheckListLine", line_fields, sizeof(struct line_facts)};

struct checklist_facts {
    instant at;
    str by, account, note;
    struct {
        struct line_facts *v;
        ptrdiff_t n;
    } lines;
};
#define AT(m) .at = offsetof(struct checklist_facts, m)
static const struct api_field checklist_fields[] = {
    {"at", A_TIME, AT(at)},
    {"by", A_TEXT, AT(by)},
    {"account", A_TEXT, AT(account), .doc = "of the portal: found, made or none"},
    {"remark", A_TEXT, AT(note)},
    {"papers", A_LIST, AT(lines), &line_api},
    {0}};
#undef AT
const struct api_table dossier__checklist_api = {"CheckList", checklist_fields,
                                                 sizeof(struct checklist_facts)};

struct part_facts {
    struct dossier_part p;
    int64_t seconds;
};
#define AT(m) .at = offsetof(struct part_facts, m)
static const struct api_field part_fields[] = {
    {"part", A_TEXT, AT(p.x.key)},
    {"name", A_TEXT, AT(p.x.name)},
    {"place", A_TEXT, AT(p.place)},
    {"step", A_TEXT, AT(p.x.step_name), .doc = "beside which it stands"},
    {"shareMinutes", A_INT, AT(p.x.minutes)},
    {"openedAt", A_TIME, AT(p.x.opened_at)},
    {"closedAt", A_TIME, AT(p.x.closed_at)},
    {"outcome", A_TEXT, AT(p.x.outcome), .doc = "null while open; done or overtaken"},
    {"workingSeconds", A_INT, AT(seconds), .doc = "null while open"},
    {"handler", A_TEXT, AT(p.handler)},
    {"note", A_TEXT, AT(p.x.note)},
    {"mine", A_BOOL, AT(p.x.mine), .doc = "this account may answer it"},
    {0}};
#undef AT
const struct api_table dossier__part_api = {"DossierPart", part_fields, sizeof(struct part_facts)};

#define AT(m) .at = offsetof(struct dossier_end, m)
static const struct api_field end_fields[] = {
    {"how", A_TEXT, AT(how), .doc = "refused, withdrawn, stopped or cancelled"},
    {"ground", A_TEXT, AT(ground)},
    {"askedBy", A_TEXT, AT(asked_by), .doc = "applicant, authority or time"},
    {"at", A_TIME, AT(at)},
    {"papers", A_TEXT, AT(papers), .doc = "none, due or returned"},
    {"papersTo", A_TEXT, AT(papers_to)},
    {"papersAt", A_TIME, AT(papers_at)},
    {"refund", A_TEXT, AT(refund), .doc = "none, open, refunded or kept"},
    {"refundNote", A_TEXT, AT(refund_note)},
    {"refundAt", A_TIME, AT(refund_at)},
    {0}};
#undef AT
const struct api_table dossier__end_api = {"DossierEnd", end_fields, sizeof(struct dossier_end)};

#define AT(m) .at = offsetof(struct work_waiver, m)
static const struct api_field waiver_fields[] = {
    {"stepA", A_TEXT, AT(step_a)},     {"stepB", A_TEXT, AT(step_b)},
    {"givenBy", A_TEXT, AT(given_by)}, {"givenAt", A_TIME, AT(given_at)},
    {"reason", A_TEXT, AT(reason)},    {0}};
#undef AT
const struct api_table dossier__waiver_api = {"DossierWaiver", waiver_fields,
                                              sizeof(struct work_waiver)};

static int64_t number_of(const struct dossier_paper *papers, ptrdiff_t n, int64_t id)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (papers[i].id == id)
            return i + 1;
    return INT64_MIN;
}

static enum rc read_checklist(struct ctx *c, struct dossier_id id, struct api_beside *to)
{
    struct dossier_paper *papers;
    struct checklist k;
    ptrdiff_t n;
    enum rc rc = dossier_checklist(c, id, &k);
    if (rc || instant_is_none(k.at))
        return rc;
    rc = dossier_papers(c, id, &papers, &n);
    if (rc)
        return rc;
    struct checklist_facts *f = NEW(c->mem, struct checklist_facts);
    *f = (struct checklist_facts){.at = k.at, .by = k.by, .account = k.account, .note = k.note};
    f->lines.v = NEW_N(c->mem, struct line_facts, k.n);
    f->lines.n = k.n;
    for (ptrdiff_t i = 0; i < k.n; i++)
        f->lines.v[i] = (struct line_facts){.paper_no = number_of(papers, n, k.lines[i].paper_id),
                                            .present = k.lines[i].present,
                                            .complete = k.lines[i].complete,
                                            .held = k.lines[i].held,
                                            .note = k.lines[i].note};
    to->checklist = f;
    return RC_OK;
}

static enum rc read_parts(struct ctx *c, struct dossier_id id, struct api_beside *to)
{
    struct dossier_part *parts;
    const enum rc rc = dossier_parts(c, id, &parts, &to->parts.n);
    if (rc)
        return rc;
    to->parts.v = NEW_N(c->mem, struct part_facts, to->parts.n);
    for (ptrdiff_t i = 0; i < to->parts.n; i++) {
        const bool open = instant_is_none(parts[i].x.closed_at);
        to->parts.v[i] =
            (struct part_facts){parts[i], open ? INT64_MIN : parts[i].x.working_us / SECOND_US};
    }
    return RC_OK;
}

enum rc dossier__api_beside(struct ctx *c, struct dossier_id id, struct api_beside *to)
{
    struct dossier_end *end = NEW(c->mem, struct dossier_end);
    enum rc rc = dossier_end(c, id, end);
    to->end = rc ? NULL : end;
    if (rc == RC_NOT_FOUND)
        rc = RC_OK;
    if (!rc)
        rc = read_checklist(c, id, to);
    if (!rc)
        rc = read_parts(c, id, to);
    if (!rc)
        rc = work_waivers(c, (struct work_id){id.v}, &to->waivers.v, &to->waivers.n);
    return rc;
}

/* ---- the check-list ----------------------------------------------------------------------------- */

struct line_body {
    int64_t paper;
    bool present, complete;
    str held, note;
};
#define AT(m) .at = offsetof(struct line_body, m)
static const struct field line_in_fields[] = {
    {"paper", F_INT, .required = true, .min = 1, .max = 999, AT(paper)},
    {"present", F_BOOL, AT(present)},
    {"complete", F_BOOL, AT(complete)},
    {"held", F_CHOICE, .choices = "not_held|matches|differs", .options = "dossier.check.held.",
     AT(held)},
    {"note", F_TEXT, .max = 300, AT(note)},
    {0}};
#undef AT
static const struct form line_form = {"dossier.check.", line_in_fields, sizeof(struct line_body), NULL};

struct check_body {
    str account, remark;
    struct form_rows papers;
};
#define AT(m) .at = offsetof(struct check_body, m)
static const struct field check_fields[] = {
    {"account", F_CHOICE, .required = true, .choices = "found|made|none", AT(account)},
    {"remark", F_LINES, .max = 2000, AT(remark)},
    {"papers", F_OBJECT, .required = true, .many = true, .max_rows = 100, .of = &line_form, AT(papers)},
    {0}};
#undef AT
static const struct form check_form = {"dossier.check.", check_fields, sizeof(struct check_body), NULL};

static enum rc lines_of(struct req *r, const struct dossier *d, const struct form_rows *rows,
                        struct checklist_line *lines)
{
    struct dossier_paper *papers;
    ptrdiff_t n;
    const enum rc rc = dossier_papers(&r->c, d->id, &papers, &n);
    for (ptrdiff_t i = 0; !rc && i < rows->n; i++) {
        const struct line_body *in = rows->v[i].part;
        if (in->paper > n)
            return fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "/papers/%td/paper", i),
                           "dossier.api.paper_unknown");
        lines[i] = (struct checklist_line){papers[in->paper - 1].id, in->present, in->complete,
                                           in->held.n ? in->held : S("not_held"), in->note};
    }
    return rc;
}

/* The rule names a line by its paper's row, "held_17"; outside it is the place in what was sent. */
static void place_faults(struct req *r, const struct checklist_line *lines, ptrdiff_t n)
{
    for (struct fault *f = r->c.faults; f; f = f->next) {
        const struct str_cut cut = str_cut(f->field, '_');
        int64_t paper;
        if (!cut.found || !str_to_i64(cut.tail, &paper))
            continue;
        for (ptrdiff_t i = 0; i < n; i++)
            if (lines[i].paper_id == paper)
                f->field = str_fmt(r->c.mem, "/papers/%td/%.*s", i, STR_ARG(cut.head));
    }
}

static enum rc check_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct check_body *in = r->in;
    struct checklist_line *lines = NEW_N(r->c.mem, struct checklist_line, in->papers.n);
    const struct checklist_in act = {.seen_version = r->version,
                                     .account = in->account,
                                     .note = in->remark,
                                     .lines = lines,
                                     .n = in->papers.n};
    enum rc rc = lines_of(r, d, &in->papers, lines);
    if (!rc)
        rc = dossier_check(&r->c, d->id, &act, ref);
    if (rc == RC_INVALID)
        place_faults(r, lines, act.n);
    return rc;
}

static enum rc check(struct req *r)
{
    return dossier_api_act(r, check_rule);
}

/* ---- scanned later --------------------------------------------------------------------------------
 */

struct scan_body {
    int64_t paper;
    str name, form, note;
    struct form_rows files;
};
#define AT(m) .at = offsetof(struct scan_body, m)
static const struct field scan_fields[] = {
    {"paper", F_INT, .min = 1, .max = 999, AT(paper)},
    {"name", F_TEXT, .max = 300, AT(name)},
    {"form", F_CHOICE, .choices = "original|copy|present_only|electronic_form|electronic", AT(form)},
    {"note", F_TEXT, .max = 300, AT(note)},
    {"files", F_PUBID, .required = true, .many = true, .max_rows = DOSSIER_PAPER_FILES, AT(files)},
    {0}};
#undef AT
static const struct form scan_form = {"dossier.api.", scan_fields, sizeof(struct scan_body), NULL};

/* Of a paper that lies here, by its number, or of one in addition, by name and form. */
static enum rc scan_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct scan_body *in = r->in;
    struct dossier_paper *papers;
    ptrdiff_t n;
    struct scan_in act = {
        .seen_version = r->version,
        .paper = {.form = in->form.n ? in->form : S("original"), .quantity = 1, .complete = true},
        .note = in->note};
    enum rc rc = dossier_papers(&r->c, d->id, &papers, &n);
    if (!rc && in->paper != FORM_NO_INT && in->paper > n)
        return fail(&r->c, RC_INVALID, "paper", "dossier.api.paper_unknown");
    if (in->paper == FORM_NO_INT)
        act.paper.name = in->name;
    else if (!rc)
        act.paper_id = papers[in->paper - 1].id;
    if (!rc)
        rc = dossier__api_files(r, &in->files, S("/files"), &act.paper);
    if (!rc)
        rc = dossier_add_scan(&r->c, d->id, &act, ref);
    for (struct fault *f = r->c.faults; rc && f; f = f->next)
        if (str_eq(f->field, S("file"))) /* the page's word for it */
            f->field = S("files");
    return rc;
}

static enum rc scan(struct req *r)
{
    return dossier_api_act(r, scan_rule);
}

/* ---- one person, two roles ------------------------------------------------------------------------
 */

struct waive_body {
    str step, reason;
};
static const struct field waive_fields[] = {
    {"step", F_CODE, .required = true, .max = 40, .at = offsetof(struct waive_body, step)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct waive_body, reason)},
    {0}};
static const struct form waive_form = {"dossier.waive.", waive_fields, sizeof(struct waive_body), NULL};

static enum rc waive_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct waive_body *in = r->in;
    return dossier_waive(&r->c, d->id, r->version, in->step, in->reason, ref);
}

static enum rc waive(struct req *r)
{
    return dossier_api_act(r, waive_rule);
}

/* ---- what is given back ---------------------------------------------------------------------------
 */

struct settle_body {
    bool papers_back;
    str papers_to, refund, note;
};
#define AT(m) .at = offsetof(struct settle_body, m)
static const struct field settle_fields[] = {
    {"papers_back", F_BOOL, AT(papers_back)},
    {"papers_to", F_TEXT, .max = 200, AT(papers_to)},
    {"refund", F_CHOICE, .choices = "refunded|kept", AT(refund)},
    {"note", F_LINES, .max = 2000, AT(note)},
    {0}};
#undef AT
static const struct form settle_form = {"dossier.settle.", settle_fields, sizeof(struct settle_body),
                                        NULL};

static enum rc settle_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct settle_body *in = r->in;
    return dossier_settle(&r->c, d->id,
                          &(struct settlement_in){.seen_version = r->version,
                                                  .papers_back = in->papers_back,
                                                  .papers_to = in->papers_to,
                                                  .refund = in->refund,
                                                  .note = in->note},
                          ref);
}

static enum rc settle(struct req *r)
{
    return dossier_api_act(r, settle_rule);
}

/* ---- parts ----------------------------------------------------------------------------------------
 */

#define AT(m) .at = offsetof(struct part_waiting, m)
static const struct api_field waiting_fields[] = {
    {"dossier", A_TEXT, AT(pub)},
    {"code", A_TEXT, AT(code)},
    {"procedureName", A_TEXT, AT(procedure)},
    {"part", A_TEXT, AT(key)},
    {"name", A_TEXT, AT(name)},
    {"lead", A_TEXT, AT(lead), .doc = "the agency that settles the dossier"},
    {"openedAt", A_TIME, AT(opened_at)},
    {"dueAt", A_TIME, AT(due_at), .doc = "of the dossier"},
    {"shareMinutes", A_INT, AT(minutes)},
    {0}};
#undef AT
static const struct api_table waiting_api = {"WaitingPart", waiting_fields,
                                             sizeof(struct part_waiting)};
struct waiting_facts {
    struct {
        struct part_waiting *v;
        ptrdiff_t n;
    } items;
};
static const struct api_field waiting_list_fields[] = {
    {"items", A_LIST, .at = offsetof(struct waiting_facts, items), &waiting_api,
     .doc = "the oldest first, at most 100"},
    {0}};
static const struct api_table waiting_list_api = {"WaitingPartList", waiting_list_fields,
                                                  sizeof(struct waiting_facts)};

static enum rc parts(struct req *r)
{
    struct waiting_facts f;
    const enum rc rc = dossier_parts_waiting(&r->c, PARTS_MAX, &f.items.v, &f.items.n);
    return rc ? rc : show_json(r, 200, &waiting_list_api, &f);
}

struct answer_body {
    str part, note;
};
static const struct field answer_fields[] = {
    {"part", F_CODE, .required = true, .max = 40, .at = offsetof(struct answer_body, part)},
    {"note", F_LINES, .required = true, .max = 2000, .at = offsetof(struct answer_body, note)},
    {0}};
static const struct form answer_form = {"dossier.part.", answer_fields, sizeof(struct answer_body),
                                        NULL};

/* Answered with what still waits: the dossier may be out of reach with the part that is done. */
static enum rc answer(struct req *r)
{
    const struct answer_body *in = r->in;
    struct waiting_facts f;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier__api_begin(r, &d);
    if (!rc)
        rc =
            dossier_part_done(&r->c, d.id, &(struct part_answer){r->version, in->part, in->note}, &ref);
    if (!rc)
        rc = dossier_parts_waiting(&r->c, PARTS_MAX, &f.items.v, &f.items.n);
    return rc ? rc : show_created(r, HREF_TO("/api/v1/parts"), &waiting_list_api, &f);
}

#define ACT_FLAGS (ROUTE_API | ROUTE_VERSION | ROUTE_KEY)
static const struct route routes[] = {
    {POST, "/api/v1/dossiers/:pub/checklists", .write = check, .need = PERM_DOSSIER_RECEIVE,
     .form = &check_form, .flags = ACT_FLAGS, .out = &dossier_api,
     .doc = "Tick the check-list of acceptance, a line for each paper"},
    {POST, "/api/v1/dossiers/:pub/settlements", .write = settle, .need = PERM_DOSSIER_RETURN,
     .form = &settle_form, .flags = ACT_FLAGS, .out = &dossier_api,
     .doc = "Note what was given back after an end without a result"},
    {POST, "/api/v1/dossiers/:pub/scans", .write = scan, .need = PERM_DOSSIER_RECEIVE,
     .form = &scan_form, .flags = ACT_FLAGS, .out = &dossier_api,
     .doc = "Add scans of a paper that lies here, or of one in addition"},
    {POST, "/api/v1/dossiers/:pub/waivers", .write = waive, .need = PERM_DOSSIER_APPROVE,
     .form = &waive_form, .flags = ACT_FLAGS, .out = &dossier_api,
     .doc = "Let one person do the current step and another one, where the process allows it"},
    {GET, "/api/v1/parts", parts, .need = PERM_WORKLIST, .flags = ROUTE_API, .out = &waiting_list_api,
     .doc = "Parts of inter-linked dossiers that wait at one's own place"},
    {POST, "/api/v1/dossiers/:pub/part-answers", .write = answer, .need = PERM_DOSSIER_READ,
     .form = &answer_form, .flags = ACT_FLAGS, .out = &waiting_list_api,
     .doc = "Answer one's own part, once"},
    {0}};
extern const struct module dossier_beside_api_module;
const struct module dossier_beside_api_module = {.name = "dossier_beside_api", .routes = routes};
