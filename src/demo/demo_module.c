/* demo_module.c - what the demonstration gives to the program. */
#include "cli/cli.h"
#include "web/module.h"

extern const struct verb demo_verbs[];
extern const struct module demo_module;

const struct module demo_module = {.name = "demo", .verbs = demo_verbs};
