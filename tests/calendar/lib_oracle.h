/*
 * lib_oracle.h - an oracle in Python, asked by tests: its seed, what it says, and the calendars it
 * thinks of, published by the real rules. An oracle shares nothing with the C code it judges.
 */
#ifndef MOTCUA_TESTS_CALENDAR_LIB_ORACLE_H
#define MOTCUA_TESTS_CALENDAR_LIB_ORACLE_H

#include "lib_test.h"

/* Of this run, printed; MOTCUA_SEED repeats one. The program's. */
const char *oracle_seed(void);

struct oracle {
    FILE *from; /* what it says, as it says it */
    int pid;
};
/* python3 SCRIPT SEED ARGS…; `args` ends with NULL. */
struct oracle oracle_ask(const char *script, const char *const *args);
/* It must have ended well; closes. */
void oracle_done(struct oracle *o);
/* All that it says. */
str oracle_says(struct arena *mem, const char *script, const char *const *args);

/* The newest calendar with days off besides ("2026-11-25,2026-11-27"), published. */
MUST_USE enum rc oracle_publish(struct ctx *c, str days, str version);

#endif
