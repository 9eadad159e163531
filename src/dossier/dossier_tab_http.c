/*
 * dossier_tab_http.c - the other two tabs of a dossier: its papers, where a clerk adds scans of
 * what was received on paper, and its record.
 */
#include "access/access.h"
#include "dossier/dossier_bundle.h"
#include "dossier/dossier_filled.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_pdf.h"
#include "dossier/dossier_tpl.h"
#include "file/file.h"
#include "web/module.h"
#include "web/page.h"

/* ---- the form ---- */

struct scan_form_in {
    int64_t paper;
    str name, note;
    struct form_rows file;
};
static const struct field scan_fields[] = {
    {"paper", F_INT, .required = true, .min = 0, .max = INT64_MAX,
     .at = offsetof(struct scan_form_in, paper)},
    {"name", F_TEXT, .max = 300, .hint = "dossier.scan.name.hint",
     .at = offsetof(struct scan_form_in, name)},
    {"file", F_FILE, .many = true, .max_rows = DOSSIER_PAPER_FILES,
     .at = offsetof(struct scan_form_in, file)},
    {"note", F_TEXT, .max = 300, .at = offsetof(struct scan_form_in, note)},
    {0}};
static const struct form scan_form = {"dossier.scan.", scan_fields, sizeof(struct scan_form_in), NULL};

static struct web_field paper_choice(struct req *r, const struct saying *s, const struct desk_facts *f)
{
    struct web_option *o = NEW_N(s->mem, struct web_option, f->papers_n + 1);
    struct web_field x = form_field(r, &scan_form, &r->values, S("paper"));
    for (ptrdiff_t i = 0; i < f->papers_n; i++)
        o[i] =
            (struct web_option){.value = dossier_number(s, f->papers[i].id), .text = f->papers[i].name};
    o[f->papers_n] =
        (struct web_option){.value = S("0"), .text = text_get(s->lang, "dossier.scan.another")};
    field_select(r, &x, o, f->papers_n + 1);
    x.width = STR_NONE;
    return x;
}

/* Only who receives, and only while the dossier is open. */
static void scan_panel(struct req *r, const struct saying *s, const struct desk_facts *f,
                       struct dossier_tab_view *v)
{
    static const char *const rest[] = {"name", "file", "note"};
    v->may_scan = authz(r->c.actor, PERM_DOSSIER_RECEIVE, REACH_AGENCY) == RC_OK &&
                  work_status_open(f->d.work.status);
    if (!v->may_scan)
        return;
    struct web_field *x = NEW_N(s->mem, struct web_field, 4);
    x[0] = paper_choice(r, s, f);
    for (int i = 0; i < 3; i++)
        x[i + 1] = form_field(r, &scan_form, &r->values, str_of(rest[i]));
    x[2].optional = false; /* the rule asks for it */
    v->scan = (struct dossier_panel_view){
        .heading = text_get(s->lang, "dossier.scan.heading"),
        .errors = req_errors(r),
        .fields = {x, 4},
        .action = HREF(s->mem, "/work/dossiers/{}/papers", f->d.pub),
        .multipart = true,
        .version = dossier_number(s, f->d.work.version),
        .button = text_get(s->lang, "dossier.scan.go"),
    };
}

/* ---- all files in one ---- */

static void bundle_button(const struct saying *s, const struct desk_facts *f,
                          struct dossier_tab_view *v)
{
    const str n = text_number(s->mem, s->lang, f->files_n);
    if (!f->files_n)
        return;
    v->bundle = HREF(s->mem, "/dossiers/{}/bundle", f->d.pub);
    v->bundle_text = dossier_say(s, "dossier.bundle.go", &n, 1);
}

static enum rc takings_of(struct req *r, const struct saying *s, struct dossier_id id,
                          struct web_timeline *ret_list)
{
    struct bundle_taking *v;
    ptrdiff_t n;
    const enum rc rc = dossier_bundle_takings(&r->c, id, &v, &n);
    if (rc)
        return rc;
    struct web_event *list = NEW_N(s->mem, struct web_event, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str files = text_number(s->mem, s->lang, v[i].files);
        const str parts[] = {dossier_moment(s, v[i].at), v[i].actor, v[i].office};
        list[i] =
            (struct web_event){.state = S("done"),
                               .title = dossier_say(s, "dossier.bundle.taken", &files, 1),
                               .detail = str_join(s->mem, parts, v[i].office.n ? 3 : 2, S(" · "))};
    }
    *ret_list = (struct web_timeline){list, n};
    return RC_OK;
}

