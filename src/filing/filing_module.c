/* filing_module.c - what online filing gives to the program: see web/module.h. */
#include "filing/filing_http.h"
#include "web/module.h"

static const struct nav nav[] = {
    {NAV_PUBLIC, NULL, "filing.nav.my", "/my", PERM_DOSSIER_TRACK, "my", NULL},
    {0},
};

extern const struct module filing_module;
const struct module filing_module = {
    .name = "filing",
    .nav = nav,
    .routes = filing_routes,
};
