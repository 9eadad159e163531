/* eform_judge.c - what was filled in: opened, named by row, judged, written again. */
#include "core/buf.h"
#include "eform/eform_internal.h"
#include "org/area.h"

#include <string.h>

#define ANSWERS_MAX (20 * 1024)

static ptrdiff_t rows_max(const struct eform *f, ptrdiff_t field)
{
    return f->groups[f->fields[field].group].repeats ? EFORM_ROWS_MAX : 1;
}

struct eform_filled eform__blank(struct arena *mem, const struct eform *f)
{
    struct eform_filled x = {.form = f,
                             .cells = NEW_N(mem, struct eform_cell *, f->fields_n),
                             .rows = NEW_N(mem, ptrdiff_t, f->groups_n),
                             .shown = NEW_N(mem, bool, f->groups_n),
                             .group_fault = NEW_N(mem, const char *, f->groups_n)};
    for (ptrdiff_t i = 0; i < f->fields_n; i++)
        x.cells[i] = NEW_N(mem, struct eform_cell, rows_max(f, i));
    for (ptrdiff_t i = 0; i < f->groups_n; i++)
        x.rows[i] = f->groups[i].repeats ? f->groups[i].min : 1;
    return x;
}

struct eform_cell *eform_cell(const struct eform_filled *x, ptrdiff_t field, ptrdiff_t row)
{
    return &x->cells[field][row];
}

/* ---- names ---- */

static ptrdiff_t group_of(const struct eform *f, str key)
{
    for (ptrdiff_t i = 0; i < f->groups_n; i++)
        if (str_eq(f->groups[i].key, key))
            return i;
    return -1;
}

bool eform_place(const struct eform *f, str name, ptrdiff_t *ret_field, ptrdiff_t *ret_row)
{
    struct str_cut cut = str_cut(name, '.');
    const ptrdiff_t group = group_of(f, cut.head);
    int64_t row = 0;
    if (group < 0)
        return false;
    if (f->groups[group].repeats) {
        cut = str_cut(cut.tail, '.');
        if (!str_to_i64(cut.head, &row) || row < 0 || row >= EFORM_ROWS_MAX ||
            (cut.head.n > 1 && cut.head.p[0] == '0'))
            return false;
    }
    cut = str_cut(cut.tail, '.');
    for (ptrdiff_t i = f->groups[group].first; i < f->groups[group].first + f->groups[group].n; i++) {
        if (!str_eq(f->fields[i].key, cut.head) ||
            cut.found != (f->fields[i].type == EFORM_CHOICES && cut.found))
            continue;
        *ret_field = i;
        *ret_row = row;
        return true;
    }
    return false;
}

str eform_name(struct arena *mem, const struct eform *f, ptrdiff_t field, ptrdiff_t row)
{
    const struct eform_field *x = &f->fields[field];
    const struct eform_group *g = &f->groups[x->group];
    if (!g->repeats)
        return x->path;
    return str_fmt(mem, "%.*s.%td.%.*s", STR_ARG(g->key), row, STR_ARG(x->key));
}

bool eform_set(struct eform_filled *x, str name, str text)
{
    ptrdiff_t field, row;
    if (!eform_place(x->form, name, &field, &row))
        return false;
    const ptrdiff_t group = x->form->fields[field].group;
    x->cells[field][row].text = text;
    if (row >= x->rows[group])
        x->rows[group] = row + 1;
    return true;
}

/* ---- opening ---- */

static str joined(struct arena *mem, struct json j)
{
    str *v = NEW_N(mem, str, json_count(j));
    for (ptrdiff_t i = 0; i < json_count(j); i++)
        v[i] = json_text(json_item(j, i));
    return json_is_list(j) ? str_join(mem, v, json_count(j), S("|")) : json_text(j);
}

static void open_row(struct ctx *c, struct eform_filled *x, struct json j, ptrdiff_t group,
                     ptrdiff_t row)
{
    const struct eform_group *g = &x->form->groups[group];
    for (ptrdiff_t i = g->first; i < g->first + g->n; i++)
        x->cells[i][row].text = joined(c->mem, json_get_str(j, x->form->fields[i].key));
}

