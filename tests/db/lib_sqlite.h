/* lib_sqlite.h - an empty SQLite store for tests of what only SQLite has; not run on PostgreSQL. */
#ifndef MOTCUA_TESTS_DB_LIB_SQLITE_H
#define MOTCUA_TESTS_DB_LIB_SQLITE_H

#include "db/lib_engine.h"

#define SQLITE_TEST(fn) cmocka_unit_test_setup_teardown(fn, engine_setup_sqlite, engine_teardown)

#endif
