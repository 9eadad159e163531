/* fuzz.h - the entry of every fuzzer: an arena for one input, cleared between inputs. */
#ifndef MOTCUA_FUZZ_H
#define MOTCUA_FUZZ_H

#include <stdint.h>
#include <stdlib.h>

#include "core/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* What must hold for every input; ends the run with a crash the fuzzer keeps. */
#define FUZZ_CHECK(x)                                                                                  \
    do {                                                                                               \
        if (!(x))                                                                                      \
            rc_bug(#x, __FILE__, __LINE__);                                                            \
    } while (0)

static inline struct arena *fuzz_arena(void)
{
    static struct arena *mem;
    if (!mem)
        mem = arena_new((size_t)256 << 20);
    arena_clear(mem);
    return mem;
}

#endif
