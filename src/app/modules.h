/* modules.h - the explicit list of all capabilities; ends with NULL. So does the order of headings
   beside the pages of staff: what one works on all day, then what one looks up, then what one sets. */
#ifndef MOTCUA_APP_MODULES_H
#define MOTCUA_APP_MODULES_H

struct module; /* web/module.h */

extern const struct module *const app_modules[];
extern const char *const app_groups[];

#endif
