/* lib_vfs.c - see lib_vfs.h. */
#include "db/lib_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES_MAX 8
#define SECTOR 512

enum kind { EV_WRITE, EV_SYNC, EV_TRUNCATE, EV_REMOVE, EV_MARK };

struct event {
    enum kind kind;
    int file;
    int64_t at; /* offset, size or mark */
    int n;
    unsigned char *bytes;
};

static struct {
    pthread_mutex_t lock;
    bool on;
    struct event *v;
    int64_t n, cap;
    char names[FILES_MAX][64];
    int files;
} journal = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Atomic int64_t write_countdown, sync_countdown, slow_us, sync_count;
static _Atomic int write_how;
static _Atomic bool write_stays, failed;

/* ---- journal ---- */

static int file_number(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (int i = 0; i < journal.files; i++)
        if (strcmp(journal.names[i], name) == 0)
            return i;
    if (journal.files == FILES_MAX)
        abort();
    (void)snprintf(journal.names[journal.files], sizeof journal.names[0], "%s", name);
    return journal.files++;
}

static void note(enum kind kind, int file, int64_t at, const void *bytes, int n)
{
    (void)pthread_mutex_lock(&journal.lock);
    if (journal.on) {
        if (journal.n == journal.cap) {
            journal.cap = journal.cap ? journal.cap * 2 : 4096;
            journal.v = realloc(journal.v, (size_t)journal.cap * sizeof *journal.v);
        }
        struct event *e = &journal.v[journal.n++];
        *e = (struct event){.kind = kind, .file = file, .at = at, .n = n};
        if (n) {
            e->bytes = malloc((size_t)n);
            memcpy(e->bytes, bytes, (size_t)n);
        }
    }
    (void)pthread_mutex_unlock(&journal.lock);
}

void vfs_mark(int64_t number)
{
    note(EV_MARK, 0, number, NULL, 0);
}

void vfs_settle(void)
{
    for (int i = 0; i < journal.files; i++)
        note(EV_SYNC, i, 0, NULL, 0);
}

int64_t vfs_events(void)
{
    return journal.n;
}

/* ---- files ---- */

struct file {
    sqlite3_file base;
    int number; /* in the journal; -1 = temporary */
    sqlite3_file *real;
};

static sqlite3_vfs *system_vfs;
static sqlite3_vfs own_vfs;
static sqlite3_io_methods methods;

static struct file *file_of(sqlite3_file *f)
{
    return (struct file *)(void *)f;
}

/* True when this is the one that fails. */
static bool due(_Atomic int64_t *countdown, bool stays)
{
    const int64_t left = atomic_load(countdown);
    if (left == 0)
        return false;
    if (left > 1) {
        atomic_store(countdown, left - 1);
        return false;
    }
    if (!stays)
        atomic_store(countdown, 0);
    atomic_store(&failed, true);
    return true;
}

static int x_close(sqlite3_file *f)
{
    struct file *own = file_of(f);
    const int code = own->real->pMethods ? own->real->pMethods->xClose(own->real) : SQLITE_OK;
    return code;
}

static int x_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xRead(own->real, to, n, at);
}

static int x_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    struct file *own = file_of(f);
    if (due(&write_countdown, atomic_load(&write_stays)))
        return atomic_load(&write_how) == VFS_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    const int code = own->real->pMethods->xWrite(own->real, from, n, at);
    if (code == SQLITE_OK && own->number >= 0)
        note(EV_WRITE, own->number, at, from, n);
    return code;
}

static int x_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    struct file *own = file_of(f);
    if (own->number >= 0)
        note(EV_TRUNCATE, own->number, size, NULL, 0);
    return own->real->pMethods->xTruncate(own->real, size);
}

static int x_sync(sqlite3_file *f, int flags)
{
    struct file *own = file_of(f);
    const int64_t us = atomic_load(&slow_us);
    (void)flags;
    atomic_fetch_add(&sync_count, 1);
    if (due(&sync_countdown, false))
        return SQLITE_IOERR_FSYNC;
    if (us)
        (void)usleep((useconds_t)us);
    if (own->number >= 0)
        note(EV_SYNC, own->number, 0, NULL, 0);
    return SQLITE_OK; /* the real disk is spared: what is durable is what the journal says */
}

static int x_size(sqlite3_file *f, sqlite3_int64 *size)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xFileSize(own->real, size);
}

static int x_lock(sqlite3_file *f, int how)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xLock(own->real, how);
}

static int x_unlock(sqlite3_file *f, int how)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xUnlock(own->real, how);
}

