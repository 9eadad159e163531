/*
 * arrival_cli.c - `motcua arrival`: a file is tried and reported, or taken in; files of papers come
 * from a folder. The file is tried first in any case.
 */
#include <string.h>

#include "access/access.h"
#include "arrival/arrival.h"
#include "cli/cli.h"
#include "core/buf.h"
#include "core/str.h"
#include "host/beneath.h"

extern const struct verb arrival_verbs[];

#define AT_ONCE 25
#define NOTES_SHOWN 20
#define CHUNK (64 * 1024)

struct run_cli {
    struct cli *cli;
    struct arrival_table table;
    struct arrival_open open;
    struct arrival_run run;
    str pub;
    bool more, strict;
    int64_t before;
    struct arrival_runs list;
    struct arrival_said *said;
    ptrdiff_t said_n;
    str csv;
};

static void as_owner(struct cli *cli)
{
    cli->c.actor = (struct actor *)(uintptr_t)access_system(); /* whoever owns the folder */
}

static void tell_faults(struct cli *cli)
{
    for (const struct fault *f = cli->c.faults; f; f = f->next)
        cli_err(cli, "%.*s%s%.*s", STR_ARG(f->field), f->field.n ? ": " : "",
                STR_ARG(text_fmt(cli->c.mem, cli->lang, f->key, f->args, 3)));
}

/* ---- files of papers ---- */

static enum rc store_bytes(struct run_cli *in, struct file_store *files, int fd, int64_t size,
                           struct file_stored *ret)
{
    struct file_upload *up;
    char *chunk = arena_alloc(in->cli->c.mem, CHUNK);
    size_t got = CHUNK;
    enum rc rc = file_upload_begin(&in->cli->c, files, size, &up);
    while (!rc && got == CHUNK) {
        rc = host_file_read(fd, chunk, CHUNK, &got);
        if (!rc && got)
            rc = file_upload_write(up, chunk, got);
    }
    return rc ? rc : file_upload_store(&in->cli->c, up, FILE_ANY, "files", ret);
}

/* One file of the folder; missing or of no type we take, its row says so. */
static enum rc store_one(struct run_cli *in, struct file_store *files, int root, str name,
                         struct arrival_named_file *to)
{
    struct ctx *c = &in->cli->c;
    struct host_entry entry;
    int fd = -1;
    const char *path = str_c(c->mem, name);
    enum rc rc = host_beneath_stat(root, path, &entry);
    if (!rc && !entry.dir)
        rc = host_beneath_open(root, path, HOST_READ, &fd);
    if (rc || entry.dir) {
        cli_err(in->cli, "%s: not in the folder", path);
        return RC_NOT_FOUND;
    }
    rc = store_bytes(in, files, fd, FILE_SIZE_MAX, &to->stored);
    host_file_close(fd);
    if (rc == RC_INVALID) {
        cli_err(in->cli, "%s: no file that is taken (type or size)", path);
        c->faults = NULL;
        return RC_NOT_FOUND;
    }
    to->name = name;
    return rc;
}

static enum rc store_files(struct run_cli *in)
{
    struct cli *cli = in->cli;
    struct file_store *files;
    str *names;
    int root = -1;
    const str dir = cli_get(cli, "files");
    const ptrdiff_t n = arrival_table_files(cli->c.mem, &in->table, &names);
    if (!dir.p || !n)
        return RC_OK;
    struct arrival_named_file *list = NEW_N(cli->c.mem, struct arrival_named_file, n);
    enum rc rc = host_root_open(cli_path(cli, dir), &root);
    if (rc) {
        cli_err(cli, "%.*s: no such folder", STR_ARG(dir));
        return rc;
    }
    rc = file_store_open(cli->data, &files);
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        rc = store_one(in, files, root, names[i], &list[in->open.file_n]);
        in->open.file_n += !rc;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
        cli_progress(cli, "files", i + 1, n);
    }
    if (!rc || rc != RC_NOT_FOUND)
        file_store_close(files);
    host_file_close(root);
    in->open.files = list;
    return rc;
}

