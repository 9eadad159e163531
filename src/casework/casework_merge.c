/* casework_merge.c - see merge.h. */
#include "casework/merge.h"

#include "casework/casework_internal.h"
#include "org/org.h"

#define IDS_AT_ONCE 2000
#define TAKEN_AT_ONCE 25

/* Where work goes that lay with `from`, in some or all of its places. */
struct going {
    int64_t from, to;
    bool lay_there, received, competent;
    bool unplaced;
};

/* What stood above it, or who answers for that. */
static enum rc above(struct ctx *c, int64_t agency, date on, int64_t *ret_heir)
{
    struct agency a, heir;
    enum rc rc;
    do {
        rc = org_agency_by_id(c, agency, &a);
        if (rc || !a.parent)
            return rc ? rc : RC_NOT_FOUND;
        agency = a.parent;
        rc = org_agency_successor(c, agency, on, &heir);
    } while (rc == RC_NOT_FOUND);
    if (!rc)
        *ret_heir = heir.id;
    return rc;
}

/* Who answers for that piece of work on that day; what the data do not say lies with the one above. */
static enum rc heir_of(struct ctx *c, const struct merge_told *told, struct work_id id,
                       struct going *ret)
{
    const date today = instant_date(c->now);
    struct succession_case k = {0};
    struct agency heir;
    enum rc rc = told->about ? told->about(c, told->arg, id, &k) : RC_OK;
    if (!rc)
        rc = org_successor_of(c, ret->from, today, &k, &heir);
    ret->unplaced = rc == RC_NOT_FOUND;
    if (ret->unplaced)
        return above(c, ret->from, today, &ret->to);
    if (!rc)
        ret->to = heir.id;
    return rc;
}

