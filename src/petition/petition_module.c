/* petition_module.c - what petitions give to the program: see web/module.h. */
#include "access/access.h"
#include "job/kind.h"
#include "petition/petition_http.h"
#include "petition/petition_merge.h"
#include "petition/petition_times.h"

static enum rc tick(struct ctx *c, struct job_run *run)
{
    str next = S("");
    c->actor = (struct actor *)(uintptr_t)access_system();
    const enum rc rc = petition_tick(c, run->cursor, &next);
    return rc || !next.n ? rc : job_more(run, next);
}

static const struct job_kind jobs[] = {
    {"petition.tick", tick, .every_min = 60, .title = "petition.job.tick"},
    {"petition.follow_mergers", petition_job_mergers, .daily = JOB_DAILY(0, 35),
     .title = "petition.job.mergers"},
    {0},
};

extern const struct module petition_module, petition_desk_module, petition_control_module;
const struct module petition_module = {
    .name = "petition",
    .nav = petition_nav,
    .routes = petition_routes,
    .jobs = jobs,
    .kinds = petition_kinds,
    .replayers = petition_replayers,
};
const struct module petition_desk_module = {
    .name = "petition_desk", .nav = petition_desk_nav, .routes = petition_desk_routes};
const struct module petition_control_module = {.name = "petition_control",
                                               .nav = petition_control_nav,
                                               .routes = petition_control_routes,
                                               .replayers = petition_time_replayers};
