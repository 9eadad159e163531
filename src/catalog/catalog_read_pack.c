/*
 * catalog_read_pack.c - the starter pack: our own selection with what was verified and what
 * was not. Unverified facts are stored and named, so that every page can mark them.
 */
#include "catalog/catalog_draft.h"

#include "core/fold.h"

static str rule_of(struct ctx *c, struct json item)
{
    int64_t n;
    const str named = json_text_of(item, "deadline_rule");
    if (named.n)
        return named;
    if (json_int(json_get(item, "deadline_working_days"), &n) && n > 0)
        return str_fmt(c->mem, "%lld wd", (long long)n);
    if (json_int(json_get(item, "deadline_hours"), &n) && n > 0)
        return str_fmt(c->mem, "%lld h", (long long)n);
    if (json_int(json_get(item, "deadline_calendar_days"), &n) && n > 0)
        return str_fmt(c->mem, "%lld d", (long long)n);
    return STR_NONE;
}

static void read_deadlines(struct ctx *c, struct json item, struct draft *d)
{
    const struct json cases = json_get(item, "cases");
    const str note = draft_text(c, json_get(item, "deadline_note"), false);
    for (ptrdiff_t i = 0; i < json_count(cases) && d->cases_n < 64; i++) {
        d->cases[d->cases_n++] = draft_text(c, json_get(json_item(cases, i), "name"), false);
        d->deadlines[d->deadlines_n++] =
            (struct draft_deadline){.case_no = d->cases_n,
                                    .rule = rule_of(c, json_item(cases, i)),
                                    .text = note,
                                    .note = STR_NONE};
    }
    if (!d->cases_n)
        d->deadlines[d->deadlines_n++] =
            (struct draft_deadline){.rule = rule_of(c, item), .text = note};
}

static void add_fee(struct draft *d, str channel, struct opt_int amount, str unit, str note)
{
    d->fees[d->fees_n++] = (struct draft_fee){.channel = channel,
                                              .kind = S("service_fee"),
                                              .currency = S("VND"),
                                              .unit = unit,
                                              .note = note,
                                              .amount = amount};
}

static void read_fees(struct ctx *c, struct json item, struct draft *d)
{
    int64_t v, online;
    const str note = draft_text(c, json_get(item, "fee_note"), false);
    const str unit = draft_text(c, json_get(item, "fee_unit"), false);
    const bool known = json_int(json_get(item, "fee_vnd"), &v);
    const struct opt_int amount = known ? OPT_INT(v) : OPT_INT_NONE;
    if (!json_int(json_get(item, "fee_online_vnd"), &online)) {
        add_fee(d, STR_NONE, amount, unit, note);
        return;
    }
    add_fee(d, S("direct"), amount, unit, note);
    add_fee(d, S("postal"), amount, unit, note);
    add_fee(d, S("online"), OPT_INT(online), unit, note);
}

/* "(nếu có)", "chỉ khi …": needed in some cases only. */
bool draft_is_conditional(struct ctx *c, str name)
{
    static const char *const words[] = {"(neu", "neu co",      "chi khi",
                                        "(khi", "(truong hop", "neu thuoc"};
    const str key = fold(c->mem, name);
    if (str_has(key, S("(khi nop truc tiep")))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_has(key, str_of(words[i])))
            return true;
    return false;
}

static void read_components(struct ctx *c, struct json item, struct draft *d)
{
    const struct json list = json_get(item, "components");
    for (ptrdiff_t i = 0; i < json_count(list) && d->components_n < DRAFT_LINES; i++) {
        const struct json j = json_item(list, i);
        const str form = json_text_of(j, "original_or_copy");
        const int64_t quantity = json_int_of(j, "quantity", 1);
        const bool copy = str_eq(form, S("copy"));
        const str name = draft_text(c, json_get(j, "name"), false);
        d->components[d->components_n++] = (struct draft_component){
            .code = draft_text(c, json_get(j, "paper_code"), false),
            .name = name,
            .form = form,
            .form_name = draft_text(c, json_get(j, "form"), false),
            .note = draft_text(c, json_get(j, "note"), false),
            .originals = copy ? 0 : quantity,
            .copies = copy ? quantity : 0,
            .required = !draft_is_conditional(c, name) && !str_eq(form, S("electronic_form")) &&
                        !str_eq(form, S("present_only")),
        };
    }
}

