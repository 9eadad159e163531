/* eform_view.c - see eform_view.h. */
#include "eform/eform_view.h"

#include "core/ident.h"
#include "org/area.h"
#include "web/form.h"
#include "web/page.h"

/* ---- controls ---- */

static str input(struct arena *mem, const struct eform *f, ptrdiff_t field, ptrdiff_t row)
{
    return str_fmt(mem, "a_%.*s", STR_ARG(eform_name(mem, f, field, row)));
}

str eform_view_fault(struct arena *mem, enum lang lang, const struct eform_field *f,
                     const struct eform_cell *cell)
{
    if (!cell->fault)
        return STR_NONE;
    if (cell->said)
        return eform_say(cell->said, lang);
    return page_fault_text(mem, lang, cell->fault, cell->args, eform_say(&f->label, lang));
}

static bool among(str list, str word)
{
    for (struct str_cut cut = str_cut(list, '|');; cut = str_cut(cut.tail, '|')) {
        if (str_eq(cut.head, word))
            return true;
        if (!cut.found)
            return false;
    }
}

static void options(struct arena *mem, enum lang lang, const struct eform_field *f, struct web_field *w)
{
    const bool yes_no = f->type == EFORM_YES_NO;
    const ptrdiff_t n = yes_no ? 2 : f->choices_n;
    struct web_option *o = NEW_N(mem, struct web_option, n + 1);
    ptrdiff_t at = 0;
    w->radios = f->type != EFORM_CHOICES && n <= 6;
    w->checks = f->type == EFORM_CHOICES;
    w->select = !w->radios && !w->checks;
    if (w->select)
        o[at++] = (struct web_option){.value = S(""), .text = text_get(lang, "eform.choose")};
    for (ptrdiff_t i = 0; i < n; i++, at++) {
        const str value = !yes_no ? f->choices[i].value : i ? S("no") : S("yes");
        const str text = !yes_no ? eform_say(&f->choices[i].label, lang)
                                 : text_get(lang, i ? "eform.no" : "eform.yes");
        o[at] = (struct web_option){.id = i ? str_fmt(mem, "%.*s-%td", STR_ARG(w->id), i) : w->id,
                                    .value = value,
                                    .text = text,
                                    .chosen = w->value.n && among(w->value, value)};
    }
    w->options = o;
    w->options_n = at;
}

/* ISO once it was a date; as typed before that ("31/2/2020"). */
static void split_date(str text, struct web_field *w)
{
    const bool typed = str_has(text, S("/"));
    const struct str_cut first = str_cut(text, typed ? '/' : '-');
    const struct str_cut second = str_cut(first.tail, typed ? '/' : '-');
    w->day = typed ? first.head : second.tail;
    w->month = second.head;
    w->year = typed ? second.tail : first.head;
}

/* Province, commune, the rest: what is typed for the commune is found by its beginning. */
static void tree(struct arena *mem, enum lang lang, const struct areas *a, struct web_field *w)
{
    const struct area_address x = area_read(mem, a, w->value);
    const ptrdiff_t chosen = x.province >= 0 ? x.province : w->value.n ? a->n : 0;
    struct web_option *o = NEW_N(mem, struct web_option, a->n + 1);
    for (ptrdiff_t i = 0; i < a->n; i++)
        o[i] = (struct web_option){.value = a->v[i].area.code, .text = a->v[i].area.name};
    o[a->n] = (struct web_option){.value = S(""), .text = text_get(lang, "web.address.elsewhere")};
    o[chosen].chosen = true;
    w->address = true;
    w->options = o;
    w->options_n = a->n + 1;
    w->commune = x.commune;
    w->value = x.rest;
    w->list = S("communes");
}

void eform_view_places(struct arena *mem, const struct areas *a, struct web_field *v, ptrdiff_t n)
{
    ptrdiff_t first = 0, all = 0, at = 0;
    while (first < n && !v[first].address)
        first++;
    if (first == n)
        return;
    for (ptrdiff_t i = 0; i < a->n; i++)
        all += a->v[i].n;
    struct web_option *o = NEW_N(mem, struct web_option, all);
    for (ptrdiff_t i = 0; i < a->n; i++)
        for (ptrdiff_t k = 0; k < a->v[i].n; k++)
            o[at++] = (struct web_option){.value = a->v[i].communes[k].name};
    v[first].places = o;
    v[first].places_n = all;
}

