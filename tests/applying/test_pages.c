/* test_pages.c - the pages of an agency that applies over a real server: the .case file beside it. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include "applying/lib_applying.h"
#include "catalog/catalog.h"

static int64_t component;

static enum rc add(struct ctx *c, void *arg)
{
    struct procedure_intake in;
    enum rc rc = applying_add_procedure(c, arg);
    if (!rc)
        rc = catalog_intake(c, S("9.000001"), 0, S("online"), &in);
    component = rc ? 0 : in.components[0].id;
    return rc;
}

static void prepare(struct case_run *run, void *arg)
{
    struct desk *d = arg;
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    assert_int_equal(as(d->a, system, "2026-11-19T08:00", add, NULL), RC_OK);
    case_let(run, "PAPER", str_fmt(d->mem, "%lld", (long long)component));
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
    const int bad = case_run_folder(&k, "tests/applying", d.mem);
    desk_stop(&d);
    return bad;
}
