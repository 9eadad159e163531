/*
 * spawn.c - the server's side, see spawn.h: slots, descriptors, and the reading of answers.
 * Requests are one message on a SEQPACKET socket, so threads need no lock to send; each has a
 * pipe of its own for the answer, so none to receive.
 */
#include "host/spawn.h"
#include "host/clock.h"
#include "host/slots.h"
#include "host/spawn_jail.h"
#include "host/spawn_serve.h"

#include "core/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child lives SPAWN_WALL_S at most; then its end of the pipe closes. */
#define ANSWER_WAIT_S (SPAWN_WALL_S + 2)

static struct {
    int pid, sock, count;
    const struct spawn_kind *const *kinds;
    struct host_slots slots; /* jobs at a time */
} spawner = {.sock = -1, .slots = HOST_SLOTS(0, 64)};

enum rc spawn_start(const struct spawn_kind *const *kinds)
{
    int sv[2], count = 0;
    while (kinds[count])
        count++;
    BUG_IF(spawner.sock >= 0 || count == 0 || count > SPAWN_KINDS_MAX);
    if (!spawn__probe().seccomp || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sv) != 0)
        return RC_UNAVAILABLE;
    const int parent = getpid();
    const int pid = fork();
    if (pid == 0)
        spawn__serve(sv[1], parent, kinds, count);
    (void)close(sv[1]);
    if (pid < 0) {
        (void)close(sv[0]);
        return RC_UNAVAILABLE;
    }
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    spawner.pid = pid;
    spawner.sock = sv[0];
    spawner.kinds = kinds;
    spawner.count = count;
    spawner.slots.free = cores < 2 ? 2 : cores > 8 ? 8 : (int)cores;
    return RC_OK;
}

void spawn_stop(void)
{
    if (spawner.sock < 0)
        return;
    (void)close(spawner.sock); /* the spawner ends, the rest is killed with it */
    while (waitpid(spawner.pid, NULL, 0) < 0 && errno == EINTR)
        ;
    spawner.sock = -1;
    spawner.pid = 0;
}

struct spawn_protection spawn_protection(void)
{
    return spawn__probe();
}

/* What one job holds; given back by its arena whatever happens. */
struct run {
    struct arena_defer defer;
    int input, answer, child_end; /* input: -1 if it is the caller's */
};

static void run_done(void *arg)
{
    struct run *r = arg;
    const int fds[] = {r->input, r->answer, r->child_end};
    for (int i = 0; i < 3; i++)
        if (fds[i] >= 0)
            (void)close(fds[i]);
    host_slots_give(&spawner.slots);
}

/* Sealed: the child gets bytes nobody can change under it. */
static int input_of(str bytes)
{
    const int fd = memfd_create("job", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -1;
    if (spawn_write(fd, bytes.p, (size_t)bytes.n) && lseek(fd, 0, SEEK_SET) == 0 &&
        fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
        return fd;
    (void)close(fd);
    return -1;
}

static enum rc job_send(struct run *r, const struct spawn_job *job, int kind)
{
    int fds[2];
    if (job->fd < 0 && (r->input = input_of(job->bytes)) < 0)
        return RC_UNAVAILABLE;
    if (pipe2(fds, O_CLOEXEC) != 0)
        return RC_UNAVAILABLE;
    r->answer = fds[0];
    r->child_end = fds[1];
    const struct spawn_message m = {(uint32_t)kind, {job->fd < 0 ? r->input : job->fd, r->child_end}};
    if (spawn__send(spawner.sock, &m, 0) != 1)
        return RC_UNAVAILABLE;
    (void)close(r->child_end);
    r->child_end = -1;
    return RC_OK;
}

/* More bytes, or 0 at the end; -1 past the deadline or on an error. */
static ssize_t answer_more(int fd, char *to, size_t room, int64_t until_us)
{
    for (;;) {
        const int64_t ms = (until_us - host_monotonic_us()) / 1000;
        struct pollfd p = {.fd = fd, .events = POLLIN};
        const int ready = ms <= 0 ? 0 : poll(&p, 1, (int)ms);
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return -1;
        const ssize_t n = ready < 0 ? -1 : read(fd, to, room);
        if (n >= 0 || errno != EINTR)
            return n;
    }
}

static enum rc answer_judge(str all, size_t limit, str *ret_answer)
{
    const ptrdiff_t edge = 1 + SPAWN_END_SIZE;
    if (all.n == 0)
        return RC_UNAVAILABLE; /* no child started */
    if (all.n < edge || (size_t)(all.n - edge) > limit)
        return RC_INVALID;
    const str end = str_sub(all, all.n - SPAWN_END_SIZE, SPAWN_END_SIZE);
    const int code = end.p[SPAWN_END_SIZE - 1] - '0';
    if (!str_starts(end, S(SPAWN_END)) || code < 0 || code >= RC_COUNT)
        return RC_INVALID;
    if (code == RC_OK)
        *ret_answer = str_sub(all, 1, all.n - edge);
    return code == RC_OK ? RC_OK : RC_INVALID; /* a child does not choose among our codes */
}

static enum rc answer_read(struct arena *mem, int fd, size_t limit, str *ret_answer)
{
    const int64_t until_us = host_monotonic_us() + ANSWER_WAIT_S * SECOND_US;
    const size_t most = limit + 1 + SPAWN_END_SIZE;
    struct buf b = buf_new(mem, most);
    char part[16384];
    ssize_t n;
    while (!buf_full(&b) && (n = answer_more(fd, part, sizeof part, until_us)) > 0)
        buf_add(&b, (str){part, n});
    return buf_full(&b) ? RC_INVALID : answer_judge(buf_str(&b), limit, ret_answer);
}

static int kind_index(const struct spawn_kind *k)
{
    for (int i = 0; i < spawner.count; i++)
        if (spawner.kinds[i] == k)
            return i;
    return -1;
}

enum rc spawn_run(struct arena *mem, const struct spawn_job *job, str *ret_answer)
{
    const int kind = spawner.sock < 0 ? -1 : kind_index(job->kind);
    if (kind < 0)
        return RC_UNAVAILABLE;
    BUG_IF(job->fd >= 0 && (fcntl(job->fd, F_GETFL) & O_ACCMODE) != O_RDONLY);
    if (job->fd < 0 && job->bytes.n > (ptrdiff_t)SPAWN_INPUT_MAX)
        return RC_INVALID;
    struct run *r = NEW(mem, struct run);
    *r = (struct run){.input = -1, .answer = -1, .child_end = -1};
    enum rc rc = host_slots_take(&spawner.slots, SPAWN_WALL_S);
    if (rc != RC_OK)
        return rc;
    arena_defer(mem, &r->defer, run_done, r);
    rc = job_send(r, job, kind);
    if (rc == RC_OK)
        rc = answer_read(mem, r->answer, job->limit, ret_answer);
    arena_undefer(mem, &r->defer);
    return rc;
}
