/* lib_district.c - see lib_district.h. */
#include "lib_district.h"

#include "org/org.h"
#include "org/successor.h"

enum rc district_open(struct ctx *c, void *arg)
{
    struct district *d = arg;
    struct agency a = {.code = S("H48.55"),
                       .name = S("Ủy ban nhân dân huyện Thử"),
                       .kind = AGENCY_DISTRICT,
                       .level = 2,
                       .parent = d->a->province,
                       .to = DATE_NONE};
    BUG_IF(!date_parse(S("2018-01-01"), &a.from));
    enum rc rc = org_agency_open(c, &a, &d->id);
    if (!rc)
        rc = org_unit_open(c,
                           &(struct unit){.agency = d->id,
                                          .code = S("H48.55.MC"),
                                          .name = S("Một cửa huyện"),
                                          .kind = UNIT_ONE_STOP,
                                          .from = a.from,
                                          .to = DATE_NONE},
                           &d->unit);
    return rc ? rc : org_unit_take(c, d->unit, S("*"), a.from);
}

enum rc district_end(struct ctx *c, void *arg)
{
    struct district *d = arg;
    const date on = instant_date(c->now);
    enum rc rc = org_unit_close(c, d->unit, on, S("Kết thúc cấp huyện"));
    return rc ? rc : org_agency_close(c, d->id, on, d->heir, S("Kết thúc cấp huyện"));
}

enum rc district_list(struct ctx *c, void *arg)
{
    const struct district *d = arg;
    int64_t lines;
    return org_successors_set(c, d->id, d->csv, S("Nghị quyết 1/NQ-HĐND"), &lines);
}
