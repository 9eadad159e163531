/* casework_module.c - what the case engine gives to the server. */
#include "casework/parts.h"
#include "web/module.h"

extern const struct module casework_module;
const struct module casework_module = {
    .name = "casework",
    .kinds = process_kinds,
    .replayers = process_replayers,
    .jobs = casework_jobs,
};
