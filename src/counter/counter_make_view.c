/*
 * counter_view.c - the intake page: who, what, until when; and the page after it. The
 * next thing to do has the focus: the person, the procedure, the papers, the button.
 */
#include "core/ident.h"
#include "counter/counter_http.h"
#include "web/page.h"

struct drawing {
    struct req *r;
    const struct saying *s;
    const struct counter_facts *f;
    struct counter_view *v;
};

static str words(const struct drawing *d, const char *key)
{
    return text_get(d->s->lang, key);
}

static str typed(const struct drawing *d, const char *name)
{
    return form_value(&d->r->values, str_of(name));
}

static struct web_field field(const struct drawing *d, const char *name)
{
    return form_field(d->r, &counter__form, &d->r->values, str_of(name));
}

static struct web_fields fields(const struct drawing *d, const char *const *names)
{
    ptrdiff_t n = 0;
    while (names[n])
        n++;
    struct web_field *x = NEW_N(d->s->mem, struct web_field, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        x[i] = field(d, names[i]);
        x[i].optional = false; /* the rules say what is needed; the page is dense */
        if (x[i].radios)
            field_select(d->r, &x[i], x[i].options, x[i].options_n);
    }
    return (struct web_fields){x, n};
}

/* ---- 1: the person ---- */

static str person_under(const struct saying *s, const struct person *p)
{
    const str number = person_number_shown(s->mem, p);
    const str born = date_is_none(p->birth) ? STR_NONE : text_day(s->mem, s->lang, p->birth);
    const str all[] = {born, number, p->address};
    str parts[3];
    ptrdiff_t n = 0;
    for (int i = 0; i < 3; i++)
        if (all[i].n)
            parts[n++] = all[i];
    return str_join(s->mem, parts, n, S(" · "));
}

/* Those who were searched for; else those who may be the same as who was typed or chosen. */
static void people(const struct drawing *d)
{
    const bool searched = !d->f->known && d->f->found.n;
    const struct persons *found = searched ? &d->f->found : &d->f->alike;
    struct counter_hit_view *hits = NEW_N(d->s->mem, struct counter_hit_view, found->n);
    for (ptrdiff_t i = 0; i < found->n; i++)
        hits[i] = (struct counter_hit_view){.value = found->v[i].pub,
                                            .title = found->v[i].name,
                                            .under = person_under(d->s, &found->v[i]),
                                            .key = dossier_number(d->s, i + 1),
                                            .first = i == 0 && !d->f->known && !d->v->errors.n};
    d->v->people = hits;
    d->v->people_n = found->n;
    d->v->people_text = searched      ? words(d, "counter.people")
                        : !found->n   ? STR_NONE
                        : d->f->known ? words(d, "counter.namesakes")
                        : d->f->taken ? words(d, "counter.number_taken")
                                      : words(d, "counter.alike");
    d->v->asks_fresh = !d->f->known && !searched && !d->f->taken && (found->n || typed(d, "fresh").n);
    if (d->v->asks_fresh)
        d->v->fresh = field(d, "fresh");
}

/* The number has no check digit: what does not fit it is said, and stops nobody. */
static void doubts(const struct drawing *d)
{
    static const struct {
        unsigned bit;
        const char *key;
    } all[] = {{IDENT_PROVINCE, "dossier.doubt.province"},
               {IDENT_SEX, "dossier.doubt.sex"},
               {IDENT_BIRTH, "dossier.doubt.birth"}};
    str parts[3];
    ptrdiff_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (d->f->doubts & all[i].bit)
            parts[n++] = words(d, all[i].key);
    d->v->doubtful = n > 0;
    d->v->doubt = (struct web_notice){.tone = S("warn"),
                                      .icon = S("warn"),
                                      .strong = words(d, "dossier.doubt"),
                                      .text = str_join(d->s->mem, parts, n, S("; "))};
}

/* What was typed as a number or a name is the beginning of a new person. */
static void begin_person(const struct drawing *d)
{
    const str who = typed(d, "who");
    const bool number = ident_person_shape(who) || ident_old_card_shape(who);
    if (who.n && !typed(d, "owner_name").n && !typed(d, "owner_number").n)
        form_add(d->s->mem, &d->r->values, number ? S("owner_number") : S("owner_name"), who);
}

