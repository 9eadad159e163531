/* counter.c - see counter.h. */
#include "counter/counter.h"

#include "access/access.h"
#include "calendar/versions.h"
#include "core/fold.h"
#include "dossier/dossier_read.h"

#define FOUND_MAX 6

/* ---- the person ---- */

static enum rc settle_person(struct ctx *c, str pub, struct counter_facts *f)
{
    const enum rc rc = pub.n ? person_by_pub(c, pub, &f->person) : RC_NOT_FOUND;
    f->known = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* What is typed anew counts more than who was chosen before; one hit is a choice. */
static enum rc find_person(struct ctx *c, const struct counter_asked *in, struct counter_facts *f)
{
    if (in->take.n)
        return settle_person(c, in->take, f);
    enum rc rc = settle_person(c, in->person, f);
    if (rc || !in->who.n)
        return rc;
    struct persons found;
    rc = person_search(c, in->who, FOUND_MAX, &found);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; f->known && i < found.n; i++)
        if (found.v[i].id == f->person.id)
            return RC_OK; /* still the same search */
    f->searched = true;
    f->found = found;
    f->known = found.n == 1;
    if (f->known)
        f->person = found.v[0];
    return RC_OK;
}

static bool equal(str a, str b)
{
    return a.n && str_eq(a, b);
}

enum rc counter__alike(struct ctx *c, const struct person *p, struct persons *ret_alike,
                       bool *ret_taken)
{
    struct persons all;
    const enum rc rc = person_duplicates(c, p, &all);
    if (rc)
        return rc;
    const str name = fold(c->mem, p->name);
    struct persons alike = {NEW_N(c->mem, struct person, all.n), 0};
    *ret_taken = false;
    for (ptrdiff_t i = 0; i < all.n; i++) {
        const struct person *q = &all.v[i];
        const bool taken = equal(p->number, q->number) || equal(p->tax_code, q->tax_code);
        const bool born = !date_is_none(p->birth) && p->birth.day == q->birth.day;
        if (taken || equal(p->old_number, q->old_number) ||
            (born && equal(name, fold(c->mem, q->name))))
            alike.v[alike.n++] = *q;
        *ret_taken = *ret_taken || taken;
    }
    *ret_alike = alike;
    return RC_OK;
}

static enum rc doubt_person(struct ctx *c, const struct counter_asked *in, struct counter_facts *f)
{
    const struct person *p = f->known ? &f->person : &in->owner;
    f->doubts = person_doubts(p);
    const enum rc rc = counter__alike(c, p, &f->alike, &f->taken);
    if (!rc && in->fresh && !f->taken)
        f->alike.n = 0;
    return rc;
}

/* ---- the procedure ---- */

static enum rc find_hits(struct ctx *c, const struct counter_asked *in, struct counter_facts *f)
{
    const struct procedure_filter filter = {.text = in->find, .max = FOUND_MAX};
    f->asked = in->find.n > 0;
    return f->asked ? catalog_list(c, &filter, &f->hits) : RC_OK;
}

static str code_of(const struct counter_asked *in, const struct counter_facts *f)
{
    if (in->choose.n)
        return in->choose;
    bool among = !f->asked;
    for (ptrdiff_t i = 0; i < f->hits.n; i++)
        among = among || str_eq(f->hits.rows[i].code, in->procedure);
    if (in->procedure.n && among)
        return in->procedure;
    const bool one = f->hits.n == 1 || (f->hits.n && str_eq(f->hits.rows[0].code, in->find));
    return one ? f->hits.rows[0].code : STR_NONE;
}

/* A first case stands chosen, so that papers and date are there at once. */
static void settle_case(const struct counter_asked *in, struct counter_facts *f)
{
    int64_t id = 0;
    f->case_id = f->cases_n > 1 ? f->cases[0].id : 0;
    for (ptrdiff_t i = 0; str_to_i64(in->procedure_case, &id) && i < f->cases_n; i++)
        if (f->cases[i].id == id)
            f->case_id = id;
}

