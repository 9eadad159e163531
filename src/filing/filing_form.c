/*
 * filing_form.c - the form of a procedure inside a draft: pinned when the draft is begun, its
 * groups answered one page each, stored as typed, kept with the dossier once it is sent.
 */
#include "access/access.h"
#include "filing/filing_internal.h"

/* ---- which form ---- */

enum rc filing__form_pin(struct ctx *c, str procedure, str *ret_answers)
{
    struct eform f;
    struct eform_version v;
    const enum rc rc = eform_in_force(c, procedure, instant_date(c->now), &v, &f);
    if (rc == RC_NOT_FOUND) {
        *ret_answers = S("{}");
        return RC_OK;
    }
    const struct filing_answers a = {.owner = {.birth = DATE_NONE}, .form = v.pub};
    return rc ? rc : filing__answers_write(c, &a, ret_answers);
}

/* ---- what is filled in beforehand ---- */

static str iso(struct ctx *c, date d)
{
    return date_is_none(d) ? STR_NONE : date_iso(c->mem, d);
}

static str of_person(struct ctx *c, const struct person *p, str what)
{
    if (str_eq(what, S("name")))
        return p->name;
    if (str_eq(what, S("number")))
        return p->number;
    if (str_eq(what, S("birth")))
        return iso(c, p->birth);
    if (str_eq(what, S("phone")))
        return p->phone;
    return str_eq(what, S("email")) ? p->email : p->address;
}

struct sources {
    struct person self, owner;
    bool owner_known;
    struct eform_filled earlier;
    bool has_earlier;
};

static str source_of(struct ctx *c, const struct sources *s, const struct eform_field *f, str name)
{
    const struct str_cut cut = str_cut(name, '.');
    if (str_eq(cut.head, S("self")))
        return of_person(c, &s->self, cut.tail);
    if (str_eq(cut.head, S("owner")))
        return s->owner_known ? of_person(c, &s->owner, cut.tail) : STR_NONE;
    return s->has_earlier ? eform_cell(&s->earlier, f - s->earlier.form->fields, 0)->text : STR_NONE;
}

static bool was_answered(const struct filing_draft *d, ptrdiff_t group)
{
    for (ptrdiff_t i = 0; i < d->answers.form_done_n; i++)
        if (str_eq(d->answers.form_done[i], d->form->groups[group].key))
            return true;
    return false;
}

/* Answered or being typed: what was emptied stays empty. */
static bool was_begun(struct ctx *c, const struct filing_draft *d, ptrdiff_t group)
{
    return was_answered(d, group) || filing__typing(&d->answers, filing__group_name(c->mem, d, group));
}

/* What is known for certain always stands there; the rest only until the group was answered. */
static void fill_in(struct ctx *c, struct filing_draft *d, const struct sources *s)
{
    for (ptrdiff_t i = 0; i < d->form->fields_n; i++) {
        const struct eform_field *f = &d->form->fields[i];
        struct eform_cell *cell = eform_cell(&d->filled, i, 0);
        for (ptrdiff_t k = 0; k < f->prefill_n; k++) {
            const str text = source_of(c, s, f, f->prefill[k]);
            if (!text.n)
                continue;
            d->form_known[i] = !eform_asks(f) && !str_eq(f->prefill[k], S("earlier"));
            if (d->form_known[i] || (!cell->text.n && !was_begun(c, d, f->group)))
                cell->text = text;
            break;
        }
    }
}

static enum rc sources(struct ctx *c, const struct filing_draft *d, struct sources *s)
{
    str earlier;
    *s = (struct sources){.self = d->self, .owner = filing_owner(d)};
    s->owner_known = filing__has(&d->answers, FILING_OWNER);
    if (str_eq(d->answers.authority, S("self")) && s->owner_known)
        s->self = s->owner;
    enum rc rc = eform_earlier(c, c->actor->account, d->form->code, &earlier);
    if (!rc)
        rc = eform_open(c, d->form, earlier, &s->earlier);
    s->has_earlier = rc == RC_OK;
    return rc == RC_NOT_FOUND || rc == RC_INVALID ? RC_OK : rc;
}

