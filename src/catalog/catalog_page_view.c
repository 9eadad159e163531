/*
 * catalog_page_view.c - the procedure page, made only from the catalogue: what a source does
 * not say is not on the page, what it does not vouch for is marked.
 */
#include "catalog/catalog_words_view.h"

#include "calendar/versions.h"
#include "casework/casework_words_view.h"
#include "eform/versions.h"

static str words(const struct req *r, const char *key)
{
    return text_get(r->lang, key);
}

static str words1(const struct req *r, const char *key, str arg)
{
    return text_fmt(r->c.mem, r->lang, key, &arg, 1);
}

static str channel_words(const struct req *r, str channel)
{
    if (str_eq(channel, S("online")))
        return words(r, "catalog.channel.online");
    if (str_eq(channel, S("postal")))
        return words(r, "catalog.channel.postal");
    return str_eq(channel, S("direct")) ? words(r, "catalog.channel.direct") : STR_NONE;
}

static str case_name(const struct procedure_full *f, struct opt_int id)
{
    for (ptrdiff_t i = 0; id.set && i < f->cases_n; i++)
        if (f->cases[i].id == id.v)
            return f->cases[i].name;
    return STR_NONE;
}

static str who(const struct req *r, const struct procedure_full *f, struct opt_int id, str channel)
{
    const str parts[] = {case_name(f, id), channel_words(r, channel)};
    if (parts[0].n && parts[1].n)
        return str_join(r->c.mem, parts, 2, S(", "));
    return parts[0].n ? parts[0] : parts[1];
}

static str time_words(const struct req *r, const struct procedure_deadline *d)
{
    struct due_rule rule;
    if (d->rule.n && due_rule_parse(d->rule, &rule))
        return due_rule_text(r->c.mem, r->lang, rule);
    return d->text.n ? d->text : words(r, "catalog.time.unsettled");
}

static str fee_words(const struct req *r, const struct procedure_fee *f)
{
    if (!f->amount.set)
        return words(r, "catalog.fee.open");
    const str amount =
        str_eq(f->currency, S("VND"))
            ? text_money(r->c.mem, r->lang, f->amount.v)
            : str_fmt(r->c.mem, "%lld %.*s", (long long)f->amount.v, STR_ARG(f->currency));
    return f->unit.n ? str_fmt(r->c.mem, "%.*s (%.*s)", STR_ARG(amount), STR_ARG(f->unit)) : amount;
}

static bool is_unverified(const struct procedure_full *f, const char *part)
{
    for (ptrdiff_t i = 0; i < f->unverified_n; i++)
        if (str_eq(f->unverified[i], str_of(part)))
            return true;
    return false;
}

static void add_times(const struct req *r, const struct procedure_full *f, struct procedure_view *v)
{
    struct procedure_time *times = NEW_N(r->c.mem, struct procedure_time, f->deadlines_n);
    struct procedure_time *fees = NEW_N(r->c.mem, struct procedure_time, f->fees_n);
    for (ptrdiff_t i = 0; i < f->deadlines_n; i++)
        times[i] = (struct procedure_time){who(r, f, f->deadlines[i].case_id, f->deadlines[i].channel),
                                           time_words(r, &f->deadlines[i]),
                                           f->deadlines[i].rule.n ? f->deadlines[i].text
                                                                  : f->deadlines[i].note};
    for (ptrdiff_t i = 0; i < f->fees_n; i++)
        fees[i] = (struct procedure_time){who(r, f, f->fees[i].case_id, f->fees[i].channel),
                                          fee_words(r, &f->fees[i]), f->fees[i].note};
    v->times = times;
    v->times_n = f->deadlines_n;
    v->has_times = f->deadlines_n > 0;
    v->fees = fees;
    v->fees_n = f->fees_n;
    v->has_fees = f->fees_n > 0;
}

static struct web_tag paper_tag(const struct req *r, const struct procedure_component *m)
{
    if (str_eq(m->form, S("electronic_form")))
        return (struct web_tag){S("accent"), S("edit"), words(r, "catalog.paper.online")};
    if (str_eq(m->form, S("present_only")))
        return (struct web_tag){S("ok"), S("eye"), words(r, "catalog.paper.show")};
    if (!m->required)
        return (struct web_tag){S(""), STR_NONE, words(r, "catalog.paper.sometimes")};
    return (struct web_tag){
        S(""), S("file"),
        words(r, str_eq(m->form, S("copy")) ? "catalog.paper.copy" : "catalog.paper.original")};
}

static str paper_count(const struct req *r, const struct procedure_component *m)
{
    const str args[] = {str_fmt(r->c.mem, "%lld", (long long)m->originals),
                        str_fmt(r->c.mem, "%lld", (long long)m->copies)};
    if (m->originals > 0 && m->copies > 0)
        return text_fmt(r->c.mem, r->lang, "catalog.paper.both", args, 2);
    if (m->originals > 1)
        return words1(r, "catalog.paper.originals", args[0]);
    return m->copies > 0 ? words1(r, "catalog.paper.copies", args[1]) : STR_NONE;
}

