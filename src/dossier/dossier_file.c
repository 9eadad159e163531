/*
 * dossier_file.c - filing: from what was brought to a stored dossier that waits for its
 * check. Online, counter and partners' filings take the same road.
 */
#include "dossier/dossier_internal.h"

#include "org/org.h"

bool dossier_authority_known(str word)
{
    static const char *const words[] = {"self",       "parent",         "guardian",
                                        "authorised", "representative", NULL};
    return str_among(word, words);
}

bool dossier_result_by_known(str word)
{
    static const char *const words[] = {"counter", "post", "online", NULL};
    return str_among(word, words);
}

/* Legal time: never in the future; a clerk may enter paper late. */
static enum rc check_time(struct ctx *c, const struct filing *in, struct dossier_filed *f)
{
    f->filed_at = instant_is_none(in->filed_at) ? c->now : in->filed_at;
    if (f->filed_at.us > c->now.us)
        return fail(c, RC_INVALID, "filed_at", "dossier.filed_in_future");
    return RC_OK;
}

/* The rule set of the day of reception; before the first one nothing is known. */
enum rc dossier__rules_of_day(struct ctx *c, struct dossier_filed *f)
{
    const enum rc rc = ruleset_on(c, instant_date(f->filed_at), &f->rules);
    return rc == RC_NOT_FOUND ? fail(c, RC_INVALID, "filed_at", "dossier.ruleset_none") : rc;
}

enum rc dossier__check_words(struct ctx *c, const struct filing *in)
{
    if (!dossier_authority_known(in->authority))
        (void)fail(c, RC_INVALID, "authority", "dossier.authority_unknown");
    else if (str_eq(in->authority, S("authorised")) && str_trim(in->authority_note).n == 0)
        (void)fail(c, RC_INVALID, "authority_note", "dossier.authority_note_needed");
    if (!dossier_result_by_known(in->result_by))
        (void)fail(c, RC_INVALID, "result_by", "dossier.result_by_unknown");
    else if (str_eq(in->result_by, S("post")) && str_trim(in->result_address).n == 0)
        (void)fail(c, RC_INVALID, "result_address", "dossier.address_needed");
    if (in->sets < 1 || in->sets > 99)
        (void)fail(c, RC_INVALID, "sets", "dossier.sets_bounds");
    return c->faults ? RC_INVALID : RC_OK;
}

enum rc dossier_competent(struct ctx *c, str level, str agency, const struct agency *receiving,
                          date day, struct agency *ret_competent)
{
    struct agencies list;
    if (str_eq(level, S("commune")) && receiving->kind == AGENCY_COMMUNE) {
        *ret_competent = *receiving;
        return RC_OK;
    }
    const enum rc rc = org_agency_list(c, 0, day, &list);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < list.n; i++)
        if (str_eq_nocase(list.v[i].name, agency)) {
            *ret_competent = list.v[i];
            return RC_OK;
        }
    return RC_NOT_FOUND;
}

static enum rc find_competent(struct ctx *c, const struct filing *in, struct dossier_filed *f)
{
    const date day = f->places_on;
    if (in->competent_agency_id)
        return org_agency_by_id(c, in->competent_agency_id, &f->competent);
    const enum rc rc = dossier_competent(c, f->intake.head.level, f->intake.head.agency, &f->receiving,
                                         day, &f->competent);
    return rc == RC_NOT_FOUND ? fail(c, RC_INVALID, "competent", "dossier.competent_needed") : rc;
}

/* The division that settles it: one that lists the procedure, else the only one there is, else
   none yet: then any division of the agency may take it on. */
static enum rc find_division(struct ctx *c, str procedure, struct dossier_filed *f)
{
    const date day = f->places_on;
    struct units units;
    ptrdiff_t divisions = 0;
    enum rc rc = org_unit_list(c, f->competent.id, day, &units);
    for (ptrdiff_t i = 0; !rc && i < units.n; i++) {
        bool takes = false;
        if (units.v[i].kind != UNIT_DIVISION)
            continue;
        rc = org_unit_takes(c, units.v[i].id, procedure, day, &takes);
        if (!rc && takes) {
            f->competent_unit = OPT_INT(units.v[i].id);
            return RC_OK;
        }
        f->competent_unit = divisions++ ? OPT_INT_NONE : OPT_INT(units.v[i].id);
    }
    return rc;
}