static void by_type(struct arena *mem, enum lang lang, const struct eform_field *f, struct web_field *w)
{
    switch (f->type) {
    case EFORM_LINES:
        w->lines = true;
        w->rows = 4;
        break;
    case EFORM_NUMBER:
        w->inputmode = S("numeric");
        w->width = S("w4");
        break;
    case EFORM_MONEY:
        w->inputmode = S("numeric");
        w->width = S("w12");
        w->unit = S("đ");
        break;
    case EFORM_DATE:
        w->date = true;
        split_date(w->value, w);
        break;
    case EFORM_ID:
    case EFORM_PHONE:
        w->inputmode = f->type == EFORM_ID ? S("numeric") : S("tel");
        w->width = S("w12");
        if (f->type == EFORM_PHONE && w->value.n && w->value.p[0] == '+')
            w->value = ident_phone_national(mem, w->value);
        break;
    case EFORM_EMAIL:
        w->type = S("email");
        break;
    case EFORM_CHOICE:
    case EFORM_CHOICES:
    case EFORM_YES_NO:
        options(mem, lang, f, w);
        break;
    case EFORM_DECLARATION:
        w->checkbox = true;
        w->chosen = str_eq(w->value, S("yes")) || str_eq(w->value, S("1"));
        w->value = S("yes");
        break;
    case EFORM_ADDRESS: /* eform_view_field */
    case EFORM_TEXT:
    case EFORM_FILE:
    case EFORM_COMPUTED:
    case EFORM_TYPE_COUNT:
        break;
    }
}

struct web_field eform_view_field(struct arena *mem, enum lang lang, const struct eform_filled *x,
                                  ptrdiff_t field, ptrdiff_t row)
{
    const struct eform_field *f = &x->form->fields[field];
    const struct eform_cell *cell = &x->cells[field][row];
    const str name = input(mem, x->form, field, row);
    struct web_field w = {.id = str_fmt(mem, "f-%.*s", STR_ARG(name)),
                          .name = name,
                          .label = eform_say(&f->label, lang),
                          .hint = eform_say(&f->hint, lang),
                          .value = cell->text,
                          .optional = !cell->required && f->type != EFORM_DECLARATION};
    if (f->kind == EFORM_WORD && f->type != EFORM_CHOICE)
        w.max = f->max < INT64_MAX ? f->max : f->type == EFORM_LINES ? 2000 : 300;
    by_type(mem, lang, f, &w);
    if (f->type == EFORM_ADDRESS && x->form->areas)
        tree(mem, lang, x->form->areas, &w);
    return w;
}

bool eform_view_drawn(const struct eform_filled *x, ptrdiff_t field, ptrdiff_t row)
{
    const struct eform_field *f = &x->form->fields[field];
    return f->type != EFORM_COMPUTED && f->type != EFORM_FILE && x->cells[field][row].shown;
}

/* ---- what came ---- */

static str came(const struct form_rows *rows, str name)
{
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].key, name))
            return rows->v[i].text;
    return STR_NONE;
}

static str several(struct arena *mem, const struct form_rows *rows, str name)
{
    str *v = NEW_N(mem, str, rows->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].key, name) && rows->v[i].text.n && !str_has(rows->v[i].text, S("|")))
            v[n++] = rows->v[i].text;
    return str_join(mem, v, n, S("|"));
}

/* The counter's one input: 25/11/2026, 25112026 or 2026-11-25. */
static str one_date(struct arena *mem, str s)
{
    int64_t n[3];
    const bool bare = s.n == 8 && str_to_i64(s, &n[0]);
    const struct str_cut first = str_cut(s, '/'), second = str_cut(first.tail, '/');
    const str d = bare ? str_sub(s, 0, 2) : first.head, m = bare ? str_sub(s, 2, 2) : second.head;
    const str y = bare ? str_sub(s, 4, 4) : second.tail;
    if (!str_to_i64(d, &n[0]) || !str_to_i64(m, &n[1]) || !str_to_i64(y, &n[2]) || y.n != 4 ||
        n[0] < 1 || n[0] > 31 || n[1] < 1 || n[1] > 12 ||
        !civil_valid((struct civil){(int32_t)n[2], (int32_t)n[1], (int32_t)n[0]}))
        return s;
    return str_fmt(mem, "%04d-%02d-%02d", (int)n[2], (int)n[1], (int)n[0]);
}

static str date_of(struct arena *mem, const struct form_rows *rows, str name)
{
    static const char *const parts[] = {"_day", "_month", "_year"};
    str typed[3];
    int64_t n[3];
    bool numbers = true;
    for (int i = 0; i < 3; i++) {
        typed[i] = came(rows, str_fmt(mem, "%.*s%s", STR_ARG(name), parts[i]));
        numbers = numbers && str_to_i64(typed[i], &n[i]) && n[i] > 0 && n[i] < 10000;
    }
    if (!typed[0].n && !typed[1].n && !typed[2].n)
        return one_date(mem, came(rows, name));
    if (numbers && typed[2].n == 4 && n[0] < 32 && n[1] < 13 &&
        civil_valid((struct civil){(int32_t)n[2], (int32_t)n[1], (int32_t)n[0]}))
        return str_fmt(mem, "%04d-%02d-%02d", (int)n[2], (int)n[1], (int)n[0]);
    return str_join(mem, typed, 3, S("/"));
}

