/* filing_answer.c - one question at a time: what each accepts, and what it does to the others. */
#include "access/access.h"
#include "filing/filing_internal.h"
#include "filing/filing_sql.h"

static enum rc answer_case(struct ctx *c, struct filing_draft *d, const struct filing_answers *in)
{
    for (ptrdiff_t i = 0; i < d->procedure.cases_n; i++) {
        const struct procedure_case *x = &d->procedure.cases[i];
        if (!str_eq(x->code.n ? x->code : x->name, in->case_key))
            continue;
        d->case_id = x->id;
        d->case_name = x->name;
        d->answers.case_key = in->case_key;
        return RC_OK;
    }
    return fail(c, RC_INVALID, "case", "web.form.choice");
}

/* Another authority is another owner: who it is must be asked again. */
static enum rc answer_whom(struct ctx *c, struct filing_draft *d, const struct filing_answers *in)
{
    if (!dossier_authority_known(in->authority))
        return fail(c, RC_INVALID, "authority", "web.form.choice");
    if (str_eq(in->authority, S("authorised")) && !in->authority_note.n)
        return fail(c, RC_INVALID, "authority_note", "dossier.authority_note_needed");
    if (!str_eq(in->authority, d->answers.authority)) {
        d->answers.answered &= ~(1u << FILING_OWNER);
        d->answers.owner = (struct person){.birth = DATE_NONE};
    }
    d->answers.authority = in->authority;
    d->answers.authority_note = str_eq(in->authority, S("self")) ? STR_NONE : in->authority_note;
    return RC_OK;
}

static enum rc need(struct ctx *c, bool have, const char *field)
{
    return have ? RC_OK : fail(c, RC_INVALID, field, "web.form.required");
}

/* A child may have no number yet; who is old enough to authorise has one. */
static enum rc check_owner(struct ctx *c, const struct filing_draft *d, struct person *p)
{
    const bool self = str_eq(d->answers.authority, S("self"));
    const bool grown = self || str_eq(d->answers.authority, S("authorised"));
    enum rc rc = RC_OK;
    if (need(c, p->name.n > 0, "name") ||
        (p->kind == PERSON_BUSINESS && need(c, p->tax_code.n > 0, "tax_code")))
        rc = RC_INVALID;
    if (p->kind == PERSON_NATURAL && grown && need(c, p->number.n > 0, "number"))
        rc = RC_INVALID;
    if (p->kind == PERSON_NATURAL && !p->number.n && !grown &&
        need(c, !date_is_none(p->birth), "birth"))
        rc = RC_INVALID;
    return rc ? rc : person_check(c, p);
}

/* Told now rather than when it is sent: a number that is known under another name. */
static enum rc check_known(struct ctx *c, const struct person *p)
{
    struct person known;
    const bool business = p->kind == PERSON_BUSINESS;
    if (p->id || !(business ? p->tax_code.n : p->number.n))
        return RC_OK;
    const enum rc rc =
        business ? person_by_tax_code(c, p->tax_code, &known) : person_by_number(c, p->number, &known);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    if (known.id == c->actor->person || !(person_differences(c, p, &known) & 1u << PERSON_NAME))
        return RC_OK;
    return fail(c, RC_INVALID, business ? "tax_code" : "number", "dossier.person_differs");
}

static enum rc answer_owner(struct ctx *c, struct filing_draft *d, const struct filing_answers *in)
{
    struct filing_draft next = *d;
    if (!filing__has(&d->answers, FILING_WHOM))
        return fail(c, RC_INVALID, NULL, "filing.whom_first");
    next.answers.owner = in->owner;
    next.answers.phone = in->phone;
    next.answers.email = in->email;
    next.answers.answered |= 1u << FILING_OWNER;
    struct person p = filing_owner(&next);
    enum rc rc = need(c, in->phone.n > 0, "phone");
    if (check_owner(c, d, &p))
        rc = RC_INVALID;
    if (!rc)
        rc = check_known(c, &p);
    if (!rc)
        d->answers = next.answers;
    return rc;
}

