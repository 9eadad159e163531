/* modules.h - the explicit list of all capabilities; ends with NULL. */
#ifndef MOTCUA_APP_MODULES_H
#define MOTCUA_APP_MODULES_H

struct module; /* web/module.h */

extern const struct module *const app_modules[];

#endif
