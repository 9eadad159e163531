/* eform_module.c - what forms as data give to the program: see web/module.h. */
#include "eform/versions.h"
#include "web/module.h"

extern const struct module eform_module;
const struct module eform_module = {
    .name = "eform", .kinds = eform_kinds, .replayers = eform_replayers};
