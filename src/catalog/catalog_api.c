/*
 * catalog_api.c - the catalogue for machines: GET /api/v1/procedures and one procedure with
 * all its parts. Everything here is public. Leaves out: ids of rows; cases are named by
 * their code, components by their number in the version's list, which never changes.
 */
#include "calendar/clock.h"
#include "catalog/catalog.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

#define PAGE 50

/* ---- the list --------------------------------------------------------------------------------- */

#define AT(x) .at = offsetof(struct procedure, x)
static const struct api_field summary_fields[] = {
    {"id", A_TEXT, AT(pub), .doc = "public id"},
    {"code", A_TEXT, AT(code), .doc = "national code, 1.001193"},
    {"name", A_TEXT, AT(name)},
    {"field", A_TEXT, AT(field)},
    {"kind", A_TEXT, AT(kind), .doc = "standard, specific or internal"},
    {"level", A_TEXT, AT(level), .doc = "commune, department, province, ministry, interlinked, other"},
    {"agency", A_TEXT, AT(agency), .doc = "who settles it, in the source's words"},
    {"promulgator", A_TEXT, AT(promulgator)},
    {"state", A_TEXT, AT(state)},
    {"processingSystem", A_TEXT, AT(processing_system)},
    {"onlineLevel", A_TEXT, AT(online_level)},
    {"intake", A_TEXT, AT(intake), .doc = "open, or why no dossiers are taken"},
    {"deadlineText", A_TEXT, AT(deadline_rule)},
    {0}};
#undef AT
static const struct api_table summary_api = {"ProcedureSummary", summary_fields,
                                             sizeof(struct procedure)};

struct list_facts {
    struct {
        const struct procedure *v;
        ptrdiff_t n;
    } items;
    str next;
};
static const struct api_field list_facts_fields[] = {
    {"items", A_LIST, .at = offsetof(struct list_facts, items), .of = &summary_api},
    {"nextCursor", A_TEXT, .at = offsetof(struct list_facts, next),
     .doc = "for ?cursor=; null on the last page; also in the Link header"},
    {0}};
static const struct api_table list_api = {"ProcedureList", list_facts_fields,
                                          sizeof(struct list_facts)};

struct list_in {
    str q, field, agency, audience, level, cursor;
    bool open;
    int64_t limit;
};
#define AT(x) .at = offsetof(struct list_in, x)
static const struct field list_in_fields[] = {
    {"q", F_TEXT, .max = 200, AT(q)},
    {"field", F_TEXT, .max = 200, AT(field)},
    {"agency", F_TEXT, .max = 200, AT(agency)},
    {"audience", F_TEXT, .max = 200, AT(audience)},
    {"level", F_CHOICE, .choices = "commune|department|province|ministry|interlinked|other", AT(level)},
    {"open", F_BOOL, AT(open)},
    {"limit", F_INT, .min = 1, .max = 100, AT(limit)},
    {"cursor", F_CODE, .max = 2000, AT(cursor)},
    {0}};
#undef AT
static const struct form list_form = {"catalog.api.", list_in_fields, sizeof(struct list_in), NULL};

static enum rc list(struct req *r)
{
    const struct list_in *in = r->in;
    struct procedure_page page;
    struct procedure_filter f = {.text = in->q,
                                 .field = in->field,
                                 .agency = in->agency,
                                 .audience = in->audience,
                                 .level = in->level,
                                 .open_only = in->open,
                                 .max = in->limit == FORM_NO_INT ? PAGE : in->limit};
    if (!api_cursor_unwrap(r->c.mem, in->cursor, &f.cursor))
        return fail(&r->c, RC_INVALID, "cursor", "catalog.cursor_unknown");
    const enum rc rc = catalog_list(&r->c, &f, &page);
    if (rc)
        return rc;
    const struct list_facts facts = {
        {page.rows, page.n}, api_cursor_wrap(r->c.mem, page.more ? page.next_cursor : STR_NONE)};
    req_next(r, facts.next);
    return show_json(r, 200, &list_api, &facts);
}

