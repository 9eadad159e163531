/* web_module.c - settings, routes and jobs every server has. */
#include "job/kind.h"
#include "web/server.h"
#include "web/settings.h"
#include "web/web_http.h"

struct web_settings web_settings_now;

const struct setting web_settings[] = {
    {.name = "site_name",
     .kind = SET_TEXT,
     .max = 120,
     .def = "Một cửa",
     .help = "name of the site, on every page and in titles",
     .to = &web_settings_now.name},
    {.name = "site_owner",
     .kind = SET_TEXT,
     .max = 200,
     .def = "",
     .help = "the authority, below the name",
     .to = &web_settings_now.owner},
    {.name = "site_help",
     .kind = SET_TEXT,
     .max = 300,
     .def = "",
     .help = "whom to call and when, in the footer of public pages",
     .to = &web_settings_now.help},
    {.name = "site_accent",
     .kind = SET_CHOICE,
     .choices = "indigo|gom",
     .def = "indigo",
     .help = "colour set of links and buttons",
     .to = &web_settings_now.accent},
    {.name = "upload_file_mb",
     .kind = SET_INT,
     .min = 1,
     .max = 64,
     .def = "10",
     .help = "megabytes one uploaded file may have",
     .to = &web_settings_now.file_mb},
    {.name = "upload_body_mb",
     .kind = SET_INT,
     .min = 1,
     .max = 512,
     .def = "60",
     .help = "megabytes all files of one form may have together",
     .to = &web_settings_now.body_mb},
    {.name = "guesses_from_address",
     .kind = SET_INT,
     .min = 5,
     .max = 100000,
     .def = "60",
     .help = "wrong tracking codes or secrets from one address (IPv6: one /64) in ten minutes",
     .to = &web_settings_now.guesses_from},
    {.name = "guesses_at_code",
     .kind = SET_INT,
     .min = 5,
     .max = 100000,
     .def = "30",
     .help = "wrong secrets for one dossier's code in an hour, from everywhere",
     .to = &web_settings_now.guesses_at},
    {.name = "api_requests_minute",
     .kind = SET_INT,
     .min = 10,
     .max = 10000000,
     .def = "1200",
     .help = "requests to /api a minute, of one account or, without a token, of one address",
     .to = &web_settings_now.api_minute},
    {.name = "metrics_open",
     .kind = SET_BOOL,
     .def = "false",
     .help = "/metrics answers everybody, not only this machine by a loopback name",
     .to = &web_settings_now.metrics_open},
    {.name = "log_requests",
     .kind = SET_BOOL,
     .def = "true",
     .help = "one log line for each request",
     .to = &web_settings_now.log_requests},
    {0},
};

#define KEYS_AT_ONCE 200 /* rows in one unit */

static enum rc sweep_keys(struct ctx *c, struct job_run *run)
{
    int64_t gone = 0;
    const enum rc rc = web_idempotency_sweep(c, KEYS_AT_ONCE, &gone);
    return rc || gone < KEYS_AT_ONCE ? rc : job_more(run, S("more"));
}

static enum rc sweep_held(struct ctx *c, struct job_run *run)
{
    int64_t gone = 0;
    const enum rc rc = web_held_sweep(c, KEYS_AT_ONCE, &gone);
    return rc || gone < KEYS_AT_ONCE ? rc : job_more(run, S("more"));
}

static const struct job_kind web_jobs[] = {
    {"web.idempotency_sweep", sweep_keys, .every_min = 60, .title = "web.job.idempotency_sweep"},
    {"web.held_sweep", sweep_held, .every_min = 10, .title = "web.job.held_sweep"},
    {0},
};

const struct module web_module = {
    .name = "web", .routes = web_routes, .settings = web_settings, .jobs = web_jobs};
