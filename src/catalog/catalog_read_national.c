/*
 * catalog_read_national.c - the national base: bare catalogue rows and full records. Its data
 * are dirty; every kind of defect has a name in the report, nothing is silently mended.
 */
#include "catalog/catalog_draft.h"

#include "core/fold.h"

static bool code_shape(str s)
{
    if (s.n != 8 || s.p[1] != '.')
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (i != 1 && (s.p[i] < '0' || s.p[i] > '9'))
            return false;
    return true;
}

static str kind_of(str type)
{
    if (str_eq(type, S("STANDARD_INTERNAL")))
        return S("internal");
    return str_eq(type, S("SPECIFIC")) ? S("specific") : S("standard");
}

static enum rc read_head(struct ctx *c, struct json j, struct draft *d, struct import_report *r)
{
    const str raw_name = json_text_of(j, "name"), state = json_text_of(j, "state");
    d->code = draft_text(c, json_get(j, "code"), false);
    d->name = draft_text(c, json_get(j, "name"), false);
    if (!d->code.n)
        return fail(c, RC_INVALID, "code", "catalog.import.member_missing");
    if (!d->name.n)
        return fail(c, RC_INVALID, "name", "catalog.import.member_missing");
    /* The same code with a blank in it stands twice in the base: the clean one counts. */
    d->code_blanks = !str_eq(json_text_of(j, "code"), d->code);
    if (d->code_blanks)
        report_defect(c, r, "code_blanks", d->code, d->name);
    if (!code_shape(d->code))
        report_defect(c, r, "code_odd", d->code, d->code);
    if (!str_eq(raw_name, d->name))
        report_defect(c, r, "name_blanks", d->code, d->name);
    d->kind = kind_of(json_text_of(j, "type"));
    d->state = str_eq(state, S("ACTIVE"))    ? S("active")
               : str_eq(state, S("UPDATED")) ? S("updated")
                                             : S("inactive");
    d->inactive = str_eq(d->state, S("inactive"));
    if (d->inactive)
        report_defect(c, r, "state_odd", d->code, state);
    d->system = S("provincial");
    d->online_level = S("unknown");
    d->level = S("other");
    d->agency = S("");
    return RC_OK;
}

/* ---- rows ---- */

enum rc catalog__read_row(struct ctx *c, struct json row, struct draft *d, struct import_report *r)
{
    const enum rc rc = read_head(c, row, d, r);
    if (rc)
        return rc;
    d->rank = SOURCE_ROW;
    d->promulgator = draft_text(c, json_get(row, "departmentPromulgate"), false);
    if (!d->promulgator.n)
        report_defect(c, r, "promulgator_missing", d->code, S(""));
    const struct json fields = json_get(row, "categories"), who = json_get(row, "formalityTargetType");
    d->field = draft_text(c, json_item(fields, 0), false);
    if (!d->field.n)
        report_defect(c, r, "field_missing", d->code, S(""));
    if (json_count(fields) > 1)
        report_defect(c, r, "several_fields", d->code, draft_text(c, json_item(fields, 1), false));
    for (ptrdiff_t i = 0; i < json_count(who); i++)
        (void)draft_add_text(d->audiences, &d->audiences_n, 64,
                             draft_text(c, json_item(who, i), false));
    if (!json_count(who))
        report_defect(c, r, "audience_missing", d->code, S(""));
    const struct json departments = json_get(row, "departments");
    d->agency = draft_text(c, json_item(departments, 0), false);
    if (!d->agency.n) {
        d->agency = d->promulgator.n ? d->promulgator : S("");
        report_defect(c, r, "agency_missing", d->code, S(""));
    }
    return RC_OK;
}

/* ---- full records ---- */

static str rule_for(struct ctx *c, str unit, int64_t n)
{
    if (n <= 0 || n > 9999)
        return STR_NONE;
    if (str_eq(unit, S("WORKING_DAY")))
        return str_fmt(c->mem, "%lld wd", (long long)n);
    if (str_eq(unit, S("DAY")))
        return str_fmt(c->mem, "%lld d", (long long)n);
    return str_eq(unit, S("HOUR")) ? str_fmt(c->mem, "%lld h", (long long)n) : STR_NONE;
}

