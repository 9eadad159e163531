/*
 * dossier_form_http.c - the small pages of one dossier, one form each: ask for a supplement,
 * correct, take cash. Ends without a result stand in dossier_end_http.c. How they are drawn stands in
 * dossier_small_http.c.
 */
#include "dossier/dossier_http.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_small.h"
#include "web/module.h"
#include "web/page.h"

/* ---- forms ---- */

struct supplement_form_in {
    struct form_rows what;
    str more, reason;
};
static const struct field supplement_fields[] = {
    {"what_*", F_TEXT, .max = 300, .max_rows = 100, .at = offsetof(struct supplement_form_in, what)},
    {"more", F_LINES, .max = 2000, .at = offsetof(struct supplement_form_in, more)},
    {"reason", F_LINES, .required = true, .max = 2000,
     .at = offsetof(struct supplement_form_in, reason)},
    {0}};
static const struct form supplement_form = {"dossier.supplement.", supplement_fields,
                                            sizeof(struct supplement_form_in), NULL};

struct correct_form_in {
    str part, becomes, reason;
};
static const struct field correct_fields[] = {
    {"part", F_CHOICE, .required = true,
     .choices = "note|result_by|result_address|authority_note|sets|outside_id",
     .at = offsetof(struct correct_form_in, part)},
    {"becomes", F_TEXT, .max = 500, .hint = "dossier.correct.becomes.hint",
     .at = offsetof(struct correct_form_in, becomes)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct correct_form_in, reason)},
    {0}};
static const struct form correct_form = {"dossier.correct.", correct_fields,
                                         sizeof(struct correct_form_in), NULL};

struct pay_in {
    int64_t amount;
};
static const struct field pay_fields[] = {
    {"amount", F_MONEY, .required = true, .at = offsetof(struct pay_in, amount)}, {0}};
static const struct form pay_form = {"dossier.pay.", pay_fields, sizeof(struct pay_in), NULL};

/* ---- ask for a supplement ---- */

static const struct dossier_small supplement_page = {&supplement_form,
                                                     "dossier.supplement.heading",
                                                     "dossier.supplement.intro",
                                                     "dossier.supplement.go",
                                                     "supplement",
                                                     .danger = false};

/* One line a paper: empty means it is in order. What was not brought is filled in. */
static struct web_fields supplement_fields_of(struct req *r, const struct saying *s,
                                              const struct desk_facts *f)
{
    struct web_field *x = NEW_N(s->mem, struct web_field, f->papers_n + 2);
    const bool first = r->route->form != &supplement_form;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->papers_n; i++) {
        const str name = str_fmt(s->mem, "what_%lld", (long long)f->papers[i].id);
        if (first && !f->papers[i].complete)
            form_add(s->mem, &r->values, name, text_get(s->lang, "dossier.supplement.absent"));
        x[n] = form_field(r, &supplement_form, &r->values, name);
        x[n].label = f->papers[i].name;
        x[n++].optional = false;
    }
    x[n++] = form_field(r, &supplement_form, &r->values, S("more"));
    x[n] = form_field(r, &supplement_form, &r->values, S("reason"));
    if (!instant_is_none(f->notice_by)) { /* Điều 19.5 */
        const str by = dossier_moment(s, f->notice_by);
        x[n].hint = dossier_say(s, "dossier.supplement.notice_by", &by, 1);
    }
    n++;
    return (struct web_fields){x, n};
}

static enum rc supplement_show(struct req *r)
{
    return dossier_small(r, &supplement_page, supplement_fields_of);
}

static str name_of(const struct dossier_paper *papers, ptrdiff_t n, str key, int64_t *ret_id)
{
    for (ptrdiff_t i = 0; str_to_i64(key, ret_id) && i < n; i++)
        if (papers[i].id == *ret_id)
            return papers[i].name;
    return STR_NONE;
}

