/*
 * modules.c - every capability by name, lowest floor first. When you add one, write its
 * `extern` here and its place in the list; nothing registers itself.
 */
#include "app/modules.h"

#include <stddef.h>

#include "web/module.h"

extern const struct module web_module;
extern const struct module record_module;
extern const struct module org_module;
extern const struct module person_module;
extern const struct module calendar_module;
extern const struct module account_module;
extern const struct module catalog_module;
extern const struct module catalog_api_module;
extern const struct module dossier_module;
extern const struct module dossier_work_module;
extern const struct module dossier_desk_module;
extern const struct module dossier_form_module;
extern const struct module dossier_counter_module;
extern const struct module dossier_slip_module;
extern const struct module dossier_api_module;
extern const struct module portal_module;
extern const struct module demo_module;

/* clang-format off: a line a module */
const struct module *const app_modules[] = {
    &web_module,
    &record_module,
    &org_module,
    &person_module,
    &calendar_module,
    &catalog_module,
    &account_module,
    &catalog_api_module,
    &dossier_module,
    &dossier_work_module,
    &dossier_desk_module,
    &dossier_form_module,
    &dossier_counter_module,
    &dossier_slip_module,
    &dossier_api_module,
    &portal_module,
    &demo_module,
    NULL,
};
/* clang-format on */
