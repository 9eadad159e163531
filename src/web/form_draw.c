/* form_draw.c - fields as views: label, hint, what was typed, what is wrong. See page.h. */
#include <string.h>

#include "web/form_read.h"
#include "web/internal.h"
#include "web/page.h"

static const struct {
    const char *type, *inputmode, *width;
} looks[] = {
    [F_NONE] = {NULL, NULL, NULL},
    [F_TEXT] = {NULL, NULL, NULL},
    [F_LINES] = {NULL, NULL, NULL},
    [F_INT] = {NULL, "numeric", "w4"},
    [F_MONEY] = {NULL, "numeric", "w12"},
    [F_DATE] = {NULL, NULL, NULL},
    [F_TIME] = {"datetime-local", NULL, "w20"},
    [F_BOOL] = {NULL, NULL, NULL},
    [F_CHOICE] = {NULL, NULL, NULL},
    [F_NATIONAL_ID] = {NULL, "numeric", "w12"},
    [F_TAX_CODE] = {NULL, "numeric", "w12"},
    [F_PHONE] = {"tel", "tel", "w12"},
    [F_EMAIL] = {"email", "email", NULL},
    [F_CODE] = {NULL, NULL, "w20"},
    [F_PUBID] = {NULL, NULL, NULL},
    [F_PASSWORD] = {"password", NULL, "w20"},
    [F_FILE] = {NULL, NULL, NULL},
    [F_OBJECT] = {NULL, NULL, NULL},
};

static str maybe(const char *s)
{
    return s ? str_of(s) : STR_NONE;
}

static str id_of(struct req *r, str name)
{
    return str_fmt(r->c.mem, "f-%.*s", STR_ARG(name));
}

/* ---- faults ------------------------------------------------------------------------------ */

static const struct form *form_of(const struct req *r)
{
    return r->route ? r->route->form : NULL;
}

str req_error_at(struct req *r, str field)
{
    for (const struct fault *x = r->call->faults; x; x = x->next)
        if (x->field.p && (str_eq(x->field, field) || str_eq(str_cut(x->field, '.').head, field)))
            return web__fault_text(r->c.mem, r->lang, form_of(r), x);
    return STR_NONE;
}

struct web_errors req_errors(struct req *r)
{
    ptrdiff_t n = 0;
    for (const struct fault *x = r->call->faults; x; x = x->next)
        n++;
    struct web_fault *v = NEW_N(r->c.mem, struct web_fault, n), *at = v;
    for (const struct fault *x = r->call->faults; x; x = x->next, at++) {
        at->text = web__fault_text(r->c.mem, r->lang, form_of(r), x);
        const struct form_place whole =
            x->field.p && form_of(r) ? web__form_place(form_of(r), x->field) : (struct form_place){0};
        const str name = whole.key.n ? x->field : str_cut(x->field, '.').head;
        if (x->field.p && form_of(r) && web__form_place(form_of(r), name).field)
            at->to = (href){str_fmt(r->c.mem, "#f-%.*s", STR_ARG(name))};
    }
    return (struct web_errors){v, n, n == 1};
}

/* ---- fields --------------------------------------------------------------------------------- */

static str choice_text(struct req *r, const struct form *f, const struct field *x, str value)
{
    str key = x->options ? str_fmt(r->c.mem, "%s%.*s", x->options, STR_ARG(value))
                         : str_fmt(r->c.mem, "%s%s.%.*s", f->name, x->name, STR_ARG(value));
    return text_get(r->lang, str_c(r->c.mem, key));
}

static void mark(struct req *r, struct web_field *w)
{
    struct web_option *v = NEW_N(r->c.mem, struct web_option, w->options_n);
    for (ptrdiff_t i = 0; i < w->options_n; i++) {
        v[i] = w->options[i];
        v[i].chosen = w->value.p && str_eq(v[i].value, w->value);
        if (!v[i].id.p) /* the first one is what the error summary leads to */
            v[i].id = i ? str_fmt(r->c.mem, "%.*s-%lld", STR_ARG(w->id), (long long)i) : w->id;
    }
    w->options = v;
}

static void choices(struct req *r, const struct form *f, const struct field *x, struct web_field *w)
{
    struct web_option *v = NEW_N(r->c.mem, struct web_option, FORM_FIELDS_MAX);
    ptrdiff_t n = 0;
    str rest = str_of(x->choices);
    for (struct str_cut cut = str_cut(rest, '|'); n < FORM_FIELDS_MAX; cut = str_cut(cut.tail, '|')) {
        v[n++] = (struct web_option){.value = cut.head, .text = choice_text(r, f, x, cut.head)};
        if (!cut.found)
            break;
    }
    w->options = v;
    w->options_n = n;
    w->radios = n <= 6;
    w->select = !w->radios;
    mark(r, w);
}

