/*
 * filing_question_http.c - one question per page: its form, its fields filled with what was
 * answered or typed, saving it, and where the way goes on. filing_http.c has the pages around.
 */
#include "filing/filing_http.h"
#include "filing/filing_tpl.h"
#include "web/page.h"
#include "web/settings.h"

#include <string.h>

/* ---- forms: every question may be saved for later, or return to the check page ---- */

struct way {
    str to;
    bool later, more;
};
#define WAY_FIELDS(type)                                                                               \
    {"to", F_CHOICE, .hidden = true, .choices = "check", .at = offsetof(type, way.to)},                \
        {"later", F_BOOL, .at = offsetof(type, way.later)},                                            \
    {                                                                                                  \
        "more", F_BOOL, .at = offsetof(type, way.more)                                                 \
    }

static const struct field goto_fields[] = {
    {"to", F_CHOICE, .hidden = true, .choices = "check", .at = offsetof(struct way, to)}, {0}};
const struct form filing__goto_form = {"filing.form.", goto_fields, sizeof(struct way), NULL};

struct answer_in {
    struct way way;
    str one, two;
};
static const struct field case_fields[] = {
    {"case", F_TEXT, .required = true, .max = 1000, .at = offsetof(struct answer_in, one)},
    WAY_FIELDS(struct answer_in),
    {0}};
const struct form filing__case_form = {"filing.form.", case_fields, sizeof(struct answer_in), NULL};

static const struct field whom_fields[] = {{"authority", F_CHOICE, .required = true,
                                            .choices = "self|parent|guardian|authorised|representative",
                                            .at = offsetof(struct answer_in, one)},
                                           {"authority_note", F_TEXT, .max = 300,
                                            .hint = "filing.form.authority_note.hint",
                                            .at = offsetof(struct answer_in, two)},
                                           WAY_FIELDS(struct answer_in),
                                           {0}};
const struct form filing__whom_form = {"filing.form.", whom_fields, sizeof(struct answer_in), NULL};

struct owner_in {
    struct way way;
    str name, number, tax_code, phone, email, address;
    date birth;
};
#define AT(x) .at = offsetof(struct owner_in, x)
static const struct field owner_fields[] = {
    {"name", F_TEXT, .max = 200, .hint = "filing.form.name.hint", AT(name)},
    {"number", F_NATIONAL_ID, .hint = "filing.form.number.hint", AT(number)},
    {"tax_code", F_TAX_CODE, AT(tax_code)},
    {"birth", F_DATE, .hint = "filing.form.birth.hint", AT(birth)},
    {"phone", F_PHONE, .required = true, .hint = "filing.form.phone.hint", .autocomplete = "tel",
     AT(phone)},
    {"email", F_EMAIL, .hint = "filing.form.email.hint", .autocomplete = "email", AT(email)},
    {"address", F_TEXT, .max = 300, .autocomplete = "street-address", AT(address)},
    WAY_FIELDS(struct owner_in),
    {0}};
#undef AT
const struct form filing__owner_form = {"filing.form.", owner_fields, sizeof(struct owner_in), NULL};

static const struct field agency_fields[] = {
    {"agency", F_TEXT, .required = true, .max = 40, .at = offsetof(struct answer_in, one)},
    WAY_FIELDS(struct answer_in),
    {0}};
const struct form filing__agency_form = {"filing.form.", agency_fields, sizeof(struct answer_in), NULL};

struct paper_in {
    struct way way;
    struct form_rows files;
    bool skip;
};
static const struct field paper_fields[] = {{"file", F_FILE, .many = true, .max_rows = FILING_FILES_MAX,
                                             .accept = FILING_FILE_TYPES,
                                             .at = offsetof(struct paper_in, files)},
                                            {"skip", F_BOOL, .at = offsetof(struct paper_in, skip)},
                                            WAY_FIELDS(struct paper_in),
                                            {0}};
const struct form filing__paper_form = {"filing.form.", paper_fields, sizeof(struct paper_in), NULL};

static const struct field result_fields[] = {
    {"result_by", F_CHOICE, .required = true, .choices = "online|counter|post",
     .at = offsetof(struct answer_in, one)},
    {"result_address", F_TEXT, .max = 300, .hint = "filing.form.result_address.hint",
     .autocomplete = "street-address", .at = offsetof(struct answer_in, two)},
    WAY_FIELDS(struct answer_in),
    {0}};
const struct form filing__result_form = {"filing.form.", result_fields, sizeof(struct answer_in), NULL};

