/* local.c - see local.h. */
#include "host/local.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/date.h"

#define BACKLOG 16

/* A folder's path may be longer than a socket's name: it is reached by its descriptor. */
static enum rc name_in(const char *dir, const char *name, int *ret_dir, struct sockaddr_un *ret_addr)
{
    const int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return RC_NOT_FOUND;
    memset(ret_addr, 0, sizeof *ret_addr);
    ret_addr->sun_family = AF_UNIX;
    const int n =
        snprintf(ret_addr->sun_path, sizeof ret_addr->sun_path, "/proc/self/fd/%d/%s", fd, name);
    BUG_IF(n < 0 || (size_t)n >= sizeof ret_addr->sun_path);
    *ret_dir = fd;
    return RC_OK;
}

static enum rc bind_in(int fd, int dir, const struct sockaddr_un *addr, const char *name)
{
    (void)unlinkat(dir, name, 0);
    if (bind(fd, (const struct sockaddr *)addr, sizeof *addr) || fchmodat(dir, name, 0600, 0) ||
        listen(fd, BACKLOG))
        return RC_UNAVAILABLE;
    return RC_OK;
}

enum rc host_local_listen(const char *dir, const char *name, int *ret_fd)
{
    struct sockaddr_un addr;
    int folder;
    enum rc rc = name_in(dir, name, &folder, &addr);
    if (rc)
        return rc;
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    rc = fd < 0 ? RC_UNAVAILABLE : bind_in(fd, folder, &addr, name);
    (void)close(folder);
    if (rc == RC_OK)
        *ret_fd = fd;
    else if (fd >= 0)
        (void)close(fd);
    return rc;
}

static bool same_user(int fd)
{
    struct ucred peer;
    socklen_t n = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0 && peer.uid == geteuid();
}

enum rc host_local_accept(int listening, int *ret_fd)
{
    for (;;) {
        const int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (fd < 0)
            return RC_UNAVAILABLE;
        if (same_user(fd)) {
            *ret_fd = fd;
            return RC_OK;
        }
        (void)close(fd);
    }
}

void host_local_wake(int listening)
{
    (void)shutdown(listening, SHUT_RDWR);
}

enum rc host_local_connect(const char *dir, const char *name, int *ret_fd)
{
    struct sockaddr_un addr;
    int folder;
    const enum rc rc = name_in(dir, name, &folder, &addr);
    if (rc)
        return rc;
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool there =
        fd >= 0 && connect(fd, (const struct sockaddr *)&addr, sizeof addr) == 0 && same_user(fd);
    (void)close(folder);
    if (there)
        *ret_fd = fd;
    else if (fd >= 0)
        (void)close(fd);
    return there ? RC_OK : RC_NOT_FOUND;
}

enum rc host_local_send(int fd, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    while (n) {
        const ssize_t did = send(fd, p, n, MSG_NOSIGNAL);
        if (did < 0 && errno == EINTR)
            continue;
        if (did <= 0)
            return RC_UNAVAILABLE;
        p += did;
        n -= (size_t)did;
    }
    return RC_OK;
}

enum rc host_local_receive(int fd, void *to, size_t n)
{
    unsigned char *p = to;
    while (n) {
        const ssize_t did = recv(fd, p, n, 0);
        if (did < 0 && errno == EINTR)
            continue;
        if (did < 0)
            return RC_UNAVAILABLE;
        if (did == 0)
            return RC_NOT_FOUND;
        p += did;
        n -= (size_t)did;
    }
    return RC_OK;
}

void host_local_patience(int fd, int64_t us)
{
    const struct timeval t = {.tv_sec = us / SECOND_US, .tv_usec = us % SECOND_US};
    BUG_IF(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
}

void host_local_deafen(int fd)
{
    (void)shutdown(fd, SHUT_RD);
}

void host_local_close(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}

void host_local_remove(const char *dir, const char *name)
{
    const int folder = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    (void)unlinkat(folder, name, 0);
    (void)close(folder);
}
