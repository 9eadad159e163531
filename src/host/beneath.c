/* beneath.c - see beneath.h. */
#include "host/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static enum rc rc_of(long result)
{
    if (result >= 0)
        return RC_OK;
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return RC_NOT_FOUND;
    case EEXIST:
        return RC_CONFLICT;
    case EXDEV:
    case ELOOP:
        return RC_DENIED;
    default:
        return RC_UNAVAILABLE;
    }
}

static bool climbs(const char *name)
{
    return name[0] == '/' || strcmp(name, "..") == 0 || strncmp(name, "../", 3) == 0 ||
           strstr(name, "/../") || (strlen(name) >= 3 && strcmp(name + strlen(name) - 3, "/..") == 0);
}

static int open_below(int root, const char *name, int flags)
{
    const struct open_how how = {.flags = (unsigned)(flags | O_CLOEXEC),
                                 .mode = flags & O_CREAT ? 0600 : 0,
                                 .resolve =
                                     RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    int fd;
    do
        fd = (int)syscall(SYS_openat2, root, name, &how, sizeof how);
    while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
        return fd;
    if (climbs(name)) {
        errno = EXDEV;
        return -1;
    }
    return openat(root, name, flags | O_NOFOLLOW | O_CLOEXEC, 0600);
}

enum rc host_root_open(const char *dir, int *ret_root)
{
    const int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        *ret_root = fd;
    return rc_of(fd);
}

enum rc host_beneath_open(int root, const char *name, enum host_open how, int *ret_fd)
{
    BUG_IF(how != HOST_READ && how != HOST_NEW);
    const int fd = open_below(root, name, how == HOST_READ ? O_RDONLY : O_RDWR | O_CREAT | O_EXCL);
    if (fd >= 0)
        *ret_fd = fd;
    return rc_of(fd);
}

enum rc host_beneath_stat(int root, const char *name, struct host_entry *ret_entry)
{
    struct stat st;
    const int fd = open_below(root, name, O_PATH);
    if (fd < 0)
        return rc_of(fd);
    const int did = fstat(fd, &st);
    (void)close(fd);
    if (did == 0)
        *ret_entry = (struct host_entry){
            .name = name,
            .dir = S_ISDIR(st.st_mode),
            .size = st.st_size,
            .mode = st.st_mode & 07777,
            .changed = {(int64_t)st.st_mtim.tv_sec * SECOND_US + st.st_mtim.tv_nsec / 1000},
        };
    return rc_of(did);
}

enum rc host_beneath_rename(int root, const char *from, const char *to, const char *to_dir)
{
    if (climbs(from) || climbs(to))
        return RC_DENIED;
    const int dir = open_below(root, to_dir, O_RDONLY | O_DIRECTORY);
    if (dir < 0)
        return rc_of(dir);
    const enum rc rc = rc_of(renameat(root, from, root, to));
    if (rc == RC_OK)
        host_file_sync(dir);
    (void)close(dir);
    return rc;
}

enum rc host_beneath_remove(int root, const char *name)
{
    return climbs(name) ? RC_DENIED : rc_of(unlinkat(root, name, 0));
}

enum rc host_beneath_mkdir(int root, const char *name)
{
    if (climbs(name))
        return RC_DENIED;
    const enum rc rc = rc_of(mkdirat(root, name, 0700));
    return rc == RC_CONFLICT ? RC_OK : rc;
}
