/* calendar_module.h - inside the folder: the rows of the module's descriptor. */
#ifndef MOTCUA_CALENDAR_CALENDAR_MODULE_H
#define MOTCUA_CALENDAR_CALENDAR_MODULE_H

#include "cli/cli.h"
#include "core/setting.h"

extern const struct verb calendar_verbs[];       /* calendar_cli.c */
extern const struct setting calendar_settings[]; /* calendar_setting.c */

#endif
