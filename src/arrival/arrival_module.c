/* arrival_module.c - what arrivals give to the program: see web/module.h. */
#include "access/access.h"
#include "arrival/arrival_http.h"
#include "cli/cli.h"
#include "job/kind.h"
#include "web/module.h"

extern const struct verb arrival_verbs[];

#define AT_ONCE 25

/* The order has its person's name; what is left of the file is gone through in small units. */
static enum rc work(struct ctx *c, struct job_run *run)
{
    bool more;
    c->actor = (struct actor *)(uintptr_t)access_system();
    const enum rc rc = arrival_step(c, run->arg, AT_ONCE, &more);
    return rc || !more ? rc : job_more(run, S("more"));
}

static const struct job_kind jobs[] = {
    {"arrival.work", work, .title = "arrival.job"},
    {0},
};

extern const struct module arrival_module;
const struct module arrival_module = {
    .name = "arrival",
    .nav = arrival_nav,
    .routes = arrival_routes,
    .verbs = arrival_verbs,
    .jobs = jobs,
    .kinds = arrival_kinds,
};