enum rc filing__form_load(struct ctx *c, struct filing_draft *d)
{
    struct sources s;
    struct eform_version now;
    str source;
    d->form = NULL;
    if (!d->answers.form.n)
        return RC_OK;
    struct eform *f = NEW(c->mem, struct eform), *newest = NEW(c->mem, struct eform);
    enum rc rc = eform_get(c, d->answers.form, &d->form_version, f, &source);
    if (!rc)
        rc = eform_with_areas(c, f, true);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_FAILED : rc;
    d->form = f;
    d->form_known = NEW_N(c->mem, bool, f->fields_n);
    rc = eform_open(c, f, d->answers.form_answers, &d->filled);
    if (!rc)
        rc = sources(c, d, &s);
    if (rc)
        return RC_FAILED;
    fill_in(c, d, &s);
    eform_judge(c, &d->filled);
    for (ptrdiff_t i = 0; i < f->fields_n; i++) /* what cannot stand has to be asked after all */
        d->form_known[i] = d->form_known[i] && !eform_cell(&d->filled, i, 0)->fault;
    rc = eform_in_force(c, d->procedure.head.code, instant_date(c->now), &now, newest);
    d->form_newer = !rc && now.id != d->form_version.id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* ---- papers ---- */

static struct filing_paper_need *paper_of(struct filing_draft *d, str component)
{
    for (ptrdiff_t i = 0; i < d->papers_n; i++)
        if (str_eq(d->papers[i].key, component) || str_eq(d->papers[i].component->name, component))
            return &d->papers[i];
    return NULL;
}

void filing__form_papers(struct ctx *c, struct filing_draft *d)
{
    for (ptrdiff_t i = 0; d->form && i < d->form->replaces_n; i++) {
        struct filing_paper_need *p = paper_of(d, d->form->replaces[i]);
        if (p && p->way == FILING_UPLOAD)
            p->way = FILING_TWIN;
    }
    for (ptrdiff_t i = 0; d->form && i < d->form->fields_n; i++) {
        const struct eform_field *f = &d->form->fields[i];
        const struct eform_cell *cell = eform_cell(&d->filled, i, 0);
        struct filing_paper_need *p = f->component.n ? paper_of(d, f->component) : NULL;
        if (f->type != EFORM_FILE)
            continue;
        if (p) {
            p->off = !cell->shown;
            p->must = cell->required;
        } else if (cell->shown) {
            struct procedure_component *own = NEW(c->mem, struct procedure_component);
            *own = (struct procedure_component){
                .code = f->path, .name = f->label.vi, .note = f->hint.vi, .required = cell->required};
            d->papers[d->papers_n++] =
                (struct filing_paper_need){.key = f->path, .component = own, .way = FILING_UPLOAD};
        }
    }
}

/* ---- answering ---- */

bool filing_group_valid(const struct filing_draft *d, ptrdiff_t group)
{
    const struct eform_group *g = &d->form->groups[group];
    if (d->filled.group_fault[group])
        return false;
    for (ptrdiff_t i = g->first; i < g->first + g->n; i++)
        for (ptrdiff_t row = 0; row < d->filled.rows[group]; row++)
            if (eform_cell(&d->filled, i, row)->fault)
                return false;
    return true;
}

enum rc filing_type_group(struct ctx *c, struct filing_draft *d, ptrdiff_t group)
{
    BUG_IF(!d->form || group < 0 || group >= d->form->groups_n);
    const struct filing_typed begun = {filing__group_name(c->mem, d, group), S("begun"), S("")};
    const enum rc rc = eform_write(c, &d->filled, true, &d->answers.form_answers);
    return rc ? rc : filing_type(c, d, &begun, !was_answered(d, group));
}

enum rc filing_put_group(struct ctx *c, struct filing_draft *d, ptrdiff_t group)
{
    BUG_IF(!d->form || group < 0 || group >= d->form->groups_n);
    struct filing_answers *a = &d->answers;
    const enum rc rc = eform_write(c, &d->filled, true, &a->form_answers);
    if (rc)
        return rc;
    filing__typed_drop(c, a, filing__group_name(c->mem, d, group));
    if (!was_answered(d, group)) {
        str *v = NEW_N(c->mem, str, a->form_done_n + 1);
        for (ptrdiff_t i = 0; i < a->form_done_n; i++)
            v[i] = a->form_done[i];
        v[a->form_done_n++] = d->form->groups[group].key;
        a->form_done = v;
    }
    return filing__save(c, d);
}

enum rc filing__form_keep(struct ctx *c, const struct filing_draft *d, const struct dossier_ref *ref)
{
    str answers;
    if (!d->form)
        return RC_OK;
    if (!d->filled.valid)
        return fail(c, RC_INVALID, NULL, "filing.unfinished");
    const enum rc rc = eform_write(c, &d->filled, false, &answers);
    return rc ? rc
              : eform_keep(c, d->form_version.id,
                           &(struct eform_about){S("dossier"), ref->id.v, ref->pub}, answers);
}

/* ---- another device ---- */

str filing_resume_code(struct arena *mem, str pub)
{
    char code[9];
    for (int i = 0; i < 8; i++) {
        const char ch = pub.p[pub.n - 8 + i];
        code[i] = ch >= 'a' && ch <= 'z' ? (char)(ch - 'a' + 'A') : ch;
    }
    return str_fmt(mem, "%.4s-%.4s", code, code + 4);
}

enum rc filing_find_code(struct ctx *c, str code, str *ret_pub)
{
    struct filing_head *v;
    ptrdiff_t n;
    const enum rc rc = filing_list(c, &v, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (str_eq_nocase(filing_resume_code(c->mem, v[i].pub), code)) {
            *ret_pub = v[i].pub;
            return RC_OK;
        }
    return rc ? rc : RC_NOT_FOUND;
}