enum rc dossier__find_places(struct ctx *c, const struct filing *in, struct dossier_filed *f)
{
    const date day = f->places_on;
    bool takes = false;
    enum rc rc = org_agency_by_id(c, in->receiving_agency_id, &f->receiving);
    if (!rc)
        rc = in->receiving_unit_id ? org_unit_by_id(c, in->receiving_unit_id, &f->one_stop)
                                   : org_unit_one_stop(c, in->receiving_agency_id, day, &f->one_stop);
    if (rc == RC_NOT_FOUND || (!rc && f->one_stop.agency != f->receiving.id))
        return fail(c, RC_INVALID, "receiving", "dossier.receiving_unknown");
    if (!rc)
        rc = org_unit_takes(c, f->one_stop.id, in->procedure_code, day, &takes);
    if (!rc && !takes)
        return fail(c, RC_INVALID, "procedure", "dossier.unit_does_not_take");
    if (!rc)
        rc = find_competent(c, in, f);
    return rc ? rc : find_division(c, in->procedure_code, f);
}

static const struct procedure_component *component_of(const struct dossier_filed *f, int64_t id)
{
    for (ptrdiff_t i = 0; i < f->intake.components_n; i++)
        if (f->intake.components[i].id == id)
            return &f->intake.components[i];
    return NULL;
}

enum rc dossier__put_files(struct ctx *c, struct dossier_id id, int64_t paper_id,
                           const struct filing_paper *p)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < p->file_n; i++)
        rc = q_dossier_file_insert(
            c,
            &(struct q_dossier_file_insert_in){
                .dossier_id = id.v,
                .paper_id = paper_id ? OPT_INT(paper_id) : OPT_INT_NONE,
                .kind = S("paper"),
                .file_id = p->files[i],
                .name = p->file_names[i],
                .added_at = c->now,
                .added_by = c->actor && c->actor->account ? OPT_INT(c->actor->account) : OPT_INT_NONE,
            },
            NULL);
    return rc;
}

enum rc dossier__put_paper(struct ctx *c, struct dossier_id id, int64_t rank,
                           const struct filing_paper *p)
{
    struct q_dossier_paper_insert_row row;
    const enum rc rc = q_dossier_paper_insert(
        c,
        &(struct q_dossier_paper_insert_in){
            .dossier_id = id.v,
            .component_id = p->component_id ? OPT_INT(p->component_id) : OPT_INT_NONE,
            .rank = rank,
            .name = p->name,
            .form = p->form,
            .quantity = p->quantity,
            .complete = p->complete,
            .note = p->note,
        },
        &row);
    return rc ? rc : dossier__put_files(c, id, row.id, p);
}

static bool brought(const struct filing *in, int64_t component_id)
{
    for (ptrdiff_t i = 0; i < in->paper_n; i++)
        if (in->papers[i].component_id == component_id)
            return true;
    return false;
}

/* What was brought, and every required paper that was not, as missing. */
enum rc dossier__put_papers(struct ctx *c, struct dossier_id id, const struct filing *in,
                            const struct dossier_filed *f)
{
    enum rc rc = RC_OK;
    int64_t rank = 0;
    for (ptrdiff_t i = 0; !rc && i < in->paper_n; i++) {
        struct filing_paper p = in->papers[i];
        const struct procedure_component *component = component_of(f, p.component_id);
        if (p.component_id && !component)
            return fail(c, RC_INVALID, "papers", "dossier.component_unknown");
        if (component) {
            p.name = component->name;
            if (!p.form.n)
                p.form = component->form;
        }
        if (!str_trim(p.name).n)
            return fail(c, RC_INVALID, "papers", "dossier.paper_name_needed");
        rc = dossier__put_paper(c, id, ++rank, &p);
    }
    for (ptrdiff_t i = 0; !rc && i < f->intake.components_n; i++) {
        const struct procedure_component *m = &f->intake.components[i];
        if (m->required && !brought(in, m->id))
            rc = dossier__put_paper(
                c, id, ++rank,
                &(struct filing_paper){.component_id = m->id, .name = m->name, .form = m->form});
    }
    return rc;
}

/* A fixed sum in đồng per dossier; a price per page or set elsewhere is shown, not counted. */
static bool fee_counts(const struct procedure_fee *fee)
{
    return fee->amount.set && str_eq(fee->currency, S("VND")) && !fee->unit.n;
}

