/*
 * lib_child.h - tests whose program is also its own children: readers of uploads, painters.
 */
#ifndef MOTCUA_TESTS_HOST_LIB_CHILD_H
#define MOTCUA_TESTS_HOST_LIB_CHILD_H

#include "host/spawn.h"

/* First thing in main. A child of the spawner does its work and answers its exit code, 0 and up;
   -1: this is the test, spawner and crypto are started. spawn_stop ends it. */
int test_child(int argc, char **argv, const struct spawn_kind *const *kinds);

#endif
