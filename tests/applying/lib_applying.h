/* lib_applying.h - an internal procedure to apply for, with one required paper. */
#ifndef MOTCUA_TESTS_APPLYING_LIB_APPLYING_H
#define MOTCUA_TESTS_APPLYING_LIB_APPLYING_H

#include "core/ctx.h"

/* 9.000001, and every agency in the register of persons; a unit of work of the system. */
enum rc applying_add_procedure(struct ctx *c, void *arg);

#endif
