/*
 * random.h - random bytes of the kernel. Rules never draw from here but from ctx.rng, which
 * is seeded once a unit so that a repeated run draws the same; keys come from crypto.
 */
#ifndef MOTCUA_HOST_RANDOM_H
#define MOTCUA_HOST_RANDOM_H

#include "core/ctx.h"

void host_random(void *to, size_t n);
struct rng host_rng_new(void);

#endif