/* The counter of the heir; none where it has no one-stop unit. */
static enum rc counter_of(struct ctx *c, int64_t agency, date on, struct opt_int *ret_unit)
{
    struct unit u;
    const enum rc rc = org_unit_one_stop(c, agency, on, &u);
    *ret_unit = rc ? OPT_INT_NONE : OPT_INT(u.id);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What lay on a desk of the old agency lies on the pile of the same place at the new one. */
static enum rc hand_on(struct ctx *c, const struct work *w, const struct going *g)
{
    struct opt_int counter;
    struct q_work_take_over_in in = {.id = w->id.v,
                                     .was_version = w->version,
                                     .agency_id = w->agency_id,
                                     .unit_id = w->unit_id,
                                     .handler_id = w->handler_id,
                                     .receiving_agency_id = w->receiving_agency_id,
                                     .receiving_unit_id = w->receiving_unit_id,
                                     .competent_agency_id = w->competent_agency_id,
                                     .competent_unit_id = w->competent_unit_id};
    int64_t changed;
    enum rc rc = counter_of(c, g->to, instant_date(c->now), &counter);
    if (rc)
        return rc;
    if (g->lay_there) {
        const bool at_counter =
            w->receiving_unit_id.set && w->unit_id.set && w->unit_id.v == w->receiving_unit_id.v;
        in.agency_id = g->to;
        in.unit_id = at_counter ? counter : OPT_INT_NONE;
        in.handler_id = OPT_INT_NONE;
    }
    if (g->received) {
        in.receiving_agency_id = g->to;
        in.receiving_unit_id = counter;
    }
    if (g->competent) {
        in.competent_agency_id = g->to;
        in.competent_unit_id = OPT_INT_NONE;
    }
    rc = q_work_take_over(c, &in, &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first") : rc;
}

static enum rc new_pass(struct ctx *c, const struct work *w, const struct work *after)
{
    int64_t us;
    enum rc rc = casework__working_us(c, w, w->step_since, c->now, &us);
    if (!rc)
        rc = q_work_pass_close(c,
                               &(struct q_work_pass_close_in){.work_id = w->id.v,
                                                              .handler_id = w->handler_id,
                                                              .left_at = c->now,
                                                              .action = S("taken_over"),
                                                              .working_us = us},
                               NULL);
    return rc ? rc
              : q_work_pass_open(c,
                                 &(struct q_work_pass_open_in){.work_id = w->id.v,
                                                               .step_id = after->step_id,
                                                               .unit_id = after->unit_id,
                                                               .entered_at = c->now},
                                 NULL);
}

/* Moves it and tells its case. */
static enum rc go(struct ctx *c, const struct merge_told *told, const struct work *w,
                  const struct going *g, struct work_taken_over *x)
{
    x->id = w->id;
    x->to = g->to;
    enum rc rc = hand_on(c, w, g);
    if (!rc)
        rc = work_get(c, x->id, &x->after);
    if (!rc && g->lay_there)
        rc = new_pass(c, w, &x->after);
    return rc ? rc : told->fn(c, told->arg, x);
}

static enum rc note_unplaced(struct ctx *c, struct work_id id, const struct going *g)
{
    struct successor_list list;
    const enum rc rc = org_successors(c, g->from, &list);
    return rc ? rc
              : q_work_unplaced_add(c,
                                    &(struct q_work_unplaced_add_in){.work_id = id.v,
                                                                     .ended_id = g->from,
                                                                     .held_by_id = g->to,
                                                                     .lay_there = g->lay_there,
                                                                     .received = g->received,
                                                                     .competent = g->competent,
                                                                     .list_no = list.no,
                                                                     .since = c->now},
                                    NULL);
}

static enum rc take_one(struct ctx *c, const struct merge_told *told, struct work_id id, int64_t from)
{
    struct work w;
    struct going g = {.from = from};
    struct work_taken_over x = {.from = from};
    enum rc rc = work_get(c, id, &w);
    if (!rc)
        rc = heir_of(c, told, id, &g);
    if (rc)
        return rc;
    g.lay_there = w.agency_id == from;
    g.received = w.receiving_agency_id == from;
    g.competent = w.competent_agency_id == from;
    /* Parts and questions of others' work are answered by the one above; only its own waits. */
    x.unplaced = g.unplaced && (g.lay_there || g.received || g.competent);
    if (x.unplaced)
        rc = note_unplaced(c, id, &g);
    if (!rc)
        rc = q_work_parts_take_over(c, id.v, from, g.to, NULL);
    if (!rc)
        rc = q_work_consults_take_over(c, id.v, from, g.to, NULL);
    if (!rc)
        rc = q_work_unplaced_follow(c, id.v, from, g.to, NULL);
    return rc ? rc : go(c, told, &w, &g, &x);
}

/* ---- what nobody was named for ---- */

static enum rc place(struct ctx *c, const struct merge_told *told, const struct work *w,
                     struct work_taken_over *x)
{
    struct q_work_unplaced_of_row row;
    int64_t changed;
    enum rc rc = q_work_unplaced_of(c, w->id.v, x->from, &row);
    if (rc)
        return rc;
    const bool stays = x->to == row.held_by_id;
    const struct going g = {
        .from = x->from,
        .to = x->to,
        .lay_there = !stays && row.lay_there && w->agency_id == row.held_by_id,
        .received = !stays && row.received && w->receiving_agency_id == row.held_by_id,
        .competent = !stays && row.competent && w->competent_agency_id == row.held_by_id,
    };
    rc = q_work_unplaced_placed(c, row.id, c->now, x->to, &changed);
    if (!rc && changed != 1)
        rc = fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    return rc ? rc : go(c, told, w, &g, x);
}

static enum rc place_one(struct ctx *c, const struct merge_told *told, const struct heir_item *item,
                         struct work_taken_over *x)
{
    struct work_id id;
    struct work w;
    enum rc rc = told->id_of(c, item->pub, &id);
    if (!rc)
        rc = work_get(c, id, &w);
    if (rc)
        return rc;
    if (w.version != item->seen_version)
        return fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first");
    if (!instant_is_none(w.closed_at))
        return fail(c, RC_CONFLICT, NULL, "casework.over");
    return place(c, told, &w, x);
}

static enum rc check_naming(struct ctx *c, const struct heirs_in *in, int64_t *ret_agency)
{
    struct agency a;
    if (in->n < 1)
        return fail(c, RC_INVALID, "cases", "casework.heir.none");
    if (in->n > HEIRS_AT_ONCE)
        return fail(c, RC_INVALID, "cases", "casework.heir.too_many");
    if (!str_trim(in->reason).n)
        return fail(c, RC_INVALID, "reason", "casework.note_needed");
    const enum rc rc = org_agency_by_code(c, in->agency, instant_date(c->now), &a);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "agency", "casework.heir.agency");
    if (!rc)
        *ret_agency = a.id;
    return rc;
}

enum rc work_name_heirs(struct ctx *c, const struct merge_told *told, const struct heirs_in *in,
                        struct heirs_named *ret_done)
{
    struct heirs_named done = {0};
    int64_t to = 0;
    enum rc rc = check_naming(c, in, &to);
    for (ptrdiff_t i = 0; !rc && i < in->n; i++) {
        struct work_taken_over x = {.from = in->ended, .to = to, .reason = in->reason};
        struct fault *before = c->faults;
        rc = place_one(c, told, &in->items[i], &x);
        done.done += rc == RC_OK;
        if (rc == RC_NOT_FOUND || rc == RC_CONFLICT) {
            done.left++; /* told as a number; it refuses nothing */
            c->faults = before;
            rc = RC_OK;
        }
    }
    if (!rc)
        *ret_done = done;
    return rc;
}

/* A list of successors came later, or another one: it is asked too. */
static enum rc ask_again(struct ctx *c, const struct merge_told *told, str *ret_next)
{
    struct q_work_unplaced_again_rows rows;
    enum rc rc = q_work_unplaced_again(c, str_of(told->kind), TAKEN_AT_ONCE, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct work w;
        struct successor_list list;
        struct going g = {.from = rows.v[i].ended_id};
        struct work_taken_over x = {.from = g.from};
        rc = work_get(c, (struct work_id){rows.v[i].work_id}, &w);
        if (!rc)
            rc = org_successors(c, g.from, &list);
        if (!rc)
            rc = q_work_unplaced_asked(c, rows.v[i].id, list.no, NULL);
        if (!rc)
            rc = heir_of(c, told, w.id, &g);
        x.to = g.to;
        if (!rc && !g.unplaced)
            rc = place(c, told, &w, &x);
    }
    if (!rc && rows.n == TAKEN_AT_ONCE)
        *ret_next = S("again");
    return rc;
}

/* "12/4000": the agency that is looked through, and up to which id it was. */
static int64_t read_cursor(str cursor, int64_t agency)
{
    const struct str_cut cut = str_cut(cursor, '/');
    int64_t was, after;
    return str_to_i64(cut.head, &was) && was == agency && str_to_i64(cut.tail, &after) ? after : 0;
}

enum rc work_follow_mergers(struct ctx *c, const struct merge_told *told, str cursor, str *ret_next)
{
    struct q_work_ended_agency_row ended;
    struct q_work_of_ended_rows rows;
    struct q_work_last_id_row last;
    const date today = instant_date(c->now);
    *ret_next = S("");
    enum rc rc = q_work_ended_agency(c, str_of(told->kind), today, &ended);
    if (rc)
        return rc == RC_NOT_FOUND ? ask_again(c, told, ret_next) : rc;
    int64_t after = read_cursor(cursor, ended.id);
    rc = q_work_last_id(c, &last);
    if (!rc)
        rc = q_work_of_ended(c,
                             &(struct q_work_of_ended_in){.kind = str_of(told->kind),
                                                          .agency = ended.id,
                                                          .after = after,
                                                          .upto = after + IDS_AT_ONCE,
                                                          .max = TAKEN_AT_ONCE},
                             &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = take_one(c, told, (struct work_id){rows.v[i].id}, ended.id);
    if (rc)
        return rc;
    after = rows.n == TAKEN_AT_ONCE ? rows.v[rows.n - 1].id : after + IDS_AT_ONCE;
    if (after >= last.id && rows.n < TAKEN_AT_ONCE) {
        rc = q_work_agency_followed(c, str_of(told->kind), ended.id, c->now, NULL);
        after = 0; /* perhaps another agency ended too */
    }
    *ret_next = str_fmt(c->mem, "%lld/%lld", (long long)ended.id, (long long)after);
    return rc;
}
