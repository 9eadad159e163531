/* net.c - see net.h. */
#include "host/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

static bool parse_host(str host, bool six, struct host_addr *to)
{
    char text[HOST_ADDR_TEXT];
    if (host.n <= 0 || host.n >= HOST_ADDR_TEXT)
        return false;
    memcpy(text, host.p, (size_t)host.n);
    text[host.n] = 0;
    memset(to, 0, sizeof *to);
    if (six) {
        struct sockaddr_in6 *sa = (struct sockaddr_in6 *)&to->sa;
        sa->sin6_family = AF_INET6;
        to->len = sizeof *sa;
        return inet_pton(AF_INET6, text, &sa->sin6_addr) == 1;
    }
    struct sockaddr_in *sa = (struct sockaddr_in *)&to->sa;
    sa->sin_family = AF_INET;
    to->len = sizeof *sa;
    return inet_pton(AF_INET, text, &sa->sin_addr) == 1;
}

bool host_addr_parse(str s, struct host_addr *ret_addr)
{
    ptrdiff_t colon = s.n - 1;
    while (colon >= 0 && s.p[colon] != ':')
        colon--;
    if (colon <= 0)
        return false;
    str host = str_sub(s, 0, colon), port = str_sub(s, colon + 1, s.n);
    bool six = str_starts(host, S("[")) && str_ends(host, S("]"));
    if (six)
        host = str_sub(host, 1, host.n - 2);
    int64_t number;
    if (port.n < 1 || port.n > 5 || port.p[0] < '0' || port.p[0] > '9' || !str_to_i64(port, &number) ||
        number > 65535)
        return false;
    struct host_addr a;
    if (!parse_host(host, six, &a))
        return false;
    host_addr_set_port(&a, (int)number);
    *ret_addr = a;
    return true;
}

bool host_addr_is_loopback(const struct host_addr *addr)
{
    if (addr->sa.ss_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)&addr->sa)->sin_addr.s_addr) >> 24 == 127;
    if (addr->sa.ss_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)&addr->sa)->sin6_addr);
    return false;
}

int host_addr_port(const struct host_addr *addr)
{
    if (addr->sa.ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)&addr->sa)->sin6_port);
    return ntohs(((const struct sockaddr_in *)&addr->sa)->sin_port);
}

void host_addr_set_port(struct host_addr *addr, int port)
{
    if (addr->sa.ss_family == AF_INET6)
        ((struct sockaddr_in6 *)&addr->sa)->sin6_port = htons((uint16_t)port);
    else
        ((struct sockaddr_in *)&addr->sa)->sin_port = htons((uint16_t)port);
}

str host_addr_text(const struct host_addr *addr, char *to)
{
    const void *from = &((const struct sockaddr_in *)&addr->sa)->sin_addr;
    int family = AF_INET;
    if (addr->sa.ss_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)&addr->sa)->sin6_addr;
        bool mapped = IN6_IS_ADDR_V4MAPPED(six);
        family = mapped ? AF_INET : AF_INET6;
        from = mapped ? (const void *)(six->s6_addr + 12) : (const void *)six;
    }
    if ((addr->sa.ss_family != AF_INET && addr->sa.ss_family != AF_INET6) ||
        !inet_ntop(family, from, to, HOST_ADDR_TEXT))
        return S("");
    return str_of(to);
}

static int listen_on(int fd, const struct host_addr *addr, bool share, int backlog,
                     struct host_addr *bound)
{
    int one = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0)
        return -errno;
    if (share && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one) < 0)
        return -errno;
    if (addr->sa.ss_family == AF_INET6 &&
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one) < 0)
        return -errno;
    if (bind(fd, (const struct sockaddr *)&addr->sa, addr->len) < 0 || listen(fd, backlog) < 0)
        return -errno;
    bound->len = sizeof bound->sa;
    if (getsockname(fd, (struct sockaddr *)&bound->sa, &bound->len) < 0)
        return -errno;
    return 0;
}

int host_listen(const struct host_addr *addr, bool share, int backlog, struct host_addr *bound)
{
    int fd = socket(addr->sa.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    int e = listen_on(fd, addr, share, backlog, bound);
    if (e < 0) {
        close(fd);
        return e;
    }
    return fd;
}

int host_connect(const struct host_addr *addr)
{
    int fd = socket(addr->sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    int r;
    do
        r = connect(fd, (const struct sockaddr *)&addr->sa, addr->len);
    while (r < 0 && errno == EINTR);
    if (r < 0) {
        int e = errno;
        close(fd);
        return -e;
    }
    return fd;
}
