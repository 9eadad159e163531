/*
 * demo_cli.c - `motcua demo`: authority, procedures, a result file, eighteen months of
 * dossiers, the marker. An empty folder only: nothing that exists is touched.
 */
#include "catalog/catalog.h"
#include "catalog/catalog_import.h"
#include "cli/cli.h"
#include "core/embed.h"
#include "crypto/crypto.h"
#include "demo/demo.h"
#include "file/file.h"
#include "host/clock.h"
#include "host/file.h"
#include "pdf/pdf.h"

#include <string.h>

#define DOSSIERS 2000

#define WITH_PETITIONS 100 /* dossiers: a smaller story has none */

struct making {
    struct cli *cli;
    struct demo demo;
    str hash;
    struct arena *keep; /* names that outlive the units */
    struct file_stored result;
    struct import_report report;
};

static enum rc check_empty(struct ctx *c, void *arg)
{
    struct agencies list;
    (void)arg;
    const enum rc rc = org_agency_list(c, 0, instant_date(c->now), &list);
    return !rc && list.n ? fail(c, RC_CONFLICT, NULL, "demo.not_empty") : rc;
}

static enum rc build(struct ctx *c, void *arg)
{
    struct making *m = arg;
    m->demo = (struct demo){.store = m->cli->store};
    return demo_build_authority(c, &m->demo, m->hash);
}

static enum rc import(struct ctx *c, void *arg)
{
    struct making *m = arg;
    m->report = (struct import_report){.mem = m->keep};
    for (const struct embed *p = embed_packs; p->name; p++)
        if (strcmp(p->name, "procedures/starter.json") == 0)
            return catalog_import_file(c, S("starter.json"),
                                       (str){(const char *)p->bytes, (ptrdiff_t)p->size}, &m->report);
    return RC_NOT_FOUND;
}

static enum rc store_report(struct ctx *c, void *arg)
{
    const struct making *m = arg;
    return catalog_import_store(c, S("starter.json"), &m->report);
}

/* What every demo result carries: one page that says what it is. */
static enum rc paint_result(struct making *m)
{
    const struct pdf_style title = {
        .size_pt10 = 160, .align = PDF_CENTER, .bold = true, .before_pt10 = 800};
    const struct pdf_style text = {.size_pt10 = 130, .align = PDF_CENTER, .before_pt10 = 120};
    struct cli *cli = m->cli;
    struct file_store *files;
    str pdf;
    struct pdf_doc *d =
        pdf_new(cli->c.mem, &pdf_page_document, text_get(LANG_VI, "demo.result"), cli->c.now);
    pdf_heading(d, &title, 1, text_get(LANG_VI, "demo.result.title"));
    pdf_para(d, &text, text_get(LANG_VI, "demo.result.text"));
    enum rc rc = pdf_paint(&cli->c, d, &pdf);
    if (!rc)
        rc = file_store_open(cli->data, &files);
    if (rc)
        return rc;
    rc = file_store_bytes(&cli->c, files, FILE_PDF, pdf, &m->result);
    file_store_close(files);
    return rc;
}

static enum rc add_result(struct ctx *c, void *arg)
{
    struct making *m = arg;
    struct file f;
    const enum rc rc = file_add(c, &m->result, S("ket-qua-minh-hoa.pdf"), 0, &f);
    m->demo.result_file = f.id.v;
    m->demo.result_name = S("ket-qua-minh-hoa.pdf");
    return rc;
}

static void progress(void *arg, int64_t done, int64_t total)
{
    cli_progress(arg, "dossiers", done, total);
}

static const char accounts[] = "  citizen          congdan@example.vn\n"
                               "  clerk            tiepnhan.camthanh\n"
                               "  officer          chuyenvien1.camthanh\n"
                               "  leader           lanhdao.camthanh\n"
                               "  control office   kiemsoat\n"
                               "  inspector        thanhtra\n"
                               "  administrator    quantri\n";

static enum rc mark(struct making *m)
{
    const str path = str_fmt(m->cli->c.mem, "%s/demo", m->cli->data);
    const str text = str_fmt(m->cli->c.mem, "%spassword of all: %s\n", accounts, DEMO_PASSWORD);
    return host_file_replace(str_c(m->cli->c.mem, path), text, 0600);
}

