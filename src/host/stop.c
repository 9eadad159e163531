/* stop.c - see stop.h. */
#include "host/stop.h"

#include <pthread.h>
#include <signal.h>

#include "core/rc.h"

static sigset_t asked(void)
{
    sigset_t set;
    BUG_IF(sigemptyset(&set) || sigaddset(&set, SIGTERM) || sigaddset(&set, SIGINT));
    return set;
}

void host_stop_prepare(void)
{
    const sigset_t set = asked();
    BUG_IF(pthread_sigmask(SIG_BLOCK, &set, NULL));
}

void host_stop_wait(void)
{
    const sigset_t set = asked();
    int which;
    while (sigwait(&set, &which))
        ;
}
