/* lib_sample.h - the tables of lib_sample.sql, as a list of migrations. */
#ifndef MOTCUA_TESTS_DB_LIB_SAMPLE_H
#define MOTCUA_TESTS_DB_LIB_SAMPLE_H

#include "core/embed.h"

extern const struct embed sample_migrations[];

#endif