static enum rc answer_agency(struct ctx *c, struct filing_draft *d, const struct filing_answers *in)
{
    struct procedure_full p;
    struct filing_places places;
    const enum rc rc = filing_open(c, d->procedure.head.code, &p, &places);
    for (ptrdiff_t i = 0; !rc && i < places.n; i++)
        if (str_eq(places.v[i].pub, in->agency)) {
            d->place = places.v[i];
            d->answers.agency = in->agency;
            return RC_OK;
        }
    return rc ? rc : fail(c, RC_INVALID, "agency", "web.form.choice");
}

static enum rc answer_result(struct ctx *c, struct filing_draft *d, const struct filing_answers *in)
{
    const bool post = str_eq(in->result_by, S("post"));
    if (!dossier_result_by_known(in->result_by))
        return fail(c, RC_INVALID, "result_by", "web.form.choice");
    if (post && !in->result_address.n)
        return fail(c, RC_INVALID, "result_address", "dossier.address_needed");
    d->answers.result_by = in->result_by;
    d->answers.result_address = post ? in->result_address : STR_NONE;
    return RC_OK;
}

static enum rc answer_note(struct ctx *c, struct filing_draft *d, const struct filing_answers *in)
{
    (void)c;
    d->answers.note = in->note;
    return RC_OK;
}

static enum rc (*const answers[FILING_QUESTION_COUNT])(struct ctx *, struct filing_draft *,
                                                       const struct filing_answers *) = {
    [FILING_CASE] = answer_case,     [FILING_WHOM] = answer_whom,     [FILING_OWNER] = answer_owner,
    [FILING_AGENCY] = answer_agency, [FILING_RESULT] = answer_result, [FILING_NOTE] = answer_note,
};

enum rc filing_answer(struct ctx *c, struct filing_draft *d, enum filing_question question,
                      const struct filing_answers *in)
{
    BUG_IF(question >= FILING_QUESTION_COUNT || !answers[question]);
    const enum rc rc = answers[question](c, d, in);
    if (rc)
        return rc;
    d->answers.answered |= 1u << question;
    filing__typed_drop(c, &d->answers, filing__question_name(question));
    return filing__save(c, d);
}

/* ---- papers ---- */

static void set_skipped(struct ctx *c, struct filing_draft *d, str key, bool skip)
{
    str *v = NEW_N(c->mem, str, d->answers.skipped_n + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < d->answers.skipped_n; i++)
        if (!str_eq(d->answers.skipped[i], key))
            v[n++] = d->answers.skipped[i];
    if (skip)
        v[n++] = key;
    d->answers.skipped = v;
    d->answers.skipped_n = n;
}

static enum rc check_paper(struct ctx *c, const struct filing_paper_need *p,
                           const struct filing_paper_in *in)
{
    if (in->skip && !filing_may_skip(p))
        return fail(c, RC_INVALID, "skip", "filing.paper.required");
    if (in->skip && (in->n || p->files_n))
        return fail(c, RC_INVALID, "skip", "filing.paper.skip_or_files");
    if (p->files_n + in->n > FILING_FILES_MAX) {
        const str most = str_fmt(c->mem, "%d", FILING_FILES_MAX);
        return fail_args(c, RC_INVALID, "file", "web.form.too_many_rows", &most, 1);
    }
    if (!in->skip && !in->more && !p->files_n && !in->n)
        return fail(c, RC_INVALID, "file",
                    filing_may_skip(p) ? "filing.paper.file_or_skip" : "filing.paper.none");
    return RC_OK;
}

enum rc filing_put_paper(struct ctx *c, struct filing_draft *d, ptrdiff_t paper,
                         const struct filing_paper_in *in)
{
    BUG_IF(paper < 0 || paper >= d->papers_n);
    const struct filing_paper_need *p = &d->papers[paper];
    enum rc rc = check_paper(c, p, in);
    for (ptrdiff_t i = 0; !rc && i < in->n; i++) {
        struct file f;
        rc = file_add(c, &in->files[i].stored, in->files[i].name, c->actor->account, &f);
        if (!rc)
            rc = q_filing_file_add(c, d->id, p->key, f.id.v, NULL);
    }
    if (rc)
        return rc;
    set_skipped(c, d, p->key, in->skip);
    return filing__save(c, d);
}
