/*
 * spawn_serve.c - the spawner: one thread, one loop. It reads no bytes of a job, it
 * passes the two descriptors on to the template of the kind and starts a template anew when
 * one has ended. Templates are the same binary by /proc/self/exe, opened once, so that a
 * replaced file on disk changes nothing in a running server.
 */
#include "host/spawn_serve.h"
#include "host/spawn_jail.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int spawn__send(int sock, const struct spawn_message *m, int flags)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof m->fd)];
    } control = {.room = {0}};
    uint32_t kind = m->kind;
    struct iovec part = {.iov_base = &kind, .iov_len = sizeof kind};
    struct msghdr h = {.msg_iov = &part,
                       .msg_iovlen = 1,
                       .msg_control = control.room,
                       .msg_controllen = sizeof control.room};
    struct cmsghdr *c = CMSG_FIRSTHDR(&h);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof m->fd);
    memcpy(CMSG_DATA(c), m->fd, sizeof m->fd);
    ssize_t n;
    do
        n = sendmsg(sock, &h, flags | MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n >= 0)
        return 1;
    return errno == EAGAIN || errno == ENOBUFS || errno == ETOOMANYREFS ? -1 : 0;
}

static void close_rights(const struct cmsghdr *c)
{
    const size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < n; i++) {
        int fd;
        memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
        (void)close(fd);
    }
}

int spawn__receive(int sock, struct spawn_message *ret_m)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof ret_m->fd)];
    } control;
    uint32_t kind = 0;
    struct iovec part = {.iov_base = &kind, .iov_len = sizeof kind};
    struct msghdr h = {.msg_iov = &part,
                       .msg_iovlen = 1,
                       .msg_control = control.room,
                       .msg_controllen = sizeof control.room};
    const ssize_t n = recvmsg(sock, &h, MSG_CMSG_CLOEXEC);
    if (n < 0)
        return errno == EINTR || errno == EAGAIN ? -1 : 0;
    if (n == 0)
        return 0;
    const struct cmsghdr *c = CMSG_FIRSTHDR(&h);
    if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
        return -1;
    if (n != sizeof kind || (h.msg_flags & MSG_CTRUNC) || c->cmsg_len != CMSG_LEN(sizeof ret_m->fd)) {
        close_rights(c);
        return -1;
    }
    ret_m->kind = kind;
    memcpy(ret_m->fd, CMSG_DATA(c), sizeof ret_m->fd);
    return 1;
}

struct template
{
    int pid, sock; /* -1: none */
};

static void on_signal(int sig, void (*what)(int))
{
    const struct sigaction a = {.sa_handler = what};
    (void)sigaction(sig, &a, NULL);
}

/* In the forked process: becomes the template, or ends. */
static _Noreturn void template_exec(int self, int sock, const struct spawn_kind *k)
{
    char name[] = "motcua";
    char *const argv[] = {name, (char *)(uintptr_t)k->verb, (char *)(uintptr_t)k->name, NULL};
    char lang[] = "LC_ALL=C.UTF-8";
    char *const env[] = {lang, NULL};
    on_signal(SIGCHLD, SIG_DFL);
    if (sock != 3 && dup2(sock, 3) == 3)
        (void)syscall(SYS_execveat, self, "", argv, env, AT_EMPTY_PATH);
    _exit(127);
}

static void template_start(struct template *t, int self, const struct spawn_kind *k)
{
    int sv[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sv) != 0)
        return;
    const int pid = fork();
    if (pid == 0)
        template_exec(self, sv[1], k);
    (void)close(sv[1]);
    if (pid < 0)
        (void)close(sv[0]);
    else
        *t = (struct template){pid, sv[0]};
}

static void template_end(struct template *t)
{
    if (t->sock >= 0)
        (void)close(t->sock); /* it ends by itself, after the job it may be starting */
    *t = (struct template){-1, -1};
}

/* Hands the job to its template; a dead one is replaced once. What cannot be handed on is
   dropped: its output closes, and the server sees an answer without end. */
static void pass_on(struct template *t, int self, const struct spawn_kind *k,
                    const struct spawn_message *m)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        if (t->sock < 0)
            template_start(t, self, k);
        if (t->sock < 0 || spawn__send(t->sock, m, MSG_DONTWAIT) != 0)
            return;
        template_end(t);
    }
}

/* Descriptors 0, 1, 2 and the socket stay; nothing else of the server is inherited. */
static int spawner_settle(int sock, int parent)
{
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int high = fcntl(sock, F_DUPFD_CLOEXEC, 10);
    if (!spawn__bind_to_parent(parent) || null < 0 || high < 0)
        _exit(1);
    (void)setsid();
    (void)prctl(PR_SET_NAME, "motcua-spawner");
    if (dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(high, 4) != 4)
        _exit(1);
    (void)syscall(SYS_close_range, 3u, 3u, 0u); /* 3 stays free: a template finds its socket there */
    (void)syscall(SYS_close_range, 5u, ~0u, 0u);
    if (fcntl(4, F_SETFD, FD_CLOEXEC) != 0)
        _exit(1);
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    for (int s = 1; s < NSIG; s++)
        on_signal(s, SIG_DFL);
    on_signal(SIGCHLD, SIG_IGN); /* templates leave no zombies */
    on_signal(SIGINT, SIG_IGN);  /* the server decides when to end */
    on_signal(SIGTERM, SIG_IGN);
    return 4;
}

_Noreturn void spawn__serve(int sock, int parent, const struct spawn_kind *const *kinds, int count)
{
    struct template templates[SPAWN_KINDS_MAX];
    sock = spawner_settle(sock, parent);
    /* Number 3 is taken so that nothing lies where a template finds its socket. */
    const int three = open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int self = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    if (three != 3 || self < 0)
        _exit(1);
    for (int i = 0; i < count; i++) {
        templates[i] = (struct template){-1, -1};
        template_start(&templates[i], self, kinds[i]);
    }
    struct spawn_message m;
    for (int got; (got = spawn__receive(sock, &m)) != 0;) {
        if (got < 0)
            continue;
        if (m.kind < (uint32_t)count)
            pass_on(&templates[m.kind], self, kinds[m.kind], &m);
        (void)close(m.fd[0]);
        (void)close(m.fd[1]);
    }
    _exit(0); /* templates and children hold PR_SET_PDEATHSIG */
}
