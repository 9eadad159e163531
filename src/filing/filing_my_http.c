/*
 * filing_my_http.c - what belongs to the signed-in citizen: the confirmation, own drafts and
 * dossiers, one dossier with its files, what was asked in addition, withdrawal. Every look at
 * a dossier goes through dossier_get, so what is another's is not found.
 */
#include "access/access.h"
#include "calendar/versions.h"
#include "dossier/dossier_end.h"
#include "dossier/dossier_mend.h"
#include "dossier/dossier_words_view.h"
#include "filing/filing_http.h"
#include "dossier/dossier_filled.h"
#include "filing/filing_tpl.h"
#include "web/page.h"

#define PAGE_ROWS 20

/* ---- facts ---- */

static enum rc read_around(struct req *r, struct filing_facts *f)
{
    struct person filer;
    enum rc rc = catalog_get_version(&r->c, f->d.procedure_version_id, &f->procedure);
    if (!rc)
        rc = dossier_fees(&r->c, f->d.id, &f->fees, &f->fees_n);
    if (!rc)
        rc = dossier_reply_by(&r->c, f->d.filed_at, &f->promise.rule, &f->promise.by);
    if (!rc)
        rc = person_by_id(&r->c, f->d.filer_id, &filer);
    if (!rc)
        f->phone = filer.phone;
    return rc;
}

