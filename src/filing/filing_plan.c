/*
 * filing_plan.c - what a draft still asks: the papers of its case and how each reaches us,
 * and the row of questions that follows from them.
 */
#include "core/fold.h"
#include "filing/filing_internal.h"
#include "filing/filing_sql.h"

bool filing__has(const struct filing_answers *a, enum filing_question q)
{
    return a->answered & 1u << q;
}

/* "(khi nộp trực tiếp/bưu chính)": the paper twin of a form that is filled in online. */
static bool only_on_paper(struct ctx *c, str name)
{
    return str_has(fold(c->mem, name), S("khi nop truc tiep"));
}

static enum filing_way way_of(struct ctx *c, const struct procedure_component *x)
{
    if (str_eq(x->form, S("electronic_form")))
        return FILING_FORM;
    if (only_on_paper(c, x->name))
        return FILING_TWIN;
    return str_eq(x->form, S("present_only")) || str_eq(x->form, S("not_needed")) ? FILING_SHOW
                                                                                  : FILING_UPLOAD;
}

static bool is_skipped(const struct filing_answers *a, str key)
{
    for (ptrdiff_t i = 0; i < a->skipped_n; i++)
        if (str_eq(a->skipped[i], key))
            return true;
    return false;
}

/* Two papers of one case may share a code: the second is named by its own name too. */
static str key_of(struct ctx *c, const struct filing_draft *d, const struct procedure_component *x)
{
    const str key = x->code.n ? x->code : x->name;
    for (ptrdiff_t i = 0; i < d->papers_n; i++)
        if (str_eq(d->papers[i].key, key))
            return str_fmt(c->mem, "%.*s#%lld", STR_ARG(key), (long long)x->rank);
    return key;
}

void filing__plan_papers(struct ctx *c, struct filing_draft *d)
{
    const struct procedure_full *p = &d->procedure;
    const ptrdiff_t own = d->form ? d->form->fields_n : 0;
    d->papers = NEW_N(c->mem, struct filing_paper_need, p->components_n + own);
    d->papers_n = 0;
    for (ptrdiff_t i = 0; i < p->components_n; i++) {
        const struct procedure_component *x = &p->components[i];
        if (x->is_note || (x->case_id.set && x->case_id.v != d->case_id))
            continue;
        struct filing_paper_need *need = &d->papers[d->papers_n];
        need->key = key_of(c, d, x);
        need->component = x;
        need->way = way_of(c, x);
        d->papers_n++;
    }
    filing__form_papers(c, d);
    for (ptrdiff_t i = 0; i < d->papers_n; i++)
        d->papers[i].skipped =
            filing_may_skip(&d->papers[i]) && is_skipped(&d->answers, d->papers[i].key);
}

static void add_step(struct filing_draft *d, enum filing_question q, ptrdiff_t paper, bool done)
{
    d->steps[d->steps_n++] = (struct filing_step){q, paper, -1, done};
}

/* What is being typed in place of an answer has to be confirmed first. */
static bool answered(const struct filing_answers *a, enum filing_question q)
{
    return filing__has(a, q) && !filing__typing(a, filing__question_name(q));
}

static bool is_done(const struct filing_draft *d, ptrdiff_t group)
{
    for (ptrdiff_t i = 0; i < d->answers.form_done_n; i++)
        if (str_eq(d->answers.form_done[i], d->form->groups[group].key))
            return filing_group_valid(d, group);
    return false;
}

/* A group that is all known, or hidden, is no question. */
static void add_groups(struct filing_draft *d)
{
    for (ptrdiff_t i = 0; d->form && i < d->form->groups_n; i++) {
        const struct eform_group *g = &d->form->groups[i];
        bool asks = g->repeats;
        for (ptrdiff_t k = g->first; k < g->first + g->n; k++)
            asks = asks || (d->form->fields[k].type != EFORM_COMPUTED &&
                            d->form->fields[k].type != EFORM_FILE && !d->form_known[k]);
        if (!d->filled.shown[i] || !asks)
            continue;
        add_step(d, FILING_GROUP, -1, is_done(d, i));
        d->steps[d->steps_n - 1].group = i;
    }
}

