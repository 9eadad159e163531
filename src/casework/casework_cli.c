/*
 * casework_cli.c - `motcua process`: checks a process file, takes it in as a draft, hands the file
 * of a version out. Faults are told as `place: words`, one a line.
 */
#include "casework/casework_internal.h"
#include "cli/cli.h"
#include "host/file.h"

#include <string.h>

struct process_cli {
    struct cli *cli;
    str text, code;
    int64_t no; /* 0: the newest */
    struct process_version v;
};

static enum rc read_text(struct process_cli *in)
{
    const char *path = cli_path(in->cli, str_of(in->cli->argv[0]));
    const enum rc rc = host_file_get(in->cli->c.mem, path, PROCESS_FILE_MAX + 1, &in->text);
    if (rc)
        cli_err(in->cli, "%s: cannot be read", path);
    return rc;
}

static void tell_faults(struct cli *cli)
{
    for (const struct fault *f = cli->c.faults; f; f = f->next)
        cli_printf(cli, "%.*s: %.*s\n", STR_ARG(f->field),
                   STR_ARG(text_fmt(cli->c.mem, cli->lang, f->key, f->args, 3)));
}

static void tell_faults_json(struct cli *cli)
{
    struct buf b = buf_new(cli->c.mem, 1 << 20);
    buf_add_c(&b, "{\"faults\": [");
    for (const struct fault *f = cli->c.faults; f; f = f->next) {
        buf_add_c(&b, f == cli->c.faults ? "{\"at\": " : ", {\"at\": ");
        buf_json(&b, f->field.p ? f->field : S(""));
        buf_add_c(&b, ", \"key\": ");
        buf_json(&b, str_of(f->key));
        buf_add_c(&b, ", \"text\": ");
        buf_json(&b, text_fmt(cli->c.mem, cli->lang, f->key, f->args, 3));
        buf_char(&b, '}');
    }
    buf_add_c(&b, "]}\n");
    cli_out(cli, buf_str(&b));
}

static enum rc check(struct cli *cli)
{
    struct process_cli in = {.cli = cli};
    struct process_def def;
    enum rc rc = read_text(&in);
    if (rc)
        return rc;
    rc = process_read(&cli->c, in.text, &def);
    if (!rc)
        rc = process_check(&cli->c, &def);
    if (rc && rc != RC_INVALID)
        return rc;
    if (cli->json)
        tell_faults_json(cli);
    else
        tell_faults(cli);
    cli->c.faults = NULL;
    return rc ? cli_wrong(cli) : RC_OK;
}

static enum rc import_unit(struct ctx *c, void *arg)
{
    struct process_cli *in = arg;
    struct process_id id = {0};
    const enum rc rc = process_import(c, in->text, &id);
    return rc ? rc : process_version_get(c, id, &in->v);
}

static enum rc import(struct cli *cli)
{
    struct process_cli in = {.cli = cli};
    cli->c.actor = (struct actor *)(uintptr_t)access_system(); /* whoever owns the folder */
    enum rc rc = read_text(&in);
    if (!rc)
        rc = store_write(cli->store, &cli->c, import_unit, &in);
    if (rc == RC_INVALID)
        tell_faults(cli);
    if (!rc)
        cli_printf(cli, cli->json ? "{\"process\": \"%.*s\", \"no\": %lld}\n" : "%.*s %lld\n",
                   STR_ARG(in.v.code), (long long)in.v.no);
    return rc;
}

static enum rc export_read(struct ctx *c, void *arg)
{
    struct process_cli *in = arg;
    struct process_versions all;
    enum rc rc = RC_OK;
    if (!in->no) {
        rc = process_version_list(c, in->code, &all);
        in->no = rc ? 0 : all.v[0].no;
    }
    return rc ? rc : process_version_by(c, in->code, in->no, &in->v);
}

static enum rc export(struct cli *cli) {
    struct process_cli in = {.cli = cli, .code = str_of(cli->argv[0])};
    if (cli->argc > 1 && (!str_to_i64(str_of(cli->argv[1]), &in.no) ||
                          in.no < 1)) return cli_usage(cli, "the version is a number from 1");
    const enum rc rc = store_read(cli->store, &cli->c, export_read, &in);
    if (!rc) cli_out(cli, in.v.content);
    return rc;
}

extern const struct verb casework_verbs[];
const struct verb casework_verbs[] = {
    {.name = "process check",
     .operands = "FILE",
     .help = "reads a process file and runs the checks of publishing that need no people",
     .data = CLI_NO_DATA,
     .min = 1,
     .max = 1,
     .run = check},
    {.name = "process import",
     .operands = "FILE",
     .help = "makes a draft of a process file; publishing is done on /admin/processes",
     .data = CLI_DATA,
     .min = 1,
     .max = 1,
     .run = import},
    {.name = "process export",
     .operands = "CODE [NUMBER]",
     .help = "the file of a version, the newest unless numbered",
     .data = CLI_DATA,
     .min = 1,
     .max = 2,
     .run = export},
    {0},
};