/* The kinds of the template's steps: reception first, return last, the signature by its words. */
static enum step_kind kind_of(struct ctx *c, str name, ptrdiff_t at, ptrdiff_t count)
{
    const str key = fold(c->mem, name);
    if (at == 0)
        return STEP_RECEIVE;
    if (at == count - 1)
        return STEP_ISSUE;
    return str_eq(key, S("ky")) || str_starts(key, S("ky ")) || str_has(key, S("ky duyet")) ||
                   str_has(key, S("phe duyet"))
               ? STEP_APPROVE
               : STEP_PROCESS;
}

static void read_steps(struct ctx *c, struct json item, struct draft *d)
{
    const struct json list = json_get(item, "steps");
    const ptrdiff_t n = json_count(list);
    for (ptrdiff_t i = 0; i < n && d->steps_n < 24; i++) {
        const struct json j = json_item(list, i);
        const str name = draft_text(c, json_get(j, "name"), false);
        d->steps[d->steps_n++] =
            (struct process_step_in){.name = name,
                                     .role_text = draft_text(c, json_get(j, "role"), false),
                                     .kind = kind_of(c, name, i, n),
                                     .minutes = json_int_of(j, "hours", 0) * 60};
    }
    d->steps_are_template = json_bool_of(item, "steps_are_template", true);
}

static void read_lists(struct ctx *c, struct json item, struct draft *d)
{
    static const struct {
        const char *member, *kind;
    } parts[] = {{"legal_basis", "legal_basis"},
                 {"also_at_levels", "agency"},
                 {"deadline_excludes", "excluded"}};
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        for (ptrdiff_t i = 0; i < json_count(json_get(item, parts[p].member)); i++)
            (void)draft_add_part(d, parts[p].kind, STR_NONE,
                                 draft_text(c, json_item(json_get(item, parts[p].member), i), false),
                                 STR_NONE);
    for (ptrdiff_t i = 0; i < json_count(json_get(item, "applicants")); i++) {
        const str name = draft_text(c, json_item(json_get(item, "applicants"), i), false);
        (void)draft_add_text(d->audiences, &d->audiences_n, 64, name);
        (void)draft_add_part(d, "audience", STR_NONE, name, STR_NONE);
    }
    for (ptrdiff_t i = 0; i < json_count(json_get(item, "unverified_fields")); i++)
        (void)draft_add_text(d->unverified, &d->unverified_n, 32,
                             draft_text(c, json_item(json_get(item, "unverified_fields"), i), false));
    (void)draft_add_part(d, "result", json_text_of(item, "result_code"),
                         draft_text(c, json_get(item, "result"), false), STR_NONE);
}

enum rc catalog__read_pack_item(struct ctx *c, struct json item, struct draft *d,
                                struct import_report *r)
{
    d->rank = SOURCE_PACK;
    d->code = draft_text(c, json_get(item, "code"), false);
    d->name = draft_text(c, json_get(item, "name"), false);
    d->field = draft_text(c, json_get(item, "field"), false);
    d->level = json_text_of(item, "level");
    d->agency = draft_text(c, json_get(item, "agency_type"), false);
    const str type = json_text_of(item, "type");
    d->kind = str_eq(type, S("STANDARD_INTERNAL")) ? S("internal")
              : type.n                             ? S("specific")
                                                   : S("standard");
    d->state = S("active");
    d->system = S("provincial");
    d->online_level = json_text_of(item, "online_level");
    d->source = draft_text(c, json_get(item, "source"), false);
    d->requirements = draft_text(c, json_get(item, "presence_required"), true);
    if (!d->requirements.n)
        d->requirements = draft_text(c, json_get(item, "precondition"), true);
    if (!d->code.n || !d->name.n || !d->field.n || !d->level.n || !d->agency.n)
        return fail(c, RC_INVALID, "code name field level agency_type",
                    "catalog.import.member_missing");
    read_deadlines(c, item, d);
    read_fees(c, item, d);
    read_components(c, item, d);
    read_steps(c, item, d);
    read_lists(c, item, d);
    if (!json_bool_of(item, "verified", false))
        report_defect(c, r, "unverified", d->code, d->source);
    const struct digest hash = sha256_of(json_write(c->mem, item, true));
    d->content_hash = digest_hex(c->mem, &hash);
    return RC_OK;
}