static void add_papers(const struct req *r, const struct procedure_full *f, struct procedure_view *v)
{
    struct procedure_paper *papers = NEW_N(r->c.mem, struct procedure_paper, f->components_n);
    str group = STR_NONE;
    for (ptrdiff_t i = 0; i < f->components_n; i++) {
        const struct procedure_component *m = &f->components[i];
        const str in_case = case_name(f, m->case_id);
        const str this_group = m->group_name.n ? m->group_name : in_case;
        papers[i] =
            (struct procedure_paper){.name = m->name,
                                     .group = this_group,
                                     .note = m->note,
                                     .count = paper_count(r, m),
                                     .tag = paper_tag(r, m),
                                     .is_note = m->is_note,
                                     .starts_group = this_group.n && !str_eq(this_group, group)};
        group = this_group;
    }
    v->papers = papers;
    v->papers_n = f->components_n;
}

static const str *names_of(const struct req *r, const struct procedure_full *f, const char *kind,
                           ptrdiff_t *ret_n)
{
    str *names = NEW_N(r->c.mem, str, f->parts_n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < f->parts_n; i++)
        if (str_eq(f->parts[i].kind, str_of(kind)))
            names[n++] = f->parts[i].name;
    *ret_n = n;
    return names;
}

static void add_lists(const struct req *r, const struct procedure_full *f, struct procedure_view *v)
{
    struct procedure_step *steps = NEW_N(r->c.mem, struct procedure_step, f->parts_n);
    for (ptrdiff_t i = 0; i < f->parts_n; i++)
        if (str_eq(f->parts[i].kind, S("step")))
            steps[v->steps_n++] = (struct procedure_step){f->parts[i].name, f->parts[i].text};
    v->steps = steps;
    v->has_steps = v->steps_n > 0;
    v->audience = names_of(r, f, "audience", &v->audience_n);
    v->has_audience = v->audience_n > 0;
    v->legal = names_of(r, f, "legal_basis", &v->legal_n);
    v->has_legal = v->legal_n > 0;
    v->legal_title = words1(r, "catalog.legal", str_fmt(r->c.mem, "%td", v->legal_n));
    v->agencies = names_of(r, f, "agency", &v->agencies_n);
    v->has_agencies = v->agencies_n > 0;
}

static enum rc add_process(struct req *r, const struct procedure_full *f, struct procedure_view *v)
{
    struct process_step *steps;
    ptrdiff_t n;
    if (!f->process_id.set)
        return RC_OK;
    const enum rc rc = process_steps(&r->c, (struct process_id){f->process_id.v}, &steps, &n);
    if (rc)
        return rc;
    struct procedure_step *list = NEW_N(r->c.mem, struct procedure_step, n);
    for (ptrdiff_t i = 0; i < n; i++)
        list[i] = (struct procedure_step){steps[i].name, steps[i].role_text};
    v->process = list;
    v->process_n = n;
    v->has_process = n > 0;
    v->process_is_template = is_unverified(f, "steps");
    return RC_OK;
}

static str first_result(const struct req *r, const struct procedure_full *f)
{
    ptrdiff_t n;
    const str *results = names_of(r, f, "result", &n);
    return n ? str_join(r->c.mem, results, n, S("; ")) : words(r, "catalog.result.unknown");
}

static str where(const struct req *r, const struct procedure_full *f)
{
    str list[3];
    ptrdiff_t n = 0;
    static const char *const channels[] = {"online", "direct", "postal"};
    for (size_t k = 0; k < 3; k++)
        for (ptrdiff_t i = 0; i < f->deadlines_n; i++)
            if (str_eq(f->deadlines[i].channel, str_of(channels[k]))) {
                list[n++] = channel_words(r, str_of(channels[k]));
                break;
            }
    if (n)
        return str_join(r->c.mem, list, n, S(", "));
    return words(r, str_eq(f->head.online_level, S("info")) ? "catalog.where.counter"
                                                            : "catalog.where.all");
}

static void add_facts(const struct req *r, const struct procedure_full *f, struct procedure_view *v)
{
    struct web_fact *facts = NEW_N(r->c.mem, struct web_fact, 4);
    facts[0] = (struct web_fact){.term = words(r, "catalog.fact.time"),
                                 .value = f->deadlines_n ? time_words(r, &f->deadlines[0])
                                                         : words(r, "catalog.time.unsettled"),
                                 .note = words(r, "catalog.fact.time.note")};
    facts[1] =
        (struct web_fact){.term = words(r, "catalog.fact.fee"),
                          .value = f->fees_n ? fee_words(r, &f->fees[0]) : words(r, "catalog.fee.none"),
                          .note = f->fees_n ? f->fees[0].note : STR_NONE};
    facts[2] = (struct web_fact){
        .term = words(r, "catalog.fact.where"), .value = where(r, f), .note = f->head.agency};
    facts[3] = (struct web_fact){.term = words(r, "catalog.fact.result"), .value = first_result(r, f)};
    v->facts = (struct web_facts){facts, 4};
}

