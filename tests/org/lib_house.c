/* lib_house.c - see lib_house.h. */
#include "org/lib_house.h"

#include "access/access.h"
#include "person/person.h"

struct house house;

static const struct record_kind *const kinds[] = {org_kinds, person_kinds, access_kinds, NULL};
static const struct record_setup wiring = {
    .kinds = kinds, .by = access_by, .replayers = access_replayers};

int house_setup_bare(void **state)
{
    const int rc = engine_setup(state);
    const struct engine *e = *state;
    record_configure(&wiring);
    store_on_seal(e->store, record_seal, NULL);
    return rc;
}

static enum rc agency(struct ctx *c, const char *code, const char *name, enum agency_kind kind,
                      int64_t parent, int64_t *ret_id)
{
    return org_agency_open(c,
                           &(struct agency){.code = str_of(code),
                                            .name = str_of(name),
                                            .kind = kind,
                                            .level = parent ? 2 : 1,
                                            .parent = parent,
                                            .from = DAY(2025, 7, 1),
                                            .to = DATE_NONE},
                           ret_id);
}

static enum rc unit(struct ctx *c, const char *code, enum unit_kind kind, int64_t of, int64_t *ret_id)
{
    return org_unit_open(c,
                         &(struct unit){.code = str_of(code),
                                        .name = str_of(code),
                                        .kind = kind,
                                        .agency = of,
                                        .from = DAY(2025, 7, 1),
                                        .to = DATE_NONE},
                         ret_id);
}

static enum rc staff(struct ctx *c, const char *code, int64_t unit_id, bool head, int64_t *ret_id)
{
    int64_t post;
    enum rc rc = org_staff_add(c, &(struct staff){.code = str_of(code), .name = str_of(code)}, ret_id);
    if (rc)
        return rc;
    return org_staff_appoint(c,
                             &(struct staff_post){.staff = *ret_id,
                                                  .unit = unit_id,
                                                  .title = S("Chuyên viên"),
                                                  .head = head,
                                                  .from = DAY(2025, 7, 1),
                                                  .to = DATE_NONE},
                             &post);
}

static enum rc build_agencies(struct ctx *c, struct house *h)
{
    enum rc rc = agency(c, "H48", "UBND tỉnh Quảng Ngãi", AGENCY_PROVINCE, 0, &h->province);
    if (!rc)
        rc = agency(c, "H48.01", "Trung tâm Phục vụ hành chính công", AGENCY_CENTRE, h->province,
                    &h->centre);
    if (!rc)
        rc = agency(c, "H48.12", "Sở Tư pháp", AGENCY_DEPARTMENT, h->province, &h->department);
    if (!rc)
        rc = agency(c, "H48.101", "UBND xã Trà Bồng", AGENCY_COMMUNE, h->province, &h->commune);
    return rc;
}

static enum rc build(struct ctx *c, void *arg)
{
    struct house *h = arg;
    enum rc rc = build_agencies(c, h);
    if (!rc)
        rc = unit(c, "TT.MC", UNIT_ONE_STOP, h->centre, &h->centre_desk);
    if (!rc)
        rc = unit(c, "TB.MC", UNIT_ONE_STOP, h->commune, &h->commune_desk);
    if (!rc)
        rc = unit(c, "STP.HCTP", UNIT_DIVISION, h->department, &h->department_division);
    if (!rc)
        rc = unit(c, "TB.VHXH", UNIT_DIVISION, h->commune, &h->commune_division);
    if (!rc)
        rc = staff(c, "CB001", h->commune_desk, false, &h->clerk);
    if (!rc)
        rc = staff(c, "CB002", h->commune_division, false, &h->officer);
    if (!rc)
        rc = staff(c, "CB003", h->commune_division, true, &h->leader);
    return rc;
}

int house_setup(void **state)
{
    const int rc = house_setup_bare(state);
    struct engine *e = *state;
    assert_int_equal(engine_write(e, build, &house), RC_OK);
    return rc;
}

const char *house_fault(const struct engine *e)
{
    return e->c.faults ? e->c.faults->key : "";
}
