/* wire.c - see wire.h. Arrays are bounded; a folder too many is a BUG at the first start. */
#include "app/wire.h"

#include <stddef.h>

#include "access/access.h"
#include "app/app_settings.h"
#include "app/modules.h"
#include "app/outbox.h"
#include "calendar/versions.h"
#include "casework/parts.h"
#include "crypto/crypto.h"
#include "db/db.h"
#include "dossier/dossier_pdf.h"
#include "eform/versions.h"
#include "file/file.h"
#include "host/clock.h"
#include "host/random.h"
#include "job/job.h"
#include "notify/notify.h"
#include "person/person.h"
#include "petition/petition.h"
#include "record/record.h"
#include "record/verify.h"
#include "ruleset/ruleset.h"
#include "web/module.h"

#define MAX 128

static struct app_parts parts;
static const struct record_kind *kinds[MAX + 1];
static const struct job_kind *jobs[MAX + 1];
static struct record_projection projections[MAX + 1];
static struct record_tally tallies[MAX + 1];
static struct record_replayer replayers[MAX + 1];
static struct notify_source sources[3]; /* one a kind of case that people are told of */

const struct app_parts *app_parts(void)
{
    return &parts;
}

static void configure_record(void)
{
    int k = 0, p = 0, t = 0, r = 0;
    for (const struct module *const *m = app_modules; *m; m++) {
        BUG_IF(k == MAX);
        if ((*m)->kinds)
            kinds[k++] = (*m)->kinds;
        for (const struct record_projection *x = (*m)->projections; x && x->prefix; x++) {
            BUG_IF(p == MAX);
            projections[p++] = *x;
        }
        for (const struct record_tally *x = (*m)->tallies; x && x->name; x++) {
            BUG_IF(t == MAX);
            tallies[t++] = *x;
        }
        for (const struct record_replayer *x = (*m)->replayers; x && x->object; x++) {
            BUG_IF(r == MAX);
            replayers[r++] = *x;
        }
    }
    kinds[k] = NULL;
    static const struct record_setup setup = {kinds, projections, tallies, replayers, access_by};
    record_configure(&setup);
}

static void configure_jobs(void)
{
    int n = 0;
    for (const struct module *const *m = app_modules; *m; m++)
        if ((*m)->jobs) {
            BUG_IF(n == MAX);
            jobs[n++] = (*m)->jobs;
        }
    jobs[n] = NULL;
    job_configure(jobs);
    const struct outbox_setup outbox = {app_outbox_rules, app_outbox_destinations, parts.keys};
    outbox_configure(&outbox);
    sources[0] = notify_dossier_source;
    sources[1] = petition_notices;
    notify_configure(sources);
}

/* What every folder has: a calendar in force, the shipped rule sets, its agencies as applicants, the
   outbox's rules, templates of notices. Safe to repeat. */
static enum rc install(struct ctx *c, void *arg)
{
    (void)arg;
    enum rc rc = calendar_install(c);
    if (!rc)
        rc = ruleset_install(c);
    if (!rc)
        rc = slip_install(c);
    if (!rc)
        rc = person_install_agencies(c);
    if (!rc)
        rc = eform_install(c);
    if (!rc)
        rc = outbox_install(c);
    if (!rc)
        rc = petition_install(c);
    return rc ? rc : notify_install(c);
}

static enum rc run_install(struct store *s)
{
    struct arena *mem = arena_new((size_t)8 << 20);
    if (!mem)
        return RC_UNAVAILABLE;
    struct ctx c = {.mem = mem,
                    .now = host_now(),
                    .rng = host_rng_new(),
                    .actor = (struct actor *)(uintptr_t)access_system()};
    const enum rc rc = store_write(s, &c, install, NULL);
    arena_free(mem);
    return rc;
}

/* A contradiction is logged and stays for `record verify` to name: opening must not hide it. */
static enum rc follow_checkpoint(struct store *s, const char *dir)
{
    struct arena *mem = arena_new((size_t)1 << 20);
    if (!mem)
        return RC_UNAVAILABLE;
    const enum rc rc = record_checkpoint(s, mem, dir);
    arena_free(mem);
    return rc == RC_CONFLICT ? RC_OK : rc;
}

/* Whose case a piece of work is, by its kind. */
static const struct work_case cases[] = {
    {"dossier", dossier_migrated},
    {"petition", petition_migrated},
    {NULL, NULL},
};

enum rc app_on_open(struct store *s, const char *dir)
{
    enum rc rc = crypto_start();
    crypto_keys_free(parts.keys);
    file_store_close(parts.files);
    parts = (struct app_parts){0};
    if (rc == RC_OK)
        rc = crypto_keys_open(dir, &parts.keys);
    if (rc == RC_OK)
        rc = file_store_open(dir, &parts.files);
    if (rc != RC_OK)
        return rc;
    const struct crypto_key receipts = crypto_keys_get(parts.keys, "receipt");
    dossier_configure(&receipts);
    slip_configure(dossier_slip_kinds);
    access_configure(s, parts.keys);
    configure_record();
    configure_jobs();
    work_configure(cases);
    store_on_seal(s, record_seal, NULL);
    rc = follow_checkpoint(s, dir);
    return rc ? rc : run_install(s);
}

const struct setting *const *app_setting_lists(int *ret_n)
{
    static const struct setting *lists[MAX];
    int n = 0;
    lists[n++] = app_settings;
    for (const struct module *const *m = app_modules; *m; m++)
        if ((*m)->settings) {
            BUG_IF(n == MAX);
            lists[n++] = (*m)->settings;
        }
    *ret_n = n;
    return lists;
}