static void add_doubt(const struct req *r, const struct procedure_full *f, struct procedure_view *v)
{
    static const struct {
        const char *part, *key;
    } parts[] = {
        {"deadline", "catalog.part.deadline"},         {"fee", "catalog.part.fee"},
        {"components", "catalog.part.components"},     {"steps", "catalog.part.steps"},
        {"online_level", "catalog.part.online_level"}, {"result", "catalog.part.result"},
        {"legal_basis", "catalog.part.legal_basis"},   {"agency_type", "catalog.part.agency"},
    };
    str names[8];
    ptrdiff_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (is_unverified(f, parts[i].part))
            names[n++] = words(r, parts[i].key);
    v->unverified = n > 0;
    if (n)
        v->doubt = (struct web_notice){
            .tone = S("warn"),
            .icon = S("info"),
            .strong = words(r, "catalog.unverified"),
            .text = words1(r, "catalog.unverified.text", str_join(r->c.mem, names, n, S(", ")))};
}

/* "Nộp đủ hôm nay, có kết quả chậm nhất …" with its strip of days. */
static enum rc add_promise(struct req *r, const struct procedure_full *f, struct procedure_view *v)
{
    struct calendar_use use;
    struct clock_due due;
    struct clock_case k = {.start = r->c.now, .extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    const str rule = catalog_rule(f, f->cases_n ? f->cases[0].id : 0, S("online"));
    if (!rule.n || !due_rule_parse(rule, &k.rule))
        return RC_OK;
    enum rc rc = calendar_current(&r->c, STR_NONE, &use);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    rc = clock_due(&r->c, use.w, &k, &due);
    if (!rc)
        rc = words_days(&r->c, r->lang, use.w, &k, true, &v->days);
    if (rc)
        return rc;
    v->promise = text_time(r->c.mem, r->lang, due.due);
    v->has_days = v->days.n <= 12;
    return RC_OK;
}

static str announced(const struct req *r, const struct procedure_full *f)
{
    const str args[] = {f->decision_no, text_day(r->c.mem, r->lang, f->decision_date),
                        f->decision_issuer.n ? f->decision_issuer : f->head.promulgator};
    return f->decision_no.n ? text_fmt(r->c.mem, r->lang, "catalog.announced.text", args, 3) : STR_NONE;
}

static enum rc add_sample(struct req *r, const struct procedure_full *f, struct procedure_view *v)
{
    bool serves = false;
    const enum rc rc = eform_serves(&r->c, f->head.code, instant_date(r->c.now), &serves);
    v->sample = serves ? HREF(r->c.mem, "/procedures/{}/sample", f->head.code) : HREF_NONE;
    return rc;
}

enum rc catalog__procedure_view(struct req *r, const struct procedure_full *f,
                                struct procedure_view *ret)
{
    struct procedure_view v = {.name = f->head.name, .code = f->head.code, .lead = f->description};
    struct web_link *crumbs = NEW_N(r->c.mem, struct web_link, 2);
    crumbs[0] = (struct web_link){.text = words(r, "catalog.crumb"), .to = HREF_TO("/procedures")};
    crumbs[1] = (struct web_link){.text = f->head.field,
                                  .to = HREF(r->c.mem, "/procedures?field={}", f->head.field)};
    v.crumbs = (struct web_links){crumbs, f->head.field.n ? 2 : 1};
    v.open = str_eq(f->head.intake, S("open"));
    v.closed = v.open ? STR_NONE : catalog__closed_words(r, f->head.intake, false);
    v.start = HREF(r->c.mem, "/procedures/{}/file", f->head.code);
    v.requirements = f->requirements;
    v.has_requirements = f->requirements.n > 0;
    v.announced = announced(r, f);
    const str args[] = {f->head.code, str_fmt(r->c.mem, "%lld", (long long)f->version_no),
                        text_day(r->c.mem, r->lang, f->valid_from)};
    v.version =
        text_fmt(r->c.mem, r->lang, f->version_no ? "catalog.version" : "catalog.version.row", args, 3);
    add_times(r, f, &v);
    add_papers(r, f, &v);
    add_lists(r, f, &v);
    add_facts(r, f, &v);
    add_doubt(r, f, &v);
    enum rc rc = add_process(r, f, &v);
    if (!rc)
        rc = add_sample(r, f, &v);
    if (!rc && v.open)
        rc = add_promise(r, f, &v);
    *ret = v;
    return rc;
}
