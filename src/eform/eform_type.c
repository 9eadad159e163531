/* eform_type.c - the types of fields: their names, what each accepts, how a value is told. */
#include <string.h>

#include "eform/eform_internal.h"

#include "core/ident.h"
#include "core/money.h"
#include "core/utf8.h"

static const struct {
    const char *name;
    enum eform_kind kind;
} types[EFORM_TYPE_COUNT] = {
    [EFORM_TEXT] = {"text", EFORM_WORD},
    [EFORM_LINES] = {"lines", EFORM_WORD},
    [EFORM_NUMBER] = {"number", EFORM_NUM},
    [EFORM_MONEY] = {"money", EFORM_DONG},
    [EFORM_DATE] = {"date", EFORM_DAY},
    [EFORM_ID] = {"id", EFORM_WORD},
    [EFORM_PHONE] = {"phone", EFORM_WORD},
    [EFORM_EMAIL] = {"email", EFORM_WORD},
    [EFORM_ADDRESS] = {"address", EFORM_WORD},
    [EFORM_CHOICE] = {"choice", EFORM_WORD},
    [EFORM_CHOICES] = {"choices", EFORM_SET},
    [EFORM_YES_NO] = {"yes_no", EFORM_BOOL},
    [EFORM_FILE] = {"file", EFORM_ABSENT},
    [EFORM_DECLARATION] = {"declaration", EFORM_BOOL},
    [EFORM_COMPUTED] = {"computed", EFORM_ABSENT},
};

const char *eform_type_name(enum eform_type t)
{
    return types[t].name;
}

enum eform_kind eform__kind(enum eform_type t)
{
    return types[t].kind;
}

str eform_say(const struct eform_words *w, enum lang lang)
{
    return lang == LANG_EN && w->en.n ? w->en : w->vi;
}

/* ---- reading ---- */

static void read_choices(struct ctx *c, const struct eform_field *f, struct eform_cell *cell)
{
    str *v = NEW_N(c->mem, str, f->choices_n);
    ptrdiff_t n = 0;
    for (struct str_cut cut = str_cut(cell->text, '|');; cut = str_cut(cut.tail, '|')) {
        bool known = false, seen = false;
        for (ptrdiff_t i = 0; i < n; i++)
            seen = seen || str_eq(v[i], cut.head);
        for (ptrdiff_t i = 0; i < f->choices_n; i++)
            known = known || str_eq(f->choices[i].value, cut.head);
        if (known && !seen)
            v[n++] = cut.head;
        else if (cut.head.n && !known)
            cell->fault = "web.form.choice";
        if (!cut.found)
            break;
    }
    if (n)
        cell->v = (struct eform_value){.kind = EFORM_SET, .set = v, .set_n = n};
}

static void read_choice(const struct eform_field *f, struct eform_cell *cell)
{
    for (ptrdiff_t i = 0; i < f->choices_n; i++)
        if (str_eq(f->choices[i].value, cell->text)) {
            cell->v = (struct eform_value){.kind = EFORM_WORD, .text = f->choices[i].value};
            return;
        }
    cell->fault = "web.form.choice";
}

static void range(struct ctx *c, const struct eform_field *f, struct eform_cell *cell)
{
    const int64_t today = instant_date(c->now).day;
    const bool day = f->type == EFORM_DATE;
    const int64_t at = day ? cell->v.n - today : cell->v.n;
    if (cell->v.kind == EFORM_WORD || (at >= f->min && at <= f->max))
        return;
    if (day) {
        cell->fault = f->max == 0 && at > 0 ? "web.form.date_past"
                      : f->min == 0         ? "web.form.date_future"
                                            : "eform.date_range";
        return;
    }
    cell->args[0] = str_fmt(c->mem, "%lld", (long long)f->min);
    cell->args[1] = str_fmt(c->mem, "%lld", (long long)f->max);
    cell->fault = f->max == INT64_MAX ? "eform.at_least" : "web.form.out_of_range";
}

/* As the forms of our own pages read them (web), and in their words. */
static const char *read_word(struct ctx *c, const struct eform_field *f, struct eform_cell *cell)
{
    const str s = cell->text;
    const int64_t limit = f->max < INT64_MAX ? f->max : f->type == EFORM_LINES ? 2000 : 300;
    const int64_t letters = utf8_letters(s);
    cell->v = (struct eform_value){.kind = EFORM_WORD, .text = s};
    if (letters > limit || letters < f->min) {
        cell->args[0] = str_fmt(c->mem, "%lld", (long long)(letters > limit ? limit : f->min));
        cell->args[1] = str_fmt(c->mem, "%lld", (long long)letters);
        return letters > limit ? "web.form.too_long" : "web.form.too_short";
    }
    if (f->type == EFORM_PHONE)
        return ident_phone_parse(c->mem, s, &cell->v.text) ? NULL : "web.form.phone";
    if (f->type == EFORM_EMAIL)
        return ident_email_parse(c->mem, s, &cell->v.text) ? NULL : "web.form.email";
    if (f->type != EFORM_ID)
        return NULL;
    cell->v.text = ident_digits(c->mem, s, " .-");
    cell->args[0] = str_fmt(c->mem, "%td", cell->v.text.n);
    return !cell->v.text.p ? "web.form.national_id_letters"
           : ident_person_shape(cell->v.text) || ident_old_card_shape(cell->v.text)
               ? NULL
               : "web.form.national_id";
}

