/*
 * filing_http.c - before you start, going on with a draft, its files, check and send. The
 * questions stand in filing_question_http.c, own pages in filing_my_http.c.
 */
#include "filing/filing_http.h"

#include "casework/casework_words_view.h"
#include "dossier/dossier_read.h"
#include "filing/filing_tpl.h"
#include "web/page.h"

static const struct field none_fields[] = {{0}};
const struct form filing__none_form = {"filing.form.", none_fields, 1, NULL};

enum rc filing__draft(struct req *r, struct filing_draft *ret_draft, bool *ret_sent)
{
    struct dossier d;
    enum rc rc = filing_get(&r->c, param(r, "pub"), ret_draft);
    if (rc)
        return rc;
    *ret_sent = ret_draft->dossier_id.set;
    if (!*ret_sent)
        return RC_OK;
    rc = dossier_get_by_id(&r->c, (struct dossier_id){ret_draft->dossier_id.v}, &d);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/dossiers/{}/confirmation", d.pub));
}

/* ---- start ---- */

/* A draft of this procedure that lies there already. */
static enum rc find_resume(struct req *r, const struct filing_words *w, str code,
                           struct filing_start_view *v)
{
    struct filing_head *list;
    ptrdiff_t n;
    const enum rc rc = filing_list(&r->c, &list, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (str_eq(list[i].procedure_code, code)) {
            const str when = words_moment(w->mem, w->lang, list[i].saved_at, w->now);
            v->resume = HREF(w->mem, "/drafts/{}", list[i].pub);
            v->resume_text = filing__say(w, "filing.start.resume", &when, 1);
            break;
        }
    return rc;
}

/* What may be filed; or, closed, the procedure and why. */
static enum rc find_open(struct req *r, struct procedure_full *ret_procedure, const char **ret_why)
{
    struct filing_places places;
    const enum rc rc = filing_open(&r->c, param(r, "code"), ret_procedure, &places);
    *ret_why = NULL;
    if (rc != RC_INVALID)
        return rc;
    *ret_why = r->c.faults->key;
    r->c.faults = NULL;
    return catalog_get(&r->c, param(r, "code"), ret_procedure);
}

enum rc filing__start_show(struct req *r)
{
    const struct filing_words w = filing__words(r);
    struct procedure_full p;
    struct filing_start_view v;
    const char *why;
    enum rc rc = find_open(r, &p, &why);
    if (rc)
        return rc;
    filing__view_start(&w, &p, &v);
    v.errors = req_errors(r);
    v.closed = why != NULL;
    if (why)
        v.why = (struct web_notice){.tone = S("warn"),
                                    .icon = S("info"),
                                    .strong = text_get(w.lang, "filing.start.closed"),
                                    .text = text_get(w.lang, why)};
    else
        rc = find_resume(r, &w, p.head.code, &v);
    const struct page page = {
        .title = "filing.start.title", .title_arg = p.head.name, .layout = LAYOUT_QUESTION};
    return rc ? rc : show_page(r, &page, tpl_filing_start, &v);
}

enum rc filing__begin(struct req *r)
{
    str pub;
    struct filing_draft d;
    enum rc rc = filing_begin(&r->c, param(r, "code"), &pub);
    if (!rc)
        rc = filing_get(&r->c, pub, &d);
    return rc ? rc : see_other(r, filing__question(r->c.mem, &d, 0));
}

enum rc filing__resume(struct req *r)
{
    struct filing_draft d;
    bool sent;
    const enum rc rc = filing__draft(r, &d, &sent);
    return rc || sent ? rc : see_other(r, filing__question(r->c.mem, &d, filing_next(&d)));
}

/* ---- files ---- */

struct remove_in {
    str file, question;
};
static const struct field remove_fields[] = {
    {"file", F_PUBID, .required = true, .hidden = true, .at = offsetof(struct remove_in, file)},
    {"question", F_CODE, .required = true, .hidden = true, .max = 20,
     .at = offsetof(struct remove_in, question)},
    {0}};
const struct form filing__remove_form = {"filing.remove.", remove_fields, sizeof(struct remove_in),
                                         NULL};

enum rc filing__file_remove(struct req *r)
{
    const struct remove_in *in = r->in;
    struct filing_draft d;
    bool sent;
    enum rc rc = filing__draft(r, &d, &sent);
    if (rc || sent)
        return rc;
    rc = filing_remove_file(&r->c, &d, in->file);
    const ptrdiff_t at = filing__step(&d, in->question);
    return rc ? rc : see_other(r, filing__question(r->c.mem, &d, at < 0 ? filing_next(&d) : at));
}

/* ---- check and send ---- */

struct oath_in {
    bool oath;
};
static const struct field oath_fields[] = {{"oath", F_BOOL, .at = offsetof(struct oath_in, oath)}, {0}};
const struct form filing__oath_form = {"filing.form.", oath_fields, sizeof(struct oath_in), NULL};

enum rc filing__check_show(struct req *r)
{
    const struct filing_words w = filing__words(r);
    struct filing_draft d;
    struct filing_check_view v;
    struct filing_promise promise;
    bool sent;
    enum rc rc = filing__draft(r, &d, &sent);
    if (rc || sent)
        return rc;
    if (filing_next(&d) < d.steps_n)
        return see_other(r, filing__question(r->c.mem, &d, filing_next(&d)));
    rc = dossier_reply_by(&r->c, r->c.now, &promise.rule, &promise.by);
    if (rc)
        return rc;
    filing__view_check(&w, &d, &promise, &v);
    v.errors = req_errors(r);
    v.oath = form_field(r, &filing__oath_form, &r->values, S("oath"));
    return show_page(r, (&(struct page){.title = "filing.check", .layout = LAYOUT_QUESTION}),
                     tpl_filing_check, &v);
}

enum rc filing__send(struct req *r)
{
    struct filing_draft d;
    struct dossier_ref ref;
    bool sent;
    enum rc rc = filing__draft(r, &d, &sent);
    if (rc || sent)
        return rc;
    if (!((const struct oath_in *)r->in)->oath)
        return fail(&r->c, RC_INVALID, "oath", "filing.oath.needed");
    rc = filing_submit(&r->c, &d, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/dossiers/{}/confirmation", ref.pub));
}

/* ---- the table ---- */

#define QUESTION(slug, questions_form)                                                                 \
    {GET, "/drafts/:pub/" slug, filing__question_show, .need = PERM_DOSSIER_FILE,                      \
     .form = &filing__goto_form},                                                                      \
    {                                                                                                  \
        POST, "/drafts/:pub/" slug, .write = filing__question_save, .again = filing__question_show,    \
                                    .need = PERM_DOSSIER_FILE, .form = &questions_form                 \
    }

const struct route filing_routes[] = {
    {GET, "/procedures/:code/file", filing__start_show, .need = PERM_DOSSIER_FILE},
    {POST, "/procedures/:code/file", .write = filing__begin, .again = filing__start_show,
     .need = PERM_DOSSIER_FILE, .form = &filing__none_form},
    {GET, "/drafts/:pub", filing__resume, .need = PERM_DOSSIER_FILE},
    QUESTION("case", filing__case_form),
    QUESTION("whom", filing__whom_form),
    QUESTION("owner", filing__owner_form),
    QUESTION("agency", filing__agency_form),
    QUESTION("result", filing__result_form),
    QUESTION("note", filing__note_form),
    QUESTION(":question", filing__paper_form),
    {POST, "/drafts/:pub/typed", .write = filing__typed_save, .need = PERM_DOSSIER_FILE,
     .form = &filing__typed_form, .flags = ROUTE_REPEAT | ROUTE_DATA | ROUTE_JSON},
    {GET, "/drafts/:pub/form/:group", filing__group_show, .need = PERM_DOSSIER_FILE,
     .form = &filing__group_goto_form},
    {POST, "/drafts/:pub/form/:group", .write = filing__group_save, .again = filing__group_show,
     .need = PERM_DOSSIER_FILE, .form = &filing__group_form, .flags = ROUTE_REPEAT},
    {GET, "/resume", filing__resume_show, .need = PERM_DOSSIER_FILE},
    {POST, "/resume", .read = filing__resume_find, .again = filing__resume_show,
     .need = PERM_DOSSIER_FILE, .form = &filing__resume_form, .flags = ROUTE_REPEAT},
    {POST, "/drafts/:pub/remove", .write = filing__file_remove, .need = PERM_DOSSIER_FILE,
     .form = &filing__remove_form, .flags = ROUTE_REPEAT},
    {POST, "/drafts/:pub/delete", .write = filing__draft_delete, .need = PERM_DOSSIER_FILE,
     .form = &filing__none_form, .flags = ROUTE_REPEAT},
    {GET, "/drafts/:pub/check", filing__check_show, .need = PERM_DOSSIER_FILE},
    {POST, "/drafts/:pub/check", .write = filing__send, .again = filing__check_show,
     .need = PERM_DOSSIER_FILE, .form = &filing__oath_form},
    {GET, "/dossiers/:pub/confirmation", filing__sent_show, .need = PERM_DOSSIER_TRACK},
    {GET, "/my", filing__my_show, .need = PERM_DOSSIER_TRACK, .form = &filing__list_form},
    {GET, "/my/dossiers/:pub", filing__mine_show, .need = PERM_DOSSIER_TRACK},
    {GET, "/my/dossiers/:pub/files/:file", filing__file_show, .need = PERM_DOSSIER_TRACK,
     .flags = ROUTE_DATA},
    {GET, "/my/dossiers/:pub/withdraw", filing__withdraw_show, .need = PERM_DOSSIER_WITHDRAW},
    {POST, "/my/dossiers/:pub/withdraw", .write = filing__withdraw, .again = filing__withdraw_show,
     .need = PERM_DOSSIER_WITHDRAW, .form = &filing__withdraw_form, .flags = ROUTE_VERSION},
    {GET, "/my/dossiers/:pub/mend", filing__mend_show, .need = PERM_DOSSIER_FILE},
    {POST, "/my/dossiers/:pub/mend", .write = filing__mend, .again = filing__mend_show,
     .need = PERM_DOSSIER_FILE, .form = &filing__mend_form, .flags = ROUTE_VERSION},
    {GET, "/my/dossiers/:pub/supplement", filing__supplement_show, .need = PERM_DOSSIER_FILE},
    {POST, "/my/dossiers/:pub/supplement", .write = filing__supplement,
     .again = filing__supplement_show, .need = PERM_DOSSIER_FILE, .form = &filing__supplement_form,
     .flags = ROUTE_VERSION},
    {0}};