static const struct field note_fields[] = {
    {"note", F_LINES, .max = 2000, .at = offsetof(struct answer_in, one)},
    WAY_FIELDS(struct answer_in),
    {0}};
const struct form filing__note_form = {"filing.form.", note_fields, sizeof(struct answer_in), NULL};

/* ---- fields ---- */

struct drawing {
    struct req *r;
    const struct filing_draft *d;
    ptrdiff_t at;
    const struct filing_step *step; /* of that number */
    const struct form *form;
    struct form_values *values; /* what stands there: answers, or what was typed */
    struct web_field *v;
    ptrdiff_t n;
};

static struct web_field *put(struct drawing *g, str name)
{
    g->v[g->n] = form_field(g->r, g->form, g->values, name);
    return &g->v[g->n++];
}

/* A question with one control is headed by its own label. */
static void head(struct drawing *g, struct web_field *x, const char *key)
{
    x->label = text_get(g->r->lang, key);
    x->heading = true;
}

static void draw_case(struct drawing *g)
{
    const struct procedure_full *p = &g->d->procedure;
    struct web_option *o = NEW_N(g->r->c.mem, struct web_option, p->cases_n);
    for (ptrdiff_t i = 0; i < p->cases_n; i++)
        o[i] = (struct web_option){.value = p->cases[i].code.n ? p->cases[i].code : p->cases[i].name,
                                   .text = p->cases[i].name};
    struct web_field *x = put(g, S("case"));
    head(g, x, "filing.q.case");
    x->hint = text_get(g->r->lang, "filing.q.case.hint");
    field_radios(g->r, x, o, p->cases_n);
}

static void draw_whom(struct drawing *g)
{
    struct web_field *x = put(g, S("authority"));
    head(g, x, "filing.q.whom");
    put(g, S("authority_note"));
}

static void draw_owner(struct drawing *g)
{
    const struct filing_answers *a = &g->d->answers;
    const struct person *self = &g->d->self;
    const bool mine = str_eq(a->authority, S("self"));
    const bool business = str_eq(a->authority, S("representative"));
    if (!mine || !self->name.n)
        put(g, S("name"))->optional = false;
    if (!business && (!mine || !self->number.n))
        put(g, S("number"))->optional =
            str_eq(a->authority, S("parent")) || str_eq(a->authority, S("guardian"));
    if (business)
        put(g, S("tax_code"))->optional = false;
    if (!business && (!mine || date_is_none(self->birth)))
        put(g, S("birth"));
    if (mine)
        put(g, S("address"));
    put(g, S("phone"))->label =
        text_get(g->r->lang, mine ? "filing.form.phone" : "filing.form.phone.yours");
    put(g, S("email"))->label =
        text_get(g->r->lang, mine ? "filing.form.email" : "filing.form.email.yours");
}

static enum rc draw_agency(struct drawing *g)
{
    struct procedure_full p;
    struct filing_places places;
    const enum rc rc = filing_open(&g->r->c, g->d->procedure.head.code, &p, &places);
    if (rc)
        return rc;
    struct web_option *o = NEW_N(g->r->c.mem, struct web_option, places.n + 1);
    ptrdiff_t n = 0;
    if (places.n > 6)
        o[n++] = (struct web_option){.value = S(""),
                                     .text = text_get(g->r->lang, "filing.form.agency.choose")};
    for (ptrdiff_t i = 0; i < places.n; i++)
        o[n++] = (struct web_option){.value = places.v[i].pub,
                                     .text = g->r->lang == LANG_EN && places.v[i].name_en.n
                                                 ? places.v[i].name_en
                                                 : places.v[i].name};
    struct web_field *x = put(g, S("agency"));
    head(g, x, "filing.q.agency");
    x->hint = text_get(g->r->lang, "filing.q.agency.hint");
    (places.n > 6 ? field_select : field_radios)(g->r, x, o, n);
    return RC_OK;
}

static void draw_paper(struct drawing *g)
{
    const struct filing_paper_need *p = &g->d->papers[g->step->paper];
    struct web_field *x = put(g, S("file"));
    const str mb = text_number(g->r->c.mem, g->r->lang, web_settings_now.file_mb);
    x->label = text_get(g->r->lang, p->files_n ? "filing.form.file.more" : "filing.form.file.choose");
    x->hint = text_fmt(g->r->c.mem, g->r->lang, "filing.form.file.hint", &mb, 1);
    x->optional = false;
    if (filing_may_skip(p) && !p->files_n)
        put(g, S("skip"));
}

static void draw_result(struct drawing *g)
{
    struct web_field *x = put(g, S("result_by"));
    head(g, x, "filing.q.result");
    put(g, S("result_address"));
}

