/* app.c - wiring: the modules' verbs and app's own, brought to the command line. */
#include "app/app.h"

#include <sqlite3.h>
#include <string.h>

#include "app/check.h"
#include "app/children.h"
#include "app/modules.h"
#include "app/serve.h"
#include "app/wire.h"
#include "cli/cli.h"
#include "host/spawn.h"
#include "web/module.h"

#define LISTS_MAX 64
#define VERSION "0.1.0"

static enum rc version(struct cli *cli)
{
    const struct spawn_protection walls = spawn_protection();
    if (cli->json)
        cli_printf(cli,
                   "{\"version\": \"%s\", \"sqlite\": \"%s\", \"landlock\": %d, \"seccomp\": %s}\n",
                   VERSION, sqlite3_libversion(), walls.landlock, walls.seccomp ? "true" : "false");
    else
        cli_printf(cli, "motcua %s (SQLite %s, Landlock %d, seccomp %s)\n", VERSION,
                   sqlite3_libversion(), walls.landlock, walls.seccomp ? "yes" : "no");
    return RC_OK;
}

static const struct verb app_verbs[] = {
    {.name = "version", .help = "version of the program and its library", .run = version},
    {.name = "check",
     .help = "derives due dates anew, reads stored files against their hash",
     .data = CLI_DATA,
     .run = app_check},
    {0},
};

static const struct verb *lists[LISTS_MAX + 1];

static const struct cli_app app = {
    .version = VERSION,
    .lists = lists,
    .on_open = app_on_open,
    .migrations = embed_migrations,
};

int app_main(int argc, char **argv)
{
    int n = 0;
    const int child = app_children(argc, argv);
    if (child >= 0)
        return child;
    lists[n++] = app_verbs;
    lists[n++] = app_serve_verbs;
    for (const struct module *const *m = app_modules; *m; m++)
        if ((*m)->verbs) {
            BUG_IF(n == LISTS_MAX);
            lists[n++] = (*m)->verbs;
        }
    return cli_main(&app, argc, argv);
}
