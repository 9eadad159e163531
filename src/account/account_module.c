/*
 * account_module.c - accounts as the program sees them: the rules of access, with the pages
 * and verbs of this folder. access itself cannot know web, which asks it for permissions.
 */
#include "account/account_module.h"

#include "account/account_page_view.h"
#include "web/module.h"

extern const struct module account_module, account_own_module, account_admin_module, account_org_module,
    account_duty_module, account_stand_in_module;

static const struct nav admin_nav[] = {
    {NAV_STAFF, "account.admin", "account.list.heading", "/admin/accounts", PERM_USER_READ, "accounts",
     NULL},
    {0},
};
static const struct nav org_nav[] = {
    {NAV_STAFF, "account.admin", "account.units.heading", "/admin/units", PERM_ORG_MANAGE, "units",
     NULL},
    {NAV_STAFF, "account.admin", "account.signins.heading", "/admin/sign-ins", PERM_SIGNIN_LOG_READ,
     "signins", NULL},
    {0},
};

static const struct nav stand_in_nav[] = {
    {NAV_STAFF, "dossier.nav", "account.stand_ins.nav", "/account/stand-ins", PERM_WORKLIST,
     "stand_ins", NULL},
    {0},
};

static const struct nav duty_nav[] = {
    {NAV_STAFF, "dossier.nav.counter", "account.duty.nav", "/work/duty", PERM_DUTY_MANAGE, "duty",
     NULL},
    {0},
};

const struct module account_module = {
    .name = "account",
    .routes = account_signin_routes,
    .verbs = account_verbs,
    .settings = access_settings,
    .jobs = account_jobs,
    .kinds = access_kinds,
    .replayers = access_replayers,
};
const struct module account_own_module = {.name = "account_own", .routes = account_own_routes};
const struct module account_stand_in_module = {
    .name = "account_stand_in", .nav = stand_in_nav, .routes = account_stand_in_routes};
const struct module account_admin_module = {
    .name = "account_admin", .nav = admin_nav, .routes = account_admin_routes};
const struct module account_org_module = {
    .name = "account_org", .nav = org_nav, .routes = account_org_routes};
const struct module account_duty_module = {
    .name = "account_duty", .nav = duty_nav, .routes = account_duty_routes};
