/* slots.c - see slots.h. */
#include "host/slots.h"

#include <stdbool.h>
#include <time.h>

enum rc host_slots_take(struct host_slots *s, int seconds)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    (void)pthread_mutex_lock(&s->lock);
    bool wait = s->waiting < s->waiting_max;
    s->waiting++;
    while (s->free == 0 && wait)
        wait = pthread_cond_clockwait(&s->freed, &s->lock, CLOCK_MONOTONIC, &until) == 0;
    s->waiting--;
    const bool got = s->free > 0;
    s->free -= got;
    (void)pthread_mutex_unlock(&s->lock);
    return got ? RC_OK : RC_BUSY;
}

void host_slots_give(struct host_slots *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->free++;
    (void)pthread_cond_signal(&s->freed);
    (void)pthread_mutex_unlock(&s->lock);
}