static void same_matter(const struct drawing *d)
{
    const struct worklist_page *same = &d->f->same;
    const str elsewhere = dossier_number(d->s, same->elsewhere);
    if (!same->n && !same->elsewhere)
        return;
    d->v->seen_before = true;
    if (!same->n) { /* that there are some may be known, and no more */
        d->v->same =
            (struct web_notice){.tone = S("warn"),
                                .icon = S("warn"),
                                .strong = words(d, "counter.same"),
                                .text = dossier_say(d->s, "counter.same.elsewhere", &elsewhere, 1)};
        return;
    }
    enum work_status status;
    BUG_IF(!work_status_parse(same->rows[0].status, &status));
    const str args[] = {same->rows[0].code, words_status(d->s->lang, status).text};
    d->v->same = (struct web_notice){.tone = S("warn"),
                                     .icon = S("warn"),
                                     .strong = words(d, "counter.same"),
                                     .text = dossier_say(d->s, "counter.same.text", args, 2),
                                     .to = HREF(d->s->mem, "/work/dossiers/{}", same->rows[0].pub),
                                     .link = words(d, "counter.same.look")};
}

static void person(const struct drawing *d)
{
    static const char *const fresh[] = {"owner_name",     "owner_number",  "owner_birth",
                                        "owner_tax_code", "owner_address", NULL};
    static const char *const contact[] = {"owner_phone", "owner_email", NULL};
    static const char *const email[] = {"owner_email", NULL};
    static const char *const filer[] = {"authority",   "filer_number",   "filer_name",
                                        "filer_phone", "authority_note", NULL};
    const struct person *p = &d->f->person;
    struct counter_view *v = d->v;
    people(d);
    doubts(d);
    v->who = typed(d, "who");
    v->known = d->f->known;
    v->for_another = typed(d, "authority").n && !str_eq(typed(d, "authority"), S("self"));
    if (v->known) {
        v->person_pub = p->pub;
        v->person = (struct web_notice){
            .tone = S("ok"), .icon = S("check"), .strong = p->name, .text = person_under(d->s, p)};
        if (p->phone.n)
            v->person.text = str_fmt(d->s->mem, "%.*s · %.*s", STR_ARG(v->person.text),
                                     STR_ARG(ident_phone_national(d->s->mem, p->phone)));
        v->contact_fields = fields(d, p->phone.n ? p->email.n ? email + 1 : email : contact);
    } else {
        v->asks_person = v->who.n || typed(d, "owner_name").n;
        if (d->f->searched && !v->people_n)
            begin_person(d);
        if (d->f->searched && !v->people_n)
            v->people_text = words(d, "counter.nobody");
        if (v->asks_person) {
            v->person_fields = fields(d, fresh);
            v->contact_fields = fields(d, contact);
        }
    }
    v->filer_fields = fields(d, filer);
    same_matter(d);
}

/* ---- 2: procedure and papers ---- */

static void procedures(const struct drawing *d)
{
    const struct procedure_page *hits = &d->f->hits;
    struct counter_hit_view *list = NEW_N(d->s->mem, struct counter_hit_view, hits->n);
    for (ptrdiff_t i = 0; i < hits->n; i++) {
        const struct procedure *p = &hits->rows[i];
        struct due_rule rule;
        const str time = due_rule_parse(p->deadline_rule, &rule)
                             ? due_rule_text(d->s->mem, d->s->lang, rule)
                             : words(d, "counter.no_deadline");
        list[i] = (struct counter_hit_view){
            .value = p->code,
            .title = p->name,
            .under = str_fmt(d->s->mem, "%.*s · %.*s", STR_ARG(p->code), STR_ARG(time)),
            .key = dossier_number(d->s, i + 1),
            .first = i == 0 && !d->v->errors.n && (d->f->known || !d->v->people_n)};
    }
    d->v->procedures = list;
    d->v->procedures_n = hits->n;
    if (d->f->asked && !hits->n)
        d->v->find_text = words(d, "counter.no_procedure");
    else if (hits->more)
        d->v->find_text = words(d, "counter.more");
}

