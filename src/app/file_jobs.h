/* file_jobs.h - for app's list of modules. */
#ifndef MOTCUA_APP_FILE_JOBS_H
#define MOTCUA_APP_FILE_JOBS_H

#include "job/kind.h"

extern const struct job_kind app_file_jobs[];

#endif