static enum rc read_form(struct req *r, struct filing_facts *f)
{
    struct eform *form = NEW(r->c.mem, struct eform);
    struct eform_filled *x = NEW(r->c.mem, struct eform_filled);
    const enum rc rc = dossier_filled(&r->c, &f->d, false, form, x);
    f->filled = rc ? NULL : x;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_facts(struct req *r, struct filing_facts *f)
{
    *f = (struct filing_facts){0};
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &f->d);
    if (!rc)
        rc = read_around(r, f);
    if (!rc)
        rc = dossier_papers(&r->c, f->d.id, &f->papers, &f->papers_n);
    if (!rc)
        rc = dossier_files(&r->c, &f->d, &f->files, &f->files_n);
    if (!rc)
        rc = dossier_timeline(&r->c, &f->d, &f->events, &f->events_n);
    if (!rc)
        rc = dossier_supplements(&r->c, f->d.id, &f->supplements, &f->supplements_n);
    if (!rc)
        rc = words_notices(&r->c, r->lang, &f->d, &f->notices, &f->notices_n);
    if (!rc)
        rc = read_form(r, f);
    if (!rc)
        rc = dossier_slips(&r->c, &f->d, f->slips, &f->slips_n);
    if (!rc)
        rc = dossier_may_mend(&r->c, &f->d, &f->may_mend);
    if (rc)
        return rc;
    f->secret = dossier_secret(r->c.mem, &f->d);
    rc = words_viewings(&r->c, r->lang, &f->d, false, &f->views);
    if (rc)
        return rc;
    rc = words_dossier_days(&r->c, r->lang, &f->d, &f->days);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* ---- confirmation ---- */

enum rc filing__sent_show(struct req *r)
{
    const struct filing_words w = filing__words(r);
    struct filing_facts f;
    struct filing_sent_view v;
    const enum rc rc = read_facts(r, &f);
    if (rc)
        return rc;
    filing__view_sent(&w, &f, req_origin(r), &v);
    return show_page(
        r, (&(struct page){.title = "filing.sent.title", .title_arg = f.d.code, .section = "my"}),
        tpl_filing_sent, &v);
}

/* ---- the list ---- */

struct list_in {
    str after;
};
static const struct field list_fields[] = {
    {"after", F_CODE, .max = 40, .at = offsetof(struct list_in, after)}, {0}};
const struct form filing__list_form = {"filing.my.", list_fields, sizeof(struct list_in), NULL};

enum rc filing__my_show(struct req *r)
{
    const struct filing_words w = filing__words(r);
    const struct list_in *in = r->in;
    struct filing_head *drafts = NULL;
    struct worklist_page page = {0};
    struct filing_my_view v;
    ptrdiff_t n = 0;
    enum rc rc = in->after.n ? RC_OK : filing_list(&r->c, &drafts, &n);
    if (!rc)
        rc = dossier_mine(&r->c, in->after, PAGE_ROWS, &page);
    if (rc)
        return rc;
    filing__view_my(&w, drafts, n, &page, &v);
    return show_page(r, (&(struct page){.title = "filing.my.title", .section = "my"}), tpl_filing_my,
                     &v);
}

enum rc filing__draft_delete(struct req *r)
{
    struct filing_draft d;
    enum rc rc = filing_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = filing_delete(&r->c, &d);
    return rc ? rc : see_other(r, HREF_TO("/my"));
}

/* ---- one dossier ---- */

enum rc filing__mine_show(struct req *r)
{
    const struct filing_words w = filing__words(r);
    struct filing_facts f;
    struct filing_mine_view v;
    const enum rc rc = read_facts(r, &f);
    if (rc)
        return rc;
    filing__view_mine(&w, &f, &v);
    return show_page(r,
                     (&(struct page){.title = "filing.title", .title_arg = v.state, .section = "my"}),
                     tpl_filing_mine, &v);
}

enum rc filing__file_show(struct req *r)
{
    struct dossier d;
    struct dossier_file *files;
    struct file file;
    ptrdiff_t n;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_files(&r->c, &d, &files, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (str_eq(files[i].pub, param(r, "file"))) {
            rc = file_get(&r->c, (struct file_id){files[i].file_id}, &file);
            return rc ? rc : show_file(r, &file);
        }
    return rc ? rc : RC_NOT_FOUND;
}

/* ---- one question about a dossier ---- */

enum rc filing__show_act(struct req *r, const struct dossier *d, struct filing_act_view *v)
{
    const struct filing_words w = filing__words(r);
    const str back[] = {d->code};
    const str number[] = {d->code, d->procedure_name};
    v->back = HREF(r->c.mem, "/my/dossiers/{}", d->pub);
    v->back_text = filing__say(&w, "filing.mine.back", back, 1);
    v->number = str_join(r->c.mem, number, 2, S(" · "));
    v->version = str_fmt(r->c.mem, "%lld", (long long)d->work.version);
    v->errors = req_errors(r);
    return show_page(
        r,
        (&(struct page){.title = "filing.title", .title_arg = v->heading, .layout = LAYOUT_QUESTION}),
        tpl_filing_act, v);
}

struct withdraw_in {
    str how, reason;
};
static const struct field withdraw_fields[] = {
    {"how", F_CHOICE, .choices = "withdraw|stop", .at = offsetof(struct withdraw_in, how)},
    {"reason", F_LINES, .required = true, .max = 1000, .at = offsetof(struct withdraw_in, reason)},
    {0}};
const struct form filing__withdraw_form = {"filing.withdraw.", withdraw_fields,
                                           sizeof(struct withdraw_in), NULL};

enum rc filing__withdraw_show(struct req *r)
{
    struct dossier d;
    const enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (rc)
        return rc;
    if (!filing__may_withdraw(&d) && r->route->method == GET)
        return see_other(r, HREF(r->c.mem, "/my/dossiers/{}", d.pub));
    if (!form_value(&r->values, S("how")).n)
        form_add(r->c.mem, &r->values, S("how"), S("withdraw"));
    struct filing_act_view v = {
        .action = HREF(r->c.mem, "/my/dossiers/{}/withdraw", d.pub),
        .heading = text_get(r->lang, "filing.withdraw.heading"),
        .hint = text_get(r->lang, "filing.withdraw.hint"),
        .button = text_get(r->lang, "filing.withdraw.go"),
        .fields = form_fields(r, &filing__withdraw_form, &r->values),
        .danger = true,
    };
    return filing__show_act(r, &d, &v);
}

enum rc filing__withdraw(struct req *r)
{
    const struct withdraw_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_withdraw(&r->c, d.id,
                              &(struct withdrawal_in){.seen_version = r->version,
                                                      .how = in->how.n ? in->how : S("withdraw"),
                                                      .reason = in->reason},
                              &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/my/dossiers/{}", d.pub));
}

struct supplement_form_in {
    struct form_rows files;
    str note;
};
static const struct field supplement_fields[] = {
    {"file_*", F_FILE, .max_rows = 100, .at = offsetof(struct supplement_form_in, files)},
    {"note", F_LINES, .max = 1000, .at = offsetof(struct supplement_form_in, note)},
    {0}};
const struct form filing__supplement_form = {"filing.supplement.", supplement_fields,
                                             sizeof(struct supplement_form_in), NULL};

/* A field for each paper still missing, "file_7" by its rank, and one for anything else. */
static struct web_fields supplement_draw(struct req *r, const struct dossier_paper *papers, ptrdiff_t n)
{
    struct arena *mem = r->c.mem;
    struct web_field *v = NEW_N(mem, struct web_field, n + 2);
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        if (!papers[i].complete && papers[i].component_id.set) {
            v[at] = form_field(r, &filing__supplement_form, &r->values,
                               str_fmt(mem, "file_%d", (int)i + 1));
            v[at++].label = papers[i].name;
        }
    v[at] = form_field(r, &filing__supplement_form, &r->values, S("file_0"));
    if (at)
        v[at].label = text_get(r->lang, "filing.supplement.other");
    at++;
    v[at++] = form_field(r, &filing__supplement_form, &r->values, S("note"));
    return (struct web_fields){v, at};
}

enum rc filing__supplement_show(struct req *r)
{
    struct dossier d;
    struct dossier_paper *papers;
    struct dossier_supplement *asked;
    ptrdiff_t papers_n, asked_n;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_papers(&r->c, d.id, &papers, &papers_n);
    if (!rc)
        rc = dossier_supplements(&r->c, d.id, &asked, &asked_n);
    if (rc)
        return rc;
    if ((d.work.status != WORK_SUPPLEMENT || !asked_n) && r->route->method == GET)
        return see_other(r, HREF(r->c.mem, "/my/dossiers/{}", d.pub));
    struct filing_act_view v = {
        .action = HREF(r->c.mem, "/my/dossiers/{}/supplement", d.pub),
        .heading = text_get(r->lang, "filing.supplement.heading"),
        .hint = asked_n ? asked[0].reason : STR_NONE,
        .asked = asked_n ? asked[0].items : NULL,
        .asked_n = asked_n ? asked[0].n : 0,
        .button = text_get(r->lang, "filing.supplement.go"),
        .fields = supplement_draw(r, papers, papers_n),
        .multipart = true,
    };
    return filing__show_act(r, &d, &v);
}

/* Every file sent under the key of one paper, as that paper. */
static enum rc gather(struct req *r, const struct form_rows *rows, str key, struct filing_paper *p)
{
    int64_t *ids = NEW_N(r->c.mem, int64_t, rows->n);
    str *names = NEW_N(r->c.mem, str, rows->n);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < rows->n; i++) {
        struct file f;
        if (!str_eq(rows->v[i].key, key))
            continue;
        rc = file_add(&r->c, &rows->v[i].file.stored, rows->v[i].file.name, r->c.actor->account, &f);
        ids[p->file_n] = f.id.v;
        names[p->file_n++] = f.name;
    }
    p->files = ids;
    p->file_names = names;
    return rc;
}

static enum rc gather_all(struct req *r, const struct dossier_paper *have, ptrdiff_t n,
                          struct filing_paper *to, ptrdiff_t *ret_n)
{
    const struct supplement_form_in *in = r->in;
    enum rc rc = RC_OK;
    ptrdiff_t at = 0;
    for (ptrdiff_t i = -1; !rc && i < n; i++) {
        struct filing_paper p = {
            .form = S("electronic"), .quantity = 1, .complete = true, .note = in->note};
        if (i >= 0 && !have[i].component_id.set)
            continue;
        rc = gather(r, &in->files, str_fmt(r->c.mem, "%d", (int)i + 1), &p);
        p.component_id = i >= 0 ? have[i].component_id.v : 0;
        p.name = i >= 0 ? have[i].name : text_get(LANG_VI, "filing.said.supplement");
        if (p.file_n)
            to[at++] = p;
    }
    *ret_n = at;
    return rc;
}

enum rc filing__supplement(struct req *r)
{
    struct dossier d;
    struct dossier_paper *have;
    struct dossier_ref ref;
    ptrdiff_t have_n, n;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_papers(&r->c, d.id, &have, &have_n);
    if (rc)
        return rc;
    struct filing_paper *papers = NEW_N(r->c.mem, struct filing_paper, have_n + 1);
    rc = gather_all(r, have, have_n, papers, &n);
    if (!rc && !n)
        return fail(&r->c, RC_INVALID, "file_0", "filing.supplement.none");
    if (!rc)
        rc = dossier_complete_supplement(&r->c, d.id, r->version, papers, n, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/my/dossiers/{}", d.pub));
}
