/* job.c - the kinds, asking for a job, looking at the rows. Running: job_worker.c. */
#include "job/job.h"

#include <string.h>

#include "job/inner.h"
#include "core/i18n.h"
#include "job/job_sql.h"
#include "record/record.h"

#define KINDS_MAX 64
#define OVERDUE_US (5 * MINUTE_US)

static const struct job_kind *kinds[KINDS_MAX + 1];

/* A schedule, or memory of this process, or neither: then only asked for. */
static bool fits(const struct job_kind *k)
{
    const int ways = (k->every_min > 0) + (k->daily > 0) + (k->every_s > 0);
    return k->name && k->unit && (!k->title || text_has(k->title)) && ways <= 1 &&
           k->daily <= 24 * 60 && k->lease_s >= 0 && k->tries >= 0;
}

void job_configure(const struct job_kind *const *lists)
{
    int n = 0;
    for (; *lists; lists++)
        for (const struct job_kind *k = *lists; k->name; k++) {
            BUG_IF(n == KINDS_MAX || !fits(k));
            for (int i = 0; i < n; i++)
                BUG_IF(strcmp(kinds[i]->name, k->name) == 0);
            kinds[n++] = k;
        }
    kinds[n] = NULL;
}

const struct job_kind *job__kind(str name)
{
    for (const struct job_kind *const *k = kinds; *k; k++)
        if (str_eq(name, str_of((*k)->name)))
            return *k;
    return NULL;
}

const struct job_kind *job__kind_at(int i)
{
    BUG_IF(i < 0 || i > KINDS_MAX);
    return kinds[i];
}

instant job__next(const struct job_kind *k, instant now)
{
    if (k->every_min)
        return (instant){now.us + k->every_min * MINUTE_US};
    if (!k->daily)
        return INSTANT_NONE;
    const date today = instant_date(now);
    const int64_t hour = (k->daily - 1) * MINUTE_US;
    const instant at = instant_at(today, hour);
    return at.us > now.us ? at : instant_at(date_add(today, 1), hour);
}

instant job__retry(int64_t attempts, instant now)
{
    int64_t wait = 10 * SECOND_US;
    for (int64_t i = 1; i < attempts && wait < HOUR_US; i++)
        wait *= 2;
    return (instant){now.us + (wait < HOUR_US ? wait : HOUR_US)};
}

enum rc job_ask_at(struct ctx *c, const char *name, str key, str arg, instant at)
{
    const struct job_kind *k = job__kind(str_of(name));
    BUG_IF(!k);
    const struct q_job_ask_in in = {ctx_new_pubid(c), str_of(name), key,
                                    key.n ? arg : str_of(k->arg ? k->arg : ""), at};
    return q_job_ask(c, &in, NULL);
}

enum rc job_ask(struct ctx *c, const char *name, str key, str arg)
{
    return job_ask_at(c, name, key, arg, c->now);
}

enum rc job_again(struct ctx *c, str pub)
{
    struct q_job_by_pub_row row;
    enum rc rc = q_job_by_pub(c, pub, &row);
    if (!rc)
        rc = q_job_resume(c, row.id, c->now, NULL);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("name", row.name)};
    return record_append(c, &(struct event){.kind = "job.run_again",
                                            .object = row.id,
                                            .object_pub = pub,
                                            .members = members,
                                            .member_count = 1});
}

enum rc job_list(struct ctx *c, int64_t max, struct jobs *ret_jobs)
{
    struct q_job_list_rows rows;
    const enum rc rc = q_job_list(c, max, &rows);
    if (rc)
        return rc;
    struct job *v = NEW_N(c->mem, struct job, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_job_list_row *r = &rows.v[i];
        const bool parked = str_eq(r->state, S("parked"));
        v[i] = (struct job){
            .id = r->id,
            .pub = r->pub,
            .name = r->name,
            .kind = job__kind(r->name),
            .key = r->key,
            .cursor = r->cursor,
            .parked = parked,
            .running = !parked && !instant_is_none(r->lease_until) && r->lease_until.us > c->now.us,
            .run_at = r->run_at,
            .last_at = r->last_at,
            .attempts = r->attempts,
            .runs = r->runs,
            .failures = r->failures,
            .last_error = r->last_error,
        };
    }
    *ret_jobs = (struct jobs){v, rows.n};
    return RC_OK;
}

enum rc job_count(struct ctx *c, struct job_counts *ret_counts)
{
    struct q_job_counts_row r;
    const enum rc rc = q_job_counts(c, c->now, (instant){c->now.us - OVERDUE_US}, &r);
    if (!rc)
        *ret_counts = (struct job_counts){r.waiting, r.running, r.parked, r.overdue};
    return rc;
}
