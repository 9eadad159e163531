/* filing_view.c - the pages before sending: start, question, check. */
#include "casework/casework_words_view.h"
#include "core/ident.h"
#include "filing/filing_make_view.h"

#define SAY(w, key) text_get((w)->lang, key)

/* ---- what a fee is, before there is a dossier ---- */

struct fee_sum {
    int64_t sum;
    bool any, open; /* open: some line has no fixed amount here */
};

static struct fee_sum fee_of(const struct procedure_full *p, int64_t case_id)
{
    struct fee_sum f = {0};
    for (ptrdiff_t i = 0; i < p->fees_n; i++) {
        const struct procedure_fee *x = &p->fees[i];
        if ((x->case_id.set && x->case_id.v != case_id) ||
            (x->channel.n && !str_eq(x->channel, S("online"))))
            continue;
        f.any = true;
        if (x->amount.set && !x->unit.n && str_eq(x->currency, S("VND")))
            f.sum += x->amount.v;
        else
            f.open = true;
    }
    return f;
}

static str fee_text(const struct filing_words *w, const struct procedure_full *p, int64_t case_id)
{
    const struct fee_sum f = fee_of(p, case_id);
    if (f.open && !f.sum)
        return SAY(w, "filing.fee.open");
    return f.any ? text_money(w->mem, w->lang, f.sum) : SAY(w, "filing.fee.none");
}

static str fee_note(const struct filing_words *w, const struct procedure_full *p, int64_t case_id)
{
    const struct fee_sum f = fee_of(p, case_id);
    return f.sum || f.open ? SAY(w, "filing.fact.fee.note") : STR_NONE;
}

/* The rule of the law in words; where none is settled, the receipt says it. */
static str time_text(const struct filing_words *w, const struct procedure_full *p, int64_t case_id)
{
    struct due_rule rule;
    const str text = catalog_rule(p, case_id, S("online"));
    if (text.n && due_rule_parse(text, &rule))
        return due_rule_text(w->mem, w->lang, rule);
    return SAY(w, "filing.time.open");
}

static str result_text(const struct filing_words *w, const struct procedure_full *p)
{
    for (ptrdiff_t i = 0; i < p->parts_n; i++)
        if (str_eq(p->parts[i].kind, S("result")))
            return p->parts[i].name.n ? p->parts[i].name : p->parts[i].text;
    return SAY(w, "filing.result.open");
}

/* ---- start ---- */

static struct web_tag paper_tag(const struct filing_words *w, const struct filing_paper_need *p)
{
    if (p->way == FILING_FORM)
        return (struct web_tag){S("accent"), S("edit"), SAY(w, "filing.tag.form")};
    if (p->way == FILING_SHOW)
        return (struct web_tag){S("ok"), S("check"), SAY(w, "filing.tag.show")};
    if (filing_may_skip(p))
        return (struct web_tag){S("mute"), STR_NONE, SAY(w, "filing.tag.maybe")};
    return (struct web_tag){S("mute"), S("file"), SAY(w, "filing.tag.upload")};
}

static struct web_fact *facts(const struct filing_words *w, const struct procedure_full *p)
{
    const int64_t first = p->cases_n ? p->cases[0].id : 0;
    struct web_fact *v = NEW_N(w->mem, struct web_fact, 4);
    v[0] = (struct web_fact){SAY(w, "filing.fact.time"), time_text(w, p, first),
                             SAY(w, "filing.fact.time.note"), HREF_NONE};
    v[1] = (struct web_fact){SAY(w, "filing.fact.fee"), fee_text(w, p, first), fee_note(w, p, first),
                             HREF_NONE};
    v[2] = (struct web_fact){SAY(w, "filing.fact.result"), result_text(w, p), STR_NONE, HREF_NONE};
    if (p->cases_n > 1)
        v[0].note = v[1].note = SAY(w, "filing.fact.by_case");
    return v;
}

