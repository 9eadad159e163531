/* random.c - getrandom(2); a kernel without random bytes ends the process. */
#include "host/random.h"

#include <errno.h>
#include <sys/random.h>

void host_random(void *to, size_t n)
{
    unsigned char *p = to;
    while (n) {
        const ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        BUG_IF(got <= 0);
        p += got;
        n -= (size_t)got;
    }
}

struct rng host_rng_new(void)
{
    struct rng r = {.drawn = 0};
    host_random(r.seed, sizeof r.seed);
    return r;
}