static void cases(const struct drawing *d)
{
    struct web_option *o = NEW_N(d->s->mem, struct web_option, d->f->cases_n);
    struct web_field *x = NEW_N(d->s->mem, struct web_field, 3);
    ptrdiff_t n = 0;
    if (d->f->cases_n > 1) {
        for (ptrdiff_t i = 0; i < d->f->cases_n; i++)
            o[i] = (struct web_option){.value = dossier_number(d->s, d->f->cases[i].id),
                                       .text = d->f->cases[i].name};
        x[n] = field(d, "case");
        x[n].optional = false;
        x[n].value = dossier_number(d->s, d->f->case_id);
        field_select(d->r, &x[n++], o, d->f->cases_n);
    }
    if (d->f->needs_competent) {
        struct web_option *a = NEW_N(d->s->mem, struct web_option, d->f->agencies.n + 1);
        a[0] =
            (struct web_option){.value = S(""), .text = d->f->competent.n ? d->f->competent : S("–")};
        for (ptrdiff_t i = 0; i < d->f->agencies.n; i++)
            a[i + 1] = (struct web_option){.value = d->f->agencies.v[i].code,
                                           .text = d->f->agencies.v[i].name};
        x[n] = field(d, "competent");
        x[n].optional = false;
        field_select(d->r, &x[n++], a, d->f->agencies.n + 1);
    }
    d->v->choice_fields = (struct web_fields){x, n};
}

static const struct web_option *forms_of(const struct drawing *d, str chosen, ptrdiff_t *ret_n)
{
    static const char *const forms[] = {"original",        "copy",       "present_only",
                                        "electronic_form", "electronic", "not_needed"};
    struct web_option *o = NEW_N(d->s->mem, struct web_option, 6);
    for (int i = 0; i < 6; i++)
        o[i] = (struct web_option){.value = str_of(forms[i]),
                                   .text = dossier_form_text(d->s->lang, str_of(forms[i])),
                                   .chosen = str_eq(chosen, str_of(forms[i]))};
    *ret_n = 6;
    return o;
}

/* Many a name in the catalogue says itself when the paper is due: it is not said twice. */
static bool says_optional(const struct drawing *d, str name)
{
    static const char *const words[] = {"(nếu ", "(khi ", "(chỉ khi "};
    bool says = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        says = says || str_find(name, str_of(words[i])) >= 0;
    return says && d->s->lang == LANG_VI;
}

static struct web_field scan(const struct drawing *d, str key, str name)
{
    struct web_field x =
        form_field(d->r, &counter__form, &d->r->values, str_fmt(d->s->mem, "file_%.*s", STR_ARG(key)));
    x.label = dossier_say(d->s, "counter.scan.of", &name, 1);
    return x;
}

static struct counter_paper_view paper(const struct drawing *d, const struct procedure_component *m,
                                       bool all)
{
    const str id = dossier_number(d->s, m->id);
    const str form = form_value(&d->r->values, str_fmt(d->s->mem, "form_%.*s", STR_ARG(id)));
    const str count = form_value(&d->r->values, str_fmt(d->s->mem, "count_%.*s", STR_ARG(id)));
    const int64_t usual = m->originals > 0 ? m->originals : m->copies > 0 ? m->copies : 1;
    struct counter_paper_view v = {
        .id = id,
        .name = m->name,
        .under = m->note,
        .optional = !m->required && !says_optional(d, m->name),
        .have = (all && m->required) ||
                form_value(&d->r->values, str_fmt(d->s->mem, "have_%.*s", STR_ARG(id))).n > 0,
        .count = count.n ? count : dossier_number(d->s, usual),
    };
    v.forms = forms_of(d, form.n ? form : m->form, &v.forms_n);
    v.scan = scan(d, id, m->name);
    return v;
}

static void papers(const struct drawing *d)
{
    const struct procedure_intake *in = &d->f->intake;
    struct counter_paper_view *rows = NEW_N(d->s->mem, struct counter_paper_view, in->components_n);
    const bool all = str_eq(typed(d, "do"), S("all"));
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < in->components_n; i++) {
        const struct procedure_component *m = &in->components[i];
        /* What is filled in on the net has no place on a counter. */
        if (m->required || !str_eq(m->form, S("electronic_form")))
            rows[n++] = paper(d, m, all);
    }
    d->v->papers = rows;
    d->v->papers_n = n;
    if (n)
        rows[0].scan.key = S("q");
}