/* Ticked boxes: a file that is not wanted any more is left out by a click. */
static void kept(struct req *r, const struct form_values *v, struct web_field *w)
{
    str notes[64];
    ptrdiff_t n = web__values_of(v, w->name, notes, 64), from = w->many || n == 0 ? 0 : n - 1;
    struct web_option *to = NEW_N(r->c.mem, struct web_option, n);
    for (ptrdiff_t i = from; i < n; i++) {
        const str name = web__kept_name(notes[i]);
        to[w->kept_n] = (struct web_option){
            .id = str_fmt(r->c.mem, "%.*s-kept-%lld", STR_ARG(w->id), (long long)i),
            .value = notes[i],
            .text = text_fmt(r->c.mem, r->lang, "web.form.kept", &name, 1),
            .hint = name, /* for dense pages, which say the rest by themselves */
        };
        w->kept_n += name.p != NULL;
    }
    w->kept = to;
    w->value = STR_NONE;
}

static str accept_list(const struct field *x)
{
    if (x->text)
        return S(".csv,.json");
    if ((x->accept ? x->accept : FILE_ANY) == FILE_PDF)
        return S(".pdf");
    return x->accept ? STR_NONE : S(".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt");
}

static void by_kind(struct req *r, const struct form *f, const struct field *x,
                    const struct form_values *v, struct web_field *w)
{
    struct arena *mem = r->c.mem;
    w->type = maybe(looks[x->kind].type);
    w->inputmode = maybe(looks[x->kind].inputmode);
    w->width = maybe(looks[x->kind].width);
    w->lines = x->kind == F_LINES;
    w->rows = w->lines ? 4 : 0;
    w->file = x->kind == F_FILE;
    w->checkbox = x->kind == F_BOOL;
    w->date = x->kind == F_DATE;
    if (x->kind == F_TEXT || x->kind == F_LINES || x->kind == F_CODE || x->kind == F_PASSWORD ||
        x->kind == F_EMAIL)
        w->max = web__kind_limit(x);
    if (x->kind == F_MONEY)
        w->unit = S("đ");
    if (x->kind == F_PASSWORD)
        w->value = STR_NONE;
    if (x->kind == F_FILE) {
        w->many = x->many || str_ends(str_of(x->name), S("_*"));
        w->accept = accept_list(x);
        kept(r, v, w);
    }
    if (x->kind == F_BOOL) {
        w->chosen = w->value.p && str_eq(w->value, S("1"));
        w->value = S("1");
    }
    if (x->kind == F_DATE) {
        w->day = form_value(v, str_fmt(mem, "%.*s_day", STR_ARG(w->name)));
        w->month = form_value(v, str_fmt(mem, "%.*s_month", STR_ARG(w->name)));
        w->year = form_value(v, str_fmt(mem, "%.*s_year", STR_ARG(w->name)));
    }
    if (x->kind == F_CHOICE)
        choices(r, f, x, w);
}

static struct web_field draw(struct req *r, const struct form *f, const struct field *x,
                             const struct form_values *v, str name)
{
    struct web_field w = {
        .id = id_of(r, name),
        .name = name,
        .error = req_error_at(r, name),
        .required = false, /* the server's words are better than the browser's */
        .optional = !x->required && x->kind != F_BOOL,
        .hidden = x->hidden,
        .value = form_value(v, name),
        .autocomplete = maybe(x->autocomplete),
    };
    if (x->hidden)
        return w;
    w.label = web__field_label(r->c.mem, r->lang, f, x);
    w.hint = x->hint ? text_get(r->lang, x->hint) : STR_NONE;
    by_kind(r, f, x, v, &w);
    return w;
}

struct web_field form_field(struct req *r, const struct form *f, const struct form_values *v, str name)
{
    struct form_place at = web__form_place(f, name);
    BUG_IF(!at.field || at.part);
    return draw(r, f, at.field, v, name);
}

struct web_fields form_fields(struct req *r, const struct form *f, const struct form_values *v)
{
    ptrdiff_t n = 0, fields = 0;
    while (f->fields[fields].name)
        fields++;
    struct web_field *to = NEW_N(r->c.mem, struct web_field, fields);
    for (const struct field *x = f->fields; x->name; x++)
        if (!str_ends(str_of(x->name), S("_*")))
            to[n++] = draw(r, f, x, v, str_of(x->name));
    return (struct web_fields){to, n};
}

struct web_field *fields_get(struct web_fields fields, const char *name)
{
    struct web_field *found = NULL;
    for (ptrdiff_t i = 0; i < fields.n; i++)
        if (str_eq(fields.v[i].name, str_of(name)))
            found = (struct web_field *)(uintptr_t)&fields.v[i];
    BUG_IF(!found);
    return found;
}

void field_select(struct req *r, struct web_field *x, const struct web_option *options, ptrdiff_t n)
{
    x->options = options;
    x->options_n = n;
    x->select = true;
    x->radios = false;
    mark(r, x);
}

void field_radios(struct req *r, struct web_field *x, const struct web_option *options, ptrdiff_t n)
{
    field_select(r, x, options, n);
    x->radios = true;
    x->select = false;
}
