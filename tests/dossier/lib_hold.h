/*
 * lib_hold.h - the process of a procedure in other words, published by the control office at once:
 * for tests of what is data there.
 */
#ifndef MOTCUA_TESTS_DOSSIER_LIB_HOLD_H
#define MOTCUA_TESTS_DOSSIER_LIB_HOLD_H

#include "lib_life.h"

#define HOLD_PROCEDURE "1.004873"

struct process_edit { /* the first `was` of its file becomes `is` */
    const char *was, *is;
};
/* "finance": by a letter, 4 wd; "opinion": by a consultation, 3 wd. */
extern const struct process_edit hold_grounds;
void hold_publish(struct authority *a, const char *when, const struct process_edit *edit);
void hold_as_control(struct authority *a, const char *when, enum rc (*fn)(struct ctx *, void *),
                     void *arg);

#endif