void filing__view_start(const struct filing_words *w, const struct procedure_full *p,
                        struct filing_start_view *v)
{
    struct ctx c = {.mem = w->mem};
    struct filing_draft d = {.procedure = *p, .answers = {.authority = S("self")}};
    filing__plan_papers(&c, &d);
    struct filing_paper_line *lines = NEW_N(w->mem, struct filing_paper_line, d.papers_n);
    ptrdiff_t uploads = 0, n = 0;
    for (ptrdiff_t i = 0; i < d.papers_n; i++) {
        if (d.papers[i].way == FILING_TWIN)
            continue;
        lines[n++] = (struct filing_paper_line){
            d.papers[i].component->name, d.papers[i].component->note, paper_tag(w, &d.papers[i])};
        uploads += d.papers[i].way == FILING_UPLOAD;
    }
    const str count = text_number(w->mem, w->lang, uploads + 5 + (p->cases_n > 1));
    *v = (struct filing_start_view){
        .back = HREF(w->mem, "/procedures/{}", p->head.code),
        .action = HREF(w->mem, "/procedures/{}/file", p->head.code),
        .back_text = SAY(w, "filing.start.back"),
        .name = p->head.name,
        .code = p->head.code,
        .facts = {facts(w, p), 3},
        .papers = lines,

        .papers_n = n,
        .steps = filing__say(w, "filing.start.steps", &count, 1),
    };
}

/* ---- question ---- */

static const char *heading_of(const struct filing_draft *d)
{
    if (str_eq(d->answers.authority, S("self")))
        return "filing.q.owner.self";
    return str_eq(d->answers.authority, S("representative")) ? "filing.q.owner.business"
                                                             : "filing.q.owner.other";
}

static void add(struct web_answers *a, struct web_answer x)
{
    if (x.value.n)
        ((struct web_answer *)(uintptr_t)a->v)[a->n++] = x;
}

/* What the register knows of oneself and nobody has to type again. */
static struct web_answers known(const struct filing_words *w, const struct filing_draft *d)
{
    const struct person *p = &d->self;
    struct web_answers a = {NEW_N(w->mem, struct web_answer, 3), 0};
    add(&a, (struct web_answer){.label = SAY(w, "filing.form.name"), .value = p->name, .known = true});
    add(&a, (struct web_answer){.label = SAY(w, "filing.form.number"),
                                .value = p->number.n ? ident_person_show(w->mem, p->number) : STR_NONE,
                                .known = true});
    if (!date_is_none(p->birth))
        add(&a, (struct web_answer){.label = SAY(w, "filing.form.birth"),
                                    .value = text_day(w->mem, w->lang, p->birth),
                                    .known = true});
    return a;
}

static void paper(const struct filing_words *w, const struct filing_draft *d, ptrdiff_t at,
                  struct filing_question_view *v)
{
    const struct filing_paper_need *p = &d->papers[at];
    const str form[] = {p->component->form_name};
    v->heading = p->component->name;
    v->hint = p->component->note.n        ? p->component->note
              : p->component->form_name.n ? filing__say(w, "filing.q.paper.form", form, 1)
                                          : SAY(w, "filing.q.paper.hint");
    v->multipart = true;
    v->remove = HREF(w->mem, "/drafts/{}/remove", d->pub);
    v->files = NEW_N(w->mem, struct filing_file_line, p->files_n);
    for (ptrdiff_t i = 0; i < p->files_n; i++)
        v->files[v->files_n++] = (struct filing_file_line){
            p->files[i].pub, p->files[i].name, filing__size(w, p->files[i].type, p->files[i].size)};
}

