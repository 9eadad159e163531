/* backup_module.c - what backups give to the program. */
#include "cli/cli.h"
#include "web/module.h"

extern const struct verb backup_verbs[];
extern const struct module backup_module;

const struct module backup_module = {.name = "backup", .verbs = backup_verbs};
