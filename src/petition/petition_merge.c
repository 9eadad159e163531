/* petition_merge.c - see petition_merge.h. */
#include "petition/petition_merge.h"

#include "access/access.h"
#include "job/job.h"
#include "petition/petition_internal.h"
#include "petition/petition_merge_sql.h"

/* What it owes next keeps its date: neither the clock of the work nor its step moved. */
static enum rc taken_over(struct ctx *c, void *arg, const struct work_taken_over *x)
{
    const struct petition_id id = {x->id.v};
    struct petition p;
    (void)arg;
    enum rc rc = q_petition_take_over(c, id.v, x->after.competent_agency_id, NULL);
    if (!rc)
        rc = petition_get_by_id(c, id, &p);
    return rc ? rc : petition__event_taken_over(c, &p, x);
}

/* A petition names no procedure and no field: the commune of its sender's address decides. */
static enum rc about(struct ctx *c, void *arg, struct work_id id, struct succession_case *ret_case)
{
    struct petition p;
    (void)arg;
    const enum rc rc = petition_get_by_id(c, (struct petition_id){id.v}, &p);
    if (!rc)
        *ret_case = (struct succession_case){.address = p.address};
    return rc;
}

static enum rc id_of(struct ctx *c, str pub, struct work_id *ret_id)
{
    struct q_petition_id_of_row p;
    const enum rc rc = q_petition_id_of(c, pub, &p);
    if (!rc)
        *ret_id = (struct work_id){p.id};
    return rc;
}

static const struct merge_told told = {"petition", taken_over, about, id_of, NULL};

enum rc petition_job_mergers(struct ctx *c, struct job_run *run)
{
    str next;
    c->actor = (struct actor *)(uintptr_t)access_system();
    const enum rc rc = work_follow_mergers(c, &told, run->cursor, &next);
    return rc || !next.n ? rc : job_more(run, next);
}

enum rc petition_ask_successors(struct ctx *c)
{
    return job_ask(c, "petition.follow_mergers", S(""), S(""));
}

/* ---- what waits for a person ---- */

enum rc petition_unplaced(struct ctx *c, int64_t ended, int64_t max, struct unplaced_petitions *ret)
{
    struct q_petitions_unplaced_rows rows;
    enum rc rc = authz(c->actor, PERM_SUCCESSION_MANAGE, REACH_ALL);
    if (!rc)
        rc = q_petitions_unplaced(c, ended, max, &rows);
    if (rc)
        return rc;
    struct unplaced_petition *v = NEW_N(c->mem, struct unplaced_petition, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct unplaced_petition){.id = {rows.v[i].id},
                                          .pub = rows.v[i].pub,
                                          .code = rows.v[i].code,
                                          .title = rows.v[i].title,
                                          .address = rows.v[i].sender_address,
                                          .due_at = rows.v[i].stage_due_at,
                                          .version = rows.v[i].version};
    *ret = (struct unplaced_petitions){v, rows.n};
    return RC_OK;
}

enum rc petition_unplaced_count(struct ctx *c, int64_t ended, int64_t *ret_n)
{
    struct q_petitions_unplaced_count_row row;
    const enum rc rc = q_petitions_unplaced_count(c, ended, &row);
    if (!rc)
        *ret_n = row.n;
    return rc;
}

enum rc petition_name_heirs(struct ctx *c, const struct heirs_in *in, struct heirs_named *ret_done)
{
    const enum rc rc = authz(c->actor, PERM_SUCCESSION_MANAGE, REACH_ALL);
    return rc ? rc : work_name_heirs(c, &told, in, ret_done);
}