static bool has_paper(const struct counter_view *v, str name)
{
    bool has = v->chosen && str_eq(name, v->extra_scan.name);
    for (ptrdiff_t i = 0; i < v->papers_n; i++)
        has = has || str_eq(name, v->papers[i].scan.name);
    return has;
}

/* After another procedure or case was chosen: nothing that was scanned vanishes by itself. */
static void strays(const struct drawing *d)
{
    str names[100];
    const ptrdiff_t n = form_names(&d->r->values, S("file_"), names, 100);
    struct web_field *list = NEW_N(d->s->mem, struct web_field, n);
    for (ptrdiff_t i = 0; i < n; i++)
        if (!has_paper(d->v, names[i]))
            list[d->v->strays_n++] = form_field(d->r, &counter__form, &d->r->values, names[i]);
    d->v->strays = list;
}

static struct web_field note(const struct drawing *d, str name)
{
    struct web_field x = form_field(d->r, &counter__form, &d->r->values, name);
    x.optional = false;
    d->v->noted = d->v->noted || x.value.n || x.error.n;
    return x;
}

/* Seldom wanted, so behind one stop of the tabulator. */
static void notes(const struct drawing *d)
{
    struct web_field *x = NEW_N(d->s->mem, struct web_field, d->v->papers_n + 1);
    ptrdiff_t n = 0;
    x[n++] = note(d, S("note"));
    for (ptrdiff_t i = 0; i < d->v->papers_n; i++, n++) {
        const struct counter_paper_view *p = &d->v->papers[i];
        x[n] = note(d, str_fmt(d->s->mem, "remark_%.*s", STR_ARG(p->id)));
        x[n].label = dossier_say(d->s, "counter.note.of", &p->name, 1);
    }
    d->v->note_fields = (struct web_fields){x, n};
}

static void chosen(const struct drawing *d)
{
    struct counter_view *v = d->v;
    const struct procedure *p = &d->f->intake.head;
    v->procedure_code = p->code;
    v->procedure = p->name;
    v->procedure_line = str_fmt(d->s->mem, "%.*s · %.*s", STR_ARG(p->code), STR_ARG(p->field));
    v->extra = field(d, "extra");
    v->extra_text = v->extra.value;
    v->extra_scan = scan(d, S("extra"), v->extra.label);
    papers(d);
    notes(d);
}

static void procedure(const struct drawing *d)
{
    struct counter_view *v = d->v;
    v->find = typed(d, "find");
    v->chosen = d->f->chosen;
    procedures(d);
    cases(d);
    if (d->f->closed_why) {
        v->is_closed = true;
        v->closed = (struct web_notice){.tone = S("warn"),
                                        .icon = S("lock"),
                                        .strong = d->f->closed.name,
                                        .text = text_get(d->s->lang, d->f->closed_why)};
    }
    if (v->chosen)
        chosen(d);
    strays(d);
}

/* ---- 3: the promise ---- */

static void promise(const struct drawing *d)
{
    const struct counter_facts *f = d->f;
    struct counter_view *v = d->v;
    v->promised = f->promised;
    if (!f->promised)
        return;
    struct dossier_ledger_view *rows = NEW_N(d->s->mem, struct dossier_ledger_view, f->days.n);
    struct dossier_pair_view *p = NEW_N(d->s->mem, struct dossier_pair_view, 3);
    ptrdiff_t n = 0;
    v->due = text_time(d->s->mem, d->s->lang, f->due.due);
    v->due_how = due_rule_text(d->s->mem, d->s->lang, f->rule);
    v->provisional = f->due.provisional;
    v->days = rows;
    v->days_n = dossier_ledger(d->s, &f->days, rows);
    p[n++] = dossier_pair(d->s, "dossier.beside.competent",
                          f->competent.n ? f->competent : words(d, "counter.choose_competent"));
    const str fee = text_money(d->s->mem, d->s->lang, f->fee);
    p[n++] = dossier_pair(d->s, "counter.fee",
                          f->fee_open && !f->fee ? words(d, "dossier.money.open") : fee);
    if (f->intake.case_name.n)
        p[n++] = dossier_pair(d->s, "counter.case", f->intake.case_name);
    v->facts = (struct dossier_pairs_view){p, n};
}

