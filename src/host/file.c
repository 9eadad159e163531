/* file.c - see file.h. */
#include "host/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static enum rc rc_of_errno(void)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return RC_NOT_FOUND;
    case EEXIST:
    case ENOTEMPTY:
        return RC_CONFLICT;
    default:
        return RC_UNAVAILABLE;
    }
}

static enum rc rc_of(int result)
{
    return result < 0 ? rc_of_errno() : RC_OK;
}

enum rc host_file_open(const char *path, enum host_open how, int *ret_fd)
{
    static const int flags[] = {
        [HOST_READ] = O_RDONLY,
        [HOST_NEW] = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW,
        [HOST_WRITE] = O_RDWR | O_CREAT | O_NOFOLLOW,
        [HOST_TEMP] = O_RDWR | O_TMPFILE,
    };
    int fd;
    do
        fd = open(path, flags[how] | O_CLOEXEC, 0600);
    while (fd < 0 && errno == EINTR);
    if (fd >= 0)
        *ret_fd = fd;
    return rc_of(fd);
}

void host_file_close(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}

static void close_deferred(void *arg)
{
    const struct host_file *f = arg;
    host_file_close(f->fd);
}

enum rc host_file_open_in(struct arena *mem, const char *path, enum host_open how, int *ret_fd)
{
    struct host_file *f = NEW(mem, struct host_file);
    const enum rc rc = host_file_open(path, how, &f->fd);
    if (rc)
        return rc;
    arena_defer(mem, &f->defer, close_deferred, f);
    *ret_fd = f->fd;
    return RC_OK;
}

enum rc host_file_write(int fd, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    while (n) {
        const ssize_t did = write(fd, p, n);
        if (did < 0 && errno == EINTR)
            continue;
        if (did <= 0)
            return RC_UNAVAILABLE;
        p += did;
        n -= (size_t)did;
    }
    return RC_OK;
}

enum rc host_file_read(int fd, void *to, size_t n, size_t *ret_got)
{
    size_t got = 0;
    while (got < n) {
        const ssize_t did = read(fd, (unsigned char *)to + got, n - got);
        if (did < 0 && errno == EINTR)
            continue;
        if (did < 0)
            return RC_UNAVAILABLE;
        if (did == 0)
            break;
        got += (size_t)did;
    }
    *ret_got = got;
    return RC_OK;
}

enum rc host_file_read_at(int fd, int64_t at, void *to, size_t n, size_t *ret_got)
{
    size_t got = 0;
    while (got < n) {
        const ssize_t did = pread(fd, (unsigned char *)to + got, n - got, at + (int64_t)got);
        if (did < 0 && errno == EINTR)
            continue;
        if (did < 0)
            return RC_UNAVAILABLE;
        if (did == 0)
            break;
        got += (size_t)did;
    }
    *ret_got = got;
    return RC_OK;
}

enum rc host_file_size(int fd, int64_t *ret_size)
{
    struct stat st;
    if (fstat(fd, &st))
        return RC_UNAVAILABLE;
    *ret_size = st.st_size;
    return RC_OK;
}

enum rc host_file_truncate(int fd, int64_t size)
{
    return rc_of(ftruncate(fd, size));
}

enum rc host_file_seek(int fd, int64_t at)
{
    return rc_of(lseek(fd, at, SEEK_SET) < 0 ? -1 : 0);
}

void host_file_sync(int fd)
{
    int result;
    do
        result = fsync(fd);
    while (result && errno == EINTR);
    BUG_IF(result); /* invariant 1 */
}

enum rc host_dir_sync(const char *dir)
{
    int fd;
    const enum rc rc = host_file_open(dir, HOST_READ, &fd);
    if (rc)
        return rc;
    host_file_sync(fd);
    host_file_close(fd);
    return RC_OK;
}

static enum rc sync_parent(const char *path)
{
    char dir[4096];
    const char *slash = strrchr(path, '/');
    const size_t n = slash ? (size_t)(slash - path) : 0;
    if (n >= sizeof dir)
        return RC_INVALID;
    memcpy(dir, path, n);
    dir[n] = 0;
    return host_dir_sync(!slash ? "." : n ? dir : "/");
}

enum rc host_file_rename(const char *from, const char *to)
{
    enum rc rc = rc_of(rename(from, to));
    if (rc == RC_OK)
        rc = sync_parent(to);
    return rc ? rc : sync_parent(from);
}

enum rc host_file_link(const char *from, const char *to)
{
    const enum rc rc = rc_of(link(from, to));
    return rc ? rc : sync_parent(to);
}

enum rc host_file_remove(const char *path)
{
    return rc_of(unlink(path));
}

enum rc host_dir_make(const char *path)
{
    if (mkdir(path, 0700) == 0)
        return sync_parent(path);
    struct stat st;
    if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return RC_OK;
    return rc_of_errno();
}

