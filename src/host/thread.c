/* thread.c - see thread.h. */
#include "host/thread.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

int host_thread_start(struct host_thread *t, const char *name, void *(*fn)(void *arg), void *arg)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int e = pthread_create(&t->id, NULL, fn, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (e == 0)
        pthread_setname_np(t->id, name);
    return -e;
}

void host_thread_join(struct host_thread *t)
{
    int e = pthread_join(t->id, NULL);
    BUG_IF(e != 0);
}

void host_cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t monotonic;
    BUG_IF(pthread_condattr_init(&monotonic));
    BUG_IF(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC));
    BUG_IF(pthread_cond_init(cond, &monotonic));
    (void)pthread_condattr_destroy(&monotonic);
}

int host_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return 1;
    int n = CPU_COUNT(&set);
    return n > 0 ? n : 1;
}

int64_t host_resident_kb(void)
{
    char text[128];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, text, sizeof text);
    close(fd);
    str pages = str_cut(str_cut((str){text, n > 0 ? n : 0}, ' ').tail, ' ').head;
    int64_t count;
    return str_to_i64(pages, &count) ? count * (sysconf(_SC_PAGESIZE) / 1024) : 0;
}
