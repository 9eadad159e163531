/*
 * file_store.c - bytes on disk. An upload grows in spool/ under a random name, is synced, looked
 * at, and renamed to files/ab/<62 digits>; the folder is synced before anybody hears of it. A
 * second upload of the same bytes renames over the first: same content, a fresh time, and what the
 * disk may have spoilt is whole again.
 */
#include "file/file.h"

#include "crypto/crypto.h"
#include "file/file_internal.h"
#include "file/file_partial.h"
#include "file/file_partial_sql.h"
#include "file/file_sql.h"
#include "host/beneath.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIB (INT64_C(1) << 20)
#define DIR_MAX 4000

struct file_store {
    int root; /* the data folder */
    char dir[DIR_MAX];
    pthread_mutex_t move; /* renaming into place against sweeping the same name away */
};

/* "files/ab/cdef…" */
struct place {
    char folder[16], path[80];
};

static struct place place_of(const struct digest *sha)
{
    static const char digits[] = "0123456789abcdef";
    struct place p;
    (void)snprintf(p.folder, sizeof p.folder, "files/%02x", sha->b[0]);
    (void)snprintf(p.path, sizeof p.path, "%s/", p.folder);
    char *to = p.path + strlen(p.path);
    for (int i = 1; i < FILE_SHA_SIZE; i++) {
        *to++ = digits[sha->b[i] >> 4];
        *to++ = digits[sha->b[i] & 15];
    }
    *to = 0;
    return p;
}

static enum rc make_folders(int root)
{
    enum rc rc = host_beneath_mkdir(root, "files");
    if (rc == RC_OK)
        rc = host_beneath_mkdir(root, "spool");
    for (int i = 0; i < FILE_SHARDS && rc == RC_OK; i++) {
        char folder[16];
        (void)snprintf(folder, sizeof folder, "files/%02x", i);
        rc = host_beneath_mkdir(root, folder);
    }
    return rc;
}

static enum rc sync_folders(const char *dir)
{
    char files[DIR_MAX];
    if ((size_t)snprintf(files, sizeof files, "%s/files", dir) >= sizeof files)
        return RC_INVALID;
    const enum rc rc = host_dir_sync(files);
    return rc ? rc : host_dir_sync(dir);
}

enum rc file_store_open(const char *dir, struct file_store **ret_store)
{
    int root;
    enum rc rc = host_root_open(dir, &root);
    if (rc)
        return rc;
    rc = make_folders(root);
    if (rc == RC_OK)
        rc = sync_folders(dir);
    struct file_store *s = rc ? NULL : calloc(1, sizeof *s);
    if (!s) {
        host_file_close(root);
        return rc ? rc : RC_UNAVAILABLE;
    }
    s->root = root;
    (void)snprintf(s->dir, sizeof s->dir, "%s", dir); /* sync_folders saw that it fits */
    (void)pthread_mutex_init(&s->move, NULL);
    *ret_store = s;
    return RC_OK;
}

void file_store_close(struct file_store *s)
{
    if (!s)
        return;
    host_file_close(s->root);
    (void)pthread_mutex_destroy(&s->move);
    free(s);
}

/* ---- uploads ---- */
struct file_upload {
    struct arena *mem;
    struct arena_defer defer;
    struct file_store *store;
    int fd;
    char path[48];
    int64_t size, max;
    struct sha256 hash;
    bool stays; /* a piece: has a row */
    enum rc rc; /* the first thing that went wrong */
};

static void upload_done(void *arg)
{
    struct file_upload *up = arg;
    host_file_close(up->fd);
    if (up->path[0] && !up->stays)
        (void)!host_beneath_remove(up->store->root, up->path);
}

