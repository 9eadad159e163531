/*
 * dossier_act_api.c - the legal acts on a dossier as sub-resources: each names the version it
 * was made for (If-Match) and carries a key, and answers with the dossier as it is then.
 */
#include "dossier/dossier_api.h"
#include "dossier/dossier_assign.h"
#include "dossier/dossier_end.h"
#include "dossier/dossier_extend.h"
#include "web/api.h"
#include "web/web.h"

/* The handler of NAME_rule: what all acts have in common stands in dossier_api_act. */
#define API_ACT(name)                                                                                  \
    enum rc dossier__api_##name(struct req *r)                                                         \
    {                                                                                                  \
        return dossier_api_act(r, name##_rule);                                                        \
    }

/* ---- completeness ----------------------------------------------------------------------------- */

struct accept_body {
    str note;
    int64_t cash;
};
static const struct field accept_fields[] = {
    {"note", F_LINES, .max = 2000, .at = offsetof(struct accept_body, note)},
    {"cash", F_MONEY, .at = offsetof(struct accept_body, cash)},
    {0}};
const struct form dossier__accept_form = {"dossier.api.", accept_fields, sizeof(struct accept_body),
                                          NULL};

static int64_t cash_of(int64_t given)
{
    return given == FORM_NO_INT ? 0 : given;
}

static enum rc accept_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct accept_body *in = r->in;
    return dossier_accept(&r->c, d->id, &(struct accept_in){r->version, in->note, cash_of(in->cash)},
                          ref);
}
API_ACT(accept)

struct item_body {
    int64_t paper;
    str text;
};
static const struct field item_fields[] = {
    {"paper", F_INT, .min = 1, .max = 999, .at = offsetof(struct item_body, paper)},
    {"text", F_TEXT, .required = true, .max = 500, .at = offsetof(struct item_body, text)},
    {0}};
static const struct form item_form = {"dossier.api.", item_fields, sizeof(struct item_body), NULL};
struct ask_body {
    str reason;
    struct form_rows items;
};
static const struct field ask_fields[] = {
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct ask_body, reason)},
    {"items", F_OBJECT, .required = true, .many = true, .of = &item_form,
     .at = offsetof(struct ask_body, items)},
    {0}};
const struct form dossier__ask_form = {"dossier.api.", ask_fields, sizeof(struct ask_body), NULL};

static enum rc read_items(struct req *r, const struct dossier *d, const struct form_rows *rows,
                          struct supplement_item *items)
{
    struct dossier_paper *papers;
    ptrdiff_t n;
    enum rc rc = dossier_papers(&r->c, d->id, &papers, &n);
    for (ptrdiff_t i = 0; !rc && i < rows->n; i++) {
        const struct item_body *in = rows->v[i].part;
        items[i].text = in->text;
        if (in->paper == FORM_NO_INT)
            continue;
        if (in->paper > n)
            return fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "/items/%td/paper", i),
                           "dossier.api.paper_unknown");
        items[i].paper_id = papers[in->paper - 1].id;
    }
    return rc;
}

static enum rc ask_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct ask_body *in = r->in;
    struct supplement_item *items = NEW_N(r->c.mem, struct supplement_item, in->items.n);
    const struct supplement_in act = {r->version, in->reason, items, in->items.n};
    const enum rc rc = read_items(r, d, &in->items, items);
    return rc ? rc : dossier_ask_supplement(&r->c, d->id, &act, ref);
}
API_ACT(ask)

struct complete_body {
    struct form_rows papers;
};
static const struct field complete_fields[] = {{"papers", F_OBJECT, .required = true, .many = true,
                                                .of = &dossier__paper_form,
                                                .at = offsetof(struct complete_body, papers)},
                                               {0}};
const struct form dossier__complete_form = {"dossier.api.", complete_fields,
                                            sizeof(struct complete_body), NULL};

static enum rc complete_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct complete_body *in = r->in;
    struct procedure_full full;
    struct filing_paper *papers;
    enum rc rc = catalog_get_version(&r->c, d->procedure_version_id, &full);
    if (!rc)
        rc = dossier__api_papers(r, &full, &in->papers, &papers);
    return rc ? rc : dossier_complete_supplement(&r->c, d->id, r->version, papers, in->papers.n, ref);
}
API_ACT(complete)

/* ---- acts with a reason ------------------------------------------------------------------------ */

struct refuse_body {
    str ground, reason;
};
static const struct field refuse_fields[] = {
    {"ground", F_CHOICE, .required = true, .choices = DOSSIER_REFUSAL_GROUNDS,
     .at = offsetof(struct refuse_body, ground)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct refuse_body, reason)},
    {0}};
