/* filing_answers.c - answers as they are stored: canonical JSON by question. */
#include "core/buf.h"
#include "core/json.h"
#include "filing/filing_internal.h"

#define ANSWERS_MAX (32 * 1024)

/* ---- writing: members in the order of their names ---- */

struct writer {
    struct buf b;
    bool first;
};

static void key_of(struct writer *w, str name)
{
    if (!w->first)
        buf_char(&w->b, ',');
    w->first = false;
    buf_json(&w->b, name);
    buf_char(&w->b, ':');
}
static void key(struct writer *w, const char *name)
{
    key_of(w, str_of(name));
}

static void text(struct writer *w, const char *name, str value)
{
    if (!value.n)
        return;
    key(w, name);
    buf_json(&w->b, value);
}

static void open_group(struct writer *w, const char *name)
{
    key(w, name);
    buf_char(&w->b, '{');
    w->first = true;
}

static void close_group(struct writer *w)
{
    buf_char(&w->b, '}');
    w->first = false;
}

static void write_owner(struct ctx *c, struct writer *w, const struct filing_answers *a)
{
    open_group(w, "owner");
    text(w, "address", a->owner.address);
    if (!date_is_none(a->owner.birth))
        text(w, "birth", date_iso(c->mem, a->owner.birth));
    text(w, "email", a->email);
    text(w, "name", a->owner.name);
    text(w, "number", a->owner.number);
    text(w, "phone", a->phone);
    text(w, "tax_code", a->owner.tax_code);
    close_group(w);
}

static void write_skipped(struct writer *w, const struct filing_answers *a)
{
    key(w, "skipped");
    buf_char(&w->b, '[');
    for (ptrdiff_t i = 0; i < a->skipped_n; i++) {
        if (i)
            buf_char(&w->b, ',');
        buf_json(&w->b, a->skipped[i]);
    }
    buf_char(&w->b, ']');
}

static void write_form(struct writer *w, const struct filing_answers *a)
{
    open_group(w, "form");
    if (a->form_answers.n) {
        key(w, "answers");
        buf_add(&w->b, a->form_answers);
    }
    key(w, "done");
    buf_char(&w->b, '[');
    for (ptrdiff_t i = 0; i < a->form_done_n; i++) {
        if (i)
            buf_char(&w->b, ',');
        buf_json(&w->b, a->form_done[i]);
    }
    buf_char(&w->b, ']');
    text(w, "version", a->form);
    close_group(w);
}

/* By question, in order; a group that is being typed has its values in the form. */
static void write_typed(struct writer *w, const struct filing_answers *a)
{
    open_group(w, "typed");
    for (ptrdiff_t i = 0; i < a->typed_n; i++) {
        const struct filing_typed *x = &a->typed[i];
        const bool new = i == 0 || !str_eq(a->typed[i - 1].question, x->question);
        if (new &&i)
            close_group(w);
        if (new)
            key_of(w, x->question);
        if (new)
            buf_char(&w->b, '{');
        w->first = w->first || new;
        key_of(w, x->name);
        buf_json(&w->b, x->value);
    }
    if (a->typed_n)
        close_group(w);
    close_group(w);
}

static void group(struct writer *w, const char *name, const char *one, str first, const char *two,
                  str second)
{
    open_group(w, name);
    text(w, one, first);
    if (two)
        text(w, two, second);
    close_group(w);
}

enum rc filing__answers_write(struct ctx *c, const struct filing_answers *a, str *ret_json)
{
    struct writer w = {buf_new(c->mem, ANSWERS_MAX), true};
    buf_char(&w.b, '{');
    if (filing__has(a, FILING_AGENCY))
        group(&w, "agency", "agency", a->agency, NULL, STR_NONE);
    if (filing__has(a, FILING_CASE))
        group(&w, "case", "case", a->case_key, NULL, STR_NONE);
    if (a->form.n)
        write_form(&w, a);
    if (filing__has(a, FILING_NOTE))
        group(&w, "note", "text", a->note, NULL, STR_NONE);
    if (filing__has(a, FILING_OWNER))
        write_owner(c, &w, a);
    if (filing__has(a, FILING_RESULT))
        group(&w, "result", "address", a->result_address, "by", a->result_by);
    if (a->skipped_n)
        write_skipped(&w, a);
    if (a->typed_n)
        write_typed(&w, a);
    if (filing__has(a, FILING_WHOM))
        group(&w, "whom", "authority", a->authority, "note", a->authority_note);
    buf_char(&w.b, '}');
    if (buf_full(&w.b))
        return fail(c, RC_INVALID, NULL, "filing.too_long");
    *ret_json = buf_str(&w.b);
    return RC_OK;
}

