/*
 * check.c - `motcua check`: derives every due date anew from the ledger of its clock and reads
 * every stored file again against its hash. Names what differs and goes on; exit code 1 when
 * something did. Reads only, page by page, so a running server is not held up. The chain of
 * events has its own command (`record verify`).
 */
#include "app/check.h"

#include "app/wire.h"
#include "casework/ledger.h"
#include "dossier/dossier_read.h"
#include "file/file.h"

#define PAGE 200

struct checking {
    struct cli *cli;
    struct work_due_check due;
    struct dossier *of; /* beside due.faults; id 0 = no dossier */
    struct file_list files;
    int64_t works, file_count, findings;
};

static void begin_finding(struct checking *k, struct buf *b, const char *kind, str object)
{
    *b = buf_new(k->cli->c.mem, 8192);
    buf_fmt(b, "%s{\"kind\": \"%s\", \"object\": ", k->findings++ ? ",\n  " : "\n  ", kind);
    buf_json(b, object);
}

static str moment(struct checking *k, instant at)
{
    return instant_is_none(at) ? S("none") : instant_iso(k->cli->c.mem, at);
}

static void say_due(struct checking *k, const struct work_due_fault *f, const struct dossier *d)
{
    struct cli *cli = k->cli;
    const str stored = moment(k, f->stored), derived = moment(k, f->derived);
    const str object = d->pub.n ? d->pub : str_fmt(cli->c.mem, "work %lld", (long long)f->id.v);
    struct buf b;
    begin_finding(k, &b, "due_at", object);
    buf_add_c(&b, ", \"stored\": ");
    buf_json(&b, stored);
    buf_add_c(&b, ", \"derived\": ");
    buf_json(&b, derived);
    buf_char(&b, '}');
    if (cli->json)
        cli_out(cli, buf_str(&b));
    else
        cli_printf(cli, "due_at of %.*s %.*s: stored %.*s, by its ledger %.*s\n", STR_ARG(object),
                   STR_ARG(d->code.p ? d->code : S("")), STR_ARG(stored), STR_ARG(derived));
}

static void say_file(struct checking *k, const struct file *f, const char *why)
{
    struct cli *cli = k->cli;
    struct buf b;
    begin_finding(k, &b, "file", f->pub);
    buf_add_c(&b, ", \"why\": ");
    buf_json(&b, str_of(why));
    buf_char(&b, '}');
    if (cli->json)
        cli_out(cli, buf_str(&b));
    else
        cli_printf(cli, "file %.*s: %s\n", STR_ARG(f->pub), why);
}

static enum rc read_due(struct ctx *c, void *arg)
{
    struct checking *k = arg;
    enum rc rc = work_check_due(c, k->due.last, PAGE, &k->due);
    if (rc)
        return rc;
    k->of = NEW_N(c->mem, struct dossier, k->due.n);
    for (ptrdiff_t i = 0; !rc && i < k->due.n; i++) {
        rc = dossier_get_by_id(c, (struct dossier_id){k->due.faults[i].id.v}, &k->of[i]);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

static enum rc check_due(struct checking *k)
{
    struct cli *cli = k->cli;
    do {
        const struct arena_mark mark = arena_mark(cli->c.mem);
        const enum rc rc = store_read(cli->store, &cli->c, read_due, k);
        if (rc)
            return rc;
        for (ptrdiff_t i = 0; i < k->due.n; i++)
            say_due(k, &k->due.faults[i], &k->of[i]);
        k->works += k->due.seen;
        arena_reset(cli->c.mem, mark);
        cli_progress(cli, "due dates", k->works, 0);
    } while (k->due.seen == PAGE && cli_alive(cli));
    return RC_OK;
}

static enum rc read_files(struct ctx *c, void *arg)
{
    struct checking *k = arg;
    return file_list(c, k->files.last, PAGE, &k->files);
}

/* Bytes are read outside any snapshot: a disk is slow. */
static enum rc check_files(struct checking *k)
{
    struct cli *cli = k->cli;
    do {
        const struct arena_mark mark = arena_mark(cli->c.mem);
        enum rc rc = store_read(cli->store, &cli->c, read_files, k);
        for (ptrdiff_t i = 0; !rc && i < k->files.n; i++) {
            rc = file_verify(&cli->c, app_parts()->files, &k->files.v[i]);
            if (rc == RC_INVALID || rc == RC_NOT_FOUND) {
                say_file(k, &k->files.v[i], rc == RC_INVALID ? "damaged" : "missing");
                rc = RC_OK;
            }
            cli->c.faults = NULL;
        }
        if (rc)
            return rc;
        k->file_count += k->files.n;
        arena_reset(cli->c.mem, mark);
        cli_progress(cli, "files", k->file_count, 0);
    } while (k->files.n == PAGE && cli_alive(cli));
    return RC_OK;
}

enum rc app_check(struct cli *cli)
{
    struct checking k = {.cli = cli};
    if (cli->json)
        cli_out(cli, S("{\"findings\": ["));
    enum rc rc = check_due(&k);
    if (!rc)
        rc = check_files(&k);
    if (rc)
        return rc;
    if (cli->json)
        cli_printf(cli, "],\n \"works\": %lld, \"files\": %lld, \"ok\": %s}\n", (long long)k.works,
                   (long long)k.file_count, k.findings ? "false" : "true");
    else
        cli_printf(cli, "%lld due dates, %lld files; %lld findings\n", (long long)k.works,
                   (long long)k.file_count, (long long)k.findings);
    return k.findings ? cli_wrong(cli) : RC_OK;
}