void filing__view_question(const struct filing_words *w, const struct filing_draft *d, ptrdiff_t step,
                           str to, struct filing_question_view *v)
{
    const struct filing_step *s = &d->steps[step];
    const str count[] = {text_number(w->mem, w->lang, step + 1),
                         text_number(w->mem, w->lang, d->steps_n)};
    const str saved[] = {words_moment(w->mem, w->lang, d->saved_at, w->now),
                         text_day(w->mem, w->lang, instant_date(d->expires_at)),
                         filing_resume_code(w->mem, d->pub)};
    const bool check = str_eq(to, S("check"));
    *v = (struct filing_question_view){
        .back = check  ? filing__question(w->mem, d, d->steps_n)
                : step ? filing__question(w->mem, d, step - 1)
                       : HREF(w->mem, "/procedures/{}/file", d->procedure.head.code),
        .back_text = SAY(w, check  ? "filing.back.check"
                            : step ? "filing.back.question"
                                   : "filing.back.start"),
        .action = filing__question(w->mem, d, step),
        .procedure = d->procedure.head.name,
        .progress = filing__say(w, "filing.progress", count, 2),
        .at = step + 1,
        .of = d->steps_n,
        .to = check ? S("check") : STR_NONE,
        .question = filing__slug(w->mem, d, step),
        .saved = filing__say(w, "filing.saved.code", saved, 3),
    };
    if (s->question == FILING_PAPER)
        paper(w, d, s->paper, v);
    else
        v->typed = str_fmt(w->mem, "/drafts/%.*s/typed", STR_ARG(d->pub));
    if (s->question == FILING_OWNER) {
        v->heading = SAY(w, heading_of(d));
        if (str_eq(d->answers.authority, S("self")))
            v->known = known(w, d);
    }
}

/* ---- check ---- */

static href change(const struct filing_words *w, const struct filing_draft *d, const char *slug)
{
    return HREF_WITH(w->mem, filing__question(w->mem, d, filing__step(d, str_of(slug))), "to",
                     S("check"));
}

static struct web_answers people(const struct filing_words *w, const struct filing_draft *d)
{
    const struct filing_answers *a = &d->answers;
    const struct person p = filing_owner(d);
    const bool mine = str_eq(a->authority, S("self"));
    const href to = change(w, d, "owner");
    const href name_to = mine && d->self.name.n ? HREF_NONE : to;
    const href number_to = mine && d->self.number.n ? HREF_NONE : to;
    const href birth_to = mine && !date_is_none(d->self.birth) ? HREF_NONE : to;
    struct web_answers g = {NEW_N(w->mem, struct web_answer, 10), 0};
    add(&g, (struct web_answer){
                .label = SAY(w, "filing.form.authority"),
                .value = text_get(w->lang, str_c(w->mem, str_fmt(w->mem, "filing.form.authority.%.*s",
                                                                 STR_ARG(a->authority)))),
                .note = a->authority_note,
                .change = change(w, d, "whom")});
#define LINE(key, text, target)                                                                        \
    add(&g, (struct web_answer){                                                                       \
                .label = SAY(w, key), .value = text, .change = target, .known = !(target).s.p})
    LINE("filing.form.name", p.name, name_to);
    LINE("filing.form.number", p.number.n ? ident_person_show(w->mem, p.number) : STR_NONE, number_to);
    LINE("filing.form.tax_code", p.tax_code, to);
    LINE("filing.form.birth", text_day(w->mem, w->lang, p.birth), birth_to);
    LINE("filing.form.address", p.address, to);
    LINE("filing.form.phone", a->phone.n ? ident_phone_national(w->mem, a->phone) : STR_NONE, to);
    LINE("filing.form.email", a->email, to);
    return g;
}

/* A group whose every answer is known leads nowhere: it has no page. */
static struct web_answers group(const struct filing_words *w, const struct filing_draft *d,
                                ptrdiff_t at)
{
    href to = HREF_NONE;
    for (ptrdiff_t i = 0; i < d->steps_n; i++)
        if (d->steps[i].question == FILING_GROUP && d->steps[i].group == at)
            to = HREF_WITH(w->mem, filing__question(w->mem, d, i), "to", S("check"));
    return eform_view_answers(w->mem, w->lang, &d->filled, at, d->form_known, to);
}

static str names(const struct filing_words *w, const struct filing_paper_need *p)
{
    str *v = NEW_N(w->mem, str, p->files_n);
    for (ptrdiff_t i = 0; i < p->files_n; i++)
        v[i] = p->files[i].name;
    return str_join(w->mem, v, p->files_n, S(", "));
}

