/*
 * filing_typed_http.c - each field is saved while it is typed: asked by the script of a question's
 * page with the inputs that changed and what stood in them before. Where another device has
 * written something else in between, nothing is overwritten and the page says what stands there;
 * pressing "Continue" still sends the whole page, as without script.
 */
#include "filing/filing_http.h"

#include "casework/casework_words_view.h"
#include "web/api.h"
#include "web/page.h"

#define INPUTS_MAX 100

struct typed_in {
    str question;
    bool compare; /* what stood there before came too; empty inputs do not come */
    struct form_rows names, values, before;
};
#define AT(x) .at = offsetof(struct typed_in, x)
static const struct field typed_fields[] = {
    {"question", F_CODE, .required = true, .max = 60, AT(question)},
    {"compare", F_BOOL, AT(compare)},
    {"n", F_CODE, .many = true, .max_rows = INPUTS_MAX, AT(names)},
    {"v_*", F_LINES, .max = 2000, .max_rows = 2 * INPUTS_MAX, AT(values)},
    {"b_*", F_LINES, .max = 4000, .max_rows = INPUTS_MAX, AT(before)},
    {0}};
#undef AT
const struct form filing__typed_form = {"filing.typed.", typed_fields, sizeof(struct typed_in), NULL};

/* ---- what stands on the page ---- */

struct input {
    str name, value; /* several: with | between */
    const struct web_field *field;
    bool choice; /* among the field's options */
};
struct inputs {
    struct input *v;
    ptrdiff_t n;
};

static void put(struct inputs *to, const struct web_field *f, str name, str value)
{
    to->v[to->n++] = (struct input){name, value.p ? value : S(""), f, false};
}

static str chosen(struct arena *mem, const struct web_field *f)
{
    str *v = NEW_N(mem, str, f->options_n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->options_n; i++)
        if (f->options[i].chosen)
            v[n++] = f->options[i].value;
    return str_join(mem, v, n, S("|"));
}

static void put_choice(struct arena *mem, struct inputs *to, const struct web_field *f, str name)
{
    put(to, f, name, chosen(mem, f));
    to->v[to->n - 1].choice = true;
}

static struct inputs inputs_of(struct arena *mem, struct web_fields fields)
{
    struct inputs to = {NEW_N(mem, struct input, fields.n * 3), 0};
    for (ptrdiff_t i = 0; i < fields.n; i++) {
        const struct web_field *f = &fields.v[i];
        if (f->file || f->hidden)
            continue;
        if (f->date) {
            put(&to, f, str_fmt(mem, "%.*s_day", STR_ARG(f->name)), f->day);
            put(&to, f, str_fmt(mem, "%.*s_month", STR_ARG(f->name)), f->month);
            put(&to, f, str_fmt(mem, "%.*s_year", STR_ARG(f->name)), f->year);
        } else if (f->address) {
            put_choice(mem, &to, f, str_fmt(mem, "%.*s_province", STR_ARG(f->name)));
            put(&to, f, str_fmt(mem, "%.*s_commune", STR_ARG(f->name)), f->commune);
            put(&to, f, f->name, f->value);
        } else if (f->options_n) {
            put_choice(mem, &to, f, f->name);
        } else {
            put(&to, f, f->name, !f->checkbox || f->chosen ? f->value : S(""));
        }
    }
    return to;
}

static struct input *find(const struct inputs *all, str name)
{
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].name, name))
            return &all->v[i];
    return NULL;
}

/* ---- what came ---- */

static str came(struct arena *mem, const struct form_rows *rows, str name)
{
    str *v = NEW_N(mem, str, rows->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].key, name))
            v[n++] = rows->v[i].text;
    return str_join(mem, v, n, S("|"));
}

struct said { /* of one input */
    str name, text;
};
struct said_list {
    const struct said *v;
    ptrdiff_t n;
};

/* What stands there, in words: of a choice its label. */
static str in_words(const struct input *x)
{
    for (ptrdiff_t i = 0; x->choice && i < x->field->options_n; i++)
        if (str_eq(x->field->options[i].value, x->value))
            return x->field->options[i].text;
    return x->field->checkbox ? x->field->label : x->value;
}

/* The inputs that are to be stored, changed in `now`; the others into `no`. What the page does not
   draw any more is not asked, and not kept. */
static ptrdiff_t judge(struct req *r, struct inputs *now, struct input **store, struct said_list *no)
{
    const struct typed_in *in = r->in;
    struct said *v = NEW_N(r->c.mem, struct said, in->names.n);
    ptrdiff_t n = 0;
    *no = (struct said_list){v, 0};
    for (ptrdiff_t i = 0; i < in->names.n; i++) {
        const str name = in->names.v[i].text, value = came(r->c.mem, &in->values, name);
        struct input *x = find(now, name);
        if (!x || str_eq(x->value, value))
            continue;
        const str before = came(r->c.mem, &in->before, name), theirs = in_words(x);
        if (in->compare && !str_eq(before, x->value)) {
            v[no->n++] = (struct said){
                name, text_fmt(r->c.mem, r->lang,
                               theirs.n ? "filing.typed.conflict" : "filing.typed.conflict.empty",
                               &theirs, 1)};
            continue;
        }
        x->value = value;
        store[n++] = x;
    }
    return n;
}

/* ---- storing ---- */

