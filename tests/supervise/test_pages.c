/* test_pages.c - the pages of who leads over a real server: the .case file beside it. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include "org/org.h"

struct finding {
    int64_t agency, other, unit;
    str a, o, u;
    struct arena *mem;
};

static enum rc find(struct ctx *c, void *arg)
{
    struct finding *f = arg;
    struct agency a, o;
    struct unit u;
    enum rc rc = org_agency_by_id(c, f->agency, &a);
    if (!rc)
        rc = org_agency_by_id(c, f->other, &o);
    if (!rc)
        rc = org_unit_by_id(c, f->unit, &u);
    if (rc)
        return rc;
    f->a = str_dup(f->mem, a.pub);
    f->o = str_dup(f->mem, o.pub);
    f->u = str_dup(f->mem, u.pub);
    return RC_OK;
}

static void prepare(struct case_run *run, void *arg)
{
    struct desk *d = arg;
    struct finding f = {d->a->commune, d->a->other_commune, d->a->division, {0}, {0}, {0}, d->mem};
    case_let(run, "OPEN", desk_receive(d, "1.004873", "2026-11-20T09:10", true).pub);
    case_let(run, "LATE", desk_receive(d, "1.004873", "2026-11-10T09:20", true).pub);
    assert_int_equal(as(d->a, NULL, NULL, find, &f), RC_OK);
    case_let(run, "AGENCY", f.a);
    case_let(run, "OTHER", f.o);
    case_let(run, "UNIT", f.u);
}

int main(int argc, char **argv)
{
    struct desk d;
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    if (desk_start(&d, "127.0.0.1:0"))
        return 1;
    const struct case_config k = {
        .port = d.port, .sign_in = desk_sign_in, .prepare = prepare, .arg = &d};
    const int bad = case_run_folder(&k, "tests/supervise", d.mem);
    desk_stop(&d);
    return bad;
}