/* Items of papers, then each line that is none of theirs. */
static ptrdiff_t items_of(struct req *r, const struct supplement_form_in *in,
                          const struct dossier_paper *papers, ptrdiff_t papers_n,
                          struct supplement_item *items, ptrdiff_t max)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < in->what.n && n < max; i++) {
        int64_t id = 0;
        const str name = name_of(papers, papers_n, in->what.v[i].key, &id);
        if (name.n && in->what.v[i].text.n)
            items[n++] = (struct supplement_item){
                id, str_fmt(r->c.mem, "%.*s: %.*s", STR_ARG(name), STR_ARG(in->what.v[i].text))};
    }
    for (struct str_cut cut = str_cut(in->more, '\n'); n < max; cut = str_cut(cut.tail, '\n')) {
        if (str_trim(cut.head).n)
            items[n++] = (struct supplement_item){0, str_trim(cut.head)};
        if (!cut.found)
            break;
    }
    return n;
}

static enum rc supplement(struct req *r)
{
    const struct supplement_form_in *in = r->in;
    struct dossier d;
    struct dossier_paper *papers = NULL;
    struct dossier_ref ref;
    ptrdiff_t papers_n = 0;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_papers(&r->c, d.id, &papers, &papers_n);
    if (rc)
        return rc;
    struct supplement_item *items = NEW_N(r->c.mem, struct supplement_item, 200);
    const struct supplement_in ask = {.seen_version = r->version,
                                      .reason = in->reason,
                                      .items = items,
                                      .n = items_of(r, in, papers, papers_n, items, 200)};
    return dossier_small_done(r, dossier_ask_supplement(&r->c, d.id, &ask, &ref), d.pub);
}

enum rc dossier_small_with(struct req *r, str slug, str reason)
{
    r->values = (struct form_values){0};
    form_add(r->c.mem, &r->values, S("reason"), reason);
    return str_eq(slug, S("refuse")) ? dossier__refuse_show(r) : supplement_show(r);
}

/* ---- correct, cash, apology ---- */

static const struct dossier_small correct_page = {
    &correct_form,  "dossier.correct.heading", "dossier.correct.intro", "dossier.correct.go", "correct",
    .danger = false};
static const struct dossier_small pay_page = {
    &pay_form, "dossier.pay.heading", "dossier.pay.intro", "dossier.pay.go", "pay", .danger = false};

static enum rc correct_show(struct req *r)
{
    return dossier_small(r, &correct_page, NULL);
}

static struct web_fields pay_fields_of(struct req *r, const struct saying *s,
                                       const struct desk_facts *f)
{
    const int64_t left = f->money.due - f->money.paid;
    if (!r->values.first && left > 0)
        form_add_int(s->mem, &r->values, S("amount"), left);
    return form_fields(r, &pay_form, &r->values);
}

static enum rc pay_show(struct req *r)
{
    return dossier_small(r, &pay_page, pay_fields_of);
}

static enum rc correct(struct req *r)
{
    const struct correct_form_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_correct(&r->c, d.id,
                             &(struct correct_in){.seen_version = r->version,
                                                  .part = in->part,
                                                  .becomes = in->becomes,
                                                  .reason = in->reason},
                             &ref);
    return dossier_small_done(r, rc, d.pub);
}

static enum rc pay(struct req *r)
{
    const struct pay_in *in = r->in;
    struct dossier d;
    int64_t number;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_pay_cash(&r->c, d.id, r->version, in->amount, &number);
    return dossier_small_done(r, rc, d.pub);
}

static const struct route routes[] = {DOSSIER_SMALL("supplement", supplement, PERM_WORKLIST),
                                      DOSSIER_SMALL("correct", correct, PERM_DOSSIER_CORRECT),
                                      DOSSIER_SMALL("pay", pay, PERM_PAYMENT_TAKE),
                                      {0}};
const struct module dossier_form_module = {.name = "dossier_form", .routes = routes};
