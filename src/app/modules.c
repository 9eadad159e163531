/*
 * modules.c - every capability by name, lowest floor first. When you add one, write its
 * `extern` here and its place in the list; nothing registers itself.
 */
#include "app/modules.h"

#include <stddef.h>

#include "web/module.h"

extern const struct module web_module;
extern const struct module calendar_module;
extern const struct module catalog_module;
extern const struct module catalog_api_module;
extern const struct module dossier_module;
extern const struct module portal_module;
extern const struct module demo_module;

/* clang-format off: a line a module */
const struct module *const app_modules[] = {
    &web_module,
    &calendar_module,
    &catalog_module,
    &catalog_api_module,
    &dossier_module,
    &portal_module,
    &demo_module,
    NULL,
};
/* clang-format on */
