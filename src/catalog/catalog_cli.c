/*
 * catalog_cli.c - `motcua catalog import`: files or folders, each file a unit of work of its
 * own, one quality report for the run, printed and stored.
 */
#include <stdlib.h>
#include <string.h>

#include "catalog/catalog_import.h"
#include "cli/cli.h"
#include "host/file.h"

#define FILES_MAX 20000
#define FILE_MAX ((size_t)64 << 20)

struct import_cli {
    struct cli *cli;
    char **paths;
    size_t count;
    const char *dir;
    struct import_report report;
    str name, bytes;
    struct import_report run; /* of the file in hand */
};

static enum rc add_path(struct import_cli *in, const char *path)
{
    if (in->count == FILES_MAX) {
        cli_err(in->cli, "more than %d files", FILES_MAX);
        return RC_INVALID;
    }
    in->paths[in->count++] = strdup(path);
    return RC_OK;
}

static enum rc each_entry(void *arg, const struct host_entry *e)
{
    struct import_cli *in = arg;
    const size_t n = strlen(e->name);
    if (e->dir || n < 6 ||
        (strcmp(e->name + n - 5, ".json") != 0 && strcmp(e->name + n - 6, ".jsonl") != 0))
        return RC_OK;
    return add_path(in, str_c(in->cli->c.mem, str_fmt(in->cli->c.mem, "%s/%s", in->dir, e->name)));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum rc collect(struct import_cli *in)
{
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < in->cli->argc; i++) {
        in->dir = cli_path(in->cli, str_of(in->cli->argv[i]));
        const size_t from = in->count;
        rc = host_dir_each(in->cli->c.mem, in->dir, each_entry, in);
        if (rc) /* no folder: a file */
            rc = add_path(in, in->dir);
        else
            qsort(in->paths + from, in->count - from, sizeof *in->paths, by_name);
    }
    return rc;
}

static enum rc import_unit(struct ctx *c, void *arg)
{
    struct import_cli *in = arg;
    in->run = in->report; /* each run of the unit starts from what the files before gave */
    return catalog_import_file(c, in->name, in->bytes, &in->run);
}

static enum rc store_unit(struct ctx *c, void *arg)
{
    struct import_cli *in = arg;
    return catalog_import_store(c, in->name, &in->report);
}

static enum rc import_path(struct import_cli *in, const char *path)
{
    struct ctx *c = &in->cli->c;
    const struct arena_mark mark = arena_mark(c->mem);
    const char *slash = strrchr(path, '/');
    in->name = str_of(slash ? slash + 1 : path);
    enum rc rc = host_file_get(c->mem, path, FILE_MAX, &in->bytes);
    if (rc) {
        cli_err(in->cli, "%s: cannot be read", path);
        return rc;
    }
    rc = store_write(in->cli->store, c, import_unit, in);
    if (rc) {
        for (const struct fault *f = c->faults; f; f = f->next)
            if (!f->next)
                cli_err(in->cli, "%s: %.*s: %.*s", path, STR_ARG(f->field),
                        STR_ARG(text_fmt(c->mem, in->cli->lang, f->key, f->args, 3)));
        return rc;
    }
    in->report = in->run;
    arena_reset(c->mem, mark);
    return RC_OK;
}

static int by_kind(const void *a, const void *b)
{
    const struct defect *x = a, *y = b;
    const int kind = strcmp(x->kind, y->kind);
    return kind ? kind : str_cmp(x->code, y->code);
}

static void print_json(struct import_cli *in)
{
    const struct import_report *r = &in->report;
    struct cli *cli = in->cli;
    cli_printf(cli,
               "{\"read\": %lld, \"stored\": %lld, \"merged\": %lld, \"unchanged\": %lld, \"notes\": "
               "%lld, \"defects\": {",
               (long long)r->read, (long long)r->stored, (long long)r->merged, (long long)r->unchanged,
               (long long)r->notes);
    for (ptrdiff_t i = 0; i < r->defects_n; i++) {
        struct buf b = buf_new(cli->c.mem, 4096);
        const bool first = i == 0 || strcmp(r->defects[i].kind, r->defects[i - 1].kind) != 0;
        if (first)
            buf_fmt(&b, "%s\"%s\": [", i ? "], " : "", r->defects[i].kind);
        else
            buf_add(&b, S(", "));
        buf_add(&b, S("{\"code\": "));
        buf_json(&b, r->defects[i].code);
        buf_add(&b, S(", \"detail\": "));
        buf_json(&b, r->defects[i].detail);
        buf_char(&b, '}');
        cli_out(cli, buf_str(&b));
    }
    cli_printf(cli, "%s}}\n", r->defects_n ? "]" : "");
}

#define CODES_SHOWN 5

static void print_text(struct import_cli *in)
{
    const struct import_report *r = &in->report;
    cli_printf(in->cli, "%lld read, %lld stored, %lld merged, %lld unchanged, %lld notes\n",
               (long long)r->read, (long long)r->stored, (long long)r->merged, (long long)r->unchanged,
               (long long)r->notes);
    for (ptrdiff_t i = 0; i < r->defects_n;) {
        ptrdiff_t end = i;
        while (end < r->defects_n && strcmp(r->defects[end].kind, r->defects[i].kind) == 0)
            end++;
        cli_printf(in->cli, "%7lld %-20s", (long long)(end - i), r->defects[i].kind);
        for (ptrdiff_t k = i; k < end && k < i + CODES_SHOWN; k++)
            cli_printf(in->cli, " %.*s", STR_ARG(r->defects[k].code));
        cli_printf(in->cli, "%s\n", end - i > CODES_SHOWN ? " …" : "");
        i = end;
    }
}

static enum rc run_import(struct import_cli *in)
{
    enum rc rc = collect(in);
    for (size_t i = 0; !rc && i < in->count; i++) {
        rc = import_path(in, in->paths[i]);
        cli_progress(in->cli, "import", (int64_t)i + 1, (int64_t)in->count);
    }
    in->name = str_of(in->cli->argc ? in->cli->argv[0] : "");
    if (!rc)
        rc = store_write(in->cli->store, &in->cli->c, store_unit, in);
    if (rc)
        return rc;
    if (in->report.defects_n)
        qsort(in->report.defects, (size_t)in->report.defects_n, sizeof *in->report.defects, by_kind);
    if (in->cli->json)
        print_json(in);
    else
        print_text(in);
    return RC_OK;
}

static enum rc catalog_import(struct cli *cli)
{
    struct import_cli in = {.cli = cli, .paths = calloc(FILES_MAX, sizeof(char *))};
    in.report.mem = arena_new((size_t)256 << 20);
    enum rc rc = in.paths && in.report.mem ? run_import(&in) : RC_UNAVAILABLE;
    for (size_t i = 0; i < in.count; i++)
        free(in.paths[i]);
    free(in.paths);
    arena_free(in.report.mem);
    return rc;
}

const struct verb catalog_verbs[] = {
    {.name = "catalog import",
     .operands = "FILE|DIR...",
     .help = "starter pack, catalogue rows or full records, with a quality report",
     .data = CLI_NEW,
     .min = 1,
     .max = -1,
     .run = catalog_import},
    {0},
};