enum rc eform_open(struct ctx *c, const struct eform *f, str answers, struct eform_filled *ret_filled)
{
    struct json doc = {0};
    struct eform_filled x = eform__blank(c->mem, f);
    if (answers.n && (!json_parse(c->mem, answers, &doc, NULL) || !json_is_members(doc)))
        return RC_INVALID;
    for (ptrdiff_t i = 0; i < f->groups_n; i++) {
        const struct json j = json_get_str(doc, f->groups[i].key);
        const ptrdiff_t n = json_count(j) < EFORM_ROWS_MAX ? json_count(j) : EFORM_ROWS_MAX;
        if (!f->groups[i].repeats)
            open_row(c, &x, j, i, 0);
        for (ptrdiff_t row = 0; f->groups[i].repeats && json_is_list(j) && row < n; row++)
            open_row(c, &x, json_item(j, row), i, row);
        if (f->groups[i].repeats && json_is_list(j) && n > x.rows[i])
            x.rows[i] = n;
    }
    *ret_filled = x;
    return RC_OK;
}

/* ---- judging ---- */

static bool holds(const struct eform_expr *e, const struct eform_filled *x, ptrdiff_t row, date today)
{
    const struct eform_value v = eform_eval(e, x, row, today);
    return v.kind == EFORM_BOOL && v.n;
}

static const char *missing(const struct eform_field *f)
{
    if (f->type == EFORM_DECLARATION)
        return "web.form.required_tick";
    return f->type == EFORM_CHOICE || f->type == EFORM_CHOICES || f->type == EFORM_YES_NO
               ? "web.form.required_choice"
               : "web.form.required";
}

static void judge_cell(struct eform_filled *x, const struct eform_field *f, ptrdiff_t row, date today)
{
    struct eform_cell *cell = &x->cells[f - x->form->fields][row];
    cell->required = f->required || (f->need && holds(f->need, x, row, today));
    if (!cell->shown) {
        cell->fault = NULL;
        return;
    }
    const bool there = cell->v.kind != EFORM_ABSENT;
    if (!cell->fault && !there && cell->required && f->type != EFORM_FILE && f->type != EFORM_COMPUTED)
        cell->fault = missing(f);
    if (!cell->fault && there && f->check && !holds(f->check, x, row, today)) {
        cell->fault = "eform.rule";
        cell->said = &f->say;
    }
    x->valid = x->valid && !cell->fault;
}

static void judge_rows(struct eform_filled *x, ptrdiff_t group)
{
    const struct eform_group *g = &x->form->groups[group];
    x->group_fault[group] = NULL;
    if (!g->repeats || !x->shown[group])
        return;
    if (x->rows[group] < g->min)
        x->group_fault[group] = "eform.rows_few";
    if (x->rows[group] > g->max)
        x->group_fault[group] = "eform.rows_many";
    x->valid = x->valid && !x->group_fault[group];
}

static bool has_address(const struct eform *f)
{
    for (ptrdiff_t i = 0; i < f->fields_n; i++)
        if (f->fields[i].type == EFORM_ADDRESS)
            return true;
    return false;
}

enum rc eform_with_areas(struct ctx *c, struct eform *f, bool bind)
{
    struct areas *a = NEW(c->mem, struct areas);
    const enum rc rc = has_address(f) ? org_areas(c, instant_date(c->now), a) : RC_OK;
    if (!rc && a->n)
        f->areas = a;
    f->areas_bind = bind;
    return rc;
}

/* A commune that is none of its province's, or no more, has to be chosen anew. */
static void read_cell(struct ctx *c, const struct eform *f, ptrdiff_t field, struct eform_cell *cell)
{
    eform__read_cell(c, &f->fields[field], cell);
    if (f->fields[field].type != EFORM_ADDRESS || !f->areas || !f->areas_bind ||
        cell->v.kind != EFORM_WORD || area_stands(c->mem, f->areas, cell->v.text))
        return;
    cell->args[0] = area_read(c->mem, f->areas, cell->v.text).commune;
    cell->fault = cell->args[0].n ? "eform.address.commune" : "eform.address.no_commune";
    cell->v = (struct eform_value){.kind = EFORM_ABSENT};
}

