/*
 * catalog_store.c - writes a draft: a new procedure, a new version, a merge into what a
 * better source gave, or nothing. A version once written is never changed.
 */
#include "catalog/catalog_draft.h"

#include "catalog/catalog_sql.h"
#include "core/fold.h"

static str opt(str s)
{
    return s.n ? s : STR_NONE;
}

/* What lists say of the time: the first settled line. */
static str deadline_rule(const struct draft *d)
{
    for (ptrdiff_t i = 0; i < d->deadlines_n; i++)
        if (d->deadlines[i].rule.n)
            return d->deadlines[i].rule;
    return S("");
}

static str intake_of(const struct draft *d)
{
    if (d->inactive)
        return S("inactive");
    if (str_eq(d->system, S("ministry_central")))
        return S("ministry");
    if (d->rank == SOURCE_ROW)
        return S("row_only");
    return deadline_rule(d).n ? S("open") : S("no_deadline");
}

static enum rc put_field(struct ctx *c, const struct draft *d, struct opt_int *ret_id)
{
    struct q_procedure_field_put_row row;
    *ret_id = OPT_INT_NONE;
    if (!d->field.n)
        return RC_OK;
    const enum rc rc =
        q_procedure_field_put(c, opt(d->field_code), d->field, fold(c->mem, d->field), &row);
    if (!rc)
        *ret_id = OPT_INT(row.id);
    return rc;
}

static enum rc put_head(struct ctx *c, const struct draft *d, struct opt_int field, int64_t *ret_id)
{
    struct q_procedure_put_row row;
    const enum rc rc = q_procedure_put(c,
                                       &(struct q_procedure_put_in){
                                           .pub = ctx_new_pubid(c),
                                           .code = d->code,
                                           .name = d->name,
                                           .name_key = fold(c->mem, d->name),
                                           .initials = fold_initials(c->mem, d->name),
                                           .field_id = field,
                                           .kind = d->kind,
                                           .level = d->level,
                                           .agency = d->agency.n ? d->agency : S(""),
                                           .promulgator = opt(d->promulgator),
                                           .state = d->state,
                                           .processing_system = d->system,
                                           .online_level = d->online_level,
                                           .intake = intake_of(d),
                                           .deadline_rule = deadline_rule(d),
                                           .source_rank = d->rank,
                                           .changed_at = c->now,
                                       },
                                       &row);
    if (!rc)
        *ret_id = row.id;
    return rc;
}

static enum rc put_cases(struct ctx *c, const struct draft *d, int64_t version, int64_t *ids)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < d->cases_n; i++) {
        struct q_procedure_case_insert_row row;
        const str code = str_fmt(c->mem, "%.*s.%02lld", STR_ARG(d->code), (long long)i + 1);
        rc = q_procedure_case_insert(c, version, i + 1, code, d->cases[i], &row);
        if (!rc)
            ids[i] = row.id;
    }
    return rc;
}

static struct opt_int case_id(const int64_t *ids, int64_t no)
{
    return no ? OPT_INT(ids[no - 1]) : OPT_INT_NONE;
}

static enum rc put_times_and_fees(struct ctx *c, const struct draft *d, int64_t version,
                                  const int64_t *ids)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < d->deadlines_n; i++) {
        const struct draft_deadline *l = &d->deadlines[i];
        rc = q_procedure_deadline_insert(
            c,
            &(struct q_procedure_deadline_insert_in){.version_id = version,
                                                     .case_id = case_id(ids, l->case_no),
                                                     .channel = opt(l->channel),
                                                     .rule = opt(l->rule),
                                                     .text = l->text.n ? l->text : S(""),
                                                     .note = opt(l->note)},
            NULL);
    }
    for (ptrdiff_t i = 0; !rc && i < d->fees_n; i++) {
        const struct draft_fee *l = &d->fees[i];
        rc = q_procedure_fee_insert(
            c,
            &(struct q_procedure_fee_insert_in){.version_id = version,
                                                .case_id = case_id(ids, l->case_no),
                                                .channel = opt(l->channel),
                                                .kind = l->kind,
                                                .amount = l->amount,
                                                .currency = l->currency,
                                                .unit = opt(l->unit),
                                                .note = opt(l->note)},
            NULL);
    }
    return rc;
}

static enum rc put_components(struct ctx *c, const struct draft *d, int64_t version, const int64_t *ids)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < d->components_n; i++) {
        const struct draft_component *l = &d->components[i];
        rc = q_procedure_component_insert(
            c,
            &(struct q_procedure_component_insert_in){.version_id = version,
                                                      .case_id = case_id(ids, l->case_no),
                                                      .rank = i + 1,
                                                      .code = opt(l->code),
                                                      .name = l->name,
                                                      .group_name = opt(l->group_name),
                                                      .form = l->form,
                                                      .originals = l->originals,
                                                      .copies = l->copies,
                                                      .required = l->required,
                                                      .is_note = l->is_note,
                                                      .form_name = opt(l->form_name),
                                                      .note = opt(l->note)},
            NULL);
    }
    return rc;
}