static str channel_of(str method)
{
    if (str_eq(method, S("DIRECT")))
        return S("direct");
    if (str_eq(method, S("ONLINE")))
        return S("online");
    return str_eq(method, S("POSTAL")) ? S("postal") : STR_NONE;
}

static void check_unit(struct ctx *c, struct draft *d, str unit, int64_t n, str text,
                       struct import_report *r)
{
    if (str_eq(unit, S("OTHER")))
        report_defect(c, r, "unit_other", d->code, text);
    else if (str_eq(unit, S("MONTH")))
        report_defect(c, r, "unit_month", d->code, text);
    else if (n <= 0)
        report_defect(c, r, "time_missing", d->code, text);
}

static void read_fee(struct ctx *c, struct draft *d, str channel, struct json j,
                     struct import_report *r)
{
    static const struct {
        const char *source, *kind;
    } kinds[] = {{"FEE", "fee"}, {"SERVICE_FEE", "service_fee"}, {"PRICE_LEVEL", "price"}};
    const str type = json_text_of(j, "type"),
              currency = draft_text(c, json_get(j, "currencyName"), false);
    struct draft_fee f = {.channel = channel, .kind = S("fee"), .currency = S("VND")};
    int64_t v;
    f.note = draft_text(c, json_get(j, "description"), false);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(type, str_of(kinds[i].source)))
            f.kind = str_of(kinds[i].kind);
    if (json_int(json_get(j, "value"), &v))
        f.amount = OPT_INT(v);
    else
        report_defect(c, r, "fee_open", d->code, f.note);
    if (currency.n && !str_eq(currency, S("Việt Nam Đồng")))
        f.currency = currency;
    else if (f.amount.set && f.amount.v > 0 && f.amount.v < 1000)
        report_defect(c, r, "fee_suspicious", d->code, str_fmt(c->mem, "%lld", (long long)f.amount.v));
    if (!currency.n && f.amount.set && f.amount.v > 0)
        report_defect(c, r, "fee_without_currency", d->code,
                      str_fmt(c->mem, "%lld", (long long)f.amount.v));
    if (d->fees_n < 128)
        d->fees[d->fees_n++] = f;
}

static str time_text(struct ctx *c, struct json method, int64_t *ret_n)
{
    const struct json time = json_get(method, "processingTime");
    *ret_n = 0;
    if (json_is_text(time))
        return draft_text(c, time, false);
    if (!json_int(time, ret_n))
        return json_is_absent(time) ? STR_NONE : json_write(c->mem, time, false);
    return STR_NONE;
}

static void read_methods(struct ctx *c, struct json data, struct draft *d, struct import_report *r)
{
    const struct json list = json_get(data, "executionMethods");
    for (ptrdiff_t i = 0; i < json_count(list) && d->deadlines_n < 64; i++) {
        const struct json m = json_item(list, i);
        const str unit = json_text_of(m, "processingTimeUnit");
        int64_t n;
        const str words = time_text(c, m, &n);
        const str about = draft_text(c, json_get(m, "description"), true);
        const struct draft_deadline line = {.channel = channel_of(json_text_of(m, "submissionMethod")),
                                            .rule = rule_for(c, unit, n),
                                            .text = words.n ? words : STR_NONE,
                                            .note = STR_NONE};
        check_unit(c, d, unit, n, words.n ? words : about, r);
        for (ptrdiff_t k = 0; k < d->deadlines_n; k++)
            if (line.channel.n && str_eq(d->deadlines[k].channel, line.channel))
                report_defect(
                    c, r, str_eq(d->deadlines[k].rule, line.rule) ? "channel_twice" : "times_differ",
                    d->code, line.channel);
        d->deadlines[d->deadlines_n++] = line;
        (void)draft_add_part(d, "channel", line.channel, line.channel.n ? line.channel : S("other"),
                             about);
        for (ptrdiff_t k = 0; k < json_count(json_get(m, "fees")); k++)
            read_fee(c, d, line.channel, json_item(json_get(m, "fees"), k), r);
    }
    if (!json_count(list))
        report_defect(c, r, "part_missing", d->code, S("executionMethods"));
}

