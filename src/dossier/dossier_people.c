/*
 * dossier_people.c - whose matter a filing is and who brings it. Staff file where their agency
 * receives; citizens online, now, for their own account. The register of persons keeps what it
 * has: what was told otherwise is noted on the dossier (law.md 1.2, 3b). A citizen changes the
 * own record only, and learns nothing of anybody else's.
 */
#include "dossier/dossier_internal.h"

/* What only the authority may say. */
static enum rc check_citizen(struct ctx *c, const struct filing *in)
{
    const struct {
        const char *field;
        bool given;
    } parts[] = {
        {"channel", in->channel != CHANNEL_ONLINE},
        {"origin", in->origin != ORIGIN_OWN_PORTAL},
        {"outside_id", in->outside_id.n > 0},
        {"competent", in->competent_agency_id != 0},
        {"filed_at", !instant_is_none(in->filed_at)},
        {"visit", in->visit_id != 0 || in->counter_id != 0},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].given)
            (void)fail(c, RC_INVALID, parts[i].field, "dossier.staff_only");
    if (!in->receiving_agency_id)
        (void)fail(c, RC_INVALID, "receiving", "dossier.receiving_unknown");
    return c->faults ? RC_INVALID : authz(c->actor, PERM_DOSSIER_FILE, REACH_OWN);
}

enum rc dossier__may_file(struct ctx *c, const struct filing *in)
{
    if (actor_is_citizen(c->actor))
        return check_citizen(c, in);
    const struct access_object at = {.receiving = in->receiving_agency_id};
    const enum rc rc = access_check(c, PERM_DOSSIER_RECEIVE, &at);
    return rc == RC_NOT_FOUND ? RC_DENIED : rc;
}

/* What a known person never told before is kept; what differs stays as the register has it. */
static enum rc add_contact(struct ctx *c, const struct person *in, struct person *p)
{
    const bool phone = !p->phone.n && in->phone.n, email = !p->email.n && in->email.n;
    const bool address = !p->address.n && in->address.n;
    if (!phone && !email && !address)
        return RC_OK;
    p->phone = phone ? in->phone : p->phone;
    p->email = email ? in->email : p->email;
    p->address = address ? in->address : p->address;
    const enum rc rc = person_update(c, p, S("contact given with a filing"));
    p->revision += !rc;
    return rc;
}

static str told_text(struct ctx *c, const struct person *p, enum person_part part)
{
    switch (part) {
    case PERSON_NAME:
        return p->name;
    case PERSON_OLD_NUMBER:
        return p->old_number;
    case PERSON_TAX_CODE:
        return p->tax_code;
    case PERSON_BIRTH:
        return date_iso(c->mem, p->birth);
    case PERSON_SEX:
        return p->sex == SEX_MALE ? S("male") : S("female");
    case PERSON_PHONE:
        return p->phone;
    case PERSON_EMAIL:
        return p->email;
    case PERSON_ADDRESS:
        return p->address;
    case PERSON_PART_COUNT:
        break;
    }
    BUG_IF(true);
}

static void note_told(struct ctx *c, const struct person *given, const char *who, unsigned differs,
                      struct dossier_people *to)
{
    static const char *const words[PERSON_PART_COUNT] = {"name", "old_number", "tax_code", "birth",
                                                         "sex",  "phone",      "email",    "address"};
    for (int i = 0; i < PERSON_PART_COUNT; i++)
        if (differs & 1u << i)
            to->told[to->told_n++] = (struct dossier_told){str_of(who), str_of(words[i]),
                                                           told_text(c, given, (enum person_part)i)};
}

static enum rc match_person(struct ctx *c, struct person *given, struct person *ret_person,
                            unsigned *ret_differs)
{
    if (!given->id) {
        const enum rc rc = person_check(c, given);
        return rc ? rc : person_find_or_create(c, given, ret_person, ret_differs);
    }
    enum rc rc = person_by_id(c, given->id, ret_person);
    if (rc)
        return rc;
    given->name = ret_person->name; /* chosen by sight of the record, not by what was typed */
    rc = person_check(c, given);
    *ret_differs = rc ? 0 : person_differences(c, given, ret_person);
    return rc;
}

static enum rc find_person(struct ctx *c, const struct person *in, const char *who,
                           struct dossier_people *to, struct person *ret_person)
{
    const bool citizen = actor_is_citizen(c->actor);
    struct person given = *in;
    unsigned differs = 0;
    struct fault *before = c->faults;
    enum rc rc = match_person(c, &given, ret_person, &differs);
    const bool own = !citizen || (!rc && ret_person->id == c->actor->person);
    if (!rc && !own && (in->id || differs & 1u << PERSON_NAME))
        rc = fail(c, RC_INVALID, in->number.n ? "number" : "tax_code", "dossier.person_differs");
    if (!rc && own)
        rc = add_contact(c, &given, ret_person);
    for (struct fault *at = c->faults; at && at != before; at = at->next)
        if (at->field.p && !str_starts(at->field, str_of(who)))
            at->field = str_fmt(c->mem, "%s_%.*s", who, STR_ARG(at->field));
    note_told(c, &given, who, differs, to);
    return rc;
}

/* A citizen brings what is their own account's to bring. */
static enum rc check_filer(struct ctx *c, const struct filing *in, const struct dossier_people *p)
{
    if (!actor_is_citizen(c->actor) || p->filer.id == c->actor->person)
        return RC_OK;
    return fail(c, RC_INVALID, str_eq(in->authority, S("self")) ? "owner_number" : "filer_number",
                "dossier.not_you");
}

enum rc dossier__find_people(struct ctx *c, const struct filing *in, struct dossier_people *ret_people)
{
    struct dossier_people p = {.told = NEW_N(c->mem, struct dossier_told, 2 * PERSON_PART_COUNT)};
    enum rc rc = find_person(c, &in->owner, "owner", &p, &p.owner);
    if (!rc && str_eq(in->authority, S("self")))
        p.filer = p.owner;
    else if (!rc)
        rc = find_person(c, &in->filer, "filer", &p, &p.filer);
    if (!rc)
        rc = check_filer(c, in, &p);
    *ret_people = p;
    return rc;
}

enum rc dossier__put_told(struct ctx *c, struct dossier_act *a, const struct dossier_people *p)
{
    enum rc rc = RC_OK;
    str *lines = NEW_N(c->mem, str, p->told_n);
    for (ptrdiff_t i = 0; !rc && i < p->told_n; i++) {
        const struct dossier_told *t = &p->told[i];
        rc = q_dossier_told_insert(c, a->id.v, t->who, t->part, t->told, NULL);
        lines[i] =
            str_fmt(c->mem, "%.*s.%.*s: %.*s", STR_ARG(t->who), STR_ARG(t->part), STR_ARG(t->told));
    }
    if (p->told_n)
        dossier_act_say(a, EV_INT("told_otherwise", p->told_n));
    dossier_act_say_personal(a, EV_TEXT("told", str_join(c->mem, lines, (int)p->told_n, S("; "))));
    return rc;
}

enum rc dossier_told_otherwise(struct ctx *c, struct dossier_id id, struct dossier_told **ret_told,
                               ptrdiff_t *ret_n)
{
    struct q_dossier_told_rows rows;
    const enum rc rc = q_dossier_told(c, id.v, &rows);
    if (rc)
        return rc;
    struct dossier_told *v = NEW_N(c->mem, struct dossier_told, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct dossier_told){rows.v[i].who, rows.v[i].part, rows.v[i].told};
    *ret_told = v;
    *ret_n = rows.n;
    return RC_OK;
}
