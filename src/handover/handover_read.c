/* dossier_handover_read.c - sheets, passages of a dossier, paper that is elsewhere. */
#include "handover/handover_internal.h"

#include "handover/handover_sql.h"

#define SHEETS_MAX 200
#define MISPLACED_MAX 200

static struct handover_sheet sheet_of(const struct q_handover_row *h)
{
    return (struct handover_sheet){
        .pub = h->pub,
        .from_unit = h->from_unit,
        .from_agency = h->from_agency,
        .to_unit = h->to_unit,
        .to_agency = h->to_agency,
        .from_unit_id = h->from_unit_id,
        .to_unit_id = h->to_unit_id,
        .gave_by = h->gave_by,
        .received_by = h->received_by,
        .note = h->note,
        .receiver_note = h->receiver_note,
        .gave_at = h->gave_at,
        .received_at = h->received_at,
        .count = h->n,
    };
}

static enum rc read_lines(struct ctx *c, int64_t id, struct handover_sheet *to)
{
    struct q_handover_lines_rows rows;
    const enum rc rc = q_handover_lines(c, id, &rows);
    if (rc)
        return rc;
    to->lines = NEW_N(c->mem, struct handover_line, rows.n);
    to->n = rows.n;
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_handover_lines_row *r = &rows.v[i];
        to->lines[i] = (struct handover_line){
            .dossier_id = r->dossier_id,
            .dossier_pub = r->pub,
            .code = r->code,
            .procedure = r->procedure,
            .owner = r->owner,
            .form = r->form,
            .sets = r->sets,
            .due_at = r->due_at,
            .answered = r->taken.n > 0,
            .taken = str_eq(r->taken, S("yes")),
            .difference = r->difference,
        };
    }
    return RC_OK;
}

enum rc handover_get(struct ctx *c, str pub, struct handover_sheet *ret_sheet)
{
    struct q_handover_row h;
    enum rc rc = q_handover_get(c, pub, &h);
    if (rc)
        return rc;
    const bool mine = c->actor && c->actor->unit &&
                      (c->actor->unit == h.from_unit_id || c->actor->unit == h.to_unit_id);
    const struct access_object object = {.unit = mine ? c->actor->unit : h.to_unit_id,
                                         .receiving = h.from_agency_id,
                                         .competent = h.to_agency_id};
    if (access_check(c, PERM_WORKLIST, &object))
        return RC_NOT_FOUND;
    struct handover_sheet sheet = sheet_of(&h);
    rc = read_lines(c, h.id, &sheet);
    if (!rc)
        *ret_sheet = sheet;
    return rc;
}

static struct handover_list list_of(struct ctx *c, const struct q_handover_row *rows, ptrdiff_t n)
{
    struct handover_sheet *v = NEW_N(c->mem, struct handover_sheet, n);
    for (ptrdiff_t i = 0; i < n; i++)
        v[i] = sheet_of(&rows[i]);
    return (struct handover_list){v, n};
}

enum rc handover_day(struct ctx *c, date day, struct handover_list *ret_day,
                     struct handover_list *ret_waiting)
{
    struct q_handover_rows of_day, waiting;
    enum rc rc = authz(c->actor, PERM_WORKLIST, REACH_UNIT);
    if (!rc)
        rc = q_handover(c, c->actor->unit, instant_at(day, 0), instant_at(date_add(day, 1), 0),
                        SHEETS_MAX, &of_day);
    if (!rc)
        rc = q_handovers_waiting(c, c->actor->unit, SHEETS_MAX, &waiting);
    if (rc)
        return rc;
    *ret_day = list_of(c, of_day.v, of_day.n);
    *ret_waiting = list_of(c, waiting.v, waiting.n);
    return RC_OK;
}

enum rc handover_passages(struct ctx *c, struct dossier_id id, struct handover_list *ret_list)
{
    struct q_handover_rows rows;
    enum rc rc = q_handovers_of_dossier(c, id.v, &rows);
    if (rc)
        return rc;
    *ret_list = list_of(c, rows.v, rows.n);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = read_lines(c, rows.v[i].id, &ret_list->v[i]);
    return rc;
}

static enum rc misplaced_of(struct ctx *c, const struct q_handover_outgoing_rows *rows,
                            struct misplaced_list *ret_list)
{
    const ptrdiff_t n = rows->n > MISPLACED_MAX ? MISPLACED_MAX : rows->n;
    struct misplaced *v = NEW_N(c->mem, struct misplaced, n);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        const struct q_handover_outgoing_row *r = &rows->v[i];
        v[i] = (struct misplaced){
            .dossier_id = r->dossier_id,
            .pub = r->pub,
            .code = r->code,
            .procedure = r->procedure,
            .owner = r->owner,
            .paper_unit = r->paper_unit,
            .work_unit = r->work_unit,
            .work_unit_id = r->work_unit_id.v,
            .on_its_way = r->handover_id.set,
            .since = r->since,
        };
        rc = handover__by(c,
                          &(struct transfer){r->ruleset, r->ruleset_version, r->since,
                                             r->paper_agency_id != r->work_agency_id},
                          &v[i].due_at);
    }
    if (!rc)
        *ret_list = (struct misplaced_list){v, n, rows->n > n};
    return rc;
}

enum rc handover_outgoing(struct ctx *c, struct misplaced_list *ret_list)
{
    struct q_handover_outgoing_rows rows;
    enum rc rc = authz(c->actor, PERM_WORKLIST, REACH_UNIT);
    if (!rc)
        rc = q_handover_outgoing(c, c->actor->unit, MISPLACED_MAX + 1, &rows);
    return rc ? rc : misplaced_of(c, &rows, ret_list);
}

enum rc handover_misplaced(struct ctx *c, struct misplaced_list *ret_list)
{
    struct q_handover_outgoing_rows rows;
    enum rc rc = authz(c->actor, PERM_WORKLIST, REACH_UNIT);
    if (!rc)
        rc = q_handover_misplaced(c, c->actor->agency, MISPLACED_MAX + 1, &rows);
    return rc ? rc : misplaced_of(c, &rows, ret_list);
}
