/*
 * lib_told.h - the small authority of tests/dossier wired as in the program, with real accounts for
 * its citizen and its clerk, and a mail server of the test's own.
 */
#ifndef MOTCUA_TESTS_NOTIFY_LIB_TOLD_H
#define MOTCUA_TESTS_NOTIFY_LIB_TOLD_H

#include "dossier/lib_life.h"
#include "mail/lib_smtp.h"

#include "notify/notify.h"

struct told {
    struct authority *a;
    struct smtp server;
    int64_t citizen, clerk; /* accounts */
};
extern struct told told;

int told_setup(void **state); /* *state is the authority */
int told_teardown(void **state);
#define TOLD_TEST(fn) cmocka_unit_test_setup_teardown(fn, told_setup, told_teardown)

/* Mail is connected, or not. */
void told_connect(bool on);
/* The unit of the job, until nothing is left. */
void told_follow(void);
/* One turn of the job that is due longest, at the engine's time. */
bool told_turn(void);
/* Moves the clock of rules and of jobs. */
void told_at(const char *when);
/* As that actor; what notice_mine answers. */
struct notices told_of(struct actor *who);
/* A filing online by the citizen at that moment. */
struct dossier_ref told_file(const char *when);

#endif