const struct form dossier__refuse_form = {"dossier.api.", refuse_fields, sizeof(struct refuse_body),
                                          NULL};

static enum rc refuse_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct refuse_body *in = r->in;
    return dossier_refuse(&r->c, d->id, &(struct refusal_in){r->version, in->ground, in->reason}, ref);
}
API_ACT(refuse)

struct withdraw_body {
    str how, reason, file;
};
static const struct field withdraw_fields[] = {
    {"how", F_CHOICE, .choices = "withdraw|stop", .at = offsetof(struct withdraw_body, how)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct withdraw_body, reason)},
    {"file", F_PUBID, .at = offsetof(struct withdraw_body, file)},
    {0}};
const struct form dossier__withdraw_form = {"dossier.api.", withdraw_fields,
                                            sizeof(struct withdraw_body), NULL};

static enum rc withdraw_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct withdraw_body *in = r->in;
    struct withdrawal_in act = {
        .seen_version = r->version, .how = in->how.n ? in->how : S("withdraw"), .reason = in->reason};
    struct file f;
    const enum rc rc = dossier_api_file_maybe(r, in->file, &f);
    act.file_id = f.id.v;
    act.file_name = f.name;
    return rc ? rc : dossier_withdraw(&r->c, d->id, &act, ref);
}
API_ACT(withdraw)

struct cancel_body {
    str reason;
};
static const struct field cancel_fields[] = {
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct cancel_body, reason)},
    {0}};
const struct form dossier__cancel_form = {"dossier.api.", cancel_fields, sizeof(struct cancel_body),
                                          NULL};

static enum rc cancel_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct cancel_body *in = r->in;
    return dossier_cancel(&r->c, d->id, r->version, in->reason, ref);
}
API_ACT(cancel)

/* ---- processing, result ------------------------------------------------------------------------ */

/* What the action of the process asks for beside the word itself: a GET of the dossier lists it. */
struct move_body {
    str action, note, file, reason;
    struct form_rows facts, papers;
};
static const struct field move_fields[] = {
    {"action", F_CODE, .required = true, .max = 40, .at = offsetof(struct move_body, action)},
    {"note", F_LINES, .max = 2000, .at = offsetof(struct move_body, note)},
    {"file", F_PUBID, .at = offsetof(struct move_body, file)},
    {"reason", F_CODE, .max = 40, .at = offsetof(struct move_body, reason)},
    {"facts_*", F_CODE, .max = 40, .max_rows = 1, .at = offsetof(struct move_body, facts)},
    {"papers", F_CODE, .many = true, .max = 40, .max_rows = 32,
     .at = offsetof(struct move_body, papers)},
    {0}};
const struct form dossier__move_form = {"dossier.api.", move_fields, sizeof(struct move_body), NULL};

static enum rc move_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct move_body *in = r->in;
    struct act_in act = {
        .seen_version = r->version, .action = in->action, .note = in->note, .reason = in->reason};
    struct file f;
    if (in->facts.n)
        act.fact = (struct work_fact){in->facts.v[0].key, in->facts.v[0].text};
    act.papers.v = NEW_N(r->c.mem, str, in->papers.n);
    for (ptrdiff_t i = 0; i < in->papers.n; i++)
        act.papers.v[act.papers.n++] = in->papers.v[i].text;
    const enum rc rc = dossier_api_file_maybe(r, in->file, &f);
    act.file_id = f.id.v;
    act.file_name = f.name;
    return rc ? rc : dossier_act(&r->c, d->id, &act, ref);
}
API_ACT(move)

struct return_body {
    str how, collector, document, authority, authority_note, note;
    int64_t cash;
};
static const struct field return_fields[] = {
    {"how", F_CHOICE, .required = true, .choices = "counter|post|online",
     .at = offsetof(struct return_body, how)},
    {"collector", F_TEXT, .max = 200, .at = offsetof(struct return_body, collector)},
    {"document", F_TEXT, .max = 100, .at = offsetof(struct return_body, document)},
    {"authority", F_CHOICE, .choices = "owner|filer|authorised", .options = "dossier.give.authority.",
     .at = offsetof(struct return_body, authority)},
    {"authority_note", F_TEXT, .max = 300, .at = offsetof(struct return_body, authority_note)},
    {"note", F_LINES, .max = 2000, .at = offsetof(struct return_body, note)},
    {"cash", F_MONEY, .at = offsetof(struct return_body, cash)},
    {0}};
const struct form dossier__return_form = {"dossier.api.", return_fields, sizeof(struct return_body),
                                          NULL};

