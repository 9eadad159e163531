/*
 * dossier_merge.c - open dossiers of an agency that ended go on at the one that answers for it
 * since: a job, an event each, so that none is orphaned. Codes, due dates and rule sets stay.
 */
#include "dossier/dossier_merge.h"

#include "dossier/dossier_clock.h"
#include "dossier/dossier_internal.h"
#include "dossier/dossier_merge_sql.h"
#include "job/job.h"
#include "org/org.h"

static enum rc taken_over(struct ctx *c, void *arg, const struct work_taken_over *x)
{
    const enum perm *need = arg;
    struct dossier_act a;
    struct dossier_ref ref;
    enum rc rc = dossier_act_begin(c, (struct dossier_id){x->id.v}, *need, &a);
    if (!rc)
        rc = q_dossier_take_over(c, x->id.v, x->after.receiving_agency_id, x->after.competent_agency_id,
                                 NULL);
    if (!rc)
        rc = dossier__place_succeed(c, a.id, &x->after);
    if (rc)
        return rc;
    a.head.receiving_agency_id = x->after.receiving_agency_id;
    a.head.competent_agency_id = x->after.competent_agency_id;
    dossier_act_say(&a, EV_INT("from_agency", x->from));
    dossier_act_say(&a, EV_INT("to_agency", x->to));
    if (x->unplaced)
        dossier_act_say(&a, EV_BOOL("unplaced", true));
    dossier_act_say_personal(&a, EV_TEXT("reason", x->reason));
    return dossier_act_end(c, &a, "dossier.taken_over", INSTANT_NONE, &ref);
}

/* The address is the owner's, or of who filed for them. */
static enum rc address_of(struct ctx *c, const struct q_dossier_succession_row *d, str *ret_address)
{
    struct person p;
    enum rc rc = person_by_id(c, d->owner_id, &p);
    if (!rc && !p.address.n && d->filer_id != d->owner_id)
        rc = person_by_id(c, d->filer_id, &p);
    if (!rc)
        *ret_address = p.address;
    return rc;
}

static enum rc about(struct ctx *c, void *arg, struct work_id id, struct succession_case *ret_case)
{
    struct q_dossier_succession_row d;
    struct succession_case k = {0};
    (void)arg;
    enum rc rc = q_dossier_succession(c, id.v, &d);
    if (!rc)
        rc = address_of(c, &d, &k.address);
    if (rc)
        return rc;
    k.procedure = d.procedure;
    k.field = d.field;
    k.field_code = d.field_code;
    *ret_case = k;
    return RC_OK;
}

static enum rc id_of(struct ctx *c, str pub, struct work_id *ret_id)
{
    struct q_dossier_id_of_row d;
    const enum rc rc = q_dossier_id_of(c, pub, &d);
    if (!rc)
        *ret_id = (struct work_id){d.id};
    return rc;
}

enum rc dossier_job_mergers(struct ctx *c, struct job_run *run)
{
    enum perm need = PERM_DOSSIER_PROCESS;
    const struct merge_told told = {"dossier", taken_over, about, id_of, &need};
    str next;
    c->actor = (struct actor *)(uintptr_t)access_system();
    const enum rc rc = work_follow_mergers(c, &told, run->cursor, &next);
    return rc || !next.n ? rc : job_more(run, next);
}

enum rc dossier_ask_successors(struct ctx *c)
{
    return job_ask(c, "dossier.follow_mergers", S(""), S(""));
}

/* ---- what waits for a person ---- */

enum rc dossier_unplaced(struct ctx *c, int64_t ended, int64_t max, struct unplaced_dossier **ret,
                         ptrdiff_t *ret_n)
{
    struct q_dossiers_unplaced_rows rows;
    enum rc rc = authz(c->actor, PERM_SUCCESSION_MANAGE, REACH_ALL);
    if (!rc)
        rc = q_dossiers_unplaced(c, ended, max, &rows);
    if (rc)
        return rc;
    struct unplaced_dossier *list = NEW_N(c->mem, struct unplaced_dossier, rows.n);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct q_dossier_succession_row d;
        list[i] = (struct unplaced_dossier){.id = {rows.v[i].id},
                                            .pub = rows.v[i].pub,
                                            .code = rows.v[i].code,
                                            .procedure = rows.v[i].procedure_name,
                                            .field = rows.v[i].field,
                                            .held_by = rows.v[i].held_by,
                                            .due_at = rows.v[i].due_at,
                                            .version = rows.v[i].version};
        rc = q_dossier_succession(c, rows.v[i].id, &d);
        if (!rc)
            rc = address_of(c, &d, &list[i].address);
    }
    *ret = list;
    *ret_n = rows.n;
    return rc;
}

enum rc dossier_unplaced_count(struct ctx *c, int64_t ended, int64_t *ret_n)
{
    struct q_dossiers_unplaced_count_row row;
    const enum rc rc = q_dossiers_unplaced_count(c, ended, &row);
    if (!rc)
        *ret_n = row.n;
    return rc;
}

enum rc dossier_name_heirs(struct ctx *c, const struct heirs_in *in, struct heirs_named *ret_done)
{
    enum perm need = PERM_SUCCESSION_MANAGE;
    const struct merge_told told = {"dossier", taken_over, about, id_of, &need};
    const enum rc rc = authz(c->actor, need, REACH_ALL);
    return rc ? rc : work_name_heirs(c, &told, in, ret_done);
}
