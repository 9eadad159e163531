/*
 * lib_authority.h - a small authority for tests: province, one commune with a one-stop unit,
 * a division and leaders, the starter procedures, and an actor for each role. Everything is
 * made by the real rules.
 */
#ifndef MOTCUA_TESTS_DOSSIER_LIB_AUTHORITY_H
#define MOTCUA_TESTS_DOSSIER_LIB_AUTHORITY_H

#include "../db/lib_engine.h"

#include "access/access.h"
#include "dossier/dossier.h"
#include "dossier/dossier_read.h"

struct authority {
    struct engine *e;
    int64_t province, commune, other_commune;
    int64_t one_stop, division, other_one_stop;
    struct actor clerk, officer, leader, other_clerk, citizen, stranger;
};

/* setup/teardown of a cmocka test: *state is a struct authority. */
int authority_setup(void **state);
int authority_teardown(void **state);
#define AUTHORITY_TEST(fn) cmocka_unit_test_setup_teardown(fn, authority_setup, authority_teardown)

/* A unit of work as that actor at that moment; the ctx of the engine is used. */
enum rc as(struct authority *a, struct actor *who, const char *when,
           enum rc (*fn)(struct ctx *c, void *arg), void *arg);
/* Key of the last fault, "" when there is none; clears the faults. */
const char *last_fault(struct authority *a);

/* A birth registration at the counter of the commune, every required paper complete. */
struct filing sample_filing(struct authority *a, const char *procedure);

#endif