static void give(const struct drawing *d)
{
    static const char *const with_cash[] = {"result_by", "sets", "cash", NULL};
    static const char *const without[] = {"result_by", "sets", NULL};
    static const char *const late[] = {"result_address", "channel", "filed_at", NULL};
    if (!typed(d, "sets").n)
        form_add_int(d->s->mem, &d->r->values, S("sets"),
                     d->f->chosen && d->f->intake.sets > 0 ? d->f->intake.sets : 1);
    d->v->give_fields = fields(d, d->f->fee > 0 ? with_cash : without);
    fields_get(d->v->give_fields, "result_by")->key = S("3");
    d->v->late_fields = fields(d, late);
    d->v->is_late_entry = typed(d, "filed_at").n > 0 || typed(d, "result_address").n > 0 ||
                          str_eq(typed(d, "channel"), S("postal")) ||
                          str_eq(typed(d, "result_by"), S("post"));
}

static void visit(const struct drawing *d)
{
    const struct dossier *first = &d->f->visit;
    if (!first->code.n)
        return;
    const str last = typed(d, "last").n ? typed(d, "last") : first->pub;
    d->v->visit_pub = first->pub;
    d->v->last_pub = last;
    d->v->visited = true;
    d->v->visit = (struct web_notice){.tone = S("ok"),
                                      .icon = S("check"),
                                      .strong = words(d, "counter.visit"),
                                      .text = first->code,
                                      .to = HREF(d->s->mem, "/dossiers/{}/receipt.pdf", last),
                                      .link = words(d, "dossier.more.receipt"),
                                      .status = true};
}

void counter__view(struct req *r, const struct saying *s, const struct counter_facts *f,
                   struct counter_view *ret_view)
{
    struct counter_view v = {.errors = req_errors(r), .moment = text_time(s->mem, s->lang, s->now)};
    const struct drawing d = {r, s, f, &v};
    person(&d);
    procedure(&d);
    promise(&d);
    give(&d);
    visit(&d);
    const bool named =
        typed(&d, "owner_name").n &&
        (typed(&d, "owner_number").n || typed(&d, "owner_tax_code").n || typed(&d, "owner_phone").n);
    const bool somebody = v.known || named;
    const bool ticked = str_eq(typed(&d, "do"), S("all"));
    const bool asks = !v.known && v.people_n; /* which of them: before all else */
    v.who_first = !v.errors.n && !somebody && !asks;
    v.find_first = !v.errors.n && somebody && !v.chosen && !asks && !v.procedures_n;
    v.papers_first = !v.errors.n && somebody && !asks && v.chosen && !ticked;
    v.accept_first = !v.errors.n && somebody && !asks && v.chosen && ticked;
    *ret_view = v;
}

void counter__view_done(const struct saying *s, const struct desk_facts *f, str visit,
                        struct counter_done_view *ret_view)
{
    const struct dossier *d = &f->d;
    const str who[] = {d->owner_name, d->procedure_name};
    *ret_view = (struct counter_done_view){
        .heading = text_get(s->lang, "counter.done.heading"),
        .code = d->code,
        .due_head = text_get(s->lang, "dossier.clock.due"),
        .due = instant_is_none(d->work.due_at) ? text_get(s->lang, "dossier.clock.none")
                                               : text_time(s->mem, s->lang, d->work.due_at),
        .line = dossier_say(s, "counter.done.line", who, 2),
        .receipt = HREF(s->mem, "/dossiers/{}/receipt.pdf", d->pub),
        .next = HREF_TO("/counter"),
        .again = HREF(s->mem, "/counter?person={}&visit={}&last={}", f->owner.pub, visit, d->pub),
        .dossier = HREF(s->mem, "/work/dossiers/{}", d->pub),
    };
}
