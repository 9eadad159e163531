/*
 * form_kind.c - what each kind of field accepts and what it becomes. When you add a kind,
 * also extend field_kind (form.h), the drawing (form_draw.c) and the schema (openapi.c).
 */
#include <string.h>

#include "core/ident.h"
#include "core/money.h"
#include "core/utf8.h"
#include "web/form_read.h"

static const struct {
    const char *required; /* message when missing */
    int limit;            /* letters at most when the field says nothing */
} kinds[] = {
    [F_NONE] = {NULL, 0},
    [F_TEXT] = {"web.form.required", 200},
    [F_LINES] = {"web.form.required", 4000},
    [F_INT] = {"web.form.required", 20},
    [F_MONEY] = {"web.form.required", 24},
    [F_DATE] = {"web.form.required", 10},
    [F_TIME] = {"web.form.required", 32},
    [F_BOOL] = {"web.form.required_tick", 5},
    [F_CHOICE] = {"web.form.required_choice", 64},
    [F_NATIONAL_ID] = {"web.form.required", 24},
    [F_TAX_CODE] = {"web.form.required", 20},
    [F_PHONE] = {"web.form.required", 24},
    [F_EMAIL] = {"web.form.required", 254},
    [F_CODE] = {"web.form.required", 64},
    [F_PUBID] = {"web.form.required_choice", 26},
    [F_PASSWORD] = {"web.form.required", 200},
    [F_FILE] = {"web.form.required_file", 0},
    [F_OBJECT] = {"web.form.required", 0},
};

const char *web__kind_required(const struct field *f)
{
    return kinds[f->kind].required;
}

ptrdiff_t web__kind_limit(const struct field *f)
{
    bool text = f->kind == F_TEXT || f->kind == F_LINES || f->kind == F_CODE || f->kind == F_PASSWORD ||
                f->kind == F_EMAIL;
    return text && f->max > 0 ? (ptrdiff_t)f->max : kinds[f->kind].limit;
}

bool web__kind_is_empty(const struct field *f, str text)
{
    return text.n == 0 || (f->kind != F_PASSWORD && str_trim(text).n == 0);
}

static void arg(struct form_reading *r, str s)
{
    r->args[r->arg_n++] = s;
}
static void arg_int(struct ctx *c, struct form_reading *r, int64_t v)
{
    arg(r, str_fmt(c->mem, "%lld", (long long)v));
}

static const char *read_text(struct ctx *c, struct form_reading *r, str s)
{
    ptrdiff_t letters = utf8_letters(s), limit = web__kind_limit(r->field);
    r->row->text = s;
    if (letters > limit || letters < r->field->min) {
        bool high = letters > limit;
        arg_int(c, r, high ? limit : r->field->min);
        arg_int(c, r, letters);
        return high ? "web.form.too_long" : "web.form.too_short";
    }
    return NULL;
}

static const char *read_number(struct ctx *c, struct form_reading *r, int64_t v)
{
    const struct field *f = r->field;
    r->row->number = v;
    if ((f->min != 0 || f->max != 0) && (v < f->min || v > f->max)) {
        arg_int(c, r, f->min);
        arg_int(c, r, f->max);
        return "web.form.out_of_range";
    }
    return NULL;
}

static const char *read_int(struct ctx *c, struct form_reading *r, str s)
{
    int64_t v;
    if (!str_to_i64(s, &v) || v == FORM_NO_INT)
        return "web.form.int";
    return read_number(c, r, v);
}

static const char *read_money(struct ctx *c, struct form_reading *r, str s)
{
    int64_t vnd;
    return money_parse(s, &vnd) ? read_number(c, r, vnd) : "web.form.money";
}

/* `s` is ISO here; the binder joins the three inputs of a page. */
static const char *read_date(struct ctx *c, struct form_reading *r, str s)
{
    date d, today = instant_date(c->now);
    if (!date_parse(s, &d) || date_civil(d).year < 1800 || date_civil(d).year > 2500)
        return "web.form.date";
    r->row->day = d;
    if (r->field->max && d.day > today.day)
        return "web.form.date_past";
    if (r->field->min && d.day < today.day)
        return "web.form.date_future";
    return NULL;
}

static const char *read_bool(struct form_reading *r, str s)
{
    static const char *const yes[] = {"1", "true", "on", "yes"}, *const no[] = {"0", "false", "no"};
    for (size_t i = 0; i < 4; i++)
        if (str_eq(s, str_of(yes[i]))) {
            r->row->yes = true;
            return NULL;
        }
    for (size_t i = 0; i < 3; i++)
        if (str_eq(s, str_of(no[i])))
            return NULL;
    return "web.form.bool";
}

