/*
 * module.h - what a capability gives to the server: one constant descriptor in
 * <folder>_module.c. The explicit list of all modules is app_modules[] in
 * app/modules.c, so that grep finds everything. Every array may be NULL and ends with a
 * zeroed row. When you add a kind of row here, also let app walk it at start.
 */
#ifndef MOTCUA_WEB_MODULE_H
#define MOTCUA_WEB_MODULE_H

struct route;        /* web/web.h */
struct api_table;    /* web/api.h */
struct setting;      /* core/setting.h */
struct verb;         /* cli/cli.h */
struct job_kind;     /* job/job.h */
struct record_listener; /* record/record.h */

struct module {
    const char *name; /* the folder */
    const struct route *routes;
    const struct verb *verbs;
    const struct setting *settings;
    const struct job_kind *jobs;
    const struct record_listener *listeners;
};

#endif
