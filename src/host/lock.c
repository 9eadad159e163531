/* lock.c - see lock.h. */
#include "host/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

struct host_lock {
    int fd;
};

static enum rc open_lock(const char *dir, int *ret_fd)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/lock", dir) >= sizeof path)
        return RC_INVALID;
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? RC_NOT_FOUND : RC_UNAVAILABLE;
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        const enum rc rc = errno == EWOULDBLOCK ? RC_BUSY : RC_UNAVAILABLE;
        (void)close(fd);
        return rc;
    }
    *ret_fd = fd;
    return RC_OK;
}

enum rc host_lock_take(const char *dir, struct host_lock **ret_lock)
{
    int fd = -1;
    const enum rc rc = open_lock(dir, &fd);
    if (rc)
        return rc;
    struct host_lock *lock = calloc(1, sizeof *lock);
    if (!lock) {
        (void)close(fd);
        return RC_UNAVAILABLE;
    }
    lock->fd = fd;
    *ret_lock = lock;
    return RC_OK;
}

void host_lock_release(struct host_lock *lock)
{
    if (!lock)
        return;
    (void)close(lock->fd);
    free(lock);
}
