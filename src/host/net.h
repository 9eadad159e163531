/*
 * net.h - listening sockets by numeric address. No name is ever resolved here: an address
 * to listen on is "127.0.0.1:8080" or "[::1]:8080". What is sent over the sockets is the
 * business of http (libuv); peers we call are crypto's and integration's.
 */
#ifndef MOTCUA_HOST_NET_H
#define MOTCUA_HOST_NET_H

#include <sys/socket.h>

#include "core/str.h"

struct host_addr {
    struct sockaddr_storage sa;
    socklen_t len;
};

/* Numeric host and port 0..65535, IPv6 in brackets; nothing else. */
MUST_USE bool host_addr_parse(str s, struct host_addr *ret_addr);
bool host_addr_is_loopback(const struct host_addr *addr);
int host_addr_port(const struct host_addr *addr);
void host_addr_set_port(struct host_addr *addr, int port);
/* Without the port, IPv4 inside IPv6 as IPv4; `to` holds at least HOST_ADDR_TEXT bytes. */
#define HOST_ADDR_TEXT 64
str host_addr_text(const struct host_addr *addr, char *to);

/*
 * A bound, listening, non-blocking TCP socket with SO_REUSEADDR, and with SO_REUSEPORT when
 * several threads share the port. *bound becomes the address as bound (port 0 resolved).
 * Returns the descriptor, or -errno.
 */
int host_listen(const struct host_addr *addr, bool share, int backlog, struct host_addr *bound);
/* Connects blocking, for the project's own clients and tests. The descriptor, or -errno. */
int host_connect(const struct host_addr *addr);

#endif
