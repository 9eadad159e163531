/* job_http.h - routes and link of the page of jobs, for job_module.c. */
#ifndef MOTCUA_JOB_JOB_HTTP_H
#define MOTCUA_JOB_JOB_HTTP_H

#include "web/module.h"
#include "web/web.h"

extern const struct route job_routes[];
extern const struct nav job_nav[];

#endif
