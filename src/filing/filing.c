/* filing.c - drafts: begun, found by their account, answered, given up. See filing.h. */
#include "access/access.h"
#include "dossier/dossier_read.h"
#include "filing/filing_internal.h"
#include "filing/filing_sql.h"

static instant end_of(instant now)
{
    return (instant){now.us + FILING_DAYS * DAY_US};
}

static str case_key(const struct procedure_case *x)
{
    return x->code.n ? x->code : x->name;
}

/* ---- where and whether ---- */

/* A commune settles its procedures itself; other levels may be received by any one-stop unit. */
static bool place_fits(const struct procedure *p, enum agency_kind kind)
{
    return !str_eq(p->level, S("commune")) || kind == AGENCY_COMMUNE;
}

static enum rc find_places(struct ctx *c, const struct procedure *p, struct filing_places *ret_places)
{
    struct q_filing_places_rows rows;
    struct filing_places list = {0};
    const enum rc rc = q_filing_places(c, p->code, instant_date(c->now), &rows);
    if (rc)
        return rc;
    list.v = NEW_N(c->mem, struct filing_place, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        struct filing_place x = {.id = rows.v[i].id,
                                 .pub = rows.v[i].pub,
                                 .name = rows.v[i].name,
                                 .name_en = rows.v[i].name_en};
        if (org_kind_parse(rows.v[i].kind, &x.kind) && place_fits(p, x.kind))
            list.v[list.n++] = x;
    }
    *ret_places = list;
    return RC_OK;
}

/* Online nobody asks which authority settles it, so the rule must know. */
static enum rc check_competent(struct ctx *c, const struct procedure *p,
                               const struct filing_place *place)
{
    struct agency receiving, competent;
    enum rc rc = org_agency_by_id(c, place->id, &receiving);
    if (!rc)
        rc = dossier_competent(c, p->level, p->agency, &receiving, instant_date(c->now), &competent);
    return rc == RC_NOT_FOUND ? fail(c, RC_INVALID, "procedure", "filing.no_competent") : rc;
}

enum rc filing_open(struct ctx *c, str procedure_code, struct procedure_full *ret_procedure,
                    struct filing_places *ret_places)
{
    struct procedure_full p;
    struct procedure_intake intake;
    struct filing_places places;
    enum rc rc = catalog_get(c, procedure_code, &p);
    if (rc)
        return rc;
    rc = catalog_intake(c, procedure_code, p.cases_n ? p.cases[0].id : 0, S("online"), &intake);
    if (!rc)
        rc = find_places(c, &p.head, &places);
    if (!rc && !places.n)
        rc = fail(c, RC_INVALID, "procedure", "filing.no_place");
    if (!rc)
        rc = check_competent(c, &p.head, &places.v[0]);
    if (rc)
        return rc;
    *ret_procedure = p;
    *ret_places = places;
    return RC_OK;
}

/* ---- drafts ---- */

static enum rc may_file(struct ctx *c)
{
    if (!c->actor || c->actor->kind != ACTOR_CITIZEN || !c->actor->account)
        return RC_DENIED;
    return authz(c->actor, PERM_DOSSIER_FILE, REACH_OWN);
}

enum rc filing_begin(struct ctx *c, str procedure_code, str *ret_pub)
{
    struct procedure_full p;
    struct filing_places places;
    struct q_filing_count_row count;
    struct q_filing_add_row row;
    enum rc rc = may_file(c);
    if (!rc)
        rc = filing_open(c, procedure_code, &p, &places);
    if (!rc)
        rc = q_filing_count(c, c->actor->account, c->now, &count);
    if (rc)
        return rc;
    if (count.n >= FILING_DRAFTS_MAX)
        return fail(c, RC_CONFLICT, "procedure", "filing.too_many");
    struct q_filing_add_in in = {
        .pub = ctx_new_pubid(c),
        .account_id = c->actor->account,
        .procedure_id = p.head.id,
        .saved_at = c->now,
        .expires_at = end_of(c->now),
    };
    rc = filing__form_pin(c, p.head.code, &in.answers);
    if (!rc)
        rc = q_filing_add(c, &in, &row);
    if (!rc)
        *ret_pub = in.pub;
    return rc;
}

/* What the answers name, in the present version of the procedure; gone ones are unanswered. */
static enum rc resolve(struct ctx *c, struct filing_draft *d)
{
    struct filing_places places;
    d->case_id = d->procedure.cases_n == 1 ? d->procedure.cases[0].id : 0;
    for (ptrdiff_t i = 0; i < d->procedure.cases_n; i++)
        if (d->procedure.cases_n == 1 ||
            str_eq(case_key(&d->procedure.cases[i]), d->answers.case_key)) {
            d->case_id = d->procedure.cases[i].id;
            d->case_name = d->procedure.cases[i].name;
        }
    if (!d->answers.agency.n)
        return RC_OK;
    const enum rc rc = find_places(c, &d->procedure.head, &places);
    for (ptrdiff_t i = 0; !rc && i < places.n; i++)
        if (str_eq(places.v[i].pub, d->answers.agency))
            d->place = places.v[i];
    return rc;
}

