/* calendar_module.h - inside the folder: the rows of the module's descriptor. */
#ifndef MOTCUA_CALENDAR_CALENDAR_MODULE_H
#define MOTCUA_CALENDAR_CALENDAR_MODULE_H

#include "cli/cli.h"

extern const struct verb calendar_verbs[]; /* calendar_cli.c */

#endif