/* ---- one procedure ---------------------------------------------------------------------------- */

struct time_facts {
    str case_code, channel, rule, unit, iso, text, note;
    int64_t value;
};
#define AT(x) .at = offsetof(struct time_facts, x)
static const struct api_field time_fields[] = {
    {"caseCode", A_TEXT, AT(case_code), .doc = "null: every case"},
    {"channel", A_TEXT, AT(channel), .doc = "direct, online or postal; null: every channel"},
    {"value", A_INT, AT(value), .doc = "null: not settled"},
    {"unit", A_TEXT, AT(unit), .doc = "workingDays, workingHours, calendarDays, hours or sameDay"},
    {"duration", A_TEXT, AT(iso), .doc = "ISO 8601, to be read with its unit"},
    {"rule", A_TEXT, AT(rule), .doc = "as the legal clock reads it"},
    {"text", A_TEXT, AT(text)},
    {"note", A_TEXT, AT(note)},
    {0}};
#undef AT
static const struct api_table time_api = {"ProcedureTime", time_fields, sizeof(struct time_facts)};

struct fee_facts {
    str case_code, channel, kind, currency, unit, note;
    int64_t amount;
};
#define AT(x) .at = offsetof(struct fee_facts, x)
static const struct api_field fee_fields[] = {
    {"caseCode", A_TEXT, AT(case_code)},
    {"channel", A_TEXT, AT(channel)},
    {"kind", A_TEXT, AT(kind), .doc = "fee, service_fee or price"},
    {"amount", A_MONEY, AT(amount), .doc = "null: fixed by another body, see the note"},
    {"currency", A_TEXT, AT(currency)},
    {"per", A_TEXT, AT(unit), .doc = "null: once a dossier"},
    {"note", A_TEXT, AT(note)},
    {0}};
#undef AT
static const struct api_table fee_api = {"ProcedureFee", fee_fields, sizeof(struct fee_facts)};

struct component_facts {
    struct procedure_component x;
    str case_code;
};
#define AT(m) .at = offsetof(struct component_facts, m)
static const struct api_field component_fields[] = {
    {"no", A_INT, AT(x.rank), .doc = "names the component in a filing"},
    {"code", A_TEXT, AT(x.code)},
    {"caseCode", A_TEXT, AT(case_code)},
    {"name", A_TEXT, AT(x.name)},
    {"group", A_TEXT, AT(x.group_name)},
    {"form", A_TEXT, AT(x.form), .doc = "original, copy, present_only, electronic_form, electronic"},
    {"formName", A_TEXT, AT(x.form_name)},
    {"originals", A_INT, AT(x.originals)},
    {"copies", A_INT, AT(x.copies)},
    {"required", A_BOOL, AT(x.required)},
    {"isNote", A_BOOL, AT(x.is_note), .doc = "a remark among the papers, nothing to bring"},
    {"note", A_TEXT, AT(x.note)},
    {0}};
#undef AT
static const struct api_table component_api = {"ProcedureComponent", component_fields,
                                               sizeof(struct component_facts)};

static const struct api_field case_fields[] = {
    {"code", A_TEXT, .at = offsetof(struct procedure_case, code)},
    {"name", A_TEXT, .at = offsetof(struct procedure_case, name)},
    {0}};
static const struct api_table case_api = {"ProcedureCase", case_fields, sizeof(struct procedure_case)};

static const struct api_field part_fields[] = {
    {"code", A_TEXT, .at = offsetof(struct procedure_part, code)},
    {"name", A_TEXT, .at = offsetof(struct procedure_part, name)},
    {"text", A_TEXT, .at = offsetof(struct procedure_part, text)},
    {0}};
static const struct api_table part_api = {"ProcedurePart", part_fields, sizeof(struct procedure_part)};

