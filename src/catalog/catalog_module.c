/* catalog_module.c - what the catalogue gives to the server. */
#include "cli/cli.h"
#include "web/module.h"
#include "web/web.h"

extern const struct route catalog_routes[];
extern const struct route catalog_quality_routes[];
extern const struct verb catalog_verbs[];

static const struct nav nav[] = {
    {NAV_PUBLIC, NULL, "catalog.nav", "/procedures", PERM_PUBLIC, "procedures", NULL},
    {NAV_FOOT, "catalog.nav", "catalog.nav.all", "/procedures", PERM_PUBLIC, NULL, NULL},
    {0},
};

const struct module catalog_module = {
    .name = "catalog",
    .nav = nav,
    .routes = catalog_routes,
    .verbs = catalog_verbs,
};

static const struct nav quality_nav[] = {
    {NAV_STAFF, "catalog.nav", "catalog.quality.nav", "/admin/catalog", PERM_CATALOG_READ, "quality",
     NULL},
    {0},
};

const struct module catalog_quality_module = {
    .name = "catalog_quality", .nav = quality_nav, .routes = catalog_quality_routes};