static enum rc run(struct making *m, int64_t dossiers, int64_t seed, instant until)
{
    struct cli *cli = m->cli;
    struct demo_run run = {.demo = &m->demo,
                           .seed = (uint64_t)seed,
                           .dossiers = dossiers,
                           .until = until,
                           .progress = progress,
                           .arg = cli};
    struct arena *plan = arena_new((size_t)512 << 20);
    if (!plan)
        return RC_UNAVAILABLE;
    const int64_t begun = host_monotonic_us();
    const enum rc rc = demo_run(plan, &run);
    arena_free(plan);
    if (rc) {
        cli_err(cli, "stopped after %lld dossiers: %s%s%s", (long long)run.filed, rc_name(rc),
                run.why ? ", " : "", run.why ? run.why : "");
        return rc;
    }
    const int64_t ms = (host_monotonic_us() - begun) / 1000;
    if (cli->json)
        cli_printf(cli,
                   "{\"dossiers\": %lld, \"finished\": %lld, \"late\": %lld, \"refused\": %lld, "
                   "\"ms\": %lld}\n",
                   (long long)run.filed, (long long)run.finished, (long long)run.late,
                   (long long)run.refused, (long long)ms);
    else
        cli_printf(cli,
                   "%lld dossiers, %lld finished (%lld late), %lld refused, in %lld ms\n\nSign in "
                   "as\n%swith the password %s\n",
                   (long long)run.filed, (long long)run.finished, (long long)run.late,
                   (long long)run.refused, (long long)ms, accounts, DEMO_PASSWORD);
    return RC_OK;
}

static enum rc demo(struct cli *cli)
{
    struct making m = {.cli = cli, .keep = arena_new((size_t)64 << 20)};
    int64_t dossiers, seed;
    const instant now = cli->c.now;
    instant until = now;
    const str given = cli_get(cli, "until");
    enum rc rc = cli_get_int(cli, "dossiers", DOSSIERS, 0, 100000, &dossiers);
    if (!rc)
        rc = cli_get_int(cli, "seed", 1, 0, INT64_MAX, &seed);
    if (!rc && given.n && !instant_parse(given, &until))
        rc = cli_usage(cli, "--until wants a moment: 2026-11-19T14:00");
    cli->c.actor = (struct actor *)(uintptr_t)access_system();
    if (!rc)
        rc = store_read(cli->store, &cli->c, check_empty, NULL);
    if (!rc)
        rc = crypto_password_hash(cli->c.mem, S(DEMO_PASSWORD), &m.hash);
    if (!rc)
        rc = mark(&m); /* before the first account exists */
    if (!rc)
        rc = store_write(cli->store, &cli->c, build, &m);
    cli->c.now = demo_begin(until); /* no dossier is older than its procedure */
    if (!rc)
        rc = store_write(cli->store, &cli->c, import, &m);
    if (!rc)
        rc = store_write(cli->store, &cli->c, store_report, &m);
    cli->c.now = now;
    if (!rc)
        rc = paint_result(&m);
    if (!rc)
        rc = store_write(cli->store, &cli->c, add_result, &m);
    if (!rc)
        rc = run(&m, dossiers, seed, until);
    if (!rc && dossiers >= WITH_PETITIONS)
        rc = demo_petitions(&cli->c, &m.demo, (uint64_t)seed, until);
    if (!rc && dossiers >= WITH_PETITIONS)
        rc = demo_applications(&cli->c, &m.demo, until);
    arena_free(m.keep);
    return rc;
}

static const struct cli_option options[] = {
    {"dossiers", 0, "N", "how many dossiers (2000)"},
    {"seed", 0, "S", "the same seed and end give the same story (1)"},
    {"until", 0, "MOMENT", "end of the eighteen months (now)"},
    {0},
};

const struct verb demo_verbs[] = {
    {.name = "demo",
     .help = "a demonstration province in an empty folder",
     .data = CLI_DEMO,
     .options = options,
     .run = demo},
    {0},
};