static enum rc choose(struct ctx *c, const struct counter_asked *in, str code, struct counter_facts *f)
{
    struct procedure_full full;
    struct fault *before = c->faults;
    enum rc rc = catalog_get_terms(c, code, &full);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    f->cases = full.cases;
    f->cases_n = full.cases_n;
    settle_case(in, f);
    rc = catalog_intake(c, code, f->case_id, in->channel, &f->intake);
    f->chosen = rc == RC_OK;
    if (rc == RC_INVALID) { /* shown and closed, with the reason */
        f->closed = full.head;
        f->closed_why = c->faults ? c->faults->key : "catalog.closed.no_deadline";
        c->faults = before;
        rc = RC_OK;
    }
    return rc;
}

/* Who settles it, as filing will find it; where filing would ask, the clerk is asked here. */
static enum rc find_competent(struct ctx *c, struct counter_facts *f)
{
    struct agency own, found;
    const date day = instant_date(c->now);
    enum rc rc = c->actor->agency ? org_agency_by_id(c, c->actor->agency, &own) : RC_NOT_FOUND;
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    rc = dossier_competent(c, f->intake.head.level, f->intake.head.agency, &own, day, &found);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    f->competent = rc ? STR_NONE : found.name;
    f->needs_competent = rc || found.id != own.id;
    return f->needs_competent ? org_agency_list(c, 0, day, &f->agencies) : RC_OK;
}

/* ---- the promise ---- */

static enum rc promise(struct ctx *c, const struct counter_asked *in, struct counter_facts *f)
{
    struct calendar_use use;
    const bool later = !instant_is_none(in->filed_at) && in->filed_at.us <= c->now.us;
    struct clock_case k = {
        .start = later ? in->filed_at : c->now, .extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    struct fault *before = c->faults;
    if (!due_rule_parse(f->intake.rule, &k.rule))
        return RC_OK;
    enum rc rc = calendar_current(c, in->hours_set, &use);
    if (!rc)
        rc = clock_due(c, use.w, &k, &f->due);
    if (!rc)
        rc = clock_explain(c, use.w, &k, &f->days);
    f->promised = rc == RC_OK;
    f->w = rc ? NULL : use.w;
    f->rule = k.rule;
    c->faults = before;
    return rc == RC_INVALID || rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_visit(struct ctx *c, str pub, struct counter_facts *f)
{
    const enum rc rc = pub.n ? dossier_get(c, pub, &f->visit) : RC_NOT_FOUND;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_duty(struct ctx *c, struct counter_facts *f)
{
    const date today = instant_date(c->now);
    return c->actor->unit
               ? org_duty_list(c, c->actor->unit, today, date_add(today, 1), &f->duties, &f->duties_n)
               : RC_OK;
}

const struct duty *counter__duty_of(const struct duty *v, ptrdiff_t n, int64_t staff)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (v[i].staff == staff)
            return &v[i];
    return NULL;
}

enum rc counter__read(struct ctx *c, const struct counter_asked *in, struct counter_facts *ret_facts)
{
    struct counter_facts f = {0};
    enum rc rc = find_person(c, in, &f);
    if (!rc)
        rc = doubt_person(c, in, &f);
    if (!rc)
        rc = find_hits(c, in, &f);
    const str code = rc ? STR_NONE : code_of(in, &f);
    if (!rc && code.n)
        rc = choose(c, in, code, &f);
    if (!rc && f.chosen) {
        if (!dossier_fee_due(&f.intake, &f.fee, &f.fee_open))
            f.fee_open = true;
        rc = find_competent(c, &f);
    }
    if (!rc && f.chosen)
        rc = promise(c, in, &f);
    if (!rc && f.chosen && f.known)
        rc = dossier_same_matter(c, f.person.id, f.intake.head.id, &f.same);
    if (!rc)
        rc = read_visit(c, in->visit, &f);
    if (!rc)
        rc = read_duty(c, &f);
    if (!rc)
        *ret_facts = f;
    return rc;
}
