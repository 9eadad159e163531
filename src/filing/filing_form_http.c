/*
 * filing_form_http.c - the groups of a procedure's form, one page each. What is typed is saved as
 * it is, wrong or not, so that nothing is lost on the way; the next page, or this one again with
 * what is wrong, is a GET. And the code by which a draft is found on another device.
 */
#include "filing/filing_http.h"
#include "filing/filing_tpl.h"
#include "web/page.h"

struct group_in {
    str to;
    bool later, more, add;
    int64_t drop;
    struct form_rows a;
};
#define AT(x) .at = offsetof(struct group_in, x)
static const struct field group_fields[] = {
    {"to", F_CHOICE, .hidden = true, .choices = "check", AT(to)},
    {"later", F_BOOL, AT(later)},
    {"add", F_BOOL, AT(add)},
    {"drop", F_INT, .min = 0, .max = EFORM_ROWS_MAX, AT(drop)},
    {"a_*", F_LINES, .max = 2000, .max_rows = 300, AT(a)},
    {0}};
#undef AT
const struct form filing__group_form = {"filing.form.", group_fields, sizeof(struct group_in), NULL};

struct goto_in {
    str to;
    bool check;
};
static const struct field goto_fields[] = {
    {"to", F_CHOICE, .hidden = true, .choices = "check", .at = offsetof(struct goto_in, to)},
    {"check", F_BOOL, .at = offsetof(struct goto_in, check)},
    {0}};
const struct form filing__group_goto_form = {"filing.form.", goto_fields, sizeof(struct goto_in), NULL};

static enum rc find(struct req *r, struct filing_draft *d, ptrdiff_t *ret_step, bool *ret_sent)
{
    const enum rc rc = filing__draft(r, d, ret_sent);
    if (rc || *ret_sent)
        return rc;
    *ret_step = filing__step(d, str_fmt(r->c.mem, "form/%.*s", STR_ARG(param(r, "group"))));
    return *ret_step < 0 ? RC_NOT_FOUND : RC_OK;
}

/* ---- showing ---- */

struct drawing {
    struct req *r;
    const struct filing_draft *d;
    ptrdiff_t group;
    bool check; /* say what is wrong */
    struct web_fault *faults;
    ptrdiff_t faults_n;
};

static void complain(struct drawing *g, ptrdiff_t field, ptrdiff_t row, struct web_field *w)
{
    w->error = eform_view_fault(g->r->c.mem, g->r->lang, &g->d->form->fields[field],
                                eform_cell(&g->d->filled, field, row));
    if (w->error.n)
        g->faults[g->faults_n++] =
            (struct web_fault){w->error, (href){str_fmt(g->r->c.mem, "#%.*s", STR_ARG(w->id))}};
}

static struct web_fields draw_row(struct drawing *g, ptrdiff_t row)
{
    const struct eform_group *x = &g->d->form->groups[g->group];
    struct web_field *v = NEW_N(g->r->c.mem, struct web_field, x->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = x->first; i < x->first + x->n; i++) {
        if (g->d->form_known[i] || !eform_view_drawn(&g->d->filled, i, row))
            continue;
        v[n] = eform_view_field(g->r->c.mem, g->r->lang, &g->d->filled, i, row);
        if (eform_cell(&g->d->filled, i, row)->text.n && g->d->form->fields[i].prefill_n && !g->check) {
            const str hints[] = {v[n].hint, text_get(g->r->lang, "filing.group.known")};
            v[n].hint = v[n].hint.n ? str_join(g->r->c.mem, hints, 2, S(". ")) : hints[1];
        }
        if (g->check)
            complain(g, i, row, &v[n]);
        n++;
    }
    if (row == 0 && g->d->form->areas)
        eform_view_places(g->r->c.mem, g->d->form->areas, v, n);
    return (struct web_fields){v, n};
}

struct web_fields filing__group_fields(struct req *r, const struct filing_draft *d, ptrdiff_t group)
{
    struct drawing g = {.r = r, .d = d, .group = group};
    const struct eform_group *x = &d->form->groups[group];
    const ptrdiff_t rows = x->repeats ? d->filled.rows[group] : 1;
    struct web_field *v = NEW_N(r->c.mem, struct web_field, x->n * rows);
    ptrdiff_t n = 0;
    for (ptrdiff_t row = 0; row < rows; row++) {
        const struct web_fields one = draw_row(&g, row);
        for (ptrdiff_t i = 0; i < one.n; i++)
            v[n++] = one.v[i];
    }
    return (struct web_fields){v, n};
}