/* ---- units ---- */

static enum rc open_unit(struct ctx *c, void *arg)
{
    struct run_cli *in = arg;
    return arrival_open(c, &in->open, &in->pub);
}

static enum rc step_unit(struct ctx *c, void *arg)
{
    struct run_cli *in = arg;
    const enum rc rc = arrival_step(c, in->pub, AT_ONCE, &in->more);
    return rc ? rc : arrival_get(c, in->pub, &in->run);
}

static enum rc apply_unit(struct ctx *c, void *arg)
{
    struct run_cli *in = arg;
    return arrival_apply(c, in->pub, in->strict);
}

static enum rc look(struct ctx *c, void *arg)
{
    struct run_cli *in = arg;
    enum rc rc = arrival_get(c, in->pub, &in->run);
    if (!rc)
        rc = arrival_said(c, in->run.id, 0, NOTES_SHOWN, &in->said, &in->said_n);
    return rc;
}

static enum rc report_unit(struct ctx *c, void *arg)
{
    struct run_cli *in = arg;
    const enum rc rc = arrival_get(c, in->pub, &in->run);
    return rc ? rc : arrival_report(c, in->run.id, in->cli->lang, &in->csv);
}

/* Small units, so that others get their turn; the bar goes with the rows. */
static enum rc go_through(struct run_cli *in, const char *what)
{
    enum rc rc = RC_OK;
    int64_t done = 0;
    const str pub = in->pub;
    do {
        const struct arena_mark mark = arena_mark(in->cli->c.mem);
        rc = store_write(in->cli->store, &in->cli->c, step_unit, in);
        done += AT_ONCE;
        arena_reset(in->cli->c.mem, mark);
        in->pub = pub;
        cli_progress(in->cli, what, done < in->open.table->n ? done : in->open.table->n,
                     in->open.table->n);
    } while (!rc && in->more);
    return rc;
}

/* ---- verbs ---- */

static enum rc print(struct run_cli *in)
{
    struct cli *cli = in->cli;
    enum rc rc = store_read(cli->store, &cli->c, look, in);
    if (rc)
        return rc;
    const struct arrival_run *r = &in->run;
    cli_printf(cli,
               cli->json ? "{\"run\": \"%.*s\", \"rows\": %lld, \"fits\": %lld, \"stored\": %lld, "
                           "\"updated\": %lld, \"unchanged\": %lld, \"differs\": %lld, \"refused\": "
                           "%lld, \"notes\": %lld}\n"
                         : "%.*s: %lld rows; %lld fit, %lld stored, %lld updated, %lld unchanged, %lld "
                           "differ, %lld refused; %lld notes\n",
               STR_ARG(r->pub), (long long)r->rows, (long long)r->fits, (long long)r->stored,
               (long long)r->updated, (long long)r->unchanged, (long long)r->differs,
               (long long)r->refused, (long long)(r->faults + r->notes));
    for (ptrdiff_t i = 0; !cli->json && i < in->said_n; i++)
        cli_printf(cli, "%7lld %.*s %s: %.*s\n", (long long)in->said[i].line,
                   STR_ARG(in->said[i].member), in->said[i].refused ? "refused" : "note",
                   STR_ARG(arrival_said_text(cli->c.mem, cli->lang, &in->said[i])));
    return r->refused ? cli_wrong(cli) : RC_OK;
}

static enum rc read_file(struct run_cli *in)
{
    struct cli *cli = in->cli;
    const char *path = cli_path(cli, str_of(cli->argv[0]));
    const char *slash = strrchr(path, '/');
    const str kind = cli_get(cli, "kind");
    in->open.source = cli_get(cli, "source");
    in->open.name = str_of(slash ? slash + 1 : path);
    in->open.table = &in->table;
    if (!in->open.source.n)
        return cli_usage(cli, "--source names the other system");
    if (kind.p && !arrival_kind_parse(kind, &in->open.kind))
        return cli_usage(cli, "--kind is moved or synced");
    enum rc rc = host_file_get(cli->c.mem, path, (size_t)ARRIVAL_BYTES_MAX, &in->open.bytes);
    if (rc) {
        cli_err(cli, "%s: cannot be read", path);
        return rc;
    }
    rc = arrival_table_read(&cli->c, in->open.kind, in->open.bytes, &in->table);
    if (rc)
        tell_faults(cli);
    return rc;
}

