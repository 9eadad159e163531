/* casework_module.c - what the case engine gives to the server. */
#include "casework/casework_view.h"
#include "cli/cli.h"
#include "web/module.h"

extern const struct route casework_designer_routes[];
extern const struct verb casework_verbs[];

static const struct nav nav[] = {
    {NAV_STAFF, "account.admin", "casework.designer.list", "/admin/processes", PERM_PROCESS_MANAGE,
     "processes", NULL},
    {0},
};

extern const struct module casework_module, casework_edit_module, casework_rules_module,
    casework_move_module;
const struct module casework_module = {
    .name = "casework",
    .nav = nav,
    .routes = casework_designer_routes,
    .verbs = casework_verbs,
    .kinds = process_kinds,
    .replayers = process_replayers,
    .jobs = casework_jobs,
};
const struct module casework_edit_module = {.name = "casework_edit", .routes = casework_edit_routes};
const struct module casework_rules_module = {.name = "casework_rules", .routes = casework_rules_routes};
const struct module casework_move_module = {.name = "casework_move", .routes = casework_move_routes};