enum rc file_upload_begin(struct ctx *c, struct file_store *s, int64_t max, struct file_upload **ret_up)
{
    struct file_upload *up = NEW(c->mem, struct file_upload);
    unsigned char random[16];
    crypto_random(random, sizeof random);
    const str name = hex_of(c->mem, random, sizeof random);
    up->mem = c->mem;
    up->store = s;
    up->max = max < FILE_SIZE_MAX ? max : FILE_SIZE_MAX;
    (void)snprintf(up->path, sizeof up->path, "spool/%.*s", STR_ARG(name));
    if (host_beneath_open(s->root, up->path, HOST_NEW, &up->fd) != RC_OK)
        return fail(c, RC_UNAVAILABLE, NULL, "file.disk");
    arena_defer(c->mem, &up->defer, upload_done, up);
    sha256_start(&up->hash);
    *ret_up = up;
    return RC_OK;
}

enum rc file_upload_write(struct file_upload *up, const void *bytes, size_t n)
{
    if (up->rc)
        return up->rc;
    if ((uint64_t)n > (uint64_t)(up->max - up->size))
        return up->rc = RC_INVALID;
    up->rc = host_file_write(up->fd, bytes, n);
    if (up->rc == RC_OK) {
        sha256_add(&up->hash, bytes, n);
        up->size += (int64_t)n;
    }
    return up->rc;
}

void file_upload_abandon(struct file_upload *up)
{
    arena_undefer(up->mem, &up->defer);
}

static enum rc fail_with(struct ctx *c, enum rc rc, const char *field, const char *key, str arg)
{
    return fail_args(c, rc, field, key, &arg, 1);
}

/* The child's word, against what is accepted here. */
static enum rc read_type(struct ctx *c, struct file_upload *up, unsigned accept, const char *field,
                         enum file_type *ret_type)
{
    struct host_file *f = NEW(c->mem, struct host_file);
    if (host_beneath_open(up->store->root, up->path, HOST_READ, &f->fd) != RC_OK)
        return fail(c, RC_UNAVAILABLE, field, "file.disk");
    const struct spawn_job job = {.kind = &file_reader_magic, .fd = f->fd, .limit = 200};
    str mime = STR_NONE;
    const enum rc rc = spawn_run(c->mem, &job, &mime);
    host_file_close(f->fd);
    if (rc == RC_BUSY || rc == RC_UNAVAILABLE)
        return fail(c, rc, field, "file.busy");
    const enum file_type t = rc == RC_OK ? file_type_of_mime(mime) : FILE_NONE;
    if (!((unsigned)t & accept))
        return fail_with(c, RC_INVALID, field, "file.type", file_types_list(c->mem, accept));
    *ret_type = t;
    return RC_OK;
}

static enum rc move_in(struct ctx *c, struct file_upload *up, const char *field,
                       struct file_stored *stored)
{
    stored->sha = sha256_end(&up->hash);
    stored->size = up->size;
    const struct place p = place_of(&stored->sha);
    (void)pthread_mutex_lock(&up->store->move);
    const enum rc rc = host_beneath_rename(up->store->root, up->path, p.path, p.folder);
    (void)pthread_mutex_unlock(&up->store->move);
    if (rc)
        return fail(c, RC_UNAVAILABLE, field, "file.disk");
    up->path[0] = 0;
    return RC_OK;
}

static enum rc upload_finish(struct ctx *c, struct file_upload *up, unsigned accept, const char *field,
                             struct file_stored *stored)
{
    if (up->rc == RC_INVALID)
        return fail_with(c, RC_INVALID, field, "file.too_large",
                         str_fmt(c->mem, "%lld", (long long)(up->max / MIB)));
    if (up->rc)
        return fail(c, up->rc, field, "file.disk");
    if (up->size == 0)
        return fail(c, RC_INVALID, field, "file.empty");
    host_file_sync(up->fd);
    enum rc rc = RC_OK;
    if (stored->type == FILE_NONE)
        rc = read_type(c, up, accept, field, &stored->type);
    return rc ? rc : move_in(c, up, field, stored);
}

enum rc file_upload_store(struct ctx *c, struct file_upload *up, unsigned accept, const char *field,
                          struct file_stored *ret_stored)
{
    struct file_stored stored = {.type = FILE_NONE};
    const enum rc rc = upload_finish(c, up, accept, field, &stored);
    file_upload_abandon(up); /* closes; removes what was not moved */
    if (rc == RC_OK)
        *ret_stored = stored;
    return rc;
}

