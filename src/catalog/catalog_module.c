/* catalog_module.c - what the catalogue gives to the server. */

#include "cli/cli.h"
#include "web/module.h"

extern const struct verb catalog_verbs[];

const struct module catalog_module = {
    .name = "catalog",
    .verbs = catalog_verbs,
};