/* ---- reading ---- */

static struct json group_of(struct json doc, const char *name, enum filing_question q,
                            struct filing_answers *a)
{
    const struct json j = json_get(doc, name);
    if (!json_is_absent(j))
        a->answered |= 1u << q;
    return j;
}

static void read_owner(struct json j, struct filing_answers *a)
{
    a->owner.address = json_text_of(j, "address");
    a->owner.name = json_text_of(j, "name");
    a->owner.number = json_text_of(j, "number");
    a->owner.tax_code = json_text_of(j, "tax_code");
    a->owner.birth = DATE_NONE;
    if (!date_parse(json_text_of(j, "birth"), &a->owner.birth))
        a->owner.birth = DATE_NONE;
    a->phone = json_text_of(j, "phone");
    a->email = json_text_of(j, "email");
}

static void read_form(struct ctx *c, struct json j, struct filing_answers *a)
{
    const struct json done = json_get(j, "done"), answers = json_get(j, "answers");
    str *v = NEW_N(c->mem, str, json_count(done));
    a->form = json_text_of(j, "version");
    a->form_answers = json_is_members(answers) ? json_write(c->mem, answers, false) : STR_NONE;
    for (ptrdiff_t i = 0; i < json_count(done); i++)
        v[a->form_done_n++] = json_text(json_item(done, i));
    a->form_done = v;
}

static void read_skipped(struct ctx *c, struct json j, struct filing_answers *a)
{
    str *v = NEW_N(c->mem, str, json_count(j));
    for (ptrdiff_t i = 0; i < json_count(j); i++)
        v[a->skipped_n++] = json_text(json_item(j, i));
    a->skipped = v;
}

static void read_typed(struct ctx *c, struct json j, struct filing_answers *a)
{
    ptrdiff_t n = 0;
    for (struct json_walk q = json_walk(j); json_next(&q);)
        n += json_count(q.value);
    struct filing_typed *v = NEW_N(c->mem, struct filing_typed, n);
    for (struct json_walk q = json_walk(j); json_next(&q);)
        for (struct json_walk x = json_walk(q.value); json_next(&x);)
            v[a->typed_n++] = (struct filing_typed){q.key, x.key, json_text(x.value)};
    a->typed = v;
}

enum rc filing__answers_read(struct ctx *c, str text, struct filing_answers *ret_answers)
{
    struct filing_answers a = {.owner = {.birth = DATE_NONE}};
    struct json doc, j;
    if (!json_parse(c->mem, text, &doc, NULL))
        return RC_FAILED;
    a.agency = json_text_of(group_of(doc, "agency", FILING_AGENCY, &a), "agency");
    a.case_key = json_text_of(group_of(doc, "case", FILING_CASE, &a), "case");
    read_form(c, json_get(doc, "form"), &a);
    a.note = json_text_of(group_of(doc, "note", FILING_NOTE, &a), "text");
    read_owner(group_of(doc, "owner", FILING_OWNER, &a), &a);
    j = group_of(doc, "result", FILING_RESULT, &a);
    a.result_by = json_text_of(j, "by");
    a.result_address = json_text_of(j, "address");
    read_skipped(c, json_get(doc, "skipped"), &a);
    read_typed(c, json_get(doc, "typed"), &a);
    j = group_of(doc, "whom", FILING_WHOM, &a);
    a.authority = json_text_of(j, "authority");
    a.authority_note = json_text_of(j, "note");
    *ret_answers = a;
    return RC_OK;
}