static void draw_rows(struct drawing *g, struct filing_question_view *v)
{
    struct arena *mem = g->r->c.mem;
    const struct eform_group *x = &g->d->form->groups[g->group];
    const ptrdiff_t rows = g->d->filled.rows[g->group];
    const str name = eform_say(&x->label, g->r->lang);
    v->rows = NEW_N(mem, struct filing_row, rows);
    for (; v->rows_n < rows; v->rows_n++) {
        const str at[] = {name, str_fmt(mem, "%td", v->rows_n + 1)};
        v->rows[v->rows_n] =
            (struct filing_row){.heading = text_fmt(mem, g->r->lang, "filing.group.row", at, 2),
                                .number = str_fmt(mem, "%td", v->rows_n),
                                .fields = draw_row(g, v->rows_n)};
        if (rows > x->min)
            v->rows[v->rows_n].drop = text_fmt(mem, g->r->lang, "filing.group.drop", at + 1, 1);
    }
    v->may_add = rows < x->max;
    v->add = text_fmt(mem, g->r->lang, "filing.group.add", &name, 1);
}

/* What is known and what was computed of this group, to be read and not typed. */
static struct web_answers read_only(struct drawing *g, bool known)
{
    const struct eform_filled *x = &g->d->filled;
    const struct eform_group *group = &g->d->form->groups[g->group];
    struct web_answer *v = NEW_N(g->r->c.mem, struct web_answer, group->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = group->first; i < group->first + group->n && !group->repeats; i++) {
        const struct eform_field *f = &g->d->form->fields[i];
        const struct eform_cell *cell = eform_cell(x, i, 0);
        if ((known ? !g->d->form_known[i] : f->type != EFORM_COMPUTED) || !cell->shown ||
            cell->v.kind == EFORM_ABSENT)
            continue;
        v[n++] = (struct web_answer){.label = eform_say(&f->label, g->r->lang),
                                     .value = eform_text(g->r->c.mem, g->r->lang, f, &cell->v),
                                     .note = known ? STR_NONE : eform_say(&f->hint, g->r->lang),
                                     .known = known};
    }
    return (struct web_answers){v, n};
}

static void draw(struct drawing *g, struct filing_question_view *v)
{
    const struct eform_group *x = &g->d->form->groups[g->group];
    v->heading = eform_say(&x->label, g->r->lang);
    v->hint = eform_say(&x->hint, g->r->lang);
    v->known = read_only(g, true);
    v->computed = read_only(g, false);
    if (x->repeats)
        draw_rows(g, v);
    else
        v->fields = draw_row(g, 0);
    if (g->check && g->d->filled.group_fault[g->group])
        g->faults[g->faults_n++] = (struct web_fault){
            page_fault_text(g->r->c.mem, g->r->lang, g->d->filled.group_fault[g->group], (str[3]){{0}},
                            v->heading),
            HREF_NONE};
    v->errors = (struct web_errors){g->faults, g->faults_n, g->faults_n == 1};
    v->sample = HREF(g->r->c.mem, "/procedures/{}/sample", g->d->procedure.head.code);
    v->sample_text = text_get(g->r->lang, "filing.sample");
}

enum rc filing__group_show(struct req *r)
{
    const struct filing_words w = filing__words(r);
    struct filing_draft d;
    struct filing_question_view v;
    ptrdiff_t at;
    bool sent;
    const enum rc rc = find(r, &d, &at, &sent);
    if (rc || sent)
        return rc;
    struct drawing g = {.r = r,
                        .d = &d,
                        .group = d.steps[at].group,
                        .check = form_value(&r->values, S("check")).n > 0,
                        .faults = NEW_N(r->c.mem, struct web_fault, EFORM_FIELDS_MAX * EFORM_ROWS_MAX)};
    filing__view_question(&w, &d, at, form_value(&r->values, S("to")), &v);
    v.fresh = true;
    draw(&g, &v);
    const struct page page = {.title = g.faults_n ? "filing.title.wrong" : "filing.title",
                              .title_arg = v.heading,
                              .layout = LAYOUT_QUESTION};
    return show_page(r, &page, tpl_filing_question, &v);
}

/* ---- saving ---- */

static void drop_row(struct filing_draft *d, ptrdiff_t group, ptrdiff_t row)
{
    const struct eform_group *g = &d->form->groups[group];
    if (!g->repeats || row >= d->filled.rows[group] || d->filled.rows[group] <= g->min)
        return;
    d->filled.rows[group]--;
    for (ptrdiff_t i = g->first; i < g->first + g->n; i++) {
        for (ptrdiff_t at = row; at < d->filled.rows[group]; at++)
            eform_cell(&d->filled, i, at)->text = eform_cell(&d->filled, i, at + 1)->text;
        eform_cell(&d->filled, i, d->filled.rows[group])->text = STR_NONE;
    }
}

