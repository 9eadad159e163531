/* casework_usage.c - see usage.h. */
#include "casework/usage.h"

#include "casework/casework_internal.h"
#include "casework/parts.h"

struct counting {
    struct ctx *c;
    struct work w;
    struct clock_case k;
    const struct worktime *hours;
    instant begun, until;
    struct work_usage use;
};

static instant later(instant a, instant b)
{
    return a.us > b.us ? a : b;
}

static instant sooner(instant a, instant b)
{
    return instant_is_none(a) || a.us > b.us ? b : a;
}

static struct work_use *row_of(struct work_use *rows, ptrdiff_t *n, str step, int64_t agency)
{
    for (ptrdiff_t i = 0; i < *n; i++)
        if (rows[i].agency_id == agency && str_eq(rows[i].step, step))
            return &rows[i];
    rows[*n] = (struct work_use){.step = step, .agency_id = agency};
    return &rows[(*n)++];
}

static enum rc add_pass(struct counting *x, const struct q_work_use_passes_row *p)
{
    const instant from = later(p->entered_at, x->begun), to = sooner(p->left_at, x->until);
    int64_t us = 0;
    const enum rc rc = clock_spent(x->c, x->hours, &x->k, from, to, &us);
    if (rc || (to.us <= x->begun.us && p->entered_at.us < x->begun.us))
        return rc; /* before the start that counts */
    struct work_use *row = row_of(x->use.steps, &x->use.steps_n, p->name, p->agency_id);
    row->used_us += us;
    row->share_us = p->minutes * MINUTE_US;
    row->times++;
    return RC_OK;
}

/* From its opening to its answer, or until the lead went on without it. */
static enum rc add_part(struct counting *x, const struct work_part *p)
{
    const instant from = later(p->opened_at, x->begun), to = sooner(p->closed_at, x->until);
    struct work_use row = {
        .step = p->name, .agency_id = p->agency_id, .share_us = p->minutes * MINUTE_US, .times = 1};
    if (!instant_is_none(p->closed_at) && p->closed_at.us <= x->begun.us)
        return RC_OK; /* before the start that counts */
    for (ptrdiff_t i = 0; i < x->use.steps_n; i++)
        row.within = row.within || (x->use.steps[i].agency_id == p->agency_id &&
                                    str_eq(x->use.steps[i].step, p->step_name));
    const enum rc rc =
        to.us > from.us ? clock_spent(x->c, x->hours, &x->k, from, to, &row.used_us) : RC_OK;
    if (!rc)
        x->use.steps[x->use.steps_n++] = row;
    return rc;
}

/* Its share is the time its rule gave, in the hours of the work. */
static void add_consult(struct counting *x, const struct consult *n)
{
    const instant from = later(n->asked_at, x->begun), to = sooner(n->answered_at, x->until);
    x->use.steps[x->use.steps_n++] =
        (struct work_use){.consult = true,
                          .agency_id = n->agency_id,
                          .share_us = worktime_between(x->hours, n->asked_at, n->due_at),
                          .used_us = to.us > from.us ? worktime_between(x->hours, from, to) : 0,
                          .times = 1};
}

/* What steps, parts and questions add up to, an agency a row; a step's share counts once. */
static void sum_up(struct work_usage *u)
{
    for (ptrdiff_t i = 0; i < u->steps_n; i++) {
        u->steps[i].over = u->steps[i].share_us && u->steps[i].used_us > u->steps[i].share_us;
        if (u->steps[i].within)
            continue;
        struct work_use *row = row_of(u->agencies, &u->agencies_n, STR_NONE, u->steps[i].agency_id);
        row->used_us += u->steps[i].used_us;
        row->share_us += u->steps[i].share_us;
        row->times += u->steps[i].times;
        row->over = row->share_us && row->used_us > row->share_us;
    }
}

static enum rc begin(struct counting *x, struct work_id id)
{
    enum rc rc = work_get(x->c, id, &x->w);
    if (!rc)
        rc = work_clock_case(x->c, id, &x->k, &x->hours);
    if (rc)
        return rc;
    x->begun = x->k.start;
    for (ptrdiff_t i = 0; i < x->k.stop_count; i++)
        if (x->k.stops[i].restart && !instant_is_none(x->k.stops[i].to))
            x->begun = later(x->begun, x->k.stops[i].to);
    x->until = sooner(x->w.finished_at, x->c->now);
    return RC_OK;
}

enum rc work_usage(struct ctx *c, struct work_id id, struct work_usage *ret_usage)
{
    struct counting x = {.c = c};
    struct q_work_use_passes_rows passes;
    struct consult *asked;
    struct work_part *parts;
    ptrdiff_t asked_n, parts_n;
    enum rc rc = begin(&x, id);
    if (!rc)
        rc = q_work_use_passes(c, id.v, &passes);
    if (!rc)
        rc = work_consults(c, id, &asked, &asked_n);
    if (!rc)
        rc = work_parts(c, id, &parts, &parts_n);
    if (rc)
        return rc;
    x.use.steps = NEW_N(c->mem, struct work_use, passes.n + parts_n + asked_n);
    x.use.agencies = NEW_N(c->mem, struct work_use, passes.n + parts_n + asked_n);
    for (ptrdiff_t i = 0; !rc && i < passes.n; i++)
        rc = add_pass(&x, &passes.v[i]);
    for (ptrdiff_t i = 0; !rc && i < parts_n; i++)
        rc = add_part(&x, &parts[i]);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < asked_n; i++)
        add_consult(&x, &asked[i]);
    sum_up(&x.use);
    *ret_usage = x.use;
    return RC_OK;
}
