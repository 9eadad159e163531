/*
 * account_module.c - accounts as the program sees them: the rules of access, with the pages
 * and verbs of this folder. access itself cannot know web, which asks it for permissions.
 */
#include "account/account_module.h"

#include "access/access.h"
#include "web/module.h"

extern const struct module account_module;
const struct module account_module = {
    .name = "account",
    .verbs = account_verbs,
    .settings = access_settings,
    .kinds = access_kinds,
};