/* The parts of a tree, or one line as it is typed at the counter. */
static str address_of(struct arena *mem, const struct areas *a, const struct form_rows *rows, str name)
{
    const str line = came(rows, name);
    const str code = came(rows, str_fmt(mem, "%.*s_province", STR_ARG(name)));
    const str commune = came(rows, str_fmt(mem, "%.*s_commune", STR_ARG(name)));
    struct area_address x = {.province = -1, .commune = commune, .rest = line};
    if (!a)
        return line;
    for (ptrdiff_t i = 0; i < a->n && code.n; i++)
        if (str_eq(a->v[i].area.code, code))
            x.province = i;
    if (x.province >= 0)
        return area_write(mem, a, &x);
    const str parts[] = {str_trim(line), str_trim(commune)};
    return area_complete(mem, a,
                         parts[0].n && parts[1].n ? str_join(mem, parts, 2, S(", "))
                         : parts[1].n             ? parts[1]
                                                  : line);
}

/* As many rows as something was typed into. */
static void count_rows(struct eform_filled *x, const struct form_rows *rows)
{
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        ptrdiff_t field, row;
        if (!rows->v[i].text.n || !eform_place(x->form, rows->v[i].key, &field, &row))
            continue;
        const ptrdiff_t group = x->form->fields[field].group;
        if (x->form->groups[group].repeats && row >= x->rows[group])
            x->rows[group] = row + 1;
    }
}

void eform_view_take(struct arena *mem, struct eform_filled *x, const struct form_rows *rows,
                     ptrdiff_t group)
{
    const struct eform *f = x->form;
    if (group < 0)
        count_rows(x, rows);
    for (ptrdiff_t i = 0; i < f->fields_n; i++) {
        const enum eform_type type = f->fields[i].type;
        if (group >= 0 && f->fields[i].group != group)
            continue;
        for (ptrdiff_t row = 0; row < x->rows[f->fields[i].group]; row++) {
            const str name = eform_name(mem, f, i, row);
            if (group < 0 || eform_view_drawn(x, i, row))
                x->cells[i][row].text = type == EFORM_DATE      ? date_of(mem, rows, name)
                                        : type == EFORM_CHOICES ? several(mem, rows, name)
                                        : type == EFORM_ADDRESS ? address_of(mem, f->areas, rows, name)
                                                                : came(rows, name);
        }
    }
}

/* ---- for reading ---- */

struct web_answers eform_view_answers(struct arena *mem, enum lang lang, const struct eform_filled *x,
                                      ptrdiff_t group, const bool *known, href change)
{
    const struct eform_group *g = &x->form->groups[group];
    const ptrdiff_t rows = x->shown[group] ? x->rows[group] : 0;
    struct web_answer *v = NEW_N(mem, struct web_answer, rows * g->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t row = 0; row < rows; row++)
        for (ptrdiff_t i = g->first; i < g->first + g->n; i++) {
            const struct eform_field *f = &x->form->fields[i];
            const struct eform_cell *cell = &x->cells[i][row];
            if (!cell->shown || cell->v.kind == EFORM_ABSENT || f->type == EFORM_FILE)
                continue;
            const str label = eform_say(&f->label, lang);
            const bool sure = known && known[i];
            v[n++] = (struct web_answer){
                .known = sure,
                .change = sure || f->type == EFORM_COMPUTED ? HREF_NONE : change,
                .label = g->repeats ? str_fmt(mem, "%td. %.*s", row + 1, STR_ARG(label)) : label,
                .value = eform_text(mem, lang, f, &cell->v)};
        }
    return (struct web_answers){v, n};
}

ptrdiff_t eform_view_groups(struct arena *mem, enum lang lang, const struct eform_filled *x,
                            struct eform_view_group **ret_v)
{
    struct eform_view_group *v = NEW_N(mem, struct eform_view_group, x->form->groups_n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < x->form->groups_n; i++) {
        const struct web_answers a = eform_view_answers(mem, lang, x, i, NULL, HREF_NONE);
        if (a.n)
            v[n++] = (struct eform_view_group){eform_say(&x->form->groups[i].label, lang), a};
    }
    *ret_v = v;
    return n;
}
