/* data.c - opening a data folder: its lock, its store, its schema. */
#include <stdlib.h>
#include <string.h>

#include "cli/internal.h"
#include "host/clock.h"
#include "host/console.h"
#include "host/file.h"
#include "host/lock.h"

#define PATH_BYTES 4096

static enum rc open_store(const struct cli_app *app, const char *database, struct cli_data *d)
{
    char path[PATH_BYTES];
    if ((size_t)snprintf(path, sizeof path, "%s/motcua.db", d->dir) >= sizeof path)
        return RC_INVALID;
    const struct store_config config = {.url = database, .path = path, .lock = d->lock};
    enum rc rc = store_open(&config, &d->store);
    if (rc == RC_OK)
        rc = store_migrate(d->store, app->migrations);
    if (rc == RC_OK && app->on_open)
        rc = app->on_open(d->store, d->dir);
    return rc;
}

/* A folder without our lock or database is somebody's mistake in typing, unless it is to be
   made; nothing is written into it. */
static enum rc check_there(const char *dir, const char *name)
{
    char path[PATH_BYTES];
    struct host_entry e;
    if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, name) >= sizeof path)
        return RC_INVALID;
    return host_file_stat(path, &e);
}

void cli_clock(const char *dir)
{
    if (check_there(dir, "demo") != RC_OK)
        host_clock_set(INSTANT_NONE);
}

enum rc cli_data_open(const struct cli_app *app, const char *dir, const char *database, bool make,
                      struct cli_data **ret_data)
{
    char real[PATH_BYTES];
    enum rc rc = make ? host_dir_make(dir) : RC_OK;
    if (rc == RC_OK)
        rc = host_real_path(dir, real, sizeof real);
    if (rc == RC_OK && !make)
        rc = check_there(real, "lock");
    if (rc)
        return rc;
    struct cli_data *d = calloc(1, sizeof *d);
    if (!d)
        return RC_UNAVAILABLE;
    d->dir = strdup(real);
    rc = d->dir ? host_lock_take(real, &d->lock) : RC_UNAVAILABLE;
    if (rc == RC_OK && !make && !database)
        rc = check_there(real, "motcua.db");
    if (rc == RC_OK)
        rc = open_store(app, database, d);
    if (rc) {
        cli_data_close(d);
        return rc;
    }
    *ret_data = d;
    return RC_OK;
}

void cli_data_close(struct cli_data *data)
{
    if (!data)
        return;
    store_close(data->store);
    host_lock_release(data->lock);
    free(data->dir);
    free(data);
}
