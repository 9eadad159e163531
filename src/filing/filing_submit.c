/* filing_submit.c - a finished draft becomes a dossier, once. */
#include "access/access.h"
#include "core/i18n.h"
#include "dossier/dossier_read.h"
#include "filing/filing_internal.h"
#include "filing/filing_sql.h"

/* Stored facts are written in the language of the authority. */
static str word(const char *key)
{
    return text_get(LANG_VI, key);
}

static struct filing_paper uploaded(struct ctx *c, const struct filing_paper_need *p)
{
    int64_t *ids = NEW_N(c->mem, int64_t, p->files_n);
    str *names = NEW_N(c->mem, str, p->files_n);
    for (ptrdiff_t i = 0; i < p->files_n; i++) {
        ids[i] = p->files[i].file_id;
        names[i] = p->files[i].name;
    }
    return (struct filing_paper){.component_id = p->component->id,
                                 .name = p->component->id ? STR_NONE : p->component->name,
                                 .form = S("electronic"),
                                 .quantity = 1,
                                 .complete = true,
                                 .files = ids,
                                 .file_names = names,
                                 .file_n = p->files_n};
}

static void add_papers(struct ctx *c, const struct filing_draft *d, struct filing *f)
{
    struct filing_paper *v = NEW_N(c->mem, struct filing_paper, d->papers_n);
    for (ptrdiff_t i = 0; i < d->papers_n; i++) {
        const struct filing_paper_need *p = &d->papers[i];
        const bool form = p->way == FILING_FORM;
        if (p->off) {
            if (p->component->id)
                v[f->paper_n++] = (struct filing_paper){.component_id = p->component->id,
                                                        .form = S("not_needed"),
                                                        .note = word("filing.said.skipped"),
                                                        .complete = true};
        } else if (p->way == FILING_UPLOAD && p->files_n)
            v[f->paper_n++] = uploaded(c, p);
        else if (p->way == FILING_UPLOAD && p->component->id)
            v[f->paper_n++] = (struct filing_paper){.component_id = p->component->id,
                                                    .form = S("not_needed"),
                                                    .note = word("filing.said.skipped"),
                                                    .complete = true};
        else if (form || p->way == FILING_TWIN)
            v[f->paper_n++] =
                (struct filing_paper){.component_id = p->component->id,
                                      .form = form ? S("electronic_form") : S("not_needed"),
                                      .note = word("filing.said.form"),
                                      .quantity = form,
                                      .complete = true};
    }
    f->papers = v;
}

/* One's own record: what was missing is added, what one tells of oneself counts. */
static enum rc tell_self(struct ctx *c, const struct filing_draft *d, const struct person *told)
{
    const struct person *was = &d->self;
    if (str_eq(was->phone, told->phone) && str_eq(was->email, told->email) &&
        str_eq(was->address, told->address) && str_eq(was->number, told->number) &&
        was->birth.day == told->birth.day)
        return RC_OK;
    return person_update(c, told, S("told with an online filing"));
}

/* The filer can be reached, whoever the owner is. */
static enum rc people(struct ctx *c, struct filing_draft *d, struct filing *f)
{
    f->owner = filing_owner(d);
    if (!d->self.id)
        return fail(c, RC_INVALID, NULL, "filing.person_needed");
    struct person filer = str_eq(f->authority, S("self")) ? f->owner : d->self;
    filer.phone = d->answers.phone;
    filer.email = d->answers.email;
    enum rc rc = person_check(c, &filer);
    if (!rc)
        rc = tell_self(c, d, &filer);
    if (!rc && str_eq(f->authority, S("self")))
        f->owner = filer;
    else
        f->filer = filer;
    return rc;
}

static enum rc file_it(struct ctx *c, struct filing_draft *d, struct dossier_ref *ret_ref)
{
    const struct filing_answers *a = &d->answers;
    struct filing f = {
        .procedure_code = d->procedure.head.code,
        .case_id = d->case_id,
        .channel = CHANNEL_ONLINE,
        .origin = ORIGIN_OWN_PORTAL,
        .receiving_agency_id = d->place.id,
        .authority = a->authority,
        .authority_note = a->authority_note,
        .result_by = a->result_by,
        .result_address = a->result_address,
        .note = a->note,
        .sets = 1,
        .filed_at = INSTANT_NONE,
    };
    add_papers(c, d, &f);
    const enum rc rc = people(c, d, &f);
    return rc ? rc : dossier_file(c, &f, ret_ref);
}

enum rc filing_submit(struct ctx *c, struct filing_draft *d, struct dossier_ref *ret_ref)
{
    struct dossier sent;
    int64_t changed = 0;
    if (d->dossier_id.set) {
        const enum rc rc = dossier_get_by_id(c, (struct dossier_id){d->dossier_id.v}, &sent);
        if (!rc)
            *ret_ref = (struct dossier_ref){sent.id, sent.pub, sent.code, sent.work.version};
        return rc;
    }
    if (filing_next(d) < d->steps_n)
        return fail(c, RC_INVALID, NULL, "filing.unfinished");
    enum rc rc = q_filing_claim(c, d->id, d->version, &changed);
    if (!rc && !changed)
        return fail(c, RC_CONFLICT, NULL, "filing.changed");
    if (!rc)
        rc = file_it(c, d, ret_ref);
    if (!rc)
        rc = filing__form_keep(c, d, ret_ref);
    if (!rc)
        rc = q_filing_sent(c, d->id, ret_ref->id.v, NULL);
    if (!rc)
        d->dossier_id = OPT_INT(ret_ref->id.v);
    return rc;
}