static const char *read_plain(const struct eform_field *f, struct eform_cell *cell)
{
    static const char *const yes[] = {"1", "true", "on", "yes", NULL}, *const no[] = {"0", "false",
                                                                                      "no", NULL};
    const str s = str_trim(cell->text);
    date d;
    cell->v.kind = types[f->type].kind;
    if (f->type == EFORM_DATE) {
        const bool good = date_parse(s, &d) && date_civil(d).year >= 1800 && date_civil(d).year <= 2500;
        cell->v.n = good ? d.day : 0;
        return good ? NULL : "web.form.date";
    }
    if (f->type == EFORM_NUMBER)
        return str_to_i64(s, &cell->v.n) && cell->v.n != INT64_MIN ? NULL : "web.form.int";
    if (f->type == EFORM_MONEY)
        return money_parse(s, &cell->v.n) ? NULL : "web.form.money";
    cell->v.n = str_among(s, yes);
    return cell->v.n || str_among(s, no) ? NULL : "web.form.bool";
}

void eform__read_cell(struct ctx *c, const struct eform_field *f, struct eform_cell *cell)
{
    cell->v = (struct eform_value){.kind = EFORM_ABSENT};
    cell->fault = NULL;
    memset(cell->args, 0, sizeof cell->args);
    if (!str_trim(cell->text).n || f->type == EFORM_FILE || f->type == EFORM_COMPUTED)
        return;
    if (f->type == EFORM_CHOICES) {
        read_choices(c, f, cell);
        return;
    }
    if (f->type == EFORM_CHOICE) {
        read_choice(f, cell);
        return;
    }
    cell->fault = f->kind == EFORM_WORD ? read_word(c, f, cell) : read_plain(f, cell);
    if (!cell->fault)
        range(c, f, cell);
    if (cell->fault || (f->type == EFORM_DECLARATION && !cell->v.n))
        cell->v = (struct eform_value){.kind = EFORM_ABSENT};
}

/* ---- telling ---- */

static str choice_words(const struct eform_field *f, str value, enum lang lang)
{
    for (ptrdiff_t i = 0; i < f->choices_n; i++)
        if (str_eq(f->choices[i].value, value))
            return eform_say(&f->choices[i].label, lang);
    return value;
}

static str word(struct arena *mem, enum lang lang, const struct eform_field *f, str text)
{
    if (f->type == EFORM_CHOICE)
        return choice_words(f, text, lang);
    if (f->type == EFORM_ID)
        return ident_person_show(mem, text);
    return f->type == EFORM_PHONE ? ident_phone_national(mem, text) : text;
}

str eform_text(struct arena *mem, enum lang lang, const struct eform_field *f,
               const struct eform_value *v)
{
    switch (v->kind) {
    case EFORM_NUM:
        return text_number(mem, lang, v->n);
    case EFORM_DONG:
        return v->n ? text_money(mem, lang, v->n) : lang == LANG_EN ? S("VND 0") : S("0 đ");
    case EFORM_DAY:
        return text_day(mem, lang, (date){(int32_t)v->n});
    case EFORM_WORD:
        return word(mem, lang, f, v->text);
    case EFORM_BOOL:
        return text_get(lang, v->n ? "eform.yes" : "eform.no");
    case EFORM_SET: {
        str *words = NEW_N(mem, str, v->set_n);
        for (ptrdiff_t i = 0; i < v->set_n; i++)
            words[i] = choice_words(f, v->set[i], lang);
        return str_join(mem, words, v->set_n, S(", "));
    }
    case EFORM_ABSENT:
    case EFORM_ANY:
        break;
    }
    return S("");
}

void eform_mask(struct arena *mem, struct eform_filled *x)
{
    for (ptrdiff_t i = 0; i < x->form->fields_n; i++) {
        const struct eform_field *f = &x->form->fields[i];
        for (ptrdiff_t row = 0; row < x->rows[f->group]; row++) {
            struct eform_cell *cell = &x->cells[i][row];
            if (cell->v.kind != EFORM_WORD)
                continue;
            if (f->type == EFORM_ID)
                cell->v.text = ident_person_mask(mem, cell->v.text);
            if (f->type == EFORM_PHONE)
                cell->v.text = ident_phone_mask(mem, cell->v.text);
        }
    }
}
