/* app.c - wiring: the modules' verbs and app's own, brought to the command line. */
#include "app/app.h"

#include <sqlite3.h>
#include <string.h>

#include "app/modules.h"
#include "cli/cli.h"
#include "web/module.h"

#define LISTS_MAX 64
#define VERSION "0.1.0"

static enum rc version(struct cli *cli)
{
    if (cli->json)
        cli_printf(cli, "{\"version\": \"%s\", \"sqlite\": \"%s\"}\n", VERSION, sqlite3_libversion());
    else
        cli_printf(cli, "motcua %s (SQLite %s)\n", VERSION, sqlite3_libversion());
    return RC_OK;
}

static const struct verb app_verbs[] = {
    {.name = "version", .help = "version of the program and its library", .run = version},
    {0},
};

static const struct verb *lists[LISTS_MAX + 1];

static const struct cli_app app = {
    .version = VERSION,
    .lists = lists,
    .on_connect = app_on_connect,
    .migrations = embed_migrations,
};

int app_main(int argc, char **argv)
{
    int n = 0;
    lists[n++] = app_verbs;
    for (const struct module *const *m = app_modules; *m; m++)
        if ((*m)->verbs) {
            BUG_IF(n == LISTS_MAX);
            lists[n++] = (*m)->verbs;
        }
    return cli_main(&app, argc, argv);
}