static enum rc return_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct return_body *in = r->in;
    return dossier_return(&r->c, d->id,
                          &(struct return_in){.seen_version = r->version,
                                              .how = in->how,
                                              .collector = in->collector,
                                              .document = in->document,
                                              .authority = in->authority,
                                              .authority_note = in->authority_note,
                                              .note = in->note,
                                              .cash = cash_of(in->cash)},
                          ref);
}
API_ACT(return )

struct claim_body {
    bool release;
};
static const struct field claim_fields[] = {
    {"release", F_BOOL, .at = offsetof(struct claim_body, release)}, {0}};
const struct form dossier__claim_form = {"dossier.api.", claim_fields, sizeof(struct claim_body), NULL};

struct assign_body {
    str to, reason;
};
static const struct field assign_fields[] = {
    {"to", F_PUBID, .required = true, .at = offsetof(struct assign_body, to)},
    {"reason", F_LINES, .max = 500, .at = offsetof(struct assign_body, reason)},
    {0}};
const struct form dossier__assign_form = {"dossier.api.", assign_fields, sizeof(struct assign_body),
                                          NULL};

static enum rc assign_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct assign_body *in = r->in;
    struct colleague to;
    const enum rc rc = work_colleague_by_pub(&r->c, in->to, &to);
    if (rc)
        return rc == RC_NOT_FOUND ? fail(&r->c, RC_INVALID, "to", "casework.assign.unknown") : rc;
    return dossier_assign(&r->c, d->id, &(struct work_assign){r->version, to.staff, in->reason}, ref);
}
API_ACT(assign)

static enum rc claim_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct claim_body *in = r->in;
    return dossier_claim(&r->c, d->id, r->version, !in->release, ref);
}
API_ACT(claim)

/* ---- beside the steps -------------------------------------------------------------------------- */

struct correct_body {
    str part, becomes, reason;
};
static const struct field correct_fields[] = {
    {"part", F_CHOICE, .required = true,
     .choices = "note|result_by|result_address|authority_note|sets|outside_id",
     .at = offsetof(struct correct_body, part)},
    {"becomes", F_LINES, .max = 2000, .at = offsetof(struct correct_body, becomes)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct correct_body, reason)},
    {0}};
const struct form dossier__correct_form = {"dossier.api.", correct_fields, sizeof(struct correct_body),
                                           NULL};

static enum rc correct_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct correct_body *in = r->in;
    return dossier_correct(&r->c, d->id,
                           &(struct correct_in){r->version, in->part, in->becomes, in->reason}, ref);
}
API_ACT(correct)

struct pay_body {
    int64_t cash;
};
static const struct field pay_fields[] = {
    {"cash", F_MONEY, .required = true, .at = offsetof(struct pay_body, cash)}, {0}};
const struct form dossier__pay_form = {"dossier.api.", pay_fields, sizeof(struct pay_body), NULL};

static enum rc pay_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct pay_body *in = r->in;
    int64_t number;
    (void)ref;
    return dossier_pay_cash(&r->c, d->id, r->version, in->cash, &number);
}
API_ACT(pay)

struct apology_body {
    str kind, reason;
    instant new_due;
};
static const struct field apology_fields[] = {
    {"kind", F_CHOICE, .choices = "extension|apology", .at = offsetof(struct apology_body, kind)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct apology_body, reason)},
    {"new_due", F_TIME, .required = true, .at = offsetof(struct apology_body, new_due)},
    {0}};
const struct form dossier__apology_form = {"dossier.api.", apology_fields, sizeof(struct apology_body),
                                           NULL};

/* Promised is the close of that day. */
static enum rc apologise_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct apology_body *in = r->in;
    return dossier_draft_extension(&r->c, d->id,
                                   &(struct extension_in){r->version,
                                                          in->kind.n ? in->kind : S("apology"),
                                                          in->reason, instant_date(in->new_due)},
                                   ref);
}
API_ACT(apologise)

struct decision_body {
    str decision, note;
};
static const struct field decision_fields[] = {
    {"decision", F_CHOICE, .required = true, .choices = "sign|decline",
     .at = offsetof(struct decision_body, decision)},
    {"note", F_LINES, .max = 2000, .at = offsetof(struct decision_body, note)},
    {0}};
const struct form dossier__decision_form = {"dossier.api.", decision_fields,
                                            sizeof(struct decision_body), NULL};

static enum rc decide_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct decision_body *in = r->in;
    return dossier_decide_extension(
        &r->c, d->id,
        &(struct extension_decision){r->version, str_eq(in->decision, S("sign")), in->note}, ref);
}
API_ACT(decide)