static enum rc put_parts(struct ctx *c, const struct draft *d, int64_t version)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < d->parts_n; i++)
        rc = q_procedure_part_insert(
            c,
            &(struct q_procedure_part_insert_in){.version_id = version,
                                                 .kind = str_of(d->parts[i].kind),
                                                 .rank = i + 1,
                                                 .code = opt(d->parts[i].code),
                                                 .name = d->parts[i].name,
                                                 .text = opt(d->parts[i].text)},
            NULL);
    for (ptrdiff_t i = 0; !rc && i < d->unverified_n; i++) {
        const struct str_cut cut = str_cut(d->unverified[i], ' ');
        rc = q_procedure_unverified_insert(c, version, cut.head, cut.found ? cut.tail : STR_NONE, NULL);
    }
    return rc;
}

static enum rc put_process(struct ctx *c, const struct draft *d, struct opt_int *ret_process)
{
    struct process_id process;
    *ret_process = OPT_INT_NONE;
    if (!d->steps_n)
        return RC_OK;
    const struct process_in in = {.code = d->code,
                                  .name = d->name,
                                  .kind = S("dossier"),
                                  .is_template = d->steps_are_template,
                                  .steps = d->steps,
                                  .n = d->steps_n};
    const enum rc rc = process_put(c, &in, &process);
    if (!rc)
        *ret_process = OPT_INT(process.v);
    return rc;
}

static enum rc put_version(struct ctx *c, const struct draft *d, int64_t id, int64_t no)
{
    struct q_procedure_version_insert_row row;
    struct opt_int process;
    int64_t ids[64];
    const date today = instant_date(c->now);
    enum rc rc = put_process(c, d, &process);
    if (!rc && no > 1)
        rc = q_procedure_version_close(c, id, today, NULL);
    if (!rc)
        rc = q_procedure_version_insert(c,
                                        &(struct q_procedure_version_insert_in){
                                            .procedure_id = id,
                                            .no = no,
                                            .name = d->name,
                                            .description = opt(d->description),
                                            .requirements = opt(d->requirements),
                                            .sets = 1,
                                            .decision_no = opt(d->decision_no),
                                            .decision_date = d->decision_date,
                                            .decision_issuer = opt(d->decision_issuer),
                                            .valid_from = today,
                                            .source = d->source.n ? d->source : S(""),
                                            .content_hash = d->content_hash,
                                            .process_version_id = process,
                                            .created_at = c->now,
                                        },
                                        &row);
    if (!rc)
        rc = put_cases(c, d, row.id, ids);
    if (!rc)
        rc = put_times_and_fees(c, d, row.id, ids);
    if (!rc)
        rc = put_components(c, d, row.id, ids);
    if (!rc)
        rc = put_parts(c, d, row.id);
    return rc ? rc : q_procedure_set_current(c, id, row.id, NULL);
}

static enum rc put_audiences(struct ctx *c, const struct draft *d, int64_t id)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < d->audiences_n; i++)
        rc = q_procedure_audience_insert(c, id, d->audiences[i], NULL);
    return rc;
}

static enum rc store_new(struct ctx *c, const struct draft *d, struct import_report *r)
{
    struct opt_int field;
    int64_t id = 0;
    enum rc rc = put_field(c, d, &field);
    if (!rc)
        rc = put_head(c, d, field, &id);
    if (!rc && d->rank != SOURCE_ROW)
        rc = put_version(c, d, id, 1);
    if (!rc)
        rc = put_audiences(c, d, id);
    if (!rc)
        rc = catalog__index(c, id, d);
    r->stored += !rc;
    return rc;
}

/* A bare row that says what is stored already. */
static bool same_row(const struct draft *d, const struct q_procedure_by_code_row *have)
{
    return str_eq(d->name, have->name) && str_eq(d->kind, have->kind) &&
           str_eq(d->state, have->state) && str_eq(d->agency, have->agency) &&
           str_eq(d->promulgator, have->promulgator) && str_eq(d->field, have->field);
}

static enum rc store_again(struct ctx *c, const struct draft *d,
                           const struct q_procedure_by_code_row *have, struct import_report *r)
{
    struct q_procedure_version_last_row last = {0};
    struct opt_int field;
    int64_t id = have->id;
    enum rc rc = q_procedure_version_last(c, have->id, &last);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    const bool same = d->rank == SOURCE_ROW ? same_row(d, have)
                                            : have->source_rank == (int64_t)d->rank && !rc &&
                                                  str_eq(last.content_hash, d->content_hash);
    if (same) {
        r->unchanged++;
        return RC_OK;
    }
    if ((int64_t)d->rank < have->source_rank ||
        d->code_blanks) { /* the better source stays; who it is for is added */
        r->merged++;
        return put_audiences(c, d, have->id);
    }
    rc = put_field(c, d, &field);
    if (!rc)
        rc = put_head(c, d, field, &id);
    if (!rc && d->rank != SOURCE_ROW)
        rc = put_version(c, d, have->id, last.no + 1);
    if (!rc)
        rc = put_audiences(c, d, have->id);
    if (!rc)
        rc = catalog__index(c, have->id, d);
    if (have->source_rank < (int64_t)d->rank)
        r->merged += !rc;
    else
        r->stored += !rc;
    return rc;
}

enum rc catalog__store(struct ctx *c, const struct draft *d, struct import_report *r)
{
    struct q_procedure_by_code_row have;
    const enum rc rc = q_procedure_by_code(c, d->code, &have);
    if (rc == RC_NOT_FOUND)
        return store_new(c, d, r);
    return rc ? rc : store_again(c, d, &have, r);
}
