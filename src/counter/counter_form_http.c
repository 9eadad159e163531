/*
 * counter_form_http.c - the form of a procedure on the counter's one screen: every group at
 * once, one control after the other for the keyboard. What is not typed at all stays on paper; what
 * is typed has to be whole.
 */
#include "counter/counter_form.h"

#include "core/ident.h"
#include "counter/counter_view.h"
#include "org/area.h"
#include "web/page.h"

/* ---- what stands there ---- */

static str of_person(struct ctx *c, const struct person *p, str what)
{
    if (str_eq(what, S("name")))
        return p->name;
    if (str_eq(what, S("number")))
        return p->number;
    if (str_eq(what, S("birth")))
        return date_is_none(p->birth) ? STR_NONE : date_iso(c->mem, p->birth);
    if (str_eq(what, S("phone")))
        return p->phone;
    return str_eq(what, S("email")) ? p->email : p->address;
}

/* Who stands at the counter is taken for oneself and for the owner; `typed` counts more. */
static void fill_in(struct req *r, struct counter_form *f, const struct person *owner, bool self)
{
    for (ptrdiff_t i = 0; owner && i < f->form.fields_n; i++) {
        const struct eform_field *x = &f->form.fields[i];
        struct eform_cell *cell = eform_cell(&f->x, i, 0);
        for (ptrdiff_t k = 0; k < x->prefill_n; k++) {
            const struct str_cut cut = str_cut(x->prefill[k], '.');
            const bool fits = str_eq(cut.head, S("owner")) || (self && str_eq(cut.head, S("self")));
            const str text = fits ? of_person(&r->c, owner, cut.tail) : STR_NONE;
            if (!text.n)
                continue;
            f->known[i] = !eform_asks(x);
            if (f->known[i] || !cell->text.n)
                cell->text = text;
            break;
        }
    }
}

/* What the last page had filled in itself comes back as if it had been typed; an address whole. */
static bool filled_by_us(struct ctx *c, const struct eform *f, const struct eform_field *x,
                         const struct person *owner, str text)
{
    for (ptrdiff_t k = 0; owner && k < x->prefill_n; k++) {
        const str ours = of_person(c, owner, str_cut(x->prefill[k], '.').tail);
        if (str_eq(ours, text) || (x->type == EFORM_ADDRESS && f->areas &&
                                   str_eq(area_complete(c->mem, f->areas, ours), text)))
            return true;
    }
    return false;
}

static bool typed_any(struct ctx *c, const struct counter_form *f, const struct person *owner)
{
    for (ptrdiff_t i = 0; i < f->form.fields_n; i++)
        for (ptrdiff_t row = 0; row < f->x.rows[f->form.fields[i].group]; row++) {
            const str text = f->x.cells[i][row].text;
            if (text.n && (row || !filled_by_us(c, &f->form, &f->form.fields[i], owner, text)))
                return true;
        }
    return false;
}

/* A redraw after a refusal has the values only. */
static struct form_rows rows_of(struct req *r)
{
    str names[300];
    const ptrdiff_t n = form_names(&r->values, S("a_"), names, 300);
    struct form_row *v = NEW_N(r->c.mem, struct form_row, n);
    for (ptrdiff_t i = 0; i < n; i++)
        v[i] = (struct form_row){.key = str_dup(r->c.mem, str_sub(names[i], 2, names[i].n)),
                                 .text = form_value(&r->values, names[i])};
    return (struct form_rows){v, n};
}

enum rc counter__form_read(struct req *r, str procedure, const struct person *owner, bool self,
                           const struct form_rows *came, struct counter_form *ret_form)
{
    struct counter_form f = {.has = true};
    const struct form_rows rows = came ? *came : rows_of(r);
    enum rc rc = eform_in_force(&r->c, procedure, instant_date(r->c.now), &f.version, &f.form);
    if (rc) {
        *ret_form = (struct counter_form){0};
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    *ret_form = f;
    rc = eform_with_areas(&r->c, &ret_form->form, false); /* the register may say an old commune */
    if (!rc)
        rc = eform_open(&r->c, &ret_form->form, STR_NONE, &ret_form->x);
    if (rc)
        return rc;
    ret_form->known = NEW_N(r->c.mem, bool, f.form.fields_n);
    eform_view_take(r->c.mem, &ret_form->x, &rows, -1);
    ret_form->typed = typed_any(&r->c, ret_form, owner);
    fill_in(r, ret_form, owner, self);
    eform_judge(&r->c, &ret_form->x);
    return RC_OK;
}

/* ---- filing ---- */

enum rc counter__form_check(struct req *r, const struct counter_form *f)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; f->has && f->typed && i < f->form.fields_n; i++)
        for (ptrdiff_t row = 0; row < f->x.rows[f->form.fields[i].group]; row++) {
            const str why =
                eform_view_fault(r->c.mem, r->lang, &f->form.fields[i], eform_cell(&f->x, i, row));
            const str name =
                str_fmt(r->c.mem, "a_%.*s", STR_ARG(eform_name(r->c.mem, &f->form, i, row)));
            if (why.n)
                rc = fail_args(&r->c, RC_INVALID, str_c(r->c.mem, name), "eform.rule", &why, 1);
        }
    return rc || !f->has || !f->typed || f->x.valid ? rc
                                                    : fail(&r->c, RC_INVALID, NULL, "eform.rows_wrong");
}

