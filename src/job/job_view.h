/* job_view.h - what the page of jobs and outbox shows. */
#ifndef MOTCUA_JOB_JOB_VIEW_H
#define MOTCUA_JOB_JOB_VIEW_H

#include "web/web_view.h"

struct job_row {
    str title, name, schedule, next, last, failures, error;
    struct web_tag state;
    href again;
    str button;
};
struct job_parked_row {
    str kind, object, when, attempts, error;
};
struct job_outbox_row {
    str name, waiting, failed, parked, sent, oldest, rest;
    struct web_tag state;
    bool has_parked;
    href again;
    const struct job_parked_row *items;
    ptrdiff_t items_n;
};
struct jobs_view {
    bool has_notice;
    struct web_notice notice;
    const struct job_row *jobs;
    ptrdiff_t jobs_n;
    const struct job_outbox_row *outbox;
    ptrdiff_t outbox_n;
};

#endif