void eform_judge(struct ctx *c, struct eform_filled *x)
{
    const struct eform *f = x->form;
    const date today = instant_date(c->now);
    for (ptrdiff_t i = 0; i < f->fields_n; i++)
        for (ptrdiff_t row = 0; row < rows_max(f, i); row++)
            read_cell(c, f, i, &x->cells[i][row]);
    eform__evaluate(x, today);
    x->valid = true;
    for (ptrdiff_t i = 0; i < f->groups_n; i++)
        judge_rows(x, i);
    for (ptrdiff_t i = 0; i < f->fields_n; i++)
        for (ptrdiff_t row = 0; row < rows_max(f, i) && row < x->rows[f->fields[i].group]; row++)
            judge_cell(x, &f->fields[i], row, today);
}

/* ---- writing: groups and fields in the order of the form, absent ones left out ---- */

static str plain(struct arena *mem, const struct eform_value *v)
{
    if (v->kind == EFORM_DAY)
        return date_iso(mem, (date){(int32_t)v->n});
    if (v->kind == EFORM_BOOL)
        return v->n ? S("yes") : S("no");
    return v->kind == EFORM_WORD ? v->text : str_fmt(mem, "%lld", (long long)v->n);
}

static void write_cell(struct buf *b, const struct eform_field *f, const struct eform_cell *cell,
                       bool all)
{
    if (f->type != EFORM_CHOICES) {
        buf_json(b, all ? cell->text : plain(b->mem, &cell->v));
        return;
    }
    str rest = all ? cell->text : str_join(b->mem, cell->v.set, cell->v.set_n, S("|"));
    buf_char(b, '[');
    for (bool more = rest.n > 0, first = true; more; first = false) {
        const struct str_cut cut = str_cut(rest, '|');
        if (!first)
            buf_char(b, ',');
        buf_json(b, cut.head);
        rest = cut.tail;
        more = cut.found;
    }
    buf_char(b, ']');
}

static void write_row(struct buf *b, const struct eform_filled *x, const struct eform_group *g,
                      ptrdiff_t row, bool all)
{
    bool first = true;
    buf_char(b, '{');
    for (ptrdiff_t i = g->first; i < g->first + g->n; i++) {
        const struct eform_field *f = &x->form->fields[i];
        const struct eform_cell *cell = &x->cells[i][row];
        if (all ? !cell->text.n || f->type == EFORM_COMPUTED
                : cell->v.kind == EFORM_ABSENT || !cell->shown)
            continue;
        if (!first)
            buf_char(b, ',');
        first = false;
        buf_json(b, f->key);
        buf_char(b, ':');
        write_cell(b, f, cell, all);
    }
    buf_char(b, '}');
}

enum rc eform_write(struct ctx *c, const struct eform_filled *x, bool all, str *ret_answers)
{
    struct buf b = buf_new(c->mem, ANSWERS_MAX);
    const struct eform *f = x->form;
    bool first = true;
    buf_char(&b, '{');
    for (ptrdiff_t i = 0; i < f->groups_n; i++) {
        const struct eform_group *g = &f->groups[i];
        if (!all && !x->shown[i])
            continue;
        if (!first)
            buf_char(&b, ',');
        first = false;
        buf_json(&b, g->key);
        buf_add_c(&b, g->repeats ? ":[" : ":");
        for (ptrdiff_t row = 0; row < x->rows[i]; row++) {
            if (row)
                buf_char(&b, ',');
            write_row(&b, x, g, row, all);
        }
        if (g->repeats)
            buf_char(&b, ']');
    }
    buf_char(&b, '}');
    if (buf_full(&b))
        return fail(c, RC_INVALID, NULL, "eform.too_long");
    *ret_answers = buf_str(&b);
    return RC_OK;
}