/* ---- pieces: an upload that keeps its place in spool/ ---- */

enum rc file_piece_sync(struct ctx *c, struct file_upload *up, const char *field)
{
    if (up->rc == RC_INVALID)
        return fail(c, RC_INVALID, field, "file.piece_large");
    if (up->rc)
        return fail(c, up->rc, field, "file.disk");
    if (up->size == 0)
        return fail(c, RC_INVALID, field, "file.empty");
    host_file_sync(up->fd);
    const char *folder = str_c(c->mem, str_fmt(c->mem, "%s/spool", up->store->dir));
    return host_dir_sync(folder) ? fail(c, RC_UNAVAILABLE, field, "file.disk") : RC_OK;
}

struct digest file__upload_sha(const struct file_upload *up)
{
    struct sha256 so_far = up->hash;
    return sha256_end(&so_far);
}

int64_t file__upload_size(const struct file_upload *up)
{
    return up->size;
}

str file__upload_name(const struct file_upload *up)
{
    return str_cut(str_of(up->path), '/').tail;
}

/* A unit that ran and is rolled back after all leaves it to the sweep. */
void file__upload_stays(struct file_upload *up)
{
    up->stays = true;
}

enum rc file__upload_copy(struct ctx *c, struct file_upload *up, str spool, int64_t size)
{
    struct host_file *from = NEW(c->mem, struct host_file);
    const char *path = str_c(c->mem, str_fmt(c->mem, "spool/%.*s", STR_ARG(spool)));
    char part[16384];
    size_t got = 1;
    int64_t done = 0;
    if (host_beneath_open(up->store->root, path, HOST_READ, &from->fd) != RC_OK)
        return RC_NOT_FOUND;
    enum rc rc = RC_OK;
    while (!rc && got > 0) {
        rc = host_file_read(from->fd, part, sizeof part, &got);
        if (!rc && got > 0)
            (void)!file_upload_write(up, part, got); /* remembered there */
        done += rc ? 0 : (int64_t)got;
    }
    host_file_close(from->fd);
    return rc || done != size ? RC_NOT_FOUND : RC_OK;
}

enum rc file_store_bytes(struct ctx *c, struct file_store *s, enum file_type type, str bytes,
                         struct file_stored *ret_stored)
{
    struct file_upload *up;
    struct file_stored stored = {.type = type};
    enum rc rc = file_upload_begin(c, s, FILE_SIZE_MAX, &up);
    if (rc)
        return rc;
    (void)!file_upload_write(up, bytes.p, (size_t)bytes.n);
    rc = upload_finish(c, up, (unsigned)type, NULL, &stored);
    file_upload_abandon(up);
    if (rc == RC_OK)
        *ret_stored = stored;
    return rc;
}

/* ---- out ---- */
static void close_file(void *arg)
{
    const struct host_file *f = arg;
    host_file_close(f->fd);
}

enum rc file_open_read(struct ctx *c, struct file_store *s, const struct file *f, int *ret_fd)
{
    struct host_file *h = NEW(c->mem, struct host_file);
    const struct place p = place_of(&f->sha);
    int64_t size = -1;
    if (host_beneath_open(s->root, p.path, HOST_READ, &h->fd) != RC_OK)
        return fail(c, RC_NOT_FOUND, NULL, "file.missing");
    arena_defer(c->mem, &h->defer, close_file, h);
    if (host_file_size(h->fd, &size) != RC_OK || size != f->size) {
        arena_undefer(c->mem, &h->defer);
        return fail(c, RC_NOT_FOUND, NULL, "file.missing");
    }
    *ret_fd = h->fd;
    return RC_OK;
}

const char *file__path(struct arena *mem, const struct file_store *s, const struct digest *sha)
{
    const struct place p = place_of(sha);
    return str_c(mem, str_fmt(mem, "%s/%s", s->dir, p.path));
}

const char *file__spool_path(struct arena *mem, const struct file_store *s)
{
    unsigned char random[16];
    crypto_random(random, sizeof random);
    const str name = hex_of(mem, random, sizeof random);
    return str_c(mem, str_fmt(mem, "%s/spool/%.*s", s->dir, STR_ARG(name)));
}

