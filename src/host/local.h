/*
 * local.h - sockets between processes of one user on one machine (SOCK_STREAM by a name in a
 * folder, mode 0600). Who runs as another user is not let in, whatever the folder's mode.
 */
#ifndef MOTCUA_HOST_LOCAL_H
#define MOTCUA_HOST_LOCAL_H

#include "core/str.h"

/* Replaces a socket a dead process left: the caller holds the folder's lock. */
MUST_USE enum rc host_local_listen(const char *dir, const char *name, int *ret_fd);
/* Waits. RC_UNAVAILABLE after host_local_wake, or when the system has no room. */
MUST_USE enum rc host_local_accept(int listening, int *ret_fd);
/* Makes a waiting accept return; the socket can only be closed afterwards. */
void host_local_wake(int listening);
/* RC_NOT_FOUND: nobody listens. */
MUST_USE enum rc host_local_connect(const char *dir, const char *name, int *ret_fd);
/* All of it; RC_UNAVAILABLE once the other side is gone. */
MUST_USE enum rc host_local_send(int fd, const void *bytes, size_t n);
/* Exactly n bytes; RC_NOT_FOUND at the end of the stream. */
MUST_USE enum rc host_local_receive(int fd, void *to, size_t n);
/* How long one receive waits at most, then RC_UNAVAILABLE; 0 = for ever. */
void host_local_patience(int fd, int64_t us);
/* No receive waits any longer: this one and all to come answer RC_NOT_FOUND. Sending goes on. */
void host_local_deafen(int fd);
void host_local_close(int fd);
void host_local_remove(const char *dir, const char *name);

#endif