enum rc counter__form_keep(struct req *r, const struct counter_form *f, const struct dossier_ref *ref)
{
    str answers;
    if (!f->has || !f->typed)
        return RC_OK;
    const enum rc rc = eform_write(&r->c, &f->x, false, &answers);
    return rc ? rc
              : eform_keep(&r->c, f->version.id,
                           &(struct eform_about){S("dossier"), ref->id.v, ref->pub}, answers);
}

/* ---- showing ---- */

/* Radio buttons and three boxes of a date are too many stops of the tabulator. */
static struct web_field dense(struct req *r, const struct counter_form *f, ptrdiff_t i, ptrdiff_t row)
{
    struct web_field w = eform_view_field(r->c.mem, r->lang, &f->x, i, row);
    const struct eform_cell *cell = eform_cell(&f->x, i, row);
    if (w.date) {
        w.date = false;
        w.width = S("w12");
        w.value = cell->v.kind == EFORM_DAY ? text_day(r->c.mem, LANG_VI, (date){(int32_t)cell->v.n})
                                            : cell->text;
        w.unit = text_get(r->lang, "counter.day.hint");
    }
    if (w.address) { /* one line: the commune is found by its first letters */
        w.address = false;
        w.value = cell->text;
        w.unit = text_get(r->lang, "eform.address.typed");
    }
    if (w.radios) {
        struct web_option *o = NEW_N(r->c.mem, struct web_option, w.options_n + 1);
        o[0] = (struct web_option){.value = S(""), .text = S("–")};
        for (ptrdiff_t k = 0; k < w.options_n; k++)
            o[k + 1] = w.options[k];
        w.options = o;
        w.options_n++;
        w.radios = false;
        w.select = true;
    }
    w.error = req_error_at(r, w.name);
    w.hint = STR_NONE;
    w.optional = false;
    return w;
}

/* The register's number is not shown whole: whoever needs it asks for it, with a purpose. */
static str told(struct req *r, const struct eform_field *f, const struct eform_value *v)
{
    return f->type == EFORM_ID ? ident_person_mask(r->c.mem, v->text)
                               : eform_text(r->c.mem, r->lang, f, v);
}

/* Of a group that repeats one more than was typed. */
static ptrdiff_t rows_of_group(const struct counter_form *f, ptrdiff_t at)
{
    const struct eform_group *g = &f->form.groups[at];
    const ptrdiff_t rows = f->x.rows[at];
    bool typed = false;
    for (ptrdiff_t i = g->first; rows > 0 && i < g->first + g->n; i++)
        typed = typed || eform_cell(&f->x, i, rows - 1)->text.n;
    if (!g->repeats || rows == 0)
        return 1;
    return typed && rows < g->max ? rows + 1 : rows;
}

static struct counter_group_view group_of(struct req *r, const struct counter_form *f, ptrdiff_t at)
{
    const struct eform_group *g = &f->form.groups[at];
    const ptrdiff_t rows = rows_of_group(f, at);
    struct counter_group_view v = {.heading = eform_say(&g->label, r->lang)};
    struct web_field *fields = NEW_N(r->c.mem, struct web_field, g->n * rows);
    str *known = NEW_N(r->c.mem, str, g->n);
    ptrdiff_t n = 0, known_n = 0;
    for (ptrdiff_t row = 0; row < rows; row++)
        for (ptrdiff_t i = g->first; i < g->first + g->n; i++) {
            const struct eform_field *x = &f->form.fields[i];
            if (x->type == EFORM_COMPUTED || x->type == EFORM_FILE)
                continue;
            if (f->known[i])
                known[known_n++] = told(r, x, &eform_cell(&f->x, i, row)->v);
            else
                fields[n++] = dense(r, f, i, row);
        }
    v.fields = (struct web_fields){fields, n};
    v.known = known_n ? str_join(r->c.mem, known, known_n, S(" · ")) : STR_NONE;
    return v;
}

void counter__form_view(struct req *r, const struct counter_form *f, struct counter_view *v)
{
    if (!f->has)
        return;
    v->has_form = true;
    v->form_open = f->typed;
    v->form_name = eform_say(&f->form.name, r->lang);
    v->groups = NEW_N(r->c.mem, struct counter_group_view, f->form.groups_n);
    for (; v->groups_n < f->form.groups_n; v->groups_n++)
        v->groups[v->groups_n] = group_of(r, f, v->groups_n);
    for (ptrdiff_t i = 0; i < v->groups_n; i++)
        if (v->groups[i].fields.n) { /* Alt 4 leads to the first */
            ((struct web_field *)(uintptr_t)v->groups[i].fields.v)->key = S("4");
            break;
        }
}
