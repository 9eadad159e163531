/* slots.h - at most so many at a time: children, password hashes. Who comes later waits, up to a
   number and a time, so that a flood is refused and not stored. */
#ifndef MOTCUA_HOST_SLOTS_H
#define MOTCUA_HOST_SLOTS_H

#include <pthread.h>

#include "core/rc.h"

struct host_slots {
    int free;        /* set at start to how many */
    int waiting_max; /* more than these are refused at once */
    int waiting;
    pthread_mutex_t lock;
    pthread_cond_t freed;
};
#define HOST_SLOTS(count, waiting)                                                                     \
    {                                                                                                  \
        (count), (waiting), 0, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER                     \
    }

/* RC_BUSY when too many wait or none came free in `seconds`. */
MUST_USE enum rc host_slots_take(struct host_slots *s, int seconds);
void host_slots_give(struct host_slots *s);

#endif
