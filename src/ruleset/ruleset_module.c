/* ruleset_module.c - what rule sets give to the program: see web/module.h. */
#include "ruleset/ruleset_http.h"

extern const struct module ruleset_module;
const struct module ruleset_module = {
    .name = "ruleset", .nav = ruleset_nav, .routes = ruleset_routes, .kinds = ruleset_kinds};