static enum rc store_question(struct req *r, struct filing_draft *d, ptrdiff_t at, struct input **v,
                              ptrdiff_t n)
{
    struct web_fields plain;
    struct filing_typed *to = NEW_N(r->c.mem, struct filing_typed, n);
    const enum rc rc = filing__question_fields(r, d, at, false, &plain);
    if (rc)
        return rc;
    const struct inputs answered = inputs_of(r->c.mem, plain);
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct input *was = find(&answered, v[i]->name);
        const bool same = was && str_eq(was->value, v[i]->value);
        to[i] = (struct filing_typed){filing__slug(r->c.mem, d, at), v[i]->name,
                                      same ? STR_NONE : v[i]->value};
    }
    return filing_type(&r->c, d, to, n);
}

/* The group as it stands on the page, with what changed, is taken as if it had been sent. */
static enum rc store_group(struct req *r, struct filing_draft *d, ptrdiff_t group,
                           const struct inputs *now)
{
    struct arena *mem = r->c.mem;
    ptrdiff_t most = now->n;
    for (ptrdiff_t i = 0; i < now->n; i++)
        most += now->v[i].field->options_n;
    struct form_row *v = NEW_N(mem, struct form_row, most);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < now->n; i++) {
        const struct input *x = &now->v[i];
        const str key = str_sub(x->name, 2, x->name.n); /* a_ */
        struct str_cut cut = {.head = x->value};
        if (x->field->checks)
            cut = str_cut(x->value, '|');
        for (;; cut = str_cut(cut.tail, '|')) {
            if (n < most)
                v[n++] = (struct form_row){.key = key, .text = cut.head};
            if (!cut.found)
                break;
        }
    }
    const struct form_rows rows = {v, n};
    eform_view_take(mem, &d->filled, &rows, group);
    return filing_type_group(&r->c, d, group);
}

/* ---- the answer ---- */

struct typed_out {
    str saved;
    struct said_list now, conflicts;
};
static const struct api_field said_fields[] = {{"name", A_TEXT, .at = offsetof(struct said, name)},
                                               {"text", A_TEXT, .at = offsetof(struct said, text)},
                                               {0}};
static const struct api_table said_table = {"TypedInput", said_fields, sizeof(struct said)};
static const struct api_field out_fields[] = {
    {"saved", A_TEXT, .at = offsetof(struct typed_out, saved)},
    {"now", A_LIST, .at = offsetof(struct typed_out, now), .of = &said_table,
     .doc = "what stands there by now, as stored"},
    {"conflicts", A_LIST, .at = offsetof(struct typed_out, conflicts), .of = &said_table},
    {0}};
static const struct api_table out_table = {"Typed", out_fields, sizeof(struct typed_out)};

static enum rc fields_of(struct req *r, const struct filing_draft *d, ptrdiff_t at,
                         struct web_fields *ret)
{
    if (d->steps[at].question != FILING_GROUP)
        return filing__question_fields(r, d, at, true, ret);
    *ret = filing__group_fields(r, d, d->steps[at].group);
    return RC_OK;
}

/* As stored: a date or an address may be written in another way than it was typed. */
static enum rc say_now(struct req *r, const struct filing_draft *d, ptrdiff_t at, struct input **v,
                       ptrdiff_t n, struct said_list *ret)
{
    struct web_fields fields;
    const enum rc rc = fields_of(r, d, at, &fields);
    if (rc)
        return rc;
    const struct inputs all = inputs_of(r->c.mem, fields);
    struct said *to = NEW_N(r->c.mem, struct said, all.n);
    *ret = (struct said_list){to, 0};
    for (ptrdiff_t i = 0; i < all.n; i++)
        for (ptrdiff_t k = 0; k < n; k++)
            if (str_eq(v[k]->field->name, all.v[i].field->name)) {
                to[ret->n++] = (struct said){all.v[i].name, all.v[i].value};
                break;
            }
    return RC_OK;
}

enum rc filing__typed_save(struct req *r)
{
    const struct typed_in *in = r->in;
    struct filing_draft d;
    struct web_fields fields;
    enum rc rc = filing_get(&r->c, param(r, "pub"), &d);
    if (!rc && d.dossier_id.set)
        rc = fail(&r->c, RC_CONFLICT, NULL, "filing.sent");
    const ptrdiff_t at = rc ? -1 : filing__step(&d, in->question);
    if (rc || at < 0 || d.steps[at].question == FILING_PAPER)
        return rc ? rc : RC_NOT_FOUND;
    rc = fields_of(r, &d, at, &fields);
    if (rc)
        return rc;
    struct inputs now = inputs_of(r->c.mem, fields);
    struct input **store = NEW_N(r->c.mem, struct input *, in->names.n);
    struct typed_out out = {0};
    const ptrdiff_t n = judge(r, &now, store, &out.conflicts);
    const str when = words_moment(r->c.mem, r->lang, r->c.now, r->c.now);
    out.saved = text_fmt(r->c.mem, r->lang, "filing.typed.saved", &when, 1);
    if (n && d.steps[at].question == FILING_GROUP)
        rc = store_group(r, &d, d.steps[at].group, &now);
    else if (n)
        rc = store_question(r, &d, at, store, n);
    if (!rc && n)
        rc = say_now(r, &d, filing__step(&d, in->question), store, n, &out.now);
    return rc ? rc : show_json(r, 200, &out_table, &out);
}
