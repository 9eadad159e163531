/* backup.c - see backup.h. Everything streams; memory does not grow with the folder. */
#include "backup/backup.h"

#include "backup/tar.h"
#include "core/buf.h"
#include "core/hash.h"
#include "db/db.h"
#include "host/file.h"
#include "host/lock.h"

#include <string.h>

#define CHUNK 65536
#define MANIFEST "MANIFEST"
#define MANIFEST_MAX ((size_t)256 << 20)
#define DATABASE "motcua.db"
#define RECORD_HEAD "record.head"

/* Single files of a data folder besides those two; a new one is added here. */
static const char *const beside[] = {"secret", "motcua.conf", "demo"};

struct job {
    struct ctx *c;
    const char *dir; /* the data folder */
    int fd;          /* the archive */
    struct buf manifest;
    struct backup_count count;
    const char *below; /* folder being walked, relative */
    unsigned char chunk[CHUNK];
};

static const char *join(struct job *j, const char *a, const char *b)
{
    return str_c(j->c->mem, str_fmt(j->c->mem, "%s/%s", a, b));
}

static enum rc malformed(struct job *j)
{
    return fail(j->c, RC_INVALID, "file", "backup.malformed");
}

/* What may be left of a try that ended badly; if it cannot go, the next step says so. */
static void drop(const char *path)
{
    const enum rc rc = host_file_remove(path);
    (void)rc;
}

/* ---- writing ---- */

static enum rc put_padding(struct job *j, int64_t size)
{
    static const unsigned char zeroes[TAR_BLOCK];
    return host_file_write(j->fd, zeroes, (size_t)tar_padding(size));
}

static void note(struct job *j, str name, int64_t size, const struct digest *d)
{
    const str hex = digest_hex(j->c->mem, d);
    buf_fmt(&j->manifest, "%.*s %lld %.*s\n", STR_ARG(hex), (long long)size, STR_ARG(name));
    j->count.files++;
    j->count.bytes += size;
}

/* The bytes of an open file as an entry: exactly as many as it had when it was opened. */
static enum rc copy_in(struct job *j, int from, str name, int64_t size)
{
    struct sha256 hash;
    int64_t left = size;
    enum rc rc = RC_OK;
    tar_write(j->chunk, name, size);
    rc = host_file_write(j->fd, j->chunk, TAR_BLOCK);
    sha256_start(&hash);
    while (!rc && left) {
        size_t got = 0;
        rc = host_file_read(from, j->chunk, (size_t)(left < CHUNK ? left : CHUNK), &got);
        if (!rc && !got)
            return RC_FAILED; /* it became shorter: not one of ours */
        if (!rc)
            rc = host_file_write(j->fd, j->chunk, got);
        sha256_add(&hash, j->chunk, got);
        left -= (int64_t)got;
    }
    if (rc)
        return rc;
    const struct digest d = sha256_end(&hash);
    note(j, name, size, &d);
    return put_padding(j, size);
}

static enum rc put_file(struct job *j, const char *path, str name)
{
    int fd;
    int64_t size;
    enum rc rc = host_file_open(path, HOST_READ, &fd);
    if (rc)
        return rc;
    rc = host_file_size(fd, &size);
    if (!rc)
        rc = copy_in(j, fd, name, size);
    host_file_close(fd);
    return rc;
}