static int x_reserved(sqlite3_file *f, int *held)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xCheckReservedLock(own->real, held);
}

static int x_control(sqlite3_file *f, int op, void *arg)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xFileControl(own->real, op, arg);
}

static int x_sector(sqlite3_file *f)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xSectorSize(own->real);
}

static int x_traits(sqlite3_file *f)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xDeviceCharacteristics(own->real);
}

static int x_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **to)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xShmMap(own->real, region, size, extend, to);
}

static int x_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xShmLock(own->real, offset, n, flags);
}

static void x_shm_barrier(sqlite3_file *f)
{
    struct file *own = file_of(f);
    own->real->pMethods->xShmBarrier(own->real);
}

static int x_shm_unmap(sqlite3_file *f, int remove)
{
    struct file *own = file_of(f);
    return own->real->pMethods->xShmUnmap(own->real, remove);
}

static int x_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
    struct file *own = file_of(f);
    (void)vfs;
    own->real = (sqlite3_file *)(void *)((char *)f + ((sizeof *own + 15) & ~(size_t)15));
    (void)pthread_mutex_lock(&journal.lock);
    own->number = name ? file_number(name) : -1;
    (void)pthread_mutex_unlock(&journal.lock);
    const int code = system_vfs->xOpen(system_vfs, name, own->real, flags, out_flags);
    own->base.pMethods = code == SQLITE_OK ? &methods : NULL;
    return code;
}

static int x_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    (void)pthread_mutex_lock(&journal.lock);
    const int number = file_number(name);
    (void)pthread_mutex_unlock(&journal.lock);
    note(EV_REMOVE, number, 0, NULL, 0);
    return system_vfs->xDelete(system_vfs, name, sync);
}

void vfs_install(void)
{
    if (system_vfs)
        return;
    system_vfs = sqlite3_vfs_find(NULL);
    own_vfs = *system_vfs;
    own_vfs.zName = VFS_NAME;
    own_vfs.pNext = NULL;
    own_vfs.szOsFile = (int)((sizeof(struct file) + 15) & ~(size_t)15) + system_vfs->szOsFile;
    own_vfs.xOpen = x_open;
    own_vfs.xDelete = x_delete;
    methods = (sqlite3_io_methods){.iVersion = 2, /* without mmap */
                                   .xClose = x_close,
                                   .xRead = x_read,
                                   .xWrite = x_write,
                                   .xTruncate = x_truncate,
                                   .xSync = x_sync,
                                   .xFileSize = x_size,
                                   .xLock = x_lock,
                                   .xUnlock = x_unlock,
                                   .xCheckReservedLock = x_reserved,
                                   .xFileControl = x_control,
                                   .xSectorSize = x_sector,
                                   .xDeviceCharacteristics = x_traits,
                                   .xShmMap = x_shm_map,
                                   .xShmLock = x_shm_lock,
                                   .xShmBarrier = x_shm_barrier,
                                   .xShmUnmap = x_shm_unmap};
    if (sqlite3_vfs_register(&own_vfs, 0) != SQLITE_OK)
        abort();
}

void vfs_fail_write(int64_t k, enum vfs_fault how, bool from_then_on)
{
    atomic_store(&failed, false);
    atomic_store(&write_how, (int)how);
    atomic_store(&write_stays, from_then_on);
    atomic_store(&write_countdown, k);
}

void vfs_fail_sync(int64_t k)
{
    atomic_store(&failed, false);
    atomic_store(&sync_countdown, k);
}

bool vfs_failed(void)
{
    return atomic_load(&failed);
}

void vfs_slow_sync(int64_t us)
{
    atomic_store(&slow_us, us);
}

int64_t vfs_syncs(void)
{
    return atomic_load(&sync_count);
}

/* ---- images ---- */

struct disk {
    unsigned char *p; /* what is synced */
    int64_t size, cap;
    int64_t *pending; /* events since the last sync, in order */
    int64_t n, pending_cap;
    bool there;
};

static struct disk disks[FILES_MAX];
static int64_t replayed;

static void disk_size(struct disk *d, int64_t size)
{
    if (size > d->cap) {
        const int64_t cap = size * 2;
        d->p = realloc(d->p, (size_t)cap);
        memset(d->p + d->cap, 0, (size_t)(cap - d->cap));
        d->cap = cap;
    }
    if (size < d->size)
        memset(d->p + size, 0, (size_t)(d->size - size));
    d->size = size;
}

