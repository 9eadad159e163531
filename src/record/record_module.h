/* record_module.h - verbs of the record, for app's list of modules only. */
#ifndef MOTCUA_RECORD_RECORD_MODULE_H
#define MOTCUA_RECORD_RECORD_MODULE_H

#include "cli/cli.h"

extern const struct verb record_verbs[];

#endif
