/*
 * spawn_child.c - the template of a kind and the children it forks. A template parses nothing
 * a stranger wrote: it warms up under Landlock and forks; the child locks itself down before
 * it touches its input. Children's stderr goes nowhere (what they say is hostile), except in
 * sanitizer builds, whose reports are wanted.
 */
#include "host/clock.h"
#include "host/log.h"
#include "host/spawn_jail.h"
#include "host/spawn_serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEMPLATE_SOCKET 3
#define TEMPLATE_CHILDREN_MAX 16

bool spawn_write(int out, const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n > 0) {
        const ssize_t wrote = write(out, p, n);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        p += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

bool spawn_input(int in, size_t max, str *ret_bytes)
{
    const off_t size = lseek(in, 0, SEEK_END);
    if (size <= 0 || (size_t)size > max)
        return false;
    const char *p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, in, 0);
    if (p == MAP_FAILED)
        return false;
    *ret_bytes = (str){p, size};
    return true;
}

static bool child_descriptors(const struct spawn_message *m, int null)
{
    bool ok = dup2(m->fd[0], 0) == 0 && dup2(m->fd[1], 1) == 1;
#ifndef __SANITIZE_ADDRESS__
    ok = ok && dup2(null, 2) == 2;
#endif
    (void)null;
    return ok && syscall(SYS_close_range, 3u, ~0u, 0u) == 0;
}

static _Noreturn void child_run(const struct spawn_kind *k, const struct spawn_message *m, int parent,
                                int null, size_t base)
{
    sigset_t none;
    (void)sigemptyset(&none);
    if (!spawn__bind_to_parent(parent) || setsid() < 0 || !child_descriptors(m, null) ||
        sigprocmask(SIG_SETMASK, &none, NULL) != 0 || !spawn__lock_down(base))
        _exit(1);
    if (!spawn_write(1, SPAWN_BEGIN, 1))
        _exit(1);
    char end[] = SPAWN_END "0";
    end[SPAWN_END_SIZE - 1] = (char)('0' + (int)k->work(0, 1));
    _exit(spawn_write(1, end, SPAWN_END_SIZE) ? 0 : 1);
}

/* The children at work, and when each must have ended. */
struct brood {
    const struct spawn_kind *kind;
    int n, pid[TEMPLATE_CHILDREN_MAX];
    int64_t until_us[TEMPLATE_CHILDREN_MAX];
};

/* Collects the dead. How a child died is worth a line. */
static void brood_reap(struct brood *b)
{
    for (int i = 0; i < b->n;) {
        int status;
        const int pid = waitpid(b->pid[i], &status, WNOHANG);
        if (pid == 0 || (pid < 0 && errno == EINTR)) {
            i++;
            continue;
        }
        if (pid > 0 && WIFSIGNALED(status))
            LOG(LOG_WARN, "spawn.child_killed", LOG_STR("kind", b->kind->name),
                LOG_INT("signal", WTERMSIG(status)));
        b->n--;
        b->pid[i] = b->pid[b->n];
        b->until_us[i] = b->until_us[b->n];
    }
}

/* Ends those whose time is over; answers how long until the next one's, at most a minute. */
static struct timespec brood_clock(const struct brood *b)
{
    const int64_t now = host_monotonic_us();
    int64_t next = MINUTE_US;
    for (int i = 0; i < b->n; i++) {
        const int64_t left = b->until_us[i] - now;
        if (left <= 0)
            (void)kill(b->pid[i], SIGKILL);
        else
            next = left < next ? left : next;
    }
    return (struct timespec){next / SECOND_US, next % SECOND_US * 1000};
}

static size_t address_space(int statm)
{
    char text[128];
    const ssize_t n = pread(statm, text, sizeof text - 1, 0);
    int64_t pages = 0;
    if (n <= 0 || !str_to_i64(str_cut((str){text, n}, ' ').head, &pages))
        return 0;
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void on_child(int sig)
{
    (void)sig; /* only interrupts the wait */
}

static _Noreturn void template_loop(const struct spawn_kind *k, int null, size_t base)
{
    const int self = getpid();
    sigset_t blocked, open_mask;
    (void)sigemptyset(&blocked);
    (void)sigemptyset(&open_mask);
    (void)sigaddset(&blocked, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &blocked, NULL);
    const struct sigaction wake = {.sa_handler = on_child};
    (void)sigaction(SIGCHLD, &wake, NULL);
    for (struct brood b = {.kind = k};;) {
        brood_reap(&b);
        const struct timespec wait = brood_clock(&b);
        /* With all places taken only time and deaths are waited for. */
        struct pollfd p = {.fd = TEMPLATE_SOCKET, .events = POLLIN};
        if (ppoll(&p, b.n < TEMPLATE_CHILDREN_MAX, &wait, &open_mask) <= 0)
            continue;
        struct spawn_message m;
        const int got = spawn__receive(TEMPLATE_SOCKET, &m);
        if (got == 0)
            _exit(0);
        if (got < 0)
            continue;
        const int pid = fork();
        if (pid == 0)
            child_run(k, &m, self, null, base);
        if (pid > 0) {
            b.until_us[b.n] = host_monotonic_us() + SPAWN_WALL_S * SECOND_US;
            b.pid[b.n++] = pid;
        }
        (void)close(m.fd[0]);
        (void)close(m.fd[1]);
    }
}

static int template_main(const struct spawn_kind *k)
{
    int type = 0;
    socklen_t size = sizeof type;
    if (getsockopt(TEMPLATE_SOCKET, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_SEQPACKET) {
        (void)dprintf(2, "%s is started by motcua itself\n", k->verb);
        return 2;
    }
    (void)prctl(PR_SET_NAME, k->name);
    const int statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const bool ready = statm >= 0 && null >= 0 && spawn__filter_make(k->threads) &&
                       spawn__bind_to_parent(getppid()) && spawn__landlock(k->may_read) >= 0 &&
                       (!k->warm || k->warm());
    const size_t base = ready ? address_space(statm) : 0;
    if (base == 0) {
        LOG(LOG_ERROR, "spawn.template_failed", LOG_STR("kind", k->name));
        _exit(1);
    }
    (void)close(statm);
    template_loop(k, null, base);
}

int spawn_child_main(int argc, char **argv, const struct spawn_kind *const *kinds)
{
    for (; argc == 3 && *kinds; kinds++)
        if (strcmp(argv[1], (*kinds)->verb) == 0 && strcmp(argv[2], (*kinds)->name) == 0)
            return template_main(*kinds);
    return -1;
}
