/*
 * lib_office.h - colleagues for the small authority (lib_authority.h), with accounts and roles:
 * to give work to, to stand in for. The actors of the authority get accounts of their own too.
 */
#ifndef MOTCUA_TESTS_DOSSIER_LIB_OFFICE_H
#define MOTCUA_TESTS_DOSSIER_LIB_OFFICE_H

#include "lib_authority.h"

struct office {
    struct actor colleague, head; /* officers of the division; one leads it */
    struct actor elsewhere;       /* an officer of the one-stop unit */
    struct actor both;            /* of the division, and a clerk of the one-stop unit */
    struct actor gone;            /* an officer of the division, disabled */
    struct actor deputy;          /* a second leader of the commune */
    struct actor admin;
};
extern struct office office;

/* authority_setup, then the office. */
int office_setup(void **state);
#define OFFICE_TEST(fn) cmocka_unit_test_setup_teardown(fn, office_setup, authority_teardown)

#endif
