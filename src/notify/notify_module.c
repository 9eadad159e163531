/* notify_module.c - what notices give to the program: see web/module.h. */
#include "access/access.h"
#include "job/kind.h"
#include "notify/notify.h"
#include "notify/notify_http.h"
#include "web/module.h"

static void by_system(struct ctx *c)
{
    c->actor = (struct actor *)(uintptr_t)access_system();
}

/* First what is new, then what had to wait. */
static enum rc follow(struct ctx *c, struct job_run *run)
{
    bool more = false;
    by_system(c);
    const enum rc rc = notify_follow(c, &more);
    return rc || !more ? rc : job_more(run, S("more"));
}

static enum rc release(struct ctx *c, struct job_run *run)
{
    int64_t sent = 0;
    (void)run;
    by_system(c);
    return notify_release(c, &sent);
}

static enum rc remind(struct ctx *c, struct job_run *run)
{
    bool more = false;
    by_system(c);
    const enum rc rc = notify_remind(c, &more);
    return rc || !more ? rc : job_more(run, S("more"));
}

static const struct job_kind jobs[] = {
    {"notify.follow", follow, .every_min = 1, .title = "notify.job.follow"},
    {"notify.release", release, .every_min = 5, .title = "notify.job.release"},
    {"notify.remind", remind, .every_min = 5, .title = "notify.job.remind"},
    {0},
};

extern const struct module notify_module, notify_admin_module;
const struct module notify_module = {
    .name = "notify",
    .nav = notify_nav,
    .routes = notify_routes,
    .settings = notify_settings,
    .jobs = jobs,
    .kinds = notify_kinds,
    .replayers = notify_replayers,
};
const struct module notify_admin_module = {
    .name = "notify_admin", .nav = notify_admin_nav, .routes = notify_admin_routes};
