/*
 * catalog.c - reading a procedure: everything of a version, and what a filing needs of it
 * for one case and channel. Lists and search stand in catalog_search.c.
 */
#include "catalog/catalog_draft.h"

#include "catalog/catalog_sql.h"

struct procedure catalog__head(const struct q_procedure_by_code_row *r)
{
    return (struct procedure){
        .id = r->id,
        .pub = r->pub,
        .code = r->code,
        .name = r->name,
        .field = r->field,
        .kind = r->kind,
        .level = r->level,
        .agency = r->agency,
        .promulgator = r->promulgator,
        .state = r->state,
        .processing_system = r->processing_system,
        .online_level = r->online_level,
        .intake = r->intake,
        .deadline_rule = r->deadline_rule,
        .version_id = r->current_version,
        .source_rank = r->source_rank,
    };
}

static enum rc read_cases(struct ctx *c, int64_t version, struct procedure_full *f)
{
    struct q_procedure_cases_rows rows;
    const enum rc rc = q_procedure_cases(c, version, &rows);
    if (rc)
        return rc;
    f->cases_n = rows.n;
    f->cases = NEW_N(c->mem, struct procedure_case, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        f->cases[i] = (struct procedure_case){
            .id = rows.v[i].id, .rank = rows.v[i].rank, .code = rows.v[i].code, .name = rows.v[i].name};
    return RC_OK;
}

static enum rc read_deadlines(struct ctx *c, int64_t version, struct procedure_full *f)
{
    struct q_procedure_deadlines_rows rows;
    const enum rc rc = q_procedure_deadlines(c, version, &rows);
    if (rc)
        return rc;
    f->deadlines_n = rows.n;
    f->deadlines = NEW_N(c->mem, struct procedure_deadline, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        f->deadlines[i] = (struct procedure_deadline){.case_id = rows.v[i].case_id,
                                                      .channel = rows.v[i].channel,
                                                      .rule = rows.v[i].rule,
                                                      .text = rows.v[i].text,
                                                      .note = rows.v[i].note};
    return RC_OK;
}

static enum rc read_fees(struct ctx *c, int64_t version, struct procedure_full *f)
{
    struct q_procedure_fees_rows rows;
    const enum rc rc = q_procedure_fees(c, version, &rows);
    if (rc)
        return rc;
    f->fees_n = rows.n;
    f->fees = NEW_N(c->mem, struct procedure_fee, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        f->fees[i] = (struct procedure_fee){.case_id = rows.v[i].case_id,
                                            .amount = rows.v[i].amount,
                                            .channel = rows.v[i].channel,
                                            .kind = rows.v[i].kind,
                                            .currency = rows.v[i].currency,
                                            .unit = rows.v[i].unit,
                                            .note = rows.v[i].note};
    return RC_OK;
}

static enum rc read_components(struct ctx *c, int64_t version, struct procedure_full *f)
{
    struct q_procedure_components_rows rows;
    const enum rc rc = q_procedure_components(c, version, &rows);
    if (rc)
        return rc;
    f->components_n = rows.n;
    f->components = NEW_N(c->mem, struct procedure_component, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_procedure_components_row *r = &rows.v[i];
        f->components[i] = (struct procedure_component){.id = r->id,
                                                        .rank = r->rank,
                                                        .originals = r->originals,
                                                        .copies = r->copies,
                                                        .case_id = r->case_id,
                                                        .code = r->code,
                                                        .name = r->name,
                                                        .group_name = r->group_name,
                                                        .form = r->form,
                                                        .form_name = r->form_name,
                                                        .note = r->note,
                                                        .required = r->required,
                                                        .is_note = r->is_note};
    }
    return RC_OK;
}

static enum rc read_parts(struct ctx *c, int64_t version, struct procedure_full *f)
{
    struct q_procedure_parts_rows rows;
    struct q_procedure_unverified_rows marks;
    enum rc rc = q_procedure_parts(c, version, &rows);
    if (!rc)
        rc = q_procedure_unverified(c, version, &marks);
    if (rc)
        return rc;
    f->parts_n = rows.n;
    f->parts = NEW_N(c->mem, struct procedure_part, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        f->parts[i] = (struct procedure_part){.kind = rows.v[i].kind,
                                              .code = rows.v[i].code,
                                              .name = rows.v[i].name,
                                              .text = rows.v[i].text};
    f->unverified_n = marks.n;
    f->unverified = NEW_N(c->mem, str, marks.n);
    for (ptrdiff_t i = 0; i < marks.n; i++)
        f->unverified[i] = marks.v[i].part;
    return RC_OK;
}

/* What filings and acts rest on; the long texts of the page are left out. */
static enum rc read_terms(struct ctx *c, int64_t id, struct procedure_full *f)
{
    struct q_procedure_version_get_row v;
    enum rc rc = q_procedure_version_get(c, id, &v);
    if (rc)
        return rc;
    f->version_no = v.no;
    f->sets = v.sets;
    f->process_id = v.process_version_id;
    f->head.name = v.name;
    f->description = v.description;
    f->requirements = v.requirements;
    f->decision_no = v.decision_no;
    f->decision_date = v.decision_date;
    f->decision_issuer = v.decision_issuer;
    f->valid_from = v.valid_from;
    f->source = v.source;
    rc = read_cases(c, id, f);
    if (!rc)
        rc = read_deadlines(c, id, f);
    if (!rc)
        rc = read_fees(c, id, f);
    if (!rc)
        rc = read_components(c, id, f);
    return rc;
}

enum rc catalog_get_terms(struct ctx *c, str code, struct procedure_full *ret_full)
{
    struct q_procedure_by_code_row row;
    enum rc rc = q_procedure_by_code(c, code, &row);
    if (rc)
        return rc;
    struct procedure_full f = {
        .head = catalog__head(&row), .decision_date = DATE_NONE, .valid_from = DATE_NONE};
    if (row.current_version.set)
        rc = read_terms(c, row.current_version.v, &f);
    if (!rc)
        *ret_full = f;
    return rc;
}

enum rc catalog_get(struct ctx *c, str code, struct procedure_full *ret_full)
{
    struct procedure_full f;
    enum rc rc = catalog_get_terms(c, code, &f);
    if (!rc && f.head.version_id.set)
        rc = read_parts(c, f.head.version_id.v, &f);
    if (!rc)
        *ret_full = f;
    return rc;
}

enum rc catalog_get_version(struct ctx *c, int64_t version_id, struct procedure_full *ret_full)
{
    struct q_procedure_version_get_row v;
    struct q_procedure_by_code_row row;
    enum rc rc = q_procedure_version_get(c, version_id, &v);
    if (!rc)
        rc = q_procedure_by_id(c, v.procedure_id, &row);
    if (rc)
        return rc;
    struct procedure_full f = {.head = catalog__head(&row)};
    f.head.version_id = OPT_INT(version_id);
    rc = read_terms(c, version_id, &f);
    if (!rc)
        rc = read_parts(c, version_id, &f);
    if (!rc)
        *ret_full = f;
    return rc;
}

/* How exactly a line names this case and channel; -1 = it is about another one. */
static int fit(struct opt_int line_case, str line_channel, int64_t case_id, str channel)
{
    if (line_case.set && line_case.v != case_id)
        return -1;
    if (line_channel.n && !str_eq(line_channel, channel))
        return -1;
    return (line_case.set ? 2 : 0) + (line_channel.n ? 1 : 0);
}

static const struct procedure_deadline *best_deadline(const struct procedure_full *full,
                                                      int64_t case_id, str channel)
{
    const struct procedure_deadline *best = NULL;
    int best_fit = -1;
    for (ptrdiff_t i = 0; i < full->deadlines_n; i++) {
        const struct procedure_deadline *d = &full->deadlines[i];
        const int f = fit(d->case_id, d->channel, case_id, channel);
        if (f > best_fit) {
            best = d;
            best_fit = f;
        }
    }
    return best;
}

/* One case is no choice. */
static int64_t case_meant(const struct procedure_full *full, int64_t case_id)
{
    return !case_id && full->cases_n == 1 ? full->cases[0].id : case_id;
}

str catalog_rule(const struct procedure_full *full, int64_t case_id, str channel)
{
    const struct procedure_deadline *d = best_deadline(full, case_meant(full, case_id), channel);
    return d ? d->rule : STR_NONE;
}

enum rc catalog_version_rule(struct ctx *c, int64_t version_id, int64_t case_id, str channel,
                             str *ret_rule)
{
    struct procedure_full f = {.sets = 0};
    enum rc rc = read_cases(c, version_id, &f);
    if (!rc)
        rc = read_deadlines(c, version_id, &f);
    if (!rc)
        *ret_rule = catalog_rule(&f, case_id, channel);
    return rc;
}

enum rc catalog_version_components(struct ctx *c, int64_t version_id,
                                   struct procedure_component **ret_components, ptrdiff_t *ret_n)
{
    struct procedure_full f = {.sets = 0};
    const enum rc rc = read_components(c, version_id, &f);
    if (rc)
        return rc;
    *ret_components = f.components;
    *ret_n = f.components_n;
    return RC_OK;
}

static enum rc check_case(struct ctx *c, const struct procedure_full *full, int64_t case_id,
                          str *ret_name)
{
    *ret_name = STR_NONE;
    if (!case_id)
        return full->cases_n > 1 ? fail(c, RC_INVALID, "case", "catalog.case_needed") : RC_OK;
    for (ptrdiff_t i = 0; i < full->cases_n; i++)
        if (full->cases[i].id == case_id) {
            *ret_name = full->cases[i].name;
            return RC_OK;
        }
    return fail(c, RC_INVALID, "case", "catalog.case_unknown");
}

static enum rc check_open(struct ctx *c, const struct procedure *p)
{
    static const struct {
        const char *intake, *key;
    } closed[] = {
        {"no_deadline", "catalog.closed.no_deadline"},
        {"row_only", "catalog.closed.row_only"},
        {"inactive", "catalog.closed.inactive"},
        {"ministry", "catalog.closed.ministry"},
    };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (str_eq(p->intake, str_of(closed[i].intake)))
            return fail(c, RC_INVALID, "procedure", closed[i].key);
    return RC_OK;
}

enum rc catalog_intake(struct ctx *c, str code, int64_t case_id, str channel,
                       struct procedure_intake *ret_intake)
{
    struct procedure_full full;
    enum rc rc = catalog_get_terms(c, code, &full);
    if (!rc)
        rc = check_open(c, &full.head);
    if (rc)
        return rc;
    case_id = case_meant(&full, case_id);
    struct procedure_intake in = {
        .head = full.head, .version_id = full.head.version_id.v, .case_id = case_id, .sets = full.sets};
    rc = check_case(c, &full, case_id, &in.case_name);
    if (rc)
        return rc;
    const struct procedure_deadline *deadline = best_deadline(&full, case_id, channel);
    if (!deadline || !deadline->rule.n || !full.process_id.set)
        return fail(c, RC_INVALID, "procedure", "catalog.closed.no_deadline");
    in.process_id = full.process_id.v;
    in.rule = deadline->rule;
    in.rule_text = deadline->text;
    in.components = NEW_N(c->mem, struct procedure_component, full.components_n);
    for (ptrdiff_t i = 0; i < full.components_n; i++)
        if (!full.components[i].is_note &&
            fit(full.components[i].case_id, STR_NONE, case_id, channel) >= 0)
            in.components[in.components_n++] = full.components[i];
    in.fees = NEW_N(c->mem, struct procedure_fee, full.fees_n);
    for (ptrdiff_t i = 0; i < full.fees_n; i++)
        if (fit(full.fees[i].case_id, full.fees[i].channel, case_id, channel) >= 0)
            in.fees[in.fees_n++] = full.fees[i];
    *ret_intake = in;
    return RC_OK;
}
