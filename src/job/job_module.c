/* job_module.c - what jobs give to the program: see web/module.h. */
#include "job/job_cli.h"
#include "job/job_http.h"
#include "job/outbox.h"
#include "record/record.h"
#include "web/module.h"

static const struct record_kind kinds[] = {
    {"job.run_again", "job"}, {"outbox.run_again", "outbox"}, {0}};

extern const struct module job_module;
const struct module job_module = {
    .name = "job",
    .nav = job_nav,
    .routes = job_routes,
    .verbs = job_verbs,
    .settings = outbox_settings,
    .kinds = kinds,
    .projections = outbox_projections,
    .replayers = outbox_replayers,
};