static struct web_answers papers(const struct filing_words *w, const struct filing_draft *d)
{
    struct web_answers g = {NEW_N(w->mem, struct web_answer, d->papers_n), 0};
    for (ptrdiff_t i = 0; i < d->papers_n; i++) {
        const struct filing_paper_need *p = &d->papers[i];
        if (p->way == FILING_TWIN || p->off)
            continue;
        if (p->way != FILING_UPLOAD) {
            add(&g, (struct web_answer){.label = p->component->name, .value = paper_tag(w, p).text});
            continue;
        }
        const str slug = str_fmt(w->mem, "paper-%lld", (long long)i + 1);
        add(&g, (struct web_answer){.label = p->component->name,
                                    .value = p->skipped ? SAY(w, "filing.form.skip") : names(w, p),
                                    .change = change(w, d, str_c(w->mem, slug))});
    }
    return g;
}

static struct web_answers rest(const struct filing_words *w, const struct filing_draft *d)
{
    const struct filing_answers *a = &d->answers;
    struct web_answers g = {NEW_N(w->mem, struct web_answer, 8), 0};
    if (d->procedure.cases_n > 1)
        LINE("filing.form.case", d->case_name, change(w, d, "case"));
    LINE("filing.form.agency",
         w->lang == LANG_EN && d->place.name_en.n ? d->place.name_en : d->place.name,
         change(w, d, "agency"));
    add(&g, (struct web_answer){
                .label = SAY(w, "filing.form.result_by"),
                .value = text_get(w->lang, str_c(w->mem, str_fmt(w->mem, "filing.form.result_by.%.*s",
                                                                 STR_ARG(a->result_by)))),
                .note = a->result_address,
                .change = change(w, d, "result")});
    LINE("filing.form.note", a->note.n ? a->note : SAY(w, "filing.check.no_note"),
         change(w, d, "note"));
    add(&g, (struct web_answer){.label = SAY(w, "filing.fact.time"),
                                .value = time_text(w, &d->procedure, d->case_id),
                                .note = SAY(w, "filing.fact.time.note")});
    add(&g, (struct web_answer){.label = SAY(w, "filing.fact.fee"),
                                .value = fee_text(w, &d->procedure, d->case_id),
                                .note = fee_note(w, &d->procedure, d->case_id)});
#undef LINE
    return g;
}

void filing__view_check(const struct filing_words *w, const struct filing_draft *d,
                        const struct filing_promise *promise, struct filing_check_view *v)
{
    const str lead[] = {d->procedure.head.name, d->place.name};
    const str by[] = {words_moment(w->mem, w->lang, promise->by, w->now),
                      due_rule_text(w->mem, w->lang, promise->rule)};
    const ptrdiff_t own = d->form ? d->form->groups_n : 0;
    struct filing_group *g = NEW_N(w->mem, struct filing_group, own + 3);
    ptrdiff_t n = 0;
    g[n++] = (struct filing_group){SAY(w, "filing.check.people"), people(w, d)};
    for (ptrdiff_t i = 0; i < own; i++) {
        g[n] = (struct filing_group){eform_say(&d->form->groups[i].label, w->lang), group(w, d, i)};
        n += g[n].answers.n > 0;
    }
    g[n++] = (struct filing_group){SAY(w, "filing.check.papers"), papers(w, d)};
    g[n++] = (struct filing_group){SAY(w, "filing.check.rest"), rest(w, d)};
    *v = (struct filing_check_view){
        .back = filing__question(w->mem, d, d->steps_n - 1),
        .action = HREF(w->mem, "/drafts/{}/check", d->pub),
        .lead = filing__say(w, "filing.check.lead", lead, 2),
        .promise = filing__say(w, "filing.check.promise", by, 2),
        .groups = g,
        .groups_n = n,
        .noticed = d->form_newer,
        .notice = {.tone = S("info"),
                   .icon = S("info"),
                   .strong = SAY(w, "filing.check.newer"),
                   .text = SAY(w, "filing.check.newer.text")},
    };
}
