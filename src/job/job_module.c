/* job_module.c - what jobs give to the program: see web/module.h. */
#include "job/job.h"
#include "job/outbox.h"
#include "record/record.h"
#include "web/module.h"

static const struct record_kind kinds[] = {
    {"job.run_again", "job"}, {"outbox.run_again", "outbox"}, {0}};

extern const struct module job_module;
const struct module job_module = {
    .name = "job",
    .kinds = kinds,
    .projections = outbox_projections,
    .replayers = outbox_replayers,
};