/* Trường hợp, each with its own time; a time that differs from every method's is a defect. */
static void read_cases(struct ctx *c, struct json data, struct draft *d, struct import_report *r)
{
    const struct json list = json_get(data, "cases");
    const ptrdiff_t methods = d->deadlines_n;
    for (ptrdiff_t i = 0; i < json_count(list) && d->cases_n < 64 && d->deadlines_n < 64; i++) {
        const struct json j = json_item(list, i), day = json_get(j, "processingDay");
        const str unit = json_text_of(day, "type"), name = draft_text(c, json_get(j, "name"), false);
        const str rule = rule_for(c, unit, json_int_of(day, "qty", 0));
        bool agrees = !methods;
        d->cases[d->cases_n++] = name.n ? name : d->name;
        if (!rule.n)
            continue;
        for (ptrdiff_t k = 0; k < methods; k++)
            agrees = agrees || str_eq(d->deadlines[k].rule, rule);
        if (!agrees)
            report_defect(c, r, "case_time_differs", d->code, rule);
        d->deadlines[d->deadlines_n++] = (struct draft_deadline){.case_no = d->cases_n, .rule = rule};
    }
}

static bool code_is_free_text(str code)
{
    return code.n && !(str_has(code, S("-KQ")) && !str_has(code, S(" ")));
}

static void read_component(struct ctx *c, struct json j, str group, struct draft *d,
                           struct import_report *r)
{
    const int64_t originals = json_int_of(j, "originalQty", 0), copies = json_int_of(j, "copyQty", 0);
    const bool note = originals <= 0 && copies <= 0;
    const str name = draft_text(c, json_get(j, "name"), false),
              code = draft_text(c, json_get(j, "code"), false);
    const str group_key = fold(c->mem, group.n ? group : S(""));
    const bool shown = str_has(group_key, S("xuat trinh"));
    if (!name.n || d->components_n == DRAFT_LINES) {
        report_defect(c, r, name.n ? "too_long" : "paper_without_name", d->code, code);
        return;
    }
    if (note) {
        report_defect(c, r, "note_as_paper", d->code, name);
        r->notes++;
    }
    if (code_is_free_text(code))
        report_defect(c, r, "paper_code_odd", d->code, code);
    d->components[d->components_n++] = (struct draft_component){
        .code = code,
        .name = name,
        .group_name = group,
        .form = shown           ? S("present_only")
                : originals > 0 ? S("original")
                                : S("copy"),
        .originals = originals > 0 ? originals : 0,
        .copies = copies > 0 ? copies : 0,
        .required =
            !note && !shown && !draft_is_conditional(c, name) && !draft_is_conditional(c, group),
        .is_note = note,
    };
}

static void read_components(struct ctx *c, struct json data, struct draft *d, struct import_report *r)
{
    const struct json groups = json_get(data, "executionCases");
    for (ptrdiff_t g = 0; g < json_count(groups); g++) {
        const struct json group = json_item(groups, g), list = json_get(group, "profileComponents");
        const str name = draft_text(c, json_get(group, "name"), false);
        for (ptrdiff_t i = 0; i < json_count(list); i++)
            read_component(c, json_item(list, i), name, d, r);
    }
    if (!d->components_n)
        report_defect(c, r, "part_missing", d->code, S("profileComponents"));
}

static str joined_names(struct ctx *c, struct json data, const char *const *members, size_t n)
{
    str names[16];
    ptrdiff_t count = 0;
    for (size_t m = 0; m < n; m++)
        for (ptrdiff_t i = 0; i < json_count(json_get(data, members[m])); i++)
            (void)draft_add_text(
                names, &count, 16,
                draft_text(c, json_get(json_item(json_get(data, members[m]), i), "name"), false));
    return str_join(c->mem, names, count, S("; "));
}

static void read_parts(struct ctx *c, struct json data, struct draft *d, struct import_report *r)
{
    static const struct {
        const char *member, *kind, *name, *text;
    } lists[] = {
        {"executionSteps", "step", "name", "description"},
        {"resultsDetails", "result", "name", ""},
        {"legalBasisesDetails", "legal_basis", "name", ""},
        {"subjectTypesDetails", "audience", "name", ""},
    };
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        const struct json list = json_get(data, lists[l].member);
        for (ptrdiff_t i = 0; i < json_count(list); i++) {
            const struct json j = json_item(list, i);
            const str code = draft_text(c, json_get(j, "code"), false);
            const str name = draft_text(c, json_get(j, lists[l].name), false);
            bool twice = false;
            for (ptrdiff_t k = 0; k < d->parts_n && code.n; k++)
                twice = twice || (str_eq(d->parts[k].code, code) &&
                                  str_eq(str_of(d->parts[k].kind), str_of(lists[l].kind)));
            if (twice)
                report_defect(c, r, "part_twice", d->code, name);
            else if (!draft_add_part(d, lists[l].kind, code, name,
                                     draft_text(c, json_get(j, lists[l].text), true)))
                report_defect(c, r, "too_long", d->code, name);
            if (str_eq(str_of(lists[l].kind), S("audience")))
                (void)draft_add_text(d->audiences, &d->audiences_n, 64, name);
        }
        if (!json_count(list))
            report_defect(c, r, "part_missing", d->code, str_of(lists[l].member));
    }
}

