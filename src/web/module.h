/*
 * module.h - what a capability gives to the server: one constant descriptor in
 * <folder>_module.c. The explicit list of all modules is app_modules[] in
 * app/modules.c, so that grep finds everything. Every array may be NULL and ends with a
 * zeroed row. When you add a kind of row here, also let app walk it at start.
 */
#ifndef MOTCUA_WEB_MODULE_H
#define MOTCUA_WEB_MODULE_H

#include "access/perm.h"
#include "core/ctx.h"

struct req;         /* web/web.h */
struct route;       /* web/web.h */
struct api_table;   /* web/api.h */
struct setting;     /* core/setting.h */
struct verb;        /* cli/cli.h */
struct job_kind;    /* job/kind.h */
struct record_kind; /* record/record.h, with the next three */
struct record_projection;
struct record_tally;
struct record_replayer;

enum nav_place { NAV_PUBLIC = 1, NAV_STAFF, NAV_FOOT };

struct nav_count {
    int64_t n;
    bool late;        /* of late things */
    str to;           /* where what was counted is shown, of an href; absent = as declared */
    const char *text; /* message key for this actor; NULL = as declared */
    bool hidden;      /* nothing for this actor there */
};

/* A link of the chrome. Drawn for those who hold `need`, in the order of the modules; headings
   in that of web_config.groups. */
struct nav {
    enum nav_place place;
    const char *group; /* message key of the heading: side list and footer; NULL for NAV_PUBLIC */
    const char *text;  /* message key */
    const char *to;
    enum perm need;
    const char *section; /* current when struct page says the same */
    /* Optional number beside it (staff), in the page's snapshot. */
    enum rc (*count)(struct req *r, struct nav_count *ret_count);
};

struct module {
    const char *name; /* the folder */
    const struct nav *nav;
    const struct route *routes;
    const struct verb *verbs;
    const struct setting *settings;
    const struct job_kind *jobs;
    const struct record_kind *kinds;
    const struct record_projection *projections;
    const struct record_tally *tallies;
    const struct record_replayer *replayers;
};

#endif
