/* account_module.h - what the files of account give to account_module.c. */
#ifndef MOTCUA_ACCOUNT_ACCOUNT_MODULE_H
#define MOTCUA_ACCOUNT_ACCOUNT_MODULE_H

#include "cli/cli.h"
#include "job/kind.h"

extern const struct verb account_verbs[];
extern const struct job_kind account_jobs[];

#endif