static void draw_note(struct drawing *g)
{
    struct web_field *x = put(g, S("note"));
    head(g, x, "filing.q.note");
    x->hint = text_get(g->r->lang, "filing.q.note.hint");
}

static enum rc draw(struct drawing *g)
{
    switch (g->step->question) {
    case FILING_CASE:
        draw_case(g);
        break;
    case FILING_WHOM:
        draw_whom(g);
        break;
    case FILING_OWNER:
        draw_owner(g);
        break;
    case FILING_AGENCY:
        return draw_agency(g);
    case FILING_PAPER:
        draw_paper(g);
        break;
    case FILING_RESULT:
        draw_result(g);
        break;
    case FILING_NOTE:
        draw_note(g);
        break;
    case FILING_GROUP: /* filing_form_http.c */
    case FILING_QUESTION_COUNT:
        break;
    }
    return RC_OK;
}

/* ---- what stands in the fields on a first drawing ---- */

static void fill_owner(struct drawing *g)
{
    struct arena *mem = g->r->c.mem;
    const struct filing_answers *a = &g->d->answers;
    const bool mine = str_eq(a->authority, S("self"));
    const bool answered = a->answered & 1u << FILING_OWNER;
    const struct person *p = answered || !mine ? &a->owner : &g->d->self;
    form_add(mem, g->values, S("name"), p->name);
    form_add(mem, g->values, S("number"), p->number);
    form_add(mem, g->values, S("tax_code"), p->tax_code);
    form_add(mem, g->values, S("address"), p->address);
    if (!date_is_none(p->birth))
        form_add_date(mem, g->values, "birth", p->birth);
    const str phone = answered ? a->phone : g->d->self.phone;
    form_add(mem, g->values, S("phone"), phone.n ? ident_phone_national(mem, phone) : phone);
    form_add(mem, g->values, S("email"), answered ? a->email : g->d->self.email);
}

static void fill(struct drawing *g)
{
    struct arena *mem = g->r->c.mem;
    const struct filing_answers *a = &g->d->answers;
    const bool first_result = !a->result_address.n;
    form_add(mem, g->values, S("case"), a->case_key);
    form_add(mem, g->values, S("authority"), a->authority);
    form_add(mem, g->values, S("authority_note"), a->authority_note);
    form_add(mem, g->values, S("agency"), a->agency);
    form_add(mem, g->values, S("result_by"), a->result_by);
    form_add(mem, g->values, S("result_address"),
             first_result ? filing_owner(g->d).address : a->result_address);
    form_add(mem, g->values, S("note"), a->note);
    if (g->step->question == FILING_OWNER)
        fill_owner(g);
    if (g->step->paper >= 0 && g->d->papers[g->step->paper].skipped)
        form_add(mem, g->values, S("skip"), S("1"));
}

/* ---- showing ---- */

static const struct form *form_of(enum filing_question q)
{
    static const struct form *const forms[FILING_QUESTION_COUNT] = {
        [FILING_CASE] = &filing__case_form,   [FILING_WHOM] = &filing__whom_form,
        [FILING_OWNER] = &filing__owner_form, [FILING_AGENCY] = &filing__agency_form,
        [FILING_PAPER] = &filing__paper_form, [FILING_RESULT] = &filing__result_form,
        [FILING_NOTE] = &filing__note_form,
    };
    return forms[q];
}

/* The route is literal for most questions; papers share one with a parameter. */
static str slug_of(const struct req *r)
{
    const char *last = strrchr(r->route->path, '/') + 1;
    return *last == ':' ? param(r, "question") : str_of(last);
}

/* What was asked for: RC_NOT_FOUND for a question this draft does not have. */
static enum rc find(struct req *r, struct filing_draft *d, ptrdiff_t *ret_step, bool *ret_sent)
{
    const enum rc rc = filing__draft(r, d, ret_sent);
    if (rc || *ret_sent)
        return rc;
    *ret_step = filing__step(d, slug_of(r));
    return *ret_step < 0 ? RC_NOT_FOUND : RC_OK;
}

/* What is being typed there stands over what was answered. */
static void fill_typed(struct drawing *g)
{
    const struct filing_answers *a = &g->d->answers;
    const str question = filing__question_name(g->step->question);
    for (ptrdiff_t i = 0; i < a->typed_n; i++)
        if (str_eq(a->typed[i].question, question))
            form_add(g->r->c.mem, g->values, a->typed[i].name, a->typed[i].value);
}