/* Questions that only this answer brought up: they are asked, not complained about. */
static bool only_new(const struct filing_draft *d, ptrdiff_t group, const bool *drawn)
{
    const struct eform_group *g = &d->form->groups[group];
    if (d->filled.group_fault[group])
        return false;
    for (ptrdiff_t i = g->first; i < g->first + g->n; i++)
        for (ptrdiff_t row = 0; row < d->filled.rows[group]; row++)
            if (eform_cell(&d->filled, i, row)->fault && drawn[(i - g->first) * EFORM_ROWS_MAX + row])
                return false;
    return true;
}

static const bool *drawn_now(struct req *r, const struct filing_draft *d, ptrdiff_t group)
{
    const struct eform_group *g = &d->form->groups[group];
    bool *v = NEW_N(r->c.mem, bool, g->n *EFORM_ROWS_MAX);
    for (ptrdiff_t i = 0; i < g->n; i++)
        for (ptrdiff_t row = 0; row < d->filled.rows[group]; row++)
            v[i * EFORM_ROWS_MAX + row] = eform_view_drawn(&d->filled, g->first + i, row);
    return v;
}

static void take(struct req *r, struct filing_draft *d, ptrdiff_t group)
{
    const struct group_in *in = r->in;
    eform_view_take(r->c.mem, &d->filled, &in->a, group);
    if (in->drop != FORM_NO_INT)
        drop_row(d, group, in->drop);
    if (in->add && d->form->groups[group].repeats && d->filled.rows[group] < d->form->groups[group].max)
        d->filled.rows[group]++;
}

static enum rc go_on(struct req *r, const struct filing_draft *d, ptrdiff_t at, bool fresh)
{
    const struct group_in *in = r->in;
    const href here = filing__question(r->c.mem, d, at);
    const href back = in->to.n ? HREF_WITH(r->c.mem, here, "to", in->to) : here;
    if (in->later)
        return see_other(r, HREF_TO("/my"));
    if (in->add || in->drop != FORM_NO_INT)
        return see_other(r, back);
    if (!filing_group_valid(d, d->steps[at].group))
        return see_other(r, fresh ? back : HREF_WITH(r->c.mem, back, "check", S("1")));
    return see_other(r, filing__question(r->c.mem, d, in->to.n ? filing_next(d) : at + 1));
}

enum rc filing__group_save(struct req *r)
{
    struct filing_draft d;
    ptrdiff_t at;
    bool sent;
    enum rc rc = find(r, &d, &at, &sent);
    if (rc || sent)
        return rc;
    const ptrdiff_t group = d.steps[at].group;
    const bool *drawn = drawn_now(r, &d, group);
    take(r, &d, group);
    rc = filing_put_group(&r->c, &d, group);
    if (rc)
        return rc;
    const str slug = str_fmt(r->c.mem, "form/%.*s", STR_ARG(param(r, "group")));
    return go_on(r, &d, filing__step(&d, slug), only_new(&d, group, drawn));
}

/* ---- on another device ---- */

struct resume_in {
    str code;
};
static const struct field resume_fields[] = {{"code", F_CODE, .required = true, .max = 20,
                                              .hint = "filing.resume.hint",
                                              .at = offsetof(struct resume_in, code)},
                                             {0}};
const struct form filing__resume_form = {"filing.resume.", resume_fields, sizeof(struct resume_in),
                                         NULL};

enum rc filing__resume_show(struct req *r)
{
    struct filing_act_view v = {.back = HREF_TO("/my"),
                                .back_text = text_get(r->lang, "filing.resume.back"),
                                .action = HREF_TO("/resume"),
                                .heading = text_get(r->lang, "filing.resume.title"),
                                .button = text_get(r->lang, "filing.resume.go"),
                                .fields = form_fields(r, &filing__resume_form, &r->values),
                                .errors = req_errors(r)};
    const struct page page = {
        .title = "filing.title", .title_arg = v.heading, .layout = LAYOUT_QUESTION};
    return show_page(r, &page, tpl_filing_act, &v);
}

enum rc filing__resume_find(struct req *r)
{
    const struct resume_in *in = r->in;
    str pub;
    const enum rc rc = filing_find_code(&r->c, in->code, &pub);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "code", "filing.resume.none");
    return rc ? rc : see_other(r, HREF(r->c.mem, "/drafts/{}", pub));
}
