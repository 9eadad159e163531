/*
 * serve.c - `motcua serve`: settings, folder, children, server; then waits to be told to end.
 * Order matters: the spawner was forked first thing in main (children.c), before any thread
 * and any secret; the folder is opened before the port; the port closes before the store.
 */
#include "app/serve.h"

#include <string.h>

#include "app/app_settings.h"
#include "app/modules.h"
#include "app/wire.h"
#include "cli/cli.h"
#include "host/console.h"
#include "host/file.h"
#include "host/stop.h"
#include "job/job.h"
#include "notify/notify.h"
#include "record/record.h"
#include "web/server.h"

#define CONFIG_MAX ((size_t)256 * 1024)

struct app_settings app_settings_now;

const struct setting app_settings[] = {
    {.name = "listen",
     .kind = SET_TEXT,
     .max = 64,
     .def = "127.0.0.1:8080",
     .help = "numeric address and port to listen on",
     .to = &app_settings_now.listen},
    {.name = "base_url",
     .kind = SET_TEXT,
     .max = 200,
     .def = "",
     .help = "address people use, https://host, of the TLS front; decides links, cookie and origin",
     .to = &app_settings_now.base_url},
    {.name = "trusted_front",
     .kind = SET_TEXT,
     .max = 300,
     .def = "",
     .help = "addresses of TLS fronts whose last X-Forwarded-For hop is taken for who asks",
     .to = &app_settings_now.trusted_front},
    {.name = "insecure",
     .kind = SET_BOOL,
     .def = "false",
     .help = "plain HTTP beyond loopback is meant so",
     .to = &app_settings_now.insecure},
    {.name = "workers",
     .kind = SET_INT,
     .min = 0,
     .max = 256,
     .def = "0",
     .help = "threads that answer requests; 0 = two for each core",
     .to = &app_settings_now.workers},
    {.name = "drain_seconds",
     .kind = SET_INT,
     .min = 0,
     .max = 300,
     .def = "10",
     .help = "how long what has begun may take when the server is told to end",
     .to = &app_settings_now.drain_s},
    {0},
};

/* ---- settings: file < environment < flag ------------------------------------------------------ */

static enum rc wrong(struct cli *cli, const char *where, str why)
{
    cli_err(cli, "motcua: %s: %.*s", where, STR_ARG(why));
    return RC_INVALID;
}

static enum rc from_file(struct cli *cli, struct settings *s)
{
    str path = str_fmt(cli->c.mem, "%s/motcua.conf", cli->data), text, why = STR_NONE;
    int line = 0;
    enum rc rc = host_file_get(cli->c.mem, path.p, CONFIG_MAX, &text);
    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (rc != RC_OK)
        return wrong(cli, path.p, S("cannot be read"));
    if (settings_read(s, text, &line, &why) == RC_OK)
        return RC_OK;
    return wrong(cli, str_fmt(cli->c.mem, "%.*s:%d", STR_ARG(path), line).p, why);
}

static enum rc from_flags(struct cli *cli, struct settings *s)
{
    static const struct {
        const char *option, *name;
    } flags[] = {{"listen", "listen"}, {"base-url", "base_url"}};
    str why = STR_NONE;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < sizeof flags / sizeof *flags; i++)
        if (cli_get(cli, flags[i].option).p)
            rc = settings_set(s, str_of(flags[i].name), cli_get(cli, flags[i].option), SET_FLAG, &why);
    if (rc == RC_OK && cli_flag(cli, "insecure"))
        rc = settings_set(s, S("insecure"), S("true"), SET_FLAG, &why);
    for (int i = 0; rc == RC_OK && i < cli->argc; i++) {
        struct str_cut pair = str_cut(str_of(cli->argv[i]), '=');
        why = S("a setting is NAME=VALUE");
        rc = pair.found ? settings_set(s, pair.head, pair.tail, SET_FLAG, &why) : RC_INVALID;
    }
    return rc == RC_OK ? RC_OK : wrong(cli, "command line", why);
}

static enum rc load_settings(struct cli *cli)
{
    int n;
    const struct setting *const *lists = app_setting_lists(&n);
    struct settings *s = settings_new(cli->c.mem, lists, n);
    str why = STR_NONE;
    enum rc rc = from_file(cli, s);
    if (rc == RC_OK && settings_env(s, host_env_all(), &why) != RC_OK)
        rc = wrong(cli, "environment", why);
    return rc == RC_OK ? from_flags(cli, s) : rc;
}

/* ---- serving ------------------------------------------------------------------------------------- */

struct serving {
    struct cli_data *data;
    struct record_keeper *record;
    struct job_runner *jobs;
    struct web *web;
    struct cli_admin *admin;
};

