/* dossier_receipt.c - the facts of Mẫu 01, read in one snapshot. */
#include "dossier/dossier_internal.h"

#include "casework/ledger.h"
#include "dossier/dossier_pdf.h"
#include "dossier/dossier_slip_words.h"
#include "org/org.h"

static enum rc read_heads(struct ctx *c, const struct dossier *d, struct receipt *r)
{
    struct agency agency;
    struct unit unit;
    enum rc rc = org_agency_by_id(c, d->work.receiving_agency_id, &agency);
    if (rc)
        return rc;
    r->agency = agency.name;
    r->place = slip_words_place(agency.name);
    if (d->work.receiving_unit_id.set) {
        rc = org_unit_by_id(c, d->work.receiving_unit_id.v, &unit);
        r->unit = rc ? STR_NONE : unit.name;
    }
    return rc;
}

static enum rc read_money(struct ctx *c, struct dossier_id id, struct receipt *r)
{
    struct q_dossier_payments_rows rows;
    const enum rc rc = q_dossier_payments(c, id.v, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        r->paid += rows.v[i].amount;
        r->cash_number = rows.v[i].number;
    }
    return rc;
}

/* Who files for another citizen knows name and number, having told them; the rest is the owner's. */
static void keep_contact(const struct actor *a, struct person *owner)
{
    if (actor_is_citizen(a) && a->person != owner->id)
        owner->phone = owner->email = owner->address = STR_NONE;
}

/* The rule as it runs; before acceptance nothing runs. */
static enum rc read_rule(struct ctx *c, struct receipt *r)
{
    struct clock_case clock;
    const struct worktime *w;
    if (instant_is_none(r->dossier.accepted_at))
        return RC_OK;
    const enum rc rc = work_clock_case(c, r->dossier.work.id, &clock, &w);
    if (!rc)
        r->time_text = due_rule_text(c->mem, LANG_VI, clock.rule);
    return rc;
}

enum rc dossier__slip_facts(struct ctx *c, struct dossier_id id, struct receipt *ret_receipt)
{
    struct receipt r = {0};
    enum rc rc = dossier_get_by_id(c, id, &r.dossier);
    if (!rc)
        rc = person_by_id(c, r.dossier.owner_id, &r.owner);
    if (!rc)
        rc = dossier_papers(c, id, &r.papers, &r.papers_n);
    if (!rc)
        rc = dossier_fees(c, id, &r.fees, &r.fees_n);
    if (!rc)
        rc = read_heads(c, &r.dossier, &r);
    if (!rc)
        rc = read_money(c, id, &r);
    if (!rc)
        rc = read_rule(c, &r);
    if (rc)
        return rc;
    keep_contact(c->actor, &r.owner);
    r.secret = dossier_secret(c->mem, &r.dossier);
    *ret_receipt = r;
    return RC_OK;
}

enum rc dossier_receipt(struct ctx *c, struct dossier_id id, struct receipt *ret_receipt)
{
    struct receipt r;
    const enum rc rc = dossier__slip_facts(c, id, &r);
    if (!rc && instant_is_none(r.dossier.accepted_at))
        return fail(c, RC_CONFLICT, NULL, "dossier.not_accepted");
    if (!rc)
        *ret_receipt = r;
    return rc;
}