/* No internal process comes with the base: the usual four steps, marked as a template. */
static void template_steps(struct draft *d)
{
    static const struct {
        const char *name, *role;
        enum step_kind kind;
        int64_t minutes;
    } steps[] = {
        {"Tiếp nhận, kiểm tra, chuyển hồ sơ", "Bộ phận Một cửa", STEP_RECEIVE, 60},
        {"Thẩm định, dự thảo kết quả", "Phòng chuyên môn", STEP_PROCESS, 300},
        {"Ký duyệt kết quả", "Lãnh đạo cơ quan", STEP_APPROVE, 60},
        {"Phát hành, trả kết quả", "Văn thư; Bộ phận Một cửa", STEP_ISSUE, 60},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        d->steps[d->steps_n++] = (struct process_step_in){.name = str_of(steps[i].name),
                                                          .role_text = str_of(steps[i].role),
                                                          .kind = steps[i].kind,
                                                          .minutes = steps[i].minutes};
    d->steps_are_template = true;
    (void)draft_add_text(d->unverified, &d->unverified_n, 32, S("steps"));
}

static void read_decision(struct ctx *c, struct json data, struct draft *d)
{
    const struct json p = json_get(data, "procedureProposal");
    int64_t ms;
    d->decision_no = draft_text(c, json_get(p, "proposalNumber"), false);
    d->decision_issuer = draft_text(c, json_get(json_get(p, "issuingAgency"), "name"), false);
    if (json_int(json_get(p, "decisionDate"), &ms))
        d->decision_date = instant_date((instant){ms * 1000});
}

enum rc catalog__read_record(struct ctx *c, struct json data, struct draft *d, struct import_report *r)
{
    static const char *const agencies[] = {"departmentsExecuting", "unitGroupsExecuting",
                                           "departmentsAuthority", "unitGroupsAuthority"};
    const enum rc rc = read_head(c, data, d, r);
    if (rc)
        return rc;
    d->rank = SOURCE_RECORD;
    d->promulgator = draft_text(c, json_get(data, "departmentPromulgateName"), false);
    d->description = draft_text(c, json_get(data, "note"), true);
    d->requirements = draft_text(c, json_get(data, "requirementsAndConditions"), true);
    d->source = S("national");
    d->agency = joined_names(c, data, agencies, sizeof agencies / sizeof *agencies);
    if (!d->agency.n)
        report_defect(c, r, "part_missing", d->code, S("departmentsExecuting"));
    if (json_bool_of(data, "isWard", false))
        d->level = S("commune");
    else if (json_bool_of(data, "isProvince", false))
        d->level = S("department");
    else if (json_bool_of(data, "isMinistry", false))
        d->level = S("ministry");
    else
        report_defect(c, r, "level_unknown", d->code, d->agency);
    d->online_level = json_bool_of(data, "isFullProcess", false)   ? S("full")
                      : json_bool_of(data, "isOfflineOnly", false) ? S("info")
                                                                   : S("partial");
    const struct json field = json_item(json_get(data, "categoriesDetails"), 0);
    d->field = draft_text(c, json_get(field, "name"), false);
    d->field_code = draft_text(c, json_get(field, "code"), false);
    if (!d->field.n)
        report_defect(c, r, "field_missing", d->code, S(""));
    read_methods(c, data, d, r);
    read_cases(c, data, d, r);
    read_components(c, data, d, r);
    read_parts(c, data, d, r);
    read_decision(c, data, d);
    template_steps(d);
    const struct digest hash = sha256_of(json_write(c->mem, data, true));
    d->content_hash = digest_hex(c->mem, &hash);
    return RC_OK;
}
