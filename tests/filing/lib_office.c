/* lib_office.c - see lib_office.h. */
#include "filing/lib_office.h"

extern const struct module dossier_bundle_module, eform_admin_module, eform_sample_module,
    filing_module;
static const struct module *const modules[] = {&web_module,         &dossier_bundle_module,
                                               &eform_admin_module, &eform_sample_module,
                                               &filing_module,      NULL};

void office_start(struct office *o, struct authority *a, const char *listen)
{
    static struct actor control; /* the leader, in the control office */
    static struct front_actor actors[5];
    const struct front_actor known[] = {{"control", &control},
                                        {"citizen", &a->citizen},
                                        {"stranger", &a->stranger},
                                        {"clerk", &a->clerk}};
    control = a->leader;
    control.roles = 1u << ROLE_CONTROL_OFFICE;
    memcpy(actors, known, sizeof known);
    const struct front_config k = {
        .e = a->e, .modules = modules, .actors = actors, .listen = listen, .file_mb = 1, .demo = true};
    assert_int_equal(front_start(&o->front, &k), 0);
    o->a = a;
    o->mem = o->front.mem;
    o->files = o->front.files;
    o->port = o->front.port;
}

void office_stop(struct office *o)
{
    front_stop(&o->front);
}