enum part_kind { STEPS, RESULTS, BASES, AUDIENCES, AGENCIES, CHANNELS, TEMPLATE_STEPS, PART_KINDS };
struct parts {
    struct procedure_part *v;
    ptrdiff_t n;
};
struct full_facts {
    struct procedure head;
    int64_t version_no, sets;
    str description, requirements, decision_no, decision_issuer, source;
    date decision_date, valid_from;
    struct {
        const struct procedure_case *v;
        ptrdiff_t n;
    } cases;
    struct {
        struct time_facts *v;
        ptrdiff_t n;
    } times;
    struct {
        struct fee_facts *v;
        ptrdiff_t n;
    } fees;
    struct {
        struct component_facts *v;
        ptrdiff_t n;
    } components;
    struct parts parts[PART_KINDS];
    struct {
        const str *v;
        ptrdiff_t n;
    } unverified;
};
#define AT(x) .at = offsetof(struct full_facts, x)
static const struct api_field full_fields[] = {
    {"summary", A_OBJECT, AT(head), &summary_api},
    {"version", A_INT, AT(version_no), .doc = "0: only the row of the national list is known"},
    {"validFrom", A_DATE, AT(valid_from)},
    {"sets", A_INT, AT(sets), .doc = "sets of papers to bring"},
    {"description", A_TEXT, AT(description)},
    {"requirements", A_TEXT, AT(requirements)},
    {"decisionNo", A_TEXT, AT(decision_no)},
    {"decisionDate", A_DATE, AT(decision_date)},
    {"decisionIssuer", A_TEXT, AT(decision_issuer)},
    {"cases", A_LIST, AT(cases), &case_api},
    {"times", A_LIST, AT(times), &time_api},
    {"fees", A_LIST, AT(fees), &fee_api},
    {"components", A_LIST, AT(components), &component_api},
    {"steps", A_LIST, AT(parts[STEPS]), &part_api},
    {"results", A_LIST, AT(parts[RESULTS]), &part_api},
    {"legalBases", A_LIST, AT(parts[BASES]), &part_api},
    {"audiences", A_LIST, AT(parts[AUDIENCES]), &part_api},
    {"agencies", A_LIST, AT(parts[AGENCIES]), &part_api},
    {"channels", A_LIST, AT(parts[CHANNELS]), &part_api},
    {"templateSteps", A_LIST, AT(parts[TEMPLATE_STEPS]), &part_api,
     .doc = "a usual internal process, not approved by the authority"},
    {"unverified", A_TEXTS, AT(unverified), .doc = "parts the source does not vouch for"},
    {"source", A_TEXT, AT(source)},
    {0}};
#undef AT
static const struct api_table full_api = {"Procedure", full_fields, sizeof(struct full_facts)};

static str case_code(const struct procedure_full *f, struct opt_int id)
{
    for (ptrdiff_t i = 0; id.set && i < f->cases_n; i++)
        if (f->cases[i].id == id.v)
            return f->cases[i].code;
    return STR_NONE;
}

static void put_rule(struct arena *mem, str rule, struct time_facts *to)
{
    static const struct {
        const char *unit, *before, *after;
    } units[DUE_UNIT_COUNT] = {
        [DUE_WORKING_DAYS] = {"workingDays", "P", "D"}, [DUE_HOURS] = {"workingHours", "PT", "H"},
        [DUE_DAYS] = {"calendarDays", "P", "D"},        [DUE_SAME_DAY] = {"sameDay", "P", "D"},
        [DUE_WALL_HOURS] = {"hours", "PT", "H"},
    };
    struct due_rule d;
    to->value = INT64_MIN;
    if (!rule.n || !due_rule_parse(rule, &d))
        return;
    to->value = d.n;
    to->unit = str_of(units[d.unit].unit);
    to->iso = str_fmt(mem, "%s%d%s", units[d.unit].before, (int)d.n, units[d.unit].after);
}

