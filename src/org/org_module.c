/* org_module.c - what org gives to the program: see web/module.h. */
#include "org/org.h"

#include "web/module.h"

extern const struct module org_module;
const struct module org_module = {
    .name = "org",
    .kinds = org_kinds,
};
