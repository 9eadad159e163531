/* eform_pdf.c - the filled form on A4: groups as headings, answers as lines. See eform_pdf.h. */
#include "eform/eform_pdf.h"

#include "core/utf8.h"
#include "pdf/pdf.h"

struct sheet {
    struct arena *mem;
    enum lang lang;
    const struct eform_filled *x;
    struct pdf_doc *d;
};

static const struct pdf_style plain = {.size_pt10 = 120, .after_pt10 = 30, .lead_pct = 110};
static const struct pdf_style small = {.size_pt10 = 100, .italic = true, .after_pt10 = 30};

static void head(const struct sheet *s, const struct eform_paper *p)
{
    const struct pdf_style strong = {.size_pt10 = 120, .align = PDF_CENTER, .bold = true};
    const struct pdf_style title = {
        .size_pt10 = 140, .align = PDF_CENTER, .bold = true, .before_pt10 = 160, .after_pt10 = 60};
    const struct pdf_style note = {
        .size_pt10 = 110, .align = PDF_CENTER, .italic = true, .after_pt10 = 60};
    pdf_para(s->d, &strong, text_get(s->lang, "eform.paper.nation"));
    pdf_para(s->d, &strong, text_get(s->lang, "eform.paper.motto"));
    pdf_rule_under(s->d, 60);
    pdf_heading(s->d, &title, 1, utf8_upper(s->mem, eform_say(&s->x->form->name, s->lang)));
    if (p->sample)
        pdf_para(s->d, &note, text_get(s->lang, "eform.sample.mark"));
    if (p->code.n)
        pdf_para(s->d, &note, text_fmt(s->mem, s->lang, "eform.paper.code", &p->code, 1));
    if (!s->x->form->verified)
        pdf_para(s->d, &note, text_get(s->lang, "eform.unverified"));
}

static void answer(const struct sheet *s, const struct eform_field *f, const struct eform_cell *cell)
{
    const str label = eform_say(&f->label, s->lang);
    if (f->type == EFORM_DECLARATION) {
        const struct pdf_run runs[] = {{.text = S("☑ ")}, {.text = label}};
        pdf_para_runs(s->d, &plain, runs, 2);
        return;
    }
    pdf_field(s->d, &plain, label, eform_text(s->mem, s->lang, f, &cell->v), false);
}

static void group(const struct sheet *s, ptrdiff_t at)
{
    const struct pdf_style title = {
        .size_pt10 = 120, .bold = true, .keep_next = true, .before_pt10 = 100, .after_pt10 = 40};
    const struct eform_group *g = &s->x->form->groups[at];
    const ptrdiff_t rows = s->x->shown[at] ? s->x->rows[at] : 0;
    for (ptrdiff_t row = 0; row < rows; row++) {
        bool headed = false;
        for (ptrdiff_t i = g->first; i < g->first + g->n; i++) {
            const struct eform_cell *cell = eform_cell(s->x, i, row);
            if (!cell->shown || cell->v.kind == EFORM_ABSENT)
                continue;
            const str name = eform_say(&g->label, s->lang);
            if (!headed)
                pdf_heading(s->d, &title, 2,
                            g->repeats ? str_fmt(s->mem, "%.*s %td", STR_ARG(name), row + 1) : name);
            headed = true;
            answer(s, &s->x->form->fields[i], cell);
        }
    }
}

struct pdf_doc *eform_doc(struct arena *mem, enum lang lang, const struct eform_paper *p)
{
    const struct eform *f = p->filled->form;
    struct sheet s = {.mem = mem, .lang = lang, .x = p->filled};
    const str version[] = {f->code, str_fmt(mem, "%lld", (long long)f->version),
                           text_day(mem, lang, instant_date(p->at))};
    s.d = pdf_new(mem, &pdf_page_document, eform_say(&f->name, lang), p->at);
    head(&s, p);
    for (ptrdiff_t i = 0; i < f->groups_n; i++)
        group(&s, i);
    pdf_space(s.d, 100);
    pdf_para(s.d, &small,
             text_fmt(mem, lang, p->sample ? "eform.paper.version" : "eform.paper.filed", version, 3));
    return s.d;
}