/* ---- papers to print ---- */

static enum rc slip_links(struct req *r, const struct saying *s, const struct desk_facts *f,
                          struct web_links *ret_links)
{
    struct dossier_slip have[DOSSIER_SLIPS];
    int n;
    const enum rc rc = dossier_slips(&r->c, &f->d, have, &n);
    if (rc)
        return rc;
    struct web_link *v = NEW_N(s->mem, struct web_link, n);
    for (int i = 0; i < n; i++)
        v[i] = (struct web_link){
            .text = words_slip(s->mem, s->lang, &have[i]),
            .to = HREF(s->mem, "/dossiers/{}/slips/{}", f->d.pub, str_of(have[i].kind->key))};
    *ret_links = (struct web_links){v, n};
    return RC_OK;
}

/* ---- showing ---- */

static enum rc filled_form(struct req *r, const struct desk_facts *f, struct dossier_tab_view *v)
{
    struct eform form;
    struct eform_filled x;
    const enum rc rc = v->is_papers ? dossier_filled(&r->c, &f->d, false, &form, &x) : RC_NOT_FOUND;
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    v->has_form = true;
    v->form = (struct eform_filled_view){.name = eform_say(&form.name, r->lang),
                                         .pdf = HREF(r->c.mem, "/dossiers/{}/form.pdf", f->d.pub)};
    v->form.may_whole = authz(r->c.actor, PERM_PERSON_UNMASK, REACH_ALL) == RC_OK;
    if (v->form.may_whole)
        v->form.whole = HREF(r->c.mem, "/work/dossiers/{}/form", f->d.pub);
    v->form.groups_n = eform_view_groups(r->c.mem, r->lang, &x, &v->form.groups);
    return RC_OK;
}

static enum rc tab_show(struct req *r, enum desk_tab tab)
{
    struct saying s;
    struct desk_facts f;
    struct dossier_tab_view v = {.is_papers = tab == TAB_PAPERS};
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    dossier_view_head(&s, &f, tab, r->version, &v.head);
    if (v.is_papers)
        scan_panel(r, &s, &f, &v);
    dossier__view_papers(&s, &f, &v.papers);
    v.events = words_timeline(&r->c, r->lang, f.events, f.events_n, true);
    dossier__view_passes(&s, &f, &v);
    rc = filled_form(r, &f, &v);
    if (!rc && v.is_papers)
        rc = slip_links(r, &s, &f, &v.slips);
    if (v.is_papers)
        bundle_button(&s, &f, &v);
    else if (!rc)
        rc = words_viewings(&r->c, r->lang, &f.d, true, &v.views);
    if (!rc && !v.is_papers)
        rc = takings_of(r, &s, f.d.id, &v.takings);
    if (!rc && !v.is_papers)
        rc = dossier__view_clock(&r->c, &s, &f, &v);
    if (rc)
        return rc;
    return show_page(
        r,
        (&(struct page){.title = tab == TAB_PAPERS ? "dossier.papers.title" : "dossier.record.title",
                        .title_arg = f.d.code,
                        .section = "mine",
                        .layout = LAYOUT_STAFF}),
        tpl_dossier_tab, &v);
}

static enum rc papers_show(struct req *r)
{
    return tab_show(r, TAB_PAPERS);
}

static enum rc record_show(struct req *r)
{
    return tab_show(r, TAB_RECORD);
}

/* ---- scanning later ---- */

static enum rc scan(struct req *r)
{
    const struct scan_form_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    struct scan_in act = {.seen_version = r->version,
                          .paper_id = in->paper,
                          .paper = {.name = in->paper ? STR_NONE : in->name,
                                    .form = S("original"),
                                    .quantity = 1,
                                    .complete = true},
                          .note = in->note};
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_keep_files(r, &in->file, STR_NONE, &act.paper);
    if (!rc)
        rc = dossier_add_scan(&r->c, d.id, &act, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/dossiers/{}/papers", d.pub));
}

static const struct route routes[] = {
    {GET, "/work/dossiers/:pub/papers", papers_show, .need = PERM_DOSSIER_READ},
    {POST, "/work/dossiers/:pub/papers", .write = scan, .again = papers_show,
     .need = PERM_DOSSIER_RECEIVE, .form = &scan_form, .flags = ROUTE_VERSION},
    {GET, "/work/dossiers/:pub/record", record_show, .need = PERM_DOSSIER_READ},
    {0}};
const struct module dossier_tab_module = {.name = "dossier_tab", .routes = routes};
