/* eform_http.c - the filled sample of a procedure's form, on screen and as a paper. For everybody. */
#include "eform/eform_pdf.h"
#include "eform/eform_tpl.h"
#include "eform/eform_view.h"
#include "eform/versions.h"
#include "web/module.h"
#include "web/page.h"

/* RC_NOT_FOUND: the procedure has no form, or the form no sample. */
static enum rc find(struct req *r, struct eform_filled *x, struct eform_version *v)
{
    struct eform *f = NEW(r->c.mem, struct eform);
    enum rc rc = eform_in_force(&r->c, param(r, "code"), instant_date(r->c.now), v, f);
    if (!rc && str_eq(f->sample, S("{}")))
        rc = RC_NOT_FOUND;
    if (!rc)
        rc = eform_open(&r->c, f, f->sample, x);
    if (!rc)
        eform_judge(&r->c, x);
    return rc;
}

static enum rc sample_show(struct req *r)
{
    struct eform_filled x;
    struct eform_version version;
    const enum rc rc = find(r, &x, &version);
    if (rc)
        return rc;
    struct eform_sample_view v = {
        .back = HREF(r->c.mem, "/procedures/{}", param(r, "code")),
        .pdf = HREF(r->c.mem, "/procedures/{}/sample.pdf", param(r, "code")),
        .back_text = text_get(r->lang, "eform.sample.back"),
        .name = eform_say(&x.form->name, r->lang),
        .lead = text_get(r->lang, "eform.sample.mark"),
        .doubtful = !x.form->verified,
        .doubt = {.tone = S("info"), .icon = S("info"), .text = text_get(r->lang, "eform.unverified")},
    };
    v.groups_n = eform_view_groups(r->c.mem, r->lang, &x, &v.groups);
    const struct page page = {.title = "eform.sample.title", .title_arg = v.name};
    return show_page(r, &page, tpl_eform_sample, &v);
}

static enum rc sample_read(struct req *r)
{
    struct eform_filled *x = NEW(r->c.mem, struct eform_filled);
    struct eform_version version;
    const enum rc rc = find(r, x, &version);
    if (rc)
        return rc;
    const struct eform_paper paper = {.filled = x, .at = instant_at(version.from, 0), .sample = true};
    r->kept = eform_doc(r->c.mem, r->lang, &paper);
    return RC_OK;
}

static const struct route routes[] = {
    {GET, "/procedures/:code/sample", sample_show, .need = PERM_PUBLIC},
    {GET, "/procedures/:code/sample.pdf", sample_read, .after = show_pdf, .need = PERM_PUBLIC,
     .flags = ROUTE_DATA},
    {0}};
extern const struct module eform_sample_module;
const struct module eform_sample_module = {.name = "eform_sample", .routes = routes};