/* Demo accounts have published passwords: such a folder stays on this machine unless told. */
static enum rc check_demo(struct cli *cli, bool *ret_demo)
{
    struct host_entry e;
    enum rc rc = host_file_stat(str_fmt(cli->c.mem, "%s/demo", cli->data).p, &e);
    *ret_demo = rc == RC_OK;
    if (rc == RC_OK && !http_listen_is_loopback(app_settings_now.listen) && !app_settings_now.insecure)
        return wrong(cli, "demo folder", S("listens beyond this machine only with --insecure"));
    return rc == RC_OK || rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void metrics(struct buf *b)
{
    job_metrics(b);
    notify_metrics(b);
}

static enum rc start_web(struct cli *cli, struct serving *s, bool demo)
{
    str spool = str_fmt(cli->c.mem, "%s/spool", s->data->dir);
    const struct web_config k = {
        .modules = app_modules,
        .groups = app_groups,
        .auth = &app_auth,
        .store = s->data->store,
        .files = app_parts()->files,
        .keys = app_parts()->keys,
        .listen = {app_settings_now.listen},
        .insecure_ok = app_settings_now.insecure,
        .base_url = app_settings_now.base_url.n ? app_settings_now.base_url : STR_NONE,
        .fronts = app_settings_now.trusted_front,
        .spool = str_c(cli->c.mem, spool),
        .workers = (int)app_settings_now.workers,
        .demo = demo,
        .metrics = metrics,
    };
    enum rc rc = host_dir_make(k.spool);
    return rc == RC_OK ? web_start(&cli->c, &k, &s->web) : rc;
}

/* What links in letters begin with. */
static void tell_origin(struct cli *cli)
{
    const str base = app_settings_now.base_url;
    notify_set_origin(base.n ? base
                             : str_fmt(cli->c.mem, "http://%.*s", STR_ARG(app_settings_now.listen)));
}

static enum rc start(struct cli *cli, struct serving *s)
{
    bool demo = false;
    enum rc rc = check_demo(cli, &demo);
    cli_clock(cli->data);
    tell_origin(cli);
    if (rc == RC_OK)
        rc = cli_data_open(cli->app, cli->data, cli->database, true, &s->data);
    if (rc == RC_OK)
        rc = record_keeper_start(s->data->store, s->data->dir, &s->record);
    if (rc == RC_OK)
        rc = job_runner_start(s->data->store, &s->jobs);
    if (rc == RC_OK)
        rc = start_web(cli, s, demo);
    if (rc == RC_OK)
        rc = cli_admin_start(cli->app, s->data, &s->admin);
    return rc;
}

/* Backwards; each accepts what was never started. */
static void stop(struct serving *s)
{
    if (s->admin)
        cli_admin_stop(s->admin);
    web_stop(s->web, (int)app_settings_now.drain_s * 1000);
    job_runner_stop(s->jobs);
    record_keeper_stop(s->record);
    cli_data_close(s->data);
}

static enum rc serve(struct cli *cli)
{
    struct serving s = {0};
    enum rc rc = load_settings(cli);
    if (rc != RC_OK)
        return rc;
    host_stop_prepare();
    rc = start(cli, &s);
    if (rc == RC_OK) {
        cli_printf(cli, "motcua: ready %.*s\n", STR_ARG(web_origin(s.web)));
        cli_flush(cli);
        host_stop_wait();
        cli_err(cli, "motcua: ending, what has begun is finished first");
    }
    stop(&s);
    return rc;
}

/* ---- lists ------------------------------------------------------------------------------------------
 */

static enum rc routes(struct cli *cli)
{
    cli_out(cli, web_routes_text(cli->c.mem, app_modules, cli->json));
    return RC_OK;
}

struct listing {
    struct cli *cli;
    bool any;
};
static void show_setting(void *arg, const struct setting *row, str value, enum setting_origin from)
{
    static const char *const kinds[] = {"int", "bool", "text", "choice"};
    static const char *const origins[] = {"default", "file", "environment", "flag"};
    struct listing *l = arg;
    struct buf b = buf_new(l->cli->c.mem, 8192);
    if (!l->cli->json) {
        cli_printf(l->cli, "%-22s %-12.*s %-11s %s (%s, default \"%s\")\n", row->name, STR_ARG(value),
                   origins[from], row->help, kinds[row->kind], row->def);
        return;
    }
    buf_fmt(&b, "%s\n{\"name\":\"%s\",\"kind\":\"%s\",\"origin\":\"%s\",\"value\":", l->any ? "," : "",
            row->name, kinds[row->kind], origins[from]);
    buf_json(&b, value);
    buf_add_c(&b, ",\"default\":");
    buf_json(&b, str_of(row->def));
    if (row->kind == SET_INT)
        buf_fmt(&b, ",\"min\":%lld,\"max\":%lld", (long long)row->min, (long long)row->max);
    buf_add_c(&b, ",\"help\":");
    buf_json(&b, str_of(row->help));
    buf_add_c(&b, "}");
    cli_out(l->cli, buf_str(&b));
    l->any = true;
}

/* As the environment of this command leaves them; what a server uses may also come from its file. */
static enum rc settings(struct cli *cli)
{
    int n;
    const struct setting *const *lists = app_setting_lists(&n);
    struct settings *s = settings_new(cli->c.mem, lists, n);
    struct listing l = {cli, false};
    str why = STR_NONE;
    if (settings_env(s, host_env_all(), &why) != RC_OK)
        return wrong(cli, "environment", why);
    cli_out(cli, cli->json ? S("[") : S(""));
    settings_each(s, show_setting, &l);
    cli_out(cli, cli->json ? S("\n]\n") : S(""));
    return RC_OK;
}

static const struct cli_option serve_options[] = {
    {"listen", 0, "ADDRESS:PORT", "numeric; default 127.0.0.1:8080"},
    {"base-url", 0, "URL", "https://host of the TLS front"},
    {"insecure", 0, NULL, "plain HTTP beyond loopback is meant so"},
    {0},
};

const struct verb app_serve_verbs[] = {
    {.name = "serve",
     .operands = "[NAME=VALUE...]",
     .help = "serves the folder, made when missing; settings by name",
     .data = CLI_OWN,
     .max = -1,
     .options = serve_options,
     .run = serve},
    {.name = "routes", .help = "every address, its permission and kind", .run = routes},
    {.name = "settings", .help = "every setting, its value and where it comes from", .run = settings},
    {0},
};