static enum rc put_optional(struct job *j, const char *name)
{
    const enum rc rc = put_file(j, join(j, j->dir, name), str_of(name));
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc put_stored(void *arg, const struct host_entry *e)
{
    struct job *j = arg;
    const struct arena_mark mark = arena_mark(j->c->mem);
    const str name = str_fmt(j->c->mem, "files/%s/%s", j->below, e->name);
    if (e->dir || !tar_name_ok(name))
        return RC_OK;
    const str kept = j->manifest.n + 256 > j->manifest.cap
                         ? STR_NONE
                         : name; /* the manifest may grow: keep the mark */
    const enum rc rc =
        put_file(j, str_c(j->c->mem, str_fmt(j->c->mem, "%s/%.*s", j->dir, STR_ARG(name))), name);
    if (kept.p)
        arena_reset(j->c->mem, mark);
    return rc == RC_NOT_FOUND ? RC_OK : rc; /* swept meanwhile: no row names it */
}

static enum rc put_shard(void *arg, const struct host_entry *e)
{
    struct job *j = arg;
    if (!e->dir)
        return RC_OK;
    j->below = str_c(j->c->mem, str_of(e->name));
    return host_dir_each(j->c->mem, join(j, join(j, j->dir, "files"), j->below), put_stored, j);
}

static enum rc put_end(struct job *j)
{
    const str text = buf_str(&j->manifest);
    unsigned char block[TAR_BLOCK];
    if (buf_full(&j->manifest))
        return RC_UNAVAILABLE;
    tar_write(block, S(MANIFEST), text.n);
    enum rc rc = host_file_write(j->fd, block, TAR_BLOCK);
    if (!rc)
        rc = host_file_write(j->fd, text.p, (size_t)text.n);
    if (!rc)
        rc = put_padding(j, text.n);
    memset(block, 0, sizeof block);
    for (int i = 0; !rc && i < 2; i++)
        rc = host_file_write(j->fd, block, TAR_BLOCK);
    return rc;
}

static enum rc put_all(struct job *j, struct store *s)
{
    const char *copy = join(j, j->dir, "spool/backup.db");
    drop(copy); /* of a backup that was interrupted */
    /* The checkpoint goes on while the copy is made: an older one holds, a newer one would not. */
    enum rc rc = put_optional(j, RECORD_HEAD);
    if (!rc)
        rc = store_copy(s, copy);
    if (!rc)
        rc = put_file(j, copy, S(DATABASE));
    drop(copy);
    for (size_t i = 0; !rc && i < sizeof beside / sizeof *beside; i++)
        rc = put_optional(j, beside[i]);
    if (!rc)
        rc = host_dir_each(j->c->mem, join(j, j->dir, "files"), put_shard, j);
    return rc ? rc : put_end(j);
}

enum rc backup_write(struct ctx *c, struct store *s, const char *dir, const char *path,
                     struct backup_count *ret_count)
{
    struct job *j = NEW(c->mem, struct job);
    struct host_entry e;
    j->c = c;
    j->dir = dir;
    j->manifest = buf_new(c->mem, MANIFEST_MAX);
    if (store_is_postgresql(s))
        return fail(c, RC_INVALID, NULL, "backup.postgresql");
    if (host_file_stat(path, &e) == RC_OK)
        return fail(c, RC_CONFLICT, "file", "backup.exists");
    const char *part = str_c(c->mem, str_fmt(c->mem, "%s.part", path));
    drop(part);
    enum rc rc = host_dir_make(join(j, dir, "spool"));
    if (!rc)
        rc = host_file_open(part, HOST_NEW, &j->fd);
    if (rc)
        return rc;
    rc = put_all(j, s);
    if (!rc)
        host_file_sync(j->fd);
    host_file_close(j->fd);
    if (!rc)
        rc = host_file_rename(part, path);
    if (rc)
        drop(part);
    else
        *ret_count = j->count;
    return rc;
}

/* ---- restoring ---- */

static enum rc read_exactly(struct job *j, void *to, size_t n)
{
    size_t got;
    const enum rc rc = host_file_read(j->fd, to, n, &got);
    return !rc && got != n ? malformed(j) : rc;
}

static enum rc skip_padding(struct job *j, int64_t size)
{
    unsigned char block[TAR_BLOCK];
    return read_exactly(j, block, (size_t)tar_padding(size));
}

/* What may stand in an archive: the few names of ours, and files/ab/rest-of-hash. */
static bool is_ours(str name)
{
    if (str_eq(name, S(DATABASE)) || str_eq(name, S(RECORD_HEAD)) || str_eq(name, S(MANIFEST)))
        return true;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (str_eq(name, str_of(beside[i])))
            return true;
    return str_starts(name, S("files/")) && name.n > 9 && name.p[8] == '/' &&
           !str_has(str_sub(name, 9, name.n), S("/"));
}

static enum rc make_parents(struct job *j, str name)
{
    if (!str_starts(name, S("files/")))
        return RC_OK;
    enum rc rc = host_dir_make(join(j, j->dir, "files"));
    if (!rc)
        rc = host_dir_make(str_c(j->c->mem, str_fmt(j->c->mem, "%s/%.*s", j->dir, 8, name.p)));
    return rc;
}

/* The database arrives under another name and gets its own last. */
static const char *place_of(struct job *j, str name)
{
    const bool database = str_eq(name, S(DATABASE));
    return str_c(j->c->mem,
                 str_fmt(j->c->mem, "%s/%.*s%s", j->dir, STR_ARG(name), database ? ".part" : ""));
}

static enum rc copy_out(struct job *j, const struct tar_entry *e)
{
    struct sha256 hash;
    int fd;
    int64_t left = e->size;
    enum rc rc = make_parents(j, str_of(e->name));
    if (!rc)
        rc = host_file_open(place_of(j, str_of(e->name)), HOST_NEW, &fd);
    if (rc)
        return rc == RC_CONFLICT ? malformed(j) : rc;
    sha256_start(&hash);
    while (!rc && left) {
        const size_t n = (size_t)(left < CHUNK ? left : CHUNK);
        rc = read_exactly(j, j->chunk, n);
        if (!rc)
            rc = host_file_write(fd, j->chunk, n);
        sha256_add(&hash, j->chunk, n);
        left -= (int64_t)n;
    }
    if (!rc)
        host_file_sync(fd);
    host_file_close(fd);
    if (rc)
        return rc;
    const struct digest d = sha256_end(&hash);
    note(j, str_of(e->name), e->size, &d);
    return skip_padding(j, e->size);
}

/* What was written must be, line by line, what the archive says it holds. */
static enum rc check_manifest(struct job *j, int64_t size)
{
    const str have = buf_str(&j->manifest);
    if (size < 0 || (size_t)size > MANIFEST_MAX)
        return malformed(j);
    char *text = arena_alloc(j->c->mem, (size_t)size);
    const enum rc rc = read_exactly(j, text, (size_t)size);
    if (rc || str_eq(have, (str){text, (ptrdiff_t)size}))
        return rc;
    str a = have, b = {text, (ptrdiff_t)size};
    while (a.n && b.n && str_eq(str_cut(a, '\n').head, str_cut(b, '\n').head)) {
        a = str_cut(a, '\n').tail;
        b = str_cut(b, '\n').tail;
    }
    const str line = str_cut(b.n ? b : a, '\n').head;
    return fail_args(j->c, RC_INVALID, "file", "backup.damaged", &line, 1);
}

static enum rc sync_shard(void *arg, const struct host_entry *e)
{
    struct job *j = arg;
    return e->dir ? host_dir_sync(join(j, join(j, j->dir, "files"), e->name)) : RC_OK;
}

/* Names as well as bytes: the database gets its own once everything it names is on the disk. */
static enum rc sync_folders(struct job *j)
{
    const enum rc rc = host_dir_each(j->c->mem, join(j, j->dir, "files"), sync_shard, j);
    return rc && rc != RC_NOT_FOUND ? rc : host_dir_sync(j->dir);
}

static enum rc take_all(struct job *j)
{
    unsigned char block[TAR_BLOCK];
    struct tar_entry e = {0};
    bool checked = false;
    enum rc rc = RC_OK;
    while (!rc && !checked) {
        rc = read_exactly(j, block, TAR_BLOCK);
        if (!rc && (!tar_read(block, &e) || e.end || !is_ours(str_of(e.name))))
            return malformed(j);
        if (!rc && str_eq(str_of(e.name), S(MANIFEST))) {
            rc = check_manifest(j, e.size);
            checked = true;
        } else if (!rc) {
            rc = copy_out(j, &e);
        }
    }
    if (!rc)
        rc = sync_folders(j);
    if (!rc)
        rc = host_file_mode(join(j, j->dir, "secret"), 0400);
    return rc ? rc : host_file_rename(join(j, j->dir, DATABASE ".part"), join(j, j->dir, DATABASE));
}

static enum rc is_lock_only(void *arg, const struct host_entry *e)
{
    (void)arg;
    return strcmp(e->name, "lock") == 0 ? RC_OK : RC_CONFLICT;
}

enum rc backup_restore(struct ctx *c, const char *path, const char *dir, struct backup_count *ret_count)
{
    struct host_lock *lock = NULL;
    struct job *j = NEW(c->mem, struct job);
    j->c = c;
    j->dir = dir;
    j->manifest = buf_new(c->mem, MANIFEST_MAX);
    enum rc rc = host_dir_make(dir);
    if (!rc)
        rc = host_dir_each(c->mem, dir, is_lock_only, NULL);
    if (rc == RC_CONFLICT)
        return fail(c, RC_CONFLICT, "data", "backup.not_empty");
    if (!rc)
        rc = host_file_open(path, HOST_READ, &j->fd);
    if (rc)
        return rc;
    rc = host_lock_take(dir, &lock); /* its file is what makes a folder ours */
    if (!rc)
        rc = take_all(j);
    host_lock_release(lock);
    host_file_close(j->fd);
    if (!rc)
        *ret_count = j->count;
    return rc;
}