static enum rc fields_of(struct drawing *g, bool fresh, bool typed, struct web_fields *ret)
{
    g->step = &g->d->steps[g->at];
    g->form = form_of(g->step->question);
    g->v = NEW_N(g->r->c.mem, struct web_field, 8);
    if (fresh)
        fill(g);
    if (typed)
        fill_typed(g);
    const enum rc rc = draw(g);
    *ret = (struct web_fields){g->v, g->n};
    return rc;
}

enum rc filing__question_fields(struct req *r, const struct filing_draft *d, ptrdiff_t at, bool typed,
                                struct web_fields *ret)
{
    struct form_values values = {0};
    struct drawing g = {.r = r, .d = d, .at = at, .values = &values};
    return fields_of(&g, true, typed, ret);
}

static enum rc show(struct req *r, const struct filing_draft *d, ptrdiff_t at)
{
    const struct filing_words w = filing__words(r);
    const bool fresh = r->route->method == GET;
    struct filing_question_view v;
    struct web_fields fields;
    struct drawing g = {.r = r, .d = d, .at = at, .values = &r->values};
    filing__view_question(&w, d, at, form_value(&r->values, S("to")), &v);
    const enum rc rc = fields_of(&g, fresh, fresh, &fields);
    if (rc)
        return rc;
    v.fields = fields;
    v.fresh = fresh;
    v.errors = req_errors(r);
    const struct page page = {.title = "filing.title",
                              .title_arg = v.heading.n ? v.heading : fields.v[0].label,
                              .layout = LAYOUT_QUESTION};
    return show_page(r, &page, tpl_filing_question, &v);
}

/* Who it is depends on for whom: that comes first. */
enum rc filing__question_show(struct req *r)
{
    struct filing_draft d;
    ptrdiff_t at;
    bool sent;
    const enum rc rc = find(r, &d, &at, &sent);
    if (rc || sent)
        return rc;
    if (d.steps[at].question == FILING_OWNER && !d.answers.authority.n)
        return see_other(r, filing__question(r->c.mem, &d, filing__step(&d, S("whom"))));
    return show(r, &d, at);
}

/* ---- saving ---- */

static enum rc save_owner(struct req *r, struct filing_draft *d)
{
    const struct owner_in *in = r->in;
    const struct filing_answers a = {
        .owner = {.name = in->name,
                  .number = in->number,
                  .tax_code = in->tax_code,
                  .birth = in->birth,
                  .address = in->address},
        .phone = in->phone,
        .email = in->email,
    };
    return filing_answer(&r->c, d, FILING_OWNER, &a);
}

static enum rc save_paper(struct req *r, struct filing_draft *d, ptrdiff_t paper)
{
    const struct paper_in *in = r->in;
    struct filing_upload *v = NEW_N(r->c.mem, struct filing_upload, in->files.n);
    for (ptrdiff_t i = 0; i < in->files.n; i++)
        v[i] = (struct filing_upload){in->files.v[i].file.stored, in->files.v[i].file.name};
    const bool partial = in->way.later || (in->way.more && in->files.n > 0);
    return filing_put_paper(&r->c, d, paper,
                            &(struct filing_paper_in){v, in->files.n, in->skip, partial});
}

static enum rc save(struct req *r, struct filing_draft *d, const struct filing_step *step)
{
    if (step->question == FILING_OWNER)
        return save_owner(r, d);
    if (step->question == FILING_PAPER)
        return save_paper(r, d, step->paper);
    const struct answer_in *in = r->in;
    const struct filing_answers a = {
        .case_key = in->one,
        .authority = in->one,
        .authority_note = in->two,
        .agency = in->one,
        .result_by = in->one,
        .result_address = in->two,
        .note = in->one,
    };
    return filing_answer(&r->c, d, step->question, &a);
}

/* The way is the first member of every question's form. */
static enum rc go_on(struct req *r, const struct filing_draft *d, str slug)
{
    const struct way *way = r->in;
    const ptrdiff_t at = filing__step(d, slug);
    if (way->later)
        return see_other(r, HREF_TO("/my"));
    if (way->more && at >= 0)
        return see_other(r, filing__question(r->c.mem, d, at));
    return see_other(r, filing__question(r->c.mem, d, way->to.n || at < 0 ? filing_next(d) : at + 1));
}

enum rc filing__question_save(struct req *r)
{
    struct filing_draft d;
    ptrdiff_t at;
    bool sent;
    enum rc rc = find(r, &d, &at, &sent);
    if (rc || sent)
        return rc;
    const struct filing_step step = d.steps[at];
    rc = save(r, &d, &step);
    return rc ? rc : go_on(r, &d, slug_of(r));
}