static void put_times(struct arena *mem, const struct procedure_full *f, struct full_facts *to)
{
    to->times.n = f->deadlines_n;
    to->times.v = NEW_N(mem, struct time_facts, f->deadlines_n);
    for (ptrdiff_t i = 0; i < f->deadlines_n; i++) {
        const struct procedure_deadline *d = &f->deadlines[i];
        to->times.v[i] = (struct time_facts){.case_code = case_code(f, d->case_id),
                                             .channel = d->channel,
                                             .rule = d->rule,
                                             .text = d->text,
                                             .note = d->note};
        put_rule(mem, d->rule, &to->times.v[i]);
    }
}

static void put_fees(struct arena *mem, const struct procedure_full *f, struct full_facts *to)
{
    to->fees.n = f->fees_n;
    to->fees.v = NEW_N(mem, struct fee_facts, f->fees_n);
    for (ptrdiff_t i = 0; i < f->fees_n; i++) {
        const struct procedure_fee *x = &f->fees[i];
        to->fees.v[i] = (struct fee_facts){case_code(f, x->case_id),
                                           x->channel,
                                           x->kind,
                                           x->currency,
                                           x->unit,
                                           x->note,
                                           x->amount.set ? x->amount.v : INT64_MIN};
    }
}

static void put_components(struct arena *mem, const struct procedure_full *f, struct full_facts *to)
{
    to->components.n = f->components_n;
    to->components.v = NEW_N(mem, struct component_facts, f->components_n);
    for (ptrdiff_t i = 0; i < f->components_n; i++)
        to->components.v[i] =
            (struct component_facts){f->components[i], case_code(f, f->components[i].case_id)};
}

static void put_parts(struct arena *mem, const struct procedure_full *f, struct full_facts *to)
{
    static const char *const kinds[PART_KINDS] = {"step",   "result",  "legal_basis",  "audience",
                                                  "agency", "channel", "template_step"};
    for (int k = 0; k < PART_KINDS; k++) {
        struct parts *list = &to->parts[k];
        list->v = NEW_N(mem, struct procedure_part, f->parts_n);
        for (ptrdiff_t i = 0; i < f->parts_n; i++)
            if (str_eq(f->parts[i].kind, str_of(kinds[k])))
                list->v[list->n++] = f->parts[i];
    }
}

static enum rc show(struct req *r)
{
    struct procedure_full f;
    const enum rc rc = catalog_get(&r->c, param(r, "code"), &f);
    if (rc)
        return rc;
    struct full_facts facts = {.head = f.head,
                               .version_no = f.version_no,
                               .sets = f.sets,
                               .description = f.description,
                               .requirements = f.requirements,
                               .decision_no = f.decision_no,
                               .decision_issuer = f.decision_issuer,
                               .source = f.source,
                               .decision_date = f.decision_date,
                               .valid_from = f.valid_from,
                               .cases = {f.cases, f.cases_n},
                               .unverified = {f.unverified, f.unverified_n}};
    put_times(r->c.mem, &f, &facts);
    put_fees(r->c.mem, &f, &facts);
    put_components(r->c.mem, &f, &facts);
    put_parts(r->c.mem, &f, &facts);
    return show_json(r, 200, &full_api, &facts);
}

static const struct route routes[] = {
    {GET, "/api/v1/procedures", list, .need = PERM_PUBLIC, .form = &list_form, .flags = ROUTE_API,
     .out = &list_api, .doc = "Procedures by name, or ranked when q asks for words or a code"},
    {GET, "/api/v1/procedures/:code", show, .need = PERM_PUBLIC, .flags = ROUTE_API, .out = &full_api,
     .doc = "A procedure with all its parts"},
    {0},
};

/* Apart from catalog_module: the pages have routes of their own. */
extern const struct module catalog_api_module;
const struct module catalog_api_module = {.name = "catalog", .routes = routes};
