/* applying.c - see applying.h. */
#include "applying/applying.h"

#include "applying/applying_sql.h"
#include "file/file.h"
#include "org/org.h"

enum rc applying_actor(struct ctx *c, struct actor *ret_actor)
{
    const struct actor *a = c->actor;
    struct agency agency;
    struct person p;
    enum rc rc = authz(a, PERM_INTERNAL_FILE, REACH_ALL);
    if (rc)
        return rc;
    if (!a->staff || !a->agency || a->post_over)
        return RC_DENIED;
    rc = org_agency_by_id(c, a->agency, &agency);
    if (!rc)
        rc = person_by_number(c, agency.code, &p);
    if (rc || p.kind != PERSON_AGENCY)
        return rc && rc != RC_NOT_FOUND ? rc : RC_DENIED;
    *ret_actor = *a;
    ret_actor->kind = ACTOR_CITIZEN;
    ret_actor->roles = 1u << ROLE_ANYBODY | 1u << ROLE_CITIZEN;
    ret_actor->person = p.id;
    return RC_OK;
}

/* From here on c->actor is the applicant; whatever comes of it, `leave` puts who it was back. */
static enum rc stand(struct ctx *c, struct actor **ret_was)
{
    struct actor *as = NEW(c->mem, struct actor);
    const enum rc rc = applying_actor(c, as);
    *ret_was = c->actor;
    if (!rc)
        c->actor = as;
    return rc;
}

static enum rc leave(struct ctx *c, struct actor *was, enum rc rc)
{
    c->actor = was;
    return rc;
}

/* ---- what may be applied for, and where ---- */

enum rc applying_procedures(struct ctx *c, struct procedure **ret, ptrdiff_t *ret_n)
{
    struct q_applying_procedures_rows rows;
    enum rc rc = authz(c->actor, PERM_INTERNAL_FILE, REACH_ALL);
    if (!rc)
        rc = q_applying_procedures(c, &rows);
    if (rc)
        return rc;
    struct procedure *list = NEW_N(c->mem, struct procedure, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct procedure){
            .code = rows.v[i].code, .name = rows.v[i].name, .field = rows.v[i].field};
    *ret = list;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc applying_places(struct ctx *c, str procedure, struct applying_place **ret, ptrdiff_t *ret_n)
{
    struct one_stop *units;
    ptrdiff_t n, at = 0;
    const date today = instant_date(c->now);
    enum rc rc = org_one_stops(c, today, &units, &n);
    if (rc)
        return rc;
    struct applying_place *list = NEW_N(c->mem, struct applying_place, n);
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        struct unit u;
        bool takes = false;
        rc = org_unit_by_code(c, units[i].code, &u);
        if (!rc)
            rc = org_unit_takes(c, u.id, procedure, today, &takes);
        const str parts[] = {units[i].agency, units[i].name};
        if (!rc && takes)
            list[at++] = (struct applying_place){units[i].code, str_join(c->mem, parts, 2, S(", "))};
    }
    *ret = list;
    *ret_n = at;
    return rc;
}

/* ---- filing ---- */

static enum rc file_it(struct ctx *c, const struct applying_in *in, struct dossier_ref *ret_ref)
{
    struct unit u;
    struct person agency;
    enum rc rc = org_unit_by_code(c, in->unit, &u);
    if (rc == RC_NOT_FOUND || (!rc && u.kind != UNIT_ONE_STOP))
        return fail(c, RC_INVALID, "unit", "applying.unit_unknown");
    if (!rc)
        rc = person_by_id(c, c->actor->person, &agency);
    if (rc)
        return rc;
    return dossier_file(c,
                        &(struct filing){.procedure_code = in->procedure,
                                         .channel = CHANNEL_ONLINE,
                                         .origin = ORIGIN_OWN_PORTAL,
                                         .receiving_agency_id = u.agency,
                                         .receiving_unit_id = u.id,
                                         .owner = {.kind = PERSON_AGENCY,
                                                   .name = agency.name,
                                                   .number = agency.number,
                                                   .birth = DATE_NONE},
                                         .authority = S("self"),
                                         .result_by = S("online"),
                                         .note = in->note,
                                         .sets = 1,
                                         .filed_at = INSTANT_NONE,
                                         .papers = in->papers,
                                         .paper_n = in->n},
                        ret_ref);
}

enum rc applying_file(struct ctx *c, const struct applying_in *in, struct dossier_ref *ret_ref)
{
    struct actor *was;
    const enum rc rc = stand(c, &was);
    return rc ? rc : leave(c, was, file_it(c, in, ret_ref));
}

/* ---- following ---- */

enum rc applying_list(struct ctx *c, str cursor, int64_t max, struct worklist_page *ret_page)
{
    struct actor *was;
    const enum rc rc = stand(c, &was);
    return rc ? rc : leave(c, was, dossier_mine(c, cursor, max, ret_page));
}

static enum rc read_facts(struct ctx *c, str pub, struct applying_facts *f)
{
    enum rc rc = dossier_get(c, pub, &f->d);
    if (!rc)
        rc = dossier_timeline(c, &f->d, &f->events, &f->events_n);
    if (!rc)
        rc = dossier_files(c, &f->d, &f->files, &f->files_n);
    if (!rc)
        rc = dossier_papers(c, f->d.id, &f->papers, &f->papers_n);
    if (!rc)
        rc = dossier_supplements(c, f->d.id, &f->asked, &f->asked_n);
    if (rc)
        return rc;
    const enum work_status now = f->d.work.status;
    f->secret = dossier_secret(c->mem, &f->d);
    f->may_withdraw = work_status_open(now) && now < WORK_APPROVED && !f->d.work.synced;
    f->may_complete = now == WORK_SUPPLEMENT && f->asked_n > 0;
    return RC_OK;
}

enum rc applying_get(struct ctx *c, str pub, struct applying_facts *ret_facts)
{
    struct actor *was;
    *ret_facts = (struct applying_facts){0};
    const enum rc rc = stand(c, &was);
    return rc ? rc : leave(c, was, read_facts(c, pub, ret_facts));
}

enum rc applying_file_get(struct ctx *c, str pub, int64_t no, struct file *ret_file)
{
    struct actor *was;
    const enum rc rc = stand(c, &was);
    return rc ? rc : leave(c, was, dossier_file_get(c, pub, no, ret_file));
}

/* ---- acts ---- */

enum rc applying_complete(struct ctx *c, str pub, int64_t seen_version,
                          const struct filing_paper *papers, ptrdiff_t n)
{
    struct actor *was;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = stand(c, &was);
    if (rc)
        return rc;
    rc = dossier_get(c, pub, &d);
    if (!rc)
        rc = dossier_complete_supplement(c, d.id, seen_version, papers, n, &ref);
    return leave(c, was, rc);
}

enum rc applying_withdraw(struct ctx *c, str pub, const struct withdrawal_in *in)
{
    struct actor *was;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = stand(c, &was);
    if (rc)
        return rc;
    rc = dossier_get(c, pub, &d);
    if (!rc)
        rc = dossier_withdraw(c, d.id, in, &ref);
    return leave(c, was, rc);
}
