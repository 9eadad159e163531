/* dossier_receipt.c - the facts of Mẫu 01, read in one snapshot. */
#include "dossier/dossier_internal.h"

#include "casework/ledger.h"
#include "dossier/dossier_pdf.h"
#include "org/org.h"

static enum rc read_heads(struct ctx *c, const struct dossier *d, struct receipt *r)
{
    struct agencies parents;
    struct agency agency;
    struct unit unit;
    enum rc rc = org_agency_by_id(c, d->work.receiving_agency_id, &agency);
    if (!rc)
        rc = org_agency_parents(c, agency.id, &parents);
    if (rc)
        return rc;
    r->agency = agency.name;
    r->parent_agency = parents.n ? parents.v[0].name : STR_NONE;
    /* "UBND phường Bến Lụa": the place is what follows the kind of agency. */
    r->place = agency.name;
    static const char *const kinds[] = {"phường ", "xã ", "đặc khu ", "tỉnh ", "thành phố "};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const ptrdiff_t at = str_find(agency.name, str_of(kinds[i]));
        if (at >= 0) {
            const ptrdiff_t from = at + str_of(kinds[i]).n;
            r->place = str_sub(agency.name, from, agency.name.n - from);
            break;
        }
    }
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

enum rc dossier_receipt(struct ctx *c, struct dossier_id id, struct receipt *ret_receipt)
{
    struct receipt r = {0};
    struct clock_case clock;
    const struct worktime *w;
    enum rc rc = dossier_get_by_id(c, id, &r.dossier);
    if (!rc && instant_is_none(r.dossier.accepted_at))
        return fail(c, RC_CONFLICT, NULL, "dossier.not_accepted");
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
        rc = work_clock_case(c, (struct work_id){id.v}, &clock, &w);
    if (rc)
        return rc;
    keep_contact(c->actor, &r.owner);
    r.time_text = due_rule_text(c->mem, LANG_VI, clock.rule);
    r.secret = dossier_secret(c->mem, &r.dossier);
    *ret_receipt = r;
    return RC_OK;
}
