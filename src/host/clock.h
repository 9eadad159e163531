/*
 * clock.h - the only clock of the process. The wall clock can be made virtual (tests, the
 * demo, kept cases); the monotonic one cannot, so that time-outs go on.
 */
#ifndef MOTCUA_HOST_CLOCK_H
#define MOTCUA_HOST_CLOCK_H

#include <time.h>

#include "core/date.h"

instant host_now(void);
int64_t host_monotonic_us(void);
int64_t host_cpu_us(void); /* user and system time of the whole process */
void host_sleep_us(int64_t us);
/* `us` from now on the monotonic clock, as pthread_cond_timedwait wants it. */
struct timespec host_monotonic_after(int64_t us);

/* From now on host_now stands still at `t` until it is set again; INSTANT_NONE gives the
   system's clock back. */
void host_clock_set(instant t);

#endif