enum rc file__take_spooled(struct ctx *c, const char *path, int *ret_fd, int64_t *ret_size)
{
    struct host_file *h = NEW(c->mem, struct host_file);
    if (host_file_open(path, HOST_READ, &h->fd) != RC_OK)
        return fail(c, RC_UNAVAILABLE, NULL, "file.disk");
    arena_defer(c->mem, &h->defer, close_file, h);
    (void)!host_file_remove(path);
    *ret_fd = h->fd;
    return host_file_size(h->fd, ret_size);
}

enum rc file_verify(struct ctx *c, struct file_store *s, const struct file *f)
{
    struct sha256 h;
    char part[16384];
    size_t got = 1;
    int fd;
    enum rc rc = file_open_read(c, s, f, &fd);
    sha256_start(&h);
    while (rc == RC_OK && got > 0) {
        rc = host_file_read(fd, part, sizeof part, &got);
        sha256_add(&h, part, rc == RC_OK ? got : 0);
    }
    if (rc)
        return rc;
    const struct digest now = sha256_end(&h);
    return digest_eq(&now, &f->sha) ? RC_OK : fail(c, RC_INVALID, NULL, "file.damaged");
}

/* ---- sweeping ---- */
struct sweep {
    struct ctx *c;
    struct file_store *store;
    instant before;
    const char *folder;
    int removed;
};

static enum rc sweep_spool(void *arg, const struct host_entry *e)
{
    struct sweep *w = arg;
    struct q_file_piece_kept_row row;
    if (e->dir || e->changed.us >= w->before.us)
        return RC_OK;
    const enum rc rc = q_file_piece_kept(w->c, str_of(e->name), &row);
    if (rc != RC_NOT_FOUND)
        return rc;
    const str path = str_fmt(w->c->mem, "spool/%s", e->name);
    w->removed += host_beneath_remove(w->store->root, str_c(w->c->mem, path)) == RC_OK;
    return RC_OK;
}

/* Looked at again under the lock: an upload of the same bytes may just have renewed it. */
static bool remove_if_still_old(struct sweep *w, const char *path)
{
    struct host_entry now;
    (void)pthread_mutex_lock(&w->store->move);
    const bool old =
        host_beneath_stat(w->store->root, path, &now) == RC_OK && now.changed.us < w->before.us;
    const bool gone = old && host_beneath_remove(w->store->root, path) == RC_OK;
    (void)pthread_mutex_unlock(&w->store->move);
    return gone;
}

static enum rc sweep_stored(void *arg, const struct host_entry *e)
{
    struct sweep *w = arg;
    struct digest sha;
    struct q_file_sha_kept_row row;
    struct arena *mem = w->c->mem;
    if (e->dir || e->changed.us >= w->before.us)
        return RC_OK;
    if (!digest_parse(str_fmt(mem, "%s%s", w->folder, e->name), &sha))
        return RC_OK; /* not ours: for people to look at */
    const enum rc rc = q_file_sha_kept(w->c, (str){(const char *)sha.b, FILE_SHA_SIZE}, &row);
    if (rc == RC_NOT_FOUND)
        w->removed += remove_if_still_old(w, place_of(&sha).path);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc file_sweep(struct ctx *c, struct file_store *s, instant before, int shard, int *ret_removed)
{
    char folder[4];
    BUG_IF(shard < 0 || shard >= FILE_SHARDS);
    (void)snprintf(folder, sizeof folder, "%02x", shard);
    struct sweep w = {.c = c, .store = s, .before = before, .folder = folder};
    const str files = str_fmt(c->mem, "%s/files/%s", s->dir, folder),
              spool = str_fmt(c->mem, "%s/spool", s->dir);
    enum rc rc = host_dir_each(c->mem, str_c(c->mem, files), sweep_stored, &w);
    if (rc == RC_OK && shard == 0)
        rc = host_dir_each(c->mem, str_c(c->mem, spool), sweep_spool, &w);
    if (rc == RC_OK)
        *ret_removed = w.removed;
    return rc;
}
