/* bench_module.c - what the benches give to the program. */
#include "cli/cli.h"
#include "web/module.h"

extern const struct verb bench_verbs[];
extern const struct module bench_module;

const struct module bench_module = {.name = "bench", .verbs = bench_verbs};
