/* rc.c - the one table of codes; exit codes as promised to scripts (0 1 2 3 4 5 6 7 70). */
#include "core/rc.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name;
    int exit;
} codes[RC_COUNT] = {
    [RC_OK] = {"ok", 0},
    [RC_NOT_FOUND] = {"not-found", 3},
    [RC_INVALID] = {"invalid", 4},
    [RC_DENIED] = {"denied", 5},
    [RC_CONFLICT] = {"conflict", 6},
    [RC_BUSY] = {"busy", 7},
    [RC_UNAVAILABLE] = {"unavailable", 7},
    [RC_FAILED] = {"failed", 70},
};

const char *rc_name(enum rc rc)
{
    BUG_IF((unsigned)rc >= RC_COUNT);
    return codes[rc].name;
}

int rc_exit_code(enum rc rc)
{
    BUG_IF((unsigned)rc >= RC_COUNT);
    return codes[rc].exit;
}

_Noreturn void rc_bug(const char *what, const char *file, int line)
{
    (void)fprintf(stderr, "{\"level\":\"bug\",\"at\":\"%s:%d\",\"what\":\"%s\"}\n", file, line, what);
    abort();
}