bool dossier_fee_due(const struct procedure_intake *in, int64_t *ret_due, bool *ret_open)
{
    int64_t due = 0;
    *ret_open = false;
    for (ptrdiff_t i = 0; i < in->fees_n; i++) {
        if (!fee_counts(&in->fees[i]))
            *ret_open = true;
        else if (__builtin_add_overflow(due, in->fees[i].amount.v, &due))
            return false;
    }
    *ret_due = due;
    return true;
}

/* The fee line of Mẫu 01, from the catalogue. */
enum rc dossier__put_fees(struct ctx *c, struct dossier_id id, const struct dossier_filed *f)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < f->intake.fees_n; i++) {
        const struct procedure_fee *fee = &f->intake.fees[i];
        const struct q_dossier_fee_line_insert_in line = {
            .dossier_id = id.v,
            .rank = i + 1,
            .kind = fee->kind,
            .amount = fee_counts(fee) ? fee->amount : OPT_INT_NONE,
            .note = fee->note,
        };
        rc = q_dossier_fee_line_insert(c, &line, NULL);
    }
    return rc;
}

static enum rc make_code(struct ctx *c, const struct dossier_filed *f, str *ret_code)
{
    const bool receiving = ruleset_is(&f->rules, RULE_CODE_OWNER, S("receiving"));
    const str owner = receiving ? f->receiving.code : f->competent.code;
    struct q_dossier_serial_next_row serial;
    const enum rc rc = q_dossier_serial_next(c, owner, instant_date(f->filed_at), &serial);
    if (!rc)
        *ret_code = str_fmt(c->mem, "%.*s-%.*s-%04lld", STR_ARG(owner),
                            STR_ARG(instant_compact(c->mem, f->filed_at)), (long long)serial.last);
    return rc;
}

enum rc dossier__insert(struct ctx *c, const struct filing *in, const struct dossier_filed *f,
                        int64_t due, struct dossier_act *a)
{
    const struct actor *who = c->actor;
    /* Staff who apply for their agency follow it as the agency does, not as an account. */
    const bool own_account = actor_is_citizen(who) && !who->staff;
    struct q_dossier_head_row *h = &a->head;
    return q_dossier_insert(
        c,
        &(struct q_dossier_insert_in){
            .id = a->id.v,
            .pub = h->pub,
            .code = h->code,
            .ruleset = f->rules.code,
            .ruleset_version = f->rules.version,
            .procedure_id = f->intake.head.id,
            .procedure_version_id = f->intake.version_id,
            .case_id = f->intake.case_id ? OPT_INT(f->intake.case_id) : OPT_INT_NONE,
            .channel = h->channel,
            .origin = h->origin,
            .outside_id = in->outside_id.n ? in->outside_id : STR_NONE,
            .visit_id = in->visit_id ? OPT_INT(in->visit_id) : OPT_INT_NONE,
            .counter_id = in->counter_id ? OPT_INT(in->counter_id) : OPT_INT_NONE,
            .receiving_agency_id = f->receiving.id,
            .competent_agency_id = f->competent.id,
            .owner_id = f->people.owner.id,
            .filer_id = f->people.filer.id,
            .authority = in->authority,
            .authority_note = in->authority_note.n ? in->authority_note : STR_NONE,
            .owner_account_id = own_account ? OPT_INT(who->account) : OPT_INT_NONE,
            .result_by = in->result_by,
            .result_address = in->result_address.n ? in->result_address : STR_NONE,
            .sets = in->sets,
            .note = in->note.n ? in->note : STR_NONE,
            .filed_at = f->filed_at,
            .entered_at = c->now,
            .money_status = due > 0 ? S("due") : S("none"),
        },
        NULL);
}

enum rc dossier__work_of(struct ctx *c, const struct dossier_filed *f, struct work_new *ret_new)
{
    struct process_id process;
    const enum rc rc =
        process_of_code(c, f->intake.head.code, S("dossier"), instant_date(f->filed_at), &process);
    if (rc == RC_NOT_FOUND)
        process.v = f->intake.process_id;
    else if (rc)
        return rc;
    *ret_new = (struct work_new){
        .kind = S("dossier"),
        .process = process,
        .receiving_agency_id = f->receiving.id,
        .competent_agency_id = f->competent.id,
        .receiving_unit_id = OPT_INT(f->one_stop.id),
        .competent_unit_id = f->competent_unit,
        .opened_at = f->filed_at,
    };
    return RC_OK;
}

static enum rc open_work(struct ctx *c, const struct dossier_filed *f, struct dossier_act *a)
{
    struct work_id work;
    struct work_new open;
    enum rc rc = dossier__work_of(c, f, &open);
    if (!rc)
        rc = work_open(c, &open, &work);
    if (rc)
        return rc;
    a->id.v = work.v;
    return rc;
}

