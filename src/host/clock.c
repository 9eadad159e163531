/* clock.c - see clock.h. */
#include "host/clock.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/resource.h>

static _Atomic int64_t virtual_us = INT64_MIN;

static int64_t read_clock(clockid_t id)
{
    struct timespec t;
    BUG_IF(clock_gettime(id, &t));
    return (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}

instant host_now(void)
{
    const int64_t set = atomic_load_explicit(&virtual_us, memory_order_relaxed);
    return (instant){set == INT64_MIN ? read_clock(CLOCK_REALTIME) : set};
}

int64_t host_monotonic_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static int64_t timeval_us(struct timeval t)
{
    return (int64_t)t.tv_sec * SECOND_US + t.tv_usec;
}

int64_t host_cpu_us(void)
{
    struct rusage u;
    BUG_IF(getrusage(RUSAGE_SELF, &u));
    return timeval_us(u.ru_utime) + timeval_us(u.ru_stime);
}

void host_sleep_us(int64_t us)
{
    struct timespec left = {us / SECOND_US, us % SECOND_US * 1000};
    while (us > 0 && nanosleep(&left, &left) && errno == EINTR)
        ;
}

struct timespec host_monotonic_after(int64_t us)
{
    const int64_t at = host_monotonic_us() + us;
    return (struct timespec){at / SECOND_US, at % SECOND_US * 1000};
}

void host_clock_set(instant t)
{
    atomic_store(&virtual_us, t.us);
}