static struct filing_paper_need *need_of(struct filing_draft *d, str key)
{
    for (ptrdiff_t i = 0; i < d->papers_n; i++)
        if (str_eq(d->papers[i].key, key))
            return &d->papers[i];
    return NULL;
}

/* Files of a paper the procedure no longer asks for stay with the draft and are not shown. */
static enum rc load_files(struct ctx *c, struct filing_draft *d)
{
    struct q_filing_files_rows rows;
    enum rc rc = q_filing_files(c, d->id, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct file f;
        struct filing_paper_need *need = need_of(d, rows.v[i].paper);
        if (!need || need->files_n == FILING_FILES_MAX)
            continue;
        rc = file_get(c, (struct file_id){rows.v[i].file_id}, &f);
        if (rc)
            break;
        if (!need->files)
            need->files = NEW_N(c->mem, struct filing_file, FILING_FILES_MAX);
        need->files[need->files_n++] = (struct filing_file){
            .file_id = f.id.v, .size = f.size, .pub = f.pub, .name = f.name, .type = f.type};
    }
    return rc == RC_NOT_FOUND ? RC_FAILED : rc;
}

static void plan_steps(struct ctx *c, struct filing_draft *d)
{
    const struct filing_answers *a = &d->answers;
    const ptrdiff_t groups = d->form ? d->form->groups_n : 0;
    d->steps = NEW_N(c->mem, struct filing_step, d->papers_n + groups + FILING_QUESTION_COUNT);
    d->steps_n = 0;
    if (d->procedure.cases_n > 1)
        add_step(d, FILING_CASE, -1,
                 d->case_id && !filing__typing(a, filing__question_name(FILING_CASE)));
    add_step(d, FILING_WHOM, -1, answered(a, FILING_WHOM));
    add_step(d, FILING_OWNER, -1, answered(a, FILING_OWNER));
    add_step(d, FILING_AGENCY, -1, answered(a, FILING_AGENCY) && d->place.id);
    add_groups(d);
    for (ptrdiff_t i = 0; i < d->papers_n; i++)
        if (d->papers[i].way == FILING_UPLOAD && !d->papers[i].off)
            add_step(d, FILING_PAPER, i, d->papers[i].files_n > 0 || d->papers[i].skipped);
    add_step(d, FILING_RESULT, -1, answered(a, FILING_RESULT));
    add_step(d, FILING_NOTE, -1, answered(a, FILING_NOTE));
}

enum rc filing__plan(struct ctx *c, struct filing_draft *d)
{
    enum rc rc = filing__form_load(c, d);
    if (rc)
        return rc;
    filing__plan_papers(c, d);
    rc = load_files(c, d);
    if (!rc)
        plan_steps(c, d);
    return rc;
}

bool filing_may_skip(const struct filing_paper_need *p)
{
    return !p->component->required && !p->must;
}

ptrdiff_t filing_next(const struct filing_draft *d)
{
    ptrdiff_t i = 0;
    while (i < d->steps_n && d->steps[i].done)
        i++;
    return i;
}

struct person filing_owner(const struct filing_draft *d)
{
    const struct filing_answers *a = &d->answers;
    if (!str_eq(a->authority, S("self"))) {
        struct person other = a->owner;
        other.kind = str_eq(a->authority, S("representative")) ? PERSON_BUSINESS : PERSON_NATURAL;
        return other;
    }
    struct person p = d->self;
    if (!p.id)
        p = (struct person){.birth = DATE_NONE};
    p.name = p.name.n ? p.name : a->owner.name;
    p.number = p.number.n ? p.number : a->owner.number;
    p.birth = date_is_none(p.birth) ? a->owner.birth : p.birth;
    if (answered(a, FILING_OWNER)) {
        p.phone = a->phone;
        p.email = a->email;
        p.address = a->owner.address;
    }
    return p;
}
