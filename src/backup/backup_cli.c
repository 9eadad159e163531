/* backup_cli.c - `motcua backup` from a folder or the server that holds it; `motcua restore`. */
#include "backup/backup.h"
#include "cli/cli.h"

static enum rc say(struct cli *cli, const struct backup_count *n)
{
    cli_printf(cli, cli->json ? "{\"files\": %lld, \"bytes\": %lld}\n" : "%lld files, %lld bytes\n",
               (long long)n->files, (long long)n->bytes);
    return RC_OK;
}

static enum rc backup(struct cli *cli)
{
    struct backup_count n;
    const enum rc rc =
        backup_write(&cli->c, cli->store, cli->data, cli_path(cli, str_of(cli->argv[0])), &n);
    return rc ? rc : say(cli, &n);
}

static enum rc restore(struct cli *cli)
{
    struct backup_count n;
    const enum rc rc = backup_restore(&cli->c, cli_path(cli, str_of(cli->argv[0])), cli->data, &n);
    return rc ? rc : say(cli, &n);
}

const struct verb backup_verbs[] = {
    {.name = "backup",
     .operands = "FILE",
     .help = "one archive of the folder, while it runs",
     .data = CLI_DATA,
     .min = 1,
     .max = 1,
     .run = backup},
    {.name = "restore",
     .operands = "FILE",
     .help = "an archive into an empty folder",
     .data = CLI_OWN,
     .min = 1,
     .max = 1,
     .run = restore},
    {0},
};