static enum rc apply_run(struct run_cli *in)
{
    enum rc rc = store_write(in->cli->store, &in->cli->c, apply_unit, in);
    if (rc)
        tell_faults(in->cli);
    return rc ? rc : go_through(in, "import");
}

static enum rc import(struct cli *cli)
{
    struct run_cli in = {.cli = cli, .strict = cli_flag(cli, "strict")};
    as_owner(cli);
    enum rc rc = read_file(&in);
    if (rc || cli->exit)
        return rc;
    rc = store_files(&in);
    if (!rc)
        rc = store_write(cli->store, &cli->c, open_unit, &in);
    if (rc) {
        tell_faults(cli);
        return rc;
    }
    rc = go_through(&in, "check");
    if (!rc && !cli_flag(cli, "dry-run"))
        rc = apply_run(&in);
    return rc ? rc : print(&in);
}

static enum rc apply(struct cli *cli)
{
    struct run_cli in = {.cli = cli,
                         .pub = str_of(cli->argv[0]),
                         .strict = cli_flag(cli, "strict"),
                         .open.table = &in.table};
    as_owner(cli);
    enum rc rc = store_read(cli->store, &cli->c, look, &in);
    in.table.n = (ptrdiff_t)in.run.rows;
    if (!rc)
        rc = apply_run(&in);
    return rc ? rc : print(&in);
}

static enum rc report(struct cli *cli)
{
    struct run_cli in = {.cli = cli, .pub = str_of(cli->argv[0])};
    as_owner(cli);
    const enum rc rc = store_read(cli->store, &cli->c, report_unit, &in);
    if (!rc)
        cli_out(cli, in.csv);
    return rc;
}

static enum rc sample(struct cli *cli)
{
    enum arrival_kind kind = ARRIVAL_MOVED;
    if (cli->argc && !arrival_kind_parse(str_of(cli->argv[0]), &kind))
        return cli_usage(cli, "moved or synced");
    cli_out(cli, arrival_sample(cli->c.mem, kind));
    return RC_OK;
}

static const struct cli_option import_options[] = {
    {"kind", 'k', "moved|synced", "settled here from now on (default), or led by a ministry's system"},
    {"source", 's', "WORD", "the other system; the same word every time"},
    {"files", 'f', "DIR", "where the files of the column `files` lie"},
    {"dry-run", 'n', NULL, "tries every row and stores no dossier"},
    {"strict", 0, NULL, "takes in nothing when a row does not fit"},
    {0}};
static const struct cli_option apply_options[] = {
    {"strict", 0, NULL, "takes in nothing when a row does not fit"}, {0}};

const struct verb arrival_verbs[] = {
    {.name = "arrival import",
     .operands = "FILE",
     .help = "dossiers of another system from CSV or JSON, tried first",
     .data = CLI_DATA,
     .min = 1,
     .max = 1,
     .options = import_options,
     .run = import},
    {.name = "arrival apply",
     .operands = "RUN",
     .help = "takes in what fitted when it was tried",
     .data = CLI_DATA,
     .min = 1,
     .max = 1,
     .options = apply_options,
     .run = apply},
    {.name = "arrival report",
     .operands = "RUN",
     .help = "what did not fit, as CSV",
     .data = CLI_DATA,
     .min = 1,
     .max = 1,
     .run = report},
    {.name = "arrival sample",
     .operands = "[moved|synced]",
     .help = "a file with every column",
     .data = CLI_NO_DATA,
     .max = 1,
     .run = sample},
    {0},
};
