/*
 * folder.h - a folder of a bench, opened by a floor as the server opens it: lock, store, keys,
 * sealer. Included once by a floor.
 */
#ifndef MOTCUA_BENCH_FLOOR_FOLDER_H
#define MOTCUA_BENCH_FLOOR_FOLDER_H

#include <stdio.h>

#include "app/wire.h"
#include "db/db.h"
#include "host/lock.h"

struct floor_folder {
    struct host_lock *lock;
    struct store *store;
};

static enum rc floor_open(struct arena *mem, const char *dir, struct floor_folder *f)
{
    const struct store_config base = {.path = str_fmt(mem, "%s/motcua.db", dir).p};
    enum rc rc = host_lock_take(dir, &f->lock);
    struct store_config config = base;
    config.lock = f->lock;
    if (!rc)
        rc = store_open(&config, &f->store);
    if (!rc)
        rc = app_on_open(f->store, dir);
    if (rc)
        fprintf(stderr, "%s cannot be opened: %s\n", dir, rc_name(rc));
    return rc;
}

static void floor_close(struct floor_folder *f)
{
    store_close(f->store);
    host_lock_release(f->lock);
}

#endif
