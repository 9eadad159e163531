/*
 * outbox_verify.c - is the outbox complete? The verifier feeds every sealed event: those a rule
 * speaks of are counted and added up, and compared with the rows. Only when that differs are
 * rows looked for one by one.
 */
#include <string.h>

#include "job/outbox_inner.h"
#include "job/outbox_sql.h"
#include "record/record.h"

#define MODULUS 1000003 /* as in outbox_sum */
#define DESTINATIONS_MAX 16

struct adding {
    struct q_outbox_rules_rows rules; /* those of this program only */
    struct {
        int64_t n, total;
    } sums[DESTINATIONS_MAX]; /* by number of the destination */
    struct record_verifier *v;
    struct ctx *c;
};

static int number_of(str destination)
{
    const struct outbox_destination *d = outbox__destination(destination);
    return d ? (int)(d - outbox__setup()->destinations) : -1;
}

static bool holds(const struct q_outbox_rules_row *row)
{
    for (const struct outbox_rule *r = outbox__setup()->rules; r->kind; r++)
        if (str_eq(row->kind, str_of(r->kind)) && str_eq(row->destination, str_of(r->destination)))
            return true;
    return false;
}

static enum rc begin(struct ctx *c, void **ret_self)
{
    struct adding *a = NEW(c->mem, struct adding);
    struct q_outbox_rules_rows all;
    const enum rc rc = q_outbox_rules(c, &all);
    if (rc)
        return rc;
    a->rules.v = NEW_N(c->mem, struct q_outbox_rules_row, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++)
        if (holds(&all.v[i])) {
            BUG_IF(number_of(all.v[i].destination) >= DESTINATIONS_MAX);
            a->rules.v[a->rules.n++] = all.v[i];
        }
    *ret_self = a;
    return RC_OK;
}

static enum rc event(struct ctx *c, void *self, struct record_verifier *v, const struct event_row *e,
                     int64_t seq)
{
    struct adding *a = self;
    (void)c;
    (void)v;
    (void)seq;
    for (ptrdiff_t i = 0; i < a->rules.n; i++) {
        const struct q_outbox_rules_row *r = &a->rules.v[i];
        if (e->id > r->after_event && str_eq(e->kind, r->kind)) {
            const int d = number_of(r->destination);
            a->sums[d].n++;
            a->sums[d].total += e->id % MODULUS;
        }
    }
    return RC_OK;
}

static enum rc missing(void *arg, const struct q_outbox_missing_row *row)
{
    const struct adding *a = arg;
    const struct arena_mark mark = arena_mark(a->c->mem);
    record_found(a->v, row->object_pub, "outbox", S("without a row"),
                 str_fmt(a->c->mem, "event %lld", (long long)row->id));
    arena_reset(a->c->mem, mark);
    return RC_OK;
}

static enum rc strange(void *arg, const struct q_outbox_strange_row *row)
{
    const struct adding *a = arg;
    const struct arena_mark mark = arena_mark(a->c->mem);
    record_found(a->v, S("outbox"), "outbox",
                 str_fmt(a->c->mem, "a row of event %lld", (long long)row->event_id),
                 S("no such event"));
    arena_reset(a->c->mem, mark);
    return RC_OK;
}

static enum rc look_closer(struct ctx *c, struct adding *a, str destination)
{
    enum rc rc = q_outbox_strange(c, destination, strange, a);
    for (ptrdiff_t i = 0; !rc && i < a->rules.n; i++) {
        const struct q_outbox_rules_row *r = &a->rules.v[i];
        if (str_eq(r->destination, destination))
            rc = q_outbox_missing(c, r->kind, r->destination, r->after_event, missing, a);
    }
    return rc;
}

static enum rc finish(struct ctx *c, void *self, struct record_verifier *v)
{
    struct adding *a = self;
    const struct outbox_destination *d = outbox__setup()->destinations;
    enum rc rc = RC_OK;
    a->v = v;
    a->c = c;
    for (int i = 0; !rc && d[i].name; i++) {
        struct q_outbox_sum_row row;
        rc = q_outbox_sum(c, str_of(d[i].name), &row);
        if (!rc && (row.n != a->sums[i].n || row.total != a->sums[i].total))
            rc = look_closer(c, a, str_of(d[i].name));
    }
    return rc;
}

const struct record_replayer outbox_replayers[] = {
    {.object = "", .begin = begin, .event = event, .finish = finish},
    {0},
};
