/* account_module.h - what the files of account give to account_module.c. */
#ifndef MOTCUA_ACCOUNT_ACCOUNT_MODULE_H
#define MOTCUA_ACCOUNT_ACCOUNT_MODULE_H

#include "cli/cli.h"

extern const struct verb account_verbs[];

#endif