static enum rc store(struct ctx *c, const struct filing *in, const struct dossier_filed *f,
                     struct dossier_ref *ret_ref)
{
    int64_t due = 0;
    bool open;
    struct dossier_act a = {0};
    struct q_dossier_head_row *h = &a.head;
    h->pub = ctx_new_pubid(c);
    h->channel = dossier_channel_code(in->channel);
    h->origin = dossier_origin_code(in->origin);
    h->receiving_agency_id = f->receiving.id;
    h->competent_agency_id = f->competent.id;
    h->procedure_version_id = f->intake.version_id;
    if (!dossier_fee_due(&f->intake, &due, &open))
        return fail(c, RC_INVALID, "fee", "dossier.fee_bounds");
    enum rc rc = make_code(c, f, &h->code);
    if (!rc)
        rc = open_work(c, f, &a);
    if (!rc)
        rc = dossier__insert(c, in, f, due, &a);
    if (!rc)
        rc = dossier__put_papers(c, a.id, in, f);
    if (!rc)
        rc = dossier__put_fees(c, a.id, f);
    if (!rc)
        rc = dossier__put_told(c, &a, &f->people);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("code", h->code));
    dossier_act_say(&a, EV_TEXT("procedure", f->intake.head.code));
    dossier_act_say(&a, EV_INT("case", f->intake.case_id));
    dossier_act_say(&a, EV_TEXT("ruleset", f->rules.code));
    dossier_act_say(&a, EV_INT("ruleset_version", f->rules.version));
    dossier_act_say(&a, EV_INT("fee_due", due));
    dossier_act_say(&a, EV_INT("papers", in->paper_n));
    dossier_act_say_personal(&a, EV_INT("owner", f->people.owner.id));
    dossier_act_say_personal(&a, EV_INT("filer", f->people.filer.id));
    dossier_act_say_personal(&a, EV_TEXT("note", in->note));
    return dossier_act_end(c, &a, "dossier.filed", f->filed_at, ret_ref);
}

/* An internal procedure (TTHC nội bộ) is one agency's matter with another, and only that. */
enum rc dossier__check_applicant(struct ctx *c, const struct dossier_filed *f)
{
    const struct person *owner = &f->people.owner;
    const bool internal = str_eq(f->intake.head.kind, S("internal"));
    struct agency applicant;
    if (internal != (owner->kind == PERSON_AGENCY))
        return fail(c, RC_INVALID, internal ? "owner_name" : "procedure",
                    internal ? "dossier.agency_needed" : "dossier.internal_only");
    const enum rc rc =
        internal ? org_agency_by_code(c, owner->number, instant_date(f->filed_at), &applicant) : RC_OK;
    return rc == RC_NOT_FOUND ? fail(c, RC_INVALID, "owner_name", "dossier.agency_ended") : rc;
}

static enum rc seen_before(struct ctx *c, const struct filing *in, struct dossier_ref *ret_ref)
{
    struct q_dossier_by_outside_row row;
    if (!in->outside_id.n)
        return RC_NOT_FOUND;
    const enum rc rc = q_dossier_by_outside(c, dossier_origin_code(in->origin), in->outside_id, &row);
    if (!rc)
        *ret_ref = (struct dossier_ref){{row.id}, row.pub, row.code, 0};
    return rc;
}

enum rc dossier_file(struct ctx *c, const struct filing *in, struct dossier_ref *ret_ref)
{
    struct dossier_filed f = {0};
    enum rc rc = dossier__may_file(c, in);
    if (rc)
        return rc;
    rc = seen_before(c, in, ret_ref);
    if (rc == RC_OK)
        return fail(c, RC_CONFLICT, "outside_id", "dossier.outside_seen");
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = check_time(c, in, &f);
    f.places_on = instant_date(f.filed_at);
    if (!rc)
        rc = dossier__check_words(c, in);
    if (!rc)
        rc = catalog_intake(c, in->procedure_code, in->case_id, dossier_channel_code(in->channel),
                            &f.intake);
    if (!rc)
        rc = dossier__rules_of_day(c, &f);
    if (!rc)
        rc = dossier__find_places(c, in, &f);
    if (!rc)
        rc = dossier__find_people(c, in, &f.people);
    if (!rc)
        rc = dossier__check_applicant(c, &f);
    return rc ? rc : store(c, in, &f, ret_ref);
}
