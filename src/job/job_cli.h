/* job_cli.h - verbs of jobs, for job_module.c. */
#ifndef MOTCUA_JOB_JOB_CLI_H
#define MOTCUA_JOB_JOB_CLI_H

#include "cli/cli.h"

extern const struct verb job_verbs[];

#endif
