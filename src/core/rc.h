/*
 * rc.h - what a function can answer. Three expected codes a function at most; the
 * reason (field, message key) lies in ctx.fault, see ctx.h. rc.c gives a
 * code its name and exit code, web/problem.c its HTTP status: when you add a code, extend both.
 */
#ifndef MOTCUA_CORE_RC_H
#define MOTCUA_CORE_RC_H

#define MUST_USE __attribute__((warn_unused_result))

enum rc {
    RC_OK = 0,
    RC_NOT_FOUND,   /* no such thing, or not yours to know of */
    RC_INVALID,     /* the input is at fault; fault.field says where */
    RC_DENIED,      /* may be seen, may not be done */
    RC_CONFLICT,    /* somebody was first */
    RC_BUSY,        /* try again shortly: queue full, lock held */
    RC_UNAVAILABLE, /* a resource is exhausted: disk, memory, peer */
    RC_FAILED,      /* our own error; logged where it happened */
    RC_COUNT
};

const char *rc_name(enum rc rc);
int rc_exit_code(enum rc rc);

/* The impossible: ends the process, in production too. Input must never reach it. */
#define BUG_IF(x)                                                                                      \
    do {                                                                                               \
        if (__builtin_expect(!!(x), 0))                                                                \
            rc_bug(#x, __FILE__, __LINE__);                                                            \
    } while (0)

_Noreturn void rc_bug(const char *what, const char *file, int line);

#endif
