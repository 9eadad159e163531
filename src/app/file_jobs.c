/* file_jobs.c - jobs of the stored files: file knows no jobs, and its store is app's. */
#include "app/file_jobs.h"

#include "app/wire.h"
#include "db/db.h"
#include "file/file_partial.h"

#define FOLDERS 16 /* looked through between two small units */

struct sweep {
    int64_t shard;
};

static enum rc sweep_folders(struct ctx *c, void *arg)
{
    const struct sweep *s = arg;
    const instant before = {c->now.us - DAY_US};
    enum rc rc = RC_OK;
    int removed;
    for (int i = 0; !rc && i < FOLDERS && s->shard + i < FILE_SHARDS; i++)
        rc = file_sweep(c, app_parts()->files, before, (int)s->shard + i, &removed);
    return rc;
}

/* Reads only; what it removes nobody knows, and it is more than a day old. */
static enum rc sweep_before(struct ctx *c, struct job_run *run)
{
    struct sweep *s = NEW(c->mem, struct sweep);
    run->kept = s;
    if (run->cursor.n && (!str_to_i64(run->cursor, &s->shard) || s->shard < 0))
        return RC_INVALID;
    return store_read(run->store, c, sweep_folders, s);
}

static enum rc sweep_unit(struct ctx *c, struct job_run *run)
{
    const struct sweep *s = run->kept;
    const int64_t next = s->shard + FOLDERS;
    return next >= FILE_SHARDS ? RC_OK : job_more(run, str_fmt(c->mem, "%lld", (long long)next));
}

#define PARTIALS_AT_ONCE 50 /* in one unit; their pieces go with the next sweep */

static enum rc expire(struct ctx *c, struct job_run *run)
{
    int64_t gone = 0;
    const enum rc rc = file_partial_expire(c, PARTIALS_AT_ONCE, &gone);
    return rc || gone < PARTIALS_AT_ONCE ? rc : job_more(run, S("more"));
}

const struct job_kind app_file_jobs[] = {
    {"file.partial", expire, .every_min = 60, .title = "file.job.partial"},
    {"file.sweep", sweep_unit, .before = sweep_before, .daily = JOB_DAILY(2, 0), .lease_s = 300,
     .title = "file.job.sweep"},
    {0},
};
