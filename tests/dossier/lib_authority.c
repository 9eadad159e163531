/* lib_authority.c - see lib_authority.h. */
#include "lib_authority.h"

#include "arrival/arrival.h"
#include "calendar/versions.h"
#include "catalog/catalog.h"
#include "catalog/catalog_import.h"
#include "core/embed.h"
#include "eform/versions.h"
#include "dossier/dossier_pdf.h"
#include "crypto/crypto.h"
#include "org/org.h"
#include "petition/petition.h"
#include "record/record.h"
#include "ruleset/ruleset.h"

static const struct record_kind *const kinds[] = {
    dossier_kinds, org_kinds,   person_kinds,     access_kinds,  calendar_kinds, ruleset_kinds,
    process_kinds, eform_kinds, slip_event_kinds, arrival_kinds, petition_kinds, NULL};

static const struct record_setup setup = {
    .kinds = kinds, .by = access_by, .replayers = dossier_replayers};

static enum rc add_agency(struct ctx *c, const char *code, const char *name, enum agency_kind kind,
                          int64_t parent, int64_t *ret_id)
{
    date from;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    const struct agency a = {.code = str_of(code),
                             .name = str_of(name),
                             .kind = kind,
                             .level = parent ? 2 : 1,
                             .parent = parent,
                             .from = from,
                             .to = DATE_NONE};
    return org_agency_open(c, &a, ret_id);
}

static enum rc add_unit(struct ctx *c, int64_t agency, const char *code, const char *name,
                        enum unit_kind kind, int64_t *ret_id)
{
    date from;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    const struct unit u = {.agency = agency,
                           .code = str_of(code),
                           .name = str_of(name),
                           .kind = kind,
                           .from = from,
                           .to = DATE_NONE};
    return org_unit_open(c, &u, ret_id);
}

struct member {
    const char *code, *name;
    int64_t unit, agency;
    enum role role;
};

static enum rc add_staff(struct ctx *c, const struct member *m, struct actor *ret_actor)
{
    date from;
    int64_t staff, post;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    enum rc rc =
        org_staff_add(c, &(struct staff){.code = str_of(m->code), .name = str_of(m->name)}, &staff);
    if (!rc)
        rc = org_staff_appoint(c,
                               &(struct staff_post){.staff = staff,
                                                    .unit = m->unit,
                                                    .title = S("Công chức"),
                                                    .from = from,
                                                    .to = DATE_NONE},
                               &post);
    *ret_actor = (struct actor){.kind = ACTOR_STAFF,
                                .account = 1000 + staff,
                                .staff = staff,
                                .agency = m->agency,
                                .unit = m->unit,
                                .name = str_of(m->name),
                                .roles = 1u << ROLE_ANYBODY | 1u << m->role};
    return rc;
}

static enum rc add_citizen(struct ctx *c, const char *number, const char *name, struct actor *ret_actor)
{
    struct person made,
        in = {
            .kind = PERSON_NATURAL, .name = str_of(name), .number = str_of(number), .birth = DATE_NONE};
    unsigned differs;
    enum rc rc = person_find_or_create(c, &in, &made, &differs);
    *ret_actor = (struct actor){.kind = ACTOR_CITIZEN,
                                .account = 2000 + made.id,
                                .person = made.id,
                                .name = str_of(name),
                                .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CITIZEN};
    return rc;
}