/* The bytes [from, from + n) of a write event, or a truncation. */
static void apply(struct disk *d, const struct event *e, int from, int n)
{
    if (e->kind == EV_TRUNCATE) {
        disk_size(d, e->at);
        return;
    }
    if (e->at + from + n > d->size)
        disk_size(d, e->at + from + n);
    memcpy(d->p + e->at + from, e->bytes + from, (size_t)n);
}

static void settle(struct disk *d)
{
    for (int64_t i = 0; i < d->n; i++) {
        const struct event *e = &journal.v[d->pending[i]];
        apply(d, e, 0, e->n);
    }
    d->n = 0;
}

static void replay(int64_t number)
{
    const struct event *e = &journal.v[number];
    struct disk *d = &disks[e->file];
    if (e->kind == EV_SYNC) {
        settle(d);
    } else if (e->kind == EV_REMOVE) {
        d->n = 0;
        disk_size(d, 0);
        d->there = false;
    } else {
        if (d->n == d->pending_cap) {
            d->pending_cap = d->pending_cap ? d->pending_cap * 2 : 256;
            d->pending = realloc(d->pending, (size_t)d->pending_cap * sizeof *d->pending);
        }
        d->pending[d->n++] = number;
        d->there = true;
    }
}

void vfs_record(bool on)
{
    (void)pthread_mutex_lock(&journal.lock);
    if (on) {
        for (int64_t i = 0; i < journal.n; i++)
            free(journal.v[i].bytes);
        journal.n = 0;
        replayed = 0;
        for (int i = 0; i < FILES_MAX; i++) {
            free(disks[i].p);
            free(disks[i].pending);
            disks[i] = (struct disk){0};
        }
    }
    journal.on = on;
    (void)pthread_mutex_unlock(&journal.lock);
}

static uint64_t next_random(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

enum way { WAY_NOTHING, WAY_SOME, WAY_REORDERED, WAY_TORN, WAY_COUNT };

static void shuffle(int64_t *v, int64_t n, uint64_t *random)
{
    for (int64_t i = n - 1; i > 0; i--) {
        const int64_t j = (int64_t)(next_random(random) % (uint64_t)(i + 1));
        const int64_t was = v[i];
        v[i] = v[j];
        v[j] = was;
    }
}

/* What the disk made of the writes nobody synced. */
static void lose(struct disk *d, enum way way, uint64_t *random)
{
    int64_t *order = malloc((size_t)(d->n + 1) * sizeof *order);
    if (d->n)
        memcpy(order, d->pending, (size_t)d->n * sizeof *order);
    if (way == WAY_REORDERED)
        shuffle(order, d->n, random);
    const int64_t torn = way == WAY_TORN && d->n ? (int64_t)(next_random(random) % (uint64_t)d->n) : -1;
    for (int64_t i = 0; i < d->n && way != WAY_NOTHING; i++) {
        const struct event *e = &journal.v[order[i]];
        if (i == torn && e->kind == EV_WRITE)
            apply(d, e, 0, (int)(next_random(random) % (uint64_t)(e->n / SECTOR + 1)) * SECTOR);
        else if (i == torn || (way != WAY_TORN && next_random(random) % 2) ||
                 (way == WAY_TORN && i < torn))
            apply(d, e, 0, e->n);
    }
    free(order);
}

static void write_out(const struct disk *d, const char *dir, const char *name)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    (void)unlink(path);
    if (!d->there)
        return;
    FILE *f = fopen(path, "wb");
    if (!f || (d->size && fwrite(d->p, (size_t)d->size, 1, f) != 1) || fclose(f))
        abort();
}

static struct disk copy_of(const struct disk *d)
{
    struct disk copy = *d;
    copy.p = malloc((size_t)d->cap + 1);
    if (d->cap)
        memcpy(copy.p, d->p, (size_t)d->cap);
    return copy;
}

void vfs_image(int64_t event, uint64_t seed, const char *dir, void (*fn)(void *arg, int64_t mark),
               void *arg)
{
    uint64_t random = seed;
    for (; replayed < event && replayed < journal.n; replayed++) {
        if (journal.v[replayed].kind == EV_MARK)
            fn(arg, journal.v[replayed].at);
        else
            replay(replayed);
    }
    const enum way way = (enum way)(next_random(&random) % WAY_COUNT);
    for (int i = 0; i < journal.files; i++) {
        struct disk copy = copy_of(&disks[i]);
        lose(&copy, way, &random);
        write_out(&copy, dir, journal.names[i]);
        free(copy.p);
    }
}
