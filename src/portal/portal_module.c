/* portal_module.c - the public front: home and tracking. */
#include "web/module.h"
#include "web/web.h"

extern const struct route portal_routes[];

static const struct nav nav[] = {
    {NAV_PUBLIC, NULL, "portal.nav.tracking", "/tracking", PERM_PUBLIC, "tracking", NULL},
    {NAV_FOOT, "catalog.nav", "portal.nav.tracking", "/tracking", PERM_PUBLIC, NULL, NULL},
    {NAV_FOOT, "catalog.nav", "portal.nav.offices", "/offices", PERM_PUBLIC, NULL, NULL},
    {0},
};

const struct module portal_module = {
    .name = "portal",
    .nav = nav,
    .routes = portal_routes,
};
