/*
 * supervise_predict.c - what will probably be late, by the rule of supervise.h. It says of a case
 * only how the time left stands to the time such steps took here lately.
 */
#include "supervise/supervise.h"

#include <stdlib.h>

#include "calendar/calendar.h"
#include "calendar/versions.h"
#include "casework/process.h"
#include "org/org.h"
#include "supervise/supervise_sql.h"

#define ENOUGH 5 /* passes before their median says more than the share */

static const char *const kinds[STEP_KIND_COUNT] = {
    [STEP_RECEIVE] = "receive",
    [STEP_PROCESS] = "process",
    [STEP_APPROVE] = "approve",
    [STEP_ISSUE] = "issue",
};

/* Working time a kind of step takes in the unit; -1 = too few passes. */
struct medians {
    int64_t us[STEP_KIND_COUNT];
};

static int by_size(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static enum rc read_medians(struct ctx *c, int64_t unit, struct medians *ret)
{
    struct q_supervise_last_rows rows;
    const enum rc rc = q_supervise_last(c, unit, SUPERVISE_LAST, &rows);
    if (rc)
        return rc;
    int64_t *took = NEW_N(c->mem, int64_t, rows.n);
    for (int k = 0; k < STEP_KIND_COUNT; k++) {
        ptrdiff_t n = 0;
        for (ptrdiff_t i = 0; i < rows.n; i++)
            if (str_eq(rows.v[i].kind, str_of(kinds[k])))
                took[n++] = rows.v[i].working_us;
        if (n)
            qsort(took, (size_t)n, sizeof *took, by_size);
        ret->us[k] = n < ENOUGH ? -1 : took[n / 2];
    }
    return RC_OK;
}

/* The steps of a version are read once for all its cases. */
struct known {
    int64_t process;
    struct process_step *steps;
    ptrdiff_t n;
};

static enum rc steps_of(struct ctx *c, int64_t process, struct known *seen, ptrdiff_t *seen_n,
                        const struct known **ret)
{
    for (ptrdiff_t i = 0; i < *seen_n; i++)
        if (seen[i].process == process) {
            *ret = &seen[i];
            return RC_OK;
        }
    struct known *k = &seen[*seen_n];
    const enum rc rc = process_steps(c, (struct process_id){process}, &k->steps, &k->n);
    if (rc)
        return rc;
    k->process = process;
    (*seen_n)++;
    *ret = k;
    return RC_OK;
}

static int64_t needs(const struct medians *m, const struct process_step *s)
{
    return m->us[s->kind] < 0 ? s->minutes * MINUTE_US : m->us[s->kind];
}

static int64_t time_needed(const struct known *k, const struct medians *m, int64_t rank, int64_t spent)
{
    int64_t us = 0;
    for (ptrdiff_t i = 0; i < k->n; i++) {
        const int64_t step = needs(m, &k->steps[i]);
        if (k->steps[i].rank == rank)
            us += step > spent ? step - spent : 0;
        else if (k->steps[i].rank > rank)
            us += step;
    }
    return us;
}

static enum rc worktime_of(struct ctx *c, int64_t unit, const struct worktime **ret_w)
{
    struct unit u;
    struct calendar_use use;
    enum rc rc = org_unit_by_id(c, unit, &u);
    if (!rc)
        rc = calendar_current(c, u.hours_set, &use);
    if (!rc)
        *ret_w = use.w;
    return rc;
}

static struct supervise_case case_of(const struct q_supervise_running_row *r, int64_t needed,
                                     int64_t left)
{
    return (struct supervise_case){.pub = r->pub,
                                   .code = r->code,
                                   .procedure = r->procedure_name,
                                   .step = r->step_name,
                                   .officer = r->handler_name,
                                   .due_at = r->due_at,
                                   .taken_us = needed,
                                   .given_us = left};
}

enum rc supervise_predict(struct ctx *c, const struct supervise_place *p, struct supervise_cases *ret)
{
    struct q_supervise_running_rows rows;
    struct medians m;
    const struct worktime *w = NULL;
    *ret = (struct supervise_cases){0};
    if (p->level != SUPERVISE_UNIT)
        return RC_OK;
    enum rc rc = q_supervise_running(c, p->unit, c->now, SUPERVISE_LOOK, &rows);
    if (!rc)
        rc = read_medians(c, p->unit, &m);
    if (!rc)
        rc = worktime_of(c, p->unit, &w);
    if (rc)
        return rc;
    struct known *seen = NEW_N(c->mem, struct known, rows.n);
    struct supervise_cases list = {NEW_N(c->mem, struct supervise_case, rows.n), 0, false};
    ptrdiff_t seen_n = 0;
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        const struct q_supervise_running_row *r = &rows.v[i];
        const struct known *k;
        rc = steps_of(c, r->process, seen, &seen_n, &k);
        if (rc)
            break;
        const int64_t spent = worktime_between(w, r->step_since, c->now);
        const int64_t needed = time_needed(k, &m, r->step_rank, spent);
        const int64_t left = worktime_between(w, c->now, r->due_at);
        if (left < needed)
            list.v[list.n++] = case_of(r, needed, left);
    }
    list.more = list.n > SUPERVISE_CASES;
    list.n = list.more ? SUPERVISE_CASES : list.n;
    *ret = list;
    return rc;
}