static enum rc build(struct ctx *c, void *arg)
{
    struct authority *a = arg;
    date from;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    enum rc rc = add_agency(c, "H48", "Ủy ban nhân dân tỉnh thử", AGENCY_PROVINCE, 0, &a->province);
    if (!rc)
        rc = add_agency(c, "H48.101", "Ủy ban nhân dân phường Bến Lụa", AGENCY_COMMUNE, a->province,
                        &a->commune);
    if (!rc)
        rc = add_agency(c, "H48.102", "Ủy ban nhân dân xã Suối Ngọc", AGENCY_COMMUNE, a->province,
                        &a->other_commune);
    if (!rc)
        rc = add_unit(c, a->commune, "H48.101.MC", "Bộ phận Một cửa", UNIT_ONE_STOP, &a->one_stop);
    if (!rc)
        rc = add_unit(c, a->commune, "H48.101.TP", "Tư pháp – Hộ tịch", UNIT_DIVISION, &a->division);
    if (!rc)
        rc = add_unit(c, a->other_commune, "H48.102.MC", "Bộ phận Một cửa", UNIT_ONE_STOP,
                      &a->other_one_stop);
    if (!rc)
        rc = org_unit_take(c, a->one_stop, S("*"), from);
    if (!rc)
        rc = add_staff(c, &(struct member){"clerk", "Bùi Thị Mẫu", a->one_stop, a->commune, ROLE_CLERK},
                       &a->clerk);
    if (!rc)
        rc = add_staff(
            c, &(struct member){"officer", "Đặng Văn Thử", a->division, a->commune, ROLE_OFFICER},
            &a->officer);
    if (!rc)
        rc = add_staff(
            c, &(struct member){"leader", "Phan Minh Họa", a->division, a->commune, ROLE_LEADER},
            &a->leader);
    if (!rc)
        rc = add_staff(
            c,
            &(struct member){"clerk2", "Lý Thị Khác", a->other_one_stop, a->other_commune, ROLE_CLERK},
            &a->other_clerk);
    if (!rc)
        rc = add_citizen(c, "051196000017", "Lê Minh Họa", &a->citizen);
    if (!rc)
        rc = add_citizen(c, "051196000018", "Trần Thị Thử", &a->stranger);
    if (!rc)
        rc = ruleset_install(c);
    if (!rc)
        rc = slip_install(c);
    if (!rc)
        rc = calendar_install(c);
    return rc;
}

static enum rc import(struct ctx *c, void *arg)
{
    struct import_report r = {.mem = arg};
    for (const struct embed *p = embed_packs; p->name; p++)
        if (strcmp(p->name, "procedures/starter.json") == 0)
            return catalog_import_file(c, S("starter"),
                                       (str){(const char *)p->bytes, (ptrdiff_t)p->size}, &r);
    return RC_NOT_FOUND;
}

int authority_setup(void **state)
{
    static const struct crypto_key key = {{7}};
    static struct authority made;
    struct authority *a = calloc(1, sizeof *a);
    void *engine;
    record_configure(&setup);
    const bool again = engine_setup_kept(&engine, "authority");
    if (!again && engine_setup(&engine))
        return -1;
    if (again)
        *a = made;
    a->e = engine;
    *state = a;
    store_on_seal(a->e->store, record_seal, NULL);
    dossier_configure(&key);
    slip_configure(dossier_slip_kinds);
    a->e->c.actor = (struct actor *)(uintptr_t)access_system();
    if (again)
        return 0;
    struct arena *mem = arena_new((size_t)64 << 20);
    enum rc rc = engine_write(a->e, build, a);
    if (!rc)
        rc = engine_write(a->e, import, mem);
    arena_free(mem);
    if (rc) {
        print_error("setup: %s %s\n", rc_name(rc), last_fault(a));
        return -1;
    }
    made = *a;
    engine_keep(a->e, "authority");
    store_on_seal(a->e->store, record_seal, NULL);
    return 0;
}

int authority_teardown(void **state)
{
    struct authority *a = *state;
    void *engine = a->e;
    const int rc = engine_teardown(&engine);
    free(a);
    return rc;
}

enum rc as(struct authority *a, struct actor *who, const char *when,
           enum rc (*fn)(struct ctx *c, void *arg), void *arg)
{
    if (when)
        BUG_IF(!instant_parse(str_of(when), &a->e->c.now));
    a->e->c.actor = who;
    return engine_write(a->e, fn, arg);
}

const char *last_fault(struct authority *a)
{
    const struct fault *f = a->e->c.faults;
    while (f && f->next)
        f = f->next;
    a->e->c.faults = NULL;
    return f ? f->key : "";
}

struct filing sample_filing(struct authority *a, const char *procedure)
{
    return (struct filing){
        .procedure_code = str_of(procedure),
        .channel = CHANNEL_DIRECT,
        .origin = ORIGIN_COUNTER,
        .receiving_agency_id = a->commune,
        .owner = {.kind = PERSON_NATURAL,
                  .name = S("Lê Minh Họa"),
                  .number = S("051196000017"),
                  .phone = S("0912345218"),
                  .birth = DATE_NONE},
        .authority = S("self"),
        .result_by = S("counter"),
        .sets = 1,
        .filed_at = INSTANT_NONE,
    };
}