enum rc host_dir_remove(const char *path)
{
    return rc_of(rmdir(path));
}

enum rc host_file_mode(const char *path, unsigned mode)
{
    return rc_of(chmod(path, (mode_t)mode));
}

enum rc host_file_get(struct arena *mem, const char *path, size_t max, str *ret_bytes)
{
    int fd;
    int64_t size;
    size_t got;
    const struct arena_mark mark = arena_mark(mem);
    enum rc rc = host_file_open_in(mem, path, HOST_READ, &fd);
    if (rc == RC_OK)
        rc = host_file_size(fd, &size);
    if (rc == RC_OK && (uint64_t)size > max)
        rc = RC_INVALID;
    if (rc) {
        arena_reset(mem, mark);
        return rc;
    }
    char *p = arena_alloc(mem, (size_t)size + 1);
    rc = host_file_read(fd, p, (size_t)size, &got);
    if (rc == RC_OK)
        *ret_bytes = (str){p, (ptrdiff_t)got};
    return rc;
}

static enum rc write_new(const char *path, str bytes, unsigned mode)
{
    int fd;
    enum rc rc = host_file_open(path, HOST_NEW, &fd);
    if (rc)
        return rc;
    rc = host_file_write(fd, bytes.p, (size_t)bytes.n);
    if (rc == RC_OK)
        rc = rc_of(fchmod(fd, (mode_t)mode));
    if (rc == RC_OK)
        host_file_sync(fd);
    host_file_close(fd);
    return rc;
}

enum rc host_file_replace(const char *path, str bytes, unsigned mode)
{
    char draft[4096];
    if ((size_t)snprintf(draft, sizeof draft, "%s.new", path) >= sizeof draft)
        return RC_INVALID;
    (void)unlink(draft); /* left by a crash */
    enum rc rc = write_new(draft, bytes, mode);
    if (rc == RC_OK)
        rc = host_file_rename(draft, path);
    if (rc)
        (void)unlink(draft);
    return rc;
}

static struct host_entry entry_of(const char *name, const struct stat *st)
{
    return (struct host_entry){
        .name = name,
        .dir = S_ISDIR(st->st_mode),
        .size = st->st_size,
        .mode = st->st_mode & 07777,
        .changed = {(int64_t)st->st_mtim.tv_sec * SECOND_US + st->st_mtim.tv_nsec / 1000},
    };
}

enum rc host_file_stat(const char *path, struct host_entry *ret_entry)
{
    struct stat st;
    if (stat(path, &st))
        return rc_of_errno();
    *ret_entry = entry_of(path, &st);
    return RC_OK;
}

/* RC_NOT_FOUND after the last: readdir says an error only by errno. */
static enum rc next_name(DIR *d, const char **ret_name)
{
    errno = 0;
    const struct dirent *e = readdir(d);
    if (!e)
        return errno ? RC_UNAVAILABLE : RC_NOT_FOUND;
    *ret_name = e->d_name;
    return RC_OK;
}

static enum rc visit(DIR *d, const char *name, enum rc (*fn)(void *arg, const struct host_entry *e),
                     void *arg)
{
    struct stat st;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return RC_OK;
    if (fstatat(dirfd(d), name, &st, AT_SYMLINK_NOFOLLOW))
        return errno == ENOENT ? RC_OK : RC_UNAVAILABLE; /* gone meanwhile: nothing to see */
    const struct host_entry entry = entry_of(name, &st);
    return fn(arg, &entry);
}

static enum rc each_entry(DIR *d, enum rc (*fn)(void *arg, const struct host_entry *e), void *arg)
{
    const char *name = NULL;
    for (;;) {
        enum rc rc = next_name(d, &name);
        if (rc)
            return rc == RC_NOT_FOUND ? RC_OK : rc;
        rc = visit(d, name, fn, arg);
        if (rc)
            return rc;
    }
}

struct open_dir {
    DIR *d;
    struct arena_defer defer;
};

static void close_dir(void *arg)
{
    const struct open_dir *o = arg;
    (void)closedir(o->d);
}

enum rc host_dir_each(struct arena *mem, const char *path,
                      enum rc (*fn)(void *arg, const struct host_entry *e), void *arg)
{
    struct open_dir *o = NEW(mem, struct open_dir);
    o->d = opendir(path);
    if (!o->d)
        return rc_of_errno();
    arena_defer(mem, &o->defer, close_dir, o);
    const enum rc rc = each_entry(o->d, fn, arg);
    arena_undefer(mem, &o->defer);
    return rc;
}

enum rc host_disk_free(const char *path, int64_t *ret_bytes)
{
    struct statvfs v;
    if (statvfs(path, &v))
        return rc_of_errno();
    *ret_bytes = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
    return RC_OK;
}
