/* lib_house.h - a small authority to test with: tree, units, staff; record wired and sealed. */
#ifndef MOTCUA_TESTS_ORG_LIB_HOUSE_H
#define MOTCUA_TESTS_ORG_LIB_HOUSE_H

#include "db/lib_engine.h"

#include "org/org.h"

#define HOUSE_TEST(fn) cmocka_unit_test_setup_teardown(fn, house_setup, engine_teardown)
#define DAY(y, m, d) date_from_civil((struct civil){(y), (m), (d)})

/* All from 2025-07-01: province H48 (1 level up), centre H48.01, department H48.12, commune
   H48.101; a one-stop unit in centre and commune, a division in department and commune. */
struct house {
    int64_t province, centre, department, commune;
    int64_t centre_desk, commune_desk, department_division, commune_division;
    int64_t clerk, officer, leader; /* staff: commune desk, commune division, head of it */
};
extern struct house house;

/* engine_setup, record wired with the kinds of org, person and access, the house built. */
int house_setup(void **state);
/* The same without the house. */
int house_setup_bare(void **state);

/* The first fault's key, or "" */
const char *house_fault(const struct engine *e);

#endif