enum rc filing_get(struct ctx *c, str pub, struct filing_draft *ret_draft)
{
    struct q_filing_get_row row;
    struct filing_draft d = {.pub = pub, .self = {.birth = DATE_NONE}};
    if (may_file(c) != RC_OK)
        return RC_NOT_FOUND;
    enum rc rc = q_filing_get(c, pub, c->actor->account, c->now, &row);
    if (rc)
        return rc;
    d.id = row.id;
    d.version = row.version;
    d.saved_at = row.saved_at;
    d.expires_at = row.expires_at;
    d.dossier_id = row.dossier_id;
    rc = filing__answers_read(c, row.answers, &d.answers);
    if (!rc)
        rc = catalog_get(c, row.procedure_code, &d.procedure);
    if (!rc && c->actor->person)
        rc = person_by_id(c, c->actor->person, &d.self);
    if (!rc)
        rc = resolve(c, &d);
    if (!rc)
        rc = filing__plan(c, &d);
    if (!rc)
        *ret_draft = d;
    return rc;
}

enum rc filing_list(struct ctx *c, struct filing_head **ret_v, ptrdiff_t *ret_n)
{
    struct q_filing_list_rows rows;
    if (may_file(c) != RC_OK)
        return RC_NOT_FOUND;
    const enum rc rc = q_filing_list(c, c->actor->account, c->now, FILING_DRAFTS_MAX, &rows);
    if (rc)
        return rc;
    struct filing_head *v = NEW_N(c->mem, struct filing_head, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct filing_head){rows.v[i].pub, rows.v[i].procedure_code, rows.v[i].procedure_name,
                                    rows.v[i].saved_at, rows.v[i].expires_at};
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}

static enum rc check_open(struct ctx *c, const struct filing_draft *d)
{
    return d->dossier_id.set ? fail(c, RC_CONFLICT, NULL, "filing.sent") : RC_OK;
}

enum rc filing__save(struct ctx *c, struct filing_draft *d)
{
    int64_t changed = 0;
    struct q_filing_save_in in = {
        .id = d->id, .version = d->version, .saved_at = c->now, .expires_at = end_of(c->now)};
    enum rc rc = check_open(c, d);
    if (!rc)
        rc = filing__answers_write(c, &d->answers, &in.answers);
    if (!rc)
        rc = q_filing_save(c, &in, &changed);
    if (!rc && !changed)
        return fail(c, RC_CONFLICT, NULL, "filing.changed");
    if (rc)
        return rc;
    d->version++;
    d->saved_at = in.saved_at;
    d->expires_at = in.expires_at;
    return filing__plan(c, d);
}

/* ---- files ---- */

static enum rc destroy_files(struct ctx *c, int64_t draft_id)
{
    struct q_filing_files_rows rows;
    enum rc rc = q_filing_files(c, draft_id, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = file_destroy(c, (struct file_id){rows.v[i].file_id});
    return rc;
}

enum rc filing_remove_file(struct ctx *c, struct filing_draft *d, str file_pub)
{
    struct file f;
    int64_t changed = 0;
    enum rc rc = check_open(c, d);
    if (!rc)
        rc = file_get_by_pub(c, file_pub, &f);
    if (!rc)
        rc = q_filing_file_remove(c, d->id, f.id.v, &changed);
    if (!rc && !changed)
        return RC_NOT_FOUND;
    if (!rc)
        rc = file_destroy(c, f.id);
    return rc ? rc : filing__save(c, d);
}

enum rc filing_delete(struct ctx *c, struct filing_draft *d)
{
    enum rc rc = check_open(c, d);
    if (!rc)
        rc = destroy_files(c, d->id);
    if (!rc)
        rc = q_filing_files_remove(c, d->id, NULL);
    return rc ? rc : q_filing_delete(c, d->id, NULL);
}

enum rc filing_expire(struct ctx *c, int64_t max, int64_t *ret_gone)
{
    struct q_filing_expired_rows rows;
    enum rc rc = q_filing_expired(c, c->now, max, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        if (!rows.v[i].dossier_id.set) /* what was sent belongs to the dossier */
            rc = destroy_files(c, rows.v[i].id);
        if (!rc)
            rc = q_filing_files_remove(c, rows.v[i].id, NULL);
        if (!rc)
            rc = q_filing_delete(c, rows.v[i].id, NULL);
    }
    if (!rc)
        *ret_gone = rows.n;
    return rc;
}