static const char *read_choice(struct form_reading *r, str s)
{
    str rest = str_of(r->field->choices);
    for (struct str_cut cut = str_cut(rest, '|');; cut = str_cut(cut.tail, '|')) {
        if (str_eq(cut.head, s)) {
            r->row->text = cut.head;
            return NULL;
        }
        if (!cut.found)
            return "web.form.choice";
    }
}

static const char *read_national_id(struct ctx *c, struct form_reading *r, str s)
{
    str d = ident_digits(c->mem, s, " .-");
    if (!d.p)
        return "web.form.national_id_letters";
    r->row->text = d;
    if (ident_person_shape(d) || ident_old_card_shape(d))
        return NULL;
    arg_int(c, r, d.n);
    return "web.form.national_id";
}

static const char *read_tax_code(struct ctx *c, struct form_reading *r, str s)
{
    str d = ident_digits(c->mem, s, " -.");
    if (d.p && d.n == 13)
        d = str_fmt(c->mem, "%.10s-%.3s", d.p, d.p + 10);
    r->row->text = d;
    return d.p && ident_tax_code_valid(d) ? NULL : "web.form.tax_code";
}

static const char *read_phone(struct ctx *c, struct form_reading *r, str s)
{
    return ident_phone_parse(c->mem, s, &r->row->text) ? NULL : "web.form.phone";
}

static bool is_word(str s, const char *more)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
              (ch && strchr(more, ch))))
            return false;
    }
    return s.n > 0;
}

static const char *read_email(struct ctx *c, struct form_reading *r, str s)
{
    return ident_email_parse(c->mem, s, &r->row->text) ? NULL : "web.form.email";
}

static const char *read_code(struct ctx *c, struct form_reading *r, str s)
{
    /* Codes are read from paper: đ is a letter of theirs ("12/QĐ-UBND"). */
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x80 && !is_word(str_sub(s, i, 1), "._-/"))
            return "web.form.code";
    return read_text(c, r, s);
}

static const char *read_pubid(struct form_reading *r, str s)
{
    bool good = s.n == 26;
    for (ptrdiff_t i = 0; good && i < s.n; i++)
        good = s.p[i] && strchr("0123456789abcdefghjkmnpqrstvwxyz", s.p[i]);
    r->row->text = s;
    return good ? NULL : "web.form.pubid";
}

const char *web__kind_read(struct ctx *c, struct form_reading *r, str s)
{
    /* Far beyond any limit: not worth counting letters. */
    if (s.n > 4 * web__kind_limit(r->field) + 16) {
        arg_int(c, r, web__kind_limit(r->field));
        arg_int(c, r, utf8_letters(s));
        return "web.form.too_long";
    }
    switch (r->field->kind) {
    case F_TEXT:
    case F_LINES:
    case F_PASSWORD:
        return read_text(c, r, s);
    case F_INT:
        return read_int(c, r, s);
    case F_MONEY:
        return read_money(c, r, s);
    case F_DATE:
        return read_date(c, r, s);
    case F_TIME:
        return instant_parse(s, &r->row->at) ? NULL : "web.form.time";
    case F_BOOL:
        return read_bool(r, s);
    case F_CHOICE:
        return read_choice(r, s);
    case F_NATIONAL_ID:
        return read_national_id(c, r, s);
    case F_TAX_CODE:
        return read_tax_code(c, r, s);
    case F_PHONE:
        return read_phone(c, r, s);
    case F_EMAIL:
        return read_email(c, r, s);
    case F_CODE:
        return read_code(c, r, s);
    case F_PUBID:
        return read_pubid(r, s);
    case F_NONE:
    case F_FILE:
    case F_OBJECT:
        break;
    }
    BUG_IF("a value for a kind that has none");
    return NULL;
}

void web__kind_store(const struct field *f, void *in, const struct form_row *row)
{
    void *to = (char *)in + f->at;
    switch (f->kind) {
    case F_INT:
    case F_MONEY:
        *(int64_t *)to = row->number;
        return;
    case F_DATE:
        *(date *)to = row->day;
        return;
    case F_TIME:
        *(instant *)to = row->at;
        return;
    case F_BOOL:
        *(bool *)to = row->yes;
        return;
    case F_FILE:
        *(struct form_file *)to = row->file;
        return;
    case F_OBJECT:
        *(const void **)to = row->part;
        return;
    case F_NONE:
    case F_TEXT:
    case F_LINES:
    case F_CHOICE:
    case F_NATIONAL_ID:
    case F_TAX_CODE:
    case F_PHONE:
    case F_EMAIL:
    case F_CODE:
    case F_PUBID:
    case F_PASSWORD:
        *(str *)to = row->text;
        return;
    }
}
