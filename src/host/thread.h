/*
 * thread.h - threads, processors and memory of this process. A thread started here blocks every signal,
 * so that SIGTERM and its like reach the main thread only and a broken pipe is an error code.
 */
#ifndef MOTCUA_HOST_THREAD_H
#define MOTCUA_HOST_THREAD_H

#include <pthread.h>

#include "core/str.h"

struct host_thread {
    pthread_t id;
};

/* `name` has at most 15 letters. 0, or -errno when the system has no thread left. */
MUST_USE int host_thread_start(struct host_thread *t, const char *name, void *(*fn)(void *arg),
                               void *arg);
void host_thread_join(struct host_thread *t);
/* A condition whose pthread_cond_timedwait goes by host_monotonic_after (clock.h): setting the
   wall clock neither wakes nor holds up anybody. */
void host_cond_init(pthread_cond_t *cond);

/* Processors this process may run on, at least 1. */
int host_cores(void);

/* Kilobytes of the process now in memory; 0 when the system does not tell. */
int64_t host_resident_kb(void);

#endif
