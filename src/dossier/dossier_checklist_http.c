/*
 * dossier_checklist_http.c - the check-list of acceptance: one row a paper, filled with what was
 * ticked last, or with what the filing says while nothing was.
 */
#include "dossier/dossier_checklist.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_tpl.h"
#include "web/module.h"
#include "web/page.h"

#define PAPERS_MAX 100

struct check_form_in {
    struct form_rows present, complete, held, note;
    str account, remark;
};
static const struct field check_fields[] = {
    {"present_*", F_BOOL, .max_rows = PAPERS_MAX, .at = offsetof(struct check_form_in, present)},
    {"complete_*", F_BOOL, .max_rows = PAPERS_MAX, .at = offsetof(struct check_form_in, complete)},
    {"held_*", F_CHOICE, .choices = "not_held|matches|differs", .options = "dossier.check.held.",
     .max_rows = PAPERS_MAX, .at = offsetof(struct check_form_in, held)},
    {"note_*", F_TEXT, .max = 300, .max_rows = PAPERS_MAX, .at = offsetof(struct check_form_in, note)},
    {"account", F_CHOICE, .required = true, .choices = "found|made|none",
     .at = offsetof(struct check_form_in, account)},
    {"remark", F_LINES, .max = 2000, .at = offsetof(struct check_form_in, remark)},
    {0}};
static const struct form check_form = {"dossier.check.", check_fields, sizeof(struct check_form_in),
                                       NULL};

/* ---- showing ---- */

static str name_of(const struct saying *s, const char *part, int64_t paper)
{
    return str_fmt(s->mem, "%s_%lld", part, (long long)paper);
}

static const struct checklist_line *line_of(const struct checklist *k, int64_t paper)
{
    for (ptrdiff_t i = 0; i < k->n; i++)
        if (k->lines[i].paper_id == paper)
            return &k->lines[i];
    return NULL;
}

/* What stands there before anything is typed. */
static void prefill(struct req *r, const struct saying *s, const struct desk_facts *f)
{
    for (ptrdiff_t i = 0; i < f->papers_n; i++) {
        const struct dossier_paper *p = &f->papers[i];
        const struct checklist_line *l = line_of(&f->check, p->id);
        const bool present = l ? l->present : p->quantity > 0 && p->complete;
        form_add(s->mem, &r->values, name_of(s, "present", p->id), present ? S("1") : S("0"));
        form_add(s->mem, &r->values, name_of(s, "complete", p->id),
                 (l ? l->complete : p->complete) ? S("1") : S("0"));
        form_add(s->mem, &r->values, name_of(s, "held", p->id), l ? l->held : S("not_held"));
        if (l && l->note.n)
            form_add(s->mem, &r->values, name_of(s, "note", p->id), l->note);
    }
    if (f->check.account.n)
        form_add(s->mem, &r->values, S("account"), f->check.account);
    if (f->check.note.n)
        form_add(s->mem, &r->values, S("remark"), f->check.note);
}

static struct dossier_check_row_view row_of(struct req *r, const struct saying *s,
                                            const struct dossier_paper *p)
{
    static const char *const words[] = {"not_held", "matches", "differs"};
    static const char *const texts[] = {"dossier.check.held.not_held", "dossier.check.held.matches",
                                        "dossier.check.held.differs"};
    struct web_option *o = NEW_N(s->mem, struct web_option, 3);
    struct dossier_check_row_view row = {
        .name = p->name,
        .under = dossier_form_text(s->lang, p->form),
        .present = form_field(r, &check_form, &r->values, name_of(s, "present", p->id)),
        .complete = form_field(r, &check_form, &r->values, name_of(s, "complete", p->id)),
        .held = form_field(r, &check_form, &r->values, name_of(s, "held", p->id)),
        .note = form_field(r, &check_form, &r->values, name_of(s, "note", p->id)),
    };
    for (int i = 0; i < 3; i++)
        o[i] = (struct web_option){.value = str_of(words[i]), .text = text_get(s->lang, texts[i])};
    field_select(r, &row.held, o, 3);
    return row;
}

static enum rc check_show(struct req *r)
{
    struct saying s;
    struct desk_facts f;
    struct dossier_checklist_view v = {.errors = req_errors(r)};
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    if (!r->values.first)
        prefill(r, &s, &f);
    struct dossier_check_row_view *rows = NEW_N(s.mem, struct dossier_check_row_view, f.papers_n);
    for (ptrdiff_t i = 0; i < f.papers_n; i++)
        rows[i] = row_of(r, &s, &f.papers[i]);
    dossier_view_head(&s, &f, TAB_NONE, r->version, &v.head);
    v.rows = rows;
    v.rows_n = f.papers_n;
    v.fields = form_fields(r, &check_form, &r->values);
    v.action = HREF(s.mem, "/work/dossiers/{}/checklist", f.d.pub);
    v.back = HREF(s.mem, "/work/dossiers/{}", f.d.pub);
    v.version = dossier_number(&s, f.d.work.version);
    const struct page page = {.title = "dossier.check.heading",
                              .title_arg = f.d.code,
                              .section = "mine",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_dossier_checklist, &v);
}

/* ---- ticking ---- */

static const struct form_row *row_for(const struct form_rows *rows, int64_t paper)
{
    int64_t id;
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (str_to_i64(rows->v[i].key, &id) && id == paper)
            return &rows->v[i];
    return NULL;
}

/* One line for each that says what the registers hold; what is not ticked is not there. */
static ptrdiff_t lines_of(const struct check_form_in *in, struct checklist_line *lines)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < in->held.n; i++) {
        int64_t id;
        if (!str_to_i64(in->held.v[i].key, &id))
            continue;
        const struct form_row *present = row_for(&in->present, id);
        const struct form_row *complete = row_for(&in->complete, id), *note = row_for(&in->note, id);
        lines[n++] = (struct checklist_line){id, present && present->yes, complete && complete->yes,
                                             in->held.v[i].text, note ? note->text : STR_NONE};
    }
    return n;
}

static enum rc check(struct req *r)
{
    const struct check_form_in *in = r->in;
    struct checklist_line *lines = NEW_N(r->c.mem, struct checklist_line, in->held.n + 1);
    struct dossier d;
    struct dossier_ref ref;
    const struct checklist_in act = {
        .seen_version = r->version,
        .account = in->account,
        .note = in->remark,
        .lines = lines,
        .n = lines_of(in, lines),
    };
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_check(&r->c, d.id, &act, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/dossiers/{}", d.pub));
}

static const struct route routes[] = {
    {GET, "/work/dossiers/:pub/checklist", check_show, .need = PERM_DOSSIER_RECEIVE},
    {POST, "/work/dossiers/:pub/checklist", .write = check, .again = check_show,
     .need = PERM_DOSSIER_RECEIVE, .form = &check_form, .flags = ROUTE_VERSION},
    {0}};
const struct module dossier_checklist_module = {.name = "dossier_checklist", .routes = routes};
